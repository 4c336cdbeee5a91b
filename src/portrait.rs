//! From any still picture to the card's portrait: decoding, the assistant and its checks, crop, JPEG; no camera, no card.
//!
//! [`Assistant::study`] looks at one still, a [`Watcher`] at the frames of a camera: both find the face, suggest the frame and
//! say what is wrong by [`Check`]s, each by itself. What is asked of a portrait stands in `resources/rules/portrait.toml`
//! ([`Limits`]). Nobody's likeness is compared. A photo of a photo is told only where its edges or its dots are seen: who sits
//! there is the officer's to say.
//!
//! Colours are read as sRGB: an embedded ICC profile is ignored, and nothing of a source's metadata survives.

mod assistant;
mod canvas;
mod checks;
mod crop;
mod decode;
mod drawn;
mod framed;
mod ground;
mod jpeg;
mod light;
mod limits;
mod made;
mod mesh;
mod network;
mod pose;
mod raster;
mod scale;
mod taken;
#[cfg(test)]
mod tests;
mod tone;
mod watch;
mod window;

use std::sync::Arc;

pub use assistant::{Assistant, Study, best};
pub use limits::{Age, Demand, Ground, Limits};
pub use made::{Balance, Made, Source};
pub use mesh::Face;
pub use watch::{Sight, Watcher};

/// A decoded still, upright, sRGB, 8 bits a channel.
#[derive(Clone)]
pub struct Still {
    /// Pixels across.
    pub width_px: u32,
    /// Pixels down.
    pub height_px: u32,
    /// `width_px * height_px * 3` bytes, rows from the top.
    pub rgb: Arc<[u8]>,
}

/// Why a file is no usable still. Text keys `error-portrait-<id>` and `advice-portrait-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not JPEG, PNG or WebP.
    #[error("unknown picture format")]
    Format,
    /// Over the byte or pixel limit.
    #[error("picture too large: {what}")]
    TooLarge {
        /// What was over which limit.
        what: String,
    },
    /// Smaller than a portrait needs.
    #[error("picture too small: {width_px}x{height_px}")]
    TooSmall {
        /// Pixels across.
        width_px: u32,
        /// Pixels down.
        height_px: u32,
    },
    /// Damaged or cut off.
    #[error("picture damaged: {what}")]
    Damaged {
        /// The decoder's words.
        what: String,
    },
    /// The crop is not inside the still.
    #[error("crop outside the picture")]
    Crop,
    /// The face networks cannot be used.
    #[error("face networks: {what}")]
    Networks {
        /// The runtime's words.
        what: String,
    },
    /// The rules of portraits cannot be read.
    #[error("portrait rules: {what}")]
    Rules {
        /// What is wrong with them.
        what: String,
    },
}

impl Error {
    /// Stable id in kebab case, e.g. `too-large`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::TooLarge { .. } => "too-large",
            Self::TooSmall { .. } => "too-small",
            Self::Damaged { .. } => "damaged",
            Self::Crop => "crop",
            Self::Networks { .. } => "networks",
            Self::Rules { .. } => "rules",
        }
    }
}

impl Still {
    /// Largest file read, in bytes.
    pub const MAX_BYTES: usize = 40 * 1024 * 1024;
    /// Largest picture read, in pixels.
    pub const MAX_PIXELS: u64 = 60_000_000;

    /// Decodes JPEG, PNG or WebP by content, applies the EXIF rotation, flattens transparency on white.
    ///
    /// Of an animation it takes the first frame. Refuses by the header, before any pixel is allocated.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        decode::decode(bytes)
    }

    /// Year, month and day on which the camera says it took the picture of that file; `None` where the file does not tell.
    pub fn taken(bytes: &[u8]) -> Option<[u16; 3]> {
        taken::taken(&decode::exif(bytes)?)
    }

    /// The whole picture as a JPEG of at most `max_bytes`, made smaller by whole steps until no side is above `max_side_px`.
    pub fn jpeg(&self, max_side_px: u32, max_bytes: usize) -> Result<Vec<u8>, Error> {
        let step = self
            .width_px
            .max(self.height_px)
            .div_ceil(max_side_px.max(1))
            .max(1);
        let (width_px, height_px) = (self.width_px / step, self.height_px / step);
        let (line, step) = (self.width_px as usize * 3, step as usize);
        let rows = self.rgb.chunks_exact(line).step_by(step);
        let rgb = rows
            .take(height_px as usize)
            .flat_map(|row| row.chunks_exact(3).step_by(step).take(width_px as usize))
            .flatten()
            .copied()
            .collect();
        jpeg::within(rgb, width_px, height_px, max_bytes)
    }

    /// From raw RGB rows, e.g. a camera frame; `None` if their length or size cannot be right.
    pub fn from_rgb(width_px: u32, height_px: u32, rgb: Vec<u8>) -> Option<Self> {
        let pixels = u64::from(width_px) * u64::from(height_px);
        let fits = 0 < pixels && pixels <= Self::MAX_PIXELS;
        (fits && u64::try_from(rgb.len()).ok() == Some(pixels * 3)).then(|| Self {
            width_px,
            height_px,
            rgb: rgb.into(),
        })
    }
}

