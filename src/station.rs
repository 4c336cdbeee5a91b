//! The verbs of the office: the only door for desk and command line; orders the other rooms, reads the clock.
//!
//! A [`Station`] is one office folder, open: `office.toml` (what kind of office), `settings.toml`, `keys/`, `registry.db`, `backups/`.
//! It belongs to one thread; [`Worker`] gives it one and answers questions. Every verb that writes is one act of the
//! registry: kept whole or not at all.

mod again;
mod audit;
mod backup;
mod batch;
mod cases;
mod clock;
mod demo;
mod door;
mod draft_file;
mod end;
mod error;
mod export;
mod file;
mod found;
mod import;
mod imposed;
mod issue;
mod job;
mod judge;
mod keys;
mod life;
mod likeness;
mod look;
pub mod numbers;
mod officers;
mod operation;
pub mod outside;
mod page;
mod patrol;
mod people;
mod photo;
mod press;
mod printer;
mod queue;
mod reader;
mod report;
mod run;
mod sealed;
mod sending;
mod session;
mod settings;
mod sheet;
mod shop;
mod site;
mod step;
mod stock;
pub mod supply;
#[cfg(test)]
mod tests;
mod tray;
mod trust;
mod verify;
mod whereabouts;
mod worker;
mod zone;

pub use backup::{
    BackupDone, BackupFacts, BackupJob, BackupPlan, BackupProof, BackupRow, DrillReport,
    backup_folder, backups_in, newest_backup, restore,
};
pub use batch::{
    Batch, BatchFile, BatchReport, DecodeBack, Ongoing, Printing, Stages, Withheld, paper_name,
    peak_rss_bytes,
};
pub use cases::{Chain, Outcome, Proof};
pub use demo::Crowd;
pub use door::{DemoAccount, Door};
pub use draft_file::{draft_from_toml, draft_to_toml};
pub use error::Error;
pub use export::Exported;
pub use file::write_file;
pub use found::NewOffice;
pub use import::{
    Column, DateOrder, Doubt, How, Import, Mapping, Report, RowReport, Source, Target,
};
pub use imposed::{SheetOrder, SheetsMade};
pub use job::{JobMade, JobOrder, JobRow, Returned, ShopRow};
pub use keys::device::TokenState;
pub use life::Life;
pub use officers::{NewOfficer, Second};
pub use operation::{Gathered, rupiah};
pub use patrol::{Checked, Noted, Patrol, PatrolState};
pub use photo::photo_taken;
pub use printer::{Measured, Tray, plan, printers, spooler, with_bleed};
pub use queue::{Examined, Finished, PressQueue};
pub use reader::{Reader, Taken};
pub use run::RunRecord;
pub use sending::{Heard, Stand, ask_queue, stands, waiting};
pub use session::ClockState;
pub use settings::{PhotoRule, Settings};
pub use sheet::RecoverySheet;
pub use shop::{HeldCard, HeldFile, HeldJob, JobClosed, Shop, ShopState};
pub use step::{CaseStep, StepQueue};
pub use stock::{Lot, StockMonth};
pub use tray::{SheetCards, SheetPlace, SheetView};
pub use trust::{BundleFile, BundleOut, SignerKey, StatusChange};
pub use whereabouts::{ExtractMade, LogMerged};
pub use worker::{Ask, Owned, Progress, Worker};
// The desk may not import the registry; its plain values pass through this door.
pub use crate::registry::{
    Anchor, Approval, AuditProof, AuditQuery, AuditRow, BlankQuery, BlankRow, Break, BreakKind,
    BundleCopy, CardRow, CaseId, CaseRecord, CaseRow, Counts, DeviceRow, DistrictCount,
    EarlierPortrait, Filter, Found, Ledger, NewRun, Papers, PermitRow, PermitState, Query,
    QueueCount, ReceiptRow, ReportKind, ReportRow, RunCardRow, RunId, RunPartRow, RunRow,
    RunTarget, SendingRow, SightingQuery, SightingRow, Sightings, Sort, SortBy, Soundness,
    StockCount, Twin,
};
// So do papers and printers: print is the station's alone.
pub use crate::print::calibrate::{Correction, Readings, crosses};
pub use crate::print::spool::{Duplex, JobId, JobState, Printer, Spooler, Trouble};
pub use crate::print::{Flip, Plan, Profile, Raster, Side, Taken as SheetTaken};
// Passwords pass through it too: the vault is the station's alone.
pub use crate::vault::{PasswordFlaw, Secret, password_flaws};

