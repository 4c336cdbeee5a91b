//! What a backup holds and what restoring it proved, in words; the same on Cadangan and before the login.

use crate::desk::format::{self, number};
use crate::desk::theme::{self, Weight};
use crate::desk::widget::icon::Icon;
use crate::desk::widget::{self, Tone};
use crate::station::{BackupFacts, BackupProof, Counts};
use crate::text::{Lang, Text};
use eframe::egui::{Align, Label, Layout, Ui};

/// Counts of a backup, in the order they are told.
fn counts(counts: &Counts) -> [(&'static str, u64); 7] {
    [
        ("report-permits", counts.permits),
        ("report-portraits", counts.portraits),
        ("report-cards", counts.cards),
        ("report-cases", counts.cases),
        ("report-blanks", counts.blanks),
        ("report-officers", counts.officers),
        ("report-entries", counts.entries),
    ]
}

/// What a backup says of itself.
pub fn facts_ui(ui: &mut Ui, text: &Text, facts: &BackupFacts) {
    let lang = text.lang();
    let mut cells = vec![
        ("custody-backup-when", moment(facts.made_at)),
        ("custody-backup-size", size_words(facts.bytes, lang)),
    ];
    cells.extend(counts(&facts.counts).map(|(key, count)| (key, number(count, lang))));
    for row in cells.chunks(3) {
        widget::row(ui, &[1.0; 3], 240.0, |ui, index| {
            if let Some((key, value)) = row.get(index) {
                widget::pair(ui, &text.get(key), value);
            }
        });
        ui.add_space(4.0);
    }
    let seq = facts.head_seq.to_string();
    widget::hint(ui, text.with("custody-backup-head", &[("seq", &seq)]));
    let hash = theme::rich(&facts.head_hash, Weight::Mono, 12.5);
    ui.add(Label::new(hash).wrap().selectable(true));
}

/// What was proven: each count in the backup and after restoring, the chain, the stock.
pub fn proof_ui(ui: &mut Ui, text: &Text, proof: &BackupProof) {
    let lang = text.lang();
    let line = |ui: &mut Ui, words: [&str; 3], weight: Weight| {
        widget::row(ui, &[1.3, 1.0, 1.0], 0.0, |ui, index| {
            let words = words.get(index).copied().unwrap_or_default();
            let label = Label::new(theme::rich(words, weight, 14.0)).wrap();
            if index == 0 {
                ui.add(label);
            } else {
                // Room for the scroll bar.
                ui.set_max_width((ui.available_width() - 8.0).max(1.0));
                ui.with_layout(Layout::top_down(Align::Max), |ui| ui.add(label));
            }
        });
    };
    let heads = [
        "report-drill-what",
        "report-drill-in-backup",
        "report-drill-restored",
    ]
    .map(|key| text.get(key));
    line(ui, heads.each_ref().map(String::as_str), Weight::Semibold);
    let found = counts(&proof.found.counts);
    for ((key, before), (_, after)) in counts(&proof.facts.counts).into_iter().zip(found) {
        let (before, after) = (number(before, lang), number(after, lang));
        line(ui, [&text.get(key), &before, &after], Weight::Regular);
    }
    ui.add_space(6.0);
    let proven = [
        (proof.found.audit.is_whole(), chain_words(text, proof)),
        (
            proof.found.ledger.is_balanced(),
            text.with(
                "report-drill-stock-words",
                &[("received", &number(proof.found.ledger.received, lang))],
            ),
        ),
    ];
    for (holds, words) in proven {
        let tokens = theme::of(ui);
        let (icon, color) = if holds {
            (Icon::Check, tokens.good)
        } else {
            (Icon::Cross, tokens.error_text)
        };
        widget::marked(ui, icon, color, &words, 14.0);
    }
}

fn chain_words(text: &Text, proof: &BackupProof) -> String {
    let lang = text.lang();
    let audit = &proof.found.audit;
    let [entries, rows, anchors] =
        [audit.entries, audit.rows, audit.anchors].map(|count| number(count, lang));
    let args = [
        ("entries", entries.as_str()),
        ("rows", rows.as_str()),
        ("anchors", anchors.as_str()),
    ];
    text.with("report-drill-chain-words", &args)
}

/// The verdict on a restored office in one sentence.
pub fn verdict_ui(ui: &mut Ui, text: &Text, (key, name): (&str, &str), proof: &BackupProof) {
    let seconds = format::decimal(seconds_of(proof.took_ms), text.lang());
    let made = moment(proof.facts.made_at);
    let args = [("name", name), ("made", &made), ("seconds", &seconds)];
    let tone = if proof.found.is_sound() {
        Tone::Good
    } else {
        Tone::Error
    };
    widget::note(ui, tone, &text.with(key, &args));
}

/// Day and time.
pub fn moment(at: i64) -> String {
    format!("{} {}", format::day(at), format::clock(at))
}

/// Milliseconds as seconds.
pub fn seconds_of(millis: u64) -> f32 {
    millis as f32 / 1000.0
}

/// A size as people say it.
pub fn size_words(bytes: u64, lang: Lang) -> String {
    let kib = bytes as f32 / 1024.0;
    if kib < 1024.0 {
        format!("{} KB", format::decimal(kib, lang))
    } else {
        format!("{} MB", format::decimal(kib / 1024.0, lang))
    }
}
