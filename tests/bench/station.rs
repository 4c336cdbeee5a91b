//! Figures of the station: one card, a batch of cards, search as one types.

#![expect(
    clippy::expect_used,
    reason = "a figure that cannot be taken ends the run"
)]

use loket::card::{Content, Issuer, Mark, Template, layout};
use loket::drawing::{Dpi, Drawing};
use loket::office::Duty;
use loket::permit::{Draft, Field, Gazetteer, Kind, Permit};
use loket::portrait::{self, Crop, Portrait};
use loket::print;
use loket::seal::{Certificate, Claims, PrivateKey, Signer, StatusRef, seal};
use loket::station::{Batch, Crowd, DecodeBack, NewRun, Ongoing, RunTarget, Station};
use std::fs;
use std::hint::black_box;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

const CARDS: u32 = 6_000;
/// Cards of one PDF file, as one print job has them.
const JOB: usize = 100;
const PERMITS: u32 = 100_000;
const ISSUES: u32 = 20;
/// 23 November 2026, in Unix seconds.
const NOW: i64 = 1_795_395_600;
const YEAR_S: i64 = 366 * 24 * 60 * 60;

/// Name, value, unit.
pub fn figures() -> Vec<(String, f64, &'static str)> {
    let folder = Folder::new();
    let mut figures = one_card(&folder);
    figures.extend(batch());
    figures.extend(runs(&folder));
    figures.extend(super::list::figures(&folder.0));
    figures.extend(search(&folder));
    figures.extend(super::desk::figures(&folder.0.join("large")));
    figures
}

/// A folder below the target folder, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("station-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn ms_since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

/// The value below which that part of the sorted times lies.
fn percentile(times: &mut [f64], percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or_default()
}

fn card(station: &mut Station, draft: &Draft, face: &Portrait) {
    let chain = station.demo_chain().expect("the officers of a demo office");
    let (case, _) = station.save_case(None, draft, Some(face)).expect("a case");
    black_box(
        station
            .issue_through(case, None, None, &chain)
            .expect("a card"),
    );
}

fn one_card(folder: &Folder) -> Vec<(String, f64, &'static str)> {
    let mut station = Station::create_demo(&folder.0.join("small"), 20, 7, &mut |_, _| ())
        .expect("a demo office");
    let face = face(3);
    let mut figures = Vec::new();
    for (name, kind) in [("KITAS", Kind::Itas), ("KITAP, MRZ read back", Kind::Itap)] {
        let draft = station.example_draft(kind);
        // The first one prints the alphabet the MRZ is compared with.
        card(&mut station, &draft, &face);
        let mut times: Vec<f64> = (0..ISSUES)
            .map(|_| {
                let start = Instant::now();
                card(&mut station, &draft, &face);
                ms_since(start)
            })
            .collect();
        figures.push((
            format!("Issue one card with decode-back, recorded: {name}"),
            percentile(&mut times, 50),
            "ms",
        ));
    }
    let draft = station.example_draft(Kind::Itas);
    let mut times: Vec<f64> = (0..ISSUES)
        .map(|_| {
            let start = Instant::now();
            black_box(station.preview(&draft, Some(&face)).is_ok());
            ms_since(start)
        })
        .collect();
    figures.push((
        String::from("Preview both sides at 300 dpi"),
        percentile(&mut times, 50),
        "ms",
    ));
    figures
}

/// Different people, seals and portraits; a core makes a print job at a time and lets it go.
fn batch() -> Vec<(String, f64, &'static str)> {
    let signer = signer();
    let places = Gazetteer::bundled();
    let faces: Vec<Portrait> = (0..64).map(face).collect();
    let template = Template::bundled("kitas").expect("a template");
    let permits: Vec<Permit> = (0..CARDS).map(|number| permit(number, &places)).collect();
    let numbered: Vec<(usize, &Permit)> = permits.iter().enumerate().collect();
    let before = peak_mb();
    let start = Instant::now();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for part in numbered.chunks(numbered.len().div_ceil(cores)) {
            let (signer, faces, template) = (&signer, &faces, &template);
            let work = move || {
                for job in part.chunks(JOB) {
                    let pages: Vec<Drawing> = job
                        .iter()
                        .flat_map(|(number, permit)| {
                            sides(*number, permit, signer, faces, template)
                        })
                        .collect();
                    black_box(print::pdf(&pages, "6,000 cards").expect("a PDF"));
                }
            };
            thread::Builder::new()
                .spawn_scoped(scope, work)
                .expect("a thread");
        }
    });
    let rate = f64::from(CARDS) / start.elapsed().as_secs_f64();
    vec![
        (
            format!("{CARDS} cards to seal, layout and PDF, without decode-back"),
            rate,
            "cards/s",
        ),
        (
            format!("Peak memory of that, of it {before:.0} MB before"),
            peak_mb(),
            "MB",
        ),
    ]
}

