//! The stock's books: they hold for any period, whatever happens on whatever day.

use super::*;
use crate::office::{Balance, BlankEvent, BlankState};
use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};

const DAY: i64 = 24 * 60 * 60;

fn at(days: u8) -> By {
    by("stock", NOW + i64::from(days) * DAY)
}

fn range(first: u32, last: u32) -> BlankRange {
    let serial = |number| BlankSerial::parse(&format!("BKS{number:06}")).unwrap();
    BlankRange::new(serial(first), &serial(last)).unwrap()
}

/// What happened to one blank, and when the registry takes it to have happened.
struct Told {
    at: i64,
    before: Option<BlankState>,
    after: BlankState,
}

/// The books of a period, reckoned from everything that happened.
fn reckoned(told: &[Told], from: i64, until: i64) -> Balance {
    let mut book = Balance::default();
    for happened in told.iter().filter(|happened| happened.at < from) {
        book.move_on(happened.before, happened.after);
    }
    book = Balance {
        opening: book.closing,
        closing: book.closing,
        ..Balance::default()
    };
    for happened in told
        .iter()
        .filter(|happened| (from..until).contains(&happened.at))
    {
        book.move_on(happened.before, happened.after);
    }
    book
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Days come in any order, as with a clock set back: a blank's own times still run forward.
    #[test]
    fn the_books_of_any_period_hold(
        events in prop::collection::vec((any::<u8>(), 0_usize..12, 0_usize..BlankEvent::ALL.len()), 1..60),
        periods in prop::collection::vec((any::<u8>(), any::<u8>()), 8),
    ) {
        let bench = Bench::new();
        let mut registry = Registry::create(&bench.file(), &KEY).unwrap();
        let mut told = Vec::new();
        let mut last = [0; 12];
        for (number, day) in [(0_u32, 3_u8), (1, 90)] {
            let (first, end) = (number * 6, number * 6 + 5);
            registry.act(at(day), |act| act.receive_blanks(&range(first, end), "BA")).unwrap();
            for blank in first..=end {
                last[usize::try_from(blank).unwrap()] = at(day).at;
                told.push(Told { at: at(day).at, before: None, after: BlankState::Stock });
            }
        }
        for (day, blank, event) in events {
            let serial = format!("BKS{blank:06}");
            let event = BlankEvent::ALL[event];
            let before = registry.blank(&serial).unwrap().unwrap().state;
            let with = Move {
                voids_card: matches!(before, BlankState::Printing | BlankState::Printed | BlankState::Checked),
                ..Move::default()
            };
            let moved = registry.act(at(day), |act| act.move_blank(&serial, event, &with));
            let Some(after) = before.after(event) else {
                prop_assert_eq!(moved, Err(Error::BlankOutOfTurn(before)));
                continue;
            };
            prop_assert_eq!(moved, Ok(after));
            last[blank] = last[blank].max(at(day).at);
            told.push(Told { at: last[blank], before: Some(before), after });
        }
        for (one, other) in periods {
            let (from, until) = (at(one.min(other)).at, at(one.max(other)).at);
            let books = registry.balance(from, until).unwrap();
            prop_assert!(books.holds(), "{books:?}");
            prop_assert_eq!(books, reckoned(&told, from, until));
        }
        let all = registry.balance(i64::MIN, i64::MAX).unwrap();
        prop_assert_eq!((all.opening, all.received), (0, 12));
        let unused: u64 = registry.stock().unwrap().iter()
            .filter(|count| count.state.is_unused()).map(|count| count.count).sum();
        prop_assert_eq!(all.closing, unused);
    }
}

