//! Out with a patrol and home again: extracts, a laptop's folder, its scans and log, sightings, and papers that were told.

mod tell;

use crate::login::{new_secret, secret};
use crate::run::{Failure, on_duty, read};
use crate::show::Teller;
use jiff::civil::Date;
use loket::office::Duty;
use loket::patrol::{DeviceId, Fix, Held, Level, Spot};
use loket::permit::PermitNo;
use loket::place;
use loket::portrait::Still;
use loket::station::{
    Evidence, Noted, Papers, Patrol, Secret, SightingQuery, SightingRow, Station, outside,
};
use serde::Serialize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tell::{SightingJson, folder, line, log, sighting_json, tell_check, terms_json};

/// Most bytes of a bundle or a root that is read.
const BUNDLE_BYTES: usize = 16 * 1024 * 1024;
/// The passphrase of a patrol's folder, and that of an extract.
const FOLDER_PASSPHRASE: &str = "LOKET_PATROL_PASSPHRASE";
const EXTRACT_PASSPHRASE: &str = "LOKET_EXTRACT_PASSPHRASE";

/// Out with a patrol and home again.
#[derive(clap::Subcommand)]
pub enum PatrolCommand {
    /// At the office: as much of the registry as a team may take along; its passphrase comes from `LOKET_EXTRACT_PASSPHRASE`, or is typed
    Extract {
        /// The file to write
        #[arg(long, value_name = "F")]
        out: PathBuf,
        /// 1 members of Tim PORA, 2 immigration officers
        #[arg(long, value_name = "N")]
        level: u8,
        /// Its last day, e.g. 2026-12-31
        #[arg(long, value_name = "DATE")]
        until: String,
        /// The team it is for
        #[arg(long, value_name = "NAME")]
        to: String,
    },
    /// On a laptop: make a patrol's folder; its passphrase comes from `LOKET_PATROL_PASSPHRASE`, or is typed
    Init {
        /// A new or empty folder
        dir: PathBuf,
        /// The office's trust bundle
        #[arg(long, value_name = "F")]
        bundle: PathBuf,
        /// The office root to pin: certificate, or digits of its SHA-256
        #[arg(long, value_name = "F")]
        root: PathBuf,
        /// The office's extract
        #[arg(long, value_name = "F")]
        extract: Option<PathBuf>,
        /// What the laptop is called
        #[arg(long, value_name = "NAME", default_value = "Laptop patroli")]
        name: String,
    },
    /// On a laptop: take a newer bundle or extract
    Import {
        /// The patrol's folder
        dir: PathBuf,
        /// A bundle, or a difference to the one held
        #[arg(long, value_name = "F")]
        bundle: Option<PathBuf>,
        /// An extract
        #[arg(long, value_name = "F")]
        extract: Option<PathBuf>,
    },
    /// On a laptop: judge a card and note it; exit codes as of `verify`
    Check(CheckArgs),
    /// On a laptop: the scan log; with `--out` as a file for the office
    Log {
        /// The patrol's folder
        dir: PathBuf,
        /// The file to write
        #[arg(long, value_name = "F")]
        out: Option<PathBuf>,
    },
    /// At the office: take in a laptop's log, each scan once
    Merge {
        /// The log
        file: PathBuf,
        /// Take logs of the laptop with that fingerprint from now on
        #[arg(long, value_name = "FINGERPRINT")]
        device: Option<String>,
    },
    /// At the office: where cards were seen
    Sightings {
        /// Of that permit
        #[arg(long, value_name = "P")]
        permit: Option<String>,
        /// In that kecamatan, by name or code
        #[arg(long, value_name = "K")]
        kecamatan: Option<String>,
        /// Rows told
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u32,
        /// Rows skipped
        #[arg(long, default_value_t = 0, value_name = "N")]
        offset: u32,
    },
    /// At the office: what was told of a holder's papers; each option that is given replaces what stood, `none` says that there is none
    Papers(PapersArgs),
}

