//! Printing runs: batches into files, what came of them, and the runs themselves.

use crate::login::second;
use crate::run::{Failure, on_duty};
use crate::sending::{self, SendingJson};
use crate::show::Teller;
use loket::office::{Duty, PrintState};
use loket::station::{
    Batch, BatchReport, CaseId, DecodeBack, NewRun, Ongoing, Printing, RunCardRow, RunId,
    RunPartRow, RunRow, RunTarget, Stages, Station, outside, paper_name, peak_rss_bytes, spooler,
    stands,
};
use serde::Serialize;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// A batch of approved cases into print-ready files.
#[derive(clap::Args)]
pub struct BatchArgs {
    /// Folder for the files
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// id1, a4, a3plus or a sheet's own .toml
    #[arg(
        long,
        default_value = "id1",
        value_name = "P",
        conflicts_with = "resume"
    )]
    paper: String,
    /// Cards in one file: a hopper load
    #[arg(
        long,
        default_value_t = 100,
        value_name = "N",
        conflicts_with = "resume"
    )]
    split: u32,
    /// First free position of the first sheet
    #[arg(long, default_value_t = 0, value_name = "N", conflicts_with = "resume")]
    start: u32,
    /// Positions of the first sheet that are used already, e.g. 3,7
    #[arg(
        long,
        value_name = "N,...",
        value_delimiter = ',',
        conflicts_with = "resume"
    )]
    empty: Vec<u32>,
    /// What is read back before a file is let go
    #[arg(long, value_enum, default_value_t = ReadBack::Code)]
    decode_back: ReadBack,
    /// In a press's inks, as PDF/X-4 [default: RGB, black as K]
    #[arg(long)]
    cmyk: bool,
    /// Go on with the newest run that is not done
    #[arg(long)]
    resume: bool,
    /// Also make files again that were written and are gone: they were not printed
    #[arg(long, requires = "resume")]
    again: bool,
    /// At most so many cards
    #[arg(long, value_name = "N", conflicts_with = "resume")]
    limit: Option<u32>,
    /// kitas, kitap or a template file [default: each permit's kind]
    #[arg(long, value_name = "T", conflicts_with = "resume")]
    template: Option<String>,
}

/// How codes are read back.
#[derive(Clone, Copy, clap::ValueEnum)]
enum ReadBack {
    /// Every card from its pixels
    All,
    /// Every code from its modules, the first card of each file from its pixels
    Code,
    /// Nothing
    None,
}

/// Printing runs.
#[derive(clap::Subcommand)]
pub enum RunCommand {
    /// Runs and where their cards stand
    List {
        /// Also those that are closed
        #[arg(long)]
        all: bool,
    },
    /// One run, card by card, and what its printer says
    Show {
        /// Its number
        run: i64,
    },
    /// Have a run wait after the part that is being made
    Pause {
        /// Its number
        run: i64,
    },
    /// Let a run go on: to its printer at once; its files are made by `batch --resume`
    Resume {
        /// Its number
        run: i64,
    },
    /// Cancel what has not left
    Cancel {
        /// Its number
        run: i64,
        /// Why
        #[arg(long, value_name = "R")]
        reason: String,
        /// Login of the officer who stands beside, when cards are sealed already
        #[arg(long, value_name = "LOGIN")]
        second: Option<String>,
    },
}

#[derive(Serialize)]
struct BatchJson<'a> {
    run: i64,
    cards: u64,
    again: u64,
    left: u64,
    seconds: f64,
    cards_per_s: f64,
    peak_rss_bytes: Option<u64>,
    bytes: u64,
    files: Vec<FileJson<'a>>,
    withheld: Vec<WithheldJson>,
    stages: StagesJson,
}

#[derive(Serialize)]
struct FileJson<'a> {
    name: &'a str,
    cards: u32,
    bytes: u64,
}

#[derive(Serialize)]
struct WithheldJson {
    case: i64,
    error: &'static str,
}

#[derive(Serialize)]
struct StagesJson {
    read: f64,
    seal: f64,
    layout: f64,
    pdf: f64,
    decode_back: f64,
    write: f64,
    record: f64,
}

