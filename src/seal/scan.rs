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

/// Each pixel the mean of the square that reaches `reach` pixels to all sides; edges repeat.
fn mean(luma: &[u8], width: usize, reach: usize) -> Vec<u8> {
    let across: Vec<u8> = luma
        .chunks_exact(width)
        .flat_map(|row| mean_of_line(row.iter().copied(), reach))
        .collect();
    let span = u32::try_from(2 * reach + 1).unwrap_or(1);
    let rows: Vec<&[u8]> = across.chunks_exact(width).collect();
    let row = |at: usize| {
        rows.get(at.saturating_sub(reach).min(rows.len() - 1))
            .copied()
            .unwrap_or_default()
    };
    // Sums of the rows under the window, which moves down a row at a time.
    let mut sums = vec![0_u32; width];
    for at in 0..2 * reach {
        sums.iter_mut()
            .zip(row(at))
            .for_each(|(sum, value)| *sum += u32::from(*value));
    }
    let mut out = Vec::with_capacity(luma.len());
    for y in 0..rows.len() {
        sums.iter_mut()
            .zip(row(y + 2 * reach))
            .for_each(|(sum, value)| *sum += u32::from(*value));
        out.extend(sums.iter().map(|sum| to_luma(sum / span)));
        sums.iter_mut()
            .zip(row(y))
            .for_each(|(sum, value)| *sum -= u32::from(*value));
    }
    out
}

fn mean_of_line(line: impl ExactSizeIterator<Item = u8> + Clone, reach: usize) -> Vec<u8> {
    let line: Vec<u32> = line.map(u32::from).collect();
    let span = u32::try_from(2 * reach + 1).unwrap_or(1);
    let value = |at: usize| {
        line.get(at.saturating_sub(reach).min(line.len() - 1))
            .copied()
            .unwrap_or_default()
    };
    let mut sum: u32 = (0..2 * reach).map(value).sum();
    (0..line.len())
        .map(|x| {
            sum += value(x + 2 * reach);
            let mean = sum / span;
            sum -= value(x);
            to_luma(mean)
        })
        .collect()
}

fn to_luma(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

/// Half as large again, between pixels in a straight line.
fn enlarge(luma: &[u8], width: usize, height: usize) -> (Vec<u8>, usize, usize) {
    let (wide, high) = (width * 3 / 2, height * 3 / 2);
    // Output pixel n lies at (n + 1/2) * 2/3 - 1/2 of the input: in sixths, 4 n - 1.
    let sixths = |at: usize, last: usize| {
        let place = (4 * at).saturating_sub(1);
        let weight = u32::try_from(place % 6).unwrap_or(0);
        ((place / 6).min(last), (place / 6 + 1).min(last), weight)
    };
    let mut out = Vec::with_capacity(wide * high);
    let rows: Vec<&[u8]> = luma.chunks_exact(width).collect();
    let columns: Vec<_> = (0..wide).map(|x| sixths(x, width - 1)).collect();
    for y in 0..high {
        let (above, below, down) = sixths(y, height - 1);
        let (Some(above), Some(below)) = (rows.get(above), rows.get(below)) else {
            continue;
        };
        let mixed: Vec<u32> = above
            .iter()
            .zip(*below)
            .map(|(a, b)| u32::from(*a) * (6 - down) + u32::from(*b) * down)
            .collect();
        let value = |at: usize| mixed.get(at).copied().unwrap_or_default();
        out.extend(columns.iter().map(|(left, right, over)| {
            to_luma((value(*left) * (6 - over) + value(*right) * over) / 36)
        }));
    }
    (out, wide, high)
}

/// Adds three times what a pixel differs from its surroundings.
fn sharpen(luma: &[u8], width: usize) -> Vec<u8> {
    const REACH: usize = 4;
    const GAIN: i32 = 3;
    let around = mean(luma, width, REACH);
    let brought_out = |(value, around): (&u8, &u8)| {
        let value = i32::from(*value);
        u8::try_from((value + GAIN * (value - i32::from(*around))).clamp(0, 255))
            .unwrap_or_default()
    };
    luma.iter().zip(&around).map(brought_out).collect()
}
