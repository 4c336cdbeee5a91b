//! A drawing as text, for reviewers and snapshots; not a file format.

use std::fmt::Write as _;

use super::{Drawing, Ink, Item, Rect, Step, Stroke};

/// One item a line.
pub(super) fn drawing(drawing: &Drawing) -> String {
    let mut text = format!(
        "page {:.2} x {:.2}\n",
        drawing.size.width.0, drawing.size.height.0
    );
    for item in &drawing.items {
        text.push_str(&describe(item));
        text.push('\n');
    }
    text
}

fn describe(item: &Item) -> String {
    match item {
        Item::Shape {
            outline,
            fill,
            stroke,
        } => {
            let curves = outline
                .0
                .iter()
                .filter(|step| matches!(step, Step::Curve(..)))
                .count();
            let mut text = format!(
                "shape {} steps {} curves {curves}",
                rect(outline.bounds()),
                outline.0.len()
            );
            if let Some(fill) = fill {
                write!(text, " fill {}", ink(*fill)).ok(); // writing to a String cannot fail
            }
            if let Some(pen) = stroke {
                write!(text, " stroke {}", stroke_text(*pen)).ok(); // writing to a String cannot fail
            }
            text
        }
        Item::Text(run) => {
            let mut text = format!(
                "text {:.2},{:.2} width {:.2} {:?} {:.1} pt {}",
                run.at.x.0,
                run.at.y.0,
                run.width().0,
                run.face,
                run.size.0,
                ink(run.ink)
            );
            if run.tracking != 0 {
                write!(text, " tracking {}", run.tracking).ok(); // writing to a String cannot fail
            }
            if run.turn_deg != 0.0 {
                write!(text, " turned {:.1}", run.turn_deg).ok(); // writing to a String cannot fail
            }
            if let Some(pen) = run.outline {
                write!(text, " outline {}", stroke_text(pen)).ok(); // writing to a String cannot fail
            }
            write!(text, " {:?}", run.text).ok(); // writing to a String cannot fail
            text
        }
        Item::Jpeg {
            place,
            window,
            radius,
            ..
        } => {
            format!(
                "jpeg {} window {} radius {:.2}",
                rect(*place),
                rect(*window),
                radius.0
            )
        }
        Item::Png { place, .. } => format!("png {}", rect(*place)),
        Item::Modules {
            at, side, module, ..
        } => {
            format!(
                "modules {:.2},{:.2} {side} x {side} of {:.4}",
                at.x.0, at.y.0, module.0
            )
        }
    }
}

fn rect(rect: Rect) -> String {
    format!(
        "{:.2},{:.2} {:.2} x {:.2}",
        rect.x.0, rect.y.0, rect.width.0, rect.height.0
    )
}

fn ink(ink: Ink) -> String {
    match ink {
        Ink::K => "K".to_owned(),
        Ink::Tint(percent) => format!("K{percent}%"),
        Ink::Rgb(r, g, b) => format!("#{r:02X}{g:02X}{b:02X}"),
        Ink::Glaze(r, g, b, percent) => format!("#{r:02X}{g:02X}{b:02X}@{percent}%"),
    }
}

fn stroke_text(stroke: Stroke) -> String {
    format!("{} {:.2}", ink(stroke.ink), stroke.width.0)
}
