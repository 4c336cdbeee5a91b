//! Beside the picture: the checks with their values, the last shots, and the choice of camera.

use super::shot::Shot;
use super::{earlier, guide};
use crate::camera::{self, State};
use crate::desk::application::Application;
use crate::desk::context::{DeskCtx, answered};
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::format;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look, switch};
use crate::desk::widget::choice::drop_down;
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone, card};
use crate::permit::Field;
use crate::portrait::{self, Check};
use crate::station::Ask;
use eframe::egui::{
    Align, CornerRadius, Label, Layout, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role,
    vec2,
};
use jiff::civil::Date;

/// Width of a shot among the last ones, in points.
pub const SHOT: f32 = 66.0;

/// State of the column.
#[derive(Default)]
pub struct Side {
    devices: Vec<String>,
    asking: Option<Ask<Result<Vec<String>, camera::Error>>>,
    dialog: Option<Dialog>,
}

impl Side {
    /// Looks which cameras are there.
    pub fn ask_devices(&mut self, ctx: &DeskCtx<'_>) {
        self.asking = Some(ctx.worker.press(camera::devices));
    }

    /// Which camera, mirrored or not, and what it delivers.
    pub fn camera_ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, state: Option<&State>) {
        widget::panel(ui, |ui| {
            ui.horizontal(|ui| {
                widget::section(ui, &ctx.t("desk-camera"));
                if let Some(State::Live {
                    format,
                    frames_per_s,
                }) = state
                {
                    widget::hint(ui, format!("{format} · {frames_per_s}/s"));
                }
            });
            self.choice_ui(ui, ctx);
        });
    }

    /// The list of cameras, the folder of stills, the mirror; also used by the settings.
    pub fn choice_ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) {
        if let Some(Ok(answer)) = answered(&mut self.asking) {
            self.devices = answer.unwrap_or_default(); // The list then has its first line alone.
        }
        if let Some(folder) = chosen(&mut self.dialog) {
            ctx.session.settings.camera = format!("stills:{}", folder.display());
            ctx.save_settings();
        }
        let chosen_now = ctx.session.settings.camera.clone();
        let mut lines = vec![(String::new(), ctx.t("desk-camera-first"))];
        lines.extend(self.devices.iter().map(|name| (name.clone(), name.clone())));
        if !lines.iter().any(|(value, _)| *value == chosen_now) {
            lines.push((
                chosen_now.clone(),
                chosen_now
                    .strip_prefix("stills:")
                    .unwrap_or(&chosen_now)
                    .to_owned(),
            ));
        }
        ui.horizontal_wrapped(|ui| {
            let (pressed, camera) =
                drop_down(ui, "camera", &ctx.t("desk-camera"), &chosen_now, &lines);
            if pressed && self.asking.is_none() {
                self.ask_devices(ctx); // One may have been plugged in since.
            }
            if let Some(camera) = camera {
                ctx.session.settings.camera = camera;
                ctx.save_settings();
            }
            let folder = ctx.t("desk-camera-folder");
            if ui
                .add(Button::new(Look::Plain, &folder).icon(Icon::Folder))
                .clicked()
                && self.dialog.is_none()
            {
                let wake = ui.ctx().clone();
                self.dialog = Some(Dialog::open(folder.clone(), Wanted::Folder, move || {
                    wake.request_repaint();
                }));
            }
            if switch(
                ui,
                &ctx.t("desk-camera-mirror"),
                &mut ctx.session.settings.mirror,
            ) {
                ctx.save_settings();
            }
        });
    }
}

/// The last shots; returns the one pressed. `alone`, there is room for what is to be known of them.
pub fn shots_ui(
    ui: &mut Ui,
    ctx: &DeskCtx<'_>,
    shots: &[Shot],
    selected: Option<usize>,
    application: &Application,
    alone: bool,
) -> Option<usize> {
    let mut pressed = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        widget::section(ui, &ctx.t("desk-shots"));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            for index in 0..3 {
                let shot = shots.get(index);
                if shot_ui(ui, ctx, index, shot, selected == Some(index), application) {
                    pressed = Some(index);
                }
            }
            if alone {
                widget::hint(ui, ctx.t("desk-shots-hint"));
            }
        });
    });
    pressed
}

fn line(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(1.0, theme::of(ui).line),
    );
}

/// What the list of checks tells of.
pub struct Now<'a> {
    /// The checks.
    pub checks: &'a [Check],
    /// Of a picture that was taken, not of the live one.
    pub taken: bool,
    /// Left and right are changed on the screen.
    pub mirrored: bool,
    /// When the file says that the photo was taken.
    pub on: Option<Date>,
    /// Why nobody guides.
    pub failed: Option<&'a portrait::Error>,
    /// What a supervisor has said of the flaws.
    pub accepted: Option<String>,
    /// A supervisor could be asked.
    pub may_accept: bool,
}

