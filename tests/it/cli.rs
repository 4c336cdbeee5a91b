//! The command line as built: what it makes, what it says, and how it ends, on good input and bad.

use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

const CLI: &str = env!("CARGO_BIN_EXE_loket-cli");
const PHOTO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demo/portrait.jpg");

/// A folder with a small demo office, made once; tests write beside it or copy it.
fn bench() -> &'static Path {
    static BENCH: OnceLock<TempDir> = OnceLock::new();
    BENCH
        .get_or_init(|| {
            let folder = TempDir::new().unwrap();
            let made = cli(&[
                "demo",
                &path(folder.path(), "office"),
                "--people",
                "2",
                "--seed",
                "7",
            ]);
            ends(&made, 0);
            folder
        })
        .path()
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

fn cli(args: &[&str]) -> Output {
    Command::new(CLI)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// In the shared demo office, which no test changes.
fn office(args: &[&str]) -> Output {
    at(bench(), args)
}

/// In the demo office below a folder.
fn at(folder: &Path, args: &[&str]) -> Output {
    cli(&[&["--office", &path(folder, "office")], args].concat())
}

/// A folder with a copy of the demo office, for a test that issues cards.
pub(crate) fn own_office() -> TempDir {
    let folder = TempDir::new().unwrap();
    for part in ["office", "office/keys"] {
        fs::create_dir(folder.path().join(part)).unwrap();
        for entry in fs::read_dir(bench().join(part)).unwrap() {
            let file = entry.unwrap().path();
            if file.is_file() {
                fs::copy(
                    &file,
                    folder.path().join(part).join(file.file_name().unwrap()),
                )
                .unwrap();
            }
        }
    }
    folder
}

fn fed(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    let office = path(folder, "office");
    let mut child = Command::new(CLI)
        .args(["--office", &office])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its input early closes it.
    child.stdin.take().unwrap().write_all(input).ok();
    child.wait_with_output().unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let told = format!(
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(!told.contains("panicked"), "{told}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Ends with that code, says nothing on standard output and these words on standard error.
#[track_caller]
fn complains(output: &Output, code: i32, words: &str) {
    let told = ends(output, code);
    let aside = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told, "");
    assert!(aside.contains(words), "{words:?} is not in {aside:?}");
}

#[track_caller]
fn json(output: &Output, code: i32) -> Value {
    serde_json::from_str(&ends(output, code)).unwrap()
}

fn draft(kind: &str, folder: &Path) -> String {
    let file = path(folder, &format!("{kind}.toml"));
    fs::write(
        &file,
        ends(&office(&["draft", "example", "--kind", kind]), 0),
    )
    .unwrap();
    file
}

/// The text of a card's QR is valid now, expired in 2099, and forged with one other character.
#[track_caller]
fn text_is_judged(folder: &Path, text: &str) {
    assert_eq!(
        json(
            &fed(
                folder,
                &["--json", "verify", "-"],
                format!("{text}\r\n").as_bytes()
            ),
            0
        )["verdict"],
        "VALID"
    );
    assert_eq!(
        json(
            &fed(
                folder,
                &["--json", "verify", "-", "--at", "2099-01-01T00:00:00Z"],
                text.as_bytes()
            ),
            3
        )["verdict"],
        "EXPIRED"
    );
    let other = if &text[200..201] == "7" { "8" } else { "7" };
    let forged = fed(
        folder,
        &["verify", "-"],
        format!("{}{other}{}", &text[..200], &text[201..]).as_bytes(),
    );
    assert!(
        matches!(forged.status.code(), Some(4 | 5)),
        "{:?}",
        forged.status
    );
}

#[test]
fn a_card_goes_from_draft_to_verdict() {
    let folder = own_office();
    for kind in ["kitas", "kitap"] {
        let (file, out) = (draft(kind, folder.path()), path(folder.path(), "out"));
        let issued = json(
            &at(
                folder.path(),
                &["--json", "issue", &file, "--photo", PHOTO, "--out", &out],
            ),
            0,
        );
        let pdf = PathBuf::from(issued["pdf"].as_str().unwrap());
        let name = format!(
            "{}-{}.pdf",
            issued["permit_no"].as_str().unwrap(),
            issued["card_serial"].as_str().unwrap()
        );
        assert_eq!(pdf.file_name().unwrap().to_str().unwrap(), name);
        assert_eq!(issued["specimen"], true);
        assert_eq!(
            issued["qr"]["module_mm"],
            if kind == "kitas" { 0.4233 } else { 0.3387 }
        );
        assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));

        let verdict = json(
            &at(folder.path(), &["--json", "verify", pdf.to_str().unwrap()]),
            0,
        );
        assert_eq!(
            (&verdict["verdict"], &verdict["specimen"]),
            (&Value::from("VALID"), &Value::from(true))
        );
        assert_eq!(verdict["claims"]["card_serial"], issued["card_serial"]);
        assert_eq!(
            verdict["claims"]["status_idx"],
            issued["seal"]["status_idx"]
        );
        assert_eq!(verdict["kid"], issued["seal"]["kid"]);
        assert_eq!(
            verdict["status"],
            serde_json::json!({"value": "valid", "age_s": 0})
        );

        text_is_judged(folder.path(), issued["qr"]["text"].as_str().unwrap());
        let number = issued["permit_no"].as_str().unwrap();
        let again = path(folder.path(), number);
        ends(&at(folder.path(), &["card", number, "--out", &again]), 0);
        ends(&at(folder.path(), &["verify", &again]), 0);
    }
}

#[test]
fn the_longest_name_and_a_birth_year_alone_make_a_card_that_verifies() {
    let folder = own_office();
    let file = draft("kitas", folder.path());
    let text = fs::read_to_string(&file).unwrap();
    let name = ["MAXIMILIANA"; 6].join(" ") + " ANASTASI";
    let text: String = text
        .lines()
        .filter(|line| !line.starts_with("mrz") && !line.contains('<'))
        .map(|line| match line.split(" = ").next() {
            Some("full_name") => format!("full_name = \"{name}\"\n"),
            Some("birth_date") => String::from("birth_date = \"00-00-1985\"\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    fs::write(&file, text).unwrap();
    let out = path(folder.path(), "out");
    let arguments = ["--json", "issue", &file, "--photo", PHOTO, "--out", &out];
    let issued = json(&at(folder.path(), &arguments), 0);
    assert_eq!(issued["qr"]["version"], 13);
    let verdict = json(
        &at(
            folder.path(),
            &["--json", "verify", issued["pdf"].as_str().unwrap()],
        ),
        0,
    );
    assert_eq!(verdict["verdict"], "VALID");
    assert_eq!(
        verdict["claims"]["name"],
        "MAXIMILIANA MAXIMILIANA MAXIMILIANA MAX"
    );
}

#[test]
fn a_second_card_supersedes_the_first() {
    let folder = own_office();
    let file = path(folder.path(), "d.toml");
    let example = ends(&at(folder.path(), &["draft", "example"]), 0);
    fs::write(&file, example).unwrap();
    let out = path(folder.path(), "out");
    let [first, second] = [(), ()].map(|()| {
        json(
            &at(
                folder.path(),
                &["--json", "issue", &file, "--photo", PHOTO, "--out", &out],
            ),
            0,
        )
    });
    assert_ne!(first["card_serial"], second["card_serial"]);
    assert_eq!(
        (&first["findings"], &second["findings"][0]["rule"]),
        (&Value::Array(Vec::new()), &Value::from("permit-known"))
    );
    let verdict = |card: &Value, code| {
        json(
            &at(
                folder.path(),
                &["--json", "verify", card["pdf"].as_str().unwrap()],
            ),
            code,
        )["verdict"]
            .clone()
    };
    assert_eq!(verdict(&first, 3), "SUPERSEDED");
    assert_eq!(verdict(&second, 0), "VALID");
}

#[test]
fn two_demo_offices_of_one_seed_hold_the_same_people() {
    let folder = TempDir::new().unwrap();
    let made = json(
        &cli(&[
            "--json",
            "demo",
            &path(folder.path(), "other"),
            "--people",
            "2",
            "--seed",
            "7",
        ]),
        0,
    );
    assert_eq!(made["permits"], 2);
    let people = |folder: &Path| {
        let mut station = loket::station::Station::open(folder).unwrap();
        let query = loket::station::Query {
            words: String::from("XX00000"),
            limit: 9,
            offset: 0,
            ..loket::station::Query::default()
        };
        let rows = station.search(&query).unwrap().rows;
        rows.iter()
            .map(|row| (row.clone(), station.record(&row.permit_no).unwrap().draft))
            .collect::<Vec<_>>()
    };
    let same = people(&folder.path().join("other"));
    assert_eq!(same.len(), 2);
    assert_eq!(same, people(&bench().join("office")));
    let mut other = loket::station::Station::open(&folder.path().join("other")).unwrap();
    let record = other.record(&same[0].0.permit_no).unwrap();
    let told = ends(
        &fed(
            bench(),
            &["verify", "-"],
            record.cards[0].seal_text.as_bytes(),
        ),
        4,
    );
    let place = |words: &str| {
        told.find(words)
            .unwrap_or_else(|| panic!("{words}: {told}"))
    };
    assert!(place("belum terbukti benar") < place("Nama: "), "{told}");
    let born = record.draft.get(loket::permit::Field::BirthDate);
    place(&format!("Tanggal lahir: {born}\n"));
    complains(
        &cli(&["demo", &path(folder.path(), "other")]),
        1,
        "tidak kosong",
    );
}

#[test]
fn verify_says_what_is_no_card() {
    let folder = TempDir::new().unwrap();
    assert_eq!(
        json(&office(&["--json", "verify", PHOTO]), 5)["verdict"],
        "UNREADABLE"
    );
    let cat = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/portraits/noface-cat.png"
    ));
    if cat.exists() {
        ends(&office(&["verify", cat.to_str().unwrap()]), 5);
    }
    for (name, bytes) in [
        ("empty.png", &b""[..]),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj <<"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("words.txt", b"hello"),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
        ends(&office(&["verify", &path(folder.path(), name)]), 5);
    }
    complains(
        &office(&["verify", &path(folder.path(), "none.png")]),
        1,
        "none.png",
    );
    ends(&fed(bench(), &["verify", "-"], &[0xFF; 4096]), 5);
}

#[test]
fn draft_check_tells_findings_by_id() {
    let folder = TempDir::new().unwrap();
    let file = draft("kitas", folder.path());
    assert_eq!(
        json(&office(&["--json", "draft", "check", &file]), 0),
        serde_json::json!({"passes": true, "findings": []})
    );
    let text = fs::read_to_string(&file).unwrap();
    let typed: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("passport_expiry"))
        .collect();
    let found = json(
        &fed(
            bench(),
            &["--json", "draft", "check", "-"],
            typed.join("\n").as_bytes(),
        ),
        1,
    );
    assert_eq!(found["passes"], false);
    assert_eq!(
        found["findings"][0],
        serde_json::json!({"rule": "required", "field": "passport_expiry", "severity": "hard", "args": {}})
    );
    let old = json(
        &office(&["--json", "draft", "check", &file, "--on", "2018-03-28"]),
        1,
    );
    assert_eq!(old["passes"], false);
    let english = ends(
        &fed(
            bench(),
            &["--lang", "en", "draft", "check", "-"],
            typed.join("\n").as_bytes(),
        ),
        1,
    );
    assert!(english.contains("cannot be issued yet"), "{english}");
}

#[test]
fn bad_input_is_told_and_nothing_is_written() {
    let folder = TempDir::new().unwrap();
    let own = own_office(); // others write to the one that all share
    let office = |args: &[&str]| at(own.path(), args);
    let (file, out) = (draft("kitas", folder.path()), path(folder.path(), "out"));
    let issue = |file: &str, photo: &str, out: &str| {
        office(&["issue", file, "--photo", photo, "--out", out])
    };
    let registry = || fs::read(own.path().join("office/registry.db")).unwrap();
    let before = registry();
    let bad = path(folder.path(), "bad.toml");
    fs::write(&bad, "kind = \"kitas\"\ncolour = \"red\"\n").unwrap();
    complains(&issue(&bad, PHOTO, &out), 1, "colour");
    fs::write(&bad, [0xFF, 0xFE, 0x00]).unwrap();
    complains(&issue(&bad, PHOTO, &out), 1, "UTF-8");
    fs::write(&bad, "kind = \"kitas\"\n").unwrap();
    complains(&issue(&bad, PHOTO, &out), 1, "temuan");
    complains(
        &issue(&file, &path(folder.path(), "none.jpg"), &out),
        1,
        "none.jpg",
    );
    complains(&issue(&file, &file, &out), 1, "bukan foto");
    complains(
        &issue(&file, PHOTO, &path(Path::new(&file), "below")),
        1,
        "below",
    );
    complains(
        &office(&[
            "issue",
            &file,
            "--photo",
            PHOTO,
            "--out",
            &out,
            "--template",
            "gold",
        ]),
        1,
        "gold",
    );
    complains(
        &office(&[
            "issue",
            &file,
            "--photo",
            PHOTO,
            "--out",
            &out,
            "--template",
            &file,
        ]),
        1,
        "kitas.toml",
    );
    complains(
        &office(&[
            "card",
            "2C21ZZ0001-Z",
            "--out",
            &path(folder.path(), "c.pdf"),
        ]),
        1,
        "tidak ada di registri",
    );
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| ["bad.toml", "kitas.toml", "out"].contains(&name.to_str().unwrap())),
        "{left:?}"
    );
    assert_eq!(fs::read_dir(&out).map_or(0, Iterator::count), 0);
    assert!(registry() == before);
}

