//! The administrator's verbs on the office's people, one's own password, and the second officer a deed may need.

use super::door::{self, slots};
use super::session::refused;
use super::{Error, Station, file};
use crate::office::{self, Deed, Duty, Login, Officer, OfficerId, Refusal};
use crate::registry;
use crate::vault::{self, Secret};

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

/// Which comes first when the file of slots and the registry change together: after a power cut between the two, what has
/// come first is all there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// The slot: the new password opens, or opens nothing yet that the registry does not know.
    Slot,
    /// The registry: the old password still opens, or opens nothing any more.
    Registry,
}

impl Station {
    /// Engages an officer. The password must be changed at the first login.
    pub fn add_officer(&mut self, new: &NewOfficer) -> Result<Officer, Error> {
        self.allow(Deed::KeepOfficers)?;
        let mut officer = checked(new)?;
        let lock = file::Lock::of(&self.dir)?;
        if self.registry.officer(&officer.login)?.is_some() {
            return Err(Error::new("login-taken").with("login", officer.login.as_str()));
        }
        let login = officer.login.as_str();
        officer.id = self.rewrap(
            &lock,
            First::Slot,
            (login, Some(&new.password)),
            |station| {
                Ok(station.registry.act(station.by("officer-add"), |act| {
                    act.note("duties", duty_ids(&officer.duties));
                    act.add_officer(&officer)
                })?)
            },
        )?;
        Ok(officer)
    }

    /// Takes an officer's slot and lets nobody in by that login any more. What he did stays under his name.
    pub fn disable_officer(&mut self, login: &str) -> Result<(), Error> {
        self.allow(Deed::KeepOfficers)?;
        let lock = file::Lock::of(&self.dir)?;
        let officer = self.named(login)?;
        if !officer.active {
            return Err(Error::new("officer-not-active").with("login", officer.login.as_str()));
        }
        self.keep_an_admin(&officer)?;
        let slot = (officer.login.as_str(), None);
        self.rewrap(&lock, First::Registry, slot, |station| {
            station.change("officer-disable", &officer, |officer| {
                officer.active = false;
            })
        })
    }

    /// Lets a disabled officer in again, with a password that must be changed.
    pub fn enable_officer(&mut self, login: &str, password: &Secret) -> Result<(), Error> {
        self.allow(Deed::KeepOfficers)?;
        let lock = file::Lock::of(&self.dir)?;
        let officer = self.named(login)?;
        if officer.active {
            return Err(Error::new("officer-active").with("login", officer.login.as_str()));
        }
        strong(password, officer.login.as_str(), &officer.name)?;
        let slot = (officer.login.as_str(), Some(password));
        self.rewrap(&lock, First::Slot, slot, |station| {
            station.change("officer-enable", &officer, |officer| {
                officer.active = true;
                officer.must_change = true;
            })
        })
    }

    /// Gives an officer other duties; they hold from his next deed on.
    pub fn set_duties(&mut self, login: &str, duties: &[Duty]) -> Result<(), Error> {
        self.allow(Deed::KeepOfficers)?;
        // Two administrators who take the duty from each other must not both succeed.
        let _lock = file::Lock::of(&self.dir)?;
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
        let lock = file::Lock::of(&self.dir)?;
        let officer = self.named(login)?;
        if officer.id == self.officer.id {
            return Err(Error::new("password-own"));
        }
        if !officer.active {
            return Err(Error::new("officer-not-active").with("login", officer.login.as_str()));
        }
        strong(password, officer.login.as_str(), &officer.name)?;
        let slot = (officer.login.as_str(), Some(password));
        self.rewrap(&lock, First::Registry, slot, |station| {
            station.change("officer-password-reset", &officer, |officer| {
                officer.must_change = true;
            })
        })
    }

    /// One's own password. Only the slot is sealed anew; the registry keeps its key.
    pub fn change_password(&mut self, old: &Secret, new: &Secret) -> Result<(), Error> {
        let officer = self.allow(Deed::ChangePassword)?;
        let login = officer.login.as_str();
        let (_master, attempt) = door::prove(&self.dir, self.clock, login, old)?;
        strong(new, login, &officer.name)?;
        if old.reveal() == new.reveal() {
            return Err(Error::new("password-same"));
        }
        let lock = file::Lock::of(&self.dir)?;
        // Disabled while this one was at it: he gets no slot again.
        self.allow(Deed::ChangePassword)?;
        self.rewrap(&lock, First::Slot, (login, Some(new)), |station| {
            station.change("officer-password", &officer, |officer| {
                officer.must_change = false;
            })
        })?;
        drop(lock);
        attempt.forget()
    }

    /// Proves a second officer for a deed that needs two: another person, there and then, with a duty that may stand beside.
    pub fn second(&mut self, login: &str, password: &Secret) -> Result<Second, Error> {
        self.proven(login, password, office::may_second)
    }

    /// Proves another officer who `may` stand beside the one at the desk.
    pub(super) fn proven(
        &mut self,
        login: &str,
        password: &Secret,
        may: fn(&Officer, &Officer) -> Result<(), Refusal>,
    ) -> Result<Second, Error> {
        let parsed = Login::parse(login);
        if parsed.as_ref() == Some(&self.officer.login) {
            return Err(Error::new("same-officer"));
        }
        let (_master, attempt) = door::prove(&self.dir, self.clock, login, password)?;
        let officer = door::active(&self.registry, login)?;
        may(&self.officer, &officer).map_err(|refusal| refused(&refusal))?;
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

    /// Who stands beside, as he now is: his duty may have been taken since he proved to be there.
    pub(super) fn witness(&self, second: &Second) -> Result<Officer, Error> {
        let officer = self.present(second.officer.id)?;
        office::may_second(&self.officer, &officer).map_err(|refusal| refused(&refusal))?;
        Ok(officer)
    }

    #[cfg(test)]
    pub(super) fn rewrapped_for_test(&mut self, login: &str, new: &Secret) -> Result<(), Error> {
        let lock = file::Lock::of(&self.dir)?;
        self.rewrap(&lock, First::Slot, (login, Some(new)), |_| {
            Err(Error::new("internal"))
        })
    }

    /// Writes the file of slots and does the act that belongs to it, while no other desk does: `login` gets a slot of that
    /// password, or loses his. A slot that a power cut has left to a disabled officer goes too. When the act is refused, the
    /// file is as it was.
    fn rewrap<T>(
        &mut self,
        _held: &file::Lock,
        first: First,
        (login, password): (&str, Option<&Secret>),
        act: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let before = slots::read(&self.dir, slots::OFFICERS)?;
        let disabled = self.registry.officers()?.into_iter();
        let ring = disabled
            .filter(|officer| !officer.active)
            .fold(before.clone(), |ring, officer| {
                ring.without(officer.login.as_str())
            });
        let ring = match password {
            Some(password) => {
                let cost = door::cost(self.demo);
                ring.with(slots::fill(&self.master, &ring, login, password, cost)?)
            }
            None => ring.without(login),
        };
        let waiting = slots::prepare(&self.dir, slots::OFFICERS, &ring)?;
        if first == First::Registry {
            let done = act(self)?;
            waiting.place()?;
            return Ok(done);
        }
        waiting.place()?;
        act(self).inspect_err(|_refused| {
            // The error told is the one that matters; the new slot opens no more than the old one did.
            slots::prepare(&self.dir, slots::OFFICERS, &before)
                .and_then(file::Waiting::place)
                .ok();
        })
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
