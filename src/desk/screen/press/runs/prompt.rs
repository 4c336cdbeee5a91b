//! A card spoiled, a run cancelled: the reason, and the second officer beside.

use super::{Asked, Runs};
use crate::desk::context::DeskCtx;
use crate::desk::format;
use crate::desk::widget::confirm::{self, Answer};
use crate::desk::widget::prompt::Words;
use crate::office::PrintState;
use crate::station::{Error, Outcome, RunId, RunTarget, Secret, Station};
use eframe::egui::Ui;

/// What is asked once more before it is recorded.
pub(super) enum Sure {
    /// Every card of that run, so many, came out well.
    Settled(RunId, u64),
    /// That card never came out of the printer.
    Unprinted(String),
}

/// What was typed.
struct Said {
    reason: String,
    login: String,
    password: Secret,
}

impl Runs {
    pub(super) fn prompt_ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let sealed = self.row().is_some_and(|run| 0 < run.counts.intended);
        let Some((asked, prompt)) = &mut self.prompt else {
            return;
        };
        let (title, text, yes) = match &*asked {
            Asked::Spoil(serial) => (
                ctx.tw("duty-spoil-title", &[("serial", serial)]),
                ctx.t("duty-spoil-text"),
                ctx.t("duty-spoil-yes"),
            ),
            Asked::Cancel(id) => (
                ctx.tw("cetak-cancel-title", &[("run", &id.0.to_string())]),
                ctx.t(if sealed {
                    "cetak-cancel-sealed"
                } else {
                    "cetak-cancel-text"
                }),
                ctx.t("cetak-cancel-yes"),
            ),
        };
        let beside = sealed || matches!(asked, Asked::Spoil(_));
        let (login, password) = (ctx.t("duty-second-login"), ctx.t("duty-second-password"));
        let words = Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &ctx.t("desk-cancel"),
            reason: &ctx.t("duty-reason"),
            second: beside.then_some((login.as_str(), password.as_str())),
        };
        match prompt.ui(ui.ctx(), &words) {
            Answer::Open => {}
            Answer::No => self.prompt = None,
            Answer::Yes => {
                prompt.busy = true;
                prompt.failed.clear();
                let (reason, login) = (prompt.reason.clone(), prompt.login.trim().to_owned());
                let password = Secret::new(std::mem::take(&mut *prompt.password));
                let asked = asked.clone();
                let told = match &asked {
                    Asked::Spoil(serial) => (
                        ctx.tw("cetak-spoiled-told", &[("serial", serial)]),
                        Some((serial.clone(), PrintState::Spoiled)),
                    ),
                    Asked::Cancel(id) => (
                        ctx.tw("cetak-cancel-told", &[("run", &id.0.to_string())]),
                        None,
                    ),
                };
                let said = Said {
                    reason,
                    login,
                    password,
                };
                self.act(ctx, told, move |station| {
                    done(station, &asked, beside, &said)
                });
            }
        }
    }
}

impl Runs {
    pub(super) fn ask_settled(&mut self) {
        let run = self.row().map(|run| (run.id, self.printed(run)));
        let run = run.filter(|(_, cards)| 0 < *cards);
        if let (Some((id, cards)), None, None) = (run, &self.prompt, &self.acting) {
            self.sure = Some(Sure::Settled(id, cards));
        }
    }

    /// The card under the cursor, where a printer has it or may have it; none that may still come out by itself.
    pub(super) fn unprinted_serial(&self) -> Option<String> {
        self.row()
            .filter(|run| matches!(run.how.target, RunTarget::Printer(_)))?;
        let card = self.card()?;
        let serial = card.serial.clone().filter(|_| card.state.is_away())?;
        (!self.queue.has(&serial)).then_some(serial)
    }

    pub(super) fn ask_unprinted(&mut self) {
        if let (Some(serial), None, None) = (self.unprinted_serial(), &self.prompt, &self.acting) {
            self.sure = Some(Sure::Unprinted(serial));
        }
    }

    pub(super) fn sure_ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some(sure) = &self.sure else { return };
        let (title, text, yes) = match sure {
            Sure::Settled(_, count) => {
                let count = format::number(*count, ctx.text.lang());
                let args = [("count", count.as_str())];
                (
                    ctx.tw("cetak-settle-title", &args),
                    ctx.t("cetak-settle-text"),
                    ctx.t("cetak-settle-yes"),
                )
            }
            Sure::Unprinted(serial) => (
                ctx.tw("cetak-unprinted-title", &[("serial", serial)]),
                if self.is_handed_on(serial) {
                    [ctx.t("cetak-unprinted-done"), ctx.t("cetak-unprinted-text")].join("\n\n")
                } else {
                    ctx.t("cetak-unprinted-text")
                },
                ctx.t("cetak-unprinted-yes"),
            ),
        };
        let words = confirm::Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &ctx.t("desk-cancel"),
            destroys: false,
        };
        let answer = confirm::ask(ui.ctx(), "run-sure", &words);
        if answer == Answer::Open {
            return;
        }
        let Some(sure) = self.sure.take().filter(|_| answer == Answer::Yes) else {
            return;
        };
        match sure {
            Sure::Settled(id, count) => {
                let words = ctx.tw("run-settled", &[("count", &count.to_string())]);
                let waiting = self.waiting(id).into_iter().map(str::to_owned);
                let waiting: Vec<String> = waiting.collect();
                self.act(ctx, (words, None), move |station| {
                    station.settle_printed(id, &waiting).map(drop)
                });
            }
            Sure::Unprinted(serial) => {
                let words = ctx.tw("cetak-unprinted-told", &[("serial", &serial)]);
                let told = (words, Some((serial.clone(), PrintState::Intended)));
                self.act(ctx, told, move |station| {
                    station.outcome(&serial, &Outcome::Unprinted)
                });
            }
        }
    }
}

/// Spoils the card, or cancels the run; a second officer gives the password where cards are lost by it.
fn done(station: &mut Station, asked: &Asked, beside: bool, said: &Said) -> Result<(), Error> {
    let second = if beside {
        Some(station.second(&said.login, &said.password)?)
    } else {
        None
    };
    match (asked, &second) {
        (Asked::Spoil(serial), Some(second)) => {
            let outcome = Outcome::Spoiled {
                reason: &said.reason,
                second,
            };
            station.outcome(serial, &outcome)
        }
        (Asked::Cancel(id), second) => station
            .cancel_run(*id, &said.reason, second.as_ref())
            .map(drop),
        // The dialog asks for a second officer whenever a card is spoiled.
        (Asked::Spoil(_), None) => Ok(()),
    }
}
