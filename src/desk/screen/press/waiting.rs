//! What waits for the press: cards of unknown outcome first, then approved cases; choose, print, say what came of each.

use super::order::Order;
use crate::desk::context::{DeskCtx, settled};
use crate::desk::format;
use crate::desk::screen::queue::{self, Beside};
use crate::desk::screen::review::{card_width, cards_ui};
use crate::desk::theme::{self, Weight};
use crate::desk::toast;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::card::{Picture, Sides};
use crate::desk::widget::confirm::Answer;
use crate::desk::widget::icon::Icon;
use crate::desk::widget::prompt::{Prompt, Words};
use crate::desk::widget::{self, Tone};
use crate::station::{Ask, CaseId, CaseRow, Error, Issued, Outcome, PressQueue, Secret, outside};
use eframe::egui::{self, Key, Label, Modifiers, Ui};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

/// An outcome on its way.
type Telling = Ask<Result<(), Error>>;

/// The list and the card under the cursor.
#[derive(Default)]
pub struct Waiting {
    asking: Option<Ask<Result<PressQueue, Error>>>,
    queue: Option<PressQueue>,
    at: usize,
    moved: bool,
    /// Cases to be printed together.
    chosen: BTreeSet<CaseId>,
    /// When the button was pressed whose card is in the making.
    begun: Option<Instant>,
    /// The case to be under the cursor once the list is there.
    wanted: Option<CaseId>,
    printing: Option<Ask<Result<Printed, Error>>>,
    /// The card printed last, until its outcome is told.
    printed: Option<(CaseId, PathBuf)>,
    seen: Option<CaseId>,
    looking: Option<(CaseId, Ask<Result<Sides, Error>>)>,
    trouble: Option<Error>,
    front: Picture,
    back: Picture,
    telling: Option<(bool, String, Telling)>,
    prompt: Option<Prompt>,
    showing: Option<Ask<Result<(), Error>>>,
}

/// A card let go to the printer.
struct Printed {
    case: CaseId,
    issued: Issued,
    path: PathBuf,
    sides: Option<Sides>,
}

impl Waiting {
    /// Draws it; the cases to be printed in one run, when they were ordered.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        ctx: &mut DeskCtx<'_>,
        order: &mut Order,
        above: impl FnOnce(&mut Ui, &DeskCtx<'_>),
    ) -> Option<Vec<CaseId>> {
        let mut wanted = self.keys(ui, ctx, order);
        wanted = self.footer(ui, ctx, order).or(wanted);
        if self.queue.is_some() && self.count() == 0 {
            widget::body(ui, |ui| {
                above(ui, ctx);
                widget::panel(ui, |ui| {
                    let title = ctx.t("duty-press-none");
                    widget::empty(ui, Icon::Check, &title, &ctx.t("duty-none-advice"));
                });
            });
            return None;
        }
        let mut state = (&mut *self, &mut *ctx, order);
        widget::split_body(
            ui,
            &mut state,
            ("press", card_width),
            (
                |ui: &mut Ui, (screen, ctx, order): &mut (&mut Self, &mut DeskCtx<'_>, &mut Order)| {
                    above(ui, ctx);
                    screen.left_ui(ui, ctx, order);
                },
                |ui: &mut Ui, (screen, ctx, _): &mut (&mut Self, &mut DeskCtx<'_>, &mut Order)| {
                    let gap = match &screen.trouble {
                        Some(error) => toast::words_of(ctx.text, error).0,
                        None => ctx.t("desk-card-drawing"),
                    };
                    cards_ui(ui, ctx, (&screen.front, &screen.back), &gap);
                },
            ),
        );
        self.prompt_ui(ui, ctx);
        wanted
    }

    /// A card is in the making: its end must be seen.
    pub fn is_busy(&self) -> bool {
        self.printing.is_some()
    }

    /// Unused blanks of this officer; unknown before the list is there.
    pub fn blanks(&self) -> Option<u64> {
        self.queue.as_ref().map(|queue| queue.blanks_left)
    }

