//! Text into lines of a width, by real glyph widths; breaks where a reader would, and inside a word only where it must.

use crate::drawing::{Face, Ink, Mm, Pt};
use std::borrow::Cow;

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Its face.
    pub(super) face: Face,
    /// Its size.
    pub(super) size: Pt,
    /// Its colour.
    pub(super) ink: Ink,
    /// Baseline to baseline in parts of the size.
    pub(super) leading: f32,
}

impl Style {
    /// Black, with the leading of running text.
    pub(super) const fn new(face: Face, size: f32) -> Self {
        Self {
            face,
            size: Pt(size),
            ink: Ink::K,
            leading: 1.42,
        }
    }

    /// The same in another colour.
    pub(super) const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// The same with other leading.
    pub(super) const fn leading(self, leading: f32) -> Self {
        Self { leading, ..self }
    }

    /// Baseline to baseline.
    pub(super) fn step(self) -> Mm {
        Mm(self.size.mm().0 * self.leading)
    }

    /// Width of one line.
    pub(super) fn width(self, text: &str) -> Mm {
        self.face.width(text, self.size, 0)
    }

    /// Lines of at most `width`, never empty; a blank line for a blank line.
    pub(super) fn wrap(self, text: &str, width: Mm) -> Vec<String> {
        let text = clean(text, self.face);
        let limit = width.0 / self.size.mm().0;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            wrap_line(line.trim_end(), self.face, limit, &mut lines);
        }
        lines
    }
}

/// Stands where a face has no letter; every face has it.
const STAND_IN: char = '?';

/// What the face can draw: other white space becomes a blank, letters it does not have become a mark a reader sees.
pub(super) fn clean(text: &str, face: Face) -> Cow<'_, str> {
    let plain = |character: char| character == '\n' || (' '..='~').contains(&character);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let drawable = |character: char| match character {
        _ if plain(character) => character,
        _ if character.is_control() => ' ',
        _ if face.missing(character.encode_utf8(&mut [0; 4])).is_some() => STAND_IN,
        _ => character,
    };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(drawable).collect())
}

/// A place where a line may end.
struct Break {
    /// End of what the line shows.
    end: usize,
    /// Begin of the next line.
    next: usize,
    /// How far the pen has come there.
    pen: f32,
}

fn wrap_line(line: &str, face: Face, limit: f32, lines: &mut Vec<String>) {
    let (mut start, mut origin, mut pen) = (0, 0.0, 0.0);
    let mut possible: Option<Break> = None;
    for ((at, character), glyph) in line.char_indices().zip(face.glyphs(line)) {
        let after = at + character.len_utf8();
        if character == ' ' {
            pen += glyph.advance + glyph.kern;
            if at > start || possible.is_some() {
                possible = Some(Break {
                    // Blanks before it belong to no line.
                    end: at,
                    next: after,
                    pen,
                });
            }
            continue;
        }
        while pen + glyph.advance - origin > limit && at > start {
            let place = possible.take().unwrap_or(Break {
                end: at,
                next: at,
                pen,
            });
            if let Some(shown) = line.get(start..place.end) {
                lines.push(shown.trim_end().to_owned());
            }
            (start, origin) = (place.next, place.pen);
        }
        pen += glyph.advance + glyph.kern;
        if matches!(character, '-' | '/') {
            possible = Some(Break {
                end: after,
                next: after,
                pen,
            });
        }
    }
    if let Some(rest) = line.get(start..) {
        lines.push(rest.to_owned());
    }
}
