//! Print shops at the office: which there are, jobs given to them, and what comes back of each.

use super::batch::{self, Ongoing, Withheld};
use super::cases::{good, void};
use super::file::{Readers, Waiting};
use super::press::Press;
use super::{Error, Second, Secret, Station, clock, whereabouts};
use crate::drawing::Mm;
use crate::office::{BlankEvent, Deed, PrintEvent, PrintState};
use crate::patrol::Passphrase;
use crate::permit::date_text;
use crate::registry::{self, CaseId, Move, RunId, RunRow, RunTarget};
use crate::shop::{
    self, Badge, Card, Close, Fate, JobFile, JobId, LogLine, Paper, Return, ShopId, Terms,
};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::ops::ControlFlow;
use std::path::Path;

// The desk may not import the registry; its plain values pass through the station's door.
pub use crate::registry::{JobRow, ShopRow};

/// Days ahead a job may be given out for: holders' data lie at a shop no longer than printing takes.
const MOST_DAYS: i64 = 60;
/// So long after a job's last day its return is still taken: what was printed then is to be told, nothing is printed any more.
pub(super) const RETURN_S: i64 = 14 * 24 * 60 * 60;
/// How far clocks may differ.
pub(super) const CLOCK_SKEW_S: i64 = 300;
/// Jobs listed at most.
const MOST_JOBS: u32 = 500;
/// Letters of a shop's name.
const MOST_NAME: usize = 80;

/// To whom a job goes, and how.
pub struct JobOrder<'a> {
    /// The file to write.
    pub path: &'a Path,
    /// Name of a shop the office knows.
    pub shop: &'a str,
    /// The last day on which something of it is printed.
    pub until: Date,
    /// Closes it in place of the shop's key.
    pub passphrase: Option<&'a Secret>,
    /// In a press's inks, as PDF/X-4.
    pub cmyk: bool,
    /// Cards are in it that were written into files here: somebody knows that those were not printed.
    pub again: bool,
}

/// A job that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobMade {
    /// Names it.
    pub job: JobId,
    /// The run its cards are of.
    pub run: RunId,
    /// Cards in it.
    pub cards: u64,
    /// Files in it.
    pub files: u64,
    /// Bytes of the job.
    pub bytes: u64,
    /// Cases of the run that got no card.
    pub withheld: Vec<Withheld>,
}

/// A return that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The job, as it now stands.
    pub job: JobRow,
    /// Cards that are good from now on.
    pub good: u64,
    /// Cards whose serials are void from now on.
    pub spoiled: u64,
    /// Cards that were not printed; they wait again, with the blanks and seals they have.
    pub unused: u64,
    /// Serials of good cards that are not in force any more: they are to be spoiled at the office.
    pub barred: Vec<String>,
    /// Serials of which the office had said something else already; what it said stands.
    pub differs: Vec<String>,
    /// How the shop worked on the job.
    pub log: Vec<LogLine>,
}

/// What a return comes to before anything is changed.
#[derive(Default)]
struct Reckoning {
    good: Vec<String>,
    /// Serial, case, reason.
    spoiled: Vec<(String, Option<CaseId>, String)>,
    unused: Vec<String>,
    barred: Vec<String>,
    differs: Vec<String>,
}

impl Station {
    /// Takes a print shop's badge: jobs may be given to it from now on. A shop nobody knows is refused with its fingerprint,
    /// until somebody who compared it with the shop's own says so by `accept`.
    pub fn add_shop(
        &mut self,
        badge: &[u8],
        accept: Option<ShopId>,
        name: Option<&str>,
    ) -> Result<ShopRow, Error> {
        self.allow(Deed::GiveTrust)?;
        let badge = Badge::from_bytes(badge)?;
        let id = badge.id();
        let name = name.unwrap_or(&badge.name).trim();
        if name.is_empty() || MOST_NAME < name.chars().count() {
            return Err(Error::new("shop-name").with("most", MOST_NAME));
        }
        let known = self
            .registry
            .shops()?
            .into_iter()
            .find(|row| row.shop == id);
        if known.is_none() && accept != Some(id) {
            return Err(Error::new("shop-fingerprint")
                .with("name", name)
                .with("fingerprint", id));
        }
        let by = self.by("shop-add");
        let row = ShopRow {
            shop: id,
            name: name.to_owned(),
            recipient: badge.recipient.clone(),
            certificate: badge.certificate.der,
            added_at: known.map_or(by.at, |known| known.added_at),
            dropped_at: None,
        };
        self.registry.act(by, |act| {
            act.note("name", row.name.as_str());
            act.keep_shop(&row)
        })?;
        Ok(row)
    }

