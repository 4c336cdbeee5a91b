//! The command line's arguments; what they are called is stable.

use crate::audit::AuditCommand;
use crate::backup::{BackupArgs, Report, RestoreArgs};
use crate::case::CaseCommand;
use crate::list::{ExportArgs, ImportArgs};
use crate::operation::OperationCommand;
use crate::outcome::OutcomeArgs;
use crate::paper::{Calibrate, SheetArgs};
use crate::patrol::PatrolCommand;
use crate::portrait::PortraitCommand;
use crate::press::{BatchArgs, RunCommand};
use crate::search::SearchArgs;
use crate::shop::{JobCommand, ShopCommand};
use crate::stock::BlankCommand;
use crate::trust::{StatusCommand, Trust};
use crate::{office, officer};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Loket on the command line: the desk's verbs, through the same door.
#[derive(Parser)]
#[command(name = "loket-cli", version, max_term_width = 100)]
pub struct Args {
    /// Folder of the office
    #[arg(long, global = true, value_name = "DIR")]
    pub office: Option<PathBuf>,
    /// Log in as that officer; the password comes from `LOKET_PASSWORD`, or is typed
    #[arg(long = "as", global = true, value_name = "OFFICER")]
    pub officer: Option<String>,
    /// JSON on standard output: stable, never translated
    #[arg(long, global = true)]
    pub json: bool,
    /// Write over files that are there
    #[arg(long, global = true)]
    pub force: bool,
    /// Language of people's text [default: the office's]
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Language>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// A language of people's text.
#[derive(Clone, Copy, ValueEnum)]
pub enum Language {
    /// Indonesian
    Id,
    /// English
    En,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Make a demo office: throw-away keys, invented residents, every card a specimen
    ///
    /// Its officers all have the password `contoh`; nobody need log in.
    Demo {
        /// A new or empty folder
        dir: PathBuf,
        /// Invented residents
        #[arg(long, default_value_t = 50, value_name = "N")]
        people: u32,
        /// The same seed gives the same people
        #[arg(long, default_value_t = 1, value_name = "S")]
        seed: u64,
        /// Approved applicants who wait for their cards, with blanks for all of them
        #[arg(long, default_value_t = 0, value_name = "N")]
        approved: u32,
    },
    /// A real office: found it, print its recovery sheet, come back in with it
    #[command(subcommand)]
    Office(office::What),
    /// The office's people; new passwords come from `LOKET_NEW_PASSWORD`, or are typed
    #[command(subcommand)]
    Officer(officer::What),
    /// Out with a patrol and home again: extracts, a laptop's scans, its log, sightings
    #[command(subcommand)]
    Patrol(PatrolCommand),
    /// Drafts as TOML
    #[command(subcommand)]
    Draft(Draft),
    /// The whole chain for one person: check, seal, lay out, PDF, decode back, record
    Issue {
        /// Draft as TOML, `-` for standard input
        file: PathBuf,
        /// JPEG, PNG or WebP; the portrait is cut out of it
        #[arg(long, value_name = "IMG")]
        photo: PathBuf,
        /// Folder for the PDF
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// kitas, kitap or a template file [default: the permit's kind]
        #[arg(long, value_name = "T")]
        template: Option<String>,
        /// Login of the officer who approves; not the one who enters [default in a demo office: its head]
        #[arg(long, value_name = "LOGIN")]
        approver: Option<String>,
    },
    /// Photos for cards: what is right and wrong with them, and their crop; needs no office
    #[command(subcommand)]
    Portrait(PortraitCommand),
    /// Cases from entry to hand-over
    #[command(flatten)]
    Case(CaseCommand),
    /// All approved cases, or the next so many, into print-ready files; exit code 1 when a case got no card
    Batch(BatchArgs),
    /// Printing runs: where each card stands
    #[command(subcommand)]
    Run(RunCommand),
    /// Say what came out of the printer
    Outcome(OutcomeArgs),
    /// Print shops: registered by the office, and a shop's own folder
    #[command(subcommand)]
    Shop(ShopCommand),
    /// Jobs for print shops, out and back
    #[command(subcommand)]
    Job(JobCommand),
    /// The stock of numbered blanks
    #[command(subcommand)]
    Blank(BlankCommand),
    /// The audit trail
    #[command(subcommand)]
    Audit(AuditCommand),
    /// A permit's present card again, marked as proof
    Card {
        /// Permit number
        permit: String,
        /// The PDF to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// A permit on one page of A4, with the seal of its present card
    Document {
        /// Permit number
        permit: String,
        /// The PDF to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The page's own .toml [default: the bundled one]
        #[arg(long, value_name = "FILE")]
        template: Option<PathBuf>,
    },
    /// Permits' present cards several on a sheet, front and back, marked as proofs
    Sheet(SheetArgs),
    /// Printers of this computer and how they are
    Printers,
    /// Put a printer right: print rulers, measure them, prove it
    #[command(subcommand)]
    Calibrate(Calibrate),
    /// Change what readers are told of a card or a permit, beside a second officer
    ///
    /// His password comes from `LOKET_SECOND_PASSWORD`, or is typed.
    #[command(subcommand)]
    Status(StatusCommand),
    /// A picture, a PDF or the QR's text to a verdict; exit code 0 valid, 3 genuine but not valid now, 4 forged or unknown, 5 no seal
    Verify {
        /// PNG, JPEG, WebP, PDF or text; `-` for standard input
        file: PathBuf,
        /// Judge as of that moment, e.g. 2026-12-31T10:00:00+07:00 [default: now]
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// Judge by a trust bundle alone, with no office: its file, or a folder it was imported into
        #[arg(long, value_name = "F")]
        bundle: Option<PathBuf>,
        /// The office root the bundle must be signed by: certificate, or digits of its SHA-256
        #[arg(long, value_name = "F", requires = "bundle")]
        root: Option<PathBuf>,
    },
    /// People by any part of a name or number
    Search(SearchArgs),
    /// Take over people from a list: CSV or XLSX of any program; exit code 1 when a row is refused
    Import(ImportArgs),
    /// Write what a search finds as a list
    Export(ExportArgs),
    /// Back the office up into one file while others work; proven at once
    Backup(BackupArgs),
    /// A backup into a new folder, proven by opening it
    Restore(RestoreArgs),
    /// Reports as PDF
    #[command(subcommand)]
    Report(Report),
    /// The figures the office is asked for, as of any day
    Stats(Stats),
    /// Patrols' operations: plan, close, and what one came to
    #[command(subcommand)]
    Operation(OperationCommand),
    /// What readers of the office's seals need
    #[command(subcommand)]
    Trust(Trust),
}

/// Which figures, and where to.
#[derive(clap::Args)]
pub struct Stats {
    /// As of that day, e.g. 2026-12-31 [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Write the report
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// Write the workbook
    #[arg(long, value_name = "FILE")]
    pub xlsx: Option<PathBuf>,
}

/// Drafts as TOML.
#[derive(Subcommand)]
pub enum Draft {
    /// A complete invented draft
    Example {
        /// Of which permit
        #[arg(long, value_enum, default_value_t = Kind::Kitas)]
        kind: Kind,
    },
    /// Findings about a draft
    Check {
        /// Draft as TOML, `-` for standard input
        file: PathBuf,
        /// Judge by the rules of that day, e.g. 2026-12-31 [default: today]
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
}

/// Which card.
#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    /// Limited stay
    Kitas,
    /// Permanent stay
    Kitap,
}
