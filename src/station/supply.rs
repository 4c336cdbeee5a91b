//! What was brought to a patrol on a stick or by hand: a bundle, a difference, an extract, or a card to look at; told by content.

use super::{Error, file, reader};
use crate::seal::{Bundle, Pin};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Most bytes of a file that is taken whole.
const MOST_BYTES: u64 = 40 * 1024 * 1024;
/// Files of a folder that are looked at.
const MOST_FILES: usize = 200;
/// An `age` file begins so, whatever is in it.
const CLOSED: &[u8] = b"age-encryption.org/v1";
/// Bytes looked at to tell what a file is.
const HEAD: u64 = 64;

/// A file that was brought.
pub enum Supply {
    /// A trust bundle.
    Bundle(Box<Brought>),
    /// The difference to a bundle.
    Difference(Vec<u8>),
    /// Closed for somebody: an extract.
    Extract(PathBuf),
    /// Anything else: a picture, a PDF or the text of a card.
    Card(Vec<u8>),
}

/// A bundle proven by nothing but itself: its root is to be compared before it is believed.
pub struct Brought {
    /// The file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the root it names.
    pub pin: Pin,
    /// The office it names.
    pub office: String,
    /// Unix seconds.
    pub issued_at: i64,
    /// From then on its verdicts are STALE.
    pub next_update: i64,
}

/// What lies in a folder, or what one file is.
#[derive(Default)]
pub struct Supplies {
    /// The newest bundle.
    pub bundle: Option<Box<Brought>>,
    /// An extract.
    pub extract: Option<PathBuf>,
}

/// Tells what a file is; slow, so only on a lane.
pub fn look(path: &Path) -> Result<Supply, Error> {
    let mut head = Vec::new();
    let opened = fs::File::open(path).map_err(|error| Error::reading(path, &error))?;
    opened
        .take(HEAD)
        .read_to_end(&mut head)
        .map_err(|error| Error::reading(path, &error))?;
    if head.starts_with(CLOSED) {
        return Ok(Supply::Extract(path.to_owned()));
    }
    let bytes = file::read(path, MOST_BYTES)?;
    if Bundle::is_difference(&bytes) {
        return Ok(Supply::Difference(bytes));
    }
    Ok(match brought(&bytes) {
        Ok(found) => Supply::Bundle(Box::new(found)),
        Err(_no_bundle) => Supply::Card(bytes),
    })
}

/// The newest bundle and an extract of a folder; of a file, itself. Refused when there is no bundle.
pub fn gather(path: &Path) -> Result<Supplies, Error> {
    let mut supplies = Supplies::default();
    if !path.is_dir() {
        supplies.bundle = Some(Box::new(brought(&file::read(path, MOST_BYTES)?)?));
        return Ok(supplies);
    }
    let entries = fs::read_dir(path).map_err(|error| Error::reading(path, &error))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .take(MOST_FILES)
        .collect();
    files.sort();
    for file in files {
        match look(&file) {
            Ok(Supply::Bundle(found)) => {
                let newer = supplies.bundle.as_ref();
                if newer.is_none_or(|known| known.issued_at < found.issued_at) {
                    supplies.bundle = Some(found);
                }
            }
            Ok(Supply::Extract(path)) => supplies.extract = Some(path),
            // A stick holds other things too.
            Ok(Supply::Difference(_) | Supply::Card(_)) | Err(_) => {}
        }
    }
    if supplies.bundle.is_none() {
        return Err(Error::new("bundle-none").with("name", super::error::name(path)));
    }
    Ok(supplies)
}

fn brought(bytes: &[u8]) -> Result<Brought, Error> {
    let now = super::clock::Clock::System.now();
    let bundle = Bundle::introduced(bytes, now).map_err(|fault| reader::refused(&fault))?;
    Ok(Brought {
        pin: Pin::of(&bundle.root),
        bytes: bytes.to_vec(),
        office: bundle.office,
        issued_at: bundle.issued_at,
        next_update: bundle.next_update,
    })
}
