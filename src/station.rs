//! The verbs of the office: the only door for desk and command line; orders the other rooms, reads the clock.

use crate::card::{Issuer, Overflow};
use crate::permit::{Draft, Field, Finding, Gazetteer, Kind, PermitNo};
use crate::portrait::Portrait;
use crate::print::{Pdf, Raster};
use crate::rule::Rulebook;
use crate::seal::Verdict;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One office, open. Owns the registry's connection.
pub struct Station {}

/// What every screen may read without asking: rules and places, loaded once.
pub struct Reference {
    pub rules: Rulebook,
    pub places: Gazetteer,
}

/// A failed act. Text keys `error-<id>` with `args()` and `advice-<id>` (the latter may be missing).
#[derive(Debug, thiserror::Error)]
#[error("{id}")]
pub struct Error {
    pub id: &'static str,
    pub args: Vec<(&'static str, String)>,
    /// Technical words to copy; no personal data.
    pub detail: String,
}

/// A draft's key in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DraftId(pub i64);

/// A draft as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    pub id: DraftId,
    pub kind: Kind,
    pub full_name: String,
    pub permit_no: String,
    /// Unix seconds.
    pub saved_at: i64,
    pub has_portrait: bool,
}

/// A permit as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitRow {
    pub permit_no: PermitNo,
    pub kind: Kind,
    pub full_name: String,
    pub nationality: String,
    pub passport_no: String,
    /// Last valid day, or the report day of an unlimited permit.
    pub valid_until: Date,
    pub district: String,
    pub card_serial: String,
}

/// A search in the registry.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words of name, permit number, passport, NIORA, guarantor or serial; empty: all, newest first.
    pub words: String,
    pub limit: u32,
    pub offset: u32,
}

/// Rows and how many there are in all.
pub struct Found {
    pub rows: Vec<PermitRow>,
    pub total: u64,
}

/// One record in full.
#[derive(Clone)]
pub struct Record {
    pub draft: Draft,
    pub portrait: Option<Portrait>,
    /// Oldest first.
    pub cards: Vec<CardRow>,
}

/// One card made for a permit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    pub serial: String,
    pub issued_at: i64,
    pub kid: String,
    pub seal_text: String,
    pub superseded: bool,
}

/// Findings about a draft: form, rules, and the registry's (duplicates).
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    pub findings: Vec<Finding>,
    /// No hard finding.
    pub passes: bool,
}

/// A card that has been issued.
#[derive(Clone)]
pub struct Issued {
    pub permit_no: PermitNo,
    pub card_serial: String,
    pub pdf: Pdf,
    /// Where the desk or command line may write it: `<permit_no>-<serial>.pdf`.
    pub file_name: String,
    pub specimen: bool,
    pub qr_text: String,
    pub qr_version: u8,
    pub qr_modules: usize,
    pub module_mm: f32,
    pub side_mm: f32,
    pub kid: String,
    pub issued_at: i64,
    pub expires_at: i64,
    pub status_idx: u64,
    pub status_uri: String,
    pub findings: Vec<Finding>,
}

/// The card as it would print, both sides at 300 dpi, before it is issued.
#[derive(Clone)]
pub struct Preview {
    pub front: Raster,
    pub back: Raster,
}

/// Why there is no preview yet.
pub enum NoPreview {
    /// The draft has hard findings; what is legible is still laid out where possible.
    Draft,
    /// Text that does not fit.
    Overflow(Vec<Overflow>),
    Failed(Error),
}

/// Figures of Beranda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    pub office: String,
    pub demo: bool,
    pub drafts: u64,
    pub permits: u64,
    pub kitas: u64,
    pub kitap: u64,
    pub cards_today: u64,
    pub cards_month: u64,
    pub expiring_30_days: u64,
    pub expired: u64,
    /// Nationality name code and count, most first, at most 8.
    pub nationalities: Vec<(String, u64)>,
    /// The last five permits issued.
    pub latest: Vec<PermitRow>,
}

/// Settings of one office, `settings.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    pub office: Issuer,
    /// `https://...`, 1 iss of the seal.
    pub issuer_url: String,
    /// Device name, or empty for the first; `stills:` and a folder for stills.
    pub camera: String,
    pub mirror: bool,
    /// `id` or `en`.
    pub language: String,
    /// `light` or `dark`.
    pub theme: String,
    /// Of the card printer: 300 or 600.
    pub printer_dpi: u16,
}

/// What to verify.
pub enum Evidence {
    /// QR text, pasted or wedge-typed.
    Text(String),
    /// PNG, JPEG, WebP or PDF.
    File(Vec<u8>),
    /// A camera frame.
    Luma { width_px: u32, height_px: u32, luma: Vec<u8> },
}

impl Station {
    /// Opens an office folder. Notices a registry that is torn, foreign or newer, settings that are wrong, keys that are missing.
    pub fn open(_dir: &Path) -> Result<Self, Error> {
        todo!("station")
    }

    /// Makes a demo office with `people` invented residents; the same seed gives the same people. Calls `progress(done, of)`.
    pub fn create_demo(_dir: &Path, _people: u32, _seed: u64, _progress: &mut dyn FnMut(u32, u32)) -> Result<Self, Error> {
        todo!("station")
    }

