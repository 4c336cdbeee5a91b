//! Private keys of the office: made from bytes, kept as bytes, never shown; and signing with a key kept anywhere.

use p256::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use super::{Error, PrivateKey, Sign};

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

/// The uncompressed point of a key in memory.
pub(super) fn point(key: &SigningKey) -> [u8; 65] {
    point_of(key.verifying_key())
}

/// The uncompressed point of a public key.
pub(super) fn point_of(key: &VerifyingKey) -> [u8; 65] {
    let mut point = [0; 65];
    for (byte, known) in point.iter_mut().zip(key.to_sec1_point(false).as_bytes()) {
        *byte = *known;
    }
    point
}

pub(super) fn sign_digest(key: &SigningKey, digest: &[u8; 32]) -> Result<[u8; 64], Error> {
    key.sign_prehash(digest)
        .map(|signature: Signature| signature.to_bytes().into())
        .or(Err(Error::Key("signature failed")))
}

/// The public key, proven to lie on the curve, for a device may say anything.
pub(super) fn public(key: &dyn Sign) -> Result<VerifyingKey, Error> {
    VerifyingKey::from_sec1_bytes(&key.public()).or(Err(Error::Key("public key is no P-256")))
}

/// Signs bytes as they are, r||s. What a device answers is a signature only when its public key says so.
pub(super) fn sign(message: &[u8], key: &dyn Sign) -> Result<[u8; 64], Error> {
    let digest = Sha256::digest(message).into();
    let signature = key.sign_digest(&digest)?;
    if key.is_device() {
        let public = public(key)?;
        let holds = Signature::from_slice(&signature)
            .is_ok_and(|signature| public.verify_prehash(&digest, &signature).is_ok());
        if !holds {
            return Err(Error::Device(String::from("it gave a wrong signature")));
        }
    }
    Ok(signature)
}
