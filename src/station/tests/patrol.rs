//! Out with a patrol and home again: the extract it takes along, the checks it makes, its log on disk and in the registry.

mod told;

use super::reader::{card, head};
use super::*;
use crate::patrol::{Color, DeviceId, Fix, Held, Level, Paper, Spot};
use crate::registry::{Papers, SightingQuery};
use crate::station::{Noted, Patrol};
use jiff::civil::date;
use std::ops::ControlFlow;

const WORD: &str = "kuda lari di sawah";
/// A month after `NOW`.
const UNTIL: Date = date(2026, 12, 23);

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn on(_done: u64, _of: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

struct Away {
    office: TempDir,
    station: Station,
    folder: TempDir,
    patrol: Patrol,
    permit_no: PermitNo,
    text: String,
}

fn laptop(station: &mut Station, at: i64) -> (TempDir, Patrol) {
    station.act_as(Duty::Head).unwrap();
    let bundle = station.give_bundle(Some("laptop 1"), None).unwrap();
    let root = station.root().der;
    let folder = TempDir::new().unwrap();
    let files = (&root[..], &bundle.bytes[..]);
    let patrol = Patrol::create_by(
        folder.path(),
        "Laptop 1",
        &secret(WORD),
        files,
        Clock::Fixed(at),
    )
    .unwrap();
    (folder, patrol)
}

fn away() -> Away {
    let office = office();
    let mut station = head(&office);
    let (permit_no, _, text) = card(&mut station);
    let permit_no = PermitNo::parse(&permit_no).unwrap();
    let (folder, patrol) = laptop(&mut station, NOW);
    Away {
        office,
        station,
        folder,
        patrol,
        permit_no,
        text,
    }
}

impl Away {
    fn extract(&mut self, level: Level, until: Date) -> Result<PathBuf, Error> {
        let path = self
            .office
            .path()
            .join(format!("lapangan-{}", level.number()));
        let terms = (level, until, "Tim PORA Cikarang");
        self.station
            .make_extract(&path, terms, &secret(WORD), &mut on)
            .map(|_made| path)
    }

    fn scan(&mut self, at: i64) {
        self.patrol.clock = Clock::Fixed(at);
        let evidence = Evidence::Text(self.text.clone());
        let noted = noted();
        let checked = self.patrol.check(&evidence, &noted).unwrap();
        self.patrol.record(&checked, &noted).unwrap();
    }

    fn reopen(&mut self, at: i64) -> Result<(), Error> {
        // The folder belongs to one program at a time.
        let elsewhere = TempDir::new().unwrap();
        let files = (
            &self.station.root().der[..],
            &self.patrol.bundle_file.clone()[..],
        );
        self.patrol = Patrol::create_by(
            elsewhere.path(),
            "x",
            &secret(WORD),
            files,
            Clock::Fixed(NOW),
        )
        .unwrap();
        self.patrol = Patrol::open_by(self.folder.path(), &secret(WORD), Clock::Fixed(at))?;
        Ok(())
    }
}

fn noted() -> Noted {
    Noted {
        spot: Spot {
            text: String::from("Gerbang timur pabrik"),
            district: Some(String::from("32.16.08")),
            estate: None,
            fix: Some(Fix {
                latitude_e6: -6_307_000,
                longitude_e6: 107_172_000,
                accuracy_m: Some(8),
            }),
        },
        officer: String::from("petugas patroli"),
        note: String::from("Bertemu di kantin"),
        photo: Some([&[0xFF, 0xD8, 0xFF][..], &[7; 900]].concat()),
        operation: None,
    }
}

fn color(lights: &[crate::patrol::Light], paper: Paper) -> (Color, &'static str) {
    let light = lights.iter().find(|light| light.paper == paper).unwrap();
    (light.color, light.reason)
}

#[test]
fn a_patrol_sees_what_its_level_allows() {
    let mut away = away();
    let evidence = Evidence::Text(away.text.clone());
    let alone = away.patrol.judge(&evidence, &Spot::default()).unwrap();
    assert_eq!(alone.verdict.word, Word::Valid);
    assert!(alone.entry.is_none() && alone.status_age_s == Some(0));
    assert_eq!(color(&alone.lights, Paper::Passport).0, Color::Unknown);

    away.station.act_as(Duty::Counter).unwrap();
    let told = Papers {
        sktt_on: Held::Is(date(2026, 11, 1)),
        address_on: Held::None,
        ..Papers::default()
    };
    away.station.tell_papers(&away.permit_no, &told).unwrap();
    assert!(away.station.papers(&away.permit_no).unwrap() == told);
    let astray = Papers {
        principal: Held::Is(away.permit_no.as_str().to_owned()),
        ..Papers::default()
    };
    let refused = away.station.tell_papers(&away.permit_no, &astray);
    assert_eq!(refused.unwrap_err().id, "principal-unfit");
    let long = Papers {
        rptka: Held::Is("é".repeat(300)),
        ..told
    };
    let refused = away.station.tell_papers(&away.permit_no, &long);
    assert_eq!(refused.unwrap_err().id, "rptka-long");
    away.station.act_as(Duty::Head).unwrap();

    let path = away.extract(Level::Team, UNTIL).unwrap();
    let wrong = away
        .patrol
        .import_extract(&path, &secret("bukan ini kuncinya"), &mut on);
    assert_eq!(wrong.unwrap_err().id, "patrol-key");
    away.patrol
        .import_extract(&path, &secret(WORD), &mut on)
        .unwrap();
    let team = away.patrol.judge(&evidence, &Spot::default()).unwrap();
    let entry = team.entry.unwrap();
    assert!(entry.photo.unwrap().len() <= 10 * 1024);
    assert!(entry.address.is_empty() && entry.history.is_empty());
    assert_eq!(color(&team.lights, Paper::Passport).0, Color::Unknown);
    assert_eq!(
        color(&team.lights, Paper::Sktt),
        (Color::Green, "sktt-reported")
    );
    assert_eq!(
        color(&team.lights, Paper::Address),
        (Color::Amber, "address-none")
    );

    away.station.clock = Clock::Fixed(NOW + 5);
    let path = away.extract(Level::Immigration, UNTIL).unwrap();
    away.patrol.clock = Clock::Fixed(NOW + 5);
    away.patrol
        .import_extract(&path, &secret(WORD), &mut on)
        .unwrap();
    let full = away.patrol.judge(&evidence, &Spot::default()).unwrap();
    assert!(!full.entry.unwrap().address.is_empty());
    assert_ne!(color(&full.lights, Paper::Passport).0, Color::Unknown);
    let bare = away.permit_no.as_str().replace('-', "").to_lowercase();
    assert!(away.patrol.entry(&bare).unwrap().is_some());
    assert!(away.patrol.entry("2C99ZZ9999-Z").unwrap().is_none());
    // The lesser one was made before: it is not taken again.
    let older = away.office.path().join("lapangan-1");
    let refused = away.patrol.import_extract(&older, &secret(WORD), &mut on);
    assert_eq!(refused.unwrap_err().id, "extract-older");

    // Past its last day it is gone, and a clock turned back does not bring it back.
    let after = NOW + 31 * DAY;
    away.patrol.clock = Clock::Fixed(after);
    let late = away.patrol.judge(&evidence, &Spot::default()).unwrap();
    assert_eq!(late.verdict.reason, "status-old");
    assert!(late.entry.is_none());
    assert_eq!(away.patrol.state().extract_unused, Some("patrol-ended"));
    away.patrol.record(&late, &noted()).unwrap();
    away.patrol.clock = Clock::Fixed(NOW + 6);
    assert!(away.patrol.entry(&bare).unwrap().is_none());
    away.reopen(after).unwrap();
    assert_eq!(away.patrol.state().extract, None);
    assert!(!away.folder.path().join("extract.bin").exists());
}

#[test]
fn an_extract_is_the_heads_to_allow() {
    let mut away = away();
    let past = away.extract(Level::Team, date(2026, 11, 22));
    assert_eq!(past.unwrap_err().id, "extract-until");
    let far = away.extract(Level::Team, date(2026, 12, 24));
    assert_eq!(far.unwrap_err().id, "extract-far");
    away.station.settings.field_extract = 1;
    let beyond = away.extract(Level::Immigration, UNTIL);
    assert_eq!(beyond.unwrap_err().id, "extract-not-allowed");
    let path = away.office.path().join("lapangan");
    let terms = (Level::Team, UNTIL, "Tim");
    let weak = away
        .station
        .make_extract(&path, terms, &secret("tim"), &mut on);
    assert_eq!(weak.unwrap_err().id, "password-too-short");
    let stopped = away
        .station
        .make_extract(&path, terms, &secret(WORD), &mut |_, _| {
            ControlFlow::Break(())
        });
    assert_eq!(stopped.unwrap_err().id, "stopped");
    away.station.act_as(Duty::Counter).unwrap();
    let refused = away
        .station
        .make_extract(&path, terms, &secret(WORD), &mut on);
    assert_eq!(refused.unwrap_err().id, "not-the-duty");
    assert!(!path.exists());
}

fn merged(
    station: &mut Station,
    path: &Path,
    accept: Option<DeviceId>,
) -> Result<(u64, u64), &'static str> {
    station.act_as(Duty::Patrol).unwrap();
    let merged = station.merge_log(path, accept).map_err(|error| error.id)?;
    Ok((merged.fresh, merged.known()))
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one story from the laptop home and again"
)]
fn a_log_comes_home_once_however_often_it_comes() {
    let mut away = away();
    let spot = noted().spot;
    for minute in [10, 20] {
        away.scan(NOW + minute * 60);
    }
    let evidence = Evidence::Text(away.text.clone());
    away.patrol.clock = Clock::Fixed(NOW + 21 * 60);
    assert!(away.patrol.judge(&evidence, &spot).unwrap().is_again());
    let home = TempDir::new().unwrap();
    let (first, second) = (home.path().join("1.log"), home.path().join("2.log"));
    assert_eq!(away.patrol.export_log(&first).unwrap(), 2);
    for hour in [3, 4] {
        away.scan(NOW + hour * 3600);
    }
    assert_eq!(away.patrol.export_log(&second).unwrap(), 4);

    let id = away.patrol.state().device;
    let unknown = away.station.merge_log(&second, None).unwrap_err();
    assert_eq!(unknown.id, "log-device-unknown");
    assert!(unknown.args.contains(&("fingerprint", id.to_string())));
    let astray = DeviceId([1; 16]);
    assert_eq!(
        merged(&mut away.station, &second, Some(astray)),
        Err("log-device-unknown")
    );
    // The later file first: nothing depends on the order.
    assert_eq!(merged(&mut away.station, &second, Some(id)), Ok((4, 0)));
    assert_eq!(merged(&mut away.station, &first, None), Ok((0, 2)));
    assert_eq!(merged(&mut away.station, &second, None), Ok((0, 4)));
    let devices = away.station.devices().unwrap();
    assert_eq!((devices.len(), devices[0].links), (1, 4));

    let query = SightingQuery {
        permit_no: Some(away.permit_no.as_str().to_owned()),
        limit: 10,
        ..SightingQuery::default()
    };
    let seen = away.station.sightings(&query).unwrap();
    assert_eq!((seen.total, seen.rows.len()), (4, 4));
    let newest = &seen.rows[0];
    assert!(newest.has_photo && newest.device == "Laptop 1");
    assert!(newest.sighting.spot == spot && newest.sighting.note == "Bertemu di kantin");
    let photo = away.station.sighting_photo(newest.sighting.id).unwrap();
    assert_eq!(photo, noted().photo);
    assert_eq!(
        away.patrol.photo(newest.sighting.id).unwrap(),
        noted().photo
    );
    let by = away
        .station
        .sightings_by_district(&SightingQuery::default())
        .unwrap();
    assert_eq!((by.len(), by[0].sightings, by[0].permits), (1, 4, 1));
    assert_eq!(by[0].district.as_deref(), Some("32.16.08"));
    let elsewhere = SightingQuery {
        district: Some(String::from("32.75.01")),
        ..query
    };
    assert_eq!(away.station.sightings(&elsewhere).unwrap().total, 0);
    away.station.act_as(Duty::Auditor).unwrap();
    let proof = away.station.audit_check(&mut |_, _| true).unwrap();
    assert!(proof.is_whole(), "{:?}", proof.breaks);
    away.station.act_as(Duty::Patrol).unwrap();

    // Another office cannot read it; a changed or cut one is refused, and nothing of it is kept.
    let other = office();
    let mut foreign = head(&other);
    laptop(&mut foreign, NOW);
    assert_eq!(merged(&mut foreign, &second, Some(id)), Err("patrol-key"));
    let whole = fs::read(&second).unwrap();
    fs::write(&first, &whole[..whole.len() - 20]).unwrap();
    let (fresh_folder, mut fresh) = laptop(&mut away.station, NOW);
    assert_eq!(
        merged(&mut away.station, &first, None),
        Err("patrol-altered")
    );
    let third = home.path().join("3.log");
    fresh.export_log(&third).unwrap();
    assert_eq!(
        merged(&mut away.station, &third, None),
        Err("log-device-unknown")
    );
    let total = away
        .station
        .sightings(&SightingQuery::default())
        .unwrap()
        .total;
    assert_eq!(total, 4);
    drop(fresh_folder);
}

