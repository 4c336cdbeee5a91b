//! Whether a face is made of dots: the raster of a print, the grid of a screen, or the moiré of either with the camera's.
//!
//! Skin has no period. Dots have one, which stands out in the spectrum as a few narrow peaks.

use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

use super::Still;
use super::mesh::Face;
use super::window::{Window, luma};

/// Side of a tile of the face, in pixels.
const TILE: usize = 128;
/// Most periods that a tile can show.
const HIGHEST: i32 = 64;
/// The way from eyes to chin of a large face when it is looked at a second time, smaller: its dots may be large, too.
const USUAL_PX: f32 = 250.0;
/// From this way a face is large.
const LARGE_PX: f32 = 1.2 * USUAL_PX;
/// Half the part of the face that has tiles, in ways from eyes to chin.
const HALF: [f32; 2] = [0.75, 0.85];
/// Slower waves are the face itself, in periods a tile.
const SLOWEST: f32 = 12.8;
/// Periods a tile by which a wave must differ from upright and level ones, which blocks of JPEG and rows of a camera make.
const AXIS: i32 = 2;
/// A peak is held against the mean of the square of this reach about it, without the square of the lesser reach.
const AROUND: i32 = 7;
const PEAK: i32 = 2;
/// Least power that counts beside a peak, in grey levels squared; about what rounding to bytes and JPEG leave.
const FLOOR: f32 = 0.3;

/// By how much the strongest wave stands above those of about its length and direction; 0 for a face smaller than a tile,
/// which is too small for a portrait besides.
pub(super) fn raster(still: &Still, face: &Face) -> f32 {
    let unit = face.eye_to_chin_px();
    if HALF[0] * unit < TILE as f32 / 2.0 {
        return 0.0;
    }
    let mut found = peak(still, face, 1.0);
    if unit > LARGE_PX {
        found = found.max(peak(still, face, unit / USUAL_PX));
    }
    found
}

/// The same, each pixel seen being `step` pixels of the still.
fn peak(still: &Still, face: &Face, step: f32) -> f32 {
    let [x, y] = face.centre();
    let unit = face.eye_to_chin_px();
    let reach = HALF.map(|half| (half * unit / step - TILE as f32 / 2.0).max(0.0));
    let [across, down] = reach.map(|reach| {
        let is_wide = reach > TILE as f32 / 4.0;
        if is_wide {
            vec![-reach, 0.0, reach]
        } else {
            vec![0.0]
        }
    });
    let fft = FftPlanner::new().plan_fft_forward(TILE);
    let mut powers = Vec::new();
    for right in &across {
        for below in &down {
            let centre = [x + right * step, y + (0.25 * unit / step + below) * step];
            if let Some(tile) = tile(still, centre, step) {
                powers.push(power(&tile, fft.as_ref()));
            }
        }
    }
    highest(&usual(&powers))
}

/// The middle one of each wave's powers: a print has its dots everywhere, while hair or cloth fill some tiles.
fn usual(powers: &[Vec<f32>]) -> Vec<f32> {
    let mut of_wave = Vec::with_capacity(powers.len());
    (0..TILE * TILE)
        .map(|wave| {
            of_wave.clear();
            of_wave.extend(powers.iter().filter_map(|power| power.get(wave)).copied());
            of_wave.sort_unstable_by(f32::total_cmp);
            of_wave.get(of_wave.len() / 2).copied().unwrap_or_default()
        })
        .collect()
}

/// Brightness of the tile about a place, at whole pixels where they are not made larger; `None` where it leaves the still.
fn tile(still: &Still, centre: [f32; 2], step: f32) -> Option<Vec<f32>> {
    let half = TILE as f32 / 2.0 * step;
    let centre = centre.map(f32::round);
    let sides = [still.width_px, still.height_px];
    let is_inside = |(at, side): (f32, u32)| half <= at && at + half <= side as f32;
    if !centre.into_iter().zip(sides).all(is_inside) {
        return None;
    }
    let window = Window {
        centre,
        size: [2.0 * half; 2],
        roll: 0.0,
    };
    let side = u32::try_from(TILE).unwrap_or_default();
    let rgb = window.seen(still, side, side, None);
    Some(luma(&rgb))
}

/// The power of each wave of a tile; of noise it is the variance.
fn power(tile: &[f32], fft: &dyn Fft<f32>) -> Vec<f32> {
    let mean = tile.iter().sum::<f32>() / tile.len() as f32;
    // Hann's window, so that the tile's ends make no waves.
    let weights: Vec<f32> = (0..TILE)
        .map(|at| 0.5 - 0.5 * (std::f32::consts::TAU * at as f32 / (TILE - 1) as f32).cos())
        .collect();
    let squares: f32 = weights.iter().map(|weight| weight * weight).sum();
    let mut waves: Vec<Complex<f32>> = tile
        .iter()
        .enumerate()
        .map(|(at, luma)| {
            let weight = |at: usize| weights.get(at).copied().unwrap_or_default();
            Complex::new((luma - mean) * weight(at % TILE) * weight(at / TILE), 0.0)
        })
        .collect();
    fft.process(&mut waves);
    let mut turned: Vec<Complex<f32>> = (0..TILE)
        .flat_map(|column| waves.iter().skip(column).step_by(TILE))
        .copied()
        .collect();
    fft.process(&mut turned);
    let scale = squares * squares;
    turned.iter().map(|wave| wave.norm_sqr() / scale).collect()
}

/// The highest peak by what is about it.
fn highest(power: &[f32]) -> f32 {
    let wide = sums(power, AROUND);
    let narrow = sums(power, PEAK);
    let count = |reach: i32| ((2 * reach + 1) * (2 * reach + 1)) as f32;
    let others = count(AROUND) - count(PEAK);
    let mut found = 0.0_f32;
    for (at, ((power, wide), narrow)) in power.iter().zip(wide).zip(narrow).enumerate() {
        let [x, y] = [at % TILE, at / TILE].map(periods);
        if x.min(y) > AXIS && x.max(y) < HIGHEST - AXIS && (x as f32).hypot(y as f32) >= SLOWEST {
            found = found.max(power / ((wide - narrow) / others).max(FLOOR));
        }
    }
    found
}

/// Periods a tile of the wave with this number.
fn periods(at: usize) -> i32 {
    let at = i32::try_from(at).unwrap_or_default();
    at.min(2 * HIGHEST - at)
}

/// Sums of the squares of that reach about each wave; the spectrum goes on at its other side.
fn sums(power: &[f32], reach: i32) -> Vec<f32> {
    // Along the rows, and what comes of it again along its rows, which were the columns.
    let along = |plane: &[f32]| -> Vec<f32> {
        (0..TILE * TILE)
            .map(|at| {
                let (x, y) = (at / TILE, at % TILE);
                let row = y * TILE;
                (-reach..=reach)
                    .map(|off| {
                        let x = i32::try_from(x).unwrap_or_default() + off;
                        let x = x.rem_euclid(2 * HIGHEST);
                        let at = row + x.unsigned_abs() as usize;
                        plane.get(at).copied().unwrap_or_default()
                    })
                    .sum()
            })
            .collect()
    };
    along(&along(power))
}
