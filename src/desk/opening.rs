//! Before an office is open: opening it, making a demo office on the first start, or saying what is wrong with it.

use crate::desk::theme::{self, Weight};
use crate::desk::toast::words_of;
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone};
use crate::desk::{Office, Start};
use crate::station::{Error, Station, Worker};
use crate::text::{Lang, Text};
use eframe::egui::{self, CentralPanel, Frame, Label, ProgressBar, ScrollArea, Ui, vec2};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// Invented residents of a demo office made from the window.
const DEMO_PEOPLE: u32 = 120;

/// Seed of that office: the same residents everywhere, so that people can speak about them.
const DEMO_SEED: u64 = 2026;

/// The state before an office is open.
pub struct Opening {
    start: Start,
    text: Text,
    stage: Stage,
    progress: Arc<[AtomicU32; 2]>,
}

enum Stage {
    /// A thread is at work; `true` while it makes a demo office.
    Working(Receiver<Result<Office, Error>>, bool),
    /// There is no office yet.
    First,
    Broken(Error),
}

impl Opening {
    /// Begins to open the office.
    pub fn new(ctx: &egui::Context, start: Start) -> Self {
        let text = Text::new(start.lang.unwrap_or_default());
        let progress = Arc::new([AtomicU32::new(0), AtomicU32::new(1)]);
        let dir = start.office.clone();
        let stage = work(ctx, false, move || Station::open(&dir));
        Self {
            start,
            text,
            stage,
            progress,
        }
    }

    /// The office, once it is open.
    pub fn poll(&mut self, ctx: &egui::Context) -> Option<(Start, Office)> {
        let Stage::Working(answer, making) = &self.stage else {
            return None;
        };
        if *making {
            ctx.request_repaint_after(std::time::Duration::from_millis(250));
        }
        match answer.try_recv() {
            Ok(Ok(office)) => return Some((std::mem::take(&mut self.start), office)),
            Ok(Err(error)) => {
                self.stage = if error.id == "office-missing" {
                    Stage::First
                } else {
                    Stage::Broken(error)
                }
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => {
                self.stage = Stage::Broken(Error {
                    id: "internal",
                    args: Vec::new(),
                    detail: String::new(),
                });
            }
        }
        None
    }

    fn reopen(&mut self, ctx: &egui::Context) {
        let dir: PathBuf = self.start.office.clone();
        self.stage = work(ctx, false, move || Station::open(&dir));
    }

    fn make_demo(&mut self, ctx: &egui::Context) {
        let (dir, progress) = (self.start.office.clone(), Arc::clone(&self.progress));
        self.stage = work(ctx, true, move || {
            let [done, all] = &*progress;
            Station::create_demo(&dir, DEMO_PEOPLE, DEMO_SEED, &mut |made, of| {
                done.store(made, Ordering::Relaxed);
                all.store(of.max(1), Ordering::Relaxed);
            })
        });
    }

    /// Draws the state.
    pub fn ui(&mut self, ui: &mut Ui) {
        let tokens = theme::of(ui);
        CentralPanel::no_frame()
            .frame(Frame::new().fill(tokens.ground))
            .show(ui, |ui| {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    ui.add_space((ui.available_height() * 0.16).max(16.0));
                    let width = (ui.available_width() - 40.0).min(620.0);
                    ui.vertical_centered(|ui| {
                        ui.set_max_width(width);
                        widget::panel_frame(ui).inner_margin(32).show(ui, |ui| {
                            ui.set_width(width - 64.0);
                            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                                self.panel_ui(ui);
                            });
                        });
                    });
                });
            });
    }

    fn panel_ui(&mut self, ui: &mut Ui) {
        let tokens = theme::of(ui);
        ui.horizontal(|ui| {
            icon::icon_ui(ui, Icon::Card, 40.0, tokens.accent);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.label(theme::rich("Loket", Weight::Bold, 28.0));
                widget::hint(ui, self.text.get("desk-tagline"));
            });
        });
        ui.add_space(14.0);
        let mut act = Act::None;
        match &self.stage {
            Stage::Working(_, false) => widget::waiting(ui, &self.text.get("desk-opening")),
            Stage::Working(_, true) => making_ui(ui, &self.text, &self.progress),
            Stage::First => act = first_ui(ui, &self.text, &self.start),
            Stage::Broken(error) => act = broken_ui(ui, &self.text, error),
        }
        match act {
            Act::None => {}
            Act::Demo => self.make_demo(ui.ctx()),
            Act::Again => self.reopen(ui.ctx()),
            Act::Lang(lang) => {
                self.text = Text::new(lang);
                self.start.lang = Some(lang);
            }
        }
    }
}

