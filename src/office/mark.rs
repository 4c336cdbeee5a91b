//! What an office says of a card or a permit beside its way and its end: revoked, suspended, lost, and back.

/// One such word. Each is kept for ever; what stands is what they add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// Withdrawn for good.
    Revoked,
    /// Out of force until it is reinstated.
    Suspended,
    /// In force again after a suspension.
    Reinstated,
    /// Its holder does not have the card any more.
    Lost,
    /// A lost card is back with its holder.
    Found,
}

impl Mark {
    /// All, in reading order.
    pub const ALL: [Self; 5] = [
        Self::Revoked,
        Self::Suspended,
        Self::Reinstated,
        Self::Lost,
        Self::Found,
    ];

    /// Stable word in the registry, in JSON and in text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Reinstated => "reinstated",
            Self::Lost => "lost",
            Self::Found => "found",
        }
    }

    /// The mark of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.id() == id)
    }
}

/// What stands of a card, or of a permit, after all that was said of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// For good.
    pub revoked: bool,
    /// Until it is reinstated.
    pub suspended: bool,
    /// Until it is found; a lost card that was suspended before is suspended when it is found.
    pub lost: bool,
}

impl Standing {
    /// The one table: what stands after `mark`; `None` when it may not be said now. Nothing follows a revocation.
    pub fn after(self, mark: Mark) -> Option<Self> {
        if self.revoked {
            return None;
        }
        match mark {
            Mark::Revoked => Some(Self {
                revoked: true,
                ..self
            }),
            Mark::Suspended => (!self.suspended).then_some(Self {
                suspended: true,
                ..self
            }),
            Mark::Reinstated => self.suspended.then_some(Self {
                suspended: false,
                ..self
            }),
            Mark::Lost => (!self.lost).then_some(Self { lost: true, ..self }),
            Mark::Found => self.lost.then_some(Self {
                lost: false,
                ..self
            }),
        }
    }
}
