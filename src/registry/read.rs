//! Reading: drafts, permits, cards, figures. Every column by its name.

use super::{Alike, CardRow, Error, Figures, Look, PermitRecord, PermitRow, Registry, Twin};
use crate::permit::{Draft, Field, Kind, PermitNo};
use crate::portrait::Portrait;
use crate::seal::Kid;
use jiff::civil::Date;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params, params};
use std::collections::BTreeMap;

impl Registry {
    /// What the office keeps of itself under `key`.
    pub fn meta(&self, key: &str) -> Result<Option<String>, Error> {
        meta(&self.connection, key)
    }

    /// Time of the newest act, Unix seconds; 0 before the first.
    pub fn last_act(&self) -> Result<i64, Error> {
        Ok(self.audit_head()?.2)
    }

    /// A permit with its cards.
    pub fn permit(&self, permit_no: &PermitNo) -> Result<PermitRecord, Error> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT p.id, p.kind, coalesce(c.fields, p.fields) AS fields, f.jpeg, l.template, l.issuer, l.emblem \
                 FROM permits p LEFT JOIN cards c ON c.id = p.newest_card LEFT JOIN portraits f ON f.id = coalesce(c.portrait, p.portrait) LEFT JOIN looks l ON l.id = c.look WHERE p.permit_no = ?1",
            )?
            .query_row([permit_no.as_str()], |row| Ok((row.get::<_, i64>("id")?, filled(row)?, look(row)?)))
            .optional()?;
        let (id, (draft, portrait), look) = found.ok_or(Error::NotFound("permit"))?;
        let mut statement = self.connection.prepare_cached(
            "SELECT c.serial, c.issued_at, c.superseded_at IS NOT NULL AS superseded, s.kid, s.text \
             FROM cards c JOIN seals s ON s.card = c.id WHERE c.permit = ?1 ORDER BY c.id",
        )?;
        let cards = statement.query_map([id], |row| {
            Ok(CardRow {
                serial: row.get("serial")?,
                issued_at: row.get("issued_at")?,
                kid: Kid(row.get("kid")?).to_string(),
                seal_text: row.get("text")?,
                superseded: row.get("superseded")?,
            })
        })?;
        Ok(PermitRecord {
            draft,
            portrait,
            cards: cards.collect::<Result<_, _>>()?,
            look,
        })
    }

    /// Other permits with this passport number or NIORA, at most eight.
    pub fn twins(
        &self,
        permit_no: &str,
        passport_no: &str,
        niora: &str,
    ) -> Result<Vec<Twin>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT permit_no, birth_date, valid_until, passport_no = :passport AS same_passport, coalesce(niora = :niora, 0) AS same_niora \
             FROM permits WHERE permit_no <> :permit AND ((:passport <> '' AND passport_no = :passport) OR (:niora <> '' AND niora = :niora)) \
             ORDER BY id DESC LIMIT 8",
        )?;
        let rows = statement.query_map(
            named_params! {":permit": permit_no, ":passport": passport_no, ":niora": niora},
            |row| {
                Ok(Twin {
                    permit_no: row.get("permit_no")?,
                    passport: row.get("same_passport")?,
                    niora: row.get("same_niora")?,
                    birth_date: row.get("birth_date")?,
                    valid_until: date(row, "valid_until")?,
                })
            },
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Permits of people born on that day with that nationality that have not ended: number, name, NIORA and last day, at
    /// most so many. `birth` is a day of birth as the registry writes it.
    pub fn born_alike(&self, birth: &str, nationality: &str) -> Result<Vec<Alike>, Error> {
        /// More than that are never one person twice.
        const MOST: u32 = 256;
        let mut statement = self.connection.prepare_cached(
            "SELECT permit_no, full_name, passport_no, coalesce(niora, '') AS niora, valid_until FROM permits \
             WHERE birth_date = ?1 AND nationality = ?2 AND ended_on IS NULL ORDER BY id DESC LIMIT ?3",
        )?;
        let rows = statement.query_map(params![birth, nationality, MOST], |row| {
            Ok(Alike {
                permit_no: row.get("permit_no")?,
                full_name: row.get("full_name")?,
                passport_no: row.get("passport_no")?,
                niora: row.get("niora")?,
                valid_until: date(row, "valid_until")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The present serial of a permit, when it is in the registry.
    pub fn present_serial(&self, permit_no: &str) -> Result<Option<String>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT c.serial FROM permits p JOIN cards c ON c.id = p.newest_card WHERE p.permit_no = ?1")?;
        Ok(statement
            .query_row([permit_no], |row| row.get("serial"))
            .optional()?)
    }

    /// Text of the seal with that place in the office's status list.
    pub fn seal_at(&self, idx: u64, uri: &str) -> Result<Option<String>, Error> {
        let Ok(idx) = i64::try_from(idx) else {
            return Ok(None);
        };
        Ok(self
            .connection
            .prepare_cached("SELECT text FROM seals WHERE status_idx = ?1 AND status_uri = ?2")?
            .query_row(params![idx, uri], |row| row.get("text"))
            .optional()?)
    }

    /// Whether that place in the status list is given away.
    pub fn is_status_taken(&self, idx: u64) -> Result<bool, Error> {
        let Ok(idx) = i64::try_from(idx) else {
            return Ok(true);
        };
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM seals WHERE status_idx = ?1")?
            .exists([idx])?)
    }

    /// Counts as of `today`: cards since `day_from` and `month_from` (Unix seconds), permits ending until `soon`.
    pub fn figures(
        &self,
        today: Date,
        soon: Date,
        day_from: i64,
        month_from: i64,
    ) -> Result<Figures, Error> {
        let count = |sql: &str, values: &[&dyn ToSql]| -> Result<u64, Error> {
            Ok(self
                .connection
                .prepare_cached(sql)?
                .query_row(values, |row| row.get::<_, u32>("n"))
                .map(u64::from)?)
        };
        let itas = count("SELECT count(*) AS n FROM permits WHERE kind = 'ITAS'", &[])?;
        let itap = count("SELECT count(*) AS n FROM permits WHERE kind = 'ITAP'", &[])?;
        let (today, soon) = (today.to_string(), soon.to_string());
        let mut most = self
            .connection
            .prepare_cached(
                "SELECT nationality, count(*) AS n FROM permits WHERE ended_on IS NULL OR ended_on > ?1 \
                 GROUP BY nationality ORDER BY n DESC, nationality LIMIT 8",
            )?;
        Ok(Figures {
            permits: itas + itap,
            itas,
            itap,
            cards_today: count(
                "SELECT count(*) AS n FROM cards JOIN blanks USING (serial) WHERE issued_at >= ?1 AND spoiled_at IS NULL",
                &[&day_from],
            )?,
            cards_month: count(
                "SELECT count(*) AS n FROM cards JOIN blanks USING (serial) WHERE issued_at >= ?1 AND spoiled_at IS NULL",
                &[&month_from],
            )?,
            expiring: count(
                "SELECT count(*) AS n FROM permits WHERE valid_until BETWEEN ?1 AND ?2 AND (ended_on IS NULL OR ended_on > ?1)",
                &[&today, &soon],
            )?,
            expired: count(
                "SELECT count(*) AS n FROM permits WHERE valid_until < ?1 AND (ended_on IS NULL OR ended_on > ?1)",
                &[&today],
            )?,
            nationalities: most
                .query_map([&today], |row| {
                    Ok((row.get("nationality")?, u64::from(row.get::<_, u32>("n")?)))
                })?
                .collect::<Result<_, _>>()?,
        })
    }
}

pub(super) fn meta(connection: &Connection, key: &str) -> Result<Option<String>, Error> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get("value"))
        .optional()?)
}

