//! Calibration: print a page of rulers, type what is read off it, see what puts the printer right, prove it by a second page.

use super::order::Order;
use super::printer::Printer;
use crate::desk::context::{DeskCtx, settled};
use crate::desk::theme::{self, Weight};
use crate::desk::toast;
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::field::{self, Around};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::{self, Ask, Correction, Error, Measured, Readings, Side, Tray, outside};
use eframe::egui::{Id, Ui};

/// Crosses of the page, in the order of the boxes.
const CROSSES: [&str; 4] = ["A", "B", "C", "D"];

/// How a page went.
enum Page {
    /// To the printer, as that job.
    Job(i32),
    /// Into that file.
    File(String),
}

/// The panel.
#[derive(Default)]
pub struct Calibrate {
    tray: String,
    back: bool,
    across: [String; 4],
    down: [String; 4],
    /// The correction is kept; what is typed next proves it.
    proving: bool,
    printing: Option<Ask<Result<Page, Error>>>,
    measuring: Option<Ask<Result<Measured, Error>>>,
    /// What was read last, and whether it was to prove.
    measured: Option<(Measured, bool)>,
    failed: String,
}

impl Calibrate {
    /// Takes in what lanes have answered.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>, printer: &mut Printer) {
        match settled(&mut self.printing) {
            Some(Ok(Page::Job(job))) => {
                let (name, job) = (printer.name.trim(), job.to_string());
                let args = [("printer", name), ("job", job.as_str())];
                ctx.toasts.good(ctx.tw("printer-sent", &args));
            }
            Some(Ok(Page::File(path))) => {
                ctx.toasts.good(ctx.tw("desk-saved-to", &[("path", &path)]));
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        match settled(&mut self.measuring) {
            Some(Ok(measured)) => {
                self.measured = Some((measured, self.proving));
                self.failed.clear();
                if !self.proving {
                    // The next numbers are those of the second page.
                    self.proving = true;
                    self.across = <[String; 4]>::default();
                    self.down = <[String; 4]>::default();
                    printer.again();
                }
            }
            Some(Err(error)) => {
                let (what, advice) = toast::words_of(ctx.text, &error);
                self.failed = format!("{what}. {advice}");
            }
            None => {}
        }
    }

    /// Begins anew, e.g. for another side.
    fn restart(&mut self) {
        *self = Self {
            tray: std::mem::take(&mut self.tray),
            back: self.back,
            ..Self::default()
        };
    }

    fn page(&mut self, ctx: &DeskCtx<'_>, (printer, order): (&Printer, &Order), to_file: bool) {
        let name = printer.name.trim().to_owned();
        if self.printing.is_some() || name.is_empty() {
            return;
        }
        let (tray, paper) = (self.tray.trim().to_owned(), order.paper_name());
        let file = ctx
            .session
            .out
            .join(format!("{}.pdf", ctx.t("cetak-ruler-file")));
        self.printing = Some(ctx.worker.ask(move |station| {
            let plan = station::plan(&paper)?;
            let tray = Tray {
                printer: &name,
                tray: &tray,
                plan: &plan,
            };
            if to_file {
                let pdf = station.ruler_page(tray)?;
                let path = outside::keep(&file, pdf.bytes())?;
                return Ok(Page::File(path.display().to_string()));
            }
            station.print_ruler_page(tray).map(|job| Page::Job(job.0))
        }));
    }

    /// The numbers as they are typed; the first box that holds none.
    fn readings(&self) -> Result<Readings, String> {
        let four = |boxes: &[String; 4]| {
            let mut numbers = [0.0; 4];
            for ((number, typed), cross) in numbers.iter_mut().zip(boxes).zip(CROSSES) {
                *number = super::number(typed)
                    .map(f64::from)
                    .ok_or(cross.to_owned())?;
            }
            Ok::<_, String>(numbers)
        };
        Ok(Readings {
            across_mm: four(&self.across)?,
            down_mm: four(&self.down)?,
        })
    }

    /// Puts the printer right by what is typed, or proves it.
    pub fn measure(&mut self, ctx: &DeskCtx<'_>, (printer, order): (&Printer, &Order)) {
        let name = printer.name.trim().to_owned();
        if self.measuring.is_some() || name.is_empty() {
            return;
        }
        let readings = match self.readings() {
            Ok(readings) => readings,
            Err(cross) => {
                self.failed = ctx.tw("cetak-reading-missing", &[("cross", &cross)]);
                return;
            }
        };
        let (tray, paper) = (self.tray.trim().to_owned(), order.paper_name());
        let side = if self.back { Side::Back } else { Side::Front };
        let keep = !self.proving;
        self.measuring = Some(ctx.worker.ask(move |station| {
            let plan = station::plan(&paper)?;
            let tray = Tray {
                printer: &name,
                tray: &tray,
                plan: &plan,
            };
            station.measure(tray, side, &readings, keep)
        }));
    }

    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, (printer, order): (&Printer, &mut Order)) {
        widget::section(ui, &ctx.t("cetak-calibrate"));
        let before = order.paper_name();
        widget::row(ui, &[1.0, 1.0], 380.0, |ui, column| {
            if column == 0 {
                order.paper_ui(ui, ctx);
            } else {
                let (label, hint) = (ctx.t("cetak-tray"), ctx.t("cetak-tray-hint"));
                let around = Around {
                    label: &label,
                    hint: &hint,
                    ..Around::default()
                };
                field::text(ui, Id::unique("calibrate-tray"), &mut self.tray, &around);
            }
        });
        ui.add_space(4.0);
        let (name, front, back) = (
            ctx.t("cetak-side"),
            ctx.t("desk-card-front"),
            ctx.t("desk-card-back"),
        );
        let pressed = segments(ui, &name, &[&front, &back], Some(usize::from(self.back)));
        if pressed.is_some_and(|at| (at == 1) != self.back) || before != order.paper_name() {
            self.back = pressed.map_or(self.back, |at| at == 1);
            self.restart();
        }
        let known = !printer.name.trim().is_empty();
        ui.add_space(6.0);
        widget::sentence(
            ui,
            ctx.t(if self.proving {
                "cetak-step-prove"
            } else {
                "cetak-step-page"
            }),
        );
        self.page_ui(ui, ctx, (printer, order), known);
        ui.add_space(6.0);
        self.boxes_ui(ui, ctx);
        if !self.failed.is_empty() {
            ui.add_space(4.0);
            widget::note(ui, Tone::Error, &self.failed);
        }
        ui.add_space(6.0);
        let words = ctx.t(if self.proving {
            "cetak-prove"
        } else {
            "cetak-measure"
        });
        let (mut measure, mut anew) = (false, false);
        ui.horizontal(|ui| {
            let button = Button::new(Look::Primary, &words)
                .icon(Icon::Check)
                .key("Ctrl ↵")
                .enabled(known && self.measuring.is_none());
            measure = ui.add(button).clicked();
            let words = ctx.t("cetak-calibrate-anew");
            if self.proving {
                anew = ui
                    .add(Button::new(Look::Quiet, &words).icon(Icon::Retake))
                    .clicked();
            }
        });
        if measure {
            self.measure(ctx, (printer, order));
        }
        if anew {
            self.restart();
        }
        self.result_ui(ui, ctx, printer);
    }

