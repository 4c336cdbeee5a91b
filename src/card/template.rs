//! A template judged: every element with its kind, place and type known, nothing off the card or over the QR.

use std::collections::{BTreeMap, BTreeSet};

use super::file::{ElementFile, StyleFile, TemplateFile};
use super::value::Value;
use super::{TemplateError, art};
use crate::drawing::{Align, Face, Ink, Mm, Outline, Point, Pt, Rect, Size, TextBox};

/// Size of the machine-readable zone: 30 characters at 10 an inch, 3 lines at 6 an inch (ICAO 9303-5 4.2).
pub(super) const MRZ_SIZE: Size = Size {
    width: Mm(76.2),
    height: Mm(11.2),
};
/// Height of the part of the card the zone has to itself (ICAO 9303-5 3.1).
const MRZ_BAND: Mm = Mm(23.2);
/// Smallest and largest type.
const PT_RANGE: std::ops::RangeInclusive<f32> = 3.5..=40.0;
/// Most lines a text may take.
const MAX_LINES: usize = 12;

/// A whole template.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) makes: crate::permit::Kind,
    pub(super) dots_per_module: u8,
    /// Front, back.
    pub(super) sides: [Side; 2],
}

/// One side.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) elements: Vec<Element>,
    /// Baseline of the specimen mark.
    pub(super) specimen: (Point, Point),
}

/// One element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) id: String,
    pub(super) condition: Option<Condition>,
    pub(super) kind: Kind,
}

/// Shown if the value's being empty is not what is said here.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) value: Value,
    pub(super) wants_empty: bool,
}

/// What an element is.
#[derive(Debug)]
pub(super) enum Kind {
    /// A coloured area.
    Area { outline: Outline, ink: Ink },
    /// A hairline.
    Rule { outline: Outline, ink: Ink },
    /// Fine wave lines.
    Waves {
        place: Rect,
        outlines: Vec<Outline>,
        ink: Ink,
    },
    /// The office's emblem, or a neutral sign in its place.
    Emblem { place: Rect },
    /// The holder's picture.
    Portrait { place: Rect, radius: Mm },
    /// A place to sign.
    Signature { place: Rect, ink: Ink },
    /// Words or a value, with a label or without.
    Text(Text),
    /// The QR on white; the place includes the quiet zone.
    Qr { place: Rect },
    /// The machine-readable zone.
    Mrz { at: Point },
}

/// An element of text.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) label: Option<([String; 2], TextBox)>,
    pub(super) words: Words,
    pub(super) style: Style,
    pub(super) aside: Option<(Words, Style)>,
    pub(super) place: TextBox,
}

/// Where words come from.
#[derive(Debug)]
pub(super) enum Words {
    Fixed(String),
    Value(Value),
}

/// Type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: Pt,
    pub(super) smallest: Pt,
    pub(super) leading: f32,
    pub(super) tracking: i16,
    pub(super) ink: Ink,
}

/// What names mean in one file.
struct Names {
    inks: BTreeMap<String, Ink>,
    styles: BTreeMap<String, Style>,
}

impl Plan {
    /// Judges a file.
    pub(super) fn parse(toml: &str) -> Result<Self, TemplateError> {
        let file: TemplateFile = toml::from_str(toml).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(toml, span.start));
            TemplateError(format!("line {line}: {}", error.message()))
        })?;
        let whole = |what: &str| TemplateError(what.to_owned());
        if file.name.is_empty()
            || !file
                .name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        {
            return Err(whole("name: wants a-z, 0-9 and hyphens"));
        }
        let makes = match file.kind.as_str() {
            "kitas" => crate::permit::Kind::Itas,
            "kitap" => crate::permit::Kind::Itap,
            _ => return Err(whole("kind: wants kitas or kitap")),
        };
        // Below 4 dots a camera begins to fail (seal.md).
        if !(4..=12).contains(&file.dots_per_module) {
            return Err(whole("dots_per_module: wants 4 to 12"));
        }
        let names = Names::new(&file).map_err(TemplateError)?;
        let side = |elements: &[toml::Spanned<ElementFile>], specimen: [f32; 4]| {
            Side::new(toml, elements, specimen, &names)
        };
        let sides = [
            side(&file.front, file.specimen.front)?,
            side(&file.back, file.specimen.back)?,
        ];
        let count = |wanted: fn(&Kind) -> bool| {
            sides
                .iter()
                .flat_map(|side| &side.elements)
                .filter(|element| wanted(&element.kind))
                .count()
        };
        if count(|kind| matches!(kind, Kind::Qr { .. })) != 1 {
            return Err(whole("wants exactly one element of kind qr"));
        }
        if count(|kind| matches!(kind, Kind::Mrz { .. })) > 1 {
            return Err(whole("wants at most one element of kind mrz"));
        }
        Ok(Self {
            name: file.name,
            makes,
            dots_per_module: file.dots_per_module,
            sides,
        })
    }
}

