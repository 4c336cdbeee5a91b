//! Small slips: one wrong, missing, extra or swapped letter in a word of four or more still finds it.
//!
//! A word of letters is compared with every word that stands in a name; a number, of which there are too many, is looked up
//! with each of its digits changed.

use super::shelf::Bits;
use super::texts::Texts;
use crate::registry::Error;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// Shorter words are not forgiven: too many others are near.
pub(super) const SHORTEST: usize = 4;
/// Permits that are alike, at most.
const MOST_ALIKE: u32 = 500;
/// Words a slipped one may have meant.
const MOST_MEANT: usize = 12;
/// Numbers longer than any the registry has.
const LONGEST_NUMBER: usize = 20;

/// Every word that stands in a name or a guarantor, as far as it has been read.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: Vec<Box<[u8]>>,
    read: i64,
}

impl Vocabulary {
    /// Permits that pass and hold every word, each with one slip at most; `None` when no word may have another. Numbers are
    /// forgiven where nothing was found: a number that is there was meant as it is.
    pub(super) fn alike(
        &mut self,
        connection: &Connection,
        texts: &Texts,
        (asked, nothing_found): (&[String], bool),
        passing: Option<&Bits>,
    ) -> Result<Option<Bits>, Error> {
        self.read_on(connection)?;
        let words: Vec<Vec<String>> = asked
            .iter()
            .map(|word| [vec![word.clone()], self.meant(word)].concat())
            .collect();
        let mut bits = Bits::default();
        let mut slipped = words.iter().any(|meant| 1 < meant.len());
        if slipped {
            let mut found = 0;
            texts.find(&texts.one_of(&words), passing, &mut |id| {
                bits.set(id);
                found += 1;
                found == MOST_ALIKE
            });
        }
        // One number with a slip, every other word as it is or may be meant.
        for (at, number) in asked.iter().enumerate().filter(|_| nothing_found) {
            let near = neighbours(connection, number)?;
            if near.is_empty() {
                continue;
            }
            let mut others = words.clone();
            others.remove(at);
            let others = texts.one_of(&others);
            for id in near {
                let passes = passing.is_none_or(|passing| passing.has(id));
                if passes && texts.holds(&others, id) {
                    bits.set(id);
                    slipped = true;
                }
            }
        }
        Ok(slipped.then_some(bits))
    }

    /// Words are added, never changed: those since the last look are read.
    fn read_on(&mut self, connection: &Connection) -> Result<(), Error> {
        let mut statement = connection
            .prepare_cached("SELECT id, word FROM permit_search_words WHERE id > ?1 ORDER BY id")?;
        let mut rows = statement.query([self.read])?;
        while let Some(row) = rows.next()? {
            self.read = row.get("id")?;
            self.words
                .push(row.get::<_, String>("word")?.into_bytes().into());
        }
        Ok(())
    }

    /// Words near this one; whole words before beginnings of longer ones.
    fn meant(&self, word: &str) -> Vec<String> {
        let plain = word.as_bytes();
        if plain.len() < SHORTEST || !plain.iter().all(u8::is_ascii_alphabetic) {
            return Vec::new();
        }
        let mut meant: Vec<(bool, &[u8])> = self
            .words
            .iter()
            .filter_map(|known| {
                let whole = is_near(plain, known);
                (whole || begins_near(plain, known)).then_some((!whole, known.as_ref()))
            })
            .collect();
        meant.sort_unstable_by_key(|(part, known)| (*part, known.len(), *known));
        meant.truncate(MOST_MEANT);
        meant
            .into_iter()
            .map(|(_, known)| String::from_utf8_lossy(known).into_owned())
            .collect()
    }
}

/// Whether a longer word begins with something near this one.
fn begins_near(word: &[u8], known: &[u8]) -> bool {
    (word.len() - 1..=word.len() + 1).any(|length| {
        known
            .get(..length)
            .is_some_and(|start| length < known.len() && is_near(word, start))
    })
}

/// Whether one becomes the other by one letter changed, added, left out, or swapped with the next.
pub(super) fn is_near(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if 1 < long.len() - short.len() {
        return false;
    }
    let same = short
        .iter()
        .zip(long)
        .take_while(|(one, other)| one == other)
        .count();
    let (short, long) = (
        short.get(same..).unwrap_or_default(),
        long.get(same..).unwrap_or_default(),
    );
    match (short, long) {
        ([], _) => true,
        (short, [_, long @ ..]) if short.len() == long.len() => short == long,
        ([a, b, short @ ..], [c, d, long @ ..]) if a == d && b == c && short == long => true,
        ([_, short @ ..], [_, long @ ..]) => short == long,
        (_, []) => false,
    }
}

/// Permits with a number that is one slip away from a whole number.
fn neighbours(connection: &Connection, word: &str) -> Result<Vec<u32>, Error> {
    let typed = word.to_ascii_uppercase().into_bytes();
    let is_number = typed.is_ascii()
        && typed.iter().any(u8::is_ascii_digit)
        && (SHORTEST + 1..=LONGEST_NUMBER).contains(&typed.len());
    if !is_number {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT id FROM permits WHERE passport_no = ?1 UNION SELECT id FROM permits WHERE niora = ?1 \
         UNION SELECT id FROM permits WHERE permit_no >= ?1 AND permit_no < ?1 || '0' AND length(permit_no) <= length(?1) + 2 \
         UNION SELECT permit FROM cards WHERE serial = ?1 LIMIT ?2",
    )?;
    let mut found = BTreeSet::new();
    for slipped in slips(&typed) {
        let slipped = String::from_utf8_lossy(&slipped).into_owned();
        let ids =
            statement.query_map(params![slipped, MOST_ALIKE], |row| row.get::<_, u32>("id"))?;
        for id in ids {
            found.insert(id?);
        }
    }
    Ok(found.into_iter().collect())
}

/// The number with each digit or letter changed into another of its sort, left out, added, or swapped with the next.
fn slips(typed: &[u8]) -> BTreeSet<Vec<u8>> {
    let (digits, letters) = (b'0'..=b'9', b'A'..=b'Z');
    let mut slips = BTreeSet::new();
    for at in 0..=typed.len() {
        let (before, after) = typed.split_at(at);
        for added in digits.clone() {
            slips.insert([before, &[added], after].concat());
        }
        // Letters stand together.
        let beside = [before.last(), after.first()];
        if beside.into_iter().flatten().any(u8::is_ascii_alphabetic) {
            for added in letters.clone() {
                slips.insert([before, &[added], after].concat());
            }
        }
        let Some((letter, rest)) = after.split_first() else {
            break;
        };
        slips.insert([before, rest].concat());
        let sort = if letter.is_ascii_digit() {
            &digits
        } else {
            &letters
        };
        for other in sort.clone() {
            slips.insert([before, &[other], rest].concat());
        }
        if let Some((next, rest)) = rest.split_first() {
            slips.insert([before, &[*next, *letter], rest].concat());
        }
    }
    slips.remove(typed);
    slips
}
