//! An operation: what was planned, and the report that sums what was seen; counts nobody twice and guesses nothing.

mod sum;
#[cfg(test)]
mod tests;

use super::{Color, Light, OperationId, Paper, Sighting};
use crate::permit::Kind;
use crate::rule::PatrolRules;
use crate::seal::Word;
use jiff::ToSpan as _;
use jiff::civil::Date;

pub use sum::{overstay_of, sum};

/// A plan that the office keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Names it wherever it is told.
    pub id: OperationId,
    /// What was planned.
    pub plan: Plan,
    /// When it was closed, Unix seconds; its plan does not change afterwards.
    pub closed_at: Option<i64>,
}

/// What was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// As the office calls it.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Codes of kecamatan and estates.
    pub areas: Vec<String>,
    /// Who takes part.
    pub team: Vec<Member>,
    /// Guarantors whose people are expected there, as the registry writes them.
    pub expected: Vec<String>,
}

/// One who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Name.
    pub name: String,
    /// Of which body.
    pub agency: String,
}

/// Why a plan is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanFlaw {
    /// No name, or one beyond its bounds.
    #[error("name")]
    Name,
    /// It ends before it begins, or lasts longer than [`Plan::MOST_DAYS`].
    #[error("days")]
    Days,
    /// No area, or too many.
    #[error("areas")]
    Areas,
    /// Nobody takes part, or a name is missing or beyond its bounds.
    #[error("team")]
    Team,
    /// Too many guarantors, or one without a name.
    #[error("expected")]
    Expected,
}

impl PlanFlaw {
    /// Stable id: its words stand under `error-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "operation-name",
            Self::Days => "operation-days",
            Self::Areas => "operation-areas",
            Self::Team => "operation-team",
            Self::Expected => "operation-expected",
        }
    }
}

impl Plan {
    /// Longest, in days.
    pub const MOST_DAYS: i32 = 31;
    /// Areas, members or guarantors.
    pub const MOST: usize = 100;

    /// Whether it can be kept.
    pub fn check(&self) -> Result<(), PlanFlaw> {
        let is_text = |text: &String| !text.trim().is_empty() && text.len() <= Sighting::MOST_TEXT;
        let most = self.from.saturating_add((Self::MOST_DAYS - 1).days());
        if !is_text(&self.name) {
            return Err(PlanFlaw::Name);
        }
        if self.until < self.from || most < self.until {
            return Err(PlanFlaw::Days);
        }
        if self.areas.is_empty() || Self::MOST < self.areas.len() {
            return Err(PlanFlaw::Areas);
        }
        let named =
            |member: &Member| is_text(&member.name) && member.agency.len() <= Sighting::MOST_TEXT;
        if self.team.is_empty() || Self::MOST < self.team.len() || !self.team.iter().all(named) {
            return Err(PlanFlaw::Team);
        }
        if Self::MOST < self.expected.len() || !self.expected.iter().all(is_text) {
            return Err(PlanFlaw::Expected);
        }
        Ok(())
    }
}

/// What the office knows of the holder of a permit. No `Debug`: it is a person's data.
#[derive(Clone, PartialEq, Eq)]
pub struct Resident {
    /// Number of the permit.
    pub permit_no: String,
    /// As printed.
    pub full_name: String,
    /// Alpha-3 code.
    pub nationality: String,
    /// Who vouches; empty without one.
    pub guarantor: String,
    /// ITAS or ITAP.
    pub kind: Kind,
    /// Last day of the permit; none of an unlimited one.
    pub last_day: Option<Date>,
    /// The first day on which it does not hold any more, where its end was written down.
    pub ended_on: Option<Date>,
}

/// What came of checking one card. Each card checked has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Valid, and no paper amber, red or, but for the family's, unknown.
    Complete,
    /// Valid and nothing wrong as far as is known; some paper could not be judged.
    Unjudged,
    /// Genuine, but not valid, or with a paper amber or red.
    Incomplete,
    /// FORGED or by an unknown signer.
    NotGenuine,
    /// No seal that could be read.
    NoSeal,
}

impl Standing {
    /// All, in the order reports show them.
    pub const ALL: [Self; 5] = [
        Self::Complete,
        Self::Unjudged,
        Self::Incomplete,
        Self::NotGenuine,
        Self::NoSeal,
    ];

    /// Stable word in JSON; its name is the text key `standing-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Unjudged => "unjudged",
            Self::Incomplete => "incomplete",
            Self::NotGenuine => "not-genuine",
            Self::NoSeal => "no-seal",
        }
    }

    /// Of one scan.
    pub fn of(sighting: &Sighting) -> Self {
        let has = |color: Color| {
            let own = |light: &Light| light.color == color;
            // Of most people nobody told whether a family follows them: that alone leaves nothing open.
            let open = |light: &Light| color != Color::Unknown || light.paper != Paper::Dependants;
            sighting
                .lights
                .iter()
                .any(|light| own(light) && open(light))
        };
        match sighting.word {
            Word::Forged | Word::UnknownSigner => Self::NotGenuine,
            Word::NotASeal | Word::Unreadable => Self::NoSeal,
            Word::Valid if has(Color::Red) || has(Color::Amber) => Self::Incomplete,
            Word::Valid if has(Color::Unknown) || sighting.lights.is_empty() => Self::Unjudged,
            Word::Valid => Self::Complete,
            Word::Expired | Word::Revoked | Word::Suspended | Word::Superseded | Word::Stale => {
                Self::Incomplete
            }
        }
    }

    /// The seal's numbers are proven.
    pub fn is_genuine(self) -> bool {
        match self {
            Self::Complete | Self::Unjudged | Self::Incomplete => true,
            Self::NotGenuine | Self::NoSeal => false,
        }
    }
}

