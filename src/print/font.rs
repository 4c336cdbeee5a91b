//! A TrueType file cut down to the glyphs a document uses; no other tables than a PDF reader needs.

use std::collections::{BTreeMap, HashMap};

use printpdf::{FontMetrics, ParsedFont, PdfFont, PdfFontMetricsStub};

use super::pdf::hash;
use crate::drawing::Face;

/// The glyphs of one face that a document shows, numbered anew in order of first use.
pub(super) struct Subset {
    /// The face.
    pub(super) face: Face,
    /// Old number to new.
    numbers: HashMap<u16, u16>,
    /// By new number: old number, width in em.
    glyphs: Vec<(u16, f32)>,
}

/// A width in em as the font's dictionary gives it: in whole thousandths.
pub(super) fn thousandths(advance: f32) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the type's range first"
    )]
    let whole = (advance * 1000.0).round().clamp(0.0, 65_535.0) as u16;
    whole
}

impl Subset {
    /// Of nothing but `.notdef`.
    pub(super) fn new(face: Face) -> Self {
        Self {
            face,
            numbers: HashMap::from([(0, 0)]),
            glyphs: vec![(0, 0.5)],
        }
    }

    /// The new number of a glyph.
    pub(super) fn number(&mut self, id: u16, advance: f32) -> u16 {
        if let Some(&number) = self.numbers.get(&id) {
            return number;
        }
        let number = u16::try_from(self.glyphs.len()).unwrap_or(0);
        self.numbers.insert(id, number);
        self.glyphs.push((id, advance));
        number
    }

    /// The cut-down face as printpdf embeds it: whole, since it is cut down already (printpdf cuts only together with a
    /// layout engine of its own), under a name with the six letters that tell so (ISO 32000-1 9.6.4).
    pub(super) fn cut(&self) -> PdfFont {
        let file = self.file();
        let mut rest = hash(&file);
        let tag: String = std::iter::repeat_with(|| {
            let letter = u8::try_from(rest % 26).unwrap_or(0);
            rest /= 26;
            char::from(b'A' + letter)
        })
        .take(6)
        .collect();
        let widths: BTreeMap<u16, u16> = (0..)
            .zip(&self.glyphs)
            .map(|(number, &(_, advance))| (number, thousandths(advance)))
            .collect();
        let metrics = FontMetrics {
            ascent: 969,
            descent: -242,
        };
        let mut font = ParsedFont::with_glyph_data(
            file,
            0,
            Some(format!("{tag}+{}", self.face.name())),
            BTreeMap::new(),
            widths,
            1000,
            metrics,
        );
        font.pdf_font_metrics = PdfFontMetricsStub {
            units_per_em: 1000,
            x_min: -800,
            y_min: -400,
            x_max: 2000,
            y_max: 1200,
            caret_slope_rise: 1000,
            // Nine degrees.
            caret_slope_run: if self.face == Face::Italic { 158 } else { 0 },
            us_weight_class: match self.face {
                Face::Regular | Face::Italic | Face::Mono | Face::OcrB => 400,
                Face::Medium => 500,
                Face::SemiBold => 600,
                Face::Bold | Face::MonoBold => 700,
            },
        };
        PdfFont::new(font)
    }

    /// The cut-down file. Our own faces always give one; an empty file would show as missing letters in every proof.
    fn file(&self) -> Vec<u8> {
        build(
            self.face.file(),
            &self.glyphs.iter().map(|&(id, _)| id).collect::<Vec<_>>(),
        )
        .unwrap_or_default()
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(
        bytes.get(at..at.checked_add(2)?)?.try_into().ok()?,
    ))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(
        bytes.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
    .ok()
}

fn table<'a>(file: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(file, 4)?);
    let record = (0..count)
        .map(|index| 12 + 16 * index)
        .find(|&at| file.get(at..at + 4) == Some(tag))?;
    let start = u32_at(file, record + 8)?;
    file.get(start..start.checked_add(u32_at(file, record + 12)?)?)
}

/// The outline of a glyph; empty for a blank.
fn outline<'a>(glyf: &'a [u8], loca: &[u8], long: bool, id: u16) -> Option<&'a [u8]> {
    let id = usize::from(id);
    let (start, end) = if long {
        (u32_at(loca, 4 * id)?, u32_at(loca, 4 * id + 4)?)
    } else {
        (
            usize::from(u16_at(loca, 2 * id)?) * 2,
            usize::from(u16_at(loca, 2 * id + 2)?) * 2,
        )
    };
    glyf.get(start..end)
}

