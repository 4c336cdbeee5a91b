//! Lists of people into the registry: how a file's columns are understood, what is wrong with its rows, and the taking over.
//!
//! A list names permits that other offices or older programs issued. Each row that passes becomes a permit without a card;
//! what is wrong with a row is told and the row left out, never repaired by guessing.

mod check;
mod dates;
mod guess;
mod mapping;
mod report;
mod row;
mod run;
mod words;

pub use dates::DateOrder;
pub use report::{Report, RowReport};

use super::{Error, Station};
use crate::permit::{Draft, Field};
use crate::table::{self, Limits, Note, Sheet};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// What a column can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// ITAS or ITAP.
    Kind,
    /// Place and date of birth in one, with a comma between.
    Birth,
    /// One field of the permit.
    Field(Field),
}

impl Target {
    /// All, in reading order.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Kind, Self::Birth]
            .into_iter()
            .chain(Field::ALL.into_iter().map(Self::Field))
    }

    /// Stable word in a mapping's file.
    pub fn id(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Birth => "birth",
            Self::Field(field) => field.id(),
        }
    }

    /// The target of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::all().find(|target| target.id() == id)
    }

    /// Text key of its name.
    pub fn key(self) -> String {
        match self {
            Self::Kind => String::from("table-target-kind"),
            Self::Birth => String::from("table-target-birth"),
            Self::Field(field) => field.key(),
        }
    }

    /// Whether it holds a date that is read by the column's order.
    pub fn is_date(self) -> bool {
        match self {
            Self::Kind => false,
            Self::Birth => true,
            Self::Field(field) => row::is_date(field),
        }
    }
}

/// Where the values of a target come from.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    /// A column of the list, from 0.
    Column(usize),
    /// The same text in every row.
    Constant(String),
    /// What the row has in another field.
    Same(Field),
}

/// How a list is understood. Two mappings that are equal make the same permits of the same file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Name of the worksheet that was chosen; `None`: the first with something in it.
    pub sheet: Option<String>,
    /// Row the columns' names stand in, from 1; `None`: the list has none.
    pub header_row: Option<u32>,
    /// Where each target's values come from.
    pub sources: BTreeMap<Target, Source>,
    /// Order of the dates of a target; day first where nothing is said.
    pub orders: BTreeMap<Target, DateOrder>,
}

/// One column as a person sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct Column {
    /// `A`, `B`, … as a spreadsheet names it.
    pub letters: String,
    /// Its name in the list; empty when it has none.
    pub header: String,
    /// Up to three different values.
    pub samples: Vec<String>,
    /// What it is taken for.
    pub target: Option<Target>,
    /// What is doubtful about its dates.
    pub doubt: Option<Doubt>,
}

/// What is doubtful about a column of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Every date could have its day or its month first.
    Order,
    /// Some have the day first and some the month.
    MixedOrder,
    /// Years of two digits.
    ShortYears,
}

impl Doubt {
    /// Text key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Order => "table-doubt-order",
            Self::MixedOrder => "table-doubt-mixed-order",
            Self::ShortYears => "table-doubt-short-years",
        }
    }

    /// Stable word in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::MixedOrder => "mixed-order",
            Self::ShortYears => "short-years",
        }
    }
}

/// What to do with the rows that pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Nothing: tell what would be done.
    DryRun,
    /// Take over those that pass, in parts that are each kept whole; the others are told.
    Passing,
    /// Take over all in one act, or none when one does not pass.
    AllOrNothing,
}

/// A file of people, read, with the way it is understood. Nothing of it is in the registry.
pub struct Import {
    sheet: Sheet,
    /// SHA-256 of the file.
    digest: [u8; 32],
    /// Index of the first row with a person.
    first: usize,
    mapping: Mapping,
}

impl Import {
    /// Far above any list of people that can be read.
    pub const MAX_BYTES: usize = 256 << 20;

