//! Threads with devices made up for the purpose, films from a folder, pixels of every kind.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use image::{DynamicImage, ImageFormat, RgbImage};
use proptest::prelude::*;

use super::device::{meaning_of, readable};
use super::pixels::{Format, Pixels, decoded};
use super::watch::{Device, Opener};
use super::*;

/// Impatient threads.
const PACE: Pace = Pace {
    stall: Duration::from_millis(60),
    open: Duration::from_millis(200),
    retry: Duration::from_millis(20),
    join: Duration::from_millis(100),
    film: Duration::from_millis(1),
};

fn format(pixels: Pixels, width_px: u32, height_px: u32) -> Format {
    Format {
        pixels,
        width_px,
        height_px,
        frames_per_s: 30,
        stride: None,
    }
}

fn wake() -> (Arc<dyn Fn() + Send + Sync>, Receiver<()>) {
    let (bell, woken) = sync_channel(1);
    // A bell that rings already is loud enough.
    let wake = move || {
        bell.try_send(()).ok();
    };
    (Arc::new(wake), woken)
}

/// Waits, woken by the camera, until what is asked for is so.
#[track_caller]
fn until(camera: &Camera, woken: &Receiver<()>, is_so: impl Fn(&Camera) -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so(camera) {
        let left = end.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "still {:?}", camera.state());
        woken
            .recv_timeout(left.min(Duration::from_millis(200)))
            .ok();
    }
}

fn is_live(camera: &Camera) -> bool {
    matches!(camera.state(), State::Live { .. })
}

fn has_failed(error: Error) -> impl Fn(&Camera) -> bool {
    move |camera| camera.state() == State::Failed(error.clone())
}

/// A device that does what a closure says at each frame.
struct Fake<F>(Format, F);

impl<F: FnMut() -> Result<Vec<u8>, Error>> Device for Fake<F> {
    fn format(&self) -> Format {
        self.0
    }

    fn frame(&mut self) -> Result<Vec<u8>, Error> {
        (self.1)()
    }
}

const SMALL: Format = Format {
    pixels: Pixels::Rgb,
    width_px: 2,
    height_px: 1,
    frames_per_s: 30,
    stride: None,
};

fn good() -> Vec<u8> {
    vec![1, 2, 3, 4, 5, 6]
}

fn open_fake(
    opener: impl Fn(&[Pixels]) -> Result<Box<dyn Device>, Error> + Send + Sync + 'static,
) -> (Camera, Receiver<()>) {
    let (wake, woken) = wake();
    let opener: Opener = Arc::new(opener);
    (Camera::of_device(opener, PACE, wake), woken)
}

#[test]
fn frames_come_and_count_up() {
    let (camera, woken) = open_fake(|_| Ok(Box::new(Fake(SMALL, || Ok(good())))));
    until(&camera, &woken, |c| {
        c.latest().is_some_and(|f| f.serial >= 3)
    });
    let frame = camera.latest().unwrap();
    assert_eq!((frame.width_px, frame.height_px), (2, 1));
    assert_eq!(&*frame.rgb, good());
    let State::Live { format, .. } = camera.state() else {
        panic!("{:?}", camera.state());
    };
    assert_eq!(format, "RGB3 2x1 30");
}

/// A device that gives one frame for each permission, and blocks in between.
fn gated() -> (Opener, SyncSender<()>) {
    let (gate, permits) = sync_channel::<()>(64);
    let permits = Arc::new(Mutex::new(permits));
    let opener: Opener = Arc::new(move |_: &[Pixels]| {
        let permits = Arc::clone(&permits);
        Ok(Box::new(Fake(SMALL, move || {
            let permit = permits.lock().unwrap().recv();
            permit.ok().map(|()| good()).ok_or(Error::Unplugged)
        })) as Box<dyn Device>)
    });
    (opener, gate)
}

#[test]
fn a_stall_is_noticed_and_ends() {
    let (opener, gate) = gated();
    let (wake, woken) = wake();
    let camera = Camera::of_device(opener, PACE, wake);
    gate.send(()).unwrap();
    until(&camera, &woken, is_live);
    until(&camera, &woken, has_failed(Error::Stalled));
    assert!(camera.latest().is_none(), "no old face is left");
    gate.send(()).unwrap();
    until(&camera, &woken, is_live);
    until(&camera, &woken, has_failed(Error::Stalled));
}

#[test]
fn a_stalled_device_does_not_hold_up_its_owner() {
    let (opener, gate) = gated();
    let (wake, woken) = wake();
    let camera = Camera::of_device(opener, Pace::default(), wake);
    gate.send(()).unwrap();
    until(&camera, &woken, is_live);
    let start = Instant::now();
    drop(camera);
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    drop(gate);
}

