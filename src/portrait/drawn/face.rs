//! Neck, head and what is in a face; hair is drawn elsewhere.

use super::super::canvas::{Canvas, Colour, Shape, mixed};
use super::{ADULT_FROM, Dice, MIDDLE, Person};

/// Chin and crown, in pixels from the top.
pub(super) const CHIN: f32 = 548.0;
pub(super) const CROWN: f32 = 196.0;
/// Height of the widest part of the face.
pub(super) const CHEEK: f32 = 362.0;
const EYES: f32 = 366.0;
const MOUTH: f32 = 482.0;
/// Distance of an eye from the middle.
const APART: f32 = 50.0;

/// The outline of the face.
pub(super) fn outline(person: &Person) -> Shape {
    let (face, jaw) = (person.face, person.jaw);
    let (left, right) = (MIDDLE - face, MIDDLE + face);
    let brow = CHEEK - 20.0;
    Shape::curves(
        (left, brow),
        &[
            [
                (left, brow - 92.0),
                (MIDDLE - face * 0.62, CROWN),
                (MIDDLE, CROWN),
            ],
            [
                (MIDDLE + face * 0.62, CROWN),
                (right, brow - 92.0),
                (right, brow),
            ],
            [(right, brow + 110.0), (MIDDLE + jaw, CHIN), (MIDDLE, CHIN)],
            [(MIDDLE - jaw, CHIN), (left, brow + 110.0), (left, brow)],
        ],
    )
}

/// The neck, with the chin's shadow on it.
pub(super) fn neck(canvas: &mut Canvas, person: &Person) {
    let half = match (person.age_years < ADULT_FROM, person.woman) {
        (true, _) => 44.0,
        (false, true) => 50.0,
        (false, false) => 62.0,
    };
    let (left, right) = (MIDDLE - half, MIDDLE + half);
    let neck = Shape::curves(
        (left, 440.0),
        &[
            [(left, 520.0), (left, 590.0), (left - 34.0, 660.0)],
            [
                (MIDDLE - 60.0, 730.0),
                (MIDDLE + 60.0, 730.0),
                (right + 34.0, 660.0),
            ],
            [(right, 590.0), (right, 520.0), (right, 440.0)],
        ],
    );
    canvas.fill(&neck, person.shade(0.07));
    let mask = canvas.mask(&neck);
    let shadow = Shape::ellipse((MIDDLE, 500.0), person.face * 0.9, 86.0);
    canvas.fill_in(&mask, &shadow, person.shade(0.26), 1.0);
}

/// Ears, face and features.
pub(super) fn head(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    if !person.style.hides_ears() {
        let ear = Shape::ellipse((MIDDLE - person.face - 4.0, 380.0), 19.0, 35.0);
        canvas.fill(&ear.and_mirrored(MIDDLE), person.shade(0.08));
        let hollow = Shape::ellipse((MIDDLE - person.face - 6.0, 381.0), 9.0, 20.0);
        canvas.fill(&hollow.and_mirrored(MIDDLE), person.shade(0.22));
    }
    let outline = outline(person);
    canvas.fill(&outline, person.skin);
    let mask = canvas.mask(&outline);
    // One side of the face a touch darker gives the flat shape its depth.
    let side = Shape::curves(
        (MIDDLE + 70.0, 150.0),
        &[
            [
                (MIDDLE + 104.0, 330.0),
                (MIDDLE + 100.0, 440.0),
                (MIDDLE + 6.0, 560.0),
            ],
            [
                (MIDDLE + 90.0, 580.0),
                (MIDDLE + 180.0, 500.0),
                (MIDDLE + 180.0, 400.0),
            ],
            [
                (MIDDLE + 180.0, 300.0),
                (MIDDLE + 180.0, 200.0),
                (MIDDLE + 180.0, 150.0),
            ],
        ],
    );
    canvas.fill_in(&mask, &side, person.shade(0.2), 0.5);
    let blush = Shape::ellipse((MIDDLE - 68.0, 432.0), 27.0, 17.0).and_mirrored(MIDDLE);
    let rosy = mixed(person.skin, [226, 92, 84], 0.34);
    // Less on dark skin, where it would look painted.
    let light = f32::from(person.skin[0]) / 255.0;
    let strength = if person.woman { 0.55 } else { 0.3 };
    canvas.fill_in(&mask, &blush, rosy, strength * light * light);
    if person.age_years >= 45 {
        lines(canvas, person);
    }
    if !person.woman && person.age_years >= 20 {
        beard(canvas, person, dice);
    }
    nose(canvas, person, dice);
    mouth(canvas, person, dice);
    eyes(canvas, person, dice);
}

