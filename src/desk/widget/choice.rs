//! A text field with a list to choose from: type a few letters, arrow keys, Enter or Tab.

use super::field::{self, Around};
use super::icon::{self, Icon};
use crate::desk::theme::{self, Weight};
use eframe::egui::{
    CompletionPopup, EventFilter, FocusDirection, Id, Key, Modifiers, RectAlign, Response,
    Suggestion, Ui,
};

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the field then holds.
    pub value: String,
    /// What the list shows after it; may be empty.
    pub words: String,
}

/// Most lines a list shows at once; typing narrows it.
const LINES: usize = 60;

/// The field. `options` gives all lines; those that match what is typed are shown.
pub fn type_ahead(
    ui: &mut Ui,
    id: Id,
    value: &mut String,
    around: &Around<'_>,
    options: impl FnOnce() -> Vec<Line>,
) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let label = field::label(ui, around.label);
        let focused = ui.memory(|memory| memory.has_focus(id));
        let mut list = List::load(ui, id, focused);
        let mut step = if focused { list.keys(ui) } else { None };
        let before = value.clone();
        let filter = EventFilter {
            tab: true,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: false,
        };
        let edit = field::edit(ui, id, value, around).event_filter(filter);
        let popup = CompletionPopup::new(id)
            .word_boundary(|_| false)
            .align(RectAlign::BOTTOM_START)
            .max_height(room(ui));
        let all = list.all;
        let output = popup.show(ui, edit, |query| {
            if focused {
                suggestions(query.text, all, options())
            } else {
                Vec::new()
            }
        });
        let response = output.text_edit.response.response.labelled_by(label.id);
        field::outline(ui, &response, around.mood());
        let chevron = icon::square(response.rect.right() - 16.0, response.rect.center().y, 16.0);
        icon::paint(ui.painter(), Icon::Down, chevron, theme::of(ui).muted);
        let typed = *value != before || ui.input(|input| input.key_pressed(Key::Escape));
        list.all = (list.all || response.clicked()) && !typed;
        if let Some(accepted) = &output.accepted {
            value.clone_from(&accepted.insert);
            (list.all, step) = (false, Some(FocusDirection::Next));
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some(direction) = step.or(entered.then_some(FocusDirection::Next)) {
            field::go_on(ui, &response, direction);
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        list.open = output.is_open;
        list.store(ui, id);
        field::remarks(ui, around.remarks);
        response
    })
    .inner
}

/// How tall the list may be: where neither side of the box has room for all of it, it would come to lie over the box.
fn room(ui: &Ui) -> f32 {
    /// The box itself, and the frame of the list.
    const AROUND: f32 = 64.0;
    let (window, top) = (ui.ctx().content_rect(), ui.cursor().top());
    let below = window.bottom() - top - AROUND;
    let above = top - window.top() - AROUND / 2.0;
    below.max(above).clamp(80.0, 280.0)
}

/// The list of one field, kept between frames.
#[derive(Clone, Copy, Default)]
struct List {
    /// All lines are wanted, whatever is typed.
    all: bool,
    /// It is on screen.
    open: bool,
}

impl List {
    fn load(ui: &Ui, id: Id, focused: bool) -> Self {
        let list: Self = ui
            .data(|data| data.get_temp(id.with("list")))
            .unwrap_or_default();
        Self {
            all: list.all && focused,
            ..list
        }
    }

    fn store(self, ui: &Ui, id: Id) {
        ui.data_mut(|data| data.insert_temp(id.with("list"), self));
    }

    /// Arrow down opens the list; Tab leaves the field, unless it is to accept a line. Returns where to go.
    fn keys(&mut self, ui: &Ui) -> Option<FocusDirection> {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if ui.input(|input| input.key_pressed(Key::Tab)) {
            // Tab is ours: it may come before egui knows that the list is open or that Tab is wanted here, and would
            // count twice.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        if !self.open && pressed(Modifiers::NONE, Key::ArrowDown) {
            self.all = true;
        }
        let step = if pressed(Modifiers::SHIFT, Key::Tab) {
            FocusDirection::Previous
        } else if (self.all || !self.open) && pressed(Modifiers::NONE, Key::Tab) {
            FocusDirection::Next
        } else {
            return None;
        };
        self.all = false;
        Some(step)
    }
}

fn suggestions(typed: &str, all: bool, options: Vec<Line>) -> Vec<Suggestion> {
    let typed = typed.trim().to_lowercase();
    let exact = options
        .iter()
        .any(|option| option.value.to_lowercase() == typed);
    if !all && (typed.is_empty() || exact) {
        return Vec::new();
    }
    let rank = |option: &Line| {
        let (value, words) = (option.value.to_lowercase(), option.words.to_lowercase());
        if all && (exact || typed.is_empty())
            || value.starts_with(&typed)
            || words.starts_with(&typed)
        {
            Some(0)
        } else if value.contains(&typed) || words.contains(&typed) {
            Some(1)
        } else {
            None
        }
    };
    let mut ranked: Vec<(u8, Line)> = options
        .into_iter()
        .filter_map(|option| rank(&option).map(|rank| (rank, option)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let limit = if all { 400 } else { LINES };
    ranked
        .into_iter()
        .take(limit)
        .map(|(_, option)| suggestion(option))
        .collect()
}

fn suggestion(option: Line) -> Suggestion {
    let shown = if option.words.is_empty() {
        option.value.clone()
    } else {
        format!("{} · {}", option.value, option.words)
    };
    Suggestion::new(option.value).content(theme::rich(shown, Weight::Regular, 15.0))
}

/// A list that is chosen from as a whole, without typing; for a handful of lines such as cameras. Whether the box was
/// pressed, and the line chosen.
pub fn drop_down(
    ui: &mut Ui,
    id: &str,
    name: &str,
    chosen: &str,
    lines: &[(String, String)],
) -> (bool, Option<String>) {
    let mut picked = None;
    let shown = lines
        .iter()
        .find(|(value, _)| value == chosen)
        .map_or(chosen, |(_, words)| words.as_str());
    let width = ui.available_width().min(320.0);
    let combo = eframe::egui::ComboBox::from_id_salt(id)
        .width(width)
        .selected_text(theme::rich(shown, Weight::Regular, 15.0))
        .truncate();
    let combo = combo.icon(|ui, rect, _, _| {
        icon::paint(
            ui.painter(),
            Icon::Down,
            rect.expand(3.0),
            theme::of(ui).muted,
        );
    });
    let output = combo.show_ui(ui, |ui| {
        for (value, words) in lines {
            if ui
                .selectable_label(value == chosen, theme::rich(words, Weight::Regular, 15.0))
                .clicked()
            {
                picked = Some(value.clone());
            }
        }
    });
    super::name(
        &output.response,
        eframe::egui::accesskit::Role::ComboBox,
        name,
    );
    super::button::focus_ring(ui, &output.response, output.response.rect);
    (output.response.clicked(), picked)
}
