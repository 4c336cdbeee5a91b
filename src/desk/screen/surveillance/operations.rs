//! Operations: planned, their code for the patrols to scan, what they came to, and their reports as PDF and workbook.

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::format::{self, number};
use crate::desk::known::Known;
use crate::desk::patrol::operation_code;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::patrol::{Operation, OperationId, Standing};
use crate::place;
use crate::seal::{self, Modules};
use crate::station::{Ask, Error, outside};
use eframe::egui::{Label, Rect, Sense, Ui, accesskit::Role, vec2};
use std::path::PathBuf;

/// What an operation came to so far.
struct Sum {
    id: OperationId,
    scans: u64,
    standings: Vec<(Standing, u64)>,
    overstays: u64,
    not_found: u64,
}

/// The tab.
#[derive(Default)]
pub struct Operations {
    known: Known<Vec<Operation>>,
    rows: Rows,
    summing: Option<Ask<Result<Sum, Error>>>,
    sum: Option<Sum>,
    /// Code of the operation shown, as its QR.
    code: Option<(OperationId, Modules)>,
    saving: Option<Ask<Result<PathBuf, Error>>>,
    closing: Option<Ask<Result<Operation, Error>>>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Pdf,
    Workbook,
}

impl Operations {
    /// Reads anew; what is known stays on screen until then.
    pub fn again(&mut self) {
        self.known.again();
        self.sum = None;
    }

