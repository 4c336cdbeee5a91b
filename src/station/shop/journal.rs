//! What was said of a job's cards since its state was last written: a record a saying, sealed and synced, so that saying one
//! does not write all of a job again.
//!
//! ```text
//! record:  number, 8 bytes   length, 4 bytes   so many bytes, sealed for the journal's name and the number
//! ```
//!
//! A record that was cut off by a power cut was never told to be noted, and is taken away.

use super::folder::{SMALL_BYTES, WORK_BYTES, damaged};
use super::work::Work;
use crate::station::{Error, file};
use crate::vault::MasterKey;
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use zeroize::Zeroizing;

const HEAD: usize = 12;

/// One record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Saying {
    /// Unix seconds.
    pub(super) at: i64,
    /// Empty: only the time was seen.
    pub(super) serials: Vec<String>,
    /// As [`super::work::CardWork`] has it.
    pub(super) fate: String,
    pub(super) reason: String,
    /// As he named himself.
    pub(super) who: String,
}

pub(super) fn name(work: &Work) -> String {
    format!("{}.marks", work.stem())
}

fn purpose(name: &str, number: u64) -> String {
    format!("{name}/{number}")
}

/// Adds a record behind the others.
pub(super) fn add(
    dir: &Path,
    key: &MasterKey,
    work: &Work,
    (number, saying): (u64, &Saying),
) -> Result<(), Error> {
    let name = name(work);
    let text = toml::to_string(saying).map_err(|error| Error::new("internal").because(error))?;
    let text = Zeroizing::new(text);
    let sealed = key.seal(&purpose(&name, number), rand::random(), text.as_bytes());
    let length = u32::try_from(sealed.len()).map_err(|_large| Error::new("internal"))?;
    let record = [&number.to_le_bytes()[..], &length.to_le_bytes(), &sealed].concat();
    let path = dir.join(&name);
    let mut options = OpenOptions::new();
    options
        .append(true)
        .create(true)
        .open(&path)
        .and_then(|mut file| {
            file.write_all(&record)?;
            file.sync_data()
        })
        .map_err(|error| Error::writing(&path, &error))
}

/// Says to a job again what its journal holds and its state does not.
pub(super) fn replay(dir: &Path, key: &MasterKey, work: &mut Work) -> Result<(), Error> {
    let name = name(work);
    let path = dir.join(&name);
    if !path.exists() {
        return Ok(());
    }
    let bytes = file::read(&path, WORK_BYTES)?;
    let (mut rest, mut whole) = (bytes.as_slice(), 0);
    while let Some((number, sealed, behind)) = record(rest) {
        whole += rest.len() - behind.len();
        rest = behind;
        if work.said <= number {
            let plain = key
                .open(&purpose(&name, number), sealed)
                .map_err(|_altered| damaged(&name))?;
            let text = std::str::from_utf8(&plain).map_err(|_utf8| damaged(&name))?;
            let saying: Saying = toml::from_str(text).map_err(|_why| damaged(&name))?;
            work.hear(&saying);
            work.said = number + 1;
        }
    }
    if whole < bytes.len() {
        let length = u64::try_from(whole).unwrap_or(0);
        OpenOptions::new()
            .write(true)
            .open(&path)
            .and_then(|file| {
                file.set_len(length)?;
                file.sync_all()
            })
            .map_err(|error| Error::writing(&path, &error))?;
    }
    Ok(())
}

/// The first record: its number, its sealed bytes, and what follows.
fn record(bytes: &[u8]) -> Option<(u64, &[u8], &[u8])> {
    let (head, rest) = bytes.split_at_checked(HEAD)?;
    let (number, length) = head.split_first_chunk::<8>()?;
    let length = u32::from_le_bytes(length.try_into().ok()?);
    let (sealed, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    Some((u64::from_le_bytes(*number), sealed, rest))
}

/// A journal so long is folded into the job's state.
pub(super) fn is_long(dir: &Path, work: &Work) -> bool {
    let about = std::fs::metadata(dir.join(name(work)));
    about.is_ok_and(|about| SMALL_BYTES < about.len())
}
