//! One session with a token: the module loaded, the slot found by its label, the user logged in.

use super::{Error, Place};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Fault, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// Object identifier of P-256, DER (RFC 5480 2.1.1.1).
const P256: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// An uncompressed point, and the header of the OCTET STRING that tokens wrap it in (PKCS #11 2.3.3).
const POINT_LEN: usize = 65;
const WRAPPED: [u8; 2] = [0x04, 0x41];

/// Modules by their file: a process may initialise each but once. Whoever talks to a token holds all of them, so that one can
/// be ended and begun anew while nobody else is in it (PKCS #11 5.4, `C_Finalize`).
static MODULES: LazyLock<Mutex<Modules>> = LazyLock::new(Mutex::default);

/// The modules loaded.
#[derive(Default)]
pub(super) struct Modules(HashMap<PathBuf, Pkcs11>);

/// Waits until nobody else talks to a token.
pub(super) fn turn() -> MutexGuard<'static, Modules> {
    MODULES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A session that is logged in.
pub(super) struct Open {
    session: Session,
}

impl Open {
    pub(super) fn new(modules: &mut Modules, place: &Place) -> Result<Self, Error> {
        let module = modules.load(&place.module)?;
        let slot = slots(&module)?
            .into_iter()
            .find(|(_, label)| *label == place.label)
            .map(|(slot, _)| slot)
            .ok_or(Error::Missing)?;
        let session = module.open_rw_session(slot).map_err(told)?;
        let pin = AuthPin::new(place.pin.as_str().into());
        match session.login(UserType::User, Some(&pin)) {
            Ok(()) | Err(Fault::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(Self { session }),
            Err(fault) => Err(told(fault)),
        }
    }

    /// Makes a pair of keys; the public point.
    pub(super) fn generate(&self, name: &str) -> Result<[u8; POINT_LEN], Error> {
        let label = Attribute::Label(name.as_bytes().to_vec());
        let (public, private) = self
            .session
            .generate_key_pair(
                &Mechanism::EccKeyPairGen,
                &[
                    Attribute::Token(true),
                    Attribute::Verify(true),
                    Attribute::EcParams(P256.to_vec()),
                    label.clone(),
                ],
                &[
                    Attribute::Token(true),
                    Attribute::Private(true),
                    Attribute::Sensitive(true),
                    Attribute::Extractable(false),
                    Attribute::Sign(true),
                    label,
                ],
            )
            .map_err(told)?;
        let point = self.point(public)?;
        // Both halves carry an id made of the point, which is how they are found again.
        let id = [Attribute::Id(id(&point))];
        for half in [public, private] {
            self.session.update_attributes(half, &id).map_err(told)?;
        }
        Ok(point)
    }

    /// The private key of a public point, if it cannot be taken out.
    pub(super) fn find(&self, point: &[u8; POINT_LEN]) -> Result<ObjectHandle, Error> {
        let wanted = |class| {
            vec![
                Attribute::Class(class),
                Attribute::KeyType(KeyType::EC),
                Attribute::Id(id(point)),
            ]
        };
        let find = |class| self.session.find_objects(&wanted(class)).map_err(told);
        let public = find(ObjectClass::PUBLIC_KEY)?;
        let told_point = public.first().ok_or(Error::NoKey)?;
        if self.point(*told_point)? != *point {
            return Err(Error::NoKey);
        }
        let private = find(ObjectClass::PRIVATE_KEY)?;
        let private = *private.first().ok_or(Error::NoKey)?;
        let asked = [AttributeType::Sensitive, AttributeType::Extractable];
        let kept = self.session.get_attributes(private, &asked).map_err(told)?;
        let stays = |attribute: &Attribute| {
            matches!(
                attribute,
                Attribute::Sensitive(true) | Attribute::Extractable(false)
            )
        };
        if kept.len() == asked.len() && kept.iter().all(stays) {
            Ok(private)
        } else {
            Err(Error::Extractable)
        }
    }

    /// r||s over a digest.
    pub(super) fn sign(&self, key: ObjectHandle, digest: &[u8; 32]) -> Result<[u8; 64], Error> {
        let signature = self
            .session
            .sign(&Mechanism::Ecdsa, key, digest)
            .map_err(told)?;
        signature.try_into().map_err(|_length: Vec<u8>| {
            Error::Failed(String::from("a signature of another length"))
        })
    }

    fn point(&self, public: ObjectHandle) -> Result<[u8; POINT_LEN], Error> {
        let told_point = self
            .session
            .get_attributes(public, &[AttributeType::EcPoint])
            .map_err(told)?;
        let Some(Attribute::EcPoint(bytes)) = told_point.first() else {
            return Err(Error::Curve);
        };
        bytes
            .strip_prefix(&WRAPPED)
            .filter(|inner| inner.len() == POINT_LEN)
            .unwrap_or(bytes)
            .try_into()
            .map_err(|_length| Error::Curve)
    }
}

/// Labels of the tokens that are there.
pub(super) fn labels(file: &Path) -> Result<Vec<String>, Error> {
    // Nobody may end the module meanwhile.
    let mut modules = turn();
    let found = slots(&modules.load(file)?)?;
    drop(modules);
    Ok(found.into_iter().map(|(_, label)| label).collect())
}

fn id(point: &[u8; POINT_LEN]) -> Vec<u8> {
    Sha256::digest(point).iter().take(8).copied().collect()
}

impl Modules {
    fn load(&mut self, file: &Path) -> Result<Pkcs11, Error> {
        if let Some(known) = self.0.get(file) {
            return Ok(known.clone());
        }
        let module = Pkcs11::new(file).map_err(|fault| Error::Module(fault.to_string()))?;
        match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) | Err(Fault::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(fault) => return Err(Error::Module(fault.to_string())),
        }
        self.0.insert(file.to_path_buf(), module.clone());
        Ok(module)
    }

    /// Ends a module, so that the next call begins it anew: some see a token that came back only then.
    pub(super) fn end(&mut self, file: &Path) {
        if let Some(module) = self.0.remove(file) {
            // One that cannot end is begun anew all the same, and says what is wrong then.
            module.finalize().ok();
        }
    }
}

fn slots(module: &Pkcs11) -> Result<Vec<(Slot, String)>, Error> {
    let slots = module.get_slots_with_initialized_token().map_err(told)?;
    let labelled = slots.into_iter().filter_map(|slot| {
        // One that is pulled out while the others are asked is not there.
        let info = module.get_token_info(slot).ok()?;
        Some((slot, info.label().to_owned()))
    });
    Ok(labelled.collect())
}

fn told(fault: Fault) -> Error {
    let Fault::Pkcs11(value, function) = fault else {
        return Error::Failed(fault.to_string());
    };
    let is = |known: &[RvError]| known.contains(&value);
    if is(&[
        RvError::PinIncorrect,
        RvError::PinInvalid,
        RvError::PinLenRange,
    ]) {
        Error::Pin
    } else if is(&[RvError::PinLocked]) {
        Error::Locked
    } else if is(&[
        RvError::TokenNotPresent,
        RvError::DeviceRemoved,
        RvError::SlotIdInvalid,
    ]) {
        Error::Missing
    } else if is(&[
        RvError::CurveNotSupported,
        RvError::DomainParamsInvalid,
        RvError::MechanismInvalid,
    ]) {
        Error::Curve
    } else if is(&[RvError::AttributeSensitive]) {
        Error::Extractable
    } else {
        // The standard's name, without the paragraph that explains it.
        Error::Failed(format!("{function}: {value:?}"))
    }
}
