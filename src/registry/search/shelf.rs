//! What filters and orders need of every permit, in memory: twenty-four bytes a permit, and the permits in each order asked for.
//!
//! Whatever changes a permit leaves its key in the audit, so the shelf follows other programs' acts as it follows our own.

use super::filter::{Filter, PermitState, SortBy};
use crate::permit::Kind;
use crate::registry::{Error, audit};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, Row};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// More changes than these since the last look, and the shelf is read anew.
const MOST_CHANGES: usize = 5_000;
/// More changes than these, and the orders are made anew.
const MOST_MOVES: usize = 32;
/// Keys beyond this are not the registry's: it numbers from 1.
pub(super) const MOST_PERMITS: u32 = 50_000_000;

const COLUMNS: &str = "id, coalesce(newest_card, 0) AS newest_card, kind, nationality, district, region_code, index_code, valid_until, ended_on";

/// One bit a permit.
#[derive(Clone, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn set(&mut self, id: u32) {
        let word = at(id / 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (id % 64);
        }
    }

    pub(super) fn has(&self, id: u32) -> bool {
        self.0
            .get(at(id / 64))
            .is_some_and(|word| word >> (id % 64) & 1 == 1)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..)
            .zip(&self.0)
            .filter(|(_, word)| **word != 0)
            .flat_map(|(place, word)| {
                (0..64)
                    .filter(move |bit| word >> bit & 1 == 1)
                    .map(move |bit| place * 64 + bit)
            })
    }

    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}

