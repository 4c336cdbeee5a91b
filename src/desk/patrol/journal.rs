//! What the laptop has noted: every sighting with its verdict, counted and narrowed by verdict; nothing of it is changed here.

use super::verdict::word_key;
use crate::desk::context::answered;
use crate::desk::format;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::Tone;
use crate::desk::widget::button::segments;
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::{Cells, Column, Frame, Rows};
use crate::patrol::{Color, Sighting};
use crate::place;
use crate::seal::Word;
use crate::station::{Ask, Error, Patrol, Worker};
use crate::text::Text;
use eframe::egui::{Key, Modifiers, Ui};

/// Below this width of the list its lesser columns are left out.
const WIDE: f32 = 860.0;

/// What is shown of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shows {
    #[default]
    All,
    Valid,
    Lapsed,
    Bad,
    Other,
}

const SHOWS: [Shows; 5] = [
    Shows::All,
    Shows::Valid,
    Shows::Lapsed,
    Shows::Bad,
    Shows::Other,
];

impl Shows {
    fn holds(self, word: Word) -> bool {
        match self {
            Self::All => true,
            Self::Valid => word == Word::Valid,
            Self::Lapsed => matches!(
                word,
                Word::Expired | Word::Stale | Word::Suspended | Word::Superseded
            ),
            Self::Bad => matches!(word, Word::Revoked | Word::Forged | Word::UnknownSigner),
            Self::Other => matches!(word, Word::NotASeal | Word::Unreadable),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::All => "patroli-log-all",
            Self::Valid => "patroli-log-valid",
            Self::Lapsed => "patroli-log-lapsed",
            Self::Bad => "patroli-log-bad",
            Self::Other => "patroli-log-other",
        }
    }
}

/// The list.
#[derive(Default)]
pub struct Journal {
    asking: Option<Ask<Vec<Sighting>>>,
    sightings: Option<Vec<Sighting>>,
    shows: Shows,
    rows: Rows,
    failed: Option<Error>,
}

impl Journal {
    /// Asks for the list anew.
    pub fn ask(&mut self, worker: &Worker<Patrol>) {
        self.asking = Some(worker.ask(|patrol| patrol.log().to_vec()));
    }

    /// What did not go, once.
    pub fn failed(&mut self) -> Option<Error> {
        self.failed.take()
    }

