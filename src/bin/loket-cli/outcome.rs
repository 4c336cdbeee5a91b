//! What came out of the printer, card by card or for a whole run.

use crate::login::second;
use crate::run::{Failure, on_duty};
use crate::sending;
use crate::show::Teller;
use loket::office::Duty;
use loket::station::{Outcome, RunId, Station, waiting};
use serde::Serialize;

/// What came out of the printer.
#[derive(clap::Args)]
pub struct OutcomeArgs {
    /// Number of its run
    run: i64,
    /// Serial of the card; `all`: every card of the run nothing else was said of
    serial: String,
    /// What it is
    #[arg(value_enum)]
    came: Came,
    /// Why it is spoiled
    #[arg(long, value_name = "R", required_if_eq("came", "spoiled"))]
    reason: Option<String>,
    /// Login of the officer who stands beside
    #[arg(long, value_name = "LOGIN", required_if_eq("came", "spoiled"))]
    second: Option<String>,
}

/// What came out of the printer.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Came {
    /// A good card
    Good,
    /// It never came out of its printer: it waits again
    Unprinted,
    /// It is void for ever
    Spoiled,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    run: i64,
    card_serial: Option<&'a str>,
    state: &'static str,
    cards: u64,
}

/// What came of one card, or of all.
pub fn outcome(station: &mut Station, args: OutcomeArgs, teller: &Teller) -> Result<u8, Failure> {
    on_duty(station, Duty::Print)?;
    let run = RunId(args.run);
    if args.serial.eq_ignore_ascii_case("all") {
        if args.came != Came::Good {
            return Err(Failure::Usage("run-all-spoiled"));
        }
        // What still waits in its printer's queue is not good yet.
        let (heard, _silent) = sending::ask(station, run)?;
        let waiting: Vec<String> = if heard.is_empty() {
            Vec::new()
        } else {
            let sendings = station.run_again(run)?.sendings;
            let waiting = waiting(&sendings, &heard).into_iter();
            waiting.map(str::to_owned).collect()
        };
        let cards = station.settle_printed(run, &waiting)?;
        return came(run, None, (Came::Good, cards), teller);
    }
    let serial = args.serial.to_ascii_uppercase();
    station.card_in_run(run, &serial)?;
    match args.came {
        Came::Good => station.outcome(&serial, &Outcome::Good)?,
        Came::Unprinted => station.outcome(&serial, &Outcome::Unprinted)?,
        Came::Spoiled => {
            let login = args.second.ok_or(Failure::Usage("cli-no-second"))?;
            let beside = second(station, &login, teller)?;
            let spoiled = Outcome::Spoiled {
                reason: args.reason.as_deref().unwrap_or_default(),
                second: &beside,
            };
            station.outcome(&serial, &spoiled)?;
        }
    }
    came(run, Some(&serial), (args.came, 1), teller)
}

fn came(
    run: RunId,
    serial: Option<&str>,
    (came, cards): (Came, u64),
    teller: &Teller,
) -> Result<u8, Failure> {
    let state = match came {
        Came::Good => "PRINTED",
        Came::Unprinted => "PRINTING",
        Came::Spoiled => "SPOILED",
    };
    if teller.is_json() {
        teller.print_json(&OutcomeJson {
            run: run.0,
            card_serial: serial,
            state,
            cards,
        })?;
        return Ok(0);
    }
    let text = teller.words();
    let line = match serial {
        Some(serial) => {
            let words = text.get(&format!("blank-state-{state}"));
            text.with("cli-blank-now", &[("serial", serial), ("state", &words)])
        }
        None => text.with("run-settled", &[("count", &cards.to_string())]),
    };
    teller.lines(&[line])?;
    Ok(0)
}
