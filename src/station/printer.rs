//! Printers as the office knows them: profiles in `printers/*.toml`, pages of rulers, what is read off them, sending.

use super::{Error, Station, file};
use crate::drawing::Mm;
use crate::office::Deed;
use crate::print::calibrate::{self, Correction, Readings};
use crate::print::spool::{JobId, Printer, SpoolError, Spooler, Ticket};
use crate::print::{self, Finish, Pdf, Plan, Profile, Side};
use std::path::PathBuf;

/// Largest file of a profile or plan.
const MOST_BYTES: u64 = 1024 * 1024;
/// In the office's folder.
pub(super) const FOLDER: &str = "printers";

/// What was read off a page of rulers, and what follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// How far the worst cross stood from where it belongs, in mm.
    pub worst_mm: f64,
    /// That is near enough.
    pub within: bool,
    /// What puts the printer right from now on.
    pub correction: Correction,
}

/// Which paper of which tray of which printer.
#[derive(Debug, Clone, Copy)]
pub struct Tray<'a> {
    /// The printer's name at the system.
    pub printer: &'a str,
    /// As the office calls the tray; empty for the only one.
    pub tray: &'a str,
    /// The paper in it, and how it is turned.
    pub plan: &'a Plan,
}

pub(super) fn spool_failed(error: SpoolError) -> Error {
    let id = match &error {
        SpoolError::Unknown(_) => "printer-unknown",
        SpoolError::NoSpooler(_) => "printer-no-spooler",
        SpoolError::NoPrinter => "printer-not-found",
        SpoolError::Trouble(_) => "printer-trouble",
        SpoolError::NoDuplex => "printer-no-duplex",
        SpoolError::WrongSize => "printer-wrong-size",
        SpoolError::Refused(_) => "printer-refused",
    };
    let trouble = match &error {
        SpoolError::Trouble(trouble) => trouble.id(),
        SpoolError::Unknown(_)
        | SpoolError::NoSpooler(_)
        | SpoolError::NoPrinter
        | SpoolError::NoDuplex
        | SpoolError::WrongSize
        | SpoolError::Refused(_) => "",
    };
    Error::new(id).with("trouble", trouble).because(error)
}

/// What the room of print refuses, with the words for it.
pub(super) fn failed(error: print::Error) -> Error {
    match error {
        print::Error::Plan(_) => Error::new("sheet-plan").because(error),
        print::Error::Profile(_) => Error::new("printer-profile").because(error),
        print::Error::Reading(why) => Error::new("printer-reading")
            .with("misread", why.id())
            .because(error),
        print::Error::Picture(_) | print::Error::Unreadable(_) => {
            Error::new("print-failed").because(error)
        }
    }
}

/// `a4`, `a3plus`, `id1`, or a plan's own file.
pub fn plan(paper: &str) -> Result<Plan, Error> {
    if let Some(plan) = Plan::bundled(paper) {
        return Ok(plan);
    }
    let bytes = file::read(&PathBuf::from(paper), MOST_BYTES)?;
    Plan::parse(&String::from_utf8_lossy(&bytes)).map_err(failed)
}

/// The same plan with another bleed.
pub fn with_bleed(plan: Plan, bleed_mm: f32) -> Result<Plan, Error> {
    plan.with_bleed(Mm(bleed_mm)).map_err(failed)
}

/// This computer's printers; `CUPS_SERVER` may name a socket or port of a CUPS on it.
pub fn spooler(scratch: PathBuf) -> Result<Spooler, Error> {
    match std::env::var("CUPS_SERVER") {
        Ok(at) if !at.is_empty() => {
            Spooler::cups(&at).ok_or_else(|| Error::new("printer-far").because(at))
        }
        Ok(_) | Err(_) => Ok(Spooler::system(scratch)),
    }
}

/// All printers of this computer; asks no office.
pub fn printers() -> Result<Vec<Printer>, Error> {
    spooler(PathBuf::new())?.printers().map_err(spool_failed)
}

