//! What cameras send, made RGB: motion JPEG, YUYV, NV12, RGB, BGR; trusts no length and no header.

use std::fmt;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ExtendedColorType, ImageDecoder as _};

/// Widest and highest frame read, in pixels.
const MAX_SIDE: u32 = 8192;
/// Frames a second under which a picture jerks.
const SMOOTH: u32 = 15;
/// Frames a second that are enough for a live view.
const ENOUGH: u32 = 24;

/// A pixel format, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pixels {
    Mjpeg,
    Yuyv,
    Nv12,
    Rgb,
    Bgr,
}

impl Pixels {
    /// Its code among video people.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Mjpeg => "MJPG",
            Self::Yuyv => "YUYV",
            Self::Nv12 => "NV12",
            Self::Rgb => "RGB3",
            Self::Bgr => "BGR3",
        }
    }
}

/// What a device was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) pixels: Pixels,
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) frames_per_s: u32,
    /// Bytes from one row to the next, where the driver told.
    pub(super) stride: Option<u32>,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            width_px,
            height_px,
            frames_per_s,
            ..
        } = self;
        write!(
            f,
            "{} {width_px}x{height_px} {frames_per_s}",
            self.pixels.code()
        )
    }
}

impl Format {
    /// Sorts the best format first: smooth, then 1080 and 720 lines, then what the cable carries best.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let (w, h) = (self.width_px, self.height_px);
        let area = w.saturating_mul(h);
        let (class, size) = if w.saturating_mul(h) > 1920 * 1080 {
            (1, area)
        } else if w >= 960 && h >= 720 {
            (0, u32::MAX - area)
        } else {
            (2, u32::MAX - area)
        };
        // Among small pictures size counts most, among good ones the pixel format does.
        let (first, second) = match class {
            0 => (self.pixels as u32, size),
            _ => (size, self.pixels as u32),
        };
        let jerks = self.frames_per_s < SMOOTH;
        let pace = if jerks {
            u32::MAX - self.frames_per_s
        } else {
            self.frames_per_s.abs_diff(ENOUGH)
        };
        (jerks, class, first, second, pace)
    }
}

/// A decoded frame.
pub(super) struct Picture {
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) rgb: Arc<[u8]>,
}

/// `None` for a frame that is damaged, cut off or not of that format.
pub(super) fn decoded(format: Format, bytes: &[u8]) -> Option<Picture> {
    let (w, h) = (format.width_px, format.height_px);
    if format.pixels == Pixels::Mjpeg {
        // Decoders meet every kind of noise here.
        return catch_unwind(AssertUnwindSafe(|| mjpeg(bytes))).ok()?;
    }
    if w == 0 || h == 0 || w > MAX_SIDE || h > MAX_SIDE {
        return None;
    }
    let (wide, high) = (w as usize, h as usize);
    let stride = |least: usize| {
        let told = format.stride.map_or(0, |s| s as usize);
        if told >= least { told } else { least }
    };
    let rgb = match format.pixels {
        Pixels::Mjpeg => return None,
        Pixels::Yuyv => yuyv(bytes, wide, high, stride(wide * 2))?,
        Pixels::Nv12 => nv12(bytes, wide, high, stride(wide))?,
        Pixels::Rgb => packed(bytes, wide, high, stride(wide * 3))?,
        Pixels::Bgr => {
            let mut rgb = packed(bytes, wide, high, stride(wide * 3))?;
            rgb.chunks_exact_mut(3).for_each(<[u8]>::reverse);
            rgb
        }
    };
    Some(Picture {
        width_px: w,
        height_px: h,
        rgb: rgb.into(),
    })
}

/// The `rows` rows of at least `least` bytes, `stride` apart; the last one may lack its padding.
fn rows(
    bytes: &[u8],
    least: usize,
    stride: usize,
    rows: usize,
) -> Option<impl Iterator<Item = &[u8]>> {
    let needed = stride
        .checked_mul(rows.checked_sub(1)?)?
        .checked_add(least)?;
    (bytes.len() >= needed && stride >= least).then(|| {
        bytes
            .chunks(stride)
            .take(rows)
            .map(move |row| row.get(..least).unwrap_or(row))
    })
}

fn packed(bytes: &[u8], wide: usize, high: usize, stride: usize) -> Option<Vec<u8>> {
    Some(
        rows(bytes, wide * 3, stride, high)?
            .flatten()
            .copied()
            .collect(),
    )
}

fn yuyv(bytes: &[u8], wide: usize, high: usize, stride: usize) -> Option<Vec<u8>> {
    let mut rgb = Vec::with_capacity(wide * high * 3);
    for row in rows(bytes, wide * 2, stride, high)? {
        let mut chroma = (128, 128);
        for pair in row.chunks(4) {
            let luma = match *pair {
                [y0, u, y1, v] => {
                    chroma = (u, v);
                    [Some(y0), Some(y1)]
                }
                // An odd width: the last pixel shares its neighbour's colour.
                [y0, ..] => [Some(y0), None],
                [] => [None, None],
            };
            for y in luma.into_iter().flatten() {
                rgb.extend(bt601(y, chroma));
            }
        }
    }
    (rgb.len() == wide * high * 3).then_some(rgb)
}

