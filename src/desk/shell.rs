//! Around every screen: the rail, the keys that work everywhere, toasts, help, which screen is shown, and the lock.

mod daily;
mod help;
mod rail;
mod work;

use crate::desk::application::{Saved, Step};
use crate::desk::context::{Go, Place, Session, settled};
use crate::desk::screen::Screen;
use crate::desk::screen::applications::Applications;
use crate::desk::screen::approval::Approval;
use crate::desk::screen::audit::Audit;
use crate::desk::screen::backups::Backups;
use crate::desk::screen::blanks::Blanks;
use crate::desk::screen::hand_over::HandOver;
use crate::desk::screen::home::Home;
use crate::desk::screen::lists::Lists;
use crate::desk::screen::officers::Officers;
use crate::desk::screen::press::Press;
use crate::desk::screen::registry::Registry;
use crate::desk::screen::report::Report;
use crate::desk::screen::settings::SettingsScreen;
use crate::desk::screen::surveillance::Surveillance;
use crate::desk::screen::verify::Verify;
use crate::desk::toast::Toasts;
use crate::desk::{Office, Start, theme, widget, words};
use crate::office::{Deed, Login};
use crate::permit::{Kind, PermitNo};
use crate::station::{Ask, CaseId, Error, QueueCount, Reference, Worker};
use crate::text::Text;
use daily::Daily;
use eframe::egui::{self, CentralPanel, Frame, Key, Modifiers, Ui};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use work::{Open, Reading};

/// Seconds after which the day and the queues are asked again: the day changes at midnight, the queues by others' work.
const LOOK_EVERY_S: f64 = 30.0;

/// All that a screen may use, borrowed from the shell field by field.
macro_rules! desk_ctx {
    ($shell:expr) => {
        crate::desk::context::DeskCtx {
            worker: &$shell.worker,
            reference: &$shell.reference,
            text: &$shell.text,
            toasts: &mut $shell.toasts,
            session: &mut $shell.session,
        }
    };
}
use desk_ctx;

/// The window with an open office.
pub struct Shell {
    egui_ctx: egui::Context,
    worker: Worker,
    reference: Arc<Reference>,
    text: Text,
    toasts: Toasts,
    session: Session,
    here: Place,
    shown: Shown,
    /// The application being entered, also while another screen is shown.
    open: Option<Box<Open>>,
    /// Applications left and still being saved.
    parting: Vec<Open>,
    /// A draft being read.
    reading: Option<(CaseId, Reading)>,
    help: bool,
    looking: Option<Ask<Result<Look, Error>>>,
    looked_s: f64,
    daily: Daily,
    theme: String,
    /// When a key or the mouse was last touched, in seconds of the window's clock.
    touched_s: f64,
    leaving: Option<Leaving>,
}

/// Today, and where cases wait.
struct Look {
    today: Date,
    now: i64,
    queues: Vec<QueueCount>,
}

/// What is shown.
enum Shown {
    /// The application in hand, at its step.
    Application,
    Screen(Box<dyn Screen>),
}

/// Why the desk is being locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The officer asked for it.
    Asked,
    /// Nobody has touched the desk for a while.
    Idle,
}

