//! Steps the office has switched on: what each case waits for, and doing them.

use super::session::refused;
use super::{Error, Station};
use crate::office::{self, Before, CaseState, Deed, Step, StepRule};
use crate::registry::{CaseId, CaseRow};

/// A step as one case has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseStep {
    /// The rule.
    pub rule: StepRule,
    /// Name of who did it, and when, Unix seconds; `None` while it is to be done.
    pub done: Option<(String, i64)>,
    /// The case waits for this one now.
    pub due: bool,
    /// The officer at the desk may do it now.
    pub mine: bool,
}

/// Cases that wait for one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepQueue {
    /// Which.
    pub rule: StepRule,
    /// How many.
    pub count: u64,
    /// Since when the oldest stands there, Unix seconds; 0 when there is none.
    pub oldest_at: i64,
}

impl Station {
    /// Marks the step a case waits for as done.
    pub fn do_step(&mut self, id: CaseId, step: Step) -> Result<(), Error> {
        self.step_now(id, step)?;
        Ok(self
            .registry
            .act(self.by("step-done"), |act| act.do_step(id, step))?)
    }

    /// Gives the case back to the counter at the step it waits for.
    pub fn return_at_step(&mut self, id: CaseId, step: Step, reason: &str) -> Result<(), Error> {
        self.step_now(id, step)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::new("reason-missing"));
        }
        Ok(self.registry.act(self.by("step-return"), |act| {
            act.note("step", step.id());
            act.move_case(id, office::CaseEvent::Return, Some(reason))
                .map(drop)
        })?)
    }

    /// The case waits for that step, and the one at the desk may do it.
    fn step_now(&self, id: CaseId, step: Step) -> Result<(), Error> {
        let officer = self.allow(Deed::DoStep)?;
        let case = self.registry.case(id)?;
        let due = self.step_due(id, case.row.state)?;
        let Some(rule) = due.filter(|rule| rule.step == step) else {
            return Err(Error::new("step-out-of-turn").with("step", step.id()));
        };
        office::may_do_step(&officer, &rule, &case.hands).map_err(|refusal| refused(&refusal))
    }

    /// The step a case in that state waits for.
    fn step_due(&self, id: CaseId, state: CaseState) -> Result<Option<StepRule>, Error> {
        if self.settings.steps.is_empty() {
            return Ok(None);
        }
        let done: Vec<Step> = self
            .registry
            .steps_of(id)?
            .iter()
            .map(|one| one.step)
            .collect();
        Ok(office::due(&self.settings.steps, &done, state))
    }

    /// Refuses a case whose steps are not all done where it stands.
    pub(super) fn steps_done(&self, id: CaseId, state: CaseState) -> Result<(), Error> {
        match self.step_due(id, state)? {
            Some(rule) => Err(Error::new("step-waits").with("step", rule.step.id())),
            None => Ok(()),
        }
    }

    /// The steps of one case, in the office's order; empty when none is switched on.
    pub fn steps_of(&self, id: CaseId) -> Result<Vec<CaseStep>, Error> {
        let officer = self.allow(Deed::ReadRecords)?;
        if self.settings.steps.is_empty() {
            return Ok(Vec::new());
        }
        let case = self.registry.case(id)?;
        let done = self.registry.steps_of(id)?;
        let due = self.step_due(id, case.row.state)?;
        let names = self.registry.officers()?;
        let name = |by| {
            let found = names.iter().find(|officer| officer.id == by);
            found.map_or_else(String::new, |officer| officer.name.clone())
        };
        let rules = self.settings.steps.iter();
        Ok(rules
            .map(|rule| CaseStep {
                rule: *rule,
                done: done
                    .iter()
                    .find(|one| one.step == rule.step)
                    .map(|one| (name(one.by), one.at)),
                due: due == Some(*rule),
                mine: office::may_do_step(&officer, rule, &case.hands).is_ok(),
            })
            .collect())
    }

    /// How many cases wait for each step that is switched on.
    pub fn step_queues(&self) -> Result<Vec<StepQueue>, Error> {
        let rules = &self.settings.steps;
        let mut queues: Vec<StepQueue> = rules
            .iter()
            .map(|rule| StepQueue {
                rule: *rule,
                count: 0,
                oldest_at: 0,
            })
            .collect();
        for before in Before::ALL {
            if rules.iter().all(|rule| rule.before != before) {
                continue;
            }
            let mut waiting: Vec<_> = self
                .registry
                .steps_in(before.state())?
                .into_values()
                .collect();
            waiting.sort_by_key(|(at, _)| *at);
            for (at, done) in waiting {
                let due = office::due(rules, &done, before.state());
                if let Some(queue) = queues.iter_mut().find(|queue| Some(queue.rule) == due) {
                    queue.oldest_at = if queue.count == 0 {
                        at
                    } else {
                        queue.oldest_at
                    };
                    queue.count += 1;
                }
            }
        }
        Ok(queues)
    }

    /// Cases before the one who decides or does a step: all that wait for approval, and the approved that wait for a step.
    pub fn cases_to_decide(&mut self, limit: u32) -> Result<Vec<CaseRow>, Error> {
        self.allow(Deed::ReadRecords)?;
        let mut rows = self.registry.cases(&[CaseState::Submitted], limit)?;
        let approved = self.registry.cases(&[CaseState::Approved], limit)?;
        rows.extend(self.by_step(approved, true)?);
        self.listed_cases("to-decide", &rows)?;
        Ok(rows)
    }

    /// Of cases, those that wait for a step where they stand, or those that do not.
    pub(super) fn by_step(&self, rows: Vec<CaseRow>, waits: bool) -> Result<Vec<CaseRow>, Error> {
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            if self.step_due(row.id, row.state)?.is_some() == waits {
                kept.push(row);
            }
        }
        Ok(kept)
    }
}
