//! Jejak: every act and every look, newest first; one entry in words; the proof that the chain is whole; its export.

mod entry;

use crate::desk::context::{DeskCtx, Go, settled};
use crate::desk::format::{self, number};
use crate::desk::job::{Job, ended};
use crate::desk::pages::{PAGE, Pages, Stand};
use crate::desk::screen::Screen;
use crate::desk::theme;
use crate::desk::widget::button::{Button, Look};
use crate::desk::widget::chip::{self, Chip};
use crate::desk::widget::choice::Line;
use crate::desk::widget::confirm::{Answer, Words};
use crate::desk::widget::field::{self, Around, Mood, Remark};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::{Column, Frame, Rows};
use crate::desk::widget::{self, Tone};
use crate::office::{BlankSerial, Officer};
use crate::permit::PermitNo;
use crate::station::{Ask, AuditProof, AuditQuery, AuditRow, Break, Error, outside};
use eframe::egui::{Id, Key, Modifiers, Popup, ScrollArea, Ui};
use entry::{act_words, record_words};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::path::PathBuf;

/// Seconds from UTC to WIB, the office's time.
const WIB_S: i64 = 7 * 3600;

/// Beginnings of acts that are offered as a filter.
const FAMILIES: [&str; 9] = [
    "case-", "card-", "permit-", "blank-", "officer-", "audit-", "import", "export", "backup",
];

/// What narrows the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Narrowed {
    login: Option<String>,
    act: Option<String>,
    record: String,
    day: String,
}

/// The screen.
#[derive(Default)]
pub struct Audit {
    narrowed: Narrowed,
    /// What is being typed; it narrows the list when its box is left.
    typed: [String; 2],
    asked: Option<Narrowed>,
    pages: Pages<AuditRow>,
    rows: Rows,
    officers: Vec<Officer>,
    asking: Option<Ask<Result<Vec<Officer>, Error>>>,
    check: Option<Job<AuditProof>>,
    proof: Option<AuditProof>,
    export: Option<Form>,
    exporting: Option<Job<(PathBuf, u64)>>,
    begun: bool,
}

impl Screen for Audit {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        if !self.begun {
            self.begun = true;
            self.asking = Some(ctx.worker.ask(|station| station.officers()));
        }
        self.poll(ctx);
        let free =
            ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        if free && !Popup::is_any_open(ui.ctx()) {
            self.rows.keys(ui, self.pages.total(), true);
        }
        let mut checks = free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F5));
        let total = u64::try_from(self.pages.total()).unwrap_or(u64::MAX);
        let count = ctx.tw(
            "records-audit-count",
            &[("count", &number(total, ctx.text.lang()))],
        );
        widget::count_header(ui, &ctx.t("records-audit"), &count);
        let keys = [
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("F5", ctx.t("records-audit-check")),
            ("Tab", ctx.t("records-key-filters")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        let (check, export) = (ctx.t("records-audit-check"), ctx.t("records-audit-export"));
        let idle = self.check.is_none() && self.exporting.is_none();
        let exports = widget::footer(ui, &keys, |ui| {
            let look = Button::new(Look::Primary, &check)
                .icon(Icon::Link)
                .key("F5");
            checks |= ui.add(look.height(42.0).enabled(idle)).clicked();
            let look = Button::new(Look::Plain, &export).icon(Icon::Save);
            ui.add(look.height(42.0).enabled(idle)).clicked()
        });
        if checks && idle {
            self.proof = None;
            self.check = Some(Job::begin(ctx, |station, progress| {
                station.audit_check(progress)
            }));
        }
        if exports {
            self.export = Some(export_form(ctx));
        }
        let mut go = Go::Stay;
        widget::still_body(ui, |ui, height| {
            let right = (ui.available_width() * 0.36).clamp(300.0, 420.0);
            let mut all = (&mut *self, &mut *ctx, &mut go);
            widget::columns(
                ui,
                &mut all,
                right,
                |ui, (audit, ctx, _)| {
                    widget::panel_frame(ui)
                        .inner_margin(12)
                        .show(ui, |ui| audit.list(ui, ctx, height - 26.0));
                },
                |ui, (audit, ctx, go)| audit.side(ui, ctx, (height, go)),
            );
        });
        self.export_ui(ui, ctx);
        go
    }

    fn is_busy(&self) -> bool {
        self.exporting.is_some()
    }
}

