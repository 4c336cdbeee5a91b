//! One person of the extract: what each level holds and nothing above it, as a value and as bytes.

use super::Error;
use super::cbor::{In, InMap, OutMap};
use super::light::{Facts, Held, Principal};
use super::sighting::{bounded, picture};
use jiff::civil::Date;

/// How much of the registry an extract holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Members of Tim PORA who are not of immigration: picture, kecamatan, guarantor, position, and what has been reported.
    Team,
    /// Immigration officers: also address, passport's end, re-entry permit, family, notes, history in short.
    Immigration,
}

impl Level {
    /// Both, the lesser first.
    pub const ALL: [Self; 2] = [Self::Team, Self::Immigration];

    /// 1 or 2, as files and the command line have it.
    pub fn number(self) -> u8 {
        match self {
            Self::Team => 1,
            Self::Immigration => 2,
        }
    }

    /// The level of that number.
    pub fn parse(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }
}

/// One person. No `Debug`: all of it is a person's data.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Permit number.
    pub permit_no: String,
    /// Serial of the present card; empty without one.
    pub card_serial: String,
    /// Name as on the card.
    pub name: String,
    /// Alpha-3 code.
    pub nationality: String,
    /// As the seal has it: `KITAS/C312`.
    pub legal_status: String,
    /// Last valid day, or the report day of an unlimited permit.
    pub valid_until: Option<Date>,
    /// Level 1: portrait as a small JPEG.
    pub photo: Option<Vec<u8>>,
    /// Level 1: kota or kabupaten.
    pub regency: String,
    /// Level 1 but for the passport, the re-entry permit and the family.
    pub facts: Facts,
    /// Level 2: street, RT/RW, village.
    pub address: String,
    /// Level 2: notes on the card.
    pub notes: String,
    /// Level 2: what happened, a line each, oldest first.
    pub history: Vec<String>,
}

impl Entry {
    /// Bytes of any text.
    pub const MOST_TEXT: usize = 400;
    /// Bytes of a picture.
    pub const MOST_PHOTO: usize = 24 * 1024;
    /// Lines of history.
    pub const MOST_HISTORY: usize = 20;

    /// Without what a level does not hold.
    #[must_use]
    pub fn at(self, level: Level) -> Self {
        match level {
            Level::Immigration => self,
            Level::Team => Self {
                address: String::new(),
                notes: String::new(),
                history: Vec::new(),
                facts: Facts {
                    passport_until: Held::Untold,
                    reentry_until: Held::Untold,
                    principal: Held::Untold,
                    dependants: None,
                    ..self.facts
                },
                ..self
            },
        }
    }

    /// Its one form in bytes at that level, whatever else it holds.
    pub fn to_bytes(&self, level: Level) -> Result<Vec<u8>, Error> {
        write(&self.clone().at(level))
    }

    /// Reads what `to_bytes` wrote; what lies above the level is refused.
    pub fn from_bytes(bytes: &[u8], level: Level) -> Result<Self, Error> {
        let entry = read(bytes)?;
        if entry.clone().at(level) == entry {
            Ok(entry)
        } else {
            Err(Error::Form("level"))
        }
    }
}

/// Pairs of the map below.
const PAIRS: usize = 27;

fn text(map: &mut OutMap, key: u64, value: &str) -> Result<(), Error> {
    if !value.is_empty() {
        map.key(key).text(bounded(value, Entry::MOST_TEXT, "text")?);
    }
    Ok(())
}

/// Left out where the record does not tell, empty where it tells of none.
fn held(map: &mut OutMap, key: u64, value: &Held<String>) -> Result<(), Error> {
    match value {
        Held::Untold => Ok(()),
        Held::None => {
            map.key(key).text("");
            Ok(())
        }
        Held::Is(value) if value.is_empty() => Err(Error::Bounds("text")),
        Held::Is(value) => text(map, key, value),
    }
}

fn held_day(map: &mut OutMap, key: u64, value: &Held<Date>) -> Result<(), Error> {
    let text = match value {
        Held::Untold => Held::Untold,
        Held::None => Held::None,
        Held::Is(day) => Held::Is(day.to_string()),
    };
    held(map, key, &text)
}

fn write(entry: &Entry) -> Result<Vec<u8>, Error> {
    let mut map = OutMap::default();
    let facts = &entry.facts;
    text(&mut map, 1, &entry.permit_no)?;
    text(&mut map, 2, &entry.card_serial)?;
    text(&mut map, 3, &entry.name)?;
    text(&mut map, 4, &entry.nationality)?;
    text(&mut map, 5, &entry.legal_status)?;
    if let Some(day) = entry.valid_until {
        text(&mut map, 6, &day.to_string())?;
    }
    if let Some(day) = facts.valid_from {
        text(&mut map, 7, &day.to_string())?;
    }
    if let Some(photo) = &entry.photo {
        map.key(10)
            .bytes(picture(photo, Entry::MOST_PHOTO, "photo")?);
    }
    text(&mut map, 11, &entry.regency)?;
    held(&mut map, 12, &facts.district)?;
    held(&mut map, 13, &facts.position)?;
    held(&mut map, 14, &facts.rptka)?;
    held(&mut map, 15, &facts.guarantor)?;
    held_day(&mut map, 16, &facts.guarantor_until)?;
    held_day(&mut map, 17, &facts.sktt_on)?;
    held_day(&mut map, 18, &facts.address_on)?;
    held_day(&mut map, 19, &facts.report_due)?;
    text(&mut map, 30, &entry.address)?;
    held_day(&mut map, 31, &facts.passport_until)?;
    held_day(&mut map, 32, &facts.reentry_until)?;
    match &facts.principal {
        Held::Untold => {}
        Held::None => map.key(33).array(0),
        Held::Is(principal) => {
            let out = map.key(33);
            out.array(2);
            out.text(bounded(&principal.permit_no, Entry::MOST_TEXT, "text")?);
            out.text(&principal.until.to_string());
        }
    }
    if let Some(count) = facts.dependants {
        map.key(34).uint(count.into());
    }
    text(&mut map, 35, &entry.notes)?;
    if Entry::MOST_HISTORY < entry.history.len() {
        return Err(Error::Bounds("history"));
    }
    if !entry.history.is_empty() {
        let out = map.key(36);
        out.array(entry.history.len());
        for line in &entry.history {
            out.text(bounded(line, Entry::MOST_TEXT, "history")?);
        }
    }
    Ok(map.finish())
}