/// A 3:4 frame in a still, in pixels of the still; may be fractional and turned, always inside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// From the still's left edge.
    pub left_px: f32,
    /// From the still's top edge.
    pub top_px: f32,
    /// Width; the height is 4/3 of it.
    pub width_px: f32,
    /// Turn about its centre, clockwise in degrees; the other numbers are of the frame before it is turned.
    pub roll_deg: f32,
}

impl Crop {
    /// The least width that makes a portrait, in pixels; under it `accept` answers `TooSmall`.
    pub const MIN_WIDTH_PX: f32 = 300.0;
    /// The farthest a frame may be turned either way, in degrees.
    pub const MAX_ROLL_DEG: f32 = 45.0;

    /// The largest centred frame; in a tall still nearer the top, where the head is.
    pub fn centred(still: &Still) -> Self {
        crop::centred(still)
    }

    /// Moved by fractions of its own width and zoomed about its centre (`zoom` > 1: smaller frame), kept inside.
    ///
    /// It never gets smaller than `MIN_WIDTH_PX`, unless the still itself is.
    pub fn adjusted(self, still: &Still, dx: f32, dy: f32, zoom: f32) -> Self {
        crop::adjusted(self, still, dx, dy, zoom)
    }

    /// Turned to that angle about its centre, made smaller and moved where a corner would leave the still.
    pub fn turned(self, still: &Still, roll_deg: f32) -> Self {
        crop::turned(self, still, roll_deg)
    }

    /// Its corners in pixels of the still, clockwise from the top left one.
    pub fn corners(self) -> [[f32; 2]; 4] {
        let window = window::Window::of(self);
        [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]].map(|share| window.to_still(share))
    }

    /// 4/3 of its width, in pixels.
    pub fn height_px(self) -> f32 {
        self.width_px * 4.0 / 3.0
    }
}

/// One measured property of a portrait; `words` is the text key of the one sentence it has to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Stable id in kebab case, e.g. `head-size`.
    pub id: &'static str,
    /// What was measured; `None` where it could not be, as without a face.
    pub value: Option<f32>,
    /// Allowed range, both ends included; either may be infinite.
    pub range: (f32, f32),
    /// `px`, `%`, `°` or nothing.
    pub unit: &'static str,
}

impl Check {
    /// The value is known and lies in the range.
    pub fn passes(&self) -> bool {
        self.value
            .is_some_and(|value| self.range.0 <= value && value <= self.range.1)
    }

    /// Text key: `check-<id>` if it passes, `check-<id>-low` or `-high` by what it fails, `check-unknown` without a value.
    pub fn words(&self) -> String {
        match self.value {
            Some(value) if value < self.range.0 => format!("check-{}-low", self.id),
            Some(value) if value > self.range.1 => format!("check-{}-high", self.id),
            Some(value) if !value.is_nan() => format!("check-{}", self.id),
            Some(_) | None => "check-unknown".to_owned(),
        }
    }
}

/// What was found in a still without the assistant: the frame is centred, and the checks look where a face belongs.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspection {
    /// The suggested frame.
    pub crop: Crop,
    /// Its checks, always the same ones in the same order.
    pub checks: Vec<Check>,
}

/// Suggests a crop and judges it, knowing of no face.
pub fn inspect(still: &Still) -> Inspection {
    let crop = Crop::centred(still);
    Inspection {
        crop,
        checks: check(still, crop),
    }
}

