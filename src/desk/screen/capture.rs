//! Step 2, the portrait: live picture with its guidance, or file; crop, checks, and the last three shots to choose from.

mod accept;
mod earlier;
mod guide;
mod shot;
pub mod side;
mod stage;
mod turn;

use crate::desk::application::{Application, Step};
use crate::desk::context::{DeskCtx, Go, answered};
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::screen::intake::header_ui;
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::viewfinder::{self, Viewfinder};
use crate::office::Deed;
use crate::portrait;
use crate::station::{Ask, Error};
use accept::Accept;
use eframe::egui::{self, Event, Key, Modifiers, Ui};
use guide::Guide;
use shot::{Shot, Taken};
use std::path::PathBuf;

/// Shots kept to choose from.
const SHOTS: usize = 3;

/// A space bar pressed so soon after the camera took the picture itself meant to take it, not to take it anew; in seconds.
const SAME_SHOT_S: f64 = 1.0;

/// The portrait step.
#[derive(Default)]
pub struct Capture {
    viewfinder: Viewfinder,
    guide: Guide,
    shots: Vec<Shot>,
    /// The shot on screen; the live picture when `None`.
    selected: Option<usize>,
    /// A picture is still wanted: nothing is taken by itself over a portrait that is there.
    armed: bool,
    /// When the camera last took the picture itself.
    itself_s: f64,
    loading: Option<Ask<Result<Taken, Refused>>>,
    dialog: Option<Dialog>,
    path: String,
    side: side::Side,
    earlier: earlier::Earlier,
    accept: Accept,
    begun: bool,
}

/// Why a file or a shot gave no portrait.
pub enum Refused {
    /// The file or the work on it.
    File(Error),
    /// What is wrong with the picture.
    Picture(portrait::Error),
}

