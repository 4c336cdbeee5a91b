//! Figures of the desk over a demo office: its first frame in a real window under Xvfb and its memory, where there is an Xvfb;
//! what a frame costs while a long list is scrolled and searched; and how long an operator waits for a card's proof.

#![expect(
    clippy::expect_used,
    reason = "a figure that cannot be taken ends the run"
)]

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use loket::desk::{Desk, Office, Start};
use loket::office::Duty;
use loket::station::{Crowd, Query, Station, Worker};
use loket::text::{Lang, Text};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Who the desk is begun as, and the password a demo office shows on its login screen.
const LOGIN: &str = "auditor";
const PASSWORD: &str = "contoh";
/// Frames timed of each kind.
const FRAMES: usize = 400;
/// Long enough for an answer of the office.
const PAUSE: Duration = Duration::from_millis(5);

const STARTS: usize = 5;
/// Cards looked at one after the other.
const PROOFS: u32 = 20;
const TOO_LONG: Duration = Duration::from_secs(30);

/// Stops what it holds when it goes.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Times the desk over the office in `office`.
pub fn figures(office: &Path) -> Vec<(String, f64, &'static str)> {
    let mut station = Station::open(office).expect("the office");
    station.act_as(Duty::Auditor).expect("an auditor");
    let permits = station.search(&Query::default()).expect("an answer").total;
    let mut figures = frames(station, permits);
    figures.extend(proofs());
    figures.extend(window(office, permits));
    figures
}

/// From a key in the queue of Cetak to the next person's card on screen: judged, sealed for the proof, laid out, printed as PDF,
/// and both sides as pixels of it.
pub fn proofs() -> Vec<(String, f64, &'static str)> {
    let folder = tempfile::tempdir().expect("a folder");
    let crowd = Crowd {
        people: 1,
        approved: PROOFS + 1,
    };
    let dir = folder.path().join("office");
    let mut station = Station::create_demo(&dir, crowd, 7, &mut |_, _| ()).expect("an office");
    station.act_as(Duty::Print).expect("an operator");
    let start = Start {
        lang: Some(Lang::Id),
        screen: Some(String::from("press")),
        ..Start::default()
    };
    let office = Office::new(station, |station| {
        Worker::threaded(station, Arc::new(|| {}))
    });
    let mut window = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(4)
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |cc| Desk::with_office(&cc.egui_ctx, start, office));
    let name = Text::new(Lang::Id).get("desk-card-front");
    let shown = |window: &mut Harness<'_, Desk>| {
        let begin = Instant::now();
        loop {
            window.step();
            if window.query_by_role_and_label(Role::Image, &name).is_some() {
                return;
            }
            assert!(begin.elapsed() < TOO_LONG, "no proof");
            sleep(Duration::from_millis(1));
        }
    };
    shown(&mut window);
    let mut times: Vec<f64> = (0..PROOFS)
        .map(|_| {
            let begin = Instant::now();
            window.key_press(Key::ArrowDown);
            // The old card is on screen until the cursor has moved.
            let gone = (0..FRAMES).any(|_| {
                window.step();
                window.query_by_role_and_label(Role::Image, &name).is_none()
            });
            assert!(gone, "the cursor does not move");
            shown(&mut window);
            begin.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let name = "From a key to the card's proof on screen, both sides";
    let at = |share: usize| times.get(times.len() * share / 100).copied();
    [(50, "median"), (95, "p95")]
        .map(|(share, what)| {
            (
                format!("{name}: {what}"),
                at(share).unwrap_or_default(),
                "ms",
            )
        })
        .into()
}

/// What a frame of Registri costs without its painting: scrolled by keys, and searched as one types.
fn frames(station: Station, permits: u64) -> Vec<(String, f64, &'static str)> {
    let start = Start::default();
    let office = Office::new(station, |station| {
        Worker::threaded(station, Arc::new(|| {}))
    });
    let mut window = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(4)
        .build_eframe(move |cc| Desk::with_office(&cc.egui_ctx, start, office));
    let settle = |window: &mut Harness<'_, Desk>| {
        for _ in 0..200 {
            window.step();
            sleep(PAUSE);
        }
    };
    settle(&mut window);
    window.key_press_modifiers(Modifiers::CTRL, Key::Num3);
    settle(&mut window);
    let timed = |window: &mut Harness<'_, Desk>, event: &dyn Fn(usize) -> Vec<Event>| {
        let mut times: Vec<f64> = (0..FRAMES)
            .map(|frame| {
                for event in event(frame) {
                    window.event(event);
                }
                let begin = Instant::now();
                window.step();
                let ms = begin.elapsed().as_secs_f64() * 1000.0;
                sleep(PAUSE);
                ms
            })
            .collect();
        times.sort_by(f64::total_cmp);
        [50, 99].map(|percent| {
            times
                .get(FRAMES * percent / 100)
                .copied()
                .unwrap_or_default()
        })
    };
    let press = |key| {
        vec![Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        }]
    };
    let typed = timed(&mut window, &|frame| match frame % 8 {
        0 => vec![Event::Text(String::from("k"))],
        2 => vec![Event::Text(String::from("i"))],
        4 => press(Key::Backspace),
        6 => press(Key::Backspace),
        _ => Vec::new(),
    });
    let scrolled = timed(&mut window, &|_| press(Key::PageDown));
    let mut figures = Vec::new();
    for (what, [median, worst]) in [("typed into", typed), ("scrolled", scrolled)] {
        let name = format!("A frame of Registri {what}, {permits} permits");
        figures.push((format!("{name}: median"), median, "ms"));
        figures.push((format!("{name}: p99"), worst, "ms"));
    }
    figures
}

