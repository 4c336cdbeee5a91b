//! A print shop's folder: its own keys, the jobs it works on, what came of each card; no registry, no network.
//!
//! ```text
//! slots.toml   the folder's key, sealed under the shop's passphrase     job-*.bin     a job's state, sealed
//! state.bin    the shop's keys, roots of its offices, sealed            job-*.marks   what was said of its cards since, sealed
//! log.csv      who did what to how many cards of which job; it stays    job-*.key     the key of its print files, sealed
//!                                                                       job-*.print   its print files, sealed by that key
//! ```
//!
//! When a job's last day is over its print files go, key first, and so does what was written out of them; when its return is
//! written, or when no office would take it any more, its state goes too. The log stays, and names no holder and no serial.

mod end;
mod folder;
mod journal;
mod out;
mod say;
mod work;

use super::clock::{self, Clock};
use super::error::name;
use super::file::{self, Lock};
use super::job::CLOCK_SKEW_S;
use super::{Error, Secret, keys, sealed};
use crate::patrol::{self, Identity, Passphrase};
use crate::permit::date_text;
use crate::seal::{Certificate, Pin, PrivateKey};
use crate::shop::{self, Badge, JobId, JobPart, Open, ShopId, Terms};
use crate::vault::{self, Keyring, MasterKey};
use folder::{LOCK, LOG, LOGIN, SLOTS, SMALL_BYTES, STATE, State, VERSION, WORK_BYTES, damaged};
use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use work::{CardWork, FileWork, Work};

pub use end::JobClosed;
pub use work::{HeldCard, HeldFile, HeldJob};

/// Bytes of a name.
const MOST_NAME: usize = 120;

/// A print shop's folder, open. Belongs to one thread, and to one program at a time.
pub struct Shop {
    dir: PathBuf,
    master: MasterKey,
    state: State,
    key: PrivateKey,
    badge: Badge,
    identity: Identity,
    jobs: Vec<Work>,
    pub(super) clock: Clock,
    _lock: Lock,
}

/// How a shop's folder stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopState {
    /// As the shop calls itself.
    pub name: String,
    /// The shop, as offices know it.
    pub id: ShopId,
    /// Jobs it works on.
    pub jobs: usize,
    /// Jobs that are over.
    pub done: usize,
    /// Print files that were written out and could not be destroyed yet, of jobs whose time is over.
    pub left: Vec<PathBuf>,
}

impl Shop {
    /// Makes a folder for the shop called `label`, with keys of its own, for jobs of the office whose root that is.
    pub fn create(
        dir: &Path,
        label: &str,
        passphrase: &Secret,
        root: &[u8],
    ) -> Result<Self, Error> {
        Self::create_by(dir, label, passphrase, root, Clock::System)
    }

    pub(super) fn create_by(
        dir: &Path,
        label: &str,
        passphrase: &Secret,
        root: &[u8],
        clock: Clock,
    ) -> Result<Self, Error> {
        let vacant = file::is_vacant(dir).map_err(|error| Error::reading(dir, &error))?;
        if !vacant {
            return Err(Error::new("folder-not-empty").with("name", name(dir)));
        }
        let label = patrol::fit(label.trim(), MOST_NAME);
        if label.is_empty() {
            return Err(Error::new("shop-name").with("most", MOST_NAME));
        }
        super::officers::strong(passphrase, LOGIN, &label)?;
        let pin = Pin::parse(root).ok_or_else(|| Error::new("root-unreadable"))?;
        let (scalar, key) = sealed::random_key();
        let certificate = Badge::certificate(&key, clock.now())?;
        let state = State {
            version: VERSION,
            name: label,
            key: keys::hex(scalar.as_slice()),
            certificate: keys::hex(&certificate.der),
            identity: Identity::generate().reveal().expose().to_owned(),
            roots: vec![pin.to_string()],
            done: Vec::new(),
            seen_at: 0,
            left: Vec::new(),
        };
        fs::create_dir_all(dir).map_err(|error| Error::writing(dir, &error))?;
        let master = MasterKey::from_bytes(rand::random());
        let ring = Keyring::new(rand::random(), &master);
        let ring = ring.with(sealed::slot(&master, &ring, (LOGIN, passphrase))?);
        folder::keep_toml(dir, &master, STATE, &state)?;
        // The slots last: a folder without them is nobody's.
        sealed::write(&dir.join(SLOTS), ring.print().as_bytes())?;
        Self::with(dir, master, clock)
    }

