//! A verdict over the whole window: colour, symbol and word; why and how fresh; the card's fields, the face, the papers as lights.

use super::Seen;
use crate::desk::context::nation;
use crate::desk::format;
use crate::desk::theme::{self, Tokens, Weight};
use crate::desk::widget;
use crate::desk::widget::card::{Picture, whole};
use crate::desk::widget::icon::{self, Icon};
use crate::patrol::Color;
use crate::seal::{Claims, Verdict, Word};
use crate::sound::Tone;
use crate::text::Text;
use eframe::egui::{
    Align, Color32, CornerRadius, Frame, Label, Layout, Margin, Rect, ScrollArea, Sense, Shape,
    Stroke, StrokeKind, Ui, Vec2, accesskit::Role, pos2, vec2,
};

/// Below this width the columns stand one under the other.
const WIDE: f32 = 980.0;
/// Sizes a verdict's word may have, the largest that fits is taken.
const WORD_SIZES: [f32; 8] = [68.0, 62.0, 56.0, 50.0, 44.0, 38.0, 32.0, 28.0];
/// Height a verdict's word may take, in points, in a window that is high and in one that is not.
const WORD_HEIGHT: f32 = 172.0;
const WORD_HEIGHT_SMALL: f32 = 86.0;
/// Side of the symbol, likewise.
const SYMBOL: f32 = 64.0;
const SYMBOL_SMALL: f32 = 44.0;
/// A status younger than this is new.
const MINUTE_S: i64 = 60;

/// Colour and symbol of a word.
pub fn look(tokens: &Tokens, word: Word) -> (Color32, Icon) {
    match word {
        Word::Valid => (tokens.verdict_good, Icon::Check),
        Word::Expired | Word::Stale | Word::Suspended | Word::Superseded => {
            (tokens.verdict_warning, Icon::Warning)
        }
        Word::Revoked | Word::Forged | Word::UnknownSigner => (tokens.verdict_bad, Icon::Cross),
        Word::NotASeal | Word::Unreadable => (tokens.verdict_none, Icon::Question),
    }
}

/// How it sounds.
pub fn tone(word: Word) -> Tone {
    match word {
        Word::Valid => Tone::Good,
        Word::Expired | Word::Stale | Word::Suspended | Word::Superseded => Tone::Attention,
        Word::Revoked | Word::Forged | Word::UnknownSigner => Tone::Bad,
        Word::NotASeal | Word::Unreadable => Tone::Nothing,
    }
}

/// Text key of a word.
pub fn word_key(word: Word) -> String {
    format!("verdict-{}", word.id().to_lowercase().replace('_', "-"))
}

/// What a verdict is drawn from.
pub struct Shown<'a> {
    pub text: &'a Text,
    pub seen: &'a Seen,
    /// The photo of the extract; empty where there is none.
    pub photo: &'a Picture,
    /// The office that signed, by the bundle.
    pub office: &'a str,
    /// What the card is noted with so far.
    pub marks: Vec<(Icon, String)>,
}

/// Draws it into all the space there is; `corner` adds the live picture.
pub fn ui(ui: &mut Ui, shown: &Shown<'_>, mut corner: impl FnMut(&mut Ui)) {
    let size = ui.available_size();
    if size.x >= WIDE {
        wide_ui(ui, shown, &mut corner);
    } else {
        ScrollArea::vertical()
            .id_salt("patroli-verdict")
            .auto_shrink(false)
            .show(ui, |ui| {
                word_ui(ui, shown, true);
                ui.add_space(10.0);
                strips_ui(ui, shown);
                tally_ui(ui, shown);
                fields_ui(ui, shown, 2);
                marks_ui(ui, shown);
                ui.add_space(12.0);
                ui.horizontal_top(|ui| {
                    face_ui(ui, shown, 132.0);
                    ui.vertical(|ui| papers_ui(ui, shown, 460.0));
                });
                ui.add_space(10.0);
                corner(ui);
            });
    }
}

