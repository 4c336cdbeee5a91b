//! One shot: its still, its crop moved by mouse or keys, its checks, and the portrait made of it.

use super::Refused;
use crate::desk::context::answered;
use crate::desk::theme;
use crate::desk::widget::card::{self, Picture, still_picture};
use crate::desk::widget::{self, viewfinder};
use crate::portrait::{self, Check, Crop, Inspection, Portrait, Still};
use crate::station::{Ask, Worker};
use eframe::egui::{
    self, ColorImage, CornerRadius, EventFilter, Key, Modifiers, Rect, Sense, Ui, Vec2,
    accesskit::Role, pos2, vec2,
};
use std::sync::atomic::{AtomicU64, Ordering};

/// Quiet after a move of the crop before the portrait is made again, in seconds.
const MAKE_AFTER_S: f64 = 0.15;

/// Largest side of the still on screen, in pixels.
const SHOWN_PX: u32 = 1200;

type Made = (Vec<Check>, Result<Portrait, portrait::Error>);

/// A shot.
pub struct Shot {
    number: u64,
    still: Still,
    crop: Crop,
    checks: Vec<Check>,
    picture: Picture,
    portrait: Option<Portrait>,
    inspecting: Option<Ask<(Inspection, ColorImage)>>,
    making: Option<Ask<Made>>,
    moved_s: Option<f64>,
}

impl Shot {
    /// Inspects `still` and suggests a crop.
    pub fn new(worker: &Worker, still: Still) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let work = still.clone();
        let inspecting =
            worker.press(move || (portrait::inspect(&work), still_picture(&work, SHOWN_PX)));
        Self {
            number: COUNT.fetch_add(1, Ordering::Relaxed),
            crop: Crop::centred(&still),
            still,
            checks: Vec::new(),
            picture: Picture::default(),
            portrait: None,
            inspecting: Some(inspecting),
            making: None,
            moved_s: None,
        }
    }

    /// Takes in answers; a new portrait, or why there is none.
    pub fn poll(
        &mut self,
        ctx: &egui::Context,
        worker: &Worker,
        now_s: f64,
    ) -> Option<Result<Portrait, Refused>> {
        let inspected = match answered(&mut self.inspecting) {
            Some(Err(error)) => return Some(Err(Refused::File(error))),
            Some(Ok(inspected)) => Some(inspected),
            None => None,
        };
        if let Some((inspection, image)) = inspected {
            self.crop = inspection.crop;
            self.checks = inspection.checks;
            self.picture
                .set(ctx, &format!("shot-{}", self.number), image);
            self.moved_s = Some(now_s - MAKE_AFTER_S);
        }
        if let Some(moved_s) = self.moved_s.filter(|_| self.making.is_none()) {
            if now_s - moved_s >= MAKE_AFTER_S {
                self.moved_s = None;
                let (still, crop) = (self.still.clone(), self.crop);
                self.making = Some(worker.press(move || {
                    (
                        portrait::check(&still, crop),
                        portrait::accept(&still, crop),
                    )
                }));
            } else {
                ctx.request_repaint_after(std::time::Duration::from_millis(60));
            }
        }
        let (checks, made) = match answered(&mut self.making)? {
            Ok(made) => made,
            Err(error) => return Some(Err(Refused::File(error))),
        };
        self.checks = checks;
        if let Ok(portrait) = &made {
            self.portrait = Some(portrait.clone());
        }
        Some(made.map_err(Refused::Picture))
    }

    /// Its portrait is on the way, or on the way anew.
    pub fn is_busy(&self) -> bool {
        self.inspecting.is_some() || self.making.is_some() || self.moved_s.is_some()
    }

    /// It gives no portrait.
    pub fn is_barren(&self) -> bool {
        self.portrait.is_none() && !self.is_busy()
    }

    /// Its checks.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The portrait made of it, once it is there.
    pub fn portrait(&self) -> Option<Portrait> {
        self.portrait.clone()
    }

    /// Paints the crop of the shot into `rect`.
    pub fn thumbnail(&self, ui: &Ui, rect: Rect) {
        let (width, height) = size_px(&self.still);
        let min = pos2(self.crop.left_px / width, self.crop.top_px / height);
        let max = pos2(
            (self.crop.left_px + self.crop.width_px) / width,
            (self.crop.top_px + self.crop.height_px()) / height,
        );
        self.picture
            .paint(ui, rect, Rect::from_min_max(min, max), 6.0);
    }

    /// The still with its crop, to be moved; true when it was moved this frame.
    pub fn ui(&mut self, ui: &mut Ui, size: Vec2, name: &str) -> bool {
        let tokens = theme::of(ui);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        widget::name(&response, Role::Image, name);
        ui.painter().rect_filled(
            rect,
            CornerRadius::same(theme::PANEL_RADIUS),
            tokens.viewfinder,
        );
        let (width, height) = size_px(&self.still);
        let scale = (rect.width() / width).min(rect.height() / height);
        let place = Rect::from_center_size(rect.center(), vec2(width, height) * scale);
        self.picture.paint(ui, place, card::whole(), 4.0);
        if self.inspecting.is_some() {
            return false;
        }
        let good = self.checks.iter().all(Check::passes);
        viewfinder::guides(ui, place, on_screen(place, &self.still, self.crop), good);
        if ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        widget::button::focus_ring(ui, &response, rect.shrink(3.0));
        let (step, zoom) = self.wished(ui, &response, place.width() / width);
        let moved = self.crop.adjusted(&self.still, step.x, step.y, zoom);
        if moved == self.crop {
            return false;
        }
        self.crop = moved;
        self.moved_s = Some(ui.input(|input| input.time));
        true
    }

    /// How far mouse and keys want the crop moved, in its own widths, and zoomed.
    fn wished(&self, ui: &Ui, response: &egui::Response, scale: f32) -> (Vec2, f32) {
        let mut step = Vec2::ZERO;
        let mut zoom = 1.0;
        if response.dragged() {
            step += response.drag_delta() / (scale * self.crop.width_px).max(1.0);
        }
        if response.hovered() {
            let scroll = ui.input(|input| input.smooth_scroll_delta().y);
            zoom *= 1.0 + scroll * 0.002;
        }
        if response.has_focus() {
            let pressed = |key| {
                ui.input_mut(|input| {
                    input.consume_key(Modifiers::NONE, key)
                        || input.consume_key(Modifiers::SHIFT, key)
                })
            };
            let moves = [
                (Key::ArrowLeft, vec2(-0.01, 0.0)),
                (Key::ArrowRight, vec2(0.01, 0.0)),
                (Key::ArrowUp, vec2(0.0, -0.01)),
                (Key::ArrowDown, vec2(0.0, 0.01)),
            ];
            step += moves
                .into_iter()
                .filter(|(key, _)| pressed(*key))
                .map(|(_, by)| by)
                .fold(Vec2::ZERO, |sum, by| sum + by);
            if pressed(Key::Plus) || pressed(Key::Equals) {
                zoom *= 1.03;
            }
            if pressed(Key::Minus) {
                zoom /= 1.03;
            }
        }
        (step, zoom)
    }
}

fn size_px(still: &Still) -> (f32, f32) {
    (still.width_px as f32, still.height_px as f32)
}

/// Where `crop` lies when the whole still is painted into `place`.
pub fn on_screen(place: Rect, still: &Still, crop: Crop) -> Rect {
    let scale = place.width() / size_px(still).0.max(1.0);
    let min = place.min + vec2(crop.left_px, crop.top_px) * scale;
    Rect::from_min_size(min, vec2(crop.width_px, crop.height_px()) * scale)
}
