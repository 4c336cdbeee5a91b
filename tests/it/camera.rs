//! The camera room with a folder of stills, and with real devices in a guest that has them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use crate::assistant::{assistant, demand, room, thinned};
use loket::camera::{Camera, Error, Source, State, devices};
use loket::portrait::{
    Crop, Made, Portrait, Source as Origin, Still, Watcher, accept, accept_as, best, drawn,
};
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
        fs::write(out.join("person.jpg"), person.jpeg()).unwrap();
        return film(&out);
    }
    let names = devices().unwrap();
    println!("devices: {names:?}");
    for task in task.split(' ') {
        match task {
            "assist" => assist(&names, &out),
            "capture" => capture(&names, &out),
            "unplug" => unplug(&names),
            "stall" => stall(&names),
            _ => panic!("no such task: {task}"),
        }
    }
}

/// What the film shows, one after another, and what is to be told of it.
const SCENES: [(&str, &str); 4] = [
    ("nobody", "check-faces-low"),
    ("far", "check-eye-distance-low"),
    ("two", "check-faces-high"),
    ("good", ""),
];

/// The scenes as frames of a camera that sends JPEG.
fn film(folder: &Path) {
    let (size, wall) = ((1280, 720), [241, 243, 246]);
    let (person, guest) = (drawn(2), drawn(5));
    let far = thinned(&person, 4);
    let good = room(size, wall, &[(&person, 340, 0)]);
    for (name, _) in SCENES {
        let scene = match name {
            "nobody" => room(size, wall, &[]),
            "far" => room(size, wall, &[(&far, 560, 260)]),
            "two" => room(size, wall, &[(&person, 20, 0), (&guest, 660, 0)]),
            _ => good.clone(),
        };
        let jpeg = scene.jpeg(1280, 400_000).unwrap();
        fs::write(folder.join(name).with_extension("jpg"), jpeg).unwrap();
    }
}

/// The assistant before the device: each scene is played until it has been told what is wrong with it; of the last one the
/// picture is taken by itself, after a second of all well, and its crop has the face where the rules want it.
fn assist(names: &[String], out: &Path) {
    let film = PathBuf::from(std::env::var_os("LOKET_CAMERA_FILM").unwrap());
    // The feeder reads its frames anew again and again.
    let play = |name: &str| {
        let frame = fs::read(film.join(name).with_extension("jpg")).unwrap();
        fs::write("/run/vm/frames", frame.repeat(5)).unwrap();
    };
    let text = Text::new(Lang::En);
    let (camera, woken) = live(names);
    let mut watcher = Watcher::new(assistant(), &demand());
    let (start, mut serial, mut frames) = (Instant::now(), 0, 0);
    let mut look = || {
        until(&camera, &woken, |camera| {
            camera.latest().is_some_and(|frame| frame.serial > serial)
        });
        let frame = camera.latest().unwrap();
        serial = frame.serial;
        frames += 1;
        let still = Still::from_rgb(frame.width_px, frame.height_px, frame.rgb.to_vec()).unwrap();
        let at = start.elapsed();
        let sight = watcher.look(&still, at).unwrap();
        (still, sight, at)
    };
    let mut burst = Vec::new();
    for (scene, expected) in SCENES {
        play(scene);
        println!(
            "{:5.1} s  ({scene} before the camera)",
            start.elapsed().as_secs_f32()
        );
        let (begun, mut said) = (Instant::now(), String::new());
        loop {
            assert!(begun.elapsed() < PATIENCE, "{scene}: still {said}");
            let (still, sight, at) = look();
            let words = sight.guidance().map(loket::portrait::Check::words);
            let words = words.unwrap_or_else(|| "all well".to_owned());
            if words != said {
                println!("{:5.1} s  {}", at.as_secs_f32(), text.get(&words));
                said = words;
            }
            if scene == "good" && sight.study.passes() {
                burst.push((still, sight.study.clone()));
            } else {
                burst.clear();
            }
            // What the scene before left in the queue may still be seen; the second holds for the picture alone.
            let held = sight
                .green_for(at)
                .is_some_and(|held| held >= Duration::from_secs(1));
            if said == expected || held && scene == "good" {
                break;
            }
            // Before the first scene somebody sat there.
            assert!(
                !held || scene == "nobody",
                "{scene}: would be taken by itself"
            );
        }
    }
    let studies: Vec<_> = burst.iter().map(|(_, study)| study.clone()).collect();
    let (still, study) = &burst[best(&studies).unwrap()];
    let portrait = accept_as(still, &Made::new(Origin::Camera, still, study)).unwrap();
    println!(
        "{:5.1} s  taken by itself, best of {}",
        start.elapsed().as_secs_f32(),
        burst.len()
    );
    let took = start.elapsed().as_secs_f32() / frames as f32;
    println!("{frames} frames watched, one in {took:.2} s");
    let made = portrait.made().unwrap();
    assert_eq!(made.flaws, [""; 0]);
    let cut = Still::decode(portrait.jpeg()).unwrap();
    let found = assistant().study(&cut, &demand()).unwrap();
    assert!(found.passes(), "{:?}", found.flaws().collect::<Vec<_>>());
    // The face of the scene lies in the crop as it does in the frame of the rules.
    let eyes = found.faces[0].centre();
    assert!(
        (eyes[0] - 300.0).abs() < 30.0 && (eyes[1] - 360.0).abs() < 60.0,
        "{eyes:?}"
    );
    fs::write(out.join("portrait-assist.jpg"), portrait.jpeg()).unwrap();
    close(camera);
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
