//! The Windows spooler through PowerShell: the driver is given the pages' own pixels at their exact size, so that every
//! driver prints them, whether or not it knows PDF.
//!
//! No crate does this without unsafe code; those there are hand the PDF to the port as it is, which card printers do not take.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Duplex, Job, JobId, JobState, Printer, SizeRange, SpoolError, Ticket, Trouble};
use crate::drawing::{Mm, Size};
use crate::print::{self, Flip, Pdf, Raster, proof_dpi, proof_each};

const SCRIPT: &str = include_str!("../../../resources/spool/windows.ps1");
/// Pages of one job: each is a picture on the disk until the spooler has them all.
const MOST_PAGES: usize = 400;
/// The script's word for a printer that is not there.
const NO_PRINTER: i32 = 3;
/// The script's word for what failed before anything was sent.
const NOTHING_SENT: i32 = 5;
/// Bits of `PrinterStatus` (winspool.h, `PRINTER_STATUS_*`).
const STATUS: [(u64, Trouble); 12] = [
    (0x0000_0001, Trouble::Paused),
    (0x0000_0002, Trouble::Other),
    (0x0000_0004, Trouble::Gone),
    (0x0000_0008, Trouble::Jam),
    (0x0000_0010, Trouble::OutOfPaper),
    (0x0000_0040, Trouble::OutOfPaper),
    (0x0000_0080, Trouble::Gone),
    (0x0000_0800, Trouble::Other),
    (0x0000_1000, Trouble::Gone),
    (0x0004_0000, Trouble::OutOfInk),
    (0x0010_0000, Trouble::Other),
    (0x0040_0000, Trouble::Open),
];
const STATUS_PRINTING: u64 = 0x0000_0400;
/// Bits of `JobStatus` (winspool.h, `JOB_STATUS_*`) that say what a job suffers from.
const JOB_TROUBLES: [(u64, Trouble); 5] = [
    (0x0000_0020, Trouble::Gone),
    (0x0000_0001, Trouble::Paused),
    (0x0000_0040, Trouble::OutOfPaper),
    (0x0000_0002, Trouble::Other),
    (0x0000_0400, Trouble::Other),
];

fn run(act: &str, facts: &[(&str, &str)]) -> Result<String, SpoolError> {
    let mut shell = Command::new("powershell.exe");
    shell
        .args([
            "-NoProfile",
            "-NonInteractive",
            "-ExecutionPolicy",
            "Bypass",
            "-Command",
            SCRIPT,
        ])
        .env("LOKET_ACT", act)
        .envs(facts.iter().copied())
        .stdin(Stdio::null());
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt as _;
        /// No window of its own flashes up over the desk (`CREATE_NO_WINDOW`, winbase.h).
        const NO_WINDOW: u32 = 0x0800_0000;
        shell.creation_flags(NO_WINDOW);
    }
    // A shell that does not start has sent nothing.
    let done = shell
        .output()
        .map_err(|error| SpoolError::NoSpooler(error.to_string()))?;
    let told = [&done.stdout, &done.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let [out, errors] = &told;
    answer(act, done.status.code(), out, errors)
}

/// What the script's end means. Once it may have begun to print, only its own word that nothing was sent is believed.
pub(super) fn answer(
    act: &str,
    code: Option<i32>,
    out: &str,
    errors: &str,
) -> Result<String, SpoolError> {
    let why = || errors.lines().next().unwrap_or_default().trim().to_owned();
    match code {
        Some(0) => Ok(out.trim_start_matches('\u{feff}').to_owned()),
        Some(NO_PRINTER) => Err(SpoolError::NoPrinter),
        Some(NOTHING_SENT) => Err(SpoolError::Refused(why())),
        Some(_) | None if act == "print" => Err(SpoolError::Unknown(why())),
        Some(_) | None => Err(SpoolError::Refused(why())),
    }
}

pub(super) fn printers() -> Result<Vec<Printer>, SpoolError> {
    Ok(run("list", &[])?.lines().filter_map(printer).collect())
}

/// Name, driver, status bits, duplex, sizes in hundredths of an inch.
pub(super) fn printer(line: &str) -> Option<Printer> {
    let mut fields = line.trim_end().split('\t');
    let (name, about) = (fields.next()?, fields.next()?);
    let status: u64 = fields.next()?.parse().ok()?;
    let duplex = fields.next()? == "1";
    let size = |text: &str| {
        let (width, height) = text.split_once('x')?;
        let length = |text: &str| text.parse().ok().map(|value: f32| Mm(value * 0.254));
        let size = Size {
            width: length(width)?,
            height: length(height)?,
        };
        Some(SizeRange {
            least: size,
            most: size,
        })
    };
    let troubles = STATUS.iter().filter(|(bit, _)| status & bit != 0);
    let mut troubles: Vec<Trouble> = troubles.map(|(_, trouble)| *trouble).collect();
    troubles.sort_unstable();
    troubles.dedup();
    Some(Printer {
        name: name.to_owned(),
        about: about.to_owned(),
        busy: status & STATUS_PRINTING != 0,
        troubles,
        duplex: Some(duplex),
        sizes: fields
            .next()
            .unwrap_or_default()
            .split(' ')
            .filter_map(size)
            .collect(),
    })
}

