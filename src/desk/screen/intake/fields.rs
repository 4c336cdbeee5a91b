//! All boxes of the form, in the order a clerk reads a passport and a permit.

use super::{between, kind_ui};
use crate::desk::application::Application;
use crate::desk::context::DeskCtx;
use crate::desk::theme::{self, Weight};
use crate::desk::widget;
use crate::desk::widget::choice::{Line, type_ahead};
use crate::desk::widget::field::{self, Around, Mood, Remark};
use crate::desk::widget::icon::{self, Icon};
use crate::mrz;
use crate::permit::{CivilStatus, Field, Kind, Nationality, parse_sex, sex_id, sex_key};
use eframe::egui::{
    Align2, CornerRadius, Frame, Id, Margin, Shape, Stroke, TextEdit, Ui, accesskit::Role,
};

/// Below this width a row of boxes stands one under the other.
const NARROW: f32 = 430.0;

/// A row: fields and their share of the width.
type Row = &'static [(Field, f32)];

const HOLDER: &[Row] = &[
    &[(Field::FullName, 3.0), (Field::Nationality, 2.1)],
    &[
        (Field::BirthPlace, 1.0),
        (Field::BirthDate, 0.8),
        (Field::Sex, 1.25),
    ],
    &[
        (Field::CivilStatus, 1.0),
        (Field::Religion, 1.0),
        (Field::Nik, 1.2),
    ],
];
const PASSPORT: &[Row] = &[&[
    (Field::PassportNo, 1.0),
    (Field::PassportExpiry, 1.0),
    (Field::PassportCountry, 1.3),
]];
const STAY_LIMITED: &[Row] = &[
    &[
        (Field::PermitNo, 1.0),
        (Field::IndexCode, 1.3),
        (Field::Niora, 1.0),
    ],
    &[
        (Field::IssueSeq, 0.7),
        (Field::ValidFrom, 1.0),
        (Field::ValidUntil, 1.0),
    ],
];
const STAY_PERMANENT: &[Row] = &[
    &[
        (Field::PermitNo, 1.0),
        (Field::IndexCode, 1.3),
        (Field::Niora, 1.0),
    ],
    &[
        (Field::IssueSeq, 0.7),
        (Field::ValidFrom, 1.0),
        (Field::ValidUntil, 1.0),
        (Field::ReportDue, 1.0),
    ],
];
const STAY_MORE: &[Row] = &[
    &[
        (Field::ReentryNo, 1.0),
        (Field::ReentryUntil, 1.0),
        (Field::VisaNo, 1.0),
    ],
    &[(Field::EntryDate, 1.0), (Field::EntryPlace, 2.0)],
];
const ADDRESS: &[Row] = &[
    &[(Field::Street, 3.0), (Field::RtRw, 1.0)],
    &[
        (Field::Regency, 1.2),
        (Field::District, 1.0),
        (Field::Village, 1.0),
    ],
    &[(Field::Province, 2.0), (Field::Postcode, 1.0)],
    &[(Field::GuarantorName, 2.0), (Field::GuarantorId, 1.2)],
    &[(Field::GuarantorAddress, 2.0), (Field::Occupation, 1.2)],
];
const OTHER: &[Row] = &[&[
    (Field::IssuePlace, 1.0),
    (Field::IssueDate, 1.0),
    (Field::Notes, 2.0),
]];

/// State of the form beside the draft.
#[derive(Default)]
pub struct Fields {
    /// Text of the zone last read, so that it fills the form once.
    read: String,
    begun: bool,
    /// Box to put the cursor into on the next frame: what was pasted in this one is not for it.
    next: Option<Field>,
}

impl Fields {
    /// Puts the cursor into the zone's box, all of it selected.
    pub fn focus_zone(&self, ui: &Ui) {
        ui.memory_mut(|memory| memory.request_focus(id_of(Field::Mrz)));
    }

