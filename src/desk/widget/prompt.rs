//! A dialog that asks for a reason, and for a second officer where the act needs one.

use super::button::{Button, Look};
use super::confirm::{Answer, dialog, title};
use super::field::{self, Around};
use super::{Tone, note};
use crate::desk::theme::{self, Weight};
use eframe::egui::{self, Align, Id, Key, Label, Layout, Modifiers, Ui};
use zeroize::Zeroizing;

/// Words of the dialog.
pub struct Words<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub yes: &'a str,
    pub no: &'a str,
    pub reason: &'a str,
    /// Labels of login and password of the second officer; empty when one officer is enough.
    pub second: Option<(&'a str, &'a str)>,
}

/// What is typed into it; the password is wiped with it.
#[derive(Default)]
pub struct Prompt {
    pub reason: String,
    pub login: String,
    pub password: Zeroizing<String>,
    /// What the last try came to.
    pub failed: String,
    /// It is being done.
    pub busy: bool,
    begun: bool,
}

impl Prompt {
    /// Draws it. Enter goes on to the next box and confirms in the last one; Esc goes back.
    pub fn ui(&mut self, ctx: &egui::Context, words: &Words<'_>) -> Answer {
        dialog(ctx, "prompt", 500.0, |ui| {
            title(ui, words.title);
            ui.add_space(4.0);
            ui.add(Label::new(theme::rich(words.text, Weight::Regular, theme::BODY)).wrap());
            ui.add_space(10.0);
            let entered = self.fields_ui(ui, words);
            if !self.failed.is_empty() {
                ui.add_space(8.0);
                note(ui, Tone::Error, &self.failed);
            }
            ui.add_space(16.0);
            self.buttons_ui(ui, words, entered)
        })
    }

    fn fields_ui(&mut self, ui: &mut Ui, words: &Words<'_>) -> bool {
        let id = Id::unique("prompt-reason");
        // In its first frame a dialog is not on screen yet, and its boxes cannot keep the cursor.
        if !self.begun {
            self.begun = ui.memory(|memory| memory.has_focus(id));
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.ctx().request_repaint();
        }
        let reason = Around {
            label: words.reason,
            ..Around::default()
        };
        let Some((login, password)) = words.second else {
            return ui
                .vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 3.0;
                    let label = field::label(ui, words.reason);
                    let edit = field::edit(ui, id, &mut self.reason, &reason);
                    let response = ui.add(edit).labelled_by(label.id);
                    field::outline(ui, &response, field::Mood::Calm);
                    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
                })
                .inner;
        };
        field::text(ui, id, &mut self.reason, &reason);
        ui.add_space(4.0);
        let around = Around {
            label: login,
            ..Around::default()
        };
        field::text(ui, Id::unique("prompt-login"), &mut self.login, &around);
        ui.add_space(4.0);
        let id = Id::unique("prompt-password");
        field::password(ui, id, &mut self.password, password)
    }

    fn buttons_ui(&self, ui: &mut Ui, words: &Words<'_>, entered: bool) -> Answer {
        let second = words.second.is_none() || !(self.login.is_empty() || self.password.is_empty());
        let ready = !self.busy && second && !self.reason.trim().is_empty();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let yes = Button::new(Look::Danger, words.yes)
                .key("Enter")
                .enabled(ready);
            let yes = ui.add(yes).clicked();
            let no = ui
                .add(Button::new(Look::Plain, words.no).key("Esc"))
                .clicked();
            if ready && (yes || entered) {
                Answer::Yes
            } else if no || ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
                Answer::No
            } else {
                Answer::Open
            }
        })
        .inner
    }
}
