//! How a permit ends before or at its last day, and for which permit each reason is lawful (UU 6/2011 Ps 53 and 62).

use super::Kind;

/// Why a permit ended: the legal reasons, and what the office did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndReason {
    /// Its last day has passed.
    Expired,
    /// Left for good, with an exit permit only (EPO).
    LeftForGood,
    /// Left and did not come back: the re-entry permit lapsed, or more than a year abroad.
    LeftNoReturn,
    /// An ITAS became an ITAP.
    ConvertedToItap,
    /// A newer permit of the same kind took its place.
    Extended,
    /// Became a citizen.
    BecameWni,
    /// Cancelled by decision.
    Cancelled,
    /// Deported.
    Deported,
    /// The holder died.
    Died,
    /// Moved to the area of another office.
    MovedAway,
}

impl EndReason {
    /// All, in reading order.
    pub const ALL: [Self; 10] = [
        Self::Expired,
        Self::LeftForGood,
        Self::LeftNoReturn,
        Self::ConvertedToItap,
        Self::Extended,
        Self::BecameWni,
        Self::Cancelled,
        Self::Deported,
        Self::Died,
        Self::MovedAway,
    ];

    /// Stable id in the registry, on the command line and in text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::LeftForGood => "left-epo",
            Self::LeftNoReturn => "left-no-return",
            Self::ConvertedToItap => "converted-to-itap",
            Self::Extended => "superseded-by-extension",
            Self::BecameWni => "became-wni",
            Self::Cancelled => "cancelled",
            Self::Deported => "deported",
            Self::Died => "died",
            Self::MovedAway => "mutated-out",
        }
    }

    /// The reason of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.id() == id)
    }

    /// Whether a permit of that kind can end so: only an ITAS is converted to an ITAP.
    pub fn fits(self, kind: Kind) -> bool {
        self != Self::ConvertedToItap || kind == Kind::Itas
    }

    /// How the permit of `older` kind ends when the same person gets one of `newer` kind; `None`: it does not.
    pub fn by_successor(older: Kind, newer: Kind) -> Option<Self> {
        match (older, newer) {
            (Kind::Itas, Kind::Itap) => Some(Self::ConvertedToItap),
            (Kind::Itas, Kind::Itas) | (Kind::Itap, Kind::Itap) => Some(Self::Extended),
            (Kind::Itap, Kind::Itas) => None,
        }
    }
}