    /// Opens a folder; jobs whose time is over are cleared away at once. Refused: another passphrase, a folder another program
    /// has open, one that was changed.
    pub fn open(dir: &Path, passphrase: &Secret) -> Result<Self, Error> {
        Self::open_by(dir, passphrase, Clock::System)
    }

    pub(super) fn open_by(dir: &Path, passphrase: &Secret, clock: Clock) -> Result<Self, Error> {
        if !Self::is_shop(dir) {
            return Err(Error::new("shop-folder").with("name", name(dir)));
        }
        let text = String::from_utf8(file::read(&dir.join(SLOTS), SMALL_BYTES)?)
            .map_err(|_utf8| damaged(SLOTS))?;
        let ring = Keyring::parse(&text).map_err(|_why| damaged(SLOTS))?;
        let master = ring.open(LOGIN, passphrase).map_err(|why| {
            if why == vault::Error::Refused {
                Error::new("shop-passphrase")
            } else {
                damaged(SLOTS)
            }
        })?;
        Self::with(dir, master, clock)
    }

    fn with(dir: &Path, master: MasterKey, clock: Clock) -> Result<Self, Error> {
        let lock = Lock::take(&dir.join(LOCK))?.ok_or_else(|| Error::new("shop-busy"))?;
        let state: State = folder::read_toml(dir, &master, STATE, SMALL_BYTES)?;
        let scalar = zeroize::Zeroizing::new(keys::unhex(&state.key).unwrap_or_default());
        let key = <&[u8; 32]>::try_from(scalar.as_slice())
            .ok()
            .and_then(PrivateKey::from_bytes)
            .ok_or_else(|| damaged(STATE))?;
        let der = keys::unhex(&state.certificate).unwrap_or_default();
        let certificate = Certificate::parse(&der).map_err(|_why| damaged(STATE))?;
        let identity = Identity::parse(&state.identity).ok_or_else(|| damaged(STATE))?;
        let badge = Badge {
            name: state.name.clone(),
            recipient: identity.recipient(),
            certificate,
        };
        let mut shop = Self {
            dir: dir.to_owned(),
            master,
            state,
            key,
            badge,
            identity,
            jobs: Vec::new(),
            clock,
            _lock: lock,
        };
        file::sweep(dir, shop.clock.now());
        shop.load()?;
        shop.sweep()?;
        Ok(shop)
    }

    /// Reads the jobs, and clears away what a job that was cut off while it was opened or destroyed has left.
    fn load(&mut self) -> Result<(), Error> {
        let entries = fs::read_dir(&self.dir).map_err(|error| Error::reading(&self.dir, &error))?;
        let names: Vec<String> = entries.flatten().map(|entry| name(&entry.path())).collect();
        for file in &names {
            if file.starts_with("job-") && file.ends_with(".bin") {
                let mut work: Work = folder::read_toml(&self.dir, &self.master, file, WORK_BYTES)?;
                journal::replay(&self.dir, &self.master, &mut work)?;
                self.jobs.push(work);
            }
        }
        self.jobs.sort_by_key(|work| work.opened_at);
        for file in &names {
            let ours = self.jobs.iter().any(|work| file.starts_with(&work.stem()));
            if file.starts_with("job-") && !ours {
                folder::destroy(&self.dir.join(file))?;
            }
        }
        Ok(())
    }

    /// The folder that was named, or, where a job's file was named, `own` and the job.
    pub fn named(named: &Path, own: PathBuf) -> (PathBuf, Option<PathBuf>) {
        if named.is_file() {
            (own, Some(named.to_owned()))
        } else {
            (named.to_owned(), None)
        }
    }

    /// As [`Self::create`], with the root's file, or the digits of its SHA-256.
    pub fn create_from(
        dir: &Path,
        label: &str,
        passphrase: &Secret,
        root: &Path,
    ) -> Result<Self, Error> {
        let digits = root.to_string_lossy();
        if Pin::parse(digits.as_bytes()).is_some() {
            return Self::create(dir, label, passphrase, digits.as_bytes());
        }
        Self::create(dir, label, passphrase, &file::read(root, SMALL_BYTES)?)
    }

    /// Whether the folder is a shop's.
    pub fn is_shop(dir: &Path) -> bool {
        dir.join(SLOTS).is_file() && dir.join(STATE).is_file()
    }

