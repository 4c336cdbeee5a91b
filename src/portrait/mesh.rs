//! Faces in a still: boxes, then 478 points in space of each; no judgement of them.

use super::network::{DETECTOR_PX, MESH_PX, Networks};
use super::window::{Window, planes};
use super::{Error, Still, pose, tone};

/// Least score of a box to be looked at closer; what decides is the presence.
const MIN_SCORE: f32 = 0.4;
/// Least presence of a face among its points: over 874 portraits 1.0, false hits of the boxes at most 0.17.
pub(super) const MIN_PRESENCE: f32 = 0.5;
/// The same in a part of the still that is looked at because the whole showed no face: fur and froth come up there.
const MIN_SCORE_OF_PART: f32 = 0.6;
/// A face that leans farther is none, or one that no portrait can be made of, in degrees.
const MOST_ROLL_DEG: f32 = 50.0;
/// Boxes that share more than this part of their union are one face.
const SAME: f32 = 0.3;
/// How much larger than the box, or than the points, the landmark network's window is.
const ROOM: f32 = 1.5;
/// Most faces looked for in one picture.
const MOST_FACES: usize = 6;

/// Outer and inner corner of the eye on the picture's left, and of that on its right.
const CORNERS: [[usize; 2]; 2] = [[33, 133], [263, 362]];
/// Centre of the iris of either eye, in the same order.
const IRISES: [usize; 2] = [468, 473];
/// Upper and lower lid at three places of either eye.
const LIDS: [[[usize; 2]; 3]; 2] = [
    [[160, 144], [159, 145], [158, 153]],
    [[387, 373], [386, 374], [385, 380]],
];
/// Inside of the upper and the lower lip.
const LIPS: [usize; 2] = [13, 14];
const CHIN: usize = 152;
/// Middle of either cheek, in the picture's order.
const CHEEKS: [usize; 2] = [205, 425];
/// Points of the bridge and of the tip of the nose.
const NOSE: [usize; 2] = [195, 4];
/// Around the face, from the hairline clockwise.
const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/// What the expression network looks at.
const EXPRESSION: [usize; 146] = [
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65,
    66, 67, 70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136,
    144, 145, 146, 148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172,
    173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283,
    284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324,
    332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385,
    386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472,
    473, 474, 475, 476, 477,
];
/// How far the left and the right eye are closed, among the parts of an expression.
const BLINKS: [usize; 2] = [9, 10];

/// A face that is really there.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    points: Vec<[f32; 3]>,
    presence: f32,
}

impl Face {
    /// Middle of either eye between its corners, in pixels of the still; the one on the picture's left first.
    pub fn eyes(&self) -> [[f32; 2]; 2] {
        CORNERS.map(|[outer, inner]| middle(self.point(outer), self.point(inner)))
    }

    /// Middle between both eyes, in pixels of the still.
    pub fn centre(&self) -> [f32; 2] {
        let [left, right] = self.eyes();
        middle(left, right)
    }

    /// The lowest point of the chin, in pixels of the still.
    pub fn chin(&self) -> [f32; 2] {
        self.point(CHIN)
    }

    /// The line around the face, clockwise from the hairline, in pixels of the still.
    pub fn outline(&self) -> Vec<[f32; 2]> {
        OVAL.iter().map(|at| self.point(*at)).collect()
    }

    /// Between the middles of both eyes, in pixels of the still.
    pub fn eye_distance_px(&self) -> f32 {
        let [left, right] = self.eyes();
        distance(left, right)
    }

    /// How surely it is a face: 0.5 to 1.
    pub fn presence(&self) -> f32 {
        self.presence
    }

    /// From the middle between the eyes to the chin, which is T of ISO/IEC 29794-5.
    pub(super) fn eye_to_chin_px(&self) -> f32 {
        distance(self.centre(), self.chin())
    }

