//! The backup as one file: a line that says what it is, a manifest, and the office's files one after the other.
//!
//! Nothing in the manifest names anybody. The registry inside is encrypted as it is on disk, the keys are wrapped as they
//! are on disk. Every byte of the file is under a SHA-256: of the manifest in the first line, of each part in the manifest.

use super::super::error::name;
use super::super::{Error, file};
use crate::registry::{Counts, Soundness, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Begins every backup; the number is the form's version.
const MAGIC: &str = "LOKET-BACKUP";
const VERSION: u32 = 1;
/// Longest manifest read.
const MANIFEST_BYTES: u64 = 1024 * 1024;
/// Longest first line.
const LINE_BYTES: u64 = 256;
/// Bytes moved at a time.
const CHUNK: usize = 1024 * 1024;
/// Name of the registry among the parts; always the last, and the only large one.
pub(super) const REGISTRY: &str = "registry.db";

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManifestFile {
    /// Version of the program that made it.
    pub(super) program: String,
    /// Unix seconds.
    pub(super) made_at: i64,
    /// Of a demo office.
    pub(super) demo: bool,
    pub(super) officers: u64,
    pub(super) cases: u64,
    pub(super) permits: u64,
    pub(super) portraits: u64,
    pub(super) cards: u64,
    pub(super) blanks: u64,
    /// Entries of the chain, number and hash of the last.
    pub(super) entries: u64,
    pub(super) head_seq: i64,
    pub(super) head_hash: String,
    /// Blanks received, and how many are in each state.
    pub(super) received: u64,
    pub(super) stock: Vec<(String, u64)>,
    pub(super) parts: Vec<PartFile>,
}

/// One file of the office in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartFile {
    /// Below the office's folder, with `/`.
    pub(super) name: String,
    pub(super) bytes: u64,
    /// Hex.
    pub(super) sha256: String,
}

/// Where a part goes: an open file and its path, or nowhere.
type Place<'a> = dyn FnMut(&str) -> Result<Option<(File, PathBuf)>, Error> + 'a;

impl ManifestFile {
    pub(super) fn new(made_at: i64, demo: bool, found: &Soundness) -> Self {
        let counts = found.counts;
        Self {
            program: String::from(env!("CARGO_PKG_VERSION")),
            made_at,
            demo,
            officers: counts.officers,
            cases: counts.cases,
            permits: counts.permits,
            portraits: counts.portraits,
            cards: counts.cards,
            blanks: counts.blanks,
            entries: counts.entries,
            head_seq: found.audit.head_seq,
            head_hash: found.audit.head_hash.clone(),
            received: found.ledger.received,
            stock: found
                .ledger
                .states
                .iter()
                .map(|(state, count)| (String::from(state.id()), *count))
                .collect(),
            parts: Vec::new(),
        }
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            officers: self.officers,
            cases: self.cases,
            permits: self.permits,
            portraits: self.portraits,
            cards: self.cards,
            blanks: self.blanks,
            entries: self.entries,
        }
    }

    /// Bytes of all parts.
    pub(super) fn total(&self) -> u64 {
        self.parts
            .iter()
            .fold(0, |sum: u64, part| sum.saturating_add(part.bytes))
    }
}

/// A file on its way: removed when dropped before it is put into its place.
pub(super) struct Temporary(pub(super) PathBuf);

impl Temporary {
    /// Beside `path`, under a name that says it is not finished.
    pub(super) fn beside(path: &Path, ending: &str) -> Self {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}{ending}.part", std::process::id()));
        Self(path.with_file_name(name))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.0.as_os_str().to_owned();
            name.push(ending);
            // Already in its place, or of no use.
            fs::remove_file(PathBuf::from(name)).ok();
        }
    }
}

/// Where a part's bytes come from. Small files are read once: what is measured is what is written, though the office works on.
pub(super) enum Source {
    Bytes(Zeroizing<Vec<u8>>),
    File(PathBuf),
}

impl Source {
    fn open(&self) -> Result<Box<dyn Read + '_>, Error> {
        Ok(match self {
            Self::Bytes(bytes) => Box::new(bytes.as_slice()),
            Self::File(path) => {
                Box::new(File::open(path).map_err(|error| Error::reading(path, &error))?)
            }
        })
    }
}

/// A backup under way, told in bytes; `false` stops it.
pub(super) type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

fn torn(path: &Path, why: impl ToString) -> Error {
    Error::new("backup-torn")
        .with("name", name(path))
        .because(why)
}

pub(super) fn stopped() -> Error {
    Error::new("stopped")
}