fn line_of(toml: &str, offset: usize) -> usize {
    1 + toml
        .bytes()
        .take(offset)
        .filter(|&byte| byte == b'\n')
        .count()
}

impl Names {
    fn new(file: &TemplateFile) -> Result<Self, String> {
        let mut inks = BTreeMap::from([
            ("black".to_owned(), Ink::K),
            ("label".to_owned(), Ink::Tint(78)),
            ("second".to_owned(), Ink::Tint(62)),
            ("white".to_owned(), Ink::Rgb(255, 255, 255)),
        ]);
        for (name, text) in &file.colour {
            let ink = parse_colour(text).ok_or_else(|| format!("colour {name}: wants #RRGGBB"))?;
            inks.insert(name.clone(), ink);
        }
        let mut styles = BTreeMap::new();
        for (name, style) in &file.style {
            let style = Style::new(style, &inks).map_err(|what| format!("style {name}: {what}"))?;
            styles.insert(name.clone(), style);
        }
        Ok(Self { inks, styles })
    }

    fn ink(&self, name: Option<&str>, otherwise: Ink) -> Result<Ink, String> {
        match name {
            None => Ok(otherwise),
            Some(name) => self
                .inks
                .get(name)
                .copied()
                .ok_or_else(|| format!("no colour named {name}")),
        }
    }

    fn style(&self, name: &str) -> Result<Style, String> {
        self.styles
            .get(name)
            .copied()
            .ok_or_else(|| format!("no style named {name}"))
    }
}

