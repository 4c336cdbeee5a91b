//! The passport's zone, two lines of 44 characters (ICAO 9303-4): read from any pasted text, or written.

use super::digit::{check_digit, holds, is_alphabet};
use super::{CheckDigit, NotTd3, Passport, field};
use jiff::civil::Date;

/// Both lines.
const LENGTH: usize = 88;
/// More text than this is no zone with something around it.
const MOST: usize = 4096;
/// So many of the five check digits must hold before a zone is taken out of other text.
const ENOUGH: usize = 3;

/// Reads a zone; see `mrz::read_td3`.
pub(super) fn read(text: &str, today: Date) -> Result<Passport, NotTd3> {
    let typed: String = text.chars().filter_map(typed).take(MOST + 1).collect();
    // A guillemet stands for one filler or for two: whichever makes the lines come out.
    let readings = [typed.replace('«', "<"), typed.replace('«', "<<")];
    let found = typed.chars().count();
    for reading in &readings {
        if reading.chars().count() == LENGTH {
            return whole(reading, today);
        }
    }
    if found > MOST {
        return Err(NotTd3::Length { found });
    }
    let best = readings.iter().filter_map(|text| within(text, today));
    best.min_by_key(|passport| passport.failed.len())
        .ok_or(NotTd3::Length { found })
}

/// A character as it counts: upper case, look-alikes of the filler made one; `None` for blanks, line ends and invisible marks.
fn typed(character: char) -> Option<char> {
    match character {
        '‹' | '＜' | '〈' => Some('<'),
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' => None,
        '\u{FEFF}' | '\u{AD}' => None,
        _ if character.is_whitespace() || character.is_control() => None,
        _ => Some(character.to_ascii_uppercase()),
    }
}

/// Reads exactly 88 characters.
fn whole(zone: &str, today: Date) -> Result<Passport, NotTd3> {
    if let Some(at) = zone.chars().position(|c| !is_alphabet(c)) {
        return Err(NotTd3::Alphabet { at: at + 1 });
    }
    if !zone.starts_with('P') {
        return Err(NotTd3::NotPassport);
    }
    Ok(fields(zone, today))
}

/// The zone with the fewest failing check digits inside longer text, such as a reader's prefix and suffix.
fn within(text: &str, today: Date) -> Option<Passport> {
    let starts = text.match_indices('P').map(|(start, _)| start);
    starts
        .filter_map(|start| text.get(start..start + LENGTH))
        .filter(|zone| zone.chars().all(is_alphabet))
        .map(|zone| fields(zone, today))
        .filter(|passport| passport.failed.len() <= 5 - ENOUGH)
        .min_by_key(|passport| passport.failed.len())
}

/// The fields of 88 characters of the alphabet.
fn fields(zone: &str, today: Date) -> Passport {
    let line1 = |from: usize, to: usize| zone.get(from..to).unwrap_or("");
    let line2 = |from: usize, to: usize| zone.get(44 + from..44 + to).unwrap_or("");
    let text = |field: &str| field.replace('<', " ").trim().to_owned();

    let name = line1(5, 44);
    let (surname, given_names) = field::read_name(name);
    let personal = line2(28, 42);
    // An empty personal number has 0 or < for a check digit (ICAO 9303-4 4.2.2.2).
    let personal_holds = holds(&[personal], line2(42, 43))
        || (line2(42, 43) == "<" && personal.bytes().all(|byte| byte == b'<'));
    let judged = [
        (
            CheckDigit::DocumentNumber,
            holds(&[line2(0, 9)], line2(9, 10)),
        ),
        (
            CheckDigit::BirthDate,
            holds(&[line2(13, 19)], line2(19, 20)),
        ),
        (CheckDigit::Expiry, holds(&[line2(21, 27)], line2(27, 28))),
        (CheckDigit::PersonalNumber, personal_holds),
        (
            CheckDigit::Composite,
            holds(&[line2(0, 10), line2(13, 20), line2(21, 43)], line2(43, 44)),
        ),
    ];
    Passport {
        document_code: text(line1(0, 2)),
        issuer: text(line1(2, 5)),
        surname,
        given_names,
        name_may_be_cut: !name.ends_with('<'),
        number: text(line2(0, 9)),
        nationality: text(line2(10, 13)),
        birth: field::read_birth(line2(13, 19), today),
        sex: field::read_sex(line2(20, 21)),
        expiry: field::read_expiry(line2(21, 27), today),
        personal_number: text(personal),
        failed: judged
            .into_iter()
            .filter_map(|(digit, holds)| (!holds).then_some(digit))
            .collect(),
    }
}

/// Writes both lines with right check digits; what is unknown becomes fillers.
pub(super) fn write(passport: &Passport) -> [String; 2] {
    let line1 = format!(
        "{}{}{}",
        field::pad(&field::plain(&passport.document_code), 2),
        field::pad(&field::plain(&passport.issuer), 3),
        field::name(&passport.surname, &passport.given_names, 39),
    );
    let unknown = || "<".repeat(6);
    let number = field::pad(&field::plain(&passport.number), 9);
    let birth = passport.birth.map_or_else(unknown, field::partial_date);
    let expiry = passport.expiry.map_or_else(unknown, field::date);
    let personal = field::pad(&field::plain(&passport.personal_number), 14);
    let with_digit = |text: &str| format!("{text}{}", check_digit(&[text]));
    let (number, birth, expiry, personal) = (
        with_digit(&number),
        with_digit(&birth),
        with_digit(&expiry),
        with_digit(&personal),
    );
    let composite = check_digit(&[&number, &birth, &expiry, &personal]);
    let nationality = field::pad(&field::plain(&passport.nationality), 3);
    let sex = passport.sex.map_or('<', field::sex);
    let line2 = format!("{number}{nationality}{birth}{sex}{expiry}{personal}{composite}");
    [line1, line2]
}
