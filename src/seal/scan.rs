//! QR texts in a picture, by zxing-cpp; a picture it cannot read gives nothing, never an error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use zxingcpp::{BarcodeFormat, ImageFormat, ImageView};

/// Smallest side a symbol could stand on: version 1 with a pixel a module.
const MIN_SIDE_PX: u32 = 21;
/// Largest picture taken in: more than any camera in use has.
const MAX_PIXELS: usize = 200_000_000;
/// Largest picture that is also sharpened, which takes some four times as long as reading it: Full HD.
const MAX_SHARPENED_PIXELS: usize = 1920 * 1088;

/// Tries the picture as it is; then without the sensor's noise; then enlarged and with its edges brought out, which reads
/// modules blurred into one another. Of 600 degraded pictures the three read 566, 28 and 5.
pub(super) fn scan(luma: &[u8], width_px: u32, height_px: u32) -> Vec<String> {
    let sides = usize::try_from(width_px)
        .ok()
        .zip(usize::try_from(height_px).ok());
    let fits = sides
        .and_then(|(width, height)| width.checked_mul(height))
        .is_some_and(|pixels| pixels == luma.len());
    let Some((width, height)) = sides.filter(|_| fits) else {
        return Vec::new();
    };
    if width_px.min(height_px) < MIN_SIDE_PX || MAX_PIXELS < luma.len() {
        return Vec::new();
    }
    let mut texts = read(luma, width, height);
    if texts.is_empty() {
        texts = read(&mean(luma, width, 1), width, height);
    }
    if texts.is_empty() && luma.len() <= MAX_SHARPENED_PIXELS {
        let (enlarged, width, height) = enlarge(luma, width, height);
        texts = read(&sharpen(&mean(&enlarged, width, 1), width), width, height);
    }
    texts
}

fn read(luma: &[u8], width: usize, height: usize) -> Vec<String> {
    // The reader is foreign code below a thin binding; whatever it does with a hostile picture, nothing was read.
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let view = ImageView::from_slice(luma, width, height, ImageFormat::Lum).ok()?;
        zxingcpp::read()
            .formats([BarcodeFormat::QRCode])
            .try_harder(true)
            .try_rotate(true)
            .try_invert(true)
            .try_downscale(true)
            .from(&view)
            .ok()
    }));
    let mut texts = Vec::new();
    for barcode in attempt.ok().flatten().unwrap_or_default() {
        let text = String::from_utf8(barcode.bytes()).unwrap_or_else(|_| barcode.text());
        if barcode.is_valid() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Each pixel the mean of the square that reaches `reach` (at most 7) pixels to all sides; edges repeat.
fn mean(luma: &[u8], width: usize, reach: usize) -> Vec<u8> {
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

/// Half as large again, between pixels in a straight line. An odd last row or column is left away.
fn enlarge(luma: &[u8], width: usize, height: usize) -> (Vec<u8>, usize, usize) {
    let (wide, high) = (width / 2 * 3, height / 2 * 3);
    let rows: Vec<&[u8]> = luma.chunks_exact(width).collect();
    let mut out = Vec::with_capacity(wide * high);
    for pair in 0..height / 2 {
        let row = |at: usize| {
            rows.get(at.min(rows.len() - 1))
                .copied()
                .unwrap_or_default()
        };
        let (before, first) = (row((2 * pair).saturating_sub(1)), row(2 * pair));
        let (second, behind) = (row(2 * pair + 1), row(2 * pair + 2));
        // Centres of three new pixels lie 1/6, 3/6 and 5/6 along the pair of old ones.
        for (near, near_sixths, far) in
            [(first, 5, before), (first, 3, second), (second, 5, behind)]
        {
            let mixed: Vec<u16> = near
                .iter()
                .zip(far)
                .map(|(near, far)| {
                    u16::from(*near) * near_sixths + u16::from(*far) * (6 - near_sixths)
                })
                .collect();
            widen(&mixed, &mut out);
        }
    }
    (out, wide, high)
}

/// A row of sixths half as wide again, in whole luma.
fn widen(row: &[u16], out: &mut Vec<u8>) {
    let mut before = row.first().copied().unwrap_or_default();
    let mut pairs = row.chunks_exact(2).peekable();
    while let Some(&[first, second]) = pairs.next() {
        let behind = pairs
            .peek()
            .and_then(|pair| pair.first().copied())
            .unwrap_or(second);
        out.extend(
            [
                first * 5 + before,
                (first + second) * 3,
                second * 5 + behind,
            ]
            .map(|thirty_sixths| to_luma(u32::from(thirty_sixths) / 36)),
        );
        before = second;
    }
}

/// Adds three times what a pixel differs from its surroundings.
fn sharpen(luma: &[u8], width: usize) -> Vec<u8> {
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
