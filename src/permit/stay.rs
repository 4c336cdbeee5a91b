//! What the permit gives: numbers, index, validity, re-entry, entry, issue.

use super::check::Check;
use super::{Field, Kind, PermitNo, ValidUntil, date, number, rules};
use crate::mrz::PartialDate;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// A day of issue longer before the making of a card is a slip, or meant to slip by.
const MOST_DAYS_WAITING: i32 = 30;

/// The permit's own part.
pub(super) struct Stay {
    pub(super) permit_no: PermitNo,
    pub(super) niora: Option<String>,
    pub(super) issue_seq: Option<u8>,
    pub(super) index_code: String,
    pub(super) valid_from: Date,
    pub(super) valid_until: ValidUntil,
    pub(super) reentry_no: Option<String>,
    pub(super) reentry_until: Option<Date>,
    pub(super) entry_date: Option<Date>,
    pub(super) entry_place: Option<String>,
    pub(super) visa_no: Option<String>,
    pub(super) issue_place: String,
    pub(super) issue_date: Date,
    pub(super) notes: Option<String>,
}

/// Judges the permit's fields; `None` only with a hard finding.
pub(super) fn check(check: &mut Check<'_>, birth: Option<PartialDate>) -> Option<Stay> {
    let permit_no = permit_no(check);
    let index_code = index(check);
    let niora = niora(check);
    let issue_seq = issue_seq(check);
    let valid_from = check.required_date(Field::ValidFrom);
    let valid_until = valid_until(check, valid_from);
    let (reentry_no, reentry_until) = (
        check.text(Field::ReentryNo, 30),
        check.date(Field::ReentryUntil),
    );
    if reentry_no.is_some() && check.draft.get(Field::ReentryUntil).trim().is_empty() {
        check.add(rules::REENTRY_UNTIL_MISSING, Field::ReentryUntil);
    }
    let entry_date = entry(check, birth, issue_seq);
    let entry_place = check.text(Field::EntryPlace, 60);
    let visa_no = check.text(Field::VisaNo, 40);
    let issue_place = check.required(Field::IssuePlace, 40);
    let issue_date = check.required_date(Field::IssueDate);
    issued(check, issue_date);
    let notes = check.text(Field::Notes, 200);
    Some(Stay {
        permit_no: permit_no?,
        niora,
        issue_seq,
        index_code: index_code?,
        valid_from: valid_from?,
        valid_until: valid_until?,
        reentry_no,
        reentry_until,
        entry_date,
        entry_place,
        visa_no,
        issue_place: issue_place?,
        issue_date: issue_date?,
        notes,
    })
}

/// A permit number; one unlike those known, or of the other kind, is odd.
fn permit_no(check: &mut Check<'_>) -> Option<PermitNo> {
    let text = check.required(Field::PermitNo, 40)?;
    let Some(permit_no) = PermitNo::parse(&text) else {
        check.add(rules::PERMIT_NO_FORM, Field::PermitNo);
        return None;
    };
    if !number::has_usual_shape(permit_no.as_str()) {
        check.add(rules::PERMIT_NO_SHAPE, Field::PermitNo);
    } else if permit_no.as_str().starts_with("2D") != (check.draft.kind == Kind::Itap) {
        let kind = check.draft.kind.card_name().to_owned();
        check.add_with(rules::PERMIT_NO_KIND, Field::PermitNo, vec![("kind", kind)]);
    }
    Some(permit_no)
}

/// A letter, digits and perhaps a letter. No list of ITAP indices is public, so an ITAP may lack one.
fn index(check: &mut Check<'_>) -> Option<String> {
    let Some(text) = check.text(Field::IndexCode, 40) else {
        let rule = match check.draft.kind {
            Kind::Itas => rules::REQUIRED,
            Kind::Itap => rules::INDEX_MISSING,
        };
        check.add(rule, Field::IndexCode);
        return Some(String::new());
    };
    let code = number::compact(&text);
    let starts = code.starts_with(|c: char| c.is_ascii_uppercase());
    if !starts || !number::is_plain(&code) || !(2..=6).contains(&code.len()) {
        check.add(rules::INDEX_FORM, Field::IndexCode);
    }
    Some(code)
}

