//! Portraits apart from their cases: those a supervisor accepted as they are, and the earlier ones of a permit.

use super::read::unreadable;
use super::{Act, CaseId, Error, Registry};
use crate::office::OfficerId;
use crate::portrait::Portrait;
use rusqlite::{OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

/// A supervisor's word that a portrait is used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedFlaws {
    /// Why.
    pub reason: String,
    /// Name of who said so.
    pub officer: String,
    /// Unix seconds.
    pub at: i64,
}

/// A portrait the office has, and when it was on a card.
#[derive(Clone)]
pub struct EarlierPortrait {
    /// The permit it belongs to.
    pub permit_no: String,
    /// Unix seconds of the card's issue; `None` of a permit taken over without a card of ours.
    pub issued_at: Option<i64>,
    /// The picture.
    pub portrait: Portrait,
}

impl Registry {
    /// The newest word that this very portrait is used as it is.
    pub fn accepted_flaws(&self, portrait: &Portrait) -> Result<Option<AcceptedFlaws>, Error> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT a.reason, o.name, a.accepted_at FROM accepted_flaws a JOIN officers o ON o.id = a.officer \
                 WHERE a.sha256 = ?1 ORDER BY a.id DESC LIMIT 1",
            )?
            .query_row([&digest(portrait)[..]], |row| {
                Ok(AcceptedFlaws {
                    reason: row.get("reason")?,
                    officer: row.get("name")?,
                    at: row.get("accepted_at")?,
                })
            })
            .optional()?;
        Ok(found)
    }

    /// Portraits of a permit's cards, the newest first, at most so many; of a permit without a card the one taken over.
    pub fn portraits_of(&self, permit_no: &str, most: u32) -> Result<Vec<EarlierPortrait>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.issued_at, f.jpeg FROM permits p JOIN cards c ON c.permit = p.id JOIN portraits f ON f.id = c.portrait WHERE p.permit_no = ?1 \
             UNION ALL SELECT NULL, f.jpeg FROM permits p JOIN portraits f ON f.id = p.portrait WHERE p.permit_no = ?1 AND p.newest_card IS NULL \
             ORDER BY 1 DESC LIMIT ?2",
        )?;
        let rows = statement.query_map(params![permit_no, most], |row| {
            let jpeg = row.get_ref("jpeg")?.as_blob()?;
            Ok(EarlierPortrait {
                permit_no: permit_no.to_owned(),
                issued_at: row.get("issued_at")?,
                portrait: Portrait::parse(jpeg).map_err(|_picture| unreadable("jpeg"))?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Act<'_> {
    /// Keeps that `second` accepted the portrait of a case as it is; `flaws` are ids of its checks.
    pub fn accept_flaws(
        &mut self,
        case: CaseId,
        portrait: &Portrait,
        (flaws, reason): (&str, &str),
        second: OfficerId,
    ) -> Result<(), Error> {
        self.about(case.record());
        self.note("flaws", flaws);
        self.note("reason", reason);
        self.transaction
            .prepare_cached(
                "INSERT INTO accepted_flaws (case_id, sha256, flaws, reason, officer, accepted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![case.0, &digest(portrait)[..], flaws, reason, second.0, self.by.at])?;
        Ok(())
    }

    /// A draft is removed: nothing stays of what was said of its picture but the audit's entry.
    pub(super) fn forget_flaws(&self, case: CaseId) -> Result<(), Error> {
        self.transaction
            .prepare_cached("DELETE FROM accepted_flaws WHERE case_id = ?1")?
            .execute([case.0])?;
        Ok(())
    }
}

fn digest(portrait: &Portrait) -> [u8; 32] {
    let jpeg: &[u8] = portrait.jpeg();
    Sha256::digest(jpeg).into()
}
