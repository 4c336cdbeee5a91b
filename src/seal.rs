//! The signed QR: claims to signed bytes to modules, and a picture or text back to a verdict; no I/O, no clock.
//!
//! A seal is MOSIP ID Claim 169 version 1.2, so that readers nobody here wrote can check it:
//!
//! ```text
//! map 169 -> CWT claims (RFC 8392) -> COSE_Sign1, ES256 (RFC 9052, 9053) -> zlib -> base45 (RFC 9285) -> QR, level M
//! ```
//!
//! What is written is narrow: tag 18 alone, `alg` -7 and `kid` in the protected header, nothing unprotected, deterministic
//! CBOR (RFC 8949 4.2.1) with integer keys and times, deterministic signatures (RFC 6979), and at most version 14-M. What is
//! read is wider: tags 61(18), 18 and none, any claim left out but the two times, claims of other issuers. Read bytes are
//! limited in size and depth before anything is believed.
//!
//! A photocopy of a seal verifies too: a verdict says that the office issued this card, never that its bearer is the holder.
//!
//! # Pictures
//!
//! [`scan`] looks at one picture patiently; [`Tracker`] looks at a camera's frames, each in another and cheaper way, and says
//! how the card is to be held. Both give the picture to `zxing-cpp`, which judges pixels black or white, and have a look of
//! their own for what blur, shaking, glare and small modules leave between the two: the squares in the corners are found
//! with edges brought out, the symbol is laid straight by its timing lines, and the weights that turn the grey of a module
//! and its neighbours into the colour it must have in the known parts are used for the rest. `zxing-cpp` then corrects and
//! decodes a clean drawing of it.
//!
//! `tests/it/degrade.rs` makes pictures as a camera takes them; `tests/e2e/degraded.sh` has other readers read the same.
//! Of 200 Full HD scenes with the card anywhere on a littered desk, 20 of each fault, at its worst far beyond what a hand
//! does: Loket 194, `zxing-cpp` 168, `OpenCV` 142, `zbar` 116, `WeChat` with its networks 112. Of blurred ones 16, 1, 0, 0 and 0.

mod bundle;
mod certificate;
mod claims;
mod delta;
mod envelope;
mod key;
mod mask;
mod open;
mod qr;
mod scan;
mod status;
#[cfg(test)]
mod tests;

pub use bundle::{Bundle, BundleContent, BundleFault, Pin, Seen};
pub use status::{StatusList, StatusToken};

use std::fmt;
use std::sync::Arc;

/// What a seal says (ID Claim 169 v1.2 in a CWT). Times are Unix seconds. Empty text and sex 0 are left out of the bytes.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Claims {
    /// 1 iss
    pub issuer: String,
    /// 4 exp: end of the last valid day in WIB
    pub expires_at: i64,
    /// 6 iat
    pub issued_at: i64,
    /// 65535 status
    pub status: Option<StatusRef>,
    /// 169/1
    pub permit_no: String,
    /// 169/4: surname, blank, given names, in A-Z
    pub name: String,
    /// 169/8 `YYYYMMDD`; empty and left out where day or month is unknown
    pub birth_date: String,
    /// 169/9: 1 male, 2 female, 3 other
    pub sex: u8,
    /// 169/13 alpha-3
    pub nationality: String,
    /// 169/21, e.g. `32.75`
    pub region: String,
    /// 169/22, e.g. `SPECIMEN KITAS/C312`
    pub legal_status: String,
    /// 169/23
    pub country: String,
    /// 169/75
    pub passport_no: String,
    /// 169/76
    pub niora: Option<String>,
    /// 169/77
    pub card_serial: String,
}

/// Shows no personal data.
impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims")
            .field("issuer", &self.issuer)
            .field("issued_at", &self.issued_at)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Claims {
    /// The legal status begins with `SPECIMEN `.
    pub fn is_specimen(&self) -> bool {
        self.legal_status.starts_with("SPECIMEN ")
    }
}

/// A card's place in a status list (IETF Token Status List, section 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusRef {
    /// Which entry; random, never sequential.
    pub idx: u64,
    /// Where the list is.
    pub uri: String,
}

/// First 8 bytes of SHA-256 over the signer certificate's DER; shown as 16 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kid(pub [u8; 8]);

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A key on P-256 that signs, wherever it is kept: in memory, or on a token that never gives it away.
pub trait Sign: Send + Sync {
    /// Its public half: an uncompressed point (SEC 1 2.3.3), `04 || x || y`.
    fn public(&self) -> [u8; 65];