fn niora(check: &mut Check<'_>) -> Option<String> {
    let niora = number::compact(&check.text(Field::Niora, 40)?);
    if !number::is_plain(&niora) || niora.len() > 20 {
        check.add(rules::NIORA_FORM, Field::Niora);
    } else if !(8..=14).contains(&niora.len()) {
        check.add(rules::NIORA_SHAPE, Field::Niora);
    }
    Some(niora)
}

/// 1 to 99.
fn issue_seq(check: &mut Check<'_>) -> Option<u8> {
    let text = check.text(Field::IssueSeq, 10)?;
    let number = text
        .parse()
        .ok()
        .filter(|number| (1..=99).contains(number) && number::is_digits(&text));
    if number.is_none() {
        check.add(rules::ISSUE_SEQ_FORM, Field::IssueSeq);
    }
    number
}

/// The last day, or `-` and the day of the next report.
fn valid_until(check: &mut Check<'_>, from: Option<Date>) -> Option<ValidUntil> {
    let text = check.required(Field::ValidUntil, 20)?;
    let unlimited = matches!(
        text.to_lowercase().as_str(),
        "-" | "tidak terbatas" | "unlimited"
    );
    if !unlimited {
        if !check.draft.get(Field::ReportDue).trim().is_empty() {
            check.add(rules::REPORT_DUE_UNUSED, Field::ReportDue);
        }
        let day = check.known(Field::ValidUntil, date::read(&text))?;
        if from.is_some_and(|from| day < from) {
            check.add(rules::VALIDITY_ORDER, Field::ValidUntil);
        } else if day < check.today {
            check.add(rules::PERMIT_ENDED, Field::ValidUntil);
        }
        return Some(ValidUntil::Day(day));
    }
    if check.draft.kind == Kind::Itas {
        check.add(rules::UNLIMITED_ONLY_ITAP, Field::ValidUntil);
    }
    let report_due = check.required_date(Field::ReportDue)?;
    if from.is_some_and(|from| report_due <= from) {
        check.add(rules::REPORT_DUE_ORDER, Field::ReportDue);
    } else if report_due < check.today {
        check.add(rules::REPORT_DUE_PAST, Field::ReportDue);
    }
    Some(ValidUntil::Unlimited { report_due })
}

/// A card is dated the day it is made, or a few days before when its making had to wait.
fn issued(check: &mut Check<'_>, day: Option<Date>) {
    let earliest = check.today.saturating_sub(MOST_DAYS_WAITING.days());
    if day.is_some_and(|day| day > check.today) {
        check.add(rules::ISSUE_DATE_AFTER_TODAY, Field::IssueDate);
    } else if day.is_some_and(|day| day < earliest) {
        let days = MOST_DAYS_WAITING.to_string();
        check.add_with(
            rules::ISSUE_DATE_LONG_PAST,
            Field::IssueDate,
            vec![("days", days)],
        );
    }
}

/// The day of entry; a first ITAS should have one.
fn entry(check: &mut Check<'_>, birth: Option<PartialDate>, issue_seq: Option<u8>) -> Option<Date> {
    let typed = !check.draft.get(Field::EntryDate).trim().is_empty();
    if !typed && check.draft.kind == Kind::Itas && issue_seq == Some(1) {
        check.add(rules::ENTRY_MISSING, Field::EntryDate);
    }
    let entry = check.date(Field::EntryDate)?;
    if entry > check.today {
        check.add(rules::ENTRY_AFTER_TODAY, Field::EntryDate);
    } else if birth
        .and_then(PartialDate::earliest)
        .is_some_and(|birth| entry < birth)
    {
        check.add(rules::ENTRY_BEFORE_BIRTH, Field::EntryDate);
    }
    Some(entry)
}
