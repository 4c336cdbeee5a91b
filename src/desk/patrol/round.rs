//! The open patrol: a card is held up, its verdict fills the window, the next card is held up; all else is a key away.

mod draw;
mod files;

use super::Seen;
use super::eye::Eye;
use super::journal::Journal;
use super::panel::{Operation, Panel, Said};
use super::spot::Where;
use super::verdict;
use crate::camera::Source;
use crate::desk;
use crate::desk::Start;
use crate::desk::context::{answered, settled};
use crate::desk::dialog::{Dialog, Wanted};
use crate::desk::theme;
use crate::desk::toast::Toasts;
use crate::desk::widget::card::{Picture, still_picture};
use crate::desk::widget::field;
use crate::desk::widget::viewfinder;
use crate::patrol::{Sighting, SightingId, Terms};
use crate::portrait::Still;
use crate::sound::{Speaker, Tone};
use crate::station::supply::Supply;
use crate::station::{Ask, Error, Evidence, Noted, Patrol, PatrolState, Secret, Worker};
use crate::text::Text;
use eframe::egui::{self, ColorImage, Ui};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

pub use draw::bundle_words;

/// Seconds between two looks at the folder's state and the time.
const LOOK_EVERY_S: f64 = 20.0;
/// Untouched for so long, the folder is locked.
const LOCK_AFTER_S: f64 = 15.0 * 60.0;
/// Untouched for so long, the card that stands is noted as it is.
const NOTE_AFTER_S: f64 = 120.0;
/// A picture of a card: enough to read it.
const PHOTO_SIDE_PX: u32 = 1280;

/// The card that stands, and what it is to be noted with.
struct Standing {
    seen: Box<Seen>,
    note: String,
    photo: Option<Vec<u8>>,
    /// It is in the log, or not to be.
    noted: bool,
    /// When that failed; what waits at the station is tried again, but not in every frame.
    failed_s: Option<f64>,
}

/// What was brought, once it is in its place.
enum Taken {
    Bundle(PatrolState),
    Extract(Terms, PatrolState),
}

/// The folder as it stands, with the time.
pub struct Look {
    pub state: PatrolState,
    /// Unix seconds.
    pub now: i64,
}

/// The open patrol.
pub struct Round {
    worker: Worker<Patrol>,
    pub start: Start,
    text: Text,
    toasts: Toasts,
    dark: bool,
    speaker: Speaker,
    pub officer: String,
    look: Option<Look>,
    looking: Option<Ask<Look>>,
    looked_s: f64,
    eye: Eye,
    place: Where,
    operation: Operation,
    checking: Option<Ask<Result<Seen, Error>>>,
    standing: Option<Standing>,
    noting: Vec<(SightingId, Ask<Result<Sighting, Error>>)>,
    facing: Option<Ask<Option<ColorImage>>>,
    photo: Picture,
    shooting: Option<Ask<Option<Vec<u8>>>>,
    panel: Panel,
    journal: Journal,
    /// Boxes as they stood before a reader may have typed into them.
    before: Option<(String, Option<String>)>,
    dialog: Option<Dialog>,
    bringing: Option<Ask<Result<Supply, Error>>>,
    taking: Option<Ask<Result<Taken, Error>>>,
    exporting: Option<Ask<Result<(PathBuf, u64), Error>>>,
    touched_s: f64,
    locked: bool,
}

impl Round {
    /// Takes over an open folder.
    pub fn new(
        ctx: &egui::Context,
        (start, text, officer): (Start, Text, String),
        worker: Worker<Patrol>,
        speaker: Speaker,
        left: Option<Error>,
    ) -> Self {
        let mut toasts = Toasts::default();
        if let Some(error) = left {
            toasts.error(&text, &error);
        }
        let dark = start.theme.as_deref() == Some("dark");
        Self {
            looking: Some(worker.ask(Look::of)),
            worker,
            start,
            text,
            toasts,
            dark,
            speaker,
            officer,
            look: None,
            looked_s: ctx.input(|input| input.time),
            eye: Eye::default(),
            place: Where::default(),
            operation: Operation::default(),
            checking: None,
            standing: None,
            noting: Vec::new(),
            facing: None,
            photo: Picture::default(),
            shooting: None,
            panel: Panel::None,
            journal: Journal::default(),
            before: None,
            dialog: None,
            bringing: None,
            taking: None,
            exporting: None,
            touched_s: ctx.input(|input| input.time),
            locked: false,
        }
    }

