//! Before a patrol: its folder is found, made on the first start from the office's bundle, or unlocked by its passphrase.

use crate::desk::Start;
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::format;
use crate::desk::front::{self, Hands, Job};
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look, switch};
use crate::desk::widget::field::{self, Around};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::supply::{self, Brought, Supplies};
use crate::station::{Error, Patrol, Secret};
use crate::text::Text;
use eframe::egui::{self, Id, Key, Label, Modifiers, Ui};
use std::ops::ControlFlow;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Hex digits of a fingerprint that stand together, to be compared by eye.
const GROUP: usize = 4;

/// The state before the folder is open.
pub struct Begin {
    start: Start,
    hands: Hands,
    pub text: Text,
    stage: Stage,
    /// Path of the bundle, or of the folder it lies in.
    path: String,
    dialog: Option<Dialog>,
    reading: Option<Job<Supplies>>,
    bundle: Option<Box<Brought>>,
    /// The officer has compared the fingerprint.
    same: bool,
    laptop: String,
    officer: String,
    passphrase: [Zeroizing<String>; 2],
    extract: String,
    extract_passphrase: Zeroizing<String>,
    failed: Option<Error>,
    /// The flags of the program have filled the boxes; this is tried without being asked.
    enters: bool,
    begun: bool,
}

enum Stage {
    Looking(Job<bool>),
    /// First start: the office's bundle and its root.
    Trust,
    /// First start: whose laptop, who, which passphrase.
    Team,
    Unlock,
    Opening(Job<Opened>),
}

/// A folder that was opened, with what did not go.
struct Opened {
    patrol: Patrol,
    /// The extract was not taken; the patrol goes without.
    left: Option<Error>,
}

/// An open patrol folder, ready for the first card.
pub struct Ready {
    pub start: Start,
    pub patrol: Patrol,
    pub officer: String,
    /// What did not go on the way.
    pub left: Option<Error>,
}

fn unlock_id() -> Id {
    Id::unique("patroli-passphrase")
}

impl Begin {
    /// Looks for the folder.
    pub fn new(ctx: &egui::Context, mut start: Start, hands: Hands) -> Self {
        let entrant = start.entrant.take();
        let text = Text::new(start.lang.unwrap_or_default());
        let dir = start.patrol.clone().unwrap_or_default();
        let officer = entrant.as_ref().map(|entrant| entrant.login.clone());
        let password = entrant.as_ref().map(|one| one.password.reveal().to_owned());
        Self {
            hands,
            text,
            stage: Stage::Looking(Job::start(ctx, hands, move || Ok(Patrol::is_patrol(&dir)))),
            path: String::new(),
            dialog: None,
            reading: None,
            bundle: None,
            same: false,
            laptop: String::new(),
            enters: password.is_some(),
            officer: officer.unwrap_or_default(),
            passphrase: [
                Zeroizing::new(password.unwrap_or_default()),
                Zeroizing::default(),
            ],
            extract: String::new(),
            extract_passphrase: Zeroizing::default(),
            failed: None,
            start,
            begun: false,
        }
    }

    /// The open folder, once it is.
    pub fn poll(&mut self, ctx: &egui::Context) -> Option<Ready> {
        match &self.stage {
            Stage::Looking(job) => match job.poll() {
                Some(Ok(true)) => {
                    self.stage = Stage::Unlock;
                    if std::mem::take(&mut self.enters) {
                        self.unlock(ctx);
                    }
                }
                Some(Ok(false) | Err(_)) => self.stage = Stage::Trust,
                None => {}
            },
            Stage::Opening(job) => match job.poll()? {
                Ok(opened) => {
                    return Some(Ready {
                        start: std::mem::take(&mut self.start),
                        patrol: opened.patrol,
                        officer: self.officer.trim().to_owned(),
                        left: opened.left,
                    });
                }
                Err(error) => {
                    let first = self.bundle.is_some();
                    self.stage = if first { Stage::Team } else { Stage::Unlock };
                    self.failed = Some(error);
                    self.begun = false;
                }
            },
            Stage::Trust | Stage::Team | Stage::Unlock => {}
        }
        None
    }

