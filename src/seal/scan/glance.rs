//! One frame of a stream: a cheap look that changes from frame to frame, first where the code was, and what the person may
//! do when nothing is read.

use super::luma::{Part, View, whole};
use super::{Care, Code, Found, Look, Outline, find, read, read_laid, texts, view};
use crate::seal::{Glance, Hint};

/// Looks at the whole frame, one a frame. The first and the fourth cost a quarter of the third and the last.
const TURNS: [Turn; 6] = [
    Turn::Laid(Look::Plain),
    Turn::Reader,
    Turn::Laid(Look::Sharp),
    Turn::Laid(Look::Half),
    Turn::Laid(Look::Plain),
    Turn::Laid(Look::Sharper),
];
/// Looks at the part where a code was just seen; the reader goes first in any case.
const PART_TURNS: [Look; 3] = [Look::Sharp, Look::Sharper, Look::Plain];
/// Frames after which a place where a code was is nothing special any more.
const PLACE_FRAMES: u32 = 15;
/// Frames for which a hint stands although other looks saw no code.
const HINT_FRAMES: u32 = 12;
/// Least pixels a module that are read in most pictures.
const MODULE_PX: f32 = 3.0;
/// Pixels a module from which on a code may be larger than a camera's picture.
const NEAR_PX: f32 = 6.0;
/// White that is darker than this is too dark, in luma.
const LIGHT: f32 = 64.0;
/// A whole picture darker than this shows nothing.
const MEAN_LIGHT: u32 = 26;
/// Modules of version 10, the smallest a seal has, with the white around it.
const LEAST_MODULES: f32 = 65.0;

#[derive(Clone, Copy)]
enum Turn {
    /// The reader, as it is.
    Reader,
    /// Corners, then laid straight.
    Laid(Look),
}

/// What is known from the frames before.
#[derive(Default)]
pub(in crate::seal) struct Memory {
    frame: u32,
    /// Where a code was, and in which frame.
    place: Option<(Part, u32)>,
    /// What was the matter, and in which frame it was seen.
    hint: Option<(Hint, u32)>,
}

impl Memory {
    pub fn glance(&mut self, luma: &[u8], width_px: u32, height_px: u32) -> Glance {
        self.frame = self.frame.wrapping_add(1);
        let Some(view) = view(luma, width_px, height_px) else {
            return Glance {
                texts: Vec::new(),
                hint: Some(Hint::NoCode),
            };
        };
        let mut trouble = None;
        let mut codes = self.look_again(view, &mut trouble);
        if codes.is_empty() && trouble.is_none() {
            codes = self.look_around(view, &mut trouble);
        }
        let hint = if codes.is_empty() {
            Some(self.remember(trouble.unwrap_or_else(|| nothing(view))))
        } else {
            self.hint = None;
            None
        };
        if let Some(code) = codes.first() {
            self.keep(view, code.outline);
        }
        Glance {
            texts: texts(codes),
            hint,
        }
    }

    /// Where a code was in one of the last frames.
    fn look_again(&mut self, view: View<'_>, trouble: &mut Option<Hint>) -> Vec<Code> {
        let fresh = |seen: u32| self.frame.wrapping_sub(seen) <= PLACE_FRAMES;
        let Some((place, _)) = self.place.filter(|(_, seen)| fresh(*seen)) else {
            return Vec::new();
        };
        let (luma, width, height) = view.cut(place);
        if width < 21 || height < 21 {
            return Vec::new();
        }
        let part = View {
            luma: &luma,
            width,
            height,
        };
        let mut codes = read(part, Care::Little);
        if codes.is_empty() {
            let turn = self.frame % 3;
            let looks = PART_TURNS.into_iter().zip(0..);
            let look = looks.filter(|(_, at)| *at == turn).map(|(look, _)| look);
            let found = find(part, look.last().unwrap_or(Look::Plain));
            codes = read_laid(part, &found.laid);
            if codes.is_empty() {
                *trouble = self.matter(view, part, &found, (place.left, place.top));
            }
        }
        let moved = |(x, y): (f32, f32)| (x + place.left as f32, y + place.top as f32);
        for code in &mut codes {
            code.outline = code.outline.map(moved);
        }
        codes
    }

