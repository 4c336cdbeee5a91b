//! Pictures as a PDF carries them: a JPEG as it is, a PNG as its pixels, both as inks for a press; no resampling of JPEG.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::ImageReader;
use printpdf::{
    DictItem, ExternalStream, ExternalXObject, RawImage, RawImageData, RawImageFormat, XObject,
};

use super::Error;
use super::colour::Press;

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
    let entries = [
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(width.into())),
        ("Height", DictItem::Int(height.into())),
        ("ColorSpace", name(colors)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name("DCTDecode")),
    ];
    external(entries, file.to_vec())
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

/// A stream of ours; one without a filter may get one.
fn external<const N: usize>(entries: [(&str, DictItem); N], content: Vec<u8>) -> XObject {
    let compress = !entries.iter().any(|(key, _)| *key == "Filter");
    let entries = entries.into_iter().chain([("Type", name("XObject"))]);
    let entries = entries.map(|(key, value)| (key.to_owned(), value));
    XObject::External(ExternalXObject {
        stream: ExternalStream {
            dict: entries.collect(),
            content,
            compress,
        },
        width: None,
        height: None,
        dpi: None,
    })
}

/// A whole number as digits: a code has thousands of them.
fn digits(content: &mut Vec<u8>, number: usize) {
    let mut place = 1;
    while place <= number / 10 {
        place *= 10;
    }
    let mut rest = number;
    while 0 < place {
        content.push(b'0' + u8::try_from(rest / place).unwrap_or(0));
        (rest, place) = (rest % place, place / 10);
    }
}

/// A QR symbol as a form, one unit a module and y down: every row's dark stretches as rectangles of one path, so that there
/// are no seams and no rounding.
pub(super) fn symbol(side: usize, dark: &[bool]) -> XObject {
    let mut content = Vec::new();
    for (y, row) in dark.chunks_exact(side.max(1)).enumerate() {
        let mut left = 0;
        for stretch in row.chunk_by(|one, next| one == next) {
            if stretch.first() == Some(&true) {
                for number in [left, y, stretch.len()] {
                    digits(&mut content, number);
                    content.push(b' ');
                }
                content.extend(b"1 re\n");
            }
            left += stretch.len();
        }
    }
    content.extend(b"f");
    // A form is cut at its bounds, and where a screen's pixels lie across the edge a cut there would pale it.
    let end = DictItem::Int(i64::try_from(side).map_or(i64::MAX, |side| side.saturating_add(1)));
    let bounds = [DictItem::Int(-1), DictItem::Int(-1), end.clone(), end];
    let entries = [
        ("Subtype", name("Form")),
        ("BBox", DictItem::Array(bounds.into())),
        (
            "Resources",
            DictItem::Dict {
                map: BTreeMap::new(),
            },
        ),
    ];
    external(entries, content)
}

/// A PNG, scaled down where it is larger than print needs; its opacity becomes a mask.
pub(super) fn png(file: &[u8]) -> Result<XObject, Error> {
    let picture = read(file, image::ImageFormat::Png)?;
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

fn read(file: &[u8], format: image::ImageFormat) -> Result<image::DynamicImage, Error> {
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(PNG_LIMIT_PX);
    limits.max_image_height = Some(PNG_LIMIT_PX);
    limits.max_alloc = Some(PNG_LIMIT_BYTES);
    reader.limits(limits);
    let picture = reader
        .decode()
        .map_err(|error| Error::Picture(error.to_string()))?;
    let is_large = picture.width().max(picture.height()) > PNG_SIDE_PX;
    if format == image::ImageFormat::Png && is_large {
        let filter = image::imageops::FilterType::Lanczos3;
        return Ok(picture.resize(PNG_SIDE_PX, PNG_SIDE_PX, filter));
    }
    Ok(picture)
}

/// A JPEG as a press's inks, pixel for pixel; without loss, for JPEG would smear the separations.
pub(super) fn jpeg_in_inks(file: &[u8], press: &Press) -> Result<XObject, Error> {
    jpeg(file)?;
    Ok(in_inks(&read(file, image::ImageFormat::Jpeg)?, press))
}

/// A PNG as a press's inks; its opacity becomes a mask.
pub(super) fn png_in_inks(file: &[u8], press: &Press) -> Result<XObject, Error> {
    Ok(in_inks(&read(file, image::ImageFormat::Png)?, press))
}

fn in_inks(picture: &image::DynamicImage, press: &Press) -> XObject {
    let size = (picture.width(), picture.height());
    let inks = press.pixels(picture.to_rgb8().as_raw());
    let mut stream = samples(&inks, size, "DeviceCMYK", 4);
    let opacity: Vec<u8> = picture
        .to_rgba8()
        .pixels()
        .map(|pixel| pixel.0[3])
        .collect();
    if opacity.iter().any(|share| *share != u8::MAX) {
        let mask = samples(&opacity, size, "DeviceGray", 1);
        let mask = DictItem::Stream { stream: mask };
        stream.dict.insert("SMask".to_owned(), mask);
    }
    XObject::External(ExternalXObject {
        stream,
        width: None,
        height: None,
        dpi: None,
    })
}

/// Pixels as an image of a PDF: each byte as what it differs from Paeth's guess by, as PNG does, then deflated.
fn samples(bytes: &[u8], size: (u32, u32), colors: &str, channels: usize) -> ExternalStream {
    /// PNG's filter of that number.
    const PAETH: u8 = 4;
    let width = usize::try_from(size.0).unwrap_or_default();
    let row_bytes = (width * channels).max(1);
    let mut above = vec![0; row_bytes];
    let mut filtered = Vec::with_capacity(bytes.len() + bytes.len() / row_bytes);
    for row in bytes.chunks_exact(row_bytes) {
        filtered.push(PAETH);
        let (mut left, mut corner) = ([0; 4], [0; 4]);
        for ((pixel, up), place) in row.iter().zip(&above).zip((0..channels).cycle()) {
            if let (Some(left), Some(corner)) = (left.get_mut(place), corner.get_mut(place)) {
                filtered.push(pixel.wrapping_sub(paeth(*left, *up, *corner)));
                (*left, *corner) = (*pixel, *up);
            }
        }
        above.copy_from_slice(row);
    }
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let count = |count: usize| DictItem::Int(i64::try_from(count).unwrap_or_default());
    let guess = [
        ("Predictor", DictItem::Int(15)),
        ("Colors", count(channels)),
        ("Columns", count(width)),
    ];
    let map = guess.map(|(key, value)| (key.to_owned(), value)).into();
    let mut entries = vec![
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(size.0.into())),
        ("Height", DictItem::Int(size.1.into())),
        ("ColorSpace", name(colors)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("DecodeParms", DictItem::Dict { map }),
    ];
    entries.push(("Filter", name("FlateDecode")));
    let entries = entries.into_iter();
    ExternalStream {
        dict: entries
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
        content: deflated(&filtered).unwrap_or_default(),
        compress: false,
    }
}

/// The neighbour nearest to left + up - corner (PNG 9.4).
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let off = |value: u8| (guess - i16::from(value)).abs();
    if off(left) <= off(up) && off(left) <= off(corner) {
        left
    } else if off(up) <= off(corner) {
        up
    } else {
        corner
    }
}

/// As `FlateDecode` reads it.
pub(super) fn deflated(bytes: &[u8]) -> Option<Vec<u8>> {
    // Pages are mostly numbers: trying harder saves a tenth of the size and takes three times as long.
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
