//! What a printer's queue says of a run's cards it has taken: asked away from the registry, then recorded where it is the end.

use super::printer::{FOLDER, spool_failed, spooler};
use super::{Error, Station};
use crate::office::{Deed, SendingEnd};
use crate::print::spool::{JobId, JobState, Spooler, Trouble};
use crate::registry::{self, RunId, RunRow, RunTarget, SendingRow};

/// Asked after at once: a queue works them off in their order, and the next look asks after those behind.
const MOST: usize = 24;

/// What a queue says of one sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Which.
    pub sending: SendingRow,
    /// How it stands there.
    pub state: JobState,
    /// What its printer suffers from meanwhile.
    pub troubles: Vec<Trouble>,
}

impl Heard {
    /// It is over, and how.
    fn end(&self) -> Option<SendingEnd> {
        let mut ends = SendingEnd::ALL.into_iter();
        ends.find(|end| state_of(*end) == self.state)
    }
}

/// How a job stands that has come to that end.
fn state_of(end: SendingEnd) -> JobState {
    match end {
        SendingEnd::Done => JobState::Done,
        SendingEnd::Cancelled => JobState::Cancelled,
        SendingEnd::Failed => JobState::Failed,
        SendingEnd::Forgotten => JobState::Unknown,
    }
}

/// How one sending stands, by what the registry has and the queue has said last.
pub struct Stand<'a> {
    /// Which.
    pub sending: &'a SendingRow,
    /// `None`: the queue was not asked, or did not answer.
    pub state: Option<JobState>,
    /// What its printer suffers from meanwhile.
    pub troubles: &'a [Trouble],
}

/// How each of these stands.
pub fn stands<'a>(sendings: &'a [SendingRow], heard: &'a [Heard]) -> Vec<Stand<'a>> {
    let stand = |sending: &'a SendingRow| {
        let heard = heard.iter().find(|heard| heard.sending.id == sending.id);
        let ended = sending.ended.map(state_of);
        Stand {
            sending,
            state: ended.or(heard.map(|heard| heard.state)),
            troubles: heard
                .filter(|_| ended.is_none())
                .map_or(&[], |heard| &heard.troubles),
        }
    };
    sendings.iter().map(stand).collect()
}

/// Serials of cards that may still come out by themselves, by what the queue has said; those it was not asked after yet stand
/// behind others there. None where it did not answer.
pub fn waiting<'a>(sendings: &'a [SendingRow], heard: &'a [Heard]) -> Vec<&'a str> {
    if heard.is_empty() {
        return Vec::new();
    }
    let queued = |stand: &Stand<'_>| stand.state.is_none_or(JobState::is_queued);
    let stands = stands(sendings, heard).into_iter().filter(queued);
    stands
        .flat_map(|stand| stand.sending.serials.iter().map(String::as_str))
        .collect()
}

/// In the printer's queue: the run alone, no name of a person.
pub(super) fn title(run: RunId) -> String {
    format!("Loket {}", run.0)
}

/// Asks a printer's queue after what it has taken of a run and has not said the end of. Takes as long as the spooler takes.
pub fn ask_queue(
    spooler: &Spooler,
    run: &RunRow,
    sendings: &[SendingRow],
) -> Result<Vec<Heard>, Error> {
    let RunTarget::Printer(printer) = &run.how.target else {
        return Ok(Vec::new());
    };
    let open = sendings.iter().filter(|sending| sending.ended.is_none());
    let open: Vec<&SendingRow> = open.take(MOST).collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<JobId> = open.iter().map(|sending| JobId(sending.job)).collect();
    let jobs = spooler
        .jobs(printer, &title(run.id), &ids)
        .map_err(|error| spool_failed(error).with("name", printer))?;
    let heard = open.into_iter().zip(jobs).map(|(sending, job)| Heard {
        sending: sending.clone(),
        state: job.state,
        troubles: job.troubles,
    });
    Ok(heard.collect())
}

impl Station {
    /// Records what a queue is done with. A card that it called off or gave up may have come out none the less: nobody knows
    /// until somebody has looked, and it is never sent again by itself. True when something was new.
    pub fn hear(&mut self, run: RunId, heard: &[Heard]) -> Result<bool, Error> {
        self.allow(Deed::PrintCard)?;
        let over: Vec<(&SendingRow, SendingEnd)> = heard
            .iter()
            .filter_map(|heard| Some((&heard.sending, heard.end()?)))
            .collect();
        if over.is_empty() {
            return Ok(false);
        }
        let by = self.by("run-heard");
        self.registry
            .act(by, |act| {
                act.about(run.record());
                for (sending, end) in &over {
                    act.end_sending(run, sending, *end)?;
                }
                Ok::<_, registry::Error>(true)
            })
            .map_err(Error::from)
    }

    /// The number under which that card may still come out by itself. A queue that does not answer, or is gone, keeps nobody
    /// who has looked from saying that it did not.
    pub(super) fn queued(&self, run: RunId, serial: &str) -> Result<Option<i32>, Error> {
        let sendings = self.registry.sendings(run)?;
        let Some(sending) = sendings.iter().rfind(|sending| sending.has(serial)) else {
            return Ok(None);
        };
        let spooler = spooler(self.dir.join(FOLDER))?;
        let row = self.registry.run(run)?;
        let heard = match ask_queue(&spooler, &row, std::slice::from_ref(sending)) {
            Ok(heard) => heard,
            Err(error) => {
                log::warn!("queue not asked: {}", error.id);
                return Ok(None);
            }
        };
        let queued = heard.first().is_some_and(|heard| heard.state.is_queued());
        Ok(queued.then_some(sending.job))
    }

    /// Asks the queue of a run's printer and records what it is done with; a run into files has none.
    pub fn ask_printer(&mut self, run: RunId, spooler: &Spooler) -> Result<Vec<Heard>, Error> {
        self.allow(Deed::PrintCard)?;
        let row = self.registry.run(run)?;
        let heard = ask_queue(spooler, &row, &self.registry.sendings(run)?)?;
        self.hear(run, &heard)?;
        Ok(heard)
    }
}
