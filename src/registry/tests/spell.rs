//! Spells: who held a permit on any day, whatever happened to it since.

use super::*;
use crate::permit::ValidUntil;
use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

/// Noon in WIB.
fn noon(day: Date) -> i64 {
    let days = (day - date(1970, 1, 1)).get_days();
    i64::from(days) * 86_400 + 5 * 3_600
}

struct Office {
    bench: Bench,
    registry: Registry,
}

impl Office {
    fn new() -> Self {
        let bench = Bench::new();
        let registry = Registry::create(&bench.file(), &KEY).unwrap();
        Self { bench, registry }
    }

    /// An ITAS of that person from `from` until `until`.
    fn permit(&self, number: u32, from: Date, until: Date) -> Permit {
        let mut permit = self
            .bench
            .permit(number, "KIM MINSU", &format!("M{number:08}"));
        permit.valid_from = from;
        permit.valid_until = ValidUntil::Day(until);
        permit.issue_seq = Some(1);
        permit
    }

    fn says(&mut self, on: Date, permit: &Permit) {
        self.registry
            .act(by("permit-take-over", noon(on)), |act| {
                act.keep_permit(permit).map(drop)
            })
            .unwrap();
    }

    fn ends(&mut self, on: Date, permit: &Permit) {
        self.registry
            .act(by("permit-end", noon(on)), |act| {
                let id = act.transaction.query_row(
                    "SELECT id FROM permits WHERE permit_no = ?1",
                    [permit.permit_no.as_str()],
                    |row| row.get(0),
                )?;
                act.end_spell(id, on)
            })
            .unwrap();
    }

    fn spells(&self) -> Vec<Spell> {
        let mut spells = Vec::new();
        self.registry.spells(|spell| spells.push(*spell)).unwrap();
        spells
    }

    /// Kecamatan and kind of everybody who holds a permit on that day.
    fn holders(&self, on: Date) -> Vec<String> {
        let terms = self.registry.terms().unwrap();
        let mut holders: Vec<String> = self
            .spells()
            .iter()
            .filter(|spell| spell.holds(DayNo::of(on)))
            .map(|spell| {
                let place = terms.word(spell.place).split('|').next_back().unwrap();
                format!(
                    "{} {place} {}",
                    spell.kind.card_name(),
                    terms.word(spell.purpose)
                )
            })
            .collect();
        holders.sort();
        holders
    }

    #[track_caller]
    fn check(&self, on: Date, expected: &[&str]) {
        assert_eq!(self.holders(on), expected, "{on}");
    }

    #[track_caller]
    fn is_whole(&self) {
        let proof = self.registry.audit_check(&mut |_, _| true).unwrap();
        assert_eq!(proof.breaks, []);
    }
}

#[test]
fn days_have_numbers_and_come_back() {
    for day in [
        date(1900, 1, 1),
        date(1985, 2, 28),
        date(2026, 11, 23),
        date(2079, 1, 1),
    ] {
        assert_eq!(DayNo::of(day).day(), day);
    }
    assert_eq!(DayNo::of(date(1899, 12, 31)), DayNo(0));
    assert_eq!(DayNo::of(date(2150, 1, 1)), DayNo::LAST);
    assert_eq!(
        DayNo::of(date(2026, 3, 1)).plus(-1).day(),
        date(2026, 2, 28)
    );
}

#[test]
fn who_moves_is_counted_where_they_lived_on_the_day() {
    let mut office = Office::new();
    let first = office.permit(1, date(2025, 1, 1), date(2025, 12, 31));
    office.says(date(2025, 1, 3), &first);
    let mut moved = first.clone();
    moved.address.region_code = String::from("32.16");
    moved.address.district = String::from("Setu");
    office.says(date(2025, 6, 10), &moved);
    // The same card once more is no change.
    office.says(date(2025, 7, 1), &moved);
    assert_eq!(office.spells().len(), 2);
    office.check(date(2024, 12, 31), &[]);
    office.check(date(2025, 1, 1), &["KITAS Bekasi Timur E23"]);
    office.check(date(2025, 6, 9), &["KITAS Bekasi Timur E23"]);
    office.check(date(2025, 6, 10), &["KITAS Setu E23"]);
    office.check(date(2025, 12, 31), &["KITAS Setu E23"]);
    office.check(date(2026, 1, 1), &[]);
    office.is_whole();
}

