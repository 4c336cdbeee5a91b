//! What the assistant says of the live picture: one look at a time, at the newest frame alone; the wait until all is well, and
//! the burst it ends with.

use crate::camera::Frame;
use crate::desk::context::{DeskCtx, answered};
use crate::permit::Draft;
use crate::portrait::{self, Assistant, Check, Demand, Sight, Still, Study, Watcher};
use crate::station::Ask;
use eframe::egui;
use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// All must be well for so long before the picture is taken, in seconds.
pub const HOLD_S: f64 = 1.0;
/// A sight older than that tells nothing of the picture on screen, in seconds.
const FRESH_S: f64 = 2.5;
/// Frames of a burst; 1280x720 takes 2.7 MB each.
const BURST: usize = 6;

type Looked = (Still, f64, Result<(Watcher, Sight), portrait::Error>);

/// The assistant of one sitter.
#[derive(Default)]
pub struct Guide {
    demand: Option<Demand>,
    demanding: Option<Ask<Result<Demand, portrait::Error>>>,
    watcher: Option<Watcher>,
    looking: Option<Ask<Looked>>,
    looked: Option<u64>,
    sight: Option<(Sight, f64)>,
    burst: VecDeque<(Still, Study)>,
    /// The live picture has been on screen since, in seconds of the window's clock.
    since_s: f64,
    failed: Option<portrait::Error>,
}

/// The assistant, loaded on the first call and never again; a tenth of a second, so only on the lane that looks.
pub fn assistant() -> Result<Assistant, portrait::Error> {
    static ONE: OnceLock<Result<Assistant, portrait::Error>> = OnceLock::new();
    ONE.get_or_init(Assistant::load).clone()
}

impl Guide {
    /// Asks what is demanded of this sitter.
    pub fn begin(&mut self, ctx: &DeskCtx<'_>, draft: &Draft) {
        let (draft, ground) = (draft.clone(), ctx.session.settings.photo.ground);
        self.watcher = None;
        let asked =
            move |station: &mut crate::station::Station| station.portrait_demand(&draft, ground);
        self.demanding = Some(ctx.worker.ask(asked));
    }

    /// The live picture begins: nobody has held still yet.
    pub fn restart(&mut self, now_s: f64) {
        self.since_s = now_s;
        self.burst.clear();
        self.sight = None;
    }

    /// What is demanded, once it is known.
    pub fn demand(&self) -> Option<&Demand> {
        self.demand.as_ref()
    }

    /// Why nobody guides.
    pub fn failed(&self) -> Option<&portrait::Error> {
        self.failed.as_ref()
    }

    /// Takes in answers, whatever is on screen.
    pub fn poll(&mut self) {
        match answered(&mut self.demanding) {
            Some(Ok(Ok(demand))) => self.demand = Some(demand),
            Some(Ok(Err(error))) => self.failed = Some(error),
            // The lane is full or fell over: it is asked again at the next visit.
            Some(Err(_)) | None => {}
        }
        match answered(&mut self.looking) {
            Some(Ok((still, at_s, Ok((watcher, sight))))) => {
                self.watcher = Some(watcher);
                self.take_in(still, sight, at_s);
            }
            Some(Ok((_, _, Err(error)))) => self.failed = Some(error),
            // What was known of the face is lost with the question; the next frame begins anew.
            Some(Err(_)) | None => {}
        }
    }

    fn take_in(&mut self, still: Still, sight: Sight, at_s: f64) {
        if at_s < self.since_s {
            return;
        }
        if sight.study.passes() {
            self.burst.push_back((still, sight.study.clone()));
            if self.burst.len() > BURST {
                self.burst.pop_front();
            }
        } else {
            self.burst.clear();
        }
        self.sight = Some((sight, at_s));
    }

    /// Has the newest frame looked at, unless it was or another one is; what comes meanwhile is left out, not told late.
    pub fn feed(&mut self, ctx: &DeskCtx<'_>, frame: &Arc<Frame>, now_s: f64) {
        let Some(demand) = self.demand.as_ref().filter(|_| self.failed.is_none()) else {
            return;
        };
        if self.looking.is_some() || self.looked == Some(frame.serial) {
            return;
        }
        self.looked = Some(frame.serial);
        let still = Still {
            width_px: frame.width_px,
            height_px: frame.height_px,
            rgb: Arc::clone(&frame.rgb),
        };
        let (watcher, demand) = (self.watcher.take(), demand.clone());
        self.looking = Some(ctx.worker.look(move || {
            let at = Duration::from_secs_f64(now_s.max(0.0));
            let watcher = watcher.map_or_else(
                || assistant().map(|assistant| Watcher::new(&assistant, &demand)),
                Ok,
            );
            let told = watcher.and_then(|mut watcher| {
                let sight = watcher.look(&still, at)?;
                Ok((watcher, sight))
            });
            (still, now_s, told)
        }));
    }

    /// The newest sight, while it tells of what is on screen.
    pub fn sight(&self, now_s: f64) -> Option<&Sight> {
        let (sight, at_s) = self.sight.as_ref()?;
        (now_s - at_s < FRESH_S).then_some(sight)
    }

    /// Checks of the newest sight.
    pub fn checks(&self) -> &[Check] {
        self.sight
            .as_ref()
            .map_or(&[], |(sight, _)| sight.study.checks.as_slice())
    }

    /// For how long all has been well, in seconds; `None` while something is not.
    pub fn green_s(&self, now_s: f64) -> Option<f64> {
        let since = self.sight(now_s)?.green_since?.as_secs_f64();
        Some((now_s - since.max(self.since_s)).max(0.0))
    }

    /// The best frame of the burst that ended the wait.
    pub fn best(&mut self) -> Option<Still> {
        let studies: Vec<Study> = self.burst.iter().map(|(_, study)| study.clone()).collect();
        let best = portrait::best(&studies)?;
        let (still, _) = self.burst.remove(best)?;
        self.burst.clear();
        Some(still)
    }

    /// Draws on while somebody holds still.
    pub fn animate(&self, egui_ctx: &egui::Context, now_s: f64) {
        if self.green_s(now_s).is_some_and(|green_s| green_s < HOLD_S) {
            egui_ctx.request_repaint_after(Duration::from_millis(33));
        }
    }
}

/// The text key of a check's sentence where the picture is shown as in a mirror: what is left there is right on the screen.
pub fn words(check: &Check, mirrored: bool) -> String {
    let words = check.words();
    let sided = ["centred", "roll", "yaw", "gaze", "shadow"].contains(&check.id);
    match (
        mirrored && sided,
        words.strip_suffix("-low"),
        words.strip_suffix("-high"),
    ) {
        (true, Some(stem), _) => format!("{stem}-high"),
        (true, _, Some(stem)) => format!("{stem}-low"),
        _ => words,
    }
}
