//! Short tones over the computer's loudspeaker: an officer whose eyes are on the person hears how a card was judged.
//!
//! A [`Speaker`] never waits and never fails: a computer with no loudspeaker stays silent. The device is opened for a tone and
//! let go of a while after, on a thread of its own.

#[cfg(test)]
mod tests;

use rodio::buffer::SamplesBuffer;
use rodio::{DeviceSinkBuilder, MixerDeviceSink, Player};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// What a tone says. Each differs from the others in number and pitch, so that it is known in noise and by who hears some
/// pitches badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// One short high one: all is well.
    Good,
    /// Two of middle height: look here.
    Attention,
    /// Three long low ones: stop.
    Bad,
    /// One short low one: nothing was read.
    Nothing,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Good, Self::Attention, Self::Bad, Self::Nothing];

    /// How often it sounds, its pitch in hertz, and how long in milliseconds. Between 700 and 2,700 Hz small loudspeakers are
    /// loudest.
    fn shape(self) -> (usize, f32, u32) {
        match self {
            Self::Good => (1, 2_093.0, 120),
            Self::Attention => (2, 1_397.0, 150),
            Self::Bad => (3, 784.0, 260),
            Self::Nothing => (1, 784.0, 110),
        }
    }

    /// The tone as samples from -1 to 1, one channel, `rate` a second. It begins and ends in silence without a click.
    pub fn samples(self, rate: u32) -> Vec<f32> {
        /// Between two of one tone, in milliseconds.
        const PAUSE_MS: u32 = 90;
        /// Rising and falling, in milliseconds.
        const EDGE_MS: u32 = 8;
        let (times, pitch, length_ms) = self.shape();
        let samples_of = |ms: u32| rate / 1_000 * ms;
        let (length, edge) = (samples_of(length_ms), samples_of(EDGE_MS).max(1));
        let one = (0..length).map(|at| {
            let loud = fraction(at.min(length - at), edge).min(1.0);
            let turn = fraction(at, rate.max(1)) * pitch;
            loud * (turn.fract() * std::f32::consts::TAU).sin() * LOUDNESS
        });
        let pause = (0..samples_of(PAUSE_MS)).map(|_| 0.0);
        one.chain(pause).collect::<Vec<f32>>().repeat(times)
    }
}

/// Of the loudest the device can do; the computer's own volume rules beyond it.
const LOUDNESS: f32 = 0.6;
/// Samples a second of what is handed to the device, which makes of it what it needs.
const RATE: NonZero<u32> = NonZero::new(44_100).unwrap();
/// An open device takes power: after so long a silence it is let go of.
const IDLE: Duration = Duration::from_secs(8);

#[expect(
    clippy::cast_precision_loss,
    reason = "samples of a second are far below what a float counts exactly"
)]
fn fraction(part: u32, whole: u32) -> f32 {
    part as f32 / whole as f32
}

/// The computer's loudspeaker.
pub struct Speaker {
    tones: Option<SyncSender<Tone>>,
    thread: Option<JoinHandle<()>>,
}

impl Speaker {
    /// One that plays. Nothing is opened before the first tone.
    pub fn new() -> Self {
        // One that waits is enough: a card held up while another's tone sounds has its own after it.
        let (tones, asked) = sync_channel(1);
        let thread = Builder::new()
            .name(String::from("sound"))
            .spawn(move || play(&asked));
        match thread {
            Ok(thread) => Self {
                tones: Some(tones),
                thread: Some(thread),
            },
            // Without a thread there is no sound, and that is all.
            Err(_no_thread) => Self::silent(),
        }
    }

    /// One that never sounds.
    pub const fn silent() -> Self {
        Self {
            tones: None,
            thread: None,
        }
    }

    /// Plays a tone soon; does not wait.
    pub fn sound(&self, tone: Tone) {
        if let Some(tones) = &self.tones {
            // Full: too many at once would only be noise.
            tones.try_send(tone).ok();
        }
    }
}

impl Default for Speaker {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.tones = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing to give back.
            thread.join().ok();
        }
    }
}

/// The thread: until the speaker is dropped.
fn play(asked: &Receiver<Tone>) {
    let mut device: Option<MixerDeviceSink> = None;
    loop {
        let tone = match asked.recv_timeout(IDLE) {
            Ok(tone) => tone,
            Err(RecvTimeoutError::Timeout) => {
                device = None;
                // With nothing open there is nothing to let go of.
                match asked.recv() {
                    Ok(tone) => tone,
                    Err(_dropped) => return,
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if device.is_none() {
            device = open();
        }
        if let Some(device) = &device {
            let player = Player::connect_new(device.mixer());
            player.append(SamplesBuffer::new(
                NonZero::<u16>::MIN,
                RATE,
                tone.samples(RATE.get()),
            ));
            player.sleep_until_end();
        }
    }
}

fn open() -> Option<MixerDeviceSink> {
    match DeviceSinkBuilder::open_default_sink() {
        Ok(mut device) => {
            device.log_on_drop(false);
            Some(device)
        }
        Err(error) => {
            log::info!("no sound: {error}");
            None
        }
    }
}
