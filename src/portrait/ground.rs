//! The ground behind a person: how even it is, whether it has the office's colour, and how much room the head has.

use super::light::{HEIGHT, Patch, WIDTH};
use super::limits::Colour;
use super::network::MATTE_PX;
use super::window::linear;

/// Side of a cell in pixels of the matte; grown and shrunk by whole cells.
const CELL: u32 = 4;
const CELLS: u32 = MATTE_PX / CELL;
/// Cells next to the person that are left out: hair is neither person nor ground.
const EDGE: i32 = 3;
/// From this share a pixel may be the person.
const MAYBE: f32 = 0.1;
/// From this share it surely is.
const SURE: f32 = 0.5;
/// Least part of the frame that must be ground to judge it.
const LEAST: f32 = 0.03;

/// What was measured of the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Behind {
    /// Mean Sobel gradient of the brightness, as OFIQ's background uniformity; `None` where too little ground is seen.
    pub(super) unevenness: Option<f32>,
    /// Part of the ground that has the asked colour, in percent.
    pub(super) coloured: Option<f32>,
    /// Room above the person, in percent of the frame's height.
    pub(super) above: f32,
}

/// Which cells of the matte are surely ground, down to a line.
struct Cells {
    free: Vec<bool>,
}

impl Cells {
    fn new(matte: &[f32]) -> Self {
        let mut person = vec![false; (CELLS * CELLS) as usize];
        for (at, share) in matte.iter().enumerate() {
            let side = MATTE_PX as usize;
            let cell = at / side / CELL as usize * CELLS as usize + at % side / CELL as usize;
            if let Some(person) = person.get_mut(cell) {
                *person |= *share >= MAYBE;
            }
        }
        let size = CELLS.cast_signed();
        let is_person = |x: i32, y: i32| {
            (0..size).contains(&x)
                && (0..size).contains(&y)
                && person
                    .get((y * size + x).unsigned_abs() as usize)
                    .copied()
                    .unwrap_or_default()
        };
        let free = (0..size * size)
            .map(|at| {
                let (x, y) = (at % size, at / size);
                !(-EDGE..=EDGE).any(|dy| (-EDGE..=EDGE).any(|dx| is_person(x + dx, y + dy)))
            })
            .collect();
        Self { free }
    }

    /// The pixel of the patch lies on surely free ground.
    fn is_free(&self, x: u32, y: u32) -> bool {
        let cell = y * CELLS / HEIGHT * CELLS + x * CELLS / WIDTH;
        self.free.get(cell as usize).copied().unwrap_or_default()
    }
}

/// Measures the ground of a patch down to the row of the chin.
pub(super) fn behind(patch: &Patch, matte: &[f32], chin: f32, wanted: &Colour) -> Behind {
    let cells = Cells::new(matte);
    let last = super::scale::rounded(chin.max(0.0)).clamp(1, HEIGHT);
    let (mut edges, mut coloured, mut count) = (0.0_f32, 0.0_f32, 0.0_f32);
    for y in 0..last {
        for x in 0..WIDTH {
            if !cells.is_free(x, y) {
                continue;
            }
            count += 1.0;
            let (column, row) = (x.cast_signed(), y.cast_signed());
            let [across, down] = sobel(|dx, dy| patch.luma(column + dx, row + dy));
            edges += across.hypot(down);
            // Every fourth pixel is enough for a share.
            if x % 2 == 0 && y % 2 == 0 && wanted.holds(lab(patch.pixel(x, y))) {
                coloured += 4.0;
            }
        }
    }
    let is_enough = count >= LEAST * (WIDTH * HEIGHT) as f32;
    Behind {
        unevenness: is_enough.then(|| edges / count),
        coloured: is_enough.then(|| (100.0 * coloured / count).min(100.0)),
        above: above(matte),
    }
}

/// Mean colour of the free ground in linear light; `None` where too little is seen.
pub(super) fn colour(patch: &Patch, matte: &[f32]) -> Option<[f32; 3]> {
    let cells = Cells::new(matte);
    let (mut sum, mut count) = ([0.0_f32; 3], 0.0_f32);
    for y in (0..HEIGHT).step_by(2) {
        for x in (0..WIDTH).step_by(2) {
            if cells.is_free(x, y) {
                for (sum, value) in sum.iter_mut().zip(patch.pixel(x, y)) {
                    *sum += linear(value);
                }
                count += 4.0;
            }
        }
    }
    let is_enough = count >= LEAST * (WIDTH * HEIGHT) as f32;
    is_enough.then(|| sum.map(|sum| 4.0 * sum / count))
}

/// The gradient where `at` tells the brightness by the way from there: eight times its steps a pixel.
pub(super) fn sobel(at: impl Fn(i32, i32) -> f32) -> [f32; 2] {
    let across = at(1, -1) + 2.0 * at(1, 0) + at(1, 1) - at(-1, -1) - 2.0 * at(-1, 0) - at(-1, 1);
    let down = at(-1, 1) + 2.0 * at(0, 1) + at(1, 1) - at(-1, -1) - 2.0 * at(0, -1) - at(1, -1);
    [across, down]
}

/// Rows from the top that have no person, in percent.
pub(super) fn above(matte: &[f32]) -> f32 {
    let side = MATTE_PX as usize;
    // A few pixels are noise, not hair.
    let is_person = |row: &[f32]| row.iter().filter(|share| **share >= SURE).count() > 4;
    let free = matte.chunks_exact(side).take_while(|row| !is_person(row));
    100.0 * free.count() as f32 / side as f32
}

/// CIE L*a*b* of sRGB under D65.
pub(super) fn lab(rgb: [u8; 3]) -> [f32; 3] {
    let [r, g, b] = rgb.map(linear);
    let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
    let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
    let bend = |t: f32| {
        if t > 0.008_856 {
            t.cbrt()
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    let [x, y, z] = [x, y, z].map(bend);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}
