//! The trust bundle: one signed file from which a reader without a network knows an office's signers and its cards' statuses.
//!
//! ```text
//! COSE_Sign1, tag 18, protected {1: -7, 4: kid of the root, 16: "application/vnd.loket.trust+cbor"}, payload a CBOR map:
//!  1 version, 1            5 sequence number            9 revoked keys [[kid, seconds], ..]
//!  2 issuer                6 issued at, seconds        10 status list tokens [bytes, ..]
//!  3 name of the office    7 next update, seconds      11 JWKS without x5c, text
//!  4 root, X.509 DER       8 signers [X.509 DER, ..]   12 whom patrols write their logs for, text (optional)
//! ```
//!
//! The reader has pinned the root beforehand: the one in the bundle is only believed when it is the same.

use std::fmt;

use coset::cbor::Value;
use coset::cbor::ser::into_writer;
use sha2::{Digest as _, Sha256};

use super::claims::{self, Fields};
use super::envelope::{self, Envelope};
use super::open::CLOCK_SKEW_S;
use super::{
    Certificate, Error, Kid, Signer, Status, StatusAt, StatusRef, StatusToken, TrustList, Verdict,
    Word, certificate, delta, open,
};

/// `typ` of a bundle.
const KIND: &str = "application/vnd.loket.trust+cbor";
const VERSION: i64 = 1;
/// Far above the bundle of an office with 64 million cards.
const MAX_BYTES: usize = 16 * 1024 * 1024;

// Keys of the payload.
const FORMAT: i64 = 1;
const ISSUER: i64 = 2;
const OFFICE: i64 = 3;
const ROOT: i64 = 4;
const SEQUENCE: i64 = 5;
const ISSUED_AT: i64 = 6;
const NEXT_UPDATE: i64 = 7;
const SIGNERS: i64 = 8;
const REVOKED: i64 = 9;
const TOKENS: i64 = 10;
const JWKS: i64 = 11;
const LOG_RECIPIENT: i64 = 12;

/// The office root a reader trusts, whatever else a bundle says: SHA-256 of its certificate's DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin([u8; 32]);

impl Pin {
    /// The pin of that root.
    pub fn of(root: &Certificate) -> Self {
        Self::of_der(&root.der)
    }

    fn of_der(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// From what a reader was given: the root's certificate as DER or PEM, or its SHA-256 in hex digits, spaces and colons
    /// set aside.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if let Ok(root) = Certificate::parse(bytes) {
            return Some(Self::of(&root));
        }
        let text = std::str::from_utf8(bytes).ok()?;
        if let Ok(root) = Certificate::from_pem(text) {
            return Some(Self::of(&root));
        }
        let digits: Option<Vec<u8>> = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != ':')
            .map(|letter| letter.to_digit(16).and_then(|digit| digit.try_into().ok()))
            .collect();
        let digits = digits.filter(|digits| digits.len() == 64)?;
        let mut pin = [0; 32];
        for (byte, pair) in pin.iter_mut().zip(digits.chunks(2)) {
            *byte = pair.iter().fold(0, |value, digit| value << 4 | digit);
        }
        Some(Self(pin))
    }
}

/// 64 hex digits.
impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Which bundle a reader has seen last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// When it was made, Unix seconds. Time goes first: an office restored from a backup counts its bundles anew.
    pub issued_at: i64,
    /// Its number.
    pub sequence: u64,
}

/// Why a bundle is refused. One past its next update is not: its verdicts are STALE.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// Something else, or written by nobody who knows the format; says where.
    #[error("not a trust bundle: {0}")]
    NotABundle(&'static str),
    /// Another office's, by its root.
    #[error("another root than the pinned one")]
    ForeignRoot,
    /// Not as the root signed it.
    #[error("not as it was signed")]
    Altered,
    /// Older than one seen before.
    #[error("older than the bundle held")]
    Older {
        /// What has been seen.
        seen: Seen,
    },
    /// Made after the reader's now.
    #[error("made {ahead_s} seconds from now")]
    FromTheFuture {
        /// By how many seconds.
        ahead_s: i64,
    },
    /// A difference to another bundle than the one held.
    #[error("a difference to bundle {base}")]
    WrongBase {
        /// Number of the bundle it goes with.
        base: u64,
    },
}

