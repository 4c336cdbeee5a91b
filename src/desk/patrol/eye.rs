//! The ways in for a code while a patrol stands there: camera without end, reader, picture, paste; nothing is pressed between two.

use super::wedge::Wedge;
use crate::camera::{Source, State};
use crate::desk::theme;
use crate::desk::widget::sight::Sight;
use crate::desk::widget::viewfinder::{self, Viewfinder};
use crate::portrait::Still;
use crate::station::{Owned, Worker};
use crate::text::Text;
use eframe::egui::{Key, Modifiers, Rect, Stroke, StrokeKind, Ui, Vec2};
use std::time::Duration;

/// The hint how to hold the card needs a picture at least so high.
const HINT_FROM: f32 = 150.0;

/// The ways in.
#[derive(Default)]
pub struct Eye {
    wedge: Wedge,
    camera: Viewfinder,
    sight: Sight,
    off: bool,
}

impl Eye {
    /// What came in this frame, if it is a new code. `boxed`: a box has the cursor.
    pub fn poll<S: Owned>(
        &mut self,
        ui: &Ui,
        worker: &Worker<S>,
        source: &Source,
        boxed: bool,
    ) -> Option<String> {
        let now_s = ui.input(|input| input.time);
        let typed = ui.input(|input| self.wedge.take(&input.events, now_s, boxed));
        if typed.is_some() {
            // Its Enter belongs to the scan, not to whatever has the cursor.
            ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        }
        if !self.wedge.is_calm() {
            ui.ctx().request_repaint_after(Duration::from_millis(120));
        }
        let shown = self.camera_poll(ui, worker, source, now_s);
        typed.or(shown)
    }

    /// Whatever is typed next is the begin of a burst: what stands in the boxes now is a person's.
    pub fn rests(&self, now_s: f64) -> bool {
        self.wedge.rests(now_s)
    }

    /// The camera is to be off, or on again.
    pub fn switch<S: Owned>(&mut self, worker: &Worker<S>) {
        self.off = !self.off;
        if self.off {
            self.close(worker);
        }
    }

    /// Stops the camera.
    pub fn close<S: Owned>(&mut self, worker: &Worker<S>) {
        self.camera.close(worker);
        self.sight.clear();
    }

    /// The frame in view, at full resolution.
    pub fn still(&self) -> Option<Still> {
        self.camera.still()
    }

    fn camera_poll<S: Owned>(
        &mut self,
        ui: &Ui,
        worker: &Worker<S>,
        source: &Source,
        now_s: f64,
    ) -> Option<String> {
        if self.off {
            return None;
        }
        self.camera.open(ui.ctx(), worker, source.clone());
        self.camera.poll(ui.ctx(), worker);
        if let Some(frame) = self.camera.frame() {
            self.sight.feed(worker, frame);
        }
        self.sight.poll(now_s)
    }

    /// The live picture in `size`, with what is wrong with the camera over it.
    pub fn ui(&self, ui: &mut Ui, size: Vec2, text: &Text) -> Rect {
        let (rect, picture) = self
            .camera
            .ui(ui, size, false, &text.get("desk-viewfinder"));
        let state = self.camera.state();
        let failed = matches!(state, Some(State::Failed(_)));
        if picture.is_none() || failed {
            if size.y > HINT_FROM {
                viewfinder::trouble(ui, rect, text, state.as_ref());
            } else {
                let key = if failed {
                    "patroli-camera-failed"
                } else {
                    "desk-camera-off"
                };
                viewfinder::pill(ui, rect, &text.get(key));
            }
        } else if size.y > HINT_FROM {
            self.sight.ui(ui, text, rect);
        }
        let tokens = theme::of(ui);
        let line = Stroke::new(1.5, tokens.verdict_soft);
        let radius = f32::from(theme::PANEL_RADIUS);
        ui.painter()
            .rect_stroke(rect, radius, line, StrokeKind::Inside);
        rect
    }
}
