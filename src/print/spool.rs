//! Printers of this computer: which there are, what stops them, sending a file at its exact size; no drawing.
//!
//! A [`Spooler`] is CUPS, the Windows spooler, or a folder that stands in for both where there is no printer.

mod cups;
mod folder;
mod windows;

use std::path::PathBuf;

use super::ipp::Server;
use super::{Flip, Pdf};
use crate::drawing::{Dpi, Mm, Size};

/// How far a printer's own size of a card or sheet may be from ours and still mean the same.
const SAME_SIZE_MM: f32 = 1.0;

/// What takes jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spooler(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Cups(Server),
    Windows(PathBuf),
    Folder(PathBuf),
}

/// A printer and how it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Printer {
    /// As the system calls it.
    pub name: String,
    /// What somebody wrote about it, or its model.
    pub about: String,
    /// It prints just now.
    pub busy: bool,
    /// What stops it, or soon will.
    pub troubles: Vec<Trouble>,
    /// It prints both sides; unknown where the system does not say.
    pub duplex: Option<bool>,
    /// Sizes it takes; none where the system does not say.
    pub sizes: Vec<SizeRange>,
}

/// From the smallest to the largest paper of a kind; mostly the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeRange {
    /// Smallest.
    pub least: Size,
    /// Largest.
    pub most: Size,
}

impl SizeRange {
    /// It takes paper of that size, lying either way.
    fn takes(self, size: Size) -> bool {
        let fits = |width: Mm, height: Mm| {
            let within = |value: Mm, least: Mm, most: Mm| {
                (least.0 - SAME_SIZE_MM..=most.0 + SAME_SIZE_MM).contains(&value.0)
            };
            within(width, self.least.width, self.most.width)
                && within(height, self.least.height, self.most.height)
        };
        fits(size.width, size.height) || fits(size.height, size.width)
    }
}

/// What is wrong with a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// Switched off, unplugged, out of reach.
    Gone,
    /// Stopped by a person.
    Paused,
    /// It takes no jobs.
    Rejects,
    /// The hopper or tray is empty.
    OutOfPaper,
    /// Ribbon, ink or toner is used up.
    OutOfInk,
    /// A cover is open.
    Open,
    /// A card or sheet is stuck.
    Jam,
    /// Something else; the printer's display tells.
    Other,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Gone,
        Self::Paused,
        Self::Rejects,
        Self::OutOfPaper,
        Self::OutOfInk,
        Self::Open,
        Self::Jam,
        Self::Other,
    ];

    /// Stable, for JSON and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Paused => "paused",
            Self::Rejects => "rejects",
            Self::OutOfPaper => "out-of-paper",
            Self::OutOfInk => "out-of-ink",
            Self::Open => "open",
            Self::Jam => "jam",
            Self::Other => "other",
        }
    }
}

/// Which sides of the paper are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplex {
    /// One side; each page on its own paper.
    Off,
    /// Both, turned over that edge.
    Both(Flip),
}

/// How a file is to be printed. Never scaled, never turned, never centred: the file says where everything goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// In the printer's list; no name of a person.
    pub title: String,
    /// Of the paper or card.
    pub size: Size,
    /// Which sides.
    pub sides: Duplex,
    /// Of the printer, where pages go to it as pixels.
    pub dpi: Dpi,
    /// Further options of this printer's driver, e.g. `Ribbon` and `YMCKO`.
    pub options: Vec<(String, String)>,
}

/// A job's number at its printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JobId(pub i32);

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Behind others.
    Waiting,
    /// It stands still until somebody lets it go on or puts the printer right.
    Held,
    /// Being printed.
    Printing,
    /// Handed to the printer whole. Whether the card is good, a person sees.
    Done,
    /// Called off.
    Cancelled,
    /// The system gave it up.
    Failed,
    /// The system no longer knows it, or does not say.
    Unknown,
}

impl JobState {
    /// Nothing more will come of it.
    pub fn is_over(self) -> bool {
        match self {
            Self::Done | Self::Cancelled | Self::Failed => true,
            Self::Waiting | Self::Held | Self::Printing | Self::Unknown => false,
        }
    }

    /// It may still come out by itself.
    pub fn is_queued(self) -> bool {
        match self {
            Self::Waiting | Self::Held | Self::Printing => true,
            Self::Done | Self::Cancelled | Self::Failed | Self::Unknown => false,
        }
    }

    /// Stable, for JSON and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Printing => "printing",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// A job, and what its printer suffers from meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// How it stands.
    pub state: JobState,
    /// Of its printer.
    pub troubles: Vec<Trouble>,
}

