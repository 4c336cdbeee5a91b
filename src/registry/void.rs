//! A card that came to nothing: what its permit, its search and the figures say goes back to the card that is valid.

use super::read::filled_fields;
use super::{Act, Error};
use crate::permit::{Draft, Permit};
use rusqlite::{OptionalExtension as _, Row, params};

/// Reads the fields of a card issued at that second, or of a permit taken over without a card, as the permit they make.
pub type Reading<'a> = dyn Fn(&Draft, Option<i64>) -> Option<Permit> + 'a;

/// What a permit goes back to.
struct Standing {
    /// The card; `None` for a permit taken over without one.
    card: Option<i64>,
    issued_at: Option<i64>,
    fields: Draft,
}

impl Act<'_> {
    /// Takes a card out of the world: its serial and seal are void. When it was its permit's newest, the permit is again what
    /// its newest valid card says, or what it was taken over as; a permit that has neither is nobody's, and the permit it had
    /// ended goes on.
    pub fn void_card(&mut self, serial: &str, reading: &Reading<'_>) -> Result<(), Error> {
        let found: Option<(i64, i64, Option<i64>)> = self
            .transaction
            .prepare_cached(
                "SELECT c.id, c.permit, p.newest_card FROM cards c JOIN permits p ON p.id = c.permit WHERE c.serial = ?1",
            )?
            .query_row([serial], |row| {
                Ok((row.get("id")?, row.get("permit")?, row.get("newest_card")?))
            })
            .optional()?;
        let (card, permit, newest) = found.ok_or(Error::NotFound("card"))?;
        self.transaction
            .prepare_cached(
                "UPDATE cards SET superseded_at = coalesce(superseded_at, ?2) WHERE id = ?1",
            )?
            .execute(params![card, self.by.at])?;
        if let Some(newest) = newest.filter(|newest| *newest != card) {
            self.hand_on_spells(permit, card)?;
            return self.hand_on_ends(card, newest);
        }
        let Some(standing) = self.standing_before(permit, card)? else {
            self.drop_spells(permit)?;
            self.forget_spells_before(card)?;
            return self.take_back_ends(card);
        };
        self.take_back_ends(card)?;
        self.transaction
            .prepare_cached("UPDATE cards SET superseded_at = NULL WHERE id = ?1")?
            .execute([standing.card])?;
        self.transaction
            .prepare_cached("UPDATE permits SET newest_card = ?2 WHERE id = ?1")?
            .execute(params![permit, standing.card])?;
        let Some(before) = reading(&standing.fields, standing.issued_at) else {
            // What was printed once always reads; a program whose rules of form have changed leaves the columns and says so.
            self.note("columns", "not put back");
            return Ok(());
        };
        self.write_permit(&before)?;
        self.take_back_spell(permit, card, &before)?;
        self.keep_words(permit, &before)
    }

    /// The newest card of a permit that is not void, but for `card`; else what the permit was taken over as.
    fn standing_before(&self, permit: i64, card: i64) -> Result<Option<Standing>, Error> {
        let read = |row: &Row<'_>| {
            Ok(Standing {
                card: row.get("card")?,
                issued_at: row.get("issued_at")?,
                fields: filled_fields(row)?,
            })
        };
        let found = self
            .transaction
            .prepare_cached(
                "SELECT c.id AS card, c.issued_at, c.kind, c.fields FROM cards c JOIN blanks b ON b.serial = c.serial \
                 WHERE c.permit = ?1 AND c.id <> ?2 AND b.state NOT IN ('SPOILED', 'DESTROYED', 'LOST') ORDER BY c.id DESC LIMIT 1",
            )?
            .query_row([permit, card], read)
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
        Ok(self
            .transaction
            .prepare_cached(
                "SELECT NULL AS card, NULL AS issued_at, kind, fields FROM permits WHERE id = ?1 AND fields IS NOT NULL",
            )?
            .query_row([permit], read)
            .optional()?)
    }
}
