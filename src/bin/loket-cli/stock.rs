//! The stock of blanks: each command one verb, the books, and the papers.

use crate::login::second;
use crate::run::{Failure, on_duty};
use crate::show::Teller;
use jiff::civil::Date;
use loket::office::{Balance, BlankRange, BlankState, Duty, Login, Officer};
use loket::station::{self, BlankQuery, BlankRow, Lot, Station, StockCount};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What is done with blanks.
#[derive(clap::Subcommand)]
pub enum BlankCommand {
    /// Take a box into stock
    Receive {
        /// Its first serial
        first: String,
        /// Its last serial
        last: String,
        /// Number of the hand-over note
        #[arg(long, value_name = "N")]
        note: String,
    },
    /// Give blanks to a print operator: so many, or from a serial to another
    Issue {
        /// How many, or the first serial
        #[arg(value_name = "N|FIRST")]
        lot: String,
        /// The last serial
        last: Option<String>,
        /// His login
        #[arg(long, value_name = "LOGIN")]
        to: String,
    },
    /// Take unused blanks back into stock
    Return(Span),
    /// Spoil a blank or the card on it, beside a second officer
    Spoil {
        /// Its serial
        serial: String,
        /// Why
        #[arg(long, value_name = "R")]
        reason: String,
        /// Login of the officer who stands beside
        #[arg(long, value_name = "LOGIN")]
        second: String,
    },
    /// Destroy spoiled blanks before witnesses: all, or from a serial to another
    Destroy {
        /// First serial
        first: Option<String>,
        /// Last serial [default: the first]
        last: Option<String>,
        /// Number of the act of destruction
        #[arg(long, value_name = "N")]
        report: String,
        /// A witness; may be given again [default in a demo office: hand-over and auditor]
        #[arg(long, value_name = "NAME")]
        witness: Vec<String>,
        /// Write the act of destruction as PDF
        #[arg(long, value_name = "F")]
        out: Option<PathBuf>,
    },
    /// Tell blanks as lost
    Lose {
        /// Which
        #[command(flatten)]
        span: Span,
        /// Number of the report
        #[arg(long, value_name = "N")]
        report: String,
    },
    /// The books of a month, and where the blanks are now
    Balance {
        /// e.g. 2026-11 [default: this month]
        #[arg(long, value_name = "M")]
        month: Option<String>,
    },
    /// Blanks and where they are
    List {
        /// e.g. SPOILED
        #[arg(long, value_name = "S")]
        state: Option<String>,
        /// With this operator
        #[arg(long, value_name = "LOGIN")]
        operator: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u32,
        /// After so many
        #[arg(long, default_value_t = 0, value_name = "N")]
        offset: u32,
    },
    /// The stock's report of a month as PDF
    Report {
        /// e.g. 2026-11 [default: this month]
        #[arg(long, value_name = "M")]
        month: Option<String>,
        /// The PDF to write
        #[arg(long, value_name = "F")]
        out: PathBuf,
    },
    /// An act of destruction again as PDF
    Act {
        /// Its number
        report: String,
        /// The PDF to write
        #[arg(long, value_name = "F")]
        out: PathBuf,
    },
}

/// From a serial to another.
#[derive(clap::Args)]
pub struct Span {
    /// First serial
    first: String,
    /// Last serial [default: the first]
    last: Option<String>,
}

impl Span {
    fn range(&self) -> Result<BlankRange, Failure> {
        let last = self.last.as_deref().unwrap_or(&self.first);
        Ok(Station::blank_range(&self.first, last)?)
    }
}

#[derive(Serialize)]
struct MovedJson<'a> {
    state: &'static str,
    first: &'a str,
    last: &'a str,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a str>,
}

#[derive(Serialize)]
struct DestroyedJson<'a> {
    state: &'static str,
    report: &'a str,
    count: u64,
    pdf: Option<&'a str>,
}

