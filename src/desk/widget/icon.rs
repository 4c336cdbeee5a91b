//! Line icons on a 24-unit grid, painted; no icon font, no picture files.

use eframe::egui::{Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};
use std::f32::consts::TAU;

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Icon {
    Home,
    Form,
    Book,
    Shield,
    Gear,
    Camera,
    Check,
    Cross,
    Warning,
    Question,
    Plus,
    Folder,
    Image,
    Flip,
    Trash,
    Card,
    Search,
    Keyboard,
    Save,
    Copy,
    Retake,
    Down,
    Lock,
    Stamp,
    Printer,
    Hand,
    Chart,
    Up,
    Left,
    Right,
    Stack,
    People,
    Link,
    Disk,
    Pin,
}

/// A stroke of an icon.
enum Part {
    /// Open line through points.
    Line(&'static [(f32, f32)]),
    /// Circle: centre, radius.
    Circle(f32, f32, f32),
    /// Arc: centre, radius, from and to as fractions of a turn, clockwise from the right.
    Arc(f32, f32, f32, f32, f32),
    /// Rounded rectangle: left, top, right, bottom, radius.
    Rect(f32, f32, f32, f32, f32),
    /// Filled dot.
    Dot(f32, f32, f32),
}

use Part::{Arc, Circle, Dot, Line, Rect as Box4};

#[expect(clippy::too_many_lines, reason = "a table, one row an icon")]
fn parts(icon: Icon) -> &'static [Part] {
    match icon {
        Icon::Chart => &[
            Line(&[(4.0, 4.0), (4.0, 20.0), (20.0, 20.0)]),
            Line(&[(9.0, 16.0), (9.0, 12.0)]),
            Line(&[(13.5, 16.0), (13.5, 7.0)]),
            Line(&[(18.0, 16.0), (18.0, 10.0)]),
        ],
        Icon::Home => &[
            Line(&[(3.5, 11.0), (12.0, 4.0), (20.5, 11.0)]),
            Line(&[(6.0, 9.5), (6.0, 20.0), (18.0, 20.0), (18.0, 9.5)]),
            Line(&[(10.0, 20.0), (10.0, 14.5), (14.0, 14.5), (14.0, 20.0)]),
        ],
        Icon::Form => &[
            Box4(5.0, 3.5, 19.0, 20.5, 2.5),
            Line(&[(8.5, 8.5), (15.5, 8.5)]),
            Line(&[(8.5, 12.5), (15.5, 12.5)]),
            Line(&[(8.5, 16.5), (12.5, 16.5)]),
        ],
        Icon::Book => &[
            Box4(4.0, 5.0, 20.0, 19.0, 2.0),
            Line(&[(4.0, 9.5), (20.0, 9.5)]),
            Line(&[(9.5, 9.5), (9.5, 19.0)]),
            Line(&[(9.5, 14.2), (20.0, 14.2)]),
        ],
        Icon::Shield => &[
            Line(&[
                (12.0, 3.5),
                (19.0, 6.2),
                (19.0, 11.5),
                (17.2, 16.0),
                (12.0, 20.5),
                (6.8, 16.0),
                (5.0, 11.5),
                (5.0, 6.2),
                (12.0, 3.5),
            ]),
            Line(&[(8.8, 11.8), (11.2, 14.2), (15.4, 9.6)]),
        ],
        Icon::Gear => &[
            Line(&[(4.0, 7.0), (10.0, 7.0)]),
            Line(&[(15.0, 7.0), (20.0, 7.0)]),
            Circle(12.5, 7.0, 2.4),
            Line(&[(4.0, 16.5), (6.5, 16.5)]),
            Line(&[(11.5, 16.5), (20.0, 16.5)]),
            Circle(9.0, 16.5, 2.4),
        ],
        Icon::Camera => &[
            Box4(3.5, 7.0, 20.5, 19.0, 2.5),
            Line(&[(8.0, 7.0), (9.5, 4.5), (14.5, 4.5), (16.0, 7.0)]),
            Circle(12.0, 13.0, 3.4),
        ],
        Icon::Check => &[Line(&[(5.0, 12.5), (10.0, 17.5), (19.5, 7.0)])],
        Icon::Cross => &[
            Line(&[(6.5, 6.5), (17.5, 17.5)]),
            Line(&[(17.5, 6.5), (6.5, 17.5)]),
        ],
        Icon::Warning => &[Line(&[(12.0, 5.0), (12.0, 14.0)]), Dot(12.0, 18.3, 1.5)],
        Icon::Question => &[
            Line(&[
                (9.0, 8.9),
                (9.4, 7.2),
                (10.7, 6.1),
                (12.2, 5.8),
                (13.8, 6.3),
                (14.8, 7.5),
                (14.9, 9.0),
                (14.2, 10.3),
                (12.6, 11.6),
                (12.0, 12.9),
                (12.0, 14.4),
            ]),
            Dot(12.0, 18.3, 1.4),
        ],
        Icon::Plus => &[
            Line(&[(12.0, 5.5), (12.0, 18.5)]),
            Line(&[(5.5, 12.0), (18.5, 12.0)]),
        ],
        Icon::Folder => &[Line(&[
            (3.5, 18.5),
            (3.5, 6.0),
            (9.5, 6.0),
            (11.5, 8.5),
            (20.5, 8.5),
            (20.5, 18.5),
            (3.5, 18.5),
        ])],
        Icon::Image => &[
            Box4(3.5, 5.0, 20.5, 19.0, 2.5),
            Circle(8.5, 9.8, 1.6),
            Line(&[
                (4.0, 17.5),
                (9.5, 12.8),
                (13.0, 16.0),
                (16.0, 13.4),
                (20.0, 16.8),
            ]),
        ],
        Icon::Flip => &[
            Arc(12.0, 12.0, 7.0, 0.55, 0.95),
            Line(&[(18.9, 6.2), (18.8, 10.3), (14.8, 9.8)]),
            Arc(12.0, 12.0, 7.0, 0.05, 0.45),
            Line(&[(5.1, 17.8), (5.2, 13.7), (9.2, 14.2)]),
        ],
        Icon::Trash => &[
            Line(&[(4.5, 7.0), (19.5, 7.0)]),
            Line(&[(9.0, 7.0), (9.5, 4.5), (14.5, 4.5), (15.0, 7.0)]),
            Line(&[(6.5, 7.0), (7.3, 19.5), (16.7, 19.5), (17.5, 7.0)]),
        ],
        Icon::Stamp => &[
            Line(&[
                (9.5, 13.0),
                (10.5, 10.0),
                (9.2, 7.0),
                (10.2, 4.6),
                (13.8, 4.6),
                (14.8, 7.0),
                (13.5, 10.0),
                (14.5, 13.0),
            ]),
            Box4(5.0, 13.0, 19.0, 17.0, 1.2),
            Line(&[(5.0, 20.0), (19.0, 20.0)]),
        ],
        Icon::Printer => &[
            Line(&[(7.5, 9.0), (7.5, 4.0), (16.5, 4.0), (16.5, 9.0)]),
            Line(&[
                (7.5, 16.5),
                (4.0, 16.5),
                (4.0, 9.0),
                (20.0, 9.0),
                (20.0, 16.5),
                (16.5, 16.5),
            ]),
            Box4(7.5, 13.5, 16.5, 20.0, 0.8),
        ],
        Icon::Hand => &[
            Box4(8.0, 3.5, 20.0, 11.0, 1.6),
            Line(&[
                (3.5, 14.5),
                (7.5, 13.5),
                (11.0, 15.0),
                (14.5, 15.2),
                (14.5, 17.2),
                (10.0, 17.2),
            ]),
            Line(&[(14.5, 16.0), (20.0, 13.8), (13.0, 20.2), (3.5, 19.0)]),
        ],
        Icon::Lock => &[
            Box4(5.0, 10.5, 19.0, 20.0, 2.2),
            Line(&[(8.0, 10.5), (8.0, 8.0)]),
            Line(&[(16.0, 10.5), (16.0, 8.0)]),
            Arc(12.0, 8.0, 4.0, 0.5, 1.0),
            Dot(12.0, 15.2, 1.4),
        ],
        Icon::Down => &[Line(&[(6.5, 9.5), (12.0, 15.0), (17.5, 9.5)])],
        Icon::Up => &[Line(&[(6.5, 14.5), (12.0, 9.0), (17.5, 14.5)])],
        Icon::Left => &[Line(&[(14.5, 6.5), (9.0, 12.0), (14.5, 17.5)])],
        Icon::Right => &[Line(&[(9.5, 6.5), (15.0, 12.0), (9.5, 17.5)])],
        Icon::Stack => &[
            Box4(3.5, 9.5, 17.0, 19.0, 1.8),
            Line(&[
                (6.5, 9.0),
                (6.5, 7.0),
                (19.0, 7.0),
                (19.0, 16.0),
                (17.5, 16.0),
            ]),
            Line(&[
                (9.5, 6.5),
                (9.5, 4.5),
                (21.0, 4.5),
                (21.0, 13.0),
                (19.5, 13.0),
            ]),
        ],
        Icon::People => &[
            Circle(9.0, 8.5, 3.2),
            Arc(9.0, 20.0, 6.0, 0.5, 1.0),
            Arc(16.0, 8.5, 2.8, -0.3, 0.3),
            Arc(16.0, 19.5, 5.0, 0.78, 1.0),
        ],
        Icon::Link => &[
            Box4(3.0, 9.0, 12.5, 15.0, 3.0),
            Box4(11.5, 9.0, 21.0, 15.0, 3.0),
        ],
        Icon::Disk => &[
            Box4(4.0, 5.0, 20.0, 19.0, 2.2),
            Line(&[(4.0, 14.0), (20.0, 14.0)]),
            Dot(16.5, 16.6, 1.1),
        ],
        Icon::Pin => &[
            Arc(12.0, 9.5, 6.0, 0.42, 1.08),
            Line(&[(6.7, 12.3), (12.0, 20.5), (17.3, 12.3)]),
            Circle(12.0, 9.5, 2.2),
        ],
        Icon::Card => &[
            Box4(2.5, 5.5, 21.5, 18.5, 2.4),
            Line(&[
                (6.3, 9.6),
                (10.2, 9.6),
                (10.2, 14.4),
                (6.3, 14.4),
                (6.3, 9.6),
            ]),
            Line(&[(13.6, 10.0), (18.2, 10.0)]),
            Line(&[(13.6, 14.0), (16.8, 14.0)]),
        ],
        Icon::Search => &[Circle(11.0, 11.0, 6.0), Line(&[(15.5, 15.5), (20.0, 20.0)])],
        Icon::Keyboard => &[
            Box4(3.0, 6.5, 21.0, 17.5, 2.2),
            Line(&[(8.5, 14.3), (15.5, 14.3)]),
            Dot(7.0, 10.3, 1.0),
            Dot(10.4, 10.3, 1.0),
            Dot(13.7, 10.3, 1.0),
            Dot(17.0, 10.3, 1.0),
        ],
        Icon::Save => &[
            Line(&[(12.0, 4.0), (12.0, 14.5)]),
            Line(&[(7.5, 10.3), (12.0, 14.8), (16.5, 10.3)]),
            Line(&[(4.5, 16.0), (4.5, 19.5), (19.5, 19.5), (19.5, 16.0)]),
        ],
        Icon::Copy => &[
            Box4(8.0, 8.0, 19.5, 19.5, 2.0),
            Line(&[
                (5.0, 15.5),
                (4.5, 15.0),
                (4.5, 5.5),
                (5.5, 4.5),
                (15.0, 4.5),
                (15.5, 5.0),
            ]),
        ],
        Icon::Retake => &[
            Arc(12.0, 12.5, 7.2, -0.2, 0.62),
            Line(&[(4.2, 4.6), (4.9, 9.3), (9.4, 8.3)]),
        ],
    }
}

