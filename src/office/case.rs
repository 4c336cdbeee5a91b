//! The way of a case from the counter to the holder's hand: states, events, and the one table of what may follow what.

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseState {
    /// Being entered.
    Draft,
    /// Waits for approval.
    Submitted,
    /// Given back to the counter, with a reason.
    Returned,
    /// Waits for its card.
    Approved,
    /// Its card is at the press.
    InProduction,
    /// The finished card was scanned back and waits for its holder.
    Ready,
    /// Done.
    HandedOver,
    /// Refused by the head of office.
    Refused,
    /// Withdrawn by the applicant.
    Withdrawn,
}

/// What happens to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseEvent {
    /// Fields or portrait are changed at the counter.
    Save,
    /// The draft is thrown away.
    Delete,
    /// The counter is done with it.
    Submit,
    /// Given back with a reason.
    Return,
    /// Approved: the printed fields, portrait and template as they are.
    Approve,
    /// Refused with a reason.
    Refuse,
    /// The applicant does not want it any more.
    Withdraw,
    /// What would be printed is no longer what was approved.
    Void,
    /// A blank is assigned and sealed.
    Produce,
    /// The card was spoiled; it needs another blank.
    Spoil,
    /// The finished card was scanned back.
    Check,
    /// Given to its holder.
    HandOver,
}

impl CaseState {
    /// All, in the order of their way.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Submitted,
        Self::Returned,
        Self::Approved,
        Self::InProduction,
        Self::Ready,
        Self::HandedOver,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// Stable word in the registry and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Submitted => "SUBMITTED",
            Self::Returned => "RETURNED",
            Self::Approved => "APPROVED",
            Self::InProduction => "IN_PRODUCTION",
            Self::Ready => "READY",
            Self::HandedOver => "HANDED_OVER",
            Self::Refused => "REFUSED",
            Self::Withdrawn => "WITHDRAWN",
        }
    }

    /// The state of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    /// The one table: where `event` leads from here; `None` when it is not allowed.
    pub fn after(self, event: CaseEvent) -> Option<Self> {
        use CaseEvent as E;
        match (self, event) {
            // A deleted draft is gone; the state it would have is that of a withdrawn case.
            (Self::Draft, E::Delete)
            | (Self::Draft | Self::Submitted | Self::Returned | Self::Approved, E::Withdraw) => {
                Some(Self::Withdrawn)
            }
            (Self::Draft, E::Save) => Some(Self::Draft),
            // Changing what was submitted or approved takes it back to the counter and voids the approval.
            (Self::Submitted | Self::Approved | Self::Returned, E::Save)
            | (Self::Submitted | Self::Approved, E::Return) => Some(Self::Returned),
            (Self::Draft | Self::Returned, E::Submit) | (Self::Approved, E::Void) => {
                Some(Self::Submitted)
            }
            (Self::Submitted, E::Approve) | (Self::InProduction | Self::Ready, E::Spoil) => {
                Some(Self::Approved)
            }
            (Self::Submitted, E::Refuse) => Some(Self::Refused),
            (Self::Approved, E::Produce) => Some(Self::InProduction),
            (Self::InProduction, E::Check) => Some(Self::Ready),
            (Self::Ready, E::HandOver) => Some(Self::HandedOver),
            _ => None,
        }
    }
}

impl CaseEvent {
    /// All, in the order of their way.
    pub const ALL: [Self; 12] = [
        Self::Save,
        Self::Delete,
        Self::Submit,
        Self::Return,
        Self::Approve,
        Self::Refuse,
        Self::Withdraw,
        Self::Void,
        Self::Produce,
        Self::Spoil,
        Self::Check,
        Self::HandOver,
    ];

    /// Stable word in the audit: `case-` and this.
    pub fn id(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Delete => "delete",
            Self::Submit => "submit",
            Self::Return => "return",
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Void => "void",
            Self::Produce => "produce",
            Self::Spoil => "spoil",
            Self::Check => "check",
            Self::HandOver => "hand-over",
        }
    }
}
