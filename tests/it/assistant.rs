//! The portrait assistant through its door: networks as vendored, faces found and not found, rules and their words.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use loket::portrait::{Age, Assistant, Crop, Demand, Error, Ground, Limits, Still, Study, drawn};
use loket::text::{Lang, Text};
use sha2::{Digest as _, Sha256};

fn assistant() -> &'static Assistant {
    static ONE: OnceLock<Assistant> = OnceLock::new();
    ONE.get_or_init(|| Assistant::load().unwrap())
}

fn demand() -> Demand {
    Limits::bundled().unwrap().demand(Age::Adult, Ground::White)
}

fn photo(name: &str) -> Still {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos");
    Still::decode(&fs::read(folder.join(name)).unwrap()).unwrap()
}

fn study(still: &Still) -> Study {
    assistant().study(still, &demand()).unwrap()
}

fn failing(study: &Study) -> Vec<&'static str> {
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
            "source = \"unverified: own; a covered",
            "sauce = \"a covered",
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
        assert_eq!(Crop::centred(&drawn(seed)).roll_deg.to_bits(), 0);
    }
}
