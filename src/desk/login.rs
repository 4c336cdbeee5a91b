//! Masuk: who is there. Login and password, the accounts of a demo office, and where the desk was locked.

mod account;
mod clock;

use crate::desk::front::{self, Hands, Job};
use crate::desk::shell::{Leaving, Resume};
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::field::{self, Around};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::desk::{Office, Start};
use crate::office::Duty;
use crate::station::{ClockState, DemoAccount, Door, Error, Secret, Station};
use crate::text::{Lang, Text};
use eframe::egui::{self, Id, Key, Modifiers, Ui, WidgetInfo, accesskit::Role};
use zeroize::Zeroizing;

/// The screen.
pub struct Login {
    start: Start,
    text: Text,
    hands: Hands,
    /// Away while it is being opened.
    door: Option<Door>,
    office: String,
    accounts: Vec<DemoAccount>,
    login: String,
    password: Zeroizing<String>,
    /// A password of one's own, and once more.
    fresh: [Zeroizing<String>; 2],
    /// Of the recovery sheet.
    code: Zeroizing<String>,
    /// The last try was by recovery sheet.
    recovering: bool,
    /// The account of a demo office the arrows have chosen.
    chosen: Option<usize>,
    /// Why the desk was locked, and that its officer may go on.
    locked: Option<Leaving>,
    stage: Stage,
    failed: Option<Error>,
    /// Until then nobody is let in, in seconds of the window's clock.
    wait_until_s: f64,
    begun: bool,
    /// The flags of the program have filled both boxes; this is tried without being asked.
    enters: bool,
    /// The office does not open; it is to be restored from a backup.
    restores: bool,
}

/// What is told when the registry or the keys are damaged: a backup is the way out.
const DAMAGED: [&str; 9] = [
    "key-missing",
    "key-wrong",
    "registry-failed",
    "registry-foreign",
    "registry-key",
    "registry-missing",
    "registry-torn",
    "slots-missing",
    "slots-wrong",
];

enum Stage {
    Asking,
    Entering(Job<(Door, Result<Entered, Error>)>),
    /// In, and the clock is to be looked at first.
    Clock(Box<Entered>, bool),
    /// In, and the password is to be changed first.
    Change(Box<Entered>),
    /// One of the two is being done.
    Settling(Job<(Entered, Option<Error>)>),
    /// The way in by recovery sheet.
    Recover,
}

/// A station somebody has logged in to.
struct Entered {
    station: Station,
    clock: ClockState,
    /// As typed, to change it where it must be.
    password: Secret,
}

fn login_id() -> Id {
    Id::unique("login")
}

fn fresh_id(index: usize) -> Id {
    Id::unique(("fresh", index))
}

fn code_id() -> Id {
    Id::unique("recovery-code")
}

fn password_id() -> Id {
    Id::unique("password")
}

impl Login {
    /// Asks at `door` who is there.
    pub fn new(mut start: Start, door: Door, hands: Hands, resume: Option<&Resume>) -> Self {
        let entrant = start.entrant.take();
        let settings = door.settings();
        let lang = start.lang.or_else(|| Lang::parse(&settings.language));
        let login = resume
            .filter(|resume| resume.why == Leaving::Idle)
            .map(|resume| resume.login.as_str().to_owned())
            .or_else(|| entrant.as_ref().map(|entrant| entrant.login.clone()));
        let password = entrant.map(|entrant| entrant.password.reveal().to_owned());
        Self {
            text: Text::new(lang.unwrap_or_default()),
            hands,
            office: settings.office.office.clone(),
            accounts: door.demo_accounts(),
            door: Some(door),
            start,
            login: login.unwrap_or_default(),
            enters: password.is_some(),
            password: Zeroizing::new(password.unwrap_or_default()),
            fresh: Default::default(),
            code: Zeroizing::default(),
            recovering: false,
            chosen: None,
            locked: resume.map(|resume| resume.why),
            stage: Stage::Asking,
            failed: None,
            wait_until_s: 0.0,
            begun: false,
            restores: false,
        }
    }

    /// How the desk was started, when the office is to be restored from a backup.
    pub fn restores(&mut self) -> Option<Start> {
        self.restores.then(|| std::mem::take(&mut self.start))
    }

