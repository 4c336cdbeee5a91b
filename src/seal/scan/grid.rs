//! The modules of a symbol whose corners were found: laid straight by what every symbol shows, cleared of blur by what it
//! ought to show there, and drawn again for the reader.
//!
//! A reader that judges each pixel black or white loses what blur and glare leave between the two. Squares, timing lines,
//! alignment marks and the white around a symbol of version 13 are over a thousand modules whose colour is known
//! beforehand (ISO/IEC 18004 6.3); the weights of a module's surroundings that give those best give the others too.

use super::finder::Corners;
use super::luma::{View, whole};

/// White modules around the symbol that are looked at too.
const MARGIN: usize = 2;
/// Pixels a module in the drawing for the reader, and modules of white around it.
const DRAWN_PX: usize = 3;
const DRAWN_QUIET: usize = 4;
/// What a module's colour is told from: itself and its 24 neighbours, two wider means, and one.
const SIGNS: usize = 28;
/// Step in which perspective is sought: half a module in the middle of version 13.
const RECEDE_STEP: f32 = 0.03;
/// Least difference of dark and light where they are known, in luma, for a symbol to be there.
const LEAST_CONTRAST: f32 = 5.0;

/// A symbol laid over the picture.
pub(super) struct Laid {
    side: usize,
    map: Map,
    known: Vec<Known>,
    /// Mean light less mean dark where they are known, in luma.
    contrast: f32,
}

/// What can be said of a symbol that is not read.
pub(super) struct Seen {
    /// Pixels a module.
    pub module_px: f32,
    /// Brightness of what is light, in luma.
    pub light: f32,
    /// Somewhere dark is hardly darker than light, and light not darker than elsewhere.
    pub glare: bool,
}

/// A module whose colour is known: its place from the symbol's edge, and dark as -1, light as 1.
#[derive(Clone, Copy)]
struct Known {
    x: usize,
    y: usize,
    light: f32,
}

/// From modules to pixels: where the four middles of a symbol's corner squares, the fourth being absent, lie.
#[derive(Clone, Copy)]
struct Map {
    corners: [f32; 8],
    /// Both coordinates and their divisor, each by x, y and one.
    terms: [f32; 9],
}

impl Map {
    /// A square to any quadrilateral (Heckbert 1989, 2.2.3); `side` modules.
    fn of(corners: [f32; 8], side: usize) -> Self {
        let [x0, y0, x1, y1, x2, y2, x3, y3] = corners;
        // In order: top left, top right, bottom left, bottom right.
        let (sum_x, sum_y) = (x0 - x1 + x3 - x2, y0 - y1 + y3 - y2);
        let (ax, ay, bx, by) = (x1 - x3, y1 - y3, x2 - x3, y2 - y3);
        let divisor = ax * by - bx * ay;
        let g = (sum_x * by - bx * sum_y) / divisor;
        let h = (ax * sum_y - sum_x * ay) / divisor;
        // Modules from the symbol's edge instead of shares of the way between the squares.
        let scale = 1.0 / (side as f32 - 7.0);
        let by_module = |a: f32, b: f32, c: f32| [a * scale, b * scale, c - 3.5 * scale * (a + b)];
        let [a, b, c] = by_module(x1 - x0 + g * x1, x2 - x0 + h * x2, x0);
        let [d, e, f] = by_module(y1 - y0 + g * y1, y2 - y0 + h * y2, y0);
        let [g, h, i] = by_module(g, h, 1.0);
        Self {
            corners,
            terms: [a, b, c, d, e, f, g, h, i],
        }
    }

    /// By three corners, and by how much further off the right and the lower end lie than the first: 0.1 is a tenth.
    fn receding(points: [(f32, f32); 3], (g, h): (f32, f32), side: usize) -> Self {
        let [(x0, y0), (x1, y1), (x2, y2)] = points;
        let fourth = |first: f32, right: f32, below: f32| {
            (right * (1.0 + g) + below * (1.0 + h) - first) / (1.0 + g + h)
        };
        let (x3, y3) = (fourth(x0, x1, x2), fourth(y0, y1, y2));
        Self::of([x0, y0, x1, y1, x2, y2, x3, y3], side)
    }

