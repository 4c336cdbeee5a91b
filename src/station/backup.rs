//! Backups: made while others work, proven at once, kept by rule, restored into a new folder and proven again.
//!
//! Making one takes three steps, so that the lane with the registry is free meanwhile: [`Station::backup_job`],
//! [`BackupJob::run`] on any thread, [`Station::backup_done`]. [`Station::back_up`] does all three.

mod archive;
mod keep;
mod restore;
#[cfg(test)]
mod tests;

pub use restore::{BackupProof, DrillReport, restore};

use super::error::name;
use super::{Error, Station, clock, file, registry_file};
use crate::office::{Deed, OfficerId};
use crate::registry::{self, By, Counts, Registry, Soundness};
use archive::{Archive, ManifestFile, Temporary};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;
use zeroize::Zeroizing;

/// Ending of a backup's name.
const ENDING: &str = "backup";
/// Beginning of the names of those made by plan; only these are pruned.
const BEGINNING: &str = "loket-";

/// When backups are made and which are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupPlan {
    /// From this hour on a day's backup is due, 0 to 23, WIB.
    pub hour: u8,
    /// Where they go; empty: `backups` in the office's folder.
    pub folder: String,
    /// The newest of so many days is kept.
    pub daily: u16,
    /// And of so many weeks.
    pub weekly: u16,
    /// And of so many months.
    pub monthly: u16,
}

impl Default for BackupPlan {
    fn default() -> Self {
        Self {
            hour: 16,
            folder: String::new(),
            daily: 7,
            weekly: 5,
            monthly: 12,
        }
    }
}

/// A backup as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRow {
    /// Where it lies.
    pub path: PathBuf,
    /// What it holds; or why it cannot be read.
    pub state: Result<BackupFacts, Error>,
}

/// What a backup says of itself; names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFacts {
    /// Unix seconds.
    pub made_at: i64,
    /// Bytes of the file, give or take its first lines.
    pub bytes: u64,
    /// How many of what.
    pub counts: Counts,
    /// Last entry of the chain.
    pub head_seq: i64,
    /// Its hash, hex.
    pub head_hash: String,
    /// SHA-256 of the manifest, hex: names this backup.
    pub digest: String,
}

/// All that making a backup needs; may go to another thread. Holds the registry's key.
pub struct BackupJob {
    dir: PathBuf,
    demo: bool,
    key: Zeroizing<[u8; 32]>,
    by: OfficerId,
    file: PathBuf,
    made_at: i64,
    planned: bool,
}

/// A backup that was made and proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupDone {
    /// Where it lies.
    pub path: PathBuf,
    /// What it holds.
    pub facts: BackupFacts,
    /// How long copying and proving took.
    pub took_ms: u64,
    by: OfficerId,
    planned: bool,
}

impl BackupJob {
    /// Makes the backup: copies, proves the copy, writes one file, reads it back. The file is there whole or not at all.
    /// Calls `progress(done, of)`, three times from 0 on; stops when it answers `false`.
    pub fn run(&self, progress: &mut dyn FnMut(u64, u64) -> bool) -> Result<BackupDone, Error> {
        let begun = Instant::now();
        if let Some(folder) = self.file.parent().filter(|_| self.planned) {
            fs::create_dir_all(folder).map_err(|error| Error::writing(folder, &error))?;
        }
        if let Some(folder) = self.file.parent() {
            file::sweep(folder, self.made_at);
        }
        let copied = Temporary::beside(&self.file, ".registry");
        // The words of a full disk name what did not fit.
        let failed = |error: registry::Error| {
            if let registry::Error::Full(detail) = error {
                Error::new("disk-full")
                    .with("name", name(&self.file))
                    .because(detail)
            } else if let registry::Error::NotWritable(detail) = error {
                Error::new("not-writable")
                    .with("name", name(&self.file))
                    .because(detail)
            } else {
                error.into()
            }
        };
        registry::copy(&registry_file(&self.dir), &copied.0, &self.key, progress)
            .map_err(failed)?;
        let found = Registry::open(&copied.0, &self.key)?.examine(progress)?;
        if !found.is_sound() {
            return Err(restore::unsound(&self.file, &found));
        }
        let mut manifest = ManifestFile::new(self.made_at, self.demo, &found);
        let mut parts = archive::small_files(&self.dir)?;
        parts.push((
            String::from(archive::REGISTRY),
            archive::Source::File(copied.0.clone()),
        ));
        let digest = archive::write(&self.file, &mut manifest, &parts, progress)?;
        // What was written is what is there: a disk that lies is noticed now.
        let written = Archive::open(&self.file)?;
        if written.digest != digest {
            return Err(Error::new("backup-torn").with("name", name(&self.file)));
        }
        let facts = facts(&written);
        written.check(&mut |_, _| true)?;
        Ok(BackupDone {
            path: self.file.clone(),
            facts,
            took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            by: self.by,
            planned: self.planned,
        })
    }
}

fn facts(archive: &Archive) -> BackupFacts {
    let manifest = &archive.manifest;
    BackupFacts {
        made_at: manifest.made_at,
        bytes: manifest.total(),
        counts: manifest.counts(),
        head_seq: manifest.head_seq,
        head_hash: manifest.head_hash.clone(),
        digest: archive.digest.clone(),
    }
}

