//! Step 3: both sides large, the data, what was found; then the application is given to the approver.

use crate::desk::application::{Application, Step};
use crate::desk::context::{DeskCtx, Go, Place, settled};
use crate::desk::screen::intake::{checks_ui, header_ui, returned_ui};
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::card::{Picture, RATIO, side_ui};
use crate::desk::widget::icon::Icon;
use crate::permit::{CivilStatus, Draft, Field, parse_sex, sex_key};
use crate::station::{Ask, Error};
use eframe::egui::{Ui, Vec2};
use std::sync::Arc;

/// The review step.
#[derive(Default)]
pub struct Review {
    submitting: Option<Ask<Result<(), Error>>>,
    done: bool,
}

impl Review {
    /// Draws the step.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) -> Go {
        if let Some(go) = self.poll(ctx, application) {
            return go;
        }
        if ctx.session.next {
            self.submit(ctx, application);
        }
        header_ui(ui, ctx, application);
        self.footer(ui, ctx, application);
        let mut state = (&mut *application, &mut *ctx);
        widget::split_body(
            ui,
            &mut state,
            ("review", card_width),
            (
                |ui: &mut Ui, (application, ctx): &mut (&mut Application, &mut DeskCtx<'_>)| {
                    returned_ui(ui, ctx, application);
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
        Go::Stay
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>, application: &Application) -> Option<Go> {
        match settled(&mut self.submitting)? {
            Ok(()) => {
                self.done = true;
                let name = application.draft.get(Field::FullName).trim();
                ctx.toasts.good(ctx.tw("duty-submitted", &[("name", name)]));
                Some(Go::To(Place::New(application.draft.kind)))
            }
            Err(error) => {
                ctx.toasts.error(ctx.text, &error);
                None
            }
        }
    }

    fn footer(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, application: &mut Application) {
        let submit = ctx.t("duty-submit");
        let keys = [
            ("Esc", ctx.t("desk-key-back")),
            ("F1", ctx.t("desk-key-help")),
        ];
        let ready = application.complete() && self.submitting.is_none();
        let waiting = self.submitting.is_some().then(|| ctx.t("duty-submitting"));
        let pressed = widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &submit)
                .icon(Icon::Check)
                .key("Ctrl ↵")
                .height(42.0)
                .enabled(ready);
            let pressed = ui.add(button).clicked();
            if let Some(text) = waiting {
                widget::waiting(ui, &text);
            }
            pressed
        });
        if pressed {
            self.submit(ctx, application);
        }
        if !application.complete() && application.step == Step::Review {
            application.visited.extend(Field::ALL);
        }
    }

    /// Saves what is on screen, then gives it to the approver: the lane does one after the other.
    fn submit(&mut self, ctx: &DeskCtx<'_>, application: &mut Application) {
        if !application.complete() || self.submitting.is_some() {
            return;
        }
        application.save(ctx);
        let id = Arc::clone(&application.id);
        self.submitting = Some(ctx.worker.ask(move |station| match id.get() {
            Some(id) => station.submit(*id, None),
            // Its saving failed; that error is on screen.
            None => Err(Error {
                id: "case-not-found",
                args: Vec::new(),
                detail: String::new(),
            }),
        }));
    }

    /// It is on its way to the approver.
    pub fn is_submitting(&self) -> bool {
        self.submitting.is_some()
    }

    /// It has been submitted: the counter has done its part.
    pub fn is_done(&self) -> bool {
        self.done
    }
}

/// Width of the column with both sides, so that both are seen without scrolling.
pub fn card_width(space: Vec2) -> f32 {
    let by_height = (space.y - 150.0) / (2.0 * RATIO) + 30.0;
    by_height.clamp(320.0, (space.x * 0.5).max(321.0))
}

/// Both sides of a card, one under the other; `gap` stands where there is no picture.
pub fn cards_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, (front, back): (&Picture, &Picture), gap: &str) {
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
                let value = value_of(ctx, *field, draft.get(*field).trim());
                widget::pair(ui, &ctx.label(*field), &value);
            }
        });
        ui.add_space(4.0);
    }
}

/// A field's value as people say it: no code of a nation, a sex or a civil status.
fn value_of(ctx: &DeskCtx<'_>, field: Field, value: &str) -> String {
    let key = if field == Field::Nationality || field == Field::PassportCountry {
        return ctx.nation(value);
    } else if field == Field::Sex {
        parse_sex(value).map(sex_key)
    } else if field == Field::CivilStatus {
        CivilStatus::parse(value).map(CivilStatus::key)
    } else {
        None
    };
    key.map_or_else(|| value.to_owned(), |key| ctx.t(key))
}
