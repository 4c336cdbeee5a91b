//! The chain of acts: each entry covers every row it changed and the entry before; and the check that finds where it breaks.

mod anchor;
#[cfg(test)]
mod forge;
mod list;

pub use anchor::{Anchor, Head, Notary};
pub use list::{AuditQuery, AuditRow};

use super::{Error, Registry};
use crate::office::OfficerId;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// Tables under audit; a table's code in `rows` is its place here. Appended to, never reordered.
pub(super) const TABLES: &[&str] = &[
    "meta",
    "officers",
    "portraits",
    "looks",
    "cases",
    "permits",
    "blanks",
    "receipts",
    "cards",
    "seals",
    "anchors",
    "stock_reports",
    "imports",
    "import_refusals",
    "terms",
    "spells",
    "status_marks",
    "revoked_keys",
    "bundles",
    "bundle_copies",
    "papers",
    "devices",
    "sightings",
    "operations",
    "followed",
    "steps",
    "runs",
    "run_cards",
    "run_parts",
    "accepted_flaws",
    "shops",
    "jobs",
    "job_cards",
    "spells_before",
    "run_sendings",
];

/// Tables not under audit: the chain itself, and what is made from other tables and can be made again.
fn is_derived(table: &str) -> bool {
    table == "audit"
        || matches!(
            table,
            "spell_packs" | "card_days" | "served_days" | "status_lists"
        )
        || table.starts_with("permit_search")
        || table.starts_with("sqlite_")
}

/// Bytes of one row in `rows`: code of its table, its key, SHA-256 of what it holds (zero when it is gone).
const ROW_BYTES: usize = 1 + 8 + 32;

/// Stands before everything that is hashed into an entry.
const DOMAIN: &[u8] = b"loket audit 1";

/// Rows written since the act began: code of the table and key; and the first table nobody put under audit.
#[derive(Default)]
pub(super) struct Touched {
    rows: BTreeSet<(u8, i64)>,
    stray: Option<String>,
}

/// Shared between the connection's hook and the act in progress.
pub(super) type Watch = Arc<Mutex<Touched>>;

/// Has every write of the connection noted.
pub(super) fn watch(connection: &mut Connection) -> Result<Watch, Error> {
    let watch = Watch::default();
    let noted = Arc::clone(&watch);
    connection.update_hook(Some(
        move |_action, _database: &str, table: &str, row: i64| {
            let mut touched = noted.lock().unwrap_or_else(PoisonError::into_inner);
            let code = TABLES.iter().position(|name| *name == table);
            match code.and_then(|code| u8::try_from(code).ok()) {
                Some(code) => {
                    touched.rows.insert((code, row));
                }
                None if is_derived(table) => {}
                None => touched.stray = Some(table.to_owned()),
            }
        },
    ))?;
    Ok(watch)
}

/// Forgets what was noted: the act before may have been given up.
pub(super) fn forget(watch: &Watch) {
    *watch.lock().unwrap_or_else(PoisonError::into_inner) = Touched::default();
}

/// Who does what, when. The record and the particulars are told inside the act.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// The officer, or [`OfficerId::PROGRAM`].
    pub officer: OfficerId,
    /// Stable id of the act, e.g. `case-submit`.
    pub act: &'static str,
    /// Unix seconds.
    pub at: i64,
}

/// One entry on its way into the chain.
pub(super) struct Draft<'a> {
    pub(super) by: By,
    pub(super) record: &'a str,
    pub(super) detail: &'a [(&'static str, String)],
    /// Its time is the newest, whatever came before.
    pub(super) anew: bool,
}

