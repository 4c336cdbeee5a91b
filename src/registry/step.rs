//! Steps of cases that were done, by whom and when.

use super::read::unreadable;
use super::{Act, CaseId, Error, Registry};
use crate::office::{CaseState, OfficerId, Step};
use rusqlite::{Row, params};
use std::collections::HashMap;

/// One step of a case that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepDone {
    /// Which.
    pub step: Step,
    /// Who did it.
    pub by: OfficerId,
    /// Unix seconds.
    pub at: i64,
}

/// Cases with when they came to stand where they stand, Unix seconds, and their steps that were done.
pub type CasesSteps = HashMap<CaseId, (i64, Vec<Step>)>;

impl Registry {
    /// Steps of a case that were done, in the order they were.
    pub fn steps_of(&self, case: CaseId) -> Result<Vec<StepDone>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT step, officer, done_at FROM steps WHERE case_id = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([case.0], |row| {
            Ok(StepDone {
                step: step(row)?.ok_or_else(|| unreadable("step"))?,
                by: OfficerId(row.get("officer")?),
                at: row.get("done_at")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every case of a state with its steps that were done.
    pub fn steps_in(&self, state: CaseState) -> Result<CasesSteps, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT k.id, k.state_at, s.step FROM cases k LEFT JOIN steps s ON s.case_id = k.id WHERE k.state = ?1",
        )?;
        let mut rows = statement.query([state.id()])?;
        let mut cases = CasesSteps::new();
        while let Some(row) = rows.next()? {
            let case = CaseId(row.get("id")?);
            let entry = cases.entry(case).or_default();
            entry.0 = row.get("state_at")?;
            entry.1.extend(step(row)?);
        }
        Ok(cases)
    }
}

impl Act<'_> {
    /// Notes that a step of a case is done; doing it again changes nothing.
    pub fn do_step(&mut self, case: CaseId, step: Step) -> Result<(), Error> {
        self.about(case.record());
        self.note("step", step.id());
        self.transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO steps (case_id, step, officer, done_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![case.0, step.id(), self.by.officer.0, self.by.at])?;
        Ok(())
    }

    /// A case goes back to the counter: what was done about what it says is to be done again.
    pub(super) fn undo_steps(&self, case: CaseId) -> Result<(), Error> {
        let mut delete = self
            .transaction
            .prepare_cached("DELETE FROM steps WHERE case_id = ?1 AND step = ?2")?;
        for step in Step::ALL.into_iter().filter(|step| step.is_about_content()) {
            delete.execute(params![case.0, step.id()])?;
        }
        Ok(())
    }
}

fn step(row: &Row<'_>) -> rusqlite::Result<Option<Step>> {
    let word: Option<String> = row.get("step")?;
    word.map(|word| Step::parse(&word).ok_or_else(|| unreadable("step")))
        .transpose()
}
