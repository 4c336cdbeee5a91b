//! Lists as files: CSV and XLSX to rows of text with their findings, and rows to CSV and XLSX; knows nothing of people.
//!
//! A file comes from anywhere, so every read is bounded by [`Limits`] before memory is spent, and nothing in a file makes the
//! program end. A file goes anywhere, so no text of ours is ever run as a formula by the program that opens it.

mod build;
mod delimited;
mod encoding;
mod formula;
mod package;
#[cfg(test)]
mod tests;
mod workbook;
mod write;

use std::borrow::Cow;
use std::io;

use jiff::civil::Date;

/// How much a file may hold. Beyond it the read ends with the error that names the place.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: usize,
    /// Bytes of an XLSX once inflated, and of all text in the rows kept.
    pub text_bytes: usize,
    /// Rows with something in them.
    pub rows: usize,
    /// Columns of a row.
    pub columns: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
}

impl Default for Limits {
    /// Several times a list of 100,000 people with 40 columns; a cell holds what Excel can put in one.
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            text_bytes: 512 << 20,
            rows: 1_048_576,
            columns: 512,
            cell_bytes: 4 * 32_767,
        }
    }
}

/// Which kind of file a sheet came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Text with separators.
    Csv,
    /// A workbook of Excel 2007 and later.
    Xlsx,
}

impl Form {
    /// By the ending of a file's name, any case.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        if ending.eq_ignore_ascii_case("csv") {
            Some(Self::Csv)
        } else if ending.eq_ignore_ascii_case("xlsx") {
            Some(Self::Xlsx)
        } else {
            None
        }
    }
}

/// A list that was read: rows of text, each with the number it has in its file. Its `Debug` tells sizes alone.
pub struct Sheet {
    /// What kind of file it was.
    pub form: Form,
    /// Name of the worksheet; `None` for CSV.
    pub name: Option<String>,
    /// The separator of a CSV.
    pub separator: Option<char>,
    /// What a person should know about how the file was read.
    pub notes: Vec<Note>,
    // All cells' text one after the other: 100,000 rows of 30 cells are three allocations, not three million.
    text: String,
    // Where each cell ends in `text`.
    ends: Vec<u32>,
    rows: Vec<RowAt>,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Sheet({:?}, {} rows)", self.form, self.rows.len())
    }
}

/// Where a row stands in its file and in the sheet.
#[derive(Debug, Clone, Copy)]
struct RowAt {
    number: u32,
    first_cell: u32,
}

impl Sheet {
    /// Reads a file's bytes: XLSX by its beginning, else CSV in any of the encodings and separators offices use. Of a workbook
    /// the first visible worksheet with something in it. Rows with nothing in them are passed over.
    pub fn read(bytes: &[u8], limits: Limits) -> Result<Self, Error> {
        Self::read_named(bytes, None, limits)
    }

    /// As [`Self::read`], of a workbook the worksheet of that name.
    pub fn read_named(bytes: &[u8], name: Option<&str>, limits: Limits) -> Result<Self, Error> {
        if bytes.len() > limits.file_bytes {
            return Err(Error::TooLarge);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            workbook::read(bytes, name, limits)
        } else {
            delimited::read(bytes, limits)
        }
    }

    /// How many rows have something in them.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row has anything in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at `index` among those with something in them.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        self.rows.get(index).map(|at| self.row_at(index, *at))
    }

    /// All rows, in the order of the file.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(index, at)| self.row_at(index, *at))
    }

    fn row_at(&self, index: usize, at: RowAt) -> Row<'_> {
        let next = self.rows.get(index + 1);
        Row {
            number: at.number,
            sheet: self,
            first_cell: at.first_cell as usize,
            end_cell: next.map_or(self.ends.len(), |next| next.first_cell as usize),
        }
    }

    /// The most cells a row has.
    pub fn width(&self) -> usize {
        self.rows().map(|row| row.len()).max().unwrap_or(0)
    }

    fn cell(&self, index: usize) -> &str {
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }
}

/// One row of a sheet. Empty cells at its end are not told.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// As the program that shows the file numbers it, from 1.
    pub number: u32,
    sheet: &'a Sheet,
    first_cell: usize,
    end_cell: usize,
}

