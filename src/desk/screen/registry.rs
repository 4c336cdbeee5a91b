//! Registri: search while typing over every permit, narrowed by filters, sorted by column, one record in full.

mod filter;
mod record;
mod watch;

use crate::desk::context::{DeskCtx, Due, Go, settled};
use crate::desk::format::{self, number};
use crate::desk::pages::{PAGE, Pages, Stand};
use crate::desk::screen::Screen;
use crate::desk::screen::export::Export;
use crate::desk::theme;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::field::{self, Around, Mood};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::rows::{Cells, Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::office::Deed;
use crate::permit::{Field, PermitNo};
use crate::station::{Ask, Error, Found, PermitRow, Query};
use eframe::egui::{Id, Key, Modifiers, Popup, Ui};
use filter::Filters;
use jiff::ToSpan as _;
use jiff::civil::Date;
use record::RecordView;
use std::time::Duration;

/// The search box, in the memory of the window.
fn search_id() -> Id {
    Id::unique("registry-search")
}

/// Seconds a list stands still before it has been looked at.
const LOOK_S: f64 = 1.0;

/// Columns a list leaves out when it is narrower than so many points, by their place among all.
const LESSER: [(f32, &[usize]); 3] = [
    (620.0, &[2, 3, 4, 5]),
    (860.0, &[2, 4, 5]),
    (f32::INFINITY, &[]),
];

/// How many columns there are.
const COLUMNS: usize = 8;

/// Places of the columns that a list of that width leaves out.
fn left_out(width: f32) -> &'static [usize] {
    let fits = LESSER.iter().find(|(limit, _)| width <= *limit);
    fits.map_or(&[], |(_, left_out)| left_out)
}

