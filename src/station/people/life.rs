//! What has happened to an invented resident until now: earlier stays, another passport or address, a card made again, and how
//! a permit ended. Drawn from dice of its own, so that who somebody is does not depend on it.

use super::{
    Draft, Field, Kind, OLDEST_YEARS, People, Person, base, day, purpose_of, read_day, set,
};
use crate::permit::EndReason;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::RngExt as _;

/// Of a hundred stays so many went on from an earlier one that is told too, and at most so many.
const EARLIER_IN_100: u32 = 33;
const EARLIER_MOST: usize = 2;
/// Of a hundred ITAP so many followed an ITAS of this office.
const CONVERTED_IN_100: u32 = 60;
/// Months of the ITAS before.
const BEFORE_MONTHS: i32 = 12;
/// Of a hundred so many got a card again within the same stay: lost, moved, another passport.
const AGAIN_IN_100: u32 = 5;
/// Of a hundred extensions so many had another passport before, lived elsewhere, stayed for something else.
const PASSPORT_IN_100: u32 = 15;
const MOVED_IN_100: u32 = 12;
const INDEX_IN_100: u32 = 6;
/// Of a hundred permits so many were ended by the office. A guess.
const ENDED_IN_100: u32 = 8;

/// How permits end, of a hundred; the rest left for good with an exit permit. A guess, but for their being told of
/// (domain.md 2.6, 4.5).
const ENDS: [(EndReason, u32); 6] = [
    (EndReason::LeftNoReturn, 17),
    (EndReason::MovedAway, 13),
    (EndReason::Deported, 8),
    (EndReason::Cancelled, 6),
    (EndReason::Died, 3),
    (EndReason::BecameWni, 2),
];

/// One card of a resident's story.
#[derive(Clone, Copy)]
pub(in crate::station) struct Chapter {
    /// Day of the card and its seal.
    pub(in crate::station) issued_on: Date,
    kind: Kind,
    /// Of the permit.
    from: Date,
    until: Date,
    /// Which stay of the resident's it is, from 1.
    seq: u32,
    /// As he was before.
    passport_before: bool,
    address_before: bool,
    index_before: bool,
}

/// How a permit ended before its day or on it.
pub(in crate::station) struct Ending {
    pub(in crate::station) reason: EndReason,
    /// From then on it does not hold.
    pub(in crate::station) on: Date,
}

