//! Calibration: a page of rulers for a printer, a tray and a side; what a person reads off it; what puts the printer right.
//!
//! In each corner stands a cross with two rulers that run to the nearest edges. Where an edge of the paper cuts a ruler, a
//! person reads a number: the distance of the cross from that edge, as printed. Eight numbers and the two distances between
//! crosses give offset, scale and skew by least squares; the page is printed once more with them to prove it.

use super::page::{Affine, Page};
use super::plan::Side;
use super::{Error, Flip};
use crate::drawing::{Drawing, Face, Ink, Item, Mm, Outline, Point, Pt, Rect, Run, Size, Stroke};

/// Best that calibration reaches, and what the second page is judged by.
pub const WITHIN_MM: f64 = 0.2;
/// Beyond these it is no drift but a wrong paper, a scaled print, or a misread number.
const MOST_SHIFT_MM: f64 = 10.0;
const MOST_SCALE: f64 = 0.03;
const MOST_SKEW_DEG: f64 = 3.0;
/// Readings that disagree by more were misread: two readings of the tenth's line, and the paper's own tolerance.
const MOST_RESIDUAL_MM: f64 = 0.6;
const HAIR: Mm = Mm(0.08);
const PEN: Mm = Mm(0.15);

/// How a printer is put right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correction {
    /// Moved to the right.
    pub x_mm: f64,
    /// Moved down.
    pub y_mm: f64,
    /// Made wider, about the paper's middle.
    pub scale_x: f64,
    /// Made taller, about the paper's middle.
    pub scale_y: f64,
    /// Turned clockwise, about the paper's middle.
    pub skew_deg: f64,
}

impl Correction {
    /// A printer that is right.
    pub const NONE: Self = Self {
        x_mm: 0.0,
        y_mm: 0.0,
        scale_x: 1.0,
        scale_y: 1.0,
        skew_deg: 0.0,
    };

    /// Itself, unless it is beyond what a printer drifts.
    pub fn judged(self) -> Result<Self, Error> {
        let small = |value: f64, most: f64| value.is_finite() && value.abs() <= most;
        if !small(self.x_mm, MOST_SHIFT_MM) || !small(self.y_mm, MOST_SHIFT_MM) {
            return Err(Error::Reading(Misread::Shift));
        }
        if !small(self.scale_x - 1.0, MOST_SCALE) || !small(self.scale_y - 1.0, MOST_SCALE) {
            return Err(Error::Reading(Misread::Scale));
        }
        if !small(self.skew_deg, MOST_SKEW_DEG) {
            return Err(Error::Reading(Misread::Skew));
        }
        Ok(self)
    }

    /// As a map of a paper of that size.
    pub fn map(self, paper: Size) -> Affine {
        if self == Self::NONE {
            return Affine::IDENTITY;
        }
        let (x, y) = (
            f64::from(paper.width.0) / 2.0,
            f64::from(paper.height.0) / 2.0,
        );
        Affine::shift(-x, -y)
            .then(self.about_middle())
            .then(Affine::shift(x, y))
    }

    fn about_middle(self) -> Affine {
        let (sin, cos) = self.skew_deg.to_radians().sin_cos();
        Affine::new([self.scale_x, 0.0, 0.0, self.scale_y, 0.0, 0.0])
            .then(Affine::new([cos, sin, -sin, cos, self.x_mm, self.y_mm]))
    }

    /// Of a sheared plane the turn that is right in the mean of both directions.
    fn of_middle(map: Affine) -> Self {
        let turns = map.b.atan2(map.a) + (-map.c).atan2(map.d);
        Self {
            x_mm: map.e,
            y_mm: map.f,
            scale_x: map.a.hypot(map.b),
            scale_y: map.c.hypot(map.d),
            skew_deg: turns.to_degrees() / 2.0,
        }
    }

    /// Read from a page that was printed with the old one: both together.
    pub fn after(self, old: Self) -> Self {
        Self::of_middle(self.about_middle().then(old.about_middle()))
    }
}

/// Why readings are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misread {
    /// A number is none, or off the ruler.
    Range,
    /// They contradict each other: the paper is not that size, or a number is misread.
    Contradict,
    /// Off by more than printers are.
    Shift,
    /// Larger or smaller by more than printers are: printed scaled to fit?
    Scale,
    /// Turned by more than printers are.
    Skew,
}

impl Misread {
    /// Stable, for JSON and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::Contradict => "contradict",
            Self::Shift => "shift",
            Self::Scale => "scale",
            Self::Skew => "skew",
        }
    }
}

/// What a person reads: of each cross its distance from the nearest upright edge and from the nearest level edge, with a
/// ruler or off the printed one. Top left, top right, bottom left, bottom right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Readings {
    /// From the left or right edge.
    pub across_mm: [f64; 4],
    /// From the top or bottom edge.
    pub down_mm: [f64; 4],
}

