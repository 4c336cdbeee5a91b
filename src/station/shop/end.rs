//! How a job ends in a shop's folder: its return, its last day, and that nothing of it stays. What could not be destroyed yet is
//! kept in mind, told, and tried again.

use super::folder::{self, PRINT_BYTES, STATE};
use super::journal;
use super::work::{Left, Work, Written};
use super::{Shop, worker_name};
use crate::shop::{self, JobId, Return};
use crate::station::file::{self, Readers, Waiting};
use crate::station::job::RETURN_S;
use crate::station::{Error, keys};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

/// Serials that an error names.
const NAMED: usize = 5;
/// Seconds between two notes of the time: a clock that is set back wins no more.
const SEEN_EVERY_S: i64 = 300;

/// A job that was returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobClosed {
    /// Cards said to be good.
    pub good: u64,
    /// Cards said to be spoiled.
    pub spoiled: u64,
    /// Cards that were not printed.
    pub unused: u64,
    /// Print files that were written out and could not be destroyed, as on a stick that is not plugged in. They are tried again
    /// whenever the folder is open.
    pub left: Vec<PathBuf>,
}

impl Shop {
    /// Writes a job's return, signed by the shop and closed for the office, and destroys what the shop has of the job. Refused
    /// while nothing is said of a card that may have been printed: the office would print it a second time.
    pub fn return_job(&mut self, id: JobId, path: &Path, who: &str) -> Result<JobClosed, Error> {
        self.sweep()?;
        let at = self.find(id)?;
        let now = self.clock.now();
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        said(work)?;
        let [good, spoiled, unused, open] = work.held()?.counts();
        let cards = u64::try_from(work.cards.len()).unwrap_or(u64::MAX);
        let mut log = work.lines();
        log.push(shop::LogLine {
            at: now,
            what: String::from("return"),
            who: worker_name(who),
            cards,
        });
        let told = Return {
            job: id,
            digest: work.digest()?,
            shop: self.badge.certificate.clone(),
            opened_at: work.opened_at,
            made_at: now,
            cards: work.fates(now),
            log,
        };
        let bytes = shop::write_return(Vec::new(), &work.recipient, &told, &self.key)?;
        let waiting = Waiting::write(path, &bytes, Readers::Owner)?;
        self.line(at, "return", who, cards)?;
        waiting.place()?;
        let left = self.forget(at, who)?;
        Ok(JobClosed {
            good,
            spoiled,
            unused: unused + open,
            left: left.into_iter().map(|written| written.path).collect(),
        })
    }

    /// Destroys what the time is over for: first print files, later, when no office takes the return any more, the rest. The
    /// time is the latest that was ever seen while the job was here: setting the clock back wins none.
    pub(super) fn sweep(&mut self) -> Result<(), Error> {
        self.take_back()?;
        let now = self.clock.now();
        let mut at = 0;
        while let Some(work) = self.jobs.get(at) {
            let time = now.max(self.seen(work));
            // A power cut may have left what was over already.
            if work.until + RETURN_S <= time || self.state.done.contains(&work.id) {
                self.forget(at, "")?;
                continue;
            }
            if work.until <= time && (!work.ended || !work.written.is_empty()) {
                self.end(at)?;
            } else if work.seen_at + SEEN_EVERY_S <= now {
                self.saw(at, now)?;
            }
            at += 1;
        }
        Ok(())
    }

    /// The latest time known: as this job saw it, or as an office signed it.
    pub(super) fn seen(&self, work: &Work) -> i64 {
        work.seen_at.max(self.state.seen_at)
    }

    /// Its last day is over: the prints go, its return may still be written.
    fn end(&mut self, at: usize) -> Result<(), Error> {
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        let (ended, before) = (work.ended, work.written.len());
        let cards = u64::try_from(work.cards.len()).unwrap_or(u64::MAX);
        let left = self.destroy_prints(work)?;
        if ended && left.len() == before {
            return Ok(());
        }
        let what = destroyed(&left);
        if let Some(work) = self.jobs.get_mut(at) {
            work.ended = true;
            work.written = left;
        }
        self.note(at, what, "", cards)
    }

