//! A run's first sheet as it comes out of the tray: both sides as pixels and where its positions lie. Nothing is sealed.

use super::printer::failed;
use super::{Error, Station, batch, issue, press};
use crate::card::{Card, Content, layout};
use crate::drawing::{Dpi, Drawing, Rect, Size};
use crate::office::Deed;
use crate::print::{self, Finish, Flip, Plan, Raster, Side, Sides, Slot, Taken};
use crate::registry::{self, CaseId};

/// Longest side of a picture of a sheet.
const LONGEST_PX: f32 = 1400.0;

/// What would stand on a run's first sheet.
pub struct SheetCards {
    plan: Plan,
    /// Of the cases in their order, as many as one sheet holds; none for a case whose card cannot be drawn today.
    cards: Vec<(Option<Card>, String)>,
    /// All cases, those on later sheets too.
    all: usize,
}

/// One position of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SheetPlace {
    /// Counts from 1.
    pub position: u32,
    /// On the front: left, top, right, bottom as shares of the sheet.
    pub front: [f32; 4],
    /// On the back, as the back lies when the sheet is turned.
    pub back: [f32; 4],
    /// Which of the cards stands there, from 0.
    pub card: Option<usize>,
    /// The plan uses it at all.
    pub usable: bool,
}

/// Both sides of the first sheet.
pub struct SheetView {
    /// Portraits.
    pub front: Raster,
    /// Codes; each code's place is empty until there is a seal.
    pub back: Raster,
    /// Of the sheet as it lies, width and height in millimetres.
    pub size_mm: (f32, f32),
    /// Every position of it.
    pub places: Vec<SheetPlace>,
    /// Over which edge it is turned.
    pub flip: Flip,
    /// Sheets for all cards.
    pub sheets: usize,
}

impl Station {
    /// The cards of these cases for the first sheet of a paper, each with the blank it would take; nothing is sealed.
    pub fn sheet_cards(&mut self, cases: &[CaseId], paper: &str) -> Result<SheetCards, Error> {
        self.allow(Deed::PrintCard)?;
        let plan = match batch::paper::plan_of(paper)? {
            Some(plan) => plan,
            None => super::plan(batch::paper::ID1)?,
        };
        let shown = cases.get(..plan.positions().min(cases.len()));
        let shown = shown.unwrap_or_default();
        let most = u32::try_from(shown.len()).unwrap_or(u32::MAX);
        let blanks = self.registry.next_blanks(self.officer.id, "", most)?;
        let mut cards = Vec::with_capacity(shown.len());
        for (at, id) in shown.iter().enumerate() {
            let serial = blanks.get(at).cloned().unwrap_or_default();
            // A case that cannot be printed today leaves its place empty; the run says why.
            cards.push((self.drawn(*id, &serial).ok(), serial));
        }
        self.registry.act(self.by("run-preview"), |act| {
            act.about("office");
            act.note("cards", shown.len().to_string());
            Ok::<_, registry::Error>(())
        })?;
        Ok(SheetCards {
            plan,
            cards,
            all: cases.len(),
        })
    }

    fn drawn(&self, id: CaseId, serial: &str) -> Result<Card, Error> {
        let case = self.registry.case(id)?;
        let (permit, _) = issue::judged(self, &case)?;
        let template = issue::choose(None, permit.kind)?;
        let content = Content {
            permit: &permit,
            portrait: case.portrait.as_ref(),
            modules: None,
            card_serial: Some(serial).filter(|serial| !serial.is_empty()),
            issuer: &self.settings.office,
            mark: issue::mark(self),
            dpi: Dpi(self.settings.printer_dpi),
            least_dots: 0,
        };
        layout(&template, &content).map_err(|overflows| Error::overflow(&overflows))
    }
}

impl SheetCards {
    /// Both sides with that start and those positions left empty. Pure, and some tenths of a second long: for a lane.
    pub fn view(&self, start: u32, empty: &[u32]) -> Result<SheetView, Error> {
        let whole = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let taken = Taken {
            start: whole(start),
            empty: empty.iter().copied().map(whole).collect(),
        };
        // An empty sheet is shown too: positions are chosen before cards.
        let sheets = print::impose(self.all.max(1), &self.plan, &taken).map_err(failed)?;
        let Some(sheet) = sheets.first() else {
            return Err(Error::new("internal"));
        };
        let nothing = Drawing::new(self.plan.card);
        let sides = |slot: Slot| match self.cards.get(slot.card) {
            Some((Some(card), serial)) => Sides {
                front: &card.front,
                back: &card.back,
                serial,
            },
            Some((None, _)) | None => Sides {
                front: &nothing,
                back: &nothing,
                serial: "",
            },
        };
        let pages = self.plan.pages(sheet, "", sides);
        let pdf = print::write(&pages, "Lembar", &Finish::default()).map_err(failed)?;
        let pages = print::proof(&pdf, self.dpi(), 2).map_err(failed)?;
        let [front, back] = pages.try_into().map_err(|pages: Vec<Raster>| {
            press::failed(print::Error::Unreadable(format!("{} pages", pages.len())))
        })?;
        let standing = |position: usize| {
            let slot = sheet.slots.iter().find(|slot| slot.position == position);
            slot.map(|slot| slot.card)
                .filter(|card| *card < self.cards.len())
        };
        let places = (1..=self.plan.positions()).filter_map(|position| {
            Some(SheetPlace {
                position: u32::try_from(position).ok()?,
                front: shares(self.plan.trim(position, Side::Front)?, self.plan.paper),
                back: shares(self.plan.trim(position, Side::Back)?, self.plan.paper),
                card: standing(position),
                usable: !self.plan.unused.contains(&position),
            })
        });
        Ok(SheetView {
            front,
            back,
            size_mm: (self.plan.paper.width.0, self.plan.paper.height.0),
            places: places.collect(),
            flip: self.plan.flip,
            sheets: if self.all == 0 { 0 } else { sheets.len() },
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 40 and 300"
    )]
    fn dpi(&self) -> Dpi {
        let Size { width, height } = self.plan.paper;
        let dpi = LONGEST_PX * 25.4 / width.0.max(height.0).max(1.0);
        Dpi(dpi.round().clamp(40.0, 300.0) as u16)
    }
}

fn shares(rect: Rect, paper: Size) -> [f32; 4] {
    [
        rect.x.0 / paper.width.0,
        rect.y.0 / paper.height.0,
        rect.right().0 / paper.width.0,
        rect.bottom().0 / paper.height.0,
    ]
}
