//! A run's cards: the list of them, and what is known of each.

use super::Runs;
use super::tell::tone_of;
use crate::desk::context::DeskCtx;
use crate::desk::widget::rows::{Column, Frame};
use crate::desk::widget::{self, Tone};
use crate::office::PrintState;
use eframe::egui::Ui;

impl Runs {
    /// One card of a long run has moved: the others are not asked for again.
    pub(super) fn moved_card(&mut self, serial: &str, state: PrintState) {
        self.known.again();
        self.moved = true;
        let Some(record) = &mut self.record else {
            return;
        };
        for card in &mut record.cards {
            if card.serial.as_deref() == Some(serial) {
                card.state = state;
            }
        }
        self.find_open_card();
    }

    /// Where a run comes on screen: the first card that only somebody who looks can tell of, before those that wait for a word.
    pub(super) fn find_first_card(&mut self) {
        let record = self.record.as_ref();
        let unknown = record.and_then(|record| {
            let mut cards = record.cards.iter();
            cards.position(|card| card.state == PrintState::Unknown)
        });
        match unknown {
            Some(at) => self.cards.cursor = at,
            None => self.find_open_card(),
        }
    }

    /// The next card nothing was said of comes under the cursor by itself.
    pub(super) fn find_open_card(&mut self) {
        let cards = self.record.as_ref().map(|record| record.cards.as_slice());
        let cards = cards.unwrap_or_default();
        let open = |at: &usize| cards.get(*at).is_some_and(|card| !card.state.is_settled());
        let last = cards.len().saturating_sub(1);
        let from = self.cards.cursor.min(last);
        let next = (from..=last).chain(0..from).find(open);
        self.cards.cursor = next.unwrap_or(from);
    }

    pub(super) fn cards_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some(record) = &self.record else {
            widget::waiting(ui, &ctx.t("desk-loading"));
            return;
        };
        let columns = [
            Column::counts(ctx.t("cetak-card-place"), 34.0),
            Column::new(ctx.t("desk-serial"), 110.0),
            Column::new(ctx.t("field-permit-no"), -1.0),
            Column::new(ctx.t("cetak-run-state"), 178.0),
        ];
        let name = ctx.t("cetak-cards");
        let frame = Frame {
            name: &name,
            total: record.cards.len(),
            height: (ui.available_height() - 8.0).max(170.0),
        };
        let said = self.cards.ui(ui, &frame, &columns, |cells, index| {
            let Some(card) = record.cards.get(index) else {
                return String::new();
            };
            let serial = card.serial.clone().unwrap_or_default();
            let state = ctx.t(&format!("cetak-card-{}", card.state.id()));
            cells.count(&card.place.to_string());
            cells.mono(&serial);
            cells.mono(&card.permit_no);
            cells.pill(&state, tone_of(card.state));
            format!("{}, {serial}, {}, {state}", card.place, card.permit_no)
        });
        if said.pressed.is_some() {
            self.inside = true;
        }
        if let Some(serial) = self.card().and_then(|card| card.serial.as_ref())
            && record.barred.contains(serial)
        {
            widget::note(ui, Tone::Error, &ctx.t("run-card-barred"));
        }
    }
}
