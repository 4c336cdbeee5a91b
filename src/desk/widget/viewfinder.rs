//! The live picture: a camera, its newest frame in one texture, and its state in words; it judges nothing.

use super::card::{self, Picture};
use crate::camera::{Camera, Frame, Source, State};
use crate::desk::context::answered;
use crate::desk::theme::{self, Weight};
use crate::portrait::Still;
use crate::station::{Ask, Owned, Worker};
use crate::text::Text;
use eframe::egui::{
    self, Align, Color32, ColorImage, CornerRadius, Mesh, Pos2, Rect, Sense, Shape, Stroke, Ui,
    Vec2, accesskit::Role, pos2, text::LayoutJob, vec2,
};
use std::path::PathBuf;
use std::sync::Arc;

/// Widest live picture, in pixels; the still taken is the frame itself.
const LIVE_PX: u32 = 960;
/// The line of the eyes in the frame, from its top as a share of its height.
const EYES: f32 = 0.45;

/// A camera on screen.
#[derive(Default)]
pub struct Viewfinder {
    camera: Option<Camera>,
    source: Option<Source>,
    picture: Picture,
    frame: Option<Arc<Frame>>,
    shown: Option<u64>,
    making: Option<(u64, Ask<ColorImage>)>,
}

/// The camera a setting names.
pub fn source_of(setting: &str, stills: Option<&PathBuf>) -> Source {
    match (stills, setting.strip_prefix("stills:")) {
        (Some(folder), _) => Source::Stills(folder.clone()),
        (None, Some(folder)) => Source::Stills(PathBuf::from(folder)),
        (None, None) => Source::Device(setting.to_owned()),
    }
}

impl Viewfinder {
    /// Opens `source` unless it is the one open; never blocks.
    pub fn open<S: Owned>(&mut self, ctx: &egui::Context, worker: &Worker<S>, source: Source) {
        if self.source.as_ref() == Some(&source) {
            return;
        }
        self.close(worker);
        let wake = ctx.clone();
        self.camera = Some(Camera::open(
            source.clone(),
            Arc::new(move || wake.request_repaint()),
        ));
        self.source = Some(source);
    }

    /// Opens the same source again after a failure.
    pub fn retry<S: Owned>(&mut self, ctx: &egui::Context, worker: &Worker<S>) {
        if let Some(source) = self.source.take() {
            self.open(ctx, worker, source);
        }
    }

    /// Stops the camera; its thread is joined on the press lane, not here.
    pub fn close<S: Owned>(&mut self, worker: &Worker<S>) {
        if let Some(camera) = self.camera.take() {
            drop(worker.press(move || drop(camera)));
        }
        self.source = None;
        self.frame = None;
        self.shown = None;
        self.making = None;
        self.picture.clear();
    }

    /// How the camera is going; `None` when closed.
    pub fn state(&self) -> Option<State> {
        self.camera.as_ref().map(Camera::state)
    }

    /// The newest frame.
    pub fn frame(&self) -> Option<&Arc<Frame>> {
        self.frame.as_ref()
    }

    /// The newest frame at full resolution.
    pub fn still(&self) -> Option<Still> {
        let frame = self.frame.as_ref()?;
        Some(Still {
            width_px: frame.width_px,
            height_px: frame.height_px,
            rgb: Arc::clone(&frame.rgb),
        })
    }

