//! Before a shop's work: its folder is found, made on the first start from the office's root, or unlocked by its passphrase.

use crate::desk::Start;
use crate::desk::front::{self, Hands, Job};
use crate::desk::start::persons_shop;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::field;
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::{Error, Secret, Shop};
use crate::text::Text;
use eframe::egui::{self, Id, Key, Modifiers, Ui};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// The state before the folder is open.
pub struct Begin {
    start: Start,
    hands: Hands,
    text: Text,
    stage: Stage,
    dir: PathBuf,
    /// A job the program was opened with.
    job: Option<PathBuf>,
    name: String,
    root: String,
    who: String,
    passphrase: [Zeroizing<String>; 2],
    failed: Option<Error>,
    /// The flags of the program have filled the boxes; this is tried without being asked.
    enters: bool,
    begun: bool,
}

enum Stage {
    Looking(Job<(PathBuf, Option<PathBuf>, bool)>),
    /// First start.
    Make,
    Unlock,
    Opening(Job<Shop>, bool),
}

/// An open folder of a shop.
pub struct Ready {
    pub start: Start,
    pub text: Text,
    pub folder: Shop,
    pub who: String,
    pub job: Option<PathBuf>,
}

impl Begin {
    /// Looks for the folder.
    pub fn new(ctx: &egui::Context, mut start: Start, hands: Hands) -> Self {
        let entrant = start.entrant.take();
        let named = start.shop.clone().unwrap_or_default();
        let password = entrant.as_ref().map(|one| one.password.reveal().to_owned());
        let look = move || {
            let (dir, job) = Shop::named(&named, persons_shop());
            let known = Shop::is_shop(&dir);
            Ok((dir, job, known))
        };
        Self {
            hands,
            text: Text::new(start.lang.unwrap_or_default()),
            stage: Stage::Looking(Job::start(ctx, hands, look)),
            dir: PathBuf::new(),
            job: None,
            name: String::new(),
            root: String::new(),
            enters: password.is_some(),
            who: entrant.map(|entrant| entrant.login).unwrap_or_default(),
            passphrase: [
                Zeroizing::new(password.unwrap_or_default()),
                Zeroizing::default(),
            ],
            failed: None,
            start,
            begun: false,
        }
    }

    /// The open folder, once it is.
    pub fn poll(&mut self, ctx: &egui::Context) -> Option<Ready> {
        match &self.stage {
            Stage::Looking(job) => match job.poll() {
                Some(Ok((dir, job, known))) => {
                    (self.dir, self.job) = (dir, job);
                    self.stage = if known { Stage::Unlock } else { Stage::Make };
                    if known && std::mem::take(&mut self.enters) {
                        self.unlock(ctx);
                    }
                }
                Some(Err(_)) => self.stage = Stage::Make,
                None => {}
            },
            Stage::Opening(job, first) => {
                let first = *first;
                match job.poll()? {
                    Ok(folder) => {
                        let mut start = std::mem::take(&mut self.start);
                        // After a lock the folder is opened again, and the job is in it.
                        start.shop = Some(self.dir.clone());
                        return Some(Ready {
                            start,
                            text: Text::new(self.text.lang()),
                            folder,
                            who: self.who.trim().to_owned(),
                            job: self.job.take(),
                        });
                    }
                    Err(error) => {
                        self.stage = if first { Stage::Make } else { Stage::Unlock };
                        self.failed = Some(error);
                        self.begun = false;
                    }
                }
            }
            Stage::Make | Stage::Unlock => {}
        }
        None
    }

    /// Draws the stage it is at.
    pub fn ui(&mut self, ui: &mut Ui) {
        field::begin_frame(ui);
        let text = Text::new(self.text.lang());
        front::stage_ui(ui, &text, 680.0, |ui| {
            match &self.stage {
                Stage::Looking(_) | Stage::Opening(..) => {
                    widget::waiting(ui, &text.get("shop-opening"));
                }
                Stage::Make => self.make_ui(ui),
                Stage::Unlock => self.unlock_ui(ui),
            }
            if let Some(error) = &self.failed {
                ui.add_space(8.0);
                front::error_ui(ui, &text, error);
            }
        });
    }

