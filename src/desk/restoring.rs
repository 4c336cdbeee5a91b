//! The way out of a damaged office: a backup, a new folder, a secret that opens it; then the proof of what came back.

use crate::desk::dialog::{self, Dialog, Wanted};
use crate::desk::front::{self, Hands, Job};
use crate::desk::job::Meter;
use crate::desk::proof;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::field::{self, Around};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::{BackupProof, BackupRow, Door, Error, Secret, newest_backup, restore};
use crate::text::Text;
use eframe::egui::{self, Id, Key, Label, Modifiers, Ui, WidgetInfo, accesskit::Role};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Width of the panel.
pub const WIDTH: f32 = 720.0;

/// What is typed of a restoring.
pub struct Restoring {
    hands: Hands,
    /// The newest backup of the office that does not open, while it is looked for.
    finding: Option<Job<Option<BackupRow>>>,
    file: String,
    folder: String,
    login: String,
    by_sheet: bool,
    password: Zeroizing<String>,
    code: Zeroizing<String>,
    fresh: [Zeroizing<String>; 2],
    choosing: Option<(PathBox, Dialog)>,
    stage: Stage,
    failed: Option<Error>,
    begun: bool,
}

/// A box whose path is being chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PathBox {
    File,
    Folder,
}

enum Stage {
    Asking,
    Running(Job<BackupProof>, Arc<Meter>),
    Done(Box<BackupProof>),
}

/// What it came to.
pub enum Answer {
    Open,
    /// Nothing was made.
    Back,
    /// The office in this folder is to be opened.
    Restored(PathBuf),
}

impl Restoring {
    /// For the office in `dir`, which does not open or is not there yet; `is_vacant`: it may be restored right there.
    pub fn new(ctx: &egui::Context, dir: &Path, hands: Hands, is_vacant: bool) -> Self {
        let office = dir.to_owned();
        let folder = if is_vacant {
            dir.to_owned()
        } else {
            let mut name = dir.file_name().unwrap_or_default().to_owned();
            name.push("-pulih");
            dir.with_file_name(name)
        };
        Self {
            hands,
            finding: Some(Job::start(ctx, hands, move || Ok(newest_backup(&office)))),
            file: String::new(),
            folder: folder.display().to_string(),
            login: String::new(),
            by_sheet: false,
            password: Zeroizing::default(),
            code: Zeroizing::default(),
            fresh: Default::default(),
            choosing: None,
            stage: Stage::Asking,
            failed: None,
            begun: false,
        }
    }

    fn poll(&mut self) {
        if let Some(found) = self.finding.as_ref().and_then(Job::poll) {
            self.finding = None;
            if let (Ok(Some(row)), true) = (found, self.file.is_empty()) {
                self.file = row.path.display().to_string();
            }
        }
        if let Some((which, dialog)) = self.choosing.take() {
            let mut slot = Some(dialog);
            if let Some(path) = dialog::chosen(&mut slot) {
                let path = path.display().to_string();
                match which {
                    PathBox::File => self.file = path,
                    PathBox::Folder => self.folder = path,
                }
            }
            self.choosing = slot.map(|dialog| (which, dialog));
        }
        if let Stage::Running(job, _) = &self.stage {
            match job.poll() {
                Some(Ok(proof)) => self.stage = Stage::Done(Box::new(proof)),
                Some(Err(error)) => {
                    self.failed = Some(error);
                    self.stage = Stage::Asking;
                }
                None => {}
            }
        }
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, text: &Text) -> Answer {
        field::begin_frame(ui);
        self.poll();
        let mut answer = Answer::Open;
        front::stage_ui(ui, text, WIDTH, |ui| {
            answer = match &self.stage {
                Stage::Asking => self.asking_ui(ui, text),
                Stage::Running(_, meter) => {
                    meter.ui(ui, text, &text.get("custody-restoring"));
                    Answer::Open
                }
                Stage::Done(proof) => done_ui(ui, text, Path::new(self.folder.trim()), proof),
            };
        });
        answer
    }

    fn asking_ui(&mut self, ui: &mut Ui, text: &Text) -> Answer {
        heading(ui, &text.get("custody-restore-title"));
        widget::sentence(ui, text.get("custody-restore-text"));
        ui.add_space(8.0);
        self.path_ui(ui, text, PathBox::File);
        ui.add_space(4.0);
        self.path_ui(ui, text, PathBox::Folder);
        ui.add_space(8.0);
        let (password, sheet) = (
            text.get("duty-password"),
            text.get("custody-restore-by-sheet"),
        );
        let how = text.get("custody-restore-how");
        let chosen = Some(usize::from(self.by_sheet));
        if let Some(pressed) = segments(ui, &how, &[&password, &sheet], chosen) {
            self.by_sheet = pressed == 1;
        }
        ui.add_space(4.0);
        let entered = self.secret_ui(ui, text);
        ui.add_space(12.0);
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let mut go = pressed(Modifiers::CTRL, Key::Enter) || entered;
        let mut back = pressed(Modifiers::NONE, Key::Escape);
        let ready = self.is_ready();
        ui.horizontal_wrapped(|ui| {
            let (yes, leave) = (text.get("custody-restore-yes"), text.get("duty-back"));
            let button = Button::new(Look::Primary, &yes)
                .icon(Icon::Shield)
                .key("Ctrl ↵")
                .height(44.0)
                .enabled(ready);
            go |= ui.add(button).clicked();
            let button = Button::new(Look::Plain, &leave).key("Esc").height(44.0);
            back |= ui.add(button).clicked();
        });
        if let Some(error) = &self.failed {
            ui.add_space(8.0);
            front::error_ui(ui, text, error);
        }
        if go && ready {
            self.begin(ui);
        }
        if back { Answer::Back } else { Answer::Open }
    }

