//! Camera pictures of a QR as an office takes them: tilted, blurred, noisy, pale, with glare, JPEG; made in code, always the same.
//!
//! Any decoder can be given the same pictures: [`set`] names them, [`Shot::picture`] takes one.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    reason = "test pictures: numbers are clamped just before, and a picture in memory can be coded"
)]

use std::f32::consts::PI;

use image::ImageEncoder as _;

/// Modules of white around the symbol, printed on the card.
const QUIET: f32 = 4.0;
/// The table a card lies on shows this many modules around it.
const TABLE: f32 = 5.0;
/// Distance of the camera, in sides of the symbol: some 10 cm from a card.
const DISTANCE: f32 = 3.5;

/// How one picture is taken. Ranges in the comments are those of [`set`].
#[derive(Debug, Clone, Copy)]
pub struct Shot {
    /// Camera pixels a module in the middle of the picture, 3.5 to 8.
    pub px_a_module: f32,
    /// Card against the picture plane, 0 to 30 degrees.
    pub tilt_deg: f32,
    /// Direction it leans, and how it is turned, 0 to 360 degrees.
    pub lean_deg: f32,
    pub turn_deg: f32,
    /// Standard deviation of the blur, 0.1 to 0.4 modules.
    pub blur_modules: f32,
    /// Standard deviation of the sensor's noise, 0 to 14 of 255.
    pub noise: f32,
    /// Luma of black (15 to 90) and of white (at least 70 above it).
    pub dark: f32,
    pub light: f32,
    /// Luma a reflection adds at its centre, 0 to 110.
    pub glare: f32,
    /// 50 to 90.
    pub jpeg_quality: u8,
    /// Noise and place of the reflection.
    pub seed: u64,
}

/// `SplitMix64`: small, and the same everywhere.
struct Chance(u64);

impl Chance {
    /// At least 0, below 1.
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ bits >> 31) >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.next()
    }
}

/// The first `count` pictures of the set.
pub fn set(count: u64) -> impl Iterator<Item = Shot> {
    (0..count).map(|seed| {
        let mut chance = Chance(seed.wrapping_mul(0x1234_5678_9abc_def1));
        let dark = chance.between(15.0, 90.0);
        Shot {
            px_a_module: chance.between(3.5, 8.0),
            tilt_deg: chance.between(0.0, 30.0),
            lean_deg: chance.between(0.0, 360.0),
            turn_deg: chance.between(0.0, 360.0),
            blur_modules: chance.between(0.1, 0.4),
            noise: chance.between(0.0, 14.0),
            dark,
            light: chance.between(dark + 70.0, 245.0),
            glare: (chance.between(-110.0, 110.0)).max(0.0),
            jpeg_quality: chance.between(50.0, 90.0) as u8,
            seed,
        }
    })
}

