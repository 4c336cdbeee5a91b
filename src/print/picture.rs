//! Pictures as a PDF carries them: a JPEG as it is, a PNG as its pixels; no resampling of JPEG.

use std::io::Cursor;

use image::ImageReader;
use printpdf::{
    DictItem, ExternalStream, ExternalXObject, RawImage, RawImageData, RawImageFormat, XObject,
};

use super::Error;

/// Longest side of an embedded PNG, in pixels: 12 mm at 600 dots an inch.
const PNG_SIDE_PX: u32 = 288;
/// Limits of a PNG read, so that a bomb is refused before it is unpacked.
const PNG_LIMIT_PX: u32 = 8192;
const PNG_LIMIT_BYTES: u64 = 128 * 1024 * 1024;

fn unusable(what: &str) -> Error {
    Error::Picture(what.to_owned())
}

/// A JPEG passed through; only its frame header is read.
pub(super) fn jpeg(file: &[u8]) -> Result<XObject, Error> {
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
                return Ok(pass_through(file, width, height, colors));
            }
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcf => return Err(unusable("JPEG of a rare kind")),
            0xd9 | 0xda => return Err(unusable("JPEG without frame")),
            _ => at += 2 + length.max(2),
        }
    }
}

fn pass_through(file: &[u8], width: u16, height: u16, colors: &str) -> XObject {
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(width.into())),
        ("Height", DictItem::Int(height.into())),
        ("ColorSpace", name(colors)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name("DCTDecode")),
    ];
    let dict = entries.map(|(key, value)| (key.to_owned(), value)).into();
    XObject::External(ExternalXObject {
        stream: ExternalStream {
            dict,
            content: file.to_vec(),
            compress: false,
        },
        width: None,
        height: None,
        dpi: None,
    })
}

/// A PNG, scaled down where it is larger than print needs; its opacity becomes a mask.
pub(super) fn png(file: &[u8]) -> Result<XObject, Error> {
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
    let opaque = rgba.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let (pixels, data_format) = if opaque {
        (picture.to_rgb8().into_raw(), RawImageFormat::RGB8)
    } else {
        (rgba.into_raw(), RawImageFormat::RGBA8)
    };
    let side = |length| usize::try_from(length).unwrap_or_default();
    Ok(XObject::Image(RawImage {
        pixels: RawImageData::U8(pixels),
        width: side(picture.width()),
        height: side(picture.height()),
        data_format,
        tag: Vec::new(),
    }))
}
