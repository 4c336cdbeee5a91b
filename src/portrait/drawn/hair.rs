//! Hair: what lies behind the head and what lies on it; cloth is drawn elsewhere.

use super::super::canvas::{Canvas, Colour, Shape, mixed};
use super::{ADULT_FROM, Dice, MIDDLE, Person, cover};

/// What is on the head.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Short,
    Quiff,
    Cropped,
    Receding,
    Curly,
    Songkok,
    Turban,
    Long,
    Bob,
    Bun,
    Waves,
    Fringe,
    Headscarf,
}

impl Style {
    pub(super) fn new(dice: &mut Dice, woman: bool, age_years: u32) -> Self {
        let roll = dice.below(100);
        let adult = age_years >= ADULT_FROM;
        if woman {
            return match roll {
                0..30 => Self::Headscarf,
                30..48 => Self::Long,
                48..62 => Self::Bob,
                62..76 if adult => Self::Bun,
                62..76 => Self::Fringe,
                76..88 => Self::Waves,
                _ => Self::Fringe,
            };
        }
        match roll {
            0..38 => Self::Short,
            38..56 => Self::Quiff,
            56..68 => Self::Cropped,
            68..80 if age_years >= 40 => Self::Receding,
            68..86 => Self::Curly,
            86..95 => Self::Songkok,
            _ if adult => Self::Turban,
            _ => Self::Short,
        }
    }

    /// Nothing of the ears shows.
    pub(super) fn hides_ears(self) -> bool {
        match self {
            Self::Long | Self::Bob | Self::Waves | Self::Fringe | Self::Headscarf => true,
            Self::Short
            | Self::Quiff
            | Self::Cropped
            | Self::Receding
            | Self::Curly
            | Self::Songkok
            | Self::Turban
            | Self::Bun => false,
        }
    }
}

/// What is drawn before the neck.
pub(super) fn behind(canvas: &mut Canvas, person: &Person) {
    let dark = mixed(person.hair, [0, 0, 0], 0.22);
    let (left, right) = (MIDDLE - person.face, MIDDLE + person.face);
    match person.style {
        Style::Long | Style::Fringe => {
            let mane = Shape::curves(
                (left - 22.0, 330.0),
                &[
                    [
                        (left - 40.0, 480.0),
                        (left - 44.0, 600.0),
                        (left - 20.0, 690.0),
                    ],
                    [
                        (MIDDLE - 60.0, 720.0),
                        (MIDDLE + 60.0, 720.0),
                        (right + 20.0, 690.0),
                    ],
                    [
                        (right + 44.0, 600.0),
                        (right + 40.0, 480.0),
                        (right + 22.0, 330.0),
                    ],
                    [(right, 120.0), (left, 120.0), (left - 22.0, 330.0)],
                ],
            );
            canvas.fill(&mane, dark);
        }
        Style::Bob => {
            let mane = Shape::curves(
                (left - 20.0, 330.0),
                &[
                    [
                        (left - 38.0, 430.0),
                        (left - 44.0, 500.0),
                        (left - 26.0, 556.0),
                    ],
                    [
                        (MIDDLE - 70.0, 590.0),
                        (MIDDLE + 70.0, 590.0),
                        (right + 26.0, 556.0),
                    ],
                    [
                        (right + 44.0, 500.0),
                        (right + 38.0, 430.0),
                        (right + 20.0, 330.0),
                    ],
                    [(right, 120.0), (left, 120.0), (left - 20.0, 330.0)],
                ],
            );
            canvas.fill(&mane, dark);
        }
        Style::Waves => waves(canvas, person, dark),
        Style::Bun => bun(canvas, person, dark),
        Style::Short
        | Style::Quiff
        | Style::Cropped
        | Style::Receding
        | Style::Curly
        | Style::Songkok
        | Style::Turban => {}
        // What shows between face and cloth.
        Style::Headscarf => {
            let inner = Shape::ellipse((MIDDLE, 400.0), person.face + 16.0, 176.0);
            canvas.fill(&inner, [70, 62, 66]);
        }
    }
}