fn nv12(bytes: &[u8], wide: usize, high: usize, stride: usize) -> Option<Vec<u8>> {
    let pairs = wide.div_ceil(2);
    let stride = stride.max(pairs * 2);
    let luma = rows(bytes, wide, stride, high)?;
    let below = bytes.get(stride.checked_mul(high)?..)?;
    let chroma: Vec<&[u8]> = rows(below, pairs * 2, stride, high.div_ceil(2))?.collect();
    let mut rgb = Vec::with_capacity(wide * high * 3);
    for (y, row) in luma.enumerate() {
        let colours = chroma.get(y / 2)?.chunks_exact(2);
        for (pair, colour) in row.chunks(2).zip(colours) {
            let &[u, v] = colour else { return None };
            for y in pair {
                rgb.extend(bt601(*y, (u, v)));
            }
        }
    }
    (rgb.len() == wide * high * 3).then_some(rgb)
}

/// ITU-R BT.601, limited range, in 1/256.
fn bt601(y: u8, (u, v): (u8, u8)) -> [u8; 3] {
    let (y, u, v) = (
        298 * (i32::from(y) - 16) + 128,
        i32::from(u) - 128,
        i32::from(v) - 128,
    );
    [y + 409 * v, y - 100 * u - 208 * v, y + 516 * u].map(|c| byte(c >> 8))
}

#[expect(clippy::cast_sign_loss, reason = "clamped to a byte")]
fn byte(value: i32) -> u8 {
    value.clamp(0, 255) as u8
}

/// A JPEG at the start of a buffer that is longer and holds old frames behind it.
fn mjpeg(bytes: &[u8]) -> Option<Picture> {
    let outline = Outline::of(bytes)?;
    let file = bytes.get(..outline.end)?;
    let completed;
    let file = if outline.has_huffman {
        file
    } else {
        // Motion JPEG may leave out the tables that everybody knows.
        completed = [
            file.get(..outline.scan)?,
            standard_huffman(),
            file.get(outline.scan..)?,
        ]
        .concat();
        &completed
    };
    let decoder = JpegDecoder::new(Cursor::new(file)).ok()?;
    let (width, height) = decoder.dimensions();
    if width > MAX_SIDE || height > MAX_SIDE {
        return None;
    }
    let picture = DynamicImage::from_decoder(decoder).ok()?.into_rgb8();
    Some(Picture {
        width_px: picture.width(),
        height_px: picture.height(),
        rgb: picture.into_raw().into(),
    })
}

/// Has a scan and an end.
pub(super) fn is_whole_jpeg(bytes: &[u8]) -> bool {
    Outline::of(bytes).is_some()
}

/// Where the parts of a JPEG are, in bytes from its start.
struct Outline {
    /// The scan's header.
    scan: usize,
    end: usize,
    has_huffman: bool,
}

impl Outline {
    fn of(bytes: &[u8]) -> Option<Self> {
        if !bytes.starts_with(&[0xff, 0xd8]) {
            return None;
        }
        let (mut at, mut scan, mut has_huffman) = (2, None, false);
        loop {
            at += bytes.get(at..)?.iter().position(|b| *b == 0xff)?;
            let marker = *bytes.get(at + 1)?;
            match marker {
                // A stuffed byte, standalone markers.
                0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
                // Fill bytes.
                0xff => at += 1,
                0xd9 => {
                    return scan.map(|scan| Self {
                        scan,
                        end: at + 2,
                        has_huffman,
                    });
                }
                _ => {
                    if marker == 0xda {
                        scan.get_or_insert(at);
                    }
                    has_huffman |= marker == 0xc4;
                    let len = [*bytes.get(at + 2)?, *bytes.get(at + 3)?];
                    at += 2 + usize::from(u16::from_be_bytes(len)).max(2);
                }
            }
        }
    }
}

/// The tables of ITU-T T.81 annex K, as our own encoder writes them.
fn standard_huffman() -> &'static [u8] {
    static TABLES: OnceLock<Vec<u8>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut file = Vec::new();
        // Should it ever fail, no table is inserted and the frame counts as damaged.
        JpegEncoder::new(&mut file)
            .encode(&[0; 3], 1, 1, ExtendedColorType::Rgb8)
            .ok();
        let mut tables = Vec::new();
        let mut at = 2;
        while let Some(&[0xff, marker, high, low]) = file.get(at..at + 4) {
            let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
            if marker == 0xda {
                break;
            }
            if marker == 0xc4 {
                tables.extend(file.get(at..end).unwrap_or_default());
            }
            at = end;
        }
        tables
    })
}
