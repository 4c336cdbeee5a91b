//! Taking in a card's code: wedge reader or paste, file, drag and drop, camera; hands out evidence and judges nothing.

use crate::camera::State;
use crate::desk::context::{DeskCtx, settled};
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::screen::capture::path_ui;
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::field::{self, Around, Mood};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::sight::Sight;
use crate::desk::widget::viewfinder::{self, Viewfinder};
use crate::station::{Ask, Error, Evidence, outside};
use eframe::egui::{Id, Key, Modifiers, Ui, vec2};
use std::path::PathBuf;

/// Characters below which typed text waits for Enter; a seal has several hundred.
const SEAL_AT_LEAST: usize = 60;

/// Quiet after which a wedge reader is taken to be done, in seconds.
const WEDGE_QUIET_S: f64 = 0.25;

/// Largest file read.
const MAX_BYTES: usize = 40 * 1024 * 1024;

/// The ways in for a code.
#[derive(Default)]
pub struct Scanner {
    text: String,
    typed_s: Option<f64>,
    path: String,
    reading: Option<Ask<Result<Vec<u8>, Error>>>,
    camera: Viewfinder,
    camera_on: bool,
    sight: Sight,
    dialog: Option<Dialog>,
    /// Entered in this frame.
    entered: Option<Evidence>,
}

fn text_id() -> Id {
    Id::unique("verify-text")
}

impl Scanner {
    /// Takes in what has come, and keys; what there is to judge, if there is something new.
    pub fn poll(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>) -> Option<Evidence> {
        if ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::O)) {
            self.browse(ui, ctx);
        }
        let mut evidence = self.entered.take();
        match settled(&mut self.reading) {
            Some(Ok(bytes)) => evidence = Some(Evidence::File(bytes)),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        if let Some(path) = chosen(&mut self.dialog) {
            self.read(ctx, path);
        }
        if let Some(path) = ui.input(|input| {
            input
                .raw
                .dropped_files
                .first()
                .map(|file| file.path().to_owned())
        }) {
            self.read(ctx, path);
        }
        let now_s = ui.input(|input| input.time);
        let long = self.text.trim().chars().count() >= SEAL_AT_LEAST;
        if let Some(typed_s) = self.typed_s.filter(|_| long) {
            if now_s - typed_s >= WEDGE_QUIET_S {
                evidence = self.typed().or(evidence);
            } else {
                ui.ctx()
                    .request_repaint_after(std::time::Duration::from_millis(80));
            }
        }
        self.camera_poll(ui, ctx).or(evidence)
    }

    /// A file is being read.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// The reader types wherever the cursor is, so it is here when it is nowhere else.
    pub fn keep_focus(ui: &Ui) {
        if ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none()) {
            ui.memory_mut(|memory| memory.request_focus(text_id()));
        }
    }

    /// Stops the camera; call before the screen is left.
    pub fn close(&mut self, ctx: &DeskCtx<'_>) {
        self.camera.close(ctx.worker);
        self.camera_on = false;
    }

    fn typed(&mut self) -> Option<Evidence> {
        self.typed_s = None;
        let text = std::mem::take(&mut self.text).trim().to_owned();
        (!text.is_empty()).then_some(Evidence::Text(text))
    }

    fn read(&mut self, ctx: &mut DeskCtx<'_>, path: PathBuf) {
        ctx.toasts.forget_errors();
        self.reading = Some(
            ctx.worker
                .press(move || outside::read_file(&path, MAX_BYTES)),
        );
    }

    fn camera_poll(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) -> Option<Evidence> {
        if !self.camera_on {
            return None;
        }
        let source = viewfinder::source_of(
            &ctx.session.settings.camera,
            ctx.session.start.stills.as_ref(),
        );
        self.camera.open(ui.ctx(), ctx.worker, source);
        self.camera.poll(ui.ctx(), ctx.worker);
        if let Some(frame) = self.camera.frame() {
            self.sight.feed(ctx.worker, frame);
        }
        let text = self.sight.poll(ui.input(|input| input.time));
        text.map(Evidence::Text)
    }

    fn browse(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        if self.dialog.is_none() {
            let wake = ui.ctx().clone();
            let wanted = Wanted::CardPicture(ctx.t("desk-filter-card"));
            self.dialog = Some(Dialog::open(ctx.t("desk-choose-card"), wanted, move || {
                wake.request_repaint();
            }));
        }
    }

    /// Draws the ways in, one under the other.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, height: f32) {
        widget::panel(ui, |ui| {
            widget::section(ui, &ctx.t("desk-verify-scan"));
            let (label, hint) = (ctx.t("desk-verify-text"), ctx.t("desk-verify-hint"));
            let around = Around {
                label: &label,
                hint: &hint,
                mono: true,
                ..Around::default()
            };
            let edit = field::edit(ui, text_id(), &mut self.text, &around);
            let name = field::label(ui, &label);
            let response = ui.add(edit).labelled_by(name.id);
            field::outline(ui, &response, Mood::Calm);
            if response.changed() {
                self.typed_s = Some(ui.input(|input| input.time));
            }
            if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                self.entered = self.typed();
                response.request_focus();
            }
        });
        ui.add_space(theme::GAP - 6.0);
        widget::panel(ui, |ui| {
            widget::section(ui, &ctx.t("desk-verify-picture"));
            ui.horizontal_wrapped(|ui| {
                let file = ctx.t("desk-from-file");
                if ui
                    .add(
                        Button::new(Look::Plain, &file)
                            .icon(Icon::Image)
                            .key("Ctrl O"),
                    )
                    .clicked()
                {
                    self.browse(ui, ctx);
                }
            });
            if let Some(path) = path_ui(ui, ctx, &mut self.path) {
                self.read(ctx, path);
            }
            widget::hint(ui, ctx.t("desk-drop-hint"));
        });
        ui.add_space(theme::GAP - 6.0);
        widget::panel(ui, |ui| self.camera_ui(ui, ctx, height));
    }

    fn camera_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        ui.horizontal(|ui| {
            widget::section(ui, &ctx.t("desk-camera"));
            let text = ctx.t(if self.camera_on {
                "desk-camera-stop"
            } else {
                "desk-camera-start"
            });
            if ui
                .add(Button::new(Look::Plain, &text).icon(Icon::Camera))
                .clicked()
            {
                self.camera_on = !self.camera_on;
                self.sight.clear();
                if !self.camera_on {
                    self.camera.close(ctx.worker);
                }
            }
        });
        if !self.camera_on {
            widget::hint(ui, ctx.t("desk-verify-camera-hint"));
            return;
        }
        let size = vec2(ui.available_width(), (height - 360.0).clamp(150.0, 260.0));
        let (rect, picture) = self.camera.ui(ui, size, false, &ctx.t("desk-viewfinder"));
        let state = self.camera.state();
        if picture.is_none() || matches!(state, Some(State::Failed(_))) {
            viewfinder::trouble(ui, rect, ctx.text, state.as_ref());
        } else {
            self.sight.ui(ui, ctx.text, rect);
        }
    }
}
