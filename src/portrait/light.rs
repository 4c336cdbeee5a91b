//! Light, sharpness and colour of a face, each relative to the face itself; knows where its parts are, not what is allowed.

use super::window::{linear, luma};

/// The portrait as it is judged, about the size of the print: 25x32 mm at 300 dots an inch.
pub(super) const WIDTH: u32 = 300;
/// Its height.
pub(super) const HEIGHT: u32 = 400;

/// Brightness from which OFIQ counts a pixel as over-exposed.
const WHITE: f32 = 247.0;
/// Side of a square of skin, in eye distances, as OFIQ has it.
const SQUARE: f32 = 0.3;
/// Width and height of what of an eye is looked at, in eye distances: within its corners, and no more than the lids of a narrow one.
const EYE: [f32; 2] = [0.36, 0.16];
/// How much of the face's outline is surely face, and no hair or ground.
const INNER: f32 = 0.85;

/// The judged pixels.
pub(super) struct Patch {
    pub(super) rgb: Vec<u8>,
    /// Brightness as it is coded, 0 to 255, by ITU-R BT.709.
    luma: Vec<f32>,
}

/// Where the face lies in a patch, in its pixels.
pub(super) struct Face {
    /// Both cheeks in the picture's order, then two points of the nose.
    pub(super) skin: [[f32; 2]; 4],
    pub(super) eyes: [[f32; 2]; 2],
    pub(super) outline: Vec<[f32; 2]>,
    pub(super) eye_distance: f32,
}

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Light {
    /// The lighter part of the skin, in percent of full brightness as coded.
    pub(super) exposure: f32,
    /// Over-exposed part of the face, in percent.
    pub(super) glare: f32,
    /// Light on the cheek on the picture's right by that on its left, in linear light.
    pub(super) shadow: f32,
    /// What a blur of 3x3 pixels takes away of the edges.
    pub(super) sharpness: f32,
    /// Spread of red, green and blue of the skin, in percent of the greatest.
    pub(super) colour: f32,
    /// From dark to light in the eye that shows less, in percent of the skin's lighter part.
    pub(super) eyes: f32,
}

impl Patch {
    pub(super) fn new(rgb: Vec<u8>) -> Self {
        let luma = luma(&rgb);
        Self { rgb, luma }
    }

    /// Brightness at a pixel; the edge goes on beyond it.
    pub(super) fn luma(&self, x: i32, y: i32) -> f32 {
        let at = |value: i32, size: u32| value.clamp(0, size.cast_signed() - 1).unsigned_abs();
        let pixel = at(y, HEIGHT) * WIDTH + at(x, WIDTH);
        self.luma.get(pixel as usize).copied().unwrap_or_default()
    }

