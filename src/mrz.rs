//! Machine-readable zones of ICAO Doc 9303: reads a passport's TD3, writes the card's TD1; knows no permit.

use jiff::civil::Date;

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

/// What a passport's zone says, judged but not corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Reads pasted or wedge-typed text. Accepts lower case, line breaks or none, blanks around lines, and the look-alike `«`.
pub fn read_td3(_text: &str, _today: Date) -> Result<Passport, NotTd3> {
    todo!("mrz")
}

/// The values of a card's TD1 zone (ICAO 9303-5 4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Three lines of 30 characters, names transliterated (9303-3 section 6) and truncated (9303-5 4.2.3).
    pub fn lines(&self) -> [String; 3] {
        todo!("mrz")
    }
}

/// Checks three TD1 lines as read from a card: the check digits that fail, or `None` when they are no TD1 at all.
pub fn judge_td1(_lines: &[String; 3]) -> Option<Vec<CheckDigit>> {
    todo!("mrz")
}

/// A name in the letters A-Z and blanks, by ICAO 9303-3 section 6 (tables A, B, C); other marks are set aside.
pub fn transliterate(_name: &str) -> String {
    todo!("mrz")
}
