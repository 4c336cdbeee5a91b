//! The portrait assistant through its door: networks as vendored, faces found and not found, rules and their words.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides and values of small pictures made here"
)]

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use loket::portrait::{
    Age, Assistant, Demand, Error, Ground, Limits, Made, Portrait, Source, Still, Study, Watcher,
    accept, accept_as, best, drawn, toned,
};
use loket::text::{Lang, Text};
use sha2::{Digest as _, Sha256};

pub(crate) fn assistant() -> &'static Assistant {
    static ONE: OnceLock<Assistant> = OnceLock::new();
    ONE.get_or_init(|| Assistant::load().unwrap())
}

pub(crate) fn demand() -> Demand {
    Limits::bundled().unwrap().demand(Age::Adult, Ground::White)
}

pub(crate) fn photo(name: &str) -> Still {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos");
    Still::decode(&fs::read(folder.join(name)).unwrap()).unwrap()
}

pub(crate) fn study(still: &Still) -> Study {
    assistant().study(still, &demand()).unwrap()
}

pub(crate) fn failing(study: &Study) -> Vec<&'static str> {
    study.flaws().map(|check| check.id).collect()
}

#[test]
fn the_networks_are_the_ones_of_the_notice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("resources/models");
    let notice = fs::read_to_string(folder.join("NOTICE.md")).unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "onnx") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = fs::read(&path).unwrap();
        let hash: String = Sha256::digest(&file)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let row = notice
            .lines()
            .find(|line| line.contains(&format!("| {name} |")));
        let row = row.unwrap_or_else(|| panic!("NOTICE.md has no {name}"));
        assert!(row.contains(&hash), "{name}: {hash}");
        assert!(row.contains(&format!("| {} |", file.len())), "{name}");
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn a_face_is_found_where_one_is() {
    let eyes =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos/eyes.csv"))
            .unwrap();
    let row = eyes.lines().find(|line| line.starts_with("astronaut.jpg,"));
    let truth: Vec<f32> = row
        .unwrap()
        .split(',')
        .skip(1)
        .map(|number| number.parse().unwrap())
        .collect();
    let found = study(&photo("astronaut.jpg"));
    assert_eq!(found.faces.len(), 1);
    let face = &found.faces[0];
    let apart = (truth[2] - truth[0]).hypot(truth[3] - truth[1]);
    for (eye, truth) in face.eyes().iter().zip(truth.chunks(2)) {
        let off = (eye[0] - truth[0]).hypot(eye[1] - truth[1]) / apart;
        assert!(off < 0.03, "{eye:?} is {off} eye distances from {truth:?}");
    }
    // She smiles, and has 42 pixels between her eyes.
    assert_eq!(failing(&found), ["eye-distance", "mouth"]);
    // The suggested frame has her head where the rules want it.
    let head = found.value("head-size").unwrap();
    assert!((60.0..80.0).contains(&head), "{head}");
    assert!((found.crop.roll_deg - 3.1).abs() < 1.0, "{:?}", found.crop);
}

#[test]
fn no_face_is_found_where_none_is() {
    let black = Still::from_rgb(640, 480, vec![0; 640 * 480 * 3]).unwrap();
    let grey = Still::from_rgb(300, 900, vec![140; 300 * 900 * 3]).unwrap();
    for still in [photo("cat.jpg"), photo("coffee.jpg"), black.clone(), grey] {
        let found = study(&still);
        assert_eq!(found.faces.len(), 0);
        assert!(!found.passes());
        let flaws = failing(&found);
        assert!(flaws.ends_with(&["faces"]), "{flaws:?}");
    }
    // A covered lens is told before the missing face.
    assert_eq!(failing(&study(&black)), ["picture", "faces"]);
}

#[test]
fn every_check_says_one_sentence_in_both_languages() {
    let demand = demand();
    let checks = study(&drawn(3)).checks;
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        for check in &checks {
            let (low, high) = demand.range(check.id).unwrap();
            let mut values = vec![None, Some(low.max(-1.0e3).midpoint(high.min(1.0e3)))];
            values.extend(low.is_finite().then_some(Some(low - 1.0)));
            values.extend(high.is_finite().then_some(Some(high + 1.0)));
            for value in values {
                // A share or a gap is never below nought.
                if low.abs() < f32::EPSILON && value.is_some_and(|value| value < 0.0) {
                    continue;
                }
                let mut said = check.clone();
                said.value = value;
                let key = said.words();
                assert!(text.get(&key) != key, "{lang:?} has no {key}");
            }
        }
    }
}

