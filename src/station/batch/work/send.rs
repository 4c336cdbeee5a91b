//! A run to a printer: part by part, each recorded before it is sent, and unknown until the spooler has answered.

use super::super::Printing;
use super::*;
use crate::office::PrintEvent;
use crate::print::Pdf;
use crate::print::spool::{self, SpoolError};
use crate::station::printer::spool_failed;

impl Work<'_> {
    /// Everything that waits, to the printer. What was sealed before and never sent goes first. A part whose way is unknown
    /// is not sent again: somebody looks into the tray.
    pub(in super::super) fn print(
        mut self,
        printing: &Printing<'_>,
        ticket: &spool::Ticket,
        progress: &mut dyn FnMut(&Ongoing) -> ControlFlow<()>,
    ) -> Result<BatchReport, Error> {
        let run = self.shop.run;
        let split = self.station.registry.run(run)?.how.split;
        let mut press = Press::default();
        for part in self.station.registry.unfinished_parts(run)? {
            ready(printing, ticket)?;
            // What is at the printer, or may be, stays there.
            let wanted = (part, Wanted::Waiting);
            let found = recorded_part(self.station, self.shop, wanted, &mut press)?;
            if let Some((pdf, serials)) = found {
                self.report.again += u64::try_from(serials.len()).unwrap_or(0);
                self.send(&pdf, Part::of(part, &pdf, serials), (printing, ticket))?;
            }
        }
        let mut next = self.station.registry.last_run_part(run)? + 1;
        while !self.station.registry.is_run_paused(run)? {
            // A printer that is not there uses no blank up.
            ready(printing, ticket)?;
            let Some(order) = self.take_up(next, split)? else {
                break;
            };
            let made = part::make(self.shop, order, &mut press)?;
            self.report.stages.add(&made.stages);
            self.intend(&made)?;
            let part = Part::of(made.part, &made.pdf, made.serials());
            self.send(&made.pdf, part, (printing, ticket))?;
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
        mut part: Part,
        (printing, ticket): (&Printing<'_>, &spool::Ticket),
    ) -> Result<(), Error> {
        let start = Instant::now();
        let run = self.shop.run;
        self.all(&part, PrintEvent::Send)?;
        let printer = &printing.profile.printer;
        match printing.spooler.send(printer, pdf, ticket) {
            Ok(job) => {
                // Where the system does not tell it, nothing can be asked later.
                part.job = (0 < job.0).then_some(job);
                left(self.station, run, &part)?;
                self.report.stages.write += start.elapsed().as_secs_f64();
                Ok(())
            }
            Err(error) => {
                if !matches!(error, SpoolError::Unknown(_)) {
                    self.all(&part, PrintEvent::NotSent)?;
                }
                Err(spool_failed(error).with("name", printer))
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
                // Somebody said something else of it in the meantime: nothing of the part goes out.
                if !act.move_run_card(serial, event)? {
                    return Err(registry::Error::Taken("run"));
                }
            }
            Ok::<_, registry::Error>(())
        })?)
    }
}

fn ready(printing: &Printing<'_>, ticket: &spool::Ticket) -> Result<(), Error> {
    let name = &printing.profile.printer;
    let found = printing.spooler.printer(name);
    found
        .and_then(|printer| printer.can(ticket))
        .map_err(|error| spool_failed(error).with("name", name))
}
