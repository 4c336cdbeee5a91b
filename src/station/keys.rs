//! The keys of an office in its folder `keys/`: the root, a signer each quarter, their certificates.
//!
//! A demo office's keys are throw-away and lie open, readable by their owner alone, in files that say so. Keys of a real
//! office never stand on disk in the clear; there is no way to make one here yet.

use super::error::name;
use super::{Error, file};
use crate::seal::{Certificate, PrivateKey, Signer, TrustList};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::{Zeroize as _, Zeroizing};

const DAY_S: i64 = 24 * 60 * 60;
const YEAR_S: i64 = 366 * DAY_S;
/// After the longest permit a signer can sign: ten years (PP 40/2023 Ps 148), and the quarter it signs in.
const SIGNER_YEARS: i64 = 11;
const ROOT_YEARS: i64 = 30;

const NOTICE: &str = "# KUNCI SEKALI PAKAI sebuah kantor contoh. Jangan dipakai untuk kartu sungguhan.\n\
                      # THROW-AWAY KEY of a demo office. Never use it for a real card.\n";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    version: u32,
    /// `throw-away`: the only kind that may lie open.
    purpose: String,
    /// Private scalar, 64 hex digits.
    scalar: String,
    /// X.509 DER, hex digits.
    certificate: String,
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        self.scalar.zeroize();
    }
}

/// Root and signers of an office.
pub(super) struct Keys {
    root: Signer,
    /// By the beginning of their use.
    signers: Vec<Signer>,
}

impl Keys {
    /// Makes throw-away keys: a root and a signer for each quarter from `from` until now.
    pub(super) fn create(dir: &Path, from: i64, now: i64) -> Result<Self, Error> {
        let folder = dir.join("keys");
        fs::create_dir_all(&folder).map_err(|error| Error::writing(&folder, &error))?;
        let key = random_key();
        let certificate = Certificate::root(
            &key,
            "Loket SPECIMEN root",
            from - DAY_S,
            now + ROOT_YEARS * YEAR_S,
        )
        .map_err(unusable)?;
        let root = Signer { key, certificate };
        save(&folder.join("root.toml"), &root)?;
        let mut keys = Self {
            root,
            signers: Vec::new(),
        };
        let mut begin = from;
        while begin <= now {
            keys.add_signer(dir, begin)?;
            begin = keys
                .signers
                .last()
                .map_or(i64::MAX, |signer| signer.certificate.use_until);
        }
        Ok(keys)
    }

    /// Reads and checks them: every signer is issued by the root.
    pub(super) fn open(dir: &Path) -> Result<Self, Error> {
        let folder = dir.join("keys");
        let root = load(&folder.join("root.toml"))?;
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
            let signer = load(&path)?;
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
        Ok(Self { root, signers })
    }

    /// The newest signer that may sign at that moment.
    pub(super) fn signer(&self, at: i64) -> Option<&Signer> {
        self.signers
            .iter()
            .rev()
            .find(|signer| signer.certificate.use_from <= at && at < signer.certificate.use_until)
    }

    /// The signers again, for who signs beside the office.
    pub(super) fn copies(&self) -> Vec<Signer> {
        self.signers
            .iter()
            .filter_map(|signer| {
                Some(Signer {
                    key: PrivateKey::from_bytes(&signer.key.to_bytes())?,
                    certificate: signer.certificate.clone(),
                })
            })
            .collect()
    }

    /// Makes the signer of the quarter that begins at `from`.
    pub(super) fn add_signer(&mut self, dir: &Path, from: i64) -> Result<(), Error> {
        let key = random_key();
        let (root_key, root) = (&self.root.key, &self.root.certificate);
        let certificate = Certificate::signer(
            root_key,
            root,
            &key,
            "Loket SPECIMEN signer",
            from,
            from + SIGNER_YEARS * YEAR_S,
        )
        .map_err(unusable)?;
        let signer = Signer { key, certificate };
        save(
            &dir.join("keys")
                .join(format!("signer-{}.toml", signer.certificate.kid)),
            &signer,
        )?;
        self.signers.push(signer);
        Ok(())
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

/// The registry's key, which lies open beside the keys.
pub(super) fn registry_key(dir: &Path) -> Result<Zeroizing<[u8; 32]>, Error> {
    let path = dir.join("keys").join("registry.key");
    let bytes = Zeroizing::new(file::read(&path, 32)?);
    let key = bytes
        .as_slice()
        .try_into()
        .map_err(|_length| Error::new("key-wrong").with("name", name(&path)))?;
    Ok(Zeroizing::new(key))
}

/// Makes the registry's key.
pub(super) fn make_registry_key(dir: &Path) -> Result<Zeroizing<[u8; 32]>, Error> {
    let key = Zeroizing::new(rand::random::<[u8; 32]>());
    let folder = dir.join("keys");
    fs::create_dir_all(&folder).map_err(|error| Error::writing(&folder, &error))?;
    file::write(&folder.join("registry.key"), &*key, file::Readers::Owner)?;
    Ok(key)
}

fn random_key() -> PrivateKey {
    loop {
        let scalar = Zeroizing::new(rand::random::<[u8; 32]>());
        if let Some(key) = PrivateKey::from_bytes(&scalar) {
            return key;
        }
    }
}

fn save(path: &Path, signer: &Signer) -> Result<(), Error> {
    let scalar = hex(&*signer.key.to_bytes());
    let written = KeyFile {
        version: 1,
        purpose: String::from("throw-away"),
        scalar,
        certificate: hex(&signer.certificate.der),
    };
    let body = Zeroizing::new(
        toml::to_string(&written).map_err(|error| Error::new("internal").because(error))?,
    );
    let text = Zeroizing::new(format!("{NOTICE}{}", *body));
    file::write(path, text.as_bytes(), file::Readers::Owner)
}

fn load(path: &Path) -> Result<Signer, Error> {
    if !path.exists() {
        return Err(Error::new("key-missing").with("name", name(path)));
    }
    let wrong = |detail: &str| {
        Error::new("key-wrong")
            .with("name", name(path))
            .because(detail)
    };
    let read: KeyFile = file::read_toml(path, "key-wrong")?;
    if read.version != 1 || read.purpose != "throw-away" {
        return Err(wrong("version or purpose"));
    }
    let scalar = Zeroizing::new(unhex(&read.scalar).ok_or_else(|| wrong("scalar"))?);
    let scalar: Zeroizing<[u8; 32]> = Zeroizing::new(
        scalar
            .as_slice()
            .try_into()
            .map_err(|_length| wrong("scalar"))?,
    );
    let key = PrivateKey::from_bytes(&scalar).ok_or_else(|| wrong("scalar"))?;
    let der = unhex(&read.certificate).ok_or_else(|| wrong("certificate"))?;
    let certificate = Certificate::parse(&der).map_err(|_der| wrong("certificate"))?;
    let signer = Signer { key, certificate };
    if !signer.is_whole() {
        return Err(wrong("the scalar is not the certificate's"));
    }
    Ok(signer)
}

fn unusable(error: crate::seal::Error) -> Error {
    Error::new("key-failed").because(error)
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            write!(text, "{byte:02x}").ok();
            text
        })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair.iter().fold(0, |value, digit| value * 16 + digit)).ok())
        .collect()
}
