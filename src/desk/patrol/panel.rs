//! What stands over the cards for a moment: the place, a note, the operation, an extract's passphrase, the way home, the keys.

use super::spot::Where;
use crate::desk::Start;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::confirm::{self, Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::desk::widget::{self, Tone};
use crate::patrol::OperationId;
use crate::text::Text;
use eframe::egui;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// A code of an operation begins so when it is scanned; after it its 32 digits, then its name.
const OPERATION: &str = "LOKET OPERASI ";
const DIGITS: usize = 32;

/// The operation the scans belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Operation {
    id: Option<OperationId>,
    name: String,
}

impl Operation {
    /// From what was typed or scanned: the digits alone, or with the words around them.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let told = text.strip_prefix(OPERATION).unwrap_or(text);
        let digits = told.get(..DIGITS)?;
        let id = OperationId::parse(&digits.to_lowercase())?;
        let name = told.get(DIGITS..).unwrap_or_default().trim().to_owned();
        Some(Self { id: Some(id), name })
    }

    /// What a scanned code of an operation says; a card's never begins so.
    pub fn scanned(text: &str) -> Option<Self> {
        text.starts_with(OPERATION).then(|| Self::parse(text))?
    }

    /// What scans are noted with.
    pub fn id(&self) -> Option<OperationId> {
        self.id
    }

    /// In a few words; empty without one.
    pub fn words(&self, text: &Text) -> String {
        let Some(id) = self.id else {
            return String::new();
        };
        let digits = id.to_string();
        let short = digits.get(..6).unwrap_or_default();
        let name = if self.name.is_empty() {
            short
        } else {
            &self.name
        };
        // Most names say by themselves that they are an operation's.
        if name.to_lowercase().starts_with("opera") {
            return name.to_owned();
        }
        text.with("patroli-operation-words", &[("name", name)])
    }
}

/// The words of a code that tells a patrol its operation.
pub fn operation_code(id: OperationId, name: &str) -> String {
    // A QR in its alphanumeric mode holds capitals, digits and few signs.
    let plain = name.to_uppercase();
    let known = |letter: &char| letter.is_ascii_alphanumeric() || " $%*+-./:".contains(*letter);
    let name: String = plain.chars().filter(known).take(60).collect();
    format!("{OPERATION}{} {name}", id.to_string().to_uppercase())
}

/// An extract that waits for its passphrase.
pub struct Asked {
    path: PathBuf,
    pub form: Form,
}

/// What stands over the cards.
pub enum Panel {
    None,
    Help,
    Place,
    Note(Form),
    Operation(Form),
    Log,
    Extract(Asked),
    Export(Form),
    /// What to do with the file.
    Exported(String),
}

/// What came of a frame.
pub enum Said {
    Nothing,
    Note(String),
    Operation(Operation),
    Extract(PathBuf, Zeroizing<String>),
    Export(PathBuf),
}

impl Panel {
    /// A note on the card that stands.
    pub fn note(text: &Text, note: &str) -> Self {
        let label = text.get("patroli-note");
        let entry = Entry::new("note", label, Takes::Words).filled(note);
        Self::Note(Form::new(vec![entry.optional()]))
    }

    /// The note as it is typed.
    pub fn typed_note(&self) -> Option<String> {
        if let Self::Note(form) = self {
            Some(form.value("note").to_owned())
        } else {
            None
        }
    }

    /// The operation, or none.
    pub fn operation(text: &Text, operation: &Operation) -> Self {
        let code = operation.id.map_or_else(String::new, |id| id.to_string());
        let entries = vec![
            Entry::new("code", text.get("patroli-operation-code"), Takes::Code)
                .hint(text.get("patroli-operation-hint"))
                .filled(code)
                .optional(),
            Entry::new("name", text.get("patroli-operation-name"), Takes::Words)
                .filled(operation.name.clone())
                .optional(),
        ];
        Self::Operation(Form::new(entries))
    }

    /// Asks for the passphrase of an extract.
    pub fn extract(text: &Text, path: PathBuf) -> Self {
        let label = text.get("patroli-extract-passphrase");
        let form = Form::new(vec![Entry::new("passphrase", label, Takes::Secret)]);
        Self::Extract(Asked { path, form })
    }

    /// Where the log goes.
    pub fn export(text: &Text, start: &Start) -> Self {
        let folder = start.patrol.clone().unwrap_or_default();
        let path = folder.with_file_name("log-patroli.loket");
        let entry = Entry::new("path", text.get("patroli-export-path"), Takes::Code)
            .filled(path.display().to_string());
        Self::Export(Form::new(vec![entry]))
    }

    /// Draws it; what stands afterwards, and what was said.
    pub fn ui(self, ctx: &egui::Context, text: &Text, place: &mut Where) -> (Self, Said) {
        match self {
            Self::None | Self::Log => (self, Said::Nothing),
            Self::Help => (keep(help_ui(ctx, text), Self::Help), Said::Nothing),
            Self::Place => (keep(place.ask(ctx, text), Self::Place), Said::Nothing),
            Self::Note(mut form) => {
                let (title, words) = (
                    text.get("patroli-note-title"),
                    text.get("patroli-note-text"),
                );
                match ask(
                    &mut form,
                    ctx,
                    text,
                    ("note", &title, &words, "patroli-keep"),
                ) {
                    Answer::Open => (Self::Note(form), Said::Nothing),
                    Answer::No => (Self::None, Said::Nothing),
                    Answer::Yes => (Self::None, Said::Note(form.value("note").to_owned())),
                }
            }
            Self::Operation(form) => operation_ui(ctx, text, form),
            Self::Extract(asked) => extract_ui(ctx, text, asked),
            Self::Export(form) => export_ui(ctx, text, form),
            Self::Exported(words) => {
                let open = exported_ui(ctx, text, &words);
                (keep(open, Self::Exported(words)), Said::Nothing)
            }
        }
    }
}

