//! Print shops: jobs that went out and where they stand, and what is done with them; shops the office knows.

pub mod act;

use super::order::Order;
use crate::desk::context::DeskCtx;
use crate::desk::doing::Doing;
use crate::desk::format;
use crate::desk::known;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::station::{JobRow, NewRun, RunRow, ShopRow};
use act::{ALL, Act, Acting};
use eframe::egui::{Modifiers, Ui};

/// Beside the list of jobs.
const SIDE: f32 = 420.0;

/// What the office has outside, and with whom.
pub struct Known {
    jobs: Vec<JobRow>,
    shops: Vec<ShopRow>,
    runs: Vec<RunRow>,
}

/// The screen's part for print shops.
#[derive(Default)]
pub struct Shops {
    known: known::Known<Known>,
    list: Rows,
    doing: Doing<Acting>,
    /// Cards went out or came in: runs and the queue are asked for anew.
    moved: bool,
}

impl Shops {
    /// A job is being made or taken in.
    pub fn is_busy(&self) -> bool {
        self.doing.is_busy()
    }

    /// True once after something has moved.
    pub fn moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// Runs may be others by now.
    pub fn again(&mut self) {
        self.known.again();
    }

    /// Takes in what lanes have answered.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        self.known.poll(ctx, |station| {
            Ok(Known {
                jobs: station.jobs(false)?,
                shops: station.shops()?,
                runs: station.runs(true)?,
            })
        });
        if let Some(done) = self.doing.poll(ctx) {
            self.moved = true;
            self.known.again();
            done.tell(ctx);
        }
    }

    /// Draws the part.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &Order) {
        self.keys(ui, ctx, order);
        self.footer(ui, ctx, order);
        let mut pressed = None;
        widget::still_body(ui, |ui, height| {
            let Some(known) = self.known.get() else {
                widget::panel(ui, |ui| self.known.gap_ui(ui, ctx));
                return;
            };
            let side = SIDE.min(ui.available_width() * 0.5);
            let mut state = (&mut self.list, known, &*ctx);
            widget::list_beside(
                ui,
                &mut state,
                ("job", height, side),
                |ui, (list, known, ctx), height| list_ui(ui, ctx, (list, known), height),
                |ui, (list, known, ctx)| {
                    let job = known.jobs.get(list.cursor);
                    pressed = side_ui(ui, ctx, known, job);
                },
            );
        });
        if let Some(act) = pressed {
            self.open(ctx, act, order.how());
        }
        self.doing.ui(ui, ctx);
    }

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>, order: &Order) {
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return;
        }
        let dropped = ui.input(|input| {
            let file = input.raw.dropped_files.first();
            file.map(|file| file.path().to_owned())
        });
        if let Some(path) = dropped {
            self.doing.open(Acting::take(ctx, Some(&path)));
            return;
        }
        let total = self.known.get().map_or(0, |known| known.jobs.len());
        self.list.keys(ui, total, true);
        let pressed =
            |act: &Act| ui.input_mut(|input| input.consume_key(Modifiers::NONE, act.key().0));
        if let Some(act) = ALL.into_iter().find(pressed) {
            self.open(ctx, act, order.how());
        }
    }

    fn open(&mut self, ctx: &DeskCtx<'_>, act: Act, how: NewRun) {
        let Some(known) = self.known.get() else {
            return;
        };
        if self.is_busy() || !ctx.session.may(act.deed()) {
            return;
        }
        let job = known.jobs.get(self.list.cursor);
        let acting = match (act, job) {
            (Act::Send, _) => Acting::send(ctx, known, how),
            (Act::Take, _) => Acting::take(ctx, None),
            (Act::CallOff, Some(job)) if job.is_out() => Acting::call_off(ctx, job.job),
            (Act::CallOff, _) => return,
            (Act::Add, _) => Acting::add(ctx),
            (Act::Drop, _) if may_drop(&known.shops) => Acting::drop_one(ctx, &known.shops),
            (Act::Drop, _) => return,
        };
        self.doing.open(acting);
    }

    fn footer(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &Order) {
        let keys = [
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("F7", ctx.t("cetak-shop-take")),
        ];
        let words = ctx.t("cetak-shop-send");
        let ready = !self.is_busy() && self.known.get().is_some();
        let pressed = widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &words)
                .icon(Icon::Up)
                .key("F6")
                .height(42.0)
                .enabled(ready);
            ui.add(button).clicked()
        });
        if pressed {
            self.open(ctx, Act::Send, order.how());
        }
    }
}

