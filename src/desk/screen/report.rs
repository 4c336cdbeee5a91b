//! Laporan: the office's figures of any day as bars and tables; each number opens the list behind it.

mod chart;
mod list;
mod service;

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::dialog::{self, Dialog, Wanted};
use crate::desk::format::{self, number};
use crate::desk::known::Known;
use crate::desk::screen::Screen;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::button::{self, Button, Look};
use crate::desk::widget::field::{self, Around, Mood};
use crate::desk::widget::icon::Icon;
use crate::office::Deed;
use crate::permit::Kind;
use crate::station::numbers::{
    self, CardFate, Cell, Count, Movement, Numbers, Section, SectionRow,
};
use crate::station::{self, Ask, Error};
use crate::text::Lang;
use eframe::egui::{
    CornerRadius, Id, Key, Label, Modifiers, Rect, RichText, ScrollArea, Sense, Ui, vec2,
};
use jiff::ToSpan as _;
use jiff::civil::Date;
use list::List;

/// Height of a row.
const ROW: f32 = 30.0;

/// What a report is written as.
#[derive(Clone, Copy)]
enum Form {
    Pdf,
    Xlsx,
}

/// The screen.
#[derive(Default)]
pub struct Report {
    /// The day told; today where none was typed.
    on: Option<Date>,
    typed: String,
    wrong: bool,
    known: Known<Numbers>,
    tab: usize,
    list: Option<List>,
    folder: Option<(Form, Dialog)>,
    writing: Option<Ask<Result<String, Error>>>,
}

impl Screen for Report {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        let mut go = Go::Stay;
        if self.list.is_some()
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
        {
            self.list = None;
        }
        widget::header(ui, &ctx.t("numbers-report"), |_| {}, |_| {});
        widget::still_body(ui, |ui, height| {
            let top = ui.cursor().top();
            self.bar(ui, ctx);
            ui.add_space(10.0);
            let height = height - (ui.cursor().top() - top);
            if self.known.get().is_some() {
                go = self.told(ui, ctx, height);
            } else {
                self.known.gap_ui(ui, ctx);
            }
        });
        go
    }
}

