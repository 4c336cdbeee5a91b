//! From a judged template and a card's content to its two drawings.

use std::sync::Arc;

use super::template::{Element, Kind, Plan, Side, Style, Text, Words};
use super::{Card, Content, Overflow, art};
use crate::drawing::{
    Drawing, Face, Ink, Item, Misfit, Mm, Outline, Point, Pt, Rect, Run, Size, Span, Stroke, fit,
};
use crate::mrz;
use crate::portrait::Portrait;
use crate::seal::Modules;

/// Resolution a template counts its dots in.
const TEMPLATE_DPI: u16 = 300;
/// Quiet zone of a QR symbol in modules (ISO/IEC 18004 6.3.8).
const QUIET_MODULES: usize = 4;
/// OCR-B size I: 10 points, and 10 characters an inch after taking 3/1000 off its own width (ISO 1073-2, ICAO 9303-3 4.1).
const MRZ_SIZE: Pt = Pt(10.0);
const MRZ_TRACKING: i16 = -3;
/// Ten characters an inch.
const MRZ_PITCH: Mm = Mm(2.54);
/// Six lines an inch.
const MRZ_LEADING: Mm = Mm(25.4 / 6.0);
/// Of the corners of the white under the QR: so little that the quiet zone stays white.
const QR_RADIUS: Mm = Mm(0.8);
/// Hairlines.
const HAIR: Mm = Mm(0.12);

/// Lays out both sides.
pub(super) fn card(plan: &Plan, content: &Content<'_>) -> Result<Card, Vec<Overflow>> {
    let mut work = Work {
        content,
        dots: module_dots(plan, content),
        overflows: Vec::new(),
        mrz: None,
        side: Mm(0.0),
    };
    let [front, back] = plan.sides.each_ref().map(|side| work.side(side));
    if !work.overflows.is_empty() {
        return Err(work.overflows);
    }
    let module_mm = work.module().0;
    Ok(Card {
        front,
        back,
        mrz: work.mrz,
        module_mm,
        side_mm: work.side.0,
    })
}

/// Dots of the content's printer that make a module at least as large as the template's.
fn module_dots(plan: &Plan, content: &Content<'_>) -> u16 {
    let dots = (u32::from(plan.dots_per_module) * u32::from(content.dpi.0))
        .div_ceil(u32::from(TEMPLATE_DPI));
    let dots = u16::try_from(dots).unwrap_or(u16::MAX);
    dots.max(content.least_dots).max(1)
}

struct Work<'a> {
    content: &'a Content<'a>,
    /// Printer dots a QR module takes.
    dots: u16,
    overflows: Vec<Overflow>,
    mrz: Option<[String; 3]>,
    /// Of the QR symbol.
    side: Mm,
}