#[test]
fn a_laptop_set_back_to_an_old_copy_is_told() {
    let mut away = away();
    away.scan(NOW + 60);
    away.reopen(NOW + 70).unwrap();
    let old: Vec<(PathBuf, Vec<u8>)> = ["log.bin", "log.head"]
        .map(|name| away.folder.path().join(name))
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .into();
    away.scan(NOW + 3600);
    let home = TempDir::new().unwrap();
    let path = home.path().join("1.log");
    away.patrol.export_log(&path).unwrap();
    let id = away.patrol.state().device;
    assert_eq!(merged(&mut away.station, &path, Some(id)), Ok((2, 0)));
    // The log alone is told by its head; both together only at the office.
    fs::write(&old[0].0, &old[0].1).unwrap();
    assert_eq!(away.reopen(NOW + 7200).unwrap_err().id, "patrol-log-cut");
    fs::write(&old[1].0, &old[1].1).unwrap();
    away.reopen(NOW + 7200).unwrap();
    away.scan(NOW + 7200);
    away.patrol.export_log(&path).unwrap();
    assert_eq!(merged(&mut away.station, &path, None), Err("log-parted"));
}

#[test]
fn a_shorter_log_with_something_new_has_parted() {
    let mut away = away();
    away.scan(NOW + 60);
    away.reopen(NOW + 70).unwrap();
    let old = ["log.bin", "log.head"]
        .map(|name| away.folder.path().join(name))
        .map(|path| (path.clone(), fs::read(path).unwrap()));
    for hour in [1, 2, 3] {
        away.scan(NOW + hour * 3600);
    }
    let home = TempDir::new().unwrap();
    let path = home.path().join("1.log");
    away.patrol.export_log(&path).unwrap();
    let id = away.patrol.state().device;
    assert_eq!(merged(&mut away.station, &path, Some(id)), Ok((4, 0)));
    for (path, bytes) in &old {
        fs::write(path, bytes).unwrap();
    }
    away.reopen(NOW + 7200).unwrap();
    away.scan(NOW + 7200);
    away.patrol.export_log(&path).unwrap();
    assert_eq!(merged(&mut away.station, &path, None), Err("log-parted"));
    let query = SightingQuery::default();
    assert_eq!(away.station.sightings(&query).unwrap().total, 4);
}

