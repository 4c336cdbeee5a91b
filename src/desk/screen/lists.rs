//! Impor dan ekspor: people from a spreadsheet after a dry run that says what is wrong with which row; and lists out.

mod columns;
mod findings;

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::format::number;
use crate::desk::job::{Job, ended};
use crate::desk::screen::Screen;
use crate::desk::screen::export::Export;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::confirm::{self, Answer, Words};
use crate::desk::widget::field::{self, Around};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::Rows;
use crate::desk::widget::{self, Tone};
use crate::office::Deed;
use crate::station::{Ask, Column, Error, How, Import, Mapping, Query, Report, outside};
use crate::text::Text;
use eframe::egui::{Id, Key, Label, Modifiers, Ui};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A remark of the reader: key of its words, and their arguments.
type Told = (&'static str, Vec<(&'static str, String)>);

/// A list that was read; shared with the lane that judges it.
struct Open {
    name: String,
    import: Arc<Mutex<Import>>,
    mapping: Mapping,
    columns: Vec<Column>,
    rows: usize,
    notes: Vec<Told>,
    /// Needed and filled by nothing, in words.
    unfilled: Vec<String>,
}

/// A job about the list, and whether it writes.
struct Run {
    how: How,
    job: Job<Report>,
}

/// The screen.
#[derive(Default)]
pub struct Lists {
    path: String,
    dialog: Option<Dialog>,
    reading: Option<Ask<Result<Open, Error>>>,
    open: Option<Open>,
    run: Option<Run>,
    report: Option<(How, Report)>,
    rows: Rows,
    asks: bool,
    saving: Option<Ask<Result<PathBuf, Error>>>,
    export: Export,
}

impl Screen for Lists {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        let imports = ctx.session.may(Deed::ImportRecords);
        widget::header(ui, &ctx.t("custody-lists"), |_| {}, |_| {});
        let mut keys = vec![("Esc", ctx.t("desk-key-back"))];
        if imports {
            keys.insert(0, ("Tab", ctx.t("desk-key-next-field")));
            keys.insert(0, ("Ctrl O", ctx.t("desk-key-file")));
        }
        let free = ui.memory(|memory| memory.top_modal_layer().is_none());
        let mut dry = free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F5));
        let idle = self.open.is_some() && self.run.is_none();
        let passed = self
            .report
            .as_ref()
            .is_some_and(|(how, report)| *how == How::DryRun && report.passed > 0);
        let (check, take) = (ctx.t("custody-import-check"), ctx.t("custody-import-take"));
        let takes = widget::footer(ui, &keys, |ui| {
            if !imports {
                return false;
            }
            let button = Button::new(Look::Primary, &take)
                .icon(Icon::Plus)
                .key("Ctrl ↵");
            let takes = ui
                .add(button.height(42.0).enabled(idle && passed))
                .clicked();
            let look = if passed { Look::Plain } else { Look::Primary };
            let button = Button::new(look, &check).icon(Icon::Check).key("F5");
            dry |= ui.add(button.height(42.0).enabled(idle)).clicked();
            takes
        });
        if dry && idle && imports {
            self.begin(ctx, How::DryRun);
        }
        self.asks |= (takes || ctx.session.next) && idle && passed && imports;
        if imports && free && ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::O)) {
            self.choose(ui, ctx);
        }
        widget::body(ui, |ui| {
            if imports {
                widget::panel(ui, |ui| self.file_ui(ui, ctx));
                ui.add_space(theme::GAP - 6.0);
                self.import_ui(ui, ctx);
            }
            if ctx.session.may(Deed::ExportRecords) {
                widget::panel(ui, |ui| self.export_ui(ui, ctx));
            }
        });
        self.confirm_ui(ui, ctx);
        self.export.ui(ui, ctx);
        Go::Stay
    }

    fn is_busy(&self) -> bool {
        self.run.is_some() || self.export.is_busy()
    }
}