    fn pixel(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f, g, h, i] = self.terms;
        let divisor = g * x + h * y + i;
        ((a * x + b * y + c) / divisor, (d * x + e * y + f) / divisor)
    }
}

/// The symbols that have `corners`, those whose timing lines stand out most first; at most `most`.
pub(super) fn lay(view: View<'_>, corners: &[Corners], most: usize) -> Vec<Laid> {
    let mut laid: Vec<(Laid, f32)> = corners
        .iter()
        .filter_map(|corners| Some((roughly(view, corners)?, corners.module)))
        .filter(|(laid, _)| LEAST_CONTRAST < laid.contrast)
        .collect();
    laid.sort_by(|one, other| other.0.contrast.total_cmp(&one.0.contrast));
    laid.truncate(most);
    laid.into_iter()
        .map(|(laid, module)| finely(view, laid, module))
        .collect()
}

/// Seeks the side and the perspective at which the timing lines alternate: each line ends in two squares, so only how it
/// shrinks on the way is open.
fn roughly(view: View<'_>, corners: &Corners) -> Option<Laid> {
    let version = whole((corners.side - 17.0) / 4.0 + 0.5);
    let reach = if corners.side < 60.0 { 1 } else { 2 };
    let versions = (version - reach).max(1)..=(version + reach).min(40);
    let sides = versions.filter_map(|version| Some(17 + 4 * usize::try_from(version).ok()?));
    let laid = sides.map(|side| {
        let line = |across: bool| -> Vec<Known> {
            timing(side)
                .filter(|known| (known.y == 6) == across)
                .collect()
        };
        let (row, column) = (line(true), line(false));
        let told = |recede: (f32, f32), line: &[Known]| {
            let map = Map::receding(corners.points, recede, side);
            contrast(line, |known| nearest(view, &map, known))
        };
        let shares = (-15_i16..=15).map(|step| f32::from(step) * RECEDE_STEP);
        let best = |tell: &dyn Fn(f32) -> f32| {
            let told = shares.clone().map(|share| (share, tell(share)));
            told.max_by(|one, other| one.1.total_cmp(&other.1))
                .unwrap_or_default()
        };
        // How far the lines lie from the squares' middles depends on the other line's perspective, so once more.
        let (mut right, mut below) = ((0.0, 0.0), (0.0, 0.0));
        for _ in 0..2 {
            right = best(&|share| told((share, below.0), &row));
            below = best(&|share| told((right.0, share), &column));
        }
        Laid {
            side,
            map: Map::receding(corners.points, (right.0, below.0), side),
            known: Vec::new(),
            contrast: right.1.min(below.1),
        }
    });
    laid.max_by(|one, other| one.contrast.total_cmp(&other.contrast))
}

/// Moves each corner a little as long as the known modules stand out more.
fn finely(view: View<'_>, rough: Laid, module: f32) -> Laid {
    let mut laid = rough;
    laid.known = known(laid.side);
    let told = |map: &Map, known: &[Known]| {
        contrast(known, |known| {
            let (x, y) = map.pixel(known.x as f32 + 0.5, known.y as f32 + 0.5);
            view.between(x, y)
        })
    };
    laid.contrast = told(&laid.map, &laid.known);
    for step in [0.8, 0.4, 0.2, 0.1] {
        for _ in 0..4 {
            let before = laid.contrast;
            for at in 0..8 {
                for way in [step * module, -step * module] {
                    let mut corners = laid.map.corners;
                    if let Some(corner) = corners.get_mut(at) {
                        *corner += way;
                    }
                    let map = Map::of(corners, laid.side);
                    let contrast = told(&map, &laid.known);
                    if laid.contrast < contrast {
                        (laid.map, laid.contrast) = (map, contrast);
                        break;
                    }
                }
            }
            if laid.contrast <= before {
                break;
            }
        }
    }
    laid
}

