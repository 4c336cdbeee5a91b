//! Photos an office had better not take, and files it had better survive: each gives a clear finding, none passes unseen.
//!
//! The people are drawn. Closed lids, dark glasses and a turned head are painted and stretched on them: stand-ins for what a
//! camera sees, which show that the check looks, not how well it looks.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places and values of small pictures made here"
)]

use std::fs;
use std::path::Path;
use std::time::Duration;

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use loket::portrait::{Crop, Error, Face, Portrait, Still, Watcher, accept, drawn, toned};

use crate::assistant::{
    assistant, changed, changed_at, demand, failing, photo, room, study, thinned, times, turned,
};

/// A spot: its middle, how far it reaches across and down, its colour.
type Spot = ([f32; 2], [f32; 2], [u8; 3]);

fn painted(still: &Still, spots: &[Spot]) -> Still {
    let mut rgb = still.rgb.to_vec();
    for (at, pixel) in rgb.chunks_mut(3).enumerate() {
        let (x, y) = (at as u32 % still.width_px, at as u32 / still.width_px);
        for (middle, reach, colour) in spots {
            let across = (x as f32 - middle[0]) / reach[0];
            let down = (y as f32 - middle[1]) / reach[1];
            if across.powi(2) + down.powi(2) < 1.0 {
                pixel.copy_from_slice(colour);
            }
        }
    }
    Still::from_rgb(still.width_px, still.height_px, rgb).unwrap()
}

/// The same spot over both eyes, its reach in eye distances.
fn over_eyes(face: &Face, reach: [f32; 2], colour: [u8; 3]) -> [Spot; 2] {
    let apart = face.eye_distance_px();
    face.eyes()
        .map(|eye| (eye, reach.map(|share| share * apart), colour))
}

fn colour_at(still: &Still, [x, y]: [f32; 2]) -> [u8; 3] {
    let at = (y as usize * still.width_px as usize + x as usize) * 3;
    [still.rgb[at], still.rgb[at + 1], still.rgb[at + 2]]
}

#[test]
fn dark_glasses_and_closed_lids_are_told() {
    for still in [drawn(2), photo("astronaut.jpg")] {
        let plain = study(&still);
        let face = &plain.faces[0];
        assert!(!failing(&plain).contains(&"eyes-seen"));
        let glasses = over_eyes(face, [0.42, 0.32], [18, 18, 20]);
        let [x, y] = face.eyes()[0];
        let skin = colour_at(&still, [x, y + face.eye_distance_px() * 0.35]);
        let lids = over_eyes(face, [0.27, 0.14], skin);
        for spots in [glasses, lids] {
            let found = study(&painted(&still, &spots));
            assert!(
                failing(&found).contains(&"eyes-seen"),
                "{:?}",
                found.value("eyes-seen")
            );
        }
        // Whatever the skin: eyes are looked at by its own lightness.
        for tone in [0.25, 0.5, 1.25] {
            let other = study(&toned(&still, face, tone));
            assert!(!failing(&other).contains(&"eyes-seen"), "tone {tone}");
        }
    }
}

#[test]
fn a_turned_head_and_a_profile_are_told() {
    let good = drawn(2);
    let middle = study(&good).faces[0].centre()[0];
    // One half of the face narrow, the other wide, as a head that turns away.
    let turned = |left: f32, right: f32| {
        let wide = good.width_px as usize;
        let mut rgb = Vec::with_capacity(good.rgb.len());
        for row in good.rgb.chunks(wide * 3) {
            for x in 0..wide {
                let away = x as f32 - middle;
                let from = middle + away * if away < 0.0 { left } else { right };
                let from = (from.max(0.0) as usize).min(wide - 1) * 3;
                rgb.extend(&row[from..from + 3]);
            }
        }
        study(&Still::from_rgb(good.width_px, good.height_px, rgb).unwrap())
    };
    for (found, words) in [
        (turned(2.0, 0.8), "check-yaw-low"),
        (turned(0.8, 2.0), "check-yaw-high"),
    ] {
        let yaw = found.checks.iter().find(|check| check.id == "yaw").unwrap();
        assert_eq!(yaw.words(), words, "{:?}", yaw.value);
    }
    // Where half of the face is gone there is no face, or one that is turned far.
    let profile = turned(9.0, 0.7);
    let flaws = failing(&profile);
    assert!(
        flaws.contains(&"faces") || flaws.contains(&"yaw"),
        "{flaws:?}"
    );
}

