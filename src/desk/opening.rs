//! Before the login: finding the office, making one on the first start, or saying what is wrong with it.

use crate::desk::Start;
use crate::desk::front::{self, Hands, Job};
use crate::desk::restoring::{self, Restoring};
use crate::desk::theme::{self, Weight};
use crate::desk::toast::words_of;
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::desk::wizard::{Answer, Wizard};
use crate::station::{Door, Error, Station};
use crate::text::{Lang, Text};
use eframe::egui::{self, Label, ProgressBar, Ui, vec2};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Invented residents of a demo office made from the window.
const DEMO_PEOPLE: u32 = 120;

/// Seed of that office: the same residents everywhere, so that people can speak about them.
const DEMO_SEED: u64 = 2026;

/// The state before there is a door to log in at.
pub struct Opening {
    start: Start,
    hands: Hands,
    text: Text,
    stage: Stage,
    progress: Arc<[AtomicU32; 2]>,
}

enum Stage {
    Finding(Job<Door>),
    /// A demo office is being made.
    Making(Job<Door>),
    /// There is no office yet.
    First,
    /// A real one is being founded.
    Wizard(Box<Wizard>),
    /// One is being restored from a backup.
    Restoring(Box<Restoring>),
    Broken(Error),
}

impl Opening {
    /// Begins to look for the office.
    pub fn new(ctx: &egui::Context, start: Start, hands: Hands) -> Self {
        let text = Text::new(start.lang.unwrap_or_default());
        let progress = Arc::new([AtomicU32::new(0), AtomicU32::new(1)]);
        let stage = find(ctx, &start, hands);
        Self {
            start,
            hands,
            text,
            stage,
            progress,
        }
    }

    /// Begins with the way out of an office that does not open.
    pub fn restoring(ctx: &egui::Context, start: Start, hands: Hands) -> Self {
        let mut opening = Self::new(ctx, start, hands);
        opening.restore(ctx, false);
        opening
    }

    fn restore(&mut self, ctx: &egui::Context, is_vacant: bool) {
        let restoring = Restoring::new(ctx, &self.start.office, self.hands, is_vacant);
        self.stage = Stage::Restoring(Box::new(restoring));
    }

    /// The door of the office, once it is found.
    pub fn poll(&mut self, ctx: &egui::Context) -> Option<(Start, Door)> {
        let job = match &self.stage {
            Stage::Finding(job) => job,
            Stage::Making(job) => {
                ctx.request_repaint_after(std::time::Duration::from_millis(250));
                job
            }
            Stage::First | Stage::Wizard(_) | Stage::Restoring(_) | Stage::Broken(_) => {
                return None;
            }
        };
        match job.poll()? {
            Ok(door) => return Some((std::mem::take(&mut self.start), door)),
            Err(error) if error.id == "office-missing" => self.stage = Stage::First,
            Err(error) => self.stage = Stage::Broken(error),
        }
        None
    }

    fn make_demo(&mut self, ctx: &egui::Context) {
        let (dir, progress) = (self.start.office.clone(), Arc::clone(&self.progress));
        self.stage = Stage::Making(Job::start(ctx, self.hands, move || {
            let [done, all] = &*progress;
            let made = Station::create_demo(&dir, DEMO_PEOPLE, DEMO_SEED, &mut |made, of| {
                done.store(made, Ordering::Relaxed);
                all.store(of.max(1), Ordering::Relaxed);
            });
            drop(made?);
            Door::find(&dir)
        }));
    }

    /// Draws the state.
    pub fn ui(&mut self, ui: &mut Ui) {
        if let Stage::Wizard(wizard) = &mut self.stage {
            match wizard.ui(ui, &self.text) {
                Answer::Open => {}
                Answer::Back => self.stage = Stage::First,
                Answer::Founded => self.stage = find(ui.ctx(), &self.start, self.hands),
            }
            return;
        }
        if let Stage::Restoring(restoring) = &mut self.stage {
            match restoring.ui(ui, &self.text) {
                restoring::Answer::Open => {}
                restoring::Answer::Back => self.stage = find(ui.ctx(), &self.start, self.hands),
                restoring::Answer::Restored(dir) => {
                    self.start.office = dir;
                    self.stage = find(ui.ctx(), &self.start, self.hands);
                }
            }
            return;
        }
        let mut act = Act::None;
        front::stage_ui(ui, &self.text, 620.0, |ui| match &self.stage {
            Stage::Finding(_) => widget::waiting(ui, &self.text.get("desk-opening")),
            Stage::Making(_) => making_ui(ui, &self.text, &self.progress),
            Stage::Wizard(_) | Stage::Restoring(_) => {}
            Stage::First => act = first_ui(ui, &self.text, &self.start),
            Stage::Broken(error) => act = broken_ui(ui, &self.text, error),
        });
        match act {
            Act::None => {}
            Act::Demo => self.make_demo(ui.ctx()),
            Act::Real => {
                let wizard = Wizard::new(&self.start.office, self.hands, &self.text);
                self.stage = Stage::Wizard(Box::new(wizard));
            }
            Act::Restore => {
                let is_vacant = matches!(self.stage, Stage::First);
                self.restore(ui.ctx(), is_vacant);
            }
            Act::Again => self.stage = find(ui.ctx(), &self.start, self.hands),
            Act::Lang(lang) => {
                self.text = Text::new(lang);
                self.start.lang = Some(lang);
            }
        }
    }
}

fn find(ctx: &egui::Context, start: &Start, hands: Hands) -> Stage {
    let dir = start.office.clone();
    Stage::Finding(Job::start(ctx, hands, move || Door::find(&dir)))
}

/// What was pressed.
enum Act {
    None,
    Demo,
    Real,
    Restore,
    Again,
    Lang(Lang),
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
    ui.add_space(10.0);
    widget::sentence(ui, text.get("duty-first-real-text"));
    let real = text.get("duty-first-real");
    let button = Button::new(Look::Plain, &real)
        .icon(Icon::Form)
        .height(48.0);
    if ui.add(button).clicked() {
        act = Act::Real;
    }
    ui.add_space(10.0);
    widget::sentence(ui, text.get("custody-restore-first-text"));
    if ui
        .add(restore_button(&text.get("custody-restore")))
        .clicked()
    {
        act = Act::Restore;
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

fn restore_button(words: &str) -> Button<'_> {
    Button::new(Look::Plain, words)
        .icon(Icon::Shield)
        .height(48.0)
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
    let restore = text.get("custody-restore");
    ui.horizontal_wrapped(|ui| {
        let retry = text.get("desk-retry");
        if ui
            .add(Button::new(Look::Primary, &retry).icon(Icon::Retake))
            .clicked()
        {
            act = Act::Again;
        }
        let button = Button::new(Look::Plain, &restore).icon(Icon::Shield);
        if ui.add(button).clicked() {
            act = Act::Restore;
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
