//! Pictures as a PDF carries them: a JPEG as it is, a PNG as its compressed rows; no resampling of JPEG.

use image::{ImageEncoder as _, ImageReader};
use std::io::Cursor;

use super::Error;

/// Longest side of an embedded PNG, in pixels: 12 mm at 600 dots an inch.
const PNG_SIDE_PX: u32 = 288;
/// Limits of a PNG read, so that a bomb is refused before it is unpacked.
const PNG_LIMIT_PX: u32 = 8192;
const PNG_LIMIT_BYTES: u64 = 128 * 1024 * 1024;

/// One image object.
pub(super) struct Picture {
    /// Across.
    pub(super) width_px: u32,
    /// Down.
    pub(super) height_px: u32,
    /// `DeviceRGB` or `DeviceGray`.
    pub(super) colors: &'static str,
    /// Filter entries of its dictionary.
    pub(super) filter: String,
    /// The compressed bytes.
    pub(super) bytes: Vec<u8>,
    /// Opacity, itself a grey picture.
    pub(super) mask: Option<Box<Self>>,
}

fn unusable(what: &str) -> Error {
    Error::Picture(what.to_owned())
}

/// A JPEG passed through; only its frame header is read.
pub(super) fn jpeg(file: &[u8]) -> Result<Picture, Error> {
    let cut = || unusable("JPEG cut off");
    if !file.starts_with(&[0xff, 0xd8]) {
        return Err(unusable("no JPEG"));
    }
    let mut at = 2;
    loop {
        let marker = match file.get(at..at + 2).ok_or_else(cut)? {
            [0xff, 0xff] => {
                at += 1;
                continue;
            }
            [0xff, marker] => *marker,
            _ => return Err(unusable("JPEG damaged")),
        };
        let segment = file.get(at + 4..).ok_or_else(cut)?;
        let length = match file.get(at + 2..at + 4) {
            Some(&[high, low]) => usize::from(u16::from_be_bytes([high, low])),
            _ => return Err(cut()),
        };
        match marker {
            // SOF0 to SOF2: baseline, extended, progressive.
            0xc0..=0xc2 => {
                let Some(&[8, h1, h0, w1, w0, components]) = segment.get(..6) else {
                    return Err(unusable("JPEG of more than 8 bits"));
                };
                let colors = match components {
                    1 => "DeviceGray",
                    3 => "DeviceRGB",
                    _ => return Err(unusable("JPEG neither grey nor RGB")),
                };
                let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
                if width == 0 || height == 0 {
                    return Err(unusable("JPEG without pixels"));
                }
                return Ok(Picture {
                    width_px: width.into(),
                    height_px: height.into(),
                    colors,
                    filter: "/Filter /DCTDecode".to_owned(),
                    bytes: file.to_vec(),
                    mask: None,
                });
            }
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcf => return Err(unusable("JPEG of a rare kind")),
            0xd9 | 0xda => return Err(unusable("JPEG without frame")),
            _ => at += 2 + length.max(2),
        }
    }
}

/// A PNG, scaled down where it is larger than print needs; its opacity becomes a mask.
pub(super) fn png(file: &[u8]) -> Result<Picture, Error> {
    let mut reader = ImageReader::with_format(Cursor::new(file), image::ImageFormat::Png);
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(PNG_LIMIT_PX);
    limits.max_image_height = Some(PNG_LIMIT_PX);
    limits.max_alloc = Some(PNG_LIMIT_BYTES);
    reader.limits(limits);
    let mut picture = reader
        .decode()
        .map_err(|error| Error::Picture(format!("PNG: {error}")))?;
    if picture.width().max(picture.height()) > PNG_SIDE_PX {
        picture = picture.resize(
            PNG_SIDE_PX,
            PNG_SIDE_PX,
            image::imageops::FilterType::Lanczos3,
        );
    }
    let rgba = picture.to_rgba8();
    let (width, height) = rgba.dimensions();
    let opacity: Vec<u8> = rgba.pixels().map(|pixel| pixel.0[3]).collect();
    let mask = if opacity.iter().all(|&alpha| alpha == u8::MAX) {
        None
    } else {
        Some(Box::new(rows(&opacity, width, height, 1)?))
    };
    let rgb: Vec<u8> = rgba
        .pixels()
        .flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]])
        .collect();
    Ok(Picture {
        mask,
        ..rows(&rgb, width, height, 3)?
    })
}

/// Raw rows, compressed by the PNG encoder: PDF reads the same rows with the same predictors (ISO 32000-1 7.4.4.4).
fn rows(raw: &[u8], width_px: u32, height_px: u32, components: u8) -> Result<Picture, Error> {
    let (kind, colors) = if components == 1 {
        (image::ExtendedColorType::L8, "DeviceGray")
    } else {
        (image::ExtendedColorType::Rgb8, "DeviceRGB")
    };
    let mut file = Vec::new();
    image::codecs::png::PngEncoder::new(&mut file)
        .write_image(raw, width_px, height_px, kind)
        .map_err(|error| Error::Picture(format!("PNG: {error}")))?;
    let mut bytes = Vec::new();
    let mut at = 8;
    while let (Some(length), Some(kind)) = (file.get(at..at + 4), file.get(at + 4..at + 8)) {
        let length = length
            .iter()
            .fold(0_usize, |sum, &byte| (sum << 8) | usize::from(byte));
        if kind == b"IDAT" {
            bytes.extend_from_slice(file.get(at + 8..at + 8 + length).unwrap_or_default());
        }
        at += 12 + length;
    }
    let filter = format!(
        "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors {components} /BitsPerComponent 8 /Columns {width_px} >>"
    );
    Ok(Picture {
        width_px,
        height_px,
        colors,
        filter,
        bytes,
        mask: None,
    })
}
