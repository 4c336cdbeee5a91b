//! From a backup to a folder, and the proof that the folder is an office with everything in it.

use super::archive::{self, Archive, Temporary};
use super::{BackupFacts, facts};
use crate::office::{Deed, Duty};
use crate::registry::{self, Registry, Soundness};
use crate::station::error::name;
use crate::station::{Error, Station, audit, registry_file, settings, site};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What was proven of a restored office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupProof {
    /// Of the backup.
    pub facts: BackupFacts,
    /// Of the folder made from it.
    pub found: Soundness,
    /// How long restoring and proving took.
    pub took_ms: u64,
}

/// A restore drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrillReport {
    /// The backup it was made with.
    pub path: PathBuf,
    /// When, Unix seconds.
    pub at: i64,
    /// What was proven.
    pub proof: BackupProof,
}

/// An examination that found something wrong.
pub(super) fn unsound(file: &Path, found: &Soundness) -> Error {
    let detail = if !found.pages.is_empty() {
        format!("{} pages", found.pages.len())
    } else if let Some(broken) = found.audit.breaks.first() {
        format!("audit entry {}: {}", broken.seq, broken.kind.id())
    } else {
        String::from("ledger")
    };
    Error::new("backup-unsound")
        .with("name", name(file))
        .because(detail)
}

/// Restores the backup `file` into the folder `dir`, which is new or empty. `enter` opens the restored office with a secret
/// that opens it, and so proves that it can be opened: of an administrator who has the duty in the backup itself, by password
/// or by recovery sheet. What was in the backup is compared with what is there.
///
/// When anything is wrong, nothing stays behind.
pub fn restore(
    file: &Path,
    dir: &Path,
    enter: impl FnOnce(&Path) -> Result<Station, Error>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<BackupProof, Error> {
    let begun = Instant::now();
    archive::vacant(dir)?;
    let archive = Archive::open(file)?;
    let (facts, stock) = (facts(&archive), archive.manifest.stock.clone());
    // A folder that is there may be a mount or where somebody stands: it is filled, not replaced.
    let in_place = dir.is_dir();
    let site = Site(if in_place {
        dir.to_owned()
    } else {
        site::building_site(dir)?
    });
    site::keep_private(&site.0);
    archive.unpack(&site.0, progress)?;
    let mut station = enter(&site.0)?;
    if station.walked_in {
        station.act_as(Duty::Admin)?;
    }
    station.allow(Deed::Backup)?;
    let mut found = station.registry.examine(progress)?;
    audit::signatures(&station.registry, &station.keys, &mut found.audit)?;
    agree(file, &facts, &stock, &found, &station.registry)?;
    let by = station.by("office-restore");
    station.registry.act(by, |act| {
        act.note("backup", facts.digest.as_str());
        act.note("head", facts.head_seq.to_string());
        Ok::<_, registry::Error>(())
    })?;
    // Closed before it moves: the log beside the registry is folded in.
    drop(station);
    site.place(dir)?;
    Ok(BackupProof {
        facts,
        found,
        took_ms: took(begun),
    })
}

fn took(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Everything the manifest says is there; acts of opening the office may have been added.
fn agree(
    file: &Path,
    facts: &BackupFacts,
    stock: &[(String, u64)],
    found: &Soundness,
    registry: &Registry,
) -> Result<(), Error> {
    if !found.is_sound() {
        return Err(unsound(file, found));
    }
    let differs = |what: &str| {
        Error::new("backup-unsound")
            .with("name", name(file))
            .because(what)
    };
    if !registry.has_entry(facts.head_seq, &facts.head_hash)? {
        return Err(differs("head of the audit"));
    }
    let (says, is) = (facts.counts, found.counts);
    let same = [
        (says.officers, is.officers),
        (says.cases, is.cases),
        (says.permits, is.permits),
        (says.portraits, is.portraits),
        (says.cards, is.cards),
        (says.blanks, is.blanks),
    ];
    if same.iter().any(|(says, is)| says != is) || is.entries < says.entries {
        return Err(differs("counts"));
    }
    let states = found.ledger.states.iter();
    if !states
        .map(|(state, count)| (state.id(), *count))
        .eq(stock.iter().map(|(id, count)| (id.as_str(), *count)))
    {
        return Err(differs("ledger"));
    }
    Ok(())
}

/// A folder in the making: emptied again unless it is put into its place.
struct Site(PathBuf);

impl Site {
    fn place(self, dir: &Path) -> Result<(), Error> {
        if self.0 != dir {
            fs::rename(&self.0, dir).map_err(|error| Error::writing(dir, &error))?;
        }
        std::mem::forget(self);
        Ok(())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // It was vacant, so all in it is ours. The error told is the one that matters.
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                fs::remove_dir_all(path).ok();
            } else {
                fs::remove_file(path).ok();
            }
        }
        if self.0.extension().is_some_and(|ending| ending == "part") {
            fs::remove_dir(&self.0).ok();
        }
    }
}

impl Station {
    /// Restores the newest backup into a folder beside it, proves it and removes it again; the act stands in the audit.
    pub fn drill(
        &mut self,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<DrillReport, Error> {
        self.allow(Deed::Backup)?;
        let begun = Instant::now();
        let newest = self
            .backups()?
            .into_iter()
            .find(|row| row.state.is_ok())
            .ok_or_else(|| Error::new("backup-none"))?;
        let archive = Archive::open(&newest.path)?;
        let (facts, stock) = (facts(&archive), archive.manifest.stock.clone());
        let site = Site(Temporary::beside(&newest.path, ".drill").0.clone());
        fs::create_dir(&site.0).map_err(|error| Error::writing(&site.0, &error))?;
        site::keep_private(&site.0);
        archive.unpack(&site.0, progress)?;
        settings::read(&site.0)?;
        let restored = Registry::open(&registry_file(&site.0), &self.master.registry_key())?;
        let mut found = restored.examine(progress)?;
        audit::signatures(&restored, &self.keys, &mut found.audit)?;
        agree(&newest.path, &facts, &stock, &found, &restored)?;
        drop(restored);
        drop(site);
        let by = self.by("backup-drill");
        self.registry.act(by, |act| {
            act.note("backup", facts.digest.as_str());
            act.note("head", facts.head_seq.to_string());
            Ok::<_, registry::Error>(())
        })?;
        Ok(DrillReport {
            path: newest.path,
            at: by.at,
            proof: BackupProof {
                facts,
                found,
                took_ms: took(begun),
            },
        })
    }
}
