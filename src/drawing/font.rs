//! The embedded faces and their measures; the files themselves are in `resources/fonts`.

use std::sync::OnceLock;

use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{GlyphId, Tag};

use super::{Mm, Pt};

/// A face of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Inter Regular: labels.
    Regular,
    /// Inter Italic: the second language.
    Italic,
    /// Inter Medium.
    Medium,
    /// Inter Semi Bold: values.
    SemiBold,
    /// Inter Bold: names and titles.
    Bold,
    /// JetBrains Mono Semi Bold: numbers, with a marked zero.
    Mono,
    /// JetBrains Mono Bold.
    MonoBold,
    /// OCR-B size I: the machine-readable zone.
    OcrB,
}

/// One glyph of a text and how far it moves the pen, in em.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// In the face's file; 0 when the face has none.
    pub id: u16,
    /// What it stands for.
    pub character: char,
    /// Its own width.
    pub advance: f32,
    /// Added before the next glyph; mostly 0, else mostly negative.
    pub kern: f32,
}

const FIRST: usize = 0x20;
const ASCII: usize = 0x7f - FIRST;

struct Font {
    parsed: Option<ttf_parser::Face<'static>>,
    em_units: f32,
    cap_height: f32,
    /// Glyph and advance of the printable ASCII.
    ascii: Vec<(u16, f32)>,
    /// Row: left glyph, column: right glyph, both printable ASCII; in em.
    kern: Vec<f32>,
}

impl Face {
    /// All faces.
    pub const ALL: [Self; 8] = [
        Self::Regular,
        Self::Italic,
        Self::Medium,
        Self::SemiBold,
        Self::Bold,
        Self::Mono,
        Self::MonoBold,
        Self::OcrB,
    ];

    /// The face a template means by that name; the zone's own is for no other text.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "regular" => Some(Self::Regular),
            "italic" => Some(Self::Italic),
            "medium" => Some(Self::Medium),
            "semibold" => Some(Self::SemiBold),
            "bold" => Some(Self::Bold),
            "mono" => Some(Self::Mono),
            "mono-bold" => Some(Self::MonoBold),
            _ => None,
        }
    }

    /// Its TrueType file.
    pub fn file(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../resources/fonts/Inter-Regular.ttf"),
            Self::Italic => include_bytes!("../../resources/fonts/Inter-Italic.ttf"),
            Self::Medium => include_bytes!("../../resources/fonts/Inter-Medium.ttf"),
            Self::SemiBold => include_bytes!("../../resources/fonts/Inter-SemiBold.ttf"),
            Self::Bold => include_bytes!("../../resources/fonts/Inter-Bold.ttf"),
            Self::Mono => include_bytes!("../../resources/fonts/JetBrainsMono-SemiBold.ttf"),
            Self::MonoBold => include_bytes!("../../resources/fonts/JetBrainsMono-Bold.ttf"),
            Self::OcrB => include_bytes!("../../resources/fonts/OCRB.ttf"),
        }
    }

    /// Its PostScript name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Regular => "Inter-Regular",
            Self::Italic => "Inter-Italic",
            Self::Medium => "Inter-Medium",
            Self::SemiBold => "Inter-SemiBold",
            Self::Bold => "Inter-Bold",
            Self::Mono => "JetBrainsMono-SemiBold",
            Self::MonoBold => "JetBrainsMono-Bold",
            Self::OcrB => "OCRB-Regular",
        }
    }

    /// Height of a capital H.
    pub fn cap_height(self, size: Pt) -> Mm {
        Mm(self.font().cap_height * size.mm().0)
    }

    /// Length of a text along its baseline, tracking after every glyph but the last.
    pub fn width(self, text: &str, size: Pt, tracking: i16) -> Mm {
        let mut em = 0.0;
        let mut count = 0_u16;
        for glyph in self.glyphs(text) {
            em += glyph.advance + glyph.kern;
            count = count.saturating_add(1);
        }
        em += f32::from(count.saturating_sub(1)) * f32::from(tracking) / 1000.0;
        Mm(em * size.mm().0)
    }

    /// The first character this face cannot draw.
    pub fn missing(self, text: &str) -> Option<char> {
        self.glyphs(text)
            .find(|glyph| glyph.id == 0)
            .map(|glyph| glyph.character)
    }

    /// The glyphs of a text, kerned.
    pub fn glyphs(self, text: &str) -> impl Iterator<Item = Glyph> + '_ {
        let font = self.font();
        let mut characters = text.chars().peekable();
        std::iter::from_fn(move || {
            let character = characters.next()?;
            let (id, advance) = font.glyph(character);
            let kern = characters
                .peek()
                .map_or(0.0, |&next| font.kern(character, next));
            Some(Glyph {
                id,
                character,
                advance,
                kern,
            })
        })
    }

    fn font(self) -> &'static Font {
        static FONTS: [OnceLock<Font>; 8] = [const { OnceLock::new() }; 8];
        FONTS[self as usize].get_or_init(|| Font::load(self.file()))
    }
}

