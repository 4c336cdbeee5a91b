//! The desk of a patrol, with no office behind it: its folder is unlocked, then each card held up is a verdict over the whole window.

mod begin;
mod eye;
mod idle;
mod journal;
mod panel;
mod round;
mod spot;
#[cfg(test)]
mod tests;
mod verdict;
mod wedge;

use crate::desk::Start;
use crate::desk::front::Hands;
use crate::sound::Speaker;
use begin::Begin;
use eframe::egui::{self, Key, Modifiers, Ui};
use round::Round;

pub use begin::fingerprint;
pub use journal::place_words;
pub use panel::operation_code;
pub use verdict::{look, word_key};

/// A card as the folder judged it.
pub type Seen = crate::station::Checked;

/// The desk of a patrol: before its folder is open, or after.
pub enum Patrol {
    Begin(Box<Begin>),
    Round(Box<Round>),
}

impl Patrol {
    /// Looks for the folder that `start` names.
    pub fn new(ctx: &egui::Context, start: Start, hands: Hands) -> Self {
        Self::Begin(Box::new(Begin::new(ctx, start, hands)))
    }

    /// Takes in answers, and the next phase when the present one is over.
    pub fn logic(&mut self, ctx: &egui::Context, hands: Hands) {
        match self {
            Self::Begin(begin) => {
                if let Some(ready) = begin.poll(ctx) {
                    let text = round::words_of(&ready.start);
                    let worker = hands.worker(ctx, ready.patrol);
                    let speaker = match hands {
                        Hands::Inline => Speaker::silent(),
                        Hands::Threads => Speaker::new(),
                    };
                    let who = (ready.start, text, ready.officer);
                    *self =
                        Self::Round(Box::new(Round::new(ctx, who, worker, speaker, ready.left)));
                    ctx.request_repaint();
                }
            }
            Self::Round(round) => {
                round.logic(ctx);
                if round.is_locked() {
                    // Dropping the round drops the folder and its key; egui's own memory holds what was typed.
                    let start = std::mem::take(&mut round.start);
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
            Self::Round(round) => round.ui(ui),
        }
    }

    /// Before the window closes: the card that stands is noted.
    pub fn close(&mut self) {
        if let Self::Round(round) = self {
            round.close();
        }
    }
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Help,
    Place,
    Note,
    Photo,
    Operation,
    Log,
    Camera,
    Theme,
    Sound,
    Export,
    Open,
    Lock,
    Back,
}

/// A key of the open patrol, as help and the foot of the window list it.
struct Cap {
    cap: &'static str,
    words: &'static str,
    key: Key,
    modifiers: Modifiers,
    act: Act,
}

impl Cap {
    const fn plain(cap: &'static str, words: &'static str, key: Key, act: Act) -> Self {
        Self {
            cap,
            words,
            key,
            modifiers: Modifiers::NONE,
            act,
        }
    }

    /// The foot shows what is of use now.
    fn at_foot(&self, card: bool) -> bool {
        match self.act {
            Act::Note | Act::Photo | Act::Back => card,
            Act::Place | Act::Operation | Act::Log => true,
            Act::Open | Act::Export | Act::Theme | Act::Help => !card,
            Act::Camera | Act::Sound | Act::Lock => false,
        }
    }
}

/// All keys, in the order help lists them.
const KEYS: &[Cap] = &[
    Cap::plain("F2", "patroli-key-place", Key::F2, Act::Place),
    Cap::plain("F3", "patroli-key-note", Key::F3, Act::Note),
    Cap::plain("F4", "patroli-key-photo", Key::F4, Act::Photo),
    Cap::plain("F5", "patroli-key-operation", Key::F5, Act::Operation),
    Cap::plain("F6", "patroli-key-log", Key::F6, Act::Log),
    Cap::plain("F7", "patroli-key-camera", Key::F7, Act::Camera),
    Cap::plain("F8", "patroli-key-theme", Key::F8, Act::Theme),
    Cap::plain("F10", "patroli-key-sound", Key::F10, Act::Sound),
    Cap::plain("F9", "patroli-key-export", Key::F9, Act::Export),
    Cap {
        modifiers: Modifiers::CTRL,
        ..Cap::plain("Ctrl O", "patroli-key-open", Key::O, Act::Open)
    },
    Cap {
        modifiers: Modifiers::CTRL,
        ..Cap::plain("Ctrl L", "patroli-key-lock", Key::L, Act::Lock)
    },
    Cap::plain("Esc", "patroli-key-back", Key::Escape, Act::Back),
    Cap::plain("F1", "patroli-key-help", Key::F1, Act::Help),
];
