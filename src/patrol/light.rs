//! Papers as lights: each green, amber, red or unknown, with its reason and numbers; who judges them is `judge`.

use crate::rule::{Groups, PatrolRules, Rulebook};
use jiff::civil::Date;
use std::fmt;

/// One of the papers a foreigner's stay needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Paper {
    /// The stay permit itself.
    Permit,
    /// The passport.
    Passport,
    /// The re-entry permit (IMK).
    Reentry,
    /// The residence certificate of the population office (SKTT), of an ITAS.
    Sktt,
    /// The address as told to the office.
    Address,
    /// A worker's position, as approved (RPTKA).
    Position,
    /// Who vouches for the holder.
    Guarantor,
    /// The five-yearly report of an unlimited ITAP.
    Report,
    /// The link between a family's permits.
    Dependants,
}

impl Paper {
    /// All, in the order they are shown.
    pub const ALL: [Self; 9] = [
        Self::Permit,
        Self::Passport,
        Self::Reentry,
        Self::Sktt,
        Self::Address,
        Self::Position,
        Self::Guarantor,
        Self::Report,
        Self::Dependants,
    ];

    /// Stable word in files and JSON; its name is the text key `paper-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Passport => "passport",
            Self::Reentry => "reentry",
            Self::Sktt => "sktt",
            Self::Address => "address",
            Self::Position => "position",
            Self::Guarantor => "guarantor",
            Self::Report => "report",
            Self::Dependants => "dependants",
        }
    }

    /// The paper of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.id() == id)
    }
}

/// What a light shows, best to worst but for what nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Color {
    /// In order, as the record proves.
    Green,
    /// The record here does not tell.
    Unknown,
    /// Soon wrong, or to be looked into.
    Amber,
    /// Wrong.
    Red,
}

impl Color {
    /// All.
    pub const ALL: [Self; 4] = [Self::Green, Self::Unknown, Self::Amber, Self::Red];

    /// Stable word in files and JSON; its name is the text key `light-color-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Unknown => "unknown",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }

    /// The color of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.id() == id)
    }
}

/// One paper judged. Its words are the text key `light-<reason>` with `args`; its `Debug` tells no arguments.
#[derive(Clone, PartialEq, Eq)]
pub struct Light {
    /// Which paper.
    pub paper: Paper,
    /// How it stands.
    pub color: Color,
    /// Why, one of [`Light::REASONS`].
    pub reason: &'static str,
    /// Fill the words; names are of [`Light::ARGS`].
    pub args: Vec<(&'static str, String)>,
}

impl fmt::Debug for Light {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (color, reason) = (self.color.id(), self.reason);
        write!(f, "{} {color} {reason}", self.paper.id())
    }
}

impl Light {
    /// Every reason. New ones are added, none is taken away: old logs name them.
    pub const REASONS: [&str; 50] = [
        "permit-in-force",
        "permit-ends-soon",
        "permit-over",
        "permit-revoked",
        "permit-suspended",
        "permit-superseded",
        "permit-not-begun",
        "permit-status-old",
        "permit-untold",
        "passport-in-force",
        "passport-ends-soon",
        "passport-ends-first",
        "passport-over",
        "passport-untold",
        "reentry-in-force",
        "reentry-ends-soon",
        "reentry-past-permit",
        "reentry-over",
        "reentry-none",
        "reentry-untold",
        "sktt-reported",
        "sktt-due",
        "sktt-late",
        "sktt-untold",
        "sktt-untold-due",
        "address-reported",
        "address-old",
        "address-none",
        "address-ask",
        "address-untold",
        "position-as-approved",
        "position-differs",
        "position-none",
        "position-ask",
        "position-untold",
        "guarantor-in-force",
        "guarantor-ends-soon",
        "guarantor-over",
        "guarantor-none",
        "guarantor-ask",
        "guarantor-untold",
        "report-in-time",
        "report-soon",
        "report-late",
        "report-untold",
        "dependants-linked",
        "dependants-none",
        "dependants-ended",
        "dependants-outlast",
        "dependants-untold",
    ];

    /// Every name of an argument.
    pub const ARGS: [&str; 9] = [
        "count", "date", "day", "days", "district", "name", "of", "position", "rptka",
    ];

    /// Text key of its words.
    pub fn key(&self) -> String {
        format!("light-{}", self.reason)
    }

    /// Its arguments as `Text::with` takes them.
    pub fn text_args(&self) -> Vec<(&str, &str)> {
        let args = self.args.iter();
        args.map(|(name, value)| (*name, value.as_str())).collect()
    }
}

/// What a record says of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Held<T> {
    /// It does not say.
    #[default]
    Untold,
    /// It says that there is none.
    None,
    /// It says what.
    Is(T),
}

impl<T> Held<T> {
    /// What it says, when it says what.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Untold | Self::None => None,
            Self::Is(value) => Some(value),
        }
    }
}

/// The permit a dependant's stay follows.
#[derive(Clone, PartialEq, Eq)]
pub struct Principal {
    /// Its number.
    pub permit_no: String,
    /// The last day on which it holds.
    pub until: Date,
}

/// What is known of a holder's papers besides the seal: nothing at all (`Facts::default()`), or what a level of the extract
/// holds. No `Debug`: it is a person's data.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// First day of the permit.
    pub valid_from: Option<Date>,
    /// An unlimited ITAP's next report; none of a permit with a last day.
    pub report_due: Held<Date>,
    /// The passport's last day.
    pub passport_until: Held<Date>,
    /// The re-entry permit's last day.
    pub reentry_until: Held<Date>,
    /// The day the stay was reported at the population office.
    pub sktt_on: Held<Date>,
    /// The day the address was last told or seen.
    pub address_on: Held<Date>,
    /// Kecamatan of the address.
    pub district: Held<String>,
    /// Position as printed.
    pub position: Held<String>,
    /// Position as approved.
    pub rptka: Held<String>,
    /// Who vouches.
    pub guarantor: Held<String>,
    /// Last day of the guarantee.
    pub guarantor_until: Held<Date>,
    /// Whom the stay follows.
    pub principal: Held<Principal>,
    /// Stays that follow this one; `None` when nobody counted.
    pub dependants: Option<u32>,
}

/// The dated rules lights are judged by.
#[derive(Clone, Copy)]
pub struct LightRules<'a> {
    /// Days and windows.
    pub numbers: &'a PatrolRules,
    /// What an index counts as.
    pub groups: &'a Groups,
    /// Which index needs a guarantor.
    pub book: &'a Rulebook,
}
