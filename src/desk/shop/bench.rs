//! A shop at work: the job's cards on the left, what its file prints on the right; each card is said good or spoiled.

mod draw;

use super::panel::{Panel, Said};
use crate::desk::Start;
use crate::desk::context::{answered, settled};
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::theme;
use crate::desk::toast::Toasts;
use crate::desk::widget::card::Picture;
use crate::desk::widget::field;
use crate::desk::widget::rows::Rows;
use crate::shop::{Fate, JobId};
use crate::station::{Ask, Error, HeldJob, JobClosed, Secret, Shop, ShopState, Worker, outside};
use crate::text::Text;
use eframe::egui::{self, ColorImage, Key, Modifiers, Ui};
use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

/// Untouched for so long, the folder is locked.
const LOCK_AFTER_S: f64 = 15.0 * 60.0;
/// The pages that are shown.
const FRONT: &str = "shop-front";
const BACK: &str = "shop-back";
/// Seconds between two looks at the folder: a job's time may be over.
const LOOK_EVERY_S: f64 = 30.0;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Good,
    Spoil,
    Unused,
    Reset,
    Rest,
    Next,
    Open,
    Write,
    Print,
    Return,
    Badge,
    Theme,
    Lock,
    Help,
}

/// A key of the bench, as help and the foot of the window list it.
pub(super) struct Cap {
    pub(super) cap: &'static str,
    pub(super) words: &'static str,
    key: Key,
    modifiers: Modifiers,
    act: Act,
}

const fn cap(
    cap: &'static str,
    words: &'static str,
    modifiers: Modifiers,
    key: Key,
    act: Act,
) -> Cap {
    Cap {
        cap,
        words,
        key,
        modifiers,
        act,
    }
}

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::CTRL;

/// All keys, in the order help lists them.
pub(super) const KEYS: &[Cap] = &[
    cap("↵", "shop-key-good", NONE, Key::Enter, Act::Good),
    cap("Del", "shop-key-spoil", NONE, Key::Delete, Act::Spoil),
    cap("F4", "shop-key-unused", NONE, Key::F4, Act::Unused),
    cap("⌫", "shop-key-reset", NONE, Key::Backspace, Act::Reset),
    cap("F3", "shop-key-rest", NONE, Key::F3, Act::Rest),
    cap("F5", "shop-key-write", NONE, Key::F5, Act::Write),
    cap("F6", "shop-key-print", NONE, Key::F6, Act::Print),
    cap("F9", "shop-key-return", NONE, Key::F9, Act::Return),
    cap("F7", "shop-key-badge", NONE, Key::F7, Act::Badge),
    cap("F2", "shop-key-next", NONE, Key::F2, Act::Next),
    cap("Ctrl O", "shop-key-open", CTRL, Key::O, Act::Open),
    cap("F8", "shop-key-theme", NONE, Key::F8, Act::Theme),
    cap("Ctrl L", "shop-key-lock", CTRL, Key::L, Act::Lock),
    cap("F1", "shop-key-help", NONE, Key::F1, Act::Help),
];

/// The folder as it stands.
struct Look {
    state: ShopState,
    jobs: Vec<HeldJob>,
    /// Unix seconds.
    now: i64,
}

/// What was done at the folder.
enum Done {
    Looked(Look),
    /// A job's file that wants a passphrase.
    Asks(PathBuf),
    Opened(JobId, Look),
    Written(usize, Look),
    Printers(Vec<String>),
    Printed(Look),
    Marked(Marked),
    Returned(JobClosed, PathBuf, Look),
    Badge(PathBuf),
}

/// What was said of cards; of thousands only those are told anew.
struct Marked {
    id: JobId,
    serials: HashSet<String>,
    fate: Option<Fate>,
}

/// The open folder.
pub struct Bench {
    worker: Worker<Shop>,
    pub start: Start,
    text: Text,
    toasts: Toasts,
    dark: bool,
    who: String,
    look: Option<Look>,
    looked_s: f64,
    doing: Option<Ask<Result<Done, Error>>>,
    chosen: Option<JobId>,
    rows: Rows,
    /// Whose pages are shown, or asked for.
    shown: Option<(JobId, usize)>,
    showing: Option<Ask<Result<Vec<ColorImage>, Error>>>,
    pages: [Picture; 2],
    panel: Panel,
    dialog: Option<Dialog>,
    touched_s: f64,
    locked: bool,
}

