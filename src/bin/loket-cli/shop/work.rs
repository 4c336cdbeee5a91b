//! Jobs inside a shop's folder: taken in, shown, printed, said of, returned.

use super::{JOB_PASSPHRASE, enter, fate_word, with};
use crate::login::secret;
use crate::run::Failure;
use crate::show::Teller;
use jiff::Timestamp;
use jiff::tz::Offset;
use loket::permit::date_text;
use loket::shop::{Fate, JobId};
use loket::station::{HeldJob, JobClosed, Shop};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Jobs inside a shop's folder.
#[derive(clap::Subcommand)]
pub enum WorkCommand {
    /// In a shop: take a job in, and show it
    Open {
        /// The job
        file: PathBuf,
        #[command(flatten)]
        at: At,
    },
    /// In a shop: jobs that are worked on, or one of them card by card
    Show {
        /// Its number, or the first digits of it
        job: Option<String>,
        #[command(flatten)]
        at: At,
    },
    /// In a shop: print a job's files, or write them into a folder
    Print {
        /// Its number, or the first digits of it [default: the only one]
        job: Option<String>,
        /// Folder to write all files into
        #[arg(long, value_name = "DIR", required_unless_present = "printer")]
        out: Option<PathBuf>,
        /// Printer to send them to
        #[arg(long, value_name = "NAME", conflicts_with = "out")]
        printer: Option<String>,
        /// That file only, from 1
        #[arg(long, value_name = "N", requires = "printer")]
        file: Option<usize>,
        #[command(flatten)]
        at: At,
    },
    /// In a shop: say what came of cards
    Mark {
        /// What they are
        #[arg(value_enum)]
        came: Came,
        /// Serials; `rest`: every card that was printed and nothing was said of
        #[arg(required = true, value_name = "SERIAL")]
        serials: Vec<String>,
        /// Why they are spoiled
        #[arg(long, value_name = "R")]
        reason: Option<String>,
        /// The job's number, or the first digits of it [default: the only one]
        #[arg(long, value_name = "JOB")]
        job: Option<String>,
        #[command(flatten)]
        at: At,
    },
    /// In a shop: write a job's return for the office, and destroy the job's data
    Return {
        /// The file to write
        file: PathBuf,
        /// The job's number, or the first digits of it [default: the only one]
        #[arg(long, value_name = "JOB")]
        job: Option<String>,
        #[command(flatten)]
        at: At,
    },
}

/// Where, and who.
#[derive(clap::Args)]
pub struct At {
    /// The shop's folder
    #[arg(long, value_name = "DIR")]
    shop: PathBuf,
    /// Who works, for the log
    #[arg(long, value_name = "NAME", default_value = "")]
    who: String,
}

/// What came of cards.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
pub enum Came {
    /// Good cards
    Good,
    /// They did not come out well
    Spoiled,
    /// They were not printed
    Unused,
    /// Nothing is said of them after all
    Open,
}

#[derive(Serialize)]
struct StateJson {
    name: String,
    shop: String,
    jobs: usize,
    done: usize,
}

#[derive(Serialize)]
struct HeldJson<'a> {
    job: String,
    office: &'a str,
    made_at: i64,
    until: i64,
    ended: bool,
    paper: &'a str,
    good: u64,
    spoiled: u64,
    unused: u64,
    open: u64,
    files: Vec<FileJson<'a>>,
    cards: Vec<CardJson<'a>>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    name: &'a str,
    cards: u64,
    bytes: u64,
    printed_at: Option<i64>,
}

#[derive(Serialize)]
struct CardJson<'a> {
    serial: &'a str,
    file: usize,
    came: &'static str,
    reason: &'a str,
}

#[derive(Serialize)]
struct ReturnJson {
    job: String,
    good: u64,
    spoiled: u64,
    unused: u64,
    left: Vec<String>,
}

/// How a shop's folder stands.
pub fn state(shop: &Shop, key: &str, teller: &Teller) -> Result<(), Failure> {
    let state = shop.state();
    if teller.is_json() {
        return teller.print_json(&StateJson {
            shop: state.id.to_string(),
            name: state.name,
            jobs: state.jobs,
            done: state.done,
        });
    }
    let args = [
        ("name", state.name),
        ("fingerprint", state.id.to_string()),
        ("jobs", state.jobs.to_string()),
        ("done", state.done.to_string()),
    ];
    teller.lines(&[with(teller, key, &args)])
}

