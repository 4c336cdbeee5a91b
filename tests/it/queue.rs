//! A printer's queue that speaks IPP, takes what it is sent and says what a test wants it to say; and what the office makes of
//! its words.

use loket::office::{Duty, PrintState, RunState, SendingEnd};
use loket::print::spool::{JobState, Spooler, Trouble};
use loket::station::{
    Crowd, NewRun, Ongoing, Outcome, Printing, Profile, RunId, RunRecord, RunTarget, Station,
};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;

/// Name of its one printer.
pub const PRINTER: &str = "kartu";
const TITLE: &str = "job-name";

/// One job it took.
#[derive(Clone)]
struct Taken {
    title: String,
    /// RFC 8011 5.3.7; `None`: no longer known.
    state: Option<i32>,
}

#[derive(Default)]
struct Said {
    jobs: Vec<Taken>,
    /// Of the printer.
    reasons: Vec<&'static str>,
    over: bool,
}

/// The queue, until it is dropped.
pub struct Queue {
    at: String,
    said: Arc<Mutex<Said>>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    /// Listens on a port of this computer that nobody uses.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = format!("localhost:{}", listener.local_addr().unwrap().port());
        let said = Arc::<Mutex<Said>>::default();
        let shared = Arc::clone(&said);
        let serve = move || {
            for stream in listener.incoming() {
                if lock(&shared).over {
                    return;
                }
                // Who is killed in the middle of a sentence has said nothing.
                if let Ok(stream) = stream {
                    answer(stream, &shared);
                }
            }
        };
        let thread = std::thread::Builder::new().name(String::from("queue"));
        Self {
            at,
            said,
            thread: Some(thread.spawn(serve).unwrap()),
        }
    }

    /// As in `CUPS_SERVER`.
    pub fn at(&self) -> &str {
        &self.at
    }

    /// Jobs it took whole.
    pub fn taken(&self) -> usize {
        lock(&self.said).jobs.len()
    }

    fn says(&self, job: usize, state: Option<i32>) {
        lock(&self.said).jobs[job - 1].state = state;
    }

    fn suffers(&self, reasons: &[&'static str]) {
        lock(&self.said).reasons = reasons.to_vec();
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        lock(&self.said).over = true;
        let port = self.at.trim_start_matches("localhost");
        TcpStream::connect(format!("127.0.0.1{port}")).ok();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn lock(said: &Mutex<Said>) -> std::sync::MutexGuard<'_, Said> {
    said.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(mut stream: TcpStream, said: &Mutex<Said>) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let body = body(&mut stream)?;
    let operation = u16::from_be_bytes([*body.get(2)?, *body.get(3)?]);
    let mut told = Telling::default();
    match operation {
        // Print-Job: taken only when it came whole.
        0x0002 => {
            let mut said = lock(said);
            said.jobs.push(Taken {
                title: text(&body, TITLE)?,
                state: Some(3),
            });
            told.group(0x02);
            told.number(0x21, "job-id", i32::try_from(said.jobs.len()).ok()?);
        }
        // Get-Job-Attributes.
        0x0009 => {
            let wanted = usize::try_from(number(&body, "job-id")?).ok()?;
            let job = lock(said).jobs.get(wanted.checked_sub(1)?).cloned();
            match job.and_then(|job| Some((job.title, job.state?))) {
                Some((title, state)) => {
                    told.group(0x02);
                    told.number(0x23, "job-state", state);
                    told.put(0x42, TITLE, title.as_bytes());
                }
                None => told.status = 0x0406,
            }
        }
        // The printer, or all of them.
        _ => {
            told.group(0x04);
            told.put(0x42, "printer-name", PRINTER.as_bytes());
            told.number(0x23, "printer-state", 3);
            for reason in &lock(said).reasons {
                told.put(0x44, "printer-state-reasons", reason.as_bytes());
            }
            told.put(0x44, "sides-supported", b"two-sided-long-edge");
        }
    }
    stream.write_all(&told.finished()).ok()
}

/// What follows the head of a request, whole or not at all.
fn body(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut block = [0; 65_536];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1)?.lines().next()?;
            let whole = end + 4 + length.parse::<usize>().ok()?;
            if whole <= bytes.len() {
                return Some(bytes.split_off(end + 4));
            }
        }
        match stream.read(&mut block).ok()? {
            0 => return None,
            read => bytes.extend(&block[..read]),
        }
    }
}

/// The value behind a name; names here are longer than any chance.
fn value<'a>(body: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let at = body
        .windows(name.len())
        .position(|window| window == name.as_bytes())?;
    let rest = &body[at + name.len()..];
    let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
    rest.get(2..2 + length)
}

fn text(body: &[u8], name: &str) -> Option<String> {
    Some(String::from_utf8_lossy(value(body, name)?).into_owned())
}

fn number(body: &[u8], name: &str) -> Option<i32> {
    Some(i32::from_be_bytes(value(body, name)?.try_into().ok()?))
}

/// An answer in the making.
#[derive(Default)]
struct Telling {
    status: u16,
    bytes: Vec<u8>,
}

impl Telling {
    fn group(&mut self, tag: u8) {
        self.bytes.push(tag);
    }

    fn number(&mut self, tag: u8, name: &str, value: i32) {
        self.put(tag, name, &value.to_be_bytes());
    }

    fn put(&mut self, tag: u8, name: &str, value: &[u8]) {
        self.bytes.push(tag);
        for part in [name.as_bytes(), value] {
            let length = u16::try_from(part.len()).unwrap();
            self.bytes.extend(length.to_be_bytes());
            self.bytes.extend(part);
        }
    }