impl<'a> Row<'a> {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.end_cell - self.first_cell
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text in that column, from 0; empty beyond the row's end.
    pub fn get(&self, column: usize) -> &'a str {
        if column < self.len() {
            self.sheet.cell(self.first_cell + column)
        } else {
            ""
        }
    }

    /// The texts of all its cells.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &'a str> {
        let sheet = self.sheet;
        (self.first_cell..self.end_cell).map(move |index| sheet.cell(index))
    }
}

/// Something about the way a file was read that may matter to who uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// How many cells.
    pub cells: usize,
    /// Row of the first, from 1.
    pub row: u32,
    /// Column of the first, from 1.
    pub column: u32,
}

/// What a note tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// The text was in the old code page of Western Windows (Windows-1252); letters beyond it are lost.
    OldEncoding,
    /// Characters that are no text in the file's own encoding.
    BadCharacters,
    /// Zero bytes or other control characters, left out.
    ControlCharacters,
    /// Cells with a formula: the value last computed was taken.
    Formula,
    /// Cells in which Excel shows an error such as `#N/A`.
    ErrorValue,
    /// Numbers of more digits than a spreadsheet keeps: their last digits may be lost.
    LongNumber,
    /// Other worksheets that were not read; the place is theirs in the workbook.
    OtherSheets,
}

impl Note {
    /// Its numbers as the words of [`NoteKind::key`] take them; the column in letters.
    pub fn text_args(&self) -> Vec<(&'static str, String)> {
        vec![
            ("cells", self.cells.to_string()),
            ("row", self.row.to_string()),
            ("column", column_name(self.column)),
        ]
    }
}

impl NoteKind {
    /// Stable word in JSON.
    pub fn id(self) -> &'static str {
        let key = self.key();
        key.strip_prefix("table-note-").unwrap_or(key)
    }

    /// Text key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::OldEncoding => "table-note-old-encoding",
            Self::BadCharacters => "table-note-bad-characters",
            Self::ControlCharacters => "table-note-control-characters",
            Self::Formula => "table-note-formula",
            Self::ErrorValue => "table-note-error-value",
            Self::LongNumber => "table-note-long-number",
            Self::OtherSheets => "table-note-other-sheets",
        }
    }
}

/// Why a file cannot be read or written. Rows and columns count from 1; no text of the file is told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More bytes than may be read.
    #[error("the file is too large")]
    TooLarge,
    /// Small on disk, immense once inflated, or built to be.
    #[error("the workbook inflates beyond all measure")]
    Bomb,
    /// More text than may be kept.
    #[error("the list holds too much text, from row {row} on")]
    TooMuchText {
        /// Where it became too much.
        row: u32,
    },
    /// More rows than may be read, or than a worksheet has.
    #[error("the list has more than {most} rows")]
    TooManyRows {
        /// The limit.
        most: usize,
    },
    /// More columns than may be read.
    #[error("row {row} has more than {most} columns")]
    TooManyColumns {
        /// Where.
        row: u32,
        /// The limit.
        most: usize,
    },
    /// A cell with more text than may be read, or than a worksheet's cell holds.
    #[error("the cell in row {row}, column {column} is too long")]
    CellTooLong {
        /// Where.
        row: u32,
        /// Where.
        column: u32,
    },
    /// A quoted cell begins and never ends.
    #[error("the quotation mark opened in row {row} is never closed")]
    OpenQuote {
        /// Where it begins.
        row: u32,
    },
    /// Excel 97 to 2003.
    #[error("an old Excel workbook (.xls)")]
    OldExcel,
    /// A workbook behind a password.
    #[error("the workbook is protected by a password")]
    Encrypted,
    /// `OpenDocument`, binary Excel, or another archive.
    #[error("an archive that is no XLSX workbook")]
    OtherArchive,
    /// A web page saved under a spreadsheet's name.
    #[error("a web page or XML document, not a list")]
    WebPage,
    /// No text and no workbook.
    #[error("neither a text with separators nor a workbook")]
    NotATable,
    /// A workbook with parts missing or broken.
    #[error("the workbook is damaged")]
    Damaged,
    /// No worksheet of the name asked for.
    #[error("no worksheet of that name")]
    NoSuchSheet,
    /// The list could not be written out.
    #[error("the list could not be written")]
    Write(#[from] io::Error),
}

