//! Petugas: the office's people, their duties and accounts, for the administrator; one's own password for everybody.

mod dialog;

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::screen::Screen;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::office::{Deed, Duty, Officer};
use crate::station::{Ask, Error};
use dialog::Dialog;
use eframe::egui::{Key, Label, Modifiers, Ui};

/// The screen.
#[derive(Default)]
pub struct Officers {
    asking: Option<Ask<Result<Vec<Officer>, Error>>>,
    officers: Option<Vec<Officer>>,
    failed: bool,
    rows: Rows,
    dialog: Option<Dialog>,
    acting: Option<Ask<Result<(), Error>>>,
    begun: bool,
}

impl Screen for Officers {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        let keeps = ctx.session.may(Deed::KeepOfficers);
        let free =
            ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        let total = self.officers.as_ref().map_or(0, Vec::len);
        let mut adds = false;
        if free && keeps {
            self.rows.keys(ui, total, true);
            adds = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Insert));
        }
        widget::header(ui, &ctx.t("custody-officers"), |_| {}, |_| {});
        let mut keys = vec![("Esc", ctx.t("desk-key-back"))];
        if keeps {
            keys.insert(0, ("↑ ↓", ctx.t("desk-key-rows")));
        }
        let (add, own) = (ctx.t("custody-officer-add"), ctx.t("custody-password-own"));
        let owns = widget::footer(ui, &keys, |ui| {
            if keeps {
                let button = Button::new(Look::Primary, &add)
                    .icon(Icon::Plus)
                    .key("Insert");
                adds |= ui.add(button.height(42.0)).clicked();
            }
            let look = if keeps { Look::Plain } else { Look::Primary };
            ui.add(Button::new(look, &own).icon(Icon::Keyboard).height(42.0))
                .clicked()
        });
        if adds {
            self.dialog = Some(Dialog::add(ctx));
        }
        if owns {
            self.dialog = Some(Dialog::own(ctx));
        }
        widget::still_body(ui, |ui, height| {
            let right = (ui.available_width() * 0.42).clamp(300.0, 460.0);
            let mut both = (&mut *self, &mut *ctx);
            if !keeps {
                let me = both.1.session.officer.clone();
                widget::panel(ui, |ui| officer_ui(ui, both.1, &me));
                return;
            }
            widget::list_beside(
                ui,
                &mut both,
                ("officer", height, right),
                |ui, (screen, ctx), height| screen.list(ui, ctx, height),
                |ui, (screen, ctx)| screen.chosen_ui(ui, ctx),
            );
        });
        self.dialog_ui(ui, ctx);
        Go::Stay
    }
}

