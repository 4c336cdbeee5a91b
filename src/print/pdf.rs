//! The PDF file around the marks: what pages share, and the file itself, written by printpdf; no drawing of its own.

use std::sync::Arc;

use printpdf::{
    DictItem, ExtendedGraphicsState, ExtendedGraphicsStateId, FontId, ImageCompression,
    ImageOptimizationOptions, PdfDocument, PdfResources, PdfSaveOptions, XObject, XObjectId,
};

use super::colour::Press;
use super::font::Subset;
use super::page::Page;
use super::{Colours, Error, Finish, content, exchange, picture};
use crate::drawing::{Face, Glyph};

/// Entries of the information dictionary that printpdf writes and nobody has set.
const UNKNOWN: [&[u8]; 9] = [
    b"Author",
    b"CreationDate",
    b"Creator",
    b"GTS_PDFXVersion",
    b"Identifier",
    b"Keywords",
    b"ModDate",
    b"Subject",
    b"Trapped",
];

/// What pages of one document share. Resources have short names of their own, so that the same drawings give the same file.
#[derive(Default)]
pub(super) struct Shared {
    fonts: Vec<Subset>,
    files: Vec<Arc<[u8]>>,
    resources: PdfResources,
    press: Option<Press>,
}

impl Shared {
    /// What colours are turned into inks by; none where they stay as they are.
    pub(super) fn press(&self) -> Option<&Press> {
        self.press.as_ref()
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
    let mut shared = Shared::default();
    if let Colours::Cmyk { .. } = finish.colours {
        let press = Press::bundled().ok_or_else(|| Error::Picture("no inks".to_owned()))?;
        shared.press = Some(press);
    }
    let mut document = PdfDocument::new(title);
    "Loket".clone_into(&mut document.metadata.info.producer);
    document.pages = pages
        .iter()
        .map(|page| content::page(page, &mut shared))
        .collect::<Result<_, _>>()?;
    document.resources = shared.resources();
    Ok(save(&document, pages, finish))
}

/// printpdf's file with some things set right that it does not ask about: version, printing at true size, trim and bleed, no
/// invented dates, an id that is no random number, and what a press wants to know.
#[expect(
    clippy::too_many_lines,
    reason = "printpdf does not name the type of the file it returns, so no part of this can be a function of it"
)]
fn save(document: &PdfDocument, pages: &[Page], finish: &Finish) -> Vec<u8> {
    let options = PdfSaveOptions {
        optimize: false,     // operators stay legible, unless the file is to be compact
        subset_fonts: false, // they come cut down
        secure: true,
        image_optimization: Some(ImageOptimizationOptions {
            quality: None,
            max_image_size: None,
            dither_greyscale: None,
            convert_to_greyscale: None,
            auto_optimize: None,
            format: Some(ImageCompression::Flate),
        }),
    };
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&options, &mut warnings);
    debug_assert!(warnings.is_empty(), "{warnings:?}");
    // printpdf says 1.3, but opacity came with 1.4 and `PrintScaling` with 1.6.
    "1.7".clone_into(&mut file.version);
    let box_of = |corners: [f32; 4]| DictItem::Array(corners.map(DictItem::Real).into()).to_lopdf();
    for (id, page) in file.get_pages().into_values().zip(pages) {
        if let Ok(entries) = file.get_dictionary_mut(id) {
            entries.set("TrimBox", box_of(content::corners(page, page.trim)));
            if page.bleed != page.trim {
                entries.set("BleedBox", box_of(content::corners(page, page.bleed)));
            }
        }
    }
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let preferences = DictItem::Dict {
        map: [
            ("DisplayDocTitle".to_owned(), DictItem::Bool(true)),
            ("PrintScaling".to_owned(), name("None")),
        ]
        .into(),
    };
    // printpdf always writes a catalog and an information dictionary.
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("ViewerPreferences", preferences.to_lopdf());
    }
    let info = file
        .trailer
        .get(b"Info")
        .and_then(|info| info.as_reference());
    if let Ok(info) = info.and_then(|info| file.get_dictionary_mut(info)) {
        for key in UNKNOWN {
            info.remove(key);
        }
    }
    if finish.compact {
        for object in file.objects.values_mut() {
            if let Ok(stream) = object.as_stream_mut()
                && stream.allows_compression
                && !stream.dict.has(b"Filter")
                && let Some(content) = picture::deflated(&stream.content)
            {
                stream.set_content(content);
                stream.dict.set("Filter", name("FlateDecode").to_lopdf());
            }
        }
    }
    let streams = file
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let hash = streams.fold(
        hash(document.metadata.info.document_title.as_bytes()),
        |sum, stream| sum.rotate_left(29) ^ hash(&stream.content),
    );
    let id = DictItem::Bytes([hash.to_be_bytes(), (!hash).to_be_bytes()].concat());
    file.trailer
        .set("ID", DictItem::Array(vec![id.clone(), id]).to_lopdf());
    if let Colours::Cmyk { made_at } = finish.colours {
        let title = &document.metadata.info.document_title;
        let facts = exchange::facts(title, made_at, hash);
        "1.6".clone_into(&mut file.version);
        let object = exchange::output_profile().to_lopdf();
        let profile = file.add_object(object);
        let metadata = file.add_object(facts.metadata.to_lopdf());
        let pages: Vec<_> = file.get_pages().into_values().collect();
        for page in pages {
            if let Ok(entries) = file.get_dictionary_mut(page) {
                entries.set("Group", exchange::group().to_lopdf());
                entries.remove(b"Annots");
            }
        }
        if let Ok(catalog) = file.catalog_mut() {
            let intent = exchange::output_intent(profile);
            catalog.set("OutputIntents", DictItem::Array(vec![intent]).to_lopdf());
            catalog.set(
                "Metadata",
                DictItem::Ref {
                    obj: metadata.0,
                    r#gen: metadata.1,
                }
                .to_lopdf(),
            );
        }
        let info = file
            .trailer
            .get(b"Info")
            .and_then(|info| info.as_reference());
        if let Ok(info) = info.and_then(|info| file.get_dictionary_mut(info)) {
            for (key, value) in facts.info {
                info.set(key, value.to_lopdf());
            }
        }
    }
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).ok(); // writing to a Vec cannot fail
    bytes
}

/// A quick hash in the manner of FNV-1a, over words of eight bytes; names things, guards nothing.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, word: [u8; 8]| {
        (hash ^ u64::from_le_bytes(word))
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(23)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let start = 0xcbf2_9ce4_8422_2325;
    mix(
        words.iter().fold(start, |hash, word| mix(hash, *word)),
        last,
    )
}
