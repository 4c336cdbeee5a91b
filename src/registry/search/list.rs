//! Lists: the permits a query finds, in its order, kept while their pages are asked for.
//!
//! A query that few permits meet is found whole. One that very many meet is walked in its order, as far as its pages are asked
//! for: typing the first letters of a name must not wait for a million answers nobody reads.

use super::filter::{Filter, Sort};
use super::shelf::{Bits, Shelf};
use super::typo::Vocabulary;
use super::{asked, expression, parts};
use crate::registry::{Error, Query};
use jiff::civil::Date;
use rusqlite::{Connection, params};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Lists kept.
const KEPT: usize = 4;
/// Words kept whose many permits were found whole.
const DENSE_KEPT: usize = 48;
/// When a list is walked and not found whole.
pub(in crate::registry) struct Limits {
    /// Permits that a full-text query may give before it counts as dense: about what two milliseconds find. More than are counted.
    pub(in crate::registry) dense: u32,
    /// One permit looked at by itself takes as long as so many tokens found in a row.
    pub(in crate::registry) look_cost: usize,
    /// [`Found::COUNTED`](crate::registry::Found::COUNTED) as a length.
    pub(in crate::registry) counted: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            dense: 4_000,
            look_cost: 120,
            counted: 2_000,
        }
    }
}

/// Permits looked at one by one to fill a page, before the whole is found after all.
const LOOKS: usize = 2_000;
/// After so many looks, a quarter of what was to be expected is asked for, or the whole is found.
const TRIED: usize = 48;
/// A filter that so few pass is faster looked at one by one.
const FEW_PASS: u32 = 500;
/// A page beyond this is not walked to.
const FAR: usize = 2_500;
/// With fewer permits than these, those with a slip in a word are added.
const FEW_FOUND: usize = 8;
/// Most of them.
pub(super) const MOST_ALIKE: u32 = 500;

/// One page of a list.
pub(super) struct Page {
    pub(super) ids: Vec<u32>,
    pub(super) total: u64,
    pub(super) exact: u64,
}

#[derive(PartialEq, Eq)]
struct Asked {
    words: Vec<Vec<char>>,
    filter: Filter,
    sort: Sort,
    today: Date,
}

struct List {
    asked: Asked,
    ids: Vec<u32>,
    /// Those that hold the words as typed; the others follow.
    exact: usize,
    /// Of a list not whole yet: how far its order has been walked.
    walked: Option<usize>,
    /// Of a list not whole yet: about one permit in so many is on it.
    one_in: usize,
    /// Of a list not whole yet: how many permits it has, as far as that is counted.
    counted: usize,
}

/// The shelf, and what was found with it.
#[derive(Default)]
pub(in crate::registry) struct Lists {
    shelf: Shelf,
    kept: VecDeque<List>,
    dense: HashMap<String, Arc<Bits>>,
    vocabulary: Vocabulary,
    pub(in crate::registry) limits: Limits,
}

impl Lists {
    /// Follows what was written; what was found before may no longer hold.
    pub(super) fn refresh(&mut self, connection: &Connection) -> Result<(), Error> {
        if self.shelf.refresh(connection)? {
            self.kept.clear();
            self.dense.clear();
        }
        Ok(())
    }

    /// A page of the list of a query.
    pub(super) fn page(
        &mut self,
        connection: &Connection,
        query: &Query,
        today: Date,
    ) -> Result<Page, Error> {
        let asked = Asked {
            words: asked(&query.words),
            filter: query.filter.clone(),
            sort: query.sort,
            today,
        };
        let first = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let wanted = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let end = first.saturating_add(wanted);
        let mut list = match self.kept.iter().position(|list| list.asked == asked) {
            Some(at) => self.kept.remove(at),
            None => None,
        }
        .map_or_else(|| self.find(connection, asked, end), Ok)?;
        if list.walked.is_some() && list.ids.len() < end {
            self.walk(connection, &mut list, end)?;
        }
        let page = Page {
            ids: list
                .ids
                .get(first.min(list.ids.len())..end.min(list.ids.len()))
                .unwrap_or_default()
                .to_vec(),
            total: count(if list.walked.is_some() {
                list.counted.max(list.ids.len())
            } else {
                list.ids.len()
            }),
            exact: count(if list.walked.is_some() {
                list.counted.max(list.ids.len())
            } else {
                list.exact
            }),
        };
        self.kept.push_front(list);
        self.kept.truncate(KEPT);
        Ok(page)
    }

