//! Units and the display list: text, pictures, shapes and QR modules at places in millimetres; no card, no PDF.

mod describe;
mod fit;
mod font;
mod unit;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use fit::{Align, Fitted, Misfit, Span, TextBox, fit};
pub use font::{Face, Glyph};
pub use unit::{Dpi, Mm, Point, Pt, Rect, Size};

/// One page side: what stands where, painted in order. Origin top left, y down.
#[derive(Clone)]
pub struct Drawing {
    /// Of the page.
    pub size: Size,
    /// Painted first to last.
    pub items: Vec<Item>,
}

impl Drawing {
    /// An empty page.
    pub fn new(size: Size) -> Self {
        Self {
            size,
            items: Vec::new(),
        }
    }

    /// One item a line, millimetres to two decimals, for a reviewer and for snapshots.
    pub fn describe(&self) -> String {
        describe::drawing(self)
    }
}

/// What a shape or a letter is painted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Pure black of the K panel: text, QR, MRZ.
    K,
    /// Grey of K alone, in percent.
    Tint(u8),
    /// A colour.
    Rgb(u8, u8, u8),
    /// A colour laid over what is there, opaque by so many percent.
    Glaze(u8, u8, u8, u8),
}

/// A pen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub ink: Ink,
    /// Its width.
    pub width: Mm,
}

/// A step of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Begins a new line.
    Move(Point),
    /// Straight to.
    Line(Point),
    /// Cubic Bézier: two handles, then the end.
    Curve(Point, Point, Point),
    /// Back to the last `Move`.
    Close,
}

/// An outline; cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline(pub Arc<[Step]>);

/// Handle length of a Bézier quarter circle of radius 1.
const KAPPA: f32 = 0.552_284_8;

impl Outline {
    /// A rectangle with round corners; radius 0 gives square ones.
    pub fn rounded(rect: Rect, radius: Mm) -> Self {
        let (left, top, right, bottom) = (rect.x.0, rect.y.0, rect.right().0, rect.bottom().0);
        let at = |x, y| Point { x: Mm(x), y: Mm(y) };
        let r = radius.0;
        if r <= 0.0 {
            return Self(
                [
                    Step::Move(at(left, top)),
                    Step::Line(at(right, top)),
                    Step::Line(at(right, bottom)),
                    Step::Line(at(left, bottom)),
                    Step::Close,
                ]
                .into(),
            );
        }
        let h = r * (1.0 - KAPPA);
        Self(
            [
                Step::Move(at(left + r, top)),
                Step::Line(at(right - r, top)),
                Step::Curve(at(right - h, top), at(right, top + h), at(right, top + r)),
                Step::Line(at(right, bottom - r)),
                Step::Curve(
                    at(right, bottom - h),
                    at(right - h, bottom),
                    at(right - r, bottom),
                ),
                Step::Line(at(left + r, bottom)),
                Step::Curve(
                    at(left + h, bottom),
                    at(left, bottom - h),
                    at(left, bottom - r),
                ),
                Step::Line(at(left, top + r)),
                Step::Curve(at(left, top + h), at(left + h, top), at(left + r, top)),
                Step::Close,
            ]
            .into(),
        )
    }

    /// A circle.
    pub fn circle(centre: Point, radius: Mm) -> Self {
        let side = Mm(radius.0 * 2.0);
        Self::rounded(
            Rect {
                x: centre.x - radius,
                y: centre.y - radius,
                width: side,
                height: side,
            },
            radius,
        )
    }

    /// A straight line.
    pub fn line(from: Point, to: Point) -> Self {
        Self([Step::Move(from), Step::Line(to)].into())
    }

    /// The smallest rectangle around all points and handles.
    pub fn bounds(&self) -> Rect {
        let points = self.0.iter().flat_map(|step| match *step {
            Step::Move(to) | Step::Line(to) => [Some(to), None, None],
            Step::Curve(a, b, to) => [Some(a), Some(b), Some(to)],
            Step::Close => [None, None, None],
        });
        Rect::around(points.flatten())
    }
}

