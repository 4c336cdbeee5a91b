//! Printing runs through the station: every card once, whatever stops the batch, and the bad days of a press.

mod paper;

use super::*;
use crate::office::{BlankState, CaseEvent, Mark, PrintState, RunState};
use crate::permit::PermitNo;
use crate::print;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

pub(super) fn how(split: u32) -> NewRun {
    NewRun {
        paper: String::from("id1"),
        split,
        target: RunTarget::Files,
        template: None,
        start: 0,
        empty: Vec::new(),
    }
}

/// Approved applicants, each somebody else.
pub(super) fn approved(station: &mut Station, numbers: std::ops::Range<u32>) -> Vec<CaseId> {
    numbers
        .map(|number| {
            let mut draft = station.example_draft(Kind::Itas);
            *draft.edit(Field::PermitNo) = format!("2C21KC{number:04}-A");
            *draft.edit(Field::PassportNo) = format!("K{number:08}");
            *draft.edit(Field::Niora) = format!("IM1KC{number:06}");
            draft.edit(Field::Mrz).clear();
            approve(station, &draft)
        })
        .collect()
}

/// Approved without the pictures an approver would look at.
fn approve(station: &mut Station, draft: &Draft) -> CaseId {
    let chain = station.demo_chain().unwrap();
    let (permit, _) = draft
        .check(station.today(), &station.reference.places)
        .unwrap();
    let digest = crate::station::issue::digest(station, &permit, &face(), None).unwrap();
    let by = |officer: &crate::office::Officer| crate::registry::By {
        officer: officer.id,
        act: "test",
        at: NOW,
    };
    let case = station.registry.act(by(&chain.counter), |act| {
        let case = act.save_case(None, draft, Some(&face()))?;
        act.move_case(case, CaseEvent::Submit, None)?;
        act.next(by(&chain.head))?;
        act.move_case(case, CaseEvent::Approve, None)?;
        act.keep_approval(case, &digest)?;
        Ok::<_, crate::registry::Error>(case)
    });
    station.act_as(Duty::Print).unwrap();
    case.unwrap()
}

pub(super) fn quick(out: &TempDir) -> Batch<'_> {
    Batch {
        out: out.path(),
        decode_back: DecodeBack::None,
        again: false,
        cmyk: false,
    }
}

fn once_more(out: &TempDir) -> Batch<'_> {
    Batch {
        again: true,
        ..quick(out)
    }
}

pub(super) fn on(_ongoing: &Ongoing) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(super) fn witness(station: &Station) -> Second {
    Second::known(station.demo_chain().unwrap().head)
}

