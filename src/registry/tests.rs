//! The registry through its door: what is kept, what is found, and files that are foreign, newer, torn or full.

mod backup;
mod blank;
mod end;
mod search;
mod spell;
mod tally;
mod void;

use super::*;
use crate::office::{BlankRange, BlankSerial, OfficerId};
use crate::permit::{Field, Gazetteer};
use crate::seal::{Claims, Kid, Modules, Status, StatusRef};
use std::fs;
use tempfile::TempDir;

const NOW: i64 = 1_795_000_000;
const KEY: [u8; 32] = [9; 32];

fn by(act: &'static str, at: i64) -> By {
    By {
        officer: OfficerId::PROGRAM,
        act,
        at,
    }
}

/// A connection that goes round the registry's door, with its key.
fn behind(file: &Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    migrate::unlock(&connection, &KEY).unwrap();
    connection
}

struct Bench {
    folder: TempDir,
    places: Gazetteer,
}

impl Bench {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            places: Gazetteer::bundled(),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("registry.db")
    }

    fn permit(&self, number: u32, name: &str, passport: &str) -> Permit {
        let values = [
            (Field::FullName, name),
            (Field::Sex, "L"),
            (Field::BirthPlace, "SEOUL"),
            (Field::BirthDate, "00-03-1985"),
            (Field::Nationality, "KOR"),
            (Field::PassportNo, passport),
            (Field::PassportExpiry, "01-01-2031"),
            (Field::PassportCountry, "KOR"),
            (Field::PermitNo, &format!("2C21XX{number:04}-A")),
            (Field::IndexCode, "E23"),
            (Field::Niora, &format!("IM1XX{number:06}")),
            (Field::ValidFrom, "18-11-2026"),
            (Field::ValidUntil, "17-11-2027"),
            (Field::Street, "JALAN KENANGA 3"),
            (Field::Village, "Arenjaya"),
            (Field::District, "Bekasi Timur"),
            (Field::Regency, "Kota Bekasi"),
            (Field::Occupation, "TECHNICAL ADVISOR"),
            (Field::GuarantorName, "PT CONTOH BAJA ABADI"),
            (Field::IssuePlace, "BEKASI"),
            (Field::IssueDate, "18-11-2026"),
        ];
        let mut draft = Draft::new(Kind::Itas);
        for (field, value) in values {
            *draft.edit(field) = String::from(value);
        }
        draft
            .check("2026-11-20".parse().unwrap(), &self.places)
            .unwrap()
            .0
    }

    /// A registry with these people, numbered from 1.
    fn with(&self, people: &[(&str, &str)]) -> Registry {
        let mut registry = Registry::create(&self.file(), &KEY).unwrap();
        let serial = |text| BlankSerial::parse(text).unwrap();
        let stock = BlankRange::new(serial("BKS000001"), &serial("BKS000020")).unwrap();
        registry
            .act(by("receive", NOW), |act| act.receive_blanks(&stock, "BA-1"))
            .unwrap();
        for (number, (name, passport)) in (1..).zip(people) {
            self.issue(&mut registry, number, &self.permit(number, name, passport))
                .unwrap();
        }
        registry
    }

    fn issue(&self, registry: &mut Registry, number: u32, permit: &Permit) -> Result<(), Error> {
        let serial = format!("BKS{number:06}");
        let seal = seal(u64::from(number), &serial);
        let fields = permit.to_draft();
        let card = NewCard {
            permit,
            fields: &fields,
            portrait: None,
            serial: &serial,
            seal: &seal,
            look: &Look::new(String::from("template"), String::from("issuer"), None),
        };
        registry.act(by("issue", NOW + i64::from(number)), |act| {
            act.record_card(&card)
        })
    }
}

fn seal(idx: u64, serial: &str) -> Seal {
    Seal {
        claims: Claims {
            issued_at: NOW,
            expires_at: NOW + 1,
            status: Some(StatusRef {
                idx,
                uri: String::from("u/s/1"),
            }),
            card_serial: String::from(serial),
            ..Claims::default()
        },
        kid: Kid([7; 8]),
        cose: vec![0xD2, 1, 2],
        text: format!("TEXT {serial}"),
        modules: Modules {
            version: 1,
            side: 1,
            dark: vec![true],
        },
    }
}

fn names(registry: &Registry, words: &str) -> Vec<String> {
    let found = registry
        .search(
            &Query {
                words: String::from(words),
                limit: 50,
                offset: 0,
                ..Query::default()
            },
            "2026-11-23".parse().unwrap(),
        )
        .unwrap();
    assert_eq!(found.total, u64::try_from(found.rows.len()).unwrap());
    found.rows.into_iter().map(|row| row.full_name).collect()
}

