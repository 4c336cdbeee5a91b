//! SQLite, encrypted: officers, cases, permits, portraits, blanks, cards, seals, the audit's chain, search; one write path.
//!
//! One [`Registry`] owns one connection. Everything is written inside [`Registry::act`]: one transaction, one entry of the
//! chain that covers every row it changed. Reading needs no act; a look at a person's record is an act that changes nothing.

mod audit;
mod backup;
mod blank;
mod bulk;
mod case;
mod day;
mod end;
mod likeness;
mod migrate;
mod numbers;
mod officer;
mod operation;
mod papers;
mod read;
mod run;
mod search;
mod sending;
mod shop;
mod sighting;
mod spell;
mod step;
mod takeover;
mod tally;
#[cfg(test)]
mod tests;
mod trust;
mod void;
mod write;

pub use audit::{
    Anchor, AuditProof, AuditQuery, AuditRow, Break, BreakKind, By, Head, Notary, hex,
};
pub use backup::{Counts, Ledger, Soundness, copy};
pub use blank::{BlankQuery, BlankRow, Move, ReceiptRow, ReportKind, ReportRow, StockCount};
pub use case::{Approval, CaseId, CaseRecord, CaseRow, QueueCount};
pub use day::Done;
pub use likeness::{AcceptedFlaws, EarlierPortrait};
pub use numbers::{CardFate, NumberRow, Served};
pub use papers::{FieldRow, Papers};
pub use run::{NewRun, Printable, RunCardRow, RunId, RunPartRow, RunRow, RunTarget};
pub use search::{Filter, PermitState, Sort, SortBy};
pub use sending::SendingRow;
pub use shop::{JobRow, ShopRow};
pub use sighting::{DeviceRow, DistrictCount, SightingQuery, SightingRow, Sightings};
pub use spell::{Begun, Closed, DayNo, Spell, Terms};
pub use step::{CasesSteps, StepDone};
pub use takeover::ImportRow;
pub use tally::{CardCount, Waited};
pub use trust::{AsOf, BundleCopy, ListRow, MarkRow, NewBundle, RevokedKey, Target};
pub use void::Reading;

use crate::office::{BlankState, CaseState, Mark, StockError};
use crate::permit::{Draft, Kind, Permit, PermitNo};
use crate::portrait::Portrait;
use crate::seal::Seal;
use jiff::civil::Date;
use rusqlite::{Connection, ErrorCode, Transaction};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What can go wrong. No personal data in any of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("no registry file")]
    Missing,
    /// Not a registry of Loket.
    #[error("a file of another program")]
    Foreign,
    /// Written by a newer Loket.
    #[error("schema {found}, this program knows {known}")]
    Newer {
        /// Schema of the file.
        found: u32,
        /// Newest schema this program knows.
        known: u32,
    },
    /// Damaged or cut off.
    #[error("damaged: {0}")]
    Torn(String),
    /// Another program holds it.
    #[error("held by another program")]
    Busy,
    /// The disk, or the room given to the registry, is full.
    #[error("no room left: {0}")]
    Full(String),
    /// Folder or file may not be written.
    #[error("not writable: {0}")]
    NotWritable(String),
    /// What was asked for is not there.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// That cannot be said of the card or permit as it stands.
    #[error("cannot be {} now", .0.id())]
    MarkOutOfTurn(Mark),
    /// A value that must be unique is taken: `serial`, `status`, `key`, or `permit`, the number of somebody else's permit.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// The case does not stand where that may happen to it.
    #[error("the case is {}", .0.id())]
    OutOfTurn(CaseState),
    /// A permit cannot end so: the `reason` is of another kind, or the `day` lies outside its validity.
    #[error("{0} does not fit the permit")]
    Unfit(&'static str),
    /// The permit has ended.
    #[error("the permit has ended")]
    Ended,
    /// The blank is not where that may happen to it.
    #[error("the blank is {}", .0.id())]
    BlankOutOfTurn(BlankState),
    /// The stock refuses.
    #[error("stock: {0}")]
    Stock(StockError),
    /// The key does not open the file, or the file is no registry.
    #[error("the key does not open it")]
    Key,
    /// The caller stopped it.
    #[error("stopped")]
    Stopped,
    /// A row does not read back.
    #[error("{0} is unreadable")]
    Row(String),
    /// Anything else SQLite says.
    #[error("registry: {0}")]
    Other(String),
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most of the library's errors are bugs of ours, told as they are"
)]
impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let words = error.to_string();
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::NotFound("row"),
            rusqlite::Error::InvalidColumnType(_, column, _) => Self::Row(column),
            rusqlite::Error::SqliteFailure(failure, message) => {
                Self::of_sqlite(failure, message.unwrap_or(words))
            }
            _ => Self::Other(words),
        }
    }
}