#[derive(Serialize)]
struct BalanceJson<'a> {
    month: &'a str,
    opening: u64,
    received: u64,
    good: i64,
    spoiled: u64,
    lost: u64,
    closing: u64,
    now: Vec<CountJson<'a>>,
}

#[derive(Serialize)]
struct CountJson<'a> {
    state: &'static str,
    operator: Option<&'a str>,
    count: u64,
    first: &'a str,
    last: &'a str,
    ranges: &'a [(String, String)],
    more: bool,
}

#[derive(Serialize)]
struct ListJson<'a> {
    total: u64,
    blanks: Vec<BlankJson<'a>>,
}

#[derive(Serialize)]
struct BlankJson<'a> {
    serial: &'a str,
    state: &'static str,
    since: i64,
    operator: Option<&'a str>,
    reason: &'a str,
    report: &'a str,
}

#[derive(Serialize)]
struct PaperJson<'a> {
    pdf: &'a str,
}

/// Runs it.
pub fn run(station: &mut Station, command: BlankCommand, teller: &Teller) -> Result<u8, Failure> {
    on_duty(station, Duty::Blanks)?;
    match command {
        BlankCommand::Receive { first, last, note } => {
            let range = Station::blank_range(&first, &last)?;
            station.receive_blanks(&range, &note)?;
            moved(&range, BlankState::Stock, None, teller)?;
        }
        BlankCommand::Issue { lot, last, to } => {
            issue(station, (&lot, last.as_deref()), &to, teller)?;
        }
        BlankCommand::Return(span) => {
            let range = span.range()?;
            station.take_back_blanks(&range)?;
            moved(&range, BlankState::Stock, None, teller)?;
        }
        BlankCommand::Spoil {
            serial,
            reason,
            second: login,
        } => {
            let range = Station::blank_range(&serial, &serial)?;
            let beside = second(station, &login, teller)?;
            station.spoil_blank(range.first(), &reason, &beside)?;
            moved(&range, BlankState::Spoiled, None, teller)?;
        }
        BlankCommand::Destroy {
            first,
            last,
            report,
            witness,
            out,
        } => {
            teller.spare_all(out.as_ref())?;
            let span = first.map(|first| Span { first, last });
            let range = span.map(|span| span.range()).transpose()?;
            let witnesses = witnesses(station, witness)?;
            let count = station.destroy_blanks(range.as_ref(), &report, &witnesses)?;
            destroyed(station, (&report, count), out.as_deref(), teller)?;
        }
        BlankCommand::Lose { span, report } => {
            let range = span.range()?;
            station.lose_blanks(&range, &report)?;
            moved(&range, BlankState::Lost, Some(&report), teller)?;
        }
        BlankCommand::Balance { month } => {
            let month = month_of(station, month.as_deref())?;
            let books = station.blank_balance(month, month.last_of_month())?;
            balance(station, month, &books, teller)?;
        }
        BlankCommand::List {
            state,
            operator,
            limit,
            offset,
        } => {
            let query = asked(station, state, operator.as_deref(), (limit, offset))?;
            list(station, &query, teller)?;
        }
        BlankCommand::Report { month, out } => {
            teller.spare(&out)?;
            let month = month_of(station, month.as_deref())?;
            paper(
                station.stock_report(month, teller.words().lang())?.bytes(),
                &out,
                teller,
            )?;
        }
        BlankCommand::Act { report, out } => {
            teller.spare(&out)?;
            paper(
                station
                    .destruction_act(&report, teller.words().lang())?
                    .bytes(),
                &out,
                teller,
            )?;
        }
    }
    Ok(0)
}

/// Which blanks are asked for.
fn asked(
    station: &Station,
    state: Option<String>,
    operator: Option<&str>,
    (limit, offset): (u32, u32),
) -> Result<BlankQuery, Failure> {
    let state = state
        .map(|state| BlankState::parse(&state.to_ascii_uppercase()))
        .map(|state| state.ok_or(Failure::Usage("cli-bad-state")))
        .transpose()?;
    let operator = operator
        .map(|login| named(station, login).map(|officer| officer.id))
        .transpose()?;
    Ok(BlankQuery {
        state,
        operator,
        limit,
        offset,
        ..BlankQuery::default()
    })
}

