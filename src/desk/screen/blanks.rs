//! Blangko: the month's books, which always balance; where every blank is; the acts that move them; the papers about them.

mod act;

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::format::{self, number};
use crate::desk::known::Known;
use crate::desk::screen::Screen;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::office::{Balance, BlankState, Officer, OfficerId};
use crate::station::{Ask, BlankRow, Error, ReportKind, StockCount, StockMonth, outside};
use act::{ALL, Acting};
use eframe::egui::{Key, Label, Modifiers, Ui, accesskit::Role};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::path::PathBuf;

/// What is known of the stock.
struct Stock {
    month: StockMonth,
    counts: Vec<StockCount>,
    officers: Vec<Officer>,
}

/// The screen.
#[derive(Default)]
pub struct Blanks {
    /// A day of the month shown; today when `None`.
    day: Option<Date>,
    known: Known<Stock>,
    rows: Rows,
    acting: Option<Acting>,
    doing: Option<Ask<Result<act::Moved, Error>>>,
    /// Blanks given to an operator just now, which can still come back.
    undo: Option<(String, String)>,
    printing: Option<Ask<Result<PathBuf, Error>>>,
}

impl Screen for Blanks {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        let free =
            ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        if free {
            let total = self.known.get().map_or(0, |known| known.counts.len());
            self.rows.keys(ui, total, true);
            self.keys(ui, ctx);
        }
        let month = self.day.unwrap_or(ctx.session.today);
        let mut turned = 0;
        widget::header(
            ui,
            &ctx.t("custody-blanks"),
            |ui| turned = month_ui(ui, ctx, month),
            |_| {},
        );
        if turned != 0 {
            self.turn(ctx, turned);
        }
        let keys = [
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("Ctrl PgUp", ctx.t("custody-key-month")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        let report = ctx.t("custody-report-month");
        let prints = widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &report)
                .icon(Icon::Save)
                .height(42.0);
            let ready = self.known.get().is_some() && self.printing.is_none();
            ui.add(button.enabled(ready)).clicked()
        });
        if prints {
            self.print_month(ctx, month);
        }
        widget::still_body(ui, |ui, height| {
            if self.known.get().is_some() {
                self.known_ui(ui, ctx, height);
            } else {
                self.known.gap_ui(ui, ctx);
            }
        });
        self.act_ui(ui, ctx);
        Go::Stay
    }
}