    /// Draws the form.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) {
        if !self.begun {
            self.begun = true;
            application.draft.get(Field::Mrz).clone_into(&mut self.read);
            if application.draft.get(Field::FullName).is_empty() {
                self.focus_zone(ui);
            } else {
                // Or Tab would begin in the rail.
                ui.memory_mut(|memory| memory.request_focus(id_of(Field::FullName)));
            }
        }
        if let Some(field) = self.next.take() {
            ui.memory_mut(|memory| memory.request_focus(id_of(field)));
        }
        let before = application.draft.clone();
        self.zone_ui(ui, ctx, application);
        let stay = match application.draft.kind {
            Kind::Itas => STAY_LIMITED,
            Kind::Itap => STAY_PERMANENT,
        };
        between().show(ui, |ui| widget::section(ui, &ctx.t("desk-section-holder")));
        rows(ui, ctx, application, HOLDER);
        between().show(ui, |ui| {
            widget::section(ui, &ctx.t("desk-section-passport"))
        });
        rows(ui, ctx, application, PASSPORT);
        between().show(ui, |ui| {
            ui.horizontal(|ui| {
                widget::section(ui, &ctx.t("desk-section-stay"));
                ui.add_space(8.0);
                kind_ui(ui, ctx, &mut application.draft.kind);
            });
        });
        rows(ui, ctx, application, stay);
        rows(ui, ctx, application, STAY_MORE);
        between().show(ui, |ui| widget::section(ui, &ctx.t("desk-section-address")));
        rows(ui, ctx, application, ADDRESS);
        between().show(ui, |ui| widget::section(ui, &ctx.t("desk-section-other")));
        rows(ui, ctx, application, OTHER);
        if application.draft != before {
            application.judge_here(ctx.reference, ctx.session.today);
            application.edited(ui.input(|input| input.time));
        }
    }

    fn zone_ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, application: &mut Application) {
        let tokens = theme::of(ui);
        let passport = mrz::read_td3(application.draft.get(Field::Mrz), ctx.session.today).ok();
        let remarks = remarks_of(ctx, application, Field::Mrz);
        let frame = Frame::new()
            .fill(tokens.accent_soft)
            .corner_radius(CornerRadius::same(theme::FIELD_RADIUS))
            .inner_margin(Margin::symmetric(12, 8));
        let shown = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                let (icon, text) = if passport.is_some() {
                    (Icon::Check, ctx.t("desk-zone-read"))
                } else {
                    (Icon::Card, ctx.t("desk-zone"))
                };
                icon::icon_ui(ui, icon, 20.0, tokens.accent);
                let label = ui.label(theme::rich(text, Weight::Medium, 15.0));
                ui.with_layout(
                    eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
                    |ui| {
                        widget::key_cap(ui, "Ctrl M");
                        let hint =
                            theme::rich(ctx.t("desk-zone-hint"), Weight::Regular, theme::SMALL)
                                .color(tokens.muted);
                        let edit = TextEdit::multiline(application.draft.edit(Field::Mrz))
                            .id(id_of(Field::Mrz))
                            .font(theme::font(Weight::Mono, 14.0))
                            .desired_rows(2)
                            .desired_width(ui.available_width())
                            .hint_text(hint)
                            .align(Align2::LEFT_CENTER)
                            .frame(
                                Frame::new()
                                    .inner_margin(Margin::symmetric(8, 4))
                                    .corner_radius(CornerRadius::same(6)),
                            );
                        let response = ui.add(edit).labelled_by(label.id);
                        if response.gained_focus() {
                            ui.scroll_to_rect(response.rect.expand(44.0), None);
                        }
                        if response.lost_focus() {
                            application.visited.insert(Field::Mrz);
                        }
                        if response.has_focus() {
                            field::outline(ui, &response, Mood::Calm);
                        }
                    },
                );
            });
        });
        widget::name(&shown.response, Role::Group, &ctx.t("desk-zone"));
        dashes(ui, &shown.response, tokens);
        field::remarks(ui, &remarks);
        let text = application.draft.get(Field::Mrz).to_owned();
        if text != self.read {
            self.read = text;
            if let Ok(passport) =
                mrz::read_td3(application.draft.get(Field::Mrz), ctx.session.today)
            {
                self.fill(ctx, application, &passport);
                ui.ctx().request_repaint();
            }
        }
    }

    /// Fills what the zone tells and puts the cursor into the first box it leaves empty.
    fn fill(
        &mut self,
        ctx: &mut DeskCtx<'_>,
        application: &mut Application,
        passport: &mrz::Passport,
    ) {
        let filled = application.draft.fill_from(passport);
        application.visited.extend(filled.iter().copied());
        if filled.is_empty() {
            return;
        }
        ctx.toasts
            .good(ctx.tw("desk-zone-filled", &[("count", &filled.len().to_string())]));
        let order = [HOLDER, PASSPORT, STAY_LIMITED]
            .into_iter()
            .flatten()
            .copied()
            .flatten();
        let next = order.map(|(field, _)| *field).find(|field| {
            application.draft.get(*field).is_empty()
                && *field != Field::CivilStatus
                && *field != Field::Religion
                && *field != Field::Nik
        });
        self.next = next;
    }
}

