//! Numbers a patrol goes by: dated rows of `resources/rules/patrol.toml`; judges nothing.

use super::file::{Days, KindFile, days};
use super::{Error, PatrolKey};
use crate::permit::Kind;
use jiff::civil::Date;
use serde::Deserialize;

/// The only format so far.
const FORMAT: u32 = 1;
/// No number is larger.
const MOST: i64 = 1_000_000_000;

/// One number with its days.
#[derive(Debug)]
pub(super) struct Row {
    key: PatrolKey,
    /// `None`: both kinds.
    kind: Option<Kind>,
    value: i64,
    days: Days,
    verified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatrolFile {
    format: u32,
    number: Vec<NumberFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberFile {
    key: String,
    kind: Option<KindFile>,
    value: i64,
    from: String,
    to: Option<String>,
    source: String,
    verified: bool,
}

/// See `PatrolRules::parse`. No two rows of a key and kind share a day.
pub(super) fn parse(text: &str) -> Result<Vec<Row>, Error> {
    let file: PatrolFile = toml::from_str(text).map_err(|error| Error(error.to_string()))?;
    if file.format != FORMAT {
        return Err(Error(format!("format {} is not {FORMAT}", file.format)));
    }
    let rows: Vec<Row> = file.number.into_iter().map(row).collect::<Result<_, _>>()?;
    for (at, row) in rows.iter().enumerate() {
        let same = |other: &&Row| {
            other.key == row.key
                && (other.kind.is_none() || row.kind.is_none() || other.kind == row.kind)
        };
        let mut before = rows.iter().take(at);
        if before.any(|other| same(&other) && other.days.overlap(row.days)) {
            return Err(Error(format!("two rows of {} share a day", row.key.id())));
        }
    }
    Ok(rows)
}

fn row(row: NumberFile) -> Result<Row, Error> {
    let key = PatrolKey::ALL.into_iter().find(|key| key.id() == row.key);
    let key = key.ok_or_else(|| Error(format!("no number {}", row.key)))?;
    if !(1..=MOST).contains(&row.value) {
        return Err(Error(format!(
            "{}: {} is not between 1 and {MOST}",
            row.key, row.value
        )));
    }
    Ok(Row {
        key,
        kind: row.kind.map(Kind::from),
        value: row.value,
        days: days(&row.key, &row.from, row.to.as_deref(), &row.source)?,
        verified: row.verified,
    })
}

/// The number in force on that day, and whether its source has been checked.
pub(super) fn number(rows: &[Row], key: PatrolKey, kind: Kind, day: Date) -> Option<(i64, bool)> {
    let mut rows = rows.iter();
    let row = rows.find(|row| {
        row.key == key && row.kind.is_none_or(|own| own == kind) && row.days.contain(day)
    })?;
    Some((row.value, row.verified))
}
