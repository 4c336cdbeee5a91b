//! The station through its door: an office folder, its drafts, settings, keys and verdicts, and what bad input gets.

mod audit;
mod day;
mod door;
mod duties;
mod issue;
mod judge;
mod lane;
mod life;
mod likeness;
mod list;
mod look;
mod numbers;
mod officers;
mod patrol;
mod reader;
mod run;
mod shop;
mod step;
mod trust;
mod void;

use super::*;
use crate::office::{CaseState, Duty};
use crate::permit::{Field, Severity};
use crate::seal::Word;
use std::fs;
use std::sync::OnceLock;
use tempfile::TempDir;

/// 23 November 2026, 10:00 WIB.
pub(super) const NOW: i64 = 1_795_402_800;
const DAY: i64 = 24 * 60 * 60;

/// A copy of one small demo office, made once.
pub(super) fn office() -> TempDir {
    static FIRST: OnceLock<TempDir> = OnceLock::new();
    let first = FIRST.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        demo::create(
            &folder.path().join("office"),
            Crowd::from(3),
            7,
            Clock::Fixed(NOW),
            &mut |_, _| (),
        )
        .unwrap();
        folder
    });
    copy(&first.path().join("office"))
}

fn copy(from: &Path) -> TempDir {
    let copy = TempDir::new().unwrap();
    fs::create_dir(copy.path().join("keys")).unwrap();
    for folder in ["", "keys"] {
        for entry in fs::read_dir(from.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(
                    &path,
                    copy.path().join(folder).join(path.file_name().unwrap()),
                )
                .unwrap();
            }
        }
    }
    copy
}

pub(super) fn open(folder: &TempDir) -> Station {
    Station::open_by(folder.path(), Clock::Fixed(NOW)).unwrap()
}

#[track_caller]
fn refused(folder: &TempDir, id: &str) -> Error {
    let error = Station::open_by(folder.path(), Clock::Fixed(NOW))
        .err()
        .unwrap();
    assert_eq!(error.id, id, "{error:?}");
    error
}

fn all(station: &mut Station) -> Vec<PermitRow> {
    station
        .search(&Query {
            limit: 100,
            ..Query::default()
        })
        .unwrap()
        .rows
}

fn text_of(station: &mut Station, row: &PermitRow) -> String {
    station
        .record(&row.permit_no)
        .unwrap()
        .cards
        .last()
        .unwrap()
        .seal_text
        .clone()
}

fn face() -> Portrait {
    Portrait::parse(include_bytes!("../../resources/demo/portrait.jpg")).unwrap()
}

/// The example of a KITAP laid out, its zone's lines replaced.
fn made(station: &mut Station, draft: &Draft, template: Option<&str>) -> Result<Issued, Error> {
    let chain = station.demo_chain().unwrap();
    let out = TempDir::new().unwrap();
    station.issue_into(draft, &face(), template, out.path(), &chain)
}

#[test]
fn the_same_seed_gives_the_same_people_on_any_day() {
    let folder = TempDir::new().unwrap();
    let made = |name: &str, seed, day: i64| {
        let dir = folder.path().join(name);
        all(&mut demo::create(
            &dir,
            Crowd::from(2),
            seed,
            Clock::Fixed(NOW + day * DAY),
            &mut |_, _| (),
        )
        .unwrap())
    };
    let first = made("a", 7, 0);
    assert_eq!(first.len(), 2);
    assert_eq!(first, made("c", 7, -60));
    assert_ne!(first, made("d", 8, 0));
}

#[test]
fn an_invented_resident_holds_and_verifies() {
    let folder = office();
    let mut station = open(&folder);
    for row in all(&mut station) {
        let record = station.record(&row.permit_no).unwrap();
        assert!(record.portrait.is_some());
        let verdict = station.verify(&Evidence::Text(record.cards[0].seal_text.clone()), None);
        assert!(
            matches!(verdict.word, Word::Valid | Word::Expired),
            "{}",
            verdict.reason
        );
        let claims = verdict.claims.unwrap();
        assert!(claims.is_specimen());
        assert_eq!(claims.permit_no, row.permit_no.as_str());
        assert_eq!(claims.card_serial, row.card_serial);
        assert_eq!(claims.expires_at, clock::end_of(row.valid_until));
    }
    let overview = station.overview().unwrap();
    assert_eq!(
        (overview.permits, overview.queues.len(), overview.demo),
        (3, 0, true)
    );
    assert_eq!(overview.latest.len(), 3);
}

