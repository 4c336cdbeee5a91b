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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use eframe::egui::Key;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn a_clock_that_ran_behind_is_told_and_goes_on_only_when_the_office_says_so() {
        let text = Text::new(Lang::Id);
        let mut window = Harness::new_ui_state(
            move |ui, accepted: &mut bool| {
                theme::install(ui.ctx());
                *accepted |= clock_ui(ui, &text, &ClockState::Behind(3 * 3600));
            },
            false,
        );
        window.run_steps(4);
        let told = |words| window.query_all_by_label_contains(words).next().is_some();
        assert!(told("Periksa jam komputer") && told("3 jam lebih lambat"));
        assert!(!window.state());
        window.check_accessibility();
        window.key_press(Key::Enter);
        window.run_steps(4);
        assert!(*window.state());
        assert!(clock_is_steady());
    }

    /// A steady clock asks nothing.
    fn clock_is_steady() -> bool {
        let text = Text::new(Lang::Id);
        let mut steady = false;
        Harness::new_ui(|ui| steady = clock_ui(ui, &text, &ClockState::Steady)).run();
        steady
    }
}
