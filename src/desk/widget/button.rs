//! Buttons: label, optional symbol and key; and the small parts made like them (step chips, switches).

use super::icon::{self, Icon};
use crate::desk::theme::{self, Weight};
use eframe::egui::{
    Color32, CornerRadius, Event, EventFilter, Galley, Key, Modifiers, Rect, Response, Sense,
    Stroke, StrokeKind, Ui, Widget, WidgetInfo, accesskit::Role, pos2, vec2,
};
use std::sync::Arc;

/// How a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The one main act of a screen.
    Primary,
    /// Any other act.
    Plain,
    /// An act in passing, without frame.
    Quiet,
    /// An act that destroys.
    Danger,
}

/// A button.
#[must_use]
pub struct Button<'a> {
    text: &'a str,
    look: Look,
    icon: Option<Icon>,
    key: Option<&'a str>,
    min_width: f32,
    height: f32,
    enabled: bool,
    icon_only: bool,
}

impl<'a> Button<'a> {
    /// A button with that label.
    pub fn new(look: Look, text: &'a str) -> Self {
        Self {
            text,
            look,
            icon: None,
            key: None,
            min_width: 0.0,
            height: theme::FIELD_HEIGHT,
            enabled: true,
            icon_only: false,
        }
    }

    /// A square button that shows only a symbol; `text` is its name and tooltip.
    pub fn icon_only(icon: Icon, text: &'a str) -> Self {
        let mut button = Self::new(Look::Quiet, text).icon(icon).height(34.0);
        button.icon_only = true;
        button
    }

    /// With a symbol before the label.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With its key after the label.
    pub fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// At least `width` points wide.
    pub fn min_width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    /// `height` points high.
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// May be pressed only when `enabled`.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    fn colors(&self, tokens: &theme::Tokens, response: &Response) -> (Color32, Color32, Stroke) {
        let hot = response.hovered();
        let down = response.is_pointer_button_down_on();
        let none = Stroke::NONE;
        match self.look {
            Look::Primary => (
                if down {
                    tokens.accent_down
                } else if hot {
                    tokens.accent_hover
                } else {
                    tokens.accent
                },
                tokens.accent_text,
                none,
            ),
            Look::Danger => (
                if hot {
                    tokens.error_hover
                } else {
                    tokens.error
                },
                tokens.panel,
                none,
            ),
            Look::Plain => (
                if hot { tokens.hover } else { tokens.panel },
                tokens.text,
                Stroke::new(1.0, tokens.field_border),
            ),
            Look::Quiet => (
                if hot {
                    tokens.hover
                } else {
                    Color32::TRANSPARENT
                },
                tokens.muted,
                none,
            ),
        }
    }
}

/// The parts of a button laid out side by side.
struct Parts {
    icon: Option<Icon>,
    label: Option<Arc<Galley>>,
    key: Option<Arc<Galley>>,
}

impl Parts {
    /// Space between two parts, and what a key needs around it.
    const SPACE: f32 = 9.0;
    const KEY: f32 = 12.0;
    const ICON: f32 = 20.0;

    /// Width of all parts together.
    fn width(&self) -> f32 {
        let icon = self.icon.map(|_| Self::ICON);
        let label = self.label.as_ref().map(|galley| galley.size().x);
        let key = self.key.as_ref().map(|galley| galley.size().x + Self::KEY);
        let widths = [icon, label, key].into_iter().flatten();
        (widths.map(|width| width + Self::SPACE).sum::<f32>() - Self::SPACE).max(0.0)
    }

    /// Paints them in the middle of `rect`.
    fn paint(self, ui: &Ui, rect: Rect, ink: Color32) {
        let (mut x, y) = (rect.center().x - self.width() / 2.0, rect.center().y);
        let painter = ui.painter();
        if let Some(icon) = self.icon {
            icon::paint(
                painter,
                icon,
                icon::square(x + Self::ICON / 2.0, y, Self::ICON),
                ink,
            );
            x += Self::ICON + Self::SPACE;
        }
        if let Some(galley) = self.label {
            let at = pos2(x, y - galley.size().y / 2.0);
            x += galley.size().x + Self::SPACE;
            painter.galley_with_override_text_color(at, galley, ink);
        }
        if let Some(galley) = self.key {
            let cap =
                Rect::from_min_size(pos2(x, y - 10.0), vec2(galley.size().x + Self::KEY, 20.0));
            let line = Stroke::new(1.0, ink.gamma_multiply(0.45));
            painter.rect_stroke(cap, CornerRadius::same(4), line, StrokeKind::Inside);
            let at = cap.center() - galley.size() / 2.0;
            painter.galley_with_override_text_color(at, galley, ink.gamma_multiply(0.85));
        }
    }
}

