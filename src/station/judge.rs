//! Everything that is wrong or odd about a draft: its form, the dated rules, and what the registry knows already.

use super::{Error, Judgement, Station};
use crate::permit::{Draft, Field, Finding, Permit, PermitNo, Severity};
use crate::portrait::Portrait;
use crate::registry::Twin;
use jiff::civil::Date;

/// The judgement, and the permit when nothing about the form is wrong.
pub(super) fn judge(
    station: &Station,
    draft: &Draft,
    portrait: Option<&Portrait>,
    day: Date,
) -> Result<(Judgement, Option<Permit>), Error> {
    let (permit, mut findings) = match draft.check(day, &station.reference.places) {
        Ok((permit, soft)) => (Some(permit), soft),
        Err(findings) => (None, findings),
    };
    findings.extend(station.reference.rules.check(draft, day));
    findings.extend(duplicates(station, draft, day)?);
    if portrait.is_none() {
        findings.push(finding("portrait-missing", Field::Portrait, Severity::Hard));
    }
    findings.sort_by_key(|finding| (finding.severity, finding.field));
    findings.dedup();
    let passes = findings
        .iter()
        .all(|finding| finding.severity != Severity::Hard);
    Ok((Judgement { findings, passes }, permit))
}

fn duplicates(station: &Station, draft: &Draft, day: Date) -> Result<Vec<Finding>, Error> {
    let typed = |field| draft.get(field).trim().to_uppercase();
    let Some(permit_no) = PermitNo::parse(draft.get(Field::PermitNo)) else {
        return Ok(Vec::new());
    };
    let mut findings = Vec::new();
    if let Some(serial) = station.registry.present_serial(permit_no.as_str())? {
        findings.push(Finding {
            args: vec![("serial", serial)],
            ..finding("permit-known", Field::PermitNo, Severity::Soft)
        });
    }
    let (passport, niora) = (typed(Field::PassportNo), typed(Field::Niora));
    let twins = station
        .registry
        .twins(permit_no.as_str(), &passport, &niora)?;
    let named = |rule, field, severity, twin: &Twin| Finding {
        args: vec![("permit", twin.permit_no.clone())],
        ..finding(rule, field, severity)
    };
    if let Some(twin) = twins
        .iter()
        .find(|twin| twin.passport && day <= twin.valid_until)
    {
        findings.push(named(
            "passport-has-permit",
            Field::PassportNo,
            Severity::Soft,
            twin,
        ));
    }
    // A NIORA belongs to one person for life (domain.md 1.1): a new passport is possible, a new birth date is not.
    if let Some(twin) = twins.iter().find(|twin| {
        twin.niora && !twin.passport && !same_day(&twin.birth_date, draft.get(Field::BirthDate))
    }) {
        findings.push(named(
            "niora-of-another",
            Field::Niora,
            Severity::Hard,
            twin,
        ));
    }
    Ok(findings)
}

/// `stored` is `YYYY-MM-DD`; `typed` may be that or `DD-MM-YYYY`.
fn same_day(stored: &str, typed: &str) -> bool {
    let parts: Vec<&str> = stored.split('-').collect();
    let turned: Vec<&str> = parts.iter().rev().copied().collect();
    let typed = typed.trim();
    typed == stored || typed == turned.join("-")
}

fn finding(rule: &str, field: Field, severity: Severity) -> Finding {
    Finding {
        rule: String::from(rule),
        field,
        severity,
        args: Vec::new(),
    }
}