impl Work<'_> {
    fn module(&self) -> Mm {
        Mm(self.content.dpi.dot().0 * f32::from(self.dots))
    }

    fn side(&mut self, side: &Side) -> Drawing {
        let mut drawing = Drawing::new(Size::ID1);
        for element in &side.elements {
            let shown = element.condition.as_ref().is_none_or(|condition| {
                condition.value.text(self.content).is_empty() == condition.wants_empty
            });
            if shown {
                self.element(element, &mut drawing.items);
            }
        }
        drawing
            .items
            .extend(art::mark(self.content.mark, side.specimen));
        drawing
    }

    fn element(&mut self, element: &Element, items: &mut Vec<Item>) {
        match &element.kind {
            Kind::Area { outline, ink } => items.push(Item::Shape {
                outline: outline.clone(),
                fill: Some(*ink),
                stroke: None,
            }),
            Kind::Rule { outline, ink } => items.push(rule(outline.clone(), *ink, HAIR)),
            Kind::Waves { outlines, ink, .. } => items.extend(
                outlines
                    .iter()
                    .map(|outline| rule(outline.clone(), *ink, art::WAVE_PEN)),
            ),
            Kind::Emblem { place } => self.emblem(*place, items),
            Kind::Portrait { place, radius } => {
                items.extend(portrait(self.content.portrait, *place, *radius));
                let edge = Outline::rounded(*place, *radius);
                items.push(rule(edge, Ink::Tint(30), HAIR));
            }
            Kind::Signature { place, ink } => {
                let line = Outline::line(
                    Point {
                        x: place.x,
                        y: place.bottom(),
                    },
                    Point {
                        x: place.right(),
                        y: place.bottom(),
                    },
                );
                items.push(rule(line, *ink, HAIR));
            }
            Kind::Text(text) => self.text(&element.id, text, items),
            Kind::Qr { place } => self.qr(&element.id, *place, items),
            Kind::Mrz { at } => self.mrz(&element.id, *at, items),
        }
    }

    fn words(&self, words: &Words) -> String {
        match words {
            Words::Fixed(text) => text.clone(),
            Words::Value(value) => value.text(self.content),
        }
    }

    fn text(&mut self, id: &str, text: &Text, items: &mut Vec<Item>) {
        let words = self.words(&text.words);
        if words.trim().is_empty() {
            return;
        }
        if let Some((label, place)) = &text.label {
            let [first, second] = label;
            let span = |text: &str, face, ink| Span {
                text: text.to_owned(),
                face,
                scale: 1.0,
                ink,
            };
            let spans = [
                span(first, Face::Regular, Ink::Tint(80)),
                span(second, Face::Italic, Ink::Tint(60)),
            ];
            self.set(id, &spans, place, items);
        }
        let span = |words: String, style: &Style| Span {
            text: words,
            face: style.face,
            scale: style.size.0 / text.style.size.0,
            ink: style.ink,
        };
        let mut spans = vec![span(words, &text.style)];
        if let Some((words, style)) = &text.aside {
            let words = self.words(words);
            if !words.is_empty() {
                spans.push(span(words, style));
            }
        }
        // What follows the value is a courtesy: it gives way where the value alone just fits.
        if fit(&spans, &text.place).is_err() {
            spans.truncate(1);
        }
        self.set(id, &spans, &text.place, items);
    }

    fn set(
        &mut self,
        id: &str,
        spans: &[Span],
        place: &crate::drawing::TextBox,
        items: &mut Vec<Item>,
    ) {
        match fit(spans, place) {
            Ok(fitted) => items.extend(fitted.runs.into_iter().map(Item::Text)),
            Err(Misfit::By(by)) => self.overflow(id, by, None),
            Err(Misfit::Missing(character)) => self.overflow(id, Mm(0.0), Some(character)),
        }
    }

    fn overflow(&mut self, id: &str, by: Mm, missing: Option<char>) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "never negative, and `as` saturates"
        )]
        let by_mm_hundredths = (by.0 * 100.0).ceil() as u32;
        self.overflows.push(Overflow {
            element: id.to_owned(),
            by_mm_hundredths,
            missing,
        });
    }

    fn emblem(&self, place: Rect, items: &mut Vec<Item>) {
        match &self.content.issuer.emblem {
            Some(file) if file.starts_with(&[0xff, 0xd8]) => {
                items.push(Item::Jpeg {
                    file: Arc::clone(file),
                    place,
                    window: place,
                    radius: Mm(place.width.0 / 2.0),
                });
            }
            Some(file) => items.push(Item::Png {
                file: Arc::clone(file),
                place,
            }),
            None => items.extend(art::emblem(place, Ink::Rgb(255, 255, 255))),
        }
    }

    /// The symbol in the middle of its place, on the printer's dots.
    fn qr(&mut self, id: &str, place: Rect, items: &mut Vec<Item>) {
        items.push(Item::Shape {
            outline: Outline::rounded(place, QR_RADIUS),
            fill: Some(Ink::Rgb(255, 255, 255)),
            stroke: None,
        });
        let Some(Modules { side, dark, .. }) = self.content.modules else {
            return;
        };
        let module = self.module();
        let wide =
            |modules: usize| Mm(f32::from(u16::try_from(modules).unwrap_or(u16::MAX)) * module.0);
        let over = wide(side + 2 * QUIET_MODULES).0 - place.width.0.min(place.height.0);
        if over > 0.001 {
            self.overflow(id, Mm(over), None);
            return;
        }
        self.side = wide(*side);
        let dot = self.content.dpi.dot().0;
        let snap = |start: Mm, room: Mm| {
            Mm(((start.0 + (room.0 - self.side.0) / 2.0) / dot).round() * dot)
        };
        let at = Point {
            x: snap(place.x, place.width),
            y: snap(place.y, place.height),
        };
        items.push(Item::Modules {
            at,
            side: *side,
            dark: dark.as_slice().into(),
            module,
        });
    }

    /// Document number is the card's serial; the permit number stands in the optional data. A preview without serial has none.
    fn mrz(&mut self, id: &str, at: Point, items: &mut Vec<Item>) {
        /// Characters of the first line's optional data (ICAO 9303-5 4.2.2).
        const OPTIONAL: usize = 15;
        let plain =
            |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
        let permit = self.content.permit;
        let permit_no = plain(permit.permit_no.as_str());
        // A zone that names another number than the front is worse than none.
        if let Some(over @ 1..) = permit_no.len().checked_sub(OPTIONAL) {
            let cells = f32::from(u16::try_from(over).unwrap_or(u16::MAX));
            self.overflow(id, Mm(cells * MRZ_PITCH.0), None);
            return;
        }
        let Some(serial) = self.content.card_serial else {
            return;
        };
        let lines = mrz::Td1 {
            document_code: "I<",
            issuer: "IDN",
            number: &plain(serial),
            optional1: &permit_no,
            birth: permit.birth_date,
            sex: permit.sex,
            expiry: permit.valid_until.card_expiry(),
            nationality: permit.nationality.row().code,
            optional2: "",
            surname: &permit.mrz_surname,
            given_names: &permit.mrz_given_names,
        }
        .lines();
        let mut y = at.y;
        for line in &lines {
            let mut run = Run::new(line.as_str(), Point { x: at.x, y }, Face::OcrB, MRZ_SIZE);
            run.tracking = MRZ_TRACKING;
            items.push(Item::Text(run));
            y = y + MRZ_LEADING;
        }
        self.mrz = Some(lines);
    }
}

fn rule(outline: Outline, ink: Ink, width: Mm) -> Item {
    Item::Shape {
        outline,
        fill: None,
        stroke: Some(Stroke { ink, width }),
    }
}

/// The picture fills its place, the little it has too much cut off evenly.
fn portrait(portrait: Option<&Portrait>, place: Rect, radius: Mm) -> Vec<Item> {
    /// Width to height.
    const RATIO: f32 = 3.0 / 4.0;
    let Some(portrait) = portrait else {
        return art::no_portrait(place, radius);
    };
    let width = place.width.0.max(place.height.0 * RATIO);
    let height = width / RATIO;
    let full = Rect::new(
        place.x.0 - (width - place.width.0) / 2.0,
        place.y.0 - (height - place.height.0) / 2.0,
        width,
        height,
    );
    vec![Item::Jpeg {
        file: Arc::clone(portrait.jpeg()),
        place: full,
        window: place,
        radius,
    }]
}
