//! Cases: what is being entered, waits, is approved, printed and handed over. Which step may follow is the office's table.

use super::read::{filled, kind as read_kind};
use super::write::{fields, kind};
use super::{Act, Error, Registry};
use crate::office::{CaseEvent, CaseState, OfficerId};
use crate::permit::{Draft, Field, Kind};
use crate::portrait::Portrait;
use rusqlite::{OptionalExtension as _, Row, named_params, params};

/// A case's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseId(pub i64);

impl CaseId {
    /// As the audit names it.
    pub fn record(self) -> String {
        format!("case:{}", self.0)
    }
}

/// A case as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Its key.
    pub id: CaseId,
    /// Where it stands.
    pub state: CaseState,
    /// ITAS or ITAP.
    pub kind: Kind,
    /// As typed, perhaps empty.
    pub full_name: String,
    /// As typed, perhaps empty.
    pub permit_no: String,
    /// Unix seconds.
    pub saved_at: i64,
    /// Since when it stands there, Unix seconds.
    pub state_at: i64,
    /// A portrait is kept with it.
    pub has_portrait: bool,
    /// Why it was returned or refused; empty when it was not.
    pub reason: String,
    /// Serial of its card, once it has one.
    pub serial: Option<String>,
}

/// An approval: who, when, and the digest of what was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who approved.
    pub by: OfficerId,
    /// Unix seconds.
    pub at: i64,
    /// Of every printed field, the portrait and the look.
    pub digest: [u8; 32],
}

/// One case in full.
pub struct CaseRecord {
    /// As a list shows it.
    pub row: CaseRow,
    /// Its fields.
    pub draft: Draft,
    /// Its picture.
    pub portrait: Option<Portrait>,
    /// Everyone who entered it.
    pub hands: Vec<OfficerId>,
    /// Unix seconds.
    pub submitted_at: Option<i64>,
    /// As it stands; any change voids it.
    pub approval: Option<Approval>,
}

/// How many cases stand somewhere, and since when the oldest does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueCount {
    /// Where.
    pub state: CaseState,
    /// How many.
    pub count: u64,
    /// Unix seconds.
    pub oldest_at: i64,
}

const ROW: &str = "k.id, k.state, k.kind, k.full_name, k.permit_no, k.saved_at, k.state_at, k.portrait IS NOT NULL AS pictured, \
     coalesce(k.reason, '') AS reason, c.serial";

impl Registry {
    /// Cases that stand in one of `states`, longest waiting first; drafts and what is done: newest first.
    pub fn cases(&self, states: &[CaseState], limit: u32) -> Result<Vec<CaseRow>, Error> {
        let mut rows = Vec::new();
        for state in states {
            let order = match state {
                CaseState::Submitted
                | CaseState::Approved
                | CaseState::InProduction
                | CaseState::Ready => "ASC",
                CaseState::Draft
                | CaseState::Returned
                | CaseState::HandedOver
                | CaseState::Refused
                | CaseState::Withdrawn => "DESC",
            };
            let sql = format!(
                "SELECT {ROW} FROM cases k LEFT JOIN cards c ON c.id = k.card WHERE k.state = ?1 ORDER BY k.state_at {order}, k.id {order} LIMIT ?2"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let found = statement.query_map(params![state.id(), limit], case_row)?;
            rows.extend(found.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(rows)
    }

    /// One case in full.
    pub fn case(&self, id: CaseId) -> Result<CaseRecord, Error> {
        let sql = format!(
            "SELECT {ROW}, k.hands, k.submitted_at, k.approved_by, k.approved_at, k.approval, coalesce(k.fields, c.fields) AS fields, f.jpeg \
             FROM cases k LEFT JOIN cards c ON c.id = k.card LEFT JOIN portraits f ON f.id = coalesce(k.portrait, c.portrait) WHERE k.id = ?1"
        );
        self.connection
            .prepare_cached(&sql)?
            .query_row([id.0], |row| {
                let (draft, portrait) = filled(row)?;
                Ok(CaseRecord {
                    row: case_row(row)?,
                    draft,
                    portrait,
                    hands: hands(row.get_ref("hands")?.as_str()?),
                    submitted_at: row.get("submitted_at")?,
                    approval: approval(row)?,
                })
            })
            .optional()?
            .ok_or(Error::NotFound("case"))
    }

    /// The case a card was made for.
    pub fn case_of_card(&self, serial: &str) -> Result<Option<CaseId>, Error> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT k.id FROM cases k JOIN cards c ON c.id = k.card WHERE c.serial = ?1",
            )?
            .query_row([serial], |row| Ok(CaseId(row.get("id")?)))
            .optional()?)
    }