impl Capture {
    /// Draws the step.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) -> Go {
        self.begin(ui, ctx, application);
        self.poll(ui, ctx);
        if !self.accept.is_open() {
            self.keys(ui, ctx, application);
        }
        header_ui(ui, ctx, application);
        self.footer(ui, ctx, application);
        // Apart from the step before, whose form may stand scrolled to its end.
        ui.push_id("capture", |ui| {
            widget::still_body(ui, |ui, height| {
                let right = (ui.available_width() * 0.36).clamp(300.0, 540.0);
                let height = (!widget::is_stacked(ui, right)).then_some(height);
                let mut both = (&mut *self, &mut *application, &mut *ctx);
                widget::columns(
                    ui,
                    &mut both,
                    right,
                    |ui, (capture, application, ctx)| {
                        scrolled(ui, "capture-stage", height, |ui| {
                            capture.stage(ui, ctx, application, height);
                        });
                    },
                    |ui, (capture, application, ctx)| {
                        scrolled(ui, "capture-side", height, |ui| {
                            capture.side_ui(ui, ctx, application);
                        });
                    },
                );
            });
        });
        if self.accept.ui(ui, ctx, application) {
            application.edited(ui.input(|input| input.time)); // What is found in it is asked anew.
        }
        Go::Stay
    }

    /// Stops the camera; call before the step is left.
    pub fn close(&mut self, ctx: &DeskCtx<'_>) {
        self.viewfinder.close(ctx.worker);
        self.begun = false;
    }

    fn begin(&mut self, ui: &Ui, ctx: &DeskCtx<'_>, application: &Application) {
        let source = viewfinder::source_of(
            &ctx.session.settings.camera,
            ctx.session.start.stills.as_ref(),
        );
        self.viewfinder.open(ui.ctx(), ctx.worker, source);
        if !self.begun {
            self.begun = true;
            self.side.ask_devices(ctx);
            self.guide.begin(ctx, &application.draft);
            self.guide.restart(ui.input(|input| input.time));
            if ctx.session.may(Deed::ReadRecords) {
                self.earlier.ask(ctx, &application.draft);
            }
            if application.portrait.is_none() && self.shots.is_empty() {
                self.selected = None;
                self.armed = true;
            }
        }
    }

    fn poll(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>) {
        let egui_ctx = ui.ctx();
        self.viewfinder.poll(egui_ctx, ctx.worker);
        self.earlier.poll(ui, ctx);
        let now_s = egui_ctx.input(|input| input.time);
        if self.selected.is_none() {
            if let Some(frame) = self.viewfinder.frame() {
                self.guide.feed(ctx, frame, now_s);
            }
            self.guide.poll();
            self.guide.animate(egui_ctx, now_s);
            self.take_itself(ctx, now_s);
        }
        if let Some(path) = chosen(&mut self.dialog) {
            self.load(ctx, path);
        }
        let dropped = egui_ctx.input(|input| {
            input
                .raw
                .dropped_files
                .first()
                .map(|file| file.path().to_owned())
        });
        if let Some(path) = dropped {
            self.load(ctx, path);
        }
    }

    /// All has been well long enough: the best of the last frames is taken, if the officer wishes so.
    fn take_itself(&mut self, ctx: &DeskCtx<'_>, now_s: f64) {
        let wished = self.takes_itself(ctx) && !self.accept.is_open() && self.loading.is_none();
        let held = self.guide.green_s(now_s);
        if wished
            && held.is_some_and(|held_s| held_s >= guide::HOLD_S)
            && let Some(still) = self.guide.best()
        {
            self.itself_s = now_s;
            self.add(ctx, Taken::by_camera(still));
        }
    }

    fn takes_itself(&self, ctx: &DeskCtx<'_>) -> bool {
        ctx.session.auto_photo && self.armed
    }

    /// Finishes file and shots, whatever is on screen: a portrait taken is not lost by hurrying on.
    pub fn tend(
        &mut self,
        egui_ctx: &egui::Context,
        ctx: &mut DeskCtx<'_>,
        application: &mut Application,
        now_s: f64,
    ) {
        self.guide.poll();
        match answered(&mut self.loading) {
            Some(Ok(Ok(taken))) => self.add(ctx, taken),
            Some(Ok(Err(refused))) => tell(ctx, &refused),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        for (index, shot) in self.shots.iter_mut().enumerate() {
            match shot.poll(egui_ctx, ctx.worker, now_s) {
                Some(Ok(portrait)) if self.selected == Some(index) => {
                    application.set_portrait(ctx, Some(portrait), now_s);
                }
                Some(Ok(_)) | None => {}
                Some(Err(refused)) => tell(ctx, &refused),
            }
            if shot.take_unbalanced() {
                ctx.toasts.failed(
                    ctx.t("photo-no-balance"),
                    ctx.t("photo-no-balance-advice"),
                    String::new(),
                );
            }
        }
        // A shot that gives no portrait must not stay on screen as if it were the one on the card.
        if self.chosen_shot().is_some_and(Shot::is_barren) {
            self.selected = None;
        }
        let before = self.shots.iter().take(self.selected.unwrap_or(0));
        let gone = before.filter(|shot| shot.is_barren()).count();
        self.selected = self.selected.map(|index| index - gone);
        self.shots.retain(|shot| !shot.is_barren());
        application.pending =
            self.loading.is_some() || self.chosen_shot().is_some_and(Shot::is_busy);
    }

    fn chosen_shot(&self) -> Option<&Shot> {
        self.selected.and_then(|index| self.shots.get(index))
    }

    fn keys(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if ctx.session.next {
            self.leave(ctx, application, Step::Review);
        }
        if pressed(Modifiers::CTRL, Key::O) {
            self.browse(ui, ctx);
        }
        if ui.ctx().text_edit_focused() {
            return;
        }
        if let Some(path) = pasted(ui) {
            self.load(ctx, path);
        }
        let now_s = ui.input(|input| input.time);
        if pressed(Modifiers::NONE, Key::Space) {
            self.take_or_again(ctx, now_s);
        }
        if pressed(Modifiers::NONE, Key::A) {
            ctx.session.auto_photo = !ctx.session.auto_photo;
            self.guide.restart(now_s);
        }
        if pressed(Modifiers::NONE, Key::F6) && self.may_accept(ctx, application) {
            self.accept.open();
        }
        for (index, key) in [Key::Num1, Key::Num2, Key::Num3].into_iter().enumerate() {
            if pressed(Modifiers::NONE, key) {
                self.select(ui, ctx, application, index);
            }
        }
        let wishes = [
            (Key::OpenBracket, Adjust::Turn(-turn::TURN_DEG)),
            (Key::CloseBracket, Adjust::Turn(turn::TURN_DEG)),
            (Key::R, Adjust::Reset),
            (Key::W, Adjust::Balance),
        ];
        for (key, adjust) in wishes {
            if pressed(Modifiers::NONE, key) {
                self.adjust(ctx, application, adjust, now_s);
            }
        }
    }

    /// Changes the shot on screen.
    fn adjust(
        &mut self,
        ctx: &DeskCtx<'_>,
        application: &mut Application,
        adjust: Adjust,
        now_s: f64,
    ) {
        let Some(shot) = self.selected.and_then(|index| self.shots.get_mut(index)) else {
            return;
        };
        let moved = match adjust {
            Adjust::Turn(by_deg) => shot.turn(by_deg, now_s),
            Adjust::Reset => shot.reset(now_s),
            Adjust::Balance => {
                shot.balance(ctx.worker, now_s);
                true
            }
        };
        if moved {
            application.edited(now_s);
        }
    }

    /// The portrait on screen has flaws that a supervisor could accept.
    fn may_accept(&self, ctx: &DeskCtx<'_>, application: &Application) -> bool {
        let is_flawed = match self.chosen_shot() {
            Some(shot) => !shot.is_busy() && shot.checks().iter().any(|check| !check.passes()),
            None => !self.armed && side::has_flaws(application),
        };
        is_flawed && application.portrait.is_some() && accept::word(ctx, application).is_none()
    }

    /// Takes the shot; with a shot on screen, goes back to the live picture.
    fn take_or_again(&mut self, ctx: &DeskCtx<'_>, now_s: f64) {
        if self.selected.is_some() {
            if now_s - self.itself_s > SAME_SHOT_S {
                self.selected = None;
                self.armed = true;
                self.guide.restart(now_s);
            }
            return;
        }
        if let Some(still) = self.viewfinder.still() {
            self.add(ctx, Taken::by_camera(still));
        }
    }

    fn add(&mut self, ctx: &DeskCtx<'_>, taken: Taken) {
        let shot = Shot::new(ctx.worker, taken, self.guide.demand().cloned());
        self.shots.insert(0, shot);
        self.shots.truncate(SHOTS);
        self.selected = Some(0);
        self.armed = false;
    }

    fn select(&mut self, ui: &Ui, ctx: &DeskCtx<'_>, application: &mut Application, index: usize) {
        let Some(shot) = self.shots.get(index) else {
            return;
        };
        self.selected = Some(index);
        if let Some(portrait) = shot.portrait() {
            application.set_portrait(ctx, Some(portrait), ui.input(|input| input.time));
        }
    }

    fn leave(&mut self, ctx: &DeskCtx<'_>, application: &mut Application, step: Step) {
        self.close(ctx);
        application.save(ctx);
        application.step = step;
    }

    fn browse(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        if self.dialog.is_none() {
            let wake = ui.ctx().clone();
            let wanted = Wanted::Picture(ctx.t("desk-filter-picture"));
            self.dialog = Some(Dialog::open(
                ctx.t("desk-choose-picture"),
                wanted,
                move || wake.request_repaint(),
            ));
        }
    }

    fn load(&mut self, ctx: &DeskCtx<'_>, path: PathBuf) {
        self.loading = Some(ctx.worker.press(move || Taken::read(&path)));
    }

    fn footer(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, application: &mut Application) {
        let next = ctx.t("desk-next-review");
        let space = if self.selected.is_some() {
            ctx.t("desk-retake")
        } else {
            ctx.t("desk-take")
        };
        let keys = [
            (ctx.t("desk-key-space"), space),
            ("1–3".to_owned(), ctx.t("desk-key-shots")),
            ("← ↑ → ↓ + − [ ]".to_owned(), ctx.t("desk-key-crop")),
            ("Esc".to_owned(), ctx.t("desk-key-back")),
        ];
        let pressed = widget::footer(ui, &keys, |ui| {
            ui.add(Button::new(Look::Primary, &next).key("Ctrl ↵").height(42.0))
                .clicked()
        });
        if pressed {
            self.leave(ctx, application, Step::Review);
        }
    }

    fn side_ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &Application) {
        let shot = self.chosen_shot();
        let now = side::Now {
            checks: shot.map_or_else(|| self.guide.checks(), Shot::checks),
            taken: shot.is_some(),
            mirrored: shot.is_none() && ctx.session.settings.mirror,
            on: shot.and_then(Shot::taken_on),
            failed: self.guide.failed(),
            accepted: accept::word(ctx, application),
            may_accept: self.may_accept(ctx, application),
        };
        if side::checks_ui(ui, ctx, &now) {
            self.accept.open();
        }
        ui.add_space(theme::GAP - 6.0);
        self.side
            .camera_ui(ui, ctx, self.viewfinder.state().as_ref());
    }
}

