//! What a run is in words, and the making of it.

use crate::desk::context::DeskCtx;
use crate::desk::format;
use crate::desk::widget::Tone;
use crate::office::{PrintState, RunState};
use crate::station::{
    self, Batch, BatchReport, DecodeBack, Error, Ongoing, Printing, RunId, RunRow, RunTarget,
    Station, outside,
};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Makes what is left of a run.
pub(super) fn make(
    station: &mut Station,
    (id, target): (RunId, &RunTarget),
    (out, scratch): (&Path, PathBuf),
    progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
) -> Result<BatchReport, Error> {
    match target {
        RunTarget::Files => {
            outside::make_folder(out)?;
            let batch = Batch {
                out,
                decode_back: DecodeBack::Code,
                again: false,
                cmyk: false,
            };
            station.batch(id, &batch, progress)
        }
        RunTarget::Printer(name) => {
            let (profile, spooler) = (station.profile(name)?, station::spooler(scratch)?);
            let printing = Printing {
                spooler: &spooler,
                profile: &profile,
                tray: profile.usual_tray(),
            };
            station.print_run(id, &printing, progress)
        }
    }
}

pub(super) fn told(ctx: &mut DeskCtx<'_>, id: RunId, report: &BatchReport) {
    ctx.session.moved = true;
    let run = id.0.to_string();
    let (cards, left) = (
        (report.cards + report.again).to_string(),
        report.left.to_string(),
    );
    for withheld in report.withheld.iter().take(3) {
        ctx.toasts.error(ctx.text, &withheld.error);
    }
    let words = if report.left == 0 {
        ctx.tw("cetak-done", &[("run", &run), ("cards", &cards)])
    } else {
        ctx.tw(
            "cetak-done-left",
            &[("run", &run), ("cards", &cards), ("left", &left)],
        )
    };
    ctx.toasts.good(words);
}

pub(super) fn may_go_on(run: &RunRow) -> bool {
    0 < run.counts.left() && run.note.is_empty()
}

pub(super) fn paper_of(ctx: &DeskCtx<'_>, run: &RunRow) -> String {
    let paper = station::paper_name(&run.how);
    match paper.as_str() {
        "id1" => ctx.t("cetak-paper-id1"),
        "a4" => ctx.t("cetak-paper-a4"),
        "a3plus" => ctx.t("cetak-paper-a3plus"),
        _ => paper,
    }
}

pub(super) fn state_of(ctx: &DeskCtx<'_>, run: &RunRow, going: bool) -> (String, Option<Tone>) {
    if going {
        return (ctx.t("cetak-going"), Some(Tone::Calm));
    }
    if 0 < run.counts.unknown {
        return (ctx.t("cetak-unclear"), Some(Tone::Warning));
    }
    if !run.note.is_empty() && run.counts.left() == 0 {
        return (ctx.t("cetak-state-cancelled"), None);
    }
    if run.paused && 0 < run.counts.left() {
        return (ctx.t("run-state-PAUSED"), Some(Tone::Warning));
    }
    match run.counts.state() {
        RunState::Closed => (ctx.t("run-state-CLOSED"), Some(Tone::Good)),
        RunState::Awaiting => (ctx.t("run-state-AWAITING"), Some(Tone::Calm)),
        RunState::Proofed | RunState::Intended | RunState::Spooling => {
            (ctx.t("cetak-broken-off"), Some(Tone::Warning))
        }
    }
}

pub(super) fn tone_of(state: PrintState) -> Option<Tone> {
    match state {
        PrintState::Good => Some(Tone::Good),
        PrintState::Spoiled => Some(Tone::Error),
        PrintState::Unknown | PrintState::Intended => Some(Tone::Warning),
        PrintState::Spooled => Some(Tone::Calm),
        PrintState::Planned | PrintState::Withdrawn => None,
    }
}

pub(super) fn outcomes(ctx: &DeskCtx<'_>, run: &RunRow) -> String {
    let number = |count: u64| format::number(count, ctx.text.lang());
    ctx.tw(
        "cetak-outcomes",
        &[
            ("good", &number(run.counts.good)),
            ("spoiled", &number(run.counts.spoiled)),
            ("open", &number(run.counts.spooled + run.counts.unknown)),
        ],
    )
}

/// Seconds, or minutes when there are many.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a day"
)]
pub(super) fn duration(ctx: &DeskCtx<'_>, seconds: f64) -> String {
    let seconds = seconds.ceil().clamp(0.0, 86_400.0) as u64;
    if seconds < 90 {
        ctx.tw("cetak-seconds", &[("count", &seconds.to_string())])
    } else {
        ctx.tw(
            "cetak-minutes",
            &[("count", &seconds.div_ceil(60).to_string())],
        )
    }
}
