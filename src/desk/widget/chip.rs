//! A filter as a chip: it says what it is set to, and opens a list to choose from by arrows or by typing.

use super::button::focus_ring;
use super::choice::Line;
use super::icon::{self, Icon};
use crate::desk::theme::{self, Weight};
use eframe::egui::{
    Color32, CornerRadius, Event, EventFilter, Id, Key, Label, Modifiers, Popup,
    PopupCloseBehavior, RectAlign, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    accesskit::Role, pos2, vec2,
};

/// Height of the chip and of a line of its list.
const CHIP: f32 = 32.0;
const LINE: f32 = 34.0;

/// Most lines a list draws; typing narrows it.
const LINES: usize = 400;

/// A chip.
pub struct Chip<'a> {
    /// What it filters.
    pub name: &'a str,
    /// Words of the line that takes the filter away.
    pub all: &'a str,
    /// The value chosen.
    pub chosen: Option<&'a str>,
}

/// The list of one chip, kept between frames.
#[derive(Clone, Default)]
struct Open {
    open: bool,
    typed: String,
    at: usize,
    moved: bool,
    /// It has just been opened: the line chosen is to be found.
    fresh: bool,
}

impl Open {
    fn begun() -> Self {
        Self {
            open: true,
            moved: true,
            fresh: true,
            ..Self::default()
        }
    }
}

/// Draws it; `lines` is asked for only when they are needed. `Some(None)`: the filter is taken away; `Some(Some(value))`: it is set.
pub fn ui(
    ui: &mut Ui,
    id: Id,
    chip: &Chip<'_>,
    lines: impl FnOnce() -> Vec<Line>,
) -> Option<Option<String>> {
    let mut state: Open = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let needed = state.open || chip.chosen.is_some();
    let lines = if needed { lines() } else { Vec::new() };
    let shown = matching(&lines, &state.typed);
    if std::mem::take(&mut state.fresh) {
        let chosen = shown.iter().position(|line| is_chosen(chip, *line));
        state.at = chosen.unwrap_or(0);
    }
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let mut picked = None;
    if state.open && has_focus && keys(ui, id, &mut state, shown.len()) {
        picked = shown.get(state.at).copied();
    }
    let response = face(ui, id, chip, (&lines, state.open));
    if response.clicked() && picked.is_none() {
        state = if state.open {
            Open::default()
        } else {
            Open::begun()
        };
        response.request_focus();
    } else if !state.open && response.has_focus() && opens(ui, id) {
        state = Open::begun();
    }
    if state.open && !state.fresh {
        let mut open = true;
        Popup::from_response(&response)
            .open_bool(&mut open)
            .align(RectAlign::BOTTOM_START)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .gap(4.0)
            .width(280.0)
            .accessible_name(chip.name)
            .show(|ui| {
                let pressed = list(ui, chip, &mut state, &shown);
                picked = picked.or(pressed);
            });
        state.open = open && picked.is_none() && response.has_focus();
    }
    if !state.open {
        state = Open::default();
    }
    ui.data_mut(|data| data.insert_temp(id, state));
    picked.map(|line| line.map(|line| line.value.clone()))
}

/// The line that takes the filter away, then those that hold what is typed.
fn matching<'a>(lines: &'a [Line], typed: &str) -> Vec<Option<&'a Line>> {
    let typed = typed.to_lowercase();
    let holds = |line: &&Line| {
        typed.is_empty()
            || line.words.to_lowercase().contains(&typed)
            || line.value.to_lowercase().starts_with(&typed)
    };
    let mut first: Vec<Option<&Line>> = Vec::new();
    if typed.is_empty() {
        first.push(None);
    }
    first.extend(lines.iter().filter(holds).take(LINES).map(Some));
    first
}

fn is_chosen(chip: &Chip<'_>, line: Option<&Line>) -> bool {
    chip.chosen == line.map(|line| line.value.as_str())
}

/// Arrow down opens the list.
fn opens(ui: &Ui, id: Id) -> bool {
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown))
}

