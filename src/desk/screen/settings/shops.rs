//! Print shops the office knows, for who may give it trust: each by its key fingerprint, and a new one by its badge.

use crate::desk::context::{DeskCtx, settled};
use crate::desk::known::Known;
use crate::desk::screen::press::shops::act::{Act, Acting, Done, Said};
use crate::desk::screen::press::shops::names_ui;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::office::Deed;
use crate::station::{Ask, Error, ShopRow};
use eframe::egui::Ui;

/// The panel's state.
#[derive(Default)]
pub struct Shops {
    known: Known<Vec<ShopRow>>,
    acting: Option<Acting>,
    doing: Option<Ask<Result<Done, Error>>>,
}

impl Shops {
    /// The officer registers print shops.
    pub fn is_shown(ctx: &DeskCtx<'_>) -> bool {
        ctx.session.may(Deed::GiveTrust)
    }

    /// Takes in what lanes have answered.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        if !Self::is_shown(ctx) {
            return;
        }
        self.known.poll(ctx, |station| station.shops());
        match settled(&mut self.doing) {
            Some(Ok(done)) => {
                self.acting = None;
                self.known.again();
                done.tell(ctx);
            }
            Some(Err(error)) => match Acting::stranger(self.acting.as_ref(), &error) {
                Some(acting) => self.acting = Some(acting),
                None => match &mut self.acting {
                    Some(acting) => acting.fail(ctx, &error),
                    None => ctx.toasts.error(ctx.text, &error),
                },
            },
            None => {}
        }
    }

    /// Draws the panel, and the dialog over it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        widget::section(ui, &ctx.t("records-of-shop"));
        match self.known.get() {
            Some(shops) => names_ui(ui, ctx, shops),
            None => self.known.gap_ui(ui, ctx),
        }
        ui.add_space(6.0);
        let words = ctx.t(Act::Add.words());
        let button = Button::new(Look::Plain, &words).icon(Act::Add.icon());
        if ui.add(button).clicked() {
            self.acting = Some(Acting::add(ctx));
        }
        let Some(mut acting) = self.acting.take() else {
            return;
        };
        acting.form.busy = self.doing.is_some();
        match acting.ui(ui.ctx(), ctx) {
            Said::Open => self.acting = Some(acting),
            Said::Away => {}
            Said::Go(ask) => {
                self.doing = Some(ask);
                self.acting = Some(acting);
            }
        }
    }
}
