//! The room through its door: hostile files, crops, checks, the portrait's file, drawn people.

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat};
use proptest::prelude::*;

use super::*;

/// A scene with tones and detail, never flat.
fn scene(width: u32, height: u32) -> Still {
    let mut rgb = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let wave = ((x / 3 + y / 5) % 7) * 9;
            let [across, down] = [x * 200 / width, y * 200 / height].map(|tone| tone + wave);
            rgb.extend([across, down, 128 + wave].map(|tone| u8::try_from(tone).unwrap_or(255)));
        }
    }
    Still::from_rgb(width, height, rgb).unwrap()
}

fn blank(width: u32, height: u32) -> Still {
    Still::from_rgb(width, height, vec![128; (width * height * 3) as usize]).unwrap()
}

fn file(still: &Still, format: ImageFormat) -> Vec<u8> {
    let picture =
        image::RgbImage::from_raw(still.width_px, still.height_px, still.rgb.to_vec()).unwrap();
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut file, format)
        .unwrap();
    file.into_inner()
}

fn size(still: &Still) -> (u32, u32) {
    (still.width_px, still.height_px)
}

#[track_caller]
fn refused(bytes: &[u8], id: &str) {
    assert_eq!(Still::decode(bytes).err().map(|e| e.id()), Some(id));
}

#[test]
fn formats_are_told_by_content() {
    let still = scene(64, 48);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let read = Still::decode(&file(&still, format)).unwrap();
        assert_eq!(size(&read), (64, 48), "{format:?}");
        if format != ImageFormat::Jpeg {
            assert!(read.rgb == still.rgb, "{format:?} is lossless");
        }
    }
    refused(b"", "format");
    refused(b"BM some bitmap", "format");
    refused(b"%PDF-1.7", "format");
}

#[test]
fn every_pixel_layout_becomes_rgb() {
    for (color, bytes) in [
        (ExtendedColorType::L8, 1),
        (ExtendedColorType::La8, 2),
        (ExtendedColorType::Rgba8, 4),
        (ExtendedColorType::L16, 2),
        (ExtendedColorType::Rgb16, 6),
        (ExtendedColorType::Rgba16, 8),
    ] {
        let mut png = Vec::new();
        PngEncoder::new(&mut png)
            .write_image(&vec![255; 5 * 4 * bytes], 5, 4, color)
            .unwrap();
        let still = Still::decode(&png).unwrap();
        assert_eq!(size(&still), (5, 4));
        assert!(still.rgb.iter().all(|b| *b == 255), "{color:?}");
    }
}

#[test]
fn transparency_lies_on_white() {
    let rgba = [0, 0, 0, 0, 0, 0, 0, 255, 200, 100, 0, 128];
    let (mut png, mut webp) = (Vec::new(), Vec::new());
    PngEncoder::new(&mut png)
        .write_image(&rgba, 3, 1, ExtendedColorType::Rgba8)
        .unwrap();
    WebPEncoder::new_lossless(&mut webp)
        .write_image(&rgba, 3, 1, ExtendedColorType::Rgba8)
        .unwrap();
    for file in [png, webp] {
        let still = Still::decode(&file).unwrap();
        assert_eq!(&*still.rgb, [255, 255, 255, 0, 0, 0, 227, 177, 127]);
    }
}

/// Bytes of a test picture written out.
fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2)
        .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
        .collect()
}

/// 16x16 px of one colour in four inks.
const CMYK_JPEG: &str = "ffd8ffee000e41646f626500640000000002ffdb004300100b0c0e0c0a100e0d0e1211101318281a181616183123251d283a333d3c39\
     33383740485c4e404457453738506d51575f626768673e4d71797064785c656763ffdb0043011112121815182f1a1a2f634238426363\
     636363636363636363636363636363636363636363636363636363636363636363636363636363636363636363636363ffc000140800\
     10001004012200021101031101042200ffc400160001010100000000000000000000000000000306ffc4001410010000000000000000\
     0000000000000000ffc4001501010100000000000000000000000000000106ffc40014110100000000000000000000000000000000ff\
     da000e040100021103110400003f00a00522d200ffd9";
