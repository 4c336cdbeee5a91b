//! What stands around the cards of a sheet: crop and fold marks, the label with arrow and turn, serials.

use super::plan::{Flip, Plan, SHORTEST_MARK, SerialAt, Side};
use crate::drawing::{Drawing, Face, Ink, Item, Mm, Outline, Point, Pt, Rect, Run, Step, Stroke};

/// Pen of crop marks: a quarter of a point.
const HAIR: Mm = Mm(0.09);
const SERIAL_SIZE: Pt = Pt(4.6);
const LABEL_SIZE: Pt = Pt(6.0);
/// Between bleed and serial, and between mark and serial.
const SERIAL_AWAY: f32 = 0.3;
/// Narrowest strip of margin a label goes into.
const LABEL_ROOM: f32 = 3.0;
/// Side of the sign that says which way is up and how the paper is turned.
const SIGN: f32 = 3.0;

/// All marks of one side.
pub(super) fn around(plan: &Plan, side: Side, label: &str, cards: &[(usize, &str)]) -> Drawing {
    let mut drawing = Drawing::new(plan.paper);
    let trims: Vec<(Rect, &str)> = cards
        .iter()
        .filter_map(|(position, serial)| Some((plan.trim(*position, side)?, *serial)))
        .collect();
    let reach = plan.unprintable.within(plan.paper);
    let grid = match side {
        Side::Front => plan.grid(),
        Side::Back => plan.turn().around(plan.grid()),
    };
    let art = grid.grown(plan.bleed);
    if plan.mark.0 > 0.0 {
        crops(plan, &trims, (art, reach), &mut drawing.items);
        folds(plan, (art, reach), &mut drawing.items);
    }
    for (trim, serial) in &trims {
        drawing.items.extend(serial_of(plan, *trim, serial));
    }
    if art.x.0 - reach.x.0 >= LABEL_ROOM {
        let top = grid.y.0;
        sign(plan, side, (reach.x.0, top), &mut drawing.items);
        drawing
            .items
            .push(Item::Text(words(plan, side, label, (reach.x.0, grid))));
    }
    drawing
}

fn line(from: (f32, f32), to: (f32, f32)) -> Item {
    let at = |(x, y)| Point { x: Mm(x), y: Mm(y) };
    Item::Shape {
        outline: Outline::line(at(from), at(to)),
        fill: None,
        stroke: Some(Stroke {
            ink: Ink::K,
            width: HAIR,
        }),
    }
}

/// Values that differ by more than a hundredth, in order.
fn distinct(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    values.dedup_by(|one, other| (*one - *other).abs() < 0.01);
    values
}

/// A mark outward from `art` towards `reach`, as long as there is room; none where there is hardly any.
fn outward(plan: &Plan, art: f32, reach: f32) -> Option<(f32, f32)> {
    let way = (reach - art).signum();
    let room = (reach - art).abs() - plan.mark_away.0;
    let length = room.min(plan.mark.0);
    let start = art + way * plan.mark_away.0;
    (length >= SHORTEST_MARK).then_some((start, start + way * length))
}

/// At the paper's edges, in line with every cut of a card that is there.
fn crops(plan: &Plan, trims: &[(Rect, &str)], (art, reach): (Rect, Rect), items: &mut Vec<Item>) {
    let both = |low: fn(&Rect) -> f32, high: fn(&Rect) -> f32| {
        distinct(
            trims
                .iter()
                .flat_map(|(trim, _)| [low(trim), high(trim)])
                .collect(),
        )
    };
    for x in both(|trim| trim.x.0, |trim| trim.right().0) {
        for (art, reach) in [(art.y, reach.y), (art.bottom(), reach.bottom())] {
            if let Some((from, to)) = outward(plan, art.0, reach.0) {
                items.push(line((x, from), (x, to)));
            }
        }
    }
    for y in both(|trim| trim.y.0, |trim| trim.bottom().0) {
        for (art, reach) in [(art.x, reach.x), (art.right(), reach.right())] {
            if let Some((from, to)) = outward(plan, art.0, reach.0) {
                items.push(line((from, y), (to, y)));
            }
        }
    }
}

/// Ticks where the paper's middle, about which it is turned, meets its edges.
fn folds(plan: &Plan, (art, reach): (Rect, Rect), items: &mut Vec<Item>) {
    let half = |low: f32, high: f32| (low + high) / 2.0;
    let tick = |at: f32, edge: f32| {
        let room = (at - edge).abs();
        (room >= SHORTEST_MARK).then_some((edge, edge + (at - edge).signum() * room.min(2.0)))
    };
    if plan.turn().a < 0.0 {
        let x = half(0.0, plan.paper.width.0);
        for (art, reach) in [(art.y, reach.y), (art.bottom(), reach.bottom())] {
            if let Some((from, to)) = tick(art.0, reach.0) {
                items.push(line((x, from), (x, to)));
            }
        }
    } else {
        let y = half(0.0, plan.paper.height.0);
        for (art, reach) in [(art.x, reach.x), (art.right(), reach.right())] {
            if let Some((from, to)) = tick(art.0, reach.0) {
                items.push(line((from, y), (to, y)));
            }
        }
    }
}