/// Appends an entry that covers every row touched since the one before.
pub(super) fn append(
    connection: &Connection,
    watch: &Watch,
    draft: &Draft<'_>,
) -> Result<(), Error> {
    let touched = std::mem::take(&mut *watch.lock().unwrap_or_else(PoisonError::into_inner));
    if let Some(table) = touched.stray {
        return Err(Error::Other(format!("table {table} is not under audit")));
    }
    let rows = digests(connection, touched.rows)?;
    let last = connection
        .prepare_cached("SELECT seq, latest, hash FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| {
            Ok((
                row.get::<_, i64>("seq")?,
                row.get::<_, i64>("latest")?,
                row.get::<_, Vec<u8>>("hash")?,
            ))
        })
        .optional()?;
    let (seq, latest, previous) =
        last.map_or((1, draft.by.at, Vec::new()), |(seq, latest, hash)| {
            let newest = if draft.anew { 0 } else { latest };
            (seq + 1, newest.max(draft.by.at), hash)
        });
    let before: Option<Vec<u8>> = connection
        .prepare_cached("SELECT after FROM audit WHERE record = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([draft.record], |row| row.get("after"))
        .optional()?
        .flatten();
    // A look changes nothing: what it found is what the last act left.
    let after = if rows.is_empty() {
        before.clone()
    } else {
        Some(Sha256::digest(&rows).to_vec())
    };
    let mut detail: serde_json::Map<String, serde_json::Value> = draft
        .detail
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone().into()))
        .collect();
    if draft.by.at < latest {
        detail.insert(
            String::from("clock_behind_s"),
            (latest - draft.by.at).to_string().into(),
        );
    }
    let mut entry = Entry {
        seq,
        at: draft.by.at,
        latest,
        officer: draft.by.officer,
        act: draft.by.act.to_owned(),
        record: draft.record.to_owned(),
        before,
        after,
        detail: serde_json::Value::Object(detail).to_string(),
        rows,
        hash: Vec::new(),
    };
    entry.hash = entry.reckon(&previous).to_vec();
    connection
        .prepare_cached(
            "INSERT INTO audit (seq, at, latest, officer, act, record, before, after, detail, rows, hash) \
             VALUES (:seq, :at, :latest, :officer, :act, :record, :before, :after, :detail, :rows, :hash)",
        )?
        .execute(named_params! {
            ":seq": entry.seq,
            ":at": entry.at,
            ":latest": entry.latest,
            ":officer": entry.officer.0,
            ":act": entry.act,
            ":record": entry.record,
            ":before": entry.before,
            ":after": entry.after,
            ":detail": entry.detail,
            ":rows": entry.rows,
            ":hash": entry.hash,
        })?;
    Ok(())
}

/// Keys of one table's rows that entries after `since` changed; `None` when they are more than `most`.
pub(super) fn touched(
    connection: &Connection,
    table: &str,
    since: i64,
    most: usize,
) -> Result<Option<BTreeSet<i64>>, Error> {
    let code = TABLES.iter().position(|name| *name == table);
    let code = code.and_then(|code| u8::try_from(code).ok());
    let mut keys = BTreeSet::new();
    let mut statement =
        connection.prepare_cached("SELECT rows FROM audit WHERE seq > ?1 LIMIT ?2")?;
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut entries = statement.query(params![since, limit.saturating_mul(4)])?;
    let mut read = 0;
    while let Some(entry) = entries.next()? {
        read += 1;
        let rows = entry.get_ref("rows")?.as_blob().unwrap_or_default();
        keys.extend(
            changed(rows)
                .filter(|row| Some(row.0) == code)
                .map(|row| row.1),
        );
    }
    Ok((keys.len() <= most && read < limit.saturating_mul(4)).then_some(keys))
}

/// Code, key and digest of each row, one after the other.
fn digests(connection: &Connection, touched: BTreeSet<(u8, i64)>) -> Result<Vec<u8>, Error> {
    let mut rows = Vec::with_capacity(touched.len() * ROW_BYTES);
    for (code, key) in touched {
        rows.push(code);
        rows.extend(key.to_be_bytes());
        rows.extend(row_digest(connection, code, key)?.unwrap_or_default());
    }
    Ok(rows)
}

/// SHA-256 over every column of a row, each with its type and length; `None` when there is no such row.
///
/// Every column, also one a later schema adds: a column left out could be changed unseen.
fn row_digest(connection: &Connection, code: u8, key: i64) -> Result<Option<[u8; 32]>, Error> {
    let Some(table) = TABLES.get(usize::from(code)) else {
        return Ok(None);
    };
    let sql = format!("SELECT * FROM {table} WHERE rowid = ?1");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([key], |row| digest_of(row, 0))
        .optional()?)
}

fn digest_of(row: &Row<'_>, from: usize) -> rusqlite::Result<[u8; 32]> {
    let mut all = Sha256::new();
    for column in from..row.as_ref().column_count() {
        match row.get_ref(column)? {
            ValueRef::Null => all.update([0]),
            ValueRef::Integer(value) => {
                all.update([1]);
                all.update(value.to_be_bytes());
            }
            ValueRef::Real(value) => {
                all.update([2]);
                all.update(value.to_be_bytes());
            }
            ValueRef::Text(bytes) => measured(&mut all, 3, bytes),
            ValueRef::Blob(bytes) => measured(&mut all, 4, bytes),
        }
    }
    Ok(all.finalize().into())
}

