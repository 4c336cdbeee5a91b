//! Beranda: the queues an officer works off, the office's figures, the latest permits, the act a day begins with.

use crate::desk::context::{DeskCtx, Due, Go, Place, Session};
use crate::desk::format::{self, number};
use crate::desk::known::Known;
use crate::desk::screen::Screen;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone};
use crate::office::{CaseState, Deed};
use crate::permit::Kind;
use crate::station::{CaseRow, Overview, PermitRow, StepQueue};
use eframe::egui::{
    Align, Color32, CornerRadius, Label, Layout, Rect, Response, RichText, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// Figures, and drafts to go on with.
type Day = (Overview, Vec<CaseRow>);

/// The screen.
#[derive(Default)]
pub struct Home {
    known: Known<Day>,
}

impl Screen for Home {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        let office = self.known.get().map_or_else(
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
            if let Some((overview, drafts)) = self.known.get() {
                return content(ui, ctx, overview, drafts);
            }
            self.known.gap_ui(ui, ctx);
            Go::Stay
        })
    }
}

impl Home {
    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        let enters = ctx.session.may(Deed::EnterCase);
        self.known.poll(ctx, move |station| {
            let drafts = if enters {
                station.cases(&[CaseState::Returned, CaseState::Draft], 20)?
            } else {
                Vec::new()
            };
            Ok((station.overview()?, drafts))
        });
    }
}

/// Cases that wait somewhere, as Beranda shows them.
struct Queue {
    state: CaseState,
    word: &'static str,
    place: Place,
    /// Any one of these deeds works it off.
    deeds: &'static [Deed],
}

const QUEUES: [Queue; 6] = [
    Queue {
        state: CaseState::Returned,
        word: "duty-queue-returned",
        place: Place::Applications,
        deeds: &[Deed::EnterCase],
    },
    Queue {
        state: CaseState::Draft,
        word: "duty-queue-draft",
        place: Place::Applications,
        deeds: &[Deed::EnterCase],
    },
    Queue {
        state: CaseState::Submitted,
        word: "duty-queue-submitted",
        place: Place::Approval,
        deeds: &[Deed::DecideCase, Deed::ReturnCase],
    },
    Queue {
        state: CaseState::Approved,
        word: "duty-queue-approved",
        place: Place::Press,
        deeds: &[Deed::PrintCard],
    },
    Queue {
        state: CaseState::InProduction,
        word: "duty-queue-in-production",
        place: Place::HandOver,
        deeds: &[Deed::CheckCard],
    },
    Queue {
        state: CaseState::Ready,
        word: "duty-queue-ready",
        place: Place::HandOver,
        deeds: &[Deed::HandOverCard],
    },
];

/// The acts a day begins with, by duty.
fn acts(ui: &mut Ui, ctx: &DeskCtx<'_>, go: &mut Go) {
    let session = &*ctx.session;
    let mut act = |ui: &mut Ui, look, icon, key: Option<&str>, word: &str, place| {
        let words = ctx.t(word);
        let mut button = Button::new(look, &words).icon(icon).height(52.0);
        if let Some(key) = key {
            button = button.key(key);
        }
        if ui.add(button).clicked() {
            *go = Go::To(place);
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let new = Place::New(Kind::Itas);
        if session.may(Deed::EnterCase) {
            let word = "desk-application-new";
            act(ui, Look::Primary, Icon::Plus, Some("Ctrl N"), word, new);
        }
        let main = [
            (
                Deed::DecideCase,
                Icon::Stamp,
                "duty-approval",
                Place::Approval,
            ),
            (Deed::PrintCard, Icon::Printer, "duty-press", Place::Press),
            (
                Deed::HandOverCard,
                Icon::Hand,
                "duty-hand-over-title",
                Place::HandOver,
            ),
        ];
        for (deed, icon, word, place) in main {
            if session.may(deed) {
                act(ui, Look::Primary, icon, None, word, place);
            }
        }
        let (word, place) = ("desk-verify", Place::Verify);
        act(ui, Look::Plain, Icon::Shield, None, word, place);
        if session.may(Deed::ReadRecords) {
            let (word, place) = ("desk-registry-find", Place::Registry);
            act(ui, Look::Plain, Icon::Search, Some("Ctrl F"), word, place);
        }
    });
}