#[derive(Serialize)]
struct RunsJson {
    runs: Vec<RunJson>,
}

#[derive(Serialize)]
struct RunJson {
    run: i64,
    state: &'static str,
    paused: bool,
    cancelled: bool,
    made_at: i64,
    paper: String,
    split: u32,
    printer: Option<String>,
    cards: u64,
    planned: u64,
    intended: u64,
    unknown: u64,
    spooled: u64,
    good: u64,
    spoiled: u64,
    withdrawn: u64,
}

#[derive(Serialize)]
struct RunShownJson<'a> {
    #[serde(flatten)]
    row: RunJson,
    list: Vec<CardJson<'a>>,
    parts: Vec<PartJson>,
    sendings: Vec<SendingJson<'a>>,
}

#[derive(Serialize)]
struct CardJson<'a> {
    place: u32,
    case: i64,
    permit_no: &'a str,
    state: &'static str,
    since: i64,
    card_serial: Option<&'a str>,
    part: Option<u32>,
    position: Option<u32>,
    cause: &'a str,
    barred: bool,
}

#[derive(Serialize)]
struct PartJson {
    part: u32,
    cards: u32,
    bytes: u64,
}

/// Approved cases into files.
pub fn batch(station: &mut Station, args: &BatchArgs, teller: &Teller) -> Result<u8, Failure> {
    on_duty(station, Duty::Print)?;
    outside::make_folder(&args.out)?;
    let run = if args.resume {
        let found = station.unfinished_run()?;
        found.ok_or(Failure::Input("run-none-open"))?.id
    } else {
        let how = NewRun {
            paper: args.paper.clone(),
            split: args.split,
            target: RunTarget::Files,
            template: args.template.clone(),
            start: args.start,
            empty: args.empty.clone(),
        };
        station.plan_run(None, &how, args.limit)?
    };
    files(station, run, args, teller)
}

fn files(
    station: &mut Station,
    run: RunId,
    args: &BatchArgs,
    teller: &Teller,
) -> Result<u8, Failure> {
    let batch = Batch {
        out: &args.out,
        decode_back: match args.decode_back {
            ReadBack::All => DecodeBack::All,
            ReadBack::Code => DecodeBack::Code,
            ReadBack::None => DecodeBack::None,
        },
        again: args.again,
        cmyk: args.cmyk,
    };
    let report = station.batch(run, &batch, &mut |ongoing| {
        told(ongoing, teller);
        ControlFlow::Continue(())
    })?;
    report_of(run, &report, teller)?;
    Ok(u8::from(!report.withheld.is_empty()))
}

/// Cases to a printer, in that order, a card at a time.
pub fn print(
    station: &mut Station,
    (cases, printer): (&[i64], &str),
    template: Option<String>,
    teller: &Teller,
) -> Result<u8, Failure> {
    let how = NewRun {
        paper: String::from("id1"),
        split: 1,
        target: RunTarget::Printer(printer.to_owned()),
        template,
        start: 0,
        empty: Vec::new(),
    };
    let cases: Vec<CaseId> = cases.iter().copied().map(CaseId).collect();
    let run = station.plan_run(Some(&cases), &how, None)?;
    to_printer(station, run, printer, teller)
}

fn to_printer(
    station: &mut Station,
    run: RunId,
    printer: &str,
    teller: &Teller,
) -> Result<u8, Failure> {
    let (profile, spooler) = (station.profile(printer)?, spooler(station.dir())?);
    let printing = Printing {
        spooler: &spooler,
        profile: &profile,
        tray: profile.usual_tray(),
    };
    let report = station.print_run(run, &printing, &mut |ongoing| {
        told(ongoing, teller);
        ControlFlow::Continue(())
    })?;
    report_of(run, &report, teller)?;
    Ok(u8::from(!report.withheld.is_empty()))
}

fn told(ongoing: &Ongoing, teller: &Teller) {
    let left = ongoing
        .left_s
        .map_or(String::from("?"), |left| format!("{left:.0}"));
    let args = [
        ("done", ongoing.done.to_string()),
        ("all", ongoing.of.to_string()),
        ("left", left),
    ];
    teller.going("run-progress", &args, ongoing.done == ongoing.of);
}

