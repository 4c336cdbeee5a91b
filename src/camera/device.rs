//! The system's cameras through nokhwa, with what it gets wrong put right; no threads of its own.

use std::panic::catch_unwind;

use nokhwa::utils::{
    ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType,
    Resolution,
};
use nokhwa::{Camera, NokhwaError, query};

use super::Error;
use super::pixels::{Format, Pixels};
use super::watch::Device;

/// What this program decodes, in nokhwa's words.
const READABLE: &[FrameFormat] = &[
    FrameFormat::MJPEG,
    FrameFormat::YUYV,
    FrameFormat::NV12,
    FrameFormat::RAWRGB,
    FrameFormat::RAWBGR,
];
/// Formats tried on one opening: some that are listed are refused when asked for.
const TRIES: usize = 8;

/// Devices that can capture, in the system's order, each under a name of its own.
pub(super) fn list() -> Result<Vec<(CameraIndex, String)>, Error> {
    // The query panics on nodes with odd names.
    let mut found = catch_unwind(|| query(ApiBackend::Auto).map_err(|e| meaning(&e)))
        .unwrap_or_else(|_| Err(Error::Other("listing failed".to_owned())))?;
    found.sort_by_key(|info| info.index().as_index().unwrap_or(u32::MAX));
    let mut named: Vec<(CameraIndex, String)> = Vec::new();
    for info in found.into_iter().filter(|info| can_capture(info.index())) {
        let name = readable(&info.human_name());
        let same = |tried: &str| named.iter().any(|(_, other)| other == tried);
        let unique = (2..)
            .map(|n| format!("{name} ({n})"))
            .find(|tried| !same(tried));
        let name = if same(&name) {
            unique.unwrap_or(name)
        } else {
            name
        };
        named.push((info.index().clone(), name));
    }
    Ok(named)
}

/// Without what drivers leave in names: control characters, and "Name: Name" cut at 31 letters.
pub(super) fn readable(name: &str) -> String {
    let clean: String = name.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    match clean.split_once(": ") {
        Some((first, rest)) if first.starts_with(rest) => first.to_owned(),
        _ if clean.is_empty() => "Kamera".to_owned(),
        _ => clean.to_owned(),
    }
}

