//! Lists of people in and out: `import` and `export`, and how their answers are told.

use crate::run::{Failure, on_duty};
use crate::show::Teller;
use loket::office::Duty;
use loket::permit::Severity;
use loket::station::{self, How, Import, Query, Report, Source, Station, outside};
use loket::text::Text;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Refused rows told on the spot; the report has all.
const LINES: usize = 20;
/// The same as JSON.
const JSON_LINES: usize = 1000;
/// Far above any mapping.
const MAP_BYTES: usize = 64 * 1024;

/// Arguments of `import`.
#[derive(clap::Args)]
pub struct ImportArgs {
    /// CSV or XLSX
    file: PathBuf,
    /// How its columns are understood, as TOML [default: guessed by their names and values]
    #[arg(long, value_name = "M")]
    map: Option<PathBuf>,
    /// Write how its columns are understood to this file, to edit and to give back with --map
    #[arg(long, value_name = "M")]
    write_map: Option<PathBuf>,
    /// Judge every row and take nothing over
    #[arg(long)]
    dry_run: bool,
    /// Write every finding of every row to this CSV
    #[arg(long, value_name = "F")]
    report: Option<PathBuf>,
    /// Take over all rows, or none when one is refused
    #[arg(long, conflicts_with = "dry_run")]
    all_or_nothing: bool,
}

/// Arguments of `export`.
#[derive(clap::Args)]
pub struct ExportArgs {
    /// The file to write; CSV or XLSX by its ending
    file: PathBuf,
    /// Words as in a search [default: everybody]
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
}

#[derive(Serialize)]
struct ImportJson<'a> {
    how: &'static str,
    rows: usize,
    before: usize,
    passed: usize,
    odd: usize,
    refused: usize,
    stopped: bool,
    columns: Vec<ColumnJson>,
    constants: BTreeMap<&'static str, &'a str>,
    same: BTreeMap<&'static str, &'static str>,
    unfilled: Vec<&'static str>,
    notes: Vec<NoteJson>,
    rules: Vec<RuleJson>,
    lines: Vec<LineJson>,
}

#[derive(Serialize)]
struct ColumnJson {
    letters: String,
    header: String,
    target: Option<&'static str>,
    doubt: Option<&'static str>,
}

#[derive(Serialize)]
struct NoteJson {
    note: &'static str,
    cells: usize,
    row: u32,
    column: u32,
}

#[derive(Serialize)]
struct RuleJson {
    rule: String,
    field: &'static str,
    severity: &'static str,
    rows: usize,
}

#[derive(Serialize)]
struct LineJson {
    row: u32,
    refused: bool,
    findings: Vec<FindingJson>,
}

#[derive(Serialize)]
struct FindingJson {
    rule: String,
    field: &'static str,
    severity: &'static str,
    args: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct ExportJson<'a> {
    rows: u64,
    file: &'a str,
    sha256: &'a str,
}

/// Runs `import`. Exit code 1 when a row was refused.
pub fn import(station: &mut Station, args: &ImportArgs, teller: &Teller) -> Result<u8, Failure> {
    on_duty(station, Duty::Counter)?;
    teller.spare_all(args.write_map.iter().chain(&args.report))?;
    let map = args.map.as_deref().map(read_map).transpose()?;
    let bytes = outside::read_file(&args.file, Import::MAX_BYTES)?;
    let import = Import::open(&bytes, map.as_deref())?;
    drop(bytes);
    if let Some(path) = &args.write_map {
        station::write_file(path, import.map_text().as_bytes())?;
    }
    let how = match (args.dry_run, args.all_or_nothing) {
        (true, _) => How::DryRun,
        (false, true) => How::AllOrNothing,
        (false, false) => How::Passing,
    };
    let report = station.import(&import, how, &mut |done, of| {
        teller.list_progress(done as u64, of as u64);
        ControlFlow::Continue(())
    })?;
    if let Some(path) = &args.report {
        station::write_file(path, &report.to_csv(teller.words())?)?;
    }
    let told = if teller.is_json() {
        teller.print_json(&import_json(&import, how, &report))
    } else {
        teller.lines(&import_lines(&import, how, &report, teller))
    };
    match told {
        Ok(()) | Err(Failure::Gone) => Ok(u8::from(report.refused > 0)),
        Err(failure) => Err(failure),
    }
}

/// Runs `export`.
pub fn export(station: &mut Station, args: &ExportArgs, teller: &Teller) -> Result<(), Failure> {
    on_duty(station, Duty::Head)?;
    teller.spare(&args.file)?;
    let query = Query {
        words: args.query.clone().unwrap_or_default(),
        ..Query::default()
    };
    let written = station.export(&query, &args.file, teller.words(), &mut |done, of| {
        teller.list_progress(done, of);
        ControlFlow::Continue(())
    })?;
    let file = args.file.display().to_string();
    if teller.is_json() {
        return teller.print_json(&ExportJson {
            rows: written.rows,
            file: &file,
            sha256: &written.sha256,
        });
    }
    let rows = written.rows.to_string();
    teller.lines(&[teller
        .words()
        .with("table-exported", &[("rows", &rows), ("file", &file)])])
}

