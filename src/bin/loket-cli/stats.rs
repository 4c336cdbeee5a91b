//! `stats`: the office's figures of a day as words, JSON, PDF or a workbook.

use crate::args::Stats;
use crate::run::Failure;
use crate::show::Teller;
use jiff::civil::Date;
use loket::permit;
use loket::station::numbers::{self, Count, Movement, Numbers};
use loket::station::{self, Station};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Serialize)]
struct NumbersJson<'a> {
    on: String,
    holders: CountJson,
    regions: Vec<RegionJson<'a>>,
    purposes: BTreeMap<&'static str, CountJson>,
    nationalities: Vec<PartJson<'a>>,
    sexes: BTreeMap<&'static str, CountJson>,
    ages: Vec<AgeJson>,
    months: Vec<MonthJson>,
    expiring: Vec<ExpiringJson>,
    overdue: CountJson,
    service: ServiceJson,
}

#[derive(Serialize)]
struct CountJson {
    itas: u64,
    itap: u64,
    total: u64,
}

#[derive(Serialize)]
struct RegionJson<'a> {
    code: &'a str,
    name: &'a str,
    #[serde(flatten)]
    count: CountJson,
    districts: Vec<PartJson<'a>>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    name: &'a str,
    #[serde(flatten)]
    count: CountJson,
}

#[derive(Serialize)]
struct AgeJson {
    from: u8,
    #[serde(flatten)]
    count: CountJson,
}

#[derive(Serialize)]
struct NetJson {
    itas: i64,
    itap: i64,
    total: i64,
}

#[derive(Serialize)]
struct MonthJson {
    month: String,
    holders: CountJson,
    moved: BTreeMap<&'static str, CountJson>,
    taken_over: NetJson,
    cards_good: u64,
    cards_spoiled: u64,
}

#[derive(Serialize)]
struct ExpiringJson {
    days: u16,
    #[serde(flatten)]
    count: CountJson,
}

#[derive(Serialize)]
struct ServiceJson {
    handed_over: u64,
    within_4_working_days: u64,
    median_working_days: u32,
    p90_working_days: u32,
}

/// Counts, writes what was asked for, tells the rest.
pub fn stats(station: &mut Station, args: &Stats, teller: &Teller) -> Result<(), Failure> {
    let on = args
        .on
        .as_deref()
        .map(|day| {
            day.parse::<Date>()
                .map_err(|_date| Failure::Usage("cli-bad-date"))
        })
        .transpose()?;
    teller.spare_all(args.pdf.iter().chain(&args.xlsx))?;
    let numbers = station.numbers(on.unwrap_or_else(|| station.today()))?;
    let lang = teller.words().lang();
    let mut written: Vec<&Path> = Vec::new();
    if let Some(file) = &args.pdf {
        let pdf = station.numbers_pdf(&numbers, lang)?;
        station::write_file(file, pdf.bytes())?;
        written.push(file);
    }
    if let Some(file) = &args.xlsx {
        let book = station.numbers_xlsx(&numbers, lang)?;
        station::write_file(file, &book)?;
        written.push(file);
    }
    if teller.is_json() {
        return teller.print_json(&json(&numbers));
    }
    let text = teller.words();
    let mut lines = told(&numbers, teller);
    for file in written {
        lines.push(String::new());
        let name = file.display().to_string();
        lines.push(text.with("numbers-written", &[("file", &name)]));
    }
    teller.lines(&lines)
}

/// Everything that counts people, then the months.
fn told(numbers: &Numbers, teller: &Teller) -> Vec<String> {
    let text = teller.words();
    let all = numbers.holders.total();
    let mut lines = vec![text.with("numbers-on", &[("day", &permit::date_text(numbers.on))])];
    for section in numbers::sections(numbers, text) {
        lines.push(String::new());
        lines.push(section.title);
        for row in section.rows {
            let indent = if row.inner { "    " } else { "  " };
            let share = if section.parts {
                numbers::share(row.count.total(), all, text.lang())
            } else {
                String::new()
            };
            lines.push(format!(
                "{:<54}{:>8}{:>8}{:>8}{share:>9}",
                format!("{indent}{}", row.label),
                row.count.itas,
                row.count.itap,
                row.count.total(),
            ));
        }
    }
    lines.push(String::new());
    lines.push(text.get("numbers-movements"));
    let mut head = format!("  {:<9}", text.get("numbers-column-month"));
    for movement in Movement::ALL {
        head += &format!("{:>14}", numbers::movement(movement, text));
    }
    for key in [
        "numbers-column-over",
        "numbers-column-end",
        "numbers-column-good",
        "numbers-column-spoiled",
    ] {
        let width = if key == "numbers-column-over" { 14 } else { 12 };
        head += &format!("{:>width$}", text.get(key));
    }
    lines.push(head);
    for month in &numbers.months {
        let name = format!("{}-{:02}", month.month.year(), month.month.month());
        let mut line = format!("  {name:<9}");
        for movement in Movement::ALL {
            line += &format!("{:>14}", month.moved(movement).total());
        }
        line += &format!("{:>12}", numbers::signed(month.taken_over.total(), text));
        for count in [month.holders.total(), month.good, month.spoiled] {
            line += &format!("{count:>12}");
        }
        lines.push(line);
    }
    lines
}

fn json(numbers: &Numbers) -> NumbersJson<'_> {
    let service = numbers.service;
    NumbersJson {
        on: numbers.on.to_string(),
        holders: count(numbers.holders),
        regions: numbers
            .regions
            .iter()
            .map(|region| RegionJson {
                code: &region.code,
                name: &region.name,
                count: count(region.count),
                districts: region.districts.iter().map(named).collect(),
            })
            .collect(),
        purposes: numbers
            .purposes
            .iter()
            .map(|part| (part.key.id(), count(part.count)))
            .collect(),
        nationalities: numbers.nationalities.iter().map(named).collect(),
        sexes: numbers
            .sexes
            .iter()
            .map(|part| (permit::sex_id(part.key), count(part.count)))
            .collect(),
        ages: numbers
            .ages
            .iter()
            .map(|part| AgeJson {
                from: part.key,
                count: count(part.count),
            })
            .collect(),
        months: numbers.months.iter().map(month).collect(),
        expiring: numbers
            .expiring
            .iter()
            .map(|part| ExpiringJson {
                days: part.key,
                count: count(part.count),
            })
            .collect(),
        overdue: count(numbers.overdue),
        service: ServiceJson {
            handed_over: service.cases,
            within_4_working_days: service.within,
            median_working_days: service.median,
            p90_working_days: service.p90,
        },
    }
}

fn count(count: Count) -> CountJson {
    CountJson {
        itas: count.itas,
        itap: count.itap,
        total: count.total(),
    }
}

fn named(part: &numbers::Part<String>) -> PartJson<'_> {
    PartJson {
        name: &part.key,
        count: count(part.count),
    }
}

fn month(month: &numbers::Month) -> MonthJson {
    MonthJson {
        month: format!("{}-{:02}", month.month.year(), month.month.month()),
        holders: count(month.holders),
        moved: Movement::ALL
            .into_iter()
            .map(|one| (one.id(), count(month.moved(one))))
            .collect(),
        taken_over: NetJson {
            itas: month.taken_over.itas,
            itap: month.taken_over.itap,
            total: month.taken_over.total(),
        },
        cards_good: month.good,
        cards_spoiled: month.spoiled,
    }
}
