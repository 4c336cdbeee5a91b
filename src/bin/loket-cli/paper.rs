//! Sheets, printers and their calibration on the command line.

use crate::run::{Failure, on_duty};
use crate::show::Teller;
use loket::office::Duty;
use loket::permit::PermitNo;
use loket::station::{
    self, Flip, JobId, Plan, Readings, SheetOrder, SheetTaken, SheetsMade, Side, Station, Tray,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Arguments of `sheet`.
#[derive(clap::Args)]
pub struct SheetArgs {
    /// Permit numbers, in the order of the positions
    #[arg(required = true, value_name = "PERMIT")]
    permits: Vec<String>,
    /// The PDF to write
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Send it to that printer, put right by its profile
    #[arg(long, value_name = "NAME")]
    printer: Option<String>,
    /// The printer's tray, as it was calibrated
    #[arg(long, default_value = "", value_name = "T")]
    tray: String,
    /// a4, a3plus, id1 or a plan's file
    #[arg(long, default_value = "a4", value_name = "P")]
    paper: String,
    /// How far art reaches over the cut [default: the plan's]
    #[arg(long, value_name = "MM")]
    bleed: Option<f32>,
    /// Over which edge the paper is turned [default: the plan's]
    #[arg(long, value_enum)]
    flip: Option<Edge>,
    /// First position used on the first sheet
    #[arg(long, default_value_t = 1, value_name = "N")]
    start: usize,
    /// Positions left empty on the first sheet, e.g. 3,7
    #[arg(long, value_delimiter = ',', value_name = "N,...")]
    empty: Vec<usize>,
    /// In the inks of a press, as PDF/X-4
    #[arg(long)]
    cmyk: bool,
}

/// An edge of the paper.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Edge {
    /// Like the page of a book
    Long,
    /// Like the sheet of a pad
    Short,
}

/// A side of the paper.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Face {
    /// Portraits
    Front,
    /// Codes
    Back,
}

/// Calibration.
#[derive(clap::Subcommand)]
pub enum Calibrate {
    /// The page of rulers, front and back: printed, or written with `--out`
    Page {
        #[command(flatten)]
        tray: TrayArgs,
        /// The PDF to write instead of printing
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Put the printer right by what a ruler says of a printed page
    Read {
        #[command(flatten)]
        tray: TrayArgs,
        #[command(flatten)]
        read: ReadArgs,
    },
    /// Judge a second page, printed after; exit code 1 when it is off by more than 0.2 mm
    Prove {
        #[command(flatten)]
        tray: TrayArgs,
        #[command(flatten)]
        read: ReadArgs,
    },
}

/// Which paper of which tray.
#[derive(clap::Args)]
pub struct TrayArgs {
    /// The printer's name at the system
    #[arg(long, value_name = "NAME")]
    printer: String,
    /// As the office calls the tray
    #[arg(long, default_value = "", value_name = "T")]
    tray: String,
    /// a4, a3plus, id1 or a plan's file
    #[arg(long, default_value = "a4", value_name = "P")]
    paper: String,
}

/// What was read.
#[derive(clap::Args)]
pub struct ReadArgs {
    /// Which side of the page
    #[arg(long, value_enum)]
    side: Face,
    /// Distances of A, B, C, D from the nearest left or right edge, in mm
    #[arg(long, value_delimiter = ',', value_name = "A,B,C,D")]
    across: Vec<f64>,
    /// Distances of A, B, C, D from the nearest top or bottom edge, in mm
    #[arg(long, value_delimiter = ',', value_name = "A,B,C,D")]
    down: Vec<f64>,
}

#[derive(Serialize)]
struct SheetJson<'a> {
    cards: usize,
    sheets: usize,
    pdf: Option<String>,
    job: Option<i32>,
    at_risk: usize,
    places: Vec<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    card_serial: &'a str,
    sheet: usize,
    position: usize,
}

#[derive(Serialize)]
struct PrintersJson<'a> {
    printers: Vec<PrinterJson<'a>>,
}

#[derive(Serialize)]
struct PrinterJson<'a> {
    name: &'a str,
    about: &'a str,
    busy: bool,
    troubles: Vec<&'static str>,
    duplex: Option<bool>,
}

