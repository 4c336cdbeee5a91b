//! A job on its way to a shop: its terms, its files one after the other, and the office's signature over all of it.

use super::badge::{self, MOST_NAME, MOST_RECIPIENT, begins};
use super::{Error, JobId, ShopId};
use crate::patrol::cbor::{In, OutMap};
use crate::patrol::frame::{FrameReader, FrameWriter};
use crate::patrol::{self, Identity, Passphrase, parcel};
use crate::seal::{self, Certificate, Sign};
use std::io::{Read, Write};

const VERSION: u64 = 1;
const DOMAIN: &[u8] = b"loket shop job 1\0";
/// Bytes of the terms.
const MOST_HEAD: usize = 32 * 1024;
/// Bytes of a file's head: its name and serials.
const MOST_FILE_HEAD: usize = 64 * 1024;
/// Bytes of a file.
const MOST_FILE: u64 = 256 * 1024 * 1024;
/// Bytes of a file that travel in one frame.
const CHUNK: usize = 1024 * 1024;
/// Cards of one file.
const MOST_CARDS: usize = 1_000;
/// Files of one job.
const MOST_FILES: u64 = 10_000;
/// Bytes of a serial.
const MOST_SERIAL: usize = 40;

/// What a job's files are printed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// As the office calls it, e.g. `id1`, `a4`.
    pub name: String,
    /// Thousandths of a millimetre.
    pub width_um: u32,
    /// Thousandths of a millimetre.
    pub height_um: u32,
    /// The paper is turned over its short edge to print the back.
    pub short_edge: bool,
}

/// What a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Names it.
    pub id: JobId,
    /// Name of the office.
    pub office: String,
    /// The office's root, by which the shop knows it.
    pub root: Certificate,
    /// Who signed it.
    pub signer: Certificate,
    /// Whom it is for.
    pub shop: ShopId,
    /// Unix seconds.
    pub made_at: i64,
    /// From this second on nothing of it is printed any more.
    pub until: i64,
    /// Whom the return is closed for.
    pub recipient: String,
    /// What it is printed on.
    pub paper: Paper,
}