fn nearest(view: View<'_>, map: &Map, known: &Known) -> f32 {
    let (x, y) = map.pixel(known.x as f32 + 0.5, known.y as f32 + 0.5);
    f32::from(view.at(whole(x), whole(y)))
}

/// Mean of the light less mean of the dark.
fn contrast(known: &[Known], luma: impl Fn(&Known) -> f32) -> f32 {
    let (mut light, mut dark) = ((0.0, 0.0), (0.0, 0.0));
    for module in known {
        let luma = luma(module);
        let sum = if module.light > 0.0 {
            &mut light
        } else {
            &mut dark
        };
        *sum = (sum.0 + luma, sum.1 + 1.0);
    }
    light.0 / f32::max(light.1, 1.0) - dark.0 / f32::max(dark.1, 1.0)
}

fn in_finder(side: usize, x: usize, y: usize) -> bool {
    let edge = |at: usize| at < 8 || side - 8 <= at;
    edge(x) && edge(y) && !(side - 8 <= x && side - 8 <= y)
}

fn dark_or_light(dark: bool) -> f32 {
    if dark { -1.0 } else { 1.0 }
}

/// Row and column 6 between the squares.
fn timing(side: usize) -> impl Iterator<Item = Known> {
    (8..side - 8).flat_map(|at| {
        let light = dark_or_light(at % 2 == 0);
        [Known { x: at, y: 6, light }, Known { x: 6, y: at, light }]
    })
}

/// Squares with the white around them, timing lines, alignment marks.
fn known(side: usize) -> Vec<Known> {
    let mut known = Vec::new();
    for y in 0..side {
        for x in (0..side).filter(|x| in_finder(side, *x, y)) {
            let from_middle = |at: usize| {
                if at < 8 {
                    at.abs_diff(3)
                } else {
                    at.abs_diff(side - 4)
                }
            };
            let ring = from_middle(x).max(from_middle(y));
            known.push(Known {
                x,
                y,
                light: dark_or_light(ring != 2 && ring != 4),
            });
        }
    }
    known.extend(timing(side));
    let places = alignment(side);
    for middle_y in &places {
        for middle_x in &places {
            // Those on a timing line would count twice, and three stand where the squares are.
            if *middle_x == 6 || *middle_y == 6 {
                continue;
            }
            for y in middle_y - 2..=middle_y + 2 {
                for x in middle_x - 2..=middle_x + 2 {
                    let ring = x.abs_diff(*middle_x).max(y.abs_diff(*middle_y));
                    known.push(Known {
                        x,
                        y,
                        light: dark_or_light(ring != 1),
                    });
                }
            }
        }
    }
    known
}