impl Audit {
    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        if let Some(Ok(officers)) = settled(&mut self.asking) {
            self.officers = officers;
        }
        if self.asked.as_ref() != Some(&self.narrowed) {
            if self.asked.is_some() {
                self.rows.restart();
            }
            self.asked = Some(self.narrowed.clone());
            self.pages.again();
        }
        let query = self.query();
        let worker = ctx.worker;
        let failed = self.pages.poll(|offset| {
            let query = AuditQuery { offset, ..query };
            worker.ask(move |station| station.audit(&query))
        });
        if let Some(error) = failed {
            ctx.toasts.error(ctx.text, &error);
        }
        match ended(&mut self.check) {
            Some(Ok(proof)) => {
                self.proof = Some(proof);
                self.pages.again();
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        match ended(&mut self.exporting) {
            Some(Ok((path, rows))) => {
                self.export = None;
                self.pages.again();
                let count = number(rows, ctx.text.lang());
                let path = path.display().to_string();
                ctx.toasts
                    .good(ctx.tw("records-exported", &[("count", &count), ("path", &path)]));
            }
            Some(Err(error)) => {
                if let Some(form) = &mut self.export {
                    form.fail(ctx.text, &error);
                }
            }
            None => {}
        }
    }

    fn query(&self) -> AuditQuery {
        let day = date_of(&self.narrowed.day);
        AuditQuery {
            login: self.narrowed.login.clone(),
            act: self.narrowed.act.clone(),
            record: record_of(&self.narrowed.record),
            from: day.map(begin_of),
            until: day
                .and_then(|day| day.checked_add(1.day()).ok())
                .map(begin_of),
            limit: PAGE,
            offset: 0,
        }
    }

    fn list(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        ui.set_min_width(ui.available_width());
        ui.set_min_height(height);
        let top = ui.cursor().top();
        self.filters(ui, ctx);
        ui.add_space(4.0);
        let left = height - (ui.cursor().top() - top);
        match self.pages.stand() {
            Stand::Waiting => widget::waiting(ui, &ctx.t("desk-loading")),
            Stand::Failed => {
                let retry = ctx.t("desk-retry");
                let button = Button::new(Look::Plain, &retry).icon(Icon::Retake);
                if ui.add(button).clicked() {
                    self.pages.again();
                }
            }
            Stand::Ready if self.pages.total() == 0 => widget::empty(
                ui,
                Icon::Search,
                &ctx.t("records-audit-none"),
                &ctx.t("records-audit-none-advice"),
            ),
            Stand::Ready => self.table(ui, ctx, left),
        }
    }

    fn filters(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let (record, day) = (ctx.t("records-audit-record"), ctx.t("records-audit-day"));
        let wrong = [Remark {
            mood: Mood::Wrong,
            text: ctx.t("records-audit-day-wrong"),
        }];
        let is_wrong = !self.narrowed.day.is_empty() && date_of(&self.narrowed.day).is_none();
        widget::row(ui, &[2.2, 1.0], 380.0, |ui, index| {
            let Some(typed) = self.typed.get_mut(index) else {
                return;
            };
            let (label, hint, kept) = if index == 0 {
                (
                    &record,
                    "records-audit-record-hint",
                    &mut self.narrowed.record,
                )
            } else {
                (&day, "desk-hint-date", &mut self.narrowed.day)
            };
            let around = Around {
                label,
                hint: &ctx.t(hint),
                remarks: if index == 1 && is_wrong { &wrong } else { &[] },
                ..Around::default()
            };
            let edited = field::text(ui, Id::unique("audit-filter").with(index), typed, &around);
            // Each list that is read stands in the audit: one is read when the box is left, not at every letter.
            if !edited.has_focus() && typed.trim() != kept.as_str() {
                typed.trim().clone_into(kept);
            }
        });
        ui.horizontal_wrapped(|ui| {
            let all = ctx.t("records-filter-all");
            let name = ctx.t("records-audit-who");
            let chip = Chip {
                name: &name,
                all: &all,
                chosen: self.narrowed.login.as_deref(),
            };
            let officers = &self.officers;
            let lines = || officers.iter().map(officer_line).collect();
            if let Some(picked) = chip::ui(ui, Id::unique("audit-who"), &chip, lines) {
                self.narrowed.login = picked;
            }
            let name = ctx.t("records-audit-act");
            let chip = Chip {
                name: &name,
                all: &all,
                chosen: self.narrowed.act.as_deref(),
            };
            let lines = || {
                let line = |family: &str| Line {
                    value: family.to_owned(),
                    words: ctx.t(&format!("records-acts-{}", family.trim_end_matches('-'))),
                };
                FAMILIES.into_iter().map(line).collect()
            };
            if let Some(picked) = chip::ui(ui, Id::unique("audit-act"), &chip, lines) {
                self.narrowed.act = picked;
            }
            if self.narrowed != Narrowed::default() {
                let clear = ctx.t("records-filters-clear");
                if ui
                    .add(Button::new(Look::Quiet, &clear).height(32.0))
                    .clicked()
                {
                    self.narrowed = Narrowed::default();
                    self.typed = Default::default();
                }
            }
        });
    }

    fn table(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, height: f32) {
        let columns = [
            Column::new(ctx.t("records-audit-when"), 160.0),
            Column::new(ctx.t("records-audit-who"), 72.0),
            Column::new(ctx.t("records-audit-act"), -1.15),
            Column::new(ctx.t("records-audit-record"), -0.95),
        ];
        let name = ctx.t("records-audit");
        let frame = Frame {
            name: &name,
            total: self.pages.total(),
            height,
        };
        let pages = &mut self.pages;
        self.rows.ui(ui, &frame, &columns, |cells, index| {
            let Some(row) = pages.row(index) else {
                cells.muted("…");
                return String::new();
            };
            let when = format!("{} {}", format::day(row.at), format::clock(row.at));
            let who = row
                .login
                .clone()
                .unwrap_or_else(|| ctx.t("records-audit-program"));
            let (act, record) = (act_words(ctx, &row.act), record_words(ctx, &row.record));
            cells.muted(&when);
            cells.text(&who);
            cells.strong(&act);
            cells.text(&record);
            format!("{when}, {who}, {act}, {record}")
        });
    }

    fn side(&self, ui: &mut Ui, ctx: &DeskCtx<'_>, (height, go): (f32, &mut Go)) {
        let mut left = height;
        if let Some(check) = &self.check {
            let shown = widget::panel(ui, |ui| check.ui(ui, ctx, &ctx.t("records-audit-checking")));
            left -= shown.response.rect.height() + theme::GAP;
            ui.add_space(theme::GAP - 6.0);
        } else if self.proof.is_some() {
            let top = ui.cursor().top();
            self.proof_ui(ui, ctx);
            left -= ui.cursor().top() - top + theme::GAP;
            ui.add_space(theme::GAP - 6.0);
        }
        widget::panel_frame(ui).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.set_min_height((left - 30.0).max(120.0));
            ui.set_max_height((left - 30.0).max(120.0));
            ScrollArea::vertical()
                .id_salt("audit-entry")
                .auto_shrink(false)
                .show(ui, |ui| match self.pages.known(self.rows.cursor) {
                    Some(row) => {
                        if let Some(number) = entry::ui(ui, ctx, row) {
                            *go = Go::Record(number);
                        }
                    }
                    None => widget::empty(
                        ui,
                        Icon::Link,
                        &ctx.t("records-entry-none"),
                        &ctx.t("records-entry-none-advice"),
                    ),
                });
        });
    }

    fn proof_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let Some(proof) = &self.proof else { return };
        let lang = ctx.text.lang();
        if proof.is_whole() {
            let args = [
                ("entries", number(proof.entries, lang)),
                ("rows", number(proof.rows, lang)),
                ("anchors", number(proof.anchors, lang)),
            ];
            let args: Vec<(&str, &str)> = args
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            widget::note(ui, Tone::Good, &ctx.tw("records-audit-whole", &args));
            return;
        }
        let count = number(u64::try_from(proof.breaks.len()).unwrap_or(u64::MAX), lang);
        widget::note(
            ui,
            Tone::Error,
            &ctx.tw("records-audit-broken", &[("count", &count)]),
        );
        let mut shown = None;
        ScrollArea::vertical()
            .id_salt("audit-breaks")
            .max_height(170.0)
            .show(ui, |ui| {
                for one in &proof.breaks {
                    widget::marked(
                        ui,
                        Icon::Cross,
                        theme::of(ui).error,
                        &break_words(ctx, one),
                        15.0,
                    );
                    shown = shown.or(Some(one.seq));
                }
            });
    }

    fn export_ui(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let Some(mut form) = self.export.take() else {
            return;
        };
        let (title, text) = (
            ctx.t("records-audit-export-title"),
            ctx.t("records-audit-export-text"),
        );
        let (yes, no) = (ctx.t("records-audit-export-yes"), ctx.t("desk-cancel"));
        let words = Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &no,
            destroys: false,
        };
        let exporting = self.exporting.as_ref();
        form.busy = exporting.is_some();
        let answer = form.ask_with(ui.ctx(), "audit-export", &words, |ui| {
            if let Some(job) = exporting {
                job.ui(ui, ctx, &yes);
            }
        });
        match answer {
            Answer::Open => {}
            Answer::No => return,
            Answer::Yes => {
                let path = PathBuf::from(form.value("path"));
                let query = self.query();
                self.exporting = Some(Job::begin(ctx, move |station, progress| {
                    let path = outside::free_name(&path);
                    let rows = station.audit_export(&query, &path, progress)?;
                    Ok((path, rows))
                }));
            }
        }
        self.export = Some(form);
    }
}

