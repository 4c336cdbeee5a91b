//! Search as one types: the words of a permit as three-letter tokens in a full-text index, and the query that meets them.

use super::read::permit_row;
use super::{Error, Found, Query, Registry};
use rusqlite::{Connection, params};

/// Words of a query beyond these are set aside, and so are the letters of an overlong word.
const MAX_WORDS: usize = 8;
const MAX_LETTERS: usize = 40;

/// [`Found::COUNTED`] as SQLite takes it.
const COUNTED: u32 = 10_000;

/// Stands between words, so that no run of three-letter tokens is found across two of them. One letter is never a gram.
const BETWEEN: &str = "x";

const COLUMNS: &str = "p.permit_no, p.kind, p.full_name, p.nationality, p.passport_no, p.valid_until, p.district, coalesce(c.serial, '') AS serial";

/// What is put into the index for one permit: grams and starts.
pub(super) fn tokens(texts: &[&str]) -> (String, String) {
    let (mut grams, mut starts) = (String::new(), String::new());
    for word in texts.iter().flat_map(|text| words(text)) {
        for gram in word.windows(3) {
            grams.extend(gram);
            grams.push(' ');
        }
        grams.push_str(BETWEEN);
        grams.push(' ');
        for length in 1..=word.len().min(2) {
            starts.extend(word.iter().take(length));
            starts.push(' ');
        }
    }
    (grams, starts)
}

/// The full-text expression of a query; `None` when it has no letter or digit.
fn expression(query: &str) -> Option<String> {
    let mut parts = Vec::new();
    for word in words(query).take(MAX_WORDS) {
        let word: Vec<char> = word.into_iter().take(MAX_LETTERS).collect();
        if word.len() < 3 {
            parts.push(format!("starts : \"{}\"", String::from_iter(&word)));
        } else {
            let grams: Vec<String> = word.windows(3).map(String::from_iter).collect();
            parts.push(format!("grams : \"{}\"", grams.join(" ")));
        }
    }
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// Lower-case words of letters and digits.
fn words(text: &str) -> impl Iterator<Item = Vec<char>> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(char::to_lowercase).collect())
}

impl Registry {
    /// Permits that hold every word of the query, newest card first.
    pub fn search(&self, query: &Query) -> Result<Found, Error> {
        match expression(&query.words) {
            None => all(&self.connection, query),
            Some(expression) => some(&self.connection, query, &expression),
        }
    }
}

fn all(connection: &Connection, query: &Query) -> Result<Found, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM permits p LEFT JOIN cards c ON c.id = p.newest_card ORDER BY p.newest_card DESC LIMIT ?1 OFFSET ?2"
    );
    let rows = connection
        .prepare_cached(&sql)?
        .query_map(params![query.limit, query.offset], permit_row)?
        .collect::<Result<_, _>>()?;
    let total: u32 = connection
        .prepare_cached("SELECT count(*) AS n FROM permits")?
        .query_row([], |row| row.get("n"))?;
    Ok(Found {
        rows,
        total: u64::from(total),
    })
}

fn some(connection: &Connection, query: &Query, expression: &str) -> Result<Found, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM permit_search s JOIN permits p ON p.id = s.rowid LEFT JOIN cards c ON c.id = p.newest_card \
         WHERE permit_search MATCH ?1 ORDER BY s.rowid DESC LIMIT ?2 OFFSET ?3"
    );
    let rows: Vec<_> = connection
        .prepare_cached(&sql)?
        .query_map(params![expression, query.limit, query.offset], permit_row)?
        .collect::<Result<_, _>>()?;
    let seen = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    // A page that is not full is the last one: no need to count.
    if (0 < seen || query.offset == 0) && seen < u64::from(query.limit) {
        return Ok(Found {
            rows,
            total: u64::from(query.offset) + seen,
        });
    }
    let total: u32 = connection
        .prepare_cached("SELECT count(*) AS n FROM (SELECT 1 FROM permit_search WHERE permit_search MATCH ?1 LIMIT ?2)")?
        .query_row(params![expression, COUNTED + 1], |row| row.get("n"))?;
    Ok(Found {
        rows,
        total: u64::from(total),
    })
}
