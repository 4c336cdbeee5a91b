//! The camera room with a folder of stills, and with real devices in a guest that has them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use loket::camera::{Camera, Error, Source, State, devices};
use loket::portrait::{Crop, Portrait, Still, accept, drawn};
use loket::text::{Lang, Text};

/// How long the slowest emulated guest may take for anything.
const PATIENCE: Duration = Duration::from_secs(150);

fn open(source: Source) -> (Camera, Receiver<()>) {
    let (bell, woken) = sync_channel(1);
    // A bell that rings already is loud enough.
    let wake = move || {
        bell.try_send(()).ok();
    };
    (Camera::open(source, Arc::new(wake)), woken)
}

#[track_caller]
fn until(camera: &Camera, woken: &Receiver<()>, is_so: impl Fn(&Camera) -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so(camera) {
        let left = end.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "still {:?}", camera.state());
        woken
            .recv_timeout(left.min(Duration::from_millis(300)))
            .ok();
    }
}

fn is_live(camera: &Camera) -> bool {
    matches!(camera.state(), State::Live { .. }) && camera.latest().is_some()
}

fn portrait_of(camera: &Camera) -> Portrait {
    let frame = camera.latest().unwrap();
    let still = Still::from_rgb(frame.width_px, frame.height_px, frame.rgb.to_vec()).unwrap();
    accept(&still, Crop::centred(&still)).unwrap()
}

#[test]
fn a_film_of_stills_becomes_a_portrait() {
    let folder = tempfile::tempdir().unwrap();
    let still = drawn(11);
    let portrait = accept(&still, Crop::centred(&still)).unwrap();
    fs::write(folder.path().join("01.jpg"), portrait.jpeg()).unwrap();
    let (camera, woken) = open(Source::Stills(folder.path().to_owned()));
    until(&camera, &woken, is_live);
    let taken = portrait_of(&camera);
    assert!(Portrait::parse(taken.jpeg()).is_ok());
}

#[test]
fn every_camera_error_has_its_words() {
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        for error in [
            Error::NoDevice,
            Error::Busy,
            Error::Denied,
            Error::Unplugged,
            Error::Stalled,
            Error::NoFormat,
            Error::BadFrames,
            Error::NoStills,
            Error::Other(String::new()),
        ] {
            for key in ["error", "advice"].map(|kind| format!("{kind}-camera-{}", error.id())) {
                assert!(text.get(&key) != key, "{lang:?} has no {key}");
            }
        }
    }
}

/// Listing must never fail for want of a camera, here or anywhere.
#[test]
fn listing_works_without_a_camera() {
    devices().unwrap();
}

/// What `installer/camera-test.sh` runs in a guest with a V4L2 device; elsewhere it does nothing.
#[test]
fn guest() {
    let Ok(task) = std::env::var("LOKET_CAMERA_GUEST") else {
        return;
    };
    let out = PathBuf::from(std::env::var_os("OUT").unwrap_or_else(|| "/run".into()));
    if task == "draw" {
        let still = drawn(1);
        let person = accept(&still, Crop::centred(&still)).unwrap();
        return fs::write(out.join("person.jpg"), person.jpeg()).unwrap();
    }
    let names = devices().unwrap();
    println!("devices: {names:?}");
    match task.as_str() {
        "capture" => capture(&names, &out),
        "unplug" => unplug(&names),
        "stall" => stall(&names),
        _ => panic!("no such task: {task}"),
    }
}

fn live(names: &[String]) -> (Camera, Receiver<()>) {
    let start = Instant::now();
    let (camera, woken) = open(Source::Device(names.first().unwrap().clone()));
    until(&camera, &woken, is_live);
    println!("live after {:?}: {:?}", start.elapsed(), camera.state());
    (camera, woken)
}

/// A frame becomes a portrait file, in the wanted pixel format.
fn capture(names: &[String], out: &Path) {
    let (camera, woken) = live(names);
    let first = camera.latest().unwrap().serial;
    until(&camera, &woken, |c| {
        c.latest().is_some_and(|f| f.serial >= first + 5)
    });
    let State::Live { format, .. } = camera.state() else {
        panic!("{:?}", camera.state());
    };
    let wanted = std::env::var("LOKET_CAMERA_FORMAT").unwrap_or_default();
    assert!(format.starts_with(&wanted), "{format} is not {wanted}");
    println!("{:?}", camera.state());
    let portrait = portrait_of(&camera);
    fs::write(out.join(format!("portrait-{wanted}.jpg")), portrait.jpeg()).unwrap();
    close(camera);
}

/// Unplugged while streaming, and plugged in again: the driver of the test pattern is unbound and bound.
fn unplug(names: &[String]) {
    let driver = Path::new("/sys/bus/platform/drivers/vivid");
    let (camera, woken) = live(names);
    let start = Instant::now();
    fs::write(driver.join("unbind"), "vivid.0").unwrap();
    until(&camera, &woken, |c| {
        c.state() == State::Failed(Error::Unplugged)
    });
    println!("unplugged, noticed after {:?}", start.elapsed());
    assert!(camera.latest().is_none());
    fs::write(driver.join("bind"), "vivid.0").unwrap();
    let start = Instant::now();
    until(&camera, &woken, is_live);
    println!(
        "plugged in again, live after {:?}: {:?}",
        start.elapsed(),
        camera.state()
    );
    close(camera);
}

/// The feeder of the loopback camera is held, then let go, then held for good.
fn stall(names: &[String]) {
    let feeder = fs::read_to_string("/run/vm/feeder.pid").unwrap();
    let signal = |signal: &str| {
        let sent = Command::new("kill")
            .args([signal, feeder.trim()])
            .status()
            .unwrap();
        assert!(sent.success());
    };
    let (camera, woken) = live(names);
    signal("-STOP");
    let start = Instant::now();
    until(&camera, &woken, |c| {
        c.state() == State::Failed(Error::Stalled)
    });
    println!("stalled, noticed after {:?}", start.elapsed());
    signal("-CONT");
    let start = Instant::now();
    until(&camera, &woken, is_live);
    println!("goes on, live after {:?}", start.elapsed());
    signal("-STOP");
    until(&camera, &woken, |c| {
        c.state() == State::Failed(Error::Stalled)
    });
    close(camera);
    signal("-CONT");
}

/// A stalled device must not hold up anybody; an emulated processor may take its time over a last frame.
#[track_caller]
fn close(camera: Camera) {
    let is_stalled = camera.state() == State::Failed(Error::Stalled);
    let start = Instant::now();
    drop(camera);
    println!("closed in {:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(if is_stalled { 1 } else { 10 }));
}
