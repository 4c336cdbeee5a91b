//! `operation`: patrols' operations planned, changed, closed, listed, and their reports as words, JSON, PDF or a workbook.

use crate::run::{Failure, on_duty};
use crate::show::Teller;
use clap::Subcommand;
use jiff::civil::Date;
use loket::office::Duty;
use loket::patrol::{Checked, Measure, Member, Operation, Plan, Standing};
use loket::permit::date_text;
use loket::place;
use loket::station::{self, Gathered, Station};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What to do with operations.
#[derive(Subcommand)]
pub enum OperationCommand {
    /// Plan one
    New(PlanArgs),
    /// Change the plan of one that is not closed; what is not named stays
    Edit {
        /// Its number, or the beginning of it
        id: String,
        /// The new plan
        #[command(flatten)]
        plan: PlanArgs,
    },
    /// Close one: its plan stays as it is
    Close {
        /// Its number, or the beginning of it
        id: String,
    },
    /// All, newest first
    List,
    /// Codes of kecamatan and industrial estates
    Areas,
    /// What one came to
    Report {
        /// Its number, or the beginning of it
        id: String,
        /// Write the report, with the map
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
        /// Write the workbook: one row a card
        #[arg(long, value_name = "FILE")]
        xlsx: Option<PathBuf>,
    },
}

/// A plan.
#[derive(clap::Args)]
pub struct PlanArgs {
    /// As the office calls it
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// First day, e.g. 2026-12-01 [default: today]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Last day [default: the first]
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Code of a kecamatan or an estate; may be given often
    #[arg(long = "area", value_name = "CODE")]
    areas: Vec<String>,
    /// Who takes part, `NAME` or `NAME, AGENCY`, the leader first; may be given often
    #[arg(long = "member", value_name = "WHO")]
    team: Vec<String>,
    /// A guarantor whose people are expected; may be given often
    #[arg(long = "expect", value_name = "GUARANTOR")]
    expected: Vec<String>,
}

/// Does it.
pub fn run(
    station: &mut Station,
    command: OperationCommand,
    teller: &Teller,
) -> Result<(), Failure> {
    if let OperationCommand::Areas = command {
        return areas(teller);
    }
    on_duty(station, Duty::Patrol)?;
    match command {
        OperationCommand::Areas => Ok(()),
        OperationCommand::New(args) => {
            let today = station.today();
            let blank = Plan {
                name: String::new(),
                from: today,
                until: today,
                areas: Vec::new(),
                team: Vec::new(),
                expected: Vec::new(),
            };
            let operation = station.new_operation(&args.over(blank)?)?;
            told(&operation, "operation-made", teller)
        }
        OperationCommand::Edit { id, plan } => {
            let known = station.find_operation(&id)?;
            let operation = station.edit_operation(known.id, &plan.over(known.plan)?)?;
            told(&operation, "operation-changed", teller)
        }
        OperationCommand::Close { id } => {
            let id = station.find_operation(&id)?.id;
            let operation = station.close_operation(id)?;
            told(&operation, "operation-closed", teller)
        }
        OperationCommand::List => list(&station.operations()?, teller),
        OperationCommand::Report { id, pdf, xlsx } => {
            let id = station.find_operation(&id)?.id;
            report(station, id, (pdf.as_deref(), xlsx.as_deref()), teller)
        }
    }
}

impl PlanArgs {
    /// What is named here in place of what `plan` has.
    fn over(self, mut plan: Plan) -> Result<Plan, Failure> {
        let day = |day: &String| {
            day.parse::<Date>()
                .map_err(|_date| Failure::Usage("cli-bad-date"))
        };
        if let Some(from) = &self.from {
            plan.from = day(from)?;
            plan.until = plan.from;
        }
        if let Some(until) = &self.until {
            plan.until = day(until)?;
        }
        plan.name = self.name.unwrap_or(plan.name);
        if !self.areas.is_empty() {
            plan.areas = self.areas;
        }
        if !self.team.is_empty() {
            let member = |who: &String| {
                let (name, agency) = who.split_once(',').unwrap_or((who, ""));
                Member {
                    name: name.trim().to_owned(),
                    agency: agency.trim().to_owned(),
                }
            };
            plan.team = self.team.iter().map(member).collect();
        }
        if !self.expected.is_empty() {
            plan.expected = self.expected;
        }
        Ok(plan)
    }
}

