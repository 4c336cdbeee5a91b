//! What the scanner reads of degraded pictures, and what it says when it reads nothing.
//!
//! `LOKET_SLOW=1` takes 600 close pictures and tells where they are lost. `LOKET_DEGRADED=DIR:COUNT:SEED` writes the scenes
//! of a desk into a folder, with what was read of each, for other readers to try (`tests/e2e/degraded.sh`).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use loket::seal::{Hint, Modules, Tracker, modules, scan, seal};
use proptest::prelude::*;

use crate::degrade::{self, Shot};
use crate::seal::{office, person};

const TEXT: &str = include_str!("../vectors/seal/own.text");
const FULL_HD: (usize, usize) = (1920, 1080);

fn symbol() -> (Modules, &'static str) {
    let text = TEXT.trim_end_matches('\n');
    (modules(text).unwrap(), text)
}

#[test]
fn nineteen_of_twenty_camera_pictures_are_read() {
    let (symbol, text) = symbol();
    let whole_set = std::env::var_os("LOKET_SLOW").is_some();
    let shots: Vec<_> = degrade::set(if whole_set { 600 } else { 12 }).collect();
    let mut lost = Vec::new();
    for shot in &shots {
        let (luma, side_px) = shot.picture(&symbol.dark, symbol.side);
        if !scan(&luma, side_px, side_px)
            .iter()
            .any(|read| read == text)
        {
            lost.push(shot);
        }
    }
    if whole_set {
        println!("read {} of {}", shots.len() - lost.len(), shots.len());
        for shot in &lost {
            println!("lost {shot:?}");
        }
    }
    assert!(
        lost.len() * 20 <= shots.len(),
        "lost {} of {}",
        lost.len(),
        shots.len()
    );
}

#[test]
fn a_card_anywhere_on_a_littered_desk_is_read_by_scan_and_by_a_stream() {
    const SIDES: (usize, usize) = (1040, 780);
    let (symbol, text) = symbol();
    let mut lost = Vec::new();
    // One of each fault.
    for scene in degrade::scenes(10, 5) {
        let luma = degrade::decoded(&scene.jpeg(&symbol.dark, symbol.side, SIDES));
        let read = scan(&luma, 1040, 780).iter().any(|read| read == text);
        let mut tracker = Tracker::default();
        // Every way of looking has its turn; what is hidden from one is seen by another.
        let in_stream = (0..8).any(|_| {
            let glance = tracker.glance(&luma, 1040, 780);
            assert_eq!(glance.texts.is_empty(), glance.hint.is_some());
            glance.texts.iter().any(|read| read == text)
        });
        if !read || !in_stream {
            lost.push((scene.fault, read, in_stream));
        }
    }
    assert!(lost.len() <= 1, "{lost:?}");
}

/// Writes JPEG files, `truth.txt`, and `ours.tsv`: file, fault, read or not, milliseconds.
#[test]
fn scenes_are_written_for_other_readers() {
    let Some(asked) = std::env::var_os("LOKET_DEGRADED") else {
        return;
    };
    let asked = asked.into_string().unwrap();
    let [folder, count, seed] = asked.split(':').collect::<Vec<_>>()[..] else {
        panic!("LOKET_DEGRADED=DIR:COUNT:SEED");
    };
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder).unwrap();
    let (symbol, text) = symbol();
    let mut ours = String::new();
    let scenes = degrade::scenes(count.parse().unwrap(), seed.parse().unwrap());
    for (at, scene) in scenes.enumerate() {
        let name = format!("{at:04}-{}.jpg", scene.fault.id());
        let jpeg = scene.jpeg(&symbol.dark, symbol.side, FULL_HD);
        let luma = degrade::decoded(&jpeg);
        let begin = Instant::now();
        let read = scan(&luma, 1920, 1080).iter().any(|read| read == text);
        let ms = begin.elapsed().as_secs_f64() * 1000.0;
        let read = u8::from(read);
        writeln!(ours, "{name}\t{}\t{read}\t{ms:.2}", scene.fault.id()).unwrap();
        std::fs::write(folder.join(name), jpeg).unwrap();
    }
    std::fs::write(folder.join("truth.txt"), text).unwrap();
    std::fs::write(folder.join("ours.tsv"), ours).unwrap();
}

/// A good picture, to be spoiled in one way.
fn good() -> Shot {
    Shot {
        px_a_module: 5.0,
        tilt_deg: 4.0,
        distance: 3.5,
        lean_deg: 30.0,
        turn_deg: 12.0,
        blur_modules: 0.15,
        shake_modules: 0.0,
        noise: 2.0,
        dark: 30.0,
        light: 210.0,
        glare: 0.0,
        jpeg_quality: 90,
        seed: 3,
    }
}

