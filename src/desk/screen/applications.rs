//! The counter's applications: go on with one, delete one, begin one; withdraw one that was submitted.

use super::home::{draft_words, line};
use crate::desk::context::{DeskCtx, Go, Place, settled};
use crate::desk::format;
use crate::desk::screen::{Screen, queue};
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::confirm::{self, Answer, Words};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::prompt::{self, Prompt};
use crate::office::CaseState;
use crate::permit::Kind;
use crate::station::{Ask, CaseRow, Error};
use eframe::egui::{Align, Label, Layout, Ui, vec2};

/// What the counter still has in hand.
const OPEN: [CaseState; 2] = [CaseState::Returned, CaseState::Draft];

/// What the counter has given away and can still withdraw.
const GIVEN: [CaseState; 2] = [CaseState::Submitted, CaseState::Approved];

/// Rows asked for.
const MOST: u32 = 500;

/// The screen.
#[derive(Default)]
pub struct Applications {
    asking: Option<Ask<Result<Lists, Error>>>,
    rows: Option<Lists>,
    /// Applications saved after they were left, when the list was last asked for.
    parted: u64,
    deleting: Option<CaseRow>,
    deleted: Option<Ask<Result<(), Error>>>,
    withdrawing: Option<(CaseRow, Prompt)>,
    withdrawn: Option<Ask<Result<(), Error>>>,
}

/// What is still open, and what was submitted.
type Lists = (Vec<CaseRow>, Vec<CaseRow>);

impl Screen for Applications {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        widget::header(ui, &ctx.t("desk-applications"), |_| {}, |_| {});
        let mut go = Go::Stay;
        widget::body(ui, |ui| {
            widget::panel(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    for (kind, look, key) in [
                        (Kind::Itas, Look::Primary, Some("Ctrl N")),
                        (Kind::Itap, Look::Plain, None),
                    ] {
                        let text =
                            format!("{} · {}", ctx.t("desk-application-new"), kind.card_name());
                        let mut button = Button::new(look, &text).icon(Icon::Plus).height(48.0);
                        if let Some(key) = key {
                            button = button.key(key);
                        }
                        if ui.add(button).clicked() {
                            go = Go::To(Place::New(kind));
                        }
                    }
                });
            });
            ui.add_space(theme::GAP - 6.0);
            widget::panel(ui, |ui| self.list(ui, ctx, &mut go));
            ui.add_space(theme::GAP - 6.0);
            self.given_ui(ui, ctx);
        });
        self.confirm(ui, ctx);
        self.ask_reason(ui, ctx);
        go
    }
}

impl Applications {
    fn list(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, go: &mut Go) {
        widget::section(ui, &ctx.t("desk-continue"));
        let Some((rows, _)) = &self.rows else {
            widget::waiting(ui, &ctx.t("desk-loading"));
            return;
        };
        if rows.is_empty() {
            widget::empty(
                ui,
                Icon::Form,
                &ctx.t("desk-continue-none"),
                &ctx.t("desk-continue-none-advice"),
            );
        }
        for row in rows {
            ui.scope(|ui| {
                let (name, more) = draft_words(ctx, row);
                let delete = ctx.tw("desk-draft-delete", &[("name", &name)]);
                let size = vec2(ui.available_width(), 50.0);
                let across = Layout::right_to_left(Align::Center);
                ui.allocate_ui_with_layout(size, across, |ui| {
                    if ui.add(Button::icon_only(Icon::Trash, &delete)).clicked() {
                        self.deleting = Some(row.clone());
                    }
                    let saved = format!(
                        "{} {}",
                        format::day(row.saved_at),
                        format::clock(row.saved_at)
                    );
                    let (icon, more) = if row.state == CaseState::Returned {
                        let reason = [("reason", row.reason.as_str())];
                        (Icon::Retake, ctx.tw("duty-returned-because", &reason))
                    } else {
                        (Icon::Form, more)
                    };
                    if line(ui, icon, &name, &more, &saved).clicked() {
                        *go = Go::To(Place::Draft(row.id));
                    }
                });
            });
        }
    }

