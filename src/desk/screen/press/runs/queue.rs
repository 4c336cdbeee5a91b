//! What the printer says of a run's cards it has taken: asked while the run is on screen, told with what is to be done.

use super::Runs;
use crate::desk::context::{DeskCtx, settled};
use crate::desk::widget::{self, Tone};
use crate::office::{Deed, PrintState, SendingEnd};
use crate::station::{
    self, Ask, Error, Heard, JobState, RunId, RunRecord, RunRow, RunTarget, Trouble, ask_queue,
};
use eframe::egui::Ui;

/// Seconds between two questions.
const EVERY_S: f32 = 2.0;
/// How they stand, in the order they are told.
const TOLD: [JobState; 5] = [
    JobState::Printing,
    JobState::Waiting,
    JobState::Held,
    JobState::Done,
    JobState::Unknown,
];

/// The printer's queue, as far as it concerns the run on screen.
#[derive(Default)]
pub(super) struct Queue {
    run: Option<RunId>,
    asking: Option<Ask<Result<Vec<Heard>, Error>>>,
    heard: Vec<Heard>,
    /// The queue did not answer; its words and what helps.
    silent: Option<Error>,
    recording: Option<Ask<Result<bool, Error>>>,
    asked_at: Option<f64>,
}

impl Queue {
    fn of(&mut self, run: RunId) {
        if self.run != Some(run) {
            *self = Self {
                run: Some(run),
                ..Self::default()
            };
        }
    }

    /// Asks where it is time to. True when what it said has been recorded, so that the run is to be read again.
    fn poll(&mut self, ctx: &DeskCtx<'_>, record: &RunRecord, now: f64) -> bool {
        self.of(record.row.id);
        match settled(&mut self.asking) {
            Some(Ok(heard)) => {
                self.silent = None;
                self.heard.clone_from(&heard);
                if heard.iter().any(|heard| !heard.state.is_queued()) {
                    let run = record.row.id;
                    let ask = ctx.worker.ask(move |station| station.hear(run, &heard));
                    self.recording = Some(ask);
                }
            }
            Some(Err(error)) => self.silent = Some(error),
            None => {}
        }
        match settled(&mut self.recording) {
            Some(Ok(moved)) => return moved,
            Some(Err(error)) => self.silent = Some(error),
            None => {}
        }
        let due = self
            .asked_at
            .is_none_or(|at| at + f64::from(EVERY_S) <= now);
        let idle = self.asking.is_none() && self.recording.is_none();
        if due && idle && is_open(record) {
            self.asked_at = Some(now);
            let (row, sendings) = (record.row.clone(), record.sendings.clone());
            let scratch = ctx.session.dir.join("printers");
            // A spooler may take long to answer: nobody at the desk waits for it.
            self.asking = Some(
                ctx.worker
                    .press(move || ask_queue(&station::spooler(scratch)?, &row, &sendings)),
            );
        }
        false
    }

    /// That card is in the queue, and may still come out by itself.
    pub(super) fn has(&self, serial: &str) -> bool {
        let mut heard = self.heard.iter();
        let last = heard.rfind(|heard| heard.sending.has(serial));
        last.is_some_and(|heard| heard.state.is_queued())
    }
}

/// Its printer's queue has cards of which it has not said the end.
fn is_open(record: &RunRecord) -> bool {
    matches!(record.row.how.target, RunTarget::Printer(_))
        && record
            .sendings
            .iter()
            .any(|sending| sending.ended.is_none())
}

impl Runs {
    /// Asks the printer after the run on screen.
    pub(super) fn poll_queue(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some(record) = &self.record else { return };
        let may = ctx.session.may(Deed::PrintCard);
        if !may || self.acting.is_some() || self.is_going(record.row.id) {
            return;
        }
        let now = ui.input(|input| input.time);
        let (id, open) = (record.row.id, is_open(record));
        if self.queue.poll(ctx, record, now) {
            self.known.again();
            self.moved = true;
            self.follow(ctx, id);
        }
        if open {
            ui.ctx().request_repaint_after_secs(EVERY_S);
        }
    }

    /// Asks for the cards of a run that is on screen as they are now; those on screen stay until then.
    fn follow(&mut self, ctx: &DeskCtx<'_>, id: RunId) {
        let ask = ctx.worker.ask(move |station| station.run_again(id));
        self.asking = Some((id, ask));
    }

