//! The first start of a real office: its name and signatory, its first officers, and the recovery sheet that must be safe.

use crate::desk::front::{self, Hands, Job};
use crate::desk::login::duty_words;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{self, Button, Look};
use crate::desk::widget::field::{self, Around};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::office::{self, Duty};
use crate::station::{
    Error, NewOffice, NewOfficer, RecoverySheet, Secret, Settings, Station, outside, write_file,
};
use crate::text::Text;
use eframe::egui::{Id, Key, Label, Modifiers, Ui};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Largest emblem read, in bytes.
const EMBLEM_BYTES: usize = 2 * 1024 * 1024;

/// What is typed of a new office.
pub struct Wizard {
    dir: PathBuf,
    hands: Hands,
    step: Step,
    settings: Settings,
    emblem: String,
    officers: Vec<Person>,
    failed: Option<Error>,
    sheet_path: String,
    safe: bool,
}

enum Step {
    Office,
    Officers,
    Founding(Job<RecoverySheet>),
    Sheet(RecoverySheet, Option<Job<PathBuf>>, bool),
}

/// A first officer as he is typed.
#[derive(Default)]
struct Person {
    login: String,
    name: String,
    nip: String,
    duties: Vec<Duty>,
    password: Zeroizing<String>,
}

/// What the wizard came to.
pub enum Answer {
    Open,
    /// Nothing was made.
    Back,
    /// The office is there and its recovery sheet is safe.
    Founded,
}

impl Wizard {
    /// For an office in `dir`.
    pub fn new(dir: &Path, hands: Hands, text: &Text) -> Self {
        let person = |duties: &[Duty]| Person {
            duties: duties.to_vec(),
            ..Person::default()
        };
        let mut settings = Settings::default();
        text.lang().code().clone_into(&mut settings.language);
        "REPUBLIK INDONESIA · IMIGRASI".clone_into(&mut settings.office.header);
        "https://".clone_into(&mut settings.issuer_url);
        Self {
            dir: dir.to_owned(),
            hands,
            step: Step::Office,
            settings,
            emblem: String::new(),
            officers: vec![person(&[Duty::Admin]), person(&[Duty::Head])],
            failed: None,
            sheet_path: dir
                .with_file_name("lembar-pemulihan.pdf")
                .display()
                .to_string(),
            safe: false,
        }
    }

    /// Draws the step it is at.
    pub fn ui(&mut self, ui: &mut Ui, text: &Text) -> Answer {
        field::begin_frame(ui);
        self.poll();
        let mut answer = Answer::Open;
        front::stage_ui(ui, text, 760.0, |ui| {
            answer = match &self.step {
                Step::Office => self.office_ui(ui, text),
                Step::Officers => self.officers_ui(ui, text),
                Step::Founding(_) => {
                    widget::waiting(ui, &text.get("duty-founding"));
                    Answer::Open
                }
                Step::Sheet(..) => self.sheet_ui(ui, text),
            };
            if let Some(error) = &self.failed {
                ui.add_space(8.0);
                front::error_ui(ui, text, error);
            }
        });
        answer
    }

    fn poll(&mut self) {
        match &mut self.step {
            Step::Founding(job) => match job.poll() {
                Some(Ok(sheet)) => self.step = Step::Sheet(sheet, None, false),
                Some(Err(error)) => {
                    self.failed = Some(error);
                    self.step = Step::Officers;
                }
                None => {}
            },
            Step::Sheet(_, saving, saved) => {
                if let Some(answer) = saving.as_ref().and_then(Job::poll) {
                    *saving = None;
                    match answer {
                        Ok(_) => (*saved, self.failed) = (true, None),
                        Err(error) => self.failed = Some(error),
                    }
                }
            }
            Step::Office | Step::Officers => {}
        }
    }

