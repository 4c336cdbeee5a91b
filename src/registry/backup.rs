//! A copy of the registry while others work, and the proof that a registry is whole: every page, the chain, the ledger.

use super::audit::AuditProof;
use super::{Error, Registry, migrate};
use crate::office::BlankState;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{OptionalExtension as _, params};
use std::path::Path;

/// Pages copied between two reports of progress: 2 MiB, so that a caller who stops it waits an instant.
const PAGES: i32 = 512;

/// How many of what a registry holds; names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Officers, also the disabled.
    pub officers: u64,
    /// Cases.
    pub cases: u64,
    /// Permits.
    pub permits: u64,
    /// Pictures.
    pub portraits: u64,
    /// Cards ever made.
    pub cards: u64,
    /// Blanks ever received.
    pub blanks: u64,
    /// Entries of the chain.
    pub entries: u64,
}

/// The stock of blanks as bookkeeping: what came in, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// By the hand-over notes.
    pub received: u64,
    /// Blanks in each state that has any, by its id.
    pub states: Vec<(BlankState, u64)>,
    /// Cards whose blank is not there, or was never at the printer.
    pub astray: u64,
}

impl Ledger {
    /// Every blank received is somewhere, and every card stands on one.
    pub fn is_balanced(&self) -> bool {
        let found: u64 = self.states.iter().map(|(_, count)| count).sum();
        self.received == found && self.astray == 0
    }
}

/// What an examination of a whole registry found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Soundness {
    /// The chain and every row under it.
    pub audit: AuditProof,
    /// How many of what.
    pub counts: Counts,
    /// The stock.
    pub ledger: Ledger,
    /// Pages whose bytes were changed; at most a few are told.
    pub pages: Vec<String>,
}

impl Soundness {
    /// Nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.audit.is_whole() && self.ledger.is_balanced() && self.pages.is_empty()
    }
}

/// Copies the registry in `from` as it stands now to a new file `to`, encrypted with the same key. Uses connections of its
/// own: acts go on meanwhile and are not in the copy. Calls `progress(done, of)` with pages; stops when it answers `false`.
pub fn copy(
    from: &Path,
    to: &Path,
    key: &[u8; 32],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), Error> {
    let source = migrate::connect(from, key)?;
    // One reading transaction holds the moment: without it every act of others would begin the copy anew.
    source.execute_batch("PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM sqlite_schema;")?;
    let mut target = migrate::connect_new(to, key)?;
    {
        let backup = Backup::new(&source, &mut target)?;
        loop {
            let done = backup.step(PAGES)?;
            let pages = backup.progress();
            let of = u64::try_from(pages.pagecount).unwrap_or(0);
            let left = u64::try_from(pages.remaining).unwrap_or(0);
            if !progress(of.saturating_sub(left), of) {
                return Err(Error::Stopped);
            }
            if matches!(done, StepResult::Done) {
                break;
            }
            if matches!(done, StepResult::Busy | StepResult::Locked) {
                return Err(Error::Busy);
            }
        }
    }
    target.close().map_err(|(_connection, error)| error.into())
}

impl Registry {
    /// Reads every page, follows the whole chain, compares every row and every anchor, and balances the stock.
    pub fn examine(&self, progress: &mut dyn FnMut(u64, u64) -> bool) -> Result<Soundness, Error> {
        let pages = self.changed_pages()?;
        if !pages.is_empty() {
            // What stands on such a page cannot be read at all.
            return Ok(Soundness {
                pages,
                ..Soundness::default()
            });
        }
        Ok(Soundness {
            audit: self.audit_check(progress)?,
            counts: self.counts()?,
            ledger: self.ledger()?,
            pages,
        })
    }

    /// Pages whose authentication fails.
    fn changed_pages(&self) -> Result<Vec<String>, Error> {
        /// More are not told.
        const MOST: usize = 8;
        let mut statement = self.connection.prepare("PRAGMA cipher_integrity_check")?;
        let pages = statement.query_map([], |row| row.get::<_, String>(0))?;
        Ok(pages.take(MOST).collect::<Result<_, _>>()?)
    }

    /// How many of what.
    pub fn counts(&self) -> Result<Counts, Error> {
        let of = |table: &str| -> Result<u64, Error> {
            let sql = format!("SELECT count(*) AS n FROM {table}");
            let count: i64 = self
                .connection
                .prepare_cached(&sql)?
                .query_row([], |row| row.get("n"))?;
            Ok(u64::try_from(count).unwrap_or(0))
        };
        Ok(Counts {
            officers: of("officers")?,
            cases: of("cases")?,
            permits: of("permits")?,
            portraits: of("portraits")?,
            cards: of("cards")?,
            blanks: of("blanks")?,
            entries: of("audit")?,
        })
    }

    /// The stock as it stands.
    pub fn ledger(&self) -> Result<Ledger, Error> {
        let number = |sql: &str| -> Result<u64, Error> {
            let number: i64 = self
                .connection
                .prepare_cached(sql)?
                .query_row([], |row| row.get("n"))?;
            Ok(u64::try_from(number).unwrap_or(0))
        };
        let received = number("SELECT coalesce(sum(last - first + 1), 0) AS n FROM receipts")?;
        let astray = number(
            "SELECT (SELECT count(*) FROM cards c LEFT JOIN blanks b ON b.serial = c.serial \
             WHERE b.serial IS NULL OR b.state IN ('STOCK', 'WITH_OPERATOR')) AS n",
        )?;
        let mut statement = self.connection.prepare_cached(
            "SELECT state, count(*) AS n FROM blanks GROUP BY state ORDER BY state",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>("state")?, row.get::<_, i64>("n")?))
        })?;
        let mut states = Vec::new();
        for row in rows {
            let (state, count) = row?;
            let state =
                BlankState::parse(&state).ok_or_else(|| Error::Row(String::from("state")))?;
            states.push((state, u64::try_from(count).unwrap_or(0)));
        }
        Ok(Ledger {
            received,
            states,
            astray,
        })
    }

    /// Whether the chain has that entry with that hash (hex).
    pub fn has_entry(&self, seq: i64, hash: &str) -> Result<bool, Error> {
        let found: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT hash FROM audit WHERE seq = ?1")?
            .query_row(params![seq], |row| row.get("hash"))
            .optional()?;
        Ok(found.is_some_and(|found| super::audit::hex(&found) == hash))
    }
}
