//! F1: every key, by where it works.

use crate::desk::theme::{self, Weight};
use crate::desk::widget::{self, confirm};
use crate::text::Text;
use eframe::egui::{self, ScrollArea, Ui};

/// A group of keys: its heading, and each key with the words for what it does.
type Group = (&'static str, &'static [(&'static str, &'static str)]);

const GROUPS: &[Group] = &[
    (
        "desk-help-everywhere",
        &[
            ("Ctrl 1–9", "desk-help-screens"),
            ("Ctrl N", "desk-application-new"),
            ("Ctrl F", "desk-registry-find"),
            ("Ctrl L", "duty-lock"),
            ("Tab", "desk-key-next-field"),
            ("Esc", "desk-key-back"),
            ("Ctrl +  Ctrl −", "desk-help-zoom"),
            ("F1", "desk-key-help"),
        ],
    ),
    (
        "desk-help-application",
        &[
            ("Ctrl M", "desk-key-zone"),
            ("↓", "desk-help-list"),
            ("Ctrl Z", "desk-help-undo"),
            ("F2  F3  F4", "desk-help-steps"),
            ("F6", "desk-key-flip"),
            ("Ctrl ↵", "desk-help-next"),
        ],
    ),
    (
        "desk-step-portrait",
        &[
            ("Spasi", "desk-help-take"),
            ("1  2  3", "desk-key-shots"),
            ("← ↑ → ↓  + −", "desk-key-crop"),
            ("Ctrl O", "desk-key-file"),
        ],
    ),
    (
        "duty-approval",
        &[
            ("Ctrl ↵", "duty-approve"),
            ("F7", "duty-return"),
            ("F8", "duty-refuse"),
        ],
    ),
    (
        "duty-press",
        &[
            ("Ctrl ↵", "duty-print-card"),
            ("F2 – F5", "cetak-parts"),
            ("Spasi", "cetak-key-choose"),
            ("F6", "cetak-paper"),
            ("F7", "cetak-target"),
            ("F9", "duty-good"),
            ("F8", "duty-spoiled"),
            ("⇧ F9", "cetak-all-good"),
        ],
    ),
    (
        "duty-hand-over-title",
        &[("Ctrl ↵", "duty-give"), ("Ctrl O", "desk-key-file")],
    ),
    (
        "desk-registry",
        &[("↑ ↓", "desk-key-rows"), ("↵", "desk-key-open")],
    ),
    (
        "patroli-surveillance",
        &[
            ("F5", "patroli-merge"),
            ("F7", "patroli-give-bundle"),
            ("F8", "patroli-give-extract"),
            ("F9", "patroli-plan"),
        ],
    ),
];

/// Draws the overlay; false when it was closed.
pub fn ui(ctx: &egui::Context, text: &Text) -> bool {
    confirm::dialog(ctx, "help", 760.0, |ui| {
        confirm::title(ui, &text.get("desk-help"));
        ui.add_space(8.0);
        let height = ctx.content_rect().height() - 170.0;
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            for pair in GROUPS.chunks(2) {
                widget::row(ui, &[1.0, 1.0], 480.0, |ui, index| {
                    if let Some(group) = pair.get(index) {
                        group_ui(ui, text, group);
                    }
                });
                ui.add_space(8.0);
            }
        });
        confirm::close(ui, &text.get("desk-close"))
    })
}

fn group_ui(ui: &mut Ui, text: &Text, (heading, keys): &Group) {
    widget::section(ui, &text.get(heading));
    for (key, what) in *keys {
        ui.horizontal(|ui| {
            widget::key_cap(ui, &key.replace("Spasi", &text.get("desk-key-space")));
            ui.label(theme::rich(text.get(what), Weight::Regular, 15.0));
        });
    }
}