fn report_of(run: RunId, report: &BatchReport, teller: &Teller) -> Result<(), Failure> {
    let bytes = report.files.iter().map(|file| file.bytes).sum();
    let rate = if 0.0 < report.seconds {
        f64::from(u32::try_from(report.cards).unwrap_or(u32::MAX)) / report.seconds
    } else {
        0.0
    };
    if teller.is_json() {
        return teller.print_json(&BatchJson {
            run: run.0,
            cards: report.cards,
            again: report.again,
            left: report.left,
            seconds: tidy(report.seconds),
            cards_per_s: tidy(rate),
            peak_rss_bytes: peak_rss_bytes(),
            bytes,
            files: report.files.iter().map(file_json).collect(),
            withheld: report
                .withheld
                .iter()
                .map(|one| WithheldJson {
                    case: one.case.0,
                    error: one.error.id,
                })
                .collect(),
            stages: stages_json(&report.stages),
        });
    }
    let text = teller.words();
    let (cards, number) = (report.cards.to_string(), run.0.to_string());
    let (count, seconds) = (
        report.files.len().to_string(),
        format!("{:.1}", report.seconds),
    );
    let args = [
        ("run", number.as_str()),
        ("cards", &cards),
        ("files", &count),
        ("seconds", &seconds),
        ("rate", &format!("{rate:.0}")),
    ];
    let mut lines = vec![text.with("run-batch-done", &args)];
    for one in &report.withheld {
        let cause = cause(one.error.id, teller);
        let case = one.case.0.to_string();
        lines.push(text.with("run-withheld", &[("case", &case), ("cause", &cause)]));
    }
    if 0 < report.left {
        let left = report.left.to_string();
        lines.push(text.with("run-left", &[("count", &left)]));
    }
    teller.lines(&lines)
}

/// Milliseconds are enough.
fn tidy(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The words of an error that is kept by its id alone.
fn cause(id: &str, teller: &Teller) -> String {
    teller
        .words()
        .find(&format!("error-{id}"), &[])
        .unwrap_or_else(|| id.to_owned())
}

fn file_json(file: &loket::station::BatchFile) -> FileJson<'_> {
    FileJson {
        name: &file.name,
        cards: file.cards,
        bytes: file.bytes,
    }
}

fn stages_json(stages: &Stages) -> StagesJson {
    StagesJson {
        read: tidy(stages.read),
        seal: tidy(stages.seal),
        layout: tidy(stages.layout),
        pdf: tidy(stages.pdf),
        decode_back: tidy(stages.decode_back),
        write: tidy(stages.write),
        record: tidy(stages.record),
    }
}

/// Runs, and what is done with one.
pub fn run(station: &mut Station, command: RunCommand, teller: &Teller) -> Result<u8, Failure> {
    on_duty(station, Duty::Print)?;
    match command {
        RunCommand::List { all } => list(&station.runs(!all)?, teller)?,
        RunCommand::Show { run } => show(station, RunId(run), teller)?,
        RunCommand::Pause { run } => {
            station.pause_run(RunId(run))?;
            row_told(station, RunId(run), teller)?;
        }
        RunCommand::Resume { run } => {
            station.resume_run(RunId(run))?;
            let rows = station.runs(true)?;
            let target = rows.into_iter().find(|row| row.id == RunId(run));
            if let Some(RunTarget::Printer(name)) = target.map(|row| row.how.target) {
                return to_printer(station, RunId(run), &name, teller);
            }
            row_told(station, RunId(run), teller)?;
        }
        RunCommand::Cancel {
            run,
            reason,
            second: login,
        } => {
            let beside = login
                .map(|login| second(station, &login, teller))
                .transpose()?;
            station.cancel_run(RunId(run), &reason, beside.as_ref())?;
            row_told(station, RunId(run), teller)?;
        }
    }
    Ok(0)
}

