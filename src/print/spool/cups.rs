//! CUPS: its words for printers, papers and troubles to ours, and our tickets to its.

use super::super::ipp::{Answer, Group, Operation, Request, Server, Silence};
use super::{Duplex, Job, JobId, JobState, Printer, SizeRange, SpoolError, Ticket, Trouble};
use crate::drawing::{Mm, Size};
use crate::print::{Flip, Pdf};

/// Answers that mean yes (RFC 8011 B.1.2).
const LAST_OK: u16 = 0x00ff;
const NOT_FOUND: u16 = 0x0406;
/// Best quality (RFC 8011 5.2.13).
const QUALITY_HIGH: i32 = 5;

/// Who asks: a job is cancelled by who sent it.
fn user() -> String {
    let named = ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    named
        .filter(|name| !name.is_empty() && name.chars().all(|letter| letter.is_ascii_graphic()))
        .unwrap_or_else(|| "root".to_owned())
}

fn ask(server: &Server, request: Request, document: &[u8]) -> Result<Answer, SpoolError> {
    let answer = server
        .ask(request, document)
        .map_err(|silence| match silence {
            Silence::NotTaken(why) => SpoolError::NoSpooler(why),
            Silence::Unknown(why) => SpoolError::Unknown(why),
        })?;
    match answer.status {
        0..=LAST_OK => Ok(answer),
        NOT_FOUND => Err(SpoolError::NoPrinter),
        _ => Err(SpoolError::Refused(answer.told())),
    }
}

/// CUPS allows no more in a printer's name; anything else is none of its printers.
fn named(printer: &str) -> Result<&str, SpoolError> {
    let fits = |letter: char| letter.is_ascii_graphic() && !"/#?%\"'".contains(letter);
    if printer.is_empty() || printer.len() > 127 || !printer.chars().all(fits) {
        return Err(SpoolError::NoPrinter);
    }
    Ok(printer)
}

