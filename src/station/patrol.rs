//! A patrol's folder on a laptop: the office's bundle, perhaps its extract, and the scan log; no registry, no network.
//!
//! ```text
//! slots.toml   the folder's key, sealed under the patrol's passphrase        bundle.bin    the trust bundle, sealed
//! state.bin    pinned root, the laptop's own key and name, sealed            extract.bin   people of the extract, each sealed
//! log.bin      the scan log, each link sealed, only ever appended to         log.head      how far it had come, sealed
//! pending.bin  the check that was told and is not yet noted, sealed
//! ```
//!
//! Everything but the slots is sealed by the folder's key: what lies here tells a finder neither whom the patrol met nor where.

mod extract;
mod folder;
mod log;
mod pending;

use super::clock::{self, Clock};
use super::error::name;
use super::file::{self, Readers, Waiting};
use super::reader::refused;
use super::{Error, Evidence, Secret, sealed, verify};
use crate::patrol::{
    self, Device, DeviceId, Entry, Hint, Light, LightRules, OperationId, Passphrase, Sighting,
    SightingId, Spot, Terms,
};
use crate::rule::{Groups, PatrolRules, Rulebook};
use crate::seal::{Bundle, Certificate, Pin, PrivateKey, Verdict, Word};
use crate::vault::{self, Keyring, MasterKey};
use folder::{
    BUNDLE, BUNDLE_BYTES, LOGIN, SLOTS, SMALL_BYTES, STATE, State, VERSION, damaged, keep_state,
    read, read_state,
};
use pending::Pending;
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// How far clocks may differ before one is said to be behind.
const CLOCK_SKEW_S: i64 = 300;

/// A patrol's folder, open. Belongs to one thread, and to one program at a time.
pub struct Patrol {
    dir: PathBuf,
    master: MasterKey,
    state: State,
    key: PrivateKey,
    certificate: Certificate,
    bundle: Bundle,
    pub(super) bundle_file: Vec<u8>,
    extract: Option<extract::Store>,
    log: log::Store,
    pending: Pending,
    rules: Rules,
    pub(super) clock: Clock,
}

/// What one check found.
#[derive(Clone)]
pub struct Checked {
    /// What it is noted under.
    pub id: SightingId,
    /// When, Unix seconds.
    pub at: i64,
    /// The verdict.
    pub verdict: Verdict,
    /// The papers; none where the card is not genuine.
    pub lights: Vec<Light>,
    /// The person in the extract, where there is one and the card is genuine.
    pub entry: Option<Entry>,
    /// What the sightings before make one think about.
    pub hints: Vec<Hint>,
    /// How old the card's status was; `None` when it is unknown.
    pub status_age_s: Option<i64>,
}

impl Checked {
    /// The same card was scanned minutes ago: this is no new sighting. A card that is not genuine only says that it is the same.
    pub fn is_again(&self) -> bool {
        patrol::is_genuine(self.verdict.word) && self.hints.iter().any(|hint| hint.id == "again")
    }
}

/// What a scan is noted with. No `Debug`: all of it is about persons.
#[derive(Clone, Default)]
pub struct Noted {
    /// Where.
    pub spot: Spot,
    /// Who scanned.
    pub officer: String,
    /// What the officer wrote.
    pub note: String,
    /// Picture of the card as JPEG, at most `Sighting::MOST_PHOTO` bytes.
    pub photo: Option<Vec<u8>>,
    /// The operation it belongs to.
    pub operation: Option<OperationId>,
}

/// How a patrol's folder stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatrolState {
    /// As the team named the laptop.
    pub name: String,
    /// The laptop, as the office knows it.
    pub device: DeviceId,
    /// Name of the office.
    pub office: String,
    /// When its bundle was made, Unix seconds.
    pub bundle_at: i64,
    /// From then on no verdict is VALID.
    pub bundle_until: i64,
    /// What the extract is; `None` without one.
    pub extract: Option<Terms>,
    /// Why it is not used, as an error's id.
    pub extract_unused: Option<&'static str>,
    /// Sightings in the log.
    pub sightings: u64,
    /// The last scan was cut by a crash and is gone; told until the folder is opened again.
    pub torn: bool,
}

struct Rules {
    numbers: PatrolRules,
    groups: Groups,
    book: Rulebook,
}

