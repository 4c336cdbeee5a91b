//! Cards of many contents: what stands where, whether it fits, and whether the file holds what a printer needs.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::civil::date;
use loket::card::{Card, Content, Issuer, Mark, Overflow, Template, layout};
use loket::drawing::{Dpi, Drawing, Item, Rect, Size};
use loket::mrz::{PartialDate, Sex};
use loket::permit::{Address, Guarantor, Kind, Nationality, Permit, PermitNo, ValidUntil};
use loket::portrait::{self, Crop, Portrait, Still};
use loket::print::{self, Pdf, Raster};
use loket::seal::{self, Modules};

/// Characters of a full seal: version 13 at level M (seal.md).
const SEAL_CHARACTERS: usize = 428;

fn permit() -> Permit {
    Permit {
        kind: Kind::Itas,
        permit_no: PermitNo::parse("2C21XX0001-A").unwrap(),
        niora: Some("IM1BK00412".to_owned()),
        issue_seq: Some(2),
        full_name: "Kim Min Su".to_owned(),
        mrz_surname: "KIM".to_owned(),
        mrz_given_names: "MIN SU".to_owned(),
        passport_zone: None,
        sex: Sex::Male,
        birth_place: "Seoul".to_owned(),
        birth_date: PartialDate {
            year: 1985,
            month: Some(3),
            day: Some(12),
        },
        nationality: Nationality::parse("KOR").unwrap(),
        index_code: "E23".to_owned(),
        valid_from: date(2026, 11, 2),
        valid_until: ValidUntil::Day(date(2027, 11, 1)),
        passport_no: "M12345678".to_owned(),
        passport_expiry: date(2031, 6, 30),
        passport_country: Nationality::parse("KOR").unwrap(),
        address: Address {
            street: "Kp. Cibitung".to_owned(),
            rt_rw: Some("003/007".to_owned()),
            village: "Wanasari".to_owned(),
            district: "Cibitung".to_owned(),
            regency: "Kabupaten Bekasi".to_owned(),
            province: "Jawa Barat".to_owned(),
            postcode: Some("17520".to_owned()),
            region_code: "32.16".to_owned(),
        },
        occupation: "Technical Advisor".to_owned(),
        guarantor: Some(Guarantor {
            name: "PT Contoh Manufaktur".to_owned(),
            address: None,
            id: None,
        }),
        reentry_no: None,
        reentry_until: Some(date(2027, 11, 1)),
        nik: None,
        civil_status: None,
        religion: None,
        entry_date: None,
        entry_place: None,
        visa_no: None,
        issue_place: "Bekasi".to_owned(),
        issue_date: date(2026, 11, 2),
        notes: None,
    }
}

fn unlimited() -> Permit {
    Permit {
        kind: Kind::Itap,
        permit_no: PermitNo::parse("2D11XX0001-A").unwrap(),
        full_name: "Maria Alexandra van der Berg-Santoso".to_owned(),
        mrz_surname: "VAN DER BERG-SANTOSO".to_owned(),
        mrz_given_names: "MARIA ALEXANDRA".to_owned(),
        sex: Sex::Female,
        birth_place: "'s-Gravenhage".to_owned(),
        birth_date: PartialDate {
            year: 1979,
            month: Some(8),
            day: Some(3),
        },
        nationality: Nationality::parse("NLD").unwrap(),
        passport_country: Nationality::parse("NLD").unwrap(),
        index_code: String::new(),
        valid_until: ValidUntil::Unlimited {
            report_due: date(2031, 11, 1),
        },
        occupation: "Ibu rumah tangga".to_owned(),
        guarantor: Some(Guarantor {
            name: "Budi Contoh Santoso (suami)".to_owned(),
            address: None,
            id: None,
        }),
        issue_seq: Some(1),
        ..permit()
    }
}

/// The longest a record may hold, or near it.
fn longest() -> Permit {
    Permit {
        permit_no: PermitNo::parse("2C21XX0001234567-AB").unwrap(),
        niora: Some("IM1BK004123456".to_owned()),
        full_name:
            "Maximiliana Theodora Konstantinopolitanskaya von Hohenzollern-Sigmaringen Alvarez"
                .chars()
                .take(80)
                .collect(),
        birth_place: "Krung Thep Maha Nakhon Amon Rattanakosin".to_owned(),
        nationality: Nationality::parse("PRK").unwrap(),
        issue_seq: Some(38),
        sex: Sex::Unspecified,
        address: Address {
            street: "Perumahan Taman Kebalen Indah Permai Blok H.VIII Nomor 27".to_owned(),
            rt_rw: Some("013/027".to_owned()),
            village: "Kebalen".to_owned(),
            district: "Babelan".to_owned(),
            ..permit().address
        },
        occupation: "Quality Assurance Manager".to_owned(),
        guarantor: Some(Guarantor {
            name: "PT Contoh Internasional Manufaktur Komponen Otomotif".to_owned(),
            address: None,
            id: None,
        }),
        issue_place: "Bekasi".to_owned(),
        notes: Some("Menggantikan kartu BKS-000087, rusak".to_owned()),
        ..permit()
    }
}

