//! Dates as lists write them, to the way a draft has them; and which of two readings a whole column has.

use crate::permit;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

/// What stands first in dates that are three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `31/01/2026`, as in Indonesia.
    DayFirst,
    /// `01/31/2026`, as in the United States.
    MonthFirst,
}

impl DateOrder {
    /// Stable word in a mapping's file.
    pub fn id(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }

    /// The order of that id.
    pub fn parse(id: &str) -> Option<Self> {
        [Self::DayFirst, Self::MonthFirst]
            .into_iter()
            .find(|order| order.id() == id)
    }
}

/// What the values of a column say about its order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// A first number above 12.
    pub(super) day_first: usize,
    /// A second number above 12.
    pub(super) month_first: usize,
    /// Dates that can be read both ways, as different days.
    pub(super) either: usize,
    /// Years of two digits.
    pub(super) short_years: usize,
    /// Texts that are dates in some way.
    pub(super) dates: usize,
}

impl Signs {
    /// Takes one more value into account.
    pub(super) fn look(&mut self, text: &str) {
        let Some(parts) = parts(text) else { return };
        self.dates += 1;
        let (first, second) = match parts {
            Parts::Known(_) | Parts::Partial(_, _) => return,
            Parts::Named(_, _, year) => {
                self.short_years += usize::from(year.short);
                return;
            }
            Parts::Numbers(first, second, year) => {
                self.short_years += usize::from(year.short);
                (first, second)
            }
        };
        match (first > 12, second > 12) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            (false, false) if first != second => self.either += 1,
            (false, false) | (true, true) => {}
        }
    }

    /// The order most likely meant; Indonesian where nothing speaks against it.
    pub(super) fn order(self) -> DateOrder {
        if self.month_first > self.day_first {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        }
    }

    /// Whether nothing in the column tells which order it has.
    pub(super) fn is_ambiguous(self) -> bool {
        self.either > 0 && self.day_first == 0 && self.month_first == 0
    }

    /// Whether the column has dates of both orders.
    pub(super) fn is_mixed(self) -> bool {
        self.day_first > 0 && self.month_first > 0
    }
}

/// A date in its parts.
#[derive(Clone, Copy)]
enum Parts {
    /// All is told.
    Known(Date),
    /// A year, perhaps with a month, whose rest nobody knows.
    Partial(i16, i8),
    /// A day and a month that was a word, and a year.
    Named(i8, i8, Year),
    /// Two numbers in an order the column tells, and a year.
    Numbers(i8, i8, Year),
}

#[derive(Clone, Copy)]
struct Year {
    number: i16,
    short: bool,
}

/// Which years two digits stand for.
#[derive(Clone, Copy)]
pub(super) enum Century {
    /// Of a birth: never after today.
    Past,
    /// Of a permit or a passport: at most thirty years ahead.
    Near,
}

/// Excel counts days from here (for days after February 1900).
const EXCEL_EPOCH: Date = date(1899, 12, 30);
/// 1927 to 2119 as Excel's days; other numbers of five digits are no dates.
const EXCEL_DAYS: std::ops::RangeInclusive<i32> = 10_000..=80_000;

/// `DD-MM-YYYY`, with `00` for what is not told; `None` when it is no date in any of the ways lists have.
pub(super) fn read(text: &str, order: DateOrder, century: Century, today: Date) -> Option<String> {
    match parts(text)? {
        Parts::Known(day) => Some(permit::date_text(day)),
        Parts::Partial(year, month) => Some(format!("00-{month:02}-{year:04}")),
        Parts::Named(day, month, year) => written(day, month, whole_year(year, century, today)),
        Parts::Numbers(first, second, year) => {
            let (day, month) = match order {
                DateOrder::DayFirst => (first, second),
                DateOrder::MonthFirst => (second, first),
            };
            // A number above 12 is no month, whatever the column's order.
            let (day, month) = if month > 12 {
                (month, day)
            } else {
                (day, month)
            };
            written(day, month, whole_year(year, century, today))
        }
    }
}

fn written(day: i8, month: i8, year: i16) -> Option<String> {
    let known = Date::new(year, month, day).is_ok();
    let partial = day == 0 && (0..=12).contains(&month);
    (known || partial).then(|| format!("{day:02}-{month:02}-{year:04}"))
}

fn whole_year(year: Year, century: Century, today: Date) -> i16 {
    if !year.short {
        return year.number;
    }
    let latest = match century {
        Century::Past => today.year(),
        Century::Near => today.year() + 30,
    };
    let this = 2000 + year.number;
    if this <= latest { this } else { this - 100 }
}