/// How far from the edges the crosses of a paper stand.
pub fn inset(paper: Size) -> f64 {
    let least = f64::from(paper.width.0.min(paper.height.0));
    if least < 100.0 { 10.0 } else { 25.0 }
}

/// Where the crosses are meant to be: top left, top right, bottom left, bottom right.
pub fn crosses(paper: Size) -> [(f64, f64); 4] {
    let inset = inset(paper);
    let (right, bottom) = (
        f64::from(paper.width.0) - inset,
        f64::from(paper.height.0) - inset,
    );
    [
        (inset, inset),
        (right, inset),
        (inset, bottom),
        (right, bottom),
    ]
}

/// Readings as they would be if the crosses stood at these places.
pub fn readings(paper: Size, at: [(f64, f64); 4]) -> Readings {
    let (width, height) = (f64::from(paper.width.0), f64::from(paper.height.0));
    let [a, b, c, d] = at;
    Readings {
        across_mm: [a.0, width - b.0, c.0, width - d.0],
        down_mm: [a.1, b.1, height - c.1, height - d.1],
    }
}

/// What puts the printer right. Pure; refuses readings that are none, contradict each other, or are beyond any drift.
pub fn solve(paper: Size, readings: &Readings) -> Result<Correction, Error> {
    let (width, height) = (f64::from(paper.width.0), f64::from(paper.height.0));
    let inset = inset(paper);
    let all = readings.across_mm.iter().chain(&readings.down_mm);
    let on_ruler = |value: &f64| value.is_finite() && (0.0..=inset + MOST_SHIFT_MM).contains(value);
    if !all.clone().all(on_ruler) {
        return Err(Error::Reading(Misread::Range));
    }
    let [a, b, c, d] = readings.across_mm;
    let xs = [a, width - b, c, width - d];
    let [a, b, c, d] = readings.down_mm;
    let ys = [a, b, height - c, height - d];
    // About the paper's middle, where the crosses are symmetrical, least squares are plain means.
    let (half_x, half_y) = (width / 2.0 - inset, height / 2.0 - inset);
    let signs: [(f64, f64); 4] = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)];
    let mean = |values: [f64; 4], by: fn((f64, f64)) -> f64| {
        let products = values
            .iter()
            .zip(signs)
            .map(|(value, sign)| value * by(sign));
        products.sum::<f64>() / 4.0
    };
    let (xs, ys) = (xs.map(|x| x - width / 2.0), ys.map(|y| y - height / 2.0));
    let printed = Affine::new([
        mean(xs, |sign| sign.0) / half_x,
        mean(ys, |sign| sign.0) / half_x,
        mean(xs, |sign| sign.1) / half_y,
        mean(ys, |sign| sign.1) / half_y,
        mean(xs, |_| 1.0),
        mean(ys, |_| 1.0),
    ]);
    for ((x, y), sign) in xs.iter().zip(ys).zip(signs) {
        let (fit_x, fit_y) = printed.place(sign.0 * half_x, sign.1 * half_y);
        if (fit_x - x).hypot(fit_y - y) > MOST_RESIDUAL_MM {
            return Err(Error::Reading(Misread::Contradict));
        }
    }
    let undone = printed
        .inverse()
        .ok_or(Error::Reading(Misread::Contradict))?;
    Correction::of_middle(undone).judged()
}

/// How far the worst cross stands from where it belongs: what the second page is judged by.
pub fn worst_mm(paper: Size, readings: &Readings) -> f64 {
    let inset = inset(paper);
    let off = |across: &f64, down: &f64| (across - inset).hypot(down - inset);
    let pairs = readings.across_mm.iter().zip(&readings.down_mm);
    pairs
        .map(|(across, down)| off(across, down))
        .fold(0.0, f64::max)
}

/// The page of rulers, two sides, put right by what is known already; `label` names printer and tray.
pub fn pages(paper: Size, flip: Flip, label: &str, known: [Correction; 2]) -> [Page; 2] {
    let of = |side: Side, known: Correction| {
        Page::plain(&rulers(paper, side, flip, label)).corrected(known.map(paper))
    };
    let [front, back] = known;
    [of(Side::Front, front), of(Side::Back, back)]
}

fn line(from: (f32, f32), to: (f32, f32), width: Mm) -> Item {
    let at = |(x, y)| Point { x: Mm(x), y: Mm(y) };
    Item::Shape {
        outline: Outline::line(at(from), at(to)),
        fill: None,
        stroke: Some(Stroke { ink: Ink::K, width }),
    }
}

fn text(words: &str, at: (f32, f32), size: f32) -> Item {
    let at = Point {
        x: Mm(at.0),
        y: Mm(at.1),
    };
    Item::Text(Run::new(words, at, Face::Medium, Pt(size)))
}

