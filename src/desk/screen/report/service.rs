//! How long people waited for their card, in working days; each figure opens its list.

use super::Opened;
use crate::desk::context::DeskCtx;
use crate::desk::format::number;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::icon::Icon;
use crate::station::numbers::{self, Cell, Numbers, ServedIn};
use eframe::egui::{Link, Ui, accesskit::Role};

/// How long people waited for their card.
pub fn ui(ui: &mut Ui, ctx: &DeskCtx<'_>, known: &Numbers, may_open: bool) -> Option<Opened> {
    let lang = ctx.text.lang();
    let service = known.service;
    widget::section(ui, &ctx.t("numbers-service"));
    if service.cases == 0 {
        widget::empty(ui, Icon::Hand, &ctx.t("numbers-none"), "");
        return None;
    }
    let days = |days: u32| ctx.tw("numbers-days", &[("days", &number(days.into(), lang))]);
    let promised = numbers::PROMISED_DAYS.to_string();
    let share = numbers::share(service.within, service.cases, lang);
    let within = format!("{} ({share})", number(service.within, lang));
    let figures = [
        ("numbers-median", days(service.median), None),
        ("numbers-p90", days(service.p90), None),
        (
            "numbers-within",
            within,
            Some((ServedIn::Promised, service.within)),
        ),
        (
            "numbers-served",
            number(service.cases, lang),
            Some((ServedIn::Any, service.cases)),
        ),
    ];
    let mut opened = None;
    for (key, value, list) in figures {
        let words = ctx.tw(key, &[("days", &promised)]);
        ui.add_space(6.0);
        widget::hint(ui, words.as_str());
        let value = theme::rich(value, Weight::Bold, 24.0);
        match list.filter(|(_, count)| may_open && 0 < *count) {
            Some((which, count)) => {
                let link = Link::new(value.color(theme::of(ui).accent));
                let response = ui.add(link);
                widget::name(&response, Role::Link, &words);
                if response.clicked() {
                    opened = Some((words, Cell::Served(which), None, count));
                }
            }
            None => {
                ui.label(value);
            }
        }
    }
    ui.add_space(10.0);
    widget::hint(ui, ctx.t("numbers-note"));
    opened
}
