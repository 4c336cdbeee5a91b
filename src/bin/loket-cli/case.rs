//! Cases from entry to hand-over: each command one verb, and where the case stands after it.

use crate::press;
use crate::run::{Failure, on_duty, read, read_draft, read_portrait};
use crate::show::Teller;
use loket::office::{CaseState, Duty, Step};
use loket::portrait::Still;
use loket::station::{CaseId, CaseRow, Evidence, Station, outside};
use serde::Serialize;
use std::path::PathBuf;

/// Most cases in one list.
const MOST: u32 = 10_000;

/// What is done with a case or its card.
#[derive(clap::Subcommand)]
pub enum CaseCommand {
    /// Cases and where they stand
    #[command(subcommand)]
    Case(Cases),
    /// Give a case to the approver
    Submit {
        /// Its number
        case: i64,
        /// kitas, kitap or a template file [default: the permit's kind]
        #[arg(long, value_name = "T")]
        template: Option<String>,
    },
    /// Approve a case as it stands; never by who entered it
    Approve {
        /// Its number
        case: i64,
        /// kitas, kitap or a template file [default: the permit's kind]
        #[arg(long, value_name = "T")]
        template: Option<String>,
    },
    /// Give a case back to the counter
    Return(Decision),
    /// Refuse a case for good
    Refuse(Decision),
    /// The applicant does not want it any more
    Withdraw(Decision),
    /// A step the office has switched on, of the case that waits for it
    Step {
        /// Number of the case
        case: i64,
        /// payment, field-check or regional-approval
        step: String,
        /// What came of it
        #[arg(value_enum)]
        came: Stepped,
        /// Why the case goes back
        #[arg(long, value_name = "R", required_if_eq("came", "return"))]
        reason: Option<String>,
    },
    /// Seal approved cases onto the operator's next blanks, and write the PDF of one or send all to a printer
    Print {
        /// Their numbers
        #[arg(required = true)]
        cases: Vec<i64>,
        /// Folder for the PDF
        #[arg(long, value_name = "DIR", required_unless_present = "printer")]
        out: Option<PathBuf>,
        /// The printer, as the system calls it
        #[arg(long, value_name = "NAME", conflicts_with = "out")]
        printer: Option<String>,
        /// kitas, kitap or a template file [default: the permit's kind]
        #[arg(long, value_name = "T")]
        template: Option<String>,
    },
    /// Scan the finished card back: its seal must be the registry's
    Check {
        /// Number of the case
        case: i64,
        /// A picture of the card, its PDF or the QR's text; `-` for standard input
        file: PathBuf,
    },
    /// The card is in its holder's hand
    Handover {
        /// Number of the case
        case: i64,
    },
}

/// Cases.
#[derive(clap::Subcommand)]
pub enum Cases {
    /// Those that stand somewhere
    List {
        /// e.g. SUBMITTED; may be given again [default: all that are not done]
        #[arg(long, value_name = "S")]
        state: Vec<String>,
    },
    /// Enter one, as a draft
    Enter {
        /// Draft as TOML, `-` for standard input
        file: PathBuf,
        /// JPEG, PNG or WebP; the portrait is cut out of it
        #[arg(long, value_name = "IMG")]
        photo: Option<PathBuf>,
    },
}

/// A decision that needs a reason.
#[derive(clap::Args)]
pub struct Decision {
    /// Number of the case
    case: i64,
    /// Why
    #[arg(long, value_name = "R")]
    reason: String,
}

/// What came of a step.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Stepped {
    /// It is done
    Done,
    /// The case goes back to the counter
    Return,
}

#[derive(Serialize)]
struct CasesJson<'a> {
    cases: Vec<CaseJson<'a>>,
}

#[derive(Serialize)]
struct CaseJson<'a> {
    case: i64,
    state: &'static str,
    kind: &'static str,
    full_name: &'a str,
    permit_no: &'a str,
    since: i64,
    portrait: bool,
    reason: &'a str,
    card_serial: Option<&'a str>,
}

#[derive(Serialize)]
struct MovedJson {
    case: i64,
    state: &'static str,
}

#[derive(Serialize)]
struct SteppedJson {
    case: i64,
    step: &'static str,
    state: &'static str,
    waits_for: Option<&'static str>,
}

