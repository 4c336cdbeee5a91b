//! From any still picture to the card's portrait: decoding, checks, crop, JPEG; no camera, no card.

use std::sync::Arc;

/// A decoded still, upright, sRGB, 8 bits a channel.
#[derive(Clone)]
pub struct Still {
    /// Pixels across and down.
    pub width_px: u32,
    pub height_px: u32,
    /// `width_px * height_px * 3` bytes, rows from the top.
    pub rgb: Arc<[u8]>,
}

/// Why a file is no usable still.
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
}

impl Still {
    /// Largest file read, in bytes.
    pub const MAX_BYTES: usize = 40 * 1024 * 1024;
    /// Largest picture read, in pixels.
    pub const MAX_PIXELS: u64 = 60_000_000;

    /// Decodes JPEG, PNG or WebP by content, applies the EXIF rotation, flattens transparency on white.
    pub fn decode(_bytes: &[u8]) -> Result<Self, Error> {
        todo!("portrait")
    }

    /// From raw RGB rows, e.g. a camera frame.
    pub fn from_rgb(_width_px: u32, _height_px: u32, _rgb: Vec<u8>) -> Option<Self> {
        todo!("portrait")
    }
}

/// A 3:4 frame in a still, in pixels of the still; may be fractional, always inside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    pub left_px: f32,
    pub top_px: f32,
    /// Width; the height is 4/3 of it.
    pub width_px: f32,
}

impl Crop {
    /// The largest centred frame, a little head room above.
    pub fn centred(_still: &Still) -> Self {
        todo!("portrait")
    }

    /// Moved by fractions of its own width and zoomed about its centre (`zoom` > 1: smaller frame), kept inside.
    pub fn adjusted(self, _still: &Still, _dx: f32, _dy: f32, _zoom: f32) -> Self {
        todo!("portrait")
    }
}

/// One measured property of a portrait. Words: text key `check-<id>` (passes) and `check-<id>-advice` (fails).
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Stable id: `size`, `sharpness`, `exposure`, `background`, ...
    pub id: &'static str,
    pub value: f32,
    /// Allowed range, both ends included.
    pub range: (f32, f32),
    pub unit: &'static str,
}

impl Check {
    /// The value lies in the range.
    pub fn passes(&self) -> bool {
        self.range.0 <= self.value && self.value <= self.range.1
    }
}

/// What was found in a still. The portrait assistant will suggest the crop from the face; until then it is centred.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspection {
    pub crop: Crop,
    pub checks: Vec<Check>,
}

/// Suggests a crop and judges it.
pub fn inspect(_still: &Still) -> Inspection {
    todo!("portrait")
}

/// Judges a crop chosen by hand.
pub fn check(_still: &Still, _crop: Crop) -> Vec<Check> {
    todo!("portrait")
}

/// The card's portrait: a JPEG of 600x800 px, at most 120 kB, sRGB, no metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Portrait {
    jpeg: Arc<[u8]>,
}

impl Portrait {
    pub const WIDTH_PX: u32 = 600;
    pub const HEIGHT_PX: u32 = 800;
    pub const MAX_BYTES: usize = 120 * 1024;

    /// A stored portrait; refuses anything that is not what `accept` makes.
    pub fn parse(_jpeg: &[u8]) -> Result<Self, Error> {
        todo!("portrait")
    }

    /// Its file.
    pub fn jpeg(&self) -> &Arc<[u8]> {
        &self.jpeg
    }
}

/// Cuts, scales and compresses.
pub fn accept(_still: &Still, _crop: Crop) -> Result<Portrait, Error> {
    todo!("portrait")
}
