"""Makes sheets and prints a card, and lets foreign programs judge what came out. See press.sh."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import zxingcpp
from PIL import Image

cli, work = sys.argv[1], Path(sys.argv[2])
queue = sys.argv[3] if len(sys.argv) > 3 else None
office = work / "office"
MM = 72 / 25.4


def run(*command, code=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == code, f"{command}: {done.returncode}, not {code}\n{done.stdout}\n{done.stderr}"
    return done.stdout + (done.stderr if code else "")


def loket(*command, code=0):
    return run(cli, "--office", office, *command, code=code)


def told(*command):
    return json.loads(loket("--json", *command))


def pictures(pdf, dpi, name):
    run("pdftoppm", "-r", dpi, "-png", pdf, work / name)
    return [Image.open(path).convert("RGB") for path in sorted(work.glob(f"{name}-*.png"))]


def codes(picture):
    """Text of each code and its middle."""
    found = []
    for code in zxingcpp.read_barcodes(picture):
        place = code.position
        corners = [place.top_left, place.top_right, place.bottom_right, place.bottom_left]
        found.append((code.text, sum(c.x for c in corners) / 4, sum(c.y for c in corners) / 4, corners))
    return found


def boxes(pdf, paper, trim):
    with pikepdf.open(pdf) as file:
        for page in file.pages:
            media, bleed, cut = ([float(edge) for edge in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox"))
            assert abs(media[2] - paper[0] * MM) < 0.01 and abs(media[3] - paper[1] * MM) < 0.01, media
            assert abs(cut[2] - cut[0] - trim[0] * MM) < 0.01 and abs(cut[3] - cut[1] - trim[1] * MM) < 0.01, cut
            for inner, outer in ((cut, bleed), (bleed, media)):
                assert inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
            assert cut[0] - bleed[0] >= 2 * MM - 0.01, "2 mm of bleed"
    lines = run("pdfinfo", "-box", "-f", 1, "-l", 1, pdf)
    assert "BleedBox" in lines and "TrimBox" in lines, lines
    run("qpdf", "--check", pdf)
    for line in run("pdffonts", pdf).splitlines()[2:]:
        assert line.split()[-5:-3] == ["yes", "yes"], f"embedded and subset: {line}"


def sheets(permits, serials):
    for paper, size, trim, columns, rows, turned in (
        ("a4", (210, 297), (180.2, 285.9), 2, 5, False),
        ("a3plus", (325, 485), (301.9, 460), 5, 5, True),
    ):
        for flip in ("long", "short"):
            out = work / f"{paper}-{flip}.pdf"
            made = told("sheet", *permits, "--out", out, "--paper", paper, "--flip", flip, "--empty", "3,7")
            boxes(out, size, trim)
            places = {place["card_serial"]: place for place in made["places"]}
            assert [place["card_serial"] for place in made["places"]] == serials, "order kept"
            assert not {place["position"] for place in made["places"] if place["sheet"] == 1} & {3, 7}
            assert made["at_risk"] == 0
            # Each code lies behind its own front, for a person who turns the printed paper over that edge.
            for number, back in enumerate(pictures(out, 300, out.stem)[1::2], 1):
                width, height = back.size
                found = codes(back)
                assert len(found) == len([1 for place in places.values() if place["sheet"] == number])
                for text, x, y, _ in found:
                    through = (width - x, y) if flip == "long" else (x, height - y)
                    column = int(through[0] / width * columns)
                    row = int(through[1] / height * rows)
                    serial = by_text[text]
                    assert places[serial]["position"] == row * columns + column + 1, (paper, flip, serial)
                    assert places[serial]["sheet"] == number
    # Nothing stands where nothing should.
    front = pictures(work / "a4-long.pdf", 100, "empty")[0]
    grey = front.crop((70, 255, 390, 455)).convert("L")
    assert grey.getextrema()[0] > 250, "position 3 is white"
    refused = loket("sheet", permits[0], "--out", work / "no.pdf", "--start", "11", code=1)
    assert "rencana" in refused.lower(), refused


def press(permits):
    """What resources/colour/README.md says of PDF/X-4."""
    out = work / "press.pdf"
    told("sheet", *permits, "--out", out, "--paper", "a3plus", "--cmyk")
    boxes(out, (325, 485), (301.9, 460))
    with pikepdf.open(out) as file:
        assert file.pdf_version == "1.6" and not file.is_encrypted
        assert len(file.trailer.ID) == 2
        root = file.Root
        (intent,) = root.OutputIntents
        assert intent.S == "/GTS_PDFX" and str(intent.OutputConditionIdentifier) == "FOGRA39"
        profile = bytes(intent.DestOutputProfile.read_bytes())
        assert intent.DestOutputProfile.N == 4 and profile[12:24] == b"prtrCMYKLab " and profile[36:40] == b"acsp"
        with file.open_metadata() as facts:
            assert facts["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
            assert facts["pdf:Trapped"] == "False" and facts["xmpMM:RenditionClass"] == "default"
            assert facts["xmp:CreateDate"] and facts["xmp:ModifyDate"] and facts["xmp:MetadataDate"]
            assert facts["dc:title"] == str(file.docinfo.Title)
        assert file.docinfo.Trapped == "/False" and str(file.docinfo.CreationDate).startswith("D:20")
        for name in ("/AcroForm", "/OpenAction", "/AA", "/Names"):
            assert name not in root, name
        for page in file.pages:
            assert "/Annots" not in page.obj and "/AA" not in page.obj
            assert page.obj.Group.S == "/Transparency" and page.obj.Group.CS == "/DeviceCMYK"
            operators = {str(instruction.operator) for instruction in pikepdf.parse_content_stream(page)}
            assert operators & {"k", "K"} and not operators & {"rg", "RG", "g", "G", "cs", "CS", "sc", "scn", "sh"}
            for state in page.obj.Resources.ExtGState.values():
                assert not set(state.keys()) & {"/TR", "/TR2", "/HT", "/HTP", "/BG", "/UCR"}
        for object in file.objects:
            if isinstance(object, pikepdf.Stream) and object.get("/Subtype") == "/Image":
                assert object.ColorSpace in ("/DeviceCMYK", "/DeviceGray") and "/Alternates" not in object
            if isinstance(object, pikepdf.Stream):
                assert object.get("/Subtype") != "/PS"
    # Ghostscript takes the separations apart: black stands on the black plate alone.
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r300", "-dFirstPage=2", "-dLastPage=2",
        f"-sOutputFile={work}/plate%d.tif", out)
    black = Image.open(next(work.glob("plate*(Black)*")))
    found = codes(black.convert("L"))
    assert len(found) == len(permits), f"{len(found)} codes on the black plate"
    for _, x, y, corners in found:
        side = abs(corners[1].x - corners[0].x) + abs(corners[1].y - corners[0].y)
        reach = int(side * 0.3)
        for plate in ("Cyan", "Magenta", "Yellow"):
            inks = Image.open(next(work.glob(f"plate*({plate})*"))).convert("L")
            part = inks.crop((int(x) - reach, int(y) - reach, int(x) + reach, int(y) + reach))
            assert part.getextrema()[0] == 255, f"{plate} in a code"


def calibration():
    out = work / "rulers.pdf"
    loket("calibrate", "page", "--printer", "kartu", "--out", out)
    assert len(pictures(out, 72, "rulers")) == 2
    read = ["--printer", "kartu", "--side", "back"]
    # A printer that moves 1.5 mm to the right and 0.8 mm up.
    off = ["--across", "26.5,23.5,26.5,23.5", "--down", "24.2,24.2,25.8,25.8"]
    found = told("calibrate", "read", *read, *off)
    assert abs(found["x_mm"] + 1.5) < 0.01 and abs(found["y_mm"] - 0.8) < 0.01, found
    assert json.loads(run(cli, "--office", office, "--json", "calibrate", "prove", *read, *off, code=1))["within"] is False
    right = ["--across", "25,25,25.1,24.9", "--down", "25,25.1,25,25"]
    assert told("calibrate", "prove", *read, *right)["within"] is True
    wrong = ["--across", "25,25,35,25", "--down", "25,25,25,25"]
    assert "bertentangan" in loket("calibrate", "read", *read, *wrong, code=1)
    # What is printed for that tray is moved by that much; no other side is.
    loket("calibrate", "page", "--printer", "kartu", "--out", work / "second.pdf")
    for page, (x, y) in enumerate(((0, 0), (-15, 8))):
        first, second = (pictures(work / name, 254, f"{name}-{page}")[page].convert("L") for name in ("rulers.pdf", "second.pdf"))
        window = (400, 600, 1700, 2500)
        moved = tuple(edge + by for edge, by in zip(window, (x, y, x, y)))
        dark = lambda picture, where: picture.crop(where).point(lambda light: 255 * (light < 128)).getbbox()
        one, other = dark(first, window), dark(second, moved)
        assert all(abs(a - b) <= 2 for a, b in zip(one, other)), (page, one, other)


def printed(permit, serial):
    """A real queue: the paper that comes out has the card's size and its code reads."""
    known = {printer["name"]: printer for printer in json.loads(run(cli, "--json", "printers"))["printers"]}
    assert known["kartu"]["duplex"] is True and known["satu-sisi"]["duplex"] is False, known
    assert known["kartu"]["troubles"] == []
    assert "satu sisi" in loket("sheet", permit, "--paper", "id1", "--printer", "satu-sisi", code=1)
    assert "tidak ada" in loket("sheet", permit, "--paper", "id1", "--printer", "lain", code=1)
    run("cupsdisable", "kartu")
    assert "Pencetak" in loket("sheet", permit, "--paper", "id1", "--printer", "kartu", code=1)
    run("cupsenable", "kartu")

    # The queue knows no correction, so that its paper can be laid over ours.
    for profile in (office / "printers").glob("*.toml"):
        profile.unlink()
    ours = work / "ours.pdf"
    told("sheet", permit, "--paper", "id1", "--out", ours)
    job = told("sheet", permit, "--paper", "id1", "--printer", "kartu")["job"]
    (text,) = same_paper([received(job)], [ours])
    assert by_text[text] == serial


