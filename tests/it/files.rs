//! Files commands write: none that is there is written over unasked, and nothing half made is left behind.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

#[track_caller]
fn cli(folder: &Path, args: &[&str], code: i32) -> (Value, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_loket-cli"))
        .current_dir(folder)
        .args(["--office", "office", "--json"])
        .args(args)
        .env("LOKET_PATROL_PASSPHRASE", "kuda lari di sawah")
        .env("LOKET_EXTRACT_PASSPHRASE", "sapi makan rumput hijau")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let aside = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(code), "{args:?}: {aside}");
    (
        serde_json::from_slice(&done.stdout).unwrap_or_default(),
        aside,
    )
}

#[test]
fn a_file_that_is_there_is_written_over_only_when_asked() {
    let folder = crate::cli::own_office();
    let at = folder.path();
    let found = cli(at, &["search", "--limit", "1"], 0).0;
    let permit = found["rows"][0]["permit_no"].as_str().unwrap().to_owned();
    let acts = cli(at, &["audit", "list", "--limit", "1"], 0).0["total"].clone();
    fs::write(at.join("there"), "kept").unwrap();
    fs::write(at.join("there.csv"), "kept").unwrap();
    for args in [
        &["export", "there.csv"][..],
        &["card", &permit, "--out", "there"],
        &["backup", "there"],
        &["stats", "--pdf", "there"],
        &["audit", "export", "there.csv"],
        &["trust", "root", "--out", "there"],
        &["trust", "bundle", "--out", "there"],
        &["blank", "report", "--out", "there"],
        &["report", "day", "there"],
    ] {
        let (_, aside) = cli(at, args, 1);
        assert!(aside.contains("sudah ada"), "{args:?}: {aside}");
    }
    for file in ["there", "there.csv"] {
        assert_eq!(fs::read(at.join(file)).unwrap(), b"kept");
    }
    // Refused before anything was done: nothing but the look at the audit itself.
    let then = cli(at, &["audit", "list", "--limit", "1"], 0).0["total"].clone();
    assert!(then.as_u64().unwrap() <= acts.as_u64().unwrap() + 1);
    cli(at, &["export", "there.csv", "--force"], 0);
    assert_ne!(fs::read(at.join("there.csv")).unwrap(), b"kept");
}

#[test]
fn a_crop_is_written_over_nothing_unasked_and_says_how_old_its_photo_is() {
    let folder = tempfile::TempDir::new().unwrap();
    let at = folder.path();
    let old = crate::oddphotos::dated(&loket::portrait::drawn(2), "2019:03:31");
    for name in ["one", "one/again", "crops"] {
        fs::create_dir(at.join(name)).unwrap();
    }
    for name in ["one/a.jpg", "one/again/a.jpg"] {
        fs::write(at.join(name), &old).unwrap();
    }
    let check = [
        "portrait",
        "check",
        "one/a.jpg",
        "one/again/a.jpg",
        "--on",
        "2026-01-02",
        "--out",
        "crops",
    ];
    let (told, _) = cli(at, &check, 0);
    assert_eq!(
        (&told[0]["taken"], &told[1]["too_old"]),
        (&"2019-03-31".into(), &true.into())
    );
    // Two photos of one name stay two.
    for name in ["crops/a.jpg", "crops/a (2).jpg"] {
        assert!(at.join(name).is_file(), "{name}");
    }
    fs::write(at.join("crops/a.jpg"), "kept").unwrap();
    let (_, aside) = cli(at, &check, 1);
    assert!(aside.contains("sudah ada"), "{aside}");
    let single = ["portrait", "check", "one/a.jpg", "--out", "crops/a.jpg"];
    cli(at, &single, 1);
    assert_eq!(fs::read(at.join("crops/a.jpg")).unwrap(), b"kept");
    cli(at, &[&single[..], &["--force"]].concat(), 0);
    assert_ne!(fs::read(at.join("crops/a.jpg")).unwrap(), b"kept");
}

#[test]
fn a_laptop_begun_with_a_wrong_extract_can_be_begun_again() {
    let folder = crate::cli::own_office();
    let at = folder.path();
    cli(at, &["trust", "bundle", "--out", "bundle"], 0);
    cli(at, &["trust", "root", "--out", "root.pem"], 0);
    let init = [
        "patrol", "init", "laptop", "--bundle", "bundle", "--root", "root.pem",
    ];
    fs::write(at.join("wrong"), "no extract").unwrap();
    cli(at, &[&init[..], &["--extract", "wrong"]].concat(), 1);
    assert!(!at.join("laptop").exists());
    cli(at, &[&init[..], &["--extract", "missing"]].concat(), 1);
    assert!(!at.join("laptop").exists());
    cli(at, &init, 0);
}
