//! A run's parts into files, on all cores: sealed and printed apart from the registry, recorded before a file is in its place.
//!
//! Whatever ends the program, nothing is doubled or lost: a part's blanks, seals and cards are recorded in one act while its
//! file still waits beside its place; only then the file is put there, and only then the cards count as gone. A part that was
//! recorded and never left is made from the registry when the run goes on, with the same serials and the same seals; one that
//! has left only when somebody asks for it again.
//!
//! Every code is read back from its modules as they were laid out, and the first card of each file from pixels (front, back,
//! QR, zone). What differs from card to card is the text of the seal and the modules made of it; how modules become ink is the
//! same for all cards of a file, so one of them shows it for all. On sheets, and where a printer wants cards put right, the
//! codes of the file's first back are read as well: only codes of this part stand there. [`DecodeBack::All`] reads every card
//! alone, as a single card is, and every back of the file: all codes of the part are there, each once.

pub(super) mod paper;
mod part;
mod work;

use super::press::Press;
use super::{Error, Station, again, clock, file, issue, sending};
use crate::card::{Issuer, Mark, Template};
use crate::drawing::{Dpi, Size};
use crate::office::{Deed, PrintEvent, PrintState};
use crate::permit::{Kind, Permit};
use crate::print::spool::{JobId, Spooler};
use crate::print::{Colours, Pdf, Profile};
use crate::registry::{self, CaseId, Printable, RunCardRow, RunId, RunPartRow, RunRow, RunTarget};
use crate::seal;
pub use paper::paper_name;
use part::{Piece, Shop};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use work::Work;

/// How codes are read back before a file is let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecodeBack {
    /// Every card from its pixels.
    All,
    /// Every code from its modules, and the first card of each file from its pixels.
    #[default]
    Code,
    /// Nothing; for measuring.
    None,
}

/// Where a run's files go, and how careful they are made.
#[derive(Debug, Clone)]
pub struct Batch<'a> {
    /// A folder that is there.
    pub out: &'a Path,
    /// How codes are read back.
    pub decode_back: DecodeBack,
    /// In a press's inks, as PDF/X-4, in place of RGB with black as K.
    pub cmyk: bool,
    /// Files that were written and are not in that folder are written again: somebody knows that they were not printed.
    pub again: bool,
}

/// Where a run is printed.
pub struct Printing<'a> {
    /// Who takes files for printers.
    pub spooler: &'a Spooler,
    /// The printer and what is known of it.
    pub profile: &'a Profile,
    /// As the office calls it; empty for the only one.
    pub tray: &'a str,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ongoing {
    /// Cards done now.
    pub done: u64,
    /// Cards to do, those done included.
    pub of: u64,
    /// Seconds it will still take; `None` before the first part is done.
    pub left_s: Option<f64>,
}

/// Seconds of work by stage, those of all threads together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Stages {
    /// Cases out of the registry, judged by today's rules, approvals compared.
    pub read: f64,
    /// Claims signed and made a code.
    pub seal: f64,
    /// Both sides laid out.
    pub layout: f64,
    /// PDF.
    pub pdf: f64,
    /// Codes read back.
    pub decode_back: f64,
    /// Files written and synced.
    pub write: f64,
    /// Cards, seals, blanks and the audit recorded.
    pub record: f64,
}

impl Stages {
    fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.seal += other.seal;
        self.layout += other.layout;
        self.pdf += other.pdf;
        self.decode_back += other.decode_back;
        self.write += other.write;
        self.record += other.record;
    }
}

/// One file of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchFile {
    /// Its name in the folder: run, part, first and last serial.
    pub name: String,
    /// Cards in it.
    pub cards: u32,
    /// How long it is.
    pub bytes: u64,
}

/// A case whose card was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Which.
    pub case: CaseId,
    /// Why.
    pub error: Error,
}