    /// ES256 over the SHA-256 of a message: r||s, 32 bytes each, big-endian. A key in memory signs by RFC 6979; a token that is
    /// not there, or refuses, is [`Error::Device`].
    fn sign_digest(&self, digest: &[u8; 32]) -> Result<[u8; 64], Error>;

    /// Something else computes the signature, so it is checked before it is used. False for a key in memory alone.
    fn is_device(&self) -> bool {
        true
    }
}

/// A private P-256 key in memory. No `Debug`; zeroised on drop.
pub struct PrivateKey {
    signing: p256::ecdsa::SigningKey,
}

impl PrivateKey {
    /// From 32 random bytes; `None` for the rare bytes that are no scalar of the curve.
    pub fn from_bytes(scalar: &[u8; 32]) -> Option<Self> {
        key::from_bytes(scalar)
    }

    /// The scalar, for keeping; zeroised on drop.
    pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
        key::to_bytes(self)
    }
}

impl Sign for PrivateKey {
    fn public(&self) -> [u8; 65] {
        key::point(&self.signing)
    }

    fn sign_digest(&self, digest: &[u8; 32]) -> Result<[u8; 64], Error> {
        key::sign_digest(&self.signing, digest)
    }

    fn is_device(&self) -> bool {
        false
    }
}

/// A signer certificate (X.509 DER) and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The certificate itself.
    pub der: Vec<u8>,
    /// Names it in seals and in a JWKS.
    pub kid: Kid,
    /// May sign from this second, by the private-key-usage period.
    pub use_from: i64,
    /// May sign until this second.
    pub use_until: i64,
    /// Seals verify until this second.
    pub not_after: i64,
    /// The key was revoked: what it signed in this second or later is refused. Not in the certificate; bundles tell it.
    pub refused_from: Option<i64>,
}

impl Certificate {
    /// Self-signed office root for `name` (CN). It signs signer certificates, never seals.
    pub fn root(key: &dyn Sign, name: &str, from: i64, until: i64) -> Result<Self, Error> {
        certificate::root(key, name, from, until)
    }

    /// Signer certificate issued by the root: usage period 3 months (WIB) from `use_from`, valid until `not_after`, which
    /// must reach past the longest permit it will seal. The same keys and times give the same certificate; a token's signature
    /// alone differs each time.
    pub fn signer(
        root_key: &dyn Sign,
        root: &Self,
        signer: &dyn Sign,
        name: &str,
        use_from: i64,
        not_after: i64,
    ) -> Result<Self, Error> {
        certificate::signer(
            (root_key, root),
            &key::public(signer)?,
            name,
            use_from,
            not_after,
        )
    }

    /// Reads DER and checks nothing but its form and that its key is on P-256.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        certificate::parse(der)
    }

    /// Reads PEM (RFC 7468), and checks as little.
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        certificate::parse_pem(text)
    }

    /// As a file others read: PEM.
    pub fn to_pem(&self) -> Result<String, Error> {
        certificate::pem(self)
    }

    /// Signed by `root`'s key, and `root` may sign certificates.
    pub fn is_issued_by(&self, root: &Self) -> bool {
        certificate::is_issued_by(self, root)
    }
}

/// A key that may sign seals, with its certificate. A clone signs with the same key.
#[derive(Clone)]
pub struct Signer {
    /// Signs.
    pub key: Arc<dyn Sign>,
    /// Belongs to `key`.
    pub certificate: Certificate,
}

impl Signer {
    /// The key is the certificate's.
    pub fn is_whole(&self) -> bool {
        certificate::is_whole(self)
    }
}

/// What can go wrong while sealing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The payload needs a symbol above version 14-M.
    #[error("payload of {characters} characters does not fit version 14-M")]
    TooLong {
        /// Characters of the text.
        characters: usize,
    },
    /// `issued_at` lies outside the signer's usage period.
    #[error("signer {kid} is outside its period of use")]
    OutOfUse {
        /// Which signer.
        kid: Kid,
    },
    /// Keys, certificate and claims do not fit together, or are no P-256.
    #[error("key or certificate unusable: {0}")]
    Key(&'static str),
    /// The device that keeps a key did not sign: it is not there, or it refuses.
    #[error("the key's device did not sign: {0}")]
    Device(String),
    /// A character a QR cannot hold in alphanumeric mode.
    #[error("character {at} is outside the QR alphabet")]
    Alphabet {
        /// Position, from 1.
        at: usize,
    },
}

