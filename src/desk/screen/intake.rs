//! Step 1, the data: passport zone, all fields with their findings, the card as it will print beside them.

mod fields;

use crate::desk::application::{Application, Saved, Step};
use crate::desk::context::{DeskCtx, Go};
use crate::desk::format;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{self, Button, Look, StepState};
use crate::desk::widget::card::side_ui;
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::permit::{Field, Kind, Severity};
use eframe::egui::{Frame, Key, Modifiers, Ui, accesskit::Role};

/// Width of the column with card and checks.
const SIDE: f32 = 404.0;

/// The data step.
#[derive(Default)]
pub struct Intake {
    fields: fields::Fields,
}

impl Intake {
    /// Draws the step.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) -> Go {
        self.keys(ui, ctx, application);
        header_ui(ui, ctx, application);
        let next = ctx.t("desk-next-portrait");
        let keys = [
            ("Tab", ctx.t("desk-key-next-field")),
            ("Ctrl M", ctx.t("desk-key-zone")),
            ("F6", ctx.t("desk-key-flip")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        let pressed = widget::footer(ui, &keys, |ui| {
            ui.add(Button::new(Look::Primary, &next).key("Ctrl ↵").height(42.0))
                .clicked()
        });
        if pressed {
            leave(ctx, application, Step::Portrait);
        }
        let mut state = (&mut *self, application, &mut *ctx);
        widget::split_body(
            ui,
            &mut state,
            ("intake", |_| SIDE),
            (
                |ui: &mut Ui, (intake, application, ctx): &mut (&mut Self, &mut Application, &mut DeskCtx<'_>)| {
                    returned_ui(ui, ctx, application);
                    widget::panel(ui, |ui| intake.fields.ui(ui, ctx, application));
                },
                |ui: &mut Ui, (_, application, ctx): &mut (&mut Self, &mut Application, &mut DeskCtx<'_>)| side(ui, ctx, application),
            ),
        );
        Go::Stay
    }

    fn keys(&self, ui: &Ui, ctx: &DeskCtx<'_>, application: &mut Application) {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::CTRL, Key::M) {
            self.fields.focus_zone(ui);
        }
        if pressed(Modifiers::NONE, Key::F6) {
            application.flipped = !application.flipped;
        }
        if ctx.session.next {
            leave(ctx, application, Step::Portrait);
        }
    }
}

/// Leaves the data: from now on empty fields are complained about too.
fn leave(ctx: &DeskCtx<'_>, application: &mut Application, step: Step) {
    application.visited.extend(Field::ALL);
    application.save(ctx);
    application.step = step;
}

/// Title, saved, and the three steps; every step of an application has it.
pub fn header_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, application: &mut Application) {
    let name = application.draft.get(Field::FullName).trim().to_owned();
    let title = if name.is_empty() {
        ctx.t("desk-application-new")
    } else {
        name
    };
    let title = format!("{title} · {}", application.draft.kind.card_name());
    let saved = application.saved;
    let steps = [
        (
            Step::Data,
            ctx.t("desk-step-data"),
            application.hard_fields() == 0,
        ),
        (
            Step::Portrait,
            ctx.t("desk-step-portrait"),
            application.portrait.is_some(),
        ),
        (Step::Review, ctx.t("desk-step-review"), false),
    ];
    let mut chosen = None;
    let here = application.step;
    widget::header(
        ui,
        &title,
        |ui| {
            // Where the steps need the room, they matter more, and a dot tells.
            saved_ui(ui, ctx, saved, STEPS_AND_SAVED < ui.available_width());
        },
        |ui| {
            for (step, text, done) in steps.iter().rev() {
                let state = match (*step == here, done) {
                    (true, _) => StepState::Here,
                    (false, true) => StepState::Done,
                    (false, false) => StepState::Open,
                };
                if button::step(ui, text, state).clicked() {
                    chosen = Some(*step);
                }
            }
        },
    );
    if let Some(step) = chosen.filter(|step| *step != here) {
        leave(ctx, application, step);
    }
}

/// Width that the steps take together with the words on what is saved.
const STEPS_AND_SAVED: f32 = 600.0;

/// Why the approver gave the application back, until it is submitted again.
pub fn returned_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, application: &Application) {
    if !application.reason.is_empty() {
        let words = ctx.tw("duty-returned-because", &[("reason", &application.reason)]);
        widget::note(ui, Tone::Warning, &words);
        ui.add_space(theme::GAP - 6.0);
    }
}