fn laid_out(ui: &Ui, text: &str, weight: Weight, size: f32) -> Arc<Galley> {
    ui.painter().layout_no_wrap(
        text.to_owned(),
        theme::font(weight, size),
        Color32::PLACEHOLDER,
    )
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let strong = matches!(self.look, Look::Primary | Look::Danger);
        let weight = if strong {
            Weight::Semibold
        } else {
            Weight::Medium
        };
        let parts = Parts {
            icon: self.icon,
            label: (!self.icon_only).then(|| laid_out(ui, self.text, weight, theme::BODY)),
            key: self.key.map(|key| laid_out(ui, key, Weight::Medium, 12.0)),
        };
        let padding = match (self.icon_only, self.look) {
            (true, _) => 14.0,
            (false, Look::Quiet) => 20.0,
            (false, Look::Primary | Look::Plain | Look::Danger) => 32.0,
        };
        let size = vec2((parts.width() + padding).max(self.min_width), self.height);
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let (name, enabled) = (self.text, self.enabled);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
        if ui.is_rect_visible(rect) {
            let (mut fill, mut ink, stroke) = self.colors(theme::of(ui), &response);
            if !self.enabled {
                fill = fill.gamma_multiply(0.45);
                ink = ink.gamma_multiply(if self.look == Look::Primary {
                    0.9
                } else {
                    0.45
                });
            }
            let radius = CornerRadius::same(theme::FIELD_RADIUS);
            ui.painter()
                .rect(rect, radius, fill, stroke, StrokeKind::Inside);
            focus_ring(ui, &response, rect);
            parts.paint(ui, rect, ink);
        }
        if self.icon_only {
            response.on_hover_text(self.text)
        } else {
            response
        }
    }
}

/// Shows keyboard focus around a painted widget.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect) {
    if response.has_focus() {
        let radius = CornerRadius::same(theme::FIELD_RADIUS + 3);
        let color = theme::of(ui).accent.gamma_multiply(0.55);
        ui.painter().rect_stroke(
            rect.expand(3.0),
            radius,
            Stroke::new(2.0, color),
            StrokeKind::Inside,
        );
    }
}

/// How far a step of the application is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// On screen.
    Here,
    /// Complete.
    Done,
    /// To do.
    Open,
}

/// A step chip such as `2 Foto`.
pub fn step(ui: &mut Ui, text: &str, state: StepState) -> Response {
    let tokens = theme::of(ui);
    let (fill, ink) = match state {
        StepState::Here => (tokens.accent, tokens.accent_text),
        StepState::Done => (tokens.good_soft, tokens.good),
        StepState::Open => (tokens.hover, tokens.muted),
    };
    let weight = if state == StepState::Here {
        Weight::Semibold
    } else {
        Weight::Medium
    };
    let galley = ui
        .painter()
        .layout_no_wrap(text.to_owned(), theme::font(weight, 14.0), ink);
    let tick = if state == StepState::Done { 18.0 } else { 0.0 };
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 26.0 + tick, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, state == StepState::Here, text));
    ui.painter().rect_filled(rect, CornerRadius::same(15), fill);
    if response.has_focus() || response.hovered() {
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(15),
            Stroke::new(1.5, tokens.accent),
            StrokeKind::Outside,
        );
    }
    let at = pos2(rect.left() + 13.0, rect.center().y - galley.size().y / 2.0);
    let end = at.x + galley.size().x;
    ui.painter().galley(at, galley, ink);
    if state == StepState::Done {
        icon::paint(
            ui.painter(),
            Icon::Check,
            icon::square(end + 12.0, rect.center().y, 16.0),
            ink,
        );
    }
    response
}

