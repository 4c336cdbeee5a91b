//! One shot: its still, its crop moved and turned by mouse or keys, its checks and its white balance, and the portrait made of it.

use super::Refused;
use super::guide;
use super::turn;
use crate::desk::context::answered;
use crate::desk::theme;
use crate::desk::widget::card::{self, Picture, still_picture};
use crate::desk::widget::{self, viewfinder};
use crate::portrait::{
    self, Balance, Check, Crop, Demand, Face, Made, Portrait, Source, Still, Study,
};
use crate::station::{self, Ask, Worker, outside};
use eframe::egui::{
    self, ColorImage, CornerRadius, EventFilter, Pos2, Rect, Sense, Ui, Vec2, accesskit::Role,
    pos2, vec2,
};
use jiff::civil::Date;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Quiet after a move of the crop before the portrait is made again, in seconds.
const MAKE_AFTER_S: f64 = 0.15;

/// Largest side of the still on screen, in pixels.
const SHOWN_PX: u32 = 1200;

/// A still on its way to a portrait.
#[derive(Clone)]
pub struct Taken {
    /// The picture.
    pub still: Still,
    /// Where it came from.
    pub source: Source,
    /// When a file says it was taken.
    pub on: Option<Date>,
}

impl Taken {
    /// A frame of the camera.
    pub fn by_camera(still: Still) -> Self {
        Self {
            still,
            source: Source::Camera,
            on: None,
        }
    }

    /// A file that was brought; only on a lane.
    pub fn read(path: &Path) -> Result<Self, Refused> {
        let bytes = outside::read_file(path, Still::MAX_BYTES).map_err(Refused::File)?;
        Ok(Self {
            still: Still::decode(&bytes).map_err(Refused::Picture)?,
            source: Source::File,
            on: station::photo_taken(&bytes),
        })
    }
}

/// What the lane makes of a still.
#[derive(Clone)]
struct Work {
    taken: Taken,
    demand: Option<Demand>,
    /// Faces and frame, once they are known.
    at: Option<(Vec<Face>, Crop)>,
    balance: Option<Balance>,
}

/// What came of it.
struct Done {
    faces: Vec<Face>,
    crop: Crop,
    checks: Vec<Check>,
    portrait: Result<Portrait, portrait::Error>,
}

/// A balance with the picture under it.
type Balanced = Result<Option<(Balance, ColorImage)>, portrait::Error>;

/// A shot.
pub struct Shot {
    number: u64,
    work: Work,
    crop: Crop,
    suggested: Option<Crop>,
    checks: Vec<Check>,
    picture: Picture,
    /// The still without white balance, to come back to.
    plain: Picture,
    portrait: Option<Portrait>,
    showing: Option<Ask<ColorImage>>,
    making: Option<Ask<Done>>,
    balancing: Option<Ask<Balanced>>,
    moved_s: Option<f64>,
    /// What the last try to balance came to, to be told once.
    unbalanced: bool,
}

