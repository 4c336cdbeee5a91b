//! The desk: egui shell, theme, words, widgets, one file a screen; no I/O, no SQL, no PDF.
//!
//! `Desk` opens the office on a thread of its own, offers to make a demo office where there is none, and then hands the
//! window to the shell. A screen owns its state and dies when left; the application being entered outlives its steps.

mod application;
mod context;
mod dialog;
mod format;
mod opening;
mod screen;
mod shell;
mod start;
mod theme;
mod toast;
mod widget;

use crate::station::{Reference, Settings, Station, Worker};
use crate::text::{Lang, Text};
use eframe::egui::{self, Event, Key, Ui};
use jiff::civil::Date;
use opening::Opening;
use shell::Shell;
use std::path::PathBuf;
use std::sync::Arc;

pub use start::Start;

/// An open office, as the desk takes it over.
pub struct Office {
    worker: Worker,
    known: Known,
}

/// What the desk knows of an office without asking.
struct Known {
    reference: Arc<Reference>,
    settings: Settings,
    today: Date,
    demo: bool,
    dir: PathBuf,
}

impl Office {
    /// Takes over `station`; `lanes` makes its worker, threaded in a window and inline in tests.
    pub fn new(station: Station, lanes: impl FnOnce(Station) -> Worker) -> Self {
        let known = Known::of(&station);
        Self {
            worker: lanes(station),
            known,
        }
    }

    /// Takes over an office that has its worker already; `None` when the worker does not answer at once.
    pub fn over(worker: Worker) -> Option<Self> {
        let known = worker.ask(|station| Known::of(station)).take()?.ok()?;
        Some(Self { worker, known })
    }
}

impl Known {
    fn of(station: &Station) -> Self {
        Self {
            reference: station.reference(),
            settings: station.settings().clone(),
            today: station.today(),
            demo: station.is_demo(),
            dir: station.dir(),
        }
    }
}

/// The window.
pub struct Desk {
    phase: Phase,
    /// Keystrokes held back until the cursor has moved.
    held: Vec<Event>,
}

enum Phase {
    Opening(Box<Opening>),
    Open(Box<Shell>),
}

impl Desk {
    /// Opens the office of `start`; the window shows how that goes.
    pub fn new(ctx: &egui::Context, start: Start) -> Self {
        prepare(ctx, &start);
        Self {
            phase: Phase::Opening(Box::new(Opening::new(ctx, start))),
            held: Vec::new(),
        }
    }

    /// With an office that is open already.
    pub fn with_office(ctx: &egui::Context, start: Start, office: Office) -> Self {
        prepare(ctx, &start);
        Self {
            phase: Phase::Open(Box::new(Shell::new(ctx, start, office))),
            held: Vec::new(),
        }
    }
}

fn prepare(ctx: &egui::Context, start: &Start) {
    theme::install(ctx);
    theme::apply(ctx, start.theme.as_deref().unwrap_or("light"));
    if let Some(scale) = start.scale {
        ctx.set_zoom_factor(scale);
    }
}

/// The words of a language code; anything unknown is Indonesian.
fn words(code: &str) -> Text {
    Text::new(Lang::parse(code).unwrap_or_default())
}

impl eframe::App for Desk {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        match &mut self.phase {
            Phase::Opening(opening) => {
                if let Some((start, office)) = opening.poll(ctx) {
                    self.phase = Phase::Open(Box::new(Shell::new(ctx, start, office)));
                }
            }
            Phase::Open(shell) => shell.logic(ctx),
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        match &mut self.phase {
            Phase::Opening(opening) => opening.ui(ui),
            Phase::Open(shell) => shell.ui(ui),
        }
    }

    /// A reader or a fast typist sends a key that moves the cursor and the next letters within one frame; the letters are
    /// held back for the frame after, or they would land in the box just left.
    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        self.held.append(&mut input.events);
        let typed = self
            .held
            .iter()
            .position(|event| matches!(event, Event::Text(_)));
        let moving = self.held.iter().position(moves_the_cursor);
        let end = if widget::field::is_going_on(ctx) {
            0
        } else if let Some(at) = moving {
            // What was typed opens a list in its own frame; the key then acts on that list.
            let letters_first = typed.is_some_and(|typed| typed < at);
            if letters_first { at } else { at + 1 }
        } else {
            self.held.len()
        };
        let rest = self.held.split_off(end);
        input.events = std::mem::replace(&mut self.held, rest);
        if !self.held.is_empty() {
            ctx.request_repaint();
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if let Phase::Open(shell) = &mut self.phase {
            shell.close();
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// After this event the cursor may be elsewhere.
fn moves_the_cursor(event: &Event) -> bool {
    if let Event::Key {
        key,
        pressed: true,
        modifiers,
        ..
    } = event
    {
        let moving = [Key::Tab, Key::Enter, Key::Escape, Key::F2, Key::F3, Key::F4];
        return modifiers.command || moving.contains(key);
    }
    // Two boxes have the cursor in the frame of a click: the one left and the one entered would both take what follows.
    matches!(event, Event::Paste(_) | Event::PointerButton { .. })
}
