//! Text into a box: one line if it fits, then more lines and smaller type down to a limit, else by how much it fails.

use super::{Face, Ink, Mm, Point, Pt, Rect, Run};

/// A piece of text of one face; pieces follow each other with a blank between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// What it says; `\n` ends a line where all such lines fit.
    pub text: String,
    /// Its face.
    pub face: Face,
    /// Its size in parts of the box's size.
    pub scale: f32,
    /// Its colour.
    pub ink: Ink,
}

/// Where a text goes and how far it may give way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextBox {
    /// Left end of the baseline of a text of one line.
    pub at: Point,
    /// Widest line.
    pub width: Mm,
    /// Capitals may rise so far above that baseline.
    pub rise: Mm,
    /// The last baseline may lie so far below it.
    pub drop: Mm,
    /// Most lines.
    pub lines: usize,
    /// Size it would like.
    pub size: Pt,
    /// Size it may shrink to.
    pub smallest: Pt,
    /// Baseline to baseline in parts of the size.
    pub leading: f32,
    /// Added after every glyph, in thousandths of the size.
    pub tracking: i16,
    /// Where short lines stand.
    pub align: Align,
}

impl TextBox {
    /// All it may cover, small descenders included.
    pub fn bounds(&self) -> Rect {
        Rect {
            x: self.at.x,
            y: self.at.y - self.rise,
            width: self.width,
            height: self.rise + self.drop + Mm(0.3),
        }
    }
}

/// Where short lines stand in their box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At its left edge.
    #[default]
    Left,
    /// In its middle.
    Centre,
    /// At its right edge.
    Right,
}

/// Text that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// In reading order.
    pub runs: Vec<Run>,
    /// Size it got.
    pub size: Pt,
    /// Lines it took.
    pub lines: usize,
}

/// Why a text cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Misfit {
    /// Too wide or too high by that much even at the smallest size.
    By(Mm),
    /// No face has this character.
    Missing(char),
}

/// Steps in which a text shrinks.
const STEP: Pt = Pt(0.1);

/// A part of a span that no line break may divide.
struct Word<'a> {
    text: &'a str,
    span: usize,
    /// Em of the box's size.
    width: f32,
    /// Blank before it, if it does not begin a line.
    gap: f32,
    /// Begins a line wherever lines are kept.
    breaks: bool,
}

/// Sets `spans` in a box: the largest size at which they fit; hard line ends are given up before the text is.
pub fn fit(spans: &[Span], place: &TextBox) -> Result<Fitted, Misfit> {
    if let Some(character) = spans.iter().find_map(missing) {
        return Err(Misfit::Missing(character));
    }
    let words = words(spans, place.tracking);
    if words.is_empty() {
        return Ok(Fitted {
            runs: Vec::new(),
            size: place.size,
            lines: 0,
        });
    }
    let has_breaks = words.iter().any(|word| word.breaks);
    for keep_breaks in [true, false] {
        if !keep_breaks && !has_breaks {
            continue;
        }
        let mut size = place.size;
        while size.0 > place.smallest.0 - 0.001 {
            if let Some(fitted) = try_size(spans, &words, place, size, keep_breaks) {
                return Ok(fitted);
            }
            size = Pt(size.0 - STEP.0);
        }
    }
    Err(Misfit::By(excess(spans, &words, place)))
}

fn missing(span: &Span) -> Option<char> {
    span.text
        .split(['\n', ' '])
        .find_map(|word| span.face.missing(word))
}

fn words<'a>(spans: &'a [Span], tracking: i16) -> Vec<Word<'a>> {
    let tracking = f32::from(tracking) / 1000.0;
    let mut words = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let em = |text: &str| -> f32 {
            span.face
                .glyphs(text)
                .map(|glyph| glyph.advance + glyph.kern + tracking)
                .sum::<f32>()
                * span.scale
        };
        let blank = em(" ");
        for (number, line) in span.text.split('\n').enumerate() {
            let mut first = number > 0;
            for text in line.split(' ').filter(|text| !text.is_empty()) {
                let mut gap = blank;
                for part in hyphenated(text) {
                    words.push(Word {
                        text: part,
                        span: index,
                        width: em(part),
                        gap,
                        breaks: std::mem::take(&mut first),
                    });
                    gap = 0.0;
                }
            }
        }
    }
    words
}

/// Parts of a word that end in a hyphen, and the rest.
fn hyphenated(word: &str) -> impl Iterator<Item = &str> {
    word.split_inclusive('-')
}