impl Patrol {
    /// Makes a folder for the laptop called `label`: pins the office's root, takes its bundle, and makes the laptop's own key.
    /// The folder is new or empty, or was left by a making that was cut off.
    pub fn create(
        dir: &Path,
        label: &str,
        passphrase: &Secret,
        root: &[u8],
        bundle: &[u8],
    ) -> Result<Self, Error> {
        Self::create_by(dir, label, passphrase, (root, bundle), Clock::System)
    }

    pub(super) fn create_by(
        dir: &Path,
        label: &str,
        passphrase: &Secret,
        (root, bundle): (&[u8], &[u8]),
        clock: Clock,
    ) -> Result<Self, Error> {
        let vacant = folder::is_vacant(dir).map_err(|error| Error::reading(dir, &error))?;
        if !vacant {
            return Err(Error::new("folder-not-empty").with("name", name(dir)));
        }
        let label = label.trim();
        if label.is_empty() || Sighting::MOST_TEXT < label.len() {
            return Err(Error::new("patrol-label"));
        }
        super::officers::strong(passphrase, LOGIN, label)?;
        let pin = Pin::parse(root).ok_or_else(|| Error::new("root-unreadable"))?;
        let now = clock.now();
        let opened = Bundle::open(bundle, &pin, None, now).map_err(|fault| refused(&fault))?;
        let (scalar, key) = sealed::random_key();
        let certificate = Device::certificate(&key, now)?;
        let state = State {
            version: VERSION,
            name: label.to_owned(),
            root: pin.to_string(),
            key: super::keys::hex(scalar.as_slice()),
            certificate: super::keys::hex(&certificate.der),
            seen_at: opened.issued_at,
            seen_number: opened.sequence,
            extract_at: 0,
            bundle_from: 0,
            extract_from: 0,
        };
        std::fs::create_dir_all(dir).map_err(|error| Error::writing(dir, &error))?;
        let master = MasterKey::from_bytes(rand::random());
        let ring = Keyring::new(rand::random(), &master);
        let ring = ring.with(sealed::slot(&master, &ring, (LOGIN, passphrase))?);
        keep_state(dir, &master, &state)?;
        sealed::keep(dir, &master, BUNDLE, bundle)?;
        let log = log::Store::create(dir, &master, DeviceId::of(&certificate))?;
        // The slots last: a folder without them is nobody's, and is begun anew.
        sealed::write(&dir.join(SLOTS), ring.print().as_bytes())?;
        let pending = Pending::open(dir, &master)?;
        Ok(Self {
            dir: dir.to_owned(),
            master,
            state,
            key,
            certificate,
            bundle: opened,
            bundle_file: bundle.to_vec(),
            extract: None,
            log,
            pending,
            rules: Rules::bundled(),
            clock,
        })
    }

    /// Takes a folder away that was just made and holds no scan; one that holds scans stays.
    pub fn abandon(self) -> Result<(), Error> {
        if 0 < self.log.length() {
            return Ok(());
        }
        let dir = self.dir.clone();
        // What is open cannot be removed everywhere.
        drop(self);
        folder::clear(&dir)
    }

    /// Opens a folder. Refused: another passphrase, a folder another program has open, one that was changed.
    pub fn open(dir: &Path, passphrase: &Secret) -> Result<Self, Error> {
        Self::open_by(dir, passphrase, Clock::System)
    }

