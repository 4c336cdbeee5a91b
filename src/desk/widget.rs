//! The widgets every screen is made of: buttons, panels, bars, fields, findings, dialogs; they know no screen.

pub mod button;
pub mod card;
pub mod chip;
pub mod choice;
pub mod confirm;
pub mod field;
pub mod form;
pub mod icon;
pub mod prompt;
pub mod rows;
pub mod sight;
pub mod viewfinder;

use crate::desk::theme::{self, Tokens, Weight};
use eframe::egui::{
    Align, CentralPanel, Color32, CornerRadius, Frame, InnerResponse, Label, Layout, Margin, Panel,
    Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, vec2,
};
use icon::Icon;

/// A white panel with a border.
pub fn panel<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    panel_frame(ui).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        add(ui)
    })
}

/// The frame of a panel, to change before it is shown.
pub fn panel_frame(ui: &Ui) -> Frame {
    let tokens = theme::of(ui);
    Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(CornerRadius::same(theme::PANEL_RADIUS))
        .inner_margin(Margin::symmetric(18, 14))
}

/// Heading of a group, in the accent colour.
pub fn section(ui: &mut Ui, text: &str) -> Response {
    let color = theme::of(ui).heading;
    ui.label(
        theme::rich(text.to_uppercase(), Weight::Bold, theme::SECTION)
            .color(color)
            .extra_letter_spacing(0.4),
    )
}

/// A small muted label.
pub fn hint(ui: &mut Ui, text: impl Into<String>) -> Response {
    let color = theme::of(ui).muted;
    ui.add(Label::new(theme::rich(text, Weight::Regular, theme::SMALL).color(color)).wrap())
}

/// A sentence in body size.
pub fn sentence(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.add(Label::new(theme::rich(text, Weight::Regular, theme::BODY)).wrap())
}

/// A label over its value, as summaries show them; the value can be selected and copied.
pub fn pair(ui: &mut Ui, label: &str, value: &str) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        hint(ui, label);
        let value = if value.is_empty() { "–" } else { value };
        ui.add(
            Label::new(theme::rich(value, Weight::Medium, 15.0))
                .wrap()
                .selectable(true),
        );
    });
}

/// The bar over a screen: title on the left, what `right` adds on the right.
pub fn header(ui: &mut Ui, title: &str, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    let tokens = theme::of(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin {
        left: 24,
        right: 24,
        top: 0,
        bottom: 0,
    });
    let bar = Panel::top("header")
        .exact_size(60.0)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            // A long title leaves what stands on the right its room, as much as it took in the last frame.
            let taken = ui.scope_id().with("right");
            let right_width = ui.data(|data| data.get_temp(taken)).unwrap_or(0.0_f32);
            ui.horizontal_centered(|ui| {
                let words = theme::rich(title, Weight::Bold, theme::TITLE);
                let longest = (ui.available_width() - right_width - 40.0).max(120.0);
                let heading = ui.scope(|ui| {
                    ui.set_max_width(longest);
                    ui.add(Label::new(words).truncate())
                });
                let heading = heading.inner;
                heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
                ui.add_space(12.0);
                left(ui);
                let side = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    right(ui);
                    ui.min_rect().width()
                });
                ui.data_mut(|data| data.insert_temp(taken, side.inner));
            });
        });
    ui.painter().hline(
        bar.response.rect.x_range(),
        bar.response.rect.bottom() - 0.5,
        Stroke::new(1.0, tokens.border),
    );
}

/// The bar over a screen with a title and, in passing, how many there are.
pub fn count_header(ui: &mut Ui, title: &str, count: &str) {
    let color = theme::of(ui).muted;
    let count = theme::rich(count, Weight::Regular, 15.0).color(color);
    header(
        ui,
        title,
        |ui| {
            ui.label(count);
        },
        |_| {},
    );
}

/// The bar under a screen: keys on the left, the main act on the right.
pub fn footer<K: AsRef<str>, R>(
    ui: &mut Ui,
    keys: &[(K, String)],
    right: impl FnOnce(&mut Ui) -> R,
) -> R {
    let tokens = theme::of(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin {
        left: 24,
        right: 24,
        top: 0,
        bottom: 0,
    });
    let bar = Panel::bottom("footer")
        .exact_size(60.0)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                let right = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let inner = right(ui);
                    ui.add_space(8.0);
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| keys_ui(ui, keys));
                    inner
                });
                right.inner
            })
            .inner
        });
    ui.painter().hline(
        bar.response.rect.x_range(),
        bar.response.rect.top() + 0.5,
        Stroke::new(1.0, tokens.border),
    );
    bar.inner
}

fn keys_ui<K: AsRef<str>>(ui: &mut Ui, keys: &[(K, String)]) {
    for (key, what) in keys {
        let text = theme::rich(what.as_str(), Weight::Regular, 14.0).color(theme::of(ui).muted);
        let galley = ui.painter().layout_no_wrap(
            what.clone(),
            theme::font(Weight::Regular, 14.0),
            theme::of(ui).muted,
        );
        if ui.available_width() < galley.size().x + 70.0 {
            break; // A narrow window shows the first keys; F1 shows all.
        }
        key_cap(ui, key.as_ref());
        ui.label(text);
        ui.add_space(8.0);
    }
}

