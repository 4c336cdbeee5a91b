//! A print shop's badge: its name and both its public keys, signed by itself; what an office registers it by.

use super::{Error, ShopId};
use crate::patrol::cbor::{In, OutMap};
use crate::patrol::frame::{FrameReader, FrameWriter};
use crate::patrol::{self, parcel};
use crate::seal::{self, Certificate, Sign};
use sha2::{Digest as _, Sha256};

const VERSION: u64 = 1;
const DOMAIN: &[u8] = b"loket shop badge 1\0";
/// Bytes of a badge, far above any.
const MOST: usize = 16 * 1024;
/// Bytes of a certificate.
pub(super) const MOST_DER: usize = 4096;
/// Bytes of a name.
pub(super) const MOST_NAME: usize = 200;
/// Bytes of an `age` recipient.
pub(super) const MOST_RECIPIENT: usize = 200;

/// A shop as it presents itself. Nobody vouches for it: the office takes it by its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// As the shop calls itself.
    pub name: String,
    /// Whom jobs are closed for.
    pub recipient: String,
    /// Whose signature stands under its returns.
    pub certificate: Certificate,
}

impl Badge {
    /// A shop's certificate, made from its own key when its folder is made.
    pub fn certificate(key: &dyn Sign, from: i64) -> Result<Certificate, Error> {
        const NAME: &str = "Loket print shop";
        const TEN_YEARS_S: i64 = 10 * 366 * 24 * 60 * 60;
        let until = from.saturating_add(TEN_YEARS_S);
        let root = Certificate::root(key, NAME, from, until);
        root.and_then(|root| Certificate::signer(key, &root, key, NAME, from, until))
            .map_err(|error| patrol::Error::Sign(error.to_string()).into())
    }

    /// What names it: both keys, so that neither can be exchanged under the eyes of who compares.
    pub fn id(&self) -> ShopId {
        let digest = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(&self.certificate.der)
            .chain_update(self.recipient.as_bytes())
            .finalize();
        ShopId(digest.first_chunk().copied().unwrap_or_default())
    }

    /// Its file.
    pub fn to_bytes(&self, key: &dyn Sign) -> Result<Vec<u8>, Error> {
        let mut map = OutMap::default();
        map.key(0).uint(VERSION);
        map.key(1).text("badge");
        map.key(2).text(&self.name);
        map.key(3).text(&self.recipient);
        map.key(4).bytes(&self.certificate.der);
        let head = map.finish();
        read(&head)?;
        let mut frames = FrameWriter::new(Vec::new(), DOMAIN);
        frames.frame(&head)?;
        let (message, mut bytes) = frames.end(DOMAIN);
        let signature =
            seal::attest(&message, key).map_err(|error| patrol::Error::Sign(error.to_string()))?;
        bytes.extend_from_slice(&signature);
        Ok(bytes)
    }

    /// Reads what [`Self::to_bytes`] wrote; anything else is refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut frames = FrameReader::new(bytes, DOMAIN);
        let badge = read(&frames.frame(MOST, "badge")?)?;
        frames.end(DOMAIN, &badge.certificate)?;
        Ok(badge)
    }
}

fn read(bytes: &[u8]) -> Result<Badge, Error> {
    let mut input = In::new(bytes);
    let mut map = input.map(5, "badge")?;
    begins(&mut input, &mut map, "badge")?;
    map.needs(&mut input, 2, "name")?;
    let name = input.text(MOST_NAME, "name")?;
    map.needs(&mut input, 3, "recipient")?;
    let recipient = input.text(MOST_RECIPIENT, "recipient")?;
    if name.trim().is_empty() || !parcel::is_recipient(&recipient) {
        return Err(patrol::Error::Form("recipient").into());
    }
    map.needs(&mut input, 4, "certificate")?;
    let certificate = certificate(&mut input)?;
    map.end()?;
    input.end()?;
    Ok(Badge {
        name,
        recipient,
        certificate,
    })
}

/// Version and kind, as every head begins.
pub(super) fn begins(
    input: &mut In<'_>,
    map: &mut patrol::cbor::InMap,
    kind: &str,
) -> Result<(), Error> {
    map.needs(input, 0, "version")?;
    let version = input.uint("version")?;
    if version != VERSION {
        return Err(patrol::Error::Version(version).into());
    }
    map.needs(input, 1, "kind")?;
    if input.text(20, "kind")? == kind {
        Ok(())
    } else {
        Err(patrol::Error::Kind.into())
    }
}

pub(super) fn certificate(input: &mut In<'_>) -> Result<Certificate, Error> {
    let der = input.bytes(MOST_DER, "certificate")?;
    Certificate::parse(der).map_err(|_why| patrol::Error::Form("certificate").into())
}