fn issue(
    station: &mut Station,
    (lot, last): (&str, Option<&str>),
    to: &str,
    teller: &Teller,
) -> Result<(), Failure> {
    let lot = match (lot.parse::<u32>(), last) {
        (Ok(count), None) => Lot::Next(count),
        (_, last) => Lot::Range(Station::blank_range(lot, last.unwrap_or(lot))?),
    };
    let operator = named(station, to)?;
    let serials = station.issue_blanks(&lot, &operator)?;
    let (Some(first), Some(last)) = (serials.first(), serials.last()) else {
        return Ok(());
    };
    let count = u64::try_from(serials.len()).unwrap_or(u64::MAX);
    if teller.is_json() {
        return teller.print_json(&MovedJson {
            state: BlankState::WithOperator.id(),
            first,
            last,
            count,
            operator: Some(to),
            report: None,
        });
    }
    let count = count.to_string();
    let args = [
        ("count", count.as_str()),
        ("first", first),
        ("last", last),
        ("login", to),
    ];
    teller.lines(&[teller.words().with("cli-blanks-issued", &args)])
}

fn named(station: &Station, login: &str) -> Result<Officer, Failure> {
    let login = Login::parse(login).ok_or(Failure::Usage("cli-bad-login"))?;
    station
        .officers()?
        .into_iter()
        .find(|officer| officer.login == login)
        .ok_or(Failure::Input("cli-no-officer"))
}

fn witnesses(station: &Station, given: Vec<String>) -> Result<Vec<String>, Failure> {
    if !given.is_empty() || !station.is_demo() {
        return Ok(given);
    }
    let officers = station.officers()?.into_iter().filter(|officer| {
        [Duty::HandOver, Duty::Auditor]
            .iter()
            .any(|duty| officer.duties.contains(duty))
    });
    Ok(officers.map(|officer| officer.name).collect())
}

fn month_of(station: &Station, month: Option<&str>) -> Result<Date, Failure> {
    match month {
        None => Ok(station.today().first_of_month()),
        Some(month) => format!("{month}-01")
            .parse()
            .map_err(|_date| Failure::Usage("cli-bad-month")),
    }
}

fn moved(
    range: &BlankRange,
    state: BlankState,
    report: Option<&str>,
    teller: &Teller,
) -> Result<(), Failure> {
    let first = range.first().to_string();
    let last = range.last().to_string();
    let count = u64::from(range.count());
    if teller.is_json() {
        return teller.print_json(&MovedJson {
            state: state.id(),
            first: &first,
            last: &last,
            count,
            operator: None,
            report,
        });
    }
    let text = teller.words();
    let state = text.get(&format!("blank-state-{}", state.id()));
    if count == 1 {
        let args = [("serial", first.as_str()), ("state", &state)];
        return teller.lines(&[text.with("cli-blank-now", &args)]);
    }
    let count = count.to_string();
    let args = [
        ("count", count.as_str()),
        ("first", &first),
        ("last", &last),
        ("state", &state),
    ];
    teller.lines(&[text.with("cli-blanks-now", &args)])
}

fn destroyed(
    station: &Station,
    (report, count): (&str, u64),
    out: Option<&Path>,
    teller: &Teller,
) -> Result<(), Failure> {
    if let Some(out) = out {
        let pdf = station.destruction_act(report, teller.words().lang())?;
        station::write_file(out, pdf.bytes())?;
    }
    let pdf = out.map(|out| out.display().to_string());
    if teller.is_json() {
        return teller.print_json(&DestroyedJson {
            state: BlankState::Destroyed.id(),
            report,
            count,
            pdf: pdf.as_deref(),
        });
    }
    let text = teller.words();
    let count = count.to_string();
    let args = [("count", count.as_str()), ("report", report)];
    let mut lines = vec![text.with("cli-blanks-destroyed", &args)];
    lines.extend(pdf.map(|path| text.with("cli-written", &[("path", &path)])));
    teller.lines(&lines)
}

