//! A run in the making: parts taken up, made on all threads, recorded as they come back, and put into their places.

mod send;

use super::part::{self, Made, Order, Shop, Ticket};
use super::{
    BatchFile, BatchReport, Ongoing, Part, Wanted, Withheld, is_unsettled, left, paper,
    recorded_part, serials_of,
};
use crate::office::CaseState;
use crate::permit::Permit;
use crate::portrait::Portrait;
use crate::registry::{self, CaseId, NewCard, RunCardRow, RunId, RunPartRow};
use crate::station::press::Press;
use crate::station::{Error, Station, file, issue, judge};
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

/// How often a run looks for other blanks when somebody takes those it was about to use.
const TRIES: u32 = 8;
/// Most of a file that is read to be compared with its digest.
const FILE_BYTES: u64 = 1 << 30;

/// A run that is being made.
pub(super) struct Work<'a> {
    station: &'a mut Station,
    shop: &'a Shop,
    /// Where files go; without one, cards are sealed and nothing leaves.
    out: Option<&'a Path>,
    report: BatchReport,
    start: Instant,
    /// Cards that waited when it began.
    of: u64,
    /// Place of the last card that was taken up.
    behind: u32,
    /// Serial of the last blank that was taken up.
    after: String,
    /// In the status list, of cards that are not recorded yet.
    places: HashSet<u64>,
    /// Parts that have left and are not recorded so.
    left: Vec<Part>,
}

impl<'a> Work<'a> {
    /// Nothing is done yet of `of` cards that wait.
    pub(super) fn begin(
        station: &'a mut Station,
        shop: &'a Shop,
        out: Option<&'a Path>,
        of: u64,
    ) -> Self {
        Self {
            station,
            shop,
            out,
            report: BatchReport::default(),
            start: Instant::now(),
            of,
            behind: 0,
            after: String::new(),
            places: HashSet::new(),
            left: Vec::new(),
        }
    }