/// One line of text of one face and size.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What it says.
    pub text: String,
    /// Where its baseline begins.
    pub at: Point,
    /// Its face.
    pub face: Face,
    /// Its size.
    pub size: Pt,
    /// Added after every glyph, in thousandths of the size.
    pub tracking: i16,
    /// Colour inside.
    pub ink: Ink,
    /// Pen around the letters.
    pub outline: Option<Stroke>,
    /// Turned about `at`, counter-clockwise.
    pub turn_deg: f32,
}

impl Run {
    /// Upright black text.
    pub fn new(text: impl Into<String>, at: Point, face: Face, size: Pt) -> Self {
        Self {
            text: text.into(),
            at,
            face,
            size,
            tracking: 0,
            ink: Ink::K,
            outline: None,
            turn_deg: 0.0,
        }
    }

    /// Length along the baseline.
    pub fn width(&self) -> Mm {
        self.face.width(&self.text, self.size, self.tracking)
    }

    /// What an upright run covers: from the capitals' top to a little below the baseline.
    pub fn bounds(&self) -> Rect {
        let cap = self.face.cap_height(self.size);
        let below = Mm(cap.0 * 0.3);
        let flat = Rect {
            x: self.at.x,
            y: self.at.y - cap,
            width: self.width(),
            height: cap + below,
        };
        if self.turn_deg == 0.0 {
            return flat;
        }
        let (sin, cos) = self.turn_deg.to_radians().sin_cos();
        let turned = |x: Mm, y: Mm| {
            let (dx, dy) = (x.0 - self.at.x.0, y.0 - self.at.y.0);
            Point {
                x: Mm(self.at.x.0 + dx * cos + dy * sin),
                y: Mm(self.at.y.0 - dx * sin + dy * cos),
            }
        };
        Rect::around(
            [
                (flat.x, flat.y),
                (flat.right(), flat.y),
                (flat.right(), flat.bottom()),
                (flat.x, flat.bottom()),
            ]
            .into_iter()
            .map(|(x, y)| turned(x, y)),
        )
    }
}

/// One painted thing.
#[derive(Clone, PartialEq)]
pub enum Item {
    /// A shape.
    Shape {
        /// Its outline.
        outline: Outline,
        /// Colour inside (non-zero rule).
        fill: Option<Ink>,
        /// Pen along it.
        stroke: Option<Stroke>,
    },
    /// Text.
    Text(Run),
    /// A JPEG, passed through to the PDF unchanged.
    Jpeg {
        /// The file.
        file: Arc<[u8]>,
        /// Where its pixels go; may be larger than the window.
        place: Rect,
        /// What of it shows.
        window: Rect,
        /// Of the window's corners.
        radius: Mm,
    },
    /// A PNG, transparency kept.
    Png {
        /// The file.
        file: Arc<[u8]>,
        /// Where its pixels go.
        place: Rect,
    },
    /// A QR symbol in pure K, without its quiet zone.
    Modules {
        /// Top left corner of the first module.
        at: Point,
        /// Modules a side.
        side: usize,
        /// Row by row; true is dark.
        dark: Arc<[bool]>,
        /// Side of one module.
        module: Mm,
    },
}

impl Item {
    /// What it covers, pens aside.
    pub fn bounds(&self) -> Rect {
        match self {
            Self::Shape { outline, .. } => outline.bounds(),
            Self::Text(run) => run.bounds(),
            Self::Jpeg { window, .. } => *window,
            Self::Png { place, .. } => *place,
            Self::Modules {
                at, side, module, ..
            } => {
                let side = Mm(f32::from(u16::try_from(*side).unwrap_or(u16::MAX)) * module.0);
                Rect {
                    x: at.x,
                    y: at.y,
                    width: side,
                    height: side,
                }
            }
        }
    }
}