/// A column that scrolls for itself in `height`; with none, the columns stand one under the other and scroll together.
fn scrolled(ui: &mut Ui, name: &str, height: Option<f32>, add: impl FnOnce(&mut Ui)) {
    let Some(height) = height else {
        add(ui);
        return;
    };
    egui::ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink(false)
        .min_scrolled_height(height)
        .max_height(height)
        .show(ui, add);
}

/// What is done to the shot on screen.
#[derive(Clone, Copy)]
enum Adjust {
    /// Turned by so many degrees.
    Turn(f32),
    /// As it was suggested.
    Reset,
    /// White balance on or off.
    Balance,
}

/// A box for the path of a file, for those who type or paste it; Enter loads it.
pub fn path_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, path: &mut String) -> Option<PathBuf> {
    let (label, hint) = (ctx.t("desk-path"), ctx.t("desk-path-hint"));
    let around = widget::field::Around {
        label: &label,
        hint: &hint,
        ..Default::default()
    };
    let edit = widget::field::edit(ui, egui::Id::unique("path"), path, &around);
    let response = ui.add(edit).accessible_name(label);
    widget::field::outline(ui, &response, widget::field::Mood::Calm);
    let entered = response.lost_focus()
        && ui.input(|input| input.key_pressed(Key::Enter))
        && !path.trim().is_empty();
    entered.then(|| PathBuf::from(std::mem::take(path).trim()))
}

/// The path of a file that was pasted while no box had the cursor.
fn pasted(ui: &Ui) -> Option<PathBuf> {
    ui.input(|input| {
        input.events.iter().find_map(|event| {
            let Event::Paste(text) = event else {
                return None;
            };
            Some(PathBuf::from(text.trim())).filter(|path| path.is_absolute())
        })
    })
}

fn tell(ctx: &mut DeskCtx<'_>, refused: &Refused) {
    match refused {
        Refused::File(error) => ctx.toasts.error(ctx.text, error),
        Refused::Picture(error) => {
            let (what, advice) = (
                format!("error-portrait-{}", error.id()),
                format!("advice-portrait-{}", error.id()),
            );
            ctx.toasts
                .failed(ctx.t(&what), ctx.t(&advice), error.to_string());
        }
    }
}
