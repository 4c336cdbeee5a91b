//! Persetujuan: the queue, the exact card both sides, the data and what was found in it; approve, return or refuse.

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::format;
use crate::desk::screen::Screen;
use crate::desk::screen::queue::{self, Beside};
use crate::desk::screen::review::{card_width, cards_ui, summary_ui};
use crate::desk::theme::{self, Weight};
use crate::desk::toast;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::card::{Picture, Sides};
use crate::desk::widget::confirm::Answer;
use crate::desk::widget::icon::Icon;
use crate::desk::widget::prompt::{Prompt, Words};
use crate::desk::widget::{self, Tone};
use crate::office::{Deed, Step};
use crate::permit::{Field, Severity};
use crate::station::{Ask, CaseId, CaseRow, CaseStep, Error, Examined};
use eframe::egui::{self, Key, Modifiers, Ui};
use std::time::Duration;

/// Rows asked for.
const MOST: u32 = 500;
/// A card is looked at so long before it can be approved: a key pressed twice must not approve the next case unread.
const LOOK_S: f64 = 0.8;

/// A decision on its way.
type Deciding = Ask<Result<(), Error>>;

/// The screen.
#[derive(Default)]
pub struct Approval {
    asking: Option<Ask<Result<Vec<CaseRow>, Error>>>,
    rows: Option<Vec<CaseRow>>,
    at: usize,
    /// Stays under the cursor when the queue is read anew.
    kept: Option<CaseId>,
    moved: bool,
    now_s: f64,
    examining: Option<(CaseId, Ask<Result<Seen, Error>>)>,
    seen: Option<(CaseId, Seen)>,
    /// Could not be looked at; it is not asked for again by itself.
    barren: Option<CaseId>,
    front: Picture,
    back: Picture,
    prompt: Option<(Decision, Prompt)>,
    deciding: Option<(Decision, String, Deciding)>,
}

/// A case, and its card as pictures.
struct Seen {
    examined: Examined,
    sides: Option<Sides>,
    /// On screen since then, seconds of the window's clock.
    since_s: f64,
}

/// What is decided about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Approve,
    Return,
    Refuse,
    /// The step the case waits for is done.
    Step(Step),
    /// Given back at it.
    ReturnStep(Step),
}

impl Screen for Approval {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ui.ctx(), ctx);
        self.keys(ui, ctx);
        let count = self.rows.as_ref().map_or(0, Vec::len);
        let words = ctx.tw("duty-approval-count", &[("count", &count.to_string())]);
        widget::count_header(ui, &ctx.t("duty-approval"), &words);
        self.footer(ui, ctx);
        if self.rows.as_ref().is_some_and(Vec::is_empty) {
            queue::none_ui(ui, ctx, "duty-approval-none");
            return Go::Stay;
        }
        let mut state = (&mut *self, &mut *ctx);
        widget::split_body(
            ui,
            &mut state,
            ("approval", card_width),
            (
                |ui: &mut Ui, (screen, ctx): &mut (&mut Self, &mut DeskCtx<'_>)| {
                    screen.left_ui(ui, ctx);
                },
                |ui: &mut Ui, (screen, ctx): &mut (&mut Self, &mut DeskCtx<'_>)| {
                    let gap = screen.gap_words(ctx);
                    cards_ui(ui, ctx, (&screen.front, &screen.back), &gap);
                },
            ),
        );
        self.prompt_ui(ui, ctx);
        Go::Stay
    }
}

