//! One function a command: reads what it is given, asks the station, hands the answer to be shown.

use crate::args::{Args, Command, Draft, Kind};
use crate::show::Teller;
use crate::{
    audit, backup, case, list, login, office, officer, operation, outcome, paper, patrol, press,
    search, shop, stats, stock, trust,
};
use jiff::Timestamp;
use jiff::civil::Date;
use loket::office::Duty;
use loket::permit::{self, PermitNo, Severity};
use loket::portrait::{self, Assistant, Made, Portrait, Source, Still};
use loket::station::{self, Chain, Crowd, Evidence, Station, outside};
use std::io::{self, Read as _};
use std::path::Path;

/// Why a command did not do its work.
pub enum Failure {
    /// The station's own words.
    Station(station::Error),
    /// The photo cannot be used.
    Photo(portrait::Error),
    /// Wrong usage; a text key.
    Usage(&'static str),
    /// Bad input; a text key.
    Input(&'static str),
    /// Standard output is closed.
    Gone,
    /// Standard output cannot be written.
    Output(io::Error),
}

impl Failure {
    /// 2 for wrong usage, otherwise 1.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Station(_) | Self::Photo(_) | Self::Input(_) | Self::Gone | Self::Output(_) => 1,
        }
    }
}

impl From<station::Error> for Failure {
    fn from(error: station::Error) -> Self {
        Self::Station(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Gone
        } else {
            Self::Output(error)
        }
    }
}

/// Far above any draft.
const DRAFT_BYTES: usize = 1024 * 1024;

/// Runs the command; the exit code when it did its work.
pub fn run(args: Args, teller: &mut Teller) -> Result<u8, Failure> {
    let (office, who) = (args.office, args.officer);
    let open = |teller: &mut Teller| -> Result<Station, Failure> {
        let dir = office.as_deref().ok_or(Failure::Usage("cli-no-office"))?;
        let station = login::enter(dir, who.as_deref(), teller)?;
        teller.speak(&station.settings().language);
        Ok(station)
    };
    match args.command {
        Command::Demo {
            dir,
            people,
            seed,
            approved,
        } => demo(&dir, Crowd { people, approved }, seed, teller)?,
        Command::Office(what) => office::run(what, office.as_deref(), open, teller)?,
        Command::Officer(what) => officer::run(what, open, teller)?,
        Command::Patrol(command) => return patrol::run(command, open, teller),
        Command::Draft(Draft::Example { kind }) => example(&open(teller)?, kind, teller)?,
        Command::Draft(Draft::Check { file, on }) => {
            let day = on.as_deref().map(day_of).transpose()?;
            return check(&mut open(teller)?, &file, day, teller);
        }
        Command::Issue {
            file,
            photo,
            out,
            template,
            approver,
        } => {
            let mut station = open(teller)?;
            let chain = chain(&mut station, who.is_some(), approver.as_deref(), teller)?;
            let papers = (&*file, &*photo, &*out);
            issue(&mut station, papers, (template.as_deref(), &chain), teller)?;
        }
        Command::Portrait(command) => return crate::portrait::run(command, teller),
        Command::Case(command) => return case::run(&mut open(teller)?, command, teller),
        Command::Batch(args) => return press::batch(&mut open(teller)?, &args, teller),
        Command::Run(command) => return press::run(&mut open(teller)?, command, teller),
        Command::Outcome(args) => return outcome::outcome(&mut open(teller)?, args, teller),
        Command::Shop(command) => return shop::shop(command, open, teller),
        Command::Job(command) => return shop::job(command, open, teller),
        Command::Blank(command) => return stock::run(&mut open(teller)?, command, teller),
        Command::Audit(command) => return audit::run(&mut open(teller)?, command, teller),
        Command::Card { permit, out } => card(&mut open(teller)?, &permit, &out, teller)?,
        Command::Document {
            permit,
            out,
            template,
        } => {
            let how = (&*out, template.as_deref());
            page(&mut open(teller)?, &permit, how, teller)?;
        }
        Command::Sheet(args) => paper::sheet(&mut open(teller)?, &args, teller)?,
        Command::Printers => paper::printers(teller)?,
        Command::Calibrate(what) => return paper::calibrate(&mut open(teller)?, what, teller),
        Command::Status(command) => return trust::status(&mut open(teller)?, &command, teller),
        Command::Verify {
            file,
            at,
            bundle,
            root,
        } => {
            let at = at.as_deref().map(second_of).transpose()?;
            return match bundle {
                Some(bundle) => trust::verify(&file, (&bundle, root.as_deref()), at, teller),
                None => verify(open, &file, at, teller),
            };
        }
        Command::Search(args) => search::run(&mut open(teller)?, args, teller)?,
        Command::Import(list) => return list::import(&mut open(teller)?, &list, teller),
        Command::Export(list) => list::export(&mut open(teller)?, &list, teller)?,
        Command::Backup(args) => backup::backup(office.as_deref(), args, open, teller)?,
        Command::Report(what) => backup::report(&what, open, teller)?,
        Command::Restore(args) => backup::restore(&args, who.as_deref(), teller)?,
        Command::Stats(args) => stats::stats(&mut open(teller)?, &args, teller)?,
        Command::Operation(what) => operation::run(&mut open(teller)?, what, teller)?,
        Command::Trust(command) => trust::run(command, office.as_deref(), open, teller)?,
    }
    Ok(0)
}