    /// Slope of the line through the eyes, degrees, clockwise.
    pub(super) fn roll_deg(&self) -> f32 {
        let [left, right] = self.eyes();
        (right[1] - left[1]).atan2(right[0] - left[0]).to_degrees()
    }

    /// Turned to the picture's right and upwards, degrees.
    pub(super) fn pose(&self) -> pose::Pose {
        pose::of(|at| self.points.get(at).copied().unwrap_or_default())
    }

    /// Gap between the lids of the eye that is less open, as a share of T.
    pub(super) fn lid_gap(&self) -> f32 {
        let gaps = LIDS.map(|pairs| {
            pairs
                .map(|[up, low]| distance(self.point(up), self.point(low)))
                .into_iter()
                .fold(0.0, f32::max)
        });
        gaps[0].min(gaps[1]) / self.eye_to_chin_px().max(1.0)
    }

    /// Gap between the lips, as a share of T.
    pub(super) fn lip_gap(&self) -> f32 {
        let [up, low] = LIPS.map(|at| self.point(at));
        distance(up, low) / self.eye_to_chin_px().max(1.0)
    }

    /// How far both irises lie from the middle of the eyes towards the picture's right, as a share of half an eye.
    pub(super) fn gaze(&self) -> f32 {
        let [left, right] = self.eyes();
        let along = unit(left, right);
        let shares = [0, 1].map(|eye| {
            let corners = CORNERS.get(eye).map(|pair| pair.map(|at| self.point(at)));
            let iris = IRISES.get(eye).map(|at| self.point(*at));
            let ([outer, inner], iris) = (corners.unwrap_or_default(), iris.unwrap_or_default());
            let from = middle(outer, inner);
            let way = (iris[0] - from[0]) * along[0] + (iris[1] - from[1]) * along[1];
            way / (distance(outer, inner) / 2.0).max(1.0)
        });
        shares[0].midpoint(shares[1])
    }

    /// Middles of both cheeks, then points of the nose, in pixels of the still.
    pub(super) fn skin(&self) -> [[f32; 2]; 4] {
        let [a, b] = CHEEKS.map(|at| self.point(at));
        let [c, d] = NOSE.map(|at| self.point(at));
        [a, b, c, d]
    }

    /// Where tracking looks next.
    fn window(&self) -> Window {
        let roll = self.roll_deg().to_radians();
        let upright = Window {
            centre: [0.0; 2],
            size: [1.0; 2],
            roll,
        };
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for point in &self.points {
            let seen = upright.share_at([point[0], point[1]]);
            for axis in 0..2 {
                if let (Some(low), Some(high), Some(at)) =
                    (low.get_mut(axis), high.get_mut(axis), seen.get(axis))
                {
                    *low = low.min(*at);
                    *high = high.max(*at);
                }
            }
        }
        let side = (high[0] - low[0]).max(high[1] - low[1]) * ROOM;
        Window {
            centre: upright.to_still(middle(low, high)),
            size: [side, side],
            roll,
        }
    }

    fn point(&self, at: usize) -> [f32; 2] {
        let [x, y, _] = self.points.get(at).copied().unwrap_or_default();
        [x, y]
    }
}

/// The face that the points found in `window` make, if there is one.
fn looked(networks: &Networks, still: &Still, window: Window) -> Result<Option<Face>, Error> {
    let is_sane = window.size[0].is_finite() && (8.0..60_000.0).contains(&window.size[0]);
    if !is_sane || !window.centre.iter().all(|at| at.is_finite()) {
        return Ok(None);
    }
    let rgb = tone::lifted(window.seen(still, MESH_PX, MESH_PX, Some(0)), MESH_PX);
    let (numbers, presence) = networks.mesh(planes(&rgb, 0.0, 1.0))?;
    if presence < MIN_PRESENCE {
        return Ok(None);
    }
    let side = MESH_PX as f32;
    let points = numbers
        .chunks_exact(3)
        .map(|point| match *point {
            [x, y, z] => {
                let [x, y] = window.to_still([x / side, y / side]);
                [x, y, z / side * window.size[0]]
            }
            _ => [0.0; 3],
        })
        .collect();
    Ok(Some(Face { points, presence }))
}