    pub(super) fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let at = (y * WIDTH + x) as usize * 3;
        match self.rgb.get(at..at + 3) {
            Some(&[r, g, b]) => [r, g, b],
            Some(_) | None => [0; 3],
        }
    }

    /// All measures of the light on a face.
    pub(super) fn light(&self, face: &Face) -> Light {
        let skin = face.skin.map(|centre| square(centre, face.eye_distance));
        let mut tones: Vec<f32> = skin.iter().flatten().map(|&(x, y)| self.at(x, y)).collect();
        tones.sort_by(f32::total_cmp);
        let lighter = tones.get(tones.len() * 3 / 4).copied().unwrap_or_default();
        let [left, right] = [0, 1].map(|cheek| {
            let cheek = skin.get(cheek).map(Vec::as_slice).unwrap_or_default();
            self.linear(cheek)
        });
        let inner = inside(&face.outline);
        let white = inner.iter().filter(|&&(x, y)| self.at(x, y) >= WHITE);
        Light {
            exposure: lighter / 2.55,
            glare: 100.0 * white.count() as f32 / (inner.len() as f32).max(1.0),
            shadow: (right + 0.001) / (left + 0.001),
            sharpness: self.sharpness(&inner),
            colour: self.saturation(skin.iter().flatten()),
            eyes: face
                .eyes
                .map(|eye| self.spread(eye, face.eye_distance))
                .into_iter()
                .fold(f32::INFINITY, f32::min)
                * 100.0
                / lighter.max(1.0),
        }
    }

    fn at(&self, x: u32, y: u32) -> f32 {
        let pixel = self.luma.get((y * WIDTH + x) as usize);
        pixel.copied().unwrap_or_default()
    }

    /// Between the darker and the lighter parts of an open eye lie iris and white; behind a dark lens or a lid there is one tone.
    fn spread(&self, eye: [f32; 2], eye_distance: f32) -> f32 {
        let mut tones: Vec<f32> = rectangle(eye, EYE.map(|side| side * eye_distance))
            .into_iter()
            .map(|(x, y)| self.at(x, y))
            .collect();
        tones.sort_by(f32::total_cmp);
        let part = |tenths: usize| tones.get(tones.len() * tenths / 10).copied();
        part(9).unwrap_or_default() - part(1).unwrap_or_default()
    }

    /// Mean luminance in linear light, 0 to 1.
    fn linear(&self, pixels: &[(u32, u32)]) -> f32 {
        let sum: f32 = pixels
            .iter()
            .map(|&(x, y)| {
                let [r, g, b] = self.pixel(x, y).map(linear);
                0.2126 * r + 0.7152 * g + 0.0722 * b
            })
            .sum();
        sum / (pixels.len() as f32).max(1.0)
    }

    fn saturation<'a>(&self, pixels: impl Iterator<Item = &'a (u32, u32)>) -> f32 {
        let (mut sum, mut count) = (0.0, 0.0_f32);
        for &(x, y) in pixels {
            let [r, g, b] = self.pixel(x, y).map(f32::from);
            let (low, high) = (r.min(g).min(b), r.max(g).max(b));
            sum += (high - low) / high.max(1.0);
            count += 1.0;
        }
        100.0 * sum / count.max(1.0)
    }

    /// 1 less the energy of the gradients after a blur by that before; the same whatever the contrast.
    fn sharpness(&self, pixels: &[(u32, u32)]) -> f32 {
        let (Some(top), Some(bottom)) = (
            pixels.iter().map(|p| p.1).min(),
            pixels.iter().map(|p| p.1).max(),
        ) else {
            return 0.0;
        };
        let rows = top.saturating_sub(1)..(bottom + 2).min(HEIGHT);
        let wide = WIDTH as usize;
        // Only the rows of the face are blurred.
        let mut soft = vec![0.0_f32; self.luma.len()];
        for y in rows {
            for x in 0..wide {
                let (x, y) = (i32::try_from(x).unwrap_or(0), y.cast_signed());
                let mut sum = 0.0;
                for dy in -1..=1 {
                    for dx in -1..=1 {
                        sum += self.luma(x + dx, y + dy);
                    }
                }
                let at = y.unsigned_abs() as usize * wide + x.unsigned_abs() as usize;
                if let Some(cell) = soft.get_mut(at) {
                    *cell = sum / 9.0;
                }
            }
        }
        let (mut before, mut after) = (0.0_f32, 0.0_f32);
        for &(x, y) in pixels {
            let at = y as usize * wide + x as usize;
            let gradient = |plane: &[f32]| {
                let of = |at: usize| plane.get(at).copied().unwrap_or_default();
                (of(at + 1) - of(at)).powi(2) + (of(at + wide) - of(at)).powi(2)
            };
            before += gradient(&self.luma);
            after += gradient(&soft);
        }
        // Without any edges there is nothing to be sharp.
        if before < pixels.len() as f32 * 0.5 {
            return 0.0;
        }
        1.0 - after / before
    }
}

/// Pixels of a square about a point of the skin.
fn square(centre: [f32; 2], eye_distance: f32) -> Vec<(u32, u32)> {
    rectangle(centre, [eye_distance * SQUARE; 2])
}

/// Pixels of a rectangle about a point.
fn rectangle([x, y]: [f32; 2], [wide, high]: [f32; 2]) -> Vec<(u32, u32)> {
    let span = |at: f32, side: f32, size: u32| {
        let half = (side / 2.0).max(1.0);
        let from = super::scale::rounded((at - half).max(0.0)).min(size - 1);
        let to = super::scale::rounded((at + half).max(0.0)).min(size - 1);
        from..=to
    };
    let columns = span(x, wide, WIDTH);
    span(y, high, HEIGHT)
        .flat_map(|y| columns.clone().map(move |x| (x, y)))
        .collect()
}

/// Pixels well inside an outline.
fn inside(outline: &[[f32; 2]]) -> Vec<(u32, u32)> {
    let count = (outline.len() as f32).max(1.0);
    let centre = [0, 1].map(|axis| {
        let sum: f32 = outline
            .iter()
            .map(|point| point.get(axis).copied().unwrap_or_default())
            .sum();
        sum / count
    });
    let points: Vec<[f32; 2]> = outline
        .iter()
        .map(|[x, y]| {
            [
                centre[0] + (x - centre[0]) * INNER,
                centre[1] + (y - centre[1]) * INNER,
            ]
        })
        .collect();
    let mut pixels = Vec::new();
    // The last row and column have no neighbour for a gradient.
    for row in 0..HEIGHT - 1 {
        let y = row as f32 + 0.5;
        let mut crossings: Vec<f32> = points
            .iter()
            .zip(points.iter().cycle().skip(1))
            .filter(|(a, b)| (a[1] <= y) != (b[1] <= y))
            .map(|(a, b)| a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
            .collect();
        crossings.sort_by(f32::total_cmp);
        for pair in crossings.chunks_exact(2) {
            if let &[from, to] = pair {
                let from = super::scale::rounded(from.max(0.0)).min(WIDTH - 1);
                let to = super::scale::rounded(to.max(0.0)).min(WIDTH - 1);
                pixels.extend((from..to).map(|column| (column, row)));
            }
        }
    }
    pixels
}
