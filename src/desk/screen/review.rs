//! Step 3: both sides large, the data, what was found; then the one act that makes a card, and what came of it.

use crate::desk::application::{Application, Step};
use crate::desk::context::{DeskCtx, Go, Place, settled};
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::screen::intake::{checks_ui, header_ui};
use crate::desk::theme::{self, Weight};
use crate::desk::toast;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::card::{Picture, RATIO, Sides, side_ui};
use crate::desk::widget::confirm::{self, Answer, Words};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone};
use crate::permit::{Draft, Field, Kind};
use crate::station::{Ask, Error, Issued, outside, write_file};
use eframe::egui::{self, Label, Ui, Vec2};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The review step.
#[derive(Default)]
pub struct Review {
    confirming: bool,
    issuing: Option<Ask<Result<Outcome, Error>>>,
    outcome: Option<Outcome>,
    saving: Option<Ask<Result<PathBuf, Error>>>,
    showing: Option<Ask<Result<(), Error>>>,
    dialog: Option<Dialog>,
    front: Picture,
    back: Picture,
}

/// A card issued, and where its PDF lies.
struct Outcome {
    issued: Issued,
    saved: Result<PathBuf, Error>,
    /// Both sides from the PDF let go, with its QR.
    sides: Option<Sides>,
}

