//! Shoulders and what is worn on them.

use super::super::canvas::{Canvas, Colour, Mask, Shape, mixed};
use super::{ADULT_FROM, Dice, MIDDLE, Person};

const SHIRTS: [Colour; 8] = [
    [47, 72, 88],
    [74, 44, 66],
    [62, 96, 84],
    [150, 74, 62],
    [88, 98, 122],
    [176, 140, 92],
    [98, 120, 150],
    [120, 84, 110],
];
const JACKETS: [Colour; 5] = [
    [38, 46, 62],
    [52, 50, 54],
    [62, 54, 48],
    [40, 58, 56],
    [70, 62, 82],
];
const BATIKS: [(Colour, Colour); 4] = [
    ([96, 58, 40], [214, 170, 108]),
    ([44, 58, 92], [196, 176, 132]),
    ([86, 34, 44], [222, 182, 120]),
    ([40, 74, 68], [206, 190, 140]),
];

/// Draws the upper body.
pub(super) fn clothes(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let child = person.age_years < ADULT_FROM;
    let body = body(person);
    let mask = canvas.mask(&body);
    match dice.below(if child { 5 } else { 12 }) {
        0..3 => tee(canvas, &mask, person, &body, dice.pick(&SHIRTS)),
        3..5 => collared(canvas, &mask, &body, dice.pick(&SHIRTS)),
        5..8 => {
            let (ground, motif) = dice.pick(&BATIKS);
            batik(canvas, &mask, &body, ground, motif);
        }
        8..10 => jacket(canvas, &mask, person, &body, dice),
        _ => tee(canvas, &mask, person, &body, dice.pick(&JACKETS)),
    }
}

fn body(person: &Person) -> Shape {
    let wide = person.shoulders;
    let base = if person.age_years < ADULT_FROM {
        640.0
    } else {
        622.0
    };
    let half = if person.woman { 56.0 } else { 66.0 };
    Shape::curves(
        (MIDDLE - wide - 6.0, 801.0),
        &[
            [
                (MIDDLE - wide, base + 84.0),
                (MIDDLE - wide * 0.86, base + 46.0),
                (MIDDLE - half - 26.0, base + 12.0),
            ],
            [
                (MIDDLE - half - 8.0, base + 4.0),
                (MIDDLE - half, base - 4.0),
                (MIDDLE - half + 2.0, base - 14.0),
            ],
            [
                (MIDDLE - 50.0, base + 66.0),
                (MIDDLE + 50.0, base + 66.0),
                (MIDDLE + half - 2.0, base - 14.0),
            ],
            [
                (MIDDLE + half, base - 4.0),
                (MIDDLE + half + 8.0, base + 4.0),
                (MIDDLE + half + 26.0, base + 12.0),
            ],
            [
                (MIDDLE + wide * 0.86, base + 46.0),
                (MIDDLE + wide, base + 84.0),
                (MIDDLE + wide + 6.0, 801.0),
            ],
        ],
    )
}

/// Sleeve seams: they make a flat shape a body.
fn seams(canvas: &mut Canvas, mask: &Mask, person: &Person, colour: Colour) {
    let x = MIDDLE - person.shoulders * 0.68;
    let seam = Shape::line(
        (x - 16.0, 801.0),
        [(x - 6.0, 780.0), (x, 760.0), (x + 2.0, 728.0)],
        4.0,
    );
    let dark = mixed(colour, [0, 0, 0], 0.35);
    canvas.fill_in(mask, &seam.and_mirrored(MIDDLE), dark, 0.55);
}

fn tee(canvas: &mut Canvas, mask: &Mask, person: &Person, body: &Shape, colour: Colour) {
    canvas.fill(body, colour);
    let half = if person.woman { 56.0 } else { 66.0 };
    let base = if person.age_years < ADULT_FROM {
        640.0
    } else {
        622.0
    };
    let rib = Shape::line(
        (MIDDLE - half + 1.0, base - 8.0),
        [
            (MIDDLE - 50.0, base + 72.0),
            (MIDDLE + 50.0, base + 72.0),
            (MIDDLE + half - 1.0, base - 8.0),
        ],
        11.0,
    );
    canvas.fill_in(mask, &rib, mixed(colour, [0, 0, 0], 0.22), 1.0);
    seams(canvas, mask, person, colour);
}