fn content(ui: &mut Ui, ctx: &DeskCtx<'_>, overview: &Overview, drafts: &[CaseRow]) -> Go {
    let mut go = Go::Stay;
    widget::panel(ui, |ui| acts(ui, ctx, &mut go));
    ui.add_space(theme::GAP - 6.0);
    queues_ui(ui, ctx, &mut go);
    steps_ui(ui, ctx, &overview.steps, &mut go);
    figures(ui, ctx, overview, &mut go);
    ui.add_space(theme::GAP - 6.0);
    let mut state = (&mut go, ctx);
    let right = (ui.available_width() * 0.4).clamp(300.0, 460.0);
    widget::columns(
        ui,
        &mut state,
        right,
        |ui, (go, ctx)| {
            if ctx.session.may(Deed::ReadRecords) {
                widget::panel(ui, |ui| latest(ui, ctx, &overview.latest, go));
            } else {
                widget::panel(ui, |ui| nationalities(ui, ctx, &overview.nationalities));
            }
        },
        |ui, (go, ctx)| {
            if ctx.session.may(Deed::EnterCase) {
                widget::panel(ui, |ui| waiting_drafts(ui, ctx, drafts, go));
                ui.add_space(theme::GAP - 6.0);
            }
            if ctx.session.may(Deed::ReadRecords) {
                widget::panel(ui, |ui| nationalities(ui, ctx, &overview.nationalities));
            }
        },
    );
    go
}

/// The queues this officer works off; who oversees the office sees them all.
fn queues_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, go: &mut Go) {
    let session = &*ctx.session;
    let oversees = session.may(Deed::ReadAudit);
    let mine = |queue: &Queue| queue.deeds.iter().any(|deed| session.may(*deed));
    let shown: Vec<&Queue> = QUEUES
        .iter()
        .filter(|queue| oversees || mine(queue))
        .collect();
    if shown.is_empty() {
        return;
    }
    let across = shown
        .len()
        .min(if ui.available_width() > 900.0 { 6 } else { 3 });
    let weights = vec![1.0; across];
    for row in shown.chunks(across.max(1)) {
        widget::row(ui, &weights, 420.0, |ui, index| {
            if let Some(queue) = row.get(index)
                && queue_ui(ui, ctx, queue, mine(queue))
            {
                *go = Go::To(place_for(session, queue));
            }
        });
        ui.add_space(theme::GAP - 6.0);
    }
}

/// Cases that wait for steps the office has switched on: whose they are, opens them.
fn steps_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, steps: &[StepQueue], go: &mut Go) {
    let tokens = theme::of(ui);
    let session = &*ctx.session;
    let mine = |step: &StepQueue| session.officer.duties.contains(&step.rule.duty);
    let shown: Vec<&StepQueue> = steps
        .iter()
        .filter(|step| session.may(Deed::ReadAudit) || mine(step))
        .collect();
    if shown.is_empty() {
        return;
    }
    widget::row(ui, &vec![1.0; shown.len()], 420.0, |ui, index| {
        let Some(step) = shown.get(index) else { return };
        let word = ctx.t(&format!("step-{}", step.rule.step.id()));
        let more = if step.count == 0 {
            ctx.t("duty-queue-empty")
        } else {
            let age = format::age(ctx.text, session.now - step.oldest_at);
            ctx.tw("duty-queue-oldest", &[("age", &age)])
        };
        let color = if step.count == 0 {
            tokens.faint
        } else {
            tokens.heading
        };
        let count = number(step.count, ctx.text.lang());
        if tile_ui(ui, (&word, &count, &more), color, mine(step)) {
            *go = Go::To(Place::Approval);
        }
    });
    ui.add_space(theme::GAP - 6.0);
}

/// A card at the press is the print operator's until it is known to be good.
fn place_for(session: &Session, queue: &Queue) -> Place {
    if queue.state == CaseState::InProduction && session.may(Deed::PrintCard) {
        Place::Press
    } else {
        queue.place
    }
}

/// One queue as a tile: its name, how many, since when; true when it was pressed.
fn queue_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, queue: &Queue, mine: bool) -> bool {
    let tokens = theme::of(ui);
    let (count, oldest_at) = ctx.session.waiting(&[queue.state]);
    let more = match oldest_at {
        Some(oldest_at) => {
            let age = format::age(ctx.text, ctx.session.now - oldest_at);
            ctx.tw("duty-queue-oldest", &[("age", &age)])
        }
        None => ctx.t("duty-queue-empty"),
    };
    let color = match (count, queue.state) {
        (0, _) => tokens.faint,
        (_, CaseState::Returned) => tokens.warning_text,
        _ => tokens.heading,
    };
    let count = number(count, ctx.text.lang());
    tile_ui(ui, (&ctx.t(queue.word), &count, &more), color, mine)
}