    pub(super) fn open_by(dir: &Path, passphrase: &Secret, clock: Clock) -> Result<Self, Error> {
        if !Self::is_patrol(dir) {
            return Err(Error::new("patrol-folder").with("name", name(dir)));
        }
        let text = String::from_utf8(file::read(&dir.join(SLOTS), SMALL_BYTES)?)
            .map_err(|_utf8| damaged(SLOTS))?;
        let ring = Keyring::parse(&text).map_err(|_why| damaged(SLOTS))?;
        let master = ring.open(LOGIN, passphrase).map_err(|why| {
            if why == vault::Error::Refused {
                Error::new("patrol-passphrase")
            } else {
                damaged(SLOTS)
            }
        })?;
        let state = read_state(dir, &master)?;
        let scalar = Zeroizing::new(super::keys::unhex(&state.key).unwrap_or_default());
        let key = <&[u8; 32]>::try_from(scalar.as_slice())
            .ok()
            .and_then(PrivateKey::from_bytes)
            .ok_or_else(|| damaged(STATE))?;
        let der = super::keys::unhex(&state.certificate).unwrap_or_default();
        let certificate = Certificate::parse(&der).map_err(|_why| damaged(STATE))?;
        let bundle_file = read(dir, &master, BUNDLE, BUNDLE_BYTES)?;
        let pin = Pin::parse(state.root.as_bytes()).ok_or_else(|| damaged(STATE))?;
        // The clock may run behind by now; what the bundle then still says is for each verdict to tell.
        let bundle = Bundle::open(&bundle_file, &pin, Some(state.seen()), i64::MAX)
            .map_err(|fault| refused(&fault))?;
        let log = log::Store::open(dir, &master, DeviceId::of(&certificate))?;
        let extract = extract::Store::open(dir, &master)?;
        let pending = Pending::open(dir, &master)?;
        let mut patrol = Self {
            dir: dir.to_owned(),
            master,
            state,
            key,
            certificate,
            bundle,
            bundle_file: bundle_file.to_vec(),
            extract,
            log,
            pending,
            rules: Rules::bundled(),
            clock,
        };
        patrol.drop_ended();
        // On a disk without room it waits on: the folder must open for its log to be taken off.
        patrol.settle().ok();
        Ok(patrol)
    }

    /// Whether the folder is a patrol's.
    pub fn is_patrol(dir: &Path) -> bool {
        dir.join(SLOTS).is_file() && dir.join(STATE).is_file()
    }

    /// The second it is, Unix.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// How the folder stands.
    pub fn state(&self) -> PatrolState {
        let usable = self
            .extract
            .as_ref()
            .map(|store| self.usable(store.terms()));
        PatrolState {
            name: self.state.name.clone(),
            device: DeviceId::of(&self.certificate),
            office: self.bundle.office.clone(),
            bundle_at: self.bundle.issued_at,
            bundle_until: self.bundle.next_update,
            extract: self.extract.as_ref().map(|store| store.terms().clone()),
            extract_unused: usable.and_then(Result::err).map(|error| error.id),
            sightings: self.log.length(),
            torn: self.log.torn(),
        }
    }

    /// Takes a newer bundle, or a difference to the one held. Refused: another office's, an older one, one that was changed.
    pub fn import_bundle(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let whole = if Bundle::is_difference(bytes) {
            let later = Bundle::later(&self.bundle_file, bytes);
            later.map_err(|fault| refused(&fault))?
        } else {
            bytes.to_vec()
        };
        let pin = Pin::of(&self.bundle.root);
        let now = self.clock.now();
        let opened = Bundle::open(&whole, &pin, Some(self.state.seen()), now)
            .map_err(|fault| refused(&fault))?;
        // The bundle first: a state that has seen more than is held would refuse the folder.
        sealed::keep(&self.dir, &self.master, BUNDLE, &whole)?;
        if self.bundle.issued_at < opened.issued_at {
            self.state.bundle_from = self.log.length();
        }
        self.state.seen_at = opened.issued_at;
        self.state.seen_number = opened.sequence;
        keep_state(&self.dir, &self.master, &self.state)?;
        self.bundle = opened;
        self.bundle_file = whole;
        Ok(())
    }

