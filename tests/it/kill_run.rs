//! A batch killed at random moments and gone on with: no card without a recorded fate, none doubled, none lost.
//!
//! `KILLS` is how often (a few, so that the suite stays quick; `installer/kill-test.sh` runs hundreds), `KILL_SEED` the seed.

use loket::office::{Duty, PrintState, RunState};
use loket::station::{Batch, Crowd, DecodeBack, NewRun, Ongoing, RunId, RunTarget, Station};
use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const WORKER: &str = "LOKET_KILL_RUN";
const CARDS: u32 = 14;

/// Goes on with the run until it is done, or until somebody kills it. Is a test only by its place: without an office it does
/// nothing.
#[test]
fn worker() {
    let Ok(dir) = std::env::var(WORKER) else {
        return;
    };
    let dir = Path::new(&dir);
    let mut station = Station::open(&dir.join("office")).unwrap();
    station.act_as(Duty::Print).unwrap();
    finish(&mut station, dir, RunId(1));
}

fn finish(station: &mut Station, dir: &Path, run: RunId) {
    let batch = Batch {
        out: &dir.join("out"),
        decode_back: DecodeBack::None,
        again: false,
        cmyk: false,
    };
    let mut on = |_: &Ongoing| ControlFlow::Continue(());
    let report = station.batch(run, &batch, &mut on).unwrap();
    assert!(report.withheld.is_empty());
}

/// The chain and the stock hold; the operator is on duty.
#[track_caller]
pub(super) fn sound(station: &mut Station) {
    station.act_as(Duty::Auditor).unwrap();
    let found = station.examine(&mut |_, _| true).unwrap();
    assert!(
        found.is_sound(),
        "{:?} {:?}",
        found.audit.breaks,
        found.ledger
    );
    station.act_as(Duty::Print).unwrap();
}

/// Everything holds whenever the program ended: each card waits, or has its blank and its seal, once.
#[track_caller]
fn proven(station: &mut Station, run: RunId) -> u64 {
    sound(station);
    let record = station.run(run).unwrap();
    let mut serials = BTreeSet::new();
    for card in &record.cards {
        assert_eq!(card.serial.is_some(), card.state != PrintState::Planned);
        assert!(
            card.serial
                .iter()
                .all(|serial| serials.insert(serial.clone()))
        );
    }
    assert_eq!(record.row.counts.cards(), u64::from(CARDS));
    record.row.counts.left()
}

#[test]
fn no_card_of_a_killed_batch_is_without_its_fate() {
    let number = |name: &str, usual: u64| -> u64 {
        std::env::var(name).map_or(usual, |text| text.parse().unwrap())
    };
    let (kills, mut dice) = (number("KILLS", 6), number("KILL_SEED", 169));
    let folder = TempDir::new().unwrap();
    let dir = folder.path();
    fs::create_dir(dir.join("out")).unwrap();
    let crowd = Crowd {
        people: 0,
        approved: CARDS,
    };
    let mut station = Station::create_demo(&dir.join("office"), crowd, 7, &mut |_, _| ()).unwrap();
    station.act_as(Duty::Print).unwrap();
    let how = NewRun {
        paper: String::from("id1"),
        split: 1,
        target: RunTarget::Files,
        template: None,
        start: 0,
        empty: Vec::new(),
    };
    let run = station.plan_run(None, &how, None).unwrap();
    assert_eq!(run, RunId(1));
    drop(station);
    let mut cut = 0;
    for _ in 0..kills {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill_run::worker", "--test-threads=1"])
            .env(WORKER, dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The folder is the clock: one more file, then a moment in the middle of the next.
        let before = files(dir);
        while files(dir) == before && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let more = Duration::from_micros((dice >> 33) % 40_000);
        let moment = std::time::Instant::now() + more;
        while std::time::Instant::now() < moment {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut station = Station::open(&dir.join("office")).unwrap();
        station.act_as(Duty::Print).unwrap();
        cut += u64::from(0 < proven(&mut station, run));
    }
    let mut station = Station::open(&dir.join("office")).unwrap();
    station.act_as(Duty::Print).unwrap();
    finish(&mut station, dir, run);
    assert_eq!(proven(&mut station, run), 0);
    assert_eq!(files(dir), usize::try_from(CARDS).unwrap());
    assert_eq!(station.settle_run(run).unwrap(), u64::from(CARDS));
    let row = station.runs(false).unwrap().remove(0);
    assert_eq!(row.counts.state(), RunState::Closed);
    println!("{kills} kills, {cut} of them in the middle of the batch");
}

/// Files in their places; a half-written one is none.
fn files(dir: &Path) -> usize {
    let entries = fs::read_dir(dir.join("out")).unwrap();
    entries
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().ends_with(".pdf")
        })
        .count()
}
