//! The stock of numbered blanks: serials, ranges, the way of one blank, and the balance that always holds.

use std::fmt;

/// Serial of a blank: one to four capital letters and four to nine digits, e.g. `BKS000123`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlankSerial {
    prefix: String,
    digits: usize,
    number: u32,
}

impl BlankSerial {
    /// Reads a serial; spaces and hyphens are set aside, small letters made capital.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text
            .chars()
            .filter(|letter| !matches!(letter, ' ' | '-'))
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let at = text.find(|letter: char| letter.is_ascii_digit())?;
        let (prefix, number) = text.split_at(at);
        let letters = prefix.bytes().all(|letter| letter.is_ascii_uppercase());
        let digits = number.bytes().all(|digit| digit.is_ascii_digit());
        if !letters
            || !digits
            || !(1..=4).contains(&prefix.len())
            || !(4..=9).contains(&number.len())
        {
            return None;
        }
        Some(Self {
            prefix: prefix.to_owned(),
            digits: number.len(),
            number: number.parse().ok()?,
        })
    }

    /// Letters before the number; with the count of digits it names the series.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Its number.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// How many digits the number is written with.
    pub fn digits(&self) -> usize {
        self.digits
    }

    /// The serial of another number in the same series; `None` when it has more digits than the series.
    pub fn with_number(&self, number: u32) -> Option<Self> {
        (number.checked_ilog10().unwrap_or(0) < u32::try_from(self.digits).ok()?).then(|| Self {
            number,
            ..self.clone()
        })
    }
}

impl fmt::Display for BlankSerial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{:0width$}",
            self.prefix,
            self.number,
            width = self.digits
        )
    }
}

/// Blanks of one series from `first` to `last`, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankRange {
    first: BlankSerial,
    count: u32,
}

impl BlankRange {
    /// Most blanks in one receipt.
    pub const MOST: u32 = 2_000_000;

    /// Both ends of one series, in order, at most [`BlankRange::MOST`].
    pub fn new(first: BlankSerial, last: &BlankSerial) -> Result<Self, StockError> {
        if first.prefix != last.prefix || first.digits != last.digits {
            return Err(StockError::OtherSeries);
        }
        let count = last
            .number
            .checked_sub(first.number)
            .and_then(|span| span.checked_add(1))
            .ok_or(StockError::Backwards)?;
        if Self::MOST < count {
            return Err(StockError::TooMany);
        }
        Ok(Self { first, count })
    }

    /// Its first serial.
    pub fn first(&self) -> &BlankSerial {
        &self.first
    }

    /// Its last serial.
    pub fn last(&self) -> BlankSerial {
        BlankSerial {
            number: self.last_number(),
            ..self.first.clone()
        }
    }

    /// Number of its last serial.
    pub fn last_number(&self) -> u32 {
        self.first.number + (self.count - 1)
    }

    /// How many blanks.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Every serial, in order.
    pub fn serials(&self) -> impl Iterator<Item = BlankSerial> + '_ {
        (self.first.number..=self.last_number()).map(|number| BlankSerial {
            number,
            ..self.first.clone()
        })
    }

    /// Whether a new receipt may follow what its series already has: `last` is the highest number ever received of it.
    /// The next box begins where the last one ended: an earlier number overlaps, a later one leaves a gap.
    pub fn follows(&self, last: Option<u32>) -> Result<(), StockError> {
        match last {
            Some(last) if self.first.number <= last => Err(StockError::Overlap),
            Some(last) if last + 1 < self.first.number => Err(StockError::Gap),
            Some(_) | None => Ok(()),
        }
    }
}

/// Why blanks are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StockError {
    /// First and last are of different series.
    #[error("two series")]
    OtherSeries,
    /// The last stands before the first.
    #[error("last before first")]
    Backwards,
    /// More than one receipt may hold.
    #[error("too many")]
    TooMany,
    /// A number was received before.
    #[error("overlap")]
    Overlap,
    /// Numbers between this range and the last are missing.
    #[error("gap")]
    Gap,
}

/// Where a blank is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlankState {
    /// With the keeper.
    Stock,
    /// With a print operator.
    WithOperator,
    /// Sealed for a card and at the printer; what came of it is not known yet.
    Printing,
    /// A good card.
    Printed,
    /// Scanned back.
    Checked,
    /// With its holder.
    HandedOver,
    /// Spoiled, kept for destruction.
    Spoiled,
    /// Destroyed, with a report.
    Destroyed,
    /// Lost, with a report.
    Lost,
}

/// What happens to a blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlankEvent {
    /// Given to an operator.
    Issue,
    /// Back from the operator, unused.
    Return,
    /// A card is sealed onto it and goes to the printer.
    Assign,
    /// The card came out well.
    Good,
    /// It did not, or the blank is damaged.
    Spoil,
    /// The finished card was scanned back.
    Check,
    /// Given to its holder.
    HandOver,
    /// Destroyed before witnesses.
    Destroy,
    /// Not to be found.
    Lose,
}