fn dashes(ui: &Ui, response: &eframe::egui::Response, tokens: &theme::Tokens) {
    let rect = response.rect.shrink(0.5);
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    ui.painter().extend(Shape::dashed_line(
        &corners,
        Stroke::new(1.2, tokens.accent),
        4.0,
        3.0,
    ));
}

/// The box of `field` in the memory of the window; the same on every frame and in tests.
pub fn id_of(field: Field) -> Id {
    Id::unique(("field", field.id()))
}

fn remarks_of(ctx: &DeskCtx<'_>, application: &Application, field: Field) -> Vec<Remark> {
    application
        .findings_of(field)
        .map(|finding| ctx.remark(finding))
        .collect()
}

fn rows(ui: &mut Ui, ctx: &DeskCtx<'_>, application: &mut Application, rows: &[Row]) {
    for row in rows {
        let weights: Vec<f32> = row.iter().map(|(_, weight)| *weight).collect();
        widget::row(ui, &weights, NARROW, |ui, index| {
            if let Some((field, _)) = row.get(index) {
                field_ui(ui, ctx, application, *field);
            }
        });
        ui.add_space(2.0);
    }
}

fn field_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, application: &mut Application, field: Field) {
    let label = ctx.label(field);
    let remarks = remarks_of(ctx, application, field);
    let value = application.draft.get(field).to_owned();
    let suffix = suffix_of(ctx, application, field, &value);
    let hint = hint_of(ctx, field);
    let mono = matches!(
        field,
        Field::PermitNo | Field::Niora | Field::PassportNo | Field::Nik | Field::GuarantorId
    );
    let around = Around {
        label: &label,
        remarks: &remarks,
        hint: &hint,
        suffix: &suffix,
        mono,
        symbol: lines_wanted(field),
    };
    let id = id_of(field);
    if field == Field::Sex {
        return sex_ui(ui, ctx, application, &around);
    }
    let focused = ui.memory(|memory| memory.has_focus(id));
    let lines = if lines_wanted(field) && focused {
        lines_of(ctx, application, field)
    } else {
        Vec::new()
    };
    let response = match lines_wanted(field).then_some(lines) {
        Some(lines) => type_ahead(ui, id, application.draft.edit(field), &around, || lines),
        None => field::text(ui, id, application.draft.edit(field), &around),
    };
    if response.lost_focus() || response.changed() {
        application.visited.insert(field);
    }
}

/// The field is chosen from a list.
fn lines_wanted(field: Field) -> bool {
    let address = matches!(field, Field::Regency | Field::District | Field::Village);
    address
        || matches!(
            field,
            Field::Nationality | Field::PassportCountry | Field::IndexCode | Field::CivilStatus
        )
}

/// The lines of a field's list; empty while the box has no focus, which is when nobody looks.
fn lines_of(ctx: &DeskCtx<'_>, application: &Application, field: Field) -> Vec<Line> {
    let places = &ctx.reference.places;
    let typed = |field| application.draft.get(field);
    if field == Field::IndexCode {
        indices(ctx, application.draft.kind)
    } else if field == Field::CivilStatus {
        civil(ctx)
    } else if field == Field::Regency {
        plain(places.regencies())
    } else if field == Field::District {
        plain(places.districts(typed(Field::Regency)))
    } else if field == Field::Village {
        plain(places.villages(typed(Field::Regency), typed(Field::District)))
    } else {
        nationalities(ctx)
    }
}

