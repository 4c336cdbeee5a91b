//! The administrator's verbs on the office's people, one's own password, and the second officer a deed may need.

use super::door::{self, slots};
use super::session::refused;
use super::{Error, Station, file};
use crate::office::{self, Deed, Duty, Login, Officer, OfficerId};
use crate::registry;
use crate::vault::{self, Keyring, Secret};

/// An officer who is to be engaged.
pub struct NewOfficer {
    /// See [`Login`].
    pub login: String,
    /// As reports and the audit show it.
    pub name: String,
    /// 18 digits, or empty.
    pub nip: String,
    /// At least one.
    pub duties: Vec<Duty>,
    /// The first password, which somebody else chose: it must be changed at the first login.
    pub password: Secret,
}

/// Another officer who has just proven to be there.
pub struct Second {
    officer: Officer,
}

impl Second {
    /// One who need not prove it, for a test.
    #[cfg(test)]
    pub(super) fn known(officer: Officer) -> Self {
        Self { officer }
    }

    /// Who it is.
    pub fn officer(&self) -> &Officer {
        &self.officer
    }
}

impl Station {
    /// Engages an officer. The password must be changed at the first login.
    pub fn add_officer(&mut self, new: &NewOfficer) -> Result<Officer, Error> {
        self.allow(Deed::KeepOfficers)?;
        let mut officer = checked(new)?;
        if self.registry.officer(&officer.login)?.is_some() {
            return Err(Error::new("login-taken").with("login", officer.login.as_str()));
        }
        let waiting = self.slot_for(officer.login.as_str(), &new.password)?;
        officer.id = self.registry.act(self.by("officer-add"), |act| {
            act.note("duties", duty_ids(&officer.duties));
            act.add_officer(&officer)
        })?;
        waiting.place()?;
        Ok(officer)
    }

    /// Takes an officer's slot and lets nobody in by that login any more. What he did stays under his name.
    pub fn disable_officer(&mut self, login: &str) -> Result<(), Error> {
        self.allow(Deed::KeepOfficers)?;
        let officer = self.named(login)?;
        if !officer.active {
            return Err(Error::new("officer-not-active").with("login", officer.login.as_str()));
        }
        self.keep_an_admin(&officer)?;
        let ring = self.ring()?.without(officer.login.as_str());
        let waiting = slots::prepare(&self.dir, slots::OFFICERS, &ring)?;
        // The registry first: should the power fail between the two, a slot is left that opens nothing.
        self.change("officer-disable", &officer, |officer| {
            officer.active = false;
        })?;
        waiting.place()
    }

    /// Lets a disabled officer in again, with a password that must be changed.
    pub fn enable_officer(&mut self, login: &str, password: &Secret) -> Result<(), Error> {
        self.allow(Deed::KeepOfficers)?;
        let officer = self.named(login)?;
        if officer.active {
            return Err(Error::new("officer-active").with("login", officer.login.as_str()));
        }
        strong(password, officer.login.as_str(), &officer.name)?;
        let waiting = self.slot_for(officer.login.as_str(), password)?;
        self.change("officer-enable", &officer, |officer| {
            officer.active = true;
            officer.must_change = true;
        })?;
        waiting.place()
    }

    /// Gives an officer other duties, from his next login on.
    pub fn set_duties(&mut self, login: &str, duties: &[Duty]) -> Result<(), Error> {
        self.allow(Deed::KeepOfficers)?;
        let officer = self.named(login)?;
        let duties = fitting(duties)?;
        if !duties.contains(&Duty::Admin) {
            self.keep_an_admin(&officer)?;
        }
        self.change("officer-duties", &officer, |officer| {
            officer.duties = duties;
        })
    }

    /// Gives another officer a password that must be changed, whatever became of his slot.
    pub fn reset_password(&mut self, login: &str, password: &Secret) -> Result<(), Error> {
        self.allow(Deed::KeepOfficers)?;
        let officer = self.named(login)?;
        if officer.id == self.officer.id {
            return Err(Error::new("password-own"));
        }
        if !officer.active {
            return Err(Error::new("officer-not-active").with("login", officer.login.as_str()));
        }
        strong(password, officer.login.as_str(), &officer.name)?;
        let waiting = self.slot_for(officer.login.as_str(), password)?;
        self.change("officer-password-reset", &officer, |officer| {
            officer.must_change = true;
        })?;
        waiting.place()
    }

    /// One's own password. Only the slot is sealed anew; the registry keeps its key.
    pub fn change_password(&mut self, old: &Secret, new: &Secret) -> Result<(), Error> {
        self.allow(Deed::ChangePassword)?;
        let officer = self.officer.clone();
        let login = officer.login.as_str();
        let (_master, attempt) = door::prove(&self.dir, self.clock, login, old)?;
        strong(new, login, &officer.name)?;
        if old.reveal() == new.reveal() {
            return Err(Error::new("password-same"));
        }
        let waiting = self.slot_for(login, new)?;
        // The slot first: should the power fail between the two, the password must only be changed once more.
        waiting.place()?;
        self.change("officer-password", &officer, |officer| {
            officer.must_change = false;
        })?;
        attempt.forget()
    }