use crate::card::Overflow;
use crate::office::{Deed, Officer, OfficerId};
use crate::permit::{Draft, Finding, Gazetteer, Kind, PermitNo};
use crate::portrait::Portrait;
use crate::print::Pdf;
use crate::registry::Registry;
use crate::rule::Rulebook;
use crate::seal::{self, Verdict, Word};
use crate::vault::MasterKey;
use clock::Clock;
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One office, open. Owns the registry's connection.
pub struct Station {
    dir: PathBuf,
    demo: bool,
    settings: Settings,
    registry: Registry,
    keys: keys::Keys,
    /// Who acts.
    officer: Officer,
    /// Nobody logged in: a demo office's door stood open.
    walked_in: bool,
    /// Opens the registry anew, wraps new keys, fills new slots.
    master: MasterKey,
    reference: Arc<Reference>,
    press: press::Press,
    clock: Clock,
    /// The clock stood so far ahead of the newest act when the office was opened; until somebody goes on with it.
    jumped_s: Option<i64>,
    /// Lists of people the audit knows to have been looked at: by whom, which, and a digest of who was in them.
    looks: HashSet<(OfficerId, &'static str, [u8; 32])>,
}

/// What every screen may read without asking: rules and places, loaded once.
#[derive(Debug)]
pub struct Reference {
    /// Dated rules.
    pub rules: Rulebook,
    /// Areas of Indonesia.
    pub places: Gazetteer,
}

/// One record in full.
#[derive(Clone)]
pub struct Record {
    /// Fields as the present card shows them.
    pub draft: Draft,
    /// Picture on the present card.
    pub portrait: Option<Portrait>,
    /// Oldest first.
    pub cards: Vec<CardRow>,
}

/// Findings about a draft: form, rules, and the registry's (duplicates).
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    /// In form order, hard before soft.
    pub findings: Vec<Finding>,
    /// No hard finding.
    pub passes: bool,
}

/// A card that has been issued.
#[derive(Clone)]
pub struct Issued {
    /// Its permit.
    pub permit_no: PermitNo,
    /// The run of one it was made in.
    pub run: RunId,
    /// Serial of its blank.
    pub card_serial: String,
    /// Two pages, front and back.
    pub pdf: Pdf,
    /// Where the desk or command line may write it: `<permit_no>-<serial>.pdf`.
    pub file_name: String,
    /// Throw-away keys: not a card for a person.
    pub specimen: bool,
    /// What the QR says, as decoded back from the PDF.
    pub qr_text: String,
    /// 1 to 14.
    pub qr_version: u8,
    /// Modules a side, without quiet zone.
    pub qr_modules: usize,
    /// Side of one module.
    pub module_mm: f32,
    /// Side of the symbol without quiet zone.
    pub side_mm: f32,
    /// Signer, 16 hex digits.
    pub kid: String,
    /// Unix seconds.
    pub issued_at: i64,
    /// Unix seconds: end of the last valid day in WIB.
    pub expires_at: i64,
    /// Place in the status list.
    pub status_idx: u64,
    /// The status list.
    pub status_uri: String,
    /// Soft findings it was issued with.
    pub findings: Vec<Finding>,
}

/// The card as it would print, both sides at 300 dpi, before it is issued.
#[derive(Clone)]
pub struct Preview {
    /// Front side.
    pub front: Raster,
    /// Back side; the QR's place is empty until there is a seal.
    pub back: Raster,
}

