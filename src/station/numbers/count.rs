//! Counting spells: one pass gives every figure of a day, and one question tells whether a spell is behind a figure. Pure.

use super::{
    AGES, Cell, Count, EXPIRING_DAYS, MONTHS, Month, Movement, Net, Numbers, Part, Region, Service,
};
use crate::mrz::Sex;
use crate::permit::Kind;
use crate::registry::{Begun, DayNo, Spell, Terms};
use crate::rule::{Group, Groups};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a day's figures are measured against.
pub(super) struct Frame<'a> {
    on: Date,
    today: DayNo,
    terms: &'a Terms,
    groups: &'a Groups,
    /// By term: the group all stays under that index count as.
    always: Vec<Option<Group>>,
    /// By day of birth: place in [`AGES`].
    ages: Vec<u8>,
    /// First day of each month.
    months: [Date; MONTHS],
    begins: [DayNo; MONTHS],
    /// By day: place of the month it lies in; [`NEVER`] before the first and after the day asked for. Looked up for every
    /// spell, which searching is too slow for.
    months_of: Vec<u8>,
}

/// No month.
const NEVER: u8 = u8::MAX;
/// There is a number for each of so many days.
const DAYS: usize = 1 << u16::BITS;

impl<'a> Frame<'a> {
    pub(super) fn new(on: Date, terms: &'a Terms, groups: &'a Groups) -> Self {
        let always = (0..terms.len())
            .map(|term| groups.always(terms.word(u16::try_from(term).unwrap_or(0))))
            .collect();
        let mut months = [on.first_of_month(); MONTHS];
        for (ago, month) in (0_i32..).zip(months.iter_mut().rev()) {
            *month = month.saturating_sub(ago.months());
        }
        let today = DayNo::of(on);
        let begins = months.map(DayNo::of);
        let mut months_of = vec![NEVER; DAYS];
        for (place, begin) in (0..).zip(begins) {
            // Each month up to the day asked for; the next takes its own from it.
            fill(&mut months_of, begin, today, place);
        }
        let mut ages = vec![0; DAYS];
        for (place, age) in (0..).zip(AGES).skip(1) {
            let born_until = DayNo::of(on.saturating_sub(i32::from(age).years()));
            fill(&mut ages, DayNo(0), born_until, place);
        }
        Self {
            on,
            today,
            terms,
            groups,
            always,
            ages,
            months,
            begins,
            months_of,
        }
    }

    /// An ITAP is told as what it is: no list of ITAP indices is public, so its purpose is not known.
    fn group(&self, spell: &Spell) -> Group {
        if spell.kind == Kind::Itap {
            return Group::Permanent;
        }
        match self.always.get(usize::from(spell.purpose)) {
            Some(Some(group)) => *group,
            Some(None) => self
                .groups
                .of(self.terms.word(spell.purpose), spell.first.day()),
            None => Group::Other,
        }
    }

    /// Place in [`AGES`].
    fn age(&self, spell: &Spell) -> usize {
        let place = self.ages.get(usize::from(spell.birth.0));
        place.map_or(0, |place| usize::from(*place))
    }

    /// Place of the month that day lies in; `None` before the first and after the day asked for.
    fn month(&self, day: DayNo) -> Option<usize> {
        let place = self.months_of.get(usize::from(day.0))?;
        (*place != NEVER).then_some(usize::from(*place))
    }

    /// Last day of a month, or the day asked for.
    fn month_end(&self, place: usize) -> DayNo {
        let next = self.begins.get(place + 1);
        next.map_or(self.today, |next| next.plus(-1))
    }

    /// The spell's own beginning, where the figures tell of it.
    fn begun(spell: &Spell) -> Option<Movement> {
        match spell.begun {
            Begun::New => Some(Movement::New),
            Begun::Extended => Some(Movement::Extended),
            Begun::Converted => Some(Movement::Converted),
            Begun::Changed => None,
        }
    }