fn centred(words: &str, at: (f32, f32), size: f32) -> Item {
    let width = Face::Medium.width(words, Pt(size), 0).0;
    text(words, (at.0 - width / 2.0, at.1), size)
}

fn rulers(paper: Size, side: Side, flip: Flip, label: &str) -> Drawing {
    let mut drawing = Drawing::new(paper);
    let (width, height) = (paper.width.0, paper.height.0);
    let inset = if width.min(height) < 100.0 {
        10.0
    } else {
        25.0
    };
    let items = &mut drawing.items;
    let corners = [
        ("A", inset, inset, -1.0, -1.0),
        ("B", width - inset, inset, 1.0, -1.0),
        ("C", inset, height - inset, -1.0, 1.0),
        ("D", width - inset, height - inset, 1.0, 1.0),
    ];
    for (name, x, y, right, down) in corners {
        ruler(items, (x, y), (right, 0.0), inset);
        ruler(items, (x, y), (0.0, down), inset);
        // The cross itself reaches inward, so that a ruler laid on finds it.
        items.push(line((x, y), (x - right * 4.0, y), PEN));
        items.push(line((x, y), (x, y - down * 4.0), PEN));
        let size = if inset < 20.0 { 6.0 } else { 9.0 };
        let rise = if down < 0.0 { 3.6 } else { -1.6 };
        items.push(centred(name, (x - right * 2.6, y + rise), size));
    }
    let frame = paper.rect().grown(Mm(-inset));
    items.push(Item::Shape {
        outline: Outline::rounded(
            Rect {
                x: frame.x,
                y: frame.y,
                ..frame
            },
            Mm(0.0),
        ),
        fill: None,
        stroke: Some(Stroke {
            ink: Ink::Tint(40),
            width: HAIR,
        }),
    });
    let (which, turn) = (
        match side {
            Side::Front => "DEPAN / FRONT",
            Side::Back => "BELAKANG / BACK",
        },
        match flip {
            Flip::Long => "balik sisi panjang / flip on long edge",
            Flip::Short => "balik sisi pendek / flip on short edge",
        },
    );
    let small = inset < 20.0;
    let inset_text = format!("{inset:.0}");
    let told =
        format!("A, B, C, D: jarak silang ke tepi (mm) / cross to edge (mm) = {inset_text},0");
    let lines = [which, turn, label, told.as_str()];
    let (size, leading) = if small { (4.2, 3.0) } else { (9.0, 6.5) };
    let top = height / 2.0 - 1.5 * leading;
    for (words, row) in lines.iter().zip(0_u8..) {
        let at = (width / 2.0, top + f32::from(row) * leading);
        items.push(centred(words, at, size));
    }
    drawing
}