/// The serial beside the card's lower left mark, where there is room between the bleeds.
fn serial_of(plan: &Plan, trim: Rect, serial: &str) -> Option<Item> {
    let cap = Face::Mono.cap_height(SERIAL_SIZE).0;
    let at = |x, y| Point { x: Mm(x), y: Mm(y) };
    let away = plan.bleed.0 + SERIAL_AWAY;
    let run = match plan.serial {
        SerialAt::None => return None,
        SerialAt::Below => Run::new(
            serial,
            at(trim.x.0 + 1.0, trim.bottom().0 + away + cap),
            Face::Mono,
            SERIAL_SIZE,
        ),
        SerialAt::Left => {
            let place = at(trim.x.0 - away, trim.bottom().0 - 1.0);
            let mut run = Run::new(serial, place, Face::Mono, SERIAL_SIZE);
            run.turn_deg = 90.0;
            run
        }
    };
    (!serial.is_empty()).then_some(Item::Text(run))
}

/// An arrow to the sheet's head, and the axis with two heads across it: how the paper is turned.
fn sign(plan: &Plan, side: Side, (left, top): (f32, f32), items: &mut Vec<Item>) {
    let at = |x: f32, y: f32| Point {
        x: Mm(left + x * SIGN),
        y: Mm(top + 2.0 + y * SIGN),
    };
    let triangle = |points: [(f32, f32); 3]| {
        let [a, b, c] = points.map(|(x, y)| at(x, y));
        Item::Shape {
            outline: Outline([Step::Move(a), Step::Line(b), Step::Line(c), Step::Close].into()),
            fill: Some(Ink::K),
            stroke: None,
        }
    };
    let stem = |from: (f32, f32), to: (f32, f32), width: f32| Item::Shape {
        outline: Outline::line(at(from.0, from.1), at(to.0, to.1)),
        fill: None,
        stroke: Some(Stroke {
            ink: Ink::K,
            width: Mm(width),
        }),
    };
    // Up.
    items.push(triangle([(0.5, -0.55), (0.85, 0.05), (0.15, 0.05)]));
    items.push(stem((0.5, 0.0), (0.5, 0.5), 0.35));
    // Turned about the axis: heads point away from it. The back shows the way home.
    let pen = match side {
        Side::Front => 0.25,
        Side::Back => 0.12,
    };
    if plan.turn().a < 0.0 {
        items.push(stem((0.5, 0.75), (0.5, 1.75), 0.12));
        items.push(stem((0.2, 1.25), (0.8, 1.25), pen));
        items.push(triangle([(0.0, 1.25), (0.25, 1.08), (0.25, 1.42)]));
        items.push(triangle([(1.0, 1.25), (0.75, 1.08), (0.75, 1.42)]));
    } else {
        items.push(stem((0.0, 1.25), (1.0, 1.25), 0.12));
        items.push(stem((0.5, 0.95), (0.5, 1.55), pen));
        items.push(triangle([(0.5, 0.75), (0.33, 1.0), (0.67, 1.0)]));
        items.push(triangle([(0.5, 1.75), (0.33, 1.5), (0.67, 1.5)]));
    }
}

/// Which side this is, how to turn it, and the caller's label, reading upward in the left margin.
fn words(plan: &Plan, side: Side, label: &str, (left, grid): (f32, Rect)) -> Run {
    let side = match side {
        Side::Front => "DEPAN / FRONT",
        Side::Back => "BELAKANG / BACK",
    };
    let flip = match plan.flip {
        Flip::Long => "balik sisi panjang / flip on long edge",
        Flip::Short => "balik sisi pendek / flip on short edge",
    };
    let text = [side, flip, label]
        .into_iter()
        .filter(|part| !part.is_empty());
    let text = text.collect::<Vec<_>>().join("  ·  ");
    let cap = Face::Medium.cap_height(LABEL_SIZE).0;
    let mut run = Run::new(text, Point::default(), Face::Medium, LABEL_SIZE);
    run.turn_deg = 90.0;
    let length = run.width().0;
    run.at = Point {
        x: Mm(left + cap + 0.3),
        y: Mm((grid.y.0 + SIGN * 2.0 + 4.0 + length).min(grid.bottom().0)),
    };
    run
}
