//! A list of any number of rows: only those seen are drawn, one stop for Tab, arrows choose, headings sort.
//!
//! The place in the list is a row and a part of one, not a distance: a million rows are as exact as ten.

use super::button::focus_ring;
use super::icon::{self, Icon};
use super::{Tone, tone_colors};
use crate::desk::theme::{self, Tokens, Weight};
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    Align2, Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// Height of a row and of the headings.
const ROW: f32 = 36.0;
const HEAD: f32 = 30.0;
/// Width of the bar at the right, and least height of its handle.
const BAR: f32 = 12.0;
const HANDLE: f32 = 32.0;
/// Space between two columns.
const GAP: f32 = 12.0;

/// How a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorted {
    /// It cannot be.
    Never,
    /// It can be.
    May,
    /// Small first.
    Up,
    /// Large first.
    Down,
}

/// One column.
pub struct Column {
    /// Its heading.
    pub words: String,
    /// Points; a negative number is a share of what is left.
    pub width: f32,
    /// How it is sorted.
    pub sorted: Sorted,
    /// It holds counts: heading and cells stand at its right edge.
    pub counts: bool,
}

impl Column {
    /// A column of `width` points that cannot be sorted.
    pub fn new(words: String, width: f32) -> Self {
        Self {
            words,
            width,
            sorted: Sorted::Never,
            counts: false,
        }
    }

    /// A column of counts.
    pub fn counts(words: String, width: f32) -> Self {
        Self {
            counts: true,
            ..Self::new(words, width)
        }
    }

    /// With its sorting.
    pub fn sorted(mut self, sorted: Sorted) -> Self {
        self.sorted = sorted;
        self
    }
}

/// Where a list stands.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The row chosen.
    pub cursor: usize,
    /// First row seen, and how many points of it are above the edge.
    top: usize,
    over: f32,
    /// Rows seen at once, the last time.
    seen: usize,
    reveal: bool,
}

/// What a person did with the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Heading pressed: sort by that column.
    pub sort: Option<usize>,
    /// Row pressed.
    pub pressed: Option<usize>,
    /// Enter on the row chosen, while the list has the cursor.
    pub entered: bool,
}

/// How the list is called and how much there is.
pub struct Frame<'a> {
    /// Its name.
    pub name: &'a str,
    /// All rows.
    pub total: usize,
    /// Points it may be high.
    pub height: f32,
}

impl Rows {
    /// Goes to the begin.
    pub fn restart(&mut self) {
        *self = Self {
            seen: self.seen,
            ..Self::default()
        };
    }

    /// Takes the keys that choose a row. `all`: also Home and End, which a text box would want for itself.
    pub fn keys(&mut self, ui: &Ui, total: usize, all: bool) {
        let pressed =
            |modifiers, key| ui.input_mut(|input| input.count_and_consume_key(modifiers, key));
        let before = self.cursor;
        let page = self.seen.saturating_sub(1).max(1);
        let (down, up) = (
            pressed(Modifiers::NONE, Key::ArrowDown),
            pressed(Modifiers::NONE, Key::ArrowUp),
        );
        let (pages_down, pages_up) = (
            pressed(Modifiers::NONE, Key::PageDown),
            pressed(Modifiers::NONE, Key::PageUp),
        );
        let mut home = pressed(Modifiers::CTRL, Key::Home) > 0;
        let mut end = pressed(Modifiers::CTRL, Key::End) > 0;
        if all {
            home |= pressed(Modifiers::NONE, Key::Home) > 0;
            end |= pressed(Modifiers::NONE, Key::End) > 0;
        }
        let mut at = self.cursor.saturating_add(down + pages_down * page);
        at = at.saturating_sub(up + pages_up * page);
        if home {
            at = 0;
        }
        if end {
            at = usize::MAX;
        }
        self.cursor = at.min(total.saturating_sub(1));
        self.reveal |= self.cursor != before || home || end;
    }