/// Why there is no preview yet.
#[derive(Debug, Clone)]
pub enum NoPreview {
    /// The draft has hard findings.
    Draft,
    /// Text that does not fit.
    Overflow(Vec<Overflow>),
    /// Anything else.
    Failed(Error),
}

/// Figures of Beranda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Name of the office.
    pub office: String,
    /// A demo office.
    pub demo: bool,
    /// Where cases wait, and since when.
    pub queues: Vec<QueueCount>,
    /// Cases that wait for steps the office has switched on.
    pub steps: Vec<StepQueue>,
    /// Permits in the registry.
    pub permits: u64,
    /// Of them limited stay.
    pub kitas: u64,
    /// Of them permanent stay.
    pub kitap: u64,
    /// Cards issued today (WIB).
    pub cards_today: u64,
    /// Cards issued this month (WIB).
    pub cards_month: u64,
    /// Permits that hold and whose last day lies within 30 days from today.
    pub expiring_30_days: u64,
    /// Permits whose last day has passed and which nobody has ended.
    pub expired: u64,
    /// Nationality code and count, most first, at most 8.
    pub nationalities: Vec<(String, u64)>,
    /// The last five permits issued, for those who may read records.
    pub latest: Vec<PermitRow>,
}

/// What to verify.
pub enum Evidence {
    /// QR text, pasted or wedge-typed.
    Text(String),
    /// PNG, JPEG, WebP or PDF; or a file that holds QR text.
    File(Vec<u8>),
    /// A camera frame.
    Luma {
        /// Pixels across.
        width_px: u32,
        /// Pixels down.
        height_px: u32,
        /// Brightness, one byte a pixel, rows from the top.
        luma: Vec<u8>,
    },
}

impl Station {
    /// Opens a demo office as its first officer, whose password everybody knows. A real one is entered through [`Door`].
    pub fn open(dir: &Path) -> Result<Self, Error> {
        Self::open_by(dir, Clock::System)
    }

    fn open_by(dir: &Path, clock: Clock) -> Result<Self, Error> {
        Door::find_by(dir, clock)?.walk_in()
    }

    /// Opens everything with the office's key, for the officer `who` finds. Notices a registry that is torn, foreign or
    /// newer, keys that are missing, and a folder put together from two offices. An office whose signer's quarter is over
    /// makes itself the next one.
    fn unlock(
        door: &Door,
        master: MasterKey,
        who: impl FnOnce(&Registry) -> Result<Officer, Error>,
    ) -> Result<Self, Error> {
        let registry = Registry::open(&registry_file(&door.dir), &master.registry_key())
            .map_err(|error| backup::way_out(&door.dir, error.into()))?;
        if registry.meta("demo")?.is_some() != door.demo {
            return Err(Error::new("office-mixed"));
        }
        let used = keys::Use::of(door.demo, &door.settings);
        let keys = keys::Keys::open(&door.dir, &master, used, None)?;
        let officer = who(&registry)?;
        let mut station = Self {
            dir: door.dir.clone(),
            demo: door.demo,
            settings: door.settings.clone(),
            registry,
            keys,
            officer,
            walked_in: false,
            master,
            reference: Arc::new(Reference {
                rules: Rulebook::bundled(),
                places: Gazetteer::bundled(),
            }),
            press: press::Press::default(),
            clock: door.clock,
            jumped_s: None,
            looks: HashSet::new(),
        };
        station.sweep();
        // Before anything is dated by a clock nobody has looked at.
        if let ClockState::Ahead(seconds) = station.clock_state()? {
            station.jumped_s = Some(seconds);
        } else {
            station.next_signer(door.clock.now())?;
        }
        station.refuse_keys()?;
        station.anchor_days();
        Ok(station)
    }

    /// An office whose signer's quarter is over, or is about to be, gets the next one, unless the clock ran back.
    fn next_signer(&mut self, now: i64) -> Result<(), Error> {
        self.refuse_keys()?;
        if self.signer_due(now)?.is_none() || now < self.registry.last_act()? {
            return Ok(());
        }
        // Another desk may have made it already, or be at it.
        let _lock = file::Lock::of(&self.dir)?;
        self.reload_keys()?;
        match self.signer_due(now)? {
            Some(from) => self.begin_signer(from, OfficerId::PROGRAM).map(drop),
            None => Ok(()),
        }
    }