/// The face of the frame before, in this one.
pub(super) fn followed(
    networks: &Networks,
    still: &Still,
    before: &Face,
) -> Result<Option<Face>, Error> {
    looked(networks, still, before.window())
}

/// Faces beside the one that is known, each looked at once; the search alone where there is nobody.
pub(super) fn others(networks: &Networks, still: &Still, known: &Face) -> Result<Vec<Face>, Error> {
    let mut faces = Vec::new();
    for found in detected(networks, still, Window::around(still), MIN_SCORE)? {
        if overlap(found.window, known.window()) <= SAME
            && let Some(face) = looked(networks, still, found.window)?
        {
            add(&mut faces, face);
        }
    }
    Ok(faces)
}

/// Sorts by size.
pub(super) fn largest_first(faces: &mut [Face]) {
    faces.sort_by(|a, b| b.eye_to_chin_px().total_cmp(&a.eye_to_chin_px()));
}

/// How far the eye that is less open is closed, 0 to 1.
pub(super) fn blink(networks: &Networks, face: &Face) -> Result<f32, Error> {
    let numbers = EXPRESSION.iter().flat_map(|at| face.point(*at)).collect();
    let parts = networks.expression(numbers)?;
    let closed = BLINKS.map(|at| parts.get(at).copied().unwrap_or_default());
    Ok(closed[0].max(closed[1]))
}

/// A box of the detector.
#[derive(Clone, Copy)]
struct Found {
    score: f32,
    window: Window,
}

