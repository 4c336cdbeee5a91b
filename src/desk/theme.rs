//! Colours, type and spacing of the desk, from `resources/theme/*.toml`; the only file that makes a colour.

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText,
    Stroke, TextStyle, Theme, Ui, Vec2, Visuals, vec2,
};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Text of fields and sentences, in points.
pub const BODY: f32 = 16.0;
/// Labels, hints and findings.
pub const SMALL: f32 = 13.0;
/// Title of a screen.
pub const TITLE: f32 = 20.0;
/// Heading of a group of fields.
pub const SECTION: f32 = 14.0;
/// Corner radius of fields and buttons.
pub const FIELD_RADIUS: u8 = 8;
/// Corner radius of panels.
pub const PANEL_RADIUS: u8 = 12;
/// Height of a field or button.
pub const FIELD_HEIGHT: f32 = 38.0;
/// Space between panels.
pub const GAP: f32 = 16.0;

/// Makes `Tokens` and its reader from one list of names.
macro_rules! tokens {
    ($($name:ident),* $(,)?) => {
        /// The colours of one theme, by what they are for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Tokens {
            $(
                #[doc = concat!("`", stringify!($name), "` of the theme file.")]
                pub $name: Color32,
            )*
        }

        impl Tokens {
            /// Every name a theme file gives.
            #[cfg(test)]
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            fn parse(text: &str) -> Self {
                let file: BTreeMap<String, String> = toml::from_str(text).unwrap_or_default();
                let color = |name: &str| file.get(name).and_then(|hex| parse_hex(hex)).unwrap_or(Color32::PLACEHOLDER);
                Self { $($name: color(stringify!($name))),* }
            }
        }
    };
}

tokens!(
    rail,
    rail_text,
    rail_strong,
    rail_muted,
    rail_hover,
    rail_line,
    rail_badge,
    ground,
    panel,
    border,
    line,
    text,
    muted,
    faint,
    accent,
    heading,
    accent_hover,
    accent_down,
    accent_text,
    accent_soft,
    accent_line,
    field,
    field_border,
    good,
    good_soft,
    warning,
    warning_text,
    warning_soft,
    warning_line,
    error,
    error_text,
    error_soft,
    error_line,
    error_hover,
    hover,
    selected,
    verdict_good,
    verdict_warning,
    verdict_bad,
    verdict_none,
    verdict_text,
    verdict_soft,
    verdict_shade,
    light_green,
    light_amber,
    light_red,
    light_unknown,
    strip,
    strip_text,
    viewfinder,
    viewfinder_shade,
    viewfinder_text,
    viewfinder_pill,
    frame_good,
    frame_wait,
    backdrop,
    shadow,
);

const LIGHT_FILE: &str = include_str!("../../resources/theme/light.toml");
const DARK_FILE: &str = include_str!("../../resources/theme/dark.toml");
static LIGHT: LazyLock<Tokens> = LazyLock::new(|| Tokens::parse(LIGHT_FILE));
static DARK: LazyLock<Tokens> = LazyLock::new(|| Tokens::parse(DARK_FILE));

/// The tokens of the theme now shown.
pub fn of(ui: &Ui) -> &'static Tokens {
    of_theme(ui.visuals().dark_mode)
}

/// The tokens of the theme now shown, where there is no `Ui`.
pub fn of_ctx(ctx: &egui::Context) -> &'static Tokens {
    of_theme(ctx.theme() == Theme::Dark)
}

/// The light theme's, for what must be dark on white whatever is shown: a code that is to be scanned.
pub fn light() -> &'static Tokens {
    &LIGHT
}

fn of_theme(dark: bool) -> &'static Tokens {
    if dark { &DARK } else { &LIGHT }
}

#[expect(clippy::disallowed_methods, reason = "this file makes the colours")]
fn parse_hex(hex: &str) -> Option<Color32> {
    let byte = |at: usize| {
        hex.get(at..at + 2)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    let alpha = if hex.len() == 8 { byte(6)? } else { 255 };
    (hex.len() == 6 || hex.len() == 8).then_some(Color32::from_rgba_unmultiplied(
        byte(0)?,
        byte(2)?,
        byte(4)?,
        alpha,
    ))
}

/// The weights the desk uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Inter Regular.
    Regular,
    /// Inter Medium.
    Medium,
    /// Inter `SemiBold`.
    Semibold,
    /// Inter Bold.
    Bold,
    /// `JetBrains` Mono, for numbers and zones.
    Mono,
}

static MEDIUM: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("medium".into()));
static SEMIBOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("semibold".into()));
static BOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("bold".into()));

/// A font of `size` points.
pub fn font(weight: Weight, size: f32) -> FontId {
    let family = match weight {
        Weight::Regular => FontFamily::Proportional,
        Weight::Medium => MEDIUM.clone(),
        Weight::Semibold => SEMIBOLD.clone(),
        Weight::Bold => BOLD.clone(),
        Weight::Mono => FontFamily::Monospace,
    };
    FontId::new(size, family)
}

/// `text` in `weight` at `size` points.
pub fn rich(text: impl Into<String>, weight: Weight, size: f32) -> RichText {
    RichText::new(text).font(font(weight, size))
}

/// Installs fonts and both styles; once, when the window opens.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Light, style(&LIGHT, Visuals::light()));
    ctx.set_style_of(Theme::Dark, style(&DARK, Visuals::dark()));
}

