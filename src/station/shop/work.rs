//! One job in a shop's folder: its terms, the fate of each card, which files were written out; and what outsiders see of it.

use super::journal::Saying;
use crate::shop::{Card, Fate, JobId, LogLine, Terms};
use crate::station::{Error, keys};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
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
    /// Cards said to be good, spoiled, not printed, and those of which nothing was said.
    pub fn counts(&self) -> [u64; 4] {
        let mut counts = [0; 4];
        let [good, spoiled, unused, open] = &mut counts;
        for card in &self.cards {
            let count = match &card.fate {
                Some(Fate::Good) => &mut *good,
                Some(Fate::Spoiled(_)) => &mut *spoiled,
                Some(Fate::Unused) => &mut *unused,
                None => &mut *open,
            };
            *count += 1;
        }
        counts
    }

    /// Nothing is said of this card, though it may have been printed.
    pub fn is_unsaid(&self, card: &HeldCard) -> bool {
        let file = self.files.get(card.file);
        card.fate.is_none() && file.is_some_and(|file| file.printed_at.is_some())
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
    /// What came of it; none while nothing was said.
    pub fate: Option<Fate>,
}

/// Sealed in `job-<id>.bin`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Work {
    pub(super) id: String,
    digest: String,
    pub(super) office: String,
    pub(super) recipient: String,
    pub(super) made_at: i64,
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
    /// Records of the journal that are in it.
    #[serde(default)]
    pub(super) said: u64,
    /// The latest time at which the folder was open.
    #[serde(default)]
    pub(super) seen_at: i64,
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
    /// `good`, `spoiled`, `unused`, or empty.
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

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) path: PathBuf,
    /// Of what was written, hex digits.
    pub(super) sha256: String,
}

/// Of a job that is over: what could not be destroyed yet.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Left {
    pub(super) job: String,
    pub(super) office: String,
    pub(super) written: Written,
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

    fn fate(&self) -> Option<Fate> {
        match self.fate.as_str() {
            "good" => Some(Fate::Good),
            "spoiled" => Some(Fate::Spoiled(self.reason.clone())),
            "unused" => Some(Fate::Unused),
            _ => None,
        }
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
            said: 0,
            seen_at: opened_at,
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

    /// Cards of which nothing is said, though they may have been printed.
    pub(super) fn unsaid(&self) -> impl Iterator<Item = &CardWork> {
        self.cards.iter().filter(|card| {
            let file = self.files.get(card.file);
            card.fate.is_empty() && file.is_some_and(|file| file.printed_at.is_some())
        })
    }

    /// Of all cards, as the return says it: what never left the folder was not printed.
    pub(super) fn fates(&self, now: i64) -> Vec<Card> {
        let cards = self.cards.iter().map(|card| {
            let (fate, at) = match card.fate() {
                Some(fate) => (fate, card.at),
                None => (Fate::Unused, now),
            };
            Card {
                serial: card.serial.clone(),
                fate,
                at,
            }
        });
        cards.collect()
    }

    /// Takes over what was said.
    pub(super) fn hear(&mut self, saying: &Saying) {
        self.seen_at = self.seen_at.max(saying.at);
        if saying.serials.is_empty() {
            return;
        }
        let serials: HashSet<&str> = saying.serials.iter().map(String::as_str).collect();
        for card in &mut self.cards {
            if serials.contains(card.serial.as_str()) {
                card.fate.clone_from(&saying.fate);
                card.reason.clone_from(&saying.reason);
                card.at = saying.at;
            }
        }
        let cards = u64::try_from(saying.serials.len()).unwrap_or(u64::MAX);
        self.note(saying.at, "mark", &saying.who, cards);
    }

    pub(super) fn note(&mut self, at: i64, what: &str, who: &str, cards: u64) {
        self.seen_at = self.seen_at.max(at);
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
