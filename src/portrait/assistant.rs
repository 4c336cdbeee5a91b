//! The assistant: faces found, the frame they ask for, and every check of it; loads the networks, keeps no state.

use std::sync::Arc;

use super::ground::{self, Behind};
use super::light::{self, Light, Patch};
use super::limits::{CHECKS, Demand};
use super::made::Balance;
use super::mesh::{self, Face};
use super::network::{MATTE_PX, Networks};
use super::window::{Window, planes};
use super::{Check, Crop, Error, Still, crop, framed, raster};

/// A second face counts from this share of the first one's size; smaller ones are bystanders far behind.
const SECOND: f32 = 0.3;
/// How much smaller a head may be made so that hair or cover fits, as a factor.
pub(super) const LEAST_HEAD: f32 = 0.88;

/// The face networks. Cheap to clone; they run on one thread of their own, one picture after another.
#[derive(Clone)]
pub struct Assistant {
    pub(super) networks: Arc<Networks>,
}

/// A still, its faces, a frame and what is to be said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// All faces, the largest first.
    pub faces: Vec<Face>,
    /// The frame: suggested, or the one that was asked for.
    pub crop: Crop,
    /// Always the same ones in the order in which guidance tells them; those that need a face have no value without one.
    pub checks: Vec<Check>,
}

impl Study {
    /// Nothing is wrong.
    pub fn passes(&self) -> bool {
        self.checks.iter().all(Check::passes)
    }

    /// Every check that fails, in the order to tell them; without a face not those that need one.
    pub fn flaws(&self) -> impl Iterator<Item = &Check> {
        let has_face = !self.faces.is_empty();
        let told = move |check: &&Check| !check.passes() && (has_face || check.value.is_some());
        self.checks.iter().filter(told)
    }

    /// The value of that check.
    pub fn value(&self, id: &str) -> Option<f32> {
        self.checks.iter().find(|check| check.id == id)?.value
    }
}

/// The best of a burst: fewest flaws, then the widest open eyes and the sharpest face; the first of equals.
pub fn best(burst: &[Study]) -> Option<usize> {
    let rank = |study: &Study| {
        let value = |id| study.value(id).unwrap_or_default();
        // A usual eye is open by 0.063 T, a usual face sharp by 0.55.
        let good = (value("eyes") / 0.063).min(1.5) + (value("sharpness") / 0.55).min(1.5);
        (study.flaws().count(), good)
    };
    let mut found: Option<(usize, (usize, f32))> = None;
    for (at, study) in burst.iter().enumerate() {
        let this = rank(study);
        let is_better =
            found.is_none_or(|(_, best)| this.0 < best.0 || (this.0 == best.0 && this.1 > best.1));
        if is_better {
            found = Some((at, this));
        }
    }
    found.map(|(at, _)| at)
}

/// What the slower looks at a picture gave; each may be older than the points of the face.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looks {
    pub(super) light: Option<Light>,
    pub(super) behind: Option<Behind>,
    pub(super) blink: Option<f32>,
    pub(super) bright: Option<f32>,
    pub(super) framed: Option<f32>,
    pub(super) raster: Option<f32>,
}

impl Assistant {
    /// Parses the embedded networks, about a tenth of a second and 40 MB; never on the window's own thread.
    pub fn load() -> Result<Self, Error> {
        Ok(Self {
            networks: Arc::new(Networks::load()?),
        })
    }

    /// Finds the faces, suggests the frame, checks everything. Looks at the whole picture anew; some 60 ms.
    pub fn study(&self, still: &Still, demand: &Demand) -> Result<Study, Error> {
        let faces = mesh::all(&self.networks, still)?;
        let Some(face) = faces.first() else {
            let looks = Looks {
                bright: Some(brightness(still)),
                ..Looks::default()
            };
            let crop = crop::centred(still);
            return Ok(Study {
                checks: judged(still, &faces, crop, &looks, demand),
                crop,
                faces,
            });
        };
        let first = suggested(still, face, demand, 1.0);
        let matte = self.matte(still, first)?;
        let crop = suggested(still, face, demand, fitting(face, first, &matte, demand));
        let matte = if crop == first {
            matte
        } else {
            self.matte(still, crop)?
        };
        self.judge(still, faces, (crop, &matte), demand)
    }

