//! Keeps the map of `src/lib.rs` true: who imports whom, which room owns which foreign crate, how files are kept.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms it may import. `main` and `cli` are the two binaries.
const IMPORTS: &[(&str, &[&str])] = &[
    ("camera", &[]),
    ("card", &["drawing", "mrz", "permit", "portrait", "seal"]),
    (
        "cli",
        &[
            "office", "patrol", "permit", "place", "portrait", "rule", "seal", "shop", "station",
            "text",
        ],
    ),
    (
        "desk",
        &[
            "camera", "card", "mrz", "office", "patrol", "permit", "place", "portrait", "rule",
            "seal", "shop", "sound", "station", "text",
        ],
    ),
    ("document", &["drawing"]),
    ("drawing", &[]),
    ("main", &["camera", "desk", "station", "text"]),
    ("mrz", &[]),
    ("office", &[]),
    ("patrol", &["permit", "rule", "seal"]),
    ("permit", &["mrz"]),
    ("place", &["drawing"]),
    ("portrait", &[]),
    ("print", &["drawing"]),
    (
        "registry",
        &[
            "mrz", "office", "patrol", "permit", "portrait", "seal", "shop",
        ],
    ),
    ("rule", &["permit"]),
    ("seal", &["permit"]),
    ("shop", &["patrol", "seal"]),
    ("sound", &[]),
    (
        "station",
        &[
            "card", "document", "drawing", "mrz", "office", "patrol", "permit", "place",
            "portrait", "print", "registry", "rule", "seal", "shop", "table", "text", "token",
            "vault",
        ],
    ),
    ("table", &[]),
    ("text", &[]),
    ("token", &["seal"]),
    ("vault", &[]),
];

/// A foreign crate and the rooms that may name it.
const FOREIGN: &[(&str, &[&str])] = &[
    ("age", &["patrol"]),
    ("aho_corasick", &["registry"]),
    ("anyhow", &["cli", "main"]),
    ("argon2", &["vault"]),
    ("base45", &["seal"]),
    ("calamine", &["table"]),
    ("chacha20poly1305", &["vault"]),
    ("clap", &["cli"]),
    ("coset", &["seal"]),
    ("cryptoki", &["token"]),
    ("csv", &["table"]),
    ("eframe", &["desk", "main"]),
    ("egui_extras", &["desk"]),
    ("flate2", &["print", "seal", "table"]),
    ("egui_plot", &["desk"]),
    ("encoding_rs", &["table"]),
    ("fluent_bundle", &["text"]),
    ("hayro", &["print"]),
    ("hkdf", &["vault"]),
    ("image", &["camera", "portrait", "print"]),
    ("lopdf", &["print"]),
    ("memchr", &["registry"]),
    ("moxcms", &["print"]),
    ("nokhwa", &["camera"]),
    ("p256", &["seal"]),
    ("printpdf", &["print"]),
    ("qrcode", &["seal"]),
    ("rand", &["station"]),
    ("rand_chacha", &["station"]),
    ("rfd", &["desk"]),
    ("rodio", &["sound"]),
    ("rten", &["portrait"]),
    ("rusqlite", &["registry"]),
    ("rust_xlsxwriter", &["table"]),
    ("rustfft", &["portrait"]),
    (
        "serde",
        &[
            "card", "cli", "desk", "document", "place", "portrait", "print", "registry", "rule",
            "seal", "station", "vault",
        ],
    ),
    (
        "serde_json",
        &["cli", "place", "registry", "seal", "station"],
    ),
    ("serial2", &["place"]),
    (
        "sha2",
        &[
            "patrol", "portrait", "registry", "seal", "shop", "station", "token", "vault",
        ],
    ),
    (
        "toml",
        &[
            "card", "cli", "desk", "document", "portrait", "print", "rule", "station", "vault",
        ],
    ),
    ("ttf_parser", &["drawing"]),
    ("unic_langid", &["text"]),
    ("v4l", &["camera"]),
    ("x509_cert", &["seal"]),
    (
        "zeroize",
        &[
            "cli", "desk", "registry", "seal", "station", "token", "vault",
        ],
    ),
    ("zxingcpp", &["seal"]),
];

/// Most lines a source file may have, tests included.
const MAX_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// Path below the root with `/`, and text, of every Rust file of `src` and `tests`.
fn sources() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    files_below(&root().join("src"), &mut paths);
    files_below(&root().join("tests"), &mut paths);
    paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| (name_of(&path), fs::read_to_string(&path).unwrap()))
        .collect()
}

fn name_of(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .replace('\\', "/")
}