fn waves(canvas: &mut Canvas, person: &Person, dark: Colour) {
    let left = MIDDLE - person.face;
    for (y, out, size) in [
        (280.0, 4.0, 56.0),
        (350.0, 18.0, 56.0),
        (424.0, 24.0, 58.0),
        (500.0, 22.0, 58.0),
        (572.0, 12.0, 52.0),
    ] {
        let curl = Shape::ellipse((left - out, y), size, size);
        canvas.fill(&curl.and_mirrored(MIDDLE), dark);
    }
    let middle = Shape::ellipse((MIDDLE, 400.0), person.face + 20.0, 210.0);
    canvas.fill(&middle, dark);
}

fn bun(canvas: &mut Canvas, person: &Person, dark: Colour) {
    canvas.fill(&Shape::ellipse((MIDDLE + 4.0, 152.0), 52.0, 48.0), dark);
    let knot = Shape::line(
        (MIDDLE - 26.0, 148.0),
        [
            (MIDDLE - 10.0, 122.0),
            (MIDDLE + 20.0, 122.0),
            (MIDDLE + 32.0, 142.0),
        ],
        5.0,
    );
    canvas.glaze(&knot, mixed(person.hair, [255, 255, 255], 0.25), 0.6);
}

/// What is drawn after the face.
pub(super) fn front(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    match person.style {
        Style::Short => short(canvas, person, dice, 164.0),
        Style::Quiff => quiff(canvas, person, dice),
        Style::Cropped => cropped(canvas, person),
        Style::Receding => receding(canvas, person),
        Style::Curly => curly(canvas, person),
        Style::Songkok => cover::songkok(canvas, person),
        Style::Turban => cover::turban(canvas, person, dice),
        Style::Long | Style::Waves | Style::Bun | Style::Bob => parted(canvas, person, dice),
        Style::Fringe => fringe(canvas, person),
        Style::Headscarf => cover::headscarf(canvas, person, dice),
    }
}

/// Locks of light over dark hair.
fn sheen(canvas: &mut Canvas, person: &Person, y: f32) {
    let light = mixed(person.hair, [255, 255, 255], 0.2);
    let lock = Shape::line(
        (MIDDLE - 78.0, y + 42.0),
        [
            (MIDDLE - 62.0, y + 14.0),
            (MIDDLE - 34.0, y),
            (MIDDLE - 4.0, y - 2.0),
        ],
        7.0,
    );
    canvas.glaze(&lock, light, 0.5);
}

fn short(canvas: &mut Canvas, person: &Person, dice: &mut Dice, top: f32) {
    let (left, right) = (MIDDLE - person.face, MIDDLE + person.face);
    let sweep = dice.between(-34.0, 34.0);
    let line = dice.between(248.0, 266.0);
    let cap = Shape::curves(
        (left - 6.0, 372.0),
        &[
            [(left - 22.0, 240.0), (MIDDLE - 92.0, top), (MIDDLE, top)],
            [
                (MIDDLE + 92.0, top),
                (right + 22.0, 240.0),
                (right + 6.0, 372.0),
            ],
            [
                (right - 2.0, 340.0),
                (right - 10.0, 316.0),
                (right - 13.0, 288.0),
            ],
            [
                (MIDDLE + 56.0, line + sweep),
                (MIDDLE - 56.0, line - sweep),
                (left + 13.0, 288.0),
            ],
            [
                (left + 10.0, 316.0),
                (left + 2.0, 340.0),
                (left - 6.0, 372.0),
            ],
        ],
    );
    canvas.fill(&cap, person.hair);
    sheen(canvas, person, top + 28.0);
}

fn quiff(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let (left, right) = (MIDDLE - person.face, MIDDLE + person.face);
    let lift = dice.between(128.0, 146.0);
    let cap = Shape::curves(
        (left - 4.0, 366.0),
        &[
            [
                (left - 16.0, 270.0),
                (left - 6.0, 190.0),
                (MIDDLE - 52.0, 166.0),
            ],
            [
                (MIDDLE - 10.0, lift),
                (MIDDLE + 80.0, lift - 6.0),
                (right - 14.0, 186.0),
            ],
            [
                (right + 14.0, 226.0),
                (right + 14.0, 290.0),
                (right + 4.0, 366.0),
            ],
            [
                (right - 4.0, 340.0),
                (right - 10.0, 312.0),
                (right - 12.0, 292.0),
            ],
            [
                (right - 24.0, 250.0),
                (MIDDLE + 40.0, 226.0),
                (MIDDLE - 34.0, 246.0),
            ],
            [
                (MIDDLE - 66.0, 252.0),
                (left + 24.0, 256.0),
                (left + 12.0, 292.0),
            ],
            [
                (left + 10.0, 312.0),
                (left + 4.0, 340.0),
                (left - 4.0, 366.0),
            ],
        ],
    );
    canvas.fill(&cap, person.hair);
    let light = mixed(person.hair, [255, 255, 255], 0.22);
    for x in [-30.0, 6.0, 42.0] {
        let lock = Shape::line(
            (MIDDLE + x - 14.0, 226.0),
            [
                (MIDDLE + x - 12.0, 200.0),
                (MIDDLE + x + 4.0, 178.0),
                (MIDDLE + x + 26.0, 168.0),
            ],
            4.6,
        );
        canvas.glaze(&lock, light, 0.5);
    }
}