    fn find(&mut self, connection: &Connection, asked: Asked, end: usize) -> Result<List, Error> {
        let passing = self.shelf.passing(&asked.filter, asked.today);
        let (known, rest) = self.known(&asked.words, passing);
        let bits = match &rest {
            None => known,
            Some(rest) => {
                let plan = Plan {
                    permits: self.shelf.len(),
                    end,
                    parts: asked.words.iter().map(|word| parts(word)).sum(),
                };
                let (bits, walked) =
                    found(connection, rest, known.as_ref(), (&plan, &self.limits))?;
                if let Some(one_in) = walked {
                    let part = (known.as_ref(), &bits, one_in);
                    return self.begin(connection, asked, rest, part);
                }
                Some(bits)
            }
        };
        let mut list = List {
            ids: self.in_order(connection, asked.sort, bits.as_ref())?,
            asked,
            exact: 0,
            walked: None,
            one_in: 1,
            counted: 0,
        };
        list.exact = list.ids.len();
        if list.exact < FEW_FOUND && !list.asked.words.is_empty() {
            let alike = self.alike(connection, &list)?;
            list.ids.extend(alike);
        }
        Ok(list)
    }

    /// What the filter and words found before leave; and the expression of the words that are still to be found.
    fn known(&self, words: &[Vec<char>], mut bits: Option<Bits>) -> (Option<Bits>, Option<String>) {
        let mut rest = Vec::new();
        for word in words {
            let word = expression(word);
            match (self.dense.get(&word), &mut bits) {
                (None, _) => rest.push(word),
                (Some(dense), Some(bits)) => bits.and(dense),
                (Some(dense), None) => bits = Some(dense.as_ref().clone()),
            }
        }
        (bits, (!rest.is_empty()).then(|| rest.join(" AND ")))
    }

    /// A list that is walked: counted first, as far as counting goes, from the part of it that was found.
    fn begin(
        &mut self,
        connection: &Connection,
        asked: Asked,
        rest: &str,
        (known, part, one_in): (Option<&Bits>, &Bits, usize),
    ) -> Result<List, Error> {
        let most = self.limits.counted;
        let counted = match known {
            Some(known) if usize::try_from(part.count()).is_ok_and(|found| found <= most) => {
                counted(connection, rest, known, most)?
            }
            Some(_) | None => most + 1,
        };
        if counted <= most {
            return self.whole(connection, asked);
        }
        Ok(List {
            asked,
            ids: Vec::new(),
            exact: 0,
            walked: Some(0),
            one_in,
            counted,
        })
    }

    /// Finds every word whole, and keeps what very many permits hold: it is typed again.
    fn whole(&mut self, connection: &Connection, asked: Asked) -> Result<List, Error> {
        let mut bits = self.shelf.passing(&asked.filter, asked.today);
        for word in &asked.words {
            let word = expression(word);
            let found = match self.dense.get(&word) {
                Some(found) => Arc::clone(found),
                None => {
                    let found = Arc::new(hits(connection, &word, &mut |_, _| true)?);
                    if DENSE_KEPT <= self.dense.len() {
                        self.dense.clear();
                    }
                    self.dense.insert(word, Arc::clone(&found));
                    found
                }
            };
            match &mut bits {
                Some(bits) => bits.and(&found),
                None => bits = Some(found.as_ref().clone()),
            }
        }
        let ids = self.in_order(connection, asked.sort, bits.as_ref())?;
        Ok(List {
            asked,
            exact: ids.len(),
            ids,
            walked: None,
            one_in: 1,
            counted: 0,
        })
    }

    /// Walks on until the list has `end` permits, or finds it whole when that is too far.
    fn walk(&mut self, connection: &Connection, list: &mut List, end: usize) -> Result<(), Error> {
        let passing = self.shelf.passing(&list.asked.filter, list.asked.today);
        let (known, rest) = self.known(&list.asked.words, passing);
        let order = self.shelf.order(connection, list.asked.sort.by)?;
        let rest = rest.unwrap_or_default();
        let mut at = list.walked.unwrap_or(0);
        let (mut looks, mut found) = (0_usize, 0_usize);
        while list.ids.len() < end && at < order.len() && end <= FAR && looks < LOOKS {
            let place = if list.asked.sort.reverse {
                order.len() - 1 - at
            } else {
                at
            };
            at += 1;
            let id = order.get(place).copied().unwrap_or(0);
            if known.as_ref().is_some_and(|known| !known.has(id)) {
                continue;
            }
            looks += 1;
            let meets = rest.is_empty()
                || match tells(connection, &list.asked.words, id)? {
                    Some(tells) => tells,
                    None => holds(connection, &rest, id)?,
                };
            if meets {
                list.ids.push(id);
                found += 1;
            }
            // An order that has those who meet the words far down is not walked.
            if TRIED < looks && found * list.one_in * 4 < looks {
                break;
            }
        }
        list.walked = Some(at);
        if list.ids.len() < end {
            let asked = Asked {
                words: list.asked.words.clone(),
                filter: list.asked.filter.clone(),
                ..list.asked
            };
            *list = self.whole(connection, asked)?;
        }
        Ok(())
    }

    fn in_order(
        &mut self,
        connection: &Connection,
        sort: Sort,
        bits: Option<&Bits>,
    ) -> Result<Vec<u32>, Error> {
        let order = self.shelf.order(connection, sort.by)?;
        let wanted = |id: &&u32| bits.is_none_or(|bits| bits.has(**id));
        Ok(if sort.reverse {
            order.iter().rev().filter(wanted).copied().collect()
        } else {
            order.iter().filter(wanted).copied().collect()
        })
    }