impl Blanks {
    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        let day = self.day.unwrap_or(ctx.session.today);
        self.known.poll(ctx, move |station| {
            Ok(Stock {
                month: station.stock_month(day)?,
                counts: station.stock()?,
                officers: station.officers()?,
            })
        });
        match settled(&mut self.doing) {
            Some(Ok(moved)) => {
                if let Some(acting) = self.acting.take() {
                    let count = number(moved.count, ctx.text.lang());
                    ctx.toasts.good(ctx.tw(acting.done(), &[("count", &count)]));
                }
                self.undo = moved.undo;
                self.known.again();
            }
            Some(Err(error)) => {
                if let Some(acting) = &mut self.acting {
                    acting.form.fail(ctx.text, &error);
                }
            }
            None => {}
        }
        match settled(&mut self.printing) {
            Some(Ok(path)) => {
                let path = path.display().to_string();
                ctx.toasts.good(ctx.tw("desk-saved-to", &[("path", &path)]));
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
    }

    fn turn(&mut self, ctx: &DeskCtx<'_>, months: i32) {
        let day = self.day.unwrap_or(ctx.session.today).first_of_month();
        let day = day.checked_add(months.months()).unwrap_or(day);
        if day <= ctx.session.today {
            self.day = Some(day);
            self.known.again();
        }
    }

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::CTRL, Key::PageUp) {
            self.turn(ctx, -1);
        }
        if pressed(Modifiers::CTRL, Key::PageDown) {
            self.turn(ctx, 1);
        }
        for act in ALL {
            if ctx.session.may(act.deed()) && pressed(Modifiers::NONE, act.key()) {
                self.begin(ctx, act);
            }
        }
    }

    fn begin(&mut self, ctx: &DeskCtx<'_>, act: act::Act) {
        if let Some(known) = self.known.get() {
            self.acting = Some(Acting::new(ctx, act, &known.officers));
        }
    }

    fn known_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let Some(known) = self.known.get() else {
            return;
        };
        let top = ui.cursor().top();
        widget::panel(ui, |ui| books_ui(ui, ctx, &known.month.balance));
        ui.add_space(4.0);
        let mut begun = None;
        ui.horizontal_wrapped(|ui| {
            for act in ALL.into_iter().filter(|act| ctx.session.may(act.deed())) {
                let words = ctx.t(act.words());
                let button = Button::new(Look::Plain, &words).key(act.key_words());
                if ui.add(button).clicked() {
                    begun = Some(act);
                }
            }
        });
        if let Some(act) = begun {
            self.begin(ctx, act);
        }
        self.undo_ui(ui, ctx);
        ui.add_space(4.0);
        let left = height - (ui.cursor().top() - top);
        let right = (ui.available_width() * 0.36).clamp(290.0, 420.0);
        let mut both = (&mut *self, ctx);
        widget::list_beside(
            ui,
            &mut both,
            ("stock-month", left, right),
            |ui, (screen, ctx), height| screen.stock_ui(ui, ctx, height),
            |ui, (screen, ctx)| screen.month_list(ui, ctx),
        );
    }

    /// What can still be taken back, and the way to do it.
    fn undo_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some((first, last)) = &self.undo else {
            return;
        };
        let words = ctx.tw("custody-undo", &[("first", first), ("last", last)]);
        let mut pressed = false;
        ui.horizontal_wrapped(|ui| {
            widget::marked(ui, Icon::Check, theme::of(ui).good, &words, 15.0);
            let undo = ctx.t("custody-undo-yes");
            let button = Button::new(Look::Plain, &undo).icon(Icon::Retake);
            pressed = ui.add(button.height(34.0)).clicked();
        });
        if pressed && let Some(undo) = &self.undo {
            self.acting = Some(Acting::take_back(ctx, undo));
        }
    }

    fn stock_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let Some(known) = self.known.get() else {
            return;
        };
        if known.counts.is_empty() {
            widget::empty(
                ui,
                Icon::Stack,
                &ctx.t("custody-blanks-none"),
                &ctx.t("custody-blanks-none-advice"),
            );
            return;
        }
        let columns = [
            Column::new(ctx.t("custody-blank-state"), 118.0),
            Column::new(ctx.t("custody-blank-holder"), -0.5),
            Column::new(ctx.t("custody-blank-serials"), -1.2),
            Column::counts(ctx.t("custody-blank-count"), 70.0),
        ];
        let name = ctx.t("custody-stock");
        let frame = Frame {
            name: &name,
            total: known.counts.len(),
            height,
        };
        self.rows.ui(ui, &frame, &columns, |cells, index| {
            let Some(count) = known.counts.get(index) else {
                return String::new();
            };
            let state = state_words(ctx, count.state);
            let holder = count
                .operator
                .map_or(String::from("–"), |id| name_of(&known.officers, id));
            let many = number(count.count, ctx.text.lang());
            cells.pill(&state, tone_of(count.state));
            cells.text(&holder);
            cells.mono(&count.serials());
            cells.count(&many);
            format!("{state}, {holder}, {many}")
        });
    }

    fn month_list(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some(known) = self.known.get() else {
            return;
        };
        let month = &known.month;
        let mut printed = None;
        widget::section(ui, &ctx.t("custody-receipts"));
        if month.receipts.is_empty() {
            widget::hint(ui, ctx.t("custody-receipts-none"));
        }
        for receipt in &month.receipts {
            let serials = format!("{} – {}", receipt.first, receipt.last);
            let who = name_of(&known.officers, receipt.officer);
            let count = number(receipt.count, ctx.text.lang());
            let more = format!(
                "{count} · {} · {who} · {}",
                receipt.note,
                format::day(receipt.received_at)
            );
            item(ui, Icon::Stack, &serials, &more);
        }
        ui.add_space(8.0);
        widget::section(ui, &ctx.t("custody-spoiled"));
        if month.spoiled.is_empty() {
            widget::hint(ui, ctx.t("custody-spoiled-none"));
        }
        for blank in &month.spoiled {
            item(ui, Icon::Cross, &blank.serial, &blank_words(known, blank));
        }
        if month.awaiting_destruction > 0 {
            let count = number(month.awaiting_destruction, ctx.text.lang());
            widget::note(
                ui,
                Tone::Warning,
                &ctx.tw("custody-awaiting", &[("count", &count)]),
            );
        }
        ui.add_space(8.0);
        widget::section(ui, &ctx.t("custody-reports"));
        if month.reports.is_empty() {
            widget::hint(ui, ctx.t("custody-reports-none"));
        }
        for report in &month.reports {
            let count = number(report.count, ctx.text.lang());
            let key = match report.kind {
                ReportKind::Destroyed => "custody-report-destroyed",
                ReportKind::Lost => "custody-report-lost",
            };
            let more = format!(
                "{} · {}",
                ctx.tw(key, &[("count", &count)]),
                format::day(report.at)
            );
            item(ui, Icon::Form, &report.number, &more);
            if report.kind == ReportKind::Destroyed {
                let text = ctx.tw("custody-report-act", &[("number", &report.number)]);
                let button = Button::new(Look::Plain, &text)
                    .icon(Icon::Save)
                    .height(34.0);
                if ui.add(button.enabled(self.printing.is_none())).clicked() {
                    printed = Some(report.number.clone());
                }
            }
        }
        if let Some(number) = printed {
            self.print_act(ctx, number);
        }
    }

    fn print_month(&mut self, ctx: &DeskCtx<'_>, day: Date) {
        let lang = ctx.text.lang();
        let name = format!(
            "{}-{:04}-{:02}.pdf",
            ctx.t("custody-report-file"),
            day.year(),
            day.month()
        );
        let folder = ctx.session.out.clone();
        self.printing = Some(ctx.worker.ask(move |station| {
            let pdf = station.stock_report(day, lang)?;
            kept(&folder, &name, pdf.bytes())
        }));
    }

    fn print_act(&mut self, ctx: &DeskCtx<'_>, report: String) {
        let lang = ctx.text.lang();
        let plain: String = report
            .chars()
            .map(|letter| {
                if letter.is_alphanumeric() {
                    letter
                } else {
                    '-'
                }
            })
            .collect();
        let name = format!("{}-{plain}.pdf", ctx.t("custody-report-act-file"));
        let folder = ctx.session.out.clone();
        self.printing = Some(ctx.worker.ask(move |station| {
            let pdf = station.destruction_act(&report, lang)?;
            kept(&folder, &name, pdf.bytes())
        }));
    }

    fn act_ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some(mut acting) = self.acting.take() else {
            return;
        };
        acting.form.busy = self.doing.is_some();
        let known = self.known.get();
        let officers = known.map_or(&[][..], |known| &known.officers);
        let stock = known.map_or(&[][..], |known| &known.counts);
        match acting.ui(ui.ctx(), ctx, (officers, stock)) {
            act::Said::Open => self.acting = Some(acting),
            act::Said::Away => {}
            act::Said::Go(act) => {
                self.doing = Some(ctx.worker.ask(act));
                self.acting = Some(acting);
            }
        }
    }
}

