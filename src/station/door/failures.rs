//! Failed logins and how long the next one waits, by label of slot: no login stands in the file.
//!
//! A failure is counted before the password is tried, so that ending the program does not undo it. Whoever can write the
//! folder can undo it anyway; against him stands the cost of hashing.

use super::super::{Error, file};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The first failure that makes the next login wait.
const FREE: u32 = 3;
const LONGEST_S: i64 = 15 * 60;
/// Labels remembered; invented logins must not fill the disk.
const MOST: usize = 200;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FailuresFile {
    version: u32,
    #[serde(default, rename = "failure")]
    failures: Vec<FailureRow>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FailureRow {
    label: String,
    count: u32,
    /// Unix seconds.
    last_at: i64,
}

/// One login that is being tried.
pub(in crate::station) struct Attempt {
    dir: PathBuf,
    label: String,
    now: i64,
    /// As it was before this one.
    before: Option<FailureRow>,
}

impl Attempt {
    /// Counts a failure beforehand; refuses while the label has to wait.
    pub(super) fn begin(dir: &Path, label: &str, now: i64) -> Result<Self, Error> {
        // Two desks that try at the same moment are two failures.
        let _lock = file::Lock::of(dir)?;
        let mut rows = read(dir);
        let before = rows.iter().find(|row| row.label == label).cloned();
        if let Some(row) = &before {
            let wait = wait_s(row.count) - (now - row.last_at).max(0);
            if 0 < wait {
                if now < row.last_at {
                    // The clock was set back: the wait begins anew, lest it lasts until the clock is there again.
                    put(&mut rows, label, row.count, now);
                    write(dir, rows)?;
                }
                return Err(Error::new("login-wait").with("seconds", wait));
            }
        }
        let count = before.as_ref().map_or(0, |row| row.count);
        put(&mut rows, label, count.saturating_add(1), now);
        write(dir, rows)?;
        Ok(Self {
            dir: dir.to_owned(),
            label: label.to_owned(),
            now,
            before,
        })
    }

    /// Failures before this attempt.
    pub(in crate::station) fn failed_before(&self) -> u32 {
        self.before.as_ref().map_or(0, |row| row.count)
    }

    /// The error of a wrong password, with how long the next attempt waits.
    pub(super) fn refused(&self) -> Error {
        match wait_s(self.failed_before().saturating_add(1)) {
            0 => Error::new("login-refused"),
            wait => Error::new("login-refused-wait").with("seconds", wait),
        }
    }

    /// This attempt was no failure; those before it still count.
    pub(super) fn take_back(&self) -> Result<(), Error> {
        let _lock = file::Lock::of(&self.dir)?;
        let mut rows = read(&self.dir);
        rows.retain(|row| row.label != self.label);
        rows.extend(self.before.clone());
        write(&self.dir, rows)
    }

    /// The audit has the failures: the label begins anew.
    pub(in crate::station) fn forget(&self) -> Result<(), Error> {
        let _lock = file::Lock::of(&self.dir)?;
        let mut rows = read(&self.dir);
        let known = rows.len();
        rows.retain(|row| row.label != self.label || self.now < row.last_at);
        if rows.len() == known {
            return Ok(());
        }
        write(&self.dir, rows)
    }
}

fn place(dir: &Path) -> PathBuf {
    dir.join("keys").join("failures.toml")
}

/// How long to wait after so many failures: nothing, then 1, 2, 4 ... seconds.
fn wait_s(count: u32) -> i64 {
    match count.checked_sub(FREE) {
        None => 0,
        Some(more) => 2_i64
            .checked_pow(more)
            .map_or(LONGEST_S, |wait| wait.min(LONGEST_S)),
    }
}

fn put(rows: &mut Vec<FailureRow>, label: &str, count: u32, last_at: i64) {
    rows.retain(|row| row.label != label);
    rows.push(FailureRow {
        label: label.to_owned(),
        count,
        last_at,
    });
    // Those that failed least and longest ago go first.
    if MOST < rows.len() {
        rows.sort_by_key(|row| {
            (
                row.label != label,
                std::cmp::Reverse((row.count, row.last_at)),
            )
        });
        rows.truncate(MOST);
    }
}

/// A file that is missing or spoiled counts as empty: it must not keep the whole office out.
fn read(dir: &Path) -> Vec<FailureRow> {
    let read: Result<FailuresFile, Error> = file::read_toml(&place(dir), "office-wrong");
    read.map_or_else(|_| Vec::new(), |read| read.failures)
}

fn write(dir: &Path, failures: Vec<FailureRow>) -> Result<(), Error> {
    let written = FailuresFile {
        version: 1,
        failures,
    };
    let text = toml::to_string(&written).map_err(|error| Error::new("internal").because(error))?;
    file::write(&place(dir), text.as_bytes(), file::Readers::Owner)
}
