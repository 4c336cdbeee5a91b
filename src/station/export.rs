//! Lists of people out of the registry: what a search found, as a file for a spreadsheet, and the entry that says who took it.

use super::error::name;
use super::file::{Readers, Waiting};
use super::{Error, Query, Station, Target, file};
use crate::office::Deed;
use crate::permit::{Draft, Field};
use crate::registry;
use crate::table::{self, Cell, Form, Writer};
use crate::text::Text;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::Path;

/// Permits looked up at a time.
const PAGE: u32 = 2000;

/// A list that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// People in it.
    pub rows: u64,
    /// SHA-256 of the file, as the audit has it.
    pub sha256: String,
}

impl Station {
    /// Writes every permit `query` finds into `path`, as CSV or XLSX by its ending; a list that [`super::Import`] reads back.
    /// The file is in its place only when the audit says who took it. `progress(done, of)` stops the work with `Break`.
    pub fn export(
        &mut self,
        query: &Query,
        path: &Path,
        text: &Text,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Exported, Error> {
        self.allow(Deed::ExportRecords)?;
        let form = name_form(path)?;
        // Before the first row lies anywhere in the clear.
        self.registry.act(self.by("records-export-begin"), |_act| {
            Ok::<_, registry::Error>(())
        })?;
        file::sweep_lists(path, self.clock.now());
        let (waiting, file) = Waiting::begin(path, Readers::Owner)?;
        let failed = |error: table::Error| {
            if let table::Error::Write(error) = error {
                Error::writing(path, &error)
            } else {
                error.into()
            }
        };
        let header = header(text);
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let out = Hashing {
            inner: BufWriter::new(file),
            digest: Sha256::new(),
        };
        let mut writer = match form {
            Form::Csv => Writer::csv(out, &header),
            Form::Xlsx => Writer::xlsx(out, &text.get("table-sheet"), &header),
        }
        .map_err(failed)?;
        let mut rows = 0_u64;
        loop {
            let offset = u32::try_from(rows).unwrap_or(u32::MAX);
            let page = Query {
                limit: PAGE,
                offset,
                ..query.clone()
            };
            let found = self.registry.search(&page, self.today())?;
            // What only resembles the words was not asked for.
            let exact = usize::try_from(found.exact.saturating_sub(rows)).unwrap_or(usize::MAX);
            for row in found.rows.iter().take(exact) {
                let (draft, serial) = self.registry.fields_of(&row.permit_no)?;
                writer.row(&cells(&draft, &serial)).map_err(failed)?;
                rows += 1;
            }
            if progress(rows, found.total.max(rows)).is_break() {
                return Err(Error::new("stopped"));
            }
            if found.rows.len() < PAGE as usize || found.rows.len() > exact {
                break;
            }
        }
        let out = writer.finish().map_err(failed)?;
        let sha256 = registry::hex(&out.digest.finalize());
        let file = out.inner.into_inner();
        let file = file.map_err(|error| Error::writing(path, error.error()))?;
        file.sync_all()
            .map_err(|error| Error::writing(path, &error))?;
        let words = registry::hex(&self.master.digest("query", format!("{query:?}").as_bytes()));
        self.registry.act(self.by("records-export"), |act| {
            act.note("rows", rows.to_string());
            act.note("query_digest", words);
            act.note("file_sha256", sha256.as_str());
            Ok::<_, registry::Error>(())
        })?;
        waiting.place()?;
        Ok(Exported { rows, sha256 })
    }
}

/// What a file's ending asks for.
fn name_form(path: &Path) -> Result<Form, Error> {
    let name = name(path);
    Form::of_name(&name).ok_or_else(|| Error::new("export-ending").with("name", name))
}

/// The file as it is written, and its digest.
struct Hashing {
    inner: BufWriter<File>,
    digest: Sha256,
}

impl std::io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

pub(super) fn header(text: &Text) -> Vec<String> {
    let mut header = vec![
        text.get("table-target-kind"),
        text.get("table-column-serial"),
    ];
    header.extend(Field::ALL.into_iter().map(|field| text.get(&field.key())));
    header
}

pub(super) fn cells<'a>(draft: &'a Draft, serial: &'a str) -> Vec<Cell<'a>> {
    let mut cells = vec![Cell::text(draft.kind.card_name()), Cell::text(serial)];
    cells.extend(Field::ALL.into_iter().map(|field| {
        let day = draft.date(field).filter(|_| Target::Field(field).is_date());
        day.map_or_else(|| Cell::text(draft.get(field)), Cell::Date)
    }));
    cells
}