pub(super) fn names(out: &TempDir) -> BTreeSet<String> {
    let entries = fs::read_dir(out.path()).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// Serials of a run, each once; the chain is whole and every blank somewhere.
#[track_caller]
pub(super) fn sound(station: &mut Station, run: RunId) -> Vec<String> {
    let record = station.run(run).unwrap();
    let serials: Vec<String> = record
        .cards
        .into_iter()
        .filter_map(|card| card.serial)
        .collect();
    let once: BTreeSet<&String> = serials.iter().collect();
    assert_eq!(once.len(), serials.len());
    let found = station.registry.examine(&mut |_, _| true).unwrap();
    assert!(
        found.is_sound(),
        "{:?} {:?}",
        found.audit.breaks,
        found.ledger
    );
    serials
}

#[test]
fn a_batch_makes_every_card_once_and_its_codes_read() {
    let folder = office();
    let mut station = open(&folder);
    let cases = approved(&mut station, 0..5);
    let out = TempDir::new().unwrap();
    let run = station.plan_run(None, &how(2), None).unwrap();
    assert_eq!(station.registry.run(run).unwrap().counts.planned, 5);
    assert_eq!(
        station.plan_run(None, &how(2), None).err().unwrap().id,
        "run-nothing"
    );
    let careful = Batch {
        out: out.path(),
        decode_back: DecodeBack::Code,
        again: false,
        cmyk: false,
    };
    let mut seen = Vec::new();
    let report = station
        .batch(run, &careful, &mut |ongoing| {
            seen.push(ongoing.done);
            assert!(ongoing.left_s.is_some() && ongoing.of == 5);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((report.cards, report.left, report.files.len()), (5, 0, 3));
    assert!(report.withheld.is_empty());
    assert!(seen.is_sorted() && seen.last() == Some(&5));
    let serials = sound(&mut station, run);
    assert!(serials.is_sorted(), "in the order of their blanks");
    // The files say what the registry says, in that order.
    let mut read = Vec::new();
    for file in names(&out) {
        let bytes = fs::read(out.path().join(&file)).unwrap();
        let pages = print::proof(&Pdf::from_bytes(bytes), crate::drawing::Dpi(300), 99).unwrap();
        for page in pages {
            read.extend(crate::seal::scan(
                &page.luma(),
                page.width_px,
                page.height_px,
            ));
        }
    }
    let recorded: Vec<String> = serials
        .iter()
        .map(|serial| station.registry.printable(serial).unwrap().seal_text)
        .collect();
    assert_eq!(read, recorded);
    // Every card has its fate before the run is closed.
    let row = station.registry.run(run).unwrap();
    assert_eq!(row.counts.state(), RunState::Awaiting);
    let spoiled = Outcome::Spoiled {
        reason: "Tergores",
        second: &witness(&station),
    };
    station.outcome(&serials[2], &spoiled).unwrap();
    assert_eq!(station.settle_run(run).unwrap(), 4);
    let row = station.registry.run(run).unwrap();
    assert_eq!(row.counts.state(), RunState::Closed);
    assert!(station.runs(true).unwrap().is_empty());
    // Only the spoiled one is made again, on another blank with another seal.
    let again = station.plan_run(None, &how(2), None).unwrap();
    let report = station.batch(again, &quick(&out), &mut on).unwrap();
    assert_eq!(report.cards, 1);
    let record = station.run(again).unwrap();
    assert_eq!(record.cards[0].case, cases[2]);
    assert!(!serials.contains(record.cards[0].serial.as_ref().unwrap()));
    sound(&mut station, again);
}

#[test]
fn a_batch_that_was_stopped_goes_on_and_lost_files_come_back() {
    let folder = office();
    let mut station = open(&folder);
    approved(&mut station, 0..4);
    let out = TempDir::new().unwrap();
    let run = station.plan_run(None, &how(1), None).unwrap();
    let mut parts = 0;
    let report = station
        .batch(run, &quick(&out), &mut |_| {
            parts += 1;
            ControlFlow::Break(())
        })
        .unwrap();
    assert!(0 < report.cards && report.cards + report.left == 4);
    station.pause_run(run).unwrap();
    let open_run = station.unfinished_run().unwrap().unwrap();
    assert!(open_run.id == run && open_run.paused);
    // One file is lost, another changed, a third half written by a program that was killed.
    let made: Vec<String> = names(&out).into_iter().collect();
    let before = fs::read(out.path().join(&made[0])).unwrap();
    fs::remove_file(out.path().join(&made[0])).unwrap();
    let half = out.path().join(format!("run-{}-0009-x.pdf.1.part", run.0));
    fs::write(&half, "half").unwrap();
    let report = station.batch(run, &once_more(&out), &mut on).unwrap();
    assert_eq!((report.again, report.left), (1, 0));
    assert!(!half.exists());
    assert_eq!(names(&out).len(), 4);
    assert!(
        fs::read(out.path().join(&made[0])).unwrap() == before,
        "the same file"
    );
    fs::write(out.path().join(&made[0]), "changed").unwrap();
    // What was printed and cleared away, or goes to another folder, is not written a second time unasked.
    let elsewhere = TempDir::new().unwrap();
    for out in [&out, &elsewhere] {
        let report = station.batch(run, &quick(out), &mut on).unwrap();
        assert_eq!((report.again, report.cards), (0, 0));
    }
    assert!(names(&elsewhere).is_empty());
    let report = station.batch(run, &once_more(&out), &mut on).unwrap();
    assert_eq!((report.again, report.cards), (1, 0));
    assert!(fs::read(out.path().join(&made[0])).unwrap() == before);
    assert_eq!(sound(&mut station, run).len(), 4);
    // What was settled is not written again.
    station.settle_run(run).unwrap();
    fs::remove_file(out.path().join(&made[0])).unwrap();
    let report = station.batch(run, &once_more(&out), &mut on).unwrap();
    assert_eq!(report.again, 0);
}

#[test]
fn a_sealed_part_whose_file_never_came_is_made_from_the_registry() {
    let folder = office();
    let mut station = open(&folder);
    approved(&mut station, 0..2);
    let out = TempDir::new().unwrap();
    let run = station.plan_run(None, &how(2), None).unwrap();
    // A folder stands where the file would come: known only when it is put there.
    let gone = out.path().join("gone");
    let lost = Batch {
        out: &gone,
        decode_back: DecodeBack::None,
        again: false,
        cmyk: false,
    };
    let failed = station.batch(run, &lost, &mut on).err().unwrap();
    assert_eq!(failed.id, "not-writable");
    let row = station.registry.run(run).unwrap();
    assert_eq!(row.counts.planned, 2, "no file, no seal, no blank used");
    // As a program leaves it that is killed between the act and the rename.
    station.batch(run, &quick(&out), &mut on).unwrap();
    let made = names(&out);
    let by = station.by("test");
    station
        .registry
        .act(by, |act| act.forget_part(run, 1))
        .unwrap();
    let other = TempDir::new().unwrap();
    let row = station.registry.run(run).unwrap();
    assert_eq!(row.counts.intended, 2);
    let report = station.batch(run, &quick(&other), &mut on).unwrap();
    assert_eq!((report.cards, report.again), (0, 2));
    assert_eq!(names(&other), made);
    assert_eq!(station.registry.run(run).unwrap().counts.spooled, 2);
    sound(&mut station, run);
}

#[test]
fn who_may_have_no_card_any_more_is_withheld_and_the_others_go_on() {
    let folder = office();
    let mut station = open(&folder);
    let out = TempDir::new().unwrap();
    let draft = station.example_draft(Kind::Itas);
    let first = made(&mut station, &draft, None).unwrap();
    let renewed = approve(&mut station, &draft);
    let withdrawn = approved(&mut station, 0..1)[0];
    let fine = approved(&mut station, 1..2)[0];
    let run = station.plan_run(None, &how(10), None).unwrap();
    let head = witness(&station);
    station.act_as(Duty::Head).unwrap();
    let printer = Second::known(station.demo_chain().unwrap().print);
    let permit_no = String::from(first.permit_no.as_str());
    station
        .change_status(&permit_no, Mark::Revoked, "Dicabut", &printer)
        .unwrap();
    station.act_as(Duty::Counter).unwrap();
    station.withdraw(withdrawn, "Tidak jadi").unwrap();
    station.act_as(Duty::Print).unwrap();
    assert_eq!(
        station.print_case(renewed, None, None).err().unwrap().id,
        "run-permit-barred"
    );
    let report = station.batch(run, &quick(&out), &mut on).unwrap();
    let why: Vec<_> = report
        .withheld
        .iter()
        .map(|one| (one.case, one.error.id))
        .collect();
    assert_eq!(
        why,
        [
            (renewed, "run-permit-barred"),
            (withdrawn, "case-out-of-turn")
        ]
    );
    assert_eq!(report.cards, 1);
    // Revoked between seal and outcome: no good card, only a spoiled one.
    let record = station.run(run).unwrap();
    let card = record.cards.iter().find(|card| card.case == fine).unwrap();
    let serial = card.serial.clone().unwrap();
    station.act_as(Duty::Head).unwrap();
    station
        .change_status(&card.permit_no, Mark::Revoked, "Dicabut", &printer)
        .unwrap();
    station.act_as(Duty::Print).unwrap();
    assert!(station.run(run).unwrap().barred.contains(&serial));
    let refused = station.outcome(&serial, &Outcome::Good).err().unwrap();
    assert_eq!(refused.id, "outcome-not-in-force");
    assert_eq!(station.settle_run(run).unwrap(), 0);
    let spoiled = Outcome::Spoiled {
        reason: "Izin dicabut",
        second: &head,
    };
    station.outcome(&serial, &spoiled).unwrap();
    assert_eq!(
        station.registry.run(run).unwrap().counts.state(),
        RunState::Closed
    );
    sound(&mut station, run);
}

#[test]
fn what_was_changed_after_the_approval_is_not_printed() {
    let folder = office();
    let mut station = open(&folder);
    let case = approved(&mut station, 0..1)[0];
    let run = station.plan_run(None, &how(10), None).unwrap();
    let mut settings = station.settings().clone();
    settings.office.signatory_name = String::from("SOMEBODY NEW");
    station.act_as(Duty::Admin).unwrap();
    station.save_settings(settings).unwrap();
    station.act_as(Duty::Print).unwrap();
    let out = TempDir::new().unwrap();
    let report = station.batch(run, &quick(&out), &mut on).unwrap();
    assert_eq!(report.withheld[0].error.id, "approval-void");
    assert_eq!(
        station.registry.case(case).unwrap().row.state,
        CaseState::Submitted
    );
    assert!(names(&out).is_empty());
}

#[test]
fn blanks_that_run_out_stop_a_batch_where_they_end() {
    let folder = office();
    let mut station = open(&folder);
    approved(&mut station, 0..3);
    let out = TempDir::new().unwrap();
    let chain = station.demo_chain().unwrap();
    let mine = |station: &Station| {
        let query = BlankQuery {
            state: Some(BlankState::WithOperator),
            operator: Some(chain.print.id),
            limit: 10_000,
            ..BlankQuery::default()
        };
        station.registry.blanks(&query).unwrap().0
    };
    let run = station.plan_run(None, &how(1), None).unwrap();
    let held = mine(&station);
    let (second, last) = (&held[1].serial, &held.last().unwrap().serial);
    let range = Station::blank_range(second, last).unwrap();
    station.act_as(Duty::Blanks).unwrap();
    station.take_back_blanks(&range).unwrap();
    station.act_as(Duty::Print).unwrap();
    let failed = station.batch(run, &quick(&out), &mut on).err().unwrap();
    assert_eq!(failed.id, "run-blanks-ended");
    assert_eq!(station.registry.run(run).unwrap().counts.left(), 2);
    // As many as wait are spoken for.
    approved(&mut station, 3..4);
    let short = station.plan_run(None, &how(1), None).err().unwrap();
    assert_eq!(short.id, "run-blanks-short");
    station.act_as(Duty::Blanks).unwrap();
    station.issue_blanks(&Lot::Next(2), &chain.print).unwrap();
    station.act_as(Duty::Print).unwrap();
    let report = station.batch(run, &quick(&out), &mut on).unwrap();
    assert_eq!((report.cards, report.left), (2, 0));
    sound(&mut station, run);
}

#[test]
fn two_jobs_at_once_never_share_a_blank() {
    let folder = office();
    let mut station = open(&folder);
    let other_case = approved(&mut station, 9..10)[0];
    let others = station.plan_run(None, &how(1), None).unwrap();
    approved(&mut station, 0..5);
    let out = TempDir::new().unwrap();
    let run = station.plan_run(None, &how(1), None).unwrap();
    let mut beside = station.beside().unwrap();
    let taken = station.print_case(other_case, None, None).err().unwrap();
    assert_eq!(taken.id, "run-taken", "it waits in a run");
    let (elsewhere, mut met) = (TempDir::new().unwrap(), false);
    let report = station
        .batch(run, &quick(&out), &mut |ongoing| {
            if ongoing.done == 1 && !std::mem::replace(&mut met, true) {
                let busy = beside.batch(run, &quick(&elsewhere), &mut on);
                assert_eq!(busy.err().unwrap().id, "run-busy");
                // Takes the lowest blank, which the other job has in its hands.
                let report = beside.batch(others, &quick(&elsewhere), &mut on).unwrap();
                assert_eq!(report.cards, 1);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((report.cards, report.left), (5, 0));
    let mut serials = sound(&mut station, run);
    serials.extend(sound(&mut station, others));
    assert_eq!(serials.iter().collect::<BTreeSet<_>>().len(), 6);
}

#[test]
fn a_cancelled_run_gives_back_what_was_not_sealed() {
    let folder = office();
    let mut station = open(&folder);
    let cases = approved(&mut station, 0..3);
    let run = station.plan_run(Some(&cases), &how(2), None).unwrap();
    let counts = station.cancel_run(run, "Salah kertas", None).unwrap();
    assert_eq!(counts.withdrawn, 3);
    assert_eq!(station.resume_run(run).err().unwrap().id, "run-cancelled");
    // Nothing was used up; the cases wait as before.
    let again = station.plan_run(None, &how(2), Some(2)).unwrap();
    let out = TempDir::new().unwrap();
    station.batch(again, &quick(&out), &mut on).unwrap();
    let by = station.by("test");
    station
        .registry
        .act(by, |act| act.forget_part(again, 1))
        .unwrap();
    let alone = station.cancel_run(again, "Batal", None).err().unwrap();
    assert_eq!(alone.id, "run-second-needed");
    let second = witness(&station);
    let counts = station.cancel_run(again, "Batal", Some(&second)).unwrap();
    assert_eq!((counts.spoiled, counts.state()), (2, RunState::Closed));
    for case in &cases {
        let row = station.registry.case(*case).unwrap().row;
        assert_eq!(row.state, CaseState::Approved);
    }
    sound(&mut station, again);
}

#[test]
fn one_card_is_a_run_of_one() {
    let folder = office();
    let mut station = open(&folder);
    let draft = station.example_draft(Kind::Itas);
    let case = approve(&mut station, &draft);
    let issued = station.print_case(case, None, None).unwrap();
    let record = station.run(issued.run).unwrap();
    assert_eq!(record.cards.len(), 1);
    assert_eq!(record.cards[0].state, PrintState::Spooled);
    let other = station.card_in_run(RunId(99), &issued.card_serial);
    assert_eq!(other.err().unwrap().id, "run-other-card");
    // The same card from the registry, byte for byte but for its title.
    let row = station.registry.run(issued.run).unwrap();
    let mut press = crate::station::press::Press::default();
    let (pdf, _) = station
        .job_part(&row, (1, false), &mut press)
        .unwrap()
        .unwrap();
    let both = [&issued.pdf, &pdf].map(|pdf| {
        let pages = print::proof(pdf, crate::drawing::Dpi(100), 9).unwrap();
        pages.into_iter().map(|page| page.rgba).collect::<Vec<_>>()
    });
    assert!(both[0] == both[1]);
    station
        .outcome(&issued.card_serial, &Outcome::Good)
        .unwrap();
    let row = station.registry.run(issued.run).unwrap();
    assert_eq!(row.counts.state(), RunState::Closed);
    assert!(PermitNo::parse(&record.cards[0].permit_no).is_some());
}