/// Where a composite outline names its parts: offsets of the glyph numbers. Empty for a simple outline.
fn parts(outline: &[u8]) -> Vec<usize> {
    const WORDS: u16 = 0x0001;
    const SCALE: u16 = 0x0008;
    const MORE: u16 = 0x0020;
    const TWO_SCALES: u16 = 0x0040;
    const MATRIX: u16 = 0x0080;
    let mut found = Vec::new();
    if u16_at(outline, 0).is_none_or(|contours| contours < 0x8000) {
        return found;
    }
    let mut at = 10;
    while let Some(flags) = u16_at(outline, at) {
        found.push(at + 2);
        at += 4 + if flags & WORDS == 0 { 2 } else { 4 };
        at += match flags {
            _ if flags & SCALE != 0 => 2,
            _ if flags & TWO_SCALES != 0 => 4,
            _ if flags & MATRIX != 0 => 8,
            _ => 0,
        };
        if flags & MORE == 0 {
            break;
        }
    }
    found
}

fn build(file: &[u8], wanted: &[u16]) -> Option<Vec<u8>> {
    let (head, hhea, maxp) = (
        table(file, b"head")?,
        table(file, b"hhea")?,
        table(file, b"maxp")?,
    );
    let (hmtx, glyf, loca) = (
        table(file, b"hmtx")?,
        table(file, b"glyf")?,
        table(file, b"loca")?,
    );
    let long = u16_at(head, 50)? != 0;
    let metrics = usize::from(u16_at(hhea, 34)?.max(1));

    let mut ids = wanted.to_vec();
    let mut numbers: HashMap<u16, u16> = ids
        .iter()
        .zip(0..)
        .map(|(&id, number)| (id, number))
        .collect();
    let (mut new_glyf, mut new_loca, mut new_hmtx) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = 0;
    while let Some(&id) = ids.get(next) {
        next += 1;
        new_loca.extend(u32::try_from(new_glyf.len()).ok()?.to_be_bytes());
        let mut glyph = outline(glyf, loca, long, id)?.to_vec();
        for at in parts(&glyph) {
            let part = u16_at(&glyph, at)?;
            let fresh = u16::try_from(ids.len()).ok()?;
            let number = *numbers.entry(part).or_insert(fresh);
            if number == fresh {
                ids.push(part);
            }
            glyph
                .get_mut(at..at + 2)?
                .copy_from_slice(&number.to_be_bytes());
        }
        new_glyf.extend(glyph);
        new_glyf.resize(new_glyf.len().next_multiple_of(4), 0);
        let id = usize::from(id);
        let advance = hmtx.get(4 * id.min(metrics - 1)..)?.get(..2)?;
        let bearing = if id < metrics {
            hmtx.get(4 * id + 2..)?
        } else {
            hmtx.get(4 * metrics + 2 * (id - metrics)..)?
        }
        .get(..2)?;
        new_hmtx.extend([advance, bearing].concat());
    }
    new_loca.extend(u32::try_from(new_glyf.len()).ok()?.to_be_bytes());

    let count = u16::try_from(ids.len()).ok()?.to_be_bytes();
    let (mut head, mut hhea, mut maxp) = (head.to_vec(), hhea.to_vec(), maxp.to_vec());
    head.get_mut(50..52)?.copy_from_slice(&[0, 1]);
    hhea.get_mut(34..36)?.copy_from_slice(&count);
    maxp.get_mut(4..6)?.copy_from_slice(&count);
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"glyf", new_glyf),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", new_hmtx),
        (b"loca", new_loca),
        (b"maxp", maxp),
    ];
    for (tag, at) in [(b"cvt ", 0), (b"fpgm", 1)] {
        if let Some(bytes) = table(file, tag) {
            tables.insert(at, (tag, bytes.to_vec()));
        }
    }
    if let Some(bytes) = table(file, b"prep") {
        tables.push((b"prep", bytes.to_vec()));
    }
    assemble(&tables)
}

/// Tables, sorted by tag, behind a directory.
fn assemble(tables: &[(&[u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let power = count.checked_ilog2()?;
    let range = 16_u16 << power;
    let mut file = vec![0, 1, 0, 0];
    for word in [count, range, u16::try_from(power).ok()?, count * 16 - range] {
        file.extend(word.to_be_bytes());
    }
    let mut start = 12 + 16 * tables.len();
    for (tag, bytes) in tables {
        file.extend_from_slice(*tag);
        file.extend(checksum(bytes).to_be_bytes());
        file.extend(u32::try_from(start).ok()?.to_be_bytes());
        file.extend(u32::try_from(bytes.len()).ok()?.to_be_bytes());
        start += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in tables {
        file.extend_from_slice(bytes);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    Some(file)
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes
        .chunks(4)
        .map(|chunk| {
            chunk
                .iter()
                .zip([24, 16, 8, 0])
                .fold(0, |word, (&byte, shift)| word | (u32::from(byte) << shift))
        })
        .fold(0, u32::wrapping_add)
}
