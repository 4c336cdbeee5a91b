//! Printing runs: planned, looked at, paused, gone on with, cancelled, settled. How their parts are made is the batch's.

use super::cases::{good, void};
use super::{Error, Second, Station, batch};
use crate::office::{BlankEvent, BlankState, CaseState, Deed, PrintState, RunCounts};
use crate::registry::{
    self, AsOf, BlankQuery, CaseId, Move, NewRun, RunCardRow, RunId, RunPartRow, RunRow,
    SendingRow, Target,
};
use crate::seal::Status;
use std::collections::HashSet;

/// Runs listed at most; older ones are found by their number.
const MOST: u32 = 500;
/// Most cards one run is planned for.
const MOST_CARDS: usize = 1_000_000;

/// One run in full.
pub struct RunRecord {
    /// What it is, and where its cards stand.
    pub row: RunRow,
    /// In their order.
    pub cards: Vec<RunCardRow>,
    /// Parts that were made whole.
    pub parts: Vec<RunPartRow>,
    /// What its printer's queue has taken.
    pub sendings: Vec<SendingRow>,
    /// Serials of cards without a fate whose person may not have one any more: spoil them.
    pub barred: HashSet<String>,
}

impl Station {
    /// Plans a run: these cases in that order, or all that are approved and wait in no other run, the longest waiting first,
    /// at most `limit`. Nothing is sealed yet. Refuses more cards than the operator has blanks for.
    pub fn plan_run(
        &mut self,
        cases: Option<&[CaseId]>,
        how: &NewRun,
        limit: Option<u32>,
    ) -> Result<RunId, Error> {
        let officer = self.allow(Deed::PrintCard)?;
        let how = self.fitted(how)?;
        let mut cases = match cases {
            Some(cases) => cases.to_vec(),
            None => {
                let mut waiting = self.registry.approved_cases()?;
                waiting.retain(|case| self.steps_done(*case, CaseState::Approved).is_ok());
                waiting
            }
        };
        cases.truncate(limit.map_or(MOST_CARDS, |limit| {
            usize::try_from(limit).unwrap_or(MOST_CARDS)
        }));
        if cases.is_empty() {
            return Err(Error::new("run-nothing"));
        }
        let mine = BlankQuery {
            state: Some(BlankState::WithOperator),
            operator: Some(officer.id),
            limit: 1,
            ..BlankQuery::default()
        };
        let held = self.registry.blanks(&mine)?.1;
        let free = held.saturating_sub(self.registry.planned_cards(officer.id)?);
        let wanted = u64::try_from(cases.len()).unwrap_or(u64::MAX);
        if free < wanted {
            return Err(Error::new("run-blanks-short")
                .with("wanted", wanted)
                .with("blanks", free));
        }
        Ok(self
            .registry
            .act(self.by("run-plan"), |act| act.add_run(&how, &cases))?)
    }

    /// Runs with where their cards stand, newest first; `open` ones alone have cards whose fate is not known.
    pub fn runs(&self, open: bool) -> Result<Vec<RunRow>, Error> {
        self.allow(Deed::ReadStock)?;
        Ok(self.registry.runs(open, MOST)?)
    }

    /// One run, card by card; the look at it stands in the audit.
    pub fn run(&mut self, id: RunId) -> Result<RunRecord, Error> {
        self.allow(Deed::ReadStock)?;
        let record = self.run_again(id)?;
        self.registry.act(self.by("run-view"), |act| {
            act.about(id.record());
            Ok::<_, registry::Error>(())
        })?;
        Ok(record)
    }

    /// The same as it is now, for whoever has it before him: the look was noted when it began.
    pub fn run_again(&self, id: RunId) -> Result<RunRecord, Error> {
        self.allow(Deed::ReadStock)?;
        let row = self.registry.run(id)?;
        let cards = self.registry.run_cards(id, &[], (0, u32::MAX))?;
        let mut barred = HashSet::new();
        for card in cards.iter().filter(|card| !card.state.is_settled()) {
            let Some(serial) = &card.serial else { continue };
            if self.registry.bar(&card.permit_no)?.is_some()
                || self.status_of_card(serial)?.is_some_and(out_of_force)
            {
                barred.insert(serial.clone());
            }
        }
        Ok(RunRecord {
            parts: self.registry.run_parts(id)?,
            sendings: self.registry.sendings(id)?,
            row,
            cards,
            barred,
        })
    }

    /// Has a run wait: the part that is being made is finished, no other is begun.
    pub fn pause_run(&mut self, id: RunId) -> Result<(), Error> {
        self.allow(Deed::PrintCard)?;
        Ok(self
            .registry
            .act(self.by("run-pause"), |act| act.pause_run(id, true))?)
    }

    /// Lets a run go on that waits.
    pub fn resume_run(&mut self, id: RunId) -> Result<(), Error> {
        self.allow(Deed::PrintCard)?;
        if !self.registry.run(id)?.note.is_empty() {
            return Err(Error::new("run-cancelled"));
        }
        Ok(self
            .registry
            .act(self.by("run-resume"), |act| act.pause_run(id, false))?)
    }