    /// Reads a list and guesses what its columns are, or understands it as `map` says (TOML, see [`Self::map_text`]).
    pub fn open(bytes: &[u8], map: Option<&str>) -> Result<Self, Error> {
        let digest = Sha256::digest(bytes).into();
        let map = map.map(mapping::parse).transpose()?;
        let name = map.as_ref().and_then(|map| map.sheet.as_deref());
        let limits = Limits {
            file_bytes: Self::MAX_BYTES,
            ..Limits::default()
        };
        let sheet = Sheet::read_named(bytes, name, limits)?;
        let mapping = match map {
            Some(map) => map.resolve(&sheet)?,
            None => guess::mapping(&sheet),
        };
        let first = guess::first_row(&sheet, mapping.header_row);
        Ok(Self {
            sheet,
            digest,
            first,
            mapping,
        })
    }

    /// How many rows have people.
    pub fn len(&self) -> usize {
        self.sheet.len().saturating_sub(self.first)
    }

    /// Whether there is nobody in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the reading of the file should tell.
    pub fn notes(&self) -> &[Note] {
        &self.sheet.notes
    }

    /// How it is understood.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Understands it otherwise. The row of names and the worksheet stay as they were read.
    pub fn understand(&mut self, mapping: Mapping) {
        self.mapping = Mapping {
            sheet: self.mapping.sheet.clone(),
            header_row: self.mapping.header_row,
            ..mapping
        };
    }

    /// How it is understood, as TOML to edit and to keep for the next list alike.
    pub fn map_text(&self) -> String {
        mapping::write(&self.mapping, &self.sheet)
    }

    /// Its columns, as a person sees them.
    pub fn columns(&self) -> Vec<Column> {
        (0..self.sheet.width())
            .map(|at| {
                let target = self.target_of(at);
                Column {
                    letters: table::column_name(u32::try_from(at + 1).unwrap_or(u32::MAX)),
                    header: guess::header(&self.sheet, self.mapping.header_row, at).to_owned(),
                    samples: guess::samples(&self.sheet, self.first, at),
                    target,
                    doubt: target
                        .filter(|target| target.is_date())
                        .and_then(|target| self.doubt(target, at)),
                }
            })
            .collect()
    }

    /// The draft of each row, as a clerk would have typed it on the day `today`.
    pub fn drafts(&self, today: Date) -> impl Iterator<Item = Draft> {
        let rows = self.sheet.rows().skip(self.first);
        rows.map(move |row| row::draft(self, &row, today))
    }

    /// Fields without which no row can pass, and which nothing fills.
    pub fn unfilled(&self) -> Vec<Field> {
        row::NEEDED
            .into_iter()
            .filter(|field| !self.mapping.fills(*field))
            .collect()
    }

    fn target_of(&self, column: usize) -> Option<Target> {
        let mut sources = self.mapping.sources.iter();
        sources
            .find(|(_, source)| **source == Source::Column(column))
            .map(|(target, _)| *target)
    }

    fn doubt(&self, target: Target, column: usize) -> Option<Doubt> {
        let signs = guess::signs(&self.sheet, self.first, target, column);
        let chosen = self.mapping.orders.contains_key(&target);
        if signs.is_mixed() {
            Some(Doubt::MixedOrder)
        } else if signs.is_ambiguous() && !chosen {
            Some(Doubt::Order)
        } else if signs.short_years > 0 {
            Some(Doubt::ShortYears)
        } else {
            None
        }
    }
}

impl Mapping {
    fn fills(&self, field: Field) -> bool {
        let birth = matches!(field, Field::BirthPlace | Field::BirthDate);
        self.sources.contains_key(&Target::Field(field))
            || (birth && self.sources.contains_key(&Target::Birth))
    }
}

impl Station {
    /// Judges every row of a list, and takes over those that pass when `how` says so. `progress(done, of)` is told after each
    /// part and stops the work with `Break`: what was taken over stays, and the same list with the same mapping goes on where
    /// it stopped.
    pub fn import(
        &mut self,
        import: &Import,
        how: How,
        progress: &mut run::Progress<'_>,
    ) -> Result<Report, Error> {
        run::run(self, import, how, progress)
    }
}
