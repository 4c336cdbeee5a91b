//! Issuing through the station: what is recorded, what is refused, and the zone read back from pixels.

use super::*;
use crate::card::{Content, Mark, Template};
use crate::drawing::{Dpi, Face, Item};
use crate::station::press::{Paper, Press};
use crate::station::zone::{Alphabet, Place};

/// What the QR of a test card says.
const QR: &str = "LOKET 169";

/// Serial of the blank the operator takes next.
fn next(station: &Station) -> String {
    let print = station.demo_chain().unwrap().print;
    station.registry.next_blank(print.id).unwrap().unwrap()
}

fn paper(station: &Station, dpi: Dpi, lines: Option<[&str; 3]>) -> Paper {
    let (permit, _) = station
        .example_draft(Kind::Itap)
        .check(station.today(), &station.reference.places)
        .unwrap();
    let face = face();
    let modules = crate::seal::modules(QR).unwrap();
    let content = Content {
        permit: &permit,
        portrait: Some(&face),
        modules: Some(&modules),
        card_serial: Some("BKS000099"),
        issuer: &station.settings.office,
        mark: Mark::Specimen,
        dpi,
        least_dots: 0,
    };
    let mut card = crate::card::layout(&Template::bundled("kitap").unwrap(), &content).unwrap();
    let mut lines = lines.into_iter().flatten();
    for item in &mut card.back.items {
        if let Item::Text(run) = item
            && run.face == Face::OcrB
            && let Some(line) = lines.next()
        {
            run.text = String::from(line);
        }
    }
    press::print(card, "test").unwrap()
}

fn read(station: &Station, dpi: Dpi, lines: [&str; 3]) -> [String; 3] {
    let paper = paper(station, dpi, Some(lines));
    let place = Place::find(&paper.card.back, dpi).unwrap();
    let [_, back] = press::raster(&paper.pdf, dpi).unwrap();
    Alphabet::print(place, &paper.card.back)
        .unwrap()
        .read(&back)
}

#[test]
fn every_character_of_a_zone_is_read_from_pixels() {
    let folder = office();
    let station = open(&folder);
    for dpi in [Dpi(300), Dpi(600)] {
        for lines in [
            [
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123",
                "456789<0O0O1I1I8B8B5S5S2Z2ZQOC",
                "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
            ],
            [
                "O0I1L7T1VYWVMNHKXKEFPRBDGC6G69",
                "9876543210ZYXWVUTSRQPONMLKJIHG",
                "QGOUCVUAHMWNXKYIJLT7F4P9D0B8S5",
            ],
        ] {
            assert_eq!(
                read(&station, dpi, lines),
                lines.map(String::from),
                "{dpi:?}"
            );
        }
    }
}

#[test]
fn a_card_that_says_something_else_is_not_let_go() {
    let folder = office();
    let station = open(&folder);
    let mut press = Press::default();
    let dpi = Dpi(300);
    let plain = paper(&station, dpi, None);
    press.decode_back(&plain, dpi, QR).unwrap();
    let mut what =
        |paper: &Paper, text: &str| press.decode_back(paper, dpi, text).unwrap_err().args;
    assert_eq!(what(&plain, "LOKET 170"), [("what", String::from("QR"))]);
    let printed = plain.card.mrz.clone().unwrap();
    let [first, second, third] = printed.each_ref().map(String::as_str);
    let changed = first.replace("BKS", "BK5");
    assert_ne!(changed, first);
    let forged = paper(&station, dpi, Some([&changed, second, third]));
    assert_eq!(what(&forged, QR), [("what", String::from("MRZ"))]);
}

#[test]
fn an_issued_card_is_in_the_registry_and_its_draft_gone() {
    let folder = office();
    let mut station = open(&folder);
    for (kind, template) in [(Kind::Itas, None), (Kind::Itap, Some("kitap"))] {
        let draft = station.example_draft(kind);
        let (id, saved_at) = station.save_case(None, &draft, Some(&face())).unwrap();
        let begun = station.cases(&[CaseState::Draft], 9).unwrap();
        assert_eq!((saved_at, begun[0].has_portrait), (NOW, true));
        let CaseRecord {
            draft, portrait, ..
        } = station.case(id).unwrap();
        assert!(
            matches!(station.preview(&draft, portrait.as_ref()), Ok(preview) if preview.front.width_px == 1011)
        );
        let chain = station.demo_chain().unwrap();
        let issued = station.issue_through(id, template, None, &chain).unwrap();
        let case = station.case(id).unwrap();
        assert_eq!(case.row.state, CaseState::InProduction);
        assert_eq!(case.row.serial.as_ref(), Some(&issued.card_serial));
        let record = station.record(&issued.permit_no).unwrap();
        assert!(record.portrait.unwrap() == face());
        assert_eq!(record.cards[0].seal_text, issued.qr_text);
        assert_eq!((issued.issued_at, issued.specimen), (NOW, true));
        let pdf = Evidence::File(issued.pdf.bytes().to_vec());
        assert_eq!(station.verify(&pdf, None).word, Word::Valid);
        let proof = station.card_again(&issued.permit_no).unwrap();
        assert_eq!(
            station
                .verify(&Evidence::File(proof.bytes().to_vec()), None)
                .word,
            Word::Valid
        );
        assert_eq!(
            station.overview().unwrap().latest[0].card_serial,
            issued.card_serial
        );
    }
    assert_eq!(station.overview().unwrap().cards_today, 2);
}