fn wide_ui(ui: &mut Ui, shown: &Shown<'_>, corner: &mut dyn FnMut(&mut Ui)) {
    const SPACE: f32 = 36.0;
    let size = ui.available_size();
    let face = (size.x * 0.225).clamp(200.0, 300.0).min(size.y * 0.7);
    let papers = (size.x * 0.305).clamp(300.0, 460.0);
    let middle = size.x - face - papers - 2.0 * SPACE;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE;
        tall(ui, vec2(face, size.y), |ui| {
            face_ui(ui, shown, face);
            ui.add_space(10.0);
            marks_ui(ui, shown);
        });
        tall(ui, vec2(middle, size.y), |ui| {
            ScrollArea::vertical()
                .id_salt("patroli-verdict")
                .auto_shrink(false)
                .max_height(size.y)
                .show(ui, |ui| {
                    word_ui(ui, shown, size.y < 420.0);
                    ui.add_space(8.0);
                    strips_ui(ui, shown);
                    fields_ui(ui, shown, 2);
                });
        });
        tall(ui, vec2(papers, size.y), |ui| {
            papers_ui(ui, shown, (size.y - 190.0).max(160.0));
            ui.add_space(12.0);
            corner(ui);
        });
    });
}

/// A column of exactly that size in a row: what scrolls in it has all its height.
pub fn tall(ui: &mut Ui, size: Vec2, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_width(size.x);
        ui.spacing_mut().item_spacing.x = 8.0;
        add(ui);
    });
}

fn words(ui: &mut Ui, text: &str, weight: Weight, size: f32, color: Color32) {
    let rich = theme::rich(text, weight, size).color(color);
    ui.add(Label::new(rich).wrap().selectable(true));
}

/// The symbol, the word as large as fits, why, who signed, how fresh.
fn word_ui(ui: &mut Ui, shown: &Shown<'_>, small: bool) {
    let tokens = theme::of(ui);
    let ink = tokens.verdict_text;
    let verdict = &shown.seen.verdict;
    let (_, symbol) = look(tokens, verdict.word);
    let word = shown.text.get(&word_key(verdict.word));
    ui.spacing_mut().item_spacing.y = 4.0;
    let most = if small {
        WORD_HEIGHT_SMALL
    } else {
        WORD_HEIGHT
    };
    // In a small window the symbol stands beside the word.
    let beside = if small { SYMBOL_SMALL + 12.0 } else { 0.0 };
    let width = ui.available_width() - beside - 2.0;
    let laid = |text: &str, size: f32, width: f32| {
        let font = theme::font(Weight::Bold, size);
        ui.painter()
            .layout(text.to_owned(), font, ink, width)
            .size()
    };
    let fits = |size: &f32| {
        let whole = word
            .split_whitespace()
            .all(|part| laid(part, *size, f32::INFINITY).x <= width);
        whole && laid(&word, *size, width).y <= most
    };
    let size = WORD_SIZES.into_iter().find(fits).unwrap_or(28.0);
    let draw = |ui: &mut Ui| {
        icon::icon_ui(ui, symbol, if small { SYMBOL_SMALL } else { SYMBOL }, ink);
        let label = Label::new(theme::rich(&word, Weight::Bold, size).color(ink)).wrap();
        let response = ui.add(label.selectable(true));
        widget::name(&response, Role::Alert, &word);
    };
    if small {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            draw(ui);
        });
    } else {
        draw(ui);
    }
    let why = shown.text.get(&format!("reason-{}", verdict.reason));
    words(ui, &why, Weight::Medium, 19.0, ink);
    if let Some(signed) = signed(shown) {
        words(ui, &signed, Weight::Regular, 17.0, ink);
    }
    if verdict.word != Word::Valid {
        let advice = shown
            .text
            .get(&format!("{}-advice", word_key(verdict.word)));
        words(ui, &advice, Weight::Semibold, 17.0, ink);
    }
}

/// How long ago something was, in words.
pub fn ago(text: &Text, seconds: i64) -> String {
    if seconds < MINUTE_S {
        return text.get("patroli-just-now");
    }
    let age = format::age(text, seconds);
    text.with("patroli-ago", &[("age", &age)])
}

/// Who signed, and how old the status is.
fn signed(shown: &Shown<'_>) -> Option<String> {
    let verdict = &shown.seen.verdict;
    verdict.claims.as_ref()?;
    let proven = is_proven(verdict);
    let office = shown
        .text
        .with("patroli-signed", &[("office", shown.office)]);
    let age = match shown.seen.status_age_s {
        Some(age_s) if age_s < MINUTE_S => shown.text.get("patroli-status-now"),
        Some(age_s) => {
            let age = ago(shown.text, age_s);
            shown.text.with("patroli-status-age", &[("age", &age)])
        }
        None => shown.text.get("patroli-status-unknown"),
    };
    Some(if proven {
        format!("{office} · {age}")
    } else {
        shown.text.get("patroli-unproven")
    })
}