impl Error {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "SQLite's own list of codes is open"
    )]
    fn of_sqlite(failure: rusqlite::ffi::Error, message: String) -> Self {
        /// A write the system refused, e.g. over a quota or a file-size limit.
        const IOERR_WRITE: i32 = 778;
        match failure.code {
            ErrorCode::DiskFull => Self::Full(message),
            ErrorCode::SystemIoFailure if failure.extended_code == IOERR_WRITE => {
                Self::Full(message)
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Torn(message),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                Self::NotWritable(message)
            }
            ErrorCode::ConstraintViolation if message.contains("cards.serial") => {
                Self::Taken("serial")
            }
            ErrorCode::ConstraintViolation if message.contains("seals.status_idx") => {
                Self::Taken("status")
            }
            _ => Self::Other(message),
        }
    }
}

/// A permit as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitRow {
    /// Its number.
    pub permit_no: PermitNo,
    /// ITAS or ITAP.
    pub kind: Kind,
    /// As printed.
    pub full_name: String,
    /// Alpha-3 code.
    pub nationality: String,
    /// As printed.
    pub passport_no: String,
    /// Code of the visa index.
    pub index_code: String,
    /// Last valid day, or the report day of an unlimited permit.
    pub valid_until: Date,
    /// From that day on it does not hold, whatever its last valid day.
    pub ended_on: Option<Date>,
    /// Kecamatan of the residence.
    pub district: String,
    /// Of the present card.
    pub card_serial: String,
    /// That card was spoiled or lost before its holder had it: the permit waits for another.
    pub card_void: bool,
}

/// A search: any part of the words, in any order.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words of name, permit number, passport, NIORA, guarantor or serial; empty: all.
    /// A word of three or more characters is found anywhere; a shorter one at the beginning of a word.
    pub words: String,
    /// Rows wanted.
    pub limit: u32,
    /// Rows skipped.
    pub offset: u32,
    /// Which permits are shown.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

/// Rows and how many there are in all.
#[derive(Debug, Clone)]
pub struct Found {
    /// In the order asked for; those with a slip in a word after all others.
    pub rows: Vec<PermitRow>,
    /// Exact, but for words that very many permits hold: then one more than [`Found::COUNTED`] means "more".
    pub total: u64,
    /// How many of the total hold the words as they were typed; the others come after them.
    pub exact: u64,
}

impl Found {
    /// Hits of a search with words are counted up to here, so that counting never holds up typing.
    pub const COUNTED: u64 = 2_000;
}

/// One card made for a permit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// Serial of its blank.
    pub serial: String,
    /// Unix seconds.
    pub issued_at: i64,
    /// Signer, 16 hex digits.
    pub kid: String,
    /// Text of its QR.
    pub seal_text: String,
    /// A newer card has taken its place.
    pub superseded: bool,
}

/// One permit in full: what its present card shows, and all its cards.
pub struct PermitRecord {
    /// Fields as printed on the present card.
    pub draft: Draft,
    /// Picture on the present card.
    pub portrait: Option<Portrait>,
    /// Oldest first.
    pub cards: Vec<CardRow>,
    /// Of its present card; a permit taken over without a card has none.
    pub look: Option<Look>,
}

/// What a card shows besides its record: kept once for all cards alike.
#[derive(Clone, PartialEq, Eq)]
pub struct Look {
    /// The template's file.
    pub template: String,
    /// The office as the card shows it; the station's to write and read.
    pub issuer: String,
    /// The office's emblem.
    pub emblem: Option<Arc<[u8]>>,
    digest: [u8; 32],
}

impl Look {
    /// Reckons its digest, so that many cards may share it.
    pub fn new(template: String, issuer: String, emblem: Option<Arc<[u8]>>) -> Self {
        let digest = write::digest(&[
            template.as_bytes(),
            issuer.as_bytes(),
            emblem.as_deref().unwrap_or_default(),
        ]);
        Self {
            template,
            issuer,
            emblem,
            digest,
        }
    }

    /// SHA-256 over all of it.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

/// What an approval covers: every printed field, the picture, and the look (template, office, emblem).
pub fn approval_digest(
    fields: &Draft,
    portrait: &Portrait,
    look: &Look,
) -> Result<[u8; 32], Error> {
    let kind = format!("{:?}", fields.kind);
    let fields = write::fields(fields)?;
    Ok(write::digest(&[
        kind.as_bytes(),
        fields.as_bytes(),
        portrait.jpeg(),
        look.digest(),
    ]))
}

/// Another permit that shares a number which belongs to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// Number of the other permit.
    pub permit_no: String,
    /// Same passport number.
    pub passport: bool,
    /// Same NIORA.
    pub niora: bool,
    /// Birth date as printed there.
    pub birth_date: String,
    /// Last day of the other permit.
    pub valid_until: Date,
}