/// Pictures of pages on their way; what a program that was killed leaves of them goes by its name when the folder is opened
/// next.
pub(super) struct Pages {
    folder: PathBuf,
    /// How many there are.
    pub(super) count: usize,
}

impl Pages {
    /// One picture at a time: memory holds no more, however many pages there are.
    pub(super) fn write(scratch: &Path, pdf: &Pdf, ticket: &Ticket) -> Result<Self, SpoolError> {
        let failed = |error: std::io::Error| SpoolError::Refused(error.to_string());
        let folder = scratch.join(format!("pages.{}.part", std::process::id()));
        // Of a job before, where the system did not let it go.
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).map_err(failed)?;
        let mut pages = Self { folder, count: 0 };
        let dpi = proof_dpi(ticket.size, ticket.dpi);
        proof_each(pdf, dpi, MOST_PAGES, &mut |page| pages.add(&page))?;
        Ok(pages)
    }

    fn add(&mut self, page: &Raster) -> Result<(), SpoolError> {
        let path = self.folder.join(format!("{:04}.png", self.count));
        let (width, height) = (page.width_px, page.height_px);
        image::save_buffer(path, &page.rgba, width, height, image::ColorType::Rgba8)
            .map_err(|error| SpoolError::Refused(error.to_string()))?;
        self.count += 1;
        Ok(())
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // What is left is swept at the next start; the outcome counts.
        fs::remove_dir_all(&self.folder).ok();
    }
}

impl From<print::Error> for SpoolError {
    fn from(error: print::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

pub(super) fn send(
    scratch: &Path,
    printer: &str,
    pdf: &Pdf,
    ticket: &Ticket,
) -> Result<JobId, SpoolError> {
    let pages = Pages::write(scratch, pdf, ticket)?;
    let duplex = match ticket.sides {
        Duplex::Off => "Simplex",
        // Windows names them after the standing paper: `Vertical` turns over the long edge.
        Duplex::Both(Flip::Long) => "Vertical",
        Duplex::Both(Flip::Short) => "Horizontal",
    };
    let (width, height, count) = (
        ticket.size.width.0.to_string(),
        ticket.size.height.0.to_string(),
        pages.count.to_string(),
    );
    let facts = [
        ("LOKET_PRINTER", printer),
        ("LOKET_TITLE", &ticket.title),
        ("LOKET_DUPLEX", duplex),
        ("LOKET_WIDTH_MM", &width),
        ("LOKET_HEIGHT_MM", &height),
        ("LOKET_COUNT", &count),
        ("LOKET_PAGES", &pages.folder.to_string_lossy()),
    ];
    let id = run("print", &facts)?.trim().parse().unwrap_or_default();
    Ok(JobId(id))
}

pub(super) fn jobs(printer: &str, title: &str, ids: &[JobId]) -> Result<Vec<Job>, SpoolError> {
    let told = run("jobs", &[("LOKET_PRINTER", printer)])?;
    let mut jobs = read_jobs(&told, title, ids);
    if jobs.iter().any(|job| job.state.is_queued()) {
        let found = printers()?.into_iter().find(|found| found.name == printer);
        let troubles = found.map(|found| found.troubles).unwrap_or_default();
        for job in jobs.iter_mut().filter(|job| job.state.is_queued()) {
            job.troubles.extend(&troubles);
            job.troubles.sort_unstable();
            job.troubles.dedup();
        }
    }
    Ok(jobs)
}

/// Of lines with number, status bits and title. The queue drops what it is done with: a job that is not there is unknown.
pub(super) fn read_jobs(told: &str, title: &str, ids: &[JobId]) -> Vec<Job> {
    let line = |line: &str| {
        let mut fields = line.trim_end().splitn(3, '\t');
        let id = fields.next()?.parse().ok().map(JobId)?;
        let bits: u64 = fields.next()?.parse().ok()?;
        (fields.next()? == title).then_some((id, bits))
    };
    let found: Vec<(JobId, u64)> = told.lines().filter_map(line).collect();
    let job = |id: &JobId| {
        let bits = found.iter().find(|(found, _)| found == id);
        let bits = bits.map(|(_, bits)| *bits);
        let state = bits.map_or(JobState::Unknown, state);
        let suffers = JOB_TROUBLES
            .iter()
            .filter(|(bit, _)| bits.unwrap_or(0) & bit != 0);
        Job {
            id: *id,
            state,
            troubles: suffers.map(|(_, trouble)| *trouble).collect(),
        }
    };
    ids.iter().map(job).collect()
}

/// Bits of `JobStatus` (winspool.h, `JOB_STATUS_*`).
pub(super) fn state(bits: u64) -> JobState {
    for (bit, state) in [
        // A job that is printed is taken away: it may be both.
        (0x0000_0080 | 0x0000_1000, JobState::Done),
        (0x0000_0104, JobState::Cancelled),
        // Paused, failed for now, out of reach, out of paper, blocked, wants somebody.
        (0x0000_0663, JobState::Held),
        (0x0000_0010 | 0x0000_0008, JobState::Printing),
    ] {
        if bits & bit != 0 {
            return state;
        }
    }
    JobState::Waiting
}

pub(super) fn cancel(printer: &str, id: JobId) -> Result<(), SpoolError> {
    let number = id.0.to_string();
    run(
        "cancel",
        &[("LOKET_PRINTER", printer), ("LOKET_JOB", &number)],
    )
    .map(drop)
}
