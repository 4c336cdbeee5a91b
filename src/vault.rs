//! The office's one random key, and the slots that hold it: an officer's password or the recovery sheet opens one.
//!
//! One key opens everything the office keeps: the registry's key and the wrapping of the signers' keys come from it. It
//! never stands on disk. Each officer has a [`Slot`]: the same key, sealed under a key hashed from his password. So a new
//! password rewraps 32 bytes and never touches the registry, and an officer who leaves loses his slot and nothing else.
//!
//! Nothing here reads a clock, a file or a source of randomness: salts, nonces and keys come in as arguments, and a nonce
//! must never come twice with the same key.

mod code;
mod key;
mod password;
mod ring;
mod slot;
#[cfg(test)]
mod tests;

pub use password::PasswordFlaw;

use zeroize::Zeroizing;

/// Why a key, a slot, a code or the file of slots is refused. No text of it tells a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The secret does not open the slot; an unknown login looks the same.
    #[error("the secret does not open the slot")]
    Refused,
    /// A sealed thing was changed, cut, or sealed by another key or for another purpose.
    #[error("sealed text is not authentic")]
    Altered,
    /// The slot was taken away because its officer is disabled.
    #[error("the slot was closed")]
    Closed,
    /// The slot opens and holds the key of another office.
    #[error("slot {0} holds another office's key")]
    Foreign(String),
    /// One slot is cut or was written on by hand; `.1` names what is wrong in it.
    #[error("slot {0}: {1}")]
    Slot(String, &'static str),
    /// A cost of hashing beyond the bounds, or more memory than there is.
    #[error("cost of password hashing")]
    Cost,
    /// The file of slots as a whole is unreadable; names the line or the key.
    #[error("file of slots: {0}")]
    File(String),
    /// The file of slots was written by a newer program.
    #[error("file of slots has version {0}")]
    Version(u32),
    /// A recovery code with so many symbols; it has 40.
    #[error("recovery code has {0} symbols")]
    CodeLength(usize),
    /// A group of five symbols of the recovery code, counted from 1, is mistyped.
    #[error("recovery code is mistyped in group {0}")]
    CodeGroup(usize),
}

/// The office's key: 32 random bytes that are wiped when dropped.
#[derive(Clone)]
pub struct MasterKey {
    bytes: Zeroizing<[u8; 32]>,
}

impl MasterKey {
    /// Takes 32 random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self {
            bytes: Zeroizing::new(bytes),
        }
    }

    /// The same key again, for a second connection to the same office.
    pub fn copy(&self) -> Self {
        Self {
            bytes: self.bytes.clone(),
        }
    }

    /// The key the registry is encrypted with.
    pub fn registry_key(&self) -> Zeroizing<[u8; 32]> {
        key::derive(self, &[b"loket registry v1"])
    }

    /// A digest by which the same bytes are known again, and which tells nobody without this key what they may be.
    pub fn digest(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        *key::derive(
            self,
            &[b"loket digest v1\0", purpose.as_bytes(), b"\0", bytes],
        )
    }

    /// Seals `plain` for one purpose (a file's name, say): nonce, ciphertext, tag. `nonce` is fresh randomness.
    pub fn seal(&self, purpose: &str, nonce: [u8; 24], plain: &[u8]) -> Vec<u8> {
        key::seal(
            &key::subkey(self, purpose),
            nonce,
            plain,
            purpose.as_bytes(),
        )
    }

    /// Opens what [`Self::seal`] sealed for the same purpose. Fails with [`Error::Altered`].
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        key::open(&key::subkey(self, purpose), sealed, purpose.as_bytes())
    }
}

/// What hashing a password costs whoever guesses (argon2id, RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// A real office: 46 MiB as in the OWASP cheat sheet's strongest row, and two passes where that row has one. It
    /// takes about a tenth of a second, so that a counter's old machine stays below 0.3 s.
    pub const OFFICE: Self = Self {
        memory_kib: 47_104,
        passes: 2,
        lanes: 1,
    };
    /// A demo office, whose passwords stand on its login screen: as good as nothing, and quick.
    pub const PUBLIC: Self = Self {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    /// A slot edited by hand must neither eat the memory nor the day.
    fn is_sane(self) -> bool {
        (1..=4).contains(&self.lanes)
            && (1..=16).contains(&self.passes)
            && (8 * self.lanes..=262_144).contains(&self.memory_kib)
    }
}

/// A password or a recovery code in memory: wiped when dropped, never shown.
pub struct Secret {
    text: Zeroizing<String>,
}

impl Secret {
    /// Takes over what was typed.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self { text: text.into() }
    }

    /// What was typed.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

