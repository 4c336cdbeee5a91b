//! The wrapping of a payload: `COSE_Sign1` (RFC 9052 4.2), zlib (RFC 1950), base45 (RFC 9285); judges form, never trust.

use std::io::{Read as _, Write as _};

use coset::cbor::Value;
use coset::{
    AsCborValue as _, CoseSign1, CoseSign1Builder, HeaderBuilder, Label,
    RegisteredLabelWithPrivate, TaggedCborSerializable as _, iana,
};
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};

use super::{Error, Kid, Sign, claims, key};

/// Most bytes a text may inflate to; a seal has about 300, one with a face about 1,200.
const MAX_INFLATED: u64 = 64 * 1024;
/// Most characters of a text; a QR holds 4,296 (ISO/IEC 18004, version 40-L).
const MAX_TEXT: usize = 4_296;
/// Tag of a CWT (RFC 8392 6) and of `COSE_Sign1` (RFC 9052 2).
const TAG_CWT: u64 = 61;
const TAG_SIGN1: u64 = 18;
/// `typ` of a header (RFC 9596).
const HEADER_TYPE: i64 = 16;

/// Signs a payload: tag 18, `alg` -7 and `kid` protected, nothing unprotected, r||s by RFC 6979.
pub(super) fn sign(payload: Vec<u8>, kid: Kid, key: &dyn Sign) -> Result<Vec<u8>, Error> {
    sign_with(HeaderBuilder::new(), payload, kid, key)
}

/// Signs a payload that says in its protected header what kind it is (RFC 9596), so that no kind is taken for another.
pub(super) fn sign_typed(
    kind: &str,
    payload: Vec<u8>,
    kid: Kid,
    key: &dyn Sign,
) -> Result<Vec<u8>, Error> {
    let header = HeaderBuilder::new().value(HEADER_TYPE, Value::Text(kind.to_owned()));
    sign_with(header, payload, kid, key)
}

fn sign_with(
    header: HeaderBuilder,
    payload: Vec<u8>,
    kid: Kid,
    key: &dyn Sign,
) -> Result<Vec<u8>, Error> {
    let header = header
        .algorithm(iana::Algorithm::ES256)
        .key_id(kid.0.to_vec())
        .build();
    CoseSign1Builder::new()
        .protected(header)
        .payload(payload)
        .try_create_signature(b"", |signed| {
            key::sign(signed, key).map(|signature| signature.to_vec())
        })?
        .build()
        .to_tagged_vec()
        .or(Err(Error::Key("signature not encoded")))
}

/// Signed bytes to the text of the QR.
pub(super) fn pack(cose: &[u8]) -> String {
    base45::encode(deflate(cose))
}

/// A zlib stream, as small as it gets.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(512), flate2::Compression::best());
    // Writing into memory cannot fail.
    encoder.write_all(bytes).ok();
    encoder.finish().unwrap_or_default()
}

/// The text of a QR to signed bytes, or the reason id why it holds none.
pub(super) fn unpack(text: &str) -> Result<Vec<u8>, &'static str> {
    let text = text.trim_matches(['\r', '\n', '\t']);
    if text.is_empty() {
        return Err("no-code");
    }
    if text.len() > MAX_TEXT {
        return Err("too-large");
    }
    let packed = base45::decode(text).or(Err("not-base45"))?;
    // One text for the same bytes: a character that could be changed without harm would not be covered by anything.
    if base45::encode(&packed) != text {
        return Err("not-base45");
    }
    if !begins_like_zlib(&packed) {
        return Err("not-zlib");
    }
    let inflated = inflate(&packed)?;
    if has_loose_bits(packed, &inflated) {
        return Err("damaged");
    }
    Ok(inflated)
}

