//! Millimetres, points, dots and the plane they span.

use std::ops::{Add, Sub};

/// Millimetres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Mm(pub f32);

/// Points of 1/72 inch.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Pt(pub f32);

/// Dots an inch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dpi(pub u16);

const MM_AN_INCH: f32 = 25.4;
const PT_AN_INCH: f32 = 72.0;

impl Mm {
    /// The same length in points.
    pub fn pt(self) -> Pt {
        Pt(self.0 * (PT_AN_INCH / MM_AN_INCH))
    }
}

impl Pt {
    /// The same length in millimetres.
    pub fn mm(self) -> Mm {
        Mm(self.0 * (MM_AN_INCH / PT_AN_INCH))
    }
}

impl Dpi {
    /// Side of one dot.
    pub fn dot(self) -> Mm {
        Mm(MM_AN_INCH / f32::from(self.0.max(1)))
    }
}

impl Add for Mm {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Mm {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

/// Width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Across.
    pub width: Mm,
    /// Down.
    pub height: Mm,
}

impl Size {
    /// ISO/IEC 7810 ID-1.
    pub const ID1: Self = Self {
        width: Mm(85.6),
        height: Mm(53.98),
    };

    /// The page as a rectangle at the origin.
    pub fn rect(self) -> Rect {
        Rect {
            x: Mm(0.0),
            y: Mm(0.0),
            width: self.width,
            height: self.height,
        }
    }
}

/// A place; y grows downward.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left edge.
    pub x: Mm,
    /// From the top edge.
    pub y: Mm,
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: Mm,
    /// Top edge.
    pub y: Mm,
    /// Across.
    pub width: Mm,
    /// Down.
    pub height: Mm,
}

impl Rect {
    /// From plain millimetres.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self {
            x: Mm(x),
            y: Mm(y),
            width: Mm(width),
            height: Mm(height),
        }
    }

    /// The smallest one around points; empty at the origin for none.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Self {
        let mut points = points.into_iter();
        let Some(first) = points.next() else {
            return Self::default();
        };
        let (mut left, mut top, mut right, mut bottom) =
            (first.x.0, first.y.0, first.x.0, first.y.0);
        for point in points {
            left = left.min(point.x.0);
            right = right.max(point.x.0);
            top = top.min(point.y.0);
            bottom = bottom.max(point.y.0);
        }
        Self::new(left, top, right - left, bottom - top)
    }

    /// Right edge.
    pub fn right(self) -> Mm {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(self) -> Mm {
        self.y + self.height
    }

    /// They share more than an edge.
    pub fn overlaps(self, other: Self) -> bool {
        self.x.0 < other.right().0
            && other.x.0 < self.right().0
            && self.y.0 < other.bottom().0
            && other.y.0 < self.bottom().0
    }

    /// `other` lies inside, edges included, give or take a thousandth.
    pub fn contains(self, other: Self) -> bool {
        const SLACK: f32 = 0.001;
        self.x.0 - SLACK <= other.x.0
            && self.y.0 - SLACK <= other.y.0
            && other.right().0 <= self.right().0 + SLACK
            && other.bottom().0 <= self.bottom().0 + SLACK
    }

    /// Larger by `by` on every side.
    pub fn grown(self, by: Mm) -> Self {
        Self::new(
            self.x.0 - by.0,
            self.y.0 - by.0,
            self.width.0 + 2.0 * by.0,
            self.height.0 + 2.0 * by.0,
        )
    }
}
