//! What was done in a span of time, counted by act and by officer; names no record.

use super::{Error, Registry};
use rusqlite::params;

/// Acts between two moments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// Id of the act and how often, most often first.
    pub acts: Vec<(String, u64)>,
    /// Name of the officer and how many acts; `None` is the program itself.
    pub officers: Vec<(Option<String>, u64)>,
    /// Number and hash (hex) of the last entry; `None` when nothing was done.
    pub last: Option<(i64, String)>,
}

impl Registry {
    /// What was done from one moment until before another, Unix seconds.
    pub fn done(&self, from: i64, until: i64) -> Result<Done, Error> {
        let count = |row: &rusqlite::Row<'_>| -> rusqlite::Result<u64> {
            Ok(u64::try_from(row.get::<_, i64>("n")?).unwrap_or(0))
        };
        let acts = self
            .connection
            .prepare_cached(
                "SELECT act, count(*) AS n FROM audit WHERE ?1 <= at AND at < ?2 GROUP BY act ORDER BY n DESC, act",
            )?
            .query_map(params![from, until], |row| Ok((row.get("act")?, count(row)?)))?
            .collect::<Result<_, _>>()?;
        let officers = self
            .connection
            .prepare_cached(
                "SELECT o.name, count(*) AS n FROM audit a LEFT JOIN officers o ON o.id = a.officer \
                 WHERE ?1 <= a.at AND a.at < ?2 GROUP BY a.officer ORDER BY n DESC, o.name",
            )?
            .query_map(params![from, until], |row| Ok((row.get("name")?, count(row)?)))?
            .collect::<Result<_, _>>()?;
        let last = self
            .audit_before(until)?
            .filter(|(_, _, at)| from <= *at)
            .map(|(seq, hash, _)| (seq, super::audit::hex(&hash)));
        Ok(Done {
            acts,
            officers,
            last,
        })
    }
}
