//! What stands before an office is open: the panel in the middle of the window, and work on a thread of its own.

use crate::desk::theme::{self, Weight};
use crate::desk::toast::words_of;
use crate::desk::widget::button::segments;
use crate::desk::widget::field::{self, Around};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone};
use crate::station::{Error, Owned, Worker};
use crate::text::{Lang, Text};
use eframe::egui::{self, CentralPanel, Frame, Id, Label, ScrollArea, Ui};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// Where slow work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hands {
    /// On threads; the window stays awake.
    Threads,
    /// At once, on the caller's thread; for tests.
    Inline,
}

impl Hands {
    /// Gives what is asked of its lanes; the window is woken by each answer.
    pub fn worker<S: Owned>(self, ctx: &egui::Context, asked: S) -> Worker<S> {
        match self {
            Self::Inline => Worker::inline(asked),
            Self::Threads => {
                let wake = ctx.clone();
                Worker::threaded(asked, Arc::new(move || wake.request_repaint()))
            }
        }
    }
}

/// Work under way before there is an office to ask.
pub struct Job<T>(Receiver<Result<T, Error>>);

impl<T: Send + 'static> Job<T> {
    /// Begins `work`; the window is woken when it is done.
    pub fn start(
        ctx: &egui::Context,
        hands: Hands,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Self {
        let (sender, answer) = sync_channel(1);
        let ctx = ctx.clone();
        let job = move || {
            sender.send(work()).ok(); // The window may have been closed.
            ctx.request_repaint();
        };
        match hands {
            Hands::Inline => job(),
            // A thread that cannot start drops the sender, which `poll` takes for an internal error.
            Hands::Threads => {
                std::thread::Builder::new()
                    .name("opening".to_owned())
                    .spawn(job)
                    .ok();
            }
        }
        Self(answer)
    }

    /// What came of it, once it is done.
    pub fn poll(&self) -> Option<Result<T, Error>> {
        match self.0.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(Error {
                id: "internal",
                args: Vec::new(),
                detail: String::new(),
            })),
        }
    }
}

/// The choice of the language, over all else.
pub fn lang_ui(ui: &mut Ui, text: &mut Text, kept: &mut Option<Lang>) {
    let chosen = usize::from(text.lang() == Lang::En);
    let name = text.get("desk-setting-language");
    if let Some(pressed) = segments(ui, &name, &["Bahasa Indonesia", "English"], Some(chosen)) {
        let lang = if pressed == 0 { Lang::Id } else { Lang::En };
        (*text, *kept) = (Text::new(lang), Some(lang));
    }
    ui.add_space(12.0);
}

/// What the panel asks for.
pub fn heading(ui: &mut Ui, words: &str) {
    ui.add(Label::new(theme::rich(words, Weight::Bold, theme::TITLE)).wrap());
    ui.add_space(6.0);
}

/// A box under its label.
pub fn text_ui(ui: &mut Ui, id: Id, label: &str, value: &mut String) {
    let around = Around {
        label,
        ..Around::default()
    };
    field::text(ui, id, value, &around);
    ui.add_space(4.0);
}

/// The panel in the middle, at most `width` points wide, with the name of the program over what `add` draws.
pub fn stage_ui(ui: &mut Ui, text: &Text, width: f32, add: impl FnOnce(&mut Ui)) {
    let tokens = theme::of(ui);
    let ground = Frame::new().fill(tokens.ground);
    CentralPanel::no_frame().frame(ground).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.add_space((ui.available_height() * 0.11).max(12.0));
            let width = (ui.available_width() - 24.0).min(width);
            let margin = if width < 480.0 { 18 } else { 32 };
            ui.vertical_centered(|ui| {
                ui.set_max_width(width);
                let frame = widget::panel_frame(ui).inner_margin(margin);
                frame.show(ui, |ui| {
                    ui.set_width(width - 2.0 * f32::from(margin));
                    ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                        brand_ui(ui, text);
                        add(ui);
                    });
                });
            });
            ui.add_space(16.0);
        });
    });
}

fn brand_ui(ui: &mut Ui, text: &Text) {
    ui.horizontal(|ui| {
        icon::icon_ui(ui, Icon::Card, 40.0, theme::of(ui).accent);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(theme::rich("Loket", Weight::Bold, 28.0));
            widget::hint(ui, text.get("desk-tagline"));
        });
    });
    ui.add_space(14.0);
}

/// What failed and what to do, as a note.
pub fn error_ui(ui: &mut Ui, text: &Text, error: &Error) {
    let (what, advice) = words_of(text, error);
    widget::note(ui, Tone::Error, &what);
    if !advice.is_empty() {
        widget::hint(ui, advice);
    }
}