fn is_proven(verdict: &Verdict) -> bool {
    !matches!(verdict.word, Word::Forged | Word::UnknownSigner)
}

/// What must not be overlooked: a specimen, and the hints.
fn strips_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let claims = shown.seen.verdict.claims.as_ref();
    if claims.is_some_and(Claims::is_specimen) {
        strip(ui, Icon::Card, &shown.text.get("patroli-specimen"));
    }
    for hint in &shown.seen.hints {
        let args: Vec<(&str, &str)> = hint
            .args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        strip(ui, Icon::Warning, &shown.text.with(&hint.key(), &args));
    }
}

/// A bright band with dark words.
pub fn strip(ui: &mut Ui, symbol: Icon, text: &str) {
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.strip)
        .corner_radius(CornerRadius::same(theme::FIELD_RADIUS))
        .inner_margin(Margin::symmetric(12, 7));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal_top(|ui| {
            icon::icon_ui(ui, symbol, 20.0, tokens.strip_text);
            words(ui, text, Weight::Semibold, 16.0, tokens.strip_text);
        });
    });
    ui.add_space(6.0);
}

fn fields_ui(ui: &mut Ui, shown: &Shown<'_>, columns: usize) {
    let Some(claims) = &shown.seen.verdict.claims else {
        return;
    };
    let tokens = theme::of(ui);
    let kind = claims.legal_status.trim_start_matches("SPECIMEN ");
    let cells = [
        ("desk-claim-name", claims.name.clone()),
        (
            "field-nationality",
            nation(shown.text, &claims.nationality).to_uppercase(),
        ),
        ("desk-claim-permit", kind.replace('/', " · ")),
        (
            "field-valid-until",
            format::day(claims.expires_at.saturating_sub(1)),
        ),
        ("field-permit-no", claims.permit_no.clone()),
        ("field-passport-no", claims.passport_no.clone()),
        ("field-birth-date", birth(&claims.birth_date)),
        ("desk-serial", claims.card_serial.clone()),
    ];
    for row in cells.chunks(columns) {
        widget::row(ui, &vec![1.0; columns], 240.0, |ui, index| {
            if let Some((key, value)) = row.get(index) {
                ui.spacing_mut().item_spacing.y = 0.0;
                let label = shown.text.get(key);
                words(ui, &label, Weight::Regular, 14.5, tokens.verdict_text);
                let value = if value.is_empty() { "–" } else { value };
                words(ui, value, Weight::Semibold, 22.0, tokens.verdict_text);
                ui.add_space(4.0);
            }
        });
    }
}

/// Note and picture, as they will stand in the log.
fn marks_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let ink = theme::of(ui).verdict_text;
    for (symbol, line) in &shown.marks {
        ui.horizontal_top(|ui| {
            icon::icon_ui(ui, *symbol, 20.0, ink);
            words(ui, line, Weight::Medium, 16.0, ink);
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

/// The photo to compare with, or the sentence that asks to look at the card's own.
fn face_ui(ui: &mut Ui, shown: &Shown<'_>, width: f32) {
    if shown.seen.verdict.claims.is_none() {
        return;
    }
    let tokens = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, width * 4.0 / 3.0), Sense::hover());
    let has_photo = shown.photo.size_px().is_some();
    let compare = shown.text.get(if has_photo {
        "patroli-compare-photo"
    } else {
        "patroli-compare"
    });
    widget::name(&response, Role::Image, &compare);
    let radius = CornerRadius::same(theme::PANEL_RADIUS);
    if has_photo {
        shown
            .photo
            .paint(ui, rect, whole(), f32::from(theme::PANEL_RADIUS));
        ui.painter().rect_stroke(
            rect,
            radius,
            Stroke::new(2.0, tokens.verdict_text),
            StrokeKind::Outside,
        );
        ui.add_space(6.0);
        words(ui, &compare, Weight::Semibold, 17.0, tokens.verdict_text);
        return;
    }
    ui.painter().rect_filled(rect, radius, tokens.verdict_shade);
    dashed(ui, rect, Stroke::new(2.0, tokens.verdict_text));
    let size = if width < 180.0 { 15.0 } else { 20.0 };
    let galley = ui.painter().layout(
        compare,
        theme::font(Weight::Semibold, size),
        tokens.verdict_text,
        rect.width() - 24.0,
    );
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, tokens.verdict_text);
}

