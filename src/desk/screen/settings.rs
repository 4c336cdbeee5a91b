//! Pengaturan: the office as cards show it, camera, language, theme, size, printer; each change is kept at once or with one key.

mod photo;
mod shops;

use crate::desk::context::{DeskCtx, Go};
use crate::desk::screen::Screen;
use crate::desk::screen::capture::side::Side;
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::field::{self, Around, Mood, Remark};
use crate::desk::widget::icon::Icon;
use crate::office::{Before, Deed, Step, StepRule};
use crate::station::Settings;
use crate::text::Lang;
use eframe::egui::{Id, Key, Modifiers, Ui};
use shops::Shops;

/// Sizes offered, in per cent.
const SCALES: [u16; 5] = [80, 100, 125, 150, 200];

/// The screen.
#[derive(Default)]
pub struct SettingsScreen {
    camera: Side,
    /// The minutes as typed, until they are kept.
    minutes: Option<String>,
    shops: Shops,
    begun: bool,
}

impl Screen for SettingsScreen {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        if !self.begun {
            self.begun = true;
            self.camera.ask_devices(ctx);
        }
        self.shops.poll(ctx);
        let mut keep = ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::S));
        widget::header(ui, &ctx.t("desk-settings"), |_| {}, |_| {});
        let save = ctx.t("desk-save");
        let changed = ctx
            .session
            .typed
            .as_ref()
            .is_some_and(|typed| differs(typed, &ctx.session.settings))
            && self.wrong_minutes().is_none();
        let keys = [
            ("Tab", ctx.t("desk-key-next-field")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        keep |= widget::footer(ui, &keys, |ui| {
            ui.add(
                Button::new(Look::Primary, &save)
                    .icon(Icon::Save)
                    .key("Ctrl S")
                    .height(42.0)
                    .enabled(changed),
            )
            .clicked()
        });
        widget::body(ui, |ui| {
            let right = (ui.available_width() * 0.46).max(320.0);
            let mut both = (&mut *self, &mut *ctx);
            widget::columns(
                ui,
                &mut both,
                right,
                |ui, (screen, ctx)| {
                    widget::panel(ui, |ui| Self::office_ui(ui, ctx));
                    ui.add_space(theme::GAP - 6.0);
                    widget::panel(ui, |ui| screen.lock_ui(ui, ctx));
                    ui.add_space(theme::GAP - 6.0);
                    widget::panel(ui, |ui| steps_ui(ui, ctx));
                    if Shops::is_shown(ctx) {
                        ui.add_space(theme::GAP - 6.0);
                        widget::panel(ui, |ui| screen.shops.ui(ui, ctx));
                    }
                },
                |ui, (screen, ctx)| {
                    widget::panel(ui, |ui| look_ui(ui, ctx));
                    ui.add_space(theme::GAP - 6.0);
                    widget::panel(ui, |ui| {
                        widget::section(ui, &ctx.t("desk-camera"));
                        screen.camera.choice_ui(ui, ctx);
                    });
                    ui.add_space(theme::GAP - 6.0);
                    widget::panel(ui, |ui| photo::photo_ui(ui, ctx));
                    ui.add_space(theme::GAP - 6.0);
                    widget::panel(ui, |ui| printer_ui(ui, ctx));
                },
            );
        });
        if let Some(typed) = ctx.session.typed.take_if(|_| keep && changed) {
            ctx.session.settings.office = typed.office;
            ctx.session.settings.issuer_url = typed.issuer_url;
            ctx.session.settings.lock_minutes = typed.lock_minutes;
            ctx.session.settings.steps = typed.steps;
            ctx.session.settings.photo = typed.photo;
            ctx.session.auto_photo = typed.photo.takes_itself;
            self.minutes = None;
            ctx.save_settings();
            ctx.toasts.good(ctx.t("desk-settings-saved"));
        }
        Go::Stay
    }
}

