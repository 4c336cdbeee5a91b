//! The figures through the door: they agree with their parts and with the lists behind them, and with the registry.

use super::*;
use crate::station::numbers::{Cell, Numbers, sections};
use crate::text::{Lang, Text};

fn listed(station: &mut Station, numbers: &Numbers, cell: &Cell) -> u64 {
    let rows = station
        .numbers_list(numbers.on, (cell, None), (0, 10_000))
        .unwrap();
    u64::try_from(rows.len()).unwrap()
}

#[test]
fn each_figure_of_an_office_opens_a_list_of_so_many_rows() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(crate::office::Duty::Head).unwrap();
    let today = station.today();
    for on in [
        today,
        today.saturating_sub(200.days()),
        today.saturating_add(400.days()),
    ] {
        let numbers = station.numbers(on).unwrap();
        for section in sections(&numbers, &Text::new(Lang::Id)) {
            for row in section.rows.iter().filter(|row| 0 < row.count.total()) {
                assert_eq!(
                    listed(&mut station, &numbers, &row.cell),
                    row.count.total(),
                    "{}",
                    row.label
                );
            }
        }
        let last = numbers.months.last().unwrap();
        assert_eq!(last.holders, numbers.holders);
        for month in &numbers.months {
            for (fate, count) in [
                (crate::station::numbers::CardFate::Good, month.good),
                (crate::station::numbers::CardFate::Spoiled, month.spoiled),
            ] {
                assert_eq!(
                    listed(&mut station, &numbers, &Cell::Cards(month.month, fate)),
                    count
                );
            }
        }
        let any = Cell::Served(crate::station::numbers::ServedIn::Any);
        assert_eq!(listed(&mut station, &numbers, &any), numbers.service.cases);
    }
    let numbers = station.numbers(today).unwrap();
    assert!(0 < numbers.holders.total());
    let page = station
        .numbers_list(today, (&Cell::Holders, None), (1, 2))
        .unwrap();
    let whole = station
        .numbers_list(today, (&Cell::Holders, None), (0, 3))
        .unwrap();
    assert_eq!(page[..], whole[1..]);
}

#[test]
fn the_figures_go_out_as_paper_and_workbook_and_the_audit_tells() {
    let folder = office();
    let mut station = open(&folder);
    let numbers = station.numbers(station.today()).unwrap();
    let pdf = station.numbers_pdf(&numbers, Lang::Id).unwrap();
    assert!(pdf.bytes().starts_with(b"%PDF"));
    let book = station.numbers_xlsx(&numbers, Lang::En).unwrap();
    assert!(book.starts_with(b"PK"));
    let (entries, count) = station
        .registry
        .audit(&AuditQuery {
            act: Some(String::from("numbers-export")),
            limit: 10,
            ..AuditQuery::default()
        })
        .unwrap();
    assert_eq!((entries.len(), count), (2, 2));
}

#[test]
fn who_may_not_read_records_sees_figures_and_no_lists() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(crate::office::Duty::Patrol).unwrap();
    let today = station.today();
    assert!(station.numbers(today).is_ok());
    let refused = station.numbers_list(today, (&Cell::Holders, None), (0, 1));
    assert_eq!(refused.unwrap_err().id, "not-the-duty");
}

#[test]
fn a_residents_past_hangs_together() {
    let reference = Reference {
        rules: Rulebook::bundled(),
        places: Gazetteer::bundled(),
    };
    let people = people::People::new(3, &reference);
    let mut told = std::collections::BTreeMap::new();
    for number in 0..1_000 {
        let chapters = people.chapters(number);
        let days: Vec<Date> = chapters.iter().map(|one| one.issued_on).collect();
        assert!(days.is_sorted(), "resident {number}");
        // Whoever has no past is seen by other tests.
        for (card, day) in days.iter().enumerate().take(days.len() - 1) {
            let then = people.card(number, card);
            assert_eq!(then.issued_on, *day);
            let checked = then.draft.check(then.issued_on, &reference.places);
            let (permit, _) =
                checked.unwrap_or_else(|found| panic!("resident {number}: {found:?}"));
            let now = people.card(number, card + 1).draft;
            *told
                .entry(if permit.kind != now.kind {
                    "converted"
                } else if then.draft.get(Field::ValidFrom) == now.get(Field::ValidFrom) {
                    "again"
                } else {
                    "extended"
                })
                .or_insert(0) += 1;
            for (field, word) in [
                (Field::PassportNo, "passport"),
                (Field::District, "moved"),
                (Field::IndexCode, "index"),
            ] {
                *told.entry(word).or_insert(0) +=
                    u32::from(then.draft.get(field) != now.get(field));
            }
            assert_eq!(then.draft.get(Field::Niora), now.get(Field::Niora));
        }
        let Some(ending) = people.ending(number) else {
            continue;
        };
        let last = people.card(number, chapters.len() - 1);
        let (permit, _) = last.draft.check(last.issued_on, &reference.places).unwrap();
        let lapses = permit.valid_until.card_expiry().saturating_add(1.day());
        let early = ending.reason == crate::permit::EndReason::Expired && ending.on < lapses;
        assert!(!early && last.issued_on < ending.on && ending.on <= lapses);
        *told.entry(ending.reason.id()).or_insert(0) += 1;
    }
    for word in [
        "again",
        "converted",
        "extended",
        "passport",
        "moved",
        "index",
        "expired",
        "left-epo",
    ] {
        assert!(
            told.get(word).is_some_and(|count| 0 < *count),
            "{word}: {told:?}"
        );
    }
}

#[test]
fn nobody_has_a_card_from_before_they_were_born() {
    let reference = Reference {
        rules: Rulebook::bundled(),
        places: Gazetteer::bundled(),
    };
    let mut young = 0;
    for seed in 1..=10 {
        let people = people::People::new(seed, &reference);
        for number in 0..400 {
            let cards = people.chapters(number).len();
            // Who is older than all that is told of them is seen by other tests.
            if cards < 2 || 6 < people.person(number).age_years {
                continue;
            }
            young += 1;
            for card in 0..cards {
                let then = people.card(number, card);
                let checked = then.draft.check(then.issued_on, &reference.places);
                assert!(
                    checked.is_ok(),
                    "seed {seed}, resident {number}: {checked:?}"
                );
            }
        }
    }
    assert!(3 < young, "{young} young residents with a past");
}
