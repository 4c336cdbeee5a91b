//! A run to a printer: part by part, each recorded before it is sent, and unknown until the spooler has answered.

use super::super::{Printing, printing_failed};
use super::*;
use crate::office::PrintEvent;
use crate::print::Pdf;
use crate::print::spool::{SpoolError, Ticket as Job};

impl Work<'_> {
    /// Everything that waits, to the printer. What was sealed before and never sent goes first. A part whose way is unknown
    /// is not sent again: somebody looks into the tray.
    pub(in super::super) fn print(
        mut self,
        printing: &Printing<'_>,
        job: &Job,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<BatchReport, Error> {
        let run = self.shop.run;
        let split = self.station.registry.run(run)?.how.split;
        let mut press = Press::default();
        for part in self.station.registry.unfinished_parts(run)? {
            ready(printing, job)?;
            let found = recorded_part(self.station, self.shop, part, &mut press)?;
            if let Some((pdf, serials)) = found {
                self.report.again += u64::try_from(serials.len()).unwrap_or(0);
                self.send(&pdf, Part::of(part, &pdf, serials), (printing, job))?;
            }
        }
        let mut next = self.station.registry.last_run_part(run)? + 1;
        while !self.station.registry.is_run_paused(run)? {
            // A printer that is not there uses no blank up.
            ready(printing, job)?;
            let Some(order) = self.take_up(next, split)? else {
                break;
            };
            let made = part::make(self.shop, order, &mut press)?;
            self.report.stages.add(&made.stages);
            self.intend(&made)?;
            let part = Part::of(made.part, &made.pdf, made.serials());
            self.send(&made.pdf, part, (printing, job))?;
            self.report.cards += u64::try_from(made.cards.len()).unwrap_or(0);
            next += 1;
            if progress(&self.ongoing()).is_break() {
                break;
            }
        }
        self.report.seconds = self.start.elapsed().as_secs_f64();
        Ok(self.report)
    }

    /// Unknown before it goes; spooled when the spooler has it; as before when the spooler says that it took nothing.
    fn send(
        &mut self,
        pdf: &Pdf,
        part: Part,
        (printing, job): (&Printing<'_>, &Job),
    ) -> Result<(), Error> {
        let start = Instant::now();
        let run = self.shop.run;
        self.all(&part, PrintEvent::Send)?;
        match printing.spooler.send(&printing.profile.printer, pdf, job) {
            Ok(_job) => {
                left(self.station, run, &part)?;
                self.report.stages.write += start.elapsed().as_secs_f64();
                Ok(())
            }
            Err(error) => {
                if !matches!(error, SpoolError::NoSpooler(_)) {
                    self.all(&part, PrintEvent::NotSent)?;
                }
                Err(printing_failed(printing, &error))
            }
        }
    }

    fn all(&mut self, part: &Part, event: PrintEvent) -> Result<(), Error> {
        let run = self.shop.run;
        let by = self.station.by("run-send");
        Ok(self.station.registry.act(by, |act| {
            act.about(run.record());
            act.note("part", part.row.part.to_string());
            for serial in &part.serials {
                act.move_run_card(serial, event)?;
            }
            Ok::<_, registry::Error>(())
        })?)
    }
}

fn ready(printing: &Printing<'_>, job: &Job) -> Result<(), Error> {
    let name = &printing.profile.printer;
    let found = printing.spooler.printer(name);
    found
        .and_then(|printer| printer.can(job))
        .map_err(|error| printing_failed(printing, &error))
}
