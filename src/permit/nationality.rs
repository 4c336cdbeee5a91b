//! The table of nationalities, from `resources/codes/nationalities.csv`.

use super::NationalityRow;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../resources/codes/nationalities.csv");

/// Codes no permit may have: the card is for foreigners, and Utopia is for specimens.
pub(super) const INDONESIA: &str = "IDN";
/// See `INDONESIA`.
pub(super) const UTOPIA: &str = "UTO";

/// A row with the other names and codes it is known by, divided by `|`.
struct Entry {
    row: NationalityRow,
    also: &'static str,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut entries: Vec<Entry> = TABLE.lines().skip(1).filter_map(entry).collect();
    entries.sort_by_key(|entry| entry.row.code);
    entries
});

fn entry(line: &'static str) -> Option<Entry> {
    let mut cells = line.split(',');
    let row = NationalityRow {
        code: cells.next()?,
        name_id: cells.next()?,
        name_en: cells.next()?,
    };
    let also = cells.next().unwrap_or("");
    Some(Entry { row, also })
}

/// By code, name or other name, any case.
pub(super) fn find(text: &str) -> Option<&'static NationalityRow> {
    let text = text.trim();
    let code = text.to_ascii_uppercase();
    if let Ok(at) = ENTRIES.binary_search_by_key(&code.as_str(), |entry| entry.row.code) {
        return ENTRIES.get(at).map(|entry| &entry.row);
    }
    let known = |entry: &&Entry| {
        let names = [entry.row.name_id, entry.row.name_en];
        let mut names = names.into_iter().chain(entry.also.split('|'));
        !text.is_empty() && names.any(|name| name.eq_ignore_ascii_case(text))
    };
    ENTRIES.iter().find(known).map(|entry| &entry.row)
}

/// All that a permit may have, by Indonesian name.
pub(super) fn by_name() -> impl Iterator<Item = &'static NationalityRow> {
    let rows = ENTRIES.iter().map(|entry| &entry.row);
    let mut rows: Vec<_> = rows
        .filter(|row| row.code != INDONESIA && row.code != UTOPIA)
        .collect();
    rows.sort_by_key(|row| row.name_id);
    rows.into_iter()
}

/// The state behind a code: the variants of British nationality are Britain's.
pub(super) fn state(code: &str) -> &str {
    match code {
        "GBD" | "GBN" | "GBO" | "GBP" | "GBS" => "GBR",
        other => other,
    }
}

/// Persons without a nationality of their own, whose papers another state issues.
pub(super) fn is_stateless(code: &str) -> bool {
    matches!(code, "XXA" | "XXB" | "XXC" | "XXX")
}
