//! Out with a patrol and home again by the command line; and a laptop that dies in the middle of a scan.

use loket::station::{Evidence, Noted, Patrol, Secret};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const CLI: &str = env!("CARGO_BIN_EXE_loket-cli");
const WORD: &str = "kuda lari di sawah";
/// Set for the process that is to be killed: the patrol's folder.
const WORKER: &str = "LOKET_KILL_PATROL";

#[track_caller]
fn cli(folder: &Path, args: &[&str], code: i32) -> (Value, String) {
    let done = Command::new(CLI)
        .current_dir(folder)
        .arg("--json")
        .args(args)
        .env("LOKET_PATROL_PASSPHRASE", WORD)
        .env("LOKET_EXTRACT_PASSPHRASE", "sapi makan rumput hijau")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let aside = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(code), "{aside}");
    assert!(!aside.contains("panicked"), "{aside}");
    let told = serde_json::from_slice(&done.stdout).unwrap_or_default();
    (told, aside)
}

/// An office, its newest card as a file, and a laptop's folder without the office's extract.
fn out(folder: &TempDir) -> String {
    let office = |args: &[&str]| cli(folder.path(), &[&["--office", "office"], args].concat(), 0).0;
    let found = office(&["search", "--state", "active", "--limit", "1"]);
    let permit = found["rows"][0]["permit_no"].as_str().unwrap().to_owned();
    office(&["card", &permit, "--out", "card.pdf"]);
    office(&["trust", "bundle", "--out", "bundle"]);
    office(&["trust", "root", "--out", "root.pem"]);
    let init = [
        "patrol", "init", "laptop", "--bundle", "bundle", "--root", "root.pem",
    ];
    cli(folder.path(), &init, 0);
    permit
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one story from the office out and home"
)]
fn a_patrol_goes_out_and_comes_home() {
    let folder = crate::cli::own_office();
    let permit = out(&folder);
    let at = folder.path();
    let office = |args: &[&str], code| cli(at, &[&["--office", "office"], args].concat(), code);
    let (told, _) = office(
        &[
            "patrol",
            "papers",
            &permit,
            "--sktt",
            "none",
            "--rptka",
            "Lain sekali",
        ],
        0,
    );
    assert_eq!(
        (&told["sktt"], &told["address"]),
        (&Value::from("none"), &Value::Null)
    );
    let week = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 7);
    let until = week.strftime("%Y-%m-%d").to_string();
    let day = ["--until", &until, "--to", "Tim PORA"];
    let extract = ["patrol", "extract", "--out", "lapangan", "--level", "2"];
    let (made, _) = office(&[&extract[..], &day].concat(), 0);
    assert!(made["people"].as_u64() > Some(1));
    let (_, aside) = office(
        &[
            "patrol", "extract", "--out", "x", "--level", "3", day[0], day[1], day[2], day[3],
        ],
        2,
    );
    assert!(!aside.is_empty());
    let (state, _) = cli(
        at,
        &["patrol", "import", "laptop", "--extract", "lapangan"],
        0,
    );
    assert_eq!(state["extract"]["level"], 2);

    let check = [
        "patrol",
        "check",
        "laptop",
        "card.pdf",
        "--kecamatan",
        "cikarang barat",
        "--at",
        "-6.307,107.172",
    ];
    let (seen, _) = cli(at, &check, 0);
    assert_eq!(
        (&seen["verdict"], &seen["permit_no"]),
        (&Value::from("VALID"), &Value::from(permit.as_str()))
    );
    assert!(seen["sighting"].is_string());
    assert!(seen["entry"]["address"].as_str().unwrap().len() > 3);
    // The same card at once is no new sighting.
    let (again, _) = cli(at, &check, 0);
    assert_eq!(
        (&again["hints"][0]["hint"], &again["sighting"]),
        (&Value::from("again"), &Value::Null)
    );
    fs::write(at.join("none.txt"), "bukan segel").unwrap();
    cli(at, &["patrol", "check", "laptop", "none.txt"], 5);

    let (log, _) = cli(at, &["patrol", "log", "laptop", "--out", "pulang"], 0);
    assert_eq!(log["sightings"].as_array().unwrap().len(), 2);
    let device = log["device"].as_str().unwrap();
    let (_, aside) = office(&["patrol", "merge", "pulang"], 1);
    assert!(aside.contains(device), "{aside}");
    let (first, _) = office(&["patrol", "merge", "pulang", "--device", device], 0);
    let (second, _) = office(&["patrol", "merge", "pulang"], 0);
    assert_eq!(
        (&first["fresh"], &second["fresh"], &second["known"]),
        (&2.into(), &0.into(), &2.into())
    );
    let (found, _) = office(&["patrol", "sightings", "--permit", &permit], 0);
    assert_eq!(
        (&found["total"], &found["rows"][0]["latitude_e6"]),
        (&1.into(), &Value::from(-6_307_000))
    );
    let (found, _) = office(&["patrol", "sightings", "--kecamatan", "32.16.08"], 0);
    assert_eq!(found["districts"][0]["sightings"], 1);
    office(&["patrol", "sightings", "--kecamatan", "Atlantis"], 2);
}

/// Scans over and over, each told once it is judged. Is a test only by its place: without a folder it does nothing.
#[test]
fn worker() {
    let Ok(dir) = std::env::var(WORKER) else {
        return;
    };
    let mut patrol = Patrol::open(Path::new(&dir), &Secret::new(WORD.to_owned())).unwrap();
    let evidence = Evidence::Text(String::from("x"));
    let noted = Noted {
        photo: Some([&[0xFF, 0xD8, 0xFF][..], &vec![9; 200_000]].concat()),
        ..Noted::default()
    };
    for _ in 0..10_000 {
        let checked = patrol.check(&evidence, &Noted::default()).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nDONE {}", checked.id).unwrap();
        out.flush().unwrap();
        patrol.record(&checked, &noted).unwrap();
    }
}

#[test]
fn what_was_noted_survives_a_kill() {
    let folder = crate::cli::own_office();
    out(&folder);
    let laptop = folder.path().join("laptop");
    let mut told = Vec::new();
    for acts in [3, 6] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "patrol::worker",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(WORKER, &laptop)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut lines = lines.map_while(Result::ok);
        // The pipe is the clock; what is told after the kill was noted too.
        told.extend(lines.by_ref().filter_map(done).take(acts));
        child.kill().unwrap();
        told.extend(lines.filter_map(done));
        child.wait().unwrap();
        let patrol = Patrol::open(&laptop, &Secret::new(WORD.to_owned())).unwrap();
        let kept: Vec<String> = patrol
            .log()
            .iter()
            .map(|scan| scan.id.to_string())
            .collect();
        for id in &told {
            let times = kept.iter().filter(|one| *one == id).count();
            assert_eq!(times, 1, "{id} was told and is in the log {times} times");
        }
        let first = patrol.log().first().unwrap().id;
        assert_eq!(patrol.photo(first).unwrap().unwrap().len(), 200_003);
    }
    assert!(told.len() >= 9);
}

fn done(line: String) -> Option<String> {
    line.strip_prefix("DONE ").map(str::to_owned)
}
