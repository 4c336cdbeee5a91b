"""Makes a batch of cards and lets a foreign reader read every code of it. See batch.sh."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import zxingcpp
from PIL import Image

cli, work, cards = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
office = work / "office"
# A4 sheets are read at a third of the cards: the same codes, other places.
sheets = max(10, min(cards, 60) // 3)


def run(*command, code=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == code, f"{command}: {done.returncode}, not {code}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def told(*command, code=0):
    return json.loads(run(cli, "--office", office, "--json", *command, code=code))


def read(pdf):
    """All texts of a file, page by page; drawn one page at a time, so that a large file needs little room."""
    pages = int(next(line for line in run("pdfinfo", pdf).splitlines() if line.startswith("Pages:")).split()[1])
    texts = []
    for page in range(1, pages + 1):
        stem = work / f"{pdf.stem}-{page}"
        run("pdftoppm", "-r", 300, "-gray", "-singlefile", "-f", page, "-l", page, pdf, stem)
        drawn = stem.with_suffix(".pgm")
        with Image.open(drawn) as picture:
            picture.load()
            texts += [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
        drawn.unlink()
    return texts


def serial_of(text):
    verdict = subprocess.run(
        [cli, "--office", str(office), "--json", "verify", "-"], input=text, capture_output=True, text=True
    )
    said = json.loads(verdict.stdout)
    assert said["verdict"] == "VALID" and said["specimen"] is True, said
    return said["claims"]["card_serial"]


def judged(out, report, expected, in_order):
    assert report["cards"] == expected and report["left"] == 0 and report["withheld"] == [], report
    files = [out / file["name"] for file in report["files"]]
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in files)
    start = time.time()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = [text for found in pool.map(read, files) for text in found]
    assert len(texts) == expected, f"{len(texts)} codes read, {expected} cards made"
    assert len(set(texts)) == expected, "a code stands twice"
    shown = told("run", "show", report["run"])
    serials = [card["card_serial"] for card in shown["list"]]
    assert len(set(serials)) == expected and serials == sorted(serials)
    # The office knows each of a sample as its own, and card by card it is the one that stands in that place.
    step = max(1, expected // 12)
    for place in range(0, expected, step):
        serial = serial_of(texts[place])
        assert serial == serials[place] if in_order else serial in serials, place
    return time.time() - start


run(cli, "demo", office, "--people", 1, "--seed", 7, "--approved", cards + sheets)
out = work / "cards"
report = told("batch", "--out", out, "--split", 25 if cards <= 100 else 100, "--limit", cards)
took = judged(out, report, cards, True)
print(
    f"PASS {cards} cards in {len(report['files'])} files at {report['cards_per_s']:.0f} cards/s, "
    f"{report['bytes'] // cards} bytes a card, {(report['peak_rss_bytes'] or 0) >> 20} MiB; every code read by zxing-cpp in {took:.0f} s"
)

# Killed in the middle, or a file lost: gone on with, nothing doubled.
lost = out / report["files"][0]["name"]
before = lost.read_bytes()
lost.unlink()
# Somebody may have printed it and cleared it away: it comes back only when it is asked for.
again = told("batch", "--out", out, "--resume")
assert again["run"] == report["run"] and again["cards"] + again["again"] == 0 and not lost.exists()
again = told("batch", "--out", out, "--resume", "--again")
assert again["cards"] == 0 and lost.read_bytes() == before
settled = told("outcome", report["run"], "all", "good")
assert settled["cards"] == cards
print("PASS a lost file comes back when it is asked for, byte for byte, and never unasked")

out = work / "sheets"
report = told("batch", "--out", out, "--paper", "a4", "--split", 20, "--empty", "3,7")
judged(out, report, sheets, False)
print(f"PASS {sheets} cards on A4 sheets with positions 3 and 7 left empty")