fn dashed(ui: &Ui, rect: Rect, stroke: Stroke) {
    let rect = rect.shrink(1.0);
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    ui.painter()
        .extend(Shape::dashed_line(&corners, stroke, 6.0, 5.0));
}

/// The papers, each with its symbol and its reason.
fn papers_ui(ui: &mut Ui, shown: &Shown<'_>, height: f32) {
    let lights = &shown.seen.lights;
    if lights.is_empty() {
        return;
    }
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.verdict_shade)
        .corner_radius(CornerRadius::same(theme::PANEL_RADIUS))
        .inner_margin(Margin::symmetric(20, 14));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let heading = shown.text.get("patroli-papers").to_uppercase();
        words(ui, &heading, Weight::Semibold, 14.0, tokens.verdict_text);
        ui.add_space(4.0);
        ScrollArea::vertical()
            .id_salt("patroli-papers")
            .max_height(height - 60.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for light in lights {
                    let words = shown.text.with(&light.key(), &light.text_args());
                    light_ui(ui, shown.text, light.color, &words);
                }
            });
    });
}

/// How many papers stand how, in one line: the papers themselves are further down in a small window.
fn tally_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let tokens = theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for color in [Color::Red, Color::Amber, Color::Unknown, Color::Green] {
            let lights = shown.seen.lights.iter();
            let count = lights.filter(|light| light.color == color).count();
            if count > 0 {
                let (symbol, ink) = light_look(tokens, color);
                icon::icon_ui(ui, symbol, 22.0, ink);
                let words = shown.text.get(&format!("light-color-{}", color.id()));
                let words = theme::rich(format!("{words} {count}"), Weight::Semibold, 16.0);
                ui.label(words.color(tokens.verdict_text));
                ui.add_space(6.0);
            }
        }
    });
}

/// Symbol and ink of a light.
pub fn light_look(tokens: &Tokens, color: Color) -> (Icon, Color32) {
    match color {
        Color::Green => (Icon::Check, tokens.light_green),
        Color::Amber => (Icon::Warning, tokens.light_amber),
        Color::Red => (Icon::Cross, tokens.light_red),
        Color::Unknown => (Icon::Question, tokens.light_unknown),
    }
}

fn light_ui(ui: &mut Ui, text: &Text, color: Color, line: &str) {
    let tokens = theme::of(ui);
    let (symbol, ink) = light_look(tokens, color);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let (rect, response) = ui.allocate_exact_size(vec2(22.0, 22.0), Sense::hover());
        let name = text.get(&format!("light-color-{}", color.id()));
        widget::name(&response, Role::Image, &name);
        icon::paint(ui.painter(), symbol, rect, ink);
        let weight = match color {
            Color::Red | Color::Amber => Weight::Semibold,
            Color::Green | Color::Unknown => Weight::Regular,
        };
        words(ui, line, weight, 16.0, tokens.verdict_text);
    });
    ui.add_space(5.0);
}

/// The bar at the foot: what happens next, where one is, and the keys.
pub fn foot_ui(ui: &mut Ui, left: &[String], keys: &[(&str, String)], ink: Color32) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 18.0;
        let mut words = left.iter();
        if let Some(first) = words.next().filter(|first| !first.is_empty()) {
            ui.label(theme::rich(first, Weight::Semibold, 16.0).color(ink));
        }
        let rest: Vec<&str> = words
            .map(String::as_str)
            .filter(|word| !word.is_empty())
            .collect();
        let rest = theme::rich(rest.join(" · "), Weight::Regular, 16.0).color(ink);
        ui.add(Label::new(rest).truncate());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            for (key, what) in keys.iter().rev() {
                let words = format!("{key} {what}");
                let font = theme::font(Weight::Medium, 15.0);
                let galley = ui.painter().layout_no_wrap(words, font, ink);
                if ui.available_width() < galley.size().x + 14.0 {
                    break; // A narrow window shows the last keys; F1 shows all.
                }
                let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
                ui.painter()
                    .galley(pos2(rect.left(), rect.top()), galley, ink);
            }
        });
    });
}