fn export_form(ctx: &DeskCtx<'_>) -> Form {
    let name = format!("{}-{}.csv", ctx.t("records-audit-file"), ctx.session.today);
    let path = ctx.session.out.clone().join(name);
    let entry = Entry::new("path", ctx.t("desk-path"), Takes::Code);
    Form::new(vec![entry.filled(path.display().to_string())])
}

fn officer_line(officer: &Officer) -> Line {
    Line {
        value: officer.login.as_str().to_owned(),
        words: format!("{} · {}", officer.login.as_str(), officer.name),
    }
}

/// Where the chain is broken, in words.
fn break_words(ctx: &DeskCtx<'_>, one: &Break) -> String {
    let seq = one.seq.to_string();
    let row = one
        .row
        .as_ref()
        .map(|(table, key)| format!("{table} {key}"))
        .unwrap_or_default();
    let key = format!("records-break-{}", one.kind.id());
    ctx.tw(&key, &[("seq", &seq), ("row", &row)])
}

/// A record as the audit names it, from what a person types.
fn record_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    if typed.contains(':') || typed == "office" {
        return Some(typed.to_owned());
    }
    let begin = if typed.bytes().all(|letter| letter.is_ascii_digit()) {
        "case"
    } else if let Some(serial) = BlankSerial::parse(typed) {
        return Some(format!("card:{serial}"));
    } else if let Some(number) = PermitNo::parse(typed) {
        return Some(format!("permit:{}", number.as_str()));
    } else {
        "officer"
    };
    Some(format!("{begin}:{typed}"))
}

/// `HH-BB-TTTT` as a day.
fn date_of(typed: &str) -> Option<Date> {
    let mut parts = typed.trim().split(['-', '/', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = year.len() == 4 && parts.next().is_none();
    whole
        .then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())
        .flatten()
}

/// Unix seconds of the begin of a day in WIB.
fn begin_of(day: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = day
        .since(epoch)
        .map_or(0, |span| i64::from(span.get_days()));
    days * 86_400 - WIB_S
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_names_a_record_and_a_day() {
        assert_eq!(record_of(" "), None);
        assert_eq!(record_of("12").as_deref(), Some("case:12"));
        assert_eq!(record_of("bks000012").as_deref(), Some("card:BKS000012"));
        assert_eq!(record_of("kepala").as_deref(), Some("officer:kepala"));
        assert_eq!(record_of("blank:BKS1").as_deref(), Some("blank:BKS1"));
        assert_eq!(date_of("02-11-2026"), Some(jiff::civil::date(2026, 11, 2)));
        assert_eq!(date_of("02-11-26"), None);
        assert_eq!(begin_of(jiff::civil::date(2026, 11, 2)), 1_793_552_400);
    }
}