impl Bench {
    /// Takes over an open folder, and the job the program was opened with.
    pub fn new(
        ctx: &egui::Context,
        (start, text, who): (Start, Text, String),
        worker: Worker<Shop>,
        job: Option<PathBuf>,
    ) -> Self {
        let dark = start.theme.as_deref() == Some("dark");
        let now_s = ctx.input(|input| input.time);
        let mut bench = Self {
            worker,
            start,
            text,
            toasts: Toasts::default(),
            dark,
            who,
            look: None,
            looked_s: now_s,
            doing: None,
            chosen: None,
            rows: Rows::default(),
            shown: None,
            showing: None,
            pages: Default::default(),
            panel: Panel::None,
            dialog: None,
            touched_s: now_s,
            locked: false,
        };
        match job {
            Some(job) => bench.open(job, None),
            None => bench.look_again(now_s),
        }
        bench
    }

    /// The folder is to be locked.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// Takes in answers; before each frame.
    pub fn logic(&mut self, ctx: &egui::Context) {
        let now_s = ctx.input(|input| input.time);
        if self.doing.is_none() && now_s - self.looked_s > LOOK_EVERY_S {
            self.look_again(now_s);
        }
        match settled(&mut self.doing) {
            Some(Ok(done)) => self.done(done),
            Some(Err(error)) => {
                match self.panel.form() {
                    Some(form) => form.fail(&self.text, &error),
                    None => self.toasts.error(&self.text, &error),
                }
                self.looked_s = f64::NEG_INFINITY;
            }
            None => {}
        }
        match answered(&mut self.showing) {
            Some(Ok(Ok(images))) => {
                for (at, image) in images.into_iter().take(2).enumerate() {
                    if let Some(page) = self.pages.get_mut(at) {
                        page.set(ctx, if at == 0 { FRONT } else { BACK }, image);
                    }
                }
                ctx.request_repaint();
            }
            Some(Ok(Err(error)) | Err(error)) => self.toasts.error(&self.text, &error),
            None => {}
        }
        self.show_pages();
        if ctx.input(|input| !input.events.is_empty()) {
            self.touched_s = now_s;
        }
        if now_s - self.touched_s > LOCK_AFTER_S {
            self.locked = true;
        }
        ctx.request_repaint_after(Duration::from_secs(15));
    }

    fn look_again(&mut self, now_s: f64) {
        self.looked_s = now_s;
        self.ask(|shop| Ok(Done::Looked(look(shop)?)));
    }

    fn ask(&mut self, work: impl FnOnce(&mut Shop) -> Result<Done, Error> + Send + 'static) {
        self.doing = Some(self.worker.ask(work));
    }

    fn done(&mut self, done: Done) {
        match done {
            Done::Looked(look) => self.look = Some(look),
            Done::Marked(marked) => self.take(&marked),
            Done::Asks(path) => self.panel = Panel::open(&self.text, &path, true),
            Done::Opened(id, look) => {
                self.look = Some(look);
                self.choose(id);
                self.panel = Panel::None;
            }
            Done::Written(count, look) => {
                self.look = Some(look);
                self.panel = Panel::None;
                let count = count.to_string();
                let words = self.text.with("shop-written", &[("count", &count)]);
                self.toasts.good(words);
            }
            Done::Printers(printers) => self.panel = Panel::print(&self.text, &printers),
            Done::Printed(look) => {
                self.look = Some(look);
                self.panel = Panel::None;
                self.toasts.good(self.text.get("shop-printed"));
            }
            Done::Badge(path) => {
                self.panel = Panel::None;
                let path = path.display().to_string();
                let words = self.text.with("shop-badge-told", &[("path", &path)]);
                self.toasts.good(words);
            }
            Done::Returned(closed, path, look) => {
                self.look = Some(look);
                self.chosen = None;
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let [good, spoiled, unused] =
                    [closed.good, closed.spoiled, closed.unused].map(|count| count.to_string());
                let args = [
                    ("file", name.as_ref()),
                    ("good", &good),
                    ("spoiled", &spoiled),
                    ("unused", &unused),
                ];
                let key = if closed.left.is_empty() {
                    "job-returned"
                } else {
                    "job-returned-part"
                };
                self.panel = Panel::Done(self.text.with(key, &args));
            }
        }
        let known = self.jobs().iter().any(|job| Some(job.id) == self.chosen);
        if !known {
            self.chosen = self.jobs().first().map(|job| job.id);
            self.rows.restart();
        }
    }

    fn take(&mut self, marked: &Marked) {
        let jobs = self.look.iter_mut().flat_map(|look| &mut look.jobs);
        for job in jobs.filter(|job| job.id == marked.id) {
            for card in &mut job.cards {
                if marked.serials.contains(&card.serial) {
                    card.fate.clone_from(&marked.fate);
                }
            }
        }
    }

