//! Spells taken back: the card that began one has come to nothing, so that time never was.

use super::{COLUMNS, Closed, DayNo, Kept, kept};
use crate::permit::Permit;
use crate::registry::{Act, Error};
use jiff::civil::Date;
use rusqlite::OptionalExtension as _;

impl Act<'_> {
    /// A permit says again what it said `before` its last spell: that one goes, and the one it followed goes on as far as it
    /// did; where it had been put right in its place, it is put back.
    pub(in crate::registry) fn take_back_spell(
        &self,
        permit: i64,
        before: &Permit,
    ) -> Result<(), Error> {
        let Some(last) = self.last_spell(permit)? else {
            return Ok(());
        };
        let mut fresh = self.first_spell(permit, before)?;
        if before.index_code.is_empty() {
            fresh.spell.purpose = last.spell.purpose;
        }
        if last.says(&fresh) {
            return Ok(());
        }
        let older = self.spell_before(permit, last.spell.id)?;
        if let Some(mut older) = older {
            if before.index_code.is_empty() {
                fresh.spell.purpose = older.spell.purpose;
            }
            if older.says(&fresh) {
                self.drop_spell(last.spell.id)?;
                older.spell.closed = last.spell.closed;
                return self.set_closed(&older);
            }
        }
        fresh.spell.id = last.spell.id;
        fresh.spell.begun = last.spell.begun;
        fresh.spell.closed = last.spell.closed;
        fresh.spell.first = last.spell.first.max(fresh.valid_from);
        self.write_spell(&fresh, before)
    }

    /// A permit that never came to be has no spells.
    pub(in crate::registry) fn drop_spells(&self, permit: i64) -> Result<(), Error> {
        while let Some(last) = self.last_spell(permit)? {
            self.drop_spell(last.spell.id)?;
        }
        Ok(())
    }

    /// A permit that `ended` on that day goes on: its last spell is open again, and one that was cut short lasts as far as the
    /// next.
    pub(in crate::registry) fn reopen_spells(
        &self,
        permit: i64,
        ended: Option<Date>,
    ) -> Result<(), Error> {
        let Some(mut next) = self.last_spell(permit)? else {
            return Ok(());
        };
        next.spell.closed = None;
        self.set_closed(&next)?;
        while let Some(mut older) = self.spell_before(permit, next.spell.id)? {
            let cut = older.spell.closed.filter(|closed| {
                Some(closed.on) == ended.map(DayNo::of) && closed.on < next.spell.first
            });
            if let Some(closed) = cut {
                older.spell.closed = Some(Closed {
                    on: next.spell.first,
                    ended: false,
                    ..closed
                });
                self.set_closed(&older)?;
            }
            next = older;
        }
        Ok(())
    }

    pub(super) fn spell_before(&self, permit: i64, id: i64) -> Result<Option<Kept>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM spells WHERE permit = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1"
        );
        Ok(self
            .transaction
            .prepare_cached(&sql)?
            .query_row([permit, id], kept)
            .optional()?)
    }

    fn drop_spell(&self, id: i64) -> Result<(), Error> {
        self.transaction
            .prepare_cached("DELETE FROM spells WHERE id = ?1")?
            .execute([id])?;
        self.unpack_slot(id)
    }
}
