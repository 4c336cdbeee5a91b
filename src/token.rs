//! A PKCS#11 token: makes signing keys that never leave it, finds them again, and signs with them.
//!
//! The module (a vendor's library, or `libsofthsm2`) is loaded once a process. A token is named by its label, as its maker or
//! `softhsm2-util` gave it. A key is found by its public point, so certificates need not name slots or handles.
//!
//! Tokens are pulled out, and drivers forget sessions: each signature that fails is tried once more in a new session, and
//! what then fails is told as what a person can mend: put the token back, unlock its PIN.
//!
//! Source: PKCS #11 v2.40 (OASIS), 2.3.1 (EC keys), 2.3.6 (ECDSA: hash first, raw r||s).

mod session;
#[cfg(test)]
mod tests;

use crate::seal::{self, Sign};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// What can go wrong with a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The module cannot be loaded, or is no PKCS#11 module.
    #[error("the module is no PKCS#11 library: {0}")]
    Module(String),
    /// No token of that label is there.
    #[error("no token of that label is there")]
    Missing,
    /// The token refuses the PIN.
    #[error("the token refuses the PIN")]
    Pin,
    /// The token has locked its PIN.
    #[error("the token has locked its PIN")]
    Locked,
    /// The key is not on the token.
    #[error("the key is not on the token")]
    NoKey,
    /// The token makes no keys on P-256, or tells a public point that is none.
    #[error("the token has no keys on P-256")]
    Curve,
    /// The token would give the key away.
    #[error("the token would let the key be taken out")]
    Extractable,
    /// Anything else the module says.
    #[error("the token failed: {0}")]
    Failed(String),
}

impl Error {
    /// Stable id, kebab case; text key `error-<id>`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Module(_) => "token-module",
            Self::Missing => "token-missing",
            Self::Pin => "token-pin",
            Self::Locked => "token-locked",
            Self::NoKey => "token-no-key",
            Self::Curve => "token-curve",
            Self::Extractable => "token-extractable",
            Self::Failed(_) => "token-failed",
        }
    }
}

/// Where a token is and what opens it. Its `Debug` keeps the PIN to itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// The module's library file.
    pub module: PathBuf,
    /// The token's label.
    pub label: String,
    /// The user's PIN.
    pub pin: Zeroizing<String>,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place")
            .field("module", &self.module)
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

/// A token, reached when it is needed.
pub struct Token {
    shared: Arc<Shared>,
}

struct Shared {
    place: Place,
    /// `None` at first and after a failure: the next call opens one.
    session: Mutex<Option<session::Open>>,
    /// The token has refused the PIN: it is not asked again, for it locks itself after a few.
    refused: AtomicBool,
}

impl Token {
    /// The token of that place; nothing is asked of it yet, so an office opens while its token lies in the safe. Once it has
    /// refused its PIN it answers so and the token is asked no more: begin another with the right one.
    pub fn at(place: Place) -> Self {
        Self {
            shared: Arc::new(Shared {
                place,
                session: Mutex::new(None),
                refused: AtomicBool::new(false),
            }),
        }
    }

    /// Labels of the tokens a module can reach now.
    pub fn labels(module: &Path) -> Result<Vec<String>, Error> {
        session::labels(module)
    }

    /// Reaches the token and logs in; slow, for a token may take its time.
    pub fn check(&self) -> Result<(), Error> {
        self.shared.with(|_open| Ok(()))
    }

    /// Makes a key on P-256 that cannot be taken out, labelled `name`.
    pub fn generate(&self, name: &str) -> Result<Key, Error> {
        let point = self.shared.with(|open| open.generate(name))?;
        let key = self.key(&point);
        key.check()?;
        Ok(key)
    }

    /// The key of that public point (uncompressed, SEC 1 2.3.3); nothing is asked of the token yet.
    pub fn key(&self, point: &[u8; 65]) -> Key {
        Key {
            shared: Arc::clone(&self.shared),
            point: *point,
        }
    }
}

impl Shared {
    /// Does it in the session there is; when that fails for a reason that may have passed, once more in a module begun anew:
    /// a token pulled out and put back has forgotten its sessions, and some modules see it again only then.
    /// A PIN that is refused is not tried twice.
    fn with<T>(&self, act: impl Fn(&session::Open) -> Result<T, Error>) -> Result<T, Error> {
        let mut modules = session::turn();
        if self.refused.load(Ordering::Relaxed) {
            return Err(Error::Pin);
        }
        let done = self.within(&mut modules, act);
        if matches!(done, Err(Error::Pin)) {
            self.refused.store(true, Ordering::Relaxed);
        }
        done
    }

    fn within<T>(
        &self,
        modules: &mut session::Modules,
        act: impl Fn(&session::Open) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut held = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let passing = |done: &Result<T, Error>| {
            matches!(done, Err(Error::Missing | Error::NoKey | Error::Failed(_)))
        };
        if let Some(open) = held.as_ref() {
            let done = act(open);
            if !passing(&done) {
                return done;
            }
            *held = None;
            modules.end(&self.place.module);
        }
        let done = session::Open::new(modules, &self.place).and_then(|open| {
            let done = act(&open)?;
            *held = Some(open);
            Ok(done)
        });
        if passing(&done) {
            modules.end(&self.place.module);
        }
        done
    }
}

/// Closing a session is talking to the token too.
impl Drop for Shared {
    fn drop(&mut self) {
        let _turn = session::turn();
        let held = self
            .session
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        *held = None;
    }
}

/// A private key on a token. It signs; it cannot be read.
pub struct Key {
    shared: Arc<Shared>,
    point: [u8; 65],
}

impl Key {
    /// It is on the token, and cannot be taken out.
    pub fn check(&self) -> Result<(), Error> {
        self.shared.with(|open| open.find(&self.point).map(drop))
    }
}

impl Sign for Key {
    fn public(&self) -> [u8; 65] {
        self.point
    }

    fn sign_digest(&self, digest: &[u8; 32]) -> Result<[u8; 64], seal::Error> {
        self.shared
            .with(|open| {
                let key = open.find(&self.point)?;
                open.sign(key, digest)
            })
            .map_err(|error| seal::Error::Device(error.to_string()))
    }
}