/// Where an officer was when the desk was locked.
pub struct Resume {
    pub login: Login,
    pub why: Leaving,
    place: Place,
    /// The application in hand; its key is known once it has been saved.
    application: Option<(Arc<OnceLock<CaseId>>, Step)>,
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
        let place = place_of(start.screen.as_deref());
        let text = words(&settings.language);
        let theme = settings.theme.clone();
        let session = Session {
            auto_photo: settings.photo.takes_itself,
            settings,
            today: known.today,
            demo: known.demo,
            out: beside(&known.dir),
            dir: known.dir,
            start,
            officer: known.officer,
            queues: Vec::new(),
            now: 0,
            moved: false,
            parted: 0,
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
            here: Place::Home,
            shown: Shown::Screen(Box::<Home>::default()),
            open: None,
            parting: Vec::new(),
            reading: None,
            help: false,
            looking: None,
            looked_s: 0.0,
            daily: Daily::default(),
            theme,
            touched_s: ctx.input(|input| input.time),
            leaving: None,
        };
        shell.go(place);
        shell
    }

    /// Goes on where the same officer was.
    pub fn resume(&mut self, resume: Resume) {
        if self.session.officer.login != resume.login {
            return;
        }
        match resume.application {
            Some((id, step)) if resume.place == Place::Applications => {
                if let Some(id) = id.get() {
                    self.go_on(*id, step);
                }
            }
            Some(_) | None => self.go(resume.place),
        }
    }

    /// How the desk was started, to open it again.
    pub fn start(&self) -> &Start {
        &self.session.start
    }

    /// The office's folder.
    pub fn dir(&self) -> PathBuf {
        self.session.dir.clone()
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
        self.look(now_s);
        // A demo office's people are invented again at any time.
        if !self.session.demo
            && let Some(error) = self.daily.step(&self.worker, now_s)
        {
            self.toasts.error(&self.text, &error);
        }
        if let Some(Err(error)) = settled(&mut self.session.saving) {
            self.toasts.error(&self.text, &error);
        }
        self.read_draft();
        let mut ctx = desk_ctx!(self);
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
        if self.parting.len() < before {
            self.session.parted += 1;
            self.session.moved = true;
        }
        self.watch(egui_ctx, now_s);
    }

    /// Counts the queues, and asks what day it is.
    fn look(&mut self, now_s: f64) {
        let due = self.session.moved || now_s - self.looked_s > LOOK_EVERY_S;
        if self.looking.is_none() && due {
            (self.session.moved, self.looked_s) = (false, now_s);
            self.looking = Some(self.worker.ask(|station| {
                Ok(Look {
                    today: station.today(),
                    now: station.now(),
                    queues: station.queues()?,
                })
            }));
        }
        match settled(&mut self.looking) {
            Some(Ok(look)) => {
                self.session.today = look.today;
                self.session.now = look.now;
                self.session.queues = look.queues;
            }
            Some(Err(error)) => self.toasts.error(&self.text, &error),
            None => {}
        }
    }

    /// Locks the desk when nobody has touched it for as long as the settings say.
    fn watch(&mut self, egui_ctx: &egui::Context, now_s: f64) {
        if egui_ctx.input(|input| !input.events.is_empty()) {
            self.touched_s = now_s;
        }
        let after_s = f64::from(self.session.settings.lock_minutes) * 60.0;
        let rest_s = self.touched_s + after_s - now_s;
        if rest_s <= 0.0 {
            self.lock(Leaving::Idle);
        } else {
            egui_ctx.request_repaint_after(Duration::from_secs_f64(rest_s + 0.1));
        }
    }

    fn lock(&mut self, why: Leaving) {
        if self.leaving.is_none() && !self.is_busy() {
            self.leaving = Some(why);
            self.help = false;
            self.leave();
        }
    }

    /// What an officer comes back to, once the desk is being locked and everything typed is saved.
    pub fn locked(&mut self) -> Option<Resume> {
        let why = self.leaving?;
        if let (Some(open), Leaving::Asked) = (&self.open, why)
            && open.application.saved == Saved::Failed
        {
            self.leaving = None; // The error is on screen; the officer decides.
            return None;
        }
        let at_work = self.open.iter().map(|open| &open.application);
        let settled = |open: &Open| open.application.is_settled();
        let saved = at_work.clone().all(|application| application.is_settled());
        if !saved || !self.parting.iter().all(settled) {
            return None;
        }
        let application = self.open.as_ref().map(|open| {
            let application = &open.application;
            (Arc::clone(&application.id), application.step)
        });
        Some(Resume {
            login: self.session.officer.login.clone(),
            why,
            place: self.here.root(),
            application,
        })
    }

    /// Something is under way whose end is to be seen, so the screen stays.
    fn is_busy(&self) -> bool {
        let submitting = self
            .open
            .as_ref()
            .is_some_and(|open| open.review.is_submitting());
        submitting || matches!(&self.shown, Shown::Screen(screen) if screen.is_busy())
    }

    /// The screen shown is about to be replaced.
    fn leave(&mut self) {
        if self.is_done() {
            self.open = None; // It waits for approval now; it is not the counter's any more.
        }
        let ctx = desk_ctx!(self);
        match &mut self.shown {
            Shown::Application => {
                if let Some(open) = &mut self.open {
                    open.capture.close(&ctx);
                    open.application.save(&ctx);
                }
            }
            Shown::Screen(screen) => screen.close(&ctx),
        }
    }

    /// Shows a place, if the officer's duties open it.
    fn go(&mut self, place: Place) {
        if self.is_busy() {
            return;
        }
        let opened = rail::deeds_of(place);
        if let Some(deed) = opened.first()
            && !opened.iter().any(|deed| self.session.may(*deed))
        {
            self.toasts.error(&self.text, &not_the_duty(*deed));
            return;
        }
        self.leave();
        self.reading = None;
        self.session.moved = true;
        self.here = place;
        let screen: Box<dyn Screen> = match place {
            Place::Home => Box::<Home>::default(),
            Place::Applications if self.open.is_some() => {
                self.shown = Shown::Application;
                return;
            }
            Place::Applications => Box::<Applications>::default(),
            Place::New(kind) => {
                self.begin_new(kind);
                return;
            }
            Place::Draft(id) => {
                self.go_on(id, Step::Data);
                return;
            }
            Place::Approval => Box::<Approval>::default(),
            Place::Press => Box::<Press>::default(),
            Place::HandOver => Box::<HandOver>::default(),
            Place::Registry => Box::<Registry>::default(),
            Place::Verify => Box::<Verify>::default(),
            Place::Surveillance => Box::<Surveillance>::default(),
            Place::Report => Box::<Report>::default(),
            Place::Blanks => Box::<Blanks>::default(),
            Place::Lists => Box::<Lists>::default(),
            Place::Audit => Box::<Audit>::default(),
            Place::Backups => Box::<Backups>::default(),
            Place::Officers => Box::<Officers>::default(),
            Place::Settings => Box::<SettingsScreen>::default(),
        };
        self.shown = Shown::Screen(screen);
    }

    fn show_record(&mut self, number: PermitNo) {
        self.go(Place::Registry);
        if self.here == Place::Registry {
            self.shown = Shown::Screen(Box::new(Registry::with_record(number)));
        }
    }

    /// Where Esc leads.
    fn back(&mut self) {
        if self.is_busy() {
            return;
        }
        let step = self.open.as_ref().map(|open| open.application.step);
        match (&self.shown, step) {
            (Shown::Application, Some(Step::Review)) => self.show_step(Step::Portrait),
            (Shown::Application, Some(Step::Portrait)) => self.show_step(Step::Data),
            (Shown::Application, _) => {
                self.leave();
                self.part();
                self.reading = None;
                self.go(Place::Applications);
            }
            (Shown::Screen(_), _) if self.here == Place::Home => {}
            (Shown::Screen(_), _) => self.go(Place::Home),
        }
    }

    /// Draws the window.
    pub fn ui(&mut self, ui: &mut Ui) {
        widget::field::begin_frame(ui);
        if self.leaving.is_some() {
            self.cover_ui(ui);
            return;
        }
        let escape_free =
            ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        self.keys(ui);
        self.rail_ui(ui);
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
            Go::Permits(due) => {
                self.go(Place::Registry);
                if self.here == Place::Registry {
                    self.shown = Shown::Screen(Box::new(Registry::due(due)));
                }
            }
        }
    }

    /// Nothing of the office is seen while the last of it is being saved.
    fn cover_ui(&mut self, ui: &mut Ui) {
        let ground = Frame::new().fill(theme::of(ui).ground);
        CentralPanel::no_frame().frame(ground).show(ui, |ui| {
            ui.add_space(ui.available_height() * 0.4);
            ui.vertical_centered(|ui| {
                ui.set_max_width(320.0);
                widget::waiting(ui, &self.text.get("duty-locking"));
            });
        });
        self.toasts.ui(ui.ctx(), &self.text);
    }

    fn keys(&mut self, ui: &Ui) {
        self.session.next = false;
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return;
        }
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let lines: Vec<Place> = rail::offered(&self.session)
            .map(|line| line.place)
            .collect();
        let digits = rail::KEYS.iter().copied().zip(lines);
        let named = [(Key::N, Place::New(Kind::Itas)), (Key::F, Place::Registry)];
        for (key, place) in digits.chain(named) {
            if pressed(Modifiers::CTRL, key) {
                self.go(place);
            }
        }
        if pressed(Modifiers::CTRL, Key::L) {
            self.lock(Leaving::Asked);
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
            if matches!(self.shown, Shown::Application) && pressed(Modifiers::NONE, key) {
                self.show_step(step);
            }
        }
    }

    fn rail_ui(&mut self, ui: &mut Ui) {
        match rail::ui(ui, &self.text, &self.session, self.here.root()) {
            Some(rail::Pressed::Place(place)) => self.go(place),
            Some(rail::Pressed::Help) => self.help = true,
            Some(rail::Pressed::Lock) => self.lock(Leaving::Asked),
            None => {}
        }
    }

    fn screen_ui(&mut self, ui: &mut Ui) -> Go {
        let mut ctx = desk_ctx!(self);
        if self.reading.is_some() {
            widget::body(ui, |ui| widget::waiting(ui, &ctx.t("desk-loading")));
            return Go::Stay;
        }
        match (&mut self.shown, self.open.as_deref_mut()) {
            (Shown::Screen(screen), _) => screen.ui(ui, &mut ctx),
            (Shown::Application, Some(open)) => open.ui(ui, &mut ctx),
            (Shown::Application, None) => Go::To(Place::Applications),
        }
    }
}

/// The refusal the station would give.
fn not_the_duty(deed: Deed) -> Error {
    Error {
        id: "not-the-duty",
        args: vec![("deed", deed.id().to_owned())],
        detail: String::new(),
    }
}

/// Where papers are saved until somebody chooses another folder: beside the office's, in which nothing lies in the clear.
fn beside(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push("-keluaran");
    dir.with_file_name(name)
}

/// The screen a flag of the program names.
fn place_of(name: Option<&str>) -> Place {
    match name {
        Some("applications") => Place::Applications,
        Some("new") => Place::New(Kind::Itas),
        Some("approval") => Place::Approval,
        Some("press") => Place::Press,
        Some("hand-over") => Place::HandOver,
        Some("registry") => Place::Registry,
        Some("verify") => Place::Verify,
        Some("surveillance") => Place::Surveillance,
        Some("report") => Place::Report,
        Some("blanks") => Place::Blanks,
        Some("lists") => Place::Lists,
        Some("audit") => Place::Audit,
        Some("backups") => Place::Backups,
        Some("officers") => Place::Officers,
        Some("settings") => Place::Settings,
        _ => Place::Home,
    }
}
