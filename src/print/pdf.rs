//! The PDF file around the marks: objects, fonts, pictures, cross-reference table; no drawing of its own.

use std::fmt::Write as _;
use std::sync::Arc;

use super::Error;
use super::content::{Content, box_points, number};
use super::font::Subset;
use super::picture::{self, Picture};
use crate::drawing::{Drawing, Face, Glyph};

/// What pages of one document share.
#[derive(Default)]
pub(super) struct Shared {
    fonts: Vec<Subset>,
    pictures: Vec<(Arc<[u8]>, Picture)>,
}

impl Shared {
    /// Number of a face in this document.
    pub(super) fn font(&mut self, face: Face) -> usize {
        if let Some(number) = self.fonts.iter().position(|font| font.face == face) {
            return number;
        }
        self.fonts.push(Subset::new(face));
        self.fonts.len() - 1
    }

    /// Code of a glyph in that font.
    pub(super) fn glyph(&mut self, font: usize, glyph: Glyph) -> u16 {
        self.fonts.get_mut(font).map_or(0, |font| {
            font.number(glyph.id, glyph.character, glyph.advance)
        })
    }

    /// Number of a JPEG in this document; the same file is kept once.
    pub(super) fn jpeg(&mut self, file: &Arc<[u8]>) -> Result<usize, Error> {
        self.picture(file, picture::jpeg)
    }

    /// Number of a PNG in this document.
    pub(super) fn png(&mut self, file: &Arc<[u8]>) -> Result<usize, Error> {
        self.picture(file, picture::png)
    }

    fn picture(
        &mut self,
        file: &Arc<[u8]>,
        read: impl Fn(&[u8]) -> Result<Picture, Error>,
    ) -> Result<usize, Error> {
        if let Some(number) = self
            .pictures
            .iter()
            .position(|(known, _)| Arc::ptr_eq(known, file))
        {
            return Ok(number);
        }
        self.pictures.push((Arc::clone(file), read(file)?));
        Ok(self.pictures.len() - 1)
    }
}

/// A file in the making. Object numbers are given out before the objects are written.
struct File {
    bytes: Vec<u8>,
    /// By object number less one: where it begins.
    starts: Vec<usize>,
}

impl File {
    fn reserve(&mut self) -> usize {
        self.starts.push(0);
        self.starts.len()
    }

    fn begin(&mut self, object: usize) {
        let here = self.bytes.len();
        if let Some(start) = self.starts.get_mut(object.wrapping_sub(1)) {
            *start = here;
        }
        self.text(&format!("{object} 0 obj\n"));
    }

    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn object(&mut self, object: usize, body: &str) {
        self.begin(object);
        self.text(body);
        self.text("\nendobj\n");
    }

    fn stream(&mut self, object: usize, entries: &str, bytes: &[u8]) {
        self.begin(object);
        self.text(&format!(
            "<< {entries} /Length {} >>\nstream\n",
            bytes.len()
        ));
        self.bytes.extend_from_slice(bytes);
        self.text("\nendstream\nendobj\n");
    }
}

/// The whole file.
pub(super) fn write(pages: &[Drawing], title: &str) -> Result<Vec<u8>, Error> {
    let mut shared = Shared::default();
    let contents = pages
        .iter()
        .map(|page| Content::new(page, &mut shared))
        .collect::<Result<Vec<_>, _>>()?;

    let room = contents
        .iter()
        .map(|content| content.bytes.len())
        .sum::<usize>()
        + shared
            .pictures
            .iter()
            .map(|(_, picture)| picture.bytes.len() + 512)
            .sum::<usize>();
    let mut file = File {
        bytes: Vec::with_capacity(room + 128 * 1024),
        starts: Vec::new(),
    };
    file.text("%PDF-1.7\n%\u{e2}\u{e3}\u{cf}\u{d3}\n");
    let (catalog, tree, info) = (file.reserve(), file.reserve(), file.reserve());
    let font_objects: Vec<usize> = shared
        .fonts
        .iter()
        .map(|font| write_font(&mut file, font))
        .collect();
    let picture_objects: Vec<usize> = shared
        .pictures
        .iter()
        .map(|(_, picture)| write_picture(&mut file, picture))
        .collect();

    let mut kids = String::new();
    for (page, content) in pages.iter().zip(&contents) {
        let (object, stream) = (file.reserve(), file.reserve());
        file.stream(stream, "", &content.bytes);
        let mut side = Vec::new();
        number(&mut side, box_points(page.size.width));
        number(&mut side, box_points(page.size.height));
        let side = String::from_utf8_lossy(&side);
        let side = side.trim_end();
        let resources = resources(content, &font_objects, &picture_objects);
        file.object(
            object,
            &format!(
                "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {side}] /TrimBox [0 0 {side}] /Resources {resources} /Contents {stream} 0 R >>"
            ),
        );
        write!(kids, "{object} 0 R ").ok(); // writing to a String cannot fail
    }
    file.object(catalog, &format!("<< /Type /Catalog /Pages {tree} 0 R /ViewerPreferences << /DisplayDocTitle true /PrintScaling /None >> >>"));
    file.object(
        tree,
        &format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.trim_end(),
            pages.len()
        ),
    );
    file.object(
        info,
        &format!("<< /Title {} /Producer (Loket) >>", text_string(title)),
    );
    Ok(finish(file, catalog, info))
}

