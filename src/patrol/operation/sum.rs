//! Sums an operation: each card once, reasons, overstay, and who was expected and not seen.

use super::{
    Checked, Expectation, Known, Measure, OperationReport, Overstay, Plan, Reason, Resident,
    Standing, count,
};
use crate::patrol::{Color, Paper, Sighting, judge};
use crate::permit::{Kind, parse_partial_date};
use crate::rule::{PatrolKey, PatrolRules};
use crate::seal::Word;
use jiff::civil::Date;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

/// What makes two scans the same card.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Same<'a> {
    /// A proven permit, whichever of its cards.
    Permit(&'a str),
    /// Numbers nobody has proven.
    Claimed(&'a str, &'a str),
    /// Nothing was read: each stands for itself.
    Alone([u8; 16]),
}

/// Sums the sightings of an operation. A sighting that is given twice counts once; the order of what is given changes nothing.
pub fn sum<'a>(plan: &'a Plan, sightings: &'a [Sighting], known: Known<'a>) -> OperationReport<'a> {
    let scans: BTreeMap<[u8; 16], &Sighting> =
        sightings.iter().map(|one| (one.id.0, one)).collect();
    let mut cards: BTreeMap<Same<'_>, (u64, &Sighting)> = BTreeMap::new();
    for &sighting in scans.values() {
        let card = cards.entry(same(sighting)).or_insert((0, sighting));
        card.0 += 1;
        if (card.1.at, card.1.id) < (sighting.at, sighting.id) {
            card.1 = sighting;
        }
    }
    let holders: BTreeMap<&str, &Resident> = known
        .seen
        .iter()
        .map(|one| (one.permit_no.as_str(), one))
        .collect();
    let mut checked: Vec<Checked<'_>> = cards
        .into_values()
        .map(|(times, sighting)| {
            let standing = Standing::of(sighting);
            let resident = holders.get(sighting.permit_no.as_str()).copied();
            let resident = resident.filter(|_| standing.is_genuine());
            Checked {
                sighting,
                times,
                standing,
                resident,
                overstay: overstay(sighting, standing, resident, known.rules),
            }
        })
        .collect();
    checked.sort_by_key(|one| (one.sighting.at, one.sighting.id));
    let spots = || checked.iter().map(|one| &one.sighting.spot);
    OperationReport {
        scans: u64::try_from(scans.len()).unwrap_or(u64::MAX),
        words: words(&checked),
        reasons: reasons(&checked),
        districts: tally(spots().map(|spot| spot.district.clone())),
        estates: tally(spots().filter_map(|spot| spot.estate.clone())),
        officers: tally(scans.values().map(|one| one.officer.clone())),
        expected: expected(plan, &checked, known.expected),
        checked,
    }
}

fn same(sighting: &Sighting) -> Same<'_> {
    let (permit, serial) = (&sighting.permit_no, &sighting.card_serial);
    let genuine = Standing::of(sighting).is_genuine();
    match (permit.is_empty(), serial.is_empty()) {
        (false, _) if genuine => Same::Permit(permit),
        (true, true) => Same::Alone(sighting.id.0),
        _ => Same::Claimed(permit, serial),
    }
}

