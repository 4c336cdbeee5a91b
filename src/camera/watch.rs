//! The thread `camera`: takes frames from the thread that waits in the driver, decodes, notices when none come.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use super::pixels::{self, Format, Pixels};
use super::{Error, Frame, State};

/// Frames that must fail, with none read, before a format counts as a lie.
const LIES: u32 = 5;
/// Over how long the frame rate is measured.
const RATE_OVER: Duration = Duration::from_secs(2);

/// How patient the threads are.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// No frame for so long, and the device counts as stalled.
    pub(super) stall: Duration,
    /// Opening and negotiating may take so long.
    pub(super) open: Duration,
    /// From a failure to the next try.
    pub(super) retry: Duration,
    /// How long a device's thread may take to end before it is left behind.
    pub(super) join: Duration,
    /// From one picture of a film to the next.
    pub(super) film: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            stall: Duration::from_secs(3),
            open: Duration::from_secs(10),
            retry: Duration::from_secs(2),
            join: Duration::from_millis(500),
            film: Duration::from_millis(100),
        }
    }
}

/// What the thread and its owner both see.
pub(super) struct Shared {
    slot: Mutex<Slot>,
    stop: AtomicBool,
    wake: Arc<dyn Fn() + Send + Sync>,
}

struct Slot {
    latest: Option<Arc<Frame>>,
    serial: u64,
    /// When the last frames came.
    times: VecDeque<Instant>,
    state: State,
}

