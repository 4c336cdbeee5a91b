//! Killed at random moments: what was told to be done is done, the stock balances, the chain is whole, the start is clean.
//!
//! `KILLS` is how often (a few, so that the suite stays quick; `installer/kill-test.sh` runs hundreds), `KILL_SEED` the seed.

use crate::cli::own_office;
use loket::office::{CaseState, Duty};
use loket::permit::{Draft, Field, Kind, PermitNo};
use loket::portrait::{self, Crop, Portrait, Still};
use loket::station::{How, Import, Lot, Outcome, Query, Station, backups_in};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

/// Set for the process that is to be killed: the office's folder, and the number of its first permit.
const WORKER: &str = "LOKET_KILL_OFFICE";
const NUMBER: &str = "LOKET_KILL_NUMBER";
/// Begins each line that tells of an act the office has acknowledged.
const SAID: &str = "DONE ";

/// The same numbers for the same seed.
struct Dice(u64);

impl Dice {
    /// Below `most`.
    fn roll(&mut self, most: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % most
    }
}

fn said(what: &str, which: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{SAID}{what} {which}").unwrap();
    out.flush().unwrap();
}

fn face() -> Portrait {
    const PHOTO: &[u8] = include_bytes!("../../resources/demo/portrait.jpg");
    let still = Still::decode(PHOTO).unwrap();
    portrait::accept(&still, Crop::centred(&still)).unwrap()
}

/// A person nobody else is.
fn person(station: &Station, number: u64) -> Draft {
    let mut draft = station.example_draft(Kind::Itas);
    *draft.edit(Field::PermitNo) = format!("2C21KL{number:04}-A");
    *draft.edit(Field::PassportNo) = format!("K{number:08}");
    *draft.edit(Field::Niora) = format!("IM1KL{number:06}");
    draft.edit(Field::Mrz).clear();
    draft
}

/// People as a list with our own names of columns.
fn list(drafts: &[Draft]) -> String {
    let fields: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|field| !drafts[0].get(*field).is_empty())
        .collect();
    let mut text = String::from("kind");
    for field in &fields {
        text.push(';');
        text.push_str(field.id());
    }
    for draft in drafts {
        text.push_str("\nKITAS");
        for field in &fields {
            text.push_str(";\"");
            text.push_str(&draft.get(*field).replace('"', "\"\"").replace('\n', " "));
            text.push('"');
        }
    }
    text
}

fn go_on(_done: u64, _of: u64) -> bool {
    true
}

/// The office's work, over and over, each act told once it is acknowledged. Is a test only by its place: without an office it
/// does nothing.
#[test]
fn worker() {
    let Ok(dir) = std::env::var(WORKER) else {
        return;
    };
    let first: u64 = std::env::var(NUMBER).unwrap().parse().unwrap();
    let face = face();
    let mut station = Station::open(Path::new(&dir)).unwrap();
    said("open", "-");
    for round in 0.. {
        work(&mut station, &face, first + round * 10);
    }
}

fn work(station: &mut Station, face: &Portrait, number: u64) {
    station.act_as(Duty::Counter).unwrap();
    let draft = person(station, number);
    let (case, _) = station.save_case(None, &draft, Some(face)).unwrap();
    said("draft", &case.0.to_string());
    station.submit(case, None).unwrap();
    said("submitted", &case.0.to_string());
    station.act_as(Duty::Head).unwrap();
    let proof = station.proof(case, None).unwrap();
    station.approve(case, &proof.digest, None).unwrap();
    said("approved", &case.0.to_string());
    station.act_as(Duty::Print).unwrap();
    let issued = station.print_case(case, None, None).unwrap();
    said("card", &format!("{} {}", case.0, issued.card_serial));
    station
        .outcome(&issued.card_serial, &Outcome::Good)
        .unwrap();
    said("good", &issued.card_serial);
    station.act_as(Duty::Counter).unwrap();
    let people: Vec<Draft> = (1..4).map(|more| person(station, number + more)).collect();
    let import = Import::open(list(&people).as_bytes(), None).unwrap();
    let report = station
        .import(&import, How::Passing, &mut |_, _| ControlFlow::Continue(()))
        .unwrap();
    assert_eq!(report.passed, 3, "a worker's list is refused");
    for draft in &people {
        said("permit", draft.get(Field::PermitNo));
    }
    station.act_as(Duty::Blanks).unwrap();
    let operator = station.demo_chain().unwrap().printer().clone();
    for serial in station.issue_blanks(&Lot::Next(2), &operator).unwrap() {
        said("given", &serial);
        let range = Station::blank_range(&serial, &serial).unwrap();
        station.take_back_blanks(&range).unwrap();
    }
    station.act_as(Duty::Admin).unwrap();
    let file = station
        .dir()
        .join("backups")
        .join(format!("{number}.backup"));
    station.back_up(&file, &mut go_on).unwrap();
    said("backup", &format!("{number}.backup"));
}

/// What was acknowledged before a kill: each thing with the last that was said of it.
type Acts = Vec<(String, String)>;

fn note(acts: &mut Acts, line: &str) {
    let said = line
        .strip_prefix(SAID)
        .and_then(|said| said.split_once(' '));
    acts.extend(said.map(|(what, which)| (what.to_owned(), which.to_owned())));
}

