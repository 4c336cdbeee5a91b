//! Status lists (IETF Token Status List, as CWT): what an office says of each of its cards, some bits a card, in a signed token.

use coset::cbor::Value;
use coset::cbor::ser::into_writer;

use super::claims::{self, Fields};
use super::envelope::{self, Envelope};
use super::{Error, Kid, Signer, Status, TrustList, certificate, open};

/// Most bytes a list may inflate to: 64 million cards at two bits.
const MAX_LIST: u64 = 16 * 1024 * 1024;
/// Most bytes of a token. A list that cannot be compressed at all is one of chance, not of cards.
const MAX_TOKEN: usize = 4 * 1024 * 1024;
/// `typ` of a token (Token Status List 5.2).
const KIND: &str = "application/statuslist+cwt";
/// Bits a card in what is written here.
const BITS: u8 = 2;

// Claims of a token (RFC 8392 3.1; Token Status List 14.2).
const SUB: i64 = 2;
const EXP: i64 = 4;
const IAT: i64 = 6;
const STATUS_LIST: i64 = 65_533;
const TTL: i64 = 65_534;

impl Status {
    /// Its number in a list.
    pub fn code(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Revoked => 1,
            Self::Suspended => 2,
            Self::Superseded => 3,
        }
    }

    /// The status of a number; `None` for numbers other offices may use.
    pub fn of(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Valid),
            1 => Some(Self::Revoked),
            2 => Some(Self::Suspended),
            3 => Some(Self::Superseded),
            _ => None,
        }
    }
}

/// Statuses by place, packed, low bits first.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusList {
    /// 1, 2, 4 or 8.
    bits: u8,
    bytes: Vec<u8>,
}

impl StatusList {
    /// A list of so many places at two bits, all valid; at most 64 million.
    pub fn new(places: u64) -> Self {
        let bytes = places.div_ceil(4).min(MAX_LIST);
        Self {
            bits: BITS,
            bytes: vec![0; usize::try_from(bytes).unwrap_or(0)],
        }
    }

    /// How many places it has.
    pub fn places(&self) -> u64 {
        let bits = u64::try_from(self.bytes.len())
            .unwrap_or(0)
            .saturating_mul(8);
        bits / u64::from(self.bits)
    }

    /// Says what holds for a place; a place it has not is left.
    pub fn put(&mut self, idx: u64, status: Status) {
        let (at, shift) = self.place(idx);
        let mask = self.mask();
        if let Some(byte) = self.bytes.get_mut(at) {
            *byte = *byte & !(mask << shift) | (status.code() & mask) << shift;
        }
    }

    /// The number at a place; `None` for a place it has not.
    pub fn value(&self, idx: u64) -> Option<u8> {
        let (at, shift) = self.place(idx);
        self.bytes.get(at).map(|byte| byte >> shift & self.mask())
    }

    /// Byte of a place, and how far its bits lie from the lowest.
    fn place(&self, idx: u64) -> (usize, u8) {
        let each = u64::from(8 / self.bits);
        let at = usize::try_from(idx / each).unwrap_or(usize::MAX);
        let shift = u8::try_from(idx % each).unwrap_or(0) * self.bits;
        (at, shift)
    }

    fn mask(&self) -> u8 {
        u8::MAX >> (8 - self.bits)
    }

    /// `{"bits": .., "lst": ..}`, the bytes packed by zlib.
    pub(super) fn to_value(&self) -> Value {
        let packed = envelope::deflate(&self.bytes);
        Value::Map(vec![
            (Value::Text("lst".into()), Value::Bytes(packed)),
            (Value::Text("bits".into()), Value::Integer(self.bits.into())),
        ])
    }

    pub(super) fn of_value(value: Value) -> Result<Self, &'static str> {
        let (mut bits, mut packed) = (None, None);
        for (key, value) in value.into_map().or(Err(NOT_A_LIST))? {
            match (key.as_text(), value) {
                (Some("bits"), Value::Integer(number)) => bits = u8::try_from(number).ok(),
                (Some("lst"), Value::Bytes(bytes)) => packed = Some(bytes),
                _ => {}
            }
        }
        let bits = bits
            .filter(|bits| matches!(bits, 1 | 2 | 4 | 8))
            .ok_or(NOT_A_LIST)?;
        let bytes = envelope::inflate_most(&packed.ok_or(NOT_A_LIST)?, MAX_LIST)?;
        Ok(Self { bits, bytes })
    }
}

/// A status list with its place and times, Unix seconds.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusToken {
    /// Where it stands; what cards point to.
    pub uri: String,
    /// When it was true.
    pub issued_at: i64,
    /// Not to be used after that.
    pub expires_at: Option<i64>,
    /// Seconds after which a reader with a network looks for a newer one.
    pub ttl_s: Option<i64>,
    /// The statuses.
    pub list: StatusList,
}

const NOT_A_LIST: &str = "not-a-status-list";

impl StatusToken {
    /// Signs it: `COSE_Sign1` tag 18, `alg`, `kid` and `typ` protected. Refused outside the signer's period of use.
    pub fn sign(&self, signer: &Signer) -> Result<Vec<u8>, Error> {
        let expires_at = self.expires_at.unwrap_or(self.issued_at);
        certificate::may_sign(signer, self.issued_at, expires_at)?;
        let kid = signer.certificate.kid;
        envelope::sign_typed(KIND, self.write(), kid, signer.key.as_ref())
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let time = |at: Option<i64>| at.map(|at| Value::Integer(at.into()));
        let claims = claims::map([
            (SUB, Some(Value::Text(self.uri.clone()))),
            (EXP, time(self.expires_at)),
            (IAT, time(Some(self.issued_at))),
            (STATUS_LIST, Some(self.list.to_value())),
            (TTL, time(self.ttl_s)),
        ]);
        let mut bytes = Vec::with_capacity(1024);
        // Writing into memory cannot fail.
        into_writer(&claims, &mut bytes).ok();
        bytes
    }

    /// Reads a token of a trusted signer, or gives the reason id why it is none. Nothing is inflated before the signature holds.
    pub fn open(bytes: &[u8], trust: &TrustList) -> Result<Self, &'static str> {
        let envelope = token(bytes)?;
        let kid = envelope
            .kid
            .as_deref()
            .and_then(|kid| kid.try_into().ok())
            .map(Kid);
        let signer = open::signer_of(&envelope, kid, trust)?;
        let token = Self::read(&envelope.payload)?;
        open::in_use(signer, token.issued_at)?;
        Ok(token)
    }

    pub(super) fn read(payload: &[u8]) -> Result<Self, &'static str> {
        let mut all = Fields::of(claims::parse(payload).ok_or(NOT_A_LIST)?)?;
        let uri = all.text(SUB)?;
        let list = StatusList::of_value(all.take(STATUS_LIST).ok_or(NOT_A_LIST)?)?;
        Ok(Self {
            uri,
            issued_at: all.integer(IAT)?.ok_or("no-times")?,
            expires_at: all.integer(EXP)?,
            ttl_s: all.integer(TTL)?,
            list,
        })
    }
}

/// The envelope of a token, its signature not looked at.
pub(super) fn token(bytes: &[u8]) -> Result<Envelope, &'static str> {
    if MAX_TOKEN < bytes.len() {
        return Err("too-large");
    }
    let envelope = Envelope::read(bytes)?;
    if envelope.kind() == Some(KIND) {
        Ok(envelope)
    } else {
        Err(NOT_A_LIST)
    }
}