#[test]
fn a_hundred_invented_residents_all_hold() {
    let reference = Reference {
        rules: Rulebook::bundled(),
        places: Gazetteer::bundled(),
    };
    let people = people::People::new(11, &reference);
    let mut numbers = std::collections::HashSet::new();
    for number in 0..100 {
        let person = people.person(number);
        let (permit, soft) = person
            .draft
            .check(person.issued_on, &reference.places)
            .unwrap();
        let rules: Vec<String> = soft
            .into_iter()
            .chain(reference.rules.check(&person.draft, person.issued_on))
            .map(|one| one.rule)
            .collect();
        let odd: Vec<&String> = rules
            .iter()
            .filter(|rule| *rule != "index-missing" && *rule != "guarantor-missing")
            .collect();
        assert!(odd.is_empty(), "resident {number}: {odd:?}");
        assert!(
            numbers.insert(permit.passport_no),
            "resident {number} shares a passport"
        );
        assert!(
            person.issued_on <= people::base()
                && people::base().saturating_sub(6.years()) < person.issued_on
        );
    }
    assert_eq!(people.drafts(100).len(), 3);
    assert_eq!(people.drafts(9).len(), 0);
}

#[test]
fn an_example_draft_has_no_finding_that_blocks() {
    let folder = office();
    let mut station = open(&folder);
    for kind in [Kind::Itas, Kind::Itap] {
        let draft = station.example_draft(kind);
        let back = draft_from_toml(&draft_to_toml(&draft)).unwrap();
        assert_eq!(back, draft);
        let judgement = station.judge(&back, None, station.today()).unwrap();
        let hard: Vec<&str> = judgement
            .findings
            .iter()
            .filter(|one| one.severity == Severity::Hard)
            .map(|one| one.rule.as_str())
            .collect();
        assert_eq!(hard, ["portrait-missing"]);
        assert!(!judgement.passes);
    }
}

#[test]
fn the_registry_tells_of_duplicates() {
    let folder = office();
    let mut station = open(&folder);
    let row = all(&mut station).remove(0);
    let known = station.record(&row.permit_no).unwrap();
    let mut draft = station.example_draft(Kind::Itas);
    let rules = |station: &mut Station, draft: &Draft| -> Vec<String> {
        station
            .judge(draft, known.portrait.as_ref(), station.today())
            .unwrap()
            .findings
            .into_iter()
            .map(|one| one.rule)
            .collect()
    };
    *draft.edit(Field::Niora) = String::from(known.draft.get(Field::Niora));
    assert!(rules(&mut station, &draft).contains(&String::from("niora-of-another")));
    *draft.edit(Field::PermitNo) = String::from(row.permit_no.as_str());
    assert!(rules(&mut station, &draft).contains(&String::from("permit-known")));
}