/// Two frames of 8x8 px: red, then blue.
const ANIMATED_WEBP: &str = "524946468400000057454250565038580a00000002000000070000070000414e494d06000000ffffffff0000414e4d46280000000000\
     00000000070000070000640000025650384c0f0000002f07c001000710fd8ffe0722a2ff0100414e4d46280000000000000000000700\
     00070000640000005650384c0f0000002f07c001000710d1fffe0722a2ff0100524946461c000000574542505650384c0f0000002f07\
     c001000710fd8ffe0722a2ff0100";

#[test]
fn inks_and_animations_are_read() {
    let near = |still: &Still, wanted: [u8; 3]| {
        let differs = |pixel: &[u8]| pixel.iter().zip(wanted).any(|(a, b)| a.abs_diff(b) > 12);
        assert!(
            !still.rgb.chunks(3).any(differs),
            "{:?} is not {wanted:?}",
            &still.rgb[..3]
        );
    };
    let inks = Still::decode(&unhex(CMYK_JPEG)).unwrap();
    assert_eq!(size(&inks), (16, 16));
    near(&inks, [200, 40, 90]);
    let first = Still::decode(&unhex(ANIMATED_WEBP)).unwrap();
    assert_eq!(size(&first), (8, 8));
    near(&first, [255, 0, 0]);
}

/// A JPEG with an EXIF segment that only says how it is turned.
fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    out.extend(exif);
    out.extend(&jpeg[2..]);
    out
}

#[test]
fn exif_turns_the_picture_upright() {
    // Dark at the left, light at the right.
    let rgb: Vec<u8> = (0..16_u32)
        .flat_map(|_| (0..32_u32).flat_map(|x| [if x < 16 { 20 } else { 230 }; 3]))
        .collect();
    let jpeg = file(&Still::from_rgb(32, 16, rgb).unwrap(), ImageFormat::Jpeg);
    let first = |still: &Still| still.rgb[0] > 128;
    let plain = Still::decode(&turned(&jpeg, 1)).unwrap();
    assert_eq!((size(&plain), first(&plain)), ((32, 16), false));
    let half = Still::decode(&turned(&jpeg, 3)).unwrap();
    assert_eq!((size(&half), first(&half)), ((32, 16), true));
    let left = Still::decode(&turned(&jpeg, 6)).unwrap();
    assert_eq!((size(&left), first(&left)), ((16, 32), false));
    let right = Still::decode(&turned(&jpeg, 8)).unwrap();
    assert_eq!((size(&right), first(&right)), ((16, 32), true));
    let nonsense = Still::decode(&turned(&jpeg, 77)).unwrap();
    assert_eq!(size(&nonsense), (32, 16));
}

/// Tags of EXIF, lesser bytes first: when the file was written, and when the shutter opened.
fn tags(written: &str, opened: &str) -> Vec<u8> {
    let tag = |tag: u16, kind: u16, count: u32, value: u32| {
        let head = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        [head, [count.to_le_bytes(), value.to_le_bytes()].concat()].concat()
    };
    let shot = 8 + 2 + 24 + 4 + 20;
    [
        b"II*\0\x08\0\0\0\x02\0".to_vec(),
        tag(0x0132, 2, 20, 38),
        tag(0x8769, 4, 1, shot),
        [0; 4].to_vec(),
        format!("{written} 10:11:12\0").into_bytes(),
        b"\x01\0".to_vec(),
        tag(0x9003, 2, 20, shot + 18),
        [0; 4].to_vec(),
        format!("{opened} 10:11:12\0").into_bytes(),
    ]
    .concat()
}