    /// Reads the keys again: another desk of the office makes the next quarter's signer too.
    fn reload_keys(&mut self) -> Result<(), Error> {
        let used = keys::Use::of(self.demo, &self.settings);
        self.keys = keys::Keys::open(&self.dir, &self.master, used, self.keys.device())?;
        self.refuse_keys()?;
        self.anchor_days();
        Ok(())
    }

    /// From now on the first act of a day signs the head of the day before.
    fn anchor_days(&mut self) {
        self.registry.set_notary(audit::notary(&self.keys));
    }

    /// Makes a demo office with invented residents; the same seed gives the same people. Calls `progress(done, of)`.
    ///
    /// The folder appears when it is complete; a folder that is there must be empty.
    pub fn create_demo(
        dir: &Path,
        crowd: impl Into<Crowd>,
        seed: u64,
        progress: &mut dyn FnMut(u32, u32),
    ) -> Result<Self, Error> {
        demo::create(dir, crowd.into(), seed, Clock::System, progress)
    }

    /// Its folder.
    pub fn dir(&self) -> PathBuf {
        self.dir.clone()
    }

    /// A demo office: throw-away keys, every card a specimen.
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// Today in WIB.
    pub fn today(&self) -> Date {
        clock::day_of(self.clock.now())
    }

    /// The second it is, Unix.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Rules and places, to read without asking.
    pub fn reference(&self) -> Arc<Reference> {
        Arc::clone(&self.reference)
    }

    /// Figures as of now.
    pub fn overview(&mut self) -> Result<Overview, Error> {
        let today = self.today();
        let soon = today.saturating_add(30.days());
        let figures = self.registry.figures(
            today,
            soon,
            clock::start_of(today),
            clock::start_of(today.first_of_month()),
        )?;
        // Figures name nobody; the latest permits do.
        let latest = if self.allow(Deed::ReadRecords).is_ok() {
            let latest = self.registry.latest(5)?;
            let shown = latest.iter().map(|row| row.permit_no.as_str());
            self.listed("permit-list", "latest", shown)?;
            latest
        } else {
            Vec::new()
        };
        Ok(Overview {
            office: self.settings.office.office.clone(),
            demo: self.demo,
            queues: self.registry.queues()?,
            steps: self.step_queues()?,
            permits: figures.permits,
            kitas: figures.itas,
            kitap: figures.itap,
            cards_today: figures.cards_today,
            cards_month: figures.cards_month,
            expiring_30_days: figures.expiring,
            expired: figures.expired,
            nationalities: figures.nationalities,
            latest,
        })
    }

    /// As read at opening or last saved.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Checks and writes `settings.toml` atomically. Camera, language and theme are everybody's; what the office is and
    /// prints is the administrator's, and its change stands in the audit.
    pub fn save_settings(&mut self, settings: Settings) -> Result<(), Error> {
        let changed = self.settings.changed(&settings);
        let mut settings = settings;
        let _lock = file::Lock::of(&self.dir)?;
        if changed.is_empty() {
            // What the office is may have been changed at another desk: only the workplace's own goes over it.
            settings = Settings {
                camera: settings.camera,
                mirror: settings.mirror,
                language: settings.language,
                theme: settings.theme,
                ..settings::read(&self.dir)?
            };
            settings::write(&self.dir, &settings)?;
        } else {
            self.allow(Deed::KeepSettings)?;
            let dir = self.dir.clone();
            self.registry.act(self.by("settings-save"), |act| {
                act.note("changed", changed.join(", "));
                settings::write(&dir, &settings)
            })?;
        }
        self.settings = settings;
        Ok(())
    }

