//! For tests: what somebody could do who has the registry's key, the program's source, and time.

use super::{COLUMNS, Entry, ROW_BYTES, row_digest};
use crate::registry::Registry;
use rusqlite::{Connection, params};
use std::collections::HashMap;

impl Registry {
    /// The connection itself: goes round every door.
    pub(crate) fn behind(&self) -> &Connection {
        &self.connection
    }

    /// Makes the chain anew over whatever the rows now hold, and has the anchors stand on it; what it cannot make is the
    /// office's signature.
    pub(crate) fn forge_chain(&self) {
        let mut entries: Vec<Entry> = self
            .connection
            .prepare(&format!("SELECT {COLUMNS} FROM audit ORDER BY seq"))
            .unwrap()
            .query_map([], Entry::read)
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let anchors: Vec<(i64, i64)> = self
            .connection
            .prepare("SELECT id, seq FROM anchors")
            .unwrap()
            .query_map([], |row| Ok((row.get("id")?, row.get("seq")?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let mut last: HashMap<(u8, i64), usize> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            for (code, key, _) in entry.changed() {
                last.insert((code, key), at);
            }
        }
        let mut previous = Vec::new();
        for (at, entry) in entries.iter_mut().enumerate() {
            let touched: Vec<(u8, i64)> =
                entry.changed().map(|(code, key, _)| (code, key)).collect();
            for (place, row) in touched.into_iter().enumerate() {
                if last[&row] == at {
                    let digest = row_digest(&self.connection, row.0, row.1).unwrap();
                    let end = (place + 1) * ROW_BYTES;
                    entry.rows[end - 32..end].copy_from_slice(&digest.unwrap_or_default());
                }
            }
            entry.hash = entry.reckon(&previous).to_vec();
            previous.clone_from(&entry.hash);
            self.connection
                .execute(
                    "UPDATE audit SET rows = ?2, hash = ?3 WHERE seq = ?1",
                    params![entry.seq, entry.rows, entry.hash],
                )
                .unwrap();
            // An anchor's own row is covered by an entry that comes after the one it names.
            for (id, _) in anchors.iter().filter(|(_, seq)| *seq == entry.seq) {
                self.connection
                    .execute(
                        "UPDATE anchors SET hash = ?2 WHERE id = ?1",
                        params![id, entry.hash],
                    )
                    .unwrap();
            }
        }
    }
}
