//! The report of an operation on paper.

use super::Gathered;
use crate::document::{Block, Column, Document, Fact, Row, Signature, Table};
use crate::drawing::Mm;
use crate::patrol::{Checked, Measure, Operation, OperationReport, Overstay, Standing};
use crate::permit::date_text;
use crate::place::{AreaCode, Coordinate, Plan as MapPlan, PlanWords, picture};
use crate::print::Pdf;
use crate::station::numbers::{nation, share};
use crate::station::report::{grouped, letterhead, long_day, print, signatory};
use crate::station::{Error, Station, clock};
use crate::text::{Lang, Text};

/// Width of the matter of a page.
const MATTER: Mm = Mm(168.0);

/// Words, and what they tell of.
pub(super) struct Scribe<'a> {
    pub(super) text: Text,
    pub(super) operation: &'a Operation,
    pub(super) report: &'a OperationReport<'a>,
}

pub(super) fn report(station: &Station, gathered: &Gathered, lang: Lang) -> Result<Pdf, Error> {
    let report = gathered.report();
    let scribe = Scribe {
        text: Text::new(lang),
        operation: &gathered.operation,
        report: &report,
    };
    let mut blocks = vec![Block::Facts(scribe.facts())];
    blocks.extend(scribe.summary());
    blocks.extend(scribe.reasons());
    blocks.extend(scribe.overstays());
    blocks.extend(scribe.doubtful());
    blocks.extend(scribe.expected());
    blocks.extend(scribe.places());
    blocks.extend(scribe.incomplete());
    blocks.push(Block::Heading(scribe.get("operation-map")));
    blocks.push(Block::Figure(scribe.map()));
    blocks.push(Block::Signatures(vec![
        Signature {
            place: scribe.get("operation-sign-leader"),
            title: String::new(),
            name: gathered
                .operation
                .plan
                .team
                .first()
                .map_or_else(String::new, |leader| leader.name.clone()),
            number: String::new(),
        },
        signatory(&station.settings, long_day(&scribe.text, station.today())),
    ]));
    print(&Document {
        office: letterhead(&station.settings),
        title: scribe.get("operation-title"),
        subtitle: format!("{} · {}", gathered.operation.plan.name, scribe.days()),
        footer: scribe.get(if station.demo {
            "operation-footer-demo"
        } else {
            "operation-footer"
        }),
        blocks,
        ..Document::default()
    })
}