    fn office_ui(&mut self, ui: &mut Ui, text: &Text) -> Answer {
        heading(ui, &text.get("duty-wizard-office"));
        let office = &mut self.settings.office;
        let boxes = [
            ("desk-setting-header", &mut office.header),
            ("desk-setting-office", &mut office.office),
            ("desk-setting-issuer", &mut self.settings.issuer_url),
            ("desk-setting-title", &mut office.signatory_title),
            ("desk-setting-signatory", &mut office.signatory_name),
            ("desk-setting-nip", &mut office.signatory_nip),
            ("duty-wizard-emblem", &mut self.emblem),
        ];
        for (key, value) in boxes {
            box_ui(ui, Id::unique(key), &text.get(key), value);
        }
        widget::hint(ui, text.get("duty-wizard-emblem-hint"));
        ui.add_space(10.0);
        let ready = [
            &self.settings.office.office,
            &self.settings.office.signatory_name,
        ]
        .iter()
        .all(|value| !value.trim().is_empty());
        match buttons_ui(ui, text, "duty-wizard-next", ready) {
            Some(true) => {
                self.step = Step::Officers;
                self.failed = None;
                Answer::Open
            }
            Some(false) => Answer::Back,
            None => Answer::Open,
        }
    }

    fn officers_ui(&mut self, ui: &mut Ui, text: &Text) -> Answer {
        heading(ui, &text.get("duty-wizard-officers"));
        widget::sentence(ui, text.get("duty-wizard-officers-text"));
        let mut gone = None;
        let several = self.officers.len() > 2;
        for (index, person) in self.officers.iter_mut().enumerate() {
            ui.add_space(8.0);
            widget::panel(ui, |ui| {
                if person_ui(ui, text, index, person) && several {
                    gone = Some(index);
                }
            });
        }
        if let Some(index) = gone {
            self.officers.remove(index);
        }
        ui.add_space(8.0);
        let more = text.get("duty-wizard-add");
        if ui
            .add(Button::new(Look::Plain, &more).icon(Icon::Plus))
            .clicked()
        {
            self.officers.push(Person::default());
        }
        ui.add_space(10.0);
        let whole = |person: &Person| {
            !person.login.trim().is_empty()
                && !person.password.is_empty()
                && !person.duties.is_empty()
                && office::clash(&person.duties).is_none()
        };
        let ready = self.officers.iter().all(whole);
        match buttons_ui(ui, text, "duty-wizard-found", ready) {
            Some(true) => self.found(ui),
            Some(false) => self.step = Step::Office,
            None => {}
        }
        Answer::Open
    }

    fn found(&mut self, ui: &Ui) {
        self.failed = None;
        let (dir, emblem) = (self.dir.clone(), self.emblem.trim().to_owned());
        let mut settings = self.settings.clone();
        let officers = self.officers.iter().map(|person| NewOfficer {
            login: person.login.trim().to_owned(),
            name: person.name.trim().to_owned(),
            nip: person.nip.trim().to_owned(),
            duties: person.duties.clone(),
            password: Secret::new(person.password.as_str().to_owned()),
        });
        let officers: Vec<NewOfficer> = officers.collect();
        self.step = Step::Founding(Job::start(ui.ctx(), self.hands, move || {
            if !emblem.is_empty() {
                let picture = outside::read_file(Path::new(&emblem), EMBLEM_BYTES)?;
                settings.office.emblem = Some(picture.into());
            }
            Station::create_office(&dir, &NewOffice { settings, officers })
        }));
    }