/// One file of a job. No `Debug`: people stand in it.
#[derive(Clone, PartialEq, Eq)]
pub struct JobFile {
    /// Its name.
    pub name: String,
    /// Serials of its cards in their order.
    pub serials: Vec<String>,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// A part of a job, as it is read.
pub enum JobPart<'a> {
    /// What it is; comes first, and may be refused.
    Terms(&'a Terms),
    /// One file.
    File(JobFile),
}

/// Whom a job is closed for.
pub enum Close<'a> {
    /// Who has the secret half of that key.
    Recipient(&'a str),
    /// Who knows the passphrase; the power of two of rounds.
    Passphrase(&'a Passphrase, u8),
}

/// What opens a job.
pub enum Open<'a> {
    /// The shop's key.
    Identity(&'a Identity),
    /// The passphrase.
    Passphrase(&'a Passphrase),
}

/// Whether a job that begins so is opened by a passphrase.
pub fn is_by_passphrase(begin: &[u8]) -> bool {
    parcel::is_by_passphrase(begin)
}

/// Writes a job; `next` gives its files in their order, `None` behind the last. What the return must name: a digest of all of it.
pub fn write_job<W: Write, E: From<Error>>(
    out: W,
    close: &Close<'_>,
    terms: &Terms,
    key: &dyn Sign,
    next: &mut dyn FnMut() -> Result<Option<JobFile>, E>,
) -> Result<(W, [u8; 32]), E> {
    let closed = match close {
        Close::Recipient(recipient) => parcel::close_for(out, recipient),
        Close::Passphrase(passphrase, work) => parcel::close_by_passphrase(out, passphrase, *work),
    };
    let mut frames = FrameWriter::new(closed.map_err(Error::from)?, DOMAIN);
    let head = write_terms(terms);
    // What cannot be read is not written.
    read_terms(&head)?;
    frames.frame(&head).map_err(Error::from)?;
    let mut files = 0_u64;
    while let Some(file) = next()? {
        files += 1;
        let head = write_file(&file);
        read_file(&head)?;
        frames.frame(&head).map_err(Error::from)?;
        for chunk in file.bytes.chunks(CHUNK) {
            frames.frame(chunk).map_err(Error::from)?;
        }
    }
    let mut map = OutMap::default();
    map.key(0).text("end");
    map.key(1).uint(files);
    frames.frame(&map.finish()).map_err(Error::from)?;
    let (message, mut closed) = frames.end(DOMAIN);
    let signature = seal::attest(&message, key)
        .map_err(|error| Error::from(patrol::Error::Sign(error.to_string())))?;
    let finished = closed
        .write_all(&signature)
        .and_then(|()| closed.finish())
        .map_err(Error::from)?;
    Ok((finished, digest(&message)))
}

/// Reads a job, part by part. Nothing of it may be believed before this returns: the signature stands at the end.
pub fn read_job<R: Read, E: From<Error>>(
    input: R,
    open: &Open<'_>,
    each: &mut dyn FnMut(JobPart<'_>) -> Result<(), E>,
) -> Result<(Terms, [u8; 32]), E> {
    let opened = match open {
        Open::Identity(identity) => parcel::open_by_identity(input, identity),
        Open::Passphrase(passphrase) => parcel::open_by_passphrase(input, passphrase),
    };
    let mut frames = FrameReader::new(opened.map_err(Error::from)?, DOMAIN);
    let terms = read_terms(&frames.frame(MOST_HEAD, "terms").map_err(Error::from)?)?;
    each(JobPart::Terms(&terms))?;
    let mut files = 0;
    loop {
        let head = frames.frame(MOST_FILE_HEAD, "file").map_err(Error::from)?;
        let (mut file, length) = match read_file(&head)? {
            Part::File(file, length) => (file, length),
            Part::End(told) if told == files => break,
            Part::End(_) => return Err(Error::from(patrol::Error::Altered).into()),
        };
        files += 1;
        if MOST_FILES < files {
            return Err(Error::from(patrol::Error::Bounds("files")).into());
        }
        while file.bytes.len() < length {
            let most = CHUNK.min(length - file.bytes.len());
            let chunk = frames.frame(most, "chunk").map_err(Error::from)?;
            if chunk.len() != most {
                return Err(Error::from(patrol::Error::Form("chunk")).into());
            }
            file.bytes.extend_from_slice(&chunk);
        }
        each(JobPart::File(file))?;
    }
    let message = frames.end(DOMAIN, &terms.signer).map_err(Error::from)?;
    Ok((terms, digest(&message)))
}

/// The message that is signed ends with it.
fn digest(message: &[u8]) -> [u8; 32] {
    message.last_chunk().copied().unwrap_or_default()
}

fn write_terms(terms: &Terms) -> Vec<u8> {
    let mut map = OutMap::default();
    map.key(0).uint(VERSION);
    map.key(1).text("job");
    map.key(2).bytes(&terms.id.0);
    map.key(3).text(&terms.office);
    map.key(4).bytes(&terms.root.der);
    map.key(5).bytes(&terms.signer.der);
    map.key(6).bytes(&terms.shop.0);
    map.key(7).int(terms.made_at);
    map.key(8).int(terms.until);
    map.key(9).text(&terms.recipient);
    map.key(10).text(&terms.paper.name);
    map.key(11).uint(u64::from(terms.paper.width_um));
    map.key(12).uint(u64::from(terms.paper.height_um));
    map.key(13).uint(u64::from(terms.paper.short_edge));
    map.finish()
}

fn read_terms(bytes: &[u8]) -> Result<Terms, Error> {
    let mut input = In::new(bytes);
    let mut map = input.map(14, "terms")?;
    begins(&mut input, &mut map, "job")?;
    map.needs(&mut input, 2, "id")?;
    let id = JobId(input.exactly("id")?);
    map.needs(&mut input, 3, "office")?;
    let office = input.text(MOST_NAME, "office")?;
    map.needs(&mut input, 4, "root")?;
    let root = badge::certificate(&mut input)?;
    map.needs(&mut input, 5, "signer")?;
    let signer = badge::certificate(&mut input)?;
    map.needs(&mut input, 6, "shop")?;
    let shop = ShopId(input.exactly("shop")?);
    map.needs(&mut input, 7, "made")?;
    let made_at = input.int("made")?;
    map.needs(&mut input, 8, "until")?;
    let until = input.int("until")?;
    map.needs(&mut input, 9, "recipient")?;
    let recipient = input.text(MOST_RECIPIENT, "recipient")?;
    map.needs(&mut input, 10, "paper")?;
    let name = input.text(MOST_NAME, "paper")?;
    map.needs(&mut input, 11, "width")?;
    let width_um = input.small("width")?;
    map.needs(&mut input, 12, "height")?;
    let height_um = input.small("height")?;
    map.needs(&mut input, 13, "edge")?;
    let short_edge = match input.uint("edge")? {
        0 => false,
        1 => true,
        _ => return Err(patrol::Error::Form("edge").into()),
    };
    map.end()?;
    input.end()?;
    let signs = signer.is_issued_by(&root)
        && signer.use_from <= made_at
        && made_at <= signer.use_until
        && parcel::is_recipient(&recipient);
    if !signs {
        return Err(Error::Foreign);
    }
    Ok(Terms {
        id,
        office,
        root,
        signer,
        shop,
        made_at,
        until,
        recipient,
        paper: Paper {
            name,
            width_um,
            height_um,
            short_edge,
        },
    })
}

fn write_file(file: &JobFile) -> Vec<u8> {
    let mut map = OutMap::default();
    map.key(0).text("file");
    map.key(1).text(&file.name);
    map.key(2)
        .uint(u64::try_from(file.bytes.len()).unwrap_or(u64::MAX));
    let serials = map.key(3);
    serials.array(file.serials.len());
    for serial in &file.serials {
        serials.text(serial);
    }
    map.finish()
}

enum Part {
    /// A file without its bytes, and how many follow.
    File(JobFile, usize),
    /// How many files there were.
    End(u64),
}

fn read_file(bytes: &[u8]) -> Result<Part, Error> {
    let mut input = In::new(bytes);
    let mut map = input.map(4, "file")?;
    map.needs(&mut input, 0, "kind")?;
    let kind = input.text(20, "kind")?;
    map.needs(&mut input, 1, "name")?;
    if kind == "end" {
        let files = input.uint("files")?;
        map.end()?;
        input.end()?;
        return Ok(Part::End(files));
    }
    let name = input.text(MOST_NAME, "name")?;
    if kind != "file" || !is_plain(&name) {
        return Err(patrol::Error::Form("name").into());
    }
    map.needs(&mut input, 2, "length")?;
    let length = input.uint("length")?;
    if MOST_FILE < length {
        return Err(patrol::Error::Bounds("length").into());
    }
    let length = usize::try_from(length).map_err(|_large| patrol::Error::Bounds("length"))?;
    map.needs(&mut input, 3, "serials")?;
    let count = input.array(MOST_CARDS, "serials")?;
    let mut serials = Vec::new();
    for _ in 0..count {
        serials.push(input.text(MOST_SERIAL, "serial")?);
    }
    map.end()?;
    input.end()?;
    let file = JobFile {
        name,
        serials,
        bytes: Vec::new(),
    };
    Ok(Part::File(file, length))
}

/// A file's name and no path: whoever writes it out writes it where the person said.
fn is_plain(name: &str) -> bool {
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_' | b'.');
    !name.is_empty() && !name.starts_with('.') && name.bytes().all(plain) && name.ends_with(".pdf")
}

/// Reads bytes as each head that stands inside a job, behind its encryption.
#[cfg(test)]
pub(super) fn is_no_panic(bytes: &[u8]) -> bool {
    read_terms(bytes).is_err() && read_file(bytes).is_err()
}
