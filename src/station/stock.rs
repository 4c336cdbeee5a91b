//! The stock of blanks: received, given out, taken back, spoiled, destroyed, lost; its books and its papers.

mod paper;

use super::cases::void;
use super::{ClockState, Error, Second, Station, clock};
use crate::office::{
    self, Balance, BlankEvent, BlankRange, BlankSerial, BlankState, Deed, Officer,
};
use crate::print::Pdf;
use crate::registry::{
    self, BlankQuery, BlankRow, CaseId, Move, ReceiptRow, ReportKind, ReportRow, StockCount,
};
use crate::text::Lang;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Which blanks of the stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lot {
    /// The lowest so many.
    Next(u32),
    /// These.
    Range(BlankRange),
}

/// One month of the stock. Once the month is over nothing in it changes any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockMonth {
    /// Its first day.
    pub month: Date,
    /// Its books.
    pub balance: Balance,
    /// Boxes received.
    pub receipts: Vec<ReceiptRow>,
    /// Blanks spoiled.
    pub spoiled: Vec<BlankRow>,
    /// Blanks lost.
    pub lost: Vec<BlankRow>,
    /// Reports about blanks destroyed or lost.
    pub reports: Vec<ReportRow>,
    /// Spoiled and still there at its end.
    pub awaiting_destruction: u64,
}

/// Blanks one act moves at most, so that a slip of the hand does not give out the whole stock.
const MOST: u32 = 10_000;

impl Station {
    /// Reads a range as people type it: two serials of one series.
    pub fn blank_range(first: &str, last: &str) -> Result<BlankRange, Error> {
        let (first, last) = (blank_serial(first)?, blank_serial(last)?);
        BlankRange::new(first, &last).map_err(|error| registry::Error::Stock(error).into())
    }

    /// Takes a box into stock; `note` is the number of its hand-over note.
    pub fn receive_blanks(&mut self, range: &BlankRange, note: &str) -> Result<(), Error> {
        self.keeps_blanks()?;
        let note = filled(note, "note-missing")?;
        let first = range.first().to_string();
        Ok(self.registry.act(self.by("blank-receive"), |act| {
            act.about(format!("blank:{first}"));
            act.receive_blanks(range, note)
        })?)
    }

    /// Gives blanks to a print operator, who must hold that duty; the serials given.
    pub fn issue_blanks(&mut self, lot: &Lot, operator: &Officer) -> Result<Vec<String>, Error> {
        self.keeps_blanks()?;
        office::may(operator, Deed::PrintCard).map_err(|_refusal| {
            Error::new("operator-not-printing").with("login", operator.login.as_str())
        })?;
        let serials = match lot {
            Lot::Range(range) => serials(range)?,
            Lot::Next(count) => {
                few(*count)?;
                let found = self.registry.in_stock(*count)?;
                if u32::try_from(found.len()).unwrap_or(u32::MAX) < (*count).max(1) {
                    return Err(Error::new("stock-short")
                        .with("wanted", count)
                        .with("stock", found.len()));
                }
                found
            }
        };
        let with = Move {
            operator: Some(operator.id),
            ..Move::default()
        };
        self.registry.act(self.by("blank-issue"), |act| {
            act.note("operator", operator.login.as_str());
            move_all(act, &serials, BlankEvent::Issue, &with)
        })?;
        Ok(serials)
    }

    /// Takes unused blanks back from whoever has them.
    pub fn take_back_blanks(&mut self, range: &BlankRange) -> Result<(), Error> {
        self.keeps_blanks()?;
        let serials = serials(range)?;
        Ok(self.registry.act(self.by("blank-return"), |act| {
            move_all(act, &serials, BlankEvent::Return, &Move::default())
        })?)
    }

