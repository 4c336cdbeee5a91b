//! Backups and reports on the command line: make, list, drill, restore, print, and how the answers are told.

use crate::login;
use crate::run::{Failure, on_duty};
use crate::show::Teller;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use loket::office::Duty;
use loket::station::{
    self, BackupFacts, BackupProof, BackupRow, Counts, Door, Station, backup_folder, backups_in,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Arguments of `backup`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct BackupArgs {
    /// The file to write [default: the day's backup in the office's backup folder, pruned by its rule]
    file: Option<PathBuf>,
    #[command(subcommand)]
    what: Option<What>,
}

/// What else there is to do with backups.
#[derive(clap::Subcommand)]
enum What {
    /// The backups there are, newest first; needs no key
    List,
    /// Restore the newest into a folder beside it, prove it, remove it
    Drill {
        /// Write the report as PDF
        #[arg(long, value_name = "PDF")]
        report: Option<PathBuf>,
    },
}

/// Arguments of `restore`.
#[derive(clap::Args)]
pub struct RestoreArgs {
    /// The backup
    pub file: PathBuf,
    /// A new or empty folder
    pub dir: PathBuf,
    /// By the recovery sheet: its code comes from `LOKET_RECOVERY`, a new password from `LOKET_NEW_PASSWORD`, or both are typed
    #[arg(long)]
    pub sheet: bool,
}

/// Reports as PDF.
#[derive(clap::Subcommand)]
pub enum Report {
    /// What a day was, with the anchor of its audit
    Day {
        /// The PDF to write
        file: PathBuf,
        /// Which day, e.g. 2026-12-31 [default: today]
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
}

#[derive(Serialize)]
struct FactsJson<'a> {
    file: String,
    made_at: i64,
    bytes: u64,
    counts: CountsJson,
    head_seq: i64,
    head_hash: &'a str,
    digest: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    took_ms: Option<u64>,
}

#[derive(Serialize)]
struct CountsJson {
    officers: u64,
    cases: u64,
    permits: u64,
    portraits: u64,
    cards: u64,
    blanks: u64,
    entries: u64,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    day: String,
    pdf: &'a str,
}

#[derive(Serialize)]
struct BadJson {
    file: String,
    error: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum RowJson<'a> {
    Good(FactsJson<'a>),
    Bad(BadJson),
}

#[derive(Serialize)]
struct ProofJson<'a> {
    backup: FactsJson<'a>,
    chain_whole: bool,
    ledger_balanced: bool,
    entries: u64,
    rows: u64,
    anchors: u64,
    took_ms: u64,
}

/// `backup`.
pub fn backup(
    office: Option<&Path>,
    args: BackupArgs,
    open: impl FnOnce(&mut Teller) -> Result<Station, Failure>,
    teller: &mut Teller,
) -> Result<(), Failure> {
    match args.what {
        Some(What::List) => {
            let dir = office.ok_or(Failure::Usage("cli-no-office"))?;
            list(&backups_in(&backup_folder(dir))?, teller)
        }
        Some(What::Drill { report }) => {
            teller.spare_all(report.as_ref())?;
            let mut station = administrator(open(teller)?)?;
            let drilled = station.drill(&mut |done, of| watch(teller, done, of))?;
            if let Some(path) = report {
                let pdf = station.drill_report(&drilled)?;
                station::write_file(&path, pdf.bytes())?;
            }
            proof(&drilled.path, &drilled.proof, "backup-drilled", teller)
        }
        None => {
            teller.spare_all(args.file.as_ref())?;
            let mut station = administrator(open(teller)?)?;
            let mut progress = |done, of| watch(teller, done, of);
            let done = match args.file {
                Some(file) => station.back_up(&file, &mut progress)?,
                None => {
                    let done = station.backup_job().run(&mut progress)?;
                    station.backup_done(&done)?;
                    done
                }
            };
            if teller.is_json() {
                return teller.print_json(&facts(&done.path, &done.facts, Some(done.took_ms)));
            }
            let words = teller.words();
            let mut lines = vec![words.with(
                "backup-made",
                &[
                    ("path", &done.path.display().to_string()),
                    ("seconds", &seconds(done.took_ms)),
                ],
            )];
            lines.extend(counts(&done.facts, teller));
            teller.lines(&lines)
        }
    }
}

/// `report`.
pub fn report(
    what: &Report,
    open: impl FnOnce(&mut Teller) -> Result<Station, Failure>,
    teller: &mut Teller,
) -> Result<(), Failure> {
    let Report::Day { file, on } = what;
    let day = on
        .as_deref()
        .map(|day| {
            day.parse::<Date>()
                .map_err(|_date| Failure::Usage("cli-bad-date"))
        })
        .transpose()?;
    teller.spare(file)?;
    let mut station = open(teller)?;
    on_duty(&mut station, Duty::Auditor)?;
    let day = day.unwrap_or_else(|| station.today());
    station::write_file(file, station.day_report(day)?.bytes())?;
    let path = file.display().to_string();
    if teller.is_json() {
        return teller.print_json(&ReportJson {
            day: day.to_string(),
            pdf: &path,
        });
    }
    teller.lines(&[teller.words().with("cli-written", &[("path", &path)])])
}

/// `restore`.
///
/// A real office is proven by opening it as the administrator of `--as`.
pub fn restore(args: &RestoreArgs, who: Option<&str>, teller: &Teller) -> Result<(), Failure> {
    let words = teller.words();
    let code = match (args.sheet, who) {
        (true, Some(_)) => {
            let question = words.get("office-ask-code");
            Some(login::secret("LOKET_RECOVERY", &question, teller)?)
        }
        (true, None) => return Err(Failure::Usage("cli-restore-who")),
        (false, _) => None,
    };
    let password = match (who, &code) {
        (Some(login), Some(_)) => {
            let question = words.with("office-ask-new-password", &[("login", login)]);
            Some(login::new_secret("LOKET_NEW_PASSWORD", &question, teller)?)
        }
        (Some(login), None) => Some(login::password(login, teller)?),
        (None, _) => None,
    };
    let enter = |dir: &Path| match (who, &password, &code) {
        (Some(login), Some(password), Some(code)) => {
            Door::find(dir)?.recover(code.reveal(), login, password)
        }
        (Some(login), Some(password), None) => Door::find(dir)?.enter(login, password),
        _ => Station::open(dir),
    };
    let proven = station::restore(&args.file, &args.dir, enter, &mut |done, of| {
        watch(teller, done, of)
    })?;
    proof(&args.dir, &proven, "backup-restored", teller)
}

/// In a demo office the command line goes on as the administrator; elsewhere it must be one already.
fn administrator(mut station: Station) -> Result<Station, Failure> {
    on_duty(&mut station, Duty::Admin)?;
    Ok(station)
}

fn watch(teller: &Teller, done: u64, of: u64) -> bool {
    let percent = done.saturating_mul(100) / of.max(1);
    teller.progress(u32::try_from(percent).unwrap_or(100), 100);
    true
}

fn list(rows: &[BackupRow], teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        let told: Vec<RowJson<'_>> = rows
            .iter()
            .map(|row| match &row.state {
                Ok(found) => RowJson::Good(facts(&row.path, found, None)),
                Err(error) => RowJson::Bad(BadJson {
                    file: row.path.display().to_string(),
                    error: error.id,
                }),
            })
            .collect();
        return teller.print_json(&told);
    }
    let words = teller.words();
    if rows.is_empty() {
        return teller.lines(&[words.get("error-backup-none")]);
    }
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let path = row.path.display().to_string();
            match &row.state {
                Ok(facts) => words.with(
                    "backup-row",
                    &[
                        ("path", &path),
                        ("time", &moment(facts.made_at)),
                        ("permits", &facts.counts.permits.to_string()),
                        ("mib", &mib(facts.bytes)),
                    ],
                ),
                Err(_unreadable) => words.with("backup-row-bad", &[("path", &path)]),
            }
        })
        .collect();
    teller.lines(&lines)
}

