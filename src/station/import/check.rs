//! What is wrong or odd about one row: form, dated rules, the registry, and the rows of the list before it.

use super::{Import, row};
use crate::mrz::PartialDate;
use crate::permit::{self, Field, Finding, Permit, PermitNo, Severity};
use crate::station::{Error, Station, judge};
use crate::table::Row;
use std::collections::HashMap;

/// What the rows that passed so far have taken, each with its row.
#[derive(Default)]
pub(super) struct Seen {
    permits: HashMap<String, u32>,
    passports: HashMap<String, u32>,
    niora: HashMap<String, (u32, PartialDate)>,
    people: HashMap<judge::Who, (u32, String)>,
}

/// One row judged.
pub(super) struct Judged {
    /// As the file numbers it.
    pub(super) number: u32,
    /// Hard ones first.
    pub(super) findings: Vec<Finding>,
    /// `None` when a finding is hard.
    pub(super) permit: Option<Permit>,
}

/// Judges a row. One that passes takes its numbers.
pub(super) fn judge(
    station: &Station,
    import: &Import,
    row: &Row<'_>,
    seen: &mut Seen,
) -> Result<Judged, Error> {
    let today = station.today();
    let draft = row::draft(import, row, today);
    // A permit that is taken over was issued long ago, to a passport that held then: it is judged by the day of its issue.
    let issued = draft.date(Field::IssueDate).filter(|day| *day <= today);
    let day = issued.unwrap_or(today);
    let (permit, mut findings) = match draft.check(day, &station.reference.places) {
        Ok((permit, soft)) => (Some(permit), soft),
        Err(findings) => (None, findings),
    };
    findings.extend(station.reference.rules.check(&draft, day));
    if let Some(permit_no) = PermitNo::parse(draft.get(Field::PermitNo)) {
        if station.registry.knows_permit(&permit_no)? {
            findings.push(of("import-known", Field::PermitNo, Severity::Hard));
        } else {
            let twins = judge::twins(station, &draft, &permit_no, today)?;
            findings.extend(twins);
        }
    }
    if let Some(permit) = &permit {
        findings.extend(seen.twice(permit));
        if permit.valid_until.card_expiry() < today {
            findings.push(of("import-ended", Field::ValidUntil, Severity::Soft));
        }
    }
    findings.sort_by_key(|finding| (finding.severity, finding.field));
    findings.dedup();
    let hard = findings
        .iter()
        .any(|finding| finding.severity == Severity::Hard);
    let permit = permit.filter(|_| !hard);
    if let Some(permit) = &permit {
        seen.take(permit, row.number);
    }
    Ok(Judged {
        number: row.number,
        findings,
        permit,
    })
}

/// What is odd about a permit that has been written since it was judged.
pub(super) fn written_meanwhile() -> Finding {
    of("import-known", Field::PermitNo, Severity::Hard)
}

impl Seen {
    fn twice(&self, permit: &Permit) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut tell = |rule, field, severity, row: &u32| {
            findings.push(Finding {
                args: vec![("row", row.to_string())],
                ..of(rule, field, severity)
            });
        };
        let spellings = permit.permit_no.spellings();
        let taken = spellings
            .iter()
            .find_map(|spelling| self.permits.get(spelling.as_str()));
        if let Some(row) = taken {
            tell("import-twice", Field::PermitNo, Severity::Hard, row);
        } else if let Some(row) = self.passports.get(&permit.passport_no) {
            tell(
                "import-passport-twice",
                Field::PassportNo,
                Severity::Soft,
                row,
            );
        } else if let Some((row, niora)) =
            judge::Who::of_permit(permit).and_then(|who| self.people.get(&who))
            && (niora.is_empty() || permit.niora.as_ref() != Some(niora))
        {
            tell("import-same-person", Field::FullName, Severity::Soft, row);
        }
        // A NIORA belongs to one person for life; the same person may have had several permits.
        let niora = permit.niora.as_ref();
        if let Some((row, birth)) = niora.and_then(|niora| self.niora.get(niora))
            && !permit::may_be_same_date(*birth, permit.birth_date)
        {
            tell("import-niora-twice", Field::Niora, Severity::Hard, row);
        }
        findings
    }

    fn take(&mut self, permit: &Permit, row: u32) {
        self.permits
            .insert(permit.permit_no.as_str().to_owned(), row);
        self.passports.insert(permit.passport_no.clone(), row);
        if let Some(who) = judge::Who::of_permit(permit) {
            let niora = permit.niora.clone().unwrap_or_default();
            self.people.insert(who, (row, niora));
        }
        if let Some(niora) = &permit.niora {
            self.niora.insert(niora.clone(), (row, permit.birth_date));
        }
    }
}

fn of(rule: &str, field: Field, severity: Severity) -> Finding {
    Finding {
        rule: rule.to_owned(),
        field,
        severity,
        args: Vec::new(),
    }
}