    /// All of it, as far as it comes.
    pub(super) fn finish(
        mut self,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<BatchReport, Error> {
        let done = self.go_on(progress);
        // What has left counts as gone also when the next part failed.
        self.flush()?;
        done?;
        // Threads hand parts in as they come; people read them in their order.
        self.report
            .files
            .sort_by(|one, other| one.name.cmp(&other.name));
        self.report.seconds = self.start.elapsed().as_secs_f64();
        Ok(self.report)
    }

    /// Puts into its place what was recorded and never left: parts a killed program had begun. Only when it is asked for
    /// `again`, also files that were written and are not there as they were: somebody may have printed them and cleared them
    /// away, and a serial is printed once.
    pub(super) fn mend(&mut self, out: &Path, again: bool) -> Result<(), Error> {
        let run = self.shop.run;
        let mut wanting: Vec<u32> = self.station.registry.unfinished_parts(run)?;
        let left = if again {
            self.station.registry.run_parts(run)?
        } else {
            Vec::new()
        };
        for part in left {
            let cards = self.station.registry.run_part_cards(run, part.part)?;
            let open = cards.iter().any(|card| is_unsettled(card.state));
            if open && !wanting.contains(&part.part) && !self.stands(out, &part, &cards) {
                wanting.push(part.part);
            }
        }
        let mut press = Press::default();
        for part in wanting {
            let found = recorded_part(self.station, self.shop, (part, Wanted::Here), &mut press)?;
            let Some((pdf, serials)) = found else {
                continue;
            };
            let cards = self.station.registry.run_part_cards(run, part)?;
            let name = file_name(run, part, &serials_of(&cards));
            file::write(&out.join(&name), pdf.bytes(), file::Readers::Owner)?;
            self.report.again += u64::try_from(serials.len()).unwrap_or(0);
            self.wrote(name, Part::of(part, &pdf, serials));
            self.flush()?;
        }
        Ok(())
    }

    /// Its file is in its place, whole.
    fn stands(&self, out: &Path, part: &RunPartRow, cards: &[RunCardRow]) -> bool {
        let path = out.join(file_name(self.shop.run, part.part, &serials_of(cards)));
        file::read(&path, FILE_BYTES)
            .is_ok_and(|bytes| <[u8; 32]>::from(Sha256::digest(&bytes)) == part.sha256)
    }

    /// Everything that waits, part by part, on all cores.
    fn go_on(
        &mut self,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let split = self.station.registry.run(self.shop.run)?.how.split;
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        // One part waits for each thread that is at work.
        let most = cores + 1;
        let (orders, inbox) = sync_channel::<Order>(most);
        let (done, made) = sync_channel::<Result<Made, Error>>(most);
        let inbox = Mutex::new(inbox);
        let shop = self.shop;
        thread::scope(|scope| {
            for _ in 0..cores {
                let (inbox, done) = (&inbox, done.clone());
                thread::Builder::new()
                    .name(String::from("batch"))
                    .spawn_scoped(scope, move || work(shop, inbox, &done))
                    .map_err(|error| Error::new("internal").because(error.kind()))?;
            }
            drop(done);
            let answer = self.pump(&orders, &made, (split, most), progress);
            // The threads end when nobody can order any more.
            drop(orders);
            drop(made);
            answer
        })
    }

    /// Takes up parts while there is room, and records each as it comes back.
    fn pump(
        &mut self,
        orders: &SyncSender<Order>,
        made: &Receiver<Result<Made, Error>>,
        (split, most): (u32, usize),
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let gone = |_: &dyn std::any::Any| Error::new("internal").because("a thread is gone");
        let mut next = self.station.registry.last_run_part(self.shop.run)? + 1;
        let (mut flying, mut stopped, mut failed) = (0_usize, false, None);
        let mut tries = TRIES;
        let mut over = false;
        loop {
            if over && flying == 0 && 0 < tries {
                // Blanks were taken by somebody else: what they were for is taken up again, from the first that waits.
                (self.behind, over, tries) = (0, false, tries - 1);
                self.after.clear();
            }
            while !stopped && !over && flying < most {
                if self.station.registry.is_run_paused(self.shop.run)? {
                    stopped = true;
                    break;
                }
                match self.take_up(next, split) {
                    Ok(Some(order)) => {
                        orders.send(order).map_err(|error| gone(&error))?;
                        (flying, next) = (flying + 1, next + 1);
                    }
                    Ok(None) => stopped = true,
                    Err(error) => {
                        stopped = true;
                        failed = failed.or(Some(error));
                    }
                }
            }
            if flying == 0 {
                if over && !stopped && 0 < tries {
                    continue;
                }
                break;
            }
            let part = made.recv().map_err(|error| gone(&error))?;
            flying -= 1;
            match part.and_then(|part| self.record(part)) {
                Ok(()) => {}
                Err(error) if error.id == "run-blank-taken" && 0 < tries && !stopped => over = true,
                Err(error) => {
                    stopped = true;
                    failed = failed.or(Some(error));
                }
            }
            stopped |= progress(&self.ongoing()).is_break();
        }
        failed.map_or(Ok(()), Err)
    }

    fn ongoing(&self) -> Ongoing {
        let withheld = u64::try_from(self.report.withheld.len()).unwrap_or(0);
        let done = self.report.cards + withheld;
        let rate = self.start.elapsed().as_secs_f64() / count(done.max(1));
        Ongoing {
            done,
            of: self.of,
            left_s: (0 < done).then(|| rate * count(self.of.saturating_sub(done))),
        }
    }

    /// The next part's cards, each judged as it stands now and given a blank; `None` when nothing waits.
    fn take_up(&mut self, part: u32, split: u32) -> Result<Option<Order>, Error> {
        let start = Instant::now();
        let run = self.shop.run;
        let split = paper::cards_in(self.shop.plan.as_ref(), &self.shop.taken, (part, split));
        let wanted = usize::try_from(split).unwrap_or(1);
        let mut fit = Vec::with_capacity(wanted);
        while fit.len() < wanted {
            let missing = u32::try_from(wanted - fit.len()).unwrap_or(1);
            let rows = self
                .station
                .registry
                .run_planned(run, self.behind, missing)?;
            let Some((last, _)) = rows.last() else { break };
            self.behind = *last;
            for (place, case) in rows {
                match judged(self.station, self.shop, case) {
                    Ok((permit, portrait)) => fit.push((place, case, permit, portrait)),
                    Err(error) if is_fatal(&error) => return Err(error),
                    Err(error) => self.withhold(place, case, error)?,
                }
            }
        }
        if fit.is_empty() {
            return Ok(None);
        }
        let at = self.station.clock.now();
        let signer = issue::signer(self.station, at)?;
        let officer = self.station.officer.id;
        let count = u32::try_from(fit.len()).unwrap_or(u32::MAX);
        let blanks = self
            .station
            .registry
            .next_blanks(officer, &self.after, count)?;
        if blanks.len() < fit.len() {
            return Err(Error::new("run-blanks-ended")
                .with("wanted", fit.len())
                .with("blanks", blanks.len()));
        }
        self.after = blanks.last().cloned().unwrap_or_default();
        let mut tickets = Vec::with_capacity(fit.len());
        for ((place, case, permit, portrait), serial) in fit.into_iter().zip(blanks) {
            let idx = issue::free_place(self.station, &self.places)?;
            self.places.insert(idx);
            tickets.push(Ticket {
                place,
                case,
                permit,
                portrait,
                serial,
                idx,
            });
        }
        self.report.stages.read += start.elapsed().as_secs_f64();
        Ok(Some(Order {
            part,
            tickets,
            signer,
            at,
        }))
    }

    /// A case whose card is not made leaves the run; the run goes on.
    fn withhold(&mut self, place: u32, case: CaseId, error: Error) -> Result<(), Error> {
        let run = self.shop.run;
        let by = self.station.by("run-withhold");
        self.station.registry.act(by, |act| {
            act.about(run.record());
            act.note("case", case.0.to_string());
            act.note("cause", error.id);
            act.withdraw_card(run, place, error.id)
        })?;
        self.report.withheld.push(Withheld { case, error });
        Ok(())
    }

    /// The intent of a whole part in one act, then its file into its place.
    fn record(&mut self, made: Made) -> Result<(), Error> {
        self.report.stages.add(&made.stages);
        let serials = made.serials();
        let name = file_name(self.shop.run, made.part, &serials);
        let Some(out) = self.out else {
            self.intend(&made)?;
            self.report.cards += u64::try_from(serials.len()).unwrap_or(0);
            return Ok(());
        };
        let start = Instant::now();
        let bytes = made.pdf.bytes();
        let waiting = file::Waiting::write(&out.join(&name), bytes, file::Readers::Owner)?;
        self.report.stages.write += start.elapsed().as_secs_f64();
        self.intend(&made)?;
        waiting.place()?;
        self.report.cards += u64::try_from(serials.len()).unwrap_or(0);
        self.wrote(name, Part::of(made.part, &made.pdf, serials));
        Ok(())
    }

    /// Blanks, seals, cards and cases of a part in one act, with what had left before it.
    fn intend(&mut self, made: &Made) -> Result<(), Error> {
        let start = Instant::now();
        let run = self.shop.run;
        let (by, each) = (self.station.by("run-part"), self.station.by("card-issue"));
        let (shop, before) = (self.shop, std::mem::take(&mut self.left));
        let recorded = self.station.registry.act(by, |act| {
            act.about(run.record());
            act.note("part", made.part.to_string());
            before.iter().try_for_each(|part| part.keep(act, run))?;
            for ((ticket, seal), position) in made.cards.iter().zip(1_u32..) {
                act.next(each)?;
                let card = NewCard {
                    permit: &ticket.permit,
                    fields: &ticket.permit.to_draft(),
                    portrait: Some(&ticket.portrait),
                    serial: &ticket.serial,
                    seal,
                    look: &shop.look(ticket.permit.kind).1,
                };
                let place = (run, ticket.place);
                issue::record(act, place, ticket.case, &card, (made.part, position))?;
            }
            Ok::<_, registry::Error>(())
        });
        if let Err(error) = recorded {
            self.left = before;
            // Another run, or the keeper, has taken one of its blanks in the meantime, or a place in the status list.
            let of_another = matches!(
                error,
                registry::Error::BlankOutOfTurn(_) | registry::Error::Taken("status")
            );
            return Err(if of_another {
                Error::new("run-blank-taken")
            } else {
                error.into()
            });
        }
        for (ticket, _) in &made.cards {
            self.places.remove(&ticket.idx);
        }
        self.report.stages.record += start.elapsed().as_secs_f64();
        Ok(())
    }

    /// A file is in its place; the next act says so.
    fn wrote(&mut self, name: String, part: Part) {
        self.report.files.push(BatchFile {
            name,
            cards: part.row.cards,
            bytes: part.row.bytes,
        });
        self.left.push(part);
    }

    /// Records what has left.
    fn flush(&mut self) -> Result<(), Error> {
        let run = self.shop.run;
        for part in std::mem::take(&mut self.left) {
            left(self.station, run, &part)?;
        }
        Ok(())
    }
}

/// One thread: takes parts until nobody orders any more.
fn work(shop: &Shop, inbox: &Mutex<Receiver<Order>>, done: &SyncSender<Result<Made, Error>>) {
    let mut press = Press::default();
    loop {
        let order = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(order) = order else { return };
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            part::make(shop, order, &mut press)
        }));
        let made = made.unwrap_or_else(|_panic| Err(Error::new("internal")));
        if done.send(made).is_err() {
            return;
        }
    }
}

