//! Frame after frame: follows the face, looks at what is slower now and then, and says since when all is well; no clock of its own.

use std::time::Duration;

use super::assistant::{self, Assistant, Looks, Study};
use super::limits::Demand;
use super::mesh::{self, Face};
use super::window::Window;
use super::{Check, Crop, Error, Still, crop, framed, raster};

/// The whole frame is searched for other faces this often.
const SEARCH_EVERY: Duration = Duration::from_millis(200);
/// Light, sharpness and blinking are looked at this often.
const LIGHT_EVERY: Duration = Duration::from_millis(280);
/// The ground is looked at this often.
const GROUND_EVERY: Duration = Duration::from_millis(450);
/// Whether the face is itself a picture, framed by edges or made of dots, is looked at this often.
const COPY_EVERY: Duration = Duration::from_millis(600);
/// How long the frame takes to follow a head at rest, and one that moves far, in seconds.
const FOLLOW_S: (f32, f32) = (0.4, 0.06);
/// A way of the frame that counts as far, as a share of its width.
const FAR: f32 = 0.12;

/// Watches the frames of one camera for one sitter. Some 15 ms a frame on one core; keep it on the thread that has the frames.
pub struct Watcher {
    assistant: Assistant,
    demand: Demand,
    state: State,
}

/// A look that not every frame has the time for.
#[derive(Clone, Copy)]
enum Slow {
    Light,
    Ground,
    Framed,
    Raster,
}

/// What a watcher remembers from frame to frame.
#[derive(Default)]
struct State {
    size: (u32, u32),
    at: Duration,
    faces: Vec<Face>,
    looks: Looks,
    /// Frames without a face look at the whole and at the middle by turns.
    middle_next: bool,
    searched: Option<Duration>,
    lit_at: Option<Duration>,
    grounded_at: Option<Duration>,
    framed_at: Option<Duration>,
    rastered_at: Option<Duration>,
    /// A slower look has been put off for a search.
    waits: bool,
    /// How much smaller the head is made, so that hair or cover fits.
    factor: Option<f32>,
    crop: Option<Crop>,
    green_since: Option<Duration>,
}

impl State {
    /// What stays when the sitter goes.
    fn of_nobody(&self) -> Self {
        Self {
            size: self.size,
            at: self.at,
            crop: self.crop,
            ..Self::default()
        }
    }
}

/// What a watcher says of the newest frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    /// Its faces, the smoothed frame, and the checks; those of light, ground, edges and dots may be some frames old.
    pub study: Study,
    /// Since when all checks pass without a break, by the caller's clock.
    pub green_since: Option<Duration>,
}

impl Sight {
    /// For how long all checks have passed.
    pub fn green_for(&self, now: Duration) -> Option<Duration> {
        Some(now.saturating_sub(self.green_since?))
    }

    /// The one thing to tell the sitter now; one without a value only while nothing else is known to be wrong.
    pub fn guidance(&self) -> Option<&Check> {
        let mut known = self.study.flaws().filter(|check| check.value.is_some());
        known.next().or_else(|| self.study.flaws().next())
    }
}

impl Watcher {
    /// Watches for what is demanded of this sitter.
    pub fn new(assistant: &Assistant, demand: &Demand) -> Self {
        Self {
            assistant: assistant.clone(),
            demand: demand.clone(),
            state: State::default(),
        }
    }

    /// Looks at the next frame, taken `at` by any clock that only goes forward.
    pub fn look(&mut self, frame: &Still, at: Duration) -> Result<Sight, Error> {
        let size = (frame.width_px, frame.height_px);
        if self.state.size != size {
            self.state = State {
                size,
                at,
                ..State::default()
            };
        }
        let searches = self.find(frame, at)?;
        let Some(face) = self.state.faces.first().cloned() else {
            return Ok(self.blind(frame, at));
        };
        let factor = self.state.factor.unwrap_or(1.0);
        let wished = assistant::suggested(frame, &face, &self.demand, factor);
        let passed = at.saturating_sub(self.state.at).as_secs_f32();
        let crop = crop::pushed_in(followed(self.state.crop, wished, passed), frame);
        self.state.crop = Some(crop);
        // One slower look a frame at most, and none beside a search, unless frames are so far apart that each is searched.
        let waited = std::mem::replace(&mut self.state.waits, searches);
        if !searches || waited {
            self.state.waits = false;
            self.look_slowly(frame, &face, crop, at)?;
        }
        Ok(self.told(frame, crop, at))
    }

    /// Takes the look that is due and has waited longest; the light first, for in the dark nothing else counts.
    fn look_slowly(
        &mut self,
        frame: &Still,
        face: &Face,
        crop: Crop,
        at: Duration,
    ) -> Result<(), Error> {
        let state = &mut self.state;
        let slow = [
            (&mut state.lit_at, LIGHT_EVERY, Slow::Light),
            (&mut state.grounded_at, GROUND_EVERY, Slow::Ground),
            (&mut state.framed_at, COPY_EVERY, Slow::Framed),
            (&mut state.rastered_at, COPY_EVERY, Slow::Raster),
        ];
        let due = slow
            .into_iter()
            .filter(|(last, every, _)| is_due(**last, at, *every));
        let Some((last, _, look)) = due.min_by_key(|(last, _, _)| **last) else {
            return Ok(());
        };
        *last = Some(at);
        match look {
            Slow::Light => {
                let patch = assistant::patch(frame, crop);
                state.looks.light = Some(assistant::lit(&patch, face, crop));
                state.looks.blink = Some(mesh::blink(&self.assistant.networks, face)?);
                state.looks.bright = Some(assistant::brightness(frame));
            }
            Slow::Ground => self.ground(frame, face, crop)?,
            Slow::Framed => state.looks.framed = Some(framed::framed(frame, face)),
            Slow::Raster => state.looks.raster = Some(raster::raster(frame, face)),
        }
        Ok(())
    }