/// Writes a paper into the folder of what goes out.
fn kept(folder: &std::path::Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    outside::keep(&folder.join(name), bytes)
}

fn name_of(officers: &[Officer], id: OfficerId) -> String {
    let found = officers.iter().find(|officer| officer.id == id);
    found.map_or_else(|| format!("#{}", id.0), |officer| officer.name.clone())
}

fn blank_words(known: &Stock, blank: &BlankRow) -> String {
    let second = blank.second.map(|id| name_of(&known.officers, id));
    let day = blank.spoiled_at.map(format::day);
    let parts = [Some(blank.note.clone()), second, day];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

/// Where a blank is, in words.
pub fn state_words(ctx: &DeskCtx<'_>, state: BlankState) -> String {
    let id = state.id().to_lowercase().replace('_', "-");
    ctx.t(&format!("custody-state-{id}"))
}

fn tone_of(state: BlankState) -> Option<Tone> {
    match state {
        BlankState::Stock | BlankState::HandedOver | BlankState::Destroyed => None,
        BlankState::WithOperator => Some(Tone::Calm),
        BlankState::Printing | BlankState::Spoiled => Some(Tone::Warning),
        BlankState::Printed | BlankState::Checked => Some(Tone::Good),
        BlankState::Lost => Some(Tone::Error),
    }
}

fn item(ui: &mut Ui, icon: Icon, name: &str, more: &str) {
    let tokens = theme::of(ui);
    ui.horizontal_top(|ui| {
        icon::icon_ui(ui, icon, 20.0, tokens.heading);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(
                Label::new(theme::rich(name, Weight::Semibold, 15.0))
                    .wrap()
                    .selectable(true),
            );
            widget::hint(ui, more);
        });
    });
}