fn read_map(path: &Path) -> Result<String, Failure> {
    let bytes = outside::read_file(path, MAP_BYTES)?;
    String::from_utf8(bytes).map_err(|_utf8| Failure::Input("cli-bad-text"))
}

fn import_lines(import: &Import, how: How, report: &Report, teller: &Teller) -> Vec<String> {
    let text = teller.words();
    let mut lines = understood(import, text);
    lines.extend(found(report, text));
    let key = match how {
        How::DryRun => "table-would-take",
        How::Passing | How::AllOrNothing => "table-taken",
    };
    lines.push(text.with(
        key,
        &[
            ("rows", &report.rows.to_string()),
            ("passed", &report.passed.to_string()),
            ("refused", &report.refused.to_string()),
            ("odd", &report.odd.to_string()),
            ("before", &report.before.to_string()),
        ],
    ));
    lines
}

/// How the list was read. Columns that are called what they are go without saying.
fn understood(import: &Import, text: &Text) -> Vec<String> {
    let mut lines = Vec::new();
    for note in import.notes() {
        let args = note.text_args();
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, &**value)).collect();
        lines.push(text.with(note.kind.key(), &args));
    }
    for column in import.columns() {
        let field = column.target.map(|target| text.get(&target.key()));
        if field.as_ref() == Some(&column.header) && column.doubt.is_none() {
            continue;
        }
        let args = [
            ("letters", column.letters.as_str()),
            ("header", &column.header),
        ];
        let line = match &field {
            None => text.with("table-column-unused", &args),
            Some(field) => {
                let args = [args.as_slice(), &[("field", field.as_str())]].concat();
                text.with("table-column-used", &args)
            }
        };
        lines.push(line);
        if let Some(doubt) = column.doubt {
            lines.push(text.with("table-column-doubt", &[("doubt", &text.get(doubt.key()))]));
        }
    }
    for field in import.unfilled() {
        let field = text.get(&field.key());
        lines.push(text.with("table-unfilled", &[("field", &field)]));
    }
    lines
}

/// What is wrong or odd, the gravest first.
fn found(report: &Report, text: &Text) -> Vec<String> {
    let mut lines = Vec::new();
    for (finding, rows) in report.by_rule() {
        let key = match finding.severity {
            Severity::Hard => "table-rule-hard",
            Severity::Soft => "table-rule-soft",
        };
        let field = text.get(&finding.field.key());
        let words = text.with(&finding.key(), &finding.text_args());
        let rows = rows.to_string();
        lines.push(text.with(
            key,
            &[("rows", &rows), ("field", &field), ("words", &words)],
        ));
    }
    let refused = report.lines.iter().filter(|line| line.is_refused());
    let numbers: Vec<String> = refused
        .take(LINES)
        .map(|line| line.row.to_string())
        .collect();
    if !numbers.is_empty() {
        let rows = numbers.join(", ");
        let more = report.refused > numbers.len();
        let key = if more {
            "table-refused-among"
        } else {
            "table-refused-rows"
        };
        lines.push(text.with(key, &[("rows", &rows)]));
    }
    lines
}

fn import_json<'a>(import: &'a Import, how: How, report: &Report) -> ImportJson<'a> {
    let (mut constants, mut same) = (BTreeMap::new(), BTreeMap::new());
    for (target, source) in &import.mapping().sources {
        match source {
            Source::Column(_) => {}
            Source::Constant(text) => {
                constants.insert(target.id(), text.as_str());
            }
            Source::Same(field) => {
                same.insert(target.id(), field.id());
            }
        }
    }
    ImportJson {
        how: match how {
            How::DryRun => "dry-run",
            How::Passing => "passing",
            How::AllOrNothing => "all-or-nothing",
        },
        rows: report.rows,
        before: report.before,
        passed: report.passed,
        odd: report.odd,
        refused: report.refused,
        stopped: report.stopped,
        columns: import
            .columns()
            .into_iter()
            .map(|column| ColumnJson {
                letters: column.letters,
                header: column.header,
                target: column.target.map(|target| target.id()),
                doubt: column.doubt.map(|doubt| doubt.id()),
            })
            .collect(),
        constants,
        same,
        unfilled: import
            .unfilled()
            .into_iter()
            .map(|field| field.id())
            .collect(),
        notes: import
            .notes()
            .iter()
            .map(|note| NoteJson {
                note: note.kind.id(),
                cells: note.cells,
                row: note.row,
                column: note.column,
            })
            .collect(),
        rules: report
            .by_rule()
            .into_iter()
            .map(|(finding, rows)| RuleJson {
                field: finding.field.id(),
                severity: weight(finding.severity),
                rule: finding.rule,
                rows,
            })
            .collect(),
        lines: report.lines.iter().take(JSON_LINES).map(line).collect(),
    }
}

fn line(line: &station::RowReport) -> LineJson {
    LineJson {
        row: line.row,
        refused: line.is_refused(),
        findings: line
            .findings
            .iter()
            .map(|finding| FindingJson {
                rule: finding.rule.clone(),
                field: finding.field.id(),
                severity: weight(finding.severity),
                args: finding.args.iter().cloned().collect(),
            })
            .collect(),
    }
}

fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => "hard",
        Severity::Soft => "soft",
    }
}