/// The pairs of one entry, taken off in order.
struct Pairs<'a> {
    input: In<'a>,
    map: InMap,
}

impl Pairs<'_> {
    fn optional(&mut self, key: u64) -> Result<Option<String>, Error> {
        if !self.map.has(&mut self.input, key)? {
            return Ok(None);
        }
        self.input.text(Entry::MOST_TEXT, "text").map(Some)
    }

    /// A text that is left out where it is empty.
    fn text(&mut self, key: u64) -> Result<String, Error> {
        match self.optional(key)? {
            Some(text) if text.is_empty() => Err(Error::Form("text")),
            text => Ok(text.unwrap_or_default()),
        }
    }

    fn day(&mut self, key: u64) -> Result<Option<Date>, Error> {
        self.optional(key)?.map(|text| day(&text)).transpose()
    }

    fn held(&mut self, key: u64) -> Result<Held<String>, Error> {
        Ok(match self.optional(key)? {
            None => Held::Untold,
            Some(text) if text.is_empty() => Held::None,
            Some(text) => Held::Is(text),
        })
    }

    fn held_day(&mut self, key: u64) -> Result<Held<Date>, Error> {
        Ok(match self.held(key)? {
            Held::Untold => Held::Untold,
            Held::None => Held::None,
            Held::Is(text) => Held::Is(day(&text)?),
        })
    }

    fn principal(&mut self, key: u64) -> Result<Held<Principal>, Error> {
        if !self.map.has(&mut self.input, key)? {
            return Ok(Held::Untold);
        }
        match self.input.array(2, "principal")? {
            0 => Ok(Held::None),
            2 => Ok(Held::Is(Principal {
                permit_no: self.input.text(Entry::MOST_TEXT, "principal")?,
                until: day(&self.input.text(10, "principal")?)?,
            })),
            _ => Err(Error::Form("principal")),
        }
    }
}

/// `2026-01-31` and nothing like it.
pub(super) fn day(text: &str) -> Result<Date, Error> {
    let day: Date = text.parse().map_err(|_why| Error::Form("day"))?;
    if day.to_string() == text {
        Ok(day)
    } else {
        Err(Error::Form("day"))
    }
}

fn read(bytes: &[u8]) -> Result<Entry, Error> {
    let mut input = In::new(bytes);
    let map = input.map(PAIRS, "entry")?;
    let mut pairs = Pairs { input, map };
    let mut entry = Entry {
        permit_no: pairs.text(1)?,
        card_serial: pairs.text(2)?,
        name: pairs.text(3)?,
        nationality: pairs.text(4)?,
        legal_status: pairs.text(5)?,
        valid_until: pairs.day(6)?,
        ..Entry::default()
    };
    entry.facts.valid_from = pairs.day(7)?;
    if pairs.map.has(&mut pairs.input, 10)? {
        let jpeg = pairs.input.bytes(Entry::MOST_PHOTO, "photo")?;
        entry.photo = Some(picture(jpeg, Entry::MOST_PHOTO, "photo")?.to_vec());
    }
    entry.regency = pairs.text(11)?;
    entry.facts.district = pairs.held(12)?;
    entry.facts.position = pairs.held(13)?;
    entry.facts.rptka = pairs.held(14)?;
    entry.facts.guarantor = pairs.held(15)?;
    entry.facts.guarantor_until = pairs.held_day(16)?;
    entry.facts.sktt_on = pairs.held_day(17)?;
    entry.facts.address_on = pairs.held_day(18)?;
    entry.facts.report_due = pairs.held_day(19)?;
    entry.address = pairs.text(30)?;
    entry.facts.passport_until = pairs.held_day(31)?;
    entry.facts.reentry_until = pairs.held_day(32)?;
    entry.facts.principal = pairs.principal(33)?;
    if pairs.map.has(&mut pairs.input, 34)? {
        entry.facts.dependants = Some(pairs.input.small("dependants")?);
    }
    entry.notes = pairs.text(35)?;
    if pairs.map.has(&mut pairs.input, 36)? {
        let lines = pairs.input.array(Entry::MOST_HISTORY, "history")?;
        if lines == 0 {
            return Err(Error::Form("history"));
        }
        for _ in 0..lines {
            let line = pairs.input.text(Entry::MOST_TEXT, "history")?;
            entry.history.push(line);
        }
    }
    pairs.map.end()?;
    pairs.input.end()?;
    Ok(entry)
}
