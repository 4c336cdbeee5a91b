//! Bars, columns over months, and codes to keep or scan.

use super::page::{ACCENT, Flow, HAIR, count};
use super::set::PALE;
use super::words::{Style, clean};
use super::{Bar, Code, Columns, Error};
use crate::drawing::{Align, Face, Ink, Mm, Rect};

const LABEL: Style = Style::new(Face::Regular, 8.6).leading(1.3);
const NUMBER: Style = Style::new(Face::SemiBold, 8.6).leading(1.3);
const SHARE: Style = Style::new(Face::Regular, 8.6).leading(1.3).ink(PALE);
const TICK: Style = Style::new(Face::Regular, 7.2).leading(1.25).ink(PALE);
const CAPTION: Style = Style::new(Face::SemiBold, 9.5);

/// Of the columns of several series; told apart by lightness too, for printers without colour.
const TONES: [Ink; 6] = [
    ACCENT,
    Ink::Rgb(226, 168, 63),
    Ink::Rgb(15, 47, 56),
    Ink::Rgb(156, 205, 208),
    Ink::Tint(55),
    Ink::Rgb(168, 76, 50),
];

/// Height of the columns' field, and of all with legend and labels.
const FIELD: f32 = 46.0;
pub(super) const COLUMNS_HIGH: f32 = FIELD + 18.0;
/// About the height of a code.
pub(super) const CODE_HIGH: f32 = 62.0;

/// About the height of bars whose labels take one line each, with the room below.
pub(super) fn bars_high(bars: &[Bar]) -> f32 {
    count(bars) * (LABEL.step().0 + 1.5) + 6.0
}

/// One bar a line.
pub(super) fn bars(flow: &mut Flow<'_>, bars: &[Bar]) -> Result<(), Error> {
    const GUTTER: f32 = 3.0;
    const THICK: f32 = 3.1;
    let (left, width) = (flow.left(), flow.width());
    let widest = |style: Style, text: fn(&Bar) -> &str| {
        bars.iter()
            .map(|bar| style.width(&clean(text(bar), style.face)).0)
            .fold(0.0, f32::max)
    };
    let label_width = widest(LABEL, |bar| &bar.label).clamp(24.0, width * 0.36);
    let value_width = widest(NUMBER, |bar| &bar.value).min(width * 0.15);
    let share_width = widest(SHARE, |bar| &bar.share).min(width * 0.12);
    let x = left + label_width + GUTTER;
    let value_x = left + width - share_width - GUTTER - value_width;
    let room = value_x - GUTTER - x;
    let longest = bars.iter().map(|bar| bar.length).fold(0.0, f32::max);
    for bar in bars {
        let label = LABEL.wrap(&bar.label, Mm(label_width));
        let value = NUMBER.wrap(&bar.value, Mm(value_width + 0.01));
        let share = SHARE.wrap(&bar.share, Mm(share_width + 0.01));
        let lines = count(&label).max(count(&value)).max(count(&share));
        let height = lines * LABEL.step().0 + 1.5;
        flow.need(height)?;
        let y = flow.y;
        flow.lines(&label, LABEL, (left, y, label_width), Align::Left);
        let middle = y + LABEL.step().0 / 2.0;
        let part = |length: f32| Rect::new(x, middle - THICK / 2.0, length, THICK);
        flow.area(part(room), Ink::Tint(5));
        if longest > 0.0 && bar.length > 0.0 {
            flow.area(part((room * bar.length / longest).max(0.2)), ACCENT);
        }
        flow.lines(&value, NUMBER, (value_x, y, value_width), Align::Right);
        let share_x = left + width - share_width;
        flow.lines(&share, SHARE, (share_x, y, share_width), Align::Right);
        flow.y += height;
    }
    flow.close();
    Ok(())
}

/// A whole number with its thousands parted.
fn grouped(number: u64, mark: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}