#[test]
fn what_cannot_be_issued_leaves_no_trace() {
    let folder = office();
    let mut station = open(&folder);
    let whole = station.example_draft(Kind::Itas);
    let before = (next(&station), all(&mut station));
    let mut wrong = whole.clone();
    wrong.edit(Field::PassportNo).clear();
    let mut long = whole.clone();
    *long.edit(Field::FullName) = "WWWWWWWW ".repeat(8).trim().to_owned();
    *long.edit(Field::Mrz) = String::new();
    let template = folder.path().join("t.toml");
    fs::write(&template, "name = 3").unwrap();
    let cases = [
        (&wrong, None, "draft-has-findings"),
        (&long, None, "overflow"),
        (&whole, Some("gold"), "template-unknown"),
        (&whole, Some("kitap"), "template-other-kind"),
        (&whole, template.to_str(), "template-wrong"),
        (&whole, Some("no/such.toml"), "file-unreadable"),
    ];
    for (draft, template, id) in cases {
        let error = made(&mut station, draft, template).err().unwrap();
        assert_eq!(error.id, id, "{error:?}");
    }
    assert_eq!(
        station.case(CaseId(999)).err().unwrap().id,
        "case-not-found"
    );
    assert!(matches!(
        station.preview(&wrong, None),
        Err(NoPreview::Draft)
    ));
    assert!(matches!(
        station.preview(&long, None),
        Err(NoPreview::Overflow(_))
    ));
    assert_eq!((next(&station), all(&mut station)), before);
}

#[test]
fn a_card_whose_file_cannot_be_written_is_not_recorded() {
    let folder = office();
    let mut station = open(&folder);
    let draft = station.example_draft(Kind::Itas);
    let out = TempDir::new().unwrap();
    let number = draft.get(Field::PermitNo);
    let next_serial = next(&station);
    let before = (next(&station), all(&mut station));
    let path = out.path().join(format!("{number}-{next_serial}.pdf"));
    fs::create_dir(&path).unwrap();
    let chain = station.demo_chain().unwrap();
    let error = station
        .issue_into(&draft, &face(), None, out.path(), &chain)
        .err()
        .unwrap();
    assert_eq!(error.id, "not-writable", "{error:?}");
    assert_eq!((next(&station), all(&mut station)), before);
    fs::remove_dir(&path).unwrap();
    let issued = station
        .issue_into(&draft, &face(), None, out.path(), &chain)
        .unwrap();
    assert_eq!(issued.card_serial, next_serial);
    assert!(*fs::read(&path).unwrap() == **issued.pdf.bytes());
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
}

#[test]
fn a_card_made_again_looks_as_it_was_issued() {
    let folder = office();
    let mut station = open(&folder);
    let own = folder.path().join("own.toml");
    let template = Template::bundled("kitap").unwrap();
    let wording = template
        .source()
        .replace("text = \"KITAP\"", "text = \"ITAP\"");
    assert_ne!(wording, template.source());
    fs::write(&own, &wording).unwrap();
    let draft = station.example_draft(Kind::Itap);
    let issued = made(&mut station, &draft, own.to_str()).unwrap();
    fs::remove_file(&own).unwrap();
    let mut settings = station.settings().clone();
    settings.office.signatory_name = String::from("SOMEBODY NEW");
    assert_eq!(
        station.save_settings(settings.clone()).err().unwrap().id,
        "not-the-duty"
    );
    station.act_as(Duty::Admin).unwrap();
    station.save_settings(settings).unwrap();
    station.act_as(Duty::Counter).unwrap();
    let look = station
        .registry
        .permit(&issued.permit_no)
        .unwrap()
        .look
        .unwrap();
    assert_eq!(look.template, wording);
    assert!(look.issuer.contains("BAMBANG CONTOH"));
    let again = station.card_again(&issued.permit_no).unwrap();
    let proof = Evidence::File(again.bytes().to_vec());
    assert_eq!(station.verify(&proof, None).word, Word::Valid);
}

#[test]
fn a_clock_that_ran_back_signs_nothing() {
    let folder = office();
    let mut station = Station::open_by(folder.path(), Clock::Fixed(NOW - 60)).unwrap();
    let draft = station.example_draft(Kind::Itas);
    assert_eq!(
        made(&mut station, &draft, None).err().unwrap().id,
        "clock-behind"
    );
    assert_eq!(all(&mut station).len(), 3);
}
