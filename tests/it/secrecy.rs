//! What a thief finds: no byte of the office's folder, its backups and temporary files tells a name, a number, a picture or
//! a password.

use crate::cli::own_office;
use loket::office::Duty;
use loket::permit::{Field, Kind};
use loket::portrait::{self, Still};
use loket::station::{Door, NewOffice, NewOfficer, Query, Secret, Settings, Station, restore};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CLI: &str = env!("CARGO_BIN_EXE_loket-cli");
const PHOTO: &[u8] = include_bytes!("../../resources/demo/portrait.jpg");

fn files_below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// Something no file may hold, and what it is called when one does.
struct Needle {
    what: &'static str,
    bytes: Vec<u8>,
}

/// As UTF-8 and as UTF-16 of both orders, small letters for capitals.
fn needles(what: &'static str, text: &str) -> Vec<Needle> {
    let small = text.to_lowercase();
    let wide = |order: fn(u16) -> [u8; 2]| small.encode_utf16().flat_map(order).collect();
    [
        small.clone().into_bytes(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
    ]
    .map(|bytes| Needle { what, bytes })
    .into()
}

/// First places of every needle by its first two bytes, so that a file is gone through once.
fn found(needles: &[Needle], bytes: &[u8]) -> Option<&'static str> {
    let small: Vec<u8> = bytes.iter().map(u8::to_ascii_lowercase).collect();
    let mut by_start = vec![Vec::new(); 1 << 16];
    for needle in needles {
        let start = usize::from(needle.bytes[0]) << 8 | usize::from(needle.bytes[1]);
        by_start[start].push(needle);
    }
    small.windows(2).enumerate().find_map(|(at, start)| {
        let start = usize::from(start[0]) << 8 | usize::from(start[1]);
        by_start[start]
            .iter()
            .find(|needle| small[at..].starts_with(&needle.bytes))
            .map(|needle| needle.what)
    })
}

impl Clone for Needle {
    fn clone(&self) -> Self {
        Self {
            what: self.what,
            bytes: self.bytes.clone(),
        }
    }
}

fn go_on(_done: u64, _of: u64) -> bool {
    true
}

/// No file below the folder holds any of it; gives how many bytes were looked at.
fn nothing_below(folder: &Path, forbidden: &[Needle]) -> usize {
    let mut files = Vec::new();
    files_below(folder, &mut files);
    assert!(files.len() > 4, "{files:?}");
    files
        .iter()
        .map(|file| {
            let bytes = fs::read(file).unwrap();
            if let Some(what) = found(forbidden, &bytes) {
                panic!("{}: a {what}", file.display());
            }
            bytes.len()
        })
        .sum()
}

fn officer(login: &str, duties: &[Duty], password: &str) -> NewOfficer {
    NewOfficer {
        login: login.to_owned(),
        name: format!("{login} teladan yang panjang"),
        nip: String::new(),
        duties: duties.to_vec(),
        password: Secret::new(password.to_owned()),
    }
}

