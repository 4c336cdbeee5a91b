//! Around every screen: the rail, the keys that work everywhere, toasts, help, and which screen is shown.

mod help;
mod rail;

use crate::desk::application::{Application, Saved, Step};
use crate::desk::context::{DeskCtx, Go, Place, Session, answered, settled};
use crate::desk::screen::applications::Applications;
use crate::desk::screen::capture::Capture;
use crate::desk::screen::home::Home;
use crate::desk::screen::intake::Intake;
use crate::desk::screen::registry::Registry;
use crate::desk::screen::review::Review;
use crate::desk::screen::settings::SettingsScreen;
use crate::desk::screen::verify::Verify;
use crate::desk::toast::Toasts;
use crate::desk::{Office, Start, theme, widget, words};
use crate::permit::{Draft, Field, Kind, PermitNo};
use crate::portrait::Portrait;
use crate::station::{Ask, CaseId, Error, Reference, Worker};
use crate::text::Text;
use eframe::egui::{self, Key, Modifiers, Ui};
use jiff::civil::Date;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Seconds after which the day is asked again; it changes at midnight.
const DAY_EVERY_S: f64 = 60.0;

/// Longest wait for a portrait when the window is closed.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// The window with an open office.
pub struct Shell {
    egui_ctx: egui::Context,
    worker: Worker,
    reference: Arc<Reference>,
    text: Text,
    toasts: Toasts,
    session: Session,
    screen: Screen,
    /// The application being entered, also while another screen is shown.
    open: Option<Box<Open>>,
    /// Applications left and still being saved.
    parting: Vec<Open>,
    /// A draft being read.
    reading: Option<(CaseId, Reading)>,
    help: bool,
    day: Option<Ask<Date>>,
    day_s: f64,
    theme: String,
}

type Reading = Ask<Result<(Draft, Option<Portrait>), Error>>;

/// What is shown.
enum Screen {
    Home(Home),
    Applications(Applications),
    Application,
    Registry(Box<Registry>),
    Verify(Box<Verify>),
    Settings(Box<SettingsScreen>),
}

/// An application and its three steps.
struct Open {
    application: Application,
    intake: Intake,
    capture: Capture,
    review: Review,
}

impl Shell {
    /// Takes over an open office.
    pub fn new(ctx: &egui::Context, start: Start, office: Office) -> Self {
        let known = office.known;
        let mut settings = known.settings;
        if let Some(lang) = start.lang {
            lang.code().clone_into(&mut settings.language);
        }
        if let Some(theme) = &start.theme {
            settings.theme.clone_from(theme);
        }
        theme::apply(ctx, &settings.theme);
        let place = match start.screen.as_deref() {
            Some("applications") => Place::Applications,
            Some("new") => Place::New(Kind::Itas),
            Some("registry") => Place::Registry,
            Some("verify") => Place::Verify,
            Some("settings") => Place::Settings,
            _ => Place::Home,
        };
        let text = words(&settings.language);
        let theme = settings.theme.clone();
        let session = Session {
            settings,
            today: known.today,
            demo: known.demo,
            dir: known.dir,
            start,
            drafts: 0,
            next: false,
            typed: None,
            saving: None,
        };
        let mut shell = Self {
            egui_ctx: ctx.clone(),
            worker: office.worker,
            reference: known.reference,
            text,
            toasts: Toasts::default(),
            session,
            screen: Screen::Home(Home::default()),
            open: None,
            parting: Vec::new(),
            reading: None,
            help: false,
            day: None,
            day_s: 0.0,
            theme,
        };
        shell.go(place);
        shell
    }

    /// Takes in answers; before each frame, and also while the window is hidden.
    pub fn logic(&mut self, egui_ctx: &egui::Context) {
        let now_s = egui_ctx.input(|input| input.time);
        if self.session.settings.language != self.text.lang().code() {
            self.text = words(&self.session.settings.language);
        }
        if self.session.settings.theme != self.theme {
            self.theme.clone_from(&self.session.settings.theme);
            theme::apply(egui_ctx, &self.theme);
        }
        if self.day.is_none() && now_s - self.day_s > DAY_EVERY_S {
            self.day_s = now_s;
            self.day = Some(self.worker.ask(|station| station.today()));
        }
        if let Some(Ok(today)) = answered(&mut self.day) {
            self.session.today = today;
        }
        if let Some(Err(error)) = settled(&mut self.session.saving) {
            self.toasts.error(&self.text, &error);
        }
        self.read_draft();
        let mut ctx = DeskCtx {
            worker: &self.worker,
            reference: &self.reference,
            text: &self.text,
            toasts: &mut self.toasts,
            session: &mut self.session,
        };
        if let Some(open) = &mut self.open {
            open.poll(egui_ctx, &mut ctx, now_s);
        }
        for open in &mut self.parting {
            open.poll(egui_ctx, &mut ctx, now_s);
            if !open.application.pending && open.application.saved != Saved::Failed {
                open.application.save(&ctx);
            }
        }
        let before = self.parting.len();
        self.parting.retain(|open| !open.application.is_settled());
        if let (true, Screen::Applications(list)) = (self.parting.len() < before, &mut self.screen)
        {
            list.again();
        }
    }

