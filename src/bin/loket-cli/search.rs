//! `search`: people by any part of a name or number, filtered and ordered, as lines or JSON.

use crate::args::Kind;
use crate::run::{Failure, on_duty};
use crate::show::Teller;
use loket::office::Duty;
use loket::permit;
use loket::station::{Filter, Found, PermitRow, PermitState, Query, Sort, SortBy, Station};
use loket::text::Text;
use serde::Serialize;

/// Arguments of `search`.
#[derive(clap::Args)]
pub struct SearchArgs {
    /// Words: any part, in any order; small slips are forgiven
    #[arg(default_value = "")]
    text: String,
    /// Rows told, at most 1000
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(..=i64::from(Station::SEARCHED)))]
    limit: u32,
    /// Rows skipped
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: u32,
    /// Only these cards
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Only holders of that nationality, e.g. KOR
    #[arg(long, value_name = "C")]
    nationality: Option<String>,
    /// Only residents of that kecamatan
    #[arg(long, value_name = "K")]
    kecamatan: Option<String>,
    /// active, expiring-30, expiring-60, expiring-90, overdue or ended
    #[arg(long, value_name = "S", value_parser = state)]
    state: Option<PermitState>,
    /// newest, name, expiry, nationality or number
    #[arg(long, default_value = "newest", value_name = "S", value_parser = sort_by)]
    sort: SortBy,
    /// The other way round
    #[arg(long)]
    reverse: bool,
}

fn state(word: &str) -> Result<PermitState, String> {
    PermitState::parse(word).ok_or_else(|| PermitState::ALL.map(PermitState::id).join(", "))
}

fn sort_by(word: &str) -> Result<SortBy, String> {
    SortBy::parse(word).ok_or_else(|| SortBy::ALL.map(SortBy::id).join(", "))
}

#[derive(Serialize)]
struct FoundJson<'a> {
    total: u64,
    exact: u64,
    more: bool,
    rows: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    permit_no: &'a str,
    kind: &'static str,
    full_name: &'a str,
    nationality: &'a str,
    passport_no: &'a str,
    index_code: &'a str,
    valid_until: String,
    ended_on: Option<String>,
    district: &'a str,
    card_serial: &'a str,
    card_void: bool,
}

impl<'a> From<&'a PermitRow> for RowJson<'a> {
    fn from(row: &'a PermitRow) -> Self {
        Self {
            permit_no: row.permit_no.as_str(),
            kind: row.kind.card_name(),
            full_name: &row.full_name,
            nationality: &row.nationality,
            passport_no: &row.passport_no,
            index_code: &row.index_code,
            valid_until: row.valid_until.to_string(),
            ended_on: row.ended_on.map(|day| day.to_string()),
            district: &row.district,
            card_serial: &row.card_serial,
            card_void: row.card_void,
        }
    }
}

/// Runs `search`.
pub fn run(station: &mut Station, args: SearchArgs, teller: &Teller) -> Result<(), Failure> {
    on_duty(station, Duty::Counter)?;
    let query = Query {
        words: args.text,
        limit: args.limit,
        offset: args.offset,
        filter: Filter {
            state: args.state,
            kind: args.kind.map(|kind| match kind {
                Kind::Kitas => permit::Kind::Itas,
                Kind::Kitap => permit::Kind::Itap,
            }),
            nationality: args.nationality,
            district: args.kecamatan,
            ..Filter::default()
        },
        sort: Sort {
            by: args.sort,
            reverse: args.reverse,
        },
    };
    let found = station.search(&query)?;
    let more = found.exact == Found::COUNTED + 1;
    if teller.is_json() {
        return teller.print_json(&FoundJson {
            total: found.total,
            exact: found.exact,
            more,
            rows: found.rows.iter().map(RowJson::from).collect(),
        });
    }
    let mut lines: Vec<String> = found
        .rows
        .iter()
        .map(|row| line(row, teller.words()))
        .collect();
    let text = teller.words();
    let slipped = found.total.saturating_sub(found.exact).to_string();
    lines.push(if more {
        text.with("search-more", &[("count", &Found::COUNTED.to_string())])
    } else {
        text.with("search-found", &[("count", &found.exact.to_string())])
    });
    if found.exact < found.total {
        lines.push(text.with("search-alike", &[("count", &slipped)]));
    }
    teller.lines(&lines)
}

fn line(row: &PermitRow, text: &Text) -> String {
    let void = if row.card_void {
        format!("  [{}]", text.get("search-card-void"))
    } else {
        String::new()
    };
    format!(
        "{:<16} {:<5} {:<3} {} {:<9} {}{void}",
        row.permit_no.as_str(),
        row.kind.card_name(),
        row.nationality,
        row.valid_until.strftime("%d-%m-%Y"),
        row.passport_no,
        row.full_name,
    )
}