pub(super) fn printers(server: &Server) -> Result<Vec<Printer>, SpoolError> {
    let request = Request::new(Operation::GetPrinters, "", &user());
    match ask(server, request, b"") {
        Ok(answer) => Ok(answer.of(true).filter_map(read).collect()),
        // That is how CUPS says that there is none.
        Err(SpoolError::NoPrinter) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

pub(super) fn printer(server: &Server, name: &str) -> Result<Printer, SpoolError> {
    let request = Request::new(Operation::GetPrinter, named(name)?, &user());
    let answer = ask(server, request, b"")?;
    let read = answer.of(true).find_map(read);
    read.ok_or(SpoolError::NoPrinter)
}

fn read(group: &Group) -> Option<Printer> {
    /// `stopped` (RFC 8011 5.4.11); 4 is `processing`.
    const STOPPED: i32 = 5;
    let state = group.number("printer-state");
    let mut troubles: Vec<Trouble> = group
        .texts("printer-state-reasons")
        .filter_map(trouble)
        .collect();
    if group.number("printer-is-accepting-jobs") == Some(0) {
        troubles.push(Trouble::Rejects);
    }
    if state == Some(STOPPED) && troubles.is_empty() {
        troubles.push(Trouble::Other);
    }
    troubles.sort_unstable();
    troubles.dedup();
    let sides: Vec<&str> = group.texts("sides-supported").collect();
    let about = group.text("printer-info").filter(|about| !about.is_empty());
    Some(Printer {
        name: group.text("printer-name")?.to_owned(),
        about: about
            .or_else(|| group.text("printer-make-and-model"))
            .unwrap_or_default()
            .to_owned(),
        busy: state == Some(4),
        troubles,
        duplex: (!sides.is_empty()).then(|| sides.iter().any(|sides| sides.starts_with("two"))),
        sizes: sizes(group.texts("media-supported")),
    })
}

/// A reason as RFC 8011 5.4.12 and CUPS word it; warnings and reports stop nothing, but for a printer out of reach.
pub(super) fn trouble(reason: &str) -> Option<Trouble> {
    let stem = ["-error", "-report", "-warning"]
        .iter()
        .find_map(|end| reason.strip_suffix(end))
        .unwrap_or(reason);
    let found = match stem {
        "offline" | "shutdown" | "timed-out" | "connecting-to-device" => Trouble::Gone,
        "paused" | "moving-to-paused" | "stopped-partly" | "stopping" => Trouble::Paused,
        "media-empty" | "media-needed" | "input-tray-missing" => Trouble::OutOfPaper,
        "marker-supply-empty" | "toner-empty" | "marker-supply-missing" => Trouble::OutOfInk,
        "cover-open" | "door-open" | "interlock-open" => Trouble::Open,
        "media-jam" => Trouble::Jam,
        _ if reason.ends_with("-error") => Trouble::Other,
        _ => return None,
    };
    let only_told = reason.ends_with("-warning") || reason.ends_with("-report");
    (!only_told || found == Trouble::Gone).then_some(found)
}

/// Sizes that stand at the end of names such as `iso_a4_210x297mm`; `custom_min_` and `custom_max_` make a range.
pub(super) fn sizes<'a>(names: impl Iterator<Item = &'a str>) -> Vec<SizeRange> {
    let (mut least, mut most, mut all) = (None, None, Vec::new());
    for name in names {
        let Some(size) = size_in(name) else { continue };
        if name.starts_with("custom_min") {
            least = Some(size);
        } else if name.starts_with("custom_max") {
            most = Some(size);
        } else {
            all.push(SizeRange {
                least: size,
                most: size,
            });
        }
    }
    if let (Some(least), Some(most)) = (least, most) {
        all.push(SizeRange { least, most });
    }
    all
}

/// As PWG 5101.1 names media: the size stands last.
fn size_in(name: &str) -> Option<Size> {
    let last = name.rsplit('_').next()?;
    let (numbers, unit) = match (last.strip_suffix("mm"), last.strip_suffix("in")) {
        (Some(numbers), _) => (numbers, 1.0),
        (None, Some(numbers)) => (numbers, 25.4),
        (None, None) => return None,
    };
    let (width, height) = numbers.split_once('x')?;
    let length = |text: &str| text.parse().ok().map(|value: f32| Mm(value * unit));
    Some(Size {
        width: length(width)?,
        height: length(height)?,
    })
}

pub(super) fn send(
    server: &Server,
    printer: &Printer,
    pdf: &Pdf,
    ticket: &Ticket,
) -> Result<JobId, SpoolError> {
    let sides = match ticket.sides {
        Duplex::Off => "one-sided",
        Duplex::Both(Flip::Long) => "two-sided-long-edge",
        Duplex::Both(Flip::Short) => "two-sided-short-edge",
    };
    let Size { width, height } = ticket.size;
    let mut request = Request::new(Operation::PrintJob, named(&printer.name)?, &user())
        .name("job-name", &ticket.title)
        .mime("document-format", "application/pdf")
        .job()
        .keyword("media", &format!("Custom.{}x{}mm", width.0, height.0))
        .keyword("print-scaling", "none")
        .choice("print-quality", QUALITY_HIGH)
        // Words of the filters between CUPS and driver: they would turn a lying card upright, or fit it to a page.
        .name("nopdfAutoRotate", "true")
        .name("fit-to-page", "false");
    if printer.duplex.is_some() {
        request = request.keyword("sides", sides);
    }
    for (name, value) in &ticket.options {
        request = request.name(name, value);
    }
    let answer = ask(server, request, pdf.bytes())?;
    let id = answer.of(false).find_map(|job| job.number("job-id"));
    // It said yes, and not to what.
    id.map(JobId)
        .ok_or_else(|| SpoolError::Unknown(answer.told()))
}

pub(super) fn jobs(
    server: &Server,
    name: &str,
    title: &str,
    ids: &[JobId],
) -> Result<Vec<Job>, SpoolError> {
    let mut jobs = Vec::with_capacity(ids.len());
    for id in ids {
        let request =
            Request::new(Operation::GetJob, named(name)?, &user()).integer("job-id", id.0);
        let state = match ask(server, request, b"") {
            Ok(answer) => answer
                .of(false)
                .find(|job| job.text("job-name").is_none_or(|name| name == title))
                .and_then(|job| job.number("job-state"))
                .map_or(JobState::Unknown, state),
            Err(SpoolError::NoPrinter) => JobState::Unknown,
            Err(error) => return Err(error),
        };
        jobs.push(Job {
            id: *id,
            state,
            troubles: Vec::new(),
        });
    }
    if jobs.iter().any(|job| job.state.is_queued()) {
        let troubles = match printer(server, name) {
            Ok(printer) => printer.troubles,
            Err(SpoolError::NoPrinter) => vec![Trouble::Gone],
            Err(error) => return Err(error),
        };
        for job in jobs.iter_mut().filter(|job| job.state.is_queued()) {
            job.troubles.clone_from(&troubles);
        }
    }
    Ok(jobs)
}

/// RFC 8011 5.3.7.
pub(super) fn state(number: i32) -> JobState {
    match number {
        3 => JobState::Waiting,
        4 | 6 => JobState::Held,
        5 => JobState::Printing,
        7 => JobState::Cancelled,
        8 => JobState::Failed,
        9 => JobState::Done,
        _ => JobState::Unknown,
    }
}

pub(super) fn cancel(server: &Server, name: &str, id: JobId) -> Result<(), SpoolError> {
    let request = Request::new(Operation::CancelJob, named(name)?, &user()).integer("job-id", id.0);
    ask(server, request, b"").map(drop)
}
