//! The desk: egui shell, theme, words, widgets, one file a screen; no I/O, no SQL, no PDF.
//!
//! `Desk` finds the office, offers to make one where there is none, lets an officer log in, and then hands the window to the
//! shell. When the desk is locked the shell and the station with its keys are gone; what remains is where the officer was.
//! A screen owns its state and dies when left; the application being entered outlives its steps.

mod application;
mod context;
mod dialog;
mod doing;
mod format;
mod front;
mod job;
mod known;
mod login;
mod opening;
mod pages;
mod patrol;
mod proof;
mod restoring;
mod screen;
mod shell;
mod shop;
mod start;
mod theme;
mod toast;
mod widget;
mod wizard;

use crate::office::Officer;
use crate::station::{Reference, Settings, Station, Worker};
use crate::text::{Lang, Text};
use eframe::egui::{self, Event, Key, Ui};
use front::Hands;
use jiff::civil::Date;
use login::Login;
use opening::Opening;
use patrol::Patrol;
use shell::{Resume, Shell};
use shop::Shop;
use std::path::PathBuf;
use std::sync::Arc;

pub use start::{Entrant, Start};

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
    officer: Officer,
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
            officer: station.officer().clone(),
        }
    }
}

/// The window.
pub struct Desk {
    phase: Phase,
    hands: Hands,
    /// Where the officer was who locked the desk.
    resume: Option<Resume>,
    /// Keystrokes held back until the cursor has moved.
    held: Vec<Event>,
}

enum Phase {
    Opening(Box<Opening>),
    Login(Box<Login>),
    Open(Box<Shell>),
    /// With no office.
    Patrol(Box<Patrol>),
    /// With no office either.
    Shop(Box<Shop>),
}

impl Desk {
    /// Finds the office of `start`; the window shows how that goes, then asks who is there.
    pub fn new(ctx: &egui::Context, start: Start) -> Self {
        Self::with_hands(ctx, start, Hands::Threads)
    }

    /// Like `new`, with every answer there at once; for tests.
    pub fn inline(ctx: &egui::Context, start: Start) -> Self {
        Self::with_hands(ctx, start, Hands::Inline)
    }

    fn with_hands(ctx: &egui::Context, start: Start, hands: Hands) -> Self {
        prepare(ctx, &start);
        let phase = if start.patrol.is_some() {
            Phase::Patrol(Box::new(Patrol::new(ctx, start, hands)))
        } else if start.shop.is_some() {
            Phase::Shop(Box::new(Shop::new(ctx, start, hands)))
        } else {
            Phase::Opening(Box::new(Opening::new(ctx, start, hands)))
        };
        Self {
            phase,
            hands,
            resume: None,
            held: Vec::new(),
        }
    }

    /// With an office that is open already.
    pub fn with_office(ctx: &egui::Context, start: Start, office: Office) -> Self {
        prepare(ctx, &start);
        Self {
            phase: Phase::Open(Box::new(Shell::new(ctx, start, office))),
            hands: Hands::Threads,
            resume: None,
            held: Vec::new(),
        }
    }

    /// Takes the next phase when the present one is over.
    fn turn(&mut self, ctx: &egui::Context) {
        match &mut self.phase {
            Phase::Opening(opening) => {
                if let Some((start, door)) = opening.poll(ctx) {
                    let login = Login::new(start, door, self.hands, self.resume.as_ref());
                    ctx.request_repaint(); // An entrant of the flags is tried before anybody moves the mouse.
                    self.phase = Phase::Login(Box::new(login));
                }
            }
            Phase::Login(login) => {
                if let Some(start) = login.restores() {
                    self.phase =
                        Phase::Opening(Box::new(Opening::restoring(ctx, start, self.hands)));
                    return;
                }
                if let Some((start, office)) = login.poll(ctx) {
                    let mut shell = Shell::new(ctx, start, office);
                    if let Some(resume) = self.resume.take() {
                        shell.resume(resume);
                    }
                    self.phase = Phase::Open(Box::new(shell));
                }
            }
            Phase::Patrol(patrol) => patrol.logic(ctx, self.hands),
            Phase::Shop(shop) => shop.logic(ctx, self.hands),
            Phase::Open(shell) => {
                shell.logic(ctx);
                if let Some(resume) = shell.locked() {
                    let mut start = shell.start().clone();
                    start.office = shell.dir();
                    start.screen = None;
                    self.resume = Some(resume);
                    // Dropping the shell drops the station and its keys; egui's own memory holds what was typed.
                    self.phase = Phase::Opening(Box::new(Opening::new(ctx, start, self.hands)));
                    ctx.data_mut(egui::util::IdTypeMap::clear);
                }
            }
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
        self.turn(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        match &mut self.phase {
            Phase::Opening(opening) => opening.ui(ui),
            Phase::Login(login) => login.ui(ui),
            Phase::Open(shell) => shell.ui(ui),
            Phase::Patrol(patrol) => patrol.ui(ui),
            Phase::Shop(shop) => shop.ui(ui),
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
        match &mut self.phase {
            Phase::Open(shell) => shell.close(),
            Phase::Patrol(patrol) => patrol.close(),
            Phase::Opening(_) | Phase::Login(_) | Phase::Shop(_) => {}
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
