#!/bin/sh
# The portrait assistant in the real window under Xvfb, before a film in place of a camera: what is wrong is told while the film
# changes, the picture is taken by itself once all is well, and the card's PDF has the crop.
#
#   bin=target/debug sh tests/e2e/portrait.sh
#
# SHOTS=DIR keeps a picture of each state; THEME, SCREEN and WINIT_X11_SCALE_FACTOR say how it looks.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
. "$root/tests/e2e/window.sh"
. "$root/tests/e2e/film.sh"

office=$work/office
"$bin/loket-cli" demo "$office" --people 1 --seed 7 >/dev/null
make_film

play nobody
open_window --office "$office" --stills "$work/stills" --lang id --theme "${THEME:-light}"
login petugas
start_permit
key ctrl+Return
still 2.5
shot nobody
for state in dark far side two; do
    play "$state"
    still 2.2
    shot "$state"
    cases_have_no_portrait || fail "taken by itself: $state"
done
pass "told what is wrong of nobody, the dark, a small face, one at the edge, two; nothing taken"

play good
still .9
shot hold
wait_for 'a picture taken by itself' has_portrait
still 1
shot taken
pass "taken by itself once all was well"

key bracketright bracketright Right plus
still 1
shot adjusted
key w
still 1.5
shot balanced
key r w
still 1.5
pass "the frame moved, turned, put back; white balanced and undone by keys"

key space
still .4
play two
still 1.5
key space
still 1.5
shot flawed
key 2
still 1
pass "retaken; the one before chosen by its key"

key ctrl+Return
still 2
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