fn cases(registry: &Registry) -> Vec<CaseRow> {
    registry.cases(&CaseState::ALL, 100).unwrap()
}

const PEOPLE: [(&str, &str); 5] = [
    ("KIM MINSU", "M12345678"),
    ("JÜRGEN MÜLLER", "C01X00T47"),
    ("LI NA", "E11111111"),
    ("PARK JIWON", "M87654321"),
    ("A", "M00000001"),
];

#[track_caller]
fn finds(registry: &Registry, words: &str, expected: &[&str]) {
    assert_eq!(names(registry, words), expected, "{words:?}");
}

#[test]
fn any_part_of_any_word_is_found_newest_first() {
    let bench = Bench::new();
    let registry = bench.with(&PEOPLE);
    finds(
        &registry,
        "",
        &["A", "PARK JIWON", "LI NA", "JÜRGEN MÜLLER", "KIM MINSU"],
    );
    finds(&registry, "minsu", &["KIM MINSU"]);
    finds(&registry, "INS", &["KIM MINSU"]);
    finds(&registry, "su kim", &[]);
    finds(&registry, "minsu kim", &["KIM MINSU"]);
    finds(&registry, "muller", &["JÜRGEN MÜLLER"]);
    finds(&registry, "mueller", &["JÜRGEN MÜLLER"]);
    finds(&registry, "müller jürg", &["JÜRGEN MÜLLER"]);
    finds(&registry, "li", &["LI NA"]);
    finds(&registry, "n l", &["LI NA"]);
    finds(&registry, "765", &["PARK JIWON"]);
    finds(&registry, "2c21xx0003", &["LI NA"]);
    finds(&registry, "2c21xx0003-a", &["LI NA"]);
    finds(&registry, "XX000004", &["PARK JIWON"]);
    finds(&registry, "bks000001", &["KIM MINSU"]);
    finds(
        &registry,
        "contoh baja",
        &["A", "PARK JIWON", "LI NA", "JÜRGEN MÜLLER", "KIM MINSU"],
    );
    finds(&registry, "kimmin", &[]);
    finds(&registry, "zzz", &[]);
    finds(
        &registry,
        " -- \" ' * ( ",
        &["A", "PARK JIWON", "LI NA", "JÜRGEN MÜLLER", "KIM MINSU"],
    );
    finds(&registry, "\"kim\" OR NEAR(", &[]);
}

#[test]
fn pages_follow_each_other() {
    let bench = Bench::new();
    let registry = bench.with(&PEOPLE);
    let page = |words: &str, offset| {
        registry
            .search(
                &Query {
                    words: String::from(words),
                    limit: 2,
                    offset,
                    ..Query::default()
                },
                "2026-11-23".parse().unwrap(),
            )
            .unwrap()
    };
    for words in ["", "contoh"] {
        let pages: Vec<(usize, u64)> = [0, 2, 4, 6]
            .into_iter()
            .map(|offset| (page(words, offset).rows.len(), page(words, offset).total))
            .collect();
        assert_eq!(pages, [(2, 5), (2, 5), (1, 5), (0, 5)], "{words:?}");
    }
}

#[test]
fn a_new_card_takes_the_old_ones_place() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let renamed = bench.permit(1, "KIM MIN SOO", "M12345678");
    bench.issue(&mut registry, 9, &renamed).unwrap();
    let record = registry.permit(&renamed.permit_no).unwrap();
    assert_eq!(record.draft.get(Field::FullName), "KIM MIN SOO");
    assert_eq!(record.draft, renamed.to_draft());
    let cards: Vec<(&str, bool)> = record
        .cards
        .iter()
        .map(|card| (card.serial.as_str(), card.superseded))
        .collect();
    assert_eq!(cards, [("BKS000001", true), ("BKS000009", false)]);
    assert_eq!(
        registry.status(1, "u/s/1", AsOf::Now(NOW + 8)).unwrap(),
        Some(Status::Superseded)
    );
    assert_eq!(
        registry.status(1, "u/s/1", AsOf::Then(NOW + 8)).unwrap(),
        Some(Status::Valid)
    );
    assert_eq!(
        registry.status(9, "u/s/1", AsOf::Now(NOW + 8)).unwrap(),
        Some(Status::Valid)
    );
    assert_eq!(
        registry.status(9, "elsewhere", AsOf::Now(NOW + 8)).unwrap(),
        None
    );
    finds(&registry, "bks000001", &["KIM MIN SOO"]);
    finds(&registry, "minsu", &[]);
    assert_eq!(names(&registry, "").first().unwrap(), "KIM MIN SOO");
    assert_eq!(registry.last_act().unwrap(), NOW + 9);
}

