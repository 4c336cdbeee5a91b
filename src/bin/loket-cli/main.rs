//! The command line: arguments in, the station's verbs, words or JSON out; nothing of the work itself is done here.

mod args;
mod audit;
mod backup;
mod case;
mod list;
mod login;
mod office;
mod officer;
mod operation;
mod outcome;
mod paper;
mod patrol;
mod portrait;
mod press;
mod run;
mod search;
mod sending;
mod shop;
mod show;
mod stats;
mod stock;
mod trust;

use args::{Args, Language};
use clap::Parser as _;
use loket::text::{Lang, Text};
use run::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(told) => {
            // Wrong usage goes to stderr, help to stdout; nobody may be listening.
            told.print().ok();
            return ExitCode::from(u8::from(told.use_stderr()) * 2);
        }
    };
    let asked = args.lang.map(|lang| match lang {
        Language::Id => Lang::Id,
        Language::En => Lang::En,
    });
    let mut teller = show::Teller::new(
        Text::new(asked.unwrap_or_default()),
        asked.is_some(),
        args.json,
    );
    if args.force {
        teller.write_over();
    }
    match run::run(args, &mut teller) {
        Ok(code) => ExitCode::from(code),
        // The reader went away, as `head` does: no more to say, and no failure of ours.
        Err(Failure::Gone) => ExitCode::SUCCESS,
        Err(failure) => {
            teller.complain(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}
