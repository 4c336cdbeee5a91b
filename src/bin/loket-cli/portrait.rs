//! `portrait`: checks photos and cuts portraits out of them, and shows that skin tone does not matter; no office is needed.

use crate::run::Failure;
use crate::show::Teller;
use jiff::Zoned;
use jiff::civil::Date;
use loket::portrait::{self, Age, Assistant, Check, Demand, Error, Ground, Limits, Still, Study};
use loket::station::{self, PhotoRule, outside};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// How much of the light the skin reflects in a row of the fairness table, by how much it does in the photo.
const TONES: [f32; 5] = [0.2, 0.4, 0.7, 1.0, 1.3];

/// Photos for cards.
#[derive(clap::Subcommand)]
pub enum PortraitCommand {
    /// Check photos: each check with its value, its range and what to do; exit code 1 if any photo fails
    Check(CheckArgs),
    /// The fairness table: the checks of each photo with lighter and darker skin
    Fairness {
        /// Photos, or folders of them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// Arguments of `portrait check`.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// JPEG, PNG or WebP
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the crop: a file, or a folder for one `<name>.jpg` a photo
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Use the ranges of children below 11 years
    #[arg(long, conflicts_with_all = ["as_infant", "born"])]
    as_child: bool,
    /// Use the ranges of infants below 2 years
    #[arg(long, conflicts_with = "born")]
    as_infant: bool,
    /// Use the ranges of whoever was born then, e.g. 2019-03-31
    #[arg(long, value_name = "DATE")]
    born: Option<String>,
    /// The day from which ages are counted [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Colour of the ground
    #[arg(long, value_name = "COLOUR", default_value = "white", value_parser = ["white", "red", "blue", "orange"])]
    background: String,
}

#[derive(Serialize)]
struct PhotoJson<'a> {
    file: &'a str,
    passes: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken: Option<String>,
    too_old: bool,
    faces: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    eyes: Option<[[f32; 2]; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crop: Option<CropJson>,
    checks: Vec<CheckJson>,
}

#[derive(Serialize)]
struct CropJson {
    left_px: f32,
    top_px: f32,
    width_px: f32,
    height_px: f32,
    roll_deg: f32,
}

#[derive(Serialize)]
struct CheckJson {
    id: &'static str,
    value: Option<f32>,
    least: Option<f32>,
    most: Option<f32>,
    unit: &'static str,
    passes: bool,
}

#[derive(Serialize)]
struct FairJson<'a> {
    file: &'a str,
    same: usize,
    of: usize,
    checks: BTreeMap<&'static str, Vec<ToneJson>>,
}

#[derive(Serialize)]
struct ToneJson {
    tone: f32,
    value: Option<f32>,
    passes: bool,
}

/// Runs the command; the exit code.
pub fn run(command: PortraitCommand, teller: &Teller) -> Result<u8, Failure> {
    match command {
        PortraitCommand::Check(args) => check(&args, teller),
        PortraitCommand::Fairness { files } => fairness(&files, teller),
    }
}

fn check(args: &CheckArgs, teller: &Teller) -> Result<u8, Failure> {
    let limits = Limits::bundled().map_err(Failure::Photo)?;
    let ground = Ground::parse(&args.background).unwrap_or_default();
    let demand = limits.demand(age(args, &limits)?, ground);
    let files = photos(&args.files)?;
    let outs = outs(args, &files, teller)?;
    let today = match &args.on {
        Some(day) => date(day)?,
        None => Zoned::now().date(),
    };
    let assistant = Assistant::load().map_err(Failure::Photo)?;
    let (mut told, mut passes, all) = (Vec::new(), true, files.len() as u64);
    for (done, file) in files.iter().enumerate() {
        if all > 1 {
            teller.list_progress(done as u64, all);
        }
        let looked = look(file, &assistant, &demand, today);
        passes &= looked.as_ref().is_ok_and(|photo| photo.study.passes());
        let cut = match (outs.get(done), &looked) {
            (Some(out), Ok(photo)) if !photo.study.faces.is_empty() => {
                Some(write(out, &photo.still, &photo.study)?)
            }
            // Where there is no face there is nothing to cut out.
            (Some(_) | None, Ok(_) | Err(_)) => None,
        };
        told.push((file, looked.map(Photo::without_pixels), cut));
    }
    if all > 1 {
        teller.list_progress(all, all);
    }
    if teller.is_json() {
        let names: Vec<String> = told.iter().map(|(file, ..)| shown(file)).collect();
        let photos = told.iter().zip(&names);
        let photos: Vec<PhotoJson<'_>> = photos
            .map(|((_, photo, _), name)| photo_json(name, photo))
            .collect();
        teller.print_json(&photos)?;
    } else {
        for (file, photo, cut) in &told {
            tell(file, photo, cut.as_ref(), teller)?;
        }
    }
    Ok(u8::from(!passes))
}

