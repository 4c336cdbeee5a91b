//! Lists: the permits a query finds, in its order, kept while their pages are asked for.
//!
//! Mostly all are found. A list of very many is walked in its order instead, as far as its pages are asked for: typing the first
//! letters of a name must not wait for a million answers nobody reads.

use super::asked;
use super::filter::{Filter, Sort};
use super::shelf::{Bits, Moved, Shelf};
use super::texts::Texts;
use super::typo::Vocabulary;
use crate::registry::{Error, Query};
use jiff::civil::Date;
use rusqlite::Connection;
use std::collections::VecDeque;

/// Lists kept.
const KEPT: usize = 4;

/// When a list is walked and not found whole.
pub(in crate::registry) struct Limits {
    /// Permits found before a list counts as one of very many: about what three milliseconds find. More than are counted.
    pub(in crate::registry) many: usize,
    /// [`Found::COUNTED`](crate::registry::Found::COUNTED) as a length.
    pub(in crate::registry) counted: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            many: 40_000,
            counted: 2_000,
        }
    }
}

/// Permits looked at one by one to fill a page, before the whole is found after all.
const LOOKS: usize = 100_000;
/// After so many looks, a quarter of what was to be expected is asked for, or the whole is found.
const TRIED: usize = 2_000;
/// A page beyond this is not walked to.
const FAR: usize = 2_500;
/// With fewer permits than these, those with a slip in a word are added.
const FEW_FOUND: usize = 8;

/// One page of a list.
pub(super) struct Page {
    pub(super) ids: Vec<u32>,
    pub(super) total: u64,
    pub(super) exact: u64,
}

#[derive(Clone, PartialEq, Eq)]
struct Asked {
    words: Vec<String>,
    filter: Filter,
    sort: Sort,
    today: Date,
}

struct List {
    asked: Asked,
    ids: Vec<u32>,
    /// Those that hold the words as typed; the others follow.
    exact: usize,
    /// Of a list not whole yet.
    walk: Option<Walk>,
}

impl List {
    /// Whatever has the words asked for, in whichever order, is on this list.
    fn has_all_of(&self, asked: &Asked) -> bool {
        let implied = |word: &String| {
            let anywhere = 3 <= word.chars().count();
            asked
                .words
                .iter()
                .any(|other| word == other || anywhere && other.contains(word.as_str()))
        };
        self.walk.is_none()
            && !self.asked.words.is_empty()
            && (&self.asked.filter, self.asked.today) == (&asked.filter, asked.today)
            && self.asked.words.iter().all(implied)
    }
}

#[derive(Clone, Copy)]
struct Walk {
    /// How far the order has been walked.
    at: usize,
    /// About one permit in so many is on the list.
    one_in: usize,
}

/// The shelf and the texts, and what was found with them.
#[derive(Default)]
pub(in crate::registry) struct Lists {
    shelf: Shelf,
    texts: Option<Texts>,
    kept: VecDeque<List>,
    vocabulary: Vocabulary,
    pub(in crate::registry) limits: Limits,
}