/// Arguments of `patrol check`.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// The patrol's folder
    dir: PathBuf,
    /// PNG, JPEG, WebP, PDF or text; `-` for standard input
    file: PathBuf,
    /// Where, in words
    #[arg(long, value_name = "WORDS", default_value = "")]
    place: String,
    /// Kecamatan, by name or code
    #[arg(long, value_name = "K")]
    kecamatan: Option<String>,
    /// Degrees north and east, e.g. -6.307,107.172
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    at: Option<String>,
    /// Who scans
    #[arg(long, value_name = "NAME", default_value = "")]
    officer: String,
    /// A remark
    #[arg(long, value_name = "WORDS", default_value = "")]
    note: String,
    /// Judge only, note nothing
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `patrol papers`.
#[derive(clap::Args)]
pub struct PapersArgs {
    /// Permit number
    permit: String,
    /// Day the stay was reported at the population office
    #[arg(long, value_name = "DATE|none")]
    sktt: Option<String>,
    /// Day the address was last told or seen
    #[arg(long, value_name = "DATE|none")]
    address: Option<String>,
    /// Position as approved
    #[arg(long, value_name = "WORDS|none")]
    rptka: Option<String>,
    /// Last day of the guarantee
    #[arg(long, value_name = "DATE|none")]
    guarantor_until: Option<String>,
    /// Number of the permit this stay follows
    #[arg(long, value_name = "PERMIT|none")]
    principal: Option<String>,
}

#[derive(Serialize)]
struct MergedJson<'a> {
    device: String,
    name: &'a str,
    sightings: u64,
    fresh: u64,
    known: u64,
}

#[derive(Serialize)]
struct FoundJson<'a> {
    total: u64,
    rows: Vec<SightingJson<'a>>,
    districts: Vec<DistrictJson>,
}

#[derive(Serialize)]
struct DistrictJson {
    district: Option<String>,
    sightings: u64,
    permits: u64,
    not_valid: u64,
}

#[derive(Serialize)]
struct PapersJson {
    sktt: Option<String>,
    address: Option<String>,
    rptka: Option<String>,
    guarantor_until: Option<String>,
    principal: Option<String>,
}

/// Runs a command of `patrol`; the exit code when it did its work.
pub fn run(
    command: PatrolCommand,
    open: impl Fn(&mut Teller) -> Result<Station, Failure>,
    teller: &mut Teller,
) -> Result<u8, Failure> {
    match command {
        PatrolCommand::Extract {
            out,
            level,
            until,
            to,
        } => extract(&mut open(teller)?, &out, (level, &until, &to), teller)?,
        PatrolCommand::Init {
            dir,
            bundle,
            root,
            extract,
            name,
        } => {
            let bundle = outside::read_file(&bundle, BUNDLE_BYTES)?;
            let root = outside::read_file(&root, BUNDLE_BYTES)?;
            let question = teller.words().get("patrol-ask-passphrase");
            let passphrase = new_secret(FOLDER_PASSPHRASE, &question, teller)?;
            let mut patrol = Patrol::create(&dir, &name, &passphrase, &root, &bundle)?;
            if let Some(extract) = extract
                && let Err(failure) = import(&mut patrol, &extract, teller)
            {
                // Nothing was scanned yet: what was begun goes, so that it can be begun again.
                patrol.abandon()?;
                return Err(failure);
            }
            folder(&patrol, teller)?;
        }
        PatrolCommand::Import {
            dir,
            bundle,
            extract,
        } => {
            let mut patrol = enter(&dir, teller)?;
            if let Some(bundle) = bundle {
                patrol.import_bundle(&outside::read_file(&bundle, BUNDLE_BYTES)?)?;
            }
            if let Some(extract) = extract {
                import(&mut patrol, &extract, teller)?;
            }
            folder(&patrol, teller)?;
        }
        PatrolCommand::Check(args) => return check(args, teller),
        PatrolCommand::Log { dir, out } => {
            teller.spare_all(out.as_ref())?;
            let mut patrol = enter(&dir, teller)?;
            if let Some(out) = &out {
                patrol.export_log(out)?;
            }
            log(&patrol, out.as_deref(), teller)?;
        }
        PatrolCommand::Merge { file, device } => {
            merge(&mut open(teller)?, &file, device.as_deref(), teller)?;
        }
        PatrolCommand::Sightings {
            permit,
            kecamatan,
            limit,
            offset,
        } => {
            let permit = permit.as_deref().map(number).transpose()?;
            let query = SightingQuery {
                permit_no: permit.map(|permit| permit.as_str().to_owned()),
                district: kecamatan.as_deref().map(district).transpose()?,
                limit,
                offset,
                ..SightingQuery::default()
            };
            sightings(&mut open(teller)?, &query, teller)?;
        }
        PatrolCommand::Papers(args) => papers(&mut open(teller)?, &args, teller)?,
    }
    Ok(0)
}

fn number(text: &str) -> Result<PermitNo, Failure> {
    PermitNo::parse(text).ok_or(Failure::Usage("cli-bad-permit"))
}

fn day(text: &str) -> Result<Date, Failure> {
    text.parse().map_err(|_date| Failure::Usage("cli-bad-date"))
}

