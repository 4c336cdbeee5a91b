//! One record in full: portrait, every field, its cards with their seals and blanks, and its present card again.

use super::watch::Watch;
use crate::desk::context::{DeskCtx, answered, settled};
use crate::desk::format;
use crate::desk::screen::blanks::state_words;
use crate::desk::screen::home::line;
use crate::desk::screen::review::summary_ui;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::card::{Picture, Sides, side_ui, still_picture, whole};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone};
use crate::office::Deed;
use crate::permit::{Field, PermitNo};
use crate::portrait::Still;
use crate::station::{
    Ask, AuditRow, BlankRow, CardRow, CaseRow, Error, Life, Record, Twin, outside,
};
use eframe::egui::{self, ColorImage, Key, Label, Modifiers, Sense, Ui, accesskit::Role, vec2};
use std::path::PathBuf;

/// What stands at the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Data,
    Cards,
    Cases,
    Trail,
    Watch,
}

const TABS: [Tab; 5] = [Tab::Data, Tab::Cards, Tab::Cases, Tab::Trail, Tab::Watch];

/// Entries shown at most, the newest.
const ENTRIES: usize = 200;

/// Where the way leads from a record.
pub enum Said {
    Stay,
    /// Back to the list.
    Away,
    /// To another record.
    Other(PermitNo),
}

/// The record on screen.
pub struct RecordView {
    number: PermitNo,
    asking: Option<Ask<Result<Life, Error>>>,
    record: Option<Record>,
    cases: Vec<CaseRow>,
    blanks: Vec<BlankRow>,
    entries: Vec<AuditRow>,
    /// The same person's other permits.
    others: Vec<Twin>,
    /// One of them was pressed.
    wanted: Option<PermitNo>,
    failed: bool,
    tab: Tab,
    facing: Option<Ask<Option<ColorImage>>>,
    face: Picture,
    drawing: Option<Ask<Option<Sides>>>,
    front: Picture,
    back: Picture,
    saving: Option<Ask<Result<PathBuf, Error>>>,
    watch: Watch,
}

impl RecordView {
    /// Opens the record of `number`.
    pub fn open(ctx: &DeskCtx<'_>, number: PermitNo) -> Self {
        let wanted = number.clone();
        let watch = Watch::new(number.clone());
        Self {
            watch,
            number,
            asking: Some(ctx.worker.ask(move |station| station.life(&wanted))),
            record: None,
            cases: Vec::new(),
            blanks: Vec::new(),
            entries: Vec::new(),
            others: Vec::new(),
            wanted: None,
            failed: false,
            tab: Tab::Data,
            facing: None,
            face: Picture::default(),
            drawing: None,
            front: Picture::default(),
            back: Picture::default(),
            saving: None,
        }
    }

    fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        match settled(&mut self.asking) {
            Some(Ok(life)) => {
                (self.cases, self.blanks, self.entries) = (life.cases, life.blanks, life.entries);
                self.others = life.others;
                self.take(ctx, life.record);
            }
            Some(Err(error)) => {
                self.failed = true;
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
        if self.watch.poll(ctx) {
            let wanted = self.number.clone();
            self.asking = Some(ctx.worker.ask(move |station| station.life(&wanted)));
        }
        if let Some(Ok(Some(image))) = answered(&mut self.facing) {
            self.face.set(egui_ctx, "record-portrait", image);
        }
        if let Some(Ok(Some(sides))) = answered(&mut self.drawing) {
            self.front.set(egui_ctx, "record-front", sides.front);
            self.back.set(egui_ctx, "record-back", sides.back);
        }
        match settled(&mut self.saving) {
            Some(Ok(path)) => ctx
                .toasts
                .good(ctx.tw("desk-saved-to", &[("path", &path.display().to_string())])),
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
    }

    fn take(&mut self, ctx: &DeskCtx<'_>, record: Record) {
        if let Some(portrait) = record.portrait.clone() {
            let work = move || {
                let still = Still::decode(portrait.jpeg()).ok()?;
                Some(still_picture(&still, 600))
            };
            self.facing = Some(ctx.worker.press(work));
        }
        if ctx.session.may(Deed::ProofCard) && !record.cards.is_empty() {
            let number = self.number.clone();
            self.drawing = Some(ctx.worker.ask(move |station| {
                let pdf = station.card_again(&number).ok()?;
                let preview = outside::pictures(&pdf).ok()?;
                Some(Sides::from(&preview))
            }));
        }
        self.record = Some(record);
    }

    /// Draws it, and says where the way leads.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Said {
        if self.draw(ui, ctx) {
            return Said::Away;
        }
        self.wanted.take().map_or(Said::Stay, Said::Other)
    }

    /// True when the way leads back to the list.
    fn draw(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> bool {
        self.poll(ui.ctx(), ctx);
        let free = ui.memory(|memory| memory.top_modal_layer().is_none());
        let mut away =
            free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let mut proof = free && ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::S));
        let name = self
            .record
            .as_ref()
            .map_or("", |record| record.draft.get(Field::FullName).trim());
        let title = if name.is_empty() {
            self.number.as_str()
        } else {
            name
        };
        let (list, save) = (ctx.t("desk-registry"), ctx.t("desk-card-again"));
        widget::header(
            ui,
            title,
            |ui| {
                let number = theme::rich(self.number.as_str(), Weight::Mono, 15.0);
                ui.add(Label::new(number.color(theme::of(ui).muted)).selectable(true));
            },
            |ui| {
                let button = Button::new(Look::Plain, &list).icon(Icon::Left).key("Esc");
                away |= ui.add(button.height(34.0)).clicked();
            },
        );
        let keys = [
            ("← →", ctx.t("records-key-tabs")),
            ("Esc", ctx.t("records-key-list")),
        ];
        let has_card = self
            .record
            .as_ref()
            .is_some_and(|record| !record.cards.is_empty());
        let can = has_card && ctx.session.may(Deed::ProofCard) && self.saving.is_none();
        widget::footer(ui, &keys, |ui| {
            if ctx.session.may(Deed::ProofCard) {
                let button = Button::new(Look::Plain, &save)
                    .icon(Icon::Save)
                    .key("Ctrl S");
                proof |= ui.add(button.height(42.0).enabled(can)).clicked();
            }
        });
        if self.record.is_none() {
            widget::body(ui, |ui| {
                if self.failed {
                    widget::empty(ui, Icon::Book, &ctx.t("desk-registry-none"), "");
                } else {
                    widget::waiting(ui, &ctx.t("desk-loading"));
                }
            });
            return away;
        }
        let mut both = (&mut *self, &*ctx);
        widget::split_body(
            ui,
            &mut both,
            ("record", |size: egui::Vec2| (size.x * 0.62).max(380.0)),
            (
                |ui: &mut Ui, (view, ctx): &mut (&mut Self, &DeskCtx<'_>)| {
                    widget::panel(ui, |ui| view.person_ui(ui, ctx));
                },
                |ui: &mut Ui, (view, ctx): &mut (&mut Self, &DeskCtx<'_>)| {
                    widget::panel(ui, |ui| view.tabs_ui(ui, ctx));
                },
            ),
        );
        if proof && can {
            self.save(ctx);
        }
        self.watch.dialog(ui.ctx(), ctx);
        away
    }

