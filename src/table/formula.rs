//! The apostrophe before text that a spreadsheet would run as a formula, and its way back.

use std::borrow::Cow;

/// Signs that begin a formula, in ASCII and as wide signs, which some programs take for the same (OWASP, CSV injection).
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet might run `text`: a sign of a formula, also after blanks, which some programs drop; a tab or a
/// carriage return, after which some begin a new cell.
fn begins_formula(text: &str) -> bool {
    if text.starts_with(['\t', '\r']) {
        return true;
    }
    text.trim_start().starts_with(SIGNS)
}

/// `text` as it may stand in a CSV.
pub(super) fn guard(text: &str) -> Cow<'_, str> {
    // Text that has such an apostrophe of its own gets one more, or reading would take its own away.
    if begins_formula(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// `text` without the apostrophe [`guard`] put before it.
pub(super) fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if begins_formula(rest.trim_start_matches('\'')) => rest,
        Some(_) | None => text,
    }
}
