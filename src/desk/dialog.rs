//! The system's own file dialogs, each on a thread of its own because they block; the screens poll.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// An open dialog.
pub struct Dialog {
    answer: Receiver<Option<PathBuf>>,
}

/// What is asked for.
pub enum Wanted {
    /// A picture: name of the filter.
    Picture(String),
    /// A picture or PDF of a card: name of the filter.
    CardPicture(String),
    /// A list of people: name of the filter.
    List(String),
    /// A backup: name of the filter.
    Backup(String),
    /// Any file.
    Any,
    /// A folder.
    Folder,
}

impl Dialog {
    /// Opens it; `wake` is called when it is closed.
    pub fn open(title: String, wanted: Wanted, wake: impl Fn() + Send + 'static) -> Self {
        let (sender, answer) = sync_channel(1);
        let work = move || {
            sender.send(ask(&title, &wanted)).ok(); // The screen may have gone.
            wake();
        };
        // Without a thread there is no dialog; the typed path and drag and drop remain.
        std::thread::Builder::new()
            .name("dialog".to_owned())
            .spawn(work)
            .ok();
        Self { answer }
    }

    /// What was chosen, once it is closed: outer `None` while open, inner `None` when cancelled.
    pub fn poll(&self) -> Option<Option<PathBuf>> {
        match self.answer.try_recv() {
            Ok(chosen) => Some(chosen),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(None),
        }
    }
}

/// Polls a dialog kept in a slot; empties the slot when it is closed.
pub fn chosen(slot: &mut Option<Dialog>) -> Option<PathBuf> {
    let answer = slot.as_ref()?.poll()?;
    *slot = None;
    answer
}

#[cfg(any(windows, target_os = "linux"))]
fn ask(title: &str, wanted: &Wanted) -> Option<PathBuf> {
    let dialog = rfd::FileDialog::new().set_title(title);
    match wanted {
        Wanted::Picture(name) => dialog
            .add_filter(name, &["jpg", "jpeg", "png", "webp"])
            .pick_file(),
        Wanted::CardPicture(name) => dialog
            .add_filter(name, &["jpg", "jpeg", "png", "webp", "pdf"])
            .pick_file(),
        Wanted::List(name) => dialog
            .add_filter(name, &["csv", "txt", "tsv", "xlsx"])
            .pick_file(),
        Wanted::Backup(name) => dialog.add_filter(name, &["backup"]).pick_file(),
        Wanted::Any => dialog.pick_file(),
        Wanted::Folder => dialog.pick_folder(),
    }
}

#[cfg(not(any(windows, target_os = "linux")))]
fn ask(_title: &str, _wanted: &Wanted) -> Option<PathBuf> {
    None
}