    /// What waits for the approver or the press.
    fn given_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some((_, rows)) = self.rows.as_ref().filter(|(_, rows)| !rows.is_empty()) else {
            return;
        };
        let tokens = theme::of(ui);
        widget::panel(ui, |ui| {
            widget::section(ui, &ctx.t("duty-given"));
            for row in rows {
                let (name, more) = queue::words_of(ctx, row);
                let state = ctx.t(&format!("state-{}", row.state.id()));
                let size = vec2(ui.available_width(), 46.0);
                let across = Layout::right_to_left(Align::Center);
                ui.allocate_ui_with_layout(size, across, |ui| {
                    let words = ctx.tw("duty-withdraw-named", &[("name", &name)]);
                    if ui.add(Button::icon_only(Icon::Cross, &words)).clicked() {
                        self.withdrawing = Some((row.clone(), Prompt::default()));
                    }
                    let age = format::age(ctx.text, ctx.session.now - row.state_at);
                    let small = |words: &str| {
                        theme::rich(words, Weight::Regular, theme::SMALL).color(tokens.muted)
                    };
                    ui.label(small(&age));
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        let name = theme::rich(&name, Weight::Semibold, 15.0);
                        ui.add(Label::new(name).truncate());
                        ui.add(Label::new(small(&format!("{more} · {state}"))).truncate());
                    });
                });
            }
        });
    }

    fn ask_reason(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some((row, prompt)) = &mut self.withdrawing else {
            return;
        };
        let (name, _) = queue::words_of(ctx, row);
        let words = prompt::Words {
            title: &ctx.tw("duty-withdraw-title", &[("name", &name)]),
            text: &ctx.t("duty-withdraw-text"),
            yes: &ctx.t("duty-withdraw"),
            no: &ctx.t("desk-cancel"),
            reason: &ctx.t("duty-reason"),
            second: None,
        };
        match prompt.ui(ui.ctx(), &words) {
            Answer::Open => {}
            Answer::No => self.withdrawing = None,
            Answer::Yes => {
                let (id, reason) = (row.id, prompt.reason.clone());
                self.withdrawing = None;
                self.withdrawn = Some(ctx.worker.ask(move |station| station.withdraw(id, &reason)));
            }
        }
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        let stale = self.parted != ctx.session.parted;
        if (self.rows.is_none() || stale) && self.asking.is_none() {
            self.parted = ctx.session.parted;
            self.asking =
                Some(ctx.worker.ask(|station| {
                    Ok((station.cases(&OPEN, MOST)?, station.cases(&GIVEN, MOST)?))
                }));
        }
        match settled(&mut self.asking) {
            Some(Ok(rows)) => {
                self.rows = Some(rows);
            }
            Some(Err(error)) => {
                self.rows = Some((Vec::new(), Vec::new()));
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
        match settled(&mut self.deleted) {
            Some(Ok(())) => {
                self.rows = None;
                ctx.session.moved = true;
                ctx.toasts.good(ctx.t("desk-draft-deleted"));
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        match settled(&mut self.withdrawn) {
            Some(Ok(())) => {
                self.rows = None;
                ctx.session.moved = true;
                ctx.toasts.good(ctx.t("duty-withdrawn"));
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
    }

    fn confirm(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some(row) = &self.deleting else { return };
        let (name, _) = draft_words(ctx, row);
        let args = [("name", name.as_str())];
        let (title, text) = (
            ctx.tw("desk-draft-delete-title", &args),
            ctx.tw("desk-draft-delete-text", &args),
        );
        let (yes, no) = (ctx.t("desk-delete"), ctx.t("desk-cancel"));
        let words = Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &no,
            destroys: true,
        };
        match confirm::ask(ui.ctx(), "delete-draft", &words) {
            Answer::Open => {}
            Answer::No => self.deleting = None,
            Answer::Yes => {
                let id = row.id;
                self.deleting = None;
                self.deleted = Some(ctx.worker.ask(move |station| station.delete_case(id)));
            }
        }
    }
}
