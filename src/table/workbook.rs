//! A workbook's first list to rows of text: dates as ISO, numbers in full, formulas by the value they had.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::build::{Builder, from_one};
use super::{Error, Form, Limits, NoteKind, Sheet, package};

/// Beyond this whole numbers are no longer told apart (IEEE 754, 53 bits).
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

pub(super) fn read(bytes: &[u8], name: Option<&str>, limits: Limits) -> Result<Sheet, Error> {
    let archive = package::unpack(bytes, limits)?;
    // The reader of workbooks adds and indexes without care for hand-made files. Nothing of ours is changed while it reads, so
    // its panic is the file's damage and no bug of ours to die of.
    catch_unwind(AssertUnwindSafe(|| read_archive(&archive, name, limits)))
        .unwrap_or(Err(Error::Damaged))
}

fn read_archive(archive: &[u8], name: Option<&str>, limits: Limits) -> Result<Sheet, Error> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(archive)).map_err(|why| damage(&why))?;
    let sheets = book.sheets_metadata();
    let mut lists: Vec<(bool, String)> = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.visible != SheetVisible::Visible, sheet.name.clone()))
        .collect();
    if let Some(name) = name {
        lists.retain(|(_, other)| other == name);
        if lists.is_empty() {
            return Err(Error::NoSuchSheet);
        }
    }
    // Hidden ones come last; the order is kept otherwise.
    lists.sort_by_key(|(hidden, _)| *hidden);
    let count = lists.len();
    let mut empty = None;
    for (_, list) in lists {
        let mut sheet = read_sheet(&mut book, &list, limits)?;
        sheet.name = Some(list);
        if !sheet.is_empty() {
            if count > 1 {
                sheet.notes.push(super::Note {
                    kind: NoteKind::OtherSheets,
                    cells: count - 1,
                    row: 1,
                    column: 1,
                });
            }
            return Ok(sheet);
        }
        empty = empty.or(Some(sheet));
    }
    empty.ok_or(Error::Damaged)
}

fn read_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, limits: Limits) -> Result<Sheet, Error> {
    let mut builder = Builder::new(Form::Xlsx, limits);
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|why| damage(&why))?;
    while let Some(cell) = cells
        .next_cell_with_formula_metadata()
        .map_err(|why| damage(&why))?
    {
        let (row, column) = cell.pos;
        let (row, column) = (row.saturating_add(1), column as usize);
        if cell.formula.is_some() {
            builder.note(NoteKind::Formula, row, from_one(column));
        }
        if cell.value == DataRef::Empty {
            continue;
        }
        if row != builder.number() {
            builder.begin(row)?;
        }
        match &cell.value {
            DataRef::SharedString(text) => builder.put(column, text)?,
            DataRef::String(text) | DataRef::DurationIso(text) => builder.put(column, text)?,
            DataRef::DateTimeIso(text) => builder.put(column, day_of(text))?,
            DataRef::Int(number) => builder.put(column, &number.to_string())?,
            DataRef::Float(number) => {
                if number.abs() >= MAX_WHOLE {
                    builder.note(NoteKind::LongNumber, row, from_one(column));
                }
                builder.put(column, &number_text(*number))?;
            }
            DataRef::Bool(value) => builder.put(column, if *value { "TRUE" } else { "FALSE" })?,
            DataRef::DateTime(moment) => builder.put(column, &moment_text(moment))?,
            DataRef::Error(error) => {
                builder.note(NoteKind::ErrorValue, row, from_one(column));
                builder.put(column, &error.to_string())?;
            }
            DataRef::Empty => {}
        }
    }
    builder.finish()
}

/// All digits, without an exponent. `Display` of a float gives the shortest text that is that number.
fn number_text(number: f64) -> String {
    if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// `2026-01-31`, with the time behind it where there is one; a time alone is `08:30:00`.
fn moment_text(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return number_text(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.as_f64() < 1.0 {
        return time;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if time == "00:00:00" {
        date
    } else {
        format!("{date}T{time}")
    }
}

/// A day told with midnight is the day.
fn day_of(text: &str) -> &str {
    let midnight = text.split_once('T').filter(|(_, time)| {
        time.chars()
            .all(|letter| matches!(letter, '0' | ':' | '.' | 'Z'))
    });
    midnight.map_or(text, |(day, _)| day)
}

fn damage(why: &XlsxError) -> Error {
    if matches!(why, XlsxError::Password) {
        Error::Encrypted
    } else {
        Error::Damaged
    }
}
