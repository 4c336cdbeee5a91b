//! The thread `gps`: listens to a receiver on a serial port or to gpsd on this computer, and keeps the latest fix with its age.
//!
//! It finds port and speed by itself, notices when the receiver goes away or falls silent, and comes back when it is there
//! again. It ends with its owner.

use super::gpsd::{Gpsd, WATCH};
use super::{Coordinate, Fix, Nmea, Report};
use serial2::SerialPort;
use std::io::{self, ErrorKind, Read, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// Whom to listen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A receiver on a serial port; none named: whichever port speaks NMEA.
    Serial(Option<PathBuf>),
    /// gpsd.
    Gpsd(SocketAddr),
}

impl Source {
    /// gpsd where it listens unless told otherwise: this computer, port 2947.
    pub const GPSD: Self = Self::Gpsd(SocketAddr::new(
        std::net::IpAddr::V4(Ipv4Addr::LOCALHOST),
        2947,
    ));

    /// Serial ports there are now, those first that are likely a receiver.
    pub fn ports() -> Vec<PathBuf> {
        let mut ports = SerialPort::available_ports().unwrap_or_default();
        ports.sort_by_key(|port| (!is_likely(port), port.clone()));
        ports
    }
}

/// How it stands with the receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// No receiver, or none that speaks; it is being looked for.
    Searching,
    /// It speaks, but does not know where it is: no view of the sky.
    NoFix,
    /// It tells where it is.
    Fixed,
}

impl State {
    /// Stable word in text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Searching => "searching",
            Self::NoFix => "no-fix",
            Self::Fixed => "fixed",
        }
    }
}

/// What is known now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// How it stands with the receiver.
    pub state: State,
    /// The latest fix, kept when the receiver has gone, and how long ago it came.
    pub fix: Option<(Fix, Duration)>,
}

impl Reading {
    /// Where the receiver is, unless that was told longer ago than `oldest`.
    pub fn at(&self, oldest: Duration) -> Option<Coordinate> {
        let (fix, age) = self.fix?;
        (age <= oldest).then_some(fix.at)
    }
}

/// A receiver being listened to; its thread ends when this is dropped.
pub struct Receiver {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// How patient the thread is.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// No sentence at a speed for so long: not its speed.
    pub(super) speed: Duration,
    /// A receiver that spoke and is silent for so long has gone.
    pub(super) silence: Duration,
    /// From a failure to the next try.
    pub(super) retry: Duration,
    /// A read waits no longer, so that the thread can end.
    pub(super) read: Duration,
}

const PACE: Pace = Pace {
    speed: Duration::from_millis(2_500),
    silence: Duration::from_secs(5),
    retry: Duration::from_secs(1),
    read: Duration::from_millis(200),
};

/// Speeds receivers are delivered with, the commonest first.
const BAUDS: [u32; 6] = [9_600, 4_800, 38_400, 115_200, 57_600, 19_200];

impl Receiver {
    /// Begins to listen; returns at once. `wake` is called from the thread when there is something new.
    pub fn start(source: Source, wake: Arc<dyn Fn() + Send + Sync>) -> io::Result<Self> {
        Self::start_at(source, wake, PACE)
    }

    pub(super) fn start_at(
        source: Source,
        wake: Arc<dyn Fn() + Send + Sync>,
        pace: Pace,
    ) -> io::Result<Self> {
        Self::run(wake, move |shared| match source {
            Source::Serial(port) => serial(shared, port.as_deref(), &open, pace),
            Source::Gpsd(address) => gpsd(shared, address, pace),
        })
    }

    /// A receiver on lines that `open` opens.
    #[cfg(test)]
    pub(super) fn on_lines(
        open: impl Fn(&Path, u32, Pace) -> io::Result<Line> + Send + 'static,
        wake: Arc<dyn Fn() + Send + Sync>,
        pace: Pace,
    ) -> io::Result<Self> {
        Self::run(wake, move |shared| {
            serial(shared, Some(Path::new("line")), &open, pace);
        })
    }

    fn run(
        wake: Arc<dyn Fn() + Send + Sync>,
        work: impl FnOnce(&Shared) + Send + 'static,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            slot: Mutex::new(Slot {
                state: State::Searching,
                fix: None,
                stop: false,
            }),
            stopped: Condvar::new(),
            wake,
        });
        let theirs = Arc::clone(&shared);
        let thread = Builder::new()
            .name(String::from("gps"))
            .spawn(move || work(&theirs))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// What is known now; never waits.
    pub fn reading(&self) -> Reading {
        let slot = self.shared.slot();
        Reading {
            state: slot.state,
            fix: slot.fix.map(|(fix, came)| (fix, came.elapsed())),
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.shared.slot().stop = true;
        self.shared.stopped.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic there has been told by its own hook; here nobody is left to hear of it.
            thread.join().ok();
        }
    }
}

