//! Real photographs, where they are at hand, become portraits; every word of the room exists.

use std::fs;
use std::path::Path;

use loket::portrait::{Crop, Error, Portrait, Still, accept, drawn, inspect};
use loket::text::{Lang, Text};

/// Photographs that may not be part of the project itself.
const PHOTOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/portraits");

#[test]
fn photographs_become_portraits() {
    if !Path::new(PHOTOS).is_dir() {
        eprintln!("SKIPPED: no photographs beside the checkout");
        return;
    }
    for name in [
        "portrait-01.jpg",
        "portrait-03.jpg",
        "portrait-06-teeth.jpg",
        "portrait-07-smile-astronaut.png",
    ] {
        let Ok(file) = fs::read(Path::new(PHOTOS).join(name)) else {
            eprintln!("SKIPPED: {name}");
            continue;
        };
        let still = Still::decode(&file).unwrap();
        let found = inspect(&still);
        for check in found.checks {
            // They are not passport photos: the ground is a flag or a space suit.
            let may_fail = check.id == "background" || check.id == "size";
            assert!(check.passes() || may_fail, "{name}: {check:?}");
        }
        let portrait = accept(&still, found.crop).unwrap();
        assert!(Portrait::parse(portrait.jpeg()).is_ok(), "{name}");
    }
}

#[test]
fn every_check_and_error_has_its_words() {
    let mut keys = Vec::new();
    for check in inspect(&drawn(1)).checks {
        keys.push(format!("check-{}", check.id));
    }
    let what = String::new();
    for error in [
        Error::Format,
        Error::TooLarge { what: what.clone() },
        Error::TooSmall {
            width_px: 1,
            height_px: 1,
        },
        Error::Damaged { what: what.clone() },
        Error::Crop,
        Error::Networks { what: what.clone() },
        Error::Rules { what: what.clone() },
    ] {
        keys.push(format!("error-portrait-{}", error.id()));
        keys.push(format!("advice-portrait-{}", error.id()));
    }
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        for key in &keys {
            assert!(text.get(key) != *key, "{lang:?} has no {key}");
        }
    }
}

/// Prints what the checks measure in a folder of pictures, if asked: `LOKET_MEASURE=dir`.
#[test]
fn measure_a_folder() {
    let Some(folder) = std::env::var_os("LOKET_MEASURE") else {
        return;
    };
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let Ok(still) = Still::decode(&fs::read(&path).unwrap()) else {
            continue;
        };
        let checks = inspect(&still).checks;
        let values: Vec<_> = checks
            .iter()
            .map(|c| format!("{} {:.3}", c.id, c.value.unwrap_or(f32::NAN)))
            .collect();
        let size = accept(&still, Crop::centred(&still)).map(|p| p.jpeg().len());
        eprintln!(
            "{:?}: {values:?} {size:?}",
            path.file_name().unwrap_or_default()
        );
    }
}