#[test]
fn rules_are_refused_with_their_reason() {
    let shipped = include_str!("../../resources/rules/portrait.toml");
    assert!(Limits::parse(shipped).is_ok());
    for (from, to) in [
        ("id = \"roll\"", "id = \"rolling\""),
        ("adult = [-8.0, 8.0]", "adult = [8.0, -8.0]"),
        ("id = \"orange\"", "id = \"green\""),
        ("eyes_to_chin = 0.34", "eyes_to_chin = 34"),
        (
            "source = \"ISO/IEC 39794-5: 8",
            "sauce = \"ISO/IEC 39794-5: 8",
        ),
        ("child_below = 11", ""),
    ] {
        assert!(shipped.contains(from), "{from}");
        let broken = Limits::parse(&shipped.replacen(from, to, 1)).err();
        assert!(
            matches!(broken, Some(Error::Rules { .. })),
            "{from}: {broken:?}"
        );
    }
    let limits = Limits::bundled().unwrap();
    let ages = [0, 1, 2, 10, 11, 90].map(|years| limits.age(years));
    use Age::{Adult, Child, Infant};
    assert_eq!(ages, [Infant, Infant, Child, Child, Adult, Adult]);
    let strict = limits.demand(Age::Adult, Ground::White);
    for age in Age::ALL {
        for check in ["yaw", "head-size", "mouth"] {
            let (asked, strict) = (limits.demand(age, Ground::Red), &strict);
            let ((a, b), (c, d)) = (asked.range(check).unwrap(), strict.range(check).unwrap());
            assert!(
                a <= c && d <= b,
                "{check}: {age:?} is stricter than an adult"
            );
        }
    }
}

/// Prints what the assistant says of drawn people, if asked: `LOKET_MEASURE=1`.
#[test]
fn measure_drawn_people() {
    if std::env::var_os("LOKET_MEASURE").is_none() {
        return;
    }
    for seed in 0..40 {
        let found = study(&drawn(seed));
        let told: Vec<_> = found.flaws().map(|check| (check.id, check.value)).collect();
        let sharp = found.value("sharpness");
        eprintln!("{seed}: {} faces {sharp:?} {told:?}", found.faces.len());
    }
}

/// A room of one colour, `size` large, with stills pasted into it at their places.
pub(crate) fn room(size: (u32, u32), colour: [u8; 3], guests: &[(&Still, u32, u32)]) -> Still {
    let mut rgb = colour.repeat((size.0 * size.1) as usize);
    for (still, left, top) in guests {
        let wide = still.width_px as usize * 3;
        for (row, pixels) in still.rgb.chunks(wide).enumerate() {
            let at = ((*top as usize + row) * size.0 as usize + *left as usize) * 3;
            let Some(line) = rgb.get_mut(at..at + wide) else {
                break;
            };
            line.copy_from_slice(pixels);
        }
    }
    Still::from_rgb(size.0, size.1, rgb).unwrap()
}

/// Every `step`th pixel of a still.
pub(crate) fn thinned(still: &Still, step: usize) -> Still {
    let wide = still.width_px as usize;
    let rows = still.rgb.chunks(wide * 3).step_by(step);
    let rgb: Vec<u8> = rows
        .flat_map(|row| row.chunks(3).step_by(step).flatten().copied())
        .collect();
    let (width, height) = (
        wide.div_ceil(step),
        (still.height_px as usize).div_ceil(step),
    );
    Still::from_rgb(width as u32, height as u32, rgb).unwrap()
}

/// Each channel of each pixel changed by its column and value.
pub(crate) fn changed(still: &Still, mut change: impl FnMut(u32, [u8; 3]) -> [u8; 3]) -> Still {
    changed_at(still, |[x, _], pixel| change(x, pixel))
}

/// The same by column and row.
pub(crate) fn changed_at(
    still: &Still,
    mut change: impl FnMut([u32; 2], [u8; 3]) -> [u8; 3],
) -> Still {
    let mut rgb = still.rgb.to_vec();
    for (at, pixel) in rgb.chunks_mut(3).enumerate() {
        let place = [at as u32 % still.width_px, at as u32 / still.width_px];
        pixel.copy_from_slice(&change(place, [pixel[0], pixel[1], pixel[2]]));
    }
    Still::from_rgb(still.width_px, still.height_px, rgb).unwrap()
}

pub(crate) fn times(value: u8, factor: f32) -> u8 {
    (f32::from(value) * factor).round().min(255.0) as u8
}

