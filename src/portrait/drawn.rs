//! Invented people for demo offices: friendly flat drawings, a different one for each seed; nobody real.

mod clothes;
mod cover;
mod face;
mod hair;

use super::canvas::{Canvas, Colour, mixed};
use super::{Portrait, Still};

/// The line that faces are mirrored in, in pixels.
const MIDDLE: f32 = 300.0;
/// From the drawing's coordinates to the portrait's pixels.
const ZOOM: f32 = 1.2;
const HEAD_AT: (f32, f32) = (MIDDLE * (1.0 - ZOOM), -84.0);
/// How much of the neck the clothes hide, in pixels.
const NECK_OUT: f32 = 34.0;
/// From this age hair is grey, in years.
const GREY_FROM: u32 = 58;
/// Below this age it is a child, in years.
const ADULT_FROM: u32 = 14;

/// Ground colours: top and bottom.
const GROUNDS: [(Colour, Colour); 5] = [
    ([240, 243, 247], [221, 228, 236]),
    ([241, 245, 243], [222, 232, 228]),
    ([246, 243, 239], [233, 227, 220]),
    ([243, 241, 247], [227, 224, 236]),
    ([238, 244, 248], [214, 229, 238]),
];
/// Skin, light to dark.
const SKINS: [Colour; 8] = [
    [250, 222, 200],
    [243, 206, 177],
    [233, 190, 154],
    [222, 173, 132],
    [203, 150, 108],
    [176, 122, 83],
    [141, 92, 61],
    [111, 70, 48],
];
/// Hair of the young, most often dark.
const HAIRS: [Colour; 8] = [
    [32, 27, 29],
    [41, 33, 33],
    [54, 38, 32],
    [36, 30, 36],
    [74, 49, 35],
    [110, 72, 44],
    [158, 106, 58],
    [201, 158, 99],
];
const GREYS: [Colour; 3] = [[138, 138, 142], [176, 177, 182], [208, 209, 213]];

/// Repeatable choices from a seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `end`.
    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.roll() % u64::from(end.max(1))).unwrap_or(0)
    }

    /// True in `percent` of 100 cases.
    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Evenly between both, in 256 steps.
    fn between(&mut self, low: f32, high: f32) -> f32 {
        let [step, ..] = self.roll().to_le_bytes();
        low + (high - low) * f32::from(step) / 255.0
    }

    fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        let end = u32::try_from(from.len()).unwrap_or(1);
        from.get(self.below(end) as usize)
            .copied()
            .unwrap_or_default()
    }
}

/// What is the same for every part of one person.
struct Person {
    woman: bool,
    age_years: u32,
    skin: Colour,
    hair: Colour,
    /// Half the face's width, in pixels.
    face: f32,
    /// Half the chin's width, in pixels.
    jaw: f32,
    /// Half the shoulders' width, in pixels.
    shoulders: f32,
    /// What covers head and neck.
    style: hair::Style,
}

impl Person {
    fn new(dice: &mut Dice, woman: bool, age_years: u32) -> Self {
        let child = age_years < ADULT_FROM;
        let skin = dice.pick(&SKINS);
        let dark = mixed(skin, [0, 0, 0], 0.1) < SKINS[3];
        let young = if dark || dice.chance(60) {
            dice.pick(&HAIRS[..4])
        } else {
            dice.pick(&HAIRS)
        };
        let hair = if age_years >= GREY_FROM {
            dice.pick(&GREYS)
        } else if age_years >= 46 && dice.chance(50) {
            mixed(young, GREYS[0], 0.45)
        } else {
            young
        };
        let narrow = if woman { 7.0 } else { 0.0 };
        Self {
            woman,
            age_years,
            skin,
            hair,
            face: dice.between(112.0, 126.0) - narrow,
            jaw: dice.between(54.0, 80.0) - narrow * 1.6,
            shoulders: match (child, woman) {
                (true, _) => dice.between(158.0, 176.0),
                (false, true) => dice.between(196.0, 218.0),
                (false, false) => dice.between(224.0, 252.0),
            },
            style: hair::Style::new(dice, woman, age_years),
        }
    }

    /// The skin in the shade.
    fn shade(&self, share: f32) -> Colour {
        mixed(self.skin, [92, 38, 24], share)
    }
}

/// See `portrait::drawn`.
pub(super) fn drawn(seed: u64) -> Still {
    let mut dice = Dice(seed ^ 0x6c6f_6b65_7400_0001);
    let woman = dice.chance(50);
    let age_years = 18 + dice.below(56);
    drawn_as(seed, woman, age_years)
}

/// See `portrait::drawn_as`.
pub(super) fn drawn_as(seed: u64, woman: bool, age_years: u32) -> Still {
    let mut dice = Dice(seed);
    let (upper, lower) = dice.pick(&GROUNDS);
    let mut canvas = Canvas::new(600, 800, upper, lower);
    let person = Person::new(&mut dice, woman, age_years);

    canvas.look(ZOOM, HEAD_AT);
    hair::behind(&mut canvas, &person);
    face::neck(&mut canvas, &person);
    canvas.look(ZOOM, (HEAD_AT.0, HEAD_AT.1 - NECK_OUT));
    clothes::clothes(&mut canvas, &person, &mut dice);
    canvas.look(ZOOM, HEAD_AT);
    face::head(&mut canvas, &person, &mut dice);
    hair::front(&mut canvas, &person, &mut dice);
    if dice.chance(if age_years > 45 { 45 } else { 20 }) {
        face::glasses(&mut canvas, &mut dice);
    }
    Still {
        width_px: Portrait::WIDTH_PX,
        height_px: Portrait::HEIGHT_PX,
        rgb: canvas.into_rgb().into(),
    }
}