/// Shows the theme a setting names; anything but `dark` is light.
pub fn apply(ctx: &egui::Context, name: &str) {
    ctx.set_theme(if name == "dark" {
        Theme::Dark
    } else {
        Theme::Light
    });
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 5] = [
        (
            "regular",
            include_bytes!("../../resources/fonts/Inter-Regular.ttf"),
        ),
        (
            "medium",
            include_bytes!("../../resources/fonts/Inter-Medium.ttf"),
        ),
        (
            "semibold",
            include_bytes!("../../resources/fonts/Inter-SemiBold.ttf"),
        ),
        (
            "bold",
            include_bytes!("../../resources/fonts/Inter-Bold.ttf"),
        ),
        (
            "mono",
            include_bytes!("../../resources/fonts/JetBrainsMono-SemiBold.ttf"),
        ),
    ];
    for (name, bytes) in files {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let family = |first: &str| vec![first.to_owned(), "regular".to_owned()];
    fonts
        .families
        .insert(FontFamily::Proportional, family("regular"));
    fonts.families.insert(MEDIUM.clone(), family("medium"));
    fonts.families.insert(SEMIBOLD.clone(), family("semibold"));
    fonts.families.insert(BOLD.clone(), family("bold"));
    fonts.families.insert(FontFamily::Monospace, family("mono"));
    fonts
}

fn style(tokens: &Tokens, visuals: Visuals) -> egui::Style {
    let mut style = egui::Style {
        visuals: colored(tokens, visuals),
        animation_time: 0.1,
        ..egui::Style::default()
    };
    style.text_styles = [
        (TextStyle::Small, font(Weight::Regular, SMALL)),
        (TextStyle::Body, font(Weight::Regular, BODY)),
        (TextStyle::Button, font(Weight::Medium, BODY)),
        (TextStyle::Heading, font(Weight::Bold, TITLE)),
        (TextStyle::Monospace, font(Weight::Mono, BODY)),
    ]
    .into();
    style.spacing.item_spacing = vec2(8.0, 6.0);
    style.spacing.button_padding = vec2(12.0, 8.0);
    style.spacing.interact_size = Vec2::new(40.0, 32.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(20);
    style.spacing.scroll.floating = true;
    style.spacing.scroll.bar_width = 10.0;
    style.spacing.scroll.foreground_color = false;
    style.spacing.scroll.dormant_handle_opacity = 0.5;
    style.spacing.scroll.dormant_background_opacity = 0.0;
    style.interaction.selectable_labels = false;
    style
}

fn colored(tokens: &Tokens, mut visuals: Visuals) -> Visuals {
    let radius = CornerRadius::same(FIELD_RADIUS);
    visuals.override_text_color = None;
    visuals.panel_fill = tokens.ground;
    visuals.window_fill = tokens.panel;
    visuals.window_stroke = Stroke::new(1.0, tokens.border);
    visuals.window_corner_radius = CornerRadius::same(PANEL_RADIUS);
    visuals.menu_corner_radius = radius;
    visuals.extreme_bg_color = tokens.field;
    visuals.text_edit_bg_color = Some(tokens.field);
    visuals.faint_bg_color = tokens.hover;
    visuals.code_bg_color = tokens.hover;
    visuals.hyperlink_color = tokens.accent;
    visuals.warn_fg_color = tokens.warning_text;
    visuals.error_fg_color = tokens.error_text;
    visuals.weak_text_color = Some(tokens.muted);
    visuals.selection.bg_fill = tokens.accent.gamma_multiply(0.28);
    visuals.selection.stroke = Stroke::new(1.0, tokens.text);
    visuals.text_cursor.stroke = Stroke::new(2.0, tokens.accent);
    visuals.popup_shadow = egui::Shadow {
        offset: [0, 6],
        blur: 20,
        spread: 0,
        color: tokens.shadow,
    };
    visuals.window_shadow = egui::Shadow {
        offset: [0, 10],
        blur: 32,
        spread: 0,
        color: tokens.shadow,
    };
    let states = [
        (
            &mut visuals.widgets.noninteractive,
            tokens.panel,
            tokens.border,
            tokens.text,
        ),
        (
            &mut visuals.widgets.inactive,
            tokens.panel,
            tokens.field_border,
            tokens.text,
        ),
        (
            &mut visuals.widgets.hovered,
            tokens.hover,
            tokens.accent,
            tokens.text,
        ),
        (
            &mut visuals.widgets.active,
            tokens.selected,
            tokens.accent,
            tokens.text,
        ),
        (
            &mut visuals.widgets.open,
            tokens.selected,
            tokens.accent,
            tokens.text,
        ),
    ];
    for (widget, fill, border, text) in states {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, border);
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.1, relative luminance of an opaque colour.
    fn luminance(color: Color32) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue, _] = color.to_srgba_unmultiplied();
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn a_verdict_is_read_in_sun_and_at_night() {
        for tokens in [&*LIGHT, &*DARK] {
            let grounds = [
                tokens.verdict_good,
                tokens.verdict_warning,
                tokens.verdict_bad,
                tokens.verdict_none,
            ];
            for ground in grounds {
                let inks = [
                    tokens.verdict_text,
                    tokens.light_green,
                    tokens.light_amber,
                    tokens.light_red,
                    tokens.light_unknown,
                ];
                for ink in inks {
                    // The shade under the lights only darkens the ground.
                    let found = contrast(ground, ink);
                    assert!(found >= 4.5, "{ink:?} on {ground:?}: {found:.2}");
                }
            }
            assert!(contrast(tokens.strip, tokens.strip_text) >= 7.0);
        }
    }

    #[test]
    fn both_files_give_every_color() {
        for text in [LIGHT_FILE, DARK_FILE] {
            let file: BTreeMap<String, String> = toml::from_str(text).unwrap();
            for name in Tokens::NAMES {
                assert!(
                    file.get(*name).and_then(|hex| parse_hex(hex)).is_some(),
                    "{name}"
                );
            }
            assert_eq!(
                file.len(),
                Tokens::NAMES.len(),
                "a theme file has a color nobody uses"
            );
        }
    }
}
