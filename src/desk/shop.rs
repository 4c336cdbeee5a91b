//! The desk of a print shop, with no office behind it: its folder is unlocked, a job is printed, and card by card it is said
//! what came of it.

mod begin;
mod bench;
mod panel;

use crate::desk::Start;
use crate::desk::front::Hands;
use begin::Begin;
use bench::Bench;
use eframe::egui::{self, Ui};

/// The desk of a shop: before its folder is open, or after.
pub enum Shop {
    Begin(Box<Begin>),
    Bench(Box<Bench>),
}

impl Shop {
    /// Looks for the folder, or the job, that `start` names.
    pub fn new(ctx: &egui::Context, start: Start, hands: Hands) -> Self {
        Self::Begin(Box::new(Begin::new(ctx, start, hands)))
    }

    /// Takes in answers, and the next phase when the present one is over.
    pub fn logic(&mut self, ctx: &egui::Context, hands: Hands) {
        match self {
            Self::Begin(begin) => {
                if let Some(ready) = begin.poll(ctx) {
                    let worker = hands.worker(ctx, ready.folder);
                    let who = (ready.start, ready.text, ready.who);
                    *self = Self::Bench(Box::new(Bench::new(ctx, who, worker, ready.job)));
                    ctx.request_repaint();
                }
            }
            Self::Bench(bench) => {
                bench.logic(ctx);
                if bench.is_locked() {
                    // Dropping the bench drops the folder and its key; egui's own memory holds what was typed.
                    let start = std::mem::take(&mut bench.start);
                    *self = Self::new(ctx, start, hands);
                    ctx.data_mut(egui::util::IdTypeMap::clear);
                }
            }
        }
    }

    /// Draws the window.
    pub fn ui(&mut self, ui: &mut Ui) {
        match self {
            Self::Begin(begin) => begin.ui(ui),
            Self::Bench(bench) => bench.ui(ui),
        }
    }
}
