//! Step 2, the portrait: live picture or file, crop, checks, and the last three shots to choose from.

mod shot;
pub mod side;

use crate::camera::State;
use crate::desk::application::{Application, Step};
use crate::desk::context::{DeskCtx, Go, answered};
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::screen::intake::header_ui;
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::viewfinder::{self, Viewfinder};
use crate::portrait::{self, Check, Crop, Still};
use crate::station::{Ask, Error, outside};
use eframe::egui::{self, Key, Modifiers, Rect, Ui, vec2};
use shot::Shot;
use std::path::{Path, PathBuf};

/// Seconds between two looks at the live picture.
const LOOK_EVERY_S: f64 = 0.3;

/// Shots kept to choose from.
const SHOTS: usize = 3;

/// The portrait step.
#[derive(Default)]
pub struct Capture {
    viewfinder: Viewfinder,
    shots: Vec<Shot>,
    /// The shot on screen; the live picture when `None`.
    selected: Option<usize>,
    live: Vec<Check>,
    looking: Option<Ask<Vec<Check>>>,
    looked_s: f64,
    loading: Option<Ask<Result<Still, Refused>>>,
    dialog: Option<Dialog>,
    path: String,
    side: side::Side,
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
        self.poll(ui.ctx(), ctx);
        self.keys(ui, ctx, application);
        header_ui(ui, ctx, application);
        self.footer(ui, ctx, application);
        widget::still_body(ui, |ui, height| {
            let right = (ui.available_width() * 0.36).clamp(300.0, 540.0);
            let mut both = (&mut *self, application, &mut *ctx);
            widget::columns(
                ui,
                &mut both,
                right,
                |ui, (capture, application, ctx)| capture.stage(ui, ctx, application, height),
                |ui, (capture, application, ctx)| {
                    let scroll = egui::ScrollArea::vertical()
                        .id_salt("capture-side")
                        .auto_shrink(false)
                        .min_scrolled_height(height)
                        .max_height(height);
                    scroll.show(ui, |ui| capture.side_ui(ui, ctx, application));
                },
            );
        });
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
            if application.portrait.is_none() && self.shots.is_empty() {
                self.selected = None;
            }
        }
    }

    fn poll(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) {
        self.viewfinder.poll(egui_ctx, ctx.worker);
        let now_s = egui_ctx.input(|input| input.time);
        if let Some(Ok(checks)) = answered(&mut self.looking) {
            self.live = checks;
        }
        if self.selected.is_none()
            && self.looking.is_none()
            && now_s - self.looked_s > LOOK_EVERY_S
            && let Some(still) = self.viewfinder.still()
        {
            self.looked_s = now_s;
            self.looking = Some(
                ctx.worker
                    .press(move || portrait::check(&still, Crop::centred(&still))),
            );
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

    /// Finishes file and shots, whatever is on screen: a portrait taken is not lost by hurrying on.
    pub fn tend(
        &mut self,
        egui_ctx: &egui::Context,
        ctx: &mut DeskCtx<'_>,
        application: &mut Application,
        now_s: f64,
    ) {
        match answered(&mut self.loading) {
            Some(Ok(Ok(still))) => self.add(ctx, still),
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

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>, application: &mut Application) {
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
        if pressed(Modifiers::NONE, Key::Space) {
            self.take_or_again(ctx);
        }
        for (index, key) in [Key::Num1, Key::Num2, Key::Num3].into_iter().enumerate() {
            if pressed(Modifiers::NONE, key) {
                self.select(ui, ctx, application, index);
            }
        }
    }

    /// Takes the shot; with a shot on screen, goes back to the live picture.
    fn take_or_again(&mut self, ctx: &DeskCtx<'_>) {
        if self.selected.take().is_some() {
            return;
        }
        if let Some(still) = self.viewfinder.still() {
            self.add(ctx, still);
        }
    }

    fn add(&mut self, ctx: &DeskCtx<'_>, still: Still) {
        self.shots.insert(0, Shot::new(ctx.worker, still));
        self.shots.truncate(SHOTS);
        self.selected = Some(0);
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
        self.loading = Some(ctx.worker.press(move || read_still(&path)));
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
            ("← ↑ → ↓ + −".to_owned(), ctx.t("desk-key-crop")),
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

    fn stage(
        &mut self,
        ui: &mut Ui,
        ctx: &DeskCtx<'_>,
        application: &mut Application,
        height: f32,
    ) {
        let size = vec2(ui.available_width(), (height - 104.0).max(260.0));
        match self.selected.and_then(|index| self.shots.get_mut(index)) {
            Some(shot) => {
                if shot.ui(ui, size, &ctx.t("desk-crop-name")) {
                    application.edited(ui.input(|input| input.time));
                }
            }
            None => self.live_ui(ui, ctx, size),
        }
        ui.add_space(8.0);
        self.buttons(ui, ctx);
    }

    fn live_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, size: egui::Vec2) {
        let (rect, picture) = self.viewfinder.ui(
            ui,
            size,
            ctx.session.settings.mirror,
            &ctx.t("desk-viewfinder"),
        );
        let state = self.viewfinder.state();
        let failed = matches!(state, Some(State::Failed(_)));
        let Some(picture) = picture.filter(|_| !failed) else {
            viewfinder::trouble(ui, rect, ctx.text, state.as_ref());
            return;
        };
        let frame = live_frame(picture, self.viewfinder.still().as_ref());
        let good = !self.live.is_empty() && self.live.iter().all(Check::passes);
        viewfinder::guides(ui, picture, frame, good);
        let advice = self
            .live
            .iter()
            .find(|check| !check.passes())
            .map(|check| ctx.t(&check.words()));
        let words = advice.unwrap_or_else(|| ctx.t("desk-portrait-good"));
        viewfinder::pill(ui, rect, &words);
    }

    fn buttons(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let (text, icon) = if self.selected.is_some() {
                (ctx.t("desk-retake"), Icon::Retake)
            } else {
                (ctx.t("desk-take"), Icon::Camera)
            };
            let space = ctx.t("desk-key-space");
            let ready = self.selected.is_some() || self.viewfinder.frame().is_some();
            if ui
                .add(
                    Button::new(Look::Primary, &text)
                        .icon(icon)
                        .key(&space)
                        .height(44.0)
                        .enabled(ready),
                )
                .clicked()
            {
                self.take_or_again(ctx);
            }
            let file = ctx.t("desk-from-file");
            if ui
                .add(
                    Button::new(Look::Plain, &file)
                        .icon(Icon::Image)
                        .key("Ctrl O")
                        .height(44.0),
                )
                .clicked()
            {
                self.browse(ui, ctx);
            }
            if matches!(self.viewfinder.state(), Some(State::Failed(_))) {
                let retry = ctx.t("desk-camera-retry");
                if ui
                    .add(
                        Button::new(Look::Plain, &retry)
                            .icon(Icon::Retake)
                            .height(44.0),
                    )
                    .clicked()
                {
                    self.viewfinder.retry(ui.ctx(), ctx.worker);
                    self.side.ask_devices(ctx);
                }
            }
        });
        if let Some(path) = path_ui(ui, ctx, &mut self.path) {
            self.load(ctx, path);
        }
    }

    fn side_ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) {
        let shot = self.chosen_shot();
        let checks = shot.map_or(self.live.as_slice(), Shot::checks);
        self.side.checks_ui(ui, ctx, checks, shot.is_some());
        ui.add_space(theme::GAP - 6.0);
        if let Some(index) = self
            .side
            .shots_ui(ui, ctx, &self.shots, self.selected, application)
        {
            self.select(ui, ctx, application, index);
        }
        ui.add_space(theme::GAP - 6.0);
        self.side
            .camera_ui(ui, ctx, self.viewfinder.state().as_ref());
    }
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

/// Where the crop of a centred shot lies in the live picture.
fn live_frame(picture: Rect, still: Option<&Still>) -> Rect {
    let Some(still) = still else { return picture };
    shot::on_screen(picture, still, Crop::centred(still))
}

fn read_still(path: &Path) -> Result<Still, Refused> {
    let bytes = outside::read_file(path, Still::MAX_BYTES).map_err(Refused::File)?;
    Still::decode(&bytes).map_err(Refused::Picture)
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
