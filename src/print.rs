//! Drawings to PDF and PDF to pixels; knows no permit and no card.
//!
//! printpdf writes the file. What it does not do by itself is done here: fonts are cut down to the glyphs used before it
//! embeds them, a portrait's JPEG goes in untouched as a stream of our own, and resources have fixed names, so that the same
//! drawings always give the same bytes.

mod content;
mod font;
mod pdf;
mod picture;
mod proof;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::drawing::{Dpi, Drawing};

/// A finished PDF file.
#[derive(Clone)]
pub struct Pdf {
    bytes: Arc<[u8]>,
}

impl Pdf {
    /// The file.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// A file read from outside, e.g. a card to verify; checked only when it is rasterised.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self {
            bytes: bytes.into(),
        }
    }
}

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A picture in a drawing is no JPEG or PNG a PDF can carry.
    #[error("picture unusable: {0}")]
    Picture(String),
    /// A PDF from outside is damaged, encrypted, or too large.
    #[error("PDF unreadable: {0}")]
    Unreadable(String),
}

/// One page a drawing: `MediaBox` and `TrimBox` the drawing's size exactly; fonts embedded and subset; black as K.
pub fn pdf(pages: &[Drawing], title: &str) -> Result<Pdf, Error> {
    pdf::write(pages, title).map(Pdf::from_bytes)
}

/// Pixels of one page.
#[derive(Clone)]
pub struct Raster {
    /// Across.
    pub width_px: u32,
    /// Down.
    pub height_px: u32,
    /// RGBA rows from the top, opaque.
    pub rgba: Arc<[u8]>,
}

impl Raster {
    /// Brightness, one byte a pixel (ITU-R BT.601 weights).
    pub fn luma(&self) -> Vec<u8> {
        self.rgba
            .chunks_exact(4)
            .map(|pixel| match *pixel {
                [r, g, b, _] => {
                    let sum = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
                    u8::try_from((sum + 500) / 1000).unwrap_or(u8::MAX)
                }
                _ => u8::MAX,
            })
            .collect()
    }
}

/// Rasterises at most `max_pages` pages, sizes rounded to whole pixels. Hostile files give an error, never a panic.
pub fn proof(pdf: &Pdf, dpi: Dpi, max_pages: usize) -> Result<Vec<Raster>, Error> {
    proof::raster(pdf.bytes(), dpi, max_pages)
}
