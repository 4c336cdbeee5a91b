//! Numbered blanks as the registry keeps them: boxes received, and where each blank is.

use super::{Act, Error, Registry};
use crate::office::{BlankEvent, BlankRange, BlankState, OfficerId};
use rusqlite::{OptionalExtension as _, Row, named_params, params};

/// One blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankRow {
    /// Its serial.
    pub serial: String,
    /// Where it is.
    pub state: BlankState,
    /// The operator who has or had it.
    pub operator: Option<OfficerId>,
    /// Since when it is there, Unix seconds.
    pub state_at: i64,
    /// Reason or number of a report; empty without.
    pub note: String,
}

impl Registry {
    /// One blank.
    pub fn blank(&self, serial: &str) -> Result<Option<BlankRow>, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT serial, state, operator, state_at, coalesce(note, '') AS note FROM blanks WHERE serial = ?1")?
            .query_row([serial], blank_row)
            .optional()?)
    }

    /// The next blank an operator has, by serial.
    pub fn next_blank(&self, operator: OfficerId) -> Result<Option<String>, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT serial FROM blanks WHERE state = 'WITH_OPERATOR' AND operator = ?1 ORDER BY serial LIMIT 1")?
            .query_row([operator.0], |row| row.get("serial"))
            .optional()?)
    }
}

impl Act<'_> {
    /// Takes a box into stock. The next number of a series is the one after the last ever received of it.
    pub fn receive_blanks(&mut self, range: &BlankRange, note: &str) -> Result<(), Error> {
        let first = range.first();
        let digits = i64::try_from(first.digits()).unwrap_or(0);
        let last: Option<u32> = self
            .transaction
            .prepare_cached(
                "SELECT max(last) AS last FROM receipts WHERE prefix = ?1 AND digits = ?2",
            )?
            .query_row(params![first.prefix(), digits], |row| row.get("last"))?;
        range.follows(last).map_err(Error::Stock)?;
        self.note("count", range.count().to_string());
        self.note("first", first.to_string());
        self.note("note", note);
        self.transaction
            .prepare_cached(
                "INSERT INTO receipts (prefix, digits, first, last, note, received_at) VALUES (:prefix, :digits, :first, :last, :note, :at)",
            )?
            .execute(named_params! {
                ":prefix": first.prefix(),
                ":digits": digits,
                ":first": first.number(),
                ":last": range.last_number(),
                ":note": note,
                ":at": self.by.at,
            })?;
        let receipt = self.transaction.last_insert_rowid();
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO blanks (serial, state, receipt, state_at) VALUES (?1, 'STOCK', ?2, ?3)",
        )?;
        for serial in range.serials() {
            insert.execute(params![serial.to_string(), receipt, self.by.at])?;
        }
        Ok(())
    }

    /// Moves one blank on, by the table. `operator` is who gets it, `second` who stood beside, `note` reason or report.
    pub fn move_blank(
        &mut self,
        serial: &str,
        event: BlankEvent,
        with: &Move<'_>,
    ) -> Result<BlankState, Error> {
        let state: Option<String> = self
            .transaction
            .prepare_cached("SELECT state FROM blanks WHERE serial = ?1")?
            .query_row([serial], |row| row.get("state"))
            .optional()?;
        let state = state.ok_or(Error::NotFound("blank"))?;
        let state = BlankState::parse(&state).ok_or_else(|| Error::Row(String::from("state")))?;
        let next = state.after(event).ok_or(Error::BlankOutOfTurn(state))?;
        self.transaction
            .prepare_cached(
                "UPDATE blanks SET state = :state, state_at = :at, operator = CASE WHEN :state = 'STOCK' THEN NULL ELSE coalesce(:operator, operator) END, \
                 left_at = CASE WHEN :leaves THEN coalesce(left_at, :at) ELSE left_at END, \
                 second = coalesce(:second, second), note = coalesce(:note, note) WHERE serial = :serial",
            )?
            .execute(named_params! {
                ":serial": serial,
                ":state": next.id(),
                ":at": self.by.at,
                ":leaves": !matches!(next, BlankState::Stock | BlankState::WithOperator | BlankState::Printing),
                ":operator": with.operator.map(|operator| operator.0),
                ":second": with.second.map(|second| second.0),
                ":note": with.note,
            })?;
        Ok(next)
    }
}

/// What stands with a move of a blank.
#[derive(Debug, Clone, Copy, Default)]
pub struct Move<'a> {
    /// Who gets it.
    pub operator: Option<OfficerId>,
    /// The second officer.
    pub second: Option<OfficerId>,
    /// Reason, or number of a report.
    pub note: Option<&'a str>,
}

fn blank_row(row: &Row<'_>) -> rusqlite::Result<BlankRow> {
    Ok(BlankRow {
        serial: row.get("serial")?,
        state: BlankState::parse(row.get_ref("state")?.as_str()?)
            .ok_or_else(|| super::read::unreadable("state"))?,
        operator: row.get::<_, Option<i64>>("operator")?.map(OfficerId),
        state_at: row.get("state_at")?,
        note: row.get("note")?,
    })
}