fn sex_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, application: &mut Application, around: &Around<'_>) {
    let all = [mrz::Sex::Male, mrz::Sex::Female, mrz::Sex::Unspecified];
    let letters = ui.available_width() < 236.0;
    let word = |sex: &mrz::Sex| {
        if letters || *sex == mrz::Sex::Unspecified {
            sex_id(*sex).to_owned()
        } else {
            ctx.t(sex_key(*sex))
        }
    };
    let words: Vec<String> = all.iter().map(word).collect();
    let labels: Vec<&str> = words.iter().map(String::as_str).collect();
    let chosen = parse_sex(application.draft.get(Field::Sex))
        .and_then(|sex| all.iter().position(|one| *one == sex));
    let pressed = field::pick(ui, around, &labels, chosen);
    if let Some(sex) = pressed.and_then(|index| all.get(index)) {
        *application.draft.edit(Field::Sex) = sex_id(*sex).to_owned();
        application.visited.insert(Field::Sex);
    }
}

/// What a code stands for, shown after it.
fn suffix_of(ctx: &DeskCtx<'_>, application: &Application, field: Field, value: &str) -> String {
    let named = if matches!(field, Field::Nationality | Field::PassportCountry) {
        Nationality::parse(value)
            .filter(|_| value.trim().len() <= 3)
            .map(|nationality| name_of(ctx, nationality))
    } else if field == Field::IndexCode {
        let code = value.trim().to_uppercase();
        let mut known = ctx
            .reference
            .rules
            .indices(application.draft.kind, ctx.session.today)
            .into_iter();
        known.find(|index| index.code == code).map(|index| {
            if ctx.indonesian() {
                index.title_id
            } else {
                index.title_en
            }
        })
    } else {
        None
    };
    named.unwrap_or_default()
}

fn hint_of(ctx: &DeskCtx<'_>, field: Field) -> String {
    let stay = matches!(
        field,
        Field::ValidFrom
            | Field::ValidUntil
            | Field::ReportDue
            | Field::ReentryUntil
            | Field::EntryDate
    );
    if stay
        || matches!(
            field,
            Field::BirthDate | Field::PassportExpiry | Field::IssueDate
        )
    {
        ctx.t("desk-hint-date")
    } else if field == Field::RtRw {
        "003/007".to_owned()
    } else if lines_wanted(field) {
        ctx.t("desk-hint-choose")
    } else {
        String::new()
    }
}

/// The name of a nationality in the language shown.
pub fn name_of(ctx: &DeskCtx<'_>, nationality: Nationality) -> String {
    let row = nationality.row();
    if ctx.indonesian() {
        row.name_id
    } else {
        row.name_en
    }
    .to_owned()
}

fn nationalities(ctx: &DeskCtx<'_>) -> Vec<Line> {
    Nationality::all()
        .map(|nationality| Line {
            value: nationality.row().code.to_owned(),
            words: name_of(ctx, nationality),
        })
        .collect()
}

fn indices(ctx: &DeskCtx<'_>, kind: Kind) -> Vec<Line> {
    let title = |index: crate::rule::Index| Line {
        words: if ctx.indonesian() {
            index.title_id
        } else {
            index.title_en
        },
        value: index.code,
    };
    ctx.reference
        .rules
        .indices(kind, ctx.session.today)
        .into_iter()
        .map(title)
        .collect()
}

fn civil(ctx: &DeskCtx<'_>) -> Vec<Line> {
    let words = |status: CivilStatus| {
        if ctx.indonesian() {
            String::new()
        } else {
            ctx.t(status.key())
        }
    };
    CivilStatus::ALL
        .into_iter()
        .map(|status| Line {
            value: status.id().to_owned(),
            words: words(status),
        })
        .collect()
}

fn plain(names: Vec<&str>) -> Vec<Line> {
    names
        .into_iter()
        .map(|name| Line {
            value: name.to_owned(),
            words: String::new(),
        })
        .collect()
}
