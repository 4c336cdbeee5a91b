//! What stands there while no card does: the live picture with one sentence, and how the folder stands.

use super::eye::Eye;
use super::round::{Look, bundle_words};
use super::verdict::tall;
use crate::desk::format;
use crate::desk::theme::{self, Weight};
use crate::desk::toast::words_of;
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone};
use crate::station::Error;
use crate::text::Text;
use eframe::egui::{Label, ScrollArea, Ui, vec2};

/// Below this width the columns stand one under the other.
const WIDE: f32 = 820.0;

/// What is told while no card stands.
pub struct Waiting<'a> {
    pub text: &'a Text,
    pub eye: &'a Eye,
    pub look: Option<&'a Look>,
    /// A card is being judged.
    pub busy: bool,
    pub place: String,
    pub gps: String,
    pub operation: String,
    pub officer: &'a str,
}

/// Draws it.
pub fn ui(ui: &mut Ui, waiting: &Waiting<'_>) {
    let size = ui.available_size();
    if size.x < WIDE {
        ScrollArea::vertical()
            .id_salt("patroli-idle")
            .auto_shrink(false)
            .show(ui, |ui| {
                call_ui(ui, waiting, 26.0);
                let width = ui.available_width();
                waiting
                    .eye
                    .ui(ui, vec2(width, (size.y - 110.0).max(150.0)), waiting.text);
                ui.add_space(12.0);
                folder_ui(ui, waiting);
            });
        return;
    }
    let right = (size.x * 0.3).clamp(300.0, 420.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 28.0;
        tall(ui, vec2(size.x - right - 28.0, size.y), |ui| {
            call_ui(ui, waiting, 34.0);
            let height = (size.y - 120.0).max(200.0);
            waiting
                .eye
                .ui(ui, vec2(ui.available_width(), height), waiting.text);
        });
        tall(ui, vec2(right, size.y), |ui| {
            ScrollArea::vertical()
                .id_salt("patroli-idle")
                .auto_shrink(false)
                .max_height(size.y)
                .show(ui, |ui| folder_ui(ui, waiting));
        });
    });
}

fn call_ui(ui: &mut Ui, waiting: &Waiting<'_>, size: f32) {
    if waiting.busy {
        widget::waiting(ui, &waiting.text.get("desk-verify-busy"));
        ui.add_space(size + 14.0);
        return;
    }
    let call = waiting.text.get("patroli-call");
    ui.add(Label::new(theme::rich(call, Weight::Bold, size)).wrap());
    let hint = theme::rich(waiting.text.get("patroli-call-hint"), Weight::Regular, 16.0);
    ui.add(Label::new(hint.color(theme::of(ui).muted)).wrap());
    ui.add_space(10.0);
}

fn folder_ui(ui: &mut Ui, waiting: &Waiting<'_>) {
    let text = waiting.text;
    let Some(look) = waiting.look else {
        widget::waiting(ui, &text.get("desk-loading"));
        return;
    };
    let state = &look.state;
    widget::panel(ui, |ui| {
        widget::section(ui, &text.get("patroli-now"));
        line_ui(ui, Icon::People, waiting.officer);
        line_ui(ui, Icon::Pin, &waiting.place);
        line_ui(ui, Icon::Search, &waiting.gps);
        if !waiting.operation.is_empty() {
            line_ui(ui, Icon::Form, &waiting.operation);
        }
        let count = format::number(state.sightings, text.lang());
        let words = text.with("patroli-log-count", &[("count", &count)]);
        line_ui(ui, Icon::Stack, &words);
    });
    ui.add_space(12.0);
    widget::panel(ui, |ui| {
        widget::section(ui, &text.get("patroli-trust"));
        let old = state.bundle_until <= look.now;
        let tone = if old { Tone::Warning } else { Tone::Good };
        widget::note(ui, tone, &bundle_words(text, look));
        if old {
            widget::hint(ui, text.get("patroli-bundle-old-advice"));
        }
        ui.add_space(6.0);
        extract_ui(ui, waiting, look);
        ui.add_space(6.0);
        widget::hint(ui, text.get("patroli-bring-hint"));
    });
    if state.torn {
        ui.add_space(12.0);
        widget::note(ui, Tone::Warning, &text.get("patroli-torn"));
    }
    ui.add_space(12.0);
    widget::panel(ui, |ui| {
        widget::section(ui, &text.get("patroli-device"));
        widget::pair(ui, &text.get("patroli-laptop"), &state.name);
        widget::hint(ui, text.get("patroli-device-hint"));
        let id = theme::rich(state.device.to_string(), Weight::Mono, 14.0);
        ui.add(Label::new(id).wrap().selectable(true));
    });
}

fn extract_ui(ui: &mut Ui, waiting: &Waiting<'_>, look: &Look) {
    let text = waiting.text;
    let state = &look.state;
    match (&state.extract, state.extract_unused) {
        (Some(terms), None) => {
            let args = [
                ("count", format::number(terms.count, text.lang())),
                ("until", format::date(terms.until)),
                ("level", terms.level.number().to_string()),
            ];
            let args: Vec<(&str, &str)> = args
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            widget::note(ui, Tone::Good, &text.with("patroli-extract-words", &args));
        }
        (extract, Some(id)) => {
            let until = extract.as_ref().map(|terms| format::date(terms.until));
            let error = Error {
                id,
                args: until.map(|day| ("date", day)).into_iter().collect(),
                detail: String::new(),
            };
            let (what, advice) = words_of(text, &error);
            widget::note(ui, Tone::Warning, &what);
            widget::hint(ui, advice);
        }
        (None, None) => {
            widget::note(ui, Tone::Calm, &text.get("patroli-extract-none"));
        }
    }
}

fn line_ui(ui: &mut Ui, symbol: Icon, words: &str) {
    let color = theme::of(ui).muted;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        icon::icon_ui(ui, symbol, 20.0, color);
        ui.add(Label::new(theme::rich(words, Weight::Medium, 16.0)).wrap());
    });
    ui.add_space(3.0);
}
