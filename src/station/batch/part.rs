//! One part of a run, made without the registry: seal, lay out, print, read back; on any thread.

use super::{DecodeBack, Stages};
use crate::card::{Card, Content, Issuer, Mark, Template, layout};
use crate::drawing::{Dpi, Drawing, Item};
use crate::permit::{Kind, Permit};
use crate::portrait::Portrait;
use crate::print::{self, Colours, Finish, Page, Pdf, Plan, Profile, Sides, Slot, Taken};
use crate::registry::{CaseId, Look, RunId};
use crate::seal::{self, Modules, Seal, Signer};
use crate::station::{Error, issue, press, sending};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// What all parts of a run have in common; shared by the threads that make them.
pub(super) struct Shop {
    /// Of an ITAS, of an ITAP.
    pub(super) looks: [(Template, Look); 2],
    pub(super) issuer: Issuer,
    pub(super) issuer_url: String,
    pub(super) mark: Mark,
    pub(super) specimen: bool,
    pub(super) dpi: Dpi,
    pub(super) decode_back: DecodeBack,
    /// Without one, card by card.
    pub(super) plan: Option<Plan>,
    /// What of the first sheet is used already.
    pub(super) taken: Taken,
    pub(super) colours: Colours,
    /// Of the printer, and its tray; files are for any.
    pub(super) printer: Option<(Profile, String)>,
    pub(super) run: RunId,
    /// Whoever makes a sheet's pixels holds this: they are many, and there may be many cores.
    pub(super) pixels: Mutex<()>,
}

impl Shop {
    /// Six thousand cards are much to write and to move; whoever prints inflates.
    fn finish(&self) -> Finish {
        let printer = self.printer.as_ref();
        Finish {
            colours: self.colours,
            compact: true,
            resin: printer.is_some_and(|(profile, _)| profile.resin_black),
        }
    }

    pub(super) fn look(&self, kind: Kind) -> &(Template, Look) {
        let [kitas, kitap] = &self.looks;
        match kind {
            Kind::Itas => kitas,
            Kind::Itap => kitap,
        }
    }
}

/// One card to be sealed.
pub(super) struct Ticket {
    pub(super) place: u32,
    pub(super) case: CaseId,
    pub(super) permit: Permit,
    pub(super) portrait: Portrait,
    pub(super) serial: String,
    /// Its place in the status list.
    pub(super) idx: u64,
}

/// One part to be made.
pub(super) struct Order {
    pub(super) part: u32,
    pub(super) tickets: Vec<Ticket>,
    pub(super) signer: Signer,
    /// Unix seconds.
    pub(super) at: i64,
}

/// A part that is made, and not recorded.
pub(super) struct Made {
    pub(super) part: u32,
    pub(super) cards: Vec<(Ticket, Seal)>,
    pub(super) pdf: Pdf,
    pub(super) stages: Stages,
}

impl Made {
    pub(super) fn serials(&self) -> Vec<String> {
        let serials = self.cards.iter();
        serials.map(|(ticket, _)| ticket.serial.clone()).collect()
    }
}

/// What one card shows, whether it has just been sealed or was recorded before.
pub(super) struct Piece<'a> {
    pub(super) permit: &'a Permit,
    pub(super) portrait: Option<&'a Portrait>,
    pub(super) serial: &'a str,
    pub(super) modules: &'a Modules,
    pub(super) text: &'a str,
    pub(super) template: &'a Template,
    pub(super) issuer: &'a Issuer,
}

/// Seals each ticket and prints all of them into one file.
pub(super) fn make(shop: &Shop, order: Order, press: &mut press::Press) -> Result<Made, Error> {
    let mut stages = Stages::default();
    let start = Instant::now();
    let mut cards = Vec::with_capacity(order.tickets.len());
    for ticket in order.tickets {
        let claims = issue::claims(
            &ticket.permit,
            &ticket.serial,
            order.at,
            ticket.idx,
            &shop.issuer_url,
            shop.specimen,
        );
        let seal = issue::sealed(&claims, &order.signer)?;
        cards.push((ticket, seal));
    }
    stages.seal += start.elapsed().as_secs_f64();
    let pieces: Vec<Piece<'_>> = cards
        .iter()
        .map(|(ticket, seal)| Piece {
            permit: &ticket.permit,
            portrait: Some(&ticket.portrait),
            serial: &ticket.serial,
            modules: &seal.modules,
            text: &seal.text,
            template: &shop.look(ticket.permit.kind).0,
            issuer: &shop.issuer,
        })
        .collect();
    let pdf = print(shop, order.part, &pieces, press, &mut stages)?;
    drop(pieces);
    Ok(Made {
        part: order.part,
        cards,
        pdf,
        stages,
    })
}