/// A photo that was checked.
struct Photo {
    still: Still,
    study: Study,
    /// When its file says that it was taken.
    taken: Option<Date>,
    /// That is longer ago than offices take.
    too_old: bool,
}

impl Photo {
    /// What is told at the end; of many photos the pixels would fill the memory.
    fn without_pixels(self) -> (Study, Option<Date>, bool) {
        (self.study, self.taken, self.too_old)
    }
}

/// What is told of one photo.
type Told = Result<(Study, Option<Date>, bool), Refused>;

/// A still and what the assistant says of it on that day.
fn look(
    file: &Path,
    assistant: &Assistant,
    demand: &Demand,
    today: Date,
) -> Result<Photo, Refused> {
    let bytes = outside::read_file(file, Still::MAX_BYTES).map_err(Refused::Unread)?;
    let still = Still::decode(&bytes).map_err(Refused::Photo)?;
    let study = assistant.study(&still, demand).map_err(Refused::Photo)?;
    let taken = station::photo_taken(&bytes);
    Ok(Photo {
        too_old: taken.is_some_and(|taken| PhotoRule::default().is_too_old(taken, today)),
        still,
        study,
        taken,
    })
}

/// Why a photo was not checked; the others go on.
enum Refused {
    Unread(station::Error),
    Photo(Error),
}

impl Refused {
    fn id(&self) -> &'static str {
        match self {
            Self::Unread(error) => error.id,
            Self::Photo(error) => error.id(),
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Unread(error) => format!("error-{}", error.id),
            Self::Photo(error) => format!("error-portrait-{}", error.id()),
        }
    }
}

fn age(args: &CheckArgs, limits: &Limits) -> Result<Age, Failure> {
    let Some(born) = args.born.as_deref().map(date).transpose()? else {
        return Ok(match (args.as_child, args.as_infant) {
            (true, _) => Age::Child,
            (false, true) => Age::Infant,
            (false, false) => Age::Adult,
        });
    };
    let on = args.on.as_deref().map(date).transpose()?;
    let on = on.unwrap_or_else(|| Zoned::now().date());
    let months = i32::from(on.year() - born.year()) * 12 + i32::from(on.month() - born.month())
        - i32::from(on.day() < born.day());
    let years = u32::try_from(months.div_euclid(12));
    Ok(limits.age(years.map_err(|_before| Failure::Usage("cli-portrait-born"))?))
}

fn date(text: &str) -> Result<Date, Failure> {
    text.parse()
        .map_err(|_date| Failure::Usage("cli-portrait-born"))
}

/// Files as given; of a folder its pictures, by name.
fn photos(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in given {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).map_err(|_folder| Failure::Input("cli-portrait-none"))?;
        let mut inside: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| is_picture(path))
            .collect();
        inside.sort();
        files.extend(inside);
    }
    if files.is_empty() {
        return Err(Failure::Input("cli-portrait-none"));
    }
    Ok(files)
}

