//! Beranda: figures, drafts to continue, the latest permits, and the button a day begins with.

use crate::desk::context::{DeskCtx, Go, Place, settled};
use crate::desk::format::{self, number};
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone};
use crate::office::CaseState;
use crate::permit::Kind;
use crate::station::{Ask, CaseRow, Error, Overview, PermitRow, QueueCount};
use eframe::egui::{
    Align, Color32, CornerRadius, Label, Layout, Rect, Response, Sense, Ui, WidgetInfo,
    accesskit::Role, pos2, vec2,
};

/// Figures, and drafts to go on with.
type Known = (Overview, Vec<CaseRow>);

/// The screen.
#[derive(Default)]
pub struct Home {
    asking: Option<Ask<Result<Known, Error>>>,
    known: Option<Known>,
    failed: bool,
}

impl Home {
    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        let office = self.known.as_ref().map_or_else(
            || ctx.t("desk-home"),
            |(overview, _)| overview.office.clone(),
        );
        widget::header(
            ui,
            &office,
            |_| {},
            |ui| {
                ui.label(
                    theme::rich(format::date(ctx.session.today), Weight::Medium, 15.0)
                        .color(theme::of(ui).muted),
                );
            },
        );
        widget::body(ui, |ui| {
            if ctx.session.demo {
                widget::note(ui, Tone::Warning, &ctx.t("desk-demo-notice"));
                ui.add_space(6.0);
            }
            match &self.known {
                Some((overview, drafts)) => content(ui, ctx, overview, drafts),
                None if self.failed => {
                    let retry = ctx.t("desk-retry");
                    if ui
                        .add(Button::new(Look::Plain, &retry).icon(Icon::Retake))
                        .clicked()
                    {
                        self.failed = false;
                    }
                    Go::Stay
                }
                None => {
                    widget::waiting(ui, &ctx.t("desk-loading"));
                    Go::Stay
                }
            }
        })
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        if self.known.is_none() && self.asking.is_none() && !self.failed {
            self.asking =
                Some(ctx.worker.ask(|station| {
                    Ok((station.overview()?, station.cases(&[CaseState::Draft], 20)?))
                }));
        }
        match settled(&mut self.asking) {
            Some(Ok(known)) => {
                ctx.session.drafts = waiting(&known.0);
                self.known = Some(known);
            }
            Some(Err(error)) => {
                self.failed = true;
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
    }
}

/// Drafts begun.
fn waiting(overview: &Overview) -> u64 {
    let drafts = |queue: &&QueueCount| queue.state == CaseState::Draft;
    overview
        .queues
        .iter()
        .find(drafts)
        .map_or(0, |queue| queue.count)
}

fn content(ui: &mut Ui, ctx: &DeskCtx<'_>, overview: &Overview, drafts: &[CaseRow]) -> Go {
    let mut go = Go::Stay;
    widget::panel(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let new = ctx.t("desk-application-new");
            let button = ui.add(
                Button::new(Look::Primary, &new)
                    .icon(Icon::Plus)
                    .key("Ctrl N")
                    .height(52.0)
                    .min_width(250.0),
            );
            if button.clicked() {
                go = Go::To(Place::New(Kind::Itas));
            }
            let verify = ctx.t("desk-verify");
            if ui
                .add(
                    Button::new(Look::Plain, &verify)
                        .icon(Icon::Shield)
                        .key("Ctrl 4")
                        .height(52.0),
                )
                .clicked()
            {
                go = Go::To(Place::Verify);
            }
            let find = ctx.t("desk-registry-find");
            if ui
                .add(
                    Button::new(Look::Plain, &find)
                        .icon(Icon::Search)
                        .key("Ctrl F")
                        .height(52.0),
                )
                .clicked()
            {
                go = Go::To(Place::Registry);
            }
        });
    });
    ui.add_space(theme::GAP - 6.0);
    figures(ui, ctx, overview);
    ui.add_space(theme::GAP - 6.0);
    let mut state = (&mut go, ctx);
    let right = (ui.available_width() * 0.4).clamp(300.0, 460.0);
    widget::columns(
        ui,
        &mut state,
        right,
        |ui, (go, ctx)| {
            widget::panel(ui, |ui| latest(ui, ctx, &overview.latest, go));
        },
        |ui, (go, ctx)| {
            widget::panel(ui, |ui| waiting_drafts(ui, ctx, drafts, go));
            ui.add_space(theme::GAP - 6.0);
            widget::panel(ui, |ui| nationalities(ui, ctx, &overview.nationalities));
        },
    );
    go
}

fn figures(ui: &mut Ui, ctx: &DeskCtx<'_>, overview: &Overview) {
    let tokens = theme::of(ui);
    let lang = ctx.text.lang();
    let split = format!(
        "KITAS {} · KITAP {}",
        number(overview.kitas, lang),
        number(overview.kitap, lang)
    );
    let month = ctx.tw(
        "desk-figure-month",
        &[("count", &number(overview.cards_month, lang))],
    );
    let expired = ctx.tw(
        "desk-figure-expired",
        &[("count", &number(overview.expired, lang))],
    );
    let cells: [(String, u64, String, Color32); 4] = [
        (
            ctx.t("desk-figure-permits"),
            overview.permits,
            split,
            tokens.text,
        ),
        (
            ctx.t("desk-figure-today"),
            overview.cards_today,
            month,
            tokens.heading,
        ),
        (
            ctx.t("desk-figure-expiring"),
            overview.expiring_30_days,
            expired,
            if overview.expiring_30_days > 0 {
                tokens.warning_text
            } else {
                tokens.text
            },
        ),
        (
            ctx.t("desk-figure-drafts"),
            waiting(overview),
            ctx.t("desk-figure-drafts-more"),
            tokens.text,
        ),
    ];
    widget::row(ui, &[1.0; 4], 560.0, |ui, index| {
        let Some((label, value, more, color)) = cells.get(index) else {
            return;
        };
        widget::panel(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            widget::hint(ui, label.as_str());
            ui.label(theme::rich(number(*value, lang), Weight::Bold, 32.0).color(*color));
            ui.add(
                Label::new(theme::rich(more, Weight::Regular, theme::SMALL).color(tokens.muted))
                    .truncate(),
            );
        });
    });
}

