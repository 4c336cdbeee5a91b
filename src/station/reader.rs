//! A reader of seals with no office: a pinned root, the newest trust bundle it was given, and verdicts by that alone.
//!
//! In its folder lie `root.txt` (the pin, 64 hex digits), `trust.bundle` (the newest bundle) and `seen.toml` (when that was
//! made, so that no older one is taken even when the bundle itself is gone).

use super::clock::Clock;
use super::{Error, Evidence, file, verify};
use crate::seal::{Bundle, BundleFault, Pin, Seen, Verdict};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// Most bytes of a bundle's file; far above any.
const BUNDLE_BYTES: u64 = 16 * 1024 * 1024;
/// Most bytes of what tells the root: a certificate or its digits.
const ROOT_BYTES: u64 = 64 * 1024;
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeenFile {
    version: u32,
    sequence: u64,
    /// Unix seconds.
    issued_at: i64,
}

/// Judges cards with no office and no network. Cheap to hold and to clone; may go to another thread.
#[derive(Clone)]
pub struct Reader {
    bundle: Bundle,
    clock: Clock,
}

/// What became of a file that was brought to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is the newest bundle now.
    Newer,
    /// It was held already.
    Same,
}

impl Reader {
    /// From the files alone: a bundle, and the root as certificate (DER, PEM) or as the digits of its SHA-256.
    pub fn new(bundle: &[u8], root: &[u8]) -> Result<Self, Error> {
        let clock = Clock::System;
        let pin = Pin::parse(root).ok_or_else(|| Error::new("root-unreadable"))?;
        let bundle =
            Bundle::open(bundle, &pin, None, clock.now()).map_err(|fault| refused(&fault))?;
        Ok(Self { bundle, clock })
    }

    /// From its folder.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        Self::open_by(dir, Clock::System)
    }

    pub(super) fn open_by(dir: &Path, clock: Clock) -> Result<Self, Error> {
        let pin = pinned(dir)?.ok_or_else(|| Error::new("root-missing"))?;
        let path = bundle_file(dir);
        if !path.is_file() {
            return Err(Error::new("bundle-missing"));
        }
        let held = file::read(&path, BUNDLE_BYTES)?;
        let opened = Bundle::open(&held, &pin, seen(dir)?, clock.now());
        let bundle = opened.map_err(|fault| refused(&fault))?;
        Ok(Self { bundle, clock })
    }

    /// Brings a file into a reader's folder: a bundle, or the difference to the one held. The first time `root` says which root
    /// the folder pins, once and for all; afterwards it may only say the same. Refused files change nothing.
    pub fn import(dir: &Path, file: &[u8], root: Option<&[u8]>) -> Result<(Self, Taken), Error> {
        Self::import_by(dir, file, root, Clock::System)
    }

    pub(super) fn import_by(
        dir: &Path,
        file: &[u8],
        root: Option<&[u8]>,
        clock: Clock,
    ) -> Result<(Self, Taken), Error> {
        let asked = root
            .map(|root| Pin::parse(root).ok_or_else(|| Error::new("root-unreadable")))
            .transpose()?;
        let standing = pinned(dir)?;
        let pin = match (standing, asked) {
            (Some(standing), Some(asked)) if standing != asked => {
                return Err(Error::new("root-pinned"));
            }
            (Some(pin), _) | (None, Some(pin)) => pin,
            (None, None) => return Err(Error::new("root-missing")),
        };
        let path = bundle_file(dir);
        let held = if path.is_file() {
            file::read(&path, BUNDLE_BYTES)?
        } else {
            Vec::new()
        };
        let bytes = if Bundle::is_difference(file) {
            Bundle::later(&held, file).map_err(|fault| refused(&fault))?
        } else {
            file.to_vec()
        };
        let bundle =
            Bundle::open(&bytes, &pin, seen(dir)?, clock.now()).map_err(|fault| refused(&fault))?;
        let reader = Self { bundle, clock };
        if bytes == held && standing.is_some() {
            return Ok((reader, Taken::Same));
        }
        fs::create_dir_all(dir).map_err(|error| Error::writing(dir, &error))?;
        if standing.is_none() {
            file::write_file(&root_file(dir), format!("{pin}\n").as_bytes())?;
        }
        // The bundle first: should the power fail between the two, it is newer than what is remembered, which is no harm.
        file::write_file(&path, &bytes)?;
        remember(dir, reader.bundle.seen())?;
        Ok((reader, Taken::Newer))
    }

    /// What it knows the office by: who made it, when, until when it is current, whom patrols write their logs for.
    pub fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// The second it is, Unix.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The bundle is current: verdicts may be VALID. `at` is Unix seconds, the clock's now when `None`.
    pub fn is_current(&self, at: Option<i64>) -> bool {
        at.unwrap_or_else(|| self.clock.now()) < self.bundle.next_update
    }

    /// A verdict on a text, a picture, a PDF or a camera frame; `at` is Unix seconds, the clock's now when `None`.
    pub fn verify(&self, evidence: &Evidence, at: Option<i64>) -> Verdict {
        let now = at.unwrap_or_else(|| self.clock.now());
        verify::judge(evidence, &|text| self.bundle.judge(text, now))
    }
}

fn root_file(dir: &Path) -> PathBuf {
    dir.join("root.txt")
}

fn bundle_file(dir: &Path) -> PathBuf {
    dir.join("trust.bundle")
}

fn seen_file(dir: &Path) -> PathBuf {
    dir.join("seen.toml")
}

fn pinned(dir: &Path) -> Result<Option<Pin>, Error> {
    let path = root_file(dir);
    if !path.exists() {
        return Ok(None);
    }
    let pin = Pin::parse(&file::read(&path, ROOT_BYTES)?);
    pin.map(Some).ok_or_else(|| Error::new("root-unreadable"))
}

fn seen(dir: &Path) -> Result<Option<Seen>, Error> {
    let path = seen_file(dir);
    if !path.exists() {
        return Ok(None);
    }
    let seen: SeenFile = file::read_toml(&path, "seen-wrong")?;
    if seen.version != VERSION {
        return Err(Error::new("seen-wrong").with("name", super::error::name(&path)));
    }
    Ok(Some(Seen {
        issued_at: seen.issued_at,
        sequence: seen.sequence,
    }))
}

fn remember(dir: &Path, seen: Seen) -> Result<(), Error> {
    let written = SeenFile {
        version: VERSION,
        sequence: seen.sequence,
        issued_at: seen.issued_at,
    };
    let body = toml::to_string(&written).map_err(|error| Error::new("internal").because(error))?;
    file::write_file(&seen_file(dir), body.as_bytes())
}

/// The words of a refusal.
pub(super) fn refused(fault: &BundleFault) -> Error {
    let error = match fault {
        BundleFault::NotABundle(_) => Error::new("bundle-not"),
        BundleFault::ForeignRoot => Error::new("bundle-foreign"),
        BundleFault::Altered => Error::new("bundle-altered"),
        BundleFault::Older { seen } => Error::new("bundle-older").with("sequence", seen.sequence),
        BundleFault::FromTheFuture { .. } => Error::new("bundle-future"),
        BundleFault::WrongBase { base } => Error::new("bundle-base").with("sequence", base),
    };
    error.because(fault)
}
