//! What a list's columns are: by their names first, and by the look of their values where a name says nothing.

use super::dates::{DateOrder, Signs};
use super::{Mapping, Source, Target, row, words};
use crate::permit::{self, Field, Nationality, PermitNo};
use crate::table::{Row, Sheet};
use std::collections::BTreeSet;

/// Rows among which the columns' names are looked for: titles and addressees stand above them.
const HEADER_ROWS: usize = 20;
/// Rows whose values are looked at.
const LOOKED_AT: usize = 200;
/// Of a hundred values, how many must look alike.
const ALIKE: usize = 90;
/// Columns known by name before a row counts as the row of names.
const KNOWN: usize = 2;

/// The mapping a person would likely make.
pub(super) fn mapping(sheet: &Sheet) -> Mapping {
    let header = header_row(sheet);
    let mut mapping = Mapping {
        sheet: None,
        header_row: header,
        ..Mapping::default()
    };
    let first = first_row(sheet, header);
    if header.is_some() {
        by_names(sheet, &mut mapping);
    }
    by_looks(sheet, first, &mut mapping);
    derive(&mut mapping);
    for (target, source) in &mapping.sources {
        if let (true, Source::Column(column)) = (target.is_date(), source)
            && signs(sheet, first, *target, *column).order() == DateOrder::MonthFirst
        {
            mapping.orders.insert(*target, DateOrder::MonthFirst);
        }
    }
    mapping
}

/// The number of the row with most columns known by name.
fn header_row(sheet: &Sheet) -> Option<u32> {
    let known = |row: &Row<'_>| {
        let targets: BTreeSet<Target> = row
            .cells()
            .filter_map(|cell| words::meanings(cell).first().map(|(_, target)| *target))
            .collect();
        targets.len()
    };
    let mut best: Option<(usize, u32)> = None;
    for row in sheet.rows().take(HEADER_ROWS) {
        let count = known(&row);
        if count >= KNOWN && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, row.number));
        }
    }
    best.map(|(_, number)| number)
}

/// Index of the first row with a person: below the names, and below the row that only numbers the columns.
pub(super) fn first_row(sheet: &Sheet, header: Option<u32>) -> usize {
    let Some(number) = header else { return 0 };
    let below = sheet
        .rows()
        .position(|row| row.number > number)
        .unwrap_or(sheet.len());
    let numbers = sheet.row(below).is_some_and(|row| is_numbering(&row));
    below + usize::from(numbers)
}

/// `1 2 3 …` or `(1) (2) (3) …`, as forms have it below the names.
fn is_numbering(row: &Row<'_>) -> bool {
    let numbers: Vec<usize> = row
        .cells()
        .filter(|cell| !cell.is_empty())
        .map_while(|cell| cell.trim_matches(['(', ')', ' ']).parse().ok())
        .collect();
    let filled = row.cells().filter(|cell| !cell.is_empty()).count();
    numbers.len() == filled
        && filled > 2
        && numbers.windows(2).all(|pair| {
            pair.first()
                .zip(pair.last())
                .is_some_and(|(a, b)| a + 1 == *b)
        })
}

/// The name of a column.
pub(super) fn header(sheet: &Sheet, number: Option<u32>, column: usize) -> &str {
    number
        .and_then(|number| sheet.rows().find(|row| row.number == number))
        .map_or("", |row| row.get(column).trim())
}

/// The surest meanings first; each column and each target once.
fn by_names(sheet: &Sheet, mapping: &mut Mapping) {
    let mut found = Vec::new();
    for column in 0..sheet.width() {
        let name = header(sheet, mapping.header_row, column);
        for (sure, target) in words::meanings(name) {
            found.push((sure, column, target));
        }
    }
    found.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut used = BTreeSet::new();
    for (_, column, target) in found {
        if !used.contains(&column) && !mapping.sources.contains_key(&target) {
            used.insert(column);
            mapping.sources.insert(target, Source::Column(column));
        }
    }
}

/// A look that only one field has.
type Look = fn(&str) -> bool;

const LOOKS: [(Field, Look); 6] = [
    (Field::Mrz, |text| {
        text.starts_with("P<") && text.len() >= 88
    }),
    (Field::Sex, |text| {
        text.len() <= 10 && permit::parse_sex(text).is_some()
    }),
    (Field::RtRw, |text| {
        let parts = text.split_once('/');
        let short = |part: &str| {
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        parts.is_some_and(|(rt, rw)| short(rt.trim()) && short(rw.trim()))
    }),
    (Field::PermitNo, |text| {
        (text.starts_with("2C") || text.starts_with("2D"))
            && text.len() >= 10
            && PermitNo::parse(text).is_some()
    }),
    (Field::Nationality, |text| {
        text.len() >= 3 && Nationality::parse(text).is_some()
    }),
    (Field::IndexCode, |text| {
        let mut letters = text.chars();
        (3..=5).contains(&text.len())
            && letters
                .next()
                .is_some_and(|first| matches!(first, 'C' | 'D' | 'E'))
            && letters.next().is_some_and(|second| second.is_ascii_digit())
            && letters.all(|letter| letter.is_ascii_alphanumeric())
    }),
];

/// Columns no name told, where their values leave no doubt.
fn by_looks(sheet: &Sheet, first: usize, mapping: &mut Mapping) {
    for column in 0..sheet.width() {
        let source = Source::Column(column);
        if mapping.sources.values().any(|other| *other == source) {
            continue;
        }
        let (mut filled, mut alike) = (0, [0_usize; LOOKS.len()]);
        for value in values(sheet, first, column).take(LOOKED_AT) {
            filled += 1;
            for ((_, look), count) in LOOKS.iter().zip(&mut alike) {
                *count += usize::from(look(value));
            }
        }
        for ((field, _), count) in LOOKS.iter().zip(alike) {
            let target = Target::Field(*field);
            if filled > 0 && count * 100 >= filled * ALIKE && !mapping.sources.contains_key(&target)
            {
                mapping.sources.insert(target, source);
                break;
            }
        }
    }
}

/// What a list leaves out because it goes without saying; the mapping shows it and can be changed.
fn derive(mapping: &mut Mapping) {
    let same = [
        (Field::PassportCountry, Field::Nationality),
        (Field::IssueDate, Field::ValidFrom),
    ];
    for (field, from) in same {
        let known = mapping.sources.contains_key(&Target::Field(from));
        let target = Target::Field(field);
        if known && !mapping.sources.contains_key(&target) {
            mapping.sources.insert(target, Source::Same(from));
        }
    }
}

/// Values of a column that are not empty.
fn values(sheet: &Sheet, first: usize, column: usize) -> impl Iterator<Item = &str> {
    sheet
        .rows()
        .skip(first)
        .map(move |row| row.get(column).trim())
        .filter(|value| !value.is_empty())
}

/// Up to three different values of a column.
pub(super) fn samples(sheet: &Sheet, first: usize, column: usize) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for value in values(sheet, first, column).take(LOOKED_AT) {
        if !samples.iter().any(|known| known == value) {
            samples.push(value.to_owned());
        }
        if samples.len() == 3 {
            break;
        }
    }
    samples
}

/// What a column's dates say about their order.
pub(super) fn signs(sheet: &Sheet, first: usize, target: Target, column: usize) -> Signs {
    let mut signs = Signs::default();
    for value in values(sheet, first, column) {
        match target {
            Target::Birth => signs.look(row::split_birth(value).1),
            Target::Kind | Target::Field(_) => signs.look(value),
        }
    }
    signs
}
