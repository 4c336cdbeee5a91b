//! A sheet as data: paper, grid, gutters, bleed, marks and what the printer cannot reach; judged when it is read.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Error;
use crate::drawing::{Mm, Rect, Size};

/// Largest paper, and most cards on one.
const LONGEST: f32 = 1200.0;
const MOST: usize = 200;
/// Bleeds that make sense.
const WIDEST_BLEED: f32 = 5.0;
/// Shortest mark a person still sees.
pub(super) const SHORTEST_MARK: f32 = 1.0;

/// Over which edge of the paper the printer, or a hand, turns it for the backs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flip {
    /// Like the page of a book.
    Long,
    /// Like the sheet of a pad.
    Short,
}

/// Which side of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Portraits.
    Front,
    /// Codes.
    Back,
}

/// Where a card's serial stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SerialAt {
    /// Nowhere.
    None,
    /// Under its lower left mark.
    Below,
    /// Left of it, beside its lower left mark, reading upward.
    Left,
}

/// What of the paper a printer leaves white.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Margins {
    /// At the left edge.
    pub left: Mm,
    /// At the top edge.
    pub top: Mm,
    /// At the right edge.
    pub right: Mm,
    /// At the bottom edge.
    pub bottom: Mm,
}

impl Margins {
    /// What is left of the paper.
    pub fn within(self, paper: Size) -> Rect {
        Rect {
            x: self.left,
            y: self.top,
            width: paper.width - self.left - self.right,
            height: paper.height - self.top - self.bottom,
        }
    }

    /// The wider of both on each edge.
    pub fn or_wider(self, other: Self) -> Self {
        let wider = |one: Mm, other: Mm| Mm(one.0.max(other.0));
        Self {
            left: wider(self.left, other.left),
            top: wider(self.top, other.top),
            right: wider(self.right, other.right),
            bottom: wider(self.bottom, other.bottom),
        }
    }
}