impl Shot {
    /// Luma and side in pixels of a square picture of the symbol.
    pub fn picture(&self, dark: &[bool], side: usize) -> (Vec<u8>, u32) {
        let mut chance = Chance(self.seed);
        let card = side as f32 + 2.0 * QUIET;
        let side_px = ((card + 2.0 * TABLE) * self.px_a_module * 1.25) as usize;
        let ideal = self.exposed(dark, side, side_px, &mut chance);
        let mut luma = blurred(&ideal, side_px, self.blur_modules * self.px_a_module);
        for value in &mut luma {
            // Sum of four is close to a normal distribution; its own deviation is 1 / sqrt(3).
            let normal = (0..4).map(|_| chance.next() - 0.5).sum::<f32>() * 3.0_f32.sqrt();
            *value += normal * self.noise;
        }
        let bytes: Vec<u8> = luma
            .iter()
            .map(|value| value.clamp(0.0, 255.0) as u8)
            .collect();
        let side_px = u32::try_from(side_px).unwrap();
        let mut jpeg = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, self.jpeg_quality)
            .write_image(&bytes, side_px, side_px, image::ExtendedColorType::L8)
            .unwrap();
        (
            image::load_from_memory(&jpeg)
                .unwrap()
                .into_luma8()
                .into_raw(),
            side_px,
        )
    }

    /// What an ideal lens would show, each pixel from four points of the card.
    fn exposed(&self, dark: &[bool], side: usize, side_px: usize, chance: &mut Chance) -> Vec<f32> {
        let radians = |degrees: f32| degrees * PI / 180.0;
        let (tilt_sin, tilt_cos) = radians(self.tilt_deg).sin_cos();
        let (lean_sin, lean_cos) = radians(self.lean_deg).sin_cos();
        let (turn_sin, turn_cos) = radians(self.turn_deg).sin_cos();
        let far = DISTANCE * side as f32;
        let middle = side_px as f32 / 2.0;
        let glare_at = (
            chance.between(0.2, 0.8) * side_px as f32,
            chance.between(0.2, 0.8) * side_px as f32,
        );
        let glare_reach = chance.between(0.1, 0.25) * side_px as f32;
        let (slope_x, slope_y) = (chance.between(-0.15, 0.15), chance.between(-0.15, 0.15));
        let mut luma = Vec::with_capacity(side_px * side_px);
        for y in 0..side_px {
            for x in 0..side_px {
                let mut sum = 0.0;
                for part in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let (px, py) = (x as f32 + part.0 - middle, y as f32 + part.1 - middle);
                    let (px, py) = (px / self.px_a_module, py / self.px_a_module);
                    // Back from the picture to the leaning card, then to its own axes.
                    let (px, py) = (px * lean_cos + py * lean_sin, py * lean_cos - px * lean_sin);
                    let v = py / (tilt_cos - py * tilt_sin / far);
                    let u = px * (1.0 + v * tilt_sin / far);
                    let (u, v) = (u * turn_cos - v * turn_sin, u * turn_sin + v * turn_cos);
                    sum += self.printed(dark, side, u, v);
                }
                let (from_x, from_y) = (x as f32 - glare_at.0, y as f32 - glare_at.1);
                let glare = self.glare
                    * (-(from_x * from_x + from_y * from_y) / (2.0 * glare_reach * glare_reach))
                        .exp();
                let shade =
                    1.0 + slope_x * (x as f32 / middle - 1.0) + slope_y * (y as f32 / middle - 1.0);
                luma.push(sum / 4.0 * shade + glare);
            }
        }
        luma
    }

    /// Luma at a point, in modules from the middle of the symbol.
    fn printed(&self, dark: &[bool], side: usize, u: f32, v: f32) -> f32 {
        let half = side as f32 / 2.0;
        if u.abs() >= half + QUIET + 3.0 || v.abs() >= half + QUIET + 3.0 {
            return (self.dark + self.light) / 2.5;
        }
        if u.abs() >= half || v.abs() >= half {
            return self.light;
        }
        let at = ((v + half) as usize).min(side - 1) * side + ((u + half) as usize).min(side - 1);
        if dark[at] { self.dark } else { self.light }
    }
}

/// Gauss, rows then columns; edges repeat.
fn blurred(luma: &[f32], side: usize, sigma: f32) -> Vec<f32> {
    let reach = (3.0 * sigma).ceil() as usize;
    let weights: Vec<f32> = (0..=2 * reach)
        .map(|at| (-((at as f32 - reach as f32) / sigma).powi(2) / 2.0).exp())
        .collect();
    let sum: f32 = weights.iter().sum();
    let pass = |luma: &[f32]| {
        // Each pass also swaps rows and columns, so two of them blur both ways.
        let mut out = vec![0.0; luma.len()];
        for (y, row) in luma.chunks(side).enumerate() {
            for x in 0..side {
                let value = |at: usize| row[(x + at).saturating_sub(reach).min(side - 1)];
                let blurred: f32 = weights
                    .iter()
                    .enumerate()
                    .map(|(at, weight)| weight * value(at))
                    .sum();
                out[x * side + y] = blurred / sum;
            }
        }
        out
    };
    pass(&pass(luma))
}