/// Writes the parts, each from its file, whole or not at all. Fills in their lengths and digests; gives the manifest's own.
pub(super) fn write(
    path: &Path,
    manifest: &mut ManifestFile,
    parts: &[(String, Source)],
    progress: Watch<'_>,
) -> Result<String, Error> {
    let temporary = Temporary::beside(path, "");
    let failed = |error: io::Error| Error::writing(path, &error);
    // The manifest stands before the parts, so they are measured first; what is written is measured again by reading back.
    manifest.parts = parts
        .iter()
        .map(|(name, from)| measure(name, from))
        .collect::<Result<_, _>>()?;
    let total = manifest.total();
    let json =
        serde_json::to_string(manifest).map_err(|error| Error::new("internal").because(error))?;
    let digest = hex(&Sha256::digest(json.as_bytes()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let opened = options.open(&temporary.0).map_err(failed)?;
    let mut out = BufWriter::with_capacity(CHUNK, opened);
    write!(out, "{MAGIC} {VERSION} {} {digest}\n{json}\n", json.len()).map_err(failed)?;
    let mut done = 0;
    for (part, from) in parts {
        let reading = |error: io::Error| Error::reading(Path::new(part), &error);
        let mut source = from.open()?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = source.read(&mut chunk).map_err(reading)?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            out.write_all(bytes).map_err(failed)?;
            done += u64::try_from(read).unwrap_or(0);
            if !progress(done, total) {
                return Err(stopped());
            }
        }
    }
    let opened = out
        .into_inner()
        .map_err(|error| failed(error.into_error()))?;
    opened.sync_all().map_err(failed)?;
    fs::rename(&temporary.0, path).map_err(failed)?;
    // The name is only durable with its folder; not every system can sync one.
    if let Some(folder) = path.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).ok();
    }
    Ok(digest)
}

fn measure(part: &str, from: &Source) -> Result<PartFile, Error> {
    let reading = |error: io::Error| Error::reading(Path::new(part), &error);
    let mut source = from.open()?;
    let mut all = Sha256::new();
    let bytes = pour(&mut source, u64::MAX, &mut |chunk| {
        all.update(chunk);
        Ok(())
    })
    .map_err(reading)?;
    Ok(PartFile {
        name: part.to_owned(),
        bytes,
        sha256: hex(&all.finalize()),
    })
}

/// Reads at most `limit` bytes in chunks; gives how many there were.
fn pour(
    source: &mut impl Read,
    limit: u64,
    sink: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<u64> {
    let mut chunk = vec![0; CHUNK];
    let mut done = 0_u64;
    while done < limit {
        let most = usize::try_from(limit - done).unwrap_or(CHUNK).min(CHUNK);
        let Some(room) = chunk.get_mut(..most) else {
            break;
        };
        let read = source.read(room)?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        sink(bytes)?;
        done += u64::try_from(read).unwrap_or(0);
    }
    Ok(done)
}

/// A backup opened: its manifest is whole, its parts are still to be read.
pub(super) struct Archive {
    path: PathBuf,
    source: BufReader<File>,
    pub(super) manifest: ManifestFile,
    /// SHA-256 of the manifest, hex: names this backup.
    pub(super) digest: String,
}

impl Archive {
    /// Reads the beginning, and compares the file's length with what the manifest says.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let reading = |error: io::Error| Error::reading(path, &error);
        let foreign = || Error::new("backup-foreign").with("name", name(path));
        let opened = File::open(path).map_err(reading)?;
        let length = opened.metadata().map_err(reading)?.len();
        let mut source = BufReader::new(opened);
        let mut line = Vec::new();
        source
            .by_ref()
            .take(LINE_BYTES)
            .read_until(b'\n', &mut line)
            .map_err(reading)?;
        let words: Vec<&str> = std::str::from_utf8(&line)
            .ok()
            .and_then(|line| line.strip_suffix('\n'))
            .map(|line| line.split(' ').collect())
            .unwrap_or_default();
        let [MAGIC, version, size, digest] = words.as_slice() else {
            let ours = line.starts_with(MAGIC.as_bytes());
            return Err(if ours {
                torn(path, "first line")
            } else {
                foreign()
            });
        };
        let version: u32 = version.parse().map_err(|_no| torn(path, "version"))?;
        if version != VERSION {
            return Err(Error::new("backup-newer")
                .with("name", name(path))
                .with("found", version)
                .with("known", VERSION));
        }
        let size: u64 = size.parse().map_err(|_no| torn(path, "manifest"))?;
        if size > MANIFEST_BYTES {
            return Err(torn(path, "manifest"));
        }
        let mut json = Vec::new();
        source
            .by_ref()
            .take(size + 1)
            .read_to_end(&mut json)
            .map_err(reading)?;
        if json.pop() != Some(b'\n') || hex(&Sha256::digest(&json)) != *digest {
            return Err(torn(path, "manifest"));
        }
        let manifest: ManifestFile =
            serde_json::from_slice(&json).map_err(|_json| torn(path, "manifest"))?;
        let head = u64::try_from(line.len()).unwrap_or(0) + size + 1;
        if head.checked_add(manifest.total()) != Some(length) {
            return Err(torn(path, format!("{length} bytes")));
        }
        if let Some(part) = manifest.parts.iter().find(|part| !is_place(&part.name)) {
            return Err(torn(path, format!("part {:?}", part.name)));
        }
        if manifest.parts.last().map(|part| part.name.as_str()) != Some(REGISTRY) {
            return Err(torn(path, "no registry"));
        }
        Ok(Self {
            path: path.to_owned(),
            source,
            digest: (*digest).to_owned(),
            manifest,
        })
    }

    /// Reads every part and compares it with its digest.
    pub(super) fn check(mut self, progress: Watch<'_>) -> Result<(), Error> {
        self.parts(progress, &mut |_name| Ok(None))
    }

    /// Puts every part into its place below `dir`. Each is compared with its digest as it is written.
    pub(super) fn unpack(mut self, dir: &Path, progress: Watch<'_>) -> Result<(), Error> {
        self.parts(progress, &mut |part| {
            let path = dir.join(part);
            let failed = |error: io::Error| Error::writing(&path, &error);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(failed)?;
            }
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::OpenOptionsExt as _;
                options.mode(0o600);
            }
            Ok(Some((options.open(&path).map_err(failed)?, path)))
        })
    }

    fn parts(&mut self, progress: Watch<'_>, place: &mut Place<'_>) -> Result<(), Error> {
        let total = self.manifest.total();
        let mut done = 0;
        for part in &self.manifest.parts {
            let mut target = place(&part.name)?;
            let mut all = Sha256::new();
            let mut refused = None;
            let mut sink = |chunk: &[u8]| {
                all.update(chunk);
                done += u64::try_from(chunk.len()).unwrap_or(0);
                if !progress(done, total) {
                    refused = Some(stopped());
                    return Err(io::ErrorKind::Interrupted.into());
                }
                if let Some((file, path)) = &mut target
                    && let Err(error) = file.write_all(chunk)
                {
                    refused = Some(Error::writing(path, &error));
                    return Err(error);
                }
                Ok(())
            };
            let read = pour(&mut self.source, part.bytes, &mut sink);
            if let Some(error) = refused {
                return Err(error);
            }
            let read = read.map_err(|error| Error::reading(&self.path, &error))?;
            if read != part.bytes || hex(&all.finalize()) != part.sha256 {
                return Err(torn(&self.path, &part.name));
            }
            if let Some((file, path)) = target {
                file.sync_all()
                    .map_err(|error| Error::writing(&path, &error))?;
            }
        }
        Ok(())
    }
}

