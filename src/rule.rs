//! Dated rules of stay permits, from `resources/rules/*.toml`; judges a draft as of a day. Unverified rules only warn.

use crate::permit::{Draft, Finding, Kind};
use jiff::civil::Date;

/// All rules, each with its dates, source and mark.
#[derive(Debug)]
pub struct Rulebook {}

/// Why a rule file is refused.
#[derive(Debug, thiserror::Error)]
#[error("rule file: {0}")]
pub struct Error(pub String);

/// One index code as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    pub code: String,
    pub kind: Kind,
    pub title_id: String,
    pub title_en: String,
    pub needs_guarantor: bool,
    pub verified: bool,
}

impl Rulebook {
    /// Parses one TOML text with all tables.
    pub fn parse(_toml: &str) -> Result<Self, Error> {
        todo!("rule")
    }

    /// The rules shipped in `resources/rules/`.
    pub fn bundled() -> Self {
        todo!("rule")
    }

    /// Index codes of `kind` in force on `day`.
    pub fn indices(&self, _kind: Kind, _day: Date) -> Vec<Index> {
        todo!("rule")
    }

    /// Findings of the dated rules; fields whose form is wrong are left to `Draft::check`.
    pub fn check(&self, _draft: &Draft, _today: Date) -> Vec<Finding> {
        todo!("rule")
    }
}
