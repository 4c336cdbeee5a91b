//! The figures the office is asked for, as of any day, and the list behind each of them.

mod count;
mod paper;
mod section;
#[cfg(test)]
mod tests;

// The desk may not import the registry.
pub use crate::registry::{CardFate, NumberRow};
pub use section::{Section, SectionRow, movement, nation, sections, share, signed};

use super::{Error, Station, clock};
use crate::mrz::Sex;
use crate::office::Deed;
use crate::permit::Kind;
use crate::print::Pdf;
use crate::registry::{self, DayNo, Served, Spell, Terms};
use crate::rule::{Group, Groups};
use crate::text::Lang;
use count::{Frame, Tally};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Months told, the last one being that of the day asked for.
pub const MONTHS: usize = 24;

/// Limits of the queues of permits that run out, in days.
pub const EXPIRING_DAYS: [u16; 3] = [30, 60, 90];

/// First age of each group; the last has no end.
pub const AGES: [u8; 7] = [0, 5, 18, 30, 40, 50, 60];

/// Working days the office promises (domain.md 8.5).
pub const PROMISED_DAYS: u32 = 4;

/// How many, limited and permanent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Limited stay.
    pub itas: u64,
    /// Permanent stay.
    pub itap: u64,
}

impl Count {
    /// Both.
    pub fn total(self) -> u64 {
        self.itas + self.itap
    }

    /// Of one kind, or both.
    pub fn of(self, kind: Option<Kind>) -> u64 {
        match kind {
            Some(Kind::Itas) => self.itas,
            Some(Kind::Itap) => self.itap,
            None => self.total(),
        }
    }
}

/// One part of the holders, and how many they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<K> {
    /// Which.
    pub key: K,
    /// How many.
    pub count: Count,
}

/// A regency and its kecamatan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its code; empty for all regencies that are not the office's own.
    pub code: String,
    /// Its name; empty for those.
    pub name: String,
    /// How many live in it.
    pub count: Count,
    /// By name, those of the office's own area always; what is not in the lists comes last.
    pub districts: Vec<Part<String>>,
}

/// A change that may go either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Net {
    /// Limited stay.
    pub itas: i64,
    /// Permanent stay.
    pub itap: i64,
}

impl Net {
    /// Both.
    pub fn total(self) -> i64 {
        self.itas + self.itap
    }
}

/// What happened in a month. The holders of the month before `+ new + taken_over = ended + lapsed +` its own holders, of each
/// kind and of both, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// Holders on its last day, or on the day asked for.
    pub holders: Count,
    /// First permits.
    pub new: Count,
    /// Extensions.
    pub extended: Count,
    /// Permanent permits that followed limited ones.
    pub converted: Count,
    /// Ended by the office.
    pub ended: Count,
    /// Ran out without an extension.
    pub lapsed: Count,
    /// Came to be held otherwise than as a first permit, less those that went on as another: of both kinds together the stays
    /// whose earlier permit this office did not hold any more, or never had; of each kind also what was converted.
    pub taken_over: Net,
    /// Good cards.
    pub good: u64,
    /// Spoiled blanks.
    pub spoiled: u64,
}

/// How long people waited, in working days from intake to hand-over: Monday to Friday, holidays not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Service {
    /// Cards handed over in the twelve months until the day asked for.
    pub cases: u64,
    /// Of them within [`PROMISED_DAYS`].
    pub within: u64,
    /// Half of them took no longer.
    pub median: u32,
    /// Nine in ten took no longer.
    pub p90: u32,
}

/// All figures as of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// The day.
    pub on: Date,
    /// Whose permit held on that day.
    pub holders: Count,
    /// Kota Bekasi, Kabupaten Bekasi, elsewhere.
    pub regions: Vec<Region>,
    /// In the order of [`Group::ALL`].
    pub purposes: Vec<Part<Group>>,
    /// Alpha-3 codes, most first.
    pub nationalities: Vec<Part<String>>,
    /// Men, women, unspecified.
    pub sexes: Vec<Part<Sex>>,
    /// In the order of [`AGES`], by the first age.
    pub ages: Vec<Part<u8>>,
    /// Oldest first, [`MONTHS`].
    pub months: Vec<Month>,
    /// Permits that run out, or must be reported, within so many days and are not extended; the longer include the shorter.
    pub expiring: Vec<Part<u16>>,
    /// Whose last day or report day has passed, with nothing said since.
    pub overdue: Count,
    /// Waiting.
    pub service: Service,
}

/// A figure that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// All holders.
    Holders,
    /// Of a regency, by its code.
    Region(String),
    /// Of a kecamatan: code of the regency, name.
    District(String, String),
    /// Of a purpose.
    Purpose(Group),
    /// Of a nationality.
    Nationality(String),
    /// Of a sex.
    Sex(Sex),
    /// Of an age group, by its first age.
    Age(u8),
    /// What happened in the month that begins on that day.
    Moved(Date, Movement),
    /// Running out within so many days.
    Expiring(u16),
    /// Overdue.
    Overdue,
    /// Cards of the month that begins on that day.
    Cards(Date, CardFate),
    /// Cases handed over; `true`: those within the promise alone.
    Served(ServedIn),
}