/// What came of a batch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BatchReport {
    /// Cards sealed and written now.
    pub cards: u64,
    /// Cards whose file was made again from the registry.
    pub again: u64,
    /// Files written now.
    pub files: Vec<BatchFile>,
    /// Cases without a card.
    pub withheld: Vec<Withheld>,
    /// How long it took.
    pub seconds: f64,
    /// Where time went.
    pub stages: Stages,
    /// Cards that still wait, because it was paused or stopped.
    pub left: u64,
}

/// A part that has left, on its way into the registry.
pub(super) struct Part {
    row: RunPartRow,
    serials: Vec<String>,
    /// The number a printer's queue gave it.
    job: Option<JobId>,
}

impl Part {
    pub(super) fn of(part: u32, pdf: &Pdf, serials: Vec<String>) -> Self {
        let bytes = pdf.bytes();
        Self {
            row: RunPartRow {
                part,
                cards: u32::try_from(serials.len()).unwrap_or(u32::MAX),
                sha256: Sha256::digest(bytes).into(),
                bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            },
            serials,
            job: None,
        }
    }

    fn keep(&self, act: &mut registry::Act<'_>, run: RunId) -> Result<(), registry::Error> {
        act.keep_part(run, &self.row)?;
        if let Some(job) = self.job {
            act.add_sending(run, (self.row.part, job.0), &self.serials)?;
        }
        for serial in &self.serials {
            act.move_run_card(serial, PrintEvent::Spooled)?;
        }
        Ok(())
    }
}

/// Records that a part has left.
pub(super) fn left(station: &mut Station, run: RunId, part: &Part) -> Result<(), Error> {
    Ok(station.registry.act(station.by("run-part"), |act| {
        act.about(run.record());
        act.note("part", part.row.part.to_string());
        part.keep(act, run)
    })?)
}

/// Keeps other programs of the office away from a run while it is made.
pub(super) fn claim(station: &Station, run: RunId) -> Result<file::Lock, Error> {
    /// Runs share so many locks, so that the folder does not fill.
    const LOCKS: i64 = 256;
    let name = format!("run-{}.lock", run.0.rem_euclid(LOCKS));
    file::Lock::claim(&station.dir, &name)?.ok_or_else(|| Error::new("run-busy").with("run", run.0))
}

/// Most memory this process ever held; `None` where the system does not tell.
pub fn peak_rss_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024)
}

impl Station {
    /// A run of the officer's own that still goes, to that target; `wrong` is the error of one that goes to another.
    fn own_run(
        &self,
        run: RunId,
        target: &RunTarget,
        wrong: &'static str,
    ) -> Result<RunRow, Error> {
        let officer = self.allow(Deed::PrintCard)?;
        let row = self.registry.run(run)?;
        if row.operator != officer.id {
            return Err(Error::new("run-of-another").with("run", run.0));
        }
        if row.how.target != *target {
            return Err(Error::new(wrong).with("run", run.0));
        }
        if !row.note.is_empty() {
            return Err(Error::new("run-cancelled"));
        }
        Ok(row)
    }

    /// Makes the files of a run: what was recorded and is not in its place first, then everything that waits. Whoever is
    /// asked to `progress` may stop it between two parts; calling it again goes on.
    ///
    /// A case that may not have its card any more is withheld, and the others go on. What concerns all of them, a full disk or
    /// no blanks left, stops it: what was written stands, what waits keeps waiting.
    pub fn batch(
        &mut self,
        run: RunId,
        batch: &Batch<'_>,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<BatchReport, Error> {
        self.make(run, Some(batch), progress)
    }

