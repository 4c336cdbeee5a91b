//! The stock on paper: the month's report, and the act of destruction that its witnesses sign.

use super::StockMonth;
use crate::document::{
    self, Block, Column, Document, Fact, Letterhead, Paper, Row, Signature, Table,
};
use crate::drawing::Mm;
use crate::office::{Duty, Officer, OfficerId};
use crate::print::{self, Pdf};
use crate::registry::{BlankRow, ReportKind, ReportRow};
use crate::station::{Error, Station, clock, press};
use crate::text::{Lang, Text};
use jiff::civil::Date;

/// Words, and the people they name.
struct Scribe<'a> {
    station: &'a Station,
    text: Text,
    officers: Vec<Officer>,
}

pub(super) fn stock_report(
    station: &Station,
    month: &StockMonth,
    lang: Lang,
) -> Result<Pdf, Error> {
    let scribe = Scribe::new(station, lang)?;
    let last = month.month.last_of_month();
    let mut blocks = vec![
        Block::Heading(scribe.get("stock-books")),
        scribe.books(month),
    ];
    blocks.push(Block::Note(scribe.get("stock-books-note")));
    blocks.extend(scribe.receipts(month));
    blocks.extend(scribe.spoiled(month));
    blocks.extend(scribe.reports(month));
    blocks.push(Block::Heading(scribe.get("stock-end")));
    let mut facts = vec![Fact::words(
        scribe.get("stock-awaiting-destruction"),
        scribe.number(month.awaiting_destruction),
    )];
    facts.extend(scribe.anchor(last)?);
    blocks.push(Block::Facts(facts));
    blocks.push(scribe.signed());
    scribe.pdf(
        scribe.get("stock-report-title"),
        scribe.text.with(
            "stock-report-month",
            &[("month", &scribe.month(month.month))],
        ),
        blocks,
    )
}

pub(super) fn destruction_act(
    station: &Station,
    report: &ReportRow,
    blanks: &[BlankRow],
    lang: Lang,
) -> Result<Pdf, Error> {
    let scribe = Scribe::new(station, lang)?;
    let day = clock::day_of(report.at);
    let opening = scribe.text.with(
        "stock-act-opening",
        &[
            ("weekday", &scribe.weekday(day)),
            ("day", &scribe.day(day)),
            ("office", &station.settings.office.office),
            ("count", &scribe.number(report.count)),
            ("keeper", &scribe.name(Some(report.officer))),
        ],
    );
    let rows = (1_u64..)
        .zip(blanks)
        .map(|(number, blank)| {
            Row::Plain(vec![
                scribe.number(number),
                blank.serial.clone(),
                scribe.at(blank.spoiled_at),
                blank.note.clone(),
                scribe.name(blank.second),
            ])
        })
        .collect();
    let columns = [
        ("number", 0.6),
        ("serial", 1.5),
        ("spoiled", 1.3),
        ("reason", 2.6),
        ("second", 2.0),
    ];
    let table = Table {
        columns: scribe.columns(&columns),
        rows,
        sums: None,
    };
    let blocks = vec![
        Block::Paragraph(opening),
        Block::Table(table),
        Block::Paragraph(scribe.get("stock-act-closing")),
        Block::Space(Mm(6.0)),
        scribe.signed(),
        Block::Space(Mm(4.0)),
        Block::Signatures(
            (1_u64..)
                .zip(&report.witnesses)
                .map(|(number, name)| Signature {
                    title: scribe
                        .text
                        .with("stock-witness", &[("number", &number.to_string())]),
                    name: name.clone(),
                    ..Signature::default()
                })
                .collect(),
        ),
    ];
    let number = [("number", report.number.as_str())];
    scribe.pdf(
        scribe.get("stock-act-title"),
        scribe.text.with("stock-act-number", &number),
        blocks,
    )
}

impl<'a> Scribe<'a> {
    fn new(station: &'a Station, lang: Lang) -> Result<Self, Error> {
        Ok(Self {
            station,
            text: Text::new(lang),
            officers: station.registry.officers()?,
        })
    }

    fn get(&self, key: &str) -> String {
        self.text.get(key)
    }

    fn books(&self, month: &StockMonth) -> Block {
        let balance = &month.balance;
        let plain = |key: &str, count: u64| Row::Plain(vec![self.get(key), self.number(count)]);
        let good = balance.good.unsigned_abs();
        let sign = if balance.good < 0 { "−" } else { "" };
        Block::Table(Table {
            columns: self.columns(&[("movement", 3.0), ("count", 1.0)]),
            rows: vec![
                plain("stock-opening", balance.opening),
                plain("stock-received", balance.received),
                Row::Group(vec![
                    self.get("stock-available"),
                    self.number(balance.opening + balance.received),
                ]),
                Row::Plain(vec![
                    self.get("stock-good"),
                    format!("{sign}{}", self.number(good)),
                ]),
                plain("stock-spoiled", balance.spoiled),
                plain("stock-lost", balance.lost),
            ],
            sums: Some(vec![
                self.get("stock-closing"),
                self.number(balance.closing),
            ]),
        })
    }

    fn receipts(&self, month: &StockMonth) -> [Block; 2] {
        let rows = month.receipts.iter().map(|receipt| {
            Row::Plain(vec![
                self.at(Some(receipt.received_at)),
                receipt.note.clone(),
                format!("{}–{}", receipt.first, receipt.last),
                self.name(Some(receipt.officer)),
                self.number(receipt.count),
            ])
        });
        self.listed(
            "stock-receipts",
            &[
                ("day", 1.2),
                ("note", 1.7),
                ("serials", 2.3),
                ("officer", 1.6),
                ("count", 0.9),
            ],
            rows.collect(),
        )
    }

