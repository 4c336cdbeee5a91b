//! Applications begun and not finished: go on with one, delete one, begin one.

use super::home::{draft_words, line};
use crate::desk::context::{DeskCtx, Go, Place, settled};
use crate::desk::format;
use crate::desk::screen::Screen;
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::confirm::{self, Answer, Words};
use crate::desk::widget::icon::Icon;
use crate::office::CaseState;
use crate::permit::Kind;
use crate::station::{Ask, CaseRow, Error};
use eframe::egui::{Align, Layout, Ui, vec2};

/// What the counter still has in hand.
const OPEN: [CaseState; 2] = [CaseState::Returned, CaseState::Draft];

/// Rows asked for.
const MOST: u32 = 500;

/// The screen.
#[derive(Default)]
pub struct Applications {
    asking: Option<Ask<Result<Vec<CaseRow>, Error>>>,
    rows: Option<Vec<CaseRow>>,
    /// Applications saved after they were left, when the list was last asked for.
    parted: u64,
    deleting: Option<CaseRow>,
    deleted: Option<Ask<Result<(), Error>>>,
}

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
        });
        self.confirm(ui, ctx);
        go
    }
}

impl Applications {
    fn list(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, go: &mut Go) {
        widget::section(ui, &ctx.t("desk-continue"));
        let Some(rows) = &self.rows else {
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
                    if line(ui, Icon::Form, &name, &more, &saved).clicked() {
                        *go = Go::To(Place::Draft(row.id));
                    }
                });
            });
        }
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        let stale = self.parted != ctx.session.parted;
        if (self.rows.is_none() || stale) && self.asking.is_none() {
            self.parted = ctx.session.parted;
            self.asking = Some(ctx.worker.ask(|station| station.cases(&OPEN, MOST)));
        }
        match settled(&mut self.asking) {
            Some(Ok(rows)) => {
                self.rows = Some(rows);
            }
            Some(Err(error)) => {
                self.rows = Some(Vec::new());
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
