//! The left half of the portrait step: the picture, its buttons, the last shots, and beside them the earlier portraits.

use super::shot::{self, Shot};
use super::{Adjust, Capture, earlier, guide, path_ui, side, turn};
use crate::camera::State;
use crate::desk::application::Application;
use crate::desk::context::DeskCtx;
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look, switch};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::viewfinder;
use crate::portrait::Crop;
use eframe::egui::{self, Ui, vec2};

/// Width of a camera's picture over its height.
const WIDE: f32 = 16.0 / 9.0;
/// Height of what stands under the picture, in points.
const BELOW: f32 = 262.0;

impl Capture {
    /// The picture with its buttons, the last shots, the earlier portraits; `height` high in a column of its own.
    pub fn stage(
        &mut self,
        ui: &mut Ui,
        ctx: &mut DeskCtx<'_>,
        application: &mut Application,
        height: Option<f32>,
    ) {
        let is_known = !self.earlier.is_empty();
        // In a small window, too, the whole picture and what is told in it are seen at once.
        let seen = (ui.clip_rect().height() - 28.0).max(200.0);
        let tall = height.map_or(260.0, |height| (height - BELOW).max(260.0));
        let tall = tall.min(seen);
        // What a wide window leaves beside the picture holds the earlier portraits; otherwise they stand beside the shots.
        let spare = ui.available_width() - tall * WIDE;
        let beside = is_known && height.is_none() && spare >= earlier::COLUMN;
        let wide = ui.available_width() - if beside { earlier::COLUMN + 10.0 } else { 0.0 };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.vertical(|ui| {
                ui.set_width(wide);
                self.picture_ui(ui, ctx, application, vec2(wide, tall));
            });
            if beside {
                self.earlier.column_ui(ui, ctx, tall);
            }
        });
        ui.add_space(8.0);
        self.buttons(ui, ctx, application);
        // With a shot on screen its own buttons stand there.
        if self.selected.is_none()
            && let Some(path) = path_ui(ui, ctx, &mut self.path)
        {
            self.load(ctx, path);
        }
        ui.add_space(theme::GAP - 6.0);
        self.known_ui(ui, ctx, application, is_known && !beside);
    }

    /// The live picture, or the shot that is chosen.
    fn picture_ui(
        &mut self,
        ui: &mut Ui,
        ctx: &DeskCtx<'_>,
        application: &mut Application,
        size: egui::Vec2,
    ) {
        match self.selected.and_then(|index| self.shots.get_mut(index)) {
            Some(shot) => {
                if shot.ui(ui, size, &ctx.t("desk-crop-name")) {
                    application.edited(ui.input(|input| input.time));
                }
            }
            None => self.live_ui(ui, ctx, size),
        }
    }

    /// The last shots and, side by side with them, the earlier portraits.
    fn known_ui(
        &mut self,
        ui: &mut Ui,
        ctx: &DeskCtx<'_>,
        application: &mut Application,
        with_earlier: bool,
    ) {
        let frame = widget::panel_frame(ui).inner_margin(egui::Margin::symmetric(18, 10));
        let pressed = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 18.0;
                let chosen = self.selected;
                let pressed =
                    side::shots_ui(ui, ctx, &self.shots, chosen, application, !with_earlier);
                if with_earlier {
                    self.earlier.row_ui(ui, ctx);
                }
                pressed
            })
        });
        if let Some(index) = pressed.inner.inner {
            self.select(ui, ctx, application, index);
        }
    }

    fn live_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, size: egui::Vec2) {
        let mirrored = ctx.session.settings.mirror;
        let (rect, picture) = self
            .viewfinder
            .ui(ui, size, mirrored, &ctx.t("desk-viewfinder"));
        let state = self.viewfinder.state();
        let failed = matches!(state, Some(State::Failed(_)));
        let Some(picture) = picture.filter(|_| !failed) else {
            viewfinder::trouble(ui, rect, ctx.text, state.as_ref());
            return;
        };
        let now_s = ui.input(|input| input.time);
        let sight = self.guide.sight(now_s);
        if let Some(still) = self.viewfinder.still() {
            let crop = sight.map_or_else(|| Crop::centred(&still), |sight| sight.study.crop);
            let corners = shot::live_corners(picture, &still, crop, mirrored);
            let good = sight.is_some_and(|sight| sight.study.passes());
            viewfinder::guides(ui, picture, corners, good);
        }
        let held = self.guide.green_s(now_s).filter(|_| self.takes_itself(ctx));
        let text = match (sight.and_then(|sight| sight.guidance()), held) {
            (Some(check), _) if check.value.is_none() => ctx.t("desk-portrait-looking"),
            (Some(check), _) => ctx.t(&guide::words(check, mirrored)),
            (None, Some(held_s)) => {
                let left_s = (guide::HOLD_S - held_s).max(0.0).ceil().max(1.0);
                ctx.tw("photo-hold", &[("seconds", &format!("{left_s:.0}"))])
            }
            (None, None) if sight.is_some() => ctx.t("desk-portrait-good"),
            (None, None) if self.guide.failed().is_some() => ctx.t("photo-unguided"),
            (None, None) => ctx.t("desk-portrait-looking"),
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a share of a bar on screen"
        )]
        let share = held.map(|held_s| (held_s / guide::HOLD_S) as f32);
        viewfinder::told(ui, rect, &text, share);
    }

    fn buttons(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) {
        let now_s = ui.input(|input| input.time);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(10.0, 6.0);
            let (text, icon) = if self.selected.is_some() {
                (ctx.t("desk-retake"), Icon::Retake)
            } else {
                (ctx.t("desk-take"), Icon::Camera)
            };
            let space = ctx.t("desk-key-space");
            let ready = self.selected.is_some() || self.viewfinder.frame().is_some();
            let take = Button::new(Look::Primary, &text)
                .icon(icon)
                .key(&space)
                .height(44.0)
                .enabled(ready);
            if ui.add(take).clicked() {
                self.take_or_again(ctx, now_s);
            }
            if self.selected.is_some() {
                self.adjust_ui(ui, ctx, application, now_s);
                return;
            }
            let file = ctx.t("desk-from-file");
            let file = Button::new(Look::Plain, &file).icon(Icon::Image);
            if ui.add(file.key("Ctrl O").height(44.0)).clicked() {
                self.browse(ui, ctx);
            }
            if matches!(self.viewfinder.state(), Some(State::Failed(_))) {
                let retry = ctx.t("desk-camera-retry");
                let retry = Button::new(Look::Plain, &retry).icon(Icon::Retake);
                if ui.add(retry.height(44.0)).clicked() {
                    self.viewfinder.retry(ui.ctx(), ctx.worker);
                    self.side.ask_devices(ctx);
                }
            } else {
                let words = ctx.t("photo-itself");
                if switch(ui, &words, &mut ctx.session.auto_photo) {
                    self.guide.restart(now_s);
                }
                widget::key_cap(ui, "A");
            }
        });
    }

    /// Buttons of the shot on screen: turn, reset, white balance.
    fn adjust_ui(
        &mut self,
        ui: &mut Ui,
        ctx: &DeskCtx<'_>,
        application: &mut Application,
        now_s: f64,
    ) {
        let is_balanced = self.chosen_shot().is_some_and(Shot::is_balanced);
        let balance = if is_balanced {
            "photo-unbalance"
        } else {
            "photo-balance"
        };
        let acts = [
            ("photo-turn-left", "[", Adjust::Turn(-turn::TURN_DEG)),
            ("photo-turn-right", "]", Adjust::Turn(turn::TURN_DEG)),
            ("photo-reset", "R", Adjust::Reset),
            (balance, "W", Adjust::Balance),
        ];
        for (words, key, adjust) in acts {
            let words = ctx.t(words);
            let button = Button::new(Look::Plain, &words).key(key).height(44.0);
            if ui.add(button).clicked() {
                self.adjust(ctx, application, adjust, now_s);
            }
        }
    }
}
