//! A laptop's scan log: sightings chained by their hashes, and the file in which the chain travels home, signed by the laptop.

use super::cbor::{In, OutMap};
use super::frame::{FrameReader, FrameWriter};
use super::sighting::bounded;
use super::{Error, Identity, Sighting, parcel};
use crate::seal::{self, Certificate, Sign};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::io::{Read, Write};

const VERSION: u64 = 1;
/// Stands before what is hashed into the chain, and before what the laptop signs.
const CHAIN: &[u8] = b"loket patrol chain 1\0";
const DOMAIN: &[u8] = b"loket patrol log 1\0";
/// Bytes of one link: a sighting with its picture.
const MOST_LINK: usize = Sighting::MOST_PHOTO + 64 * 1024;
/// Links of one log.
const MOST_LINKS: u64 = 1_000_000;
/// Bytes of a laptop's certificate.
const MOST_DER: usize = 4096;

/// Names a laptop: the first 16 bytes of SHA-256 over its certificate, so that nobody else can have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceId(pub [u8; 16]);

impl DeviceId {
    /// The laptop with that certificate.
    pub fn of(certificate: &Certificate) -> Self {
        let digest = Sha256::digest(&certificate.der);
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        Self(id)
    }

    /// Reads what [`fmt::Display`] shows, with or without its blanks and hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .collect();
        super::sighting::unhex(&digits).map(Self)
    }
}

/// 32 hex digits in groups of four, to be compared by eye.
impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, pair) in self.0.chunks(2).enumerate() {
            if at > 0 {
                f.write_str("-")?;
            }
            pair.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        }
        Ok(())
    }
}

/// The laptop a log comes from, as the log tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its self-signed certificate.
    pub certificate: Certificate,
    /// As its team named it.
    pub name: String,
    /// When the file was made, Unix seconds.
    pub sent_at: i64,
    /// Sightings in the file.
    pub count: u64,
}

impl Device {
    /// A laptop's certificate, made from its own key when its folder is made. Nobody vouches for it: the office takes it by
    /// its fingerprint.
    pub fn certificate(key: &dyn Sign, from: i64) -> Result<Certificate, Error> {
        const NAME: &str = "Loket patrol";
        const TEN_YEARS_S: i64 = 10 * 366 * 24 * 60 * 60;
        let until = from.saturating_add(TEN_YEARS_S);
        let root = Certificate::root(key, NAME, from, until);
        root.and_then(|root| Certificate::signer(key, &root, key, NAME, from, until))
            .map_err(|error| Error::Sign(error.to_string()))
    }

    /// What names it.
    pub fn id(&self) -> DeviceId {
        DeviceId::of(&self.certificate)
    }
}

/// Where a chain stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    device: DeviceId,
    /// Links so far.
    pub length: u64,
    /// Hash of the last one; of nothing but the laptop's id before the first.
    pub head: [u8; 32],
}

/// One link: a sighting, its place, and the hash of all before.
pub struct Link {
    /// Its place, from 0.
    pub number: u64,
    /// As it is kept and sent.
    pub bytes: Vec<u8>,
    /// What it says.
    pub sighting: Sighting,
}

impl Link {
    /// What a link's bytes say, wherever it stands in its chain.
    pub fn sighting(bytes: &[u8]) -> Result<Sighting, Error> {
        parts(bytes).map(|(_, _, sighting)| sighting)
    }
}

/// Number, hash of all before, sighting.
fn parts(bytes: &[u8]) -> Result<(u64, [u8; 32], Sighting), Error> {
    let mut input = In::new(bytes);
    let mut map = input.map(3, "link")?;
    map.needs(&mut input, 0, "number")?;
    let number = input.uint("number")?;
    map.needs(&mut input, 1, "head")?;
    let before = input.exactly("head")?;
    map.needs(&mut input, 2, "sighting")?;
    let sighting = Sighting::from_bytes(input.bytes(MOST_LINK, "sighting")?)?;
    map.end()?;
    input.end()?;
    Ok((number, before, sighting))
}

impl Chain {
    /// An empty chain of that laptop.
    pub fn begin(device: DeviceId) -> Self {
        Self {
            device,
            length: 0,
            head: hash(device, &[]),
        }
    }