/// A stay beyond the permit's last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overstay {
    /// Days; the first is the day after the last valid one.
    pub days: u32,
    /// What the rules of those days make of it.
    pub measure: Measure,
}

/// What follows from an overstay (UU 6/2011 Ps 78).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A charge settles it.
    Charge {
        /// Of all days, each by the rule of its day.
        rupiah: u64,
        /// Every rule's source has been checked.
        verified: bool,
    },
    /// The law says nothing of just so many days: an officer decides.
    AskOfficer,
    /// Deportation and a ban.
    Deport,
}

impl Measure {
    /// Stable word in JSON; its words are the text key `measure-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Charge { .. } => "charge",
            Self::AskOfficer => "ask-officer",
            Self::Deport => "deport",
        }
    }
}

/// One card checked, however often it was scanned.
pub struct Checked<'a> {
    /// The last time it was scanned.
    pub sighting: &'a Sighting,
    /// How often it was scanned.
    pub times: u64,
    /// What came of it.
    pub standing: Standing,
    /// Its holder, where the seal is proven and the registry knows the permit.
    pub resident: Option<&'a Resident>,
    /// He stays beyond his permit.
    pub overstay: Option<Overstay>,
}

impl Checked<'_> {
    /// Papers that are amber or red.
    pub fn wrong(&self) -> impl Iterator<Item = &Light> {
        let lights = self.sighting.lights.iter();
        lights.filter(|light| matches!(light.color, Color::Amber | Color::Red))
    }
}

/// Why cards were incomplete, and how many for that reason. One card may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Which paper.
    pub paper: Paper,
    /// Amber or red.
    pub color: Color,
    /// One of [`Light::REASONS`].
    pub reason: &'static str,
    /// Cards.
    pub count: u64,
}

/// A guarantor whose people were expected.
pub struct Expectation<'a> {
    /// As planned.
    pub guarantor: &'a str,
    /// People he vouches for.
    pub people: u64,
    /// Of them, those who were not seen, by name.
    pub not_found: Vec<&'a Resident>,
}

impl Expectation<'_> {
    /// Those who were seen.
    pub fn seen(&self) -> u64 {
        self.people - count(&self.not_found)
    }
}

/// What an operation came to.
pub struct OperationReport<'a> {
    /// Every scan.
    pub scans: u64,
    /// Each card once, by the time it was last scanned.
    pub checked: Vec<Checked<'a>>,
    /// Cards by the verdict's word; words nobody had are left out.
    pub words: Vec<(Word, u64)>,
    /// Reasons of incomplete cards, by paper, red before amber.
    pub reasons: Vec<Reason>,
    /// Cards by kecamatan; `None` where none was told. Most first.
    pub districts: Vec<(Option<String>, u64)>,
    /// Cards by estate, those without one left out. Most first.
    pub estates: Vec<(String, u64)>,
    /// Scans by officer. Most first.
    pub officers: Vec<(String, u64)>,
    /// In the order of the plan.
    pub expected: Vec<Expectation<'a>>,
}

impl<'a> OperationReport<'a> {
    /// Cards of that standing.
    pub fn count(&self, standing: Standing) -> u64 {
        let own = self.checked.iter().filter(|one| one.standing == standing);
        u64::try_from(own.count()).unwrap_or(u64::MAX)
    }

    /// Scans of cards that had been scanned before.
    pub fn again(&self) -> u64 {
        self.scans - count(&self.checked)
    }

    /// Those who stay beyond their permit, longest first.
    pub fn overstays(&self) -> Vec<(&Checked<'a>, Overstay)> {
        let found = self.checked.iter();
        let mut found: Vec<_> = found.filter_map(|one| Some((one, one.overstay?))).collect();
        found.sort_by_key(|(_, overstay)| std::cmp::Reverse(overstay.days));
        found
    }

    /// All charges together, rupiah.
    pub fn charges(&self) -> u64 {
        let measures = self.checked.iter().filter_map(|one| one.overstay);
        measures
            .map(|overstay| match overstay.measure {
                Measure::Charge { rupiah, .. } => rupiah,
                Measure::AskOfficer | Measure::Deport => 0,
            })
            .sum()
    }

    /// Everybody who was expected and not seen.
    pub fn not_found(&self) -> u64 {
        self.expected.iter().map(|one| count(&one.not_found)).sum()
    }
}

/// What of the office's registry and rules a report needs.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Holders of the permits that were seen.
    pub seen: &'a [Resident],
    /// Holders whose guarantor is expected and whose permit has not ended.
    pub expected: &'a [Resident],
    /// Overstay by the day.
    pub rules: &'a PatrolRules,
}

fn count<T>(things: &[T]) -> u64 {
    u64::try_from(things.len()).unwrap_or(u64::MAX)
}
