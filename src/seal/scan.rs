//! QR texts in a picture, by zxing-cpp and by looks of our own; a picture it cannot read gives nothing, never an error.

mod finder;
mod glance;
mod grid;
mod luma;

use std::panic::{AssertUnwindSafe, catch_unwind};

use zxingcpp::{BarcodeFormat, ImageFormat, ImageView};

pub(super) use glance::Memory;
use luma::{View, halve, mean, sharpen};

/// Smallest side a symbol could stand on: version 1 with a pixel a module.
const MIN_SIDE_PX: u32 = 21;
/// Largest picture taken in: more than any camera in use has.
const MAX_PIXELS: usize = 200_000_000;
/// Threes of squares of a picture whose timing lines are looked for, and symbols that are laid straight.
const CORNERS: usize = 60;
const SYMBOLS: usize = 3;

/// A code that was read, and where it lies: top left, top right, bottom left, bottom right.
struct Code {
    text: String,
    outline: Outline,
}

type Outline = [(f32, f32); 4];

/// Tries the picture as it is; then lays straight each symbol whose corners are seen: as they are, with edges brought out,
/// with edges brought out twice, and in half the size for a code that fills the picture; last without the sensor's noise.
pub(super) fn scan(luma: &[u8], width_px: u32, height_px: u32) -> Vec<String> {
    let Some(view) = view(luma, width_px, height_px) else {
        return Vec::new();
    };
    let mut codes = read(view, Care::Much);
    for look in [Look::Plain, Look::Sharp, Look::Sharper, Look::Half] {
        if codes.is_empty() {
            codes = read_laid(view, &find(view, look).laid);
        }
    }
    if codes.is_empty() {
        let calm = mean(luma, view.width, 1);
        codes = read(
            View {
                luma: &calm,
                ..view
            },
            Care::Much,
        );
    }
    texts(codes)
}

/// The text of modules as they were laid out: drawn with a few pixels each and a quiet zone, then read as one clean symbol.
pub(super) fn drawn(side: usize, dark: &[bool]) -> Option<String> {
    const QUIET: usize = 4;
    const PX: usize = 3;
    if side == 0 || dark.len() != side.checked_mul(side)? {
        return None;
    }
    let width = (side + 2 * QUIET) * PX;
    let mut luma = vec![u8::MAX; width * width];
    let lines = luma.chunks_exact_mut(width).skip(QUIET * PX);
    for (line, y) in lines.zip(0..side * PX) {
        let row = dark.get(y / PX * side..(y / PX + 1) * side)?;
        let pixels = line.iter_mut().skip(QUIET * PX);
        for (pixel, x) in pixels.zip(0..side * PX) {
            if row.get(x / PX).copied().unwrap_or(false) {
                *pixel = 0;
            }
        }
    }
    let view = View {
        luma: &luma,
        width,
        height: width,
    };
    Some(read(view, Care::Pure).pop()?.text)
}

/// Each text once.
fn texts(codes: Vec<Code>) -> Vec<String> {
    let mut texts = Vec::new();
    for code in codes {
        if !texts.contains(&code.text) {
            texts.push(code.text);
        }
    }
    texts
}

/// The picture, if its sizes agree and a symbol could be in it.
fn view(luma: &[u8], width_px: u32, height_px: u32) -> Option<View<'_>> {
    let width = usize::try_from(width_px).ok()?;
    let height = usize::try_from(height_px).ok()?;
    let fits = width.checked_mul(height)? == luma.len() && luma.len() <= MAX_PIXELS;
    (fits && MIN_SIDE_PX <= width_px.min(height_px)).then_some(View {
        luma,
        width,
        height,
    })
}

/// How long the reader looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Every way it has.
    Much,
    /// A part of a frame: turned anyhow, and not inverted.
    Little,
    /// Nothing but one symbol, straight and without noise.
    Pure,
}

fn read(view: View<'_>, care: Care) -> Vec<Code> {
    // The reader is foreign code below a thin binding; whatever it does with a hostile picture, nothing was read.
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let image =
            ImageView::from_slice(view.luma, view.width, view.height, ImageFormat::Lum).ok()?;
        zxingcpp::read()
            .formats([BarcodeFormat::QRCode])
            .try_harder(care != Care::Pure)
            .try_rotate(care != Care::Pure)
            .try_invert(care == Care::Much)
            .try_downscale(care == Care::Much)
            .is_pure(care == Care::Pure)
            .from(&image)
            .ok()
    }));
    let found = attempt.ok().flatten().unwrap_or_default().into_iter();
    let valid = found.filter(zxingcpp::Barcode::is_valid);
    valid
        .map(|barcode| {
            let place = barcode.position();
            let corners = [
                place.top_left,
                place.top_right,
                place.bottom_left,
                place.bottom_right,
            ];
            Code {
                text: String::from_utf8(barcode.bytes()).unwrap_or_else(|_| barcode.text()),
                outline: corners.map(|corner| (corner.x as f32, corner.y as f32)),
            }
        })
        .collect()
}

/// How the corners of symbols are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// In the picture as it is.
    Plain,
    /// With its edges brought out.
    Sharp,
    /// With its edges brought out twice: finds corners under blur of 0.7 modules, and loses those under noise.
    Sharper,
    /// In half its size.
    Half,
}

/// What was found in a look.
struct Found {
    /// Symbols, the surest first.
    laid: Vec<grid::Laid>,
    /// Three squares that may be a symbol's, the likeliest.
    corners: Option<finder::Corners>,
    /// Pixels a module of the largest square.
    largest: f32,
}

fn find(view: View<'_>, look: Look) -> Found {
    let width = view.width;
    let sharp = |luma: &[u8]| sharpen(&mean(luma, width, 1), width);
    let (corners, largest) = match look {
        Look::Plain => corners_in(view),
        Look::Sharp => corners_in(View {
            luma: &sharp(view.luma),
            ..view
        }),
        Look::Sharper => corners_in(View {
            luma: &sharp(&sharp(view.luma)),
            ..view
        }),
        Look::Half => {
            let (luma, width, height) = halve(view);
            let (half, largest) = corners_in(View {
                luma: &luma,
                width,
                height,
            });
            let doubled = half.iter().map(finder::Corners::doubled).collect();
            (doubled, 2.0 * largest)
        }
    };
    Found {
        laid: grid::lay(view, &corners, SYMBOLS),
        corners: corners.first().copied(),
        largest,
    }
}

fn corners_in(view: View<'_>) -> (Vec<finder::Corners>, f32) {
    let seen = finder::Seen::of(view);
    let finders = seen.finders();
    let modules = finders.iter().map(|finder| finder.module);
    (seen.symbols(&finders, CORNERS), modules.fold(0.0, f32::max))
}

fn read_laid(view: View<'_>, laid: &[grid::Laid]) -> Vec<Code> {
    let read = laid.iter().filter_map(|laid| {
        let mut drawings = laid.drawings(view).into_iter();
        drawings.find_map(|(luma, side)| {
            let drawing = View {
                luma: &luma,
                width: side,
                height: side,
            };
            let text = read(drawing, Care::Pure).pop()?.text;
            let outline = laid.outline();
            Some(Code { text, outline })
        })
    });
    read.collect()
}
