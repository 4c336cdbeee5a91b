//! Rows to CSV and to a workbook.

use std::borrow::Cow;
use std::io;

use rust_xlsxwriter::{
    ColNum, DocProperties, ExcelDateTime, Format, FormatAlign, FormatPattern, RowNum, Workbook,
    Worksheet, XlsxError,
};

use super::build::from_one;
use super::{Cell, Error, formula};

/// Rows of a worksheet, its header among them.
const MAX_ROWS: u32 = 1_048_576;
/// Columns of a worksheet.
const MAX_COLUMNS: usize = 16_384;
/// UTF-16 units of a worksheet's cell.
const MAX_CELL: usize = 32_767;
/// Letters of a worksheet's name.
const MAX_NAME: usize = 31;
/// The narrowest and the widest column, in digits of the usual font.
const WIDTHS: (u16, u16) = (6, 60);
/// Rows whose text a column's width is taken from.
const MEASURED_ROWS: u32 = 1000;
/// Beyond this a workbook's numbers lose digits: it keeps 15.
const MAX_WHOLE: u64 = 999_999_999_999_999;

/// The two ways a list goes out.
pub(super) enum Inner<W: io::Write> {
    Csv(Box<Delimited<W>>),
    Xlsx(Box<Book<W>>),
}

/// A CSV going out.
pub(super) struct Delimited<W: io::Write>(csv::Writer<W>);

impl<W: io::Write> Delimited<W> {
    pub(super) fn begin(mut out: W, header: &[&str]) -> Result<Self, Error> {
        // Without this mark Excel takes UTF-8 for the code page of its Windows.
        out.write_all("\u{FEFF}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        let header = header.iter().map(|text| formula::guard(text).into_owned());
        writer.write_record(header).map_err(io::Error::from)?;
        Ok(Self(writer))
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for cell in cells {
            self.0
                .write_field(plain(cell).as_bytes())
                .map_err(io::Error::from)?;
        }
        // Ends the record whose fields were written.
        self.0
            .write_record(None::<&[u8]>)
            .map_err(io::Error::from)?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<W, Error> {
        self.0
            .into_inner()
            .map_err(|failed| Error::Write(failed.into_error()))
    }
}

fn plain<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => formula::guard(text),
        Cell::Whole(number) => Cow::Owned(number.to_string()),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Date(day) => Cow::Owned(day.to_string()),
    }
}

/// A workbook being built; all of it is in memory until the end.
pub(super) struct Book<W: io::Write> {
    out: W,
    sheet: Worksheet,
    next: RowNum,
    columns: usize,
    widths: Vec<u16>,
    day: Format,
}

