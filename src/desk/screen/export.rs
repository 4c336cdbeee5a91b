//! A list of people out of the registry: which, how many, into what file; asked before, its progress shown, its end told.

use crate::desk::context::{DeskCtx, settled};
use crate::desk::format::number;
use crate::desk::job::{Job, ended};
use crate::desk::widget::confirm::{self, Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::station::{Ask, Error, Exported, Found, Query, outside};
use crate::text::Text;
use eframe::egui::Ui;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// At most one list at a time.
#[derive(Default)]
pub struct Export {
    asking: Option<Asking>,
    job: Option<Job<(PathBuf, Exported)>>,
}

/// What is about to go out.
struct Asking {
    query: Query,
    /// The search in words; empty: everybody.
    what: String,
    counting: Option<Ask<Result<Found, Error>>>,
    found: Option<Found>,
    form: Form,
}

impl Export {
    /// Asks for the file of what `query` finds; `what` says the search in words and is empty for all permits.
    pub fn begin(&mut self, ctx: &DeskCtx<'_>, query: Query, what: String) {
        let name = format!(
            "{}-{}.xlsx",
            ctx.t("custody-export-file"),
            ctx.session.today
        );
        let path = ctx.session.out.join(name).display().to_string();
        let entry = Entry::new("path", ctx.t("custody-export-path"), Takes::Code);
        let counted = Query {
            limit: 1,
            offset: 0,
            ..query.clone()
        };
        self.asking = Some(Asking {
            query,
            what,
            counting: Some(ctx.worker.ask(move |station| station.search(&counted))),
            found: None,
            form: Form::new(vec![entry.filled(path)]),
        });
    }

    /// A list is being written.
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// Takes answers in, and draws the dialog or the progress.
    pub fn ui(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>) {
        match ended(&mut self.job) {
            Some(Ok((path, done))) => {
                let count = number(done.rows, ctx.text.lang());
                let path = path.display().to_string();
                let args = [("count", count.as_str()), ("path", path.as_str())];
                ctx.toasts.good(ctx.tw("records-exported", &args));
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        if let Some(job) = &self.job {
            let words = ctx.t("custody-exporting");
            confirm::dialog(ui.ctx(), "exporting", 460.0, |ui| job.ui(ui, ctx, &words));
        }
        let Some(asking) = &mut self.asking else {
            return;
        };
        match settled(&mut asking.counting) {
            Some(Ok(found)) => asking.found = Some(found),
            Some(Err(error)) => {
                ctx.toasts.error(ctx.text, &error);
                self.asking = None;
                return;
            }
            None => {}
        }
        asking.form.busy = asking.found.is_none();
        match asking.ask(ui, ctx) {
            Answer::Open => {}
            Answer::No => self.asking = None,
            Answer::Yes => {
                if let Some(asking) = self.asking.take() {
                    let path = PathBuf::from(asking.form.value("path"));
                    self.job = Some(written(ctx, asking.query, path));
                }
            }
        }
    }
}

impl Asking {
    fn ask(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) -> Answer {
        let lang = ctx.text.lang();
        let (exact, alike) = self.found.as_ref().map_or((0, 0), |found| {
            (found.exact, found.total.saturating_sub(found.exact))
        });
        let more = !self.query.words.is_empty() && Found::COUNTED < exact;
        let count = if more {
            let counted = number(Found::COUNTED, lang);
            ctx.tw("custody-export-more", &[("count", &counted)])
        } else {
            number(exact, lang)
        };
        let (title, text) = if self.what.is_empty() {
            ("custody-export-all-title", "custody-export-all")
        } else {
            ("custody-export-search-title", "custody-export-search")
        };
        let args = [("count", count.as_str()), ("what", self.what.as_str())];
        let mut text = vec![ctx.tw(text, &args)];
        if 0 < alike && !more {
            let alike = number(alike, lang);
            text.push(ctx.tw("custody-export-alike", &[("count", &alike)]));
        }
        text.push(ctx.t("custody-export-text"));
        let (title, text) = (ctx.t(title), text.join(" "));
        let (yes, no) = (ctx.tw("custody-export-yes", &args), ctx.t("desk-cancel"));
        let words = Words {
            title: &title,
            text: if self.found.is_some() { &text } else { "" },
            yes: &yes,
            no: &no,
            destroys: false,
        };
        self.form.ask(ui.ctx(), "export", &words)
    }
}

fn written(ctx: &DeskCtx<'_>, query: Query, path: PathBuf) -> Job<(PathBuf, Exported)> {
    let lang = ctx.text.lang();
    Job::begin(ctx, move |station, progress| {
        let text = Text::new(lang);
        if let Some(folder) = path.parent() {
            outside::make_folder(folder)?;
        }
        let path = outside::free_name(&path);
        let done = station.export(&query, &path, &text, &mut |done, of| {
            if progress(done, of) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        Ok((path, done))
    })
}
