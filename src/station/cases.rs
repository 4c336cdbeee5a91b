//! The way of a case: enter, submit, approve, return, refuse, withdraw; print, say what came of it, check, hand over.

use super::issue::{self, Papers};
use super::session::refused;
use super::{Error, Evidence, Issued, Preview, Reference, Second, Station, clock, judge};
use crate::office::{self, BlankEvent, CaseEvent, CaseState, Deed, Duty, Officer, PrintEvent};
use crate::permit::Draft;
use crate::portrait::Portrait;
use crate::registry::{self, CaseId, CaseRecord, CaseRow, Move, QueueCount, RunTarget};
use crate::seal::{Verdict, Word};
use std::path::Path;

/// What came out of the printer.
#[derive(Clone)]
pub enum Outcome<'a> {
    /// A good card.
    Good,
    /// It never came out of its printer: it waits again, with the blank and the seal it has.
    Unprinted,
    /// It is void; the case gets another blank and another seal.
    Spoiled {
        /// Why.
        reason: &'a str,
        /// Who stood beside.
        second: &'a Second,
    },
}

/// What the approver sees, and what the approval will cover.
#[derive(Clone)]
pub struct Proof {
    /// The exact card.
    pub preview: Preview,
    /// Of every printed field, the portrait and the template.
    pub digest: [u8; 32],
}

/// Who takes part in one person's whole chain.
pub struct Chain {
    /// Enters and submits.
    pub(super) counter: Officer,
    /// Approves.
    pub(super) head: Officer,
    /// Prints.
    pub(super) print: Officer,
}

impl Chain {
    /// Who prints.
    pub fn printer(&self) -> &Officer {
        &self.print
    }
}

impl Station {
    /// How many cases wait where, and since when.
    pub fn queues(&self) -> Result<Vec<QueueCount>, Error> {
        Ok(self.registry.queues()?)
    }

    /// Cases that stand in one of `states`; the look at them stands in the audit.
    pub fn cases(&mut self, states: &[CaseState], limit: u32) -> Result<Vec<CaseRow>, Error> {
        self.allow(Deed::ReadRecords)?;
        let found = self.registry.cases(states, limit)?;
        self.listed_cases("cases", &found)?;
        Ok(found)
    }

    pub(super) fn listed_cases(
        &mut self,
        list: &'static str,
        rows: &[CaseRow],
    ) -> Result<(), Error> {
        let shown: Vec<String> = rows.iter().map(|row| row.id.record()).collect();
        self.listed("case-list", list, shown.iter().map(String::as_str))
    }

    /// One case in full; the look at it stands in the audit.
    pub fn case(&mut self, id: CaseId) -> Result<CaseRecord, Error> {
        self.allow(Deed::ReadRecords)?;
        let found = self.registry.case(id)?;
        self.registry.act(self.by("case-view"), |act| {
            act.about(id.record());
            Ok::<_, registry::Error>(())
        })?;
        Ok(found)
    }

    /// Saves (autosave): new when `id` is `None`. Returns its key and the time saved.
    pub fn save_case(
        &mut self,
        id: Option<CaseId>,
        draft: &Draft,
        portrait: Option<&Portrait>,
    ) -> Result<(CaseId, i64), Error> {
        self.allow(Deed::EnterCase)?;
        let by = self.by("case-save");
        let id = self
            .registry
            .act(by, |act| act.save_case(id, draft, portrait))?;
        Ok((id, by.at))
    }

    /// Removes a draft nobody has submitted.
    pub fn delete_case(&mut self, id: CaseId) -> Result<(), Error> {
        self.allow(Deed::EnterCase)?;
        Ok(self
            .registry
            .act(self.by("case-delete"), |act| act.delete_case(id))?)
    }

    /// Judges it and gives it to the approver. A card that could not be laid out is not submitted.
    pub fn submit(&mut self, id: CaseId, template: Option<&str>) -> Result<(), Error> {
        self.allow(Deed::SubmitCase)?;
        let case = self.registry.case(id)?;
        let (permit, _) = issue::judged(self, &case)?;
        let portrait = case
            .portrait
            .as_ref()
            .ok_or_else(|| Error::new("draft-has-findings"))?;
        issue::proof(self, &permit, portrait, template)?;
        self.registry.act(self.by("case-submit"), |act| {
            act.move_case(id, CaseEvent::Submit, None)
        })?;
        Ok(())
    }

    /// The exact card of a case, and the digest an approval of it would carry; the look stands in the audit.
    pub fn proof(&mut self, id: CaseId, template: Option<&str>) -> Result<Proof, Error> {
        let case = self.case(id)?;
        self.proof_of(&case, template)
    }

