//! A page's own template: its file, judged; which blocks stand on it, what they show, and how they are set.

use super::Set;
use super::words::Style;
use crate::drawing::{Face, Ink, Pt};
use serde::Deserialize;
use toml::Spanned;

/// Smallest type on paper: what the card's own limit is.
const LEAST_PT: f32 = 5.5;
const MOST_PT: f32 = 40.0;
/// A length on A4.
const MOST_MM: f32 = 297.0;
/// Dots of a module at 300 an inch: below 4 a camera begins to fail.
const DOTS: std::ops::RangeInclusive<u8> = 4..=12;

/// A template that passes.
#[derive(Debug, Clone)]
pub struct Template {
    /// Stable name.
    pub name: String,
    /// Text keys of the title: of the limited permit, and of the permanent one.
    pub titles: [String; 2],
    /// Text keys of the footer: in an office, and in a demo office.
    pub footers: [String; 2],
    /// Margins and types.
    pub set: Set,
    /// Top to bottom.
    pub pieces: Vec<Piece>,
}

/// A block of the page.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Portrait, holder's fields and code.
    Holder(Box<Holder>),
    /// A text key.
    Heading(String),
    /// Ids of fields, one below the other.
    Facts(Vec<String>),
    /// Place, date, and who signs.
    Signature,
}

/// How portrait, fields and code stand beside each other; millimetres.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Width and height.
    pub portrait: (f32, f32),
    /// Of its corners.
    pub radius: f32,
    /// Of a module, at 300 an inch.
    pub dots: u8,
    /// Between portrait and fields.
    pub left: f32,
    /// Between fields and code.
    pub right: f32,
    /// Between two fields of a row.
    pub between: f32,
    /// Baseline of the first label.
    pub first: f32,
    /// From one row to the next.
    pub row: f32,
    /// From a label's baseline to its value's.
    pub below_label: f32,
    /// From the code to its serial's baseline.
    pub below_code: f32,
    /// Room below portrait or code, whichever is higher.
    pub below: f32,
    /// Of labels.
    pub label: Type,
    /// Of values.
    pub value: Type,
    /// Of the card's serial.
    pub serial: Type,
    /// Ids of fields.
    pub fields: Vec<String>,
}

/// Type of one line.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// Its face.
    pub face: Face,
    /// Its size.
    pub size: Pt,
    /// What it may shrink to.
    pub least: Pt,
    /// Its colour.
    pub ink: Ink,
}

