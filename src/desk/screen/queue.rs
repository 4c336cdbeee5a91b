//! A list of cases that wait, the longest first: rows drawn only where they are seen, moved along by the arrows.

use crate::desk::context::DeskCtx;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::icon::{self, Icon};
use crate::permit::Kind;
use crate::station::CaseRow;
use eframe::egui::{
    self, Align, Color32, CornerRadius, Key, Label, Layout, Modifiers, Rect, ScrollArea, Sense, Ui,
    WidgetInfo, accesskit::Role, vec2,
};

/// Height of a row.
const ROW: f32 = 46.0;

/// What stands beside a case in its row.
pub struct Beside {
    pub icon: Icon,
    pub color: Color32,
    /// Under the name.
    pub more: String,
    /// At the right end.
    pub right: String,
}

/// Moves `at` along `count` rows with the arrows; true when it moved.
pub fn arrows(ui: &Ui, at: &mut usize, count: usize) -> bool {
    if ui.memory(|memory| memory.top_modal_layer().is_some()) {
        return false;
    }
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let before = *at;
    *at = (*at + pressed(Key::ArrowDown) + 8 * pressed(Key::PageDown)).min(count.saturating_sub(1));
    *at = at.saturating_sub(pressed(Key::ArrowUp) + 8 * pressed(Key::PageUp));
    before != *at
}

/// Name, kind and number of a case.
pub fn words_of(ctx: &DeskCtx<'_>, row: &CaseRow) -> (String, String) {
    let name = if row.full_name.trim().is_empty() {
        ctx.t("desk-draft-nameless")
    } else {
        row.full_name.clone()
    };
    (name, format!("{} · {}", card_name(row.kind), row.permit_no))
}

fn card_name(kind: Kind) -> &'static str {
    kind.card_name()
}

/// The middle of a screen whose queue is empty; `key` says of what.
pub fn none_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, key: &str) {
    widget::body(ui, |ui| {
        widget::panel(ui, |ui| {
            widget::empty(ui, Icon::Check, &ctx.t(key), &ctx.t("duty-none-advice"));
        });
    });
}

/// Draws the rows, at most `height` points of them; the one that was pressed.
pub fn ui(
    ui: &mut Ui,
    ctx: &DeskCtx<'_>,
    (rows, at, moved): (&[&CaseRow], usize, bool),
    height: f32,
    beside: impl Fn(usize, &CaseRow) -> Beside,
) -> Option<usize> {
    let mut pressed = None;
    let mut scroll = ScrollArea::vertical()
        .id_salt("queue")
        .max_height(height)
        .auto_shrink([false, true]);
    ui.spacing_mut().item_spacing.y = 0.0;
    if moved {
        let top = at as f32 * ROW;
        scroll = scroll.vertical_scroll_offset((top - height / 2.0 + ROW / 2.0).max(0.0));
    }
    scroll.show_rows(ui, ROW, rows.len(), |ui, range| {
        for index in range {
            if let Some(row) = rows.get(index) {
                let (name, number) = words_of(ctx, row);
                let beside = beside(index, row);
                let more = if beside.more.is_empty() {
                    number
                } else {
                    format!("{number} · {}", beside.more)
                };
                if row_ui(ui, (&name, &more), &beside, index == at) {
                    pressed = Some(index);
                }
            }
        }
    });
    pressed
}

fn row_ui(ui: &mut Ui, (name, more): (&str, &str), beside: &Beside, here: bool) -> bool {
    let tokens = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let words = format!("{name}, {more}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, here, &words));
    let radius = CornerRadius::same(theme::FIELD_RADIUS);
    if here {
        ui.painter().rect_filled(rect, radius, tokens.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, tokens.hover);
    }
    widget::button::focus_ring(ui, &response, rect.shrink(3.0));
    let middle = rect.center().y;
    icon::paint(
        ui.painter(),
        beside.icon,
        icon::square(rect.left() + 18.0, middle, 20.0),
        beside.color,
    );
    let inner = Rect::from_min_max(rect.min + vec2(36.0, 4.0), rect.max - vec2(10.0, 4.0));
    let mut child = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(inner)
            .layout(Layout::right_to_left(Align::Center)),
    );
    let small = |words: &str| theme::rich(words, Weight::Regular, theme::SMALL).color(tokens.muted);
    child.add(Label::new(small(&beside.right)));
    child.with_layout(Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(theme::rich(name, Weight::Semibold, 15.0)).truncate());
        ui.add(Label::new(small(more)).truncate());
    });
    response.clicked()
}
