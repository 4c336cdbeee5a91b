//! What leaves a shop's folder to be printed: pages to look at, files in a folder, files to a printer.

use super::Shop;
use super::folder::{self, PRINT_BYTES, SMALL_BYTES, damaged};
use super::work::{Work, Written};
use crate::drawing::{Dpi, Mm, Size};
use crate::print::spool::{Duplex, SpoolError, Spooler, Ticket};
use crate::print::{self, Flip, Pdf, Raster};
use crate::shop::JobId;
use crate::station::press::failed;
use crate::station::{Error, keys, printer, sealed};
use crate::vault::MasterKey;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Pixels a preview has to the inch.
const PREVIEW: Dpi = Dpi(150);
/// What printers that take pixels are sent.
const PRINTER: Dpi = Dpi(600);

impl Shop {
    /// One of a job's files.
    fn pdf(&self, at: usize, file: usize) -> Result<Pdf, Error> {
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        let key = self.job_key(work)?;
        let name = work.file_name(file);
        let bytes = folder::read(&self.dir, &key, &name, PRINT_BYTES)?;
        Ok(Pdf::from_bytes(bytes.to_vec()))
    }

    fn job_key(&self, work: &Work) -> Result<MasterKey, Error> {
        let name = work.key_name();
        let bytes = folder::read(&self.dir, &self.master, &name, SMALL_BYTES)?;
        <[u8; 32]>::try_from(bytes.as_slice())
            .map(MasterKey::from_bytes)
            .map_err(|_length| damaged(&name))
    }

    /// First pages of one of a job's files as they are printed: the front, and the back behind it.
    pub fn preview(&mut self, id: JobId, file: usize) -> Result<Vec<Raster>, Error> {
        let at = self.live(id)?;
        print::proof(&self.pdf(at, file)?, PREVIEW, 2).map_err(failed)
    }

    /// Writes all of a job's print files into a folder, for a machine that takes files. They are taken away again with the job,
    /// where they still lie there as they were written.
    pub fn write_files(&mut self, id: JobId, out: &Path, who: &str) -> Result<Vec<PathBuf>, Error> {
        let at = self.live(id)?;
        fs::create_dir_all(out).map_err(|error| Error::writing(out, &error))?;
        let out = out
            .canonicalize()
            .map_err(|error| Error::writing(out, &error))?;
        let files: Vec<usize> = (0..self.jobs.get(at).map_or(0, |work| work.files.len())).collect();
        let mut paths = Vec::with_capacity(files.len());
        for file in &files {
            let pdf = self.pdf(at, *file)?;
            let work = work_at(&mut self.jobs, at)?;
            let Some(row) = work.files.get(*file) else {
                continue;
            };
            let path = out.join(&row.name);
            work.written.push(Written {
                path: path.clone(),
                sha256: keys::hex(&Sha256::digest(pdf.bytes())),
            });
            paths.push(path);
        }
        // Known before they lie there: a power cut leaves nothing behind that nobody takes away, and no card of which nobody
        // asks what came of it.
        let before = self.leaves(at, &files, ("write", who))?;
        for (file, path) in files.iter().zip(&paths) {
            let written = self
                .pdf(at, *file)
                .and_then(|pdf| sealed::write(path, pdf.bytes()));
            if let Err(error) = written {
                self.stays(at, before.get(*file..).unwrap_or_default(), who)?;
                return Err(error);
            }
        }
        Ok(paths)
    }

    /// Notes that files leave the folder, before they do; when each last did so before.
    fn leaves(
        &mut self,
        at: usize,
        files: &[usize],
        (what, who): (&'static str, &str),
    ) -> Result<Vec<(usize, Option<i64>)>, Error> {
        let now = self.clock.now();
        let work = work_at(&mut self.jobs, at)?;
        let (mut before, mut cards) = (Vec::with_capacity(files.len()), 0);
        for file in files {
            let row = work.files.get_mut(*file);
            let row = row.ok_or_else(|| Error::new("job-not-here"))?;
            before.push((*file, row.printed_at.replace(now)));
            cards += row.cards;
        }
        self.note(at, what, who, cards)?;
        Ok(before)
    }

    /// They did not, after all.
    fn stays(&mut self, at: usize, files: &[(usize, Option<i64>)], who: &str) -> Result<(), Error> {
        let work = work_at(&mut self.jobs, at)?;
        let mut cards = 0;
        for (file, before) in files {
            if let Some(row) = work.files.get_mut(*file) {
                row.printed_at = *before;
                cards += row.cards;
            }
        }
        self.note(at, "not-sent", who, cards)
    }

    /// Printers of this computer, by name.
    pub fn printers(&self) -> Result<Vec<String>, Error> {
        Ok(printer::printers()?
            .into_iter()
            .map(|printer| printer.name)
            .collect())
    }

    /// Sends one of a job's files to a printer, at its exact size, both sides.
    pub fn print(&mut self, id: JobId, file: usize, name: &str, who: &str) -> Result<(), Error> {
        let spooler = printer::spooler(self.dir.clone())?;
        self.print_by(&spooler, (id, file), name, who)
    }

    pub(in crate::station) fn print_by(
        &mut self,
        spooler: &Spooler,
        (id, file): (JobId, usize),
        name: &str,
        who: &str,
    ) -> Result<(), Error> {
        let at = self.live(id)?;
        let pdf = self.pdf(at, file)?;
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        let row = work.files.get(file);
        let row = row.ok_or_else(|| Error::new("job-not-here"))?;
        let millimetres =
            |um: u32| Mm(f32::from(u16::try_from(um / 10).unwrap_or(u16::MAX)) / 100.0);
        let ticket = Ticket {
            title: format!("Loket {}", row.name),
            size: Size {
                width: millimetres(work.width_um),
                height: millimetres(work.height_um),
            },
            sides: Duplex::Both(if work.short_edge {
                Flip::Short
            } else {
                Flip::Long
            }),
            dpi: PRINTER,
            options: Vec::new(),
        };
        // A printer that is not there takes nothing; after that everything but its own no may have been printed.
        let found = spooler.printer(name);
        found
            .and_then(|printer| printer.can(&ticket))
            .map_err(printer::spool_failed)?;
        let before = self.leaves(at, &[file], ("print", who))?;
        match spooler.send(name, &pdf, &ticket) {
            Ok(_job) => Ok(()),
            Err(error) => {
                if !matches!(error, SpoolError::Unknown(_)) {
                    self.stays(at, &before, who)?;
                }
                Err(printer::spool_failed(error))
            }
        }
    }
}

fn work_at(jobs: &mut [Work], at: usize) -> Result<&mut Work, Error> {
    jobs.get_mut(at).ok_or_else(|| Error::new("internal"))
}