/// A permit of somebody born on the same day with the same nationality.
#[derive(Clone, PartialEq, Eq)]
pub struct Alike {
    /// Its number.
    pub permit_no: String,
    /// As printed.
    pub full_name: String,
    /// As printed.
    pub passport_no: String,
    /// Empty when it has none.
    pub niora: String,
    /// Its last day.
    pub valid_until: Date,
}

/// Counts for the first screen. A day's range is given in Unix seconds by the caller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Permits.
    pub permits: u64,
    /// Of them ITAS.
    pub itas: u64,
    /// Of them ITAP.
    pub itap: u64,
    /// Cards issued since the day began.
    pub cards_today: u64,
    /// Cards issued since the month began.
    pub cards_month: u64,
    /// Permits whose last day lies within the next days asked for, today included.
    pub expiring: u64,
    /// Permits whose last day has passed.
    pub expired: u64,
    /// Alpha-3 code and count, most first, at most eight.
    pub nationalities: Vec<(String, u64)>,
}

/// A finished card on its way into the registry.
pub struct NewCard<'a> {
    /// What it shows.
    pub permit: &'a Permit,
    /// The fields as printed, `permit.to_draft()`.
    pub fields: &'a Draft,
    /// The picture on it.
    pub portrait: Option<&'a Portrait>,
    /// Serial of its blank.
    pub serial: &'a str,
    /// Its seal; carries time, signer and status index.
    pub seal: &'a Seal,
    /// To make it again as it was.
    pub look: &'a Look,
}

/// An office's registry, open.
pub struct Registry {
    connection: Connection,
    file: PathBuf,
    watch: audit::Watch,
    notary: Option<Notary>,
    /// The day up to which anchors were looked after.
    anchored: Option<Date>,
    lists: RefCell<search::Lists>,
}

/// One act in progress: a transaction that is kept whole when the act's closure succeeds and forgotten otherwise.
pub struct Act<'a> {
    transaction: Transaction<'a>,
    watch: &'a audit::Watch,
    notary: Option<&'a Notary>,
    anchored: Option<Date>,
    by: By,
    record: String,
    detail: Vec<(&'static str, String)>,
    anew: bool,
}

impl Registry {
    /// Makes a new registry file, encrypted with `key`; refuses one that is there.
    pub fn create(file: &Path, key: &[u8; 32]) -> Result<Self, Error> {
        migrate::create(file, key)
    }

    /// Opens a registry file and brings it to this program's schema. Refuses files that are foreign, newer or torn, and
    /// leaves them as they are.
    pub fn open(file: &Path, key: &[u8; 32]) -> Result<Self, Error> {
        migrate::open(file, key)
    }

    /// A second connection to the same file, which the first has found to be whole.
    pub fn beside(&self, key: &[u8; 32]) -> Result<Self, Error> {
        migrate::beside(&self.file, key)
    }

    /// Its file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The one write path: the closure's writes and the entry about them are kept all or none. The closure says what the
    /// act is about with [`Act::about`], and its particulars with [`Act::note`].
    pub fn act<T, E: From<Error>>(
        &mut self,
        by: By,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        audit::forget(&self.watch);
        let transaction = self
            .connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(|error| E::from(Error::from(error)))?;
        let mut act = Act {
            transaction,
            watch: &self.watch,
            notary: self.notary.as_ref(),
            anchored: self.anchored,
            by,
            record: String::from("office"),
            detail: Vec::new(),
            anew: false,
        };
        act.anchor().map_err(E::from)?;
        let answer = work(&mut act)?;
        act.link().map_err(E::from)?;
        let anchored = act.anchored;
        act.transaction
            .commit()
            .map_err(|error| E::from(Error::from(error)))?;
        self.anchored = anchored;
        Ok(answer)
    }
}

impl Act<'_> {
    /// What it is about: `case:12`, `permit:…`, `card:…`, `blank:…`, `officer:…`; `office` when nothing is said.
    pub fn about(&mut self, record: impl Into<String>) {
        self.record = record.into();
    }

    /// A particular of it, for the audit.
    pub fn note(&mut self, name: &'static str, value: impl Into<String>) {
        self.detail.push((name, value.into()));
    }

    /// Ends this entry and begins another in the same transaction: for many acts that are kept all or none.
    pub fn next(&mut self, by: By) -> Result<(), Error> {
        self.link()?;
        self.by = by;
        self.record = String::from("office");
        self.detail.clear();
        self.anew = false;
        self.anchor()
    }

    /// The newest time is this act's from here on, though acts before it are dated later: the office has found that a clock
    /// was wrong.
    pub fn count_time_from_here(&mut self) {
        self.anew = true;
    }

    /// Time of the act, Unix seconds.
    pub fn at(&self) -> i64 {
        self.by.at
    }

    fn link(&self) -> Result<(), Error> {
        audit::append(
            &self.transaction,
            self.watch,
            &audit::Draft {
                by: self.by,
                record: &self.record,
                detail: &self.detail,
                anew: self.anew,
            },
        )
    }
}