impl Cell {
    /// Stable word in the audit.
    fn id(&self) -> &'static str {
        match self {
            Self::Holders => "holders",
            Self::Region(_) => "region",
            Self::District(..) => "district",
            Self::Purpose(_) => "purpose",
            Self::Nationality(_) => "nationality",
            Self::Sex(_) => "sex",
            Self::Age(_) => "age",
            Self::Moved(..) => "moved",
            Self::Expiring(_) => "expiring",
            Self::Overdue => "overdue",
            Self::Cards(..) => "cards",
            Self::Served(_) => "served",
        }
    }
}

/// What can happen to a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Movement {
    /// A first permit.
    New,
    /// Extended.
    Extended,
    /// Limited to permanent.
    Converted,
    /// Ended by the office.
    Ended,
    /// Ran out.
    Lapsed,
}

impl Movement {
    /// All, as reports show them.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Extended,
        Self::Converted,
        Self::Ended,
        Self::Lapsed,
    ];

    /// Stable word in JSON and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Extended => "extended",
            Self::Converted => "converted",
            Self::Ended => "ended",
            Self::Lapsed => "lapsed",
        }
    }
}

impl Month {
    /// How often that happened in it.
    pub fn moved(&self, movement: Movement) -> Count {
        match movement {
            Movement::New => self.new,
            Movement::Extended => self.extended,
            Movement::Converted => self.converted,
            Movement::Ended => self.ended,
            Movement::Lapsed => self.lapsed,
        }
    }
}

/// Which of the cases handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServedIn {
    /// All.
    Any,
    /// Within the promise.
    Promised,
}

impl Station {
    /// The figures as of a day.
    pub fn numbers(&self, on: Date) -> Result<Numbers, Error> {
        self.allow(Deed::ReadNumbers)?;
        let terms = self.registry.terms()?;
        let groups = Groups::bundled();
        let frame = Frame::new(on, &terms, &groups);
        let mut tally = Tally::new(&frame);
        self.registry.spells(|spell| tally.take(spell))?;
        let mut numbers = tally.numbers(&self.reference.places.own(), |regency| {
            let names = self.reference.places.districts(regency);
            names.into_iter().map(str::to_owned).collect()
        });
        for month in &mut numbers.months {
            let last = month.month.last_of_month().min(on);
            let (from, until) = (DayNo::of(month.month), DayNo::of(last));
            let cards = self.registry.card_count(from, until)?;
            (month.good, month.spoiled) = (cards.good, cards.spoiled);
        }
        numbers.service = self.service(on)?;
        Ok(numbers)
    }

    /// The rows behind a figure, of one kind or both: as many in all as the figure says. Cards know no kind.
    /// The look at them stands in the audit.
    pub fn numbers_list(
        &mut self,
        on: Date,
        (cell, kind): (&Cell, Option<Kind>),
        page: (u32, u32),
    ) -> Result<Vec<NumberRow>, Error> {
        self.allow(Deed::ReadNumbers)?;
        self.allow(Deed::ReadRecords)?;
        let rows = self.behind(on, (cell, kind), page)?;
        let seen: [u8; 32] = Sha256::digest(format!("{on} {cell:?} {kind:?}")).into();
        let notes = [
            ("on", on.to_string()),
            ("list", String::from(cell.id())),
            ("count", rows.len().to_string()),
        ];
        self.looked("numbers-list", seen, &notes)?;
        Ok(rows)
    }

    fn behind(
        &self,
        on: Date,
        (cell, kind): (&Cell, Option<Kind>),
        (offset, limit): (u32, u32),
    ) -> Result<Vec<NumberRow>, Error> {
        let page = |all: &mut Vec<(DayNo, i64)>| {
            all.sort_unstable();
            let (offset, limit) = (
                usize::try_from(offset).unwrap_or(usize::MAX),
                usize::try_from(limit).unwrap_or(usize::MAX),
            );
            all.drain(..offset.min(all.len()));
            all.truncate(limit);
        };
        match cell {
            Cell::Cards(month, fate) => {
                let rows = self
                    .registry
                    .card_rows(*fate, seconds(*month, on), (offset, limit))?;
                let dated = rows.into_iter().map(|(row, at)| NumberRow {
                    day: Some(clock::day_of(at)),
                    ..row
                });
                Ok(dated.collect())
            }
            Cell::Served(which) => self.served_list(on, *which, (offset, limit)),
            Cell::Holders
            | Cell::Region(_)
            | Cell::District(..)
            | Cell::Purpose(_)
            | Cell::Nationality(_)
            | Cell::Sex(_)
            | Cell::Age(_)
            | Cell::Moved(..)
            | Cell::Expiring(_)
            | Cell::Overdue => {
                let terms: Terms = self.registry.terms()?;
                let groups = Groups::bundled();
                let frame = Frame::new(on, &terms, &groups);
                let own = self.reference.places.own();
                let mut all = Vec::new();
                self.registry.spells(|spell: &Spell| {
                    if kind.is_none_or(|kind| kind == spell.kind)
                        && let Some(day) = frame.day_in(cell, &own, spell)
                    {
                        all.push((day, spell.id));
                    }
                })?;
                page(&mut all);
                let dated = matches!(cell, Cell::Moved(..));
                all.into_iter()
                    .map(|(day, spell)| {
                        let row = self.registry.spell_row(spell)?;
                        Ok(NumberRow {
                            day: dated.then(|| day.day()),
                            ..row
                        })
                    })
                    .collect()
            }
        }
    }

