//! The office's small files: whole-or-not-at-all writing, bounded reading, and TOML whose mistakes name line and key.

use super::Error;
use super::error::name;
use serde::de::DeserializeOwned;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Who may read a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    /// As the system grants.
    Anyone,
    /// The account that writes it alone.
    Owner,
}

/// Writes a file whole or not at all (temporary beside it, fsync, rename).
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(path, bytes, Readers::Anyone)
}

pub(super) fn write(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), Error> {
    Waiting::write(path, bytes, readers)?.place()
}

/// A file written and synced beside its place; gone again unless it is put there.
pub(super) struct Waiting {
    temporary: PathBuf,
    path: PathBuf,
}

impl Waiting {
    pub(super) fn write(path: &Path, bytes: &[u8], readers: Readers) -> Result<Self, Error> {
        let (waiting, mut file) = Self::begin(path, readers)?;
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .map_err(|error| Error::writing(path, &error))?;
        Ok(waiting)
    }

    /// An empty file beside `path`, to be filled and synced by the caller before it is put there.
    pub(super) fn begin(path: &Path, readers: Readers) -> Result<(Self, File), Error> {
        let waiting = Self::beside(path)?;
        let opened = if path.is_dir() {
            Err(io::ErrorKind::IsADirectory.into())
        } else {
            open_new(&waiting.temporary, readers)
        };
        let file = opened.map_err(|error| Error::writing(path, &error))?;
        Ok((waiting, file))
    }

    fn beside(path: &Path) -> Result<Self, Error> {
        let Some(name) = path.file_name() else {
            return Err(Error::new("not-writable").with("name", name(path)));
        };
        let mut temporary = name.to_owned();
        temporary.push(format!(".{}.part", std::process::id()));
        Ok(Self {
            temporary: path.with_file_name(temporary),
            path: path.to_owned(),
        })
    }

    /// One step: the place holds the whole file or what it held before.
    pub(super) fn place(self) -> Result<(), Error> {
        fs::rename(&self.temporary, &self.path)
            .map_err(|error| Error::writing(&self.path, &error))?;
        // The name is only durable with its folder; not every system can sync one.
        if let Some(folder) = self.path.parent() {
            File::open(folder).and_then(|folder| folder.sync_all()).ok();
        }
        Ok(())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // Already in its place, or of no use.
        fs::remove_file(&self.temporary).ok();
    }
}

fn open_new(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _: Readers = readers;
    options.open(path)
}

/// Reads a file of at most `limit` bytes.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let fail = |error: io::Error| Error::reading(path, &error);
    let file = File::open(path).map_err(fail)?;
    let length = file.metadata().map_or(0, |file| file.len()).min(limit);
    // Room for all of it at once: a key that is read leaves no copies behind.
    let mut bytes = Vec::with_capacity(usize::try_from(length.saturating_add(1)).unwrap_or(0));
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(fail)?;
    if limit < u64::try_from(bytes.len()).unwrap_or(u64::MAX) {
        return Err(Error::new("file-too-large")
            .with("name", name(path))
            .with("limit", limit));
    }
    Ok(bytes)
}

/// Reads a TOML file of the office into its `...File` struct; `id` is the error for one that is wrong.
pub(super) fn read_toml<T: DeserializeOwned>(path: &Path, id: &'static str) -> Result<T, Error> {
    /// Far above any file of this kind.
    const LIMIT: u64 = 256 * 1024;
    let bytes = Zeroizing::new(read(path, LIMIT)?);
    let text = std::str::from_utf8(&bytes).map_err(|_utf8| {
        Error::new(id)
            .with("name", name(path))
            .with("line", 1)
            .with("key", "?")
            .because("not UTF-8")
    })?;
    toml::from_str(text).map_err(|error| toml_error(id, text, &error).with("name", name(path)))
}

/// Line and key of a mistake. The library's picture of the line stays out: it may hold a person's data.
pub(super) fn toml_error(id: &'static str, text: &str, error: &toml::de::Error) -> Error {
    let at = error.span().map_or(0, |span| span.start);
    let (line, key) = place(text, at);
    let reason = error.message().lines().next().unwrap_or_default();
    // What stands in backquotes or quotes may be what was typed, unless it is the list of known keys.
    let reason = if reason.starts_with("unknown field") || reason.starts_with("missing field") {
        reason
    } else {
        before_value(reason)
    };
    Error::new(id)
        .with("line", line)
        .with("key", key)
        .because(reason)
}

/// Line number from 1 and the key that stands on it.
pub(super) fn place(text: &str, at: usize) -> (usize, String) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let words = text.lines().nth(line - 1).unwrap_or_default();
    let key = words
        .split(['=', '#'])
        .next()
        .unwrap_or_default()
        .trim()
        .trim_matches(['[', ']', '"']);
    let plain = key.len() <= 40
        && key
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.'));
    (
        line,
        if plain && !key.is_empty() {
            String::from(key)
        } else {
            String::from("?")
        },
    )
}

fn before_value(reason: &str) -> &str {
    reason
        .split(['"', '`'])
        .next()
        .unwrap_or_default()
        .trim_end_matches([' ', ':', ','])
}

/// A folder that does not exist yet, or is there and empty.
pub(super) fn is_vacant(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}