/// Where cards stand on a sheet, from `resources/paper/*.toml` or an office's own file. Positions count from 1, row by row
/// from the top left of the front.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Stable name, e.g. `a4-10up`.
    pub name: String,
    /// Of the sheet as it lies.
    pub paper: Size,
    /// Of one card.
    pub card: Size,
    /// Across.
    pub columns: usize,
    /// Down.
    pub rows: usize,
    /// Cards lie turned by a quarter, clockwise.
    pub turned: bool,
    /// Between cut lines of neighbours, across.
    pub gutter_x: Mm,
    /// Between cut lines of neighbours, down.
    pub gutter_y: Mm,
    /// How far art reaches over the cut.
    pub bleed: Mm,
    /// How far from the cut text and pictures stay.
    pub safe: Mm,
    /// What the printer leaves white.
    pub unprintable: Margins,
    /// Over which edge it turns.
    pub flip: Flip,
    /// Where serials stand.
    pub serial: SerialAt,
    /// Longest crop mark; 0 for none.
    pub mark: Mm,
    /// Between bleed and crop mark.
    pub mark_away: Mm,
    /// Positions of no use on any sheet, e.g. over a flaw of the die.
    pub unused: BTreeSet<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanFile {
    name: String,
    paper: [f32; 2],
    card: Option<[f32; 2]>,
    columns: usize,
    rows: usize,
    #[serde(default)]
    turned: bool,
    #[serde(default)]
    gutter: [f32; 2],
    bleed: f32,
    #[serde(default)]
    safe: f32,
    /// Left, top, right, bottom.
    #[serde(default)]
    unprintable: [f32; 4],
    flip: Flip,
    serial: Option<SerialAt>,
    mark: Option<MarkFile>,
    #[serde(default)]
    unused: BTreeSet<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkFile {
    length: f32,
    away: f32,
}

pub(super) fn refused(what: impl Into<String>) -> Error {
    Error::Plan(what.into())
}

impl Plan {
    /// Reads a plan's file and judges it.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        let file: PlanFile = toml::from_str(toml).map_err(|error| refused(error.message()))?;
        let size = |[width, height]: [f32; 2]| Size {
            width: Mm(width),
            height: Mm(height),
        };
        let [left, top, right, bottom] = file.unprintable.map(Mm);
        let [gutter_x, gutter_y] = file.gutter.map(Mm);
        Self {
            name: file.name,
            paper: size(file.paper),
            card: file.card.map_or(Size::ID1, size),
            columns: file.columns,
            rows: file.rows,
            turned: file.turned,
            gutter_x,
            gutter_y,
            bleed: Mm(file.bleed),
            safe: Mm(file.safe),
            unprintable: Margins {
                left,
                top,
                right,
                bottom,
            },
            flip: file.flip,
            serial: file.serial.unwrap_or(SerialAt::None),
            mark: Mm(file.mark.as_ref().map_or(0.0, |mark| mark.length)),
            mark_away: Mm(file.mark.as_ref().map_or(0.0, |mark| mark.away)),
            unused: file.unused,
        }
        .judged()
    }

    /// `a4-10up`, `a3plus-25up` or `id1`; short `a4` and `a3plus`.
    pub fn bundled(name: &str) -> Option<Self> {
        let toml = match name {
            "a4" | "a4-10up" => include_str!("../../resources/paper/a4-10up.toml"),
            "a3plus" | "a3plus-25up" => include_str!("../../resources/paper/a3plus-25up.toml"),
            "id1" => include_str!("../../resources/paper/id1.toml"),
            _ => return None,
        };
        Self::parse(toml).ok()
    }

    /// The same plan for a printer that leaves more of the paper white; refused where cards would stand there.
    pub fn on_printer(mut self, unprintable: Margins) -> Result<Self, Error> {
        self.unprintable = self.unprintable.or_wider(unprintable);
        self.judged()
    }

    /// The same plan with another bleed.
    pub fn with_bleed(mut self, bleed: Mm) -> Result<Self, Error> {
        self.bleed = bleed;
        self.judged()
    }

    /// Positions of a sheet.
    pub fn positions(&self) -> usize {
        self.columns * self.rows
    }

    /// A card as it lies on the sheet.
    pub(super) fn lying(&self) -> Size {
        if self.turned {
            Size {
                width: self.card.height,
                height: self.card.width,
            }
        } else {
            self.card
        }
    }

    /// From cut line to cut line, all cards together, in the middle of the paper.
    pub fn grid(&self) -> Rect {
        let lying = self.lying();
        let all = |side: Mm, gutter: Mm, count: usize| {
            Mm(side.0 * number(count) + gutter.0 * (number(count) - 1.0))
        };
        let (width, height) = (
            all(lying.width, self.gutter_x, self.columns),
            all(lying.height, self.gutter_y, self.rows),
        );
        Rect {
            x: Mm((self.paper.width.0 - width.0) / 2.0),
            y: Mm((self.paper.height.0 - height.0) / 2.0),
            width,
            height,
        }
    }

    /// Itself, if it can be printed and cut.
    pub fn judged(self) -> Result<Self, Error> {
        let sizes = [
            self.paper.width,
            self.paper.height,
            self.card.width,
            self.card.height,
        ];
        if !sizes.iter().all(|side| (1.0..=LONGEST).contains(&side.0)) {
            return Err(refused(format!("a side is not 1 to {LONGEST} mm")));
        }
        if self.columns == 0 || self.rows == 0 || self.columns.saturating_mul(self.rows) > MOST {
            return Err(refused(format!("not 1 to {MOST} cards on a sheet")));
        }
        let Margins {
            left,
            top,
            right,
            bottom,
        } = self.unprintable;
        let lengths = [
            self.gutter_x,
            self.gutter_y,
            self.safe,
            self.mark,
            self.mark_away,
            left,
            top,
            right,
            bottom,
        ];
        if !lengths
            .iter()
            .all(|length| (0.0..=LONGEST).contains(&length.0))
        {
            return Err(refused("a length is below zero or no number"));
        }
        if !(0.0..=WIDEST_BLEED).contains(&self.bleed.0) {
            return Err(refused(format!("the bleed is not 0 to {WIDEST_BLEED} mm")));
        }
        let twice = 2.0 * self.bleed.0 - 0.001;
        if (self.columns > 1 && self.gutter_x.0 < twice)
            || (self.rows > 1 && self.gutter_y.0 < twice)
        {
            return Err(refused("the bleeds of neighbours overlap"));
        }
        let art = self.grid().grown(self.bleed);
        if !self.unprintable.within(self.paper).contains(art) {
            return Err(refused(
                "a card or its bleed stands outside of what the printer reaches",
            ));
        }
        if self.unused.iter().any(|at| !self.holds(*at)) || self.unused.len() == self.positions() {
            return Err(refused("the unused positions are not some of the sheet's"));
        }
        Ok(self)
    }

    /// The sheet has that position.
    pub(super) fn holds(&self, position: usize) -> bool {
        (1..=self.positions()).contains(&position)
    }
}

/// A small count as a length's factor.
pub(super) fn number(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
