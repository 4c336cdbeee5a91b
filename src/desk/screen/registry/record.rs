//! One record in full: portrait, every field, its cards, and its present card again.

use crate::desk::context::{DeskCtx, answered, settled};
use crate::desk::format;
use crate::desk::screen::review::summary_ui;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::card::{Picture, Sides, side_ui, still_picture, whole};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::permit::{Field, PermitNo};
use crate::portrait::Still;
use crate::station::{Ask, CardRow, Error, Record, outside, write_file};
use eframe::egui::{self, ColorImage, Label, ScrollArea, Sense, Ui, accesskit::Role, vec2};
use std::path::PathBuf;

/// The record on screen.
#[derive(Default)]
pub struct RecordView {
    number: Option<PermitNo>,
    asking: Option<Ask<Result<Record, Error>>>,
    record: Option<Record>,
    facing: Option<Ask<Option<ColorImage>>>,
    face: Picture,
    drawing: Option<Ask<Option<Sides>>>,
    front: Picture,
    back: Picture,
    saving: Option<Ask<Result<PathBuf, Error>>>,
}

impl RecordView {
    /// Opens the record of `number`.
    pub fn open(&mut self, ctx: &DeskCtx<'_>, number: PermitNo) {
        *self = Self {
            number: Some(number.clone()),
            ..Self::default()
        };
        self.asking = Some(ctx.worker.ask(move |station| station.record(&number)));
    }

    fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        match settled(&mut self.asking) {
            Some(Ok(record)) => {
                if let Some(portrait) = record.portrait.clone() {
                    let work = move || {
                        Still::decode(portrait.jpeg())
                            .ok()
                            .map(|still| still_picture(&still, 600))
                    };
                    self.facing = Some(ctx.worker.press(work));
                }
                if let Some(number) = self.number.clone() {
                    self.drawing = Some(ctx.worker.ask(move |station| {
                        let pdf = station.card_again(&number).ok()?;
                        outside::pictures(&pdf)
                            .ok()
                            .map(|preview| Sides::from(&preview))
                    }));
                }
                self.record = Some(record);
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        if let Some(Ok(Some(image))) = answered(&mut self.facing) {
            self.face.set(egui_ctx, "record-portrait", image);
        }
        if let Some(Ok(Some(sides))) = answered(&mut self.drawing) {
            self.front.set(egui_ctx, "record-front", sides.front);
            self.back.set(egui_ctx, "record-back", sides.back);
        }
        match settled(&mut self.saving) {
            Some(Ok(path)) => ctx
                .toasts
                .good(ctx.tw("desk-saved-to", &[("path", &path.display().to_string())])),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
    }

    /// Draws it, `height` points high.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, height: f32) {
        self.poll(ui.ctx(), ctx);
        widget::panel_frame(ui).show(ui, |ui| {
            ui.set_min_size(vec2(ui.available_width(), height - 30.0));
            ui.set_max_height(height - 30.0);
            if self.number.is_none() {
                ui.add_space(height * 0.25);
                widget::empty(
                    ui,
                    Icon::Book,
                    &ctx.t("desk-record-none"),
                    &ctx.t("desk-record-none-advice"),
                );
                return;
            }
            if self.record.is_none() {
                widget::waiting(ui, &ctx.t("desk-loading"));
                return;
            }
            ScrollArea::vertical()
                .id_salt("record")
                .auto_shrink(false)
                .show(ui, |ui| self.record_ui(ui, ctx));
        });
    }

    fn record_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some(record) = &self.record else { return };
        let mut again = false;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let (rect, response) = ui.allocate_exact_size(vec2(96.0, 128.0), Sense::hover());
            widget::name(&response, Role::Image, &ctx.label(Field::Portrait));
            ui.painter().rect_filled(rect, 8, theme::of(ui).hover);
            self.face.paint(ui, rect, whole(), 8.0);
            ui.vertical(|ui| {
                ui.add(
                    Label::new(theme::rich(
                        record.draft.get(Field::FullName),
                        Weight::Bold,
                        20.0,
                    ))
                    .wrap()
                    .selectable(true),
                );
                let number = self.number.as_ref().map_or("", PermitNo::as_str);
                ui.add(
                    Label::new(theme::rich(
                        format!("{} · {number}", record.draft.kind.card_name()),
                        Weight::Mono,
                        15.0,
                    ))
                    .selectable(true),
                );
                ui.add_space(6.0);
                let text = ctx.t("desk-card-again");
                again = ui
                    .add(
                        Button::new(Look::Plain, &text)
                            .icon(Icon::Save)
                            .enabled(self.saving.is_none()),
                    )
                    .clicked();
            });
        });
        ui.add_space(10.0);
        let width = (ui.available_width() - 12.0) / 2.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let drawing = ctx.t("desk-card-drawing");
            side_ui(ui, &self.front, width, &ctx.t("desk-card-front"), &drawing);
            side_ui(ui, &self.back, width, &ctx.t("desk-card-back"), &drawing);
        });
        ui.add_space(10.0);
        widget::section(ui, &ctx.t("desk-cards"));
        if record.cards.is_empty() {
            widget::hint(ui, ctx.t("desk-cards-none"));
        }
        for card in record.cards.iter().rev() {
            card_ui(ui, ctx, card);
        }
        ui.add_space(10.0);
        summary_ui(ui, ctx, &record.draft);
        if let (true, Some(number)) = (again, self.number.clone()) {
            let folder = ctx.session.dir.join("out");
            self.saving = Some(ctx.worker.ask(move |station| {
                let pdf = station.card_again(&number)?;
                outside::make_folder(&folder)?;
                let path = folder.join(format!("{}-proof.pdf", number.as_str()));
                write_file(&path, pdf.bytes())?;
                Ok(path)
            }));
        }
    }
}

fn card_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, card: &CardRow) {
    let issued = format!(
        "{} {}",
        format::day(card.issued_at),
        format::clock(card.issued_at)
    );
    let key = if card.superseded {
        "desk-card-superseded"
    } else {
        "desk-card-current"
    };
    let tone = if card.superseded {
        Tone::Calm
    } else {
        Tone::Good
    };
    widget::note(
        ui,
        tone,
        &format!("{} · {} · {issued}", card.serial, ctx.t(key)),
    );
}