SPOOL = Path("/var/spool/cups-pdf/ANONYMOUS")


def received(job):
    """What the queue made of a job, once it is done with it."""
    for _ in range(120):
        if re.search(rf"^kartu-{job}\s", run("lpstat", "-W", "completed", "-o", "kartu"), re.M):
            (paper,) = (path for path in SPOOL.glob(f"*job_{job}.pdf") if path.stat().st_mtime >= began)
            return paper
        time.sleep(0.25)
    raise AssertionError(f"no paper of job {job} came out")


def same_paper(papers, sent):
    """Text of each code; the paper has the size of what was sent, and its code lies where that has it."""
    texts = []
    for paper, file in zip(papers, sent):
        with pikepdf.open(paper) as one, pikepdf.open(file) as other:
            assert len(one.pages) == len(other.pages) == 2
            for page, meant in zip(one.pages, other.pages):
                box, wanted = ([float(edge) for edge in page.mediabox] for page in (page, meant))
                # PostScript, which this driver speaks, has papers of whole points.
                assert all(abs((box[i + 2] - box[i]) - (wanted[i + 2] - wanted[i])) < 1 for i in (0, 1)), (box, wanted)
                assert abs(wanted[2] - 85.60 * MM) < 0.01 and abs(wanted[3] - 53.98 * MM) < 0.01, wanted
        back, mine = (pictures(pdf, 600, f"{name}-{Path(file).stem}")[1] for name, pdf in (("received", paper), ("sent", file)))
        ((text, _, _, corners),) = codes(back)
        ((wanted, _, _, meant),) = codes(mine)
        assert text == wanted
        for one, other in zip(corners, meant):
            off = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 / 600 * 25.4
            assert off < 0.5, f"a corner of the code is off by {off:.2f} mm: scaled, turned or moved"
        paper.unlink()
        texts.append(text)
    return texts


