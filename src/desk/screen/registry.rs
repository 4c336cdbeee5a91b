//! Registri: search while typing over every permit, narrowed by filters, sorted by column, one record in full.

mod filter;
mod record;

use crate::desk::context::{DeskCtx, Go};
use crate::desk::format::{self, number};
use crate::desk::pages::{PAGE, Pages, Stand};
use crate::desk::screen::Screen;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::field::{self, Around, Mood};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::rows::{Cells, Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::permit::{Field, PermitNo};
use crate::station::{Found, PermitRow, Query};
use eframe::egui::{Id, Key, Modifiers, Popup, Ui};
use filter::Filters;
use jiff::ToSpan as _;
use jiff::civil::Date;
use record::RecordView;

/// The search box, in the memory of the window.
fn search_id() -> Id {
    Id::unique("registry-search")
}

/// Below this width of the list its lesser columns are left out.
const WIDE: f32 = 860.0;

/// The screen.
#[derive(Default)]
pub struct Registry {
    words: String,
    filters: Filters,
    /// What the list shows, or will.
    asked: Option<(String, Filters)>,
    pages: Pages<PermitRow>,
    rows: Rows,
    /// Enter came before what was typed had been found.
    entered: bool,
    record: Option<Box<RecordView>>,
    /// The record to begin with.
    first: Option<PermitNo>,
    begun: bool,
}

impl Screen for Registry {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        if !self.begun {
            self.begun = true;
            if let Some(number) = self.first.take() {
                self.record = Some(Box::new(RecordView::open(ctx, number)));
            } else {
                Self::focus(ui);
            }
        }
        self.poll(ctx);
        if let Some(record) = &mut self.record {
            if record.ui(ui, ctx) {
                self.record = None;
                Self::focus(ui);
            }
            return Go::Stay;
        }
        self.list_ui(ui, ctx);
        Go::Stay
    }
}

impl Registry {
    /// Begins with the record of a permit.
    pub fn with_record(number: PermitNo) -> Self {
        Self {
            first: Some(number),
            ..Self::default()
        }
    }

    /// Puts the cursor into the search box.
    pub fn focus(ui: &Ui) {
        ui.memory_mut(|memory| memory.request_focus(search_id()));
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        self.keys(ui, ctx);
        let count = self.count(ctx);
        widget::header(
            ui,
            &ctx.t("desk-registry"),
            |ui| {
                ui.label(theme::rich(count, Weight::Regular, 15.0).color(theme::of(ui).muted));
            },
            |_| {},
        );
        let keys = [
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("↵", ctx.t("desk-key-open")),
            ("Ctrl End", ctx.t("records-key-end")),
            ("Tab", ctx.t("records-key-filters")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        widget::footer(ui, &keys, |_| {});
        widget::still_body(ui, |ui, height| {
            widget::panel_frame(ui)
                .inner_margin(12)
                .show(ui, |ui| self.list(ui, ctx, height - 26.0));
        });
    }

    fn count(&self, ctx: &DeskCtx<'_>) -> String {
        if self.pages.stand() != Stand::Ready || !self.pages.is_fresh() {
            return String::new();
        }
        let total = u64::try_from(self.pages.total()).unwrap_or(u64::MAX);
        let more = !self.words.trim().is_empty() && total > Found::COUNTED;
        let (key, total) = if more {
            ("records-count-more", Found::COUNTED)
        } else {
            ("desk-registry-count", total)
        };
        ctx.tw(key, &[("count", &number(total, ctx.text.lang()))])
    }

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let (searching, free) = ui.memory(|memory| {
            let free = memory.focused().is_none() && memory.top_modal_layer().is_none();
            (memory.has_focus(search_id()), free)
        });
        if (searching || free) && !Popup::is_any_open(ui.ctx()) {
            self.rows.keys(ui, self.pages.total(), free);
            self.entered |= ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        }
        // Not the rows of the words before.
        if self.entered && self.pages.is_fresh() {
            self.entered = false;
            self.open(ctx, self.rows.cursor);
        }
    }

    fn open(&mut self, ctx: &DeskCtx<'_>, index: usize) {
        if let Some(row) = self.pages.known(index) {
            self.record = Some(Box::new(RecordView::open(ctx, row.permit_no.clone())));
        }
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        let now = (self.words.trim().to_owned(), self.filters.clone());
        if self.asked.as_ref() != Some(&now) {
            // Each keystroke asks again; asking drops the answer to the one before.
            if self.asked.is_some() {
                self.rows.restart();
            }
            self.asked = Some(now);
            self.pages.again();
        }
        let query = Query {
            words: self.words.trim().to_owned(),
            limit: PAGE,
            offset: 0,
            filter: self.filters.filter(ctx.session.today),
            sort: self.filters.sort(),
        };
        let worker = ctx.worker;
        let failed = self.pages.poll(|offset| {
            let query = Query { offset, ..query };
            worker.ask(move |station| {
                let found = station.search(&query)?;
                Ok((found.rows, found.total))
            })
        });
        if let Some(error) = failed {
            self.entered = false;
            ctx.toasts.error(ctx.text, &error);
        }
    }

    fn list(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        ui.set_min_width(ui.available_width());
        ui.set_min_height(height);
        let top = ui.cursor().top();
        self.search_ui(ui, ctx);
        ui.add_space(4.0);
        self.filters.ui(ui, ctx);
        ui.add_space(4.0);
        let left = height - (ui.cursor().top() - top);
        match self.pages.stand() {
            Stand::Waiting => widget::waiting(ui, &ctx.t("desk-loading")),
            Stand::Failed => {
                let retry = ctx.t("desk-retry");
                if ui
                    .add(Button::new(Look::Plain, &retry).icon(Icon::Retake))
                    .clicked()
                {
                    self.pages.again();
                }
            }
            Stand::Ready if self.pages.total() == 0 => self.nothing(ui, ctx),
            Stand::Ready => self.table(ui, ctx, left),
        }
    }

    fn search_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let (label, hint) = (ctx.t("desk-registry-find"), ctx.t("desk-registry-hint"));
        let around = Around {
            label: &label,
            hint: &hint,
            symbol: true,
            ..Around::default()
        };
        let edit = field::edit(ui, search_id(), &mut self.words, &around);
        let response = ui.add(edit).accessible_name(label);
        field::outline(ui, &response, Mood::Calm);
        let lens = icon::square(response.rect.right() - 18.0, response.rect.center().y, 18.0);
        icon::paint(ui.painter(), Icon::Search, lens, theme::of(ui).muted);
    }