pub(super) fn permit_row(row: &Row<'_>) -> rusqlite::Result<PermitRow> {
    Ok(PermitRow {
        permit_no: PermitNo::parse(row.get_ref("permit_no")?.as_str()?)
            .ok_or_else(|| unreadable("permit_no"))?,
        kind: kind(row)?,
        full_name: row.get("full_name")?,
        nationality: row.get("nationality")?,
        passport_no: row.get("passport_no")?,
        index_code: row.get("index_code")?,
        valid_until: date(row, "valid_until")?,
        ended_on: match row.get_ref("ended_on")?.as_str_or_null()? {
            Some(_) => Some(date(row, "ended_on")?),
            None => None,
        },
        district: row.get("district")?,
        card_serial: row.get("serial")?,
        card_void: row.get("card_void")?,
    })
}

/// Kind, fields and picture of a case, a permit or a card.
pub(super) fn filled(row: &Row<'_>) -> rusqlite::Result<(Draft, Option<Portrait>)> {
    let draft = filled_fields(row)?;
    let jpeg = row.get_ref("jpeg")?.as_blob_or_null()?;
    let portrait = jpeg
        .map(|jpeg| Portrait::parse(jpeg).map_err(|_picture| unreadable("jpeg")))
        .transpose()?;
    Ok((draft, portrait))
}

/// Kind and fields of them.
pub(super) fn filled_fields(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let mut draft = Draft::new(kind(row)?);
    let fields: BTreeMap<String, String> = serde_json::from_str(row.get_ref("fields")?.as_str()?)
        .map_err(|_json| unreadable("fields"))?;
    for (id, value) in fields {
        *draft.edit(Field::parse(&id).ok_or_else(|| unreadable("fields"))?) = value;
    }
    Ok(draft)
}

pub(super) fn look(row: &Row<'_>) -> rusqlite::Result<Option<Look>> {
    let Some(template) = row.get::<_, Option<String>>("template")? else {
        return Ok(None);
    };
    let emblem: Option<Vec<u8>> = row.get("emblem")?;
    Ok(Some(Look::new(
        template,
        row.get("issuer")?,
        emblem.map(Into::into),
    )))
}

pub(super) fn kind(row: &Row<'_>) -> rusqlite::Result<Kind> {
    match row.get_ref("kind")?.as_str()? {
        "ITAS" => Ok(Kind::Itas),
        "ITAP" => Ok(Kind::Itap),
        _ => Err(unreadable("kind")),
    }
}

pub(super) fn date(row: &Row<'_>, column: &'static str) -> rusqlite::Result<Date> {
    row.get_ref(column)?
        .as_str()?
        .parse()
        .map_err(|_date| unreadable(column))
}

/// A value the schema let in but this program cannot read; names the column, never the value.
pub(super) fn unreadable(column: &'static str) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(0, String::from(column), Type::Text)
}