/// The month on screen, with the way to the one before and after; how many months to turn.
fn month_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, day: Date) -> i32 {
    let name = format!(
        "{} {}",
        ctx.t(&format!("month-{}", day.month())),
        day.year()
    );
    let (before, after) = (ctx.t("custody-month-before"), ctx.t("custody-month-after"));
    let mut turned = 0;
    if ui.add(Button::icon_only(Icon::Left, &before)).clicked() {
        turned = -1;
    }
    ui.label(theme::rich(name, Weight::Semibold, theme::BODY));
    let last = day.first_of_month() >= ctx.session.today.first_of_month();
    let button = Button::icon_only(Icon::Right, &after).enabled(!last);
    if ui.add(button).clicked() {
        turned = 1;
    }
    turned
}

/// The books of the month as one sum: what was there and came, less what went, is what is left.
fn books_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, balance: &Balance) {
    let tokens = theme::of(ui);
    let lang = ctx.text.lang();
    // More good cards may be lost in a month than came out well in it.
    let good = number(balance.good.unsigned_abs(), lang);
    let good = if balance.good < 0 {
        format!("(−{good})")
    } else {
        good
    };
    let cells = [
        ("custody-books-opening", number(balance.opening, lang), ""),
        (
            "custody-books-received",
            number(balance.received, lang),
            "+",
        ),
        ("custody-books-good", good, "−"),
        ("custody-books-spoiled", number(balance.spoiled, lang), "−"),
        ("custody-books-lost", number(balance.lost, lang), "−"),
        ("custody-books-closing", number(balance.closing, lang), "="),
    ];
    let size = if ui.available_width() < 640.0 {
        19.0
    } else {
        24.0
    };
    widget::row(
        ui,
        &[1.0, 1.0, 1.0, 0.8, 0.8, 1.0, 1.5],
        480.0,
        |ui, index| {
            let Some((key, value, sign)) = cells.get(index) else {
                let (icon, color, key) = if balance.holds() {
                    (Icon::Check, tokens.good, "custody-books-hold")
                } else {
                    (Icon::Cross, tokens.error_text, "custody-books-broken")
                };
                ui.add_space(6.0);
                widget::marked(ui, icon, color, &ctx.t(key), 15.0);
                return;
            };
            let words = ctx.t(key);
            ui.spacing_mut().item_spacing.y = 1.0;
            widget::hint(ui, words.as_str());
            let sum = if sign.is_empty() {
                value.clone()
            } else {
                format!("{sign} {value}")
            };
            let shown = ui.add(Label::new(theme::rich(sum, Weight::Bold, size)).extend());
            widget::name(&shown, Role::Label, &format!("{words} {value}"));
        },
    );
}