/// A print on a table. One without dots that fills the picture looks like a person: that is the officer's to see.
#[test]
fn a_photo_of_a_photo_is_told() {
    let wood = [60, 42, 26];
    let print = thinned(&drawn(2), 2);
    let found = study(&room((1280, 720), wood, &[(&print, 490, 160)]));
    let flaws = failing(&found);
    assert!(flaws.contains(&"eye-distance"), "{flaws:?}");
    // Held close, the frame still reaches beyond the print.
    let close = study(&room(
        (1000, 1000),
        wood,
        &[(&cropped(&drawn(2)), 280, 250)],
    ));
    let flaws = failing(&close);
    assert!(flaws.contains(&"ground"), "{flaws:?}");
    // With room about the head on the print nothing is wrong but its edges, however it lies.
    let loose = room((1000, 1000), wood, &[(&drawn(2), 200, 100)]);
    for deg in [-9.0_f32, -4.0, 0.0, 5.0, 10.0] {
        let flaws = study(&turned(&loose, deg));
        let sure = flaws.value("framed").unwrap();
        assert!(sure > 65.0, "turned by {deg}: {sure}");
        let flaws = failing(&flaws);
        assert!(
            flaws == ["framed"] || flaws == ["framed", "roll"],
            "{flaws:?}"
        );
    }
    let mut watcher = Watcher::new(assistant(), &demand());
    let mut last = None;
    for frame in 0..60 {
        let at = Duration::from_millis(frame * 33);
        let sight = watcher.look(&loose, at).unwrap();
        assert_eq!(sight.green_since, None, "{frame}");
        last = sight.guidance().map(|check| check.id);
    }
    assert_eq!(last, Some("framed"));
}

#[test]
fn a_person_before_a_board_or_behind_a_desk_is_no_photo() {
    let ground = [235, 238, 242];
    for seed in 0..6 {
        let person = room((1000, 800), ground, &[(&drawn(seed), 200, 0)]);
        let board = |x: u32, y: u32| (230..770).contains(&x) && (30..560).contains(&y);
        let door =
            |x: u32, y: u32| x / 6 == 40 || x / 6 == 125 || ((240..756).contains(&x) && y / 6 == 8);
        // A counter in front of the sitter, and with it what is behind down to it.
        let desk = |_: u32, y: u32| y > 690;
        let board_and_desk = |x: u32, y: u32| desk(x, y) || ((230..770).contains(&x) && y > 30);
        let door_and_desk = |x: u32, y: u32| desk(x, y) || door(x, y);
        let shelf_and_desk = |x: u32, y: u32| door_and_desk(x, y) || y / 6 == 8;
        for (name, is_there) in [
            ("board", &board as &dyn Fn(u32, u32) -> bool),
            ("door", &door),
            ("board, desk", &board_and_desk),
            ("door, desk", &door_and_desk),
            ("shelf, desk", &shelf_and_desk),
        ] {
            let before = changed_at(&person, |[x, y], pixel| {
                let is_ground = pixel.iter().all(|value| *value > 200);
                if name.contains("desk") && desk(x, y) {
                    return [60, 48, 40];
                }
                if is_ground && is_there(x, y) {
                    [96, 110, 120]
                } else {
                    pixel
                }
            });
            let found = study(&before);
            assert!(
                !failing(&found).contains(&"framed"),
                "{name} {seed}: {:?}",
                found.value("framed")
            );
        }
    }
}

