//! The chain as people read it: entries by officer, act, record and time.

use super::hex;
use crate::registry::{Error, Registry};
use rusqlite::{OptionalExtension as _, Row, named_params, params};

/// One entry as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number in the chain.
    pub seq: i64,
    /// Unix seconds.
    pub at: i64,
    /// Who; `None` for the program itself.
    pub login: Option<String>,
    /// Id of the act.
    pub act: String,
    /// What it was about: `case:12`, `permit:…`, `card:…`, `blank:…`, `officer:…`, `office`.
    pub record: String,
    /// Its particulars, in order of their names.
    pub detail: Vec<(String, String)>,
    /// Digest of the rows before, hex; empty when there was nothing.
    pub before: String,
    /// And after.
    pub after: String,
    /// Hex.
    pub hash: String,
}

/// Which entries.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Login of the officer.
    pub login: Option<String>,
    /// The act, or its beginning: `case-` for all about cases.
    pub act: Option<String>,
    /// The record, exactly.
    pub record: Option<String>,
    /// Unix seconds, first one wanted.
    pub from: Option<i64>,
    /// Unix seconds, first one no longer wanted.
    pub until: Option<i64>,
    /// Rows wanted.
    pub limit: u32,
    /// Rows skipped.
    pub offset: u32,
}

const WHERE: &str = "(:login IS NULL OR o.login = :login) AND (:act IS NULL OR substr(a.act, 1, length(:act)) = :act) \
     AND (:record IS NULL OR a.record = :record) AND (:from IS NULL OR :from <= a.at) AND (:until IS NULL OR a.at < :until)";
const FROM: &str = "FROM audit a LEFT JOIN officers o ON o.id = a.officer WHERE";
const COLUMNS: &str = "a.seq, a.at, o.login, a.act, a.record, a.before, a.after, a.detail, a.hash";

impl Registry {
    /// Every entry about one of these records, oldest first.
    pub fn trail(&self, records: &[String]) -> Result<Vec<AuditRow>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM audit a LEFT JOIN officers o ON o.id = a.officer WHERE a.record = ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut entries = Vec::new();
        for record in records {
            let found = statement.query_map([record], audit_row)?;
            entries.extend(found.collect::<Result<Vec<_>, _>>()?);
        }
        entries.sort_by_key(|entry| entry.seq);
        Ok(entries)
    }

    /// Entries, newest first, and how many there are in all.
    pub fn audit(&self, query: &AuditQuery) -> Result<(Vec<AuditRow>, u64), Error> {
        let filters = named_params! {
            ":login": query.login, ":act": query.act, ":record": query.record, ":from": query.from, ":until": query.until,
        };
        let total: i64 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) AS n {FROM} {WHERE}"))?
            .query_row(filters, |row| row.get("n"))?;
        let sql = format!(
            "SELECT {COLUMNS} {FROM} {WHERE} ORDER BY a.seq DESC LIMIT {} OFFSET {}",
            query.limit, query.offset
        );
        let rows = self
            .connection
            .prepare_cached(&sql)?
            .query_map(filters, audit_row)?
            .collect::<Result<_, _>>()?;
        Ok((rows, u64::try_from(total).unwrap_or(0)))
    }

    /// Every entry asked for, oldest first, one after the other; `limit` and `offset` do not count.
    pub fn audit_each<E: From<Error>>(
        &self,
        query: &AuditQuery,
        each: &mut dyn FnMut(&AuditRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let filters = named_params! {
            ":login": query.login, ":act": query.act, ":record": query.record, ":from": query.from, ":until": query.until,
        };
        let failed = |error: rusqlite::Error| E::from(Error::from(error));
        let sql = format!("SELECT {COLUMNS} {FROM} {WHERE} ORDER BY a.seq");
        let mut statement = self.connection.prepare_cached(&sql).map_err(failed)?;
        let mut rows = statement.query(filters).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            each(&audit_row(row).map_err(failed)?)?;
        }
        Ok(())
    }

    /// The chain's newest entry: number, hash in hex, newest time. Zeros before the first.
    pub fn audit_head(&self) -> Result<(i64, Vec<u8>, i64), Error> {
        let head = self
            .connection
            .prepare_cached("SELECT seq, hash, latest FROM audit ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| {
                Ok((row.get("seq")?, row.get("hash")?, row.get("latest")?))
            })
            .optional()?;
        Ok(head.unwrap_or_default())
    }

    /// The last entry before that moment: number, hash, time.
    pub fn audit_before(&self, at: i64) -> Result<Option<(i64, Vec<u8>, i64)>, Error> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT seq, hash, latest FROM audit WHERE latest < ?1 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row(params![at], |row| {
                Ok((row.get("seq")?, row.get("hash")?, row.get("latest")?))
            })
            .optional()?)
    }
}

fn audit_row(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    let detail: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(row.get_ref("detail")?.as_str()?).unwrap_or_default();
    let bytes = |column| {
        row.get::<_, Option<Vec<u8>>>(column)
            .map(|bytes| hex(&bytes.unwrap_or_default()))
    };
    Ok(AuditRow {
        seq: row.get("seq")?,
        at: row.get("at")?,
        login: row.get("login")?,
        act: row.get("act")?,
        record: row.get("record")?,
        detail: detail
            .into_iter()
            .map(|(key, value)| (key, value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        before: bytes("before")?,
        after: bytes("after")?,
        hash: bytes("hash")?,
    })
}