    /// Permits that hold the words with one slip a word, in the list's order; none that the list has.
    fn alike(&mut self, connection: &Connection, list: &List) -> Result<Vec<u32>, Error> {
        let Some(mut bits) =
            self.vocabulary
                .alike(connection, &list.asked.words, list.ids.is_empty())?
        else {
            return Ok(Vec::new());
        };
        if let Some(passing) = self.shelf.passing(&list.asked.filter, list.asked.today) {
            bits.and(&passing);
        }
        let mut ids = self.in_order(connection, list.asked.sort, Some(&bits))?;
        ids.retain(|id| !list.ids.contains(id));
        Ok(ids)
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// What it takes to fill a page, as far as it can be told before.
struct Plan {
    permits: usize,
    /// Permits that the list must have.
    end: usize,
    /// Three-letter tokens and shorter ones of all words.
    parts: usize,
}

impl Plan {
    /// Whether looking at permits one by one fills the page sooner than finding the rest of them all, when one in so many has
    /// been found up to this one.
    fn walks(&self, one_in: usize, last: u32, look_cost: usize) -> bool {
        let last = usize::try_from(last).unwrap_or(usize::MAX);
        let all = self.permits.saturating_sub(last) / one_in * (self.parts + 2);
        let walk = self.end * one_in * look_cost;
        self.end <= FAR && walk < all
    }
}

/// Those that meet `rest` among the known; when there may be more, that about one permit in so many does.
fn found(
    connection: &Connection,
    rest: &str,
    known: Option<&Bits>,
    (plan, limits): (&Plan, &Limits),
) -> Result<(Bits, Option<usize>), Error> {
    if let Some(known) = known.filter(|known| known.count() <= FEW_PASS) {
        let mut bits = Bits::default();
        for id in known.ids() {
            if holds(connection, rest, id)? {
                bits.set(id);
            }
        }
        return Ok((bits, None));
    }
    let mut walked = None;
    let mut bits = hits(connection, rest, &mut |found, id| {
        if found == limits.dense {
            let one_in = usize::try_from(id / limits.dense).unwrap_or(1).max(1);
            let walks = plan.walks(one_in, id, limits.look_cost);
            walked = walks.then_some(one_in);
        }
        walked.is_none()
    })?;
    if let Some(known) = known {
        bits.and(known);
    }
    Ok((bits, walked))
}

/// Permits that meet an expression, in the order of their keys, for as long as it is said: with how many have been found and
/// the last of them.
pub(super) fn hits(
    connection: &Connection,
    expression: &str,
    go_on: &mut dyn FnMut(u32, u32) -> bool,
) -> Result<Bits, Error> {
    let mut statement = connection
        .prepare_cached("SELECT rowid FROM permit_search WHERE permit_search MATCH ?1")?;
    let mut rows = statement.query([expression])?;
    let (mut bits, mut found) = (Bits::default(), 0);
    while let Some(row) = rows.next()? {
        // By place: of many thousand rows, looking up the column's name is a tenth of the time.
        let id = row.get(0)?;
        bits.set(id);
        found += 1;
        if !go_on(found, id) {
            break;
        }
    }
    Ok(bits)
}

/// How many of the known meet an expression; one more than are counted means more.
fn counted(
    connection: &Connection,
    expression: &str,
    known: &Bits,
    most: usize,
) -> Result<usize, Error> {
    let mut statement = connection
        .prepare_cached("SELECT rowid FROM permit_search WHERE permit_search MATCH ?1")?;
    let mut rows = statement.query([expression])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        if known.has(row.get(0)?) {
            found += 1;
            if most < found {
                break;
            }
        }
    }
    Ok(found)
}

/// Whether the words of one permit hold those asked for; `None` where that is for the index to say: it knows marks on letters,
/// and permits from before their words were kept.
fn tells(connection: &Connection, asked: &[Vec<char>], id: u32) -> Result<Option<bool>, Error> {
    let mut statement =
        connection.prepare_cached("SELECT words FROM permit_search_texts WHERE permit = ?1")?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let words = row.get_ref("words")?.as_str();
    let words = words.map_err(|_not_text| Error::Row(String::from("permit_search_texts")))?;
    let plain = words.is_ascii() && asked.iter().flatten().all(char::is_ascii);
    let holds = is_in(asked, words);
    Ok((holds || plain).then_some(holds))
}

/// Whether each of them stands in those words, a short one at the beginning of one.
fn is_in(asked: &[Vec<char>], words: &str) -> bool {
    asked.iter().all(|word| {
        let anywhere = 3 <= word.len();
        let word = String::from_iter(word);
        words
            .match_indices(&word)
            .any(|(at, _)| anywhere || words.get(..at).is_some_and(|before| before.ends_with(' ')))
    })
}

/// Whether one permit meets an expression.
pub(super) fn holds(connection: &Connection, expression: &str, id: u32) -> Result<bool, Error> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM permit_search WHERE permit_search MATCH ?1 AND rowid = ?2")?
        .exists(params![expression, id])?)
}