impl BlankState {
    /// All, in the order of their way.
    pub const ALL: [Self; 9] = [
        Self::Stock,
        Self::WithOperator,
        Self::Printing,
        Self::Printed,
        Self::Checked,
        Self::HandedOver,
        Self::Spoiled,
        Self::Destroyed,
        Self::Lost,
    ];

    /// Stable word in the registry and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Stock => "STOCK",
            Self::WithOperator => "WITH_OPERATOR",
            Self::Printing => "PRINTING",
            Self::Printed => "PRINTED",
            Self::Checked => "CHECKED",
            Self::HandedOver => "HANDED_OVER",
            Self::Spoiled => "SPOILED",
            Self::Destroyed => "DESTROYED",
            Self::Lost => "LOST",
        }
    }

    /// The state of that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    /// Nothing has come of it yet: in stock, with an operator, at the printer.
    pub fn is_unused(self) -> bool {
        matches!(self, Self::Stock | Self::WithOperator | Self::Printing)
    }

    /// Spoiled, destroyed or lost: whatever card it was made into is none any more.
    pub fn is_void(self) -> bool {
        matches!(self, Self::Spoiled | Self::Destroyed | Self::Lost)
    }

    /// A good card: printed, scanned back, or with its holder.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Printed | Self::Checked | Self::HandedOver)
    }

    /// The one table: where `event` leads from here; `None` when it is not allowed.
    pub fn after(self, event: BlankEvent) -> Option<Self> {
        use BlankEvent as E;
        match (self, event) {
            (Self::Stock, E::Issue) => Some(Self::WithOperator),
            (Self::WithOperator, E::Return) => Some(Self::Stock),
            (Self::WithOperator, E::Assign) => Some(Self::Printing),
            (Self::Printing, E::Good) => Some(Self::Printed),
            (Self::Printed, E::Check) => Some(Self::Checked),
            (Self::Checked, E::HandOver) => Some(Self::HandedOver),
            (
                Self::Stock | Self::WithOperator | Self::Printing | Self::Printed | Self::Checked,
                E::Spoil,
            ) => Some(Self::Spoiled),
            (Self::Spoiled, E::Destroy) => Some(Self::Destroyed),
            (
                Self::Stock | Self::WithOperator | Self::Printing | Self::Printed | Self::Checked,
                E::Lose,
            ) => Some(Self::Lost),
            _ => None,
        }
    }
}

impl BlankEvent {
    /// All, in the order of a blank's way.
    pub const ALL: [Self; 9] = [
        Self::Issue,
        Self::Return,
        Self::Assign,
        Self::Good,
        Self::Spoil,
        Self::Check,
        Self::HandOver,
        Self::Destroy,
        Self::Lose,
    ];

    /// Stable word in the audit: `blank-` and this.
    pub fn id(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Return => "return",
            Self::Assign => "assign",
            Self::Good => "good",
            Self::Spoil => "spoil",
            Self::Check => "check",
            Self::HandOver => "hand-over",
            Self::Destroy => "destroy",
            Self::Lose => "lose",
        }
    }
}

/// Blanks of a period: `opening + received = good + spoiled + lost + closing`, always.
///
/// What came of a blank counts in the period it happened in, and a period that is over never changes: a good card spoiled or
/// lost later is taken off `good` there and then, not where it came out well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// Unused when the period began: in stock, with operators, at the printer.
    pub opening: u64,
    /// Received in it.
    pub received: u64,
    /// Became a good card in it, less the good cards that were spoiled or lost in it; below zero when those are more.
    pub good: i64,
    /// Spoiled in it, destroyed or not.
    pub spoiled: u64,
    /// Lost in it.
    pub lost: u64,
    /// Unused at its end.
    pub closing: u64,
}

impl Balance {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        let sum = |parts: &[u64]| parts.iter().map(|part| i128::from(*part)).sum::<i128>();
        sum(&[self.opening, self.received])
            == i128::from(self.good) + sum(&[self.spoiled, self.lost, self.closing])
    }

    /// One blank goes from one state to another; `before` is `None` for one that is received.
    pub fn move_on(&mut self, before: Option<BlankState>, after: BlankState) {
        let was = |test: fn(BlankState) -> bool| before.is_some_and(test);
        if before.is_none() {
            self.received += 1;
        }
        match (was(BlankState::is_good), after.is_good()) {
            (false, true) => self.good += 1,
            (true, false) => self.good -= 1,
            (false, false) | (true, true) => {}
        }
        match (was(BlankState::is_unused), after.is_unused()) {
            (false, true) => self.closing += 1,
            (true, false) => self.closing = self.closing.saturating_sub(1),
            (false, false) | (true, true) => {}
        }
        match after {
            BlankState::Spoiled => self.spoiled += 1,
            BlankState::Lost => self.lost += 1,
            BlankState::Stock
            | BlankState::WithOperator
            | BlankState::Printing
            | BlankState::Printed
            | BlankState::Checked
            | BlankState::HandedOver
            | BlankState::Destroyed => {}
        }
    }
}
