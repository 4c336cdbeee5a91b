//! What came of a job's cards, as the shop says it card by card.

use super::journal::{self, Saying};
use super::{Shop, worker_name};
use crate::patrol;
use crate::shop::{Fate, JobId, Return};
use crate::station::Error;
use std::collections::HashSet;

impl Shop {
    /// Says what came of cards of a job, by their serials; what was said before is replaced.
    pub fn mark(
        &mut self,
        id: JobId,
        serials: &[String],
        fate: &Fate,
        who: &str,
    ) -> Result<(), Error> {
        let (fate, reason) = match fate {
            Fate::Spoiled(reason) => {
                let reason = patrol::fit(reason.trim(), Return::MOST_REASON);
                if reason.is_empty() {
                    return Err(Error::new("reason-missing"));
                }
                ("spoiled", reason)
            }
            Fate::Good => ("good", String::new()),
            Fate::Unused => ("unused", String::new()),
        };
        self.say(id, serials, (fate, reason), who)
    }

    /// Takes back what was said of cards.
    pub fn unmark(&mut self, id: JobId, serials: &[String], who: &str) -> Result<(), Error> {
        self.say(id, serials, ("", String::new()), who)
    }

    fn say(
        &mut self,
        id: JobId,
        serials: &[String],
        (fate, reason): (&str, String),
        who: &str,
    ) -> Result<(), Error> {
        self.sweep()?;
        let at = self.find(id)?;
        let work = self.jobs.get(at).ok_or_else(|| Error::new("internal"))?;
        let known: HashSet<&str> = work.cards.iter().map(|card| card.serial.as_str()).collect();
        if let Some(strange) = serials
            .iter()
            .find(|serial| !known.contains(serial.as_str()))
        {
            return Err(Error::new("job-other-card").with("serial", strange));
        }
        let saying = Saying {
            at: self.clock.now(),
            serials: serials.to_vec(),
            fate: fate.to_owned(),
            reason,
            who: worker_name(who),
        };
        self.hear(at, &saying)?;
        let cards = u64::try_from(serials.len()).unwrap_or(u64::MAX);
        self.line(at, "mark", who, cards)
    }

    /// Notes how late it is.
    pub(super) fn saw(&mut self, at: usize, now: i64) -> Result<(), Error> {
        let saying = Saying {
            at: now,
            serials: Vec::new(),
            fate: String::new(),
            reason: String::new(),
            who: String::new(),
        };
        self.hear(at, &saying)
    }

    /// On the disk first, then in the job.
    fn hear(&mut self, at: usize, saying: &Saying) -> Result<(), Error> {
        let work = self
            .jobs
            .get_mut(at)
            .ok_or_else(|| Error::new("internal"))?;
        journal::add(&self.dir, &self.master, work, (work.said, saying))?;
        work.hear(saying);
        work.said += 1;
        if journal::is_long(&self.dir, work) {
            return self.keep(at);
        }
        Ok(())
    }
}