/// What goes into a bundle.
pub struct BundleContent<'a> {
    /// URL of the office, as in its seals.
    pub issuer: &'a str,
    /// Its name.
    pub office: &'a str,
    /// Counts the office's bundles.
    pub sequence: u64,
    /// Unix seconds.
    pub issued_at: i64,
    /// From then on its verdicts are STALE.
    pub next_update: i64,
    /// Every signer whose cards are about, revoked or not.
    pub trust: &'a TrustList,
    /// One signed token a status list.
    pub tokens: &'a [Vec<u8>],
    /// Whom patrols write their logs for.
    pub log_recipient: Option<&'a str>,
}

impl BundleContent<'_> {
    /// Signs it with the office root; a root on a token may answer late or not at all.
    pub fn sign(&self, root: &Signer) -> Result<Vec<u8>, Error> {
        if !root.is_whole() || certificate::root_key(&root.certificate).is_none() {
            return Err(Error::Key("no office root"));
        }
        let kid = root.certificate.kid;
        envelope::sign_typed(KIND, self.write(&root.certificate), kid, root.key.as_ref())
    }

    fn write(&self, root: &Certificate) -> Vec<u8> {
        // The reader makes the JWKS anew from the signers as they stand here.
        let mut trust = self.trust.clone();
        trust
            .certificates
            .sort_by_key(|signer| (signer.use_from, signer.kid));
        let signers = &trust.certificates;
        let revoked = signers.iter().filter_map(|signer| {
            let pair = vec![bytes(&signer.kid.0), integer(signer.refused_from?)];
            Some(Value::Array(pair))
        });
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        let all = claims::map([
            (FORMAT, Some(integer(VERSION))),
            (ISSUER, text(self.issuer)),
            (OFFICE, text(self.office)),
            (ROOT, Some(bytes(&root.der))),
            (SEQUENCE, Some(Value::Integer(self.sequence.into()))),
            (ISSUED_AT, Some(integer(self.issued_at))),
            (NEXT_UPDATE, Some(integer(self.next_update))),
            (
                SIGNERS,
                list(signers.iter().map(|signer| bytes(&signer.der))),
            ),
            (REVOKED, list(revoked)),
            (TOKENS, list(self.tokens.iter().map(|token| bytes(token)))),
            (JWKS, text(&certificate::bare_jwks(&trust))),
            (LOG_RECIPIENT, self.log_recipient.and_then(text)),
        ]);
        let mut written = Vec::with_capacity(16 * 1024);
        // Writing into memory cannot fail.
        into_writer(&all, &mut written).ok();
        written
    }
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    Some(Value::Array(items.collect()))
}

fn integer(value: i64) -> Value {
    Value::Integer(value.into())
}

/// A bundle that was believed. Cheap to hold: a quarter of a megabyte for each million places of its lists.
#[derive(Clone)]
pub struct Bundle {
    /// URL of the office, as in its seals.
    pub issuer: String,
    /// Its name.
    pub office: String,
    /// Counts the office's bundles.
    pub sequence: u64,
    /// Unix seconds.
    pub issued_at: i64,
    /// From then on its verdicts are STALE.
    pub next_update: i64,
    /// The pinned root itself.
    pub root: Certificate,
    /// The office's signers; each says whether it is revoked.
    pub trust: TrustList,
    /// Whom patrols write their logs for.
    pub log_recipient: Option<String>,
    lists: Vec<StatusToken>,
}

const NOT_READ: BundleFault = BundleFault::NotABundle("content");

