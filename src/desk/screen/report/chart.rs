//! The months' movements as bars: what came above the line, what went below it.

use crate::desk::context::DeskCtx;
use crate::desk::theme;
use crate::station::numbers::{self, Month, Movement};
use eframe::egui::{Color32, Ui, Vec2b};
use egui_plot::{Bar, BarChart, Corner, GridMark, Legend, Plot};
use jiff::civil::Date;

/// Height of the chart.
const HEIGHT: f32 = 240.0;

/// Of a month's width.
const BAR: f64 = 0.62;

/// What comes, and what goes.
const COMES: [Movement; 3] = [Movement::New, Movement::Extended, Movement::Converted];
const GOES: [Movement; 2] = [Movement::Ended, Movement::Lapsed];

/// Draws the months, oldest first. It is looked at, not turned: the numbers are in the table under it.
pub fn ui(ui: &mut Ui, ctx: &DeskCtx<'_>, months: &[Month]) {
    let days: Vec<Date> = months.iter().map(|month| month.month).collect();
    let words: Vec<String> = days
        .iter()
        .map(|day| {
            let name = ctx.t(&format!("month-{}", day.month()));
            let short: String = name.chars().take(3).collect();
            format!("{short} {:02}", day.year() % 100)
        })
        .collect();
    let label = move |mark: GridMark, _: &_| {
        let near = mark.value.round();
        let place = (near - mark.value).abs() < 0.01 && 0.0 <= near;
        let word = words
            .iter()
            .zip(0_u32..)
            .find(|(_, at)| place && (f64::from(*at) - near).abs() < 0.01);
        word.map_or_else(String::new, |(word, _)| word.clone())
    };
    let size = |mark: GridMark, _: &_| format!("{}", mark.value.abs().round());
    let (up, down) = (
        stack(ui, ctx, months, &COMES, 1.0),
        stack(ui, ctx, months, &GOES, -1.0),
    );
    Plot::new("movements")
        .height(HEIGHT)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .show_background(false)
        .show_grid(Vec2b::new(false, true))
        .x_axis_formatter(label)
        .y_axis_formatter(size)
        // Room for the legend, where no bar stands.
        .include_x(-0.2 * months.len() as f64 - 1.0)
        .legend(Legend::default().position(Corner::LeftTop))
        .show(ui, |plot| {
            for chart in up.into_iter().chain(down) {
                plot.bar_chart(chart);
            }
        });
}

/// One chart a movement, each standing on those before it.
fn stack(
    ui: &Ui,
    ctx: &DeskCtx<'_>,
    months: &[Month],
    kinds: &[Movement],
    sign: f64,
) -> Vec<BarChart> {
    let mut charts: Vec<BarChart> = Vec::new();
    for kind in kinds {
        let bars = months
            .iter()
            .zip(0_u32..)
            .map(|(month, at)| {
                let count = u32::try_from(month.moved(*kind).total()).unwrap_or(u32::MAX);
                Bar::new(f64::from(at), sign * f64::from(count)).width(BAR)
            })
            .collect();
        let below: Vec<&BarChart> = charts.iter().collect();
        let chart = BarChart::new(numbers::movement(*kind, ctx.text), bars)
            .color(color(ui, *kind))
            .stack_on(&below);
        charts.push(chart);
    }
    charts
}

fn color(ui: &Ui, kind: Movement) -> Color32 {
    let tokens = theme::of(ui);
    match kind {
        Movement::New => tokens.accent,
        Movement::Extended => tokens.good,
        Movement::Converted => tokens.warning,
        Movement::Ended => tokens.error,
        Movement::Lapsed => tokens.muted,
    }
}