#[test]
fn an_extension_holds_on_from_its_own_first_day() {
    let mut office = Office::new();
    let first = office.permit(1, date(2025, 1, 1), date(2025, 12, 31));
    office.says(date(2025, 1, 1), &first);
    let longer = office.permit(1, date(2026, 1, 1), date(2026, 12, 31));
    office.says(date(2025, 12, 1), &longer);
    let spells = office.spells();
    assert_eq!(spells[1].begun, Begun::Extended);
    assert_eq!(spells[0].closed.unwrap().told, DayNo::of(date(2025, 12, 1)));
    for (on, holders) in [
        (date(2025, 12, 15), 1),
        (date(2026, 1, 1), 1),
        (date(2027, 1, 1), 0),
    ] {
        assert_eq!(office.holders(on).len(), holders, "{on}");
    }
    office.is_whole();
}

#[test]
fn a_conversion_ends_the_old_permit_and_keeps_its_purpose() {
    let mut office = Office::new();
    let old = office.permit(1, date(2023, 1, 1), date(2025, 12, 31));
    office.says(date(2023, 1, 1), &old);
    let mut new = office.permit(2, date(2025, 6, 1), date(2030, 5, 31));
    new.kind = Kind::Itap;
    new.index_code = String::new();
    new.niora.clone_from(&old.niora);
    office.says(date(2025, 6, 2), &new);
    assert_eq!(office.spells()[1].begun, Begun::Converted);
    office.check(date(2025, 5, 31), &["KITAS Bekasi Timur E23"]);
    office.check(date(2025, 6, 1), &["KITAP Bekasi Timur E23"]);
    office.is_whole();
}

#[test]
fn an_extension_put_right_on_its_day_does_not_reach_back_over_the_time_before() {
    let mut office = Office::new();
    let first = office.permit(1, date(2025, 1, 1), date(2025, 12, 31));
    office.says(date(2025, 1, 1), &first);
    for until in [date(2026, 6, 30), date(2026, 12, 31)] {
        let mut longer = first.clone();
        longer.valid_until = ValidUntil::Day(until);
        office.says(date(2025, 11, 1), &longer);
    }
    assert_eq!(office.holders(date(2025, 6, 1)).len(), 1);
    assert_eq!(office.holders(date(2026, 12, 1)).len(), 1);
    assert_eq!(office.spells()[1].first.day(), date(2025, 11, 1));
    office.is_whole();
}

#[test]
fn a_permit_put_right_under_another_number_on_the_same_day_is_counted_once() {
    let mut office = Office::new();
    let wrong = office.permit(1, date(2025, 1, 1), date(2025, 12, 31));
    office.says(date(2025, 1, 1), &wrong);
    let mut right = office.permit(2, date(2025, 1, 1), date(2029, 12, 31));
    right.kind = Kind::Itap;
    right.niora.clone_from(&wrong.niora);
    office.says(date(2025, 1, 1), &right);
    office.check(date(2025, 6, 1), &["KITAP Bekasi Timur E23"]);
    assert_eq!(office.spells()[1].begun, Begun::New);
    office.is_whole();
}

#[test]
fn an_ended_permit_is_no_longer_counted_from_its_day_on() {
    let mut office = Office::new();
    let permit = office.permit(1, date(2025, 1, 1), date(2025, 12, 31));
    office.says(date(2025, 1, 1), &permit);
    office.ends(date(2025, 5, 5), &permit);
    assert_eq!(office.holders(date(2025, 5, 4)).len(), 1);
    assert_eq!(office.holders(date(2025, 5, 5)).len(), 0);
    assert!(office.spells()[0].closed.unwrap().ended);
    office.is_whole();
}

