//! One entry of the audit in words: who did what to which record, its particulars, and the digests before and after.

use crate::desk::context::DeskCtx;
use crate::desk::format;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::permit::PermitNo;
use crate::station::AuditRow;
use eframe::egui::{Label, Ui};

/// An act in words.
pub fn act_words(ctx: &DeskCtx<'_>, act: &str) -> String {
    ctx.act(act)
}

/// A record in words: `case:12` is `Permohonan 12`.
pub fn record_words(ctx: &DeskCtx<'_>, record: &str) -> String {
    ctx.about(record)
}

/// Draws it; the permit whose record is to be opened.
pub fn ui(ui: &mut Ui, ctx: &DeskCtx<'_>, row: &AuditRow) -> Option<PermitNo> {
    let mut opened = None;
    ui.add(Label::new(theme::rich(act_words(ctx, &row.act), Weight::Bold, 18.0)).wrap());
    let seq = row.seq.to_string();
    widget::hint(ui, ctx.tw("records-entry-seq", &[("seq", &seq)]));
    ui.add_space(6.0);
    let when = format!("{} {}", format::day(row.at), format::clock(row.at));
    let who = row
        .login
        .clone()
        .unwrap_or_else(|| ctx.t("records-audit-program"));
    widget::row(ui, &[1.0, 1.0], 240.0, |ui, index| {
        if index == 0 {
            widget::pair(ui, &ctx.t("records-audit-when"), &when);
        } else {
            widget::pair(ui, &ctx.t("records-audit-who"), &who);
        }
    });
    ui.add_space(4.0);
    widget::pair(
        ui,
        &ctx.t("records-audit-record"),
        &record_words(ctx, &row.record),
    );
    let permit = row.record.strip_prefix("permit:").and_then(PermitNo::parse);
    if let Some(number) = permit {
        let open = ctx.t("records-entry-open");
        let button = Button::new(Look::Plain, &open)
            .icon(Icon::Book)
            .height(34.0);
        if ui.add(button).clicked() {
            opened = Some(number);
        }
    }
    if !row.detail.is_empty() {
        ui.add_space(8.0);
        widget::section(ui, &ctx.t("records-entry-detail"));
        for (name, value) in &row.detail {
            let label = ctx.t_or(&format!("records-note-{}", name.replace('_', "-")), name);
            widget::pair(ui, &label, value);
        }
    }
    ui.add_space(8.0);
    widget::section(ui, &ctx.t("records-entry-proof"));
    widget::hint(
        ui,
        ctx.t(if row.before == row.after {
            "records-entry-same"
        } else {
            "records-entry-changed"
        }),
    );
    for (key, value) in [
        ("records-entry-before", &row.before),
        ("records-entry-after", &row.after),
        ("records-entry-hash", &row.hash),
    ] {
        digest(ui, &ctx.t(key), value);
    }
    opened
}

/// A digest in groups of eight, to compare by eye and to copy.
fn digest(ui: &mut Ui, label: &str, value: &str) {
    widget::hint(ui, label);
    let grouped: Vec<&str> = (0..value.len())
        .step_by(8)
        .filter_map(|at| value.get(at..(at + 8).min(value.len())))
        .collect();
    let shown = if grouped.is_empty() {
        String::from("–")
    } else {
        grouped.join(" ")
    };
    let text = theme::rich(shown, Weight::Mono, 12.5);
    ui.add(Label::new(text).wrap().selectable(true));
}
