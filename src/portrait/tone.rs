//! The same picture with lighter or darker skin, for tables and tests of fairness; never for a card.

use super::mesh::Face;
use super::window::{Window, linear};
use super::{Still, scale};

/// How far the feathered edge of the face reaches, as a share of its way from the middle.
const FEATHER: f32 = 0.2;
/// How far a colour may lie from that of the skin, as a part of red, green and blue together, and still be skin.
const LIKE: f32 = 0.12;

/// Green of a face, as coded, from which the networks see it as well as any.
const EASY: u8 = 160;
/// Nothing is made lighter than by this power of its share of white: under it there is noise.
const LEAST_POWER: f32 = 0.33;

/// See `portrait::toned`.
pub(super) fn toned(still: &Still, face: &Face, factor: f32) -> Still {
    let outline = face.outline();
    let middle = mean(&outline);
    let skin = chroma(skin_colour(still, face));
    let mut rgb = still.rgb.to_vec();
    let wide = still.width_px as usize * 3;
    let reach = outline
        .iter()
        .map(|at| away(*at, middle))
        .fold(0.0, f32::max)
        * (1.0 + FEATHER);
    let from = scale::rounded((middle[1] - reach).max(0.0)) as usize;
    let to = scale::rounded((middle[1] + reach).max(0.0)) as usize;
    for (y, row) in rgb.chunks_exact_mut(wide).enumerate().take(to).skip(from) {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let place = [x as f32 + 0.5, y as f32 + 0.5];
            let inside = within(&outline, middle, place);
            let colour = chroma([0, 1, 2].map(|c| pixel.get(c).copied().map_or(0.0, linear)));
            let other: f32 = colour.iter().zip(skin).map(|(a, b)| (a - b).abs()).sum();
            let share = inside * (1.0 - (other - LIKE) / LIKE).clamp(0.0, 1.0);
            let gain = 1.0 + (factor - 1.0) * share;
            for value in pixel {
                *value = coded(linear(*value) * gain);
            }
        }
    }
    Still {
        rgb: rgb.into(),
        ..still.clone()
    }
}

/// A face in the middle of a square, made as light as faces are that the networks know best; they err on dark ones.
///
/// Only what looks at the points sees it: exposure and all other light is measured in the picture as it is.
pub(super) fn lifted(mut rgb: Vec<u8>, side: u32) -> Vec<u8> {
    let (side, third) = (side as usize, side as usize / 3);
    let rows = rgb.chunks_exact(side * 3).skip(third).take(third);
    let mut tones: Vec<u8> = rows
        .step_by(2)
        .flat_map(|row| row.chunks_exact(3).skip(third).take(third).step_by(2))
        .filter_map(|pixel| pixel.get(1).copied())
        .collect();
    tones.sort_unstable();
    let tone = tones.get(tones.len() / 2).copied().unwrap_or_default();
    if tone >= EASY {
        return rgb;
    }
    let share = |byte: u8| f32::from(byte) / 255.0;
    // Darker parts gain more than light ones: teeth beside dark skin burn out otherwise.
    let power = (share(EASY).ln() / share(tone.max(1)).ln()).max(LEAST_POWER);
    let table: Vec<u8> = (0..=u8::MAX)
        .map(|byte| scale::byte(share(byte).powf(power) * 255.0))
        .collect();
    for value in &mut rgb {
        *value = table.get(usize::from(*value)).copied().unwrap_or(*value);
    }
    rgb
}

/// Mean linear colour of the cheeks.
fn skin_colour(still: &Still, face: &Face) -> [f32; 3] {
    let side = face.eye_distance_px() * 0.2;
    let mut sum = [0.0; 3];
    for centre in face.skin().iter().take(2) {
        let window = Window {
            centre: *centre,
            size: [side, side],
            roll: 0.0,
        };
        for pixel in window.seen(still, 8, 8, None).chunks_exact(3) {
            for (sum, value) in sum.iter_mut().zip(pixel) {
                *sum += linear(*value);
            }
        }
    }
    sum
}

/// Each channel's part of all three.
fn chroma(rgb: [f32; 3]) -> [f32; 3] {
    let all = rgb.iter().sum::<f32>().max(1e-4);
    rgb.map(|value| value / all)
}

/// 1 well inside the outline, 0 well outside, along the ray from its middle.
fn within(outline: &[[f32; 2]], middle: [f32; 2], place: [f32; 2]) -> f32 {
    let way = away(place, middle);
    if way < 1.0 {
        return 1.0;
    }
    let along = [(place[0] - middle[0]) / way, (place[1] - middle[1]) / way];
    let nearest = outline
        .iter()
        .map(|at| {
            let length = away(*at, middle).max(1.0);
            let same = ((at[0] - middle[0]) * along[0] + (at[1] - middle[1]) * along[1]) / length;
            (same, length)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let edge = nearest.map_or(1.0, |(_, length)| length);
    ((1.0 + FEATHER / 2.0 - way / edge) / FEATHER).clamp(0.0, 1.0)
}

fn away(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn mean(points: &[[f32; 2]]) -> [f32; 2] {
    let count = (points.len() as f32).max(1.0);
    [0, 1].map(|axis| {
        let values = points.iter().filter_map(|point| point.get(axis));
        values.sum::<f32>() / count
    })
}

/// A byte of sRGB from linear light.
pub(super) fn coded(value: f32) -> u8 {
    let value = value.clamp(0.0, 1.0);
    let share = if value <= 0.003_130_8 {
        value * 12.92
    } else {
        1.055 * value.powf(1.0 / 2.4) - 0.055
    };
    scale::byte(share * 255.0)
}