/// The backups in a folder, newest first; unreadable ones last. Needs no office and no key.
pub fn backups_in(folder: &Path) -> Result<Vec<BackupRow>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::reading(folder, &error)),
    };
    let mut rows: Vec<BackupRow> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
        .map(|path| BackupRow {
            state: Archive::open(&path).map(|archive| facts(&archive)),
            path,
        })
        .collect();
    rows.sort_by_key(|row| {
        let made = row.state.as_ref().map_or(i64::MIN, |facts| facts.made_at);
        (std::cmp::Reverse(made), row.path.clone())
    });
    Ok(rows)
}

/// The newest whole backup of the office in `dir`, found without opening it: the way out when it does not open.
pub fn newest_backup(dir: &Path) -> Option<BackupRow> {
    backups_in(&backup_folder(dir))
        .ok()?
        .into_iter()
        .find(|row| row.state.is_ok())
}

/// With the newest whole backup in the words of a registry that does not open.
pub(super) fn way_out(dir: &Path, error: Error) -> Error {
    let lost = [
        "registry-torn",
        "registry-key",
        "registry-missing",
        "registry-foreign",
    ];
    let newest = lost
        .contains(&error.id)
        .then(|| newest_backup(dir))
        .flatten();
    let Some((path, Ok(facts))) = newest.map(|row| (row.path, row.state)) else {
        return error;
    };
    let made = clock::moment(facts.made_at).strftime("%d-%m-%Y %H.%M");
    error
        .with("found", "yes")
        .with("backup", name(&path))
        .with("made", made)
}

/// Where the backups of the office in `dir` lie by its settings; the usual place when the settings cannot be read.
pub fn backup_folder(dir: &Path) -> PathBuf {
    let plan = super::settings::read(dir).map(|settings| settings.backup);
    place(dir, &plan.unwrap_or_default())
}

fn place(dir: &Path, plan: &BackupPlan) -> PathBuf {
    // An absolute folder takes the place of the office's.
    let folder = match plan.folder.as_str() {
        "" => "backups",
        folder => folder,
    };
    dir.join(folder)
}

impl Station {
    /// Reads the whole registry: every page, the chain and every row under it, the stock.
    pub fn examine(&self, progress: &mut dyn FnMut(u64, u64) -> bool) -> Result<Soundness, Error> {
        self.allow(Deed::ReadAudit)
            .or_else(|_refused| self.allow(Deed::Backup))?;
        Ok(self.registry.examine(progress)?)
    }

    /// Where the backups lie.
    pub fn backup_folder(&self) -> PathBuf {
        place(&self.dir, &self.settings.backup)
    }

    /// The backups made, newest first.
    pub fn backups(&self) -> Result<Vec<BackupRow>, Error> {
        self.allow(Deed::Backup)?;
        backups_in(&self.backup_folder())
    }

    /// Whether the day's backup is still to be made.
    pub fn backup_due(&self) -> Result<bool, Error> {
        let newest = backups_in(&self.backup_folder())?
            .iter()
            .filter_map(|row| row.state.as_ref().ok().map(|facts| facts.made_at))
            .max();
        Ok(keep::is_due(
            &self.settings.backup,
            newest,
            self.clock.now(),
        ))
    }

    /// The day's backup by plan, made by the program itself for whoever is at the desk.
    pub fn backup_job(&self) -> BackupJob {
        let now = self.clock.now();
        let stamp = clock::moment(now).strftime("%Y-%m-%d-%H%M%S").to_string();
        let file = self
            .backup_folder()
            .join(format!("{BEGINNING}{stamp}.{ENDING}"));
        self.job(file, OfficerId::PROGRAM, true)
    }

    fn job(&self, file: PathBuf, by: OfficerId, planned: bool) -> BackupJob {
        BackupJob {
            dir: self.dir.clone(),
            demo: self.demo,
            key: self.master.registry_key(),
            by,
            file,
            made_at: self.clock.now(),
            planned,
        }
    }

    /// A backup to any file, by the officer who acts.
    pub fn back_up(
        &mut self,
        file: &Path,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<BackupDone, Error> {
        self.allow(Deed::Backup)?;
        let done = self
            .job(file.to_owned(), self.officer.id, false)
            .run(progress)?;
        self.backup_done(&done)?;
        Ok(done)
    }

    /// Tells the audit of a backup that was made; takes away the planned ones the rule does not keep. Gives how many.
    pub fn backup_done(&mut self, done: &BackupDone) -> Result<usize, Error> {
        let pruned = if done.planned { self.prune()? } else { 0 };
        let by = By {
            officer: done.by,
            act: "backup-make",
            at: self.clock.now(),
        };
        self.registry.act(by, |act| {
            act.note("backup", done.facts.digest.as_str());
            act.note("head", done.facts.head_seq.to_string());
            act.note("pruned", pruned.to_string());
            Ok::<_, registry::Error>(())
        })?;
        Ok(pruned)
    }

    fn prune(&self) -> Result<usize, Error> {
        let rows = backups_in(&self.backup_folder())?;
        let planned: Vec<(i64, &Path)> = rows
            .iter()
            .filter(|row| name(&row.path).starts_with(BEGINNING))
            .filter_map(|row| Some((row.state.as_ref().ok()?.made_at, row.path.as_path())))
            .collect();
        let made: Vec<i64> = planned.iter().map(|(at, _)| *at).collect();
        let surplus = keep::surplus(&self.settings.backup, &made, self.today());
        let mut pruned = 0;
        for (_, path) in planned.iter().filter(|(at, _)| surplus.contains(at)) {
            // One that cannot be removed is one backup too many, and no harm.
            if fs::remove_file(path).is_ok() {
                pruned += 1;
            }
        }
        Ok(pruned)
    }
}