    /// Draws the stage it is at.
    pub fn ui(&mut self, ui: &mut Ui) {
        field::begin_frame(ui);
        let text = Text::new(self.text.lang());
        front::stage_ui(ui, &text, 720.0, |ui| {
            match &self.stage {
                Stage::Looking(_) | Stage::Opening(_) => {
                    widget::waiting(ui, &text.get("patroli-opening"));
                }
                Stage::Trust => self.trust_ui(ui),
                Stage::Team => self.team_ui(ui),
                Stage::Unlock => self.unlock_ui(ui),
            }
            if let Some(error) = &self.failed {
                ui.add_space(8.0);
                front::error_ui(ui, &text, error);
            }
        });
    }

    fn trust_ui(&mut self, ui: &mut Ui) {
        self.take_supplies(ui);
        front::lang_ui(ui, &mut self.text, &mut self.start.lang);
        front::heading(ui, &self.text.get("patroli-first-title"));
        widget::sentence(ui, self.text.get("patroli-first-text"));
        ui.add_space(10.0);
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            let (file, folder) = (
                self.text.get("patroli-first-file"),
                self.text.get("patroli-first-folder"),
            );
            let button = Button::new(Look::Plain, &file)
                .icon(Icon::Save)
                .key("Ctrl O");
            if ui.add(button).clicked()
                || ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::O))
            {
                wanted = Some(Wanted::Any);
            }
            if ui
                .add(Button::new(Look::Plain, &folder).icon(Icon::Folder))
                .clicked()
            {
                wanted = Some(Wanted::Folder);
            }
        });
        if let Some(wanted) = wanted {
            let wake = ui.ctx().clone();
            let title = self.text.get("patroli-first-file");
            self.dialog = Some(Dialog::open(title, wanted, move || wake.request_repaint()));
        }
        ui.add_space(4.0);
        let (label, hint) = (self.text.get("desk-path"), self.text.get("desk-path-hint"));
        let around = Around {
            label: &label,
            hint: &hint,
            ..Around::default()
        };
        let id = Id::unique("patroli-path");
        if !std::mem::replace(&mut self.begun, true) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let edit = field::edit(ui, id, &mut self.path, &around);
        let response = ui.add(edit).accessible_name(label.clone());
        field::outline(ui, &response, field::Mood::Calm);
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            self.read(ui);
        }
        if self.reading.is_some() {
            widget::waiting(ui, &self.text.get("desk-loading"));
        }
        if let Some(bundle) = &self.bundle {
            ui.add_space(10.0);
            bundle_ui(ui, &self.text, bundle);
            ui.add_space(6.0);
            switch(ui, &self.text.get("patroli-first-same"), &mut self.same);
            widget::hint(ui, self.text.get("patroli-first-same-hint"));
        }
        ui.add_space(12.0);
        let ready = self.bundle.is_some() && self.same;
        if let Some(true) = self.buttons_ui(ui, "patroli-first-next", ready) {
            (self.stage, self.failed, self.begun) = (Stage::Team, None, false);
        }
    }

    fn take_supplies(&mut self, ui: &Ui) {
        if let Some(path) = chosen(&mut self.dialog) {
            self.path = path.display().to_string();
            self.read(ui);
        }
        let dropped = ui.input(|input| {
            let file = input.raw.dropped_files.first();
            file.map(|file| file.path().to_owned())
        });
        if let Some(path) = dropped {
            self.path = path.display().to_string();
            self.read(ui);
        }
        match self.reading.as_ref().and_then(Job::poll) {
            Some(Ok(supplies)) => {
                (self.reading, self.failed, self.same) = (None, None, false);
                self.bundle = supplies.bundle;
                if let Some(path) = supplies.extract {
                    self.extract = path.display().to_string();
                }
            }
            Some(Err(error)) => {
                (self.reading, self.bundle) = (None, None);
                self.failed = Some(error);
            }
            None => {}
        }
    }

    fn read(&mut self, ui: &Ui) {
        let path = PathBuf::from(self.path.trim());
        if path.as_os_str().is_empty() {
            return;
        }
        self.failed = None;
        self.reading = Some(Job::start(ui.ctx(), self.hands, move || {
            supply::gather(&path)
        }));
    }

    fn team_ui(&mut self, ui: &mut Ui) {
        front::heading(ui, &self.text.get("patroli-team-title"));
        widget::sentence(ui, self.text.get("patroli-team-text"));
        ui.add_space(8.0);
        let begin = !std::mem::replace(&mut self.begun, true);
        let boxes = [
            ("patroli-laptop", &mut self.laptop),
            ("patroli-officer", &mut self.officer),
        ];
        for (index, (key, value)) in boxes.into_iter().enumerate() {
            let id = Id::unique(key);
            if begin && index == 0 {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
            front::text_ui(ui, id, &self.text.get(key), value);
        }
        let [first, second] = &mut self.passphrase;
        field::password(
            ui,
            Id::unique("patroli-new"),
            first,
            &self.text.get("patroli-passphrase-new"),
        );
        ui.add_space(4.0);
        field::password(
            ui,
            Id::unique("patroli-again"),
            second,
            &self.text.get("patroli-passphrase-again"),
        );
        widget::hint(ui, self.text.get("patroli-passphrase-hint"));
        let differs = !second.is_empty() && first != second;
        if differs {
            widget::note(
                ui,
                Tone::Warning,
                &self.text.get("patroli-passphrase-differs"),
            );
        }
        ui.add_space(10.0);
        widget::section(ui, &self.text.get("patroli-extract"));
        widget::hint(ui, self.text.get("patroli-extract-optional"));
        front::text_ui(
            ui,
            Id::unique("patroli-extract-path"),
            &self.text.get("patroli-extract-path"),
            &mut self.extract,
        );
        field::password(
            ui,
            Id::unique("patroli-extract-pass"),
            &mut self.extract_passphrase,
            &self.text.get("patroli-extract-passphrase"),
        );
        ui.add_space(12.0);
        let [first, second] = &self.passphrase;
        let named = !self.laptop.trim().is_empty() && !self.officer.trim().is_empty();
        let ready = named && !first.is_empty() && first == second;
        match self.buttons_ui(ui, "patroli-team-begin", ready) {
            Some(true) => self.create(ui.ctx()),
            Some(false) => (self.stage, self.failed, self.begun) = (Stage::Trust, None, false),
            None => {}
        }
    }

    fn create(&mut self, ctx: &egui::Context) {
        let Some(bundle) = &self.bundle else { return };
        let dir = self.start.patrol.clone().unwrap_or_default();
        let (bytes, pin) = (bundle.bytes.clone(), bundle.pin.to_string());
        let label = self.laptop.trim().to_owned();
        let passphrase = self.secret();
        let extract = self.extract.trim();
        let extract = (!extract.is_empty()).then(|| PathBuf::from(extract));
        let opens = Secret::new(self.extract_passphrase.as_str().to_owned());
        self.failed = None;
        self.stage = Stage::Opening(Job::start(ctx, self.hands, move || {
            let mut patrol = Patrol::create(&dir, &label, &passphrase, pin.as_bytes(), &bytes)?;
            let taken = extract.map(|path| {
                patrol.import_extract(&path, &opens, &mut |_, _| ControlFlow::Continue(()))
            });
            let left = taken.and_then(Result::err);
            Ok(Opened { patrol, left })
        }));
    }

    fn secret(&self) -> Secret {
        let [passphrase, _] = &self.passphrase;
        Secret::new(passphrase.as_str().to_owned())
    }

    fn unlock_ui(&mut self, ui: &mut Ui) {
        front::lang_ui(ui, &mut self.text, &mut self.start.lang);
        front::heading(ui, &self.text.get("patroli-unlock-title"));
        widget::sentence(ui, self.text.get("patroli-unlock-text"));
        ui.add_space(8.0);
        let officer_id = Id::unique("patroli-officer");
        if !std::mem::replace(&mut self.begun, true) {
            let id = if self.officer.is_empty() {
                officer_id
            } else {
                unlock_id()
            };
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        front::text_ui(
            ui,
            officer_id,
            &self.text.get("patroli-officer"),
            &mut self.officer,
        );
        let [passphrase, _] = &mut self.passphrase;
        let entered = field::password(
            ui,
            unlock_id(),
            passphrase,
            &self.text.get("patroli-passphrase"),
        );
        ui.add_space(12.0);
        let open = self.text.get("patroli-unlock");
        let button = Button::new(Look::Primary, &open)
            .icon(Icon::Lock)
            .key("↵")
            .height(46.0)
            .enabled(!self.officer.trim().is_empty());
        let pressed = ui.add(button).clicked();
        if (pressed || entered) && !self.officer.trim().is_empty() {
            self.unlock(ui.ctx());
        }
        ui.add_space(6.0);
        let path = self.start.patrol.clone().unwrap_or_default();
        let words = self.text.with(
            "desk-first-folder",
            &[("path", &path.display().to_string())],
        );
        widget::hint(ui, words);
    }

    fn unlock(&mut self, ctx: &egui::Context) {
        let dir = self.start.patrol.clone().unwrap_or_default();
        let passphrase = self.secret();
        self.passphrase = Default::default();
        self.failed = None;
        self.stage = Stage::Opening(Job::start(ctx, self.hands, move || {
            let patrol = Patrol::open(&dir, &passphrase)?;
            Ok(Opened { patrol, left: None })
        }));
    }

    /// On with Ctrl Enter, back with Esc.
    fn buttons_ui(&self, ui: &mut Ui, on: &str, ready: bool) -> Option<bool> {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let mut next = pressed(Modifiers::CTRL, Key::Enter);
        let back = pressed(Modifiers::NONE, Key::Escape);
        let words = self.text.get(on);
        let button = Button::new(Look::Primary, &words)
            .icon(Icon::Check)
            .key("Ctrl ↵")
            .height(44.0)
            .enabled(ready);
        next |= ui.add(button).clicked();
        if next && ready {
            Some(true)
        } else {
            back.then_some(false)
        }
    }
}

/// Whose bundle it is, how fresh, and the fingerprint of its root in groups.
fn bundle_ui(ui: &mut Ui, text: &Text, bundle: &Brought) {
    let made = format!(
        "{} {}",
        format::day(bundle.issued_at),
        format::clock(bundle.issued_at)
    );
    widget::pair(ui, &text.get("patroli-bundle-office"), &bundle.office);
    widget::pair(ui, &text.get("patroli-bundle-made"), &made);
    widget::pair(
        ui,
        &text.get("patroli-bundle-until"),
        &format::day(bundle.next_update),
    );
    ui.add_space(6.0);
    widget::hint(ui, text.get("patroli-fingerprint"));
    let digits = bundle.pin.to_string();
    for line in fingerprint(&digits) {
        ui.add(Label::new(theme::rich(line, Weight::Mono, 19.0)).selectable(true));
    }
}

/// Hex digits in groups, four lines of them.
pub fn fingerprint(digits: &str) -> Vec<String> {
    let digits: Vec<char> = digits.to_uppercase().chars().collect();
    let groups: Vec<String> = digits
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect();
    groups.chunks(GROUP).map(|line| line.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_four_lines_to_compare() {
        let lines = fingerprint(&"0123456789abcdef".repeat(4));
        assert_eq!(lines.len(), 4);
        assert_eq!(
            lines.first().map(String::as_str),
            Some("0123 4567 89AB CDEF")
        );
    }
}
