//! Machine-readable zones of ICAO Doc 9303: reads a passport's TD3, writes the card's TD1; knows no permit.
//!
//! Written here and not taken from a crate: `mrtd` 0.5 only reads, and `mrz` 0.9 fixes the century at a year of its own,
//! leaves out the Arabic table and repairs what we must judge as it stands.

use jiff::civil::Date;
use std::fmt;

mod digit;
mod field;
mod letter;
mod td1;
mod td3;
#[cfg(test)]
mod tests;

/// One check digit of a zone, by the field it guards (ICAO 9303-3 4.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckDigit {
    /// Document number.
    DocumentNumber,
    /// Date of birth.
    BirthDate,
    /// Date of expiry.
    Expiry,
    /// Personal number or optional data (TD3 only).
    PersonalNumber,
    /// Composite.
    Composite,
}

/// Sex as a zone tells it: `M`, `F` or `<`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// `M`
    Male,
    /// `F`
    Female,
    /// `<`, or X in the visual zone
    Unspecified,
}

/// A birth date whose month or day may be unknown (`<<` in a zone).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// Full year, e.g. 1985.
    pub year: i16,
    /// 1 to 12; `None`: unknown.
    pub month: Option<i8>,
    /// 1 to 31; `None`: unknown. Never known when the month is not.
    pub day: Option<i8>,
}

impl PartialDate {
    /// A date whose known parts are one of the calendar; `None` when they are not, or when the day is known but not the month.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        let date = Self { year, month, day };
        (month.is_some() || day.is_none()).then_some(())?;
        date.earliest().is_some().then_some(date)
    }

    /// The first day it may mean.
    pub fn earliest(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The last day it may mean.
    pub fn latest(self) -> Option<Date> {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.earliest(),
            (Some(_), None) => Some(self.earliest()?.last_of_month()),
            (None, _) => Some(self.earliest()?.last_of_year()),
        }
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
        }
    }
}

/// What a passport's zone says, judged but not corrected. Its `Debug` tells no person's data.
#[derive(Clone, PartialEq, Eq)]
pub struct Passport {
    /// `P` and its subtype letter, fillers removed.
    pub document_code: String,
    /// Issuing state, alpha-3 or `D`.
    pub issuer: String,
    /// Primary identifier, blanks for fillers.
    pub surname: String,
    /// Secondary identifier; empty for single-name holders.
    pub given_names: String,
    /// The name may have been cut off by the zone's width.
    pub name_may_be_cut: bool,
    /// Document number.
    pub number: String,
    /// Nationality, alpha-3 or `D`.
    pub nationality: String,
    /// Birth date; the century is the latest that is not after `today`.
    pub birth: Option<PartialDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Date of expiry.
    pub expiry: Option<Date>,
    /// Personal number.
    pub personal_number: String,
    /// The check digits that do not hold; empty when all do.
    pub failed: Vec<CheckDigit>,
}

impl Passport {
    /// The two lines of 44 characters a right zone would have; `failed` plays no part. What is unknown becomes fillers.
    pub fn lines(&self) -> [String; 2] {
        td3::write(self)
    }
}

impl fmt::Debug for Passport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut passport = f.debug_struct("Passport");
        passport
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}

/// Why text is no TD3 zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTd3 {
    /// Not two lines of 44 characters after blanks and line ends are set aside.
    #[error("expected 88 characters, found {found}")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character outside `A`-`Z`, `0`-`9`, `<`.
    #[error("character {at} is outside the alphabet")]
    Alphabet {
        /// Position, from 1.
        at: usize,
    },
    /// Does not begin with `P`.
    #[error("not a passport")]
    NotPassport,
}

/// Reads pasted or wedge-typed text. Accepts lower case, line breaks or none, blanks anywhere, the look-alikes `«` and `‹`,
/// and what a reader sends before and after; a zone inside other text counts when most of its check digits hold.
pub fn read_td3(text: &str, today: Date) -> Result<Passport, NotTd3> {
    td3::read(text, today)
}

/// The values of a card's TD1 zone (ICAO 9303-5 4.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Td1<'a> {
    /// Two characters, e.g. `I<`.
    pub document_code: &'a str,
    /// Issuing state, e.g. `IDN`.
    pub issuer: &'a str,
    /// Document number; over 9 characters it runs on into the optional data.
    pub number: &'a str,
    /// Optional data of line 1.
    pub optional1: &'a str,
    /// Birth date.
    pub birth: PartialDate,
    /// Sex.
    pub sex: Sex,
    /// Date of expiry.
    pub expiry: Date,
    /// Nationality.
    pub nationality: &'a str,
    /// Optional data of line 2.
    pub optional2: &'a str,
    /// Primary identifier, any script.
    pub surname: &'a str,
    /// Secondary identifier; may be empty.
    pub given_names: &'a str,
}

impl Td1<'_> {
    /// Three lines of 30 characters, names transliterated (9303-3 section 6) and truncated (9303-5 4.2.3). Characters outside
    /// the alphabet become fillers; optional data that does not fit is cut.
    pub fn lines(&self) -> [String; 3] {
        td1::write(self)
    }
}

/// Checks three TD1 lines as read from a card: the check digits that fail, or `None` when they are no TD1 at all.
pub fn judge_td1(lines: &[String; 3]) -> Option<Vec<CheckDigit>> {
    td1::judge(lines)
}

/// A name in the letters A-Z and single blanks, by ICAO 9303-3 section 6 (tables A, B, C): a hyphen becomes a blank;
/// apostrophes, commas, digits, other marks and other scripts are set aside.
pub fn transliterate(name: &str) -> String {
    letter::transliterate(name)
}
