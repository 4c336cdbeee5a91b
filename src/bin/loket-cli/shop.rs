//! Print shops: registered by the office, a shop's own folder, and jobs on their way out and back.

mod work;

use crate::login::{new_secret, second, secret};
use crate::run::{Failure, on_duty};
use crate::show::Teller;
use jiff::civil::Date;
use loket::office::Duty;
use loket::permit::date_text;
use loket::shop::{Fate, JobId, ShopId};
use loket::station::{
    JobMade, JobOrder, JobRow, NewRun, Ongoing, Returned, RunId, RunTarget, Shop, ShopRow, Station,
    outside, write_file,
};
use serde::Serialize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Most bytes of a badge or a root that is read.
const SMALL_BYTES: usize = 1024 * 1024;
/// The passphrase of a shop's folder, and that of a job.
const FOLDER_PASSPHRASE: &str = "LOKET_SHOP_PASSPHRASE";
const JOB_PASSPHRASE: &str = "LOKET_JOB_PASSPHRASE";

/// Print shops.
#[derive(clap::Subcommand)]
pub enum ShopCommand {
    /// In a shop: make its folder; its passphrase comes from `LOKET_SHOP_PASSPHRASE`, or is typed
    Init {
        /// A new or empty folder
        dir: PathBuf,
        /// What the shop is called
        #[arg(long, value_name = "NAME")]
        name: String,
        /// The root of the office whose jobs it takes: certificate, or digits of its SHA-256
        #[arg(long, value_name = "F")]
        root: PathBuf,
    },
    /// In a shop: its badge, by which offices register it
    Badge {
        /// The shop's folder
        dir: PathBuf,
        /// The file to write
        #[arg(long, value_name = "F")]
        out: PathBuf,
    },
    /// In a shop: take jobs of another office too
    Trust {
        /// The shop's folder
        dir: PathBuf,
        /// The root of that office
        #[arg(long, value_name = "F")]
        root: PathBuf,
    },
    /// In a shop: the log of the processing, which stays when a job's data are gone
    Log {
        /// The shop's folder
        dir: PathBuf,
    },
    /// At the office: register a shop by its badge
    Add {
        /// The badge
        file: PathBuf,
        /// The fingerprint it was compared by
        #[arg(long, value_name = "FINGERPRINT")]
        accept: Option<String>,
        /// What the office calls it [default: its own name]
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
    /// At the office: give a shop no jobs any more
    Drop {
        /// Its name or fingerprint
        name: String,
        /// Why
        #[arg(long, value_name = "R")]
        reason: String,
    },
    /// At the office: shops that are registered
    List,
}

/// Jobs for print shops.
#[derive(clap::Subcommand)]
pub enum JobCommand {
    /// At the office: a run's cards as a job for one shop; its passphrase, where it has one, comes from `LOKET_JOB_PASSPHRASE`
    Export(ExportArgs),
    /// At the office: jobs that lie at shops
    List {
        /// Also those that are over
        #[arg(long)]
        all: bool,
    },
    /// At the office: give a job up that does not come back
    CallOff {
        /// Its number, or the first digits of it
        job: String,
        /// Why
        #[arg(long, value_name = "R")]
        reason: String,
    },
    /// At the office: take in what a shop says of a job
    Import {
        /// The return
        file: PathBuf,
        /// Login of the officer who looks at spoiled cards too
        #[arg(long, value_name = "LOGIN")]
        second: Option<String>,
    },
    /// In a shop
    #[command(flatten)]
    Work(work::WorkCommand),
}

/// Arguments of `job export`.
#[derive(clap::Args)]
pub struct ExportArgs {
    /// Number of a run, `all` for everything that is approved, or permit numbers
    #[arg(required = true, value_name = "RUN|all|PERMIT")]
    what: Vec<String>,
    /// The shop
    #[arg(long, value_name = "NAME")]
    to: String,
    /// The last day something of it is printed, e.g. 2026-12-31
    #[arg(long, value_name = "DATE")]
    until: String,
    /// The file to write
    #[arg(long, value_name = "F")]
    out: PathBuf,
    /// Close it by a passphrase in place of the shop's key
    #[arg(long)]
    passphrase: bool,
    /// In a press's inks, as PDF/X-4 [default: RGB, black as K]
    #[arg(long)]
    cmyk: bool,
    /// Also cards that were written into files here: those were not printed
    #[arg(long)]
    again: bool,
    /// Of a new run: id1, a4, a3plus or a sheet's own .toml
    #[arg(long, default_value = "id1", value_name = "P")]
    paper: String,
    /// Of a new run: cards in one file
    #[arg(long, default_value_t = 100, value_name = "N")]
    split: u32,
    /// Of a new run: at most so many cards
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
}

#[derive(Serialize)]
struct ShopJson<'a> {
    name: &'a str,
    shop: String,
    dropped: bool,
}