impl Scribe<'_> {
    pub(super) fn get(&self, key: &str) -> String {
        self.text.get(key)
    }

    fn number(&self, number: u64) -> String {
        grouped(&self.text, number)
    }

    fn days(&self) -> String {
        let (from, until) = (self.operation.plan.from, self.operation.plan.until);
        let last = long_day(&self.text, until);
        if from == until {
            last
        } else {
            format!("{} – {last}", long_day(&self.text, from))
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let plan = &self.operation.plan;
        let listed = |things: Vec<String>| {
            if things.is_empty() {
                String::from("–")
            } else {
                things.join("; ")
            }
        };
        let areas = plan.areas.iter().map(|code| area_name(code)).collect();
        let team = plan
            .team
            .iter()
            .map(|member| {
                if member.agency.is_empty() {
                    member.name.clone()
                } else {
                    format!("{} ({})", member.name, member.agency)
                }
            })
            .collect();
        let state = match self.operation.closed_at {
            Some(at) => self.text.with(
                "operation-closed-on",
                &[("day", &long_day(&self.text, clock::day_of(at)))],
            ),
            None => self.get("operation-open"),
        };
        let scans = self.text.with(
            "operation-scans-told",
            &[
                ("scans", &self.number(self.report.scans)),
                ("again", &self.number(self.report.again())),
            ],
        );
        vec![
            Fact::code(self.get("operation-id"), short_id(self.operation)),
            Fact::words(self.get("operation-areas"), listed(areas)),
            Fact::words(self.get("operation-team"), listed(team)),
            Fact::words(self.get("operation-state"), state),
            Fact::words(self.get("operation-scans"), scans),
        ]
    }

    /// A heading and a table, or a word that there is nothing.
    fn listed(&self, heading: &str, table: Table) -> Vec<Block> {
        let list = if table.rows.is_empty() {
            Block::Paragraph(self.get("operation-none"))
        } else {
            Block::Table(table)
        };
        vec![Block::Heading(self.get(heading)), list]
    }

    fn summary(&self) -> Vec<Block> {
        let checked = count(&self.report.checked);
        let part = |count| share(count, checked, self.text.lang());
        let rows = Standing::ALL.map(|standing| {
            let count = self.report.count(standing);
            Row::Plain(vec![
                self.get(&format!("standing-{}", standing.id())),
                self.number(count),
                part(count),
            ])
        });
        let standings = Table {
            columns: vec![
                Column::left(self.get("operation-column-standing"), 5.0),
                Column::right(self.get("operation-column-cards"), 1.2),
                Column::right(self.get("operation-column-share"), 1.2),
            ],
            rows: rows.into(),
            sums: Some(vec![
                self.get("operation-checked"),
                self.number(checked),
                String::new(),
            ]),
        };
        let words = Table {
            columns: vec![
                Column::left(self.get("operation-column-verdict"), 5.0),
                Column::right(self.get("operation-column-cards"), 2.4),
            ],
            rows: self
                .report
                .words
                .iter()
                .map(|(word, count)| {
                    Row::Plain(vec![
                        self.get(&format!("verdict-{}", verdict_key(word.id()))),
                        self.number(*count),
                    ])
                })
                .collect(),
            sums: Some(vec![self.get("operation-checked"), self.number(checked)]),
        };
        vec![
            Block::Heading(self.get("operation-summary")),
            Block::Table(standings),
            Block::Note(self.get("operation-summary-note")),
            Block::Table(words),
        ]
    }

    fn reasons(&self) -> Vec<Block> {
        let rows = self.report.reasons.iter().map(|reason| {
            Row::Plain(vec![
                self.get(&format!("paper-{}", reason.paper.id())),
                self.get(&format!("light-color-{}", reason.color.id())),
                self.get(&format!("cause-{}", reason.reason)),
                self.number(reason.count),
            ])
        });
        let table = Table {
            columns: vec![
                Column::left(self.get("operation-column-paper"), 1.9),
                Column::left(self.get("operation-column-light"), 1.5),
                Column::left(self.get("operation-column-reason"), 4.2),
                Column::right(self.get("operation-column-cards"), 0.9),
            ],
            rows: rows.collect(),
            sums: None,
        };
        let mut blocks = self.listed("operation-reasons", table);
        if !self.report.reasons.is_empty() {
            blocks.push(Block::Note(self.get("operation-reasons-note")));
        }
        blocks
    }

    fn overstays(&self) -> Vec<Block> {
        let overstays = self.report.overstays();
        let rows = overstays.iter().map(|(one, overstay)| {
            let (name, nationality, last_day) = match one.resident {
                Some(holder) => (
                    holder.full_name.clone(),
                    nation(&holder.nationality, self.text.lang()),
                    holder.last_day.map_or_else(String::new, date_text),
                ),
                None => (self.get("operation-unknown"), String::new(), String::new()),
            };
            Row::Plain(vec![
                one.sighting.permit_no.clone(),
                name,
                nationality,
                last_day,
                self.number(overstay.days.into()),
                self.measure(*overstay),
            ])
        });
        let table = Table {
            columns: vec![
                Column::left(self.get("operation-column-permit"), 1.9),
                Column::left(self.get("operation-column-name"), 2.2),
                Column::left(self.get("operation-column-nationality"), 1.9),
                Column::left(self.get("operation-column-last-day"), 1.2),
                Column::right(self.get("operation-column-days"), 0.6),
                Column::right(self.get("operation-column-measure"), 1.9),
            ],
            rows: rows.collect(),
            sums: (!overstays.is_empty()).then(|| {
                let blank = String::new;
                vec![
                    self.get("operation-charges"),
                    blank(),
                    blank(),
                    blank(),
                    blank(),
                    self.rupiah(self.report.charges()),
                ]
            }),
        };
        let mut blocks = self.listed("operation-overstays", table);
        if !overstays.is_empty() {
            blocks.push(Block::Note(self.get("operation-overstays-note")));
        }
        blocks
    }

    fn rupiah(&self, rupiah: u64) -> String {
        super::rupiah(&self.text, rupiah)
    }

    fn measure(&self, overstay: Overstay) -> String {
        match overstay.measure {
            Measure::Charge { rupiah, verified } => {
                let mark = if verified { "" } else { " *" };
                format!("{}{mark}", self.rupiah(rupiah))
            }
            Measure::AskOfficer | Measure::Deport => {
                self.get(&format!("measure-{}", overstay.measure.id()))
            }
        }
    }

    /// Cards that are not genuine, or were not read.
    fn doubtful(&self) -> Vec<Block> {
        let rows = self
            .report
            .checked
            .iter()
            .filter(|one| !one.standing.is_genuine())
            .map(|one| {
                let numbers = [&one.sighting.permit_no, &one.sighting.card_serial];
                let numbers: Vec<&str> = numbers
                    .into_iter()
                    .map(String::as_str)
                    .filter(|number| !number.is_empty())
                    .collect();
                Row::Plain(vec![
                    moment(one),
                    where_seen(one),
                    self.get(&format!("verdict-{}", verdict_key(one.sighting.word.id()))),
                    self.get(&format!("reason-{}", one.sighting.reason)),
                    numbers.join(" · "),
                ])
            });
        let table = Table {
            columns: vec![
                Column::left(self.get("operation-column-time"), 1.2),
                Column::left(self.get("operation-column-place"), 2.0),
                Column::left(self.get("operation-column-verdict"), 1.8),
                Column::left(self.get("operation-column-reason"), 2.6),
                Column::left(self.get("operation-column-claimed"), 1.9),
            ],
            rows: rows.collect(),
            sums: None,
        };
        self.listed("operation-doubtful", table)
    }

    fn expected(&self) -> Vec<Block> {
        let expected = &self.report.expected;
        let mut sums = [0; 3];
        let mut rows = Vec::new();
        for one in expected {
            let counts = [one.people, one.seen(), count(&one.not_found)];
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count;
            }
            let mut cells = vec![one.guarantor.to_owned()];
            cells.extend(counts.map(|count| self.number(count)));
            rows.push(Row::Plain(cells));
        }
        let mut total = vec![self.get("operation-total")];
        total.extend(sums.map(|sum| self.number(sum)));
        let table = Table {
            columns: vec![
                Column::left(self.get("operation-column-guarantor"), 4.0),
                Column::right(self.get("operation-column-expected"), 1.2),
                Column::right(self.get("operation-column-seen"), 1.2),
                Column::right(self.get("operation-column-not-found"), 1.6),
            ],
            sums: (1 < rows.len()).then_some(total),
            rows,
        };
        let mut blocks = self.listed("operation-expected", table);
        let missing: Vec<Row> = expected
            .iter()
            .flat_map(|one| one.not_found.iter())
            .map(|holder| {
                Row::Plain(vec![
                    holder.permit_no.clone(),
                    holder.full_name.clone(),
                    nation(&holder.nationality, self.text.lang()),
                    holder.guarantor.clone(),
                ])
            })
            .collect();
        if !missing.is_empty() {
            blocks.extend(self.listed(
                "operation-not-found",
                Table {
                    columns: vec![
                        Column::left(self.get("operation-column-permit"), 1.9),
                        Column::left(self.get("operation-column-name"), 2.6),
                        Column::left(self.get("operation-column-nationality"), 1.5),
                        Column::left(self.get("operation-column-guarantor"), 2.8),
                    ],
                    rows: missing,
                    sums: None,
                },
            ));
            blocks.push(Block::Note(self.get("operation-not-found-note")));
        }
        blocks
    }

    /// By kecamatan, by estate, by officer.
    fn places(&self) -> Vec<Block> {
        let districts = self.report.districts.iter().map(|(code, count)| {
            let name = code
                .as_deref()
                .map_or_else(|| self.get("operation-nowhere"), area_name);
            (name, *count)
        });
        let estates = self
            .report
            .estates
            .iter()
            .map(|(code, count)| (area_name(code), *count));
        let officers = self
            .report
            .officers
            .iter()
            .map(|(name, count)| (name.clone(), *count));
        let table = |head: &str, counted: &str, rows: Vec<(String, u64)>| Table {
            columns: vec![
                Column::left(self.get(head), 5.0),
                Column::right(self.get(counted), 1.4),
            ],
            sums: None,
            rows: rows
                .into_iter()
                .map(|(name, count)| Row::Plain(vec![name, self.number(count)]))
                .collect(),
        };
        let mut blocks = vec![Block::Heading(self.get("operation-places"))];
        let tables = [
            table(
                "operation-column-district",
                "operation-column-cards",
                districts.collect(),
            ),
            table(
                "operation-column-estate",
                "operation-column-cards",
                estates.collect(),
            ),
            table(
                "operation-column-officer",
                "operation-column-scans",
                officers.collect(),
            ),
        ];
        let filled = tables.into_iter().filter(|table| !table.rows.is_empty());
        blocks.extend(filled.map(Block::Table));
        if let [_heading] = &blocks[..] {
            blocks.push(Block::Paragraph(self.get("operation-none")));
        }
        blocks
    }

    /// Each incomplete card with what is wrong.
    fn incomplete(&self) -> Vec<Block> {
        let own = self.report.checked.iter();
        let own = own.filter(|one| one.standing == Standing::Incomplete);
        let rows = own.map(|one| {
            let holder = one.resident;
            Row::Plain(vec![
                moment(one),
                one.sighting.permit_no.clone(),
                holder.map_or_else(
                    || self.get("operation-unknown"),
                    |holder| holder.full_name.clone(),
                ),
                where_seen(one),
                self.wrong(one),
            ])
        });
        let table = Table {
            columns: vec![
                Column::left(self.get("operation-column-time"), 1.2),
                Column::left(self.get("operation-column-permit"), 1.8),
                Column::left(self.get("operation-column-name"), 2.0),
                Column::left(self.get("operation-column-place"), 1.8),
                Column::left(self.get("operation-column-wrong"), 3.2),
            ],
            rows: rows.collect(),
            sums: None,
        };
        self.listed("operation-incomplete", table)
    }

    /// The verdict where it is not plain valid, then each paper that is amber or red.
    pub(super) fn wrong(&self, one: &Checked<'_>) -> String {
        let mut causes: Vec<String> = one
            .wrong()
            .map(|light| self.get(&format!("cause-{}", light.reason)))
            .collect();
        if causes.is_empty() {
            causes.push(self.get(&format!("reason-{}", one.sighting.reason)));
        }
        causes.join("; ")
    }

    fn map(&self) -> crate::drawing::Drawing {
        let counts: Vec<(AreaCode, u64)> = self
            .report
            .districts
            .iter()
            .filter_map(|(code, count)| Some((AreaCode::parse(code.as_deref()?)?, *count)))
            .collect();
        let dots: Vec<Coordinate> = self
            .report
            .checked
            .iter()
            .filter_map(|one| coordinate(one))
            .collect();
        picture(&MapPlan {
            width: MATTER,
            counts: &counts,
            dots: &dots,
            words: map_words(&self.text, "map-counted-cards"),
        })
    }
}