fn minor() -> Permit {
    Permit {
        full_name: "O".to_owned(),
        mrz_surname: "O".to_owned(),
        mrz_given_names: String::new(),
        sex: Sex::Female,
        birth_place: "Bekasi".to_owned(),
        birth_date: PartialDate {
            year: 2019,
            month: None,
            day: None,
        },
        occupation: "Pelajar".to_owned(),
        guarantor: None,
        niora: None,
        issue_seq: None,
        reentry_until: None,
        address: Address {
            rt_rw: None,
            postcode: None,
            ..permit().address
        },
        ..permit()
    }
}

fn issuer() -> Issuer {
    Issuer {
        header: "REPUBLIK INDONESIA · IMIGRASI".to_owned(),
        office: "KANTOR IMIGRASI KELAS I NON TPI BEKASI".to_owned(),
        signatory_title: "Kepala Kantor".to_owned(),
        signatory_name: "R. CONTOH WIJAYA".to_owned(),
        signatory_nip: "198001012005011001".to_owned(),
        emblem: None,
    }
}

fn text() -> String {
    "NCFOXN%TSMAHN-H%4W7JKVHXTKYCSTRI3LQ9"
        .chars()
        .cycle()
        .take(SEAL_CHARACTERS)
        .collect()
}

fn modules() -> Modules {
    static MODULES: OnceLock<Modules> = OnceLock::new();
    MODULES
        .get_or_init(|| seal::modules(&text()).unwrap())
        .clone()
}

/// One of the test pictures where they are, else a drawn one.
fn face() -> Portrait {
    static FACE: OnceLock<Portrait> = OnceLock::new();
    FACE.get_or_init(make_face).clone()
}

fn make_face() -> Portrait {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/portraits/portrait-01.jpg"
    );
    let still = std::fs::read(path)
        .ok()
        .and_then(|bytes| Still::decode(&bytes).ok())
        .unwrap_or_else(|| {
            let rows = (0..800_u32).flat_map(|y| {
                (0..600_u32).flat_map(move |x| {
                    [
                        u8::try_from(x / 3).unwrap_or(0),
                        u8::try_from(y / 4).unwrap_or(0),
                        150,
                    ]
                })
            });
            Still::from_rgb(600, 800, rows.collect()).unwrap()
        });
    portrait::accept(&still, Crop::centred(&still)).unwrap()
}

fn lay_out(template: &str, permit: &Permit, mark: Mark) -> Result<Card, Vec<Overflow>> {
    lay_out_with(template, permit, mark, None, Some(&modules()))
}

fn lay_out_with(
    template: &str,
    permit: &Permit,
    mark: Mark,
    portrait: Option<&Portrait>,
    modules: Option<&Modules>,
) -> Result<Card, Vec<Overflow>> {
    let content = Content {
        permit,
        portrait,
        modules,
        card_serial: modules.map(|_| "BKS-000123"),
        issuer: &issuer(),
        mark,
        dpi: Dpi(300),
        least_dots: 0,
    };
    layout(&Template::bundled(template).unwrap(), &content)
}

/// Every content a snapshot is kept of.
fn contents() -> [(&'static str, &'static str, Permit, Mark); 7] {
    [
        ("kitas", "kitas", permit(), Mark::None),
        ("kitas-specimen", "kitas", permit(), Mark::Specimen),
        ("kitas-longest", "kitas", longest(), Mark::None),
        ("kitas-minor", "kitas", minor(), Mark::Proof),
        (
            "kitap",
            "kitap",
            Permit {
                kind: Kind::Itap,
                valid_until: ValidUntil::Day(date(2031, 11, 1)),
                ..permit()
            },
            Mark::None,
        ),
        ("kitap-unlimited", "kitap", unlimited(), Mark::Specimen),
        (
            "kitap-longest",
            "kitap",
            Permit {
                kind: Kind::Itap,
                valid_until: ValidUntil::Unlimited {
                    report_due: date(2031, 11, 1),
                },
                ..Permit {
                    // What the zone has room for.
                    permit_no: PermitNo::parse("2D21XX00012345-A").unwrap(),
                    ..longest()
                }
            },
            Mark::None,
        ),
    ]
}

fn sides(card: &Card) -> [Drawing; 2] {
    [card.front.clone(), card.back.clone()]
}

fn pdf(card: &Card) -> Pdf {
    print::pdf(&sides(card), "Kartu").unwrap()
}