    pub(super) fn proof_of(
        &self,
        case: &CaseRecord,
        template: Option<&str>,
    ) -> Result<Proof, Error> {
        let (permit, _) = issue::judged(self, case)?;
        let portrait = case
            .portrait
            .as_ref()
            .ok_or_else(|| Error::new("draft-has-findings"))?;
        issue::proof(self, &permit, portrait, template)
    }

    /// Approves what was seen: `digest` is the one of [`Proof`]. Never by one who entered it.
    pub fn approve(
        &mut self,
        id: CaseId,
        digest: &[u8; 32],
        template: Option<&str>,
    ) -> Result<(), Error> {
        let case = self.decided_by_another(id, Deed::DecideCase)?;
        self.steps_done(id, case.row.state)?;
        let (permit, _) = issue::judged(self, &case)?;
        let portrait = case
            .portrait
            .as_ref()
            .ok_or_else(|| Error::new("draft-has-findings"))?;
        if issue::digest(self, &permit, portrait, template)? != *digest {
            return Err(Error::new("approval-changed"));
        }
        Ok(self.registry.act(self.by("case-approve"), |act| {
            act.move_case(id, CaseEvent::Approve, None)?;
            act.keep_approval(id, digest)
        })?)
    }

    /// Gives it back to the counter; the reason is for the one who entered it.
    pub fn return_case(&mut self, id: CaseId, reason: &str) -> Result<(), Error> {
        self.decided_by_another(id, Deed::ReturnCase)?;
        self.decide(id, "case-return", CaseEvent::Return, reason)
    }

    /// Refuses it for good.
    pub fn refuse_case(&mut self, id: CaseId, reason: &str) -> Result<(), Error> {
        self.decided_by_another(id, Deed::DecideCase)?;
        self.decide(id, "case-refuse", CaseEvent::Refuse, reason)
    }

    /// The applicant does not want it any more.
    pub fn withdraw(&mut self, id: CaseId, reason: &str) -> Result<(), Error> {
        self.allow(Deed::SubmitCase)?;
        self.decide(id, "case-withdraw", CaseEvent::Withdraw, reason)
    }

    fn decided_by_another(&self, id: CaseId, deed: Deed) -> Result<CaseRecord, Error> {
        let officer = self.allow(deed)?;
        let case = self.registry.case(id)?;
        for hand in &case.hands {
            office::may_decide(&officer, deed, *hand).map_err(|refusal| refused(&refusal))?;
        }
        Ok(case)
    }