    /// Its end, and the first day after it.
    fn ended(spell: &Spell) -> Option<(Movement, DayNo)> {
        let after = spell.last.plus(1);
        match spell.closed {
            Some(closed) if closed.ended && closed.on <= after => {
                Some((Movement::Ended, closed.on))
            }
            Some(closed) if !spell.unlimited && after < closed.on => {
                Some((Movement::Lapsed, after))
            }
            Some(closed) if closed.ended => Some((Movement::Ended, closed.on)),
            Some(_) => None,
            None => (!spell.unlimited).then_some((Movement::Lapsed, after)),
        }
    }

    /// The first day on which another spell goes on with it.
    fn handed_on(spell: &Spell) -> Option<DayNo> {
        let closed = spell.closed.filter(|closed| !closed.ended)?;
        (spell.unlimited || closed.on <= spell.last.plus(1)).then_some(closed.on)
    }

    fn is_running_out(&self, spell: &Spell, days: u16) -> bool {
        spell.holds(self.today)
            && self.today <= spell.last
            && spell.last.0 - self.today.0 <= days
            && !spell.is_settled(self.today)
    }

    fn is_overdue(&self, spell: &Spell) -> bool {
        spell.first <= self.today && spell.last < self.today && !spell.is_settled(self.today)
    }

    /// The day that puts a spell behind a figure; `None` when it is not.
    pub(super) fn day_in(&self, cell: &Cell, own: &[(&str, &str)], spell: &Spell) -> Option<DayNo> {
        let place = || {
            self.terms
                .word(spell.place)
                .split_once('|')
                .unwrap_or(("", ""))
        };
        let holds = spell.holds(self.today);
        let region = |code: &str| {
            let here = place().0;
            if code.is_empty() {
                own.iter().all(|(own, _)| *own != here)
            } else {
                code == here
            }
        };
        let held = match cell {
            Cell::Holders => holds,
            Cell::Region(code) => holds && region(code),
            Cell::District(code, name) => holds && region(code) && place().1 == name,
            Cell::Purpose(group) => holds && self.group(spell) == *group,
            Cell::Nationality(code) => holds && self.terms.word(spell.nationality) == code,
            Cell::Sex(sex) => holds && spell.sex == *sex,
            Cell::Age(first) => holds && AGES.get(self.age(spell)) == Some(first),
            Cell::Expiring(days) => return self.is_running_out(spell, *days).then_some(spell.last),
            Cell::Overdue => return self.is_overdue(spell).then_some(spell.last),
            Cell::Moved(month, movement) => {
                let begun = Self::begun(spell).map(|begun| (begun, spell.first));
                let mut moves = begun.into_iter().chain(Self::ended(spell));
                return moves
                    .find(|(what, day)| {
                        let month_of = self.month(*day).and_then(|place| self.months.get(place));
                        what == movement && month_of == Some(month) && Self::came_to_be(spell)
                    })
                    .map(|(_, day)| day);
            }
            Cell::Cards(..) | Cell::Served(_) => false,
        };
        held.then_some(spell.first)
    }

    /// One that was closed before it began never held.
    fn came_to_be(spell: &Spell) -> bool {
        spell.first <= spell.held_until()
    }
}

/// Writes a place from one day to another, both included.
fn fill(places: &mut [u8], from: DayNo, until: DayNo, place: u8) {
    if let Some(days) = places.get_mut(usize::from(from.0)..=usize::from(until.0)) {
        days.fill(place);
    }
}

/// Counts as they grow.
pub(super) struct Tally<'a> {
    frame: &'a Frame<'a>,
    holders: Count,
    places: Vec<Count>,
    nationalities: Vec<Count>,
    groups: [Count; Group::ALL.len()],
    sexes: [Count; 3],
    ages: [Count; AGES.len()],
    moves: [[Count; Movement::ALL.len()]; MONTHS],
    /// Began otherwise than as a first permit, and went on as another.
    joined: [Count; MONTHS],
    handed_on: [Count; MONTHS],
    /// Began to be counted at the end of that month, and no longer was.
    comes: [Count; MONTHS],
    goes: [Count; MONTHS],
    expiring: [Count; EXPIRING_DAYS.len()],
    overdue: Count,
}