/// Method and check of the two header bytes (RFC 1950 2.2).
fn begins_like_zlib(packed: &[u8]) -> bool {
    matches!(packed, [method, flags, ..]
        if method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

fn inflate(packed: &[u8]) -> Result<Vec<u8>, &'static str> {
    inflate_most(packed, MAX_INFLATED)
}

/// A whole zlib stream and nothing behind it, of at most that many bytes.
pub(super) fn inflate_most(packed: &[u8], most: u64) -> Result<Vec<u8>, &'static str> {
    let mut decoder = ZlibDecoder::new(packed);
    let mut inflated = Vec::with_capacity(1024);
    decoder
        .by_ref()
        .take(most + 1)
        .read_to_end(&mut inflated)
        .or(Err("damaged"))?;
    if inflated.len() as u64 > most {
        return Err("too-large");
    }
    // Nothing may stand behind the stream.
    if decoder.total_in() != packed.len() as u64 {
        return Err("damaged");
    }
    Ok(inflated)
}

/// The deflated part ends within a byte; writers fill it up with zeros. Other filling would let a character change unseen,
/// so the last byte's highest set bit must matter.
fn has_loose_bits(mut packed: Vec<u8>, inflated: &[u8]) -> bool {
    const ADLER_32: usize = 4;
    let Some(at) = packed.len().checked_sub(ADLER_32 + 1) else {
        return true;
    };
    let Some(last) = packed.get_mut(at) else {
        return true;
    };
    let Some(highest) = last.checked_ilog2() else {
        return false;
    };
    *last &= !(1 << highest);
    inflate(&packed).is_ok_and(|again| again == inflated)
}

/// A `COSE_Sign1` whose header could be understood.
pub(super) struct Envelope {
    sign1: CoseSign1,
    /// The payload as signed.
    pub(super) payload: Vec<u8>,
    /// The key it names, protected or not: a hint either way.
    pub(super) kid: Option<Vec<u8>>,
    /// Signed by ES256, the one algorithm in use here.
    pub(super) is_es256: bool,
}

impl Envelope {
    /// Reads tags 61(18), 18 or none, or gives the reason id why the bytes are no signed message.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut value = claims::parse(bytes).ok_or("not-cose")?;
        if let Value::Tag(TAG_CWT, inner) = value {
            value = *inner;
            if !matches!(value, Value::Tag(TAG_SIGN1, _)) {
                return Err("not-cose");
            }
        }
        if let Value::Tag(TAG_SIGN1, inner) = value {
            value = *inner;
        }
        // The protected header is CBOR within CBOR: its depth and keys are judged before COSE reads it.
        if let Some([Value::Bytes(protected), ..]) = value.as_array().map(Vec::as_slice)
            && !protected.is_empty()
        {
            claims::parse(protected).ok_or("not-cose")?;
        }
        let sign1 = CoseSign1::from_cbor_value(value).or(Err("not-cose"))?;
        let header = &sign1.protected.header;
        if !header.crit.is_empty() {
            // RFC 9052 3.1: what is critical and not understood makes the message unusable; we understand none.
            return Err("critical-header");
        }
        let Some(algorithm) = &header.alg else {
            return Err("unsigned");
        };
        if sign1.signature.is_empty() {
            return Err("unsigned");
        }
        let is_es256 = *algorithm == RegisteredLabelWithPrivate::Assigned(iana::Algorithm::ES256);
        let kid = [&header.key_id, &sign1.unprotected.key_id]
            .into_iter()
            .find(|kid| !kid.is_empty())
            .cloned();
        let payload = sign1.payload.clone().ok_or("not-cose")?;
        Ok(Self {
            sign1,
            payload,
            kid,
            is_es256,
        })
    }

    /// What kind of message the protected header says it is (RFC 9596).
    pub(super) fn kind(&self) -> Option<&str> {
        let label = Label::Int(HEADER_TYPE);
        let rest = &self.sign1.protected.header.rest;
        rest.iter()
            .find(|(known, _)| *known == label)
            .and_then(|(_, value)| value.as_text())
    }

    /// Written in the one way a writer here writes: tag 18, nothing unprotected, no byte that could be another.
    pub(super) fn is_plain(&self, bytes: &[u8]) -> bool {
        self.sign1.unprotected.is_empty()
            && self
                .sign1
                .clone()
                .to_tagged_vec()
                .is_ok_and(|again| again == bytes)
    }

    /// Signed by this key.
    pub(super) fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        Signature::from_slice(&self.sign1.signature)
            .is_ok_and(|signature| key.verify(&self.sign1.tbs_data(b""), &signature).is_ok())
    }
}
