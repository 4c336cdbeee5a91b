//! The locked office: what can be known of it without a key, and the ways in by password or by recovery sheet.

mod failures;
pub(super) mod slots;

use super::clock::Clock;
use super::demo::{self, story};
use super::{Error, Settings, Station, file, settings, site};
use crate::office::{Duty, Login, Officer};
use crate::registry::{self, By, Registry};
use crate::vault::{self, Cost, Keyring, MasterKey, RecoveryCode, Secret};
use failures::Attempt;
use std::path::{Path, PathBuf};

/// An office folder whose key nobody has given yet.
pub struct Door {
    pub(super) dir: PathBuf,
    pub(super) demo: bool,
    pub(super) settings: Settings,
    pub(super) clock: Clock,
}

/// An account of a demo office, for its login screen to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// To log in with.
    pub login: &'static str,
    /// An invented name.
    pub name: &'static str,
    /// The same for all of them.
    pub password: &'static str,
    /// What the officer is there for.
    pub duties: &'static [Duty],
}

impl Door {
    /// Finds the office in a folder: its kind and its settings. Nothing that is locked is looked at.
    pub fn find(dir: &Path) -> Result<Self, Error> {
        Self::find_by(dir, Clock::System)
    }

    pub(super) fn find_by(dir: &Path, clock: Clock) -> Result<Self, Error> {
        Ok(Self {
            demo: site::is_demo(dir)?,
            settings: settings::read(dir)?,
            dir: dir.to_owned(),
            clock,
        })
    }

    /// Language, theme and name of the office for the login screen.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A demo office.
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// The accounts of a demo office; a real one tells nobody who works there.
    pub fn demo_accounts(&self) -> Vec<DemoAccount> {
        let accounts = story::CAST.map(|(login, name, _nip, duties)| DemoAccount {
            login,
            name,
            password: demo::PASSWORD,
            duties,
        });
        if self.demo {
            accounts.into()
        } else {
            Vec::new()
        }
    }

    /// Logs an officer in; the audit tells, with how often it failed before. An unknown login takes as long as a wrong
    /// password and gets the same answer. From the third failure on a login waits longer each time: `login-wait`.
    pub fn enter(&mut self, login: &str, password: &Secret) -> Result<Station, Error> {
        let (master, attempt) = prove(&self.dir, self.clock, login, password)?;
        let mut station = Station::unlock(self, master, |registry| active(registry, login))?;
        station.greet("login", attempt.failed_before())?;
        attempt.forget()?;
        Ok(station)
    }

    /// The way in by recovery sheet: gives `login` a new password and logs him in. It needs no slot of anybody, nor the
    /// file of slots: one that is missing or spoiled is begun anew, and an administrator gives the others passwords again.
    pub fn recover(
        &mut self,
        code: &str,
        login: &str,
        new_password: &Secret,
    ) -> Result<Station, Error> {
        let code = RecoveryCode::parse(code).map_err(|error| slots::told(&error))?;
        let sheet = slots::read(&self.dir, slots::RECOVERY)?;
        let master = sheet
            .open(Keyring::RECOVERY, &code.secret())
            .map_err(|error| {
                if error == vault::Error::Refused {
                    Error::new("recovery-refused")
                } else {
                    slots::told(&error)
                }
            })?;
        let mut station = Station::unlock(self, master, |registry| active(registry, login))?;
        let login = station.officer.login.as_str().to_owned();
        super::officers::strong(new_password, &login, &station.officer.name)?;
        let _lock = file::Lock::of(&self.dir)?;
        let (ring, spoiled) = match slots::read(&self.dir, slots::OFFICERS) {
            Ok(ring) if ring.label("") == sheet.label("") => (ring, false),
            Ok(_) | Err(_) => (sheet.emptied(), true),
        };
        if spoiled {
            slots::set_aside(&self.dir)?;
        }
        let slot = slots::fill(&station.master, &ring, &login, new_password, self.cost())?;
        let waiting = slots::prepare(&self.dir, slots::OFFICERS, &ring.with(slot))?;
        // The slot first: should the power fail between the two, the sheet still opens.
        waiting.place()?;
        let id = station.officer.id;
        station.officer = station.registry.act(station.by("officer-recover"), |act| {
            if spoiled {
                act.note("slots", "begun anew");
            }
            let officer = Officer {
                must_change: false,
                ..act.officer(id)?
            };
            act.change_officer(&officer)?;
            Ok::<_, registry::Error>(officer)
        })?;
        Ok(station)
    }

