//! Figures of the seal.

#![expect(
    clippy::expect_used,
    reason = "a figure that cannot be taken ends the run"
)]

#[path = "../it/degrade.rs"]
mod degrade;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use loket::seal::{
    Certificate, Claims, PrivateKey, Seal, Signer, StatusRef, Tracker, TrustList, modules, open,
    scan, seal, sign,
};

/// Fills 13-M as a seal does.
const CHARACTERS: usize = 428;
const PICTURES: u64 = 200;
const SCENES: u64 = 100;

/// Name, value, unit.
pub fn figures() -> Vec<(&'static str, f64, &'static str)> {
    let (claims, signer, trust) = office();
    let made = seal(&claims, &signer).expect("a seal");
    let texts: Vec<String> = (0..64).map(text).collect();
    let look_up = |_: &StatusRef| None;
    let still = desk_with(&made.modules.dark, made.modules.side);
    let empty = vec![200; 1920 * 1080];
    let mut figures = vec![
        (
            "QR 13-M, mask chosen by us",
            per_act(&texts, |text| modules(text).is_ok()),
            "ms",
        ),
        (
            "QR 13-M, mask chosen by the qrcode crate, the same symbol",
            per_act(&texts, |text| by_crate(text)),
            "ms",
        ),
        (
            "Sign the claims of a permit",
            per_act(&texts, |_| sign(&claims, &signer).is_ok()),
            "ms",
        ),
        (
            "Seal a permit, with its QR",
            per_act(&texts, |_| seal(&claims, &signer).is_ok()),
            "ms",
        ),
        (
            "Open a seal: text to verdict",
            per_act(&texts, |_| {
                open(&made.text, &trust, claims.issued_at, &look_up, 0)
                    .word
                    .exit_code()
                    == 0
            }),
            "ms",
        ),
        (
            "Scan a 1080p picture of a card",
            per_act(&texts[..16], |_| {
                scan(&still, 1920, 1080) == [made.text.as_str()]
            }),
            "ms",
        ),
        (
            "Scan a 1080p picture without a code",
            per_act(&texts[..16], |_| scan(&empty, 1920, 1080).is_empty()),
            "ms",
        ),
        (
            "Glance at a 1080p frame, the card in sight",
            glances(&still, Some(&made.text)),
            "ms",
        ),
        (
            "Glance at a 1080p frame without a code",
            glances(&litter(), None),
            "ms",
        ),
    ];
    figures.extend(degraded(&made));
    figures
}

/// How many badly taken pictures are read, and how long the worst kind takes.
fn degraded(made: &Seal) -> Vec<(&'static str, f64, &'static str)> {
    let mut figures = Vec::new();
    let read = degrade::set(PICTURES)
        .filter(|shot| {
            let (luma, side_px) = shot.picture(&made.modules.dark, made.modules.side);
            scan(&luma, side_px, side_px).contains(&made.text)
        })
        .count();
    figures.push((
        "Degraded camera pictures read, of 200",
        read as f64 * 100.0 / PICTURES as f64,
        "%",
    ));
    let mut times = Vec::new();
    let mut lost = Vec::new();
    for scene in degrade::scenes(SCENES, 5) {
        let luma =
            degrade::decoded(&scene.jpeg(&made.modules.dark, made.modules.side, (1920, 1080)));
        let begin = Instant::now();
        let texts = scan(&luma, 1920, 1080);
        times.push(begin.elapsed().as_secs_f64() * 1000.0);
        if !texts.contains(&made.text) {
            lost.push(scene.fault);
        }
    }
    times.sort_by(f64::total_cmp);
    for fault in degrade::Fault::EVERY {
        let lost = lost.iter().filter(|other| **other == fault).count();
        let unit = "of 10 degraded 1080p scenes lost";
        figures.push((fault.id(), lost as f64, unit));
    }
    figures.push((
        "Scan a degraded 1080p scene, median",
        times[times.len() / 2],
        "ms",
    ));
    figures
}

/// Milliseconds a frame takes in the mean of a stream of one picture: each way of looking has its turn five times.
fn glances(luma: &[u8], text: Option<&String>) -> f64 {
    const FRAMES: u16 = 30;
    let mut tracker = Tracker::default();
    let begin = Instant::now();
    for _ in 0..FRAMES {
        let glance = tracker.glance(luma, 1920, 1080);
        assert_eq!(glance.texts.first(), text, "what is timed must be seen");
    }
    begin.elapsed().as_secs_f64() * 1000.0 / f64::from(FRAMES)
}