/// The black and white of a QR symbol, without quiet zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Modules {
    /// 1 to 40
    pub version: u8,
    /// Modules a side: `17 + 4 * version`.
    pub side: usize,
    /// Row by row; true is dark.
    pub dark: Vec<bool>,
}

/// A finished seal.
#[derive(Clone, PartialEq, Eq)]
pub struct Seal {
    /// What it says.
    pub claims: Claims,
    /// Who signed it.
    pub kid: Kid,
    /// `COSE_Sign1`, tag 18.
    pub cose: Vec<u8>,
    /// Base45 text in the symbol.
    pub text: String,
    /// The symbol.
    pub modules: Modules,
}

/// Signs (RFC 6979, deterministic), compresses and draws. Level M, alphanumeric, at most version 14.
///
/// Refused: `issued_at` outside the signer's period of use, an expiry after its certificate's end, a key that is not the
/// certificate's, claims no reader would take (control characters).
pub fn seal(claims: &Claims, signer: &Signer) -> Result<Seal, Error> {
    let cose = sign(claims, signer)?;
    let text = envelope::pack(&cose);
    let modules = modules(&text)?;
    Ok(Seal {
        claims: claims.clone(),
        kid: signer.certificate.kid,
        cose,
        text,
        modules,
    })
}

/// The signed bytes of [`seal`] alone: `COSE_Sign1`, tag 18.
pub fn sign(claims: &Claims, signer: &Signer) -> Result<Vec<u8>, Error> {
    certificate::may_sign(signer, claims.issued_at, claims.expires_at)?;
    let payload = claims::write(claims);
    if claims::read(&payload).is_ok_and(|read| claims::write(&read.claims) == payload) {
        envelope::sign(payload, signer.certificate.kid, signer.key.as_ref())
    } else {
        Err(Error::Key("claims could not be read back"))
    }
}

/// ES256 over bytes that are no seal, r||s, deterministic (RFC 6979). The message begins with words that say what it is, so
/// that no signature can be taken for one of another purpose; a seal's begin with CBOR (RFC 9052 4.4).
pub fn attest(message: &[u8], key: &dyn Sign) -> Result<[u8; 64], Error> {
    key::sign(message, key)
}

/// Whether [`attest`] made this signature over the message with the certificate's key.
pub fn is_attested(message: &[u8], signature: &[u8], certificate: &Certificate) -> bool {
    certificate::is_attested(message, signature, certificate)
}

/// Alphanumeric text to modules at level M, the `qrcode` crate's own mask choice, faster.
pub fn modules(text: &str) -> Result<Modules, Error> {
    qr::modules(text)
}

/// The signers a reader trusts.
#[derive(Debug, Clone, Default)]
pub struct TrustList {
    /// In any order.
    pub certificates: Vec<Certificate>,
}

/// What the office knows of a card at a moment (values of the Token Status List, 2 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0
    Valid,
    /// 1
    Revoked,
    /// 2
    Suspended,
    /// 3: another card took its place.
    Superseded,
}

/// A status with the moment it was true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusAt {
    /// What it was.
    pub status: Status,
    /// Unix seconds.
    pub as_of: i64,
}

/// The word of a verdict. `id()` is the wire word, e.g. `VALID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Word {
    /// Genuine and in force.
    Valid,
    /// Genuine; the permit or the signer's certificate has ended.
    Expired,
    /// Genuine; withdrawn by the office.
    Revoked,
    /// Genuine; out of force for now.
    Suspended,
    /// Genuine; another card took its place.
    Superseded,
    /// Genuine; the status or the reader's clock cannot be relied on.
    Stale,
    /// A trusted signer's name, but not its signature.
    Forged,
    /// Well formed; nobody trusted signed it.
    UnknownSigner,
    /// Something else.
    NotASeal,
    /// Nothing could be read.
    Unreadable,
}

impl Word {
    /// All words, best to worst.
    pub const ALL: [Self; 10] = [
        Self::Valid,
        Self::Expired,
        Self::Revoked,
        Self::Suspended,
        Self::Superseded,
        Self::Stale,
        Self::Forged,
        Self::UnknownSigner,
        Self::NotASeal,
        Self::Unreadable,
    ];

