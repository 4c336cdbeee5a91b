//! Every duty through the station's door: it does its own deeds and is refused all others; what needs two people needs two.

use super::*;
use crate::office::{Deed, Duty, Mark, Officer, OfficerId, Refusal, may};

type Verb = fn(&mut Station) -> Result<(), Error>;

/// A case that is not there: who may do the deed is told so, who may not is refused before.
const NOBODY: CaseId = CaseId(99_999);

fn range() -> crate::office::BlankRange {
    Station::blank_range("BKS000990", "BKS000991").unwrap()
}

fn run() -> NewRun {
    NewRun {
        paper: String::from("id1"),
        split: 1,
        target: RunTarget::Files,
        template: None,
        start: 0,
        empty: Vec::new(),
    }
}

fn witness() -> Second {
    Second::known(Officer {
        id: OfficerId(77),
        login: crate::office::Login::parse("saksi").unwrap(),
        name: String::from("SAKSI CONTOH"),
        nip: String::new(),
        duties: vec![Duty::Head],
        active: true,
        must_change: false,
    })
}

/// Writes an officer as the registry is to have him, whatever the rules of accounts say; a new one when it has none of that id.
fn kept(station: &mut Station, officer: Officer) -> Officer {
    let known = station.registry.officer_by_id(officer.id).unwrap();
    let by = station.by("test");
    let id = station.registry.act(by, |act| match known {
        Some(_) => act.change_officer(&officer).map(|()| officer.id),
        None => act.add_officer(&officer),
    });
    Officer {
        id: id.unwrap(),
        ..officer
    }
}

