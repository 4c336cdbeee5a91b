//! What comes back from a shop: of every card of one job what came of it, and how the job was worked on.

use super::badge::{MOST_NAME, begins, certificate};
use super::{Error, JobId};
use crate::patrol::cbor::{In, OutMap};
use crate::patrol::frame::{FrameReader, FrameWriter};
use crate::patrol::{self, Identity, parcel};
use crate::seal::{self, Certificate, Sign};
use std::io::{Read, Write};

const VERSION: u64 = 1;
const DOMAIN: &[u8] = b"loket shop return 1\0";
/// Bytes of a return: a million cards' worth of serials.
const MOST: usize = 64 * 1024 * 1024;
/// Cards of one job.
const MOST_CARDS: usize = 1_000_000;
/// Lines of the log.
const MOST_LINES: usize = 10_000;
/// Bytes of a serial.
const MOST_SERIAL: usize = 40;
/// Bytes of a reason.
const MOST_REASON: usize = 200;

/// What came of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A good card.
    Good,
    /// It did not come out well; why.
    Spoiled(String),
    /// It was not printed.
    Unused,
}

/// One card of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Serial of its blank.
    pub serial: String,
    /// What came of it.
    pub fate: Fate,
    /// When that was said, Unix seconds; when the return was made, of a card that was not printed.
    pub at: i64,
}

/// One line of the log of the processing: who did what when, to how many cards. No holder stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Unix seconds.
    pub at: i64,
    /// What was done: `open`, `print`, `write`, `not-sent`, `mark`, `return`, `destroy`, `destroy-part`.
    pub what: String,
    /// Who, as he named himself.
    pub who: String,
    /// Cards.
    pub cards: u64,
}

/// A return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Of which job.
    pub job: JobId,
    /// Digest of the job, as it was opened.
    pub digest: [u8; 32],
    /// The shop's certificate: who signs this.
    pub shop: Certificate,
    /// When the job was opened, Unix seconds.
    pub opened_at: i64,
    /// Unix seconds.
    pub made_at: i64,
    /// All cards of the job, in its order.
    pub cards: Vec<Card>,
    /// Oldest first.
    pub log: Vec<LogLine>,
}

impl Return {
    /// The longest text a reason may have, in bytes.
    pub const MOST_REASON: usize = MOST_REASON;
}

/// Writes a return for the office.
pub fn write_return<W: Write>(
    out: W,
    recipient: &str,
    told: &Return,
    key: &dyn Sign,
) -> Result<W, Error> {
    let body = body(told);
    // What cannot be read is not written.
    read_body(&body)?;
    let mut frames = FrameWriter::new(parcel::close_for(out, recipient)?, DOMAIN);
    frames.frame(&body)?;
    let (message, mut closed) = frames.end(DOMAIN);
    let signature =
        seal::attest(&message, key).map_err(|error| patrol::Error::Sign(error.to_string()))?;
    closed.write_all(&signature)?;
    Ok(closed.finish()?)
}

/// Reads a return, and proves that the shop it names has signed it; whether that shop is known is the caller's to ask.
pub fn read_return<R: Read>(input: R, identity: &Identity) -> Result<Return, Error> {
    let opened = parcel::open_by_identity(input, identity)?;
    let mut frames = FrameReader::new(opened, DOMAIN);
    let told = read_body(&frames.frame(MOST, "return")?)?;
    frames.end(DOMAIN, &told.shop)?;
    Ok(told)
}

fn body(told: &Return) -> Vec<u8> {
    let mut map = OutMap::default();
    map.key(0).uint(VERSION);
    map.key(1).text("return");
    map.key(2).bytes(&told.job.0);
    map.key(3).bytes(&told.digest);
    map.key(4).bytes(&told.shop.der);
    map.key(5).int(told.opened_at);
    map.key(6).int(told.made_at);
    let out = map.key(7);
    out.array(told.cards.len());
    for card in &told.cards {
        let (fate, reason) = match &card.fate {
            Fate::Unused => (0, ""),
            Fate::Good => (1, ""),
            Fate::Spoiled(reason) => (2, reason.as_str()),
        };
        out.array(4);
        out.text(&card.serial);
        out.uint(fate);
        out.int(card.at);
        out.text(reason);
    }
    let out = map.key(8);
    out.array(told.log.len());
    for line in &told.log {
        out.array(4);
        out.int(line.at);
        out.text(&line.what);
        out.text(&line.who);
        out.uint(line.cards);
    }
    map.finish()
}

fn read_body(bytes: &[u8]) -> Result<Return, Error> {
    let mut input = In::new(bytes);
    let mut map = input.map(9, "return")?;
    begins(&mut input, &mut map, "return")?;
    map.needs(&mut input, 2, "job")?;
    let job = JobId(input.exactly("job")?);
    map.needs(&mut input, 3, "digest")?;
    let digest = input.exactly("digest")?;
    map.needs(&mut input, 4, "shop")?;
    let shop = certificate(&mut input)?;
    map.needs(&mut input, 5, "opened")?;
    let opened_at = input.int("opened")?;
    map.needs(&mut input, 6, "made")?;
    let made_at = input.int("made")?;
    map.needs(&mut input, 7, "cards")?;
    let count = input.array(MOST_CARDS, "cards")?;
    let mut cards = Vec::new();
    for _ in 0..count {
        cards.push(card(&mut input)?);
    }
    map.needs(&mut input, 8, "log")?;
    let count = input.array(MOST_LINES, "log")?;
    let mut log = Vec::new();
    for _ in 0..count {
        four(&mut input, "line")?;
        log.push(LogLine {
            at: input.int("time")?,
            what: input.text(20, "what")?,
            who: input.text(MOST_NAME, "who")?,
            cards: input.uint("cards")?,
        });
    }
    map.end()?;
    input.end()?;
    Ok(Return {
        job,
        digest,
        shop,
        opened_at,
        made_at,
        cards,
        log,
    })
}

fn card(input: &mut In<'_>) -> Result<Card, Error> {
    four(input, "card")?;
    let serial = input.text(MOST_SERIAL, "serial")?;
    let fate = input.uint("fate")?;
    let at = input.int("time")?;
    let reason = input.text(MOST_REASON, "reason")?;
    let fate = match (fate, reason.trim().is_empty()) {
        (0, true) if reason.is_empty() => Fate::Unused,
        (1, true) if reason.is_empty() => Fate::Good,
        (2, false) => Fate::Spoiled(reason),
        _ => return Err(patrol::Error::Form("fate").into()),
    };
    Ok(Card { serial, fate, at })
}

fn four(input: &mut In<'_>, part: &'static str) -> Result<(), Error> {
    match input.array(4, part)? {
        4 => Ok(()),
        _ => Err(patrol::Error::Form(part).into()),
    }
}

/// Reads bytes as what stands inside a return, behind its encryption.
#[cfg(test)]
pub(super) fn is_no_panic(bytes: &[u8]) -> bool {
    read_body(bytes).is_err()
}