/// What the person is told after seven frames of one picture.
#[track_caller]
fn check_hint(luma: &[u8], width_px: u32, height_px: u32, hint: Option<Hint>) {
    let mut tracker = Tracker::default();
    let told = (0..7).map(|_| tracker.glance(luma, width_px, height_px).hint);
    assert_eq!(told.last().unwrap(), hint);
}

#[track_caller]
fn check_shot(shot: Shot, hint: Option<Hint>) {
    let symbol = symbol().0;
    let (luma, side_px) = shot.picture(&symbol.dark, symbol.side);
    check_hint(&luma, side_px, side_px, hint);
}

#[test]
fn a_hint_tells_how_to_hold_the_card() {
    check_shot(good(), None);
    let dark = Shot {
        dark: 3.0,
        light: 25.0,
        noise: 9.0,
        ..good()
    };
    check_shot(dark, Some(Hint::MoreLight));
    let blurred = Shot {
        blur_modules: 1.3,
        ..good()
    };
    check_shot(blurred, Some(Hint::HoldStill));
    check_hint(&vec![128; 640 * 480], 640, 480, Some(Hint::NoCode));
    check_hint(&[], 0, 0, Some(Hint::NoCode));
    check_hint(&[9; 20], 21, 21, Some(Hint::NoCode));

    // The upper left of a symbol that is larger than the picture.
    let symbol = symbol().0;
    let (luma, side) = drawn(&symbol.dark, symbol.side, 12);
    let part: Vec<u8> = luma
        .chunks(usize::try_from(side).unwrap())
        .take(480)
        .flat_map(|row| &row[..640])
        .copied()
        .collect();
    check_hint(&part, 640, 480, Some(Hint::Further));

    // A lamp on the code, so large that no reader can make good what is gone; first of all it is too far away.
    for (scale, hint) in [(5, Hint::Glare), (2, Hint::Closer)] {
        let (mut luma, side) = drawn(&symbol.dark, symbol.side, scale);
        let wide = usize::try_from(side).unwrap();
        for (at, value) in luma.iter_mut().enumerate() {
            let (x, y) = (
                (at % wide).abs_diff(wide / 2),
                (at / wide).abs_diff(wide / 2),
            );
            if x.pow(2) + y.pow(2) < (wide / 4).pow(2) {
                *value = 255;
            }
        }
        check_hint(&luma, side, side, Some(hint));
    }
}

#[test]
fn a_plain_drawing_is_scanned() {
    let (signer, _) = office();
    let made = seal(&person(), &signer).unwrap();
    let (luma, side) = drawn(&made.modules.dark, made.modules.side, 4);
    assert_eq!(scan(&luma, side, side), [made.text]);
    assert!(scan(&luma, side, side + 1).is_empty());
    assert!(scan(&luma, u32::MAX, u32::MAX).is_empty());
    assert!(scan(&[], 0, 0).is_empty());
    assert!(scan(&[], 0, 9).is_empty());
    assert!(scan(&vec![255; 640 * 480], 640, 480).is_empty());
    assert!(scan(&[0; 30], 30, 1).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_picture_of_any_size_is_only_unreadable(
        width in 0_u32..130,
        height in 0_u32..130,
        cell in 1_u32..9,
        bits in prop::collection::vec(any::<u8>(), 64),
        more in 0_usize..2,
    ) {
        // Cells of any brightness: squares, lines and rings come about by chance.
        let value = |at: u32| bits[usize::try_from(at / width / cell * 7 + at % width / cell).unwrap() % bits.len()];
        let mut luma: Vec<u8> = (0..width * height).map(value).collect();
        luma.truncate(luma.len().saturating_sub(more));
        prop_assert!(scan(&luma, width, height).is_empty());
        let mut tracker = Tracker::default();
        for _ in 0..6 {
            prop_assert!(tracker.glance(&luma, width, height).hint.is_some());
        }
    }
}

/// A symbol with its quiet zone, `scale` pixels a module.
fn drawn(dark: &[bool], side: usize, scale: usize) -> (Vec<u8>, u32) {
    const QUIET: usize = 4;
    let side_px = (side + 2 * QUIET) * scale;
    let at = |at: usize| {
        (at / scale)
            .checked_sub(QUIET)
            .filter(|module| *module < side)
    };
    let luma = (0..side_px * side_px)
        .map(|pixel| match (at(pixel % side_px), at(pixel / side_px)) {
            (Some(x), Some(y)) if dark[y * side + x] => 0,
            _ => 255,
        })
        .collect();
    (luma, u32::try_from(side_px).unwrap())
}