/// The last day before that second.
pub fn last_day(until: i64) -> String {
    let moment = Timestamp::from_second(until - 1).unwrap_or(Timestamp::MAX);
    date_text(Offset::constant(7).to_datetime(moment).date())
}

/// The job of those digits, or the only one.
pub fn chosen(ids: &[JobId], digits: Option<&str>) -> Result<JobId, Failure> {
    let digits = digits.unwrap_or_default().trim().to_ascii_lowercase();
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(Failure::Usage("job-bad-id"));
    }
    let fits = |id: &&JobId| id.to_string().starts_with(&digits);
    let mut found = ids.iter().filter(fits);
    match (found.next(), found.next()) {
        (Some(id), None) => Ok(*id),
        (Some(_), Some(_)) => Err(Failure::Input("job-which")),
        (None, _) => Err(Failure::Input("job-no-work")),
    }
}

fn pick(shop: &mut Shop, digits: Option<&str>) -> Result<JobId, Failure> {
    let ids: Vec<JobId> = shop.jobs()?.iter().map(|job| job.id).collect();
    chosen(&ids, digits)
}

/// Runs one of them.
pub fn run(command: WorkCommand, teller: &Teller) -> Result<(), Failure> {
    match command {
        WorkCommand::Open { file, at } => {
            let mut shop = enter(&at.shop, teller)?;
            let secret = if Shop::wants_passphrase(&file)? {
                let question = teller.words().get("job-ask-passphrase");
                Some(secret(JOB_PASSPHRASE, &question, teller)?)
            } else {
                None
            };
            let id = shop.open_job(&file, secret.as_ref(), &at.who)?;
            held(&[shop.job(id)?], true, teller)
        }
        WorkCommand::Show { job, at } => {
            let mut shop = enter(&at.shop, teller)?;
            if job.is_none() {
                return held(&shop.jobs()?, false, teller);
            }
            let id = pick(&mut shop, job.as_deref())?;
            held(&[shop.job(id)?], true, teller)
        }
        WorkCommand::Print {
            job,
            out,
            printer,
            file,
            at,
        } => {
            let mut shop = enter(&at.shop, teller)?;
            let id = pick(&mut shop, job.as_deref())?;
            match (out, printer) {
                (Some(out), _) => {
                    let paths = shop.write_files(id, &out, &at.who)?;
                    let args = [
                        ("count", paths.len().to_string()),
                        ("folder", out.display().to_string()),
                    ];
                    said(&mut shop, id, with(teller, "job-written", &args), teller)
                }
                (None, printer) => {
                    let printer = printer.unwrap_or_default();
                    print(&mut shop, id, (&printer, file, &at.who), teller)
                }
            }
        }
        WorkCommand::Mark {
            came,
            serials,
            reason,
            job,
            at,
        } => {
            let fate = match came {
                Came::Good => Some(Fate::Good),
                Came::Unused => Some(Fate::Unused),
                Came::Open => None,
                Came::Spoiled => Some(Fate::Spoiled(
                    reason.ok_or(Failure::Usage("job-no-reason"))?,
                )),
            };
            let mut shop = enter(&at.shop, teller)?;
            let id = pick(&mut shop, job.as_deref())?;
            let serials = wanted(&shop.job(id)?, serials);
            match &fate {
                Some(fate) => shop.mark(id, &serials, fate, &at.who)?,
                None => shop.unmark(id, &serials, &at.who)?,
            }
            let args = [("count", serials.len().to_string())];
            said(&mut shop, id, with(teller, "job-marked", &args), teller)
        }
        WorkCommand::Return { file, job, at } => {
            teller.spare(&file)?;
            let mut shop = enter(&at.shop, teller)?;
            let id = pick(&mut shop, job.as_deref())?;
            let closed = shop.return_job(id, &file, &at.who)?;
            returned(id, (&closed, &file), teller)
        }
    }
}

