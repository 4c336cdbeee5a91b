//! What readers of seals are told: the status of each card and why, keys that are refused, bundles and who has them.
//!
//! A card is, in this order: revoked, by a mark on it or its permit, or because it is lost, with its holder or from the stock;
//! superseded, when a newer card took its place or it was spoiled; what the legal end of its permit makes of it; suspended;
//! valid. Its own last day is told by its seal, never by a list.

use super::{Act, Error, Registry};
use crate::office::{Mark, OfficerId, Standing};
use crate::permit::EndReason;
use crate::seal::{Kid, Status};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};
use std::collections::HashMap;

/// What a mark is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// One card, by its serial.
    Card(String),
    /// A permit and all its cards, by its number.
    Permit(String),
}

/// As of when a status is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// Now, Unix seconds: with everything said so far, for what was said while a clock stood ahead was said all the same. Only
    /// the day on which a permit ends is waited for.
    Now(i64),
    /// A moment that is past, Unix seconds: with what had been said by then.
    Then(i64),
}

impl AsOf {
    /// What was said in this second or before counts.
    fn said(self) -> i64 {
        match self {
            Self::Now(_) => i64::MAX,
            Self::Then(at) => at,
        }
    }

    /// A permit whose last day was over in this second has ended.
    pub fn moment(self) -> i64 {
        match self {
            Self::Now(at) | Self::Then(at) => at,
        }
    }
}

/// One mark as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkRow {
    /// What was said.
    pub mark: Mark,
    /// Unix seconds.
    pub at: i64,
    /// Who said it.
    pub officer: OfficerId,
    /// Who stood beside.
    pub second: OfficerId,
    /// Why.
    pub reason: String,
}

/// A key that is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevokedKey {
    /// Which.
    pub kid: Kid,
    /// What it signed in this second or later is refused.
    pub refused_from: i64,
}

/// A bundle on its way into the registry.
pub struct NewBundle<'a> {
    /// Its number.
    pub sequence: u64,
    /// Unix seconds.
    pub next_update: i64,
    /// The keys in it that stand.
    pub kids: &'a [Kid],
    /// As it was signed.
    pub file: &'a [u8],
}

/// Which bundle somebody has, as far as the office knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleCopy {
    /// Who, as the officer named him.
    pub recipient: String,
    /// Number of the bundle.
    pub sequence: u64,
    /// When the bundle was made, Unix seconds.
    pub issued_at: i64,
    /// From then on its verdicts are STALE.
    pub next_update: i64,
    /// When it was given out.
    pub at: i64,
}

/// One list with the places at which something else than valid stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// The list.
    pub uri: String,
    /// Places and statuses, none of them valid.
    pub entries: Vec<(u64, Status)>,
}

/// What decides a card's status.
struct Facts {
    card: i64,
    permit: i64,
    superseded: bool,
    ended_by: Option<EndReason>,
    blank_lost: bool,
}

impl Facts {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let ended: Option<String> = row.get("ended_by")?;
        Ok(Self {
            card: row.get("card")?,
            permit: row.get("permit")?,
            superseded: row.get("superseded")?,
            ended_by: ended.as_deref().and_then(EndReason::parse),
            blank_lost: row.get("blank_lost")?,
        })
    }

    fn status(&self, card: Standing, permit: Standing) -> Status {
        if card.revoked || permit.revoked || card.lost || self.blank_lost {
            return Status::Revoked;
        }
        match self.ended_by {
            _ if self.superseded => Status::Superseded,
            Some(EndReason::ConvertedToItap | EndReason::Extended) => Status::Superseded,
            Some(
                EndReason::LeftForGood
                | EndReason::LeftNoReturn
                | EndReason::BecameWni
                | EndReason::Cancelled
                | EndReason::Deported
                | EndReason::Died
                | EndReason::MovedAway,
            ) => Status::Revoked,
            Some(EndReason::Expired) | None if card.suspended || permit.suspended => {
                Status::Suspended
            }
            // Its own last day says so.
            Some(EndReason::Expired) | None => Status::Valid,
        }
    }
}

/// Facts as said by `:said`; permits that have ended at `:at`, both Unix seconds. Days are counted in WIB.
const FACTS: &str = "c.id AS card, c.permit, coalesce(c.superseded_at <= :said, 0) AS superseded, p.ended_by, \
     coalesce(b.lost_at <= :said, 0) AS blank_lost";
const FACTS_FROM: &str = "seals s JOIN cards c ON c.id = s.card JOIN blanks b ON b.serial = c.serial \
     LEFT JOIN permits p ON p.id = c.permit AND p.ended_on <= date(:at + 25200, 'unixepoch')";