/// A key as a place.
pub(super) fn at(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Texts that repeat, by number.
#[derive(Default)]
struct Names {
    texts: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u16>,
}

impl Names {
    fn number(&mut self, text: &str) -> Result<u16, Error> {
        if let Some(number) = self.numbers.get(text) {
            return Ok(*number);
        }
        let number = u16::try_from(self.texts.len())
            .map_err(|_too_many| Error::Row(String::from("permits")))?;
        self.texts.push(text.into());
        self.numbers.insert(text.into(), number);
        Ok(number)
    }

    fn text(&self, number: u16) -> &str {
        self.texts
            .get(usize::from(number))
            .map_or("", |text| text.as_ref())
    }

    /// Which numbers' texts pass.
    fn passing(&self, pass: impl Fn(&str) -> bool) -> Vec<bool> {
        self.texts.iter().map(|text| pass(text)).collect()
    }
}

/// Days are numbers that order as the days do: 20261123.
#[derive(Clone, Copy, Default)]
struct Facet {
    /// 0: no such permit.
    present: u8,
    itap: bool,
    nationality: u16,
    district: u16,
    region: u16,
    index: u16,
    /// 0: none.
    card: u32,
    until: u32,
    /// Never: the greatest.
    ended: u32,
}

/// What others have written since the last look.
pub(super) enum Moved {
    /// No permit.
    Nothing,
    /// These.
    These(BTreeSet<u32>),
    /// Too much to tell, or everything is new.
    All,
}

/// Every permit.
#[derive(Default)]
pub(super) struct Shelf {
    facets: Vec<Facet>,
    nationalities: Names,
    districts: Names,
    regions: Names,
    indices: Names,
    orders: HashMap<SortBy, Arc<Vec<u32>>>,
    /// Newest entry of the audit seen.
    seen: Option<i64>,
}

impl Shelf {
    /// Follows what was written since the last look.
    pub(super) fn refresh(&mut self, connection: &Connection) -> Result<Moved, Error> {
        let head: i64 = connection
            .prepare_cached("SELECT coalesce(max(seq), 0) AS head FROM audit")?
            .query_row([], |row| row.get("head"))?;
        let changed = match self.seen {
            Some(seen) if seen == head => return Ok(Moved::Nothing),
            Some(seen) if seen < head => audit::touched(connection, "permits", seen, MOST_CHANGES)?,
            Some(_) | None => None,
        };
        let Some(changed) = changed else {
            *self = Self::default();
            self.load(connection)?;
            self.seen = Some(head);
            return Ok(Moved::All);
        };
        let permit = |id: i64| u32::try_from(id).ok().filter(|id| *id <= MOST_PERMITS);
        let changed: Option<BTreeSet<u32>> = changed.into_iter().map(permit).collect();
        let changed = changed.ok_or_else(|| Error::Row(String::from("permits")))?;
        self.follow(connection, &changed)?;
        self.seen = Some(head);
        Ok(if changed.is_empty() {
            Moved::Nothing
        } else {
            Moved::These(changed)
        })
    }

    fn load(&mut self, connection: &Connection) -> Result<(), Error> {
        let most: Option<u32> = connection
            .prepare_cached("SELECT max(id) AS most FROM permits")?
            .query_row([], |row| row.get("most"))?;
        let most = most.unwrap_or(0);
        if MOST_PERMITS < most {
            return Err(Error::Row(String::from("permits")));
        }
        self.facets = vec![Facet::default(); at(most) + 1];
        let sql = format!("SELECT {COLUMNS} FROM permits INDEXED BY permits_shelf");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.put(row)?;
        }
        Ok(())
    }

    fn put(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let text = |column| -> Result<&str, Error> {
            row.get_ref(column)?
                .as_str()
                .map_err(|_not_text| Error::Row(String::from(column)))
        };
        let id = at(row.get("id")?);
        let ended = match row.get_ref("ended_on")?.as_str_or_null() {
            Ok(Some(day)) => packed(day),
            Ok(None) | Err(_) => u32::MAX,
        };
        let facet = Facet {
            present: 1,
            itap: text("kind")? == "ITAP",
            nationality: self.nationalities.number(text("nationality")?)?,
            district: self.districts.number(text("district")?)?,
            region: self.regions.number(text("region_code")?)?,
            index: self.indices.number(text("index_code")?)?,
            card: row.get("newest_card")?,
            until: packed(text("valid_until")?),
            ended,
        };
        if self.facets.len() <= id {
            self.facets.resize(id + 1, Facet::default());
        }
        if let Some(place) = self.facets.get_mut(id) {
            *place = facet;
        }
        Ok(())
    }

    fn follow(&mut self, connection: &Connection, changed: &BTreeSet<u32>) -> Result<(), Error> {
        if MOST_MOVES < changed.len() {
            self.orders.clear();
        }
        let sql = format!("SELECT {COLUMNS} FROM permits WHERE id = ?1");
        for &id in changed {
            if let Some(facet) = self.facets.get_mut(at(id)) {
                *facet = Facet::default();
            }
            connection
                .prepare_cached(&sql)?
                .query_row([id], |row| Ok(self.put(row)))
                .optional()?
                .transpose()?;
            let mut orders = std::mem::take(&mut self.orders);
            for by in SortBy::ALL {
                if let Some(order) = orders.get_mut(&by) {
                    self.move_in(connection, by, Arc::make_mut(order), id)?;
                }
            }
            self.orders = orders;
        }
        Ok(())
    }

    /// Takes a permit out of an order and puts it where it belongs now.
    fn move_in(
        &self,
        connection: &Connection,
        by: SortBy,
        order: &mut Vec<u32>,
        id: u32,
    ) -> Result<(), Error> {
        order.retain(|other| *other != id);
        if self.facet(id).present == 0 {
            return Ok(());
        }
        let own = Key::of(self, connection, by, id)?;
        let (mut low, mut high) = (0, order.len());
        while low < high {
            let middle = low.midpoint(high);
            let other = order.get(middle).copied().unwrap_or(0);
            if Key::of(self, connection, by, other)?.compare(&own) == Ordering::Less {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        order.insert(low, id);
        Ok(())
    }

    fn facet(&self, id: u32) -> Facet {
        self.facets.get(at(id)).copied().unwrap_or_default()
    }

    /// Every permit in that order.
    pub(super) fn order(
        &mut self,
        connection: &Connection,
        by: SortBy,
    ) -> Result<Arc<Vec<u32>>, Error> {
        if let Some(order) = self.orders.get(&by) {
            return Ok(Arc::clone(order));
        }
        let order = Arc::new(match by {
            SortBy::Newest | SortBy::Expiry | SortBy::Nationality => self.by_facet(by),
            SortBy::Name => by_text(
                connection,
                "SELECT id, full_name AS text FROM permits INDEXED BY permits_full_name ORDER BY full_name",
            )?,
            SortBy::Number => by_text(
                connection,
                "SELECT id, permit_no AS text FROM permits ORDER BY permit_no",
            )?,
        });
        self.orders.insert(by, Arc::clone(&order));
        Ok(order)
    }

    fn by_facet(&self, by: SortBy) -> Vec<u32> {
        let mut keyed: Vec<(u64, u32)> = (0_u32..)
            .zip(&self.facets)
            .filter(|(_, facet)| facet.present == 1)
            .map(|(id, _)| (self.number_key(by, id), id))
            .collect();
        if by == SortBy::Nationality {
            let mut ranks: Vec<u16> = (0..).take(self.nationalities.texts.len()).collect();
            ranks.sort_unstable_by_key(|number| self.nationalities.text(*number));
            let places: HashMap<u16, u64> = ranks.into_iter().zip(0..).collect();
            for (key, id) in &mut keyed {
                let nation = self.facet(*id).nationality;
                *key = places.get(&nation).copied().unwrap_or(0) << 32 | u64::from(*id);
            }
        }
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, id)| id).collect()
    }

    fn number_key(&self, by: SortBy, id: u32) -> u64 {
        let facet = self.facet(id);
        match by {
            SortBy::Newest => u64::from(u32::MAX - facet.card) << 32 | u64::from(u32::MAX - id),
            SortBy::Expiry => u64::from(facet.until) << 32 | u64::from(id),
            SortBy::Nationality | SortBy::Name | SortBy::Number => u64::from(id),
        }
    }

    /// The permits that pass; `None` when all do.
    pub(super) fn passing(&self, filter: &Filter, today: Date) -> Option<Bits> {
        if *filter == Filter::default() {
            return None;
        }
        let same = |names: &Names, wanted: &Option<String>| {
            let plain = |text: &str| -> String {
                text.chars()
                    .filter(|letter| letter.is_alphanumeric())
                    .flat_map(char::to_lowercase)
                    .collect()
            };
            wanted.as_ref().map(|wanted| {
                let wanted = plain(wanted);
                names.passing(|text| plain(text) == wanted)
            })
        };
        let nationality = same(&self.nationalities, &filter.nationality);
        let district = same(&self.districts, &filter.district);
        let region = same(&self.regions, &filter.region);
        let index = (!filter.indices.is_empty()).then(|| {
            self.indices.passing(|code| {
                filter
                    .indices
                    .iter()
                    .any(|wanted| code.starts_with(wanted.as_str()))
            })
        });
        let expiry = filter
            .expiry
            .map(|(first, last)| number_of(first)..=number_of(last));
        let state = filter.state.map(|state| Bounds::of(state, today));
        let mut bits = Bits::default();
        for (id, facet) in (0_u32..).zip(&self.facets) {
            let named = |table: &Option<Vec<bool>>, number: u16| {
                table
                    .as_ref()
                    .is_none_or(|table| table.get(usize::from(number)) == Some(&true))
            };
            let passes = facet.present == 1
                && filter
                    .kind
                    .is_none_or(|kind| (kind == Kind::Itap) == facet.itap)
                && named(&nationality, facet.nationality)
                && named(&district, facet.district)
                && named(&region, facet.region)
                && named(&index, facet.index)
                && expiry
                    .as_ref()
                    .is_none_or(|days| days.contains(&facet.until))
                && state.as_ref().is_none_or(|bounds| bounds.pass(facet));
            if passes {
                bits.set(id);
            }
        }
        Some(bits)
    }
}