    /// The folder is to be locked; everything is noted.
    pub fn is_locked(&self) -> bool {
        self.locked && self.noting.is_empty()
    }

    /// Notes what stands, and lets go of the camera.
    pub fn close(&mut self) {
        self.note();
        self.eye.close(&self.worker);
    }

    /// Takes in answers; before each frame.
    pub fn logic(&mut self, ctx: &egui::Context) {
        let now_s = ctx.input(|input| input.time);
        if self.looking.is_none() && now_s - self.looked_s > LOOK_EVERY_S {
            self.look_again(now_s);
        }
        match answered(&mut self.looking) {
            Some(Ok(look)) => self.look = Some(look),
            Some(Err(error)) => self.toasts.error(&self.text, &error),
            None => {}
        }
        self.poll_check(ctx);
        self.poll_notes(now_s);
        self.poll_files();
        self.poll_photo();
        if ctx.input(|input| !input.events.is_empty()) {
            self.touched_s = now_s;
        }
        let idle_s = now_s - self.touched_s;
        if idle_s > LOCK_AFTER_S {
            self.lock();
        } else if idle_s > NOTE_AFTER_S && matches!(self.panel, Panel::None) {
            let failed_s = self.standing.as_ref().and_then(|one| one.failed_s);
            if failed_s.is_none_or(|failed_s| now_s - failed_s > NOTE_AFTER_S) {
                self.note();
            }
        }
        ctx.request_repaint_after(Duration::from_secs(15));
    }

    fn look_again(&mut self, now_s: f64) {
        self.looked_s = now_s;
        self.looking = Some(self.worker.ask(Look::of));
    }

    fn lock(&mut self) {
        if !self.locked {
            self.close();
            self.locked = true;
        }
    }

    fn poll_photo(&mut self) {
        let Some(Ok(Some(photo))) = answered(&mut self.shooting) else {
            return;
        };
        let Some(standing) = &mut self.standing else {
            return;
        };
        if standing.noted {
            let words = self.text.get("patroli-note-late");
            self.toasts.failed(words, "", "");
        } else {
            standing.photo = Some(photo);
            self.toasts.good(self.text.get("patroli-photo-taken"));
        }
    }

    fn poll_check(&mut self, ctx: &egui::Context) {
        match settled(&mut self.checking) {
            Some(Ok(seen)) => {
                if !self.start.mute {
                    self.speaker.sound(verdict::tone(seen.verdict.word));
                }
                let photo = seen.entry.as_ref().and_then(|entry| entry.photo.clone());
                self.photo.clear();
                self.facing = photo.map(|jpeg| {
                    self.worker.press(move || {
                        let still = Still::decode(&jpeg).ok()?;
                        Some(still_picture(&still, 600))
                    })
                });
                self.standing = Some(Standing {
                    noted: seen.is_again(),
                    seen: Box::new(seen),
                    note: String::new(),
                    photo: None,
                    failed_s: None,
                });
                self.touched_s = ctx.input(|input| input.time);
                ctx.request_repaint();
            }
            Some(Err(error)) => self.toasts.error(&self.text, &error),
            None => {}
        }
        if let Some(Ok(Some(image))) = answered(&mut self.facing) {
            self.photo.set(ctx, "patroli-face", image);
        }
    }

    fn poll_notes(&mut self, now_s: f64) {
        let before = self.noting.len();
        let (text, toasts) = (&self.text, &mut self.toasts);
        let standing = &mut self.standing;
        self.noting.retain_mut(|(id, ask)| match ask.take() {
            None => true,
            Some(answer) => {
                if let Err(error) = answer.and_then(|inner| inner) {
                    toasts.error(text, &error);
                    if let Some(standing) = standing.as_mut().filter(|one| one.seen.id == *id) {
                        standing.noted = false;
                        standing.failed_s = Some(now_s);
                    }
                }
                false
            }
        });
        if self.noting.len() < before {
            self.look_again(now_s);
        }
    }

