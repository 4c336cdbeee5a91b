//! Figures of the desk: its first frame in a real window under Xvfb, and its memory; nothing where there is no Xvfb.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const STARTS: usize = 5;
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
pub fn figures(office: &Path, permits: u32) -> Vec<(String, f64, &'static str)> {
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
