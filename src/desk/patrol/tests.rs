//! The patrol's desk without a window: each verdict in both languages as its words, and an idle window that says what to do.

use super::Seen;
use super::verdict::{self, Shown};
use crate::desk::theme;
use crate::desk::widget::card::Picture;
use crate::patrol::{Color, Hint, Light, Paper, SightingId};
use crate::seal::{Claims, Status, StatusAt, Verdict, Word};
use crate::text::{Lang, Text};
use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

const AT: i64 = 1_793_600_000;

fn claims() -> Claims {
    Claims {
        issuer: String::from("https://bekasi.contoh.example"),
        expires_at: AT + 300 * 86_400,
        issued_at: AT - 60 * 86_400,
        permit_no: String::from("2C21XX0001-A"),
        name: String::from("KIM CONTOH MIN SU"),
        birth_date: String::from("19850312"),
        sex: 1,
        nationality: String::from("KOR"),
        legal_status: String::from("SPECIMEN KITAS/E23"),
        passport_no: String::from("M12345678"),
        card_serial: String::from("B00000123"),
        ..Claims::default()
    }
}

fn light(paper: Paper, color: Color, reason: &'static str, args: &[(&'static str, &str)]) -> Light {
    Light {
        paper,
        color,
        reason,
        args: args
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
    }
}

fn seen(word: Word) -> Seen {
    let (reason, _) = Verdict::REASONS
        .into_iter()
        .find(|(_, gives)| *gives == word)
        .unwrap();
    let read = !matches!(word, Word::NotASeal | Word::Unreadable);
    let proven = read && !matches!(word, Word::Forged | Word::UnknownSigner);
    let status = StatusAt {
        status: Status::Valid,
        as_of: AT - 3 * 3600,
    };
    Seen {
        id: SightingId([7; 16]),
        at: AT,
        verdict: Verdict {
            word,
            reason,
            claims: read.then(claims),
            kid: None,
            status: proven.then_some(status),
        },
        lights: if proven {
            vec![
                light(
                    Paper::Permit,
                    Color::Green,
                    "permit-in-force",
                    &[("date", "01-11-2027")],
                ),
                light(
                    Paper::Passport,
                    Color::Red,
                    "passport-over",
                    &[("date", "01-02-2026"), ("days", "90")],
                ),
                light(
                    Paper::Sktt,
                    Color::Amber,
                    "sktt-due",
                    &[("day", "11"), ("of", "14")],
                ),
                light(
                    Paper::Address,
                    Color::Unknown,
                    "address-ask",
                    &[("district", "Cibitung")],
                ),
            ]
        } else {
            Vec::new()
        },
        entry: None,
        hints: if word == Word::Valid {
            vec![Hint {
                id: "two-serials",
                args: vec![("serial", String::from("B00000099"))],
            }]
        } else {
            Vec::new()
        },
        status_age_s: proven.then_some(3 * 3600),
    }
}

/// Everything a screen reader would say, a line each.
fn said(lang: Lang, word: Word, size: [f32; 2]) -> String {
    let text = Text::new(lang);
    let seen = seen(word);
    let photo = Picture::default();
    let window = Harness::builder().with_size(size).build_ui(move |ui| {
        theme::install(ui.ctx());
        let shown = Shown {
            text: &text,
            seen: &seen,
            photo: &photo,
            office: "Kantor Imigrasi Contoh",
            marks: Vec::new(),
        };
        verdict::ui(ui, &shown, |_| {});
    });
    let nodes = window.root().children_recursive();
    let mut lines: Vec<String> = nodes
        .filter_map(|node| {
            let node = node.accesskit_node();
            // The lines of a text say again what the text says.
            if node.role() == Role::TextRun {
                return None;
            }
            node.label().or_else(|| node.value())
        })
        .collect();
    lines.dedup();
    lines.join("\n")
}

#[test]
fn each_verdict_says_word_reason_and_what_to_do() {
    for lang in [Lang::Id, Lang::En] {
        let all: Vec<String> = Word::ALL
            .into_iter()
            .map(|word| format!("== {}\n{}\n", word.id(), said(lang, word, [1366.0, 768.0])))
            .collect();
        insta::assert_snapshot!(format!("verdicts_{}", lang.code()), all.join("\n"));
    }
}

#[test]
fn a_small_window_leaves_nothing_out() {
    for word in Word::ALL {
        let small = said(Lang::Id, word, [683.0, 384.0]);
        let small: Vec<&str> = small.lines().collect();
        for line in said(Lang::Id, word, [1366.0, 768.0]).lines() {
            assert!(small.contains(&line), "{}: {line}", word.id());
        }
    }
}