    fn finished(self) -> Vec<u8> {
        let mut all = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n\r\n\x02\x00".to_vec();
        all.extend(self.status.to_be_bytes());
        all.extend([0, 0, 0, 1]);
        all.extend(self.bytes);
        all.push(3);
        all
    }
}

/// A run of everything that is approved to the queue's printer, so many cards at once.
pub fn plan(station: &mut Station, split: u32) -> RunId {
    station.act_as(Duty::Print).unwrap();
    let how = NewRun {
        paper: String::from("id1"),
        split,
        target: RunTarget::Printer(PRINTER.to_owned()),
        template: None,
        start: 0,
        empty: Vec::new(),
    };
    station.plan_run(None, &how, None).unwrap()
}

/// Prints what is left of it.
pub fn print(station: &mut Station, run: RunId, at: &str) {
    let spooler = Spooler::cups(at).unwrap();
    let profile = Profile::new(PRINTER);
    let printing = Printing {
        spooler: &spooler,
        profile: &profile,
        tray: "",
    };
    let mut on = |_: &Ongoing| ControlFlow::Continue(());
    let report = station.print_run(run, &printing, &mut on).unwrap();
    assert!(report.withheld.is_empty());
}

fn states(record: &RunRecord) -> Vec<PrintState> {
    record.cards.iter().map(|card| card.state).collect()
}

fn cli(office: &Path, queue: &Queue, args: &[&str]) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_loket-cli"))
        .args(["--office", office.to_str().unwrap()])
        .args(args)
        .env("CUPS_SERVER", queue.at())
        .output()
        .unwrap();
    let told = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8(told).unwrap())
}

#[test]
fn what_the_queue_gives_up_becomes_a_question_and_nothing_is_printed_again() {
    let (folder, queue) = (TempDir::new().unwrap(), Queue::open());
    let dir = folder.path().join("office");
    let crowd = Crowd {
        people: 0,
        approved: 4,
    };
    let mut station = Station::create_demo(&dir, crowd, 7, &mut |_, _| ()).unwrap();
    let run = plan(&mut station, 1);
    print(&mut station, run, queue.at());
    assert_eq!(queue.taken(), 4);
    let spooler = Spooler::cups(queue.at()).unwrap();

    // Each is where the queue says it is; nothing is over, so nothing is recorded.
    queue.says(1, Some(5));
    queue.says(3, Some(6));
    queue.suffers(&["media-empty-error"]);
    let heard = station.ask_printer(run, &spooler).unwrap();
    let told: Vec<JobState> = heard.iter().map(|heard| heard.state).collect();
    let waiting = JobState::Waiting;
    assert_eq!(told, [JobState::Printing, waiting, JobState::Held, waiting]);
    assert_eq!(heard[2].troubles, [Trouble::OutOfPaper]);
    let record = station.run(run).unwrap();
    assert_eq!(states(&record), [PrintState::Spooled; 4]);
    assert!(
        record
            .sendings
            .iter()
            .all(|sending| sending.ended.is_none())
    );

    // Done, cancelled, given up, forgotten: the two in the middle are a person's to tell.
    for (job, state) in [(1, Some(9)), (2, Some(7)), (3, Some(8)), (4, None)] {
        queue.says(job, state);
    }
    queue.suffers(&[]);
    let (done, shown) = cli(&dir, &queue, &["run", "show", "1"]);
    assert!(done && shown.contains("dibatalkan di pencetak"), "{shown}");
    assert!(shown.contains("unprinted"), "what helps is told: {shown}");
    let record = station.run(run).unwrap();
    let (gone, asked) = (PrintState::Spooled, PrintState::Unknown);
    assert_eq!(states(&record), [gone, asked, asked, gone]);
    let ends: Vec<SendingEnd> = record
        .sendings
        .iter()
        .filter_map(|sent| sent.ended)
        .collect();
    assert_eq!(ends, SendingEnd::ALL);
    // Nothing is asked twice, and nothing goes out by itself.
    assert_eq!(station.ask_printer(run, &spooler).unwrap(), []);
    print(&mut station, run, queue.at());
    assert_eq!(queue.taken(), 4);

    // One did come out; the other did not, and goes out again under another number.
    let serial = |place: usize| record.cards[place].serial.clone().unwrap();
    station.outcome(&serial(1), &Outcome::Good).unwrap();
    let (done, _) = cli(&dir, &queue, &["outcome", "1", &serial(2), "unprinted"]);
    assert!(done);
    station.act_as(Duty::Print).unwrap();
    print(&mut station, run, queue.at());
    assert_eq!(queue.taken(), 5);
    // It waits in the queue: who says now that it did not come out would have it twice.
    let (done, told) = cli(&dir, &queue, &["outcome", "1", &serial(2), "unprinted"]);
    assert!(!done && told.contains("pekerjaan 5"), "{told}");
    // Nor is it good already.
    let (done, told) = cli(&dir, &queue, &["outcome", "1", "all", "good"]);
    assert!(done && told.contains("2 kartu"), "{told}");
    queue.says(5, Some(9));
    assert_eq!(station.ask_printer(run, &spooler).unwrap().len(), 1);
    assert_eq!(station.settle_run(run).unwrap(), 1);
    let row = station.runs(false).unwrap().remove(0);
    assert_eq!(row.counts.state(), RunState::Closed);
    station.act_as(Duty::Auditor).unwrap();
    assert!(station.examine(&mut |_, _| true).unwrap().is_sound());
}