    /// Draws it. `cell` paints one row, and answers with its words for assistive technology.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        columns: &[Column],
        mut cell: impl FnMut(&mut Cells<'_>, usize) -> String,
    ) -> Said {
        let tokens = theme::of(ui);
        let size = vec2(ui.available_width(), frame.height.max(HEAD + ROW * 3.0));
        let id = ui.scope_id().with((frame.name, "rows"));
        let (outer, _) = ui.allocate_exact_size(size, Sense::hover());
        let list = ui.interact(outer, id, Sense::click());
        let mut said = self.focused(ui, &list, frame);
        let bar_space = BAR + 4.0;
        let inner = Rect::from_min_max(outer.min, outer.max - vec2(bar_space, 0.0));
        let lanes = lanes(inner.shrink2(vec2(10.0, 0.0)), columns);
        said.sort = heads(ui, tokens, &list, columns, &lanes);
        let body = Rect::from_min_max(outer.min + vec2(0.0, HEAD), outer.max);
        self.place(frame.total, body.height());
        self.wheel(ui, &list, frame.total, body.height());
        self.bar(ui, (outer, body), id, frame.total);
        let mut words = String::new();
        let clip = body.intersect(ui.clip_rect());
        let mut y = body.top() - self.over;
        for index in self.top..frame.total {
            if y >= body.bottom() {
                break;
            }
            let rect = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), ROW));
            y += ROW;
            let chosen = index == self.cursor;
            let row = ui.interact(rect.intersect(body), id.with(index), Sense::CLICK);
            backdrop(
                ui,
                tokens,
                clip,
                (rect, chosen, row.hovered(), list.has_focus()),
            );
            let mut cells = Cells {
                ui,
                clip,
                lanes: &lanes,
                rect,
                at: 0,
            };
            let told = cell(&mut cells, index);
            row.widget_info(|| WidgetInfo::selected(Role::Row, true, chosen, &told));
            if chosen {
                words = told;
            }
            if row.clicked() {
                self.cursor = index;
                said.pressed = Some(index);
                list.request_focus();
            }
        }
        list.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, frame.name));
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_value(words));
        focus_ring(ui, &list, outer.expand(1.0));
        said
    }

    /// While it has the cursor, the arrows and Enter are its own.
    fn focused(&mut self, ui: &Ui, list: &Response, frame: &Frame<'_>) -> Said {
        let mut said = Said::default();
        if list.has_focus() {
            let filter = EventFilter {
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(list.id, filter));
            self.keys(ui, frame.total, true);
            said.entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        }
        said
    }

    /// Keeps top and cursor in the list, and the row chosen in sight when it has just been chosen.
    fn place(&mut self, total: usize, height: f32) {
        let whole = rows_in(height);
        self.seen = whole;
        self.cursor = self.cursor.min(total.saturating_sub(1));
        if std::mem::take(&mut self.reveal) {
            if self.cursor < self.top || (self.cursor == self.top && self.over > 0.0) {
                (self.top, self.over) = (self.cursor, 0.0);
            } else if self.top + whole <= self.cursor {
                self.top = self.cursor + 1 - whole;
                self.over = 0.0;
            }
        }
        let last = total.saturating_sub(whole);
        if last <= self.top {
            (self.top, self.over) = (last, 0.0);
        }
    }

    fn wheel(&mut self, ui: &Ui, list: &Response, total: usize, height: f32) {
        if !list.contains_pointer() && !ui.rect_contains_pointer(list.rect) {
            return;
        }
        let delta = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
        if delta == 0.0 {
            return;
        }
        self.over -= delta;
        while self.over < 0.0 && self.top > 0 {
            self.top -= 1;
            self.over += ROW;
        }
        while self.over >= ROW {
            self.top += 1;
            self.over -= ROW;
        }
        self.over = self.over.max(0.0);
        self.place(total, height);
    }

    fn bar(&mut self, ui: &Ui, (outer, body): (Rect, Rect), id: Id, total: usize) {
        let last = total.saturating_sub(rows_in(body.height()));
        if last == 0 {
            return;
        }
        let tokens = theme::of(ui);
        let track = Rect::from_min_max(
            pos2(outer.right() - BAR, body.top()),
            pos2(outer.right(), body.bottom()),
        );
        let share = body.height() / (total as f32 * ROW);
        let handle = (track.height() * share).max(HANDLE);
        let way = (track.height() - handle).max(1.0);
        let bar = ui.interact(track, id.with("bar"), Sense::DRAG | Sense::CLICK);
        if let Some(pointer) = bar.interact_pointer_pos() {
            let at = ((pointer.y - track.top() - handle / 2.0) / way).clamp(0.0, 1.0);
            self.top = nth(f64::from(at), last);
            self.over = 0.0;
        }
        let at = self.top as f32 / last as f32;
        let rect = Rect::from_min_size(
            pos2(track.left() + 2.0, track.top() + way * at.min(1.0)),
            vec2(BAR - 4.0, handle),
        );
        let hot = bar.hovered() || bar.dragged();
        let color = if hot {
            tokens.muted
        } else {
            tokens.field_border
        };
        ui.painter().rect_filled(rect, CornerRadius::same(4), color);
    }
}