    /// While cards of the run on screen are made, where each stands is followed.
    pub(super) fn poll_going(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let on_screen = self.record.as_ref().map(|record| record.row.id);
        let now = ui.input(|input| input.time);
        let Some(going) = &mut self.going else { return };
        if on_screen != Some(going.id) || self.asking.is_some() {
            return;
        }
        let due = going
            .followed_at
            .is_none_or(|at| at + f64::from(EVERY_S) <= now);
        if due {
            going.followed_at = Some(now);
            let id = going.id;
            self.follow(ctx, id);
        }
    }

    /// Serials of that run's cards that wait in their printer's queue.
    pub(super) fn waiting(&self, run: RunId) -> Vec<&str> {
        let record = self.record.as_ref().filter(|record| record.row.id == run);
        let record = record.filter(|_| self.queue.run == Some(run));
        record.map_or_else(Vec::new, |record| {
            station::waiting(&record.sendings, &self.queue.heard)
        })
    }

    /// By its printer's last word that card was printed.
    pub(super) fn is_handed_on(&self, serial: &str) -> bool {
        let record = self.record.as_ref();
        let sendings = record.map_or(&[][..], |record| &record.sendings);
        let last = sendings.iter().rfind(|sent| sent.has(serial));
        last.is_some_and(|sent| sent.ended == Some(SendingEnd::Done))
    }

    /// Cards that have left, and are not known to wait in their printer's queue.
    pub(super) fn printed(&self, run: &RunRow) -> u64 {
        let waiting = u64::try_from(self.waiting(run.id).len()).unwrap_or(0);
        run.counts.spooled.saturating_sub(waiting)
    }

    /// The printer has called something off or given it up, and nobody has said yet what came of its cards.
    pub(super) fn given_up(&self) -> bool {
        let record = self.record.as_ref();
        record.is_some_and(|record| {
            let lost = |end: SendingEnd| end.event().is_some();
            let mut sendings = record.sendings.iter();
            sendings.any(|sent| sent.ended.is_some_and(lost) && self.is_unclear(&sent.serials))
        })
    }

    /// What the printer says, and what helps.
    pub(super) fn queue_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some(record) = &self.record else { return };
        if record.sendings.is_empty() || self.queue.run != Some(record.row.id) {
            return;
        }
        let stands = station::stands(&record.sendings, &self.queue.heard);
        let cards = |wanted: JobState| -> usize {
            let with = stands.iter().filter(|stand| stand.state == Some(wanted));
            with.map(|stand| stand.sending.serials.len()).sum()
        };
        let parts: Vec<String> = TOLD
            .into_iter()
            .map(|state| (state, cards(state)))
            .filter(|(_, count)| 0 < *count)
            .map(|(state, count)| {
                let words = ctx.t(&format!("sending-{}", state.id()));
                format!("{count} {words}")
            })
            .collect();
        if !parts.is_empty() {
            let list = parts.join(", ");
            widget::hint(ui, ctx.tw("cetak-queue", &[("list", &list)]));
        }
        let mut troubles: Vec<Trouble> = stands
            .iter()
            .flat_map(|stand| stand.troubles.iter().copied())
            .collect();
        troubles.sort_unstable();
        troubles.dedup();
        if let Some(trouble) = troubles.first() {
            let trouble = ctx.t(&format!("printer-trouble-{}", trouble.id()));
            let words = ctx.tw("cetak-queue-trouble", &[("trouble", &trouble)]);
            widget::note(ui, Tone::Warning, &words);
        } else if 0 < cards(JobState::Held) {
            widget::note(ui, Tone::Warning, &ctx.t("sending-held-advice"));
        }
        for (state, key) in [
            (JobState::Cancelled, "cetak-queue-cancelled"),
            (JobState::Failed, "cetak-queue-failed"),
        ] {
            let jobs: Vec<String> = stands
                .iter()
                .filter(|stand| {
                    stand.state == Some(state) && self.is_unclear(&stand.sending.serials)
                })
                .map(|stand| stand.sending.job.to_string())
                .collect();
            if !jobs.is_empty() {
                widget::note(
                    ui,
                    Tone::Warning,
                    &ctx.tw(key, &[("jobs", &jobs.join(", "))]),
                );
            }
        }
        if self.queue.silent.is_some() {
            widget::hint(ui, ctx.t("sending-silent"));
        }
    }

    /// Nobody has said yet what came of one of them.
    fn is_unclear(&self, serials: &[String]) -> bool {
        let cards = self.record.as_ref().map(|record| record.cards.as_slice());
        cards.unwrap_or_default().iter().any(|card| {
            card.state == PrintState::Unknown
                && card
                    .serial
                    .as_ref()
                    .is_some_and(|serial| serials.contains(serial))
        })
    }
}
