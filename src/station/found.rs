//! Founding a real office: settings, first officers, its key in slots, root and first signer, an empty registry.

use super::clock::{Clock, day_of};
use super::door::{self, slots};
use super::officers::checked;
use super::sheet::{self, RecoverySheet};
use super::{Error, NewOfficer, Settings, Station, file, keys, registry_file, settings, site};
use crate::office::{Deed, Duty, Officer, OfficerId};
use crate::registry::{self, By, Registry};
use crate::vault::{Cost, Keyring, MasterKey, RecoveryCode, Secret};
use std::path::Path;

/// What a real office begins with.
pub struct NewOffice {
    /// Name, header, issuer URL, signatory, emblem and the rest.
    pub settings: Settings,
    /// At least an administrator and a head. The first administrator founds the office and chose his own password; all
    /// others must change theirs.
    pub officers: Vec<NewOfficer>,
}

impl Station {
    /// Founds a real office in a new or empty folder, all or nothing.
    pub fn create_office(dir: &Path, new: &NewOffice) -> Result<RecoverySheet, Error> {
        create(dir, new, Clock::System)
    }

    /// Makes a new recovery sheet; the old one opens nothing any more.
    pub fn new_recovery_sheet(&mut self) -> Result<RecoverySheet, Error> {
        self.allow(Deed::KeepOfficers)?;
        let _lock = file::Lock::of(&self.dir)?;
        let ring = slots::read(&self.dir, slots::OFFICERS)?;
        let (code, waiting) = recovery(&self.dir, &self.master, &ring)?;
        let sheet = sheet::make(code, &self.settings, self.today())?;
        self.registry
            .act(self.by("recovery-new"), |_act| Ok::<_, registry::Error>(()))?;
        waiting.place()?;
        Ok(sheet)
    }
}

pub(super) fn create(dir: &Path, new: &NewOffice, clock: Clock) -> Result<RecoverySheet, Error> {
    let officers = first_officers(&new.officers)?;
    site::raise(dir, |dir| build(dir, new, &officers, clock.now()))
}

/// Checks the first officers; each error names whose it is.
fn first_officers(new: &[NewOfficer]) -> Result<Vec<Officer>, Error> {
    let mut officers: Vec<Officer> = Vec::with_capacity(new.len());
    for one in new {
        let officer = checked(one).map_err(|error| error.with("login", &one.login))?;
        if officers.iter().any(|other| other.login == officer.login) {
            return Err(Error::new("login-taken").with("login", officer.login.as_str()));
        }
        officers.push(officer);
    }
    for (duty, id) in [
        (Duty::Admin, "first-admin-missing"),
        (Duty::Head, "first-head-missing"),
    ] {
        if !officers
            .iter()
            .any(|officer| officer.duties.contains(&duty))
        {
            return Err(Error::new(id));
        }
    }
    if let Some(founder) = officers
        .iter_mut()
        .find(|officer| officer.duties.contains(&Duty::Admin))
    {
        founder.must_change = false;
    }
    Ok(officers)
}

fn build(
    dir: &Path,
    new: &NewOffice,
    officers: &[Officer],
    now: i64,
) -> Result<RecoverySheet, Error> {
    settings::write(dir, &new.settings)?;
    let master = MasterKey::from_bytes(rand::random());
    let used = keys::Use::of(false, &new.settings);
    keys::Keys::create(dir, &master, used, now, now)?;
    let passwords: Vec<(&str, &Secret)> = officers
        .iter()
        .zip(&new.officers)
        .map(|(officer, new)| (officer.login.as_str(), &new.password))
        .collect();
    let ring = slots::make(dir, &master, &passwords, door::cost(false))?;
    let (code, waiting) = recovery(dir, &master, &ring)?;
    waiting.place()?;
    let sheet = sheet::make(code, &new.settings, day_of(now))?;
    let mut registry = Registry::create(&registry_file(dir), &master.registry_key())?;
    let program = |act| By {
        officer: OfficerId::PROGRAM,
        act,
        at: now,
    };
    registry.act(program("office-new"), |act| {
        for officer in officers {
            act.next(program("officer-add"))?;
            act.add_officer(officer)?;
        }
        Ok::<_, registry::Error>(())
    })?;
    drop(registry);
    site::mark(dir, false)?;
    Ok(sheet)
}

/// The recovery sheet's slot. Its code is random through and through, so that dear hashing would add nothing.
fn recovery(
    dir: &Path,
    master: &MasterKey,
    ring: &Keyring,
) -> Result<(Secret, file::Waiting), Error> {
    let secret = RecoveryCode::from_bytes(rand::random()).secret();
    let ring = ring.emptied();
    let slot = slots::fill(master, &ring, Keyring::RECOVERY, &secret, Cost::PUBLIC)?;
    let waiting = slots::prepare(dir, slots::RECOVERY, &ring.with(slot))?;
    Ok((secret, waiting))
}