impl Approval {
    fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        self.now_s = egui_ctx.input(|input| input.time);
        if self.rows.is_none() && self.asking.is_none() {
            let ask = ctx.worker.ask(|station| station.cases_to_decide(MOST));
            self.asking = Some(ask);
        }
        match settled(&mut self.asking) {
            Some(Ok(rows)) => {
                let kept = rows.iter().position(|row| Some(row.id) == self.kept);
                self.at = kept.unwrap_or(self.at).min(rows.len().saturating_sub(1));
                self.moved = true;
                self.rows = Some(rows);
            }
            Some(Err(error)) => {
                self.rows = Some(Vec::new());
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
        self.poll_decision(ctx);
        self.examine(ctx);
        let Some((id, ask)) = self.examining.take() else {
            return;
        };
        let mut slot = Some(ask);
        match settled(&mut slot) {
            Some(Ok(mut seen)) => {
                if let Some(sides) = seen.sides.take() {
                    self.front.set(egui_ctx, "approval-front", sides.front);
                    self.back.set(egui_ctx, "approval-back", sides.back);
                }
                seen.since_s = self.now_s;
                egui_ctx.request_repaint_after(Duration::from_secs_f64(LOOK_S));
                self.seen = Some((id, seen));
            }
            Some(Err(error)) => {
                self.barren = Some(id);
                ctx.toasts.error(ctx.text, &error);
            }
            None => self.examining = slot.map(|ask| (id, ask)),
        }
    }

    fn poll_decision(&mut self, ctx: &mut DeskCtx<'_>) {
        let Some((decision, name, ask)) = self.deciding.take() else {
            return;
        };
        let mut slot = Some(ask);
        match settled(&mut slot) {
            Some(Ok(())) => {
                let key = match decision {
                    Decision::Approve => "duty-approved",
                    Decision::Return | Decision::ReturnStep(_) => "duty-returned",
                    Decision::Refuse => "duty-refused",
                    Decision::Step(_) => "step-told",
                };
                ctx.toasts.good(ctx.tw(key, &[("name", &name)]));
                self.again(ctx);
            }
            Some(Err(error)) => {
                ctx.toasts.error(ctx.text, &error);
                self.again(ctx);
            }
            None => self.deciding = slot.map(|ask| (decision, name, ask)),
        }
    }

    /// Reads the queue anew; what was seen may have changed.
    fn again(&mut self, ctx: &mut DeskCtx<'_>) {
        self.kept = self.row().map(|row| row.id);
        (self.rows, self.seen, self.examining, self.barren) = (None, None, None, None);
        self.front.clear();
        self.back.clear();
        ctx.session.moved = true;
    }

    fn row(&self) -> Option<&CaseRow> {
        self.rows.as_ref()?.get(self.at)
    }

    /// Looks at the case under the cursor, unless it is seen or being looked at.
    fn examine(&mut self, ctx: &DeskCtx<'_>) {
        let Some(id) = self.row().map(|row| row.id) else {
            return;
        };
        let known = self.seen.as_ref().is_some_and(|(seen, _)| *seen == id);
        let asked = self
            .examining
            .as_ref()
            .is_some_and(|(asked, _)| *asked == id);
        if known || asked || self.barren == Some(id) {
            return;
        }
        self.seen = None;
        self.front.clear();
        self.back.clear();
        let ask = ctx.worker.ask(move |station| {
            let examined = station.look_into(id)?;
            let sides = examined
                .proof
                .as_ref()
                .ok()
                .map(|proof| Sides::from(&proof.preview));
            Ok(Seen {
                examined,
                sides,
                since_s: 0.0,
            })
        });
        self.examining = Some((id, ask));
    }

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        if let Some(rows) = &self.rows {
            self.moved |= queue::arrows(ui, &mut self.at, rows.len());
        }
        if ctx.session.next {
            self.approve(ctx);
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let step = self.my_step();
        if pressed(Key::F7) {
            match step {
                Some(step) if !ctx.session.may(Deed::ReturnCase) => {
                    self.ask_reason(Decision::ReturnStep(step));
                }
                _ if ctx.session.may(Deed::ReturnCase) => self.ask_reason(Decision::Return),
                _ => {}
            }
        }
        if pressed(Key::F9)
            && let Some(step) = step
        {
            self.do_step(ctx, step);
        }
        if pressed(Key::F8) && ctx.session.may(Deed::DecideCase) {
            self.ask_reason(Decision::Refuse);
        }
    }

    /// The case under the cursor, once its card has been on screen.
    fn shown(&self) -> Option<(&CaseRow, &Seen)> {
        let row = self.row()?;
        let (id, seen) = self.seen.as_ref()?;
        (*id == row.id && self.deciding.is_none()).then_some((row, seen))
    }

    fn may_approve(&self, ctx: &DeskCtx<'_>) -> bool {
        ctx.session.may(Deed::DecideCase)
            && self.prompt.is_none()
            && self.shown().is_some_and(|(_, seen)| {
                seen.examined.refusal.is_none()
                    && seen.examined.proof.is_ok()
                    && seen.since_s + LOOK_S <= self.now_s
            })
    }

    /// The step the case on screen waits for, when it is for the officer at the desk.
    fn my_step(&self) -> Option<Step> {
        let (_, seen) = self.shown()?;
        let mut steps = seen.examined.steps.iter();
        let due = steps.find(|step| step.due && step.mine)?;
        (seen.since_s + LOOK_S <= self.now_s).then_some(due.rule.step)
    }

    fn do_step(&mut self, ctx: &DeskCtx<'_>, step: Step) {
        let Some((id, name)) = self.row().map(|row| (row.id, row.full_name.clone())) else {
            return;
        };
        let ask = ctx.worker.ask(move |station| station.do_step(id, step));
        self.deciding = Some((Decision::Step(step), name, ask));
    }

    /// The key does what the button does, and nothing while that is grey.
    fn approve(&mut self, ctx: &DeskCtx<'_>) {
        if !self.may_approve(ctx) {
            return;
        }
        let Some((row, seen)) = self.shown() else {
            return;
        };
        let Ok(proof) = &seen.examined.proof else {
            return;
        };
        let (id, digest, name) = (row.id, proof.digest, row.full_name.clone());
        let ask = ctx
            .worker
            .ask(move |station| station.approve(id, &digest, None));
        self.deciding = Some((Decision::Approve, name, ask));
    }

    fn ask_reason(&mut self, decision: Decision) {
        if self.shown().is_some() && self.prompt.is_none() {
            self.prompt = Some((decision, Prompt::default()));
        }
    }

    fn footer(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let approve = ctx.t("duty-approve");
        let decides = ctx.session.may(Deed::DecideCase);
        let mut keys = vec![
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("F7", ctx.t("duty-return")),
        ];
        if decides {
            keys.push(("F8", ctx.t("duty-refuse")));
        }
        if self.my_step().is_some() {
            keys.push(("F9", ctx.t("step-mark")));
        }
        keys.push(("Esc", ctx.t("desk-key-back")));
        let ready = self.may_approve(ctx);
        let waiting = self.deciding.is_some().then(|| ctx.t("duty-deciding"));
        let pressed = widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &approve)
                .icon(Icon::Check)
                .key("Ctrl ↵")
                .height(42.0)
                .enabled(ready);
            let pressed = decides && ui.add(button).clicked();
            if let Some(text) = waiting {
                widget::waiting(ui, &text);
            }
            pressed
        });
        if pressed {
            self.approve(ctx);
        }
    }

    fn left_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let tokens = theme::of(ui);
        let mut pressed = None;
        widget::panel_frame(ui).inner_margin(8).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let Some(rows) = &self.rows else {
                widget::waiting(ui, &ctx.t("desk-loading"));
                return;
            };
            let rows: Vec<&CaseRow> = rows.iter().collect();
            let now = ctx.session.now;
            let moved = std::mem::take(&mut self.moved);
            pressed = queue::ui(ui, ctx, (&rows, self.at, moved), 190.0, |_, row| Beside {
                icon: Icon::Form,
                color: tokens.heading,
                more: String::new(),
                right: format::age(ctx.text, now - row.state_at),
            });
        });
        if let Some(at) = pressed {
            self.at = at;
        }
        ui.add_space(theme::GAP - 6.0);
        match &self.seen {
            Some((_, seen)) => match case_ui(ui, ctx, seen) {
                Some(Decision::Step(step)) => self.do_step(ctx, step),
                Some(decision) => self.ask_reason(decision),
                None => {}
            },
            None => widget::waiting(ui, &ctx.t("desk-loading")),
        }
    }

    fn gap_words(&self, ctx: &DeskCtx<'_>) -> String {
        match &self.seen {
            Some((_, seen)) => match &seen.examined.proof {
                Ok(_) => ctx.t("desk-card-drawing"),
                Err(error) => toast::words_of(ctx.text, error).0,
            },
            None => ctx.t("desk-card-drawing"),
        }
    }

    fn prompt_ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let name = self.row().map(|row| row.full_name.clone());
        let Some((decision, prompt)) = &mut self.prompt else {
            return;
        };
        let decision = *decision;
        let name = name.unwrap_or_default();
        let args = [("name", name.as_str())];
        let (title, text, yes) = match decision {
            Decision::Refuse => ("duty-refuse-title", "duty-refuse-text", "duty-refuse"),
            Decision::Approve | Decision::Return | Decision::Step(_) | Decision::ReturnStep(_) => {
                ("duty-return-title", "duty-return-text", "duty-return")
            }
        };
        let (title, text, yes) = (ctx.tw(title, &args), ctx.t(text), ctx.t(yes));
        let words = Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &ctx.t("desk-cancel"),
            reason: &ctx.t("duty-reason"),
            second: None,
        };
        match prompt.ui(ui.ctx(), &words) {
            Answer::Open => {}
            Answer::No => self.prompt = None,
            Answer::Yes => {
                let reason = std::mem::take(&mut prompt.reason);
                self.prompt = None;
                let Some(id) = self.row().map(|row| row.id) else {
                    return;
                };
                let ask = ctx.worker.ask(move |station| match decision {
                    Decision::Refuse => station.refuse_case(id, &reason),
                    Decision::Approve | Decision::Return | Decision::Step(_) => {
                        station.return_case(id, &reason)
                    }
                    Decision::ReturnStep(step) => station.return_at_step(id, step, &reason),
                });
                self.deciding = Some((decision, name, ask));
            }
        }
    }
}