fn demo(dir: &Path, crowd: Crowd, seed: u64, teller: &Teller) -> Result<(), Failure> {
    let mut station = Station::create_demo(dir, crowd, seed, &mut |done, all| {
        teller.progress(done, all);
    })?;
    teller.demo(dir, seed, &station.overview()?)?;
    Ok(())
}

fn example(station: &Station, kind: Kind, teller: &Teller) -> Result<(), Failure> {
    let kind = match kind {
        Kind::Kitas => permit::Kind::Itas,
        Kind::Kitap => permit::Kind::Itap,
    };
    let draft = station.example_draft(kind);
    teller.plain(&station::draft_to_toml(&draft))
}

/// The present card once more, as a file.
fn card(station: &mut Station, permit: &str, out: &Path, teller: &Teller) -> Result<(), Failure> {
    teller.spare(out)?;
    let permit_no = PermitNo::parse(permit).ok_or(Failure::Usage("cli-bad-permit"))?;
    let pdf = station.card_again(&permit_no)?;
    station::write_file(out, pdf.bytes())?;
    teller.card(&permit_no, out)
}

fn page(
    station: &mut Station,
    permit: &str,
    (out, template): (&Path, Option<&Path>),
    teller: &Teller,
) -> Result<(), Failure> {
    teller.spare(out)?;
    let permit_no = PermitNo::parse(permit).ok_or(Failure::Usage("cli-bad-permit"))?;
    let pdf = station.page(&permit_no, template)?;
    station::write_file(out, pdf.bytes())?;
    teller.card(&permit_no, out)
}

fn verify(
    open: impl Fn(&mut Teller) -> Result<Station, Failure>,
    file: &Path,
    at: Option<i64>,
    teller: &mut Teller,
) -> Result<u8, Failure> {
    let mut station = open(teller)?;
    let evidence = Evidence::File(read(file, Still::MAX_BYTES)?);
    let verdict = station.verify(&evidence, at);
    told(teller.verdict(&verdict, at), verdict.word.exit_code())
}

fn day_of(on: &str) -> Result<Date, Failure> {
    on.parse().map_err(|_date| Failure::Usage("cli-bad-date"))
}

/// A moment as typed, Unix seconds.
fn second_of(at: &str) -> Result<i64, Failure> {
    at.parse::<Timestamp>()
        .map(Timestamp::as_second)
        .map_err(|_time| Failure::Usage("cli-bad-time"))
}