#[test]
fn each_flaw_is_told_by_its_own_check() {
    let good = drawn(2);
    assert_eq!(failing(&study(&good)), [""; 0]);
    let grey = changed(&good, |_, [r, g, b]| {
        [((u32::from(r) * 3 + u32::from(g) * 6 + u32::from(b)) / 10) as u8; 3]
    });
    assert_eq!(failing(&study(&grey)), ["colour"]);
    let side = changed(&good, |x, pixel| {
        pixel.map(|value| times(value, if x < 300 { 1.0 } else { 0.55 }))
    });
    let flaws = study(&side);
    let shadow = flaws
        .checks
        .iter()
        .find(|check| check.id == "shadow")
        .unwrap();
    assert_eq!(shadow.words(), "check-shadow-low");
    let burnt = changed(&good, |_, pixel| pixel.map(|value| times(value, 1.9)));
    assert!(failing(&study(&burnt)).contains(&"glare"));
    let dark = changed(&good, |_, pixel| pixel.map(|value| times(value, 0.1)));
    assert!(failing(&study(&dark)).contains(&"exposure"));
    let red = changed(&good, |_, [r, g, b]| {
        if r > 215 && g > 215 && b > 215 {
            [190, 30, 35]
        } else {
            [r, g, b]
        }
    });
    assert!(failing(&study(&red)).contains(&"ground"));
    let on_red = Limits::bundled().unwrap().demand(Age::Adult, Ground::Red);
    let asked = assistant().study(&red, &on_red).unwrap();
    assert!(
        !failing(&asked).contains(&"ground"),
        "{:?}",
        asked.value("ground")
    );
    let busy = changed(&good, |x, [r, g, b]| {
        if r > 215 && g > 215 && b > 215 && x / 9 % 2 == 0 {
            [150, 160, 150]
        } else {
            [r, g, b]
        }
    });
    assert!(failing(&study(&busy)).contains(&"background"));
}

#[test]
fn two_faces_a_poster_and_a_small_face_are_told() {
    let (one, other) = (drawn(2), drawn(5));
    let pair = room(
        (1280, 800),
        [235, 238, 242],
        &[(&one, 20, 0), (&other, 660, 0)],
    );
    let found = study(&pair);
    assert_eq!(found.faces.len(), 2);
    assert!(failing(&found).contains(&"faces"));
    // A poster far behind is a face too, but a small one.
    let poster = thinned(&other, 5);
    let hung = room(
        (1000, 800),
        [235, 238, 242],
        &[(&one, 0, 0), (&poster, 840, 80)],
    );
    let found = study(&hung);
    assert!(
        !failing(&found).contains(&"faces"),
        "{:?}",
        found.faces.len()
    );
    let far = thinned(&one, 3);
    let small = room((1280, 720), [235, 238, 242], &[(&far, 500, 200)]);
    let found = study(&small);
    assert_eq!(found.faces.len(), 1);
    assert!(failing(&found).contains(&"eye-distance"));
}

#[test]
fn a_head_that_leans_is_cut_out_upright() {
    let good = drawn(2);
    let level = study(&good);
    let wide = room((1000, 1000), [235, 238, 242], &[(&good, 200, 100)]);
    // The whole picture turned by seven degrees, as a crooked camera sees it.
    let turned = turned(&wide, 7.0);
    let found = study(&turned);
    let (was, is) = (level.value("roll").unwrap(), found.value("roll").unwrap());
    assert!((is - was - 7.0).abs() < 1.5, "{was} {is}");
    assert!((found.crop.roll_deg - is).abs() < 0.01);
    let portrait = accept(&turned, found.crop).unwrap();
    let cut = study(&Still::decode(portrait.jpeg()).unwrap());
    assert!(
        cut.value("roll").unwrap().abs() < 1.5,
        "{:?}",
        cut.value("roll")
    );
    for corner in found.crop.corners() {
        assert!((-1.0..=1001.0).contains(&corner[0]) && (-1.0..=1001.0).contains(&corner[1]));
    }
}

/// The still turned clockwise about its middle, by the nearest pixel.
pub(crate) fn turned(still: &Still, deg: f32) -> Still {
    let (sin, cos) = deg.to_radians().sin_cos();
    let (w, h) = (still.width_px as f32, still.height_px as f32);
    let mut rgb = Vec::with_capacity(still.rgb.len());
    for y in 0..still.height_px {
        for x in 0..still.width_px {
            let (dx, dy) = (x as f32 - w / 2.0, y as f32 - h / 2.0);
            let from_x = (w / 2.0 + dx * cos + dy * sin).clamp(0.0, w - 1.0) as usize;
            let from_y = (h / 2.0 - dx * sin + dy * cos).clamp(0.0, h - 1.0) as usize;
            let at = (from_y * still.width_px as usize + from_x) * 3;
            rgb.extend(&still.rgb[at..at + 3]);
        }
    }
    Still::from_rgb(still.width_px, still.height_px, rgb).unwrap()
}

