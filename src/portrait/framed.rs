//! Whether the face lies in a picture that lies in this picture: the four edges of a print or a screen around it.
//!
//! A person before a board or a door has some of such edges too, but hides the lower one; that of a counter in front goes on
//! to both sides. So all four must be there, straight, and none may go on beyond its corners.

use super::Still;
use super::ground::sobel;
use super::mesh::Face;
use super::scale::rounded;
use super::window::{Window, luma};

/// One way from the eyes to the chin, in judged pixels.
const UNIT: i32 = 32;
/// The judged square is eight units wide; the eyes are in its middle, and three units from its top.
const SIDE: i32 = 8 * UNIT;
const EYES: [i32; 2] = [SIDE / 2, 3 * UNIT];
/// Least step of brightness at an edge, in grey levels a pixel.
const STEP: f32 = 3.0;
/// Least part of a gradient across its edge.
const ACROSS: f32 = 0.9;
/// How far an edge may lean, in pixels across a hundred along, and by which steps that is tried.
const LEAN: i32 = 20;
const LEAN_STEP: usize = 2;
/// Beside the face an edge must run from forehead to chin, above and below it from cheek to cheek, as seen from the eyes.
const TALL: [i32; 2] = [EYES[1] - UNIT * 7 / 10, EYES[1] + UNIT * 11 / 10];
const WIDE: [i32; 2] = [EYES[0] - UNIT * 7 / 10, EYES[0] + UNIT * 7 / 10];
/// How near to the eyes the edges beside, above and below may be.
const BESIDE: i32 = UNIT * 13 / 20;
const ABOVE: i32 = UNIT * 4 / 5;
const BELOW: i32 = UNIT * 21 / 20;
/// An edge is looked for where it has this share of its way along the face.
const SEEN: f32 = 0.75;
/// Edges of each side that are tried with each other.
const TRIED: usize = 4;
/// Nearer ones are the same edge, in pixels.
const SAME: i32 = 3;
/// Where beyond a corner an edge must not go on, in pixels.
const BEYOND: [f32; 2] = [3.0, 0.3 * UNIT as f32];

/// How surely four edges enclose a face, in percent: the share of the worst edge that is seen, less what goes on beyond the
/// corners of the worst. 0 where one is missing.
pub(super) fn framed(still: &Still, face: &Face) -> f32 {
    let edges = Edges::of(still, face);
    let (upright, level) = (&edges.upright, &edges.level);
    let [x, y] = EYES;
    let left = upright.lines([0, x - BESIDE], TALL);
    let right = upright.lines([x + BESIDE, SIDE], TALL);
    let top = level.lines([0, y - ABOVE], WIDE);
    let bottom = level.lines([y + BELOW, SIDE], WIDE);
    let mut surest = 0.0_f32;
    for &left in &left {
        for &right in &right {
            for &top in &top {
                for &bottom in &bottom {
                    surest = surest.max(edges.surely([left, right], [top, bottom]));
                }
            }
        }
    }
    100.0 * surest
}

/// Edges seen in the judged square, those that run down and those that run across it.
struct Edges {
    upright: Plane,
    level: Plane,
}

/// Edges of one way. Every place is told as `[across, along]` them.
struct Plane {
    /// At `across * SIDE + along` how near an edge is, or nothing known because the picture ends.
    seen: Vec<Option<Near>>,
    /// Where along a line its `at` is told.
    middle: i32,
}

/// How near to a place an edge is, across it.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Near {
    Nowhere,
    Beside,
    Here,
}

/// A straight line in a plane.
#[derive(Clone, Copy)]
struct Line {
    at: i32,
    /// Pixels across a hundred along.
    lean: i32,
}

impl Edges {
    fn of(still: &Still, face: &Face) -> Self {
        let window = window(face);
        let side = SIDE.unsigned_abs();
        let rgb = window.seen(still, side, side, None);
        let luma = luma(&rgb);
        let gradient: Vec<[f32; 2]> = places().map(|place| gradient(&luma, place)).collect();
        let inside: Vec<bool> = places()
            .map(|place| is_inside(still, &window, place))
            .collect();
        Self {
            upright: Plane::new(&gradient, &inside, 0),
            level: Plane::new(&gradient, &inside, 1),
        }
    }

    /// What [`framed`] tells of these edges, as a share.
    fn surely(&self, upright: [Line; 2], level: [Line; 2]) -> f32 {
        let mut worst = 1.0_f32;
        let mut beyond = 0.0_f32;
        let sides = [
            (&self.upright, upright, &self.level, level),
            (&self.level, level, &self.upright, upright),
        ];
        for (plane, lines, other, ends) in sides {
            for line in lines {
                let [from, to] = ends.map(|end| plane.meeting(line, other, end));
                let Some(share) = plane.share(line, [from, to]) else {
                    return 0.0;
                };
                worst = worst.min(share);
                let [near, far] = BEYOND;
                let outside = [[from - far, from - near], [to + near, to + far]];
                // An end out of the picture is not known to go on.
                let goes_on = outside.map(|way| plane.share(line, way).unwrap_or_default());
                beyond = beyond.max(goes_on.iter().sum::<f32>() / 2.0);
            }
        }
        (worst - beyond).max(0.0)
    }
}