#[test]
fn a_log_torn_anywhere_keeps_what_was_acknowledged() {
    let mut away = away();
    away.scan(NOW + 60);
    away.reopen(NOW + 70).unwrap();
    let path = away.folder.path().join("log.bin");
    let whole = fs::read(&path).unwrap();
    // As a crash in the middle of the second scan leaves it: the head tells of one.
    let head = fs::read(away.folder.path().join("log.head")).unwrap();
    away.scan(NOW + 3600);
    away.reopen(NOW + 3700).unwrap();
    assert_eq!(away.patrol.state().sightings, 2);
    let longer = fs::read(&path).unwrap();
    let lengths = [1, 3, 4, 30, longer.len() - whole.len() - 1];
    for cut in lengths {
        fs::write(&path, &longer[..whole.len() + cut]).unwrap();
        fs::write(away.folder.path().join("log.head"), &head).unwrap();
        away.reopen(NOW + 3700).unwrap();
        let state = away.patrol.state();
        assert_eq!((state.sightings, state.torn), (1, true), "{cut}");
        away.scan(NOW + 3700);
        assert_eq!(away.patrol.state().sightings, 2);
    }
    // Pages of the second link that the disk never got.
    let mut zeros = longer.clone();
    zeros[whole.len() + 40..].fill(0);
    fs::write(&path, &zeros).unwrap();
    fs::write(away.folder.path().join("log.head"), &head).unwrap();
    away.reopen(NOW + 3700).unwrap();
    assert_eq!(away.patrol.state().sightings, 1);
    // A change before the end is no crash.
    let mut changed = longer;
    changed[20] ^= 1;
    fs::write(&path, &changed).unwrap();
    assert_eq!(away.reopen(NOW + 3700).unwrap_err().id, "patrol-damaged");
}

