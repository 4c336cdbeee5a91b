//! What came of a list: counts, findings a row, and the report as CSV for who must mend the rows.

use crate::permit::{Field, Finding, Severity};
use crate::station::Error;
use crate::table::{self, Cell};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What came of a list, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows with people in the file.
    pub rows: usize,
    /// Of them done by an earlier run of the same list.
    pub before: usize,
    /// Rows this run took over; in a dry run those it would.
    pub passed: usize,
    /// Of them rows with something odd.
    pub odd: usize,
    /// Rows refused, those of earlier runs among them.
    pub refused: usize,
    /// The work was stopped before the last row.
    pub stopped: bool,
    /// Rows with findings, in the order of the file.
    pub lines: Vec<RowReport>,
}

/// The findings of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReport {
    /// As the file numbers it.
    pub row: u32,
    /// Hard ones first.
    pub findings: Vec<Finding>,
}

impl RowReport {
    /// Whether the row is left out.
    pub fn is_refused(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Hard)
    }
}

impl Report {
    /// How many rows have each finding, the most frequent first: rule, field, how grave.
    pub fn by_rule(&self) -> Vec<(Finding, usize)> {
        let mut counts: BTreeMap<(Severity, &str, Field), (&Finding, usize)> = BTreeMap::new();
        for finding in self.lines.iter().flat_map(|line| &line.findings) {
            let key = (finding.severity, finding.rule.as_str(), finding.field);
            counts.entry(key).or_insert((finding, 0)).1 += 1;
        }
        let mut counts: Vec<_> = counts
            .into_values()
            .map(|(finding, rows)| (finding.clone(), rows))
            .collect();
        counts.sort_by(|one, other| {
            let grave = one.0.severity.cmp(&other.0.severity);
            grave.then(other.1.cmp(&one.1))
        });
        counts
    }

    /// One line a finding, as CSV: row, what became of it, field, weight, words. Nothing of the person's own is in it.
    pub fn to_csv(&self, text: &Text) -> Result<Vec<u8>, Error> {
        let header = [
            text.get("table-report-row"),
            text.get("table-report-outcome"),
            text.get("table-report-field"),
            text.get("table-report-severity"),
            text.get("table-report-finding"),
            text.get("table-report-rule"),
        ];
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let refused = text.get("table-report-refused");
        let passed = text.get("table-report-passed");
        let mut writer = table::Writer::csv(Vec::new(), &header)?;
        for line in &self.lines {
            let outcome = if line.is_refused() { &refused } else { &passed };
            for finding in &line.findings {
                writer.row(&[
                    Cell::Whole(i64::from(line.row)),
                    Cell::text(outcome.as_str()),
                    Cell::text(text.get(&finding.field.key())),
                    Cell::text(text.get(finding.severity.key())),
                    Cell::text(text.with(&finding.key(), &finding.text_args())),
                    Cell::text(finding.rule.as_str()),
                ])?;
            }
        }
        Ok(writer.finish()?)
    }

    /// Takes one judged row into account.
    pub(super) fn count(&mut self, row: u32, findings: Vec<Finding>, passes: bool) {
        if passes {
            self.passed += 1;
            self.odd += usize::from(!findings.is_empty());
        } else {
            self.refused += 1;
        }
        if !findings.is_empty() {
            self.lines.push(RowReport { row, findings });
        }
    }
}

/// A finding as the registry keeps it with a refused row.
#[derive(Serialize, Deserialize)]
struct FindingRow {
    rule: String,
    field: String,
    hard: bool,
    args: Vec<(String, String)>,
}

/// Names of arguments findings of rows have; kept ones must come back as one of them.
const ARGS: [&str; 13] = [
    "at", "days", "district", "found", "kind", "months", "most", "permit", "province", "regency",
    "row", "serial", "years",
];

pub(super) fn to_json(findings: &[Finding]) -> String {
    let rows: Vec<FindingRow> = findings
        .iter()
        .map(|finding| FindingRow {
            rule: finding.rule.clone(),
            field: finding.field.id().to_owned(),
            hard: finding.severity == Severity::Hard,
            args: finding
                .args
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
        })
        .collect();
    // Strings alone: nothing in it JSON could not say.
    serde_json::to_string(&rows).unwrap_or_default()
}

/// What cannot be read is left out: the row stays refused.
pub(super) fn from_json(json: &str) -> Vec<Finding> {
    let rows: Vec<FindingRow> = serde_json::from_str(json).unwrap_or_default();
    rows.into_iter()
        .filter_map(|row| {
            let named = |name: &str| ARGS.into_iter().find(|known| *known == name);
            Some(Finding {
                rule: row.rule,
                field: Field::parse(&row.field)?,
                severity: if row.hard {
                    Severity::Hard
                } else {
                    Severity::Soft
                },
                args: row
                    .args
                    .into_iter()
                    .filter_map(|(name, value)| Some((named(&name)?, value)))
                    .collect(),
            })
        })
        .collect()
}