fn saved_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, saved: Saved, in_words: bool) {
    let tokens = theme::of(ui);
    let (color, text) = match saved {
        Saved::Empty => return,
        Saved::Waiting => (tokens.muted, ctx.t("desk-saving")),
        Saved::At(at) => (
            tokens.good,
            ctx.tw("desk-saved", &[("time", &format::clock(at))]),
        ),
        Saved::Failed => (tokens.error_text, ctx.t("desk-save-failed")),
    };
    let (rect, dot) =
        ui.allocate_exact_size(eframe::egui::vec2(9.0, 9.0), eframe::egui::Sense::hover());
    ui.painter().circle_filled(rect.center(), 4.5, color);
    if in_words || saved == Saved::Failed {
        ui.label(theme::rich(text, Weight::Regular, 15.0).color(color));
    } else {
        widget::name(&dot, Role::Status, &text);
        dot.on_hover_text(text);
    }
}

fn side(ui: &mut Ui, ctx: &DeskCtx<'_>, application: &mut Application) {
    widget::panel_frame(ui).inner_margin(12).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            let side = if application.flipped {
                ctx.t("desk-card-back")
            } else {
                ctx.t("desk-card-front")
            };
            widget::hint(ui, format!("{} · {side}", ctx.t("desk-card-as-printed")));
            ui.with_layout(
                eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
                |ui| {
                    let flip = ctx.t("desk-flip");
                    if ui
                        .add(
                            Button::new(Look::Quiet, &flip)
                                .icon(Icon::Flip)
                                .key("F6")
                                .height(30.0),
                        )
                        .clicked()
                    {
                        application.flipped = !application.flipped;
                    }
                },
            );
        });
        ui.add_space(4.0);
        let picture = if application.flipped {
            &application.back
        } else {
            &application.front
        };
        let width = ui.available_width();
        side_ui(
            ui,
            picture,
            width,
            &ctx.t("desk-card-as-printed"),
            &application.gap_words(ctx),
        );
    });
    ui.add_space(theme::GAP - 6.0);
    widget::panel(ui, |ui| checks_ui(ui, ctx, application));
}

/// What stands in the way, what is odd, and what is well.
pub fn checks_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, application: &Application) {
    let tokens = theme::of(ui);
    widget::section(ui, &ctx.t("desk-checks"));
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 7.0;
    let findings = application.findings();
    let missing = findings
        .iter()
        .filter(|finding| finding.rule == "required")
        .count();
    if missing > 0 {
        widget::marked(
            ui,
            Icon::Cross,
            tokens.error,
            &ctx.tw("desk-checks-missing", &[("count", &missing.to_string())]),
            15.0,
        );
    }
    for finding in findings
        .iter()
        .filter(|finding| finding.rule != "required" && application.is_due(finding.field))
    {
        let (icon, color) = match finding.severity {
            Severity::Hard => (Icon::Cross, tokens.error),
            Severity::Soft => (Icon::Warning, tokens.warning),
        };
        let text = format!("{}: {}", ctx.label(finding.field), ctx.words(finding));
        widget::marked(ui, icon, color, &text, 15.0);
    }
    if missing == 0 && application.hard_fields() == 0 {
        widget::marked(
            ui,
            Icon::Check,
            tokens.good,
            &ctx.t("desk-checks-data-good"),
            15.0,
        );
    }
    if application.pending {
        widget::waiting(ui, &ctx.t("desk-portrait-pending"));
    } else if application.portrait.is_some() {
        widget::marked(
            ui,
            Icon::Check,
            tokens.good,
            &ctx.t("desk-checks-portrait-good"),
            15.0,
        );
    } else {
        widget::marked(
            ui,
            Icon::Warning,
            tokens.warning,
            &ctx.t("desk-checks-portrait-missing"),
            15.0,
        );
    }
}

/// The switch between the two kinds of permit.
pub fn kind_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, kind: &mut Kind) -> bool {
    let labels = [Kind::Itas.card_name(), Kind::Itap.card_name()];
    let chosen = match kind {
        Kind::Itas => 0,
        Kind::Itap => 1,
    };
    let Some(pressed) = button::segments(ui, &ctx.t("desk-kind"), &labels, Some(chosen)) else {
        return false;
    };
    *kind = if pressed == 0 { Kind::Itas } else { Kind::Itap };
    pressed != chosen
}

/// A frame with the room of a section between two others.
fn between() -> Frame {
    Frame::new().inner_margin(eframe::egui::Margin {
        left: 0,
        right: 0,
        top: 10,
        bottom: 0,
    })
}
