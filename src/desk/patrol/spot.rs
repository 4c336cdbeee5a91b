//! Where the patrol is: typed, chosen from kecamatan and estates, or told by a receiver; how the receiver stands is always shown.

use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::choice::{self, Line};
use crate::desk::widget::confirm;
use crate::desk::widget::field::Around;
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::patrol::{Fix, Spot};
use crate::place::{self, Area, AreaKind, Coordinate, Quality, Reading, Receiver, Source, State};
use crate::text::Text;
use eframe::egui::{self, Align, Id, Key, Layout, Modifiers, Ui};
use std::sync::Arc;
use std::time::Duration;

/// A fix older than this does not tell where the patrol is now.
const FRESH: Duration = Duration::from_secs(60);

/// Whom to ask for coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gps {
    #[default]
    Off,
    /// A receiver on a serial port, found by itself.
    Serial,
    /// gpsd on this computer.
    Daemon,
}

const GPS: [Gps; 3] = [Gps::Off, Gps::Serial, Gps::Daemon];

/// Where the patrol is, as far as it said.
#[derive(Default)]
pub struct Where {
    /// As typed or chosen; coordinates may be typed too.
    pub typed: String,
    gps: Gps,
    receiver: Option<Receiver>,
    failed: bool,
}

fn place_id() -> Id {
    Id::unique("patroli-place")
}

impl Where {
    /// The place each scan is noted with.
    pub fn spot(&self) -> Spot {
        let typed = self.typed.trim();
        let area = area_named(typed);
        let told = Coordinate::parse(typed);
        let fix = self.fresh();
        let at = told.or(fix.map(|fix| fix.at));
        let near = at.and_then(place::nearest);
        let district = area
            .map(|area| area.code.district())
            .or_else(|| at.and_then(place::district_at))
            .or_else(|| near.map(|near| near.district.code));
        let estate = area
            .filter(|area| area.code.kind() == AreaKind::Estate)
            .or_else(|| near.and_then(|near| near.estate).filter(|_| area.is_none()));
        Spot {
            text: typed.chars().take(100).collect(),
            district: district.map(|code| code.as_str().to_owned()),
            estate: estate.map(|area| area.code.as_str().to_owned()),
            fix: at.map(|at| Fix {
                latitude_e6: at.lat_udeg(),
                longitude_e6: at.lon_udeg(),
                accuracy_m: None,
            }),
        }
    }

    fn fresh(&self) -> Option<place::Fix> {
        let reading = self.reading()?;
        let (fix, age) = reading.fix?;
        (age <= FRESH && fix.quality != Quality::Simulated).then_some(fix)
    }

    fn reading(&self) -> Option<Reading> {
        self.receiver.as_ref().map(Receiver::reading)
    }

    /// The place in a few words, for the foot of the window.
    pub fn words(&self, text: &Text) -> String {
        let typed = self.typed.trim();
        if !typed.is_empty() {
            return typed.to_owned();
        }
        let spot = self.spot();
        let code = spot.estate.or(spot.district);
        let area = code.as_deref().and_then(place::area);
        area.map_or_else(
            || text.get("patroli-place-none"),
            |area| area.name.to_owned(),
        )
    }

    /// How the receiver stands, in words.
    pub fn gps_words(&self, text: &Text) -> String {
        let Some(reading) = self.reading() else {
            return text.get("patroli-gps-off");
        };
        let state = text.get(match reading.state {
            State::Searching => "patroli-gps-searching",
            State::NoFix => "patroli-gps-no-fix",
            State::Fixed => "patroli-gps-fixed",
        });
        let Some((fix, age)) = reading.fix else {
            return state;
        };
        let satellites = fix
            .satellites
            .map_or_else(|| String::from("–"), |satellites| satellites.to_string());
        let args = [
            ("satellites", satellites),
            ("seconds", age.as_secs().to_string()),
            ("at", fix.at.to_string()),
        ];
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let quality = text.get(match fix.quality {
            Quality::Simulated => "patroli-gps-simulated",
            Quality::Estimated => "patroli-gps-estimated",
            Quality::Satellites => "patroli-gps-satellites",
            Quality::Corrected => "patroli-gps-corrected",
        });
        format!(
            "{state} · {quality} · {}",
            text.with("patroli-gps-fix", &args)
        )
    }

    fn listen(&mut self, ctx: &egui::Context, gps: Gps) {
        self.gps = gps;
        self.receiver = None;
        self.failed = false;
        let source = match gps {
            Gps::Off => return,
            Gps::Serial => Source::Serial(None),
            Gps::Daemon => Source::GPSD,
        };
        let wake = ctx.clone();
        let started = Receiver::start(source, Arc::new(move || wake.request_repaint()));
        self.failed = started.is_err();
        self.receiver = started.ok();
    }

