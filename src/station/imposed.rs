//! Cards that exist, several on a sheet, as proofs: for trying papers and printers before blanks are spent.

use super::printer::failed;
use super::{Error, Station, again};
use crate::office::Deed;
use crate::permit::PermitNo;
use crate::print::spool::JobId;
use crate::print::{self, Colours, Finish, Page, Pdf, Plan, Profile, Sheet, Sides, Taken};

/// How cards go onto sheets.
#[derive(Debug, Clone)]
pub struct SheetOrder {
    /// The sheet.
    pub plan: Plan,
    /// What of the first one is taken.
    pub taken: Taken,
    /// In a press's inks, as PDF/X-4.
    pub cmyk: bool,
    /// The printer they are for, by whose profile pages are put right.
    pub printer: Option<String>,
    /// Its tray.
    pub tray: String,
}

/// Sheets that were made.
pub struct SheetsMade {
    /// Front, back, front, back.
    pub pdf: Pdf,
    /// How many sheets.
    pub sheets: usize,
    /// Serial, sheet and position, in order.
    pub places: Vec<(String, usize, usize)>,
    /// Texts, pictures and codes that stand nearer to a cut than the safe zone allows.
    pub at_risk: usize,
}

impl Station {
    /// The permits' present cards on sheets, marked as proofs; each decoded back first.
    pub fn sheet(&mut self, permits: &[PermitNo], order: &SheetOrder) -> Result<SheetsMade, Error> {
        self.allow(Deed::ProofCard)?;
        let mut cards = Vec::with_capacity(permits.len());
        for permit_no in permits {
            cards.push(again::paper_again(self, permit_no)?);
        }
        let profile = match &order.printer {
            Some(printer) => self.profile(printer)?,
            None => Profile::new(""),
        };
        let plan = order
            .plan
            .clone()
            .on_printer(profile.unprintable)
            .map_err(failed)?;
        let sheets = print::impose(cards.len(), &plan, &order.taken).map_err(failed)?;
        let mut pages: Vec<Page> = Vec::with_capacity(sheets.len() * 2);
        for sheet in &sheets {
            let made = match (plan.positions(), &order.printer, sheet.slots.first()) {
                // A card printer has wishes of its own: art over the edge, whole dots, its flip.
                (1, Some(_), Some(slot)) => cards.get(slot.card).map(|(paper, _)| {
                    profile.card(&paper.card.front, &paper.card.back, &order.tray)
                }),
                _ => Some(profile.corrected(pages_of(&plan, sheet, &cards), &order.tray)),
            };
            pages.extend(made.into_iter().flatten());
        }
        let colours = if order.cmyk {
            Colours::Cmyk {
                made_at: self.clock.now(),
            }
        } else {
            Colours::Rgb
        };
        let finish = Finish {
            colours,
            compact: true,
            resin: order.printer.is_some() && profile.resin_black,
        };
        let pdf = print::write(&pages, "Lembar", &finish).map_err(failed)?;
        for permit_no in permits {
            self.registry.act(self.by("card-proof"), |act| {
                act.about(format!("permit:{}", permit_no.as_str()));
                Ok::<_, crate::registry::Error>(())
            })?;
        }
        let drawings = cards
            .iter()
            .flat_map(|(paper, _)| [&paper.card.front, &paper.card.back]);
        let at_risk = drawings.map(|drawing| plan.at_risk(drawing)).sum();
        let slots = sheets
            .iter()
            .flat_map(|sheet| sheet.slots.iter().map(|slot| (sheet.number, slot)));
        let places = slots.filter_map(|(number, slot)| {
            let (_, serial) = cards.get(slot.card)?;
            Some((serial.clone(), number, slot.position))
        });
        Ok(SheetsMade {
            pdf,
            sheets: sheets.len(),
            places: places.collect(),
            at_risk,
        })
    }

    /// Sends such sheets to their printer.
    pub fn print_sheet(&self, made: &SheetsMade, order: &SheetOrder) -> Result<JobId, Error> {
        self.allow(Deed::ProofCard)?;
        let printer = order
            .printer
            .as_deref()
            .ok_or_else(|| Error::new("printer-not-found"))?;
        let profile = self.profile(printer)?;
        let plan = &order.plan;
        let (size, flip) = if plan.positions() == 1 {
            (profile.page(plan.paper), profile.flip)
        } else {
            (plan.paper, plan.flip)
        };
        let ticket = profile.ticket("Lembar", size, flip);
        self.spool(&profile, &made.pdf, &ticket)
    }
}

fn pages_of(plan: &Plan, sheet: &Sheet, cards: &[(super::press::Paper, String)]) -> [Page; 2] {
    let label = format!("{} · {}/{}", plan.name, sheet.number, sheet.of);
    let empty = crate::drawing::Drawing::new(plan.card);
    plan.pages(sheet, &label, |slot| match cards.get(slot.card) {
        Some((paper, serial)) => Sides {
            front: &paper.card.front,
            back: &paper.card.back,
            serial,
        },
        None => Sides {
            front: &empty,
            back: &empty,
            serial: "",
        },
    })
}
