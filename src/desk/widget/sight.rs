//! Reads a live picture frame by frame: which card came into sight, and how to hold it while none is read; judges nothing.

use super::viewfinder;
use crate::camera::Frame;
use crate::desk::context::answered;
use crate::desk::theme;
use crate::seal::{Glance, Hint, Tracker};
use crate::station::{Ask, Owned, Worker};
use crate::text::Text;
use eframe::egui::{CornerRadius, Rect, Stroke, StrokeKind, Ui};
use std::sync::Arc;

/// Seconds a card must be out of sight to be another scan when it comes back.
const AWAY_S: f64 = 2.0;

/// Seconds the edge of the picture is lit after a card was read.
const LIT_S: f64 = 0.35;

/// What the camera sees.
#[derive(Default)]
pub struct Sight {
    /// Away while a frame is looked at.
    tracker: Option<Tracker>,
    looking: Option<Ask<(Tracker, Glance)>>,
    /// The frame last looked at.
    looked: Option<u64>,
    /// The code last in sight, and when.
    seen: Option<(String, f64)>,
    /// How to hold the card; nothing while one is read.
    hint: Option<Hint>,
    /// When a card was last read.
    read_s: Option<f64>,
}

impl Sight {
    /// Has a frame looked at, unless it was or another one is; what comes meanwhile is left out, not shown late.
    pub fn feed<S: Owned>(&mut self, worker: &Worker<S>, frame: &Arc<Frame>) {
        if self.looking.is_some() || self.looked == Some(frame.serial) {
            return;
        }
        self.looked = Some(frame.serial);
        let frame = Arc::clone(frame);
        let mut tracker = self.tracker.take().unwrap_or_default();
        self.looking = Some(worker.press(move || {
            let glance = tracker.glance(&luma(&frame.rgb), frame.width_px, frame.height_px);
            (tracker, glance)
        }));
    }

    /// The text of a card that came into sight; call once a frame. A card that stays is told once.
    pub fn poll(&mut self, now_s: f64) -> Option<String> {
        // A frame that could not be looked at is as good as none; the next one starts anew.
        let (tracker, glance) = answered(&mut self.looking)?.ok()?;
        self.tracker = Some(tracker);
        self.take_in(glance, now_s)
    }

    fn take_in(&mut self, glance: Glance, now_s: f64) -> Option<String> {
        self.hint = glance.hint;
        // A product's own code beside a card is short; a seal has some hundred characters.
        let text = glance.texts.into_iter().max_by_key(String::len)?;
        let known = self
            .seen
            .as_ref()
            .is_some_and(|(seen, seen_s)| *seen == text && now_s - seen_s < AWAY_S);
        self.seen = Some((text.clone(), now_s));
        if known {
            return None;
        }
        self.read_s = Some(now_s);
        Some(text)
    }

    /// Forgets what was seen: the same card is then a scan again.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Over a live picture in `rect`: the hint at its foot, and its edge lit for a moment when a card was read.
    pub fn ui(&self, ui: &Ui, text: &Text, rect: Rect) {
        if let Some(hint) = self.hint {
            viewfinder::pill(ui, rect, &text.get(&format!("hint-{}", hint.id())));
        }
        let now_s = ui.input(|input| input.time);
        if self.read_s.is_some_and(|read_s| now_s - read_s < LIT_S) {
            let stroke = Stroke::new(6.0, theme::of(ui).frame_good);
            let corners = CornerRadius::same(theme::PANEL_RADIUS);
            ui.painter()
                .rect_stroke(rect, corners, stroke, StrokeKind::Inside);
            ui.ctx().request_repaint_after_secs(0.1);
        }
    }
}

/// Brightness of RGB rows, by the weights of BT.601.
fn luma(rgb: &[u8]) -> Vec<u8> {
    let brightness = |red: u8, green: u8, blue: u8| {
        (u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29) >> 8
    };
    rgb.chunks_exact(3)
        .map(|pixel| match pixel {
            [red, green, blue] => u8::try_from(brightness(*red, *green, *blue)).unwrap_or(u8::MAX),
            _ => 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Glance {
        Glance {
            texts: vec![text.to_owned()],
            hint: None,
        }
    }

    #[test]
    fn a_card_that_stays_is_told_once_and_again_when_it_comes_back() {
        let mut sight = Sight::default();
        assert_eq!(sight.take_in(read("A"), 10.0).as_deref(), Some("A"));
        for tenth in 1..60 {
            let now_s = 10.0 + f64::from(tenth) / 10.0;
            assert_eq!(sight.take_in(read("A"), now_s), None);
        }
        assert_eq!(sight.take_in(read("B"), 16.0).as_deref(), Some("B"));
        assert_eq!(sight.take_in(read("A"), 16.1).as_deref(), Some("A"));
        let nothing = Glance {
            texts: Vec::new(),
            hint: Some(Hint::Closer),
        };
        assert_eq!(sight.take_in(nothing, 17.0), None);
        assert_eq!(sight.hint, Some(Hint::Closer));
        assert_eq!(sight.take_in(read("A"), 18.2).as_deref(), Some("A"));
        assert_eq!(sight.hint, None);
    }
}
