//! Figures of lists: reading a file of 100,000 people, judging it, taking it over, and writing it out.

#![expect(
    clippy::expect_used,
    reason = "a figure that cannot be taken ends the run"
)]

use jiff::ToSpan as _;
use jiff::civil::date;
use loket::office::Duty;
use loket::permit::{Draft, Field, Kind};
use loket::station::{How, Import, Query, Station};
use loket::table::{self, Cell};
use loket::text::{Lang, Text};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

const PEOPLE: u32 = 100_000;

/// Name, value, unit.
pub fn figures(folder: &Path) -> Vec<(String, f64, &'static str)> {
    let mut station =
        Station::create_demo(&folder.join("lists"), 20, 7, &mut |_, _| ()).expect("a demo office");
    let example = station.example_draft(Kind::Itas);
    let header: Vec<&str> = Field::ALL.into_iter().map(Field::id).collect();
    let mut figures = Vec::new();
    let mut add = |name: &str, start: Instant| {
        let rate = f64::from(PEOPLE) / start.elapsed().as_secs_f64();
        figures.push((format!("{name}, {PEOPLE} people"), rate, "rows/s"));
    };

    let start = Instant::now();
    let people = (0..PEOPLE).map(|number| cells(&example, number));
    let book = table::xlsx("Daftar", &header, people).expect("a workbook");
    add("Write a list as XLSX", start);
    let start = Instant::now();
    let people = (0..PEOPLE).map(|number| cells(&example, number));
    let text = table::csv(&header, people).expect("a list");
    add("Write a list as CSV", start);

    for (name, bytes) in [("XLSX", &book), ("CSV", &text)] {
        let start = Instant::now();
        let import = Import::open(bytes, None).expect("a list");
        add(
            &format!("Read a list of {} MB, {name}", bytes.len() >> 20),
            start,
        );
        assert_eq!(import.len(), PEOPLE as usize);
    }
    station.act_as(Duty::Counter).expect("an officer");
    let import = Import::open(&text, None).expect("a list");
    for (name, how) in [
        ("Judge a list (dry run)", How::DryRun),
        ("Take over a list", How::Passing),
    ] {
        let start = Instant::now();
        let report = station
            .import(&import, how, &mut |_, _| ControlFlow::Continue(()))
            .expect("a report");
        add(name, start);
        assert_eq!(report.refused, 0, "{:?}", report.by_rule().first());
    }
    station.act_as(Duty::Head).expect("an officer");
    for ending in ["csv", "xlsx"] {
        let file = folder.join("list").with_extension(ending);
        let start = Instant::now();
        let mut go_on = |_, _| ControlFlow::Continue(());
        station
            .export(&Query::default(), &file, &Text::new(Lang::Id), &mut go_on)
            .expect("a list");
        add(&format!("Export the registry as {ending}"), start);
        fs::remove_file(file).ok();
    }
    figures
}

/// The example under other numbers, another name and another day of birth.
fn cells(example: &Draft, number: u32) -> Vec<Cell<'static>> {
    const NAMES: [&str; 16] = [
        "Abe", "Baek", "Chen", "Dubois", "Endo", "Fischer", "Gupta", "Han", "Ito", "Jansen", "Kim",
        "Lopez", "Mori", "Nguyen", "Okada", "Park",
    ];
    let name = |shift: u32| {
        let at = usize::try_from(number >> shift).unwrap_or(0) % NAMES.len();
        NAMES.get(at).copied().unwrap_or("Abe")
    };
    Field::ALL
        .into_iter()
        .map(|field| {
            if field == Field::PermitNo {
                Cell::text(format!("2C21YY{number:06}-A"))
            } else if field == Field::PassportNo {
                Cell::text(format!("Y{number:08}"))
            } else if field == Field::Niora {
                Cell::text(format!("YY{number:08}"))
            } else if field == Field::FullName {
                Cell::text(format!("{} {} {}", name(0), name(4), name(8)))
            } else if field == Field::BirthDate {
                let days = i64::from(number) * 7_919 % 15_000;
                Cell::text(date(1960, 1, 1).saturating_add(days.days()).to_string())
            } else if matches!(field, Field::Mrz | Field::Nik) {
                Cell::Empty
            } else {
                Cell::text(example.get(field).to_owned())
            }
        })
        .collect()
}
