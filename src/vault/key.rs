//! Keys from the office's key, and authenticated encryption under them.

use super::{Error, MasterKey};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Length of what stands before the ciphertext.
const NONCE_LEN: usize = 24;

/// A key for one use, told apart from all others by `info` (RFC 5869).
#[expect(
    clippy::expect_used,
    reason = "HKDF gives up to 8160 bytes, these are 32"
)]
pub(super) fn derive(master: &MasterKey, info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut derived = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, master.bytes.as_slice())
        .expand_multi_info(info, derived.as_mut_slice())
        .expect("32 bytes");
    derived
}

pub(super) fn subkey(master: &MasterKey, purpose: &str) -> Zeroizing<[u8; 32]> {
    derive(master, &[b"loket seal v1\0", purpose.as_bytes()])
}

/// Nonce, ciphertext and tag.
#[expect(
    clippy::expect_used,
    reason = "the cipher refuses only texts above 256 GiB"
)]
pub(super) fn seal(key: &[u8; 32], nonce: [u8; 24], plain: &[u8], aad: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let body = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad })
        .expect("short text");
    let mut sealed = Vec::with_capacity(NONCE_LEN + body.len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&body);
    sealed
}

pub(super) fn open(key: &[u8; 32], sealed: &[u8], aad: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (nonce, body) = sealed
        .split_first_chunk::<NONCE_LEN>()
        .ok_or(Error::Altered)?;
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), Payload { msg: body, aad })
        .map(Zeroizing::new)
        .map_err(|_opaque| Error::Altered)
}