fn resources(content: &Content, fonts: &[usize], pictures: &[usize]) -> String {
    let mut text = String::from("<<");
    let mut group = |name: &str, entries: String| {
        if !entries.is_empty() {
            write!(text, " /{name} <<{entries} >>").ok(); // writing to a String cannot fail
        }
    };
    let named = |letter: char, used: &std::collections::BTreeSet<usize>, objects: &[usize]| {
        used.iter()
            .filter_map(|&number| Some((number, objects.get(number)?)))
            .fold(String::new(), |text, (number, object)| {
                format!("{text} /{letter}{number} {object} 0 R")
            })
    };
    group("Font", named('F', &content.fonts, fonts));
    group("XObject", named('P', &content.pictures, pictures));
    let opacities = content
        .opacities
        .iter()
        .fold(String::new(), |text, percent| {
            let share = f64::from(*percent) / 100.0;
            format!("{text} /G{percent} << /ca {share} >> /S{percent} << /CA {share} >>")
        });
    group("ExtGState", opacities);
    text.push_str(" >>");
    text
}

/// Cross-reference table and trailer. The file's id is a hash of its bytes: the same drawings, the same file.
fn finish(mut file: File, catalog: usize, info: usize) -> Vec<u8> {
    let id = {
        let (low, high) = (
            fnv(&file.bytes, 0xcbf2_9ce4_8422_2325),
            fnv(&file.bytes, 0x6c62_272e_07bb_0142),
        );
        format!("{low:016x}{high:016x}")
    };
    let table = file.bytes.len();
    let count = file.starts.len() + 1;
    let mut text = format!("xref\n0 {count}\n0000000000 65535 f \n");
    for start in &file.starts {
        writeln!(text, "{start:010} 00000 n ").ok(); // writing to a String cannot fail
    }
    write!(text, "trailer\n<< /Size {count} /Root {catalog} 0 R /Info {info} 0 R /ID [<{id}> <{id}>] >>\nstartxref\n{table}\n%%EOF\n").ok(); // writing to a String cannot fail
    file.text(&text);
    file.bytes
}

/// A quick hash in the manner of FNV-1a, over words of eight bytes; names things, guards nothing.
fn fnv(bytes: &[u8], basis: u64) -> u64 {
    let mix = |hash: u64, word: [u8; 8]| {
        (hash ^ u64::from_le_bytes(word))
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(23)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    mix(
        words.iter().fold(basis, |hash, word| mix(hash, *word)),
        last,
    )
}

/// A text string: UTF-16 with its mark.
fn text_string(text: &str) -> String {
    let mut hex = String::from("<FEFF");
    for unit in text.encode_utf16() {
        write!(hex, "{unit:04X}").ok(); // writing to a String cannot fail
    }
    hex.push('>');
    hex
}

fn write_picture(file: &mut File, picture: &Picture) -> usize {
    let mask = picture.mask.as_ref().map_or_else(String::new, |mask| {
        format!(" /SMask {} 0 R", write_picture(file, mask))
    });
    let object = file.reserve();
    let entries = format!(
        "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /{} /BitsPerComponent 8 {}{mask}",
        picture.width_px, picture.height_px, picture.colors, picture.filter
    );
    file.stream(object, &entries, &picture.bytes);
    object
}

/// A composite font whose codes are the glyph numbers of the cut-down file.
fn write_font(file: &mut File, font: &Subset) -> usize {
    let [object, descendant, descriptor, program, unicode] = [(); 5].map(|()| file.reserve());
    let bytes = font.file();
    let tag: String = {
        let mut hash = fnv(&bytes, 0xcbf2_9ce4_8422_2325);
        std::iter::repeat_with(|| {
            let letter = u8::try_from(hash % 26).unwrap_or(0);
            hash /= 26;
            char::from(b'A' + letter)
        })
        .take(6)
        .collect()
    };
    let name = format!("{tag}+{}", font.face.name());
    let mut widths = String::new();
    for (_, _, advance) in &font.glyphs {
        let mut width = Vec::new();
        number(&mut width, f64::from(*advance) * 1000.0);
        widths.push_str(&String::from_utf8_lossy(&width));
    }
    file.object(
        object,
        &format!("<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R >>"),
    );
    file.object(
        descendant,
        &format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
             /FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity /W [0 [{}]] >>",
            widths.trim_end()
        ),
    );
    let flags = match font.face {
        Face::Italic => 0b100_0100,
        Face::Mono | Face::MonoBold | Face::OcrB => 0b101,
        Face::Regular | Face::Medium | Face::SemiBold | Face::Bold => 0b100,
    };
    let slant = if font.face == Face::Italic { -9 } else { 0 };
    file.object(
        descriptor,
        &format!(
            "<< /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [-800 -400 2000 1200] /ItalicAngle {slant} \
             /Ascent 969 /Descent -242 /CapHeight 727 /StemV 90 /FontFile2 {program} 0 R >>"
        ),
    );
    file.stream(program, &format!("/Length1 {}", bytes.len()), &bytes);
    file.stream(unicode, "", to_unicode(font).as_bytes());
    object
}

/// What each code means, for search and copying.
fn to_unicode(font: &Subset) -> String {
    let mut text = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
    );
    let known: Vec<(usize, char)> = font
        .glyphs
        .iter()
        .enumerate()
        .skip(1)
        .map(|(number, &(_, character, _))| (number, character))
        .collect();
    for chunk in known.chunks(100) {
        writeln!(text, "{} beginbfchar", chunk.len()).ok(); // writing to a String cannot fail
        for (number, character) in chunk {
            let mut units = [0; 2];
            let hex = character
                .encode_utf16(&mut units)
                .iter()
                .fold(String::new(), |hex, unit| format!("{hex}{unit:04x}"));
            writeln!(text, "<{number:04x}> <{hex}>").ok(); // writing to a String cannot fail
        }
        text.push_str("endbfchar\n");
    }
    text.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    text
}
