//! A folder of pictures shown like a film, in place of a camera; decodes whatever a device could not give.

use std::fs;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage};

use super::Error;
use super::pixels::is_whole_jpeg;
use super::watch::{Event, Pace, Shared, pause};

/// Largest file read, in bytes.
const MAX_BYTES: u64 = 40 * 1024 * 1024;
/// Largest picture read, in pixels.
const MAX_PIXELS: u64 = 60_000_000;
/// Decoded pictures kept for the next round, in bytes.
const KEPT_BYTES: usize = 48 * 1024 * 1024;

/// A decoded picture of the film.
#[derive(Clone)]
struct Still {
    width_px: u32,
    height_px: u32,
    rgb: Arc<[u8]>,
}

/// Shows the folder over and over until it is stopped. New files come in with the next round.
pub(super) fn play(shared: &Shared, events: &Receiver<Event>, folder: &Path, pace: Pace) {
    let mut kept: Vec<(PathBuf, Still)> = Vec::new();
    loop {
        let paths = listed(folder);
        kept.retain(|(path, _)| paths.contains(path));
        let mut shown = 0_u32;
        for path in &paths {
            if shared.is_stopped() {
                return;
            }
            let known = kept.iter().find(|(p, _)| p == path);
            let Some(still) = known.map(|(_, s)| s.clone()).or_else(|| read(path)) else {
                continue;
            };
            let used: usize = kept.iter().map(|(_, s)| s.rgb.len()).sum();
            if known.is_none() && used + still.rgb.len() <= KEPT_BYTES {
                kept.push((path.clone(), still.clone()));
            }
            shown += 1;
            shared.show("film", still.width_px, still.height_px, still.rgb);
            if !pause(shared, events, pace.film) {
                return;
            }
        }
        if shown == 0 {
            shared.fail(Error::NoStills);
            if !pause(shared, events, pace.retry) {
                return;
            }
        }
    }
}

/// Pictures by their names, sorted.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_picture = |path: &PathBuf| {
        let ending = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        ["jpg", "jpeg", "png", "webp"].contains(&ending.to_ascii_lowercase().as_str())
    };
    let mut paths: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(is_picture)
        .collect();
    paths.sort();
    paths
}

/// `None` for whatever cannot be read: the film goes on without it.
fn read(path: &Path) -> Option<Still> {
    if fs::metadata(path).ok()?.len() > MAX_BYTES {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    catch_unwind(AssertUnwindSafe(|| decode(&bytes))).ok()?
}

/// What is transparent shows the white of paper, not the black that happens to lie under it.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut rgb = RgbImage::new(picture.width(), picture.height());
    for (to, from) in rgb.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let mixed = [red, green, blue].map(|part| (part * alpha + 255 * (255 - alpha)) / 255);
        to.0 = mixed.map(|part| u8::try_from(part).unwrap_or(u8::MAX));
    }
    rgb
}

fn decode(bytes: &[u8]) -> Option<Still> {
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let format = reader.format()?;
    // The decoder would fill up what a JPEG lacks with grey.
    let is_whole = format != ImageFormat::Jpeg || is_whole_jpeg(bytes);
    let is_known = matches!(
        format,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP
    );
    if !is_known || !is_whole {
        return None;
    }
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    decoder.set_limits(limits).ok()?;
    let turn = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(turn) = turn {
        picture.apply_orientation(turn);
    }
    let rgb = on_white(picture);
    Some(Still {
        width_px: rgb.width(),
        height_px: rgb.height(),
        rgb: rgb.into_raw().into(),
    })
}