#[test]
fn opening_may_block_too() {
    let (release, blocked) = sync_channel::<()>(1);
    let blocked = Mutex::new(blocked);
    let (camera, woken) = open_fake(move |_| {
        blocked.lock().unwrap().recv().ok();
        Err(Error::Busy)
    });
    until(&camera, &woken, has_failed(Error::Stalled));
    release.send(()).unwrap();
    until(&camera, &woken, has_failed(Error::Busy));
    let start = Instant::now();
    drop(camera);
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn an_unplugged_device_is_found_again() {
    let tries = Arc::new(AtomicUsize::new(0));
    let (gate, permits) = sync_channel::<()>(1);
    let permits = Mutex::new(permits);
    let (camera, woken) = open_fake(move |_| {
        let number = tries.fetch_add(1, Ordering::Relaxed);
        match number {
            0 => {
                let mut left = 3;
                Ok(Box::new(Fake(SMALL, move || {
                    left -= 1;
                    if left > 0 {
                        Ok(good())
                    } else {
                        Err(Error::Unplugged)
                    }
                })))
            }
            1 => {
                permits.lock().unwrap().recv().ok();
                Err(Error::NoDevice)
            }
            2..4 => Err(Error::NoDevice),
            _ => Ok(Box::new(Fake(SMALL, || Ok(good())))),
        }
    });
    until(&camera, &woken, has_failed(Error::Unplugged));
    gate.send(()).unwrap();
    until(&camera, &woken, is_live);
    assert!(camera.latest().is_some());
}

#[test]
fn without_a_device_it_says_so() {
    let (camera, woken) = open_fake(|_| Err(Error::NoDevice));
    until(&camera, &woken, has_failed(Error::NoDevice));
}

#[test]
fn a_lying_format_gives_way_to_the_next() {
    let opener = |refused: &[Pixels]| -> Result<Box<dyn Device>, Error> {
        match refused {
            [] => Ok(Box::new(Fake(format(Pixels::Mjpeg, 2, 1), || {
                Ok(vec![0x80; 64])
            }))),
            [Pixels::Mjpeg] => Ok(Box::new(Fake(format(Pixels::Yuyv, 2, 1), || {
                Ok(vec![0x80; 4])
            }))),
            _ => Err(Error::NoFormat),
        }
    };
    let (camera, woken) = open_fake(opener);
    until(&camera, &woken, is_live);
    let State::Live { format, .. } = camera.state() else {
        panic!("{:?}", camera.state());
    };
    assert_eq!(format, "YUYV 2x1 30");
}

#[test]
fn nothing_but_lies_are_bad_frames() {
    let (camera, woken) = open_fake(|refused| {
        if refused.is_empty() {
            return Ok(Box::new(Fake(SMALL, || Ok(vec![0; 3]))));
        }
        Err(Error::NoFormat)
    });
    until(&camera, &woken, has_failed(Error::BadFrames));
}

#[test]
fn a_panic_in_the_driver_is_a_failure() {
    let (camera, woken) = open_fake(|_| {
        Ok(Box::new(Fake(SMALL, || -> Result<Vec<u8>, Error> {
            // Not a panic!, so that no message is printed.
            std::panic::resume_unwind(Box::new("step is zero"))
        })))
    });
    until(
        &camera,
        &woken,
        has_failed(Error::Other("driver panicked".to_owned())),
    );
}

fn film(folder: &Path, name: &str, grey: u8) {
    let picture = RgbImage::from_pixel(4, 3, image::Rgb([grey; 3]));
    picture.save(folder.join(name)).unwrap();
}

fn play(folder: &Path) -> (Camera, Receiver<()>) {
    let (wake, woken) = wake();
    let folder = folder.to_owned();
    let camera = Camera::start(wake, move |shared, _, events| {
        stills::play(shared, &events, &folder, PACE);
    });
    (camera, woken)
}

#[test]
fn a_folder_plays_in_name_order_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    film(folder.path(), "b.png", 2);
    film(folder.path(), "a.webp", 1);
    film(folder.path(), "c.JPG", 3);
    std::fs::write(folder.path().join("aa.jpg"), b"no picture").unwrap();
    std::fs::write(folder.path().join("readme.txt"), b"none either").unwrap();
    let (camera, woken) = play(folder.path());
    let mut seen = std::collections::BTreeMap::new();
    until(&camera, &woken, |c| c.latest().is_some());
    while seen.keys().all(|serial| *serial < 12) {
        if let Some(frame) = camera.latest() {
            seen.insert(frame.serial, frame.rgb[0]);
        }
        woken.recv_timeout(Duration::from_secs(5)).unwrap();
    }
    for (serial, grey) in seen {
        assert_eq!(u64::from(grey), (serial - 1) % 3 + 1, "frame {serial}");
    }
}

