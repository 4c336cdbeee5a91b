//! Plain A4 documents as drawings: headings, paragraphs, tables, bars, signatures; words come in, nothing is looked up.
//!
//! A [`Document`] is a list of [`Block`]s under a letterhead. [`pages`] sets them one below the other, turns the page where
//! a block no longer fits, and puts a footer with `n / N` on each. What cannot be set is an [`Error`]; nothing is left out.
//! Content has no `Debug`: it may name people, or be a secret.

mod chart;
mod figure;
mod page;
mod set;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod words;

use crate::drawing::{Align, Drawing, Mm};
use std::sync::Arc;

pub use set::Set;
pub use template::{Holder, Known, Piece, Template, TemplateError, Type};

/// What a document consists of.
#[derive(Clone, Default)]
pub struct Document {
    /// How its pages lie.
    pub paper: Paper,
    /// Who writes.
    pub office: Letterhead,
    /// Stands large under the letterhead.
    pub title: String,
    /// Stands under the title; may be empty.
    pub subtitle: String,
    /// Stands at the foot of every page, left of its number.
    pub footer: String,
    /// Top to bottom.
    pub blocks: Vec<Block>,
    /// Margins and types.
    pub set: Set,
}

/// How A4 lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 x 297 mm.
    #[default]
    Portrait,
    /// 297 x 210 mm.
    Landscape,
}

/// The office at the head of the first page.
#[derive(Clone, Default)]
pub struct Letterhead {
    /// Square JPEG or PNG file.
    pub emblem: Option<Arc<[u8]>>,
    /// The bodies above the office, highest first; small.
    pub above: Vec<String>,
    /// The office itself; bold, and again at the head of the other pages.
    pub name: String,
    /// Address and the like; small.
    pub below: Vec<String>,
}

/// A piece of a document.
#[derive(Clone)]
pub enum Block {
    /// Opens a part; stays with what follows.
    Heading(String),
    /// Running text; `\n` begins a new line.
    Paragraph(String),
    /// Running text, smaller and paler: sources, remarks.
    Note(String),
    /// Labels and what they say, one below the other.
    Facts(Vec<Fact>),
    /// Rows and columns.
    Table(Table),
    /// A horizontal bar each, the longest as wide as there is room.
    Bars(Vec<Bar>),
    /// Upright columns over the months.
    Columns(Columns),
    /// A secret or a seal to be read by machine or typed by a person.
    Code(Code),
    /// A drawing, as large as it is; no wider than the matter, which is 42 mm less than the page.
    Figure(Drawing),
    /// Places to sign, side by side.
    Signatures(Vec<Signature>),
    /// Empty room.
    Space(Mm),
    /// What follows begins a page.
    PageBreak,
}

/// A label and what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Fact {
    /// Left.
    pub label: String,
    /// Right.
    pub value: Value,
}

impl Fact {
    /// Plain words.
    pub fn words(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: Value::Words(value.into()),
        }
    }

    /// Letters of equal width: numbers of things, hashes.
    pub fn code(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: Value::Code(value.into()),
        }
    }
}

/// How a fact is written.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// As words.
    Words(String),
    /// With letters of equal width.
    Code(String),
}

/// Rows and columns. Its head stands again on each page; no row is cut.
#[derive(Clone, Default, PartialEq)]
pub struct Table {
    /// Left to right.
    pub columns: Vec<Column>,
    /// Top to bottom, one cell a column.
    pub rows: Vec<Row>,
    /// The last row, under a line.
    pub sums: Option<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its width in parts of all weights together.
    pub weight: f32,
    /// Where its cells stand.
    pub align: Align,
}

impl Column {
    /// Of words.
    pub fn left(head: impl Into<String>, weight: f32) -> Self {
        Self {
            head: head.into(),
            weight,
            align: Align::Left,
        }
    }

    /// Of numbers.
    pub fn right(head: impl Into<String>, weight: f32) -> Self {
        Self {
            head: head.into(),
            weight,
            align: Align::Right,
        }
    }
}

/// A row of a table.
#[derive(Clone, PartialEq, Eq)]
pub enum Row {
    /// One of many.
    Plain(Vec<String>),
    /// Opens or closes a group of rows; bold.
    Group(Vec<String>),
}

/// One bar.
#[derive(Clone, PartialEq)]
pub struct Bar {
    /// Left of it.
    pub label: String,
    /// Right of it, e.g. `1.234`.
    pub value: String,
    /// Right of the value, e.g. `12,3%`; may be empty.
    pub share: String,
    /// Its length against the others; not below 0.
    pub length: f32,
}

/// Columns over the months, each month with one column of every series.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// Names in the legend, at most six; one name alone is not shown.
    pub series: Vec<String>,
    /// Left to right.
    pub months: Vec<Month>,
    /// Between thousands, e.g. `.`.
    pub thousands: String,
}

/// A month of a chart.
#[derive(Clone, PartialEq, Eq)]
pub struct Month {
    /// Below it.
    pub label: String,
    /// One a series.
    pub values: Vec<u64>,
}

/// A code to keep or to scan.
#[derive(Clone)]
pub struct Code {
    /// Above it.
    pub caption: String,
    /// Lines of large letters of equal width; may be none.
    pub lines: Vec<String>,
    /// A QR symbol beside them.
    pub symbol: Option<Symbol>,
}

/// A QR symbol without its quiet zone.
#[derive(Clone)]
pub struct Symbol {
    /// Modules a side.
    pub side: usize,
    /// Row by row; true is dark.
    pub dark: Arc<[bool]>,
}

/// A place to sign.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// Above the title, e.g. place and date; may be empty.
    pub place: String,
    /// In what duty.
    pub title: String,
    /// Under the space for the hand; a dotted line where it is empty.
    pub name: String,
    /// Under the name, e.g. `NIP 1985…`; may be empty.
    pub number: String,
}

/// Why a document cannot be set. No word of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A row has more or fewer cells than its table has columns.
    #[error("row {row} has {cells} cells, the table {columns} columns")]
    Cells {
        /// From 1; the sums come last.
        row: usize,
        /// It has.
        cells: usize,
        /// It should have.
        columns: usize,
    },
    /// A column has no room for a letter.
    #[error("column {0} is too narrow")]
    Narrow(usize),
    /// One thing that may not be cut is higher than a page.
    #[error("higher than a page by {by_mm} mm")]
    TooHigh {
        /// By so much, rounded up.
        by_mm: u32,
    },
    /// A month without a value for every series, or more series than there are tones.
    #[error("chart without one value for each series")]
    Series,
    /// Not as many modules as a square has.
    #[error("a symbol that is no square")]
    Symbol,
}

/// Sets the document. At least one page.
pub fn pages(document: &Document) -> Result<Vec<Drawing>, Error> {
    page::set(document)
}