/// Runs it.
#[expect(clippy::too_many_lines, reason = "a command an arm")]
pub fn run(station: &mut Station, command: CaseCommand, teller: &Teller) -> Result<u8, Failure> {
    match command {
        CaseCommand::Case(Cases::List { state }) => list(station, &state, teller)?,
        CaseCommand::Case(Cases::Enter { file, photo }) => {
            on_duty(station, Duty::Counter)?;
            let draft = read_draft(&file)?;
            let portrait = photo
                .map(|photo| read_portrait(&photo, &draft, station, teller))
                .transpose()?;
            let (id, _) = station.save_case(None, &draft, portrait.as_ref())?;
            moved(id, CaseState::Draft, teller)?;
        }
        CaseCommand::Submit { case, template } => {
            on_duty(station, Duty::Counter)?;
            station.submit(CaseId(case), template.as_deref())?;
            moved(CaseId(case), CaseState::Submitted, teller)?;
        }
        CaseCommand::Approve { case, template } => {
            on_duty(station, Duty::Head)?;
            let proof = station.proof(CaseId(case), template.as_deref())?;
            station.approve(CaseId(case), &proof.digest, template.as_deref())?;
            moved(CaseId(case), CaseState::Approved, teller)?;
        }
        CaseCommand::Return(with) => {
            on_duty(station, Duty::Head)?;
            station.return_case(CaseId(with.case), &with.reason)?;
            moved(CaseId(with.case), CaseState::Returned, teller)?;
        }
        CaseCommand::Refuse(with) => {
            on_duty(station, Duty::Head)?;
            station.refuse_case(CaseId(with.case), &with.reason)?;
            moved(CaseId(with.case), CaseState::Refused, teller)?;
        }
        CaseCommand::Withdraw(with) => {
            on_duty(station, Duty::Counter)?;
            station.withdraw(CaseId(with.case), &with.reason)?;
            moved(CaseId(with.case), CaseState::Withdrawn, teller)?;
        }
        CaseCommand::Step {
            case,
            step,
            came,
            reason,
        } => {
            let step = Step::parse(&step).ok_or(Failure::Usage("cli-bad-step"))?;
            let rules = station.settings().steps.clone();
            let rule = rules.iter().find(|rule| rule.step == step);
            on_duty(station, rule.map_or(Duty::Head, |rule| rule.duty))?;
            match came {
                Stepped::Done => station.do_step(CaseId(case), step)?,
                Stepped::Return => {
                    let reason = reason.unwrap_or_default();
                    station.return_at_step(CaseId(case), step, &reason)?;
                }
            }
            stepped(station, CaseId(case), step, teller)?;
        }
        CaseCommand::Print {
            cases,
            out,
            printer,
            template,
        } => {
            on_duty(station, Duty::Print)?;
            if let Some(printer) = printer {
                return press::print(station, (&cases, &printer), template, teller);
            }
            let out = out.unwrap_or_default();
            outside::make_folder(&out)?;
            for case in cases {
                let issued = station.print_case(CaseId(case), template.as_deref(), Some(&out))?;
                teller.issued(&issued, &out.join(&issued.file_name))?;
            }
        }
        CaseCommand::Check { case, file } => {
            on_duty(station, Duty::HandOver)?;
            let evidence = Evidence::File(read(&file, Still::MAX_BYTES)?);
            station.check_card(CaseId(case), &evidence)?;
            moved(CaseId(case), CaseState::Ready, teller)?;
        }
        CaseCommand::Handover { case } => {
            on_duty(station, Duty::HandOver)?;
            station.hand_over(CaseId(case))?;
            moved(CaseId(case), CaseState::HandedOver, teller)?;
        }
    }
    Ok(0)
}

fn list(station: &mut Station, states: &[String], teller: &Teller) -> Result<(), Failure> {
    on_duty(station, Duty::Counter)?;
    let asked: Vec<CaseState> = states
        .iter()
        .map(|state| {
            CaseState::parse(&state.to_ascii_uppercase()).ok_or(Failure::Usage("cli-bad-state"))
        })
        .collect::<Result<_, _>>()?;
    let done = [
        CaseState::HandedOver,
        CaseState::Refused,
        CaseState::Withdrawn,
    ];
    let asked = if asked.is_empty() {
        let open = CaseState::ALL.into_iter();
        open.filter(|state| !done.contains(state)).collect()
    } else {
        asked
    };
    let rows = station.cases(&asked, MOST)?;
    if teller.is_json() {
        return teller.print_json(&CasesJson {
            cases: rows.iter().map(case_json).collect(),
        });
    }
    let text = teller.words();
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let state = text.get(&format!("state-{}", row.state.id()));
            let case = row.id.0.to_string();
            let name = if row.full_name.is_empty() {
                "–"
            } else {
                &row.full_name
            };
            let args = [
                ("case", case.as_str()),
                ("state", &state),
                ("permit", &row.permit_no),
                ("name", name),
            ];
            text.with("cli-case-row", &args)
        })
        .collect();
    lines.push(text.with("cli-case-count", &[("count", &rows.len().to_string())]));
    teller.lines(&lines)
}

fn moved(id: CaseId, state: CaseState, teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        return teller.print_json(&MovedJson {
            case: id.0,
            state: state.id(),
        });
    }
    let text = teller.words();
    let words = text.get(&format!("state-{}", state.id()));
    let case = id.0.to_string();
    teller.lines(&[text.with("cli-case-now", &[("case", &case), ("state", &words)])])
}

/// Where the case stands after a step, and what it waits for next.
fn stepped(station: &mut Station, id: CaseId, step: Step, teller: &Teller) -> Result<(), Failure> {
    let state = station.case(id)?.row.state;
    let steps = station.steps_of(id)?;
    let due = steps.iter().find(|one| one.due).map(|one| one.rule.step);
    if teller.is_json() {
        return teller.print_json(&SteppedJson {
            case: id.0,
            step: step.id(),
            state: state.id(),
            waits_for: due.map(Step::id),
        });
    }
    moved(id, state, teller)?;
    let text = teller.words();
    let told = due.map(|step| {
        let word = text.get(&format!("step-{}", step.id()));
        text.with("error-step-waits", &[("step", &word)])
    });
    teller.lines(&told.into_iter().collect::<Vec<_>>())
}

fn case_json(row: &CaseRow) -> CaseJson<'_> {
    CaseJson {
        case: row.id.0,
        state: row.state.id(),
        kind: row.kind.card_name(),
        full_name: &row.full_name,
        permit_no: &row.permit_no,
        since: row.state_at,
        portrait: row.has_portrait,
        reason: &row.reason,
        card_serial: row.serial.as_deref(),
    }
}
