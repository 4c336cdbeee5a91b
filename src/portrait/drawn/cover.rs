//! Cloth on the head: songkok, turban, headscarf.

use super::super::canvas::{Canvas, Colour, Shape, mixed};
use super::face::CHIN;
use super::{Dice, MIDDLE, Person, hair};

/// Cloth colours of headscarves and turbans.
const CLOTHS: [Colour; 9] = [
    [196, 122, 122],
    [92, 122, 150],
    [70, 106, 98],
    [168, 140, 176],
    [206, 172, 132],
    [74, 78, 96],
    [150, 86, 104],
    [128, 148, 118],
    [60, 92, 128],
];

/// The black cap of many Indonesian men.
pub(super) fn songkok(canvas: &mut Canvas, person: &Person) {
    hair::short_cap(canvas, person);
    let (left, right) = (MIDDLE - person.face - 8.0, MIDDLE + person.face + 8.0);
    let cloth = [36, 36, 42];
    let cap = Shape::curves(
        (left, 286.0),
        &[
            [
                (left + 4.0, 240.0),
                (left + 8.0, 190.0),
                (left + 16.0, 158.0),
            ],
            [
                (MIDDLE - 60.0, 138.0),
                (MIDDLE + 60.0, 138.0),
                (right - 16.0, 158.0),
            ],
            [(right - 8.0, 190.0), (right - 4.0, 240.0), (right, 286.0)],
            [
                (MIDDLE + 70.0, 256.0),
                (MIDDLE - 70.0, 256.0),
                (left, 286.0),
            ],
        ],
    );
    canvas.fill(&cap, cloth);
    let seam = Shape::line(
        (left + 4.0, 262.0),
        [
            (MIDDLE - 66.0, 234.0),
            (MIDDLE + 66.0, 234.0),
            (right - 4.0, 262.0),
        ],
        3.4,
    );
    canvas.glaze(&seam, [120, 120, 130], 0.5);
}

/// A wound turban.
pub(super) fn turban(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let cloth = dice.pick(&CLOTHS);
    let (left, right) = (MIDDLE - person.face - 20.0, MIDDLE + person.face + 20.0);
    let wrap = Shape::curves(
        (left + 4.0, 330.0),
        &[
            [
                (left - 24.0, 220.0),
                (MIDDLE - 110.0, 126.0),
                (MIDDLE, 126.0),
            ],
            [
                (MIDDLE + 110.0, 126.0),
                (right + 24.0, 220.0),
                (right - 4.0, 330.0),
            ],
            [
                (right - 40.0, 290.0),
                (MIDDLE + 30.0, 266.0),
                (MIDDLE, 236.0),
            ],
            [
                (MIDDLE - 30.0, 266.0),
                (left + 40.0, 290.0),
                (left + 4.0, 330.0),
            ],
        ],
    );
    canvas.fill(&wrap, cloth);
    let mask = canvas.mask(&wrap);
    for (from, to) in [
        (300.0, 214.0),
        (262.0, 192.0),
        (226.0, 170.0),
        (190.0, 150.0),
    ] {
        let fold = Shape::line(
            (left - 20.0, from),
            [
                (left + 30.0, from - 36.0),
                (MIDDLE - 20.0, to - 4.0),
                (MIDDLE + 20.0, to + 14.0),
            ],
            4.0,
        );
        let dark = mixed(cloth, [0, 0, 0], 0.3);
        canvas.fill_in(&mask, &fold.and_mirrored(MIDDLE), dark, 0.55);
    }
}

/// A headscarf, with the cloth falling on the shoulders.
pub(super) fn headscarf(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let cloth = dice.pick(&CLOTHS);
    let dark = mixed(cloth, [0, 0, 0], 0.3);
    let (left, right) = (MIDDLE - person.face - 32.0, MIDDLE + person.face + 32.0);
    let outer = Shape::curves(
        (left, 380.0),
        &[
            [
                (left - 6.0, 230.0),
                (MIDDLE - 108.0, 146.0),
                (MIDDLE, 146.0),
            ],
            [
                (MIDDLE + 108.0, 146.0),
                (right + 6.0, 230.0),
                (right, 380.0),
            ],
            [
                (right + 2.0, 520.0),
                (right + 30.0, 590.0),
                (right + 58.0, 680.0),
            ],
            [
                (right + 30.0, 760.0),
                (MIDDLE + 60.0, 800.0),
                (MIDDLE, 800.0),
            ],
            [
                (MIDDLE - 60.0, 800.0),
                (left - 30.0, 760.0),
                (left - 58.0, 680.0),
            ],
            [(left - 30.0, 590.0), (left - 2.0, 520.0), (left, 380.0)],
        ],
    );
    let window = Shape::ellipse((MIDDLE, 392.0), person.face - 6.0, 150.0);
    let cover = canvas.mask(&outer);
    // Paint the cloth around the face, never over it: the window is cut out as a hole.
    let frame = outer.clone().without(&window);
    canvas.fill(&frame, cloth);
    let band = window
        .clone()
        .without(&Shape::ellipse((MIDDLE, 398.0), person.face - 12.0, 148.0));
    canvas.fill(&band, dark);
    for (x0, x1, x2) in [
        (-96.0, -110.0, 70.0),
        (-60.0, -40.0, 130.0),
        (96.0, 100.0, -20.0),
    ] {
        let fold = Shape::line(
            (MIDDLE + x0, CHIN - 30.0),
            [
                (MIDDLE + x1, CHIN + 70.0),
                (MIDDLE + x1 * 0.4, CHIN + 130.0),
                (MIDDLE + x2, CHIN + 230.0),
            ],
            5.0,
        );
        canvas.fill_in(&cover, &fold, dark, 0.45);
    }
    let crease = Shape::line(
        (MIDDLE - 120.0, 300.0),
        [
            (MIDDLE - 108.0, 226.0),
            (MIDDLE - 60.0, 184.0),
            (MIDDLE - 6.0, 178.0),
        ],
        6.0,
    );
    canvas.fill_in(&cover, &crease, mixed(cloth, [255, 255, 255], 0.4), 0.4);
}
