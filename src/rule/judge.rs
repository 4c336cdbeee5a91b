//! A draft against the rows of one day: durations, indices, guarantor, re-entry, passport, age.

use super::Rulebook;
use super::file::{IndexRow, Key, Purpose, Row};
use crate::permit::{Draft, Field, Finding, Kind, Nationality, Severity};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// One finding this room makes. A rule that is not verified makes it soft.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    severity: Severity,
}

/// Declares each rule and puts it on the list of all.
macro_rules! rules {
    ($($name:ident = $severity:ident $id:literal;)*) => {
        $(const $name: Rule = Rule { id: $id, severity: Severity::$severity };)*
        /// All rules.
        pub(super) const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    INDEX_UNKNOWN = Soft "index-unknown";
    INDEX_NOT_IN_FORCE = Soft "index-not-in-force";
    INDEX_OTHER_KIND = Hard "index-other-kind";
    GRANT_TOO_LONG = Hard "grant-too-long";
    // The form has no day of the first ITAS, so the entry stands for it.
    TOTAL_TOO_LONG = Soft "total-too-long";
    ISSUES_TOO_MANY = Hard "issues-too-many";
    APPLIED_LATE = Soft "applied-late";
    REPORT_TOO_LATE = Hard "report-too-late";
    REENTRY_MISSING = Soft "reentry-missing";
    REENTRY_AFTER_PERMIT = Hard "reentry-after-permit";
    REENTRY_TOO_LONG = Hard "reentry-too-long";
    PASSPORT_ENDS_FIRST = Soft "passport-ends-first";
    PASSPORT_TOO_SHORT = Soft "passport-too-short";
    ITAP_NEEDS_PASSPORT = Hard "itap-needs-passport";
    RETIREMENT_AGE = Soft "retirement-age";
    MINOR_WITHOUT_PARENT = Soft "minor-without-parent";
    GUARANTOR_MISSING = Hard "guarantor-missing";
}

/// See `Rulebook::check`.
pub(super) fn judge(book: &Rulebook, draft: &Draft, today: Date) -> Vec<Finding> {
    let mut case = Case {
        book,
        draft,
        day: today,
        findings: Vec::new(),
    };
    let index = case.index();
    case.duration(index);
    case.reentry();
    case.passport();
    case.person(index);
    case.guarantor(index);
    case.findings.sort_by_key(|finding| finding.field);
    case.findings
}

/// A draft on the day whose rules judge it.
struct Case<'a> {
    book: &'a Rulebook,
    draft: &'a Draft,
    day: Date,
    findings: Vec<Finding>,
}

