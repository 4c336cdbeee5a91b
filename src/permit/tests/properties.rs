//! Properties of drafts and permits.

use super::*;
use proptest::prelude::*;

/// Words typed into a field: mostly sound ones, now and then anything.
fn typed(field: Field, kind: Kind) -> impl Strategy<Value = String> {
    let own = sound(kind).get(field).to_owned();
    prop_oneof![
        6 => Just(own),
        1 => Just(String::new()),
        1 => prop::sample::select(vec![
            "00-00-1985", "-", "3/7", "D", "p", "Medan Satria", "Pejuang", "Kab. Bekasi", "Karawang", "Cibitung", "Ibu  Ani",
            "3275011703850001", "01-01-2030", "E31A", "cerai mati", "Müller", "40115", "2",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn any_draft() -> impl Strategy<Value = Draft> {
    prop::sample::select(vec![Kind::Itas, Kind::Itap]).prop_flat_map(|kind| {
        let values: Vec<_> = Field::ALL
            .into_iter()
            .map(|field| typed(field, kind))
            .collect();
        values.prop_map(move |values| {
            let mut draft = Draft::new(kind);
            for (field, value) in Field::ALL.into_iter().zip(values) {
                *draft.edit(field) = value;
            }
            draft
        })
    })
}

/// A sound draft with a few fields typed otherwise, so that many are permits.
fn near_draft() -> impl Strategy<Value = Draft> {
    (any_draft(), prop::collection::vec(0..38_usize, 0..4)).prop_map(|(other, changed)| {
        let mut draft = sound(other.kind);
        for at in changed {
            *draft.edit(Field::ALL[at]) = other.get(Field::ALL[at]).to_owned();
        }
        draft
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_permit_written_back_is_the_same_permit(draft in near_draft()) {
        if let Ok((permit, _)) = draft.check(TODAY, &PLACES) {
            let again = permit.to_draft().check(TODAY, &PLACES);
            prop_assert!(again.is_ok_and(|(again, _)| again == permit));
        }
    }

    #[test]
    fn any_draft_is_judged_with_known_rules_in_order(draft in any_draft()) {
        let found = findings(&draft);
        let known: Vec<_> = rule_ids().collect();
        prop_assert!(found.iter().all(|finding| known.contains(&finding.rule.as_str())));
        prop_assert!(found.is_sorted_by_key(|finding| finding.field));
        prop_assert_eq!(draft.check(TODAY, &PLACES).is_ok(), found.iter().all(|f| f.severity == Severity::Soft));
    }

    #[test]
    fn typed_dates_are_read_back(days in 0..80_000_i32) {
        let day = date(1950, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        prop_assert_eq!(date::read(&date_text(day)), Ok(day));
    }
}
