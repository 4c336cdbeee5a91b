//! The end of a permit: said by the head of office, or brought by a newer permit of the same person in the same act.

use super::{Act, Error};
use crate::permit::{EndReason, Kind, Permit, PermitNo};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, params};

/// A permit that has not ended.
struct Standing {
    id: i64,
    kind: Kind,
    valid_from: Date,
    valid_until: Date,
}

impl Standing {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            kind: super::read::kind(row)?,
            valid_from: super::read::date(row, "valid_from")?,
            valid_until: super::read::date(row, "valid_until")?,
        })
    }

    /// The first day it does not hold, when nothing ends it earlier.
    fn lapses(&self) -> Date {
        self.valid_until.saturating_add(1.day())
    }
}

impl Act<'_> {
    /// Ends a permit: from `day` on it does not hold. Refused when it has ended, when its kind cannot end so, and for a day
    /// outside its validity.
    pub fn end_permit(
        &mut self,
        permit_no: &PermitNo,
        reason: EndReason,
        day: Date,
    ) -> Result<(), Error> {
        self.about(format!("permit:{}", permit_no.as_str()));
        let found: Option<(Option<String>, Standing)> = self
            .transaction
            .prepare_cached("SELECT id, kind, valid_from, valid_until, ended_on FROM permits WHERE permit_no = ?1")?
            .query_row([permit_no.as_str()], |row| Ok((row.get("ended_on")?, Standing::read(row)?)))
            .optional()?;
        let (ended, standing) = found.ok_or(Error::NotFound("permit"))?;
        if ended.is_some() {
            return Err(Error::Ended);
        }
        if !reason.fits(standing.kind) {
            return Err(Error::Unfit("reason"));
        }
        let lapses = standing.lapses();
        let early = reason == EndReason::Expired && day < lapses;
        if early || day < standing.valid_from || lapses < day {
            return Err(Error::Unfit("day"));
        }
        self.note("reason", reason.id());
        self.note("day", day.to_string());
        self.keep_end(standing.id, reason, day)
    }

    /// A person has one permit: the one this person held until now ends where the new one begins. Keys of those that ended.
    pub(super) fn end_older(&mut self, id: i64, newer: &Permit) -> Result<Vec<i64>, Error> {
        let mut ended = Vec::new();
        let Some(niora) = newer.niora.as_deref() else {
            return Ok(ended);
        };
        let older: Vec<(String, Standing)> = self
            .transaction
            .prepare_cached(
                "SELECT id, permit_no, kind, valid_from, valid_until FROM permits \
                 WHERE niora = ?1 AND id <> ?2 AND ended_on IS NULL AND valid_from <= ?3 AND birth_date = (SELECT birth_date FROM permits WHERE id = ?2)",
            )?
            .query_map(params![niora, id, newer.valid_from.to_string()], |row| {
                Ok((row.get("permit_no")?, Standing::read(row)?))
            })?
            .collect::<Result<_, _>>()?;
        for (permit_no, standing) in older {
            let Some(reason) = EndReason::by_successor(standing.kind, newer.kind) else {
                continue;
            };
            self.note("ended_permit", permit_no);
            self.note("ended_by", reason.id());
            self.keep_end(standing.id, reason, newer.valid_from.min(standing.lapses()))?;
            ended.push(standing.id);
        }
        Ok(ended)
    }

    /// A revoked permit is not held any more from the day of this act on; one that has ended stays as it ended.
    pub(super) fn end_revoked(&mut self, id: i64) -> Result<(), Error> {
        let standing = self
            .transaction
            .prepare_cached("SELECT id, kind, valid_from, valid_until FROM permits WHERE id = ?1 AND ended_on IS NULL")?
            .query_row([id], Standing::read)
            .optional()?;
        let Some(standing) = standing else {
            return Ok(());
        };
        let day = self.day().day().max(standing.valid_from);
        self.note("ended_on", day.to_string());
        self.keep_end(id, EndReason::Cancelled, day)
    }

    /// Remembers that a card's permit ended these.
    pub(super) fn keep_followed(&self, card: i64, ended: &[i64]) -> Result<(), Error> {
        let mut insert = self
            .transaction
            .prepare_cached("INSERT INTO followed (card, permit) VALUES (?1, ?2)")?;
        for permit in ended {
            insert.execute([card, *permit])?;
        }
        Ok(())
    }

    /// The permits that ended because of a card which has come to nothing stand again.
    pub(super) fn take_back_ends(&mut self, card: i64) -> Result<(), Error> {
        let ended: Vec<(i64, String, Option<String>)> = self
            .transaction
            .prepare_cached(
                "SELECT p.id, p.permit_no, p.ended_on FROM followed f JOIN permits p ON p.id = f.permit WHERE f.card = ?1",
            )?
            .query_map([card], |row| {
                Ok((row.get("id")?, row.get("permit_no")?, row.get("ended_on")?))
            })?
            .collect::<Result<_, _>>()?;
        for (permit, permit_no, ended_on) in ended {
            let day = ended_on.and_then(|day| day.parse().ok());
            self.reopen_spells(permit, day)?;
            self.transaction
                .prepare_cached(
                    "UPDATE permits SET ended_on = NULL, ended_by = NULL WHERE id = ?1",
                )?
                .execute([permit])?;
            self.note("revived_permit", &permit_no);
            // Revoked while it stood as ended: it does not come back.
            if self.refuse_revoked(&permit_no).is_err() {
                self.end_revoked(permit)?;
            }
        }
        self.transaction
            .prepare_cached("DELETE FROM followed WHERE card = ?1")?
            .execute([card])?;
        Ok(())
    }

    /// A card that is void stands behind another of its permit: what it had ended stays so because of that one.
    pub(super) fn hand_on_ends(&self, card: i64, to: i64) -> Result<(), Error> {
        self.transaction
            .prepare_cached("UPDATE followed SET card = ?2 WHERE card = ?1")?
            .execute([card, to])?;
        Ok(())
    }

    /// A permit that has ended gets no further card: whoever stays has a new permit.
    pub(super) fn refuse_ended(&self, permit: &Permit) -> Result<(), Error> {
        let ended = self
            .transaction
            .prepare_cached("SELECT 1 FROM permits WHERE permit_no = ?1 AND ended_on IS NOT NULL")?
            .exists([permit.permit_no.as_str()])?;
        if ended {
            return Err(Error::Ended);
        }
        self.refuse_revoked(permit.permit_no.as_str())
    }

    fn keep_end(&self, id: i64, reason: EndReason, day: Date) -> Result<(), Error> {
        self.transaction
            .prepare_cached("UPDATE permits SET ended_on = ?2, ended_by = ?3 WHERE id = ?1")?
            .execute(params![id, day.to_string(), reason.id()])?;
        self.end_spell(id, day)
    }
}