impl Shot {
    /// Studies the still and suggests a crop.
    pub fn new(worker: &Worker, taken: Taken, demand: Option<Demand>) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let still = taken.still.clone();
        let crop = Crop::centred(&still);
        let work = Work {
            taken,
            demand,
            at: None,
            balance: None,
        };
        let first = work.clone();
        Self {
            number: COUNT.fetch_add(1, Ordering::Relaxed),
            work,
            crop,
            suggested: None,
            checks: Vec::new(),
            picture: Picture::default(),
            plain: Picture::default(),
            portrait: None,
            showing: Some(worker.press(move || still_picture(&still, SHOWN_PX))),
            making: Some(worker.look(move || first.made())),
            balancing: None,
            moved_s: None,
            unbalanced: false,
        }
    }

    /// Takes in answers; a new portrait, or why there is none.
    pub fn poll(
        &mut self,
        ctx: &egui::Context,
        worker: &Worker,
        now_s: f64,
    ) -> Option<Result<Portrait, Refused>> {
        match answered(&mut self.showing) {
            Some(Ok(image)) => self.plain.set(ctx, &format!("shot-{}", self.number), image),
            Some(Err(error)) => return Some(Err(Refused::File(error))),
            None => {}
        }
        match answered(&mut self.balancing) {
            Some(Ok(Ok(Some((balance, image))))) => {
                let name = format!("balanced-{}", self.number);
                self.picture.set(ctx, &name, image);
                self.work.balance = Some(balance);
                self.moved_s = Some(now_s - MAKE_AFTER_S);
            }
            Some(Ok(Ok(None) | Err(_)) | Err(_)) => self.unbalanced = true,
            None => {}
        }
        if let Some(moved_s) = self.moved_s.filter(|_| self.making.is_none()) {
            if now_s - moved_s >= MAKE_AFTER_S {
                self.moved_s = None;
                let mut work = self.work.clone();
                if let Some((_, crop)) = &mut work.at {
                    *crop = self.crop;
                }
                self.making = Some(worker.look(move || work.made()));
            } else {
                ctx.request_repaint_after(std::time::Duration::from_millis(60));
            }
        }
        let done = match answered(&mut self.making)? {
            Ok(done) => done,
            Err(error) => return Some(Err(Refused::File(error))),
        };
        self.checks = done.checks;
        if self.suggested.is_none() {
            self.suggested = Some(done.crop);
            self.crop = done.crop;
            self.work.at = Some((done.faces, done.crop));
        }
        if let Ok(portrait) = &done.portrait {
            self.portrait = Some(portrait.clone());
        }
        Some(done.portrait.map_err(Refused::Picture))
    }

    /// Its portrait is on the way, or on the way anew.
    pub fn is_busy(&self) -> bool {
        self.making.is_some() || self.moved_s.is_some()
    }

    /// It gives no portrait.
    pub fn is_barren(&self) -> bool {
        self.portrait.is_none() && !self.is_busy()
    }

    /// Its checks; without a face those alone that need none.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The portrait made of it, once it is there.
    pub fn portrait(&self) -> Option<Portrait> {
        self.portrait.clone()
    }

    /// When its file says it was taken.
    pub fn taken_on(&self) -> Option<Date> {
        self.work.taken.on
    }

    /// It is shown under a white balance.
    pub fn is_balanced(&self) -> bool {
        self.work.balance.is_some()
    }

    /// There is too little ground to balance by; told once.
    pub fn take_unbalanced(&mut self) -> bool {
        std::mem::take(&mut self.unbalanced)
    }

    /// Makes the ground grey, or undoes it.
    pub fn balance(&mut self, worker: &Worker, now_s: f64) {
        if self.balancing.is_some() || self.suggested.is_none() {
            return;
        }
        if self.work.balance.take().is_some() {
            self.picture.clear();
            self.moved_s = Some(now_s - MAKE_AFTER_S);
            return;
        }
        let (still, crop) = (self.work.taken.still.clone(), self.crop);
        self.balancing = Some(worker.look(move || {
            let balance = guide::assistant()?.balance(&still, crop)?;
            Ok(balance.map(|balance| (balance, still_picture(&balance.of(&still), SHOWN_PX))))
        }));
    }

    /// The crop as the assistant suggested it, upright after `turn_deg` more degrees otherwise.
    pub fn reset(&mut self, now_s: f64) -> bool {
        self.suggested
            .is_some_and(|crop| self.moved_to(crop, now_s))
    }

    /// Turns the crop by so many degrees.
    pub fn turn(&mut self, by_deg: f32, now_s: f64) -> bool {
        let turned = self
            .crop
            .turned(&self.work.taken.still, self.crop.roll_deg + by_deg);
        self.suggested.is_some() && self.moved_to(turned, now_s)
    }

    fn moved_to(&mut self, crop: Crop, now_s: f64) -> bool {
        let moves = crop != self.crop;
        if moves {
            self.crop = crop;
            self.moved_s = Some(now_s);
        }
        moves
    }

    fn shown(&self) -> &Picture {
        if self.is_balanced() && self.picture.size_px().is_some() {
            &self.picture
        } else {
            &self.plain
        }
    }

    /// Paints the crop of the shot into `rect`.
    pub fn thumbnail(&self, ui: &Ui, rect: Rect) {
        let (width, height) = size_px(&self.work.taken.still);
        let uv = self
            .crop
            .corners()
            .map(|[x, y]| pos2(x / width, y / height));
        self.shown().paint_corners(ui, rect, uv);
    }

    /// The still with its crop, to be moved; true when it was moved this frame.
    pub fn ui(&mut self, ui: &mut Ui, size: Vec2, name: &str) -> bool {
        let tokens = theme::of(ui);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        widget::name(&response, Role::Image, name);
        ui.painter().rect_filled(
            rect,
            CornerRadius::same(theme::PANEL_RADIUS),
            tokens.viewfinder,
        );
        let (width, height) = size_px(&self.work.taken.still);
        let scale = (rect.width() / width).min(rect.height() / height);
        let place = Rect::from_center_size(rect.center(), vec2(width, height) * scale);
        self.shown().paint(ui, place, card::whole(), 4.0);
        if self.suggested.is_none() {
            return false;
        }
        let good = self.checks.iter().all(Check::passes);
        let corners = on_screen(place, &self.work.taken.still, self.crop);
        viewfinder::guides(ui, place, corners, good);
        if ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        widget::button::focus_ring(ui, &response, rect.shrink(3.0));
        let pixel = place.width() / width;
        let wish = turn::wished(ui, &response, pixel * self.crop.width_px);
        let still = &self.work.taken.still;
        let mut moved = self
            .crop
            .adjusted(still, wish.step.x, wish.step.y, wish.zoom);
        if wish.turn_deg.abs() > 0.0 {
            moved = moved.turned(still, moved.roll_deg + wish.turn_deg);
        }
        self.moved_to(moved, ui.input(|input| input.time))
    }
}

