//! The bench's window: the job and its last day above, its cards, what its file prints, the keys below.

use super::{Act, Bench, KEYS};
use crate::desk::format;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::card::{Picture, whole};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::rows::{Column, Frame};
use crate::desk::widget::{self, Tone};
use crate::shop::Fate;
use crate::station::{HeldCard, HeldJob};
use eframe::egui::{Sense, Stroke, StrokeKind, Ui, accesskit::Role, vec2};

/// Hours before the last second in which the deadline is worth a warning.
const SOON_S: i64 = 48 * 60 * 60;

impl Bench {
    pub(super) fn draw(&mut self, ui: &mut Ui) {
        self.header_ui(ui);
        self.footer_ui(ui);
        widget::still_body(ui, |ui, height| {
            if self.look.is_none() {
                widget::waiting(ui, &self.text.get("desk-loading"));
            } else if self.job().is_none() {
                self.empty_ui(ui);
            } else {
                let height = height - self.jobs_ui(ui);
                widget::list_beside(
                    ui,
                    self,
                    ("shop-side", height, 620.0),
                    |ui, bench, height| bench.cards_ui(ui, height),
                    |ui, bench| bench.side_ui(ui),
                );
            }
        });
    }

    fn header_ui(&mut self, ui: &mut Ui) {
        let title = self
            .look
            .as_ref()
            .map_or_else(String::new, |look| look.state.name.clone());
        let about = self.job().map_or_else(String::new, |job| {
            let args = [("office", job.office.as_str()), ("job", &job.id.short())];
            self.text.with("shop-job-of", &args)
        });
        let words = self.text.get("shop-key-open");
        let mut opens = false;
        let muted = theme::of(ui).muted;
        widget::header(
            ui,
            &title,
            |ui| {
                ui.label(theme::rich(about, Weight::Regular, 15.0).color(muted));
            },
            |ui| {
                let button = Button::new(Look::Plain, &words)
                    .icon(Icon::Folder)
                    .key("Ctrl O");
                opens = ui.add(button).clicked();
            },
        );
        if opens {
            self.choose_file(ui);
        }
    }

    fn footer_ui(&mut self, ui: &mut Ui) {
        let keys: Vec<(&str, String)> = KEYS
            .iter()
            .filter(|key| match key.act {
                Act::Next => 1 < self.jobs().len(),
                Act::Badge => self.job().is_none(),
                Act::Open | Act::Theme | Act::Lock | Act::Help => true,
                Act::Good
                | Act::Spoil
                | Act::Unused
                | Act::Reset
                | Act::Rest
                | Act::Write
                | Act::Print
                | Act::Return => self.job().is_some(),
            })
            .map(|key| (key.cap, self.text.get(key.words)))
            .collect();
        let words = self.text.get("shop-key-return");
        let ready = self.job().is_some();
        let pressed = widget::footer(ui, &keys, |ui| {
            let button = Button::new(Look::Primary, &words)
                .icon(Icon::Save)
                .key("F9")
                .enabled(ready);
            ui.add(button).clicked()
        });
        if pressed {
            self.act(Act::Return);
        }
    }

    fn empty_ui(&mut self, ui: &mut Ui) {
        let (title, advice) = (
            self.text.get("shop-empty"),
            self.text.get("shop-empty-advice"),
        );
        let mut badge = false;
        widget::panel(ui, |ui| {
            self.left_ui(ui);
            widget::empty(ui, Icon::Stack, &title, &advice);
            if let Some(look) = &self.look {
                ui.add_space(14.0);
                widget::pair(
                    ui,
                    &self.text.get("shop-fingerprint"),
                    &look.state.id.to_string(),
                );
                widget::hint(ui, self.text.get("shop-fingerprint-hint"));
                ui.add_space(10.0);
                let words = self.text.get("shop-key-badge");
                let button = Button::new(Look::Plain, &words).icon(Icon::Card).key("F7");
                badge = ui.add(button).clicked();
            }
        });
        if badge {
            self.act(Act::Badge);
        }
    }

