//! The rule file: TOML to rows with days, source and mark; judges nothing.

use super::{Error, Index, Rulebook};
use crate::permit::Kind;
use jiff::civil::Date;
use serde::Deserialize;

/// The only format so far.
const FORMAT: u32 = 1;
/// No rule counts more months, years or days.
const MOST: i32 = 1200;

/// What a number of the file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Key {
    /// Longest grant, in months.
    MaxGrantMonths,
    /// Longest stay in all, in months.
    MaxTotalMonths,
    /// A first permit and its extensions.
    MaxIssues,
    /// From entry to a first permit.
    ApplyWithinDays,
    /// Between reports of an unlimited permit.
    ReportEveryMonths,
    /// A re-entry permit ends with its permit at the latest.
    ReentryEndsWithPermit,
    /// Longest re-entry permit.
    ReentryMonths,
    /// The passport ends after the permit.
    PassportCoversPermit,
    /// Months a passport has left for a stay of up to one year.
    PassportMonthsOneYear,
    /// The same for up to two years.
    PassportMonthsTwoYears,
    /// Not for stateless persons.
    ItapNeedsPassport,
    /// Least age of the retired.
    RetirementAge,
    /// Who is younger joins a parent.
    MinorAge,
}

/// What an index is for, as far as a rule asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Purpose {
    /// Employment.
    Work,
    /// Investment.
    Invest,
    /// Study, training, research.
    Study,
    /// Joining a family.
    Family,
    /// Former citizens.
    FormerCitizen,
    /// The elderly.
    Retire,
    /// Anything else.
    Other,
}

/// Days a row is in force, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) from: Date,
    pub(super) to: Option<Date>,
}

impl Days {
    /// Whether `day` is one of them.
    pub(super) fn contain(self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether they share a day.
    pub(super) fn overlap(self, other: Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

/// One number with its days.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) key: Key,
    /// `None`: both kinds.
    pub(super) kind: Option<Kind>,
    pub(super) value: i32,
    pub(super) days: Days,
    pub(super) verified: bool,
}

/// One index code with its days.
#[derive(Debug)]
pub(super) struct IndexRow {
    pub(super) code: String,
    pub(super) kind: Kind,
    title_id: String,
    title_en: String,
    pub(super) purpose: Purpose,
    pub(super) needs_guarantor: bool,
    pub(super) max_months: Option<i32>,
    pub(super) days: Days,
    pub(super) verified: bool,
}

impl IndexRow {
    /// As the door shows it.
    pub(super) fn index(&self) -> Index {
        Index {
            code: self.code.clone(),
            kind: self.kind,
            title_id: self.title_id.clone(),
            title_en: self.title_en.clone(),
            needs_guarantor: self.needs_guarantor,
            verified: self.verified,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    format: u32,
    #[serde(default)]
    rule: Vec<RuleFile>,
    #[serde(default)]
    index: Vec<IndexFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    key: Key,
    kind: Option<KindFile>,
    value: i32,
    from: String,
    to: Option<String>,
    source: String,
    verified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexFile {
    code: String,
    kind: KindFile,
    title_id: String,
    title_en: String,
    purpose: Purpose,
    needs_guarantor: bool,
    max_months: Option<i32>,
    from: String,
    to: Option<String>,
    source: String,
    verified: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum KindFile {
    Itas,
    Itap,
}

impl From<KindFile> for Kind {
    fn from(kind: KindFile) -> Self {
        match kind {
            KindFile::Itas => Self::Itas,
            KindFile::Itap => Self::Itap,
        }
    }
}

/// See `Rulebook::parse`. Every row has a source, its days in order, and shares no day with another row of its key.
pub(super) fn parse(text: &str) -> Result<Rulebook, Error> {
    let file: RulesFile = toml::from_str(text).map_err(|error| Error(error.to_string()))?;
    if file.format != FORMAT {
        return Err(Error(format!("format {} is not {FORMAT}", file.format)));
    }
    let rows: Vec<Row> = file.rule.into_iter().map(row).collect::<Result<_, _>>()?;
    let indices: Vec<IndexRow> = file
        .index
        .into_iter()
        .map(index)
        .collect::<Result<_, _>>()?;
    for (at, row) in rows.iter().enumerate() {
        let mut before = rows.iter().take(at);
        let same = |other: &&Row| {
            other.key == row.key
                && (other.kind.is_none() || row.kind.is_none() || other.kind == row.kind)
        };
        if before.any(|other| same(&other) && other.days.overlap(row.days)) {
            return Err(Error(format!("two rows of {:?} share a day", row.key)));
        }
    }
    for (at, row) in indices.iter().enumerate() {
        let mut before = indices.iter().take(at);
        if before.any(|other| other.code == row.code && other.days.overlap(row.days)) {
            return Err(Error(format!("two rows of index {} share a day", row.code)));
        }
    }
    Ok(Rulebook { rows, indices })
}

fn row(row: RuleFile) -> Result<Row, Error> {
    let name = format!("{:?}", row.key);
    within_bounds(&name, row.value)?;
    Ok(Row {
        key: row.key,
        kind: row.kind.map(Kind::from),
        value: row.value,
        days: days(&name, &row.from, row.to.as_deref(), &row.source)?,
        verified: row.verified,
    })
}

/// Refuses a number no rule can mean.
fn within_bounds(name: &str, value: i32) -> Result<(), Error> {
    if (1..=MOST).contains(&value) {
        return Ok(());
    }
    Err(Error(format!(
        "{name}: {value} is not between 1 and {MOST}"
    )))
}

fn index(row: IndexFile) -> Result<IndexRow, Error> {
    if let Some(months) = row.max_months {
        within_bounds(&row.code, months)?;
    }
    Ok(IndexRow {
        days: days(&row.code, &row.from, row.to.as_deref(), &row.source)?,
        code: row.code,
        kind: row.kind.into(),
        title_id: row.title_id,
        title_en: row.title_en,
        purpose: row.purpose,
        needs_guarantor: row.needs_guarantor,
        max_months: row.max_months,
        verified: row.verified,
    })
}

/// The days of a row, which must have a source.
pub(super) fn days(name: &str, from: &str, to: Option<&str>, source: &str) -> Result<Days, Error> {
    let day = |text: &str| {
        let day = text.parse::<Date>();
        day.or(Err(Error(format!(
            "{name}: {text} is not a date like 2024-01-31"
        ))))
    };
    let days = Days {
        from: day(from)?,
        to: to.map(day).transpose()?,
    };
    if days.to.is_some_and(|to| to < days.from) {
        return Err(Error(format!("{name}: ends before it begins")));
    }
    if source.trim().is_empty() {
        return Err(Error(format!("{name}: no source")));
    }
    Ok(days)
}