struct Shared {
    slot: Mutex<Slot>,
    stopped: Condvar,
    wake: Arc<dyn Fn() + Send + Sync>,
}

struct Slot {
    state: State,
    fix: Option<(Fix, Instant)>,
    stop: bool,
}

impl Shared {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopped(&self) -> bool {
        self.slot().stop
    }

    fn tell(&self, state: State, fix: Option<Fix>) {
        {
            let mut slot = self.slot();
            if slot.state == state && fix.is_none() {
                return;
            }
            slot.state = state;
            if let Some(fix) = fix {
                slot.fix = Some((fix, Instant::now()));
            }
        }
        (self.wake)();
    }

    /// Waits, but not for one who wants to stop.
    fn pause(&self, time: Duration) {
        let slot = self.slot();
        // Woken early or late, the loop looks at `stop` itself.
        drop(
            self.stopped
                .wait_timeout_while(slot, time, |slot| !slot.stop),
        );
    }
}

/// Ports that receivers appear as; the others of a computer often block or belong to something else.
fn is_likely(port: &Path) -> bool {
    let name = port.to_string_lossy();
    ["USB", "ACM", "rfcomm", "usbmodem", "usbserial", "COM"]
        .iter()
        .any(|part| name.contains(part))
}

/// Bytes of a receiver; a read that waits too long fails as timed out.
pub(super) type Line = Box<dyn Read>;

fn open(port: &Path, baud: u32, pace: Pace) -> io::Result<Line> {
    let mut line = SerialPort::open(port, baud)?;
    line.set_read_timeout(pace.read)?;
    Ok(Box::new(line))
}

fn serial(
    shared: &Shared,
    port: Option<&Path>,
    open: &impl Fn(&Path, u32, Pace) -> io::Result<Line>,
    pace: Pace,
) {
    // Every speed at every port; one that spoke is tried first when it comes back.
    let mut proven: Option<(PathBuf, u32)> = None;
    while !shared.is_stopped() {
        let named = port.map(|port| vec![port.to_owned()]);
        let ports = named.unwrap_or_else(|| {
            let mut ports = Source::ports();
            ports.retain(|port| is_likely(port));
            ports
        });
        let all = ports
            .iter()
            .flat_map(|port| BAUDS.map(|baud| (port.clone(), baud)));
        let tries: Vec<(PathBuf, u32)> = proven.clone().into_iter().chain(all).collect();
        for (port, baud) in tries {
            if shared.is_stopped() {
                return;
            }
            let Ok(mut line) = open(&port, baud, pace) else {
                // Not there: no speed will help.
                continue;
            };
            let mut nmea = Nmea::default();
            if listen(shared, &mut line, |bytes| nmea.push(bytes), pace) {
                proven = Some((port, baud));
                break;
            }
        }
        shared.tell(State::Searching, None);
        shared.pause(pace.retry);
    }
}

fn gpsd(shared: &Shared, address: SocketAddr, pace: Pace) {
    let connect = || {
        let mut line = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        line.set_read_timeout(Some(pace.read))?;
        line.set_write_timeout(Some(Duration::from_secs(1)))?;
        line.write_all(WATCH)?;
        Ok::<_, io::Error>(line)
    };
    // gpsd itself may be silent for long, while its receiver is unplugged: it says so when it comes back.
    let patient = Pace {
        speed: Duration::MAX,
        silence: Duration::MAX,
        ..pace
    };
    while !shared.is_stopped() {
        if let Ok(mut line) = connect() {
            let mut gpsd = Gpsd::default();
            listen(shared, &mut line, |bytes| gpsd.push(bytes), patient);
        }
        shared.tell(State::Searching, None);
        shared.pause(pace.retry);
    }
}

/// Listens until the line breaks, falls silent, or never says anything that can be understood. True when it spoke.
fn listen(
    shared: &Shared,
    line: &mut impl Read,
    mut understand: impl FnMut(&[u8]) -> Vec<Report>,
    pace: Pace,
) -> bool {
    let mut buffer = [0; 1024];
    let mut spoke = false;
    let mut last = Instant::now();
    while !shared.is_stopped() {
        let patience = if spoke { pace.silence } else { pace.speed };
        if patience < last.elapsed() {
            break;
        }
        let count = match line.read(&mut buffer) {
            // Closed at the other end.
            Ok(0) => break,
            Ok(count) => count,
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::Interrupted
                ) =>
            {
                if pace.silence == Duration::MAX && Duration::from_secs(5) < last.elapsed() {
                    shared.tell(State::NoFix, None);
                }
                continue;
            }
            Err(_unplugged) => break,
        };
        for report in understand(buffer.get(..count).unwrap_or_default()) {
            spoke = true;
            last = Instant::now();
            match report {
                Report::Fix(fix) => shared.tell(State::Fixed, Some(fix)),
                Report::NoFix => shared.tell(State::NoFix, None),
                Report::Other => {}
            }
        }
    }
    spoke
}
