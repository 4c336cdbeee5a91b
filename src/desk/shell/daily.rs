//! The day's backup, made behind the screens once it is due; the officer at the desk hears of it only when it fails.

use crate::desk::context::settled;
use crate::station::{Ask, BackupDone, BackupJob, Error, Worker};

/// Seconds between two looks whether one is due, and until one that failed is tried again.
const LOOK_EVERY_S: f64 = 60.0;
const AGAIN_AFTER_S: f64 = 15.0 * 60.0;

/// Where the day's backup stands: asked for, being made beside the registry's lane, told to the audit.
#[derive(Default)]
pub struct Daily {
    asked: Option<Ask<Result<Option<BackupJob>, Error>>>,
    made: Option<Ask<Result<BackupDone, Error>>>,
    told: Option<Ask<Result<usize, Error>>>,
    next_s: f64,
}

impl Daily {
    /// Goes on with whatever has come; an error is for the officer to see.
    pub fn step(&mut self, worker: &Worker, now_s: f64) -> Option<Error> {
        let idle = self.asked.is_none() && self.made.is_none() && self.told.is_none();
        if idle && self.next_s <= now_s {
            self.next_s = now_s + LOOK_EVERY_S;
            self.asked = Some(worker.ask(|station| {
                let due = station.backup_due()?;
                Ok(due.then(|| station.backup_job()))
            }));
        }
        let failed = match settled(&mut self.asked) {
            Some(Ok(Some(job))) => {
                self.made = Some(worker.long(move |_station| job.run(&mut |_done, _of| true)));
                None
            }
            Some(Err(error)) => Some(error),
            Some(Ok(None)) | None => None,
        };
        let failed = failed.or(match settled(&mut self.made) {
            Some(Ok(done)) => {
                self.told = Some(worker.ask(move |station| station.backup_done(&done)));
                None
            }
            Some(Err(error)) => Some(error),
            None => None,
        });
        let failed = failed.or(settled(&mut self.told).and_then(Result::err));
        if failed.is_some() {
            self.next_s = now_s + AGAIN_AFTER_S;
        }
        failed
    }
}
