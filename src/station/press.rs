//! A card on its way to paper: drawings to PDF to pixels, and the QR decoded back before the PDF is let go.

use super::Error;
use crate::card::{self, Card, Content, Template};
use crate::drawing::Dpi;
use crate::print::{self, Pdf, Raster};
use crate::seal;

/// A laid-out card and its PDF.
pub(super) struct Paper {
    pub(super) card: Card,
    pub(super) pdf: Pdf,
}

/// Reads finished cards back.
#[derive(Default)]
pub(super) struct Press {}

/// Lays out and prints.
pub(super) fn make(template: &Template, content: &Content<'_>, title: &str) -> Result<Paper, Error> {
    let card = card::layout(template, content).map_err(|overflows| Error::overflow(&overflows))?;
    print(card, title)
}

/// Two pages, front and back.
pub(super) fn print(card: Card, title: &str) -> Result<Paper, Error> {
    let pages = [card.front, card.back];
    let pdf = print::pdf(&pages, title).map_err(failed)?;
    let [front, back] = pages;
    Ok(Paper { card: Card { front, back, ..card }, pdf })
}

/// Both pages as pixels.
pub(super) fn raster(pdf: &Pdf, dpi: Dpi) -> Result<[Raster; 2], Error> {
    print::proof(pdf, dpi, 2).map_err(failed)?.try_into().map_err(|_pages| Error::new("print-failed").because("not two pages"))
}

fn failed(error: print::Error) -> Error {
    Error::new("print-failed").because(error)
}

impl Press {
    /// Reads the card back from its pixels at the printer's density: exactly one QR that says `text`, none when there is no seal.
    pub(super) fn decode_back(&mut self, paper: &Paper, dpi: Dpi, text: Option<&str>) -> Result<(), Error> {
        let pages = raster(&paper.pdf, dpi)?;
        let read: Vec<String> = pages.iter().flat_map(|page| seal::scan(&page.luma(), page.width_px, page.height_px)).collect();
        let expected: Vec<String> = text.into_iter().map(String::from).collect();
        if read != expected {
            return Err(Error::new("decode-back").with("what", "QR").because(format!("{} codes read", read.len())));
        }
        Ok(())
    }
}