    /// Seals what waits of a run, and writes nothing: its cards are intended, for whoever takes them from the registry.
    pub(super) fn seal_run(
        &mut self,
        run: RunId,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<BatchReport, Error> {
        self.make(run, None, progress)
    }

    fn make(
        &mut self,
        run: RunId,
        batch: Option<&Batch<'_>>,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<BatchReport, Error> {
        let row = self.own_run(run, &RunTarget::Files, "run-for-printer")?;
        let _claim = claim(self, run)?;
        if row.paused {
            self.resume_run(run)?;
        }
        let decode_back = batch.map_or(DecodeBack::Code, |batch| batch.decode_back);
        let mut shop = self.shop(&row, decode_back)?;
        if batch.is_some_and(|batch| batch.cmyk) {
            shop.colours = self.inks();
        }
        let out = batch.map(|batch| batch.out);
        let mut work = Work::begin(self, &shop, out, row.counts.planned);
        if let Some(batch) = batch {
            sweep(batch.out, run);
            work.mend(batch.out, batch.again)?;
        }
        let mut report = work.finish(progress)?;
        report.left = self.registry.run(run)?.counts.left();
        Ok(report)
    }

    /// Prints a run: what was recorded and never sent first, then everything that waits. Each part is recorded before it is
    /// sent, and its cards are of unknown fate until the spooler has answered. A printer that is gone, out of paper, of
    /// another size or refusing duplex is told before a blank is used up.
    pub fn print_run(
        &mut self,
        run: RunId,
        printing: &Printing<'_>,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<BatchReport, Error> {
        let printer = RunTarget::Printer(printing.profile.printer.clone());
        let row = self.own_run(run, &printer, "run-other-printer")?;
        let _claim = claim(self, run)?;
        if row.paused {
            self.resume_run(run)?;
        }
        let profile = printing.profile;
        let mut shop = self.shop(&row, DecodeBack::Code)?;
        shop.dpi = profile.dpi;
        shop.printer = Some((profile.clone(), printing.tray.to_owned()));
        let (size, flip) = match &shop.plan {
            Some(plan) => (plan.paper, plan.flip),
            None => (profile.page(Size::ID1), profile.flip),
        };
        let ticket = profile.ticket(&sending::title(run), size, flip);
        let work = Work::begin(self, &shop, None, row.counts.planned);
        let mut report = work.print(printing, &ticket, progress)?;
        report.left = self.registry.run(run)?.counts.left();
        Ok(report)
    }

    /// The newest run of this officer with files to make, or, when none has, the newest whose files came to nothing yet; `None`
    /// when there is none.
    pub fn unfinished_run(&self) -> Result<Option<RunRow>, Error> {
        let officer = self.allow(Deed::PrintCard)?;
        let mut runs = self.registry.runs(true, u32::MAX)?;
        runs.retain(|run| {
            run.operator == officer.id
                && run.how.target == RunTarget::Files
                && run.note.is_empty()
                && run.counts.cards() != 1
        });
        let waits = runs.iter().position(|run| 0 < run.counts.left());
        Ok(runs.into_iter().nth(waits.unwrap_or(0)))
    }

    /// One part as a print shop gets it, with the serials in it; `None` when no card of it is left to be printed.
    pub(super) fn job_part(
        &self,
        row: &RunRow,
        (part, cmyk): (u32, bool),
        press: &mut Press,
    ) -> Result<Option<(Pdf, Vec<String>)>, Error> {
        let mut shop = self.shop(row, DecodeBack::Code)?;
        if cmyk {
            shop.colours = self.inks();
        }
        recorded_part(self, &shop, (part, Wanted::ForShop), press)
    }

    /// Serials of a run's cards that were written into files here, and of which nobody has said yet what came of them.
    pub(super) fn written_here(&self, run: RunId) -> Result<Vec<String>, Error> {
        let cards = self
            .registry
            .run_cards(run, &[PrintState::Spooled], (0, u32::MAX))?;
        let mut written = Vec::new();
        for serial in cards.into_iter().filter_map(|card| card.serial) {
            if self.registry.job_of_card(&serial)?.is_none() {
                written.push(serial);
            }
        }
        Ok(written)
    }

    fn inks(&self) -> Colours {
        Colours::Cmyk {
            made_at: self.clock.now(),
        }
    }

    fn shop(&self, row: &RunRow, decode_back: DecodeBack) -> Result<Shop, Error> {
        let office = &self.settings.office;
        let look = |kind| {
            // A template of one kind says nothing of cards of the other.
            let template = issue::choose(row.how.template.as_deref(), kind)
                .or_else(|_other| issue::choose(None, kind))?;
            let look = again::keep(&template, office)?;
            Ok::<_, Error>((template, look))
        };
        Ok(Shop {
            looks: [look(Kind::Itas)?, look(Kind::Itap)?],
            issuer: office.clone(),
            issuer_url: self.settings.issuer_url.clone(),
            mark: if self.demo {
                Mark::Specimen
            } else {
                Mark::None
            },
            specimen: self.demo,
            dpi: Dpi(self.settings.printer_dpi),
            decode_back,
            plan: self.sheet_of(&row.how)?,
            taken: paper::taken(&row.how),
            colours: Colours::Rgb,
            printer: None,
            run: row.id,
            pixels: Mutex::default(),
        })
    }
}

/// Which cards of a part are to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Those that have not left.
    Waiting,
    /// All of which nobody has said what came of them, but for those that lie at a print shop.
    Here,
    /// All of which nobody has said what came of them.
    ForShop,
}

