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
    };
    pushed_in(moved, still)
}

/// The crop freed of rounding, or `None` if it is not inside the still.
pub(super) fn inside(crop: Crop, still: &Still) -> Option<Crop> {
    let (width, height) = size(still);
    let fits = is_finite(crop)
        && crop.width_px > 0.0
        && -SLACK_PX <= crop.left_px
        && -SLACK_PX <= crop.top_px
        && crop.left_px + crop.width_px <= width + SLACK_PX
        && crop.top_px + crop.height_px() <= height + SLACK_PX;
    fits.then(|| pushed_in(crop, still))
}

fn pushed_in(crop: Crop, still: &Still) -> Crop {
    let (width, height) = size(still);
    let width_px = crop.width_px.min(largest(still));
    Crop {
        left_px: crop.left_px.clamp(0.0, (width - width_px).max(0.0)),
        top_px: crop
            .top_px
            .clamp(0.0, (height - width_px * 4.0 / 3.0).max(0.0)),
        width_px,
    }
}

fn is_finite(crop: Crop) -> bool {
    crop.left_px.is_finite() && crop.top_px.is_finite() && crop.width_px.is_finite()
}

/// Width of the largest 3:4 frame.
fn largest(still: &Still) -> f32 {
    let (width, height) = size(still);
    width.min(height * 3.0 / 4.0)
}

fn size(still: &Still) -> (f32, f32) {
    (still.width_px as f32, still.height_px as f32)
}