    /// Cases of a permit, oldest first.
    pub fn cases_of(&self, permit_no: &str) -> Result<Vec<CaseRow>, Error> {
        let sql = format!(
            "SELECT {ROW} FROM cases k LEFT JOIN cards c ON c.id = k.card WHERE k.permit_no = ?1 ORDER BY k.id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_map([permit_no], case_row)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Every state that has cases.
    pub fn queues(&self) -> Result<Vec<QueueCount>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT state, count(*) AS n, min(state_at) AS oldest FROM cases WHERE state NOT IN ('HANDED_OVER', 'REFUSED', 'WITHDRAWN') \
             GROUP BY state ORDER BY state",
        )?;
        let counts = statement.query_map([], |row| {
            Ok(QueueCount {
                state: state(row)?,
                count: u64::from(row.get::<_, u32>("n")?),
                oldest_at: row.get("oldest")?,
            })
        })?;
        Ok(counts.collect::<Result<_, _>>()?)
    }
}

impl Act<'_> {
    /// Saves what is being entered: a new case when `id` is `None`. Saving what was submitted or approved takes it back to
    /// the counter and voids the approval.
    pub fn save_case(
        &mut self,
        id: Option<CaseId>,
        draft: &Draft,
        portrait: Option<&Portrait>,
    ) -> Result<CaseId, Error> {
        let picture = portrait
            .map(|portrait| self.keep_portrait(portrait))
            .transpose()?;
        let Some(id) = id else {
            self.transaction
                .prepare_cached(
                    "INSERT INTO cases (state, kind, full_name, permit_no, fields, portrait, hands, begun_at, saved_at, state_at) \
                     VALUES (:state, :kind, :full_name, :permit_no, :fields, :portrait, :hands, :at, :at, :at)",
                )?
                .execute(named_params! {
                    ":state": CaseState::Draft.id(),
                    ":kind": kind(draft.kind),
                    ":full_name": draft.get(Field::FullName),
                    ":permit_no": draft.get(Field::PermitNo),
                    ":fields": fields(draft)?,
                    ":portrait": picture,
                    ":hands": self.by.officer.0.to_string(),
                    ":at": self.by.at,
                })?;
            let id = CaseId(self.transaction.last_insert_rowid());
            self.about(id.record());
            return Ok(id);
        };
        self.about(id.record());
        let standing = self.standing(id)?;
        let next = standing
            .state
            .after(CaseEvent::Save)
            .ok_or(Error::OutOfTurn(standing.state))?;
        let mut hands = standing.hands;
        if !hands.contains(&self.by.officer) {
            hands.push(self.by.officer);
        }
        self.transaction
            .prepare_cached(
                "UPDATE cases SET state = :state, kind = :kind, full_name = :full_name, permit_no = :permit_no, fields = :fields, \
                 portrait = :portrait, hands = :hands, saved_at = :at, state_at = CASE WHEN state = :state THEN state_at ELSE :at END, \
                 approved_by = NULL, approved_at = NULL, approval = NULL WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": id.0,
                ":state": next.id(),
                ":kind": kind(draft.kind),
                ":full_name": draft.get(Field::FullName),
                ":permit_no": draft.get(Field::PermitNo),
                ":fields": fields(draft)?,
                ":portrait": picture,
                ":hands": join(&hands),
                ":at": self.by.at,
            })?;
        self.drop_if_unused(standing.portrait)?;
        if next == CaseState::Returned {
            self.undo_steps(id)?;
        }
        Ok(id)
    }

    /// Removes a draft nobody has submitted, and its picture, unless a card shows it.
    pub fn delete_case(&mut self, id: CaseId) -> Result<(), Error> {
        self.about(id.record());
        let standing = self.standing(id)?;
        standing
            .state
            .after(CaseEvent::Delete)
            .ok_or(Error::OutOfTurn(standing.state))?;
        self.forget_flaws(id)?;
        self.transaction
            .prepare_cached("DELETE FROM cases WHERE id = ?1")?
            .execute([id.0])?;
        self.drop_if_unused(standing.portrait)
    }

    /// Moves a case on, by the table. `reason` stands with a case returned or refused.
    pub fn move_case(
        &mut self,
        id: CaseId,
        event: CaseEvent,
        reason: Option<&str>,
    ) -> Result<CaseState, Error> {
        self.about(id.record());
        let standing = self.standing(id)?;
        let next = standing
            .state
            .after(event)
            .ok_or(Error::OutOfTurn(standing.state))?;
        self.note("from", standing.state.id());
        self.note("to", next.id());
        if let Some(reason) = reason {
            self.note("reason", reason);
        }
        self.transaction
            .prepare_cached(
                "UPDATE cases SET state = :state, state_at = :at, reason = coalesce(:reason, reason), \
                 submitted_at = CASE WHEN :submits THEN :at ELSE submitted_at END WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": id.0,
                ":state": next.id(),
                ":at": self.by.at,
                ":reason": reason,
                ":submits": event == CaseEvent::Submit,
            })?;
        if matches!(
            next,
            CaseState::Submitted | CaseState::Returned | CaseState::Refused | CaseState::Withdrawn
        ) {
            self.transaction
                .prepare_cached("UPDATE cases SET approved_by = NULL, approved_at = NULL, approval = NULL WHERE id = ?1")?
                .execute([id.0])?;
        }
        if next == CaseState::Returned {
            self.undo_steps(id)?;
        }
        Ok(next)
    }

    /// Notes the approval on a case that has just become approved.
    pub fn keep_approval(&mut self, id: CaseId, digest: &[u8; 32]) -> Result<(), Error> {
        self.note("digest", super::audit::hex(digest));
        self.transaction
            .prepare_cached("UPDATE cases SET approved_by = ?2, approved_at = ?3, approval = ?4, reason = NULL WHERE id = ?1")?
            .execute(params![id.0, self.by.officer.0, self.by.at, &digest[..]])?;
        Ok(())
    }

    /// Ties a case to the card that has just been made for it; the card has its fields and picture from now on.
    pub fn tie_case(&mut self, id: CaseId, serial: &str) -> Result<(), Error> {
        self.transaction
            .prepare_cached("UPDATE cases SET fields = NULL, portrait = NULL, card = (SELECT id FROM cards WHERE serial = ?2) WHERE id = ?1")?
            .execute(params![id.0, serial])?;
        Ok(())
    }

    /// Takes a spoiled card's fields and picture back to the case, which waits for another.
    pub fn untie_case(&mut self, id: CaseId) -> Result<(), Error> {
        self.transaction
            .prepare_cached(
                "UPDATE cases SET fields = c.fields, portrait = c.portrait, card = NULL FROM cards c WHERE c.id = cases.card AND cases.id = ?1",
            )?
            .execute([id.0])?;
        Ok(())
    }

    /// Where a case stands, as this act sees it.
    pub fn case_state(&self, id: CaseId) -> Result<CaseState, Error> {
        Ok(self.standing(id)?.state)
    }

    fn standing(&self, id: CaseId) -> Result<Standing, Error> {
        self.transaction
            .prepare_cached("SELECT state, hands, portrait FROM cases WHERE id = ?1")?
            .query_row([id.0], |row| {
                Ok(Standing {
                    state: state(row)?,
                    hands: hands(row.get_ref("hands")?.as_str()?),
                    portrait: row.get("portrait")?,
                })
            })
            .optional()?
            .ok_or(Error::NotFound("case"))
    }
}