    /// Notes the card before, then judges this one: the lane keeps the order.
    fn check(&mut self, evidence: Evidence) {
        self.note();
        self.toasts.forget_errors();
        self.standing = None;
        // The picture of one card must not come to lie with another.
        self.shooting = None;
        self.photo.clear();
        if !matches!(self.panel, Panel::Extract(_)) {
            self.panel = Panel::None;
        }
        let noted = self.noted();
        self.checking = Some(
            self.worker
                .ask(move |patrol| patrol.check(&evidence, &noted)),
        );
    }

    /// What every card is noted with.
    fn noted(&self) -> Noted {
        Noted {
            spot: self.place.spot(),
            officer: self.officer.clone(),
            operation: self.operation.id(),
            ..Noted::default()
        }
    }

    /// Puts the card that stands into the log, once.
    fn note(&mut self) {
        let noted = self.noted();
        let Some(standing) = self.standing.as_mut().filter(|standing| !standing.noted) else {
            return;
        };
        standing.noted = true;
        let noted = Noted {
            note: standing.note.trim().to_owned(),
            photo: standing.photo.clone(),
            ..noted
        };
        let seen = standing.seen.clone();
        self.noting.push((
            seen.id,
            self.worker.ask(move |patrol| patrol.record(&seen, &noted)),
        ));
    }

    fn photograph(&mut self) {
        if self
            .standing
            .as_ref()
            .is_some_and(|standing| standing.noted)
        {
            let words = self.text.get("patroli-note-late");
            self.toasts.failed(words, "", "");
            return;
        }
        let Some(still) = self.eye.still() else {
            let words = self.text.get("patroli-photo-none");
            self.toasts.failed(words, "", "");
            return;
        };
        self.shooting = Some(
            self.worker
                .press(move || still.jpeg(PHOTO_SIDE_PX, Sighting::MOST_PHOTO).ok()),
        );
    }

    /// Draws the window.
    pub fn ui(&mut self, ui: &mut Ui) {
        field::begin_frame(ui);
        self.scan(ui);
        self.keys(ui);
        if matches!(self.panel, Panel::Log) {
            self.log_ui(ui);
        } else {
            self.cards_ui(ui);
        }
        self.panel_ui(ui.ctx());
        self.toasts.ui(ui.ctx(), &self.text);
    }

    fn scan(&mut self, ui: &Ui) {
        if let Some(path) = ui.input(|input| {
            let file = input.raw.dropped_files.first();
            file.map(|file| file.path().to_owned())
        }) {
            self.bring(path);
        }
        // A dialog takes letters also before its box has the cursor.
        let asks = !matches!(self.panel, Panel::None | Panel::Log);
        let boxed = asks || ui.memory(|memory| memory.focused().is_some());
        if self.eye.rests(ui.input(|input| input.time)) {
            self.before = Some((self.place.typed.clone(), self.panel.typed_note()));
        }
        let camera = viewfinder::source_of("", self.start.stills.as_ref());
        let source = match camera {
            Source::Device(_) => Source::Device(String::new()),
            stills @ Source::Stills(_) => stills,
        };
        let text = self.eye.poll(ui, &self.worker, &source, boxed);
        let Some(text) = text else { return };
        if boxed && let Some((place, note)) = self.before.take() {
            // What the reader typed into a box goes; what the person had typed there stays.
            self.place.typed = place;
            if let (Some(standing), Some(note)) = (&mut self.standing, note) {
                standing.note = note;
            }
        }
        match Operation::scanned(&text) {
            Some(operation) => {
                self.toasts.good(operation.words(&self.text));
                self.operation = operation;
            }
            None => self.check(Evidence::Text(text)),
        }
    }