    /// The jobs to choose among, where there are several; how high that is.
    fn jobs_ui(&mut self, ui: &mut Ui) -> f32 {
        if self.jobs().len() < 2 {
            return 0.0;
        }
        let top = ui.cursor().top();
        let names: Vec<String> = self
            .jobs()
            .iter()
            .map(|job| format!("{} {}", job.office, job.id.short()))
            .collect();
        let labels: Vec<&str> = names.iter().map(String::as_str).collect();
        let at = self
            .jobs()
            .iter()
            .position(|job| Some(job.id) == self.chosen);
        let pressed = segments(ui, &self.text.get("shop-jobs"), &labels, at);
        let id = pressed.and_then(|at| self.jobs().get(at).map(|job| job.id));
        if let Some(id) = id {
            self.choose(id);
        }
        ui.add_space(10.0);
        ui.cursor().top() - top
    }

    fn cards_ui(&mut self, ui: &mut Ui, height: f32) {
        ui.set_min_width(ui.available_width());
        let jobs = self.look.as_ref().map_or(&[][..], |look| &look.jobs);
        let Some(job) = jobs.iter().find(|job| Some(job.id) == self.chosen) else {
            return;
        };
        let columns: Vec<Column> = [
            ("shop-column-number", 60.0),
            ("shop-column-serial", 150.0),
            ("shop-column-state", 130.0),
            ("shop-column-reason", -1.0),
        ]
        .into_iter()
        .map(|(key, width)| Column::new(self.text.get(key), width))
        .collect();
        let name = self.text.get("shop-cards");
        let frame = Frame {
            name: &name,
            total: job.cards.len(),
            height,
        };
        let states = [
            "shop-waiting",
            "shop-open",
            "shop-good",
            "shop-spoiled",
            "shop-unused",
        ]
        .map(|key| self.text.get(key));
        self.rows.ui(ui, &frame, &columns, |cells, index| {
            let Some(card) = job.cards.get(index) else {
                return String::new();
            };
            let [waiting, open, good, spoiled, unused] = &states;
            let (words, tone, reason) = match &card.fate {
                None if job.is_unsaid(card) => (open, Some(Tone::Warning), ""),
                None => (waiting, None, ""),
                Some(Fate::Good) => (good, Some(Tone::Good), ""),
                Some(Fate::Spoiled(reason)) => (spoiled, Some(Tone::Error), reason.as_str()),
                Some(Fate::Unused) => (unused, Some(Tone::Calm), ""),
            };
            cells.muted(&(index + 1).to_string());
            cells.mono(&card.serial);
            cells.pill(words, tone);
            cells.muted(reason);
            format!("{} {words} {reason}", card.serial)
        });
    }

    fn side_ui(&mut self, ui: &mut Ui) {
        let Some(job) = self.job() else { return };
        let now = self.look.as_ref().map_or(0, |look| look.now);
        self.left_ui(ui);
        self.deadline_ui(ui, job, now);
        self.counts_ui(ui, job);
        ui.add_space(10.0);
        let pressed = self.buttons_ui(ui, job);
        let card: Option<&HeldCard> = job.cards.get(self.rows.cursor);
        let file = card.and_then(|card| job.files.get(card.file));
        if let (Some(file), false) = (file, job.ended) {
            let [width, height] = job.size_mm;
            ui.add_space(10.0);
            widget::section(ui, &self.text.get("shop-file"));
            let lang = self.text.lang();
            let size = format!(
                "{} × {} mm",
                format::decimal(width, lang),
                format::decimal(height, lang)
            );
            let cards = format::number(file.cards, lang);
            let args = [
                ("name", file.name.as_str()),
                ("cards", &cards),
                ("paper", &job.paper),
                ("size", &size),
            ];
            widget::hint(ui, self.text.with("shop-file-words", &args));
            if let Some(at) = file.printed_at {
                let at = format!("{} {}", format::day(at), format::clock(at));
                widget::hint(ui, self.text.with("shop-file-printed", &[("at", &at)]));
            }
            ui.add_space(6.0);
            let ratio = height / width.max(1.0);
            // Side by side, so that both are seen at once.
            let [front, back] = &self.pages;
            let sides = [(front, "shop-front"), (back, "shop-back")];
            widget::row(ui, &[1.0, 1.0], 360.0, |ui, index| {
                if let Some((page, key)) = sides.get(index) {
                    widget::hint(ui, self.text.get(key));
                    page_ui(ui, page, ratio, &self.text.get(key));
                }
            });
        }
        if let Some(act) = pressed {
            self.act(act);
        }
    }

