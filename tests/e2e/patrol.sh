#!/bin/sh
# A patrol by keys and a still source, in the real window under Xvfb: a laptop is prepared from the office's bundle, five cards
# are held up, five verdicts fill the window, the log goes home and is taken in twice, each scan counted once.
#
#   bin=target/debug sh tests/e2e/patrol.sh
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
. "$root/tests/e2e/window.sh"

office=$work/office
laptop=$work/laptop
LOKET_PATROL_PASSPHRASE='kuda lari di sawah'
LOKET_EXTRACT_PASSPHRASE='sapi makan rumput hijau'
export LOKET_PATROL_PASSPHRASE LOKET_EXTRACT_PASSPHRASE
cli() { "$bin/loket-cli" --office "$office" --json "$@"; }
# told NAME: the text of that name in the JSON on standard input, the first one.
told() { python3 -c 'import json, sys
def find(node):
    if isinstance(node, dict):
        if sys.argv[1] in node: return node[sys.argv[1]]
        node = list(node.values())
    for part in node if isinstance(node, list) else []:
        found = find(part)
        if found is not None: return found
print(find(json.load(sys.stdin)))' "$1"; }

"$bin/loket-cli" demo "$office" --people 12 --seed 7 >/dev/null
"$bin/loket-cli" --office "$office" draft example >"$work/draft.toml"
cli issue "$work/draft.toml" --photo "$root/resources/demo/portrait.jpg" --out "$work" >"$work/issued.json"
valid=$(told permit_no <"$work/issued.json")
# Another one that stands, and one that has run out.
revoked=$(cli search --state active --limit 3 | python3 -c 'import json, sys
print(next(row["permit_no"] for row in json.load(sys.stdin)["rows"] if row["permit_no"] != sys.argv[1]))' "$valid")
expired=$(cli search --state overdue --limit 1 | told permit_no)
LOKET_PASSWORD=contoh cli --as kepala status revoke "$revoked" --reason 'Penjamin menarik diri' --second serah >/dev/null
LOKET_PASSWORD=contoh cli --as kepala trust bundle --out "$work/bundle" --to 'Tim Cikarang' >/dev/null
LOKET_PASSWORD=contoh cli --as kepala trust root --out "$work/root.pem" >/dev/null
LOKET_PASSWORD=contoh cli --as kepala patrol extract --out "$work/extract" --level 2 --until "$(date -d '+7 days' +%F)" \
    --to 'Tim Cikarang' >/dev/null
pass "an office: one card revoked, one run out, a bundle and an extract given out"

"$bin/loket-cli" patrol init "$laptop" --bundle "$work/bundle" --root "$work/root.pem" --extract "$work/extract" \
    --name 'Laptop Cikarang' >/dev/null
mkdir "$work/stills" "$work/cards"
# card NAME PERMIT: the back of its card on a table, as a camera sees it.
card() {
    cli card "$2" --out "$work/cards/$1.pdf" >/dev/null
    pdftoppm -r 300 -f 2 -l 2 -png "$work/cards/$1.pdf" "$work/cards/$1"
    convert "$work/cards/$1"-*.png -background '#b9b2a5' -gravity center -extent 1280x720 "$work/cards/$1.still.png"
}
card valid "$valid"
card revoked "$revoked"
card expired "$expired"
cp "$root/resources/demo/portrait.jpg" "$work/stills/0.jpg"
pass "a laptop with bundle and extract, and three cards as pictures"

# The loudspeaker is a file.
cat >"$work/sound.conf" <<EOF
pcm.!default { type plug slave { format S16_LE rate 44100 channels 1 pcm { type file file "$work/heard.raw" format raw slave.pcm { type null } } } }
EOF
ALSA_CONFIG_PATH=$work/sound.conf
export ALSA_CONFIG_PATH
LOKET_PASSWORD=$LOKET_PATROL_PASSPHRASE
export LOKET_PASSWORD
open_window --patrol "$laptop" --as 'Sari Patroli' --stills "$work/stills" --lang id --theme "${THEME:-light}"
unset LOKET_PASSWORD

# shows RRGGBB RRGGBB: the window is filled with one of these, of the light theme and of the dark one.
shows() {
    found=$(import -window root -crop 1x1+12+400 -depth 8 rgb:- | od -An -tx1 | tr -d ' \n')
    [ "$found" = "$1" ] || [ "$found" = "$2" ]
}
# hold NAME: that card is the only one in view.
hold() {
    cp "$work/cards/$1.still.png" "$work/stills/next.png.part"
    rm -f "$work"/stills/*.png "$work"/stills/*.jpg
    mv "$work/stills/next.png.part" "$work/stills/$1.png"
}
GOOD='14603a 0f4d2e' WARNING='784800 6e4300' BAD='9c1f1a 7c1713' NONE='3c4b55 2a363d'

key F2
still 1
letters 'Cikarang Barat'
still 1
key ctrl+Return
still 1
shot patroli-siap
hold valid
# shellcheck disable=SC2086
wait_for 'VALID, green' shows $GOOD
still 1
shot patroli
key F3
still 1
letters 'Bertemu di gerbang'
key ctrl+Return
still .5
pass "VALID fills the window; a note is kept with it"
hold revoked
# shellcheck disable=SC2086
wait_for 'REVOKED, red' shows $BAD
still .5
shot patroli-dicabut
pass "REVOKED, with nothing pressed in between"
hold expired
# shellcheck disable=SC2086
wait_for 'EXPIRED, amber' shows $WARNING
still .5
shot patroli-habis
pass "EXPIRED"

python3 - "$work" <<'END'
import json, sys, zlib
LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
work = sys.argv[1]
def find(node):
    if isinstance(node, dict):
        if 'text' in node: return node['text']
        node = list(node.values())
    for part in node if isinstance(node, list) else []:
        found = find(part)
        if found: return found
text = find(json.load(open(f'{work}/issued.json')))
values = [LETTERS.index(letter) for letter in text]
data = bytearray()
for at in range(0, len(values), 3):
    part = values[at:at + 3]
    number = sum(value * 45 ** place for place, value in enumerate(part))
    data += number.to_bytes(2 if len(part) == 3 else 1, 'big')
plain = bytearray(zlib.decompress(bytes(data)))
plain[-1] ^= 1  # the last byte of the signature
packed = zlib.compress(bytes(plain), 9)
forged = ''
for at in range(0, len(packed), 2):
    pair = packed[at:at + 2]
    number = int.from_bytes(pair, 'big')
    for _ in range(3 if len(pair) == 2 else 2):
        forged += LETTERS[number % 45]
        number //= 45
open(f'{work}/forged.txt', 'w').write(forged)
END
letters "$(cat "$work/forged.txt")"
key Return
# shellcheck disable=SC2086
wait_for 'FORGED, red' shows $BAD
still .5
shot patroli-palsu
pass "FORGED, typed by a handheld reader"
letters 'https://bayar.contoh.example/12345'
key Return
# shellcheck disable=SC2086
wait_for 'NOT_A_SEAL, grey' shows $NONE
still .5
shot patroli-bukan
pass "NOT_A_SEAL, typed by a handheld reader"
heard() { python3 -c 'import array, sys
wave = array.array("h", open(sys.argv[1], "rb").read())
sys.exit(max(wave, default=0) < 10000)' "$work/heard.raw"; }
wait_for 'tones' heard
pass "verdicts are heard"

key F6
still 1
shot patroli-log
key F9
still .5
key ctrl+a
letters "$work/pulang.loket"
key ctrl+Return
wait_for 'the log' test -s "$work/pulang.loket"
still .5
shot patroli-pulang
close_window
count=$("$bin/loket-cli" --json patrol log "$laptop" | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["sightings"]))')
[ "$count" = 5 ] || fail "$count scans in the log, not 5"
pass "five scans in the log, written for the office"

LOKET_PASSWORD=contoh
export LOKET_PASSWORD
open_window --office "$office" --as patroli --screen surveillance --lang id --theme "${THEME:-light}"
total() { [ "$(cli --as kepala patrol sightings | told total)" = 5 ]; }
merge() {
    key F5
    still .5
    letters "$work/pulang.loket"
    key ctrl+Return
    still 1.5
}
merge
shot pengawasan-laptop
key ctrl+Return
wait_for 'the sightings' total
still 1
shot pengawasan
merge
shot pengawasan-lagi
total || fail "a log taken in twice counts twice"
pass "the log taken in twice at the office, each scan counted once"
close_window
