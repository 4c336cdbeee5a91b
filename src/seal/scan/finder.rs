//! Where QR symbols may stand: the three squares in their corners, found along rows and put together by their geometry.

use super::luma::{View, whole};

/// Side of the squares over which black and white are told apart, in pixels.
const BLOCK: usize = 16;
/// Rows from one that is looked through to the next; a square's core has at least five at two pixels a module.
const ROW_STEP: usize = 3;
/// Most squares kept: a littered table shows many that are none.
const MOST: usize = 64;
/// Half of the square root of two: a step of one aslant.
const SLANT: f32 = std::f32::consts::FRAC_1_SQRT_2;

/// A square in the corner of a symbol.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finder {
    pub x: f32,
    pub y: f32,
    /// Pixels a module, the mean of four directions.
    pub module: f32,
}

/// Three squares that stand as those of a symbol do: top left, top right, bottom left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corners {
    pub points: [(f32, f32); 3],
    /// Pixels a module.
    pub module: f32,
    /// Modules on a side, not yet one of the sides there are.
    pub side: f32,
    /// How far from a symbol seen straight, without a unit.
    strain: f32,
}

impl Corners {
    /// They stand straight enough, and far enough apart for a seal.
    pub fn is_likely(&self) -> bool {
        self.strain < 0.5 && (45.0..100.0).contains(&self.side)
    }

    /// Seen in half the size, as they lie in the whole.
    pub fn doubled(&self) -> Self {
        Self {
            points: self.points.map(|(x, y)| (2.0 * x, 2.0 * y)),
            module: 2.0 * self.module,
            ..*self
        }
    }
}

/// What stands on the line through a square.
#[derive(Clone, Copy)]
struct Line {
    /// Pixels a module along it.
    module: f32,
    /// From where the line was laid to the square's middle, in pixels.
    off: f32,
}

/// A picture, and the brightness below which its pixels are dark, block by block: the mean of five blocks by five.
pub(super) struct Seen<'a> {
    view: View<'a>,
    across: usize,
    levels: Vec<u8>,
}

impl<'a> Seen<'a> {
    pub fn of(view: View<'a>) -> Self {
        let across = view.width.div_ceil(BLOCK);
        let down = view.height.div_ceil(BLOCK);
        let mut sums = vec![(0_u32, 0_u32); across * down];
        // Every second row does for a mean.
        for (y, row) in view.rows().enumerate().step_by(2) {
            let blocks = sums.iter_mut().skip(y / BLOCK * across);
            for (sum, block) in blocks.zip(row.chunks(BLOCK)) {
                let bright: u32 = block.iter().map(|value| u32::from(*value)).sum();
                sum.0 += bright;
                sum.1 += u32::try_from(block.len()).unwrap_or(0);
            }
        }
        let around = |at: usize, side: usize| at.saturating_sub(2)..(at + 3).min(side);
        let level = |at: usize| {
            let (mut sum, mut count) = (0_u32, 0_u32);
            for y in around(at / across, down) {
                for x in around(at % across, across) {
                    let block = sums.get(y * across + x).copied().unwrap_or_default();
                    (sum, count) = (sum + block.0, count + block.1);
                }
            }
            u8::try_from(sum.checked_div(count).unwrap_or(0)).unwrap_or(u8::MAX)
        };
        let levels = (0..across * down).map(level).collect();
        Self {
            view,
            across,
            levels,
        }
    }

    /// Nothing outside of the picture.
    fn is_dark(&self, x: f32, y: f32) -> Option<bool> {
        let side = |at: f32, side: usize| {
            usize::try_from(whole(at.floor()))
                .ok()
                .filter(|at| *at < side)
        };
        let (x, y) = (side(x, self.view.width)?, side(y, self.view.height)?);
        let value = self.view.luma.get(y * self.view.width + x)?;
        let level = self.levels.get(y / BLOCK * self.across + x / BLOCK)?;
        Some(value < level)
    }

    fn levels_of_row(&self, y: usize) -> &[u8] {
        let begin = y / BLOCK * self.across;
        self.levels
            .get(begin..begin + self.across)
            .unwrap_or_default()
    }