/// The office's key, sealed under one secret. Label, salt and cost are bound into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Whose it is, see [`label`].
    pub label: String,
    salt: [u8; 16],
    cost: Cost,
    /// Nonce, key, tag.
    sealed: [u8; 72],
}

impl Slot {
    /// Seals `master` under `secret`. `salt` and `nonce` are fresh randomness. Fails with [`Error::Cost`] alone.
    pub fn close(
        master: &MasterKey,
        label: &str,
        secret: &Secret,
        salt: [u8; 16],
        nonce: [u8; 24],
        cost: Cost,
    ) -> Result<Self, Error> {
        slot::close(master, label, secret, salt, nonce, cost)
    }

    /// The office's key, if the secret is right. It takes what [`Cost`] says.
    pub fn open(&self, secret: &Secret) -> Result<MasterKey, Error> {
        slot::open(self, secret)
    }

    /// What opening it costs.
    pub fn cost(&self) -> Cost {
        self.cost
    }
}

/// The name under which a login's slot is filed: 16 hex digits that tell the login to nobody who cannot guess it.
pub fn label(office_salt: &[u8; 16], login: &str) -> String {
    slot::label(office_salt, login)
}

/// The file of slots as a value. A slot that cannot be read spoils itself alone, and stays in the file as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyring {
    office_salt: [u8; 16],
    /// Tells this office's key from another's without telling the key.
    check: [u8; 16],
    /// Labels of disabled officers: their slots are gone, and whoever asks is told so.
    closed: Vec<String>,
    entries: Vec<ring::Entry>,
}

impl Keyring {
    /// The name under which the recovery sheet's slot is filed; no login begins with `#`.
    pub const RECOVERY: &str = "#recovery";

    /// No slots yet, for that key.
    pub fn new(office_salt: [u8; 16], master: &MasterKey) -> Self {
        Self {
            office_salt,
            check: ring::check(master),
            closed: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// The same office's, without slots.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            closed: Vec::new(),
            entries: Vec::new(),
            ..self.clone()
        }
    }

    /// Reads the file's text.
    pub fn parse(text: &str) -> Result<Self, Error> {
        ring::parse(text)
    }

    /// The file's text.
    pub fn print(&self) -> String {
        ring::print(self)
    }

    /// A login's label in this office.
    pub fn label(&self, login: &str) -> String {
        label(&self.office_salt, login)
    }

    /// The slot of a login; `None` if it has none, [`Error::Slot`] if it cannot be read.
    pub fn find(&self, login: &str) -> Result<Option<&Slot>, Error> {
        ring::find(self, login)
    }

    /// Opens the slot of a login and makes sure that the key is this office's. An unknown login takes as long as a wrong
    /// password and fails alike, with [`Error::Refused`]; that of a disabled officer fails with [`Error::Closed`].
    pub fn open(&self, login: &str, secret: &Secret) -> Result<MasterKey, Error> {
        ring::open(self, login, secret)
    }

    /// With that slot, in place of one of the same label if there is one, closed or not.
    #[must_use]
    pub fn with(&self, slot: Slot) -> Self {
        ring::with(self, slot)
    }

    /// Without the slot of that login, which is closed from now on.
    #[must_use]
    pub fn without(&self, login: &str) -> Self {
        ring::without(self, login)
    }

    /// How many slots there are, unreadable ones too.
    pub fn count(&self) -> usize {
        self.entries.len()
    }
}

/// What the recovery sheet says: 160 random bits.
pub struct RecoveryCode {
    bits: Zeroizing<[u8; 20]>,
}

impl RecoveryCode {
    /// Takes 160 random bits.
    pub fn from_bytes(bits: [u8; 20]) -> Self {
        Self {
            bits: Zeroizing::new(bits),
        }
    }

    /// Reads what was typed: capitals or not, O for 0, I and L for 1, spaces and hyphens anywhere. Names the group of a
    /// typing mistake.
    pub fn parse(text: &str) -> Result<Self, Error> {
        code::parse(text)
    }

    /// Eight groups of five symbols, the last of each a check of it: `7ZK3A-…`.
    pub fn text(&self) -> Zeroizing<String> {
        code::text(self)
    }

    /// As the secret of a slot.
    pub fn secret(&self) -> Secret {
        Secret { text: self.text() }
    }
}

/// What is wrong with a new password (NIST SP 800-63B: long, not known, nothing about its letters); empty when nothing is.
pub fn password_flaws(password: &Secret, login: &str, name: &str) -> Vec<PasswordFlaw> {
    password::flaws(password, login, name)
}