    /// A shop gets no jobs any more; returns of those it has are still taken.
    pub fn drop_shop(&mut self, name: &str, reason: &str) -> Result<(), Error> {
        self.allow(Deed::GiveTrust)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::new("reason-missing"));
        }
        let by = self.by("shop-drop");
        let row = ShopRow {
            dropped_at: Some(by.at),
            ..self.shop_named(name)?
        };
        Ok(self.registry.act(by, |act| {
            act.note("reason", reason);
            act.keep_shop(&row)
        })?)
    }

    /// Shops the office knows.
    pub fn shops(&self) -> Result<Vec<ShopRow>, Error> {
        self.allow(Deed::GiveTrust)
            .or_else(|_other| self.allow(Deed::ReadStock))?;
        Ok(self.registry.shops()?)
    }

    /// Jobs, newest first; `out` ones alone lie at a shop.
    pub fn jobs(&self, out: bool) -> Result<Vec<JobRow>, Error> {
        self.allow(Deed::ReadStock)?;
        Ok(self.registry.jobs(out, MOST_JOBS)?)
    }

    fn shop_named(&self, name: &str) -> Result<ShopRow, Error> {
        let wanted = name.trim().to_lowercase();
        let id = ShopId::parse(&wanted);
        let mut shops = self.registry.shops()?.into_iter();
        shops
            .find(|row| row.name.to_lowercase() == wanted || Some(row.shop) == id)
            .ok_or_else(|| Error::new("shop-unknown"))
    }

    /// Approved cases of these permits, to be planned for a shop; refuses a number nobody waits with.
    pub fn approved_of(&mut self, permits: &[String]) -> Result<Vec<CaseId>, Error> {
        self.allow(Deed::PrintCard)?;
        let waiting = self.registry.approved_cases()?;
        let mut found = Vec::with_capacity(permits.len());
        for case in waiting {
            let permit_no = self.registry.case(case)?.row.permit_no;
            if permits.contains(&permit_no) {
                found.push((permit_no, case));
            }
        }
        permits
            .iter()
            .map(|permit| {
                let case = found.iter().find(|(permit_no, _)| permit_no == permit);
                case.map(|(_, case)| *case)
                    .ok_or_else(|| Error::new("job-permit").with("permit", permit))
            })
            .collect()
    }

    /// Writes what a run's cards print as a job for one shop, closed for it alone and signed by the office; cards that are not
    /// sealed yet are sealed first. From then on the cards lie at the shop. The file is in its place only when the registry says
    /// who has it. Whoever is asked to `progress` may stop it while cards are sealed.
    pub fn export_job(
        &mut self,
        run: RunId,
        order: &JobOrder<'_>,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<JobMade, Error> {
        let officer = self.allow(Deed::PrintCard)?;
        self.steady()?;
        let shop = self.shop_named(order.shop)?;
        if shop.dropped_at.is_some() {
            return Err(Error::new("shop-dropped").with("name", shop.name));
        }
        self.in_time(order.until)?;
        let row = self.registry.run(run)?;
        if row.operator != officer.id {
            return Err(Error::new("run-of-another").with("run", run.0));
        }
        if row.how.target != RunTarget::Files {
            return Err(Error::new("run-for-printer").with("run", run.0));
        }
        let written = self.written_here(run)?.len();
        if 0 < written && !order.again {
            return Err(Error::new("job-run-written")
                .with("run", run.0)
                .with("count", written));
        }
        let withheld = if row.counts.left() == 0 {
            Vec::new()
        } else {
            let sealed = self.seal_run(run, progress)?;
            if 0 < self.registry.run(run)?.counts.planned {
                return Err(Error::new("stopped"));
            }
            sealed.withheld
        };
        let _claim = batch::claim(self, run)?;
        let now = self.clock.now();
        self.next_signer(now)?;
        let recipient = self.log_recipient()?;
        let terms = self.terms(&row, (&shop, order.until), recipient)?;
        let made = self.write_out(&row, order, &shop, &terms)?;
        Ok(JobMade { withheld, ..made })
    }

    fn in_time(&self, until: Date) -> Result<(), Error> {
        let today = self.today();
        let latest = today.saturating_add(MOST_DAYS.days());
        if until < today {
            return Err(Error::new("job-until").with("date", date_text(until)));
        }
        if latest < until {
            return Err(Error::new("job-far")
                .with("date", date_text(latest))
                .with("days", MOST_DAYS));
        }
        Ok(())
    }

    fn terms(
        &self,
        row: &RunRow,
        (shop, until): (&ShopRow, Date),
        recipient: String,
    ) -> Result<Terms, Error> {
        let now = self.clock.now();
        let signer = self.keys.signer(now);
        let signer = signer.ok_or_else(|| Error::new("key-failed"))?;
        let (size, short_edge) = batch::paper::paper_of(&row.how)?;
        Ok(Terms {
            id: JobId(rand::random()),
            office: self.settings.office.office.clone(),
            root: self.root(),
            signer: signer.certificate.clone(),
            shop: shop.shop,
            made_at: now,
            until: clock::end_of(until),
            recipient,
            paper: Paper {
                name: batch::paper_name(&row.how),
                width_um: micrometres(size.width),
                height_um: micrometres(size.height),
                short_edge,
            },
        })
    }

    /// From now on the cards lie at the shop.
    fn given_out(&mut self, job: &JobRow, serials: &[String], until: Date) -> Result<(), Error> {
        Ok(self.registry.act(self.by("job-export"), |act| {
            act.note("run", job.run.0.to_string());
            act.note("until", until.to_string());
            for serial in serials {
                act.move_run_card(serial, PrintEvent::Spooled)?;
            }
            act.add_job(job, serials)
        })?)
    }

    fn write_out(
        &mut self,
        row: &RunRow,
        order: &JobOrder<'_>,
        shop: &ShopRow,
        terms: &Terms,
    ) -> Result<JobMade, Error> {
        let signer = self.keys.signer(terms.made_at).cloned();
        let signer = signer.ok_or_else(|| Error::new("key-failed"))?;
        let closing = closing(order, shop)?;
        let work = if self.demo {
            whereabouts::DEMO_WORK
        } else {
            whereabouts::WORK
        };
        let close = closing
            .as_ref()
            .map_or(Close::Recipient(&shop.recipient), |passphrase| {
                Close::Passphrase(passphrase, work)
            });
        let (mut serials, mut files) = (Vec::new(), 0);
        let mut parts = 1..=self.registry.last_run_part(row.id)?;
        let mut press = Press::default();
        let (waiting, file) = Waiting::begin(order.path, Readers::Owner)?;
        let (out, digest) = shop::write_job(
            BufWriter::new(file),
            &close,
            terms,
            signer.key.as_ref(),
            &mut || {
                for part in parts.by_ref() {
                    let Some((pdf, of)) = self.job_part(row, (part, order.cmyk), &mut press)?
                    else {
                        continue;
                    };
                    files += 1;
                    serials.extend(of.iter().cloned());
                    return Ok::<_, Error>(Some(JobFile {
                        name: format!("{}-{part:04}.pdf", terms.id.short()),
                        serials: of,
                        bytes: pdf.bytes().to_vec(),
                    }));
                }
                Ok(None)
            },
        )?;
        if serials.is_empty() {
            return Err(Error::new("job-empty").with("run", row.id.0));
        }
        let file = out
            .into_inner()
            .map_err(|error| Error::writing(order.path, error.error()))?;
        file.sync_all()
            .map_err(|error| Error::writing(order.path, &error))?;
        let bytes = file.metadata().map_or(0, |file| file.len());
        let cards = u64::try_from(serials.len()).unwrap_or(u64::MAX);
        let kept = JobRow {
            job: terms.id,
            shop: shop.shop,
            shop_name: shop.name.clone(),
            run: row.id,
            digest,
            made_at: terms.made_at,
            until: terms.until,
            returned_at: None,
            called_off_at: None,
            cards,
            good: 0,
            spoiled: 0,
            unused: 0,
        };
        self.given_out(&kept, &serials, order.until)?;
        waiting.place()?;
        Ok(JobMade {
            job: terms.id,
            run: row.id,
            cards,
            files,
            bytes,
            withheld: Vec::new(),
        })
    }

    /// Gives up a job that does not come back: its return is refused from now on, and the office says itself what came of the
    /// cards.
    pub fn call_off_job(&mut self, job: JobId, reason: &str) -> Result<(), Error> {
        self.allow(Deed::PrintCard)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::new("reason-missing"));
        }
        let known = self.registry.job(job)?;
        known.ok_or_else(|| Error::new("job-unknown"))?;
        Ok(self
            .registry
            .act(self.by("job-call-off"), |act| act.call_off_job(job, reason))?)
    }

    /// Takes in what a shop says of a job, all of it or nothing. Refused: a return of another office, of a shop or job nobody
    /// knows, of another job than was given, of other cards, one that comes a second time, one made too late, one that was
    /// changed. Spoiled cards want a second officer, who looks at them.
    pub fn import_return(
        &mut self,
        path: &Path,
        second: Option<&Second>,
    ) -> Result<Returned, Error> {
        self.allow(Deed::PrintCard)?;
        self.steady()?;
        self.log_recipient()?;
        let identity = self.log_identity()?;
        let file = File::open(path).map_err(|error| Error::reading(path, &error))?;
        let told = shop::read_return(BufReader::new(file), &identity)?;
        let job = self.due(&told)?;
        let reckoning = self.reckon(&told)?;
        let second = match (reckoning.spoiled.len(), second) {
            (0, _) => None,
            (_, Some(second)) => Some(self.witness(second)?),
            (count, None) => return Err(Error::new("return-second-needed").with("count", count)),
        };
        let reference = self.reference();
        let (by, well, spoil) = (
            self.by("job-import"),
            self.by("card-good"),
            self.by("card-spoil"),
        );
        self.registry.act(by, |act| {
            act.return_job(job.job, &told.cards)?;
            act.note("shop", job.shop_name.as_str());
            act.note("good", reckoning.good.len().to_string());
            act.note("spoiled", reckoning.spoiled.len().to_string());
            act.note("unused", reckoning.unused.len().to_string());
            // The shop has signed that these were not printed: they wait again.
            for serial in &reckoning.unused {
                act.move_run_card(serial, PrintEvent::NotSent)?;
            }
            for serial in &reckoning.good {
                act.next(well)?;
                good(act, serial)?;
            }
            let Some(second) = &second else { return Ok(()) };
            for (serial, case, reason) in &reckoning.spoiled {
                act.next(spoil)?;
                let with = Move {
                    second: Some(second.id),
                    note: Some(reason),
                    ..Move::default()
                };
                let card = (serial.as_str(), *case);
                void(act, card, (BlankEvent::Spoil, &with), &reference)?;
                act.note("reason", reason.as_str());
                act.note("second", second.login.as_str());
            }
            Ok::<_, registry::Error>(())
        })?;
        let count = |list: usize| u64::try_from(list).unwrap_or(u64::MAX);
        Ok(Returned {
            job: self.registry.job(job.job)?.unwrap_or(job),
            good: count(reckoning.good.len()),
            spoiled: count(reckoning.spoiled.len()),
            unused: count(reckoning.unused.len()),
            barred: reckoning.barred,
            differs: reckoning.differs,
            log: told.log,
        })
    }

    /// The job a return is of, if it is to be taken.
    fn due(&self, told: &Return) -> Result<JobRow, Error> {
        let shops = self.registry.shops()?;
        let shop = shops
            .into_iter()
            .find(|shop| shop.certificate == told.shop.der)
            .ok_or_else(|| Error::new("return-shop-unknown"))?;
        let job = self.registry.job(told.job)?;
        let job = job.ok_or_else(|| Error::new("return-job-unknown"))?;
        if job.shop != shop.shop {
            return Err(Error::new("return-other-shop").with("name", job.shop_name));
        }
        if job.digest != told.digest {
            return Err(Error::new("return-other-job"));
        }
        if let Some(at) = job.returned_at {
            let day = date_text(clock::day_of(at));
            return Err(Error::new("return-again").with("date", day));
        }
        if job.called_off_at.is_some() {
            return Err(Error::new("return-called-off"));
        }
        if job.until + RETURN_S < told.made_at {
            let day = date_text(clock::day_of(job.until - 1));
            return Err(Error::new("return-late").with("date", day));
        }
        if self.clock.now() + CLOCK_SKEW_S < told.made_at {
            return Err(Error::new("return-early"));
        }
        let mut given = self.registry.job_serials(job.job)?;
        let mut back: Vec<String> = told.cards.iter().map(|card| card.serial.clone()).collect();
        given.sort();
        back.sort();
        if given != back {
            return Err(Error::new("return-cards"));
        }
        Ok(job)
    }

    fn reckon(&self, told: &Return) -> Result<Reckoning, Error> {
        let mut reckoning = Reckoning::default();
        for Card { serial, fate, .. } in &told.cards {
            let found = self.registry.run_card(serial)?;
            let (_, row) = found.ok_or_else(|| Error::new("return-cards"))?;
            match (fate, row.state) {
                (Fate::Unused, _) => reckoning.unused.push(serial.clone()),
                // Both said the same.
                (Fate::Good, PrintState::Good) | (Fate::Spoiled(_), PrintState::Spoiled) => {}
                (Fate::Good | Fate::Spoiled(_), state) if state.is_settled() => {
                    reckoning.differs.push(serial.clone());
                }
                (Fate::Good, _) => match self.still_in_force(serial) {
                    Ok(()) => reckoning.good.push(serial.clone()),
                    Err(error) if error.id == "outcome-not-in-force" => {
                        reckoning.barred.push(serial.clone());
                    }
                    Err(error) => return Err(error),
                },
                (Fate::Spoiled(reason), _) => {
                    let case = self.registry.case_of_card(serial)?;
                    let card = (serial.clone(), case, reason.trim().to_owned());
                    reckoning.spoiled.push(card);
                }
            }
        }
        Ok(reckoning)
    }

    /// Refuses to say that a card is good which lies at a print shop.
    pub(super) fn not_at_shop(&self, serial: &str) -> Result<(), Error> {
        match self.registry.job_of_card(serial)? {
            Some(job) => Err(Error::new("job-out")
                .with("serial", serial)
                .with("job", job.short())),
            None => Ok(()),
        }
    }
}

/// Thousandths of a millimetre, whole.
fn micrometres(length: Mm) -> u32 {
    format!("{:.0}", length.0 * 1000.0).parse().unwrap_or(0)
}

/// The passphrase a job is closed with; none: the shop's own key.
fn closing(order: &JobOrder<'_>, shop: &ShopRow) -> Result<Option<Passphrase>, Error> {
    let Some(secret) = order.passphrase else {
        return Ok(None);
    };
    super::officers::strong(secret, &shop.name, &shop.name)?;
    Ok(Some(Passphrase::new(secret.reveal().to_owned())))
}