/// A case as it stands now: approved, its permit not barred, no hard finding today, and what would be printed still what was
/// approved; otherwise the approval is void.
fn judged(station: &mut Station, shop: &Shop, id: CaseId) -> Result<(Permit, Portrait), Error> {
    let case = station.registry.case(id)?;
    let approval = match (case.row.state, case.approval) {
        (CaseState::Approved, Some(approval)) => approval,
        (state, _) => return Err(Error::new("case-out-of-turn").with("state", state.id())),
    };
    station.steps_done(id, CaseState::Approved)?;
    station.not_barred(&case.row.permit_no)?;
    let (judgement, permit) = judge::judge_approved(station, &case.draft, station.today())?;
    let Some(permit) = permit.filter(|_| judgement.passes) else {
        return Err(issue::refused(&judgement));
    };
    let portrait = case
        .portrait
        .ok_or_else(|| Error::new("draft-has-findings"))?;
    let look = &shop.look(permit.kind).1;
    if registry::approval_digest(&permit.to_draft(), &portrait, look)? != approval.digest {
        return Err(station.void_approval(id)?);
    }
    Ok((permit, portrait))
}

/// Concerns the whole run, not one case.
fn is_fatal(error: &Error) -> bool {
    matches!(
        error.id,
        "registry-busy" | "registry-torn" | "registry-failed" | "registry-closed" | "disk-full"
    )
}

/// Tells which blanks go into the hopper with it.
fn file_name(run: RunId, part: u32, serials: &[String]) -> String {
    let (first, last) = (serials.first(), serials.last());
    let plain = |serial: Option<&String>| serial.cloned().unwrap_or_default();
    format!(
        "run-{}-{part:04}-{}-{}.pdf",
        run.0,
        plain(first),
        plain(last)
    )
}

/// For rates alone.
fn count(cards: u64) -> f64 {
    f64::from(u32::try_from(cards).unwrap_or(u32::MAX))
}