    /// Its folder.
    pub fn dir(&self) -> PathBuf {
        todo!("station")
    }

    /// A demo office: throw-away keys, every card a specimen.
    pub fn is_demo(&self) -> bool {
        todo!("station")
    }

    /// Today in WIB.
    pub fn today(&self) -> Date {
        todo!("station")
    }

    pub fn overview(&mut self) -> Result<Overview, Error> {
        todo!("station")
    }

    pub fn settings(&self) -> &Settings {
        todo!("station")
    }

    /// Checks and writes `settings.toml` atomically.
    pub fn save_settings(&mut self, _settings: Settings) -> Result<(), Error> {
        todo!("station")
    }

    pub fn drafts(&mut self) -> Result<Vec<DraftRow>, Error> {
        todo!("station")
    }

    /// A draft with its portrait.
    pub fn draft(&mut self, _id: DraftId) -> Result<(Draft, Option<Portrait>), Error> {
        todo!("station")
    }

    /// Saves (autosave): new when `id` is `None`. Returns its key and the time saved.
    pub fn save_draft(&mut self, _id: Option<DraftId>, _draft: &Draft, _portrait: Option<&Portrait>) -> Result<(DraftId, i64), Error> {
        todo!("station")
    }

    pub fn delete_draft(&mut self, _id: DraftId) -> Result<(), Error> {
        todo!("station")
    }

    /// Form, rules of `day`, and duplicates in the registry.
    pub fn judge(&mut self, _draft: &Draft, _portrait: Option<&Portrait>, _day: Date) -> Result<Judgement, Error> {
        todo!("station")
    }

    /// Checks, seals, lays out, makes the PDF, decodes QR and MRZ back from its raster, records; removes the draft `from`.
    pub fn issue(&mut self, _draft: &Draft, _portrait: &Portrait, _template: Option<&str>, _from: Option<DraftId>) -> Result<Issued, Error> {
        todo!("station")
    }

    /// The card as it would print. Cheap enough to call on each pause in typing.
    pub fn preview(&mut self, _draft: &Draft, _portrait: Option<&Portrait>) -> Result<Preview, NoPreview> {
        todo!("station")
    }

    pub fn search(&mut self, _query: &Query) -> Result<Found, Error> {
        todo!("station")
    }

    pub fn record(&mut self, _permit_no: &PermitNo) -> Result<Record, Error> {
        todo!("station")
    }

    /// The permit's present card again, marked as proof.
    pub fn card_again(&mut self, _permit_no: &PermitNo) -> Result<Pdf, Error> {
        todo!("station")
    }

    /// A verdict; `at` is Unix seconds, the clock's now when `None`.
    pub fn verify(&mut self, _evidence: &Evidence, _at: Option<i64>) -> Verdict {
        todo!("station")
    }

    /// Public keys as JWKS.
    pub fn jwks(&self) -> String {
        todo!("station")
    }

    /// A complete invented draft.
    pub fn example_draft(&self, _kind: Kind) -> Draft {
        todo!("station")
    }
}

/// A draft as TOML: `kind` and one key a field.
pub fn draft_to_toml(_draft: &Draft) -> String {
    todo!("station")
}

/// Reads it back. Unknown keys and wrong types are errors that name line and key.
pub fn draft_from_toml(_text: &str) -> Result<Draft, Error> {
    todo!("station")
}

/// Writes a file whole or not at all (temporary beside it, fsync, rename).
pub fn write_file(_path: &Path, _bytes: &[u8]) -> Result<(), Error> {
    todo!("station")
}

/// Work for the station on its own thread (lane `station`) or pure work on the lane `press`; see the room's docs.
#[derive(Clone)]
pub struct Worker {}

/// A question asked of a lane: waiting, ready or failed. Polled by a screen each frame; dropping it drops the answer.
pub struct Ask<T> {
    _answer: Option<T>,
}

/// Where an `Ask` stands.
pub enum Progress<'a, T> {
    Waiting,
    Ready(&'a T),
    /// The lane panicked or is full.
    Failed(&'a Error),
}

impl<T: Send + 'static> Ask<T> {
    /// Where it stands now; never blocks.
    pub fn poll(&mut self) -> Progress<'_, T> {
        todo!("worker")
    }

    /// Takes the answer out once it is there.
    pub fn take(&mut self) -> Option<Result<T, Error>> {
        todo!("worker")
    }
}

impl Worker {
    /// Threads `station` and `press`, joined when the last `Worker` is dropped. `wake` is called after each answer.
    pub fn threaded(_station: Station, _wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        todo!("worker")
    }

    /// Runs each question at once on the caller's thread; for tests and the command line.
    pub fn inline(_station: Station) -> Self {
        todo!("worker")
    }

    /// Asks the station lane.
    pub fn ask<T: Send + 'static>(&self, _question: impl FnOnce(&mut Station) -> T + Send + 'static) -> Ask<T> {
        todo!("worker")
    }

    /// Asks the press lane, which has no station: pictures, files, decoding.
    pub fn press<T: Send + 'static>(&self, _question: impl FnOnce() -> T + Send + 'static) -> Ask<T> {
        todo!("worker")
    }
}

/// Keeps `Field` in this room's door: findings of the registry name it.
pub type FindingField = Field;

/// Files and folders outside the office.
pub mod outside;
