//! A supervisor at the counter accepts a portrait as it is: reason, login and password, and what came of it.

use crate::desk::application::Application;
use crate::desk::context::{DeskCtx, settled};
use crate::desk::toast::words_of;
use crate::desk::widget::confirm::Answer;
use crate::desk::widget::prompt::{Prompt, Words};
use crate::permit::Field;
use crate::station::{Ask, Error, Secret};
use eframe::egui::Ui;
use std::sync::Arc;

/// The dialog's state.
#[derive(Default)]
pub struct Accept {
    prompt: Option<Prompt>,
    asking: Option<Ask<Result<(), Error>>>,
}

impl Accept {
    /// Opens the dialog.
    pub fn open(&mut self) {
        if self.prompt.is_none() {
            self.prompt = Some(Prompt::default());
        }
    }

    /// It is on screen: keys belong to it.
    pub fn is_open(&self) -> bool {
        self.prompt.is_some()
    }

    /// Draws it and takes in what came of it; true when the portrait was accepted in this frame.
    pub fn ui(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>, application: &Application) -> bool {
        match settled(&mut self.asking) {
            Some(Ok(())) => {
                self.prompt = None;
                ctx.toasts.good(ctx.t("photo-accepted"));
                return true;
            }
            Some(Err(error)) => {
                if let Some(prompt) = &mut self.prompt {
                    prompt.busy = false;
                    prompt.failed = words_of(ctx.text, &error).0;
                }
            }
            None => {}
        }
        let Some(prompt) = &mut self.prompt else {
            return false;
        };
        let words = Words {
            title: &ctx.t("photo-accept-title"),
            text: &ctx.t("photo-accept-text"),
            yes: &ctx.t("photo-accept-yes"),
            no: &ctx.t("desk-cancel"),
            reason: &ctx.t("duty-reason"),
            second: Some((&ctx.t("photo-accept-login"), &ctx.t("duty-second-password"))),
        };
        match prompt.ui(ui.ctx(), &words) {
            Answer::Open => {}
            Answer::No => self.prompt = None,
            Answer::Yes => {
                prompt.busy = true;
                prompt.failed.clear();
                let (reason, login) = (prompt.reason.clone(), prompt.login.trim().to_owned());
                let password = Secret::new(std::mem::take(&mut *prompt.password));
                let (id, draft, portrait) = (
                    Arc::clone(&application.id),
                    application.draft.clone(),
                    application.portrait.clone(),
                );
                // What is accepted is the picture that is kept, so it is kept first.
                self.asking = Some(ctx.worker.ask(move |station| {
                    let (saved, _) =
                        station.save_case(id.get().copied(), &draft, portrait.as_ref())?;
                    let case = *id.get_or_init(|| saved);
                    let second = station.supervisor(&login, &password)?;
                    station.accept_portrait(case, &reason, &second)
                }));
            }
        }
        false
    }
}

/// What a supervisor has said of the portrait of the application, if anything.
pub fn word(ctx: &DeskCtx<'_>, application: &Application) -> Option<String> {
    let mut findings = application.findings_of(Field::Portrait);
    let accepted = findings.find(|finding| finding.rule == "portrait-accepted")?;
    Some(ctx.words(accepted))
}