/// What was pressed.
enum Act {
    None,
    Demo,
    Again,
    Lang(Lang),
}

fn work(
    ctx: &egui::Context,
    making: bool,
    open: impl FnOnce() -> Result<Station, Error> + Send + 'static,
) -> Stage {
    let (sender, answer) = sync_channel(1);
    let ctx = ctx.clone();
    let job = move || {
        let office = open().map(|station| {
            let wake = ctx.clone();
            Office::new(station, |station| {
                Worker::threaded(station, Arc::new(move || wake.request_repaint()))
            })
        });
        sender.send(office).ok(); // The window may have been closed.
        ctx.request_repaint();
    };
    // A thread that cannot start drops the sender, which `poll` takes for an internal error.
    std::thread::Builder::new()
        .name("opening".to_owned())
        .spawn(job)
        .ok();
    Stage::Working(answer, making)
}

fn making_ui(ui: &mut Ui, text: &Text, progress: &[AtomicU32; 2]) {
    let [done, all] = progress;
    let (done, all) = (done.load(Ordering::Relaxed), all.load(Ordering::Relaxed));
    ui.label(theme::rich(
        text.get("desk-demo-making"),
        Weight::Semibold,
        18.0,
    ));
    ui.add_space(6.0);
    if done == 0 {
        widget::waiting(ui, &text.get("desk-demo-preparing"));
        return;
    }
    let share = done as f32 / all.max(1) as f32;
    ui.add(
        ProgressBar::new(share)
            .desired_height(12.0)
            .fill(theme::of(ui).accent)
            .corner_radius(6.0),
    );
    widget::hint(
        ui,
        text.with(
            "desk-demo-progress",
            &[("done", &done.to_string()), ("all", &all.to_string())],
        ),
    );
}

fn first_ui(ui: &mut Ui, text: &Text, start: &Start) -> Act {
    let mut act = Act::None;
    let chosen = match text.lang() {
        Lang::Id => 0,
        Lang::En => 1,
    };
    if let Some(pressed) = segments(
        ui,
        &text.get("desk-setting-language"),
        &["Bahasa Indonesia", "English"],
        Some(chosen),
    ) {
        act = Act::Lang(if pressed == 0 { Lang::Id } else { Lang::En });
    }
    ui.add_space(12.0);
    ui.add(
        Label::new(theme::rich(
            text.get("desk-first-title"),
            Weight::Bold,
            theme::TITLE,
        ))
        .wrap(),
    );
    widget::sentence(ui, text.get("desk-first-text"));
    ui.add_space(10.0);
    let make = text.get("desk-first-demo");
    let button = ui.add(
        Button::new(Look::Primary, &make)
            .icon(Icon::Plus)
            .key("Enter")
            .height(48.0),
    );
    if ui.memory(|memory| memory.focused().is_none()) {
        button.request_focus();
    }
    if button.clicked() {
        act = Act::Demo;
    }
    ui.add_space(8.0);
    widget::hint(
        ui,
        text.with(
            "desk-first-folder",
            &[("path", &start.office.display().to_string())],
        ),
    );
    act
}

fn broken_ui(ui: &mut Ui, text: &Text, error: &Error) -> Act {
    let (what, advice) = words_of(text, error);
    ui.add(
        Label::new(theme::rich(
            text.get("desk-broken-title"),
            Weight::Bold,
            theme::TITLE,
        ))
        .wrap(),
    );
    ui.add_space(6.0);
    widget::note(ui, Tone::Error, &what);
    if !advice.is_empty() {
        widget::sentence(ui, advice.as_str());
    }
    ui.add_space(12.0);
    let mut act = Act::None;
    ui.horizontal(|ui| {
        let retry = text.get("desk-retry");
        if ui
            .add(Button::new(Look::Primary, &retry).icon(Icon::Retake))
            .clicked()
        {
            act = Act::Again;
        }
        let copy = text.get("desk-copy-detail");
        if ui
            .add(Button::new(Look::Plain, &copy).icon(Icon::Copy))
            .clicked()
        {
            ui.ctx()
                .copy_text(format!("{what}\n{advice}\n{}: {}", error.id, error.detail));
        }
    });
    ui.allocate_space(vec2(0.0, 4.0));
    act
}