/// A figure in a panel: what it counts, how many, and a word under it; true when it may be pressed and was.
fn tile_ui(
    ui: &mut Ui,
    (words, count, more): (&str, &str, &str),
    color: Color32,
    opens: bool,
) -> bool {
    let tokens = theme::of(ui);
    let sense = if opens {
        Sense::click()
    } else {
        Sense::hover()
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 92.0), sense);
    let name = format!("{words}: {count}, {more}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, opens, &name));
    let hot = opens && (response.hovered() || response.has_focus());
    ui.painter().rect(
        rect,
        CornerRadius::same(theme::PANEL_RADIUS),
        if hot { tokens.hover } else { tokens.panel },
        Stroke::new(1.0, tokens.border),
        StrokeKind::Inside,
    );
    widget::button::focus_ring(ui, &response, rect);
    if opens {
        let mark = icon::square(rect.right() - 16.0, rect.center().y, 14.0);
        icon::paint(ui.painter(), Icon::Right, mark, tokens.faint);
    }
    let inner = Rect::from_min_max(rect.min + vec2(14.0, 10.0), rect.max - vec2(14.0, 10.0));
    let mut child = ui.new_child(
        eframe::egui::UiBuilder::new()
            .max_rect(inner)
            .layout(Layout::top_down(Align::Min)),
    );
    child.spacing_mut().item_spacing.y = 0.0;
    let line = |ui: &mut Ui, words: RichText| ui.add(Label::new(words).truncate());
    let small = |words: &str| theme::rich(words, Weight::Regular, theme::SMALL).color(tokens.muted);
    line(&mut child, small(words));
    line(
        &mut child,
        theme::rich(count, Weight::Bold, 30.0).color(color),
    );
    line(&mut child, small(more));
    response.clicked()
}

/// A figure of the office, and where it leads.
struct Figure {
    word: &'static str,
    count: u64,
    more: String,
    color: Color32,
    to: Option<Go>,
}

fn figures(ui: &mut Ui, ctx: &DeskCtx<'_>, overview: &Overview, go: &mut Go) {
    let tokens = theme::of(ui);
    let lang = ctx.text.lang();
    let split = format!(
        "KITAS {} · KITAP {}",
        number(overview.kitas, lang),
        number(overview.kitap, lang)
    );
    let month = number(overview.cards_month, lang);
    let warned = |count: u64, color| if count > 0 { color } else { tokens.text };
    let figure = |word, count, more, color, to| Figure {
        word,
        count,
        more,
        color,
        to: Some(to).filter(|_| ctx.session.may(Deed::ReadRecords)),
    };
    let (soon, over) = (overview.expiring_30_days, overview.expired);
    let figures = [
        figure(
            "desk-figure-permits",
            overview.permits,
            split,
            tokens.text,
            Go::To(Place::Registry),
        ),
        Figure {
            word: "desk-figure-today",
            count: overview.cards_today,
            more: ctx.tw("desk-figure-month", &[("count", &month)]),
            color: tokens.text,
            to: None,
        },
        figure(
            "desk-figure-expiring",
            soon,
            ctx.t("desk-figure-expiring-more"),
            warned(soon, tokens.warning_text),
            Go::Permits(Due::Soon),
        ),
        figure(
            "desk-figure-overdue",
            over,
            ctx.t("desk-figure-overdue-more"),
            warned(over, tokens.error_text),
            Go::Permits(Due::Over),
        ),
    ];
    let across = if ui.available_width() > 760.0 { 4 } else { 2 };
    for (index, row) in figures.chunks(across).enumerate() {
        if index > 0 {
            ui.add_space(theme::GAP - 6.0);
        }
        widget::row(ui, &vec![1.0; across], 420.0, |ui, at| {
            let Some(figure) = row.get(at) else { return };
            let count = number(figure.count, lang);
            let words = (ctx.t(figure.word), figure.more.as_str());
            let words = (words.0.as_str(), count.as_str(), words.1);
            if tile_ui(ui, words, figure.color, figure.to.is_some())
                && let Some(to) = &figure.to
            {
                *go = to.clone();
            }
        });
    }
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