    /// What is printed next: the cases chosen, or the one under the cursor, in the order of the list.
    pub fn cases(&self) -> Vec<CaseId> {
        let Some(queue) = &self.queue else {
            return Vec::new();
        };
        if self.chosen.is_empty() {
            return match self.row() {
                Some((row, false)) => vec![row.id],
                Some(_) | None => Vec::new(),
            };
        }
        let ids = queue.approved.iter().map(|row| row.id);
        ids.filter(|id| self.chosen.contains(id)).collect()
    }

    /// Takes in what lanes have answered; a card is drawn only while the list is on screen.
    pub fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>, seen: bool) {
        if self.queue.is_none() && self.asking.is_none() {
            self.asking = Some(ctx.worker.ask(|station| station.press_queue()));
        }
        match settled(&mut self.asking) {
            Some(Ok(queue)) => {
                let wanted = self.wanted.take();
                let rows = || queue.unknown.iter().chain(&queue.approved);
                let place = |id| rows().position(|row| row.id == id);
                let last = rows().count().saturating_sub(1);
                self.at = wanted.and_then(place).unwrap_or(self.at).min(last);
                self.moved = true;
                self.chosen
                    .retain(|id| queue.approved.iter().any(|row| row.id == *id));
                self.queue = Some(queue);
            }
            Some(Err(error)) => {
                ctx.toasts.error(ctx.text, &error);
                self.queue = Some(PressQueue {
                    unknown: Vec::new(),
                    approved: Vec::new(),
                    blanks_left: 0,
                    next_blank: None,
                });
            }
            None => {}
        }
        self.poll_print(egui_ctx, ctx);
        self.poll_outcome(egui_ctx, ctx);
        if seen {
            self.look(egui_ctx, ctx);
        }
        if let Some(Err(error)) = settled(&mut self.showing) {
            ctx.toasts.error(ctx.text, &error);
        }
    }

    fn poll_print(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        match settled(&mut self.printing) {
            Some(Ok(printed)) => {
                self.again(ctx);
                if let Some(sides) = printed.sides {
                    self.front.set(egui_ctx, "press-front", sides.front);
                    self.back.set(egui_ctx, "press-back", sides.back);
                    self.seen = Some(printed.case);
                }
                if let Some(begun) = self.begun.take() {
                    log::info!("proof on screen after {} ms", begun.elapsed().as_millis());
                }
                let serial = printed.issued.card_serial.as_str();
                ctx.toasts
                    .good(ctx.tw("duty-printed", &[("serial", serial)]));
                self.wanted = Some(printed.case);
                self.printed = Some((printed.case, printed.path));
            }
            Some(Err(error)) => {
                ctx.toasts.error(ctx.text, &error);
                self.again(ctx);
            }
            None => {}
        }
    }

    fn poll_outcome(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        let Some((good, name, ask)) = self.telling.take() else {
            return;
        };
        let mut slot = Some(ask);
        match settled(&mut slot) {
            Some(Ok(())) => {
                let key = if good {
                    "duty-good-told"
                } else {
                    "duty-spoiled-told"
                };
                ctx.toasts.good(ctx.tw(key, &[("name", &name)]));
                (self.prompt, self.printed) = (None, None);
                self.again(ctx);
            }
            Some(Err(error)) => match &mut self.prompt {
                Some(prompt) => {
                    prompt.failed = toast::words_of(ctx.text, &error).0;
                    prompt.busy = false;
                    prompt.password.clear();
                    egui_ctx.request_repaint();
                }
                None => ctx.toasts.error(ctx.text, &error),
            },
            None => self.telling = slot.map(|ask| (good, name, ask)),
        }
    }

    /// Cases have moved: the list is asked for anew.
    pub fn again(&mut self, ctx: &mut DeskCtx<'_>) {
        (self.queue, self.seen, self.looking) = (None, None, None);
        ctx.session.moved = true;
    }

    fn count(&self) -> usize {
        let count = |queue: &PressQueue| queue.unknown.len() + queue.approved.len();
        self.queue.as_ref().map_or(0, count)
    }

    /// The case under the cursor, and whether its card waits for its outcome.
    fn row(&self) -> Option<(&CaseRow, bool)> {
        let queue = self.queue.as_ref()?;
        match queue.unknown.get(self.at) {
            Some(row) => Some((row, true)),
            None => queue
                .approved
                .get(self.at - queue.unknown.len())
                .map(|row| (row, false)),
        }
    }

    /// Shows the card under the cursor.
    fn look(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) {
        if let Some(id) = self.row().map(|(row, _)| row.id) {
            let asked = self.looking.as_ref().is_some_and(|(asked, _)| *asked == id);
            if self.seen != Some(id) && !asked && self.printing.is_none() {
                (self.seen, self.trouble) = (None, None);
                self.front.clear();
                self.back.clear();
                let ask = ctx.worker.ask(move |station| {
                    let proof = station.proof(id, None)?;
                    Ok(Sides::from(&proof.preview))
                });
                self.looking = Some((id, ask));
            }
        }
        let Some((id, ask)) = self.looking.take() else {
            return;
        };
        let mut slot = Some(ask);
        match settled(&mut slot) {
            Some(Ok(sides)) => {
                self.front.set(egui_ctx, "press-front", sides.front);
                self.back.set(egui_ctx, "press-back", sides.back);
                self.seen = Some(id);
            }
            Some(Err(error)) => {
                self.trouble = Some(error);
                self.seen = Some(id);
            }
            None => self.looking = slot.map(|ask| (id, ask)),
        }
    }

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>, order: &Order) -> Option<Vec<CaseId>> {
        let count = self.count();
        if self.printing.is_none() {
            self.moved |= queue::arrows(ui, &mut self.at, count);
        }
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return None;
        }
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        // A button that has the cursor takes the space for itself.
        let free = ui.memory(|memory| memory.focused().is_none());
        let spaces =
            |input: &mut egui::InputState| input.count_and_consume_key(Modifiers::NONE, Key::Space);
        for _ in 0..if free { ui.input_mut(spaces) } else { 0 } {
            self.choose();
        }
        if pressed(Modifiers::COMMAND, Key::A) {
            self.choose_all();
        }
        if pressed(Modifiers::NONE, Key::F9) {
            self.good(ctx);
        }
        if pressed(Modifiers::NONE, Key::F8) {
            self.ask_spoiled();
        }
        if ctx.session.next {
            return self.print(ctx, order);
        }
        None
    }

    /// Takes the case under the cursor along, or leaves it.
    fn choose(&mut self) {
        if let Some((row, false)) = self.row() {
            let id = row.id;
            if !self.chosen.remove(&id) {
                self.chosen.insert(id);
            }
            self.at = (self.at + 1).min(self.count().saturating_sub(1));
            self.moved = true;
        }
    }

    /// All of them, or none when all are taken.
    fn choose_all(&mut self) {
        let Some(queue) = &self.queue else { return };
        if self.chosen.len() == queue.approved.len() {
            self.chosen.clear();
        } else {
            self.chosen = queue.approved.iter().map(|row| row.id).collect();
        }
    }

    /// One card into the folder is made at once and shown; all else is a run.
    fn print(&mut self, ctx: &DeskCtx<'_>, order: &Order) -> Option<Vec<CaseId>> {
        if self.printing.is_some() || self.telling.is_some() {
            return None;
        }
        let cases = self.cases();
        let [case] = cases.as_slice() else {
            return Some(cases).filter(|cases| !cases.is_empty());
        };
        if !order.is_plain() {
            return Some(cases);
        }
        let (case, folder) = (*case, ctx.session.out.clone());
        self.begun = Some(Instant::now());
        self.printing = Some(ctx.worker.ask(move |station| {
            outside::make_folder(&folder)?;
            let issued = station.print_case(case, None, Some(&folder))?;
            let sides = outside::pictures(&issued.pdf)
                .ok()
                .map(|preview| Sides::from(&preview));
            let path = folder.join(&issued.file_name);
            Ok(Printed {
                case,
                issued,
                path,
                sides,
            })
        }));
        None
    }

    fn good(&mut self, ctx: &DeskCtx<'_>) {
        let Some((row, true)) = self.row() else {
            return;
        };
        if self.telling.is_some() {
            return;
        }
        let serial = row.serial.clone().unwrap_or_default();
        let name = row.full_name.clone();
        let ask = ctx
            .worker
            .ask(move |station| station.outcome(&serial, &Outcome::Good));
        self.telling = Some((true, name, ask));
    }

    fn ask_spoiled(&mut self) {
        if matches!(self.row(), Some((_, true))) && self.telling.is_none() && self.prompt.is_none()
        {
            self.prompt = Some(Prompt::default());
        }
    }

    fn footer(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &Order) -> Option<Vec<CaseId>> {
        let row = self.row();
        let unknown = self.chosen.is_empty() && matches!(row, Some((_, true)));
        let cases = self.cases().len();
        let blanks = self
            .queue
            .as_ref()
            .is_some_and(|queue| queue.blanks_left > 0);
        let ready = blanks && 0 < cases && self.printing.is_none();
        let print = if cases < 2 {
            ctx.t("duty-print-card")
        } else {
            ctx.tw("cetak-print-many", &[("count", &cases.to_string())])
        };
        let good = ctx.t("duty-good");
        let keys = [
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("Spasi", ctx.t("cetak-key-choose")),
            ("Ctrl A", ctx.t("cetak-key-all")),
            ("F9", ctx.t("duty-good")),
            ("F8", ctx.t("duty-spoiled")),
            ("F6", ctx.t("cetak-paper")),
            ("F7", ctx.t("cetak-target")),
        ];
        let space = ctx.t("desk-key-space");
        let keys = keys.map(|(key, what)| (key.replace("Spasi", &space), what));
        let waiting = self.printing.is_some().then(|| ctx.t("duty-printing"));
        let pressed = widget::footer(ui, &keys, |ui| {
            let button = if unknown {
                Button::new(Look::Primary, &good)
                    .icon(Icon::Check)
                    .key("F9")
            } else {
                Button::new(Look::Primary, &print)
                    .icon(Icon::Card)
                    .key("Ctrl ↵")
                    .enabled(ready)
            };
            let pressed = ui.add(button.height(42.0)).clicked();
            if let Some(text) = waiting {
                widget::waiting(ui, &text);
            }
            pressed
        });
        if pressed && unknown {
            self.good(ctx);
        } else if pressed {
            return self.print(ctx, order);
        }
        None
    }

    fn left_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &mut Order) {
        let tokens = theme::of(ui);
        let mut pressed = None;
        widget::panel_frame(ui).inner_margin(8).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let Some(queue) = &self.queue else {
                widget::waiting(ui, &ctx.t("desk-loading"));
                return;
            };
            let rows: Vec<&CaseRow> = queue.unknown.iter().chain(&queue.approved).collect();
            let unknown = queue.unknown.len();
            let (now, moved) = (ctx.session.now, std::mem::take(&mut self.moved));
            pressed = queue::ui(ui, ctx, (&rows, self.at, moved), 240.0, |index, row| {
                let waits = index < unknown;
                let taken = self.chosen.contains(&row.id);
                let (icon, color) = match (waits, taken) {
                    (true, _) => (Icon::Question, tokens.warning),
                    (false, true) => (Icon::Check, tokens.good),
                    (false, false) => (Icon::Card, tokens.heading),
                };
                Beside {
                    icon,
                    color,
                    more: if waits {
                        ctx.t("duty-outcome-unknown")
                    } else if taken {
                        ctx.t("cetak-chosen")
                    } else {
                        String::new()
                    },
                    right: format::age(ctx.text, now - row.state_at),
                }
            });
        });
        if let Some(at) = pressed.filter(|_| self.printing.is_none()) {
            self.at = at;
        }
        ui.add_space(theme::GAP - 6.0);
        match self.row() {
            Some((_, true)) if self.chosen.is_empty() => self.unknown_ui(ui, ctx),
            Some(_) => self.approved_ui(ui, ctx, order),
            None => {}
        }
    }

    /// A card at the printer: what came of it?
    fn unknown_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some((row, _)) = self.row() else { return };
        let (id, name) = (row.id, row.full_name.clone());
        let serial = row.serial.clone().unwrap_or_default();
        let path = self
            .printed
            .as_ref()
            .filter(|(printed, _)| *printed == id)
            .map(|(_, path)| path.clone());
        let (mut good, mut spoiled, mut show) = (false, false, false);
        widget::panel(ui, |ui| {
            ui.label(theme::rich(name, Weight::Bold, 22.0));
            ui.add_space(2.0);
            widget::hint(ui, ctx.t("desk-serial"));
            ui.add(Label::new(theme::rich(serial, Weight::Mono, 22.0)).selectable(true));
            ui.add_space(6.0);
            widget::note(ui, Tone::Warning, &ctx.t("duty-outcome-ask"));
            ui.add_space(8.0);
            ui.horizontal_wrapped(|ui| {
                let (yes, no) = (ctx.t("duty-good"), ctx.t("duty-spoiled"));
                let button = Button::new(Look::Primary, &yes).icon(Icon::Check).key("F9");
                good = ui.add(button).clicked();
                let button = Button::new(Look::Plain, &no).icon(Icon::Cross).key("F8");
                spoiled = ui.add(button).clicked();
            });
            if let Some(path) = &path {
                ui.add_space(8.0);
                widget::hint(ui, ctx.t("duty-pdf-in"));
                let words = theme::rich(path.display().to_string(), Weight::Medium, 14.0);
                ui.add(Label::new(words).wrap().selectable(true));
                let open = ctx.t("duty-show-folder");
                show = ui
                    .add(Button::new(Look::Plain, &open).icon(Icon::Folder))
                    .clicked();
            }
        });
        if good {
            self.good(ctx);
        }
        if spoiled {
            self.ask_spoiled();
        }
        if let (true, Some(path)) = (show, path) {
            let folder = path.parent().unwrap_or(&path).to_owned();
            self.showing = Some(ctx.worker.press(move || outside::show_folder(&folder)));
        }
    }

    /// Approved cases: which, onto which blank, and where they go.
    fn approved_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &mut Order) {
        let Some((row, _)) = self.row() else { return };
        let name = if self.chosen.is_empty() {
            row.full_name.clone()
        } else {
            let count = self.chosen.len().to_string();
            ctx.tw("cetak-chosen-count", &[("count", &count)])
        };
        let queue = self.queue.as_ref();
        let blank = queue.and_then(|queue| queue.next_blank.clone());
        widget::panel(ui, |ui| {
            ui.label(theme::rich(name, Weight::Bold, 22.0));
            ui.add_space(4.0);
            match blank {
                Some(serial) => {
                    widget::hint(ui, ctx.t("duty-next-blank"));
                    ui.label(theme::rich(serial, Weight::Mono, 22.0));
                }
                None => widget::note(ui, Tone::Error, &ctx.t("duty-no-blanks")),
            }
            ui.add_space(8.0);
            order.ui(ui, ctx);
        });
    }

    fn prompt_ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some((name, serial)) = self.row().map(|(row, _)| {
            (
                row.full_name.clone(),
                row.serial.clone().unwrap_or_default(),
            )
        }) else {
            return;
        };
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        let args = [("serial", serial.as_str())];
        let words = Words {
            title: &ctx.tw("duty-spoil-title", &args),
            text: &ctx.t("duty-spoil-text"),
            yes: &ctx.t("duty-spoil-yes"),
            no: &ctx.t("desk-cancel"),
            reason: &ctx.t("duty-reason"),
            second: Some((&ctx.t("duty-second-login"), &ctx.t("duty-second-password"))),
        };
        match prompt.ui(ui.ctx(), &words) {
            Answer::Open => {}
            Answer::No => self.prompt = None,
            Answer::Yes => {
                prompt.busy = true;
                prompt.failed.clear();
                let (reason, login) = (prompt.reason.clone(), prompt.login.trim().to_owned());
                let password = Secret::new(std::mem::take(&mut *prompt.password));
                let ask = ctx.worker.ask(move |station| {
                    let second = station.second(&login, &password)?;
                    let outcome = Outcome::Spoiled {
                        reason: &reason,
                        second: &second,
                    };
                    station.outcome(&serial, &outcome)
                });
                self.telling = Some((false, name, ask));
            }
        }
    }
}
