//! A printer's profile: what it reaches, how it turns, how its art goes over the edge; kept in a file of the office.

use super::order::{Order, state_of};
use crate::desk::context::{DeskCtx, settled};
use crate::desk::format;
use crate::desk::theme;
use crate::desk::toast;
use crate::desk::widget::button::{Button, Look, segments, switch};
use crate::desk::widget::choice::{self, Line};
use crate::desk::widget::field::{self, Around};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::{Ask, Error, Flip, Profile};
use eframe::egui::{Id, Ui};

/// Boxes of the profile, in reading order.
const BOXES: [(&str, &str); 7] = [
    ("dpi", "cetak-dpi"),
    ("dots", "cetak-dots"),
    ("over", "cetak-over"),
    ("left", "cetak-reach-left"),
    ("top", "cetak-reach-top"),
    ("right", "cetak-reach-right"),
    ("bottom", "cetak-reach-bottom"),
];

/// The profile of one printer.
#[derive(Default)]
pub struct Printer {
    /// As typed.
    pub name: String,
    asked: String,
    loading: Option<Ask<Result<Profile, Error>>>,
    profile: Option<Profile>,
    boxes: [String; 7],
    saving: Option<Ask<Result<(), Error>>>,
    failed: String,
    begun: bool,
    /// It has just come on screen: the cursor goes into its first box.
    pub opened: bool,
}

impl Printer {
    /// Takes in what lanes have answered; asks for the profile of the printer that is named.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>, order: &Order) {
        if !self.begun {
            self.begun = true;
            let first = order.printers().first().map(|printer| printer.name.clone());
            self.name = if order.target.is_empty() {
                first.unwrap_or_default()
            } else {
                order.target.clone()
            };
        }
        let name = self.name.trim();
        if !name.is_empty() && self.asked != name && self.loading.is_none() {
            let name = name.to_owned();
            self.asked.clone_from(&name);
            self.loading = Some(ctx.worker.ask(move |station| station.profile(&name)));
        }
        match settled(&mut self.loading) {
            Some(Ok(profile)) => self.show(ctx, profile),
            Some(Err(error)) => {
                self.profile = None;
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
        match settled(&mut self.saving) {
            Some(Ok(())) => ctx.toasts.good(ctx.t("cetak-profile-kept")),
            Some(Err(error)) => {
                let (what, advice) = toast::words_of(ctx.text, &error);
                self.failed = format!("{what}. {advice}");
            }
            None => {}
        }
    }

    /// Its corrections have been measured anew.
    pub fn again(&mut self) {
        self.asked.clear();
    }

    /// What is known of it.
    pub fn profile(&self) -> Option<&Profile> {
        self.profile
            .as_ref()
            .filter(|profile| profile.printer == self.name.trim())
    }

    fn show(&mut self, ctx: &DeskCtx<'_>, profile: Profile) {
        let mm = |value: f32| {
            let words = format::decimal(value, ctx.text.lang());
            words
                .trim_end_matches('0')
                .trim_end_matches([',', '.'])
                .to_owned()
        };
        let reach = &profile.unprintable;
        self.boxes = [
            profile.dpi.0.to_string(),
            profile
                .dots_a_module
                .map(|dots| dots.to_string())
                .unwrap_or_default(),
            mm(profile.over_edge.0),
            mm(reach.left.0),
            mm(reach.top.0),
            mm(reach.right.0),
            mm(reach.bottom.0),
        ];
        self.profile = Some(profile);
        self.failed.clear();
    }

    /// Keeps what is typed.
    pub fn save(&mut self, ctx: &DeskCtx<'_>) {
        if self.saving.is_some() {
            return;
        }
        let Some(mut profile) = self.profile().cloned() else {
            return;
        };
        let wrong =
            self.boxes.iter().zip(BOXES).find_map(|(typed, (id, key))| {
                put(&mut profile, id, typed).is_none().then_some(key)
            });
        if let Some(key) = wrong {
            let label = ctx.t(key);
            self.failed = ctx.tw("cetak-box-wrong", &[("box", &label)]);
            return;
        }
        self.failed.clear();
        self.profile = Some(profile.clone());
        self.saving = Some(
            ctx.worker
                .ask(move |station| station.keep_profile(&profile)),
        );
    }

    /// Which printer, and how it is.
    pub fn name_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>, order: &Order) {
        let label = ctx.t("cetak-printer");
        let hint = ctx.t("cetak-printer-hint");
        let around = Around {
            label: &label,
            hint: &hint,
            ..Around::default()
        };
        let id = Id::unique("press-printer");
        if std::mem::take(&mut self.opened) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        choice::type_ahead(ui, id, &mut self.name, &around, || {
            order
                .printers()
                .iter()
                .map(|printer| Line {
                    value: printer.name.clone(),
                    words: state_of(ctx, printer).1,
                })
                .collect()
        });
        let found = order
            .printers()
            .iter()
            .find(|one| one.name == self.name.trim());
        match found {
            Some(printer) => {
                let (tone, words) = state_of(ctx, printer);
                widget::note(ui, tone, &words);
            }
            None if order.printers().is_empty() => {
                widget::hint(ui, ctx.t("cetak-printer-none"));
            }
            None => {
                widget::hint(ui, ctx.t("cetak-printer-unknown"));
            }
        }
    }