    fn read_draft(&mut self) {
        let Some((id, ask)) = self.reading.take() else {
            return;
        };
        let mut slot = Some(ask);
        match settled(&mut slot) {
            Some(Ok((draft, portrait))) => self.begin(Application::new(Some(id), draft, portrait)),
            Some(Err(error)) => {
                self.toasts.error(&self.text, &error);
                self.screen = Screen::Applications(Applications::default());
            }
            None => self.reading = slot.map(|ask| (id, ask)),
        }
    }

    fn begin(&mut self, mut application: Application) {
        self.part();
        self.reading = None;
        application.judge_here(&self.reference, self.session.today);
        let ctx = DeskCtx {
            worker: &self.worker,
            reference: &self.reference,
            text: &self.text,
            toasts: &mut self.toasts,
            session: &mut self.session,
        };
        application.show_face(&ctx);
        self.open = Some(Box::new(Open {
            application,
            intake: Intake::default(),
            capture: Capture::default(),
            review: Review::default(),
        }));
        self.screen = Screen::Application;
    }

    /// Lets the present application go, saved.
    fn part(&mut self) {
        let Some(mut open) = self.open.take().filter(|open| !open.review.is_done()) else {
            return;
        };
        let ctx = DeskCtx {
            worker: &self.worker,
            reference: &self.reference,
            text: &self.text,
            toasts: &mut self.toasts,
            session: &mut self.session,
        };
        open.application.save(&ctx);
        self.parting.push(*open);
    }

    /// Before the window closes: a portrait still being made is waited for, everything is saved.
    pub fn close(&mut self) {
        self.leave();
        self.part();
        let (egui_ctx, begun) = (self.egui_ctx.clone(), Instant::now());
        let opened_s = egui_ctx.input(|input| input.time);
        let mut ctx = DeskCtx {
            worker: &self.worker,
            reference: &self.reference,
            text: &self.text,
            toasts: &mut self.toasts,
            session: &mut self.session,
        };
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

    /// A card is being issued: what comes of it is to be seen, so the screen stays.
    fn is_issuing(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.review.is_issuing())
    }

