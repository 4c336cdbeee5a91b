//! The card's zone, three lines of 30 characters (ICAO 9303-5): written, and judged as read back.

use super::digit::{check_digit, holds, is_alphabet};
use super::{CheckDigit, Td1, field};

/// Characters of a line.
const WIDTH: usize = 30;

/// Writes the three lines; see `Td1::lines`.
pub(super) fn write(card: &Td1<'_>) -> [String; 3] {
    let mut number = field::plain(card.number);
    if number.len() > 9 {
        // In a number that runs on, a filler would end it.
        number = number.replace('<', "");
    }
    let optional1 = field::plain(card.optional1);
    let (number, optional1) = match number.split_at_checked(9) {
        // A number of more than 9 characters: a filler for its check digit, then the rest, the digit and a filler at
        // the start of the optional data (ICAO 9303-5 4.2.2 note j).
        Some((first, rest)) if !rest.is_empty() => (
            format!("{first}<"),
            format!("{rest}{}<{optional1}", check_digit(&[first, rest])),
        ),
        Some(_) | None => {
            let number = field::pad(&number, 9);
            let digit = check_digit(&[&number]);
            (format!("{number}{digit}"), optional1)
        }
    };
    let line1 = format!(
        "{}{}{number}{}",
        field::pad(&field::plain(card.document_code), 2),
        field::pad(&field::plain(card.issuer), 3),
        field::pad(&optional1, 15),
    );
    let (birth, expiry) = (field::partial_date(card.birth), field::date(card.expiry));
    let line2 = format!(
        "{birth}{}{}{expiry}{}{}{}",
        check_digit(&[&birth]),
        field::sex(card.sex),
        check_digit(&[&expiry]),
        field::pad(&field::plain(card.nationality), 3),
        field::pad(&field::plain(card.optional2), 11),
    );
    let composite = check_digit(&composite_parts(&line1, &line2));
    let line3 = field::name(card.surname, card.given_names, WIDTH);
    [line1, format!("{line2}{composite}"), line3]
}

/// What the composite check digit guards: line 1 from the number on; birth date and expiry with their digits; optional data.
fn composite_parts<'a>(line1: &'a str, line2: &'a str) -> [&'a str; 4] {
    let part = |line: &'a str, from, to| line.get(from..to).unwrap_or("");
    [
        part(line1, 5, 30),
        part(line2, 0, 7),
        part(line2, 8, 15),
        part(line2, 18, 29),
    ]
}

/// The check digits that fail; see `mrz::judge_td1`.
pub(super) fn judge(lines: &[String; 3]) -> Option<Vec<CheckDigit>> {
    let formed = lines
        .iter()
        .all(|line| line.len() == WIDTH && line.chars().all(is_alphabet));
    let [line1, line2, _] = lines;
    if !formed || !line1.starts_with(['A', 'C', 'I']) {
        return None;
    }
    let at = |from, to| line2.get(from..to).unwrap_or("");
    let judged = [
        (CheckDigit::DocumentNumber, number_holds(line1)),
        (CheckDigit::BirthDate, holds(&[at(0, 6)], at(6, 7))),
        (CheckDigit::Expiry, holds(&[at(8, 14)], at(14, 15))),
        (
            CheckDigit::Composite,
            holds(&composite_parts(line1, line2), at(29, 30)),
        ),
    ];
    Some(
        judged
            .into_iter()
            .filter_map(|(digit, holds)| (!holds).then_some(digit))
            .collect(),
    )
}

/// The check digit of a document number, short or running on into the optional data.
fn number_holds(line1: &str) -> bool {
    let part = |from, to| line1.get(from..to).unwrap_or("");
    let (number, digit, optional) = (part(5, 14), part(14, 15), part(15, 30));
    if digit != "<" {
        return holds(&[number], digit);
    }
    let run_on = optional.split('<').next().unwrap_or("");
    match run_on.split_at_checked(run_on.len().saturating_sub(1)) {
        Some((rest, digit)) if !rest.is_empty() => holds(&[number, rest], digit),
        Some(_) | None => false,
    }
}
