//! The figures in the order and the words of a report: one list for the screen, the paper, the workbook and the command line.

use super::{AGES, Cell, Count, Movement, Numbers};
use crate::permit::{self, Nationality};
use crate::text::{Lang, Text};

/// A part of the report: rows that count the same people by one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Stable word: `kind`, `place`, `purpose`, `nationality`, `sex`, `age`, `queue`.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// Top to bottom.
    pub rows: Vec<SectionRow>,
    /// Its rows are parts of all holders, so that each has a share.
    pub parts: bool,
}

/// One row of a part.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionRow {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: Count,
    /// What opens its list.
    pub cell: Cell,
    /// Part of the row above that is not.
    pub inner: bool,
}

fn row(label: String, count: Count, cell: Cell) -> SectionRow {
    SectionRow {
        label,
        count,
        cell,
        inner: false,
    }
}

/// Everything that counts people, in the order of the report.
pub fn sections(numbers: &Numbers, text: &Text) -> Vec<Section> {
    let part = |id: &'static str, rows: Vec<SectionRow>| Section {
        id,
        title: text.get(&format!("numbers-by-{id}")),
        rows,
        parts: id != "queue",
    };
    let purposes = numbers.purposes.iter().map(|part| {
        let label = text.get(&format!("numbers-purpose-{}", part.key.id()));
        row(label, part.count, Cell::Purpose(part.key))
    });
    let nationalities = numbers.nationalities.iter().map(|part| {
        let label = nation(&part.key, text.lang());
        row(label, part.count, Cell::Nationality(part.key.clone()))
    });
    let sexes = numbers
        .sexes
        .iter()
        .filter(|part| part.key != crate::mrz::Sex::Unspecified || 0 < part.count.total())
        .map(|part| {
            let label = text.get(permit::sex_key(part.key));
            row(label, part.count, Cell::Sex(part.key))
        });
    let ages = numbers
        .ages
        .iter()
        .map(|part| row(age(part.key, text), part.count, Cell::Age(part.key)));
    vec![
        part(
            "kind",
            vec![row(
                text.get("numbers-holders"),
                numbers.holders,
                Cell::Holders,
            )],
        ),
        part("place", places(numbers, text)),
        part("purpose", purposes.collect()),
        part("nationality", nationalities.collect()),
        part("sex", sexes.collect()),
        part("age", ages.collect()),
        part("queue", queue(numbers, text)),
    ]
}

fn places(numbers: &Numbers, text: &Text) -> Vec<SectionRow> {
    let mut rows = Vec::new();
    for region in &numbers.regions {
        let elsewhere = region.code.is_empty();
        if elsewhere && region.count.total() == 0 {
            continue;
        }
        let label = if elsewhere {
            text.get("numbers-elsewhere")
        } else {
            region.name.clone()
        };
        rows.push(row(label, region.count, Cell::Region(region.code.clone())));
        rows.extend(region.districts.iter().map(|part| SectionRow {
            label: part.key.clone(),
            count: part.count,
            cell: Cell::District(region.code.clone(), part.key.clone()),
            inner: true,
        }));
    }
    rows
}

fn queue(numbers: &Numbers, text: &Text) -> Vec<SectionRow> {
    let mut rows: Vec<SectionRow> = numbers
        .expiring
        .iter()
        .map(|part| {
            let label = text.with("numbers-expiring", &[("days", &part.key.to_string())]);
            row(label, part.count, Cell::Expiring(part.key))
        })
        .collect();
    rows.push(row(
        text.get("numbers-overdue"),
        numbers.overdue,
        Cell::Overdue,
    ));
    rows
}

/// Name of a nationality.
pub fn nation(code: &str, lang: Lang) -> String {
    Nationality::parse(code).map_or_else(
        || code.to_owned(),
        |nation| {
            let row = nation.row();
            match lang {
                Lang::Id => row.name_id.to_owned(),
                Lang::En => row.name_en.to_owned(),
            }
        },
    )
}

fn age(first: u8, text: &Text) -> String {
    let next = AGES.iter().find(|age| first < **age);
    let from = first.to_string();
    match next {
        Some(next) => text.with(
            "numbers-age",
            &[("from", &from), ("until", &(next - 1).to_string())],
        ),
        None => text.with("numbers-age-open", &[("from", &from)]),
    }
}

/// The words of a movement.
pub fn movement(movement: Movement, text: &Text) -> String {
    text.get(&format!("numbers-moved-{}", movement.id()))
}

/// A change with its sign.
pub fn signed(change: i64, text: &Text) -> String {
    let count = super::super::report::grouped(text, change.unsigned_abs());
    match change {
        0 => count,
        ..0 => format!("−{count}"),
        1.. => format!("+{count}"),
    }
}

/// A share with one decimal, as the language writes it; `-` of nothing.
pub fn share(part: u64, of: u64, lang: Lang) -> String {
    if of == 0 {
        return String::from("–");
    }
    let tenths = (part * 2_000 + of) / (of * 2);
    let mark = match lang {
        Lang::Id => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{}%", tenths / 10, tenths % 10)
}