fn ascii_index(character: char) -> Option<usize> {
    let index = usize::try_from(u32::from(character))
        .ok()?
        .checked_sub(FIRST)?;
    (index < ASCII).then_some(index)
}

impl Font {
    fn load(file: &'static [u8]) -> Self {
        let parsed = ttf_parser::Face::parse(file, 0).ok();
        let em_units = parsed
            .as_ref()
            .map_or(1000.0, |face| f32::from(face.units_per_em()));
        let cap_height = parsed
            .as_ref()
            .and_then(ttf_parser::Face::capital_height)
            .map_or(0.7, |units| f32::from(units) / em_units);
        let mut font = Self {
            parsed,
            em_units,
            cap_height,
            ascii: Vec::new(),
            kern: Vec::new(),
        };
        let ascii: Vec<_> = (' '..='~')
            .map(|character| font.look_up(character))
            .collect();
        font.kern = font.kern_table(&ascii);
        font.ascii = ascii;
        font
    }

    fn look_up(&self, character: char) -> (u16, f32) {
        let Some(face) = &self.parsed else {
            return (0, 0.5);
        };
        let id = face.glyph_index(character).unwrap_or(GlyphId(0));
        (
            id.0,
            f32::from(face.glyph_hor_advance(id).unwrap_or(0)) / self.em_units,
        )
    }

    fn glyph(&self, character: char) -> (u16, f32) {
        ascii_index(character)
            .and_then(|index| self.ascii.get(index).copied())
            .unwrap_or_else(|| self.look_up(character))
    }

    fn kern(&self, left: char, right: char) -> f32 {
        let (Some(left), Some(right)) = (ascii_index(left), ascii_index(right)) else {
            return 0.0;
        };
        self.kern.get(left * ASCII + right).copied().unwrap_or(0.0)
    }

    /// Pair kerning of the printable ASCII; empty for a face that has none.
    fn kern_table(&self, ascii: &[(u16, f32)]) -> Vec<f32> {
        let pairs = self.pair_lookups();
        if pairs.is_empty() {
            return Vec::new();
        }
        let mut table = Vec::with_capacity(ASCII * ASCII);
        for &(left, _) in ascii {
            let left = GlyphId(left);
            // Of each lookup the first subtable that covers the left glyph and knows the pair decides.
            let covering: Vec<Vec<&PairAdjustment<'_>>> = pairs
                .iter()
                .map(|lookup| {
                    lookup
                        .iter()
                        .filter(|pair| pair.coverage().contains(left))
                        .collect()
                })
                .collect();
            for &(right, _) in ascii {
                let units: i32 = covering
                    .iter()
                    .map(|lookup| {
                        lookup
                            .iter()
                            .find_map(|pair| pair_advance(pair, left, GlyphId(right)))
                            .unwrap_or(0)
                    })
                    .sum();
                table.push(i16::try_from(units).map_or(0.0, f32::from) / self.em_units);
            }
        }
        table
    }

    /// Subtables of every pair lookup of the `kern` feature.
    fn pair_lookups(&self) -> Vec<Vec<PairAdjustment<'static>>> {
        let Some(gpos) = self.parsed.as_ref().and_then(|face| face.tables().gpos) else {
            return Vec::new();
        };
        let Some(feature) = gpos.features.find(Tag::from_bytes(b"kern")) else {
            return Vec::new();
        };
        feature
            .lookup_indices
            .into_iter()
            .filter_map(|index| gpos.lookups.get(index))
            .map(|lookup| {
                lookup
                    .subtables
                    .into_iter::<PositioningSubtable<'static>>()
                    .filter_map(|table| {
                        if let PositioningSubtable::Pair(pair) = table {
                            Some(pair)
                        } else {
                            None
                        }
                    })
                    .collect::<Vec<_>>()
            })
            .filter(|lookup| !lookup.is_empty())
            .collect()
    }
}

fn pair_advance(pair: &PairAdjustment<'_>, left: GlyphId, right: GlyphId) -> Option<i32> {
    let (first, _) = match pair {
        PairAdjustment::Format1 { coverage, sets } => sets.get(coverage.get(left)?)?.get(right)?,
        PairAdjustment::Format2 {
            classes, matrix, ..
        } => matrix.get((classes.0.get(left), classes.1.get(right)))?,
    };
    Some(i32::from(first.x_advance))
}