fn returned(
    id: JobId,
    (closed, file): (&JobClosed, &Path),
    teller: &Teller,
) -> Result<(), Failure> {
    if teller.is_json() {
        return teller.print_json(&ReturnJson {
            job: id.to_string(),
            good: closed.good,
            spoiled: closed.spoiled,
            unused: closed.unused,
            left: closed
                .left
                .iter()
                .map(|path| path.display().to_string())
                .collect(),
        });
    }
    let args = [
        ("file", file.display().to_string()),
        ("good", closed.good.to_string()),
        ("spoiled", closed.spoiled.to_string()),
        ("unused", closed.unused.to_string()),
    ];
    let key = if closed.left.is_empty() {
        "job-returned"
    } else {
        "job-returned-part"
    };
    let mut lines = vec![with(teller, key, &args)];
    lines.extend(closed.left.iter().map(|path| path.display().to_string()));
    teller.lines(&lines)
}

fn wanted(job: &HeldJob, serials: Vec<String>) -> Vec<String> {
    if serials.as_slice() == ["rest"] {
        let open = job.cards.iter().filter(|card| job.is_unsaid(card));
        return open.map(|card| card.serial.clone()).collect();
    }
    let serials = serials.into_iter();
    serials.map(|serial| serial.to_ascii_uppercase()).collect()
}

fn print(
    shop: &mut Shop,
    id: JobId,
    (printer, file, who): (&str, Option<usize>, &str),
    teller: &Teller,
) -> Result<(), Failure> {
    let count = shop.job(id)?.files.len();
    let files = match file {
        Some(file) => file.saturating_sub(1)..file.max(1),
        None => 0..count,
    };
    for file in files {
        shop.print(id, file, printer, who)?;
        if !teller.is_json() {
            let args = [
                ("number", (file + 1).to_string()),
                ("printer", printer.to_owned()),
            ];
            teller.lines(&[with(teller, "job-printed", &args)])?;
        }
    }
    if teller.is_json() {
        return held(&[shop.job(id)?], false, teller);
    }
    Ok(())
}

fn said(shop: &mut Shop, id: JobId, line: String, teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        return held(&[shop.job(id)?], false, teller);
    }
    teller.lines(&[line])
}

fn held(jobs: &[HeldJob], whole: bool, teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        let jobs: Vec<HeldJson<'_>> = jobs.iter().map(held_json).collect();
        return teller.print_json(&jobs);
    }
    let text = teller.words();
    if jobs.is_empty() {
        return teller.lines(&[text.get("job-no-work")]);
    }
    let mut lines = Vec::new();
    for job in jobs {
        let [good, spoiled, unused, open] = job.counts();
        let args = [
            ("job", job.id.short()),
            ("office", job.office.clone()),
            ("cards", job.cards.len().to_string()),
            ("good", good.to_string()),
            ("spoiled", spoiled.to_string()),
            ("unused", unused.to_string()),
            ("open", open.to_string()),
            ("date", last_day(job.until)),
        ];
        lines.push(with(teller, "job-held", &args));
        if job.ended {
            lines.push(text.get("job-held-ended"));
        }
        if !whole {
            continue;
        }
        for (number, file) in (1..).zip(&job.files) {
            let number: usize = number;
            let args = [
                ("number", number.to_string()),
                ("name", file.name.clone()),
                ("cards", file.cards.to_string()),
            ];
            lines.push(with(teller, "job-file", &args));
        }
        for card in &job.cards {
            let state = text.get(&format!("job-fate-{}", fate_word(card.fate.as_ref())));
            lines.push(text.with("job-card", &[("serial", &card.serial), ("state", &state)]));
        }
    }
    teller.lines(&lines)
}

fn held_json(job: &HeldJob) -> HeldJson<'_> {
    let [good, spoiled, unused, open] = job.counts();
    HeldJson {
        job: job.id.to_string(),
        office: &job.office,
        made_at: job.made_at,
        until: job.until,
        ended: job.ended,
        paper: &job.paper,
        good,
        spoiled,
        unused,
        open,
        files: job
            .files
            .iter()
            .map(|file| FileJson {
                name: &file.name,
                cards: file.cards,
                bytes: file.bytes,
                printed_at: file.printed_at,
            })
            .collect(),
        cards: job
            .cards
            .iter()
            .map(|card| CardJson {
                serial: &card.serial,
                file: card.file + 1,
                came: fate_word(card.fate.as_ref()),
                reason: match &card.fate {
                    Some(Fate::Spoiled(reason)) => reason,
                    Some(Fate::Good | Fate::Unused) | None => "",
                },
            })
            .collect(),
    }
}
