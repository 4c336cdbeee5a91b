//! Pengawasan of one record: where the person was seen, and what the office says of the card: revoked, suspended, lost, and back.

use crate::desk::context::{DeskCtx, settled};
use crate::desk::format;
use crate::desk::screen::surveillance::sighting_ui;
use crate::desk::theme;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::choice::Line;
use crate::desk::widget::confirm::{Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::desk::widget::icon::Icon;
use crate::office::{self, Deed, Mark, Officer};
use crate::permit::PermitNo;
use crate::station::{Ask, Error, Secret, SightingQuery, Sightings, StatusChange};
use eframe::egui::{self, Ui};

/// Sightings shown, the newest.
const SHOWN: u32 = 100;

/// What is known, once it has been asked.
struct Known {
    /// `None` where the officer's duties do not open them.
    sightings: Option<Sightings>,
    officers: Vec<Officer>,
}

/// The tab.
pub struct Watch {
    number: PermitNo,
    asking: Option<Ask<Result<Known, Error>>>,
    known: Option<Known>,
    failed: bool,
    /// A change whose dialog is open.
    changing: Option<(Mark, Form)>,
    doing: Option<Ask<Result<StatusChange, Error>>>,
    /// What was changed last: words that stay.
    changed: Option<String>,
}

impl Watch {
    /// Of that permit.
    pub fn new(number: PermitNo) -> Self {
        Self {
            number,
            asking: None,
            known: None,
            failed: false,
            changing: None,
            doing: None,
            changed: None,
        }
    }

    /// Takes in answers, also while another tab is shown; true when the record is to be read anew.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>) -> bool {
        match settled(&mut self.asking) {
            Some(Ok(known)) => self.known = Some(known),
            Some(Err(error)) => {
                self.failed = true;
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
        match settled(&mut self.doing) {
            Some(Ok(change)) => {
                self.changing = None;
                let count = change.cards.len().to_string();
                let args = [("mark", change.mark.id()), ("count", count.as_str())];
                let done = ctx.tw("trust-changed", &args);
                ctx.toasts.good(done.clone());
                self.changed = Some(format!("{done}. {}", ctx.t("patroli-status-next")));
                true
            }
            Some(Err(error)) => {
                if let Some((_, form)) = &mut self.changing {
                    form.fail(ctx.text, &error);
                }
                false
            }
            None => false,
        }
    }

    fn ask(&mut self, ctx: &DeskCtx<'_>) {
        let number = self.number.as_str().to_owned();
        let (sees, changes) = (
            ctx.session.may(Deed::KeepSightings),
            ctx.session.may(Deed::ChangeStatus) || ctx.session.may(Deed::ReportLost),
        );
        self.asking = Some(ctx.worker.ask(move |station| {
            let query = SightingQuery {
                permit_no: Some(number),
                limit: SHOWN,
                ..SightingQuery::default()
            };
            Ok(Known {
                sightings: sees.then(|| station.sightings(&query)).transpose()?,
                officers: if changes {
                    station.officers()?
                } else {
                    Vec::new()
                },
            })
        }));
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        if self.known.is_none() && self.asking.is_none() && !self.failed {
            self.ask(ctx);
        }
        let marks: Vec<Mark> = Mark::ALL
            .into_iter()
            .filter(|mark| ctx.session.may(deed_of(*mark)))
            .collect();
        if !marks.is_empty() {
            widget::section(ui, &ctx.t("patroli-status"));
            widget::hint(ui, ctx.t("patroli-status-text"));
            let mut begun = None;
            ui.horizontal_wrapped(|ui| {
                for mark in marks {
                    let words = ctx.t(&format!("patroli-mark-{}", mark.id()));
                    let button = Button::new(Look::Plain, &words).enabled(self.known.is_some());
                    if ui.add(button).clicked() {
                        begun = Some(mark);
                    }
                }
            });
            if let Some(mark) = begun {
                self.begin(ctx, mark);
            }
            if let Some(words) = &self.changed {
                widget::note(ui, widget::Tone::Good, words);
            }
            ui.add_space(10.0);
        }
        widget::section(ui, &ctx.t("patroli-tab-seen"));
        match &self.known {
            None if self.failed => {}
            None => widget::waiting(ui, &ctx.t("desk-loading")),
            Some(Known {
                sightings: None, ..
            }) => {
                widget::hint(ui, ctx.t("patroli-seen-not-yours"));
            }
            Some(Known {
                sightings: Some(found),
                ..
            }) => {
                if found.rows.is_empty() {
                    let advice = ctx.t("patroli-person-unseen-advice");
                    widget::empty(ui, Icon::Search, &ctx.t("patroli-person-unseen"), &advice);
                }
                for row in &found.rows {
                    sighting_ui(ui, ctx, row);
                }
                let shown = u64::from(SHOWN);
                if found.total > shown {
                    let more = format::number(found.total - shown, ctx.text.lang());
                    widget::hint(ui, ctx.tw("patroli-seen-more", &[("count", &more)]));
                }
            }
        }
        ui.add_space(theme::GAP);
    }

    fn begin(&mut self, ctx: &DeskCtx<'_>, mark: Mark) {
        let Some(known) = &self.known else { return };
        let seconds = known
            .officers
            .iter()
            .filter(|officer| office::may_second(&ctx.session.officer, officer).is_ok());
        let lines = seconds.map(|officer| Line {
            value: officer.login.as_str().to_owned(),
            words: officer.name.clone(),
        });
        let second = Takes::OneOf(lines.collect());
        let entries = vec![
            Entry::new("reason", ctx.t("custody-reason"), Takes::Words),
            Entry::new("second", ctx.t("custody-second"), second).hint(ctx.t("desk-hint-choose")),
            Entry::new("password", ctx.t("custody-second-password"), Takes::Secret),
        ];
        self.changing = Some((mark, Form::new(entries)));
    }

    /// The dialog of a change; drawn over whatever tab is shown.
    pub fn dialog(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) {
        let Some((mark, mut form)) = self.changing.take() else {
            return;
        };
        form.busy = self.doing.is_some();
        let act = ctx.t(&format!("patroli-mark-{}", mark.id()));
        let args = [("number", self.number.as_str())];
        let words = Words {
            title: &format!("{}: {}", act.trim_end_matches('…'), self.number.as_str()),
            text: &ctx.tw(&format!("patroli-mark-{}-text", mark.id()), &args),
            yes: act.trim_end_matches('…'),
            no: &ctx.t("desk-cancel"),
            destroys: matches!(mark, Mark::Revoked),
        };
        match form.ask(egui_ctx, "status", &words) {
            Answer::Open => self.changing = Some((mark, form)),
            Answer::No => {}
            Answer::Yes => {
                let (what, reason) = (
                    self.number.as_str().to_owned(),
                    form.value("reason").to_owned(),
                );
                let login = form.value("second").to_owned();
                let password = Secret::new(form.secret("password"));
                self.doing = Some(ctx.worker.ask(move |station| {
                    let second = station.second(&login, &password)?;
                    station.change_status(&what, mark, &reason, &second)
                }));
                self.changing = Some((mark, form));
            }
        }
    }
}

fn deed_of(mark: Mark) -> Deed {
    match mark {
        Mark::Lost => Deed::ReportLost,
        Mark::Revoked | Mark::Suspended | Mark::Reinstated | Mark::Found => Deed::ChangeStatus,
    }
}
