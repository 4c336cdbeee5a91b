//! Killed while cards go to a printer, onto sheets, into a shop's job, and while its return is taken in: no card without a
//! recorded fate, none printed twice, the stock balances, the chain is whole.
//!
//! `KILLS` is how often (a few, so that the suite stays quick; `installer/kill-test.sh` runs hundreds), `KILL_SEED` the seed.

use crate::kill_run::sound;
use crate::queue::{self, Queue};
use loket::office::{Duty, PrintState, RunState};
use loket::shop::Fate;
use loket::station::{
    Batch, Crowd, DecodeBack, JobOrder, NewRun, Ongoing, Outcome, RunId, RunTarget, Secret, Shop,
    Spooler, Station,
};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// For the process that is to be killed: folder, work, run, and where the queue listens.
const WORKER: [&str; 4] = [
    "LOKET_KILL_PRESS",
    "LOKET_KILL_WORK",
    "LOKET_KILL_RUN_NO",
    "LOKET_KILL_QUEUE",
];
const SHOP: &str = "Percetakan Contoh";
const WHO: &str = "Sari Contoh";

#[derive(Debug, Clone, Copy, PartialEq)]
enum Work {
    Print,
    Sheet,
    Export,
    Import,
}

impl Work {
    const ALL: [Self; 4] = [Self::Print, Self::Export, Self::Sheet, Self::Import];

    /// Cards of its run: enough for something to lie before and behind the kill.
    fn cards(self) -> u32 {
        match self {
            Self::Print | Self::Sheet | Self::Export => 2,
            Self::Import => 1,
        }
    }

    /// On A4 the first sheet has one position left, so that there are two files.
    fn plan(self, station: &mut Station) -> RunId {
        station.act_as(Duty::Print).unwrap();
        let how = NewRun {
            paper: String::from(if self == Self::Sheet { "a4" } else { "id1" }),
            split: 1,
            target: match self {
                Self::Print => RunTarget::Printer(queue::PRINTER.to_owned()),
                Self::Sheet | Self::Export | Self::Import => RunTarget::Files,
            },
            template: None,
            start: if self == Self::Sheet { 10 } else { 0 },
            empty: Vec::new(),
        };
        station.plan_run(None, &how, Some(self.cards())).unwrap()
    }
}

fn on(_ongoing: &Ongoing) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A job's file and its return.
fn paths(dir: &Path, run: RunId) -> (PathBuf, PathBuf) {
    let name = |end: &str| dir.join(format!("{}.{end}", run.0));
    (name("loketjob"), name("loketreturn"))
}

/// What a person would set going.
fn act(station: &mut Station, dir: &Path, (work, run): (Work, RunId), at: &str) {
    station.act_as(Duty::Print).unwrap();
    match work {
        Work::Print => queue::print(station, run, at),
        Work::Sheet => {
            let batch = Batch {
                out: &dir.join("out"),
                decode_back: DecodeBack::None,
                again: false,
                cmyk: false,
            };
            station.batch(run, &batch, &mut on).unwrap();
        }
        Work::Export => export(station, dir, run, false),
        Work::Import => {
            station.import_return(&paths(dir, run).1, None).unwrap();
        }
    }
}

fn export(station: &mut Station, dir: &Path, run: RunId, again: bool) {
    let order = JobOrder {
        path: &paths(dir, run).0,
        shop: SHOP,
        until: station.today(),
        passphrase: None,
        cmyk: false,
        again,
    };
    station.export_job(run, &order, &mut on).unwrap();
}

/// Does its work, or is killed at it. Is a test only by its place: without an office it does nothing.
#[test]
fn worker() {
    let [Ok(dir), Ok(work), Ok(run), Ok(at)] = WORKER.map(std::env::var) else {
        return;
    };
    let work = Work::ALL.into_iter().find(|one| format!("{one:?}") == work);
    let dir = Path::new(&dir);
    let mut station = Station::open(&dir.join("office")).unwrap();
    fs::write(dir.join("begun"), "").unwrap();
    act(
        &mut station,
        dir,
        (work.unwrap(), RunId(run.parse().unwrap())),
        &at,
    );
}