    fn make_ui(&mut self, ui: &mut Ui) {
        front::lang_ui(ui, &mut self.text, &mut self.start.lang);
        front::heading(ui, &self.text.get("shop-first-title"));
        widget::sentence(ui, self.text.get("shop-first-text"));
        ui.add_space(8.0);
        let dropped = ui.input(|input| {
            let file = input.raw.dropped_files.first();
            file.map(|file| file.path().display().to_string())
        });
        if let Some(path) = dropped {
            self.root = path;
        }
        let begin = !std::mem::replace(&mut self.begun, true);
        let boxes = [
            ("shop-name", &mut self.name),
            ("shop-root", &mut self.root),
            ("shop-who", &mut self.who),
        ];
        for (index, (key, value)) in boxes.into_iter().enumerate() {
            let id = Id::unique(key);
            if begin && index == 0 {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
            front::text_ui(ui, id, &self.text.get(key), value);
        }
        let words = [
            ("shop-new", self.text.get("shop-passphrase-new")),
            ("shop-again", self.text.get("shop-passphrase-again")),
        ];
        // Beside each other: the whole form is to be seen in the smallest window.
        widget::row(ui, &[1.0, 1.0], 480.0, |ui, index| {
            if let (Some((id, words)), Some(value)) =
                (words.get(index), self.passphrase.get_mut(index))
            {
                field::password(ui, Id::unique(*id), value, words);
            }
        });
        let [first, second] = &self.passphrase;
        widget::hint(ui, self.text.get("shop-passphrase-hint"));
        if !second.is_empty() && first != second {
            let words = self.text.get("shop-passphrase-differs");
            widget::note(ui, Tone::Warning, &words);
        }
        ui.add_space(12.0);
        let named = [&self.name, &self.root, &self.who];
        let named = named.iter().all(|value| !value.trim().is_empty());
        let [first, second] = &self.passphrase;
        let ready = named && !first.is_empty() && first == second;
        if self.button_ui(ui, "shop-first-make", ready) {
            let (dir, name) = (self.dir.clone(), self.name.trim().to_owned());
            let (root, passphrase) = (PathBuf::from(self.root.trim()), self.secret());
            self.failed = None;
            let work = move || Shop::create_from(&dir, &name, &passphrase, &root);
            self.stage = Stage::Opening(Job::start(ui.ctx(), self.hands, work), true);
        }
    }

    fn unlock_ui(&mut self, ui: &mut Ui) {
        front::lang_ui(ui, &mut self.text, &mut self.start.lang);
        front::heading(ui, &self.text.get("shop-unlock-title"));
        widget::sentence(ui, self.text.get("shop-unlock-text"));
        ui.add_space(8.0);
        let (who, pass) = (Id::unique("shop-who"), Id::unique("shop-passphrase"));
        if !std::mem::replace(&mut self.begun, true) {
            let id = if self.who.is_empty() { who } else { pass };
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        front::text_ui(ui, who, &self.text.get("shop-who"), &mut self.who);
        let [passphrase, _] = &mut self.passphrase;
        let words = self.text.get("shop-passphrase");
        let entered = field::password(ui, pass, passphrase, &words);
        ui.add_space(12.0);
        let ready = !self.who.trim().is_empty() && !passphrase.is_empty();
        if self.button_ui(ui, "shop-unlock", ready) || (entered && ready) {
            self.unlock(ui.ctx());
        }
    }

    fn unlock(&mut self, ctx: &egui::Context) {
        let (dir, passphrase) = (self.dir.clone(), self.secret());
        self.passphrase = Default::default();
        self.failed = None;
        let work = move || Shop::open(&dir, &passphrase);
        self.stage = Stage::Opening(Job::start(ctx, self.hands, work), false);
    }

    fn secret(&self) -> Secret {
        let [passphrase, _] = &self.passphrase;
        Secret::new(passphrase.as_str().to_owned())
    }

    /// On with Ctrl Enter.
    fn button_ui(&self, ui: &mut Ui, key: &str, ready: bool) -> bool {
        let mut pressed = ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::Enter));
        let words = self.text.get(key);
        let button = Button::new(Look::Primary, &words)
            .icon(Icon::Check)
            .key("Ctrl ↵")
            .height(44.0)
            .enabled(ready);
        pressed |= ui.add(button).clicked();
        pressed && ready
    }
}
