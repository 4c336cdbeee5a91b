//! What the office asks of photos: ground, age, flaws, and whether the camera takes the picture itself; kept with the rest.

use crate::desk::context::DeskCtx;
use crate::desk::widget;
use crate::desk::widget::field::{self, Around};
use crate::office::Deed;
use crate::portrait::Ground;
use eframe::egui::Ui;

/// Ages offered, in months.
const AGES: [u8; 4] = [3, 6, 12, 24];

/// Draws the panel; only the administrator changes it.
pub fn photo_ui(ui: &mut Ui, ctx: &mut DeskCtx<'_>) {
    widget::section(ui, &ctx.t("photo-settings"));
    let may = ctx.session.may(Deed::KeepSettings);
    let mut rule = match &ctx.session.typed {
        Some(typed) if may => typed.photo,
        _ => ctx.session.settings.photo,
    };
    // An age that was written into the file by hand is offered as well.
    let mut ages = AGES.to_vec();
    if !ages.contains(&rule.oldest_months) {
        ages.push(rule.oldest_months);
        ages.sort_unstable();
    }
    let age = |months: &u8| ctx.tw("photo-months", &[("count", &months.to_string())]);
    let grounds = Ground::ALL.map(|ground| ctx.t(&format!("photo-ground-{}", ground.id())));
    let boxes = [
        (
            "photo-ground",
            grounds.to_vec(),
            Ground::ALL.iter().position(|one| *one == rule.ground),
        ),
        (
            "photo-oldest",
            ages.iter().map(age).collect(),
            ages.iter().position(|one| *one == rule.oldest_months),
        ),
        (
            "photo-flaws",
            vec![ctx.t("photo-flaws-told"), ctx.t("photo-flaws-stop")],
            Some(usize::from(rule.flaws_stop)),
        ),
        (
            "photo-camera",
            vec![ctx.t("photo-camera-officer"), ctx.t("photo-camera-itself")],
            Some(usize::from(rule.takes_itself)),
        ),
    ];
    for (key, words, chosen) in boxes {
        let label = ctx.t(key);
        if !may {
            let told = chosen.and_then(|at| words.get(at));
            widget::pair(ui, &label, told.map_or("", String::as_str));
            continue;
        }
        let labels: Vec<&str> = words.iter().map(String::as_str).collect();
        let around = Around {
            label: &label,
            ..Around::default()
        };
        let Some(at) = field::pick(ui, &around, &labels, chosen) else {
            continue;
        };
        match key {
            "photo-ground" => rule.ground = Ground::ALL.get(at).copied().unwrap_or_default(),
            "photo-oldest" => rule.oldest_months = ages.get(at).copied().unwrap_or_default(),
            "photo-flaws" => rule.flaws_stop = at == 1,
            _ => rule.takes_itself = at == 1,
        }
    }
    widget::hint(ui, ctx.t("photo-settings-hint"));
    if let Some(typed) = &mut ctx.session.typed {
        typed.photo = rule;
    }
}
