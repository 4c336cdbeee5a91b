//! A crop of a still at another size: Lanczos over rows, then over columns; knows nothing of faces or files.

use super::window::Window;
use super::{Crop, Still};

/// Lobes of the Lanczos window.
const LOBES: f32 = 3.0;
/// Shrinking by at least this first averages whole blocks of pixels, which is as good and much faster.
const BLOCKS_FROM: f32 = 4.0;

/// Which source pixels make an output pixel: the first of them and their weights.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

/// `width * height * 3` bytes of the crop; the crop must lie inside the still.
pub(super) fn scaled(still: &Still, crop: Crop, width: u32, height: u32) -> Vec<u8> {
    let factor = crop.width_px / width as f32;
    if crop.roll_deg.abs() > 0.01 {
        return turned(still, crop, factor, [width, height]);
    }
    if factor >= BLOCKS_FROM {
        let side = index(factor / 2.0);
        let (still, crop) = averaged(still, crop, side);
        return filtered(&still, crop, width as usize, height as usize);
    }
    filtered(still, crop, width as usize, height as usize)
}

/// A turned crop, upright; much larger ones are first averaged, so that no pixel of theirs is left out.
fn turned(still: &Still, crop: Crop, factor: f32, [width, height]: [u32; 2]) -> Vec<u8> {
    let window = Window::of(crop);
    if factor < BLOCKS_FROM {
        return window.finely_seen(still, width, height);
    }
    let side = index(factor / 2.0);
    let whole = Crop {
        left_px: 0.0,
        top_px: 0.0,
        width_px: still.width_px as f32,
        roll_deg: 0.0,
    };
    let (small, _) = averaged(still, whole, side);
    let unit = side as f32;
    let window = Window {
        centre: window.centre.map(|at| at / unit),
        size: window.size.map(|length| length / unit),
        ..window
    };
    window.finely_seen(&small, width, height)
}

/// The nearest whole number, not below nought.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and sizes in pixels are small"
)]
pub(super) fn rounded(value: f32) -> u32 {
    value.round() as u32
}

/// A pixel is counted in so many shares, as a power of two.
pub(super) const SHARE_BITS: u32 = 20;

/// Pixels in shares of a pixel; what is beyond any picture stays far beyond it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "float casts saturate, and what is saturated is held back"
)]
pub(super) fn shares(px: f32) -> i64 {
    const MOST: i64 = 1 << 44;
    ((f64::from(px) * f64::from(1 << SHARE_BITS)) as i64).clamp(-MOST, MOST)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and sizes in pixels are small"
)]
fn index(value: f32) -> usize {
    value as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, which is what a pixel needs"
)]
pub(super) fn byte(value: f32) -> u8 {
    (value + 0.5) as u8
}

fn filtered(still: &Still, crop: Crop, width: usize, height: usize) -> Vec<u8> {
    let (wide, high) = (still.width_px as usize, still.height_px as usize);
    let across = taps(crop.left_px, crop.width_px, width, wide);
    let down = taps(crop.top_px, crop.height_px(), height, high);
    // Only these columns are ever read.
    let first = across.iter().map(|t| t.first).min().unwrap_or(0);
    let last = across
        .iter()
        .map(|t| t.first + t.weights.len())
        .max()
        .unwrap_or(0);

    let mut out = Vec::with_capacity(width * height * 3);
    let mut sums = vec![0.0_f32; (last - first) * 3];
    for tap in &down {
        sums.fill(0.0);
        for (i, weight) in tap.weights.iter().enumerate() {
            let row = (tap.first + i) * wide;
            let row = still.rgb.get((row + first) * 3..(row + last) * 3);
            for (sum, value) in sums.iter_mut().zip(row.unwrap_or_default()) {
                *sum += weight * f32::from(*value);
            }
        }
        for tap in &across {
            let mut pixel = [0.0_f32; 3];
            let from = sums.get((tap.first - first) * 3..).unwrap_or_default();
            for (weight, rgb) in tap.weights.iter().zip(from.chunks_exact(3)) {
                for (sum, value) in pixel.iter_mut().zip(rgb) {
                    *sum += weight * value;
                }
            }
            out.extend(pixel.map(byte));
        }
    }
    out
}

/// For each of `count` output pixels spread over `length` from `start`, its source pixels out of `limit`.
fn taps(start: f32, length: f32, count: usize, limit: usize) -> Vec<Taps> {
    let step = length / count as f32;
    let stretch = step.max(1.0);
    let last = limit.saturating_sub(1);
    (0..count)
        .map(|i| {
            let centre = start + (i as f32 + 0.5) * step - 0.5;
            let first = index((centre - LOBES * stretch).ceil().max(0.0)).min(last);
            let end = index((centre + LOBES * stretch).floor().max(0.0)).clamp(first, last);
            let mut weights: Vec<f32> = (first..=end)
                .map(|x| lanczos((x as f32 - centre) / stretch))
                .collect();
            let sum: f32 = weights.iter().sum();
            if sum.abs() > f32::EPSILON {
                weights.iter_mut().for_each(|w| *w /= sum);
            } else {
                // Rounding left no weight at all: the nearest pixel alone.
                weights.truncate(1);
                weights.fill(1.0);
            }
            Taps { first, weights }
        })
        .collect()
}

fn lanczos(x: f32) -> f32 {
    if x.abs() < 1e-6 {
        return 1.0;
    }
    if x.abs() >= LOBES {
        return 0.0;
    }
    let turn = std::f32::consts::PI * x;
    LOBES * turn.sin() * (turn / LOBES).sin() / (turn * turn)
}

/// The part of the still under the crop, each `side` by `side` block of it one pixel.
fn averaged(still: &Still, crop: Crop, side: usize) -> (Still, Crop) {
    let (left, top) = (index(crop.left_px), index(crop.top_px));
    let (wide, high) = (still.width_px as usize, still.height_px as usize);
    let width = index(crop.width_px.ceil()).min(wide - left) / side;
    let height = index(crop.height_px().ceil()).min(high - top) / side;
    let share = 1.0 / (side * side) as f32;

    let mut rgb = Vec::with_capacity(width * height * 3);
    let mut sums = vec![0_u32; width * 3];
    for y in 0..height {
        sums.fill(0);
        for row in 0..side {
            let from = (top + y * side + row) * wide + left;
            let row = still.rgb.get(from * 3..(from + width * side) * 3);
            let blocks = row.unwrap_or_default().chunks_exact(side * 3);
            for (sum, block) in sums.chunks_exact_mut(3).zip(blocks) {
                for rgb in block.chunks_exact(3) {
                    for (sum, value) in sum.iter_mut().zip(rgb) {
                        *sum += u32::from(*value);
                    }
                }
            }
        }
        rgb.extend(sums.iter().map(|sum| byte(*sum as f32 * share)));
    }
    let unit = side as f32;
    let shrunk = Crop {
        left_px: (crop.left_px - left as f32) / unit,
        top_px: (crop.top_px - top as f32) / unit,
        width_px: crop.width_px / unit,
        roll_deg: 0.0,
    };
    let still = Still {
        width_px: u32::try_from(width).unwrap_or(0),
        height_px: u32::try_from(height).unwrap_or(0),
        rgb: rgb.into(),
    };
    (still, shrunk)
}
