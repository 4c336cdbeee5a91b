//! The first sheet as it comes out of the tray: both sides, positions to be left empty, where to begin.

use super::order::Order;
use crate::desk::context::{DeskCtx, settled};
use crate::desk::theme::{self, Weight};
use crate::desk::toast;
use crate::desk::widget::button::{Button, Look, focus_ring, switch};
use crate::desk::widget::card::{Picture, whole};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::{Ask, CaseId, Error, Flip, Raster, SheetCards, SheetPlace, SheetView};
use eframe::egui::{
    self, Align2, ColorImage, CornerRadius, Key, Modifiers, Rect, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};
use std::sync::Arc;

/// What was laid on the sheet: the cases and the paper.
type Laid = (Vec<CaseId>, String);
/// Where on the sheet they are laid.
type Where = (u32, Vec<u32>);

/// Pixels and places of one sheet, ready for the screen.
struct Shown {
    places: Vec<SheetPlace>,
    size_mm: (f32, f32),
    flip: Flip,
    sheets: usize,
    front: Arc<ColorImage>,
    back: Arc<ColorImage>,
}

/// The preview of the first sheet.
#[derive(Default)]
pub struct Sheet {
    laid: Option<Laid>,
    gathering: Option<Ask<Result<SheetCards, Error>>>,
    cards: Option<Arc<SheetCards>>,
    drawn: Option<Where>,
    drawing: Option<Ask<Result<Shown, Error>>>,
    shown: Option<Shown>,
    trouble: Option<Error>,
    front: Picture,
    back: Picture,
    /// The position under the cursor, from 1.
    at: u32,
}

impl Sheet {
    /// Asks for what is to be seen now and is not yet.
    pub fn poll(
        &mut self,
        egui_ctx: &egui::Context,
        ctx: &DeskCtx<'_>,
        (cases, order): (&[CaseId], &Order),
    ) {
        let laid = (cases.to_vec(), order.paper_name());
        if self.laid.as_ref() != Some(&laid) {
            // What is still on its way was asked for other cases or another paper.
            (self.cards, self.drawing) = (None, None);
            let (cases, paper) = laid.clone();
            self.gathering = Some(
                ctx.worker
                    .ask(move |station| station.sheet_cards(&cases, &paper)),
            );
            if self.laid.as_ref().is_none_or(|before| before.1 != laid.1) {
                (self.shown, self.at) = (None, 1);
            }
            self.laid = Some(laid);
        }
        match settled(&mut self.gathering) {
            Some(Ok(cards)) => {
                self.cards = Some(Arc::new(cards));
                (self.drawn, self.trouble) = (None, None);
            }
            Some(Err(error)) => (self.cards, self.trouble) = (None, Some(error)),
            None => {}
        }
        let place: Where = (order.start, order.empty.iter().copied().collect());
        if let Some(cards) = &self.cards
            && self.drawn.as_ref() != Some(&place)
            && self.drawing.is_none()
        {
            let (cards, (start, empty)) = (Arc::clone(cards), place.clone());
            self.drawn = Some(place);
            self.drawing = Some(
                ctx.worker
                    .press(move || cards.view(start, &empty).map(|view| ready(&view))),
            );
        }
        match settled(&mut self.drawing) {
            Some(Ok(shown)) => {
                self.front
                    .set(egui_ctx, "sheet-front", Arc::clone(&shown.front));
                self.back
                    .set(egui_ctx, "sheet-back", Arc::clone(&shown.back));
                (self.shown, self.trouble) = (Some(shown), None);
            }
            Some(Err(error)) => self.trouble = Some(error),
            None => {}
        }
    }

    /// Arrows move the cursor, space empties a position, Enter begins there, 0 takes all of it back.
    pub fn keys(&mut self, ui: &Ui, order: &mut Order) {
        let Some(shown) = &self.shown else { return };
        let last = u32::try_from(shown.places.len()).unwrap_or(1).max(1);
        let columns = columns(&shown.places);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        self.at = self.at.clamp(1, last);
        for (key, down, by) in [
            (Key::ArrowRight, true, 1),
            (Key::ArrowLeft, false, 1),
            (Key::ArrowDown, true, columns),
            (Key::ArrowUp, false, columns),
        ] {
            let times = ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
            for _ in 0..times {
                let to = if down {
                    self.at + by
                } else {
                    self.at.saturating_sub(by)
                };
                if (1..=last).contains(&to) {
                    self.at = to;
                }
            }
        }
        if pressed(Key::Space) {
            turn(order, self.at, last);
        }
        if pressed(Key::Home) {
            begin_at(order, self.at, last);
        }
        if pressed(Key::Delete) {
            order.printed();
        }
    }

