//! Choice of the mask of a QR symbol, bit for bit the `qrcode` crate's own, on whole rows at a time.
//!
//! A row is a `u128`, bit x the module at x. The crate scores eight copies module by module through closures; here a symbol
//! under a mask is one XOR a row, and each penalty a few shifts a row. Its scores are its own in two points and kept so: the
//! balance is not rounded to 5 %, and a finder-like pattern counts once, with four light modules (or the edge) on either side.

use std::sync::OnceLock;

use qrcode::canvas::{Canvas, MaskPattern, Module};
use qrcode::{Color, EcLevel, Version};

use super::qr::MAX_VERSION;

/// Side of version 14.
const MAX_SIDE: usize = 17 + 4 * MAX_VERSION as usize;

/// In the order of the crate, which keeps the first of equals.
const PATTERNS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

type Lines = [u128; MAX_SIDE];

/// A symbol twice: by rows and by columns.
#[derive(Clone, Copy)]
struct Grid {
    rows: Lines,
    columns: Lines,
}

impl Grid {
    fn of(canvas: &Canvas, side: usize, is_set: impl Fn(Module) -> bool) -> Self {
        let mut grid = Self {
            rows: [0; MAX_SIDE],
            columns: [0; MAX_SIDE],
        };
        for (y, row) in (0_i16..).zip(&mut grid.rows).take(side) {
            for (x, column) in (0_i16..).zip(&mut grid.columns).take(side) {
                let bit = u128::from(is_set(canvas.get(x, y)));
                *row |= bit << x;
                *column |= bit << y;
            }
        }
        grid
    }

    fn xor(&self, other: &Self) -> Self {
        let mut grid = *self;
        grid.rows
            .iter_mut()
            .zip(&other.rows)
            .for_each(|(line, mask)| *line ^= mask);
        grid.columns
            .iter_mut()
            .zip(&other.columns)
            .for_each(|(line, mask)| *line ^= mask);
        grid
    }
}

/// Side and rows of the symbol under the mask with the lowest score.
pub(super) fn choose(canvas: &Canvas, version: u8) -> (usize, Vec<u128>) {
    let side = 17 + 4 * usize::from(version);
    let data = Grid::of(canvas, side, |module| {
        module == Module::Unmasked(Color::Dark)
    });
    let best = empty_symbols(version)
        .iter()
        .map(|empty| empty.xor(&data))
        .min_by_key(|grid| penalty(grid, side));
    (
        side,
        best.map(|grid| grid.rows.iter().take(side).copied().collect())
            .unwrap_or_default(),
    )
}

/// What a symbol without data is under each mask: patterns, format information, and the mask itself. Made once a version.
fn empty_symbols(version: u8) -> &'static [Grid] {
    static MADE: [OnceLock<Vec<Grid>>; MAX_VERSION as usize] =
        [const { OnceLock::new() }; MAX_VERSION as usize];
    let make = || {
        let size = Version::Normal(version.into());
        let side = 17 + 4 * usize::from(version);
        let mut empty = Canvas::new(size, EcLevel::M);
        empty.draw_all_functional_patterns();
        let masked = |pattern: &MaskPattern| {
            let mut canvas = empty.clone();
            canvas.apply_mask(*pattern);
            Grid::of(&canvas, side, Module::is_dark)
        };
        PATTERNS.iter().map(masked).collect()
    };
    MADE.get(usize::from(version).wrapping_sub(1))
        .map_or(&[], |made| made.get_or_init(make).as_slice())
}

/// The crate's score, lower is better (ISO/IEC 18004 7.8.3.1). Its constant for the three finders is left away.
fn penalty(grid: &Grid, side: usize) -> u32 {
    let lines = || {
        grid.rows
            .iter()
            .take(side)
            .chain(grid.columns.iter().take(side))
    };
    let runs_and_finders: u32 = lines().map(|line| runs(*line, side) + finders(*line)).sum();
    let blocks: u32 = grid
        .rows
        .iter()
        .zip(grid.rows.iter().skip(1))
        .take(side - 1)
        .map(|(a, b)| blocks(*a, *b, side))
        .sum();
    let dark: u32 = grid.rows.iter().map(|row| row.count_ones()).sum();
    let modules = u32::try_from(side * side).unwrap_or(u32::MAX);
    runs_and_finders + blocks + (dark * 200 / modules).abs_diff(100)
}

/// Bit x: modules x and x + 1 are alike.
fn alike(line: u128, side: usize) -> u128 {
    !(line ^ line >> 1) & ((1 << (side - 1)) - 1)
}

/// A run of n >= 5 like modules scores n - 2, which is k - 1 for its k = n - 1 like neighbours.
fn runs(line: u128, side: usize) -> u32 {
    let alike = alike(line, side);
    let pairs = alike & alike >> 1;
    // k like neighbours leave k - 3 bits, side by side.
    let fours = pairs & pairs >> 2;
    let begun = fours & !(fours << 1);
    fours.count_ones() + 2 * begun.count_ones()
}

/// A block of 2 by 2 like modules scores 3.
fn blocks(row: u128, below: u128, side: usize) -> u32 {
    3 * (alike(row, side) & alike(below, side) & !(row ^ below)).count_ones()
}

/// `#.###.#` with four light modules before or behind scores 40; beyond the edge is light.
fn finders(line: u128) -> u32 {
    let pattern =
        line & !(line >> 1) & line >> 2 & line >> 3 & line >> 4 & !(line >> 5) & line >> 6;
    let dark_before = line << 1 | line << 2 | line << 3 | line << 4;
    let dark_behind = line >> 7 | line >> 8 | line >> 9 | line >> 10;
    40 * (pattern & !(dark_before & dark_behind)).count_ones()
}
