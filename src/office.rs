//! The office's people and their duties, the way of a case, the stock of blanks: who may do what, and what may follow what.
//!
//! Everything here is a value: nothing is stored, no clock is read. The station asks [`may`] before every act, so the desk
//! and the command line cannot differ.

mod blank;
mod case;
mod duty;
mod mark;
mod run;
mod step;
#[cfg(test)]
mod tests;

pub use blank::{Balance, BlankEvent, BlankRange, BlankSerial, BlankState, StockError};
pub use case::{CaseEvent, CaseState};
pub use duty::{Deed, Duty, Refusal};
pub use mark::{Mark, Standing};
pub use run::{PrintEvent, PrintState, RunCounts, RunState, SendingEnd};
pub use step::{Before, Step, StepRule, due, may_do_step, may_have_step};

/// An officer's key in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OfficerId(pub i64);

impl OfficerId {
    /// The program itself: migrations, daily anchors, a demo office's beginning.
    pub const PROGRAM: Self = Self(0);
}

/// The name an officer logs in with: 2 to 32 of `a-z 0-9 . _ -`, a letter first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Login(String);

impl Login {
    /// Reads a login; capitals become small letters. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let letters = text
            .bytes()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'_' | b'-'));
        let begins = text
            .bytes()
            .next()
            .is_some_and(|first| first.is_ascii_lowercase());
        (begins && letters && (2..=32).contains(&text.len())).then_some(Self(text))
    }

    /// As typed at the login.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One officer of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Key in the registry.
    pub id: OfficerId,
    /// Name at the login.
    pub login: Login,
    /// As reports and the audit show it.
    pub name: String,
    /// Civil servant's number, 18 digits; empty when the officer has none.
    pub nip: String,
    /// In the order of [`Duty::ALL`], each once.
    pub duties: Vec<Duty>,
    /// A disabled account keeps its history and cannot log in.
    pub active: bool,
    /// The password must be changed before anything else is done.
    pub must_change: bool,
}

/// Whether `officer` may do `deed` by duty alone. A disabled account may do nothing, one whose password must be changed only that.
pub fn may(officer: &Officer, deed: Deed) -> Result<(), Refusal> {
    if !officer.active {
        return Err(Refusal::Disabled);
    }
    if officer.must_change && deed != Deed::ChangePassword {
        return Err(Refusal::MustChange);
    }
    let needed = deed.duties();
    if needed.iter().any(|duty| officer.duties.contains(duty)) {
        Ok(())
    } else {
        Err(Refusal::NotTheDuty(deed))
    }
}

/// Whether `officer` may decide a case: the duty, and never the one who entered it.
pub fn may_decide(officer: &Officer, deed: Deed, entered_by: OfficerId) -> Result<(), Refusal> {
    may(officer, deed)?;
    if officer.id == entered_by {
        return Err(Refusal::SameOfficer);
    }
    Ok(())
}

/// Whether `second` may stand beside `first` for a deed that needs two: another person with a duty at the press, the stock or the head's.
pub fn may_second(first: &Officer, second: &Officer) -> Result<(), Refusal> {
    if first.id == second.id {
        return Err(Refusal::SameOfficer);
    }
    may(second, Deed::Witness)
}

/// Whether `second` may accept beside `first` what is wrong with a portrait: another person, who reviews or decides cases.
pub fn may_accept(first: &Officer, second: &Officer) -> Result<(), Refusal> {
    if first.id == second.id {
        return Err(Refusal::SameOfficer);
    }
    may(second, Deed::ReturnCase)
}

/// Two duties one officer may not hold together; `None` when all may stand together.
///
/// Who prints does not keep blanks; the administrator sees no case data; the auditor only reads.
pub fn clash(duties: &[Duty]) -> Option<(Duty, Duty)> {
    duty::clash(duties)
}