impl Bundle {
    /// Believes a bundle that the pinned root signed, that is not older than `seen` and not from the future. One past its
    /// next update is believed too; it makes no verdict VALID any more.
    pub fn open(file: &[u8], pin: &Pin, seen: Option<Seen>, now: i64) -> Result<Self, BundleFault> {
        let payload = proven(file, pin)?;
        let bundle = Self::read(payload).ok_or(NOT_READ)?;
        let ahead_s = bundle.issued_at.saturating_sub(now);
        if CLOCK_SKEW_S < ahead_s {
            return Err(BundleFault::FromTheFuture { ahead_s });
        }
        match seen {
            Some(seen) if bundle.seen() < seen => Err(BundleFault::Older { seen }),
            Some(_) | None => Ok(bundle),
        }
    }

    /// A bundle proven by the root it names itself and by nothing else: for who is to compare that root's pin before it is
    /// believed.
    pub fn introduced(file: &[u8], now: i64) -> Result<Self, BundleFault> {
        let payload = unproven(file)?;
        let pin = Pin::of_der(root_of(&payload).ok_or(NOT_READ)?);
        Self::open(file, &pin, None, now)
    }

    /// Reads a payload the root has signed; `None` when it contradicts itself.
    fn read(payload: Value) -> Option<Self> {
        let mut all = Fields::of(payload).ok()?;
        if all.integer(FORMAT).ok()? != Some(VERSION) {
            return None;
        }
        let root = Certificate::parse(all.take(ROOT)?.as_bytes()?).ok()?;
        let issued_at = all.integer(ISSUED_AT).ok()??;
        let next_update = all.integer(NEXT_UPDATE).ok()??;
        let lived = (root.use_from..=root.not_after).contains(&issued_at);
        if next_update <= issued_at || !lived {
            return None;
        }
        let mut trust = TrustList::default();
        for der in all.take(SIGNERS)?.into_array().ok()? {
            let signer = Certificate::parse(der.as_bytes()?).ok()?;
            let seals = certificate::seal_key(&signer).is_some();
            trust
                .certificates
                .push(Some(signer).filter(|signer| seals && signer.is_issued_by(&root))?);
        }
        for revoked in all.take(REVOKED)?.into_array().ok()? {
            let (kid, from) = revoked_key(&revoked)?;
            // A revoked key nobody knows is no harm; two certificates of one kid are both refused.
            for signer in &mut trust.certificates {
                if signer.kid == kid {
                    let before = signer.refused_from.unwrap_or(from);
                    signer.refused_from = Some(before.min(from));
                }
            }
        }
        let mut lists: Vec<StatusToken> = Vec::new();
        for token in all.take(TOKENS)?.into_array().ok()? {
            let token = StatusToken::open(token.as_bytes()?, &trust).ok()?;
            let twice = lists.iter().any(|list| list.uri == token.uri);
            lists.push(Some(token).filter(|_| !twice)?);
        }
        // What it says to strangers is what it says to us.
        if all.text(JWKS).ok()? != certificate::bare_jwks(&trust) {
            return None;
        }
        let mut named = |key| all.text(key).ok().filter(|text| !text.is_empty());
        Some(Self {
            issuer: named(ISSUER)?,
            office: named(OFFICE)?,
            log_recipient: named(LOG_RECIPIENT),
            sequence: u64::try_from(all.integer(SEQUENCE).ok()??).ok()?,
            issued_at,
            next_update,
            root,
            trust,
            lists,
        })
    }

    /// What a reader remembers of it, so that no older one is taken after it.
    pub fn seen(&self) -> Seen {
        Seen {
            issued_at: self.issued_at,
            sequence: self.sequence,
        }
    }

    /// What the office said of a card when the bundle was made; `None` for a place in no list of the bundle, and for a number
    /// that is no status.
    pub fn status(&self, place: &StatusRef) -> Option<StatusAt> {
        let token = self.lists.iter().find(|list| list.uri == place.uri)?;
        let status = Status::of(token.list.value(place.idx)?)?;
        Some(StatusAt {
            status,
            as_of: token.issued_at,
        })
    }