/// Everything holds whenever the program ended. States of the run's cards.
#[track_caller]
fn proven(station: &mut Station, run: RunId, cards: u32) -> Vec<(Option<String>, PrintState)> {
    sound(station);
    let record = station.run(run).unwrap();
    assert_eq!(record.row.counts.cards(), u64::from(cards));
    let cards = record.cards.into_iter().map(|card| {
        assert_eq!(card.serial.is_some(), card.state != PrintState::Planned);
        (card.serial, card.state)
    });
    cards.collect()
}

fn count(cards: &[(Option<String>, PrintState)], wanted: PrintState) -> usize {
    cards.iter().filter(|(_, state)| *state == wanted).count()
}

/// What a person does after the crash, until the fate of every card is known; each came out once.
fn settle(
    station: &mut Station,
    dir: &Path,
    (work, run): (Work, RunId),
    queue: &Queue,
    before: usize,
) {
    let cards = proven(station, run, work.cards());
    let all = cards.len();
    match work {
        Work::Print => {
            let taken = queue.taken() - before;
            let (spooled, unknown) = (
                count(&cards, PrintState::Spooled),
                count(&cards, PrintState::Unknown),
            );
            assert!(spooled <= taken && taken <= spooled + unknown && unknown <= 1);
            // Who looks into the tray finds the card, or does not.
            for (serial, _) in cards
                .iter()
                .filter(|(_, state)| *state == PrintState::Unknown)
            {
                let found = if taken == spooled {
                    Outcome::Unprinted
                } else {
                    Outcome::Good
                };
                station.outcome(serial.as_ref().unwrap(), &found).unwrap();
            }
            act(station, dir, (work, run), queue.at());
            assert_eq!(queue.taken() - before, all, "each card once");
        }
        Work::Sheet => {
            act(station, dir, (work, run), queue.at());
            let start = format!("run-{}-", run.0);
            let files = fs::read_dir(dir.join("out")).unwrap().filter(|entry| {
                let name = entry.as_ref().unwrap().file_name();
                let name = name.to_string_lossy().into_owned();
                assert!(name.ends_with(".pdf"), "no half file is left: {name}");
                name.starts_with(&start)
            });
            assert_eq!(files.count(), 2);
        }
        Work::Export => {
            let out = station.jobs(true).unwrap();
            let given = out.iter().find(|job| job.run == run);
            match (given, paths(dir, run).0.exists()) {
                (Some(_), true) => assert_eq!(count(&cards, PrintState::Spooled), all),
                (None, false) => export(station, dir, run, false),
                // The registry gave the cards away and the file did not get into its place.
                (Some(job), false) => {
                    let reason = "listrik padam sebelum berkasnya ada";
                    station.call_off_job(job.job, reason).unwrap();
                    export(station, dir, run, true);
                }
                (None, true) => panic!("a job left that the registry knows nothing of"),
            }
            let out = station.jobs(true).unwrap();
            let job = out.iter().find(|job| job.run == run).unwrap();
            assert_eq!(job.cards, u64::from(work.cards()));
            station.call_off_job(job.job, "selesai diuji").unwrap();
        }
        Work::Import => {
            let good = count(&cards, PrintState::Good);
            let returned = station.jobs(true).unwrap().iter().all(|job| job.run != run);
            assert_eq!(good, if returned { all } else { 0 }, "all of it or nothing");
            let again = station.import_return(&paths(dir, run).1, None);
            assert_eq!(again.is_ok(), !returned);
        }
    }
    station.settle_run(run).unwrap();
    let cards = proven(station, run, work.cards());
    assert_eq!(count(&cards, PrintState::Good), all, "{work:?} {cards:?}");
    let row = station.runs(false).unwrap();
    let row = row.iter().find(|row| row.id == run).unwrap();
    assert_eq!(row.counts.state(), RunState::Closed);
}