#[derive(Serialize)]
struct MadeJson {
    job: String,
    run: i64,
    cards: u64,
    files: u64,
    bytes: u64,
    withheld: usize,
}

#[derive(Serialize)]
struct JobJson<'a> {
    job: String,
    shop: &'a str,
    run: i64,
    made_at: i64,
    until: i64,
    state: &'static str,
    cards: u64,
    good: u64,
    spoiled: u64,
    unused: u64,
}

#[derive(Serialize)]
struct ReturnedJson<'a> {
    #[serde(flatten)]
    job: JobJson<'a>,
    now_good: u64,
    now_spoiled: u64,
    barred: &'a [String],
    differs: &'a [String],
    log: Vec<LineJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    at: i64,
    what: &'a str,
    who: &'a str,
    cards: u64,
}

/// Runs a command of `shop`.
pub fn shop(
    command: ShopCommand,
    open: impl Fn(&mut Teller) -> Result<Station, Failure>,
    teller: &mut Teller,
) -> Result<u8, Failure> {
    match command {
        ShopCommand::Init { dir, name, root } => {
            let root = outside::read_file(&root, SMALL_BYTES)?;
            let question = teller.words().get("shop-ask-passphrase");
            let passphrase = new_secret(FOLDER_PASSPHRASE, &question, teller)?;
            let shop = Shop::create(&dir, &name, &passphrase, &root)?;
            work::state(&shop, "shop-made", teller)?;
        }
        ShopCommand::Badge { dir, out } => {
            teller.spare(&out)?;
            let shop = enter(&dir, teller)?;
            write_file(&out, &shop.badge()?)?;
            let (file, id) = (out.display().to_string(), shop.state().id.to_string());
            if teller.is_json() {
                work::state(&shop, "shop-state", teller)?;
            } else {
                let args = [("file", file.as_str()), ("fingerprint", id.as_str())];
                teller.lines(&[teller.words().with("shop-badge-written", &args)])?;
            }
        }
        ShopCommand::Trust { dir, root } => {
            let root = outside::read_file(&root, SMALL_BYTES)?;
            enter(&dir, teller)?.trust(&root)?;
            teller.note("shop-trusted");
        }
        ShopCommand::Log { dir } => teller.plain(&enter(&dir, teller)?.log()?)?,
        ShopCommand::Add { file, accept, name } => {
            let badge = outside::read_file(&file, SMALL_BYTES)?;
            let accept = accept
                .map(|text| ShopId::parse(&text).ok_or(Failure::Usage("job-bad-fingerprint")))
                .transpose()?;
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Head)?;
            let row = station.add_shop(&badge, accept, name.as_deref())?;
            shops(&[row], "shop-added", teller)?;
        }
        ShopCommand::Drop { name, reason } => {
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Head)?;
            station.drop_shop(&name, &reason)?;
            if !teller.is_json() {
                let line = teller.words().with("shop-dropped-now", &[("name", &name)]);
                teller.lines(&[line])?;
            }
        }
        ShopCommand::List => {
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Print)?;
            shops(&station.shops()?, "shop-row", teller)?;
        }
    }
    Ok(0)
}