def states(number):
    shown = told("run", "show", number)
    return shown["state"], [(card["state"], card["card_serial"]) for card in shown["list"]]


def blanks(*serials):
    rows = {row["serial"]: row["state"] for row in told("blank", "list", "--limit", 1000)["blanks"]}
    return [rows[serial] for serial in serials]


def printed_run(cases):
    """A run to the real queue: recorded before it leaves, card for card on its own blank, its outcome said by a person."""
    numbers = [case["case"] for case in cases]
    run("cupsdisable", "kartu")
    assert "Pencetak" in loket("print", *numbers, "--printer", "kartu", code=1)
    ((number, waits),) = [(row["run"], row["planned"]) for row in told("run", "list")["runs"]]
    assert waits == len(cases)
    # A printer that is stopped uses no blank up.
    assert states(number) == ("PROOFED", [("PLANNED", None)] * len(cases))
    run("cupsenable", "kartu")
    made = told("run", "resume", number)
    assert made["cards"] == len(cases) and made["left"] == 0 and not made["withheld"], made
    state, cards = states(number)
    assert state == "AWAITING" and [card for card, _ in cards] == ["SPOOLED"] * len(cases), cards
    serials = [serial for _, serial in cards]
    assert serials == sorted(set(serials)), "in the order of the blanks, each its own"
    assert blanks(*serials) == ["PRINTING"] * len(cases)

    # Each card was sealed onto its blank before it was sent, and counts as gone only after.
    acts = [entry["act"] for entry in reversed(told("audit", "list", "--limit", 200)["entries"])]
    way = [act for act in acts if act in ("card-issue", "run-send", "run-part")]
    assert way[-4 * len(cases):] == ["run-part", "card-issue", "run-send", "run-part"] * len(cases), way

    ours = [work / f"{serial}.pdf" for serial in serials]
    for case, file in zip(cases, ours):
        loket("card", case["permit_no"], "--out", file)
    papers = [received(sending["job"]) for sending in told("run", "show", number)["sendings"]]
    for text, case, serial in zip(same_paper(papers, ours), cases, serials):
        code = work / f"{serial}.txt"
        code.write_text(text)
        shown = told("verify", code)
        said = shown["claims"]
        assert (shown["verdict"], said["card_serial"], said["permit_no"]) == ("VALID", serial, case["permit_no"]), shown

    good, spoiled = serials[:2]
    told("outcome", number, good, "good")
    loket("outcome", number, spoiled, "spoiled", "--reason", "pita macet", "--second", "blangko")
    told("outcome", number, "all", "good")
    assert states(number) == ("CLOSED", list(zip(["GOOD", "SPOILED", "GOOD"], serials)))
    assert blanks(*serials) == ["PRINTED", "SPOILED", "PRINTED"]
    assert '"SUPERSEDED"' in loket("--json", "verify", work / f"{spoiled}.txt", code=3)
    assert {sending["state"] for sending in told("run", "show", number)["sendings"]} == {"done"}
    assert told("audit", "check")["whole"] is True