    /// The second it is, Unix.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// How the folder stands.
    pub fn state(&self) -> ShopState {
        ShopState {
            name: self.state.name.clone(),
            id: self.badge.id(),
            jobs: self.jobs.len(),
            done: self.state.done.len(),
            left: self.left(),
        }
    }

    fn left(&self) -> Vec<PathBuf> {
        let ended = self.jobs.iter().filter(|work| work.ended);
        let written = ended.flat_map(|work| &work.written);
        let known = self.state.left.iter().map(|left| &left.written);
        known.chain(written).map(|one| one.path.clone()).collect()
    }

    /// The shop's badge, for offices.
    pub fn badge(&self) -> Result<Vec<u8>, Error> {
        Ok(self.badge.to_bytes(&self.key)?)
    }

    /// Takes jobs of another office too.
    pub fn trust(&mut self, root: &[u8]) -> Result<(), Error> {
        let pin = Pin::parse(root).ok_or_else(|| Error::new("root-unreadable"))?;
        let pin = pin.to_string();
        if !self.state.roots.contains(&pin) {
            self.state.roots.push(pin);
        }
        self.keep_state()
    }

    /// Jobs the shop works on, oldest first.
    pub fn jobs(&mut self) -> Result<Vec<HeldJob>, Error> {
        self.sweep()?;
        self.jobs.iter().map(Work::held).collect()
    }

    /// One of them.
    pub fn job(&mut self, id: JobId) -> Result<HeldJob, Error> {
        self.sweep()?;
        self.find(id)
            .and_then(|at| self.jobs.get(at).ok_or_else(|| Error::new("internal")))?
            .held()
    }

    /// Whether a job's file is opened by a passphrase of its own.
    pub fn wants_passphrase(path: &Path) -> Result<bool, Error> {
        let fail = |error: std::io::Error| Error::reading(path, &error);
        let mut begin = Vec::new();
        let file = File::open(path).map_err(fail)?;
        file.take(64).read_to_end(&mut begin).map_err(fail)?;
        Ok(shop::is_by_passphrase(&begin))
    }

    /// Takes a job in. Refused: one of an office this shop does not know, one for another shop, one past its last day, one that
    /// was worked on already, one that was changed. One that is being worked on is simply found again.
    pub fn open_job(
        &mut self,
        path: &Path,
        passphrase: Option<&Secret>,
        who: &str,
    ) -> Result<JobId, Error> {
        let file = File::open(path).map_err(|error| Error::reading(path, &error))?;
        let secret = passphrase.map(|secret| Passphrase::new(secret.reveal().to_owned()));
        let open = secret
            .as_ref()
            .map_or(Open::Identity(&self.identity), Open::Passphrase);
        let bytes: zeroize::Zeroizing<[u8; 32]> = zeroize::Zeroizing::new(rand::random());
        let job_key = MasterKey::from_bytes(*bytes);
        let mut taking: Option<Work> = None;
        let read = shop::read_job(BufReader::new(file), &open, &mut |part| match part {
            JobPart::Terms(terms) => {
                self.is_for_us(terms)?;
                let work = Work::new(terms, self.clock.now());
                // Written beside the folder's jobs: without a state it is cleared away when the folder is opened next.
                sealed::keep(&self.dir, &self.master, &work.key_name(), bytes.as_slice())
                    .map(|()| taking = Some(work))
            }
            JobPart::File(file) => {
                let work = taking.as_mut().ok_or_else(|| Error::new("internal"))?;
                let at = work.files.len();
                let cards = u64::try_from(file.serials.len()).unwrap_or(u64::MAX);
                sealed::keep(&self.dir, &job_key, &work.file_name(at), &file.bytes)?;
                work.files.push(FileWork {
                    name: file.name,
                    cards,
                    bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
                    printed_at: None,
                });
                let serials = file.serials.into_iter();
                work.cards
                    .extend(serials.map(|serial| CardWork::new(serial, at)));
                Ok(())
            }
        });
        let digest = match read {
            Ok((_, digest)) => digest,
            Err(error) if error.id == "job-open" => {
                let id = error.args.first().and_then(|(_, id)| JobId::parse(id));
                return id.ok_or_else(|| Error::new("internal"));
            }
            Err(error) => {
                if let Some(work) = &taking {
                    // Nothing was written out of it yet.
                    self.destroy_prints(work)?;
                }
                return Err(error);
            }
        };
        let mut work = taking.ok_or_else(|| Error::new("internal"))?;
        work.seal(digest);
        let cards = u64::try_from(work.cards.len()).unwrap_or(u64::MAX);
        let (id, made_at) = (work.job()?, work.made_at);
        self.jobs.push(work);
        // The office's word of the time is as good as a clock's that was not set back.
        if self.state.seen_at < made_at {
            self.state.seen_at = made_at;
            self.keep_state()?;
        }
        let at = self.jobs.len() - 1;
        self.note(at, "open", who, cards)?;
        Ok(id)
    }

