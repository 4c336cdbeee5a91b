//! Registri: search while typing over every permit, rows drawn only where they are seen, one record in full.

mod record;

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::format::{self, number};
use crate::desk::screen::Screen;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::field::{self, Around, Mood};
use crate::desk::widget::icon::{self, Icon};
use crate::permit::PermitNo;
use crate::station::{Ask, Error, Found, PermitRow, Query};
use eframe::egui::{Align, Id, Key, Label, Layout, Modifiers, Sense, Ui, accesskit::Role};
use egui_extras::{Column, TableBuilder, TableRow};
use record::RecordView;
use std::collections::BTreeMap;

/// Rows asked for at once.
const PAGE: u32 = 100;

/// The search box, in the memory of the window.
fn search_id() -> Id {
    Id::unique("registry-search")
}

/// The screen.
#[derive(Default)]
pub struct Registry {
    words: String,
    asked: Option<String>,
    pages: BTreeMap<u32, Vec<PermitRow>>,
    total: u64,
    asking: Option<(u32, Ask<Result<Found, Error>>)>,
    wanted: Option<u32>,
    cursor: usize,
    scroll: bool,
    /// Enter came before what was typed had been found.
    entered: bool,
    record: RecordView,
    /// The record to begin with.
    first: Option<PermitNo>,
    begun: bool,
}

impl Screen for Registry {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        if !self.begun {
            self.begun = true;
            Self::focus(ui);
            if let Some(number) = self.first.take() {
                self.record.open(ctx, number);
            }
        }
        self.poll(ctx);
        self.keys(ui, ctx);
        let count = ctx.tw(
            "desk-registry-count",
            &[("count", &number(self.total, ctx.text.lang()))],
        );
        let known = self.asked.is_some() && self.asking.is_none();
        widget::header(
            ui,
            &ctx.t("desk-registry"),
            |ui| {
                if known {
                    ui.label(theme::rich(count, Weight::Regular, 15.0).color(theme::of(ui).muted));
                }
            },
            |_| {},
        );
        let keys = [
            ("Ctrl F", ctx.t("desk-key-search")),
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("↵", ctx.t("desk-key-open")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        widget::footer(ui, &keys, |_| {});
        widget::still_body(ui, |ui, height| {
            let right = (ui.available_width() * 0.42).clamp(320.0, 520.0);
            let mut both = (&mut *self, &mut *ctx);
            widget::columns(
                ui,
                &mut both,
                right,
                |ui, (registry, ctx)| {
                    widget::panel_frame(ui)
                        .inner_margin(12)
                        .show(ui, |ui| registry.list(ui, ctx, height - 26.0));
                },
                |ui, (registry, ctx)| registry.record.ui(ui, ctx, height),
            );
        });
        Go::Stay
    }
}

impl Registry {
    /// Puts the cursor into the search box.
    pub fn focus(ui: &Ui) {
        ui.memory_mut(|memory| memory.request_focus(search_id()));
    }

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let rows = usize::try_from(self.total).unwrap_or(usize::MAX);
        let before = self.cursor;
        let page = 12;
        self.cursor = self
            .cursor
            .saturating_add(pressed(Key::ArrowDown))
            .saturating_add(pressed(Key::PageDown) * page);
        self.cursor = self
            .cursor
            .saturating_sub(pressed(Key::ArrowUp))
            .saturating_sub(pressed(Key::PageUp) * page);
        self.cursor = self.cursor.min(rows.saturating_sub(1));
        self.scroll |= before != self.cursor;
        let searching =
            ui.memory(|memory| memory.has_focus(search_id()) || memory.focused().is_none());
        if searching && pressed(Key::Enter) > 0 {
            self.entered = true;
        }
        // Not the rows of the words before.
        let found = !matches!(self.asking, Some((0, _)));
        if self.entered && found {
            self.entered = false;
            self.open(ctx, self.cursor);
        }
    }

    /// Begins with the record of a permit.
    pub fn with_record(number: PermitNo) -> Self {
        Self {
            first: Some(number),
            ..Self::default()
        }
    }

    fn open(&mut self, ctx: &DeskCtx<'_>, index: usize) {
        if let Some(row) = self.row(index) {
            let number: PermitNo = row.permit_no.clone();
            self.record.open(ctx, number);
        }
    }

    fn row(&self, index: usize) -> Option<&PermitRow> {
        let (page, at) = place_of(index);
        self.pages.get(&page)?.get(at)
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        if self.asked.as_deref() != Some(self.words.trim()) {
            // Each keystroke asks again; asking drops the answer to the one before.
            let first = self.asked.is_none();
            self.asked = Some(self.words.trim().to_owned());
            self.wanted = None;
            if !first {
                self.cursor = 0;
                self.scroll = true;
            }
            self.ask(ctx, 0);
        }
        if let Some((page, ask)) = self.asking.take() {
            let mut slot = Some(ask);
            match settled(&mut slot) {
                Some(Ok(found)) => {
                    if page == 0 {
                        self.pages.clear();
                    }
                    self.total = found.total;
                    self.pages.insert(page, found.rows);
                }
                Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
                None => self.asking = slot.map(|ask| (page, ask)),
            }
        }
        if let Some(page) = self.wanted.take_if(|_| self.asking.is_none()) {
            self.ask(ctx, page);
        }
    }