#[test]
fn a_photo_tells_when_it_was_taken() {
    let still = scene(24, 32);
    let file = |exif: &[u8], format| {
        let mut file = Vec::new();
        let (rgb, kind) = (&still.rgb[..], ExtendedColorType::Rgb8);
        if format == ImageFormat::Png {
            let mut png = PngEncoder::new(&mut file);
            png.set_exif_metadata(exif.to_vec()).unwrap();
            png.write_image(rgb, 24, 32, kind).unwrap();
        } else {
            let mut jpeg = image::codecs::jpeg::JpegEncoder::new(&mut file);
            jpeg.set_exif_metadata(exif.to_vec()).unwrap();
            jpeg.write_image(rgb, 24, 32, kind).unwrap();
        }
        file
    };
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let taken = |exif: &[u8]| Still::taken(&file(exif, format));
        assert_eq!(
            taken(&tags("2025:01:02", "2019:03:31")),
            Some([2019, 3, 31])
        );
        // A camera whose clock was never set; then what is known is when the file was written.
        assert_eq!(taken(&tags("2025:01:02", "0000:00:00")), Some([2025, 1, 2]));
        assert_eq!(taken(&tags("2025:13:02", "2019:31:03")), None);
        assert_eq!(taken(b"II*\0\xff\xff\xff\xff"), None);
    }
    assert_eq!(
        Still::taken(&turned(&file(b"", ImageFormat::Jpeg), 1)),
        None
    );
    assert_eq!(Still::taken(b"Exif 2019:03:31 10:11:12"), None);
}

#[test]
fn cut_files_are_damaged() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(&scene(120, 90), format);
        for part in [20, 50, 90] {
            refused(&whole[..whole.len() * part / 100], "damaged");
        }
    }
    let jpeg = file(&scene(120, 90), ImageFormat::Jpeg);
    refused(&jpeg[..jpeg.len() - 1], "damaged");
}

#[test]
fn bombs_are_refused_by_their_header() {
    refused(&vec![0; Still::MAX_BYTES + 1], "too-large");
    let mut png = file(&scene(8, 8), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    // The header's checksum must be right, or the size is never looked at.
    let crc = crc32(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&crc);
    refused(&png, "too-large");
    let mut jpeg = file(&scene(8, 8), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    refused(&jpeg, "too-large");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[test]
fn raw_rows_must_fit_their_size() {
    assert!(Still::from_rgb(2, 2, vec![0; 12]).is_some());
    assert!(Still::from_rgb(2, 2, vec![0; 11]).is_none());
    assert!(Still::from_rgb(0, 2, vec![]).is_none());
    assert!(Still::from_rgb(u32::MAX, u32::MAX, vec![0; 3]).is_none());
}

#[track_caller]
fn assert_inside(still: &Still, crop: Crop) {
    let (w, h) = (still.width_px as f32, still.height_px as f32);
    assert!(
        0.0 <= crop.left_px
            && 0.0 <= crop.top_px
            && crop.left_px + crop.width_px <= w + 0.01
            && crop.top_px + crop.height_px() <= h + 0.01
            && crop.width_px > 0.0,
        "{crop:?} in {w}x{h}"
    );
}

#[test]
fn the_first_crop_is_the_largest() {
    let wide = Crop::centred(&blank(1280, 720));
    assert_eq!(
        (wide.width_px, wide.left_px, wide.top_px),
        (540.0, 370.0, 0.0)
    );
    let tall = Crop::centred(&blank(600, 1200));
    assert_eq!(
        (tall.width_px, tall.left_px, tall.top_px),
        (600.0, 0.0, 100.0)
    );
    let exact = Crop::centred(&blank(600, 800));
    assert_eq!(
        (exact.width_px, exact.left_px, exact.top_px),
        (600.0, 0.0, 0.0)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 0..4) {
        let head: &[u8] = match kind {
            0 => &[0xff, 0xd8, 0xff],
            1 => b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
            2 => b"RIFF\x40\0\0\0WEBPVP8 ",
            _ => &[],
        };
        let bytes = [head, &bytes].concat();
        Still::decode(&bytes).ok();
        Still::taken(&bytes);
        taken::taken(&[b"II*\0", &bytes[..]].concat());
        Portrait::parse(&bytes).ok();
    }

    #[test]
    fn a_damaged_file_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), kind in 0..3_usize) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP][kind];
        let mut bytes = file(&scene(24, 20), format);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(still) = Still::decode(&bytes) {
            prop_assert_eq!(still.rgb.len(), (still.width_px * still.height_px * 3) as usize);
        }
    }

    #[test]
    fn a_moved_crop_stays_inside(
        (w, h) in (1_u32..90, 1_u32..90),
        moves in prop::collection::vec((-3.0_f32..3.0, -3.0_f32..3.0, 0.05_f32..20.0), 1..6),
    ) {
        let still = blank(w * 11, h * 11);
        let mut crop = Crop::centred(&still);
        assert_inside(&still, crop);
        for (dx, dy, zoom) in moves {
            crop = crop.adjusted(&still, dx, dy, zoom);
            assert_inside(&still, crop);
        }
    }
}

