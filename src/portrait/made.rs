//! What was done to a portrait on its way from the source: one line of ASCII inside its file; no person, no reason, no time.

use super::tone::coded;
use super::window::linear;
use super::{Crop, Still, Study, ground, light, limits};

/// First words of the line.
const MARK: &str = "loket portrait 1";
/// Gains beyond these are no cast of light any more.
const GAIN: (f32, f32) = (0.5, 2.0);

/// Where a portrait's pixels came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A camera of the station.
    Camera,
    /// A file that was brought.
    File,
    /// An invented person of a demo office.
    Drawing,
}

impl Source {
    const ALL: [Self; 3] = [Self::Camera, Self::File, Self::Drawing];

    /// Stable word in the portrait's file and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::File => "file",
            Self::Drawing => "drawing",
        }
    }
}

/// White balance: what red, green and blue are multiplied by, in linear light. Undone by leaving it out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Red, green, blue; 1 changes nothing.
    pub gain: [f32; 3],
}

impl Balance {
    /// The still under this balance; the one given stays as it is.
    pub fn of(self, still: &Still) -> Still {
        Still {
            rgb: self.pixels(&still.rgb).into(),
            ..still.clone()
        }
    }

    pub(super) fn pixels(self, rgb: &[u8]) -> Vec<u8> {
        let tables = self.gain.map(|gain| {
            (0..=u8::MAX)
                .map(|byte| coded(linear(byte) * gain))
                .collect::<Vec<u8>>()
        });
        rgb.chunks_exact(3)
            .flat_map(|pixel| pixel.iter().zip(&tables))
            .map(|(value, table)| table.get(usize::from(*value)).copied().unwrap_or(*value))
            .collect()
    }

    /// The balance that makes the free ground of a judged patch grey, its brightness kept; `None` if there is too little of it.
    pub(super) fn by_ground(patch: &light::Patch, matte: &[f32]) -> Option<Self> {
        let [r, g, b] = ground::colour(patch, matte)?;
        let bright = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let gain = [r, g, b].map(|channel| bright / channel.max(1e-4));
        let is_sane = |gain: &f32| (GAIN.0..=GAIN.1).contains(gain);
        gain.iter().all(is_sane).then_some(Self { gain })
    }
}

/// What was done to a portrait, and what was wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Where its pixels came from.
    pub source: Source,
    /// Size of the whole still, across and down.
    pub still_px: (u32, u32),
    /// What was cut out of it.
    pub crop: Crop,
    /// White balance, if any.
    pub balance: Option<Balance>,
    /// Ids of the checks that failed; `no-face` alone where no face was found.
    pub flaws: Vec<&'static str>,
}

/// Stands for the checks of a face where none was found.
pub(super) const NO_FACE: &str = "no-face";

impl Made {
    /// Of a still that was studied, in the frame of the study, without white balance.
    pub fn new(source: Source, still: &Still, study: &Study) -> Self {
        let flaws = if study.faces.is_empty() {
            vec![NO_FACE]
        } else {
            study.flaws().map(|check| check.id).collect()
        };
        Self {
            source,
            still_px: (still.width_px, still.height_px),
            crop: study.crop,
            balance: None,
            flaws,
        }
    }

    /// The same under a white balance.
    pub fn balanced(self, balance: Option<Balance>) -> Self {
        Self { balance, ..self }
    }

    /// No face was found in the still.
    pub fn is_faceless(&self) -> bool {
        self.flaws.contains(&NO_FACE)
    }

    /// The line.
    pub(super) fn written(&self) -> String {
        let crop = self.crop;
        let mut line = format!(
            "{MARK}; source={}; still={}x{}; crop={:.2},{:.2},{:.2},{:.3}",
            self.source.id(),
            self.still_px.0,
            self.still_px.1,
            crop.left_px,
            crop.top_px,
            crop.width_px,
            crop.roll_deg,
        );
        if let Some(Balance { gain: [r, g, b] }) = self.balance {
            line.push_str(&format!("; balance={r:.4},{g:.4},{b:.4}"));
        }
        if !self.flaws.is_empty() {
            line.push_str("; flaws=");
            line.push_str(&self.flaws.join(","));
        }
        line
    }

    /// The line read; `None` for every other one.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        let line = std::str::from_utf8(line).ok()?;
        let mut parts = line.split("; ");
        if parts.next()? != MARK {
            return None;
        }
        let mut part = |key: &str| {
            parts.clone().next()?.strip_prefix(key).inspect(|_| {
                parts.next();
            })
        };
        let source = part("source=")?;
        let source = Source::ALL.into_iter().find(|known| known.id() == source)?;
        let (width, height) = part("still=")?.split_once('x')?;
        let still_px = (width.parse().ok()?, height.parse().ok()?);
        let [left_px, top_px, width_px, roll_deg] = numbers(part("crop=")?)?;
        let balance = match part("balance=") {
            Some(gains) => Some(Balance {
                gain: numbers(gains)?,
            }),
            None => None,
        };
        let flaws = match part("flaws=") {
            Some(flaws) => flaws.split(',').map(known).collect::<Option<Vec<_>>>()?,
            None => Vec::new(),
        };
        let is_end = parts.next().is_none();
        is_end.then_some(Self {
            source,
            still_px,
            crop: Crop {
                left_px,
                top_px,
                width_px,
                roll_deg,
            },
            balance,
            flaws,
        })
    }
}

fn known(id: &str) -> Option<&'static str> {
    let mut ids = limits::CHECKS.iter().map(|(id, _)| *id).chain([NO_FACE]);
    ids.find(|known| *known == id)
}

fn numbers<const N: usize>(list: &str) -> Option<[f32; N]> {
    let numbers: Vec<f32> = list
        .split(',')
        .map(|number| number.parse().ok().filter(|value: &f32| value.is_finite()))
        .collect::<Option<_>>()?;
    numbers.try_into().ok()
}
