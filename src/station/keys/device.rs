//! The office's PKCS#11 token: where its module is, which token, its PIN wrapped with the office's own key.

use super::super::error::name;
use super::super::{Error, Station, file};
use super::{hex, unhex};
use crate::office::Deed;
use crate::registry;
use crate::token::{Place, Token};
use crate::vault::{MasterKey, Secret};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The file's name, which what it holds is sealed for too.
pub(super) const FILE: &str = "token.toml";
const VERSION: u32 = 2;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenFile {
    version: u32,
    /// A [`SealedFile`], sealed by the office's key; hex digits.
    sealed: String,
}

/// All that is known of the token. Sealed as one: whoever could name another library would be told the PIN by it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedFile<'a> {
    /// Path of the PKCS#11 library.
    module: PathBuf,
    /// The token's label.
    label: String,
    /// What opens it.
    pin: Cow<'a, str>,
    /// Whether the next signers are made on it.
    makes_keys: bool,
}

/// The office's token. A clone reaches the same.
#[derive(Clone)]
pub(in crate::station) struct Device {
    pub(super) token: Arc<Token>,
    pub(super) makes_keys: bool,
    place: Place,
}

impl Device {
    /// Reads where it is, and asks nothing of it: an office opens while its token lies in the safe.
    /// The one `known` before is gone on with while it is the same.
    pub(super) fn open(
        folder: &Path,
        master: &MasterKey,
        known: Option<&Self>,
    ) -> Result<Option<Self>, Error> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let wrong = |detail: &str| Error::new("key-wrong").with("name", FILE).because(detail);
        let read: TokenFile = file::read_toml(&path, "key-wrong")?;
        if read.version != VERSION {
            return Err(wrong("version"));
        }
        let sealed = unhex(&read.sealed).ok_or_else(|| wrong("sealed"))?;
        let plain = master
            .open(FILE, &sealed)
            .map_err(|_altered| wrong("sealed"))?;
        let plain = std::str::from_utf8(&plain).map_err(|_not_text| wrong("sealed"))?;
        // What is wrong in it is not told: it holds the PIN.
        let held: SealedFile<'_> = toml::from_str(plain).map_err(|_form| wrong("sealed"))?;
        let place = Place {
            module: held.module,
            label: held.label,
            pin: Zeroizing::new(held.pin.into_owned()),
        };
        let token = known.filter(|known| known.place == place).map_or_else(
            || Arc::new(Token::at(place.clone())),
            |known| Arc::clone(&known.token),
        );
        Ok(Some(Self {
            token,
            makes_keys: held.makes_keys,
            place,
        }))
    }

    /// Writes it beside its place, to be put there when the registry has kept the act.
    fn prepare(&self, folder: &Path, master: &MasterKey) -> Result<file::Waiting, Error> {
        let internal = |error: toml::ser::Error| Error::new("internal").because(error);
        let held = SealedFile {
            module: self.place.module.clone(),
            label: self.place.label.clone(),
            pin: Cow::Borrowed(&self.place.pin),
            makes_keys: self.makes_keys,
        };
        let plain = Zeroizing::new(toml::to_string(&held).map_err(internal)?);
        let written = TokenFile {
            version: VERSION,
            sealed: hex(&master.seal(FILE, rand::random(), plain.as_bytes())),
        };
        let text = toml::to_string(&written).map_err(internal)?;
        file::Waiting::write(&folder.join(FILE), text.as_bytes(), file::Readers::Owner)
    }
}

/// The office's token as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenState {
    /// Path of the PKCS#11 library.
    pub module: PathBuf,
    /// The token's label.
    pub label: String,
    /// Whether the next signers are made on it.
    pub makes_keys: bool,
    /// It can be reached and opened now; else why not.
    pub reached: Result<(), Error>,
}

impl Station {
    /// Has the next signers made on a token: from now on their keys never lie on the office's disk. The token is tried first.
    /// Another token takes the place of an earlier one only while no signer lies on that.
    pub fn use_token(&mut self, module: &Path, label: &str, pin: &Secret) -> Result<(), Error> {
        self.allow(Deed::KeepKeys)?;
        self.steady()?;
        self.reload_keys()?;
        let known = self.keys.device().map(|device| &device.place);
        let other = known.is_some_and(|known| known.module != module || known.label != label);
        if other && self.keys.needs_token(self.clock.now()) {
            return Err(Error::new("token-in-use"));
        }
        let place = Place {
            module: module.to_path_buf(),
            label: label.to_owned(),
            pin: Zeroizing::new(pin.reveal().to_owned()),
        };
        let device = Device {
            token: Arc::new(Token::at(place.clone())),
            makes_keys: true,
            place,
        };
        device.token.check()?;
        self.keep_device(&device, "token-use")
    }

    /// Has the next signers made in software again; those on the token sign on until their time is over.
    pub fn leave_token(&mut self) -> Result<(), Error> {
        self.allow(Deed::KeepKeys)?;
        self.steady()?;
        self.reload_keys()?;
        let device = self.keys.device().cloned();
        let mut device = device.ok_or_else(|| Error::new("token-none"))?;
        device.makes_keys = false;
        self.keep_device(&device, "token-leave")
    }

    /// The office's token; slow, for it is asked. `None` where keys are kept in software.
    pub fn token(&self) -> Option<TokenState> {
        self.keys.device().map(|device| TokenState {
            module: device.place.module.clone(),
            label: device.place.label.clone(),
            makes_keys: device.makes_keys,
            reached: device.token.check().map_err(Error::from),
        })
    }

    fn keep_device(&mut self, device: &Device, act: &'static str) -> Result<(), Error> {
        let waiting = device.prepare(&self.dir.join("keys"), &self.master)?;
        self.registry.act(self.by(act), |act| {
            act.note("module", name(&device.place.module));
            act.note("label", device.place.label.as_str());
            Ok::<_, registry::Error>(())
        })?;
        waiting.place()?;
        self.keys.adopt(device.clone());
        self.reload_keys()
    }
}