fn enter(dir: &Path, teller: &Teller) -> Result<Shop, Failure> {
    let question = teller.words().get("shop-ask-passphrase");
    Ok(Shop::open(
        dir,
        &secret(FOLDER_PASSPHRASE, &question, teller)?,
    )?)
}

fn shops(rows: &[ShopRow], key: &str, teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        let rows: Vec<ShopJson<'_>> = rows
            .iter()
            .map(|row| ShopJson {
                name: &row.name,
                shop: row.shop.to_string(),
                dropped: row.dropped_at.is_some(),
            })
            .collect();
        return teller.print_json(&rows);
    }
    let text = teller.words();
    if rows.is_empty() {
        return teller.lines(&[text.get("shop-none")]);
    }
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let key = if row.dropped_at.is_some() {
                "shop-row-dropped"
            } else {
                key
            };
            let id = row.shop.to_string();
            text.with(key, &[("name", &row.name), ("fingerprint", &id)])
        })
        .collect();
    teller.lines(&lines)
}

/// Runs a command of `job`.
pub fn job(
    command: JobCommand,
    open: impl Fn(&mut Teller) -> Result<Station, Failure>,
    teller: &mut Teller,
) -> Result<u8, Failure> {
    let office = |teller: &mut Teller| -> Result<Station, Failure> {
        let mut station = open(teller)?;
        on_duty(&mut station, Duty::Print)?;
        Ok(station)
    };
    match command {
        JobCommand::Export(args) => export(&mut office(teller)?, &args, teller)?,
        JobCommand::List { all } => jobs(&office(teller)?.jobs(!all)?, teller)?,
        JobCommand::CallOff { job, reason } => {
            let mut station = office(teller)?;
            let ids: Vec<JobId> = station.jobs(false)?.iter().map(|row| row.job).collect();
            let id = work::chosen(&ids, Some(&job))?;
            station.call_off_job(id, &reason)?;
            if !teller.is_json() {
                let line = teller
                    .words()
                    .with("job-called-off", &[("job", &id.short())]);
                teller.lines(&[line])?;
            }
        }
        JobCommand::Import {
            file,
            second: login,
        } => {
            let mut station = office(teller)?;
            let beside = login
                .map(|login| second(&mut station, &login, teller))
                .transpose()?;
            let returned = station.import_return(&file, beside.as_ref())?;
            imported(&returned, teller)?;
        }
        JobCommand::Work(command) => work::run(command, teller)?,
    }
    Ok(0)
}

fn export(station: &mut Station, args: &ExportArgs, teller: &Teller) -> Result<(), Failure> {
    let until: Date = args
        .until
        .parse()
        .map_err(|_date| Failure::Usage("cli-bad-date"))?;
    teller.spare(&args.out)?;
    let closing = args
        .passphrase
        .then(|| {
            let question = teller.words().get("job-ask-passphrase");
            new_secret(JOB_PASSPHRASE, &question, teller)
        })
        .transpose()?;
    let order = JobOrder {
        path: &args.out,
        shop: &args.to,
        until,
        passphrase: closing.as_ref(),
        again: args.again,
        cmyk: args.cmyk,
    };
    let how = NewRun {
        paper: args.paper.clone(),
        split: args.split,
        target: RunTarget::Files,
        template: None,
        start: 0,
        empty: Vec::new(),
    };
    let run = match args.what.as_slice() {
        [all] if all == "all" => station.plan_run(None, &how, args.limit)?,
        [one] if one.parse::<i64>().is_ok() => RunId(one.parse().unwrap_or_default()),
        permits => {
            let permits: Vec<String> = permits
                .iter()
                .map(|permit| permit.to_ascii_uppercase())
                .collect();
            let cases = station.approved_of(&permits)?;
            station.plan_run(Some(&cases), &how, args.limit)?
        }
    };
    let made = station.export_job(run, &order, &mut |ongoing| {
        told(ongoing, teller);
        ControlFlow::Continue(())
    })?;
    made_told(&made, (&args.to, until), teller)
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

fn made_told(made: &JobMade, (to, until): (&str, Date), teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        return teller.print_json(&MadeJson {
            job: made.job.to_string(),
            run: made.run.0,
            cards: made.cards,
            files: made.files,
            bytes: made.bytes,
            withheld: made.withheld.len(),
        });
    }
    let (cards, files) = (made.cards.to_string(), made.files.to_string());
    let args = [
        ("job", made.job.short()),
        ("shop", to.to_owned()),
        ("cards", cards),
        ("files", files),
        ("date", date_text(until)),
    ];
    teller.lines(&[with(teller, "job-made", &args)])
}

