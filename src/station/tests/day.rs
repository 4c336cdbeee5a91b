//! A day at the office by the station's verbs, told by its own audit as one page of text.

use super::*;
use crate::office::Duty;
use std::fmt::Write as _;

/// The audit from `first` on: who, what, about what, with which particulars that do not depend on chance.
fn told(station: &Station, first: i64) -> String {
    let query = AuditQuery {
        limit: 1000,
        ..AuditQuery::default()
    };
    let (mut rows, _) = station.registry.audit(&query).unwrap();
    rows.reverse();
    let mut text = String::new();
    for row in rows.iter().filter(|row| first < row.seq) {
        let login = row.login.as_deref().unwrap_or("-");
        write!(text, "{login:8} {:16} {:24}", row.act, row.record).unwrap();
        for (name, value) in row.detail.iter().filter(|(name, _)| name != "digest") {
            write!(text, " {name}={value}").unwrap();
        }
        text = text.trim_end().to_owned() + "\n";
    }
    text
}

#[test]
fn a_day_at_the_office_is_told_by_its_audit() {
    let folder = office();
    let mut station = open(&folder);
    let first = station.registry.audit_head().unwrap().0;
    let mut draft = station.example_draft(Kind::Itas);
    let street = std::mem::take(draft.edit(Field::Street));

    station.act_as(Duty::Counter).unwrap();
    let (id, _) = station.save_case(None, &draft, Some(&face())).unwrap();
    assert_eq!(
        station.submit(id, None).err().unwrap().id,
        "draft-has-findings"
    );
    *draft.edit(Field::Street) = street;
    station.save_case(Some(id), &draft, Some(&face())).unwrap();
    station.submit(id, None).unwrap();

    station.act_as(Duty::Head).unwrap();
    station.proof(id, None).unwrap();
    station
        .return_case(id, "Pekerjaan belum sesuai surat penjamin")
        .unwrap();

    station.act_as(Duty::Counter).unwrap();
    *draft.edit(Field::Occupation) = String::from("QUALITY ADVISOR");
    station.save_case(Some(id), &draft, Some(&face())).unwrap();
    station.submit(id, None).unwrap();

    station.act_as(Duty::Head).unwrap();
    let proof = station.proof(id, None).unwrap();
    station.approve(id, &proof.digest, None).unwrap();
    let head = station.officer().clone();

    station.act_as(Duty::Print).unwrap();
    let spoiled = station.print_case(id, None, None).unwrap();
    let outcome = Outcome::Spoiled {
        reason: "Pita macet",
        second: &Second::known(head),
    };
    station.outcome(&spoiled.card_serial, &outcome).unwrap();
    let issued = station.print_case(id, None, None).unwrap();
    station
        .outcome(&issued.card_serial, &Outcome::Good)
        .unwrap();

    station.act_as(Duty::HandOver).unwrap();
    let old = Evidence::Text(spoiled.qr_text.clone());
    assert_eq!(
        station.check_card(id, &old).err().unwrap().id,
        "card-check-failed"
    );
    let finished = Evidence::File(issued.pdf.bytes().to_vec());
    station.check_card(id, &finished).unwrap();
    station.hand_over(id).unwrap();

    assert_eq!(station.verify(&finished, None).word, Word::Valid);
    assert_eq!(station.verify(&old, None).word, Word::Superseded);
    assert_eq!(
        station.registry.case(id).unwrap().row.state,
        CaseState::HandedOver
    );
    let proof = station.registry.audit_check(&mut |_, _| true).unwrap();
    assert!(proof.is_whole(), "{proof:?}");
    insta::assert_snapshot!(told(&station, first));
}