    fn decide(
        &mut self,
        id: CaseId,
        what: &'static str,
        event: CaseEvent,
        reason: &str,
    ) -> Result<(), Error> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::new("reason-missing"));
        }
        self.registry
            .act(self.by(what), |act| act.move_case(id, event, Some(reason)))?;
        Ok(())
    }

    /// Seals the card of an approved case onto the operator's next blank and makes its PDF, decoded back. With `out` the PDF
    /// is in that folder: written before the card is recorded, put in its place after, so that neither is without the other.
    ///
    /// What would be printed must still be what was approved; otherwise the approval is void and the case waits again.
    pub fn print_case(
        &mut self,
        id: CaseId,
        template: Option<&str>,
        out: Option<&Path>,
    ) -> Result<Issued, Error> {
        self.allow(Deed::PrintCard)?;
        let case = self.registry.case(id)?;
        let approval = case
            .approval
            .clone()
            .ok_or_else(|| out_of_turn(case.row.state))?;
        self.steps_done(id, case.row.state)?;
        self.not_barred(&case.row.permit_no)?;
        let (permit, judgement) = issue::judged(self, &case)?;
        let portrait = case
            .portrait
            .as_ref()
            .ok_or_else(|| Error::new("draft-has-findings"))?;
        if issue::digest(self, &permit, portrait, template)? != approval.digest {
            return Err(self.void_approval(id)?);
        }
        let papers = Papers {
            case: id,
            permit: &permit,
            portrait,
            template,
        };
        let issued = issue::issue(self, &papers, out)?;
        Ok(Issued {
            findings: judgement.findings,
            ..issued
        })
    }

    /// The approval is void, and the case waits for another; the error that says so.
    pub(super) fn void_approval(&mut self, id: CaseId) -> Result<Error, Error> {
        self.registry.act(self.by("case-void"), |act| {
            act.move_case(id, CaseEvent::Void, None)
        })?;
        Ok(Error::new("approval-void"))
    }

    /// What came of a card at the printer. A spoiled one is void for ever and its case waits for another.
    pub fn outcome(&mut self, serial: &str, outcome: &Outcome<'_>) -> Result<(), Error> {
        self.allow(Deed::PrintCard)?;
        self.steady()?;
        match outcome {
            Outcome::Good => {
                self.still_in_force(serial)?;
                self.not_at_shop(serial)?;
                Ok(self
                    .registry
                    .act(self.by("card-good"), |act| good(act, serial))?)
            }
            Outcome::Unprinted => self.unprinted(serial),
            Outcome::Spoiled { reason, second } => self.spoil_card(serial, reason, second),
        }
    }

    /// Only of a card that went to a printer: a file is written again by its batch, and a shop tells itself.
    fn unprinted(&mut self, serial: &str) -> Result<(), Error> {
        self.not_at_shop(serial)?;
        let found = self.registry.run_card(serial)?;
        let (run, card) = found.ok_or_else(|| Error::new("outcome-not-sent"))?;
        let to_printer = matches!(self.registry.run(run)?.how.target, RunTarget::Printer(_));
        if !to_printer || !card.state.is_away() {
            return Err(Error::new("outcome-not-sent").with("serial", serial));
        }
        if let Some(job) = self.queued(run, serial)? {
            // It would come out twice.
            return Err(Error::new("outcome-still-queued")
                .with("serial", serial)
                .with("job", job));
        }
        Ok(self.registry.act(self.by("card-unprinted"), |act| {
            act.about(format!("card:{serial}"));
            act.move_run_card(serial, PrintEvent::NotSent).map(drop)
        })?)
    }

    /// A card that came to nothing: its blank is spoiled, its seal void for ever, and its case waits for another.
    pub(super) fn spoil_card(
        &mut self,
        serial: &str,
        reason: &str,
        second: &Second,
    ) -> Result<(), Error> {
        let second = self.witness(second)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::new("reason-missing"));
        }
        let case = self.registry.case_of_card(serial)?;
        let reference = self.reference();
        Ok(self.registry.act(self.by("card-spoil"), |act| {
            let with = Move {
                second: Some(second.id),
                note: Some(reason),
                ..Move::default()
            };
            void(act, (serial, case), (BlankEvent::Spoil, &with), &reference)?;
            act.note("reason", reason);
            act.note("second", second.login.as_str());
            Ok::<_, registry::Error>(())
        })?)
    }

    /// Scans the finished card back: the seal on plastic must be the seal in the registry.
    pub fn check_card(&mut self, id: CaseId, evidence: &Evidence) -> Result<(), Error> {
        self.allow(Deed::CheckCard)?;
        let verdict = self.verify(evidence, None);
        self.check_against(id, &verdict)
    }

    /// As [`Station::check_card`], of a card that has been read.
    pub(super) fn check_against(&mut self, id: CaseId, verdict: &Verdict) -> Result<(), Error> {
        let serial = self.serial_of(id)?;
        let read = verdict
            .claims
            .as_ref()
            .map(|claims| claims.card_serial.as_str());
        if verdict.word != Word::Valid || read != Some(serial.as_str()) {
            let seen = read.unwrap_or("-").to_owned();
            return Err(Error::new("card-check-failed")
                .with("serial", &serial)
                .with("read", seen));
        }
        let steps = (BlankEvent::Check, CaseEvent::Check);
        self.carry_on("card-check", id, &serial, steps)
    }

    /// The card is in its holder's hand.
    pub fn hand_over(&mut self, id: CaseId) -> Result<(), Error> {
        self.allow(Deed::HandOverCard)?;
        let serial = self.serial_of(id)?;
        let steps = (BlankEvent::HandOver, CaseEvent::HandOver);
        self.carry_on("card-hand-over", id, &serial, steps)
    }

    fn serial_of(&self, id: CaseId) -> Result<String, Error> {
        let serial = self.registry.case(id)?.row.serial;
        serial.ok_or_else(|| Error::new("case-without-card"))
    }

    /// A case and the blank of its card go on together.
    fn carry_on(
        &mut self,
        verb: &'static str,
        id: CaseId,
        serial: &str,
        (blank, case): (BlankEvent, CaseEvent),
    ) -> Result<(), Error> {
        Ok(self.registry.act(self.by(verb), |act| {
            act.move_blank(serial, blank, &Move::default())?;
            act.move_case(id, case, None)?;
            act.note("serial", serial);
            Ok::<_, registry::Error>(())
        })?)
    }

    /// The one at the desk enters, `head` approves, and whoever of both has the duty prints; in a demo office its operator.
    pub fn chain(&self, head: &Second) -> Result<Chain, Error> {
        let counter = self.officer.clone();
        let head = head.officer().clone();
        let print = if counter.duties.contains(&Duty::Print) {
            counter.clone()
        } else if self.demo {
            self.demo_chain()?.print
        } else {
            head.clone()
        };
        Ok(Chain {
            counter,
            head,
            print,
        })
    }

    /// In a demo office: the officers whose duties one person's chain needs.
    pub fn demo_chain(&self) -> Result<Chain, Error> {
        if !self.demo {
            return Err(Error::new("login-needed"));
        }
        let officers = self.registry.officers()?;
        let with = |duty: Duty| {
            officers
                .iter()
                .find(|officer| officer.active && officer.duties.contains(&duty))
                .cloned()
                .ok_or_else(|| Error::new("nobody-with-duty").with("duty", duty.id()))
        };
        Ok(Chain {
            counter: with(Duty::Counter)?,
            head: with(Duty::Head)?,
            print: with(Duty::Print)?,
        })
    }

    /// The whole chain of one person, each act under its own officer's name: enter, submit, approve, print, good. The PDF is
    /// in the folder `out`. When it fails before there is a card, the case is withdrawn and nothing waits.
    pub fn issue_into(
        &mut self,
        draft: &Draft,
        portrait: &Portrait,
        template: Option<&str>,
        out: &Path,
        chain: &Chain,
    ) -> Result<Issued, Error> {
        // Everything that can be refused is refused before anything is written.
        let (judgement, permit) = judge::judge(self, draft, Some(portrait), self.today())?;
        let Some(permit) = permit.filter(|_| judgement.passes) else {
            return Err(issue::refused(&judgement));
        };
        issue::digest(self, &permit, portrait, template)?;
        let (id, _) = self.as_officer(chain.counter.clone(), |station| {
            station.save_case(None, draft, Some(portrait))
        })?;
        let issued = self.issue_through(id, template, Some(out), chain);
        if issued
            .as_ref()
            .is_err_and(|error| error.id != "issued-not-written")
        {
            // The error told is the one that matters.
            self.as_officer(chain.counter.clone(), |station| {
                station.withdraw(id, "not issued").ok()
            });
        }
        issued
    }

    /// The chain of a case that is entered: submit, approve, print, good.
    pub fn issue_through(
        &mut self,
        id: CaseId,
        template: Option<&str>,
        out: Option<&Path>,
        chain: &Chain,
    ) -> Result<Issued, Error> {
        self.as_officer(chain.counter.clone(), |station| {
            station.submit(id, template)
        })?;
        self.as_officer(chain.head.clone(), |station| {
            let proof = station.proof(id, template)?;
            station.approve(id, &proof.digest, template)
        })?;
        self.as_officer(chain.print.clone(), |station| {
            let issued = station.print_case(id, template, out)?;
            station.outcome(&issued.card_serial, &Outcome::Good)?;
            Ok(issued)
        })
    }
}