    /// The card of the application on screen has been issued.
    fn is_done(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.review.is_done())
    }

    /// The screen shown is about to be replaced.
    fn leave(&mut self) {
        if self.is_done() {
            self.open = None; // It is a permit now, not an application.
        }
        let ctx = DeskCtx {
            worker: &self.worker,
            reference: &self.reference,
            text: &self.text,
            toasts: &mut self.toasts,
            session: &mut self.session,
        };
        match &mut self.screen {
            Screen::Application => {
                if let Some(open) = &mut self.open {
                    open.capture.close(&ctx);
                    open.application.save(&ctx);
                }
            }
            Screen::Verify(verify) => verify.close(&ctx),
            Screen::Home(_)
            | Screen::Applications(_)
            | Screen::Registry(_)
            | Screen::Settings(_) => {}
        }
    }

    fn go(&mut self, place: Place) {
        if self.is_issuing() {
            return;
        }
        self.leave();
        self.reading = None;
        match place {
            Place::Home => self.screen = Screen::Home(Home::default()),
            Place::Applications => {
                self.screen = if self.open.is_some() {
                    Screen::Application
                } else {
                    Screen::Applications(Applications::default())
                };
            }
            Place::New(kind) => {
                let place = place_of(&self.session.settings.office.office);
                self.begin(Application::empty(kind, self.session.today, &place));
            }
            Place::Draft(id) if self.take_back(id) => self.screen = Screen::Application,
            Place::Draft(id) => {
                self.reading = Some((
                    id,
                    self.worker.ask(move |station| {
                        let case = station.case(id)?;
                        Ok((case.draft, case.portrait))
                    }),
                ));
            }
            Place::Registry => self.screen = Screen::Registry(Box::default()),
            Place::Verify => self.screen = Screen::Verify(Box::default()),
            Place::Settings => self.screen = Screen::Settings(Box::default()),
        }
    }

    /// Takes the application of draft `id` on as it is in memory, if it is: what is read could be older.
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

    /// Where Esc leads.
    fn back(&mut self) {
        if self.is_issuing() {
            return;
        }
        let done = self.is_done();
        let step = self.open.as_ref().map(|open| open.application.step);
        match (&self.screen, step) {
            (Screen::Application, Some(Step::Review)) if !done => self.show_step(Step::Portrait),
            (Screen::Application, Some(Step::Portrait)) => self.show_step(Step::Data),
            (Screen::Application, _) => {
                self.leave();
                self.part();
                self.reading = None;
                self.screen = Screen::Applications(Applications::default());
            }
            (Screen::Home(_), _) => {}
            (
                Screen::Applications(_)
                | Screen::Registry(_)
                | Screen::Verify(_)
                | Screen::Settings(_),
                _,
            ) => self.go(Place::Home),
        }
    }

    fn show_step(&mut self, step: Step) {
        if self.is_issuing() {
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

    /// Draws the window.
    pub fn ui(&mut self, ui: &mut Ui) {
        widget::field::begin_frame(ui);
        let escape_free =
            ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        self.keys(ui);
        if let Some(place) = self.rail_ui(ui) {
            self.go(place);
        }
        let go = self.screen_ui(ui);
        if self.help {
            self.help = help::ui(ui.ctx(), &self.text);
        }
        self.toasts.ui(ui.ctx(), &self.text);
        match go {
            Go::Stay => {
                if escape_free
                    && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
                    && !self.toasts.close_newest()
                {
                    self.back();
                }
            }
            Go::To(place) => self.go(place),
            Go::Record(number) => self.show_record(number),
        }
    }

    fn show_record(&mut self, number: PermitNo) {
        self.go(Place::Registry);
        let ctx = DeskCtx {
            worker: &self.worker,
            reference: &self.reference,
            text: &self.text,
            toasts: &mut self.toasts,
            session: &mut self.session,
        };
        if let Screen::Registry(registry) = &mut self.screen {
            registry.show(&ctx, number);
        }
    }

    fn keys(&mut self, ui: &Ui) {
        self.session.next = false;
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return;
        }
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let places = [
            (Key::Num1, Place::Home),
            (Key::Num2, Place::Applications),
            (Key::Num3, Place::Registry),
            (Key::Num4, Place::Verify),
            (Key::Num5, Place::Settings),
            (Key::N, Place::New(Kind::Itas)),
            (Key::F, Place::Registry),
        ];
        for (key, place) in places {
            if pressed(Modifiers::CTRL, key) {
                self.go(place);
            }
        }
        self.session.next = pressed(Modifiers::CTRL, Key::Enter);
        if pressed(Modifiers::NONE, Key::F1) {
            self.help = !self.help;
        }
        for (key, step) in [
            (Key::F2, Step::Data),
            (Key::F3, Step::Portrait),
            (Key::F4, Step::Review),
        ] {
            if matches!(self.screen, Screen::Application)
                && !self.is_done()
                && pressed(Modifiers::NONE, key)
            {
                self.show_step(step);
            }
        }
    }

    fn rail_ui(&mut self, ui: &mut Ui) -> Option<Place> {
        let here = match &self.screen {
            Screen::Home(_) => rail::Entry::Home,
            Screen::Applications(_) | Screen::Application => rail::Entry::Applications,
            Screen::Registry(_) => rail::Entry::Registry,
            Screen::Verify(_) => rail::Entry::Verify,
            Screen::Settings(_) => rail::Entry::Settings,
        };
        let (place, help) = rail::ui(ui, &self.text, &self.session, here);
        self.help |= help;
        place
    }

    fn screen_ui(&mut self, ui: &mut Ui) -> Go {
        let mut ctx = DeskCtx {
            worker: &self.worker,
            reference: &self.reference,
            text: &self.text,
            toasts: &mut self.toasts,
            session: &mut self.session,
        };
        if self.reading.is_some() {
            widget::body(ui, |ui| widget::waiting(ui, &ctx.t("desk-loading")));
            return Go::Stay;
        }
        match (&mut self.screen, self.open.as_deref_mut()) {
            (Screen::Home(home), _) => home.ui(ui, &mut ctx),
            (Screen::Applications(applications), _) => applications.ui(ui, &mut ctx),
            (Screen::Registry(registry), _) => registry.ui(ui, &mut ctx),
            (Screen::Verify(verify), _) => verify.ui(ui, &mut ctx),
            (Screen::Settings(settings), _) => settings.ui(ui, &mut ctx),
            (Screen::Application, Some(open)) => match open.application.step {
                Step::Portrait => open.capture.ui(ui, &mut ctx, &mut open.application),
                Step::Data => open.intake.ui(ui, &mut ctx, &mut open.application),
                Step::Review => open.review.ui(ui, &mut ctx, &mut open.application),
            },
            (Screen::Application, None) => Go::To(Place::Applications),
        }
    }
}

impl Open {
    fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>, now_s: f64) {
        self.capture
            .tend(egui_ctx, ctx, &mut self.application, now_s);
        if !self.review.is_done() {
            self.application.poll(egui_ctx, ctx);
        }
    }
}

/// The town an office's name ends with, for the place of issue; a guess a person sees and may change.
fn place_of(office: &str) -> String {
    let last = office.split_whitespace().last().unwrap_or_default();
    let word = last.chars().all(char::is_alphabetic) && last.chars().count() > 3;
    if word {
        last.to_uppercase()
    } else {
        String::new()
    }
}
