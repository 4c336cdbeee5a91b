"""Issues a KITAS and a KITAP and lets foreign programs judge them. See foreign.sh."""

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import claim169
import zxingcpp
from mrz.checker.td1 import TD1CodeChecker
from PIL import Image

cli, photo, work = sys.argv[1], sys.argv[2], Path(sys.argv[3])


def run(*command, stdin=None, code=0):
    done = subprocess.run([str(part) for part in command], input=stdin, capture_output=True, text=True)
    assert done.returncode == code, f"{command}: {done.returncode}, not {code}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def public_key(kid: bytes) -> bytes:
    keys = json.loads(run(cli, "--office", work / "office", "trust", "jwks"))["keys"]
    names = {base64.urlsafe_b64encode(kid).rstrip(b"=").decode(), kid.hex()}
    (key,) = [key for key in keys if key["kid"] in names]
    part = lambda name: base64.urlsafe_b64decode(key[name] + "==")
    return b"\x04" + part("x") + part("y")


def card(kind):
    out = work / f"out-{kind}"
    draft = work / f"{kind}.toml"
    draft.write_text(run(cli, "--office", work / "office", "draft", "example", "--kind", kind))
    issued = json.loads(
        run(cli, "--office", work / "office", "--json", "issue", draft, "--photo", photo, "--out", out)
    )
    pdf = Path(issued["pdf"])
    assert issued["specimen"] is True

    boxes = run("pdfinfo", "-box", "-f", 1, "-l", 9, pdf)
    assert "Pages:           2" in boxes, boxes
    for line in boxes.splitlines():
        if line.startswith("Page") and ("MediaBox" in line or "TrimBox" in line):
            left, bottom, right, top = map(float, line.split(":")[1].split())
            width_mm, height_mm = (right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4
            assert abs(width_mm - 85.60) < 0.005 and abs(height_mm - 53.98) < 0.005, line

    fonts = run("pdffonts", pdf).splitlines()[2:]
    assert fonts, "no fonts"
    for line in fonts:
        embedded, subset = line.split()[-5], line.split()[-4]
        assert embedded == "yes" and subset == "yes", line

    run("pdftoppm", "-r", 300, "-png", pdf, work / kind)
    front, back = sorted(work.glob(f"{kind}-*.png"))
    codes = zxingcpp.read_barcodes(Image.open(back))
    assert [code.text for code in codes] == [issued["qr"]["text"]], "the QR reads differently"
    text = codes[0].text

    key = public_key(bytes.fromhex(issued["seal"]["kid"]))
    result = claim169.decode_with_ecdsa_p256(text, key)
    assert result.is_verified()
    assert result.verification_status.lower() == "verified", result.verification_status
    assert result.claim169.legal_status.startswith("SPECIMEN "), result.claim169.legal_status
    try:
        claim169.decode_with_ecdsa_p256(text, b"\x04" + b"\x11" * 64)
        raise AssertionError("a foreign key verified the seal")
    except Exception as refused:
        assert not isinstance(refused, AssertionError), refused

    office = ["--office", work / "office", "--json", "verify"]
    verdict = json.loads(run(cli, *office, back))
    assert verdict["verdict"] == "VALID" and verdict["specimen"] is True, verdict
    other = "A" if text[200] != "A" else "B"
    forged = subprocess.run([cli, *map(str, office), "-"], input=text[:200] + other + text[201:], capture_output=True, text=True)
    assert forged.returncode in (4, 5), forged
    run(cli, *office, pdf)
    run(cli, *office, "--at", "2099-01-01T00:00:00Z", back, code=3)
    run(cli, *office, photo, code=5)
    print(f"PASS {kind}: {len(fonts)} fonts embedded and subset, QR version {issued['qr']['version']}, "
          f"{issued['qr']['module_mm']:.4f} mm a module, seal verified by claim169")
    return issued


run(cli, "demo", work / "office", "--people", 50, "--seed", 7)
card("kitas")
issued = card("kitap")

text = run("pdftotext", "-layout", issued["pdf"], "-").replace(" ", "")
lines = re.findall(r"^[A-Z0-9<]{30}$", text, re.MULTILINE)
assert len(lines) == 3, text
checked = TD1CodeChecker("\n".join(lines))
assert bool(checked), checked.report
print("PASS kitap: its MRZ passes the checker `mrz`: " + " ".join(lines))