    fn ask(&mut self, ctx: &DeskCtx<'_>, page: u32) {
        let query = Query {
            words: self.words.trim().to_owned(),
            limit: PAGE,
            offset: page.saturating_mul(PAGE),
            ..Query::default()
        };
        self.asking = Some((page, ctx.worker.ask(move |station| station.search(&query))));
    }

    fn list(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        ui.set_min_width(ui.available_width());
        ui.set_min_height(height);
        let (label, hint) = (ctx.t("desk-registry-find"), ctx.t("desk-registry-hint"));
        let around = Around {
            label: &label,
            hint: &hint,
            ..Around::default()
        };
        let edit = field::edit(ui, search_id(), &mut self.words, &around);
        let response = ui.add(edit).accessible_name(label);
        field::outline(ui, &response, Mood::Calm);
        let lens = icon::square(response.rect.right() - 18.0, response.rect.center().y, 18.0);
        icon::paint(ui.painter(), Icon::Search, lens, theme::of(ui).muted);
        ui.add_space(6.0);
        if self.total == 0 && self.asking.is_none() {
            let (title, advice) = if self.words.trim().is_empty() {
                (ctx.t("desk-latest-none"), ctx.t("desk-latest-none-advice"))
            } else {
                (
                    ctx.t("desk-registry-none"),
                    ctx.t("desk-registry-none-advice"),
                )
            };
            widget::empty(ui, Icon::Search, &title, &advice);
            return;
        }
        self.table(ui, ctx, height);
    }

    fn table(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let tokens = theme::of(ui);
        let wide = ui.available_width() > 520.0;
        let mut builder = TableBuilder::new(ui)
            .id_salt("registry")
            .sense(Sense::click())
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::remainder().at_least(150.0).clip(true))
            .column(Column::exact(132.0).clip(true))
            .column(Column::exact(52.0).clip(true));
        if wide {
            builder = builder.column(Column::exact(96.0).clip(true));
        }
        if self.scroll {
            self.scroll = false;
            builder = builder.scroll_to_row(self.cursor, None);
        }
        let rows = usize::try_from(self.total).unwrap_or(usize::MAX);
        let mut clicked = None;
        let headers = [
            ctx.label(crate::permit::Field::FullName),
            ctx.t("desk-column-number"),
            ctx.t("desk-column-nation"),
            ctx.t("desk-column-until"),
        ];
        let table = builder
            .auto_shrink([false, false])
            .min_scrolled_height(120.0)
            .max_scroll_height(height - 90.0)
            .header(26.0, |mut row| {
                for text in headers.iter().take(if wide { 4 } else { 3 }) {
                    row.col(|ui| {
                        ui.add(
                            Label::new(
                                theme::rich(text, Weight::Medium, theme::SMALL).color(tokens.muted),
                            )
                            .truncate(),
                        );
                    });
                }
            });
        table.body(|body| {
            body.rows(36.0, rows, |mut row| {
                let index = row.index();
                row.set_selected(index == self.cursor);
                self.row_ui(&mut row, index, wide);
                let response = row.response();
                if let Some(permit) = self.row(index) {
                    widget::name(
                        &response,
                        Role::Row,
                        &format!("{} {}", permit.full_name, permit.permit_no.as_str()),
                    );
                }
                if response.clicked() {
                    clicked = Some(index);
                }
            });
        });
        if let Some(index) = clicked {
            self.cursor = index;
            self.open(ctx, index);
        }
    }

    fn row_ui(&mut self, row: &mut TableRow<'_, '_>, index: usize, wide: bool) {
        let (page, at) = place_of(index);
        let Some(permit) = self.pages.get(&page).and_then(|rows| rows.get(at)) else {
            self.wanted = Some(page);
            row.col(|ui| {
                ui.label("…");
            });
            return;
        };
        let text = |ui: &mut Ui, text: &str, weight: Weight| {
            ui.add(Label::new(theme::rich(text, weight, 15.0)).truncate());
        };
        row.col(|ui| text(ui, &permit.full_name, Weight::Medium));
        row.col(|ui| text(ui, permit.permit_no.as_str(), Weight::Mono));
        row.col(|ui| text(ui, &permit.nationality, Weight::Regular));
        if wide {
            row.col(|ui| text(ui, &format::date(permit.valid_until), Weight::Regular));
        }
    }
}

/// Page of a row and its place in it.
fn place_of(index: usize) -> (u32, usize) {
    let size = PAGE as usize;
    (
        u32::try_from(index / size).unwrap_or(u32::MAX),
        index % size,
    )
}
