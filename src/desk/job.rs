//! Work on the lane `long`, seen from a screen: how far it is, a way to stop it, and its end.

use crate::desk::context::{DeskCtx, settled};
use crate::desk::format::number;
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::station::{Ask, Error, Station};
use crate::text::Text;
use eframe::egui::{Align, Layout, ProgressBar, Ui, accesskit::Role};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Seconds between two looks at how far it is.
const EVERY_S: f32 = 0.1;

/// How far long work is, and whether it is to stop; shared with whoever does it.
#[derive(Default)]
pub struct Meter {
    done: AtomicU64,
    of: AtomicU64,
    stop: AtomicBool,
}

impl Meter {
    /// The work is so far; `false` when it is to stop.
    pub fn reach(&self, done: u64, of: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }

    /// How far it is, with a button to stop it; `words` say what is done.
    pub fn ui(&self, ui: &mut Ui, text: &Text, words: &str) {
        ui.ctx().request_repaint_after_secs(EVERY_S);
        let lang = text.lang();
        let (done, of) = (
            self.done.load(Ordering::Relaxed),
            self.of.load(Ordering::Relaxed),
        );
        let stopping = self.stop.load(Ordering::Relaxed);
        widget::waiting(ui, words);
        let share = done as f32 / of.max(1) as f32;
        let bar = ProgressBar::new(share)
            .desired_height(10.0)
            .fill(theme::of(ui).accent)
            .corner_radius(5.0);
        let bar = ui.add(bar);
        widget::name(&bar, Role::ProgressIndicator, words);
        ui.horizontal(|ui| {
            let (done, all) = (number(done, lang), number(of, lang));
            widget::hint(
                ui,
                text.with("records-progress", &[("done", &done), ("all", &all)]),
            );
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let cancel = text.get(if stopping {
                    "records-stopping"
                } else {
                    "records-stop"
                });
                let button = Button::new(Look::Plain, &cancel)
                    .icon(Icon::Cross)
                    .enabled(!stopping);
                if ui.add(button).clicked() {
                    self.stop.store(true, Ordering::Relaxed);
                }
            });
        });
    }
}

/// Work under way.
pub struct Job<T> {
    ask: Option<Ask<Result<T, Error>>>,
    meter: Arc<Meter>,
}

impl<T: Send + 'static> Job<T> {
    /// Begins. The work is handed `progress(done, of)`, which answers `false` when it is to stop.
    pub fn begin(
        ctx: &DeskCtx<'_>,
        work: impl FnOnce(&mut Station, &mut dyn FnMut(u64, u64) -> bool) -> Result<T, Error>
        + Send
        + 'static,
    ) -> Self {
        let meter = Arc::<Meter>::default();
        let seen = Arc::clone(&meter);
        let ask = ctx
            .worker
            .long(move |station| work(station, &mut |done, of| seen.reach(done, of)));
        Self {
            ask: Some(ask),
            meter,
        }
    }

    /// How far it is, with a button to stop it; `words` say what is done.
    pub fn ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, words: &str) {
        self.meter.ui(ui, ctx.text, words);
    }
}

/// The end of a job kept in a slot, which is then empty again.
pub fn ended<T: Send + 'static>(slot: &mut Option<Job<T>>) -> Option<Result<T, Error>> {
    let ended = settled(&mut slot.as_mut()?.ask)?;
    *slot = None;
    Some(ended)
}
