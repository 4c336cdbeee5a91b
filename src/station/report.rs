//! Reports as PDF: what a day was, and what a restore drill proved. Words from the text room, pages from the document room.

use super::{DrillReport, Error, Settings, Station, clock};
use crate::document::{
    self, Block, Code, Column, Document, Fact, Letterhead, Row, Signature, Symbol, Table,
};
use crate::office::Deed;
use crate::print::{self, Pdf};
use crate::registry::{Anchor, Done, hex};
use crate::seal;
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
    Signature {
        place,
        title: office.signatory_title.clone(),
        name: office.signatory_name.clone(),
        number: nip(&office.signatory_nip),
    }
}

fn nip(number: &str) -> String {
    if number.is_empty() {
        String::new()
    } else {
        format!("NIP {number}")
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

/// Seconds with one decimal.
fn tenths(text: &Text, ms: u64) -> String {
    let mark = match text.lang() {
        Lang::Id => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{}", ms / 1000, ms % 1000 / 100)
}

/// A day as documents write it, e.g. `23 November 2026`.
pub(super) fn long_day(text: &Text, day: Date) -> String {
    let month = text.get(&format!("month-{}", day.month()));
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
    /// What a day was: acts by kind and by officer, and the day's anchor. A chain made anew later does not agree with the
    /// anchor on paper. A day that has no anchor yet shows its last entry.
    pub fn day_report(&mut self, day: Date) -> Result<Pdf, Error> {
        self.allow(Deed::ReadAudit)?;
        let text = words(&self.settings);
        let done = self
            .registry
            .done(clock::start_of(day), clock::end_of(day))?;
        let anchor = self
            .registry
            .anchors()?
            .into_iter()
            .find(|anchor| anchor.head.day == day);
        let weekday = text.get(&format!("weekday-{}", day.weekday().to_monday_one_offset()));
        let mut blocks = counted(&text, &done);
        blocks.extend(anchored(&text, &done, anchor.as_ref())?);
        blocks.push(Block::Signatures(vec![
            Signature {
                place: text.get("report-day-made-by"),
                title: String::new(),
                name: self.officer.name.clone(),
                number: nip(&self.officer.nip),
            },
            signatory(&self.settings, long_day(&text, self.today())),
        ]));
        let report = Document {
            office: letterhead(&self.settings),
            title: text.get("report-day-title"),
            subtitle: format!("{weekday}, {}", long_day(&text, day)),
            footer: text.get("report-day-footer"),
            blocks,
            ..Document::default()
        };
        let pdf = print(&report)?;
        self.registry.act(self.by("day-report"), |act| {
            act.note("day", day.to_string());
            Ok::<_, crate::registry::Error>(())
        })?;
        Ok(pdf)
    }

    /// What a restore drill proved, to print and file.
    #[expect(clippy::too_many_lines, reason = "a paper, told line by line")]
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
                            &[("seconds", &tenths(&text, proof.took_ms))],
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
                    number: nip(&self.officer.nip),
                }]),
            ],
            ..Document::default()
        };
        print(&report)
    }
}

/// The day's acts by kind and by officer, each with its sum.
fn counted(text: &Text, done: &Done) -> Vec<Block> {
    if done.acts.is_empty() {
        return vec![Block::Paragraph(text.get("report-day-nothing"))];
    }
    let table = |head: &str, rows: Vec<(String, u64)>| {
        let sum = rows.iter().map(|(_, count)| count).sum();
        Block::Table(Table {
            columns: vec![
                Column::left(text.get(head), 4.0),
                Column::right(text.get("report-day-count"), 1.0),
            ],
            rows: rows
                .into_iter()
                .map(|(what, count)| Row::Plain(vec![what, grouped(text, count)]))
                .collect(),
            sums: Some(vec![text.get("report-day-sum"), grouped(text, sum)]),
        })
    };
    let acts = done
        .acts
        .iter()
        .map(|(act, count)| {
            let words = text.find(&format!("act-{act}"), &[]);
            (words.unwrap_or_else(|| act.clone()), *count)
        })
        .collect();
    let officers = done
        .officers
        .iter()
        .map(|(name, count)| {
            let name = name.clone();
            (
                name.unwrap_or_else(|| text.get("report-day-program")),
                *count,
            )
        })
        .collect();
    vec![
        Block::Heading(text.get("report-day-acts")),
        table("report-day-act", acts),
        Block::Heading(text.get("report-day-officers")),
        table("report-day-officer", officers),
    ]
}

/// The anchor, as words and as a QR that holds what is signed and the signature.
fn anchored(text: &Text, done: &Done, anchor: Option<&Anchor>) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![Block::Heading(text.get("report-day-anchor"))];
    let Some(anchor) = anchor else {
        if let Some((seq, hash)) = &done.last {
            blocks.push(Block::Facts(vec![
                Fact::code(text.get("report-day-last"), seq.to_string()),
                Fact::code(text.get("report-day-hash"), hash.as_str()),
            ]));
        }
        blocks.push(Block::Note(text.get("report-day-unsigned")));
        return Ok(blocks);
    };
    let (hash, signature) = (hex(&anchor.head.hash), hex(&anchor.signature));
    // The letters a QR holds tightly are capitals, digits and a few signs.
    let words = format!(
        "LOKET:ANCHOR:1:{}:{}:{hash}:{}:{signature}",
        anchor.head.day, anchor.head.seq, anchor.kid
    );
    let modules = seal::modules(&words.to_ascii_uppercase())
        .map_err(|error| Error::new("print-failed").because(error))?;
    blocks.extend([
        Block::Paragraph(text.get("report-day-anchor-about")),
        Block::Facts(vec![
            Fact::code(text.get("report-day-last"), anchor.head.seq.to_string()),
            Fact::code(text.get("report-day-hash"), hash),
            Fact::code(text.get("report-day-kid"), anchor.kid.to_string()),
            Fact::code(text.get("report-day-signature"), signature),
        ]),
        Block::Code(Code {
            caption: text.get("report-day-qr"),
            lines: vec![anchor.head.day.to_string(), anchor.head.seq.to_string()],
            symbol: Some(Symbol {
                side: modules.side,
                dark: modules.dark.as_slice().into(),
            }),
        }),
    ]);
    Ok(blocks)
}
