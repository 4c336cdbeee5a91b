//! Search as one types: words, filters and orders of every permit in memory, pages of a list.

mod filter;
mod list;
mod shelf;
mod texts;
mod typo;

pub use filter::{Filter, PermitState, Sort, SortBy};
#[cfg(test)]
pub(super) use list::Limits;
pub(super) use list::Lists;

use super::read::permit_row;
use super::{Error, Found, PermitRow, Query, Registry};
use crate::mrz;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeSet;

/// Words of a query beyond these are set aside, and so are the letters of an overlong word.
const MAX_WORDS: usize = 8;
const MAX_LETTERS: usize = 40;

const COLUMNS: &str = "p.permit_no, p.kind, p.full_name, p.nationality, p.passport_no, p.index_code, p.valid_until, p.ended_on, p.district, \
     coalesce(c.serial, '') AS serial, \
     EXISTS (SELECT 1 FROM blanks b WHERE b.serial = c.serial AND b.state IN ('SPOILED', 'DESTROYED', 'LOST')) AS card_void";

/// The words a permit is found by, as they are kept: each once, after a space.
pub(super) fn plain(texts: &[&str]) -> String {
    let words: BTreeSet<String> = texts.iter().flat_map(|text| words(text)).collect();
    words.iter().flat_map(|word| [" ", word.as_str()]).collect()
}

/// The words of a query as they are looked for.
fn asked(query: &str) -> Vec<String> {
    let mut asked: Vec<String> = words(query)
        .take(MAX_WORDS)
        .map(|word| word.chars().take(MAX_LETTERS).collect())
        .collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// Words of letters and digits in lower case, marks left out: `Müller` is `muller`, where the zone has `MUELLER`.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter))
        .map(|word| {
            word.chars()
                .flat_map(char::to_lowercase)
                .filter(|letter| !is_mark(*letter))
                .map(bare)
                .collect()
        })
        .filter(|word: &String| !word.is_empty())
}

/// A mark that stands on the letter before it.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}')
}

/// A small Latin letter without its marks; letters of other scripts are told from each other.
fn bare(letter: char) -> char {
    if !matches!(letter, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') {
        return letter;
    }
    let spelled = mrz::transliterate(letter.encode_utf8(&mut [0; 4])).to_ascii_lowercase();
    let first = spelled.chars().next();
    first.filter(char::is_ascii_alphabetic).unwrap_or(letter)
}

/// Words of Latin letters alone, long enough to be told from each other with a letter wrong; each as a passport's zone spells it
/// and with its marks left out.
pub(super) fn spelled(texts: &[&str]) -> BTreeSet<String> {
    texts
        .iter()
        .flat_map(|text| [mrz::transliterate(text), (*text).to_owned()])
        .flat_map(|text| words(&text).collect::<Vec<String>>())
        .flat_map(|word| {
            let parts = word.split(|letter: char| !letter.is_ascii_alphabetic());
            parts.map(str::to_owned).collect::<Vec<String>>()
        })
        .filter(|word| typo::SHORTEST <= word.len())
        .collect()
}

impl Registry {
    /// Permits that hold every word of the query and pass its filter, in its order. When few hold the words as they are
    /// typed, those that hold them with one slip a word come after.
    ///
    /// `today` decides what is active, expiring, overdue or ended. The first search of a session reads the shelf, the first with
    /// words all texts.
    pub fn search(&self, query: &Query, today: Date) -> Result<Found, Error> {
        let mut lists = self.lists.borrow_mut();
        // One look at the file as it is now, for hundreds of small statements; each alone would lock and unlock it.
        let look = self.connection.unchecked_transaction()?;
        lists.refresh(&look)?;
        let page = lists.page(&look, query, today)?;
        let found = Found {
            rows: rows(&look, &page.ids)?,
            total: page.total,
            exact: page.exact,
        };
        look.finish()?;
        Ok(found)
    }

    /// The permits whose cards were made last, newest first.
    pub fn latest(&self, limit: u32) -> Result<Vec<PermitRow>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM permits p JOIN cards c ON c.id = p.newest_card ORDER BY p.newest_card DESC LIMIT ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([limit], permit_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A permit that went since the list was made is left out.
fn rows(connection: &Connection, ids: &[u32]) -> Result<Vec<PermitRow>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM permits p LEFT JOIN cards c ON c.id = p.newest_card WHERE p.id = ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(statement.query_row([id], permit_row).optional()?);
    }
    Ok(rows)
}