    /// Takes the office's extract in place of the one held. Refused: another passphrase, office or signer, one that has ended,
    /// one older than a former one, anything changed. `progress(done, of)` stops the work with `Break`.
    pub fn import_extract(
        &mut self,
        path: &Path,
        passphrase: &Secret,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Terms, Error> {
        // Not every system replaces a file that is open.
        self.extract = None;
        let imported = extract::Store::import(
            (&self.dir, &self.master),
            path,
            &Passphrase::new(passphrase.reveal().to_owned()),
            (&self.bundle, self.clock.now(), self.state.extract_at),
            progress,
        );
        let store = match imported {
            Ok(store) => store,
            Err(refused) => {
                self.extract = extract::Store::open(&self.dir, &self.master)?;
                return Err(refused);
            }
        };
        let terms = store.terms().clone();
        self.extract = Some(store);
        if self.state.extract_at < terms.made_at {
            self.state.extract_from = self.log.length();
        }
        self.state.extract_at = terms.made_at;
        keep_state(&self.dir, &self.master, &self.state)?;
        Ok(terms)
    }

    /// Judges what is held before the reader and sees to it that it is noted: sealed and synced when this returns. [`Self::record`]
    /// says with what it is noted; without it, it is noted as it stands here, at the next check or when the folder is opened.
    pub fn check(&mut self, evidence: &Evidence, noted: &Noted) -> Result<Checked, Error> {
        self.settle()?;
        let checked = self.judge(evidence, &noted.spot)?;
        if !checked.is_again() {
            self.pending.keep(&self.master, sighting(&checked, noted))?;
        }
        Ok(checked)
    }

    /// Judges what is held before the reader, as seen at `spot`. Nothing is noted.
    pub fn judge(&self, evidence: &Evidence, spot: &Spot) -> Result<Checked, Error> {
        let at = self.clock.now();
        let mut verdict = verify::judge(evidence, &|text| self.bundle.judge(text, at));
        let newest = self.newest(self.state.bundle_from);
        if verdict.word == Word::Valid
            && newest.is_some_and(|newest| at.saturating_add(CLOCK_SKEW_S) < newest)
        {
            // By this clock an outdated bundle may seem current.
            (verdict.word, verdict.reason) = (Word::Stale, "clock-behind");
        }
        let genuine = patrol::is_genuine(verdict.word);
        let claims = verdict.claims.as_ref();
        let entry = match claims.filter(|_| genuine) {
            Some(claims) => self.entry(&claims.permit_no)?,
            None => None,
        };
        let facts = entry.as_ref().map(|entry| entry.facts.clone());
        let today = clock::day_of(at);
        let lights = patrol::lights(
            &verdict,
            &facts.unwrap_or_default(),
            today,
            self.rules.of_lights(),
        );
        let status_age_s = verdict.status.map(|status| at.saturating_sub(status.as_of));
        let mut checked = Checked {
            id: SightingId(rand::random()),
            at,
            verdict,
            lights,
            entry,
            hints: Vec::new(),
            status_age_s,
        };
        let probe = sighting(
            &checked,
            &Noted {
                spot: spot.clone(),
                ..Noted::default()
            },
        );
        checked.hints = patrol::hints(self.log.seen(), &probe, &self.rules.numbers, today);
        Ok(checked)
    }

    /// The person of a permit number or card serial in the extract; `None` where there is none, or it may not be used.
    pub fn entry(&self, number: &str) -> Result<Option<Entry>, Error> {
        match &self.extract {
            Some(store) if self.usable(store.terms()).is_ok() => store.find(&self.master, number),
            Some(_) | None => Ok(None),
        }
    }

    /// Notes a check in the log, once however often it is asked. It is on the disk when this returns; where that fails it is
    /// tried again before the next check.
    pub fn record(&mut self, checked: &Checked, noted: &Noted) -> Result<Sighting, Error> {
        let sighting = sighting(checked, noted);
        if let Some(kept) = self.log.find(sighting.id) {
            let plain = Sighting {
                photo: None,
                ..sighting.clone()
            };
            if *kept != plain {
                return Err(Error::new("patrol-noted"));
            }
            self.log.mend_head(&self.master)?;
            return Ok(sighting);
        }
        // Beyond its bounds it could never be noted; what was told waits as it stood.
        sighting.to_bytes()?;
        let waits = self.pending.held();
        if waits.is_some_and(|waiting| waiting.id != sighting.id) {
            self.settle()?;
        }
        self.pending.hold(sighting.clone());
        self.settle()?;
        Ok(sighting)
    }

    /// Puts what waits into the log.
    fn settle(&mut self) -> Result<(), Error> {
        let Some(waiting) = self.pending.held() else {
            return self.log.mend_head(&self.master);
        };
        if self.log.find(waiting.id).is_none() {
            self.log.append(&self.master, waiting)?;
        }
        self.pending.done();
        self.log.mend_head(&self.master)
    }

    /// What was noted, oldest first, without pictures.
    pub fn log(&self) -> &[Sighting] {
        self.log.all()
    }

    /// Picture of a sighting in the log.
    pub fn photo(&self, id: SightingId) -> Result<Option<Vec<u8>>, Error> {
        self.log.photo(&self.master, id)
    }

    /// Writes the whole log for the office, closed for it alone and signed by the laptop; how many sightings it holds.
    pub fn export_log(&mut self, path: &Path) -> Result<u64, Error> {
        let recipient = self.bundle.log_recipient.as_deref();
        let recipient = recipient.ok_or_else(|| Error::new("patrol-recipient"))?;
        let device = Device {
            certificate: self.certificate.clone(),
            name: self.state.name.clone(),
            sent_at: self.clock.now(),
            count: self.log.length(),
        };
        let (waiting, file) = Waiting::begin(path, Readers::Owner)?;
        let out = patrol::write_log(
            BufWriter::new(file),
            recipient,
            &device,
            &self.key,
            &mut |number| self.log.link(&self.master, number),
        )?;
        let file = out
            .into_inner()
            .map_err(|error| Error::writing(path, error.error()))?;
        file.sync_all()
            .map_err(|error| Error::writing(path, &error))?;
        waiting.place()?;
        Ok(device.count)
    }

    /// A new passphrase for the folder; the old one opens it no more.
    pub fn change_passphrase(&mut self, old: &Secret, new: &Secret) -> Result<(), Error> {
        super::officers::strong(new, LOGIN, &self.state.name)?;
        let path = self.dir.join(SLOTS);
        let text =
            String::from_utf8(file::read(&path, SMALL_BYTES)?).map_err(|_utf8| damaged(SLOTS))?;
        let ring = Keyring::parse(&text).map_err(|_why| damaged(SLOTS))?;
        ring.open(LOGIN, old)
            .map_err(|_why| Error::new("patrol-passphrase"))?;
        let ring = ring.with(sealed::slot(&self.master, &ring, (LOGIN, new))?);
        sealed::write(&path, ring.print().as_bytes())
    }

    /// When the newest sighting was noted since the log held `from` of them.
    fn newest(&self, from: u64) -> Option<i64> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let since = self.log.seen().skip(from);
        since.map(|sighting| sighting.at).max()
    }

