//! Dated rules of stay permits, from `resources/rules/*.toml`; judges a draft as of a day. Unverified rules only warn.

use crate::permit::{Draft, Finding, Kind};
use jiff::civil::Date;

mod file;
mod group;
mod judge;
mod patrol;

#[cfg(test)]
mod tests;

/// All rules, each with its dates, source and mark.
#[derive(Debug)]
pub struct Rulebook {
    rows: Vec<file::Row>,
    indices: Vec<file::IndexRow>,
}

/// What a stay counts as in the office's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Foreign workers.
    Worker,
    /// Wives, husbands and children of permit holders.
    Dependant,
    /// Wives and husbands of citizens.
    CitizenSpouse,
    /// Pupils and students.
    Student,
    /// Holders of an ITAP, whatever they stay for.
    Permanent,
    /// Everybody else, and whoever has no index the figures know.
    Other,
}

impl Group {
    /// All, in the order reports show them.
    pub const ALL: [Self; 6] = [
        Self::Worker,
        Self::Dependant,
        Self::CitizenSpouse,
        Self::Student,
        Self::Permanent,
        Self::Other,
    ];

    /// Stable word in JSON and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Dependant => "dependant",
            Self::CitizenSpouse => "citizen-spouse",
            Self::Student => "student",
            Self::Permanent => "permanent",
            Self::Other => "other",
        }
    }
}

/// Which index code counts as which group, by days.
#[derive(Debug)]
pub struct Groups {
    rows: Vec<group::Row>,
}

impl Groups {
    /// Parses one TOML text.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        Ok(Self {
            rows: group::parse(toml)?,
        })
    }

    /// The groups shipped in `resources/rules/`.
    pub fn bundled() -> Self {
        // A test parses the same text, so that a fault in it never leaves the workshop.
        Self::parse(include_str!("../resources/rules/groups.toml")).unwrap_or(Self { rows: vec![] })
    }

    /// What every stay under that index counts as, whenever it began; `None` when that depends on the day.
    pub fn always(&self, index_code: &str) -> Option<Group> {
        group::always(&self.rows, index_code)
    }

    /// What a stay under that index counts as, begun on `day`.
    pub fn of(&self, index_code: &str, day: Date) -> Group {
        group::of(&self.rows, index_code, day)
    }
}

/// What a number of [`PatrolRules`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PatrolKey {
    /// A permit that ends within so many days is amber.
    PermitSoonDays,
    /// The same for a passport.
    PassportSoonDays,
    /// The same for a re-entry permit.
    ReentrySoonDays,
    /// The same for a guarantee.
    GuarantorSoonDays,
    /// The same for the report of an unlimited permit.
    ReportSoonDays,
    /// From the beginning of an ITAS to its report at the population office.
    SkttDays,
    /// An address told longer ago is asked for again.
    AddressDays,
    /// Charge of one day of overstay.
    OverstayRupiahADay,
    /// Days of overstay a charge settles: fewer than these.
    OverstayLimitDays,
    /// Nobody travels faster.
    TravelKmAnHour,
    /// The same card scanned again within so many minutes is the same sighting.
    SameScanMinutes,
}

impl PatrolKey {
    /// All, in the order of the file.
    pub const ALL: [Self; 11] = [
        Self::PermitSoonDays,
        Self::PassportSoonDays,
        Self::ReentrySoonDays,
        Self::GuarantorSoonDays,
        Self::ReportSoonDays,
        Self::SkttDays,
        Self::AddressDays,
        Self::OverstayRupiahADay,
        Self::OverstayLimitDays,
        Self::TravelKmAnHour,
        Self::SameScanMinutes,
    ];

    /// As the file has it.
    pub fn id(self) -> &'static str {
        match self {
            Self::PermitSoonDays => "permit-soon-days",
            Self::PassportSoonDays => "passport-soon-days",
            Self::ReentrySoonDays => "reentry-soon-days",
            Self::GuarantorSoonDays => "guarantor-soon-days",
            Self::ReportSoonDays => "report-soon-days",
            Self::SkttDays => "sktt-days",
            Self::AddressDays => "address-days",
            Self::OverstayRupiahADay => "overstay-rupiah-a-day",
            Self::OverstayLimitDays => "overstay-limit-days",
            Self::TravelKmAnHour => "travel-km-an-hour",
            Self::SameScanMinutes => "same-scan-minutes",
        }
    }
}

/// Numbers a patrol goes by, each with its days.
#[derive(Debug)]
pub struct PatrolRules {
    rows: Vec<patrol::Row>,
}

impl PatrolRules {
    /// Parses one TOML text.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        Ok(Self {
            rows: patrol::parse(toml)?,
        })
    }

    /// The numbers shipped in `resources/rules/`.
    pub fn bundled() -> Self {
        // A test parses the same text, so that a fault in it never leaves the workshop.
        Self::parse(include_str!("../resources/rules/patrol.toml")).unwrap_or(Self { rows: vec![] })
    }

    /// The number in force on `day` for a permit of that kind, and whether its source has been checked.
    pub fn number(&self, key: PatrolKey, kind: Kind, day: Date) -> Option<(i64, bool)> {
        patrol::number(&self.rows, key, kind, day)
    }
}

/// Why a rule file is refused; names the line, or the row.
#[derive(Debug, thiserror::Error)]
#[error("rule file: {0}")]
pub struct Error(pub String);

/// One index code as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// e.g. `E31A`
    pub code: String,
    /// Which permit it is for.
    pub kind: Kind,
    /// What it is for, in Indonesian.
    pub title_id: String,
    /// What it is for, in English.
    pub title_en: String,
    /// Somebody must vouch for the holder.
    pub needs_guarantor: bool,
    /// Its source has been checked.
    pub verified: bool,
}

impl Rulebook {
    /// Parses one TOML text with all tables.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        file::parse(toml)
    }

    /// The rules shipped in `resources/rules/`.
    pub fn bundled() -> Self {
        // A test parses the same text, so that a fault in it never leaves the workshop.
        Self::parse(include_str!("../resources/rules/stay.toml")).unwrap_or(Self {
            rows: vec![],
            indices: vec![],
        })
    }

    /// Index codes of `kind` in force on `day`, by code.
    pub fn indices(&self, kind: Kind, day: Date) -> Vec<Index> {
        let in_force = self
            .indices
            .iter()
            .filter(|row| row.kind == kind && row.days.contain(day));
        let mut indices: Vec<Index> = in_force.map(file::IndexRow::index).collect();
        indices.sort_by(|a, b| a.code.cmp(&b.code));
        indices
    }

    /// Findings of the dated rules, in the order of the form; fields whose form is wrong are left to `Draft::check`. The
    /// rules are those of `today`, whatever day of issue is typed: an earlier one must not bring back a milder rule.
    pub fn check(&self, draft: &Draft, today: Date) -> Vec<Finding> {
        judge::judge(self, draft, today)
    }
}

/// Ids of all findings of `Rulebook::check`; each has words under `finding-<id>`.
pub fn rule_ids() -> impl Iterator<Item = &'static str> {
    judge::ALL.iter().map(|rule| rule.id)
}