    /// The same still and faces in a frame chosen by hand.
    pub fn at(
        &self,
        still: &Still,
        faces: Vec<Face>,
        crop: Crop,
        demand: &Demand,
    ) -> Result<Study, Error> {
        let crop = crop::inside(crop, still).ok_or(Error::Crop)?;
        let matte = self.matte(still, crop)?;
        self.judge(still, faces, (crop, &matte), demand)
    }

    fn judge(
        &self,
        still: &Still,
        faces: Vec<Face>,
        (crop, matte): (Crop, &[f32]),
        demand: &Demand,
    ) -> Result<Study, Error> {
        let mut looks = Looks {
            bright: Some(brightness(still)),
            ..Looks::default()
        };
        if let Some(face) = faces.first() {
            let patch = patch(still, crop);
            looks.light = Some(lit(&patch, face, crop));
            looks.behind = Some(behind(&patch, matte, face, crop, demand));
            looks.blink = Some(mesh::blink(&self.networks, face)?);
            looks.framed = Some(framed::framed(still, face));
            looks.raster = Some(raster::raster(still, face));
        }
        Ok(Study {
            checks: judged(still, &faces, crop, &looks, demand),
            crop,
            faces,
        })
    }

    /// The white balance that makes the ground of a frame grey; `None` where too little of it is seen, or it is far from grey.
    pub fn balance(&self, still: &Still, crop: Crop) -> Result<Option<Balance>, Error> {
        let crop = crop::inside(crop, still).ok_or(Error::Crop)?;
        let matte = self.matte(still, crop)?;
        Ok(Balance::by_ground(&patch(still, crop), &matte))
    }

    /// Which pixels of a frame are the person.
    pub(super) fn matte(&self, still: &Still, crop: Crop) -> Result<Vec<f32>, Error> {
        let rgb = Window::of(crop).seen(still, MATTE_PX, MATTE_PX, None);
        self.networks.matte(planes(&rgb, 0.0, 1.0))
    }
}

/// The pixels that are judged.
pub(super) fn patch(still: &Still, crop: Crop) -> Patch {
    Patch::new(Window::of(crop).seen(still, light::WIDTH, light::HEIGHT, None))
}

/// The light on a face.
pub(super) fn lit(patch: &Patch, face: &Face, crop: Crop) -> Light {
    let place = |point| {
        let [u, v] = Window::of(crop).share_at(point);
        [u * light::WIDTH as f32, v * light::HEIGHT as f32]
    };
    patch.light(&light::Face {
        skin: face.skin().map(place),
        eyes: face.eyes().map(place),
        outline: face.outline().into_iter().map(place).collect(),
        eye_distance: face.eye_distance_px() * light::WIDTH as f32 / crop.width_px,
    })
}

/// The ground behind a face.
pub(super) fn behind(
    patch: &Patch,
    matte: &[f32],
    face: &Face,
    crop: Crop,
    demand: &Demand,
) -> Behind {
    let chin = Window::of(crop).share_at(face.chin())[1] * light::HEIGHT as f32;
    ground::behind(patch, matte, chin, &demand.colour)
}

/// The frame a face asks for, the head `factor` of its usual size; pushed into the still.
pub(super) fn suggested(still: &Still, face: &Face, demand: &Demand, factor: f32) -> Crop {
    let frame = &demand.frame;
    let height = face.eye_to_chin_px() / (frame.eyes_to_chin * factor);
    let roll_deg = face.roll_deg();
    let roll_deg = if roll_deg.abs() <= demand.turn.most_deg {
        roll_deg
    } else {
        0.0
    };
    let (sin, cos) = roll_deg.to_radians().sin_cos();
    // From the eyes down to the middle of the frame, along the head.
    let down = (0.5 - frame.eyes_from_top) * height;
    let [x, y] = face.centre();
    let width_px = height * 3.0 / 4.0;
    let wished = Crop {
        left_px: x - down * sin - width_px / 2.0,
        top_px: y + down * cos - height / 2.0,
        width_px,
        roll_deg,
    };
    crop::pushed_in(wished, still)
}

