//! Pengawasan: where cards were seen, operations and their reports, laptops and bundles out there; logs come home here.

mod act;
mod gear;
mod map;
mod operations;
mod seen;

use crate::desk::context::{DeskCtx, Go};
use crate::desk::doing::Doing;
use crate::desk::screen::Screen;
use crate::desk::widget;
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::icon::Icon;
use act::{ALL, Act, Acting};
use eframe::egui::{Key, Modifiers, Ui};
use gear::Gear;
use operations::Operations;
use seen::Seen;

pub use seen::sighting_ui;

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Seen,
    Operations,
    Gear,
}

const TABS: [Tab; 3] = [Tab::Seen, Tab::Operations, Tab::Gear];

/// The screen.
#[derive(Default)]
pub struct Surveillance {
    tab: Tab,
    seen: Seen,
    operations: Operations,
    gear: Gear,
    doing: Doing<Acting>,
}

impl Screen for Surveillance {
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go {
        self.poll(ctx);
        let free =
            ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        if free {
            self.keys(ui, ctx);
        }
        if let Some(path) = ui.input(|input| {
            let file = input.raw.dropped_files.first();
            file.map(|file| file.path().to_owned())
        }) {
            let ask = act::merge(ctx, path.clone(), None);
            self.doing.begin(Acting::merging(ctx, &path), ask);
        }
        widget::header(ui, &ctx.t("patroli-surveillance"), |_| {}, |_| {});
        let keys = [
            ("← →", ctx.t("records-key-tabs")),
            ("↑ ↓", ctx.t("desk-key-rows")),
            ("Esc", ctx.t("desk-key-back")),
        ];
        widget::footer(ui, &keys, |_| {});
        let mut go = Go::Stay;
        widget::still_body(ui, |ui, height| {
            let top = ui.cursor().top();
            self.bar_ui(ui, ctx);
            ui.add_space(8.0);
            let left = height - (ui.cursor().top() - top);
            go = match self.tab {
                Tab::Seen => self.seen.ui(ui, ctx, left),
                Tab::Operations => self.operations.ui(ui, ctx, left),
                Tab::Gear => self.gear.ui(ui, ctx, left),
            };
        });
        self.doing.ui(ui, ctx);
        go
    }

    fn is_busy(&self) -> bool {
        self.doing.is_busy()
    }
}

impl Act {
    /// Where its button stands.
    fn tab(self) -> Tab {
        match self {
            Self::Merge => Tab::Seen,
            Self::Plan => Tab::Operations,
            Self::Bundle | Self::Extract => Tab::Gear,
        }
    }
}

impl Surveillance {
    fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        if let Some(done) = self.doing.poll(ctx) {
            done.tell(ctx);
            self.seen.again();
            self.operations.again();
            self.gear.again();
        }
    }

    fn keys(&mut self, ui: &Ui, ctx: &DeskCtx<'_>) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let at = TABS.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        let turned = if pressed(Key::ArrowRight) {
            Some((at + 1) % TABS.len())
        } else if pressed(Key::ArrowLeft) {
            Some((at + TABS.len() - 1) % TABS.len())
        } else {
            None
        };
        if let Some(tab) = turned.and_then(|at| TABS.get(at)) {
            self.tab = *tab;
        }
        for act in ALL {
            if ctx.session.may(act.deed()) && pressed(act.key()) {
                self.doing.open(Acting::new(ctx, act));
            }
        }
        match self.tab {
            Tab::Seen => self.seen.keys(ui),
            Tab::Operations => self.operations.keys(ui),
            Tab::Gear => {}
        }
    }

    /// The tabs, and the acts of the one shown; the keys of all work on each.
    fn bar_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        ui.horizontal_wrapped(|ui| {
            let words = TABS.map(|tab| {
                ctx.t(match tab {
                    Tab::Seen => "patroli-tab-seen",
                    Tab::Operations => "patroli-tab-operations",
                    Tab::Gear => "patroli-tab-gear",
                })
            });
            let labels: Vec<&str> = words.iter().map(String::as_str).collect();
            let chosen = TABS.iter().position(|tab| *tab == self.tab);
            let name = ctx.t("patroli-surveillance");
            ui.scope(|ui| {
                ui.set_max_width(430.0);
                if let Some(tab) = segments(ui, &name, &labels, chosen).and_then(|at| TABS.get(at))
                {
                    self.tab = *tab;
                }
            });
            ui.add_space(10.0);
            let here = ALL.into_iter().filter(|act| act.tab() == self.tab);
            for act in here.filter(|act| ctx.session.may(act.deed())) {
                let words = ctx.t(act.words());
                let button = Button::new(Look::Plain, &words).key(act.key_words());
                let button = if act == Act::Merge {
                    button.icon(Icon::Plus)
                } else {
                    button
                };
                if ui.add(button).clicked() {
                    self.doing.open(Acting::new(ctx, act));
                }
            }
        });
    }
}