/// The room a source file belongs to; `None` for `lib.rs` and tests.
fn room_of(name: &str) -> Option<&str> {
    let inside = name.strip_prefix("src/")?;
    if inside == "lib.rs" || inside.ends_with("tests.rs") || inside.contains("/tests/") {
        return None;
    }
    if inside.starts_with("bin/loket-cli/") {
        return Some("cli");
    }
    inside.split(['/', '.']).next()
}

/// Code only: comment lines are set aside.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Identifiers of a line that are followed by `::`, each with what stands before it.
fn paths_in(line: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("::") {
        let before = &line[..at];
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, letter)| letter.is_alphanumeric() || *letter == '_')
            .last()
            .map_or(at, |(start, _)| start);
        if start < at {
            found.push((&before[..start], &before[start..at]));
        }
    }
    found
}

#[track_caller]
fn none(broken: &str) {
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn rooms_import_only_what_the_map_allows() {
    let mut broken = String::new();
    for (name, text) in sources() {
        let Some(room) = room_of(&name) else { continue };
        let Some((_, allowed)) = IMPORTS.iter().find(|(known, _)| *known == room) else {
            writeln!(broken, "{name}: room `{room}` is not on the map").unwrap();
            continue;
        };
        for (at, line) in code_lines(&text) {
            for opening in ["crate::", "loket::"] {
                for (start, _) in line.match_indices(opening) {
                    let rest = &line[start + opening.len()..];
                    let inner = rest.trim_start_matches('{');
                    for part in if rest.starts_with('{') {
                        inner.split(',').collect::<Vec<_>>()
                    } else {
                        vec![rest]
                    } {
                        let other: String = part
                            .trim()
                            .chars()
                            .take_while(|c| c.is_alphanumeric() || *c == '_')
                            .collect();
                        let is_room = IMPORTS.iter().any(|(known, _)| *known == other);
                        if is_room && other != room && !allowed.contains(&other.as_str()) {
                            writeln!(broken, "{name}:{at}: `{room}` may not import `{other}`")
                                .unwrap();
                        }
                    }
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn each_foreign_crate_stays_in_its_rooms() {
    let mut broken = String::new();
    for (name, text) in sources() {
        let Some(room) = room_of(&name) else { continue };
        for (at, line) in code_lines(&text) {
            for (before, krate) in paths_in(line) {
                if before.ends_with("::") {
                    continue;
                }
                let Some((_, rooms)) = FOREIGN.iter().find(|(known, _)| *known == krate) else {
                    continue;
                };
                if !rooms.contains(&room) {
                    writeln!(broken, "{name}:{at}: `{krate}` does not belong to `{room}`").unwrap();
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn every_dependency_has_a_room() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let shared = ["jiff", "log", "thiserror"];
    let mut broken = String::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-");
            continue;
        }
        if let Some((krate, _)) = line
            .split_once(" = ")
            .filter(|_| inside && !line.starts_with('#'))
        {
            // The package `zxing-cpp` is named `zxingcpp` in code.
            let plain = |name: &str| name.replace(['-', '_'], "");
            if !shared.contains(&krate)
                && !FOREIGN
                    .iter()
                    .any(|(known, _)| plain(known) == plain(krate))
            {
                writeln!(broken, "Cargo.toml: `{krate}` has no room").unwrap();
            }
        }
    }
    none(&broken);
}

#[test]
fn files_begin_with_their_purpose_and_stay_readable() {
    let mut broken = String::new();
    for (name, text) in sources() {
        if !text.starts_with("//! ") {
            writeln!(broken, "{name}: the first line is not a `//!` sentence").unwrap();
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            writeln!(broken, "{name}: {lines} lines, at most {MAX_LINES}").unwrap();
        }
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            let marker = ["TO", "DO"].concat();
            if line.contains(&marker) {
                writeln!(broken, "{name}:{}: a leftover {marker}", at + 1).unwrap();
            }
            let comment = line.strip_prefix("// ").unwrap_or("");
            if comment.ends_with(';') || comment.starts_with("let ") || comment.starts_with("fn ") {
                writeln!(broken, "{name}:{}: commented-out code", at + 1).unwrap();
            }
        }
    }
    none(&broken);
}

#[test]
fn the_desk_does_no_file_or_network_work() {
    let mut broken = String::new();
    for (name, text) in sources() {
        if room_of(&name) != Some("desk") {
            continue;
        }
        for (at, line) in code_lines(&text) {
            for forbidden in [
                "std::fs",
                "fs::",
                "std::net",
                "File::",
                "TcpStream",
                "std::process",
            ] {
                if line.contains(forbidden) {
                    writeln!(broken, "{name}:{at}: `{forbidden}` in the desk").unwrap();
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn every_resource_is_used() {
    let mut resources = Vec::new();
    files_below(&root().join("resources"), &mut resources);
    let mut words: String = sources().into_iter().map(|(_, text)| text).collect();
    for extra in ["Cargo.toml", "README.md"] {
        words.push_str(&fs::read_to_string(root().join(extra)).unwrap_or_default());
    }
    let mut broken = String::new();
    for path in resources {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let stem = path.file_stem().unwrap().to_string_lossy();
        let licence = ["LICENSE", "NOTICE", "OFL", "SOURCE"]
            .iter()
            .any(|start| file.starts_with(start));
        if !licence && !words.contains(&file) && !words.contains(&format!("\"{stem}\"")) {
            writeln!(broken, "{}: nothing refers to it", name_of(&path)).unwrap();
        }
    }
    none(&broken);
}

/// Beginnings of keys that the code completes with an id: finding, field, error and the like.
const KEY_FAMILIES: &[&str] = &[
    "act-",
    "advice-",
    "blank-state-",
    "break-",
    "cause-",
    "cetak-card-",
    "check-",
    "custody-duty-",
    "custody-order-",
    "custody-state-",
    "deed-",
    "duty-",
    "error-",
    "field-",
    "finding-",
    "hint-",
    "job-fate-",
    "job-state-",
    "light-",
    "measure-",
    "month-",
    "numbers-by-",
    "numbers-moved-",
    "numbers-purpose-",
    "numbers-tab-",
    "page-",
    "paper-",
    "patroli-mark-",
    "photo-ground-",
    "printer-misread-",
    "printer-trouble-",
    "reason-",
    "records-acts-",
    "records-break-",
    "records-note-",
    "records-of-",
    "run-card-",
    "run-state-",
    "sending-",
    "severity-",
    "standing-",
    "step-",
    "state-",
    "stock-column-",
    "verdict-",
    "weekday-",
];

#[test]
fn every_text_is_used() {
    let words: String = sources().into_iter().map(|(_, text)| text).collect();
    let mut files = Vec::new();
    files_below(&root().join("resources/text/id"), &mut files);
    let mut broken = String::new();
    for path in files {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let Some((key, _)) = line
                .split_once(" =")
                .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            else {
                continue;
            };
            let family = KEY_FAMILIES.iter().any(|start| key.starts_with(start));
            if !family && !words.contains(&format!("\"{key}\"")) {
                writeln!(broken, "{}: `{key}` is not used", name_of(&path)).unwrap();
            }
        }
    }
    none(&broken);
}

/// Errors that say themselves what to do, or after which there is nothing to do.
const NO_ADVICE: &[&str] = &["stopped"];

#[test]
fn every_error_has_an_advice() {
    let mut broken = String::new();
    for language in ["id", "en"] {
        let mut files = Vec::new();
        files_below(&root().join("resources/text").join(language), &mut files);
        let words: String = files
            .iter()
            .map(|path| format!("\n{}", fs::read_to_string(path).unwrap()))
            .collect();
        for (at, opening) in words.match_indices("\nerror-") {
            let rest = &words[at + opening.len()..];
            let id = &rest[..rest.find(" =").unwrap()];
            if !NO_ADVICE.contains(&id) && !words.contains(&format!("\nadvice-{id} =")) {
                writeln!(broken, "{language}: no advice for the error `{id}`").unwrap();
            }
        }
    }
    none(&broken);
}

/// The literal that follows, perhaps on the next line.
fn literals_after<'a>(text: &'a str, opening: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(opening).filter_map(move |(at, _)| {
        let rest = text[at + opening.len()..].trim_start().strip_prefix('"')?;
        Some(&rest[..rest.find('"')?])
    })
}

#[test]
fn every_act_has_a_word() {
    let mut words = Vec::new();
    files_below(&root().join("resources/text/id"), &mut words);
    let words: String = words
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let mut broken = String::new();
    for (name, text) in sources() {
        if room_of(&name) != Some("station") && room_of(&name) != Some("registry") {
            continue;
        }
        for opening in [
            "by(",
            "act: ",
            "program(",
            "self.change(",
            "greet(",
            "self.told(",
            "self.decide(id,",
        ] {
            for act in literals_after(&text, opening) {
                if !words.contains(&format!("\nact-{act} = ")) {
                    writeln!(broken, "{name}: no words for the act `{act}`").unwrap();
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn the_top_level_stays_as_agreed() {
    let agreed: BTreeSet<_> = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "installer",
        "resources",
        "src",
        "target",
        "tests",
    ]
    .into();
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(
            name.starts_with('.') || agreed.contains(name.as_str()),
            "{name} does not belong at the top"
        );
    }
}
