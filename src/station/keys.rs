//! The keys of an office in its folder `keys/`: the root, a signer each quarter, their certificates.
//!
//! Every private key is wrapped with the office's own key and lies open nowhere. A demo office's are throw-away all the same:
//! its passwords stand on its login screen.

use super::error::name;
use super::{Error, Settings, file};
use crate::registry::RevokedKey;
use crate::seal::{Certificate, PrivateKey, Signer, TrustList};
use crate::vault::MasterKey;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

const DAY_S: i64 = 24 * 60 * 60;
const YEAR_S: i64 = 366 * DAY_S;
/// After the longest permit a signer can sign: ten years (PP 40/2023 Ps 148), and the quarter it signs in.
const SIGNER_YEARS: i64 = 11;
const ROOT_YEARS: i64 = 30;

const VERSION: u32 = 2;
const NOTICE: &str = "# KUNCI SEKALI PAKAI sebuah kantor contoh. Jangan dipakai untuk kartu sungguhan.\n\
                      # THROW-AWAY KEY of a demo office. Never use it for a real card.\n";
/// Letters of the office's name in a certificate: with what follows they stay below the 64 of X.520.
const NAME_LETTERS: usize = 48;

/// Whose keys they are.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Use {
    /// A demo office's.
    ThrowAway,
    /// A real office's, of that name.
    Office(String),
}

impl Use {
    pub(super) fn of(demo: bool, settings: &Settings) -> Self {
        if demo {
            Self::ThrowAway
        } else {
            Self::Office(settings.office.office.clone())
        }
    }