fn list(rows: &[RunRow], teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        return teller.print_json(&RunsJson {
            runs: rows.iter().map(run_json).collect(),
        });
    }
    let mut lines: Vec<String> = rows.iter().map(|row| line(row, teller)).collect();
    if lines.is_empty() {
        lines.push(teller.words().get("run-none-open"));
    }
    teller.lines(&lines)
}

fn row_told(station: &Station, id: RunId, teller: &Teller) -> Result<(), Failure> {
    let rows = station.runs(false)?;
    let found: Vec<RunRow> = rows.into_iter().filter(|row| row.id == id).collect();
    if teller.is_json() {
        return found
            .first()
            .map_or(Ok(()), |row| teller.print_json(&run_json(row)));
    }
    list(&found, teller)
}

fn line(row: &RunRow, teller: &Teller) -> String {
    let text = teller.words();
    let counts = row.counts;
    let state = text.get(&format!("run-state-{}", row_state(row)));
    let args = [
        ("run", row.id.0.to_string()),
        ("state", state),
        ("cards", counts.cards().to_string()),
        ("left", counts.left().to_string()),
        ("gone", (counts.spooled + counts.unknown).to_string()),
        ("good", counts.good.to_string()),
        ("spoiled", counts.spoiled.to_string()),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    text.with("run-row", &args)
}

fn row_state(row: &RunRow) -> &'static str {
    if row.paused && 0 < row.counts.left() {
        "PAUSED"
    } else {
        row.counts.state().id()
    }
}

fn show(station: &mut Station, id: RunId, teller: &Teller) -> Result<(), Failure> {
    let (heard, silent) = sending::ask(station, id)?;
    let record = station.run(id)?;
    let stands = stands(&record.sendings, &heard);
    let barred = |card: &RunCardRow| {
        card.serial
            .as_ref()
            .is_some_and(|serial| record.barred.contains(serial))
    };
    if teller.is_json() {
        return teller.print_json(&RunShownJson {
            row: run_json(&record.row),
            list: record
                .cards
                .iter()
                .map(|card| CardJson {
                    place: card.place,
                    case: card.case.0,
                    permit_no: &card.permit_no,
                    state: card.state.id(),
                    since: card.state_at,
                    card_serial: card.serial.as_deref(),
                    part: card.part,
                    position: card.position,
                    cause: &card.cause,
                    barred: barred(card),
                })
                .collect(),
            parts: record.parts.iter().map(part_json).collect(),
            sendings: stands.iter().map(sending::json).collect(),
        });
    }
    let text = teller.words();
    let mut lines = vec![line(&record.row, teller)];
    for card in &record.cards {
        let place = card.place.to_string();
        let state = text.get(&format!("run-card-{}", card.state.id()));
        let args = [
            ("place", place.as_str()),
            ("serial", card.serial.as_deref().unwrap_or("–")),
            ("permit", &card.permit_no),
            ("state", &state),
        ];
        lines.push(text.with("run-card-row", &args));
        if barred(card) {
            lines.push(text.get("run-card-barred"));
        }
        if card.state == PrintState::Withdrawn {
            lines.push(cause(&card.cause, teller));
        }
    }
    lines.extend(
        stands
            .iter()
            .flat_map(|stand| sending::lines(stand, teller)),
    );
    if silent {
        lines.push(text.get("sending-silent"));
    }
    teller.lines(&lines)
}

fn part_json(part: &RunPartRow) -> PartJson {
    PartJson {
        part: part.part,
        cards: part.cards,
        bytes: part.bytes,
    }
}

fn run_json(row: &RunRow) -> RunJson {
    let counts = row.counts;
    RunJson {
        run: row.id.0,
        state: counts.state().id(),
        paused: row.paused,
        cancelled: !row.note.is_empty(),
        made_at: row.made_at,
        paper: paper_name(&row.how),
        split: row.how.split,
        printer: match &row.how.target {
            RunTarget::Files => None,
            RunTarget::Printer(name) => Some(name.clone()),
        },
        cards: counts.cards(),
        planned: counts.planned,
        intended: counts.intended,
        unknown: counts.unknown,
        spooled: counts.spooled,
        good: counts.good,
        spoiled: counts.spoiled,
        withdrawn: counts.withdrawn,
    }
}