    fn jobs(&self) -> &[HeldJob] {
        self.look.as_ref().map_or(&[], |look| look.jobs.as_slice())
    }

    fn job(&self) -> Option<&HeldJob> {
        self.jobs().iter().find(|job| Some(job.id) == self.chosen)
    }

    fn choose(&mut self, id: JobId) {
        self.chosen = Some(id);
        self.rows.restart();
    }

    /// The pages of the file that holds the card chosen.
    fn show_pages(&mut self) {
        let wanted = self.job().filter(|job| !job.ended).map(|job| {
            let card = job.cards.get(self.rows.cursor);
            (job.id, card.map_or(0, |card| card.file))
        });
        if wanted == self.shown {
            return;
        }
        self.shown = wanted;
        self.pages.iter_mut().for_each(Picture::clear);
        let Some((id, file)) = wanted else { return };
        self.showing = Some(self.worker.ask(move |shop| {
            let pages = shop.preview(id, file)?.into_iter().map(|page| {
                let side = |px| usize::try_from(px).unwrap_or(0);
                let size = [side(page.width_px), side(page.height_px)];
                ColorImage::from_rgba_premultiplied(size, &page.rgba)
            });
            Ok(pages.collect())
        }));
    }

    fn open(&mut self, path: PathBuf, secret: Option<Secret>) {
        let who = self.who.clone();
        self.ask(move |shop| {
            if secret.is_none() && Shop::wants_passphrase(&path)? {
                return Ok(Done::Asks(path));
            }
            let id = shop.open_job(&path, secret.as_ref(), &who)?;
            Ok(Done::Opened(id, look(shop)?))
        });
    }

    /// Says what came of the card chosen, and goes on to the next; with none, what was said is taken back.
    fn mark(&mut self, fate: Option<Fate>) {
        let Some(job) = self.job() else { return };
        let Some(card) = job.cards.get(self.rows.cursor) else {
            return;
        };
        let (id, serials) = (job.id, vec![card.serial.clone()]);
        let last = job.cards.len().saturating_sub(1);
        if fate.is_some() {
            self.rows.cursor = (self.rows.cursor + 1).min(last);
        }
        self.say(id, serials, fate);
    }

    /// Every card that was printed and of which nothing was said came out well.
    fn rest(&mut self) {
        let Some(job) = self.job() else { return };
        let open = job.cards.iter().filter(|card| job.is_unsaid(card));
        let serials: Vec<String> = open.map(|card| card.serial.clone()).collect();
        let id = job.id;
        if !serials.is_empty() {
            self.say(id, serials, Some(Fate::Good));
        }
    }

    fn say(&mut self, id: JobId, serials: Vec<String>, fate: Option<Fate>) {
        let who = self.who.clone();
        self.ask(move |shop| {
            match &fate {
                Some(fate) => shop.mark(id, &serials, fate, &who)?,
                None => shop.unmark(id, &serials, &who)?,
            }
            Ok(Done::Marked(Marked {
                id,
                serials: serials.into_iter().collect(),
                fate,
            }))
        });
    }

    /// Asks where the return goes; a card that may have been printed and of which nothing was said comes first.
    fn go_home(&mut self, short: &str) {
        let Some(job) = self.job() else { return };
        let open = job.cards.iter().position(|card| job.is_unsaid(card));
        let count = job.cards.iter().filter(|card| job.is_unsaid(card)).count();
        let count = count.to_string();
        if let Some(open) = open {
            self.rows.cursor = open;
            let words = self.text.with("shop-unsaid", &[("count", &count)]);
            let advice = self.text.get("advice-job-unsaid");
            self.toasts.failed(words, advice, "");
            return;
        }
        let name = format!("hasil-{short}.loketreturn");
        self.panel = Panel::home(&self.text, &self.folder().with_file_name(name));
    }

    fn folder(&self) -> PathBuf {
        self.start.shop.clone().unwrap_or_default()
    }

