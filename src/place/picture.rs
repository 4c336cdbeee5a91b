//! The schematic map as a drawing: kecamatan shaded by a count, estates, dots, and the legend that says what is what.

use super::{Area, AreaCode, AreaKind, Coordinate, Map, areas, map};
use crate::drawing::{
    Drawing, Face, Ink, Item, Mm, Outline, Point, Pt, Rect, Run, Size, Step, Stroke,
};

/// What the map is to show.
pub struct Plan<'a> {
    /// Of the whole drawing, legend and all.
    pub width: Mm,
    /// How many in which kecamatan; those not named have none.
    pub counts: &'a [(AreaCode, u64)],
    /// Where exactly.
    pub dots: &'a [Coordinate],
    /// Its words, in the reader's language.
    pub words: PlanWords,
}

/// Words of a map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanWords {
    /// What the shades count.
    pub counted: String,
    /// What a dot is.
    pub dot: String,
    /// Heads the list of estates.
    pub estates: String,
    /// What lies north, east, south and west of the area.
    pub around: [String; 4],
    /// Says that the map is schematic.
    pub note: String,
}

/// Part of the width that the map itself takes; the legend has the rest.
const MAP_PART: f32 = 0.66;
const GUTTER: f32 = 6.0;
/// Above and below the map, for the words about what lies around.
const MARGIN: f32 = 5.0;

const BORDER: Stroke = Stroke {
    ink: Ink::Rgb(255, 255, 255),
    width: Mm(0.35),
};
const COAST: Stroke = Stroke {
    ink: Ink::Rgb(58, 82, 88),
    width: Mm(0.45),
};
const DOT: Ink = Ink::Rgb(196, 62, 38);
const ESTATE: Ink = Ink::Rgb(92, 64, 20);
const PALE: Ink = Ink::Tint(68);
const WHITE: Ink = Ink::Rgb(255, 255, 255);
const DARK: Ink = Ink::Rgb(25, 40, 44);

/// Shades from none to most; told apart by lightness alone, for printers without colour.
const SHADES: [Ink; 6] = [
    Ink::Rgb(238, 241, 241),
    Ink::Rgb(206, 228, 229),
    Ink::Rgb(160, 207, 209),
    Ink::Rgb(102, 176, 180),
    Ink::Rgb(45, 138, 144),
    Ink::Rgb(9, 92, 99),
];

/// The highest count of each shade from the second on: equal steps, each at least one.
fn steps(most: u64) -> Vec<u64> {
    let classes: u64 = most.min(5);
    (1..=classes)
        .map(|class| (most * class).div_ceil(classes))
        .collect()
}

fn shade(count: u64, steps: &[u64]) -> usize {
    if count == 0 {
        return 0;
    }
    // Few steps are spread over the shades, so that the highest is always dark.
    let class = steps.iter().take_while(|step| **step < count).count() + 1;
    class * (SHADES.len() - 1) / steps.len().max(1)
}

fn ink(shade: usize) -> Ink {
    SHADES.get(shade).copied().unwrap_or(WHITE)
}

/// Draws it. The height follows from the width.
pub fn picture(plan: &Plan<'_>) -> Drawing {
    let map = map();
    let map_width = plan.width.0 * MAP_PART;
    let scale = map_width / map.width.0.max(1.0);
    let height = map.height.0 * scale + 2.0 * MARGIN;
    let mut sheet = Sheet {
        map,
        scale,
        drawing: Drawing::new(Size {
            width: plan.width,
            height: Mm(height),
        }),
    };
    let most = plan.counts.iter().map(|(_, count)| *count).max();
    let steps = steps(most.unwrap_or(0));
    sheet.cells(plan.counts, &steps);
    sheet.around(&plan.words.around, map_width);
    sheet.estates();
    for dot in plan.dots {
        let at = sheet.at(*dot);
        sheet.dot(at);
    }
    sheet.names(plan.counts, &steps);
    sheet.legend(plan, &steps, map_width + GUTTER);
    sheet.drawing
}

struct Sheet<'a> {
    map: &'a Map,
    /// Millimetres a kilometre.
    scale: f32,
    drawing: Drawing,
}

