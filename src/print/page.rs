//! A page to be printed: drawings at places, its boxes, and how it is moved to meet its printer; no marks of its own.

use std::sync::Arc;

use super::bleed;
use crate::drawing::{Drawing, Mm, Point, Rect, Size};

/// A map of the plane in millimetres, y down: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affine {
    /// x of what points right.
    pub a: f64,
    /// y of what points right.
    pub b: f64,
    /// x of what points down.
    pub c: f64,
    /// y of what points down.
    pub d: f64,
    /// x of the origin.
    pub e: f64,
    /// y of the origin.
    pub f: f64,
}

impl Affine {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// From `a` to `f`.
    pub const fn new([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// Moves by so many millimetres.
    pub const fn shift(x: f64, y: f64) -> Self {
        Self::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this, then `next`.
    pub fn then(self, next: Self) -> Self {
        Self {
            a: next.a * self.a + next.c * self.b,
            b: next.b * self.a + next.d * self.b,
            c: next.a * self.c + next.c * self.d,
            d: next.b * self.c + next.d * self.d,
            e: next.a * self.e + next.c * self.f + next.e,
            f: next.b * self.e + next.d * self.f + next.f,
        }
    }

    /// The way back; none for a map that flattens the plane.
    pub fn inverse(self) -> Option<Self> {
        let area = self.a * self.d - self.b * self.c;
        if area.abs() < 1e-9 {
            return None;
        }
        let (a, b, c, d) = (self.d / area, -self.b / area, -self.c / area, self.a / area);
        Some(Self {
            a,
            b,
            c,
            d,
            e: -(a * self.e + c * self.f),
            f: -(b * self.e + d * self.f),
        })
    }

    /// Where a place goes.
    pub fn place(self, x: f64, y: f64) -> (f64, f64) {
        (
            self.a * x + self.c * y + self.e,
            self.b * x + self.d * y + self.f,
        )
    }

    /// The upright rectangle around where `rect` goes.
    pub fn around(self, rect: Rect) -> Rect {
        let at = |x: Mm, y: Mm| {
            let (x, y) = self.place(f64::from(x.0), f64::from(y.0));
            #[expect(
                clippy::cast_possible_truncation,
                reason = "paper is metres at most: single precision holds a thousandth of a millimetre"
            )]
            let point = Point {
                x: Mm(x as f32),
                y: Mm(y as f32),
            };
            point
        };
        Rect::around([
            at(rect.x, rect.y),
            at(rect.right(), rect.y),
            at(rect.right(), rect.bottom()),
            at(rect.x, rect.bottom()),
        ])
    }
}

/// A drawing on a page.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) drawing: Arc<Drawing>,
    /// From the drawing's millimetres to the page's.
    pub(super) at: Affine,
    /// What of the drawing shows, in its own millimetres; all of it if absent.
    pub(super) window: Option<Rect>,
}

/// One side of a paper or card, ready to be written.
#[derive(Clone)]
pub struct Page {
    /// Of the paper: the `MediaBox`.
    pub size: Size,
    /// Where it is cut: the `TrimBox`; on a sheet around all cards.
    pub trim: Rect,
    /// How far its art reaches: the `BleedBox`.
    pub bleed: Rect,
    pub(super) parts: Vec<Part>,
    pub(super) warp: Affine,
}

impl Page {
    /// Nothing but the drawing, as large as it is.
    pub fn plain(drawing: &Drawing) -> Self {
        Self::with_bleed(drawing, Mm(0.0))
    }

    /// The drawing with its art carried on over every edge; the page is larger by that on every side.
    pub fn with_bleed(drawing: &Drawing, by: Mm) -> Self {
        let by = Mm(by.0.max(0.0));
        let rect = drawing.size.rect();
        let paper = rect.grown(by);
        let shift = f64::from(by.0);
        let (extended, window) = if by.0 > 0.0 {
            (bleed::extended(drawing, by), Some(paper))
        } else {
            (drawing.clone(), None)
        };
        Self {
            size: Size {
                width: paper.width,
                height: paper.height,
            },
            trim: Rect {
                x: by,
                y: by,
                ..rect
            },
            bleed: Rect {
                x: Mm(0.0),
                y: Mm(0.0),
                ..paper
            },
            parts: vec![Part {
                drawing: Arc::new(extended),
                at: Affine::shift(shift, shift),
                window,
            }],
            warp: Affine::IDENTITY,
        }
    }

    /// Turned by half a turn, e.g. the back for a printer that turns cards over the other edge.
    pub fn half_turned(self) -> Self {
        let (width, height) = (self.size.width, self.size.height);
        let turn = Affine::new([
            -1.0,
            0.0,
            0.0,
            -1.0,
            f64::from(width.0),
            f64::from(height.0),
        ]);
        Self {
            trim: turn.around(self.trim),
            bleed: turn.around(self.bleed),
            warp: self.warp.then(turn),
            ..self
        }
    }

    /// Moved so that a printer which is off by the inverse puts everything where it belongs; the paper stays.
    pub fn corrected(self, by: Affine) -> Self {
        Self {
            warp: self.warp.then(by),
            ..self
        }
    }
}