    /// Arrows choose an operation.
    pub fn keys(&mut self, ui: &Ui) {
        let total = self.known.get().map_or(0, Vec::len);
        self.rows.keys(ui, total, true);
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        self.known.poll(ctx, |station| station.operations());
        match settled(&mut self.saving) {
            Some(Ok(path)) => {
                let path = path.display().to_string();
                ctx.toasts.good(ctx.tw("desk-saved-to", &[("path", &path)]));
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        match settled(&mut self.closing) {
            Some(Ok(_)) => self.known.again(),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        match settled(&mut self.summing) {
            Some(Ok(sum)) => self.sum = Some(sum),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        self.look_at(ctx);
    }

    fn chosen(&self) -> Option<&Operation> {
        self.known.get()?.get(self.rows.cursor)
    }

    /// Sums the operation under the cursor, once.
    fn look_at(&mut self, ctx: &DeskCtx<'_>) {
        let Some((id, name)) = self.chosen().map(|one| (one.id, one.plan.name.clone())) else {
            return;
        };
        if self.code.as_ref().is_none_or(|(shown, _)| *shown != id) {
            let modules = seal::modules(&operation_code(id, &name));
            self.code = modules.ok().map(|modules| (id, modules));
        }
        let summed = self.sum.as_ref().is_some_and(|sum| sum.id == id);
        if summed || self.summing.is_some() {
            return;
        }
        self.summing = Some(ctx.worker.ask(move |station| {
            let gathered = station.operation_report(id)?;
            let report = gathered.report();
            Ok(Sum {
                id,
                scans: report.scans,
                standings: Standing::ALL
                    .into_iter()
                    .map(|standing| (standing, report.count(standing)))
                    .collect(),
                overstays: u64::try_from(report.overstays().len()).unwrap_or(u64::MAX),
                not_found: report.not_found(),
            })
        }));
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, height: f32) -> Go {
        self.poll(ctx);
        let Some(known) = self.known.get() else {
            self.known.gap_ui(ui, ctx);
            return Go::Stay;
        };
        if known.is_empty() {
            widget::panel(ui, |ui| {
                let (title, advice) = (
                    ctx.t("patroli-operations-none"),
                    ctx.t("patroli-operations-none-advice"),
                );
                widget::empty(ui, Icon::Form, &title, &advice);
            });
            return Go::Stay;
        }
        let right = (ui.available_width() * 0.5).max(360.0);
        let mut both = (&mut *self, &*ctx);
        widget::list_beside(
            ui,
            &mut both,
            ("operations", height, right),
            |ui, (tab, ctx), height| tab.list_ui(ui, ctx, height),
            |ui, (tab, ctx)| tab.side_ui(ui, ctx),
        );
        Go::Stay
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let Some(known) = self.known.get() else {
            return;
        };
        let columns = [
            Column::new(ctx.t("patroli-operation-name"), -1.0),
            Column::new(ctx.t("patroli-column-days"), 190.0),
            Column::new(ctx.t("records-column-state"), 100.0),
        ];
        let name = ctx.t("patroli-tab-operations");
        let frame = Frame {
            name: &name,
            total: known.len(),
            height,
        };
        let said = self.rows.ui(ui, &frame, &columns, |cells, index| {
            let Some(one) = known.get(index) else {
                return String::new();
            };
            cells.strong(&one.plan.name);
            cells.text(&days(one));
            let (key, tone) = if one.closed_at.is_some() {
                ("patroli-operation-closed", None)
            } else {
                ("patroli-operation-open", Some(Tone::Good))
            };
            cells.pill(&ctx.t(key), tone);
            one.plan.name.clone()
        });
        if let Some(index) = said.pressed {
            self.rows.cursor = index;
        }
    }

    fn side_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some(one) = self.chosen().cloned() else {
            return;
        };
        ui.add(Label::new(theme::rich(&one.plan.name, Weight::Bold, theme::TITLE)).wrap());
        let areas: Vec<&str> = one
            .plan
            .areas
            .iter()
            .map(|code| place::area(code).map_or(code.as_str(), |area| area.name))
            .collect();
        let team: Vec<String> = one
            .plan
            .team
            .iter()
            .map(|member| match member.agency.as_str() {
                "" => member.name.clone(),
                agency => format!("{} ({agency})", member.name),
            })
            .collect();
        widget::pair(ui, &ctx.t("patroli-column-days"), &days(&one));
        widget::pair(ui, &ctx.t("patroli-plan-area"), &areas.join(", "));
        widget::pair(ui, &ctx.t("patroli-plan-team"), &team.join(", "));
        if !one.plan.expected.is_empty() {
            let expected = one.plan.expected.join(", ");
            widget::pair(ui, &ctx.t("patroli-plan-expected"), &expected);
        }
        ui.add_space(8.0);
        self.sum_ui(ui, ctx, one.id);
        ui.add_space(8.0);
        self.buttons_ui(ui, ctx, &one);
        if one.closed_at.is_none() {
            ui.add_space(10.0);
            self.code_ui(ui, ctx, one.id);
        }
    }

    fn sum_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, id: OperationId) {
        widget::section(ui, &ctx.t("patroli-operation-sum"));
        let Some(sum) = self.sum.as_ref().filter(|sum| sum.id == id) else {
            widget::waiting(ui, &ctx.t("desk-loading"));
            return;
        };
        if sum.scans == 0 {
            widget::hint(ui, ctx.t("patroli-operation-no-scans"));
            return;
        }
        let lang = ctx.text.lang();
        let mut lines: Vec<(String, u64)> = sum
            .standings
            .iter()
            .map(|(standing, count)| (ctx.t(&format!("standing-{}", standing.id())), *count))
            .collect();
        lines.push((ctx.t("patroli-operation-overstays"), sum.overstays));
        lines.push((ctx.t("patroli-operation-not-found"), sum.not_found));
        for pair in lines.chunks(2) {
            widget::row(ui, &[1.0, 1.0], 300.0, |ui, index| {
                if let Some((words, count)) = pair.get(index) {
                    widget::pair(ui, words, &number(*count, lang));
                }
            });
        }
    }

    fn buttons_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, one: &Operation) {
        let (pdf, book, close) = (
            ctx.t("patroli-report-pdf"),
            ctx.t("patroli-report-xlsx"),
            ctx.t("patroli-operation-close"),
        );
        let idle = self.saving.is_none();
        ui.horizontal_wrapped(|ui| {
            let button = Button::new(Look::Primary, &pdf).icon(Icon::Save);
            if ui.add(button.enabled(idle)).clicked() {
                self.save(ctx, one, Form::Pdf);
            }
            let button = Button::new(Look::Plain, &book).icon(Icon::Save);
            if ui.add(button.enabled(idle)).clicked() {
                self.save(ctx, one, Form::Workbook);
            }
            let open = one.closed_at.is_none() && self.closing.is_none();
            if open && ui.add(Button::new(Look::Quiet, &close)).clicked() {
                let id = one.id;
                self.closing = Some(ctx.worker.ask(move |station| station.close_operation(id)));
            }
        });
    }

    fn save(&mut self, ctx: &DeskCtx<'_>, one: &Operation, form: Form) {
        let (id, lang) = (one.id, ctx.text.lang());
        let digits = id.to_string();
        let short = digits.get(..8).unwrap_or_default().to_owned();
        let (folder, from) = (ctx.session.out.clone(), one.plan.from);
        self.saving = Some(ctx.worker.ask(move |station| {
            let gathered = station.operation_report(id)?;
            let (ending, bytes) = match form {
                Form::Pdf => {
                    let pdf = station.operation_pdf(&gathered, lang)?;
                    ("pdf", pdf.bytes().to_vec())
                }
                Form::Workbook => ("xlsx", station.operation_xlsx(&gathered, lang)?),
            };
            let path = folder.join(format!("operasi-{from}-{short}.{ending}"));
            outside::keep(&path, &bytes)
        }));
    }

    /// The code a patrol scans to note its cards under this operation.
    fn code_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, id: OperationId) {
        widget::section(ui, &ctx.t("patroli-operation-code"));
        widget::hint(ui, ctx.t("patroli-operation-code-hint"));
        let digits = theme::rich(id.to_string(), Weight::Mono, 14.0);
        ui.add(Label::new(digits).wrap().selectable(true));
        let Some((_, modules)) = self.code.as_ref().filter(|(shown, _)| *shown == id) else {
            return;
        };
        const MODULE: f32 = 4.0;
        const QUIET: usize = 4;
        let side = (0..modules.side + 2 * QUIET).fold(0.0, |sum, _| sum + MODULE);
        let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
        widget::name(&response, Role::Image, &ctx.t("patroli-operation-code"));
        let tokens = theme::light();
        ui.painter().rect_filled(rect, 4.0, tokens.panel);
        let inner = rect.shrink(4.0 * MODULE);
        let mut top = inner.top();
        for row in modules.dark.chunks(modules.side.max(1)) {
            let mut left = inner.left();
            for dark in row {
                if *dark {
                    let module = Rect::from_min_size(
                        eframe::egui::pos2(left, top),
                        vec2(MODULE + 0.3, MODULE + 0.3),
                    );
                    ui.painter().rect_filled(module, 0.0, tokens.text);
                }
                left += MODULE;
            }
            top += MODULE;
        }
    }
}

fn days(one: &Operation) -> String {
    let (from, until) = (format::date(one.plan.from), format::date(one.plan.until));
    if from == until {
        from
    } else {
        format!("{from} – {until}")
    }
}
