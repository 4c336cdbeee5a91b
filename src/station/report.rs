//! Reports as PDF: what a day was, and what a restore drill proved. Words from the text room, pages from the document room.

use super::clock;
use super::{DrillReport, Error, Settings, Station};
use crate::document::{self, Block, Column, Document, Fact, Letterhead, Row, Signature, Table};
use crate::print::{self, Pdf};
use crate::text::{Lang, Text};
use jiff::civil::Date;

/// The office at the head of its reports.
pub(super) fn letterhead(settings: &Settings) -> Letterhead {
    let office = &settings.office;
    Letterhead {
        emblem: office.emblem.clone(),
        above: vec![office.header.clone()],
        name: office.office.clone(),
        below: Vec::new(),
    }
}

/// In the office's language.
pub(super) fn words(settings: &Settings) -> Text {
    Text::new(Lang::parse(&settings.language).unwrap_or_default())
}

/// Sets and prints a report.
pub(super) fn print(report: &Document) -> Result<Pdf, Error> {
    let failed = |detail: &dyn std::fmt::Display| Error::new("print-failed").because(detail);
    let pages = document::pages(report).map_err(|error| failed(&error))?;
    print::pdf(&pages, &report.title).map_err(|error| failed(&error))
}

/// Where the signatory signs.
pub(super) fn signatory(settings: &Settings, place: String) -> Signature {
    let office = &settings.office;
    let number = match office.signatory_nip.as_str() {
        "" => String::new(),
        nip => format!("NIP {nip}"),
    };
    Signature {
        place,
        title: office.signatory_title.clone(),
        name: office.signatory_name.clone(),
        number,
    }
}

/// A whole number with its thousands parted as the language does.
pub(super) fn grouped(text: &Text, number: u64) -> String {
    let mark = match text.lang() {
        Lang::Id => '.',
        Lang::En => ',',
    };
    let digits = number.to_string();
    let mut told = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            told.push(mark);
        }
        told.push(digit);
    }
    told
}

/// A day as documents write it, e.g. `23 November 2026`.
pub(super) fn long_day(text: &Text, day: Date) -> String {
    let month = text.get(&format!("report-month-{}", day.month()));
    format!("{} {month} {}", day.day(), day.year())
}

/// Day and time.
pub(super) fn long_moment(text: &Text, unix_s: i64) -> String {
    let moment = clock::moment(unix_s);
    text.with(
        "report-moment",
        &[
            ("day", &long_day(text, moment.date())),
            ("time", &moment.strftime("%H.%M").to_string()),
        ],
    )
}

impl Station {
    /// What a restore drill proved, to print and file.
    pub fn drill_report(&self, drill: &DrillReport) -> Result<Pdf, Error> {
        let text = words(&self.settings);
        let (proof, found) = (&drill.proof, &drill.proof.found);
        let number = |number| grouped(&text, number);
        let counts = proof.facts.counts;
        let says = |key: &str, backup: u64, restored: u64| {
            Row::Plain(vec![text.get(key), number(backup), number(restored)])
        };
        let is = found.counts;
        let verdict = if found.is_sound() {
            "report-drill-passed"
        } else {
            "report-drill-failed"
        };
        let report = Document {
            office: letterhead(&self.settings),
            title: text.get("report-drill-title"),
            subtitle: long_moment(&text, drill.at),
            footer: text.get("report-drill-footer"),
            blocks: vec![
                Block::Paragraph(text.get(verdict)),
                Block::Facts(vec![
                    Fact::words(
                        text.get("report-drill-file"),
                        super::error::name(&drill.path),
                    ),
                    Fact::words(
                        text.get("report-drill-made"),
                        long_moment(&text, proof.facts.made_at),
                    ),
                    Fact::code(text.get("report-drill-digest"), proof.facts.digest.as_str()),
                    Fact::words(
                        text.get("report-drill-took"),
                        text.with(
                            "report-seconds",
                            &[(
                                "seconds",
                                &format!("{},{}", proof.took_ms / 1000, proof.took_ms % 1000 / 100),
                            )],
                        ),
                    ),
                    Fact::words(text.get("report-drill-by"), self.officer.name.as_str()),
                ]),
                Block::Heading(text.get("report-drill-counts")),
                Block::Table(Table {
                    columns: vec![
                        Column::left(text.get("report-drill-what"), 3.0),
                        Column::right(text.get("report-drill-in-backup"), 1.0),
                        Column::right(text.get("report-drill-restored"), 1.0),
                    ],
                    rows: vec![
                        says("report-officers", counts.officers, is.officers),
                        says("report-cases", counts.cases, is.cases),
                        says("report-permits", counts.permits, is.permits),
                        says("report-portraits", counts.portraits, is.portraits),
                        says("report-cards", counts.cards, is.cards),
                        says("report-blanks", counts.blanks, is.blanks),
                        says("report-entries", counts.entries, is.entries),
                    ],
                    sums: None,
                }),
                Block::Heading(text.get("report-drill-proofs")),
                Block::Facts(vec![
                    Fact::words(
                        text.get("report-drill-chain"),
                        text.with(
                            "report-drill-chain-words",
                            &[
                                ("entries", &number(found.audit.entries)),
                                ("rows", &number(found.audit.rows)),
                                ("anchors", &number(found.audit.anchors)),
                            ],
                        ),
                    ),
                    Fact::code(
                        text.get("report-drill-head"),
                        format!("{} · {}", proof.facts.head_seq, proof.facts.head_hash),
                    ),
                    Fact::words(
                        text.get("report-drill-stock"),
                        text.with(
                            "report-drill-stock-words",
                            &[("received", &number(found.ledger.received))],
                        ),
                    ),
                ]),
                Block::Signatures(vec![Signature {
                    place: long_day(&text, clock::day_of(drill.at)),
                    title: text.get("report-drill-by"),
                    name: self.officer.name.clone(),
                    number: match self.officer.nip.as_str() {
                        "" => String::new(),
                        nip => format!("NIP {nip}"),
                    },
                }]),
            ],
            ..Document::default()
        };
        print(&report)
    }
}