#[test]
fn a_changed_letter_voids_the_approval() {
    let folder = office();
    let mut station = open(&folder);
    let draft = station.example_draft(Kind::Itas);
    let (id, _) = station.save_case(None, &draft, Some(&face())).unwrap();
    station.submit(id, None).unwrap();
    station.act_as(Duty::Head).unwrap();
    let seen = station.proof(id, None).unwrap();

    // Changed between the look and the yes: the counter has it again.
    station.act_as(Duty::Counter).unwrap();
    let mut changed = draft.clone();
    *changed.edit(Field::Occupation) = String::from("SOMETHING ELSE");
    station
        .save_case(Some(id), &changed, Some(&face()))
        .unwrap();
    station.submit(id, None).unwrap();
    station.act_as(Duty::Head).unwrap();
    let refused = station.approve(id, &seen.digest, None).err().unwrap();
    assert_eq!(refused.id, "approval-changed");
    let seen = station.proof(id, None).unwrap();
    station.approve(id, &seen.digest, None).unwrap();

    // Changed after the yes: what the office prints of itself is part of it.
    let mut settings = station.settings().clone();
    settings.office.signatory_name = String::from("SOMEBODY NEW");
    station.act_as(Duty::Admin).unwrap();
    station.save_settings(settings).unwrap();
    station.act_as(Duty::Print).unwrap();
    let refused = station.print_case(id, None, None).err().unwrap();
    assert_eq!(refused.id, "approval-void");
    let case = station.registry.case(id).unwrap();
    assert_eq!(case.row.state, CaseState::Submitted);
    assert_eq!(case.approval, None);
}

#[test]
fn a_spoiled_renewal_leaves_the_holders_card_in_force() {
    let folder = office();
    let mut station = open(&folder);
    let draft = station.example_draft(Kind::Itas);
    let first = made(&mut station, &draft, None).unwrap();
    station.clock = Clock::Fixed(NOW + 60);
    let second = made(&mut station, &draft, None).unwrap();
    let word = |station: &mut Station, issued: &Issued| {
        let text = Evidence::Text(issued.qr_text.clone());
        station.verify(&text, None).word
    };
    assert_eq!(word(&mut station, &first), Word::Superseded);
    let chain = station.demo_chain().unwrap();
    let spoiled = Outcome::Spoiled {
        reason: "Tergores",
        second: &Second::known(chain.head.clone()),
    };
    station.act_as(Duty::Print).unwrap();
    station.outcome(&second.card_serial, &spoiled).unwrap();
    assert_eq!(word(&mut station, &first), Word::Valid);
    assert_eq!(word(&mut station, &second), Word::Superseded);
    let shown = station.registry.permit(&first.permit_no).unwrap();
    assert_eq!(shown.draft.get(Field::FullName), draft.get(Field::FullName));
    let proof = station.registry.audit_check(&mut |_, _| true).unwrap();
    assert!(proof.is_whole(), "{proof:?}");
}

#[test]
fn a_clock_that_jumped_is_asked_about_and_one_put_right_holds_up_nothing() {
    let folder = office();
    let years = 10 * 366 * DAY;
    let secret = || crate::vault::Secret::new(String::from("contoh"));
    let enter = |login: &str, now: i64| {
        Door::find_by(folder.path(), Clock::Fixed(now))
            .unwrap()
            .enter(login, &secret())
            .unwrap()
    };
    let station = enter("kepala", NOW + years);
    assert!(matches!(
        station.clock_state().unwrap(),
        ClockState::Ahead(_)
    ));
    drop(station);
    // Nobody went on with it: the clock put right is as it was.
    let station = enter("kepala", NOW);
    assert_eq!(station.clock_state().unwrap(), ClockState::Steady);
    drop(station);
    // Somebody did, and it was wrong.
    enter("petugas", NOW + years).accept_clock().unwrap();
    let mut station = enter("petugas", NOW + 60);
    assert!(matches!(
        station.clock_state().unwrap(),
        ClockState::Behind(_)
    ));
    station.accept_clock().unwrap();
    assert!(matches!(
        station.clock_state().unwrap(),
        ClockState::Behind(_)
    ));
    drop(station);
    let mut station = enter("kepala", NOW + 60);
    station.accept_clock().unwrap();
    assert_eq!(station.clock_state().unwrap(), ClockState::Steady);
    let proof = station.audit_check(&mut |_, _| true).unwrap();
    assert!(proof.is_whole(), "{proof:?}");
}
