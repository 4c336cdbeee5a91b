//! The audit trail: proven, listed, written out.

use crate::run::{Failure, on_duty};
use crate::show::Teller;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use loket::office::Duty;
use loket::station::{AuditProof, AuditQuery, AuditRow, Break, Station};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is done with the audit.
#[derive(clap::Subcommand)]
pub enum AuditCommand {
    /// Prove the chain, every row and every day's signature; exit code 1 when anything is broken
    Check,
    /// Entries, newest first
    List {
        /// Which
        #[command(flatten)]
        filter: Filter,
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u32,
        /// After so many
        #[arg(long, default_value_t = 0, value_name = "N")]
        offset: u32,
    },
    /// Write entries to a CSV file, oldest first
    Export {
        /// The file
        file: PathBuf,
        /// Which
        #[command(flatten)]
        filter: Filter,
    },
}

/// Which entries.
#[derive(clap::Args)]
pub struct Filter {
    /// By this officer
    #[arg(long = "officer", value_name = "LOGIN")]
    login: Option<String>,
    /// Of this act, or all that begin so: case-
    #[arg(long, value_name = "ACT")]
    act: Option<String>,
    /// About this record: case:12, permit:2C21BC0017-X, card:BKS000001, blank:BKS000001
    #[arg(long, value_name = "RECORD")]
    record: Option<String>,
    /// From this day on
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Until this day, it included
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

#[derive(Serialize)]
struct ProofJson<'a> {
    whole: bool,
    entries: u64,
    rows: u64,
    anchors: u64,
    head: HeadJson<'a>,
    breaks: Vec<BreakJson<'a>>,
}

#[derive(Serialize)]
struct HeadJson<'a> {
    seq: i64,
    hash: &'a str,
}

#[derive(Serialize)]
struct BreakJson<'a> {
    seq: i64,
    kind: &'static str,
    table: Option<&'a str>,
    row: Option<i64>,
}

#[derive(Serialize)]
struct ListJson<'a> {
    total: u64,
    entries: Vec<EntryJson<'a>>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    seq: i64,
    at: i64,
    officer: Option<&'a str>,
    act: &'a str,
    record: &'a str,
    detail: BTreeMap<&'a str, &'a str>,
    before: &'a str,
    after: &'a str,
    hash: &'a str,
}

#[derive(Serialize)]
struct ExportJson<'a> {
    rows: u64,
    file: &'a str,
}

/// Runs it.
pub fn run(station: &mut Station, command: AuditCommand, teller: &Teller) -> Result<u8, Failure> {
    on_duty(station, Duty::Auditor)?;
    match command {
        AuditCommand::Check => {
            let proof = station.audit_check(&mut |done, of| {
                teller.list_progress(done, of);
                true
            })?;
            let told = tell_proof(&proof, teller);
            return match told {
                Ok(()) | Err(Failure::Gone) => Ok(u8::from(!proof.is_whole())),
                Err(failure) => Err(failure),
            };
        }
        AuditCommand::List {
            filter,
            limit,
            offset,
        } => {
            let query = AuditQuery {
                limit,
                offset,
                ..filter.query()?
            };
            let (rows, total) = station.audit(&query)?;
            tell_list(&rows, total, teller)?;
        }
        AuditCommand::Export { file, filter } => {
            teller.spare(&file)?;
            let rows = station.audit_export(&filter.query()?, &file, &mut |done, of| {
                teller.list_progress(done, of);
                true
            })?;
            let file = file.display().to_string();
            if teller.is_json() {
                teller.print_json(&ExportJson { rows, file: &file })?;
            } else {
                let rows = rows.to_string();
                let args = [("rows", rows.as_str()), ("file", &file)];
                teller.lines(&[teller.words().with("cli-audit-exported", &args)])?;
            }
        }
    }
    Ok(0)
}