fn window(office: &Path, permits: u64) -> Vec<(String, f64, &'static str)> {
    let display = format!(":{}", 200 + std::process::id() % 800);
    let Ok(server) = Command::new("Xvfb")
        .args([&display, "-screen", "0", "1366x768x24", "-nolisten", "tcp"])
        .stderr(Stdio::null())
        .spawn()
    else {
        return Vec::new();
    };
    let _server = Running(server);
    let started = Instant::now();
    while pixel(&display).is_none() {
        if TOO_LONG < started.elapsed() {
            return Vec::new();
        }
        sleep(Duration::from_millis(50));
    }
    let mut times = Vec::new();
    let mut peak_mb = 0.0_f64;
    for _ in 0..STARTS {
        let Some((ms, mb)) = start(&display, office) else {
            return Vec::new();
        };
        times.push(ms);
        peak_mb = peak_mb.max(mb);
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(STARTS / 2).copied().unwrap_or_default();
    vec![
        (
            format!("First frame of the desk, {permits} permits, from start to pixels (Xvfb)"),
            median,
            "ms",
        ),
        (
            format!("Peak memory of the desk, {permits} permits, three seconds on"),
            peak_mb,
            "MB",
        ),
    ]
}

/// Milliseconds until the rail is painted, and megabytes a little later.
fn start(display: &str, office: &Path) -> Option<(f64, f64)> {
    let before = pixel(display)?;
    let started = Instant::now();
    let desk = Command::new(env!("CARGO_BIN_EXE_loket"))
        .arg("--office")
        .arg(office)
        .args(["--as", LOGIN])
        .env("LOKET_PASSWORD", PASSWORD)
        .env("DISPLAY", display)
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env_remove("WAYLAND_DISPLAY")
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let desk = Running(desk);
    while pixel(display)? == before {
        if TOO_LONG < started.elapsed() {
            return None;
        }
    }
    let ms = started.elapsed().as_secs_f64() * 1000.0;
    sleep(Duration::from_secs(3));
    let status = fs::read_to_string(format!("/proc/{}/status", desk.0.id())).unwrap_or_default();
    let peak_kb: f64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|text| text.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or_default();
    drop(desk);
    // The server paints the bare screen again once the window has gone.
    let gone = Instant::now();
    while pixel(display)? != before && gone.elapsed() < TOO_LONG {
        sleep(Duration::from_millis(20));
    }
    Some((ms, peak_kb / 1024.0))
}

/// The colour of one pixel of the rail.
fn pixel(display: &str) -> Option<Vec<u8>> {
    let output = Command::new("import")
        .args(["-display", display, "-window", "root"])
        .args(["-crop", "1x1+100+500", "-depth", "8", "rgb:-"])
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then_some(output.stdout)
}
