//! Four lanes of work: `station` owns the open office, `press` and `look` own nothing, `long` works beside them; questions in, answers
//! polled by a screen.

use super::{Error, Patrol, Shop, Station};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// Questions a lane keeps waiting; one more is refused at once, so that a frame never blocks.
const QUEUE: usize = 64;

/// What a lane may own: an open office, a patrol's folder, or a print shop's.
pub trait Owned: Send + 'static {
    /// A question panicked: whatever it left half done is forgotten.
    fn mend(&mut self);
}

impl Owned for Station {
    /// The registry's connection may hold an open transaction: opening anew forgets it.
    fn mend(&mut self) {
        if let Err(error) = self.reopen() {
            log::error!("registry not reopened after a panic: {error}");
        }
    }
}

impl Owned for Patrol {
    /// A scan is in the log whole or not at all, and all else is read anew at each question.
    fn mend(&mut self) {}
}

impl Owned for Shop {
    /// A job's state is kept whole at each step, and read anew at each question.
    fn mend(&mut self) {}
}

/// Work for the station on its own thread (lane `station`), pure work on the lane `press`, faces on the lane `look`, and whatever takes long on the
/// lane `long`, which gets a station and a connection of its own each time: nobody at the desk waits behind it. A patrol's
/// folder takes the station's place where there is no office.
///
/// A lane answers its questions one after the other. A question that panics fails alone: its `Ask` says so, the registry is
/// opened anew, and the lane goes on. Threads are joined when the last clone is dropped.
pub struct Worker<S: Owned = Station>(Arc<Lanes<S>>);

impl<S: Owned> Clone for Worker<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

enum Lanes<S: Owned> {
    Threaded {
        station: Lane<S>,
        press: Lane<()>,
        look: Lane<()>,
        long: Lane<()>,
        wake: Arc<dyn Fn() + Send + Sync>,
    },
    Inline(Box<Mutex<S>>),
}

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// One named thread and the way to it.
struct Lane<S> {
    jobs: Option<SyncSender<Job<S>>>,
    thread: Option<JoinHandle<()>>,
}

/// A question asked of a lane: waiting, ready or failed. Polled by a screen each frame; dropping it drops the answer.
pub struct Ask<T> {
    answer: Option<Result<T, Error>>,
    coming: Option<Receiver<Result<T, Error>>>,
}

/// Where an `Ask` stands.
pub enum Progress<'a, T> {
    /// Not answered yet.
    Waiting,
    /// The answer.
    Ready(&'a T),
    /// The lane panicked or is full.
    Failed(&'a Error),
}

impl<T: Send + 'static> Ask<T> {
    /// Where it stands now; never blocks.
    pub fn poll(&mut self) -> Progress<'_, T> {
        self.collect();
        match &self.answer {
            None => Progress::Waiting,
            Some(Ok(answer)) => Progress::Ready(answer),
            Some(Err(error)) => Progress::Failed(error),
        }
    }

    /// Takes the answer out once it is there.
    pub fn take(&mut self) -> Option<Result<T, Error>> {
        self.collect();
        self.answer.take()
    }

    fn collect(&mut self) {
        let Some(coming) = &self.coming else { return };
        match coming.try_recv() {
            Ok(answer) => self.answer = Some(answer),
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => self.answer = Some(Err(Error::new("internal"))),
        }
        self.coming = None;
    }

    fn answered(answer: Result<T, Error>) -> Self {
        Self {
            answer: Some(answer),
            coming: None,
        }
    }
}

impl<S: Owned> Worker<S> {
    /// Threads `station`, `press`, `look` and `long`, joined when the last `Worker` is dropped. `wake` is called after each answer.
    pub fn threaded(station: S, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self(Arc::new(Lanes::Threaded {
            station: Lane::start("station", station),
            press: Lane::start("press", ()),
            look: Lane::start("look", ()),
            long: Lane::start("long", ()),
            wake,
        }))
    }

    /// Runs each question at once on the caller's thread; for tests and the command line.
    pub fn inline(station: S) -> Self {
        Self(Arc::new(Lanes::Inline(Box::new(Mutex::new(station)))))
    }

    /// Asks the station lane.
    pub fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Ask<T> {
        match &*self.0 {
            Lanes::Threaded { station, wake, .. } => {
                station.ask(wake, move |station| guarded_owner(station, question))
            }
            Lanes::Inline(station) => {
                let mut station = station.lock().unwrap_or_else(PoisonError::into_inner);
                Ask::answered(guarded_owner(&mut *station, question))
            }
        }
    }

