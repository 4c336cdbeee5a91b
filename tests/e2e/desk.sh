#!/bin/sh
# A day at the office by keys alone, in the real window under Xvfb: the counter logs in, takes a passport's zone, the form and
# a portrait, and submits; the head approves; the operator prints and tells what came of it; the finished card is scanned
# back and handed over; then the command line judges what the window made.
#
#   bin=target/debug sh tests/e2e/desk.sh
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
. "$root/tests/e2e/window.sh"

office=$work/office
"$bin/loket-cli" demo "$office" --people 1 --seed 7 >/dev/null
mkdir "$work/stills"
cp "$root/resources/demo/portrait.jpg" "$work/stills/one.jpg"
pass "a demo office of one invented resident"

open_window --office "$office" --stills "$work/stills" --lang id
login petugas
start_permit
pass "the counter logged in; passport zone pasted, form finished by keys"

key ctrl+Return a
still 2
key space
still 1.5
shot portrait
key Right Right plus
still 1
key ctrl+Return
still 2
shot review
submit_case "$office"
pass "portrait taken, application submitted"

change_to kepala
approve_case "$office"
pass "approved by the head of office"

change_to cetak
print_case "$office"
pass "printed on a numbered blank and told to be good: $(basename "$pdf")"

change_to serah
hand_over_case "$office"
pass "scanned back and handed over"

key ctrl+f
letters 'kim contoh'
key ctrl+a
letters '2C21XX0001-A'
still .7
key Return
still 1.5
shot registry
pass "registry searched by keys"

key ctrl+4
still 1
key Tab Tab
letters "$pdf"
key Return
# The verdict fills its panel: green only when the card is genuine and in force.
is_green() {
    # shellcheck disable=SC2046
    set -- $(import -window root -crop 1x1+1300+650 -depth 8 rgb:- | od -An -tu1)
    [ "$1" -lt 70 ] && [ "$2" -gt 80 ] && [ "$3" -lt 90 ]
}
wait_for 'a green verdict' is_green
shot verify
pass "verified from its PDF in the window"
close_window

verdict=$("$bin/loket-cli" --office "$office" --json verify "$pdf")
case $verdict in
*'"verdict":"VALID"'* | *'"verdict": "VALID"'*) pass "the command line verifies the PDF: VALID" ;;
*) fail "the command line does not verify the PDF: $verdict" ;;
esac
case $verdict in
*KIM\ MIN\ SU*) pass "the seal names the holder typed in the window" ;;
*) fail "the seal names somebody else" ;;
esac
"$bin/loket-cli" --office "$office" card 2C21XX0001-A --out "$work/again.pdf" >/dev/null
pass "the registry gives the card again"
