//! Lists of people on the command line: out of one office and into another, once.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn cli(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_loket-cli"))
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn json(folder: &Path, code: i32, args: &[&str]) -> Value {
    let output = cli(folder, &[&["--json"], args].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_list_goes_out_of_one_office_and_into_another_once() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    json(folder, 0, &["demo", "a", "--people", "2", "--seed", "7"]);
    json(folder, 0, &["demo", "b", "--people", "0", "--seed", "7"]);
    let written = json(folder, 0, &["--office", "a", "export", "list.xlsx"]);
    assert_eq!(written["rows"], 2);
    let dry = [
        "--office",
        "b",
        "import",
        "list.xlsx",
        "--dry-run",
        "--write-map",
        "map.toml",
    ];
    let dry = json(folder, 0, &dry);
    assert_eq!((&dry["passed"], &dry["refused"]), (&2.into(), &0.into()));
    let taken = [
        "--office",
        "b",
        "import",
        "list.xlsx",
        "--map",
        "map.toml",
        "--all-or-nothing",
    ];
    let taken = json(folder, 0, &taken);
    assert_eq!((&taken["passed"], &taken["before"]), (&2.into(), &0.into()));
    let again = json(folder, 0, &["--office", "b", "import", "list.xlsx"]);
    assert_eq!((&again["passed"], &again["before"]), (&0.into(), &2.into()));

    json(folder, 0, &["--office", "b", "export", "list.csv"]);
    let other = fs::read_to_string(folder.join("list.csv")).unwrap() + "x;y\r\n";
    fs::write(folder.join("other.csv"), other).unwrap();
    let known = [
        "--office",
        "b",
        "import",
        "other.csv",
        "--report",
        "report.csv",
    ];
    let known = json(folder, 1, &known);
    assert_eq!(known["refused"], 3);
    let report = fs::read_to_string(folder.join("report.csv")).unwrap();
    assert!(report.contains("import-known") && report.contains("required"));

    fs::write(folder.join("old.xls"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").unwrap();
    let refused = cli(folder, &["--office", "b", "import", "old.xls"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains(".xls"));
    let refused = cli(folder, &["--office", "b", "export", "list.pdf"]);
    assert_eq!(refused.status.code(), Some(1));
}
