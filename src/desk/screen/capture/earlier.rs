//! Earlier portraits of whom the application tells of, beside the new one; whether it is the same person, the officer says.

use super::side;
use crate::desk::context::{DeskCtx, settled};
use crate::desk::format;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::card::{self, Picture, still_picture};
use crate::permit::Draft;
use crate::portrait::Still;
use crate::station::{Ask, EarlierPortrait, Error};
use eframe::egui::{
    ColorImage, CornerRadius, Margin, ScrollArea, Sense, Stroke, StrokeKind, Ui, accesskit::Role,
    vec2,
};
use jiff::civil::Date;

/// Width of the column beside the picture, in points.
pub const COLUMN: f32 = 140.0;
/// Width of the words beside a picture, in points.
const CAPTION: f32 = 80.0;
/// Width of a picture in the column, in points, and in pixels.
const WIDTH: f32 = 84.0;
const SHOWN_PX: u32 = 300;

/// One of them, with its picture on the way.
struct One {
    permit_no: String,
    day: Option<Date>,
    picture: Picture,
    showing: Option<Ask<Option<ColorImage>>>,
}

/// The panel's state.
#[derive(Default)]
pub struct Earlier {
    asking: Option<Ask<Result<Vec<EarlierPortrait>, Error>>>,
    found: Vec<One>,
}

impl Earlier {
    /// Asks for them; the look stands in the audit.
    pub fn ask(&mut self, ctx: &DeskCtx<'_>, draft: &Draft) {
        let draft = draft.clone();
        self.asking = Some(
            ctx.worker
                .ask(move |station| station.earlier_portraits(&draft)),
        );
    }

    /// Takes in answers.
    pub fn poll(&mut self, ui: &Ui, ctx: &mut DeskCtx<'_>) {
        match settled(&mut self.asking) {
            Some(Ok(found)) => self.take_in(ctx, found),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        for (number, one) in self.found.iter_mut().enumerate() {
            if let Some(Ok(Some(image))) = crate::desk::context::answered(&mut one.showing) {
                one.picture
                    .set(ui.ctx(), &format!("earlier-{number}"), image);
            }
        }
    }

    fn take_in(&mut self, ctx: &DeskCtx<'_>, found: Vec<EarlierPortrait>) {
        let one = |earlier: EarlierPortrait| {
            let portrait = earlier.portrait;
            One {
                permit_no: earlier.permit_no,
                day: earlier.issued_at.and_then(format::civil_day),
                picture: Picture::default(),
                showing: Some(ctx.worker.press(move || {
                    let still = Still::decode(portrait.jpeg()).ok()?;
                    Some(still_picture(&still, SHOWN_PX))
                })),
            }
        };
        self.found = found.into_iter().map(one).collect();
    }

    /// There are none, or they are not known yet.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Draws them in a row, the newest first, each as large as a shot; the row scrolls.
    pub fn row_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            heading(ui, ctx, "photo-earlier");
            ScrollArea::horizontal()
                .id_salt("earlier-row")
                .show(ui, |ui| {
                    ui.horizontal_top(|ui| {
                        ui.spacing_mut().item_spacing.x = 8.0;
                        for one in &self.found {
                            let old = one_ui(ui, ctx, one, side::SHOT);
                            ui.vertical(|ui| {
                                ui.set_width(CAPTION);
                                caption_ui(ui, old);
                            });
                        }
                    });
                });
        });
    }

    /// Draws them in a column of that height beside the picture; it scrolls.
    pub fn column_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let frame = widget::panel_frame(ui).inner_margin(Margin::symmetric(12, 10));
        frame.show(ui, |ui| {
            ui.set_width(COLUMN - 26.0);
            ui.set_height(height - 22.0);
            let column = ScrollArea::vertical().id_salt("earlier-column");
            column.auto_shrink(false).show(ui, |ui| {
                ui.vertical(|ui| {
                    heading(ui, ctx, "photo-earlier-same");
                    for one in &self.found {
                        let old = one_ui(ui, ctx, one, WIDTH);
                        caption_ui(ui, old);
                    }
                });
            });
        });
    }
}

fn heading(ui: &mut Ui, ctx: &DeskCtx<'_>, key: &str) {
    widget::section(ui, &ctx.t(key)).on_hover_text(ctx.t("photo-earlier-hint"));
}

/// Draws one; returns when it was taken and how old it is, in words.
fn one_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, one: &One, width: f32) -> (String, String) {
    let tokens = theme::of(ui);
    let size = vec2(width, width * 4.0 / 3.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let (when, old) = match one.day {
        Some(day) => (format::date(day), age(ctx, day)),
        None => (ctx.t("photo-earlier-undated"), String::new()),
    };
    let name = ctx.tw(
        "photo-earlier-one",
        &[("permit", &one.permit_no), ("date", &when)],
    );
    widget::name(&response, Role::Image, &name);
    let radius = CornerRadius::same(6);
    ui.painter().rect_filled(rect, radius, tokens.hover);
    one.picture.paint(ui, rect, card::whole(), 6.0);
    let line = Stroke::new(1.0, tokens.border);
    ui.painter()
        .rect_stroke(rect, radius, line, StrokeKind::Outside);
    response.on_hover_text(name);
    (when, old)
}

fn caption_ui(ui: &mut Ui, (when, old): (String, String)) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.label(theme::rich(when, Weight::Medium, theme::SMALL));
    widget::hint(ui, old);
}

/// How old a photo of that day is, in words.
pub fn age(ctx: &DeskCtx<'_>, day: Date) -> String {
    let months = months_between(day, ctx.session.today);
    let (key, count) = match months {
        ..=0 => return ctx.t("photo-age-new"),
        1..=23 => ("photo-age-months", months),
        _ => ("photo-age-years", months / 12),
    };
    ctx.tw(key, &[("count", &count.to_string())])
}

/// Whole months from one day to another; none when it lies ahead.
fn months_between(from: Date, to: Date) -> i32 {
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month());
    (months - i32::from(to.day() < from.day())).max(0)
}