#[derive(Serialize)]
struct MeasuredJson {
    worst_mm: f64,
    within: bool,
    x_mm: f64,
    y_mm: f64,
    scale_x: f64,
    scale_y: f64,
    skew_deg: f64,
}

/// Sheets of proofs.
pub fn sheet(station: &mut Station, args: &SheetArgs, teller: &Teller) -> Result<(), Failure> {
    if args.out.is_none() && args.printer.is_none() {
        return Err(Failure::Usage("cli-out-or-printer"));
    }
    if let Some(out) = &args.out {
        teller.spare(out)?;
    }
    let permits: Vec<PermitNo> = args
        .permits
        .iter()
        .map(|permit| PermitNo::parse(permit).ok_or(Failure::Usage("cli-bad-permit")))
        .collect::<Result<_, _>>()?;
    let order = SheetOrder {
        plan: plan(args)?,
        taken: SheetTaken {
            start: args.start,
            empty: args.empty.iter().copied().collect(),
        },
        cmyk: args.cmyk,
        printer: args.printer.clone(),
        tray: args.tray.clone(),
    };
    let made = station.sheet(&permits, &order)?;
    if let Some(out) = &args.out {
        station::write_file(out, made.pdf.bytes())?;
    }
    let job = match &args.printer {
        Some(_) if args.out.is_none() => Some(station.print_sheet(&made, &order)?),
        Some(_) | None => None,
    };
    tell_sheet(&made, args, job, teller)
}

fn plan(args: &SheetArgs) -> Result<Plan, Failure> {
    let mut plan = station::plan(&args.paper)?;
    if let Some(bleed) = args.bleed {
        plan = station::with_bleed(plan, bleed)?;
    }
    if let Some(flip) = args.flip {
        plan.flip = match flip {
            Edge::Long => Flip::Long,
            Edge::Short => Flip::Short,
        };
    }
    Ok(plan)
}

fn tell_sheet(
    made: &SheetsMade,
    args: &SheetArgs,
    job: Option<JobId>,
    teller: &Teller,
) -> Result<(), Failure> {
    let path = args.out.as_deref().map(|path| path.display().to_string());
    if teller.is_json() {
        let places = made
            .places
            .iter()
            .map(|(serial, sheet, position)| PlaceJson {
                card_serial: serial,
                sheet: *sheet,
                position: *position,
            });
        return teller.print_json(&SheetJson {
            cards: made.places.len(),
            sheets: made.sheets,
            pdf: path,
            job: job.map(|job| job.0),
            at_risk: made.at_risk,
            places: places.collect(),
        });
    }
    let text = teller.words();
    let mut lines = vec![text.with(
        "sheet-made",
        &[
            ("cards", &made.places.len().to_string()),
            ("sheets", &made.sheets.to_string()),
            ("path", path.as_deref().unwrap_or("-")),
        ],
    )];
    for (serial, sheet, position) in &made.places {
        let (sheet, position) = (sheet.to_string(), position.to_string());
        let args = [
            ("serial", serial.as_str()),
            ("sheet", &sheet),
            ("position", &position),
        ];
        lines.push(text.with("sheet-row", &args));
    }
    if made.at_risk > 0 {
        lines.push(text.with("sheet-at-risk", &[("count", &made.at_risk.to_string())]));
    }
    lines.extend(job.map(|job| sent(args.printer.as_deref().unwrap_or_default(), job, teller)));
    teller.lines(&lines)
}

fn sent(printer: &str, job: JobId, teller: &Teller) -> String {
    let job = job.0.to_string();
    teller
        .words()
        .with("printer-sent", &[("printer", printer), ("job", &job)])
}

