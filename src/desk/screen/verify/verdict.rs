//! The verdict: colour, symbol and word together; why; what the card says; what to do now.

use crate::desk::context::DeskCtx;
use crate::desk::format;
use crate::desk::patrol::{look, word_key};
use crate::desk::theme::{self, Tokens, Weight};
use crate::desk::widget;
use crate::desk::widget::icon::{self, Icon};
use crate::seal::{Claims, Status, Verdict, Word};
use eframe::egui::{
    Color32, CornerRadius, Frame, Label, Margin, ScrollArea, Stroke, StrokeKind, Ui,
    accesskit::Role, vec2,
};

/// Before the first scan.
pub fn none_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32, busy: bool) {
    widget::panel_frame(ui).show(ui, |ui| {
        ui.set_min_size(vec2(ui.available_width(), height - 30.0));
        ui.add_space(height * 0.28);
        if busy {
            ui.vertical_centered(|ui| widget::waiting(ui, &ctx.t("desk-verify-busy")));
        } else {
            widget::empty(
                ui,
                Icon::Shield,
                &ctx.t("desk-verify-ready"),
                &ctx.t("desk-verify-ready-advice"),
            );
        }
    });
}

/// The verdict, `height` points high.
pub fn ui(ui: &mut Ui, ctx: &DeskCtx<'_>, verdict: &Verdict, height: f32) {
    let tokens = theme::of(ui);
    let (fill, icon) = look(tokens, verdict.word);
    let key = word_key(verdict.word);
    let word = ctx.t(&key);
    let frame = Frame::new()
        .fill(fill)
        .corner_radius(CornerRadius::same(theme::PANEL_RADIUS))
        .inner_margin(Margin::symmetric(28, 22));
    let shown = frame.show(ui, |ui| {
        ui.set_min_size(vec2(ui.available_width(), height - 46.0));
        ui.set_max_height(height - 46.0);
        ScrollArea::vertical()
            .id_salt("verdict")
            .auto_shrink(false)
            .show(ui, |ui| {
                icon::icon_ui(ui, icon, 74.0, tokens.verdict_text);
                ui.spacing_mut().item_spacing.y = 4.0;
                let size = if word.chars().count() > 30 {
                    34.0
                } else if word.chars().count() > 18 {
                    42.0
                } else {
                    52.0
                };
                words(ui, &word, Weight::Bold, size, tokens.verdict_text);
                words(
                    ui,
                    &ctx.t(&format!("reason-{}", verdict.reason)),
                    Weight::Regular,
                    18.0,
                    tokens.verdict_text,
                );
                ui.add_space(8.0);
                advice(ui, ctx, tokens, &key, verdict);
                if let Some(claims) = &verdict.claims {
                    ui.add_space(10.0);
                    claims_ui(ui, ctx, verdict, claims);
                }
                ui.add_space(10.0);
                words(
                    ui,
                    &ctx.t("desk-verify-next"),
                    Weight::Regular,
                    14.0,
                    tokens.verdict_text.gamma_multiply(0.85),
                );
            });
    });
    widget::name(&shown.response, Role::Alert, &word);
}

fn words(ui: &mut Ui, text: &str, weight: Weight, size: f32, color: Color32) {
    ui.add(
        Label::new(theme::rich(text, weight, size).color(color))
            .wrap()
            .selectable(true),
    );
}

fn advice(ui: &mut Ui, ctx: &DeskCtx<'_>, tokens: &Tokens, key: &str, verdict: &Verdict) {
    let frame = Frame::new()
        .fill(tokens.verdict_shade)
        .corner_radius(CornerRadius::same(theme::FIELD_RADIUS))
        .inner_margin(Margin::symmetric(14, 10));
    let shown = frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        words(
            ui,
            &ctx.t(&format!("{key}-advice")),
            Weight::Medium,
            17.0,
            tokens.verdict_text,
        );
        if verdict.word == Word::Valid {
            words(
                ui,
                &ctx.t("desk-verify-compare"),
                Weight::Semibold,
                19.0,
                tokens.verdict_text,
            );
        }
        if verdict.claims.as_ref().is_some_and(Claims::is_specimen) {
            words(
                ui,
                &ctx.t("desk-specimen"),
                Weight::Medium,
                15.0,
                tokens.frame_wait,
            );
        }
    });
    let radius = CornerRadius::same(theme::FIELD_RADIUS);
    ui.painter().rect_stroke(
        shown.response.rect,
        radius,
        Stroke::new(1.0, tokens.verdict_soft),
        StrokeKind::Inside,
    );
}

fn claims_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, verdict: &Verdict, claims: &Claims) {
    let tokens = theme::of(ui);
    let proven = !matches!(verdict.word, Word::Forged | Word::UnknownSigner);
    if !proven {
        words(
            ui,
            &ctx.t("desk-verify-unproven"),
            Weight::Semibold,
            15.0,
            tokens.frame_wait,
        );
    }
    let nationality = ctx.nation(&claims.nationality);
    let status = verdict.status.map_or_else(
        || ctx.t("desk-status-unknown"),
        |at| {
            let key = match at.status {
                Status::Valid => "desk-status-valid",
                Status::Revoked => "desk-status-revoked",
                Status::Suspended => "desk-status-suspended",
                Status::Superseded => "desk-status-superseded",
            };
            format!(
                "{} ({} {})",
                ctx.t(key),
                format::day(at.as_of),
                format::clock(at.as_of)
            )
        },
    );
    let cells = [
        ("desk-claim-name", claims.name.clone()),
        ("field-nationality", nationality),
        ("desk-claim-permit", claims.legal_status.clone()),
        (
            "field-valid-until",
            format::day(claims.expires_at.saturating_sub(1)),
        ),
        ("field-permit-no", claims.permit_no.clone()),
        ("field-passport-no", claims.passport_no.clone()),
        ("field-birth-date", birth(&claims.birth_date)),
        ("desk-serial", claims.card_serial.clone()),
        ("desk-claim-issued", format::day(claims.issued_at)),
        ("desk-claim-status", status),
    ];
    for row in cells.chunks(2) {
        widget::row(ui, &[1.0, 1.0], 240.0, |ui, index| {
            if let Some((key, value)) = row.get(index) {
                ui.spacing_mut().item_spacing.y = 0.0;
                words(
                    ui,
                    &ctx.t(key),
                    Weight::Regular,
                    14.0,
                    tokens.verdict_text.gamma_multiply(0.82),
                );
                let value = if value.is_empty() { "–" } else { value };
                words(ui, value, Weight::Semibold, 20.0, tokens.verdict_text);
            }
        });
    }
}

/// `19850312` as `12-03-1985`.
fn birth(text: &str) -> String {
    match (text.get(0..4), text.get(4..6), text.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{day}-{month}-{year}"),
        _ => text.to_owned(),
    }
}
