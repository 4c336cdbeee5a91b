//! The scan log on disk: one sealed link after the other, synced before anybody is told; a last one cut by a crash is dropped.

use crate::patrol::{Chain, DeviceId, Link, Sighting, SightingId};
use crate::station::Error;
use crate::station::error::name;
use crate::station::file;
use crate::vault::MasterKey;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

pub(super) const LOG: &str = "log.bin";
pub(super) const HEAD: &str = "log.head";
/// Bytes of one sealed link: a sighting with its picture.
const MOST: u32 = 1024 * 1024;
/// Length of the number before each link.
const PREFIX: u64 = 4;

/// The log, open for appending; no other program has it meanwhile.
pub(super) struct Store {
    path: PathBuf,
    file: File,
    chain: Chain,
    /// Without their pictures.
    seen: Vec<Sighting>,
    /// Where each link's sealed bytes lie.
    places: Vec<(u64, u32)>,
    end: u64,
    torn: bool,
    /// The last links are synced and the head beside them is not.
    head_behind: bool,
}

fn damaged(name: &'static str) -> Error {
    Error::new("patrol-damaged").with("name", name)
}

fn purpose(number: u64) -> String {
    format!("patrol log {number}")
}

impl Store {
    pub(super) fn create(dir: &Path, master: &MasterKey, device: DeviceId) -> Result<Self, Error> {
        let path = dir.join(LOG);
        file::write(&path, b"", file::Readers::Owner)?;
        let store = Self::empty(&path, device)?;
        store.keep_head(master)?;
        Ok(store)
    }