/// What a template may name.
pub struct Known<'a> {
    /// Ids of fields.
    pub is_field: &'a dyn Fn(&str) -> bool,
    /// Keys of texts.
    pub is_text: &'a dyn Fn(&str) -> bool,
}

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TemplateError(pub String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    title: Titles,
    footer: Footers,
    page: Lengths,
    style: Styles,
    block: Vec<Spanned<BlockFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Titles {
    itas: String,
    itap: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Footers {
    real: String,
    specimen: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lengths {
    side: f32,
    top: f32,
    foot: f32,
    gap: f32,
    emblem: f32,
    hand: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Styles {
    above: StyleFile,
    office: StyleFile,
    small: StyleFile,
    title: StyleFile,
    subtitle: StyleFile,
    heading: StyleFile,
    label: StyleFile,
    value: StyleFile,
    body: StyleFile,
    signer: StyleFile,
    note: StyleFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StyleFile {
    face: String,
    pt: f32,
    least_pt: Option<f32>,
    leading: Option<f32>,
    tint: Option<u8>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum BlockFile {
    Holder(Box<HolderFile>),
    Heading { text: String },
    Facts { fields: Vec<String> },
    Signature {},
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolderFile {
    portrait: [f32; 2],
    radius: f32,
    dots: u8,
    left: f32,
    right: f32,
    between: f32,
    first: f32,
    row: f32,
    below_label: f32,
    below_code: f32,
    below: f32,
    label: StyleFile,
    value: StyleFile,
    serial: StyleFile,
    fields: Vec<String>,
}

impl Template {
    /// Judges a file.
    pub fn parse(toml: &str, known: &Known<'_>) -> Result<Self, TemplateError> {
        let line = |at: usize| 1 + toml.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let file: File = toml::from_str(toml).map_err(|error| {
            let line = line(error.span().map_or(0, |span| span.start));
            TemplateError(format!("line {line}: {}", error.message()))
        })?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if file.name.is_empty() || !file.name.bytes().all(plain) {
            return Err(TemplateError("name: wants a-z, 0-9 and hyphens".to_owned()));
        }
        let texts = [
            &file.title.itas,
            &file.title.itap,
            &file.footer.real,
            &file.footer.specimen,
        ];
        for key in texts {
            text(key, known).map_err(TemplateError)?;
        }
        let set = set(&file.page, &file.style).map_err(TemplateError)?;
        let matter = set.matter();
        let mut pieces = Vec::with_capacity(file.block.len());
        for block in file.block {
            let at = block.span().start;
            let piece = piece(block.into_inner(), matter, known);
            pieces.push(piece.map_err(|what| TemplateError(format!("line {}: {what}", line(at))))?);
        }
        let holders = pieces
            .iter()
            .filter(|piece| matches!(piece, Piece::Holder(_)));
        if holders.count() != 1 {
            // Without it the page has no code; with two, a reader finds two.
            return Err(TemplateError(
                "wants exactly one block of kind holder".to_owned(),
            ));
        }
        Ok(Self {
            name: file.name,
            titles: [file.title.itas, file.title.itap],
            footers: [file.footer.real, file.footer.specimen],
            set,
            pieces,
        })
    }
}

fn text(key: &str, known: &Known<'_>) -> Result<(), String> {
    if (known.is_text)(key) {
        return Ok(());
    }
    Err(format!("no text {key}"))
}

fn fields(fields: &[String], known: &Known<'_>) -> Result<(), String> {
    if fields.is_empty() {
        return Err("fields: wants at least one".to_owned());
    }
    match fields.iter().find(|field| !(known.is_field)(field)) {
        Some(strange) => Err(format!("no field {strange}")),
        None => Ok(()),
    }
}

fn length(what: &str, mm: f32, most: f32) -> Result<f32, String> {
    if (0.0..=most).contains(&mm) {
        return Ok(mm);
    }
    Err(format!("{what}: wants 0 to {most} mm"))
}

fn set(page: &Lengths, styles: &Styles) -> Result<Set, String> {
    let style = |name: &str, file: &StyleFile| {
        let found = kind_of(name, file)?;
        let leading = file.leading.unwrap_or(1.42);
        if file.least_pt.is_some() {
            return Err(format!(
                "style {name}: breaks into lines, and never shrinks"
            ));
        }
        if !(0.8..=3.0).contains(&leading) {
            return Err(format!("style {name}: leading wants 0.8 to 3"));
        }
        let style = Style::new(found.face, found.size.0).ink(found.ink);
        Ok(style.leading(leading))
    };
    Ok(Set {
        side: length("side", page.side, 80.0)?,
        top: length("top", page.top, 100.0)?,
        foot: length("foot", page.foot, 100.0)?,
        gap: length("gap", page.gap, 50.0)?,
        emblem: length("emblem", page.emblem, 60.0)?,
        hand: length("hand", page.hand, 100.0)?,
        above: style("above", &styles.above)?,
        office: style("office", &styles.office)?,
        small: style("small", &styles.small)?,
        title: style("title", &styles.title)?,
        subtitle: style("subtitle", &styles.subtitle)?,
        heading: style("heading", &styles.heading)?,
        label: style("label", &styles.label)?,
        value: style("value", &styles.value)?,
        body: style("body", &styles.body)?,
        signer: style("signer", &styles.signer)?,
        note: style("note", &styles.note)?,
    })
}

/// Named by what it is for, so that who wrote the file finds it.
fn kind_of(name: &str, file: &StyleFile) -> Result<Type, String> {
    let face = Face::named(&file.face)
        .ok_or_else(|| format!("style {name}: no face named {}", file.face))?;
    let least = file.least_pt.unwrap_or(file.pt);
    if !(LEAST_PT..=MOST_PT).contains(&least) || !(least..=MOST_PT).contains(&file.pt) {
        return Err(format!(
            "style {name}: type wants {LEAST_PT} to {MOST_PT} pt"
        ));
    }
    let tint = file.tint.unwrap_or(100);
    // Paler is not read on a copy.
    if !(50..=100).contains(&tint) {
        return Err(format!("style {name}: tint wants 50 to 100"));
    }
    Ok(Type {
        face,
        size: Pt(file.pt),
        least: Pt(least),
        ink: if tint == 100 { Ink::K } else { Ink::Tint(tint) },
    })
}

fn piece(block: BlockFile, matter: f32, known: &Known<'_>) -> Result<Piece, String> {
    match block {
        BlockFile::Holder(file) => holder(*file, matter, known).map(Piece::Holder),
        BlockFile::Heading { text: key } => text(&key, known).map(|()| Piece::Heading(key)),
        BlockFile::Facts { fields: list } => fields(&list, known).map(|()| Piece::Facts(list)),
        BlockFile::Signature {} => Ok(Piece::Signature),
    }
}

fn holder(file: HolderFile, matter: f32, known: &Known<'_>) -> Result<Box<Holder>, String> {
    fields(&file.fields, known)?;
    if !DOTS.contains(&file.dots) {
        return Err(format!("dots: wants {} to {}", DOTS.start(), DOTS.end()));
    }
    let [width, height] = file.portrait;
    if !(10.0..=matter).contains(&width) || !(10.0..=MOST_MM).contains(&height) {
        return Err("portrait: wants 10 mm and more, no wider than the matter".to_owned());
    }
    let of = |what: &str, mm: f32| length(what, mm, 100.0);
    Ok(Box::new(Holder {
        portrait: (width, height),
        radius: length("radius", file.radius, width.min(height) / 2.0)?,
        dots: file.dots,
        left: of("left", file.left)?,
        right: of("right", file.right)?,
        between: of("between", file.between)?,
        first: of("first", file.first)?,
        row: of("row", file.row)?,
        below_label: of("below_label", file.below_label)?,
        below_code: of("below_code", file.below_code)?,
        below: of("below", file.below)?,
        label: kind_of("label", &file.label)?,
        value: kind_of("value", &file.value)?,
        serial: kind_of("serial", &file.serial)?,
        fields: file.fields,
    }))
}
