//! Counting against counting by hand: any spells, any day.

use super::count::{Frame, Tally};
use super::*;
use crate::registry::{Begun, Closed};
use jiff::civil::date;
use proptest::prelude::*;

const WORDS: [&str; 13] = [
    "",
    "JPN",
    "KOR",
    "D",
    "32.75|Bekasi Timur",
    "32.16|Setu",
    "32.16|Elsewhere",
    "31.71|Gambir",
    "|",
    "E23",
    "E31A",
    "E31B",
    "",
];
const OWN: [(&str, &str); 2] = [("32.75", "Kota Bekasi"), ("32.16", "Kabupaten Bekasi")];

fn lists(regency: &str) -> Vec<String> {
    let names: &[&str] = if regency == "Kota Bekasi" {
        &["Bekasi Timur", "Rawalumbu"]
    } else {
        &["Setu"]
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn spell() -> impl Strategy<Value = Spell> {
    let day = 44_000..47_500_u16;
    let closed = prop::option::of((0..900_u16, any::<bool>(), 0..900_u16));
    let what = (
        0..4_u8,
        0..3_u8,
        any::<bool>(),
        1..4_u16,
        4..9_u16,
        9..13_u16,
    );
    (day, 0..900_u16, closed, 10_000..46_000_u16, what).prop_map(
        |(first, length, closed, birth, (begun, sex, itap, nationality, place, purpose))| Spell {
            id: 0,
            kind: if itap { Kind::Itap } else { Kind::Itas },
            sex: [Sex::Male, Sex::Female, Sex::Unspecified][usize::from(sex)],
            unlimited: itap && length % 3 == 0,
            begun: [
                Begun::New,
                Begun::Extended,
                Begun::Converted,
                Begun::Changed,
            ][usize::from(begun)],
            first: DayNo(first),
            last: DayNo(first + length),
            closed: closed.map(|(on, ended, told)| Closed {
                on: DayNo(first + on),
                ended,
                told: DayNo(first + told),
            }),
            birth: DayNo(birth),
            nationality,
            place,
            purpose,
        },
    )
}

fn sum<K>(parts: &[Part<K>]) -> Count {
    parts.iter().fold(Count::default(), |sum, part| Count {
        itas: sum.itas + part.count.itas,
        itap: sum.itap + part.count.itap,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn totals_are_the_sums_of_their_parts_and_of_their_lists(
        spells in prop::collection::vec(spell(), 0..60), day in 43_900..48_500_u16,
    ) {
        let terms = Terms::new(WORDS.map(String::from).into());
        let groups = Groups::bundled();
        let on = DayNo(day).day();
        let frame = Frame::new(on, &terms, &groups);
        let mut tally = Tally::new(&frame);
        spells.iter().for_each(|spell| tally.take(spell));
        let numbers = tally.numbers(&OWN, lists);
        let by_hand = spells.iter().filter(|spell| spell.holds(DayNo(day))).count();
        prop_assert_eq!(numbers.holders.total(), u64::try_from(by_hand).unwrap());
        let regions: Vec<_> = numbers.regions.iter().map(|region| Part { key: (), count: region.count }).collect();
        for parts in [
            sum(&regions), sum(&numbers.purposes), sum(&numbers.nationalities), sum(&numbers.sexes), sum(&numbers.ages),
        ] {
            prop_assert_eq!(parts, numbers.holders);
        }
        for region in &numbers.regions {
            prop_assert_eq!(sum(&region.districts), region.count);
        }
        let list = |cell: &Cell, kind: Option<Kind>| {
            let own = spells.iter().filter(|spell| kind.is_none_or(|kind| kind == spell.kind));
            u64::try_from(own.filter(|spell| frame.day_in(cell, &OWN, spell).is_some()).count()).unwrap()
        };
        let check = |cell: Cell, count: Count| {
            for kind in [None, Some(Kind::Itas), Some(Kind::Itap)] {
                prop_assert_eq!(list(&cell, kind), count.of(kind), "{:?}", cell);
            }
            Ok(())
        };
        for section in sections(&numbers, &crate::text::Text::new(Lang::Id)) {
            for row in section.rows {
                check(row.cell, row.count)?;
            }
        }
        for month in &numbers.months {
            for movement in Movement::ALL {
                check(Cell::Moved(month.month, movement), month.moved(movement))?;
            }
            let end = DayNo::of(month.month.last_of_month().min(on));
            let held = spells.iter().filter(|spell| spell.holds(end)).count();
            prop_assert_eq!(month.holders.total(), u64::try_from(held).unwrap(), "{}", month.month);
        }
        for months in numbers.months.windows(2) {
            let (before, month) = (&months[0], &months[1]);
            for kind in [None, Some(Kind::Itas), Some(Kind::Itap)] {
                let of = |count: Count| count.of(kind).cast_signed();
                let over = match kind {
                    None => month.taken_over.total(),
                    Some(Kind::Itas) => month.taken_over.itas,
                    Some(Kind::Itap) => month.taken_over.itap,
                };
                prop_assert_eq!(
                    of(before.holders) + of(month.new) + over,
                    of(month.ended) + of(month.lapsed) + of(month.holders),
                    "{} {:?}", month.month, kind
                );
            }
        }
    }
}

#[test]
fn a_birthday_is_a_year_more_on_its_day() {
    let terms = Terms::new(WORDS.map(String::from).into());
    let groups = Groups::bundled();
    let child = Spell {
        id: 1,
        kind: Kind::Itas,
        sex: Sex::Female,
        unlimited: false,
        begun: Begun::New,
        first: DayNo::of(date(2025, 1, 1)),
        last: DayNo::of(date(2027, 1, 1)),
        closed: None,
        birth: DayNo::of(date(2008, 6, 15)),
        nationality: 1,
        place: 4,
        purpose: 9,
    };
    for (on, first) in [(date(2026, 6, 14), 5), (date(2026, 6, 15), 18)] {
        let frame = Frame::new(on, &terms, &groups);
        assert!(
            frame.day_in(&Cell::Age(first), &OWN, &child).is_some(),
            "{on}"
        );
    }
}

#[test]
fn working_days_leave_out_weekends() {
    // 2026-11-20 is a Friday.
    for (from, until, days) in [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 20), date(2026, 11, 27), 5),
        (date(2026, 11, 18), date(2026, 12, 1), 9),
        (date(2026, 11, 20), date(2026, 11, 19), 0),
    ] {
        assert_eq!(working_days(from, until), days, "{from} {until}");
    }
}