/// Index of the first word of each line; `None` when a word alone is wider than the line.
fn wrap(words: &[Word<'_>], width_em: f32, keep_breaks: bool) -> Option<Vec<usize>> {
    let mut starts = Vec::new();
    let mut used = f32::INFINITY;
    for (index, word) in words.iter().enumerate() {
        if word.width > width_em {
            return None;
        }
        let wide = used + word.gap + word.width;
        if wide > width_em || (keep_breaks && word.breaks) {
            starts.push(index);
            used = word.width;
        } else {
            used = wide;
        }
    }
    Some(starts)
}

fn try_size(
    spans: &[Span],
    words: &[Word<'_>],
    place: &TextBox,
    size: Pt,
    keep_breaks: bool,
) -> Option<Fitted> {
    let width_em = place.width.0 / size.mm().0;
    let mut starts = wrap(words, width_em, keep_breaks)?;
    let lines = starts.len();
    if lines > place.lines
        || height(spans, place, size, lines).0 > place.rise.0 + place.drop.0 + 0.001
    {
        return None;
    }
    if lines > 1 && !(keep_breaks && words.iter().any(|word| word.breaks)) {
        starts = balanced(words, width_em, lines, starts);
    }
    let extent = size.mm().0 * place.leading * line_steps(lines);
    let mut baseline = place.at.y.0.min(place.at.y.0 + place.drop.0 - extent);
    let mut runs = Vec::new();
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(words.len());
        let line = set_line(spans, words.get(start..end)?, place, size, Mm(baseline))?;
        runs.extend(line);
        baseline += size.mm().0 * place.leading;
    }
    Some(Fitted { runs, size, lines })
}

/// The same number of lines, as even as they get.
fn balanced(words: &[Word<'_>], width_em: f32, lines: usize, mut starts: Vec<usize>) -> Vec<usize> {
    let (mut low, mut high) = (0.0, width_em);
    for _ in 0..10 {
        let middle = (low + high) / 2.0;
        match wrap(words, middle, false) {
            Some(even) if even.len() == lines => {
                starts = even;
                high = middle;
            }
            Some(_) | None => low = middle,
        }
    }
    starts
}

fn line_steps(lines: usize) -> f32 {
    f32::from(u16::try_from(lines.saturating_sub(1)).unwrap_or(u16::MAX))
}

/// From the first line's capitals to the last baseline.
fn height(spans: &[Span], place: &TextBox, size: Pt, lines: usize) -> Mm {
    let cap = spans
        .iter()
        .map(|span| span.face.cap_height(Pt(size.0 * span.scale)).0)
        .fold(0.0, f32::max);
    Mm(cap + size.mm().0 * place.leading * line_steps(lines))
}

/// The runs of one line, aligned; `None` should kerning across blanks have made it too wide.
fn set_line(
    spans: &[Span],
    words: &[Word<'_>],
    place: &TextBox,
    size: Pt,
    baseline: Mm,
) -> Option<Vec<Run>> {
    let mut runs: Vec<(usize, Run)> = Vec::new();
    let mut x = 0.0;
    for (number, word) in words.iter().enumerate() {
        let span = spans.get(word.span)?;
        let gap = if number == 0 {
            0.0
        } else {
            word.gap * size.mm().0
        };
        match runs.last_mut() {
            Some((index, run)) if *index == word.span => {
                if gap > 0.0 {
                    run.text.push(' ');
                }
                run.text.push_str(word.text);
            }
            _ => {
                if let Some((_, last)) = runs.last() {
                    x = last.at.x.0 + last.width().0 + gap;
                }
                let at = Point {
                    x: Mm(x),
                    y: baseline,
                };
                let mut run = Run::new(word.text, at, span.face, Pt(size.0 * span.scale));
                run.ink = span.ink;
                run.tracking = place.tracking;
                runs.push((word.span, run));
            }
        }
    }
    let length = runs
        .last()
        .map_or(0.0, |(_, run)| run.at.x.0 + run.width().0);
    if length > place.width.0 + 0.001 {
        return None;
    }
    let spare = place.width.0 - length;
    let indent = match place.align {
        Align::Left => 0.0,
        Align::Centre => spare / 2.0,
        Align::Right => spare,
    };
    for (_, run) in &mut runs {
        run.at.x = Mm(run.at.x.0 + place.at.x.0 + indent);
    }
    Some(runs.into_iter().map(|(_, run)| run).collect())
}

/// How much wider or higher the box would have to be at the smallest size.
fn excess(spans: &[Span], words: &[Word<'_>], place: &TextBox) -> Mm {
    let em = place.smallest.mm().0;
    let widest = words.iter().map(|word| word.width * em).fold(0.0, f32::max);
    if widest > place.width.0 {
        return Mm(widest - place.width.0);
    }
    let lines = wrap(words, place.width.0 / em, false).map_or(1, |starts| starts.len());
    let missing_lines = line_steps(lines.saturating_sub(place.lines) + 1) * em * place.leading;
    let missing_height =
        height(spans, place, place.smallest, lines).0 - place.rise.0 - place.drop.0;
    Mm(missing_lines.max(missing_height).max(0.01))
}
