//! The figures on paper and in a workbook.

use super::section::{movement, sections, share, signed};
use super::{Count, Movement, Numbers, PROMISED_DAYS, Section, SectionRow};
use crate::document::{
    Bar, Block, Column, Columns, Document, Fact, Month as MonthColumn, Row, Table,
};
use crate::drawing::Mm;
use crate::print::Pdf;
use crate::station::report::{grouped, letterhead, long_day, print};
use crate::station::{Error, Settings};
use crate::table::{self, Cell};
use crate::text::{Lang, Text};
use jiff::civil::Date;

/// Nationalities beyond these stand in the table alone.
const BARS: usize = 10;

pub(super) fn report(settings: &Settings, numbers: &Numbers, lang: Lang) -> Result<Pdf, Error> {
    let text = Text::new(lang);
    let mut blocks = Vec::new();
    for section in sections(numbers, &text) {
        blocks.push(Block::Heading(section.title.clone()));
        let longest = section.rows.iter().filter(|row| !row.inner).count();
        if section.parts && 1 < longest {
            blocks.push(Block::Bars(bars(&section, numbers, &text)));
            blocks.push(Block::Space(Mm(2.0)));
        }
        blocks.push(Block::Table(parts(&section, numbers, &text)));
        blocks.push(Block::Space(Mm(3.0)));
    }
    blocks.push(Block::PageBreak);
    blocks.extend(movements(numbers, &text));
    blocks.push(Block::Heading(text.get("numbers-service")));
    blocks.push(Block::Facts(service(numbers, &text)));
    blocks.push(Block::Note(text.get("numbers-note")));
    print(&Document {
        office: letterhead(settings),
        title: text.get("numbers-title"),
        subtitle: text.with("numbers-on", &[("day", &long_day(&text, numbers.on))]),
        footer: text.get("numbers-footer"),
        blocks,
        ..Document::default()
    })
}

fn bars(section: &Section, numbers: &Numbers, text: &Text) -> Vec<Bar> {
    let rows = section.rows.iter().filter(|row| !row.inner).take(BARS);
    rows.map(|row| {
        let total = row.count.total();
        Bar {
            label: row.label.clone(),
            value: grouped(text, total),
            share: share(total, numbers.holders.total(), text.lang()),
            length: length(total),
        }
    })
    .collect()
}

/// A bar's length; counts of people are far below what loses digits.
fn length(count: u64) -> f32 {
    f32::from(u16::try_from(count / 1_000).unwrap_or(u16::MAX)) * 1_000.0
        + f32::from(u16::try_from(count % 1_000).unwrap_or(0))
}

fn parts(section: &Section, numbers: &Numbers, text: &Text) -> Table {
    let mut columns = vec![
        Column::left(text.get("numbers-column-part"), 5.0),
        Column::right("ITAS", 1.6),
        Column::right("ITAP", 1.6),
        Column::right(text.get("numbers-column-total"), 1.8),
    ];
    if section.parts {
        columns.push(Column::right(text.get("numbers-column-share"), 1.6));
    }
    let nested = section.rows.iter().any(|row| row.inner);
    let cells = |label: String, count: Count| {
        let mut cells = vec![label];
        cells.extend([count.itas, count.itap, count.total()].map(|n| grouped(text, n)));
        if section.parts {
            cells.push(share(count.total(), numbers.holders.total(), text.lang()));
        }
        cells
    };
    let line = |row: &SectionRow| {
        let cells = cells(row.label.clone(), row.count);
        if nested && !row.inner {
            Row::Group(cells)
        } else {
            Row::Plain(cells)
        }
    };
    Table {
        columns,
        rows: section.rows.iter().map(line).collect(),
        sums: (section.parts && 1 < section.rows.len())
            .then(|| cells(text.get("numbers-column-total"), numbers.holders)),
    }
}

fn movements(numbers: &Numbers, text: &Text) -> Vec<Block> {
    let label = |month: Date| {
        let name = text.get(&format!("month-{}", month.month()));
        let short: String = name.chars().take(3).collect();
        format!("{short} {:02}", month.year() % 100)
    };
    let mut sums = [0; 7];
    let mut over = 0;
    let rows = numbers
        .months
        .iter()
        .map(|month| {
            let moved = Movement::ALL.map(|one| month.moved(one).total());
            let counts = moved.into_iter().chain([month.good, month.spoiled]);
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count;
            }
            let mut cells = vec![label(month.month)];
            cells.extend(moved.map(|count| grouped(text, count)));
            cells.push(signed(month.taken_over.total(), text));
            over += month.taken_over.total();
            cells.extend(
                [month.holders.total(), month.good, month.spoiled]
                    .map(|count| grouped(text, count)),
            );
            Row::Plain(cells)
        })
        .collect();
    let [new, extended, converted, ended, lapsed, good, spoiled] =
        sums.map(|sum| grouped(text, sum));
    let total = text.get("numbers-column-total");
    let none = String::new();
    let year = numbers.months.iter().rev().take(12).rev();
    vec![
        Block::Heading(text.get("numbers-movements")),
        Block::Columns(Columns {
            series: [Movement::New, Movement::Extended, Movement::Ended]
                .map(|one| movement(one, text))
                .into(),
            months: year
                .map(|month| MonthColumn {
                    label: label(month.month),
                    values: vec![
                        month.new.total(),
                        month.extended.total(),
                        month.ended.total(),
                    ],
                })
                .collect(),
            thousands: match text.lang() {
                Lang::Id => String::from("."),
                Lang::En => String::from(","),
            },
        }),
        Block::Space(Mm(3.0)),
        Block::Table(Table {
            columns: movement_columns(text),
            rows,
            sums: Some(vec![
                total,
                new,
                extended,
                converted,
                ended,
                lapsed,
                signed(over, text),
                none,
                good,
                spoiled,
            ]),
        }),
    ]
}