/// The same through the office's door: cases out of the registry, cards into it and into files; where the time goes.
fn runs(folder: &Folder) -> Vec<(String, f64, &'static str)> {
    let dir = folder.0.join("press");
    let crowd = Crowd {
        people: 0,
        approved: 3 * CARDS,
    };
    let mut station = Station::create_demo(&dir, crowd, 7, &mut |_, _| ()).expect("an office");
    station.act_as(Duty::Print).expect("a printer");
    let mut figures = Vec::new();
    for (paper, decode_back, name) in [
        ("id1", DecodeBack::None, "nothing read back"),
        ("id1", DecodeBack::Code, "every code read back"),
        (
            "a3plus",
            DecodeBack::Code,
            "A3+ sheets, every code read back",
        ),
    ] {
        let how = NewRun {
            paper: String::from(paper),
            split: 100,
            target: RunTarget::Files,
            template: None,
            start: 0,
            empty: Vec::new(),
        };
        let run = station
            .plan_run(None, &how, Some(CARDS))
            .expect("approved cases");
        let out = folder.0.join(name.replace(' ', "-"));
        fs::create_dir_all(&out).expect("a folder");
        let batch = Batch {
            out: &out,
            decode_back,
            again: false,
            cmyk: false,
        };
        let mut on = |_: &Ongoing| ControlFlow::Continue(());
        let report = station.batch(run, &batch, &mut on).expect("cards");
        let bytes: u64 = report.files.iter().map(|file| file.bytes).sum();
        let per_card = bytes / u64::from(CARDS);
        let stages = report.stages;
        figures.push((
            format!("Batch of {CARDS} approved cases, {name}"),
            f64::from(CARDS) / report.seconds,
            "cards/s",
        ));
        figures.push((
            format!("Bytes a card, {name}"),
            f64::from(u32::try_from(per_card).unwrap_or(u32::MAX)),
            "bytes",
        ));
        for (stage, seconds) in [
            ("read and judged", stages.read),
            ("sealed", stages.seal),
            ("laid out", stages.layout),
            ("PDF", stages.pdf),
            ("read back", stages.decode_back),
            ("written", stages.write),
            ("recorded", stages.record),
        ] {
            let ms = seconds * 1000.0 / f64::from(CARDS);
            figures.push((format!("- {stage}, a card, {name}"), ms, "ms of a core"));
        }
        fs::remove_dir_all(&out).ok();
    }
    figures.push((
        String::from("Peak memory after those batches"),
        peak_mb(),
        "MB",
    ));
    figures
}

fn sides(
    number: usize,
    permit: &Permit,
    signer: &Signer,
    faces: &[Portrait],
    template: &Template,
) -> [Drawing; 2] {
    let serial = format!("BKS{number:06}");
    let seal = seal(&claims(number, permit, &serial), signer).expect("a seal");
    let issuer = Issuer {
        header: String::from("REPUBLIK INDONESIA · IMIGRASI"),
        office: String::from("KANTOR IMIGRASI BEKASI"),
        signatory_title: String::from("Kepala Kantor"),
        signatory_name: String::from("BAMBANG CONTOH"),
        ..Issuer::default()
    };
    let content = Content {
        permit,
        portrait: faces.get(number % faces.len().max(1)),
        modules: Some(&seal.modules),
        card_serial: Some(&serial),
        issuer: &issuer,
        mark: Mark::Specimen,
        dpi: Dpi(300),
        least_dots: 0,
    };
    let card = layout(template, &content).expect("a card");
    [card.front, card.back]
}