/// A key as it stands on the keyboard.
pub fn key_cap(ui: &mut Ui, key: &str) -> Response {
    let tokens = theme::of(ui);
    let galley = ui.painter().layout_no_wrap(
        key.to_owned(),
        theme::font(Weight::Medium, 12.0),
        tokens.muted,
    );
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(12.0, 5.0), Sense::hover());
    let radius = CornerRadius::same(4);
    ui.painter().rect(
        rect,
        radius,
        tokens.panel,
        Stroke::new(1.0, tokens.field_border),
        StrokeKind::Inside,
    );
    ui.painter().hline(
        rect.x_range().shrink(4.0),
        rect.bottom() - 0.5,
        Stroke::new(1.5, tokens.field_border),
    );
    ui.painter()
        .galley(rect.center() - galley.size() / 2.0, galley, tokens.muted);
    response
}

/// The middle of a screen, on the ground, scrolling when it is higher than the window.
pub fn body<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let frame = Frame::new().fill(theme::of(ui).ground);
    CentralPanel::no_frame()
        .frame(frame)
        .show(ui, |ui| {
            ScrollArea::vertical()
                .id_salt("body")
                .auto_shrink(false)
                .show(ui, |ui| {
                    Frame::new()
                        .inner_margin(Margin::symmetric(22, 16))
                        .show(ui, add)
                        .inner
                })
                .inner
        })
        .inner
}

/// The middle of a screen for tables and viewfinders that size themselves by the height they are given; it scrolls only
/// when the window is small.
pub fn still_body<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui, f32) -> R) -> R {
    const LEAST: eframe::egui::Vec2 = vec2(760.0, 470.0);
    let space = ui.available_size();
    if space.x < LEAST.x || space.y < LEAST.y {
        return body(ui, |ui| add(ui, (space.y - 32.0).max(LEAST.y - 90.0)));
    }
    let frame = Frame::new()
        .fill(theme::of(ui).ground)
        .inner_margin(Margin::symmetric(22, 16));
    CentralPanel::no_frame()
        .frame(frame)
        .show(ui, |ui| add(ui, space.y - 32.0))
        .inner
}

/// Least width of a left column; below it the columns stand one under the other.
const NARROWEST: f32 = 340.0;

/// There is no room for a left column beside a right one of `right_width` points.
pub fn is_stacked(ui: &Ui, right_width: f32) -> bool {
    ui.available_width() < right_width + NARROWEST
}

/// Two columns, the right one `right_width` points; one under the other when the window is narrow.
pub fn columns<S>(
    ui: &mut Ui,
    state: &mut S,
    right_width: f32,
    left: impl FnOnce(&mut Ui, &mut S),
    right: impl FnOnce(&mut Ui, &mut S),
) {
    let width = ui.available_width();
    if is_stacked(ui, right_width) {
        left(ui, state);
        ui.add_space(theme::GAP);
        right(ui, state);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP;
        let left_width = width - right_width - theme::GAP;
        column(ui, left_width, |ui| left(ui, state));
        column(ui, right_width, |ui| right(ui, state));
    });
}

/// A list in a panel of its own, and beside it, `right_width` points wide, a panel that scrolls; both `height` high, or as
/// high as they need to be where a small window leaves less.
pub fn list_beside<S>(
    ui: &mut Ui,
    state: &mut S,
    (name, height, right_width): (&str, f32, f32),
    list: impl FnOnce(&mut Ui, &mut S, f32),
    side: impl FnOnce(&mut Ui, &mut S),
) {
    const LEAST: f32 = 260.0;
    /// One above the other: so high that the panel below is seen to be there.
    const ABOVE: f32 = 170.0;
    let height = height.max(LEAST);
    let stacked = ui.available_width() < right_width + NARROWEST;
    let list_height = if stacked { ABOVE } else { height };
    columns(
        ui,
        state,
        right_width,
        |ui, state| {
            panel_frame(ui)
                .inner_margin(12)
                .show(ui, |ui| list(ui, state, list_height - 26.0));
        },
        |ui, state| {
            panel_frame(ui).show(ui, |ui| {
                ui.set_min_size(vec2(ui.available_width(), height - 30.0));
                ui.set_max_height(height - 30.0);
                ScrollArea::vertical()
                    .id_salt(name)
                    .auto_shrink(false)
                    .show(ui, |ui| side(ui, state));
            });
        },
    );
}