/// Who entered the case, what was found in it, its data; what was pressed.
fn case_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, seen: &Seen) -> Option<Decision> {
    let tokens = theme::of(ui);
    let examined = &seen.examined;
    let mut pressed = None;
    widget::panel(ui, |ui| {
        let name = examined.case.draft.get(Field::FullName).trim();
        ui.label(theme::rich(name, Weight::Bold, 22.0));
        let at = examined
            .case
            .submitted_at
            .unwrap_or(examined.case.row.state_at);
        let by = ctx.tw(
            "duty-entered-by",
            &[
                ("names", &examined.entered_by.join(", ")),
                ("day", &format::day(at)),
                ("time", &format::clock(at)),
            ],
        );
        widget::hint(ui, by);
        // Who only does a step is told nothing of what is not theirs.
        if let Some(error) = &examined.refusal
            && ctx.session.may(Deed::DecideCase)
        {
            ui.add_space(4.0);
            let why = toast::words_of(ctx.text, error).0;
            widget::note(
                ui,
                Tone::Warning,
                &ctx.tw("duty-not-yours", &[("why", &why)]),
            );
        }
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            let (give_back, refuse) = (ctx.t("duty-return"), ctx.t("duty-refuse"));
            let mine = examined.steps.iter().find(|step| step.due && step.mine);
            let returns = if ctx.session.may(Deed::ReturnCase) {
                Some(Decision::Return)
            } else {
                mine.map(|step| Decision::ReturnStep(step.rule.step))
            };
            let button = Button::new(Look::Plain, &give_back)
                .icon(Icon::Retake)
                .key("F7");
            if returns.is_some() && ui.add(button).clicked() {
                pressed = returns;
            }
            let button = Button::new(Look::Plain, &refuse)
                .icon(Icon::Cross)
                .key("F8");
            if ctx.session.may(Deed::DecideCase) && ui.add(button).clicked() {
                pressed = Some(Decision::Refuse);
            }
        });
    });
    ui.add_space(theme::GAP - 6.0);
    if !examined.steps.is_empty() {
        widget::panel(ui, |ui| {
            if let Some(step) = steps_ui(ui, ctx, &examined.steps) {
                pressed = Some(Decision::Step(step));
            }
        });
        ui.add_space(theme::GAP - 6.0);
    }
    widget::panel(ui, |ui| {
        widget::section(ui, &ctx.t("desk-checks"));
        if examined.findings.is_empty() {
            let words = ctx.t("desk-checks-data-good");
            widget::marked(ui, Icon::Check, tokens.good, &words, 15.0);
        }
        for finding in &examined.findings {
            let (icon, color) = match finding.severity {
                Severity::Hard => (Icon::Cross, tokens.error),
                Severity::Soft => (Icon::Warning, tokens.warning),
            };
            let text = format!("{}: {}", ctx.label(finding.field), ctx.words(finding));
            widget::marked(ui, icon, color, &text, 15.0);
        }
    });
    ui.add_space(theme::GAP - 6.0);
    widget::panel(ui, |ui| summary_ui(ui, ctx, &examined.case.draft));
    pressed
}

