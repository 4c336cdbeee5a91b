//! The bleed: a card's art carried on beyond its edges, so that a cut a little off shows no white.
//!
//! A display list says what touches an edge. Areas that do are stretched outward by the points on that edge, and lines that
//! end there run on in their own direction. Text, codes and pictures are never touched.

use crate::drawing::{Drawing, Item, Mm, Outline, Point, Size, Step};

/// How near a point must be to an edge to lie on it.
const ON_EDGE: f32 = 0.05;
/// A line that meets an edge flatter than this (mm along the edge for each mm outward) is left as it is.
const FLATTEST: f32 = 4.0;

/// The drawing with its art reaching `by` beyond every edge. Its size stays: the bleed has coordinates below zero.
pub(super) fn extended(drawing: &Drawing, by: Mm) -> Drawing {
    let items = drawing.items.iter().map(|item| match item {
        Item::Shape {
            outline,
            fill,
            stroke,
        } => Item::Shape {
            outline: if fill.is_some() {
                stretched(outline, drawing.size, by)
            } else {
                run_on(outline, drawing.size, by)
            },
            fill: *fill,
            stroke: *stroke,
        },
        Item::Text(_) | Item::Jpeg { .. } | Item::Png { .. } | Item::Modules { .. } => item.clone(),
    });
    Drawing {
        size: drawing.size,
        items: items.collect(),
    }
}

/// Texts, pictures and codes of a card that come nearer to its edge than `safe`: a cut may hurt them.
pub(super) fn at_risk(drawing: &Drawing, safe: Mm) -> usize {
    let inside = drawing.size.rect().grown(Mm(-safe.0));
    let matters = |item: &&Item| match item {
        Item::Shape { .. } => false,
        // What crosses a card askew is its mark, made to be cut.
        Item::Text(run) if run.turn_deg != 0.0 => false,
        Item::Text(_) | Item::Jpeg { .. } | Item::Png { .. } | Item::Modules { .. } => {
            !inside.contains(item.bounds())
        }
    };
    drawing.items.iter().filter(matters).count()
}

fn out(at: Mm, edge: Mm, by: Mm) -> Mm {
    if at.0.abs() <= ON_EDGE {
        Mm(at.0 - by.0)
    } else if (at.0 - edge.0).abs() <= ON_EDGE {
        Mm(at.0 + by.0)
    } else {
        at
    }
}

/// An area whose points on an edge are moved outward.
fn stretched(outline: &Outline, size: Size, by: Mm) -> Outline {
    let moved = |point: Point| Point {
        x: out(point.x, size.width, by),
        y: out(point.y, size.height, by),
    };
    let steps = outline.0.iter().map(|step| match *step {
        Step::Move(to) => Step::Move(moved(to)),
        Step::Line(to) => Step::Line(moved(to)),
        Step::Curve(first, second, to) => Step::Curve(moved(first), moved(second), moved(to)),
        Step::Close => Step::Close,
    });
    Outline(steps.collect())
}

/// An open line that goes on where it meets an edge.
fn run_on(outline: &Outline, size: Size, by: Mm) -> Outline {
    let steps = &outline.0;
    let closed = steps.iter().any(|step| matches!(step, Step::Close));
    let moves = steps.iter().filter(|step| matches!(step, Step::Move(_)));
    let (Some(&Step::Move(start)), 1, false) = (steps.first(), moves.count(), closed) else {
        return outline.clone();
    };
    let mut carried = Vec::with_capacity(steps.len() + 2);
    let second = match steps.get(1) {
        Some(&Step::Line(to)) => Some(to),
        Some(&Step::Curve(first, ..)) => Some(first),
        Some(Step::Move(_) | Step::Close) | None => None,
    };
    match second.and_then(|from| beyond(from, start, size, by)) {
        Some(outside) => carried.extend([Step::Move(outside), Step::Line(start)]),
        None => carried.push(Step::Move(start)),
    }
    carried.extend(steps.iter().skip(1).copied());
    let end = match (steps.last(), steps.iter().rev().nth(1)) {
        (Some(&Step::Curve(_, from, to)), _)
        | (
            Some(&Step::Line(to)),
            Some(&(Step::Move(from) | Step::Line(from) | Step::Curve(.., from))),
        ) => Some((from, to)),
        _ => None,
    };
    if let Some(outside) = end.and_then(|(from, to)| beyond(from, to, size, by)) {
        carried.push(Step::Line(outside));
    }
    Outline(carried.into())
}

/// Where a line from `from` that ends on an edge at `end` gets when it goes on to the bleed's edge.
fn beyond(from: Point, end: Point, size: Size, by: Mm) -> Option<Point> {
    let (dx, dy) = (end.x.0 - from.x.0, end.y.0 - from.y.0);
    let outward_x = out(end.x, size.width, by).0 - end.x.0;
    let outward_y = out(end.y, size.height, by).0 - end.y.0;
    let (share, flat) = if outward_x != 0.0 && dx * outward_x > 0.0 {
        (outward_x / dx, (dy / dx).abs())
    } else if outward_y != 0.0 && dy * outward_y > 0.0 {
        (outward_y / dy, (dx / dy).abs())
    } else {
        return None;
    };
    (flat <= FLATTEST).then_some(Point {
        x: Mm(end.x.0 + dx * share),
        y: Mm(end.y.0 + dy * share),
    })
}
