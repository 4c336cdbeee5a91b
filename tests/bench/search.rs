//! Figures of the search over a large office: the mix an officer makes of it, from the first letter to the last page; and acts.
//!
//! `LOKET_BENCH_OFFICE=dir` takes the same figures of another office, e.g. one of a million; `LOKET_BENCH_EACH=1` prints every
//! query with its time.

#![expect(
    clippy::expect_used,
    reason = "a figure that cannot be taken ends the run"
)]

use loket::office::Duty;
use loket::permit::Kind;
use loket::station::{Filter, PermitState, Query, Sort, SortBy, Station};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Records looked at, each an act with its entry in the audit.
const LOOKS: u32 = 200;
/// Rows a list asks for at once.
const PAGE: u32 = 100;

/// Figures of the office in `dir`, and of the one the environment names.
pub fn figures(dir: &Path) -> Vec<(String, f64, &'static str)> {
    let mut figures = of(dir);
    if let Some(other) = std::env::var_os("LOKET_BENCH_OFFICE") {
        figures.extend(of(&PathBuf::from(other)));
    }
    figures
}

/// Figures of one office.
pub fn of(dir: &Path) -> Vec<(String, f64, &'static str)> {
    let (counted_first, counted_again) = counting(dir);
    let mut station = Station::open(dir).expect("the office");
    station.act_as(Duty::Counter).expect("a counter");
    let first = timed(&mut station, &of_words(""));
    let permits = station.search(&Query::default()).expect("an answer").total;
    let first_with_words = timed(&mut station, &of_words("zzzz"));
    let mut orders = Vec::new();
    for by in SortBy::ALL {
        let sort = Sort { by, reverse: false };
        let query = Query {
            sort,
            ..of_words("")
        };
        orders.push(timed(&mut station, &query));
    }
    let mut figures = vec![
        (
            format!("First search of a session, {permits} permits"),
            first,
            "ms",
        ),
        (
            format!("First search with words, {permits} permits"),
            first_with_words,
            "ms",
        ),
        (
            format!("First list in another order, {permits} permits: longest"),
            percentile(&mut orders, 100),
            "ms",
        ),
        (
            format!("Numbers of a day, {permits} permits, first of a session"),
            counted_first,
            "ms",
        ),
        (
            format!("Numbers of a day, {permits} permits, again: p50"),
            counted_again,
            "ms",
        ),
    ];
    let mut all = Vec::new();
    for (name, queries) in mix(u32::try_from(permits).unwrap_or(u32::MAX)) {
        let mut times: Vec<f64> = Vec::new();
        for query in &queries {
            let time = timed(&mut station, query);
            if std::env::var_os("LOKET_BENCH_EACH").is_some() {
                figures.push((each(query), time, "ms"));
            }
            times.push(time);
        }
        all.extend(&times);
        figures.push((
            format!("Search, {permits} permits, {name}: p99"),
            percentile(&mut times, 99),
            "ms",
        ));
    }
    figures.push((
        format!("Search, {permits} permits, all of that: p50"),
        percentile(&mut all, 50),
        "ms",
    ));
    figures.push((
        format!("Search, {permits} permits, all of that: p99"),
        percentile(&mut all, 99),
        "ms",
    ));
    figures.push((
        format!("Acts with audit, {permits} permits"),
        acts(&mut station),
        "acts/s",
    ));
    figures
}

/// All figures of today, counted in a session of its own: the first time, and as often again.
fn counting(dir: &Path) -> (f64, f64) {
    let mut station = Station::open(dir).expect("the office");
    station.act_as(Duty::Head).expect("a head");
    let today = station.today();
    let timed = || {
        let start = Instant::now();
        black_box(station.numbers(today).expect("figures"));
        start.elapsed().as_secs_f64() * 1000.0
    };
    let first = timed();
    let mut again: Vec<f64> = (0..9).map(|_| timed()).collect();
    (first, percentile(&mut again, 50))
}

/// A query in a few words.
fn each(query: &Query) -> String {
    let Query {
        words,
        sort,
        offset,
        filter,
        ..
    } = query;
    let filter = if *filter == Filter::default() {
        ""
    } else {
        ", filtered"
    };
    format!("  `{words}` by {:?} from {offset}{filter}", sort.by)
}

