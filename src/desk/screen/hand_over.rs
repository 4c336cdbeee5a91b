//! Serah terima: the finished card is scanned back, then given to the one whose face and name stand big on the screen.

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::format;
use crate::desk::screen::Screen;
use crate::desk::screen::queue::{self, Beside};
use crate::desk::screen::scan::Scanner;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::card::{Picture, still_picture, whole};
use crate::desk::widget::confirm::{self, Answer, Words};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::office::{CaseState, Deed};
use crate::permit::Field;
use crate::portrait::Still;
use crate::station::{Ask, CaseId, CaseRecord, CaseRow, Error, Evidence, Finished};
use eframe::egui::{self, ColorImage, Label, Ui, accesskit::Role, vec2};

/// The screen.
#[derive(Default)]
pub struct HandOver {
    scanner: Scanner,
    asking: Option<Ask<Result<Finished, Error>>>,
    /// Those that wait for their holders, then those to be scanned back.
    rows: Option<Vec<CaseRow>>,
    at: usize,
    moved: bool,
    /// The case to be under the cursor once the list is there.
    wanted: Option<CaseId>,
    checking: Option<Ask<Result<CaseId, Error>>>,
    reading: Option<(CaseId, Ask<Result<Holder, Error>>)>,
    holder: Option<(CaseId, CaseRecord)>,
    /// Could not be read; it is not asked for again by itself.
    barren: Option<CaseId>,
    face: Picture,
    confirming: bool,
    giving: Option<(String, Ask<Result<(), Error>>)>,
}

/// A case, and the face on its card.
struct Holder {
    case: CaseRecord,
    face: Option<ColorImage>,
}

impl Screen for HandOver {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ui, ctx);
        let count = self.rows.as_ref().map_or(0, Vec::len);
        self.moved |= queue::arrows(ui, &mut self.at, count);
        self.confirming |= ctx.session.next && self.may_give(ctx);
        widget::header(ui, &ctx.t("duty-hand-over-title"), |_| {}, |_| {});
        self.footer(ui, ctx);
        widget::still_body(ui, |ui, height| {
            let right = (ui.available_width() * 0.56).max(340.0);
            let mut both = (&mut *self, &mut *ctx);
            widget::columns(
                ui,
                &mut both,
                right,
                |ui, (screen, ctx)| {
                    let scroll = egui::ScrollArea::vertical()
                        .id_salt("hand-over-left")
                        .auto_shrink(false)
                        .min_scrolled_height(height)
                        .max_height(height);
                    scroll.show(ui, |ui| screen.left_ui(ui, ctx, height));
                },
                |ui, (screen, ctx)| {
                    let frame = widget::panel_frame(ui);
                    frame.show(ui, |ui| {
                        ui.set_min_size(vec2(ui.available_width(), height - 30.0));
                        screen.holder_ui(ui, ctx, height - 30.0);
                    });
                },
            );
        });
        self.confirm(ui, ctx);
        Scanner::keep_focus(ui);
        Go::Stay
    }

    fn close(&mut self, ctx: &DeskCtx<'_>) {
        self.scanner.close(ctx);
    }
}