fn cropped(canvas: &mut Canvas, person: &Person) {
    let (left, right) = (MIDDLE - person.face, MIDDLE + person.face);
    let cap = Shape::curves(
        (left - 2.0, 356.0),
        &[
            [(left - 8.0, 250.0), (MIDDLE - 80.0, 186.0), (MIDDLE, 186.0)],
            [
                (MIDDLE + 80.0, 186.0),
                (right + 8.0, 250.0),
                (right + 2.0, 356.0),
            ],
            [
                (right - 6.0, 330.0),
                (right - 10.0, 300.0),
                (right - 20.0, 284.0),
            ],
            [
                (MIDDLE + 64.0, 252.0),
                (MIDDLE - 64.0, 252.0),
                (left + 20.0, 284.0),
            ],
            [
                (left + 10.0, 300.0),
                (left + 6.0, 330.0),
                (left - 2.0, 356.0),
            ],
        ],
    );
    canvas.fill(&cap, mixed(person.hair, person.skin, 0.16));
}

fn receding(canvas: &mut Canvas, person: &Person) {
    let left = MIDDLE - person.face;
    let side = Shape::curves(
        (left - 6.0, 376.0),
        &[
            [
                (left - 22.0, 320.0),
                (left - 14.0, 262.0),
                (left + 14.0, 240.0),
            ],
            [
                (left + 24.0, 262.0),
                (left + 16.0, 300.0),
                (left + 11.0, 322.0),
            ],
            [
                (left + 6.0, 340.0),
                (left + 2.0, 360.0),
                (left - 6.0, 376.0),
            ],
        ],
    );
    canvas.fill(&side.and_mirrored(MIDDLE), person.hair);
    let shine = Shape::ellipse((MIDDLE - 34.0, 226.0), 34.0, 13.0);
    canvas.glaze(&shine, [255, 255, 255], 0.2);
}

fn curly(canvas: &mut Canvas, person: &Person) {
    let (left, right) = (MIDDLE - person.face, MIDDLE + person.face);
    short_cap(canvas, person);
    for (x, y, size) in [
        (left + 1.0, 296.0, 23.0),
        (left + 9.0, 252.0, 31.0),
        (left + 38.0, 208.0, 36.0),
        (MIDDLE - 38.0, 184.0, 38.0),
        (MIDDLE + 8.0, 176.0, 38.0),
        (MIDDLE + 52.0, 190.0, 38.0),
        (right - 26.0, 222.0, 34.0),
        (right - 6.0, 266.0, 29.0),
        (right - 1.0, 304.0, 21.0),
        (MIDDLE - 62.0, 240.0, 27.0),
        (MIDDLE - 14.0, 228.0, 30.0),
        (MIDDLE + 34.0, 232.0, 29.0),
        (MIDDLE + 74.0, 250.0, 24.0),
    ] {
        canvas.fill(&Shape::ellipse((x, y), size, size), person.hair);
    }
    let light = mixed(person.hair, [255, 255, 255], 0.22);
    for (x, y) in [(-54.0, 200.0), (-2.0, 196.0), (44.0, 214.0), (-30.0, 232.0)] {
        let curl = Shape::line(
            (MIDDLE + x, y),
            [
                (MIDDLE + x + 2.0, y - 14.0),
                (MIDDLE + x + 20.0, y - 16.0),
                (MIDDLE + x + 24.0, y - 2.0),
            ],
            4.4,
        );
        canvas.glaze(&curl, light, 0.45);
    }
}

