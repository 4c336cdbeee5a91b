//! How drafts and permits compare and print themselves: a `Debug` that tells no person's data.

use super::{Draft, Field, Permit};
use std::fmt;

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
            && Field::ALL
                .iter()
                .all(|&field| self.get(field) == other.get(field))
    }
}

impl Eq for Draft {}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
