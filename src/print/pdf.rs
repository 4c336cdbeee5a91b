//! What pages of one document share: fonts, pictures, states, forms; no drawing of its own.

use std::sync::Arc;

use printpdf::{
    ExtendedGraphicsState, ExtendedGraphicsStateId, FontId, PdfDocument, PdfResources, XObject,
    XObjectId,
};

use super::colour::Press;
use super::font::Subset;
use super::page::Page;
use super::repeats::Repeats;
use super::{Colours, Error, Finish, content, file, picture};
use crate::drawing::{Face, Glyph};

/// What pages of one document share. Resources have short names of their own, so that the same drawings give the same file.
#[derive(Default)]
pub(super) struct Shared {
    fonts: Vec<Subset>,
    files: Vec<Arc<[u8]>>,
    symbols: usize,
    resources: PdfResources,
    press: Option<Press>,
    resin: bool,
}

impl Shared {
    /// What colours are turned into inks by; none where they stay as they are.
    pub(super) fn press(&self) -> Option<&Press> {
        self.press.as_ref()
    }

    /// Black is for a resin panel.
    pub(super) fn is_resin(&self) -> bool {
        self.resin && self.press.is_none()
    }

    /// Number and name of a face in this document.
    pub(super) fn font(&mut self, face: Face) -> (usize, FontId) {
        let known = self.fonts.iter().position(|font| font.face == face);
        let number = known.unwrap_or_else(|| {
            self.fonts.push(Subset::new(face));
            self.fonts.len() - 1
        });
        (number, font_id(number))
    }

    /// Code of a glyph in that font.
    pub(super) fn glyph(&mut self, font: usize, glyph: Glyph) -> u16 {
        self.fonts
            .get_mut(font)
            .map_or(0, |font| font.number(glyph.id, glyph.advance))
    }

    /// Name of a JPEG in this document; the same file is kept once.
    pub(super) fn jpeg(&mut self, file: &Arc<[u8]>) -> Result<XObjectId, Error> {
        match self.press.clone() {
            Some(press) => self.picture(file, |file| picture::jpeg_in_inks(file, &press)),
            None => self.picture(file, picture::jpeg),
        }
    }

    /// Name of a PNG in this document.
    pub(super) fn png(&mut self, file: &Arc<[u8]>) -> Result<XObjectId, Error> {
        match self.press.clone() {
            Some(press) => self.picture(file, |file| picture::png_in_inks(file, &press)),
            None => self.picture(file, picture::png),
        }
    }

    fn picture(
        &mut self,
        file: &Arc<[u8]>,
        read: impl Fn(&[u8]) -> Result<XObject, Error>,
    ) -> Result<XObjectId, Error> {
        let known = self.files.iter().position(|known| Arc::ptr_eq(known, file));
        let id = XObjectId(format!("P{}", known.unwrap_or(self.files.len())));
        if known.is_none() {
            let picture = read(file)?;
            self.files.push(Arc::clone(file));
            self.resources.xobjects.map.insert(id.clone(), picture);
        }
        Ok(id)
    }

    /// Name of a QR symbol, one unit a module: a form with bytes of our own, for its thousand rectangles are most of a page.
    pub(super) fn symbol(&mut self, side: usize, dark: &[bool]) -> XObjectId {
        let id = XObjectId(format!("Q{}", self.symbols));
        self.symbols += 1;
        let symbol = picture::symbol(side, dark);
        self.resources.xobjects.map.insert(id.clone(), symbol);
        id
    }

    /// Name of the state in which fills are opaque by so many percent.
    pub(super) fn glaze(&mut self, percent: u8) -> ExtendedGraphicsStateId {
        let share = f32::from(percent.min(100)) / 100.0;
        let state = ExtendedGraphicsState::default().with_current_fill_alpha(share);
        self.state(format!("G{percent}"), state)
    }

    /// Name of the state in which pens are opaque by so many percent.
    pub(super) fn glaze_of_pen(&mut self, percent: u8) -> ExtendedGraphicsStateId {
        let share = f32::from(percent.min(100)) / 100.0;
        let state = ExtendedGraphicsState::default().with_current_stroke_alpha(share);
        self.state(format!("S{percent}"), state)
    }

    fn state(&mut self, name: String, state: ExtendedGraphicsState) -> ExtendedGraphicsStateId {
        let id = ExtendedGraphicsStateId(name);
        self.resources.extgstates.map.insert(id.clone(), state);
        id
    }

    /// All of it, fonts cut down to what the pages show.
    fn resources(mut self) -> PdfResources {
        for (number, font) in self.fonts.iter().enumerate() {
            let fonts = &mut self.resources.fonts.map;
            fonts.insert(font_id(number), font.cut());
        }
        self.resources
    }
}

fn font_id(number: usize) -> FontId {
    FontId(format!("F{number}"))
}

/// The whole file.
pub(super) fn write(pages: &[Page], title: &str, finish: &Finish) -> Result<Vec<u8>, Error> {
    let mut shared = Shared {
        resin: finish.resin,
        ..Shared::default()
    };
    if let Colours::Cmyk { .. } = finish.colours {
        let press = Press::bundled().ok_or_else(|| Error::Picture("no inks".to_owned()))?;
        shared.press = Some(press);
    }
    let mut document = PdfDocument::new(title);
    "Loket".clone_into(&mut document.metadata.info.producer);
    let repeats = Repeats::among(pages);
    for page in pages {
        let page = content::page(page, &repeats, &mut shared)?;
        document.pages.push(page);
    }
    for form in repeats.forms() {
        document.pages.push(content::form(form, &mut shared)?);
    }
    document.resources = shared.resources();
    Ok(file::bytes(&document, pages, finish))
}

/// One word more for [`hash`].
pub(super) fn mix(hash: u64, word: [u8; 8]) -> u64 {
    (hash ^ u64::from_le_bytes(word))
        .wrapping_mul(0x0000_0100_0000_01b3)
        .rotate_left(23)
}

/// A quick hash in the manner of FNV-1a, over words of eight bytes; names things, guards nothing.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let start = 0xcbf2_9ce4_8422_2325;
    mix(
        words.iter().fold(start, |hash, word| mix(hash, *word)),
        last,
    )
}
