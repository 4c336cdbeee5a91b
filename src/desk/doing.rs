//! An act with a dialog: asked for, on its way, done, or told in the dialog why it did not go.

use crate::desk::context::{DeskCtx, settled};
use crate::desk::widget::confirm::Answer;
use crate::desk::widget::form::Form;
use crate::station::{Ask, Error};
use eframe::egui::{self, Ui};
use std::path::PathBuf;

/// Somebody outside whom nobody knows: his file, the name he gave himself, and his fingerprint as it is to be compared.
pub struct Stranger {
    pub path: PathBuf,
    pub name: String,
    pub fingerprint: String,
}

impl Stranger {
    /// Whom the error is about.
    pub fn of(path: &str, error: &Error) -> Option<Self> {
        Some(Self {
            path: PathBuf::from(path),
            name: error.arg("name")?.to_owned(),
            fingerprint: error.arg("fingerprint")?.to_owned(),
        })
    }
}

/// An act whose dialog is open.
pub trait Acting: Sized {
    /// What is known when it is done.
    type Done: Send + 'static;

    /// Its boxes.
    fn form(&mut self) -> &mut Form;

    /// Draws it.
    fn ui(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) -> Answer;

    /// Has it done as its boxes say, or tells what is wrong with them.
    fn ask(&self, ctx: &DeskCtx<'_>) -> Result<Ask<Result<Self::Done, Error>>, String>;

    /// It did not go.
    fn fail(&mut self, ctx: &DeskCtx<'_>, error: &Error) {
        self.form().fail(ctx.text, error);
    }

    /// What is to be asked next, where the error is that somebody is not known yet.
    fn stranger(before: Option<&Self>, error: &Error) -> Option<Self>;
}

/// The one act of a screen that is open or on its way.
pub struct Doing<A: Acting> {
    acting: Option<A>,
    ask: Option<Ask<Result<A::Done, Error>>>,
}

impl<A: Acting> Default for Doing<A> {
    fn default() -> Self {
        Self {
            acting: None,
            ask: None,
        }
    }
}

impl<A: Acting> Doing<A> {
    /// It is on its way.
    pub fn is_busy(&self) -> bool {
        self.ask.is_some()
    }

    /// Opens the dialog of an act.
    pub fn open(&mut self, acting: A) {
        self.acting = Some(acting);
    }

    /// Opens it with its act on the way already.
    pub fn begin(&mut self, acting: A, ask: Ask<Result<A::Done, Error>>) {
        (self.acting, self.ask) = (Some(acting), Some(ask));
    }

    /// What was done, once; a failure is told.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>) -> Option<A::Done> {
        match settled(&mut self.ask)? {
            Ok(done) => {
                self.acting = None;
                return Some(done);
            }
            Err(error) => match A::stranger(self.acting.as_ref(), &error) {
                Some(acting) => self.acting = Some(acting),
                None => match &mut self.acting {
                    Some(acting) => acting.fail(ctx, &error),
                    None => ctx.toasts.error(ctx.text, &error),
                },
            },
        }
        None
    }

    /// Draws the dialog over the screen.
    pub fn ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some(mut acting) = self.acting.take() else {
            return;
        };
        acting.form().busy = self.ask.is_some();
        match acting.ui(ui.ctx(), ctx) {
            Answer::Open => self.acting = Some(acting),
            Answer::No => {}
            Answer::Yes => match acting.ask(ctx) {
                Ok(ask) => self.begin(acting, ask),
                Err(wrong) => {
                    acting.form().failed = wrong;
                    self.acting = Some(acting);
                }
            },
        }
    }
}