    /// The open office, once somebody has logged in.
    pub fn poll(&mut self, ctx: &egui::Context) -> Option<(Start, Office)> {
        if std::mem::take(&mut self.enters) {
            self.enter(ctx);
        }
        match std::mem::replace(&mut self.stage, Stage::Asking) {
            Stage::Asking => {}
            Stage::Entering(job) => match job.poll() {
                None => self.stage = Stage::Entering(job),
                Some(Ok((door, entered))) => {
                    self.door = Some(door);
                    match entered {
                        Ok(entered) => return self.let_in(ctx, entered),
                        Err(error) => self.refuse(ctx, error),
                    }
                }
                Some(Err(error)) => self.refuse(ctx, error),
            },
            Stage::Clock(mut entered, true) => {
                self.settle(ctx, move || {
                    let failed = entered.station.accept_clock().err();
                    if failed.is_none() {
                        entered.clock = ClockState::Steady;
                    }
                    (*entered, failed)
                });
            }
            Stage::Settling(job) => match job.poll() {
                None => self.stage = Stage::Settling(job),
                Some(Ok((entered, failed))) => {
                    self.failed = failed;
                    return self.let_in(ctx, entered);
                }
                Some(Err(error)) => self.refuse(ctx, error),
            },
            other @ (Stage::Clock(..) | Stage::Change(_) | Stage::Recover) => self.stage = other,
        }
        None
    }

    fn settle(
        &mut self,
        ctx: &egui::Context,
        work: impl FnOnce() -> (Entered, Option<Error>) + Send + 'static,
    ) {
        self.failed = None;
        self.stage = Stage::Settling(Job::start(ctx, self.hands, move || Ok(work())));
    }

    /// Hands the station to its lanes, unless clock or password are to be seen to first.
    fn let_in(&mut self, ctx: &egui::Context, entered: Entered) -> Option<(Start, Office)> {
        if entered.clock != ClockState::Steady {
            self.stage = Stage::Clock(Box::new(entered), false);
            return None;
        }
        if entered.station.officer().must_change {
            ctx.memory_mut(|memory| memory.request_focus(fresh_id(0)));
            self.stage = Stage::Change(Box::new(entered));
            return None;
        }
        let hands = self.hands;
        let office = Office::new(entered.station, |station| hands.worker(ctx, station));
        Some((std::mem::take(&mut self.start), office))
    }

    fn refuse(&mut self, ctx: &egui::Context, error: Error) {
        let wait_s = error
            .args
            .iter()
            .find(|(name, _)| *name == "seconds")
            .and_then(|(_, value)| value.parse::<f64>().ok());
        self.wait_until_s = wait_s.map_or(0.0, |wait_s| ctx.input(|input| input.time) + wait_s);
        self.failed = Some(error);
        self.password = Zeroizing::default();
        if self.recovering {
            self.stage = Stage::Recover;
            ctx.memory_mut(|memory| memory.request_focus(code_id()));
            return;
        }
        ctx.memory_mut(|memory| memory.request_focus(password_id()));
    }

    fn enter(&mut self, ctx: &egui::Context) {
        let now_s = ctx.input(|input| input.time);
        if self.login.trim().is_empty() {
            ctx.memory_mut(|memory| memory.request_focus(login_id()));
            return;
        }
        if self.password.is_empty() {
            ctx.memory_mut(|memory| memory.request_focus(password_id()));
            return;
        }
        if now_s < self.wait_until_s {
            return;
        }
        let Some(mut door) = self.door.take() else {
            return;
        };
        (self.failed, self.recovering) = (None, false);
        let login = self.login.trim().to_owned();
        let password = Secret::new(std::mem::take(&mut *self.password));
        self.stage = Stage::Entering(Job::start(ctx, self.hands, move || {
            let entered = door.enter(&login, &password);
            let entered = entered.and_then(|station| entered_by(station, password));
            Ok((door, entered))
        }));
    }

    /// The new password, when both boxes hold the same.
    fn fresh_password(&mut self) -> Option<Secret> {
        let [one, again] = &self.fresh;
        if one.is_empty() || **one != **again {
            return None;
        }
        let fresh = Secret::new(one.as_str().to_owned());
        self.fresh = Default::default();
        Some(fresh)
    }

    fn change(&mut self, ctx: &egui::Context) {
        let Some(fresh) = self.fresh_password() else {
            return;
        };
        match std::mem::replace(&mut self.stage, Stage::Asking) {
            Stage::Change(mut entered) => self.settle(ctx, move || {
                let changed = entered.station.change_password(&entered.password, &fresh);
                (*entered, changed.err())
            }),
            stage @ (Stage::Asking
            | Stage::Entering(_)
            | Stage::Clock(..)
            | Stage::Settling(_)
            | Stage::Recover) => {
                self.stage = stage;
            }
        }
    }

    fn recover(&mut self, ctx: &egui::Context) {
        if self.login.trim().is_empty() || self.code.trim().is_empty() {
            return;
        }
        let (Some(fresh), Some(mut door)) = (self.fresh_password(), self.door.take()) else {
            return;
        };
        (self.failed, self.recovering) = (None, true);
        let (login, code) = (self.login.trim().to_owned(), self.code.clone());
        self.stage = Stage::Entering(Job::start(ctx, self.hands, move || {
            let entered = door.recover(&code, &login, &fresh);
            let entered = entered.and_then(|station| entered_by(station, fresh));
            Ok((door, entered))
        }));
    }