    /// Draws it; true when it is to be left.
    pub fn ui(&mut self, ui: &mut Ui, text: &Text, worker: &Worker<Patrol>, now: i64) -> bool {
        match answered(&mut self.asking) {
            Some(Ok(sightings)) => self.sightings = Some(sightings),
            Some(Err(error)) => self.failed = Some(error),
            None => {}
        }
        let away = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let shown = self.shown();
        self.rows.keys(ui, shown.len(), true);
        let all = self.sightings.as_ref().map_or(0, Vec::len);
        widget::header(
            ui,
            &text.get("patroli-log"),
            |ui| {
                let count = u64::try_from(all).unwrap_or(u64::MAX);
                let count = format::number(count, text.lang());
                let words = text.with("patroli-log-count", &[("count", &count)]);
                ui.label(theme::rich(words, Weight::Regular, 15.0).color(theme::of(ui).muted));
            },
            |_| {},
        );
        let keys = [
            ("↑ ↓", text.get("desk-key-rows")),
            ("F9", text.get("patroli-key-export")),
            ("Esc", text.get("desk-key-back")),
        ];
        widget::footer(ui, &keys, |_| {});
        widget::still_body(ui, |ui, height| {
            widget::panel_frame(ui).inner_margin(12).show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                self.list_ui(ui, text, &shown, height - 26.0, now);
            });
        });
        if self.sightings.is_none() && self.asking.is_none() {
            self.ask(worker);
        }
        away
    }

    /// Places of the sightings shown, newest first.
    fn shown(&self) -> Vec<usize> {
        let all = self.sightings.as_deref().unwrap_or_default();
        let shown = all.iter().enumerate().rev();
        shown
            .filter(|(_, sighting)| self.shows.holds(sighting.word))
            .map(|(at, _)| at)
            .collect()
    }

    fn list_ui(&mut self, ui: &mut Ui, text: &Text, shown: &[usize], height: f32, now: i64) {
        let Some(sightings) = &self.sightings else {
            widget::waiting(ui, &text.get("desk-loading"));
            return;
        };
        let words = SHOWS.map(|shows| {
            let count = sightings.iter().filter(|one| shows.holds(one.word)).count();
            format!("{} {count}", text.get(shows.key()))
        });
        let labels: Vec<&str> = words.iter().map(String::as_str).collect();
        let chosen = SHOWS.iter().position(|shows| *shows == self.shows);
        let pressed = segments(ui, &text.get("patroli-log"), &labels, chosen);
        if let Some(shows) = pressed.and_then(|index| SHOWS.get(index)) {
            self.shows = *shows;
            self.rows.restart();
        }
        ui.add_space(6.0);
        if shown.is_empty() {
            let (title, advice) = (
                text.get("patroli-log-none"),
                text.get("patroli-log-none-advice"),
            );
            widget::empty(ui, Icon::Stack, &title, &advice);
            return;
        }
        let wide = ui.available_width() > WIDE;
        let columns: Vec<Column> = [
            ("patroli-column-time", 150.0, true),
            ("patroli-column-verdict", 270.0, true),
            ("patroli-column-permit", 130.0, true),
            ("patroli-column-serial", 110.0, wide),
            ("patroli-column-place", -1.0, wide),
            ("patroli-column-note", -1.0, wide),
        ]
        .into_iter()
        .filter(|(_, _, shown)| *shown)
        .map(|(key, width, _)| Column::new(text.get(key), width))
        .collect();
        let name = text.get("patroli-log");
        let frame = Frame {
            name: &name,
            total: shown.len(),
            height: height - 60.0,
        };
        self.rows.ui(ui, &frame, &columns, |cells, index| {
            let sighting = shown.get(index).and_then(|at| sightings.get(*at));
            sighting.map_or_else(String::new, |one| row_ui(cells, text, one, (now, wide)))
        });
    }
}

fn row_ui(
    cells: &mut Cells<'_>,
    text: &Text,
    sighting: &Sighting,
    (now, wide): (i64, bool),
) -> String {
    let clock = format::clock(sighting.at);
    let clock = clock.get(..5).unwrap_or_default();
    let day = format::day(sighting.at);
    // Today's go without their day.
    let time = if day == format::day(now) {
        clock.to_owned()
    } else {
        format!("{day} {clock}")
    };
    cells.text(&time);
    let word = text.get(&word_key(sighting.word));
    cells.pill(&word, Some(tone_of(sighting.word)));
    cells.mono(&sighting.permit_no);
    let place = place_words(sighting);
    let said = format!(
        "{time} {word} {} {place} {}",
        sighting.permit_no, sighting.note
    );
    if !wide {
        return said;
    }
    cells.mono(&sighting.card_serial);
    cells.text(&place);
    let wrong = sighting
        .lights
        .iter()
        .filter(|light| matches!(light.color, Color::Red | Color::Amber))
        .count();
    let mut note = sighting.note.clone();
    if note.is_empty() && wrong > 0 {
        note = text.with("patroli-log-wrong", &[("count", &wrong.to_string())]);
    }
    cells.muted(&note);
    said
}

/// Tone of a verdict in a list.
pub fn tone_of(word: Word) -> Tone {
    match word {
        Word::Valid => Tone::Good,
        Word::Expired | Word::Stale | Word::Suspended | Word::Superseded => Tone::Warning,
        Word::Revoked | Word::Forged | Word::UnknownSigner => Tone::Error,
        Word::NotASeal | Word::Unreadable => Tone::Calm,
    }
}

/// Where a card was seen, in a few words.
pub fn place_words(sighting: &Sighting) -> String {
    let spot = &sighting.spot;
    let named = |code: &Option<String>| {
        let area = place::area(code.as_deref()?)?;
        Some(area.name.to_owned())
    };
    if !spot.text.is_empty() {
        return spot.text.clone();
    }
    named(&spot.estate)
        .or_else(|| named(&spot.district))
        .unwrap_or_default()
}
