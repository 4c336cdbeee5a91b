//! Cetak: what waits, the first sheet, runs, printers; cards of unknown fate stand above all of it.

mod calibrate;
mod order;
mod printer;
mod runs;
mod sheet;
pub mod shops;
mod waiting;

use crate::desk::context::{DeskCtx, Go};
use crate::desk::screen::Screen;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::icon::Icon;
use crate::text::Lang;
use calibrate::Calibrate;
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Frame, Key, Label, Margin, Modifiers, Stroke, Ui};
use order::Order;
use printer::Printer;
use runs::Runs;
use sheet::Sheet;
use shops::Shops;
use waiting::Waiting;

/// Beside the profile.
const CALIBRATION: f32 = 520.0;

/// The parts, in the order of their keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Waiting,
    Sheet,
    Runs,
    Printer,
    Shops,
}

/// Width of the screen in which all parts have room for their keys.
const WITH_KEYS: f32 = 860.0;
const PARTS: [(Part, Key, &str); 5] = [
    (Part::Waiting, Key::F2, "cetak-part-waiting"),
    (Part::Sheet, Key::F3, "cetak-part-sheet"),
    (Part::Runs, Key::F4, "cetak-part-runs"),
    (Part::Printer, Key::F5, "cetak-part-printer"),
    (Part::Shops, Key::F10, "cetak-part-shops"),
];

/// The screen.
#[derive(Default)]
pub struct Press {
    part: Part,
    order: Order,
    waiting: Waiting,
    sheet: Sheet,
    runs: Runs,
    shops: Shops,
    printer: Printer,
    calibrate: Calibrate,
}

impl Screen for Press {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ui.ctx(), ctx);
        self.keys(ui);
        self.header(ui, ctx);
        match self.part {
            Part::Waiting => {
                let (runs, mut look) = (&self.runs, false);
                let above = |ui: &mut Ui, ctx: &DeskCtx<'_>| look = unclear_ui(ui, ctx, runs);
                let wanted = self.waiting.ui(ui, ctx, &mut self.order, above);
                if look {
                    self.part = Part::Runs;
                    self.runs.find_unclear();
                }
                if let Some(cases) = wanted {
                    self.runs.begin(ctx, cases, &self.order);
                    self.part = Part::Runs;
                }
            }
            Part::Sheet => self.sheet_ui(ui, ctx),
            Part::Runs => self.runs.ui(ui, ctx),
            Part::Printer => self.printer_ui(ui, ctx),
            Part::Shops => self.shops.ui(ui, ctx, &self.order),
        }
        Go::Stay
    }

    fn is_busy(&self) -> bool {
        self.waiting.is_busy() || self.runs.is_busy() || self.shops.is_busy()
    }
}