    /// Takes in what the camera has brought; call once a frame.
    pub fn poll<S: Owned>(&mut self, ctx: &egui::Context, worker: &Worker<S>) {
        if let Some(frame) = self.camera.as_ref().and_then(Camera::latest) {
            self.frame = Some(frame);
        }
        if let Some((serial, ask)) = self.making.take() {
            let mut slot = Some(ask);
            match answered(&mut slot) {
                Some(Ok(image)) => {
                    self.picture.set(ctx, "viewfinder", image);
                    self.shown = Some(serial);
                }
                Some(Err(_)) => {} // The next frame will do.
                None => self.making = slot.map(|ask| (serial, ask)),
            }
        }
        let fresh = self
            .frame
            .as_ref()
            .filter(|frame| self.making.is_none() && self.shown != Some(frame.serial));
        if let Some(frame) = fresh {
            let frame = Arc::clone(frame);
            let serial = frame.serial;
            let still = Still {
                width_px: frame.width_px,
                height_px: frame.height_px,
                rgb: Arc::clone(&frame.rgb),
            };
            self.making = Some((
                serial,
                worker.press(move || card::still_picture(&still, LIVE_PX)),
            ));
            if ctx.cumulative_pass_nr() > 0 {
                ctx.request_repaint_after_secs(0.03);
            }
        }
    }

    /// Paints the live picture into a space of `size`; returns where the picture lies, when there is one.
    pub fn ui(&self, ui: &mut Ui, size: Vec2, mirror: bool, name: &str) -> (Rect, Option<Rect>) {
        let tokens = theme::of(ui);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        super::name(&response, Role::Image, name);
        ui.painter().rect_filled(
            rect,
            CornerRadius::same(theme::PANEL_RADIUS),
            tokens.viewfinder,
        );
        let Some(picture) = self
            .picture
            .size_px()
            .filter(|picture| picture.x > 0.0 && picture.y > 0.0)
        else {
            return (rect, None);
        };
        let scale = (rect.width() / picture.x).min(rect.height() / picture.y);
        let place = Rect::from_center_size(rect.center(), picture * scale);
        let uv = if mirror {
            Rect::from_min_max(pos2(1.0, 0.0), pos2(0.0, 1.0))
        } else {
            card::whole()
        };
        self.picture.paint(
            ui,
            place,
            uv,
            if place.width() > rect.width() - 8.0 {
                f32::from(theme::PANEL_RADIUS)
            } else {
                4.0
            },
        );
        (rect, Some(place))
    }
}

/// The 3:4 frame by its corners, clockwise from the top left one; the oval a head should fill and the line of the eyes in it;
/// everything else is shaded.
pub fn guides(ui: &Ui, whole: Rect, corners: [Pos2; 4], good: bool) {
    let tokens = theme::of(ui);
    let painter = ui.painter().with_clip_rect(whole);
    painter.add(shade(whole, corners, tokens.viewfinder_shade));
    let color = if good {
        tokens.frame_good
    } else {
        tokens.frame_wait
    };
    painter.add(Shape::closed_line(
        corners.to_vec(),
        Stroke::new(4.0, color),
    ));
    let [top_left, top_right, _, bottom_left] = corners;
    let (across, down) = (top_right - top_left, bottom_left - top_left);
    let at = |u: f32, v: f32| top_left + across * u + down * v;
    let line = Stroke::new(2.0, tokens.viewfinder_text);
    // Where the suggested frame puts eyes, chin and crown (resources/rules/portrait.toml, frame).
    let oval: Vec<_> = (0..=72_u8)
        .map(|step| {
            let angle = f32::from(step) / 72.0 * std::f32::consts::TAU;
            at(0.5 + 0.335 * angle.cos(), EYES + 0.345 * angle.sin())
        })
        .collect();
    painter.extend(Shape::dashed_line(&oval, line, 9.0, 7.0));
    let eyes = [at(0.05, EYES), at(0.95, EYES)];
    let line = Stroke::new(1.5, tokens.viewfinder_text);
    painter.extend(Shape::dashed_line(&eyes, line, 2.0, 5.0));
}

/// Everything in `whole` outside a turned frame.
fn shade(whole: Rect, corners: [Pos2; 4], color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let around = [
        whole.left_top(),
        whole.right_top(),
        whole.right_bottom(),
        whole.left_bottom(),
    ];
    for corner in around.into_iter().chain(corners) {
        mesh.colored_vertex(corner, color);
    }
    for side in 0..4 {
        let next = (side + 1) % 4;
        mesh.add_triangle(side, next, side + 4);
        mesh.add_triangle(next, next + 4, side + 4);
    }
    mesh
}