impl Review {
    /// Draws the step.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) -> Go {
        self.poll(ui.ctx(), ctx);
        if self.outcome.is_some() {
            return self.outcome_ui(ui, ctx, application);
        }
        if application.complete() && !self.confirming && self.issuing.is_none() {
            self.confirming = ctx.session.next;
        }
        header_ui(ui, ctx, application);
        if self.issuing.is_some() {
            application.step = Step::Review; // What comes of it is to be seen.
        }
        self.footer(ui, ctx, application);
        let mut state = (&mut *application, &mut *ctx);
        widget::split_body(
            ui,
            &mut state,
            ("review", card_width),
            (
                |ui: &mut Ui, (application, ctx): &mut (&mut Application, &mut DeskCtx<'_>)| {
                    widget::panel(ui, |ui| checks_ui(ui, ctx, application));
                    ui.add_space(theme::GAP - 6.0);
                    widget::panel(ui, |ui| summary_ui(ui, ctx, &application.draft));
                },
                |ui: &mut Ui, (application, ctx): &mut (&mut Application, &mut DeskCtx<'_>)| {
                    cards_ui(
                        ui,
                        ctx,
                        (&application.front, &application.back),
                        &application.gap_words(ctx),
                    );
                },
            ),
        );
        self.confirm(ui, ctx, application);
        Go::Stay
    }

    fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        match settled(&mut self.issuing) {
            Some(Ok(mut outcome)) => {
                if let Some(sides) = outcome.sides.take() {
                    self.front.set(egui_ctx, "issued-front", sides.front);
                    self.back.set(egui_ctx, "issued-back", sides.back);
                }
                if let Err(error) = &outcome.saved {
                    ctx.toasts.error(ctx.text, error);
                }
                self.outcome = Some(outcome);
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        match settled(&mut self.saving) {
            Some(Ok(path)) => {
                ctx.toasts
                    .good(ctx.tw("desk-saved-to", &[("path", &path.display().to_string())]));
                if let Some(outcome) = &mut self.outcome {
                    outcome.saved = Ok(path);
                }
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        if let Some(Err(error)) = settled(&mut self.showing) {
            ctx.toasts.error(ctx.text, &error);
        }
        if let (Some(folder), Some(outcome)) = (chosen(&mut self.dialog), &self.outcome) {
            let (bytes, name) = (
                outcome.issued.pdf.bytes().clone(),
                outcome.issued.file_name.clone(),
            );
            self.saving = Some(ctx.worker.press(move || save(&folder, &name, &bytes)));
        }
    }

    fn footer(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, application: &mut Application) {
        let issue = ctx.tw(
            "desk-issue",
            &[("card", application.draft.kind.card_name())],
        );
        let keys = [
            ("Esc", ctx.t("desk-key-back")),
            ("F1", ctx.t("desk-key-help")),
        ];
        let ready = application.complete() && self.issuing.is_none();
        let waiting = self.issuing.is_some().then(|| ctx.t("desk-issuing"));
        let pressed = widget::footer(ui, &keys, |ui| {
            let pressed = ui
                .add(
                    Button::new(Look::Primary, &issue)
                        .icon(Icon::Card)
                        .key("Ctrl ↵")
                        .height(42.0)
                        .enabled(ready),
                )
                .clicked();
            if let Some(text) = waiting {
                widget::waiting(ui, &text);
            }
            pressed
        });
        self.confirming |= pressed;
        if !application.complete() && application.step == Step::Review {
            application.visited.extend(Field::ALL);
        }
    }

    fn confirm(&mut self, ui: &Ui, ctx: &DeskCtx<'_>, application: &Application) {
        if !self.confirming {
            return;
        }
        let draft = &application.draft;
        let (name, number) = (
            draft.get(Field::FullName).trim(),
            draft.get(Field::PermitNo).trim(),
        );
        let args = [
            ("card", draft.kind.card_name()),
            ("name", name),
            ("number", number),
        ];
        let (title, text) = (
            ctx.tw("desk-issue-title", &args),
            ctx.tw("desk-issue-text", &args),
        );
        let (yes, no) = (ctx.tw("desk-issue-yes", &args), ctx.t("desk-cancel"));
        let words = Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &no,
            destroys: false,
        };
        match confirm::ask(ui.ctx(), "issue", &words) {
            Answer::Open => {}
            Answer::No => self.confirming = false,
            Answer::Yes => {
                self.confirming = false;
                self.issue(ctx, application);
            }
        }
    }

    fn issue(&mut self, ctx: &DeskCtx<'_>, application: &Application) {
        let Some(portrait) = application.portrait.clone() else {
            return;
        };
        let (draft, id, folder) = (
            application.draft.clone(),
            Arc::clone(&application.id),
            ctx.session.dir.join("out"),
        );
        self.issuing = Some(ctx.worker.ask(move |station| {
            let (case, _) = station.save_case(id.get().copied(), &draft, Some(&portrait))?;
            let chain = station.demo_chain()?;
            let issued = station.issue_through(case, None, None, &chain)?;
            let saved = save(&folder, &issued.file_name, issued.pdf.bytes());
            let sides = outside::pictures(&issued.pdf)
                .ok()
                .map(|preview| Sides::from(&preview));
            Ok(Outcome {
                issued,
                saved,
                sides,
            })
        }));
    }

    fn outcome_ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &Application) -> Go {
        let Some(outcome) = &self.outcome else {
            return Go::Stay;
        };
        let title = ctx.tw(
            "desk-issued-title",
            &[("card", application.draft.kind.card_name())],
        );
        widget::header(ui, &title, |_| {}, |_| {});
        let next = ctx.t("desk-issued-next");
        let keys = [
            ("Ctrl N", ctx.t("desk-key-new")),
            ("Ctrl 3", ctx.t("desk-registry")),
        ];
        let again = widget::footer(ui, &keys, |ui| {
            let button = ui.add(
                Button::new(Look::Primary, &next)
                    .icon(Icon::Plus)
                    .key("↵")
                    .height(42.0),
            );
            if ui.memory(|memory| memory.focused().is_none()) {
                button.request_focus();
            }
            button.clicked()
        });
        let (mut show, mut elsewhere) = (false, false);
        widget::body(ui, |ui| {
            let card = card_width(ui.available_size());
            let mut state = (outcome, &mut *ctx, &mut show, &mut elsewhere);
            widget::columns(
                ui,
                &mut state,
                card,
                |ui, (outcome, ctx, show, elsewhere)| {
                    issued_ui(ui, ctx, outcome, application, (show, elsewhere));
                },
                |ui, (_, ctx, _, _)| {
                    cards_ui(
                        ui,
                        ctx,
                        (&self.front, &self.back),
                        &application.gap_words(ctx),
                    );
                },
            );
        });
        if let (true, Ok(path)) = (show, &outcome.saved) {
            let folder = path.parent().unwrap_or(path).to_owned();
            self.showing = Some(ctx.worker.press(move || outside::show_folder(&folder)));
        }
        if elsewhere && self.dialog.is_none() {
            let wake = ui.ctx().clone();
            self.dialog = Some(Dialog::open(
                ctx.t("desk-save-elsewhere"),
                Wanted::Folder,
                move || wake.request_repaint(),
            ));
        }
        if again {
            Go::To(Place::New(application.draft.kind))
        } else {
            Go::Stay
        }
    }

    /// A card is being issued.
    pub fn is_issuing(&self) -> bool {
        self.issuing.is_some()
    }

    /// A card has been issued and is shown; the application is done.
    pub fn is_done(&self) -> bool {
        self.outcome.is_some()
    }
}

