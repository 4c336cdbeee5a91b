//! What is void: a permit that was revoked, a card that was spoiled, a person taken over twice.

use super::*;
use crate::office::Mark;
use crate::station::numbers::Cell;

fn second(station: &mut Station, login: &str) -> Second {
    let password = Secret::new(String::from("contoh"));
    station.second(login, &password).unwrap()
}

/// The newest permit of a demo office that is held.
fn held(station: &mut Station) -> PermitRow {
    let query = Query {
        filter: Filter {
            state: Some(PermitState::Active),
            ..Filter::default()
        },
        limit: 1,
        ..Query::default()
    };
    station.search(&query).unwrap().rows.remove(0)
}

#[test]
fn a_revoked_permit_is_not_held() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(crate::office::Duty::Head).unwrap();
    let row = held(&mut station);
    let today = station.today();
    let before = station.numbers(today).unwrap();
    let beside = second(&mut station, "cetak");
    station
        .change_status(row.permit_no.as_str(), Mark::Revoked, "palsu", &beside)
        .unwrap();
    let after = station.numbers(today).unwrap();
    assert_eq!(after.holders.total() + 1, before.holders.total());
    let months = [&before, &after].map(|numbers| numbers.months.last().unwrap().ended.total());
    assert_eq!(months[0] + 1, months[1]);
    let listed = station.numbers_list(today, (&Cell::Holders, None), (0, 1_000));
    assert!(
        listed
            .unwrap()
            .iter()
            .all(|one| one.permit_no != row.permit_no.as_str())
    );
    let found = station.search(&Query {
        words: row.permit_no.as_str().to_owned(),
        limit: 1,
        ..Query::default()
    });
    assert_eq!(found.unwrap().rows[0].ended_on, Some(today));
    assert_ne!(held(&mut station).permit_no, row.permit_no);
    assert!(
        station
            .registry
            .audit_check(&mut |_, _| true)
            .unwrap()
            .is_whole()
    );
}

#[test]
fn a_spoiled_card_is_not_made_again_and_its_permit_says_so() {
    let folder = office();
    let mut station = open(&folder);
    let draft = station.example_draft(Kind::Itas);
    let issued = made(&mut station, &draft, None).unwrap();
    station.act_as(crate::office::Duty::Print).unwrap();
    let beside = second(&mut station, "kepala");
    station
        .outcome(
            &issued.card_serial,
            &Outcome::Spoiled {
                reason: "tergores",
                second: &beside,
            },
        )
        .unwrap();
    station.act_as(crate::office::Duty::Counter).unwrap();
    let refused = station.card_again(&issued.permit_no);
    assert_eq!(refused.err().unwrap().id, "card-void");
    let found = station.search(&Query {
        words: issued.permit_no.as_str().to_owned(),
        limit: 1,
        ..Query::default()
    });
    assert!(found.unwrap().rows[0].card_void);
}

#[test]
fn the_same_person_under_another_passport_is_told() {
    let folder = office();
    let mut station = open(&folder);
    let row = held(&mut station);
    let known = station.record(&row.permit_no).unwrap().draft;
    let mut other = known.clone();
    *other.edit(Field::PermitNo) = String::from("2C21XX9998-Z");
    *other.edit(Field::PassportNo) = String::from("ZX8877665");
    other.edit(Field::Niora).clear();
    let name = known.get(Field::FullName).to_lowercase();
    *other.edit(Field::FullName) = name;
    let mut rules = |draft: &Draft| -> Vec<String> {
        let today = station.today();
        let judged = station.judge(draft, None, today).unwrap();
        judged.findings.into_iter().map(|one| one.rule).collect()
    };
    let same = String::from("same-person");
    assert!(rules(&other).contains(&same));
    // Who has a NIORA of the same number is known to be the same person.
    *other.edit(Field::Niora) = known.get(Field::Niora).to_owned();
    assert!(!rules(&other).contains(&same));
    *other.edit(Field::Niora) = String::new();
    *other.edit(Field::BirthDate) = String::from("03-02-1971");
    assert!(!rules(&other).contains(&same));
}