fn measured(all: &mut Sha256, kind: u8, bytes: &[u8]) {
    all.update([kind]);
    all.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    all.update(bytes);
}

/// One entry as it stands in the chain.
struct Entry {
    seq: i64,
    at: i64,
    latest: i64,
    officer: OfficerId,
    act: String,
    record: String,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    detail: String,
    rows: Vec<u8>,
    hash: Vec<u8>,
}

impl Entry {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get("seq")?,
            at: row.get("at")?,
            latest: row.get("latest")?,
            officer: OfficerId(row.get("officer")?),
            act: row.get("act")?,
            record: row.get("record")?,
            before: row.get("before")?,
            after: row.get("after")?,
            detail: row.get("detail")?,
            rows: row.get("rows")?,
            hash: row.get("hash")?,
        })
    }

    fn reckon(&self, previous: &[u8]) -> [u8; 32] {
        let mut all = Sha256::new();
        all.update(DOMAIN);
        measured(&mut all, 4, previous);
        for number in [self.seq, self.at, self.latest, self.officer.0] {
            all.update(number.to_be_bytes());
        }
        for text in [&self.act, &self.record, &self.detail] {
            measured(&mut all, 3, text.as_bytes());
        }
        for bytes in [&self.before, &self.after] {
            match bytes {
                None => all.update([0]),
                Some(bytes) => measured(&mut all, 4, bytes),
            }
        }
        measured(&mut all, 4, &self.rows);
        all.finalize().into()
    }

    /// Code, key and digest of each row it changed.
    fn changed(&self) -> impl Iterator<Item = (u8, i64, &[u8])> {
        changed(&self.rows)
    }
}

fn changed(rows: &[u8]) -> impl Iterator<Item = (u8, i64, &[u8])> {
    rows.chunks_exact(ROW_BYTES).filter_map(|row| {
        let (code, rest) = row.split_first()?;
        let (key, digest) = rest.split_first_chunk::<8>()?;
        Some((*code, i64::from_be_bytes(*key), digest))
    })
}

const COLUMNS: &str = "seq, at, latest, officer, act, record, before, after, detail, rows, hash";

/// What is wrong with the chain or with a row it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The entry that is wrong, or the last one that covers the wrong row; 0 when no entry covers it.
    pub seq: i64,
    /// How it is wrong.
    pub kind: BreakKind,
    /// Table and key of the row, for a row.
    pub row: Option<(String, i64)>,
}

/// How a chain can be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakKind {
    /// An entry does not hash to what it says: it, or the one before, was changed.
    Entry,
    /// Entries are missing before this one.
    Gap,
    /// A row is not what the last entry about it says.
    Changed,
    /// A row is gone that should be there.
    Missing,
    /// A row is there that no act wrote.
    Unwritten,
    /// An anchor does not stand on the chain.
    Anchor,
    /// The chain ends before an anchor, or is empty.
    Short,
    /// An anchor's signature is not the office's.
    Signature,
}

impl BreakKind {
    /// Stable word in JSON and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Gap => "gap",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Unwritten => "unwritten",
            Self::Anchor => "anchor",
            Self::Short => "short",
            Self::Signature => "signature",
        }
    }
}

/// What a check of the chain found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditProof {
    /// Entries read.
    pub entries: u64,
    /// Rows compared with what the chain says of them.
    pub rows: u64,
    /// Anchors compared.
    pub anchors: u64,
    /// Number of the last entry.
    pub head_seq: i64,
    /// Its hash, hex.
    pub head_hash: String,
    /// At most [`AuditProof::MOST`]; empty when all is whole.
    pub breaks: Vec<Break>,
}

impl AuditProof {
    /// More breaks than these are not told.
    pub const MOST: usize = 100;

    /// Nothing is broken.
    pub fn is_whole(&self) -> bool {
        self.breaks.is_empty()
    }

    /// Adds one, unless there are too many already.
    pub fn tell(&mut self, seq: i64, kind: BreakKind, row: Option<(&str, i64)>) {
        if self.breaks.len() < Self::MOST {
            let row = row.map(|(table, key)| (table.to_owned(), key));
            self.breaks.push(Break { seq, kind, row });
        }
    }
}

/// The last word of the chain about one row.
struct Said {
    seq: i64,
    digest: [u8; 32],
}