/// A shop has printed the run's cards and says that all are good.
fn printed(station: &mut Station, shop: &mut Shop, dir: &Path, run: RunId) {
    let (out, back) = paths(dir, run);
    export(station, dir, run, false);
    let id = shop.open_job(&out, None, WHO).unwrap();
    let cards = shop.job(id).unwrap().cards;
    let serials: Vec<String> = cards.into_iter().map(|card| card.serial).collect();
    shop.mark(id, &serials, &Fate::Good, WHO).unwrap();
    shop.return_job(id, &back, WHO).unwrap();
}

#[test]
fn no_card_is_lost_or_doubled_by_a_kill_at_printer_sheet_or_shop() {
    let number = |name: &str, usual: u64| -> u64 {
        std::env::var(name).map_or(usual, |text| text.parse().unwrap())
    };
    let (kills, mut dice) = (number("KILLS", 4), number("KILL_SEED", 169));
    let (folder, queue) = (TempDir::new().unwrap(), Queue::open());
    let dir = folder.path();
    fs::create_dir(dir.join("out")).unwrap();
    let rounds = || Work::ALL.into_iter().cycle().zip(0..kills);
    let crowd = Crowd {
        people: 0,
        approved: rounds().map(|(work, _)| work.cards()).sum(),
    };
    let office = dir.join("office");
    let mut station = Station::create_demo(&office, crowd, 7, &mut |_, _| ()).unwrap();
    let root = station.root_pem().unwrap();
    let word = Secret::new(String::from("kuda lari di sawah"));
    let mut shop = Shop::create(&dir.join("toko"), SHOP, &word, root.as_bytes()).unwrap();
    station.act_as(Duty::Head).unwrap();
    let badge = shop.badge().unwrap();
    station
        .add_shop(&badge, Some(shop.state().id), None)
        .unwrap();
    let mut spans = [Duration::from_millis(300); Work::ALL.len()];
    let mut cut = 0;
    for (work, _) in rounds() {
        let run = work.plan(&mut station);
        if work == Work::Import {
            printed(&mut station, &mut shop, dir, run);
        }
        drop(station);
        let before = queue.taken();
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let span = &mut spans[work as usize];
        cut += u64::from(killed(dir, (work, run), &queue, (span, dice >> 33)));
        // Whatever the killed program had said, the queue has heard by now.
        Spooler::cups(queue.at()).unwrap().printers().unwrap();
        station = Station::open(&office).unwrap();
        settle(&mut station, dir, (work, run), &queue, before);
    }
    println!("{kills} kills, {cut} of them in the middle of the work");
}

/// Kills a program at that work at a moment within about its span, which is learnt from those that came to their end. True when
/// it had begun and not ended.
fn killed(
    dir: &Path,
    (work, run): (Work, RunId),
    queue: &Queue,
    (span, dice): (&mut Duration, u64),
) -> bool {
    fs::remove_file(dir.join("begun")).ok();
    let facts = [
        dir.to_str().unwrap().to_owned(),
        format!("{work:?}"),
        run.0.to_string(),
        queue.at().to_owned(),
    ];
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill_press::worker", "--test-threads=1"])
        .envs(WORKER.into_iter().zip(facts))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !dir.join("begun").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it does not begin");
        std::thread::yield_now();
    }
    let begun = Instant::now();
    let most = u64::try_from(span.as_micros()).unwrap().max(1);
    let moment = begun + Duration::from_micros(dice % most);
    while Instant::now() < moment && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let ended = child.try_wait().unwrap();
    if let Some(status) = ended {
        assert!(status.success(), "{work:?} failed by itself");
        *span = begun.elapsed();
        return false;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    true
}