    /// What may be a corner of a symbol.
    pub fn finders(&self) -> Vec<Finder> {
        let mut found: Vec<Finder> = Vec::new();
        for (y, row) in self.view.rows().enumerate().skip(1).step_by(ROW_STEP) {
            let mut runs = [0_u16; 5];
            let mut was_dark = false;
            let mut x = 0_usize;
            for (pixels, level) in row.chunks(BLOCK).zip(self.levels_of_row(y)) {
                for value in pixels {
                    let dark = value < level;
                    if dark != was_dark {
                        if was_dark && proportion(runs.map(f32::from)).is_some() {
                            self.look_closer(&mut found, (x, y), runs);
                        }
                        let [_, a, b, c, d] = runs;
                        runs = [a, b, c, d, 0];
                        was_dark = dark;
                    }
                    if let Some(run) = runs.last_mut() {
                        *run = run.saturating_add(1);
                    }
                    x += 1;
                }
            }
            if MOST <= found.len() {
                break;
            }
        }
        found
    }

    /// Looks through the middle of five runs that end before `end` in four directions: a square shows the same in each.
    fn look_closer(&self, found: &mut Vec<Finder>, end: (usize, usize), runs: [u16; 5]) {
        let [_, _, core, c, d] = runs.map(f32::from);
        let (x, y) = (end.0 as f32 - d - c - core / 2.0, end.1 as f32 + 0.5);
        let known = |x: f32, y: f32| {
            found.iter().any(|finder| {
                let reach = finder.module * 2.0;
                (finder.x - x).abs() < reach && (finder.y - y).abs() < reach
            })
        };
        if known(x, y) {
            return;
        }
        let through = || {
            let down = self.through((x, y), (0.0, 1.0))?;
            let y = y + down.off;
            let across = self.through((x, y), (1.0, 0.0))?;
            let x = x + across.off;
            let first = self.through((x, y), (SLANT, SLANT))?;
            let second = self.through((x, y), (SLANT, -SLANT))?;
            Some((x, y, [down, across, first, second].map(|line| line.module)))
        };
        let Some((x, y, modules)) = through() else {
            return;
        };
        let narrow = modules.iter().copied().fold(f32::MAX, f32::min);
        let wide = modules.iter().copied().fold(0.0, f32::max);
        if wide < 2.6 * narrow && !known(x, y) {
            let module = modules.iter().sum::<f32>() / 4.0;
            found.push(Finder { x, y, module });
        }
    }

    /// The line through a dark point in a direction of length one, if its runs are as those of a square.
    fn through(&self, (x, y): (f32, f32), (step_x, step_y): (f32, f32)) -> Option<Line> {
        // Half of the core, the bright ring, the dark ring: outwards from the middle.
        let outwards = |way: f32| {
            let mut runs = [0.0_f32; 3];
            let mut at = 0;
            let mut dark = true;
            for away in 0..LONGEST {
                let away = (f32::from(away) + 0.5) * way;
                let Some(seen) = self.is_dark(x + away * step_x, y + away * step_y) else {
                    break;
                };
                if seen != dark {
                    (at, dark) = (at + 1, seen);
                }
                let Some(run) = runs.get_mut(at) else {
                    return Some(runs);
                };
                *run += 1.0;
            }
            (at == 2).then_some(runs)
        };
        let ([half, b, a], [other_half, c, d]) = (outwards(-1.0)?, outwards(1.0)?);
        let module = proportion([a, b, half + other_half, c, d])?;
        // The outer edges and those of the core each say where the middle is.
        let by_core = (other_half - half) / 2.0;
        let by_edges = (other_half + c + d - half - b - a) / 2.0;
        Some(Line {
            module,
            off: f32::midpoint(by_edges, by_core),
        })
    }