#[test]
fn a_nonsense_move_changes_nothing_much() {
    let still = scene(440, 600);
    let crop = Crop::centred(&still);
    for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let moved = crop.adjusted(&still, odd, odd, odd);
        assert!((moved.top_px - crop.top_px).abs() < 0.01);
        assert!((moved.width_px - crop.width_px).abs() < 0.01);
        let broken = Crop {
            left_px: odd,
            ..crop
        };
        assert_inside(&still, broken.adjusted(&still, 0.0, 0.0, 1.0));
        assert_eq!(accept(&still, broken).err(), Some(Error::Crop));
        assert_eq!(check(&still, broken).len(), 5);
    }
    let smallest = crop.adjusted(&still, 0.0, 0.0, 1e9);
    assert!((smallest.width_px - Crop::MIN_WIDTH_PX).abs() < 0.01);
}

#[test]
fn an_accepted_portrait_is_a_plain_small_jpeg() {
    let still = drawn(7);
    let portrait = accept(&still, Crop::centred(&still)).unwrap();
    let jpeg = portrait.jpeg();
    assert!(jpeg.len() <= Portrait::MAX_BYTES);
    assert_eq!(&jpeg[..4], [0xff, 0xd8, 0xff, 0xe0]);
    for marker in 0xe1..=0xef_u8 {
        assert!(!jpeg.windows(2).any(|w| w == [0xff, marker]), "{marker:x}");
    }
    let read = Still::decode(jpeg).unwrap();
    assert_eq!(size(&read), (Portrait::WIDTH_PX, Portrait::HEIGHT_PX));
    assert!(Portrait::parse(jpeg).unwrap() == portrait);
    // Accepting the portrait itself again changes it little.
    let far = read
        .rgb
        .iter()
        .zip(&*still.rgb)
        .filter(|(a, b)| a.abs_diff(**b) > 24)
        .count();
    assert!(far * 100 < read.rgb.len(), "{far} channels differ");
}

#[test]
fn only_own_files_are_portraits() {
    let still = drawn(8);
    let good = accept(&still, Crop::centred(&still))
        .unwrap()
        .jpeg()
        .to_vec();
    let refused = |bytes: &[u8]| Portrait::parse(bytes).err().map(|e| e.id());
    assert_eq!(refused(b""), Some("format"));
    assert_eq!(refused(&file(&still, ImageFormat::Png)), Some("format"));
    assert_eq!(refused(&good[..good.len() - 1]), Some("damaged"));
    assert_eq!(refused(&good[..good.len() / 2]), Some("damaged"));
    assert_eq!(refused(&[&good[..], b"tail"].concat()), Some("damaged"));
    assert_eq!(refused(&turned(&good, 1)), Some("damaged"));
    assert_eq!(
        refused(&file(&scene(60, 80), ImageFormat::Jpeg)),
        Some("damaged")
    );
    let big = [&good[..], &vec![0; Portrait::MAX_BYTES]].concat();
    assert_eq!(refused(&big), Some("too-large"));
}

#[test]
fn noise_still_fits() {
    let mut state = 1_u32;
    let rgb = (0..600 * 800 * 3)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let still = Still::from_rgb(600, 800, rgb).unwrap();
    let portrait = accept(&still, Crop::centred(&still)).unwrap();
    assert!(portrait.jpeg().len() <= Portrait::MAX_BYTES);
}

#[test]
fn a_crop_too_small_or_outside_is_refused() {
    let still = blank(400, 399);
    let crop = Crop::centred(&still);
    assert_eq!(
        accept(&still, crop).err(),
        Some(Error::TooSmall {
            width_px: 299,
            height_px: 399
        })
    );
    let still = blank(400, 400);
    let crop = Crop::centred(&still);
    assert!(accept(&still, crop).is_ok());
    let outside = Crop {
        left_px: crop.left_px + 60.0,
        ..crop
    };
    assert_eq!(accept(&still, outside).err(), Some(Error::Crop));
    assert!(!passes(&still, "size"));
}