/// Lines beside nose and mouth, and on the forehead of the old.
fn lines(canvas: &mut Canvas, person: &Person) {
    let fold = Shape::line(
        (MIDDLE - 37.0, 430.0),
        [
            (MIDDLE - 52.0, 446.0),
            (MIDDLE - 58.0, 464.0),
            (MIDDLE - 56.0, 482.0),
        ],
        3.0,
    );
    canvas.glaze(&fold.and_mirrored(MIDDLE), person.shade(0.42), 0.6);
    if person.age_years >= 60 {
        for y in [282.0, 300.0] {
            let line = Shape::line(
                (MIDDLE - 46.0, y),
                [
                    (MIDDLE - 16.0, y - 5.0),
                    (MIDDLE + 16.0, y - 5.0),
                    (MIDDLE + 46.0, y),
                ],
                2.6,
            );
            canvas.glaze(&line, person.shade(0.42), 0.45);
        }
        let bag = Shape::line(
            (MIDDLE - 66.0, 388.0),
            [
                (MIDDLE - 56.0, 395.0),
                (MIDDLE - 44.0, 395.0),
                (MIDDLE - 35.0, 388.0),
            ],
            2.6,
        );
        canvas.glaze(&bag.and_mirrored(MIDDLE), person.shade(0.42), 0.5);
    }
}

fn beard(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let kind = dice.below(10);
    let mask = canvas.mask(&outline(person));
    if kind < 2 {
        let (left, right) = (MIDDLE - person.face - 2.0, MIDDLE + person.face + 2.0);
        let full = Shape::curves(
            (left, 396.0),
            &[
                [
                    (left + 16.0, 452.0),
                    (MIDDLE - 72.0, 446.0),
                    (MIDDLE - 34.0, 448.0),
                ],
                [
                    (MIDDLE - 12.0, 444.0),
                    (MIDDLE + 12.0, 444.0),
                    (MIDDLE + 34.0, 448.0),
                ],
                [
                    (MIDDLE + 72.0, 446.0),
                    (right - 16.0, 452.0),
                    (right, 396.0),
                ],
                [(right, 520.0), (MIDDLE + 80.0, 580.0), (MIDDLE, 580.0)],
                [(MIDDLE - 80.0, 580.0), (left, 520.0), (left, 396.0)],
            ],
        );
        canvas.fill_in(&mask, &full, person.hair, 0.95);
    } else if kind == 2 {
        let goatee = Shape::ellipse((MIDDLE, 536.0), 34.0, 30.0);
        canvas.fill_in(&mask, &goatee, person.hair, 0.92);
    }
    if (2..5).contains(&kind) {
        let half = Shape::curves(
            (MIDDLE, 452.0),
            &[
                [
                    (MIDDLE - 14.0, 444.0),
                    (MIDDLE - 38.0, 452.0),
                    (MIDDLE - 50.0, 474.0),
                ],
                [
                    (MIDDLE - 34.0, 474.0),
                    (MIDDLE - 14.0, 472.0),
                    (MIDDLE, 468.0),
                ],
            ],
        );
        canvas.fill(&half.and_mirrored(MIDDLE), person.hair);
    }
    if kind == 5 || kind == 6 {
        let stubble = Shape::ellipse((MIDDLE, 500.0), person.face * 0.82, 74.0);
        canvas.fill_in(&mask, &stubble, mixed(person.skin, person.hair, 0.5), 0.22);
    }
}

fn nose(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let wide = dice.between(17.0, 24.0);
    let side = Shape::curves(
        (MIDDLE + 3.0, 372.0),
        &[
            [
                (MIDDLE + 6.0, 400.0),
                (MIDDLE + wide, 414.0),
                (MIDDLE + wide, 428.0),
            ],
            [
                (MIDDLE + wide, 440.0),
                (MIDDLE + 4.0, 438.0),
                (MIDDLE, 438.0),
            ],
            [
                (MIDDLE + 1.0, 416.0),
                (MIDDLE - 1.0, 394.0),
                (MIDDLE + 3.0, 372.0),
            ],
        ],
    );
    canvas.glaze(&side, person.shade(0.25), 0.6);
    let tip = Shape::line(
        (MIDDLE - wide, 428.0),
        [
            (MIDDLE - wide * 0.7, 443.0),
            (MIDDLE + wide * 0.7, 443.0),
            (MIDDLE + wide, 428.0),
        ],
        4.4,
    );
    canvas.glaze(&tip, person.shade(0.4), 0.8);
}

fn mouth(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let wide = dice.between(33.0, 42.0);
    let smile = dice.between(4.0, 11.0);
    let red = if person.woman {
        dice.pick(&[[196, 84, 86], [184, 78, 92], [204, 104, 96], [168, 62, 74]])
    } else {
        [190, 100, 88]
    };
    let strength = if person.woman { 0.62 } else { 0.4 };
    let colour = mixed(person.shade(0.12), red, strength);
    let (left, right) = ((MIDDLE - wide, MOUTH), (MIDDLE + wide, MOUTH));
    let lips = Shape::curves(
        left,
        &[
            [
                (MIDDLE - wide * 0.5, MOUTH - 9.0),
                (MIDDLE - 10.0, MOUTH - 11.0),
                (MIDDLE, MOUTH - 6.0),
            ],
            [
                (MIDDLE + 10.0, MOUTH - 11.0),
                (MIDDLE + wide * 0.5, MOUTH - 9.0),
                right,
            ],
            [
                (MIDDLE + wide * 0.55, MOUTH + 12.0 + smile),
                (MIDDLE - wide * 0.55, MOUTH + 12.0 + smile),
                left,
            ],
        ],
    );
    canvas.fill(&lips, colour);
    let gap = Shape::line(
        (left.0 - 3.0, MOUTH - smile * 0.3),
        [
            (MIDDLE - wide * 0.4, MOUTH + smile * 0.8),
            (MIDDLE + wide * 0.4, MOUTH + smile * 0.8),
            (right.0 + 3.0, MOUTH - smile * 0.3),
        ],
        3.4,
    );
    canvas.fill(&gap, mixed(colour, [70, 20, 24], 0.55));
}