impl<W: io::Write> Book<W> {
    pub(super) fn begin(out: W, name: &str, header: &[&str]) -> Result<Box<Self>, Error> {
        let mut book = Box::new(Self {
            out,
            sheet: Worksheet::new(),
            next: 1,
            columns: header.len(),
            widths: Vec::new(),
            day: Format::new().set_num_format("dd-mm-yyyy"),
        });
        book.sheet.set_name(sheet_name(name)).map_err(failed)?;
        let head = Format::new()
            .set_bold()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(0x00E8_ECF1)
            .set_pattern(FormatPattern::Solid);
        for (column, text) in header.iter().enumerate() {
            book.text(0, column, text, Some(&head))?;
        }
        book.sheet.set_freeze_panes(1, 0).map_err(failed)?;
        Ok(book)
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let row = self.next;
        if row >= MAX_ROWS {
            let most = MAX_ROWS as usize - 1;
            return Err(Error::TooManyRows { most });
        }
        for (column, cell) in cells.iter().enumerate() {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => self.text(row, column, text, None)?,
                Cell::Whole(number) if number.unsigned_abs() > MAX_WHOLE => {
                    self.text(row, column, &number.to_string(), None)?;
                }
                Cell::Whole(number) => self.number(row, column, *number as f64)?,
                Cell::Number(number) => self.number(row, column, *number)?,
                Cell::Date(day) => self.date(row, column, *day)?,
            }
        }
        self.next += 1;
        self.columns = self.columns.max(cells.len());
        Ok(())
    }

    /// `write_string` alone writes text: the general `write` would run what begins with `=`.
    fn text(
        &mut self,
        row: RowNum,
        column: usize,
        text: &str,
        format: Option<&Format>,
    ) -> Result<(), Error> {
        if text.len() > MAX_CELL && text.encode_utf16().count() > MAX_CELL {
            return Err(Error::CellTooLong {
                row: row + 1,
                column: from_one(column),
            });
        }
        if row < MEASURED_ROWS {
            let longest = text.lines().map(|line| line.chars().count()).max();
            self.measure(column, longest.unwrap_or(0));
        }
        let at = column_of(row, column)?;
        match format {
            Some(format) => self.sheet.write_string_with_format(row, at, text, format),
            None => self.sheet.write_string(row, at, text),
        }
        .map(|_sheet| ())
        .map_err(failed)
    }

    fn number(&mut self, row: RowNum, column: usize, number: f64) -> Result<(), Error> {
        let at = column_of(row, column)?;
        let written = self.sheet.write_number(row, at, number);
        written.map(|_sheet| ()).map_err(failed)
    }

    fn date(&mut self, row: RowNum, column: usize, day: jiff::civil::Date) -> Result<(), Error> {
        let at = column_of(row, column)?;
        let parts = (
            u16::try_from(day.year()),
            u8::try_from(day.month()),
            u8::try_from(day.day()),
        );
        let typed = match parts {
            (Ok(year), Ok(month), Ok(date)) => ExcelDateTime::from_ymd(year, month, date).ok(),
            (_, _, _) => None,
        };
        // Before 1 March 1900 the days of a workbook are not those of the calendar (its 1900 has a 29 February).
        let Some(typed) = typed.filter(|_| day > jiff::civil::date(1900, 2, 28)) else {
            return self.text(row, column, &day.to_string(), None);
        };
        self.measure(column, 10);
        let written = self
            .sheet
            .write_datetime_with_format(row, at, &typed, &self.day);
        written.map(|_sheet| ()).map_err(failed)
    }

    fn measure(&mut self, column: usize, letters: usize) {
        if self.widths.len() <= column {
            self.widths.resize(column + 1, WIDTHS.0);
        }
        if let Some(width) = self.widths.get_mut(column) {
            // Two more for the margin and the filter's button.
            let wanted = u16::try_from(letters + 2).unwrap_or(WIDTHS.1);
            *width = (*width).max(wanted).min(WIDTHS.1);
        }
    }

    pub(super) fn finish(mut self) -> Result<W, Error> {
        for (column, width) in self.widths.iter().enumerate() {
            let at = column_of(0, column)?;
            self.sheet.set_column_width(at, *width).map_err(failed)?;
        }
        if let Some(last) = self.columns.checked_sub(1) {
            let last = column_of(0, last)?;
            self.sheet
                .autofilter(0, 0, self.next - 1, last)
                .map_err(failed)?;
        }
        let mut book = Workbook::new();
        // Who wrote it and when is in the audit, not in the file; the same list gives the same bytes.
        if let Ok(begin) = ExcelDateTime::from_ymd(2000, 1, 1) {
            book.set_properties(&DocProperties::new().set_creation_datetime(&begin));
        }
        book.push_worksheet(self.sheet);
        let bytes = book.save_to_buffer().map_err(failed)?;
        self.out.write_all(&bytes)?;
        Ok(self.out)
    }
}

fn column_of(row: RowNum, column: usize) -> Result<ColNum, Error> {
    ColNum::try_from(column)
        .ok()
        .filter(|_| column < MAX_COLUMNS)
        .ok_or(Error::TooManyColumns {
            row: row + 1,
            most: MAX_COLUMNS,
        })
}

/// A name a worksheet may have.
fn sheet_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|letter| match letter {
            '*' | '?' | ':' | '[' | ']' | '\\' | '/' => ' ',
            letter if letter.is_control() => ' ',
            letter => letter,
        })
        .filter(|letter| letter.len_utf16() == 1)
        .take(MAX_NAME)
        .collect();
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() {
        "Loket".to_owned()
    } else {
        name.to_owned()
    }
}

fn failed(why: XlsxError) -> Error {
    Error::Write(io::Error::other(why))
}