    /// `VALID`, `EXPIRED`, ... `NOT_A_SEAL`, `UNREADABLE`. Its words for people are `verdict-valid`, `verdict-not-a-seal`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Valid => "VALID",
            Self::Expired => "EXPIRED",
            Self::Revoked => "REVOKED",
            Self::Suspended => "SUSPENDED",
            Self::Superseded => "SUPERSEDED",
            Self::Stale => "STALE",
            Self::Forged => "FORGED",
            Self::UnknownSigner => "UNKNOWN_SIGNER",
            Self::NotASeal => "NOT_A_SEAL",
            Self::Unreadable => "UNREADABLE",
        }
    }

    /// Exit code of `verify`: 0, 3, 4 or 5.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Expired | Self::Revoked | Self::Suspended | Self::Superseded | Self::Stale => 3,
            Self::Forged | Self::UnknownSigner => 4,
            Self::NotASeal | Self::Unreadable => 5,
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The verdict in a word.
    pub word: Word,
    /// Stable id of why, kebab case, one of [`Verdict::REASONS`]; text key `reason-<id>`.
    pub reason: &'static str,
    /// What was read; for FORGED and `UNKNOWN_SIGNER` it is unproven.
    pub claims: Option<Claims>,
    /// Which key the seal names; proven as `claims` is.
    pub kid: Option<Kid>,
    /// What the office knew of the card.
    pub status: Option<StatusAt>,
}

impl Verdict {
    /// Every reason with the word it may give; some are given by who holds a registry or reads a file, not by [`open`].
    pub const REASONS: [(&'static str, Word); 33] = open::REASONS;

    /// The verdict on a picture in which [`scan`] found no code.
    pub fn no_code() -> Self {
        open::no_code()
    }
}

/// A seal read and its signature proven, or why not. `status` looks a card up; `None` from it: status unknown.
/// Accepts tags 61(18), 18 and none. A status older than `max_status_age_s` makes a valid card STALE; with no status at all
/// the verdict is what signature and clock say.
///
/// Line ends and tabs around `text` (a keyboard-wedge scanner sends them) are set aside. Where several words hold, the
/// office's last word goes first: REVOKED, SUPERSEDED, EXPIRED, SUSPENDED, STALE, VALID.
pub fn open(
    text: &str,
    trust: &TrustList,
    now: i64,
    status: &dyn Fn(&StatusRef) -> Option<StatusAt>,
    max_status_age_s: i64,
) -> Verdict {
    open::open(text, trust, now, status, max_status_age_s)
}

/// The text of a symbol drawn without fault, read from its modules alone; `None` when they are no symbol. Quick: for the codes
/// of a whole batch, before their pages are pixels.
pub fn read_modules(side: usize, dark: &[bool]) -> Option<String> {
    scan::drawn(side, dark)
}

/// All QR texts in a picture (`width_px * height_px` luma bytes); empty when none is readable, or the sizes disagree.
/// Patient: for one picture, not for a stream.
pub fn scan(luma: &[u8], width_px: u32, height_px: u32) -> Vec<String> {
    scan::scan(luma, width_px, height_px)
}

/// What one frame of a camera shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// QR texts read in it.
    pub texts: Vec<String>,
    /// What the person may do; nothing when a text was read.
    pub hint: Option<Hint>,
}

/// How the card is to be held. Text keys `hint-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// There is no code in sight.
    NoCode,
    /// The code is too small in the picture.
    Closer,
    /// The code does not fit into the picture.
    Further,
    /// The picture is blurred.
    HoldStill,
    /// It is too dark.
    MoreLight,
    /// A reflection lies on the code.
    Glare,
}

impl Hint {
    /// Stable id in kebab case, e.g. `hold-still`.
    pub fn id(self) -> &'static str {
        match self {
            Self::NoCode => "no-code",
            Self::Closer => "closer",
            Self::Further => "further",
            Self::HoldStill => "hold-still",
            Self::MoreLight => "more-light",
            Self::Glare => "glare",
        }
    }
}

/// Reads a stream of frames: cheap enough for each of them, another way of looking in each, and first where the code was.
#[derive(Default)]
pub struct Tracker {
    memory: scan::Memory,
}

impl Tracker {
    /// Looks at the next frame (`width_px * height_px` luma bytes); sizes that disagree show no code.
    pub fn glance(&mut self, luma: &[u8], width_px: u32, height_px: u32) -> Glance {
        self.memory.glance(luma, width_px, height_px)
    }
}

/// JWKS (RFC 7517) of the trusted signers that are not revoked: `kty` EC, `crv` P-256, `alg` ES256, `use` sig, `kid`, `x5c`.
///
/// `kid` is base64url of the 8 bytes that stand in a seal's header, as the libraries that turn a `COSE_Key` into a JWK do.
/// A library that compares a JWK's `kid` with those bytes as text must be given the key itself.
pub fn jwks(trust: &TrustList) -> String {
    certificate::jwks(trust)
}