/// A state as days.
struct Bounds {
    today: u32,
    ended: bool,
    first: u32,
    last: u32,
}

impl Bounds {
    fn of(state: PermitState, today: Date) -> Self {
        let now = number_of(today);
        let (first, last) = match (state, state.days()) {
            (_, Some(days)) => (now, number_of(today.saturating_add(days.days()))),
            (PermitState::Overdue, None) => (0, now - 1),
            (PermitState::Ended, None) => (0, u32::MAX),
            (_, None) => (now, u32::MAX),
        };
        Self {
            today: now,
            ended: state == PermitState::Ended,
            first,
            last,
        }
    }

    fn pass(&self, facet: &Facet) -> bool {
        (facet.ended <= self.today) == self.ended
            && self.first <= facet.until
            && facet.until <= self.last
    }
}

/// What a permit is ordered by.
enum Key {
    Number(u64),
    Text(String, u32),
}

impl Key {
    fn of(shelf: &Shelf, connection: &Connection, by: SortBy, id: u32) -> Result<Self, Error> {
        let sql = match by {
            SortBy::Newest | SortBy::Expiry => return Ok(Self::Number(shelf.number_key(by, id))),
            SortBy::Nationality => {
                let nation = shelf.nationalities.text(shelf.facet(id).nationality);
                return Ok(Self::Text(nation.to_owned(), id));
            }
            SortBy::Name => "SELECT full_name AS text FROM permits WHERE id = ?1",
            SortBy::Number => "SELECT permit_no AS text FROM permits WHERE id = ?1",
        };
        let text: Option<String> = connection
            .prepare_cached(sql)?
            .query_row([id], |row| row.get("text"))
            .optional()?;
        Ok(Self::Text(ordered(&text.unwrap_or_default()), id))
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.cmp(other),
            (Self::Text(one, id), Self::Text(other, other_id)) => (one, id).cmp(&(other, other_id)),
            (Self::Number(_), Self::Text(..)) => Ordering::Less,
            (Self::Text(..), Self::Number(_)) => Ordering::Greater,
        }
    }
}

/// A name by which it is ordered: letters as the machine-readable zone spells them.
fn ordered(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_uppercase()
    } else {
        crate::mrz::transliterate(text)
    }
}

/// The rows come nearly in order, which makes the sort quick; letters beyond ASCII are what moves.
fn by_text(connection: &Connection, sql: &str) -> Result<Vec<u32>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut texts: Vec<(Box<str>, u32)> = Vec::new();
    while let Some(row) = rows.next()? {
        let text = row.get_ref("text")?.as_str();
        let text = text.map_err(|_not_text| Error::Row(String::from("permits")))?;
        texts.push((ordered(text).into_boxed_str(), row.get("id")?));
    }
    texts.sort();
    Ok(texts.into_iter().map(|(_, id)| id).collect())
}

/// `2026-11-23` as 20261123; what is no day is before all days.
fn packed(day: &str) -> u32 {
    day.bytes()
        .filter(u8::is_ascii_digit)
        .take(8)
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

fn number_of(day: Date) -> u32 {
    let year = u32::try_from(day.year()).unwrap_or(0);
    year * 10_000
        + u32::from(day.month().unsigned_abs()) * 100
        + u32::from(day.day().unsigned_abs())
}