#[test]
fn the_folder_tells_a_finder_nothing() {
    let mut away = away();
    away.station.act_as(Duty::Counter).unwrap();
    let draft = away.station.record(&away.permit_no).unwrap().draft;
    away.station.act_as(Duty::Head).unwrap();
    let path = away.extract(Level::Immigration, UNTIL).unwrap();
    away.patrol
        .import_extract(&path, &secret(WORD), &mut on)
        .unwrap();
    away.scan(NOW + 60);
    let log = away.folder.path().join("keluar.log");
    away.patrol.export_log(&log).unwrap();
    fs::copy(&path, away.folder.path().join("lapangan")).unwrap();
    let mut needles = vec![
        WORD,
        "Gerbang timur",
        "Bertemu",
        "petugas patroli",
        "32.16.08",
        "Cikarang",
        "Laptop 1",
    ];
    for field in [
        Field::FullName,
        Field::PermitNo,
        Field::PassportNo,
        Field::Street,
        Field::District,
    ] {
        needles.push(draft.get(field));
    }
    let mut files = 0;
    for entry in fs::read_dir(away.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
        files += 1;
        for needle in &needles {
            let small = needle.to_lowercase().into_bytes();
            assert!(small.len() > 3, "{needle}");
            assert!(
                !bytes.windows(small.len()).any(|part| part == small),
                "{} tells {needle}",
                path.display()
            );
        }
    }
    assert!(files >= 8, "{files}");
    // One program at a time, one passphrase, and a new one instead of it.
    let again = Patrol::open_by(away.folder.path(), &secret(WORD), Clock::Fixed(NOW));
    assert_eq!(again.err().unwrap().id, "patrol-open-elsewhere");
    let new = "sapi makan rumput hijau";
    away.patrol
        .change_passphrase(&secret(WORD), &secret(new))
        .unwrap();
    assert_eq!(away.reopen(NOW).unwrap_err().id, "patrol-passphrase");
    assert!(Patrol::open_by(away.folder.path(), &secret(new), Clock::Fixed(NOW)).is_ok());
}
