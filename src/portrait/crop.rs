//! Where the 3:4 frame lies in a still; plain arithmetic, no pixels.

use super::{Crop, Still};

/// How much higher than the middle a frame sits in a tall still: 0 top, 0.5 middle.
const UPPER: f32 = 0.25;
/// By how many pixels a crop may stick out through rounding, before it counts as outside.
const SLACK_PX: f32 = 0.5;

/// The largest frame of the still.
pub(super) fn centred(still: &Still) -> Crop {
    let (width, height) = size(still);
    let width_px = largest(still);
    Crop {
        left_px: (width - width_px) / 2.0,
        top_px: (height - width_px * 4.0 / 3.0).max(0.0) * UPPER,
        width_px,
        roll_deg: 0.0,
    }
}

/// Moved and zoomed, then pushed back inside.
pub(super) fn adjusted(crop: Crop, still: &Still, dx: f32, dy: f32, zoom: f32) -> Crop {
    let crop = if is_finite(crop) {
        crop
    } else {
        centred(still)
    };
    let move_by = |d: f32| if d.is_finite() { d } else { 0.0 };
    let zoom = if zoom.is_finite() && zoom > 0.0 {
        zoom
    } else {
        1.0
    };
    let most = largest(still);
    let width_px = (crop.width_px / zoom).clamp(Crop::MIN_WIDTH_PX.min(most), most);
    let centre_x = crop.left_px + crop.width_px / 2.0 + move_by(dx) * crop.width_px;
    let centre_y = crop.top_px + crop.height_px() / 2.0 + move_by(dy) * crop.width_px;
    let moved = Crop {
        left_px: centre_x - width_px / 2.0,
        top_px: centre_y - width_px * 2.0 / 3.0,
        width_px,
        roll_deg: crop.roll_deg,
    };
    pushed_in(moved, still)
}

/// Turned about its centre to `roll_deg`, then pushed back inside.
pub(super) fn turned(crop: Crop, still: &Still, roll_deg: f32) -> Crop {
    let crop = if is_finite(crop) {
        crop
    } else {
        centred(still)
    };
    let roll_deg = if roll_deg.is_finite() { roll_deg } else { 0.0 };
    let most = Crop::MAX_ROLL_DEG;
    let turned = Crop {
        roll_deg: roll_deg.clamp(-most, most),
        ..crop
    };
    pushed_in(turned, still)
}

/// The crop freed of rounding, or `None` if it is not inside the still.
pub(super) fn inside(crop: Crop, still: &Still) -> Option<Crop> {
    if !is_finite(crop) || crop.width_px <= 0.0 || crop.roll_deg.abs() > Crop::MAX_ROLL_DEG {
        return None;
    }
    let (width, height) = size(still);
    let (half_x, half_y) = reach(crop);
    let (x, y) = centre(crop);
    let fits = -SLACK_PX <= x - half_x
        && -SLACK_PX <= y - half_y
        && x + half_x <= width + SLACK_PX
        && y + half_y <= height + SLACK_PX;
    fits.then(|| pushed_in(crop, still))
}

/// The crop with all four corners in the still: first made smaller if it must be, then moved.
pub(super) fn pushed_in(crop: Crop, still: &Still) -> Crop {
    let (width, height) = size(still);
    let (half_x, half_y) = reach(crop);
    let over = (2.0 * half_x / width).max(2.0 * half_y / height).max(1.0);
    let width_px = crop.width_px / over;
    let (half_x, half_y) = (half_x / over, half_y / over);
    let (x, y) = centre(crop);
    let x = x.clamp(half_x, (width - half_x).max(half_x));
    let y = y.clamp(half_y, (height - half_y).max(half_y));
    Crop {
        left_px: x - width_px / 2.0,
        top_px: y - width_px * 2.0 / 3.0,
        width_px,
        roll_deg: crop.roll_deg,
    }
}

fn centre(crop: Crop) -> (f32, f32) {
    (
        crop.left_px + crop.width_px / 2.0,
        crop.top_px + crop.height_px() / 2.0,
    )
}

/// Half of what the turned crop takes across and down.
fn reach(crop: Crop) -> (f32, f32) {
    let (sin, cos) = crop.roll_deg.to_radians().sin_cos();
    let (width, height) = (crop.width_px / 2.0, crop.height_px() / 2.0);
    (
        width * cos.abs() + height * sin.abs(),
        width * sin.abs() + height * cos.abs(),
    )
}

fn is_finite(crop: Crop) -> bool {
    [crop.left_px, crop.top_px, crop.width_px, crop.roll_deg]
        .iter()
        .all(|value| value.is_finite())
}

/// Width of the largest 3:4 frame.
fn largest(still: &Still) -> f32 {
    let (width, height) = size(still);
    width.min(height * 3.0 / 4.0)
}

fn size(still: &Still) -> (f32, f32) {
    (still.width_px as f32, still.height_px as f32)
}
