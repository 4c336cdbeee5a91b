//! The sheet: letterhead, blocks one below the other, page turns, running heads and footers.

use super::words::Style;
use super::{Block, Document, Error, Fact, Paper, Set, Signature, Value, chart, figure, table};
use crate::drawing::{
    Align, Drawing, Face, Ink, Item, Mm, Outline, Point, Rect, Run, Size, Stroke,
};
use std::sync::Arc;

/// The product's colour, dark enough for text.
pub(super) const ACCENT: Ink = Ink::Rgb(11, 110, 117);
/// Pens.
pub(super) const HAIR: Mm = Mm(0.12);
pub(super) const THIN: Mm = Mm(0.25);
const BAND: Mm = Mm(0.7);
/// Letters of equal width.
const EXACT: Style = Style::new(Face::Mono, 8.8);

/// Sets a document.
pub(super) fn set(document: &Document) -> Result<Vec<Drawing>, Error> {
    let mut flow = Flow::new(document);
    flow.letterhead();
    for (index, block) in document.blocks.iter().enumerate() {
        flow.block(block, document.blocks.get(index + 1..).unwrap_or_default())?;
    }
    Ok(flow.finish())
}

/// Pages in the making and how far the last one is filled.
pub(super) struct Flow<'a> {
    document: &'a Document,
    set: &'a Set,
    size: Size,
    pages: Vec<Drawing>,
    /// Top of what comes next.
    pub(super) y: f32,
    /// Where the matter of this page begins; nothing but the head stands above.
    top: f32,
    /// Where matter ends on every page.
    bottom: f32,
    footer: Vec<String>,
}

impl<'a> Flow<'a> {
    fn new(document: &'a Document) -> Self {
        let (width, height) = match document.paper {
            Paper::Portrait => (210.0, 297.0),
            Paper::Landscape => (297.0, 210.0),
        };
        let size = Size {
            width: Mm(width),
            height: Mm(height),
        };
        /// Left for the page's number.
        const NUMBER: f32 = 24.0;
        let set = &document.set;
        let room = Mm(width - 2.0 * set.side - NUMBER);
        let footer = set.small.wrap(&document.footer, room);
        let lines = f32::from(u16::try_from(footer.len()).unwrap_or(u16::MAX));
        Self {
            document,
            set,
            size,
            pages: vec![Drawing::new(size)],
            y: set.top,
            top: set.top,
            bottom: height - set.foot - lines * set.small.step().0 - 5.5,
            footer,
        }
    }

    /// Left edge of the matter.
    pub(super) fn left(&self) -> f32 {
        self.set.side
    }

    /// Width of the matter.
    pub(super) fn width(&self) -> f32 {
        self.size.width.0 - 2.0 * self.set.side
    }

