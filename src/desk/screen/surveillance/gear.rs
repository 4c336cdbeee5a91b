//! What is out there: who has which bundle, which laptops bring logs home; and the office's fingerprint for new laptops.

use crate::desk::context::{DeskCtx, Go};
use crate::desk::format::{self, number};
use crate::desk::known::Known;
use crate::desk::patrol::fingerprint;
use crate::desk::theme::{self, Weight};
use crate::desk::widget::icon::{self, Icon};
use crate::desk::widget::{self, Tone};
use crate::office::Deed;
use crate::station::{BundleOut, DeviceRow};
use eframe::egui::{Label, ScrollArea, Ui};

struct Told {
    /// `None` where the officer's duties do not open it.
    bundles: Option<Vec<BundleOut>>,
    devices: Vec<DeviceRow>,
    pin: String,
}

/// The tab.
#[derive(Default)]
pub struct Gear {
    known: Known<Told>,
}

impl Gear {
    /// Reads anew; what is known stays on screen until then.
    pub fn again(&mut self) {
        self.known.again();
    }

    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        let gives = ctx.session.may(Deed::GiveTrust);
        self.known.poll(ctx, move |station| {
            Ok(Told {
                bundles: gives.then(|| station.bundles_out()).transpose()?,
                devices: station.devices()?,
                pin: station.pin().to_string(),
            })
        });
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>, height: f32) -> Go {
        self.poll(ctx);
        let Some(known) = self.known.get() else {
            self.known.gap_ui(ui, ctx);
            return Go::Stay;
        };
        let ctx = &*ctx;
        ScrollArea::vertical()
            .id_salt("gear")
            .max_height(height)
            .auto_shrink(false)
            .show(ui, |ui| {
                let right = (ui.available_width() * 0.42).max(340.0);
                let mut state = ();
                widget::columns(
                    ui,
                    &mut state,
                    right,
                    |ui, ()| {
                        if let Some(bundles) = &known.bundles {
                            widget::panel(ui, |ui| bundles_ui(ui, ctx, bundles));
                            ui.add_space(theme::GAP);
                        }
                        widget::panel(ui, |ui| devices_ui(ui, ctx, &known.devices));
                    },
                    |ui, ()| {
                        widget::panel(ui, |ui| pin_ui(ui, ctx, &known.pin));
                    },
                );
            });
        Go::Stay
    }
}

fn bundles_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, bundles: &[BundleOut]) {
    widget::section(ui, &ctx.t("patroli-bundles-out"));
    let late = bundles.iter().filter(|out| out.remind).count();
    if late > 0 {
        let count = late.to_string();
        let words = ctx.tw("patroli-bundles-late", &[("count", &count)]);
        widget::note(ui, Tone::Warning, &words);
    }
    if bundles.is_empty() {
        let (title, advice) = (
            ctx.t("patroli-bundles-none"),
            ctx.t("patroli-bundles-none-advice"),
        );
        widget::empty(ui, Icon::Disk, &title, &advice);
    }
    for out in bundles {
        let copy = &out.copy;
        let age = format::age(ctx.text, ctx.session.now - copy.issued_at);
        let args = [
            ("number", copy.sequence.to_string()),
            ("age", age),
            ("until", format::day(copy.next_update)),
        ];
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let more = ctx.tw("patroli-bundle-line", &args);
        line_ui(ui, out.remind, &copy.recipient, &more);
    }
}

fn devices_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, devices: &[DeviceRow]) {
    widget::section(ui, &ctx.t("patroli-devices"));
    if devices.is_empty() {
        let (title, advice) = (
            ctx.t("patroli-devices-none"),
            ctx.t("patroli-devices-none-advice"),
        );
        widget::empty(ui, Icon::Keyboard, &title, &advice);
    }
    for device in devices {
        let args = [
            ("count", number(device.links, ctx.text.lang())),
            ("day", format::day(device.last_at)),
        ];
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        line_ui(
            ui,
            false,
            &device.name,
            &ctx.tw("patroli-device-line", &args),
        );
        let id = theme::rich(device.device.to_string(), Weight::Mono, 13.0);
        ui.add(
            Label::new(id.color(theme::of(ui).muted))
                .wrap()
                .selectable(true),
        );
        ui.add_space(6.0);
    }
}

fn pin_ui(ui: &mut Ui, ctx: &DeskCtx<'_>, pin: &str) {
    widget::section(ui, &ctx.t("patroli-pin"));
    widget::sentence(ui, ctx.t("patroli-pin-text"));
    ui.add_space(6.0);
    for line in fingerprint(pin) {
        ui.add(Label::new(theme::rich(line, Weight::Mono, 20.0)).selectable(true));
    }
}

fn line_ui(ui: &mut Ui, late: bool, name: &str, more: &str) {
    let tokens = theme::of(ui);
    let (symbol, color) = if late {
        (Icon::Warning, tokens.warning_text)
    } else {
        (Icon::Check, tokens.good)
    };
    ui.horizontal_top(|ui| {
        icon::icon_ui(ui, symbol, 20.0, color);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(theme::rich(name, Weight::Semibold, 15.0)).wrap());
            widget::hint(ui, more);
        });
    });
    ui.add_space(3.0);
}
