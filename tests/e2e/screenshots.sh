#!/bin/sh
# Makes resources/screenshots: the desk's screens in both themes and a card, of invented people with drawn portraits only.
#
#   bin=target/release sh tests/e2e/screenshots.sh
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
SHOTS=${SHOTS:-$root/resources/screenshots}
mkdir -p "$SHOTS"
. "$root/tests/e2e/window.sh"
. "$root/tests/e2e/film.sh"

office=$work/office
"$bin/loket-cli" demo "$office" --people "${people:-48}" --seed 2026 >/dev/null
mkdir "$work/stills"
cp "$root/resources/demo/portrait.jpg" "$work/stills/one.jpg"

open_window --office "$office" --stills "$work/stills" --lang id
still 1
shot masuk
login petugas
shot beranda
start_permit
key F3 a
still 2
shot foto
key space
wait_for 'the portrait' has_portrait
key F2
still 1
key ctrl+m
still 6
shot permohonan
key F4
still 1.5
shot periksa
submit_case "$office"
change_to kepala
shot beranda-kepala
approve_case "$office"
change_to cetak
print_case "$office"
change_to serah
hand_over_case "$office"
key ctrl+4
still 1
key Tab Tab
letters "$pdf"
key Return
still 2.5
shot verifikasi
key ctrl+f
still 1.5
key Down Down
key Return
still 3
shot registri
close_window

open_window --office "$office" --lang id --theme dark
still 1
login petugas
shot beranda-gelap
key ctrl+f
still 1.5
key Down
key Return
still 3
shot registri-gelap
close_window

# The patrol has a script of its own; of its pictures these are shown.
for theme in light dark; do
    mkdir "$work/$theme"
    SHOTS=$work/$theme THEME=$theme bin=$bin sh "$root/tests/e2e/patrol.sh"
done
cp "$work/light/patroli.png" "$work/light/patroli-dicabut.png" "$work/light/pengawasan.png" "$SHOTS"
cp "$work/dark/patroli.png" "$SHOTS/patroli-gelap.png"

# card KIND PDF: both sides as pictures.
card() {
    pdftoppm -r 300 -png "$2" "$work/$1"
    mv "$work/$1-1.png" "$SHOTS/$1-front.png"
    mv "$work/$1-2.png" "$SHOTS/$1-back.png"
}
card kitas "$pdf"
"$bin/loket-cli" --office "$office" draft example --kind kitap >"$work/kitap.toml"
"$bin/loket-cli" --office "$office" issue "$work/kitap.toml" --photo "$root/resources/demo/portrait.jpg" --out "$work/kitap" >/dev/null
card kitap "$work"/kitap/*.pdf
for picture in "$SHOTS"/*.png; do
    convert "$picture" -strip +dither -colors 255 -depth 8 "PNG8:$picture"
done
pass "pictures in $SHOTS: $(find "$SHOTS" -name '*.png' | wc -l)"