/// The office's own steps as they stand for a case; the one that was pressed.
pub fn steps_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, steps: &[CaseStep]) -> Option<Step> {
    let tokens = theme::of(ui);
    let mut pressed = None;
    widget::section(ui, &ctx.t("step-title"));
    for step in steps {
        let word = ctx.t(&format!("step-{}", step.rule.step.id()));
        let duty = ctx.t(&format!("duty-{}", step.rule.duty.id()));
        let args = |words: &[(&str, &str)], key: &str| ctx.tw(key, words);
        match &step.done {
            Some((name, at)) => {
                let day = format::day(*at);
                let words = args(
                    &[("step", &word), ("name", name), ("day", &day)],
                    "step-done",
                );
                widget::marked(ui, Icon::Check, tokens.good, &words, 15.0);
            }
            None if step.due => {
                let words = args(&[("step", &word), ("duty", &duty)], "step-due");
                widget::marked(ui, Icon::Down, tokens.warning, &words, 15.0);
                let done = ctx.t("step-mark");
                let button = Button::new(Look::Plain, &done).icon(Icon::Check).key("F9");
                if step.mine && ui.add(button).clicked() {
                    pressed = Some(step.rule.step);
                }
            }
            None => {
                let words = args(&[("step", &word), ("duty", &duty)], "step-later");
                widget::marked(ui, Icon::Down, tokens.muted, &words, 15.0);
            }
        }
    }
    pressed
}