    fn spoiled(&self, month: &StockMonth) -> [Block; 2] {
        let rows = month.spoiled.iter().map(|blank| {
            Row::Plain(vec![
                self.at(blank.spoiled_at),
                blank.serial.clone(),
                blank.note.clone(),
                self.name(blank.second),
            ])
        });
        self.listed(
            "stock-spoiled-list",
            &[
                ("day", 1.2),
                ("serial", 1.5),
                ("reason", 2.9),
                ("second", 2.1),
            ],
            rows.collect(),
        )
    }

    fn reports(&self, month: &StockMonth) -> [Block; 2] {
        let rows = month.reports.iter().map(|report| {
            let kind = match report.kind {
                ReportKind::Destroyed => "stock-destroyed",
                ReportKind::Lost => "stock-lost",
            };
            Row::Plain(vec![
                self.at(Some(report.at)),
                report.number.clone(),
                self.get(kind),
                report.witnesses.join(", "),
                self.number(report.count),
            ])
        });
        self.listed(
            "stock-reports",
            &[
                ("day", 1.2),
                ("report", 1.7),
                ("what", 1.3),
                ("witnesses", 2.6),
                ("count", 0.9),
            ],
            rows.collect(),
        )
    }

    /// Columns by their words and widths; figures stand to the right.
    fn columns(&self, columns: &[(&str, f32)]) -> Vec<Column> {
        let column = |(what, width): &(&str, f32)| {
            let words = self.get(&format!("stock-column-{what}"));
            if matches!(*what, "count" | "number") {
                Column::right(words, *width)
            } else {
                Column::left(words, *width)
            }
        };
        columns.iter().map(column).collect()
    }

    /// A heading and its list, or a word that there is nothing.
    fn listed(&self, heading: &str, columns: &[(&str, f32)], rows: Vec<Row>) -> [Block; 2] {
        let list = if rows.is_empty() {
            Block::Paragraph(self.get("stock-none"))
        } else {
            Block::Table(Table {
                columns: self.columns(columns),
                rows,
                sums: None,
            })
        };
        [Block::Heading(self.get(heading)), list]
    }

    /// The last anchor of the audit up to that day: on paper it outlives any change of the registry.
    fn anchor(&self, last: Date) -> Result<Option<Fact>, Error> {
        let anchors = self.station.registry.anchors()?;
        let found = anchors.iter().rev().find(|anchor| anchor.head.day <= last);
        Ok(found.map(|anchor| {
            let hash: String = anchor
                .head
                .hash
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let label = self.get("stock-anchor");
            let (day, seq) = (self.day(anchor.head.day), anchor.head.seq);
            Fact::code(label, format!("{day} · {seq} · {hash}"))
        }))
    }

    /// Places to sign, one a duty, with the name of the one who holds it when there is just one.
    fn signed(&self) -> Block {
        let duties = [
            (Duty::Blanks, "stock-sign-keeper"),
            (Duty::Head, "stock-sign-head"),
        ];
        let today = self.day(self.station.today());
        let places = duties.map(|(duty, title)| {
            let holders: Vec<&Officer> = self
                .officers
                .iter()
                .filter(|officer| officer.active && officer.duties.contains(&duty))
                .collect();
            let (name, number) = match holders[..] {
                [one] => (one.name.clone(), self.nip(&one.nip)),
                _ => (String::new(), String::new()),
            };
            Signature {
                place: today.clone(),
                title: self.get(title),
                name,
                number,
            }
        });
        Block::Signatures(places.into())
    }

    fn nip(&self, nip: &str) -> String {
        if nip.is_empty() {
            String::new()
        } else {
            format!("NIP {nip}")
        }
    }

    fn name(&self, id: Option<OfficerId>) -> String {
        self.officers
            .iter()
            .find(|officer| Some(officer.id) == id)
            .map_or_else(|| String::from("–"), |officer| officer.name.clone())
    }

    fn at(&self, at: Option<i64>) -> String {
        at.map_or_else(
            || String::from("–"),
            |at| clock::day_of(at).strftime("%d-%m-%Y").to_string(),
        )
    }

    fn day(&self, day: Date) -> String {
        format!("{} {}", day.day(), self.month(day))
    }

    fn month(&self, day: Date) -> String {
        let name = self.get(&format!("month-{}", day.month()));
        format!("{name} {}", day.year())
    }

    fn weekday(&self, day: Date) -> String {
        let number = day.weekday().to_monday_one_offset();
        self.get(&format!("weekday-{number}"))
    }

    /// Thousands apart, as the language writes them.
    fn number(&self, number: u64) -> String {
        let mark = match self.text.lang() {
            Lang::Id => '.',
            Lang::En => ',',
        };
        let digits = number.to_string();
        let mut written = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if 0 < at && (digits.len() - at).is_multiple_of(3) {
                written.push(mark);
            }
            written.push(digit);
        }
        written
    }

    fn pdf(&self, title: String, subtitle: String, blocks: Vec<Block>) -> Result<Pdf, Error> {
        let office = &self.station.settings.office;
        let document = Document {
            paper: Paper::Portrait,
            office: Letterhead {
                emblem: office.emblem.clone(),
                above: vec![office.header.clone()],
                name: office.office.clone(),
                below: Vec::new(),
            },
            footer: if self.station.demo {
                self.get("stock-specimen")
            } else {
                office.office.clone()
            },
            title: title.clone(),
            subtitle,
            blocks,
            ..Document::default()
        };
        let pages = document::pages(&document)
            .map_err(|error| Error::new("paper-failed").because(error))?;
        print::pdf(&pages, &title).map_err(press::failed)
    }
}
