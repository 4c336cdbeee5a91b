//! The marks of one page: a drawing's items as PDF operators; knows objects only by their resource names.

use std::collections::BTreeSet;

use super::Error;
use super::pdf::Shared;
use crate::drawing::{Drawing, Ink, Item, Mm, Outline, Point, Rect, Run, Step, Stroke};

/// A page's operators and the names it uses.
pub(super) struct Content {
    /// Operators.
    pub(super) bytes: Vec<u8>,
    /// Fonts of the document shown here.
    pub(super) fonts: BTreeSet<usize>,
    /// Pictures of the document shown here.
    pub(super) pictures: BTreeSet<usize>,
    /// Opacities used, in percent.
    pub(super) opacities: BTreeSet<u8>,
    /// Height of the page as its `MediaBox` says it, in points.
    height: f64,
}

/// A number of at most four decimals, none of them useless.
pub(super) fn number(out: &mut Vec<u8>, value: f64) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "pages are metres at most, `as` saturates"
    )]
    let scaled = (value * 10_000.0).round() as i64;
    if scaled < 0 {
        out.push(b'-');
    }
    let scaled = scaled.unsigned_abs();
    integer(out, scaled / 10_000);
    let mut rest = scaled % 10_000;
    if rest > 0 {
        out.push(b'.');
        let mut place = 1_000;
        while rest > 0 {
            out.push(digit(rest / place));
            rest %= place;
            place /= 10;
        }
    }
    out.push(b' ');
}

fn digit(value: u64) -> u8 {
    b'0' + u8::try_from(value % 10).unwrap_or(0)
}

