//! The field extract: so much of the registry as its level holds, for one team, until a day; closed by a passphrase, signed by the office.

use super::cbor::{In, OutMap};
use super::frame::{FrameReader, FrameWriter};
use super::judge::day_of;
use super::sighting::bounded;
use super::{Entry, Error, Level, Passphrase, entry, parcel};
use crate::seal::{Certificate, Kid};
use jiff::civil::Date;
use std::io::{Read, Write};

const VERSION: u64 = 1;
/// Stands before what the office signs.
const DOMAIN: &[u8] = b"loket patrol extract 1\0";
/// Bytes of one entry.
const MOST_ENTRY: usize = 64 * 1024;
/// Entries of one extract.
const MOST_ENTRIES: u64 = 1_000_000;
/// How far a laptop's clock may run behind the office's.
const CLOCK_SKEW_S: i64 = 300;

/// What an extract is: whose, for whom, how much, until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The office's issuer URL.
    pub issuer: String,
    /// How much it holds.
    pub level: Level,
    /// The last day on which it may be used.
    pub until: Date,
    /// The team it is for.
    pub to: String,
    /// Unix seconds.
    pub made_at: i64,
    /// People in it.
    pub count: u64,
    /// Who signs it.
    pub kid: Kid,
}

impl Terms {
    /// Whether it may be used at that moment: not after its last day, nor by a clock that stands before its making.
    pub fn check(&self, now: i64) -> Result<(), Error> {
        if now.saturating_add(CLOCK_SKEW_S) < self.made_at {
            Err(Error::Early)
        } else if day_of(now).is_none_or(|today| self.until < today) {
            Err(Error::Ended(self.until))
        } else {
            Ok(())
        }
    }

    /// As bytes, for whoever keeps it.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut map = OutMap::default();
        map.key(0).uint(VERSION);
        map.key(1).text("extract");
        map.key(2).text(bounded(&self.issuer, 200, "issuer")?);
        map.key(3).uint(self.level.number().into());
        map.key(4).text(&self.until.to_string());
        map.key(5).text(bounded(&self.to, 200, "to")?);
        map.key(6).int(self.made_at);
        map.key(7).uint(self.count);
        map.key(8).bytes(&self.kid.0);
        Ok(map.finish())
    }

    /// Reads them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = In::new(bytes);
        let mut map = input.map(9, "terms")?;
        map.needs(&mut input, 0, "version")?;
        let version = input.uint("version")?;
        if version != VERSION {
            return Err(Error::Version(version));
        }
        map.needs(&mut input, 1, "kind")?;
        if input.text(20, "kind")? != "extract" {
            return Err(Error::Kind);
        }
        map.needs(&mut input, 2, "issuer")?;
        let issuer = input.text(200, "issuer")?;
        map.needs(&mut input, 3, "level")?;
        let level = Level::parse(input.small("level")?).ok_or(Error::Form("level"))?;
        map.needs(&mut input, 4, "until")?;
        let until = entry::day(&input.text(10, "until")?)?;
        map.needs(&mut input, 5, "to")?;
        let to = input.text(200, "to")?;
        map.needs(&mut input, 6, "time")?;
        let made_at = input.int("time")?;
        map.needs(&mut input, 7, "count")?;
        let count = input.uint("count")?;
        map.needs(&mut input, 8, "kid")?;
        let kid = Kid(input.exactly("kid")?);
        map.end()?;
        input.end()?;
        if MOST_ENTRIES < count {
            return Err(Error::Bounds("count"));
        }
        Ok(Self {
            issuer,
            level,
            until,
            to,
            made_at,
            count,
            kid,
        })
    }
}

/// Signs a message: r||s.
pub type Signing<'a, E> = &'a dyn Fn(&[u8]) -> Result<[u8; 64], E>;

/// Writes an extract of as many entries as its terms count: `next(n)` gives each in turn, cut down to the level here. `sign`
/// is the key of `terms.kid`; `work` the power of two of rounds a guess at the passphrase costs.
pub fn write_extract<W: Write, E: From<Error>>(
    out: W,
    (passphrase, work): (&Passphrase, u8),
    terms: &Terms,
    next: &mut dyn FnMut(u64) -> Result<Entry, E>,
    sign: Signing<'_, E>,
) -> Result<W, E> {
    let closed = parcel::close_by_passphrase(out, passphrase, work)?;
    let mut frames = FrameWriter::new(closed, DOMAIN);
    frames.frame(&terms.to_bytes()?)?;
    for number in 0..terms.count {
        frames.frame(&next(number)?.to_bytes(terms.level)?)?;
    }
    let (message, mut closed) = frames.end(DOMAIN);
    let signature = sign(&message)?;
    let finished = closed
        .write_all(&signature)
        .and_then(|()| closed.finish())
        .map_err(Error::from)?;
    Ok(finished)
}

/// A part of an extract, as it is read.
pub enum Part<'a> {
    /// What it is; comes first.
    Terms(&'a Terms),
    /// One person.
    Entry(Box<Entry>),
}

/// Reads an extract, part by part. Nothing of it may be believed before this returns: the signature stands at the end.
/// Refused: another passphrase, a signer who is not `trusted` or was out of its time, an
/// extract that has ended or comes from the future, anything changed or cut.
pub fn read_extract<R: Read, E: From<Error>>(
    input: R,
    passphrase: &Passphrase,
    (trusted, now): (&[Certificate], i64),
    each: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
) -> Result<Terms, E> {
    let opened = parcel::open_by_passphrase(input, passphrase)?;
    let mut frames = FrameReader::new(opened, DOMAIN);
    let terms = Terms::from_bytes(&frames.frame(4096, "terms")?)?;
    let signer = trusted
        .iter()
        .find(|certificate| certificate.kid == terms.kid)
        .filter(|signer| (signer.use_from..=signer.use_until).contains(&terms.made_at))
        // Whoever has a revoked key can date what it signs as he likes.
        .filter(|signer| signer.refused_from.is_none())
        .ok_or(Error::Foreign)?;
    terms.check(now)?;
    each(Part::Terms(&terms))?;
    for _ in 0..terms.count {
        let bytes = frames.frame(MOST_ENTRY, "entry")?;
        let entry = Entry::from_bytes(&bytes, terms.level)?;
        each(Part::Entry(Box::new(entry)))?;
    }
    frames.end(DOMAIN, signer)?;
    Ok(terms)
}
