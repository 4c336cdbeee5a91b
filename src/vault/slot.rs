//! One slot: a password hashed with argon2id to a key, and the office's key sealed under that.

use super::{Cost, Error, MasterKey, Secret, Slot, key};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use zeroize::Zeroizing;

pub(super) fn close(
    master: &MasterKey,
    label: &str,
    secret: &Secret,
    salt: [u8; 16],
    nonce: [u8; 24],
    cost: Cost,
) -> Result<Slot, Error> {
    let hashed = hash(secret, &salt, cost)?;
    let aad = bound(label, &salt, cost);
    let sealed = key::seal(&hashed, nonce, master.bytes.as_slice(), &aad);
    Ok(Slot {
        label: label.to_owned(),
        salt,
        cost,
        sealed: sealed.try_into().map_err(|_length| Error::Altered)?,
    })
}

pub(super) fn open(slot: &Slot, secret: &Secret) -> Result<MasterKey, Error> {
    let hashed = hash(secret, &slot.salt, slot.cost)?;
    let aad = bound(&slot.label, &slot.salt, slot.cost);
    let plain = key::open(&hashed, &slot.sealed, &aad).map_err(|_altered| Error::Refused)?;
    let bytes = plain
        .as_slice()
        .try_into()
        .map_err(|_length| Error::Refused)?;
    Ok(MasterKey {
        bytes: Zeroizing::new(bytes),
    })
}

pub(super) fn hash(
    secret: &Secret,
    salt: &[u8; 16],
    cost: Cost,
) -> Result<Zeroizing<[u8; 32]>, Error> {
    if !cost.is_sane() {
        return Err(Error::Cost);
    }
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(|_bounds| Error::Cost)?;
    let mut hashed = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.reveal().as_bytes(), salt, hashed.as_mut_slice())
        .map_err(|_memory| Error::Cost)?;
    Ok(hashed)
}

/// What a slot says in the clear, so that none of it can be changed and the slot still open.
fn bound(label: &str, salt: &[u8; 16], cost: Cost) -> Vec<u8> {
    let mut aad = b"loket slot v1\0".to_vec();
    for number in [cost.memory_kib, cost.passes, cost.lanes] {
        aad.extend_from_slice(&number.to_be_bytes());
    }
    aad.extend_from_slice(salt);
    aad.extend_from_slice(label.as_bytes());
    aad
}

pub(super) fn label(office_salt: &[u8; 16], login: &str) -> String {
    let digest = Sha256::new()
        .chain_update(office_salt)
        .chain_update([0])
        .chain_update(login)
        .finalize();
    hex(&digest[..8])
}

/// A short sum of what a slot says, so that a damaged slot is told from a wrong password. It keeps nobody out.
pub(super) fn sum(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
        digest.update([0]);
    }
    hex(&digest.finalize()[..4])
}

pub(super) fn sum_of(slot: &Slot) -> String {
    sum(&[
        &bound(&slot.label, &slot.salt, slot.cost),
        slot.sealed.as_slice(),
    ])
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

/// Exactly `N` bytes in small hex digits.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let small = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != 2 * N || !text.bytes().all(|digit| small(&digit)) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
