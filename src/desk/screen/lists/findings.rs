//! What came of a list, or would: figures, the findings by how often, and row by row.

use crate::desk::context::DeskCtx;
use crate::desk::format::number;
use crate::desk::theme;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::permit::Severity;
use crate::station::{How, Report};
use eframe::egui::Ui;

/// Kinds of findings told above the rows.
const KINDS: usize = 6;

/// Draws it; whether the report is to be saved.
pub fn ui(ui: &mut Ui, ctx: &DeskCtx<'_>, rows: &mut Rows, (how, report): (How, &Report)) -> bool {
    let lang = ctx.text.lang();
    let count = |count: usize| number(u64::try_from(count).unwrap_or(u64::MAX), lang);
    let dry = how == How::DryRun;
    widget::section(
        ui,
        &ctx.t(if dry {
            "custody-import-found"
        } else {
            "custody-import-done"
        }),
    );
    let figures = [
        (
            if dry {
                "custody-import-would"
            } else {
                "custody-import-passed"
            },
            report.passed,
        ),
        ("custody-import-odd", report.odd),
        ("custody-import-refused", report.refused),
        ("custody-import-before", report.before),
        ("custody-import-all", report.rows),
    ];
    widget::row(ui, &[1.0; 5], 420.0, |ui, index| {
        if let Some((key, value)) = figures.get(index) {
            widget::pair(ui, &ctx.t(key), &count(*value));
        }
    });
    ui.add_space(6.0);
    if report.stopped {
        widget::note(ui, Tone::Warning, &ctx.t("custody-import-stopped"));
    } else if report.refused > 0 {
        let refused = count(report.refused);
        widget::note(
            ui,
            Tone::Warning,
            &ctx.tw("custody-import-some", &[("count", &refused)]),
        );
    } else {
        let key = if dry {
            "custody-import-clean"
        } else {
            "custody-import-whole"
        };
        widget::note(ui, Tone::Good, &ctx.t(key));
    }
    if report.lines.is_empty() {
        return false;
    }
    ui.add_space(6.0);
    for (finding, many) in report.by_rule().into_iter().take(KINDS) {
        let words = format!(
            "{} × {}: {}",
            count(many),
            ctx.label(finding.field),
            ctx.words(&finding)
        );
        let (icon, color) = match finding.severity {
            Severity::Hard => (Icon::Cross, theme::of(ui).error_text),
            Severity::Soft => (Icon::Warning, theme::of(ui).warning_text),
        };
        widget::marked(ui, icon, color, &words, 14.0);
    }
    ui.add_space(6.0);
    lines_ui(ui, ctx, rows, report);
    let save = ctx.t("custody-import-report");
    ui.add(Button::new(Look::Plain, &save).icon(Icon::Save))
        .clicked()
}

fn lines_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, rows: &mut Rows, report: &Report) {
    let columns = [
        Column::counts(ctx.t("custody-import-row"), 60.0),
        Column::new(ctx.t("custody-import-outcome"), 120.0),
        Column::new(ctx.t("custody-import-findings"), -1.0),
    ];
    let name = ctx.t("custody-import-findings");
    let frame = Frame {
        name: &name,
        total: report.lines.len(),
        height: 250.0,
    };
    rows.ui(ui, &frame, &columns, |cells, index| {
        let Some(line) = report.lines.get(index) else {
            return String::new();
        };
        let (key, tone) = if line.is_refused() {
            ("custody-import-is-refused", Tone::Error)
        } else {
            ("custody-import-is-odd", Tone::Warning)
        };
        let words: Vec<String> = line
            .findings
            .iter()
            .map(|finding| format!("{}: {}", ctx.label(finding.field), ctx.words(finding)))
            .collect();
        let (row, words, outcome) = (line.row.to_string(), words.join("; "), ctx.t(key));
        cells.count(&row);
        cells.pill(&outcome, Some(tone));
        cells.text(&words);
        format!("{row}, {outcome}, {words}")
    });
}