impl Report {
    fn day(&self, ctx: &DeskCtx<'_>) -> Date {
        self.on.unwrap_or(ctx.session.today)
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        let on = self.day(ctx);
        self.known.poll(ctx, move |station| station.numbers(on));
        if let Some(list) = &mut self.list {
            list.poll(ctx);
        }
        match settled(&mut self.writing) {
            Some(Ok(file)) => ctx
                .toasts
                .good(ctx.tw("numbers-written", &[("file", &file)])),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        self.write(ctx);
    }

    /// Once a folder is chosen.
    fn write(&mut self, ctx: &DeskCtx<'_>) {
        let Some((form, dialog)) = self.folder.take() else {
            return;
        };
        let mut slot = Some(dialog);
        let folder = dialog::chosen(&mut slot);
        self.folder = slot.map(|dialog| (form, dialog));
        let (Some(folder), Some(numbers)) = (folder, self.known.get().cloned()) else {
            return;
        };
        let lang = ctx.text.lang();
        self.writing = Some(ctx.worker.ask(move |station| {
            let (ending, bytes) = match form {
                Form::Pdf => ("pdf", station.numbers_pdf(&numbers, lang)?.bytes().to_vec()),
                Form::Xlsx => ("xlsx", station.numbers_xlsx(&numbers, lang)?),
            };
            let file = folder.join(format!("laporan-{}.{ending}", numbers.on));
            let file = station::outside::keep(&file, &bytes)?;
            Ok(file.display().to_string())
        }));
    }

    fn turn(&mut self, on: Date) {
        (self.on, self.list, self.wrong) = (Some(on), None, false);
        self.known.forget();
        self.typed = format::date(on);
    }

    /// The day, and where the report goes.
    fn bar(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let on = self.day(ctx);
        if self.typed.is_empty() && self.on.is_none() {
            self.typed = format::date(on);
        }
        ui.horizontal_wrapped(|ui| {
            let label = field::label(ui, &ctx.t("numbers-day"));
            let around = Around::default();
            let edit = field::edit(ui, Id::unique("report-day"), &mut self.typed, &around);
            let response = ui.add_sized(vec2(130.0, theme::FIELD_HEIGHT), edit);
            let response = response.labelled_by(label.id);
            let mood = if self.wrong { Mood::Wrong } else { Mood::Calm };
            field::outline(ui, &response, mood);
            if response.lost_focus() {
                match crate::permit::parse_partial_date(&self.typed)
                    .and_then(crate::mrz::PartialDate::earliest)
                {
                    Some(day) if day != on => self.turn(day),
                    Some(_) => self.wrong = false,
                    None => self.wrong = true,
                }
            }
            for (key, months) in [("numbers-month-before", -1), ("numbers-month-after", 1)] {
                let words = ctx.t(key);
                if ui.add(Button::new(Look::Plain, &words)).clicked() {
                    let there = on.saturating_add(months.months()).last_of_month();
                    self.turn(there);
                }
            }
            for (key, form) in [
                ("numbers-to-pdf", Form::Pdf),
                ("numbers-to-xlsx", Form::Xlsx),
            ] {
                let words = ctx.t(key);
                let ready = self.known.get().is_some() && self.folder.is_none();
                let button = Button::new(Look::Plain, &words)
                    .icon(Icon::Save)
                    .enabled(ready);
                if ui.add(button).clicked() {
                    let wake = ui.ctx().clone();
                    let title = ctx.t("numbers-folder");
                    let dialog =
                        Dialog::open(title, Wanted::Folder, move || wake.request_repaint());
                    self.folder = Some((form, dialog));
                }
            }
            if self.wrong {
                ui.label(RichText::new(ctx.t("numbers-day-wrong")).color(theme::of(ui).error_text));
            }
        });
    }

    fn told(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) -> Go {
        let Some(known) = self.known.get() else {
            return Go::Stay;
        };
        let sections = numbers::sections(known, ctx.text);
        let mut labels: Vec<String> = sections
            .iter()
            .filter(|section| section.id != "kind")
            .map(|section| ctx.t(&format!("numbers-tab-{}", section.id)))
            .collect();
        labels.push(ctx.t("numbers-tab-month"));
        labels.push(ctx.t("numbers-tab-service"));
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let name = ctx.t("numbers-report");
        let top = ui.cursor().top();
        if let Some(tab) = button::segments(ui, &name, &labels, Some(self.tab)) {
            (self.tab, self.list) = (tab, None);
        }
        ui.add_space(8.0);
        let height = (height - (ui.cursor().top() - top) - 12.0).max(300.0);
        let (mut opened, mut closes) = (None, false);
        let mut go = Go::Stay;
        let may_open = ctx.session.may(Deed::ReadRecords);
        widget::panel_frame(ui).inner_margin(12).show(ui, |ui| {
            ui.set_min_size(vec2(ui.available_width(), height - 26.0));
            if let Some(list) = &mut self.list {
                (go, closes) = list.ui(ui, ctx, known.on);
                return;
            }
            ScrollArea::vertical()
                .auto_shrink(false)
                .max_height(height - 26.0)
                .show(ui, |ui| {
                    let shown = sections.iter().filter(|section| section.id != "kind");
                    let queue = sections.len() - 1;
                    match shown.clone().nth(self.tab) {
                        Some(section) => {
                            let whole = (self.tab + 1 < queue)
                                .then(|| sections.first())
                                .flatten()
                                .and_then(|kind| kind.rows.first());
                            opened = section_ui(ui, ctx, section, whole, may_open);
                        }
                        None if self.tab < sections.len() => {
                            opened = months_ui(ui, ctx, known, may_open);
                        }
                        None => opened = service::ui(ui, ctx, known, may_open),
                    }
                });
        });
        if closes {
            self.list = None;
        }
        if let Some((title, cell, kind, total)) = opened {
            self.list = Some(List::open(title, cell, kind, total));
        }
        go
    }
}

/// A number that was pressed: title of its list, what it counts, of which kind, how many.
type Opened = (String, Cell, Option<Kind>, u64);

/// A number that opens its list.
fn count_ui(
    ui: &mut Ui,
    lang: Lang,
    (width, count): (f32, u64),
    may_open: bool,
    name: &str,
) -> bool {
    let words = number(count, lang);
    if count == 0 || !may_open {
        ui.allocate_ui_with_layout(
            vec2(width, ROW),
            eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
            |ui| {
                ui.set_min_width(width);
                ui.label(words)
            },
        );
        return false;
    }
    let link = eframe::egui::Link::new(RichText::new(words).color(theme::of(ui).heading));
    let response = ui
        .allocate_ui_with_layout(
            vec2(width, ROW),
            eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
            |ui| {
                ui.set_min_width(width);
                ui.add(link)
            },
        )
        .inner;
    widget::name(&response, eframe::egui::accesskit::Role::Link, name);
    response.clicked()
}

/// Width of a month's name, in points.
const MONTH: f32 = 160.0;
const NUMBER: f32 = 84.0;

fn section_ui(
    ui: &mut Ui,
    ctx: &DeskCtx<'_>,
    section: &Section,
    whole: Option<&SectionRow>,
    may_open: bool,
) -> Option<Opened> {
    let lang = ctx.text.lang();
    widget::section(ui, &section.title);
    let total = whole.map_or(0, |row| row.count.total());
    let most = section
        .rows
        .iter()
        .map(|row| row.count.total())
        .max()
        .unwrap_or(0)
        .max(1);
    if section.rows.iter().all(|row| row.count.total() == 0) {
        widget::empty(ui, Icon::Book, &ctx.t("numbers-none"), "");
        return None;
    }
    let mut opened = None;
    let column = number_width(ui);
    let wide = (ui.available_width() - 4.0 * (column + 8.0)).max(160.0);
    head(ui, ctx, (wide, column), section.parts);
    for row in section.rows.iter().chain(whole) {
        ui.horizontal(|ui| {
            label(ui, row, (wide, most), section.parts);
            let counts = [
                (Some(Kind::Itas), "ITAS"),
                (Some(Kind::Itap), "ITAP"),
                (None, ""),
            ];
            for (kind, word) in counts {
                let count = row.count.of(kind);
                let name = format!("{} {word} {count}", row.label);
                if count_ui(ui, lang, (column, count), may_open, &name) {
                    let title = format!("{} {word}", row.label);
                    opened = Some((title, row.cell.clone(), kind, count));
                }
            }
            if section.parts {
                let share = numbers::share(row.count.total(), total, lang);
                let muted = theme::of(ui).muted;
                let share = theme::rich(share, Weight::Regular, 14.0).color(muted);
                at_right(ui, column - 18.0, share);
            }
        });
    }
    opened
}

/// A number's column; narrower in a narrow window.
fn number_width(ui: &Ui) -> f32 {
    if ui.available_width() < 640.0 {
        60.0
    } else {
        NUMBER
    }
}

/// Words at the right edge of a column.
fn at_right(ui: &mut Ui, width: f32, words: RichText) {
    let layout = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(width, 20.0), layout, |ui| {
        ui.set_min_width(width);
        ui.label(words);
    });
}