    /// The verdict on a text by this bundle alone. VALID only while the bundle is current and says so of the card.
    pub fn judge(&self, text: &str, now: i64) -> Verdict {
        let most = self.next_update.saturating_sub(self.issued_at);
        let status = |place: &StatusRef| self.status(place);
        let verdict = open::open(text, &self.trust, now, &status, most);
        if verdict.word != Word::Valid {
            return verdict;
        }
        let reason = if now.saturating_add(CLOCK_SKEW_S) < self.issued_at {
            "status-later"
        } else if self.next_update <= now {
            "status-old"
        } else if verdict.status.is_none() {
            "status-missing"
        } else {
            return verdict;
        };
        Verdict {
            word: Word::Stale,
            reason,
            ..verdict
        }
    }

    /// The difference from one bundle's file to a later one's, small enough for a telephone: what both have stays out.
    pub fn difference(base: &[u8], later: &[u8]) -> Option<Vec<u8>> {
        let number = |file| sequence(&unproven(file).ok()?);
        number(later)?;
        Some(delta::write(number(base)?, base, later))
    }

    /// Whether the bytes are a difference and not a bundle.
    pub fn is_difference(bytes: &[u8]) -> bool {
        delta::begins(bytes)
    }

    /// The later bundle's file, byte for byte, from the one held and a difference; believed only when it is opened.
    pub fn later(base: &[u8], difference: &[u8]) -> Result<Vec<u8>, BundleFault> {
        delta::apply(base, difference)
    }
}

/// The payload, its signature proven by the pinned root and nothing else.
fn proven(file: &[u8], pin: &Pin) -> Result<Value, BundleFault> {
    let envelope = enveloped(file)?;
    let payload = content(&envelope)?;
    let root = root_of(&payload).ok_or(NOT_READ)?;
    if Pin::of_der(root) != *pin {
        return Err(BundleFault::ForeignRoot);
    }
    let root = Certificate::parse(root).map_err(|_form| NOT_READ)?;
    let named = envelope.kid.as_deref() == Some(&root.kid.0);
    let signed = certificate::root_key(&root)
        .is_some_and(|key| envelope.is_es256 && envelope.is_signed_by(&key));
    if named && signed {
        Ok(payload)
    } else {
        Err(BundleFault::Altered)
    }
}

/// The payload of a file nobody has proven yet.
fn unproven(file: &[u8]) -> Result<Value, BundleFault> {
    content(&enveloped(file)?)
}

fn enveloped(file: &[u8]) -> Result<Envelope, BundleFault> {
    if MAX_BYTES < file.len() {
        return Err(BundleFault::NotABundle("too-large"));
    }
    let envelope = Envelope::read(file).map_err(BundleFault::NotABundle)?;
    if envelope.kind() != Some(KIND) || !envelope.is_plain(file) {
        return Err(BundleFault::NotABundle("kind"));
    }
    Ok(envelope)
}

fn content(envelope: &Envelope) -> Result<Value, BundleFault> {
    claims::parse(&envelope.payload).ok_or(NOT_READ)
}

fn entry(payload: &Value, key: i64) -> Option<&Value> {
    let key = integer(key);
    let found = payload.as_map()?.iter().find(|(known, _)| *known == key);
    found.map(|(_, value)| value)
}

fn root_of(payload: &Value) -> Option<&[u8]> {
    entry(payload, ROOT)?.as_bytes().map(Vec::as_slice)
}

fn sequence(payload: &Value) -> Option<u64> {
    entry(payload, SEQUENCE)?.as_integer()?.try_into().ok()
}

fn revoked_key(pair: &Value) -> Option<(Kid, i64)> {
    match pair.as_array()?.as_slice() {
        [kid, from] => Some((
            Kid(kid.as_bytes()?.as_slice().try_into().ok()?),
            from.as_integer()?.try_into().ok()?,
        )),
        _ => None,
    }
}