#[test]
fn a_good_card_spoiled_later_leaves_its_month_alone() {
    let bench = Bench::new();
    let mut registry = Registry::create(&bench.file(), &KEY).unwrap();
    registry
        .act(at(0), |act| act.receive_blanks(&range(1, 2), "BA"))
        .unwrap();
    let month = |registry: &Registry, number: i64| {
        let (from, until) = (NOW + number * 30 * DAY, NOW + (number + 1) * 30 * DAY);
        let book = registry.balance(from, until).unwrap();
        assert!(book.holds());
        (book.opening, book.good, book.spoiled, book.closing)
    };
    let mut go = |day, event| {
        registry
            .act(at(day), |act| {
                let with = Move {
                    voids_card: matches!(event, BlankEvent::Spoil | BlankEvent::Lose),
                    ..Move::default()
                };
                act.move_blank("BKS000001", event, &with)
            })
            .unwrap();
        (month(&registry, 0), month(&registry, 1))
    };
    go(1, BlankEvent::Issue);
    go(2, BlankEvent::Assign);
    assert_eq!(go(3, BlankEvent::Good), ((0, 1, 0, 1), (1, 0, 0, 1)));
    assert_eq!(go(40, BlankEvent::Spoil), ((0, 1, 0, 1), (1, -1, 1, 1)));
    assert_eq!(go(41, BlankEvent::Destroy), ((0, 1, 0, 1), (1, -1, 1, 1)));
}

#[test]
fn no_serial_comes_twice() {
    let bench = Bench::new();
    let mut registry = Registry::create(&bench.file(), &KEY).unwrap();
    let mut receive =
        |first, last| registry.act(at(0), |act| act.receive_blanks(&range(first, last), "BA"));
    receive(1, 10).unwrap();
    for (first, last, why) in [
        (1, 10, StockError::Overlap),
        (10, 20, StockError::Overlap),
        (0, 0, StockError::Overlap),
        (12, 20, StockError::Gap),
    ] {
        assert_eq!(receive(first, last), Err(Error::Stock(why)));
    }
    receive(11, 11).unwrap();
    assert_eq!(registry.stock().unwrap()[0].count, 11);
    assert_eq!(registry.receipts(0, i64::MAX).unwrap().len(), 2);
}

#[test]
fn a_report_number_is_used_once() {
    let bench = Bench::new();
    let mut registry = Registry::create(&bench.file(), &KEY).unwrap();
    let mut report = |kind| {
        registry.act(at(0), |act| {
            act.add_stock_report(kind, "BA-9", &[String::from("A"), String::from("B")])
        })
    };
    report(ReportKind::Destroyed).unwrap();
    assert_eq!(report(ReportKind::Lost), Err(Error::Taken("report")));
    let kept = registry.stock_report("BA-9").unwrap().unwrap();
    assert_eq!(kept.witnesses, ["A", "B"]);
    assert_eq!((kept.kind, kept.count), (ReportKind::Destroyed, 0));
}

#[test]
fn lists_are_filtered_and_paged() {
    let bench = Bench::new();
    let mut registry = Registry::create(&bench.file(), &KEY).unwrap();
    registry
        .act(at(0), |act| {
            act.receive_blanks(&range(1, 9), "BA")?;
            for number in 4..=6 {
                act.move_blank(
                    &format!("BKS{number:06}"),
                    BlankEvent::Spoil,
                    &Move::default(),
                )?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
    let list = |query: &BlankQuery| {
        let (rows, total) = registry.blanks(query).unwrap();
        let serials: Vec<String> = rows.into_iter().map(|row| row.serial).collect();
        (serials.join(" "), total)
    };
    let paged = |state, limit, offset| {
        list(&BlankQuery {
            state,
            limit,
            offset,
            ..BlankQuery::default()
        })
    };
    let (spoiled, stock) = (Some(BlankState::Spoiled), Some(BlankState::Stock));
    assert_eq!(paged(spoiled, 9, 1), ("BKS000005 BKS000006".into(), 3));
    assert_eq!(paged(stock, 1, 3), ("BKS000007".into(), 6));
    assert_eq!(paged(None, 1, 8), ("BKS000009".into(), 9));
    let day = |day| {
        list(&BlankQuery {
            spoiled: Some((at(day).at, at(day + 1).at)),
            limit: 9,
            ..BlankQuery::default()
        })
        .1
    };
    assert_eq!((day(0), day(1)), (3, 0));
    assert_eq!(registry.in_stock(3).unwrap().last().unwrap(), "BKS000003");
}