#[test]
fn shrinking_averages_and_keeps_flat_areas_flat() {
    let rgb = vec![90; 2500 * 3400 * 3];
    let still = Still::from_rgb(2500, 3400, rgb).unwrap();
    let portrait = accept(&still, Crop::centred(&still)).unwrap();
    let read = Still::decode(portrait.jpeg()).unwrap();
    assert!(read.rgb.iter().all(|b| b.abs_diff(90) <= 1));
}

#[track_caller]
fn value(still: &Still, id: &str) -> f32 {
    let checks = inspect(still).checks;
    checks.iter().find(|c| c.id == id).unwrap().value.unwrap()
}

fn passes(still: &Still, id: &str) -> bool {
    let checks = inspect(still).checks;
    checks.iter().find(|c| c.id == id).unwrap().passes()
}

/// The still darker or lighter.
fn toned(still: &Still, percent: u32) -> Still {
    let rgb = still
        .rgb
        .iter()
        .map(|b| u8::try_from(u32::from(*b) * percent / 100).unwrap_or(255))
        .collect();
    Still::from_rgb(still.width_px, still.height_px, rgb).unwrap()
}

/// The still as a camera out of focus sees it.
fn blurred(still: &Still, side: u32) -> Still {
    let (w, h) = (still.width_px / side, still.height_px / side);
    let small = scale::scaled(still, Crop::centred(still), w, h);
    let small = Still::from_rgb(w, h, small).unwrap();
    let rgb = scale::scaled(
        &small,
        Crop::centred(&small),
        still.width_px,
        still.height_px,
    );
    Still::from_rgb(still.width_px, still.height_px, rgb).unwrap()
}

#[test]
fn each_check_notices_its_own_flaw() {
    let good = drawn(3);
    let ids: Vec<_> = inspect(&good).checks.iter().map(|c| c.id).collect();
    assert_eq!(
        ids,
        ["size", "sharpness", "exposure", "glare", "background"]
    );
    assert!(inspect(&good).checks.iter().all(Check::passes));
    assert!(!passes(&blurred(&good, 8), "sharpness"));
    assert!(!passes(&toned(&good, 10), "exposure"));
    assert!(!passes(&toned(&good, 250), "glare"));
    let flat = blank(600, 800);
    assert!(!passes(&flat, "sharpness"));
    let mut rgb = good.rgb.to_vec();
    for row in rgb.chunks_exact_mut(1800).take(160) {
        row[..360].fill(20);
    }
    let patched = Still::from_rgb(600, 800, rgb).unwrap();
    assert!(!passes(&patched, "background"));
    assert!(value(&patched, "background") > value(&good, "background"));
}

#[test]
fn drawn_people_pass_and_differ() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..6 {
        let still = drawn(seed);
        assert_eq!(size(&still), (600, 800));
        for check in inspect(&still).checks {
            assert!(check.passes(), "seed {seed}: {check:?}");
        }
        seen.insert(still.rgb.to_vec());
    }
    assert_eq!(seen.len(), 6);
    assert!(drawn(5).rgb == drawn(5).rgb);
    for (woman, age) in [(true, 6), (false, 9), (true, 84), (false, 71)] {
        assert!(
            inspect(&drawn_as(1, woman, age))
                .checks
                .iter()
                .all(Check::passes)
        );
    }
}

/// Writes pictures of drawn people to look at, if asked: `LOKET_SHOW=dir`.
#[test]
fn show_drawn_people() {
    let Some(dir) = std::env::var_os("LOKET_SHOW") else {
        return;
    };
    let (columns, rows) = (8_u32, 4_u32);
    let mut sheet = image::RgbImage::new(columns * 150, rows * 200);
    for i in 0..columns * rows {
        let still = drawn(u64::from(i));
        let small = scale::scaled(&still, Crop::centred(&still), 150, 200);
        let small = image::RgbImage::from_raw(150, 200, small).unwrap();
        let (x, y) = (i % columns * 150, i / columns * 200);
        image::imageops::replace(&mut sheet, &small, i64::from(x), i64::from(y));
    }
    sheet
        .save(std::path::Path::new(&dir).join("people.png"))
        .unwrap();
}
