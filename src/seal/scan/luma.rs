//! Pictures as rows of brightness: a view into one, and what is done to it before it is read.

/// A picture that is not empty.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub luma: &'a [u8],
    pub width: usize,
    pub height: usize,
}

/// A part of a picture, in whole pixels of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub left: usize,
    pub top: usize,
    pub width: usize,
    pub height: usize,
}

impl<'a> View<'a> {
    /// Brightness of the nearest pixel inside.
    pub fn at(&self, x: i32, y: i32) -> u8 {
        let inside = |at: i32, side: usize| usize::try_from(at).unwrap_or(0).min(side - 1);
        let place = inside(y, self.height) * self.width + inside(x, self.width);
        self.luma.get(place).copied().unwrap_or_default()
    }

    /// Brightness between four pixels, whose centres lie at halves.
    pub fn between(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right_share, low_share) = (x - left, y - top);
        let (column, row) = (whole(left), whole(top));
        let [first, second, third, fourth] = self.square(column, row).map(f32::from);
        let above = first + (second - first) * right_share;
        let below = third + (fourth - third) * right_share;
        above + (below - above) * low_share
    }

    /// A pixel, its right neighbour, and the two below them.
    fn square(&self, x: i32, y: i32) -> [u8; 4] {
        let place = usize::try_from(x).ok().zip(usize::try_from(y).ok());
        let place = place.filter(|(x, y)| x + 1 < self.width && y + 1 < self.height);
        let pair = |at: usize| self.luma.get(at..at + 2);
        if let Some(at) = place.map(|(x, y)| y * self.width + x)
            && let (Some(&[first, second]), Some(&[third, fourth])) =
                (pair(at), pair(at + self.width))
        {
            return [first, second, third, fourth];
        }
        [
            self.at(x, y),
            self.at(x + 1, y),
            self.at(x, y + 1),
            self.at(x + 1, y + 1),
        ]
    }

    pub fn rows(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.luma.chunks_exact(self.width)
    }

    /// The pixels of a part; what lies outside is left away.
    pub fn cut(&self, part: Part) -> (Vec<u8>, usize, usize) {
        let left = part.left.min(self.width);
        let right = (part.left + part.width).min(self.width);
        let rows = self.rows().skip(part.top).take(part.height);
        let luma: Vec<u8> = rows
            .flat_map(|row| row.get(left..right).unwrap_or_default())
            .copied()
            .collect();
        let width = right - left;
        let height = luma.len().checked_div(width).unwrap_or(0);
        (luma, width, height)
    }
}

/// The whole number below or at zero's side; what no `i32` holds is its nearest.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float becomes the nearest whole number that fits"
)]
pub(super) fn whole(value: f32) -> i32 {
    value as i32
}

/// Half as large: each pixel the mean of four. An odd last row or column is left away.
pub(super) fn halve(view: View<'_>) -> (Vec<u8>, usize, usize) {
    let (width, height) = (view.width / 2, view.height / 2);
    let mut out = Vec::with_capacity(width * height);
    let rows: Vec<&[u8]> = view.rows().collect();
    for pair in rows.chunks_exact(2) {
        let (upper, lower) = (pair.first(), pair.last());
        let above = upper.map_or([].as_slice(), |row| row).chunks_exact(2);
        let below = lower.map_or([].as_slice(), |row| row).chunks_exact(2);
        out.extend(above.zip(below).map(|(above, below)| {
            let sum: u32 = above
                .iter()
                .chain(below)
                .map(|value| u32::from(*value))
                .sum();
            to_luma((sum + 2) / 4)
        }));
    }
    (out, width, height)
}

/// Each pixel the mean of the square that reaches `reach` (at most 7) pixels to all sides; edges repeat.
pub(super) fn mean(luma: &[u8], width: usize, reach: usize) -> Vec<u8> {
    let mut sums = Vec::with_capacity(luma.len());
    for row in luma.chunks_exact(width) {
        add_sums_across(row, reach, &mut sums);
    }
    let rows: Vec<&[u16]> = sums.chunks_exact(width).collect();
    let row = |at: usize| {
        let at = at.saturating_sub(reach).min(rows.len() - 1);
        rows.get(at).copied().unwrap_or_default()
    };
    // Sums of the square around each pixel of a row; the square moves down a row at a time.
    let mut squares = vec![0_u16; width];
    let add = |squares: &mut [u16], row: &[u16]| {
        squares
            .iter_mut()
            .zip(row)
            .for_each(|(sum, value)| *sum += value);
    };
    for at in 0..2 * reach {
        add(&mut squares, row(at));
    }
    // One over the pixels of a square, in 65,536ths.
    let share = u32::try_from(65_536 / ((2 * reach + 1) * (2 * reach + 1)) + 1).unwrap_or(1);
    let mut out = Vec::with_capacity(luma.len());
    for y in 0..rows.len() {
        add(&mut squares, row(y + 2 * reach));
        out.extend(
            squares
                .iter()
                .map(|sum| to_luma((u32::from(*sum) * share) >> 16)),
        );
        squares
            .iter_mut()
            .zip(row(y))
            .for_each(|(sum, value)| *sum -= value);
    }
    out
}

/// Sums of the pixels `reach` to the left to `reach` to the right, for each pixel of a row.
fn add_sums_across(row: &[u8], reach: usize, sums: &mut Vec<u16>) {
    let edge = |value: Option<&u8>| std::iter::repeat_n(value.copied().unwrap_or_default(), reach);
    let mut padded: Vec<u8> = edge(row.first()).collect();
    padded.extend_from_slice(row);
    padded.extend(edge(row.last()));
    let begin = sums.len();
    sums.resize(begin + row.len(), 0);
    let sums = sums.get_mut(begin..).unwrap_or_default();
    for shifted in padded.windows(row.len()) {
        sums.iter_mut()
            .zip(shifted)
            .for_each(|(sum, value)| *sum += u16::from(*value));
    }
}

/// The low byte of a number that is no more.
fn to_luma(value: u32) -> u8 {
    let [luma, ..] = value.to_le_bytes();
    luma
}

/// Adds three times what a pixel differs from its surroundings.
pub(super) fn sharpen(luma: &[u8], width: usize) -> Vec<u8> {
    const REACH: usize = 4;
    const GAIN: i32 = 3;
    let around = mean(luma, width, REACH);
    let brought_out = |(value, around): (&u8, &u8)| {
        let value = i32::from(*value);
        let sharpened = value + GAIN * (value - i32::from(*around));
        u8::try_from(sharpened.clamp(0, 255)).unwrap_or_default()
    };
    luma.iter().zip(&around).map(brought_out).collect()
}