impl HandOver {
    fn poll(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>) {
        if let Some(evidence) = self.scanner.poll(ui, ctx) {
            self.check(ctx, evidence);
        }
        match settled(&mut self.checking) {
            Some(Ok(id)) => {
                ctx.toasts.good(ctx.t("duty-card-checked"));
                self.wanted = Some(id);
                self.again(ctx);
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        if let Some((name, ask)) = self.giving.take() {
            let mut slot = Some(ask);
            match settled(&mut slot) {
                Some(Ok(())) => {
                    ctx.toasts
                        .good(ctx.tw("duty-handed-over", &[("name", &name)]));
                    self.again(ctx);
                }
                Some(Err(error)) => {
                    ctx.toasts.error(ctx.text, &error);
                    self.again(ctx);
                }
                None => self.giving = slot.map(|ask| (name, ask)),
            }
        }
        self.poll_list(ctx);
        self.poll_holder(ui.ctx(), ctx);
    }

    fn poll_list(&mut self, ctx: &mut DeskCtx<'_>) {
        if self.rows.is_none() && self.asking.is_none() {
            self.asking = Some(ctx.worker.ask(|station| station.finished()));
        }
        match settled(&mut self.asking) {
            Some(Ok(finished)) => {
                let rows: Vec<CaseRow> = finished
                    .ready
                    .into_iter()
                    .chain(finished.to_check)
                    .collect();
                let wanted = self.wanted.take();
                let place = |id| rows.iter().position(|row| row.id == id);
                self.at = wanted
                    .and_then(place)
                    .unwrap_or(self.at)
                    .min(rows.len().saturating_sub(1));
                self.moved = true;
                self.rows = Some(rows);
            }
            Some(Err(error)) => {
                self.rows = Some(Vec::new());
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
    }

    /// Reads the case under the cursor, unless it is read or being read.
    fn poll_holder(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        if let Some(id) = self.row().map(|row| row.id) {
            let known = self.holder.as_ref().is_some_and(|(known, _)| *known == id);
            let asked = self.reading.as_ref().is_some_and(|(asked, _)| *asked == id);
            if !known && !asked && self.barren != Some(id) {
                self.holder = None;
                self.face.clear();
                let ask = ctx.worker.ask(move |station| {
                    let case = station.case(id)?;
                    let still = case
                        .portrait
                        .as_ref()
                        .and_then(|portrait| Still::decode(portrait.jpeg()).ok());
                    let face = still.map(|still| still_picture(&still, 600));
                    Ok(Holder { case, face })
                });
                self.reading = Some((id, ask));
            }
        }
        let Some((id, ask)) = self.reading.take() else {
            return;
        };
        let mut slot = Some(ask);
        match settled(&mut slot) {
            Some(Ok(holder)) => {
                if let Some(face) = holder.face {
                    self.face.set(egui_ctx, "holder", face);
                }
                self.holder = Some((id, holder.case));
            }
            Some(Err(error)) => {
                self.barren = Some(id);
                ctx.toasts.error(ctx.text, &error);
            }
            None => self.reading = slot.map(|ask| (id, ask)),
        }
    }

    fn again(&mut self, ctx: &mut DeskCtx<'_>) {
        (self.rows, self.holder, self.reading, self.barren) = (None, None, None, None);
        ctx.session.moved = true;
    }

    fn row(&self) -> Option<&CaseRow> {
        self.rows.as_ref()?.get(self.at)
    }

    /// The card under the cursor has been scanned back and its holder is on screen.
    fn may_give(&self, ctx: &DeskCtx<'_>) -> bool {
        let ready = self.row().is_some_and(|row| row.state == CaseState::Ready);
        let shown = self.holder.is_some() && self.giving.is_none();
        ready && shown && ctx.session.may(Deed::HandOverCard)
    }

    fn check(&mut self, ctx: &mut DeskCtx<'_>, evidence: Evidence) {
        ctx.toasts.forget_errors();
        self.checking = Some(
            ctx.worker
                .ask(move |station| station.check_scanned(&evidence)),
        );
    }

    fn footer(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let give = ctx.t("duty-give");
        let keys = [
            ("↵", ctx.t("duty-key-check")),
            ("Ctrl O", ctx.t("desk-key-file")),
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        let ready = self.may_give(ctx);
        let offered = ctx.session.may(Deed::HandOverCard);
        self.confirming |= widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &give)
                .icon(Icon::Check)
                .key("Ctrl ↵")
                .height(42.0)
                .enabled(ready);
            offered && ui.add(button).clicked() && ready
        });
    }

    fn left_ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, height: f32) {
        let tokens = theme::of(ui);
        let mut pressed = None;
        widget::panel_frame(ui).inner_margin(8).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            match &self.rows {
                None => widget::waiting(ui, &ctx.t("desk-loading")),
                Some(rows) if rows.is_empty() => {
                    let (title, advice) = (ctx.t("duty-finished-none"), ctx.t("duty-none-advice"));
                    widget::empty(ui, Icon::Card, &title, &advice);
                }
                Some(rows) => {
                    let rows: Vec<&CaseRow> = rows.iter().collect();
                    let (now, moved) = (ctx.session.now, std::mem::take(&mut self.moved));
                    pressed = queue::ui(ui, ctx, (&rows, self.at, moved), 190.0, |_, row| {
                        let ready = row.state == CaseState::Ready;
                        Beside {
                            icon: if ready { Icon::Check } else { Icon::Question },
                            color: if ready { tokens.good } else { tokens.warning },
                            more: ctx.t(if ready {
                                "duty-card-ready"
                            } else {
                                "duty-card-unchecked"
                            }),
                            right: format::age(ctx.text, now - row.state_at),
                        }
                    });
                }
            }
        });
        if let Some(at) = pressed {
            self.at = at;
        }
        ui.add_space(theme::GAP - 6.0);
        if self.checking.is_some() {
            widget::waiting(ui, &ctx.t("desk-verify-busy"));
        }
        self.scanner.ui(ui, ctx, height);
    }

    /// The holder, as big as there is room for.
    fn holder_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let (Some(row), Some((_, case))) = (self.row(), &self.holder) else {
            if self.reading.is_some() || self.rows.is_none() {
                widget::waiting(ui, &ctx.t("desk-loading"));
            } else {
                let (title, advice) = (ctx.t("duty-holder-none"), ctx.t("duty-holder-none-advice"));
                widget::empty(ui, Icon::Card, &title, &advice);
            }
            return;
        };
        let ready = row.state == CaseState::Ready;
        let words = ctx.t(if ready {
            "duty-give-advice"
        } else {
            "duty-check-advice"
        });
        widget::note(ui, if ready { Tone::Good } else { Tone::Warning }, &words);
        ui.add_space(10.0);
        let draft = &case.draft;
        ui.add(Label::new(theme::rich(draft.get(Field::FullName), Weight::Bold, 30.0)).wrap());
        ui.add_space(8.0);
        let space = ui.available_width();
        let face_height = (height - 200.0).clamp(180.0, 420.0).min(space * 0.5 / 0.78);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 20.0;
            let size = vec2(face_height * 25.0 / 32.0, face_height);
            let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
            widget::name(&response, Role::Image, &ctx.t("duty-face"));
            self.face.paint(ui, rect, whole(), 10.0);
            ui.vertical(|ui| {
                let pairs = [
                    (Field::PassportNo, draft.get(Field::PassportNo)),
                    (Field::PermitNo, draft.get(Field::PermitNo)),
                    (Field::BirthDate, draft.get(Field::BirthDate)),
                ];
                widget::pair(
                    ui,
                    &ctx.label(Field::Nationality),
                    &ctx.nation(draft.get(Field::Nationality)),
                );
                for (field, value) in pairs {
                    ui.add_space(6.0);
                    widget::pair(ui, &ctx.label(field), value);
                }
                ui.add_space(6.0);
                let serial = row.serial.as_deref().unwrap_or_default();
                widget::pair(ui, &ctx.t("desk-serial"), serial);
            });
        });
    }

    fn confirm(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        if !self.confirming {
            return;
        }
        let Some((id, name, serial)) = self.row().map(|row| {
            let serial = row.serial.clone().unwrap_or_default();
            (row.id, row.full_name.clone(), serial)
        }) else {
            self.confirming = false;
            return;
        };
        let args = [("name", name.as_str()), ("serial", serial.as_str())];
        let words = Words {
            title: &ctx.tw("duty-give-title", &args),
            text: &ctx.tw("duty-give-text", &args),
            yes: &ctx.t("duty-give-yes"),
            no: &ctx.t("desk-cancel"),
            destroys: false,
        };
        match confirm::ask(ui.ctx(), "give", &words) {
            Answer::Open => {}
            Answer::No => self.confirming = false,
            Answer::Yes => {
                self.confirming = false;
                let ask = ctx.worker.ask(move |station| station.hand_over(id));
                self.giving = Some((name, ask));
            }
        }
    }
}