    /// Anywhere, by the look whose turn it is.
    fn look_around(&mut self, view: View<'_>, trouble: &mut Option<Hint>) -> Vec<Code> {
        let turns = TURNS.len().try_into().unwrap_or(1);
        let turn = TURNS
            .into_iter()
            .zip(0..)
            .find(|(_, at)| *at == self.frame % turns);
        let Some((Turn::Laid(look), _)) = turn else {
            return read(view, Care::Little);
        };
        let found = find(view, look);
        let codes = read_laid(view, &found.laid);
        if codes.is_empty() {
            *trouble = self.matter(view, view, &found, (0, 0));
        }
        codes
    }

    /// Why a code that is seen is not read, if one is seen.
    fn matter(
        &mut self,
        whole_view: View<'_>,
        view: View<'_>,
        found: &Found,
        (left, top): (usize, usize),
    ) -> Option<Hint> {
        let moved = |(x, y): (f32, f32)| (x + left as f32, y + top as f32);
        if let Some(laid) = found.laid.first() {
            let outline = laid.outline().map(moved);
            let state = laid.state(view);
            self.keep(whole_view, outline);
            return Some(if state.light < LIGHT {
                Hint::MoreLight
            } else if state.module_px < MODULE_PX {
                Hint::Closer
            } else if state.glare {
                Hint::Glare
            } else {
                Hint::HoldStill
            });
        }
        let side = whole_view.width.min(whole_view.height) as f32;
        if NEAR_PX < found.largest && side < found.largest * LEAST_MODULES {
            return Some(Hint::Further);
        }
        let corners = found
            .corners
            .filter(|corners| corners.module < MODULE_PX && corners.is_likely());
        corners.map(|_| Hint::Closer)
    }

    fn keep(&mut self, view: View<'_>, outline: Outline) {
        let ends = |values: [f32; 4]| {
            let low = values.into_iter().fold(f32::MAX, f32::min);
            let high = values.into_iter().fold(0.0, f32::max);
            (low, high)
        };
        let ((left, right), (top, bottom)) =
            (ends(outline.map(|(x, _)| x)), ends(outline.map(|(_, y)| y)));
        // Room for a hand that moves: a third of the code to all sides.
        let room = (right - left).max(bottom - top) / 3.0;
        let pixel = |at: f32, most: usize| usize::try_from(whole(at)).unwrap_or(0).min(most);
        let (left, top) = (
            pixel(left - room, view.width),
            pixel(top - room, view.height),
        );
        let (right, bottom) = (
            pixel(right + room, view.width),
            pixel(bottom + room, view.height),
        );
        let part = Part {
            left,
            top,
            width: right.saturating_sub(left),
            height: bottom.saturating_sub(top),
        };
        self.place = Some((part, self.frame));
    }

    /// A look that sees no code does not undo what another saw a moment ago.
    fn remember(&mut self, hint: Hint) -> Hint {
        let fresh = |seen: u32| self.frame.wrapping_sub(seen) <= HINT_FRAMES;
        if hint != Hint::NoCode {
            self.hint = Some((hint, self.frame));
        }
        let last = self.hint.filter(|(_, seen)| fresh(*seen));
        last.map_or(hint, |(hint, _)| hint)
    }
}

/// No code is seen: too dark, blurred all over, or there is none.
fn nothing(view: View<'_>) -> Hint {
    let (mut sum, mut count) = (0_u32, 0_u32);
    let (mut blocks, mut crisp) = (0_u32, 0_u32);
    for row in view.rows().step_by(8) {
        for block in row.chunks_exact(16).step_by(2) {
            sum += block.iter().map(|value| u32::from(*value)).sum::<u32>();
            count += 16;
            let darkest = block.iter().min().copied().unwrap_or_default();
            let lightest = block.iter().max().copied().unwrap_or_default();
            let range = lightest - darkest;
            // A step over two pixels that takes half of the way is a crisp edge.
            if 48 <= range {
                blocks += 1;
                let steps = block.iter().zip(block.iter().skip(2));
                let steepest = steps.map(|(one, other)| one.abs_diff(*other)).max();
                crisp += u32::from(range / 2 <= steepest.unwrap_or_default());
            }
        }
    }
    if sum < MEAN_LIGHT * count {
        Hint::MoreLight
    } else if 12 <= blocks && crisp * 10 < blocks {
        Hint::HoldStill
    } else {
        Hint::NoCode
    }
}
