//! Camera pictures of a QR as an office takes them: tilted, blurred, noisy, pale, with glare, JPEG; made in code, always the same.
//!
//! Any decoder can be given the same pictures: [`set`] names close ones, [`Shot::picture`] takes one; [`scenes`] names those
//! of a whole desk with the card anywhere, one fault at a time, and [`Scene::jpeg`] takes one.

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
    /// From the camera to the card, in sides of the symbol: 3.5, some 10 cm. Nearer is more perspective.
    pub distance: f32,
    /// Direction it leans and shakes, and how it is turned, 0 to 360 degrees.
    pub lean_deg: f32,
    pub turn_deg: f32,
    /// Standard deviation of the blur, 0.1 to 0.4 modules.
    pub blur_modules: f32,
    /// Way the hand moves while the picture is taken, 0 modules.
    pub shake_modules: f32,
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
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// At least 0, below 1.
    fn next(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u64 << 24) as f32
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
            distance: DISTANCE,
            lean_deg: chance.between(0.0, 360.0),
            turn_deg: chance.between(0.0, 360.0),
            blur_modules: chance.between(0.1, 0.4),
            shake_modules: 0.0,
            noise: chance.between(0.0, 14.0),
            dark,
            light: chance.between(dark + 70.0, 245.0),
            glare: (chance.between(-110.0, 110.0)).max(0.0),
            jpeg_quality: chance.between(50.0, 90.0) as u8,
            seed,
        }
    })
}

/// What is wrong with a picture of [`scenes`]; the rest of it is as a good hand takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    None,
    Small,
    Blur,
    Shake,
    Tilt,
    Perspective,
    Glare,
    LowLight,
    Jpeg,
    /// A little of each.
    All,
}

impl Fault {
    pub const EVERY: [Self; 10] = [
        Self::None,
        Self::Small,
        Self::Blur,
        Self::Shake,
        Self::Tilt,
        Self::Perspective,
        Self::Glare,
        Self::LowLight,
        Self::Jpeg,
        Self::All,
    ];

    /// Its name in files and tables.
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Small => "small",
            Self::Blur => "blur",
            Self::Shake => "shake",
            Self::Tilt => "tilt",
            Self::Perspective => "perspective",
            Self::Glare => "glare",
            Self::LowLight => "low-light",
            Self::Jpeg => "jpeg",
            Self::All => "all",
        }
    }
}

/// A card somewhere on a littered desk, as a camera sees it.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    pub fault: Fault,
    pub shot: Shot,
}

/// The first `count` pictures of the set `seed` names, one fault after the other.
pub fn scenes(count: u64, seed: u64) -> impl Iterator<Item = Scene> {
    (0..count)
        .zip(Fault::EVERY.into_iter().cycle())
        .map(move |(at, fault)| Scene {
            fault,
            shot: shot_of(fault, seed.wrapping_mul(1_000_003).wrapping_add(at)),
        })
}

fn shot_of(fault: Fault, seed: u64) -> Shot {
    let mut chance = Chance(seed.wrapping_mul(0x1234_5678_9abc_def1));
    let is = |other: Fault| fault == other;
    let mut either = |when: bool, bad: (f32, f32), good: (f32, f32)| {
        let (low, high) = if when { bad } else { good };
        chance.between(low, high)
    };
    let all = is(Fault::All);
    let low_light = is(Fault::LowLight);
    // What the fault asks for, else a little of each, else what a good hand does.
    let mut of = |own: Option<(f32, f32)>, mixed: (f32, f32), good: (f32, f32)| match own {
        Some(range) => either(true, range, good),
        None => either(all, mixed, good),
    };
    let dark = of(low_light.then_some((6.0, 22.0)), (15.0, 90.0), (20.0, 50.0));
    let lighter = (dark + 16.0, dark + 44.0);
    let light = of(
        low_light.then_some(lighter),
        (dark + 70.0, 230.0),
        (180.0, 230.0),
    );
    let far = is(Fault::Small).then_some((3.0, 4.0));
    let coarse = is(Fault::Jpeg).then_some((3.5, 5.5));
    let px_a_module = of(far.or(coarse), (3.5, 8.0), (4.5, 7.0));
    let tilted = is(Fault::Tilt).then_some((22.0, 34.0));
    let near = is(Fault::Perspective).then_some((16.0, 30.0));
    let tilt_deg = of(tilted.or(near), (0.0, 30.0), (0.0, 8.0));
    Shot {
        px_a_module,
        tilt_deg,
        distance: of(
            near.map(|_| (1.4, 2.2)),
            (DISTANCE, DISTANCE),
            (DISTANCE, DISTANCE),
        ),
        lean_deg: of(None, (0.0, 360.0), (0.0, 360.0)),
        turn_deg: of(None, (0.0, 360.0), (0.0, 360.0)),
        blur_modules: of(
            is(Fault::Blur).then_some((0.4, 0.75)),
            (0.1, 0.4),
            (0.1, 0.2),
        ),
        shake_modules: of(
            is(Fault::Shake).then_some((0.8, 2.0)),
            (0.0, 0.5),
            (0.0, 0.0),
        ),
        noise: of(low_light.then_some((2.0, 6.0)), (0.0, 12.0), (1.0, 4.0)),
        dark,
        light,
        glare: of(
            is(Fault::Glare).then_some((60.0, 230.0)),
            (0.0, 90.0),
            (0.0, 0.0),
        ),
        jpeg_quality: of(coarse.map(|_| (8.0, 30.0)), (50.0, 90.0), (85.0, 93.0)) as u8,
        seed,
    }
}

