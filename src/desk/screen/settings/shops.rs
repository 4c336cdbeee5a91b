//! Print shops the office knows, for who may give it trust: each by its key fingerprint, and a new one by its badge.

use crate::desk::context::DeskCtx;
use crate::desk::doing::Doing;
use crate::desk::known::Known;
use crate::desk::screen::press::shops::act::{Act, Acting};
use crate::desk::screen::press::shops::{may_drop, names_ui};
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look};
use crate::office::Deed;
use crate::station::ShopRow;
use eframe::egui::Ui;

/// The panel's state.
#[derive(Default)]
pub struct Shops {
    known: Known<Vec<ShopRow>>,
    doing: Doing<Acting>,
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
        if let Some(done) = self.doing.poll(ctx) {
            self.known.again();
            done.tell(ctx);
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
        let shops = self.known.get().map(Vec::as_slice).unwrap_or_default();
        let mut pressed = None;
        ui.horizontal_wrapped(|ui| {
            for act in [Act::Add, Act::Drop] {
                if act == Act::Drop && !may_drop(shops) {
                    continue;
                }
                let words = ctx.t(act.words());
                let button = Button::new(Look::Plain, &words).icon(act.icon());
                if ui.add(button).clicked() {
                    pressed = Some(act);
                }
            }
        });
        let acting = match pressed {
            Some(Act::Drop) => Some(Acting::drop_one(ctx, shops)),
            Some(_) => Some(Acting::add(ctx)),
            None => None,
        };
        if let Some(acting) = acting {
            self.doing.open(acting);
        }
        self.doing.ui(ui, ctx);
    }
}