impl SettingsScreen {
    fn office_ui(ui: &mut Ui, ctx: &mut DeskCtx<'_>) {
        widget::section(ui, &ctx.t("desk-settings-office"));
        if !ctx.session.may(Deed::KeepSettings) {
            office_told(ui, ctx);
            return;
        }
        let settings = ctx.session.settings.clone();
        let mut typed = ctx.session.typed.take().unwrap_or(settings);
        let office = &mut typed.office;
        let boxes = [
            ("desk-setting-header", &mut office.header),
            ("desk-setting-office", &mut office.office),
            ("desk-setting-title", &mut office.signatory_title),
            ("desk-setting-signatory", &mut office.signatory_name),
            ("desk-setting-nip", &mut office.signatory_nip),
            ("desk-setting-issuer", &mut typed.issuer_url),
        ];
        for (key, value) in boxes {
            let label = ctx.t(key);
            field::text(
                ui,
                Id::unique(key),
                value,
                &Around {
                    label: &label,
                    ..Around::default()
                },
            );
            ui.add_space(2.0);
        }
        ctx.session.typed = Some(typed);
        widget::hint(ui, ctx.t("desk-settings-office-hint"));
    }

    /// After how long a desk nobody touches is locked.
    fn lock_ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) {
        widget::section(ui, &ctx.t("desk-settings-lock"));
        let label = ctx.t("desk-setting-lock");
        let kept = ctx.session.settings.lock_minutes;
        if !ctx.session.may(Deed::KeepSettings) {
            widget::pair(ui, &label, &kept.to_string());
            return;
        }
        let before = ctx
            .session
            .typed
            .as_ref()
            .map_or(kept, |typed| typed.lock_minutes);
        let mut minutes = self.minutes.take().unwrap_or_else(|| before.to_string());
        let wrong = valid_minutes(&minutes).is_none();
        let remarks = [Remark {
            mood: Mood::Wrong,
            text: ctx.t("desk-setting-lock-wrong"),
        }];
        let around = Around {
            label: &label,
            remarks: if wrong { &remarks } else { &[] },
            ..Around::default()
        };
        ui.scope(|ui| {
            ui.set_max_width(280.0);
            field::text(ui, Id::unique("lock-minutes"), &mut minutes, &around);
        });
        widget::hint(ui, ctx.t("desk-setting-lock-hint"));
        if let (Some(typed), Some(valid)) = (&mut ctx.session.typed, valid_minutes(&minutes)) {
            typed.lock_minutes = valid;
        }
        self.minutes = Some(minutes);
    }

    /// The minutes typed, when they cannot be kept.
    fn wrong_minutes(&self) -> Option<&str> {
        let typed = self.minutes.as_deref();
        typed.filter(|minutes| valid_minutes(minutes).is_none())
    }
}

/// What the station takes.
fn valid_minutes(text: &str) -> Option<u16> {
    let minutes = text.trim().parse().ok();
    minutes.filter(|minutes| (1..=120).contains(minutes))
}

/// The office's words, for those who may only read them.
fn office_told(ui: &mut Ui, ctx: &DeskCtx<'_>) {
    let settings = &ctx.session.settings;
    let office = &settings.office;
    for (key, value) in [
        ("desk-setting-header", &office.header),
        ("desk-setting-office", &office.office),
        ("desk-setting-title", &office.signatory_title),
        ("desk-setting-signatory", &office.signatory_name),
        ("desk-setting-nip", &office.signatory_nip),
        ("desk-setting-issuer", &settings.issuer_url),
    ] {
        widget::pair(ui, &ctx.t(key), value);
        ui.add_space(4.0);
    }
    widget::hint(ui, ctx.t("desk-settings-admin"));
}

fn differs(typed: &Settings, kept: &Settings) -> bool {
    typed.office != kept.office
        || typed.issuer_url != kept.issuer_url
        || typed.lock_minutes != kept.lock_minutes
        || typed.steps != kept.steps
        || typed.photo != kept.photo
}

