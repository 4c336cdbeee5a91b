//! A card on its way to paper: drawings to PDF to pixels, and QR and MRZ read back before the PDF is let go.

use super::Error;
use super::zone::{Alphabet, Place};
use crate::card::{self, Card, Content, Template};
use crate::drawing::Dpi;
use crate::mrz;
use crate::print::{self, Pdf, Raster};
use crate::seal;

/// A laid-out card and its PDF.
pub(super) struct Paper {
    pub(super) card: Card,
    pub(super) pdf: Pdf,
}

/// Reads finished cards back. Keeps how the characters of a zone look, for the next card.
#[derive(Default)]
pub(super) struct Press {
    alphabet: Option<Alphabet>,
}

/// Lays out and prints.
pub(super) fn make(
    template: &Template,
    content: &Content<'_>,
    title: &str,
) -> Result<Paper, Error> {
    let card = card::layout(template, content).map_err(|overflows| Error::overflow(&overflows))?;
    print(card, title)
}

/// Two pages, front and back.
pub(super) fn print(card: Card, title: &str) -> Result<Paper, Error> {
    let pages = [card.front, card.back];
    let pdf = print::pdf(&pages, title).map_err(failed)?;
    let [front, back] = pages;
    Ok(Paper {
        card: Card {
            front,
            back,
            ..card
        },
        pdf,
    })
}

/// Both pages as pixels.
pub(super) fn raster(pdf: &Pdf, dpi: Dpi) -> Result<[Raster; 2], Error> {
    print::proof(pdf, dpi, 2)
        .map_err(failed)?
        .try_into()
        .map_err(|_pages| Error::new("print-failed").because("not two pages"))
}

pub(super) fn failed(error: print::Error) -> Error {
    Error::new("print-failed").because(error)
}

impl Press {
    /// Reads the card back from its pixels at the printer's density: exactly one QR that says `text`, and the zone's lines
    /// where the card has a zone.
    pub(super) fn decode_back(&mut self, paper: &Paper, dpi: Dpi, text: &str) -> Result<(), Error> {
        let [front, back] = raster(&paper.pdf, dpi)?;
        let read: Vec<String> = [&front, &back]
            .into_iter()
            .flat_map(|page| seal::scan(&page.luma(), page.width_px, page.height_px))
            .collect();
        if read.as_slice() != [text] {
            return Err(Error::new("decode-back")
                .with("what", "QR")
                .because(format!("{} codes read", read.len())));
        }
        let Some(lines) = &paper.card.mrz else {
            return Ok(());
        };
        let wrong = |detail: &str| {
            Error::new("decode-back")
                .with("what", "MRZ")
                .because(detail)
        };
        let place =
            Place::find(&paper.card.back, dpi).ok_or_else(|| wrong("no three lines of OCR-B"))?;
        let read = self.alphabet(place, paper)?.read(&back);
        if read != *lines {
            let cells = read
                .concat()
                .chars()
                .zip(lines.concat().chars())
                .filter(|(read, printed)| read != printed)
                .count();
            return Err(wrong(&format!("{cells} characters differ")));
        }
        match mrz::judge_td1(&read) {
            Some(failed) if failed.is_empty() => Ok(()),
            Some(_) => Err(wrong("check digits")),
            None => Err(wrong("no TD1")),
        }
    }

    fn alphabet(&mut self, place: Place, paper: &Paper) -> Result<&Alphabet, Error> {
        let alphabet = match self
            .alphabet
            .take()
            .filter(|alphabet| alphabet.fits(&place))
        {
            Some(alphabet) => alphabet,
            None => Alphabet::print(place, &paper.card.back)?,
        };
        Ok(self.alphabet.insert(alphabet))
    }
}
