//! Steps an office may switch on between a case's submission and its card, and the one table of when each is done.

use super::{CaseState, Duty, Officer, OfficerId, Refusal};
use crate::office::duty::Deed;

/// One such step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The fee is paid.
    Payment,
    /// Somebody went and looked.
    FieldCheck,
    /// The regional office agreed.
    RegionalApproval,
}

/// What a step comes before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Before {
    /// The head's approval.
    Approval,
    /// The card's print.
    Print,
}

/// A step that is switched on: what it comes before, and whose duty it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepRule {
    /// Which.
    pub step: Step,
    /// What it comes before.
    pub before: Before,
    /// Whose it is.
    pub duty: Duty,
}

impl Step {
    /// All, in the order an office would think of them.
    pub const ALL: [Self; 3] = [Self::Payment, Self::FieldCheck, Self::RegionalApproval];

    /// Stable word in files, on the command line and in text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::FieldCheck => "field-check",
            Self::RegionalApproval => "regional-approval",
        }
    }

    /// The step of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.id() == id)
    }

    /// Whose duty it is unless the office says otherwise.
    pub fn usual_duty(self) -> Duty {
        match self {
            Self::Payment => Duty::Counter,
            Self::FieldCheck => Duty::Reviewer,
            Self::RegionalApproval => Duty::Head,
        }
    }

    /// It is about what the case says: a case that goes back to the counter needs it again, and who entered the case never
    /// does it.
    pub fn is_about_content(self) -> bool {
        match self {
            Self::Payment => false,
            Self::FieldCheck | Self::RegionalApproval => true,
        }
    }
}

impl Before {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Approval, Self::Print];

    /// Stable word in files and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Print => "print",
        }
    }

    /// The word of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|before| before.id() == id)
    }

    /// Where a case stands while such a step is done; the one table.
    pub fn state(self) -> CaseState {
        match self {
            Self::Approval => CaseState::Submitted,
            Self::Print => CaseState::Approved,
        }
    }
}

/// Duties a step may be given to: those that work on cases.
pub fn may_have_step(duty: Duty) -> bool {
    Deed::DoStep.duties().contains(&duty)
}

/// The step a case in that state waits for: the first of the list that is done there and is not done yet.
pub fn due(rules: &[StepRule], done: &[Step], state: CaseState) -> Option<StepRule> {
    let mut open = rules
        .iter()
        .filter(|rule| rule.before.state() == state && !done.contains(&rule.step));
    open.next().copied()
}

/// Whether `officer` may do a step of a case these hands have entered.
pub fn may_do_step(officer: &Officer, rule: &StepRule, hands: &[OfficerId]) -> Result<(), Refusal> {
    super::may(officer, Deed::DoStep)?;
    if !officer.duties.contains(&rule.duty) {
        return Err(Refusal::NotTheDuty(Deed::DoStep));
    }
    if rule.step.is_about_content() && hands.contains(&officer.id) {
        return Err(Refusal::SameOfficer);
    }
    Ok(())
}
