//! The rows behind a number of the report, asked for as they are reached; each leads to its record.

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::format::{self, number};
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::permit::{Field, Kind, PermitNo};
use crate::station::numbers::{Cell, NumberRow};
use crate::station::{Ask, Error};
use eframe::egui::{Label, Ui};
use jiff::civil::Date;

/// Rows asked for at once; the list goes on where more are wanted.
const PAGE: u32 = 200;

/// Below this width the lesser columns are left out.
const WIDE: f32 = 760.0;

/// A list that is open.
pub struct List {
    title: String,
    cell: Cell,
    kind: Option<Kind>,
    total: u64,
    known: Vec<NumberRow>,
    asking: Option<Ask<Result<Vec<NumberRow>, Error>>>,
    failed: bool,
    rows: Rows,
}

impl List {
    /// The list of a number that says `total`.
    pub fn open(title: String, cell: Cell, kind: Option<Kind>, total: u64) -> Self {
        Self {
            title,
            cell,
            kind,
            total,
            known: Vec::new(),
            asking: None,
            failed: false,
            rows: Rows::default(),
        }
    }

    /// Takes in the rows that were asked for.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        match settled(&mut self.asking) {
            Some(Ok(rows)) => self.known.extend(rows),
            Some(Err(error)) => {
                self.failed = true;
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
    }

    /// Draws it as of a day; where the row pressed leads, and whether the list is to be closed.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, on: Date) -> (Go, bool) {
        let mut closes = false;
        ui.horizontal(|ui| {
            let back = ctx.t("numbers-back");
            closes = ui.add(Button::new(Look::Plain, &back).key("Esc")).clicked();
            let count = number(self.total, ctx.text.lang());
            let title = format!("{}: {count}", self.title.trim());
            ui.add(Label::new(theme::rich(title, Weight::Medium, 16.0)).truncate());
        });
        ui.add_space(6.0);
        let wide = WIDE < ui.available_width();
        let free = ui.memory(|memory| memory.focused().is_none());
        let total = usize::try_from(self.total).unwrap_or(usize::MAX);
        if free {
            self.rows.keys(ui, total, true);
        }
        let columns = columns(ctx, wide);
        let frame = Frame {
            name: self.title.trim(),
            total,
            height: ui.available_height(),
        };
        let known = &self.known;
        let mut reached = 0;
        let said = self.rows.ui(ui, &frame, &columns, |cells, index| {
            reached = reached.max(index + 1);
            let Some(row) = known.get(index) else {
                cells.muted("…");
                return String::new();
            };
            let day = row.day.or(row.last_on).map(format::date);
            let day = day.unwrap_or_default();
            cells.mono(named(row));
            cells.strong(&row.full_name);
            if wide {
                cells.text(&ctx.nation(&row.nationality));
                cells.text(&row.district);
            }
            cells.text(&day);
            if wide {
                cells.mono(&row.serial);
            }
            cells.count(&row.days.map(|days| days.to_string()).unwrap_or_default());
            format!("{}, {}, {day}", named(row), row.full_name)
        });
        self.go_on(ctx, on, reached.max(1).min(total));
        let cursor = said.entered.then_some(self.rows.cursor);
        let row = said.pressed.or(cursor).and_then(|at| self.known.get(at));
        let number = row.and_then(|row| PermitNo::parse(&row.permit_no));
        (number.map_or(Go::Stay, Go::Record), closes)
    }

    /// Asks for more when the rows known end before the one that is seen.
    fn go_on(&mut self, ctx: &DeskCtx<'_>, on: Date, reached: usize) {
        let have = self.known.len();
        if reached <= have || self.asking.is_some() || self.failed {
            return;
        }
        let (cell, kind) = (self.cell.clone(), self.kind);
        let offset = u32::try_from(have).unwrap_or(u32::MAX);
        self.asking = Some(
            ctx.worker
                .ask(move |station| station.numbers_list(on, (&cell, kind), (offset, PAGE))),
        );
    }
}

/// A spoiled blank has no permit: its serial names it.
fn named(row: &NumberRow) -> &str {
    if row.permit_no.is_empty() {
        &row.serial
    } else {
        &row.permit_no
    }
}

fn columns(ctx: &DeskCtx<'_>, wide: bool) -> Vec<Column> {
    let day = Column::new(ctx.t("numbers-column-day"), 92.0);
    let days = Column::counts(ctx.t("numbers-column-days"), 88.0);
    let mut columns = vec![
        Column::new(ctx.t("desk-column-number"), 128.0),
        Column::new(ctx.label(Field::FullName), -1.0),
    ];
    if wide {
        columns.push(Column::new(ctx.label(Field::Nationality), -0.8));
        columns.push(Column::new(ctx.label(Field::District), -0.7));
    }
    columns.push(day);
    if wide {
        columns.push(Column::new(ctx.t("custody-serial"), 96.0));
    }
    columns.push(days);
    columns
}