    /// A demo office opens for whoever comes.
    pub(super) fn walk_in(&self) -> Result<Station, Error> {
        if !self.demo {
            return Err(Error::new("login-needed"));
        }
        let ring = slots::read(&self.dir, slots::OFFICERS)?;
        let password = Secret::new(String::from(demo::PASSWORD));
        let mut failed = Error::new("login-needed");
        for (login, ..) in story::CAST {
            match ring.open(login, &password) {
                Ok(master) => {
                    let mut station =
                        Station::unlock(self, master, |registry| active(registry, login))?;
                    station.walked_in = true;
                    return Ok(station);
                }
                // Somebody may have changed one password; the others still open.
                Err(vault::Error::Refused | vault::Error::Closed) => {}
                Err(other) => failed = slots::told(&other),
            }
        }
        Err(failed)
    }

    pub(super) fn cost(&self) -> Cost {
        cost(self.demo)
    }
}

impl Station {
    /// Writes a login into the audit.
    fn greet(&mut self, act: &'static str, failed_before: u32) -> Result<(), Error> {
        let by = By {
            officer: self.officer.id,
            act,
            // A clock that jumped ahead dates nothing before somebody has looked at it.
            at: match self.jumped_s {
                Some(_) => self.registry.last_act()?,
                None => self.clock.now(),
            },
        };
        let login = self.officer.login.as_str().to_owned();
        let jumped_s = self.jumped_s;
        Ok(self.registry.act(by, |act| {
            act.about(format!("officer:{login}"));
            if let Some(seconds) = jumped_s {
                act.note("clock_ahead_s", seconds.to_string());
            }
            if 0 < failed_before {
                act.note("failures", failed_before.to_string());
            }
            Ok::<_, registry::Error>(())
        })?)
    }
}

/// A demo office's passwords are printed on its login screen; hashing them dearly would only cost its visitors time. The
/// room's own tests log in some hundred times; the true cost is the vault's to test, and the command line's.
pub(super) fn cost(demo: bool) -> Cost {
    if demo || cfg!(test) {
        Cost::PUBLIC
    } else {
        Cost::OFFICE
    }
}

/// The office's key for a login and its password, and the count of failures before, which the caller forgets once the
/// audit has it.
pub(super) fn prove(
    dir: &Path,
    clock: Clock,
    login: &str,
    password: &Secret,
) -> Result<(MasterKey, Attempt), Error> {
    let ring = slots::read(dir, slots::OFFICERS)?;
    let login = plain(login);
    let attempt = Attempt::begin(dir, &ring.label(&login), clock.now())?;
    match ring.open(&login, password) {
        Ok(master) => {
            attempt.take_back()?;
            Ok((master, attempt))
        }
        Err(vault::Error::Refused) => Err(attempt.refused()),
        Err(other) => {
            attempt.take_back()?;
            Err(slots::told(&other))
        }
    }
}

/// The login as it is filed; what cannot be a login is filed as one that nobody has.
fn plain(login: &str) -> String {
    Login::parse(login).map_or_else(|| String::from("?"), |login| login.as_str().to_owned())
}

/// The officer of a login whose slot has opened: the registry knows whether he may still come in.
pub(super) fn active(registry: &Registry, login: &str) -> Result<Officer, Error> {
    let unknown = || Error::new("officer-unknown");
    let login = Login::parse(login).ok_or_else(unknown)?;
    let officer = registry.officer(&login)?.ok_or_else(unknown)?;
    if officer.active {
        Ok(officer)
    } else {
        Err(Error::new("officer-disabled"))
    }
}
