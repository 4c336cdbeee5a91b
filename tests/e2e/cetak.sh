#!/bin/sh
# Printing by keys alone, in the real window under Xvfb: three cards on a sheet of A4 with positions 3 and 7 left empty, one
# of them spoiled beside a second officer and made again with another serial; the books of blanks balance. Then the sheet,
# the runs and a printer's calibration in both themes, in a small and in a large window.
#
#   bin=target/debug sh tests/e2e/cetak.sh
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
. "$root/tests/e2e/window.sh"

office=$work/office
out=$office-keluaran
"$bin/loket-cli" demo "$office" --people 1 --approved 4 --seed 7 >/dev/null
cli() { LOKET_PASSWORD=contoh "$bin/loket-cli" --office "$office" --as cetak --json "$@"; }
count_of() { cli run list --all | python3 -c "import json,sys; print(sum(run['$1'] for run in json.load(sys.stdin)['runs']))"; }
is_count() { [ "$(count_of "$1")" = "$2" ]; }
# At rest: two pictures of the window in a row are the same, so nothing turns that says "wait".
rest() {
    tries=60
    before=''
    while [ "$tries" -gt 0 ]; do
        still .4
        now=$(import -window root rgb:- | md5sum)
        [ "$now" != "$before" ] || return 0
        before=$now
        tries=$((tries - 1))
    done
}
sheets() { find "$out" -name 'run-*.pdf' 2>/dev/null | wc -l; }

open_window --office "$office" --lang id
login cetak
key ctrl+2
still 1
rest
key space
key space
key space
rest
shot cetak-antrean
key F3
key F6
still 1
rest
key Right Right
key space
key Right Right Right Right
key space
rest
shot cetak-lembar
key ctrl+Return
wait_for 'the sheet' is_count spooled 3
rest
[ "$(sheets)" = 1 ] || fail "one file expected"
python3 "$root/tests/e2e/cetak.py" "$(find "$out" -name 'run-1-*.pdf')" 1 2 4
pass "three cards on a sheet of A4, positions 3 and 7 left empty"

key Right
key F9
wait_for 'a good card' is_count good 1
rest
key F8
still 1
shot cetak-rusak
letters 'pita macet'
key Tab
letters blangko
key Tab
letters contoh
key Return
wait_for 'a spoiled card' is_count spoiled 1
rest
shot cetak-cetakan
key shift+F9
still 1
shot cetak-semua-baik
key Return
wait_for 'the others' is_count good 2
pass "one card good, one spoiled beside a second officer, the rest good at once"

key F2
still 1
rest
key ctrl+a
rest
key F3
still 1
rest
key Up Up
key Home
rest
key ctrl+Return
wait_for 'the second sheet' is_count spooled 2
still 1
python3 "$root/tests/e2e/cetak.py" "$(find "$out" -name 'run-2-*.pdf')" 3 4
pass "the spoiled card made again from position 3, with another serial"

LOKET_PASSWORD=contoh "$bin/loket-cli" --office "$office" --as blangko --json blank balance >"$work/balance.json"
python3 - "$work/balance.json" <<'BOOKS'
import json, sys
books = json.load(open(sys.argv[1]))
here = {row["state"]: 0 for row in books["now"]}
for row in books["now"]:
    here[row["state"]] += row["count"]
assert books["spoiled"] == here["SPOILED"] == 1, books
assert books["opening"] + books["received"] - books["good"] - books["spoiled"] - books["lost"] == books["closing"], books
BOOKS
pass "the books of blanks balance with one spoiled"
key shift+F9
still 1
key Return
wait_for 'the last cards' is_count good 4

key F5
still 1.5
letters kartu-loket
key Tab
still 1.5
shot cetak-kalibrasi
close_window

# The same in the dark, and twice as large.
open_window --office "$office" --lang id --theme dark
login cetak
key ctrl+2
still 2
key F4
still 1.5
shot cetak-cetakan-gelap
key F3
key F6
still 1
rest
shot cetak-lembar-gelap
key F5
still 1
letters kartu-loket
key Tab
still 1.5
shot cetak-kalibrasi-gelap
key ctrl+plus ctrl+plus ctrl+plus ctrl+plus ctrl+plus ctrl+plus ctrl+plus ctrl+plus ctrl+plus ctrl+plus
still 1.5
shot cetak-kalibrasi-besar
key F3
rest
shot cetak-lembar-besar
key F2
rest
shot cetak-antrean-besar
close_window
pass "queue, sheet, runs and calibration in both themes"