#[test]
fn who_comes_again_after_a_gap_is_new_and_a_wrong_entry_is_put_right() {
    let mut office = Office::new();
    let first = office.permit(1, date(2023, 1, 1), date(2023, 12, 31));
    office.says(date(2023, 1, 1), &first);
    let mut again = office.permit(2, date(2024, 6, 1), date(2025, 5, 31));
    again.niora.clone_from(&first.niora);
    office.says(date(2024, 6, 1), &again);
    assert_eq!(office.spells()[1].begun, Begun::New);
    again.valid_until = ValidUntil::Day(date(2025, 6, 30));
    office.says(date(2024, 6, 1), &again);
    let spells = office.spells();
    assert_eq!(spells.len(), 2);
    assert_eq!(spells[1].last.day(), date(2025, 6, 30));
    office.is_whole();
}

#[test]
fn an_unlimited_permit_holds_beyond_its_report_day() {
    let mut office = Office::new();
    let mut permit = office.permit(1, date(2020, 1, 1), date(2024, 12, 31));
    permit.kind = Kind::Itap;
    permit.valid_until = ValidUntil::Unlimited {
        report_due: date(2024, 12, 31),
    };
    office.says(date(2020, 1, 1), &permit);
    assert_eq!(office.holders(date(2026, 1, 1)).len(), 1);
    assert!(!office.spells()[0].is_settled(DayNo::of(date(2026, 1, 1))));
}

#[test]
fn a_pack_that_says_another_thing_is_told() {
    let mut office = Office::new();
    for number in 1..=3 {
        let permit = office.permit(number, date(2025, 1, 1), date(2025, 12, 31));
        office.says(date(2025, 1, 1), &permit);
    }
    office.is_whole();
    behind(&office.bench.file())
        .execute("UPDATE spell_packs SET slots = zeroblob(length(slots))", [])
        .unwrap();
    let proof = office.registry.audit_check(&mut |_, _| true).unwrap();
    assert_eq!(proof.breaks.len(), 1);
    assert_eq!(proof.breaks[0].row, Some((String::from("spell_packs"), 0)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn nobody_is_counted_twice_and_packs_say_what_spells_say(
        steps in prop::collection::vec((0..3_u32, 0..5_u8, 1..400_i32, 0..3_u8), 1..24),
    ) {
        let mut office = Office::new();
        let mut now = date(2021, 1, 4);
        // Each person's newest permit.
        let mut permits: [Option<Permit>; 3] = [None, None, None];
        // What it was first said to be.
        let mut firsts: [Option<Permit>; 3] = [None, None, None];
        for (number, (person, what, days, place)) in (1..).zip(steps) {
            now = now.saturating_add(i64::from(days % 90).days());
            let slot = &mut permits[person as usize];
            let until = now.saturating_add(i64::from(days + 30).days());
            let next = match (&*slot, what) {
                (Some(before), 0) => Permit { valid_from: now, valid_until: ValidUntil::Day(until), ..before.clone() },
                (Some(before), 1 | 4) => {
                    // Put back to what it was first said to be, while that holds; else told longer or shorter.
                    let first = firsts[person as usize].clone();
                    let first = first.filter(|first| what == 4 && now <= first.valid_until.card_expiry());
                    first.unwrap_or_else(|| Permit { valid_until: ValidUntil::Day(until), ..before.clone() })
                }
                (Some(before), 2) => { office.ends(now, &before.clone()); *slot = None; continue; }
                (before, _) => Permit {
                    niora: Some(format!("IM1XX9{person:05}")),
                    kind: if before.is_some() { Kind::Itap } else { Kind::Itas },
                    ..office.permit(number, now, until)
                },
            };
            let mut next = next;
            next.address.district = ["Setu", "Cibitung", "Babelan"][usize::from(place)].to_owned();
            office.says(now, &next);
            let first = &mut firsts[person as usize];
            if first.as_ref().is_none_or(|first| first.permit_no != next.permit_no) {
                *first = Some(next.clone());
            }
            *slot = Some(next);
        }
        office.is_whole();
        let mut day = date(2020, 12, 1);
        while day < date(2030, 1, 1) {
            prop_assert!(office.holders(day).len() <= 3, "{day}");
            day = day.saturating_add(17.days());
        }
        for spell in office.spells() {
            prop_assert!(spell.first <= spell.held_until() || spell.closed.is_some());
        }
    }
}