/// What moving a case needs to know of it.
struct Standing {
    state: CaseState,
    hands: Vec<OfficerId>,
    portrait: Option<i64>,
}

fn state(row: &Row<'_>) -> rusqlite::Result<CaseState> {
    CaseState::parse(row.get_ref("state")?.as_str()?)
        .ok_or_else(|| super::read::unreadable("state"))
}

fn case_row(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok(CaseRow {
        id: CaseId(row.get("id")?),
        state: state(row)?,
        kind: read_kind(row)?,
        full_name: row.get("full_name")?,
        permit_no: row.get("permit_no")?,
        saved_at: row.get("saved_at")?,
        state_at: row.get("state_at")?,
        has_portrait: row.get("pictured")?,
        reason: row.get("reason")?,
        serial: row.get("serial")?,
    })
}

fn approval(row: &Row<'_>) -> rusqlite::Result<Option<Approval>> {
    let Some(digest) = row.get::<_, Option<Vec<u8>>>("approval")? else {
        return Ok(None);
    };
    Ok(Some(Approval {
        by: OfficerId(row.get("approved_by")?),
        at: row.get("approved_at")?,
        digest: digest
            .try_into()
            .map_err(|_length| super::read::unreadable("approval"))?,
    }))
}

fn hands(text: &str) -> Vec<OfficerId> {
    text.split(',')
        .filter_map(|id| id.parse().ok().map(OfficerId))
        .collect()
}

fn join(hands: &[OfficerId]) -> String {
    hands
        .iter()
        .map(|hand| hand.0.to_string())
        .collect::<Vec<_>>()
        .join(",")
}
