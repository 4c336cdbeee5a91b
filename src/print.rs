//! Drawings to PDF and PDF to pixels; knows no permit and no card.

use crate::drawing::{Dpi, Drawing};
use std::sync::Arc;

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
        Self { bytes: bytes.into() }
    }
}

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("picture unusable: {0}")]
    Picture(String),
    #[error("PDF unreadable: {0}")]
    Unreadable(String),
}

/// One page a drawing: MediaBox and TrimBox the drawing's size exactly; fonts embedded and subset; black as K.
pub fn pdf(_pages: &[Drawing], _title: &str) -> Result<Pdf, Error> {
    todo!("print")
}

/// Pixels of one page.
#[derive(Clone)]
pub struct Raster {
    pub width_px: u32,
    pub height_px: u32,
    /// RGBA rows from the top, opaque.
    pub rgba: Arc<[u8]>,
}

impl Raster {
    /// Brightness, one byte a pixel.
    pub fn luma(&self) -> Vec<u8> {
        todo!("print")
    }
}

/// Rasterises at most `max_pages` pages, sizes rounded to whole pixels. Hostile files give an error, never a panic.
pub fn proof(_pdf: &Pdf, _dpi: Dpi, _max_pages: usize) -> Result<Vec<Raster>, Error> {
    todo!("print")
}