#[test]
fn a_demo_office_needs_an_empty_folder() {
    let folder = TempDir::new().unwrap();
    let make = |dir: &Path| {
        demo::create(dir, Crowd::from(1), 1, Clock::Fixed(NOW), &mut |_, _| ())
            .map(|station| station.dir())
    };
    fs::write(folder.path().join("x"), "x").unwrap();
    assert_eq!(make(folder.path()).unwrap_err().id, "folder-not-empty");
    assert_eq!(
        make(&folder.path().join("x")).unwrap_err().id,
        "not-writable"
    );
    assert_eq!(
        make(&folder.path().join("x/y")).unwrap_err().id,
        "not-writable"
    );
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    #[cfg(unix)]
    let place = std::os::unix::fs::MetadataExt::ino(&fs::metadata(&empty).unwrap());
    assert_eq!(make(&empty).unwrap(), empty);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        let made = fs::metadata(&empty).unwrap();
        assert_eq!(made.permissions().mode() & 0o777, 0o700);
        // Somebody may stand in it: it is built in, not replaced.
        assert_eq!(made.ino(), place);
    }
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[cfg(unix)]
#[test]
fn keys_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    for entry in fs::read_dir(office().path().join("keys")).unwrap() {
        let path = entry.unwrap().path();
        // A copied file keeps its mode.
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn an_office_that_is_not_whole_is_refused() {
    let folder = office();
    let file = |name: &str| folder.path().join(name);
    let with = |name: &str, text: &str, id: &str| -> Error {
        let before = fs::read(file(name)).unwrap();
        fs::write(file(name), text).unwrap();
        let error = refused(&folder, id);
        fs::write(file(name), before).unwrap();
        error
    };
    let settings = fs::read_to_string(file("settings.toml")).unwrap();
    let error = with(
        "settings.toml",
        &settings.replace("mirror = true", "mirror = \"SECRET\""),
        "settings-wrong",
    );
    assert!(
        error.args.contains(&("key", String::from("mirror"))),
        "{error:?}"
    );
    assert!(!format!("{error:?}").contains("SECRET"));
    with(
        "settings.toml",
        &format!("colour = 1\n{settings}"),
        "settings-wrong",
    );
    with(
        "settings.toml",
        &settings.replace("printer_dpi = 300", "printer_dpi = 299"),
        "settings-unusable",
    );
    with(
        "settings.toml",
        &settings.replace("https://", "http://"),
        "settings-unusable",
    );
    with(
        "settings.toml",
        &settings.replace("emblem = \"\"", "emblem = \"../x.png\""),
        "settings-unusable",
    );
    with(
        "settings.toml",
        &settings.replace("version = 1", "version = 2"),
        "settings-version",
    );
    with("settings.toml", "\u{0}\u{1}", "settings-wrong");
    with(
        "office.toml",
        "version = 1\nkind = \"real\"\n",
        "office-wrong",
    );
    with("registry.db", "nothing", "registry-torn");
    with("registry.db", &"x".repeat(4096), "registry-key");
    with("keys/root.toml", "version = 1", "key-wrong");
    for (name, id) in [
        ("keys/root.toml", "key-missing"),
        ("registry.db", "registry-missing"),
        ("settings.toml", "settings-missing"),
        ("office.toml", "office-missing"),
    ] {
        fs::rename(file(name), file("away")).unwrap();
        refused(&folder, id);
        fs::rename(file("away"), file(name)).unwrap();
    }
    open(&folder);
}

#[test]
fn keys_of_another_office_are_refused() {
    let folder = office();
    let other = TempDir::new().unwrap();
    let (other_dir, now) = (other.path().join("o"), Clock::Fixed(NOW));
    demo::create(&other_dir, Crowd::from(0), 1, now, &mut |_, _| ()).unwrap();
    fs::copy(
        other.path().join("o/keys/root.toml"),
        folder.path().join("keys/root.toml"),
    )
    .unwrap();
    refused(&folder, "key-wrong");
}

#[test]
fn a_new_quarter_gets_a_new_signer() {
    let folder = office();
    let count = || {
        let files = fs::read_dir(folder.path().join("keys")).unwrap();
        let name = |file: std::io::Result<fs::DirEntry>| file.unwrap().file_name();
        let signers = files
            .map(name)
            .filter(|name| name.to_string_lossy().starts_with("signer-"));
        signers.count()
    };
    let before = count();
    let mut station = open(&folder);
    let row = all(&mut station).remove(0);
    let text = text_of(&mut station, &row);
    drop(station);
    let mut later = Station::open_by(folder.path(), Clock::Fixed(NOW + 200 * DAY)).unwrap();
    // So long after the newest act somebody looks at the clock first.
    assert_eq!(count(), before);
    later.accept_clock().unwrap();
    assert_eq!(count(), before + 1);
    assert!(later.keys.signer(NOW + 200 * DAY).is_some());
    assert_ne!(
        later.verify(&Evidence::Text(text), None).word,
        Word::UnknownSigner
    );
    drop(later);
    Station::open_by(folder.path(), Clock::Fixed(NOW + 201 * DAY)).unwrap();
    assert_eq!(count(), before + 1);
}

#[test]
fn settings_are_kept_or_refused_whole() {
    let folder = office();
    let mut station = open(&folder);
    let mut settings = station.settings().clone();
    settings.language = String::from("en");
    // Everybody's own.
    station.save_settings(settings.clone()).unwrap();
    station.act_as(Duty::Admin).unwrap();
    settings.office.emblem = Some((*include_bytes!("../../resources/demo/portrait.jpg")).into());
    settings.office.signatory_name = String::from("A \"B\" \\ C");
    station.save_settings(settings.clone()).unwrap();
    assert_eq!(open(&folder).settings(), &settings);
    let wrong = Settings {
        issuer_url: String::from("https://x/?q=1"),
        ..settings.clone()
    };
    let error = station.save_settings(wrong).unwrap_err();
    assert_eq!(
        (error.id, error.args),
        ("settings-value", vec![("key", String::from("issuer_url"))])
    );
    let mut torn = settings.clone();
    torn.office.emblem = Some((*b"\x89PNG\r\n\x1a\n....").into());
    assert_eq!(
        station.save_settings(torn).unwrap_err().args,
        [("key", String::from("emblem"))]
    );
    assert_eq!(station.settings(), &settings);
    assert_eq!(open(&folder).settings(), &settings);
}

#[track_caller]
fn draft_error(text: &str, id: &str, line: &str, key: &str) {
    let error = draft_from_toml(text).unwrap_err();
    assert_eq!(error.id, id, "{error:?}");
    assert!(
        error.args.contains(&("line", String::from(line))),
        "{error:?}"
    );
    assert!(
        error.args.contains(&("key", String::from(key))),
        "{error:?}"
    );
    assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
}

#[test]
fn a_wrong_draft_file_names_line_and_key() {
    draft_error(
        "kind = \"kitas\"\nname = \"SECRET\"\n",
        "draft-key",
        "2",
        "name",
    );
    draft_error(
        "kind = \"kitas\"\nissue_seq = 2\n",
        "draft-type",
        "2",
        "issue_seq",
    );
    draft_error(
        "kind = \"kitas\"\nsex = [\"SECRET\"]\n",
        "draft-type",
        "2",
        "sex",
    );
    draft_error("kind = \"kitap!\"\n", "draft-kind", "1", "kind");
    draft_error("full_name = \"SECRET\"\n", "draft-kind", "1", "kind");
    draft_error(
        "kind = \"kitas\"\nfull_name = \"SECRET\n",
        "draft-syntax",
        "2",
        "full_name",
    );
    draft_error(
        "kind = \"kitas\"\nfull_name = SECRET\n",
        "draft-syntax",
        "2",
        "full_name",
    );
    draft_error(
        "kind = \"kitas\"\nkind = \"kitap\"\n",
        "draft-syntax",
        "2",
        "kind",
    );
    draft_error("portrait = \"x\"\n", "draft-key", "1", "portrait");
    assert_eq!(
        draft_from_toml(&"#".repeat(70_000)).unwrap_err().id,
        "draft-too-large"
    );
    assert_eq!(
        draft_from_toml("\u{feff}kind = \"kitap\"\r\n")
            .unwrap()
            .kind,
        Kind::Itap
    );
}

#[test]
fn hostile_evidence_is_only_unreadable() {
    let folder = office();
    let mut station = open(&folder);
    let mut word = |evidence: Evidence| station.verify(&evidence, None).word;
    assert_eq!(word(Evidence::Text(String::new())), Word::Unreadable);
    assert_eq!(word(Evidence::Text("A".repeat(100_000))), Word::NotASeal);
    assert_eq!(
        word(Evidence::Text(String::from("6BF\u{0}\u{7f}😀"))),
        Word::NotASeal
    );
    assert_eq!(word(Evidence::File(Vec::new())), Word::Unreadable);
    assert_eq!(
        word(Evidence::File(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec())),
        Word::Unreadable
    );
    assert_eq!(word(Evidence::File(vec![0; 1000])), Word::Unreadable);
    assert_eq!(word(Evidence::File(b"hello".to_vec())), Word::NotASeal);
    assert_eq!(
        word(Evidence::Luma {
            width_px: 100,
            height_px: 100,
            luma: vec![0; 10]
        }),
        Word::Unreadable
    );
    assert_eq!(
        word(Evidence::Luma {
            width_px: 0,
            height_px: 0,
            luma: Vec::new()
        }),
        Word::Unreadable
    );
    assert_eq!(
        word(Evidence::Luma {
            width_px: 64,
            height_px: 64,
            luma: vec![255; 64 * 64]
        }),
        Word::Unreadable
    );
}

#[test]
fn one_changed_character_never_verifies() {
    let folder = office();
    let mut station = open(&folder);
    let row = all(&mut station).remove(0);
    let text = text_of(&mut station, &row);
    for at in (0..text.len()).step_by(7) {
        let other = if text.as_bytes()[at] == b'7' {
            "8"
        } else {
            "7"
        };
        let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        let word = station.verify(&Evidence::Text(changed), None).word;
        assert!(4 <= word.exit_code(), "character {at}: {}", word.id());
    }
    assert_eq!(
        station
            .verify(&Evidence::File(format!("{text}\r\n").into_bytes()), None)
            .word
            .exit_code()
            % 3,
        0
    );
    assert_eq!(
        station
            .verify(&Evidence::Text(text), Some(NOW + 4000 * DAY))
            .word,
        Word::Expired
    );
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("f.pdf");
    write_file(&path, b"one").unwrap();
    write_file(&path, b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(
        write_file(&path.join("below"), b"x").unwrap_err().id,
        "not-writable"
    );
    let nowhere = write_file(&folder.path().join("no/such"), b"x");
    assert_eq!(nowhere.unwrap_err().id, "not-writable");
    fs::create_dir(folder.path().join("d")).unwrap();
    write_file(&folder.path().join("d"), b"x").unwrap_err();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}
