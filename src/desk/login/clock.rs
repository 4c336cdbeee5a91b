//! The clock's question at the login: it stands oddly against the last act.

use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::ClockState;
use crate::text::Text;
use eframe::egui::Ui;

/// The clock stands oddly against the last act: said before anything else is done. True when the office goes on with it.
pub fn clock_ui(ui: &mut Ui, text: &Text, clock: &ClockState) -> bool {
    let (key, seconds) = match clock {
        ClockState::Steady => return true,
        ClockState::Behind(seconds) => ("duty-clock-behind", *seconds),
        ClockState::Ahead(seconds) => ("duty-clock-ahead", *seconds),
    };
    ui.label(theme::rich(
        text.get("duty-clock-title"),
        Weight::Bold,
        theme::TITLE,
    ));
    ui.add_space(6.0);
    let age = crate::desk::format::age(text, seconds);
    widget::note(ui, Tone::Warning, &text.with(key, &[("age", &age)]));
    widget::sentence(ui, text.get("duty-clock-advice"));
    ui.add_space(12.0);
    let go_on = text.get("duty-clock-accept");
    let button = ui.add(
        Button::new(Look::Primary, &go_on)
            .icon(Icon::Check)
            .key("↵")
            .height(44.0),
    );
    if ui.memory(|memory| memory.focused().is_none()) {
        button.request_focus();
    }
    button.clicked()
}