impl Filter {
    fn query(&self) -> Result<AuditQuery, Failure> {
        let day = |text: &Option<String>| {
            let day = text.as_deref().map(str::parse::<Date>).transpose();
            day.map_err(|_date| Failure::Usage("cli-bad-day"))
        };
        Ok(AuditQuery {
            login: self.login.clone(),
            act: self.act.clone(),
            record: self.record.clone(),
            from: day(&self.from)?.map(begin),
            until: day(&self.until)?.map(|day| begin(day.tomorrow().unwrap_or(Date::MAX))),
            ..AuditQuery::default()
        })
    }
}

/// First second of a day in WIB.
fn begin(day: Date) -> i64 {
    Offset::constant(7)
        .to_timestamp(day.to_datetime(Time::midnight()))
        .unwrap_or(jiff::Timestamp::MAX)
        .as_second()
}

/// A moment in WIB as people read it.
fn moment(at: i64) -> String {
    let moment = jiff::Timestamp::from_second(at).unwrap_or(jiff::Timestamp::MAX);
    Offset::constant(7)
        .to_datetime(moment)
        .strftime("%d-%m-%Y %H:%M:%S")
        .to_string()
}

fn tell_proof(proof: &AuditProof, teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        return teller.print_json(&ProofJson {
            whole: proof.is_whole(),
            entries: proof.entries,
            rows: proof.rows,
            anchors: proof.anchors,
            head: HeadJson {
                seq: proof.head_seq,
                hash: &proof.head_hash,
            },
            breaks: proof.breaks.iter().map(break_json).collect(),
        });
    }
    let text = teller.words();
    let key = if proof.is_whole() {
        "cli-audit-whole"
    } else {
        "cli-audit-broken"
    };
    let [entries, rows, anchors] =
        [proof.entries, proof.rows, proof.anchors].map(|count| count.to_string());
    let (seq, breaks) = (proof.head_seq.to_string(), proof.breaks.len().to_string());
    let mut lines = vec![
        text.with(key, &[("breaks", &breaks)]),
        text.with(
            "cli-audit-figures",
            &[
                ("entries", &entries),
                ("rows", &rows),
                ("anchors", &anchors),
            ],
        ),
        text.with(
            "cli-audit-head",
            &[("seq", &seq), ("hash", &proof.head_hash)],
        ),
    ];
    lines.extend(proof.breaks.iter().map(|found| {
        let (table, row) = found
            .row
            .as_ref()
            .map_or(("–", String::from("–")), |(table, row)| {
                (table.as_str(), row.to_string())
            });
        let seq = found.seq.to_string();
        let args = [("seq", seq.as_str()), ("table", table), ("row", &row)];
        text.with(&format!("break-{}", found.kind.id()), &args)
    }));
    teller.lines(&lines)
}

fn tell_list(rows: &[AuditRow], total: u64, teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        return teller.print_json(&ListJson {
            total,
            entries: rows.iter().map(entry_json).collect(),
        });
    }
    let text = teller.words();
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let act = text.find(&format!("act-{}", row.act), &[]);
            let act = act.unwrap_or_else(|| row.act.clone());
            let login = row.login.as_deref().unwrap_or("Loket");
            format!(
                "{:>8}  {}  {login:<12}  {act}  {}",
                row.seq,
                moment(row.at),
                row.record
            )
        })
        .collect();
    let (shown, total) = (rows.len().to_string(), total.to_string());
    lines.push(text.with("cli-audit-shown", &[("shown", &shown), ("total", &total)]));
    teller.lines(&lines)
}

fn break_json(found: &Break) -> BreakJson<'_> {
    BreakJson {
        seq: found.seq,
        kind: found.kind.id(),
        table: found.row.as_ref().map(|(table, _)| table.as_str()),
        row: found.row.as_ref().map(|(_, row)| *row),
    }
}

fn entry_json(row: &AuditRow) -> EntryJson<'_> {
    EntryJson {
        seq: row.seq,
        at: row.at,
        officer: row.login.as_deref(),
        act: &row.act,
        record: &row.record,
        detail: row
            .detail
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
        before: &row.before,
        after: &row.after,
        hash: &row.hash,
    }
}