#[test]
fn skin_tone_changes_no_verdict() {
    // A drawing has no light of its own: its lips go when the skin is nearly black.
    let photos = [
        (photo("astronaut.jpg"), vec![0.25, 0.5, 1.25]),
        (drawn(2), vec![0.5, 1.25]),
        (drawn(9), vec![0.5]),
    ];
    for (at, (still, tones)) in photos.iter().enumerate() {
        let found = study(still);
        let face = &found.faces[0];
        let verdict = |study: &Study| -> Vec<(&str, bool)> {
            study.checks.iter().map(|c| (c.id, c.passes())).collect()
        };
        for tone in tones {
            let other = study(&toned(still, face, *tone));
            assert_eq!(verdict(&other), verdict(&found), "photo {at}, tone {tone}");
        }
    }
}

#[test]
fn a_portrait_tells_what_was_done_to_it() {
    let good = drawn(2);
    let warm = changed(&good, |_, [r, g, b]| [r, times(g, 0.93), times(b, 0.8)]);
    let found = study(&warm);
    let plain = Made::new(Source::Camera, &warm, &found);
    let portrait = accept_as(&warm, &plain).unwrap();
    let told = portrait.made().unwrap();
    assert_eq!((told.source, told.still_px), (Source::Camera, (600, 800)));
    assert_eq!(told.flaws, failing(&found));
    assert!((told.crop.width_px - found.crop.width_px).abs() < 0.01);
    assert!(Portrait::parse(portrait.jpeg()).unwrap() == portrait);
    // The cast of the light goes, and comes back when the balance is left out.
    let balance = assistant().balance(&warm, found.crop).unwrap().unwrap();
    let better = accept_as(&warm, &plain.clone().balanced(Some(balance))).unwrap();
    let [gain, told] = [balance, better.made().unwrap().balance.unwrap()].map(|b| b.gain);
    assert!(gain.iter().zip(told).all(|(a, b)| (a - b).abs() < 0.001));
    let corner = |portrait: &Portrait| {
        let still = Still::decode(portrait.jpeg()).unwrap();
        let [r, g, b] = [0, 1, 2].map(|channel| i32::from(still.rgb[channel]));
        (r - b).abs().max((r - g).abs())
    };
    assert!(
        corner(&portrait) > 30 && corner(&better) < 8,
        "{}",
        corner(&better)
    );
    assert!(accept_as(&warm, &plain).unwrap() == portrait);
    // Old portraits tell nothing, and foreign comments make none.
    assert!(accept(&warm, found.crop).unwrap().made().is_none());
    let mut forged = portrait.jpeg().to_vec();
    let at = forged.windows(5).position(|w| w == b"loket").unwrap();
    forged[at] = b'L';
    assert!(Portrait::parse(&forged).is_err());
    let nobody = study(&photo("coffee.jpg"));
    let faceless = Made::new(Source::File, &photo("coffee.jpg"), &nobody);
    assert!(faceless.is_faceless());
}

#[test]
fn a_watcher_follows_waits_and_says_since_when_all_is_well() {
    let person = drawn(2);
    let frame = |left| room((1280, 800), [241, 243, 246], &[(&person, left, 0)]);
    let nobody = room((1280, 800), [241, 243, 246], &[]);
    let limits = Limits::bundled().unwrap();
    let mut watcher = Watcher::new(assistant(), &limits.demand(Age::Adult, Ground::White));
    let mut at = Duration::ZERO;
    let mut look = |frame: &Still| {
        at += Duration::from_millis(150);
        (watcher.look(frame, at).unwrap(), at)
    };
    let (sight, _) = look(&nobody);
    assert_eq!(sight.guidance().unwrap().id, "faces");
    let mut since = None;
    // Each of the slower looks has its own frame.
    for _ in 0..11 {
        let (sight, now) = look(&frame(300));
        since = sight.green_for(now);
    }
    assert!(since.unwrap() >= Duration::from_millis(300), "{since:?}");
    // Far to the right the frame follows in steps, without leaving the still.
    let (first, _) = look(&frame(400));
    let (mut last, _) = look(&frame(400));
    assert!(last.study.crop.left_px > first.study.crop.left_px - 1.0);
    for _ in 0..3 {
        last = look(&frame(400)).0;
    }
    let settled = study(&frame(400)).crop;
    assert!((last.study.crop.left_px - settled.left_px).abs() < 30.0);
    // Who leaves is not green any more.
    let (gone, _) = look(&nobody);
    assert_eq!((gone.green_since, gone.study.faces.len()), (None, 0));
    let burst = [study(&photo("coffee.jpg")), study(&person), gone.study];
    assert_eq!(best(&burst), Some(1));
    assert_eq!(best(&[]), None);
}
