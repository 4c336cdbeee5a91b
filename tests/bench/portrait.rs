//! Figures of the portrait assistant: a live frame, a still, memory, and its accuracy over a folder of photographs.

#![expect(
    clippy::expect_used,
    reason = "a figure that cannot be taken ends the run"
)]

use loket::portrait::{Age, Assistant, Demand, Ground, Limits, Still, Watcher, drawn};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// The truth of eye centres, marked by hand.
const EYES: &str = include_str!("../photos/eyes.csv");
/// Frames watched; ten seconds of a camera.
const FRAMES: u32 = 300;

/// All figures; accuracy only over a folder that is given.
pub fn figures(folder: Option<&Path>) -> Vec<(String, f64, &'static str)> {
    let before = resident_mb();
    let start = Instant::now();
    let assistant = Assistant::load().expect("the networks");
    let load = millis(start);
    let demand = Limits::bundled()
        .expect("the rules")
        .demand(Age::Adult, Ground::White);
    let mut rows = vec![("portrait: networks loaded".to_owned(), load, "ms")];
    rows.extend(live(&assistant, &demand));
    rows.extend(still(&assistant, &demand));
    if let Some((before, after)) = before.zip(resident_mb()) {
        let name = "portrait: memory of networks and frames".to_owned();
        rows.push((name, after - before, "MB"));
    }
    if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
        rows.extend(accuracy(&assistant, &demand, folder));
    }
    rows
}

/// A person who sways before a camera of 1280x720 at 30 frames a second.
fn live(assistant: &Assistant, demand: &Demand) -> Vec<(String, f64, &'static str)> {
    let person = drawn(2);
    let mut watcher = Watcher::new(assistant, demand);
    let frames: Vec<Still> = (0..8).map(|step| frame(&person, 330 + step * 2)).collect();
    let mut times = Vec::new();
    for number in 0..FRAMES {
        let step = (number % 14).min(14 - number % 14);
        let frame = &frames[step as usize];
        let start = Instant::now();
        let sight = watcher.look(frame, Duration::from_millis(u64::from(number) * 33));
        times.push(millis(start));
        assert_eq!(sight.expect("a frame").study.faces.len(), 1);
    }
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times[times.len() * percent / 100];
    vec![
        (
            "portrait: live frame 1280x720, median".to_owned(),
            at(50),
            "ms",
        ),
        (
            "portrait: live frame 1280x720, 95 of 100".to_owned(),
            at(95),
            "ms",
        ),
    ]
}

/// The person at a place of a plain room.
fn frame(person: &Still, left: usize) -> Still {
    let (width, height) = (1280_u32, 720_u32);
    let mut rgb = [241, 243, 246].repeat((width * height) as usize);
    let wide = person.width_px as usize * 3;
    for (row, pixels) in person.rgb.chunks(wide).take(height as usize).enumerate() {
        let at = (row * width as usize + left) * 3;
        rgb[at..at + wide].copy_from_slice(pixels);
    }
    Still::from_rgb(width, height, rgb).expect("a frame")
}

fn still(assistant: &Assistant, demand: &Demand) -> Vec<(String, f64, &'static str)> {
    let still = frame(&drawn(2), 330);
    let mut times: Vec<f64> = (0..20)
        .map(|_| {
            let start = Instant::now();
            let study = assistant.study(&still, demand).expect("a study");
            assert_eq!(study.faces.len(), 1);
            millis(start)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    vec![(
        "portrait: still fully checked, median".to_owned(),
        times[10],
        "ms",
    )]
}

/// Faces found where the truth has some, faces found elsewhere, and how far the eye centres lie off.
fn accuracy(
    assistant: &Assistant,
    demand: &Demand,
    folder: &Path,
) -> Vec<(String, f64, &'static str)> {
    let (mut found, mut all, mut wrong) = (0.0, 0.0, 0.0);
    let mut offs = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    for file in files {
        let Ok(still) = Still::decode(&fs::read(&file).unwrap_or_default()) else {
            continue;
        };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let faces = assistant.study(&still, demand).expect("a study").faces;
        let row = EYES
            .lines()
            .find(|line| line.starts_with(&format!("{name},")));
        let Some(row) = row else {
            wrong += faces.len() as f64;
            continue;
        };
        all += 1.0;
        let truth: Vec<f32> = row
            .split(',')
            .skip(1)
            .filter_map(|n| n.parse().ok())
            .collect();
        let apart = (truth[2] - truth[0]).hypot(truth[3] - truth[1]);
        // The truth is of one face of the picture; it need not be the largest.
        let off = faces.iter().map(|face| {
            let eyes = face.eyes().into_iter().flatten().collect::<Vec<f32>>();
            let off = |at: usize| (eyes[at] - truth[at]).hypot(eyes[at + 1] - truth[at + 1]);
            100.0 * off(0).max(off(2)) / apart
        });
        if let Some(off) = off.min_by(f32::total_cmp) {
            found += 1.0;
            offs.push(f64::from(off));
        }
    }
    let mean = offs.iter().sum::<f64>() / (offs.len() as f64).max(1.0);
    let worst = offs.iter().copied().fold(0.0, f64::max);
    vec![
        ("portrait: photographs of faces".to_owned(), all, ""),
        (
            "portrait: of these with the face found".to_owned(),
            found,
            "",
        ),
        ("portrait: faces found where none is".to_owned(), wrong, ""),
        (
            "portrait: eye centres off, mean of the worse eye".to_owned(),
            mean,
            "% of eye distance",
        ),
        (
            "portrait: eye centres off, worst".to_owned(),
            worst,
            "% of eye distance",
        ),
    ]
}

fn millis(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

/// Memory in use, where the system tells.
fn resident_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb / 1024.0)
}