    /// Fills in an account of a demo office.
    fn choose(&mut self, index: usize) {
        if let Some(account) = self.accounts.get(index) {
            self.chosen = Some(index);
            self.login = account.login.to_owned();
            self.password = Zeroizing::new(account.password.to_owned());
            self.failed = None;
        }
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui) {
        field::begin_frame(ui);
        if !self.begun {
            self.begun = true;
            let id = if self.login.is_empty() {
                login_id()
            } else {
                password_id()
            };
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        self.keys(ui);
        let text = Text::new(self.text.lang());
        let width = if self.accounts.is_empty()
            || !matches!(self.stage, Stage::Asking | Stage::Entering(_))
        {
            520.0
        } else {
            920.0
        };
        front::stage_ui(ui, &text, width, |ui| match &mut self.stage {
            Stage::Clock(entered, accepted) => {
                *accepted |= clock::clock_ui(ui, &text, &entered.clock);
            }
            Stage::Settling(_) => widget::waiting(ui, &text.get("duty-entering")),
            Stage::Change(_) => self.change_ui(ui),
            Stage::Recover => self.recover_ui(ui),
            Stage::Asking | Stage::Entering(_) => {
                if self.accounts.is_empty() {
                    self.form_ui(ui);
                } else {
                    let right = (ui.available_width() * 0.5).max(330.0);
                    widget::columns(
                        ui,
                        self,
                        right,
                        |ui, login| login.form_ui(ui),
                        |ui, login| login.accounts_ui(ui),
                    );
                }
            }
        });
    }

    fn keys(&mut self, ui: &Ui) {
        if self.accounts.is_empty() || !matches!(self.stage, Stage::Asking) {
            return;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = self.accounts.len() - 1;
        if pressed(Key::ArrowDown) {
            self.choose(self.chosen.map_or(0, |at| (at + 1).min(last)));
            ui.memory_mut(|memory| memory.request_focus(password_id()));
        }
        if pressed(Key::ArrowUp) {
            self.choose(self.chosen.map_or(last, |at| at.saturating_sub(1)));
            ui.memory_mut(|memory| memory.request_focus(password_id()));
        }
    }

    fn form_ui(&mut self, ui: &mut Ui) {
        let title = self.text.get("duty-login");
        let heading = ui.label(theme::rich(&title, Weight::Bold, theme::TITLE));
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
        widget::hint(ui, self.office.as_str());
        ui.add_space(8.0);
        if let Some(why) = self.locked {
            let words = match why {
                Leaving::Asked => self.text.get("duty-locked"),
                Leaving::Idle => self.text.get("duty-locked-idle"),
            };
            widget::note(ui, Tone::Calm, &words);
            ui.add_space(6.0);
        }
        let (name, secret) = (
            self.text.get("duty-login-name"),
            self.text.get("duty-password"),
        );
        let before = self.login.clone();
        field::text(
            ui,
            login_id(),
            &mut self.login,
            &Around {
                label: &name,
                ..Around::default()
            },
        );
        if self.login != before {
            self.chosen = None;
        }
        ui.add_space(4.0);
        let entered = field::password(ui, password_id(), &mut self.password, &secret);
        ui.add_space(12.0);
        let rest_s = self.wait_until_s - ui.input(|input| input.time);
        let busy = matches!(self.stage, Stage::Entering(_));
        let enter = self.text.get("duty-enter");
        let button = Button::new(Look::Primary, &enter)
            .icon(Icon::Check)
            .key("↵")
            .height(44.0)
            .min_width(ui.available_width().min(240.0))
            .enabled(!busy && rest_s <= 0.0);
        let pressed = ui.add(button).clicked();
        if busy {
            widget::waiting(ui, &self.text.get("duty-entering"));
        } else if pressed || entered {
            self.enter(ui.ctx());
        }
        self.failed_ui(ui, rest_s);
        ui.add_space(8.0);
        let forgot = self.text.get("duty-forgot");
        if !busy && ui.add(Button::new(Look::Quiet, &forgot)).clicked() {
            (self.failed, self.wait_until_s) = (None, 0.0);
            self.stage = Stage::Recover;
            ui.memory_mut(|memory| memory.request_focus(login_id()));
        }
    }

    /// Two boxes for a password of one's own; true when Enter was pressed in the second.
    fn fresh_ui(&mut self, ui: &mut Ui) -> bool {
        let (name, again) = (
            self.text.get("duty-password-new"),
            self.text.get("duty-password-again"),
        );
        let [one, other] = &mut self.fresh;
        if field::password(ui, fresh_id(0), one, &name) {
            ui.memory_mut(|memory| memory.request_focus(fresh_id(1)));
        }
        widget::hint(ui, self.text.get("duty-password-hint"));
        ui.add_space(4.0);
        let entered = field::password(ui, fresh_id(1), other, &again);
        if !other.is_empty() && !one.starts_with(other.as_str()) {
            ui.add_space(4.0);
            widget::note(ui, Tone::Warning, &self.text.get("duty-password-differs"));
        }
        entered
    }

    fn change_ui(&mut self, ui: &mut Ui) {
        self.title_ui(ui, "duty-change-title", "duty-change-text");
        let entered = self.fresh_ui(ui);
        ui.add_space(12.0);
        let change = self.text.get("duty-change");
        let button = Button::new(Look::Primary, &change)
            .icon(Icon::Check)
            .key("↵")
            .height(44.0);
        if ui.add(button).clicked() || entered {
            self.change(ui.ctx());
        }
        self.failed_ui(ui, 0.0);
    }

    fn recover_ui(&mut self, ui: &mut Ui) {
        self.title_ui(ui, "duty-recover-title", "duty-recover-text");
        let (name, code) = (
            self.text.get("duty-login-name"),
            self.text.get("duty-recover-code"),
        );
        let around = |label| Around {
            label,
            ..Around::default()
        };
        field::text(ui, login_id(), &mut self.login, &around(name.as_str()));
        ui.add_space(4.0);
        let mono = Around {
            mono: true,
            ..around(code.as_str())
        };
        field::text(ui, code_id(), &mut self.code, &mono);
        ui.add_space(4.0);
        let entered = self.fresh_ui(ui);
        ui.add_space(12.0);
        let mut back = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        ui.horizontal_wrapped(|ui| {
            let (recover, leave) = (self.text.get("duty-recover"), self.text.get("duty-back"));
            let button = Button::new(Look::Primary, &recover)
                .icon(Icon::Check)
                .key("↵")
                .height(44.0);
            if ui.add(button).clicked() || entered {
                self.recover(ui.ctx());
            }
            let button = Button::new(Look::Plain, &leave).key("Esc").height(44.0);
            back |= ui.add(button).clicked();
        });
        self.failed_ui(ui, 0.0);
        if back {
            (self.failed, self.code, self.fresh) = (None, Zeroizing::default(), Default::default());
            self.stage = Stage::Asking;
        }
    }

    fn title_ui(&self, ui: &mut Ui, title: &str, words: &str) {
        let title = self.text.get(title);
        let heading = ui.label(theme::rich(&title, Weight::Bold, theme::TITLE));
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
        widget::sentence(ui, self.text.get(words));
        ui.add_space(8.0);
    }

    /// What went wrong, and how long to wait.
    fn failed_ui(&mut self, ui: &mut Ui, rest_s: f64) {
        let Some(error) = &self.failed else { return };
        ui.add_space(8.0);
        let bare = Error {
            id: if error.id == "login-refused-wait" {
                "login-refused"
            } else {
                error.id
            },
            args: error.args.clone(),
            detail: String::new(),
        };
        if error.id != "login-wait" {
            front::error_ui(ui, &self.text, &bare);
        }
        if DAMAGED.contains(&error.id) {
            ui.add_space(6.0);
            let restore = self.text.get("custody-restore");
            let button = Button::new(Look::Plain, &restore)
                .icon(Icon::Shield)
                .height(44.0);
            self.restores |= ui.add(button).clicked();
        }
        if rest_s > 0.0 {
            let seconds = format!("{:.0}", rest_s.ceil());
            let words = self.text.with("duty-login-wait", &[("seconds", &seconds)]);
            widget::note(ui, Tone::Warning, &words);
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_millis(250));
        }
    }

    fn accounts_ui(&mut self, ui: &mut Ui) {
        widget::section(ui, &self.text.get("duty-demo-accounts"));
        widget::hint(ui, self.text.get("duty-demo-accounts-hint"));
        ui.add_space(4.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut taken = None;
        for (index, account) in self.accounts.iter().enumerate() {
            let here = self.chosen == Some(index);
            if account::account_ui(ui, &self.text, account, here).clicked() {
                taken = Some(index);
            }
        }
        if let Some(index) = taken {
            self.choose(index);
            self.enter(ui.ctx());
        }
    }
}

fn entered_by(station: Station, password: Secret) -> Result<Entered, Error> {
    let clock = station.clock_state()?;
    Ok(Entered {
        station,
        clock,
        password,
    })
}

/// What an officer's duties are called.
pub fn duty_words(text: &Text, duties: &[Duty]) -> String {
    let words: Vec<String> = duties
        .iter()
        .map(|duty| text.get(&format!("duty-{}", duty.id())))
        .collect();
    words.join(", ")
}