impl Shared {
    pub(super) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            slot: Mutex::new(Slot {
                latest: None,
                serial: 0,
                times: VecDeque::new(),
                state: State::Opening,
            }),
            stop: AtomicBool::new(false),
            wake,
        }
    }

    pub(super) fn latest(&self) -> Option<Arc<Frame>> {
        self.slot().latest.clone()
    }

    pub(super) fn state(&self) -> State {
        self.slot().state.clone()
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    /// A new frame; the one before is dropped.
    pub(super) fn show(&self, format: &str, width_px: u32, height_px: u32, rgb: Arc<[u8]>) {
        let now = Instant::now();
        {
            let mut slot = self.slot();
            slot.serial += 1;
            let serial = slot.serial;
            slot.latest = Some(Arc::new(Frame {
                width_px,
                height_px,
                rgb,
                serial,
            }));
            slot.times.push_back(now);
            while slot.times.front().is_some_and(|t| now - *t > RATE_OVER) {
                slot.times.pop_front();
            }
            slot.state = State::Live {
                format: format.to_owned(),
                frames_per_s: rate(&slot.times),
            };
        }
        (self.wake)();
    }

    /// No more frames for now. The last one is dropped: it no longer shows who stands there.
    pub(super) fn fail(&self, error: Error) {
        let failed = State::Failed(error);
        {
            let mut slot = self.slot();
            slot.latest = None;
            slot.times.clear();
            if slot.state == failed {
                return;
            }
            slot.state = failed;
        }
        (self.wake)();
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        // Nothing in here is ever half changed.
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn rate(times: &VecDeque<Instant>) -> u32 {
    let (Some(first), Some(last)) = (times.front(), times.back()) else {
        return 0;
    };
    let (gaps, millis) = (times.len() as u128 - 1, (*last - *first).as_millis());
    if millis == 0 {
        return 0;
    }
    u32::try_from((gaps * 1000 + millis / 2) / millis).unwrap_or(u32::MAX)
}

/// Something that gives frames. `frame` may block for ever, and may panic.
pub(super) trait Device {
    fn format(&self) -> Format;
    fn frame(&mut self) -> Result<Vec<u8>, Error>;
}

/// Finds and opens the device in the best format that is not among those refused.
pub(super) type Opener = Arc<dyn Fn(&[Pixels]) -> Result<Box<dyn Device>, Error> + Send + Sync>;

/// What the thread `camera` is told. The number says which try it comes from.
pub(super) enum Event {
    Opened(u32, Format),
    Raw(u32, Vec<u8>),
    Ended(u32, Option<Error>),
    Stop,
}

/// Why a try ended.
enum End {
    Stopped,
    /// What the device sends is not what it says.
    Lied(Pixels),
    Failed(Error),
}

/// Tries until it is stopped.
pub(super) fn watch(
    shared: &Shared,
    bell: &SyncSender<Event>,
    events: &Receiver<Event>,
    opener: &Opener,
    pace: Pace,
) {
    let mut refused = Vec::new();
    let mut was_there = false;
    for number in 0.. {
        let mut attempt = Attempt {
            number,
            shared,
            events,
            pace,
            format: None,
            good: 0,
            bad: 0,
        };
        let end = attempt.run(bell, opener, &refused);
        was_there |= attempt.format.is_some();
        let error = match end {
            End::Stopped => return,
            End::Lied(pixels) => {
                refused.push(pixels);
                continue;
            }
            End::Failed(Error::NoDevice) if was_there => Error::Unplugged,
            End::Failed(Error::NoFormat) if !refused.is_empty() => Error::BadFrames,
            End::Failed(error) => error,
        };
        refused.clear();
        shared.fail(error);
        if !pause(shared, events, pace.retry) {
            return;
        }
    }
}

/// Waits; false as soon as the camera is stopped. What old threads still say is dropped.
pub(super) fn pause(shared: &Shared, events: &Receiver<Event>, time: Duration) -> bool {
    let until = Instant::now() + time;
    loop {
        if shared.is_stopped() {
            return false;
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        match events.recv_timeout(left) {
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// One opening of the device, until it ends.
struct Attempt<'a> {
    number: u32,
    shared: &'a Shared,
    events: &'a Receiver<Event>,
    pace: Pace,
    format: Option<Format>,
    /// Frames read.
    good: u32,
    /// Frames not read since the last good one.
    bad: u32,
}

impl Attempt<'_> {
    fn run(&mut self, bell: &SyncSender<Event>, opener: &Opener, refused: &[Pixels]) -> End {
        let quit = Arc::new(AtomicBool::new(false));
        let thread = Builder::new().name("camera-device".to_owned()).spawn({
            let (bell, opener, quit) = (bell.clone(), Arc::clone(opener), Arc::clone(&quit));
            let (number, refused) = (self.number, refused.to_vec());
            move || {
                let error = capture(number, &bell, &opener, &refused, &quit).err();
                // Nobody listens any more if this thread was left behind.
                bell.send(Event::Ended(number, error)).ok();
            }
        });
        let thread = match thread {
            Ok(thread) => thread,
            Err(error) => return End::Failed(Error::Other(error.to_string())),
        };
        let end = self.listen();
        quit.store(true, Ordering::Release);
        self.let_end(thread);
        end
    }

    /// Handles events until the attempt is over. A stalled device is given all the time it needs.
    fn listen(&mut self) -> End {
        let mut since = Instant::now();
        loop {
            if self.shared.is_stopped() {
                return End::Stopped;
            }
            let patience = match self.format {
                Some(_) => self.pace.stall,
                None => self.pace.open,
            };
            let left = (since + patience).saturating_duration_since(Instant::now());
            if left.is_zero() {
                let is_bad = self.bad > 0;
                self.shared.fail(if is_bad {
                    Error::BadFrames
                } else {
                    Error::Stalled
                });
                since = Instant::now();
                continue;
            }
            match self.events.recv_timeout(left) {
                Ok(Event::Opened(number, format)) if number == self.number => {
                    self.format = Some(format);
                    since = Instant::now();
                }
                Ok(Event::Raw(number, bytes)) if number == self.number => {
                    if let Some(end) = self.raw(&bytes, &mut since) {
                        return end;
                    }
                }
                Ok(Event::Ended(number, error)) if number == self.number => {
                    return End::Failed(error.unwrap_or(Error::Unplugged));
                }
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => return End::Stopped,
                // From an earlier attempt.
                Ok(Event::Opened(..) | Event::Raw(..) | Event::Ended(..))
                | Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn raw(&mut self, bytes: &[u8], since: &mut Instant) -> Option<End> {
        let format = self.format?;
        if let Some(picture) = pixels::decoded(format, bytes) {
            self.good = self.good.saturating_add(1);
            self.bad = 0;
            *since = Instant::now();
            self.shared.show(
                &format.to_string(),
                picture.width_px,
                picture.height_px,
                picture.rgb,
            );
            return None;
        }
        self.bad = self.bad.saturating_add(1);
        (self.good == 0 && self.bad >= LIES).then_some(End::Lied(format.pixels))
    }

    /// Waits a little for the device's thread; one stuck in the driver is left behind.
    fn let_end(&self, thread: JoinHandle<()>) {
        let until = Instant::now() + self.pace.join;
        while !thread.is_finished() {
            let left = until.saturating_duration_since(Instant::now());
            // Short steps: the thread's last word comes a moment before its end.
            let step = left.min(Duration::from_millis(5));
            if left.is_zero()
                || self.events.recv_timeout(step) == Err(RecvTimeoutError::Disconnected)
            {
                return;
            }
        }
        // Its panics were caught and told.
        thread.join().ok();
    }
}

impl PartialEq for Event {
    /// Events are never compared; results of receiving them are.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// The thread `camera-device`: opens, then takes frame after frame.
fn capture(
    number: u32,
    bell: &SyncSender<Event>,
    opener: &Opener,
    refused: &[Pixels],
    quit: &AtomicBool,
) -> Result<(), Error> {
    let mut device = fenced(|| opener(refused))?;
    let result = frames(number, bell, &mut *device, quit);
    // Closing panics in some drivers, and must come before the word that it ended: who hears it opens anew.
    fenced(|| {
        drop(device);
        Ok(())
    })
    .ok();
    result
}

fn frames(
    number: u32,
    bell: &SyncSender<Event>,
    device: &mut dyn Device,
    quit: &AtomicBool,
) -> Result<(), Error> {
    if bell.send(Event::Opened(number, device.format())).is_err() {
        return Ok(());
    }
    while !quit.load(Ordering::Acquire) {
        let bytes = fenced(|| device.frame())?;
        match bell.try_send(Event::Raw(number, bytes)) {
            Ok(()) | Err(TrySendError::Full(_)) => {}
            Err(TrySendError::Disconnected(_)) => break,
        }
    }
    Ok(())
}

/// Drivers and their wrappers panic; that is one more way to fail.
fn fenced<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::Other("driver panicked".to_owned())))
}
