//! Cases, blanks and the audit from the command line: a day's work by commands, and what is refused.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PHOTO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demo/portrait.jpg");

struct Office {
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self {
            folder: TempDir::new().unwrap(),
        };
        let dir = office.path("office");
        let made = office.cli(&["demo", &dir, "--people", "1", "--seed", "5"]);
        assert_eq!(made.status.code(), Some(0));
        office
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn cli(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_loket-cli"))
            .args(args)
            .env("LOKET_PASSWORD", "contoh")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    #[track_caller]
    fn done(&self, args: &[&str]) -> Value {
        let office = self.path("office");
        let output = self.cli(&[&["--office", &office, "--json"], args].concat());
        let aside = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {aside}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    #[track_caller]
    fn refused(&self, args: &[&str], words: &str) {
        let office = self.path("office");
        let output = self.cli(&[&["--office", &office], args].concat());
        let aside = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {aside}");
        assert!(aside.contains(words), "{args:?}: {aside}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }

    fn draft(&self) -> String {
        let office = self.path("office");
        let draft = self.cli(&["--office", &office, "draft", "example"]);
        let file = self.path("draft.toml");
        fs::write(&file, draft.stdout).unwrap();
        file
    }
}

#[test]
fn a_case_and_its_card_by_commands() {
    let office = Office::new();
    let (draft, out) = (office.draft(), office.path("out"));
    let entered = office.done(&["case", "enter", &draft, "--photo", PHOTO]);
    let case = entered["case"].to_string();
    assert_eq!(entered["state"], "DRAFT");
    office.refused(&["approve", &case], "masih diisi");
    assert_eq!(office.done(&["submit", &case])["state"], "SUBMITTED");
    let listed = office.done(&["case", "list", "--state", "submitted"]);
    let rows = listed["cases"].as_array().unwrap();
    assert!(
        rows.iter()
            .any(|row| row["case"].as_i64() == case.parse().ok())
    );
    office.refused(&["--as", "petugas", "approve", &case], "Memutus permohonan");
    office.refused(&["return", &case, "--reason", " "], "Alasan");
    assert_eq!(office.done(&["approve", &case])["state"], "APPROVED");

    let issued = office.done(&["print", &case, "--out", &out]);
    let serial = issued["card_serial"].as_str().unwrap();
    let run = issued["run"].to_string();
    let alone = [
        "outcome", &run, serial, "spoiled", "--reason", "x", "--second", "cetak",
    ];
    office.refused(&alone, "petugas lain");
    let beside = [
        "outcome",
        &run,
        serial,
        "spoiled",
        "--reason",
        "Pita macet",
        "--second",
        "kepala",
    ];
    assert_eq!(office.done(&beside)["state"], "SPOILED");
    let again = office.done(&["print", &case, "--out", &out]);
    let card = again["card_serial"].as_str().unwrap();
    assert_ne!(card, serial);
    office.refused(&["outcome", &run, card, "good"], "bukan bagian");
    let run = again["run"].to_string();
    let good = office.done(&["outcome", &run, card, "good"]);
    assert_eq!(good["state"], "PRINTED");
    office.refused(&["check", &case, issued["pdf"].as_str().unwrap()], card);
    let pdf = again["pdf"].as_str().unwrap();
    assert_eq!(office.done(&["check", &case, pdf])["state"], "READY");
    assert_eq!(office.done(&["handover", &case])["state"], "HANDED_OVER");
    office.refused(&["handover", &case], "sudah diserahkan");

    assert_eq!(office.done(&["audit", "check"])["whole"], true);
    let query = [
        "audit",
        "list",
        "--act",
        "card-",
        "--officer",
        "cetak",
        "--limit",
        "9",
    ];
    let acts = office.done(&query);
    assert_eq!(acts["entries"][0]["act"], "card-good");
    assert_eq!(acts["entries"][2]["detail"]["second"], "kepala");
}

#[test]
fn who_enters_never_approves_from_the_command_line() {
    let office = Office::new();
    let (draft, out) = (office.draft(), office.path("out"));
    let issue = ["issue", &draft, "--photo", PHOTO, "--out", &out];
    let with = |more: &[&'static str]| [&issue[..], more].concat();
    office.refused(
        &with(&["--as", "petugas", "--approver", "petugas"]),
        "petugas lain",
    );
    office.refused(&with(&["--approver", "petugas"]), "petugas lain");
    office.refused(
        &with(&["--as", "kepala", "--approver", "cetak"]),
        "Mengisi permohonan",
    );
    office.refused(&with(&["--as", "petugas", "--approver", "cetak"]), "Galat");
    assert!(!Path::new(&out).exists() || fs::read_dir(&out).unwrap().count() == 0);
    let issued = office.done(&with(&["--as", "petugas", "--approver", "kepala"]));
    assert_eq!(issued["specimen"], true);
    let query = ["audit", "list", "--act", "case-approve", "--limit", "1"];
    assert_eq!(office.done(&query)["entries"][0]["officer"], "kepala");
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one day of the stock, command by command"
)]
fn the_stock_by_commands() {
    let office = Office::new();
    let before = office.done(&["blank", "balance"]);
    let received = office.done(&["blank", "receive", "ZX00001", "ZX00100", "--note", "BA-77"]);
    assert_eq!(
        (&received["count"], &received["last"]),
        (&100.into(), &"ZX00100".into())
    );
    office.refused(
        &["blank", "receive", "ZX00100", "ZX00110", "--note", "x"],
        "sudah pernah",
    );
    office.refused(
        &["blank", "receive", "ZX00102", "ZX00110", "--note", "x"],
        "terlewat",
    );
    office.refused(
        &["blank", "receive", "ZX1", "ZX00110", "--note", "x"],
        "bukan nomor seri",
    );
    let given = office.done(&["blank", "issue", "ZX00001", "ZX00010", "--to", "cetak"]);
    assert_eq!(
        (&given["count"], &given["operator"]),
        (&10.into(), &"cetak".into())
    );
    office.refused(
        &["blank", "issue", "1", "--to", "kepala"],
        "bukan petugas cetak",
    );
    office.refused(
        &["blank", "issue", "99999", "--to", "cetak"],
        "Paling banyak",
    );
    office.refused(
        &["--as", "cetak", "blank", "return", "ZX00001"],
        "Mengelola blangko",
    );
    assert_eq!(
        office.done(&["blank", "return", "ZX00009", "ZX00010"])["state"],
        "STOCK"
    );
    let spoil = |serial, second| {
        [
            "blank", "spoil", serial, "--reason", "Terlipat", "--second", second,
        ]
    };
    office.refused(&spoil("ZX00001", "blangko"), "petugas lain");
    assert_eq!(office.done(&spoil("ZX00001", "kepala"))["state"], "SPOILED");
    office.refused(&spoil("ZX00001", "kepala"), "keadaannya Rusak");
    assert_eq!(
        office.done(&["blank", "lose", "ZX00100", "--report", "LP-1"])["state"],
        "LOST"
    );
    let act = office.path("act.pdf");
    let destroyed = office.done(&[
        "blank", "destroy", "ZX00001", "--report", "BAP-1", "--out", &act,
    ]);
    assert_eq!(destroyed["count"], 1);
    assert!(fs::read(&act).unwrap().starts_with(b"%PDF"));
    office.refused(
        &["blank", "destroy", "--report", "BAP-2"],
        "Tidak ada blangko rusak",
    );
    office.done(&spoil("ZX00002", "kepala"));
    office.refused(
        &["blank", "destroy", "--report", "BAP-1"],
        "sudah pernah dipakai",
    );
    let listed = office.done(&["blank", "list", "--state", "destroyed"]);
    assert_eq!(
        (&listed["total"], &listed["blanks"][0]["report"]),
        (&1.into(), &"BAP-1".into())
    );

    let books = office.done(&["blank", "balance"]);
    let figure = |books: &Value, name: &str| books[name].as_i64().unwrap();
    let sum = |names: &[&str]| names.iter().map(|name| figure(&books, name)).sum::<i64>();
    assert_eq!(
        sum(&["opening", "received"]),
        sum(&["good", "spoiled", "lost", "closing"])
    );
    assert_eq!(figure(&books, "closing"), figure(&before, "closing") + 97);
    let report = office.path("report.pdf");
    office.done(&["blank", "report", "--out", &report]);
    assert!(fs::read(&report).unwrap().starts_with(b"%PDF"));
    let act = office.path("no-act.pdf");
    office.refused(&["blank", "act", "BAP-9", "--out", &act], "BAP-9");

    let file = office.path("audit.csv");
    let exported = office.done(&["audit", "export", &file, "--act", "blank-"]);
    let lines = fs::read_to_string(&file).unwrap().lines().count();
    assert_eq!(exported["rows"].as_u64(), Some(lines as u64 - 1));
    assert_eq!(
        office.done(&["audit", "check"])["breaks"],
        serde_json::json!([])
    );
}