fn eyes(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let child = person.age_years < ADULT_FROM;
    let high = dice.between(8.5, 12.0) + if child { 2.5 } else { 0.0 };
    let wide = 22.0;
    let tilt = dice.between(-2.0, 3.0);
    let iris: Colour = if person.skin < [225, 0, 0] || dice.chance(70) {
        dice.pick(&[[62, 40, 30], [74, 50, 36], [48, 34, 30]])
    } else {
        dice.pick(&[[84, 110, 132], [96, 112, 78], [110, 80, 48]])
    };
    let x = MIDDLE - APART;
    let (outer, inner) = ((x - wide, EYES - tilt), (x + wide, EYES + 1.0));
    let open = Shape::curves(
        outer,
        &[
            [
                (x - 11.0, EYES - high * 1.4),
                (x + 9.0, EYES - high * 1.4),
                inner,
            ],
            [(x + 8.0, EYES + high), (x - 10.0, EYES + high), outer],
        ],
    );
    let both = open.clone().and_mirrored(MIDDLE);
    canvas.fill(&both, [252, 252, 250]);
    let mask = canvas.mask(&both);
    for x in [MIDDLE - APART, MIDDLE + APART] {
        let at = (x, EYES - 1.5);
        canvas.fill_in(&mask, &Shape::ellipse(at, 10.5, 10.5), iris, 1.0);
        canvas.fill_in(&mask, &Shape::ellipse(at, 5.0, 5.0), [20, 16, 18], 1.0);
        let glint = Shape::ellipse((x + 3.6, EYES - 5.2), 2.6, 2.6);
        canvas.fill_in(&mask, &glint, [255, 255, 255], 0.95);
    }
    let lash = Shape::line(
        (outer.0 - 2.0, outer.1 - 1.0),
        [
            (x - 11.0, EYES - high * 1.4 - 1.0),
            (x + 9.0, EYES - high * 1.4 - 1.0),
            inner,
        ],
        if person.woman { 5.2 } else { 3.8 },
    );
    canvas.fill(&lash.and_mirrored(MIDDLE), [42, 30, 30]);
    brows(canvas, person, dice);
}

fn brows(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let x = MIDDLE - APART;
    let arch = dice.between(4.0, 13.0);
    let thick = if person.woman {
        dice.between(5.0, 8.0)
    } else {
        dice.between(8.0, 12.0)
    };
    let y = EYES - 33.0;
    let brow = Shape::line(
        (x - 29.0, y + 5.0),
        [
            (x - 14.0, y - arch),
            (x + 8.0, y - arch),
            (x + 25.0, y + 3.0),
        ],
        thick,
    );
    let colour = mixed(person.hair, person.skin, 0.12);
    canvas.fill(&brow.and_mirrored(MIDDLE), colour);
}

/// Glasses: two rings and what holds them.
pub(super) fn glasses(canvas: &mut Canvas, dice: &mut Dice) {
    let frame = dice.pick(&[[38, 40, 46], [92, 62, 40], [70, 84, 110], [122, 44, 50]]);
    let (rx, ry) = (dice.between(38.0, 43.0), dice.between(29.0, 37.0));
    let x = MIDDLE - APART - 1.0;
    let lens = Shape::ellipse((x, EYES + 2.0), rx, ry).and_mirrored(MIDDLE);
    canvas.glaze(&lens, [236, 244, 252], 0.14);
    let ring = Shape::ring((x, EYES + 2.0), rx, ry, 5.0).and_mirrored(MIDDLE);
    canvas.fill(&ring, frame);
    let bridge = Shape::line(
        (x + rx - 2.0, EYES - 3.0),
        [
            (MIDDLE - 4.0, EYES - 10.0),
            (MIDDLE + 4.0, EYES - 10.0),
            (2.0 * MIDDLE - x - rx + 2.0, EYES - 3.0),
        ],
        4.6,
    );
    canvas.fill(&bridge, frame);
    let arm = Shape::line(
        (x - rx + 1.0, EYES - 4.0),
        [
            (x - rx - 8.0, EYES - 7.0),
            (x - rx - 16.0, EYES - 8.0),
            (x - rx - 25.0, EYES - 8.0),
        ],
        4.6,
    );
    canvas.fill(&arm.and_mirrored(MIDDLE), frame);
}