/// As wide as the longest word of each head, in either language.
fn movement_columns(text: &Text) -> Vec<Column> {
    let mut columns = vec![Column::left(text.get("numbers-column-month"), 1.6)];
    columns.extend(Movement::ALL.map(|one| {
        let weight = match one {
            Movement::New | Movement::Lapsed => 1.5,
            Movement::Extended => 2.2,
            Movement::Converted | Movement::Ended => 1.8,
        };
        Column::right(movement(one, text), weight)
    }));
    columns.extend(
        [
            ("numbers-column-over", 1.8),
            ("numbers-column-end", 1.8),
            ("numbers-column-good", 1.3),
            ("numbers-column-spoiled", 1.3),
        ]
        .map(|(key, weight)| Column::right(text.get(key), weight)),
    );
    columns
}

fn service(numbers: &Numbers, text: &Text) -> Vec<Fact> {
    let service = numbers.service;
    let days = |days: u32| text.with("numbers-days", &[("days", &days.to_string())]);
    let within = share(service.within, service.cases, text.lang());
    let promise = text.with("numbers-within", &[("days", &PROMISED_DAYS.to_string())]);
    vec![
        Fact::words(text.get("numbers-served"), grouped(text, service.cases)),
        Fact::words(text.get("numbers-median"), days(service.median)),
        Fact::words(text.get("numbers-p90"), days(service.p90)),
        Fact::words(
            promise,
            format!("{} ({within})", grouped(text, service.within)),
        ),
    ]
}

pub(super) fn workbook(numbers: &Numbers, lang: Lang) -> Result<Vec<u8>, Error> {
    let text = Text::new(lang);
    let whole = |count: u64| Cell::Whole(i64::try_from(count).unwrap_or(i64::MAX));
    let mut rows: Vec<Vec<Cell<'static>>> = Vec::new();
    for section in sections(numbers, &text) {
        let mut above = String::new();
        for row in section.rows {
            let label = if row.inner {
                format!("{above} · {}", row.label)
            } else {
                above.clone_from(&row.label);
                row.label
            };
            let total = row.count.total();
            let share = match (section.parts, numbers.holders.total()) {
                (true, all) if 0 < all => Cell::Number(percent(total, all)),
                _ => Cell::Empty,
            };
            rows.push(vec![
                Cell::text(section.title.clone()),
                Cell::text(label),
                whole(row.count.itas),
                whole(row.count.itap),
                whole(total),
                share,
            ]);
        }
    }
    for month in &numbers.months {
        let name = format!("{}-{:02}", month.month.year(), month.month.month());
        let told = |what: String, count: Option<Count>, total: u64| {
            vec![
                Cell::text(what),
                Cell::text(name.clone()),
                count.map_or(Cell::Empty, |count| whole(count.itas)),
                count.map_or(Cell::Empty, |count| whole(count.itap)),
                whole(total),
                Cell::Empty,
            ]
        };
        rows.extend(Movement::ALL.map(|one| {
            let count = month.moved(one);
            told(movement(one, &text), Some(count), count.total())
        }));
        let over = month.taken_over;
        rows.push(vec![
            Cell::text(text.get("numbers-column-over")),
            Cell::text(name.clone()),
            Cell::Whole(over.itas),
            Cell::Whole(over.itap),
            Cell::Whole(over.total()),
            Cell::Empty,
        ]);
        let (end, held) = (text.get("numbers-column-end"), month.holders);
        rows.push(told(end, Some(held), held.total()));
        rows.push(told(text.get("numbers-column-good"), None, month.good));
        rows.push(told(
            text.get("numbers-column-spoiled"),
            None,
            month.spoiled,
        ));
    }
    let header = [
        text.get("numbers-column-section"),
        text.get("numbers-column-part"),
        String::from("ITAS"),
        String::from("ITAP"),
        text.get("numbers-column-total"),
        text.get("numbers-column-share"),
    ];
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let name = text.with("numbers-sheet", &[("day", &numbers.on.to_string())]);
    table::xlsx(&name, &header, rows).map_err(|error| Error::new("internal").because(error))
}

/// With one decimal.
fn percent(part: u64, of: u64) -> f64 {
    let tenths = (part * 2_000 + of) / (of * 2);
    f64::from(u32::try_from(tenths).unwrap_or(0)) / 10.0
}
