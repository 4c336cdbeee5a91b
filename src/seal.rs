//! The signed QR: claims to signed bytes to modules, and a picture or text back to a verdict; no I/O, no clock.

use std::fmt;

/// What a seal says (ID Claim 169 v1.2 in a CWT). Times are Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// 169/8 `YYYYMMDD`; unknown parts `00`
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

impl Claims {
    /// The legal status begins with `SPECIMEN `.
    pub fn is_specimen(&self) -> bool {
        self.legal_status.starts_with("SPECIMEN ")
    }
}

/// A card's place in a status list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusRef {
    pub idx: u64,
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

/// A private P-256 key. No `Debug`; zeroised on drop.
pub struct PrivateKey {}

impl PrivateKey {
    /// From 32 random bytes; `None` for the rare bytes that are no scalar of the curve.
    pub fn from_bytes(_scalar: &[u8; 32]) -> Option<Self> {
        todo!("seal")
    }

    /// The scalar, for keeping; zeroised on drop.
    pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
        todo!("seal")
    }
}

/// A signer certificate (X.509 DER) and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub der: Vec<u8>,
    pub kid: Kid,
    /// May sign from this second, by the private-key-usage period.
    pub use_from: i64,
    /// May sign until this second.
    pub use_until: i64,
    /// Seals verify until this second.
    pub not_after: i64,
}

impl Certificate {
    /// Self-signed office root for `name` (CN).
    pub fn root(_key: &PrivateKey, _name: &str, _from: i64, _until: i64) -> Result<Self, Error> {
        todo!("seal")
    }

    /// Signer certificate issued by the root: usage period 3 months from `use_from`, valid until `not_after`.
    pub fn signer(_root_key: &PrivateKey, _root: &Self, _signer: &PrivateKey, _name: &str, _use_from: i64, _not_after: i64) -> Result<Self, Error> {
        todo!("seal")
    }

    /// Reads DER and checks nothing but its form.
    pub fn parse(_der: &[u8]) -> Result<Self, Error> {
        todo!("seal")
    }

    /// Signed by `root`'s key.
    pub fn is_issued_by(&self, _root: &Self) -> bool {
        todo!("seal")
    }
}

/// A key that may sign seals, with its certificate.
pub struct Signer {
    pub key: PrivateKey,
    pub certificate: Certificate,
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
    /// Keys or certificate do not fit together, or are no P-256.
    #[error("key or certificate unusable: {0}")]
    Key(&'static str),
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
    pub claims: Claims,
    pub kid: Kid,
    /// COSE_Sign1, tag 18.
    pub cose: Vec<u8>,
    /// Base45 text in the symbol.
    pub text: String,
    pub modules: Modules,
}

/// Signs (RFC 6979, deterministic), compresses and draws. Level M, alphanumeric, at most version 14.
pub fn seal(_claims: &Claims, _signer: &Signer) -> Result<Seal, Error> {
    todo!("seal")
}

/// Alphanumeric text to modules at level M, the `qrcode` crate's own mask choice, faster.
pub fn modules(_text: &str) -> Result<Modules, Error> {
    todo!("seal")
}

/// The signers a reader trusts.
#[derive(Debug, Clone, Default)]
pub struct TrustList {
    pub certificates: Vec<Certificate>,
}

/// What the office knows of a card at a moment (values of the Token Status List, 2 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Valid,
    Revoked,
    Suspended,
    Superseded,
}

/// A status with the moment it was true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusAt {
    pub status: Status,
    /// Unix seconds.
    pub as_of: i64,
}

/// The word of a verdict. `id()` is the wire word, e.g. `VALID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Word {
    Valid, Expired, Revoked, Suspended, Superseded, Stale, Forged, UnknownSigner, NotASeal, Unreadable,
}

impl Word {
    /// `VALID`, `EXPIRED`, ... `NOT_A_SEAL`, `UNREADABLE`.
    pub fn id(self) -> &'static str {
        todo!("seal")
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
    pub word: Word,
    /// Stable id of why, kebab case; text key `reason-<id>`.
    pub reason: &'static str,
    /// What was read; for FORGED and UNKNOWN_SIGNER it is unproven.
    pub claims: Option<Claims>,
    pub kid: Option<Kid>,
    pub status: Option<StatusAt>,
}

/// A seal read and its signature proven, or why not. `status` looks a card up; `None` from it: status unknown.
/// Accepts tags 61(18), 18 and none. A status older than `max_status_age_s` makes a valid card STALE; with no status at all
/// the verdict is what signature and clock say.
pub fn open(_text: &str, _trust: &TrustList, _now: i64, _status: &dyn Fn(&StatusRef) -> Option<StatusAt>, _max_status_age_s: i64) -> Verdict {
    todo!("seal")
}

/// All QR texts in a picture (`width_px * height_px` luma bytes); empty when none is readable.
pub fn scan(_luma: &[u8], _width_px: u32, _height_px: u32) -> Vec<String> {
    todo!("seal")
}

/// JWKS (RFC 7517) of the trusted signers: `kty` EC, `crv` P-256, `alg` ES256, `use` sig, `kid`, `x5c`.
pub fn jwks(_trust: &TrustList) -> String {
    todo!("seal")
}
