//! The dark rail on the left: where one is, where this officer's duties lead, which key leads there, who is at the desk.

use crate::desk::context::{Place, Session};
use crate::desk::login::duty_words;
use crate::desk::theme::{self, Tokens, Weight};
use crate::desk::widget::icon::{self, Icon};
use crate::office::{CaseState, Deed};
use crate::text::Text;
use eframe::egui::{
    Align2, CornerRadius, Frame, Id, Key, Label, Margin, Panel, Pos2, Rect, Response, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// A line of the rail. A new screen is a row of `LINES` and a line in the shell's match.
pub struct Line {
    pub place: Place,
    word: &'static str,
    icon: Icon,
    /// Any one of these deeds opens it; everybody may go where none is named.
    deeds: &'static [Deed],
    /// What waits there.
    queue: &'static [CaseState],
    /// Lines of another group stand under a rule.
    group: u8,
}

/// All lines, in the order of a day's work.
const LINES: &[Line] = &[
    Line {
        place: Place::Home,
        word: "desk-home",
        icon: Icon::Home,
        deeds: &[],
        queue: &[],
        group: 0,
    },
    Line {
        place: Place::Applications,
        word: "desk-applications",
        icon: Icon::Form,
        deeds: &[Deed::EnterCase],
        queue: &[CaseState::Draft, CaseState::Returned],
        group: 0,
    },
    Line {
        place: Place::Approval,
        word: "duty-approval",
        icon: Icon::Stamp,
        deeds: &[Deed::DecideCase, Deed::ReturnCase, Deed::DoStep],
        queue: &[CaseState::Submitted],
        group: 0,
    },
    Line {
        place: Place::Press,
        word: "duty-press",
        icon: Icon::Printer,
        deeds: &[Deed::PrintCard],
        queue: &[CaseState::Approved],
        group: 0,
    },
    Line {
        place: Place::HandOver,
        word: "duty-hand-over-title",
        icon: Icon::Hand,
        deeds: &[Deed::HandOverCard, Deed::CheckCard],
        queue: &[CaseState::Ready],
        group: 0,
    },
    Line {
        place: Place::Registry,
        word: "desk-registry",
        icon: Icon::Book,
        deeds: &[Deed::ReadRecords],
        queue: &[],
        group: 1,
    },
    Line {
        place: Place::Verify,
        word: "desk-verify",
        icon: Icon::Shield,
        deeds: &[Deed::Verify],
        queue: &[],
        group: 1,
    },
    Line {
        place: Place::Surveillance,
        word: "patroli-surveillance",
        icon: Icon::Pin,
        deeds: &[Deed::KeepSightings],
        queue: &[],
        group: 1,
    },
    Line {
        place: Place::Report,
        word: "numbers-report",
        icon: Icon::Chart,
        deeds: &[Deed::ReadNumbers],
        queue: &[],
        group: 1,
    },
    Line {
        place: Place::Blanks,
        word: "custody-blanks",
        icon: Icon::Stack,
        deeds: &[Deed::ReadStock],
        queue: &[],
        group: 1,
    },
    Line {
        place: Place::Lists,
        word: "custody-lists",
        icon: Icon::Folder,
        deeds: &[Deed::ImportRecords, Deed::ExportRecords],
        queue: &[],
        group: 1,
    },
    Line {
        place: Place::Audit,
        word: "records-audit",
        icon: Icon::Link,
        deeds: &[Deed::ReadAudit],
        queue: &[],
        group: 1,
    },
    Line {
        place: Place::Backups,
        word: "custody-backups",
        icon: Icon::Disk,
        deeds: &[Deed::Backup],
        queue: &[],
        group: 2,
    },
    Line {
        place: Place::Officers,
        word: "custody-officers",
        icon: Icon::People,
        deeds: &[Deed::ChangePassword],
        queue: &[],
        group: 2,
    },
    Line {
        place: Place::Settings,
        word: "desk-settings",
        icon: Icon::Gear,
        deeds: &[],
        queue: &[],
        group: 2,
    },
];

/// Ctrl with the first of these leads to the first line offered, and so on.
pub const KEYS: [Key; 10] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
    Key::Num0,
];

/// The lines this officer's duties open; Ctrl and a digit count along them.
pub fn offered(session: &Session) -> impl Iterator<Item = &'static Line> {
    LINES
        .iter()
        .filter(|line| line.deeds.is_empty() || line.deeds.iter().any(|deed| session.may(*deed)))
}

/// Deeds any one of which opens a place.
pub fn deeds_of(place: Place) -> &'static [Deed] {
    let is = |line: &&Line| line.place == place.root();
    LINES.iter().find(is).map_or(&[], |line| line.deeds)
}

/// What was pressed in the rail.
pub enum Pressed {
    Place(Place),
    Help,
    Lock,
}

/// Width with words, and of symbols alone.
const WIDE: f32 = 208.0;
const NARROW: f32 = 64.0;

/// Below this window width the rail shows symbols alone.
const SMALL_WINDOW: f32 = 980.0;

