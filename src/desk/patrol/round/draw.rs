//! The open patrol's window: the verdict or what waits for a card, the bundle's age above, place and keys below.

use super::{Look, Round, Standing};
use crate::desk::format;
use crate::desk::patrol::verdict::{self, Shown};
use crate::desk::patrol::{KEYS, idle};
use crate::desk::theme::{self, Weight};
use crate::desk::widget::icon::{self, Icon};
use crate::text::Text;
use eframe::egui::{self, CentralPanel, Color32, Frame, Margin, Panel as Bar, Ui, vec2};

/// Below this width the margins are small.
const NARROW: f32 = 900.0;

impl Round {
    /// The verdict, or what waits for a card.
    pub(super) fn cards_ui(&self, ui: &mut Ui) {
        let tokens = theme::of(ui);
        let fill = match &self.standing {
            Some(standing) => verdict::look(tokens, standing.seen.verdict.word).0,
            None => tokens.ground,
        };
        let ink = if self.standing.is_some() {
            tokens.verdict_text
        } else {
            tokens.text
        };
        self.top_ui(ui, fill, ink);
        self.foot_ui(ui, fill, ink);
        let small = ui.available_width() < NARROW;
        let margin = if small { 16 } else { 40 };
        let frame = Frame::new()
            .fill(fill)
            .inner_margin(Margin::symmetric(margin, if small { 4 } else { 20 }));
        CentralPanel::no_frame()
            .frame(frame)
            .show(ui, |ui| match &self.standing {
                Some(standing) => {
                    let office = self.look.as_ref().map_or("", |look| &look.state.office);
                    let shown = Shown {
                        text: &self.text,
                        seen: &standing.seen,
                        photo: &self.photo,
                        office,
                        marks: self.marks(standing),
                    };
                    let (eye, text) = (&self.eye, &self.text);
                    verdict::ui(ui, &shown, |ui| {
                        let width = ui.available_width().min(230.0);
                        eye.ui(ui, vec2(width, width * 0.56), text);
                    });
                }
                None => {
                    let waiting = idle::Waiting {
                        text: &self.text,
                        eye: &self.eye,
                        look: self.look.as_ref(),
                        busy: self.checking.is_some() || self.bringing.is_some(),
                        place: self.place.words(&self.text),
                        gps: self.place.gps_words(&self.text),
                        operation: self.operation.words(&self.text),
                        officer: &self.officer,
                    };
                    idle::ui(ui, &waiting);
                }
            });
    }

    /// What the card that stands is noted with so far.
    fn marks(&self, standing: &Standing) -> Vec<(Icon, String)> {
        let mut marks = Vec::new();
        if !standing.note.is_empty() {
            marks.push((Icon::Form, standing.note.clone()));
        }
        if standing.photo.is_some() {
            marks.push((Icon::Camera, self.text.get("patroli-photo-taken")));
        }
        marks
    }

    /// How fresh the bundle is; in the strip's colours when it is past its time.
    fn top_ui(&self, ui: &mut Ui, fill: Color32, ink: Color32) {
        let tokens = theme::of(ui);
        let Some(look) = &self.look else { return };
        let old = look.state.bundle_until <= look.now;
        let words = bundle_words(&self.text, look);
        let (fill, ink) = if old {
            (tokens.strip, tokens.strip_text)
        } else {
            (fill, ink)
        };
        let frame = Frame::new()
            .fill(fill)
            .inner_margin(Margin::symmetric(20, 6));
        Bar::top("patroli-top")
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    let icon = if old { Icon::Warning } else { Icon::Shield };
                    icon::icon_ui(ui, icon, 18.0, ink);
                    let weight = if old {
                        Weight::Semibold
                    } else {
                        Weight::Regular
                    };
                    let label = egui::Label::new(theme::rich(words, weight, 14.0).color(ink));
                    ui.add(label.truncate());
                });
            });
    }

    fn foot_ui(&self, ui: &mut Ui, fill: Color32, ink: Color32) {
        let clock = self.standing.as_ref().map(|standing| {
            let clock = format::clock(standing.seen.at);
            clock.get(..5).unwrap_or(&clock).to_owned()
        });
        let first = if self.standing.is_some() {
            self.text.get("patroli-next")
        } else {
            String::new()
        };
        let left = [
            first,
            self.place.words(&self.text),
            clock.unwrap_or_default(),
            self.operation.words(&self.text),
        ];
        let keys: Vec<(&str, String)> = KEYS
            .iter()
            .filter(|key| key.at_foot(self.standing.is_some()))
            .map(|key| (key.cap, self.text.get(key.words)))
            .collect();
        let (side, above) = if ui.available_width() < NARROW {
            (16, 6)
        } else {
            (40, 14)
        };
        let margin = Margin::symmetric(side, above);
        let frame = Frame::new().fill(fill).inner_margin(margin);
        Bar::bottom("patroli-foot")
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| verdict::foot_ui(ui, &left, &keys, ink));
    }
}

/// Whose bundle, how old, until when.
pub fn bundle_words(text: &Text, look: &Look) -> String {
    let state = &look.state;
    let age = verdict::ago(text, look.now - state.bundle_at);
    let until = format!(
        "{} {}",
        format::day(state.bundle_until),
        format::clock(state.bundle_until)
            .get(..5)
            .unwrap_or_default()
    );
    let key = if state.bundle_until <= look.now {
        "patroli-bundle-old"
    } else {
        "patroli-bundle-age"
    };
    text.with(
        key,
        &[("office", &state.office), ("age", &age), ("until", &until)],
    )
}