/// Printers and how they are.
pub fn printers(teller: &Teller) -> Result<(), Failure> {
    let printers = station::printers()?;
    if teller.is_json() {
        let printers = printers.iter().map(|printer| PrinterJson {
            name: &printer.name,
            about: &printer.about,
            busy: printer.busy,
            troubles: printer
                .troubles
                .iter()
                .map(|trouble| trouble.id())
                .collect(),
            duplex: printer.duplex,
        });
        return teller.print_json(&PrintersJson {
            printers: printers.collect(),
        });
    }
    let text = teller.words();
    if printers.is_empty() {
        return teller.lines(&[text.get("printer-none")]);
    }
    let lines = printers.iter().map(|printer| {
        let state = match printer.troubles.first() {
            Some(trouble) => text.get(&format!("printer-trouble-{}", trouble.id())),
            None if printer.busy => text.get("printer-state-busy"),
            None => text.get("printer-state-ready"),
        };
        let about = if printer.about.is_empty() {
            String::new()
        } else {
            format!("({})", printer.about)
        };
        let args = [
            ("name", printer.name.as_str()),
            ("state", &state),
            ("about", &about),
        ];
        text.with("printer-row", &args)
    });
    teller.lines(&lines.collect::<Vec<_>>())
}

/// Pages of rulers and what is read off them.
pub fn calibrate(station: &mut Station, what: Calibrate, teller: &Teller) -> Result<u8, Failure> {
    on_duty(station, Duty::Print)?;
    match what {
        Calibrate::Page { tray, out } => {
            page(station, &tray, out.as_deref(), teller)?;
            Ok(0)
        }
        Calibrate::Read { tray, read } => measure(station, (&tray, &read), true, teller),
        Calibrate::Prove { tray, read } => measure(station, (&tray, &read), false, teller),
    }
}

fn page(
    station: &mut Station,
    args: &TrayArgs,
    out: Option<&Path>,
    teller: &Teller,
) -> Result<(), Failure> {
    let plan = station::plan(&args.paper)?;
    let tray = tray(args, &plan);
    let Some(out) = out else {
        let job = station.print_ruler_page(tray)?;
        return teller.lines(&[sent(&args.printer, job, teller)]);
    };
    teller.spare(out)?;
    let pdf = station.ruler_page(tray)?;
    station::write_file(out, pdf.bytes())?;
    let path = out.display().to_string();
    teller.lines(&[teller.words().with("cli-written", &[("path", &path)])])
}

fn tray<'a>(args: &'a TrayArgs, plan: &'a Plan) -> Tray<'a> {
    Tray {
        printer: &args.printer,
        tray: &args.tray,
        plan,
    }
}

fn measure(
    station: &mut Station,
    (args, read): (&TrayArgs, &ReadArgs),
    keep: bool,
    teller: &Teller,
) -> Result<u8, Failure> {
    let four = |numbers: &[f64]| -> Result<[f64; 4], Failure> {
        let wrong = |_count| Failure::Usage("cli-four-numbers");
        numbers.try_into().map_err(wrong)
    };
    let readings = Readings {
        across_mm: four(&read.across)?,
        down_mm: four(&read.down)?,
    };
    let side = match read.side {
        Face::Front => Side::Front,
        Face::Back => Side::Back,
    };
    let plan = station::plan(&args.paper)?;
    let found = station.measure(tray(args, &plan), side, &readings, keep)?;
    let code = u8::from(!keep && !found.within);
    let by = found.correction;
    if teller.is_json() {
        teller.print_json(&MeasuredJson {
            worst_mm: found.worst_mm,
            within: found.within,
            x_mm: by.x_mm,
            y_mm: by.y_mm,
            scale_x: by.scale_x,
            scale_y: by.scale_y,
            skew_deg: by.skew_deg,
        })?;
        return Ok(code);
    }
    let text = teller.words();
    let mut lines = vec![text.with(
        "calibrate-off",
        &[("mm", &format!("{:.2}", found.worst_mm))],
    )];
    lines.push(if keep {
        let parts = [
            ("x", format!("{:.2}", by.x_mm)),
            ("y", format!("{:.2}", by.y_mm)),
            ("scale_x", format!("{:.4}", by.scale_x)),
            ("scale_y", format!("{:.4}", by.scale_y)),
            ("skew", format!("{:.3}", by.skew_deg)),
        ];
        let args: Vec<(&str, &str)> = parts
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        text.with("calibrate-kept", &args)
    } else if found.within {
        text.get("calibrate-proved")
    } else {
        text.get("calibrate-not-proved")
    });
    teller.lines(&lines)?;
    Ok(code)
}