impl Press {
    fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        self.order.poll(ctx);
        self.runs.poll(ctx);
        if self.runs.planned() {
            self.order.printed();
        }
        if self.runs.moved() {
            self.waiting.again(ctx);
        }
        self.waiting.poll(egui_ctx, ctx, self.part == Part::Waiting);
        match self.part {
            Part::Sheet => {
                let cases = self.waiting.cases();
                self.sheet.poll(egui_ctx, ctx, (&cases, &self.order));
            }
            Part::Printer => {
                self.printer.poll(ctx, &self.order);
                self.calibrate.poll(ctx, &mut self.printer);
            }
            Part::Shops => {
                self.shops.poll(ctx);
                if self.shops.moved() {
                    self.runs.look_again();
                    self.waiting.again(ctx);
                }
            }
            Part::Waiting | Part::Runs => {}
        }
    }

    fn keys(&mut self, ui: &Ui) {
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return;
        }
        for (part, key, _) in PARTS {
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                self.turn(part);
            }
        }
        let ordering = matches!(self.part, Part::Waiting | Part::Sheet);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if ordering && pressed(Key::F6) {
            self.order.next_paper();
        }
        if ordering && pressed(Key::F7) {
            self.order.next_target();
        }
    }

    fn turn(&mut self, part: Part) {
        self.part = part;
        if part == Part::Shops {
            self.shops.again();
        }
        if part == Part::Printer {
            self.printer.opened = true;
            self.order.again();
        }
    }

    fn header(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let blanks = self.waiting.blanks();
        let words =
            blanks.map(|count| ctx.tw("duty-blanks-left", &[("count", &count.to_string())]));
        let tokens = theme::of(ui);
        let color = if blanks == Some(0) {
            tokens.error_text
        } else {
            tokens.muted
        };
        let mut pressed = None;
        let (parts, at) = (ctx.t("cetak-parts"), self.part);
        // In a narrow window the words matter more than their keys.
        let with_keys = WITH_KEYS <= ui.available_width();
        let names = PARTS.map(|(_, key, words)| {
            if with_keys {
                format!("{} {}", key.name(), ctx.t(words))
            } else {
                ctx.t(words)
            }
        });
        let labels: Vec<&str> = names.iter().map(String::as_str).collect();
        widget::header(
            ui,
            &ctx.t("duty-press"),
            |ui| {
                let chosen = PARTS.iter().position(|(part, _, _)| *part == at);
                pressed = segments(ui, &parts, &labels, chosen);
            },
            |ui| {
                let words = words.unwrap_or_default();
                // A number cut in its middle is another number: where there is no room, none is told.
                const ROOM: f32 = 48.0;
                if ui.available_width() < ROOM {
                    return;
                }
                let short = blanks.map(|count| count.to_string()).unwrap_or_default();
                let shown = if with_keys { words.as_str() } else { &short };
                let label = theme::rich(shown, Weight::Medium, 15.0).color(color);
                let response = ui.add(Label::new(label).truncate());
                widget::name(&response, Role::Label, &words);
                response.on_hover_text(words);
            },
        );
        if let Some((part, _, _)) = pressed.and_then(|at| PARTS.get(at)) {
            self.turn(*part);
        }
    }

    fn sheet_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        if ui.memory(|memory| memory.top_modal_layer().is_none()) {
            self.sheet.keys(ui, &mut self.order);
        }
        let keys = [
            ("← ↑ → ↓".to_owned(), ctx.t("cetak-key-position")),
            (ctx.t("desk-key-space"), ctx.t("cetak-key-empty")),
            ("Home".to_owned(), ctx.t("cetak-start-here")),
            ("F6".to_owned(), ctx.t("cetak-paper")),
        ];
        let cases = self.waiting.cases();
        let words = match cases.len() {
            0 | 1 => ctx.t("duty-print-card"),
            many => ctx.tw("cetak-print-many", &[("count", &many.to_string())]),
        };
        let ready = !cases.is_empty() && !self.is_busy() && self.waiting.blanks() != Some(0);
        let pressed = widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &words)
                .icon(Icon::Printer)
                .key("Ctrl ↵")
                .height(42.0)
                .enabled(ready);
            ui.add(button).clicked()
        });
        if ready && (pressed || ctx.session.next) {
            self.runs.begin(ctx, cases, &self.order);
            self.part = Part::Runs;
            return;
        }
        widget::body(ui, |ui| self.sheet.ui(ui, ctx, &mut self.order));
    }

    fn printer_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F9)) {
            self.printer.save(ctx);
        }
        if ctx.session.next {
            self.calibrate.measure(ctx, (&self.printer, &self.order));
        }
        let mut state = (self, ctx);
        widget::body(ui, |ui| {
            let side = CALIBRATION.min(ui.available_width() * 0.5);
            widget::columns(
                ui,
                &mut state,
                side,
                |ui, (screen, ctx)| {
                    widget::panel(ui, |ui| {
                        screen.printer.name_ui(ui, ctx, &screen.order);
                        ui.add_space(8.0);
                        screen.printer.ui(ui, ctx);
                    });
                },
                |ui, (screen, ctx)| {
                    widget::panel(ui, |ui| {
                        let with = (&screen.printer, &mut screen.order);
                        screen.calibrate.ui(ui, ctx, with);
                    });
                },
            );
        });
    }
}

/// On top of the queue: cards whose fate a person must tell, and runs that were broken off. True when they are to be looked at.
fn unclear_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, runs: &Runs) -> bool {
    let (unknown, left) = runs.unclear();
    if runs.is_busy() || unknown + left == 0 {
        return false;
    }
    let tokens = theme::of(ui);
    let mut pressed = false;
    Frame::new()
        .fill(tokens.warning_soft)
        .stroke(Stroke::new(1.0, tokens.warning_line))
        .corner_radius(theme::PANEL_RADIUS)
        .inner_margin(Margin::symmetric(14, 10))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let color = tokens.warning_text;
            if 0 < unknown {
                let count = unknown.to_string();
                let words = ctx.tw("cetak-unknown", &[("count", &count)]);
                ui.label(theme::rich(words, Weight::Bold, 17.0).color(color));
                widget::sentence(ui, ctx.t("cetak-unknown-advice"));
            }
            if 0 < left {
                let count = left.to_string();
                widget::sentence(ui, ctx.tw("cetak-left", &[("count", &count)]));
            }
            ui.add_space(4.0);
            let words = ctx.t("cetak-unknown-look");
            let button = Button::new(Look::Plain, &words)
                .icon(Icon::Search)
                .key("F4");
            pressed = ui.add(button).clicked();
        });
    ui.add_space(theme::GAP - 6.0);
    pressed
}

/// A number as it is typed, with a comma or a point.
fn number(typed: &str) -> Option<f32> {
    let number: f32 = typed.trim().replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}

/// `+0,32`, `−1,05`: a number with its sign.
fn signed(value: f64, places: usize, lang: Lang) -> String {
    let text = format!("{:+.places$}", value + 0.0).replace('-', "−");
    match lang {
        Lang::Id => text.replace('.', ","),
        Lang::En => text,
    }
}
