//! One row of a list to the draft a clerk would have typed.

use super::dates::{self, Century};
use super::{DateOrder, Import, Source, Target};
use crate::permit::{self, Draft, Field, Kind, Nationality};
use crate::table::Row;
use jiff::civil::Date;

/// What no permit is without.
pub(super) const NEEDED: [Field; 18] = [
    Field::FullName,
    Field::Sex,
    Field::BirthPlace,
    Field::BirthDate,
    Field::Nationality,
    Field::PassportNo,
    Field::PassportExpiry,
    Field::PassportCountry,
    Field::PermitNo,
    Field::ValidFrom,
    Field::ValidUntil,
    Field::Street,
    Field::Village,
    Field::District,
    Field::Regency,
    Field::Occupation,
    Field::IssuePlace,
    Field::IssueDate,
];

/// What people write into a cell to say that there is nothing.
const NOTHING: &[&str] = &[
    "-",
    "--",
    "#n/a",
    "kosong",
    "n/a",
    "na",
    "nihil",
    "nil",
    "none",
    "null",
    "tidak ada",
    "tdk ada",
];

/// Apostrophes and points around these are the list's, not the number's.
const NUMBERS: [Field; 5] = [
    Field::PermitNo,
    Field::PassportNo,
    Field::Niora,
    Field::Nik,
    Field::GuarantorId,
];

/// Whether the field is a date.
pub(super) fn is_date(field: Field) -> bool {
    matches!(
        field,
        Field::BirthDate
            | Field::PassportExpiry
            | Field::ValidFrom
            | Field::ValidUntil
            | Field::ReportDue
            | Field::ReentryUntil
            | Field::EntryDate
            | Field::IssueDate
    )
}

/// Place and date of birth in one: parted at the last comma, else where the digits begin.
pub(super) fn split_birth(text: &str) -> (&str, &str) {
    if let Some((place, date)) = text.rsplit_once(',') {
        return (place.trim(), date.trim());
    }
    let digits = text.find(|letter: char| letter.is_ascii_digit());
    let (place, date) = text.split_at(digits.unwrap_or(text.len()));
    (place.trim_end_matches([' ', '/', '-']), date)
}

/// The draft of a row.
pub(super) fn draft(import: &Import, row: &Row<'_>, today: Date) -> Draft {
    let mut draft = Draft::default();
    let sources = &import.mapping.sources;
    let order = |target| {
        let order = import.mapping.orders.get(&target).copied();
        order.unwrap_or(DateOrder::DayFirst)
    };
    let text = |source: &Source| match source {
        Source::Column(at) => plain(row.get(*at)),
        Source::Constant(text) => plain(text),
        Source::Same(_) => String::new(),
    };
    for (target, source) in sources {
        let value = text(source);
        match target {
            Target::Kind => {}
            Target::Birth => {
                let (place, date) = split_birth(&value);
                *draft.edit(Field::BirthPlace) = place.to_owned();
                let date = value_of(Field::BirthDate, date, order(*target), today);
                *draft.edit(Field::BirthDate) = date;
            }
            Target::Field(field) => {
                *draft.edit(*field) = value_of(*field, &value, order(*target), today);
            }
        }
    }
    for (target, source) in sources {
        if let (Target::Field(field), Source::Same(other)) = (target, source) {
            let value = draft.get(*other).to_owned();
            *draft.edit(*field) = value;
        }
    }
    let told = sources.get(&Target::Kind).map(text);
    draft.kind = told
        .and_then(|told| kind_of(&told))
        .unwrap_or_else(|| kind_by_number(&draft));
    draft
}

/// ITAS or ITAP by the words for them.
fn kind_of(text: &str) -> Option<Kind> {
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["itap", "tetap", "permanent"]) {
        Some(Kind::Itap)
    } else if has(&["itas", "terbatas", "limited", "temporary"]) {
        Some(Kind::Itas)
    } else {
        None
    }
}

/// Numbers of ITAP begin with 2D (see `Draft::check`).
fn kind_by_number(draft: &Draft) -> Kind {
    if draft.number(Field::PermitNo).starts_with("2D") {
        Kind::Itap
    } else {
        Kind::Itas
    }
}

/// Single blanks, and nothing where people write that there is nothing.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value as a clerk types it. What is not understood stays as it is, for the check to say so.
fn value_of(field: Field, text: &str, order: DateOrder, today: Date) -> String {
    let small = text.to_lowercase();
    if field == Field::ValidUntil && is_unlimited(&small) {
        return String::from("-");
    }
    if NOTHING.contains(&small.as_str()) {
        return String::new();
    }
    if is_date(field) {
        let century = if field == Field::BirthDate {
            Century::Past
        } else {
            Century::Near
        };
        return dates::read(text, order, century, today).unwrap_or_else(|| text.to_owned());
    }
    if field == Field::Sex {
        sex_of(&small).unwrap_or(text).to_owned()
    } else if matches!(field, Field::Nationality | Field::PassportCountry) {
        nation_of(text)
    } else if NUMBERS.contains(&field) {
        text.trim_matches(['\'', '.', ' ']).to_owned()
    } else {
        text.to_owned()
    }
}

fn is_unlimited(small: &str) -> bool {
    matches!(
        small,
        "-" | "tidak terbatas" | "tak terbatas" | "seumur hidup" | "unlimited" | "permanent"
    )
}

fn sex_of(small: &str) -> Option<&'static str> {
    let plain = small.trim_matches(['.', ' ']);
    if let Some(sex) = permit::parse_sex(plain) {
        return Some(permit::sex_id(sex));
    }
    match plain {
        "lk" | "laki" | "lelaki" | "laki2" | "man" | "men" | "mr" => Some("L"),
        "pr" | "perempuan/wanita" | "woman" | "women" | "mrs" | "ms" => Some("P"),
        _ => None,
    }
}

/// The code of a nation told in either language, also behind `WN` or `Warga Negara`.
fn nation_of(text: &str) -> String {
    let mut plain = text;
    for before in ["warga negara ", "wn. ", "wn ", "wna "] {
        let start = plain.get(..before.len());
        if start.is_some_and(|start| start.eq_ignore_ascii_case(before)) {
            plain = plain.get(before.len()..).unwrap_or(plain);
        }
    }
    let nation = Nationality::parse(plain.trim());
    nation.map_or_else(|| text.to_owned(), |nation| nation.row().code.to_owned())
}
