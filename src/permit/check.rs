//! From a draft to a permit: gathers the findings of all parts, and the tools the parts share.

use super::date::{self, NotDate};
use super::rules::{self, Rule};
use super::{Draft, Field, Finding, Gazetteer, Permit, Severity};
use super::{address, holder, stay};
use jiff::civil::Date;

/// See `Draft::check`.
pub(super) fn check(
    draft: &Draft,
    today: Date,
    places: &Gazetteer,
) -> Result<(Permit, Vec<Finding>), Vec<Finding>> {
    let mut check = Check {
        draft,
        today,
        places,
        findings: Vec::new(),
    };
    let holder = holder::check(&mut check);
    let birth = holder.as_ref().map(|holder| holder.birth_date);
    let stay = stay::check(&mut check, birth);
    let address = address::check(&mut check);
    let sponsor = address::guarantor(&mut check);
    let occupation = check.required(Field::Occupation, 80);
    let mut findings = check.findings;
    findings.sort_by_key(|finding| finding.field);

    let blocked = findings
        .iter()
        .any(|finding| finding.severity == Severity::Hard);
    let parts = (holder, stay, address, occupation);
    // A part is missing only where a hard finding says why.
    let (false, (Some(holder), Some(stay), Some(address), Some(occupation))) = (blocked, parts)
    else {
        return Err(findings);
    };
    let permit = Permit {
        kind: draft.kind,
        permit_no: stay.permit_no,
        niora: stay.niora,
        issue_seq: stay.issue_seq,
        full_name: holder.full_name,
        mrz_surname: holder.mrz_surname,
        mrz_given_names: holder.mrz_given_names,
        passport_zone: holder.passport_zone,
        sex: holder.sex,
        birth_place: holder.birth_place,
        birth_date: holder.birth_date,
        nationality: holder.nationality,
        index_code: stay.index_code,
        valid_from: stay.valid_from,
        valid_until: stay.valid_until,
        passport_no: holder.passport_no,
        passport_expiry: holder.passport_expiry,
        passport_country: holder.passport_country,
        address,
        occupation,
        guarantor: sponsor,
        reentry_no: stay.reentry_no,
        reentry_until: stay.reentry_until,
        nik: holder.nik,
        civil_status: holder.civil_status,
        religion: holder.religion,
        entry_date: stay.entry_date,
        entry_place: stay.entry_place,
        visa_no: stay.visa_no,
        issue_place: stay.issue_place,
        issue_date: stay.issue_date,
        notes: stay.notes,
    };
    Ok((permit, findings))
}

/// A draft under judgement, and what was found so far.
pub(super) struct Check<'a> {
    pub(super) draft: &'a Draft,
    pub(super) today: Date,
    pub(super) places: &'a Gazetteer,
    findings: Vec<Finding>,
}

impl Check<'_> {
    /// Notes that `rule` is broken at `field`.
    pub(super) fn add(&mut self, rule: Rule, field: Field) {
        self.add_with(rule, field, vec![]);
    }

    /// The same with arguments for its words.
    pub(super) fn add_with(&mut self, rule: Rule, field: Field, args: Vec<(&'static str, String)>) {
        self.findings.push(Finding {
            rule: rule.id.to_owned(),
            field,
            severity: rule.severity,
            args,
        });
    }

    /// The text of a field with single blanks, or `None` when nothing was typed. At most `most` characters, all visible.
    pub(super) fn text(&mut self, field: Field, most: usize) -> Option<String> {
        let words: Vec<&str> = self.draft.get(field).split_whitespace().collect();
        let text = words.join(" ");
        if text.is_empty() {
            return None;
        }
        if text.chars().any(is_invisible) {
            self.add(rules::CHARACTERS, field);
        }
        if text.chars().count() > most {
            self.add_with(rules::TOO_LONG, field, vec![("most", most.to_string())]);
        }
        Some(text)
    }

    /// The same; nothing typed is a finding.
    pub(super) fn required(&mut self, field: Field, most: usize) -> Option<String> {
        let text = self.text(field, most);
        if text.is_none() {
            self.add(rules::REQUIRED, field);
        }
        text
    }

    /// A date, or `None` when nothing was typed or it is none.
    pub(super) fn date(&mut self, field: Field) -> Option<Date> {
        let text = self.text(field, 20)?;
        self.known(field, date::read(&text))
    }

    /// The same; nothing typed is a finding.
    pub(super) fn required_date(&mut self, field: Field) -> Option<Date> {
        let text = self.required(field, 20)?;
        self.known(field, date::read(&text))
    }

    /// The date, or a finding why it is none.
    pub(super) fn known<T>(&mut self, field: Field, date: Result<T, NotDate>) -> Option<T> {
        match date {
            Ok(date) => Some(date),
            Err(NotDate::Form) => {
                self.add(rules::DATE_FORM, field);
                None
            }
            Err(NotDate::Calendar) => {
                self.add(rules::DATE_CALENDAR, field);
                None
            }
        }
    }
}

/// Control characters, and marks that steer direction or join: they print as nothing or turn the text around them.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(character, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..)
}