/// Rows and columns of alignment marks (ISO/IEC 18004 annex E).
fn alignment(side: usize) -> Vec<usize> {
    let version = (side - 17) / 4;
    if version < 2 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    let step = if version == 32 {
        26
    } else {
        (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2
    };
    let mut places: Vec<usize> = (0..count - 1).map(|at| side - 7 - at * step).collect();
    places.push(6);
    places
}

/// What a module's colour is told from.
type Signs = [f32; SIGNS];

impl Laid {
    /// Corners of the symbol in the picture: top left, top right, bottom left, bottom right.
    pub fn outline(&self) -> [(f32, f32); 4] {
        let end = self.side as f32;
        [(0.0, 0.0), (end, 0.0), (0.0, end), (end, end)].map(|(x, y)| self.map.pixel(x, y))
    }

    /// Brightness of each module and of the white around them, and how many stand in a row.
    fn modules(&self, view: View<'_>) -> (Vec<f32>, usize) {
        let across = self.side + 2 * MARGIN;
        let mut modules = Vec::with_capacity(across * across);
        for y in 0..across {
            for x in 0..across {
                let middle = |at: usize| at as f32 - MARGIN as f32 + 0.5;
                let near = [
                    (0.0, 0.0),
                    (-0.2, -0.2),
                    (0.2, -0.2),
                    (-0.2, 0.2),
                    (0.2, 0.2),
                ];
                let sum: f32 = near
                    .iter()
                    .map(|(right, low)| {
                        let (x, y) = self.map.pixel(middle(x) + right, middle(y) + low);
                        view.between(x, y)
                    })
                    .sum();
                modules.push(sum / 5.0 / 64.0 - 2.0);
            }
        }
        (modules, across)
    }

    /// What keeps it from being read.
    pub fn state(&self, view: View<'_>) -> Seen {
        let (modules, across) = self.modules(view);
        let luma = |module: f32| (module + 2.0) * 64.0;
        let light: Vec<f32> = self
            .known
            .iter()
            .filter(|known| known.light > 0.0)
            .filter_map(|known| modules.get((known.y + MARGIN) * across + known.x + MARGIN))
            .map(|module| luma(*module))
            .collect();
        // Darkest and lightest of each square of eight by eight modules.
        let mut ranges = Vec::new();
        for top in (MARGIN..self.side).step_by(8) {
            for left in (MARGIN..self.side).step_by(8) {
                let rows = modules.chunks_exact(across).skip(top).take(8);
                let right = (left + 8).min(across);
                let part = rows.flat_map(|row| row.get(left..right).unwrap_or_default());
                let (low, high) = part.fold((f32::MAX, f32::MIN), |(low, high), module| {
                    (low.min(*module), high.max(*module))
                });
                ranges.push((luma(high) - luma(low), luma(high)));
            }
        }
        ranges.sort_by(|one, other| one.0.total_cmp(&other.0));
        let usual = ranges.get(ranges.len() / 2).copied().unwrap_or_default();
        let flattest = ranges.first().copied().unwrap_or_default();
        let corners = self.outline();
        let [(x0, y0), (x1, y1), (x2, y2), _] = corners;
        let sides = f32::midpoint((x1 - x0).hypot(y1 - y0), (x2 - x0).hypot(y2 - y0));
        Seen {
            module_px: sides / self.side as f32,
            light: light.iter().sum::<f32>() / (light.len() as f32).max(1.0),
            glare: flattest.0 < 0.45 * usual.0 && usual.1 * 0.95 <= flattest.1,
        }
    }

    /// Drawings of the symbol as it was before lens and light, each surer than the one before; luma and side in pixels.
    pub fn drawings(&self, view: View<'_>) -> [(Vec<u8>, usize); 2] {
        let (modules, across) = self.modules(view);
        let signs = signs(&modules, across);
        let place = |x: usize, y: usize| (y + MARGIN) * across + x + MARGIN;
        let mut taught: Vec<(usize, f32)> = self
            .known
            .iter()
            .map(|known| (place(known.x, known.y), known.light))
            .collect();
        // The white nearest the symbol, which may have print on it further out.
        for at in 0..self.side {
            let white = [
                (at + MARGIN, MARGIN - 1),
                (at + MARGIN, MARGIN + self.side),
                (MARGIN - 1, at + MARGIN),
                (MARGIN + self.side, at + MARGIN),
            ];
            taught.extend(white.map(|(x, y)| (y * across + x, 1.0)));
        }
        let first = told(&signs, &taught);
        // What is sure by now teaches the rest.
        let sure = first
            .iter()
            .enumerate()
            .filter(|(_, light)| light.abs() > 0.35);
        let mut more: Vec<(usize, f32)> = sure.map(|(at, light)| (at, light.signum())).collect();
        more.extend_from_slice(&taught);
        let second = told(&signs, &more);
        [first, second].map(|light| self.draw(&light, across))
    }

    fn draw(&self, light: &[f32], across: usize) -> (Vec<u8>, usize) {
        let side_px = (self.side + 2 * DRAWN_QUIET) * DRAWN_PX;
        let module = |at: usize| {
            (at / DRAWN_PX)
                .checked_sub(DRAWN_QUIET)
                .filter(|at| *at < self.side)
        };
        let mut luma = Vec::with_capacity(side_px * side_px);
        for y in 0..side_px {
            luma.extend((0..side_px).map(|x| {
                let place = module(x)
                    .zip(module(y))
                    .map(|(x, y)| (y + MARGIN) * across + x + MARGIN);
                let light = place.and_then(|place| light.get(place));
                if light.is_some_and(|light| *light < 0.0) {
                    0
                } else {
                    255
                }
            }));
        }
        (luma, side_px)
    }
}

fn signs(modules: &[f32], across: usize) -> Vec<Signs> {
    let at = |x: usize, y: usize| {
        let inside = |at: usize| at.saturating_sub(2).min(across - 1);
        let place = inside(y) * across + inside(x);
        modules.get(place).copied().unwrap_or_default()
    };
    let (near, far) = (around(modules, across, 3), around(modules, across, 8));
    let mut all = Vec::with_capacity(modules.len());
    for y in 0..across {
        for x in 0..across {
            let wide = |means: &[f32]| means.get(y * across + x).copied().unwrap_or_default();
            let mut signs = [1.0; SIGNS];
            let square = (0..25).map(|place| at(x + place % 5, y + place / 5));
            let values = square.chain([wide(&near), wide(&far)]);
            signs
                .iter_mut()
                .zip(values)
                .for_each(|(sign, value)| *sign = value);
            all.push(signs);
        }
    }
    all
}

/// Mean of the modules up to `reach` away to all sides.
fn around(modules: &[f32], across: usize, reach: usize) -> Vec<f32> {
    let pass = |from: &[f32]| {
        let mut out = vec![0.0; from.len()];
        for (y, row) in from.chunks_exact(across).enumerate() {
            for x in 0..across {
                let part = row.get(x.saturating_sub(reach)..(x + reach + 1).min(across));
                let part = part.unwrap_or_default();
                if let Some(mean) = out.get_mut(x * across + y) {
                    *mean = part.iter().sum::<f32>() / part.len() as f32;
                }
            }
        }
        out
    };
    // Each pass also swaps rows and columns.
    pass(&pass(modules))
}

/// How light each module is, by the weights that suit the modules taught best.
fn told(signs: &[Signs], taught: &[(usize, f32)]) -> Vec<f32> {
    let weights = weights(signs, taught);
    let tell = |signs: &Signs| {
        signs
            .iter()
            .zip(&weights)
            .map(|(sign, weight)| sign * weight)
            .sum()
    };
    signs.iter().map(tell).collect()
}

/// Least squares, held back a little so that few modules cannot be learnt by heart.
fn weights(signs: &[Signs], taught: &[(usize, f32)]) -> Signs {
    let mut rows = [[0.0_f32; SIGNS + 1]; SIGNS];
    for (place, light) in taught {
        let Some(signs) = signs.get(*place) else {
            continue;
        };
        for (row, by) in rows.iter_mut().zip(signs) {
            let values = signs.iter().chain(std::iter::once(light));
            row.iter_mut()
                .zip(values)
                .for_each(|(sum, value)| *sum += by * value);
        }
    }
    let held_back = taught.len() as f32 * 2e-4;
    for (at, row) in rows.iter_mut().enumerate() {
        if let Some(sum) = row.get_mut(at) {
            *sum += held_back;
        }
    }
    solved(rows)
}

/// Gauss and Jordan; the sums are positive definite, so no row needs another's place.
fn solved(mut rows: [[f32; SIGNS + 1]; SIGNS]) -> Signs {
    for at in 0..SIGNS {
        let Some(mut pivot) = rows.get(at).copied() else {
            continue;
        };
        let by = pivot.get(at).copied().unwrap_or(1.0);
        pivot.iter_mut().for_each(|value| *value /= by);
        for (other, row) in rows.iter_mut().enumerate() {
            if other == at {
                *row = pivot;
                continue;
            }
            let times = row.get(at).copied().unwrap_or_default();
            row.iter_mut()
                .zip(pivot)
                .for_each(|(value, of)| *value -= times * of);
        }
    }
    rows.map(|row| row.last().copied().unwrap_or_default())
}