#[derive(Serialize)]
struct OperationJson<'a> {
    id: String,
    name: &'a str,
    from: String,
    until: String,
    areas: &'a [String],
    team: Vec<MemberJson<'a>>,
    expected: &'a [String],
    closed_at: Option<i64>,
}

#[derive(Serialize)]
struct MemberJson<'a> {
    name: &'a str,
    agency: &'a str,
}

#[derive(Serialize)]
struct AreaJson {
    code: &'static str,
    name: &'static str,
    regency: &'static str,
    district: &'static str,
    lat: f64,
    lon: f64,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    operation: OperationJson<'a>,
    scans: u64,
    again: u64,
    checked: usize,
    standings: BTreeMap<&'static str, u64>,
    verdicts: BTreeMap<&'static str, u64>,
    reasons: Vec<ReasonJson>,
    overstays: Vec<OverstayJson>,
    charges_rupiah: u64,
    not_found: u64,
    expected: Vec<ExpectedJson>,
    districts: Vec<CountJson>,
    estates: Vec<CountJson>,
    officers: Vec<CountJson>,
}

#[derive(Serialize)]
struct ReasonJson {
    paper: &'static str,
    light: &'static str,
    reason: &'static str,
    cards: u64,
}

#[derive(Serialize)]
struct OverstayJson {
    permit_no: String,
    days: u32,
    measure: &'static str,
    rupiah: Option<u64>,
    verified: Option<bool>,
}

#[derive(Serialize)]
struct ExpectedJson {
    guarantor: String,
    people: u64,
    seen: u64,
    not_found: Vec<String>,
}

#[derive(Serialize)]
struct CountJson {
    name: Option<String>,
    count: u64,
}

fn json(operation: &Operation) -> OperationJson<'_> {
    let plan = &operation.plan;
    let team = plan.team.iter().map(|member| MemberJson {
        name: &member.name,
        agency: &member.agency,
    });
    OperationJson {
        id: operation.id.to_string(),
        name: &plan.name,
        from: plan.from.to_string(),
        until: plan.until.to_string(),
        areas: &plan.areas,
        team: team.collect(),
        expected: &plan.expected,
        closed_at: operation.closed_at,
    }
}

fn told(operation: &Operation, key: &str, teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        return teller.print_json(&json(operation));
    }
    let id = operation.id.to_string();
    let args = [("id", id.as_str()), ("name", operation.plan.name.as_str())];
    teller.lines(&[teller.words().with(key, &args)])
}

fn list(operations: &[Operation], teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        return teller.print_json(&operations.iter().map(json).collect::<Vec<_>>());
    }
    let words = teller.words();
    if operations.is_empty() {
        return teller.lines(&[words.get("operation-list-empty")]);
    }
    let line = |one: &Operation| {
        let short: String = one.id.to_string().chars().take(8).collect();
        let state = if one.closed_at.is_some() { "✓" } else { " " };
        let day = date_text(one.plan.from);
        format!("{short}  {day}  {state}  {}", one.plan.name)
    };
    teller.lines(&operations.iter().map(line).collect::<Vec<_>>())
}

fn areas(teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        let areas = place::areas().iter().map(|area| AreaJson {
            code: area.code.as_str(),
            name: area.name,
            regency: area.regency,
            district: area.code.district().as_str(),
            lat: area.centre.lat_deg(),
            lon: area.centre.lon_deg(),
        });
        return teller.print_json(&areas.collect::<Vec<_>>());
    }
    let lines: Vec<String> = place::areas()
        .iter()
        .map(|area| {
            format!(
                "{:<17} {:<32} {}",
                area.code.as_str(),
                area.name,
                area.regency
            )
        })
        .collect();
    teller.lines(&lines)
}

fn report(
    station: &mut Station,
    id: loket::patrol::OperationId,
    (pdf, xlsx): (Option<&Path>, Option<&Path>),
    teller: &Teller,
) -> Result<(), Failure> {
    teller.spare_all(pdf.into_iter().chain(xlsx))?;
    let gathered = station.operation_report(id)?;
    let lang = teller.words().lang();
    let mut written: Vec<&Path> = Vec::new();
    if let Some(file) = pdf {
        station::write_file(file, station.operation_pdf(&gathered, lang)?.bytes())?;
        written.push(file);
    }
    if let Some(file) = xlsx {
        station::write_file(file, &station.operation_xlsx(&gathered, lang)?)?;
        written.push(file);
    }
    if teller.is_json() {
        return teller.print_json(&report_json(&gathered));
    }
    let mut lines = summary(&gathered, teller);
    for file in written {
        let name = file.display().to_string();
        lines.push(teller.words().with("operation-written", &[("file", &name)]));
    }
    teller.lines(&lines)
}