/// Lays out, prints and reads back.
pub(super) fn print(
    shop: &Shop,
    part: u32,
    pieces: &[Piece<'_>],
    press: &mut press::Press,
    stages: &mut Stages,
) -> Result<Pdf, Error> {
    let start = Instant::now();
    let cards = pieces
        .iter()
        .map(|piece| lay_out(shop, piece))
        .collect::<Result<Vec<Card>, _>>()?;
    stages.layout += start.elapsed().as_secs_f64();
    let start = Instant::now();
    let title = sending::title(shop.run);
    let pdf = match &shop.plan {
        Some(plan) => onto_sheets(shop, (plan, part), (pieces, &cards), &title)?,
        None => {
            let pages: Vec<Page> = cards
                .iter()
                .flat_map(|card| match &shop.printer {
                    Some((profile, tray)) => profile.card(&card.front, &card.back, tray),
                    None => [&card.front, &card.back].map(Page::plain),
                })
                .collect();
            print::write(&pages, &title, &shop.finish()).map_err(press::failed)?
        }
    };
    stages.pdf += start.elapsed().as_secs_f64();
    let start = Instant::now();
    read_back(shop, (pieces, cards), &pdf, press)?;
    stages.decode_back += start.elapsed().as_secs_f64();
    Ok(pdf)
}

/// Backs behind their fronts; what of the run's first sheet is used already is left empty.
fn onto_sheets(
    shop: &Shop,
    (plan, part): (&Plan, u32),
    (pieces, cards): (&[Piece<'_>], &[Card]),
    title: &str,
) -> Result<Pdf, Error> {
    let whole = Taken::default();
    let taken = if part == 1 { &shop.taken } else { &whole };
    let sheets = print::impose(cards.len(), plan, taken).map_err(press::failed)?;
    let nothing = Drawing::new(plan.card);
    let sides = |slot: Slot| Sides {
        front: cards.get(slot.card).map_or(&nothing, |card| &card.front),
        back: cards.get(slot.card).map_or(&nothing, |card| &card.back),
        serial: pieces.get(slot.card).map_or("", |piece| piece.serial),
    };
    let pages: Vec<Page> = sheets
        .iter()
        .flat_map(|sheet| {
            let label = format!("{title} · {part} · {}/{}", sheet.number, sheet.of);
            let pages = plan.pages(sheet, &label, sides);
            match &shop.printer {
                Some((profile, tray)) => profile.corrected(pages, tray),
                None => pages,
            }
        })
        .collect();
    print::write(&pages, title, &shop.finish()).map_err(press::failed)
}

fn lay_out(shop: &Shop, piece: &Piece<'_>) -> Result<Card, Error> {
    let content = Content {
        permit: piece.permit,
        portrait: piece.portrait,
        modules: Some(piece.modules),
        card_serial: Some(piece.serial),
        issuer: piece.issuer,
        mark: shop.mark,
        dpi: shop.dpi,
        least_dots: shop
            .printer
            .as_ref()
            .and_then(|(profile, _)| profile.dots_a_module)
            .unwrap_or(0),
    };
    layout(piece.template, &content).map_err(|overflows| Error::overflow(&overflows))
}

/// What was asked for. Every code from the modules that were laid out, and the part's first card, zone and all, from pixels;
/// where the file holds cards otherwise than side by side, the codes of its first back as well. Or all cards from the pixels
/// of the file.
fn read_back(
    shop: &Shop,
    (pieces, cards): (&[Piece<'_>], Vec<Card>),
    pdf: &Pdf,
    press: &mut press::Press,
) -> Result<(), Error> {
    let is_plain = shop.plan.is_none() && shop.printer.is_none();
    match shop.decode_back {
        DecodeBack::None => Ok(()),
        DecodeBack::Code => {
            for (piece, card) in pieces.iter().zip(&cards) {
                if laid_out(card).as_deref() != Some(piece.text) {
                    return Err(Error::new("decode-back")
                        .with("what", "QR")
                        .because(piece.serial));
                }
            }
            let (Some(piece), Some(card)) = (pieces.first(), cards.into_iter().next()) else {
                return Ok(());
            };
            if is_plain {
                // The file's first two pages are this card's.
                let pdf = pdf.clone();
                return press.decode_back(&press::Paper { card, pdf }, shop.dpi, piece.text);
            }
            press.decode_back(&press::print(card, piece.serial)?, shop.dpi, piece.text)?;
            let codes = codes_on(shop, pdf, 1)?.unwrap_or_default();
            let known = |code: &String| pieces.iter().any(|piece| piece.text == code);
            if codes.is_empty() || !codes.iter().all(known) {
                return Err(misread(codes.len()));
            }
            Ok(())
        }
        DecodeBack::All => {
            for (piece, card) in pieces.iter().zip(cards) {
                let paper = press::print(card, piece.serial)?;
                press.decode_back(&paper, shop.dpi, piece.text)?;
            }
            let mut wanted: Vec<&str> = pieces.iter().map(|piece| piece.text).collect();
            let mut read = Vec::with_capacity(wanted.len());
            for back in (1..).step_by(2) {
                match codes_on(shop, pdf, back)? {
                    Some(codes) => read.extend(codes),
                    None => break,
                }
            }
            wanted.sort_unstable();
            read.sort_unstable();
            if read == wanted {
                Ok(())
            } else {
                Err(misread(read.len()))
            }
        }
    }
}

/// All codes on a page of the file as it will be printed; `None` behind its last page.
fn codes_on(shop: &Shop, pdf: &Pdf, page: usize) -> Result<Option<Vec<String>>, Error> {
    /// Three dots a module are enough to read one, and a sheet has many pixels.
    const SHEET_DPI: Dpi = Dpi(180);
    let dpi = if shop.plan.is_some() {
        SHEET_DPI
    } else {
        Dpi(shop.dpi.0.min(300))
    };
    let page = {
        let _one_at_a_time = shop.pixels.lock().unwrap_or_else(PoisonError::into_inner);
        print::proof_luma(pdf, dpi, page).map_err(press::failed)?
    };
    Ok(page.map(|page| seal::scan(&page.luma, page.width_px, page.height_px)))
}

fn misread(count: usize) -> Error {
    Error::new("decode-back")
        .with("what", "QR")
        .because(format!("{count} codes read"))
}

/// What the code on the back says, read from its modules as they stand in the drawing.
fn laid_out(card: &Card) -> Option<String> {
    card.back.items.iter().find_map(|item| match item {
        Item::Modules { side, dark, .. } => seal::read_modules(*side, dark),
        Item::Shape { .. } | Item::Text(_) | Item::Jpeg { .. } | Item::Png { .. } => None,
    })
}
