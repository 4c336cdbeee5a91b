//! A flawed portrait stops or is told, as the office wants it, until a supervisor accepts it; earlier portraits are shown beside it.

use super::*;
use crate::portrait::{self, Crop, Ground, Made, Portrait, Source, Study, accept_as};
use crate::station::PhotoRule;

fn flawed(seed: u64) -> Portrait {
    let still = portrait::drawn(seed);
    let study = Study {
        faces: Vec::new(),
        crop: Crop::centred(&still),
        checks: Vec::new(),
    };
    let made = Made {
        flaws: vec!["glare", "mouth"],
        ..Made::new(Source::Camera, &still, &study)
    };
    accept_as(&still, &made).unwrap()
}

fn of_portrait(station: &mut Station, draft: &Draft, portrait: &Portrait) -> Vec<(String, bool)> {
    let judged = station.judge(draft, Some(portrait), station.today());
    let findings = judged.unwrap().findings.into_iter();
    let told = findings.filter(|finding| finding.field == Field::Portrait);
    told.map(|finding| (finding.rule, finding.severity == Severity::Hard))
        .collect()
}

#[test]
fn a_supervisor_accepts_that_very_picture_with_a_reason() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Admin).unwrap();
    let mut settings = station.settings().clone();
    settings.photo.flaws_stop = true;
    settings.photo.ground = Ground::Orange;
    settings.photo.takes_itself = false;
    station.save_settings(settings.clone()).unwrap();
    assert_eq!(open(&folder).settings().photo, settings.photo);
    station.act_as(Duty::Counter).unwrap();
    let draft = station.example_draft(Kind::Itas);
    let portrait = flawed(3);
    let (id, _) = station.save_case(None, &draft, Some(&portrait)).unwrap();
    let stops = [("portrait-glare", true), ("portrait-mouth", true)];
    let stops = stops.map(|(rule, hard)| (rule.to_owned(), hard));
    assert_eq!(of_portrait(&mut station, &draft, &portrait), stops);
    assert_eq!(
        station.submit(id, None).unwrap_err().id,
        "draft-has-findings"
    );

    let officers = station.registry.officers().unwrap();
    let with = |duty| {
        let mut all = officers.iter();
        Second::known(all.find(|one| one.duties.contains(&duty)).unwrap().clone())
    };
    let no = |outcome: Result<(), Error>| outcome.unwrap_err().id;
    let head = with(Duty::Head);
    assert_eq!(
        no(station.accept_portrait(id, "x", &with(Duty::Print))),
        "not-the-duty"
    );
    assert_eq!(
        no(station.accept_portrait(id, "x", &with(Duty::Counter))),
        "same-officer"
    );
    assert_eq!(
        no(station.accept_portrait(id, " ", &head)),
        "reason-missing"
    );
    station.accept_portrait(id, "sakit mata", &head).unwrap();
    let accepted = [("portrait-accepted".to_owned(), false)];
    assert_eq!(of_portrait(&mut station, &draft, &portrait), accepted);
    // Another picture of the same person is another picture.
    assert_eq!(of_portrait(&mut station, &draft, &flawed(4)), stops);
    station.submit(id, None).unwrap();
    let trail = station.registry.audit_check(&mut |_, _| true).unwrap();
    assert!(trail.is_whole());

    let good = face(); // Of a drawn person, without a word of how it was made.
    let (other, _) = station.save_case(None, &draft, Some(&good)).unwrap();
    assert_eq!(
        no(station.accept_portrait(other, "x", &head)),
        "portrait-flawless"
    );
    // What was accepted goes with its draft.
    let (gone, _) = station.save_case(None, &draft, Some(&flawed(5))).unwrap();
    station.accept_portrait(gone, "x", &head).unwrap();
    station.delete_case(gone).unwrap();
    assert_eq!(of_portrait(&mut station, &draft, &flawed(5)), stops);
}

#[test]
fn earlier_portraits_are_those_of_the_same_papers_or_the_same_name_and_birth() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Counter).unwrap();
    let resident = all(&mut station).remove(0);
    let known = station.record(&resident.permit_no).unwrap().draft;
    let mut found = |change: &dyn Fn(&mut Draft)| {
        let mut draft = known.clone();
        change(&mut draft);
        let found = station.earlier_portraits(&draft).unwrap();
        found
            .iter()
            .all(|one| one.permit_no == resident.permit_no.as_str())
            && !found.is_empty()
    };
    let other = |draft: &mut Draft, field: Field, value: &str| value.clone_into(draft.edit(field));
    assert!(found(&|_| ()));
    assert!(found(&|draft| other(
        draft,
        Field::PermitNo,
        "2C21XX0009-Z"
    )));
    assert!(found(&|draft| {
        other(draft, Field::PermitNo, "2C21XX0009-Z");
        other(draft, Field::PassportNo, "X0000001");
        other(draft, Field::Niora, "");
    }));
    assert!(!found(&|draft| {
        other(draft, Field::PermitNo, "2C21XX0009-Z");
        other(draft, Field::PassportNo, "X0000001");
        other(draft, Field::Niora, "");
        other(draft, Field::FullName, "ORANG LAIN");
    }));
    let query = AuditQuery {
        act: Some(String::from("portrait-list")),
        limit: 20,
        ..AuditQuery::default()
    };
    let (looks, _) = station.registry.audit(&query).unwrap();
    assert!(!looks.is_empty());
}

#[test]
fn a_photo_is_too_old_from_the_day_after_its_last_one() {
    let rule = PhotoRule::default();
    let taken = jiff::civil::date(2025, 8, 31);
    for (today, too_old) in [
        (jiff::civil::date(2025, 8, 31), false),
        (jiff::civil::date(2026, 2, 28), false),
        (jiff::civil::date(2026, 3, 1), true),
        // A camera whose clock is ahead.
        (jiff::civil::date(2025, 1, 1), false),
    ] {
        assert_eq!(rule.is_too_old(taken, today), too_old, "{today}");
    }
}