    fn nothing(&self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let all = self.words.trim().is_empty() && !self.filters.any();
        let (title, advice) = if all {
            ("desk-latest-none", "desk-latest-none-advice")
        } else if self.filters.any() {
            ("desk-registry-none", "records-none-filters")
        } else {
            ("desk-registry-none", "desk-registry-none-advice")
        };
        widget::empty(ui, Icon::Search, &ctx.t(title), &ctx.t(advice));
    }

    fn table(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let wide = ui.available_width() > WIDE;
        let columns = self.columns(ctx, wide);
        let name = ctx.t("desk-registry");
        let frame = Frame {
            name: &name,
            total: self.pages.total(),
            height,
        };
        let pages = &mut self.pages;
        let said = self.rows.ui(ui, &frame, &columns, |cells, index| {
            let Some(permit) = pages.row(index) else {
                cells.muted("…");
                return String::new();
            };
            row_ui(cells, ctx, permit, wide);
            format!("{} {}", permit.full_name, permit.permit_no.as_str())
        });
        if let Some(column) = said.sort {
            self.filters.sort_by(column_of(column, wide));
        }
        if let Some(index) = said.pressed {
            self.open(ctx, index);
        } else if said.entered {
            self.open(ctx, self.rows.cursor);
        }
    }

    fn columns(&self, ctx: &DeskCtx<'_>, wide: bool) -> Vec<Column> {
        let all = [
            (ctx.label(Field::FullName), -1.0),
            (ctx.t("desk-column-number"), 122.0),
            (ctx.t("desk-kind"), 60.0),
            (ctx.label(Field::Nationality), -0.55),
            (ctx.label(Field::PassportNo), 104.0),
            (ctx.label(Field::District), -0.5),
            (ctx.t("desk-column-until"), 92.0),
            (ctx.t("records-column-state"), 118.0),
        ];
        let shown = all.into_iter().enumerate();
        shown
            .filter(|(index, _)| wide || !WIDE_ONLY.contains(index))
            .map(|(index, (words, width))| {
                Column::new(words, width).sorted(self.filters.sorted(index))
            })
            .collect()
    }
}

/// Places of the columns that a narrow list leaves out.
const WIDE_ONLY: [usize; 3] = [2, 4, 5];

/// Which of all columns stands at a place.
fn column_of(place: usize, wide: bool) -> usize {
    let shown = (0..8).filter(|index| wide || !WIDE_ONLY.contains(index));
    shown.into_iter().nth(place).unwrap_or(place)
}

fn row_ui(cells: &mut Cells<'_>, ctx: &DeskCtx<'_>, permit: &PermitRow, wide: bool) {
    cells.strong(&permit.full_name);
    cells.mono(permit.permit_no.as_str());
    if wide {
        cells.text(permit.kind.card_name());
    }
    cells.text(&ctx.nation(&permit.nationality));
    if wide {
        cells.text(&permit.passport_no);
        cells.text(&permit.district);
    }
    cells.text(&format::date(permit.valid_until));
    let (key, tone) = state_of(permit, ctx.session.today);
    cells.pill(&ctx.t(key), tone);
}

/// Words and tone of where a permit stands.
fn state_of(permit: &PermitRow, today: Date) -> (&'static str, Option<Tone>) {
    let soon = today.checked_add(30.days()).unwrap_or(today);
    if permit.ended_on.is_some_and(|day| day <= today) {
        ("records-state-ended", None)
    } else if permit.valid_until < today {
        ("records-state-over", Some(Tone::Error))
    } else if permit.valid_until <= soon {
        ("records-state-soon", Some(Tone::Warning))
    } else {
        ("records-state-valid", Some(Tone::Good))
    }
}
