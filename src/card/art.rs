//! The card's own art: wave lines, a neutral sign where no emblem is set, the specimen mark; copied from no document.

use std::f32::consts::TAU;

use super::Mark;
use crate::drawing::{Face, Ink, Item, Mm, Outline, Point, Pt, Rect, Run, Step, Stroke};

/// Pen of the wave lines.
pub(super) const WAVE_PEN: Mm = Mm(0.11);
/// Red of the specimen mark: letters nearly clear, their edges half.
const MARK_INSIDE: Ink = Ink::Glaze(198, 40, 40, 7);
const MARK_EDGE: Ink = Ink::Glaze(198, 40, 40, 42);
const MARK_PEN: Mm = Mm(0.16);
const MARK_TRACKING: i16 = 60;
const SPECIMEN: &str = "CONTOH / SPECIMEN";
const PROOF: &str = "CONTOH / SPECIMEN / PROOF";

/// Distance of two wave lines, and of two points a curve is drawn through.
const WAVE_GAP: f32 = 1.9;
const WAVE_STEP: f32 = 7.2;
/// Height and length of the two swings a wave is made of, and how they drift from line to line.
const SWINGS: [(f32, f32, f32); 2] = [(2.1, 64.0, 0.23), (0.9, 37.0, -0.41)];

/// Two swings laid over each other, drifting from line to line, all within `place`.
pub(super) fn waves(place: Rect) -> Vec<Outline> {
    let reach: f32 = SWINGS.iter().map(|(height, ..)| height).sum();
    let room = place.height.0 - 2.0 * reach;
    if room <= 0.0 || place.width.0 <= 0.0 {
        return Vec::new();
    }
    let lines = whole(room / WAVE_GAP).max(1);
    let steps = whole(place.width.0 / WAVE_STEP).max(1);
    let step = place.width.0 / f32::from(steps);
    (0..=lines)
        .map(|line| {
            let middle = place.y.0 + reach + room * f32::from(line) / f32::from(lines);
            let at = |x: f32| -> (f32, f32) {
                SWINGS
                    .iter()
                    .fold((middle, 0.0), |(y, slope), &(height, length, drift)| {
                        let (sin, cos) = (TAU * x / length + drift * f32::from(line)).sin_cos();
                        (y + height * sin, slope + height * TAU / length * cos)
                    })
            };
            let point = |x: f32, y: f32| Point {
                x: Mm(place.x.0 + x),
                y: Mm(y),
            };
            let mut outline = vec![Step::Move(point(0.0, at(0.0).0))];
            for index in 0..steps {
                let (from, to) = (f32::from(index) * step, f32::from(index + 1) * step);
                let ((y0, slope0), (y1, slope1)) = (at(from), at(to));
                let third = step / 3.0;
                outline.push(Step::Curve(
                    point(from + third, y0 + slope0 * third),
                    point(to - third, y1 - slope1 * third),
                    point(to, y1),
                ));
            }
            Outline(outline.into())
        })
        .collect()
}

fn whole(number: f32) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the type's range first"
    )]
    let whole = number.clamp(0.0, 2000.0) as u16;
    whole
}

/// Eight petals in a ring: stands where an office has set no emblem.
pub(super) fn emblem(place: Rect, ink: Ink) -> Vec<Item> {
    let radius = place.width.0.min(place.height.0) / 2.0;
    let centre = Point {
        x: Mm(place.x.0 + place.width.0 / 2.0),
        y: Mm(place.y.0 + place.height.0 / 2.0),
    };
    let polar = |share: f32, turn: f32| {
        let (sin, cos) = (turn * TAU).sin_cos();
        Point {
            x: Mm(centre.x.0 + radius * share * cos),
            y: Mm(centre.y.0 + radius * share * sin),
        }
    };
    let petals = (0..8_u8).flat_map(|petal| {
        let turn = f32::from(petal) / 8.0;
        [
            Step::Move(polar(0.2, turn)),
            Step::Curve(
                polar(0.42, turn - 0.075),
                polar(0.6, turn - 0.06),
                polar(0.74, turn),
            ),
            Step::Curve(
                polar(0.6, turn + 0.06),
                polar(0.42, turn + 0.075),
                polar(0.2, turn),
            ),
            Step::Close,
        ]
    });
    let pen = |width: f32| {
        Some(Stroke {
            ink,
            width: Mm(width),
        })
    };
    vec![
        Item::Shape {
            outline: Outline::circle(centre, Mm(radius - 0.1)),
            fill: None,
            stroke: pen(0.2),
        },
        Item::Shape {
            outline: Outline(petals.collect::<Vec<_>>().into()),
            fill: Some(ink),
            stroke: None,
        },
    ]
}