fn words(checked: &[Checked<'_>]) -> Vec<(Word, u64)> {
    let of = |word: Word| checked.iter().filter(move |one| one.sighting.word == word);
    Word::ALL
        .into_iter()
        .map(|word| (word, u64::try_from(of(word).count()).unwrap_or(u64::MAX)))
        .filter(|(_, count)| 0 < *count)
        .collect()
}

fn reasons(checked: &[Checked<'_>]) -> Vec<Reason> {
    let wrong = checked
        .iter()
        .filter(|one| one.standing == Standing::Incomplete)
        .flat_map(Checked::wrong);
    let mut counts: BTreeMap<(Paper, Reverse<Color>, &'static str), u64> = BTreeMap::new();
    for light in wrong {
        let key = (light.paper, Reverse(light.color), light.reason);
        *counts.entry(key).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((paper, color, reason), count)| Reason {
            paper,
            color: color.0,
            reason,
            count,
        })
        .collect()
}

/// How often each, most first, then in their order.
fn tally<T: Ord>(things: impl Iterator<Item = T>) -> Vec<(T, u64)> {
    let mut counts: BTreeMap<T, u64> = BTreeMap::new();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
    let mut counts: Vec<(T, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}

fn expected<'a>(
    plan: &'a Plan,
    checked: &[Checked<'_>],
    people: &'a [Resident],
) -> Vec<Expectation<'a>> {
    let seen: BTreeSet<&str> = checked
        .iter()
        .filter(|one| one.standing.is_genuine())
        .map(|one| one.sighting.permit_no.as_str())
        .collect();
    let expectation = |guarantor: &'a String| {
        let named = guarantor.trim();
        let own: Vec<&Resident> = people
            .iter()
            .filter(|one| one.guarantor.trim().eq_ignore_ascii_case(named))
            .collect();
        let people = count(&own);
        let mut not_found = own;
        not_found.retain(|one| !seen.contains(one.permit_no.as_str()));
        not_found.sort_by(|a, b| (&a.full_name, &a.permit_no).cmp(&(&b.full_name, &b.permit_no)));
        Expectation {
            guarantor,
            people,
            not_found,
        }
    };
    plan.expected.iter().map(expectation).collect()
}

/// Of a proven card, on the day it was seen. The registry's last day goes before the card's: an extension may be newer. A permit
/// that was ended before its last day is no overstay to be charged, but a case for an officer: its light says so.
fn overstay(
    sighting: &Sighting,
    standing: Standing,
    resident: Option<&Resident>,
    rules: &PatrolRules,
) -> Option<Overstay> {
    if !standing.is_genuine() || sighting.word == Word::Revoked {
        return None;
    }
    let (kind, last_day) = match resident {
        Some(one) => {
            let last_day = one.last_day?;
            if one.ended_on.is_some_and(|ended| ended <= last_day) {
                return None;
            }
            (one.kind, last_day)
        }
        None => (Kind::Itas, told_last_day(sighting)?),
    };
    overstay_of(kind, last_day, judge::day_of(sighting.at)?, rules)
}

/// The card's last day, where its light says that it is over.
fn told_last_day(sighting: &Sighting) -> Option<Date> {
    let mut lights = sighting.lights.iter();
    let over = lights.find(|light| light.reason == "permit-over")?;
    let (_, day) = over.args.iter().find(|(name, _)| *name == "date")?;
    let day = parse_partial_date(day)?;
    Date::new(day.year, day.month?, day.day?).ok()
}

/// A stay seen on `seen` under a permit whose last day was `last_day`; `None` when it holds, or no rule tells of those days.
pub fn overstay_of(
    kind: Kind,
    last_day: Date,
    seen: Date,
    rules: &PatrolRules,
) -> Option<Overstay> {
    let days = last_day.until(seen).ok()?.get_days();
    let days = u32::try_from(days).ok().filter(|days| 0 < *days)?;
    let (limit, _) = rules.number(PatrolKey::OverstayLimitDays, kind, seen)?;
    let measure = match i64::from(days).cmp(&limit) {
        Ordering::Greater => Measure::Deport,
        Ordering::Equal => Measure::AskOfficer,
        Ordering::Less => {
            let (mut rupiah, mut verified) = (0_u64, true);
            let mut day = last_day;
            while day < seen {
                day = day.tomorrow().ok()?;
                let (charge, proven) = rules.number(PatrolKey::OverstayRupiahADay, kind, day)?;
                rupiah += u64::try_from(charge).ok()?;
                verified &= proven;
            }
            Measure::Charge { rupiah, verified }
        }
    };
    Some(Overstay { days, measure })
}
