//! Imposition: which card stands where on which sheet, front and back; no file.
//!
//! Where a back stands follows from where its front stands and from how the paper is turned, by one equation: the card
//! turned about its upright axis must be the sheet turned about its flip axis. So `back = turn of sheet ∘ front ∘ turn of
//! card`, for every flip, turned cards, and paper lying or standing.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::page::{Affine, Page, Part};
use super::plan::{self, Flip, Plan, Side, refused};
use super::{Error, bleed, marks};
use crate::drawing::{Drawing, Mm, Rect};

/// What of the first sheet is taken already: it was in the printer before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// The first position to be used; 0 and 1 both mean the sheet's first.
    pub start: usize,
    /// Positions to be left empty.
    pub empty: BTreeSet<usize>,
}

/// A card on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Counts from 1.
    pub position: usize,
    /// Which of the cards, from 0.
    pub card: usize,
}

/// A sheet, front and back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Counts from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
    /// By position.
    pub slots: Vec<Slot>,
}

/// What is printed of one card.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    /// Portrait side.
    pub front: &'a Drawing,
    /// Code side.
    pub back: &'a Drawing,
    /// Stands beside the card, on both sides.
    pub serial: &'a str,
}

/// Cards onto sheets, in order, each once; only the first sheet is taken in part.
pub fn impose(cards: usize, plan: &Plan, taken: &Taken) -> Result<Vec<Sheet>, Error> {
    let last = plan.positions();
    if taken.start > last || taken.empty.iter().any(|at| !plan.holds(*at)) {
        return Err(refused(format!("the sheet has positions 1 to {last} only")));
    }
    let on_any: Vec<usize> = (1..=last).filter(|at| !plan.unused.contains(at)).collect();
    let on_first: Vec<usize> = on_any
        .iter()
        .copied()
        .filter(|at| *at >= taken.start && !taken.empty.contains(at))
        .collect();
    if on_first.is_empty() || on_any.is_empty() {
        return Err(refused("no position is left on the first sheet"));
    }
    let mut sheets = Vec::new();
    let mut next = 0;
    while next < cards {
        let free = if sheets.is_empty() {
            &on_first
        } else {
            &on_any
        };
        let slots: Vec<Slot> = free
            .iter()
            .zip(next..cards)
            .map(|(&position, card)| Slot { position, card })
            .collect();
        next += slots.len();
        sheets.push(Sheet {
            number: sheets.len() + 1,
            of: 0,
            slots,
        });
    }
    let of = sheets.len();
    for sheet in &mut sheets {
        sheet.of = of;
    }
    Ok(sheets)
}

impl Plan {
    /// From the card's own millimetres to the sheet's; none for a position the sheet has not.
    pub fn place(&self, position: usize, side: Side) -> Option<Affine> {
        if !self.holds(position) {
            return None;
        }
        let (row, column) = ((position - 1) / self.columns, (position - 1) % self.columns);
        let (grid, lying) = (self.grid(), self.lying());
        let x = grid.x.0 + plan::number(column) * (lying.width.0 + self.gutter_x.0);
        let y = grid.y.0 + plan::number(row) * (lying.height.0 + self.gutter_y.0);
        let (x, y) = (f64::from(x), f64::from(y));
        let front = if self.turned {
            Affine::new([0.0, 1.0, -1.0, 0.0, x + f64::from(lying.width.0), y])
        } else {
            Affine::shift(x, y)
        };
        let card = Affine::new([-1.0, 0.0, 0.0, 1.0, f64::from(self.card.width.0), 0.0]);
        Some(match side {
            Side::Front => front,
            Side::Back => card.then(front).then(self.turn()),
        })
    }

    /// The paper turned over: from the front's millimetres to the back's, and the other way.
    pub fn turn(&self) -> Affine {
        let (width, height) = (
            f64::from(self.paper.width.0),
            f64::from(self.paper.height.0),
        );
        let stands = height >= width;
        // The long edges of a standing paper are left and right: left becomes right.
        match (self.flip, stands) {
            (Flip::Long, true) | (Flip::Short, false) => {
                Affine::new([-1.0, 0.0, 0.0, 1.0, width, 0.0])
            }
            (Flip::Long, false) | (Flip::Short, true) => {
                Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, height])
            }
        }
    }

    /// Where the card is cut on the sheet.
    pub fn trim(&self, position: usize, side: Side) -> Option<Rect> {
        let place = self.place(position, side)?;
        Some(place.around(self.card.rect()))
    }

    /// Front and back of a sheet with all marks; `card` gives what stands in a slot, `label` stands in the margin.
    pub fn pages<'a>(
        &self,
        sheet: &Sheet,
        label: &str,
        card: impl Fn(Slot) -> Sides<'a>,
    ) -> [Page; 2] {
        let cards: Vec<(Slot, Sides<'a>)> = sheet
            .slots
            .iter()
            .map(|slot| (*slot, card(*slot)))
            .collect();
        [Side::Front, Side::Back].map(|side| self.page(side, label, &cards))
    }

    fn page(&self, side: Side, label: &str, cards: &[(Slot, Sides<'_>)]) -> Page {
        let window = self.card.rect().grown(self.bleed);
        let mut parts = Vec::with_capacity(cards.len() + 1);
        for (slot, sides) in cards {
            let Some(at) = self.place(slot.position, side) else {
                continue;
            };
            let drawing = match side {
                Side::Front => sides.front,
                Side::Back => sides.back,
            };
            parts.push(Part {
                drawing: Arc::new(bleed::extended(drawing, self.bleed)),
                at,
                window: Some(window),
            });
        }
        let standing: Vec<(usize, &str)> = cards
            .iter()
            .map(|(slot, sides)| (slot.position, sides.serial))
            .collect();
        parts.push(Part {
            drawing: Arc::new(marks::around(self, side, label, &standing)),
            at: Affine::IDENTITY,
            window: None,
        });
        let trim = match side {
            Side::Front => self.grid(),
            Side::Back => self.turn().around(self.grid()),
        };
        Page {
            size: self.paper,
            trim,
            bleed: trim.grown(self.bleed),
            parts,
            warp: Affine::IDENTITY,
        }
    }

    /// Texts, pictures and codes of a side that stand nearer to the cut than the safe zone allows.
    pub fn at_risk(&self, drawing: &Drawing) -> usize {
        bleed::at_risk(drawing, self.safe)
    }

    /// What stays clear of the cut, on the sheet.
    pub fn safe_zone(&self, position: usize, side: Side) -> Option<Rect> {
        Some(self.trim(position, side)?.grown(Mm(-self.safe.0)))
    }

    /// The position under a place on that side of the sheet, e.g. under a click.
    pub fn position_at(&self, x: f64, y: f64, side: Side) -> Option<usize> {
        (1..=self.positions()).find(|at| {
            self.place(*at, side)
                .and_then(Affine::inverse)
                .is_some_and(|back| {
                    let (x, y) = back.place(x, y);
                    (0.0..=f64::from(self.card.width.0)).contains(&x)
                        && (0.0..=f64::from(self.card.height.0)).contains(&y)
                })
        })
    }
}