    /// Asks the press lane, which has no station: pictures, files, decoding.
    pub fn press<T: Send + 'static>(
        &self,
        question: impl FnOnce() -> T + Send + 'static,
    ) -> Ask<T> {
        match &*self.0 {
            Lanes::Threaded { press, wake, .. } => press.ask(wake, move |()| guarded(question)),
            Lanes::Inline(_) => Ask::answered(guarded(question)),
        }
    }

    /// Asks the lane that looks at faces: slower than a frame of the camera, so that it has a thread of its own.
    pub fn look<T: Send + 'static>(&self, question: impl FnOnce() -> T + Send + 'static) -> Ask<T> {
        match &*self.0 {
            Lanes::Threaded { look, wake, .. } => look.ask(wake, move |()| guarded(question)),
            Lanes::Inline(_) => Ask::answered(guarded(question)),
        }
    }
}

impl Worker {
    /// Asks for work that takes long (a list, a proof, a backup): done by a second station of the same officer, while the
    /// first goes on answering. What both write is ordered by the registry, as between two desks.
    pub fn long<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Station) -> Result<T, Error> + Send + 'static,
    ) -> Ask<Result<T, Error>> {
        match &*self.0 {
            Lanes::Threaded {
                station,
                long,
                wake,
                ..
            } => {
                let Some(lane) = long.jobs.clone() else {
                    return Ask::answered(Err(Error::new("busy")));
                };
                let (answer, coming) = sync_channel(1);
                let waking = Arc::clone(wake);
                let begun = station.ask(wake, move |station| {
                    let beside = station.beside();
                    let sent = answer.clone();
                    let job: Job<()> = Box::new(move |()| {
                        // Nobody waits any more when the asking screen is gone.
                        sent.send(guarded(|| beside.and_then(|mut it| question(&mut it))))
                            .ok();
                        waking();
                    });
                    if lane.try_send(job).is_err() {
                        answer.send(Err(Error::new("busy"))).ok();
                    }
                    Ok(())
                });
                match begun.answer {
                    Some(Err(refused)) => Ask::answered(Err(refused)),
                    Some(Ok(())) | None => Ask {
                        answer: None,
                        coming: Some(coming),
                    },
                }
            }
            Lanes::Inline(station) => {
                let beside = station
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .beside();
                Ask::answered(guarded(|| beside.and_then(|mut it| question(&mut it))))
            }
        }
    }
}

impl<S: Send + 'static> Lane<S> {
    fn start(name: &str, mut state: S) -> Self {
        let (jobs, inbox) = sync_channel::<Job<S>>(QUEUE);
        let run = move || inbox.into_iter().for_each(|job| job(&mut state));
        // Without a thread the lane refuses every question as busy.
        let thread = thread::Builder::new()
            .name(String::from(name))
            .spawn(run)
            .ok();
        Self {
            jobs: Some(jobs),
            thread,
        }
    }

    fn ask<T: Send + 'static>(
        &self,
        wake: &Arc<dyn Fn() + Send + Sync>,
        question: impl FnOnce(&mut S) -> Result<T, Error> + Send + 'static,
    ) -> Ask<T> {
        let (answer, coming) = sync_channel(1);
        let wake = Arc::clone(wake);
        let job: Job<S> = Box::new(move |state| {
            // Nobody waits any more when the asking screen is gone.
            answer.send(question(state)).ok();
            wake();
        });
        match self.jobs.as_ref().map(|jobs| jobs.try_send(job)) {
            Some(Ok(())) => Ask {
                answer: None,
                coming: Some(coming),
            },
            Some(Err(TrySendError::Full(_) | TrySendError::Disconnected(_))) | None => {
                Ask::answered(Err(Error::new("busy")))
            }
        }
    }
}

impl<S> Drop for Lane<S> {
    fn drop(&mut self) {
        self.jobs = None;
        // A lane that drops the last worker inside one of its own answers cannot wait for itself.
        if let Some(thread) = self
            .thread
            .take()
            .filter(|thread| thread.thread().id() != thread::current().id())
        {
            // Panics are caught inside the lane.
            thread.join().ok();
        }
    }
}

fn guarded<T>(question: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(question)).map_err(|_panic| Error::new("internal"))
}

fn guarded_owner<S: Owned, T>(
    owner: &mut S,
    question: impl FnOnce(&mut S) -> T,
) -> Result<T, Error> {
    guarded(|| question(owner)).inspect_err(|_| owner.mend())
}
