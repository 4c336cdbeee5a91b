//! What lies before an officer: one case to decide, the cards at the press, the cards for their holders.

use super::cases::Proof;
use super::session::refused;
use super::{CaseStep, Error, Evidence, Station, judge};
use crate::office::{self, BlankState, CaseState, Deed};
use crate::permit::Finding;
use crate::registry::{BlankQuery, CaseId, CaseRecord, CaseRow};
use crate::seal::Word;

/// Cases of one queue that are listed; what is behind them comes when they are worked off.
const MOST: u32 = 500;

/// A case as the one sees it who is to decide it.
pub struct Examined {
    /// Fields, picture, who entered it.
    pub case: CaseRecord,
    /// The exact card and the digest an approval would carry; why there is none, when there is none.
    pub proof: Result<Proof, Error>,
    /// What is found in it today.
    pub findings: Vec<Finding>,
    /// Names of those who entered it.
    pub entered_by: Vec<String>,
    /// Why this officer cannot approve it.
    pub refusal: Option<Error>,
    /// Steps the office has switched on, as they stand.
    pub steps: Vec<CaseStep>,
}

/// What lies before a print operator.
pub struct PressQueue {
    /// At the printer, and nobody has said yet what came of them.
    pub unknown: Vec<CaseRow>,
    /// Approved, the longest waiting first.
    pub approved: Vec<CaseRow>,
    /// Unused blanks this operator has.
    pub blanks_left: u64,
    /// The one the next card is sealed onto.
    pub next_blank: Option<String>,
}

/// What lies before the one who hands over.
pub struct Finished {
    /// Good cards, not scanned back yet.
    pub to_check: Vec<CaseRow>,
    /// Scanned back; they wait for their holders.
    pub ready: Vec<CaseRow>,
}

impl Station {
    /// One case in full, with its exact card, for the one who is to decide it.
    pub fn look_into(&mut self, id: CaseId) -> Result<Examined, Error> {
        let case = self.case(id)?;
        let proof = self.proof_of(&case, None);
        let today = self.today();
        let findings = judge::judge(self, &case.draft, case.portrait.as_ref(), today)?
            .0
            .findings;
        let names = self.registry.officers()?;
        let entered_by = case
            .hands
            .iter()
            .filter_map(|hand| names.iter().find(|officer| officer.id == *hand))
            .map(|officer| officer.name.clone())
            .collect();
        let officer = self.present(self.officer.id)?;
        let refusal = case
            .hands
            .iter()
            .find_map(|hand| office::may_decide(&officer, Deed::DecideCase, *hand).err())
            .map(|refusal| refused(&refusal))
            .or_else(|| self.steps_done(id, case.row.state).err());
        let steps = self.steps_of(id)?;
        Ok(Examined {
            case,
            proof,
            findings,
            entered_by,
            refusal,
            steps,
        })
    }

    /// Cards whose outcome nobody knows, cases to print, and this operator's blanks.
    pub fn press_queue(&mut self) -> Result<PressQueue, Error> {
        self.allow(Deed::PrintCard)?;
        let mine = BlankQuery {
            state: Some(BlankState::WithOperator),
            operator: Some(self.officer.id),
            limit: 1,
            ..BlankQuery::default()
        };
        let approved = self.registry.cases(&[CaseState::Approved], MOST)?;
        let queue = PressQueue {
            unknown: self.at_press(BlankState::Printing)?,
            approved: self.by_step(approved, false)?,
            blanks_left: self.registry.blanks(&mine)?.1,
            next_blank: self.registry.next_blank(self.officer.id)?,
        };
        self.listed_cases("unknown", &queue.unknown)?;
        self.listed_cases("approved", &queue.approved)?;
        Ok(queue)
    }

    /// Good cards to be scanned back, and those that wait for their holders.
    pub fn finished(&mut self) -> Result<Finished, Error> {
        self.allow(Deed::CheckCard)?;
        let finished = Finished {
            to_check: self.at_press(BlankState::Printed)?,
            ready: self.registry.cases(&[CaseState::Ready], MOST)?,
        };
        self.listed_cases("to-check", &finished.to_check)?;
        self.listed_cases("ready", &finished.ready)?;
        Ok(finished)
    }

    fn at_press(&self, blank: BlankState) -> Result<Vec<CaseRow>, Error> {
        let mut found = Vec::new();
        for row in self.registry.cases(&[CaseState::InProduction], MOST)? {
            let serial = row.serial.as_deref().unwrap_or_default();
            if self
                .registry
                .blank(serial)?
                .is_some_and(|one| one.state == blank)
            {
                found.push(row);
            }
        }
        Ok(found)
    }

    /// Scans a card back, whichever it is: the case it was made for, checked now or before.
    pub fn check_scanned(&mut self, evidence: &Evidence) -> Result<CaseId, Error> {
        self.allow(Deed::CheckCard)?;
        let verdict = self.verify(evidence, None);
        let refused = || Error::new("card-refused").with("word", verdict.word.id());
        let claims = verdict.claims.as_ref().ok_or_else(refused)?;
        if verdict.word != Word::Valid {
            return Err(refused());
        }
        let id = self
            .registry
            .case_of_card(&claims.card_serial)?
            .ok_or_else(|| Error::new("case-not-found"))?;
        if self.registry.case(id)?.row.state != CaseState::Ready {
            self.check_against(id, &verdict)?;
        }
        Ok(id)
    }
}
