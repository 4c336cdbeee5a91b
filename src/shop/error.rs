//! Why a job, a return or a shop's card is refused.

use crate::patrol;

/// What can go wrong. No text of it tells a secret or a person's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The file is not as it must be, does not open, or was changed.
    #[error(transparent)]
    Wire(#[from] patrol::Error),
    /// Its chain of certificates does not hold: signed by somebody who was not allowed to.
    #[error("signed by somebody else")]
    Foreign,
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Wire(error.into())
    }
}