/// Boxes seen through `view`, best first, each face once.
fn detected(
    networks: &Networks,
    still: &Still,
    view: Window,
    least: f32,
) -> Result<Vec<Found>, Error> {
    let rgb = view.seen(still, DETECTOR_PX, DETECTOR_PX, Some(0));
    let (boxes, scores) = networks.detect(planes(&rgb, -1.0, 1.0))?;
    let side = DETECTOR_PX as f32;
    let mut found: Vec<Found> = boxes
        .chunks_exact(16)
        .zip(&scores)
        .zip(anchors())
        .filter_map(|((numbers, score), anchor)| {
            let score = 1.0 / (1.0 + (-score.clamp(-100.0, 100.0)).exp());
            let &[x, y, width, height, ax, ay, bx, by, ..] = numbers else {
                return None;
            };
            let place =
                |x: f32, y: f32| view.to_still([x / side + anchor[0], y / side + anchor[1]]);
            let [one, two] = [place(ax, ay), place(bx, by)];
            let longest = width.max(height) / side * view.size[0];
            (score >= least).then(|| Found {
                score,
                window: Window {
                    centre: place(x, y),
                    size: [longest * ROOM; 2],
                    roll: (two[1] - one[1]).atan2(two[0] - one[0]),
                },
            })
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        if !kept
            .iter()
            .any(|other| overlap(one.window, other.window) > SAME)
        {
            kept.push(one);
        }
    }
    kept.truncate(MOST_FACES);
    Ok(kept)
}

/// Centres of the detector's 896 anchors, as shares of its input.
fn anchors() -> impl Iterator<Item = [f32; 2]> {
    [(16_u32, 2_u32), (8, 6)]
        .into_iter()
        .flat_map(|(cells, each)| {
            (0..cells * cells * each).map(move |at| {
                let cell = at / each;
                let share = |index: u32| (index as f32 + 0.5) / cells as f32;
                [share(cell % cells), share(cell / cells)]
            })
        })
}

/// Shared part of the union of two windows, their turns left aside.
fn overlap(a: Window, b: Window) -> f32 {
    let shared = [0, 1].map(|axis| {
        let span = |w: Window| {
            let (centre, size) = (w.centre.get(axis), w.size.get(axis));
            let (centre, size) = (centre.copied().unwrap_or(0.0), size.copied().unwrap_or(0.0));
            (centre - size / 2.0, centre + size / 2.0)
        };
        let ((from_a, to_a), (from_b, to_b)) = (span(a), span(b));
        (to_a.min(to_b) - from_a.max(from_b)).max(0.0)
    });
    let shared = shared[0] * shared[1];
    let all = a.size[0] * a.size[1] + b.size[0] * b.size[1] - shared;
    shared / all.max(1.0)
}

/// Faces seen through one view, the largest first.
pub(super) fn seen(networks: &Networks, still: &Still, view: Window) -> Result<Vec<Face>, Error> {
    sure(networks, still, view, MIN_SCORE)
}

fn sure(networks: &Networks, still: &Still, view: Window, least: f32) -> Result<Vec<Face>, Error> {
    let mut faces: Vec<Face> = Vec::new();
    for found in detected(networks, still, view, least)? {
        let Some(first) = looked(networks, still, found.window)? else {
            continue;
        };
        // Seen again through its own window, the points lie as exactly as those of a followed face; fur is no face twice.
        if let Some(face) = looked(networks, still, first.window())?
            && face.roll_deg().abs() <= MOST_ROLL_DEG
        {
            add(&mut faces, face);
        }
    }
    largest_first(&mut faces);
    Ok(faces)
}

/// Adds a face that is not there yet.
fn add(faces: &mut Vec<Face>, face: Face) {
    let is_known = faces
        .iter()
        .any(|other| overlap(other.window(), face.window()) > SAME);
    if !is_known {
        faces.push(face);
    }
}

/// All faces of a still, the largest first: the whole of it, and smaller views where that shows none.
pub(super) fn all(networks: &Networks, still: &Still) -> Result<Vec<Face>, Error> {
    let whole = seen(networks, still, Window::around(still))?;
    if !whole.is_empty() {
        return Ok(whole);
    }
    let mut faces = Vec::new();
    for share in [1.0, 0.5] {
        for view in views(still, share) {
            for face in sure(networks, still, view, MIN_SCORE_OF_PART)? {
                add(&mut faces, face);
            }
        }
        if !faces.is_empty() {
            break;
        }
    }
    largest_first(&mut faces);
    Ok(faces)
}

/// Squares over the whole still that overlap by a third or more, each side `share` of its shorter one.
fn views(still: &Still, share: f32) -> Vec<Window> {
    let (width, height) = (still.width_px as f32, still.height_px as f32);
    let side = width.min(height) * share;
    let along = |length: f32| -> Vec<f32> {
        let free = length - side;
        let mut count: u8 = 1;
        while f32::from(count - 1) * side * 0.6 < free && count < 6 {
            count += 1;
        }
        (0..count)
            .map(|i| side / 2.0 + free * f32::from(i) / f32::from((count - 1).max(1)))
            .collect()
    };
    let rows = along(height);
    along(width)
        .into_iter()
        .flat_map(|x| rows.iter().map(move |y| [x, *y]))
        .map(|centre| Window {
            centre,
            size: [side, side],
            roll: 0.0,
        })
        .collect()
}

/// The square in the middle, for small faces.
pub(super) fn middle_view(still: &Still) -> Window {
    let whole = Window::around(still);
    let side = (still.width_px.min(still.height_px)) as f32;
    Window {
        size: [side, side],
        ..whole
    }
}

fn middle(a: [f32; 2], b: [f32; 2]) -> [f32; 2] {
    [a[0].midpoint(b[0]), a[1].midpoint(b[1])]
}

fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// One pixel's way from `a` towards `b`.
fn unit(a: [f32; 2], b: [f32; 2]) -> [f32; 2] {
    let length = distance(a, b).max(f32::EPSILON);
    [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
}