fn timed(station: &mut Station, query: &Query) -> f64 {
    let start = Instant::now();
    black_box(station.glimpse(query).expect("an answer"));
    start.elapsed().as_secs_f64() * 1000.0
}

/// The value below which that part of the sorted times lies.
fn percentile(times: &mut [f64], percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or_default()
}

fn of_words(words: &str) -> Query {
    Query {
        words: words.to_owned(),
        limit: PAGE,
        ..Query::default()
    }
}

/// Whole words and numbers, each letter as it is typed, backspaces at the end.
fn typed(whole: &[&str], filter: &Filter, sort: Sort) -> Vec<Query> {
    let mut queries = Vec::new();
    for words in whole {
        let letters: Vec<char> = words.chars().collect();
        for length in (0..=letters.len()).chain((1..letters.len()).rev()) {
            let words: String = letters.iter().take(length).collect();
            queries.push(Query {
                filter: filter.clone(),
                sort,
                ..of_words(&words)
            });
        }
    }
    queries
}

/// What officers ask, by sort.
#[expect(clippy::too_many_lines, reason = "a list, one line a query")]
fn mix(permits: u32) -> Vec<(&'static str, Vec<Query>)> {
    let (any, newest) = (Filter::default(), Sort::default());
    let by_name = Sort {
        by: SortBy::Name,
        reverse: false,
    };
    let names = [
        "kim minsu",
        "müller jana",
        "pt contoh baja abadi",
        "a b",
        "li na e",
        "zzzz",
        "sharma",
        "minsu kim",
        "a b c d e f g h",
    ];
    let numbers = [
        "2c21xx012345",
        "im1xx099999",
        "m1234567",
        "bks0054321",
        "765432",
    ];
    let slips = [
        "kmi minsu",
        "mnisu",
        "sharam",
        "muler",
        "jurgne",
        "m1234568",
        "im1xx09999",
    ];
    let filters = [
        Filter {
            kind: Some(Kind::Itap),
            ..any.clone()
        },
        Filter {
            nationality: Some(String::from("KOR")),
            ..any.clone()
        },
        Filter {
            district: Some(String::from("Cikarang Selatan")),
            ..any.clone()
        },
        Filter {
            state: Some(PermitState::Expiring30),
            ..any.clone()
        },
        Filter {
            state: Some(PermitState::Overdue),
            kind: Some(Kind::Itas),
            ..any.clone()
        },
    ];
    let mut filtered: Vec<Query> = Vec::new();
    let mut paged: Vec<Query> = Vec::new();
    for filter in &filters {
        for by in SortBy::ALL {
            for reverse in [false, true] {
                let sort = Sort { by, reverse };
                filtered.push(Query {
                    filter: filter.clone(),
                    sort,
                    ..of_words("")
                });
            }
        }
        filtered.extend(typed(&["kim", "sharma"], filter, newest));
    }
    for sort in [newest, by_name] {
        for part in 0..10 {
            paged.push(Query {
                offset: permits / 10 * part,
                sort,
                ..of_words("")
            });
            paged.push(Query {
                offset: 100 * part,
                sort,
                ..of_words("kim")
            });
            paged.push(Query {
                offset: 100 * part,
                sort,
                ..of_words("contoh")
            });
        }
    }
    vec![
        ("names as typed", typed(&names, &any, newest)),
        ("numbers as typed", typed(&numbers, &any, newest)),
        ("names as typed, by name", typed(&names, &any, by_name)),
        ("slips", slips.map(of_words).to_vec()),
        ("filters and orders", filtered),
        ("pages far down", paged),
    ]
}

/// Looks at records: the smallest act there is, each with its own transaction and entry.
fn acts(station: &mut Station) -> f64 {
    let rows = station.search(&of_words("")).expect("rows").rows;
    let start = Instant::now();
    for (_, row) in (0..LOOKS).zip(rows.iter().cycle()) {
        black_box(station.record(&row.permit_no).expect("a record"));
    }
    f64::from(LOOKS) / start.elapsed().as_secs_f64()
}
