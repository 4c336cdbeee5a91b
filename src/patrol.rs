//! What a patrol knows and notes: papers as lights, a card's sightings, the files between office and patrol; no I/O of its own.
//!
//! A [`Sighting`] says that a card was seen: when, where, by whom, and what it was. [`lights`] judges the holder's papers from
//! what the seal says and, where the office allows it, from an extract of its registry. What the record does not hold is
//! [`Color::Unknown`], never green.
//!
//! Everything written here is CBOR in its one deterministic form (RFC 8949 4.2.1): each thing has one way to be written, and
//! whatever is written otherwise is refused. Lengths are bounded before anything is kept.
//!
//! Nothing here reads a clock or a registry. Files are streams the caller opened; the randomness of their encryption is that of
//! the `age` format's own library, which takes it from the system.

pub(crate) mod cbor;
mod entry;
mod error;
mod extract;
pub(crate) mod frame;
mod hint;
mod judge;
mod light;
mod log;
mod operation;
pub(crate) mod parcel;
mod sighting;
#[cfg(test)]
mod tests;

pub use entry::{Entry, Level};
pub use error::Error;
pub use extract::{Part, Terms, read_extract, write_extract};
pub use hint::{Hint, hints};
pub use judge::{is_genuine, lights};
pub use light::{Color, Facts, Held, Light, LightRules, Paper, Principal};
pub use log::{Chain, Device, DeviceId, Link, LogPart, read_log, write_log};
pub use operation::{
    Checked, Expectation, Known, Measure, Member, Operation, OperationReport, Overstay, Plan,
    PlanFlaw, Reason, Resident, Standing, overstay_of, sum,
};
pub use parcel::{Identity, Passphrase, SecretText};
pub use sighting::fit;

use crate::seal::Word;
use std::fmt;

/// Names one sighting wherever it is told: 16 random bytes, made when it is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SightingId(pub [u8; 16]);

/// Names one operation: 16 random bytes, made where it is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub [u8; 16]);

impl fmt::Display for SightingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl OperationId {
    /// Reads its 32 hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        sighting::unhex(text).map(Self)
    }
}

impl SightingId {
    /// Reads its 32 hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        sighting::unhex(text).map(Self)
    }
}

/// A point a receiver gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fix {
    /// Millionths of a degree, north positive: -90,000,000 to 90,000,000.
    pub latitude_e6: i32,
    /// Millionths of a degree, east positive: -180,000,000 to 180,000,000.
    pub longitude_e6: i32,
    /// Radius in metres within which the receiver believes to be; `None` where it does not say.
    pub accuracy_m: Option<u32>,
}

impl Fix {
    /// Within the bounds of the globe.
    pub fn is_on_earth(self) -> bool {
        (-90_000_000..=90_000_000).contains(&self.latitude_e6)
            && (-180_000_000..=180_000_000).contains(&self.longitude_e6)
    }
}

/// Where a card was seen, as far as the officer said. Its `Debug` tells no place.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Spot {
    /// As typed, at most [`Sighting::MOST_TEXT`] bytes; may be empty.
    pub text: String,
    /// Code of the kecamatan, e.g. `32.16.09`.
    pub district: Option<String>,
    /// Id of the industrial estate.
    pub estate: Option<String>,
    /// From a receiver, or typed.
    pub fix: Option<Fix>,
}

impl fmt::Debug for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spot")
    }
}

/// A card was seen. Its `Debug` tells no person's data.
#[derive(Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Counts it once however often it is told.
    pub id: SightingId,
    /// Unix seconds.
    pub at: i64,
    /// Where.
    pub spot: Spot,
    /// Who scanned: login or name, as the patrol was begun.
    pub officer: String,
    /// The verdict's word.
    pub word: Word,
    /// The verdict's reason, one of `Verdict::REASONS`.
    pub reason: &'static str,
    /// Of the card; empty when none could be read. Unproven where the word is FORGED or `UNKNOWN_SIGNER`.
    pub card_serial: String,
    /// As `card_serial`.
    pub permit_no: String,
    /// How old the card's status was, in seconds; `None` when it was unknown.
    pub status_age_s: Option<i64>,
    /// The papers as they were judged.
    pub lights: Vec<Light>,
    /// What the officer wrote.
    pub note: String,
    /// Picture of the card as JPEG.
    pub photo: Option<Vec<u8>>,
    /// The operation it belongs to.
    pub operation: Option<OperationId>,
}

impl fmt::Debug for Sighting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sighting")
            .field("id", &self.id)
            .field("at", &self.at)
            .field("word", &self.word)
            .finish_non_exhaustive()
    }
}

impl Sighting {
    /// Bytes of a place, an officer's name or a number.
    pub const MOST_TEXT: usize = 200;
    /// Bytes of a note.
    pub const MOST_NOTE: usize = 2_000;
    /// Bytes of a picture.
    pub const MOST_PHOTO: usize = 512 * 1024;

    /// Its one form in bytes. Refused when a part is beyond its bounds or a picture is no JPEG.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        sighting::write(self)
    }

    /// Reads what [`Self::to_bytes`] wrote; anything else is refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        sighting::read(bytes)
    }
}