    /// The figures as an A4 report.
    pub fn numbers_pdf(&mut self, numbers: &Numbers, lang: Lang) -> Result<Pdf, Error> {
        self.allow(Deed::ReadNumbers)?;
        let pdf = paper::report(&self.settings, numbers, lang)?;
        self.tell_numbers(numbers.on, "pdf")?;
        Ok(pdf)
    }

    /// The figures as a workbook: one row a figure.
    pub fn numbers_xlsx(&mut self, numbers: &Numbers, lang: Lang) -> Result<Vec<u8>, Error> {
        self.allow(Deed::ReadNumbers)?;
        let book = paper::workbook(numbers, lang)?;
        self.tell_numbers(numbers.on, "xlsx")?;
        Ok(book)
    }

    fn tell_numbers(&mut self, on: Date, form: &'static str) -> Result<(), Error> {
        Ok(self.registry.act(self.by("numbers-export"), |act| {
            act.note("on", on.to_string());
            act.note("form", form);
            Ok::<_, registry::Error>(())
        })?)
    }

    fn service(&self, on: Date) -> Result<Service, Error> {
        let (from, until) = (DayNo::of(year_before(on)), DayNo::of(on));
        // How many cases waited so many working days.
        let mut waited = BTreeMap::<u32, u64>::new();
        self.registry.waited(from, until, |alike| {
            let days = working_days(alike.begun.day(), alike.handed_over.day());
            *waited.entry(days).or_default() += alike.cases;
        })?;
        let cases: u64 = waited.values().sum();
        let rank = |tenths: u64| {
            let wanted = (cases * tenths).div_ceil(10).max(1);
            let mut until = 0;
            let found = waited.iter().find(|(_, cases)| {
                until += **cases;
                wanted <= until
            });
            found.map_or(0, |(days, _)| *days)
        };
        Ok(Service {
            cases,
            within: waited.range(..=PROMISED_DAYS).map(|(_, cases)| cases).sum(),
            median: rank(5),
            p90: rank(9),
        })
    }

    fn served_list(
        &self,
        on: Date,
        which: ServedIn,
        (offset, limit): (u32, u32),
    ) -> Result<Vec<NumberRow>, Error> {
        let mut all = Vec::new();
        let (from, until) = (clock::start_of(year_before(on)), clock::end_of(on));
        self.registry.served(from, until, |served| {
            let days = days_waited(&served);
            if which == ServedIn::Any || days <= PROMISED_DAYS {
                all.push((served, days));
            }
        })?;
        let page = all
            .into_iter()
            .skip(usize::try_from(offset).unwrap_or(usize::MAX));
        page.take(usize::try_from(limit).unwrap_or(usize::MAX))
            .map(|(served, days)| {
                Ok(NumberRow {
                    day: Some(clock::day_of(served.handed_over_at)),
                    days: Some(days),
                    ..self.registry.served_row(served.case)?
                })
            })
            .collect()
    }
}

/// First second of a month, and the first after it or after `on`.
fn seconds(month: Date, on: Date) -> (i64, i64) {
    let last = month.last_of_month().min(on);
    (clock::start_of(month), clock::end_of(last))
}

/// First of the twelve months' days until `on`.
fn year_before(on: Date) -> Date {
    on.saturating_sub(1.year()).saturating_add(1.day())
}

fn days_waited(served: &Served) -> u32 {
    working_days(
        clock::day_of(served.begun_at),
        clock::day_of(served.handed_over_at),
    )
}

/// Mondays to Fridays after `from` until `until`.
fn working_days(from: Date, until: Date) -> u32 {
    let days = DayNo::of(until).0.saturating_sub(DayNo::of(from).0);
    let (weeks, rest) = (days / 7, days % 7);
    let mut count = u32::from(weeks) * 5;
    let mut day = from;
    for _ in 0..rest {
        day = day.saturating_add(1.day());
        count += u32::from(!matches!(
            day.weekday(),
            Weekday::Saturday | Weekday::Sunday
        ));
    }
    count
}
