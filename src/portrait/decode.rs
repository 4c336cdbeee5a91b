//! Files of strangers to pixels: limits first, decoders fenced in; writes nothing.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, ImageError, Limits};

use super::{Error, Still, jpeg};

/// Most memory that a decoder may take for the picture: `MAX_PIXELS` of 16-bit RGBA.
const MAX_ALLOC: u64 = Still::MAX_PIXELS * 8 + (64 << 20);

/// See `Still::decode`.
pub(super) fn decode(bytes: &[u8]) -> Result<Still, Error> {
    if bytes.len() > Still::MAX_BYTES {
        return Err(Error::TooLarge {
            what: format!("{} of {} bytes", bytes.len(), Still::MAX_BYTES),
        });
    }
    // A decoder that panics must not take the counter down with it.
    catch_unwind(AssertUnwindSafe(|| by_content(bytes))).unwrap_or_else(|_| {
        Err(Error::Damaged {
            what: "decoder failed".to_owned(),
        })
    })
}

/// The tags of EXIF in a file, if it has any that can be read.
pub(super) fn exif(bytes: &[u8]) -> Option<Vec<u8>> {
    fn of<D: ImageDecoder>(decoder: Result<D, ImageError>) -> Option<Vec<u8>> {
        decoder.ok()?.exif_metadata().ok()?
    }
    let read = || {
        let file = Cursor::new(bytes);
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            of(JpegDecoder::new(file))
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            of(PngDecoder::with_limits(file, limits()))
        } else {
            of(WebPDecoder::new(file))
        }
    };
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

fn by_content(bytes: &[u8]) -> Result<Still, Error> {
    let limits = limits();
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        // The decoder fills up what is missing with grey: a portrait with half a face must not pass.
        if jpeg::end(bytes).is_none() {
            return Err(Error::Damaged {
                what: "JPEG is cut off".to_owned(),
            });
        }
        read(
            JpegDecoder::new(Cursor::new(bytes)).map_err(|e| refused(&e))?,
            limits,
        )
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits.clone());
        read(decoder.map_err(|e| refused(&e))?, limits)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        read(
            WebPDecoder::new(Cursor::new(bytes)).map_err(|e| refused(&e))?,
            limits,
        )
    } else {
        Err(Error::Format)
    }
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}

fn read<D: ImageDecoder>(mut decoder: D, limits: Limits) -> Result<Still, Error> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > Still::MAX_PIXELS {
        return Err(Error::TooLarge {
            what: format!("{width}x{height} of {} pixels", Still::MAX_PIXELS),
        });
    }
    if pixels == 0 {
        return Err(Error::TooSmall {
            width_px: width,
            height_px: height,
        });
    }
    decoder.set_limits(limits).map_err(|e| refused(&e))?;
    // Broken EXIF is no reason to refuse a sound picture.
    let turn = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|e| refused(&e))?;
    if let Some(turn) = turn {
        picture.apply_orientation(turn);
    }
    let (width_px, height_px) = (picture.width(), picture.height());
    Still::from_rgb(width_px, height_px, flat(picture)).ok_or_else(|| Error::Damaged {
        what: "wrong number of pixels".to_owned(),
    })
}

/// RGB bytes, transparency on white.
fn flat(picture: DynamicImage) -> Vec<u8> {
    if !picture.color().has_alpha() {
        return picture.into_rgb8().into_raw();
    }
    let rgba = picture.into_rgba8().into_raw();
    let mut rgb = Vec::with_capacity(rgba.len() / 4 * 3);
    for pixel in rgba.chunks_exact(4) {
        if let &[r, g, b, alpha] = pixel {
            rgb.extend([r, g, b].map(|c| on_white(c, alpha)));
        }
    }
    rgb
}

fn on_white(channel: u8, alpha: u8) -> u8 {
    let (c, a) = (u32::from(channel), u32::from(alpha));
    u8::try_from((c * a + 255 * (255 - a) + 127) / 255).unwrap_or(u8::MAX)
}

fn refused(error: &ImageError) -> Error {
    match error {
        ImageError::Limits(limit) => Error::TooLarge {
            what: limit.to_string(),
        },
        ImageError::Unsupported(_) => Error::Format,
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::IoError(_) => Error::Damaged {
            what: error.to_string(),
        },
    }
}
