//! Drawings to paper: PDF, its pixels, sheets, printers and their calibration; knows no permit and no card.
//!
//! A [`Page`] is drawings at places; [`write()`] makes the file of pages, [`pdf`] the plainest: one page a drawing. [`impose`]
//! says which card stands where on which sheet of a [`Plan`], and [`Plan::pages`] makes a sheet's two pages, backs behind
//! fronts. A [`Finish`] turns colours into a press's inks.
//!
//! printpdf writes the file. What it does not do by itself is done here: fonts are cut down to the glyphs used before it
//! embeds them, a portrait's JPEG goes in untouched as a stream of our own, what many pages share is in the file once, and
//! resources have fixed names, so that the same drawings always give the same bytes.

mod bleed;
pub mod calibrate;
mod colour;
mod content;
mod exchange;
mod file;
mod font;
mod ipp;
mod marks;
mod page;
mod pdf;
mod picture;
mod plan;
mod profile;
mod proof;
mod repeats;
mod sheet;
pub mod spool;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use page::{Affine, Page};
pub use plan::{Flip, Margins, Plan, SerialAt, Side};
pub use profile::{Calibrated, Profile};
pub use sheet::{Sheet, Sides, Slot, Taken, impose};

use crate::drawing::{Dpi, Drawing, Size};

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
    /// A sheet's plan, or what is asked of it, cannot be printed and cut.
    #[error("plan: {0}")]
    Plan(String),
    /// A printer's profile is none.
    #[error("printer profile: {0}")]
    Profile(String),
    /// What was read off a page of rulers cannot be.
    #[error("readings: {}", .0.id())]
    Reading(calibrate::Misread),
    /// A PDF from outside is damaged, encrypted, or too large.
    #[error("PDF unreadable: {0}")]
    Unreadable(String),
}

/// One page a drawing: `MediaBox` and `TrimBox` the drawing's size exactly; fonts embedded and subset; black as K.
pub fn pdf(pages: &[Drawing], title: &str) -> Result<Pdf, Error> {
    let pages: Vec<Page> = pages.iter().map(Page::plain).collect();
    write(&pages, title, &Finish::default())
}

/// How the colours of a file are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// As they are drawn: colours in RGB, black in K. What printers take.
    #[default]
    Rgb,
    /// All in the four inks of the press, pictures too, after the profile in `resources/colour`; black stays K alone. The file is
    /// made to PDF/X-4, which wants to say when: Unix seconds.
    Cmyk {
        /// Unix seconds.
        made_at: i64,
    },
}

/// How a file is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Finish {
    /// How its colours are said.
    pub colours: Colours,
    /// Pages are deflated: a fraction of the size for a little time.
    pub compact: bool,
    /// Black is said as grey, which is pure black in any driver's RGB and so goes to the resin panel of a card printer; the ink
    /// K would become a mixture of dyes there. A press's inks are not touched by it.
    pub resin: bool,
}

/// One file of all pages: `MediaBox` the paper's size exactly, `TrimBox` and `BleedBox` as the page has them; fonts embedded
/// and subset, black as K.
pub fn write(pages: &[Page], title: &str, finish: &Finish) -> Result<Pdf, Error> {
    pdf::write(pages, title, finish).map(Pdf::from_bytes)
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
        luma(&self.rgba)
    }
}

fn luma(rgba: &[u8]) -> Vec<u8> {
    rgba.chunks_exact(4)
        .map(|pixel| match *pixel {
            [r, g, b, _] => {
                let sum = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
                u8::try_from((sum + 500) / 1000).unwrap_or(u8::MAX)
            }
            _ => u8::MAX,
        })
        .collect()
}

/// A page's brightness: a quarter of its pixels' bytes.
#[derive(Debug, Clone)]
pub struct Luma {
    /// Across.
    pub width_px: u32,
    /// Down.
    pub height_px: u32,
    /// Rows from the top, one byte a pixel (ITU-R BT.601 weights).
    pub luma: Vec<u8>,
}

/// Rasterises at most `max_pages` pages, sizes rounded to whole pixels. Hostile files give an error, never a panic.
pub fn proof(pdf: &Pdf, dpi: Dpi, max_pages: usize) -> Result<Vec<Raster>, Error> {
    proof::raster(pdf.bytes(), dpi, max_pages)
}

/// The brightness of one page, counted from 0; none behind the last. For sheets, whose pixels are many.
pub fn proof_luma(pdf: &Pdf, dpi: Dpi, page: usize) -> Result<Option<Luma>, Error> {
    proof::luma(pdf.bytes(), dpi, page)
}

/// Rasterises every page, one after the other, and forgets it before the next. More pages than `most` are refused before the
/// first.
pub fn proof_each<E: From<Error>>(
    pdf: &Pdf,
    dpi: Dpi,
    most: usize,
    each: &mut dyn FnMut(Raster) -> Result<(), E>,
) -> Result<(), E> {
    proof::each(pdf.bytes(), dpi, most, each)
}

/// The density at which a page of that size can be rasterised for a printer of `wanted` dots to the inch: that, or a whole part
/// of it, so that each dot of the page is as many dots of the printer.
pub fn proof_dpi(size: Size, wanted: Dpi) -> Dpi {
    proof::dpi_for(size, wanted)
}
