//! Steps an office has switched on: none by default, done in their order by whose they are, and no card without them.

use super::*;
use crate::office::{Before, Step, StepRule};

fn rule(step: Step, before: Before) -> StepRule {
    StepRule {
        step,
        before,
        duty: step.usual_duty(),
    }
}

/// An office with all three steps, and a case that is submitted.
fn waiting(folder: &TempDir) -> (Station, CaseId) {
    let mut station = open(folder);
    station.act_as(Duty::Admin).unwrap();
    let mut settings = station.settings().clone();
    settings.steps = vec![
        rule(Step::Payment, Before::Approval),
        rule(Step::RegionalApproval, Before::Print),
        rule(Step::FieldCheck, Before::Approval),
    ];
    station.save_settings(settings).unwrap();
    station.act_as(Duty::Counter).unwrap();
    let draft = station.example_draft(Kind::Itas);
    let (id, _) = station.save_case(None, &draft, Some(&face())).unwrap();
    station.submit(id, None).unwrap();
    (station, id)
}

fn approved(station: &mut Station, id: CaseId) -> Result<(), Error> {
    station.act_as(Duty::Head).unwrap();
    let proof = station.proof(id, None)?;
    station.approve(id, &proof.digest, None)
}

fn counts(station: &Station) -> Vec<u64> {
    let queues = station.step_queues().unwrap();
    queues.iter().map(|queue| queue.count).collect()
}

#[test]
fn a_case_goes_through_the_offices_own_steps() {
    let folder = office();
    assert!(open(&folder).settings().steps.is_empty());
    let (mut station, id) = waiting(&folder);
    assert_eq!(open(&folder).settings().steps, station.settings().steps);
    let before = counts(&station);
    let refused = |outcome: Result<(), Error>| outcome.unwrap_err().id;
    assert_eq!(refused(approved(&mut station, id)), "step-waits");
    // In their order, each by whose it is.
    station.act_as(Duty::Reviewer).unwrap_or_default();
    assert_eq!(
        refused(station.do_step(id, Step::FieldCheck)),
        "step-out-of-turn"
    );
    station.act_as(Duty::Print).unwrap();
    assert_eq!(refused(station.do_step(id, Step::Payment)), "not-the-duty");
    station.act_as(Duty::Counter).unwrap();
    station.do_step(id, Step::Payment).unwrap();
    assert_eq!(
        refused(station.do_step(id, Step::Payment)),
        "step-out-of-turn"
    );
    let after = counts(&station);
    assert_eq!((after[0] + 1, after[2]), (before[0], before[2] + 1));
    assert_eq!(refused(approved(&mut station, id)), "step-waits");
    station.act_as(Duty::Counter).unwrap();
    let foreign = station.return_at_step(id, Step::FieldCheck, "x");
    assert_eq!(refused(foreign), "not-the-duty");
    station.act_as(Duty::Head).unwrap();
    assert_eq!(
        refused(station.return_at_step(id, Step::FieldCheck, " ")),
        "reason-missing"
    );
    station.do_step(id, Step::FieldCheck).unwrap();
    approved(&mut station, id).unwrap();
    station.act_as(Duty::Print).unwrap();
    assert!(
        station
            .press_queue()
            .unwrap()
            .approved
            .iter()
            .all(|row| row.id != id)
    );
    assert_eq!(
        station.print_case(id, None, None).err().unwrap().id,
        "step-waits"
    );
    station.act_as(Duty::Head).unwrap();
    // Given back at a step, what was done about its content is to be done again; what was paid is paid.
    station
        .return_at_step(id, Step::RegionalApproval, "alamat")
        .unwrap();
    assert_eq!(station.case(id).unwrap().row.state, CaseState::Returned);
    let done: Vec<bool> = station
        .steps_of(id)
        .unwrap()
        .iter()
        .map(|step| step.done.is_some())
        .collect();
    assert_eq!(done, [true, false, false]);
    station.act_as(Duty::Counter).unwrap();
    station.submit(id, None).unwrap();
    station.act_as(Duty::Head).unwrap();
    station.do_step(id, Step::FieldCheck).unwrap();
    approved(&mut station, id).unwrap();
    station.do_step(id, Step::RegionalApproval).unwrap();
    station.act_as(Duty::Print).unwrap();
    station.print_case(id, None, None).unwrap();
    assert!(
        station
            .registry
            .audit_check(&mut |_, _| true)
            .unwrap()
            .is_whole()
    );
}

#[test]
fn steps_that_make_no_sense_are_refused() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Admin).unwrap();
    let once = rule(Step::Payment, Before::Print);
    for steps in [
        vec![once, once],
        vec![StepRule {
            duty: Duty::Auditor,
            ..once
        }],
    ] {
        let mut settings = station.settings().clone();
        settings.steps = steps;
        assert_eq!(
            station.save_settings(settings).unwrap_err().id,
            "settings-value"
        );
    }
}
