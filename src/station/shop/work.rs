//! One job in a shop's folder: its terms, the fate of each card, which files were written out; and what outsiders see of it.

use crate::shop::{Card, Fate, JobId, LogLine, Terms};
use crate::station::{Error, keys};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A job as the shop has it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldJob {
    /// Names it.
    pub id: JobId,
    /// Name of the office it is of.
    pub office: String,
    /// Unix seconds.
    pub made_at: i64,
    /// From then on nothing of it is printed.
    pub until: i64,
    /// Its time is over: what it printed is destroyed, only its return is still to be written.
    pub ended: bool,
    /// As the office calls what it is printed on.
    pub paper: String,
    /// Millimetres across and down.
    pub size_mm: [f32; 2],
    /// In their order.
    pub files: Vec<HeldFile>,
    /// In their order.
    pub cards: Vec<HeldCard>,
}

impl HeldJob {
    /// Cards said to be good, spoiled, and those of which nothing was said.
    pub fn counts(&self) -> [u64; 3] {
        let count = |wanted: fn(&Fate) -> bool| {
            let found = self.cards.iter().filter(|card| wanted(&card.fate)).count();
            u64::try_from(found).unwrap_or(u64::MAX)
        };
        [
            count(|fate| *fate == Fate::Good),
            count(|fate| matches!(fate, Fate::Spoiled(_))),
            count(|fate| *fate == Fate::Unused),
        ]
    }
}

/// A print file of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    /// Its name.
    pub name: String,
    /// Cards in it.
    pub cards: u64,
    /// How long it is.
    pub bytes: u64,
    /// When it was last written out or printed, Unix seconds.
    pub printed_at: Option<i64>,
}

/// A card of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldCard {
    /// Serial of its blank.
    pub serial: String,
    /// Place of its file, from 0.
    pub file: usize,
    /// What came of it; [`Fate::Unused`] while nothing was said.
    pub fate: Fate,
}

/// Sealed in `job-<id>.bin`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Work {
    pub(super) id: String,
    digest: String,
    pub(super) office: String,
    pub(super) recipient: String,
    made_at: i64,
    pub(super) until: i64,
    pub(super) opened_at: i64,
    paper: String,
    pub(super) width_um: u32,
    pub(super) height_um: u32,
    pub(super) short_edge: bool,
    pub(super) ended: bool,
    pub(super) files: Vec<FileWork>,
    pub(super) cards: Vec<CardWork>,
    #[serde(default)]
    pub(super) log: Vec<LineWork>,
    /// What was written out of the folder, to be taken away again.
    #[serde(default)]
    pub(super) written: Vec<Written>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileWork {
    pub(super) name: String,
    pub(super) cards: u64,
    pub(super) bytes: u64,
    pub(super) printed_at: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CardWork {
    pub(super) serial: String,
    pub(super) file: usize,
    /// `good`, `spoiled`, or empty.
    fate: String,
    reason: String,
    at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineWork {
    at: i64,
    what: String,
    who: String,
    cards: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) path: PathBuf,
    /// Of what was written, hex digits.
    pub(super) sha256: String,
}

impl CardWork {
    pub(super) fn new(serial: String, file: usize) -> Self {
        Self {
            serial,
            file,
            fate: String::new(),
            reason: String::new(),
            at: 0,
        }
    }

    pub(super) fn fate(&self) -> Fate {
        match self.fate.as_str() {
            "good" => Fate::Good,
            "spoiled" => Fate::Spoiled(self.reason.clone()),
            _ => Fate::Unused,
        }
    }

    pub(super) fn say(&mut self, fate: &Fate, at: i64) {
        let (word, reason) = match fate {
            Fate::Good => ("good", ""),
            Fate::Spoiled(reason) => ("spoiled", reason.as_str()),
            Fate::Unused => ("", ""),
        };
        self.fate = String::from(word);
        self.reason = String::from(reason);
        self.at = at;
    }
}

impl Work {
    pub(super) fn new(terms: &Terms, opened_at: i64) -> Self {
        Self {
            id: terms.id.to_string(),
            digest: String::new(),
            office: terms.office.clone(),
            recipient: terms.recipient.clone(),
            made_at: terms.made_at,
            until: terms.until,
            opened_at,
            paper: terms.paper.name.clone(),
            width_um: terms.paper.width_um,
            height_um: terms.paper.height_um,
            short_edge: terms.paper.short_edge,
            ended: false,
            files: Vec::new(),
            cards: Vec::new(),
            log: Vec::new(),
            written: Vec::new(),
        }
    }

    pub(super) fn seal(&mut self, digest: [u8; 32]) {
        self.digest = keys::hex(&digest);
    }

    pub(super) fn digest(&self) -> Result<[u8; 32], Error> {
        let bytes = keys::unhex(&self.digest).unwrap_or_default();
        <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_length| super::folder::damaged(&self.name()))
    }

    pub(super) fn job(&self) -> Result<JobId, Error> {
        JobId::parse(&self.id).ok_or_else(|| super::folder::damaged(&self.name()))
    }

    /// Names of its files begin so.
    pub(super) fn stem(&self) -> String {
        format!("job-{}", self.id)
    }

    pub(super) fn name(&self) -> String {
        format!("{}.bin", self.stem())
    }

    pub(super) fn key_name(&self) -> String {
        format!("{}.key", self.stem())
    }

    pub(super) fn file_name(&self, file: usize) -> String {
        format!("{}-{file}.print", self.stem())
    }

    /// Of all cards, as the return says it.
    pub(super) fn fates(&self, now: i64) -> Vec<Card> {
        let cards = self.cards.iter().map(|card| {
            let fate = card.fate();
            let at = if fate == Fate::Unused { now } else { card.at };
            Card {
                serial: card.serial.clone(),
                fate,
                at,
            }
        });
        cards.collect()
    }

    pub(super) fn note(&mut self, at: i64, what: &str, who: &str, cards: u64) {
        self.log.push(LineWork {
            at,
            what: what.to_owned(),
            who: who.to_owned(),
            cards,
        });
    }

    pub(super) fn lines(&self) -> Vec<LogLine> {
        // A return holds ten thousand; the newest tell the end.
        let skip = self.log.len().saturating_sub(10_000);
        let lines = self.log.iter().skip(skip).map(|line| LogLine {
            at: line.at,
            what: line.what.clone(),
            who: line.who.clone(),
            cards: line.cards,
        });
        lines.collect()
    }

    pub(super) fn held(&self) -> Result<HeldJob, Error> {
        let millimetres = |um: u32| {
            let um = u16::try_from(um / 10).unwrap_or(u16::MAX);
            f32::from(um) / 100.0
        };
        Ok(HeldJob {
            id: self.job()?,
            office: self.office.clone(),
            made_at: self.made_at,
            until: self.until,
            ended: self.ended,
            paper: self.paper.clone(),
            size_mm: [millimetres(self.width_um), millimetres(self.height_um)],
            files: self
                .files
                .iter()
                .map(|file| HeldFile {
                    name: file.name.clone(),
                    cards: file.cards,
                    bytes: file.bytes,
                    printed_at: file.printed_at,
                })
                .collect(),
            cards: self
                .cards
                .iter()
                .map(|card| HeldCard {
                    serial: card.serial.clone(),
                    file: card.file,
                    fate: card.fate(),
                })
                .collect(),
        })
    }
}