    /// The dialog; false when it is closed.
    pub fn ask(&mut self, ctx: &egui::Context, text: &Text) -> bool {
        let mut open = true;
        confirm::dialog(ctx, "patroli-place", 560.0, |ui| {
            confirm::title(ui, &text.get("patroli-place-title"));
            ui.add_space(8.0);
            if ui.memory(|memory| memory.focused().is_none()) {
                ui.memory_mut(|memory| memory.request_focus(place_id()));
            }
            let (label, hint) = (text.get("patroli-place"), text.get("patroli-place-hint"));
            let around = Around {
                label: &label,
                hint: &hint,
                ..Around::default()
            };
            let entered = ui.input(|input| input.key_pressed(Key::Enter));
            let response = choice::type_ahead(ui, place_id(), &mut self.typed, &around, lines);
            let taken = response.lost_focus() && entered;
            widget::hint(ui, self.known_words(text));
            ui.add_space(10.0);
            self.gps_ui(ui, text);
            ui.add_space(14.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let keep = text.get("patroli-place-keep");
                let button = ui.add(Button::new(Look::Primary, &keep).key("↵"));
                open &= !(button.clicked() || taken);
                open &= !ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::Enter));
            });
            open &= !ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        });
        open
    }

    /// What was understood of what is typed.
    fn known_words(&self, text: &Text) -> String {
        let typed = self.typed.trim();
        if let Some(area) = area_named(typed) {
            return area_words(area);
        }
        let spot = self.spot();
        let area = spot.district.as_deref().and_then(place::area);
        match area {
            Some(area) if spot.fix.is_some() => {
                text.with("patroli-place-near", &[("area", &area_words(area))])
            }
            _ if typed.is_empty() => text.get("patroli-place-empty"),
            _ => text.get("patroli-place-free"),
        }
    }

    fn gps_ui(&mut self, ui: &mut Ui, text: &Text) {
        let words = [
            text.get("patroli-gps-none"),
            text.get("patroli-gps-serial"),
            text.get("patroli-gps-daemon"),
        ];
        let labels: Vec<&str> = words.iter().map(String::as_str).collect();
        let chosen = GPS.iter().position(|gps| *gps == self.gps);
        widget::hint(ui, text.get("patroli-gps"));
        let pressed = segments(ui, &text.get("patroli-gps"), &labels, chosen);
        if let Some(gps) = pressed.and_then(|index| GPS.get(index)) {
            self.listen(ui.ctx(), *gps);
        }
        ui.add_space(4.0);
        if self.failed {
            widget::note(ui, Tone::Error, &text.get("patroli-gps-failed"));
        } else if self.receiver.is_some() {
            let fixed = self.fresh().is_some();
            let (icon, color) = if fixed {
                (Icon::Check, theme::of(ui).good)
            } else {
                (Icon::Question, theme::of(ui).warning_text)
            };
            widget::marked(ui, icon, color, &self.gps_words(text), 15.0);
            ui.ctx().request_repaint_after(Duration::from_secs(1)); // The age of the fix counts up.
        } else {
            let off = theme::rich(text.get("patroli-gps-off-hint"), Weight::Regular, 14.0);
            ui.label(off.color(theme::of(ui).muted));
        }
    }
}

fn area_named(typed: &str) -> Option<&'static Area> {
    place::areas()
        .iter()
        .find(|area| area.name.eq_ignore_ascii_case(typed))
}

/// An area with what it lies in.
fn area_words(area: &Area) -> String {
    let district = area.code.district().area();
    match (area.code.kind(), district) {
        (AreaKind::Estate, Some(district)) => {
            format!("Kec. {}, {}", district.name, area.regency)
        }
        (AreaKind::District, _) | (AreaKind::Estate, None) => {
            format!("Kec. {}, {}", area.name, area.regency)
        }
    }
}

fn lines() -> Vec<Line> {
    place::areas()
        .iter()
        .map(|area| Line {
            value: area.name.to_owned(),
            words: area_words(area),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str) -> Spot {
        let place = Where {
            typed: words.to_owned(),
            ..Where::default()
        };
        place.spot()
    }

    #[test]
    fn a_place_is_as_exact_as_it_was_said() {
        let estate = place::areas()
            .iter()
            .find(|area| area.code.kind() == AreaKind::Estate)
            .unwrap();
        let spot = typed(estate.name);
        assert_eq!(spot.estate.as_deref(), Some(estate.code.as_str()));
        assert_eq!(
            spot.district.as_deref(),
            Some(estate.code.district().as_str())
        );
        assert_eq!(spot.fix, None);
        let spot = typed("warung depan gerbang 3");
        assert_eq!((spot.district, spot.estate, spot.fix), (None, None, None));
        let spot = typed(&estate.centre.to_string());
        assert!(spot.fix.is_some() && spot.district.is_some());
    }
}
