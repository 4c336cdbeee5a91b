//! Dates as a person types them and as a card shows them.

use crate::mrz::PartialDate;
use jiff::civil::Date;

/// Years a permit can be about.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2199;

/// Why typed text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotDate {
    /// Not written as a date.
    Form,
    /// A day the calendar does not have.
    Calendar,
}

/// `DD-MM-YYYY` or `YYYY-MM-DD`, with any of `-`, `/`, `.` and blanks between, or `DDMMYYYY`; `00` for unknown parts.
pub(super) fn read_partial(text: &str) -> Result<PartialDate, NotDate> {
    let parts: Vec<&str> = text
        .split(['-', '/', '.', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(digits) {
        return Err(NotDate::Form);
    }
    let (day, month, year) = match parts.as_slice() {
        [first, month, last] if first.len() <= 2 && month.len() <= 2 && last.len() == 4 => {
            (*first, *month, *last)
        }
        [first, month, last] if first.len() == 4 && month.len() <= 2 && last.len() <= 2 => {
            (*last, *month, *first)
        }
        [run] if run.len() == 8 => {
            let (day, rest) = run.split_at_checked(2).ok_or(NotDate::Form)?;
            let (month, year) = rest.split_at_checked(2).ok_or(NotDate::Form)?;
            (day, month, year)
        }
        _ => return Err(NotDate::Form),
    };
    let part = |text: &str| match text.parse::<i8>() {
        Ok(0) => Ok(None),
        Ok(number) => Ok(Some(number)),
        Err(_) => Err(NotDate::Form),
    };
    let year = year
        .parse()
        .ok()
        .filter(|year| YEARS.contains(year))
        .ok_or(NotDate::Form)?;
    PartialDate::new(year, part(month)?, part(day)?).ok_or(NotDate::Calendar)
}

/// The same, all parts known.
pub(super) fn read(text: &str) -> Result<Date, NotDate> {
    let date = read_partial(text)?;
    let (month, day) = date.month.zip(date.day).ok_or(NotDate::Calendar)?;
    Date::new(date.year, month, day).or(Err(NotDate::Calendar))
}

/// Whether two dates agree in all that both know.
pub(super) fn may_be_same(one: PartialDate, other: PartialDate) -> bool {
    let agree =
        |one: Option<i8>, other: Option<i8>| one.is_none() || other.is_none() || one == other;
    one.year == other.year && agree(one.month, other.month) && agree(one.day, other.day)
}

/// `DD-MM-YYYY`.
pub(super) fn write(day: Date) -> String {
    write_partial(day.into())
}

/// `DD-MM-YYYY` with `00` for what is unknown.
pub(super) fn write_partial(day: PartialDate) -> String {
    let (month, year) = (day.month.unwrap_or(0), day.year);
    format!("{:02}-{month:02}-{year:04}", day.day.unwrap_or(0))
}
