//! Verifikasi: camera, file, wedge reader or paste to a verdict that fills half the window; ready for the next scan by itself.

mod verdict;

use crate::desk::context::{DeskCtx, Go, answered};
use crate::desk::screen::Screen;
use crate::desk::screen::scan::Scanner;
use crate::desk::widget;
use crate::seal::Verdict;
use crate::station::{Ask, Evidence};
use eframe::egui::Ui;

/// The screen.
#[derive(Default)]
pub struct Verify {
    scanner: Scanner,
    judging: Option<Ask<Verdict>>,
    verdict: Option<Verdict>,
}

impl Screen for Verify {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ui, ctx);
        widget::header(ui, &ctx.t("desk-verify"), |_| {}, |_| {});
        let keys = [
            ("↵", ctx.t("desk-key-verify")),
            ("Ctrl O", ctx.t("desk-key-file")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        widget::footer(ui, &keys, |_| {});
        widget::still_body(ui, |ui, height| {
            let right = (ui.available_width() * 0.62).max(340.0);
            let mut both = (&mut *self, &mut *ctx);
            widget::columns(
                ui,
                &mut both,
                right,
                |ui, (verify, ctx)| verify.scanner.ui(ui, ctx, height),
                |ui, (verify, ctx)| match &verify.verdict {
                    Some(found) => verdict::ui(ui, ctx, found, height),
                    None => verdict::none_ui(ui, ctx, height, verify.is_judging()),
                },
            );
        });
        Scanner::keep_focus(ui);
        Go::Stay
    }

    fn close(&mut self, ctx: &DeskCtx<'_>) {
        self.scanner.close(ctx);
    }
}

impl Verify {
    fn poll(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>) {
        match answered(&mut self.judging) {
            Some(Ok(verdict)) => self.verdict = Some(verdict),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        let evidence = self.scanner.poll(ui, ctx);
        if self.scanner.is_reading() {
            (self.verdict, self.judging) = (None, None);
        }
        if let Some(evidence) = evidence {
            self.judge(ctx, evidence);
        }
    }

    fn is_judging(&self) -> bool {
        self.judging.is_some() || self.scanner.is_reading()
    }

    /// The verdict on the card before goes at once: it must not stand there for this one.
    fn judge(&mut self, ctx: &mut DeskCtx<'_>, evidence: Evidence) {
        self.verdict = None;
        ctx.toasts.forget_errors();
        self.judging = Some(
            ctx.worker
                .ask(move |station| station.verify(&evidence, None)),
        );
    }
}