/// Code of a kecamatan, from its code or its name.
fn district(text: &str) -> Result<String, Failure> {
    let folded = |text: &str| text.replace(' ', "").to_lowercase();
    let known = place::areas()
        .iter()
        .filter(|area| area.code.kind() == place::AreaKind::District)
        .find(|area| area.code.as_str() == text || folded(area.name) == folded(text));
    known
        .map(|area| area.code.as_str().to_owned())
        .ok_or(Failure::Usage("patrol-bad-kecamatan"))
}

fn enter(dir: &Path, teller: &Teller) -> Result<Patrol, Failure> {
    let question = teller.words().get("patrol-ask-passphrase");
    let passphrase = secret(FOLDER_PASSPHRASE, &question, teller)?;
    Ok(Patrol::open(dir, &passphrase)?)
}

fn extract_secret(teller: &Teller, new: bool) -> Result<Secret, Failure> {
    let question = teller.words().get("patrol-ask-extract");
    if new {
        new_secret(EXTRACT_PASSPHRASE, &question, teller)
    } else {
        secret(EXTRACT_PASSPHRASE, &question, teller)
    }
}

fn extract(
    station: &mut Station,
    out: &Path,
    (level, until, to): (u8, &str, &str),
    teller: &Teller,
) -> Result<(), Failure> {
    let level = Level::parse(level).ok_or(Failure::Usage("patrol-bad-level"))?;
    let until = day(until)?;
    on_duty(station, Duty::Head)?;
    teller.spare(out)?;
    let passphrase = extract_secret(teller, true)?;
    let made = station.make_extract(out, (level, until, to), &passphrase, &mut |done, of| {
        teller.list_progress(done, of);
        ControlFlow::Continue(())
    })?;
    if teller.is_json() {
        return teller.print_json(&terms_json(&made.terms, Some(made.bytes)));
    }
    teller.lines(&[teller.words().with(
        "patrol-extracted",
        &[
            ("count", &made.terms.count.to_string()),
            ("level", &level.number().to_string()),
            ("to", to),
            ("date", &loket::permit::date_text(until)),
        ],
    )])
}

fn import(patrol: &mut Patrol, file: &Path, teller: &Teller) -> Result<(), Failure> {
    let passphrase = extract_secret(teller, false)?;
    patrol.import_extract(file, &passphrase, &mut |done, of| {
        teller.list_progress(done, of);
        ControlFlow::Continue(())
    })?;
    Ok(())
}

/// Degrees as typed, to millionths.
fn fix(text: &str) -> Result<Fix, Failure> {
    let wrong = || Failure::Usage("patrol-bad-place");
    let (latitude, longitude) = text.split_once(',').ok_or_else(wrong)?;
    let fix = Fix {
        latitude_e6: millionths(latitude).ok_or_else(wrong)?,
        longitude_e6: millionths(longitude).ok_or_else(wrong)?,
        accuracy_m: None,
    };
    if fix.is_on_earth() {
        Ok(fix)
    } else {
        Err(wrong())
    }
}

/// A decimal number of degrees, at most six places.
fn millionths(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    if whole.is_empty() || part.len() > 6 || !plain(whole) || !plain(part) {
        return None;
    }
    let number: i32 = format!("{whole}{part:0<6}").parse().ok()?;
    Some(sign * number)
}

fn check(args: CheckArgs, teller: &Teller) -> Result<u8, Failure> {
    let spot = Spot {
        text: args.place,
        district: args.kecamatan.as_deref().map(district).transpose()?,
        estate: None,
        fix: args.at.as_deref().map(fix).transpose()?,
    };
    let evidence = Evidence::File(read(&args.file, Still::MAX_BYTES)?);
    let mut patrol = enter(&args.dir, teller)?;
    let noted = Noted {
        spot,
        officer: args.officer,
        note: args.note,
        ..Noted::default()
    };
    let checked = if args.dry_run {
        patrol.judge(&evidence, &noted.spot)?
    } else {
        patrol.check(&evidence, &noted)?
    };
    // The same card within minutes is no new sighting.
    let sighting = if args.dry_run || checked.is_again() {
        None
    } else {
        Some(patrol.record(&checked, &noted)?)
    };
    let code = checked.verdict.word.exit_code();
    match tell_check(&checked, sighting.as_ref(), teller) {
        Ok(()) | Err(Failure::Gone) => Ok(code),
        Err(failure) => Err(failure),
    }
}