/// Where on the picture things are.
struct Sight {
    width_px: usize,
    height_px: usize,
    /// Middle of the symbol, in pixels.
    middle: (f32, f32),
    /// Middle and reach of the reflection, in pixels.
    glare_at: (f32, f32),
    glare_reach: f32,
    slope: (f32, f32),
    /// What lies around the card.
    litter: Option<Litter>,
}

impl Scene {
    /// A JPEG of the symbol on a card on a desk.
    pub fn jpeg(
        &self,
        dark: &[bool],
        side: usize,
        (width_px, height_px): (usize, usize),
    ) -> Vec<u8> {
        let mut chance = Chance(self.shot.seed ^ 0x5eed);
        let shot = &self.shot;
        // Half of the symbol with its quiet zone, turned anyhow, and some room for perspective.
        let reach =
            (side as f32 / 2.0 + QUIET) * shot.px_a_module * 1.42 * (1.0 + 0.35 / shot.distance);
        let mut inside = |side_px: usize| {
            let side_px = side_px as f32;
            if side_px <= 2.0 * reach {
                side_px / 2.0
            } else {
                chance.between(reach, side_px - reach)
            }
        };
        let middle = (inside(width_px), inside(height_px));
        let symbol_px = side as f32 * shot.px_a_module;
        let sight = Sight {
            width_px,
            height_px,
            middle,
            glare_at: (
                middle.0 + chance.between(-0.5, 0.5) * symbol_px,
                middle.1 + chance.between(-0.5, 0.5) * symbol_px,
            ),
            glare_reach: chance.between(0.12, 0.3) * symbol_px,
            slope: (chance.between(-0.15, 0.15), chance.between(-0.15, 0.15)),
            litter: Some(Litter(shot.seed)),
        };
        let ideal = shot.exposed(dark, side, &sight);
        let mut luma = blurred(&ideal, width_px, shot.blur_modules * shot.px_a_module);
        luma = shaken(luma, width_px, shot);
        for value in &mut luma {
            let parts = chance.bits();
            let normal = (0..4).map(|at| (parts >> (16 * at) & 0xffff) as f32 / 65_536.0 - 0.5);
            *value += normal.sum::<f32>() * 3.0_f32.sqrt() * shot.noise;
        }
        jpeg(&luma, (width_px, height_px), shot.jpeg_quality)
    }
}

/// Luma of a JPEG, as any reader is given it.
pub fn decoded(jpeg: &[u8]) -> Vec<u8> {
    image::load_from_memory(jpeg)
        .unwrap()
        .into_luma8()
        .into_raw()
}

fn jpeg(luma: &[f32], (width_px, height_px): (usize, usize), quality: u8) -> Vec<u8> {
    let bytes: Vec<u8> = luma
        .iter()
        .map(|value| value.clamp(0.0, 255.0) as u8)
        .collect();
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, quality)
        .write_image(
            &bytes,
            u32::try_from(width_px).unwrap(),
            u32::try_from(height_px).unwrap(),
            image::ExtendedColorType::L8,
        )
        .unwrap();
    jpeg
}

/// Print on the card and papers on the desk, as shares of full light; places in modules from the middle of the symbol.
struct Litter(u64);

impl Litter {
    fn chance(&self, x: i32, y: i32, salt: u64) -> f32 {
        let place = (i64::from(x) as u64).wrapping_mul(0x9e37_79b9)
            ^ (i64::from(y) as u64).wrapping_mul(0x85eb_ca6b_0000_0001);
        Chance(self.0 ^ place ^ salt << 56).next()
    }