    /// Print files that lie somewhere and could not be destroyed.
    fn left_ui(&self, ui: &mut Ui) {
        let left = self.look.as_ref().map_or(&[][..], |look| &look.state.left);
        if left.is_empty() {
            return;
        }
        let paths: Vec<String> = left.iter().map(|path| path.display().to_string()).collect();
        let args = [("files", paths.join(", "))];
        let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
        widget::note(ui, Tone::Error, &self.text.with("shop-left-files", &args));
        ui.add_space(8.0);
    }

    fn deadline_ui(&self, ui: &mut Ui, job: &HeldJob, now: i64) {
        let day = format::day(job.until - 1);
        let words = |key| self.text.with(key, &[("date", &day)]);
        if job.ended {
            widget::note(ui, Tone::Error, &words("shop-over"));
            widget::hint(ui, self.text.get("shop-over-advice"));
        } else if job.until - now < SOON_S {
            widget::note(ui, Tone::Warning, &words("shop-until-soon"));
        } else {
            widget::note(ui, Tone::Calm, &words("shop-until"));
        }
        ui.add_space(8.0);
    }

    fn counts_ui(&self, ui: &mut Ui, job: &HeldJob) {
        let lang = self.text.lang();
        let [good, spoiled, unused, open] = job.counts();
        let pairs = [
            ("shop-good", good),
            ("shop-spoiled", spoiled),
            ("shop-unused", unused),
            ("shop-left", open),
        ];
        widget::row(ui, &[1.0, 1.0, 1.0, 1.0], 240.0, |ui, index| {
            if let Some((key, count)) = pairs.get(index) {
                widget::pair(ui, &self.text.get(key), &format::number(*count, lang));
            }
        });
    }

    fn buttons_ui(&self, ui: &mut Ui, job: &HeldJob) -> Option<Act> {
        let live = !job.ended;
        let buttons = [
            (Act::Good, "shop-key-good", Icon::Check, "↵", true),
            (Act::Spoil, "shop-key-spoil", Icon::Cross, "Del", true),
            (Act::Unused, "shop-key-unused", Icon::Hand, "F4", true),
            (Act::Rest, "shop-key-rest", Icon::Stack, "F3", true),
            (Act::Write, "shop-key-write", Icon::Folder, "F5", live),
            (Act::Print, "shop-key-print", Icon::Printer, "F6", live),
        ];
        let mut pressed = None;
        ui.horizontal_wrapped(|ui| {
            for (act, key, icon, cap, enabled) in buttons {
                let words = self.text.get(key);
                let button = Button::new(Look::Plain, &words)
                    .icon(icon)
                    .key(cap)
                    .enabled(enabled);
                if ui.add(button).clicked() {
                    pressed = Some(act);
                }
            }
        });
        pressed
    }
}

/// A page as it is printed, as wide as there is room.
fn page_ui(ui: &mut Ui, page: &Picture, ratio: f32, name: &str) {
    let width = ui.available_width();
    // A sheet stands upright; it is not to push the buttons out of sight.
    let width = width.min(300.0 / ratio.max(0.2));
    let (rect, response) = ui.allocate_exact_size(vec2(width, width * ratio), Sense::hover());
    widget::name(&response, Role::Image, name);
    let border = theme::of(ui).border;
    page.paint(ui, rect, whole(), 6.0);
    ui.painter()
        .rect_stroke(rect, 6.0, Stroke::new(1.0, border), StrokeKind::Outside);
}
