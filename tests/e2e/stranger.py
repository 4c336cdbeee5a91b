"""Judges an office's cards by foreign libraries alone and compares with loket's verdict. See stranger.sh."""

import base64
import collections
import json
import subprocess
import sys
import time
import zlib
from pathlib import Path

import base45
import claim169
import cwt
import zxingcpp
from PIL import Image

cli, script, work, cards = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
office = work / "office"


def run(*command, stdin=None, codes=(0,)):
    done = subprocess.run([str(part) for part in command], input=stdin, capture_output=True, text=True)
    assert done.returncode in codes, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def loket(*command, **how):
    return run(cli, "--office", office, "--json", *command, **how)


run(cli, "demo", office, "--people", cards, "--seed", 2026)
found = json.loads(loket("search", "", "--limit", cards))
permits = [row["permit_no"] for row in found["rows"]][:cards]
assert len(permits) == cards, len(permits)

# The QR as a stranger gets it: printed, rasterised by poppler, read by zxing-cpp.
texts = []
for number, permit in enumerate(permits):
    pdf = work / f"card-{number}.pdf"
    run(cli, "--office", office, "card", permit, "--out", pdf)
    run("pdftoppm", "-r", 300, "-f", 2, "-l", 2, "-gray", pdf, work / f"card-{number}")
    (page,) = work.glob(f"card-{number}-*.pgm")
    (code,) = zxingcpp.read_barcodes(Image.open(page))
    texts.append(code.text)
    page.unlink()
    pdf.unlink()

for number, permit in enumerate(permits):
    act = {0: "revoke", 1: "suspend", 2: "lost"}.get(number % 6)
    if act:
        # A card no longer in force cannot be lost or suspended once more.
        loket("status", act, permit, "--reason", "percobaan", "--second", "serah", codes=(0, 1))
loket("trust", "bundle", "--out", work / "trust.bundle")
loket("trust", "root", "--out", work / "root.pem")
published = json.loads(loket("trust", "lists", "--out", work / "lists"))
jwks = json.loads(run(cli, "--office", office, "trust", "jwks"))
(work / "jwks.json").write_text(json.dumps(jwks))

now = int(time.time())


def unpad(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


points = {unpad(key["kid"]): b"\x04" + unpad(key["x"]) + unpad(key["y"]) for key in jwks["keys"]}
cose_keys = [
    cwt.COSEKey.new({1: 2, 3: -7, -1: 1, 2: kid, -2: point[1:33], -3: point[33:]}) for kid, point in points.items()
]

lists = {}
for entry in published["lists"]:
    claims = cwt.decode(Path(entry["file"]).read_bytes(), cose_keys)
    assert claims[2] == entry["uri"] and claims[65533]["bits"] == 2, entry
    lists[entry["uri"]] = zlib.decompress(claims[65533]["lst"])


def status_of(claims):
    place = claims[65535]["status_list"]
    return lists[place["uri"]][place["idx"] // 4] >> (place["idx"] % 4 * 2) & 3


WORDS = {0: "VALID", 1: "REVOKED", 2: "SUSPENDED", 3: "SUPERSEDED"}


def word(status, expires_at):
    """The office's last word goes first, as in the page for strangers."""
    if status in (1, 3):
        return WORDS[status]
    return "EXPIRED" if expires_at < now else WORDS[status]


def by_claim169(text):
    cose = zlib.decompress(base45.b45decode(text))
    kid = next(kid for kid in points if kid in cose)
    try:
        result = claim169.decode_with_ecdsa_p256(text, points[kid])
        assert result.is_verified()
    except Exception as refused:
        if "expired" not in str(refused).lower():
            raise
    return kid


def by_cwt(text):
    cose = zlib.decompress(base45.b45decode(text))
    try:
        claims = cwt.decode(cose, cose_keys)
    except cwt.VerifyError as refused:
        assert "expired" in str(refused).lower(), refused
        claims = cwt.decode(cose, cose_keys, no_verify=True)
    return claims


(work / "cards.json").write_text(json.dumps({"texts": texts, "now": now, "jwks": jwks, "lists": published["lists"]}))
by_node = json.loads(run("node", script, work / "cards.json"))
tally = collections.Counter()
for text, node_word in zip(texts, by_node, strict=True):
    by_claim169(text)
    claims = by_cwt(text)
    ours = json.loads(
        run(cli, "--json", "verify", "-", "--bundle", work / "trust.bundle", "--root", work / "root.pem", stdin=text, codes=(0, 3))
    )["verdict"]
    python_word = word(status_of(claims), claims[4])
    assert ours == python_word == node_word, (ours, python_word, node_word)
    tally[ours] += 1
print(f"strangers: {cards} cards, three stacks agree: " + ", ".join(f"{word} {count}" for word, count in sorted(tally.items())))
assert {"VALID", "REVOKED", "SUSPENDED"} <= set(tally), tally