fn parse_colour(text: &str) -> Option<Ink> {
    let hex = text
        .strip_prefix('#')
        .filter(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    Some(Ink::Rgb(part(0)?, part(2)?, part(4)?))
}

impl Style {
    fn new(file: &StyleFile, inks: &BTreeMap<String, Ink>) -> Result<Self, String> {
        let face = Face::named(&file.face).ok_or_else(|| format!("no face named {}", file.face))?;
        let least = file.least_pt.unwrap_or(file.pt);
        let leading = file.leading.unwrap_or(1.16);
        if !PT_RANGE.contains(&file.pt) || !PT_RANGE.contains(&least) || least > file.pt {
            return Err("pt: wants 3.5 to 40, least_pt no larger".to_owned());
        }
        if !(0.8..=3.0).contains(&leading)
            || file
                .tracking
                .is_some_and(|tracking| !(-200..=2000).contains(&tracking))
        {
            return Err("leading or tracking out of range".to_owned());
        }
        let ink = match &file.ink {
            None => Ink::K,
            Some(name) => inks
                .get(name)
                .copied()
                .ok_or_else(|| format!("no colour named {name}"))?,
        };
        Ok(Self {
            face,
            size: Pt(file.pt),
            smallest: Pt(least),
            leading,
            tracking: file.tracking.unwrap_or(0),
            ink,
        })
    }
}

impl Side {
    fn new(
        toml: &str,
        files: &[toml::Spanned<ElementFile>],
        specimen: [f32; 4],
        names: &Names,
    ) -> Result<Self, TemplateError> {
        let mut elements = Vec::new();
        let mut ids = BTreeSet::new();
        for file in files {
            let wrong = |what: &str| {
                let id: String = file.as_ref().id.chars().take(40).collect();
                TemplateError(format!(
                    "line {}, {id}: {what}",
                    line_of(toml, file.span().start)
                ))
            };
            let element = Element::new(file.as_ref(), names).map_err(|what| wrong(&what))?;
            if !ids.insert((element.id.clone(), file.as_ref().condition.clone())) {
                return Err(wrong("this id is taken"));
            }
            let bounds = element.bounds();
            if !Size::ID1.rect().contains(bounds) {
                return Err(wrong("reaches beyond the card"));
            }
            // What is painted later must not cover the symbol, whatever it is.
            let clash = |other: &Element| {
                other.is_kept_clear() || element.is_kept_clear() && other.is_foreground()
            };
            if let Some(other) = elements
                .iter()
                .find(|other: &&Element| clash(other) && bounds.overlaps(other.bounds()))
            {
                return Err(wrong(&format!("lies over {}", other.id)));
            }
            elements.push(element);
        }
        let [x0, y0, x1, y1] = specimen;
        let line = (
            Point {
                x: Mm(x0),
                y: Mm(y0),
            },
            Point {
                x: Mm(x1),
                y: Mm(y1),
            },
        );
        if let Some(element) = elements.iter().find(|element| {
            element.is_kept_clear() && art::specimen_touches(line, element.bounds())
        }) {
            return Err(TemplateError(format!("specimen: lies over {}", element.id)));
        }
        if !(x0.is_finite()
            && y0.is_finite()
            && x1 - x0 >= 10.0
            && Size::ID1.rect().contains(Rect::around([line.0, line.1])))
        {
            return Err(TemplateError(
                "specimen: wants a line of 10 mm or more on the card, left to right".to_owned(),
            ));
        }
        Ok(Self {
            elements,
            specimen: line,
        })
    }
}

impl Element {
    fn new(file: &ElementFile, names: &Names) -> Result<Self, String> {
        if file.id.is_empty() {
            return Err("id: is empty".to_owned());
        }
        let lengths = [
            file.width,
            file.rise,
            file.drop,
            file.label_rise,
            file.radius,
        ];
        let all = file
            .at
            .iter()
            .chain(file.size.iter().flatten())
            .copied()
            .chain(lengths.into_iter().flatten());
        if all
            .into_iter()
            .any(|length| !(-200.0..=200.0).contains(&length))
        {
            return Err("a length is out of range".to_owned());
        }
        let condition = match file.condition.as_deref() {
            None => None,
            Some(text) => {
                let (name, wants_empty) = text
                    .strip_prefix('!')
                    .map_or((text, false), |name| (name, true));
                Some(Condition {
                    value: known(name)?,
                    wants_empty,
                })
            }
        };
        Ok(Self {
            id: file.id.clone(),
            condition,
            kind: kind(file, names)?,
        })
    }

    /// What it may cover at most.
    pub(super) fn bounds(&self) -> Rect {
        match &self.kind {
            Kind::Area { outline, .. } | Kind::Rule { outline, .. } => outline.bounds(),
            Kind::Waves { place, .. }
            | Kind::Emblem { place }
            | Kind::Portrait { place, .. }
            | Kind::Signature { place, .. }
            | Kind::Qr { place } => *place,
            Kind::Text(text) => {
                let place = text.place.bounds();
                let Some((_, label)) = &text.label else {
                    return place;
                };
                let label = label.bounds();
                Rect::around([
                    Point {
                        x: place.x,
                        y: Mm(place.y.0.min(label.y.0)),
                    },
                    Point {
                        x: place.right(),
                        y: Mm(place.bottom().0.max(label.bottom().0)),
                    },
                ])
            }
            Kind::Mrz { at } => Rect {
                x: at.x,
                y: Mm(at.y.0 - 2.6),
                width: MRZ_SIZE.width,
                height: MRZ_SIZE.height,
            },
        }
    }

    /// Nothing may come near it: the QR with its quiet zone, the machine-readable zone.
    fn is_kept_clear(&self) -> bool {
        matches!(self.kind, Kind::Qr { .. } | Kind::Mrz { .. })
    }

    /// Not a ground that others stand on.
    fn is_foreground(&self) -> bool {
        !matches!(self.kind, Kind::Area { .. } | Kind::Waves { .. })
    }
}

fn known(name: &str) -> Result<Value, String> {
    Value::parse(name).ok_or_else(|| format!("no value named {name}"))
}

fn kind(file: &ElementFile, names: &Names) -> Result<Kind, String> {
    let at = Point {
        x: Mm(file.at[0]),
        y: Mm(file.at[1]),
    };
    let place = || {
        let [width, height] = file.size.ok_or("wants size")?;
        if width <= 0.0 || height <= 0.0 {
            return Err("size: wants more than nothing");
        }
        Ok(Rect::new(at.x.0, at.y.0, width, height))
    };
    let ink = |otherwise| names.ink(file.ink.as_deref(), otherwise);
    let radius = Mm(file.radius.unwrap_or(0.0).max(0.0));
    Ok(match file.kind.as_str() {
        "area" => Kind::Area {
            outline: Outline::rounded(place()?, radius),
            ink: ink(Ink::Rgb(255, 255, 255))?,
        },
        "rule" => {
            let end = Point {
                x: Mm(at.x.0 + file.width.ok_or("wants width")?),
                y: at.y,
            };
            Kind::Rule {
                outline: Outline::line(at, end),
                ink: ink(Ink::Tint(30))?,
            }
        }
        "waves" => Kind::Waves {
            place: place()?,
            outlines: art::waves(place()?),
            ink: ink(Ink::Tint(8))?,
        },
        "emblem" => Kind::Emblem { place: place()? },
        "portrait" => Kind::Portrait {
            place: place()?,
            radius,
        },
        "signature" => Kind::Signature {
            place: place()?,
            ink: ink(Ink::Tint(30))?,
        },
        "qr" => Kind::Qr { place: place()? },
        "mrz" if at.y.0 - 2.6 < Size::ID1.height.0 - MRZ_BAND.0 => {
            return Err("wants the lowest 23.2 mm".to_owned());
        }
        "mrz" => Kind::Mrz { at },
        "text" | "field" => Kind::Text(text(file, names, at)?),
        other => return Err(format!("no kind named {other}")),
    })
}

fn words(fixed: Option<&String>, value: Option<&String>) -> Result<Option<Words>, String> {
    match (fixed, value) {
        (None, None) => Ok(None),
        (Some(text), None) => Ok(Some(Words::Fixed(text.clone()))),
        (None, Some(name)) => Ok(Some(Words::Value(known(name)?))),
        (Some(_), Some(_)) => Err("wants words or a value, not both".to_owned()),
    }
}

fn text(file: &ElementFile, names: &Names, at: Point) -> Result<Text, String> {
    let style = names.style(file.style.as_deref().unwrap_or("value"))?;
    let align = match file.align.as_deref() {
        None | Some("left") => Align::Left,
        Some("centre") => Align::Centre,
        Some("right") => Align::Right,
        Some(other) => return Err(format!("align: no {other}")),
    };
    let width = Mm(file.width.ok_or("wants width")?);
    let lines = file.lines.unwrap_or(1);
    if width.0 <= 0.0 || !(1..=MAX_LINES).contains(&lines) {
        return Err("wants a width, and 1 to 12 lines".to_owned());
    }
    let place = TextBox {
        at,
        width,
        rise: file
            .rise
            .map_or_else(|| style.face.cap_height(style.size), Mm),
        drop: Mm(file.drop.unwrap_or(0.0)),
        lines,
        size: style.size,
        smallest: style.smallest,
        leading: style.leading,
        tracking: style.tracking,
        align,
    };
    let label = match &file.label {
        None => None,
        Some(label) => {
            let style = names.style("label")?;
            let at = Point {
                x: at.x,
                y: Mm(at.y.0 - file.label_rise.unwrap_or(2.8)),
            };
            let rise = style.face.cap_height(style.size);
            let place = TextBox {
                at,
                width,
                rise,
                drop: Mm(0.0),
                lines: 1,
                size: style.size,
                smallest: style.smallest,
                leading: 1.0,
                tracking: style.tracking,
                align,
            };
            Some((label.clone(), place))
        }
    };
    if file.kind == "field" && label.is_none() {
        return Err("a field wants a label".to_owned());
    }
    let words_shown =
        words(file.text.as_ref(), file.value.as_ref())?.ok_or("wants text or value")?;
    let aside = match words(file.aside_text.as_ref(), file.aside.as_ref())? {
        None => None,
        Some(words) => Some((
            words,
            names.style(file.aside_style.as_deref().unwrap_or("aside"))?,
        )),
    };
    Ok(Text {
        label,
        words: words_shown,
        style,
        aside,
        place,
    })
}
