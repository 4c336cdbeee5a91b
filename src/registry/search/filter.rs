//! Which permits a search shows, and in which order.

use crate::permit::Kind;
use jiff::civil::Date;

/// Which permits a search shows; all when nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Where they stand today.
    pub state: Option<PermitState>,
    /// ITAS or ITAP.
    pub kind: Option<Kind>,
    /// Alpha-3 code of the nationality.
    pub nationality: Option<String>,
    /// Name of the kecamatan.
    pub district: Option<String>,
    /// Code of the kota or kabupaten.
    pub region: Option<String>,
    /// First and last of the last valid days wanted.
    pub expiry: Option<(Date, Date)>,
    /// Beginnings of index codes, as a group of purposes has them; empty: all.
    pub indices: Vec<String>,
}

/// Where a permit stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PermitState {
    /// Holds.
    Active,
    /// Holds, and its last day lies within 30 days.
    Expiring30,
    /// Within 60 days.
    Expiring60,
    /// Within 90 days.
    Expiring90,
    /// Its last day has passed, and nobody has ended it.
    Overdue,
    /// Ended, for a reason.
    Ended,
}

impl PermitState {
    /// All, in reading order.
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::Expiring30,
        Self::Expiring60,
        Self::Expiring90,
        Self::Overdue,
        Self::Ended,
    ];

    /// Stable word on the command line and in text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expiring30 => "expiring-30",
            Self::Expiring60 => "expiring-60",
            Self::Expiring90 => "expiring-90",
            Self::Overdue => "overdue",
            Self::Ended => "ended",
        }
    }

    /// The state of that word.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    /// Days within which the last day lies, of an expiring one.
    pub(super) fn days(self) -> Option<i32> {
        match self {
            Self::Expiring30 => Some(30),
            Self::Expiring60 => Some(60),
            Self::Expiring90 => Some(90),
            Self::Active | Self::Overdue | Self::Ended => None,
        }
    }
}

/// What rows are ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Newest card first; permits without a card last.
    #[default]
    Newest,
    /// Name, as the machine-readable zone spells it.
    Name,
    /// Last valid day, earliest first.
    Expiry,
    /// Alpha-3 code of the nationality.
    Nationality,
    /// Permit number.
    Number,
}

impl SortBy {
    /// All, in reading order.
    pub const ALL: [Self; 5] = [
        Self::Newest,
        Self::Name,
        Self::Expiry,
        Self::Nationality,
        Self::Number,
    ];

    /// Stable word on the command line and in text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Name => "name",
            Self::Expiry => "expiry",
            Self::Nationality => "nationality",
            Self::Number => "number",
        }
    }

    /// The order of that word.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.id() == id)
    }
}

/// An order of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// The other way round.
    pub reverse: bool,
}
