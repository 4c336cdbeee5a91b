//! What stands over a job for a moment: opening one, where files go, why a card is spoiled, the way home, the keys.

use super::bench::KEYS;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::confirm::{self, Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::desk::widget::{self, Tone};
use crate::text::Text;
use eframe::egui;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// What stands over the job.
pub enum Panel {
    None,
    Help,
    /// A job's file and, where it has one, its passphrase.
    Open(Form),
    Write(Form),
    Print(Form),
    Spoil(Form),
    Return(Form),
    Badge(Form),
    /// What was done.
    Done(String),
}

/// What came of a frame.
pub enum Said {
    Nothing,
    Open(PathBuf, Option<Zeroizing<String>>),
    Write(PathBuf),
    Print(String),
    Spoil(String),
    Return(PathBuf),
    Badge(PathBuf),
}

impl Panel {
    /// Asks for a job's file; with `secret` for its passphrase too.
    pub fn open(text: &Text, path: &Path, secret: bool) -> Self {
        let file = Entry::new("path", text.get("shop-open-path"), Takes::Code)
            .filled(path.display().to_string());
        let mut entries = vec![file];
        if secret {
            let label = text.get("shop-open-passphrase");
            entries.push(Entry::new("passphrase", label, Takes::Secret));
        }
        Self::Open(Form::new(entries))
    }

    /// Where the print files go.
    pub fn write(text: &Text, folder: &Path) -> Self {
        let label = text.get("shop-write-path");
        let entry = Entry::new("path", label, Takes::Code).filled(folder.display().to_string());
        Self::Write(Form::new(vec![entry]))
    }

    /// To which printer.
    pub fn print(text: &Text, printers: &[String]) -> Self {
        let label = text.get("shop-print-name");
        let entry = Entry::new("printer", label, Takes::Words)
            .hint(printers.join(", "))
            .filled(printers.first().map_or("", String::as_str));
        Self::Print(Form::new(vec![entry]))
    }

    /// Why a card is spoiled.
    pub fn spoil(text: &Text) -> Self {
        let label = text.get("shop-spoil-reason");
        Self::Spoil(Form::new(vec![Entry::new("reason", label, Takes::Words)]))
    }

    /// Where the return goes.
    pub fn home(text: &Text, path: &Path) -> Self {
        let label = text.get("shop-return-path");
        let entry = Entry::new("path", label, Takes::Code).filled(path.display().to_string());
        Self::Return(Form::new(vec![entry]))
    }

    /// Where the shop's badge goes.
    pub fn badge(text: &Text, path: &Path) -> Self {
        let label = text.get("shop-return-path");
        let entry = Entry::new("path", label, Takes::Code).filled(path.display().to_string());
        Self::Badge(Form::new(vec![entry]))
    }

    /// The boxes, where there are some.
    pub fn form(&mut self) -> Option<&mut Form> {
        match self {
            Self::None | Self::Help | Self::Done(_) => None,
            Self::Open(form)
            | Self::Write(form)
            | Self::Print(form)
            | Self::Spoil(form)
            | Self::Return(form)
            | Self::Badge(form) => Some(form),
        }
    }

    /// Draws it; what was said. `about` fills the words of the return.
    pub fn ui(&mut self, ctx: &egui::Context, text: &Text, about: &[(&str, &str)]) -> Said {
        let ([title, about_it, yes], destroys) = match self {
            Self::None => return Said::Nothing,
            Self::Help => {
                if !help_ui(ctx, text) {
                    *self = Self::None;
                }
                return Said::Nothing;
            }
            Self::Done(words) => {
                if !done_ui(ctx, text, words) {
                    *self = Self::None;
                }
                return Said::Nothing;
            }
            Self::Open(_) => (
                ["shop-open-title", "shop-open-text", "shop-open-yes"],
                false,
            ),
            Self::Write(_) => (
                ["shop-write-title", "shop-write-text", "shop-write-yes"],
                false,
            ),
            Self::Print(_) => (
                ["shop-print-title", "shop-print-text", "shop-print-yes"],
                false,
            ),
            Self::Spoil(_) => (
                ["shop-spoil-title", "shop-spoil-text", "shop-spoil-yes"],
                false,
            ),
            Self::Return(_) => (
                ["shop-return-title", "shop-return-text", "shop-return-yes"],
                true,
            ),
            Self::Badge(_) => (
                ["shop-badge-title", "shop-badge-text", "shop-write-yes"],
                false,
            ),
        };
        let Some(form) = self.form() else {
            return Said::Nothing;
        };
        let words = Words {
            title: &text.get(title),
            text: &text.with(about_it, about),
            yes: &text.get(yes),
            no: &text.get("desk-cancel"),
            destroys,
        };
        match form.ask(ctx, title, &words) {
            Answer::Open => return Said::Nothing,
            Answer::No => {
                *self = Self::None;
                return Said::Nothing;
            }
            Answer::Yes => {}
        }
        form.busy = true;
        let path = PathBuf::from(form.value("path"));
        match self {
            Self::None | Self::Help | Self::Done(_) => Said::Nothing,
            Self::Open(form) => {
                let secret = form.secret("passphrase");
                Said::Open(path, (!secret.is_empty()).then_some(secret))
            }
            Self::Write(_) => Said::Write(path),
            Self::Print(form) => Said::Print(form.value("printer").to_owned()),
            Self::Spoil(form) => Said::Spoil(form.value("reason").to_owned()),
            Self::Return(_) => Said::Return(path),
            Self::Badge(_) => Said::Badge(path),
        }
    }
}

/// What was done; false when it is closed.
fn done_ui(ctx: &egui::Context, text: &Text, words: &str) -> bool {
    confirm::dialog(ctx, "shop-done", 560.0, |ui| {
        confirm::title(ui, &text.get("shop-done-title"));
        ui.add_space(8.0);
        widget::note(ui, Tone::Good, words);
        ui.add_space(6.0);
        widget::sentence(ui, text.get("shop-done-next"));
        ui.add_space(14.0);
        confirm::close(ui, &text.get("desk-close"))
    })
}

/// Every key; false when it is closed.
fn help_ui(ctx: &egui::Context, text: &Text) -> bool {
    confirm::dialog(ctx, "shop-help", 640.0, |ui| {
        confirm::title(ui, &text.get("desk-help"));
        ui.add_space(8.0);
        widget::sentence(ui, text.get("shop-help"));
        ui.add_space(8.0);
        for pair in KEYS.chunks(2) {
            widget::row(ui, &[1.0, 1.0], 440.0, |ui, index| {
                if let Some(key) = pair.get(index) {
                    ui.horizontal(|ui| {
                        widget::key_cap(ui, key.cap);
                        ui.label(theme::rich(text.get(key.words), Weight::Regular, 15.0));
                    });
                }
            });
        }
        ui.add_space(10.0);
        confirm::close(ui, &text.get("desk-close"))
    })
}