#[test]
fn a_verdict_nobody_listens_to_keeps_its_exit_code() {
    let folder = TempDir::new().unwrap();
    let bad = path(folder.path(), "bad.toml");
    fs::write(&bad, "kind = \"kitas\"\n").unwrap();
    for (args, code) in [
        (&["verify", PHOTO][..], 5),
        (&["draft", "check", &bad], 1),
        (&["trust", "jwks"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = Command::new(CLI)
            .args(["--office", &path(bench(), "office")])
            .args(args)
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(ended.code(), Some(code), "{args:?}");
    }
}

#[test]
fn wrong_usage_ends_with_two() {
    for args in [
        &["frob"][..],
        &["--office"],
        &["demo"],
        &["issue", "x"],
        &["draft", "example", "--kind", "passport"],
    ] {
        let output = cli(args);
        complains(&output, 2, "");
        assert!(!output.stderr.is_empty());
    }
    complains(&cli(&["trust", "jwks"]), 2, "--office");
    complains(
        &cli(&["--lang", "en", "trust", "jwks"]),
        2,
        "needs --office",
    );
    complains(&office(&["verify", "x", "--at", "soon"]), 2, "--at");
    complains(
        &office(&["draft", "check", "x", "--on", "31-12-2026"]),
        2,
        "--on",
    );
    complains(&office(&["card", "no!", "--out", "x"]), 2, "izin");
    complains(
        &cli(&["--office", &path(bench(), "nowhere"), "trust", "jwks"]),
        1,
        "nowhere",
    );
    assert!(ends(&cli(&["--help"]), 0).contains("verify"));
}

#[test]
fn jwks_and_examples_are_for_programs() {
    let keys: Value = serde_json::from_str(&ends(&office(&["trust", "jwks"]), 0)).unwrap();
    let keys = keys["keys"].as_array().unwrap();
    assert!(
        keys.iter()
            .all(|key| key["kty"] == "EC" && key["crv"] == "P-256" && key["alg"] == "ES256")
    );
    assert!(ends(&office(&["draft", "example"]), 0).starts_with("kind = \"kitas\"\n"));
    assert!(
        ends(&office(&["draft", "example", "--kind", "kitap"]), 0)
            .starts_with("kind = \"kitap\"\n")
    );
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_and_a_full_disk_are_no_panic() {
    let shell = |script: &str| {
        let office = path(bench(), "office");
        let output = Command::new("sh")
            .args(["-c", script, "sh", CLI, &office])
            .output()
            .unwrap();
        let aside = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!aside.contains("panicked"), "{aside}");
        (output.status.code(), aside)
    };
    let (_, aside) = shell(r#""$1" --office "$2" trust jwks | true"#);
    assert_eq!(aside, "");
    if Path::new("/dev/full").exists() {
        let (code, aside) = shell(r#""$1" --office "$2" trust jwks >/dev/full"#);
        assert_eq!(code, Some(1));
        assert!(aside.contains("stdout"), "{aside}");
    }
    // A limit on file sizes stands for a full disk: no file may grow past 4 blocks.
    let folder = TempDir::new().unwrap();
    let demo = path(folder.path(), "demo");
    let (code, aside) = shell(&format!(
        r#"trap '' XFSZ; ulimit -f 4; "$1" demo {demo} --people 1"#
    ));
    assert_eq!(code, Some(1), "{aside}");
    assert!(
        aside.contains("penuh") || aside.contains("tidak dapat ditulis"),
        "{aside}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
