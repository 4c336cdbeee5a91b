//! One file a screen; each draws itself from what it is handed and says where to go next.

pub mod applications;
pub mod approval;
pub mod audit;
pub mod backups;
pub mod blanks;
pub mod capture;
pub mod export;
pub mod hand_over;
pub mod home;
pub mod intake;
pub mod lists;
pub mod officers;
pub mod press;
pub mod queue;
pub mod registry;
pub mod report;
pub mod review;
pub mod scan;
pub mod settings;
pub mod surveillance;
pub mod verify;

use crate::desk::context::{DeskCtx, Go};
use eframe::egui::Ui;

/// A screen of its own: it owns its state and dies when it is left.
pub trait Screen {
    /// Draws it, and says where to go next.
    fn ui(&mut self, ui: &mut Ui, ctx: &mut DeskCtx<'_>) -> Go;

    /// Lets go of devices, before it is left.
    fn close(&mut self, _ctx: &DeskCtx<'_>) {}

    /// Something is under way whose end must be seen: it is not left.
    fn is_busy(&self) -> bool {
        false
    }
}