    /// Both sides and what is said of them.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &mut Order) {
        let body = ui.available_height().max(360.0);
        let mut state = (&mut *self, order);
        widget::columns(
            ui,
            &mut state,
            (ui.available_width() * 0.3).clamp(270.0, 340.0),
            |ui, (sheet, order)| sheet.sides_ui(ui, ctx, order, body),
            |ui, (sheet, order)| sheet.side_ui(ui, ctx, order),
        );
    }

    fn sides_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &mut Order, height: f32) {
        widget::panel_frame(ui).inner_margin(14).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let Some(shown) = &self.shown else {
                match &self.trouble {
                    Some(error) => {
                        let (what, advice) = toast::words_of(ctx.text, error);
                        widget::note(ui, Tone::Error, &format!("{what}. {advice}"));
                    }
                    None => widget::waiting(ui, &ctx.t("cetak-sheet-drawing")),
                }
                return;
            };
            let (wide, tall) = shown.size_mm;
            let room = vec2((ui.available_width() - 18.0) / 2.0, height - 70.0);
            let scale = (room.x / wide).min(room.y / tall);
            let size = vec2(wide * scale, tall * scale);
            let last = u32::try_from(shown.places.len()).unwrap_or(1);
            let mut pressed = None;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 18.0;
                for (back, picture) in [(false, &self.front), (true, &self.back)] {
                    ui.vertical(|ui| {
                        let name = ctx.t(if back {
                            "cetak-sheet-back"
                        } else {
                            "cetak-sheet-front"
                        });
                        widget::hint(ui, name.as_str());
                        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
                        widget::name(&response, Role::Image, &name);
                        picture.paint(ui, rect, whole(), 0.0);
                        ui.painter().rect_stroke(
                            rect,
                            CornerRadius::ZERO,
                            Stroke::new(1.0, theme::of(ui).border),
                            StrokeKind::Outside,
                        );
                        for place in &shown.places {
                            let side = if back { place.back } else { place.front };
                            if place_ui(ui, ctx, (rect, side, back), (place, order, self.at)) {
                                pressed = Some(place.position);
                            }
                        }
                    });
                }
            });
            if let Some(position) = pressed {
                self.at = position;
                turn(order, position, last);
            }
        });
    }

    fn side_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &mut Order) {
        widget::panel(ui, |ui| {
            order.paper_ui(ui, ctx);
            ui.add_space(8.0);
            if !order.is_sheet() {
                widget::sentence(ui, ctx.t("cetak-sheet-single"));
                return;
            }
            order.flip_ui(ui, ctx);
            ui.add_space(8.0);
            let Some(shown) = &self.shown else { return };
            let sheets = shown.sheets.to_string();
            let cards = self
                .laid
                .as_ref()
                .map_or(0, |laid| laid.0.len())
                .to_string();
            let args = [("cards", cards.as_str()), ("sheets", sheets.as_str())];
            widget::sentence(
                ui,
                if shown.sheets == 0 {
                    ctx.t("cetak-sheet-none")
                } else {
                    ctx.tw("cetak-sheet-count", &args)
                },
            );
            widget::hint(ui, order.positions(ctx));
            ui.add_space(8.0);
            let at = self.at.to_string();
            let last = u32::try_from(shown.places.len()).unwrap_or(1);
            let usable = shown
                .places
                .iter()
                .any(|place| place.position == self.at && place.usable);
            widget::section(ui, &ctx.tw("cetak-position", &[("at", &at)]));
            let mut is_empty = order.empty.contains(&self.at);
            if usable && switch(ui, &ctx.t("cetak-position-empty"), &mut is_empty) {
                turn(order, self.at, last);
            }
            let (here, reset) = (ctx.t("cetak-start-here"), ctx.t("cetak-sheet-reset"));
            if ui
                .add(Button::new(Look::Plain, &here).key("Home").enabled(usable))
                .clicked()
            {
                begin_at(order, self.at, last);
            }
            if ui
                .add(
                    Button::new(Look::Quiet, &reset)
                        .icon(Icon::Retake)
                        .key("Del"),
                )
                .clicked()
            {
                order.printed();
            }
            ui.add_space(8.0);
            let flip = match shown.flip {
                Flip::Long => ctx.t("cetak-tray-long"),
                Flip::Short => ctx.t("cetak-tray-short"),
            };
            widget::note(ui, Tone::Calm, &flip);
            if let Some(error) = &self.trouble {
                let (what, advice) = toast::words_of(ctx.text, error);
                ui.add_space(6.0);
                widget::note(ui, Tone::Error, &format!("{what}. {advice}"));
            }
        });
    }
}