/// Half millimetres from a cross outward to the paper's edge; each fifth millimetre has its number. Tenths are what a person
/// reads between two lines, or off a ruler of steel laid on the cross: lines of tenths would run together in print.
fn ruler(items: &mut Vec<Item>, (x, y): (f32, f32), (right, down): (f32, f32), length: f32) {
    let at = |along: f32, aside: f32| {
        if right == 0.0 {
            (x + aside, y + down * along)
        } else {
            (x + right * along, y + aside)
        }
    };
    items.push(line(at(0.0, 0.0), at(length, 0.0), HAIR));
    let mut tenth = 0_u16;
    while f32::from(tenth) / 10.0 <= length {
        let along = f32::from(tenth) / 10.0;
        let tall = match tenth {
            _ if tenth.is_multiple_of(50) => 2.2,
            _ if tenth.is_multiple_of(10) => 1.5,
            _ => 0.8,
        };
        items.push(line(at(along, 0.0), at(along, tall), HAIR));
        if tenth.is_multiple_of(50) && tenth > 0 {
            let (number_x, number_y) = at(along, if right == 0.0 { 3.4 } else { 3.9 });
            let number = (tenth / 10).to_string();
            items.push(centred(&number, (number_x, number_y + 0.3), 4.0));
        }
        tenth += 5;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::Dpi;
    use crate::print::{Finish, proof, write};
    use proptest::prelude::*;

    const A4: Size = Size {
        width: Mm(210.0),
        height: Mm(297.0),
    };

    /// A printer that is off: what it makes of a page.
    fn printers() -> impl Strategy<Value = Affine> {
        let parts = (-4.0..4.0, -4.0..4.0, 0.985..1.015, 0.985..1.015, -1.0..1.0);
        parts.prop_map(|(x_mm, y_mm, scale_x, scale_y, skew_deg)| {
            Correction {
                x_mm,
                y_mm,
                scale_x,
                scale_y,
                skew_deg,
            }
            .map(A4)
        })
    }

    fn read(printer: Affine, known: Correction, misreading: [f64; 8]) -> Readings {
        let at = crosses(A4).map(|(x, y)| known.map(A4).then(printer).place(x, y));
        let mut readings = readings(A4, at);
        let numbers = readings.across_mm.iter_mut().chain(&mut readings.down_mm);
        for (number, by) in numbers.zip(misreading) {
            // To a tenth, as a person reads.
            *number = (*number * 10.0).round() / 10.0 + by;
        }
        readings
    }

    proptest! {
        /// A page put right by what was read to a tenth lies within 0.2 mm everywhere, and a second reading proves it.
        #[test]
        fn what_is_read_puts_the_printer_right(printer in printers(), x in 0.0..210.0, y in 0.0..297.0) {
            let first = solve(A4, &read(printer, Correction::NONE, [0.0; 8])).unwrap();
            let (there_x, there_y) = first.map(A4).then(printer).place(x, y);
            prop_assert!((there_x - x).hypot(there_y - y) < WITHIN_MM, "{there_x} {there_y} for {x} {y}");
            let exact = crosses(A4).map(|(x, y)| first.map(A4).then(printer).place(x, y));
            prop_assert!(worst_mm(A4, &readings(A4, exact)) < WITHIN_MM);
            let second = solve(A4, &read(printer, first, [0.0; 8])).unwrap().after(first);
            let (there_x, there_y) = second.map(A4).then(printer).place(x, y);
            prop_assert!((there_x - x).hypot(there_y - y) < WITHIN_MM);
        }

        #[test]
        fn one_number_misread_by_a_centimetre_is_found(printer in printers(), which in 0_usize..8, up in any::<bool>()) {
            let mut misreading = [0.0; 8];
            misreading[which] = if up { 10.0 } else { -10.0 };
            prop_assert!(solve(A4, &read(printer, Correction::NONE, misreading)).is_err());
        }

        #[test]
        fn any_numbers_are_answered(across_mm in proptest::array::uniform4(any::<f64>()), down_mm in proptest::array::uniform4(any::<f64>())) {
            solve(A4, &Readings { across_mm, down_mm }).ok();
        }
    }

    #[test]
    fn readings_beyond_any_drift_are_refused() {
        let refused = |across_mm, down_mm| match solve(A4, &Readings { across_mm, down_mm }) {
            Err(Error::Reading(why)) => Some(why.id()),
            _ => None,
        };
        let right = [25.0; 4];
        assert_eq!(refused(right, right), None);
        assert_eq!(refused([25.0, 25.0, 25.0, 250.0], right), Some("range"));
        assert_eq!(refused([25.0, 25.0, 25.0, f64::NAN], right), Some("range"));
        assert_eq!(refused([25.0, 25.0, 28.0, 25.0], right), Some("contradict"));
        // Fitted to a page: every cross stands further in.
        assert_eq!(refused([30.0; 4], [32.0; 4]), Some("scale"));
        assert_eq!(refused([35.0, 15.0, 35.0, 15.0], right), None);
        // Turned by 3.4 degrees about the middle.
        let turned = Affine::new([0.9982, 0.0593, -0.0593, 0.9982, 0.0, 0.0]);
        let middle = Affine::shift(-105.0, -148.5)
            .then(turned)
            .then(Affine::shift(105.0, 148.5));
        let Readings { across_mm, down_mm } =
            readings(A4, crosses(A4).map(|(x, y)| middle.place(x, y)));
        assert_eq!(refused(across_mm, down_mm), Some("skew"));
    }

    /// The pixels of the page as a printer warps them: crosses found in them stand where they belong after the correction.
    #[test]
    fn warped_pixels_are_put_right() {
        let printer = Correction {
            x_mm: 1.7,
            y_mm: -2.3,
            scale_x: 1.004,
            scale_y: 0.993,
            skew_deg: 0.4,
        }
        .map(A4);
        let known = solve(A4, &read(printer, Correction::NONE, [0.0; 8])).unwrap();
        let [page, _] = pages(A4, Flip::Long, "uji", [known, Correction::NONE]);
        let file = write(&[page.corrected(printer)], "uji", &Finish::default()).unwrap();
        let raster = &proof(&file, Dpi(254), 1).unwrap()[0];
        let luma = raster.luma();
        let dark = |x: f64, y: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "on the page"
            )]
            let at = |value: f64| (value * 10.0) as usize;
            luma[at(y) * raster.width_px as usize + at(x)] < 200
        };
        for (x, y) in crosses(A4) {
            // Inward arms of a cross, where no number stands; a tenth of a millimetre is a pixel.
            let (right, down) = ((105.0 - x).signum(), (148.5 - y).signum());
            let level = (-2_i32..=2).any(|off| dark(x + right * 3.0, y + f64::from(off) / 10.0));
            let upright = (-2_i32..=2).any(|off| dark(x + f64::from(off) / 10.0, y + down * 3.0));
            assert!(level && upright, "{x} {y}");
        }
    }
}
