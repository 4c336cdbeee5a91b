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
        let step = [self.size[0] / width as f32, self.size[1] / height as f32];
        let view = View {
            still,
            right: still.width_px.saturating_sub(1).cast_signed(),
            down: still.height_px.saturating_sub(1).cast_signed(),
            beyond,
        };
        let (sin, cos) = self.roll.sin_cos();
        let across = [step[0] * cos, step[0] * sin];
        let down = [-step[1] * sin, step[1] * cos];
        let origin = self.to_still([0.0, 0.0]);
        let mut out = Vec::with_capacity(width as usize * height as usize * 3);
        for row in 0..height {
            for column in 0..width {
                let mut sum = [0.0_f32; 3];
                for part in 0..parts * parts {
                    let u = column as f32 + ((part % parts) as f32 + 0.5) / parts as f32;
                    let v = row as f32 + ((part / parts) as f32 + 0.5) / parts as f32;
                    let x = origin[0] + u * across[0] + v * down[0];
                    let y = origin[1] + u * across[1] + v * down[1];
                    let pixel = if parts > between {
                        view.nearest(x, y)
                    } else {
                        view.between(x, y)
                    };
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += value;
                    }
                }
                let share = 1.0 / (parts * parts) as f32;
                out.extend(sum.map(|value| scale::byte(value * share)));
            }
        }
        out
    }
}

/// A still whose pixels are asked for at any place.
struct View<'a> {
    still: &'a Still,
    right: i32,
    down: i32,
    beyond: Option<u8>,
}

impl View<'_> {
    fn at(&self, x: i32, y: i32) -> [f32; 3] {
        let (inside_x, inside_y) = (x.clamp(0, self.right), y.clamp(0, self.down));
        if let Some(beyond) = self.beyond
            && (inside_x != x || inside_y != y)
        {
            return [f32::from(beyond); 3];
        }
        let pixel = inside_y.unsigned_abs() as usize * self.still.width_px as usize
            + inside_x.unsigned_abs() as usize;
        match self.still.rgb.get(pixel * 3..pixel * 3 + 3) {
            Some(&[r, g, b]) => [f32::from(r), f32::from(g), f32::from(b)],
            Some(_) | None => [0.0; 3],
        }
    }

    fn nearest(&self, x: f32, y: f32) -> [f32; 3] {
        self.at(scale::whole(x), scale::whole(y))
    }

    fn between(&self, x: f32, y: f32) -> [f32; 3] {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (scale::whole(x), scale::whole(y));
        let (u, v) = (x - left as f32, y - top as f32);
        let corners = [
            (self.at(left, top), (1.0 - u) * (1.0 - v)),
            (self.at(left + 1, top), u * (1.0 - v)),
            (self.at(left, top + 1), (1.0 - u) * v),
            (self.at(left + 1, top + 1), u * v),
        ];
        let mut sum = [0.0; 3];
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
    (0..3)
        .flat_map(|channel| rgb.iter().skip(channel).step_by(3))
        .map(|byte| low + f32::from(*byte) * step)
        .collect()
}
