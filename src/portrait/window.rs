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

/// Brightness of each pixel of RGB bytes as it is coded, 0 to 255, by ITU-R BT.709.
pub(super) fn luma(rgb: &[u8]) -> Vec<f32> {
    rgb.chunks_exact(3)
        .map(|pixel| match *pixel {
            [r, g, b] => 0.2126 * f32::from(r) + 0.7152 * f32::from(g) + 0.0722 * f32::from(b),
            _ => 0.0,
        })
        .collect()
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
            beyond,
        };
        // One look is small enough to be counted in whole numbers, which is several times as fast.
        if parts > between {
            self.looked(&view, [width, height], parts, View::nearest)
        } else {
            self.looked(&view, [width, height], parts, View::between)
        }
    }

    /// The means of what `look` tells at each place, which comes in shares of a pixel.
    fn looked<'a>(
        self,
        view: &View<'a>,
        [width, height]: [u32; 2],
        parts: u32,
        look: impl Fn(&View<'a>, i64, i64) -> [u32; 3],
    ) -> Vec<u8> {
        let step = [self.size[0] / width as f32, self.size[1] / height as f32];
        let (sin, cos) = self.roll.sin_cos();
        let across = [step[0] * cos, step[0] * sin];
        let down = [-step[1] * sin, step[1] * cos];
        let places: Vec<[i64; 2]> = (0..parts * parts)
            .map(|part| {
                let u = ((part % parts) as f32 + 0.5) / parts as f32;
                let v = ((part / parts) as f32 + 0.5) / parts as f32;
                [0, 1].map(|axis: usize| {
                    let along = |way: [f32; 2]| way.get(axis).copied().unwrap_or_default();
                    scale::shares(u * along(across) + v * along(down))
                })
            })
            .collect();
        let share = 1.0 / (parts * parts * ONE * ONE) as f32;
        let origin = self.to_still([0.0, 0.0]).map(scale::shares);
        let [across, down] = [across, down].map(|way| way.map(scale::shares));
        let mut out = Vec::with_capacity(width as usize * height as usize * 3);
        for row in 0..i64::from(height) {
            let mut x = origin[0] + row * down[0];
            let mut y = origin[1] + row * down[1];
            for _ in 0..width {
                let mut sum = [0; 3];
                for [right, below] in &places {
                    for (sum, value) in sum.iter_mut().zip(look(view, x + right, y + below)) {
                        *sum += value;
                    }
                }
                out.extend(sum.map(|value| scale::byte(value as f32 * share)));
                x += across[0];
                y += across[1];
            }
        }
        out
    }
}

/// Weight of a whole pixel along one axis.
const ONE: u32 = 256;

/// A still whose pixels are asked for at any place, in shares of a pixel.
struct View<'a> {
    still: &'a Still,
    wide: i64,
    high: i64,
    beyond: Option<u8>,
}

impl View<'_> {
    #[inline]
    fn at(&self, x: i64, y: i64) -> [u32; 3] {
        let is_inside = 0 <= x && x < self.wide && 0 <= y && y < self.high;
        let (x, y) = match self.beyond {
            Some(beyond) if !is_inside => return [u32::from(beyond); 3],
            Some(_) => (x, y),
            None => (x.clamp(0, self.wide - 1), y.clamp(0, self.high - 1)),
        };
        let from = usize::try_from((y * self.wide + x) * 3).unwrap_or(usize::MAX - 3);
        match self.still.rgb.get(from..from + 3) {
            Some(&[r, g, b]) => [r, g, b].map(u32::from),
            Some(_) | None => [0; 3],
        }
    }

    #[inline]
    fn nearest(&self, x: i64, y: i64) -> [u32; 3] {
        let (x, y) = (x >> scale::SHARE_BITS, y >> scale::SHARE_BITS);
        self.at(x, y).map(|value| value * ONE * ONE)
    }

    #[inline]
    fn between(&self, x: i64, y: i64) -> [u32; 3] {
        let half = 1 << (scale::SHARE_BITS - 1);
        let (x, y) = (x - half, y - half);
        let (left, top) = (x >> scale::SHARE_BITS, y >> scale::SHARE_BITS);
        let weight = |at: i64| {
            let share = (at >> (scale::SHARE_BITS - 8)) & i64::from(ONE - 1);
            u32::try_from(share).unwrap_or_default()
        };
        let (u, v) = (weight(x), weight(y));
        let corners = [
            (self.at(left, top), (ONE - u) * (ONE - v)),
            (self.at(left + 1, top), u * (ONE - v)),
            (self.at(left, top + 1), (ONE - u) * v),
            (self.at(left + 1, top + 1), u * v),
        ];
        let mut sum = [0; 3];
        for (pixel, weight) in corners {
            for (sum, value) in sum.iter_mut().zip(pixel) {
                *sum += value * weight;
            }
        }
        sum
    }
}

/// Planes of red, green and blue, `low` for black to `high` for white, as networks want them.
pub(super) fn planes(rgb: &[u8], low: f32, high: f32) -> Vec<f32> {
    let step = (high - low) / 255.0;
    let table: Vec<f32> = (0..=u8::MAX)
        .map(|byte| low + f32::from(byte) * step)
        .collect();
    let count = rgb.len() / 3;
    let mut planes = vec![0.0; count * 3];
    for (channel, plane) in planes.chunks_exact_mut(count.max(1)).enumerate() {
        for (number, pixel) in plane.iter_mut().zip(rgb.chunks_exact(3)) {
            let byte = pixel.get(channel).copied().unwrap_or_default();
            *number = table.get(usize::from(byte)).copied().unwrap_or(low);
        }
    }
    planes
}