fn summary(gathered: &Gathered, teller: &Teller) -> Vec<String> {
    let (report, words) = (gathered.report(), teller.words());
    let line = |label: String, count: u64| format!("  {label:<52}{count:>8}");
    let plan = &gathered.operation.plan;
    let scans = [
        ("scans", report.scans.to_string()),
        ("again", report.again().to_string()),
    ];
    let scans: Vec<(&str, &str)> = scans
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    let mut lines = vec![
        format!(
            "{} · {} – {}",
            plan.name,
            date_text(plan.from),
            date_text(plan.until)
        ),
        format!(
            "{}: {}",
            words.get("operation-scans"),
            words.with("operation-scans-told", &scans)
        ),
        words.get("operation-summary"),
    ];
    lines.extend(Standing::ALL.map(|standing| {
        let label = words.get(&format!("standing-{}", standing.id()));
        line(label, report.count(standing))
    }));
    let checked = u64::try_from(report.checked.len()).unwrap_or(u64::MAX);
    lines.push(line(words.get("operation-checked"), checked));
    if !report.reasons.is_empty() {
        lines.push(words.get("operation-reasons"));
    }
    lines.extend(report.reasons.iter().map(|reason| {
        let label = words.get(&format!("cause-{}", reason.reason));
        line(label, reason.count)
    }));
    lines.push(words.get("operation-overstay-told"));
    lines.extend(report.overstays().iter().map(|(one, overstay)| {
        let measure = match overstay.measure {
            Measure::Charge { rupiah, .. } => station::rupiah(words, rupiah),
            Measure::AskOfficer | Measure::Deport => {
                words.get(&format!("measure-{}", overstay.measure.id()))
            }
        };
        format!(
            "  {:<24}{:>6}  {measure}",
            one.sighting.permit_no, overstay.days
        )
    }));
    lines.push(words.get("operation-not-found-told"));
    lines.extend(report.expected.iter().map(|one| {
        let missing = u64::try_from(one.not_found.len()).unwrap_or(u64::MAX);
        line(one.guarantor.to_owned(), missing)
    }));
    lines
}

fn report_json(gathered: &Gathered) -> ReportJson<'_> {
    let report = gathered.report();
    let overstay = |(one, overstay): &(&Checked<'_>, loket::patrol::Overstay)| {
        let (rupiah, verified) = match overstay.measure {
            Measure::Charge { rupiah, verified } => (Some(rupiah), Some(verified)),
            Measure::AskOfficer | Measure::Deport => (None, None),
        };
        OverstayJson {
            permit_no: one.sighting.permit_no.clone(),
            days: overstay.days,
            measure: overstay.measure.id(),
            rupiah,
            verified,
        }
    };
    let counted = |name: Option<&String>, count: u64| CountJson {
        name: name.cloned(),
        count,
    };
    ReportJson {
        operation: json(&gathered.operation),
        scans: report.scans,
        again: report.again(),
        checked: report.checked.len(),
        standings: Standing::ALL
            .map(|one| (one.id(), report.count(one)))
            .into(),
        verdicts: report
            .words
            .iter()
            .map(|(word, count)| (word.id(), *count))
            .collect(),
        reasons: report
            .reasons
            .iter()
            .map(|one| ReasonJson {
                paper: one.paper.id(),
                light: one.color.id(),
                reason: one.reason,
                cards: one.count,
            })
            .collect(),
        overstays: report.overstays().iter().map(overstay).collect(),
        charges_rupiah: report.charges(),
        not_found: report.not_found(),
        expected: report
            .expected
            .iter()
            .map(|one| ExpectedJson {
                guarantor: one.guarantor.to_owned(),
                people: one.people,
                seen: one.seen(),
                not_found: one
                    .not_found
                    .iter()
                    .map(|holder| holder.permit_no.clone())
                    .collect(),
            })
            .collect(),
        districts: report
            .districts
            .iter()
            .map(|(code, count)| counted(code.as_ref(), *count))
            .collect(),
        estates: report
            .estates
            .iter()
            .map(|(code, count)| counted(Some(code), *count))
            .collect(),
        officers: report
            .officers
            .iter()
            .map(|(name, count)| counted(Some(name), *count))
            .collect(),
    }
}