    /// Cancels what has not left: cards that wait give up their turn and keep their cases approved. A card that is sealed has
    /// used its serial up: it is void, and its blank spoiled beside a second officer. What has left still gets its outcome.
    pub fn cancel_run(
        &mut self,
        id: RunId,
        reason: &str,
        second: Option<&Second>,
    ) -> Result<RunCounts, Error> {
        self.allow(Deed::PrintCard)?;
        self.steady()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::new("reason-missing"));
        }
        let _claim = batch::claim(self, id)?;
        let sealed = self
            .registry
            .run_cards(id, &[PrintState::Intended], (0, u32::MAX))?;
        let second = match (sealed.is_empty(), second) {
            (true, _) => None,
            (false, Some(second)) => Some(self.witness(second)?),
            (false, None) => {
                return Err(Error::new("run-second-needed").with("count", sealed.len()));
            }
        };
        let reference = self.reference();
        let (by, spoil) = (self.by("run-cancel"), self.by("card-spoil"));
        self.registry.act(by, |act| {
            act.pause_run(id, true)?;
            act.note_run(id, reason)?;
            act.withdraw_planned(id, "run-cancelled")?;
            let Some(second) = &second else { return Ok(()) };
            let with = Move {
                second: Some(second.id),
                note: Some(reason),
                ..Move::default()
            };
            for card in &sealed {
                let Some(serial) = &card.serial else { continue };
                act.next(spoil)?;
                let case = (serial.as_str(), Some(card.case));
                void(act, case, (BlankEvent::Spoil, &with), &reference)?;
                act.note("reason", reason);
                act.note("second", second.login.as_str());
            }
            Ok::<_, registry::Error>(())
        })?;
        Ok(self.registry.run(id)?.counts)
    }

    /// Says that every card of a run that has left, and of which nothing else was said, came out well; how many. A card whose
    /// way is unknown is left for somebody who has looked at it, and so is one that may not be in force any more, and one that
    /// lies at a print shop.
    pub fn settle_run(&mut self, id: RunId) -> Result<u64, Error> {
        self.settle_printed(id, &[])
    }

    /// The same, but for those cards: they wait in their printer's queue.
    pub fn settle_printed(&mut self, id: RunId, waiting: &[String]) -> Result<u64, Error> {
        self.allow(Deed::PrintCard)?;
        self.steady()?;
        self.registry.run(id)?;
        let cards = self
            .registry
            .run_cards(id, &[PrintState::Spooled], (0, u32::MAX))?;
        let mut well = Vec::with_capacity(cards.len());
        for serial in cards.into_iter().filter_map(|card| card.serial) {
            let stands = !self.status_of_card(&serial)?.is_some_and(out_of_force);
            let out = !waiting.contains(&serial);
            if out && stands && self.registry.job_of_card(&serial)?.is_none() {
                well.push(serial);
            }
        }
        let (by, each) = (self.by("run-settle"), self.by("card-good"));
        self.registry.act(by, |act| {
            act.about(id.record());
            act.note("cards", well.len().to_string());
            for serial in &well {
                act.next(each)?;
                good(act, serial)?;
            }
            Ok::<_, registry::Error>(())
        })?;
        Ok(u64::try_from(well.len()).unwrap_or(u64::MAX))
    }

    /// The run of a card, refused when it is another than the one that was named.
    pub fn card_in_run(&self, id: RunId, serial: &str) -> Result<RunCardRow, Error> {
        self.allow(Deed::PrintCard)?;
        let found = self.registry.run_card(serial)?;
        found
            .filter(|(run, _)| *run == id)
            .map(|(_, card)| card)
            .ok_or_else(|| {
                Error::new("run-other-card")
                    .with("serial", serial)
                    .with("run", id.0)
            })
    }

    /// A card is no good card when its person may not have it any more.
    pub(super) fn still_in_force(&self, serial: &str) -> Result<(), Error> {
        match self.status_of_card(serial)? {
            Some(status) if out_of_force(status) => {
                Err(Error::new("outcome-not-in-force").with("serial", serial))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Refuses a card for a permit that has ended, or was revoked or suspended, since its case was approved.
    pub(super) fn not_barred(&self, permit_no: &str) -> Result<(), Error> {
        match self.registry.bar(permit_no)? {
            Some(_) => Err(Error::new("run-permit-barred").with("permit", permit_no)),
            None => Ok(()),
        }
    }

    fn status_of_card(&self, serial: &str) -> Result<Option<Status>, Error> {
        let target = Target::Card(serial.to_owned());
        let now = AsOf::Now(self.clock.now());
        let found = self.registry.statuses_of(&target, now)?;
        Ok(found.first().map(|(_, status)| *status))
    }
}

fn out_of_force(status: Status) -> bool {
    matches!(status, Status::Revoked | Status::Suspended)
}
