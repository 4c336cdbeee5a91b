//! A real office from the command line: founded, locked, its officers kept, and entered again with its recovery sheet.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

const CLI: &str = env!("CARGO_BIN_EXE_loket-cli");
const ADMIN: &str = "kunci rapat di laci";
const HEAD: &str = "pohon mangga berbuah";
const NEW: &str = "sungai besar mengalir";

const ANSWERS: &str = r#"
name = "KANTOR IMIGRASI CIKARANG"
header = "REPUBLIK INDONESIA · IMIGRASI"
issuer_url = "https://cikarang.imigrasi.example"
signatory_title = "Kepala Kantor"
signatory_name = "SURYA TELADAN"

[[officer]]
login = "hendra"
name = "Hendra Teladan"
duties = ["admin"]

[[officer]]
login = "surya"
name = "Surya Teladan"
duties = ["head", "reviewer"]
"#;

/// The command line, in a folder, with secrets in its environment.
fn cli(folder: &Path, args: &[&str], secrets: &[(&str, &str)]) -> Output {
    let mut command = Command::new(CLI);
    command.current_dir(folder).args(args).stdin(Stdio::null());
    for name in ["LOKET_PASSWORD", "LOKET_NEW_PASSWORD", "LOKET_RECOVERY"] {
        command.env_remove(name);
    }
    command.envs(secrets.iter().copied()).output().unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let aside = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{aside}");
    assert!(!aside.contains("panicked"), "{aside}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Ends with 1 and these words on standard error.
#[track_caller]
fn complains(output: &Output, words: &str) {
    ends(output, 1);
    let aside = String::from_utf8_lossy(&output.stderr);
    assert!(aside.contains(words), "{words:?} is not in {aside:?}");
}

fn found(folder: &Path, answers: &str) -> Output {
    fs::write(folder.join("answers.toml"), answers).unwrap();
    cli(
        folder,
        &[
            "--json",
            "office",
            "new",
            "kantor",
            "--from",
            "answers.toml",
        ],
        &[
            ("LOKET_PASSWORD_HENDRA", ADMIN),
            ("LOKET_PASSWORD_SURYA", HEAD),
        ],
    )
}

/// A folder with a copy of a real office, founded once.
fn office() -> TempDir {
    static FIRST: OnceLock<TempDir> = OnceLock::new();
    let first = FIRST.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let told: Value = serde_json::from_str(&ends(&found(folder.path(), ANSWERS), 0)).unwrap();
        assert_eq!(told["sheet"], "kantor-pemulihan.pdf");
        folder
    });
    let copy = TempDir::new().unwrap();
    for part in ["kantor", "kantor/keys"] {
        fs::create_dir(copy.path().join(part)).unwrap();
        for entry in fs::read_dir(first.path().join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap();
                fs::copy(&path, copy.path().join(part).join(name)).unwrap();
            }
        }
    }
    copy
}

fn as_officer(folder: &TempDir, login: &str, password: &str, args: &[&str]) -> Output {
    let all = [&["--office", "kantor", "--as", login], args].concat();
    let secrets = [("LOKET_PASSWORD", password), ("LOKET_NEW_PASSWORD", NEW)];
    cli(folder.path(), &all, &secrets)
}

#[test]
fn a_real_office_is_founded_with_its_sheet_beside_it() {
    let folder = TempDir::new().unwrap();
    ends(&found(folder.path(), ANSWERS), 0);
    assert!(folder.path().join("kantor-pemulihan.pdf").is_file());
    assert!(folder.path().join("kantor/keys/recovery.toml").is_file());
    let again = found(folder.path(), ANSWERS);
    complains(&again, "sudah ada");
    fs::remove_file(folder.path().join("kantor-pemulihan.pdf")).unwrap();
    complains(&found(folder.path(), ANSWERS), "tidak kosong");
    for (from, to, words) in [
        ("\"admin\"", "\"counter\"", "administrator"),
        ("\"head\", \"reviewer\"", "\"print\"", "kepala"),
        ("\"admin\"", "\"raja\"", "raja"),
        ("https://", "http://", "issuer_url"),
        ("header =", "kepala =", "baris 3"),
        ("\"surya\"", "\"hendra\"", "pernah dipakai"),
    ] {
        let folder = TempDir::new().unwrap();
        complains(&found(folder.path(), &ANSWERS.replace(from, to)), words);
        assert!(!folder.path().join("kantor").exists(), "{words}");
    }
    // Without a password there is nothing to found.
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.toml"), ANSWERS).unwrap();
    complains(
        &cli(
            folder.path(),
            &["office", "new", "kantor", "--from", "a.toml"],
            &[],
        ),
        "Jawaban tidak ada",
    );
}