fn ready(view: &SheetView) -> Shown {
    let image = |raster: &Raster| {
        let size = [raster.width_px as usize, raster.height_px as usize];
        Arc::new(ColorImage::from_rgba_premultiplied(size, &raster.rgba))
    };
    Shown {
        places: view.places.clone(),
        size_mm: view.size_mm,
        flip: view.flip,
        sheets: view.sheets,
        front: image(&view.front),
        back: image(&view.back),
    }
}

/// Positions side by side in the first row.
fn columns(places: &[SheetPlace]) -> u32 {
    let top = places.first().map_or(0.0, |place| place.front[1]);
    let row = places
        .iter()
        .take_while(|place| place.front[1] <= top + 0.001);
    u32::try_from(row.count()).unwrap_or(1).max(1)
}

/// Empties a position, or uses it again; one is always left.
fn turn(order: &mut Order, position: u32, last: u32) {
    if !order.empty.remove(&position) {
        order.empty.insert(position);
        if (order.start..=last).all(|at| order.empty.contains(&at)) {
            order.empty.remove(&position);
        }
    }
}

fn begin_at(order: &mut Order, position: u32, last: u32) {
    order.empty.remove(&position);
    order.start = position.clamp(1, last);
}

/// One position over the picture; true when it was pressed.
fn place_ui(
    ui: &Ui,
    ctx: &DeskCtx<'_>,
    (sheet, [left, top, right, bottom], back): (Rect, [f32; 4], bool),
    (place, order, at): (&SheetPlace, &Order, u32),
) -> bool {
    let on = |x: f32, y: f32| sheet.min + vec2(x * sheet.width(), y * sheet.height());
    let rect = Rect::from_min_max(on(left, top), on(right, bottom));
    let id = ui.scope_id().with(("place", place.position, back));
    let response = ui.interact(rect, id, Sense::click());
    let is_empty = !place.usable || order.empty.contains(&place.position);
    let before = place.position < order.start;
    let number = place.position.to_string();
    let key = if is_empty {
        "cetak-place-empty"
    } else if before {
        "cetak-place-used"
    } else if place.card.is_some() {
        "cetak-place-card"
    } else {
        "cetak-place-free"
    };
    let words = ctx.tw(key, &[("at", &number)]);
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, place.usable, place.position == at, &words)
    });
    let painter = ui.painter();
    let radius = CornerRadius::same(3);
    // The sheet is white paper in both themes.
    let paper = theme::light();
    let shut = is_empty || before;
    let shade = paper.text.gamma_multiply(if shut { 0.13 } else { 0.0 });
    painter.rect_filled(rect, radius, shade);
    let line = if shut {
        paper.faint
    } else {
        paper.field_border
    };
    painter.rect_stroke(rect, radius, Stroke::new(1.0, line), StrokeKind::Inside);
    if is_empty {
        let pen = Stroke::new(1.2, paper.faint);
        painter.line_segment([rect.left_top(), rect.right_bottom()], pen);
        painter.line_segment([rect.right_top(), rect.left_bottom()], pen);
    }
    if response.hovered() || place.position == at {
        painter.rect_stroke(
            rect,
            radius,
            Stroke::new(2.0, paper.accent),
            StrokeKind::Outside,
        );
    }
    let drawn = place.card.is_some() && !is_empty && !before;
    let badge = Rect::from_center_size(
        if drawn {
            pos2(rect.right() - 11.0, rect.top() + 10.0)
        } else {
            rect.center()
        },
        vec2(20.0, 17.0),
    );
    // A sheet of one card needs no numbers.
    if rect.width() < sheet.width() * 0.9 {
        painter.rect_filled(
            badge,
            CornerRadius::same(4),
            paper.panel.gamma_multiply(0.9),
        );
        painter.text(
            badge.center(),
            Align2::CENTER_CENTER,
            &number,
            theme::font(Weight::Semibold, 13.0),
            paper.text,
        );
    }
    focus_ring(ui, &response, rect);
    response.on_hover_text(words).clicked() && place.usable
}
