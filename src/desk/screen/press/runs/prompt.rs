//! A card spoiled, a run cancelled: the reason, and the second officer beside.

use super::{Asked, Runs};
use crate::desk::context::DeskCtx;
use crate::desk::widget::confirm::Answer;
use crate::desk::widget::prompt::Words;
use crate::station::{Error, Outcome, Secret, Station};
use eframe::egui::Ui;

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
                    Asked::Spoil(serial) => ctx.tw("cetak-spoiled-told", &[("serial", serial)]),
                    Asked::Cancel(id) => ctx.tw("cetak-cancel-told", &[("run", &id.0.to_string())]),
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