/// Words of a map that counts what `counted` says.
pub(in crate::station) fn map_words(text: &Text, counted: &str) -> PlanWords {
    PlanWords {
        counted: text.get(counted),
        dot: text.get("map-dot"),
        estates: text.get("map-estates"),
        around: ["map-north", "map-east", "map-south", "map-west"].map(|key| text.get(key)),
        note: text.get("map-note"),
    }
}

/// The beginning of an id, which is enough to name it.
fn short_id(operation: &Operation) -> String {
    operation.id.to_string().chars().take(8).collect()
}

/// Its name, or the code of an area nobody lists any more.
pub(super) fn area_name(code: &str) -> String {
    AreaCode::parse(code)
        .and_then(AreaCode::area)
        .map_or_else(|| code.to_owned(), |area| area.name.to_owned())
}

/// `VALID` as text keys have it.
pub(super) fn verdict_key(id: &str) -> String {
    id.to_lowercase().replace('_', "-")
}

fn moment(one: &Checked<'_>) -> String {
    clock::moment(one.sighting.at)
        .strftime("%d-%m %H.%M")
        .to_string()
}

/// As typed, otherwise the estate, otherwise the kecamatan.
fn where_seen(one: &Checked<'_>) -> String {
    let spot = &one.sighting.spot;
    if !spot.text.trim().is_empty() {
        return spot.text.trim().to_owned();
    }
    let code = spot.estate.as_deref().or(spot.district.as_deref());
    code.map_or_else(|| String::from("–"), area_name)
}

pub(super) fn coordinate(one: &Checked<'_>) -> Option<Coordinate> {
    let fix = one.sighting.spot.fix?;
    Coordinate::new(fix.latitude_e6, fix.longitude_e6)
}

fn count<T>(things: &[T]) -> u64 {
    u64::try_from(things.len()).unwrap_or(u64::MAX)
}
