//! Text with separators to rows.
//!
//! Parsed here and not by the `csv` crate, which passes over empty lines without telling, so that a row's number would not be
//! the one a spreadsheet shows, and takes a quotation mark that is never closed for the rest of the file.

use std::borrow::Cow;

use super::build::{Builder, from_one};
use super::{Error, Form, Limits, NoteKind, Sheet, encoding, formula};

/// What may part cells, the likeliest first where two would do. Excel in Indonesia writes `;`.
const SEPARATORS: [u8; 4] = *b",;\t|";
/// Bytes and rows looked at to tell the separator.
const SAMPLE_BYTES: usize = 64 << 10;
const SAMPLE_ROWS: usize = 64;

pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Sheet, Error> {
    let (text, note) = encoding::decode(bytes)?;
    let mut text: &str = &text;
    let mut separator = guess(text);
    if let Some((told, rest)) = told(text) {
        (separator, text) = (told, rest);
    }
    let mut builder = Builder::new(Form::Csv, limits);
    if let Some(kind) = note {
        builder.note(kind, 1, 1);
    }
    let mut records = Records::new(text, separator);
    let mut cells = Vec::new();
    let mut number = 0_u32;
    while records.next(&mut cells, number + 1)? {
        number = number
            .checked_add(1)
            .ok_or(Error::TooManyRows { most: limits.rows })?;
        builder.begin(number)?;
        for (column, cell) in cells.iter().enumerate() {
            let cell = formula::unguard(cell);
            if cell.contains(char::REPLACEMENT_CHARACTER) && note != Some(NoteKind::BadCharacters) {
                builder.note(NoteKind::BadCharacters, number, from_one(column));
            }
            builder.put(column, cell)?;
        }
    }
    let mut sheet = builder.finish()?;
    sheet.separator = Some(char::from(separator));
    Ok(sheet)
}

/// The separator a first line `sep=;` tells, and what follows it. Spreadsheets do not count that line.
fn told(text: &str) -> Option<(u8, &str)> {
    let line = text.split(['\r', '\n']).next()?;
    let told = line.trim_matches('"').strip_prefix("sep=")?;
    let separator = *told.as_bytes().first()?;
    if told.len() != 1 || !separator.is_ascii() || separator == b'"' {
        return None;
    }
    let rest = text.get(line.len()..)?;
    let rest = rest.strip_prefix('\r').unwrap_or(rest);
    Some((separator, rest.strip_prefix('\n').unwrap_or(rest)))
}

/// The separator under which most rows have the same number of cells, the first row among them if it can be.
fn guess(text: &str) -> u8 {
    let cut = text.len() > SAMPLE_BYTES;
    let sample = text.get(..text.floor_char_boundary(SAMPLE_BYTES));
    let sample = sample.unwrap_or(text);
    let score = |separator: u8| {
        let mut widths = Vec::new();
        let mut records = Records::new(sample, separator);
        let mut cells = Vec::new();
        // A quotation mark open at the end of the sample may be closed beyond it.
        while widths.len() < SAMPLE_ROWS && records.next(&mut cells, 0).unwrap_or(false) {
            if cells.len() > 1 || cells.iter().any(|cell| !cell.is_empty()) {
                widths.push(cells.len());
            }
        }
        if cut && widths.len() > 1 && widths.len() < SAMPLE_ROWS {
            widths.pop();
        }
        let alike = |width: usize| widths.iter().filter(|other| **other == width).count();
        let usual = widths
            .iter()
            .filter(|width| **width > 1)
            .map(|width| (alike(*width), *width))
            .max();
        let (rows, width) = usual.unwrap_or((0, 0));
        let header = usize::from(rows > 0 && widths.first() == Some(&width));
        // The header's own width weighs as much as a quarter of the rows.
        (4 * rows + header * widths.len(), width)
    };
    let mut best = (b',', (0, 0));
    for separator in SEPARATORS {
        let found = score(separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    best.0
}

/// The records of a text: RFC 4180, and what programs make of it. Lines end with CRLF, LF or CR; a quotation mark inside a
/// cell that does not begin with one is a letter like others; what follows a closing one belongs to the cell.
struct Records<'a> {
    text: &'a str,
    at: usize,
    separator: u8,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: u8) -> Self {
        let at = 0;
        Self {
            text,
            at,
            separator,
        }
    }

    /// Reads the cells of the next record; false at the end of the text.
    fn next(&mut self, cells: &mut Vec<Cow<'a, str>>, row: u32) -> Result<bool, Error> {
        cells.clear();
        if self.at >= self.text.len() {
            return Ok(false);
        }
        loop {
            cells.push(self.cell(row)?);
            let bytes = self.text.as_bytes();
            match bytes.get(self.at) {
                Some(byte) if *byte == self.separator => self.at += 1,
                Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    return Ok(true);
                }
                Some(_) => {
                    self.at += 1;
                    return Ok(true);
                }
                None => return Ok(true),
            }
        }
    }

    fn cell(&mut self, row: u32) -> Result<Cow<'a, str>, Error> {
        if self.text.as_bytes().get(self.at) != Some(&b'"') {
            return Ok(Cow::Borrowed(self.plain()));
        }
        self.at += 1;
        let mut cell = Cow::Borrowed("");
        loop {
            let rest = self.text.get(self.at..).unwrap_or("");
            let Some(end) = rest.find('"') else {
                return Err(Error::OpenQuote { row });
            };
            append(&mut cell, rest.get(..end).unwrap_or(""));
            self.at += end + 1;
            if self.text.as_bytes().get(self.at) == Some(&b'"') {
                append(&mut cell, "\"");
                self.at += 1;
            } else {
                let rest = self.plain();
                append(&mut cell, rest);
                return Ok(cell);
            }
        }
    }

    /// Up to the next separator or end of line.
    fn plain(&mut self) -> &'a str {
        let separator = self.separator;
        let rest = self.text.get(self.at..).unwrap_or("");
        let end = rest
            .bytes()
            .position(|byte| byte == separator || byte == b'\n' || byte == b'\r')
            .unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }
}

/// Adds to a cell, which is copied only when it is in more than one piece.
fn append<'a>(cell: &mut Cow<'a, str>, piece: &'a str) {
    if cell.is_empty() {
        *cell = Cow::Borrowed(piece);
    } else if !piece.is_empty() {
        cell.to_mut().push_str(piece);
    }
}