impl Officers {
    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        if !self.begun {
            self.begun = true;
            self.asking = Some(ctx.worker.ask(|station| station.officers()));
        }
        match settled(&mut self.asking) {
            Some(Ok(officers)) => self.officers = Some(officers),
            Some(Err(error)) => {
                self.failed = true;
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
        match settled(&mut self.acting) {
            Some(Ok(())) => {
                if let Some(dialog) = self.dialog.take() {
                    ctx.toasts.good(dialog.done(ctx));
                }
                self.begun = false;
            }
            Some(Err(error)) => match &mut self.dialog {
                Some(dialog) => dialog.form.fail(ctx.text, &error),
                None => ctx.toasts.error(ctx.text, &error),
            },
            None => {}
        }
    }

    fn list(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        ui.set_min_width(ui.available_width());
        ui.set_min_height(height);
        let Some(officers) = &self.officers else {
            if self.failed {
                let retry = ctx.t("desk-retry");
                let button = Button::new(Look::Plain, &retry).icon(Icon::Retake);
                if ui.add(button).clicked() {
                    (self.failed, self.begun) = (false, false);
                }
            } else {
                widget::waiting(ui, &ctx.t("desk-loading"));
            }
            return;
        };
        let columns = [
            Column::new(ctx.t("custody-officer-name"), -1.2),
            Column::new(ctx.t("custody-officer-login"), 112.0),
            Column::new(ctx.t("custody-officer-duties"), -1.4),
            Column::new(ctx.t("custody-officer-state"), 84.0),
        ];
        let name = ctx.t("custody-officers");
        let frame = Frame {
            name: &name,
            total: officers.len(),
            height,
        };
        self.rows.ui(ui, &frame, &columns, |cells, index| {
            let Some(officer) = officers.get(index) else {
                return String::new();
            };
            let (key, tone) = state_of(officer);
            let state = ctx.t(key);
            let duties = duties_words(ctx, &officer.duties);
            cells.strong(&officer.name);
            cells.mono(officer.login.as_str());
            cells.muted(&duties);
            cells.pill(&state, tone);
            format!("{}, {duties}, {state}", officer.name)
        });
    }

    fn chosen_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let officers = self.officers.as_deref().unwrap_or_default();
        let Some(officer) = officers.get(self.rows.cursor).cloned() else {
            return;
        };
        officer_ui(ui, ctx, &officer);
        ui.add_space(14.0);
        let mut dialog = None;
        let words = [
            ctx.t("custody-officer-set-duties"),
            ctx.t("custody-officer-reset"),
            ctx.t("custody-officer-disable"),
            ctx.t("custody-officer-enable"),
        ];
        let [duties, reset, disable, enable] = &words;
        let mine = officer.id == ctx.session.officer.id;
        ui.horizontal_wrapped(|ui| {
            if officer.active {
                if ui
                    .add(Button::new(Look::Plain, duties).icon(Icon::Form))
                    .clicked()
                {
                    dialog = Some(Dialog::duties(&officer));
                }
                let button = Button::new(Look::Plain, reset).icon(Icon::Keyboard);
                if ui.add(button.enabled(!mine)).clicked() {
                    dialog = Some(Dialog::reset(ctx, &officer));
                }
                let button = Button::new(Look::Plain, disable).icon(Icon::Cross);
                if ui.add(button.enabled(!mine)).clicked() {
                    dialog = Some(Dialog::disable(&officer));
                }
            } else if ui
                .add(Button::new(Look::Primary, enable).icon(Icon::Check))
                .clicked()
            {
                dialog = Some(Dialog::enable(ctx, &officer));
            }
        });
        if mine {
            widget::hint(ui, ctx.t("custody-officer-self"));
        }
        if dialog.is_some() {
            self.dialog = dialog;
        }
    }

    fn dialog_ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some(mut dialog) = self.dialog.take() else {
            return;
        };
        dialog.form.busy = self.acting.is_some();
        match dialog.ui(ui.ctx(), ctx) {
            dialog::Said::Open => self.dialog = Some(dialog),
            dialog::Said::Away => {}
            dialog::Said::Go(act) => {
                self.acting = Some(ctx.worker.ask(act));
                self.dialog = Some(dialog);
            }
        }
    }
}

fn state_of(officer: &Officer) -> (&'static str, Option<Tone>) {
    if !officer.active {
        ("custody-officer-off", None)
    } else if officer.must_change {
        ("custody-officer-new", Some(Tone::Warning))
    } else {
        ("custody-officer-on", Some(Tone::Good))
    }
}

/// A duty in words.
pub fn duty_words(ctx: &DeskCtx<'_>, duty: Duty) -> String {
    ctx.t(&format!("duty-{}", duty.id()))
}

fn duties_words(ctx: &DeskCtx<'_>, duties: &[Duty]) -> String {
    let words: Vec<String> = duties.iter().map(|duty| duty_words(ctx, *duty)).collect();
    words.join(", ")
}

fn officer_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, officer: &Officer) {
    ui.add(Label::new(theme::rich(&officer.name, Weight::Bold, theme::TITLE)).wrap());
    ui.add_space(4.0);
    let (key, tone) = state_of(officer);
    if let Some(tone) = tone.filter(|tone| *tone != Tone::Good) {
        widget::note(ui, tone, &ctx.t("custody-officer-must-change"));
        ui.add_space(4.0);
    }
    let pairs = [
        (
            ctx.t("custody-officer-login"),
            officer.login.as_str().to_owned(),
        ),
        (ctx.t("custody-officer-nip"), officer.nip.clone()),
        (ctx.t("custody-officer-state"), ctx.t(key)),
    ];
    widget::row(ui, &[1.0, 1.4, 1.0], 300.0, |ui, index| {
        if let Some((label, value)) = pairs.get(index) {
            widget::pair(ui, label, value);
        }
    });
    ui.add_space(10.0);
    widget::section(ui, &ctx.t("custody-officer-duties"));
    for duty in &officer.duties {
        let words = format!(
            "{}: {}",
            duty_words(ctx, *duty),
            ctx.t(&format!("custody-duty-{}", duty.id()))
        );
        widget::marked(ui, Icon::Check, theme::of(ui).good, &words, 15.0);
    }
}