    fn act(&mut self, act: Act) {
        let short = self.chosen.map(JobId::short).unwrap_or_default();
        let live = self.job().is_some_and(|job| !job.ended);
        let asks = !matches!(
            act,
            Act::Help | Act::Theme | Act::Lock | Act::Open | Act::Next
        );
        // A second answer may not overtake the first.
        if asks && self.doing.is_some() {
            return;
        }
        match act {
            Act::Help => self.panel = Panel::Help,
            Act::Theme => self.dark = !self.dark,
            Act::Lock => self.locked = true,
            Act::Open => {
                let own = self.folder().with_file_name("pekerjaan.loketjob");
                self.panel = Panel::open(&self.text, &own, false);
            }
            Act::Next => {
                let jobs = self.jobs();
                let at = jobs.iter().position(|job| Some(job.id) == self.chosen);
                let next = at.map_or(0, |at| (at + 1) % jobs.len().max(1));
                if let Some(id) = jobs.get(next).map(|job| job.id) {
                    self.choose(id);
                }
            }
            Act::Good => self.mark(Some(Fate::Good)),
            Act::Unused => self.mark(Some(Fate::Unused)),
            Act::Reset => self.mark(None),
            Act::Rest => self.rest(),
            Act::Spoil if self.job().is_some() => self.panel = Panel::spoil(&self.text),
            Act::Write if live => {
                let out = self.folder().with_file_name(format!("cetak-{short}"));
                self.panel = Panel::write(&self.text, &out);
            }
            Act::Print if live => {
                self.ask(|shop| Ok(Done::Printers(shop.printers().unwrap_or_default())));
            }
            Act::Badge => {
                let path = self.folder().with_file_name("percetakan.loketbadge");
                self.panel = Panel::badge(&self.text, &path);
            }
            Act::Return => self.go_home(&short),
            Act::Spoil | Act::Write | Act::Print => {}
        }
    }

    fn keys(&mut self, ui: &Ui) {
        let pressed = KEYS
            .iter()
            .find(|key| ui.input_mut(|input| input.consume_key(key.modifiers, key.key)));
        if let Some(act) = pressed.map(|key| key.act) {
            self.act(act);
        }
        let count = self.job().map_or(0, |job| job.cards.len());
        self.rows.keys(ui, count, true);
    }

    fn panel_ui(&mut self, ctx: &egui::Context) {
        let [good, spoiled, unused, open] = self.job().map_or([0; 4], HeldJob::counts);
        let [good, spoiled, unused] = [good, spoiled, unused + open].map(|count| count.to_string());
        let about = [
            ("good", good.as_str()),
            ("spoiled", spoiled.as_str()),
            ("unused", unused.as_str()),
        ];
        let said = self.panel.ui(ctx, &self.text, &about);
        let (who, file) = (self.who.clone(), self.shown.map_or(0, |(_, file)| file));
        match (said, self.chosen) {
            (Said::Open(path, secret), _) => self.open(path, secret.map(Secret::new)),
            (Said::Badge(path), _) => self.ask(move |shop| {
                let badge = shop.badge()?;
                outside::keep(&path, &badge).map(Done::Badge)
            }),
            (Said::Nothing, _) | (_, None) => {}
            (Said::Write(out), Some(id)) => self.ask(move |shop| {
                let files = shop.write_files(id, &out, &who)?;
                Ok(Done::Written(files.len(), look(shop)?))
            }),
            (Said::Print(printer), Some(id)) => self.ask(move |shop| {
                shop.print(id, file, &printer, &who)?;
                Ok(Done::Printed(look(shop)?))
            }),
            (Said::Spoil(reason), Some(_)) => {
                self.panel = Panel::None;
                self.mark(Some(Fate::Spoiled(reason)));
            }
            (Said::Return(path), Some(id)) => self.ask(move |shop| {
                let closed = shop.return_job(id, &path, &who)?;
                Ok(Done::Returned(closed, path, look(shop)?))
            }),
        }
    }

    /// Draws the window.
    pub fn ui(&mut self, ui: &mut Ui) {
        field::begin_frame(ui);
        theme::apply(ui.ctx(), if self.dark { "dark" } else { "light" });
        if let Some(path) = chosen(&mut self.dialog) {
            self.open(path, None);
        }
        let dropped = ui.input(|input| {
            let file = input.raw.dropped_files.first();
            file.map(|file| file.path().to_owned())
        });
        if let Some(path) = dropped {
            self.open(path, None);
        }
        if matches!(self.panel, Panel::None) {
            self.keys(ui);
        }
        self.draw(ui);
        self.panel_ui(ui.ctx());
        self.toasts.ui(ui.ctx(), &self.text);
    }

    fn choose_file(&mut self, ui: &Ui) {
        let wake = ui.ctx().clone();
        let title = self.text.get("shop-open-title");
        self.dialog = Some(Dialog::open(title, Wanted::Any, move || {
            wake.request_repaint();
        }));
    }
}

fn look(shop: &mut Shop) -> Result<Look, Error> {
    Ok(Look {
        jobs: shop.jobs()?,
        state: shop.state(),
        now: shop.now(),
    })
}