fn search(folder: &Folder) -> Vec<(String, f64, &'static str)> {
    let dir = folder.0.join("large");
    let start = Instant::now();
    drop(Station::create_demo(&dir, PERMITS, 7, &mut |_, _| ()).expect("a demo office"));
    let made_s = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let mut station = Station::open(&dir).expect("the office");
    let opened = ms_since(start);
    let start = Instant::now();
    black_box(station.overview().expect("figures"));
    let overview = ms_since(start);
    drop(station);
    let mut figures = super::search::figures(&dir);
    figures.extend([
        (format!("Open an office of {PERMITS} permits"), opened, "ms"),
        (
            format!("Figures of the first screen, {PERMITS} permits"),
            overview,
            "ms",
        ),
        (
            format!("Invent, seal and record {PERMITS} residents"),
            made_s,
            "s",
        ),
    ]);
    figures
}

fn face(seed: u64) -> Portrait {
    let still = portrait::drawn(seed);
    portrait::accept(&still, Crop::centred(&still)).expect("a portrait")
}

fn signer() -> Signer {
    let root_key = PrivateKey::from_bytes(&[7; 32]).expect("a scalar");
    let key = PrivateKey::from_bytes(&[9; 32]).expect("a scalar");
    let root =
        Certificate::root(&root_key, "root", NOW - YEAR_S, NOW + 20 * YEAR_S).expect("a root");
    let certificate = Certificate::signer(
        &root_key,
        &root,
        &key,
        "signer",
        NOW - 60,
        NOW + 11 * YEAR_S,
    )
    .expect("a signer");
    Signer {
        key: Arc::new(key),
        certificate,
    }
}

fn permit(number: u32, places: &Gazetteer) -> Permit {
    let values = [
        (Field::FullName, format!("KIM MINSU {}", letters(number))),
        (Field::Sex, String::from("L")),
        (Field::BirthPlace, String::from("SEOUL")),
        (Field::BirthDate, format!("{:02}-03-1985", number % 28 + 1)),
        (Field::Nationality, String::from("KOR")),
        (Field::PassportNo, format!("M{number:08}")),
        (Field::PassportExpiry, String::from("01-01-2031")),
        (Field::PassportCountry, String::from("KOR")),
        (Field::PermitNo, format!("2C21XX{number:06}-A")),
        (Field::IndexCode, String::from("E23")),
        (Field::Niora, format!("IM1XX{number:06}")),
        (Field::ValidFrom, String::from("18-11-2026")),
        (Field::ValidUntil, String::from("17-11-2027")),
        (
            Field::Street,
            format!("JALAN KENANGA BLOK C NO. {}", number % 99),
        ),
        (Field::RtRw, String::from("003/007")),
        (Field::Village, String::from("Arenjaya")),
        (Field::District, String::from("Bekasi Timur")),
        (Field::Regency, String::from("Kota Bekasi")),
        (Field::Occupation, String::from("TECHNICAL ADVISOR")),
        (Field::GuarantorName, String::from("PT CONTOH BAJA ABADI")),
        (Field::IssuePlace, String::from("BEKASI")),
        (Field::IssueDate, String::from("18-11-2026")),
    ];
    let mut draft = Draft::new(Kind::Itas);
    for (field, value) in values {
        *draft.edit(field) = value;
    }
    let today = "2026-11-20".parse().expect("a date");
    draft.check(today, places).expect("a permit").0
}

/// A different word for each number.
fn letters(number: u32) -> String {
    number
        .to_string()
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'A'))
        .collect()
}

fn claims(number: usize, permit: &Permit, serial: &str) -> Claims {
    Claims {
        issuer: String::from("https://contoh.imigrasi.example"),
        expires_at: NOW + YEAR_S,
        issued_at: NOW,
        status: Some(StatusRef {
            idx: 400_000 + u64::try_from(number).unwrap_or(0),
            uri: String::from("https://contoh.imigrasi.example/s/1"),
        }),
        permit_no: String::from(permit.permit_no.as_str()),
        name: [permit.mrz_surname.as_str(), permit.mrz_given_names.as_str()]
            .join(" ")
            .trim()
            .to_owned(),
        birth_date: String::from("19850301"),
        sex: 1,
        nationality: String::from("KOR"),
        region: permit.address.region_code.clone(),
        legal_status: String::from("SPECIMEN KITAS/E23"),
        country: String::from("IDN"),
        passport_no: permit.passport_no.clone(),
        niora: permit.niora.clone(),
        card_serial: String::from(serial),
    }
}

/// Most memory this process ever held; 0 where the system does not tell.
fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| {
        line.trim()
            .trim_end_matches("kB")
            .trim()
            .parse::<f64>()
            .ok()
    })
    .map_or(0.0, |kib| kib / 1024.0)
}