    /// Adds a sighting; the link is to be kept before anybody is told.
    pub fn add(&mut self, sighting: &Sighting) -> Result<Link, Error> {
        let mut map = OutMap::default();
        map.key(0).uint(self.length);
        map.key(1).bytes(&self.head);
        map.key(2).bytes(&sighting.to_bytes()?);
        let bytes = map.finish();
        let number = self.length;
        self.head = hash(self.device, &bytes);
        self.length += 1;
        Ok(Link {
            number,
            bytes,
            sighting: sighting.clone(),
        })
    }

    /// Follows a link that was kept or sent: it must be the next one.
    pub fn follow(&mut self, bytes: Vec<u8>) -> Result<Link, Error> {
        let (number, before, sighting) = parts(&bytes)?;
        if number != self.length || before != self.head {
            return Err(Error::Altered);
        }
        self.head = hash(self.device, &bytes);
        self.length += 1;
        Ok(Link {
            number,
            bytes,
            sighting,
        })
    }
}

fn hash(device: DeviceId, link: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(CHAIN)
        .chain_update(device.0)
        .chain_update(link)
        .finalize()
        .into()
}

/// Writes a log for the office: `next(n)` gives each link as it is kept, from the first.
pub fn write_log<W: Write, E: From<Error>>(
    out: W,
    recipient: &str,
    device: &Device,
    key: &dyn Sign,
    next: &mut dyn FnMut(u64) -> Result<Vec<u8>, E>,
) -> Result<W, E> {
    let closed = parcel::close_for(out, recipient)?;
    let mut frames = FrameWriter::new(closed, DOMAIN);
    let mut map = OutMap::default();
    map.key(0).uint(VERSION);
    map.key(1).text("log");
    map.key(2).bytes(&device.certificate.der);
    map.key(3).text(bounded(&device.name, 200, "name")?);
    map.key(4).int(device.sent_at);
    map.key(5).uint(device.count);
    frames.frame(&map.finish())?;
    for number in 0..device.count {
        frames.frame(&next(number)?)?;
    }
    let (message, mut closed) = frames.end(DOMAIN);
    let signature = seal::attest(&message, key).map_err(|error| Error::Sign(error.to_string()))?;
    let finished = closed
        .write_all(&signature)
        .and_then(|()| closed.finish())
        .map_err(Error::from)?;
    Ok(finished)
}

/// A part of a log, as it is read.
pub enum LogPart<'a> {
    /// Whose it is; comes first, and may be refused.
    Device(&'a Device),
    /// One link, and the chain's head after it.
    Link(Box<Link>, &'a [u8; 32]),
}

/// Reads a log, part by part in its order. Nothing of it may be believed before this returns: the signature stands at the end.
pub fn read_log<R: Read, E: From<Error>>(
    input: R,
    identity: &Identity,
    each: &mut dyn FnMut(LogPart<'_>) -> Result<(), E>,
) -> Result<(Device, Chain), E> {
    let opened = parcel::open_by_identity(input, identity)?;
    let mut frames = FrameReader::new(opened, DOMAIN);
    let device = read_device(&frames.frame(8192, "device")?)?;
    each(LogPart::Device(&device))?;
    let mut chain = Chain::begin(device.id());
    for _ in 0..device.count {
        let link = chain.follow(frames.frame(MOST_LINK + 64, "link")?)?;
        each(LogPart::Link(Box::new(link), &chain.head))?;
    }
    frames.end(DOMAIN, &device.certificate)?;
    Ok((device, chain))
}

fn read_device(bytes: &[u8]) -> Result<Device, Error> {
    let mut input = In::new(bytes);
    let mut map = input.map(6, "device")?;
    map.needs(&mut input, 0, "version")?;
    let version = input.uint("version")?;
    if version != VERSION {
        return Err(Error::Version(version));
    }
    map.needs(&mut input, 1, "kind")?;
    if input.text(20, "kind")? != "log" {
        return Err(Error::Kind);
    }
    map.needs(&mut input, 2, "certificate")?;
    let der = input.bytes(MOST_DER, "certificate")?;
    let certificate = Certificate::parse(der).map_err(|_why| Error::Form("certificate"))?;
    map.needs(&mut input, 3, "name")?;
    let name = input.text(200, "name")?;
    map.needs(&mut input, 4, "time")?;
    let sent_at = input.int("time")?;
    map.needs(&mut input, 5, "count")?;
    let count = input.uint("count")?;
    map.end()?;
    input.end()?;
    if MOST_LINKS < count {
        return Err(Error::Bounds("count"));
    }
    Ok(Device {
        certificate,
        name,
        sent_at,
        count,
    })
}
