//! A signed run of frames inside a closed file: a head, so many things, and a signature over all of them.
//!
//! ```text
//! (length, head) (length, thing)... signature        length: 4 bytes, big-endian; signature: 64 bytes, r||s
//! ```

use super::Error;
use crate::seal::{self, Certificate};
use sha2::{Digest as _, Sha256};
use std::io::{Read, Write};

/// Writes frames and remembers all of it.
pub(crate) struct FrameWriter<W> {
    out: W,
    digest: Sha256,
}

impl<W: Write> FrameWriter<W> {
    pub(crate) fn new(out: W, domain: &[u8]) -> Self {
        Self {
            out,
            digest: Sha256::new().chain_update(domain),
        }
    }

    pub(crate) fn frame(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let length = u32::try_from(bytes.len()).map_err(|_large| Error::Bounds("frame"))?;
        for part in [&length.to_be_bytes()[..], bytes] {
            self.out.write_all(part)?;
            self.digest.update(part);
        }
        Ok(())
    }

    /// What the signature covers, and the stream it follows on.
    pub(crate) fn end(self, domain: &[u8]) -> (Vec<u8>, W) {
        (message(domain, self.digest), self.out)
    }
}

/// Reads frames and remembers all of them.
pub(crate) struct FrameReader<R> {
    input: R,
    digest: Sha256,
}

impl<R: Read> FrameReader<R> {
    pub(crate) fn new(input: R, domain: &[u8]) -> Self {
        Self {
            input,
            digest: Sha256::new().chain_update(domain),
        }
    }

    pub(crate) fn frame(&mut self, most: usize, part: &'static str) -> Result<Vec<u8>, Error> {
        let mut length = [0; 4];
        self.input.read_exact(&mut length)?;
        self.digest.update(length);
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if most < length {
            return Err(Error::Bounds(part));
        }
        let mut bytes = vec![0; length];
        self.input.read_exact(&mut bytes)?;
        self.digest.update(&bytes);
        Ok(bytes)
    }

    /// The signature, which must be that certificate's, and then nothing; the message it was made over.
    pub(crate) fn end(mut self, domain: &[u8], signer: &Certificate) -> Result<Vec<u8>, Error> {
        let mut signature = [0; 64];
        self.input.read_exact(&mut signature)?;
        if self.input.read(&mut [0])? != 0 {
            return Err(Error::Form("end"));
        }
        let message = message(domain, self.digest);
        if seal::is_attested(&message, &signature, signer) {
            Ok(message)
        } else {
            Err(Error::Altered)
        }
    }
}

/// The words of the purpose first, so that a signature here is good for nothing else.
fn message(domain: &[u8], digest: Sha256) -> Vec<u8> {
    let mut message = domain.to_vec();
    message.extend_from_slice(&digest.finalize());
    message
}