/// The middle of a screen in two columns that scroll each for itself; one under the other when the window is narrow.
pub fn split_body<S>(
    ui: &mut Ui,
    state: &mut S,
    (name, right): (&str, impl FnOnce(eframe::egui::Vec2) -> f32),
    columns: (impl FnOnce(&mut Ui, &mut S), impl FnOnce(&mut Ui, &mut S)),
) {
    let (left_ui, right_ui) = columns;
    let right_width = right(ui.available_size() - vec2(44.0, 32.0));
    if ui.available_width() < right_width + NARROWEST + 44.0 {
        body(ui, |ui| {
            left_ui(ui, state);
            ui.add_space(theme::GAP);
            right_ui(ui, state);
        });
        return;
    }
    let frame = Frame::new()
        .fill(theme::of(ui).ground)
        .inner_margin(Margin::symmetric(22, 0));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let (width, height) = (ui.available_width(), ui.available_height());
        let scrolled = |ui: &mut Ui, salt: &str, add: &mut dyn FnMut(&mut Ui)| {
            ScrollArea::vertical()
                .id_salt((name, salt))
                .auto_shrink(false)
                .max_height(height)
                .show(ui, |ui| {
                    ui.add_space(16.0);
                    add(ui);
                    ui.add_space(16.0);
                });
        };
        let (mut left_ui, mut right_ui) = (Some(left_ui), Some(right_ui));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP;
            let tall = |ui: &mut Ui, width: f32, add: &mut dyn FnMut(&mut Ui)| {
                ui.allocate_ui_with_layout(
                    vec2(width, height),
                    Layout::top_down(Align::Min),
                    |ui| {
                        ui.set_width(width);
                        ui.spacing_mut().item_spacing.x = 8.0;
                        add(ui);
                    },
                );
            };
            tall(ui, width - right_width - theme::GAP, &mut |ui| {
                scrolled(ui, "left", &mut |ui| {
                    left_ui.take().into_iter().for_each(|add| add(ui, state));
                });
            });
            tall(ui, right_width, &mut |ui| {
                scrolled(ui, "right", &mut |ui| {
                    right_ui.take().into_iter().for_each(|add| add(ui, state));
                });
            });
        });
    });
}

/// A column of exactly `width` points in a row.
pub fn column<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = 8.0;
        add(ui)
    })
    .inner
}

/// Columns side by side whose widths stand in the proportions of `weights`; stacked below `narrow` points.
pub fn row(ui: &mut Ui, weights: &[f32], narrow: f32, mut cell: impl FnMut(&mut Ui, usize)) {
    const SPACE: f32 = 12.0;
    let width = ui.available_width();
    if width < narrow {
        for index in 0..weights.len() {
            cell(ui, index);
        }
        return;
    }
    let total: f32 = weights.iter().sum();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE;
        let gaps = weights.iter().skip(1).fold(0.0, |sum, _| sum + SPACE);
        for (index, weight) in weights.iter().enumerate() {
            column(ui, (width - gaps) * weight / total, |ui| cell(ui, index));
        }
    });
}

/// A spinner with a sentence, for work under way.
pub fn waiting(ui: &mut Ui, text: &str) {
    ui.horizontal(|ui| {
        ui.add(
            eframe::egui::Spinner::new()
                .size(18.0)
                .color(theme::of(ui).accent),
        );
        let words = theme::rich(text, Weight::Regular, theme::BODY).color(theme::of(ui).muted);
        ui.add(Label::new(words).wrap());
    });
}

/// What a screen shows where there is nothing yet.
pub fn empty(ui: &mut Ui, icon: Icon, title: &str, advice: &str) {
    let tokens = theme::of(ui);
    ui.vertical_centered(|ui| {
        ui.add_space(18.0);
        icon::icon_ui(ui, icon, 44.0, tokens.faint);
        ui.add_space(4.0);
        ui.label(theme::rich(title, Weight::Semibold, theme::BODY));
        ui.add(Label::new(theme::rich(advice, Weight::Regular, 14.0).color(tokens.muted)).wrap());
        ui.add_space(14.0);
    });
}

/// A symbol and a sentence on one line, wrapping; the symbol says what the colour says.
pub fn marked(ui: &mut Ui, icon: Icon, color: eframe::egui::Color32, text: &str, size: f32) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        icon::icon_ui(ui, icon, size + 3.0, color);
        ui.add(Label::new(theme::rich(text, Weight::Regular, size)).wrap());
    });
}

/// A coloured note with a symbol: information, warning or error.
pub fn note(ui: &mut Ui, tone: Tone, text: &str) {
    let tokens = theme::of(ui);
    let (icon, fill, line, color) = tone_colors(tokens, tone);
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(theme::FIELD_RADIUS)
        .inner_margin(Margin::symmetric(12, 9))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            marked(ui, icon, color, text, 15.0);
        });
}

/// Symbol, fill, border and ink of a tone.
pub fn tone_colors(tokens: &Tokens, tone: Tone) -> (Icon, Color32, Color32, Color32) {
    match tone {
        Tone::Good => (Icon::Check, tokens.good_soft, tokens.good, tokens.good),
        Tone::Calm => (
            Icon::Shield,
            tokens.accent_soft,
            tokens.accent_line,
            tokens.heading,
        ),
        Tone::Warning => (
            Icon::Warning,
            tokens.warning_soft,
            tokens.warning_line,
            tokens.warning_text,
        ),
        Tone::Error => (
            Icon::Cross,
            tokens.error_soft,
            tokens.error_line,
            tokens.error_text,
        ),
    }
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Calm,
    Warning,
    Error,
}

/// Gives a painted region a name for assistive technology.
pub fn name(response: &Response, role: Role, text: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, true, text));
}