impl Lists {
    /// Follows what was written; what was found before may no longer hold.
    pub(super) fn refresh(&mut self, connection: &Connection) -> Result<(), Error> {
        let moved = self.shelf.refresh(connection)?;
        if matches!(moved, Moved::Nothing) {
            return Ok(());
        }
        self.kept.clear();
        // Texts that could not follow are not kept, whatever the reason.
        if let (Moved::These(changed), Some(mut texts)) = (moved, self.texts.take())
            && texts.follow(connection, &changed)?
        {
            self.texts = Some(texts);
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
        let kept = self.kept.iter().position(|list| list.asked == asked);
        let mut list = match kept.and_then(|at| self.kept.remove(at)) {
            Some(list) => list,
            None => self.find(connection, asked)?,
        };
        if let Some(walk) = list.walk.filter(|_| list.ids.len() < end) {
            self.walk(connection, &mut list, walk, end)?;
        }
        let (total, exact) = if list.walk.is_some() {
            let told = list.ids.len().max(self.limits.counted + 1);
            (told, told)
        } else {
            (list.ids.len(), list.exact)
        };
        let here = first.min(list.ids.len())..end.min(list.ids.len());
        let page = Page {
            ids: list.ids.get(here).unwrap_or_default().to_vec(),
            total: count(total),
            exact: count(exact),
        };
        self.kept.push_front(list);
        self.kept.truncate(KEPT);
        Ok(page)
    }

    fn find(&mut self, connection: &Connection, asked: Asked) -> Result<List, Error> {
        let many = self.limits.many;
        let (bits, walk) = self.bits(connection, &asked, many)?;
        let ids = match walk {
            Some(_) => Vec::new(),
            None => self.in_order(connection, asked.sort, bits.as_ref())?,
        };
        let mut list = List {
            asked,
            exact: ids.len(),
            ids,
            walk,
        };
        if list.walk.is_none() && list.exact < FEW_FOUND && !list.asked.words.is_empty() {
            let alike = self.alike(connection, &list)?;
            list.ids.extend(alike);
        }
        Ok(list)
    }

    /// The permits of a list, `None` for all; more than `most` are to be walked.
    fn bits(
        &mut self,
        connection: &Connection,
        asked: &Asked,
        most: usize,
    ) -> Result<(Option<Bits>, Option<Walk>), Error> {
        let passing = self.shelf.passing(&asked.filter, asked.today);
        if asked.words.is_empty() {
            return Ok((passing, None));
        }
        let texts = read(&mut self.texts, connection)?;
        let wanted = texts.all(&asked.words);
        let mut bits = Bits::default();
        // As one types on, less is left of what was found.
        let wider = self.kept.iter().filter(|list| list.has_all_of(asked));
        let wider = wider.min_by_key(|list| list.ids.len());
        if let Some(wider) = wider.filter(|list| list.ids.len() <= self.limits.many) {
            for id in wider.ids.iter().filter(|id| texts.holds(&wanted, **id)) {
                bits.set(*id);
            }
            return Ok((Some(bits), None));
        }
        let (mut found, mut walk) = (0, None);
        texts.find(&wanted, passing.as_ref(), &mut |id| {
            bits.set(id);
            found += 1;
            if most < found {
                let one_in = usize::try_from(id).unwrap_or(usize::MAX) / found;
                walk = Some(Walk {
                    at: 0,
                    one_in: one_in.max(1),
                });
            }
            walk.is_some()
        });
        Ok((Some(bits), walk))
    }

    /// Walks on until the list has `end` permits, or finds it whole when that is too far.
    fn walk(
        &mut self,
        connection: &Connection,
        list: &mut List,
        mut walk: Walk,
        end: usize,
    ) -> Result<(), Error> {
        let passing = self.shelf.passing(&list.asked.filter, list.asked.today);
        let order = self.shelf.order(connection, list.asked.sort.by)?;
        let texts = read(&mut self.texts, connection)?;
        let wanted = texts.all(&list.asked.words);
        let (mut looks, mut found) = (0_usize, 0_usize);
        while list.ids.len() < end && walk.at < order.len() && end <= FAR && looks < LOOKS {
            let place = if list.asked.sort.reverse {
                order.len() - 1 - walk.at
            } else {
                walk.at
            };
            walk.at += 1;
            let id = order.get(place).copied().unwrap_or(0);
            looks += 1;
            let passes = passing.as_ref().is_none_or(|passing| passing.has(id));
            if passes && texts.holds(&wanted, id) {
                list.ids.push(id);
                found += 1;
            }
            // An order that has those who meet the words far down is not walked.
            if TRIED < looks && found * walk.one_in * 4 < looks {
                break;
            }
        }
        list.walk = Some(walk);
        if list.ids.len() < end {
            let (bits, _) = self.bits(connection, &list.asked, usize::MAX)?;
            list.ids = self.in_order(connection, list.asked.sort, bits.as_ref())?;
            list.exact = list.ids.len();
            list.walk = None;
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
        let texts = read(&mut self.texts, connection)?;
        let words = &list.asked.words;
        let nothing_found = list.ids.is_empty();
        let passing = self.shelf.passing(&list.asked.filter, list.asked.today);
        let passing = passing.as_ref();
        let alike = self
            .vocabulary
            .alike(connection, texts, (words, nothing_found), passing)?;
        let Some(bits) = alike else {
            return Ok(Vec::new());
        };
        let mut ids = self.in_order(connection, list.asked.sort, Some(&bits))?;
        ids.retain(|id| !list.ids.contains(id));
        Ok(ids)
    }
}

/// The texts, read when words are first asked for.
fn read<'a>(texts: &'a mut Option<Texts>, connection: &Connection) -> Result<&'a Texts, Error> {
    Ok(match texts {
        Some(texts) => texts,
        None => texts.insert(Texts::read(connection)?),
    })
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