/// Width of the column with both sides, so that both are seen without scrolling.
fn card_width(space: Vec2) -> f32 {
    let by_height = (space.y - 150.0) / (2.0 * RATIO) + 30.0;
    by_height.clamp(320.0, (space.x * 0.5).max(321.0))
}

fn save(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    outside::make_folder(folder)?;
    let path = folder.join(name);
    write_file(&path, bytes)?;
    Ok(path)
}

fn cards_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, (front, back): (&Picture, &Picture), gap: &str) {
    widget::panel_frame(ui).inner_margin(14).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let width = ui.available_width();
        for (picture, name) in [
            (front, ctx.t("desk-card-front")),
            (back, ctx.t("desk-card-back")),
        ] {
            widget::hint(ui, name.as_str());
            side_ui(ui, picture, width, &name, gap);
            ui.add_space(8.0);
        }
        widget::hint(ui, ctx.t("desk-card-exact"));
    });
}

/// All values typed, label over value, three in a row.
pub fn summary_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, draft: &Draft) {
    widget::section(ui, &ctx.t("desk-summary"));
    ui.add_space(4.0);
    let fields: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|field| *field != Field::Mrz && !draft.get(*field).trim().is_empty())
        .collect();
    let columns = if ui.available_width() > 520.0 { 3 } else { 2 };
    for row in fields.chunks(columns) {
        let weights = vec![1.0; columns];
        widget::row(ui, &weights, 200.0, |ui, index| {
            if let Some(field) = row.get(index) {
                widget::pair(ui, &ctx.label(*field), draft.get(*field).trim());
            }
        });
        ui.add_space(4.0);
    }
}

fn issued_ui(
    ui: &mut Ui,
    ctx: &DeskCtx<'_>,
    outcome: &Outcome,
    application: &Application,
    (show, elsewhere): (&mut bool, &mut bool),
) {
    let tokens = theme::of(ui);
    let issued = &outcome.issued;
    let name = application.draft.get(Field::FullName).trim();
    let good = match application.draft.kind {
        Kind::Itas => "desk-issued-good-itas",
        Kind::Itap => "desk-issued-good-itap",
    };
    widget::panel(ui, |ui| {
        ui.horizontal(|ui| {
            icon::icon_ui(ui, Icon::Check, 40.0, tokens.good);
            ui.vertical(|ui| {
                ui.label(theme::rich(name, Weight::Bold, 22.0));
                ui.add(
                    Label::new(
                        theme::rich(ctx.t(good), Weight::Regular, theme::BODY).color(tokens.muted),
                    )
                    .wrap(),
                );
            });
        });
        ui.add_space(10.0);
        widget::row(ui, &[1.0, 1.0], 300.0, |ui, index| {
            let pair = [
                ("desk-serial", issued.card_serial.as_str()),
                ("field-permit-no", issued.permit_no.as_str()),
            ];
            if let Some((key, value)) = pair.get(index) {
                widget::hint(ui, ctx.t(key));
                ui.add(Label::new(theme::rich(*value, Weight::Mono, 20.0)).selectable(true));
            }
        });
        ui.add_space(8.0);
        match &outcome.saved {
            Ok(path) => {
                widget::hint(ui, ctx.t("desk-saved-in"));
                ui.add(
                    Label::new(theme::rich(
                        path.display().to_string(),
                        Weight::Medium,
                        15.0,
                    ))
                    .wrap()
                    .selectable(true),
                );
            }
            Err(error) => {
                let (what, advice) = toast::words_of(ctx.text, error);
                widget::note(ui, Tone::Error, &format!("{what}. {advice}"));
            }
        }
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            let open = ctx.t("desk-show-folder");
            *show = ui
                .add(
                    Button::new(Look::Plain, &open)
                        .icon(Icon::Folder)
                        .enabled(outcome.saved.is_ok()),
                )
                .clicked();
            let other = ctx.t("desk-save-elsewhere");
            *elsewhere = ui
                .add(Button::new(Look::Plain, &other).icon(Icon::Save))
                .clicked();
        });
        if issued.specimen {
            ui.add_space(6.0);
            widget::note(ui, Tone::Warning, &ctx.t("desk-specimen"));
        }
    });
}
