//! What a machine can say of a portrait without knowing where the face is; measures, never refuses.

use super::window::luma;
use super::{Check, Crop, Still, crop, scale};

/// The crop is judged at this size, about that of the print: 25x32 mm at 300 dots an inch.
const WIDTH: u32 = 300;
const HEIGHT: u32 = 400;

/// Least source pixels across the crop; below it the portrait is enlarged.
const MIN_SIZE_PX: f32 = 600.0;
/// Least share of fine detail; sharp photographs have 0.13 to 0.5, those blurred by two pixels 0.016 to 0.045.
const MIN_SHARPNESS: f32 = 0.025;
/// Mean brightness of the face, in percent; wide, because faces are dark and light.
const EXPOSURE: (f32, f32) = (14.0, 88.0);
/// Most of the face that may be burnt out to white, in percent.
const MAX_GLARE: f32 = 6.0;
/// Most unevenness of the ground beside and above the head, in percent of full brightness.
const MAX_UNEVEN: f32 = 9.0;
/// Brightness from which a pixel counts as burnt out.
const WHITE: f32 = 251.0;

/// A rectangle of the judged picture, in hundredths of its width and height.
struct Area {
    x: (u32, u32),
    y: (u32, u32),
}

/// Where eyes, nose and mouth are.
const FACE: Area = Area {
    x: (32, 68),
    y: (26, 62),
};
/// Head and shoulders.
const BUST: Area = Area {
    x: (20, 80),
    y: (14, 78),
};
/// Free ground left and right of the head.
const GROUND: [Area; 2] = [
    Area {
        x: (1, 14),
        y: (2, 40),
    },
    Area {
        x: (86, 99),
        y: (2, 40),
    },
];

/// The judged picture.
struct Sample {
    rgb: Vec<u8>,
    /// Brightness of each pixel, 0 to 255.
    luma: Vec<f32>,
}

/// See `portrait::check`.
pub(super) fn checks(still: &Still, crop: Crop) -> Vec<Check> {
    let crop = crop::inside(crop, still).unwrap_or_else(|| crop::centred(still));
    let rgb = scale::scaled(still, crop, WIDTH, HEIGHT);
    let luma = luma(&rgb);
    let sample = Sample { rgb, luma };
    vec![
        Check {
            id: "size",
            // Half a pixel of rounding must not fail a picture of exactly the portrait's size.
            value: Some(crop.width_px.round()),
            range: (MIN_SIZE_PX, f32::INFINITY),
            unit: "px",
        },
        Check {
            id: "sharpness",
            value: Some(sample.sharpness()),
            range: (MIN_SHARPNESS, f32::INFINITY),
            unit: "",
        },
        Check {
            id: "exposure",
            value: Some(sample.exposure()),
            range: EXPOSURE,
            unit: "%",
        },
        Check {
            id: "glare",
            value: Some(sample.glare()),
            range: (0.0, MAX_GLARE),
            unit: "%",
        },
        Check {
            id: "background",
            value: Some(sample.unevenness()),
            range: (0.0, MAX_UNEVEN),
            unit: "%",
        },
    ]
}

impl Sample {
    /// Indices of an area's pixels.
    fn pixels(area: &Area) -> impl Iterator<Item = usize> {
        let (x, y) = (area.x, area.y);
        (HEIGHT * y.0 / 100..HEIGHT * y.1 / 100).flat_map(move |row| {
            (WIDTH * x.0 / 100..WIDTH * x.1 / 100)
                .map(move |column| (row * WIDTH + column) as usize)
        })
    }

    fn at(&self, pixel: usize) -> f32 {
        self.luma.get(pixel).copied().unwrap_or_default()
    }

    /// Variance of the Laplacian over the variance of brightness: fine detail, whatever the contrast.
    fn sharpness(&self) -> f32 {
        let wide = WIDTH as usize;
        let (mut edges, mut tones) = (Spread::default(), Spread::default());
        for i in Self::pixels(&BUST) {
            let around = self.at(i - 1) + self.at(i + 1) + self.at(i - wide) + self.at(i + wide);
            edges.add(4.0 * self.at(i) - around);
            tones.add(self.at(i));
        }
        // Without any tones there is nothing to be sharp.
        if tones.variance() < 1.0 {
            return 0.0;
        }
        edges.variance() / tones.variance()
    }

    /// Mean brightness of the face, in percent.
    fn exposure(&self) -> f32 {
        let mut tones = Spread::default();
        Self::pixels(&FACE).for_each(|i| tones.add(self.at(i)));
        tones.mean() / 2.55
    }

    /// Share of the face without any detail left in the lights, in percent.
    fn glare(&self) -> f32 {
        let (mut white, mut all) = (0.0, 0.0_f32);
        for i in Self::pixels(&FACE) {
            all += 1.0;
            white += if self.at(i) >= WHITE { 1.0 } else { 0.0 };
        }
        100.0 * white / all.max(1.0)
    }

    /// Greatest spread within either side of the ground, or difference between both, in percent.
    fn unevenness(&self) -> f32 {
        let mut worst = 0.0_f32;
        for channel in 0..3 {
            let sides = GROUND.each_ref().map(|area| {
                let mut tones = Spread::default();
                for i in Self::pixels(area) {
                    let value = self.rgb.get(i * 3 + channel).copied();
                    tones.add(value.map_or(0.0, f32::from));
                }
                tones
            });
            let [left, right] = &sides;
            worst = worst
                .max(left.variance().sqrt())
                .max(right.variance().sqrt())
                .max((left.mean() - right.mean()).abs() / 2.0);
        }
        worst / 2.55
    }
}

/// Mean and variance of what was added.
#[derive(Default)]
struct Spread {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Spread {
    fn add(&mut self, value: f32) {
        let value = f64::from(value);
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a check needs no more digits"
    )]
    fn mean(&self) -> f32 {
        (self.sum / self.count.max(1.0)) as f32
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a check needs no more digits"
    )]
    fn variance(&self) -> f32 {
        let count = self.count.max(1.0);
        let mean = self.sum / count;
        (self.squares / count - mean * mean).max(0.0) as f32
    }
}
