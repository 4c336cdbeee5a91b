//! Bad days: a full disk, a folder that may not be written, changed bytes, hand-edited settings, a torn log. Each is noticed
//! and told, and nothing is lost.

use crate::cli::own_office;
use loket::office::Duty;
use loket::permit::Kind;
use loket::station::{self, Error, Query, Station};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const CLI: &str = env!("CARGO_BIN_EXE_loket-cli");

fn go_on(_done: u64, _of: u64) -> bool {
    true
}

fn own() -> (TempDir, PathBuf) {
    let folder = own_office();
    let dir = folder.path().join("office");
    (folder, dir)
}

/// Opens and reads everything: what a damaged office would stumble over.
fn sound(dir: &Path) -> Result<u64, Error> {
    let mut station = Station::open(dir)?;
    station.act_as(Duty::Auditor)?;
    let found = station.examine(&mut go_on)?;
    assert!(found.is_sound(), "changed unseen: {found:?}");
    let all = Query {
        limit: 1,
        ..Query::default()
    };
    Ok(station.search(&all)?.total)
}

fn flipped(file: &Path, whole: &[u8], place: usize) {
    let mut changed = whole.to_vec();
    changed[place] ^= 1;
    fs::write(file, changed).unwrap();
}

#[test]
fn a_changed_byte_anywhere_in_the_registry_is_noticed() {
    let (_folder, dir) = own();
    let file = dir.join("registry.db");
    let people = sound(&dir).unwrap();
    let whole = fs::read(&file).unwrap();
    let step = whole.len() / 12;
    for place in [0, 15, 16, 60, 4095, 4096, whole.len() - 1]
        .into_iter()
        .chain((5000..whole.len()).step_by(step))
    {
        flipped(&file, &whole, place);
        let error = Station::open(&dir).err().unwrap();
        assert!(
            ["registry-torn", "registry-key"].contains(&error.id),
            "byte {place}: {error:?}"
        );
        // Looking at it has not made it worse.
        assert_eq!(fs::read(&file).unwrap().len(), whole.len());
    }
    fs::write(&file, &whole).unwrap();
    assert_eq!(sound(&dir).unwrap(), people);
}

#[test]
fn a_changed_byte_in_any_key_file_is_told_or_harmless() {
    let (_folder, dir) = own();
    let people = sound(&dir).unwrap();
    for entry in fs::read_dir(dir.join("keys")).unwrap() {
        let file = entry.unwrap().path();
        let whole = fs::read(&file).unwrap();
        let mut refused = 0;
        for place in (0..whole.len()).step_by(whole.len() / 5 + 1) {
            flipped(&file, &whole, place);
            match Station::open(&dir) {
                Ok(_comment_or_another_slot) => {}
                Err(error) => {
                    refused += 1;
                    let known = [
                        "key-",
                        "slots-",
                        "registry-key",
                        "settings-version",
                        "login-",
                        "recovery-",
                    ];
                    assert!(
                        known.iter().any(|start| error.id.starts_with(start)),
                        "{}: {error:?}",
                        file.display()
                    );
                }
            }
            assert_eq!(fs::read(&file).unwrap().len(), whole.len());
        }
        fs::write(&file, &whole).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        // The recovery sheet's slot is looked at when the sheet is used.
        assert!(
            refused > 0 || name.starts_with("recovery") || name.starts_with("slots"),
            "{name}"
        );
    }
    assert_eq!(sound(&dir).unwrap(), people);
}

#[test]
fn settings_edited_by_hand_are_told_with_line_and_key() {
    let (_folder, dir) = own();
    let file = dir.join("settings.toml");
    let whole = fs::read_to_string(&file).unwrap();
    let check = |from: &str, to: &str, id: &str, key: &str| {
        assert!(whole.contains(from), "{from}");
        fs::write(&file, whole.replacen(from, to, 1)).unwrap();
        let error = Station::open(&dir).err().unwrap();
        assert_eq!(error.id, id, "{to}");
        let told = error.args.iter().find(|(name, _)| *name == "key");
        assert_eq!(told.map(|(_, value)| value.as_str()), Some(key), "{to}");
    };
    check(
        "printer_dpi = 300",
        "printer_dpi = 301",
        "settings-unusable",
        "printer_dpi",
    );
    check(
        "printer_dpi = 300",
        "printer_dpi = \"tiga\"",
        "settings-wrong",
        "printer_dpi",
    );
    check("hour = 16", "hour = 24", "settings-unusable", "hour");
    check("hour = 16", "hour = -1", "settings-wrong", "hour");
    check("daily = 7", "daily = 0", "settings-unusable", "daily");
    check(
        "language = \"id\"",
        "language = \"xx\"",
        "settings-unusable",
        "language",
    );
    check("mirror = ", "mirrors = ", "settings-wrong", "mirrors");
    fs::write(&file, [0xFF, 0xFE, 0x00]).unwrap();
    assert_eq!(Station::open(&dir).err().unwrap().id, "settings-wrong");
    fs::remove_file(&file).unwrap();
    assert_eq!(Station::open(&dir).err().unwrap().id, "settings-missing");
    fs::write(&file, &whole).unwrap();
    sound(&dir).unwrap();
}

