//! What the scanner reads of degraded pictures. `LOKET_SLOW=1` takes the whole set and tells where pictures are lost.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use loket::seal::{modules, scan, seal};

use crate::degrade;
use crate::seal::{office, person};

const TEXT: &str = include_str!("../vectors/seal/own.text");

#[test]
fn nineteen_of_twenty_camera_pictures_are_read() {
    let text = TEXT.trim_end_matches('\n');
    let symbol = modules(text).unwrap();
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