/// Words with arguments that were made for them.
fn with(teller: &Teller, key: &str, args: &[(&str, String)]) -> String {
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    teller.words().with(key, &args)
}

fn job_json(row: &JobRow) -> JobJson<'_> {
    JobJson {
        job: row.job.to_string(),
        shop: &row.shop_name,
        run: row.run.0,
        made_at: row.made_at,
        until: row.until,
        state: job_state(row),
        cards: row.cards,
        good: row.good,
        spoiled: row.spoiled,
        unused: row.unused,
    }
}

fn job_state(row: &JobRow) -> &'static str {
    if row.called_off_at.is_some() {
        "called-off"
    } else if row.returned_at.is_some() {
        "returned"
    } else {
        "out"
    }
}

fn counted(row: &JobRow) -> [(&'static str, String); 3] {
    [
        ("good", row.good.to_string()),
        ("spoiled", row.spoiled.to_string()),
        ("unused", row.unused.to_string()),
    ]
}

fn jobs(rows: &[JobRow], teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        let rows: Vec<JobJson<'_>> = rows.iter().map(job_json).collect();
        return teller.print_json(&rows);
    }
    if rows.is_empty() {
        return teller.lines(&[teller.words().get("job-none")]);
    }
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let state = with(
                teller,
                &format!("job-state-{}", job_state(row)),
                &counted(row),
            );
            let args = [
                ("job", row.job.short()),
                ("shop", row.shop_name.clone()),
                ("cards", row.cards.to_string()),
                ("date", work::last_day(row.until)),
                ("state", state),
            ];
            with(teller, "job-row", &args)
        })
        .collect();
    teller.lines(&lines)
}

fn imported(returned: &Returned, teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        let line = |line| {
            let line: &loket::shop::LogLine = line;
            LineJson {
                at: line.at,
                what: &line.what,
                who: &line.who,
                cards: line.cards,
            }
        };
        return teller.print_json(&ReturnedJson {
            job: job_json(&returned.job),
            now_good: returned.good,
            now_spoiled: returned.spoiled,
            barred: &returned.barred,
            differs: &returned.differs,
            log: returned.log.iter().map(line).collect(),
        });
    }
    let mut args = vec![
        ("job", returned.job.job.short()),
        ("shop", returned.job.shop_name.clone()),
    ];
    args.extend(counted(&returned.job));
    let mut lines = vec![with(teller, "job-imported", &args)];
    for serial in &returned.barred {
        lines.push(teller.words().with("job-barred", &[("serial", serial)]));
    }
    for serial in &returned.differs {
        lines.push(teller.words().with("job-differs", &[("serial", serial)]));
    }
    teller.lines(&lines)
}

/// Word of what came of a card.
fn fate_word(fate: Option<&Fate>) -> &'static str {
    match fate {
        Some(Fate::Good) => "good",
        Some(Fate::Spoiled(_)) => "spoiled",
        Some(Fate::Unused) => "unused",
        None => "open",
    }
}