/// Starts the worker and kills it some time after so many acknowledged acts.
fn killed(dir: &Path, number: u64, after: u64, more: Duration) -> Acts {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::worker", "--nocapture", "--test-threads=1"])
        .env(WORKER, dir)
        .env(NUMBER, number.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let (tell, told) = sync_channel(4096);
    let reader = std::thread::Builder::new()
        .name(String::from("reader"))
        .spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    break;
                }
            }
        })
        .unwrap();
    let mut acts = Acts::new();
    // The pipe is the clock: so many acts, then a moment in the middle of the next.
    while let Ok(line) = told.recv() {
        note(&mut acts, &line);
        if u64::try_from(acts.len()).unwrap() > after {
            break;
        }
    }
    let moment = Instant::now() + more;
    while let Ok(line) = told.recv_timeout(moment.saturating_duration_since(Instant::now())) {
        note(&mut acts, &line);
    }
    let ended = child.try_wait().unwrap();
    assert!(
        ended.is_none(),
        "the worker ended by itself after {:?}",
        acts.last()
    );
    child.kill().unwrap();
    child.wait().unwrap();
    for line in told.iter() {
        note(&mut acts, &line);
    }
    reader.join().unwrap();
    acts
}

/// Opens the office again and looks for everything that was acknowledged.
fn proven(dir: &Path, acts: &Acts) {
    let mut station = Station::open(dir).expect("a clean start");
    station.act_as(Duty::Auditor).unwrap();
    let found = station.examine(&mut go_on).unwrap();
    assert!(found.audit.is_whole(), "{:?}", found.audit.breaks);
    assert!(found.ledger.is_balanced(), "{:?}", found.ledger);
    let mut states: BTreeMap<i64, CaseState> = BTreeMap::new();
    for row in station.cases(&CaseState::ALL, 1_000_000).unwrap() {
        states.insert(row.id.0, row.state);
    }
    let at_least = |case: &str, reached: &[CaseState]| {
        let state = states.get(&case.parse().unwrap());
        assert!(
            state.is_some_and(|state| reached.contains(state)),
            "case {case} is {state:?}"
        );
    };
    let rest = [CaseState::InProduction];
    let approved = [&[CaseState::Approved], rest.as_slice()].concat();
    let submitted = [&[CaseState::Submitted], approved.as_slice()].concat();
    let drafted = [&[CaseState::Draft], submitted.as_slice()].concat();
    for (what, which) in acts {
        match what.as_str() {
            "draft" => at_least(which, &drafted),
            "submitted" => at_least(which, &submitted),
            "approved" => at_least(which, &approved),
            "card" => {
                let (case, serial) = which.split_once(' ').unwrap();
                at_least(case, &rest);
                assert_eq!(hits(&mut station, serial), 1, "card {serial}");
            }
            "permit" => {
                let permit_no = PermitNo::parse(which).unwrap();
                assert!(station.record(&permit_no).is_ok(), "permit {which}");
            }
            "backup" => {
                let rows = backups_in(&dir.join("backups")).unwrap();
                let row = rows.iter().find(|row| row.path.ends_with(which)).unwrap();
                assert!(row.state.is_ok(), "backup {which}");
            }
            "good" | "given" | "open" => {}
            other => panic!("{other}?"),
        }
    }
}

fn hits(station: &mut Station, words: &str) -> u64 {
    let query = Query {
        words: words.to_owned(),
        limit: 2,
        ..Query::default()
    };
    station.search(&query).unwrap().total
}

#[test]
fn nothing_acknowledged_is_lost() {
    let number = |name: &str, usual: u64| -> u64 {
        std::env::var(name).map_or(usual, |text| text.parse().unwrap())
    };
    let (kills, seed) = (number("KILLS", 2), number("KILL_SEED", 169));
    let folder = own_office();
    let dir = folder.path().join("office");
    fs::create_dir(dir.join("backups")).unwrap();
    let mut dice = Dice(seed);
    let mut all = Acts::new();
    let mut moments: BTreeMap<String, u64> = BTreeMap::new();
    for kill in 0..kills {
        // Every kind of act is cut into: the next after the last one told.
        let (after, more) = (dice.roll(16), Duration::from_millis(dice.roll(250)));
        let acts = killed(&dir, 100 + kill * 40, after, more);
        let last = acts.last().map_or("start", |(what, _)| what.as_str());
        *moments.entry(last.to_owned()).or_default() += 1;
        proven(&dir, &acts);
        all.extend(acts);
    }
    proven(&dir, &all);
    let mut station = Station::open(&dir).unwrap();
    station.act_as(Duty::Auditor).unwrap();
    assert!(station.audit_check(&mut go_on).unwrap().is_whole());
    // What was half written is swept away by the next backup.
    station.act_as(Duty::Admin).unwrap();
    station
        .back_up(&dir.join("backups").join("last.backup"), &mut go_on)
        .unwrap();
    for entry in fs::read_dir(dir.join("backups")).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(
            name.to_string_lossy().ends_with(".backup"),
            "{name:?} is left over"
        );
    }
    println!(
        "{kills} kills, seed {seed}: {} acknowledged acts, all there; killed after {moments:?}",
        all.len()
    );
}