const SEXES: [Sex; 3] = [Sex::Male, Sex::Female, Sex::Unspecified];

fn add(count: Option<&mut Count>, kind: Kind) {
    let Some(count) = count else { return };
    match kind {
        Kind::Itas => count.itas += 1,
        Kind::Itap => count.itap += 1,
    }
}

impl<'a> Tally<'a> {
    pub(super) fn new(frame: &'a Frame<'a>) -> Self {
        let none = Count::default();
        Self {
            frame,
            holders: none,
            places: vec![none; frame.terms.len()],
            nationalities: vec![none; frame.terms.len()],
            groups: [none; Group::ALL.len()],
            sexes: [none; 3],
            ages: [none; AGES.len()],
            moves: [[none; Movement::ALL.len()]; MONTHS],
            joined: [none; MONTHS],
            handed_on: [none; MONTHS],
            comes: [none; MONTHS],
            goes: [none; MONTHS],
            expiring: [none; EXPIRING_DAYS.len()],
            overdue: none,
        }
    }

    pub(super) fn take(&mut self, spell: &Spell) {
        let frame = self.frame;
        if frame.today < spell.first {
            return;
        }
        if spell.holds(frame.today) {
            self.hold(spell);
        }
        if frame.is_overdue(spell) {
            add(Some(&mut self.overdue), spell.kind);
        }
        if !Frame::came_to_be(spell) {
            return;
        }
        let begun = Frame::begun(spell).map(|begun| (begun, spell.first));
        for (what, day) in begun.into_iter().chain(Frame::ended(spell)) {
            if let Some(month) = frame.month(day) {
                let place = Movement::ALL.iter().position(|one| *one == what);
                let counts = self.moves.get_mut(month);
                let count = counts
                    .zip(place)
                    .and_then(|(counts, place)| counts.get_mut(place));
                add(count, spell.kind);
            }
        }
        let joins = (spell.begun != Begun::New).then_some(spell.first);
        for (day, counts) in [
            (joins, &mut self.joined),
            (Frame::handed_on(spell), &mut self.handed_on),
        ] {
            let month = day.and_then(|day| frame.month(day));
            add(month.and_then(|month| counts.get_mut(month)), spell.kind);
        }
        // Counted at the end of each month from the one it began in, before the one at whose end it no longer held.
        let first = frame.month(spell.first).unwrap_or(0);
        let until = spell.held_until();
        let gone = if frame.today <= until {
            MONTHS
        } else {
            match frame.month(until) {
                Some(month) => month + usize::from(frame.month_end(month) <= until),
                None => 0,
            }
        };
        if first < gone {
            add(self.comes.get_mut(first), spell.kind);
            add(self.goes.get_mut(gone), spell.kind);
        }
    }

    /// Holds on the day asked for.
    fn hold(&mut self, spell: &Spell) {
        let (frame, kind) = (self.frame, spell.kind);
        add(Some(&mut self.holders), kind);
        add(self.places.get_mut(usize::from(spell.place)), kind);
        add(
            self.nationalities.get_mut(usize::from(spell.nationality)),
            kind,
        );
        let group = frame.group(spell);
        let group = Group::ALL.iter().position(|one| *one == group);
        add(group.and_then(|place| self.groups.get_mut(place)), kind);
        let sex = SEXES.iter().position(|one| *one == spell.sex);
        add(sex.and_then(|place| self.sexes.get_mut(place)), kind);
        add(self.ages.get_mut(frame.age(spell)), kind);
        for (days, count) in EXPIRING_DAYS.iter().zip(&mut self.expiring) {
            if frame.is_running_out(spell, *days) {
                add(Some(count), kind);
            }
        }
    }