/// A line as it is drawn.
struct Drawn<'a> {
    word: &'a str,
    icon: Icon,
    key: &'a str,
    badge: u64,
    here: bool,
    wide: bool,
}

/// Draws the rail; what was pressed in it.
pub fn ui(ui: &mut Ui, text: &Text, session: &Session, here: Place) -> Option<Pressed> {
    let tokens = theme::of(ui);
    let wide = ui.available_width() >= SMALL_WINDOW;
    let frame = Frame::new().fill(tokens.rail).inner_margin(Margin {
        left: 12,
        right: 12,
        top: 18,
        bottom: 12,
    });
    let width = if wide { WIDE } else { NARROW };
    let panel = Panel::left("rail")
        .exact_size(width)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame);
    let shown = panel.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        brand(ui, tokens, session, wide);
        ui.add_space(10.0);
        let mut pressed = None;
        let foot = Panel::bottom("rail-foot")
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::new());
        foot.show(ui, |ui| {
            foot_ui(ui, tokens, text, session, (wide, &mut pressed));
        });
        ScrollArea::vertical()
            .id_salt("rail-lines")
            .auto_shrink(false)
            .show(ui, |ui| {
                lines_ui(ui, text, session, here, (wide, &mut pressed));
            });
        pressed
    });
    shown.inner
}

fn lines_ui(
    ui: &mut Ui,
    text: &Text,
    session: &Session,
    here: Place,
    (wide, pressed): (bool, &mut Option<Pressed>),
) {
    let tokens = theme::of(ui);
    let mut group = 0;
    for (index, line) in offered(session).enumerate() {
        if group < line.group {
            group = line.group;
            rule(ui, tokens);
        }
        let key = match index {
            0..9 => format!("Ctrl {}", index + 1),
            9 => String::from("Ctrl 0"),
            _ => String::new(),
        };
        let drawn = Drawn {
            word: &text.get(line.word),
            icon: line.icon,
            key: &key,
            badge: session.waiting(line.queue).0,
            here: line.place == here,
            wide,
        };
        let response = line_ui(ui, tokens, &drawn);
        let shown = Id::unique("rail-here");
        if drawn.here && ui.data(|data| data.get_temp(shown)) != Some(index) {
            // In a small window the line of the screen may be out of sight.
            response.scroll_to_me(None);
            if ui.clip_rect().contains_rect(response.rect) {
                ui.data_mut(|data| data.insert_temp(shown, index));
            }
        }
        if response.clicked() {
            *pressed = Some(Pressed::Place(line.place));
        }
    }
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
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 15.0), Sense::hover());
    ui.painter().hline(
        rect.x_range().shrink(10.0),
        rect.center().y,
        Stroke::new(1.0, tokens.rail_line),
    );
}

fn line_ui(ui: &mut Ui, tokens: &Tokens, line: &Drawn<'_>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 37.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, line.here, line.word));
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
    let x = if line.wide {
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
    if !line.wide {
        if line.badge > 0 {
            ui.painter()
                .circle_filled(rect.right_top() + vec2(-7.0, 8.0), 4.0, tokens.frame_wait);
        }
        return response.on_hover_text(format!("{}  {}", line.word, line.key));
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
        line.word,
        theme::font(weight, 15.5),
        ink,
    );
    let end = pos2(rect.right() - 10.0, rect.center().y);
    if line.badge > 0 && !hot {
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
fn badge(ui: &Ui, tokens: &Tokens, line: &Drawn<'_>, end: Pos2) {
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

/// Who is at the desk, with the lock; whether the office is a demo; help.
fn foot_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    text: &Text,
    session: &Session,
    (wide, pressed): (bool, &mut Option<Pressed>),
) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add_space(6.0);
    if wide {
        let frame = Frame::new()
            .fill(tokens.rail_hover)
            .corner_radius(CornerRadius::same(theme::FIELD_RADIUS))
            .inner_margin(Margin::symmetric(12, 7));
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 1.0;
            let officer = &session.officer;
            let duties = duty_words(text, &officer.duties);
            let name = theme::rich(&officer.name, Weight::Semibold, 14.0).color(tokens.rail_strong);
            ui.add(Label::new(name).truncate());
            let duties = theme::rich(duties, Weight::Regular, 12.5).color(tokens.rail_text);
            ui.add(Label::new(duties).truncate());
            if session.demo {
                let demo = theme::rich(text.get("desk-demo-badge"), Weight::Medium, 12.5)
                    .color(tokens.frame_wait);
                ui.add(Label::new(demo).truncate());
            }
        });
        ui.add_space(2.0);
    }
    let (lock, help) = (text.get("duty-lock"), text.get("desk-help"));
    let mut foot_line = |ui: &mut Ui, word: &str, icon, key, what| {
        let drawn = Drawn {
            word,
            icon,
            key,
            badge: 0,
            here: false,
            wide,
        };
        if line_ui(ui, tokens, &drawn).clicked() {
            *pressed = Some(what);
        }
    };
    foot_line(ui, &lock, Icon::Lock, "Ctrl L", Pressed::Lock);
    foot_line(ui, &help, Icon::Keyboard, "F1", Pressed::Help);
}