/// Opens the device of that name in its best format.
pub(super) fn open(name: &str, refused: &[Pixels]) -> Result<Box<dyn Device>, Error> {
    let (index, _) = list()?
        .into_iter()
        .find(|(_, other)| other == name)
        .ok_or(Error::NoDevice)?;
    settle(&index);
    let mut offered: Vec<(Format, CameraFormat)> = formats(&index)?
        .into_iter()
        .filter_map(|offer| Some((ours(offer)?, offer)))
        .filter(|(format, _)| !refused.contains(&format.pixels))
        .collect();
    offered.sort_by_key(|(format, _)| format.rank());
    let mut failure = Error::NoFormat;
    for (format, offer) in offered.into_iter().take(TRIES) {
        prepare(&index, format);
        match started(&index, offer) {
            Ok(camera) => {
                let stride = stride(&index);
                let format = Format { stride, ..format };
                return Ok(Box::new(Live { camera, format }));
            }
            Err(error @ (Error::Busy | Error::Denied | Error::NoDevice)) => return Err(error),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// An open stream.
struct Live {
    camera: Camera,
    format: Format,
}

impl Device for Live {
    fn format(&self) -> Format {
        self.format
    }

    fn frame(&mut self) -> Result<Vec<u8>, Error> {
        let buffer = self.camera.frame().map_err(|e| meaning(&e));
        // Its node was there a moment ago.
        let buffer = buffer.map_err(|e| {
            if e == Error::NoDevice {
                Error::Unplugged
            } else {
                e
            }
        })?;
        Ok(buffer.buffer().to_vec())
    }
}

/// The list needs an opened camera; any format will do for that.
fn formats(index: &CameraIndex) -> Result<Vec<CameraFormat>, Error> {
    let any = RequestedFormat::with_formats(RequestedFormatType::None, READABLE);
    Camera::new(index.clone(), any)
        .and_then(|mut camera| camera.compatible_camera_formats())
        .map_err(|e| meaning(&e))
}

fn started(index: &CameraIndex, offer: CameraFormat) -> Result<Camera, Error> {
    let exact = RequestedFormat::with_formats(RequestedFormatType::Exact(offer), READABLE);
    let mut camera = Camera::new(index.clone(), exact).map_err(|e| meaning(&e))?;
    camera.open_stream().map_err(|e| meaning(&e))?;
    Ok(camera)
}

fn ours(offer: CameraFormat) -> Option<Format> {
    let Resolution { width_x, height_y } = offer.resolution();
    let pixels = match offer.format() {
        FrameFormat::MJPEG => Pixels::Mjpeg,
        FrameFormat::YUYV => Pixels::Yuyv,
        FrameFormat::NV12 => Pixels::Nv12,
        FrameFormat::RAWRGB => Pixels::Rgb,
        FrameFormat::RAWBGR => Pixels::Bgr,
        FrameFormat::GRAY => return None,
    };
    Some(Format {
        pixels,
        width_px: width_x,
        height_px: height_y,
        frames_per_s: offer.frame_rate(),
        stride: None,
    })
}

/// What a failure means, by the only thing nokhwa passes on: the system's words.
pub(super) fn meaning(error: &NokhwaError) -> Error {
    meaning_of(&error.to_string())
}

/// Error numbers of Linux, and HRESULTs of Media Foundation.
pub(super) fn meaning_of(words: &str) -> Error {
    let has = |marks: &[&str]| marks.iter().any(|mark| words.contains(mark));
    if has(&["os error 2)", "os error 6)", "os error 19)", "Not Found", "No device"])
        // MF_E_VIDEO_RECORDING_DEVICE_INVALIDATED, device not connected, element not found.
        || has(&["0xC00D3EA2", "0x8007048F", "0x80070490"])
    {
        Error::NoDevice
    } else if has(&["os error 13)", "os error 1)", "0x80070005"]) {
        Error::Denied
    } else if has(&["os error 16)"])
        // MF_E_VIDEO_RECORDING_DEVICE_PREEMPTED, hardware start failed, sharing violation.
        || has(&["0xC00D3EA3", "0xC00D3704", "0x80070020"])
    {
        Error::Busy
    } else if has(&["Fufill", "fulfill", "Framerate not whole number"]) {
        Error::NoFormat
    } else {
        Error::Other(words.to_owned())
    }
}

/// Nodes of the same camera that only give metadata, or only take pictures, are no cameras.
#[cfg(target_os = "linux")]
fn can_capture(index: &CameraIndex) -> bool {
    use std::panic::AssertUnwindSafe;
    use v4l::capability::Flags;

    let Ok(index) = index.as_index() else {
        return false;
    };
    let caps = catch_unwind(AssertUnwindSafe(|| {
        v4l::Device::new(index as usize)?.query_caps()
    }));
    match caps {
        Ok(Ok(caps)) => caps
            .capabilities
            .contains(Flags::VIDEO_CAPTURE | Flags::STREAMING),
        // Busy or forbidden: opening it will say so.
        Ok(Err(error)) => !matches!(error.raw_os_error(), Some(2 | 6 | 19)),
        Err(_) => true,
    }
}

#[cfg(not(target_os = "linux"))]
fn can_capture(_: &CameraIndex) -> bool {
    true
}

/// Bytes from one row to the next; nokhwa does not tell.
#[cfg(target_os = "linux")]
fn stride(index: &CameraIndex) -> Option<u32> {
    use v4l::video::Capture as _;

    let device = v4l::Device::new(index.as_index().ok()? as usize).ok()?;
    let stride = device.format().ok()?.stride;
    (stride > 0).then_some(stride)
}

#[cfg(not(target_os = "linux"))]
fn stride(_: &CameraIndex) -> Option<u32> {
    None
}

/// nokhwa cannot open a device that another program left in a format or at a rate it does not know.
#[cfg(target_os = "linux")]
fn settle(index: &CameraIndex) {
    use std::panic::AssertUnwindSafe;

    // Best effort: whatever is still wrong shows when the device is opened.
    catch_unwind(AssertUnwindSafe(|| settled(index))).ok();
}

#[cfg(target_os = "linux")]
fn settled(index: &CameraIndex) -> Option<()> {
    use v4l::framesize::FrameSizeEnum;
    use v4l::video::Capture as _;
    use v4l::video::capture::Parameters;

    let known = [b"MJPG", b"YUYV", b"NV12", b"RGB3", b"BGR3"].map(v4l::FourCC::new);
    let device = v4l::Device::new(index.as_index().ok()? as usize).ok()?;
    let now = device.format().ok()?;
    if !known.contains(&now.fourcc) {
        let offered = device.enum_formats().ok()?;
        let fourcc = offered.iter().find(|f| known.contains(&f.fourcc))?.fourcc;
        let sizes = device.enum_framesizes(fourcc).unwrap_or_default();
        let (width, height) = sizes
            .into_iter()
            .find_map(|size| match size.size {
                FrameSizeEnum::Discrete(size) => Some((size.width, size.height)),
                FrameSizeEnum::Stepwise(_) => None,
            })
            .unwrap_or((now.width, now.height));
        device
            .set_format(&v4l::Format::new(width, height, fourcc))
            .ok()?;
    }
    let interval = device.params().ok()?.interval;
    if interval.numerator != 1 || interval.denominator == 0 {
        device.set_params(&Parameters::with_fps(30)).ok()?;
    }
    Some(())
}

#[cfg(not(target_os = "linux"))]
fn settle(_: &CameraIndex) {}

/// Some drivers change the rate with the size; nokhwa, which sets the rate only if it was another before, then fails.
#[cfg(target_os = "linux")]
fn prepare(index: &CameraIndex, format: Format) {
    use std::panic::AssertUnwindSafe;
    use v4l::video::Capture as _;
    use v4l::video::capture::Parameters;

    let set = || -> Option<()> {
        let code: &[u8; 4] = format.pixels.code().as_bytes().try_into().ok()?;
        let device = v4l::Device::new(index.as_index().ok()? as usize).ok()?;
        let wanted = v4l::Format::new(format.width_px, format.height_px, v4l::FourCC::new(code));
        device.set_format(&wanted).ok()?;
        device
            .set_params(&Parameters::with_fps(format.frames_per_s))
            .ok()?;
        Some(())
    };
    // Best effort, as above.
    catch_unwind(AssertUnwindSafe(set)).ok();
}

#[cfg(not(target_os = "linux"))]
fn prepare(_: &CameraIndex, _: Format) {}