impl Plane {
    /// Edges across axis 0 or 1 of the square; each is thinned to a line, and then told to its neighbours across.
    fn new(gradient: &[[f32; 2]], inside: &[bool], axis: usize) -> Self {
        let at = |[across, along]: [i32; 2]| {
            let place = if axis == 0 {
                [across, along]
            } else {
                [along, across]
            };
            index(place)
        };
        let slope = |place| {
            let of = at(place).and_then(|at| gradient.get(at)).copied();
            of.unwrap_or_default()
        };
        let across = |place| slope(place).get(axis).copied().unwrap_or_default().abs();
        let is_edge = |[x, along]: [i32; 2]| {
            let [a, b] = slope([x, along]);
            let (whole, part) = (a.hypot(b), across([x, along]));
            whole > STEP
                && part > ACROSS * whole
                && part >= across([x - 1, along])
                && part >= across([x + 1, along])
        };
        let edges: Vec<bool> = places().map(|[along, x]| is_edge([x, along])).collect();
        let seen = places()
            .map(|[along, x]| {
                let is_inside = at([x, along]).and_then(|at| inside.get(at)).copied();
                let near = |x: i32| index([along, x]).and_then(|at| edges.get(at)).copied();
                (is_inside == Some(true)).then(|| match [x - 1, x, x + 1].map(near) {
                    [_, Some(true), _] => Near::Here,
                    [Some(true), ..] | [.., Some(true)] => Near::Beside,
                    _ => Near::Nowhere,
                })
            })
            .collect();
        let [from, to] = if axis == 0 { TALL } else { WIDE };
        let middle = i32::midpoint(from, to);
        Self { seen, middle }
    }

    fn seen(&self, [across, along]: [i32; 2]) -> Option<Near> {
        self.seen.get(index([along, across])?).copied().flatten()
    }

    fn near(&self, line: Line, along: i32) -> Option<Near> {
        // Half a hundred more, so that the shift rounds and does not cut off.
        let off = (line.lean * (along - self.middle) + 50).div_euclid(100);
        self.seen([line.at + off, along])
    }

    /// The surest lines that cross the range of places and are seen along a way; no two of them nearly the same.
    fn lines(&self, across: [i32; 2], along: [i32; 2]) -> Vec<Line> {
        let length = (along[1] - along[0]) as f32;
        let mut found: Vec<(f32, Line)> = Vec::new();
        for lean in (-LEAN..=LEAN).step_by(LEAN_STEP) {
            for at in across[0]..across[1] {
                let line = Line { at, lean };
                let near = (along[0]..along[1]).filter_map(|y| self.near(line, y));
                let (mut seen, mut exact) = (0.0_f32, 0.0_f32);
                for near in near.filter(|near| *near > Near::Nowhere) {
                    seen += 1.0;
                    exact += if near == Near::Here { 1.0 } else { 0.0 };
                }
                if seen >= SEEN * length {
                    // Of leans that are all seen, the one that fits best goes on to the corners.
                    found.push((seen + exact, line));
                }
            }
        }
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let mut lines: Vec<Line> = Vec::new();
        for (_, line) in found {
            if lines.len() < TRIED && lines.iter().all(|other| (other.at - line.at).abs() > SAME) {
                lines.push(line);
            }
        }
        lines
    }

    /// Where along its way a line meets a line of the other plane.
    fn meeting(&self, line: Line, other: &Self, end: Line) -> f32 {
        let [lean, back] = [line.lean, end.lean].map(|lean| lean as f32 / 100.0);
        let way = (line.at - other.middle) as f32 - lean * self.middle as f32;
        (end.at as f32 + back * way) / (1.0 - back * lean)
    }

    /// Which share of a line is an edge between two places along it; `None` where too little of it lies in the picture.
    fn share(&self, line: Line, [from, to]: [f32; 2]) -> Option<f32> {
        let whole = |at: f32| i32::try_from(rounded(at + SIDE as f32)).map_or(0, |at| at - SIDE);
        let (mut seen, mut known, mut all) = (0.0_f32, 0.0_f32, 0.0_f32);
        for along in whole(from)..=whole(to) {
            all += 1.0;
            if let Some(near) = self.near(line, along) {
                known += 1.0;
                seen += if near > Near::Nowhere { 1.0 } else { 0.0 };
            }
        }
        (known >= 2.0 && known >= all / 2.0).then(|| seen / known)
    }
}

/// The judged square, upright with the face.
fn window(face: &Face) -> Window {
    let unit = face.eye_to_chin_px();
    let eyes = Window {
        centre: face.centre(),
        size: [unit, unit],
        roll: face.roll_deg().to_radians(),
    };
    let scale = (SIDE / UNIT) as f32;
    let [x, y] = EYES.map(|at| 0.5 + (SIDE / 2 - at) as f32 / UNIT as f32);
    Window {
        centre: eyes.to_still([x, y]),
        size: [unit * scale, unit * scale],
        ..eyes
    }
}

/// All places of the square, row by row.
fn places() -> impl Iterator<Item = [i32; 2]> {
    (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| [x, y]))
}

fn index([x, y]: [i32; 2]) -> Option<usize> {
    let is_inside = (0..SIDE).contains(&x) && (0..SIDE).contains(&y);
    is_inside.then(|| (y * SIDE + x).unsigned_abs() as usize)
}

/// The gradient there, in grey levels a pixel.
fn gradient(luma: &[f32], [x, y]: [i32; 2]) -> [f32; 2] {
    let at = |dx: i32, dy: i32| {
        let place = [x + dx, y + dy].map(|at| at.clamp(0, SIDE - 1));
        let luma = index(place).and_then(|at| luma.get(at));
        luma.copied().unwrap_or_default()
    };
    sobel(at).map(|steps| steps / 8.0)
}

/// The place shows the still and not its rim, where its own end would be an edge.
fn is_inside(still: &Still, window: &Window, [x, y]: [i32; 2]) -> bool {
    let share = [x, y].map(|at| (at as f32 + 0.5) / SIDE as f32);
    let rim = 3.0 * window.size[0] / SIDE as f32;
    let sides = [still.width_px, still.height_px];
    let [x, y] = window.to_still(share);
    [x, y]
        .into_iter()
        .zip(sides)
        .all(|(at, side)| rim <= at && at <= side as f32 - rim)
}
