//! The files of a patrol's folder but for the log and the extract: the slots, what the folder knows of itself, sealing by name.

use super::log::{HEAD, LOG};
use crate::seal::Seen;
use crate::station::sealed::keep;
use crate::station::{Error, file};
use crate::vault::MasterKey;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

pub(super) const SLOTS: &str = "slots.toml";
pub(super) const STATE: &str = "state.bin";
pub(super) const BUNDLE: &str = "bundle.bin";
/// The one slot's login.
pub(super) const LOGIN: &str = "patroli";
pub(super) const VERSION: u32 = 1;
/// Far above a bundle of 64 million cards.
pub(super) const BUNDLE_BYTES: u64 = 16 * 1024 * 1024;
pub(super) const SMALL_BYTES: u64 = 1024 * 1024;

/// Sealed in `state.bin`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) version: u32,
    /// As the team named the laptop.
    pub(super) name: String,
    /// SHA-256 of the office's root, hex digits.
    pub(super) root: String,
    /// The laptop's private scalar, hex digits.
    pub(super) key: String,
    /// Its certificate's DER, hex digits.
    pub(super) certificate: String,
    /// The newest bundle seen.
    pub(super) seen_at: i64,
    pub(super) seen_number: u64,
    /// The newest extract seen.
    pub(super) extract_at: i64,
    /// Sightings in the log when the present bundle was taken: what was noted before tells no time any more.
    #[serde(default)]
    pub(super) bundle_from: u64,
    /// The same of the present extract.
    #[serde(default)]
    pub(super) extract_from: u64,
}

impl State {
    pub(super) fn seen(&self) -> Seen {
        Seen {
            issued_at: self.seen_at,
            sequence: self.seen_number,
        }
    }
}

/// A file of the folder that is not as it was written.
pub(super) fn damaged(name: &'static str) -> Error {
    Error::new("patrol-damaged").with("name", name)
}

/// A folder that is not there yet, is empty, or was left by a making that was cut off: without slots nothing in it opens.
pub(super) fn is_vacant(dir: &Path) -> io::Result<bool> {
    const OURS: [&str; 5] = [STATE, BUNDLE, LOG, HEAD, SLOTS];
    if file::is_vacant(dir)? {
        return Ok(true);
    }
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = OURS.iter().any(|ours| match name.strip_prefix(ours) {
            Some("") => *ours != SLOTS,
            // What was being written stands beside its place as `<name>.<number>.part`.
            Some(rest) => rest.starts_with('.') && rest.ends_with(".part"),
            None => false,
        });
        let file = entry.metadata()?;
        // A log that holds scans is somebody's, even if its slots are lost.
        if !ours || !file.is_file() || (name == LOG && 0 < file.len()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes what a making has put into a folder, and the folder when nothing else lies in it.
pub(super) fn clear(dir: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(dir).map_err(|error| Error::reading(dir, &error))? {
        let entry = entry.map_err(|error| Error::reading(dir, &error))?;
        let path = entry.path();
        if path.is_file() {
            fs::remove_file(&path).map_err(|error| Error::writing(&path, &error))?;
        }
    }
    // A folder that was there before and is not ours alone stays.
    fs::remove_dir(dir).ok();
    Ok(())
}

pub(super) fn read(
    dir: &Path,
    master: &MasterKey,
    name: &'static str,
    limit: u64,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let sealed = file::read(&dir.join(name), limit + 64)?;
    master.open(name, &sealed).map_err(|_altered| damaged(name))
}

pub(super) fn keep_state(dir: &Path, master: &MasterKey, state: &State) -> Result<(), Error> {
    let text = toml::to_string(state).map_err(|error| Error::new("internal").because(error))?;
    keep(dir, master, STATE, Zeroizing::new(text).as_bytes())
}

pub(super) fn read_state(dir: &Path, master: &MasterKey) -> Result<State, Error> {
    let damaged = || damaged(STATE);
    let bytes = read(dir, master, STATE, SMALL_BYTES)?;
    let text = std::str::from_utf8(&bytes).map_err(|_utf8| damaged())?;
    let state: State = toml::from_str(text).map_err(|_why| damaged())?;
    if state.version == VERSION {
        Ok(state)
    } else {
        Err(Error::new("patrol-version"))
    }
}
