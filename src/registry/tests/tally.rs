//! Days counted: the same as counting blanks and cases one by one, whatever was done to them.

use super::*;
use crate::office::{BlankEvent, CaseEvent};
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY: i64 = 24 * 60 * 60;

const BLANK_EVENTS: [BlankEvent; 9] = [
    BlankEvent::Issue,
    BlankEvent::Assign,
    BlankEvent::Good,
    BlankEvent::Check,
    BlankEvent::HandOver,
    BlankEvent::Spoil,
    BlankEvent::Return,
    BlankEvent::Destroy,
    BlankEvent::Lose,
];
const CASE_EVENTS: [CaseEvent; 8] = [
    CaseEvent::Submit,
    CaseEvent::Approve,
    CaseEvent::Produce,
    CaseEvent::Check,
    CaseEvent::HandOver,
    CaseEvent::Spoil,
    CaseEvent::Return,
    CaseEvent::Void,
];

fn day_no(at: i64) -> DayNo {
    let days = (at + 7 * 60 * 60).div_euclid(DAY);
    DayNo::of(date(1970, 1, 1)).plus(i32::try_from(days).unwrap())
}

/// Good and spoiled cards a day; cases by the days they were handed over and begun on.
type Told = (BTreeMap<DayNo, (u64, u64)>, BTreeMap<(DayNo, DayNo), u64>);

fn by_hand(registry: &Registry) -> Told {
    let times = |sql: &str| -> Vec<(i64, i64)> {
        let mut statement = registry.connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    };
    let (mut cards, mut cases) = Told::default();
    for (at, _) in times("SELECT left_at, 0 FROM blanks WHERE good = 1") {
        cards.entry(day_no(at)).or_default().0 += 1;
    }
    for (at, _) in times("SELECT spoiled_at, 0 FROM blanks WHERE spoiled_at IS NOT NULL") {
        cards.entry(day_no(at)).or_default().1 += 1;
    }
    for (at, begun) in times("SELECT state_at, begun_at FROM cases WHERE state = 'HANDED_OVER'") {
        *cases.entry((day_no(at), day_no(begun))).or_default() += 1;
    }
    (cards, cases)
}

fn told(registry: &Registry) -> Told {
    let (mut cards, mut cases) = Told::default();
    let (first, days) = (day_no(NOW - DAY), 200);
    for day in 0..days {
        let day = first.plus(day);
        let count = registry.card_count(day, day).unwrap();
        if count != CardCount::default() {
            cards.insert(day, (count.good, count.spoiled));
        }
    }
    registry
        .waited(first, first.plus(days), |alike| {
            cases.insert((alike.handed_over, alike.begun), alike.cases);
        })
        .unwrap();
    let sums = cards
        .values()
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let all = registry.card_count(DayNo(0), DayNo::LAST).unwrap();
    assert_eq!((all.good, all.spoiled), sums);
    (cards, cases)
}

struct Desk {
    bench: Bench,
    registry: Registry,
    cases: Vec<CaseId>,
    at: i64,
}

impl Desk {
    fn new() -> Self {
        let bench = Bench::new();
        let mut registry = bench.with(&[]);
        let draft = bench.permit(1, "KIM MINSU", "M12345678").to_draft();
        let cases = (0..3)
            .map(|_| {
                registry
                    .act(by("case-save", NOW), |act| {
                        act.save_case(None, &draft, None)
                    })
                    .unwrap()
            })
            .collect();
        Self {
            bench,
            registry,
            cases,
            at: NOW,
        }
    }

    /// Whether it may.
    fn moves_blank(&mut self, which: usize, event: BlankEvent) -> bool {
        let serial = format!("BKS{:06}", which + 1);
        [false, true].into_iter().any(|voids_card| {
            let with = Move {
                voids_card,
                ..Move::default()
            };
            let moved = self.registry.act(by("blank-move", self.at), |act| {
                act.move_blank(&serial, event, &with)
            });
            moved.is_ok()
        })
    }

    fn moves_case(&mut self, which: usize, event: CaseEvent) -> bool {
        let case = self.cases[which];
        let moved = self.registry.act(by("case-move", self.at), |act| {
            act.move_case(case, event, None)
        });
        moved.is_ok()
    }

    /// Something is done to a blank and a case: that event where it may be, else the next of the usual way.
    fn step(&mut self, which: usize, event: usize) {
        let blank = BLANK_EVENTS.into_iter().skip(event).chain(BLANK_EVENTS);
        for event in blank {
            if self.moves_blank(which, event) {
                break;
            }
        }
        let case = CASE_EVENTS.into_iter().skip(event).chain(CASE_EVENTS);
        for event in case {
            if self.moves_case(which, event) {
                break;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn days_are_counted_as_their_rows_are(
        steps in prop::collection::vec((0..3_usize, 0..9_usize, 0..40_i64), 1..24),
    ) {
        let mut desk = Desk::new();
        for (which, event, hours) in steps {
            desk.at += hours * 60 * 60;
            // Half of them go the usual way from its beginning.
            desk.step(which, if event % 2 == 0 { 0 } else { event });
        }
        let expected = by_hand(&desk.registry);
        prop_assert_eq!(told(&desk.registry), expected.clone());
        let proof = desk.registry.audit_check(&mut |_, _| true).unwrap();
        prop_assert!(proof.is_whole(), "{:?}", proof.breaks);
        // A file from before there were counts says the same once it has them.
        drop(desk.registry);
        let counting = migrate::MIGRATIONS.iter().find(|sql| sql.contains("card_days")).unwrap();
        behind(&desk.bench.file())
            .execute_batch(&format!(
                "DROP TRIGGER blanks_good; DROP TRIGGER blanks_lost_to_spoiling; DROP TRIGGER cases_handed_over; \
                 DROP TABLE card_days; DROP TABLE served_days; {counting}"
            ))
            .unwrap();
        let registry = Registry::open(&desk.bench.file(), &KEY).unwrap();
        prop_assert_eq!(told(&registry), expected);
    }
}

#[test]
fn a_count_that_says_another_thing_is_told() {
    let mut desk = Desk::new();
    for event in BLANK_EVENTS.into_iter().take(5) {
        assert!(desk.moves_blank(0, event));
    }
    for event in CASE_EVENTS.into_iter().take(5) {
        assert!(desk.moves_case(0, event));
    }
    let (cards, cases) = told(&desk.registry);
    assert_eq!((cards.len(), cases.len()), (1, 1));
    for sql in [
        "UPDATE card_days SET good = 2",
        "UPDATE card_days SET good = 1, spoiled = 1",
        "UPDATE card_days SET spoiled = 0; UPDATE served_days SET cases = 0",
    ] {
        behind(&desk.bench.file()).execute_batch(sql).unwrap();
        let proof = desk.registry.audit_check(&mut |_, _| true).unwrap();
        assert_eq!(proof.breaks.len(), 1, "{sql}");
    }
    let plan: String = desk
        .registry
        .connection
        .query_row(
            "EXPLAIN QUERY PLAN SELECT id, begun_at, state_at FROM cases INDEXED BY cases_served \
             WHERE state = 'HANDED_OVER' AND state_at >= 1 AND state_at < 2 ORDER BY state_at, id",
            [],
            |row| row.get("detail"),
        )
        .unwrap();
    assert!(plan.contains("COVERING"), "{plan}");
}
