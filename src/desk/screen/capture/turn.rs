//! What mouse and keys want of a crop: moved, zoomed, turned; knows nothing of the shot.

use eframe::egui::{Key, Modifiers, Response, Ui, Vec2, vec2};

/// One press of a key moves by so much of the crop's width, zooms by so much, turns by so many degrees.
const STEP: f32 = 0.01;
const ZOOM: f32 = 1.03;
/// Degrees of one press.
pub const TURN_DEG: f32 = 0.5;

/// A wish.
pub struct Wish {
    /// In widths of the crop.
    pub step: Vec2,
    /// Above 1 the crop gets smaller.
    pub zoom: f32,
    /// Clockwise.
    pub turn_deg: f32,
}

/// Reads mouse and keys; the crop is `width` points wide on screen.
///
/// Dragging moves, with the right button turns; the wheel zooms, with Shift turns.
pub fn wished(ui: &Ui, response: &Response, width: f32) -> Wish {
    let mut wish = Wish {
        step: Vec2::ZERO,
        zoom: 1.0,
        turn_deg: 0.0,
    };
    if response.dragged_by(eframe::egui::PointerButton::Secondary) {
        wish.turn_deg += response.drag_delta().x * 0.1;
    } else if response.dragged() {
        wish.step += response.drag_delta() / width.max(1.0);
    }
    if response.hovered() {
        // With Shift the wheel scrolls sideways.
        let scroll = ui.input(|input| input.smooth_scroll_delta());
        wish.zoom *= 1.0 + scroll.y * 0.002;
        wish.turn_deg += scroll.x * 0.02;
    }
    if response.has_focus() {
        keys(ui, &mut wish);
    }
    wish
}

fn keys(ui: &Ui, wish: &mut Wish) {
    let pressed = |key| {
        ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, key) || input.consume_key(Modifiers::SHIFT, key)
        })
    };
    let moves = [
        (Key::ArrowLeft, vec2(-STEP, 0.0)),
        (Key::ArrowRight, vec2(STEP, 0.0)),
        (Key::ArrowUp, vec2(0.0, -STEP)),
        (Key::ArrowDown, vec2(0.0, STEP)),
    ];
    for (key, by) in moves {
        if pressed(key) {
            wish.step += by;
        }
    }
    if pressed(Key::Plus) || pressed(Key::Equals) {
        wish.zoom *= ZOOM;
    }
    if pressed(Key::Minus) {
        wish.zoom /= ZOOM;
    }
}