fn integer(out: &mut Vec<u8>, value: u64) {
    let start = out.len();
    let mut rest = value;
    loop {
        out.push(digit(rest));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

/// Millimetres in points, in double precision so that a QR module stays a whole number of dots.
pub(super) fn points(length: Mm) -> f64 {
    f64::from(length.0) * 72.0 / 25.4
}

/// Length rounded as the page boxes say it: three decimals of a point.
pub(super) fn box_points(length: Mm) -> f64 {
    (points(length) * 1000.0).round() / 1000.0
}

impl Content {
    /// All marks of a page.
    pub(super) fn new(drawing: &Drawing, shared: &mut Shared) -> Result<Self, Error> {
        let mut content = Self {
            bytes: Vec::with_capacity(32 * 1024),
            fonts: BTreeSet::new(),
            pictures: BTreeSet::new(),
            opacities: BTreeSet::new(),
            height: box_points(drawing.size.height),
        };
        for item in &drawing.items {
            content.item(item, shared)?;
        }
        Ok(content)
    }

    fn op(&mut self, operator: &str) {
        self.bytes.extend_from_slice(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    fn numbers(&mut self, values: &[f64]) {
        for &value in values {
            number(&mut self.bytes, value);
        }
    }

    fn point(&mut self, point: Point) {
        let y = self.height - points(point.y);
        self.numbers(&[points(point.x), y]);
    }

    fn item(&mut self, item: &Item, shared: &mut Shared) -> Result<(), Error> {
        self.op("q");
        match item {
            Item::Shape {
                outline,
                fill,
                stroke,
            } => self.shape(outline, *fill, *stroke),
            Item::Text(run) => self.text(run, shared),
            Item::Jpeg {
                file,
                place,
                window,
                radius,
            } => {
                let picture = shared.jpeg(file)?;
                self.outline(&Outline::rounded(*window, *radius));
                self.op("W n");
                self.picture(picture, *place);
            }
            Item::Png { file, place } => {
                let picture = shared.png(file)?;
                self.picture(picture, *place);
            }
            Item::Modules {
                at,
                side,
                dark,
                module,
            } => self.modules(*at, *side, dark, *module),
        }
        self.op("Q");
        Ok(())
    }

    fn shape(&mut self, outline: &Outline, fill: Option<Ink>, stroke: Option<Stroke>) {
        if let Some(fill) = fill {
            self.ink(fill, false);
        }
        if let Some(stroke) = stroke {
            self.pen(stroke);
        }
        self.outline(outline);
        self.op(match (fill, stroke) {
            (Some(_), Some(_)) => "B",
            (Some(_), None) => "f",
            (None, Some(_)) => "S",
            (None, None) => "n",
        });
    }

    fn outline(&mut self, outline: &Outline) {
        for step in outline.0.iter() {
            match *step {
                Step::Move(to) => {
                    self.point(to);
                    self.op("m");
                }
                Step::Line(to) => {
                    self.point(to);
                    self.op("l");
                }
                Step::Curve(first, second, to) => {
                    self.point(first);
                    self.point(second);
                    self.point(to);
                    self.op("c");
                }
                Step::Close => self.op("h"),
            }
        }
    }

    fn pen(&mut self, stroke: Stroke) {
        self.ink(stroke.ink, true);
        self.numbers(&[points(stroke.width)]);
        self.op("w 1 j 1 J");
    }

    fn ink(&mut self, ink: Ink, for_stroke: bool) {
        let share = |part: u8| f64::from(part) / 255.0;
        match ink {
            Ink::K => self.op(if for_stroke { "0 0 0 1 K" } else { "0 0 0 1 k" }),
            Ink::Tint(percent) => {
                self.numbers(&[0.0, 0.0, 0.0, f64::from(percent.min(100)) / 100.0]);
                self.op(if for_stroke { "K" } else { "k" });
            }
            Ink::Rgb(r, g, b) => {
                self.numbers(&[share(r), share(g), share(b)]);
                self.op(if for_stroke { "RG" } else { "rg" });
            }
            Ink::Glaze(r, g, b, percent) => {
                let percent = percent.min(100);
                self.opacities.insert(percent);
                self.op(&format!(
                    "/{}{percent} gs",
                    if for_stroke { 'S' } else { 'G' }
                ));
                self.ink(Ink::Rgb(r, g, b), for_stroke);
            }
        }
    }

    fn text(&mut self, run: &Run, shared: &mut Shared) {
        if run.text.is_empty() {
            return;
        }
        let font = shared.font(run.face);
        self.fonts.insert(font);
        if let Some(stroke) = run.outline {
            self.pen(stroke);
        }
        self.ink(run.ink, false);
        self.op(&format!("BT /F{font}"));
        self.numbers(&[f64::from(run.size.0)]);
        self.op(if run.outline.is_some() {
            "Tf 2 Tr"
        } else {
            "Tf"
        });
        let (sin, cos) = f64::from(run.turn_deg).to_radians().sin_cos();
        self.numbers(&[cos, sin, -sin, cos]);
        self.point(run.at);
        self.op("Tm");
        self.bytes.extend_from_slice(b"[<");
        let tracking = f64::from(run.tracking);
        for glyph in run.face.glyphs(&run.text) {
            let code = shared.glyph(font, glyph);
            for nibble in [code >> 12, code >> 8, code >> 4, code] {
                let index = usize::from(nibble & 15);
                self.bytes
                    .push(b"0123456789abcdef".get(index).copied().unwrap_or(b'0'));
            }
            let move_on = f64::from(glyph.kern) * 1000.0 + tracking;
            if move_on.abs() > 0.01 {
                self.bytes.extend_from_slice(b">");
                self.numbers(&[-move_on]);
                self.bytes.extend_from_slice(b"<");
            }
        }
        self.op(">] TJ ET");
    }

    fn picture(&mut self, picture: usize, place: Rect) {
        self.pictures.insert(picture);
        let bottom = self.height - points(place.bottom());
        self.numbers(&[
            points(place.width),
            0.0,
            0.0,
            points(place.height),
            points(place.x),
            bottom,
        ]);
        self.op(&format!("cm /P{picture} Do"));
    }

    /// Every row's dark stretches as rectangles of one path, in whole modules: no seams, no rounding.
    fn modules(&mut self, at: Point, side: usize, dark: &[bool], module: Mm) {
        let unit = points(module);
        self.op("0 0 0 1 k");
        self.numbers(&[unit, 0.0, 0.0, -unit]);
        self.point(at);
        self.op("cm");
        for (y, row) in dark.chunks_exact(side.max(1)).enumerate() {
            let mut x = 0;
            while let Some(start) = row
                .get(x..)
                .and_then(|rest| rest.iter().position(|&is_dark| is_dark))
                .map(|skip| x + skip)
            {
                let length = row.get(start..).map_or(0, |rest| {
                    rest.iter().take_while(|&&is_dark| is_dark).count()
                });
                for value in [start, y, length, 1] {
                    integer(&mut self.bytes, u64::try_from(value).unwrap_or(0));
                    self.bytes.push(b' ');
                }
                self.op("re");
                x = start + length;
            }
        }
        self.op("f");
    }
}