impl Station {
    fn profile_path(&self, printer: &str) -> PathBuf {
        let plain = |letter: char| {
            if letter.is_ascii_alphanumeric() || letter == '_' {
                letter
            } else {
                '-'
            }
        };
        let name: String = printer.chars().map(plain).take(100).collect();
        self.dir.join(FOLDER).join(format!("{name}.toml"))
    }

    /// What the office knows of a printer; a new one is taken for the commonest kind.
    pub fn profile(&self, printer: &str) -> Result<Profile, Error> {
        self.allow(Deed::ProofCard)?;
        let path = self.profile_path(printer);
        if !path.exists() {
            return Ok(Profile::new(printer));
        }
        let bytes = file::read(&path, MOST_BYTES)?;
        let profile = Profile::parse(&String::from_utf8_lossy(&bytes)).map_err(failed)?;
        if profile.printer != printer {
            return Err(Error::new("printer-profile").because("of a printer of another name"));
        }
        Ok(profile)
    }

    /// Keeps what the office knows of a printer.
    pub fn keep_profile(&mut self, profile: &Profile) -> Result<(), Error> {
        self.allow(Deed::PrintCard)?;
        let path = self.profile_path(&profile.printer);
        let toml = profile.to_toml().map_err(failed)?;
        Profile::parse(&toml).map_err(failed)?;
        super::outside::make_folder(&self.dir.join(FOLDER))?;
        self.registry.act(self.by("printer-profile"), |act| {
            act.about("office");
            act.note("printer", profile.printer.as_str());
            file::write_file(&path, toml.as_bytes())
        })
    }

    /// The page of rulers for a tray, both sides, put right by what is known.
    pub fn ruler_page(&mut self, tray: Tray<'_>) -> Result<Pdf, Error> {
        self.allow(Deed::PrintCard)?;
        let profile = self.profile(tray.printer)?;
        let known = [Side::Front, Side::Back].map(|side| profile.correction(tray.tray, side));
        let label = [tray.printer, tray.tray].join(" ");
        let plan = tray.plan;
        let pages = calibrate::pages(plan.paper, plan.flip, label.trim(), known);
        print::write(&pages, "Kalibrasi", &Finish::default()).map_err(failed)
    }

    /// What was read off a page of rulers; `keep` puts the printer right by it, otherwise it only proves.
    pub fn measure(
        &mut self,
        tray: Tray<'_>,
        side: Side,
        readings: &Readings,
        keep: bool,
    ) -> Result<Measured, Error> {
        self.allow(Deed::PrintCard)?;
        let mut profile = self.profile(tray.printer)?;
        let old = profile.correction(tray.tray, side);
        let paper = tray.plan.paper;
        let found = calibrate::solve(paper, readings).map_err(failed)?;
        let correction = found.after(old).judged().map_err(failed)?;
        let worst_mm = calibrate::worst_mm(paper, readings);
        if keep {
            profile.calibrate(tray.tray, side, correction);
            self.keep_profile(&profile)?;
        }
        Ok(Measured {
            worst_mm,
            within: worst_mm <= calibrate::WITHIN_MM,
            correction: if keep { correction } else { old },
        })
    }

    /// Sends pages that are finished for that printer.
    pub(super) fn spool(
        &self,
        profile: &Profile,
        pdf: &Pdf,
        ticket: &Ticket,
    ) -> Result<JobId, Error> {
        spooler(self.dir.join(FOLDER))?
            .send(&profile.printer, pdf, ticket)
            .map_err(|error| spool_failed(error).with("name", &profile.printer))
    }

    /// Prints the page of rulers.
    pub fn print_ruler_page(&mut self, tray: Tray<'_>) -> Result<JobId, Error> {
        let pdf = self.ruler_page(tray)?;
        let profile = self.profile(tray.printer)?;
        let ticket = profile.ticket("Kalibrasi", tray.plan.paper, tray.plan.flip);
        self.spool(&profile, &pdf, &ticket)
    }
}
