//! A labelled text field with its findings under it.

use super::icon::{self, Icon};
use crate::desk::theme::{self, Weight};
use eframe::egui::{
    Color32, CornerRadius, FocusDirection, Frame, Id, Key, Label, Margin, Response, Sense, Stroke,
    StrokeKind, TextEdit, Ui, vec2,
};

/// What the findings of a field come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mood {
    /// Nothing to say.
    #[default]
    Calm,
    /// A soft finding.
    Warned,
    /// A hard finding.
    Wrong,
}

/// A sentence under a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub mood: Mood,
    pub text: String,
}

/// What a field shows besides its value.
#[derive(Default)]
pub struct Around<'a> {
    pub label: &'a str,
    pub remarks: &'a [Remark],
    /// Shown while the field is empty.
    pub hint: &'a str,
    /// Shown after the value, e.g. what a code stands for.
    pub suffix: &'a str,
    /// Numbers and zones.
    pub mono: bool,
    /// Keeps the right end free for a symbol.
    pub symbol: bool,
}

impl Around<'_> {
    /// The gravest remark.
    pub fn mood(&self) -> Mood {
        let has = |mood| self.remarks.iter().any(|remark| remark.mood == mood);
        if has(Mood::Wrong) {
            Mood::Wrong
        } else if has(Mood::Warned) {
            Mood::Warned
        } else {
            Mood::Calm
        }
    }
}

/// The label over a field.
pub fn label(ui: &mut Ui, text: &str) -> Response {
    let color = theme::of(ui).muted;
    ui.add(Label::new(theme::rich(text, Weight::Regular, theme::SMALL).color(color)).truncate())
}

/// A one-line field: label, value, remarks. Enter goes on to the next field.
pub fn text(ui: &mut Ui, id: Id, value: &mut String, around: &Around<'_>) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let label = label(ui, around.label);
        let response = ui.add(edit(ui, id, value, around)).labelled_by(label.id);
        outline(ui, &response, around.mood());
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            go_on(ui, &response, FocusDirection::Next);
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        remarks(ui, around.remarks);
        response
    })
    .inner
}

/// A one-line field whose letters are not shown; true when Enter was pressed in it.
pub fn password(ui: &mut Ui, id: Id, value: &mut String, name: &str) -> bool {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let label = label(ui, name);
        let around = Around::default();
        let edit = edit(ui, id, value, &around).password(true);
        let response = ui.add(edit).labelled_by(label.id);
        outline(ui, &response, Mood::Calm);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    })
    .inner
}

/// Moves the cursor to the next field or the one before; egui does that only at the begin of a frame, so it waits for the next one.
pub fn go_on(ui: &Ui, response: &Response, direction: FocusDirection) {
    response.request_focus();
    ui.data_mut(|data| data.insert_temp(go_on_id(), direction));
    ui.ctx().request_repaint();
}

/// Does what `go_on` asked for; first thing in a frame.
pub fn begin_frame(ui: &Ui) {
    if let Some(direction) = ui.data_mut(|data| data.remove_temp::<FocusDirection>(go_on_id())) {
        ui.memory_mut(|memory| memory.move_focus(direction));
    }
}

/// The next frame moves the cursor; keystrokes wait until it has.
pub fn is_going_on(ctx: &eframe::egui::Context) -> bool {
    ctx.data(|data| data.get_temp::<FocusDirection>(go_on_id()).is_some())
}

fn go_on_id() -> Id {
    Id::unique("go-on")
}

/// The text box itself, to be drawn with its outline by the caller.
pub fn edit<'t>(ui: &Ui, id: Id, value: &'t mut String, around: &Around<'_>) -> TextEdit<'t> {
    let tokens = theme::of(ui);
    let weight = if around.mono {
        Weight::Mono
    } else {
        Weight::Regular
    };
    let mut edit = TextEdit::singleline(value)
        .id(id)
        .font(theme::font(
            weight,
            if around.mono { 15.0 } else { theme::BODY },
        ))
        .desired_width(ui.available_width())
        .min_size(vec2(40.0, theme::FIELD_HEIGHT))
        .align(eframe::egui::Align2::LEFT_CENTER)
        .frame(frame(tokens, around.mood()).inner_margin(Margin {
            left: 10,
            right: if around.symbol { 30 } else { 10 },
            top: 7,
            bottom: 7,
        }));
    if !around.hint.is_empty() {
        edit = edit.hint_text(theme::rich(around.hint, Weight::Regular, 15.0).color(tokens.faint));
    }
    if !around.suffix.is_empty() {
        edit = edit.suffix(theme::rich(around.suffix, Weight::Regular, 14.0).color(tokens.muted));
    }
    edit
}

/// Fill and margin of a text box in that mood.
pub fn frame(tokens: &theme::Tokens, mood: Mood) -> Frame {
    let fill = match mood {
        Mood::Calm => tokens.field,
        Mood::Warned => tokens.warning_soft,
        Mood::Wrong => tokens.error_soft,
    };
    Frame::new()
        .fill(fill)
        .corner_radius(CornerRadius::same(theme::FIELD_RADIUS))
        .inner_margin(Margin::symmetric(10, 7))
}

/// Border of a field: its mood, or its focus.
pub fn outline(ui: &Ui, response: &Response, mood: Mood) {
    let tokens = theme::of(ui);
    let (width, color): (f32, Color32) = match (response.has_focus(), mood) {
        (true, Mood::Calm) => (2.0, tokens.accent),
        (true, Mood::Warned) => (2.0, tokens.warning),
        (true, Mood::Wrong) => (2.0, tokens.error),
        (false, Mood::Calm) => (1.0, tokens.field_border),
        (false, Mood::Warned) => (1.2, tokens.warning),
        (false, Mood::Wrong) => (1.2, tokens.error),
    };
    let radius = CornerRadius::same(theme::FIELD_RADIUS);
    ui.painter().rect_stroke(
        response.rect,
        radius,
        Stroke::new(width, color),
        StrokeKind::Inside,
    );
    if response.has_focus() {
        let halo = Stroke::new(3.0, color.gamma_multiply(0.18));
        ui.painter()
            .rect_stroke(response.rect, radius, halo, StrokeKind::Outside);
    }
}

/// The findings of a field, each with the symbol of its gravity.
pub fn remarks(ui: &mut Ui, remarks: &[Remark]) {
    let tokens = theme::of(ui);
    for remark in remarks {
        let (icon, color) = match remark.mood {
            Mood::Wrong => (Icon::Cross, tokens.error_text),
            Mood::Warned => (Icon::Warning, tokens.warning_text),
            Mood::Calm => (Icon::Check, tokens.good),
        };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let (rect, _) = ui.allocate_exact_size(vec2(13.0, 17.0), Sense::hover());
            icon::paint(ui.painter(), icon, rect, color);
            ui.add(
                Label::new(theme::rich(&remark.text, Weight::Regular, theme::SMALL).color(color))
                    .wrap(),
            );
        });
    }
}

/// A field whose value is chosen from a few words side by side.
pub fn pick(
    ui: &mut Ui,
    around: &Around<'_>,
    labels: &[&str],
    chosen: Option<usize>,
) -> Option<usize> {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        label(ui, around.label);
        let pressed = super::button::segments(ui, around.label, labels, chosen);
        remarks(ui, around.remarks);
        pressed
    })
    .inner
}