/// A verb behind each deed; what comes of it else does not matter here.
#[expect(clippy::too_many_lines, reason = "a list, one line a thing")]
fn verbs() -> Vec<(Deed, &'static str, Verb)> {
    vec![
        (Deed::EnterCase, "save_case", |station| {
            station.save_case(None, &Draft::default(), None).map(drop)
        }),
        (Deed::EnterCase, "delete_case", |station| {
            station.delete_case(NOBODY)
        }),
        (Deed::SubmitCase, "submit", |station| {
            station.submit(NOBODY, None)
        }),
        (Deed::SubmitCase, "withdraw", |station| {
            station.withdraw(NOBODY, "x")
        }),
        (Deed::ReturnCase, "return_case", |station| {
            station.return_case(NOBODY, "x")
        }),
        (Deed::DoStep, "do_step", |station| {
            station.do_step(NOBODY, crate::office::Step::Payment)
        }),
        (Deed::DoStep, "return_at_step", |station| {
            station.return_at_step(NOBODY, crate::office::Step::Payment, "x")
        }),
        (Deed::DecideCase, "approve", |station| {
            station.approve(NOBODY, &[0; 32], None)
        }),
        (Deed::DecideCase, "refuse_case", |station| {
            station.refuse_case(NOBODY, "x")
        }),
        (Deed::PrintCard, "print_case", |station| {
            station.print_case(NOBODY, None, None).map(drop)
        }),
        (Deed::PrintCard, "outcome", |station| {
            station.outcome("BKS000990", &Outcome::Good)
        }),
        (Deed::PrintCard, "plan_run", |station| {
            station.plan_run(None, &run(), None).map(drop)
        }),
        (Deed::PrintCard, "batch", |station| {
            let batch = Batch {
                out: Path::new("."),
                decode_back: DecodeBack::None,
                again: false,
                cmyk: false,
            };
            let mut stop = |_: &Ongoing| std::ops::ControlFlow::Break(());
            station.batch(RunId(99), &batch, &mut stop).map(drop)
        }),
        (Deed::PrintCard, "unfinished_run", |station| {
            station.unfinished_run().map(drop)
        }),
        (Deed::PrintCard, "pause_run", |station| {
            station.pause_run(RunId(99))
        }),
        (Deed::PrintCard, "resume_run", |station| {
            station.resume_run(RunId(99))
        }),
        (Deed::PrintCard, "cancel_run", |station| {
            station.cancel_run(RunId(99), "x", None).map(drop)
        }),
        (Deed::PrintCard, "settle_run", |station| {
            station.settle_run(RunId(99)).map(drop)
        }),
        (Deed::ReadStock, "runs", |station| {
            station.runs(true).map(drop)
        }),
        (Deed::ReadStock, "run", |station| {
            station.run(RunId(99)).map(drop)
        }),
        (Deed::CheckCard, "check_card", |station| {
            station.check_card(NOBODY, &Evidence::Text(String::new()))
        }),
        (Deed::HandOverCard, "hand_over", |station| {
            station.hand_over(NOBODY)
        }),
        (Deed::ProofCard, "card_again", |station| {
            station
                .card_again(&PermitNo::parse("2C21XX9999-S").unwrap())
                .map(drop)
        }),
        (Deed::KeepBlanks, "receive_blanks", |station| {
            station.receive_blanks(&range(), "BA")
        }),
        (Deed::KeepBlanks, "issue_blanks", |station| {
            station
                .issue_blanks(&Lot::Next(1), witness().officer())
                .map(drop)
        }),
        (Deed::KeepBlanks, "take_back_blanks", |station| {
            station.take_back_blanks(&range())
        }),
        (Deed::KeepBlanks, "destroy_blanks", |station| {
            station.destroy_blanks(None, "BA", &[]).map(drop)
        }),
        (Deed::KeepBlanks, "lose_blanks", |station| {
            station.lose_blanks(&range(), "")
        }),
        (Deed::SpoilBlank, "spoil_blank", |station| {
            station.spoil_blank(range().first(), "", &witness())
        }),
        (Deed::ReadRecords, "search", |station| {
            station.search(&Query::default()).map(drop)
        }),
        (Deed::ReadRecords, "cases", |station| {
            station.cases(&CaseState::ALL, 1).map(drop)
        }),
        (Deed::ReadRecords, "case", |station| {
            station.case(NOBODY).map(drop)
        }),
        (Deed::ReadRecords, "proof", |station| {
            station.proof(NOBODY, None).map(drop)
        }),
        (Deed::ReadRecords, "record", |station| {
            station
                .record(&PermitNo::parse("2C21XX9999-S").unwrap())
                .map(drop)
        }),
        (Deed::ReadStock, "stock", |station| {
            station.stock().map(drop)
        }),
        (Deed::ReadStock, "blank_balance", |station| {
            station
                .blank_balance(station.today(), station.today())
                .map(drop)
        }),
        (Deed::ReadStock, "blanks", |station| {
            station.blanks(&BlankQuery::default()).map(drop)
        }),
        (Deed::ReadStock, "stock_month", |station| {
            station.stock_month(station.today()).map(drop)
        }),
        (Deed::ReadStock, "destruction_act", |station| {
            station
                .destruction_act("BA", crate::text::Lang::Id)
                .map(drop)
        }),
        (Deed::ReadAudit, "audit", |station| {
            station.audit(&AuditQuery::default()).map(drop)
        }),
        (Deed::ReadAudit, "audit_check", |station| {
            station.audit_check(&mut |_, _| true).map(drop)
        }),
        (Deed::ReadAudit, "audit_export", |station| {
            let file = station.dir().join("audit.csv");
            station
                .audit_export(&AuditQuery::default(), &file, &mut |_, _| true)
                .map(drop)
        }),
        (Deed::KeepSettings, "save_settings", |station| {
            let mut settings = station.settings().clone();
            settings.office.signatory_title.push('!');
            station.save_settings(settings)
        }),
        (Deed::EndPermit, "end_permit", |station| {
            let permit_no = PermitNo::parse("2C21XX9999-S").unwrap();
            station.end_permit(
                &permit_no,
                crate::permit::EndReason::LeftForGood,
                station.today(),
            )
        }),
        (Deed::ChangeStatus, "change_status", |station| {
            station
                .change_status("?", Mark::Revoked, "x", &witness())
                .map(drop)
        }),
        (Deed::ReportLost, "change_status lost", |station| {
            station
                .change_status("?", Mark::Lost, "x", &witness())
                .map(drop)
        }),
        (Deed::KeepKeys, "revoke_key", |station| {
            station.revoke_key("?", 0).map(drop)
        }),
        (Deed::GiveTrust, "bundles_out", |station| {
            station.bundles_out().map(drop)
        }),
        (Deed::Backup, "back_up", |station| {
            let file = station.dir().join("copy.loket");
            station.back_up(&file, &mut |_, _| false).map(drop)
        }),
    ]
}

#[test]
fn each_duty_does_its_own_deeds_and_no_others() {
    let folder = office();
    let mut station = open(&folder);
    let plain = station.officer.clone();
    for duty in Duty::ALL {
        let alone = Officer {
            duties: vec![duty],
            ..plain.clone()
        };
        let alone = kept(&mut station, alone);
        for (deed, name, verb) in verbs() {
            let done = station.as_officer(alone.clone(), verb);
            let refused = done.as_ref().is_err_and(|error| {
                error.id == "not-the-duty" && error.args == [("deed", deed.id().to_owned())]
            });
            assert_eq!(
                refused,
                may(&alone, deed).is_err(),
                "{} {name}: {done:?}",
                duty.id()
            );
        }
    }
}

