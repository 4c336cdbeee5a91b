//! What is done with print shops, each a dialog: a job goes out, its return comes in, it is given up; a shop is registered.

use super::Known;
use crate::desk::context::DeskCtx;
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::doing::{self, Stranger};
use crate::desk::format;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::choice::Line;
use crate::desk::widget::confirm::{Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::desk::widget::icon::Icon;
use crate::office::Deed;
use crate::shop::{JobId, ShopId};
use crate::station::{
    Ask, Error, JobMade, JobOrder, NewRun, Returned, RunId, RunRow, RunTarget, Secret, ShopRow,
    Station, outside,
};
use eframe::egui::{self, Key};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Days a job is given out for, unless somebody says otherwise.
const DAYS: i64 = 14;
/// Colours of a job, as the box has them.
const RGB: &str = "RGB";
const CMYK: &str = "CMYK";
/// Most bytes of a badge.
const BADGE_BYTES: usize = 64 * 1024;

/// An act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A run's cards go to a shop.
    Send,
    /// What a shop says of a job comes in.
    Take,
    /// A job is given up that does not come back.
    CallOff,
    /// A shop is registered by its badge.
    Add,
    /// A shop gets no jobs any more.
    Drop,
}

/// All of them.
pub const ALL: [Act; 5] = [Act::Send, Act::Take, Act::CallOff, Act::Add, Act::Drop];

impl Act {
    /// The deed it is.
    pub fn deed(self) -> Deed {
        match self {
            Self::Send | Self::Take | Self::CallOff => Deed::PrintCard,
            Self::Add | Self::Drop => Deed::GiveTrust,
        }
    }

    /// Its key, and how that stands on the keyboard.
    pub fn key(self) -> (Key, &'static str) {
        match self {
            Self::Send => (Key::F6, "F6"),
            Self::Take => (Key::F7, "F7"),
            Self::CallOff => (Key::Delete, "Del"),
            Self::Add => (Key::F8, "F8"),
            Self::Drop => (Key::F9, "F9"),
        }
    }

    /// Its words, as the button says them.
    pub fn words(self) -> &'static str {
        match self {
            Self::Send => "cetak-shop-send",
            Self::Take => "cetak-shop-take",
            Self::CallOff => "cetak-shop-call-off",
            Self::Add => "cetak-shop-add",
            Self::Drop => "cetak-shop-drop",
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Send => Icon::Up,
            Self::Take => Icon::Down,
            Self::CallOff | Self::Drop => Icon::Trash,
            Self::Add => Icon::Plus,
        }
    }
}

/// What was done.
pub enum Done {
    Sent(JobMade, String, PathBuf),
    Taken(Box<Returned>),
    CalledOff(JobId),
    Added(String),
    Dropped(String),
}

impl Done {
    /// Says what came of it.
    pub fn tell(self, ctx: &mut DeskCtx<'_>) {
        let lang = ctx.text.lang();
        let count = |value| format::number(value, lang);
        let words = match self {
            Self::Sent(made, shop, path) => {
                for withheld in made.withheld.iter().take(3) {
                    ctx.toasts.error(ctx.text, &withheld.error);
                }
                let (path, cards) = (path.display().to_string(), count(made.cards));
                let args = [("shop", shop.as_str()), ("cards", &cards), ("path", &path)];
                ctx.tw("cetak-shop-sent", &args)
            }
            Self::Taken(taken) => {
                for (key, serials) in [
                    ("job-barred", &taken.barred),
                    ("job-differs", &taken.differs),
                ] {
                    for serial in serials.iter().take(3) {
                        let words = ctx.tw(key, &[("serial", serial)]);
                        ctx.toasts.failed(words, "", "");
                    }
                }
                let job = &taken.job;
                let (good, spoiled, unused) =
                    (count(job.good), count(job.spoiled), count(job.unused));
                let args = [
                    ("job", job.job.short()),
                    ("shop", job.shop_name.clone()),
                    ("good", good),
                    ("spoiled", spoiled),
                    ("unused", unused),
                ];
                let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
                ctx.tw("job-imported", &args)
            }
            Self::CalledOff(job) => ctx.tw("job-called-off", &[("job", &job.short())]),
            Self::Added(name) => ctx.tw("cetak-shop-added", &[("name", &name)]),
            Self::Dropped(name) => ctx.tw("shop-dropped-now", &[("name", &name)]),
        };
        ctx.toasts.good(words);
        ctx.session.moved = true;
    }
}

