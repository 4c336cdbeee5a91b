//! Why a file, a passphrase or a sighting is refused.

use jiff::civil::Date;

/// What can go wrong. No text of it tells a secret or a person's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Bytes that are not in the one form; names the part.
    #[error("not in its form: {0}")]
    Form(&'static str),
    /// A part beyond its bounds; names it.
    #[error("beyond its bounds: {0}")]
    Bounds(&'static str),
    /// Written by a newer program.
    #[error("version {0}")]
    Version(u64),
    /// Not a file of the kind asked for, or none of ours at all.
    #[error("another kind of file")]
    Kind,
    /// The passphrase, or the office's key, does not open it.
    #[error("the key does not open it")]
    Key,
    /// Changed or cut after it was written.
    #[error("changed or cut")]
    Altered,
    /// Signed by somebody else than who should have.
    #[error("signed by somebody else")]
    Foreign,
    /// Its last day has passed.
    #[error("ended on {0}")]
    Ended(Date),
    /// Dated later than the clock shows.
    #[error("from the future")]
    Early,
    /// Asks for more work to open than any file of ours.
    #[error("too much work to open")]
    Cost,
    /// The office's public key for logs is unreadable.
    #[error("no recipient")]
    Recipient,
    /// The signing key refused.
    #[error("signature: {0}")]
    Sign(String),
    /// The stream could not be read or written.
    #[error("stream: {0}")]
    Stream(std::io::ErrorKind),
    /// The caller stopped it.
    #[error("stopped")]
    Stopped,
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        let kind = error.kind();
        // An age stream tells by these that a chunk does not open, or that its end is missing.
        if kind == std::io::ErrorKind::InvalidData || kind == std::io::ErrorKind::UnexpectedEof {
            Self::Altered
        } else {
            Self::Stream(kind)
        }
    }
}