/// The screen.
#[derive(Default)]
pub struct Registry {
    words: String,
    filters: Filters,
    /// What the list shows, or will.
    asked: Option<(String, Filters)>,
    pages: Pages<PermitRow>,
    rows: Rows,
    /// Since when the list has stood still, and whether the audit has been told.
    still_s: Option<f64>,
    told: bool,
    telling: Option<Ask<Result<(), Error>>>,
    /// Enter came before what was typed had been found.
    entered: bool,
    record: Option<Box<RecordView>>,
    /// The record to begin with.
    first: Option<PermitNo>,
    export: Export,
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
        if self.record.is_none() {
            self.stand_still(ui, ctx);
        }
        if let Some(record) = &mut self.record {
            match record.ui(ui, ctx) {
                record::Said::Stay => {}
                record::Said::Away => {
                    self.record = None;
                    Self::focus(ui);
                }
                record::Said::Other(number) => {
                    self.record = Some(Box::new(RecordView::open(ctx, number)));
                }
            }
            return Go::Stay;
        }
        self.list_ui(ui, ctx);
        self.export.ui(ui, ctx);
        Go::Stay
    }

    fn is_busy(&self) -> bool {
        self.export.is_busy()
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

    /// Begins with the permits whose last day needs somebody's attention.
    pub fn due(due: Due) -> Self {
        Self {
            filters: Filters::due(due),
            ..Self::default()
        }
    }

    /// Puts the cursor into the search box.
    pub fn focus(ui: &Ui) {
        ui.memory_mut(|memory| memory.request_focus(search_id()));
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        self.keys(ui, ctx);
        widget::count_header(ui, &ctx.t("desk-registry"), &self.count(ctx));
        let mut keys = vec![
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("↵", ctx.t("desk-key-open")),
            ("Ctrl End", ctx.t("records-key-end")),
            ("Tab", ctx.t("records-key-filters")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        let exports = ctx.session.may(Deed::ExportRecords);
        if exports {
            keys.truncate(4); // The button needs the room.
        }
        let words = ctx.t(if self.is_narrowed() {
            "custody-export-found"
        } else {
            "custody-export-everybody"
        });
        let free = ui.memory(|memory| memory.top_modal_layer().is_none());
        let mut export =
            exports && free && ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::E));
        widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Plain, &words)
                .icon(Icon::Save)
                .key("Ctrl E")
                .height(42.0);
            export |= exports && ui.add(button).clicked();
        });
        if export && !self.export.is_busy() {
            let (query, what) = (self.query(ctx), self.what(ctx));
            self.export.begin(ctx, query, what);
        }
        widget::still_body(ui, |ui, height| {
            widget::panel_frame(ui)
                .inner_margin(12)
                .show(ui, |ui| self.list(ui, ctx, height - 26.0));
        });
    }

    /// Words or filters leave some permits out.
    fn is_narrowed(&self) -> bool {
        !self.words.trim().is_empty() || self.filters.any()
    }

    /// What the list shows, in words; empty when it shows everything in the usual order.
    fn what(&self, ctx: &DeskCtx<'_>) -> String {
        let typed = self.words.trim();
        let typed = (!typed.is_empty()).then(|| format!("“{typed}”"));
        let filters = self.filters.words(ctx);
        let order = self.filters.order().map(|(column, down)| {
            let columns = self.columns(ctx, &[]);
            let column = columns.get(column).map_or("", |column| &column.words);
            let key = if down {
                "custody-export-order-down"
            } else {
                "custody-export-order"
            };
            ctx.tw(key, &[("column", column)])
        });
        let parts: Vec<String> = typed.into_iter().chain(filters).chain(order).collect();
        parts.join(" · ")
    }

    fn query(&self, ctx: &DeskCtx<'_>) -> Query {
        Query {
            words: self.words.trim().to_owned(),
            limit: PAGE,
            offset: 0,
            filter: self.filters.filter(ctx.session.today),
            sort: self.filters.sort(),
        }
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
        let number = self.pages.known(index).map(|row| row.permit_no.clone());
        if let Some(number) = number {
            self.tell(ctx);
            self.record = Some(Box::new(RecordView::open(ctx, number)));
        }
    }

    /// A list that stands still for a second has been looked at: the audit is told once, not at every key.
    fn stand_still(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>) {
        let now_s = ui.input(|input| input.time);
        let ready = self.pages.stand() == Stand::Ready && self.pages.is_fresh();
        let since_s = *self.still_s.get_or_insert(now_s);
        if !ready {
            self.still_s = None;
        } else if !self.told && now_s - since_s < LOOK_S {
            let rest = Duration::from_secs_f64(LOOK_S - (now_s - since_s) + 0.05);
            ui.ctx().request_repaint_after(rest);
        } else {
            self.tell(ctx);
        }
        if let Some(Err(error)) = settled(&mut self.telling) {
            ctx.toasts.error(ctx.text, &error);
        }
    }

    fn tell(&mut self, ctx: &DeskCtx<'_>) {
        if self.told {
            return;
        }
        self.told = true;
        let query = self.query(ctx);
        let found = u64::try_from(self.pages.total()).unwrap_or(u64::MAX);
        self.telling = Some(
            ctx.worker
                .ask(move |station| station.searched(&query, found)),
        );
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        let now = (self.words.trim().to_owned(), self.filters.clone());
        if self.asked.as_ref() != Some(&now) {
            // Each keystroke asks again; asking drops the answer to the one before.
            if self.asked.is_some() {
                self.rows.restart();
            }
            self.asked = Some(now);
            (self.still_s, self.told) = (None, false);
            self.pages.again();
        }
        let query = self.query(ctx);
        let worker = ctx.worker;
        let failed = self.pages.poll(|offset| {
            let query = Query { offset, ..query };
            worker.ask(move |station| {
                let found = station.glimpse(&query)?;
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
        let (title, advice) = if !self.is_narrowed() {
            ("desk-latest-none", "desk-latest-none-advice")
        } else if self.filters.any() {
            ("desk-registry-none", "records-none-filters")
        } else {
            ("desk-registry-none", "desk-registry-none-advice")
        };
        widget::empty(ui, Icon::Search, &ctx.t(title), &ctx.t(advice));
    }

    fn table(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let hidden = left_out(ui.available_width());
        let columns = self.columns(ctx, hidden);
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
            row_ui(cells, ctx, permit, hidden);
            format!("{} {}", permit.full_name, permit.permit_no.as_str())
        });
        if let Some(column) = said.sort {
            self.filters.sort_by(column_of(column, hidden));
        }
        if let Some(index) = said.pressed {
            self.open(ctx, index);
        } else if said.entered {
            self.open(ctx, self.rows.cursor);
        }
    }

    fn columns(&self, ctx: &DeskCtx<'_>, hidden: &[usize]) -> Vec<Column> {
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
            .filter(|(index, _)| !hidden.contains(index))
            .map(|(index, (words, width))| {
                Column::new(words, width).sorted(self.filters.sorted(index))
            })
            .collect()
    }
}

/// Which of all columns stands at a place.
fn column_of(place: usize, hidden: &[usize]) -> usize {
    let mut shown = (0..COLUMNS).filter(|index| !hidden.contains(index));
    shown.nth(place).unwrap_or(place)
}

fn row_ui(cells: &mut Cells<'_>, ctx: &DeskCtx<'_>, permit: &PermitRow, hidden: &[usize]) {
    for column in (0..COLUMNS).filter(|column| !hidden.contains(column)) {
        match column {
            0 => cells.strong(&permit.full_name),
            1 => cells.mono(permit.permit_no.as_str()),
            2 => cells.text(permit.kind.card_name()),
            3 => cells.text(&ctx.nation(&permit.nationality)),
            4 => cells.text(&permit.passport_no),
            5 => cells.text(&permit.district),
            6 => cells.text(&format::date(permit.valid_until)),
            _ => {
                let (key, tone) = state_of(permit, ctx.session.today);
                cells.pill(&ctx.t(key), tone);
            }
        }
    }
}

/// Words and tone of where a permit stands.
fn state_of(permit: &PermitRow, today: Date) -> (&'static str, Option<Tone>) {
    let soon = today.checked_add(30.days()).unwrap_or(today);
    if permit.ended_on.is_some_and(|day| day <= today) {
        ("records-state-ended", None)
    } else if permit.valid_until < today {
        ("records-state-over", Some(Tone::Error))
    } else if permit.card_void {
        ("records-state-card-void", Some(Tone::Warning))
    } else if permit.valid_until <= soon {
        ("records-state-soon", Some(Tone::Warning))
    } else {
        ("records-state-valid", Some(Tone::Good))
    }
}