fn balance(
    station: &Station,
    month: Date,
    books: &Balance,
    teller: &Teller,
) -> Result<(), Failure> {
    let stock = station.stock()?;
    let officers = station.officers()?;
    let login = |count: &StockCount| {
        officers
            .iter()
            .find(|officer| Some(officer.id) == count.operator)
            .map(|officer| officer.login.as_str())
    };
    let month = month.strftime("%Y-%m").to_string();
    if teller.is_json() {
        return teller.print_json(&BalanceJson {
            month: &month,
            opening: books.opening,
            received: books.received,
            good: books.good,
            spoiled: books.spoiled,
            lost: books.lost,
            closing: books.closing,
            now: stock
                .iter()
                .map(|count| CountJson {
                    state: count.state.id(),
                    operator: login(count),
                    count: count.count,
                    first: &count.first,
                    last: &count.last,
                    ranges: &count.ranges,
                    more: count.more,
                })
                .collect(),
        });
    }
    let text = teller.words();
    let line = |key: &str, count: String| format!("  {:<32} {count:>10}", text.get(key));
    let mut lines = vec![
        text.with("cli-balance", &[("month", &month)]),
        line("stock-opening", books.opening.to_string()),
        line("stock-received", books.received.to_string()),
        line("stock-good", books.good.to_string()),
        line("stock-spoiled", books.spoiled.to_string()),
        line("stock-lost", books.lost.to_string()),
        line("stock-closing", books.closing.to_string()),
        text.get("cli-stock-now"),
    ];
    lines.extend(stock.iter().map(|count| {
        let mut state = text.get(&format!("blank-state-{}", count.state.id()));
        if let Some(login) = login(count) {
            state = format!("{state}: {login}");
        }
        format!("  {state:<32} {:>10}  {}", count.count, count.serials())
    }));
    teller.lines(&lines)
}

fn list(station: &Station, query: &BlankQuery, teller: &Teller) -> Result<(), Failure> {
    let (rows, total) = station.blanks(query)?;
    let officers = station.officers()?;
    let login = |row: &BlankRow| {
        officers
            .iter()
            .find(|officer| Some(officer.id) == row.operator)
            .map(|officer| officer.login.as_str())
    };
    if teller.is_json() {
        return teller.print_json(&ListJson {
            total,
            blanks: rows
                .iter()
                .map(|row| BlankJson {
                    serial: &row.serial,
                    state: row.state.id(),
                    since: row.state_at,
                    operator: login(row),
                    reason: &row.note,
                    report: &row.report,
                })
                .collect(),
        });
    }
    let text = teller.words();
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let state = text.get(&format!("blank-state-{}", row.state.id()));
            let more = [login(row).unwrap_or(""), &row.note, &row.report];
            let more: Vec<&str> = more.into_iter().filter(|word| !word.is_empty()).collect();
            let line = format!("{:<14} {state:<26} {}", row.serial, more.join(" · "));
            line.trim_end().to_owned()
        })
        .collect();
    let (shown, total) = (rows.len().to_string(), total.to_string());
    lines.push(text.with("cli-blanks-shown", &[("shown", &shown), ("total", &total)]));
    teller.lines(&lines)
}

fn paper(bytes: &[u8], out: &Path, teller: &Teller) -> Result<(), Failure> {
    station::write_file(out, bytes)?;
    let pdf = out.display().to_string();
    if teller.is_json() {
        return teller.print_json(&PaperJson { pdf: &pdf });
    }
    teller.lines(&[teller.words().with("cli-written", &[("path", &pdf)])])
}