    /// Spoils a blank beside a second officer. One that carries a card takes its seal with it, and its case waits for another.
    pub fn spoil_blank(
        &mut self,
        serial: &BlankSerial,
        reason: &str,
        second: &Second,
    ) -> Result<(), Error> {
        self.allow(Deed::SpoilBlank)?;
        self.steady()?;
        let serial = serial.to_string();
        if carries_card(self.known(&serial)?.state) {
            return self.spoil_card(&serial, reason, second);
        }
        let second = self.witness(second)?;
        let reason = filled(reason, "reason-missing")?;
        let with = Move {
            second: Some(second.id),
            note: Some(reason),
            ..Move::default()
        };
        Ok(self.registry.act(self.by("blank-spoil"), |act| {
            act.about(format!("blank:{serial}"));
            act.note("reason", reason);
            act.note("second", second.login.as_str());
            act.move_blank(&serial, BlankEvent::Spoil, &with).map(drop)
        })?)
    }

    /// Destroys spoiled blanks before witnesses, `range` or all there are; how many.
    pub fn destroy_blanks(
        &mut self,
        range: Option<&BlankRange>,
        report: &str,
        witnesses: &[String],
    ) -> Result<u64, Error> {
        self.keeps_blanks()?;
        let report = filled(report, "report-missing")?;
        let witnesses: Vec<String> = witnesses
            .iter()
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|name| !name.is_empty())
            .collect();
        if witnesses.is_empty() {
            return Err(Error::new("witness-missing"));
        }
        let serials = match range {
            Some(range) => serials(range)?,
            None => self.all_spoiled()?,
        };
        self.registry.act(self.by("blank-destroy"), |act| {
            let key = act.add_stock_report(ReportKind::Destroyed, report, &witnesses)?;
            act.note("witnesses", witnesses.join(", "));
            let with = Move {
                report: Some(key),
                ..Move::default()
            };
            move_all(act, &serials, BlankEvent::Destroy, &with)
        })?;
        Ok(u64::try_from(serials.len()).unwrap_or(u64::MAX))
    }

    /// Tells blanks as lost, with the number of the report. A card on one is void, and its case waits for another.
    pub fn lose_blanks(&mut self, range: &BlankRange, report: &str) -> Result<(), Error> {
        self.keeps_blanks()?;
        let report = filled(report, "report-missing")?;
        let (mut plain, mut cards): (Vec<String>, Vec<(String, Option<CaseId>)>) =
            (Vec::new(), Vec::new());
        for serial in serials(range)? {
            if carries_card(self.known(&serial)?.state) {
                let case = self.registry.case_of_card(&serial)?;
                cards.push((serial, case));
            } else {
                plain.push(serial);
            }
        }
        let reference = self.reference();
        let (by, card) = (self.by("blank-lose"), self.by("card-lose"));
        Ok(self.registry.act(by, |act| {
            let key = act.add_stock_report(ReportKind::Lost, report, &[])?;
            let with = Move {
                report: Some(key),
                ..Move::default()
            };
            move_all(act, &plain, BlankEvent::Lose, &with)?;
            act.about(format!("blank:{}", range.first()));
            for (serial, case) in cards {
                act.next(card)?;
                act.note("report", report);
                void(act, (&serial, case), (BlankEvent::Lose, &with), &reference)?;
            }
            Ok::<_, registry::Error>(())
        })?)
    }

    /// The books from the first day to the last, both included.
    pub fn blank_balance(&self, first: Date, last: Date) -> Result<Balance, Error> {
        self.allow(Deed::ReadStock)?;
        Ok(self
            .registry
            .balance(clock::start_of(first), clock::end_of(last))?)
    }

    /// How many blanks are where, and with whom.
    pub fn stock(&self) -> Result<Vec<StockCount>, Error> {
        self.allow(Deed::ReadStock)?;
        Ok(self.registry.stock()?)
    }

    /// Blanks by serial, and how many there are in all.
    pub fn blanks(&self, query: &BlankQuery) -> Result<(Vec<BlankRow>, u64), Error> {
        self.allow(Deed::ReadStock)?;
        Ok(self.registry.blanks(query)?)
    }

    /// The month that day lies in.
    pub fn stock_month(&self, day: Date) -> Result<StockMonth, Error> {
        self.allow(Deed::ReadStock)?;
        let month = day.first_of_month();
        let next = month.saturating_add(1.month());
        let (from, until) = (clock::start_of(month), clock::start_of(next));
        let listed = |query: BlankQuery| -> Result<Vec<BlankRow>, Error> {
            let query = BlankQuery {
                limit: u32::MAX,
                ..query
            };
            Ok(self.registry.blanks(&query)?.0)
        };
        Ok(StockMonth {
            month,
            balance: self.registry.balance(from, until)?,
            receipts: self.registry.receipts(from, until)?,
            spoiled: listed(BlankQuery {
                spoiled: Some((from, until)),
                ..BlankQuery::default()
            })?,
            lost: listed(BlankQuery {
                lost: Some((from, until)),
                ..BlankQuery::default()
            })?,
            reports: self.registry.stock_reports(from, until)?,
            awaiting_destruction: self.registry.awaiting_destruction(until)?,
        })
    }

    /// The stock's report of the month that day lies in, A4.
    pub fn stock_report(&self, day: Date, lang: Lang) -> Result<Pdf, Error> {
        paper::stock_report(self, &self.stock_month(day)?, lang)
    }

    /// The act of destruction of that number, A4, to be signed.
    pub fn destruction_act(&self, report: &str, lang: Lang) -> Result<Pdf, Error> {
        self.allow(Deed::ReadStock)?;
        let found = self
            .registry
            .stock_report(report.trim())?
            .filter(|found| found.kind == ReportKind::Destroyed)
            .ok_or_else(|| Error::new("report-not-found").with("report", report.trim()))?;
        let query = BlankQuery {
            report: Some(found.number.clone()),
            limit: u32::MAX,
            ..BlankQuery::default()
        };
        let blanks = self.registry.blanks(&query)?.0;
        paper::destruction_act(self, &found, &blanks, lang)
    }

    /// The stock moves forward in time alone: a clock behind the newest act would change books that are closed.
    pub(super) fn steady(&self) -> Result<(), Error> {
        match self.clock_state()? {
            ClockState::Behind(_) => Err(Error::new("stock-clock-behind")),
            ClockState::Steady | ClockState::Ahead(_) => Ok(()),
        }
    }

    fn keeps_blanks(&self) -> Result<(), Error> {
        self.allow(Deed::KeepBlanks)?;
        self.steady()
    }

    fn known(&self, serial: &str) -> Result<BlankRow, Error> {
        Ok(self
            .registry
            .blank(serial)?
            .ok_or(registry::Error::NotFound("blank"))?)
    }

    fn all_spoiled(&self) -> Result<Vec<String>, Error> {
        let query = BlankQuery {
            state: Some(BlankState::Spoiled),
            limit: MOST,
            ..BlankQuery::default()
        };
        let rows = self.registry.blanks(&query)?.0;
        if rows.is_empty() {
            return Err(Error::new("nothing-spoiled"));
        }
        Ok(rows.into_iter().map(|row| row.serial).collect())
    }
}