impl People<'_> {
    /// Every card of a resident, oldest first; the last is the one he has.
    pub(in crate::station) fn chapters(&self, number: u32) -> Vec<Chapter> {
        let (kind, from, months) = self.stay(number);
        let until = from.saturating_add(months.months()).saturating_sub(1.day());
        let mut dice = self.dice(number, 6);
        let mut chance = |in_100: u32| dice.random_range(0..100) < in_100;
        let oldest = base()
            .saturating_sub(OLDEST_YEARS.years())
            .saturating_add(1.month());
        let last = Chapter {
            issued_on: from,
            kind,
            from,
            until,
            seq: 1,
            passport_before: false,
            address_before: false,
            index_before: false,
        };
        let mut chapters = vec![last];
        let mut next = last;
        while chapters.len() <= EARLIER_MOST {
            let converted = kind == Kind::Itap && next.kind == Kind::Itap;
            let months = if kind == Kind::Itap {
                BEFORE_MONTHS
            } else {
                months
            };
            let from = next.from.saturating_sub(months.months());
            let told = chance(if converted {
                CONVERTED_IN_100
            } else {
                EARLIER_IN_100
            });
            if !told || from < oldest || entered(from) < self.born(number) {
                break;
            }
            next = Chapter {
                issued_on: from,
                kind: Kind::Itas,
                from,
                until: next.from.saturating_sub(1.day()),
                seq: 1,
                passport_before: next.passport_before || chance(PASSPORT_IN_100),
                address_before: next.address_before || chance(MOVED_IN_100),
                index_before: next.index_before || (!converted && chance(INDEX_IN_100)),
            };
            chapters.push(next);
        }
        chapters.reverse();
        let before = u32::from(chance(20));
        for (seq, chapter) in (1 + before..).zip(&mut chapters) {
            chapter.seq = seq;
        }
        if chance(AGAIN_IN_100) {
            let what = dice.random_range(0..3);
            again(&mut chapters, what, dice.random_range(20..200));
        }
        chapters
    }

    fn born(&self, number: u32) -> Date {
        let draft = self.person(number).draft;
        read_day(draft.get(Field::BirthDate)).unwrap_or(Date::MIN)
    }

    /// A resident as one of his cards shows him; the last one is who he is.
    pub(in crate::station) fn card(&self, number: u32, place: usize) -> Person {
        let chapters = self.chapters(number);
        let mut person = self.person(number);
        let Some(chapter) = chapters.get(place) else {
            return person;
        };
        let draft = &mut person.draft;
        set(draft, Field::IssueSeq, chapter.seq.to_string());
        set(draft, Field::IssueDate, day(chapter.issued_on));
        person.issued_on = chapter.issued_on;
        if place + 1 == chapters.len() {
            return person;
        }
        if chapter.kind != draft.kind {
            limited(draft);
        }
        let (from, until) = (chapter.from, chapter.until);
        if Some(from) != read_day(draft.get(Field::ValidFrom)) {
            set(draft, Field::ValidFrom, day(from));
            set(draft, Field::ValidUntil, day(until));
            set(draft, Field::ReentryUntil, day(until));
            set(draft, Field::EntryDate, day(entered(from)));
        }
        self.index_then(number, draft, chapter);
        if chapter.passport_before {
            // Above every number of a resident's.
            set(
                draft,
                Field::PassportNo,
                self.passport(draft, number + 2_000_000),
            );
            set(draft, Field::Mrz, "");
        }
        if chapter.address_before {
            let born = read_day(draft.get(Field::BirthDate)).unwrap_or(from);
            self.fill_address(draft, number + 3_000_000, (person.woman, born));
        }
        person
    }

    /// The index of a stay that began on another day than the last: the same where it was in force, else one for the same
    /// purpose; another where he stayed for something else.
    fn index_then(&self, number: u32, draft: &mut Draft, chapter: &Chapter) {
        let known = self.reference.rules.indices(chapter.kind, chapter.from);
        let now = draft.get(Field::IndexCode).to_owned();
        let purpose = purpose_of(&now);
        // An ITAP tells no index: whatever he stayed for before is another.
        let other = chapter.index_before && !now.is_empty();
        let wanted = |code: &str| {
            let same = purpose_of(code) == purpose || now.is_empty();
            code != now && same != other
        };
        if !other && known.iter().any(|index| index.code == now) {
            return;
        }
        let mut dice = self.dice(number, 8);
        let fitting: Vec<&str> = known
            .iter()
            .map(|index| index.code.as_str())
            .filter(|code| wanted(code))
            .collect();
        if let Some(code) = super::pick(&mut dice, &fitting) {
            set(draft, Field::IndexCode, *code);
        }
    }

    /// How a resident's last permit ended; most go on, or ran out with nothing said.
    pub(in crate::station) fn ending(&self, number: u32) -> Option<Ending> {
        let last = *self.chapters(number).last()?;
        let mut dice = self.dice(number, 7);
        let lapses = last.until.saturating_add(1.day());
        if lapses < base() && dice.random_range(0..100) < 50 {
            let (reason, on) = (EndReason::Expired, lapses);
            return (last.issued_on < on).then_some(Ending { reason, on });
        }
        let first = last.issued_on.saturating_add(15.days());
        let most = last.until.min(base().saturating_sub(1.day()));
        if ENDED_IN_100 <= dice.random_range(0..100) || most <= first {
            return None;
        }
        let days = (most - first).get_days().max(1);
        let mut left = dice.random_range(0..100);
        let found = ENDS.iter().find(|(_, in_100)| {
            let here = left < *in_100;
            left = left.saturating_sub(*in_100);
            here
        });
        Some(Ending {
            reason: found.map_or(EndReason::LeftForGood, |(reason, _)| *reason),
            on: first.saturating_add(dice.random_range(0..days).days()),
        })
    }
}

/// The day somebody came for a stay that began on that one.
fn entered(from: Date) -> Date {
    from.saturating_sub(10.days())
}

/// The last card made once more, some days later: because it was lost, or because its holder had moved or got a passport.
fn again(chapters: &mut Vec<Chapter>, what: u32, days: i32) {
    let Some(last) = chapters.last().copied() else {
        return;
    };
    let on = last.from.saturating_add(days.days());
    if last.until.min(base()) <= on {
        return;
    }
    for chapter in chapters.iter_mut() {
        chapter.passport_before |= what == 1;
        chapter.address_before |= what == 2 && last.kind == Kind::Itas;
    }
    chapters.push(Chapter {
        issued_on: on,
        ..last
    });
}

/// The ITAS somebody had before his ITAP.
fn limited(draft: &mut Draft) {
    draft.kind = Kind::Itas;
    let number = draft.get(Field::PermitNo).replacen("2D", "2C", 1);
    set(draft, Field::PermitNo, number);
    for field in [Field::ReportDue, Field::Nik] {
        set(draft, field, "");
    }
}