#[test]
fn who_is_disabled_or_new_does_nothing() {
    let folder = office();
    let mut station = open(&folder);
    let plain = station.officer.clone();
    let disabled = Officer {
        active: false,
        duties: Duty::ALL.to_vec(),
        ..plain.clone()
    };
    let new = Officer {
        must_change: true,
        duties: Duty::ALL.to_vec(),
        ..plain
    };
    for (officer, id) in [
        (disabled, "officer-disabled"),
        (new, "password-must-change"),
    ] {
        let officer = kept(&mut station, officer);
        for (_, name, verb) in verbs() {
            let done = station.as_officer(officer.clone(), verb);
            assert_eq!(done.err().map(|error| error.id), Some(id), "{name}");
        }
    }
}

#[test]
fn who_enters_never_approves() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Counter).unwrap();
    let counter = station.officer.clone();
    let other = Officer {
        id: OfficerId::PROGRAM,
        login: crate::office::Login::parse("kedua").unwrap(),
        ..counter.clone()
    };
    let other = kept(&mut station, other);
    let draft = station.example_draft(Kind::Itas);
    let (id, _) = station.save_case(None, &draft, Some(&face())).unwrap();
    // A second clerk saves it again and submits it: neither of the two may approve.
    station.as_officer(other.clone(), |station| {
        station.save_case(Some(id), &draft, Some(&face())).unwrap();
        station.submit(id, None).unwrap();
    });
    let approve = |station: &mut Station, officer: &Officer| {
        let head = Officer {
            duties: vec![Duty::Head, Duty::Reviewer, Duty::Counter],
            ..officer.clone()
        };
        let head = kept(station, head);
        station.as_officer(head, |station| {
            let proof = station.proof(id, None).unwrap();
            let decided = [
                station.approve(id, &proof.digest, None),
                station.refuse_case(id, "x"),
                station.return_case(id, "x"),
            ];
            decided.map(|done| done.err().map(|error| error.id))
        })
    };
    assert_eq!(approve(&mut station, &counter), [Some("same-officer"); 3]);
    assert_eq!(approve(&mut station, &other), [Some("same-officer"); 3]);
    kept(&mut station, counter);
    kept(&mut station, other);
    station.act_as(Duty::Head).unwrap();
    let proof = station.proof(id, None).unwrap();
    station.approve(id, &proof.digest, None).unwrap();
}

#[test]
fn the_whole_chain_by_one_officer_is_refused() {
    let folder = office();
    let mut station = open(&folder);
    let chain = station.demo_chain().unwrap();
    let alone = Officer {
        duties: vec![Duty::Counter, Duty::Head],
        ..chain.counter.clone()
    };
    let alone = kept(&mut station, alone);
    let chain = Chain {
        counter: alone.clone(),
        head: alone,
        print: chain.print,
    };
    let out = TempDir::new().unwrap();
    let draft = station.example_draft(Kind::Itas);
    let refused = station
        .issue_into(&draft, &face(), None, out.path(), &chain)
        .err()
        .unwrap();
    assert_eq!(refused.id, "same-officer");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn who_prints_keeps_no_blanks_and_no_blank_goes_to_who_does_not_print() {
    assert_eq!(
        crate::office::clash(&[Duty::Print, Duty::Blanks]),
        Some((Duty::Print, Duty::Blanks))
    );
    let folder = office();
    let mut station = open(&folder);
    let officers = station.officers().unwrap();
    station.act_as(Duty::Blanks).unwrap();
    for officer in officers {
        let done = station.issue_blanks(&Lot::Next(1), &officer);
        let prints = officer.duties.contains(&Duty::Print);
        assert_eq!(done.is_ok(), prints, "{}", officer.login.as_str());
        if let Err(error) = done {
            assert_eq!(error.id, "operator-not-printing");
        }
    }
}

#[test]
fn spoiling_needs_a_second() {
    let folder = office();
    let mut station = open(&folder);
    let officers = station.officers().unwrap();
    station.act_as(Duty::Blanks).unwrap();
    let blank = Station::blank_range("BKS000900", "BKS000900").unwrap();
    for second in officers.clone() {
        let may_stand = crate::office::may_second(&station.officer, &second);
        let done = station.spoil_blank(blank.first(), "Terlipat", &Second::known(second.clone()));
        match may_stand {
            Ok(()) => assert!(
                done.is_ok() || done.err().unwrap().id == "blank-out-of-turn",
                "{}",
                second.login.as_str()
            ),
            Err(Refusal::SameOfficer) => assert_eq!(done.err().unwrap().id, "same-officer"),
            Err(_) => assert_eq!(done.err().unwrap().id, "not-the-duty"),
        }
    }
    let head = officers
        .into_iter()
        .find(|one| one.duties.contains(&Duty::Head));
    let second = Second::known(head.unwrap());
    let other = Station::blank_range("BKS000901", "BKS000901").unwrap();
    let done = station.spoil_blank(other.first(), "  ", &second);
    assert_eq!(done.err().unwrap().id, "reason-missing");
}
