//! An account of a demo office on its login screen, to be pressed.

use super::duty_words;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::focus_ring;
use crate::station::DemoAccount;
use crate::text::Text;
use eframe::egui::{
    self, Align, CornerRadius, Label, Layout, Rect, Response, Sense, Ui, WidgetInfo,
    accesskit::Role, vec2,
};

/// One account: what it is for, whose it is, its login; `here` when the arrows have chosen it.
pub fn account_ui(ui: &mut Ui, text: &Text, account: &DemoAccount, here: bool) -> Response {
    let tokens = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::click());
    let duties = duty_words(text, account.duties);
    let name = format!("{}, {duties}", account.login);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, here, &name));
    let radius = CornerRadius::same(theme::FIELD_RADIUS);
    if here {
        ui.painter().rect_filled(rect, radius, tokens.selected);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius, tokens.hover);
    }
    focus_ring(ui, &response, rect);
    let inner = Rect::from_min_max(rect.min + vec2(12.0, 3.0), rect.max - vec2(12.0, 3.0));
    let mut child = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(inner)
            .layout(Layout::right_to_left(Align::Center)),
    );
    child.add(Label::new(
        theme::rich(account.login, Weight::Mono, 13.0).color(tokens.muted),
    ));
    child.with_layout(Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(theme::rich(duties, Weight::Semibold, 15.0)).truncate());
        ui.add(
            Label::new(
                theme::rich(account.name, Weight::Regular, theme::SMALL).color(tokens.muted),
            )
            .truncate(),
        );
    });
    response
}
