"""Which positions of an A4 sheet of ten hold a card, told by the serials that stand beside the cards: FILE POSITION..."""

import re
import subprocess
import sys

path, wanted = sys.argv[1], [int(position) for position in sys.argv[2:]]
box = subprocess.run(["pdftotext", "-bbox", "-f", "1", "-l", "1", path, "-"], capture_output=True, text=True, check=True)
width, height = map(float, re.search(r'<page width="([\d.]+)" height="([\d.]+)"', box.stdout).groups())
words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(BKS\d{6})<', box.stdout)
found = {}
for x, y, serial in words:
    column, row = int(float(x) > width / 2), int(float(y) / height * 5)
    found[2 * row + column + 1] = serial
assert sorted(found) == wanted, f"positions {found}, wanted {wanted}"
assert len(set(found.values())) == len(wanted), f"serials {found}"
