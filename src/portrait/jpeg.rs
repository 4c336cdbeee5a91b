//! The portrait's own JPEG: how it is written, and how a stored one is told from any other; no scaling.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use super::{Error, Made, Portrait};

/// Quality tried first; above it files grow and no eye sees why.
const BEST: u8 = 90;
/// Quality under which faces get blocks; rather than go lower, the picture is softened.
const LEAST: u8 = 40;
/// How often an extremely noisy picture is softened before giving up.
const SOFTENINGS: usize = 4;

/// A good JPEG of these pixels (4:4:4, JFIF header only) that has at most `max_bytes`.
pub(super) fn within(
    mut rgb: Vec<u8>,
    width_px: u32,
    height_px: u32,
    max_bytes: usize,
) -> Result<Vec<u8>, Error> {
    for _ in 0..=SOFTENINGS {
        if let Some(file) = fitting(max_bytes, |quality| {
            encoded(&rgb, width_px, height_px, quality)
        })? {
            return Ok(file);
        }
        rgb = softened(&rgb, width_px as usize);
    }
    Err(Error::TooLarge {
        what: format!("portrait does not fit in {max_bytes} bytes"),
    })
}

/// Searches the quality in few steps, for each costs as much as all the scaling; `None` if none fits.
fn fitting(
    max_bytes: usize,
    encoded: impl Fn(u8) -> Result<Vec<u8>, Error>,
) -> Result<Option<Vec<u8>>, Error> {
    let enough = max_bytes / 10 * 9;
    let (mut over, mut best) = (BEST + 1, None);
    let (mut under, mut quality) = (LEAST, BEST);
    loop {
        let file = encoded(quality)?;
        if file.len() <= max_bytes {
            let is_enough = file.len() >= enough || quality == BEST;
            under = quality;
            best = Some(file);
            if is_enough || over - under <= 2 {
                return Ok(best);
            }
        } else {
            if quality == LEAST {
                return Ok(best);
            }
            let fall = file.len() as f32 / max_bytes as f32;
            over = quality;
            if best.is_none() {
                quality = guess(quality, fall);
                continue;
            }
        }
        quality = under.midpoint(over);
        if quality == under {
            return Ok(best);
        }
    }
}

/// A quality whose file is smaller by `fall`: lengths go about with the root of the distance from 100.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and the result is clamped"
)]
fn guess(quality: u8, fall: f32) -> u8 {
    let distance = f32::from(100 - quality) * (fall * 1.03).powf(1.6);
    ((100.0 - distance) as u8).clamp(LEAST, quality - 1)
}

fn encoded(rgb: &[u8], width_px: u32, height_px: u32, quality: u8) -> Result<Vec<u8>, Error> {
    let mut file = Vec::with_capacity(Portrait::MAX_BYTES);
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(rgb, width_px, height_px, ExtendedColorType::Rgb8)
        .map_err(|e| Error::Damaged {
            what: e.to_string(),
        })?;
    Ok(file)
}

/// Each pixel the mean of itself, the one to the right and the two below.
fn softened(rgb: &[u8], width: usize) -> Vec<u8> {
    let row = width * 3;
    let at = |i: usize| u16::from(rgb.get(i).copied().unwrap_or_default());
    (0..rgb.len())
        .map(|i| {
            let right = if i % row + 3 < row { 3 } else { 0 };
            let down = if i + row < rgb.len() { row } else { 0 };
            let sum = at(i) + at(i + right) + at(i + down) + at(i + right + down);
            u8::try_from(sum / 4).unwrap_or(u8::MAX)
        })
        .collect()
}

/// What a comment with that text takes, in bytes.
pub(super) fn comment_bytes(text: &str) -> usize {
    4 + text.len()
}

/// The file with a comment behind its JFIF header.
pub(super) fn commented(file: &[u8], text: &str) -> Vec<u8> {
    let header = segment_len(file, 4).map_or(2, |len| 4 + len);
    let (head, rest) = file.split_at(header.min(file.len()));
    let len = u16::try_from(text.len() + 2).unwrap_or(2).to_be_bytes();
    [head, &[0xff, 0xfe], &len, text.as_bytes(), rest].concat()
}

/// The comment behind the JFIF header.
pub(super) fn comment(file: &[u8]) -> Option<&[u8]> {
    let at = 4 + segment_len(file, 4)?;
    let len = segment_len(file, at + 2)?;
    let is_comment = file.get(at..at + 2)? == [0xff, 0xfe];
    file.get(at + 4..at + 2 + len).filter(|_| is_comment)
}

/// Bytes up to and with the end marker; `None` if the file stops before it.
pub(super) fn end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == 0xff)?;
        match *bytes.get(at + 1)? {
            // A stuffed byte, standalone markers.
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            // Fill bytes.
            0xff => at += 1,
            0xd9 => return Some(at + 2),
            _ => at += 2 + segment_len(bytes, at + 2)?,
        }
    }
}

/// A segment's length, its own two bytes included.
fn segment_len(bytes: &[u8], at: usize) -> Option<usize> {
    let len = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    (len >= 2).then_some(len)
}

/// Refuses every file that `within` could not have made for a portrait.
pub(super) fn check_portrait(bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() > Portrait::MAX_BYTES {
        return Err(Error::TooLarge {
            what: format!("{} of {} bytes", bytes.len(), Portrait::MAX_BYTES),
        });
    }
    if !bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Err(Error::Format);
    }
    match is_portrait(bytes) {
        Some(true) => Ok(()),
        Some(false) | None => Err(Error::Damaged {
            what: "not a stored portrait".to_owned(),
        }),
    }
}

/// JFIF header, frame of the right size, tables, one scan, end; `None` where the file stops too early.
fn is_portrait(bytes: &[u8]) -> Option<bool> {
    if bytes.get(2..4)? != [0xff, 0xe0] || bytes.get(6..11)? != b"JFIF\0" {
        return Some(false);
    }
    let mut at = 2 + 2 + segment_len(bytes, 4)?;
    // The one comment a portrait may have tells what was done to it.
    if let Some(line) = comment(bytes) {
        if Made::read(line).is_none() {
            return Some(false);
        }
        at += 4 + line.len();
    }
    let mut is_sized = false;
    loop {
        if *bytes.get(at)? != 0xff {
            return Some(false);
        }
        let len = segment_len(bytes, at + 2)?;
        let body = bytes.get(at + 4..at + 2 + len)?;
        match *bytes.get(at + 1)? {
            // Tables.
            0xdb | 0xc4 => {}
            // Baseline frame: 8 bits, height, width, three components.
            0xc0 => {
                let [h0, h1] = Portrait::HEIGHT_PX.to_be_bytes()[2..] else {
                    return None;
                };
                let [w0, w1] = Portrait::WIDTH_PX.to_be_bytes()[2..] else {
                    return None;
                };
                is_sized = body.get(..6)? == [8, h0, h1, w0, w1, 3];
            }
            // Scan: the last thing before the end.
            0xda => return Some(is_sized && end(bytes) == Some(bytes.len())),
            // Anything else carries metadata or is another kind of JPEG.
            _ => return Some(false),
        }
        at += 2 + len;
    }
}