fn latest(ui: &mut Ui, ctx: &DeskCtx<'_>, rows: &[PermitRow], go: &mut Go) {
    widget::section(ui, &ctx.t("desk-latest"));
    if rows.is_empty() {
        widget::empty(
            ui,
            Icon::Card,
            &ctx.t("desk-latest-none"),
            &ctx.t("desk-latest-none-advice"),
        );
    }
    for row in rows {
        let nationality = ctx.nation(&row.nationality);
        let more = format!(
            "{} · {} · {}",
            row.kind.card_name(),
            row.permit_no.as_str(),
            nationality
        );
        let until = ctx.tw("desk-until", &[("date", &format::date(row.valid_until))]);
        if line(ui, Icon::Card, &row.full_name, &more, &until).clicked() {
            *go = Go::Record(row.permit_no.clone());
        }
    }
}

fn waiting_drafts(ui: &mut Ui, ctx: &DeskCtx<'_>, drafts: &[CaseRow], go: &mut Go) {
    widget::section(ui, &ctx.t("desk-continue"));
    if drafts.is_empty() {
        widget::hint(ui, ctx.t("desk-continue-none"));
    }
    for row in drafts.iter().take(4) {
        let (name, more) = draft_words(ctx, row);
        if line(ui, Icon::Form, &name, &more, &format::clock(row.saved_at)).clicked() {
            *go = Go::To(Place::Draft(row.id));
        }
    }
}

/// How a draft is named and described in a list.
pub fn draft_words(ctx: &DeskCtx<'_>, row: &CaseRow) -> (String, String) {
    let name = if row.full_name.trim().is_empty() {
        ctx.t("desk-draft-nameless")
    } else {
        row.full_name.clone()
    };
    let portrait = ctx.t(if row.has_portrait {
        "desk-draft-portrait"
    } else {
        "desk-draft-no-portrait"
    });
    let number = if row.permit_no.is_empty() {
        "–"
    } else {
        &row.permit_no
    };
    (
        name,
        format!("{} · {} · {}", row.kind.card_name(), number, portrait),
    )
}

/// A pressable line of a list: symbol, name, more below, a word on the right.
pub fn line(ui: &mut Ui, icon: Icon, name: &str, more: &str, right: &str) -> Response {
    let tokens = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 50.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}, {more}")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(
            rect.expand2(vec2(8.0, 0.0)),
            CornerRadius::same(theme::FIELD_RADIUS),
            tokens.hover,
        );
    }
    widget::button::focus_ring(ui, &response, rect);
    icon::paint(
        ui.painter(),
        icon,
        icon::square(rect.left() + 12.0, rect.center().y, 22.0),
        tokens.heading,
    );
    let inner = Rect::from_min_max(
        pos2(rect.left() + 36.0, rect.top() + 7.0),
        rect.right_bottom() - vec2(0.0, 3.0),
    );
    let mut child = ui.new_child(
        eframe::egui::UiBuilder::new()
            .max_rect(inner)
            .layout(Layout::right_to_left(Align::Center)),
    );
    child.add(Label::new(
        theme::rich(right, Weight::Regular, theme::SMALL).color(tokens.muted),
    ));
    child.with_layout(Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(theme::rich(name, Weight::Semibold, 15.0)).truncate());
        ui.add(
            Label::new(theme::rich(more, Weight::Regular, theme::SMALL).color(tokens.muted))
                .truncate(),
        );
    });
    response
}

fn nationalities(ui: &mut Ui, ctx: &DeskCtx<'_>, counts: &[(String, u64)]) {
    let tokens = theme::of(ui);
    widget::section(ui, &ctx.t("desk-nationalities"));
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if most == 0 {
        widget::hint(ui, ctx.t("desk-nationalities-none"));
        return;
    }
    for (code, count) in counts {
        let name = ctx.nation(code);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
        let words = number(*count, ctx.text.lang());
        widget::name(&response, Role::Label, &format!("{name} {words}"));
        let font = theme::font(Weight::Regular, 14.0);
        let label_width = (rect.width() * 0.46).min(200.0);
        let label = Rect::from_min_size(rect.min, vec2(label_width - 8.0, rect.height()));
        let mut child = ui.new_child(
            eframe::egui::UiBuilder::new()
                .max_rect(label)
                .layout(Layout::left_to_right(Align::Center)),
        );
        child.add(Label::new(theme::rich(name, Weight::Regular, 14.0)).truncate());
        let track = Rect::from_min_max(
            pos2(rect.left() + label_width, rect.center().y - 6.0),
            pos2(rect.right() - 46.0, rect.center().y + 6.0),
        );
        ui.painter()
            .rect_filled(track, CornerRadius::same(6), tokens.hover);
        let bar = Rect::from_min_size(
            track.min,
            vec2(
                (track.width() * share(*count, most)).max(6.0),
                track.height(),
            ),
        );
        ui.painter()
            .rect_filled(bar, CornerRadius::same(6), tokens.accent);
        ui.painter().text(
            rect.right_center(),
            eframe::egui::Align2::RIGHT_CENTER,
            words,
            font,
            tokens.muted,
        );
    }
}

fn share(count: u64, most: u64) -> f32 {
    count as f32 / most.max(1) as f32
}
