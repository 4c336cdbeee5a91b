//! What a report counts, by laws that hold for any sightings, and overstay by dated cases.

use super::*;
use crate::patrol::{SightingId, Spot};
use jiff::civil::date;
use proptest::prelude::*;

fn plan(expected: &[&str]) -> Plan {
    Plan {
        name: String::from("Operasi Contoh"),
        from: date(2026, 11, 20),
        until: date(2026, 11, 21),
        areas: vec![String::from("KI-MM2100")],
        team: vec![Member {
            name: String::from("YUSUF CONTOH"),
            agency: String::from("Imigrasi"),
        }],
        expected: expected.iter().map(|one| String::from(*one)).collect(),
    }
}

fn light(color: Color, reason: &'static str) -> Light {
    Light {
        paper: Paper::Passport,
        color,
        reason,
        args: vec![],
    }
}

fn seen(id: u8, at: i64, word: Word, permit_no: &str, lights: Vec<Light>) -> Sighting {
    Sighting {
        id: SightingId([id; 16]),
        at,
        spot: Spot {
            district: Some(format!("32.16.{:02}", id % 3 + 7)),
            estate: id.is_multiple_of(2).then(|| String::from("KI-MM2100")),
            ..Spot::default()
        },
        officer: format!("PATROLI {}", id % 2),
        word,
        reason: "in-force",
        card_serial: permit_no.replace('P', "BKS"),
        permit_no: String::from(permit_no),
        status_age_s: Some(60),
        lights,
        note: String::new(),
        photo: None,
        operation: None,
    }
}

fn resident(permit_no: &str, guarantor: &str, last_day: Option<Date>) -> Resident {
    Resident {
        permit_no: String::from(permit_no),
        full_name: format!("CONTOH {permit_no}"),
        nationality: String::from("KOR"),
        guarantor: String::from(guarantor),
        kind: Kind::Itas,
        last_day,
        ended_on: None,
    }
}

/// 20 November 2026, 10.00 WIB.
const TEN: i64 = 1_795_143_600;

fn words() -> impl Strategy<Value = Word> {
    proptest::sample::select(Word::ALL.to_vec())
}

fn lights() -> impl Strategy<Value = Vec<Light>> {
    let one = proptest::sample::select(Color::ALL.to_vec()).prop_map(|color| {
        let reason = if color == Color::Red {
            "passport-over"
        } else {
            "passport-untold"
        };
        light(color, reason)
    });
    proptest::collection::vec(one, 0..4)
}

