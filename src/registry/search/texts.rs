//! The words of every permit in memory, one after the other: about a hundred bytes a permit, read through from end to end sooner
//! than an index on disk names the many permits that three letters stand in.

use super::shelf::{Bits, MOST_PERMITS, at};
use crate::mrz;
use crate::registry::Error;
use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem::Finder;
use rusqlite::{Connection, OptionalExtension as _, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// More permits changed than these, and the texts are read anew.
const MOST_LATE: usize = 5_000;
/// Before each word.
const BEFORE: char = ' ';
/// One permit in so many is few: looking one up takes as long as reading through so many.
const FEW: usize = 8;
/// Permits looked at to tell which word fewer have.
const SAMPLE: usize = 500;
/// Stands in no word, nor before one.
const GONE: u8 = b'\n';

/// The words of every permit.
pub(super) struct Texts {
    /// One permit after the other, in the order of their keys.
    bytes: Vec<u8>,
    /// Where a permit's words begin, by its key; the last place is the end of all.
    starts: Vec<usize>,
    /// Of permits that came or changed since; their old place is blank.
    late: BTreeMap<u32, Vec<u8>>,
}

impl Texts {
    /// Reads them all.
    pub(super) fn read(connection: &Connection) -> Result<Self, Error> {
        let mut texts = Self {
            bytes: Vec::new(),
            starts: vec![0],
            late: BTreeMap::new(),
        };
        let mut statement = connection
            .prepare_cached("SELECT permit, words FROM permit_search_texts ORDER BY permit")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            // By place: of a million rows, looking up a column's name is a tenth of the time.
            let permit: u32 = row.get(0)?;
            if MOST_PERMITS < permit {
                return Err(wrong());
            }
            texts.starts.resize(at(permit) + 1, texts.bytes.len());
            append(row, 1, &mut texts.bytes)?;
            texts.starts.push(texts.bytes.len());
        }
        texts.bytes.shrink_to_fit();
        texts.starts.shrink_to_fit();
        Ok(texts)
    }

    /// Follows what was written; says whether it can: so many changes are read anew.
    pub(super) fn follow(
        &mut self,
        connection: &Connection,
        changed: &BTreeSet<u32>,
    ) -> Result<bool, Error> {
        if MOST_LATE < self.late.len() + changed.len() {
            return Ok(false);
        }
        let mut statement =
            connection.prepare_cached("SELECT words FROM permit_search_texts WHERE permit = ?1")?;
        for id in changed {
            let mut text = Vec::new();
            let kept = statement.query_row([id], |row| Ok(append(row, 0, &mut text)));
            kept.optional()?.transpose()?;
            let old = self.span(at(*id));
            self.bytes.get_mut(old).unwrap_or_default().fill(GONE);
            self.late.insert(*id, text);
        }
        Ok(true)
    }

    /// All of these words as they are typed.
    pub(super) fn all(&self, words: &[String]) -> Wanted {
        let words: Vec<Vec<String>> = words.iter().map(|word| vec![word.clone()]).collect();
        self.one_of(&words)
    }

    /// One of each of these; what few permits have is looked for first.
    pub(super) fn one_of(&self, words: &[Vec<String>]) -> Wanted {
        let mut words: Vec<Word> = words.iter().map(|any| word(any)).collect();
        if 1 < words.len() {
            let step = (self.starts.len() / SAMPLE).max(1);
            words.sort_by_cached_key(|word| {
                let sample = (0..self.starts.len()).step_by(step);
                let texts = sample.filter_map(|permit| self.bytes.get(self.span(permit)));
                texts.filter(|text| word.find(text).is_some()).count()
            });
        }
        Wanted(words)
    }

    /// Whether one permit has all words.
    pub(super) fn holds(&self, wanted: &Wanted, id: u32) -> bool {
        let text = match self.late.get(&id) {
            Some(text) => text,
            None => self.bytes.get(self.span(at(id))).unwrap_or_default(),
        };
        wanted.0.iter().all(|word| word.find(text).is_some())
    }

    /// Tells each permit that passes and has all words, until one is enough.
    pub(super) fn find(
        &self,
        wanted: &Wanted,
        passing: Option<&Bits>,
        enough: &mut dyn FnMut(u32) -> bool,
    ) {
        match passing {
            // Few are looked up one by one sooner than all are read through.
            Some(few) if at(few.count()) * FEW < self.starts.len() => {
                let mut holding = few.ids().filter(|id| self.holds(wanted, *id));
                holding.find(|id| enough(*id));
            }
            Some(passing) => self.find_all(wanted, &mut |id| passing.has(id) && enough(id)),
            None => self.find_all(wanted, enough),
        }
    }

    fn find_all(&self, wanted: &Wanted, enough: &mut dyn FnMut(u32) -> bool) {
        let Some((first, others)) = wanted.0.split_first() else {
            return;
        };
        for id in self.late.keys() {
            if self.holds(wanted, *id) && enough(*id) {
                return;
            }
        }
        let (mut from, mut permit) = (0, 0);
        while let Some(found) = self.bytes.get(from..).and_then(|rest| first.find(rest)) {
            permit = self.owner(from + found, permit);
            let span = self.span(permit);
            // What else it has of this word tells nothing new.
            from = span.end;
            let text = self.bytes.get(span).unwrap_or_default();
            let holds = others.iter().all(|word| word.find(text).is_some());
            if holds && u32::try_from(permit).is_ok_and(&mut *enough) {
                return;
            }
        }
    }

    fn span(&self, permit: usize) -> Range<usize> {
        match (self.starts.get(permit), self.starts.get(permit + 1)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }

    /// The permit whose words have that place; it is not before `near`.
    fn owner(&self, place: usize, near: usize) -> usize {
        let after = self.starts.get(near..).unwrap_or_default();
        // Where many permits have a word, the next one is not far.
        let mut reach = 8;
        while after.get(reach).is_some_and(|start| *start <= place) {
            reach *= 8;
        }
        let after = after.get(..reach).unwrap_or(after);
        near + after.partition_point(|start| *start <= place).max(1) - 1
    }
}

/// Words of one row behind those before it, as queries have them.
fn append(row: &Row<'_>, column: usize, text: &mut Vec<u8>) -> Result<(), Error> {
    let words = row.get_ref(column)?.as_str().map_err(|_not_text| wrong())?;
    let as_asked = |letter: u8| matches!(letter, b' ' | b'a'..=b'z' | b'0'..=b'9');
    if words.starts_with(BEFORE) && words.bytes().all(as_asked) {
        text.extend_from_slice(words.as_bytes());
    } else {
        // Of a permit from before words were kept, the zone's spelling is made here.
        let other = words.split(' ').filter(|word| !word.is_ascii());
        let zone: Vec<String> = other.map(mrz::transliterate).collect();
        text.extend_from_slice(super::plain(&[words, &zone.join(" ")]).as_bytes());
    }
    Ok(())
}

fn wrong() -> Error {
    Error::Row(String::from("permit_search_texts"))
}

/// What a permit must have: every one of these words.
pub(super) struct Wanted(Vec<Word>);

enum Word {
    One(Box<Finder<'static>>),
    /// Any of several.
    Any(AhoCorasick),
}

impl Word {
    fn find(&self, text: &[u8]) -> Option<usize> {
        match self {
            Self::One(word) => word.find(text),
            Self::Any(words) => words.find(text).map(|found| found.start()),
        }
    }
}

/// Anywhere in a word, or at its beginning when it has fewer than three letters.
fn word(any: &[String]) -> Word {
    let typed = |word: &String| {
        if word.chars().count() < 3 {
            format!("{BEFORE}{word}")
        } else {
            word.clone()
        }
    };
    let texts: Vec<String> = any.iter().map(typed).collect();
    let one = || Box::new(Finder::new(texts.first().map_or("", String::as_str)).into_owned());
    if texts.len() < 2 {
        return Word::One(one());
    }
    // Which of them is told first is all one; of the kinds of match this is the one that is read fastest.
    let several = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(&texts);
    // Too long to be put together: as if only the first had been meant.
    several.map_or_else(|_too_large| Word::One(one()), Word::Any)
}