/// Choices side by side, one of them chosen: one stop for Tab, arrows and first letters choose. Returns the index pressed.
pub fn segments(ui: &mut Ui, name: &str, labels: &[&str], chosen: Option<usize>) -> Option<usize> {
    const PADDING: f32 = 28.0;
    let tokens = theme::of(ui);
    let mut pressed = None;
    let galleys: Vec<_> = labels
        .iter()
        .map(|label| laid_out(ui, label, Weight::Medium, 15.0))
        .collect();
    // In a narrow place they stand in several lines: none is out of sight.
    let most = ui.available_width() - 4.0;
    let mut places = Vec::with_capacity(galleys.len());
    let (mut x, mut line, mut widest) = (0.0_f32, 0.0_f32, 0.0_f32);
    for galley in &galleys {
        let wide = galley.size().x + PADDING;
        if 0.0 < x && most < x + wide {
            (x, line) = (0.0, line + 1.0);
        }
        places.push(vec2(x, line * (theme::FIELD_HEIGHT - 2.0)));
        x += wide;
        widest = widest.max(x);
    }
    let height = theme::FIELD_HEIGHT + line * (theme::FIELD_HEIGHT - 2.0);
    let (outer, group) = ui.allocate_exact_size(vec2(widest + 4.0, height), Sense::hover());
    group.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, true, name));
    let radius = CornerRadius::same(theme::FIELD_RADIUS);
    let line = Stroke::new(1.0, tokens.field_border);
    ui.painter()
        .rect(outer, radius, tokens.hover, line, StrokeKind::Inside);
    let placed = galleys.into_iter().zip(places);
    for (index, (label, (galley, place))) in labels.iter().zip(placed).enumerate() {
        let size = vec2(galley.size().x + PADDING, theme::FIELD_HEIGHT - 4.0);
        let rect = Rect::from_min_size(outer.min + vec2(2.0, 2.0) + place, size);
        let selected = chosen == Some(index);
        let stop = selected || (chosen.is_none() && index == 0);
        let sense = if stop { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, group.id.with(index), sense);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, label));
        if stop && response.has_focus() {
            pressed = keyed(ui, &response, &group, labels, chosen);
        }
        let ink = if selected {
            tokens.accent_text
        } else {
            tokens.text
        };
        let fill = if selected {
            Some(tokens.accent)
        } else {
            response.hovered().then_some(tokens.selected)
        };
        if let Some(fill) = fill {
            ui.painter()
                .rect_filled(rect, CornerRadius::same(theme::FIELD_RADIUS - 2), fill);
        }
        focus_ring(ui, &response, rect.shrink(2.0));
        let at = rect.center() - galley.size() / 2.0;
        ui.painter()
            .galley_with_override_text_color(at, galley, ink);
        if response.clicked() {
            pressed = Some(index);
        }
    }
    pressed
}

/// Keeps the arrows for the choices while they have the cursor; the choice a key asks for.
fn keyed(
    ui: &Ui,
    response: &Response,
    group: &Response,
    labels: &[&str],
    chosen: Option<usize>,
) -> Option<usize> {
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let other = wished(ui, labels, chosen)?;
    ui.memory_mut(|memory| memory.request_focus(group.id.with(other)));
    Some(other)
}

/// The choice that arrows or a first letter ask for.
fn wished(ui: &Ui, labels: &[&str], chosen: Option<usize>) -> Option<usize> {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (count, at) = (labels.len().max(1), chosen.unwrap_or(0));
    if pressed(Key::ArrowRight) {
        return Some((at + 1) % count);
    }
    if pressed(Key::ArrowLeft) {
        return Some((at + count - 1) % count);
    }
    let typed = ui.input(|input| {
        input.events.iter().find_map(|event| {
            if let Event::Text(text) = event {
                Some(text.to_lowercase())
            } else {
                None
            }
        })
    })?;
    let mut order = (1..=count).map(|step| (at + step) % count);
    order.find(|index| {
        labels
            .get(*index)
            .is_some_and(|label| label.to_lowercase().starts_with(&typed))
    })
}

/// An on/off switch with its label. Returns true when it was turned.
pub fn switch(ui: &mut Ui, text: &str, on: &mut bool) -> bool {
    let tokens = theme::of(ui);
    let galley = ui.painter().layout_no_wrap(
        text.to_owned(),
        theme::font(Weight::Regular, theme::BODY),
        tokens.text,
    );
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 54.0, 30.0), Sense::click());
    let turned = response.clicked();
    if turned {
        *on = !*on;
    }
    let state = *on;
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, state, text));
    let track = Rect::from_min_size(
        pos2(rect.left() + 2.0, rect.center().y - 11.0),
        vec2(40.0, 22.0),
    );
    let fill = if state {
        tokens.accent
    } else {
        tokens.field_border
    };
    ui.painter()
        .rect_filled(track, CornerRadius::same(11), fill);
    let x = if state {
        track.right() - 11.0
    } else {
        track.left() + 11.0
    };
    ui.painter()
        .circle_filled(pos2(x, track.center().y), 8.0, tokens.panel);
    focus_ring(ui, &response, track);
    ui.painter().galley(
        pos2(
            track.right() + 12.0,
            rect.center().y - galley.size().y / 2.0,
        ),
        galley,
        tokens.text,
    );
    turned
}
