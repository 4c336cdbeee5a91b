//! What folders away from the office have in common, a patrol's and a shop's: one slot for the passphrase, a key of their own,
//! files sealed by their names.

use super::file::{self, Readers};
use super::{Error, Secret};
use crate::seal::PrivateKey;
use crate::vault::{Cost, Keyring, MasterKey, Slot};
use std::path::Path;
use zeroize::Zeroizing;

/// The folder's key, closed by its passphrase.
pub(super) fn slot(
    master: &MasterKey,
    ring: &Keyring,
    (login, passphrase): (&str, &Secret),
) -> Result<Slot, Error> {
    let label = ring.label(login);
    let cost = if cfg!(test) {
        Cost::PUBLIC
    } else {
        Cost::OFFICE
    };
    let (salt, nonce) = (rand::random(), rand::random());
    Slot::close(master, &label, passphrase, salt, nonce, cost)
        .map_err(|error| Error::new("internal").because(error))
}

/// A key that nobody else has, and its scalar to be kept.
pub(super) fn random_key() -> (Zeroizing<[u8; 32]>, PrivateKey) {
    loop {
        let scalar = Zeroizing::new(rand::random());
        if let Some(key) = PrivateKey::from_bytes(&scalar) {
            return (scalar, key);
        }
    }
}

/// Writes a file of the folder, for the account alone that does.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    file::write(path, bytes, Readers::Owner)
}

/// Seals a file of the folder for its name.
pub(super) fn keep(dir: &Path, key: &MasterKey, name: &str, bytes: &[u8]) -> Result<(), Error> {
    write(&dir.join(name), &key.seal(name, rand::random(), bytes))
}