    pub(super) fn push(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.items.push(item);
        }
    }

    /// One line of text in a box whose top is `y`, at one side of it or in its middle.
    pub(super) fn line(&mut self, text: &str, style: Style, place: (f32, f32, f32), align: Align) {
        let (x, y, width) = place;
        if text.trim().is_empty() {
            return;
        }
        let cap = style.face.cap_height(style.size).0;
        let spare = || width - style.width(text).0;
        let at = Point {
            x: Mm(match align {
                Align::Left => x,
                Align::Centre => x + spare() / 2.0,
                Align::Right => x + spare(),
            }),
            y: Mm(y + (style.step().0 + cap) / 2.0),
        };
        let mut run = Run::new(text, at, style.face, style.size);
        run.ink = style.ink;
        self.push(Item::Text(run));
    }

    /// Lines one below the other from `y`; gives the y below the last.
    pub(super) fn lines(
        &mut self,
        lines: &[String],
        style: Style,
        place: (f32, f32, f32),
        align: Align,
    ) -> f32 {
        let (x, mut y, width) = place;
        for line in lines {
            self.line(line, style, (x, y, width), align);
            y += style.step().0;
        }
        y
    }

    /// A straight line.
    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), ink: Ink, width: Mm) {
        let at = |(x, y)| Point { x: Mm(x), y: Mm(y) };
        self.push(Item::Shape {
            outline: Outline::line(at(from), at(to)),
            fill: None,
            stroke: Some(Stroke { ink, width }),
        });
    }

    /// A line across the matter.
    pub(super) fn across(&mut self, y: f32, ink: Ink, width: Mm) {
        let left = self.left();
        self.rule((left, y), (left + self.width(), y), ink, width);
    }

    /// A filled rectangle.
    pub(super) fn area(&mut self, rect: Rect, ink: Ink) {
        self.push(Item::Shape {
            outline: Outline::rounded(rect, Mm(0.0)),
            fill: Some(ink),
            stroke: None,
        });
    }

    /// A frame with round corners.
    pub(super) fn frame(&mut self, rect: Rect, ink: Ink) {
        self.push(Item::Shape {
            outline: Outline::rounded(rect, Mm(2.0)),
            fill: None,
            stroke: Some(Stroke { ink, width: THIN }),
        });
    }

    /// A QR symbol.
    pub(super) fn modules(&mut self, at: (f32, f32), symbol: &super::Symbol, module: Mm) {
        self.push(Item::Modules {
            at: Point {
                x: Mm(at.0),
                y: Mm(at.1),
            },
            side: symbol.side,
            dark: Arc::clone(&symbol.dark),
            module,
        });
    }

    /// `height` fits below on this page.
    pub(super) fn fits(&self, height: f32) -> bool {
        /// Sums of rounded lengths.
        const SLACK: f32 = 0.01;
        self.y + height <= self.bottom + SLACK
    }

    /// Makes sure that `height` fits below; true when the page had to be turned.
    pub(super) fn need(&mut self, height: f32) -> Result<bool, Error> {
        if self.fits(height) {
            return Ok(false);
        }
        // The first page has its letterhead above the matter: the next one has more room.
        if self.y > self.top || self.pages.len() == 1 {
            self.turn();
        }
        if !self.fits(height) {
            let over = self.y + height - self.bottom;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "positive, and `as` saturates"
            )]
            let by_mm = over.ceil() as u32;
            return Err(Error::TooHigh { by_mm });
        }
        Ok(true)
    }

    /// Begins a page under a running head.
    pub(super) fn turn(&mut self) {
        self.pages.push(Drawing::new(self.size));
        let (left, width) = (self.left(), self.width());
        let document = self.document;
        let title = self.set.small.wrap(&document.title, Mm(width));
        self.y = self.set.top - 3.0;
        if let [title] = title.as_slice() {
            // The office stands on the first page; here it gives way to the title.
            let office = super::words::clean(&document.office.name, self.set.small.face);
            if self.set.small.width(title).0 + self.set.small.width(&office).0 + 8.0 < width {
                self.line(&office, self.set.small, (left, self.y, width), Align::Right);
            }
        }
        self.y = self.lines(&title, self.set.small, (left, self.y, width), Align::Left) + 1.2;
        self.across(self.y, Ink::Tint(30), HAIR);
        self.y += 5.0;
        self.top = self.y;
    }

    fn letterhead(&mut self) {
        let (document, left, width) = (self.document, self.left(), self.width());
        let office = &document.office;
        if !office.name.is_empty() {
            let mut x = left;
            if let Some(file) = &office.emblem {
                self.emblem(
                    file,
                    Rect::new(left, self.y, self.set.emblem, self.set.emblem),
                );
                x += self.set.emblem + 5.0;
            }
            let room = width - (x - left);
            let parts: Vec<(Vec<String>, Style)> = office
                .above
                .iter()
                .map(|words| (words, self.set.above))
                .chain([(&office.name, self.set.office)])
                .chain(office.below.iter().map(|words| (words, self.set.small)))
                .map(|(words, style)| (style.wrap(words, Mm(room)), style))
                .collect();
            let height: f32 = parts
                .iter()
                .map(|(lines, style)| count(lines) * style.step().0)
                .sum();
            let tall = height.max(if office.emblem.is_some() {
                self.set.emblem
            } else {
                0.0
            });
            let mut y = self.y + (tall - height) / 2.0;
            for (lines, style) in &parts {
                y = self.lines(lines, *style, (x, y, room), Align::Left);
            }
            self.y += tall + 3.5;
            self.across(self.y, ACCENT, BAND);
            self.y += 9.0;
        }
        for (words, style) in [
            (&document.title, self.set.title),
            (&document.subtitle, self.set.subtitle),
        ] {
            if !words.is_empty() {
                let lines = style.wrap(words, Mm(width));
                self.y = self.lines(&lines, style, (left, self.y, width), Align::Left) + 0.6;
            }
        }
        self.y += 4.5;
        self.top = self.y;
    }

    fn emblem(&mut self, file: &Arc<[u8]>, place: Rect) {
        let file = Arc::clone(file);
        self.push(if file.starts_with(&[0xff, 0xd8]) {
            Item::Jpeg {
                file,
                place,
                window: place,
                radius: Mm(0.0),
            }
        } else {
            Item::Png { file, place }
        });
    }

    fn block(&mut self, block: &Block, rest: &[Block]) -> Result<(), Error> {
        match block {
            Block::Heading(words) => self.heading(words, rest),
            Block::Paragraph(words) => self.paragraph(words, self.set.body),
            Block::Note(words) => self.paragraph(words, self.set.note),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => table::set(self, table),
            Block::Bars(bars) => chart::bars(self, bars),
            Block::Columns(columns) => chart::columns(self, columns),
            Block::Code(code) => chart::code(self, code),
            Block::Figure(drawing) => figure::set(self, drawing),
            Block::Signatures(signatures) => self.signatures(signatures),
            Block::Space(height) => {
                if self.y + height.0 > self.bottom {
                    self.turn();
                } else if self.y > self.top {
                    self.y += height.0.max(0.0);
                }
                Ok(())
            }
            Block::PageBreak => {
                if self.y > self.top {
                    self.turn();
                }
                Ok(())
            }
        }
    }

    /// Room below a block.
    pub(super) fn close(&mut self) {
        self.y += self.set.gap;
    }

    /// A heading stays with what it heads: a chart with all of it, and with the head of its table.
    fn heading(&mut self, words: &str, rest: &[Block]) -> Result<(), Error> {
        /// A table's head and its first rows.
        const TABLE_BEGINS: f32 = 26.0;
        /// Bars higher than this are many, and may go over pages.
        const MOST_BARS: f32 = 120.0;
        let lines = self.set.heading.wrap(words, Mm(self.width()));
        let before = if self.y > self.top { 3.2 } else { 0.0 };
        let height = before + count(&lines) * self.set.heading.step().0 + 1.6;
        let mut behind = rest.iter().skip(1);
        let first = behind.find(|block| !matches!(block, Block::Space(_)));
        let table = if matches!(first, Some(Block::Table(_))) {
            TABLE_BEGINS
        } else {
            0.0
        };
        let follows = match rest.first() {
            Some(Block::Columns(_)) => chart::COLUMNS_HIGH + table,
            Some(Block::Bars(bars)) if chart::bars_high(bars) < MOST_BARS => {
                chart::bars_high(bars) + table
            }
            Some(Block::Code(_)) => chart::CODE_HIGH,
            Some(Block::Figure(drawing)) => drawing.size.height.0,
            Some(Block::Signatures(_)) => self.set.hand * 2.0,
            Some(Block::Table(_)) => TABLE_BEGINS,
            Some(_) => 14.0,
            None => 0.0,
        };
        if !self.need(height + follows)? {
            self.y += before;
        }
        let place = (self.left(), self.y, self.width());
        self.y = self.lines(&lines, self.set.heading.ink(ACCENT), place, Align::Left) + 1.6;
        Ok(())
    }

    fn paragraph(&mut self, words: &str, style: Style) -> Result<(), Error> {
        let (left, width, step) = (self.left(), self.width(), style.step().0);
        let lines = style.wrap(words, Mm(width));
        let few = lines.len() < 4;
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.iter().enumerate() {
            // A few lines stay together; of many, two at either end.
            let together = match index {
                0 if few => count(&lines),
                0 => 2.0,
                _ if index + 1 == last && !few => 2.0,
                _ => 1.0,
            };
            self.need(together * step)?;
            self.line(line, style, (left, self.y, width), Align::Left);
            self.y += step;
        }
        self.close();
        Ok(())
    }

    fn facts(&mut self, facts: &[Fact]) -> Result<(), Error> {
        /// Between label and value.
        const GUTTER: f32 = 5.0;
        let (left, width) = (self.left(), self.width());
        let widest = facts
            .iter()
            .map(|fact| {
                self.set
                    .label
                    .width(&super::words::clean(&fact.label, self.set.label.face))
                    .0
            })
            .fold(28.0_f32, f32::max);
        let label_width = widest.min(width * 0.4);
        let x = left + label_width + GUTTER;
        let room = width - label_width - GUTTER;
        for fact in facts {
            let label = self.set.label.wrap(&fact.label, Mm(label_width));
            let (value, style) = match &fact.value {
                Value::Words(words) => (words, self.set.value),
                Value::Code(words) => (words, EXACT),
            };
            let value = style.wrap(value, Mm(room));
            let step = self.set.label.step().0.max(style.step().0);
            let height = count(&label).max(count(&value)) * step + 0.9;
            self.need(height)?;
            let style = style.leading(step / style.size.mm().0);
            self.lines(
                &label,
                self.set.label,
                (left, self.y, label_width),
                Align::Left,
            );
            self.lines(&value, style, (x, self.y, room), Align::Left);
            self.y += height;
        }
        self.close();
        Ok(())
    }

    fn signatures(&mut self, signatures: &[Signature]) -> Result<(), Error> {
        const GUTTER: f32 = 9.0;
        let a_row: usize = match self.document.paper {
            Paper::Portrait => 3,
            Paper::Landscape => 4,
        };
        for row in signatures.chunks(a_row) {
            // One or two stand in the right half and in both halves, as in a letter.
            let places = if row.len() < 3 { 2.0 } else { count(row) };
            let width = (self.width() - GUTTER * (places - 1.0)) / places;
            let skip = if row.len() == 1 { 1.0 } else { 0.0 };
            let parts: Vec<[Vec<String>; 4]> = row
                .iter()
                .map(|signature| {
                    let wrap = |words: &str, style: Style| {
                        if words.is_empty() {
                            Vec::new()
                        } else {
                            style.wrap(words, Mm(width))
                        }
                    };
                    [
                        wrap(&signature.place, self.set.body),
                        wrap(&signature.title, self.set.body),
                        wrap(&signature.name, self.set.signer),
                        wrap(&signature.number, self.set.note),
                    ]
                })
                .collect();
            let highest = |part: usize| {
                parts
                    .iter()
                    .filter_map(|parts| parts.get(part).map(|lines| count(lines)))
                    .fold(0.0, f32::max)
            };
            let (place_high, title_high) = (
                highest(0) * self.set.body.step().0,
                highest(1) * self.set.body.step().0,
            );
            let name_high = highest(2).max(1.0) * self.set.signer.step().0;
            let height = place_high
                + title_high
                + self.set.hand
                + name_high
                + 1.0
                + highest(3) * self.set.note.step().0;
            self.need(height + 2.0)?;
            let top = self.y + 2.0;
            for (index, [place, title, name, number]) in parts.iter().enumerate() {
                let x = self.left() + (places_before(index) + skip) * (width + GUTTER);
                self.lines(place, self.set.body, (x, top, width), Align::Left);
                self.lines(
                    title,
                    self.set.body,
                    (x, top + place_high, width),
                    Align::Left,
                );
                let name_top = top + place_high + title_high + self.set.hand;
                let below = self.lines(name, self.set.signer, (x, name_top, width), Align::Left);
                let below = below.max(name_top + self.set.signer.step().0);
                self.rule((x, below), (x + width * 0.86, below), Ink::Tint(60), HAIR);
                self.lines(number, self.set.note, (x, below + 0.8, width), Align::Left);
            }
            self.y = top + height + 2.0 * self.set.gap;
        }
        Ok(())
    }

    /// Footers, now that the number of pages is known.
    fn finish(mut self) -> Vec<Drawing> {
        let all = self.pages.len();
        let (left, width) = (self.left(), self.width());
        let footer = std::mem::take(&mut self.footer);
        let y = self.size.height.0 - self.set.foot - count(&footer) * self.set.small.step().0;
        let mut done = Vec::with_capacity(all);
        for (index, page) in std::mem::take(&mut self.pages).into_iter().enumerate() {
            self.pages = vec![page];
            self.across(y - 1.6, Ink::Tint(30), HAIR);
            self.lines(&footer, self.set.small, (left, y, width), Align::Left);
            let number = format!("{} / {all}", index + 1);
            self.line(&number, self.set.small, (left, y, width), Align::Right);
            done.append(&mut self.pages);
        }
        done
    }
}

fn places_before(index: usize) -> f32 {
    f32::from(u16::try_from(index).unwrap_or(u16::MAX))
}

/// How many, for reckoning with lengths.
pub(super) fn count<T>(things: &[T]) -> f32 {
    places_before(things.len())
}