impl Registry {
    /// Walks the whole chain, then compares every row with what its last entry says, and every anchor with the chain.
    /// Signatures of anchors are the caller's to check. Calls `progress(done, of)`; stops when it answers `false`.
    pub fn audit_check(
        &self,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<AuditProof, Error> {
        // One reading transaction: others may write meanwhile, and what they write is not half seen.
        let snapshot = self.connection.unchecked_transaction()?;
        let mut proof = AuditProof::default();
        let count: i64 =
            snapshot.query_row("SELECT count(*) AS n FROM audit", [], |row| row.get("n"))?;
        let of = u64::try_from(count).unwrap_or(0);
        let Some(mut said) = walk(&snapshot, &mut proof, &mut |done| progress(done, of))? else {
            return Err(Error::Stopped);
        };
        // First: where much is gone, so many rows are wrong that nothing else would be told.
        anchored(&snapshot, &mut proof)?;
        for (code, table) in (0_u8..).zip(TABLES) {
            compare(&snapshot, &mut proof, (code, table), &mut said)?;
        }
        let mut missing: Vec<_> = said
            .into_iter()
            .filter(|(_, said)| said.digest != [0; 32])
            .collect();
        missing.sort_by_key(|(row, said)| (said.seq, *row));
        for ((code, key), said) in missing {
            let table = TABLES.get(usize::from(code)).copied().unwrap_or("?");
            proof.tell(said.seq, BreakKind::Missing, Some((table, key)));
        }
        for page in super::spell::unlike(&snapshot)? {
            proof.tell(0, BreakKind::Changed, Some(("spell_packs", page)));
        }
        for (table, day) in super::tally::unlike(&snapshot)? {
            proof.tell(0, BreakKind::Changed, Some((table, day)));
        }
        Ok(proof)
    }
}

type Last = HashMap<(u8, i64), Said>;

/// Every entry in order; the last word about each row. `None` when stopped.
fn walk(
    connection: &Connection,
    proof: &mut AuditProof,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<Option<Last>, Error> {
    /// Entries between two reports.
    const EVERY: u64 = 4096;
    let mut said = Last::new();
    let mut previous: Vec<u8> = Vec::new();
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM audit ORDER BY seq"))?;
    let mut entries = statement.query([])?;
    while let Some(row) = entries.next()? {
        let entry = Entry::read(row)?;
        if entry.seq != proof.head_seq + 1 {
            proof.tell(entry.seq, BreakKind::Gap, None);
        }
        // The chain is followed from what stands there, so that one changed entry is told once.
        if entry.reckon(&previous)[..] != entry.hash[..] {
            proof.tell(entry.seq, BreakKind::Entry, None);
        }
        for (code, key, digest) in entry.changed() {
            let digest = digest.try_into().unwrap_or([0; 32]);
            said.insert(
                (code, key),
                Said {
                    seq: entry.seq,
                    digest,
                },
            );
        }
        proof.head_seq = entry.seq;
        proof.entries += 1;
        previous = entry.hash;
        if proof.entries.is_multiple_of(EVERY) && !go_on(proof.entries) {
            return Ok(None);
        }
    }
    proof.head_hash = hex(&previous);
    if proof.entries == 0 {
        proof.tell(0, BreakKind::Short, None);
    }
    Ok(go_on(proof.entries).then_some(said))
}

/// Each row of one table with the chain's last word about it, which is then taken away.
fn compare(
    connection: &Connection,
    proof: &mut AuditProof,
    (code, table): (u8, &str),
    said: &mut Last,
) -> Result<(), Error> {
    let sql = format!("SELECT rowid AS audited, * FROM {table} ORDER BY rowid");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let key: i64 = row.get("audited")?;
        let digest = digest_of(row, 1)?;
        proof.rows += 1;
        match said.remove(&(code, key)) {
            None => proof.tell(0, BreakKind::Unwritten, Some((table, key))),
            Some(said) if said.digest != digest => {
                proof.tell(said.seq, BreakKind::Changed, Some((table, key)));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn anchored(connection: &Connection, proof: &mut AuditProof) -> Result<(), Error> {
    let mut statement = connection
        .prepare("SELECT n.id, n.seq, n.hash, a.hash AS found FROM anchors n LEFT JOIN audit a ON a.seq = n.seq ORDER BY n.id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, seq): (i64, i64) = (row.get("id")?, row.get("seq")?);
        proof.anchors += 1;
        match row.get::<_, Option<Vec<u8>>>("found")? {
            None => proof.tell(seq, BreakKind::Short, Some(("anchors", id))),
            Some(found) if found != row.get::<_, Vec<u8>>("hash")? => {
                proof.tell(seq, BreakKind::Anchor, Some(("anchors", id)));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Bytes as small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            write!(text, "{byte:02x}").ok();
            text
        })
}