    fn is_for_us(&self, terms: &Terms) -> Result<(), Error> {
        let root = Pin::of(&terms.root).to_string();
        if !self.state.roots.contains(&root) {
            return Err(Error::new("job-foreign").with("office", &terms.office));
        }
        if terms.shop != self.badge.id() {
            return Err(Error::new("job-other-shop").with("office", &terms.office));
        }
        let id = terms.id.to_string();
        if self.state.done.contains(&id) {
            return Err(Error::new("job-again").with("job", terms.id.short()));
        }
        let now = self.clock.now();
        if terms.until <= now.max(self.state.seen_at) {
            let day = date_text(clock::day_of(terms.until - 1));
            return Err(Error::new("job-ended").with("date", day));
        }
        if now + CLOCK_SKEW_S < terms.made_at {
            return Err(Error::new("job-early"));
        }
        if self.jobs.iter().any(|work| work.id == id) {
            return Err(Error::new("job-open").with("job", id));
        }
        Ok(())
    }

    fn find(&self, id: JobId) -> Result<usize, Error> {
        let id = id.to_string();
        let found = self.jobs.iter().position(|work| work.id == id);
        found.ok_or_else(|| Error::new("job-not-here"))
    }

    fn live(&mut self, id: JobId) -> Result<usize, Error> {
        self.sweep()?;
        let at = self.find(id)?;
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        if work.ended {
            let day = date_text(clock::day_of(work.until - 1));
            return Err(Error::new("job-ended").with("date", day));
        }
        // With a clock that was set back a job would never end.
        let seen = self.seen(work);
        if self.clock.now() + CLOCK_SKEW_S < seen {
            let time = clock::moment(seen).strftime("%d-%m-%Y %H:%M").to_string();
            return Err(Error::new("shop-clock").with("time", time));
        }
        Ok(at)
    }

    /// The log of the processing, as it stands in the folder.
    pub fn log(&self) -> Result<String, Error> {
        let path = self.dir.join(LOG);
        if !path.exists() {
            return Ok(String::new());
        }
        let bytes = file::read(&path, WORK_BYTES)?;
        String::from_utf8(bytes).map_err(|_utf8| damaged(LOG))
    }

    /// Writes a job's state whole; what its journal holds is in it.
    fn keep(&self, at: usize) -> Result<(), Error> {
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        folder::keep_toml(&self.dir, &self.master, &work.name(), work)?;
        folder::destroy(&self.dir.join(journal::name(work)))
    }

    /// Notes what was done in the job's own log and in the folder's, and keeps the job's state.
    fn note(&mut self, at: usize, what: &'static str, who: &str, cards: u64) -> Result<(), Error> {
        let (now, who) = (self.clock.now(), worker_name(who));
        if let Some(work) = self.jobs.get_mut(at) {
            work.note(now, what, &who, cards);
        }
        self.keep(at)?;
        self.line(at, what, &who, cards)
    }

    fn line(&self, at: usize, what: &str, who: &str, cards: u64) -> Result<(), Error> {
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        self.line_of((&work.id, &work.office), what, who, cards)
    }

    fn line_of(
        &self,
        (job, office): (&str, &str),
        what: &str,
        who: &str,
        cards: u64,
    ) -> Result<(), Error> {
        let time = clock::moment(self.clock.now()).strftime("%Y-%m-%d %H:%M:%S");
        let quoted = |text: &str| format!("\"{}\"", guarded(text).replace('"', "\"\""));
        let (office, who) = (quoted(office), quoted(&worker_name(who)));
        let line = format!("{time},{what},{job},{office},{cards},{who}\r\n");
        folder::append(&self.dir, &line)
    }
}

/// A text no spreadsheet takes for a formula.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Who works, as a file may hold it.
fn worker_name(who: &str) -> String {
    patrol::fit(who.trim(), MOST_NAME)
}