/// The files of an office folder that a backup holds besides the registry, by their names below the folder.
pub(super) fn small_files(dir: &Path) -> Result<Vec<(String, Source)>, Error> {
    /// Far above any of them.
    const LIMIT: u64 = 16 * 1024 * 1024;
    /// Waiting times of failed logins, and what was set aside: of this day and this folder alone.
    const PASSING: [&str; 2] = ["keys/failures.toml", "keys/slots.spoiled.toml"];
    let mut found = Vec::new();
    for folder in ["", "keys"] {
        let inside = dir.join(folder);
        let entries = fs::read_dir(&inside).map_err(|error| Error::reading(&inside, &error))?;
        for entry in entries {
            let path = entry
                .map_err(|error| Error::reading(&inside, &error))?
                .path();
            let plain = name(&path);
            let part = if folder.is_empty() {
                plain
            } else {
                format!("{folder}/{plain}")
            };
            let ours = part != REGISTRY && !PASSING.contains(&part.as_str()) && is_place(&part);
            if ours && path.is_file() {
                let bytes = file::read(&path, LIMIT)?;
                found.push((part, Source::Bytes(Zeroizing::new(bytes))));
            }
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}

/// Where a part may go: the office's own files, and nothing that leads out of the folder.
fn is_place(part: &str) -> bool {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|letter| {
                letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'-' | b'_')
            })
    };
    let ending = |name: &str| {
        Path::new(name)
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default()
            .to_owned()
    };
    match part.split_once('/') {
        None => {
            plain(part)
                && (part == REGISTRY
                    || matches!(
                        ending(part).as_str(),
                        "toml" | "png" | "jpg" | "pem" | "cwt"
                    ))
        }
        Some((folder, name)) => {
            folder == "keys" && plain(name) && !matches!(ending(name).as_str(), "part" | "lock")
        }
    }
}

/// A vacant folder, or why it is not.
pub(super) fn vacant(dir: &Path) -> Result<(), Error> {
    match file::is_vacant(dir) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::new("folder-not-empty").with("name", name(dir))),
        Err(error) => Err(Error::writing(dir, &error)),
    }
}