/// Why a job is not known to be at its printer. Nothing was taken, but for [`SpoolError::Unknown`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpoolError {
    /// Something was sent, and nobody knows whether it was taken.
    #[error("no answer: {0}")]
    Unknown(String),
    /// There is no spooler, or it takes nothing of us.
    #[error("no spooler: {0}")]
    NoSpooler(String),
    /// There is no printer of that name.
    #[error("no such printer")]
    NoPrinter,
    /// The printer cannot print just now.
    #[error("printer: {}", .0.id())]
    Trouble(Trouble),
    /// The printer prints one side only.
    #[error("printer prints one side only")]
    NoDuplex,
    /// The printer takes no paper of that size.
    #[error("printer takes no paper of that size")]
    WrongSize,
    /// The spooler refused, in its own words.
    #[error("spooler: {0}")]
    Refused(String),
}

impl SpoolError {
    /// Stable, for JSON and text keys.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "unknown",
            Self::NoSpooler(_) => "no-spooler",
            Self::NoPrinter => "no-printer",
            Self::Trouble(trouble) => trouble.id(),
            Self::NoDuplex => "no-duplex",
            Self::WrongSize => "wrong-size",
            Self::Refused(_) => "refused",
        }
    }
}

impl Spooler {
    /// This computer's: CUPS, or the Windows spooler, which wants a folder of ours for a moment's files.
    pub fn system(scratch: PathBuf) -> Self {
        if cfg!(windows) {
            Self(Kind::Windows(scratch))
        } else {
            Self(Kind::Cups(Server::Usual))
        }
    }

    /// A CUPS on this computer at that socket or port, as in `CUPS_SERVER`; none for another computer.
    pub fn cups(at: &str) -> Option<Self> {
        Server::parse(at).map(|server| Self(Kind::Cups(server)))
    }

    /// A folder that takes files in place of a printer.
    pub fn folder(dir: PathBuf) -> Self {
        Self(Kind::Folder(dir))
    }

    /// All printers, by name.
    pub fn printers(&self) -> Result<Vec<Printer>, SpoolError> {
        let mut printers = match &self.0 {
            Kind::Cups(server) => cups::printers(server)?,
            Kind::Windows(_) => windows::printers()?,
            Kind::Folder(dir) => vec![folder::printer(dir)],
        };
        printers.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(printers)
    }

    /// One printer.
    pub fn printer(&self, name: &str) -> Result<Printer, SpoolError> {
        let found = match &self.0 {
            Kind::Cups(server) => Some(cups::printer(server, name)?),
            Kind::Windows(_) | Kind::Folder(_) => self
                .printers()?
                .into_iter()
                .find(|printer| printer.name == name),
        };
        found.ok_or(SpoolError::NoPrinter)
    }

    /// Sends a file, if the printer can print it as it is.
    pub fn send(&self, printer: &str, pdf: &Pdf, ticket: &Ticket) -> Result<JobId, SpoolError> {
        let found = self.printer(printer)?;
        found.can(ticket)?;
        match &self.0 {
            Kind::Cups(server) => cups::send(server, &found, pdf, ticket),
            Kind::Windows(scratch) => windows::send(scratch, printer, pdf, ticket),
            Kind::Folder(dir) => folder::send(dir, pdf, ticket),
        }
    }

    /// How jobs of that title stand, in their order. A number that is another's by now, since the queue began to count anew,
    /// is none of them: unknown.
    pub fn jobs(&self, printer: &str, title: &str, ids: &[JobId]) -> Result<Vec<Job>, SpoolError> {
        match &self.0 {
            Kind::Cups(server) => cups::jobs(server, printer, title, ids),
            Kind::Windows(_) => windows::jobs(printer, title, ids),
            Kind::Folder(_) => Ok(ids
                .iter()
                .map(|id| Job {
                    id: *id,
                    state: JobState::Done,
                    troubles: Vec::new(),
                })
                .collect()),
        }
    }

    /// Calls a job off; what is printed already, is.
    pub fn cancel(&self, printer: &str, id: JobId) -> Result<(), SpoolError> {
        match &self.0 {
            Kind::Cups(server) => cups::cancel(server, printer, id),
            Kind::Windows(_) => windows::cancel(printer, id),
            Kind::Folder(_) => Ok(()),
        }
    }
}

impl Printer {
    /// It can print that now.
    pub fn can(&self, ticket: &Ticket) -> Result<(), SpoolError> {
        if let Some(trouble) = self.troubles.first() {
            return Err(SpoolError::Trouble(*trouble));
        }
        if matches!(ticket.sides, Duplex::Both(_)) && self.duplex == Some(false) {
            return Err(SpoolError::NoDuplex);
        }
        let known = !self.sizes.is_empty();
        if known && !self.sizes.iter().any(|range| range.takes(ticket.size)) {
            return Err(SpoolError::WrongSize);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
