//! What an index code counts as in the office's figures: dated rows of `resources/rules/groups.toml`; judges nothing.

use super::file::{Days, days};
use super::{Error, Group};
use jiff::civil::Date;
use serde::Deserialize;

/// The only format so far.
const FORMAT: u32 = 1;

/// One code and what it counts as.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) code: String,
    pub(super) group: Group,
    pub(super) days: Days,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupsFile {
    format: u32,
    group: Vec<GroupFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupFile {
    code: String,
    group: String,
    from: String,
    to: Option<String>,
    source: String,
    #[expect(
        dead_code,
        reason = "it tells the reader of the file how far to trust the row"
    )]
    verified: bool,
}

/// See `Groups::parse`. No two rows of a code share a day.
pub(super) fn parse(text: &str) -> Result<Vec<Row>, Error> {
    let file: GroupsFile = toml::from_str(text).map_err(|error| Error(error.to_string()))?;
    if file.format != FORMAT {
        return Err(Error(format!("format {} is not {FORMAT}", file.format)));
    }
    let rows: Vec<Row> = file.group.into_iter().map(row).collect::<Result<_, _>>()?;
    for (at, row) in rows.iter().enumerate() {
        let mut before = rows.iter().take(at);
        if before.any(|other| other.code == row.code && other.days.overlap(row.days)) {
            return Err(Error(format!("two rows of index {} share a day", row.code)));
        }
    }
    Ok(rows)
}

fn row(row: GroupFile) -> Result<Row, Error> {
    let group = Group::ALL.into_iter().find(|group| group.id() == row.group);
    Ok(Row {
        days: days(&row.code, &row.from, row.to.as_deref(), &row.source)?,
        group: group.ok_or_else(|| Error(format!("{}: no group {}", row.code, row.group)))?,
        code: row.code,
    })
}

/// The row of that day; a code begun on a day without a row counts as its last row says.
pub(super) fn of(rows: &[Row], code: &str, day: Date) -> Group {
    let mut own = rows
        .iter()
        .filter(|row| row.code.eq_ignore_ascii_case(code));
    let in_force = own.clone().find(|row| row.days.contain(day));
    in_force
        .or_else(|| own.next_back())
        .map_or(Group::Other, |row| row.group)
}

/// The group all rows of a code agree on.
pub(super) fn always(rows: &[Row], code: &str) -> Option<Group> {
    let mut own = rows
        .iter()
        .filter(|row| row.code.eq_ignore_ascii_case(code));
    let Some(first) = own.next() else {
        return Some(Group::Other);
    };
    own.all(|row| row.group == first.group)
        .then_some(first.group)
}