fn list_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, (list, known): (&mut Rows, &Known), height: f32) {
    if known.jobs.is_empty() {
        let (title, advice) = (ctx.t("job-none"), ctx.t("cetak-shop-none-advice"));
        widget::empty(ui, Icon::Stack, &title, &advice);
        return;
    }
    let columns = [
        Column::new(ctx.t("cetak-shop-to"), -1.0),
        Column::new(ctx.t("cetak-run"), 46.0),
        Column::counts(ctx.t("cetak-run-cards"), 50.0),
        Column::new(ctx.t("cetak-shop-until"), 110.0),
        Column::new(ctx.t("cetak-run-state"), 120.0),
    ];
    let name = ctx.t("cetak-part-shops");
    let frame = Frame {
        name: &name,
        total: known.jobs.len(),
        height,
    };
    list.ui(ui, &frame, &columns, |cells, index| {
        let Some(job) = known.jobs.get(index) else {
            return String::new();
        };
        let (run, cards) = (job.run.0.to_string(), job.cards.to_string());
        let until = format::day(job.until - 1);
        let (state, tone) = state_of(ctx, job);
        cells.text(&job.shop_name);
        cells.mono(&run);
        cells.count(&cards);
        cells.text(&until);
        cells.pill(&state, tone);
        format!("{}, {run}, {cards}, {until}, {state}", job.shop_name)
    });
}

fn state_of(ctx: &DeskCtx<'_>, job: &JobRow) -> (String, Option<Tone>) {
    let (key, tone) = if job.called_off_at.is_some() {
        ("job-state-called-off", None)
    } else if job.returned_at.is_some() {
        ("cetak-shop-back", Some(Tone::Good))
    } else if job.until <= ctx.session.now {
        ("cetak-shop-late", Some(Tone::Warning))
    } else {
        ("job-state-out", Some(Tone::Calm))
    };
    (ctx.t(key), tone)
}

fn side_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, known: &Known, job: Option<&JobRow>) -> Option<Act> {
    let mut pressed = None;
    if let Some(job) = job {
        job_ui(ui, ctx, job);
        ui.add_space(10.0);
    }
    ui.horizontal_wrapped(|ui| {
        for act in ALL {
            let fits = match act {
                Act::CallOff => job.is_some_and(JobRow::is_out),
                Act::Drop => may_drop(&known.shops),
                Act::Send | Act::Take | Act::Add => true,
            };
            if !fits || !ctx.session.may(act.deed()) {
                continue;
            }
            let words = ctx.t(act.words());
            let button = Button::new(Look::Plain, &words)
                .icon(act.icon())
                .key(act.key().1);
            if ui.add(button).clicked() {
                pressed = Some(act);
            }
        }
    });
    ui.add_space(14.0);
    widget::section(ui, &ctx.t("records-of-shop"));
    names_ui(ui, ctx, &known.shops);
    pressed
}

/// One of them still gets jobs.
pub fn may_drop(shops: &[ShopRow]) -> bool {
    shops.iter().any(|shop| shop.dropped_at.is_none())
}

/// The shops the office knows, each over its fingerprint.
pub fn names_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, shops: &[ShopRow]) {
    if shops.is_empty() {
        widget::sentence(ui, ctx.t("shop-none"));
        widget::hint(ui, ctx.t("cetak-shop-register-advice"));
    }
    for shop in shops {
        let key = if shop.dropped_at.is_some() {
            "cetak-shop-name-dropped"
        } else {
            "cetak-shop-name"
        };
        widget::pair(
            ui,
            &ctx.tw(key, &[("name", &shop.name)]),
            &shop.shop.to_string(),
        );
        ui.add_space(4.0);
    }
}

fn job_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, job: &JobRow) {
    let title = ctx.tw("cetak-shop-job", &[("job", &job.job.short())]);
    ui.label(theme::rich(title, Weight::Bold, 22.0));
    let at = format!(
        "{} {}",
        format::day(job.made_at),
        format::clock(job.made_at)
    );
    widget::hint(ui, format!("{} · {at}", job.shop_name));
    ui.add_space(6.0);
    let lang = ctx.text.lang();
    let count = |value: u64| format::number(value, lang);
    let (cards, until) = (count(job.cards), format::day(job.until - 1));
    if job.is_out() {
        let args = [("cards", cards.as_str()), ("date", &until)];
        let (key, tone) = if job.until <= ctx.session.now {
            ("cetak-shop-late-words", Tone::Warning)
        } else {
            ("cetak-shop-out-words", Tone::Calm)
        };
        widget::note(ui, tone, &ctx.tw(key, &args));
        return;
    }
    let pairs = [
        ("shop-good", job.good),
        ("shop-spoiled", job.spoiled),
        ("shop-unused", job.unused),
    ];
    widget::row(ui, &[1.0, 1.0, 1.0], 240.0, |ui, index| {
        if let Some((key, value)) = pairs.get(index) {
            widget::pair(ui, &ctx.t(key), &count(*value));
        }
    });
}