    /// All figures but those of cards and waiting. `own` are code and name of the office's regencies, `districts` their lists.
    pub(super) fn numbers(
        &self,
        own: &[(&str, &str)],
        districts: impl Fn(&str) -> Vec<String>,
    ) -> Numbers {
        let mut nationalities: Vec<Part<String>> = self
            .words(&self.nationalities)
            .map(|(word, count)| Part {
                key: word.to_owned(),
                count,
            })
            .collect();
        nationalities.sort_by(|one, other| {
            let most = other.count.total().cmp(&one.count.total());
            most.then_with(|| one.key.cmp(&other.key))
        });
        Numbers {
            on: self.frame.on,
            holders: self.holders,
            regions: self.regions(own, districts),
            purposes: parts(&Group::ALL, &self.groups),
            nationalities,
            sexes: parts(&SEXES, &self.sexes),
            ages: parts(&AGES, &self.ages),
            months: self.months(),
            expiring: parts(&EXPIRING_DAYS, &self.expiring),
            overdue: self.overdue,
            service: Service::default(),
        }
    }

    /// Words that count somebody.
    fn words<'b>(&'b self, counts: &'b [Count]) -> impl Iterator<Item = (&'b str, Count)> {
        (0_u16..)
            .zip(counts)
            .filter(|(_, count)| 0 < count.total())
            .map(|(term, count)| (self.frame.terms.word(term), *count))
    }

    fn regions(
        &self,
        own: &[(&str, &str)],
        districts: impl Fn(&str) -> Vec<String>,
    ) -> Vec<Region> {
        let mut regions: Vec<Region> = own
            .iter()
            .map(|(code, name)| Region {
                code: (*code).to_owned(),
                name: (*name).to_owned(),
                count: Count::default(),
                districts: districts(name)
                    .into_iter()
                    .map(|key| Part {
                        key,
                        count: Count::default(),
                    })
                    .collect(),
            })
            .collect();
        let mut elsewhere: BTreeMap<&str, Count> = BTreeMap::new();
        for (word, count) in self.words(&self.places) {
            let (code, district) = word.split_once('|').unwrap_or(("", ""));
            let Some(region) = regions.iter_mut().find(|region| region.code == code) else {
                sum(elsewhere.entry(district).or_default(), count);
                continue;
            };
            sum(&mut region.count, count);
            match region
                .districts
                .iter_mut()
                .find(|part| part.key == district)
            {
                Some(part) => sum(&mut part.count, count),
                None => region.districts.push(Part {
                    key: district.to_owned(),
                    count,
                }),
            }
        }
        let mut outside = Region {
            code: String::new(),
            name: String::new(),
            count: Count::default(),
            districts: Vec::new(),
        };
        for (district, count) in elsewhere {
            sum(&mut outside.count, count);
            outside.districts.push(Part {
                key: district.to_owned(),
                count,
            });
        }
        regions.push(outside);
        regions
    }

    fn months(&self) -> Vec<Month> {
        let mut holders = Count::default();
        let months = self.frame.months.iter().zip(&self.moves);
        let over = self.joined.iter().zip(&self.handed_on);
        months
            .zip(self.comes.iter().zip(&self.goes))
            .zip(over)
            .map(|(((month, moves), (comes, goes)), (joined, handed_on))| {
                holders.itas = holders.itas + comes.itas - goes.itas;
                holders.itap = holders.itap + comes.itap - goes.itap;
                let [new, extended, converted, ended, lapsed] = *moves;
                Month {
                    month: *month,
                    holders,
                    new,
                    extended,
                    converted,
                    ended,
                    lapsed,
                    taken_over: Net {
                        itas: joined.itas.cast_signed() - handed_on.itas.cast_signed(),
                        itap: joined.itap.cast_signed() - handed_on.itap.cast_signed(),
                    },
                    good: 0,
                    spoiled: 0,
                }
            })
            .collect()
    }
}

fn sum(into: &mut Count, count: Count) {
    into.itas += count.itas;
    into.itap += count.itap;
}

fn parts<K: Copy>(keys: &[K], counts: &[Count]) -> Vec<Part<K>> {
    let pairs = keys.iter().zip(counts);
    pairs
        .map(|(key, count)| Part {
            key: *key,
            count: *count,
        })
        .collect()
}
