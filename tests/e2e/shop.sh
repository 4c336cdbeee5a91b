#!/bin/sh
# A print shop by keys in the real window under Xvfb: an office gives out a job, the shop opens it by its file, writes the print
# files, says what came of each card, and returns; the office takes the return in once. Two folders that share nothing but the
# job and its return.
#
#   bin=target/debug sh tests/e2e/shop.sh
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
. "$root/tests/e2e/window.sh"

office=$work/kantor
shop=$work/toko/folder
mkdir "$work/toko" "$work/jalan"
LOKET_SHOP_PASSPHRASE='kuda lari di sawah'
export LOKET_SHOP_PASSPHRASE
cli() { "$bin/loket-cli" --office "$office" --json "$@"; }
# told NAME: the value of that name in the JSON on standard input, the first one.
told() { python3 -c 'import json, sys
def find(node):
    if isinstance(node, dict):
        if sys.argv[1] in node: return node[sys.argv[1]]
        node = list(node.values())
    for part in node if isinstance(node, list) else []:
        found = find(part)
        if found is not None: return found
print(find(json.load(sys.stdin)))' "$1"; }
# refused WORDS COMMAND...: the command fails with these words.
refused() {
    words=$1
    shift
    if "$@" --lang en >"$work/refused" 2>&1; then fail "not refused: $words"; fi
    grep -q "$words" "$work/refused" || fail "not refused with $words: $(head -2 "$work/refused")"
}

"$bin/loket-cli" demo "$office" --people 6 --seed 7 --approved 4 >/dev/null
cli trust root --out "$work/jalan/akar.pem" >/dev/null
"$bin/loket-cli" --json shop init "$shop" --name 'Percetakan Contoh' --root "$work/jalan/akar.pem" >"$work/made.json"
"$bin/loket-cli" --json shop badge "$shop" --out "$work/jalan/tanda" >/dev/null
fingerprint=$(told shop <"$work/made.json")
refused 'not known here yet' cli shop add "$work/jalan/tanda"
cli shop add "$work/jalan/tanda" --accept "$fingerprint" >/dev/null
pass "a shop registered by the fingerprint it reads out"

until=$(date -d '+7 days' +%F)
cli job export all --to 'Percetakan Contoh' --until "$until" --out "$work/jalan/kartu.loketjob" --split 2 >"$work/job.json"
run=$(told run <"$work/job.json")
[ "$(told cards <"$work/job.json")" = 4 ] || fail "the job has not four cards"
names=$(cli run show "$run" | python3 -c 'import json, sys; print("\n".join(row["permit_no"] for row in json.load(sys.stdin)["list"]))')
cp "$work/jalan/kartu.loketjob" "$work/jalan/diubah.loketjob"
printf 'x' | dd of="$work/jalan/diubah.loketjob" bs=1 seek=5000 conv=notrunc 2>/dev/null
refused 'changed or cut' "$bin/loket-cli" --json job open "$work/jalan/diubah.loketjob" --shop "$shop"
pass "four cards given out as one file; a changed one is refused"

LOKET_PASSWORD=$LOKET_SHOP_PASSPHRASE
XDG_DATA_HOME=$work/toko
export LOKET_PASSWORD XDG_DATA_HOME
sh "$root/installer/linux/associate.sh" "$bin"
grep -q '^Exec="/.*/loket" %f$' "$XDG_DATA_HOME/applications/loket.desktop" || fail "no program for a job's file"
kind=$(sed -n 's/^MimeType=\(.*\);$/\1/p' "$XDG_DATA_HOME/applications/loket.desktop")
! command -v update-mime-database >/dev/null || grep -q ":$kind:\*.loketjob$" "$XDG_DATA_HOME/mime/globs2" || fail "a job's file has no kind"
pass "the system knows what a job's file is and what opens it"
# The file alone opens the shop, as a double click does; the folder is the person's own.
mkdir "$work/toko/loket"
mv "$shop" "$work/toko/loket/percetakan"
shop=$work/toko/loket/percetakan
open_window "$work/jalan/kartu.loketjob" --as 'Sari Contoh' --lang "${LANG_OF:-id}" --theme "${THEME:-light}"
unset LOKET_PASSWORD
still 3
shot percetakan
key F5
still .5
key ctrl+a
letters "$work/toko/cetak"
key ctrl+Return
wait_for 'the print files' sh -c "ls '$work'/toko/cetak/*-0002.pdf"
still .7
pdftotext "$(ls "$work"/toko/cetak/*-0001.pdf)" "$work/page.txt"
pdfinfo "$(ls "$work"/toko/cetak/*-0001.pdf)" | grep -q 'Pages: *4' || fail "two cards are not four pages"
pass "a job opened by its file, its print files in a folder"

key Return
still .7
key Delete
still .7
letters 'Tergores di mesin'
key ctrl+Return
still .7
shot percetakan-rusak
key F8
still .7
shot percetakan-gelap
key F8
still .4
key Return
still .7
# The last one is not said yet: what is printed and not told would be printed again.
key F9
still .7
shot percetakan-belum
key F4
still .7
key F9
still .7
shot percetakan-hasil
key ctrl+a
letters "$work/jalan/hasil.loketreturn"
key ctrl+Return
wait_for 'the return' test -s "$work/jalan/hasil.loketreturn"
still 1
shot percetakan-selesai
close_window
[ -z "$(ls "$work"/toko/cetak)" ] || fail "print files are left"
[ -z "$(ls "$shop" | grep '^job-' || true)" ] || fail "something of the job is left"
for name in $names 'Tergores'; do
    if grep -rqaF "$name" "$work/toko"; then fail "$name is left at the shop"; fi
done
"$bin/loket-cli" shop log "$shop" | grep -q 'return,.*,4,"Sari Contoh"' || fail "the log does not tell of the return"
refused 'is not opened a second time' "$bin/loket-cli" --json job open "$work/jalan/kartu.loketjob" --shop "$shop"
pass "two good, one spoiled, one not printed; nothing of it left at the shop but the log"

refused 'a second officer must look' cli job import "$work/jalan/hasil.loketreturn"
cli job import "$work/jalan/hasil.loketreturn" --second serah >"$work/in.json"
[ "$(told now_good <"$work/in.json")$(told now_spoiled <"$work/in.json")$(told unused <"$work/in.json")" = 211 ] ||
    fail "not two good, one spoiled, one not printed: $(cat "$work/in.json")"
refused 'returned already' cli job import "$work/jalan/hasil.loketreturn" --second serah
pass "taken in at the office beside a second officer, once"