/// An act whose dialog is open.
pub struct Acting {
    act: Act,
    form: Form,
    /// The job it is about.
    job: Option<JobId>,
    /// How a run for all that waits is made.
    how: NewRun,
    /// A shop nobody knows.
    stranger: Option<Stranger>,
    /// A run that was written into files here; whoever sends it all the same says that those were not printed.
    written: Option<String>,
    dialog: Option<Dialog>,
}

/// A run whose cards may go to a shop: its files are made here, and something of it is still open.
pub fn may_go(run: &RunRow) -> bool {
    let counts = run.counts;
    run.how.target == RunTarget::Files
        && run.note.is_empty()
        && 0 < counts.intended + counts.spooled + counts.unknown + counts.left()
}

impl Acting {
    fn with(act: Act, entries: Vec<Entry>) -> Self {
        Self {
            act,
            form: Form::new(entries),
            job: None,
            how: NewRun {
                paper: String::new(),
                split: 0,
                target: RunTarget::Files,
                template: None,
                start: 0,
                empty: Vec::new(),
            },
            stranger: None,
            written: None,
            dialog: None,
        }
    }

    /// Asks which run goes to whom, until when, and into which file.
    pub fn send(ctx: &DeskCtx<'_>, known: &Known, how: NewRun) -> Self {
        let code = |key: &'static str, words: &str| Entry::new(key, ctx.t(words), Takes::Code);
        let all = Line {
            value: ctx.t("cetak-shop-all"),
            words: String::new(),
        };
        let is_out = |run: &RunRow| {
            let mut jobs = known.jobs.iter();
            jobs.any(|job| job.is_out() && job.run == run.id)
        };
        let runs = known.runs.iter().filter(|run| may_go(run) && !is_out(run));
        let runs = runs.map(|run| Line {
            value: run.id.0.to_string(),
            words: ctx.tw(
                "cetak-shop-run-words",
                &[
                    ("cards", &run.counts.cards().to_string()),
                    ("day", &format::day(run.made_at)),
                ],
            ),
        });
        let mut runs: Vec<Line> = runs.collect();
        let first = runs
            .first()
            .map_or(all.value.clone(), |run| run.value.clone());
        runs.push(all);
        let shops = lines_of(&known.shops);
        let shop = first_of(&shops);
        let inks = [
            (RGB, "cetak-shop-rgb-words"),
            (CMYK, "cetak-shop-cmyk-words"),
        ];
        let inks = inks.map(|(value, words)| Line {
            value: value.to_owned(),
            words: ctx.t(words),
        });
        let secret = |key: &'static str, words: &str| {
            Entry::new(key, ctx.t(words), Takes::Secret).optional()
        };
        let until = ctx.session.today.saturating_add(DAYS.days());
        let path = ctx.session.out.join("kartu.loketjob");
        let entries = vec![
            Entry::new("run", ctx.t("cetak-shop-run"), Takes::OneOf(runs)).filled(first),
            Entry::new("shop", ctx.t("cetak-shop-to"), Takes::OneOf(shops)).filled(shop),
            code("until", "cetak-shop-until").filled(format::date(until)),
            code("path", "cetak-shop-file").filled(path.display().to_string()),
            Entry::new(
                "inks",
                ctx.t("cetak-shop-inks"),
                Takes::OneOf(inks.to_vec()),
            )
            .filled(RGB.to_owned()),
            secret("passphrase", "cetak-shop-passphrase"),
            secret("again", "cetak-shop-passphrase-again"),
        ];
        Self {
            how: NewRun {
                target: RunTarget::Files,
                ..how
            },
            ..Self::with(Act::Send, entries)
        }
    }

    /// Asks for the file of a return, and for the second officer where cards came back spoiled.
    pub fn take(ctx: &DeskCtx<'_>, path: Option<&Path>) -> Self {
        let path = path.map_or_else(String::new, |path| path.display().to_string());
        let entries = vec![
            Entry::new("path", ctx.t("cetak-shop-return"), Takes::Code)
                .hint(ctx.t("desk-path-hint"))
                .filled(path),
            Entry::new("login", ctx.t("duty-second-login"), Takes::Words)
                .hint(ctx.t("cetak-shop-second-hint"))
                .optional(),
            Entry::new("password", ctx.t("duty-second-password"), Takes::Secret).optional(),
        ];
        Self::with(Act::Take, entries)
    }

    /// Asks why a job is given up.
    pub fn call_off(ctx: &DeskCtx<'_>, job: JobId) -> Self {
        let entry = Entry::new("reason", ctx.t("duty-reason"), Takes::Words);
        Self {
            job: Some(job),
            ..Self::with(Act::CallOff, vec![entry])
        }
    }

    /// Asks for a shop's badge.
    pub fn add(ctx: &DeskCtx<'_>) -> Self {
        let entry = Entry::new("path", ctx.t("cetak-shop-badge"), Takes::Code);
        Self::with(Act::Add, vec![entry.hint(ctx.t("desk-path-hint"))])
    }

    /// Asks which shop gets no jobs any more, and why.
    pub fn drop_one(ctx: &DeskCtx<'_>, shops: &[ShopRow]) -> Self {
        let shops = lines_of(shops);
        let shop = first_of(&shops);
        let entries = vec![
            Entry::new("shop", ctx.t("cetak-shop-to"), Takes::OneOf(shops)).filled(shop),
            Entry::new("reason", ctx.t("duty-reason"), Takes::Words),
        ];
        Self::with(Act::Drop, entries)
    }

    fn is_again(&self) -> bool {
        let run = self.form.value("run");
        self.written
            .as_deref()
            .is_some_and(|written| written == run)
    }

    fn stranger_ui(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) -> Option<Answer> {
        let stranger = self.stranger.as_ref()?;
        // The fingerprint alone on its line, before the name: whoever made the badge chose the name.
        let text = [
            ctx.t("cetak-shop-stranger-text"),
            stranger.fingerprint.clone(),
            ctx.tw("cetak-shop-stranger-name", &[("name", &stranger.name)]),
        ];
        let words = Words {
            title: &ctx.t("cetak-shop-stranger-title"),
            text: &text.join("\n\n"),
            yes: &ctx.t("cetak-shop-stranger-yes"),
            no: &ctx.t("desk-cancel"),
            destroys: false,
        };
        Some(self.form.ask(egui_ctx, "shop-stranger", &words))
    }

    fn sent(&self, ctx: &DeskCtx<'_>, path: PathBuf) -> Result<Ask<Result<Done, Error>>, String> {
        let until = format::whole_day(self.form.value("until"));
        let until = until.ok_or_else(|| ctx.t("patroli-date-wrong"))?;
        let run = self.form.value("run");
        let all = run == ctx.t("cetak-shop-all");
        let run = match run.parse() {
            Ok(number) => Some(RunId(number)),
            Err(_) if all => None,
            Err(_) => return Err(ctx.t("cetak-shop-run-wrong")),
        };
        let passphrase = self.form.secret("passphrase");
        if passphrase != self.form.secret("again") {
            return Err(ctx.t("cetak-shop-passphrase-differs"));
        }
        let closing = Closing {
            passphrase: (!passphrase.is_empty()).then(|| Secret::new(passphrase)),
            cmyk: self.form.value("inks") == CMYK,
            again: self.is_again(),
        };
        let (shop, how) = (self.form.value("shop").to_owned(), self.how.clone());
        Ok(ctx.worker.long(move |station| {
            let run = match run {
                Some(run) => run,
                None => station.plan_run(None, &how, None)?,
            };
            send(station, run, (&path, &shop, until), &closing)
        }))
    }
}

