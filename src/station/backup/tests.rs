//! Which backups are kept and when one is due; a backup's own bytes; restoring, and what is refused.

use super::*;
use crate::office::Duty;
use crate::station::Door;
use crate::station::clock::Clock;
use crate::station::tests::{NOW, office, open};
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use proptest::prelude::{ProptestConfig, prop_assert, proptest};
use std::collections::HashSet;
use tempfile::TempDir;

fn go_on(_done: u64, _of: u64) -> bool {
    true
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(day: Date) -> i64 {
    clock::at(day, Time::constant(16, 0, 0, 0))
}

#[test]
fn seven_days_five_weeks_twelve_months() {
    let today = day("2026-11-23");
    let made: Vec<i64> = (0..800)
        .map(|days: i64| at(today.saturating_sub(days.days())))
        .collect();
    let surplus: HashSet<i64> = keep::surplus(&BackupPlan::default(), &made, today)
        .into_iter()
        .collect();
    let kept: Vec<String> = made
        .iter()
        .filter(|at| !surplus.contains(at))
        .map(|at| clock::day_of(*at).to_string())
        .collect();
    insta::assert_snapshot!(kept.join(" "), @"2026-11-23 2026-11-22 2026-11-21 2026-11-20 2026-11-19 2026-11-18 2026-11-17 2026-11-15 2026-11-08 2026-11-01 2026-10-31 2026-09-30 2026-08-31 2026-07-31 2026-06-30 2026-05-31 2026-04-30 2026-03-31 2026-02-28 2026-01-31 2025-12-31");
}

#[test]
fn one_a_day_from_its_hour_on() {
    let plan = BackupPlan::default();
    let moment = |text: &str, hour| clock::at(day(text), Time::constant(hour, 30, 0, 0));
    let due = |newest, now| keep::is_due(&plan, newest, now);
    assert!(due(None, moment("2026-11-23", 9)));
    assert!(!due(
        Some(moment("2026-11-22", 16)),
        moment("2026-11-23", 9)
    ));
    assert!(due(
        Some(moment("2026-11-22", 16)),
        moment("2026-11-23", 16)
    ));
    assert!(!due(
        Some(moment("2026-11-23", 16)),
        moment("2026-11-23", 17)
    ));
    // Missed yesterday: the first thing in the morning.
    assert!(due(Some(moment("2026-11-21", 16)), moment("2026-11-23", 8)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn pruning_twice_is_pruning_once(days in proptest::collection::vec(-3_i64..900, 0..120), daily in 0_u16..9, weekly in 0_u16..9, monthly in 0_u16..9) {
        let plan = BackupPlan { daily, weekly, monthly, ..BackupPlan::default() };
        let today = day("2026-11-23");
        let made: Vec<i64> = days.iter().map(|days| at(today.saturating_sub(days.days()))).collect();
        let surplus = keep::surplus(&plan, &made, today);
        let left: Vec<i64> = made.iter().copied().filter(|at| !surplus.contains(at)).collect();
        prop_assert!(keep::surplus(&plan, &left, today).is_empty());
        prop_assert!(surplus.iter().all(|at| made.contains(at)));
        // The newest is never taken away.
        prop_assert!(made.iter().max().is_none_or(|newest| left.contains(newest)));
        let past: HashSet<i64> = left.iter().copied().filter(|&made| made <= at(today)).collect();
        prop_assert!(past.len() <= usize::from(daily + weekly + monthly) + 1);
    }

    #[test]
    fn any_bytes_are_no_backup(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400), headed in proptest::prelude::any::<bool>()) {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("x.backup");
        let head: &[u8] = if headed { b"LOKET-BACKUP 1 " } else { b"" };
        fs::write(&file, [head, bytes.as_slice()].concat()).unwrap();
        prop_assert!(Archive::open(&file).is_err());
    }
}

fn entered(dir: &Path) -> Result<Station, Error> {
    Station::open_by(dir, Clock::Fixed(NOW + 60))
}

fn backed_up() -> (TempDir, Station, PathBuf) {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(crate::office::Duty::Admin).unwrap();
    let file = folder.path().join("backups").join("a.backup");
    fs::create_dir(folder.path().join("backups")).unwrap();
    station.back_up(&file, &mut go_on).unwrap();
    (folder, station, file)
}

#[test]
fn a_backup_becomes_the_same_office_elsewhere() {
    let (_folder, station, file) = backed_up();
    let other = TempDir::new().unwrap();
    let dir = other.path().join("kantor");
    let proof = restore(&file, &dir, entered, &mut go_on).unwrap();
    assert!(proof.found.is_sound());
    assert_eq!(proof.found.counts.permits, 3);
    let restored = entered(&dir).unwrap();
    assert_eq!(restored.settings(), station.settings());
    assert_eq!(restored.jwks(), station.jwks());
    let last = restored
        .registry
        .audit(&registry::AuditQuery {
            limit: 1,
            ..Default::default()
        })
        .unwrap();
    assert_eq!(last.0[0].act, "office-restore");
    // Not over an office that is there.
    let again = restore(&file, &dir, entered, &mut go_on).unwrap_err();
    assert_eq!(again.id, "folder-not-empty");
    // An empty folder that is there will do.
    let empty = TempDir::new().unwrap();
    restore(&file, empty.path(), entered, &mut go_on).unwrap();
}

#[test]
fn a_secret_that_does_not_open_leaves_nothing() {
    let (_folder, _station, file) = backed_up();
    let other = TempDir::new().unwrap();
    let dir = other.path().join("kantor");
    let refused = restore(&file, &dir, |_| Err(Error::new("login-needed")), &mut go_on);
    assert_eq!(refused.unwrap_err().id, "login-needed");
    let stopped = restore(&file, &dir, entered, &mut |_, _| false);
    assert_eq!(stopped.unwrap_err().id, "stopped");
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
}

#[test]
fn any_changed_or_missing_byte_of_a_backup_is_told() {
    let (_folder, _station, file) = backed_up();
    let whole = fs::read(&file).unwrap();
    let other = TempDir::new().unwrap();
    let torn = other.path().join("torn.backup");
    let dir = other.path().join("kantor");
    let check = |bytes: &[u8], what: &str| {
        fs::write(&torn, bytes).unwrap();
        let read = Archive::open(&torn).and_then(|archive| archive.check(&mut go_on));
        let refused = read.unwrap_err();
        assert!(
            ["backup-torn", "backup-foreign", "backup-newer"].contains(&refused.id),
            "{what}: {refused:?}"
        );
    };
    let step = whole.len() / 40;
    for place in (0..20).chain((20..whole.len()).step_by(step)) {
        let mut changed = whole.clone();
        changed[place] ^= 0x20;
        check(&changed, &format!("byte {place}"));
    }
    for cut in [0, 1, 30, 400, whole.len() / 2, whole.len() - 1] {
        check(&whole[..cut], &format!("cut at {cut}"));
    }
    check(&[whole.as_slice(), b"x"].concat(), "one byte more");
    let mut changed = whole.clone();
    changed[whole.len() - 9] ^= 1;
    fs::write(&torn, changed).unwrap();
    let refused = restore(&torn, &dir, entered, &mut go_on).unwrap_err();
    assert_eq!(refused.id, "backup-torn");
    assert!(!dir.exists());
    fs::write(&torn, "LOKET-BACKUP 9 1 0\n").unwrap();
    assert_eq!(Archive::open(&torn).err().unwrap().id, "backup-newer");
}

#[test]
fn a_part_never_leaves_the_folder() {
    let (folder, _station, _file) = backed_up();
    let evil = folder.path().join("evil.backup");
    for name in [
        "../x.toml",
        "/etc/x.toml",
        "keys/../../x",
        "keys/a/b",
        ".hidden.toml",
        "C:\\x.toml",
    ] {
        let found = registry::Soundness::default();
        let mut manifest = ManifestFile::new(1, true, &found);
        let from = || archive::Source::File(folder.path().join("office.toml"));
        let parts = [
            (String::from(name), from()),
            (String::from("registry.db"), from()),
        ];
        archive::write(&evil, &mut manifest, &parts, &mut go_on).unwrap();
        assert_eq!(
            Archive::open(&evil).err().unwrap().id,
            "backup-torn",
            "{name}"
        );
    }
}

#[test]
fn a_drill_proves_the_newest_and_leaves_nothing() {
    let (folder, mut station, _file) = backed_up();
    let report = station.drill(&mut go_on).unwrap();
    assert!(report.proof.found.is_sound());
    assert_eq!(
        fs::read_dir(folder.path().join("backups")).unwrap().count(),
        1
    );
    let job = station.backup_job();
    assert!(station.backup_due().is_ok_and(|due| !due));
    // Made by plan; the same day's is pruned only by the rule.
    let done = job.run(&mut go_on).unwrap();
    assert_eq!(station.backup_done(&done).unwrap(), 0);
    assert_eq!(station.backups().unwrap().len(), 2);
}

#[test]
fn a_backup_is_the_administrators() {
    let folder = office();
    let mut station = open(&folder);
    let file = folder.path().join("a.backup");
    let refused = station.back_up(&file, &mut go_on).unwrap_err();
    assert_eq!(refused.id, "not-the-duty");
    assert_eq!(station.drill(&mut go_on).unwrap_err().id, "not-the-duty");
    assert!(!file.exists());
}

#[test]
fn a_day_is_printed_with_its_anchor() {
    let folder = office();
    let mut station = open(&folder);
    assert_eq!(
        station.day_report(station.today()).err().unwrap().id,
        "not-the-duty"
    );
    station.act_as(crate::office::Duty::Auditor).unwrap();
    let anchored = station.registry.anchors().unwrap().pop().unwrap().head.day;
    for day in [anchored, station.today(), day("1999-01-01")] {
        let pdf = station.day_report(day).unwrap();
        let pages = crate::print::proof(&pdf, crate::drawing::Dpi(150), 9).unwrap();
        let read: Vec<String> = pages
            .iter()
            .flat_map(|page| crate::seal::scan(&page.luma(), page.width_px, page.height_px))
            .collect();
        // The anchor reads back from paper: what is signed, by whom, the signature.
        assert_eq!(read.len(), usize::from(day == anchored));
        for text in read {
            assert!(text.starts_with(&format!("LOKET:ANCHOR:1:{day}:")));
            assert_eq!(text.split(':').count(), 8);
        }
        // To be looked at: `REPORT_PDF=folder cargo test a_day_is_printed`.
        if let Ok(folder) = std::env::var("REPORT_PDF") {
            fs::write(Path::new(&folder).join(format!("{day}.pdf")), pdf.bytes()).unwrap();
        }
    }
}

#[test]
fn only_an_administrator_of_the_backup_restores_it() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Admin).unwrap();
    let file = folder.path().join("copy.backup");
    let secret = |text: &str| crate::station::Secret::new(text.to_owned());
    let gone = crate::station::NewOfficer {
        login: String::from("lama"),
        name: String::from("Orang Lama"),
        nip: String::new(),
        duties: vec![Duty::Admin],
        password: secret("sungai besar mengalir"),
    };
    station.add_officer(&gone).unwrap();
    let slots = folder.path().join("keys/slots.toml");
    let with_slot = fs::read(&slots).unwrap();
    station.disable_officer("lama").unwrap();
    // His slot is in the backup all the same: the registry beside it decides.
    fs::write(&slots, with_slot).unwrap();
    station.back_up(&file, &mut go_on).unwrap();
    let target = TempDir::new().unwrap();
    let dir = target.path().join("again");
    let by = |login: &'static str, password: &'static str| {
        let enter = move |dir: &Path| {
            Door::find_by(dir, Clock::Fixed(NOW))?.enter(login, &secret(password))
        };
        restore(&file, &dir, enter, &mut go_on).map_err(|error| error.id)
    };
    assert_eq!(by("petugas", "contoh").err(), Some("not-the-duty"));
    assert_eq!(by("kepala", "contoh").err(), Some("not-the-duty"));
    assert_eq!(
        by("lama", "sungai besar mengalir").err(),
        Some("officer-disabled")
    );
    assert_eq!(by("admin", "x").err(), Some("login-refused"));
    assert!(!dir.exists());
    by("admin", "contoh").unwrap();
    assert!(dir.exists());
}
