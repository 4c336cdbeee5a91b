//! The extract on disk: every person sealed apart, and an index at the end, so that a look-up reads one record and no more.

use crate::patrol::{self, Entry, Part, Passphrase, Terms};
use crate::seal::Bundle;
use crate::station::Error;
use crate::station::file::{Readers, Waiting};
use crate::vault::MasterKey;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

pub(super) const EXTRACT: &str = "extract.bin";
const INDEX: &str = "extract index";
/// Bytes of the index of a million people.
const MOST_INDEX: u64 = 128 * 1024 * 1024;
/// Index's place and length, at the very end.
const FOOTER: u64 = 16;

/// Sealed at the end of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexFile {
    /// The terms' own bytes.
    terms: Vec<u8>,
    /// Permit number, serial, place and length of each person's record.
    people: Vec<(String, String, u64, u32)>,
}

/// Where one record lies.
#[derive(Clone, Copy)]
struct Place {
    number: u32,
    at: u64,
    length: u32,
}

/// An extract that was believed, open.
pub(super) struct Store {
    terms: Terms,
    file: File,
    /// By permit number and by serial, both as `plain` writes them.
    places: HashMap<String, Place>,
}

fn damaged() -> Error {
    Error::new("patrol-damaged").with("name", EXTRACT)
}

fn purpose(made_at: i64, number: u32) -> String {
    format!("patrol extract {made_at} {number}")
}

/// As numbers are compared: capitals and digits alone, however a hyphen was typed.
fn plain(number: &str) -> String {
    number
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

impl Store {
    /// Reads the office's file into the folder, sealed anew; it is in its place only when all of it was believed.
    pub(super) fn import(
        (dir, master): (&Path, &MasterKey),
        path: &Path,
        passphrase: &Passphrase,
        (bundle, now, newest): (&Bundle, i64, i64),
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Self, Error> {
        let source = File::open(path).map_err(|error| Error::reading(path, &error))?;
        let target = dir.join(EXTRACT);
        let fail = |error: io::Error| Error::writing(&target, &error);
        let (waiting, file) = Waiting::begin(&target, Readers::Owner)?;
        let mut out = BufWriter::new(file);
        let mut index = IndexFile {
            terms: Vec::new(),
            people: Vec::new(),
        };
        let (mut at, mut known) = (0_u64, None);
        patrol::read_extract(
            BufReader::new(source),
            passphrase,
            (&bundle.trust.certificates, now),
            &mut |part| {
                let entry = match part {
                    Part::Terms(terms) if terms.made_at < newest => {
                        return Err(Error::new("extract-older"));
                    }
                    Part::Terms(terms) => {
                        index.terms = terms.to_bytes()?;
                        known = Some(terms.clone());
                        return Ok(());
                    }
                    Part::Entry(entry) => entry,
                };
                let terms = known.as_ref().ok_or_else(damaged)?;
                let number = u32::try_from(index.people.len()).map_err(|_many| damaged())?;
                if progress(u64::from(number), terms.count).is_break() {
                    return Err(Error::new("stopped"));
                }
                let bytes = entry.to_bytes(terms.level)?;
                let purpose = purpose(terms.made_at, number);
                let sealed = master.seal(&purpose, rand::random(), &bytes);
                out.write_all(&sealed).map_err(fail)?;
                let length = u32::try_from(sealed.len()).map_err(|_large| damaged())?;
                let (permit_no, serial) = (plain(&entry.permit_no), plain(&entry.card_serial));
                index.people.push((permit_no, serial, at, length));
                at += u64::from(length);
                Ok(())
            },
        )?;
        let text = serde_json::to_vec(&index).map_err(|why| Error::new("internal").because(why))?;
        let sealed = master.seal(INDEX, rand::random(), &text);
        let length = u64::try_from(sealed.len()).unwrap_or(u64::MAX);
        let ended = out
            .write_all(&sealed)
            .and_then(|()| out.write_all(&at.to_be_bytes()))
            .and_then(|()| out.write_all(&length.to_be_bytes()))
            .and_then(|()| out.flush())
            .and_then(|()| out.get_ref().sync_all());
        ended.map_err(fail)?;
        drop(out);
        waiting.place()?;
        Self::open(dir, master)?.ok_or_else(damaged)
    }

    /// The extract of the folder, if there is one.
    pub(super) fn open(dir: &Path, master: &MasterKey) -> Result<Option<Self>, Error> {
        let path = dir.join(EXTRACT);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::reading(&path, &error)),
        };
        let index = read_index(&mut file, master).ok_or_else(damaged)?;
        let terms = Terms::from_bytes(&index.terms)?;
        let mut places = HashMap::with_capacity(index.people.len() * 2);
        for (number, (permit_no, serial, at, length)) in (0_u32..).zip(index.people) {
            let place = Place { number, at, length };
            for name in [permit_no, serial] {
                if !name.is_empty() {
                    places.insert(name, place);
                }
            }
        }
        Ok(Some(Self {
            terms,
            file,
            places,
        }))
    }

    /// Takes the extract off the disk. One that cannot be removed is refused at each look-up all the same.
    pub(super) fn remove(dir: &Path) {
        fs::remove_file(dir.join(EXTRACT)).ok();
    }

    pub(super) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The person of a permit number or card serial.
    pub(super) fn find(&self, master: &MasterKey, number: &str) -> Result<Option<Entry>, Error> {
        let Some(place) = self.places.get(&plain(number)) else {
            return Ok(None);
        };
        let mut file = &self.file;
        let mut sealed = vec![0; usize::try_from(place.length).unwrap_or(0)];
        file.seek(SeekFrom::Start(place.at))
            .and_then(|_at| file.read_exact(&mut sealed))
            .map_err(|_short| damaged())?;
        let bytes = master
            .open(&purpose(self.terms.made_at, place.number), &sealed)
            .map_err(|_altered| damaged())?;
        Ok(Some(Entry::from_bytes(&bytes, self.terms.level)?))
    }
}

fn read_index(file: &mut File, master: &MasterKey) -> Option<IndexFile> {
    let size = file.metadata().ok()?.len();
    let footer_at = size.checked_sub(FOOTER)?;
    file.seek(SeekFrom::Start(footer_at)).ok()?;
    let (mut at, mut length) = ([0; 8], [0; 8]);
    file.read_exact(&mut at).ok()?;
    file.read_exact(&mut length).ok()?;
    let (at, length) = (u64::from_be_bytes(at), u64::from_be_bytes(length));
    if MOST_INDEX < length || at.checked_add(length)? != footer_at {
        return None;
    }
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut sealed = vec![0; usize::try_from(length).ok()?];
    file.read_exact(&mut sealed).ok()?;
    serde_json::from_slice(&master.open(INDEX, &sealed).ok()?).ok()
}