    fn empty(path: &Path, device: DeviceId) -> Result<Self, Error> {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).open(path);
        let file = file.map_err(|error| Error::reading(path, &error))?;
        file.try_lock()
            .map_err(|_held| Error::new("patrol-open-elsewhere"))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            chain: Chain::begin(device),
            seen: Vec::new(),
            places: Vec::new(),
            end: 0,
            torn: false,
            head_behind: false,
        })
    }

    /// Follows the whole chain. A last link that is not whole is cut off: its scan was never acknowledged. Everything else that
    /// does not follow, or a log shorter than it was, is refused.
    pub(super) fn open(dir: &Path, master: &MasterKey, device: DeviceId) -> Result<Self, Error> {
        let mut store = Self::empty(&dir.join(LOG), device)?;
        let fail = |error: io::Error| Error::reading(&dir.join(LOG), &error);
        let size = store.file.metadata().map_err(fail)?.len();
        let (acknowledged, head) = read_head(dir, master)?;
        let mut reader = io::BufReader::new(store.file.try_clone().map_err(fail)?);
        reader.seek(SeekFrom::Start(0)).map_err(fail)?;
        while store.end < size {
            let Some(sealed) = next(&mut reader, size - store.end).map_err(fail)? else {
                break;
            };
            let place = store.end + PREFIX;
            let next_end = place + u64::try_from(sealed.len()).unwrap_or(u64::MAX);
            let opened = master.open(&purpose(store.chain.length), &sealed);
            let Ok(bytes) = opened else {
                // Whole in length and not in content: a page the disk never got, if it is the last one and was never told.
                if next_end == size {
                    break;
                }
                return Err(damaged(LOG));
            };
            let link = store.chain.follow(bytes.to_vec())?;
            store
                .places
                .push((place, u32::try_from(sealed.len()).unwrap_or(u32::MAX)));
            store.remember(link);
            store.end = next_end;
            if store.chain.length == acknowledged && store.chain.head != head {
                return Err(damaged(LOG));
            }
        }
        if store.chain.length < acknowledged {
            return Err(Error::new("patrol-log-cut"));
        }
        store.head_behind = acknowledged < store.chain.length;
        if store.end < size {
            store.torn = true;
            store.cut()?;
        }
        Ok(store)
    }

    fn remember(&mut self, link: Link) {
        let mut sighting = link.sighting;
        sighting.photo = None;
        self.seen.push(sighting);
    }

    /// Puts the end of the file where the last whole link ends.
    fn cut(&self) -> Result<(), Error> {
        let cut = self
            .file
            .set_len(self.end)
            .and_then(|()| self.file.sync_all());
        cut.map_err(|error| Error::writing(&self.path, &error))
    }

    /// On the disk when it returns; a write that fails leaves the log as it was. [`Self::mend_head`] is to follow.
    pub(super) fn append(&mut self, master: &MasterKey, sighting: &Sighting) -> Result<(), Error> {
        let before = self.chain.clone();
        let link = self.chain.add(sighting)?;
        let sealed = master.seal(&purpose(link.number), rand::random(), &link.bytes);
        let length = u32::try_from(sealed.len())
            .ok()
            .filter(|length| *length <= MOST);
        let written = length
            .ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))
            .and_then(|length| self.write(length, &sealed).map(|()| length));
        match written {
            Ok(length) => {
                self.places.push((self.end + PREFIX, length));
                self.end += PREFIX + u64::from(length);
                self.remember(link);
                self.head_behind = true;
                Ok(())
            }
            Err(error) => {
                self.chain = before;
                // What was half written is cut off; if that fails too, opening the folder again does it.
                self.cut().ok();
                Err(Error::writing(&self.path, &error))
            }
        }
    }

    fn write(&mut self, length: u32, sealed: &[u8]) -> io::Result<()> {
        let mut whole = length.to_be_bytes().to_vec();
        whole.extend_from_slice(sealed);
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&whole)?;
        self.file.sync_data()
    }

    /// How far the log has come, beside it: a log that was cut back to an older whole one is told by it.
    fn keep_head(&self, master: &MasterKey) -> Result<(), Error> {
        let mut head = self.chain.length.to_be_bytes().to_vec();
        head.extend_from_slice(&self.chain.head);
        let path = self.path.with_file_name(HEAD);
        let sealed = master.seal(HEAD, rand::random(), &head);
        file::write(&path, &sealed, file::Readers::Owner)
    }

    /// Keeps the head where it is behind. The sightings are noted even where this fails: only a log cut back to before them would
    /// not be told.
    pub(super) fn mend_head(&mut self, master: &MasterKey) -> Result<(), Error> {
        if self.head_behind {
            self.keep_head(master)
                .map_err(|why| Error::new("patrol-head").because(why.id))?;
            self.head_behind = false;
        }
        Ok(())
    }

    /// As it was noted, without its picture.
    pub(super) fn find(&self, id: SightingId) -> Option<&Sighting> {
        self.seen.iter().rev().find(|sighting| sighting.id == id)
    }

    pub(super) fn length(&self) -> u64 {
        self.chain.length
    }

    pub(super) fn torn(&self) -> bool {
        self.torn
    }

    pub(super) fn all(&self) -> &[Sighting] {
        &self.seen
    }

    pub(super) fn seen(&self) -> impl Iterator<Item = &Sighting> + Clone {
        self.seen.iter()
    }

    /// One link as it was made.
    pub(super) fn link(&self, master: &MasterKey, number: u64) -> Result<Vec<u8>, Error> {
        let at = usize::try_from(number).ok();
        let (place, length) = at
            .and_then(|at| self.places.get(at))
            .ok_or_else(|| damaged(LOG))?;
        let fail = |error: io::Error| Error::reading(&self.path, &error);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(*place)).map_err(fail)?;
        let mut sealed = vec![0; usize::try_from(*length).unwrap_or(0)];
        file.read_exact(&mut sealed).map_err(fail)?;
        let bytes = master
            .open(&purpose(number), &sealed)
            .map_err(|_altered| damaged(LOG))?;
        Ok(bytes.to_vec())
    }

    pub(super) fn photo(
        &self,
        master: &MasterKey,
        id: SightingId,
    ) -> Result<Option<Vec<u8>>, Error> {
        let Some(at) = self.seen.iter().position(|sighting| sighting.id == id) else {
            return Ok(None);
        };
        let number = u64::try_from(at).unwrap_or(u64::MAX);
        let bytes = self.link(master, number)?;
        Ok(Link::sighting(&bytes)?.photo)
    }
}

/// The next link's sealed bytes; `None` when what is left cannot be a whole one.
fn next(reader: &mut impl io::Read, left: u64) -> io::Result<Option<Vec<u8>>> {
    if left < PREFIX {
        return Ok(None);
    }
    let mut length = [0; 4];
    reader.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if MOST < length || left - PREFIX < u64::from(length) {
        return Ok(None);
    }
    let mut sealed = vec![0; usize::try_from(length).unwrap_or(0)];
    reader.read_exact(&mut sealed)?;
    Ok(Some(sealed))
}

/// Links that were acknowledged, and the hash of the last.
fn read_head(dir: &Path, master: &MasterKey) -> Result<(u64, [u8; 32]), Error> {
    let path = dir.join(HEAD);
    let sealed = file::read(&path, 1024)
        .map_err(|_missing| Error::new("patrol-damaged").with("name", name(&path)))?;
    let bytes = master
        .open(HEAD, &sealed)
        .map_err(|_altered| damaged(HEAD))?;
    let (length, head) = bytes
        .split_first_chunk::<8>()
        .ok_or_else(|| damaged(HEAD))?;
    let head = head.try_into().map_err(|_length| damaged(HEAD))?;
    Ok((u64::from_be_bytes(*length), head))
}