fn keep(open: bool, panel: Panel) -> Panel {
    if open { panel } else { Panel::None }
}

fn ask(
    form: &mut Form,
    ctx: &egui::Context,
    text: &Text,
    (id, title, words, yes): (&str, &str, &str, &str),
) -> Answer {
    let words = Words {
        title,
        text: words,
        yes: &text.get(yes),
        no: &text.get("desk-cancel"),
        destroys: false,
    };
    form.ask(ctx, id, &words)
}

fn operation_ui(ctx: &egui::Context, text: &Text, mut form: Form) -> (Panel, Said) {
    let (title, words) = (
        text.get("patroli-operation-title"),
        text.get("patroli-operation-text"),
    );
    match ask(
        &mut form,
        ctx,
        text,
        ("operation", &title, &words, "patroli-keep"),
    ) {
        Answer::Open => (Panel::Operation(form), Said::Nothing),
        Answer::No => (Panel::None, Said::Nothing),
        Answer::Yes if form.value("code").is_empty() => {
            (Panel::None, Said::Operation(Operation::default()))
        }
        Answer::Yes => match Operation::parse(form.value("code")) {
            Some(found) => {
                let typed = form.value("name");
                let name = if typed.is_empty() {
                    found.name.clone()
                } else {
                    typed.to_owned()
                };
                (Panel::None, Said::Operation(Operation { name, ..found }))
            }
            None => {
                form.failed = text.get("patroli-operation-wrong");
                (Panel::Operation(form), Said::Nothing)
            }
        },
    }
}

fn extract_ui(ctx: &egui::Context, text: &Text, mut asked: Asked) -> (Panel, Said) {
    let name = asked
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let title = text.get("patroli-extract-title");
    let words = text.with("patroli-extract-text", &[("name", &name)]);
    match ask(
        &mut asked.form,
        ctx,
        text,
        ("extract", &title, &words, "patroli-extract-yes"),
    ) {
        Answer::Open => (Panel::Extract(asked), Said::Nothing),
        Answer::No => (Panel::None, Said::Nothing),
        Answer::Yes => {
            asked.form.busy = true;
            let said = Said::Extract(asked.path.clone(), asked.form.secret("passphrase"));
            (Panel::Extract(asked), said)
        }
    }
}

fn export_ui(ctx: &egui::Context, text: &Text, mut form: Form) -> (Panel, Said) {
    let (title, words) = (
        text.get("patroli-export-title"),
        text.get("patroli-export-text"),
    );
    match ask(
        &mut form,
        ctx,
        text,
        ("export", &title, &words, "patroli-export-yes"),
    ) {
        Answer::Open => (Panel::Export(form), Said::Nothing),
        Answer::No => (Panel::None, Said::Nothing),
        Answer::Yes => {
            form.busy = true;
            let path = PathBuf::from(form.value("path"));
            (Panel::Export(form), Said::Export(path))
        }
    }
}

/// What was written and what to do with it; false when it is closed.
fn exported_ui(ctx: &egui::Context, text: &Text, words: &str) -> bool {
    confirm::dialog(ctx, "exported", 560.0, |ui| {
        confirm::title(ui, &text.get("patroli-export-done-title"));
        ui.add_space(8.0);
        widget::note(ui, Tone::Good, words);
        ui.add_space(6.0);
        widget::sentence(ui, text.get("patroli-export-next"));
        ui.add_space(14.0);
        confirm::close(ui, &text.get("desk-close"))
    })
}

/// Every key; false when it is closed.
fn help_ui(ctx: &egui::Context, text: &Text) -> bool {
    confirm::dialog(ctx, "patroli-help", 640.0, |ui| {
        confirm::title(ui, &text.get("desk-help"));
        ui.add_space(8.0);
        widget::sentence(ui, text.get("patroli-help-scan"));
        ui.add_space(8.0);
        for pair in super::KEYS.chunks(2) {
            widget::row(ui, &[1.0, 1.0], 440.0, |ui, index| {
                if let Some(key) = pair.get(index) {
                    ui.horizontal(|ui| {
                        widget::key_cap(ui, key.cap);
                        ui.label(theme::rich(text.get(key.words), Weight::Regular, 15.0));
                    });
                }
            });
        }
        ui.add_space(10.0);
        confirm::close(ui, &text.get("desk-close"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patrol_learns_its_operation_by_a_code() {
        let id = OperationId([0xAB; 16]);
        let code = operation_code(id, "Operasi Gabungan é 12");
        let found = Operation::scanned(&code).unwrap();
        assert_eq!(found.id(), Some(id));
        assert_eq!(found.name, "OPERASI GABUNGAN  12");
        assert!(crate::seal::modules(&code).is_ok());
        assert_eq!(Operation::parse(&id.to_string()).unwrap().id(), Some(id));
        assert_eq!(Operation::scanned(&id.to_string()), None);
        assert_eq!(Operation::parse("é".repeat(40).as_str()), None);
    }
}