    fn sheet_ui(&mut self, ui: &mut Ui, text: &Text) -> Answer {
        let Step::Sheet(sheet, saving, saved) = &mut self.step else {
            return Answer::Open;
        };
        heading(ui, &text.get("duty-wizard-sheet"));
        widget::sentence(ui, text.get("duty-wizard-sheet-text"));
        ui.add_space(8.0);
        for line in sheet.code.reveal().split('-').collect::<Vec<_>>().chunks(4) {
            ui.label(theme::rich(line.join("-"), Weight::Mono, 22.0));
        }
        ui.add_space(8.0);
        box_ui(
            ui,
            Id::unique("sheet-path"),
            &text.get("duty-wizard-sheet-path"),
            &mut self.sheet_path,
        );
        let save = text.get("duty-wizard-sheet-save");
        let button = Button::new(Look::Plain, &save)
            .icon(Icon::Save)
            .enabled(saving.is_none());
        if ui.add(button).clicked() {
            let path = PathBuf::from(self.sheet_path.trim());
            let bytes = sheet.pdf.bytes().clone();
            *saving = Some(Job::start(ui.ctx(), self.hands, move || {
                outside::spare(&path)?;
                write_file(&path, &bytes)?;
                Ok(path)
            }));
        }
        if *saved {
            let words = text.with("desk-saved-to", &[("path", &self.sheet_path)]);
            widget::note(ui, Tone::Good, &words);
        }
        ui.add_space(8.0);
        button::switch(ui, &text.get("duty-wizard-sheet-safe"), &mut self.safe);
        ui.add_space(10.0);
        let done = text.get("duty-wizard-done");
        let button = Button::new(Look::Primary, &done)
            .icon(Icon::Check)
            .height(44.0)
            .enabled(self.safe);
        if ui.add(button).clicked() && self.safe {
            return Answer::Founded;
        }
        Answer::Open
    }
}

fn heading(ui: &mut Ui, words: &str) {
    ui.add(Label::new(theme::rich(words, Weight::Bold, theme::TITLE)).wrap());
    ui.add_space(6.0);
}

fn box_ui(ui: &mut Ui, id: Id, label: &str, value: &mut String) {
    let around = Around {
        label,
        ..Around::default()
    };
    field::text(ui, id, value, &around);
    ui.add_space(4.0);
}

/// On with Ctrl Enter, back with Esc.
fn buttons_ui(ui: &mut Ui, text: &Text, on: &str, ready: bool) -> Option<bool> {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let mut next = pressed(Modifiers::CTRL, Key::Enter);
    let mut back = pressed(Modifiers::NONE, Key::Escape);
    let (on, leave) = (text.get(on), text.get("duty-back"));
    ui.horizontal_wrapped(|ui| {
        let button = Button::new(Look::Primary, &on)
            .icon(Icon::Check)
            .key("Ctrl ↵")
            .height(44.0)
            .enabled(ready);
        next |= ui.add(button).clicked();
        let button = Button::new(Look::Plain, &leave).key("Esc").height(44.0);
        back |= ui.add(button).clicked();
    });
    if next && ready {
        Some(true)
    } else {
        back.then_some(false)
    }
}

/// One officer: who, what for, with which first password; true when he is to be taken out again.
fn person_ui(ui: &mut Ui, text: &Text, index: usize, person: &mut Person) -> bool {
    let id = |name: &str| Id::unique(("person", index, name));
    widget::row(ui, &[1.0, 1.4, 1.2], 480.0, |ui, column| {
        let (name, label, value) = match column {
            0 => ("login", "duty-login-name", &mut person.login),
            1 => ("name", "duty-wizard-name", &mut person.name),
            _ => ("nip", "duty-wizard-nip", &mut person.nip),
        };
        box_ui(ui, id(name), &text.get(label), value);
    });
    field::password(
        ui,
        id("password"),
        &mut person.password,
        &text.get("duty-wizard-first-password"),
    );
    widget::hint(ui, text.get("duty-password-hint"));
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        for duty in Duty::ALL {
            let mut on = person.duties.contains(&duty);
            if button::switch(ui, &duty_words(text, &[duty]), &mut on) {
                person.duties.retain(|one| *one != duty);
                person.duties.extend(on.then_some(duty));
                person.duties.sort_unstable();
            }
            ui.add_space(8.0);
        }
    });
    if let Some((one, other)) = office::clash(&person.duties) {
        let (one, other) = (duty_words(text, &[one]), duty_words(text, &[other]));
        let words = text.with("error-duties-clash", &[("one", &one), ("other", &other)]);
        widget::note(ui, Tone::Error, &words);
    }
    let gone = text.get("duty-wizard-remove");
    ui.add(Button::new(Look::Quiet, &gone).icon(Icon::Trash))
        .clicked()
}