/// Judges a crop chosen by hand. None of these knows where the face is: they look where it belongs.
pub fn check(still: &Still, crop: Crop) -> Vec<Check> {
    checks::checks(still, crop)
}

/// The card's portrait: a JPEG of 600x800 px, at most 120 kB, sRGB, no metadata but what was done to it ([`Made`]).
#[derive(Clone, PartialEq, Eq)]
pub struct Portrait {
    jpeg: Arc<[u8]>,
}

impl Portrait {
    /// Pixels across.
    pub const WIDTH_PX: u32 = 600;
    /// Pixels down.
    pub const HEIGHT_PX: u32 = 800;
    /// Largest file, in bytes.
    pub const MAX_BYTES: usize = 120 * 1024;

    /// A stored portrait; refuses anything that is not built as `accept` builds it.
    ///
    /// It looks at every segment and at both ends, but does not decode: thousands are read for a batch of cards.
    pub fn parse(jpeg: &[u8]) -> Result<Self, Error> {
        jpeg::check_portrait(jpeg)?;
        Ok(Self { jpeg: jpeg.into() })
    }

    /// The same face, small, for who looks it up in the city: a JPEG of 180x240 px, at most 10 kB. Takes some milliseconds.
    pub fn small(&self) -> Result<Vec<u8>, Error> {
        const WIDTH_PX: u32 = 180;
        const HEIGHT_PX: u32 = 240;
        const MAX_BYTES: usize = 10 * 1024;
        let still = Still::decode(&self.jpeg)?;
        let rgb = scale::scaled(&still, Crop::centred(&still), WIDTH_PX, HEIGHT_PX);
        jpeg::within(rgb, WIDTH_PX, HEIGHT_PX, MAX_BYTES)
    }

    /// What was done to it; `None` of portraits that were accepted without a study.
    pub fn made(&self) -> Option<Made> {
        Made::read(jpeg::comment(&self.jpeg)?)
    }

    /// Its file.
    pub fn jpeg(&self) -> &Arc<[u8]> {
        &self.jpeg
    }
}

/// Cuts, scales and compresses.
pub fn accept(still: &Still, crop: Crop) -> Result<Portrait, Error> {
    made(still, crop, None)
}

/// The same in the frame and under the white balance of `how`, which the portrait tells from then on.
pub fn accept_as(still: &Still, how: &Made) -> Result<Portrait, Error> {
    made(still, how.crop, Some(how))
}

fn made(still: &Still, crop: Crop, how: Option<&Made>) -> Result<Portrait, Error> {
    let crop = crop::inside(crop, still).ok_or(Error::Crop)?;
    if crop.width_px < Crop::MIN_WIDTH_PX {
        return Err(Error::TooSmall {
            width_px: scale::rounded(crop.width_px),
            height_px: scale::rounded(crop.height_px()),
        });
    }
    let mut rgb = scale::scaled(still, crop, Portrait::WIDTH_PX, Portrait::HEIGHT_PX);
    if let Some(balance) = how.and_then(|how| how.balance) {
        rgb = balance.pixels(&rgb);
    }
    let line = how.map(Made::written);
    let told = line.as_deref().map_or(0, jpeg::comment_bytes);
    let jpeg = jpeg::within(
        rgb,
        Portrait::WIDTH_PX,
        Portrait::HEIGHT_PX,
        Portrait::MAX_BYTES - told,
    )?;
    let jpeg = match line {
        Some(line) => jpeg::commented(&jpeg, &line),
        None => jpeg,
    };
    Ok(Portrait { jpeg: jpeg.into() })
}

/// An invented person for demo offices: a flat drawing of 600x800 px on a light ground, the same for the same seed.
///
/// Takes some milliseconds. It passes every check of this room.
pub fn drawn(seed: u64) -> Still {
    drawn::drawn(seed)
}

/// As `drawn`, of a woman or a man of about that age in years.
pub fn drawn_as(seed: u64, woman: bool, age_years: u32) -> Still {
    drawn::drawn_as(seed, woman, age_years)
}

/// The same still with the skin of a face reflecting `factor` times the light: for tables and tests of fairness, never for a card.
pub fn toned(still: &Still, face: &Face, factor: f32) -> Still {
    tone::toned(still, face, factor)
}