    /// Stands in each key's file.
    fn id(&self) -> &'static str {
        match self {
            Self::ThrowAway => "throw-away",
            Self::Office(_) => "office",
        }
    }

    /// Stands in each certificate.
    fn subject(&self, role: &str) -> String {
        match self {
            Self::ThrowAway => format!("Loket SPECIMEN {role}"),
            Self::Office(name) => {
                let name: String = name.trim().chars().take(NAME_LETTERS).collect();
                format!("{name} {role}")
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    version: u32,
    /// `throw-away` or `office`.
    purpose: String,
    /// Private scalar, sealed by the office's key for this file's name; hex digits.
    sealed: String,
    /// X.509 DER, hex digits.
    certificate: String,
}

/// Root and signers of an office. A clone signs with the same keys.
#[derive(Clone)]
pub(super) struct Keys {
    used: Use,
    root: Signer,
    /// By the beginning of their use.
    signers: Vec<Signer>,
}

impl Keys {
    /// Makes them: a root and a signer for each quarter from `from` until now.
    pub(super) fn create(
        dir: &Path,
        master: &MasterKey,
        used: Use,
        from: i64,
        now: i64,
    ) -> Result<Self, Error> {
        let folder = dir.join("keys");
        fs::create_dir_all(&folder).map_err(|error| Error::writing(&folder, &error))?;
        let key = random_key();
        let certificate = Certificate::root(
            &key,
            &used.subject("root"),
            from - DAY_S,
            now + ROOT_YEARS * YEAR_S,
        )
        .map_err(unusable)?;
        save(
            &folder.join("root.toml"),
            master,
            &used,
            (&key, &certificate),
        )?;
        let root = Signer {
            key: Arc::new(key),
            certificate,
        };
        let mut keys = Self {
            used,
            root,
            signers: Vec::new(),
        };
        let mut begin = from;
        while begin <= now {
            keys.add_signer(dir, master, begin)?;
            begin = keys
                .signers
                .last()
                .map_or(i64::MAX, |signer| signer.certificate.use_until);
        }
        Ok(keys)
    }

    /// Reads and checks them: every signer is issued by the root.
    pub(super) fn open(dir: &Path, master: &MasterKey, used: Use) -> Result<Self, Error> {
        let folder = dir.join("keys");
        let root = load(&folder.join("root.toml"), master, &used)?;
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
            .map_err(|error| Error::reading(&folder, &error))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| {
                path.file_name()
                    .is_some_and(|name| name.to_string_lossy().starts_with("signer-"))
            })
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .collect();
        paths.sort();
        let mut signers = Vec::with_capacity(paths.len());
        for path in paths {
            let signer = load(&path, master, &used)?;
            if !signer.certificate.is_issued_by(&root.certificate) {
                return Err(Error::new("key-wrong")
                    .with("name", name(&path))
                    .because("not issued by the office root"));
            }
            signers.push(signer);
        }
        if signers.is_empty() {
            return Err(Error::new("key-missing").with("name", "signer-*.toml"));
        }
        signers.sort_by_key(|signer| signer.certificate.use_from);
        Ok(Self {
            used,
            root,
            signers,
        })
    }

    /// The office root: what readers pin.
    pub(super) fn root(&self) -> &Signer {
        &self.root
    }

    /// The newest signer that may sign at that moment.
    pub(super) fn signer(&self, at: i64) -> Option<&Signer> {
        self.signers.iter().rev().find(|signer| {
            let certificate = &signer.certificate;
            let stands = certificate.refused_from.is_none_or(|from| at < from);
            stands && certificate.use_from <= at && at < certificate.use_until
        })
    }

    /// Another signer that stands may sign after that moment.
    pub(super) fn goes_on_after(&self, at: i64) -> bool {
        self.signers.iter().any(|signer| {
            signer.certificate.refused_from.is_none() && at < signer.certificate.use_until
        })
    }

    /// From when on which keys are refused.
    pub(super) fn refuse(&mut self, revoked: &[RevokedKey]) {
        for signer in &mut self.signers {
            let certificate = &mut signer.certificate;
            let known = revoked.iter().find(|one| one.kid == certificate.kid);
            certificate.refused_from = known.map(|one| one.refused_from);
        }
    }

    /// The signers again, for who signs beside the office.
    pub(super) fn copies(&self) -> Vec<Signer> {
        self.signers.clone()
    }

    /// Makes the signer of the quarter that begins at `from`.
    pub(super) fn add_signer(
        &mut self,
        dir: &Path,
        master: &MasterKey,
        from: i64,
    ) -> Result<&Signer, Error> {
        let key = random_key();
        let (root_key, root) = (self.root.key.as_ref(), &self.root.certificate);
        let certificate = Certificate::signer(
            root_key,
            root,
            &key,
            &self.used.subject("signer"),
            from,
            from + SIGNER_YEARS * YEAR_S,
        )
        .map_err(unusable)?;
        save(
            &dir.join("keys")
                .join(format!("signer-{}.toml", certificate.kid)),
            master,
            &self.used,
            (&key, &certificate),
        )?;
        self.signers.push(Signer {
            key: Arc::new(key),
            certificate,
        });
        self.signers.last().ok_or_else(|| Error::new("internal"))
    }

    /// The signers a reader of this office trusts.
    pub(super) fn trust(&self) -> TrustList {
        TrustList {
            certificates: self
                .signers
                .iter()
                .map(|signer| signer.certificate.clone())
                .collect(),
        }
    }
}

fn random_key() -> PrivateKey {
    loop {
        let scalar = Zeroizing::new(rand::random::<[u8; 32]>());
        if let Some(key) = PrivateKey::from_bytes(&scalar) {
            return key;
        }
    }
}

fn save(
    path: &Path,
    master: &MasterKey,
    used: &Use,
    made: (&PrivateKey, &Certificate),
) -> Result<(), Error> {
    let (key, certificate) = made;
    let sealed = master.seal(&name(path), rand::random(), &*key.to_bytes());
    let written = KeyFile {
        version: VERSION,
        purpose: String::from(used.id()),
        sealed: hex(&sealed),
        certificate: hex(&certificate.der),
    };
    let body = toml::to_string(&written).map_err(|error| Error::new("internal").because(error))?;
    let notice = match used {
        Use::ThrowAway => NOTICE,
        Use::Office(_) => "",
    };
    file::write(
        path,
        format!("{notice}{body}").as_bytes(),
        file::Readers::Owner,
    )
}

fn load(path: &Path, master: &MasterKey, used: &Use) -> Result<Signer, Error> {
    if !path.exists() {
        return Err(Error::new("key-missing").with("name", name(path)));
    }
    let wrong = |detail: &str| {
        Error::new("key-wrong")
            .with("name", name(path))
            .because(detail)
    };
    let read: KeyFile = file::read_toml(path, "key-wrong")?;
    if read.version != VERSION || read.purpose != used.id() {
        return Err(wrong("version or purpose"));
    }
    let sealed = unhex(&read.sealed).ok_or_else(|| wrong("sealed"))?;
    let scalar = master
        .open(&name(path), &sealed)
        .map_err(|_altered| wrong("sealed"))?;
    let scalar: Zeroizing<[u8; 32]> = Zeroizing::new(
        scalar
            .as_slice()
            .try_into()
            .map_err(|_length| wrong("sealed"))?,
    );
    let key = PrivateKey::from_bytes(&scalar).ok_or_else(|| wrong("sealed"))?;
    let der = unhex(&read.certificate).ok_or_else(|| wrong("certificate"))?;
    let certificate = Certificate::parse(&der).map_err(|_der| wrong("certificate"))?;
    let signer = Signer {
        key: Arc::new(key),
        certificate,
    };
    if !signer.is_whole() {
        return Err(wrong("the key is not the certificate's"));
    }
    Ok(signer)
}

fn unusable(error: crate::seal::Error) -> Error {
    Error::new("key-failed").because(error)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            write!(text, "{byte:02x}").ok();
            text
        })
}

pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair.iter().fold(0, |value, digit| value * 16 + digit)).ok())
        .collect()
}