impl Error {
    /// Stable word, kebab case; its words are the text key `error-<id>`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::TooLarge => "table-too-large",
            Self::Bomb => "table-bomb",
            Self::TooMuchText { .. } => "table-too-much-text",
            Self::TooManyRows { .. } => "table-too-many-rows",
            Self::TooManyColumns { .. } => "table-too-many-columns",
            Self::CellTooLong { .. } => "table-cell-too-long",
            Self::OpenQuote { .. } => "table-open-quote",
            Self::OldExcel => "table-old-excel",
            Self::Encrypted => "table-encrypted",
            Self::OtherArchive => "table-other-archive",
            Self::WebPage => "table-web-page",
            Self::NotATable => "table-not-a-table",
            Self::Damaged => "table-damaged",
            Self::NoSuchSheet => "table-no-such-sheet",
            Self::Write(_) => "table-write",
        }
    }

    /// Row, column and limit as the words of [`Self::id`] take them.
    pub fn text_args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooMuchText { row } | Self::OpenQuote { row } => vec![("row", row.to_string())],
            Self::TooManyRows { most } => vec![("most", most.to_string())],
            Self::TooManyColumns { row, most } => {
                vec![("row", row.to_string()), ("most", most.to_string())]
            }
            Self::CellTooLong { row, column } => {
                vec![("row", row.to_string()), ("column", column_name(*column))]
            }
            Self::TooLarge
            | Self::Bomb
            | Self::OldExcel
            | Self::Encrypted
            | Self::OtherArchive
            | Self::WebPage
            | Self::NotATable
            | Self::Damaged
            | Self::NoSuchSheet
            | Self::Write(_) => vec![],
        }
    }
}

/// The letters a spreadsheet gives a column, counted from 1: `A`, `Z`, `AA`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    while let Some(before) = left.checked_sub(1) {
        let letter = u8::try_from(before % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        left = before / 26;
    }
    letters.iter().rev().collect()
}

/// One cell to write.
#[derive(Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, whatever it looks like: never a number, never a formula.
    Text(Cow<'a, str>),
    /// A count.
    Whole(i64),
    /// A measure.
    Number(f64),
    /// A day.
    Date(Date),
}

impl<'a> Cell<'a> {
    /// Text; empty text is an empty cell.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

/// Writes a list row by row. CSV goes out as it comes, for lists of any length; a workbook is built in memory (a temporary
/// file would lie in the clear) and goes out at the end.
pub struct Writer<W: io::Write>(write::Inner<W>);

impl<W: io::Write> Writer<W> {
    /// CSV as Excel opens it by a click: UTF-8 with its mark, RFC 4180, CRLF. Text that a spreadsheet would take for a formula
    /// gets an apostrophe before it (OWASP, CSV injection); [`Sheet::read`] takes it away again.
    pub fn csv(out: W, header: &[&str]) -> Result<Self, Error> {
        write::Delimited::begin(out, header).map(|inner| Self(write::Inner::Csv(Box::new(inner))))
    }

    /// A workbook of one worksheet: header frozen and with filters, columns as wide as their text, dates and numbers typed.
    pub fn xlsx(out: W, sheet: &str, header: &[&str]) -> Result<Self, Error> {
        write::Book::begin(out, sheet, header).map(|inner| Self(write::Inner::Xlsx(inner)))
    }

    /// Writes one row.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        match &mut self.0 {
            write::Inner::Csv(inner) => inner.row(cells),
            write::Inner::Xlsx(inner) => inner.row(cells),
        }
    }

    /// Writes what is left and gives back where it went.
    pub fn finish(self) -> Result<W, Error> {
        match self.0 {
            write::Inner::Csv(inner) => inner.finish(),
            write::Inner::Xlsx(inner) => inner.finish(),
        }
    }
}

/// A whole list as CSV; see [`Writer::csv`].
pub fn csv<'a>(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<Cell<'a>>>,
) -> Result<Vec<u8>, Error> {
    write_all(Writer::csv(Vec::new(), header)?, rows)
}

/// A whole list as a workbook; see [`Writer::xlsx`].
pub fn xlsx<'a>(
    sheet: &str,
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<Cell<'a>>>,
) -> Result<Vec<u8>, Error> {
    write_all(Writer::xlsx(Vec::new(), sheet, header)?, rows)
}

fn write_all<'a>(
    mut writer: Writer<Vec<u8>>,
    rows: impl IntoIterator<Item = Vec<Cell<'a>>>,
) -> Result<Vec<u8>, Error> {
    for row in rows {
        writer.row(&row)?;
    }
    writer.finish()
}