/// Paints `icon` into the square `rect`.
pub fn paint(painter: &Painter, icon: Icon, rect: Rect, color: Color32) {
    let scale = rect.width().min(rect.height()) / 24.0;
    let at = |x: f32, y: f32| -> Pos2 { rect.center() + vec2(x - 12.0, y - 12.0) * scale };
    let stroke = Stroke::new((1.9 * scale).max(1.2), color);
    for part in parts(icon) {
        match *part {
            Part::Line(points) => {
                painter.add(Shape::line(
                    points.iter().map(|&(x, y)| at(x, y)).collect(),
                    stroke,
                ));
            }
            Part::Circle(x, y, radius) => {
                painter.circle_stroke(at(x, y), radius * scale, stroke);
            }
            Part::Dot(x, y, radius) => {
                painter.circle_filled(at(x, y), radius * scale, color);
            }
            Part::Arc(x, y, radius, from, to) => {
                let point = |i: u8| {
                    let angle = (from + (to - from) * f32::from(i) / 24.0) * TAU;
                    at(x + radius * angle.cos(), y + radius * angle.sin())
                };
                painter.add(Shape::line((0..=24).map(point).collect(), stroke));
            }
            Part::Rect(left, top, right, bottom, radius) => {
                let rect = Rect::from_two_pos(at(left, top), at(right, bottom));
                painter.rect_stroke(
                    rect,
                    radius * scale,
                    stroke,
                    eframe::egui::StrokeKind::Middle,
                );
            }
        }
    }
}

/// An icon in the flow of a row, `size` points square, no interaction.
pub fn icon_ui(ui: &mut Ui, icon: Icon, size: f32, color: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(size, size), Sense::hover());
    paint(ui.painter(), icon, rect, color);
}

/// The square of `size` points centred on `(x, y)`.
pub fn square(x: f32, y: f32, size: f32) -> Rect {
    Rect::from_center_size(pos2(x, y), vec2(size, size))
}
