//! The check that has been told and not yet noted: sealed and synced before it is told, so that neither a crash nor a power cut loses it.

use super::folder::{damaged, read};
use crate::patrol::Sighting;
use crate::station::Error;
use crate::station::sealed::keep;
use crate::vault::MasterKey;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) const PENDING: &str = "pending.bin";
/// A sighting with its picture.
const MOST: u64 = 1024 * 1024;

/// At most one check waits.
pub(super) struct Pending {
    dir: PathBuf,
    held: Option<Sighting>,
}

impl Pending {
    /// What waited when the folder was left.
    pub(super) fn open(dir: &Path, master: &MasterKey) -> Result<Self, Error> {
        let held = if dir.join(PENDING).exists() {
            let bytes = read(dir, master, PENDING, MOST)?;
            let sighting = Sighting::from_bytes(&bytes);
            Some(sighting.map_err(|_form| damaged(PENDING))?)
        } else {
            None
        };
        Ok(Self {
            dir: dir.to_owned(),
            held,
        })
    }

    pub(super) fn held(&self) -> Option<&Sighting> {
        self.held.as_ref()
    }

    /// On the disk when it returns.
    pub(super) fn keep(&mut self, master: &MasterKey, sighting: Sighting) -> Result<(), Error> {
        keep(&self.dir, master, PENDING, &sighting.to_bytes()?)?;
        self.held = Some(sighting);
        Ok(())
    }

    /// What was to be noted and could not be waits with its note and its picture.
    pub(super) fn hold(&mut self, sighting: Sighting) {
        self.held = Some(sighting);
    }

    /// It is in the log. A file that cannot be removed is known by its id when the folder is opened.
    pub(super) fn done(&mut self) {
        self.held = None;
        fs::remove_file(self.dir.join(PENDING)).ok();
    }
}
