//! The two files of slots in `keys/`: the officers', and the recovery sheet's apart from it, so that one can be lost.

use crate::station::error::name;
use crate::station::{Error, file};
use crate::vault::{self, Cost, Keyring, MasterKey, Secret, Slot};
use std::fs;
use std::path::{Path, PathBuf};

/// The officers' slots.
pub(in crate::station) const OFFICERS: &str = "slots.toml";
/// The recovery sheet's.
pub(in crate::station) const RECOVERY: &str = "recovery.toml";
/// Where an unreadable file of slots is kept for whoever looks into it.
const SPOILED: &str = "slots.spoiled.toml";

/// Far above a thousand slots.
const LIMIT: u64 = 1024 * 1024;

fn path(dir: &Path, file: &str) -> PathBuf {
    dir.join("keys").join(file)
}

/// Reads one of the two.
pub(in crate::station) fn read(dir: &Path, file: &str) -> Result<Keyring, Error> {
    let path = path(dir, file);
    if !path.exists() {
        let id = if file == RECOVERY {
            "recovery-missing"
        } else {
            "slots-missing"
        };
        return Err(Error::new(id).with("name", file));
    }
    let bytes = file::read(&path, LIMIT)?;
    let text = String::from_utf8(bytes).map_err(|_utf8| {
        Error::new("slots-wrong")
            .with("name", file)
            .because("not UTF-8")
    })?;
    Keyring::parse(&text).map_err(|error| told(&error).with("name", file))
}

/// Writes one of the two beside its place, to be put there when the registry has kept the act.
pub(in crate::station) fn prepare(
    dir: &Path,
    file: &str,
    ring: &Keyring,
) -> Result<file::Waiting, Error> {
    let text = ring.print();
    file::Waiting::write(&path(dir, file), text.as_bytes(), file::Readers::Owner)
}

/// A new office's officers; returns the ring, which the recovery sheet's shares.
pub(in crate::station) fn make(
    dir: &Path,
    master: &MasterKey,
    officers: &[(&str, &Secret)],
    cost: Cost,
) -> Result<Keyring, Error> {
    let folder = dir.join("keys");
    fs::create_dir_all(&folder).map_err(|error| Error::writing(&folder, &error))?;
    let mut ring = Keyring::new(rand::random(), master);
    for (login, password) in officers {
        ring = ring.with(fill(master, &ring, login, password, cost)?);
    }
    prepare(dir, OFFICERS, &ring)?.place()?;
    Ok(ring)
}

/// A slot for a login in that ring.
pub(in crate::station) fn fill(
    master: &MasterKey,
    ring: &Keyring,
    login: &str,
    secret: &Secret,
    cost: Cost,
) -> Result<Slot, Error> {
    let label = ring.label(login);
    Slot::close(master, &label, secret, rand::random(), rand::random(), cost)
        .map_err(|error| told(&error))
}

/// Keeps an unreadable file of slots under another name.
pub(super) fn set_aside(dir: &Path) -> Result<(), Error> {
    let (from, to) = (path(dir, OFFICERS), path(dir, SPOILED));
    if !from.exists() {
        return Ok(());
    }
    fs::rename(&from, &to).map_err(|error| Error::writing(&to, &error))
}

/// The vault's error in the station's words.
pub(in crate::station) fn told(error: &vault::Error) -> Error {
    use vault::Error as Vault;
    let plain = match error {
        Vault::Refused => Error::new("login-refused"),
        Vault::Closed => Error::new("officer-disabled"),
        Vault::Foreign(_) => Error::new("slot-foreign"),
        Vault::Slot(_, part) => Error::new("slot-damaged").with("part", part),
        Vault::Cost => Error::new("slot-damaged").with("part", "cost"),
        Vault::Altered => Error::new("key-wrong").with("name", name(Path::new("keys"))),
        Vault::File(place) => Error::new("slots-wrong").with("place", place),
        Vault::Version(found) => Error::new("settings-version")
            .with("found", found)
            .with("known", 1),
        Vault::CodeLength(count) => Error::new("recovery-code-length").with("count", count),
        Vault::CodeGroup(group) => Error::new("recovery-code-group").with("group", group),
    };
    plain.because(error)
}
