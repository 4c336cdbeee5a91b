//! From what lies on the counter to a verdict: text, picture, PDF or camera frame; hostile files are only unreadable.

use super::{Evidence, Station};
use crate::drawing::Dpi;
use crate::portrait::Still;
use crate::print::{self, Pdf};
use crate::registry::AsOf;
use crate::seal::{self, StatusAt, StatusRef, Verdict, Word};

/// Pages of a PDF that are looked at.
const PAGES: usize = 4;
/// Pages are read at the density card printers have.
const DPI: Dpi = Dpi(300);
/// Longest QR text: 40-L holds 4,296 characters.
const TEXT_BYTES: usize = 8 * 1024;

pub(super) fn verify(station: &Station, evidence: &Evidence, at: Option<i64>) -> Verdict {
    let now = station.clock.now();
    let at = match at {
        Some(at) if at < now => AsOf::Then(at),
        Some(at) => AsOf::Now(at),
        None => AsOf::Now(now),
    };
    judge(evidence, &|text| open(station, text, at))
}

/// The verdict on whatever lies there, by whoever judges texts: an office with its registry, a reader with its bundle.
pub(super) fn judge(evidence: &Evidence, open: &dyn Fn(&str) -> Verdict) -> Verdict {
    let open = |text: &str| of_text(text, open);
    match evidence {
        Evidence::Text(text) => open(text),
        Evidence::Luma {
            width_px,
            height_px,
            luma,
        } => best(&scan(luma, *width_px, *height_px), &open),
        Evidence::File(bytes) if Still::MAX_BYTES < bytes.len() => unreadable("file-too-large"),
        Evidence::File(bytes) if is_pdf(bytes) => {
            match print::proof(&Pdf::from_bytes(bytes.clone()), DPI, PAGES) {
                Ok(pages) => {
                    let texts: Vec<String> = pages
                        .iter()
                        .flat_map(|page| scan(&page.luma(), page.width_px, page.height_px))
                        .collect();
                    best(&texts, &open)
                }
                Err(_) => unreadable("not-a-picture"),
            }
        }
        Evidence::File(bytes) => match (Still::decode(bytes), text_of(bytes)) {
            (Ok(still), _) => best(&scan(&luma(&still), still.width_px, still.height_px), &open),
            (Err(_), Some(text)) => open(text),
            (Err(_), None) => unreadable("not-a-picture"),
        },
    }
}

/// The best of several codes: a product's own bar code beside a card must not hide the card.
fn best(texts: &[String], open: &dyn Fn(&str) -> Verdict) -> Verdict {
    let verdicts = texts.iter().map(|text| open(text));
    verdicts
        .min_by_key(|verdict| (verdict.word.exit_code(), verdict.word))
        .unwrap_or_else(|| unreadable("no-code"))
}

/// A text as a scanner, a clipboard or a file gives it.
fn of_text(text: &str, open: &dyn Fn(&str) -> Verdict) -> Verdict {
    let text = text.trim_matches(['\r', '\n', '\t', '\u{feff}']);
    if TEXT_BYTES < text.len() {
        return Verdict {
            word: Word::NotASeal,
            ..unreadable("text-too-long")
        };
    }
    open(text)
}

fn open(station: &Station, text: &str, at: AsOf) -> Verdict {
    let now = at.moment();
    // A registry that cannot be read just now leaves the status unknown; what ended has ended all the same.
    let status = |place: &StatusRef| -> Option<StatusAt> {
        let known = station
            .registry
            .status(place.idx, &place.uri, at)
            .unwrap_or_default();
        known.map(|status| StatusAt { status, as_of: now })
    };
    let verdict = seal::open(text, &station.keys.trust(), now, &status, i64::MAX);
    match doubt(station, text, &verdict) {
        Some(reason) => Verdict {
            word: Word::Stale,
            reason,
            ..verdict
        },
        None => verdict,
    }
}

/// Every signer trusted here is the office's own, so a seal in force that its registry does not hold, letter by letter, was
/// not made by issuing a card.
fn doubt(station: &Station, text: &str, verdict: &Verdict) -> Option<&'static str> {
    if verdict.word != Word::Valid {
        return None;
    }
    let place = verdict
        .claims
        .as_ref()
        .and_then(|claims| claims.status.as_ref());
    let held = place.map_or(Ok(None), |place| {
        station.registry.seal_at(place.idx, &place.uri)
    });
    match held {
        Err(_) => Some("registry-unread"),
        Ok(Some(held)) if held == text => verdict.status.is_none().then_some("registry-unread"),
        Ok(_) => Some("not-in-registry"),
    }
}

fn scan(luma: &[u8], width_px: u32, height_px: u32) -> Vec<String> {
    let expected = u64::from(width_px) * u64::from(height_px);
    if u64::try_from(luma.len()) == Ok(expected) && 0 < expected {
        seal::scan(luma, width_px, height_px)
    } else {
        Vec::new()
    }
}

/// ITU-R BT.601 brightness in whole numbers.
fn luma(still: &Still) -> Vec<u8> {
    let brightness = |pixel: &[u8]| match *pixel {
        [r, g, b] => (u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8,
        _ => 0,
    };
    still
        .rgb
        .chunks_exact(3)
        .map(|pixel| u8::try_from(brightness(pixel)).unwrap_or(u8::MAX))
        .collect()
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .take(1024)
        .copied()
        .collect::<Vec<u8>>()
        .windows(5)
        .any(|word| word == b"%PDF-")
}

/// A text file may hold what a handheld reader typed.
fn text_of(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.len() <= TEXT_BYTES)?;
    (!text.trim().is_empty()
        && text
            .chars()
            .all(|letter| !letter.is_control() || letter.is_ascii_whitespace()))
    .then_some(text)
}

fn unreadable(reason: &'static str) -> Verdict {
    Verdict {
        word: Word::Unreadable,
        reason,
        claims: None,
        kid: None,
        status: None,
    }
}
