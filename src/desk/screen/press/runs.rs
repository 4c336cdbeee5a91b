//! Runs: where each stands, how far the one under way is, its cards and what came of them.

mod cards;
mod prompt;
mod queue;
mod tell;

use super::order::Order;
use crate::desk::context::{DeskCtx, settled};
use crate::desk::format;
use crate::desk::known::Known;
use crate::desk::theme::{self, Weight};
use crate::desk::toast;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::prompt::Prompt;
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::office::PrintState;
use crate::station::{
    Ask, BatchReport, CaseId, Error, Ongoing, Outcome, RunCardRow, RunId, RunRecord, RunRow,
    RunTarget, Station,
};
use eframe::egui::{Key, Modifiers, ProgressBar, Ui, accesskit::Role};
use prompt::Sure;
use queue::Queue;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use tell::{duration, make, may_go_on, outcomes, paper_of, state_of, told};

/// Seconds between two looks at how far it is.
const EVERY_S: f32 = 0.25;
/// Beside the list of runs.
const SIDE: f32 = 560.0;

/// A run under way.
struct Going {
    id: RunId,
    ask: Option<Ask<Result<BatchReport, Error>>>,
    reached: Arc<Mutex<Option<Ongoing>>>,
    /// When its cards were asked for again.
    followed_at: Option<f64>,
}

/// What a second officer is asked for.
#[derive(Clone)]
enum Asked {
    Spoil(String),
    Cancel(RunId),
}

/// An act on its way.
struct Acting {
    /// For its end.
    words: String,
    /// The one card it is about, and where that stands then.
    card: Option<(String, PrintState)>,
    ask: Option<Ask<Result<(), Error>>>,
}

/// The screen's part for runs.
#[derive(Default)]
pub struct Runs {
    known: Known<Vec<RunRow>>,
    list: Rows,
    cards: Rows,
    /// The arrows move along the cards.
    inside: bool,
    wanted: Option<RunId>,
    record: Option<RunRecord>,
    asking: Option<(RunId, Ask<Result<RunRecord, Error>>)>,
    planning: Option<Ask<Result<RunId, Error>>>,
    going: Option<Going>,
    acting: Option<Acting>,
    prompt: Option<(Asked, Prompt)>,
    sure: Option<Sure>,
    queue: Queue,
    /// A run was planned: what it uses of the first sheet is gone.
    planned: bool,
    /// Something has moved: the queue and the office's counts are asked for anew.
    moved: bool,
}

impl Runs {
    /// Plans a run of these cases and begins it.
    pub fn begin(&mut self, ctx: &DeskCtx<'_>, cases: Vec<CaseId>, order: &Order) {
        if self.is_busy() {
            return;
        }
        let how = order.how();
        self.planning = Some(
            ctx.worker
                .ask(move |station| station.plan_run(Some(&cases), &how, None)),
        );
    }

    /// Cards are being made.
    pub fn is_busy(&self) -> bool {
        self.planning.is_some() || self.going.is_some()
    }

    /// True once after a run was planned.
    pub fn planned(&mut self) -> bool {
        std::mem::take(&mut self.planned)
    }

    /// True once after something has moved.
    pub fn moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// Cards nobody knows the fate of, and cards of runs that were broken off.
    pub fn unclear(&self) -> (u64, u64) {
        let Some(runs) = self.known.get() else {
            return (0, 0);
        };
        let unknown = runs.iter().map(|run| run.counts.unknown).sum();
        let waits = |run: &&RunRow| !run.paused && run.note.is_empty() && !self.is_going(run.id);
        let left = runs.iter().filter(waits).map(|run| run.counts.left()).sum();
        (unknown, left)
    }

    /// Cards went to a shop or came back.
    pub fn look_again(&mut self) {
        self.again();
    }

    /// Puts the cursor onto the first run that wants somebody.
    pub fn find_unclear(&mut self) {
        let Some(runs) = self.known.get() else { return };
        let first = runs.iter().position(|run| 0 < run.counts.unknown);
        let first = first.or_else(|| runs.iter().position(|run| 0 < run.counts.left()));
        if let Some(at) = first {
            (self.list.cursor, self.inside) = (at, true);
        }
    }