/// A card came out well.
pub(super) fn good(act: &mut registry::Act<'_>, serial: &str) -> Result<(), registry::Error> {
    act.about(format!("card:{serial}"));
    act.move_blank(serial, BlankEvent::Good, &Move::default())?;
    act.move_run_card(serial, PrintEvent::Good).map(drop)
}

fn out_of_turn(state: CaseState) -> Error {
    Error::new("case-out-of-turn").with("state", state.id())
}

/// Takes a card out of the world: its case waits for another, its seal is superseded, its permit is what it was before, its
/// blank goes where `event` leads.
pub(super) fn void(
    act: &mut registry::Act<'_>,
    (serial, case): (&str, Option<CaseId>),
    (event, with): (BlankEvent, &Move<'_>),
    reference: &Reference,
) -> Result<(), registry::Error> {
    if let Some(case) = case {
        act.move_case(case, CaseEvent::Spoil, with.note)?;
        act.untie_case(case)?;
        act.note("case", case.0.to_string());
    }
    // As judged on the day it was issued: a passport may have ended since.
    let today = act.at();
    act.void_card(serial, &|fields, issued_at| {
        let day = clock::day_of(issued_at.unwrap_or(today));
        let checked = fields.check(day, &reference.places);
        checked.ok().map(|(permit, _)| permit)
    })?;
    act.about(format!("card:{serial}"));
    let with = Move {
        voids_card: true,
        ..*with
    };
    act.move_run_card(serial, PrintEvent::Spoil)?;
    act.move_blank(serial, event, &with).map(drop)
}
