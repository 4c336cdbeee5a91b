//! The window of Loket: reads its few flags and runs the desk.

use anyhow::{Context as _, anyhow, bail};
use eframe::egui;
use loket::desk::{Desk, Start};
use loket::text::Lang;
use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let mut start = Start {
        office: default_office(),
        ..Start::default()
    };
    let mut size = (1366.0, 768.0);
    let mut args = std::env::args().skip(1);
    while let Some(flag) = args.next() {
        let mut value = || args.next().ok_or_else(|| anyhow!("{flag} needs a value"));
        match flag.as_str() {
            "--office" => start.office = PathBuf::from(value()?),
            "--stills" => start.stills = Some(PathBuf::from(value()?)),
            "--lang" => start.lang = Some(Lang::parse(&value()?).context("--lang is id or en")?),
            "--theme" => start.theme = Some(value()?),
            "--screen" => start.screen = Some(value()?),
            "--scale" => {
                start.scale = Some(value()?.parse().context("--scale is a number, e.g. 1.5")?)
            }
            "--size" => size = parse_size(&value()?).context("--size is WxH, e.g. 1366x768")?,
            _ => bail!(
                "unknown flag {flag}; known: --office DIR --stills DIR --lang id|en --theme light|dark --screen NAME --size WxH --scale N"
            ),
        }
    }
    let viewport = egui::ViewportBuilder::default()
        .with_title("Loket")
        .with_app_id("loket")
        .with_inner_size([size.0, size.1])
        .with_min_inner_size([640.0, 400.0]);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        persist_window: false,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "Loket",
        options,
        Box::new(|cc| Ok(Box::new(Desk::new(&cc.egui_ctx, start)))),
    )
    .map_err(|error| anyhow!("the window could not be opened: {error}"))
}

/// The office used when none is named: a folder of the person's own data.
fn default_office() -> PathBuf {
    let var = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(windows) {
        return var("LOCALAPPDATA")
            .unwrap_or_default()
            .join("Loket")
            .join("demo");
    }
    let home = || var("HOME").unwrap_or_default().join(".local").join("share");
    var("XDG_DATA_HOME")
        .unwrap_or_else(home)
        .join("loket")
        .join("demo")
}

fn parse_size(text: &str) -> Option<(f32, f32)> {
    let (width, height) = text.split_once('x')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}