    /// Whether an extract may be used now. A clock that was turned back past the last scan, or before the bundle was made, does
    /// not bring one back; a scan by a clock that ran ahead counts only until the office gives out a newer bundle or extract.
    fn usable(&self, terms: &Terms) -> Result<(), Error> {
        let newest = self.newest(self.state.bundle_from.max(self.state.extract_from));
        let now = self.clock.now();
        terms.check(now.max(newest.unwrap_or(now)).max(self.bundle.issued_at))?;
        Ok(terms.check(now)?)
    }

    /// An extract past its last day is taken off the disk; by the clock alone, for a scan of a clock that ran ahead may be undone.
    fn drop_ended(&mut self) {
        let now = self.clock.now();
        let ended = self
            .extract
            .as_ref()
            .map(|store| store.terms().check(now))
            .and_then(Result::err);
        if matches!(ended, Some(patrol::Error::Ended(_))) {
            self.extract = None;
            extract::Store::remove(&self.dir);
        }
    }
}

impl Rules {
    fn bundled() -> Self {
        Self {
            numbers: PatrolRules::bundled(),
            groups: Groups::bundled(),
            book: Rulebook::bundled(),
        }
    }

    fn of_lights(&self) -> LightRules<'_> {
        LightRules {
            numbers: &self.numbers,
            groups: &self.groups,
            book: &self.book,
        }
    }
}

/// What a check becomes in the log.
fn sighting(checked: &Checked, noted: &Noted) -> Sighting {
    let claims = checked.verdict.claims.as_ref();
    let number = |of: fn(&crate::seal::Claims) -> &String| {
        claims
            .map(of)
            .filter(|number| **number == patrol::fit(number, Sighting::MOST_TEXT))
            .cloned()
            .unwrap_or_default()
    };
    let fit = |text: &String| patrol::fit(text, Sighting::MOST_TEXT);
    let lights = checked.lights.iter().map(|light| Light {
        args: light
            .args
            .iter()
            .map(|(name, value)| (*name, fit(value)))
            .collect(),
        ..light.clone()
    });
    Sighting {
        id: checked.id,
        at: checked.at,
        spot: Spot {
            text: fit(&noted.spot.text),
            ..noted.spot.clone()
        },
        officer: fit(&noted.officer),
        word: checked.verdict.word,
        reason: checked.verdict.reason,
        card_serial: number(|claims| &claims.card_serial),
        permit_no: number(|claims| &claims.permit_no),
        status_age_s: checked.status_age_s,
        lights: lights.collect(),
        // Who wrote too long a note is told; what no file may hold is left out.
        note: patrol::fit(&noted.note, usize::MAX),
        photo: noted.photo.clone(),
        operation: noted.operation,
    }
}