impl<'a> Case<'a> {
    /// The row of a key in force, for the draft's kind.
    fn row(&self, key: Key) -> Option<&'a Row> {
        let own = |row: &&Row| row.kind.is_none_or(|kind| kind == self.draft.kind);
        let mut rows = self.book.rows.iter().filter(own);
        rows.find(|row| row.key == key && row.days.contain(self.day))
    }

    fn add(&mut self, rule: Rule, verified: bool, field: Field, args: Vec<(&'static str, String)>) {
        let severity = if verified {
            rule.severity
        } else {
            Severity::Soft
        };
        self.findings.push(Finding {
            rule: rule.id.to_owned(),
            field,
            severity,
            args,
        });
    }

    fn is_empty(&self, field: Field) -> bool {
        self.draft.get(field).trim().is_empty()
    }

    /// The last day of the permit, where it has one.
    fn until(&self) -> Option<Date> {
        self.draft.date(Field::ValidUntil)
    }

    /// The row of the index typed. The list need not be whole, so an index it does not have is odd, not wrong.
    fn index(&mut self) -> Option<&'a IndexRow> {
        let code = self.draft.number(Field::IndexCode);
        let mut rows = self
            .book
            .indices
            .iter()
            .filter(|row| row.code.eq_ignore_ascii_case(&code))
            .peekable();
        if code.is_empty() {
            return None;
        }
        let listed_for_kind = self
            .book
            .indices
            .iter()
            .any(|row| row.kind == self.draft.kind);
        let known = rows.peek().is_some();
        let Some(row) = rows.find(|row| row.days.contain(self.day)) else {
            if known {
                self.add(INDEX_NOT_IN_FORCE, true, Field::IndexCode, vec![]);
            } else if listed_for_kind {
                self.add(INDEX_UNKNOWN, true, Field::IndexCode, vec![]);
            }
            return None;
        };
        if row.kind != self.draft.kind {
            let kind = self.draft.kind.card_name().to_owned();
            self.add(
                INDEX_OTHER_KIND,
                row.verified,
                Field::IndexCode,
                vec![("kind", kind)],
            );
        }
        Some(row)
    }

    fn duration(&mut self, index: Option<&IndexRow>) {
        let from = self.draft.date(Field::ValidFrom);
        let grant = self
            .row(Key::MaxGrantMonths)
            .map(|row| (row.value, row.verified));
        let own = index.and_then(|index| Some((index.max_months?, index.verified)));
        // The shorter of the two: the law's for the kind, and the index's own.
        let most = grant
            .into_iter()
            .chain(own)
            .min_by_key(|(months, _)| *months);
        if let (Some(from), Some(until), Some((months, verified))) = (from, self.until(), most)
            && until > after_months(from, months)
        {
            self.add(
                GRANT_TOO_LONG,
                verified,
                Field::ValidUntil,
                vec![("months", months.to_string())],
            );
        }
        if let (Some(entry), Some(until), Some(row)) = (
            self.draft.date(Field::EntryDate),
            self.until(),
            self.row(Key::MaxTotalMonths),
        ) && until > after_months(entry, row.value)
        {
            self.add(
                TOTAL_TOO_LONG,
                row.verified,
                Field::ValidUntil,
                vec![("months", row.value.to_string())],
            );
        }
        let issue_seq = self.draft.get(Field::IssueSeq).trim().parse::<i32>().ok();
        if let (Some(number), Some(row)) = (issue_seq, self.row(Key::MaxIssues))
            && number > row.value
        {
            self.add(
                ISSUES_TOO_MANY,
                row.verified,
                Field::IssueSeq,
                vec![("most", row.value.to_string())],
            );
        }
        if let (Some(1), Some(entry), Some(row)) = (
            issue_seq,
            self.draft.date(Field::EntryDate),
            self.row(Key::ApplyWithinDays),
        ) && self.day > entry.saturating_add(row.value.days())
        {
            self.add(
                APPLIED_LATE,
                row.verified,
                Field::EntryDate,
                vec![("days", row.value.to_string())],
            );
        }
        if let (None, Some(due), Some(row)) = (
            self.until(),
            self.draft.date(Field::ReportDue),
            self.row(Key::ReportEveryMonths),
        ) {
            let counted_from = from.map_or(self.day, |from| from.max(self.day));
            if due > after_months(counted_from, row.value) {
                let args = vec![("months", row.value.to_string())];
                self.add(REPORT_TOO_LATE, row.verified, Field::ReportDue, args);
            }
        }
    }

    fn reentry(&mut self) {
        if self.is_empty(Field::ReentryUntil) {
            // A number without a day is a matter of form.
            if self.draft.kind == Kind::Itas && self.is_empty(Field::ReentryNo) {
                self.add(REENTRY_MISSING, true, Field::ReentryUntil, vec![]);
            }
            return;
        }
        let Some(until) = self.draft.date(Field::ReentryUntil) else {
            return;
        };
        if let (Some(end), Some(row)) = (self.until(), self.row(Key::ReentryEndsWithPermit))
            && until > end
        {
            self.add(
                REENTRY_AFTER_PERMIT,
                row.verified,
                Field::ReentryUntil,
                vec![],
            );
        } else if let Some(row) = self.row(Key::ReentryMonths) {
            let from = self
                .draft
                .date(Field::ValidFrom)
                .map_or(self.day, |from| from.max(self.day));
            if until > after_months(from, row.value) {
                let args = vec![("months", row.value.to_string())];
                self.add(REENTRY_TOO_LONG, row.verified, Field::ReentryUntil, args);
            }
        }
    }

    fn passport(&mut self) {
        let (Some(expiry), Some(until)) = (self.draft.date(Field::PassportExpiry), self.until())
        else {
            return;
        };
        if expiry <= self.day {
            // That it has expired is a matter of form.
            return;
        }
        if let Some(row) = self.row(Key::PassportCoversPermit)
            && expiry < until
        {
            self.add(
                PASSPORT_ENDS_FIRST,
                row.verified,
                Field::PassportExpiry,
                vec![],
            );
            return;
        }
        let Some(from) = self.draft.date(Field::ValidFrom) else {
            return;
        };
        let key = if until <= after_months(from, 12) {
            Key::PassportMonthsOneYear
        } else if until <= after_months(from, 24) {
            Key::PassportMonthsTwoYears
        } else {
            return;
        };
        if let Some(row) = self.row(key)
            && expiry < after_months(self.day, row.value)
        {
            let args = vec![("months", row.value.to_string())];
            self.add(
                PASSPORT_TOO_SHORT,
                row.verified,
                Field::PassportExpiry,
                args,
            );
        }
    }

    fn person(&mut self, index: Option<&IndexRow>) {
        if let Some(row) = self.row(Key::ItapNeedsPassport)
            && Nationality::parse(self.draft.get(Field::Nationality))
                .is_some_and(Nationality::is_stateless)
        {
            self.add(
                ITAP_NEEDS_PASSPORT,
                row.verified,
                Field::Nationality,
                vec![],
            );
        }
        let Some(birth) = self.draft.birth() else {
            return;
        };
        // Where the day is unknown, the retired are found who are surely too young, and the minors who perhaps are.
        let retired = index.is_some_and(|index| index.purpose == Purpose::Retire);
        if let (true, Some(row), Some(born)) =
            (retired, self.row(Key::RetirementAge), birth.earliest())
            && self.day < after_months(born, row.value * 12)
        {
            self.add(
                RETIREMENT_AGE,
                row.verified,
                Field::BirthDate,
                vec![("years", row.value.to_string())],
            );
        }
        if let (Some(row), Some(born)) = (self.row(Key::MinorAge), birth.latest())
            && self.day < after_months(born, row.value * 12)
        {
            self.add(
                MINOR_WITHOUT_PARENT,
                row.verified,
                Field::BirthDate,
                vec![("years", row.value.to_string())],
            );
        }
    }

    fn guarantor(&mut self, index: Option<&IndexRow>) {
        let filled = [
            Field::GuarantorName,
            Field::GuarantorAddress,
            Field::GuarantorId,
        ];
        if filled.into_iter().any(|field| !self.is_empty(field)) {
            return;
        }
        // Without an index of the list nobody knows: an officer decides.
        let (needed, verified) = index.map_or((true, false), |index| {
            (index.needs_guarantor, index.verified)
        });
        if needed {
            self.add(GUARANTOR_MISSING, verified, Field::GuarantorName, vec![]);
        }
    }
}

/// The same day `months` later, or the last of that month.
fn after_months(day: Date, months: i32) -> Date {
    day.saturating_add(months.months())
}