    fn at(&self, u: f32, v: f32) -> f32 {
        // A card of 253 by 159 modules, with the symbol near its left edge.
        let on_card = (-50.0..203.0).contains(&u) && (-55.0..104.0).contains(&v);
        if on_card {
            let line = ((v + 55.0) / 6.0) as i32;
            let printed = self.chance(0, line, 1) < 0.7 && (v + 55.0) % 6.0 < 4.0;
            let letter = self.chance((u / 0.9).floor() as i32, (v / 0.8).floor() as i32, 2) < 0.45;
            let gap = self.chance((u / 4.0).floor() as i32, line, 3) < 0.15;
            return if printed && letter && !gap { 0.2 } else { 0.96 };
        }
        // Sheets in a raster of their own, some with text, squares or rings on them.
        let (column, row) = ((u / 37.0).floor(), (v / 29.0).floor());
        let kind = self.chance(column as i32, row as i32, 4);
        let shade = 0.25 + 0.6 * self.chance(column as i32, row as i32, 5);
        let (x, y) = (u - column * 37.0, v - row * 29.0);
        let mark = if kind < 0.3 {
            y % 3.0 < 1.8
                && self.chance((u / 0.8).floor() as i32, (v / 0.9).floor() as i32, 6) < 0.5
        } else if kind < 0.45 {
            (x / 2.5) as i32 % 2 == (y / 2.5) as i32 % 2
        } else if kind < 0.47 {
            // A sheet of squares in squares, as in the corners of a symbol.
            let ring = (x % 9.0 - 4.5).abs().max((y % 9.0 - 4.5).abs());
            ring < 1.5 || (2.5..3.5).contains(&ring)
        } else if kind < 0.75 {
            self.chance((x / 0.7) as i32, 0, 7) < 0.5
        } else {
            false
        };
        if mark { shade * 0.35 } else { shade }
    }
}

impl Shot {
    /// Luma and side in pixels of a square picture of the symbol.
    pub fn picture(&self, dark: &[bool], side: usize) -> (Vec<u8>, u32) {
        let mut chance = Chance(self.seed);
        let card = side as f32 + 2.0 * QUIET;
        let side_px = ((card + 2.0 * TABLE) * self.px_a_module * 1.25) as usize;
        let mut share = |low: f32, high: f32| chance.between(low, high) * side_px as f32;
        let sight = Sight {
            width_px: side_px,
            height_px: side_px,
            middle: (side_px as f32 / 2.0, side_px as f32 / 2.0),
            glare_at: (share(0.2, 0.8), share(0.2, 0.8)),
            glare_reach: share(0.1, 0.25),
            slope: (chance.between(-0.15, 0.15), chance.between(-0.15, 0.15)),
            litter: None,
        };
        let ideal = self.exposed(dark, side, &sight);
        let mut luma = blurred(&ideal, side_px, self.blur_modules * self.px_a_module);
        for value in &mut luma {
            // Sum of four is close to a normal distribution; its own deviation is 1 / sqrt(3).
            let normal = (0..4).map(|_| chance.next() - 0.5).sum::<f32>() * 3.0_f32.sqrt();
            *value += normal * self.noise;
        }
        let jpeg = jpeg(&luma, (side_px, side_px), self.jpeg_quality);
        (decoded(&jpeg), u32::try_from(side_px).unwrap())
    }