    fn page_ui(
        &mut self,
        ui: &mut Ui,
        ctx: &DeskCtx<'_>,
        (printer, order): (&Printer, &Order),
        known: bool,
    ) {
        let (print, save) = (ctx.t("cetak-ruler-print"), ctx.t("cetak-ruler-save"));
        let (mut to_printer, mut to_file) = (false, false);
        ui.horizontal_wrapped(|ui| {
            let button = Button::new(Look::Plain, &print).icon(Icon::Printer);
            to_printer = ui.add(button.enabled(known)).clicked();
            let button = Button::new(Look::Plain, &save).icon(Icon::Folder);
            to_file = ui.add(button.enabled(known)).clicked();
        });
        if to_printer || to_file {
            self.page(ctx, (printer, order), to_file);
        }
    }

    fn boxes_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        for (key, boxes) in [
            ("cetak-across", &mut self.across),
            ("cetak-down", &mut self.down),
        ] {
            let words = ctx.t(key);
            widget::hint(ui, words.as_str());
            widget::row(ui, &[1.0; 4], 200.0, |ui, column| {
                if let (Some(typed), Some(cross)) = (boxes.get_mut(column), CROSSES.get(column)) {
                    let label = format!(
                        "{cross} {}",
                        ctx.t(if key == "cetak-across" {
                            "cetak-across-short"
                        } else {
                            "cetak-down-short"
                        })
                    );
                    let around = Around {
                        label: &label,
                        mono: true,
                        ..Around::default()
                    };
                    field::text(ui, Id::unique((key, column)), typed, &around);
                }
            });
            ui.add_space(2.0);
        }
    }

    fn result_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, printer: &Printer) {
        if let Some((measured, proved)) = &self.measured {
            let worst = super::signed(measured.worst_mm, 2, ctx.text.lang());
            let off = ctx.tw("calibrate-off", &[("mm", worst.trim_start_matches('+'))]);
            let (tone, words) = match (proved, measured.within) {
                (true, true) => (Tone::Good, ctx.t("calibrate-proved")),
                (true, false) => (Tone::Warning, ctx.t("cetak-not-proved")),
                (false, _) => (Tone::Calm, ctx.t("cetak-kept")),
            };
            ui.add_space(6.0);
            widget::note(ui, tone, &format!("{off}. {words}"));
        }
        let side = if self.back { Side::Back } else { Side::Front };
        let correction = printer
            .profile()
            .map(|profile| profile.correction(self.tray.trim(), side));
        let Some(correction) = correction else { return };
        ui.add_space(6.0);
        correction_ui(ui, ctx, &correction);
    }
}

/// What puts the side right, in four numbers.
fn correction_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, correction: &Correction) {
    if *correction == Correction::NONE {
        widget::hint(ui, ctx.t("cetak-correction-none"));
        return;
    }
    let lang = ctx.text.lang();
    let mm = |value| format!("{} mm", super::signed(value, 2, lang));
    let percent = |value: f64| format!("{} %", super::signed((value - 1.0) * 100.0, 2, lang));
    let cells = [
        ("cetak-correction-x", mm(correction.x_mm)),
        ("cetak-correction-y", mm(correction.y_mm)),
        (
            "cetak-correction-scale",
            format!(
                "{} × {}",
                percent(correction.scale_x),
                percent(correction.scale_y)
            ),
        ),
        (
            "cetak-correction-skew",
            format!("{}°", super::signed(correction.skew_deg, 3, lang)),
        ),
    ];
    widget::row(ui, &[0.8, 0.8, 1.4, 0.8], 300.0, |ui, column| {
        if let Some((key, value)) = cells.get(column) {
            widget::hint(ui, ctx.t(key));
            ui.label(theme::rich(value, Weight::Mono, 15.0));
        }
    });
}
