//! What an office gives to a print shop and gets back: jobs, returns and shops' own cards as files; no I/O of its own.
//!
//! A job holds what is printed and nothing else: PDF files, serials, how long it may be worked on. It is closed for one shop and
//! signed by the office. A return says of every card of one job what came of it; it is closed for the office and signed by the
//! shop. Both are written in the patrol's manner: CBOR in its one form, in frames, inside an `age` file.
//!
//! Nothing here reads a clock. What a file says of times is the caller's to judge.

mod badge;
mod error;
mod job;
mod returned;
#[cfg(test)]
mod tests;

pub use badge::Badge;
pub use error::Error;
pub use job::{Close, JobFile, JobPart, Open, Paper, Terms, is_by_passphrase, read_job, write_job};
pub use returned::{Card, Fate, LogLine, Return, read_return, write_return};

use std::fmt;

/// Names one job wherever it is told: 16 random bytes, made when it is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub [u8; 16]);

/// Names a shop: the first 16 bytes of SHA-256 over both its public keys, so that nobody else can have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShopId(pub [u8; 16]);

impl JobId {
    /// Reads its 32 hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }

    /// Its first eight digits, for names of files and for people.
    pub fn short(self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl ShopId {
    /// Reads what [`fmt::Display`] shows, with or without its blanks and hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .collect();
        unhex(&digits).map(Self)
    }
}

/// 32 hex digits in groups of four, to be compared by eye.
impl fmt::Display for ShopId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, pair) in self.0.chunks(2).enumerate() {
            if at > 0 {
                f.write_str("-")?;
            }
            pair.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        }
        Ok(())
    }
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let bytes = text.as_bytes();
    if bytes.len() != 32 || !bytes.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut id = [0; 16];
    for (byte, digits) in id.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).ok()?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(id)
}
