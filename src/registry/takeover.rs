//! Permits taken over without a card, the lists they came in, and the fields of many permits for a list that goes out.

use super::read::filled_fields;
use super::{Act, Error, Registry, write};
use crate::permit::{Draft, Permit, PermitNo};
use rusqlite::{OptionalExtension as _, named_params, params};

/// A list that was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportRow {
    /// Its key.
    pub id: i64,
    /// Rows taken over or refused so far, from the first.
    pub rows_done: u32,
}

impl Registry {
    /// Whether a permit of that number is known, in any spelling, with a card or without.
    pub fn knows_permit(&self, permit_no: &PermitNo) -> Result<bool, Error> {
        let mut find = self
            .connection
            .prepare_cached("SELECT 1 FROM permits WHERE permit_no = ?1")?;
        for spelling in permit_no.spellings() {
            if find.exists([spelling.as_str()])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How far the list of that file, understood in that way, has come; digests of both.
    pub fn import(&self, file: &[u8; 32], mapping: &[u8; 32]) -> Result<Option<ImportRow>, Error> {
        let row = self
            .connection
            .prepare_cached("SELECT id, rows_done FROM imports WHERE file = ?1 AND mapping = ?2")?
            .query_row(params![&file[..], &mapping[..]], |row| {
                Ok(ImportRow {
                    id: row.get("id")?,
                    rows_done: row.get("rows_done")?,
                })
            })
            .optional()?;
        Ok(row)
    }

    /// Rows of a list that were refused, with their findings as the caller wrote them.
    pub fn refusals(&self, import: i64) -> Result<Vec<(u32, String)>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT row, findings FROM import_refusals WHERE import = ?1 ORDER BY id",
        )?;
        let rows =
            statement.query_map([import], |row| Ok((row.get("row")?, row.get("findings")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A permit's fields and the serial of its present card, empty when it has none; for lists, which show no pictures.
    pub fn fields_of(&self, permit_no: &PermitNo) -> Result<(Draft, String), Error> {
        self.connection
            .prepare_cached(
                "SELECT p.kind, coalesce(c.fields, p.fields) AS fields, coalesce(c.serial, '') AS serial \
                 FROM permits p LEFT JOIN cards c ON c.id = p.newest_card WHERE p.permit_no = ?1",
            )?
            .query_row([permit_no.as_str()], |row| {
                Ok((filled_fields(row)?, row.get("serial")?))
            })
            .optional()?
            .ok_or(Error::NotFound("permit"))
    }
}

impl Act<'_> {
    /// A permit another office or an older program issued: its fields, no card and no picture. One that is known is refused.
    pub fn take_over_permit(&mut self, permit: &Permit) -> Result<(), Error> {
        for spelling in permit.permit_no.spellings() {
            let known = self
                .transaction
                .prepare_cached("SELECT 1 FROM permits WHERE permit_no = ?1")?
                .exists([spelling.as_str()])?;
            if known {
                return Err(Error::Taken("permit"));
            }
        }
        let (id, _) = self.keep_permit(permit)?;
        self.transaction
            .prepare_cached("UPDATE permits SET fields = ?2 WHERE id = ?1")?
            .execute(params![id, write::fields(&permit.to_draft())?])?;
        self.keep_words(id, permit)
    }

    /// Begins a list, or finds it where it was begun.
    pub fn begin_import(&mut self, file: &[u8; 32], mapping: &[u8; 32]) -> Result<i64, Error> {
        let id = self
            .transaction
            .prepare_cached(
                "INSERT INTO imports (file, mapping, begun_at, rows_done) VALUES (:file, :mapping, :at, 0) \
                 ON CONFLICT (file, mapping) DO UPDATE SET rows_done = rows_done RETURNING id",
            )?
            .query_row(
                named_params! {":file": &file[..], ":mapping": &mapping[..], ":at": self.by.at},
                |row| row.get("id"),
            )?;
        self.about(format!("import:{id}"));
        Ok(id)
    }

    /// How far a list has come.
    pub fn import_came_to(&mut self, id: i64, rows_done: u32) -> Result<(), Error> {
        self.transaction
            .prepare_cached("UPDATE imports SET rows_done = ?2 WHERE id = ?1")?
            .execute(params![id, rows_done])?;
        Ok(())
    }

    /// A row of a list that is left out; `findings` tells why and nothing of the person.
    pub fn keep_refusal(&mut self, import: i64, row: u32, findings: &str) -> Result<(), Error> {
        self.transaction
            .prepare_cached(
                "INSERT INTO import_refusals (import, row, findings) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![import, row, findings])?;
        Ok(())
    }
}