proptest! {
    #[test]
    fn totals_are_the_sums_of_their_parts(
        scans in proptest::collection::vec((0..40_u8, 0..5_000_i64, words(), 0..12_u8, lights()), 0..40),
    ) {
        let sightings: Vec<Sighting> = scans
            .into_iter()
            .map(|(id, after, word, permit, lights)| {
                // Some cards could not be read at all.
                let permit = if permit == 0 { String::new() } else { format!("P{permit}") };
                seen(id, TEN + after, word, &permit, lights)
            })
            .collect();
        let people: Vec<Resident> = (1..12)
            .map(|number| resident(&format!("P{number}"), ["PT SATU", "PT DUA"][number % 2], Some(date(2026, 11, 1))))
            .collect();
        let rules = PatrolRules::bundled();
        let plan = plan(&["pt satu", "PT DUA", "PT TIGA"]);
        let known = Known { seen: &people, expected: &people, rules: &rules };
        let report = sum(&plan, &sightings, known);
        let checked = count(&report.checked);
        let total = |counts: Vec<u64>| counts.into_iter().sum::<u64>();

        prop_assert_eq!(total(Standing::ALL.map(|one| report.count(one)).into()), checked);
        prop_assert_eq!(total(report.words.iter().map(|one| one.1).collect()), checked);
        prop_assert_eq!(total(report.districts.iter().map(|one| one.1).collect()), checked);
        prop_assert_eq!(total(report.officers.iter().map(|one| one.1).collect()), report.scans);
        prop_assert_eq!(total(report.checked.iter().map(|one| one.times).collect()), report.scans);
        prop_assert!(report.reasons.iter().all(|one| one.count <= 3 * report.count(Standing::Incomplete)));
        let people_of = |one: &Expectation<'_>| one.seen() + count(&one.not_found) == one.people;
        prop_assert!(report.expected.iter().all(people_of));
        prop_assert_eq!(total(report.expected.iter().map(|one| one.people).collect()), count(&people));
        let charges = report.overstays().iter().map(|(_, one)| match one.measure {
            Measure::Charge { rupiah, .. } => rupiah,
            Measure::AskOfficer | Measure::Deport => 0,
        }).sum::<u64>();
        prop_assert_eq!(report.charges(), charges);

        // What is told twice, or in another order, counts the same.
        let mut twice = sightings.clone();
        twice.reverse();
        twice.extend(sightings.clone());
        // One id is one sighting: of several that share it, which is meant is not told.
        let mut ids: Vec<_> = sightings.iter().map(|one| one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() == sightings.len() {
            let again = sum(&plan, &twice, known);
            prop_assert_eq!(again.scans, report.scans);
            let ids = |report: &OperationReport<'_>| report.checked.iter().map(|one| one.sighting.id).collect::<Vec<_>>();
            prop_assert_eq!(ids(&again), ids(&report));
        }
    }
}

#[test]
fn a_card_counts_once_by_its_last_scan_and_unproven_numbers_stand_for_nobody() {
    let red = || vec![light(Color::Red, "passport-over")];
    let sightings = [
        seen(1, TEN, Word::Valid, "P1", red()),
        seen(
            2,
            TEN + 60,
            Word::Valid,
            "P1",
            vec![light(Color::Green, "passport-in-force")],
        ),
        seen(
            3,
            TEN,
            Word::Valid,
            "P2",
            vec![light(Color::Unknown, "passport-untold")],
        ),
        seen(4, TEN, Word::Forged, "P3", vec![]),
        seen(5, TEN, Word::Unreadable, "", vec![]),
        seen(6, TEN, Word::Unreadable, "", vec![]),
        seen(7, TEN, Word::Expired, "P4", red()),
    ];
    let people = ["P1", "P2", "P3", "P4"]
        .map(|number| resident(number, "PT SATU", Some(date(2026, 11, 10))));
    let (plan, rules) = (plan(&["PT SATU"]), PatrolRules::bundled());
    let report = sum(
        &plan,
        &sightings,
        Known {
            seen: &people,
            expected: &people,
            rules: &rules,
        },
    );
    assert_eq!(Standing::ALL.map(|one| report.count(one)), [1, 1, 1, 1, 2]);
    assert_eq!((report.scans, report.again()), (7, 1));
    // The forged card names P3; nobody has seen P3.
    assert_eq!(report.not_found(), 1);
    assert_eq!(report.expected[0].not_found[0].permit_no, "P3");
    assert_eq!(report.reasons.len(), 1);
    assert_eq!(report.overstays().len(), 3);
    assert_eq!(report.charges(), 30_000_000);
}

#[track_caller]
fn check_overstay(last_day: Date, seen: Date, told: Option<(u32, Measure)>) {
    let found = overstay_of(Kind::Itas, last_day, seen, &PatrolRules::bundled());
    assert_eq!(found.map(|one| (one.days, one.measure)), told);
}

#[test]
fn overstay_is_charged_by_the_day_up_to_the_limit_and_no_further() {
    let charge = |rupiah| Measure::Charge {
        rupiah,
        verified: true,
    };
    let last = date(2026, 8, 31);
    check_overstay(last, last, None);
    check_overstay(last, date(2026, 8, 1), None);
    check_overstay(last, date(2026, 9, 1), Some((1, charge(1_000_000))));
    check_overstay(last, date(2026, 10, 29), Some((59, charge(59_000_000))));
    // UU 6/2011 Ps 78 knows fewer and more than 60 days.
    check_overstay(last, date(2026, 10, 30), Some((60, Measure::AskOfficer)));
    check_overstay(last, date(2026, 10, 31), Some((61, Measure::Deport)));
    // Rp 300,000 a day until 2 May 2019.
    check_overstay(
        date(2019, 4, 30),
        date(2019, 5, 4),
        Some((4, charge(2_600_000))),
    );
}

#[test]
fn a_permit_without_a_last_day_or_that_was_ended_is_no_overstay() {
    let sightings = [
        seen(1, TEN, Word::Valid, "P1", vec![]),
        seen(2, TEN, Word::Superseded, "P2", vec![]),
    ];
    let ended = Resident {
        ended_on: Some(date(2026, 10, 1)),
        ..resident("P2", "", Some(date(2026, 10, 31)))
    };
    let people = [resident("P1", "", None), ended];
    let (plan, rules) = (plan(&[]), PatrolRules::bundled());
    let report = sum(
        &plan,
        &sightings,
        Known {
            seen: &people,
            expected: &[],
            rules: &rules,
        },
    );
    assert_eq!(report.overstays().len(), 0);
}

#[test]
fn a_plan_needs_its_parts() {
    let good = plan(&["PT SATU"]);
    assert_eq!(good.check(), Ok(()));
    let flaw = |change: fn(&mut Plan)| {
        let mut plan = good.clone();
        change(&mut plan);
        plan.check()
    };
    assert_eq!(
        flaw(|plan| plan.name = String::from(" ")),
        Err(PlanFlaw::Name)
    );
    assert_eq!(
        flaw(|plan| plan.until = date(2026, 11, 19)),
        Err(PlanFlaw::Days)
    );
    assert_eq!(
        flaw(|plan| plan.until = date(2026, 12, 21)),
        Err(PlanFlaw::Days)
    );
    assert_eq!(flaw(|plan| plan.areas.clear()), Err(PlanFlaw::Areas));
    assert_eq!(flaw(|plan| plan.team.clear()), Err(PlanFlaw::Team));
    assert_eq!(
        flaw(|plan| plan.expected.push(String::new())),
        Err(PlanFlaw::Expected)
    );
}