/// The checks, each with its value, and what is to be said of them; true when a supervisor is to accept them.
pub fn checks_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, now: &Now<'_>) -> bool {
    let mut pressed = false;
    widget::panel(ui, |ui| {
        widget::section(ui, &ctx.t("desk-portrait-checks"));
        if let Some(error) = now.failed {
            widget::note(
                ui,
                Tone::Warning,
                &ctx.t(&format!("error-portrait-{}", error.id())),
            );
        } else if now.checks.is_empty() {
            let key = if now.taken {
                "desk-portrait-looking"
            } else {
                "desk-portrait-no-picture"
            };
            widget::hint(ui, ctx.t(key));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        for (index, check) in now.checks.iter().enumerate() {
            if index > 0 {
                line(ui);
            }
            check_ui(ui, ctx, check, now.mirrored);
        }
        if let Some(day) = now.on {
            ui.add_space(6.0);
            age_ui(ui, ctx, day);
        }
        if let Some(words) = &now.accepted {
            ui.add_space(6.0);
            widget::note(ui, Tone::Calm, words);
        } else if now.may_accept {
            ui.add_space(6.0);
            let words = ctx.t("photo-accept");
            let accept = Button::new(Look::Plain, &words).icon(Icon::Stamp).key("F6");
            pressed = ui.add(accept).clicked();
        }
    });
    pressed
}

/// How old the photo is; a warning where it is older than the office wants.
fn age_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, day: Date) {
    let age = earlier::age(ctx, day);
    let date = format::date(day);
    let args = [("date", date.as_str()), ("age", age.as_str())];
    let rule = ctx.session.settings.photo;
    if rule.is_too_old(day, ctx.session.today) {
        widget::note(ui, Tone::Warning, &ctx.tw("photo-too-old", &args));
    } else {
        widget::hint(ui, ctx.tw("photo-taken-on", &args));
    }
}

/// The portrait of the application has flaws that were told.
pub fn has_flaws(application: &Application) -> bool {
    let mut findings = application.findings_of(Field::Portrait);
    application.portrait.is_some() && findings.any(|finding| finding.rule.starts_with("portrait-"))
}

fn check_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, check: &Check, mirrored: bool) {
    let tokens = theme::of(ui);
    let (icon, color) = if check.passes() {
        (Icon::Check, tokens.good)
    } else if check.value.is_none() {
        (Icon::Question, tokens.faint)
    } else {
        (Icon::Warning, tokens.warning)
    };
    ui.spacing_mut().interact_size.y = 19.0;
    ui.horizontal(|ui| {
        icon::icon_ui(ui, icon, 16.0, color);
        let value = check.value.map_or_else(String::new, |value| {
            let number = if check.id == "faces" {
                format!("{value:.0}")
            } else {
                format::decimal(value, ctx.text.lang())
            };
            format!("{number} {}", check.unit)
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(theme::rich(value.trim(), Weight::Regular, 13.0).color(tokens.muted));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = match check.value {
                    Some(_) => ctx.t(&guide::words(check, mirrored)),
                    None => ctx.t(&format!("check-{}", check.id)),
                };
                let weight = if check.passes() || check.value.is_none() {
                    Weight::Regular
                } else {
                    Weight::Medium
                };
                let text = theme::rich(words, weight, 14.0);
                let text = if check.value.is_none() {
                    text.color(tokens.faint)
                } else {
                    text
                };
                ui.add(Label::new(text).wrap());
            });
        });
    });
}

fn shot_ui(
    ui: &mut Ui,
    ctx: &DeskCtx<'_>,
    index: usize,
    shot: Option<&Shot>,
    selected: bool,
    application: &Application,
) -> bool {
    let tokens = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(SHOT, SHOT * 4.0 / 3.0), Sense::click());
    let number = (index + 1).to_string();
    let name = ctx.tw("desk-shot", &[("number", &number)]);
    response
        .widget_info(|| WidgetInfo::selected(Role::RadioButton, shot.is_some(), selected, &name));
    let radius = CornerRadius::same(6);
    ui.painter().rect_filled(rect, radius, tokens.hover);
    match shot {
        Some(shot) => shot.thumbnail(ui, rect),
        // The portrait saved with the application stands in the first place until a new one is taken.
        None if index == 0 && application.portrait.is_some() => {
            application.face.paint(ui, rect, card::whole(), 6.0);
        }
        None => {
            ui.painter().text(
                rect.center(),
                eframe::egui::Align2::CENTER_CENTER,
                number,
                theme::font(Weight::Medium, 22.0),
                tokens.faint,
            );
        }
    }
    let saved = shot.is_none() && index == 0 && application.portrait.is_some();
    let (stroke, color) = if selected || saved {
        (3.0, tokens.accent)
    } else {
        (1.0, tokens.border)
    };
    ui.painter().rect_stroke(
        rect,
        radius,
        Stroke::new(stroke, color),
        StrokeKind::Outside,
    );
    widget::button::focus_ring(ui, &response, rect);
    response.clicked()
}
