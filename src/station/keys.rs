//! The keys of an office in its folder `keys/`: the root, a signer each quarter, their certificates.
//!
//! Every private key in software is wrapped with the office's own key and lies open nowhere; that of a token never leaves it,
//! and its file says only which it is. A demo office's keys are throw-away all the same: its passwords stand on its login screen.

pub(super) mod device;

use super::error::name;
use super::{Error, Settings, file};
use crate::registry::RevokedKey;
use crate::seal::{Certificate, Kid, PrivateKey, Sign, Signer, TrustList};
use crate::token;
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
    /// Private scalar, sealed by the office's key for this file's name; hex digits. Not there for a key on the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
    /// Public point of a key on the token, hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_token: Option<String>,
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
    /// The office's token, if it has one.
    device: Option<device::Device>,
    /// Which signers' keys are on it.
    on_token: Vec<Kid>,
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
        let made = Made::Here(key);
        prepare(
            &folder.join("root.toml"),
            master,
            &used,
            (&made, &certificate),
        )?
        .place()?;
        let root = Signer {
            key: made.shared(),
            certificate,
        };
        let mut keys = Self {
            used,
            root,
            signers: Vec::new(),
            device: None,
            on_token: Vec::new(),
        };
        let mut begin = from;
        while begin <= now {
            keys.prepare_signer(dir, master, begin)?.1.place()?;
            begin = keys
                .signers
                .last()
                .map_or(i64::MAX, |signer| signer.certificate.use_until);
        }
        Ok(keys)
    }

    /// Reads and checks them: every signer is issued by the root. The token that was `known` before stays the same while it is
    /// reached the same way, and remembers what it refused.
    pub(super) fn open(
        dir: &Path,
        master: &MasterKey,
        used: Use,
        known: Option<&device::Device>,
    ) -> Result<Self, Error> {
        let folder = dir.join("keys");
        let device = device::Device::open(&folder, master, known)?;
        let (root, _) = load(&folder.join("root.toml"), master, &used, None)?;
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
        let mut on_token = Vec::new();
        for path in paths {
            let (signer, is_on_token) = load(&path, master, &used, device.as_ref())?;
            if is_on_token {
                on_token.push(signer.certificate.kid);
            }
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
        signers.sort_by_key(begins);
        Ok(Self {
            used,
            root,
            signers,
            device,
            on_token,
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
            // Whatever the moment it is refused from: a clock that was put right since may stand before it.
            certificate.refused_from.is_none()
                && certificate.use_from <= at
                && at < certificate.use_until
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

    /// The office's token, if it has one.
    pub(super) fn device(&self) -> Option<&device::Device> {
        self.device.as_ref()
    }

    /// Goes on with that token, which is about to be read again.
    pub(super) fn adopt(&mut self, device: device::Device) {
        self.device = Some(device);
    }

    /// A signer's key is on the token that may sign at that moment or later.
    pub(super) fn needs_token(&self, at: i64) -> bool {
        self.signers.iter().any(|signer| {
            let kid = signer.certificate.kid;
            self.on_token.contains(&kid) && at < signer.certificate.use_until
        })
    }

    /// Makes the signer of the quarter that begins at `from`: on the token, where that is where the office makes them. Its file
    /// waits beside its place until its beginning has been told.
    pub(super) fn prepare_signer(
        &mut self,
        dir: &Path,
        master: &MasterKey,
        from: i64,
    ) -> Result<(Certificate, file::Waiting), Error> {
        let subject = self.used.subject("signer");
        let made = match self.device.as_ref().filter(|device| device.makes_keys) {
            Some(device) => Made::OnToken(device.token.generate(&subject)?),
            None => Made::Here(random_key()),
        };
        let (root_key, root) = (self.root.key.as_ref(), &self.root.certificate);
        let until = from + SIGNER_YEARS * YEAR_S;
        let certificate = Certificate::signer(root_key, root, made.key(), &subject, from, until)
            .map_err(unusable)?;
        let waiting = prepare(
            &dir.join("keys")
                .join(format!("signer-{}.toml", certificate.kid)),
            master,
            &self.used,
            (&made, &certificate),
        )?;
        if matches!(made, Made::OnToken(_)) {
            self.on_token.push(certificate.kid);
        }
        self.signers.push(Signer {
            key: made.shared(),
            certificate: certificate.clone(),
        });
        self.signers.sort_by_key(begins);
        Ok((certificate, waiting))
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

/// The order of signers.
fn begins(signer: &Signer) -> (i64, Kid) {
    (signer.certificate.use_from, signer.certificate.kid)
}

/// A key just made, and where it is.
enum Made {
    Here(PrivateKey),
    OnToken(token::Key),
}

impl Made {
    fn key(&self) -> &dyn Sign {
        match self {
            Self::Here(key) => key,
            Self::OnToken(key) => key,
        }
    }

    fn shared(self) -> Arc<dyn Sign> {
        match self {
            Self::Here(key) => Arc::new(key),
            Self::OnToken(key) => Arc::new(key),
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

/// Writes a key's file beside its place.
fn prepare(
    path: &Path,
    master: &MasterKey,
    used: &Use,
    made: (&Made, &Certificate),
) -> Result<file::Waiting, Error> {
    let (key, certificate) = made;
    let (sealed, on_token) = match key {
        Made::Here(key) => {
            let sealed = master.seal(&name(path), rand::random(), &*key.to_bytes());
            (Some(hex(&sealed)), None)
        }
        Made::OnToken(key) => (None, Some(hex(&key.public()))),
    };
    let written = KeyFile {
        version: VERSION,
        purpose: String::from(used.id()),
        sealed,
        on_token,
        certificate: hex(&certificate.der),
    };
    let body = toml::to_string(&written).map_err(|error| Error::new("internal").because(error))?;
    let notice = match used {
        Use::ThrowAway => NOTICE,
        Use::Office(_) => "",
    };
    file::Waiting::write(
        path,
        format!("{notice}{body}").as_bytes(),
        file::Readers::Owner,
    )
}

/// A signer, and whether its key is on the token.
fn load(
    path: &Path,
    master: &MasterKey,
    used: &Use,
    device: Option<&device::Device>,
) -> Result<(Signer, bool), Error> {
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
    let key: Arc<dyn Sign> = match (&read.sealed, &read.on_token) {
        (Some(sealed), None) => {
            let sealed = unhex(sealed).ok_or_else(|| wrong("sealed"))?;
            let scalar = master
                .open(&name(path), &sealed)
                .map_err(|_altered| wrong("sealed"))?;
            let scalar = scalar.as_slice().try_into();
            let scalar: Zeroizing<[u8; 32]> =
                Zeroizing::new(scalar.map_err(|_length| wrong("sealed"))?);
            Arc::new(PrivateKey::from_bytes(&scalar).ok_or_else(|| wrong("sealed"))?)
        }
        (None, Some(point)) => {
            let point = unhex(point).and_then(|point| point.try_into().ok());
            let point: [u8; 65] = point.ok_or_else(|| wrong("on_token"))?;
            let device =
                device.ok_or_else(|| Error::new("key-missing").with("name", device::FILE))?;
            Arc::new(device.token.key(&point))
        }
        (Some(_), Some(_)) | (None, None) => return Err(wrong("sealed or on_token")),
    };
    let der = unhex(&read.certificate).ok_or_else(|| wrong("certificate"))?;
    let certificate = Certificate::parse(&der).map_err(|_der| wrong("certificate"))?;
    let signer = Signer { key, certificate };
    if !signer.is_whole() {
        return Err(wrong("the key is not the certificate's"));
    }
    Ok((signer, read.on_token.is_some()))
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