    /// Form, rules of `day`, and duplicates in the registry.
    pub fn judge(
        &mut self,
        draft: &Draft,
        portrait: Option<&Portrait>,
        day: Date,
    ) -> Result<Judgement, Error> {
        self.allow(Deed::ReadRecords)?;
        Ok(judge::judge(self, draft, portrait, day)?.0)
    }

    /// The card as it would print. Cheap enough to call on each pause in typing.
    pub fn preview(
        &mut self,
        draft: &Draft,
        portrait: Option<&Portrait>,
    ) -> Result<Preview, NoPreview> {
        issue::preview(self, draft, portrait)
    }

    /// One permit in full; the look at it stands in the audit.
    pub fn record(&mut self, permit_no: &PermitNo) -> Result<Record, Error> {
        self.allow(Deed::ReadRecords)?;
        let found = self.registry.permit(permit_no)?;
        self.told("permit-view", permit_no)?;
        Ok(Record {
            draft: found.draft,
            portrait: found.portrait,
            cards: found.cards,
        })
    }

    /// The permit's present card again, as it looked when it was issued, marked as proof; decoded back like a new one.
    pub fn card_again(&mut self, permit_no: &PermitNo) -> Result<Pdf, Error> {
        self.allow(Deed::ProofCard)?;
        let pdf = again::card_again(self, permit_no)?;
        self.told("card-proof", permit_no)?;
        Ok(pdf)
    }

    /// The permit on one page of A4: the record and the seal of its present card, read back from the page.
    pub fn page(&mut self, permit_no: &PermitNo, template: Option<&Path>) -> Result<Pdf, Error> {
        self.allow(Deed::ProofCard)?;
        let pdf = page::page(self, permit_no, template)?;
        self.told("permit-page", permit_no)?;
        Ok(pdf)
    }

    /// A verdict; `at` is Unix seconds, the clock's now when `None`.
    pub fn verify(&mut self, evidence: &Evidence, at: Option<i64>) -> Verdict {
        // Another desk may have revoked a key; what was known before still holds when that cannot be read now.
        self.refuse_keys().ok();
        let verdict = verify::verify(self, evidence, at);
        if verdict.word != Word::UnknownSigner || self.reload_keys().is_err() {
            return verdict;
        }
        verify::verify(self, evidence, at)
    }

    /// Public keys as JWKS.
    pub fn jwks(&self) -> String {
        seal::jwks(&self.keys.trust())
    }

    /// A complete invented draft, valid today.
    pub fn example_draft(&self, kind: Kind) -> Draft {
        people::example(kind, self.today(), &self.reference)
    }

    /// Takes away what programs that were killed have left half written in the office's folders.
    fn sweep(&self) {
        let now = self.clock.now();
        for folder in [
            self.dir.clone(),
            self.dir.join("keys"),
            self.dir.join(printer::FOLDER),
            self.backup_folder(),
        ] {
            file::sweep(&folder, now);
        }
    }

    /// A second station of the same office and officer, with a connection of its own.
    fn beside(&self) -> Result<Self, Error> {
        let used = keys::Use::of(self.demo, &self.settings);
        let mut beside = Self {
            dir: self.dir.clone(),
            demo: self.demo,
            settings: self.settings.clone(),
            registry: self.registry.beside(&self.master.registry_key())?,
            keys: keys::Keys::open(&self.dir, &self.master, used, self.keys.device())?,
            officer: self.officer.clone(),
            walked_in: self.walked_in,
            master: self.master.copy(),
            reference: Arc::clone(&self.reference),
            press: press::Press::default(),
            clock: self.clock,
            jumped_s: self.jumped_s,
            looks: self.looks.clone(),
        };
        beside.anchor_days();
        Ok(beside)
    }

    /// Opens the registry anew: after a panic its connection may hold half an act, which is forgotten.
    fn reopen(&mut self) -> Result<(), Error> {
        self.registry = Registry::open(&registry_file(&self.dir), &self.master.registry_key())?;
        self.anchor_days();
        Ok(())
    }
}

fn registry_file(dir: &Path) -> PathBuf {
    dir.join("registry.db")
}