/// The office as it stands on disk at this moment, its log not yet folded in.
fn snapshot(dir: &Path, into: &Path) {
    for part in ["", "keys"] {
        fs::create_dir_all(into.join(part)).unwrap();
        for entry in fs::read_dir(dir.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && path.extension().is_none_or(|ending| ending != "db-shm") {
                fs::copy(&path, into.join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
}

#[test]
fn a_torn_log_loses_only_what_was_never_acknowledged() {
    let (folder, dir) = own();
    let mut station = Station::open(&dir).unwrap();
    station.act_as(Duty::Counter).unwrap();
    let draft = station.example_draft(Kind::Itas);
    for _act in 0..4 {
        station.save_case(None, &draft, None).unwrap();
    }
    let torn = folder.path().join("torn");
    snapshot(&dir, &torn);
    drop(station);
    let log = torn.join("registry.db-wal");
    let (registry, whole) = (
        fs::read(torn.join("registry.db")).unwrap(),
        fs::read(&log).unwrap(),
    );
    assert!(whole.len() > 4096);
    let mut lengths = Vec::new();
    for cut in [
        0,
        31,
        1000,
        whole.len() / 3,
        whole.len() / 2,
        whole.len() - 1,
        whole.len(),
    ] {
        fs::write(torn.join("registry.db"), &registry).unwrap();
        fs::write(&log, &whole[..cut]).unwrap();
        sound(&torn).unwrap_or_else(|error| panic!("cut at {cut}: {error:?}"));
        let mut station = Station::open(&torn).unwrap();
        station.act_as(Duty::Auditor).unwrap();
        lengths.push(station.examine(&mut go_on).unwrap().counts.cases);
    }
    assert!(lengths.is_sorted(), "{lengths:?}");
    assert!(lengths.first() < lengths.last());
    // A changed byte in the log ends it there; what was folded in before stands.
    fs::write(torn.join("registry.db"), &registry).unwrap();
    flipped(&log, &whole, whole.len() / 2);
    sound(&torn).unwrap();
}

#[test]
fn a_backup_that_cannot_be_written_leaves_nothing_half() {
    let (folder, dir) = own();
    let office = dir.to_str().unwrap().to_owned();
    let backups = folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let file = backups.join("a.backup");
    let shell = |limit: &str, file: &Path| {
        // A limit on file sizes stands for a full disk.
        let script = format!(r#"trap '' XFSZ; ulimit -f {limit}; "$1" --office "$2" backup "$3""#);
        let output = Command::new("sh")
            .args(["-c", &script, "sh", CLI, &office, file.to_str().unwrap()])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let aside = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!aside.contains("panicked"), "{aside}");
        (output.status.code(), aside)
    };
    let bytes = fs::metadata(dir.join("registry.db")).unwrap().len();
    // In blocks of 512: the copy does not fit; the copy fits and the backup does not.
    for limit in [100, bytes / 512 + 1] {
        let (code, aside) = shell(&limit.to_string(), &file);
        assert_eq!(code, Some(1), "{aside}");
        assert!(aside.contains("penuh"), "{aside}");
        assert_eq!(fs::read_dir(&backups).unwrap().count(), 0, "limit {limit}");
        sound(&dir).unwrap();
    }
    // A folder that is a file, as good as one that may not be written.
    fs::write(folder.path().join("plain"), "x").unwrap();
    let (code, aside) = shell("unlimited", &folder.path().join("plain").join("a.backup"));
    assert_eq!(code, Some(1), "{aside}");
    assert!(aside.contains("tidak dapat ditulis"), "{aside}");
    let (code, aside) = shell("unlimited", &file);
    assert_eq!(code, Some(0), "{aside}");
    sound(&dir).unwrap();
}

#[test]
fn a_torn_registry_has_a_way_out() {
    let (folder, dir) = own();
    let mut station = Station::open(&dir).unwrap();
    station.act_as(Duty::Admin).unwrap();
    let done = station.backup_job().run(&mut go_on).unwrap();
    station.backup_done(&done).unwrap();
    drop(station);
    let file = dir.join("registry.db");
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(Station::open(&dir).err().unwrap().id, "registry-torn");
    // People are told of the newest whole backup.
    let output = Command::new(CLI)
        .args(["--office", dir.to_str().unwrap(), "trust", "jwks"])
        .output()
        .unwrap();
    let aside = String::from_utf8_lossy(&output.stderr).into_owned();
    let told = done
        .path
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    assert!(aside.contains(&told) && !aside.contains('$'), "{aside}");
    // It is found without opening anything.
    let newest = station::newest_backup(&dir).unwrap();
    let again = folder.path().join("kantor-lagi");
    let proof = station::restore(&newest.path, &again, Station::open, &mut go_on).unwrap();
    assert!(proof.found.is_sound());
    assert_eq!(sound(&again).unwrap(), 2);
    // The damaged one is as it was.
    assert_eq!(fs::read(&file).unwrap().len(), whole.len() / 2);
}