/// The row at a share of the way to the last one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nought and the last row"
)]
fn nth(share: f64, last: usize) -> usize {
    ((share * last as f64).round() as usize).min(last)
}

/// Whole rows in a height.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a window is some thousand points high"
)]
fn rows_in(height: f32) -> usize {
    (height / ROW).floor().max(1.0) as usize
}

/// Left edge and width of every column.
fn lanes(inner: Rect, columns: &[Column]) -> Vec<(f32, f32)> {
    let gaps = GAP * (columns.len().saturating_sub(1)) as f32;
    let fixed: f32 = columns.iter().map(|column| column.width.max(0.0)).sum();
    let shares: f32 = columns.iter().map(|column| (-column.width).max(0.0)).sum();
    let left = (inner.width() - fixed - gaps).max(0.0);
    let mut x = inner.left();
    columns
        .iter()
        .map(|column| {
            let width = if column.width < 0.0 {
                left * -column.width / shares
            } else {
                column.width
            };
            let lane = (x, width);
            x += width + GAP;
            lane
        })
        .collect()
}

fn heads(
    ui: &Ui,
    tokens: &Tokens,
    list: &Response,
    columns: &[Column],
    lanes: &[(f32, f32)],
) -> Option<usize> {
    let mut pressed = None;
    let top = list.rect.top();
    for (index, (column, (x, width))) in columns.iter().zip(lanes).enumerate() {
        let rect = Rect::from_min_size(pos2(*x, top), vec2(*width, HEAD));
        let on = matches!(column.sorted, Sorted::Up | Sorted::Down);
        let color = if on { tokens.heading } else { tokens.muted };
        let weight = if on { Weight::Semibold } else { Weight::Medium };
        let arrow = if on { 16.0 } else { 0.0 };
        let galley = elided(
            ui,
            &column.words,
            theme::font(weight, theme::SMALL),
            color,
            width - arrow,
        );
        let spare = if column.counts {
            width - arrow - galley.size().x
        } else {
            0.0
        };
        let left = rect.left() + spare.max(0.0);
        let end = left + galley.size().x;
        let at = pos2(left, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, color);
        if on {
            let place = icon::square(end + 9.0, rect.center().y, 14.0);
            let symbol = if column.sorted == Sorted::Up {
                Icon::Up
            } else {
                Icon::Down
            };
            icon::paint(ui.painter(), symbol, place, color);
        }
        if column.sorted != Sorted::Never {
            let head = ui.interact(
                rect.expand2(vec2(4.0, 0.0)),
                list.id.with(("head", index)),
                Sense::click(),
            );
            head.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, on, &column.words));
            focus_ring(ui, &head, rect.shrink2(vec2(-4.0, 3.0)));
            if head.clicked() {
                pressed = Some(index);
            }
        }
    }
    let y = top + HEAD - 0.5;
    ui.painter()
        .hline(list.rect.x_range(), y, Stroke::new(1.0, tokens.border));
    pressed
}

