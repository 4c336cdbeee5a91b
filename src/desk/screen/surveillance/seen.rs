//! Where cards were seen: kecamatan with their counts, the map, and the sightings of the one chosen.

use super::map;
use crate::desk::context::{DeskCtx, Go};
use crate::desk::format::{self, number};
use crate::desk::known::Known;
use crate::desk::patrol::word_key;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::permit::PermitNo;
use crate::place::{self, AreaCode, Coordinate};
use crate::seal::Word;
use crate::station::{DistrictCount, SightingQuery, SightingRow};
use eframe::egui::{Key, Label, Modifiers, Sense, Ui, vec2};

/// Sightings read for the list and the dots.
const NEWEST: u32 = 200;

/// What is known of all patrols.
struct Told {
    counts: Vec<DistrictCount>,
    newest: Vec<SightingRow>,
    total: u64,
}

/// The tab.
#[derive(Default)]
pub struct Seen {
    known: Known<Told>,
    rows: Rows,
}

impl Seen {
    /// Reads anew; what is known stays on screen until then.
    pub fn again(&mut self) {
        self.known.again();
    }

    /// Arrows choose a kecamatan.
    pub fn keys(&mut self, ui: &Ui) {
        let total = self.known.get().map_or(0, |known| known.counts.len() + 1);
        self.rows.keys(ui, total, true);
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        self.known.poll(ctx, |station| {
            let query = SightingQuery {
                limit: NEWEST,
                ..SightingQuery::default()
            };
            let found = station.sightings(&query)?;
            Ok(Told {
                counts: station.sightings_by_district(&query)?,
                newest: found.rows,
                total: found.total,
            })
        });
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, height: f32) -> Go {
        self.poll(ctx);
        let Some(known) = self.known.get() else {
            self.known.gap_ui(ui, ctx);
            return Go::Stay;
        };
        if known.total == 0 {
            widget::panel(ui, |ui| {
                let (title, advice) = (
                    ctx.t("patroli-seen-none"),
                    ctx.t("patroli-seen-none-advice"),
                );
                widget::empty(ui, Icon::Search, &title, &advice);
            });
            return Go::Stay;
        }
        let mut go = Go::Stay;
        let right = (ui.available_width() * 0.5).max(360.0);
        let mut both = (&mut *self, &*ctx, &mut go);
        widget::list_beside(
            ui,
            &mut both,
            ("seen", height, right),
            |ui, (tab, ctx, _), height| tab.districts_ui(ui, ctx, height),
            |ui, (tab, ctx, go)| **go = tab.side_ui(ui, ctx),
        );
        go
    }

    /// The kecamatan under the cursor; `None` for all.
    fn chosen(&self) -> Option<&DistrictCount> {
        let at = self.rows.cursor.checked_sub(1)?;
        self.known.get()?.counts.get(at)
    }

