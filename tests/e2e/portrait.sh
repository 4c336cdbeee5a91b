#!/bin/sh
# The portrait assistant in the real window under Xvfb, before a film in place of a camera: what is wrong is told while the film
# changes, the picture is taken by itself once all is well, and the card's PDF has the crop. Then a flaw that a supervisor
# accepts, and the same person once more, beside the earlier portrait, with a photo from a file.
#
#   bin=target/debug sh tests/e2e/portrait.sh
#
# SHOTS=DIR keeps a picture of each state; THEME, SCREEN and WINIT_X11_SCALE_FACTOR say how it looks.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
. "$root/tests/e2e/window.sh"
. "$root/tests/e2e/film.sh"

# A cursor that blinks, values that waver in their last figure: the share of the picture that may differ.
waver=.004

# differ A B SHARE: more than that share of the pixels differs between two pictures.
differ() {
    compare -metric AE -fuzz 3% "$1" "$2" null: 2>&1 | awk -v most="$(identify -format "%[fx:w*h*$3]" "$1")" '{ exit $1 <= most }'
}

# holds_still: the window shows the same twice in a row; the picture is then $work/now.png.
holds_still() {
    tries=60
    import -window root "$work/now.png"
    while :; do
        mv "$work/now.png" "$work/before.png"
        still .3
        import -window root "$work/now.png"
        differ "$work/before.png" "$work/now.png" "$waver" || return 0
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "the window never holds still"
    done
}

# seen NAME [SHARE]: something else than what was seen last has come to a rest; it is kept as NAME. Of a shot, where nothing
# wavers, a smaller share tells.
seen() {
    name=$1 turns=60
    until holds_still; differ "$work/seen.png" "$work/now.png" "${2:-$waver}"; do
        turns=$((turns - 1))
        [ "$turns" -gt 0 ] || fail "nothing new is shown: $name"
    done
    cp "$work/now.png" "$work/seen.png"
    cp "$work/now.png" "$shots/$name.png"
}

office=$work/office
"$bin/loket-cli" demo "$office" --people 1 --seed 7 >/dev/null
make_film

play nobody
open_window --office "$office" --stills "$work/stills" --lang id --theme "${THEME:-light}"
login petugas
start_permit
holds_still
cp "$work/now.png" "$work/seen.png"
key ctrl+Return
seen nobody
for state in dark far side two print; do
    play "$state"
    seen "$state"
    cases_have_no_portrait || fail "taken by itself: $state"
done
pass "told what is wrong of nobody, the dark, a small face, one at the edge, two, a print; nothing taken"

play good
# The second of all well goes by between two looks: the first picture that differs is of its beginning.
turns=40
until import -window root "$shots/hold.png"; differ "$work/seen.png" "$shots/hold.png" "$waver"; do
    turns=$((turns - 1))
    [ "$turns" -gt 0 ] || break
done
still .4
shot hold
wait_for 'a picture taken by itself' has_portrait
seen taken
pass "taken by itself once all was well"

key bracketright bracketright Right plus
seen adjusted .0003
key w
seen balanced .0003
key r w
seen restored .0003
pass "the frame moved, turned, put back; white balanced and undone by keys"

# From here the officer takes the pictures.
key a
key space
seen live
play two
seen live-two
key space
seen flawed
key F6
seen accept
letters 'Adiknya memegang bahu; tidak ada foto lain'
key Tab
letters kepala
key Tab
letters contoh
key Return
seen accepted .0003
pass "a flaw accepted by a supervisor with the reason"
key 2
seen chosen .0003
pass "retaken; the one before chosen by its key"

key ctrl+Return
still 1
submit_case "$office"
case=$(LOKET_PASSWORD=contoh "$bin/loket-cli" --office "$office" --as kepala --json case list --state SUBMITTED |
    tr -d ' \n' | sed -n 's/.*"case":\([0-9]*\),"state":"SUBMITTED","kind":"[A-Z]*","full_name":"[^"]*","permit_no":"2C21XX0001-A".*/\1/p')
[ -n "$case" ] || fail "the case is not submitted"
LOKET_PASSWORD=contoh "$bin/loket-cli" --office "$office" --as kepala approve "$case" >/dev/null
LOKET_PASSWORD=contoh "$bin/loket-cli" --office "$office" --as cetak print "$case" --out "$work" >/dev/null
pdf=$(ls "$work"/2C21XX0001-A-*.pdf)
pdfimages -all "$pdf" "$work/card"
found=''
for picture in "$work"/card-*.jpg; do
    [ -e "$picture" ] || continue
    case $(identify -format '%wx%h' "$picture") in 600x800) found=$picture ;; esac
done
[ -n "$found" ] || fail "no portrait of 600x800 pixels in the card's PDF"
"$bin/loket-cli" portrait check "$found" >"$work/check" || { cat "$work/check" >&2; fail "the card's portrait does not pass"; }
pass "the card's PDF has the crop, and it passes every check"

# The same person comes again: the earlier portrait stands beside the new one while it is taken.
start_permit
holds_still
cp "$work/now.png" "$work/seen.png"
key ctrl+Return
seen earlier
pass "the same person comes again"

# A photo from a file, its path pasted: the same checks judge it.
convert "$work/states/good.jpg" -resize 120% -quality 92 "$work/import.jpg"
paste "$work/import.jpg"
tries=60
until has_portrait; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail "no photo of a file"
    still 1
done
seen imported
pass "a photo taken in from a file, judged by the same checks"