/// Both halves of a collar.
fn collar(canvas: &mut Canvas, colour: Colour) {
    let left = Shape::polygon(&[
        (MIDDLE - 66.0, 604.0),
        (MIDDLE - 82.0, 636.0),
        (MIDDLE - 50.0, 706.0),
        (MIDDLE, 668.0),
    ]);
    let under = Shape::polygon(&[
        (MIDDLE - 70.0, 612.0),
        (MIDDLE - 86.0, 642.0),
        (MIDDLE - 48.0, 714.0),
        (MIDDLE, 676.0),
    ]);
    canvas.glaze(&under.and_mirrored(MIDDLE), [0, 0, 0], 0.16);
    canvas.fill(&left.and_mirrored(MIDDLE), colour);
}

fn buttons(canvas: &mut Canvas, colour: Colour) {
    let placket = Shape::line(
        (MIDDLE, 676.0),
        [(MIDDLE, 720.0), (MIDDLE, 760.0), (MIDDLE, 806.0)],
        3.0,
    );
    canvas.glaze(&placket, mixed(colour, [0, 0, 0], 0.4), 0.7);
    for y in [712.0, 764.0] {
        let button = Shape::ellipse((MIDDLE + 9.0, y), 5.0, 5.0);
        canvas.fill(&button, mixed(colour, [255, 255, 255], 0.6));
    }
}

fn collared(canvas: &mut Canvas, mask: &Mask, body: &Shape, colour: Colour) {
    canvas.fill(body, colour);
    let side = Shape::ellipse((MIDDLE + 190.0, 790.0), 110.0, 130.0);
    canvas.fill_in(mask, &side, mixed(colour, [0, 0, 0], 0.2), 0.5);
    buttons(canvas, colour);
    collar(canvas, mixed(colour, [255, 255, 255], 0.14));
}

/// A shirt of batik: a lattice of small flowers.
fn batik(canvas: &mut Canvas, mask: &Mask, body: &Shape, ground: Colour, motif: Colour) {
    canvas.fill(body, ground);
    let mut pattern = Shape::default();
    for row in 0..5_u8 {
        for column in 0..12_u8 {
            let shift = if row % 2 == 0 { 0.0 } else { 24.0 };
            let x = 30.0 + f32::from(column) * 48.0 + shift;
            let y = 626.0 + f32::from(row) * 42.0;
            pattern = pattern
                .and(Shape::ellipse((x, y - 9.0), 4.5, 7.0))
                .and(Shape::ellipse((x, y + 9.0), 4.5, 7.0))
                .and(Shape::ellipse((x - 9.0, y), 7.0, 4.5))
                .and(Shape::ellipse((x + 9.0, y), 7.0, 4.5));
        }
    }
    canvas.fill_in(mask, &pattern, motif, 0.85);
    buttons(canvas, ground);
    collar(canvas, mixed(ground, motif, 0.18));
}

/// A jacket over a light shirt, often with a tie.
fn jacket(canvas: &mut Canvas, mask: &Mask, person: &Person, body: &Shape, dice: &mut Dice) {
    let colour = dice.pick(&JACKETS);
    canvas.fill(body, colour);
    let shirt = Shape::polygon(&[
        (MIDDLE - 70.0, 600.0),
        (MIDDLE + 70.0, 600.0),
        (MIDDLE + 10.0, 801.0),
        (MIDDLE - 10.0, 801.0),
    ]);
    canvas.fill_in(mask, &shirt, [244, 246, 248], 1.0);
    if !person.woman {
        let tie = dice.pick(&[[140, 40, 48], [44, 70, 120], [60, 88, 72], [112, 72, 120]]);
        let knot = Shape::polygon(&[
            (MIDDLE - 15.0, 668.0),
            (MIDDLE + 15.0, 668.0),
            (MIDDLE + 9.0, 696.0),
            (MIDDLE + 24.0, 801.0),
            (MIDDLE - 24.0, 801.0),
            (MIDDLE - 9.0, 696.0),
        ]);
        canvas.fill(&knot, tie);
        let fold = Shape::polygon(&[
            (MIDDLE - 9.0, 693.0),
            (MIDDLE + 9.0, 693.0),
            (MIDDLE + 10.0, 700.0),
            (MIDDLE - 10.0, 700.0),
        ]);
        canvas.glaze(&fold, [0, 0, 0], 0.3);
    }
    collar(canvas, [252, 253, 254]);
    let lapel = Shape::polygon(&[
        (MIDDLE - 74.0, 622.0),
        (MIDDLE - 120.0, 688.0),
        (MIDDLE - 92.0, 706.0),
        (MIDDLE - 102.0, 722.0),
        (MIDDLE - 20.0, 806.0),
        (MIDDLE - 8.0, 806.0),
    ]);
    let tone = mixed(colour, [255, 255, 255], 0.1);
    canvas.fill(&lapel.and_mirrored(MIDDLE), tone);
    seams(canvas, mask, person, colour);
}
