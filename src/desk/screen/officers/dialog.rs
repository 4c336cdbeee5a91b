//! The dialogs about an officer: engage, give other duties, let in again, let in no more, set a password.

use super::duty_words;
use crate::desk::context::DeskCtx;
use crate::desk::widget::button::switch;
use crate::desk::widget::confirm::{Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::desk::widget::{self, Tone};
use crate::office::{self, Duty, Officer};
use crate::station::{Error, NewOfficer, Secret, Station};
use eframe::egui::{self, Ui};

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Add,
    Duties,
    Reset,
    Disable,
    Enable,
    Own,
}

/// An act, to be asked of the station.
type Act = Box<dyn FnOnce(&mut Station) -> Result<(), Error> + Send>;

/// What came of a frame.
pub enum Said {
    /// It stays.
    Open,
    /// It goes; nothing is done.
    Away,
    /// This is to be done.
    Go(Act),
}

/// An open dialog.
pub struct Dialog {
    about: About,
    pub form: Form,
    login: String,
    name: String,
    duties: Vec<Duty>,
}

impl Dialog {
    /// Engages an officer.
    pub fn add(ctx: &DeskCtx<'_>) -> Self {
        let login = Entry::new("login", ctx.t("custody-officer-login"), Takes::Code);
        let nip = Entry::new("nip", ctx.t("custody-officer-nip"), Takes::Code);
        let entries = vec![
            Entry::new("name", ctx.t("custody-officer-name"), Takes::Words),
            login.hint(ctx.t("custody-officer-login-hint")),
            nip.hint(ctx.t("custody-officer-nip-hint")).optional(),
            first_password(ctx),
        ];
        Self::of(About::Add, None, entries)
    }

    /// Gives an officer other duties.
    pub fn duties(officer: &Officer) -> Self {
        Self::of(About::Duties, Some(officer), Vec::new())
    }

    /// Gives an officer another password.
    pub fn reset(ctx: &DeskCtx<'_>, officer: &Officer) -> Self {
        Self::of(About::Reset, Some(officer), vec![first_password(ctx)])
    }

    /// Lets an officer in no more.
    pub fn disable(officer: &Officer) -> Self {
        Self::of(About::Disable, Some(officer), Vec::new())
    }

    /// Lets an officer in again.
    pub fn enable(ctx: &DeskCtx<'_>, officer: &Officer) -> Self {
        Self::of(About::Enable, Some(officer), vec![first_password(ctx)])
    }

    /// One's own password.
    pub fn own(ctx: &DeskCtx<'_>) -> Self {
        let secret = |key: &'static str, words: &str| Entry::new(key, ctx.t(words), Takes::Secret);
        let entries = vec![
            secret("old", "custody-password-old"),
            secret("password", "custody-password-new"),
            secret("again", "custody-password-again"),
        ];
        let officer = ctx.session.officer.clone();
        Self::of(About::Own, Some(&officer), entries)
    }

    fn of(about: About, officer: Option<&Officer>, entries: Vec<Entry>) -> Self {
        Self {
            about,
            form: Form::new(entries),
            login: officer.map_or(String::new(), |officer| officer.login.as_str().to_owned()),
            name: officer.map_or(String::new(), |officer| officer.name.clone()),
            duties: officer.map_or(vec![Duty::Counter], |officer| officer.duties.clone()),
        }
    }

    /// What was done, in words.
    pub fn done(&self, ctx: &DeskCtx<'_>) -> String {
        let name = if self.about == About::Add {
            self.form.value("name")
        } else {
            &self.name
        };
        let key = match self.about {
            About::Add => "custody-officer-added",
            About::Duties => "custody-officer-duties-set",
            About::Reset => "custody-officer-was-reset",
            About::Disable => "custody-officer-disabled",
            About::Enable => "custody-officer-enabled",
            About::Own => "custody-password-changed",
        };
        ctx.tw(key, &[("name", name)])
    }

    /// Draws it.
    pub fn ui(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) -> Said {
        let (title, text, yes) = match self.about {
            About::Add => (
                "custody-officer-add-title",
                "custody-officer-add-text",
                "custody-officer-add-yes",
            ),
            About::Duties => (
                "custody-officer-duties-title",
                "custody-officer-duties-text",
                "desk-save",
            ),
            About::Reset => (
                "custody-officer-reset-title",
                "custody-officer-reset-text",
                "custody-officer-reset-yes",
            ),
            About::Disable => (
                "custody-officer-disable-title",
                "custody-officer-disable-text",
                "custody-officer-disable-yes",
            ),
            About::Enable => (
                "custody-officer-enable-title",
                "custody-officer-enable-text",
                "custody-officer-enable-yes",
            ),
            About::Own => (
                "custody-password-title",
                "custody-password-text",
                "custody-password-yes",
            ),
        };
        let args = [("name", self.name.as_str())];
        let (title, text) = (ctx.tw(title, &args), ctx.tw(text, &args));
        let (yes, no) = (ctx.t(yes), ctx.t("desk-cancel"));
        let words = Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &no,
            destroys: self.about == About::Disable,
        };
        let chooses = matches!(self.about, About::Add | About::Duties);
        let duties = &mut self.duties;
        let answer = self.form.ask_with(egui_ctx, "officer", &words, |ui| {
            if chooses {
                duties_ui(ui, ctx, duties);
            }
        });
        match answer {
            Answer::Open => Said::Open,
            Answer::No => Said::Away,
            Answer::Yes
                if self.about == About::Own
                    && self.form.value("password") != self.form.value("again") =>
            {
                self.form.failed = ctx.t("custody-password-differs");
                Said::Open
            }
            Answer::Yes => Said::Go(self.act()),
        }
    }

    fn act(&self) -> Act {
        let (login, duties) = (self.login.clone(), self.duties.clone());
        let password = Secret::new(self.form.secret("password"));
        match self.about {
            About::Add => {
                let new = NewOfficer {
                    login: self.form.value("login").to_owned(),
                    name: self.form.value("name").to_owned(),
                    nip: self.form.value("nip").to_owned(),
                    duties,
                    password,
                };
                Box::new(move |station| station.add_officer(&new).map(drop))
            }
            About::Duties => Box::new(move |station| station.set_duties(&login, &duties)),
            About::Reset => Box::new(move |station| station.reset_password(&login, &password)),
            About::Disable => Box::new(move |station| station.disable_officer(&login)),
            About::Enable => Box::new(move |station| station.enable_officer(&login, &password)),
            About::Own => {
                let old = Secret::new(self.form.secret("old"));
                Box::new(move |station| station.change_password(&old, &password))
            }
        }
    }
}

fn first_password(ctx: &DeskCtx<'_>) -> Entry {
    Entry::new("password", ctx.t("custody-password-first"), Takes::Secret)
}

/// The duties as switches, and what does not go together, in words.
fn duties_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, duties: &mut Vec<Duty>) {
    widget::hint(ui, ctx.t("custody-officer-duties"));
    if let Some((one, other)) = office::clash(duties) {
        let (one, other) = (duty_words(ctx, one), duty_words(ctx, other));
        let words = ctx.tw("custody-officer-clash", &[("one", &one), ("other", &other)]);
        widget::note(ui, Tone::Error, &words);
    }
    for pair in Duty::ALL.chunks(2) {
        widget::row(ui, &[1.0, 1.0], 300.0, |ui, index| {
            let Some(duty) = pair.get(index) else { return };
            let mut on = duties.contains(duty);
            if switch(ui, &duty_words(ctx, *duty), &mut on) {
                if on {
                    duties.push(*duty);
                } else {
                    duties.retain(|other| other != duty);
                }
            }
        });
    }
}