fn merge(
    station: &mut Station,
    file: &Path,
    device: Option<&str>,
    teller: &Teller,
) -> Result<(), Failure> {
    let device = device
        .map(|device| DeviceId::parse(device).ok_or(Failure::Usage("patrol-bad-device")))
        .transpose()?;
    on_duty(station, Duty::Patrol)?;
    let merged = station.merge_log(file, device)?;
    if teller.is_json() {
        return teller.print_json(&MergedJson {
            device: merged.device.to_string(),
            name: &merged.name,
            sightings: merged.sightings,
            fresh: merged.fresh,
            known: merged.known(),
        });
    }
    teller.lines(&[teller.words().with(
        "patrol-merged",
        &[
            ("name", &merged.name),
            ("fresh", &merged.fresh.to_string()),
            ("known", &merged.known().to_string()),
        ],
    )])
}

fn sightings(station: &mut Station, query: &SightingQuery, teller: &Teller) -> Result<(), Failure> {
    on_duty(station, Duty::Patrol)?;
    let found = station.sightings(query)?;
    let districts = station.sightings_by_district(query)?;
    if teller.is_json() {
        let row = |row| -> SightingJson<'_> {
            let row: &SightingRow = row;
            sighting_json(&row.sighting, row.has_photo, Some(&row.device))
        };
        return teller.print_json(&FoundJson {
            total: found.total,
            rows: found.rows.iter().map(row).collect(),
            districts: districts
                .into_iter()
                .map(|count| DistrictJson {
                    district: count.district,
                    sightings: count.sightings,
                    permits: count.permits,
                    not_valid: count.not_valid,
                })
                .collect(),
        });
    }
    let mut lines: Vec<String> = found.rows.iter().map(|row| line(&row.sighting)).collect();
    let text = teller.words();
    lines.extend(districts.iter().map(|count| {
        let code = count.district.as_deref().unwrap_or("-");
        let name = place::area(code).map_or(code, |area| area.name);
        text.with(
            "patrol-district",
            &[
                ("name", name),
                ("count", &count.sightings.to_string()),
                ("permits", &count.permits.to_string()),
            ],
        )
    }));
    lines.push(text.with("patrol-noted", &[("count", &found.total.to_string())]));
    teller.lines(&lines)
}

/// What an option says: nothing, that there is none, or what.
fn told<T>(
    option: Option<&String>,
    standing: Held<T>,
    read: impl Fn(&str) -> Result<T, Failure>,
) -> Result<Held<T>, Failure> {
    match option.map(|text| text.trim()) {
        None => Ok(standing),
        Some("none") => Ok(Held::None),
        Some("") => Ok(Held::Untold),
        Some(text) => read(text).map(Held::Is),
    }
}

fn papers(station: &mut Station, args: &PapersArgs, teller: &Teller) -> Result<(), Failure> {
    let permit = number(&args.permit)?;
    on_duty(station, Duty::Counter)?;
    let standing = station.papers(&permit)?;
    let words = |text: &str| Ok(text.to_owned());
    let told = Papers {
        sktt_on: told(args.sktt.as_ref(), standing.sktt_on.clone(), day)?,
        address_on: told(args.address.as_ref(), standing.address_on.clone(), day)?,
        rptka: told(args.rptka.as_ref(), standing.rptka.clone(), words)?,
        guarantor_until: told(
            args.guarantor_until.as_ref(),
            standing.guarantor_until.clone(),
            day,
        )?,
        principal: told(
            args.principal.as_ref(),
            standing.principal.clone(),
            |text| Ok(number(text)?.as_str().to_owned()),
        )?,
    };
    if told != standing {
        station.tell_papers(&permit, &told)?;
    }
    let date = |held: &Held<Date>| match held {
        Held::Untold => None,
        Held::None => Some(String::from("none")),
        Held::Is(day) => Some(day.to_string()),
    };
    let words = |held: &Held<String>| match held {
        Held::Untold => None,
        Held::None => Some(String::from("none")),
        Held::Is(words) => Some(words.clone()),
    };
    let json = PapersJson {
        sktt: date(&told.sktt_on),
        address: date(&told.address_on),
        rptka: words(&told.rptka),
        guarantor_until: date(&told.guarantor_until),
        principal: words(&told.principal),
    };
    if teller.is_json() {
        return teller.print_json(&json);
    }
    let unknown = teller.words().get("light-color-unknown");
    let line = |paper: &str, value: Option<String>| {
        let name = teller.words().get(&format!("paper-{paper}"));
        format!("{name}: {}", value.unwrap_or_else(|| unknown.clone()))
    };
    teller.lines(&[
        line("sktt", json.sktt),
        line("address", json.address),
        line("position", json.rptka),
        line("guarantor", json.guarantor_until),
        line("dependants", json.principal),
    ])
}