impl Lists {
    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        if let Some(path) = chosen(&mut self.dialog) {
            self.read(ctx, path);
        }
        match settled(&mut self.reading) {
            Some(Ok(open)) => {
                self.open = Some(open);
                self.report = None;
                self.rows.restart();
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        if let Some(run) = self.run.take() {
            let mut slot = Some(run.job);
            match ended(&mut slot) {
                Some(Ok(report)) => {
                    if run.how != How::DryRun {
                        ctx.session.moved = true;
                    }
                    self.report = Some((run.how, report));
                    self.rows.restart();
                }
                Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
                None => self.run = slot.map(|job| Run { how: run.how, job }),
            }
        }
        match settled(&mut self.saving) {
            Some(Ok(path)) => {
                let path = path.display().to_string();
                ctx.toasts.good(ctx.tw("desk-saved-to", &[("path", &path)]));
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
    }

    fn choose(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let egui_ctx = ui.ctx().clone();
        let wanted = Wanted::List(ctx.t("custody-import-filter"));
        self.dialog = Some(Dialog::open(
            ctx.t("custody-import-choose"),
            wanted,
            move || {
                egui_ctx.request_repaint();
            },
        ));
    }

    fn read(&mut self, ctx: &DeskCtx<'_>, path: PathBuf) {
        let lang = ctx.text.lang();
        self.reading = Some(ctx.worker.press(move || {
            let bytes = outside::read_file(&path, Import::MAX_BYTES)?;
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let import = Import::open(&bytes, None)?;
            Ok(opened(name, import, &Text::new(lang)))
        }));
    }

    fn begin(&mut self, ctx: &DeskCtx<'_>, how: How) {
        let Some(open) = &self.open else { return };
        let import = Arc::clone(&open.import);
        let job = Job::begin(ctx, move |station, progress| {
            let import = import.lock().unwrap_or_else(PoisonError::into_inner);
            station.import(&import, how, &mut |done, of| {
                go_on(progress(wide(done), wide(of)))
            })
        });
        self.run = Some(Run { how, job });
        self.report = None;
    }

    fn file_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        widget::section(ui, &ctx.t("custody-import"));
        let (label, hint) = (ctx.t("desk-path"), ctx.t("custody-import-hint"));
        let mut entered = false;
        ui.horizontal(|ui| {
            let button = ctx.t("desk-from-file");
            if ui
                .add(
                    Button::new(Look::Plain, &button)
                        .icon(Icon::Folder)
                        .key("Ctrl O"),
                )
                .clicked()
            {
                self.choose(ui, ctx);
            }
            let around = Around {
                label: &label,
                hint: &hint,
                ..Around::default()
            };
            let edit = field::edit(ui, Id::unique("list-path"), &mut self.path, &around);
            let response = ui.add(edit).accessible_name(label.clone());
            field::outline(ui, &response, field::Mood::Calm);
            entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        });
        if entered && !self.path.trim().is_empty() {
            let path = PathBuf::from(self.path.trim());
            self.read(ctx, path);
        }
        if self.reading.is_some() {
            widget::waiting(ui, &ctx.t("custody-import-reading"));
        }
    }

    fn import_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        if let Some(run) = &self.run {
            let words = ctx.t(if run.how == How::DryRun {
                "custody-import-checking"
            } else {
                "custody-import-taking"
            });
            widget::panel(ui, |ui| run.job.ui(ui, ctx, &words));
            ui.add_space(theme::GAP - 6.0);
        }
        if let Some((how, report)) = &self.report {
            let mut saves = false;
            widget::panel(ui, |ui| {
                saves = findings::ui(ui, ctx, &mut self.rows, (*how, report));
            });
            ui.add_space(theme::GAP - 6.0);
            if saves {
                let (report, lang) = (report.clone(), ctx.text.lang());
                let folder = ctx.session.out.clone();
                let name = format!(
                    "{}-{}.csv",
                    ctx.t("custody-import-report-file"),
                    ctx.session.today
                );
                self.saving = Some(ctx.worker.press(move || {
                    let bytes = report.to_csv(&Text::new(lang))?;
                    kept(&folder, &name, &bytes)
                }));
            }
        }
        let Some(open) = &mut self.open else { return };
        let mut changed = None;
        widget::panel(ui, |ui| {
            let count = number(wide(open.rows), ctx.text.lang());
            ui.add(Label::new(theme::rich(&open.name, Weight::Semibold, theme::BODY)).wrap());
            widget::hint(ui, ctx.tw("custody-import-rows", &[("count", &count)]));
            for (key, args) in &open.notes {
                let args: Vec<(&str, &str)> = args
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                widget::note(ui, Tone::Warning, &ctx.tw(key, &args));
            }
            if !open.unfilled.is_empty() {
                let fields = open.unfilled.join(", ");
                widget::note(
                    ui,
                    Tone::Error,
                    &ctx.tw("custody-import-unfilled", &[("fields", &fields)]),
                );
            }
            ui.add_space(4.0);
            changed = columns::ui(ui, ctx, &open.columns, &open.mapping);
        });
        ui.add_space(theme::GAP - 6.0);
        if let Some(mapping) = changed.filter(|_| self.run.is_none()) {
            let mut import = open.import.lock().unwrap_or_else(PoisonError::into_inner);
            import.understand(mapping);
            open.mapping = import.mapping().clone();
            open.columns = import.columns();
            open.unfilled = unfilled(&import, ctx.text);
            drop(import);
            self.report = None;
        }
    }

    fn export_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        widget::section(ui, &ctx.t("custody-export"));
        widget::sentence(ui, ctx.t("custody-export-text"));
        ui.add_space(6.0);
        let words = ctx.t("custody-export-everybody");
        let button = Button::new(Look::Plain, &words).icon(Icon::Save);
        if ui.add(button.enabled(!self.export.is_busy())).clicked() {
            self.export.begin(ctx, Query::default(), String::new());
        }
        widget::hint(ui, ctx.t("custody-export-elsewhere"));
    }