impl Work {
    /// Studies, judges, cuts; without the assistant as well as can be told without knowing of a face.
    fn made(&self) -> Done {
        let still = &self.taken.still;
        self.studied().unwrap_or_else(|_why| {
            let crop = self
                .at
                .as_ref()
                .map_or_else(|| Crop::centred(still), |(_, crop)| *crop);
            Done {
                faces: Vec::new(),
                crop,
                checks: portrait::check(still, crop),
                portrait: portrait::accept(still, crop),
            }
        })
    }

    fn studied(&self) -> Result<Done, portrait::Error> {
        let no_rules = || portrait::Error::Rules {
            what: "not there yet".to_owned(),
        };
        let demand = self.demand.as_ref().ok_or_else(no_rules)?;
        let still = &self.taken.still;
        let seen = self
            .balance
            .map_or_else(|| still.clone(), |balance| balance.of(still));
        let assistant = guide::assistant()?;
        let study = match self.at.clone() {
            Some((faces, crop)) => assistant.at(&seen, faces, crop, demand)?,
            None => assistant.study(&seen, demand)?,
        };
        let made = Made::new(self.taken.source, still, &study).balanced(self.balance);
        let Study {
            faces,
            crop,
            checks,
        } = study;
        let is_known = |check: &Check| !faces.is_empty() || check.value.is_some();
        Ok(Done {
            portrait: portrait::accept_as(still, &made),
            checks: checks.into_iter().filter(is_known).collect(),
            faces,
            crop,
        })
    }
}

fn size_px(still: &Still) -> (f32, f32) {
    (still.width_px as f32, still.height_px as f32)
}

/// Where the corners of `crop` lie when the whole still is painted into `place`.
pub fn on_screen(place: Rect, still: &Still, crop: Crop) -> [Pos2; 4] {
    let scale = place.width() / size_px(still).0.max(1.0);
    crop.corners().map(|[x, y]| place.min + vec2(x, y) * scale)
}

/// Where the corners of a crop lie in the live picture, clockwise on the screen.
pub fn live_corners(picture: Rect, still: &Still, crop: Crop, mirrored: bool) -> [Pos2; 4] {
    let corners = on_screen(picture, still, crop);
    if !mirrored {
        return corners;
    }
    let across = |at: Pos2| Pos2::new(picture.left() + picture.right() - at.x, at.y);
    let [top_left, top_right, bottom_right, bottom_left] = corners.map(across);
    [top_right, top_left, bottom_left, bottom_right]
}
