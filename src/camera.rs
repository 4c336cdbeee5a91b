//! Live pictures: a device or a folder of stills on a thread of its own, the latest frame in a slot; judges nothing.

use std::path::PathBuf;
use std::sync::Arc;

/// Where frames come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A device by the name `devices()` gives; indices change when it is replugged.
    Device(String),
    /// JPEG, PNG and WebP files of a folder, in name order, shown in a loop like a film.
    Stills(PathBuf),
}

/// One picture, upright, not mirrored.
#[derive(Clone)]
pub struct Frame {
    pub width_px: u32,
    pub height_px: u32,
    /// RGB rows from the top.
    pub rgb: Arc<[u8]>,
    /// Counts up by one a frame since the camera was opened.
    pub serial: u64,
}

/// What can be wrong. Text keys `error-camera-<id>` and `advice-camera-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("no camera found")]
    NoDevice,
    #[error("camera is used by another program")]
    Busy,
    #[error("no permission for the camera")]
    Denied,
    #[error("camera was unplugged")]
    Unplugged,
    #[error("camera stopped sending pictures")]
    Stalled,
    #[error("camera offers no format this program reads")]
    NoFormat,
    #[error("camera sends damaged pictures")]
    BadFrames,
    #[error("folder has no readable pictures")]
    NoStills,
    #[error("camera failed: {0}")]
    Other(String),
}

impl Error {
    /// Stable id in kebab case, e.g. `no-device`.
    pub fn id(&self) -> &'static str {
        todo!("camera")
    }
}

/// How it is going.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Opening,
    /// Frames come. What was negotiated, e.g. `MJPG 1280x720 30`, and frames a second measured.
    Live { format: String, frames_per_s: u32 },
    /// Failed; the thread keeps trying to find the source again every two seconds.
    Failed(Error),
}

/// Names of the devices present.
pub fn devices() -> Result<Vec<String>, Error> {
    todo!("camera")
}

/// A running camera; dropping it stops and joins its thread within a second, even while the device is stalled.
pub struct Camera {}

impl Camera {
    /// Starts the thread `camera`. `wake` is called after each new frame and change of state. Never blocks.
    pub fn open(_source: Source, _wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        todo!("camera")
    }

    /// The newest frame, if one has come.
    pub fn latest(&self) -> Option<Arc<Frame>> {
        todo!("camera")
    }

    /// How it is going.
    pub fn state(&self) -> State {
        todo!("camera")
    }
}
