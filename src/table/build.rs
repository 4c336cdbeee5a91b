//! A sheet under construction: keeps the limits, and drops what is empty.

use super::{Error, Form, Limits, Note, NoteKind, Row, RowAt, Sheet};

/// Collects the cells of one row after the other.
pub(super) struct Builder {
    sheet: Sheet,
    limits: Limits,
    /// Cells of the row that is open; kept between rows for their memory.
    open: Vec<String>,
    filled: usize,
    number: u32,
}

impl Builder {
    pub(super) fn new(form: Form, limits: Limits) -> Self {
        Self {
            sheet: Sheet {
                form,
                name: None,
                separator: None,
                notes: Vec::new(),
                text: String::new(),
                ends: Vec::new(),
                rows: Vec::new(),
            },
            limits,
            open: Vec::new(),
            filled: 0,
            number: 0,
        }
    }

    /// Ends the row before and begins that one, numbered from 1.
    pub(super) fn begin(&mut self, number: u32) -> Result<(), Error> {
        self.end_row()?;
        self.number = number;
        Ok(())
    }

    /// The number of the row that is open; 0 before the first.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Puts text into a column of the open row, counted from 0. Empty text changes nothing.
    pub(super) fn put(&mut self, column: usize, text: &str) -> Result<(), Error> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= self.limits.columns {
            return Err(Error::TooManyColumns {
                row: self.number,
                most: self.limits.columns,
            });
        }
        if text.len() > self.limits.cell_bytes {
            return Err(Error::CellTooLong {
                row: self.number,
                column: from_one(column),
            });
        }
        if self.open.len() <= column {
            self.open.resize_with(column + 1, String::new);
        }
        if let Some(cell) = self.open.get_mut(column) {
            cell.clear();
            // What no list of people holds and no file of ours may carry on: zero bytes and other control characters.
            cell.extend(text.chars().filter(|letter| !is_control(*letter)));
            if cell.len() != text.len() {
                let number = self.number;
                self.note(NoteKind::ControlCharacters, number, from_one(column));
            }
        }
        self.filled = self.filled.max(column + 1);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Error> {
        let open = self.open.get(..self.filled).unwrap_or(&[]);
        let width = open
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        if width > 0 {
            if self.sheet.rows.len() >= self.limits.rows {
                let most = self.limits.rows;
                return Err(Error::TooManyRows { most });
            }
            let bytes: usize = open.iter().map(String::len).sum();
            // Cells are counted too: their ends are memory as well.
            let most = self.limits.text_bytes.min(u32::MAX as usize);
            let (text, ends) = (&mut self.sheet.text, &mut self.sheet.ends);
            if text.len() + 4 * ends.len() + bytes > most {
                return Err(Error::TooMuchText { row: self.number });
            }
            self.sheet.rows.push(RowAt {
                number: self.number,
                first_cell: u32::try_from(ends.len()).unwrap_or(u32::MAX),
            });
            for cell in open.iter().take(width) {
                text.push_str(cell);
                ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            }
        }
        for cell in self.open.iter_mut().take(self.filled) {
            cell.clear();
        }
        self.filled = 0;
        Ok(())
    }

    /// Tells of a cell; rows and columns from 1. Of each kind the first place is kept, and the count.
    pub(super) fn note(&mut self, kind: NoteKind, row: u32, column: u32) {
        let notes = &mut self.sheet.notes;
        match notes.iter_mut().find(|note| note.kind == kind) {
            Some(note) => note.cells += 1,
            None => notes.push(Note {
                kind,
                cells: 1,
                row,
                column,
            }),
        }
    }

    /// Ends the last row and gives the sheet.
    pub(super) fn finish(mut self) -> Result<Sheet, Error> {
        self.end_row()?;
        self.sheet.text.shrink_to_fit();
        self.sheet.ends.shrink_to_fit();
        Ok(self.sheet)
    }
}

/// Control characters other than those that part lines and words.
fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{85}')
}

/// A place counted from 0 as a person counts it.
pub(super) fn from_one(at: usize) -> u32 {
    u32::try_from(at)
        .ok()
        .and_then(|at| at.checked_add(1))
        .unwrap_or(u32::MAX)
}

impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Row({}, {} cells)", self.number, self.len())
    }
}