    fn districts_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let Some(known) = self.known.get() else {
            return;
        };
        let lang = ctx.text.lang();
        let columns = [
            Column::new(ctx.t("patroli-column-district"), -1.0),
            Column::new(ctx.t("patroli-column-sightings"), 84.0),
            Column::new(ctx.t("patroli-column-people"), 60.0),
            Column::new(ctx.t("patroli-column-not-valid"), 110.0),
        ];
        let name = ctx.t("patroli-tab-seen");
        let frame = Frame {
            name: &name,
            total: known.counts.len() + 1,
            height,
        };
        let said = self.rows.ui(ui, &frame, &columns, |cells, index| {
            let Some(at) = index.checked_sub(1) else {
                let all = ctx.t("patroli-district-all");
                let count = number(known.total, lang);
                cells.strong(&all);
                cells.count(&count);
                return format!("{all} {count}");
            };
            let Some(count) = known.counts.get(at) else {
                return String::new();
            };
            let name = district_words(ctx, count.district.as_deref());
            let sightings = number(count.sightings, lang);
            cells.text(&name);
            cells.count(&sightings);
            cells.count(&number(count.permits, lang));
            cells.count(&number(count.not_valid, lang));
            format!("{name} {sightings}")
        });
        if let Some(index) = said.pressed {
            self.rows.cursor = index;
        }
    }

    fn side_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) -> Go {
        let Some(known) = self.known.get() else {
            return Go::Stay;
        };
        let counts: Vec<(AreaCode, u64)> = known
            .counts
            .iter()
            .filter_map(|count| {
                let code = AreaCode::parse(count.district.as_deref()?)?;
                Some((code, count.sightings))
            })
            .collect();
        let dots: Vec<Coordinate> = known
            .newest
            .iter()
            .filter_map(|row| row.sighting.spot.fix)
            .filter_map(|fix| Coordinate::new(fix.latitude_e6, fix.longitude_e6))
            .collect();
        let chosen = self.chosen().map(|count| count.district.clone());
        let code = chosen.clone().flatten();
        let code = code.as_deref().and_then(AreaCode::parse);
        let most = vec2(ui.available_width(), 330.0);
        let pressed = map::ui(ui, ctx, most, &counts, (&dots, code));
        widget::hint(ui, ctx.t("patroli-map-schematic"));
        ui.add_space(8.0);
        let heading = chosen.as_ref().map_or_else(
            || ctx.t("patroli-seen-newest"),
            |district| district_words(ctx, district.as_deref()),
        );
        widget::section(ui, &heading);
        let of = known.newest.iter().filter(|row| {
            chosen
                .as_ref()
                .is_none_or(|code| row.sighting.spot.district == *code)
        });
        let mut go = Go::Stay;
        for row in of.take(60) {
            if sighting_ui(ui, ctx, row) {
                let number = PermitNo::parse(&row.sighting.permit_no);
                go = number.map_or(Go::Stay, Go::Record);
            }
        }
        if let Some(code) = pressed {
            let known = known.counts.iter();
            let at = known
                .map(|count| count.district.as_deref())
                .position(|district| district == Some(code.as_str()));
            self.rows.cursor = at.map_or(0, |at| at + 1);
        }
        go
    }
}

/// A kecamatan in words.
fn district_words(ctx: &DeskCtx<'_>, code: Option<&str>) -> String {
    let area = code.and_then(place::area);
    match (area, code) {
        (Some(area), _) => area.name.to_owned(),
        (None, Some(code)) => code.to_owned(),
        (None, None) => ctx.t("patroli-district-none"),
    }
}

/// One sighting: verdict, number, when, where, who; true when it is pressed.
pub fn sighting_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, row: &SightingRow) -> bool {
    let tokens = theme::of(ui);
    let sighting = &row.sighting;
    let (symbol, color) = match sighting.word {
        Word::Valid => (Icon::Check, tokens.good),
        Word::Expired | Word::Stale | Word::Suspended | Word::Superseded => {
            (Icon::Warning, tokens.warning_text)
        }
        Word::Revoked | Word::Forged | Word::UnknownSigner => (Icon::Cross, tokens.error_text),
        Word::NotASeal | Word::Unreadable => (Icon::Question, tokens.muted),
    };
    let clock = format::clock(sighting.at);
    let when = format!(
        "{} {}",
        format::day(sighting.at),
        clock.get(..5).unwrap_or_default()
    );
    let place = crate::desk::patrol::place_words(sighting);
    let parts = [when, place, sighting.officer.clone(), sighting.note.clone()];
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let shown = ui.horizontal_top(|ui| {
        icon::icon_ui(ui, symbol, 20.0, color);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let word = ctx.t(&word_key(sighting.word));
            let head = match sighting.permit_no.as_str() {
                "" => word,
                number => format!("{word} · {number}"),
            };
            let label = Label::new(theme::rich(head, Weight::Semibold, 14.5)).wrap();
            let pressed = ui.add(label.sense(Sense::click())).clicked();
            widget::hint(ui, parts.join(" · "));
            if row.has_photo {
                widget::hint(ui, ctx.t("patroli-has-photo"));
            }
            pressed
        })
        .inner
    });
    ui.add_space(4.0);
    let entered = shown.response.has_focus()
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    shown.inner || entered
}