/// Black dots of a print, larger where the picture is darker, on a raster of `period` pixels turned by `deg`.
fn dotted(still: &Still, period: f32, deg: f32) -> Still {
    let (sin, cos) = deg.to_radians().sin_cos();
    let wave = std::f32::consts::TAU / period;
    // Where the dots of nine places a pixel lie; a lens sees their mean.
    let light = |x: f32, y: f32| {
        let (u, v) = ((x * cos + y * sin) * wave, (y * cos - x * sin) * wave);
        0.5 + 0.25 * (u.cos() + v.cos())
    };
    changed_at(still, |[x, y], pixel| {
        let ink = 1.0 - f32::from(pixel[1]) / 255.0;
        let places = (0..9).map(|place| {
            (
                x as f32 + (place % 3) as f32 / 3.0,
                y as f32 + (place / 3) as f32 / 3.0,
            )
        });
        let free = places.filter(|&(x, y)| light(x, y) >= ink).count() as f32 / 9.0;
        // A tenth of the light stays in ink.
        pixel.map(|value| times(value.max(150), 0.1 + 0.9 * free))
    })
}

#[test]
fn a_photo_of_printed_dots_is_told() {
    let person = drawn(2);
    for (period, deg) in [(3.1, 45.0), (4.0, 15.0), (5.6, 30.0), (7.3, 45.0)] {
        let found = study(&dotted(&person, period, deg));
        assert_eq!(found.faces.len(), 1, "{period}");
        assert!(
            failing(&found).contains(&"raster"),
            "{period}: {:?}",
            found.value("raster")
        );
    }
    // Of a large picture the dots are large, too: soft ones that only the smaller look can see.
    let soft = changed_at(&enlarged(&person, 6), |[x, y], pixel| {
        let (u, v) = (x as f32 / 4.6, y as f32 / 6.1);
        let light = 0.8 + 0.2 * u.cos() * v.cos();
        pixel.map(|value| times(value, light))
    });
    let found = study(&soft);
    assert!(
        failing(&found).contains(&"raster"),
        "{:?}",
        found.value("raster")
    );
}

#[test]
fn cloth_is_no_print_and_who_is_far_is_told_to_come_closer() {
    let person = enlarged(&drawn(2), 2);
    let face = &study(&person).faces[0];
    // All below the chin, and all above the eyes by as much, is woven.
    let chin = face.chin()[1];
    let above = 2.0 * face.centre()[1] - chin;
    let weave = |x: u32, y: u32| {
        let (u, v) = (x as f32 * 1.3, y as f32 * 1.1);
        0.8 + 0.2 * u.cos() * v.cos()
    };
    let woven = changed_at(&person, |[x, y], pixel| {
        let is_cloth = y as f32 > chin || (y as f32) < above;
        pixel.map(|value| times(value, if is_cloth { weave(x, y) } else { 1.0 }))
    });
    let found = study(&woven);
    assert_eq!(found.faces.len(), 1);
    assert!(
        !failing(&found).contains(&"raster"),
        "{:?}",
        found.value("raster")
    );
    let far = room(
        (900, 700),
        [235, 238, 242],
        &[(&thinned(&drawn(2), 4), 380, 200)],
    );
    let grid = changed_at(&far, |[x, y], pixel| {
        let is_ground = pixel.iter().all(|value| *value > 200);
        pixel.map(|value| times(value, if is_ground { weave(x, y) } else { 1.0 }))
    });
    let flaws = failing(&study(&grid)).into_iter().next();
    assert_eq!(flaws, Some("eye-distance"));
}