    /// Destroys all of a job; it is never opened again. What could not be destroyed is kept in mind without it.
    fn forget(&mut self, at: usize, who: &str) -> Result<Vec<Written>, Error> {
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        let (id, name, office) = (work.id.clone(), work.name(), work.office.clone());
        let cards = u64::try_from(work.cards.len()).unwrap_or(u64::MAX);
        if !self.state.done.contains(&id) {
            self.state.done.push(id.clone());
            self.keep_state()?;
        }
        let left = self.destroy_prints(work)?;
        if !left.is_empty() {
            let same = |known: &Left| known.job == id;
            self.state.left.retain(|known| !same(known));
            let rows = left.iter().cloned().map(|written| Left {
                job: id.clone(),
                office: office.clone(),
                written,
            });
            self.state.left.extend(rows);
            self.keep_state()?;
        }
        let said = journal::name(work_of(&self.jobs, at)?);
        folder::destroy(&self.dir.join(said))?;
        folder::destroy(&self.dir.join(name))?;
        self.line(at, destroyed(&left), who, cards)?;
        self.jobs.remove(at);
        Ok(left)
    }

    /// Tries again what could not be destroyed when its job was over.
    fn take_back(&mut self) -> Result<(), Error> {
        if self.state.left.is_empty() {
            return Ok(());
        }
        let (gone, left): (Vec<Left>, Vec<Left>) = std::mem::take(&mut self.state.left)
            .into_iter()
            .partition(|left| is_gone(&left.written));
        self.state.left = left;
        if gone.is_empty() {
            return Ok(());
        }
        self.keep_state()?;
        for left in &gone {
            self.line_of((&left.job, &left.office), "destroy-file", "", 0)?;
        }
        Ok(())
    }

    /// The key first: without it the files are noise, wherever a disk still has them. What was written out of the folder and
    /// could not be destroyed is given back.
    pub(super) fn destroy_prints(&self, work: &Work) -> Result<Vec<Written>, Error> {
        folder::destroy(&self.dir.join(work.key_name()))?;
        for file in 0..work.files.len() {
            folder::destroy(&self.dir.join(work.file_name(file)))?;
        }
        let left = work.written.iter().filter(|written| !is_gone(written));
        Ok(left.cloned().collect())
    }

    pub(super) fn keep_state(&self) -> Result<(), Error> {
        folder::keep_toml(&self.dir, &self.master, STATE, &self.state)
    }
}

fn work_of(jobs: &[Work], at: usize) -> Result<&Work, Error> {
    jobs.get(at).ok_or_else(|| Error::new("internal"))
}

/// Refuses while nothing is said of a card that may have been printed.
fn said(work: &Work) -> Result<(), Error> {
    let unsaid: Vec<&str> = work.unsaid().map(|card| card.serial.as_str()).collect();
    if unsaid.is_empty() {
        return Ok(());
    }
    let mut serials = unsaid.get(..NAMED).unwrap_or(&unsaid).join(", ");
    if NAMED < unsaid.len() {
        serials.push('…');
    }
    Err(Error::new("job-unsaid")
        .with("count", unsaid.len())
        .with("serials", serials))
}

/// What the log says of it.
fn destroyed(left: &[Written]) -> &'static str {
    if left.is_empty() {
        "destroy"
    } else {
        "destroy-part"
    }
}

/// Destroys what was written out, if it still lies there, and says whether nothing of it does. A file that cannot be reached is
/// not gone: its stick was pulled, its server is away, or another program holds it.
fn is_gone(written: &Written) -> bool {
    let path = &written.path;
    match file::read(path, PRINT_BYTES) {
        // Only what is still what was written: the name may be another file's by now.
        Ok(bytes) if keys::hex(&Sha256::digest(&bytes)) != written.sha256 => true,
        Ok(_) => folder::destroy(path).is_ok(),
        Err(error) if error.id == "file-too-large" => true,
        // Somebody has taken it away himself, where its folder is there without it.
        Err(_) => matches!(path.try_exists(), Ok(false)) && path.parent().is_some_and(Path::is_dir),
    }
}