/// Those cards of a part as the registry has it, and their serials. A card whose person may not have one any more is left out.
fn recorded_part(
    station: &Station,
    shop: &Shop,
    (part, wanted): (u32, Wanted),
    press: &mut Press,
) -> Result<Option<(Pdf, Vec<String>)>, Error> {
    let rows = station.registry.run_part_cards(shop.run, part)?;
    let mut cards = Vec::with_capacity(rows.len());
    for row in rows.iter().filter(|row| is_unsettled(row.state)) {
        let Some(serial) = &row.serial else { continue };
        let wanted = match wanted {
            Wanted::Waiting => row.state == PrintState::Intended,
            Wanted::Here => station.registry.job_of_card(serial)?.is_none(),
            Wanted::ForShop => true,
        };
        if wanted && station.registry.bar(&row.permit_no)?.is_none() {
            cards.push(recorded(station, serial)?);
        }
    }
    let pieces: Vec<Piece<'_>> = cards
        .iter()
        .map(|(card, permit, modules, (template, issuer))| Piece {
            permit,
            portrait: card.portrait.as_ref(),
            serial: &card.serial,
            modules,
            text: &card.seal_text,
            template,
            issuer,
        })
        .collect();
    if pieces.is_empty() {
        return Ok(None);
    }
    let pdf = part::print(shop, part, &pieces, press, &mut Stages::default())?;
    let serials = pieces.iter().map(|piece| piece.serial.to_owned()).collect();
    Ok(Some((pdf, serials)))
}

/// All of a part, also of cards that are void since.
fn serials_of(cards: &[RunCardRow]) -> Vec<String> {
    cards
        .iter()
        .filter_map(|card| card.serial.clone())
        .collect()
}

/// It is sealed, and nobody has said what came of it.
fn is_unsettled(state: PrintState) -> bool {
    matches!(
        state,
        PrintState::Intended | PrintState::Unknown | PrintState::Spooled
    )
}

type Recorded = (Printable, Permit, seal::Modules, (Template, Issuer));

/// A card as it was sealed.
fn recorded(station: &Station, serial: &str) -> Result<Recorded, Error> {
    let card = station.registry.printable(serial)?;
    // As judged on the day it was issued: a passport may have ended since.
    let day = clock::day_of(card.issued_at);
    let (permit, _) = card
        .draft
        .check(day, &station.reference.places)
        .map_err(|_findings| Error::new("registry-torn").because("fields"))?;
    let modules =
        seal::modules(&card.seal_text).map_err(|error| Error::new("internal").because(error))?;
    let look = again::shown(&card.look)?;
    Ok((card, permit, modules, look))
}

/// Takes away what a program that was killed left half written of this run; its lock is held.
fn sweep(out: &Path, run: RunId) {
    let start = format!("run-{}-", run.0);
    let half = |path: &PathBuf| {
        path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.starts_with(&start) && name.ends_with(".part")
        })
    };
    let entries = fs::read_dir(out).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()).filter(half) {
        // What cannot be removed harms nobody but the disk's room.
        fs::remove_file(path).ok();
    }
}
