//! The recovery sheet: one page with the code that opens the office when no password does.

use super::{Error, Settings, file};
use crate::document::{self, Block, Code, Document, Fact, Letterhead, Signature};
use crate::print::{self, Pdf};
use crate::text::{Lang, Text};
use crate::vault::Secret;
use jiff::civil::Date;
use std::path::Path;

/// Groups of the code on one line.
const GROUPS: usize = 4;

/// Told once and never again: the code, and the page to print.
pub struct RecoverySheet {
    /// As typed at the login.
    pub code: Secret,
    /// One page of A4.
    pub pdf: Pdf,
}

impl RecoverySheet {
    /// Writes the page, for the account that writes it alone. It does not belong into the office's folder: a backup would
    /// carry what opens it.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        file::write(path, self.pdf.bytes(), file::Readers::Owner)
    }
}

pub(super) fn make(code: Secret, settings: &Settings, day: Date) -> Result<RecoverySheet, Error> {
    let text = Text::new(Lang::parse(&settings.language).unwrap_or_default());
    let groups: Vec<&str> = code.reveal().split('-').collect();
    let office = &settings.office;
    let sheet = Document {
        office: Letterhead {
            emblem: office.emblem.clone(),
            above: vec![office.header.clone()],
            name: office.office.clone(),
            below: Vec::new(),
        },
        title: text.get("office-sheet-title"),
        footer: text.get("office-sheet-footer"),
        blocks: vec![
            Block::Paragraph(text.get("office-sheet-about")),
            Block::Code(Code {
                caption: text.get("office-sheet-code"),
                lines: groups.chunks(GROUPS).map(|line| line.join("-")).collect(),
                symbol: None,
            }),
            Block::Facts(vec![Fact::words(
                text.get("office-sheet-date"),
                day.strftime("%d-%m-%Y").to_string(),
            )]),
            Block::Paragraph(text.get("office-sheet-how")),
            Block::Note(text.get("office-sheet-loss")),
            Block::Signatures(vec![Signature {
                title: text.get("office-sheet-keeper"),
                ..Signature::default()
            }]),
        ],
        ..Document::default()
    };
    let failed = |detail: &dyn std::fmt::Display| Error::new("print-failed").because(detail);
    let pages = document::pages(&sheet).map_err(|error| failed(&error))?;
    let pdf = print::pdf(&pages, &sheet.title).map_err(|error| failed(&error))?;
    Ok(RecoverySheet { code, pdf })
}