fn proof(
    path: &Path,
    proof: &BackupProof,
    key: &'static str,
    teller: &Teller,
) -> Result<(), Failure> {
    let found = &proof.found;
    if teller.is_json() {
        return teller.print_json(&ProofJson {
            backup: facts(path, &proof.facts, None),
            chain_whole: found.audit.is_whole(),
            ledger_balanced: found.ledger.is_balanced(),
            entries: found.audit.entries,
            rows: found.audit.rows,
            anchors: found.audit.anchors,
            took_ms: proof.took_ms,
        });
    }
    let words = teller.words();
    let mut lines = vec![words.with(
        key,
        &[
            ("path", &path.display().to_string()),
            ("seconds", &seconds(proof.took_ms)),
        ],
    )];
    lines.extend(counts(&proof.facts, teller));
    lines.push(words.with(
        "backup-proven",
        &[
            ("entries", &found.audit.entries.to_string()),
            ("rows", &found.audit.rows.to_string()),
            ("received", &found.ledger.received.to_string()),
        ],
    ));
    teller.lines(&lines)
}

fn counts(facts: &BackupFacts, teller: &Teller) -> [String; 2] {
    let words = teller.words();
    let Counts {
        permits,
        cards,
        cases,
        ..
    } = facts.counts;
    [
        words.with(
            "backup-counts",
            &[
                ("permits", &permits.to_string()),
                ("cards", &cards.to_string()),
                ("cases", &cases.to_string()),
                ("mib", &mib(facts.bytes)),
            ],
        ),
        words.with(
            "backup-head",
            &[
                ("seq", &facts.head_seq.to_string()),
                ("hash", &facts.head_hash),
            ],
        ),
    ]
}

fn facts<'a>(path: &Path, facts: &'a BackupFacts, took_ms: Option<u64>) -> FactsJson<'a> {
    let counts = facts.counts;
    FactsJson {
        file: path.display().to_string(),
        made_at: facts.made_at,
        bytes: facts.bytes,
        counts: CountsJson {
            officers: counts.officers,
            cases: counts.cases,
            permits: counts.permits,
            portraits: counts.portraits,
            cards: counts.cards,
            blanks: counts.blanks,
            entries: counts.entries,
        },
        head_seq: facts.head_seq,
        head_hash: &facts.head_hash,
        digest: &facts.digest,
        took_ms,
    }
}

/// In WIB, for people.
fn moment(at: i64) -> String {
    let moment = Timestamp::from_second(at).unwrap_or(Timestamp::MAX);
    Offset::constant(7)
        .to_datetime(moment)
        .strftime("%d-%m-%Y %H:%M")
        .to_string()
}

/// With one decimal.
fn seconds(ms: u64) -> String {
    format!("{}.{}", ms / 1000, ms % 1000 / 100)
}

/// Rounded up.
fn mib(bytes: u64) -> String {
    bytes.div_ceil(1024 * 1024).to_string()
}