/// Where a picture will be: a ground with head and shoulders.
pub(super) fn no_portrait(place: Rect, radius: Mm) -> Vec<Item> {
    let (width, height) = (place.width.0, place.height.0);
    let centre = place.x.0 + width / 2.0;
    let head = Outline::circle(
        Point {
            x: Mm(centre),
            y: Mm(place.y.0 + height * 0.4),
        },
        Mm(width * 0.19),
    );
    let point = |x: f32, y: f32| Point {
        x: Mm(centre + x * width),
        y: Mm(place.bottom().0 - y * height),
    };
    let shoulders = [
        Step::Move(point(-0.36, 0.0)),
        Step::Curve(point(-0.36, 0.2), point(-0.22, 0.27), point(0.0, 0.27)),
        Step::Curve(point(0.22, 0.27), point(0.36, 0.2), point(0.36, 0.0)),
        Step::Close,
    ];
    let grey = |percent| Some(Ink::Tint(percent));
    vec![
        Item::Shape {
            outline: Outline::rounded(place, radius),
            fill: grey(7),
            stroke: None,
        },
        Item::Shape {
            outline: head,
            fill: grey(14),
            stroke: None,
        },
        Item::Shape {
            outline: Outline(shoulders.into()),
            fill: grey(14),
            stroke: None,
        },
    ]
}

/// The mark along its baseline; nothing on a card for a person.
pub(super) fn mark(mark: Mark, line: (Point, Point)) -> Option<Item> {
    let words = match mark {
        Mark::None => return None,
        Mark::Specimen => SPECIMEN,
        Mark::Proof => PROOF,
    };
    let (length, turn_deg) = run_of(line);
    let mut run = Run::new(words, line.0, Face::Bold, size_for(words, length));
    run.tracking = MARK_TRACKING;
    run.turn_deg = turn_deg;
    run.ink = MARK_INSIDE;
    run.outline = Some(Stroke {
        ink: MARK_EDGE,
        width: MARK_PEN,
    });
    Some(Item::Text(run))
}

fn run_of((from, to): (Point, Point)) -> (f32, f32) {
    let (dx, dy) = (to.x.0 - from.x.0, from.y.0 - to.y.0);
    (dx.hypot(dy), dy.atan2(dx).to_degrees())
}

fn size_for(words: &str, length: f32) -> Pt {
    Pt(length / Face::Bold.width(words, Pt(1.0), MARK_TRACKING).0)
}

/// The mark along that baseline would lie over `place`.
pub(super) fn specimen_touches(line: (Point, Point), place: Rect) -> bool {
    let (length, turn_deg) = run_of(line);
    let cap = Face::Bold.cap_height(size_for(SPECIMEN, length)).0 + MARK_PEN.0;
    let (sin, cos) = turn_deg.to_radians().sin_cos();
    (0_u8..=100).any(|along| {
        let along = length * f32::from(along) / 100.0;
        // Letters of these words reach from a little below the baseline to their capitals' height.
        (-2_i8..=10).any(|up| {
            let up = cap * f32::from(up) / 10.0;
            let point = Point {
                x: Mm(line.0.x.0 + along * cos - up * sin),
                y: Mm(line.0.y.0 - along * sin - up * cos),
            };
            place.overlaps(Rect {
                x: point.x,
                y: point.y,
                width: Mm(0.01),
                height: Mm(0.01),
            })
        })
    })
}
