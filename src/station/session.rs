//! Who is at the desk: the officer every verb acts for, and the duties that stand before each.

use super::{Error, Station};
use crate::office::{self, Deed, Duty, Officer, OfficerId, Refusal};
use crate::permit::PermitNo;
use crate::registry::By;

/// What the clock says against the registry's newest act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// As it should.
    Steady,
    /// It stands before the newest act, by so many seconds: nothing is sealed until it is right.
    Behind(i64),
    /// It has gone on by so many seconds since the newest act, more than the office is ever closed.
    Ahead(i64),
}

/// Longer than an office is closed, long holidays included.
const CLOSED_S: i64 = 30 * 24 * 60 * 60;

impl Station {
    /// Who acts, as he was when he logged in.
    pub fn officer(&self) -> &Officer {
        &self.officer
    }

    /// Every officer, also the disabled.
    pub fn officers(&self) -> Result<Vec<Officer>, Error> {
        Ok(self.registry.officers()?)
    }

    /// The clock against the newest act.
    pub fn clock_state(&self) -> Result<ClockState, Error> {
        if let Some(seconds) = self.jumped_s {
            return Ok(ClockState::Ahead(seconds));
        }
        let (now, last) = (self.clock.now(), self.registry.last_act()?);
        Ok(match now - last {
            behind if behind < 0 => ClockState::Behind(-behind),
            ahead if CLOSED_S < ahead && 0 < last => ClockState::Ahead(ahead),
            _ => ClockState::Steady,
        })
    }

    /// The office has looked at the clock and goes on with it; the audit tells who. When a head of office or an administrator
    /// accepts a clock that stands before the newest act, time is counted from here: an act dated by a wrong clock holds up
    /// nothing any more.
    pub fn accept_clock(&mut self) -> Result<(), Error> {
        let state = self.clock_state()?;
        let officer = self.present(self.officer.id)?;
        let decides = [Duty::Head, Duty::Admin]
            .iter()
            .any(|duty| officer.duties.contains(duty));
        self.registry.act(self.by("clock-accept"), |act| {
            let (word, seconds) = match state {
                ClockState::Steady => ("steady", 0),
                ClockState::Behind(seconds) => ("behind", seconds),
                ClockState::Ahead(seconds) => ("ahead", seconds),
            };
            act.note("clock", word);
            act.note("seconds", seconds.to_string());
            if decides && matches!(state, ClockState::Behind(_)) {
                act.count_time_from_here();
            }
            Ok::<_, crate::registry::Error>(())
        })?;
        self.jumped_s = None;
        self.next_signer(self.clock.now())
    }

    /// The first thing every verb asks, of the officer as the registry has him now: an administrator elsewhere may have
    /// changed his duties, or disabled him, since he logged in. Gives him as he now is.
    pub(super) fn allow(&self, deed: Deed) -> Result<Officer, Error> {
        let officer = self.present(self.officer.id)?;
        office::may(&officer, deed).map_err(|refusal| refused(&refusal))?;
        Ok(officer)
    }

    /// An officer as the registry has him now.
    pub(super) fn present(&self, id: OfficerId) -> Result<Officer, Error> {
        let found = self.registry.officer_by_id(id)?;
        found.ok_or_else(|| Error::new("officer-unknown"))
    }

    /// An act upon a permit that changes nothing of it.
    pub(super) fn told(&mut self, act: &'static str, permit_no: &PermitNo) -> Result<(), Error> {
        Ok(self.registry.act(self.by(act), |act| {
            act.about(format!("permit:{}", permit_no.as_str()));
            Ok::<_, crate::registry::Error>(())
        })?)
    }

    /// The one who acts, now.
    pub(super) fn by(&self, act: &'static str) -> By {
        By {
            officer: self.officer.id,
            act,
            at: self.clock.now(),
        }
    }

    /// In a demo office where nobody logged in: goes on as the officer whose duty it is. Everywhere else that officer must log in.
    pub fn act_as(&mut self, duty: Duty) -> Result<(), Error> {
        if self.officer.duties.contains(&duty) {
            return Ok(());
        }
        if !self.walked_in {
            return Err(Error::new("login-needed"));
        }
        self.officer = self
            .registry
            .officers()?
            .into_iter()
            .find(|officer| officer.active && officer.duties.contains(&duty))
            .ok_or_else(|| Error::new("nobody-with-duty").with("duty", duty.id()))?;
        Ok(())
    }

    /// Goes on as another officer, who has proven to be so, until `work` is done.
    pub(super) fn as_officer<T>(
        &mut self,
        officer: Officer,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = std::mem::replace(&mut self.officer, officer);
        let answer = work(self);
        self.officer = before;
        answer
    }
}

/// The words of a refusal.
pub(super) fn refused(refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Disabled => Error::new("officer-disabled"),
        Refusal::MustChange => Error::new("password-must-change"),
        Refusal::NotTheDuty(deed) => Error::new("not-the-duty").with("deed", deed.id()),
        Refusal::SameOfficer => Error::new("same-officer"),
    }
}
