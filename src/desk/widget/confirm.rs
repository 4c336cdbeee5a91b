//! The one dialog: asks once before an act that cannot be taken back, naming what it is about.

use super::button::{Button, Look};
use crate::desk::theme::{self, Weight};
use eframe::egui::{
    self, Align, Color32, Frame, Id, Key, Label, Layout, Margin, Modal, Modifiers, Ui,
};

/// Words of a dialog.
pub struct Words<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub yes: &'a str,
    pub no: &'a str,
    /// The act destroys something.
    pub destroys: bool,
}

/// What was answered this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Open,
    Yes,
    No,
}

/// Shows the dialog. Enter confirms, Esc goes back; the focus starts on the act.
pub fn ask(ctx: &egui::Context, id: &str, words: &Words<'_>) -> Answer {
    dialog(ctx, id, 460.0, |ui| {
        title(ui, words.title);
        ui.add_space(6.0);
        ui.add(Label::new(theme::rich(words.text, Weight::Regular, theme::BODY)).wrap());
        ui.add_space(18.0);
        let look = if words.destroys {
            Look::Danger
        } else {
            Look::Primary
        };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let yes = ui.add(Button::new(look, words.yes).key("Enter"));
            let no = ui.add(Button::new(Look::Plain, words.no).key("Esc"));
            if !yes.has_focus() && !no.has_focus() {
                yes.request_focus();
            }
            if yes.clicked() {
                Answer::Yes
            } else if no.clicked()
                || ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
            {
                Answer::No
            } else {
                Answer::Open
            }
        })
        .inner
    })
}

/// A modal panel of that width.
pub fn dialog<R>(ctx: &egui::Context, id: &str, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = theme::of_ctx(ctx);
    let frame = Frame::window(&ctx.global_style())
        .fill(tokens.panel)
        .inner_margin(Margin::same(24));
    let backdrop: Color32 = tokens.backdrop;
    Modal::new(Id::unique(id))
        .frame(frame)
        .backdrop_color(backdrop)
        .show(ctx, |ui| {
            ui.set_width(width.min(ctx.content_rect().width() - 80.0));
            add(ui)
        })
        .inner
}

/// The button that closes an overlay which only tells something; Enter, Esc and F1 do it too. False when it is closed.
pub fn close(ui: &mut Ui, words: &str) -> bool {
    let mut open = true;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let button = ui.add(Button::new(Look::Primary, words).key("Esc"));
        if !button.has_focus() {
            button.request_focus();
        }
        open = !button.clicked();
    });
    let away = [Key::Escape, Key::F1]
        .into_iter()
        .any(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
    open && !away
}

/// Title of a dialog.
pub fn title(ui: &mut Ui, text: &str) {
    ui.add(Label::new(theme::rich(text, Weight::Bold, theme::TITLE)).wrap());
}