    /// Follows the face, or searches for it; true when the whole frame was searched.
    fn find(&mut self, frame: &Still, at: Duration) -> Result<bool, Error> {
        let networks = &self.assistant.networks;
        if let Some(face) = self.state.faces.first() {
            if let Some(face) = mesh::followed(networks, frame, face)? {
                let is_due = is_due(self.state.searched, at, SEARCH_EVERY);
                if is_due {
                    self.state.searched = Some(at);
                    let others = mesh::others(networks, frame, &face)?;
                    self.state.faces.truncate(1);
                    self.state.faces.extend(others);
                }
                if let Some(first) = self.state.faces.first_mut() {
                    first.clone_from(&face);
                }
                // Whoever came closer is the sitter now, of whom nothing is known yet.
                mesh::largest_first(&mut self.state.faces);
                if self.state.faces.first() != Some(&face) {
                    self.state = State {
                        faces: std::mem::take(&mut self.state.faces),
                        searched: self.state.searched,
                        ..self.state.of_nobody()
                    };
                }
                return Ok(is_due);
            }
            // Lost: what was known of this face is known of nobody.
            self.state = self.state.of_nobody();
        }
        let view = if self.state.middle_next {
            mesh::middle_view(frame)
        } else {
            Window::around(frame)
        };
        self.state.faces = mesh::seen(networks, frame, view)?;
        self.state.middle_next = !self.state.middle_next;
        self.state.searched = Some(at);
        Ok(true)
    }

    fn ground(&mut self, frame: &Still, face: &Face, crop: Crop) -> Result<(), Error> {
        let matte = self.assistant.matte(frame, crop)?;
        let patch = assistant::patch(frame, crop);
        let behind = assistant::behind(&patch, &matte, face, crop, &self.demand);
        self.state.looks.behind = Some(behind);
        let needed = assistant::fitting(face, crop, &matte, &self.demand);
        let factor = self.state.factor.unwrap_or(1.0);
        // Grows back slowly, so that hair at the very edge does not make the frame swing.
        let factor = if needed < 1.0 {
            factor * needed
        } else {
            factor + (1.0 - factor) * 0.1
        };
        self.state.factor = Some(factor.clamp(assistant::LEAST_HEAD, 1.0));
        Ok(())
    }

    /// A frame without a face.
    fn blind(&mut self, frame: &Still, at: Duration) -> Sight {
        self.state.looks = Looks {
            bright: Some(assistant::brightness(frame)),
            ..Looks::default()
        };
        let crop = self.state.crop.unwrap_or_else(|| crop::centred(frame));
        self.told(frame, crop, at)
    }

    fn told(&mut self, frame: &Still, crop: Crop, at: Duration) -> Sight {
        let faces = self.state.faces.clone();
        let study = Study {
            checks: assistant::judged(frame, &faces, crop, &self.state.looks, &self.demand),
            crop,
            faces,
        };
        self.state.green_since = study.passes().then(|| self.state.green_since.unwrap_or(at));
        self.state.at = at;
        Sight {
            green_since: self.state.green_since,
            study,
        }
    }
}

fn is_due(last: Option<Duration>, now: Duration, every: Duration) -> bool {
    last.is_none_or(|last| now.saturating_sub(last) >= every)
}

/// Between the frame shown last and the one wished: slowly while the head is still, at once when it moves far.
fn followed(shown: Option<Crop>, wished: Crop, passed_s: f32) -> Crop {
    let Some(shown) = shown else {
        return wished;
    };
    let centre = |crop: Crop| {
        (
            crop.left_px + crop.width_px / 2.0,
            crop.top_px + crop.height_px() / 2.0,
        )
    };
    let ((x, y), (to_x, to_y)) = (centre(shown), centre(wished));
    let way = (to_x - x).hypot(to_y - y) + (wished.width_px - shown.width_px).abs();
    let far = (way / (wished.width_px * FAR).max(1.0)).min(1.0);
    let slowness = FOLLOW_S.0 + (FOLLOW_S.1 - FOLLOW_S.0) * far;
    let share = 1.0 - (-passed_s.max(0.0) / slowness).exp();
    let mix = |a: f32, b: f32| a + (b - a) * share;
    let width_px = mix(shown.width_px, wished.width_px);
    Crop {
        left_px: mix(x, to_x) - width_px / 2.0,
        top_px: mix(y, to_y) - width_px * 2.0 / 3.0,
        width_px,
        roll_deg: mix(shown.roll_deg, wished.roll_deg),
    }
}