#[test]
fn a_real_office_tells_no_password_and_comes_back_from_its_backup() {
    const ADMIN: &str = "gunung-padi-7-awan";
    const HEAD: &str = "sungai-batu-4-kapal";
    const NEW: &str = "danau-tenang-9-perahu";
    let folder = tempfile::TempDir::new().unwrap();
    let dir = folder.path().join("office");
    let mut settings = Settings {
        issuer_url: String::from("https://cikarang.imigrasi.example"),
        language: String::from("id"),
        theme: String::from("light"),
        printer_dpi: 300,
        lock_minutes: 5,
        ..Settings::default()
    };
    settings.office.header = String::from("REPUBLIK INDONESIA");
    settings.office.office = String::from("KANTOR IMIGRASI CIKARANG");
    settings.office.signatory_name = String::from("SURYA TELADAN");
    let sheet = Station::create_office(
        &dir,
        &NewOffice {
            settings,
            officers: vec![
                officer("hendra", &[Duty::Admin], ADMIN),
                officer("surya", &[Duty::Head], HEAD),
            ],
        },
    )
    .unwrap();
    let enter = |dir: &Path| Door::find(dir)?.enter("hendra", &Secret::new(ADMIN.to_owned()));
    let mut station = enter(&dir).unwrap();
    let backup = folder.path().join("a.backup");
    station.back_up(&backup, &mut go_on).unwrap();
    let code = sheet.code.reveal().to_owned();
    let mut forbidden = needles("code", &code);
    forbidden.extend(needles("code", &code.replace('-', "")));
    for secret in [ADMIN, HEAD, NEW] {
        forbidden.extend(needles("password", secret));
    }
    // Officers stand in the registry alone.
    forbidden.extend(needles("officer", "teladan yang panjang"));
    nothing_below(folder.path(), &forbidden);
    // By a password of then, and by the recovery sheet when all are forgotten.
    let there = |name: &str| folder.path().join(name);
    let proof = restore(&backup, &there("by-password"), enter, &mut go_on).unwrap();
    assert!(proof.found.is_sound());
    let wrong = |dir: &Path| Door::find(dir)?.enter("hendra", &Secret::new(HEAD.to_owned()));
    let refused = restore(&backup, &there("by-nothing"), wrong, &mut go_on);
    assert_eq!(refused.err().unwrap().id, "login-refused");
    assert!(!there("by-nothing").exists());
    let recover =
        |dir: &Path| Door::find(dir)?.recover(&code, "hendra", &Secret::new(NEW.to_owned()));
    let proof = restore(&backup, &there("by-sheet"), recover, &mut go_on).unwrap();
    assert!(proof.found.is_sound());
    let again = Door::find(&there("by-sheet"))
        .unwrap()
        .enter("hendra", &Secret::new(NEW.to_owned()));
    assert!(again.is_ok());
    drop((station, again));
    nothing_below(folder.path(), &forbidden);
}

#[test]
fn strings_finds_nothing() {
    let folder = own_office();
    let dir = folder.path().join("office");
    let temporary = folder.path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let mut station = Station::open(&dir).unwrap();
    station.act_as(Duty::Counter).unwrap();
    // Somebody new, in the log beside the registry while the station is open.
    let draft = station.example_draft(Kind::Itap);
    let still = Still::decode(PHOTO).unwrap();
    let crop = portrait::inspect(&still).crop;
    let face = portrait::accept(&still, crop).unwrap();
    station.save_case(None, &draft, Some(&face)).unwrap();
    let everybody = Query {
        limit: 100,
        ..Query::default()
    };
    let mut forbidden = Vec::new();
    for row in station.search(&everybody).unwrap().rows {
        let record = station.record(&row.permit_no).unwrap();
        forbidden.extend(needles("name", &row.full_name));
        forbidden.extend(needles("permit number", row.permit_no.as_str()));
        forbidden.extend(needles("passport number", &row.passport_no));
        for (what, field) in [
            ("NIORA", Field::Niora),
            ("guarantor", Field::GuarantorName),
            ("street", Field::Street),
        ] {
            if record.draft.get(field).len() > 5 {
                forbidden.extend(needles(what, record.draft.get(field)));
            }
        }
        for card in &record.cards {
            forbidden.extend(needles("seal", &card.seal_text));
            forbidden.extend(needles("serial", &card.serial));
        }
    }
    for (what, field) in [
        ("name", Field::FullName),
        ("permit number", Field::PermitNo),
        ("passport number", Field::PassportNo),
        ("NIORA", Field::Niora),
    ] {
        forbidden.extend(needles(what, draft.get(field)));
    }
    // How every JPEG of ours begins.
    forbidden.push(Needle {
        what: "picture",
        bytes: face.jpeg()[..12].to_ascii_lowercase(),
    });
    station.act_as(Duty::Admin).unwrap();
    let backup = folder.path().join("a.backup");
    station.back_up(&backup, &mut go_on).unwrap();
    // The command line makes its own, its temporary files where we can look; and is killed by a file too large.
    let script = r#"trap '' XFSZ; "$1" --office "$2" backup; ulimit -f 900; "$1" --office "$2" backup "$2/../half.backup""#;
    Command::new("sh")
        .args(["-c", script, "sh", CLI, dir.to_str().unwrap()])
        .env("TMPDIR", &temporary)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(fs::metadata(dir.join("registry.db-wal")).unwrap().len() > 0);
    let seen = nothing_below(folder.path(), &forbidden);
    assert!(seen > 1_500_000, "{seen}");
    // The search itself finds what is there.
    let planted = [b"xx".as_slice(), draft.get(Field::FullName).as_bytes()].concat();
    assert_eq!(found(&forbidden, &planted), Some("name"));
    drop(station);
}