fn head(ui: &mut Ui, ctx: &DeskCtx<'_>, (wide, number): (f32, f32), parts: bool) {
    ui.horizontal(|ui| {
        let muted = theme::of(ui).muted;
        ui.allocate_exact_size(vec2(wide, 20.0), Sense::hover());
        let words = [
            String::from("ITAS"),
            String::from("ITAP"),
            ctx.t("numbers-column-total"),
        ];
        for word in words {
            at_right(
                ui,
                number,
                theme::rich(word, Weight::Medium, 14.0).color(muted),
            );
        }
        if parts {
            let share = theme::rich("%", Weight::Medium, 14.0).color(muted);
            at_right(ui, number - 18.0, share);
        }
    });
}

/// The words of a row, and its bar behind them.
fn label(ui: &mut Ui, row: &SectionRow, (wide, most): (f32, u64), parts: bool) {
    let tokens = theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(wide, ROW), Sense::hover());
    // A total is no part: its bar would be as long as the longest.
    if parts && row.count.total() <= most {
        let permille = u16::try_from(row.count.total() * 1_000 / most).unwrap_or(1_000);
        let length = (wide - 12.0) * 0.55 * f32::from(permille.min(1_000)) / 1_000.0;
        let from = rect.left() + (wide - 12.0) * 0.45;
        let bar = Rect::from_min_size(
            eframe::egui::pos2(from, rect.center().y - 6.0),
            vec2(length, 12.0),
        );
        let tone = if row.inner {
            tokens.field_border
        } else {
            tokens.accent
        };
        ui.painter().rect_filled(bar, CornerRadius::same(2), tone);
    }
    let share = if parts { 0.44 } else { 1.0 };
    let indent = if row.inner { 18.0 } else { 0.0 };
    let space = Rect::from_min_max(
        rect.min + vec2(indent, 0.0),
        eframe::egui::pos2(rect.left() + (wide - 12.0) * share, rect.bottom()),
    );
    let weight = if row.inner {
        Weight::Regular
    } else {
        Weight::Medium
    };
    let words = theme::rich(row.label.as_str(), weight, 15.0);
    // The row's own place is taken already: this only draws into it.
    let layout = eframe::egui::Layout::left_to_right(eframe::egui::Align::Center);
    let inside = eframe::egui::UiBuilder::new()
        .max_rect(space)
        .layout(layout);
    ui.new_child(inside).add(Label::new(words).truncate());
}

