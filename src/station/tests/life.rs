//! A record's life and its end, through the door.

use super::*;
use crate::office::Duty;
use crate::permit::EndReason;

#[test]
fn a_life_tells_who_did_and_who_looked() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Counter).unwrap();
    let permit_no = all(&mut station)[0].permit_no.clone();
    station.record(&permit_no).unwrap();
    let life = station.life(&permit_no).unwrap();
    assert_eq!((life.cases.len(), life.blanks.len()), (1, 1));
    assert_eq!(life.record.cards.len(), 1);
    let acts: Vec<(&str, Option<&str>)> = life
        .entries
        .iter()
        .map(|entry| (entry.act.as_str(), entry.login.as_deref()))
        .collect();
    for told in [
        ("case-submit", Some("petugas")),
        ("case-approve", Some("kepala")),
        ("card-issue", Some("cetak")),
        ("permit-view", Some("petugas")),
        ("permit-life", Some("petugas")),
    ] {
        assert!(acts.contains(&told), "{told:?}: {acts:?}");
    }
    assert!(life.entries.is_sorted_by_key(|entry| entry.seq));
}

#[test]
fn only_the_head_ends_a_permit_and_not_in_the_future() {
    let folder = office();
    let mut station = open(&folder);
    let day = station.today();
    station.act_as(Duty::Counter).unwrap();
    let row = all(&mut station)
        .into_iter()
        .find(|row| day < row.valid_until)
        .unwrap();
    let end = |station: &mut Station, day| {
        station
            .end_permit(&row.permit_no, EndReason::Died, day)
            .map_err(|error| error.id)
    };
    assert_eq!(end(&mut station, day), Err("not-the-duty"));
    station.act_as(Duty::Head).unwrap();
    let tomorrow = day.tomorrow().unwrap();
    assert_eq!(end(&mut station, tomorrow), Err("end-day"));
    assert_eq!(end(&mut station, day), Ok(()));
    assert_eq!(end(&mut station, day), Err("permit-ended"));
    let ended = Query {
        limit: 9,
        filter: Filter {
            state: Some(PermitState::Ended),
            ..Filter::default()
        },
        ..Query::default()
    };
    let found = station.search(&ended).unwrap();
    assert_eq!(found.rows.len(), 1);
    assert_eq!(found.rows[0].ended_on, Some(day));
    let life = station.life(&row.permit_no).unwrap();
    assert!(life.entries.iter().any(|entry| entry.act == "permit-end"));
}
