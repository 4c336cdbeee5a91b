//! A printing run: where one of its cards stands, what may happen to it, and where the run stands that has them.

/// Where a card of a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrintState {
    /// It waits its turn: no blank, no seal.
    Planned,
    /// Sealed onto its blank and recorded; it has not left the program.
    Intended,
    /// It was on its way when program or printer failed: only who looks into the tray knows.
    Unknown,
    /// Handed to the printer, or written as a file; what came of it is not said yet.
    Spooled,
    /// A good card.
    Good,
    /// Its serial is void, its seal superseded.
    Spoiled,
    /// Taken out of the run before it was sealed.
    Withdrawn,
}

/// What happens to a card of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrintEvent {
    /// Sealed and recorded.
    Intend,
    /// It goes out: until the printer has answered, nobody knows.
    Send,
    /// The printer has it, or the file is in its place.
    Spooled,
    /// The printer refused it before it took anything, or somebody found that it never came out.
    NotSent,
    /// It came out well.
    Good,
    /// It did not, or its blank is damaged or lost.
    Spoil,
    /// It is not to be made in this run.
    Withdraw,
    /// The printer called it off, or gave it up, after it had it: it may have come out none the less.
    GivenUp,
}

impl PrintState {
    /// All, in the order of their way.
    pub const ALL: [Self; 7] = [
        Self::Planned,
        Self::Intended,
        Self::Unknown,
        Self::Spooled,
        Self::Good,
        Self::Spoiled,
        Self::Withdrawn,
    ];

    /// Stable word in the registry and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Planned => "PLANNED",
            Self::Intended => "INTENDED",
            Self::Unknown => "UNKNOWN",
            Self::Spooled => "SPOOLED",
            Self::Good => "GOOD",
            Self::Spoiled => "SPOILED",
            Self::Withdrawn => "WITHDRAWN",
        }
    }

    /// The state of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    /// The one table: where `event` leads from here; `None` when it is not allowed.
    pub fn after(self, event: PrintEvent) -> Option<Self> {
        use PrintEvent as E;
        match (self, event) {
            (Self::Planned, E::Intend) | (Self::Unknown | Self::Spooled, E::NotSent) => {
                Some(Self::Intended)
            }
            (Self::Planned, E::Withdraw) => Some(Self::Withdrawn),
            (Self::Intended, E::Send) | (Self::Spooled, E::GivenUp) => Some(Self::Unknown),
            (Self::Intended | Self::Unknown, E::Spooled) => Some(Self::Spooled),
            // Who holds the card in his hand knows better than the program.
            (Self::Intended | Self::Unknown | Self::Spooled, E::Good) => Some(Self::Good),
            (Self::Intended | Self::Unknown | Self::Spooled | Self::Good, E::Spoil) => {
                Some(Self::Spoiled)
            }
            _ => None,
        }
    }

    /// A printer has it, or may have it.
    pub fn is_away(self) -> bool {
        self.after(PrintEvent::NotSent).is_some()
    }

    /// Nothing more is to be said of it.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Good | Self::Spoiled | Self::Withdrawn)
    }
}

impl PrintEvent {
    /// All, in the order of a card's way.
    pub const ALL: [Self; 8] = [
        Self::Intend,
        Self::Send,
        Self::Spooled,
        Self::NotSent,
        Self::Good,
        Self::Spoil,
        Self::Withdraw,
        Self::GivenUp,
    ];

    /// Stable word in tables of tests.
    pub fn id(self) -> &'static str {
        match self {
            Self::Intend => "intend",
            Self::Send => "send",
            Self::Spooled => "spooled",
            Self::NotSent => "not-sent",
            Self::Good => "good",
            Self::Spoil => "spoil",
            Self::Withdraw => "withdraw",
            Self::GivenUp => "given-up",
        }
    }
}

/// How a printer's queue is done with cards it was sent, by its own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SendingEnd {
    /// Handed to the printer whole. Whether the cards are good, a person sees.
    Done,
    /// Somebody called it off there.
    Cancelled,
    /// The queue gave it up.
    Failed,
    /// The queue no longer knows it, and never will.
    Forgotten,
}

impl SendingEnd {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Done, Self::Cancelled, Self::Failed, Self::Forgotten];

    /// Stable word in the registry.
    pub fn id(self) -> &'static str {
        match self {
            Self::Done => "DONE",
            Self::Cancelled => "CANCELLED",
            Self::Failed => "FAILED",
            Self::Forgotten => "FORGOTTEN",
        }
    }

    /// The end of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.id() == id)
    }

    /// What it says of the cards; nothing where somebody is to look at them anyway.
    pub fn event(self) -> Option<PrintEvent> {
        match self {
            Self::Cancelled | Self::Failed => Some(PrintEvent::GivenUp),
            Self::Done | Self::Forgotten => None,
        }
    }
}

/// How many cards of a run stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunCounts {
    /// See [`PrintState`].
    pub planned: u64,
    /// See [`PrintState`].
    pub intended: u64,
    /// See [`PrintState`].
    pub unknown: u64,
    /// See [`PrintState`].
    pub spooled: u64,
    /// See [`PrintState`].
    pub good: u64,
    /// See [`PrintState`].
    pub spoiled: u64,
    /// See [`PrintState`].
    pub withdrawn: u64,
}

impl RunCounts {
    /// Counts `count` more cards of that state.
    pub fn add(&mut self, state: PrintState, count: u64) {
        let slot = match state {
            PrintState::Planned => &mut self.planned,
            PrintState::Intended => &mut self.intended,
            PrintState::Unknown => &mut self.unknown,
            PrintState::Spooled => &mut self.spooled,
            PrintState::Good => &mut self.good,
            PrintState::Spoiled => &mut self.spoiled,
            PrintState::Withdrawn => &mut self.withdrawn,
        };
        *slot += count;
    }

    /// Cards the run was made for.
    pub fn cards(&self) -> u64 {
        self.left() + self.unknown + self.spooled + self.good + self.spoiled + self.withdrawn
    }

    /// Cards that have not left the program.
    pub fn left(&self) -> u64 {
        self.planned + self.intended
    }

    /// Where the run stands.
    pub fn state(&self) -> RunState {
        let gone = self.unknown + self.spooled;
        match (self.left(), gone) {
            (0, 0) => RunState::Closed,
            (0, _) => RunState::Awaiting,
            _ if 0 < gone + self.good + self.spoiled => RunState::Spooling,
            _ if 0 < self.intended => RunState::Intended,
            _ => RunState::Proofed,
        }
    }
}

/// Where a run stands; it follows from its cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RunState {
    /// Its cases are approved and their cards fit; nothing is sealed.
    Proofed,
    /// Cards are sealed and recorded, none has left.
    Intended,
    /// Some have left.
    Spooling,
    /// All have left, and somebody is to say what came of them.
    Awaiting,
    /// The fate of every card is known.
    Closed,
}

impl RunState {
    /// All, in the order of a run's way.
    pub const ALL: [Self; 5] = [
        Self::Proofed,
        Self::Intended,
        Self::Spooling,
        Self::Awaiting,
        Self::Closed,
    ];

    /// Stable word on the command line and in text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Proofed => "PROOFED",
            Self::Intended => "INTENDED",
            Self::Spooling => "SPOOLING",
            Self::Awaiting => "AWAITING",
            Self::Closed => "CLOSED",
        }
    }
}