/// Steps between submission and card: each off, or before what it is done. They are done in the order they are switched on.
fn steps_ui(ui: &mut Ui, ctx: &mut DeskCtx<'_>) {
    widget::section(ui, &ctx.t("step-title"));
    let may = ctx.session.may(Deed::KeepSettings);
    let mut steps = match &ctx.session.typed {
        Some(typed) if may => typed.steps.clone(),
        _ => ctx.session.settings.steps.clone(),
    };
    let words = ["step-off", "step-before-approval", "step-before-print"].map(|key| ctx.t(key));
    let labels = words.each_ref().map(String::as_str);
    for step in Step::ALL {
        let place = steps.iter().position(|rule| rule.step == step);
        let rule = place.and_then(|place| steps.get(place)).copied();
        let chosen = rule.map_or(0, |rule| match rule.before {
            Before::Approval => 1,
            Before::Print => 2,
        });
        let mut label = ctx.t(&format!("step-{}", step.id()));
        if let Some((place, rule)) = place.zip(rule) {
            let duty = ctx.t(&format!("duty-{}", rule.duty.id()));
            label = format!("{}. {label} ({duty})", place + 1);
        }
        if !may {
            widget::pair(ui, &label, labels.get(chosen).copied().unwrap_or_default());
            continue;
        }
        let around = Around {
            label: &label,
            ..Around::default()
        };
        let before = match field::pick(ui, &around, &labels, Some(chosen)) {
            None => continue,
            Some(0) => None,
            Some(1) => Some(Before::Approval),
            Some(_) => Some(Before::Print),
        };
        match (before, steps.iter_mut().find(|rule| rule.step == step)) {
            (None, _) => steps.retain(|rule| rule.step != step),
            (Some(before), Some(rule)) => rule.before = before,
            (Some(before), None) => steps.push(StepRule {
                step,
                before,
                duty: step.usual_duty(),
            }),
        }
    }
    widget::hint(ui, ctx.t("step-hint"));
    if let Some(typed) = &mut ctx.session.typed {
        typed.steps = steps;
    }
}

fn look_ui(ui: &mut Ui, ctx: &mut DeskCtx<'_>) {
    widget::section(ui, &ctx.t("desk-settings-look"));
    let language = ctx.t("desk-setting-language");
    let chosen = usize::from(!ctx.indonesian());
    let labels = ["Bahasa Indonesia", "English"];
    if let Some(pressed) = field::pick(
        ui,
        &Around {
            label: &language,
            ..Around::default()
        },
        &labels,
        Some(chosen),
    ) {
        let lang = if pressed == 0 { Lang::Id } else { Lang::En };
        lang.code().clone_into(&mut ctx.session.settings.language);
        ctx.save_settings();
    }
    ui.add_space(4.0);
    let (label, light, dark) = (
        ctx.t("desk-setting-theme"),
        ctx.t("desk-theme-light"),
        ctx.t("desk-theme-dark"),
    );
    let chosen = usize::from(ctx.session.settings.theme == "dark");
    if let Some(pressed) = field::pick(
        ui,
        &Around {
            label: &label,
            ..Around::default()
        },
        &[&light, &dark],
        Some(chosen),
    ) {
        if pressed == 0 { "light" } else { "dark" }.clone_into(&mut ctx.session.settings.theme);
        ctx.save_settings();
    }
    ui.add_space(4.0);
    let label = ctx.t("desk-setting-scale");
    let words: Vec<String> = SCALES.iter().map(|scale| format!("{scale} %")).collect();
    let labels: Vec<&str> = words.iter().map(String::as_str).collect();
    let now = ui.ctx().zoom_factor() * 100.0;
    let chosen = SCALES
        .iter()
        .position(|scale| (f32::from(*scale) - now).abs() < 1.0);
    let pressed = field::pick(
        ui,
        &Around {
            label: &label,
            ..Around::default()
        },
        &labels,
        chosen,
    );
    if let Some(scale) = pressed.and_then(|index| SCALES.get(index)) {
        ui.ctx().set_zoom_factor(f32::from(*scale) / 100.0);
    }
    widget::hint(ui, ctx.t("desk-setting-scale-hint"));
}

fn printer_ui(ui: &mut Ui, ctx: &mut DeskCtx<'_>) {
    widget::section(ui, &ctx.t("desk-settings-printer"));
    let label = ctx.t("desk-setting-dpi");
    if !ctx.session.may(Deed::KeepSettings) {
        let dpi = format!("{} dpi", ctx.session.settings.printer_dpi);
        widget::pair(ui, &label, &dpi);
        return;
    }
    let resolutions = [300_u16, 600];
    let chosen = resolutions
        .iter()
        .position(|dpi| *dpi == ctx.session.settings.printer_dpi);
    let pressed = field::pick(
        ui,
        &Around {
            label: &label,
            ..Around::default()
        },
        &["300 dpi", "600 dpi"],
        chosen,
    );
    if let Some(dpi) = pressed.and_then(|index| resolutions.get(index)) {
        ctx.session.settings.printer_dpi = *dpi;
        ctx.save_settings();
    }
}