impl doing::Acting for Acting {
    type Done = Done;

    fn form(&mut self) -> &mut Form {
        &mut self.form
    }

    fn fail(&mut self, ctx: &DeskCtx<'_>, error: &Error) {
        self.form.fail(ctx.text, error);
        if error.id == "job-run-written" {
            self.written = Some(self.form.value("run").to_owned());
        }
    }

    fn ui(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) -> Answer {
        if let Some(answer) = self.stranger_ui(egui_ctx, ctx) {
            return answer;
        }
        if let Some(path) = chosen(&mut self.dialog) {
            self.form.fill("path", &path.display().to_string());
        }
        let (text, yes, destroys) = match self.act {
            Act::Send => ("cetak-shop-send-text", "cetak-shop-send-yes", false),
            Act::Take => ("cetak-shop-take-text", "cetak-shop-take-yes", false),
            Act::CallOff => ("cetak-shop-call-off-text", "cetak-shop-call-off-yes", true),
            Act::Add => ("cetak-shop-add-text", "cetak-shop-add-yes", false),
            Act::Drop => ("cetak-shop-drop-text", "cetak-shop-drop-yes", true),
        };
        let again = self.is_again();
        let (yes, destroys) = if again {
            ("cetak-shop-send-again", true)
        } else {
            (yes, destroys)
        };
        let title = ctx.t(self.act.words());
        let words = Words {
            // A button that opens more ends in dots; the dialog it opens does not.
            title: title.trim_end_matches('…'),
            text: &ctx.t(text),
            yes: &ctx.t(yes),
            no: &ctx.t("desk-cancel"),
            destroys,
        };
        let reads = matches!(self.act, Act::Take | Act::Add);
        let (browse, mut browsing) = (ctx.t("cetak-shop-browse"), false);
        let answer = self.form.ask_with(egui_ctx, "shops", &words, |ui| {
            if reads {
                let button = Button::new(Look::Plain, &browse).icon(Icon::Folder);
                browsing = ui.add(button).clicked();
            }
        });
        if browsing {
            let wake = egui_ctx.clone();
            let title = title.trim_end_matches('…').to_owned();
            self.dialog = Some(Dialog::open(title, Wanted::Any, move || {
                wake.request_repaint();
            }));
        }
        answer
    }