    /// The boxes, and the button that keeps them.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        widget::section(ui, &ctx.t("cetak-profile"));
        if self.profile().is_none() {
            let (title, advice) = (ctx.t("cetak-printer-choose"), ctx.t("cetak-printer-advice"));
            widget::empty(ui, Icon::Printer, &title, &advice);
            return;
        }
        for (from, width) in [(0, 3), (3, 4)] {
            let weights = vec![1.0; width];
            if from == 3 {
                widget::hint(ui, ctx.t("cetak-reach"));
            }
            widget::row(ui, &weights, 200.0, |ui, column| {
                let at = from + column;
                if let (Some((id, key)), Some(typed)) = (BOXES.get(at), self.boxes.get_mut(at)) {
                    let label = ctx.t(key);
                    let around = Around {
                        label: &label,
                        mono: true,
                        ..Around::default()
                    };
                    field::text(ui, Id::unique(("profile", *id)), typed, &around);
                }
            });
            ui.add_space(6.0);
        }
        if let Some(profile) = &mut self.profile {
            let (name, long, short) = (
                ctx.t("cetak-flip"),
                ctx.t("cetak-flip-long"),
                ctx.t("cetak-flip-short"),
            );
            widget::hint(ui, name.as_str());
            let at = usize::from(profile.flip == Flip::Short);
            match segments(ui, &name, &[&long, &short], Some(at)) {
                Some(0) => profile.flip = Flip::Long,
                Some(_) => profile.flip = Flip::Short,
                None => {}
            }
            ui.add_space(4.0);
            switch(ui, &ctx.t("cetak-duplex"), &mut profile.duplex);
            switch(ui, &ctx.t("cetak-resin"), &mut profile.resin_black);
        }
        widget::hint(ui, ctx.t("cetak-resin-hint"));
        if !self.failed.is_empty() {
            ui.add_space(6.0);
            widget::note(ui, Tone::Error, &self.failed);
        }
        ui.add_space(theme::GAP - 6.0);
        let keep = ctx.t("cetak-profile-keep");
        let button = Button::new(Look::Plain, &keep).icon(Icon::Save).key("F9");
        if ui.add(button.enabled(self.saving.is_none())).clicked() {
            self.save(ctx);
        }
    }
}

/// Puts one box into the profile; `None` when that cannot be.
fn put(profile: &mut Profile, id: &str, typed: &str) -> Option<()> {
    let typed = typed.trim();
    if id == "dots" && typed.is_empty() {
        profile.dots_a_module = None;
        return Some(());
    }
    if id == "dpi" {
        profile.dpi.0 = typed
            .parse()
            .ok()
            .filter(|dpi| (100..=4800).contains(dpi))?;
        return Some(());
    }
    if id == "dots" {
        profile.dots_a_module = Some(typed.parse().ok().filter(|dots| *dots > 0)?);
        return Some(());
    }
    let mm: f32 = super::number(typed).filter(|mm| (0.0..=50.0).contains(mm))?;
    let reach = &mut profile.unprintable;
    let slot = match id {
        "over" => &mut profile.over_edge,
        "left" => &mut reach.left,
        "top" => &mut reach.top,
        "right" => &mut reach.right,
        _ => &mut reach.bottom,
    };
    slot.0 = mm;
    Some(())
}