fn is_picture(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        ["jpg", "jpeg", "png", "webp"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Where the crop of each photo goes; none where none is wanted. No file that is there is written over unasked.
fn outs(args: &CheckArgs, photos: &[PathBuf], teller: &Teller) -> Result<Vec<PathBuf>, Failure> {
    let Some(path) = &args.out else {
        return Ok(Vec::new());
    };
    if photos.len() == 1 && !path.is_dir() && path.extension().is_some() {
        teller.spare(path)?;
        return Ok(vec![path.clone()]);
    }
    if path.is_file() {
        return Err(Failure::Usage("cli-portrait-out"));
    }
    let mut taken = BTreeSet::new();
    let mut outs = Vec::new();
    for photo in photos {
        let stem = photo.file_stem().unwrap_or_default().to_string_lossy();
        // Photos of one name come from two folders, or differ by their ending alone.
        let names = (1_u32..).map(|number| match number {
            1 => format!("{stem}.jpg"),
            _ => format!("{stem} ({number}).jpg"),
        });
        let name = names
            .into_iter()
            .find(|name| taken.insert(name.to_lowercase()));
        outs.push(path.join(name.unwrap_or_default()));
    }
    teller.spare_all(&outs)?;
    outside::make_folder(path)?;
    Ok(outs)
}

/// Cuts the portrait and writes it; where to, or why there is none.
fn write(path: &Path, still: &Still, study: &Study) -> Result<Result<PathBuf, Error>, Failure> {
    match portrait::accept(still, study.crop) {
        Ok(portrait) => {
            station::write_file(path, portrait.jpeg())?;
            Ok(Ok(path.to_owned()))
        }
        Err(error) => Ok(Err(error)),
    }
}

fn tell(
    file: &Path,
    photo: &Told,
    cut: Option<&Result<PathBuf, Error>>,
    teller: &Teller,
) -> Result<(), Failure> {
    let (words, file) = (teller.words(), shown(file));
    let mut lines = Vec::new();
    match photo {
        Err(refused) => {
            let why = words.get(&refused.key());
            lines.push(words.with("cli-portrait-refused", &[("file", &file), ("why", &why)]));
        }
        Ok((study, taken, too_old)) => {
            let count = study.flaws().count().to_string();
            let args = [("file", file.as_str()), ("count", count.as_str())];
            lines.push(if study.passes() {
                words.with("cli-portrait-passes", &args)
            } else {
                words.with("cli-portrait-fails", &args)
            });
            let has_face = !study.faces.is_empty();
            let told = study.checks.iter();
            let told = told.filter(|check| has_face || check.value.is_some());
            lines.extend(told.map(|check| line(check, teller)));
            if let Some(taken) = taken {
                let date = taken.strftime("%d-%m-%Y").to_string();
                let months = PhotoRule::default().oldest_months.to_string();
                let args = [("date", date.as_str()), ("months", months.as_str())];
                let told = if *too_old {
                    words.with("cli-portrait-old", &args)
                } else {
                    words.with("cli-portrait-taken", &args)
                };
                lines.push(format!("  {told}"));
            }
        }
    }
    match cut {
        Some(Ok(path)) => {
            lines.push(words.with("cli-portrait-crop", &[("file", &shown(path))]));
        }
        Some(Err(error)) => lines.push(words.get(&format!("error-portrait-{}", error.id()))),
        None => {}
    }
    teller.lines(&lines)
}

/// One check: mark, value with its unit, range, sentence.
fn line(check: &Check, teller: &Teller) -> String {
    let mark = if check.passes() { "✓" } else { "✗" };
    let number = |value: f32| {
        let digits = if value.abs() < 2.0 { 3 } else { 1 };
        let written = format!("{value:.digits$}");
        let bare = written.trim_end_matches('0').trim_end_matches('.');
        if bare == "-0" { "0" } else { bare }.to_owned()
    };
    let value = check.value.map_or_else(|| "–".to_owned(), number);
    let range = match check.range {
        (least, most) if least.is_infinite() && most.is_infinite() => String::new(),
        (least, most) if most.is_infinite() => format!("≥ {}", number(least)),
        (least, most) if least.is_infinite() => format!("≤ {}", number(most)),
        (least, most) => format!("{}…{}", number(least), number(most)),
    };
    let (id, unit, words) = (check.id, check.unit, teller.words().get(&check.words()));
    format!("  {mark} {id:<13} {value:>8} {unit:<2} {range:<15} {words}")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn photo_json<'a>(file: &'a str, photo: &Told) -> PhotoJson<'a> {
    match photo {
        Err(refused) => PhotoJson {
            file,
            passes: false,
            error: Some(refused.id()),
            taken: None,
            too_old: false,
            faces: 0,
            eyes: None,
            crop: None,
            checks: Vec::new(),
        },
        Ok((study, taken, too_old)) => PhotoJson {
            file,
            passes: study.passes(),
            error: None,
            taken: taken.map(|taken| taken.to_string()),
            too_old: *too_old,
            faces: study.faces.len(),
            eyes: study.faces.first().map(portrait::Face::eyes),
            crop: Some(CropJson {
                left_px: study.crop.left_px,
                top_px: study.crop.top_px,
                width_px: study.crop.width_px,
                height_px: study.crop.height_px(),
                roll_deg: study.crop.roll_deg,
            }),
            checks: study.checks.iter().map(check_json).collect(),
        },
    }
}

fn check_json(check: &Check) -> CheckJson {
    let finite = |value: f32| value.is_finite().then_some(value);
    CheckJson {
        id: check.id,
        value: check.value,
        least: finite(check.range.0),
        most: finite(check.range.1),
        unit: check.unit,
        passes: check.passes(),
    }
}

fn fairness(given: &[PathBuf], teller: &Teller) -> Result<u8, Failure> {
    let demand = Limits::bundled()
        .map_err(Failure::Photo)?
        .demand(Age::Adult, Ground::White);
    let assistant = Assistant::load().map_err(Failure::Photo)?;
    let files = photos(given)?;
    let (mut rows, all) = (Vec::new(), files.len() as u64);
    for (done, file) in files.iter().enumerate() {
        teller.list_progress(done as u64, all);
        // Pictures without a face have no skin.
        if let Ok(photo) = look(file, &assistant, &demand, Zoned::now().date())
            && let Some(face) = photo.study.faces.first()
        {
            let mut tones = Vec::new();
            for tone in TONES {
                let still = portrait::toned(&photo.still, face, tone);
                let study = assistant.study(&still, &demand).map_err(Failure::Photo)?;
                tones.push((tone, study));
            }
            rows.push((shown(file), tones));
        }
    }
    teller.list_progress(all, all);
    let is_fair = rows.iter().all(|(_, tones)| same(tones) == checks(tones));
    if teller.is_json() {
        let rows: Vec<FairJson<'_>> = rows.iter().map(|(file, t)| fair_json(file, t)).collect();
        teller.print_json(&rows)?;
    } else {
        for (file, tones) in &rows {
            teller.lines(&fair_lines(file, tones, teller))?;
        }
    }
    Ok(u8::from(!is_fair))
}

fn checks(tones: &[(f32, Study)]) -> usize {
    tones.first().map_or(0, |(_, study)| study.checks.len())
}

/// Checks whose verdict every tone shares.
fn same(tones: &[(f32, Study)]) -> usize {
    (0..checks(tones))
        .filter(|at| {
            let mut verdicts = tones
                .iter()
                .map(|(_, study)| study.checks.get(*at).is_some_and(Check::passes));
            let first = verdicts.next();
            verdicts.all(|verdict| Some(verdict) == first)
        })
        .count()
}

fn fair_lines(file: &str, tones: &[(f32, Study)], teller: &Teller) -> Vec<String> {
    let head: String = tones.iter().map(|(t, _)| format!("{t:>10.2}")).collect();
    let mut lines = vec![format!("{file}"), format!("  {:<13}{head}", "")];
    let ids = tones.first().map(|(_, study)| study.checks.as_slice());
    for (at, check) in ids.unwrap_or_default().iter().enumerate() {
        let mut row = format!("  {:<13}", check.id);
        for (_, study) in tones {
            let check = study.checks.get(at);
            let value = check.and_then(|check| check.value);
            let value = value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
            let mark = if check.is_some_and(Check::passes) {
                "✓"
            } else {
                "✗"
            };
            row.push_str(&format!("{value:>8} {mark}"));
        }
        lines.push(row);
    }
    let (even, all) = (same(tones).to_string(), checks(tones).to_string());
    lines.push(format!(
        "  {}",
        teller
            .words()
            .with("cli-portrait-fair", &[("same", &even), ("all", &all)])
    ));
    lines
}

fn fair_json<'a>(file: &'a str, tones: &[(f32, Study)]) -> FairJson<'a> {
    let mut rows: BTreeMap<&'static str, Vec<ToneJson>> = BTreeMap::new();
    for (tone, study) in tones {
        for check in &study.checks {
            rows.entry(check.id).or_default().push(ToneJson {
                tone: *tone,
                value: check.value,
                passes: check.passes(),
            });
        }
    }
    FairJson {
        file,
        same: same(tones),
        of: checks(tones),
        checks: rows,
    }
}