impl Registry {
    /// What is known of the card with that place in the office's status list.
    pub fn status(&self, idx: u64, uri: &str, at: AsOf) -> Result<Option<Status>, Error> {
        let Ok(idx) = i64::try_from(idx) else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT {FACTS} FROM {FACTS_FROM} WHERE s.status_idx = :idx AND s.status_uri = :uri"
        );
        let facts = self
            .connection
            .prepare_cached(&sql)?
            .query_row(
                named_params! { ":idx": idx, ":uri": uri, ":said": at.said(), ":at": at.moment() },
                Facts::read,
            )
            .optional()?;
        let Some(facts) = facts else {
            return Ok(None);
        };
        let card = standing(&self.connection, "card", facts.card, at.said())?;
        let permit = standing(&self.connection, "permit", facts.permit, at.said())?;
        Ok(Some(facts.status(card, permit)))
    }

    /// Every list of the office, with all that is not valid.
    pub fn status_lists(&self, at: AsOf) -> Result<Vec<ListRow>, Error> {
        lists(&self.connection, at)
    }

    /// What was typed as a card's serial or a permit's number; `None` when the office knows neither.
    pub fn target(&self, typed: &str) -> Result<Option<Target>, Error> {
        let mut card = self
            .connection
            .prepare_cached("SELECT 1 FROM cards WHERE serial = ?1")?;
        if card.exists([typed])? {
            return Ok(Some(Target::Card(typed.to_owned())));
        }
        let mut permit = self
            .connection
            .prepare_cached("SELECT 1 FROM permits WHERE permit_no = ?1")?;
        let known = permit.exists([typed])?;
        Ok(known.then(|| Target::Permit(typed.to_owned())))
    }

    /// Serials of the cards a mark is about, oldest first, and what is known of each.
    pub fn statuses_of(&self, target: &Target, at: AsOf) -> Result<Vec<(String, Status)>, Error> {
        let filter = match target {
            Target::Card(_) => "c.serial = :key",
            Target::Permit(_) => "c.permit = (SELECT id FROM permits WHERE permit_no = :key)",
        };
        let sql =
            format!("SELECT c.serial, {FACTS} FROM {FACTS_FROM} WHERE {filter} ORDER BY c.id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found: Vec<(String, Facts)> = statement
            .query_map(
                named_params! { ":key": key(target), ":said": at.said(), ":at": at.moment() },
                |row| Ok((row.get("serial")?, Facts::read(row)?)),
            )?
            .collect::<Result<_, _>>()?;
        let mut cards = Vec::with_capacity(found.len());
        for (serial, facts) in found {
            let card = standing(&self.connection, "card", facts.card, at.said())?;
            let permit = standing(&self.connection, "permit", facts.permit, at.said())?;
            cards.push((serial, facts.status(card, permit)));
        }
        Ok(cards)
    }

    /// Marks on a card or a permit, oldest first.
    pub fn marks(&self, target: &Target) -> Result<Vec<MarkRow>, Error> {
        let filter = match target {
            Target::Card(_) => "card = (SELECT id FROM cards WHERE serial = ?1)",
            Target::Permit(_) => "permit = (SELECT id FROM permits WHERE permit_no = ?1)",
        };
        let sql = format!(
            "SELECT mark, at, officer, second, reason FROM status_marks WHERE {filter} ORDER BY id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([key(target)], |row| {
            Ok(MarkRow {
                mark: mark(row)?,
                at: row.get("at")?,
                officer: OfficerId(row.get("officer")?),
                second: OfficerId(row.get("second")?),
                reason: row.get("reason")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keys that are refused, oldest first.
    pub fn revoked_keys(&self) -> Result<Vec<RevokedKey>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT kid, refused_from FROM revoked_keys ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            Ok(RevokedKey {
                kid: Kid(row.get("kid")?),
                refused_from: row.get("refused_from")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many cards that key sealed from a moment on.
    pub fn sealed_from(&self, kid: Kid, from: i64) -> Result<u64, Error> {
        let count: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) AS n FROM cards c JOIN seals s ON s.card = c.id WHERE ?2 <= c.issued_at AND s.kid = ?1",
            )?
            .query_row(params![kid.0, from], |row| row.get("n"))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Number of the newest bundle; `None` before the first.
    pub fn newest_bundle(&self) -> Result<Option<u64>, Error> {
        newest(&self.connection)
    }

    /// Whether readers with the newest bundle know that key. Before the first bundle there is no reader.
    pub fn is_in_bundle(&self, kid: Kid) -> Result<bool, Error> {
        let kids: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT kids FROM bundles ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| row.get("kids"))
            .optional()?;
        Ok(kids.is_none_or(|kids| kids.chunks_exact(8).any(|known| known == kid.0)))
    }

    /// A bundle's file.
    pub fn bundle_file(&self, sequence: u64) -> Result<Option<Vec<u8>>, Error> {
        let Ok(sequence) = i64::try_from(sequence) else {
            return Ok(None);
        };
        Ok(self
            .connection
            .prepare_cached("SELECT file FROM bundles WHERE seq = ?1")?
            .query_row([sequence], |row| row.get("file"))
            .optional()?)
    }

    /// The last bundle each recipient got, by name.
    pub fn bundle_copies(&self) -> Result<Vec<BundleCopy>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.recipient, c.bundle, c.at, b.issued_at, b.next_update FROM bundle_copies c JOIN bundles b ON b.seq = c.bundle \
             WHERE c.id IN (SELECT max(id) FROM bundle_copies GROUP BY recipient) ORDER BY c.recipient",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(BundleCopy {
                recipient: row.get("recipient")?,
                sequence: row.get::<_, u32>("bundle")?.into(),
                issued_at: row.get("issued_at")?,
                next_update: row.get("next_update")?,
                at: row.get("at")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Act<'_> {
    /// Says something of a card or a permit, by the table.
    pub fn mark(
        &mut self,
        target: &Target,
        mark: Mark,
        reason: &str,
        second: OfficerId,
    ) -> Result<(), Error> {
        let (sql, column) = match target {
            Target::Card(serial) => {
                self.about(format!("card:{serial}"));
                ("SELECT id FROM cards WHERE serial = ?1", "card")
            }
            Target::Permit(permit_no) => {
                self.about(format!("permit:{permit_no}"));
                ("SELECT id FROM permits WHERE permit_no = ?1", "permit")
            }
        };
        let id: Option<i64> = self
            .transaction
            .prepare_cached(sql)?
            .query_row([key(target)], |row| row.get("id"))
            .optional()?;
        let id = id.ok_or(Error::NotFound(column))?;
        standing(&self.transaction, column, id, i64::MAX)?
            .after(mark)
            .ok_or(Error::MarkOutOfTurn(mark))?;
        let sql = format!(
            "INSERT INTO status_marks ({column}, mark, at, officer, second, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        );
        self.transaction.prepare_cached(&sql)?.execute(params![
            id,
            mark.id(),
            self.by.at,
            self.by.officer.0,
            second.0,
            reason
        ])?;
        self.note("mark", mark.id());
        self.note("reason", reason);
        match (target, mark) {
            (Target::Permit(_), Mark::Revoked) => self.end_revoked(id),
            _ => Ok(()),
        }
    }

    /// The permit was not revoked by a mark: one that was gets no further card.
    pub(super) fn refuse_revoked(&self, permit_no: &str) -> Result<(), Error> {
        let revoked = self
            .transaction
            .prepare_cached(
                "SELECT 1 FROM status_marks m JOIN permits p ON p.id = m.permit WHERE p.permit_no = ?1 AND m.mark = 'revoked'",
            )?
            .exists([permit_no])?;
        if revoked { Err(Error::Ended) } else { Ok(()) }
    }

    /// Notes a list a seal points to.
    pub(super) fn keep_status_list(&self, uri: &str) -> Result<(), Error> {
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO status_lists (uri) VALUES (?1)")?
            .execute([uri])?;
        Ok(())
    }

    /// Every list of the office as this act sees it.
    pub fn status_lists(&self, at: AsOf) -> Result<Vec<ListRow>, Error> {
        lists(&self.transaction, at)
    }

    /// Refuses a key from a moment on; a moment that stands already only moves back.
    pub fn revoke_key(&mut self, kid: Kid, refused_from: i64) -> Result<(), Error> {
        let changed = self
            .transaction
            .prepare_cached(
                "INSERT INTO revoked_keys (kid, refused_from, at, officer) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (kid) DO UPDATE SET refused_from = excluded.refused_from, at = excluded.at, officer = excluded.officer \
                 WHERE excluded.refused_from < refused_from",
            )?
            .execute(params![kid.0, refused_from, self.by.at, self.by.officer.0])?;
        if changed == 0 {
            return Err(Error::Taken("key"));
        }
        self.note("kid", kid.to_string());
        self.note("from", refused_from.to_string());
        Ok(())
    }

    /// Number of the newest bundle as this act sees it; `None` before the first.
    pub fn newest_bundle(&self) -> Result<Option<u64>, Error> {
        newest(&self.transaction)
    }

    /// Keeps a bundle that was signed.
    pub fn keep_bundle(&mut self, new: &NewBundle<'_>) -> Result<(), Error> {
        let sequence = number(new.sequence)?;
        let kids: Vec<u8> = new.kids.iter().flat_map(|kid| kid.0).collect();
        self.transaction
            .prepare_cached("INSERT INTO bundles (seq, issued_at, next_update, kids, file) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![sequence, self.by.at, new.next_update, kids, new.file])?;
        self.note("bundle", new.sequence.to_string());
        Ok(())
    }

    /// Notes who got a bundle, whole or as the difference to an older one.
    pub fn hand_out(
        &mut self,
        sequence: u64,
        since: Option<u64>,
        recipient: &str,
    ) -> Result<(), Error> {
        let since = since.map(number).transpose()?;
        self.transaction
            .prepare_cached("INSERT INTO bundle_copies (bundle, since, recipient, at, officer) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                number(sequence)?,
                since,
                recipient,
                self.by.at,
                self.by.officer.0
            ])?;
        self.note("recipient", recipient);
        Ok(())
    }
}

fn number(sequence: u64) -> Result<i64, Error> {
    i64::try_from(sequence).map_err(|_large| Error::NotFound("bundle"))
}

fn key(target: &Target) -> &str {
    match target {
        Target::Card(serial) => serial,
        Target::Permit(permit_no) => permit_no,
    }
}

fn mark(row: &Row<'_>) -> rusqlite::Result<Mark> {
    Mark::parse(row.get_ref("mark")?.as_str()?).ok_or_else(|| super::read::unreadable("mark"))
}

/// What all marks on a card or a permit add up to, as said by a moment. `column` is `card` or `permit`.
fn standing(connection: &Connection, column: &str, id: i64, at: i64) -> Result<Standing, Error> {
    let sql = format!("SELECT mark FROM status_marks WHERE {column} = ?1 AND at <= ?2 ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([id, at])?;
    let mut standing = Standing::default();
    while let Some(row) = rows.next()? {
        standing = standing.after(mark(row)?).unwrap_or(standing);
    }
    Ok(standing)
}

fn newest(connection: &Connection) -> Result<Option<u64>, Error> {
    let newest: Option<u32> = connection
        .prepare_cached("SELECT max(seq) AS newest FROM bundles")?
        .query_row([], |row| row.get("newest"))?;
    Ok(newest.map(u64::from))
}

/// Only cards something happened to are looked at: of a million, few.
fn lists(connection: &Connection, at: AsOf) -> Result<Vec<ListRow>, Error> {
    let mut statement = connection.prepare_cached("SELECT uri FROM status_lists ORDER BY uri")?;
    let mut lists: Vec<ListRow> = statement
        .query_map([], |row| {
            Ok(ListRow {
                uri: row.get("uri")?,
                entries: Vec::new(),
            })
        })?
        .collect::<Result<_, _>>()?;
    let (cards, permits) = (
        marked(connection, "card", at.said())?,
        marked(connection, "permit", at.said())?,
    );
    let sql = format!(
        "WITH changed (id) AS (SELECT id FROM cards WHERE superseded_at IS NOT NULL \
         UNION SELECT c.id FROM permits p JOIN cards c ON c.permit = p.id WHERE p.ended_on IS NOT NULL \
         UNION SELECT c.id FROM blanks b JOIN cards c ON c.serial = b.serial WHERE b.lost_at IS NOT NULL \
         UNION SELECT card FROM status_marks WHERE card IS NOT NULL \
         UNION SELECT c.id FROM status_marks m JOIN cards c ON c.permit = m.permit WHERE m.permit IS NOT NULL) \
         SELECT s.status_idx, s.status_uri, {FACTS} FROM {FACTS_FROM} WHERE s.card IN (SELECT id FROM changed)"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(named_params! { ":said": at.said(), ":at": at.moment() })?;
    while let Some(row) = rows.next()? {
        let facts = Facts::read(row)?;
        let of = |marks: &HashMap<i64, Standing>, id| marks.get(&id).copied().unwrap_or_default();
        let status = facts.status(of(&cards, facts.card), of(&permits, facts.permit));
        let uri = row.get_ref("status_uri")?.as_str().unwrap_or_default();
        let found = lists.binary_search_by(|list| list.uri.as_str().cmp(uri));
        let list = found.ok().and_then(|at| lists.get_mut(at));
        let idx = u64::try_from(row.get::<_, i64>("status_idx")?).ok();
        if let (Some(list), Some(idx)) = (list, idx)
            && status != Status::Valid
        {
            list.entries.push((idx, status));
        }
    }
    Ok(lists)
}

/// What all marks on cards, or on permits, add up to, as said by a moment.
fn marked(connection: &Connection, column: &str, at: i64) -> Result<HashMap<i64, Standing>, Error> {
    let sql = format!(
        "SELECT {column} AS id, mark FROM status_marks WHERE {column} IS NOT NULL AND at <= ?1 ORDER BY status_marks.id"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([at])?;
    let mut marked: HashMap<i64, Standing> = HashMap::new();
    while let Some(row) = rows.next()? {
        let standing = marked.entry(row.get("id")?).or_default();
        *standing = standing.after(mark(row)?).unwrap_or(*standing);
    }
    Ok(marked)
}