    /// Who it is, at a glance.
    fn person_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some(record) = &self.record else { return };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let (rect, response) = ui.allocate_exact_size(vec2(120.0, 160.0), Sense::hover());
            widget::name(&response, Role::Image, &ctx.label(Field::Portrait));
            ui.painter().rect_filled(rect, 8, theme::of(ui).hover);
            self.face.paint(ui, rect, whole(), 8.0);
            ui.vertical(|ui| {
                for field in [Field::Nationality, Field::BirthDate, Field::PassportNo] {
                    let value = record.draft.get(field).trim();
                    let nation = field == Field::Nationality;
                    let value = if nation {
                        ctx.nation(value)
                    } else {
                        value.to_owned()
                    };
                    widget::pair(ui, &ctx.label(field), &value);
                    ui.add_space(2.0);
                }
            });
        });
        ui.add_space(6.0);
        let fields = [
            Field::ValidFrom,
            Field::ValidUntil,
            Field::IndexCode,
            Field::Niora,
        ];
        for pair in fields.chunks(2) {
            widget::row(ui, &[1.0, 1.0], 200.0, |ui, index| {
                if let Some(field) = pair.get(index) {
                    widget::pair(ui, &ctx.label(*field), record.draft.get(*field).trim());
                }
            });
        }
        if let Some(number) = others_ui(ui, ctx, &self.others) {
            self.wanted = Some(number);
        }
        if record.cards.is_empty() || !ctx.session.may(Deed::ProofCard) {
            return;
        }
        ui.add_space(10.0);
        let width = ui.available_width().min(340.0);
        let drawing = ctx.t("desk-card-drawing");
        side_ui(ui, &self.front, width, &ctx.t("desk-card-front"), &drawing);
        ui.add_space(6.0);
        side_ui(ui, &self.back, width, &ctx.t("desk-card-back"), &drawing);
    }

    fn tabs_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let words = TABS.map(|tab| {
            ctx.t(match tab {
                Tab::Data => "records-tab-data",
                Tab::Cards => "records-tab-cards",
                Tab::Cases => "records-tab-cases",
                Tab::Watch => "patroli-surveillance",
                Tab::Trail => "records-tab-trail",
            })
        });
        let labels: Vec<&str> = words.iter().map(String::as_str).collect();
        let chosen = TABS.iter().position(|tab| *tab == self.tab);
        let free =
            ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        let turned = if free {
            turned(ui, chosen.unwrap_or(0), TABS.len())
        } else {
            None
        };
        let pressed = segments(ui, &ctx.t("records-tabs"), &labels, chosen);
        if let Some(tab) = turned.or(pressed).and_then(|index| TABS.get(index)) {
            self.tab = *tab;
        }
        ui.add_space(10.0);
        let Some(record) = &self.record else { return };
        match self.tab {
            Tab::Data => summary_ui(ui, ctx, &record.draft),
            Tab::Cards => cards_ui(ui, ctx, &record.cards, &self.blanks),
            Tab::Cases => cases_ui(ui, ctx, &self.cases),
            Tab::Watch => self.watch.ui(ui, ctx),
            Tab::Trail => trail_ui(ui, ctx, &self.entries),
        }
    }

    fn save(&mut self, ctx: &DeskCtx<'_>) {
        let number = self.number.clone();
        let folder = ctx.session.out.clone();
        self.saving = Some(ctx.worker.ask(move |station| {
            let pdf = station.card_again(&number)?;
            let path = folder.join(format!("{}-proof.pdf", number.as_str()));
            outside::keep(&path, pdf.bytes())
        }));
    }
}

/// The same person's other permits, by the numbers they share; the one pressed.
fn others_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, others: &[Twin]) -> Option<PermitNo> {
    if others.is_empty() {
        return None;
    }
    ui.add_space(10.0);
    widget::section(ui, &ctx.t("records-others"));
    let mut pressed = None;
    for other in others {
        let shared = ctx.t(match (other.passport, other.niora) {
            (true, true) => "records-other-both",
            (true, false) => "records-other-passport",
            (false, _) => "records-other-niora",
        });
        let args = [("shared", shared.as_str()), ("day", &other.birth_date)];
        let more = ctx.tw("records-other-words", &args);
        let until = ctx.tw("desk-until", &[("date", &format::date(other.valid_until))]);
        if line(ui, Icon::Book, &other.permit_no, &more, &until).clicked() {
            pressed = PermitNo::parse(&other.permit_no);
        }
    }
    pressed
}