/// A serial as people type it.
fn blank_serial(text: &str) -> Result<BlankSerial, Error> {
    BlankSerial::parse(text).ok_or_else(|| Error::new("blank-serial-wrong").with("serial", text))
}

fn serials(range: &BlankRange) -> Result<Vec<String>, Error> {
    few(range.count())?;
    Ok(range.serials().map(|serial| serial.to_string()).collect())
}

fn few(count: u32) -> Result<(), Error> {
    if MOST < count {
        return Err(Error::new("blanks-too-many-at-once").with("most", MOST));
    }
    Ok(())
}

fn filled<'a>(text: &'a str, id: &'static str) -> Result<&'a str, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::new(id));
    }
    Ok(text)
}

/// A seal is on it, and a case waits for it.
fn carries_card(state: BlankState) -> bool {
    matches!(
        state,
        BlankState::Printing | BlankState::Printed | BlankState::Checked
    )
}

/// Moves blanks by one act, which is about the first of them.
fn move_all(
    act: &mut registry::Act<'_>,
    serials: &[String],
    event: BlankEvent,
    with: &Move<'_>,
) -> Result<(), registry::Error> {
    if let (Some(first), Some(last)) = (serials.first(), serials.last()) {
        act.about(format!("blank:{first}"));
        act.note("first", first.as_str());
        act.note("last", last.as_str());
        act.note("count", serials.len().to_string());
    }
    serials
        .iter()
        .try_for_each(|serial| act.move_blank(serial, event, with).map(drop))
}
