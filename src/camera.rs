//! Live pictures: a device or a folder of stills on a thread of its own, the latest frame in a slot; judges nothing.
//!
//! A driver may block for ever in the middle of a frame. So the thread `camera` never touches a device: it decodes,
//! watches the clock and can always be stopped, while `camera-device` waits in the driver and is left behind there
//! if it has to be. A thread left behind ends when the driver lets go of it, at the latest with the program.

mod device;
mod pixels;
mod stills;
#[cfg(test)]
mod tests;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use watch::{Event, Pace, Shared};

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
    /// Pixels across.
    pub width_px: u32,
    /// Pixels down.
    pub height_px: u32,
    /// RGB rows from the top.
    pub rgb: Arc<[u8]>,
    /// Counts up by one a frame since the camera was opened.
    pub serial: u64,
}

/// What can be wrong. Text keys `error-camera-<id>` and `advice-camera-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// None is there, or none of that name, and none was since `open`.
    #[error("no camera found")]
    NoDevice,
    /// Another program has it.
    #[error("camera is used by another program")]
    Busy,
    /// The system forbids it.
    #[error("no permission for the camera")]
    Denied,
    /// It was there since `open` and is not now.
    #[error("camera was unplugged")]
    Unplugged,
    /// It is there and says nothing.
    #[error("camera stopped sending pictures")]
    Stalled,
    /// It offers none of MJPEG, YUYV, NV12, RGB and BGR.
    #[error("camera offers no format this program reads")]
    NoFormat,
    /// Frames come and none can be decoded, in any of its formats.
    #[error("camera sends damaged pictures")]
    BadFrames,
    /// Not one file of the folder could be read.
    #[error("folder has no readable pictures")]
    NoStills,
    /// Anything else, in the driver's words.
    #[error("camera failed: {0}")]
    Other(String),
}

impl Error {
    /// Stable id in kebab case, e.g. `no-device`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NoDevice => "no-device",
            Self::Busy => "busy",
            Self::Denied => "denied",
            Self::Unplugged => "unplugged",
            Self::Stalled => "stalled",
            Self::NoFormat => "no-format",
            Self::BadFrames => "bad-frames",
            Self::NoStills => "no-stills",
            Self::Other(_) => "other",
        }
    }
}

/// How it is going.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// No frame yet and nothing wrong.
    Opening,
    /// Frames come.
    Live {
        /// What was negotiated, e.g. `MJPG 1280x720 30`; a folder is `film`.
        format: String,
        /// Frames a second, measured over the last two seconds.
        frames_per_s: u32,
    },
    /// Failed; the thread keeps trying to find the source again every two seconds.
    Failed(Error),
}

/// Names of the devices present that can capture, each different, in the system's order. May take some milliseconds.
pub fn devices() -> Result<Vec<String>, Error> {
    Ok(device::list()?.into_iter().map(|(_, name)| name).collect())
}

/// A running camera; dropping it stops and joins its thread within a second, even while the device is stalled.
pub struct Camera {
    shared: Arc<Shared>,
    bell: SyncSender<Event>,
    thread: Option<JoinHandle<()>>,
}

impl Camera {
    /// Starts the thread `camera`. `wake` is called after each new frame and change of state. Never blocks.
    pub fn open(source: Source, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let pace = Pace::default();
        match source {
            Source::Device(name) => Self::of_device(
                Arc::new(move |refused| device::open(&name, refused)),
                pace,
                wake,
            ),
            Source::Stills(folder) => Self::start(wake, move |shared, _, events| {
                stills::play(shared, &events, &folder, pace);
            }),
        }
    }

    /// The newest frame, if one has come. Gone as soon as the camera fails: an old face is nobody's portrait.
    pub fn latest(&self) -> Option<Arc<Frame>> {
        self.shared.latest()
    }

    /// How it is going.
    pub fn state(&self) -> State {
        self.shared.state()
    }

    fn of_device(opener: watch::Opener, pace: Pace, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self::start(wake, move |shared, bell, events| {
            watch::watch(shared, bell, &events, &opener, pace);
        })
    }

    fn start(
        wake: Arc<dyn Fn() + Send + Sync>,
        body: impl FnOnce(&Shared, &SyncSender<Event>, std::sync::mpsc::Receiver<Event>)
        + Send
        + 'static,
    ) -> Self {
        let shared = Arc::new(Shared::new(wake));
        // Hardly any room: what this thread has no time for is dropped in the device's thread, not shown late.
        let (bell, events) = sync_channel(2);
        let thread = Builder::new().name("camera".to_owned()).spawn({
            let (shared, bell) = (Arc::clone(&shared), bell.clone());
            move || body(&shared, &bell, events)
        });
        let thread = thread
            .map_err(|e| shared.fail(Error::Other(e.to_string())))
            .ok();
        Self {
            shared,
            bell,
            thread,
        }
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.shared.stop();
        // A full channel wakes the thread just as well.
        self.bell.try_send(Event::Stop).ok();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has nobody left to tell.
            thread.join().ok();
        }
    }
}
