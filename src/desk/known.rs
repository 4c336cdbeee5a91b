//! What a screen shows once it has asked for it: on its way, there, or failed with a button that asks again.

use crate::desk::context::{DeskCtx, settled};
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::Icon;
use crate::station::{Ask, Error, Station};
use eframe::egui::Ui;

/// Asked of the station, by itself the first time.
pub struct Known<T> {
    asking: Option<Ask<Result<T, Error>>>,
    value: Option<T>,
    stale: bool,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self {
            asking: None,
            value: None,
            stale: true,
        }
    }
}

impl<T: Send + 'static> Known<T> {
    /// Asks when it is to be asked, and takes the answer in; a failure is told once, and what was known stays.
    pub fn poll(
        &mut self,
        ctx: &mut DeskCtx<'_>,
        ask: impl FnOnce(&mut Station) -> Result<T, Error> + Send + 'static,
    ) {
        if std::mem::take(&mut self.stale) {
            self.asking = Some(ctx.worker.ask(ask));
        }
        match settled(&mut self.asking) {
            Some(Ok(value)) => self.value = Some(value),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
    }

    /// Asks anew; what is known stays on screen until then.
    pub fn again(&mut self) {
        self.stale = true;
    }

    /// Asks anew, for another thing: what was known is not shown any more.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// What is known.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// In the place of what is not known yet: that it is on its way, or a button to ask again.
    pub fn gap_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        if self.stale || self.asking.is_some() {
            widget::waiting(ui, &ctx.t("desk-loading"));
            return;
        }
        let retry = ctx.t("desk-retry");
        let button = Button::new(Look::Plain, &retry).icon(Icon::Retake);
        if ui.add(button).clicked() {
            self.again();
        }
    }
}
