//! Operations of the patrols: planned, changed, closed, and summed into a report; every verb stands in the audit.

mod book;
mod paper;
#[cfg(test)]
mod tests;

use super::{Error, Station};
use crate::office::Deed;
use crate::patrol::{
    self, Known, Operation, OperationId, OperationReport, Plan, Resident, Sighting,
};
use crate::place::AreaCode;
use crate::print::Pdf;
use crate::registry::{self, By, SightingQuery};
use crate::rule::PatrolRules;
use crate::text::{Lang, Text};
use std::collections::BTreeSet;

/// An operation with all its report is summed from. No `Debug`: it names people.
pub struct Gathered {
    /// What was planned.
    pub operation: Operation,
    /// Every scan of it that came home, without pictures.
    pub sightings: Vec<Sighting>,
    seen: Vec<Resident>,
    expected: Vec<Resident>,
    rules: PatrolRules,
}

/// A sum of money as the language writes it: `Rp11.000.000`.
pub fn rupiah(text: &Text, amount: u64) -> String {
    format!("Rp{}", super::report::grouped(text, amount))
}

impl Gathered {
    /// Sums it; cheap enough to ask for again.
    pub fn report(&self) -> OperationReport<'_> {
        let known = Known {
            seen: &self.seen,
            expected: &self.expected,
            rules: &self.rules,
        };
        patrol::sum(&self.operation.plan, &self.sightings, known)
    }
}

impl Station {
    /// Plans an operation.
    pub fn new_operation(&mut self, plan: &Plan) -> Result<Operation, Error> {
        self.allow(Deed::KeepSightings)?;
        let operation = Operation {
            id: OperationId(rand::random()),
            plan: checked(plan)?,
            closed_at: None,
        };
        let by = self.by("operation-new");
        self.keep(by, &operation)?;
        Ok(operation)
    }

    /// Changes the plan of one that is not closed.
    pub fn edit_operation(&mut self, id: OperationId, plan: &Plan) -> Result<Operation, Error> {
        self.allow(Deed::KeepSightings)?;
        let operation = Operation {
            plan: checked(plan)?,
            ..self.registry.operation(id)?
        };
        let by = self.by("operation-edit");
        self.keep(by, &operation)?;
        Ok(operation)
    }

    /// Closes it: its plan stays as it is. Logs that come home later still count.
    pub fn close_operation(&mut self, id: OperationId) -> Result<Operation, Error> {
        self.allow(Deed::KeepSightings)?;
        let operation = Operation {
            closed_at: Some(self.clock.now()),
            ..self.registry.operation(id)?
        };
        let by = self.by("operation-close");
        self.keep(by, &operation)?;
        Ok(operation)
    }

    fn keep(&mut self, by: By, operation: &Operation) -> Result<(), Error> {
        Ok(self.registry.act(by, |act| {
            act.note("from", operation.plan.from.to_string());
            act.note("until", operation.plan.until.to_string());
            act.keep_operation(operation)
        })?)
    }

    /// Every operation, newest first.
    pub fn operations(&self) -> Result<Vec<Operation>, Error> {
        self.allow(Deed::KeepSightings)?;
        Ok(self.registry.operations()?)
    }

    /// Guarantors and how many people they vouch for, most first, to choose whom to expect.
    pub fn guarantors(&self, limit: u32) -> Result<Vec<(String, u64)>, Error> {
        self.allow(Deed::KeepSightings)?;
        Ok(self.registry.guarantors(limit)?)
    }

    /// The operation whose id begins so: an id is long to type.
    pub fn find_operation(&self, id: &str) -> Result<Operation, Error> {
        let id = id.trim().to_ascii_lowercase();
        let mut found = self.operations()?.into_iter();
        let mut found = found
            .by_ref()
            .filter(|one| one.id.to_string().starts_with(&id));
        match (found.next(), found.next()) {
            (Some(one), None) if 4 <= id.len() => Ok(one),
            _ => Err(registry::Error::NotFound("operation").into()),
        }
    }

    /// All the report of an operation is summed from; the look at these people stands in the audit.
    pub fn operation_report(&mut self, id: OperationId) -> Result<Gathered, Error> {
        self.allow(Deed::KeepSightings)?;
        let operation = self.registry.operation(id)?;
        let query = SightingQuery {
            operation: Some(id),
            limit: u32::MAX,
            ..SightingQuery::default()
        };
        let rows = self.registry.sightings(&query)?.rows;
        let sightings: Vec<Sighting> = rows.into_iter().map(|row| row.sighting).collect();
        let permits: BTreeSet<&str> = sightings
            .iter()
            .map(|one| one.permit_no.as_str())
            .filter(|number| !number.is_empty())
            .collect();
        let seen = self
            .registry
            .residents(&permits.into_iter().collect::<Vec<_>>())?;
        let mut expected = Vec::new();
        for guarantor in &operation.plan.expected {
            expected.extend(
                self.registry
                    .residents_of(guarantor, operation.plan.until)?,
            );
        }
        let gathered = Gathered {
            operation,
            sightings,
            seen,
            expected,
            rules: PatrolRules::bundled(),
        };
        let (scans, people) = (gathered.sightings.len(), gathered.seen.len());
        self.registry.act(self.by("operation-report"), |act| {
            act.about(format!("operation:{id}"));
            act.note("sightings", scans.to_string());
            act.note("people", people.to_string());
            Ok::<_, registry::Error>(())
        })?;
        Ok(gathered)
    }

    /// The report on paper, with the map.
    pub fn operation_pdf(&mut self, gathered: &Gathered, lang: Lang) -> Result<Pdf, Error> {
        self.allow(Deed::KeepSightings)?;
        let pdf = paper::report(self, gathered, lang)?;
        self.tell_export(gathered, "pdf")?;
        Ok(pdf)
    }

    /// The report as a workbook: one row a card checked, then one a person not found.
    pub fn operation_xlsx(&mut self, gathered: &Gathered, lang: Lang) -> Result<Vec<u8>, Error> {
        self.allow(Deed::KeepSightings)?;
        let book = book::workbook(gathered, lang)?;
        self.tell_export(gathered, "xlsx")?;
        Ok(book)
    }

    fn tell_export(&mut self, gathered: &Gathered, form: &'static str) -> Result<(), Error> {
        Ok(self.registry.act(self.by("operation-export"), |act| {
            act.about(format!("operation:{}", gathered.operation.id));
            act.note("form", form);
            Ok::<_, registry::Error>(())
        })?)
    }
}

/// The plan without blanks around its words, when it can be kept.
fn checked(plan: &Plan) -> Result<Plan, Error> {
    let trimmed = |words: &String| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut plan = plan.clone();
    plan.name = trimmed(&plan.name);
    plan.expected = plan.expected.iter().map(trimmed).collect();
    let mut named = BTreeSet::new();
    plan.expected
        .retain(|guarantor| named.insert(guarantor.to_lowercase()));
    for member in &mut plan.team {
        member.name = trimmed(&member.name);
        member.agency = trimmed(&member.agency);
    }
    plan.check().map_err(|flaw| Error::new(flaw.id()))?;
    let unknown = plan
        .areas
        .iter()
        .find(|code| AreaCode::parse(code).is_none());
    match unknown {
        Some(code) => Err(Error::new("operation-area-unknown").with("code", code)),
        None => Ok(plan),
    }
}
