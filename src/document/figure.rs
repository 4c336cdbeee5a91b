//! A drawing of another room set into a page.

use super::Error;
use super::page::Flow;
use crate::drawing::{Drawing, Item, Outline, Point, Rect, Step};

/// Puts it below what stands there; a page is turned for it, never cut through it.
pub(super) fn set(flow: &mut Flow<'_>, drawing: &Drawing) -> Result<(), Error> {
    let height = drawing.size.height.0;
    flow.need(height)?;
    let by = Shift {
        x: flow.left(),
        y: flow.y,
    };
    for item in &drawing.items {
        flow.push(by.item(item.clone()));
    }
    flow.y += height;
    flow.close();
    Ok(())
}

/// Millimetres to the right and down.
#[derive(Clone, Copy)]
struct Shift {
    x: f32,
    y: f32,
}

impl Shift {
    fn point(self, mut point: Point) -> Point {
        point.x.0 += self.x;
        point.y.0 += self.y;
        point
    }

    fn rect(self, mut rect: Rect) -> Rect {
        rect.x.0 += self.x;
        rect.y.0 += self.y;
        rect
    }

    fn outline(self, outline: &Outline) -> Outline {
        let steps = outline.0.iter().map(|step| match *step {
            Step::Move(to) => Step::Move(self.point(to)),
            Step::Line(to) => Step::Line(self.point(to)),
            Step::Curve(a, b, to) => Step::Curve(self.point(a), self.point(b), self.point(to)),
            Step::Close => Step::Close,
        });
        Outline(steps.collect())
    }

    fn item(self, item: Item) -> Item {
        match item {
            Item::Shape {
                outline,
                fill,
                stroke,
            } => Item::Shape {
                outline: self.outline(&outline),
                fill,
                stroke,
            },
            Item::Text(mut run) => {
                run.at = self.point(run.at);
                Item::Text(run)
            }
            Item::Jpeg {
                file,
                place,
                window,
                radius,
            } => Item::Jpeg {
                file,
                place: self.rect(place),
                window: self.rect(window),
                radius,
            },
            Item::Png { file, place } => Item::Png {
                file,
                place: self.rect(place),
            },
            Item::Modules {
                at,
                side,
                dark,
                module,
            } => Item::Modules {
                at: self.point(at),
                side,
                dark,
                module,
            },
        }
    }
}
