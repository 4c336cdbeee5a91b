//! Results of work, told at the corner of the window; errors stay until closed and can be copied.

use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::{self, Icon};
use crate::station::Error;
use crate::text::Text;
use eframe::egui::{
    self, Align2, Area, CornerRadius, Frame, Id, Label, Margin, Order, Stroke, Ui, vec2,
};

/// Seconds a good message stays.
const STAY_S: f64 = 5.0;

/// Everything told and not yet gone.
#[derive(Default)]
pub struct Toasts {
    list: Vec<Toast>,
    count: u64,
}

struct Toast {
    number: u64,
    good: bool,
    text: String,
    advice: String,
    detail: String,
    /// When a good message goes, in seconds of the window's clock; set when it is first shown.
    until_s: Option<f64>,
}

/// What happened and what to do, in words; the advice may be empty.
pub fn words_of(text: &Text, error: &Error) -> (String, String) {
    error.words(text)
}

impl Toasts {
    /// Something was done.
    pub fn good(&mut self, text: impl Into<String>) {
        self.push(true, text.into(), String::new(), String::new());
    }

    /// Something failed: what happened, what to do, and technical words to copy.
    pub fn error(&mut self, text: &Text, error: &Error) {
        let (what, advice) = words_of(text, error);
        self.failed(what, advice, error.detail.clone());
    }

    /// Something failed, in words.
    pub fn failed(
        &mut self,
        text: impl Into<String>,
        advice: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.push(false, text.into(), advice.into(), detail.into());
    }

    fn push(&mut self, good: bool, text: String, advice: String, detail: String) {
        if self.list.iter().any(|toast| toast.text == text && !good) {
            return; // The same error again says nothing new.
        }
        self.count += 1;
        self.list.push(Toast {
            number: self.count,
            good,
            text,
            advice,
            detail,
            until_s: None,
        });
        let surplus = self.list.len().saturating_sub(4);
        self.list.drain(..surplus);
    }

    /// Closes the newest message; false when there is none.
    pub fn close_newest(&mut self) -> bool {
        self.list.pop().is_some()
    }

    /// The next try begins: what failed before is past, and must not be taken for what comes of this one.
    pub fn forget_errors(&mut self) {
        self.list.retain(|toast| toast.good);
    }

    /// Draws them over everything, the newest lowest.
    pub fn ui(&mut self, ctx: &egui::Context, words: &Text) {
        let now_s = ctx.input(|input| input.time);
        for toast in self.list.iter_mut().filter(|toast| toast.good) {
            let until_s = *toast.until_s.get_or_insert(now_s + STAY_S);
            if until_s > now_s {
                ctx.request_repaint_after_secs(seconds(until_s - now_s));
            }
        }
        self.list
            .retain(|toast| toast.until_s.is_none_or(|until_s| until_s > now_s));
        if self.list.is_empty() {
            return;
        }
        let mut closed = None;
        Area::new(Id::unique("toasts"))
            .order(Order::Tooltip)
            .anchor(Align2::RIGHT_BOTTOM, vec2(-22.0, -76.0))
            .show(ctx, |ui| {
                for toast in &self.list {
                    if toast_ui(ui, toast, words) {
                        closed = Some(toast.number);
                    }
                    ui.add_space(4.0);
                }
            });
        self.list.retain(|toast| Some(toast.number) != closed);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a few seconds")]
fn seconds(seconds: f64) -> f32 {
    seconds as f32
}

fn toast_ui(ui: &mut Ui, toast: &Toast, words: &Text) -> bool {
    let tokens = theme::of(ui);
    let (icon, color) = if toast.good {
        (Icon::Check, tokens.good)
    } else {
        (Icon::Cross, tokens.error)
    };
    let shadow = egui::Shadow {
        offset: [0, 6],
        blur: 20,
        spread: 0,
        color: tokens.shadow,
    };
    let frame = Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(CornerRadius::same(theme::PANEL_RADIUS))
        .shadow(shadow);
    let shown = frame
        .inner_margin(Margin {
            left: 16,
            right: 10,
            top: 10,
            bottom: 10,
        })
        .show(ui, |ui| {
            ui.set_width(400.0);
            ui.horizontal_top(|ui| {
                icon::icon_ui(ui, icon, 22.0, color);
                ui.vertical(|ui| {
                    ui.set_width(if toast.good { 340.0 } else { 320.0 });
                    ui.add(Label::new(theme::rich(&toast.text, Weight::Semibold, 15.0)).wrap());
                    if !toast.advice.is_empty() {
                        ui.add(
                            Label::new(
                                theme::rich(&toast.advice, Weight::Regular, 14.0)
                                    .color(tokens.muted),
                            )
                            .wrap(),
                        );
                    }
                    if !toast.detail.is_empty() {
                        let copy = words.get("desk-copy-detail");
                        if ui
                            .add(
                                Button::new(Look::Plain, &copy)
                                    .icon(Icon::Copy)
                                    .height(30.0),
                            )
                            .clicked()
                        {
                            ui.ctx().copy_text(format!(
                                "{}\n{}\n{}",
                                toast.text, toast.advice, toast.detail
                            ));
                        }
                    }
                });
                if toast.good {
                    false
                } else {
                    ui.add(Button::icon_only(Icon::Cross, &words.get("desk-close")))
                        .clicked()
                }
            })
            .inner
        });
    let rect = shown.response.rect;
    let bar =
        egui::Rect::from_min_size(rect.min + vec2(0.0, 12.0), vec2(4.0, rect.height() - 24.0));
    ui.painter().rect_filled(bar, CornerRadius::same(2), color);
    shown.inner
}