/// What is to be told now, large, on a dark pill at the foot of the viewfinder; `held` is the part of the wait that is over.
pub fn told(ui: &Ui, rect: Rect, text: &str, held: Option<f32>) {
    let tokens = theme::of(ui);
    // In a small window the sentence leaves the face free.
    let place = pill_of(ui, rect, text, (rect.height() * 0.055).clamp(17.0, 23.0));
    if let Some(held) = held {
        let track = Rect::from_min_max(
            pos2(place.left() + 18.0, place.bottom() - 9.0),
            pos2(place.right() - 18.0, place.bottom() - 4.0),
        );
        let radius = CornerRadius::same(3);
        ui.painter().rect_filled(track, radius, tokens.viewfinder);
        let done = track.with_max_x(track.left() + track.width() * held.clamp(0.0, 1.0));
        ui.painter().rect_filled(done, radius, tokens.frame_good);
    }
}

/// A sentence on a dark pill at the foot of the viewfinder.
pub fn pill(ui: &Ui, rect: Rect, text: &str) {
    pill_of(ui, rect, text, 19.0);
}

fn pill_of(ui: &Ui, rect: Rect, text: &str, size: f32) -> Rect {
    let tokens = theme::of(ui);
    let mut job = LayoutJob::simple(
        text.to_owned(),
        theme::font(Weight::Semibold, size),
        tokens.viewfinder_text,
        rect.width() - 90.0,
    );
    job.halign = Align::Center;
    let galley = ui.painter().layout_job(job);
    let size = galley.size() + vec2(44.0, 20.0);
    let place = Rect::from_center_size(
        pos2(rect.center().x, rect.bottom() - 18.0 - size.y / 2.0),
        size,
    );
    ui.painter()
        .rect_filled(place, CornerRadius::same(20), tokens.viewfinder_pill);
    // A centred text is laid out around its middle.
    let at = place.center() - vec2(0.0, galley.size().y / 2.0);
    ui.painter().galley(at, galley, tokens.viewfinder_text);
    place
}

/// What is wrong with the camera and what to do, in the middle of the viewfinder.
pub fn trouble(ui: &Ui, rect: Rect, text: &Text, state: Option<&State>) {
    let (what, advice) = match state {
        Some(State::Failed(error)) => {
            let detail = error.to_string();
            let args = [("detail", detail.as_str())];
            (
                text.with(&format!("error-camera-{}", error.id()), &args),
                text.with(&format!("advice-camera-{}", error.id()), &args),
            )
        }
        Some(State::Opening | State::Live { .. }) => {
            (text.get("desk-camera-opening"), String::new())
        }
        None => (text.get("desk-camera-off"), String::new()),
    };
    let tokens = theme::of(ui);
    let painter = ui.painter();
    let title = painter.layout(
        what,
        theme::font(Weight::Semibold, 20.0),
        tokens.viewfinder_text,
        rect.width() - 100.0,
    );
    let more = painter.layout(
        advice,
        theme::font(Weight::Regular, theme::BODY),
        tokens.viewfinder_text,
        rect.width() - 120.0,
    );
    let size = vec2(
        title.size().x.max(more.size().x) + 48.0,
        title.size().y + more.size().y + 40.0,
    );
    let place = Rect::from_center_size(rect.center(), size);
    painter.rect_filled(
        place,
        CornerRadius::same(theme::PANEL_RADIUS),
        tokens.viewfinder_pill,
    );
    let at = place.center_top() + vec2(0.0, 16.0);
    let below = at.y + title.size().y + 8.0;
    painter.galley(
        pos2(at.x - title.size().x / 2.0, at.y),
        title,
        tokens.viewfinder_text,
    );
    painter.galley(
        pos2(at.x - more.size().x / 2.0, below),
        more,
        tokens.viewfinder_text,
    );
}
