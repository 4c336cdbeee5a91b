//! The dark rail on the left: where one is, where one can go, which key leads there.

use crate::desk::context::{Place, Session};
use crate::desk::theme::{self, Tokens, Weight};
use crate::desk::widget::icon::{self, Icon};
use crate::text::Text;
use eframe::egui::{
    Align2, CornerRadius, Frame, Label, Margin, Panel, Pos2, Rect, Response, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// An entry of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Home,
    Applications,
    Registry,
    Verify,
    Settings,
}

/// Width with words, and of symbols alone.
const WIDE: f32 = 208.0;
const NARROW: f32 = 64.0;

/// Below this window width the rail shows symbols alone.
const SMALL_WINDOW: f32 = 980.0;

struct Line {
    entry: Entry,
    place: Place,
    icon: Icon,
    key: &'static str,
    badge: u64,
    here: bool,
}

/// Draws the rail; where it leads, and whether help was asked for.
pub fn ui(ui: &mut Ui, text: &Text, session: &Session, here: Entry) -> (Option<Place>, bool) {
    let tokens = theme::of(ui);
    let wide = ui.available_width() >= SMALL_WINDOW;
    let frame = Frame::new().fill(tokens.rail).inner_margin(Margin {
        left: 12,
        right: 12,
        top: 18,
        bottom: 14,
    });
    let width = if wide { WIDE } else { NARROW };
    let panel = Panel::left("rail")
        .exact_size(width)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame);
    let shown = panel.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 5.0;
        brand(ui, tokens, session, wide);
        ui.add_space(12.0);
        let mut place = None;
        let line = |entry, place, icon, key, badge| Line {
            entry,
            place,
            icon,
            key,
            badge,
            here: entry == here,
        };
        let first = [
            line(Entry::Home, Place::Home, Icon::Home, "Ctrl 1", 0),
            line(
                Entry::Applications,
                Place::Applications,
                Icon::Form,
                "Ctrl 2",
                session.drafts,
            ),
        ];
        let second = [
            line(Entry::Registry, Place::Registry, Icon::Book, "Ctrl 3", 0),
            line(Entry::Verify, Place::Verify, Icon::Shield, "Ctrl 4", 0),
        ];
        let third = [line(
            Entry::Settings,
            Place::Settings,
            Icon::Gear,
            "Ctrl 5",
            0,
        )];
        for (index, group) in [first.as_slice(), &second, &third].into_iter().enumerate() {
            if index > 0 {
                rule(ui, tokens);
            }
            for line in group {
                if line_ui(ui, tokens, &word(text, line.entry), line, wide).clicked() {
                    place = Some(line.place);
                }
            }
        }
        let help = foot(ui, tokens, text, session, wide);
        (place, help)
    });
    shown.inner
}

fn word(text: &Text, entry: Entry) -> String {
    text.get(match entry {
        Entry::Home => "desk-home",
        Entry::Applications => "desk-applications",
        Entry::Registry => "desk-registry",
        Entry::Verify => "desk-verify",
        Entry::Settings => "desk-settings",
    })
}

fn brand(ui: &mut Ui, tokens: &Tokens, session: &Session, wide: bool) {
    if !wide {
        icon::icon_ui(ui, Icon::Card, 40.0, tokens.rail_strong);
        return;
    }
    ui.horizontal(|ui| {
        icon::icon_ui(ui, Icon::Card, 28.0, tokens.rail_text);
        ui.label(theme::rich("Loket", Weight::Bold, 21.0).color(tokens.rail_strong));
    });
    let office = theme::rich(&session.settings.office.office, Weight::Regular, 12.0)
        .color(tokens.rail_muted);
    ui.add(Label::new(office).wrap());
}

fn rule(ui: &mut Ui, tokens: &Tokens) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
    ui.painter().hline(
        rect.x_range().shrink(10.0),
        rect.center().y,
        Stroke::new(1.0, tokens.rail_line),
    );
}

fn line_ui(ui: &mut Ui, tokens: &Tokens, word: &str, line: &Line, wide: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 38.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, line.here, word));
    let radius = CornerRadius::same(theme::FIELD_RADIUS);
    let hot = response.hovered() || response.has_focus();
    if line.here {
        ui.painter().rect_filled(rect, radius, tokens.accent);
    } else if hot {
        ui.painter().rect_filled(rect, radius, tokens.rail_hover);
    }
    if response.has_focus() {
        let ring = Stroke::new(1.5, tokens.rail_strong);
        ui.painter()
            .rect_stroke(rect, radius, ring, StrokeKind::Inside);
    }
    let ink = if line.here {
        tokens.rail_strong
    } else {
        tokens.rail_text
    };
    let x = if wide {
        rect.left() + 21.0
    } else {
        rect.center().x
    };
    icon::paint(
        ui.painter(),
        line.icon,
        icon::square(x, rect.center().y, 20.0),
        ink,
    );
    if !wide {
        return response.on_hover_text(format!("{word}  {}", line.key));
    }
    let weight = if line.here {
        Weight::Semibold
    } else {
        Weight::Regular
    };
    let at = pos2(rect.left() + 40.0, rect.center().y);
    ui.painter().text(
        at,
        Align2::LEFT_CENTER,
        word,
        theme::font(weight, 15.5),
        ink,
    );
    let end = pos2(rect.right() - 10.0, rect.center().y);
    if line.badge > 0 {
        badge(ui, tokens, line, end);
    } else if hot {
        let ink = if line.here {
            tokens.rail_text
        } else {
            tokens.rail_muted
        };
        let font = theme::font(Weight::Medium, 12.0);
        ui.painter()
            .text(end, Align2::RIGHT_CENTER, line.key, font, ink);
    }
    response
}

/// The count of what waits behind an entry, its right end at `end`.
fn badge(ui: &Ui, tokens: &Tokens, line: &Line, end: Pos2) {
    let font = theme::font(Weight::Semibold, 13.0);
    let galley = ui
        .painter()
        .layout_no_wrap(line.badge.to_string(), font, tokens.rail_strong);
    let size = vec2((galley.size().x + 16.0).max(26.0), 21.0);
    let rect = Rect::from_center_size(end - vec2(size.x / 2.0, 0.0), size);
    let fill = if line.here {
        tokens.accent_down
    } else {
        tokens.rail_badge
    };
    ui.painter().rect_filled(rect, CornerRadius::same(10), fill);
    ui.painter().galley(
        rect.center() - galley.size() / 2.0,
        galley,
        tokens.rail_strong,
    );
}

fn foot(ui: &mut Ui, tokens: &Tokens, text: &Text, session: &Session, wide: bool) -> bool {
    let height = if wide && session.demo { 84.0 } else { 40.0 };
    ui.add_space((ui.available_height() - height).max(8.0));
    if wide && session.demo {
        let frame = Frame::new()
            .fill(tokens.rail_hover)
            .corner_radius(CornerRadius::same(theme::FIELD_RADIUS))
            .inner_margin(Margin::symmetric(12, 7));
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.add(
                Label::new(
                    theme::rich(text.get("desk-demo-badge"), Weight::Medium, 13.0)
                        .color(tokens.frame_wait),
                )
                .truncate(),
            );
        });
        ui.add_space(4.0);
    }
    let word = text.get("desk-help");
    let line = Line {
        entry: Entry::Home,
        place: Place::Home,
        icon: Icon::Keyboard,
        key: "F1",
        badge: 0,
        here: false,
    };
    line_ui(ui, tokens, &word, &line, wide).clicked()
}
