//! Where a run goes and what it is printed on: folder or printer, paper, flip, positions of the first sheet.

use crate::desk::context::{DeskCtx, answered};
use crate::desk::dialog::{Dialog, Wanted, chosen};
use crate::desk::theme::{self, Weight};
use crate::desk::widget::button::{Button, Look, segments};
use crate::desk::widget::choice::drop_down;
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::{self, Ask, Error, NewRun, Printer, RunTarget};
use eframe::egui::{Label, Ui};
use std::collections::BTreeSet;
use std::path::Path;

/// Cards in one file of a folder: a hopper's load, ten sheets of A4, four of A3+.
const A_FILE: u32 = 100;

/// Papers that come with the program, and the words for them.
const PAPERS: [(&str, &str); 3] = [
    (CARD, "cetak-paper-id1"),
    ("a4", "cetak-paper-a4"),
    ("a3plus", "cetak-paper-a3plus"),
];
/// Card by card.
pub const CARD: &str = "id1";
/// The line of the list that opens a dialog.
const OTHER: &str = "?";

/// What the next run is.
pub struct Order {
    /// Empty: a folder. Otherwise the printer's name.
    pub target: String,
    /// `id1`, `a4`, `a3plus`, or a plan's file.
    pub paper: String,
    /// Over its short edge, instead of as its plan says.
    pub short: bool,
    /// First position of the first sheet; 1: its first.
    pub start: u32,
    /// Positions of the first sheet that are used already.
    pub empty: BTreeSet<u32>,
    printers: Vec<Printer>,
    asking: Option<Ask<Result<Vec<Printer>, Error>>>,
    asked: bool,
    /// Why no printer is known.
    trouble: Option<Error>,
    dialog: Option<Dialog>,
    folder: Option<Dialog>,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            target: String::new(),
            paper: CARD.to_owned(),
            short: false,
            start: 1,
            empty: BTreeSet::new(),
            printers: Vec::new(),
            asking: None,
            asked: false,
            trouble: None,
            dialog: None,
            folder: None,
        }
    }
}

impl Order {
    /// Asks for printers once, and takes in what dialogs have chosen.
    pub fn poll(&mut self, ctx: &mut DeskCtx<'_>) {
        if !self.asked {
            self.asked = true;
            self.asking = Some(ctx.worker.press(station::printers));
        }
        match answered(&mut self.asking).map(|answer| answer.and_then(|inner| inner)) {
            Some(Ok(printers)) => (self.printers, self.trouble) = (printers, None),
            Some(Err(error)) => {
                self.printers.clear();
                self.trouble = Some(error);
            }
            None => {}
        }
        if let Some(path) = chosen(&mut self.dialog) {
            self.put(&path.display().to_string());
        }
        if let Some(folder) = chosen(&mut self.folder) {
            ctx.session.out = folder;
        }
    }

    /// Asks anew how the printers are.
    pub fn again(&mut self) {
        self.asked = false;
    }

    /// Printers of this computer.
    pub fn printers(&self) -> &[Printer] {
        &self.printers
    }

    /// Another paper: what was said of the positions of the last one is forgotten.
    fn put(&mut self, paper: &str) {
        if self.paper != paper {
            paper.clone_into(&mut self.paper);
            (self.start, self.short) = (1, false);
            self.empty.clear();
        }
    }

    /// The next paper of those that come with the program.
    pub fn next_paper(&mut self) {
        let at = PAPERS.iter().position(|(paper, _)| *paper == self.paper);
        let next = at.map_or(0, |at| (at + 1) % PAPERS.len());
        if let Some((paper, _)) = PAPERS.get(next) {
            self.put(paper);
        }
    }

    /// The next target: the folder, then each printer.
    pub fn next_target(&mut self) {
        let mut names = self.printers.iter().map(|printer| &printer.name);
        let next = if self.target.is_empty() {
            names.next()
        } else {
            names.find(|name| **name == self.target);
            names.next()
        };
        self.target = next.cloned().unwrap_or_default();
    }

    /// Several cards stand on one paper.
    pub fn is_sheet(&self) -> bool {
        self.paper != CARD
    }

    /// A single card into a folder: made at once, its proof on screen.
    pub fn is_plain(&self) -> bool {
        self.target.is_empty() && !self.is_sheet()
    }

    /// The paper and how it is turned, as a run keeps it.
    pub fn paper_name(&self) -> String {
        if self.is_sheet() && self.short {
            format!("{}@short", self.paper)
        } else {
            self.paper.clone()
        }
    }

    /// As a run is planned.
    pub fn how(&self) -> NewRun {
        let sheet = self.is_sheet();
        // A printer gets card by card: one that jams leaves one card of unknown fate.
        let one = !sheet && !self.target.is_empty();
        NewRun {
            paper: self.paper_name(),
            split: if one { 1 } else { A_FILE },
            target: if self.target.is_empty() {
                RunTarget::Files
            } else {
                RunTarget::Printer(self.target.clone())
            },
            template: None,
            start: if sheet { self.start } else { 0 },
            empty: if sheet {
                self.empty.iter().copied().collect()
            } else {
                Vec::new()
            },
        }
    }