#[test]
fn serials_and_status_places_are_given_once() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let permit = bench.permit(6, "NEW", "M55555555");
    assert_eq!(
        bench.issue(&mut registry, 5, &permit),
        Err(Error::Taken("serial"))
    );
    finds(&registry, "new", &[]);
    assert!(registry.is_status_taken(5).unwrap());
}

#[test]
fn an_act_is_kept_whole_or_not_at_all() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let failed: Result<(), Error> = registry.act(by("fail", NOW + 99), |act| {
        act.save_case(None, &Draft::default(), None)?;
        Err(Error::NotFound("case"))
    });
    assert_eq!(failed, Err(Error::NotFound("case")));
    assert_eq!(cases(&registry), []);
    assert_eq!(registry.last_act().unwrap(), NOW + 5);
}

#[test]
fn drafts_come_back_as_they_were_typed() {
    let bench = Bench::new();
    let mut registry = bench.with(&[]);
    let mut draft = Draft::new(Kind::Itap);
    *draft.edit(Field::FullName) = String::from("  \"O'NEIL\"\n😀 ");
    *draft.edit(Field::BirthDate) = String::from("not yet");
    let id = registry
        .act(by("save", NOW), |act| act.save_case(None, &draft, None))
        .unwrap();
    assert_eq!(registry.case(id).unwrap().draft, draft);
    *draft.edit(Field::PermitNo) = String::from("2D");
    let same = registry
        .act(by("save", NOW + 1), |act| {
            act.save_case(Some(id), &draft, None)
        })
        .unwrap();
    assert_eq!(same, id);
    let row = cases(&registry).pop().unwrap();
    assert_eq!(
        (
            row.kind,
            row.permit_no.as_str(),
            row.saved_at,
            row.has_portrait
        ),
        (Kind::Itap, "2D", NOW + 1, false)
    );
    registry
        .act(by("delete", NOW), |act| act.delete_case(id))
        .unwrap();
    assert_eq!(registry.case(id).map(|_| ()), Err(Error::NotFound("case")));
    assert_eq!(
        registry.act(by("delete", NOW), |act| act.delete_case(id)),
        Err(Error::NotFound("case"))
    );
    assert_eq!(
        registry.act(by("save", NOW), |act| act.save_case(Some(id), &draft, None)),
        Err(Error::NotFound("case"))
    );
}

#[test]
fn twins_share_a_passport_or_a_niora() {
    let bench = Bench::new();
    let registry = bench.with(&PEOPLE);
    let twins = registry
        .twins("2C21XX0009-A", "M12345678", "IM1XX000004")
        .unwrap();
    let told: Vec<_> = twins
        .iter()
        .map(|twin| (twin.permit_no.as_str(), twin.passport, twin.niora))
        .collect();
    assert_eq!(
        told,
        [("2C21XX0004-A", false, true), ("2C21XX0001-A", true, false)]
    );
    assert_eq!(twins[0].birth_date, "1985-03-00");
    assert_eq!(registry.twins("2C21XX0001-A", "M12345678", "").unwrap(), []);
    assert_eq!(registry.twins("2C21XX0009-A", "", "").unwrap(), []);
}

#[test]
fn figures_count_by_day() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    registry
        .act(by("save", NOW), |act| {
            act.save_case(None, &Draft::default(), None)
        })
        .unwrap();
    let day = |text: &str| text.parse().unwrap();
    let figures = registry
        .figures(day("2027-11-01"), day("2027-12-01"), NOW + 1, NOW)
        .unwrap();
    assert_eq!((figures.permits, figures.itas, figures.itap), (5, 5, 0));
    assert_eq!(
        (
            figures.cards_today,
            figures.cards_month,
            figures.expiring,
            figures.expired
        ),
        (0, 5, 5, 0)
    );
    assert_eq!(figures.nationalities, [(String::from("KOR"), 5)]);
    assert_eq!(
        registry
            .figures(day("2027-11-18"), day("2027-12-18"), 0, 0)
            .unwrap()
            .expired,
        5
    );
}

#[test]
fn files_that_are_not_ours_are_left_alone() {
    let bench = Bench::new();
    let file = bench.file();
    assert_eq!(Registry::open(&file, &KEY).map(|_| ()), Err(Error::Missing));
    fs::write(&file, "x".repeat(2_000)).unwrap();
    assert_eq!(Registry::open(&file, &KEY).map(|_| ()), Err(Error::Key));
    assert_eq!(fs::read(&file).unwrap(), vec![b'x'; 2_000]);
    fs::write(&file, "SQLite").unwrap();
    assert!(matches!(Registry::open(&file, &KEY), Err(Error::Torn(_))));
    fs::remove_file(&file).unwrap();
    Connection::open(&file)
        .unwrap()
        .execute_batch("CREATE TABLE t (a); PRAGMA user_version = 1")
        .unwrap();
    let before = fs::read(&file).unwrap();
    assert_eq!(Registry::open(&file, &KEY).map(|_| ()), Err(Error::Foreign));
    assert_eq!(fs::read(&file).unwrap(), before);
    assert!(Registry::create(&file, &KEY).is_err());
}