    /// What an ideal lens would show, each pixel of the symbol from four points of the card.
    fn exposed(&self, dark: &[bool], side: usize, sight: &Sight) -> Vec<f32> {
        let radians = |degrees: f32| degrees * PI / 180.0;
        let (tilt_sin, tilt_cos) = radians(self.tilt_deg).sin_cos();
        let (lean_sin, lean_cos) = radians(self.lean_deg).sin_cos();
        let (turn_sin, turn_cos) = radians(self.turn_deg).sin_cos();
        let far = self.distance * side as f32;
        let middle = (sight.width_px as f32 / 2.0, sight.height_px as f32 / 2.0);
        // Back from a point of the picture to the leaning card, then to its own axes.
        let on_card = |x: f32, y: f32| {
            let (px, py) = (x - sight.middle.0, y - sight.middle.1);
            let (px, py) = (px / self.px_a_module, py / self.px_a_module);
            let (px, py) = (px * lean_cos + py * lean_sin, py * lean_cos - px * lean_sin);
            let v = py / (tilt_cos - py * tilt_sin / far).max(0.1);
            let u = px * (1.0 + v * tilt_sin / far);
            (u * turn_cos - v * turn_sin, u * turn_sin + v * turn_cos)
        };
        let near = side as f32 / 2.0 + QUIET + 4.0;
        let mut luma = Vec::with_capacity(sight.width_px * sight.height_px);
        for y in 0..sight.height_px {
            for x in 0..sight.width_px {
                let (x, y) = (x as f32, y as f32);
                let (u, v) = on_card(x + 0.5, y + 0.5);
                let value = if sight.litter.is_some() && (near < u.abs() || near < v.abs()) {
                    self.printed(dark, side, sight, (u, v))
                } else {
                    let parts = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
                    let points = parts.map(|part| on_card(x + part.0, y + part.1));
                    points
                        .map(|at| self.printed(dark, side, sight, at))
                        .iter()
                        .sum::<f32>()
                        / 4.0
                };
                let (from_x, from_y) = (x - sight.glare_at.0, y - sight.glare_at.1);
                let glare = self.glare
                    * (-(from_x * from_x + from_y * from_y)
                        / (2.0 * sight.glare_reach * sight.glare_reach))
                        .exp();
                let shade = 1.0
                    + sight.slope.0 * (x / middle.0 - 1.0)
                    + sight.slope.1 * (y / middle.1 - 1.0);
                luma.push(value * shade + glare);
            }
        }
        luma
    }

    /// Luma at a point, in modules from the middle of the symbol.
    fn printed(&self, dark: &[bool], side: usize, sight: &Sight, (u, v): (f32, f32)) -> f32 {
        let half = side as f32 / 2.0;
        let quiet = half + QUIET;
        match &sight.litter {
            Some(litter) if u.abs() >= quiet || v.abs() >= quiet => {
                return self.dark + (self.light - self.dark) * litter.at(u, v);
            }
            None if u.abs() >= quiet + 3.0 || v.abs() >= quiet + 3.0 => {
                return (self.dark + self.light) / 2.5;
            }
            _ if u.abs() >= half || v.abs() >= half => return self.light,
            _ => {}
        }
        let at = ((v + half) as usize).min(side - 1) * side + ((u + half) as usize).min(side - 1);
        if dark[at] { self.dark } else { self.light }
    }
}

/// Gauss, rows then columns; edges repeat.
fn blurred(luma: &[f32], width: usize, sigma: f32) -> Vec<f32> {
    let reach = (3.0 * sigma).ceil() as usize;
    let weights: Vec<f32> = (0..=2 * reach)
        .map(|at| (-((at as f32 - reach as f32) / sigma).powi(2) / 2.0).exp())
        .collect();
    let sum: f32 = weights.iter().sum();
    // Each pass also swaps rows and columns, so two of them blur both ways.
    let pass = |luma: &[f32], width: usize| {
        let height = luma.len() / width;
        let mut out = vec![0.0; luma.len()];
        let mut padded = vec![0.0; width + 2 * reach];
        for (y, row) in luma.chunks(width).enumerate() {
            padded[..reach].fill(row[0]);
            padded[reach..reach + width].copy_from_slice(row);
            padded[reach + width..].fill(row[width - 1]);
            for (x, part) in padded.windows(2 * reach + 1).enumerate() {
                let blurred: f32 = part
                    .iter()
                    .zip(&weights)
                    .map(|(value, weight)| value * weight)
                    .sum();
                out[x * height + y] = blurred / sum;
            }
        }
        out
    };
    pass(&pass(luma, width), luma.len() / width)
}

/// The mean of the picture along the way the hand moved.
fn shaken(luma: Vec<f32>, width: usize, shot: &Shot) -> Vec<f32> {
    const PARTS: u8 = 9;
    let way_px = shot.shake_modules * shot.px_a_module;
    if way_px < 0.5 {
        return luma;
    }
    let (down, across) = (shot.lean_deg * PI / 180.0).sin_cos();
    let height = luma.len() / width;
    let mut out = vec![0.0; luma.len()];
    for part in 0..PARTS {
        let along = (f32::from(part) / f32::from(PARTS - 1) - 0.5) * way_px;
        let (right, low) = (
            (along * across).round() as isize,
            (along * down).round() as isize,
        );
        for (y, row) in out.chunks_mut(width).enumerate() {
            let from = y.saturating_add_signed(low).min(height - 1) * width;
            for (x, value) in row.iter_mut().enumerate() {
                *value +=
                    luma[from + x.saturating_add_signed(right).min(width - 1)] / f32::from(PARTS);
            }
        }
    }
    out
}
