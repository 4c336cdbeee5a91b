//! Spells taken back: the card that began one has come to nothing, so that time never was.

use super::{COLUMNS, Closed, DayNo, Kept, kept};
use crate::permit::Permit;
use crate::registry::{Act, Error};
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, params};

/// The last two spells of a permit as they were, as `spells_before` keeps them.
pub(in crate::registry) struct SpellsBefore(String);

impl Act<'_> {
    /// The last two spells of a permit as they are.
    pub(super) fn spells_of(&self, permit: i64) -> Result<SpellsBefore, Error> {
        let sql = format!(
            "SELECT json_group_array(json_array({COLUMNS})) AS spells \
             FROM (SELECT {COLUMNS} FROM spells WHERE permit = ?1 ORDER BY id DESC LIMIT 2)"
        );
        Ok(self
            .transaction
            .prepare_cached(&sql)?
            .query_row([permit], |row| row.get("spells").map(SpellsBefore))?)
    }

    /// Remembers the spells a card changed.
    pub(in crate::registry) fn keep_spells_before(
        &self,
        card: i64,
        before: &SpellsBefore,
    ) -> Result<(), Error> {
        self.transaction
            .prepare_cached("INSERT INTO spells_before (card, spells) VALUES (?1, ?2)")?
            .execute(params![card, before.0])?;
        Ok(())
    }

    /// A card that is void stands behind others of its permit: should the next come to nothing, the spells are again what they
    /// were before this one.
    pub(in crate::registry) fn hand_on_spells(&self, permit: i64, card: i64) -> Result<(), Error> {
        let next: Option<i64> = self
            .transaction
            .prepare_cached(
                "SELECT c.id FROM cards c JOIN blanks b ON b.serial = c.serial \
                 WHERE c.permit = ?1 AND ?2 < c.id AND b.state NOT IN ('SPOILED', 'DESTROYED', 'LOST') ORDER BY c.id LIMIT 1",
            )?
            .query_row([permit, card], |row| row.get("id"))
            .optional()?;
        let before = self.spells_before(card)?;
        if let (Some(next), Some(before)) = (next, before) {
            self.transaction
                .prepare_cached(
                    "INSERT INTO spells_before (card, spells) VALUES (?1, ?2) ON CONFLICT (card) DO UPDATE SET spells = excluded.spells",
                )?
                .execute(params![next, before.0])?;
        }
        self.forget_spells_before(card)
    }

    fn spells_before(&self, card: i64) -> Result<Option<SpellsBefore>, Error> {
        Ok(self
            .transaction
            .prepare_cached("SELECT spells FROM spells_before WHERE card = ?1")?
            .query_row([card], |row| row.get("spells").map(SpellsBefore))
            .optional()?)
    }

    /// What a card began from is of no use any more.
    pub(in crate::registry) fn forget_spells_before(&self, card: i64) -> Result<(), Error> {
        self.transaction
            .prepare_cached("DELETE FROM spells_before WHERE card = ?1")?
            .execute([card])?;
        Ok(())
    }

    /// A permit says again what it said `before` that card. Its spells are again as they were, but that it may have ended
    /// since. Without a word of how they were, the last one goes and the one it followed goes on as far as it did; where it
    /// had been put right in its place, it is put back.
    pub(in crate::registry) fn take_back_spell(
        &self,
        permit: i64,
        card: i64,
        before: &Permit,
    ) -> Result<(), Error> {
        if let Some(spells) = self.spells_before(card)? {
            self.forget_spells_before(card)?;
            if self.put_back(permit, &spells, before)? {
                return Ok(());
            }
        }
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

    /// Puts the spells back, if they say what the permit now says.
    fn put_back(&self, permit: i64, was: &SpellsBefore, now: &Permit) -> Result<bool, Error> {
        let mut spells = self.read_back(was)?;
        let (Some(newest), Some(last)) = (spells.first(), self.last_spell(permit)?) else {
            return Ok(false);
        };
        let mut fresh = self.first_spell(permit, now)?;
        if now.index_code.is_empty() {
            fresh.spell.purpose = newest.spell.purpose;
        }
        if !newest.says(&fresh) {
            return Ok(false);
        }
        let newest = newest.spell.id;
        let mut running = last;
        let closed = running.spell.closed;
        while newest < running.spell.id {
            self.drop_spell(running.spell.id)?;
            match self.last_spell(permit)? {
                Some(older) => running = older,
                None => break,
            }
        }
        spells.reverse();
        for mut kept in spells {
            let of = kept.spell.id;
            kept.spell.closed = match (kept.spell.closed, closed) {
                (_, Some(_)) if of == newest => closed,
                // It ended before the other was to follow, as [`Act::end_spell`] has it.
                (Some(own), Some(end)) if end.ended && end.on < own.on => Some(Closed {
                    told: own.told,
                    ..end
                }),
                (own, _) => own,
            };
            kept.spell.id = self.write_back(permit, was, of)?;
            self.set_closed(&kept)?;
        }
        Ok(true)
    }

    /// The spells kept, the last first.
    fn read_back(&self, was: &SpellsBefore) -> Result<Vec<Kept>, Error> {
        let columns: Vec<String> = COLUMNS
            .split(", ")
            .enumerate()
            .map(|(place, column)| format!("value ->> {place} AS {column}"))
            .collect();
        let sql = format!(
            "SELECT {} FROM json_each(?1) ORDER BY id DESC",
            columns.join(", ")
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let spells = statement.query_map([&was.0], kept)?;
        Ok(spells.collect::<Result<_, _>>()?)
    }

    /// Writes one of the spells kept, by its number; under another where that is another permit's by now.
    fn write_back(&self, permit: i64, was: &SpellsBefore, id: i64) -> Result<i64, Error> {
        let (mut values, mut set) = (Vec::new(), Vec::new());
        for (place, column) in COLUMNS.split(", ").enumerate().skip(1) {
            values.push(format!("value ->> {place}"));
            set.push(format!("{column} = excluded.{column}"));
        }
        let sql = format!(
            "INSERT INTO spells ({COLUMNS}) SELECT \
             CASE WHEN EXISTS (SELECT 1 FROM spells WHERE id = ?2 AND permit <> ?3) THEN (SELECT max(id) + 1 FROM spells) ELSE ?2 END, {} \
             FROM json_each(?1) WHERE value ->> 0 = ?2 ON CONFLICT (id) DO UPDATE SET {} RETURNING id",
            values.join(", "),
            set.join(", ")
        );
        Ok(self
            .transaction
            .prepare_cached(&sql)?
            .query_row(params![was.0, id, permit], |row| row.get("id"))?)
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

    pub(super) fn drop_spell(&self, id: i64) -> Result<(), Error> {
        self.transaction
            .prepare_cached("DELETE FROM spells WHERE id = ?1")?
            .execute([id])?;
        self.unpack_slot(id)
    }
}
