//! The window of Loket: reads its few flags and runs the desk.

use anyhow::anyhow;
use eframe::egui::ViewportBuilder;
use loket::desk::{Desk, Start};
use std::io::Write as _;

fn main() -> anyhow::Result<()> {
    if std::env::args().skip(1).any(|flag| flag == "--help") {
        return Ok(std::io::stdout().write_all(Start::HELP.as_bytes())?);
    }
    let password = std::env::var("LOKET_PASSWORD").ok();
    let start = Start::parse(std::env::args().skip(1), password).map_err(|error| anyhow!(error))?;
    let viewport = ViewportBuilder::default()
        .with_title("Loket")
        .with_app_id("loket")
        .with_inner_size(start.size.unwrap_or([1366.0, 768.0]))
        .with_min_inner_size([640.0, 400.0]);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        persist_window: false,
        ..eframe::NativeOptions::default()
    };
    let desk: eframe::AppCreator<'_> = Box::new(|cc| Ok(Box::new(Desk::new(&cc.egui_ctx, start))));
    eframe::run_native("Loket", options, desk)
        .map_err(|error| anyhow!("the window could not be opened: {error}"))
}