    /// Takes in what lanes have answered.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        self.known.poll(ctx, |station| station.runs(false));
        match settled(&mut self.planning) {
            Some(Ok(id)) => {
                (self.wanted, self.planned) = (Some(id), true);
                self.go_on(ctx, id, None);
                self.again();
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        let ended = self.going.as_mut().and_then(|going| {
            let id = going.id;
            settled(&mut going.ask).map(|ended| (id, ended))
        });
        if let Some((id, ended)) = ended {
            self.going = None;
            self.again();
            match ended {
                Ok(report) => told(ctx, id, &report),
                Err(error) => ctx.toasts.error(ctx.text, &error),
            }
        }
        self.poll_act(ctx);
        if let (Some(wanted), Some(runs)) = (self.wanted, self.known.get())
            && let Some(at) = runs.iter().position(|run| run.id == wanted)
        {
            (self.list.cursor, self.wanted) = (at, None);
        }
        self.look(ctx);
    }

    fn poll_act(&mut self, ctx: &mut DeskCtx<'_>) {
        let Some(mut acting) = self.acting.take() else {
            return;
        };
        match settled(&mut acting.ask) {
            Some(Ok(())) => {
                ctx.toasts.good(acting.words);
                self.prompt = None;
                match acting.card {
                    Some((serial, state)) => self.moved_card(&serial, state),
                    None => self.again(),
                }
            }
            Some(Err(error)) => match &mut self.prompt {
                Some((_, prompt)) => {
                    prompt.failed = toast::words_of(ctx.text, &error).0;
                    prompt.busy = false;
                    prompt.password.clear();
                }
                None => {
                    ctx.toasts.error(ctx.text, &error);
                    self.again();
                }
            },
            None => self.acting = Some(acting),
        }
    }

    fn again(&mut self) {
        self.known.again();
        (self.record, self.moved) = (None, true);
    }

    fn row(&self) -> Option<&RunRow> {
        self.known.get()?.get(self.list.cursor)
    }

    fn is_going(&self, id: RunId) -> bool {
        self.going.as_ref().is_some_and(|going| going.id == id)
    }

    /// Asks for the cards of the run under the cursor.
    fn look(&mut self, ctx: &mut DeskCtx<'_>) {
        if let Some(id) = self.row().map(|run| run.id) {
            let here = self
                .record
                .as_ref()
                .is_some_and(|record| record.row.id == id);
            if !here && self.asking.is_none() {
                self.asking = Some((id, ctx.worker.ask(move |station| station.run(id))));
            }
        }
        let Some((id, ask)) = self.asking.take() else {
            return;
        };
        let mut slot = Some(ask);
        match settled(&mut slot) {
            Some(Ok(record)) => {
                let before = self.record.replace(record).map(|before| before.row.id);
                // Who has chosen a card keeps it while the run goes on.
                if before != Some(id) {
                    self.find_first_card();
                }
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => self.asking = slot.map(|ask| (id, ask)),
        }
    }

    fn go_on(&mut self, ctx: &DeskCtx<'_>, id: RunId, target: Option<RunTarget>) {
        let reached = Arc::<Mutex<Option<Ongoing>>>::default();
        let seen = Arc::clone(&reached);
        let (out, scratch) = (ctx.session.out.clone(), ctx.session.dir.join("printers"));
        let ask = ctx.worker.long(move |station| {
            let target = match target {
                Some(target) => target,
                None => station.run(id)?.row.how.target,
            };
            let mut progress = |ongoing: &Ongoing| {
                *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(*ongoing);
                ControlFlow::Continue(())
            };
            make(station, (id, &target), (&out, scratch), &mut progress)
        });
        self.going = Some(Going {
            id,
            ask: Some(ask),
            reached,
            followed_at: None,
        });
    }

    /// Draws the part.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) {
        self.poll_going(ui, ctx);
        self.poll_queue(ui, ctx);
        self.keys(ui, ctx);
        self.footer(ui, ctx);
        widget::still_body(ui, |ui, height| {
            let Some(runs) = self.known.get() else {
                widget::panel(ui, |ui| self.known.gap_ui(ui, ctx));
                return;
            };
            if runs.is_empty() {
                widget::panel(ui, |ui| {
                    let (title, advice) = (ctx.t("cetak-runs-none"), ctx.t("cetak-runs-advice"));
                    widget::empty(ui, Icon::Printer, &title, &advice);
                });
                return;
            }
            let side = SIDE.min(ui.available_width() * 0.55);
            let mut state = (&mut *self, &mut *ctx);
            widget::list_beside(
                ui,
                &mut state,
                ("run", height, side),
                |ui, (screen, ctx), height| screen.list_ui(ui, ctx, height),
                |ui, (screen, ctx)| screen.side_ui(ui, ctx),
            );
        });
        self.prompt_ui(ui, ctx);
        self.sure_ui(ui, ctx);
    }

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return;
        }
        let total = self.known.get().map_or(0, Vec::len);
        let cards = self.record.as_ref().map_or(0, |record| record.cards.len());
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::NONE, Key::ArrowRight) {
            self.inside = true;
        }
        if pressed(Modifiers::NONE, Key::ArrowLeft) {
            self.inside = false;
        }
        if self.inside {
            self.cards.keys(ui, cards, true);
        } else {
            self.list.keys(ui, total, true);
        }
        if pressed(Modifiers::SHIFT, Key::F9) {
            self.ask_settled();
        }
        if pressed(Modifiers::NONE, Key::F6) {
            self.ask_unprinted();
        }
        if pressed(Modifiers::NONE, Key::F9) {
            self.good(ctx);
        }
        if pressed(Modifiers::NONE, Key::F8) {
            self.ask_spoiled();
        }
        if pressed(Modifiers::NONE, Key::F7) {
            self.pause(ctx);
        }
        if pressed(Modifiers::NONE, Key::Delete) {
            self.ask_cancel();
        }
        if ctx.session.next {
            self.resume(ctx);
        }
    }

    fn card(&self) -> Option<&RunCardRow> {
        self.record.as_ref()?.cards.get(self.cards.cursor)
    }

    /// The card under the cursor, if its fate is still to be told.
    fn open_serial(&self) -> Option<String> {
        let card = self.card().filter(|card| !card.state.is_settled())?;
        card.serial.clone()
    }

    fn act(
        &mut self,
        ctx: &DeskCtx<'_>,
        (words, card): (String, Option<(String, PrintState)>),
        act: impl FnOnce(&mut Station) -> Result<(), Error> + Send + 'static,
    ) {
        if self.acting.is_none() {
            let ask = Some(ctx.worker.ask(act));
            self.acting = Some(Acting { words, card, ask });
        }
    }

    fn good(&mut self, ctx: &DeskCtx<'_>) {
        if let Some(serial) = self.open_serial() {
            let words = ctx.tw("cetak-good-told", &[("serial", &serial)]);
            let told = (words, Some((serial.clone(), PrintState::Good)));
            self.act(ctx, told, move |station| {
                station.outcome(&serial, &Outcome::Good)
            });
        }
    }

    fn pause(&mut self, ctx: &DeskCtx<'_>) {
        let Some(run) = self
            .row()
            .filter(|run| 0 < run.counts.left() && (!run.paused || self.is_going(run.id)))
        else {
            return;
        };
        let id = run.id;
        let words = ctx.tw("cetak-paused", &[("run", &id.0.to_string())]);
        self.act(ctx, (words, None), move |station| station.pause_run(id));
    }

    fn resume(&mut self, ctx: &DeskCtx<'_>) {
        let Some(run) = self.row().filter(|run| may_go_on(run)) else {
            return;
        };
        if self.going.is_none() && self.planning.is_none() {
            let (id, target) = (run.id, run.how.target.clone());
            self.go_on(ctx, id, Some(target));
        }
    }

    fn ask_spoiled(&mut self) {
        if let (Some(serial), None, None) = (self.open_serial(), &self.prompt, &self.acting) {
            self.prompt = Some((Asked::Spoil(serial), Prompt::default()));
        }
    }

    fn ask_cancel(&mut self) {
        let run = self.row().filter(|run| may_go_on(run));
        if let (Some(run), None, None) = (run, &self.prompt, &self.acting)
            && !self.is_going(run.id)
        {
            self.prompt = Some((Asked::Cancel(run.id), Prompt::default()));
        }
    }

    fn footer(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let keys = [
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("← →", ctx.t("cetak-key-cards")),
            ("F9", ctx.t("duty-good")),
            ("F8", ctx.t("duty-spoiled")),
            ("⇧ F9", ctx.t("cetak-all-good")),
        ];
        let ready = self.row().is_some_and(may_go_on) && !self.is_busy();
        let words = ctx.t("cetak-resume");
        let pressed = widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &words)
                .icon(Icon::Printer)
                .key("Ctrl ↵")
                .height(42.0)
                .enabled(ready);
            ui.add(button).clicked()
        });
        if pressed {
            self.resume(ctx);
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let Some(runs) = self.known.get() else { return };
        let columns = [
            Column::new(ctx.t("cetak-run"), 46.0),
            Column::new(ctx.t("cetak-run-paper"), -1.0),
            Column::counts(ctx.t("cetak-run-cards"), 50.0),
            Column::new(ctx.t("cetak-run-state"), 160.0),
        ];
        let name = ctx.t("cetak-runs");
        let frame = Frame {
            name: &name,
            total: runs.len(),
            height,
        };
        let going = self.going.as_ref().map(|going| going.id);
        let said = self.list.ui(ui, &frame, &columns, |cells, index| {
            let Some(run) = runs.get(index) else {
                return String::new();
            };
            let number = run.id.0.to_string();
            let paper = paper_of(ctx, run);
            let (state, tone) = state_of(ctx, run, going == Some(run.id));
            let cards = run.counts.cards().to_string();
            cells.mono(&number);
            cells.text(&paper);
            cells.count(&cards);
            cells.pill(&state, tone);
            format!("{number}, {paper}, {cards}, {state}")
        });
        if said.pressed.is_some() {
            self.inside = false;
        }
        if said.entered {
            self.inside = true;
        }
    }

    fn side_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some(run) = self.row().cloned() else {
            return;
        };
        let number = run.id.0.to_string();
        let title = ctx.tw("cetak-run-title", &[("run", &number)]);
        ui.label(theme::rich(title, Weight::Bold, 22.0));
        let target = match &run.how.target {
            RunTarget::Files => ctx.t("cetak-target-folder"),
            RunTarget::Printer(name) => name.clone(),
        };
        let when = format::day(run.made_at);
        widget::hint(
            ui,
            format!(
                "{when} {} · {} · {target}",
                format::clock(run.made_at),
                paper_of(ctx, &run)
            ),
        );
        if !run.note.is_empty() {
            widget::hint(ui, ctx.tw("cetak-cancelled", &[("reason", &run.note)]));
        }
        ui.add_space(6.0);
        self.progress_ui(ui, ctx, &run);
        self.queue_ui(ui, ctx);
        self.acts_ui(ui, ctx, &run);
        if 0 < run.counts.unknown && !self.given_up() {
            let count = run.counts.unknown.to_string();
            ui.add_space(6.0);
            widget::note(
                ui,
                Tone::Warning,
                &ctx.tw("cetak-unknown-run", &[("count", &count)]),
            );
        }
        ui.add_space(6.0);
        self.cards_ui(ui, ctx);
    }

    fn progress_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, run: &RunRow) {
        let going = self.going.as_ref().filter(|going| going.id == run.id);
        let reached =
            going.and_then(|going| *going.reached.lock().unwrap_or_else(PoisonError::into_inner));
        let counts = run.counts;
        let (done, of, left) = match reached {
            Some(ongoing) => (ongoing.done, ongoing.of, ongoing.left_s),
            None => (counts.cards() - counts.left(), counts.cards(), None),
        };
        let lang = ctx.text.lang();
        let (done_words, of_words) = (format::number(done, lang), format::number(of, lang));
        let args = [("done", done_words.as_str()), ("of", of_words.as_str())];
        let words = match left {
            _ if going.is_none() && counts.left() == 0 => outcomes(ctx, run),
            Some(left) => {
                let left = duration(ctx, left);
                ctx.tw(
                    "cetak-progress-left",
                    &[("done", &done_words), ("of", &of_words), ("left", &left)],
                )
            }
            None => ctx.tw("cetak-progress", &args),
        };
        let share = done as f32 / of.max(1) as f32;
        let bar = ProgressBar::new(share)
            .desired_height(10.0)
            .fill(theme::of(ui).accent)
            .corner_radius(5.0);
        let bar = ui.add(bar);
        widget::name(&bar, Role::ProgressIndicator, &words);
        widget::hint(ui, words);
        if going.is_some() {
            ui.ctx().request_repaint_after_secs(EVERY_S);
        }
    }

    fn acts_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, run: &RunRow) {
        let open = 0 < run.counts.left() && run.note.is_empty();
        let (pause, cancel) = (ctx.t("cetak-pause"), ctx.t("cetak-cancel"));
        let all = ctx.t("cetak-all-good");
        let (going, settled) = (self.is_going(run.id), self.printed(run));
        let not_printed = ctx.t("cetak-unprinted");
        let unprinted = self.unprinted_serial().is_some();
        let (mut pausing, mut cancelling, mut settling, mut asking) = (false, false, false, false);
        ui.horizontal_wrapped(|ui| {
            if open && (!run.paused || going) {
                let button = Button::new(Look::Plain, &pause).key("F7");
                pausing = ui.add(button).clicked();
            }
            if open && !going {
                let button = Button::new(Look::Plain, &cancel).key("Del");
                cancelling = ui.add(button).clicked();
            }
            if 0 < settled {
                let button = Button::new(Look::Plain, &all).icon(Icon::Check).key("⇧ F9");
                settling = ui.add(button).clicked();
            }
            if unprinted {
                let button = Button::new(Look::Plain, &not_printed).key("F6");
                asking = ui.add(button).clicked();
            }
        });
        if pausing {
            self.pause(ctx);
        }
        if cancelling {
            self.ask_cancel();
        }
        if settling {
            self.ask_settled();
        }
        if asking {
            self.ask_unprinted();
        }
    }
}
