//! The files of a shop's folder: the slots, what the shop is, one job's state, key and print files, the log; and how they go.

use super::work::Left;
use crate::station::sealed::keep;
use crate::station::{Error, file};
use crate::vault::MasterKey;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use zeroize::Zeroizing;

pub(super) const SLOTS: &str = "slots.toml";
pub(super) const STATE: &str = "state.bin";
pub(super) const LOCK: &str = "folder.lock";
/// The log of the processing: it stays, and it names no holder.
pub(super) const LOG: &str = "log.csv";
/// The one slot's login.
pub(super) const LOGIN: &str = "percetakan";
pub(super) const VERSION: u32 = 1;
pub(super) const SMALL_BYTES: u64 = 1024 * 1024;
/// A job's state: a million serials and more.
pub(super) const WORK_BYTES: u64 = 256 * 1024 * 1024;
/// One print file.
pub(super) const PRINT_BYTES: u64 = 300 * 1024 * 1024;

/// Sealed in `state.bin`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) version: u32,
    /// As the shop calls itself.
    pub(super) name: String,
    /// Private scalar of the key that signs returns, hex digits.
    pub(super) key: String,
    /// Its certificate's DER, hex digits.
    pub(super) certificate: String,
    /// What opens jobs.
    pub(super) identity: String,
    /// SHA-256 of the roots of offices whose jobs are taken, hex digits.
    pub(super) roots: Vec<String>,
    /// Jobs that are over, hex digits: none of them is opened again.
    pub(super) done: Vec<String>,
    /// The newest time an office has signed: no clock is believed that is behind it.
    #[serde(default)]
    pub(super) seen_at: i64,
    /// What was written out for jobs that are over and could not be destroyed yet.
    #[serde(default)]
    pub(super) left: Vec<Left>,
}

impl Drop for State {
    fn drop(&mut self) {
        use zeroize::Zeroize as _;
        self.key.zeroize();
        self.identity.zeroize();
    }
}

/// A file of the folder that is not as it was written.
pub(super) fn damaged(name: &str) -> Error {
    Error::new("shop-damaged").with("name", name)
}

pub(super) fn read(
    dir: &Path,
    key: &MasterKey,
    name: &str,
    limit: u64,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let sealed = file::read(&dir.join(name), limit + 64)?;
    key.open(name, &sealed).map_err(|_altered| damaged(name))
}

pub(super) fn keep_toml<T: Serialize>(
    dir: &Path,
    key: &MasterKey,
    name: &str,
    value: &T,
) -> Result<(), Error> {
    let text = toml::to_string(value).map_err(|error| Error::new("internal").because(error))?;
    keep(dir, key, name, Zeroizing::new(text).as_bytes())
}

pub(super) fn read_toml<T: DeserializeOwned>(
    dir: &Path,
    key: &MasterKey,
    name: &str,
    limit: u64,
) -> Result<T, Error> {
    let bytes = read(dir, key, name, limit)?;
    let text = std::str::from_utf8(&bytes).map_err(|_utf8| damaged(name))?;
    toml::from_str(text).map_err(|_why| damaged(name))
}

/// Writes over a file and removes it. On a disk that moves what it writes, the old bytes may stay for a while: a job's files are
/// sealed by a key of its own, which goes first.
pub(super) fn destroy(path: &Path) -> Result<(), Error> {
    let Ok(about) = fs::metadata(path) else {
        return Ok(());
    };
    let fail = |error: std::io::Error| Error::writing(path, &error);
    let mut file = OpenOptions::new().write(true).open(path).map_err(fail)?;
    let nothing = vec![0; 64 * 1024];
    let mut left = about.len();
    while 0 < left {
        let most = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(nothing.len());
        let part = nothing.get(..most).unwrap_or_default();
        file.write_all(part).map_err(fail)?;
        left = left.saturating_sub(u64::try_from(most).unwrap_or(left));
    }
    file.sync_all().map_err(fail)?;
    drop(file);
    fs::remove_file(path).map_err(fail)
}

/// Adds a line to the log of the processing.
pub(super) fn append(dir: &Path, line: &str) -> Result<(), Error> {
    const HEAD: &str = "time,act,job,office,cards,who\r\n";
    let path = dir.join(LOG);
    let fail = |error: std::io::Error| Error::writing(&path, &error);
    let mut options = OpenOptions::new();
    let mut file = options
        .append(true)
        .create(true)
        .open(&path)
        .map_err(fail)?;
    if file.metadata().map_err(fail)?.len() == 0 {
        file.write_all(HEAD.as_bytes()).map_err(fail)?;
    }
    file.write_all(line.as_bytes()).map_err(fail)?;
    file.sync_all().map_err(fail)
}