fn backdrop(
    ui: &Ui,
    tokens: &Tokens,
    clip: Rect,
    (rect, chosen, hovered, focused): (Rect, bool, bool, bool),
) {
    let painter = ui.painter().with_clip_rect(clip);
    let radius = CornerRadius::same(6);
    if chosen {
        painter.rect_filled(rect.shrink(1.0), radius, tokens.selected);
        if focused {
            let line = Stroke::new(1.5, tokens.accent);
            painter.rect_stroke(rect.shrink(1.0), radius, line, StrokeKind::Inside);
        }
    } else if hovered {
        painter.rect_filled(rect.shrink(1.0), radius, tokens.hover);
    }
    painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, tokens.line));
}

fn elided(
    ui: &Ui,
    text: &str,
    font: eframe::egui::FontId,
    color: Color32,
    width: f32,
) -> std::sync::Arc<eframe::egui::Galley> {
    let format = TextFormat::simple(font, color);
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
    ui.painter().layout_job(job)
}

/// Paints the cells of one row, from left to right.
pub struct Cells<'a> {
    ui: &'a Ui,
    clip: Rect,
    lanes: &'a [(f32, f32)],
    rect: Rect,
    at: usize,
}

impl Cells<'_> {
    /// The next cell is plain text.
    pub fn text(&mut self, text: &str) {
        let color = theme::of(self.ui).text;
        self.paint(text, Weight::Regular, color);
    }

    /// Text that matters most.
    pub fn strong(&mut self, text: &str) {
        let color = theme::of(self.ui).text;
        self.paint(text, Weight::Medium, color);
    }

    /// A number or serial.
    pub fn mono(&mut self, text: &str) {
        let color = theme::of(self.ui).text;
        self.paint(text, Weight::Mono, color);
    }

    /// Text in passing.
    pub fn muted(&mut self, text: &str) {
        let color = theme::of(self.ui).muted;
        self.paint(text, Weight::Regular, color);
    }

    /// A state: its words in a pill of its colour.
    pub fn pill(&mut self, text: &str, tone: Option<Tone>) {
        let Some((x, width)) = self.lane() else {
            return;
        };
        let tokens = theme::of(self.ui);
        let (fill, ink) = tone.map_or((tokens.hover, tokens.muted), |tone| {
            let (_, fill, _, ink) = tone_colors(tokens, tone);
            (fill, ink)
        });
        let font = theme::font(Weight::Medium, theme::SMALL);
        let galley = elided(self.ui, text, font, ink, width - 16.0);
        let size = vec2(galley.size().x + 16.0, 22.0);
        let rect = Rect::from_min_size(pos2(x, self.rect.center().y - 11.0), size);
        let painter = self.ui.painter().with_clip_rect(self.clip);
        painter.rect_filled(rect, CornerRadius::same(11), fill);
        painter.galley(rect.center() - galley.size() / 2.0, galley, ink);
    }

    /// A count, at the right edge of its column.
    pub fn count(&mut self, text: &str) {
        let Some((x, width)) = self.lane() else {
            return;
        };
        let at = pos2(x + width, self.rect.center().y);
        let font = theme::font(Weight::Medium, 15.0);
        let color = theme::of(self.ui).text;
        let painter = self.ui.painter().with_clip_rect(self.clip);
        painter.text(at, Align2::RIGHT_CENTER, text, font, color);
    }

    fn paint(&mut self, text: &str, weight: Weight, color: Color32) {
        let Some((x, width)) = self.lane() else {
            return;
        };
        let size = if weight == Weight::Mono { 14.0 } else { 15.0 };
        let galley = elided(self.ui, text, theme::font(weight, size), color, width);
        let at: Pos2 = pos2(x, self.rect.center().y - galley.size().y / 2.0);
        let painter = self.ui.painter().with_clip_rect(self.clip);
        painter.galley(at, galley, color);
    }

    fn lane(&mut self) -> Option<(f32, f32)> {
        let lane = self.lanes.get(self.at).copied();
        self.at += 1;
        lane
    }
}
