//! How permits end: by word, by a successor, and what that refuses afterwards.

use super::*;
use crate::permit::EndReason;
use jiff::civil::{Date, date};

fn end(
    registry: &mut Registry,
    permit: &Permit,
    reason: EndReason,
    day: Date,
) -> Result<(), Error> {
    registry.act(by("permit-end", NOW + 50), |act| {
        act.end_permit(&permit.permit_no, reason, day)
    })
}

fn ended(registry: &Registry, permit: &Permit) -> Option<(String, String)> {
    registry
        .connection
        .query_row(
            "SELECT ended_on, ended_by FROM permits WHERE permit_no = ?1",
            [permit.permit_no.as_str()],
            |row| {
                Ok(row
                    .get::<_, Option<String>>("ended_on")?
                    .zip(row.get("ended_by")?))
            },
        )
        .unwrap()
}

#[test]
fn a_permit_ends_once_for_a_reason_of_its_kind_within_its_validity() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let permit = bench.permit(1, "KIM MINSU", "M12345678");
    let mut try_end = |reason, day| end(&mut registry, &permit, reason, day);
    for (reason, day) in [
        (EndReason::Died, date(2026, 11, 17)),
        (EndReason::Died, date(2027, 11, 19)),
        (EndReason::Expired, date(2027, 11, 17)),
    ] {
        assert_eq!(try_end(reason, day), Err(Error::Unfit("day")));
    }
    assert_eq!(try_end(EndReason::LeftForGood, date(2027, 1, 31)), Ok(()));
    assert_eq!(
        try_end(EndReason::Died, date(2027, 2, 1)),
        Err(Error::Ended)
    );
    assert_eq!(
        ended(&registry, &permit),
        Some((String::from("2027-01-31"), String::from("left-epo")))
    );
    assert_eq!(
        bench.issue(&mut registry, 8, &permit),
        Err(Error::Ended),
        "no further card"
    );
    assert!(registry.audit_check(&mut |_, _| true).unwrap().is_whole());
}

#[test]
fn a_card_of_an_ended_permit_reads_as_revoked_from_that_day_on() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let permit = bench.permit(1, "KIM MINSU", "M12345678");
    end(
        &mut registry,
        &permit,
        EndReason::Deported,
        date(2026, 12, 1),
    )
    .unwrap();
    // 30 November 2026 23:59:59 WIB, and a second later.
    let midnight = 1_796_058_000;
    for (at, status) in [(midnight - 1, Status::Valid), (midnight, Status::Revoked)] {
        assert_eq!(
            registry.status(1, "u/s/1", AsOf::Now(at)).unwrap(),
            Some(status)
        );
    }
}

#[test]
fn a_new_permit_of_the_same_person_ends_the_older_one_in_the_same_act() {
    let bench = Bench::new();
    let mut registry = bench.with(&PEOPLE);
    let older = bench.permit(1, "KIM MINSU", "M12345678");
    for (serial, kind, from, by) in [
        (7, Kind::Itas, date(2027, 6, 1), "superseded-by-extension"),
        (8, Kind::Itap, date(2027, 9, 1), "converted-to-itap"),
    ] {
        let newer = Permit {
            niora: older.niora.clone(),
            kind,
            valid_from: from,
            ..bench.permit(serial, "KIM MINSU", "M99999999")
        };
        bench.issue(&mut registry, serial, &newer).unwrap();
        assert_eq!(ended(&registry, &newer), None);
        let before = if serial == 7 {
            older.clone()
        } else {
            bench.permit(7, "KIM MINSU", "M99999999")
        };
        assert_eq!(
            ended(&registry, &before),
            Some((from.to_string(), String::from(by)))
        );
        let idx = if serial == 7 { 1 } else { 7 };
        assert_eq!(
            registry
                .status(idx, "u/s/1", AsOf::Now(1_830_000_000))
                .unwrap(),
            Some(Status::Superseded)
        );
    }
    let (rows, _) = registry
        .audit(&AuditQuery {
            act: Some(String::from("issue")),
            limit: 1,
            ..AuditQuery::default()
        })
        .unwrap();
    let told: Vec<&str> = rows[0]
        .detail
        .iter()
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(told, ["converted-to-itap", "2C21XX0007-A"]);
    assert!(registry.audit_check(&mut |_, _| true).unwrap().is_whole());
}

#[test]
fn each_reason_has_its_own_id_and_reads_back() {
    for reason in EndReason::ALL {
        assert_eq!(EndReason::parse(reason.id()), Some(reason));
        assert!(reason.fits(Kind::Itas));
        assert_eq!(
            reason.fits(Kind::Itap),
            reason != EndReason::ConvertedToItap
        );
    }
    assert_eq!(EndReason::parse("EXPIRED"), None);
}