#[test]
fn an_empty_folder_fills_later() {
    let folder = tempfile::tempdir().unwrap();
    let (camera, woken) = play(&folder.path().join("missing"));
    until(&camera, &woken, has_failed(Error::NoStills));
    let (camera, woken) = play(folder.path());
    until(&camera, &woken, has_failed(Error::NoStills));
    film(folder.path(), "one.png", 9);
    until(&camera, &woken, is_live);
}

#[test]
fn a_film_leaves_out_what_is_cut_off_and_lays_the_transparent_on_white() {
    let folder = tempfile::tempdir().unwrap();
    let whole = jpeg();
    std::fs::write(folder.path().join("cut.jpg"), &whole[..whole.len() - 2]).unwrap();
    let (camera, woken) = play(folder.path());
    until(&camera, &woken, has_failed(Error::NoStills));
    image::RgbaImage::from_pixel(4, 3, image::Rgba([0; 4]))
        .save(folder.path().join("clear.png"))
        .unwrap();
    until(&camera, &woken, |camera| camera.latest().is_some());
    assert!(camera.latest().unwrap().rgb.iter().all(|part| *part == 255));
}

#[test]
fn the_real_film_source_opens_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    film(folder.path(), "one.png", 9);
    let (wake, woken) = wake();
    let camera = Camera::open(Source::Stills(folder.path().to_owned()), wake);
    until(&camera, &woken, is_live);
    drop(camera);
}

#[track_caller]
fn pixels_are(format: Format, bytes: &[u8], wanted: &[[u8; 3]]) {
    let picture = decoded(format, bytes).unwrap();
    let got: Vec<_> = picture.rgb.chunks(3).map(<[u8]>::to_vec).collect();
    assert_eq!(got, wanted, "{format}");
}

#[test]
fn raw_frames_become_rgb() {
    let (black, white, red) = ([0; 3], [255; 3], [255, 0, 0]);
    pixels_are(
        format(Pixels::Yuyv, 2, 1),
        &[16, 128, 235, 128],
        &[black, white],
    );
    pixels_are(format(Pixels::Yuyv, 2, 1), &[81, 90, 81, 240], &[red, red]);
    // Odd width: rows of six bytes.
    pixels_are(
        format(Pixels::Yuyv, 3, 1),
        &[16, 128, 235, 128, 235, 128],
        &[black, white, white],
    );
    pixels_are(
        format(Pixels::Nv12, 3, 3),
        &[
            16, 235, 16, 0, 235, 16, 235, 0, 81, 81, 16, 0, 128, 128, 128, 128, 90, 240, 128, 128,
        ],
        &[black, white, black, white, black, white, red, red, black],
    );
    pixels_are(
        format(Pixels::Rgb, 1, 2),
        &[1, 2, 3, 4, 5, 6],
        &[[1, 2, 3], [4, 5, 6]],
    );
    pixels_are(
        format(Pixels::Bgr, 1, 2),
        &[1, 2, 3, 4, 5, 6],
        &[[3, 2, 1], [6, 5, 4]],
    );
    // The whole buffer arrives, and rows may be padded.
    let padded = Format {
        stride: Some(5),
        ..format(Pixels::Rgb, 1, 2)
    };
    let mut long = vec![1, 2, 3, 0, 0, 4, 5, 6];
    pixels_are(padded, &long, &[[1, 2, 3], [4, 5, 6]]);
    long.extend([9; 4096]);
    pixels_are(padded, &long, &[[1, 2, 3], [4, 5, 6]]);
    assert!(decoded(padded, &long[..7]).is_none());
    assert!(decoded(format(Pixels::Nv12, 4, 4), &[0; 23]).is_none());
    assert!(decoded(format(Pixels::Rgb, 0, 4), &[0; 99]).is_none());
    assert!(decoded(format(Pixels::Rgb, u32::MAX, u32::MAX), &[0; 99]).is_none());
}

fn jpeg() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_pixel(24, 16, image::Rgb([200, 40, 90])))
        .write_to(&mut file, ImageFormat::Jpeg)
        .unwrap();
    file.into_inner()
}