impl Sheet<'_> {
    fn at(&self, coordinate: Coordinate) -> Point {
        let (x, y) = self.map.place(coordinate);
        Point {
            x: Mm(x.0 * self.scale),
            y: Mm(y.0 * self.scale + MARGIN),
        }
    }

    fn ring(&self, ring: &[Coordinate]) -> Outline {
        let mut steps: Vec<Step> = Vec::with_capacity(ring.len() + 1);
        for (index, corner) in ring.iter().enumerate() {
            let to = self.at(*corner);
            steps.push(if index == 0 {
                Step::Move(to)
            } else {
                Step::Line(to)
            });
        }
        steps.push(Step::Close);
        Outline(steps.into())
    }

    fn shape(&mut self, outline: Outline, fill: Option<Ink>, stroke: Option<Stroke>) {
        self.drawing.items.push(Item::Shape {
            outline,
            fill,
            stroke,
        });
    }

    /// A line of text whose baseline runs through `at`; `part` of it stands left of there.
    fn text(&mut self, words: &str, at: Point, style: (Face, f32, Ink), part: f32) {
        let (face, size, ink) = style;
        let size = Pt(size);
        // A letter the face does not have would stop the whole report.
        let words: String = words
            .chars()
            .map(|letter| {
                let known = face.missing(letter.encode_utf8(&mut [0; 4])).is_none();
                if known { letter } else { '?' }
            })
            .collect();
        let width = face.width(&words, size, 0).0;
        let mut run = Run::new(
            words,
            Point {
                x: Mm(at.x.0 - width * part),
                y: at.y,
            },
            face,
            size,
        );
        run.ink = ink;
        self.drawing.items.push(Item::Text(run));
    }

    fn cells(&mut self, counts: &[(AreaCode, u64)], steps: &[u64]) {
        let map = self.map;
        let of = |area: &Area| {
            let found = counts.iter().filter(|(code, _)| *code == area.code);
            found.map(|(_, count)| *count).sum::<u64>()
        };
        for cell in &map.cells {
            let fill = ink(shade(of(cell.area), steps));
            let ring = self.ring(&cell.ring);
            self.shape(ring, Some(fill), Some(BORDER));
        }
        let coast = self.ring(&map.outline);
        self.shape(coast, None, Some(COAST));
    }

    /// Names and counts, over all else, each within its cell's width as far as it goes.
    fn names(&mut self, counts: &[(AreaCode, u64)], steps: &[u64]) {
        /// From line to line.
        const STEP: f32 = 2.05;
        const NAME: (Face, f32) = (Face::Medium, 5.2);
        let map = self.map;
        for cell in &map.cells {
            let found = counts.iter().filter(|(code, _)| *code == cell.area.code);
            let count: u64 = found.map(|(_, count)| *count).sum();
            let shade = shade(count, steps);
            let letters = if 3 < shade { WHITE } else { DARK };
            let (centre, bounds) = (self.at(cell.area.centre), self.ring(&cell.ring).bounds());
            // Kecamatan of the Kota are small: their names stand on two lines.
            let lines: Vec<&str> = cell.area.name.split(' ').collect();
            let rows = f32::from(u8::try_from(lines.len()).unwrap_or(u8::MAX));
            let mut y = centre.y.0 - (rows - 1.0) * STEP / 2.0 + 0.6;
            if 0 < count {
                y -= 1.3;
            }
            if self.has_estate_about(centre) {
                y -= 3.0;
            }
            let count = (0 < count).then(|| count.to_string());
            let named = lines.into_iter().map(|line| (line, NAME, STEP));
            let counted = count
                .as_deref()
                .map(|count| (count, (Face::Bold, 7.5), 0.0));
            for (line, (face, size), step) in named.chain(counted) {
                if face == Face::Bold {
                    y += 0.75;
                }
                let half = face.width(line, Pt(size), 0).0 / 2.0 + 0.7;
                let (left, right) = (bounds.x.0 + half, bounds.right().0 - half);
                let x = if left < right {
                    centre.x.0.clamp(left, right)
                } else {
                    (left + right) / 2.0
                };
                let at = Point { x: Mm(x), y: Mm(y) };
                self.halo(line, at, (face, size), ink(shade));
                self.text(line, at, (face, size, letters), 0.5);
                y += step;
            }
        }
    }

    /// An estate's square would stand under a name written there.
    fn has_estate_about(&self, at: Point) -> bool {
        let estates = areas()
            .iter()
            .filter(|area| area.code.kind() == AreaKind::Estate);
        let mut squares = estates.map(|area| self.at(area.centre));
        squares.any(|square| (square.x.0 - at.x.0).abs() < 6.0 && (square.y.0 - at.y.0).abs() < 3.5)
    }

    /// The ground's colour around a line of text, so that it reads over dots.
    fn halo(&mut self, words: &str, at: Point, (face, size): (Face, f32), ground: Ink) {
        self.text(words, at, (face, size, ground), 0.5);
        if let Some(Item::Text(run)) = self.drawing.items.last_mut() {
            run.outline = Some(Stroke {
                ink: ground,
                width: Mm(0.7),
            });
        }
    }

    /// North above the coast, the others along their borders.
    fn around(&mut self, words: &[String; 4], width: f32) {
        let [north, east, south, west] = words;
        let bottom = self.drawing.size.height.0;
        let style = (Face::Italic, 7.0, PALE);
        let at = |x: f32, y: f32| Point { x: Mm(x), y: Mm(y) };
        self.text(north, at(width * 0.12, bottom * 0.08), style, 0.0);
        self.text(east, at(width, bottom * 0.20), style, 1.0);
        self.text(south, at(width * 0.18, bottom * 0.90), style, 0.0);
        self.text(west, at(0.0, bottom * 0.30), style, 0.0);
    }

    fn estates(&mut self) {
        let listed = areas()
            .iter()
            .filter(|area| area.code.kind() == AreaKind::Estate);
        for (number, area) in (1..).zip(listed) {
            let at = self.at(area.centre);
            self.estate(number, at);
        }
    }

    /// A small square with its number.
    fn estate(&mut self, number: u32, at: Point) {
        const SIDE: f32 = 2.5;
        let square = Rect::new(at.x.0 - SIDE / 2.0, at.y.0 - SIDE / 2.0, SIDE, SIDE);
        self.shape(
            Outline::rounded(square, Mm(0.5)),
            Some(WHITE),
            Some(Stroke {
                ink: ESTATE,
                width: Mm(0.25),
            }),
        );
        let baseline = Point {
            x: at.x,
            y: Mm(at.y.0 + 0.68),
        };
        self.text(
            &number.to_string(),
            baseline,
            (Face::Bold, 5.2, ESTATE),
            0.5,
        );
    }

    fn dot(&mut self, at: Point) {
        self.shape(
            Outline::circle(at, Mm(0.75)),
            Some(DOT),
            Some(Stroke {
                ink: WHITE,
                width: Mm(0.2),
            }),
        );
    }

    fn legend(&mut self, plan: &Plan<'_>, steps: &[u64], left: f32) {
        let at = |x: f32, y: f32| Point {
            x: Mm(left + x),
            y: Mm(y),
        };
        let (head, body) = ((Face::SemiBold, 8.4, Ink::K), (Face::Regular, 8.0, DARK));
        let width = plan.width.0 - left;
        let mut y = MARGIN + 4.0;
        for line in wrapped(&plan.words.counted, head.0, head.1, width) {
            self.text(&line, at(0.0, y), head, 0.0);
            y += 3.8;
        }
        y += 1.6;
        let mut low = 1;
        let classes = [(String::from("0"), 0)]
            .into_iter()
            .chain(steps.iter().map(|&high| {
                let words = if low < high {
                    format!("{low}–{high}")
                } else {
                    high.to_string()
                };
                low = high + 1;
                (words, shade(high, steps))
            }));
        for (words, shade) in classes.collect::<Vec<_>>() {
            let sample = Rect::new(left, y - 2.9, 7.0, 3.8);
            let pen = Stroke {
                ink: Ink::Tint(30),
                width: Mm(0.12),
            };
            self.shape(
                Outline::rounded(sample, Mm(0.4)),
                Some(ink(shade)),
                Some(pen),
            );
            self.text(&words, at(9.5, y), body, 0.0);
            y += 5.0;
        }
        if !plan.dots.is_empty() {
            y += 1.5;
            self.dot(at(3.5, y - 1.0));
            for line in wrapped(&plan.words.dot, body.0, body.1, width - 9.5) {
                self.text(&line, at(9.5, y), body, 0.0);
                y += 3.8;
            }
            y += 1.2;
        }
        y += 4.0;
        self.text(&plan.words.estates, at(0.0, y), head, 0.0);
        y += 5.4;
        let listed = areas()
            .iter()
            .filter(|area| area.code.kind() == AreaKind::Estate);
        for (number, area) in (1..).zip(listed) {
            self.estate(number, at(1.6, y - 1.0));
            for line in wrapped(area.name, body.0, body.1, width - 5.0) {
                self.text(&line, at(5.0, y), body, 0.0);
                y += 3.6;
            }
            y += 1.0;
        }
        y += 3.0;
        let note = (Face::Regular, 7.0, PALE);
        for line in wrapped(&plan.words.note, note.0, note.1, width) {
            self.text(&line, at(0.0, y), note, 0.0);
            y += 3.1;
        }
    }
}

/// Words broken into lines no wider than `width` millimetres; a longer word stands alone.
fn wrapped(words: &str, face: Face, size: f32, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if face.width(&format!("{line} {word}"), Pt(size), 0).0 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