/// Distance of two marks of a scale that ends at or above `most`: 1, 2 or 5 times a power of ten, at most five steps.
fn scale(most: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for step in [1, 2, 5] {
            let step = power.saturating_mul(step);
            if step.saturating_mul(5) >= most {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// Part of a whole; both far below what single precision counts by eye.
fn part(of: u64, whole: u64) -> f32 {
    of as f32 / whole.max(1) as f32
}

/// Columns over the months.
pub(super) fn columns(flow: &mut Flow<'_>, chart: &Columns) -> Result<(), Error> {
    let many = chart.series.len();
    let whole = chart.months.iter().all(|month| month.values.len() == many);
    if !whole || many == 0 || many > TONES.len() {
        return Err(Error::Series);
    }
    let (left, width) = (flow.left(), flow.width());
    let most = chart
        .months
        .iter()
        .flat_map(|month| month.values.iter().copied())
        .max()
        .unwrap_or(0)
        .max(1);
    let step = scale(most);
    let top = most.div_ceil(step).saturating_mul(step);
    let mark = |number: u64| grouped(number, &chart.thousands);
    let ticks_width = TICK.width(&mark(top)).0;
    let (x, room) = (left + ticks_width + 2.0, width - ticks_width - 2.0);
    let slot = room / count(&chart.months).max(1.0);
    let names = Names::of(chart, slot);
    let legend = legend(&chart.series, left, width);
    let legend_rows = legend.iter().map(|name| name.row + 1.0).fold(0.0, f32::max);
    let legend_high = if legend.is_empty() {
        0.0
    } else {
        legend_rows * LABEL.step().0 + 2.5
    };
    flow.need(legend_high + FIELD + 1.0 + names.rows * TICK.step().0)?;
    for (name, tone) in legend.iter().zip(TONES) {
        name.draw(flow, tone);
    }
    flow.y += legend_high;
    let base = flow.y + FIELD;
    // The number above the highest column stands inside the field.
    let high = FIELD - TICK.step().0;
    for number in 0..=top / step {
        let at = number * step;
        let y = base - high * part(at, top);
        let ink = Ink::Tint(if at == 0 { 60 } else { 14 });
        flow.rule((x, y), (x + room, y), ink, HAIR);
        let tick_y = y - TICK.step().0 / 2.0;
        flow.line(&mark(at), TICK, (left, tick_y, ticks_width), Align::Right);
    }
    let thick = (slot * 0.72 / count(&chart.series)).min(9.0);
    let numbers = many == 1 && TICK.width(&mark(most)).0 + 1.0 < slot;
    let mut middle = x + slot / 2.0;
    for month in &chart.months {
        let mut at = middle - thick * count(&month.values) / 2.0;
        for (&value, tone) in month.values.iter().zip(TONES) {
            let height = high * part(value, top);
            if value > 0 {
                flow.area(Rect::new(at, base - height, thick * 0.94, height), tone);
            }
            if numbers {
                let y = base - height - TICK.step().0;
                let place = (middle - slot / 2.0, y, slot);
                let wide = TICK.width(&mark(value)).0 + 1.0;
                // The scale's lines do not strike the number out.
                flow.area(
                    Rect::new(middle - wide / 2.0, y, wide, TICK.step().0 - 0.2),
                    Ink::Rgb(255, 255, 255),
                );
                flow.line(&mark(value), TICK, place, Align::Centre);
            }
            at += thick;
        }
        middle += slot;
    }
    flow.y = base + 1.0;
    names.draw(flow, x, slot);
    flow.close();
    Ok(())
}

/// A series in the legend.
struct Name {
    text: String,
    x: f32,
    row: f32,
}

/// Side of a tone's sample, and its distance from the name.
const SAMPLE: f32 = 2.6;
const SAMPLE_GAP: f32 = 1.6;

/// Names side by side, in as many rows as they need; one series needs none.
fn legend(series: &[String], left: f32, width: f32) -> Vec<Name> {
    if series.len() < 2 {
        return Vec::new();
    }
    let (mut x, mut row) = (left, 0.0);
    series
        .iter()
        .map(|name| {
            let text = clean(name, LABEL.face).into_owned();
            let wide = SAMPLE + SAMPLE_GAP + LABEL.width(&text).0;
            if x > left && x + wide > left + width {
                (x, row) = (left, row + 1.0);
            }
            let name = Name { text, x, row };
            x += wide + 6.0;
            name
        })
        .collect()
}

impl Name {
    fn draw(&self, flow: &mut Flow<'_>, tone: Ink) {
        let step = LABEL.step().0;
        let y = flow.y + self.row * step;
        flow.area(
            Rect::new(self.x, y + (step - SAMPLE) / 2.0, SAMPLE, SAMPLE),
            tone,
        );
        let x = self.x + SAMPLE + SAMPLE_GAP;
        flow.line(&self.text, LABEL, (x, y, 0.0), Align::Left);
    }
}

/// The months' names as they fit: where they are too many to stand side by side, every second or third.
struct Names {
    every: usize,
    wide: f32,
    lines: Vec<Vec<String>>,
    rows: f32,
}

impl Names {
    fn of(chart: &Columns, slot: f32) -> Self {
        let widest = chart
            .months
            .iter()
            .flat_map(|month| month.label.split(' '))
            .map(|word| TICK.width(&clean(word, TICK.face)).0 + 0.8)
            .fold(0.0, f32::max);
        let (mut every, mut wide) = (1_usize, slot);
        while wide < widest && every < chart.months.len() {
            every += 1;
            wide += slot;
        }
        let lines: Vec<Vec<String>> = chart
            .months
            .iter()
            .step_by(every)
            .map(|month| TICK.wrap(&month.label, Mm(wide - 0.4)))
            .collect();
        let rows = lines.iter().map(|lines| count(lines)).fold(0.0, f32::max);
        Self {
            every,
            wide,
            lines,
            rows,
        }
    }

    fn draw(&self, flow: &mut Flow<'_>, x: f32, slot: f32) {
        let mut middle = x + slot / 2.0;
        for lines in &self.lines {
            let start = (middle - self.wide / 2.0).max(x - slot / 2.0);
            let place = (start, flow.y, (middle - start) * 2.0);
            flow.lines(lines, TICK, place, Align::Centre);
            for _month in 0..self.every {
                middle += slot;
            }
        }
        flow.y += self.rows * TICK.step().0;
    }
}

/// A code in a frame: the symbol left, the lines beside it.
pub(super) fn code(flow: &mut Flow<'_>, code: &Code) -> Result<(), Error> {
    /// Of the symbol with its quiet zone, in millimetres and modules.
    const SYMBOL: f32 = 46.0;
    const QUIET: usize = 4;
    const PAD: f32 = 6.0;
    if let Some(symbol) = &code.symbol
        && (symbol.side == 0 || symbol.side.checked_mul(symbol.side) != Some(symbol.dark.len()))
    {
        return Err(Error::Symbol);
    }
    let (left, width) = (flow.left(), flow.width());
    let symbol_width = if code.symbol.is_some() { SYMBOL } else { 0.0 };
    let room = width - 2.0 * PAD - symbol_width;
    let (lines, style) = large(&code.lines, room);
    let caption = if code.caption.is_empty() {
        Vec::new()
    } else {
        CAPTION.wrap(&code.caption, Mm(width - 2.0 * PAD))
    };
    let caption_high = count(&caption) * CAPTION.step().0;
    let lines_high = count(&lines) * style.step().0;
    let inner = lines_high.max(symbol_width);
    let height = caption_high + inner + 2.0 * PAD - if symbol_width > 0.0 { 6.0 } else { 0.0 };
    flow.need(height)?;
    let top = flow.y;
    flow.frame(Rect::new(left, top, width, height), Ink::Tint(45));
    let y = flow.lines(
        &caption,
        CAPTION,
        (left + PAD, top + PAD - 1.0, width - 2.0 * PAD),
        Align::Left,
    );
    let mut x = left + PAD;
    if let Some(symbol) = &code.symbol {
        let modules = u16::try_from(symbol.side + 2 * QUIET).unwrap_or(u16::MAX);
        let module = SYMBOL / f32::from(modules);
        let quiet = module * 4.0;
        // Without a caption the quiet zone itself is the margin.
        flow.modules((left + 2.0 + quiet, y - 2.0 + quiet), symbol, Mm(module));
        x += SYMBOL;
    }
    let place = (
        x,
        y + (inner - lines_high) / 2.0 - if symbol_width > 0.0 { 2.0 } else { 0.0 },
        room,
    );
    let align = if symbol_width > 0.0 {
        Align::Left
    } else {
        Align::Centre
    };
    flow.lines(&lines, style, place, align);
    flow.y = top + height;
    flow.close();
    Ok(())
}

/// The largest letters in which every line stands as it is; the smallest where none does.
fn large(lines: &[String], room: f32) -> (Vec<String>, Style) {
    let style = |size: f32| Style::new(Face::MonoBold, size).leading(1.5);
    let mut size = 20.0;
    while size > 9.0 {
        let fits = lines
            .iter()
            .all(|line| style(size).width(&clean(line, Face::MonoBold)).0 <= room);
        if fits {
            break;
        }
        size -= 0.5;
    }
    let style = style(size);
    let lines = lines
        .iter()
        .flat_map(|line| style.wrap(line, Mm(room + 0.01)))
        .collect();
    (lines, style)
}
