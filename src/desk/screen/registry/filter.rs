//! What narrows the registry's list and how it is sorted: five chips and the headings.

use crate::desk::context::{DeskCtx, Due};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::chip::{self, Chip};
use crate::desk::widget::choice::Line;
use crate::desk::widget::rows::Sorted;
use crate::permit::{Field, Kind, Nationality};
use crate::station::{Filter, PermitState, Sort, SortBy};
use eframe::egui::{Id, Ui};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The filters, each a value of its chip, and the column sorted by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    chosen: [Option<String>; 5],
    /// Column and whether large comes first.
    sort: Option<(usize, bool)>,
}

/// What the chips filter, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    State,
    Kind,
    Nationality,
    District,
    Expiry,
}

const ALL: [By; 5] = [
    By::State,
    By::Kind,
    By::Nationality,
    By::District,
    By::Expiry,
];

/// Column of the last valid day.
const EXPIRY: usize = 6;

/// Days until the end that are offered.
const DAYS: [&str; 3] = ["30", "60", "90"];

impl Filters {
    /// Permits whose last day needs somebody's attention.
    pub fn due(due: Due) -> Self {
        let (state, expiry) = match due {
            Due::Soon => (PermitState::Active, Some(DAYS[0].to_owned())),
            Due::Over => (PermitState::Overdue, None),
        };
        Self {
            chosen: [Some(state.id().to_owned()), None, None, None, expiry],
            sort: Some((EXPIRY, false)),
        }
    }

    /// Each filter that is on, as its chip says it.
    pub fn words(&self, ctx: &DeskCtx<'_>) -> Vec<String> {
        let chosen = ALL.into_iter().zip(&self.chosen);
        let words = chosen.filter_map(|(by, chosen)| {
            let value = chosen.as_deref()?;
            let lines = lines(ctx, by);
            let line = lines.iter().find(|line| line.value == value)?;
            Some(format!("{}: {}", name_of(ctx, by), line.words))
        });
        words.collect()
    }

    /// The column sorted by, and whether large comes first.
    pub fn order(&self) -> Option<(usize, bool)> {
        self.sort
    }

    /// Anything is filtered.
    pub fn any(&self) -> bool {
        self.chosen.iter().any(Option::is_some)
    }

    /// Takes every filter away.
    pub fn clear(&mut self) {
        self.chosen = Default::default();
    }

    /// How a column is sorted.
    pub fn sorted(&self, column: usize) -> Sorted {
        match self.sort {
            Some((sorted, down)) if sorted == column => {
                if down {
                    Sorted::Down
                } else {
                    Sorted::Up
                }
            }
            Some(_) | None if by_of(column).is_some() => Sorted::May,
            Some(_) | None => Sorted::Never,
        }
    }

    /// As the station takes them; `today` for what ends soon.
    pub fn filter(&self, today: Date) -> Filter {
        let [state, kind, nationality, district, expiry] = &self.chosen;
        let days = expiry.as_deref().and_then(|days| days.parse::<i64>().ok());
        Filter {
            state: state.as_deref().and_then(state_of),
            kind: kind.as_deref().and_then(kind_of),
            nationality: nationality.clone(),
            district: district.clone(),
            expiry: days.map(|days| (today, today.saturating_add(days.days()))),
            ..Filter::default()
        }
    }

    /// As the station takes it.
    pub fn sort(&self) -> Sort {
        let by = self
            .sort
            .and_then(|(column, down)| Some((by_of(column)?, down)));
        by.map_or_else(Sort::default, |(by, reverse)| Sort { by, reverse })
    }

    /// The next sorting of a column: small first, large first, none.
    pub fn sort_by(&mut self, column: usize) {
        self.sort = match self.sort {
            Some((sorted, false)) if sorted == column => Some((column, true)),
            Some((sorted, true)) if sorted == column => None,
            Some(_) | None => Some((column, false)),
        };
    }

    /// The chips.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        ui.horizontal_wrapped(|ui| {
            for (by, chosen) in ALL.into_iter().zip(&mut self.chosen) {
                let name = name_of(ctx, by);
                let all = ctx.t("records-filter-all");
                let chip = Chip {
                    name: &name,
                    all: &all,
                    chosen: chosen.as_deref(),
                };
                let id = Id::unique("registry-filter").with(by as u8);
                if let Some(picked) = chip::ui(ui, id, &chip, || lines(ctx, by)) {
                    *chosen = picked;
                }
            }
            if self.any() {
                let clear = ctx.t("records-filters-clear");
                if ui
                    .add(Button::new(Look::Quiet, &clear).height(32.0))
                    .clicked()
                {
                    self.clear();
                }
            }
        });
    }
}

/// What a column is sorted by.
fn by_of(column: usize) -> Option<SortBy> {
    match column {
        0 => Some(SortBy::Name),
        1 => Some(SortBy::Number),
        3 => Some(SortBy::Nationality),
        EXPIRY => Some(SortBy::Expiry),
        _ => None,
    }
}

fn state_of(value: &str) -> Option<PermitState> {
    let states = [
        PermitState::Active,
        PermitState::Overdue,
        PermitState::Ended,
    ];
    states.into_iter().find(|state| state.id() == value)
}

fn kind_of(value: &str) -> Option<Kind> {
    [Kind::Itas, Kind::Itap]
        .into_iter()
        .find(|kind| kind.card_name() == value)
}

fn name_of(ctx: &DeskCtx<'_>, by: By) -> String {
    match by {
        By::State => ctx.t("records-column-state"),
        By::Kind => ctx.t("desk-kind"),
        By::Nationality => ctx.label(Field::Nationality),
        By::District => ctx.label(Field::District),
        By::Expiry => ctx.t("records-filter-expiry"),
    }
}

fn lines(ctx: &DeskCtx<'_>, by: By) -> Vec<Line> {
    let line = |value: &str, words: String| Line {
        value: value.to_owned(),
        words,
    };
    match by {
        By::State => vec![
            line(PermitState::Active.id(), ctx.t("records-state-valid")),
            line(PermitState::Overdue.id(), ctx.t("records-state-over")),
            line(PermitState::Ended.id(), ctx.t("records-state-ended")),
        ],
        By::Kind => [Kind::Itas, Kind::Itap]
            .into_iter()
            .map(|kind| line(kind.card_name(), kind.card_name().to_owned()))
            .collect(),
        By::Nationality => Nationality::all()
            .map(|nation| line(nation.row().code, ctx.nation(nation.row().code)))
            .collect(),
        By::District => {
            let places = &ctx.reference.places;
            let own = places.regencies().into_iter().take(2);
            own.flat_map(|regency| places.districts(regency))
                .map(|name| line(name, name.to_owned()))
                .collect()
        }
        By::Expiry => DAYS
            .into_iter()
            .map(|days| line(days, ctx.tw("records-filter-days", &[("count", days)])))
            .collect(),
    }
}