/// A folder for people to look into; never read by a test.
fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cards");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn what_stands_where() {
    for (name, template, permit, mark) in contents() {
        let card = lay_out(template, &permit, mark)
            .unwrap_or_else(|overflows| panic!("{name}: {overflows:?}"));
        let mut text = format!(
            "front {}back {}",
            card.front.describe(),
            card.back.describe()
        );
        // Waves are many and all alike.
        text = text
            .lines()
            .filter(|line| !line.contains("stroke") || !line.contains(" 0.11"))
            .fold(String::new(), |text, line| text + line + "\n");
        writeln!(
            text,
            "mrz {:?}\nmodule {:.4} side {:.2}",
            card.mrz, card.module_mm, card.side_mm
        )
        .unwrap();
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn files_to_look_at() {
    let (portrait, modules) = (face(), modules());
    for (name, template, permit, mark) in contents() {
        let card = lay_out_with(template, &permit, mark, Some(&portrait), Some(&modules)).unwrap();
        std::fs::write(folder().join(format!("{name}.pdf")), pdf(&card).bytes()).unwrap();
    }
    let card = lay_out_with("kitas", &permit(), Mark::Specimen, None, None).unwrap();
    std::fs::write(folder().join("kitas-preview.pdf"), pdf(&card).bytes()).unwrap();
}

/// The QR with its quiet zone, the portrait, and all letters that are no mark.
fn places(drawing: &Drawing) -> (Vec<Rect>, Vec<(String, Rect)>) {
    let mut kept_clear = Vec::new();
    let mut letters = Vec::new();
    for item in &drawing.items {
        match item {
            Item::Modules { module, .. } => {
                kept_clear.push(item.bounds().grown(loket::drawing::Mm(module.0 * 4.0)));
            }
            Item::Jpeg { window, .. } => kept_clear.push(*window),
            Item::Text(run) if run.turn_deg == 0.0 => {
                let mut bounds = run.bounds();
                if !run.text.contains(['g', 'j', 'p', 'q', 'y', 'Q', '(', '/']) {
                    bounds.height = run.at.y - bounds.y;
                }
                letters.push((run.text.clone(), bounds));
            }
            Item::Text(_) | Item::Shape { .. } | Item::Png { .. } => {}
        }
    }
    (kept_clear, letters)
}

#[test]
fn nothing_lies_over_anything() {
    let (portrait, modules) = (face(), modules());
    for (name, template, permit, mark) in contents() {
        let card = lay_out_with(template, &permit, mark, Some(&portrait), Some(&modules)).unwrap();
        for side in sides(&card) {
            let (kept_clear, letters) = places(&side);
            assert_eq!(kept_clear.len(), 1);
            for (index, (text, bounds)) in letters.iter().enumerate() {
                assert!(
                    Size::ID1.rect().contains(*bounds),
                    "{name}: {text} off the card"
                );
                assert!(
                    kept_clear.iter().all(|place| !place.overlaps(*bounds)),
                    "{name}: {text} over QR or portrait"
                );
                for (other, place) in &letters[..index] {
                    assert!(
                        !place.overlaps(*bounds),
                        "{name}: {text:?} {bounds:?} over {other:?} {place:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_file_is_fit_to_print() {
    let portrait = face();
    let card = lay_out_with(
        "kitap",
        &unlimited(),
        Mark::Specimen,
        Some(&portrait),
        Some(&modules()),
    )
    .unwrap();
    let file = pdf(&card);
    let holds = |needle: &[u8]| {
        file.bytes()
            .windows(needle.len())
            .any(|window| window == needle)
    };
    assert!(holds(portrait.jpeg()), "portrait untouched");
    assert!(holds(
        b"/MediaBox[0 0 242.646 153.014]/TrimBox[0 0 242.646 153.014]"
    ));
    assert!(holds(b"0.96 0 0 -0.96 "), "4 dots of 300 dpi a module");
    assert!(file.bytes().len() < 250_000, "{}", file.bytes().len());
    let mrz = card.mrz.unwrap();
    assert_eq!(
        mrz,
        [
            "I<IDNBKS00012312D11XX0001A<<<<",
            "7908035F3111013NLD<<<<<<<<<<<4",
            "VAN<DER<BERG<SANTOSO<<MARIA<AL"
        ]
    );
    assert_eq!(loket::mrz::judge_td1(&mrz), Some(Vec::new()));
}

#[test]
fn the_symbol_reads_back_from_the_proof() {
    for template in ["kitas", "kitap"] {
        let card = lay_out(template, &permit(), Mark::Proof).unwrap();
        let pages = print::proof(&pdf(&card), Dpi(300), 2).unwrap();
        assert_eq!(
            seal::scan(&pages[1].luma(), pages[1].width_px, pages[1].height_px),
            [text()]
        );
    }
}

#[test]
fn every_nationality_fits() {
    for nationality in Nationality::all() {
        for template in ["kitas", "kitap"] {
            let permit = Permit {
                nationality,
                ..permit()
            };
            let overflows = lay_out(template, &permit, Mark::None).err();
            assert_eq!(overflows, None, "{}", nationality.row().name_id);
        }
    }
}

#[test]
fn what_does_not_fit_is_told_all_at_once() {
    let permit = Permit {
        full_name: "W".repeat(80),
        occupation: "王".to_owned(),
        ..permit()
    };
    let overflows = lay_out("kitas", &permit, Mark::None).err().unwrap();
    let told: Vec<_> = overflows
        .iter()
        .map(|overflow| {
            (
                overflow.element.as_str(),
                overflow.by_mm_hundredths > 1000,
                overflow.missing,
            )
        })
        .collect();
    assert_eq!(
        told,
        [("full_name", true, None), ("occupation", false, Some('王'))]
    );
}

#[test]
fn a_permit_number_too_long_for_the_zone_is_told_not_cut() {
    for (number, told) in [("2D41XX0001123-A", 0), ("2D41XX0001123456-AB", 1)] {
        let permit = Permit {
            permit_no: PermitNo::parse(number).unwrap(),
            ..permit()
        };
        let overflows = lay_out("kitap", &permit, Mark::None)
            .err()
            .unwrap_or_default();
        let zone = overflows
            .iter()
            .filter(|overflow| overflow.element == "mrz");
        assert_eq!(zone.count(), told, "{number}");
        assert!(lay_out("kitas", &permit, Mark::None).is_ok(), "{number}");
    }
}

#[test]
fn a_module_is_whole_dots_of_any_printer() {
    for (dpi, least_dots, kitas, kitap) in [
        (300, 0, 5.0, 4.0),
        (600, 0, 10.0, 8.0),
        (600, 9, 10.0, 9.0),
        (203, 0, 4.0, 3.0),
    ] {
        for (template, dots) in [("kitas", kitas), ("kitap", kitap)] {
            let modules = seal::modules(&"A".repeat(150)).unwrap();
            let permit = permit();
            let content = Content {
                permit: &permit,
                portrait: None,
                modules: Some(&modules),
                card_serial: None,
                issuer: &issuer(),
                mark: Mark::None,
                dpi: Dpi(dpi),
                least_dots,
            };
            let card = layout(&Template::bundled(template).unwrap(), &content).unwrap();
            let dot = 25.4 / f32::from(dpi);
            assert!((card.module_mm - dots * dot).abs() < 1e-4);
            let at = card
                .back
                .items
                .iter()
                .find_map(|item| {
                    if let Item::Modules { at, .. } = item {
                        Some(*at)
                    } else {
                        None
                    }
                })
                .unwrap();
            for length in [at.x.0, at.y.0] {
                assert!((length / dot - (length / dot).round()).abs() < 1e-3);
            }
        }
    }
}

/// Pictures of a few cards, small; `UPDATE_GOLDEN=1` writes them anew.
#[test]
fn cards_look_as_they_did() {
    let modules = modules();
    for (name, template, permit) in [
        ("kitas", "kitas", permit()),
        ("kitap", "kitap", unlimited()),
    ] {
        let card = lay_out_with(template, &permit, Mark::Specimen, None, Some(&modules)).unwrap();
        let pages = print::proof(&pdf(&card), Dpi(110), 2).unwrap();
        for (page, side) in pages.iter().zip(["front", "back"]) {
            compare(page, &format!("{name}-{side}"));
        }
    }
}

#[track_caller]
fn compare(page: &Raster, name: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.png"));
    let picture = image::GrayImage::from_raw(page.width_px, page.height_px, page.luma()).unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        picture.save(&path).unwrap();
        return;
    }
    let golden = image::open(&path).unwrap().to_luma8();
    assert_eq!(golden.dimensions(), picture.dimensions());
    let different = golden
        .pixels()
        .zip(picture.pixels())
        .filter(|(old, new)| old.0[0].abs_diff(new.0[0]) > 24)
        .count();
    if different > picture.pixels().len() / 2000 {
        let actual = folder().join(format!("{name}-actual.png"));
        picture.save(&actual).unwrap();
        panic!(
            "{name}: {different} pixels differ; see {}",
            actual.display()
        );
    }
}

#[test]
fn sharing_a_portrait_shares_its_bytes() {
    let portrait = face();
    let card = lay_out_with("kitas", &permit(), Mark::None, Some(&portrait), None).unwrap();
    let shared =
        card.front.items.iter().any(
            |item| matches!(item, Item::Jpeg { file, .. } if Arc::ptr_eq(file, portrait.jpeg())),
        );
    assert!(shared);
}
