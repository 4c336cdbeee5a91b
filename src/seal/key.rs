//! Private keys of the office: made from bytes, kept as bytes, never shown.

use p256::ecdsa::{SigningKey, VerifyingKey};
use zeroize::{Zeroize as _, Zeroizing};

use super::PrivateKey;

/// `None` for zero and for numbers at or above the order of the curve.
pub(super) fn from_bytes(scalar: &[u8; 32]) -> Option<PrivateKey> {
    SigningKey::from_slice(scalar)
        .ok()
        .map(|signing| PrivateKey { signing })
}

pub(super) fn to_bytes(key: &PrivateKey) -> Zeroizing<[u8; 32]> {
    let mut field = key.signing.to_bytes();
    let mut scalar = Zeroizing::new([0; 32]);
    scalar.copy_from_slice(&field);
    field.as_mut_slice().zeroize();
    scalar
}

pub(super) fn public(key: &PrivateKey) -> VerifyingKey {
    *key.signing.verifying_key()
}
