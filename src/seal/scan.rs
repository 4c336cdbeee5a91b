//! QR texts in a picture, by zxing-cpp; a picture it cannot read gives nothing, never an error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use zxingcpp::{BarcodeFormat, Binarizer, ImageFormat, ImageView};

/// Smallest side a symbol could stand on: version 1 with a pixel a module.
const MIN_SIDE_PX: u32 = 21;
/// Largest picture taken in: more than any camera in use has.
const MAX_PIXELS: usize = 200_000_000;

pub(super) fn scan(luma: &[u8], width_px: u32, height_px: u32) -> Vec<String> {
    let pixels = usize::try_from(width_px).ok().zip(usize::try_from(height_px).ok());
    let fits = pixels.and_then(|(width, height)| width.checked_mul(height)).is_some_and(|pixels| pixels == luma.len());
    if !fits || width_px.min(height_px) < MIN_SIDE_PX || MAX_PIXELS < luma.len() {
        return Vec::new();
    }
    [Binarizer::LocalAverage, Binarizer::GlobalHistogram]
        .into_iter()
        .map(|binarizer| read(luma, width_px, height_px, binarizer))
        .find(|texts| !texts.is_empty())
        .unwrap_or_default()
}

fn read(luma: &[u8], width_px: u32, height_px: u32, binarizer: Binarizer) -> Vec<String> {
    // The reader is foreign code below a thin binding; whatever it does with a hostile picture, nothing was read.
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let view = ImageView::from_slice(luma, width_px, height_px, ImageFormat::Lum).ok()?;
        zxingcpp::read()
            .formats([BarcodeFormat::QRCode])
            .try_harder(true)
            .try_rotate(true)
            .try_invert(true)
            .try_downscale(true)
            .binarizer(binarizer)
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