    fn confirm_ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some((_, report)) = self.report.as_ref().filter(|_| self.asks) else {
            self.asks = false;
            return;
        };
        let lang = ctx.text.lang();
        let name = self.open.as_ref().map_or("", |open| open.name.as_str());
        let (passed, refused) = (
            number(wide(report.passed), lang),
            number(wide(report.refused), lang),
        );
        let args = [
            ("count", passed.as_str()),
            ("refused", refused.as_str()),
            ("name", name),
        ];
        let (title, text) = (
            ctx.tw("custody-import-title", &args),
            ctx.tw("custody-import-text", &args),
        );
        let (yes, no) = (ctx.t("custody-import-yes"), ctx.t("desk-cancel"));
        let words = Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &no,
            destroys: false,
        };
        match confirm::ask(ui.ctx(), "import", &words) {
            Answer::Open => {}
            Answer::No => self.asks = false,
            Answer::Yes => {
                self.asks = false;
                self.begin(ctx, How::Passing);
            }
        }
    }
}

fn go_on(on: bool) -> ControlFlow<()> {
    if on {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn opened(name: String, import: Import, text: &Text) -> Open {
    let notes = import
        .notes()
        .iter()
        .map(|note| (note.kind.key(), note.text_args()));
    Open {
        name,
        mapping: import.mapping().clone(),
        columns: import.columns(),
        rows: import.len(),
        notes: notes.collect(),
        unfilled: unfilled(&import, text),
        import: Arc::new(Mutex::new(import)),
    }
}

fn unfilled(import: &Import, text: &Text) -> Vec<String> {
    let fields = import.unfilled().into_iter();
    fields.map(|field| text.get(&field.key())).collect()
}

fn kept(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    outside::keep(&folder.join(name), bytes)
}