fn check(
    station: &mut Station,
    file: &Path,
    day: Option<Date>,
    teller: &Teller,
) -> Result<u8, Failure> {
    let draft = read_draft(file)?;
    let day = day.unwrap_or_else(|| station.today());
    let mut judgement = station.judge(&draft, None, day)?;
    // A draft as a file has no picture; that is asked for when it is issued.
    judgement
        .findings
        .retain(|finding| finding.field != permit::Field::Portrait);
    let passes = judgement
        .findings
        .iter()
        .all(|finding| finding.severity != Severity::Hard);
    told(
        teller.judgement(passes, &judgement.findings),
        u8::from(!passes),
    )
}

/// The answer stands whether or not anybody still listens to its words.
fn told(telling: Result<(), Failure>, code: u8) -> Result<u8, Failure> {
    match telling {
        Ok(()) | Err(Failure::Gone) => Ok(code),
        Err(failure) => Err(failure),
    }
}

/// Who enters, who approves, who prints. Who logged in enters, and prints when that is his duty too; the approver proves to be
/// there. In a demo office its own officers stand in where nobody is named.
fn chain(
    station: &mut Station,
    logged_in: bool,
    approver: Option<&str>,
    teller: &Teller,
) -> Result<Chain, Failure> {
    on_duty(station, Duty::Counter)?;
    let head = approver
        .map(|approver| login::second(station, approver, teller))
        .transpose()?;
    match head {
        Some(head) => Ok(station.chain(&head)?),
        None if logged_in => Err(Failure::Usage("cli-no-approver")),
        None => Ok(station.demo_chain()?),
    }
}

fn issue(
    station: &mut Station,
    (file, photo, out): (&Path, &Path, &Path),
    (template, chain): (Option<&str>, &Chain),
    teller: &Teller,
) -> Result<(), Failure> {
    let draft = read_draft(file)?;
    let portrait = read_portrait(photo, &draft, station, teller)?;
    outside::make_folder(out)?;
    match station.issue_into(&draft, &portrait, template, out, chain) {
        Ok(issued) => teller.issued(&issued, &out.join(&issued.file_name)),
        Err(error) => {
            if error.id == "draft-has-findings" {
                let judgement = station.judge(&draft, Some(&portrait), station.today())?;
                teller.findings_aside(&judgement.findings);
            }
            Err(error.into())
        }
    }
}

/// A draft as TOML.
pub fn read_draft(file: &Path) -> Result<permit::Draft, Failure> {
    let bytes = read(file, DRAFT_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|_utf8| Failure::Input("cli-bad-text"))?;
    Ok(station::draft_from_toml(&text)?)
}

/// The portrait cut out of a photo of the draft's person; what is odd about it is told aside and stays with the portrait.
pub fn read_portrait(
    photo: &Path,
    draft: &permit::Draft,
    station: &Station,
    teller: &Teller,
) -> Result<Portrait, Failure> {
    let file = outside::read_file(photo, Still::MAX_BYTES)?;
    let still = Still::decode(&file).map_err(Failure::Photo)?;
    let rule = station.settings().photo;
    if station::photo_taken(&file).is_some_and(|taken| rule.is_too_old(taken, station.today())) {
        teller.note("cli-photo-old");
    }
    let cut = || {
        let demand = station.portrait_demand(draft, rule.ground)?;
        let study = Assistant::load()?.study(&still, &demand)?;
        for check in study.flaws() {
            teller.note(&check.words());
        }
        portrait::accept_as(&still, &Made::new(Source::File, &still, &study))
    };
    cut().map_err(Failure::Photo)
}

/// A file, or standard input for `-`.
pub fn read(file: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    if file != Path::new("-") {
        return Ok(outside::read_file(file, most)?);
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    // One byte more, so that too much is noticed by whoever reads it.
    io::stdin()
        .lock()
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_input| Failure::Input("cli-bad-text"))?;
    Ok(bytes)
}

/// In a demo office goes on as the officer whose duty it is; elsewhere acts who logged in, and the station refuses the wrong duty.
pub fn on_duty(station: &mut Station, duty: Duty) -> Result<(), Failure> {
    match station.act_as(duty) {
        Err(error) if error.id != "login-needed" => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