/// The tab that arrows ask for.
fn turned(ui: &Ui, at: usize, count: usize) -> Option<usize> {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowRight) {
        Some((at + 1) % count)
    } else if pressed(Key::ArrowLeft) {
        Some((at + count - 1) % count)
    } else {
        None
    }
}

fn cards_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, cards: &[CardRow], blanks: &[BlankRow]) {
    if cards.is_empty() {
        let (title, advice) = (ctx.t("desk-cards-none"), ctx.t("records-cards-none-advice"));
        widget::empty(ui, Icon::Card, &title, &advice);
    }
    for card in cards.iter().rev() {
        let blank = blanks.iter().find(|blank| blank.serial == card.serial);
        card_ui(ui, ctx, card, blank);
        ui.add_space(8.0);
    }
}

fn card_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, card: &CardRow, blank: Option<&BlankRow>) {
    let tokens = theme::of(ui);
    let issued = format!(
        "{} {}",
        format::day(card.issued_at),
        format::clock(card.issued_at)
    );
    let (key, tone) = if card.superseded {
        ("desk-card-superseded", Tone::Calm)
    } else {
        ("desk-card-current", Tone::Good)
    };
    let (icon, _, _, color) = widget::tone_colors(tokens, tone);
    widget::panel_frame(ui).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            icon::icon_ui(ui, icon, 20.0, color);
            ui.add(Label::new(theme::rich(&card.serial, Weight::Mono, 17.0)).selectable(true));
            ui.label(theme::rich(ctx.t(key), Weight::Medium, 14.0).color(color));
        });
        let pairs = [
            (ctx.t("records-card-issued"), issued.clone()),
            (ctx.t("records-card-signer"), card.kid.clone()),
            (
                ctx.t("records-card-blank"),
                blank.map_or_else(String::new, |blank| state_words(ctx, blank.state)),
            ),
        ];
        widget::row(ui, &[1.0; 3], 260.0, |ui, index| {
            if let Some((label, value)) = pairs.get(index) {
                widget::pair(ui, label, value);
            }
        });
        widget::hint(ui, ctx.t("records-card-seal"));
        let seal = theme::rich(&card.seal_text, Weight::Mono, 12.0).color(tokens.muted);
        ui.add(Label::new(seal).truncate().selectable(true));
    });
}

fn cases_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, cases: &[CaseRow]) {
    if cases.is_empty() {
        widget::hint(ui, ctx.t("records-cases-none"));
    }
    for case in cases.iter().rev() {
        let name = format!("{} {}", ctx.t("records-of-case"), case.id.0);
        let state = ctx.t(&format!("state-{}", case.state.id()));
        let saved = format!(
            "{} {}",
            format::day(case.saved_at),
            format::clock(case.saved_at)
        );
        line_ui(ui, &name, &format!("{state} · {saved}"));
    }
}

/// What was done and looked at, newest first.
fn trail_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, entries: &[AuditRow]) {
    if entries.is_empty() {
        widget::hint(ui, ctx.t("records-trail-none"));
    }
    for entry in entries.iter().rev().take(ENTRIES) {
        let who = entry
            .login
            .clone()
            .unwrap_or_else(|| ctx.t("records-audit-program"));
        let when = format!("{} {}", format::day(entry.at), format::clock(entry.at));
        let record = ctx.about(&entry.record);
        line_ui(
            ui,
            &ctx.act(&entry.act),
            &format!("{when} · {who} · {record}"),
        );
    }
}

fn line_ui(ui: &mut Ui, name: &str, more: &str) {
    ui.add(Label::new(theme::rich(name, Weight::Medium, 15.0)).wrap());
    widget::hint(ui, more);
    ui.add_space(4.0);
}
