//! Fields of a zone, written and read: padding, dates, numbers, names cut to a width; knows no document.

use super::letter::transliterate;
use super::{PartialDate, Sex};
use jiff::civil::Date;

/// Filled up with `<` or cut to `width` characters.
pub(super) fn pad(text: &str, width: usize) -> String {
    text.chars()
        .chain(std::iter::repeat('<'))
        .take(width)
        .collect()
}

/// A number, code or optional datum in the zone's alphabet; blanks and marks become fillers (ICAO 9303-3 4.3).
pub(super) fn plain(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c.to_ascii_uppercase() {
            upper @ ('A'..='Z' | '0'..='9') => upper,
            _ => '<',
        })
        .collect()
}

/// `YYMMDD`.
pub(super) fn date(date: Date) -> String {
    format!(
        "{:02}{:02}{:02}",
        date.year().rem_euclid(100),
        date.month(),
        date.day()
    )
}

/// `YYMMDD` with `<<` for what is unknown (ICAO 9303-3 3.8).
pub(super) fn partial_date(date: PartialDate) -> String {
    let part = |part: Option<i8>| part.map_or("<<".to_owned(), |number| format!("{number:02}"));
    format!(
        "{:02}{}{}",
        date.year.rem_euclid(100),
        part(date.month),
        part(date.day)
    )
}

/// `M`, `F` or `<`.
pub(super) fn sex(sex: Sex) -> char {
    match sex {
        Sex::Male => 'M',
        Sex::Female => 'F',
        Sex::Unspecified => '<',
    }
}

/// Two digits; `<<` and `00` are unknown; `None` for anything else.
fn two(text: &str) -> Option<Option<i8>> {
    match text {
        "<<" | "00" => Some(None),
        _ if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok().map(Some),
        _ => None,
    }
}

/// Year in the century, month and day of `YYMMDD`.
fn split(text: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let year = text.get(0..2)?;
    if !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (month, day) = (two(text.get(2..4)?)?, two(text.get(4..6)?)?);
    Some((year.parse().ok()?, month, day))
}

/// A birth date; the century is the latest that is not after `today`.
pub(super) fn read_birth(text: &str, today: Date) -> Option<PartialDate> {
    let (year, month, day) = split(text)?;
    let century = today.year() - today.year().rem_euclid(100);
    [century + year, century - 100 + year]
        .into_iter()
        .find_map(|year| {
            let date = PartialDate::new(year, month, day)?;
            (date.earliest()? <= today).then_some(date)
        })
}

/// A date of expiry; the century is the one nearest to `today`.
pub(super) fn read_expiry(text: &str, today: Date) -> Option<Date> {
    let (year, month, day) = split(text)?;
    let (month, day) = (month?, day?);
    let century = today.year() - today.year().rem_euclid(100);
    [century - 100, century, century + 100]
        .into_iter()
        .filter_map(|century| Date::new(century + year, month, day).ok())
        .min_by_key(|date| date.duration_since(today).as_secs().abs())
}

/// `M`, `F` or `<`; `None` for anything else.
pub(super) fn read_sex(text: &str) -> Option<Sex> {
    match text {
        "M" => Some(Sex::Male),
        "F" => Some(Sex::Female),
        "<" => Some(Sex::Unspecified),
        _ => None,
    }
}

/// Primary and secondary identifier of a name field, with blanks for fillers.
pub(super) fn read_name(field: &str) -> (String, String) {
    let words = |text: &str| {
        text.split('<')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    match field.split_once("<<") {
        Some((primary, secondary)) => (words(primary), words(secondary)),
        None => (words(field), String::new()),
    }
}

/// Both identifiers in exactly `width` characters. What is too long is cut so that the last character is a letter, which
/// tells a reader that something may be missing, and so that the secondary identifier keeps its first letters
/// (ICAO 9303-4 4.2.3, 9303-5 4.2.3).
pub(super) fn name(surname: &str, given_names: &str, width: usize) -> String {
    let words = |text: &str| -> Vec<String> {
        transliterate(text)
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (mut primary, mut secondary) = (words(surname), words(given_names));
    if primary.is_empty() {
        // A single name is the primary identifier, whichever box it was typed in.
        std::mem::swap(&mut primary, &mut secondary);
    }
    // At least one letter of the secondary identifier must fit after the two fillers.
    if let Some(first) = secondary.first()
        && length(&primary) + 3 > width
    {
        let kept = first.chars().count().min(width / 6);
        shrink(&mut primary, width - 2 - kept);
        secondary = vec![pad(first, kept)];
    }
    cut(primary, secondary, width)
}

/// Characters of words with a filler between.
fn length(words: &[String]) -> usize {
    words
        .iter()
        .map(|word| word.len() + 1)
        .sum::<usize>()
        .saturating_sub(1)
}

/// Takes letters from the longest words, the last among equals, and from the first word only when the others are down to one.
fn shrink(words: &mut Vec<String>, width: usize) {
    while length(words) > width {
        let longest = words.iter_mut().skip(1).max_by_key(|word| word.len());
        match longest {
            Some(word) if word.len() > 1 => {
                word.pop();
            }
            Some(_) => {
                words.pop();
            }
            None => {
                if let Some(first) = words.first_mut() {
                    first.truncate(width);
                }
                return;
            }
        }
    }
}

/// Joins and cuts; where the cut would end in a filler, an earlier word gives a letter so that it ends in one.
fn cut(mut primary: Vec<String>, mut secondary: Vec<String>, width: usize) -> String {
    loop {
        let mut text = primary.join("<");
        if !secondary.is_empty() {
            text.push_str("<<");
            text.push_str(&secondary.join("<"));
        }
        if text.len() <= width || text.as_bytes().get(width - 1) != Some(&b'<') {
            return pad(&text, width);
        }
        let mut end = 0;
        let before_cut = primary.iter_mut().chain(&mut secondary).filter(|word| {
            end += word.len() + 1;
            end <= width && word.len() > 1
        });
        match before_cut.max_by_key(|word| word.len()) {
            Some(word) => word.truncate(word.len() - 1),
            None => return pad(&text, width),
        }
    }
}