/// By which factor the head must be smaller so that there is room above hair or cover.
pub(super) fn fitting(face: &Face, crop: Crop, matte: &[f32], demand: &Demand) -> f32 {
    let above = ground::above(matte) / 100.0;
    let eyes = Window::of(crop).share_at(face.centre())[1];
    let (free, wanted) = (demand.frame.free_above, demand.frame.eyes_from_top);
    if above >= free || eyes <= above {
        return 1.0;
    }
    ((wanted - free) / (eyes - above)).clamp(LEAST_HEAD, 1.0)
}

/// The brighter parts of a still, in percent of full brightness as coded; behind a covered lens there are none.
pub(super) fn brightness(still: &Still) -> f32 {
    let whole = Window {
        size: [still.width_px as f32, still.height_px as f32],
        ..Window::around(still)
    };
    let rgb = whole.seen(still, 32, 32, None);
    let mut tones: Vec<u8> = rgb
        .chunks_exact(3)
        .filter_map(|pixel| pixel.get(1).copied())
        .collect();
    tones.sort_unstable();
    let bright = tones.get(tones.len() * 98 / 100).copied();
    f32::from(bright.unwrap_or_default()) / 2.55
}

/// Every check with its value and its range.
pub(super) fn judged(
    still: &Still,
    faces: &[Face],
    crop: Crop,
    looks: &Looks,
    demand: &Demand,
) -> Vec<Check> {
    let face = faces.first();
    let pose = face.map(Face::pose);
    let place = face.map(|face| Window::of(crop).share_at(face.centre()));
    let least = SECOND * face.map_or(0.0, Face::eye_to_chin_px);
    let large = faces.iter().filter(|face| face.eye_to_chin_px() >= least);
    let head = |face: &Face| {
        100.0 * demand.frame.head_in_eyes_to_chin * face.eye_to_chin_px() / crop.height_px()
    };
    let light = looks.light.as_ref();
    let behind = looks.behind;
    let value = |id: &str| match id {
        "picture" => looks.bright,
        "faces" => Some(large.clone().count() as f32),
        "framed" => looks.framed,
        "raster" => looks.raster,
        "eye-distance" => face
            .zip(pose)
            .map(|(face, pose)| face.eye_distance_px() / pose.yaw_deg.to_radians().cos().max(0.3)),
        "cut" => face.map(|face| cut(still, face, crop, behind)),
        "head-size" => face.map(head),
        "centred" => place.map(|place| 100.0 * place[0]),
        "eye-line" => place.map(|place| 100.0 * place[1]),
        "roll" => face.map(Face::roll_deg),
        "yaw" => pose.map(|pose| pose.yaw_deg),
        "pitch" => pose.map(|pose| pose.pitch_deg - demand.turn.pitch_at_rest_deg),
        "eyes" => face.map(Face::lid_gap),
        "eyes-seen" => light.map(|light| light.eyes),
        "blink" => looks.blink,
        "gaze" => face.map(Face::gaze),
        "mouth" => face.map(Face::lip_gap),
        "exposure" => light.map(|light| light.exposure),
        "glare" => light.map(|light| light.glare),
        "shadow" => light.map(|light| light.shadow),
        "sharpness" => light.map(|light| light.sharpness),
        "colour" => light.map(|light| light.colour),
        "background" => behind.and_then(|behind| behind.unevenness),
        "ground" => behind.and_then(|behind| behind.coloured),
        _ => None,
    };
    CHECKS
        .iter()
        .map(|&(id, unit)| Check {
            id,
            value: value(id),
            range: demand.range(id).unwrap_or_default(),
            unit,
        })
        .collect()
}

/// Least room around the face in the frame and in the still, and above hair or cover, in percent of the frame's height.
fn cut(still: &Still, face: &Face, crop: Crop, behind: Option<Behind>) -> f32 {
    let window = Window::of(crop);
    let (width, height) = (still.width_px as f32, still.height_px as f32);
    let mut least = behind.map_or(100.0, |behind| behind.above);
    for point in face.outline() {
        let [u, v] = window.share_at(point);
        let frame = [u * 75.0, (1.0 - u) * 75.0, v * 100.0, (1.0 - v) * 100.0];
        let unit = 100.0 / crop.height_px();
        let [x, y] = point;
        let edges = [x, width - x, y, height - y].map(|px| px * unit);
        least = frame.into_iter().chain(edges).fold(least, f32::min);
    }
    least
}
