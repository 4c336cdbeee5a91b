//! A dialog with a few boxes before an act: what is needed is asked at once, and what was wrong stands beside it.

use super::button::{Button, Look};
use super::choice::{self, Line};
use super::confirm::{self, Answer, Words};
use super::field::{self, Around};
use super::{Tone, note, waiting};
use crate::desk::theme::{self, Weight};
use crate::desk::toast::words_of;
use crate::station::Error;
use crate::text::Text;
use eframe::egui::{self, Align, Id, Key, Label, Layout, Modifiers, ScrollArea, Ui};
use zeroize::Zeroizing;

/// What a box takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// Words.
    Words,
    /// A number, serial or path.
    Code,
    /// A password, never shown.
    Secret,
    /// One of these lines, typed or chosen.
    OneOf(Vec<Line>),
}

/// One box. It forgets what was typed when it is dropped.
pub struct Entry {
    /// Its name, also for the one who reads it.
    pub key: &'static str,
    /// Its label.
    pub label: String,
    /// Shown while it is empty.
    pub hint: String,
    /// What it takes.
    pub takes: Takes,
    /// May stay empty.
    pub optional: bool,
    value: Zeroizing<String>,
}

impl Entry {
    /// A box that must be filled.
    pub fn new(key: &'static str, label: String, takes: Takes) -> Self {
        Self {
            key,
            label,
            hint: String::new(),
            takes,
            optional: false,
            value: Zeroizing::default(),
        }
    }

    /// With words shown while it is empty.
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    /// With something in it.
    pub fn filled(mut self, value: impl Into<String>) -> Self {
        self.value = Zeroizing::new(value.into());
        self
    }

    /// May stay empty.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// The boxes of one dialog, and how its act went.
#[derive(Default)]
pub struct Form {
    /// In reading order.
    pub entries: Vec<Entry>,
    /// The act is under way.
    pub busy: bool,
    /// What was wrong with the last try.
    pub failed: String,
    begun: bool,
}

impl Form {
    /// With these boxes.
    pub fn new(entries: Vec<Entry>) -> Self {
        Self {
            entries,
            ..Self::default()
        }
    }

    /// What is in a box, without the space around it; secrets are taken as they are.
    pub fn value(&self, key: &str) -> &str {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map_or("", |entry| {
            if entry.takes == Takes::Secret {
                entry.value.as_str()
            } else {
                entry.value.trim()
            }
        })
    }

    /// Puts something else into a box.
    pub fn fill(&mut self, key: &str, value: &str) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.key == key) {
            entry.value = Zeroizing::new(value.to_owned());
        }
    }

    /// A secret, to be handed on.
    pub fn secret(&self, key: &str) -> Zeroizing<String> {
        Zeroizing::new(self.value(key).to_owned())
    }

    /// The act did not go: what happened and what to do stands in the dialog.
    pub fn fail(&mut self, text: &Text, error: &Error) {
        let (what, advice) = words_of(text, error);
        self.busy = false;
        self.failed = [what, advice].join("\n").trim_end().to_owned();
    }

    /// Every box that must be filled is.
    pub fn is_full(&self) -> bool {
        let full = |entry: &Entry| entry.optional || !entry.value.trim().is_empty();
        self.entries.iter().all(full)
    }

    /// The dialog. Enter goes from box to box and then confirms, Ctrl Enter confirms, Esc goes back.
    pub fn ask(&mut self, ctx: &egui::Context, id: &str, words: &Words<'_>) -> Answer {
        self.ask_with(ctx, id, words, |_| {})
    }

    /// The same, with more between the boxes and the buttons.
    pub fn ask_with(
        &mut self,
        ctx: &egui::Context,
        id: &str,
        words: &Words<'_>,
        more: impl FnOnce(&mut Ui),
    ) -> Answer {
        let height = ctx.content_rect().height() - 220.0;
        let mut entered = false;
        confirm::dialog(ctx, id, 520.0, |ui| {
            confirm::title(ui, words.title);
            ui.add_space(6.0);
            ScrollArea::vertical()
                .max_height(height.max(120.0))
                .show(ui, |ui| {
                    if !words.text.is_empty() {
                        let text = theme::rich(words.text, Weight::Regular, theme::BODY);
                        ui.add(Label::new(text).wrap());
                        ui.add_space(8.0);
                    }
                    entered = self.boxes(ui, id);
                    more(ui);
                    if !self.failed.is_empty() {
                        ui.add_space(6.0);
                        note(ui, Tone::Error, &self.failed);
                    }
                });
            ui.add_space(14.0);
            self.buttons(ui, words, entered)
        })
    }

    /// True when Enter was pressed in a last box with a secret.
    fn boxes(&mut self, ui: &mut Ui, id: &str) -> bool {
        let first = !std::mem::replace(&mut self.begun, true);
        let mut entered = None;
        for (index, entry) in self.entries.iter_mut().enumerate() {
            let box_id = Id::unique("form").with((id, entry.key));
            let around = Around {
                label: &entry.label,
                hint: &entry.hint,
                mono: entry.takes == Takes::Code,
                ..Around::default()
            };
            match &entry.takes {
                Takes::Words | Takes::Code => {
                    field::text(ui, box_id, &mut entry.value, &around);
                }
                Takes::Secret => {
                    entered = field::password(ui, box_id, &mut entry.value, &entry.label)
                        .then_some(index);
                }
                Takes::OneOf(lines) => {
                    choice::type_ahead(ui, box_id, &mut entry.value, &around, || lines.clone());
                }
            }
            ui.add_space(4.0);
            if first && index == 0 {
                ui.memory_mut(|memory| memory.request_focus(box_id));
            }
        }
        let next = entered.map(|index| self.entries.get(index + 1));
        if let Some(Some(entry)) = next {
            let box_id = Id::unique("form").with((id, entry.key));
            ui.memory_mut(|memory| memory.request_focus(box_id));
        }
        matches!(next, Some(None))
    }

    fn buttons(&mut self, ui: &mut Ui, words: &Words<'_>, entered: bool) -> Answer {
        if self.busy {
            waiting(ui, words.yes);
            return Answer::Open;
        }
        let full = self.is_full();
        let look = if words.destroys {
            Look::Danger
        } else {
            Look::Primary
        };
        let sent = entered || ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::Enter));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let yes = ui.add(Button::new(look, words.yes).key("Ctrl ↵").enabled(full));
            let no = ui.add(Button::new(Look::Plain, words.no).key("Esc"));
            if self.entries.is_empty() && !yes.has_focus() && !no.has_focus() {
                yes.request_focus();
            }
            if full && (yes.clicked() || sent) {
                self.failed.clear();
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
    }
}