    fn keys(&mut self, ui: &Ui) {
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return;
        }
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let has_card = self.standing.is_some();
        for key in super::KEYS {
            if !pressed(key.modifiers, key.key) {
                continue;
            }
            match key.act {
                super::Act::Help => self.panel = Panel::Help,
                super::Act::Place => self.panel = Panel::Place,
                super::Act::Note if has_card => self.open_note(),
                super::Act::Photo if has_card => self.photograph(),
                super::Act::Note | super::Act::Photo => {
                    let words = self.text.get("patroli-no-card");
                    self.toasts.failed(words, "", "");
                }
                super::Act::Operation => {
                    self.panel = Panel::operation(&self.text, &self.operation);
                }
                super::Act::Log => self.open_log(),
                super::Act::Camera => self.eye.switch(&self.worker),
                super::Act::Theme => {
                    self.dark = !self.dark;
                    let name = if self.dark { "dark" } else { "light" };
                    self.start.theme = Some(name.to_owned());
                    theme::apply(ui.ctx(), name);
                }
                super::Act::Sound => {
                    self.start.mute = !self.start.mute;
                    let key = if self.start.mute {
                        "patroli-sound-off"
                    } else {
                        "patroli-sound-on"
                    };
                    self.toasts.good(self.text.get(key));
                    if !self.start.mute {
                        self.speaker.sound(Tone::Good);
                    }
                }
                super::Act::Export => self.panel = Panel::export(&self.text, &self.start),
                super::Act::Open => self.browse(ui),
                super::Act::Lock => self.lock(),
                super::Act::Back => self.back(),
            }
        }
    }

    fn open_note(&mut self) {
        let Some(standing) = &self.standing else {
            return;
        };
        if standing.noted {
            let words = self.text.get("patroli-note-late");
            self.toasts.failed(words, "", "");
        } else {
            self.panel = Panel::note(&self.text, &standing.note);
        }
    }

    fn open_log(&mut self) {
        if matches!(self.panel, Panel::Log) {
            self.panel = Panel::None;
            return;
        }
        self.note();
        self.panel = Panel::Log;
        self.journal.ask(&self.worker);
    }

    fn browse(&mut self, ui: &Ui) {
        if self.dialog.is_none() {
            let wake = ui.ctx().clone();
            let title = self.text.get("patroli-open-file");
            self.dialog = Some(Dialog::open(title, Wanted::Any, move || {
                wake.request_repaint();
            }));
        }
    }

    /// Esc: the log first, then messages, then the card.
    fn back(&mut self) {
        if matches!(self.panel, Panel::Log) {
            self.panel = Panel::None;
        } else if !self.toasts.close_newest() {
            self.note();
            self.standing = None;
            self.checking = None;
            self.shooting = None;
            self.photo.clear();
        }
    }

    fn log_ui(&mut self, ui: &mut Ui) {
        let now = self.look.as_ref().map_or(0, |look| look.now);
        if self.journal.ui(ui, &self.text, &self.worker, now) {
            self.panel = Panel::None;
        }
        if let Some(error) = self.journal.failed() {
            self.toasts.error(&self.text, &error);
        }
    }

    fn panel_ui(&mut self, ctx: &egui::Context) {
        let panel = std::mem::replace(&mut self.panel, Panel::None);
        let (panel, said) = panel.ui(ctx, &self.text, &mut self.place);
        self.panel = panel;
        match said {
            Said::Nothing => {}
            Said::Note(note) => {
                if let Some(standing) = &mut self.standing {
                    standing.note = note;
                    self.toasts.good(self.text.get("patroli-note-kept"));
                }
            }
            Said::Operation(operation) => self.operation = operation,
            Said::Extract(path, passphrase) => {
                let opens = Secret::new(passphrase.as_str().to_owned());
                self.taking = Some(self.worker.ask(move |patrol| {
                    let go_on = &mut |_, _| ControlFlow::Continue(());
                    let terms = patrol.import_extract(&path, &opens, go_on)?;
                    Ok(Taken::Extract(terms, patrol.state()))
                }));
            }
            Said::Export(path) => {
                self.note();
                self.exporting = Some(self.worker.ask(move |patrol| {
                    let count = patrol.export_log(&path)?;
                    Ok((path, count))
                }));
            }
        }
    }
}

impl Look {
    fn of(patrol: &mut Patrol) -> Self {
        Self {
            state: patrol.state(),
            now: patrol.now(),
        }
    }
}

/// What the desk's words are shown in when the patrol begins.
pub fn words_of(start: &Start) -> Text {
    start.lang.map_or_else(|| desk::words("id"), Text::new)
}