/// The keys of an open list; true when its line is chosen.
fn keys(ui: &Ui, id: Id, state: &mut Open, count: usize) -> bool {
    let filter = EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        escape: true,
        tab: false,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let before = (state.at, state.typed.len());
    ui.input_mut(|input| {
        let (down, up) = (
            input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown),
            input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp),
        );
        let (pages_down, pages_up) = (
            input.count_and_consume_key(Modifiers::NONE, Key::PageDown) * 8,
            input.count_and_consume_key(Modifiers::NONE, Key::PageUp) * 8,
        );
        state.at = (state.at + down + pages_down)
            .saturating_sub(up + pages_up)
            .min(count.saturating_sub(1));
        if input.consume_key(Modifiers::NONE, Key::Home) {
            state.at = 0;
        }
        if input.consume_key(Modifiers::NONE, Key::End) {
            state.at = count.saturating_sub(1);
        }
        if input.consume_key(Modifiers::NONE, Key::Backspace) {
            state.typed.pop();
            state.at = 0;
        }
        input.consume_key(Modifiers::NONE, Key::Space);
        for event in &input.events {
            if let Event::Text(text) = event {
                state.typed.push_str(text);
                state.at = 0;
            }
        }
        input
            .events
            .retain(|event| !matches!(event, Event::Text(_)));
    });
    state.moved |= before != (state.at, state.typed.len());
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}

fn face(ui: &mut Ui, id: Id, chip: &Chip<'_>, (lines, open): (&[Line], bool)) -> Response {
    let tokens = theme::of(ui);
    let chosen = chip.chosen.map(|value| {
        lines
            .iter()
            .find(|line| line.value == value)
            .map_or(value, |line| line.words.as_str())
    });
    let words = chosen.map_or_else(
        || chip.name.to_owned(),
        |chosen| format!("{}: {chosen}", chip.name),
    );
    let (fill, ink, line) = if chosen.is_some() {
        (tokens.accent_soft, tokens.heading, tokens.accent_line)
    } else {
        (tokens.panel, tokens.text, tokens.field_border)
    };
    let font = theme::font(Weight::Medium, 14.0);
    let galley = ui
        .painter()
        .layout_no_wrap(words.clone(), font, Color32::PLACEHOLDER);
    let (rect, _) = ui.allocate_exact_size(vec2(galley.size().x + 40.0, CHIP), Sense::hover());
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &words));
    let radius = CornerRadius::same(16);
    let fill = if response.hovered() || open {
        tokens.hover
    } else {
        fill
    };
    ui.painter().rect(
        rect,
        radius,
        fill,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    focus_ring(ui, &response, rect);
    let at = pos2(rect.left() + 13.0, rect.center().y - galley.size().y / 2.0);
    ui.painter()
        .galley_with_override_text_color(at, galley, ink);
    let chevron = icon::square(rect.right() - 16.0, rect.center().y, 14.0);
    icon::paint(ui.painter(), Icon::Down, chevron, tokens.muted);
    response
}

fn list<'a>(
    ui: &mut Ui,
    chip: &Chip<'_>,
    state: &mut Open,
    shown: &[Option<&'a Line>],
) -> Option<Option<&'a Line>> {
    let tokens = theme::of(ui);
    let mut pressed = None;
    ui.set_width(280.0);
    if !state.typed.is_empty() {
        ui.horizontal(|ui| {
            icon::icon_ui(ui, Icon::Search, 16.0, tokens.muted);
            ui.label(theme::rich(&state.typed, Weight::Medium, 15.0));
        });
    }
    let moved = std::mem::take(&mut state.moved);
    ScrollArea::vertical()
        .max_height(LINE * 9.0)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, line) in shown.iter().enumerate() {
                let (rect, response) =
                    ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::CLICK);
                let words = line.map_or(chip.all, |line| line.words.as_str());
                let chosen = is_chosen(chip, *line);
                response
                    .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, words));
                if index == state.at {
                    ui.painter()
                        .rect_filled(rect, CornerRadius::same(6), tokens.selected);
                    if moved {
                        response.scroll_to_me(None);
                    }
                } else if response.hovered() {
                    ui.painter()
                        .rect_filled(rect, CornerRadius::same(6), tokens.hover);
                }
                let weight = if chosen {
                    Weight::Semibold
                } else {
                    Weight::Regular
                };
                let inner = rect.shrink2(vec2(10.0, 0.0));
                ui.put(
                    inner,
                    Label::new(theme::rich(words, weight, 15.0))
                        .truncate()
                        .halign(eframe::egui::Align::Min),
                );
                if response.clicked() {
                    pressed = Some(*line);
                }
            }
            if shown.is_empty() {
                ui.label(theme::rich("–", Weight::Regular, 15.0));
            }
        });
    pressed
}
