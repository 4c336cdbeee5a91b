//! What the office's figures are counted from besides spells, and the rows behind each figure.

use super::{Error, Registry};
use crate::permit::Kind;
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, params};

/// A row of the list behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    /// Number of the permit; empty for a blank no card was made on.
    pub permit_no: String,
    /// As printed.
    pub full_name: String,
    /// ITAS or ITAP, as it was.
    pub kind: Option<Kind>,
    /// Alpha-3 code, as it was.
    pub nationality: String,
    /// Kecamatan, as it was.
    pub district: String,
    /// Last day, as it was.
    pub last_on: Option<Date>,
    /// Serial of the card, for figures of cards and cases.
    pub serial: String,
    /// The day that put it into the figure, where it is one day that did.
    pub day: Option<Date>,
    /// Working days from intake to hand-over, for figures of those.
    pub days: Option<u32>,
}

/// Which cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CardFate {
    /// Came out of the press well.
    Good,
    /// Were spoiled.
    Spoiled,
}

impl CardFate {
    /// What stands in `WHERE`, each with an index of its own; `?1` and `?2` are seconds.
    fn condition(self) -> &'static str {
        match self {
            Self::Good => "b.good = 1 AND b.left_at >= ?1 AND b.left_at < ?2",
            Self::Spoiled => {
                "b.spoiled_at IS NOT NULL AND b.spoiled_at >= ?1 AND b.spoiled_at < ?2"
            }
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Good => "b.left_at",
            Self::Spoiled => "b.spoiled_at",
        }
    }
}

/// A case that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// Key of the case.
    pub case: i64,
    /// Unix seconds.
    pub begun_at: i64,
    /// Unix seconds.
    pub handed_over_at: i64,
}

impl Registry {
    /// Rows of the cards of that fate from one second until before another, oldest first.
    pub fn card_rows(
        &self,
        fate: CardFate,
        (from, until): (i64, i64),
        (offset, limit): (u32, u32),
    ) -> Result<Vec<(NumberRow, i64)>, Error> {
        let sql = format!(
            "SELECT b.serial, {column} AS at, p.permit_no, p.full_name, c.kind, p.nationality, p.district FROM blanks b \
             LEFT JOIN cards c ON c.serial = b.serial LEFT JOIN permits p ON p.id = c.permit WHERE {} ORDER BY {column}, b.id LIMIT ?3 OFFSET ?4",
            fate.condition(),
            column = fate.column(),
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![from, until, limit, offset], |row| {
            Ok((card_row(row)?, row.get("at")?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Cases handed over from one second until before another, in that order.
    pub fn served(&self, from: i64, until: i64, mut each: impl FnMut(Served)) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, begun_at, state_at FROM cases INDEXED BY cases_served WHERE state = 'HANDED_OVER' AND state_at >= ?1 AND state_at < ?2 ORDER BY state_at, id",
        )?;
        let mut rows = statement.query([from, until])?;
        while let Some(row) = rows.next()? {
            each(Served {
                case: row.get("id")?,
                begun_at: row.get("begun_at")?,
                handed_over_at: row.get("state_at")?,
            });
        }
        Ok(())
    }

    /// The row of a case that was handed over.
    pub fn served_row(&self, case: i64) -> Result<NumberRow, Error> {
        self.connection
            .prepare_cached(
                "SELECT k.permit_no, k.full_name, k.kind, coalesce(p.nationality, '') AS nationality, coalesce(p.district, '') AS district, \
                 coalesce(c.serial, '') AS serial FROM cases k LEFT JOIN cards c ON c.id = k.card LEFT JOIN permits p ON p.id = c.permit WHERE k.id = ?1",
            )?
            .query_row([case], card_row)
            .optional()?
            .ok_or(Error::NotFound("case"))
    }

    /// The row of a spell: its permit, and what held in that time.
    pub fn spell_row(&self, spell: i64) -> Result<NumberRow, Error> {
        self.connection
            .prepare_cached(
                "SELECT p.permit_no, p.full_name, s.kind, n.word AS nationality, l.word AS place, s.last_on FROM spells s \
                 JOIN permits p ON p.id = s.permit JOIN terms n ON n.id = s.nationality JOIN terms l ON l.id = s.place WHERE s.id = ?1",
            )?
            .query_row([spell], |row| {
                let place = row.get_ref("place")?.as_str()?;
                let district = place.split_once('|').map_or("", |(_, district)| district);
                Ok(NumberRow {
                    permit_no: row.get("permit_no")?,
                    full_name: row.get("full_name")?,
                    kind: Some(super::read::kind(row)?),
                    nationality: row.get("nationality")?,
                    district: district.to_owned(),
                    last_on: Some(super::read::date(row, "last_on")?),
                    serial: String::new(),
                    day: None,
                    days: None,
                })
            })
            .optional()?
            .ok_or(Error::NotFound("permit"))
    }
}

fn card_row(row: &Row<'_>) -> rusqlite::Result<NumberRow> {
    let text = |column| {
        row.get::<_, Option<String>>(column)
            .map(Option::unwrap_or_default)
    };
    let kind = match text("kind")?.as_str() {
        "ITAS" => Some(Kind::Itas),
        "ITAP" => Some(Kind::Itap),
        _ => None,
    };
    Ok(NumberRow {
        permit_no: text("permit_no")?,
        full_name: text("full_name")?,
        kind,
        nationality: text("nationality")?,
        district: text("district")?,
        last_on: None,
        serial: row.get("serial")?,
        day: None,
        days: None,
    })
}