/// Close hair under curls and caps.
pub(super) fn short_cap(canvas: &mut Canvas, person: &Person) {
    let (left, right) = (MIDDLE - person.face, MIDDLE + person.face);
    let cap = Shape::curves(
        (left - 5.0, 366.0),
        &[
            [
                (left - 18.0, 250.0),
                (MIDDLE - 88.0, 176.0),
                (MIDDLE, 176.0),
            ],
            [
                (MIDDLE + 88.0, 176.0),
                (right + 18.0, 250.0),
                (right + 5.0, 366.0),
            ],
            [
                (right - 4.0, 336.0),
                (right - 10.0, 306.0),
                (right - 12.0, 284.0),
            ],
            [
                (MIDDLE + 60.0, 262.0),
                (MIDDLE - 60.0, 262.0),
                (left + 12.0, 284.0),
            ],
            [
                (left + 10.0, 306.0),
                (left + 4.0, 336.0),
                (left - 5.0, 366.0),
            ],
        ],
    );
    canvas.fill(&cap, person.hair);
}

/// Long hair on top: drawn from a parting to both sides.
fn parted(canvas: &mut Canvas, person: &Person, dice: &mut Dice) {
    let (left, right) = (MIDDLE - person.face, MIDDLE + person.face);
    let part = MIDDLE + dice.between(-46.0, 46.0);
    let low = if person.style.hides_ears() {
        432.0
    } else {
        356.0
    };
    let out = if person.style.hides_ears() { 18.0 } else { 6.0 };
    let cap = Shape::curves(
        (left - out, low),
        &[
            [
                (left - out - 18.0, 236.0),
                (MIDDLE - 96.0, 158.0),
                (MIDDLE, 158.0),
            ],
            [
                (MIDDLE + 96.0, 158.0),
                (right + out + 18.0, 236.0),
                (right + out, low),
            ],
            [
                (right - 2.0, low - 70.0),
                (right - 6.0, 300.0),
                (part + 40.0, 252.0),
            ],
            [(part + 22.0, 242.0), (part + 6.0, 228.0), (part, 212.0)],
            [
                (part - 6.0, 228.0),
                (part - 22.0, 242.0),
                (part - 40.0, 252.0),
            ],
            [
                (left + 6.0, 300.0),
                (left + 2.0, low - 70.0),
                (left - out, low),
            ],
        ],
    );
    canvas.fill(&cap, person.hair);
    sheen(canvas, person, 190.0);
    if person.style == Style::Long || person.style == Style::Bob {
        strands(canvas, person);
    }
}

/// Locks falling in front of the shoulders.
fn strands(canvas: &mut Canvas, person: &Person) {
    let left = MIDDLE - person.face;
    let end = if person.style == Style::Bob {
        552.0
    } else {
        690.0
    };
    let lock = Shape::curves(
        (left - 18.0, 400.0),
        &[
            [
                (left - 34.0, 480.0),
                (left - 40.0, end - 60.0),
                (left - 20.0, end),
            ],
            [
                (left, end + 8.0),
                (left + 14.0, end - 4.0),
                (left + 20.0, end - 20.0),
            ],
            [
                (left + 2.0, 520.0),
                (left + 8.0, 440.0),
                (left + 4.0, 380.0),
            ],
            [
                (left - 4.0, 370.0),
                (left - 14.0, 380.0),
                (left - 18.0, 400.0),
            ],
        ],
    );
    canvas.fill(&lock.and_mirrored(MIDDLE), person.hair);
}

fn fringe(canvas: &mut Canvas, person: &Person) {
    let (left, right) = (MIDDLE - person.face, MIDDLE + person.face);
    let cap = Shape::curves(
        (left - 18.0, 430.0),
        &[
            [
                (left - 34.0, 236.0),
                (MIDDLE - 96.0, 158.0),
                (MIDDLE, 158.0),
            ],
            [
                (MIDDLE + 96.0, 158.0),
                (right + 34.0, 236.0),
                (right + 18.0, 430.0),
            ],
            [(right, 390.0), (right - 4.0, 350.0), (right - 10.0, 316.0)],
            [
                (MIDDLE + 50.0, 304.0),
                (MIDDLE - 50.0, 304.0),
                (left + 10.0, 316.0),
            ],
            [(left + 4.0, 350.0), (left, 390.0), (left - 18.0, 430.0)],
        ],
    );
    canvas.fill(&cap, person.hair);
    sheen(canvas, person, 192.0);
    strands(canvas, person);
}