    /// A path, typed or chosen.
    fn path_ui(&mut self, ui: &mut Ui, text: &Text, which: PathBox) {
        let (key, value) = match which {
            PathBox::File => ("custody-restore-file", &mut self.file),
            PathBox::Folder => ("custody-restore-folder", &mut self.folder),
        };
        let label = text.get(key);
        let id = Id::unique(key);
        if which == PathBox::File && !std::mem::replace(&mut self.begun, true) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        field::text(
            ui,
            id,
            value,
            &Around {
                label: &label,
                mono: true,
                ..Around::default()
            },
        );
        ui.add_space(2.0);
        let words = text.get(match which {
            PathBox::File => "desk-from-file",
            PathBox::Folder => "duty-folder-other",
        });
        let button = Button::new(Look::Quiet, &words)
            .icon(Icon::Folder)
            .height(30.0)
            .enabled(self.choosing.is_none());
        if ui.add(button).clicked() {
            let wanted = match which {
                PathBox::File => Wanted::Backup(text.get("custody-backups")),
                PathBox::Folder => Wanted::Folder,
            };
            let wake = ui.ctx().clone();
            let dialog = Dialog::open(label, wanted, move || wake.request_repaint());
            self.choosing = Some((which, dialog));
        }
    }

    /// Who proves that the office opens, and with what; true when Enter was pressed in the last box.
    fn secret_ui(&mut self, ui: &mut Ui, text: &Text) -> bool {
        let name = text.get("duty-login-name");
        let around = |label| Around {
            label,
            ..Around::default()
        };
        field::text(
            ui,
            Id::unique("restore-login"),
            &mut self.login,
            &around(name.as_str()),
        );
        ui.add_space(4.0);
        if !self.by_sheet {
            let label = text.get("duty-password");
            return field::password(
                ui,
                Id::unique("restore-password"),
                &mut self.password,
                &label,
            );
        }
        let code = text.get("duty-recover-code");
        let mono = Around {
            mono: true,
            ..around(code.as_str())
        };
        field::text(ui, Id::unique("restore-code"), &mut self.code, &mono);
        ui.add_space(4.0);
        let [one, again] = &mut self.fresh;
        let labels = ["duty-password-new", "duty-password-again"].map(|key| text.get(key));
        let [first, second] = &labels;
        field::password(ui, Id::unique("restore-fresh"), one, first);
        widget::hint(ui, text.get("duty-password-hint"));
        ui.add_space(4.0);
        let entered = field::password(ui, Id::unique("restore-again"), again, second);
        if !again.is_empty() && !one.starts_with(again.as_str()) {
            ui.add_space(4.0);
            widget::note(ui, Tone::Warning, &text.get("duty-password-differs"));
        }
        entered
    }

    fn is_ready(&self) -> bool {
        let typed = |value: &str| !value.trim().is_empty();
        let [one, again] = &self.fresh;
        let secret = if self.by_sheet {
            typed(&self.code) && !one.is_empty() && **one == **again
        } else {
            !self.password.is_empty()
        };
        typed(&self.file) && typed(&self.folder) && typed(&self.login) && secret
    }

    fn begin(&mut self, ui: &Ui) {
        let (file, dir) = (
            PathBuf::from(self.file.trim()),
            PathBuf::from(self.folder.trim()),
        );
        let login = self.login.trim().to_owned();
        let secret = |text: &str| Secret::new(text.to_owned());
        let [fresh, _] = &self.fresh;
        let (code, fresh) = (self.code.clone(), secret(fresh));
        let password = secret(&self.password);
        let by_sheet = self.by_sheet;
        let meter = Arc::<Meter>::default();
        let seen = Arc::clone(&meter);
        self.failed = None;
        self.stage = Stage::Running(
            Job::start(ui.ctx(), self.hands, move || {
                let enter = |dir: &Path| {
                    let mut door = Door::find(dir)?;
                    if by_sheet {
                        door.recover(&code, &login, &fresh)
                    } else {
                        door.enter(&login, &password)
                    }
                };
                restore(&file, &dir, enter, &mut |done, of| seen.reach(done, of))
            }),
            meter,
        );
        // What proves it is not needed any more; a failed try is typed again.
        self.password = Zeroizing::default();
    }
}

fn heading(ui: &mut Ui, words: &str) {
    let title = ui.add(Label::new(theme::rich(words, Weight::Bold, theme::TITLE)).wrap());
    title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    ui.add_space(6.0);
}

fn done_ui(ui: &mut Ui, text: &Text, dir: &Path, proof: &BackupProof) -> Answer {
    heading(ui, &text.get("custody-restored-title"));
    let path = dir.display().to_string();
    proof::verdict_ui(ui, text, ("custody-restored", &path), proof);
    ui.add_space(8.0);
    proof::proof_ui(ui, text, proof);
    ui.add_space(8.0);
    widget::sentence(ui, text.with("custody-restored-next", &[("path", &path)]));
    ui.add_space(12.0);
    let open = text.get("custody-restored-open");
    let button = Button::new(Look::Primary, &open)
        .icon(Icon::Check)
        .key("↵")
        .height(44.0);
    let button = ui.add(button);
    if ui.memory(|memory| memory.focused().is_none()) {
        button.request_focus();
    }
    if button.clicked() {
        Answer::Restored(dir.to_owned())
    } else {
        Answer::Open
    }
}