def called_off(case):
    """What is held in the queue is told; what is called off there is a person's question, and is never printed again by itself."""
    run("cupsdisable", "--hold", "kartu")
    number = told("print", case["case"], "--printer", "kartu")["run"]
    shown = told("run", "show", number)
    (sending,) = shown["sendings"]
    (serial,) = sending["card_serials"]
    assert sending["state"] == "held" and states(number)[1] == [("SPOOLED", serial)], shown
    assert "tertahan" in loket("run", "show", number)
    # It would come out twice.
    assert "antrean" in loket("outcome", number, serial, "unprinted", code=1)
    run("cancel", f"kartu-{sending['job']}")
    run("cupsenable", "--release", "kartu")
    assert "dibatalkan" in loket("run", "show", number)
    assert states(number)[1] == [("UNKNOWN", serial)]
    assert told("run", "resume", number)["cards"] == 0
    told("outcome", number, serial, "unprinted")
    told("run", "resume", number)
    received(told("run", "show", number)["sendings"][-1]["job"]).unlink()
    told("outcome", number, serial, "good")
    assert states(number) == ("CLOSED", [("GOOD", serial)])
    assert told("audit", "check")["whole"] is True


began = time.time() - 1
run(cli, "demo", office, "--people", 12, "--approved", 4)
rows = told("search", "--limit", 12)["rows"]
permits = [row["permit_no"] for row in rows]
serials = [row["card_serial"] for row in rows]
by_text = {}
for permit, serial in zip(permits, serials):
    loket("card", permit, "--out", work / f"{serial}.pdf")
    ((text, *_),) = codes(pictures(work / f"{serial}.pdf", 300, serial)[1])
    by_text[text] = serial
assert len(by_text) == len(permits)
sheets(permits, serials)
press(permits)
calibration()
if queue:
    printed(permits[0], serials[0])
    *several, last = told("case", "list", "--state", "APPROVED")["cases"]
    printed_run(several)
    called_off(last)
print(f"press: {len(permits)} cards on A4 and A3+ for both flips, PDF/X-4, calibration" + (", a card and a run through a CUPS queue" if queue else ""))