#[test]
fn noise_and_compression_are_no_dots() {
    let person = drawn(2);
    let mut seed = 7_u32;
    let noisy = changed(&person, |_, pixel| {
        pixel.map(|value| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            value.saturating_sub((seed >> 27) as u8)
        })
    });
    for quality in [12, 40, 75] {
        let mut file = Vec::new();
        let jpeg = JpegEncoder::new_with_quality(&mut file, quality);
        let (wide, high) = (noisy.width_px, noisy.height_px);
        jpeg.write_image(&noisy.rgb, wide, high, ExtendedColorType::Rgb8)
            .unwrap();
        let still = Still::decode(&file).unwrap();
        for step in [1, 3] {
            let found = study(&enlarged(&still, step));
            assert!(
                !failing(&found).contains(&"raster"),
                "{quality} {step}: {:?}",
                found.value("raster")
            );
        }
    }
    for name in ["astronaut.jpg", "inks.jpg"] {
        let found = study(&photo(name));
        assert!(found.value("raster").unwrap() < 15.0, "{name}");
    }
}

/// The face alone, without room around.
fn cropped(still: &Still) -> Still {
    let wide = still.width_px as usize * 3;
    let rows = still.rgb.chunks(wide).skip(130).take(500);
    let rgb: Vec<u8> = rows.flat_map(|row| row[80 * 3..520 * 3].to_vec()).collect();
    Still::from_rgb(440, 500, rgb).unwrap()
}

/// Each pixel as a square of so many.
fn enlarged(still: &Still, side: usize) -> Still {
    let wide = still.width_px as usize;
    let mut rgb = Vec::with_capacity(still.rgb.len() * side * side);
    for row in still.rgb.chunks(wide * 3) {
        let line: Vec<u8> = row.chunks(3).flat_map(|pixel| pixel.repeat(side)).collect();
        for _ in 0..side {
            rgb.extend(&line);
        }
    }
    let times = side as u32;
    Still::from_rgb(still.width_px * times, still.height_px * times, rgb).unwrap()
}

#[test]
fn a_photo_of_fifty_megapixels_is_checked_and_cut() {
    let still = enlarged(&drawn(2), 10);
    assert_eq!((still.width_px, still.height_px), (6000, 8000));
    let found = study(&still);
    assert_eq!(failing(&found), [""; 0]);
    let portrait = accept(&still, found.crop).unwrap();
    assert!(Portrait::parse(portrait.jpeg()).is_ok());
}

#[test]
fn every_kind_of_file_is_judged_by_what_it_shows() {
    let good = drawn(2);
    let (w, h) = (good.width_px, good.height_px);
    let grey: Vec<u8> = good
        .rgb
        .chunks(3)
        .map(|p| ((u32::from(p[0]) * 3 + u32::from(p[1]) * 6 + u32::from(p[2])) / 10) as u8)
        .collect();
    let mut grey_jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut grey_jpeg, 90)
        .write_image(&grey, w, h, ExtendedColorType::L8)
        .unwrap();
    let deep: Vec<u8> = good.rgb.iter().flat_map(|value| [*value, *value]).collect();
    let mut deep_png = Vec::new();
    PngEncoder::new(&mut deep_png)
        .write_image(&deep, w, h, ExtendedColorType::Rgb16)
        .unwrap();
    let inks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos/inks.jpg");
    for (kind, file, flaws) in [
        ("grey JPEG", grey_jpeg, &["colour"][..]),
        ("PNG of 16 bits", deep_png, &[]),
        ("animated WebP", animated(&good), &[]),
        ("JPEG in four inks", fs::read(inks).unwrap(), &[]),
    ] {
        let still = Still::decode(&file).unwrap();
        assert_eq!((still.width_px, still.height_px), (600, 800), "{kind}");
        assert_eq!(failing(&study(&still)), flaws, "{kind}");
        // Cut off in the face, it is no picture at all.
        let cut = Still::decode(&file[..file.len() / 2]);
        assert!(matches!(cut, Err(Error::Damaged { .. })), "{kind}");
    }
}

