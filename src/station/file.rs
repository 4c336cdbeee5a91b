//! The office's small files: whole-or-not-at-all writing, bounded reading, and TOML whose mistakes name line and key.

use super::Error;
use super::error::name;
use serde::de::DeserializeOwned;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};
use zeroize::Zeroizing;

/// In `keys/`: the lock of the office's small files; holds nothing.
const LOCK: &str = "office.lock";

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

/// Where it cannot be known whether a program still runs, one that has left a file alone for so long does not.
const STALE_S: i64 = 60 * 60;

/// Takes away what a program that was killed has left half written in one of the office's own folders. Every program that
/// writes there runs on this computer.
pub(super) fn sweep(folder: &Path, now: i64) {
    sweep_those(folder, |_, written, process| {
        match is_alive(process, written) {
            Some(alive) => !alive,
            None => is_stale(written, now),
        }
    });
}

/// The same beside a list that is about to be written, where other programs' files lie too, and those of other computers: only
/// lists of its kind, and only old ones.
pub(super) fn sweep_lists(path: &Path, now: i64) {
    let Some(folder) = path.parent() else { return };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    sweep_those(folder, |plain, written, process| {
        (plain.ends_with(".csv") || plain.ends_with(".xlsx"))
            && is_stale(written, now)
            && is_alive(process, written) != Some(true)
    });
}

/// Takes away the half-written files of which `dead` says so: by the name each would have had, its last change as a Unix time,
/// and the number of the program that wrote it.
fn sweep_those(folder: &Path, dead: impl Fn(&str, i64, &str) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let plain = name(&path);
        let Some((whole, process)) = half_written(&plain) else {
            continue;
        };
        let modified = entry.metadata().and_then(|about| about.modified());
        let written = modified
            .ok()
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
            .and_then(|at| i64::try_from(at.as_secs()).ok());
        if !written.is_some_and(|written| dead(whole, written, process)) {
            continue;
        }
        // What cannot be removed harms nobody but the disk's room.
        if path.is_dir() {
            fs::remove_dir_all(&path).ok();
        } else {
            fs::remove_file(&path).ok();
        }
    }
}

/// The name a half-written file would have had and the number of the program that wrote it: `list.csv.1234.part`, and what a
/// backup has beside it.
fn half_written(plain: &str) -> Option<(&str, &str)> {
    let plain = plain
        .split_once(".part")
        .filter(|(_, rest)| rest.is_empty() || rest.starts_with('-'))?
        .0;
    let plain = plain
        .strip_suffix(".registry")
        .or_else(|| plain.strip_suffix(".drill"))
        .unwrap_or(plain);
    let (whole, process) = plain.rsplit_once('.')?;
    let number = !process.is_empty() && process.bytes().all(|digit| digit.is_ascii_digit());
    (number && !whole.is_empty()).then_some((whole, process))
}

fn is_stale(written: i64, now: i64) -> bool {
    STALE_S <= now.saturating_sub(written)
}

/// Whether the program of that number may still be at work on a file last changed then; `None` where this cannot be known.
/// Numbers are given anew: a program that began after the file's last change did not write it.
fn is_alive(process: &str, written: i64) -> Option<bool> {
    if process == std::process::id().to_string() {
        return Some(true);
    }
    began(process).map(|began| began.is_some_and(|began| began <= written.saturating_add(1)))
}

/// When a program began, as a Unix time; `Some(None)` when there is none of that number.
#[cfg(target_os = "linux")]
fn began(process: &str) -> Option<Option<i64>> {
    /// Linux tells times of programs in hundredths of a second, whatever its own clock does (`USER_HZ`, proc(5)).
    const TICKS_A_SECOND: i64 = 100;
    let booted = fs::read_to_string("/proc/stat").ok()?;
    let booted = booted.lines().find_map(|line| line.strip_prefix("btime "));
    let booted: i64 = booted?.trim().parse().ok()?;
    let Ok(about) = fs::read_to_string(Path::new("/proc").join(process).join("stat")) else {
        return Some(None);
    };
    // The program's name stands in brackets and may hold anything; the start is the 22nd field of all.
    let (_, rest) = about.rsplit_once(')')?;
    let ticks: i64 = rest.split_whitespace().nth(19)?.parse().ok()?;
    Some(Some(booted + ticks / TICKS_A_SECOND))
}

/// Not asked of other systems: there age decides.
#[cfg(not(target_os = "linux"))]
fn began(_process: &str) -> Option<Option<i64>> {
    None
}

/// Several desks of one office read, change and write the same small files: only the holder of the lock does so. The system
/// takes it back when it is dropped, and when its program ends in any way.
pub(super) struct Lock(File);

impl Lock {
    /// Waits for whoever holds it; not longer than a deed at a desk may take.
    pub(super) fn of(dir: &Path) -> Result<Self, Error> {
        const TURNS: u32 = 500;
        const TURN: Duration = Duration::from_millis(20);
        let path = dir.join("keys").join(LOCK);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = owners(&mut options)
            .open(&path)
            .map_err(|error| Error::writing(&path, &error))?;
        for _ in 0..TURNS {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) => thread::sleep(TURN),
                Err(TryLockError::Error(error)) => return Err(Error::writing(&path, &error)),
            }
        }
        Err(Error::new("registry-busy"))
    }
}

impl Lock {
    /// One of the locks by which programs of an office keep out of each other's way for long; `None` while another has it.
    pub(super) fn claim(dir: &Path, name: &str) -> Result<Option<Self>, Error> {
        Self::take(&dir.join("keys").join(name))
    }

    /// The lock of that file; `None` while another has it.
    pub(super) fn take(path: &Path) -> Result<Option<Self>, Error> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = owners(&mut options)
            .open(path)
            .map_err(|error| Error::writing(path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(Error::writing(path, &error)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing it lets go all the same.
        self.0.unlock().ok();
    }
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
    if readers == Readers::Owner {
        owners(&mut options);
    }
    options.open(path)
}

/// For the account alone that writes it, where the file system knows accounts.
fn owners(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
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