fn parts(text: &str) -> Option<Parts> {
    let text = text.trim();
    // A time after the day is midnight, put there by a program.
    let day = text
        .split_once('T')
        .filter(|(day, _)| day.ends_with(|letter: char| letter.is_ascii_digit()))
        .map_or(text, |(day, _)| day);
    let pieces: Vec<String> = day
        .split(|letter: char| !letter.is_alphanumeric() && letter != ':')
        .filter(|piece| !piece.is_empty())
        .map(str::to_lowercase)
        .collect();
    let pieces: Vec<&str> = pieces
        .iter()
        .map(String::as_str)
        .take_while(|piece| !piece.contains(':'))
        .filter(|piece| !is_weekday(piece))
        .collect();
    match pieces.as_slice() {
        [run] => one_number(run),
        [month, year] => Some(Parts::Partial(year_of(year)?.number, month_of(month)?)),
        [first, second, third] => three(first, second, third),
        _ => None,
    }
}

fn one_number(run: &str) -> Option<Parts> {
    if !run.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i32 = run.parse().ok()?;
    match run.len() {
        4 => {
            let year = i16::try_from(number).ok()?;
            (1850..=2199)
                .contains(&year)
                .then_some(Parts::Partial(year, 0))
        }
        5 if EXCEL_DAYS.contains(&number) => {
            let day = EXCEL_EPOCH.checked_add(number.days()).ok()?;
            Some(Parts::Known(day))
        }
        8 => {
            let part = |from: usize, to: usize| run.get(from..to)?.parse::<i16>().ok();
            let day = |year: i16, month: i16, day: i16| {
                let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
                let date = Date::new(year, month, day).ok()?;
                (1850..=2199).contains(&year).then_some(date)
            };
            let written = day(part(4, 8)?, part(2, 4)?, part(0, 2)?);
            let sorted = || day(part(0, 4)?, part(4, 6)?, part(6, 8)?);
            written.or_else(sorted).map(Parts::Known)
        }
        _ => None,
    }
}

fn three(first: &str, second: &str, third: &str) -> Option<Parts> {
    let number = |piece: &str| {
        let digits = piece.trim_end_matches(['t', 'h', 's', 'n', 'd', 'r']);
        (digits.len() <= 2).then(|| digits.parse::<i8>().ok())?
    };
    if let Some(month) = named_month(second) {
        let year = year_of(third)?;
        return Some(Parts::Named(number(first)?, month, year));
    }
    if let Some(month) = named_month(first) {
        let year = year_of(third)?;
        return Some(Parts::Named(number(second)?, month, year));
    }
    if first.len() == 4 {
        let (month, day) = (number(second)?, number(third)?);
        let year = year_of(first)?.number;
        if day == 0 {
            return Some(Parts::Partial(year, month));
        }
        return Date::new(year, month, day).ok().map(Parts::Known);
    }
    Some(Parts::Numbers(
        number(first)?,
        number(second)?,
        year_of(third)?,
    ))
}

fn year_of(piece: &str) -> Option<Year> {
    let number: i16 = piece.parse().ok()?;
    match piece.len() {
        2 => Some(Year {
            number,
            short: true,
        }),
        4 if (1850..=2199).contains(&number) => Some(Year {
            number,
            short: false,
        }),
        _ => None,
    }
}

fn month_of(piece: &str) -> Option<i8> {
    named_month(piece).or_else(|| {
        let number = piece.parse().ok()?;
        (piece.len() <= 2 && (0..=12).contains(&number)).then_some(number)
    })
}

/// By its first three letters, in both languages and their older spellings.
fn named_month(piece: &str) -> Option<i8> {
    let begin = piece.get(..3)?;
    let month = match begin {
        "jan" => 1,
        "feb" | "peb" => 2,
        "mar" => 3,
        "apr" => 4,
        "mei" | "may" => 5,
        "jun" => 6,
        "jul" => 7,
        "agu" | "ags" | "agt" | "aug" => 8,
        "sep" => 9,
        "okt" | "oct" => 10,
        "nov" | "nop" => 11,
        "des" | "dec" => 12,
        _ => return None,
    };
    Some(month)
}

fn is_weekday(piece: &str) -> bool {
    let days = [
        "senin",
        "selasa",
        "rabu",
        "kamis",
        "jumat",
        "sabtu",
        "minggu",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    days.contains(&piece)
}