    fn ask(&self, ctx: &DeskCtx<'_>) -> Result<Ask<Result<Done, Error>>, String> {
        if let Some(stranger) = &self.stranger {
            return Ok(added(
                ctx,
                stranger.path.clone(),
                ShopId::parse(&stranger.fingerprint),
            ));
        }
        let path = PathBuf::from(self.form.value("path"));
        match self.act {
            Act::Send => self.sent(ctx, path),
            Act::Take => {
                let login = self.form.value("login").to_owned();
                let password = Secret::new(self.form.secret("password"));
                Ok(ctx.worker.long(move |station| {
                    let second = if login.is_empty() {
                        None
                    } else {
                        Some(station.second(&login, &password)?)
                    };
                    let taken = station.import_return(&path, second.as_ref())?;
                    Ok(Done::Taken(Box::new(taken)))
                }))
            }
            Act::CallOff => {
                let job = self.job.ok_or_else(|| ctx.t("error-job-unknown"))?;
                let reason = self.form.value("reason").to_owned();
                Ok(ctx.worker.ask(move |station| {
                    station.call_off_job(job, &reason)?;
                    Ok(Done::CalledOff(job))
                }))
            }
            Act::Add => Ok(added(ctx, path, None)),
            Act::Drop => {
                let value = |key: &str| self.form.value(key).to_owned();
                let (shop, reason) = (value("shop"), value("reason"));
                Ok(ctx.worker.ask(move |station| {
                    station.drop_shop(&shop, &reason)?;
                    Ok(Done::Dropped(shop))
                }))
            }
        }
    }

    /// A shop nobody knows yet: its fingerprint is to be compared before it is registered.
    fn stranger(before: Option<&Self>, error: &Error) -> Option<Self> {
        if error.id != "shop-fingerprint" {
            return None;
        }
        let stranger = Stranger::of(before?.form.value("path"), error)?;
        Some(Self {
            stranger: Some(stranger),
            ..Self::with(Act::Add, Vec::new())
        })
    }
}

/// How a job is made and closed.
struct Closing {
    /// In place of the shop's key.
    passphrase: Option<Secret>,
    cmyk: bool,
    again: bool,
}

/// Shops that may get jobs.
fn lines_of(shops: &[ShopRow]) -> Vec<Line> {
    let shops = shops.iter().filter(|shop| shop.dropped_at.is_none());
    let line = |shop: &ShopRow| Line {
        value: shop.name.clone(),
        words: String::new(),
    };
    shops.map(line).collect()
}

fn first_of(lines: &[Line]) -> String {
    let first = lines.first();
    first.map_or_else(String::new, |line| line.value.clone())
}

fn send(
    station: &mut Station,
    run: RunId,
    (path, shop, until): (&Path, &str, Date),
    closing: &Closing,
) -> Result<Done, Error> {
    if let Some(folder) = path.parent() {
        outside::make_folder(folder)?;
    }
    let path = outside::free_name(path);
    let order = JobOrder {
        path: &path,
        shop,
        until,
        passphrase: closing.passphrase.as_ref(),
        again: closing.again,
        cmyk: closing.cmyk,
    };
    let made = station.export_job(run, &order, &mut |_| ControlFlow::Continue(()))?;
    Ok(Done::Sent(made, shop.to_owned(), path))
}

fn added(ctx: &DeskCtx<'_>, path: PathBuf, accept: Option<ShopId>) -> Ask<Result<Done, Error>> {
    ctx.worker.ask(move |station| {
        let badge = outside::read_file(&path, BADGE_BYTES)?;
        let ShopRow { name, .. } = station.add_shop(&badge, accept, None)?;
        Ok(Done::Added(name))
    })
}
