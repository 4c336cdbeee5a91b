//! Cadangan: the backups there are with what proves them, one made now, a restore drill with its report, and the plan.

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::format::{self, number};
use crate::desk::front;
use crate::desk::job::{Job, ended};
use crate::desk::known::Known;
use crate::desk::proof::{facts_ui, moment, proof_ui, seconds_of, size_words, verdict_ui};
use crate::desk::screen::Screen;
use crate::desk::theme;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::confirm::{Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::station::{Ask, BackupDone, BackupPlan, BackupRow, DrillReport, Error, outside};
use eframe::egui::{Key, Modifiers, Ui};
use std::path::{Path, PathBuf};

/// The backups there are, and where they lie.
type Backed = (Vec<BackupRow>, PathBuf);

/// A dialog.
enum Asking {
    /// Where a backup goes.
    Now(Form),
    /// When they are made and which are kept.
    Plan(Form),
}

/// The screen.
#[derive(Default)]
pub struct Backups {
    known: Known<Backed>,
    rows: Rows,
    dialog: Option<Asking>,
    making: Option<Job<BackupDone>>,
    drilling: Option<Job<DrillReport>>,
    report: Option<Result<DrillReport, Error>>,
    filing: Option<Ask<Result<PathBuf, Error>>>,
}

impl Screen for Backups {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        let free =
            ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        let (mut makes, mut drills) = (false, false);
        if free {
            let total = self.known.get().map_or(0, |(rows, _)| rows.len());
            self.rows.keys(ui, total, true);
            makes = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F5));
            drills = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F6));
        }
        widget::header(ui, &ctx.t("custody-backups"), |_| {}, |_| {});
        let keys = [
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        let (make, drill) = (ctx.t("custody-backup-now"), ctx.t("custody-drill"));
        let idle = self.making.is_none() && self.drilling.is_none() && self.known.get().is_some();
        let any = self
            .known
            .get()
            .is_some_and(|(rows, _)| rows.iter().any(|row| row.state.is_ok()));
        widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &make).icon(Icon::Disk).key("F5");
            makes |= ui.add(button.height(42.0).enabled(idle)).clicked();
            let button = Button::new(Look::Plain, &drill)
                .icon(Icon::Shield)
                .key("F6");
            drills |= ui.add(button.height(42.0).enabled(idle && any)).clicked();
        });
        if makes && idle {
            self.dialog = self
                .known
                .get()
                .map(|(_, folder)| Asking::Now(now_form(ctx, folder)));
        }
        if drills && idle && any {
            self.report = None;
            self.drilling = Some(Job::begin(ctx, |station, progress| station.drill(progress)));
        }
        widget::still_body(ui, |ui, height| {
            let right = (ui.available_width() * 0.38).clamp(300.0, 460.0);
            let mut both = (&mut *self, &mut *ctx);
            widget::list_beside(
                ui,
                &mut both,
                ("backup", height, right),
                |ui, (screen, ctx), height| screen.list(ui, ctx, height),
                |ui, (screen, ctx)| screen.side(ui, ctx),
            );
        });
        self.dialog_ui(ui, ctx);
        Go::Stay
    }

    fn is_busy(&self) -> bool {
        self.making.is_some() || self.drilling.is_some()
    }
}