    /// The first sheet is used up by what was printed on it.
    pub fn printed(&mut self) {
        self.start = 1;
        self.empty.clear();
    }

    /// Target and paper to choose from, and what is to be known of them.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        widget::row(ui, &[1.0, 1.0], 420.0, |ui, column| {
            if column == 0 {
                self.target_ui(ui, ctx);
            } else {
                self.paper_ui(ui, ctx);
            }
        });
        if self.target.is_empty() {
            ui.add_space(6.0);
            widget::hint(ui, ctx.t("duty-pdf-to"));
            let folder = ctx.session.out.display().to_string();
            let words = theme::rich(folder, Weight::Medium, 14.0);
            ui.add(Label::new(words).wrap().selectable(true));
            let other = ctx.t("duty-folder-other");
            let button = Button::new(Look::Plain, &other).icon(Icon::Folder);
            if ui.add(button).clicked() && self.folder.is_none() {
                self.folder = Some(open(ui, other, Wanted::Folder));
            }
        } else {
            self.printer_ui(ui, ctx);
        }
        if self.is_sheet() {
            ui.add_space(6.0);
            widget::hint(ui, self.positions(ctx));
        }
    }

    fn target_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let name = ctx.t("cetak-target");
        widget::hint(ui, name.as_str());
        let mut lines = vec![(String::new(), ctx.t("cetak-target-folder"))];
        lines.extend(self.printers.iter().map(|printer| {
            let state = state_of(ctx, printer).1;
            (printer.name.clone(), format!("{} · {state}", printer.name))
        }));
        let (pressed, picked) = drop_down(ui, "press-target", &name, &self.target, &lines);
        if pressed {
            self.again();
        }
        if let Some(target) = picked {
            self.target = target;
        }
    }

    /// The papers to choose from, also for calibration; a plan by file is added to them once it is chosen.
    pub fn paper_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let name = ctx.t("cetak-paper");
        widget::hint(ui, name.as_str());
        let mut lines: Vec<(String, String)> = PAPERS
            .iter()
            .map(|(paper, key)| ((*paper).to_owned(), ctx.t(key)))
            .collect();
        if lines.iter().all(|(paper, _)| *paper != self.paper) {
            let file = Path::new(&self.paper).file_name().unwrap_or_default();
            lines.push((self.paper.clone(), file.to_string_lossy().into_owned()));
        }
        lines.push((OTHER.to_owned(), ctx.t("cetak-paper-other")));
        let (_, picked) = drop_down(ui, "press-paper", &name, &self.paper, &lines);
        match picked.as_deref() {
            Some(OTHER) if self.dialog.is_none() => {
                self.dialog = Some(open(ui, ctx.t("cetak-paper-other"), Wanted::Any));
            }
            Some(OTHER) | None => {}
            Some(paper) => self.put(paper),
        }
    }

    /// Over which edge the sheet is turned.
    pub fn flip_ui(&mut self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        let (name, long, short) = (
            ctx.t("cetak-flip"),
            ctx.t("cetak-flip-long"),
            ctx.t("cetak-flip-short"),
        );
        widget::hint(ui, name.as_str());
        let at = usize::from(self.short);
        if let Some(pressed) = segments(ui, &name, &[&long, &short], Some(at)) {
            self.short = pressed == 1;
        }
    }

    fn printer_ui(&self, ui: &mut Ui, ctx: &DeskCtx<'_>) {
        ui.add_space(6.0);
        let found = self.printers.iter().find(|one| one.name == self.target);
        match found {
            Some(printer) => {
                let (tone, words) = state_of(ctx, printer);
                let about = if printer.about.is_empty() {
                    words
                } else {
                    format!("{} · {words}", printer.about)
                };
                widget::note(ui, tone, &about);
            }
            None => widget::note(ui, Tone::Error, &ctx.t("printer-trouble-gone")),
        }
    }

    /// How the first sheet stands, in words.
    pub fn positions(&self, ctx: &DeskCtx<'_>) -> String {
        let list: Vec<String> = self.empty.iter().map(u32::to_string).collect();
        let (start, list) = (self.start.to_string(), list.join(", "));
        if list.is_empty() {
            ctx.tw("cetak-positions-start", &[("start", &start)])
        } else {
            ctx.tw(
                "cetak-positions-empty",
                &[("start", &start), ("empty", &list)],
            )
        }
    }
}

fn open(ui: &Ui, title: String, wanted: Wanted) -> Dialog {
    let wake = ui.ctx().clone();
    Dialog::open(title, wanted, move || wake.request_repaint())
}

/// How a printer is, in words.
pub fn state_of(ctx: &DeskCtx<'_>, printer: &Printer) -> (Tone, String) {
    if printer.troubles.is_empty() {
        let key = if printer.busy {
            "printer-state-busy"
        } else {
            "printer-state-ready"
        };
        return (Tone::Good, ctx.t(key));
    }
    let words: Vec<String> = printer
        .troubles
        .iter()
        .map(|trouble| ctx.t(&format!("printer-trouble-{}", trouble.id())))
        .collect();
    (Tone::Error, words.join(", "))
}