fn months_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, known: &Numbers, may_open: bool) -> Option<Opened> {
    let lang = ctx.text.lang();
    widget::section(ui, &ctx.t("numbers-movements"));
    chart::ui(ui, ctx, &known.months);
    ui.add_space(10.0);
    let mut opened = None;
    // The columns share what the month's name leaves, so that long heads stand apart.
    let between = ui.spacing().item_spacing.x;
    let each = ((ui.available_width() - MONTH) / 9.0 - between).max(NUMBER);
    eframe::egui::Grid::new("months")
        .striped(true)
        .min_col_width(each)
        .show(ui, |ui| {
            let muted = theme::of(ui).muted;
            let mut heads = vec![ctx.t("numbers-column-month")];
            heads.extend(Movement::ALL.map(|one| numbers::movement(one, ctx.text)));
            for key in [
                "numbers-column-over",
                "numbers-column-end",
                "numbers-column-good",
                "numbers-column-spoiled",
            ] {
                heads.push(ctx.t(key));
            }
            for (at, word) in heads.into_iter().enumerate() {
                let word = theme::rich(word, Weight::Medium, 14.0).color(muted);
                if at == 0 {
                    ui.label(word);
                } else {
                    at_right(ui, each, word);
                }
            }
            ui.end_row();
            for month in known.months.iter().rev() {
                let name = format!(
                    "{} {}",
                    ctx.t(&format!("month-{}", month.month.month())),
                    month.month.year()
                );
                ui.label(name.as_str());
                for one in Movement::ALL {
                    let count: Count = month.moved(one);
                    let title = format!("{} · {name}", numbers::movement(one, ctx.text));
                    if count_ui(ui, lang, (each, count.total()), may_open, &title) {
                        let cell = Cell::Moved(month.month, one);
                        opened = Some((title, cell, None, count.total()));
                    }
                }
                let over = numbers::signed(month.taken_over.total(), ctx.text);
                at_right(ui, each, theme::rich(over, Weight::Regular, 15.0));
                let holders = number(month.holders.total(), lang);
                at_right(ui, each, theme::rich(holders, Weight::Regular, 15.0));
                for (fate, count, key) in [
                    (CardFate::Good, month.good, "numbers-column-good"),
                    (CardFate::Spoiled, month.spoiled, "numbers-column-spoiled"),
                ] {
                    let title = format!("{} · {name}", ctx.t(key));
                    if count_ui(ui, lang, (each, count), may_open, &title) {
                        let cell = Cell::Cards(month.month, fate);
                        opened = Some((title, cell, None, count));
                    }
                }
                ui.end_row();
            }
        });
    opened
}