    /// Threes of squares that stand as in a symbol, the least strained first; at most `most`.
    pub fn symbols(&self, finders: &[Finder], most: usize) -> Vec<Corners> {
        let mut found = Vec::new();
        for (at, first) in finders.iter().enumerate() {
            for (between, second) in finders.iter().enumerate().skip(at + 1) {
                for third in finders.iter().skip(between + 1) {
                    found.extend(self.corners([*first, *second, *third]));
                }
            }
        }
        found.sort_by(|one, other| one.strain.total_cmp(&other.strain));
        found.truncate(most);
        found
    }

    /// The three as corners of one symbol.
    fn corners(&self, three: [Finder; 3]) -> Option<Corners> {
        let modules = three.map(|finder| finder.module);
        let narrow = modules.iter().copied().fold(f32::MAX, f32::min);
        let wide = modules.iter().copied().fold(0.0, f32::max);
        if 2.2 * narrow < wide {
            return None;
        }
        let [top_left, right, below] = in_order(three)?;
        let (to_right, across) = way(top_left, right);
        let (to_below, down) = way(top_left, below);
        let lean = (to_right.0 * to_below.0 + to_right.1 * to_below.1).abs();
        let ratio = (across / down).ln().abs();
        let least = 10.0 * narrow;
        if 0.6 < lean || 0.75 < ratio || across < least || down < least {
            return None;
        }
        // Along the symbol's own sides its squares tell how many modules lie between them.
        let along =
            |finder: Finder, way: (f32, f32)| Some(self.through((finder.x, finder.y), way)?.module);
        let row = [along(top_left, to_right)?, along(right, to_right)?];
        let column = [along(top_left, to_below)?, along(below, to_below)?];
        let modules_on = |length: f32, [near, far]: [f32; 2]| length / (near * far).sqrt() + 7.0;
        let (wide, high) = (modules_on(across, row), modules_on(down, column));
        let side = f32::midpoint(wide, high);
        let uneven = (wide / high).ln().abs();
        if 0.35 < uneven || !(18.0..190.0).contains(&side) {
            return None;
        }
        // A seal has 57 modules or more; squares in rows, as on a tiled floor, look like many small symbols.
        let slight = if side < 40.0 { 0.8 } else { 0.0 };
        let module = (row.iter().sum::<f32>() + column.iter().sum::<f32>()) / 4.0;
        Some(Corners {
            points: [top_left, right, below].map(|finder| (finder.x, finder.y)),
            module,
            side,
            strain: lean * 0.5 + ratio * 0.5 + uneven * 3.0 + slight,
        })
    }
}

/// Longest way from a square's middle to its edge, in pixels.
const LONGEST: u16 = 160;

/// Pixels a module, if five runs are as 1:1:3:1:1. Blur makes the bright ring thin and noise moves every edge.
fn proportion([a, b, core, c, d]: [f32; 5]) -> Option<f32> {
    let total = a + b + core + c + d;
    let module = total / 7.0;
    let slack = 0.55 * module + 0.4;
    let near = |run: f32| (run - module).abs() < slack;
    let fits = 6.5 <= total
        && near(a)
        && near(b)
        && near(c)
        && near(d)
        && (core - 3.0 * module).abs() < 1.3 * module + 0.4;
    fits.then_some(module)
}

/// Direction from one to the other, of length one, and how far it is.
fn way(from: Finder, to: Finder) -> ((f32, f32), f32) {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let length = x.hypot(y).max(1.0);
    ((x / length, y / length), length)
}

/// Top left, top right, bottom left: the longest side lies opposite the first, and they follow one another clockwise.
fn in_order([first, second, third]: [Finder; 3]) -> Option<[Finder; 3]> {
    let turned = [
        (first, second, third),
        (second, third, first),
        (third, first, second),
    ];
    let (top_left, one, other) = turned
        .into_iter()
        .max_by(|one, other| way(one.1, one.2).1.total_cmp(&way(other.1, other.2).1))?;
    let ((to_one, _), (to_other, _)) = (way(top_left, one), way(top_left, other));
    let turn = to_one.0 * to_other.1 - to_one.1 * to_other.0;
    Some(if turn > 0.0 {
        [top_left, one, other]
    } else {
        [top_left, other, one]
    })
}
