//! A desk as who sits at it has it: its smallest window, what is to be read there, its keys.

use eframe::egui::{Context, DroppedFile, Event, Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use loket::desk::Desk;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The desk in a window nobody has to draw.
pub struct Window(pub Harness<'static, Desk>);

impl Window {
    /// Opens it, and lets it settle.
    pub fn open(desk: impl FnOnce(&Context) -> Desk + 'static) -> Self {
        let mut window = Harness::builder()
            .with_size([1366.0, 768.0])
            .with_max_steps(20)
            .build_eframe(move |cc| desk(&cc.egui_ctx));
        window.run_steps(6);
        Self(window)
    }

    fn has(&self, words: &str) -> bool {
        let mut found = self.0.query_all_by_label_contains(words);
        found.next().is_some()
    }

    #[track_caller]
    pub fn sees(&self, words: &str) {
        assert!(self.has(words), "`{words}` is not on screen");
    }

    #[track_caller]
    pub fn lacks(&self, words: &str) {
        assert!(!self.has(words), "`{words}` is on screen");
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.0.key_press_modifiers(modifiers, key);
        self.0.run_steps(6);
    }

    pub fn plain(&mut self, key: Key) {
        self.key(Modifiers::NONE, key);
    }

    /// Typed wherever the cursor is.
    pub fn letters(&mut self, text: &str) {
        self.0.event(Event::Text(text.to_owned()));
        self.0.run_steps(2);
    }

    /// Instead of what stands in the box of that name.
    pub fn type_into(&mut self, label: &str, text: &str) {
        let node = self.0.get_by_role_and_label(Role::TextInput, label);
        node.focus();
        self.0.run_steps(2);
        self.key(Modifiers::COMMAND, Key::A);
        self.letters(text);
    }

    /// A file let go over it.
    pub fn takes(&mut self, path: &Path) {
        let dropped = Arc::new(Dropped(path.to_owned()));
        self.0.input_mut().dropped_files.push(dropped);
        self.0.run_steps(8);
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}
