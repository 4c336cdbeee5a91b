//! The application in hand, under every screen: begun, read back, left and saved, its three steps.

use super::{Shell, Shown, desk_ctx};
use crate::desk::application::{Application, Step};
use crate::desk::context::{DeskCtx, Go, Place, settled};
use crate::desk::screen::capture::Capture;
use crate::desk::screen::intake::Intake;
use crate::desk::screen::review::Review;
use crate::permit::{Field, Kind};
use crate::station::{Ask, CaseId, CaseRecord, Error};
use eframe::egui::{self, Ui};
use std::time::{Duration, Instant};

/// Longest wait for a portrait when the window is closed.
const CLOSE_WITHIN: Duration = Duration::from_secs(15);

/// A case being read, and the step to begin at.
pub struct Reading {
    ask: Ask<Result<CaseRecord, Error>>,
    step: Step,
}

/// An application and its three steps.
pub struct Open {
    pub application: Application,
    pub intake: Intake,
    pub capture: Capture,
    pub review: Review,
}

impl Open {
    /// Takes in answers, whether it is shown or not.
    pub fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>, now_s: f64) {
        self.capture
            .tend(egui_ctx, ctx, &mut self.application, now_s);
        if !self.review.is_done() {
            self.application.poll(egui_ctx, ctx);
        }
    }

    /// Draws the step it is at.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        match self.application.step {
            Step::Portrait => self.capture.ui(ui, ctx, &mut self.application),
            Step::Data => self.intake.ui(ui, ctx, &mut self.application),
            Step::Review => self.review.ui(ui, ctx, &mut self.application),
        }
    }
}

impl Shell {
    /// Begins an empty application.
    pub(super) fn begin_new(&mut self, kind: Kind) {
        let place = town_of(&self.session.settings.office.office);
        self.begin(Application::empty(kind, self.session.today, &place));
    }

    /// Goes on with a saved application: the one in memory if it is there, for what is read could be older.
    pub(super) fn go_on(&mut self, id: CaseId, step: Step) {
        self.here = Place::Draft(id);
        if self.take_back(id) {
            self.shown = Shown::Application;
            return;
        }
        let ask = self.worker.ask(move |station| station.case(id));
        self.reading = Some((id, Reading { ask, step }));
    }

    /// Takes in an application that was being read.
    pub(super) fn read_draft(&mut self) {
        let Some((id, reading)) = self.reading.take() else {
            return;
        };
        let step = reading.step;
        let mut slot = Some(reading.ask);
        match settled(&mut slot) {
            Some(Ok(case)) => {
                let mut application = Application::new(Some(id), case.draft, case.portrait);
                application.reason = case.row.reason;
                application.step = step;
                self.begin(application);
            }
            Some(Err(error)) => {
                self.toasts.error(&self.text, &error);
                self.go(Place::Applications);
            }
            None => self.reading = slot.map(|ask| (id, Reading { ask, step })),
        }
    }

    fn begin(&mut self, mut application: Application) {
        self.part();
        self.reading = None;
        application.judge_here(&self.reference, self.session.today);
        let ctx = desk_ctx!(self);
        application.show_face(&ctx);
        self.open = Some(Box::new(Open {
            application,
            intake: Intake::default(),
            capture: Capture::default(),
            review: Review::default(),
        }));
        self.shown = Shown::Application;
    }

    /// Takes the application of draft `id` on as it is in memory, if it is.
    fn take_back(&mut self, id: CaseId) -> bool {
        let is = |open: &Open| open.application.id.get() == Some(&id);
        if self.open.as_deref().is_some_and(is) {
            return true;
        }
        let Some(at) = self.parting.iter().position(is) else {
            return false;
        };
        let open = self.parting.remove(at);
        self.part();
        self.open = Some(Box::new(open));
        true
    }

    /// Lets the present application go, saved.
    pub(super) fn part(&mut self) {
        let Some(mut open) = self.open.take().filter(|open| !open.review.is_done()) else {
            return;
        };
        let ctx = desk_ctx!(self);
        open.application.save(&ctx);
        self.parting.push(*open);
    }

    /// The application on screen has been submitted.
    pub(super) fn is_done(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.review.is_done())
    }

    /// Shows a step of the application in hand.
    pub(super) fn show_step(&mut self, step: Step) {
        if self.is_busy() {
            return;
        }
        self.leave();
        if let Some(Open { application, .. }) = self.open.as_deref_mut() {
            application
                .visited
                .extend(Field::ALL.into_iter().filter(|_| step == Step::Review));
            application.step = step;
        }
    }

    /// Before the window closes: a portrait still being made is waited for, everything is saved.
    pub fn close(&mut self) {
        self.leave();
        self.part();
        let (egui_ctx, begun) = (self.egui_ctx.clone(), Instant::now());
        let opened_s = egui_ctx.input(|input| input.time);
        let mut ctx = desk_ctx!(self);
        for open in &mut self.parting {
            while open.application.pending && begun.elapsed() < CLOSE_WITHIN {
                std::thread::sleep(Duration::from_millis(10));
                let now_s = opened_s + begun.elapsed().as_secs_f64();
                open.capture
                    .tend(&egui_ctx, &mut ctx, &mut open.application, now_s);
            }
            open.application.save(&ctx);
        }
    }
}

/// The town an office's name ends with, for the place of issue; a guess a person sees and may change.
fn town_of(office: &str) -> String {
    let last = office.split_whitespace().last().unwrap_or_default();
    let word = last.chars().all(char::is_alphabetic) && last.chars().count() > 3;
    if word {
        last.to_uppercase()
    } else {
        String::new()
    }
}