impl Backups {
    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        self.known.poll(ctx, |station| {
            Ok((station.backups()?, station.backup_folder()))
        });
        match ended(&mut self.making) {
            Some(Ok(done)) => {
                let seconds = format::decimal(seconds_of(done.took_ms), ctx.text.lang());
                ctx.toasts
                    .good(ctx.tw("custody-backup-made", &[("seconds", &seconds)]));
                self.known.again();
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        match settled(&mut self.filing) {
            Some(Ok(path)) => {
                let path = path.display().to_string();
                ctx.toasts.good(ctx.tw("desk-saved-to", &[("path", &path)]));
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        if let Some(report) = ended(&mut self.drilling) {
            self.report = Some(report);
        }
    }

    /// Writes the drill's report where papers go.
    fn file(&mut self, ctx: &DeskCtx<'_>) {
        let Some(Ok(report)) = &self.report else {
            return;
        };
        let (report, folder) = (report.clone(), ctx.session.out.clone());
        let name = format!("{}-{}.pdf", ctx.t("custody-drill-file"), ctx.session.today);
        self.filing = Some(ctx.worker.ask(move |station| {
            let pdf = station.drill_report(&report)?;
            outside::keep(&folder.join(name), pdf.bytes())
        }));
    }

    fn list(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        ui.set_min_width(ui.available_width());
        ui.set_min_height(height);
        let Some((backups, folder)) = self.known.get() else {
            self.known.gap_ui(ui, ctx);
            return;
        };
        widget::hint(
            ui,
            ctx.tw(
                "custody-backup-folder",
                &[("path", &folder.display().to_string())],
            ),
        );
        ui.add_space(4.0);
        if backups.is_empty() {
            widget::empty(
                ui,
                Icon::Disk,
                &ctx.t("custody-backups-none"),
                &ctx.t("custody-backups-none-advice"),
            );
            return;
        }
        let lang = ctx.text.lang();
        let columns = [
            Column::new(ctx.t("custody-backup-when"), 158.0),
            Column::counts(ctx.t("custody-backup-size"), 64.0),
            Column::counts(ctx.t("custody-backup-permits"), 56.0),
            Column::new(ctx.t("custody-backup-file"), -1.0),
            Column::new(ctx.t("custody-backup-state"), 110.0),
        ];
        let name = ctx.t("custody-backups");
        let frame = Frame {
            name: &name,
            total: backups.len(),
            height: height - 30.0,
        };
        self.rows.ui(ui, &frame, &columns, |cells, index| {
            let Some(backup) = backups.get(index) else {
                return String::new();
            };
            let file = file_name(&backup.path);
            if let Ok(facts) = &backup.state {
                let when = moment(facts.made_at);
                let state = ctx.t("custody-backup-proven");
                cells.strong(&when);
                cells.count(&size_words(facts.bytes, lang));
                cells.count(&number(facts.counts.permits, lang));
                cells.muted(&file);
                cells.pill(&state, Some(Tone::Good));
                format!("{when}, {file}, {state}")
            } else {
                let state = ctx.t("custody-backup-unreadable");
                cells.muted("–");
                cells.muted("");
                cells.muted("");
                cells.text(&file);
                cells.pill(&state, Some(Tone::Error));
                format!("{file}, {state}")
            }
        });
    }

    fn side(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        if let Some(job) = &self.making {
            job.ui(ui, ctx, &ctx.t("custody-backup-making"));
            ui.add_space(theme::GAP);
        }
        if let Some(job) = &self.drilling {
            job.ui(ui, ctx, &ctx.t("custody-drilling"));
            ui.add_space(theme::GAP);
        }
        if let Some(report) = &self.report {
            drill_ui(ui, ctx, report);
            let words = ctx.t("custody-drill-save");
            let button = Button::new(Look::Plain, &words)
                .icon(Icon::Save)
                .enabled(self.filing.is_none());
            if report.is_ok() && ui.add(button).clicked() {
                self.file(ctx);
            }
            ui.add_space(theme::GAP);
        }
        let plan = &ctx.session.settings.backup;
        plan_ui(ui, ctx, plan);
        let words = ctx.t("custody-backup-plan");
        let button = Button::new(Look::Plain, &words).icon(Icon::Gear);
        if ui.add(button).clicked() {
            self.dialog = Some(Asking::Plan(plan_form(ctx, plan)));
        }
        ui.add_space(theme::GAP);
        let chosen = self
            .known
            .get()
            .and_then(|(rows, _)| rows.get(self.rows.cursor));
        if let Some(backup) = chosen {
            widget::section(ui, &ctx.t("custody-backup-chosen"));
            match &backup.state {
                Ok(facts) => facts_ui(ui, ctx.text, facts),
                Err(error) => front::error_ui(ui, ctx.text, error),
            }
        }
    }

    fn dialog_ui(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>) {
        let (yes, no) = (ctx.t("custody-backup-now-yes"), ctx.t("desk-cancel"));
        match self.dialog.take() {
            None => {}
            Some(Asking::Now(mut form)) => {
                let (title, text) = (
                    ctx.t("custody-backup-now-title"),
                    ctx.t("custody-backup-now-text"),
                );
                let words = Words {
                    title: &title,
                    text: &text,
                    yes: &yes,
                    no: &no,
                    destroys: false,
                };
                match form.ask(ui.ctx(), "backup-now", &words) {
                    Answer::Open => self.dialog = Some(Asking::Now(form)),
                    Answer::No => {}
                    Answer::Yes => {
                        let path = PathBuf::from(form.value("path"));
                        self.making = Some(Job::begin(ctx, move |station, progress| {
                            if let Some(folder) = path.parent() {
                                outside::make_folder(folder)?;
                            }
                            let path = outside::free_name(&path);
                            station.back_up(&path, progress)
                        }));
                    }
                }
            }
            Some(Asking::Plan(mut form)) => {
                let (title, text) = (
                    ctx.t("custody-backup-plan-title"),
                    ctx.t("custody-backup-plan-text"),
                );
                let yes = ctx.t("desk-save");
                let words = Words {
                    title: &title,
                    text: &text,
                    yes: &yes,
                    no: &no,
                    destroys: false,
                };
                match form.ask(ui.ctx(), "backup-plan", &words) {
                    Answer::Open => self.dialog = Some(Asking::Plan(form)),
                    Answer::No => {}
                    Answer::Yes => match plan_of(&form) {
                        Some(plan) => {
                            ctx.session.settings.backup = plan;
                            ctx.save_settings();
                            ctx.toasts.good(ctx.t("desk-settings-saved"));
                            self.known.again();
                        }
                        None => {
                            form.failed = ctx.t("custody-backup-plan-wrong");
                            self.dialog = Some(Asking::Plan(form));
                        }
                    },
                }
            }
        }
    }
}

fn now_form(ctx: &DeskCtx<'_>, folder: &Path) -> Form {
    let path = folder.join(format!("{}.backup", ctx.session.today));
    let entry = Entry::new("path", ctx.t("desk-path"), Takes::Code);
    Form::new(vec![entry.filled(path.display().to_string())])
}

fn plan_form(ctx: &DeskCtx<'_>, plan: &BackupPlan) -> Form {
    let count = |key: &'static str, words: &str, value: u16| {
        Entry::new(key, ctx.t(words), Takes::Code).filled(value.to_string())
    };
    let folder = Entry::new("folder", ctx.t("custody-plan-folder"), Takes::Code);
    Form::new(vec![
        count("hour", "custody-plan-hour", u16::from(plan.hour)),
        folder
            .filled(plan.folder.clone())
            .hint(ctx.t("custody-plan-folder-hint"))
            .optional(),
        count("daily", "custody-plan-daily", plan.daily),
        count("weekly", "custody-plan-weekly", plan.weekly),
        count("monthly", "custody-plan-monthly", plan.monthly),
    ])
}

fn plan_of(form: &Form) -> Option<BackupPlan> {
    let hour: u8 = form.value("hour").parse().ok()?;
    let daily: u16 = form.value("daily").parse().ok()?;
    (hour < 24 && daily > 0).then_some(BackupPlan {
        hour,
        folder: form.value("folder").to_owned(),
        daily,
        weekly: form.value("weekly").parse().ok()?,
        monthly: form.value("monthly").parse().ok()?,
    })
}

fn plan_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, plan: &BackupPlan) {
    widget::section(ui, &ctx.t("custody-backup-plan-now"));
    let args = [
        ("hour", format!("{:02}.00", plan.hour)),
        ("daily", plan.daily.to_string()),
        ("weekly", plan.weekly.to_string()),
        ("monthly", plan.monthly.to_string()),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    widget::sentence(ui, ctx.tw("custody-backup-plan-words", &args));
}

fn drill_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, report: &Result<DrillReport, Error>) {
    widget::section(ui, &ctx.t("custody-drill-report"));
    match report {
        Ok(report) => {
            let key = if report.proof.found.is_sound() {
                "custody-drill-good"
            } else {
                "custody-drill-bad"
            };
            let name = file_name(&report.path);
            verdict_ui(ui, ctx.text, (key, &name), &report.proof);
            ui.add_space(6.0);
            proof_ui(ui, ctx.text, &report.proof);
            ui.add_space(6.0);
        }
        Err(error) => front::error_ui(ui, ctx.text, error),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