#[test]
fn it_opens_for_its_officers_alone() {
    let folder = office();
    complains(
        &cli(
            folder.path(),
            &["--office", "kantor", "officer", "list"],
            &[],
        ),
        "Masuk dahulu",
    );
    complains(
        &as_officer(&folder, "hendra", HEAD, &["officer", "list"]),
        "salah",
    );
    let told = ends(
        &as_officer(&folder, "hendra", ADMIN, &["officer", "list"]),
        0,
    );
    assert!(
        told.contains("Surya Teladan") && told.contains("Kepala kantor"),
        "{told}"
    );
    // Whose password somebody else chose changes it before anything else.
    let draft = ["draft", "check", "x.toml"];
    complains(
        &as_officer(&folder, "surya", HEAD, &["officer", "disable", "hendra"]),
        "diganti dahulu",
    );
    fs::write(folder.path().join("x.toml"), "kind = \"kitas\"\n").unwrap();
    ends(
        &as_officer(&folder, "surya", HEAD, &["officer", "password"]),
        0,
    );
    complains(&as_officer(&folder, "surya", HEAD, &draft), "salah");
    ends(&as_officer(&folder, "surya", NEW, &draft), 1);
}

#[test]
fn every_verb_on_officers_works_from_the_command_line() {
    let folder = office();
    let admin = |args: &[&str]| as_officer(&folder, "hendra", ADMIN, args);
    let add = ["officer", "add", "rina", "--name", "Rina Teladan", "--duty"];
    complains(&admin(&[&add[..], &["raja"]].concat()), "raja");
    ends(&admin(&[&add[..], &["counter"]].concat()), 0);
    complains(&admin(&[&add[..], &["counter"]].concat()), "rina");
    complains(
        &admin(&["officer", "duties", "rina", "print", "blanks"]),
        "sekaligus",
    );
    ends(&admin(&["officer", "duties", "rina", "print"]), 0);
    ends(&admin(&["officer", "password", "rina"]), 0);
    ends(&admin(&["officer", "disable", "rina"]), 0);
    complains(
        &as_officer(&folder, "rina", NEW, &["officer", "list"]),
        "dinonaktifkan",
    );
    ends(&admin(&["officer", "enable", "rina"]), 0);
    complains(&admin(&["officer", "disable", "hendra"]), "terakhir");
    let told = ends(&admin(&["--json", "officer", "list"]), 0);
    let told: Value = serde_json::from_str(&told).unwrap();
    let rina = told
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["login"] == "rina")
        .unwrap();
    assert_eq!(rina["duties"], serde_json::json!(["print"]));
    assert_eq!(
        (&rina["active"], &rina["must_change"]),
        (&Value::Bool(true), &Value::Bool(true))
    );
    // Who logs in to a demo office is held to his duties, too.
    let demo = cli(folder.path(), &["demo", "contoh", "--people", "1"], &[]);
    ends(&demo, 0);
    let list = [
        "--office", "contoh", "--as", "petugas", "officer", "disable", "cetak",
    ];
    complains(
        &cli(folder.path(), &list, &[("LOKET_PASSWORD", "contoh")]),
        "bukan tugas Anda",
    );
    ends(
        &cli(
            folder.path(),
            &["--office", "contoh", "officer", "disable", "cetak"],
            &[],
        ),
        0,
    );
}

#[test]
fn a_new_sheet_is_printed_and_a_wrong_code_says_where() {
    let folder = office();
    let sheet = as_officer(&folder, "hendra", ADMIN, &["office", "sheet", "lembar.pdf"]);
    ends(&sheet, 0);
    assert!(
        fs::read(folder.path().join("lembar.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    // A sheet that cannot be written is told, lest it is lost.
    let lost = as_officer(
        &folder,
        "hendra",
        ADMIN,
        &["office", "sheet", "tidak/ada.pdf"],
    );
    let told = ends(&lost, 1);
    let code = told.rsplit(": ").next().unwrap().trim().to_owned();
    let recover = |code: &str| {
        let secrets = [("LOKET_RECOVERY", code), ("LOKET_NEW_PASSWORD", NEW)];
        cli(
            folder.path(),
            &["--office", "kantor", "office", "recover", "surya"],
            &secrets,
        )
    };
    complains(&recover("abc"), "40");
    let symbol = if code.starts_with('7') { "8" } else { "7" };
    complains(
        &recover(&code.replacen(&code[..1], symbol, 1)),
        "Kelompok ke-1",
    );
    ends(&recover(&code.to_lowercase()), 0);
    ends(&as_officer(&folder, "surya", NEW, &["officer", "list"]), 0);
}
