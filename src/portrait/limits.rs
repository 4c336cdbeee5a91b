//! What a portrait must be, from `resources/rules/portrait.toml`: ranges by age, colours of the ground, the frame.

use serde::Deserialize;

use super::Error;

/// Ages that have ranges of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Age {
    /// From 11 years, unless the rules say otherwise.
    #[default]
    Adult,
    /// From 2 to 10 years.
    Child,
    /// Below 2 years.
    Infant,
}

impl Age {
    /// All, the oldest first.
    pub const ALL: [Self; 3] = [Self::Adult, Self::Child, Self::Infant];

    /// Stable word for command line and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Adult => "adult",
            Self::Child => "child",
            Self::Infant => "infant",
        }
    }
}

/// Colours of the ground that an office may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Ground {
    /// What immigration offices use.
    #[default]
    White,
    /// Red.
    Red,
    /// Blue.
    Blue,
    /// As on the identity card of permit holders.
    Orange,
}

impl Ground {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::White, Self::Red, Self::Blue, Self::Orange];

    /// Stable word for settings, command line and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::White => "white",
            Self::Red => "red",
            Self::Blue => "blue",
            Self::Orange => "orange",
        }
    }

    /// The colour of that word.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.id() == id)
    }
}

/// Every check of the assistant in the order in which guidance tells them, and the unit of its value.
pub(super) const CHECKS: [(&str, &str); 24] = [
    ("picture", "%"),
    ("faces", ""),
    ("framed", "%"),
    ("raster", ""),
    ("eye-distance", "px"),
    ("cut", "%"),
    ("head-size", "%"),
    ("centred", "%"),
    ("eye-line", "%"),
    ("roll", "°"),
    ("yaw", "°"),
    ("pitch", "°"),
    ("eyes", ""),
    ("eyes-seen", "%"),
    ("blink", ""),
    ("gaze", ""),
    ("mouth", ""),
    ("exposure", "%"),
    ("glare", "%"),
    ("shadow", ""),
    ("sharpness", ""),
    ("colour", "%"),
    ("background", ""),
    ("ground", "%"),
];

/// Both ends included.
pub(super) type Range = (f32, f32);

/// The rules of a portrait, for every age and every colour of the ground.
#[derive(Debug, Clone)]
pub struct Limits {
    file: LimitsFile,
}

/// The rules for one sitter before one ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Of each of `CHECKS`, in their order.
    ranges: Vec<Range>,
    pub(super) frame: Frame,
    pub(super) turn: Turn,
    pub(super) colour: Colour,
}

impl Limits {
    /// Parses one TOML text.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        let file: LimitsFile = toml::from_str(toml).map_err(|e| bad(e.message()))?;
        let is_there = |id: &str| file.check.iter().filter(|row| row.id == id).count() == 1;
        if let Some((id, _)) = CHECKS.iter().find(|(id, _)| !is_there(id)) {
            return Err(bad(&format!("check {id} must stand there once")));
        }
        if file.check.len() != CHECKS.len() {
            return Err(bad("a check that is not known"));
        }
        let grounds = |id: &str| file.ground.iter().filter(|row| row.id == id).count() == 1;
        if !Ground::ALL.iter().all(|ground| grounds(ground.id())) {
            return Err(bad("a ground that is missing"));
        }
        let ranges = file
            .check
            .iter()
            .flat_map(|row| [Some(row.adult), row.child, row.infant]);
        if ranges
            .flatten()
            .any(|[least, most]| (least..=most).is_empty())
        {
            return Err(bad("a range that is none"));
        }
        if file.check.iter().any(|row| row.source.is_empty())
            || file.ground.iter().any(|row| row.source.is_empty())
            || file.frame.source.is_empty()
            || file.turn.source.is_empty()
        {
            return Err(bad("a source that is missing"));
        }
        let frame = &file.frame;
        let shares = [frame.eyes_to_chin, frame.eyes_from_top];
        if !shares.iter().all(|share| (0.1..=0.9).contains(share)) {
            return Err(bad("a frame that holds no face"));
        }
        Ok(Self { file })
    }

    /// The rules shipped in `resources/rules/`.
    pub fn bundled() -> Result<Self, Error> {
        Self::parse(include_str!("../../resources/rules/portrait.toml"))
    }

    /// Which ranges a sitter of that age in whole years has.
    pub fn age(&self, years: u32) -> Age {
        if years < self.file.infant_below {
            Age::Infant
        } else if years < self.file.child_below {
            Age::Child
        } else {
            Age::Adult
        }
    }

    /// What is asked of one sitter before one ground.
    pub fn demand(&self, age: Age, ground: Ground) -> Demand {
        let range = |id: &str| {
            let row = self.file.check.iter().find(|row| row.id == id);
            row.map_or((f32::NEG_INFINITY, f32::INFINITY), |row| {
                let [least, most] = match age {
                    Age::Adult => row.adult,
                    Age::Child => row.child.unwrap_or(row.adult),
                    Age::Infant => row.infant.or(row.child).unwrap_or(row.adult),
                };
                (least, most)
            })
        };
        let colour = self.file.ground.iter().find(|row| row.id == ground.id());
        Demand {
            ranges: CHECKS.iter().map(|(id, _)| range(id)).collect(),
            frame: self.file.frame.clone(),
            turn: self.file.turn.clone(),
            colour: colour.cloned().unwrap_or_default(),
        }
    }
}

impl Demand {
    /// The allowed range of that check, both ends included.
    pub fn range(&self, id: &str) -> Option<(f32, f32)> {
        let at = CHECKS.iter().position(|(known, _)| *known == id)?;
        self.ranges.get(at).copied()
    }
}

fn bad(what: &str) -> Error {
    Error::Rules {
        what: what.to_owned(),
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsFile {
    child_below: u32,
    infant_below: u32,
    frame: Frame,
    turn: Turn,
    check: Vec<CheckRow>,
    ground: Vec<Colour>,
}

/// Where the suggested frame puts a face.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Frame {
    /// From the middle of the eyes to the chin, as a share of the height.
    pub(super) eyes_to_chin: f32,
    /// The eyes, as a share of the height.
    pub(super) eyes_from_top: f32,
    /// Least room above hair or cover, as a share of the height.
    pub(super) free_above: f32,
    /// Height of a head, as a multiple of the way from eyes to chin.
    pub(super) head_in_eyes_to_chin: f32,
    source: String,
}

/// How the frame turns with the head.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Turn {
    /// Most turn of the frame, in degrees.
    pub(super) most_deg: f32,
    /// Pitch told of an upright head, in degrees.
    pub(super) pitch_at_rest_deg: f32,
    source: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckRow {
    id: String,
    adult: [f32; 2],
    child: Option<[f32; 2]>,
    infant: Option<[f32; 2]>,
    source: String,
}

/// A part of the colour space.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Colour {
    id: String,
    lightness: [f32; 2],
    chroma: [f32; 2],
    hue: Option<[f32; 2]>,
    source: String,
}

impl Colour {
    /// A colour of L*a*b* lies in it.
    pub(super) fn holds(&self, [l, a, b]: [f32; 3]) -> bool {
        let within = |[least, most]: [f32; 2], value: f32| least <= value && value <= most;
        let hue = b.atan2(a).to_degrees().rem_euclid(360.0);
        within(self.lightness, l)
            && within(self.chroma, a.hypot(b))
            && self.hue.is_none_or(|range| within(range, hue))
    }
}
