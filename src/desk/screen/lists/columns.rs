//! The columns of a list as a person sees them, and what each is taken for; a wrong guess is put right here.

use crate::desk::context::DeskCtx;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::choice;
use crate::desk::widget::icon::Icon;
use crate::station::{Column, DateOrder, Mapping, Source, Target};
use eframe::egui::{Label, Ui};

/// Stands for a column that is left out.
const NONE: &str = "-";

/// Draws them; how the list is understood from now on, when something was changed.
pub fn ui(
    ui: &mut Ui,
    ctx: &DeskCtx<'_>,
    columns: &[Column],
    mapping: &Mapping,
) -> Option<Mapping> {
    let mut changed = None;
    widget::section(ui, &ctx.t("custody-columns"));
    widget::hint(ui, ctx.t("custody-columns-hint"));
    ui.add_space(4.0);
    let mut lines = vec![(NONE.to_owned(), ctx.t("custody-column-none"))];
    lines.extend(Target::all().map(|target| (target.id().to_owned(), ctx.t(&target.key()))));
    for (at, column) in columns.iter().enumerate() {
        let name = if column.header.is_empty() {
            ctx.t("custody-column-nameless")
        } else {
            column.header.clone()
        };
        let label = ctx.tw(
            "custody-column-is",
            &[("name", &name), ("letters", &column.letters)],
        );
        widget::row(ui, &[1.0, 1.3, 1.3, 0.9], 640.0, |ui, index| match index {
            0 => {
                let title = format!("{}  {name}", column.letters);
                ui.add(Label::new(theme::rich(title, Weight::Semibold, 15.0)).truncate());
            }
            1 => {
                let samples = column.samples.join(" · ");
                let samples =
                    theme::rich(samples, Weight::Regular, 14.0).color(theme::of(ui).muted);
                ui.add(Label::new(samples).truncate());
            }
            2 => {
                let now = column.target.map_or(NONE, Target::id);
                let (_, picked) =
                    choice::drop_down(ui, &format!("column-{at}"), &label, now, &lines);
                if let Some(id) = picked {
                    changed = Some(taken_for(mapping, at, Target::parse(&id)));
                }
            }
            _ => {
                if let Some(target) = column.target.filter(|target| target.is_date())
                    && let Some(order) =
                        order_ui(ui, ctx, (at, &name), mapping.orders.get(&target).copied())
                {
                    let mut other = mapping.clone();
                    other.orders.insert(target, order);
                    changed = Some(other);
                }
            }
        });
        if let Some(doubt) = column.doubt {
            widget::marked(
                ui,
                Icon::Warning,
                theme::of(ui).warning_text,
                &ctx.t(doubt.key()),
                14.0,
            );
        }
    }
    for (target, source) in &mapping.sources {
        let words = match source {
            Source::Column(_) => continue,
            Source::Constant(text) => text.clone(),
            Source::Same(field) => ctx.label(*field),
        };
        let args = [("target", ctx.t(&target.key())), ("source", words)];
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let key = match source {
            Source::Same(_) => "custody-column-same",
            Source::Column(_) | Source::Constant(_) => "custody-column-constant",
        };
        widget::hint(ui, ctx.tw(key, &args));
    }
    changed
}

/// The mapping in which a column is taken for `target` and for nothing else.
fn taken_for(mapping: &Mapping, at: usize, target: Option<Target>) -> Mapping {
    let mut other = mapping.clone();
    other
        .sources
        .retain(|_, source| *source != Source::Column(at));
    if let Some(target) = target {
        other.sources.insert(target, Source::Column(at));
    }
    other
}

fn order_ui(
    ui: &mut Ui,
    ctx: &DeskCtx<'_>,
    (at, name): (usize, &str),
    order: Option<DateOrder>,
) -> Option<DateOrder> {
    let label = ctx.tw("custody-column-order", &[("name", name)]);
    let lines = [DateOrder::DayFirst, DateOrder::MonthFirst].map(|order| {
        (
            order.id().to_owned(),
            ctx.t(&format!("custody-order-{}", order.id())),
        )
    });
    let now = order.unwrap_or(DateOrder::DayFirst).id();
    let (_, picked) = choice::drop_down(ui, &format!("order-{at}"), &label, now, &lines);
    let month_first = DateOrder::MonthFirst.id();
    picked.map(|id| {
        if id == month_first {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        }
    })
}