    /// Proves a second officer for a deed that needs two: another person, there and then, with a duty that may stand beside.
    pub fn second(&mut self, login: &str, password: &Secret) -> Result<Second, Error> {
        let parsed = Login::parse(login);
        if parsed.as_ref() == Some(&self.officer.login) {
            return Err(Error::new("same-officer"));
        }
        let (_master, attempt) = door::prove(&self.dir, self.clock, login, password)?;
        let officer = door::active(&self.registry, login)?;
        office::may_second(&self.officer, &officer).map_err(|refusal| refused(&refusal))?;
        self.registry.act(self.by("second"), |act| {
            act.about(format!("officer:{}", officer.login.as_str()));
            if 0 < attempt.failed_before() {
                act.note("failures", attempt.failed_before().to_string());
            }
            Ok::<_, registry::Error>(())
        })?;
        attempt.forget()?;
        Ok(Second { officer })
    }

    fn ring(&self) -> Result<Keyring, Error> {
        slots::read(&self.dir, slots::OFFICERS)
    }

    /// The file of slots with a new one for `login`, ready to be put in place.
    fn slot_for(&self, login: &str, password: &Secret) -> Result<file::Waiting, Error> {
        let ring = self.ring()?;
        let slot = slots::fill(&self.master, &ring, login, password, door::cost(self.demo))?;
        slots::prepare(&self.dir, slots::OFFICERS, &ring.with(slot))
    }

    fn named(&self, login: &str) -> Result<Officer, Error> {
        let unknown = || Error::new("officer-unknown");
        let login = Login::parse(login).ok_or_else(unknown)?;
        self.registry.officer(&login)?.ok_or_else(unknown)
    }

    /// Changes one thing of an officer as the registry now has him: another desk may have changed another.
    fn change(
        &mut self,
        verb: &'static str,
        whom: &Officer,
        edit: impl FnOnce(&mut Officer),
    ) -> Result<(), Error> {
        let officer = self.registry.act(self.by(verb), |act| {
            let mut officer = act.officer(whom.id)?;
            edit(&mut officer);
            act.note("duties", duty_ids(&officer.duties));
            act.change_officer(&officer)?;
            Ok::<_, registry::Error>(officer)
        })?;
        if officer.id == self.officer.id {
            self.officer = officer;
        }
        Ok(())
    }

    /// Somebody must be left who can keep the accounts.
    fn keep_an_admin(&self, leaving: &Officer) -> Result<(), Error> {
        let is_admin = |officer: &Officer| officer.active && officer.duties.contains(&Duty::Admin);
        let officers = self.registry.officers()?;
        let others = officers
            .iter()
            .any(|officer| officer.id != leaving.id && is_admin(officer));
        if others || !is_admin(leaving) {
            Ok(())
        } else {
            Err(Error::new("last-admin"))
        }
    }
}

/// A new officer as the registry will keep him; the id is the registry's to give.
pub(super) fn checked(new: &NewOfficer) -> Result<Officer, Error> {
    let login = Login::parse(&new.login).ok_or_else(|| Error::new("login-form"))?;
    let (name, nip) = (new.name.trim(), new.nip.trim());
    if name.is_empty() {
        return Err(Error::new("officer-name"));
    }
    let digits = nip.len() == 18 && nip.bytes().all(|digit| digit.is_ascii_digit());
    if !nip.is_empty() && !digits {
        return Err(Error::new("officer-nip"));
    }
    strong(&new.password, login.as_str(), name)?;
    Ok(Officer {
        id: OfficerId::PROGRAM,
        login,
        name: name.to_owned(),
        nip: nip.to_owned(),
        duties: fitting(&new.duties)?,
        active: true,
        must_change: true,
    })
}

/// Refuses a weak password, naming its first flaw.
pub(super) fn strong(password: &Secret, login: &str, name: &str) -> Result<(), Error> {
    match vault::password_flaws(password, login, name).first() {
        None => Ok(()),
        Some(vault::PasswordFlaw::TooShort) => Err(Error::new("password-too-short")),
        Some(vault::PasswordFlaw::OwnName) => Err(Error::new("password-own-name")),
        Some(vault::PasswordFlaw::Common) => Err(Error::new("password-common")),
    }
}

/// In reading order, each once; refuses none at all, and two that may not stand together.
fn fitting(duties: &[Duty]) -> Result<Vec<Duty>, Error> {
    let duties: Vec<Duty> = Duty::ALL
        .into_iter()
        .filter(|duty| duties.contains(duty))
        .collect();
    if duties.is_empty() {
        return Err(Error::new("duties-missing"));
    }
    match office::clash(&duties) {
        None => Ok(duties),
        Some((one, other)) => Err(Error::new("duties-clash")
            .with("one", one.id())
            .with("other", other.id())),
    }
}

fn duty_ids(duties: &[Duty]) -> String {
    let ids: Vec<&str> = duties.iter().map(|duty| duty.id()).collect();
    ids.join(",")
}
