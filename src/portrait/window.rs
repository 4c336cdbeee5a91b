//! Turned rectangles in a still, and the pixels seen through them; knows nothing of faces.

use super::{Crop, Still, scale};

/// Brightness in linear light, 0 to 1, of a byte of sRGB.
pub(super) fn linear(byte: u8) -> f32 {
    let share = f32::from(byte) / 255.0;
    if share <= 0.040_45 {
        share / 12.92
    } else {
        ((share + 0.055) / 1.055).powf(2.4)
    }
}

/// A rectangle about a centre, turned clockwise, in pixels of a still; it may reach outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub(super) centre: [f32; 2],
    pub(super) size: [f32; 2],
    /// Radians, clockwise as one looks at the picture.
    pub(super) roll: f32,
}

impl Window {
    /// All of the still, with bars at two sides where it is no square.
    pub(super) fn around(still: &Still) -> Self {
        let (width, height) = (still.width_px as f32, still.height_px as f32);
        let side = width.max(height);
        Self {
            centre: [width / 2.0, height / 2.0],
            size: [side, side],
            roll: 0.0,
        }
    }

    /// The frame of a portrait.
    pub(super) fn of(crop: Crop) -> Self {
        Self {
            centre: [
                crop.left_px + crop.width_px / 2.0,
                crop.top_px + crop.height_px() / 2.0,
            ],
            size: [crop.width_px, crop.height_px()],
            roll: crop.roll_deg.to_radians(),
        }
    }

    /// From shares of the window, 0 to 1 from its top left corner, to pixels of the still.
    pub(super) fn to_still(self, [u, v]: [f32; 2]) -> [f32; 2] {
        let (sin, cos) = self.roll.sin_cos();
        let (dx, dy) = ((u - 0.5) * self.size[0], (v - 0.5) * self.size[1]);
        [
            self.centre[0] + dx * cos - dy * sin,
            self.centre[1] + dx * sin + dy * cos,
        ]
    }

    /// From pixels of the still to shares of the window.
    pub(super) fn share_at(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let (sin, cos) = self.roll.sin_cos();
        let (dx, dy) = (x - self.centre[0], y - self.centre[1]);
        [
            (dx * cos + dy * sin) / self.size[0] + 0.5,
            (dy * cos - dx * sin) / self.size[1] + 0.5,
        ]
    }

    /// What is seen through it at `width` by `height` pixels: RGB bytes. Outside the still there is `beyond`, or its edge goes on.
    pub(super) fn seen(
        self,
        still: &Still,
        width: u32,
        height: u32,
        beyond: Option<u8>,
    ) -> Vec<u8> {
        let step = self.size[0].max(self.size[1]) / width.max(height) as f32;
        let parts = scale::rounded((step / 1.5).ceil()).clamp(1, 4);
        self.averaged(still, [width, height], beyond, [parts, 1])
    }

    /// The same for a picture to keep: four places between pixels make one.
    pub(super) fn finely_seen(self, still: &Still, width: u32, height: u32) -> Vec<u8> {
        self.averaged(still, [width, height], None, [2, 2])
    }

    /// Each pixel the mean of `parts` by `parts` places; up to `between` a side they lie between the still's pixels.
    fn averaged(
        self,
        still: &Still,
        [width, height]: [u32; 2],
        beyond: Option<u8>,
        [parts, between]: [u32; 2],
    ) -> Vec<u8> {
        let view = View {
            still,
            wide: i64::from(still.width_px),
            high: i64::from(still.height_px),
            beyond: beyond.map(|byte| [byte; 3]),
        };
        let step = [self.size[0] / width as f32, self.size[1] / height as f32];
        let (sin, cos) = self.roll.sin_cos();
        let across = [step[0] * cos, step[0] * sin];
        let down = [-step[1] * sin, step[1] * cos];
        let between = parts <= between;
        // Between pixels means between their middles.
        let half = if between { 0.5 } else { 0.0 };
        let [left, top] = self.to_still([0.0, 0.0]);
        let origin = [scale::fixed(left - half), scale::fixed(top - half)];
        let at = |u: f32, v: f32| {
            [0, 1].map(|axis| {
                let of = |way: &[f32; 2]| way.get(axis).copied().unwrap_or_default();
                scale::fixed(u * of(&across) + v * of(&down))
            })
        };
        let count = parts * parts;
        let places: Vec<[i64; 2]> = (0..count)
            .map(|part| {
                let share = |index: u32| (index as f32 + 0.5) / parts as f32;
                at(share(part % parts), share(part / parts))
            })
            .collect();
        let unit = if between { 1 << 16 } else { 1 } * count;
        let mut out = Vec::with_capacity(width as usize * height as usize * 3);
        for row in 0..height {
            let start = at(0.0, row as f32);
            for column in 0..width {
                let way = [0, 1].map(|axis| {
                    let of = |pair: &[i64; 2]| pair.get(axis).copied().unwrap_or_default();
                    let step = across.get(axis).copied().unwrap_or_default();
                    of(&origin) + of(&start) + scale::fixed(step * column as f32)
                });
                let mut sum = [0_u32; 3];
                for place in &places {
                    let (x, y) = (way[0] + place[0], way[1] + place[1]);
                    if between {
                        view.add_between(x, y, &mut sum);
                    } else {
                        view.add(x >> 16, y >> 16, 1, &mut sum);
                    }
                }
                out.extend(sum.map(|sum| scale::low_byte((sum + unit / 2) / unit)));
            }
        }
        out
    }
}

/// A still whose pixels are asked for at any place.
struct View<'a> {
    still: &'a Still,
    wide: i64,
    high: i64,
    beyond: Option<[u8; 3]>,
}

impl View<'_> {
    /// Adds a pixel, `weight` times.
    fn add(&self, x: i64, y: i64, weight: u32, sum: &mut [u32; 3]) {
        let is_inside = 0 <= x && x < self.wide && 0 <= y && y < self.high;
        let pixel = match self.beyond {
            Some(beyond) if !is_inside => beyond,
            Some(_) | None => self.pixel(x.clamp(0, self.wide - 1), y.clamp(0, self.high - 1)),
        };
        sum[0] += weight * u32::from(pixel[0]);
        sum[1] += weight * u32::from(pixel[1]);
        sum[2] += weight * u32::from(pixel[2]);
    }

    fn pixel(&self, x: i64, y: i64) -> [u8; 3] {
        let at = usize::try_from((y * self.wide + x) * 3).unwrap_or(usize::MAX);
        match self.still.rgb.get(at..at.saturating_add(3)) {
            Some(&[r, g, b]) => [r, g, b],
            Some(_) | None => [0; 3],
        }
    }

    /// Adds what lies between four pixels, 65536 times; the place has 16 bits behind the point.
    fn add_between(&self, x: i64, y: i64, sum: &mut [u32; 3]) {
        let part = |at: i64| u32::try_from((at >> 8) & 255).unwrap_or_default();
        let (u, v) = (part(x), part(y));
        let (x, y) = (x >> 16, y >> 16);
        self.add(x, y, (256 - u) * (256 - v), sum);
        self.add(x + 1, y, u * (256 - v), sum);
        self.add(x, y + 1, (256 - u) * v, sum);
        self.add(x + 1, y + 1, u * v, sum);
    }
}

/// Planes of red, green and blue, `low` for black to `high` for white, as networks want them.
pub(super) fn planes(rgb: &[u8], low: f32, high: f32) -> Vec<f32> {
    let step = (high - low) / 255.0;
    (0..3)
        .flat_map(|channel| rgb.iter().skip(channel).step_by(3))
        .map(|byte| low + f32::from(*byte) * step)
        .collect()
}