/// The still as a JPEG that says on which day, written `2019:03:31`, its shutter opened; it was written again much later.
pub(crate) fn dated(still: &Still, day: &str) -> Vec<u8> {
    let tag = |tag: u16, kind: u16, count: u32, value: u32| {
        let head = [tag.to_be_bytes(), kind.to_be_bytes()].concat();
        [head, [count.to_be_bytes(), value.to_be_bytes()].concat()].concat()
    };
    let table = |tags: &[Vec<u8>]| {
        let count = u16::try_from(tags.len()).unwrap().to_be_bytes();
        [&count[..], &tags.concat(), &[0; 4]].concat()
    };
    let moment = |day: &str| format!("{day} 09:30:00\0").into_bytes();
    let exif = [
        b"MM\0*\0\0\0\x08".to_vec(),
        // After the table's 30 bytes its moment lies at 38, the table of the shot at 58, that one's moment at 76.
        table(&[tag(0x0132, 2, 20, 38), tag(0x8769, 4, 1, 58)]),
        moment("2199:12:31"),
        table(&[tag(0x9003, 2, 20, 76)]),
        moment(day),
    ];
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
    encoder.set_exif_metadata(exif.concat()).unwrap();
    encoder
        .write_image(
            &still.rgb,
            still.width_px,
            still.height_px,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    file
}

/// An animation of the still and a frame that follows it.
fn animated(still: &Still) -> Vec<u8> {
    let mut plain = Vec::new();
    WebPEncoder::new_lossless(&mut plain)
        .write_image(
            &still.rgb,
            still.width_px,
            still.height_px,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    let three = |number: u32| number.to_le_bytes()[..3].to_vec();
    let size = [three(still.width_px - 1), three(still.height_px - 1)].concat();
    let chunk = |name: &[u8], bytes: &[u8]| {
        let length = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let pad = vec![0; bytes.len() % 2];
        [name, &length, bytes, &pad].concat()
    };
    // After the file's twelve bytes comes the one chunk of the picture.
    let frame = [&[0; 6][..], &size, &three(100), &[0], &plain[12..]].concat();
    let frame = chunk(b"ANMF", &frame);
    let head = chunk(b"VP8X", &[&[2, 0, 0, 0][..], &size].concat());
    let body = [b"WEBP", &head[..], &chunk(b"ANIM", &[0; 6]), &frame, &frame].concat();
    chunk(b"RIFF", &body)
}

#[test]
fn black_frames_are_told_and_never_green() {
    let black = Still::from_rgb(1280, 720, vec![0; 1280 * 720 * 3]).unwrap();
    let mut watcher = Watcher::new(assistant(), &demand());
    for step in 0..4 {
        let sight = watcher
            .look(&black, Duration::from_millis(step * 400))
            .unwrap();
        assert_eq!(sight.guidance().unwrap().words(), "check-picture-low");
        assert_eq!(sight.green_since, None);
        assert_eq!(sight.study.crop, Crop::centred(&black));
    }
}

/// Light is judged by the face and the ground, so an under-exposed picture is one at every tone of skin.
#[test]
fn too_little_light_is_told_at_every_tone_of_skin() {
    let still = drawn(2);
    let face = study(&still).faces.remove(0);
    for tone in [0.2, 0.5, 1.0] {
        let person = toned(&still, &face, tone);
        let light = |found: &[&'static str]| -> Vec<&'static str> {
            let of_light = |id: &&&str| ["picture", "exposure", "ground"].contains(*id);
            found.iter().filter(of_light).copied().collect()
        };
        assert_eq!(light(&failing(&study(&person))), [""; 0], "tone {tone}");
        for stops in [3, 5] {
            // A stop less halves the light, which is what the bytes tell by their power of about 2.2.
            let factor = 0.5_f32.powi(stops).powf(1.0 / 2.2);
            let dark = changed(&person, |_, pixel| pixel.map(|value| times(value, factor)));
            let flaws = light(&failing(&study(&dark)));
            assert!(!flaws.is_empty(), "tone {tone}, {stops} stops less");
        }
    }
}