/// A desk with papers and a card whose code was left out.
fn litter() -> Vec<u8> {
    const SIDE: usize = 69;
    let scene = degrade::scenes(1, 77).next().expect("a scene");
    degrade::decoded(&scene.jpeg(&[false; SIDE * SIDE], SIDE, (1920, 1080)))
}

/// Milliseconds an act takes: the median of five rounds, the first of which only warms up.
fn per_act<T>(inputs: &[T], act: impl Fn(&T) -> bool) -> f64 {
    let mut rounds: Vec<f64> = (0..6)
        .map(|_| {
            let begin = Instant::now();
            for input in inputs {
                assert!(
                    black_box(act(black_box(input))),
                    "an act that is timed must succeed"
                );
            }
            begin.elapsed().as_secs_f64() * 1000.0 / inputs.len() as f64
        })
        .skip(1)
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[2]
}

fn office() -> (Claims, Signer, TrustList) {
    const ISSUED: i64 = 1_790_000_000;
    const UNTIL: i64 = ISSUED + 200_000_000;
    let key = |fill: u8| PrivateKey::from_bytes(&[fill; 32]).expect("a scalar");
    let root = Certificate::root(&key(1), "Akar", ISSUED, UNTIL).expect("a root");
    let certificate =
        Certificate::signer(&key(1), &root, &key(2), "Penanda", ISSUED, UNTIL).expect("a signer");
    let claims = Claims {
        issuer: "https://imi.example.id".into(),
        expires_at: ISSUED + 63_000_000,
        issued_at: ISSUED,
        status: Some(StatusRef {
            idx: 412_345,
            uri: "https://imi.example.id/s/7".into(),
        }),
        permit_no: "2C21JE0012-V".into(),
        name: "NGUYEN THI MINH KHAI SPECIMEN".into(),
        birth_date: "19840418".into(),
        sex: 2,
        nationality: "VNM".into(),
        region: "32.73".into(),
        legal_status: "SPECIMEN KITAS/C312".into(),
        country: "IDN".into(),
        passport_no: "C1234567".into(),
        niora: Some("IMGV1A23456".into()),
        card_serial: "B-00123".into(),
    };
    let trust = TrustList {
        certificates: vec![certificate.clone()],
    };
    (
        claims,
        Signer {
            key: Arc::new(key(2)),
            certificate,
        },
        trust,
    )
}

/// Some base45-like text, another for each seed.
fn text(seed: u64) -> String {
    let mut state = seed;
    let alphabet: Vec<char> = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
        .chars()
        .collect();
    (0..CHARACTERS)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            alphabet[usize::try_from(state >> 33).unwrap_or(0) % alphabet.len()]
        })
        .collect()
}

fn by_crate(text: &str) -> bool {
    let mut bits = qrcode::bits::Bits::new(qrcode::Version::Normal(13));
    bits.push_alphanumeric_data(text.as_bytes()).is_ok()
        && bits.push_terminator(qrcode::EcLevel::M).is_ok()
        && qrcode::QrCode::with_bits(bits, qrcode::EcLevel::M).is_ok()
}

/// A card in the middle of a Full HD picture, five pixels a module.
fn desk_with(dark: &[bool], side: usize) -> Vec<u8> {
    const PX_A_MODULE: usize = 5;
    let mut luma = vec![120_u8; 1920 * 1080];
    let quiet = 4 * PX_A_MODULE;
    let side_px = side * PX_A_MODULE;
    let (left, top) = (960 - side_px / 2, 540 - side_px / 2);
    for y in top - quiet..top + side_px + quiet {
        for x in left - quiet..left + side_px + quiet {
            let inside = x
                .checked_sub(left)
                .zip(y.checked_sub(top))
                .filter(|(x, y)| *x < side_px && *y < side_px);
            let is_dark =
                inside.is_some_and(|(x, y)| dark[y / PX_A_MODULE * side + x / PX_A_MODULE]);
            luma[y * 1920 + x] = if is_dark { 30 } else { 225 };
        }
    }
    luma
}