/// Without its Huffman tables, as many cameras send it.
fn without_tables(jpeg: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (jpeg[..2].to_vec(), 2);
    loop {
        let end = at + 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        match jpeg[at + 1] {
            0xc4 => {}
            0xda => return [&out[..], &jpeg[at..]].concat(),
            _ => out.extend(&jpeg[at..end]),
        }
        at = end;
    }
}

#[test]
fn motion_jpeg_is_cut_to_its_end() {
    // The size that was negotiated is not believed.
    let asked = format(Pixels::Mjpeg, 640, 480);
    let whole = jpeg();
    let bare = without_tables(&whole);
    assert!(bare.len() + 300 < whole.len());
    for frame in [&whole, &bare] {
        let mut buffer = frame.clone();
        buffer.extend(&whole[40..]);
        buffer.extend([0; 5000]);
        let picture = decoded(asked, &buffer).unwrap();
        assert_eq!((picture.width_px, picture.height_px), (24, 16));
        assert!(picture.rgb[0].abs_diff(200) < 4);
        assert!(decoded(asked, &frame[..frame.len() - 2]).is_none());
    }
    assert!(decoded(asked, &[0x80; 4096]).is_none());
    assert!(decoded(asked, &[]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_frame_never_panics(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        (w, h) in (0_u32..40, 0_u32..40),
        stride in prop::option::of(0_u32..60),
        kind in 0..5_usize,
        at in 0..400_usize,
    ) {
        let kinds = [Pixels::Mjpeg, Pixels::Yuyv, Pixels::Nv12, Pixels::Rgb, Pixels::Bgr];
        let asked = Format { stride, ..format(kinds[kind], w, h) };
        if let Some(picture) = decoded(asked, &bytes) {
            prop_assert_eq!(picture.rgb.len(), (picture.width_px * picture.height_px * 3) as usize);
        }
        let mut damaged = jpeg();
        let at = at % damaged.len();
        damaged.splice(at..at, bytes);
        decoded(format(Pixels::Mjpeg, w, h), &damaged);
    }
}

#[test]
fn the_best_format_is_chosen() {
    let offer = |pixels, w, h, frames_per_s| Format {
        frames_per_s,
        ..format(pixels, w, h)
    };
    use Pixels::{Mjpeg, Nv12, Rgb, Yuyv};
    // Best first.
    let wanted = [
        offer(Mjpeg, 1920, 1080, 24),
        offer(Mjpeg, 1920, 1080, 30),
        offer(Mjpeg, 1280, 720, 30),
        offer(Yuyv, 1280, 720, 30),
        offer(Nv12, 1280, 720, 30),
        offer(Mjpeg, 2560, 1440, 30),
        offer(Mjpeg, 3840, 2160, 30),
        offer(Yuyv, 800, 600, 30),
        offer(Mjpeg, 640, 480, 30),
        offer(Yuyv, 640, 480, 15),
        offer(Rgb, 640, 480, 30),
        offer(Mjpeg, 320, 240, 30),
        offer(Yuyv, 1920, 1080, 10),
        offer(Yuyv, 1920, 1080, 5),
    ];
    let mut sorted = wanted;
    sorted.reverse();
    sorted.sort_by_key(Format::rank);
    let words = |formats: &[Format]| formats.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(words(&sorted), words(&wanted));
}

#[test]
fn names_are_for_people() {
    assert_eq!(
        readable("HD Pro Webcam C920: HD Pro Webca"),
        "HD Pro Webcam C920"
    );
    assert_eq!(readable("Integrated: Camera"), "Integrated: Camera");
    assert_eq!(readable("USB Kamera\0\u{1}\n"), "USB Kamera");
    assert_eq!(readable("\0"), "Kamera");
}

#[test]
fn failures_have_a_meaning() {
    for (words, meant) in [
        (
            "Could not open device 0: No such file or directory (os error 2)",
            Error::NoDevice,
        ),
        (
            "Could not capture frame: No such device (os error 19)",
            Error::NoDevice,
        ),
        ("V4L2 Error: Permission denied (os error 13)", Error::Denied),
        ("Device or resource busy (os error 16)", Error::Busy),
        ("Access is denied. (0x80070005)", Error::Denied),
        (
            "The video recording device is preempted (0xC00D3EA3)",
            Error::Busy,
        ),
        (
            "Could not get device property CameraFormat: Failed to Fufill",
            Error::NoFormat,
        ),
    ] {
        assert_eq!(meaning_of(words), meant, "{words}");
    }
    let other = "Input/output error (os error 5)";
    assert_eq!(meaning_of(other), Error::Other(other.to_owned()));
}
