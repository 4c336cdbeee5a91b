//! Numbers, times, days and how long something waits, as the office writes them.

use crate::text::{Lang, Text};

/// Seconds from UTC to WIB, the office's time.
const WIB_S: i64 = 7 * 3600;

/// `12.345` in Indonesian, `12,345` in English.
pub fn number(value: u64, lang: Lang) -> String {
    let digits = value.to_string();
    let separator = match lang {
        Lang::Id => '.',
        Lang::En => ',',
    };
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A measured value with as many decimals as its size deserves.
pub fn decimal(value: f32, lang: Lang) -> String {
    let text = match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    };
    match lang {
        Lang::Id => text.replace('.', ","),
        Lang::En => text,
    }
}

/// `10.42.07`, the time of day in WIB of Unix seconds.
pub fn clock(unix_s: i64) -> String {
    let day_s = (unix_s + WIB_S).rem_euclid(86_400);
    format!(
        "{:02}.{:02}.{:02}",
        day_s / 3600,
        day_s / 60 % 60,
        day_s % 60
    )
}

/// `02-11-2026`, the day in WIB of Unix seconds.
pub fn day(unix_s: i64) -> String {
    civil_day(unix_s).map_or_else(String::new, date)
}

/// The day in WIB of Unix seconds.
pub fn civil_day(unix_s: i64) -> Option<jiff::civil::Date> {
    let days = (unix_s + WIB_S).div_euclid(86_400);
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = jiff::Span::new().days(days.clamp(-100_000, 1_000_000));
    epoch.checked_add(days).ok()
}

/// `02-11-2026`
pub fn date(date: jiff::civil::Date) -> String {
    format!("{:02}-{:02}-{:04}", date.day(), date.month(), date.year())
}

/// A whole day as it is typed.
pub fn whole_day(text: &str) -> Option<jiff::civil::Date> {
    let date = crate::permit::parse_partial_date(text.trim())?;
    date.earliest().filter(|day| Some(*day) == date.latest())
}

/// `3 hari`, `5 jam`, `20 menit`: how long something has been waiting, in the largest unit that fits.
pub fn age(text: &Text, seconds: i64) -> String {
    let (key, count) = match seconds.max(0) {
        seconds if seconds >= 86_400 => ("duty-age-days", seconds / 86_400),
        seconds if seconds >= 3_600 => ("duty-age-hours", seconds / 3_600),
        seconds => ("duty-age-minutes", seconds / 60),
    };
    text.with(key, &[("count", &count.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_written_as_the_office_writes_them() {
        assert_eq!(number(0, Lang::Id), "0");
        assert_eq!(number(999, Lang::Id), "999");
        assert_eq!(number(1_234_567, Lang::Id), "1.234.567");
        assert_eq!(number(12_345, Lang::En), "12,345");
        assert_eq!(decimal(0.294, Lang::Id), "0,29");
        assert_eq!(decimal(1280.0, Lang::En), "1280");
        assert_eq!(clock(0), "07.00.00");
        assert_eq!(day(1_793_552_400), "02-11-2026");
        assert_eq!(day(1_793_552_399), "01-11-2026");
    }
}
