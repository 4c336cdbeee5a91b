//! Reads a printed machine-readable zone back from pixels: each cell is compared with all 37 OCR-B characters, printed alike.
//!
//! It is told where the lines stand, never what they say.

use super::Error;
use super::press;
use crate::drawing::{Dpi, Drawing, Face, Item, Mm, Point, Run};
use crate::print::{self, Raster};

/// All characters of a zone (ICAO 9303-3 4.3), as two lines of at most thirty.
const ALPHABET: [&str; 2] = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ0123", "456789<"];
const COLUMNS: usize = 30;
const LINES: usize = 3;
/// Candidates looked at closely for each cell.
const CLOSE: usize = 4;
/// The second best must differ by this much more than the best, in percent: otherwise the cell is unreadable.
const MARGIN_PERCENT: u64 = 125;
/// Paper and the pale mark across a specimen count as no ink, brightness 0 to 255.
const PAPER: u8 = 160;

/// Where a zone is printed, and how large.
#[derive(Clone, PartialEq)]
pub(super) struct Place {
    /// Baseline starts of the lines, top to bottom.
    lines: Vec<Run>,
    dpi: Dpi,
}

/// The alphabet as it looks at that place.
pub(super) struct Alphabet {
    place: Place,
    glyphs: Vec<(char, Vec<u8>)>,
}

/// A cell's frame in pixels.
#[derive(Clone, Copy)]
struct Frame {
    width: usize,
    height: usize,
}

impl Place {
    /// The three lines of OCR-B on a side, if it has them.
    pub(super) fn find(side: &Drawing, dpi: Dpi) -> Option<Self> {
        let lines: Vec<Run> = side
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Text(run)
                    if run.face == Face::OcrB && run.text.chars().count() == COLUMNS =>
                {
                    Some(run.clone())
                }
                Item::Text(_)
                | Item::Shape { .. }
                | Item::Jpeg { .. }
                | Item::Png { .. }
                | Item::Modules { .. } => None,
            })
            .collect();
        (lines.len() == LINES).then_some(Self { lines, dpi })
    }

    /// Width of a character, its blank included.
    fn pitch(&self) -> Mm {
        let width = self.lines.first().map_or(Mm(0.0), Run::width);
        Mm(width.0 / 30.0)
    }

    fn frame(&self) -> Frame {
        let cap = self
            .lines
            .first()
            .map_or(Mm(0.0), |run| run.face.cap_height(run.size));
        Frame {
            width: self.px(self.pitch()),
            height: self.px(Mm(cap.0 * 1.6)),
        }
    }

    fn px(&self, length: Mm) -> usize {
        let px = (length.0 / 25.4 * f32::from(self.dpi.0)).round().max(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a card is a few thousand pixels wide, and not negative"
        )]
        let px = px as usize;
        px
    }

    /// The ink of one cell, moved by whole pixels.
    fn cell(&self, page: &Page, line: usize, column: usize, (dx, dy): (isize, isize)) -> Vec<u8> {
        let frame = self.frame();
        let Some(run) = self.lines.get(line) else {
            return Vec::new();
        };
        let cap = run.face.cap_height(run.size);
        let column = f32::from(u16::try_from(column).unwrap_or(0));
        let left = self
            .px(Mm(run.at.x.0 + self.pitch().0 * column))
            .saturating_add_signed(dx);
        let top = self
            .px(Mm(run.at.y.0 - cap.0 * 1.3))
            .saturating_add_signed(dy);
        (top..top + frame.height)
            .flat_map(|y| (left..left + frame.width).map(move |x| page.ink(x, y)))
            .collect()
    }
}

/// One side as brightness.
struct Page {
    luma: Vec<u8>,
    width: usize,
}

impl Page {
    fn of(raster: &Raster) -> Self {
        Self {
            luma: raster.luma(),
            width: usize::try_from(raster.width_px).unwrap_or(0),
        }
    }

    fn ink(&self, x: usize, y: usize) -> u8 {
        let luma = self
            .luma
            .get(y * self.width + x)
            .copied()
            .filter(|_| x < self.width)
            .unwrap_or(u8::MAX);
        PAPER.saturating_sub(luma)
    }
}

impl Alphabet {
    /// Prints the alphabet where the zone stands and keeps how it looks.
    pub(super) fn print(place: Place, side: &Drawing) -> Result<Self, Error> {
        let mut page = Drawing::new(side.size);
        for (run, text) in place.lines.iter().zip(ALPHABET) {
            let at = Point {
                x: run.at.x,
                y: run.at.y,
            };
            page.items.push(Item::Text(Run {
                text: String::from(text),
                at,
                ..run.clone()
            }));
        }
        let pdf = print::pdf(&[page], "OCR-B").map_err(press::failed)?;
        let rasters = print::proof(&pdf, place.dpi, 1).map_err(press::failed)?;
        let printed = Page::of(
            rasters
                .first()
                .ok_or_else(|| Error::new("print-failed").because("no page"))?,
        );
        let mut glyphs = Vec::new();
        for (line, text) in ALPHABET.into_iter().enumerate() {
            for (column, letter) in text.chars().enumerate() {
                glyphs.push((letter, place.cell(&printed, line, column, (0, 0))));
            }
        }
        Ok(Self { place, glyphs })
    }

    /// Made for that place.
    pub(super) fn fits(&self, place: &Place) -> bool {
        let like = |one: &Run, other: &Run| {
            one.at == other.at && one.size == other.size && one.tracking == other.tracking
        };
        self.place.dpi == place.dpi
            && self
                .place
                .lines
                .iter()
                .zip(&place.lines)
                .all(|(one, other)| like(one, other))
    }

    /// What the three lines say; `?` for a cell that is like no character, or like two.
    pub(super) fn read(&self, raster: &Raster) -> [String; LINES] {
        let page = Page::of(raster);
        std::array::from_fn(|line| {
            (0..COLUMNS)
                .map(|column| self.letter(&page, line, column).unwrap_or('?'))
                .collect()
        })
    }

    fn letter(&self, page: &Page, line: usize, column: usize) -> Option<char> {
        let cell = self.place.cell(page, line, column, (0, 0));
        let mut near: Vec<(u64, usize)> = self
            .glyphs
            .iter()
            .enumerate()
            .map(|(at, (_, glyph))| (difference(&cell, glyph), at))
            .collect();
        near.sort_unstable();
        near.truncate(CLOSE);
        // A baseline may lie between two rows of pixels: look again one pixel to each side.
        for dy in -1..=1 {
            for dx in -1..=1 {
                let moved = self.place.cell(page, line, column, (dx, dy));
                for (least, at) in &mut near {
                    let glyph = self.glyphs.get(*at).map_or(&[][..], |(_, glyph)| glyph);
                    *least = difference(&moved, glyph).min(*least);
                }
            }
        }
        near.sort_unstable();
        let [(best, at), (second, _), ..] = *near.as_slice() else {
            return None;
        };
        let inked = |pixels: &[u8]| pixels.iter().map(|ink| u64::from(*ink)).sum::<u64>();
        let (letter, glyph) = self.glyphs.get(at)?;
        // Nothing like any character: more is wrong than half of its ink.
        let unlike = inked(glyph) < best * 2;
        (!unlike && best * MARGIN_PERCENT < second * 100).then_some(*letter)
    }
}

fn difference(one: &[u8], other: &[u8]) -> u64 {
    one.iter()
        .zip(other)
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum()
}