#[test]
fn a_newer_registry_is_refused() {
    let bench = Bench::new();
    drop(bench.with(&[]));
    behind(&bench.file())
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert_eq!(
        Registry::open(&bench.file(), &KEY).map(|_| ()),
        Err(Error::Newer {
            found: 99,
            known: u32::try_from(migrate::MIGRATIONS.len()).unwrap(),
        })
    );
}

#[test]
fn a_torn_registry_is_noticed() {
    let bench = Bench::new();
    drop(bench.with(&PEOPLE));
    let whole = fs::read(bench.file()).unwrap();
    let page = 4096;
    for cut in [600, page, page + 5, whole.len() / 2, whole.len() - page] {
        fs::write(bench.file(), &whole[..cut]).unwrap();
        assert!(
            matches!(
                Registry::open(&bench.file(), &KEY),
                Err(Error::Torn(_) | Error::Key)
            ),
            "cut at {cut}"
        );
    }
    assert_eq!(
        Registry::open(&bench.file(), &[1; 32]).map(|_| ()),
        Err(Error::Key)
    );
    let mut scratched = whole.clone();
    scratched[page * 3..page * 6].fill(0xAA);
    fs::write(bench.file(), &scratched).unwrap();
    assert!(matches!(
        Registry::open(&bench.file(), &KEY),
        Err(Error::Torn(_))
    ));
    fs::write(bench.file(), &whole).unwrap();
    assert_eq!(
        names(&Registry::open(&bench.file(), &KEY).unwrap(), "minsu"),
        ["KIM MINSU"]
    );
}

#[test]
fn a_failed_migration_leaves_the_data() {
    let bench = Bench::new();
    drop(bench.with(&PEOPLE));
    let mut connection = behind(&bench.file());
    let failing = [migrate::MIGRATIONS, &["DROP TABLE seals; SELECT nonsense;"]].concat();
    assert!(migrate::migrate(&mut connection, &failing).is_err());
    migrate::migrate(&mut connection, migrate::MIGRATIONS).unwrap();
    drop(connection);
    let registry = Registry::open(&bench.file(), &KEY).unwrap();
    assert_eq!(
        registry
            .permit(&PermitNo::parse("2C21XX0001-A").unwrap())
            .unwrap()
            .cards
            .len(),
        1
    );
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let pages: i64 = registry
        .connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    registry
        .connection
        .pragma_update(None, "max_page_count", pages + 1)
        .unwrap();
    let mut draft = Draft::default();
    *draft.edit(Field::Notes) = "n".repeat(50_000);
    let saved = registry.act(by("save", NOW), |act| act.save_case(None, &draft, None));
    assert!(matches!(saved, Err(Error::Full(_))), "{saved:?}");
    assert_eq!(cases(&registry), []);
    assert_eq!(names(&registry, "contoh").len(), 5);
    drop(registry);
    assert_eq!(
        names(&Registry::open(&bench.file(), &KEY).unwrap(), "contoh").len(),
        5
    );
}

#[test]
fn two_programs_wait_for_each_other() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let other = Registry::open(&bench.file(), &KEY).unwrap();
    registry
        .act(by("save", NOW), |act| {
            act.save_case(None, &Draft::default(), None)
        })
        .unwrap();
    assert_eq!(cases(&other).len(), 1);
    other.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    registry
        .connection
        .busy_timeout(std::time::Duration::ZERO)
        .unwrap();
    let saved = registry.act(by("save", NOW), |act| {
        act.save_case(None, &Draft::default(), None)
    });
    assert_eq!(saved, Err(Error::Busy));
}

#[test]
fn a_permit_is_never_overwritten_by_another_person() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let mut other = bench.permit(1, "SOMEBODY ELSE", "X99999999");
    other.birth_date.year = 1990;
    // The same NIORA is the same person for life.
    bench.issue(&mut registry, 7, &other).unwrap();
    other.niora = None;
    other.passport_no = String::from("Z00000001");
    other.birth_date.year = 1991;
    let refused = bench.issue(&mut registry, 8, &other);
    assert_eq!(refused, Err(Error::Taken("permit")));
    // Nor is the same number kept twice, with and without its hyphen.
    other.permit_no = PermitNo::parse("2C21XX0002A").unwrap();
    let refused = bench.issue(&mut registry, 8, &other);
    assert_eq!(refused, Err(Error::Taken("permit")));
    let unhurt = registry
        .permit(&PermitNo::parse("2C21XX0002-A").unwrap())
        .unwrap();
    assert_eq!(unhurt.cards.len(), 1);
}
