//! Numbered blanks as the registry keeps them: boxes received, where each blank is, reports, and the books of any period.

use super::read::unreadable;
use super::{Act, Error, Registry};
use crate::office::{Balance, BlankEvent, BlankRange, BlankSerial, BlankState, OfficerId};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params, params};

/// One blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankRow {
    /// Its serial.
    pub serial: String,
    /// Where it is.
    pub state: BlankState,
    /// The operator who has or had it.
    pub operator: Option<OfficerId>,
    /// Since when it is there, Unix seconds.
    pub state_at: i64,
    /// Why it was spoiled; empty when it was not.
    pub note: String,
    /// When it was spoiled, Unix seconds.
    pub spoiled_at: Option<i64>,
    /// Who stood beside when it was spoiled.
    pub second: Option<OfficerId>,
    /// Number of the report about its destruction or loss; empty without.
    pub report: String,
}

/// Which blanks.
#[derive(Debug, Clone, Default)]
pub struct BlankQuery {
    /// Where they are; empty: anywhere.
    pub state: Option<BlankState>,
    /// With this operator.
    pub operator: Option<OfficerId>,
    /// Spoiled in this period: its first second, and the first one after it.
    pub spoiled: Option<(i64, i64)>,
    /// Lost in this period.
    pub lost: Option<(i64, i64)>,
    /// Under this report.
    pub report: Option<String>,
    /// Rows wanted.
    pub limit: u32,
    /// Rows skipped.
    pub offset: u32,
}

/// How many blanks are somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockCount {
    /// Where.
    pub state: BlankState,
    /// With whom, for those with an operator or at the printer.
    pub operator: Option<OfficerId>,
    /// How many.
    pub count: u64,
    /// Lowest serial.
    pub first: String,
    /// Highest serial.
    pub last: String,
    /// The lowest ranges without a gap, first and last serial of each, at most [`StockCount::MOST_RANGES`].
    pub ranges: Vec<(String, String)>,
    /// There are more ranges than those.
    pub more: bool,
}

impl StockCount {
    /// Ranges that are told.
    pub const MOST_RANGES: usize = 4;

    /// The ranges as people read them.
    pub fn serials(&self) -> String {
        let ranges = self.ranges.iter().map(|(first, last)| {
            if first == last {
                first.clone()
            } else {
                format!("{first} – {last}")
            }
        });
        let mut words = ranges.collect::<Vec<_>>().join(", ");
        if self.more {
            words.push_str(", …");
        }
        words
    }
}

/// One box as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Its first serial.
    pub first: String,
    /// Its last serial.
    pub last: String,
    /// How many blanks.
    pub count: u64,
    /// Number of the hand-over note.
    pub note: String,
    /// Unix seconds.
    pub received_at: i64,
    /// Who took it in.
    pub officer: OfficerId,
}

/// What a report tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// Blanks destroyed before witnesses.
    Destroyed,
    /// Blanks that are not to be found.
    Lost,
}

impl ReportKind {
    /// Stable word in the registry and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Destroyed => "DESTROYED",
            Self::Lost => "LOST",
        }
    }
}

/// A report about blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Of what.
    pub kind: ReportKind,
    /// Its number.
    pub number: String,
    /// Unix seconds.
    pub at: i64,
    /// Who wrote it.
    pub officer: OfficerId,
    /// Who stood by.
    pub witnesses: Vec<String>,
    /// How many blanks.
    pub count: u64,
}

const ROW: &str = "b.serial, b.state, b.operator, b.state_at, coalesce(b.note, '') AS note, b.spoiled_at, b.second, coalesce(r.number, '') AS number";
const FROM: &str = "FROM blanks b LEFT JOIN stock_reports r ON r.id = b.report";

impl Registry {
    /// One blank.
    pub fn blank(&self, serial: &str) -> Result<Option<BlankRow>, Error> {
        let sql = format!("SELECT {ROW} {FROM} WHERE b.serial = ?1");
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row([serial], blank_row)
            .optional()?)
    }

    /// Blanks by serial, and how many there are in all.
    pub fn blanks(&self, query: &BlankQuery) -> Result<(Vec<BlankRow>, u64), Error> {
        // Each filter is written only when it is asked for, so that its index is used.
        let mut filters = String::from("WHERE 1");
        for (wanted, filter) in [
            (query.state.is_some(), " AND b.state = :state"),
            (query.operator.is_some(), " AND b.operator = :operator"),
            (
                query.spoiled.is_some(),
                " AND :spoiled_from <= b.spoiled_at AND b.spoiled_at < :spoiled_until",
            ),
            (
                query.lost.is_some(),
                " AND :lost_from <= b.lost_at AND b.lost_at < :lost_until",
            ),
            (query.report.is_some(), " AND r.number = :report"),
        ] {
            if wanted {
                filters.push_str(filter);
            }
        }
        let state = query.state.map(BlankState::id);
        let operator = query.operator.map(|id| id.0);
        let [spoiled_from, lost_from] =
            [query.spoiled, query.lost].map(|period| period.map(|it| it.0));
        let [spoiled_until, lost_until] =
            [query.spoiled, query.lost].map(|period| period.map(|it| it.1));
        let values: [(&str, Option<&dyn ToSql>); 7] = [
            (":state", asked(state.as_ref())),
            (":operator", asked(operator.as_ref())),
            (":spoiled_from", asked(spoiled_from.as_ref())),
            (":spoiled_until", asked(spoiled_until.as_ref())),
            (":lost_from", asked(lost_from.as_ref())),
            (":lost_until", asked(lost_until.as_ref())),
            (":report", asked(query.report.as_ref())),
        ];
        let values: Vec<(&str, &dyn ToSql)> = values
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        let total: i64 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) AS n {FROM} {filters}"))?
            .query_row(&values[..], |row| row.get("n"))?;
        let sql = format!(
            "SELECT {ROW} {FROM} {filters} ORDER BY b.serial LIMIT {} OFFSET {}",
            query.limit, query.offset
        );
        let rows = self
            .connection
            .prepare_cached(&sql)?
            .query_map(&values[..], blank_row)?
            .collect::<Result<_, _>>()?;
        Ok((rows, count_of(total)))
    }

    /// The next blank an operator has, by serial.
    pub fn next_blank(&self, operator: OfficerId) -> Result<Option<String>, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT serial FROM blanks WHERE state = 'WITH_OPERATOR' AND operator = ?1 ORDER BY serial LIMIT 1")?
            .query_row([operator.0], |row| row.get("serial"))
            .optional()?)
    }

    /// The lowest `count` serials in stock; fewer when there are fewer.
    pub fn in_stock(&self, count: u32) -> Result<Vec<String>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT serial FROM blanks WHERE state = 'STOCK' AND operator IS NULL ORDER BY serial LIMIT ?1",
        )?;
        let serials = statement.query_map([count], |row| row.get("serial"))?;
        Ok(serials.collect::<Result<_, _>>()?)
    }

    /// How many blanks are where, in the order of their way.
    pub fn stock(&self) -> Result<Vec<StockCount>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT state, CASE WHEN state IN ('WITH_OPERATOR', 'PRINTING') THEN operator END AS holder, count(*) AS n, \
             min(serial) AS first, max(serial) AS last FROM blanks GROUP BY state, holder ORDER BY holder",
        )?;
        let counts = statement.query_map([], |row| {
            Ok(StockCount {
                state: state(row)?,
                operator: row.get::<_, Option<i64>>("holder")?.map(OfficerId),
                count: count_of(row.get("n")?),
                first: row.get("first")?,
                last: row.get("last")?,
                ranges: Vec::new(),
                more: false,
            })
        })?;
        let mut counts: Vec<StockCount> = counts.collect::<Result<_, _>>()?;
        for count in &mut counts {
            self.find_ranges(count)?;
        }
        counts.sort_by_key(|count| (count.state, count.operator));
        Ok(counts)
    }

    /// Finds the lowest ranges of a count that have no gap; not further, for a state may hold very many blanks.
    fn find_ranges(&self, count: &mut StockCount) -> Result<(), Error> {
        let whole = BlankSerial::parse(&count.first)
            .zip(BlankSerial::parse(&count.last))
            .and_then(|(first, last)| BlankRange::new(first, &last).ok());
        if whole.is_some_and(|range| u64::from(range.count()) == count.count) {
            count.ranges = vec![(count.first.clone(), count.last.clone())];
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT serial FROM blanks WHERE state = ?1 AND (?2 IS NULL OR operator = ?2) ORDER BY serial",
        )?;
        let mut rows = statement.query(params![
            count.state.id(),
            count.operator.map(|operator| operator.0)
        ])?;
        let mut end: Option<BlankSerial> = None;
        while let Some(row) = rows.next()? {
            let text: String = row.get("serial")?;
            let serial = BlankSerial::parse(&text).ok_or_else(|| unreadable("serial"))?;
            let next = end.as_ref().is_some_and(|end| {
                (end.prefix(), end.digits()) == (serial.prefix(), serial.digits())
                    && end.number() + 1 == serial.number()
            });
            let full = count.ranges.len() == StockCount::MOST_RANGES;
            match count.ranges.last_mut().filter(|_| next) {
                Some(range) => range.1 = text,
                None if full => {
                    count.more = true;
                    return Ok(());
                }
                None => count.ranges.push((text.clone(), text)),
            }
            end = Some(serial);
        }
        Ok(())
    }

    /// The books from `from` until the second before `until`, Unix seconds.
    pub fn balance(&self, from: i64, until: i64) -> Result<Balance, Error> {
        balance(&self.connection, from, until.max(from))
    }

    /// Spoiled before `at` and not destroyed before it.
    pub fn awaiting_destruction(&self, at: i64) -> Result<u64, Error> {
        let count = self
            .connection
            .prepare_cached(
                "SELECT count(*) AS n FROM blanks b LEFT JOIN stock_reports r ON r.id = b.report AND r.kind = 'DESTROYED' \
                 WHERE b.spoiled_at < ?1 AND coalesce(?1 <= r.at, 1)",
            )?
            .query_row([at], |row| row.get("n"))?;
        Ok(count_of(count))
    }

    /// Boxes received in a period, oldest first.
    pub fn receipts(&self, from: i64, until: i64) -> Result<Vec<ReceiptRow>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT prefix, digits, first, last, note, received_at, officer FROM receipts WHERE ?1 <= received_at AND received_at < ?2 ORDER BY id",
        )?;
        let rows = statement.query_map([from, until], |row| {
            let (prefix, digits): (String, u8) = (row.get("prefix")?, row.get("digits")?);
            let digits = usize::from(digits);
            let (first, last): (i64, i64) = (row.get("first")?, row.get("last")?);
            Ok(ReceiptRow {
                first: format!("{prefix}{first:0digits$}"),
                last: format!("{prefix}{last:0digits$}"),
                count: count_of(last - first + 1),
                note: row.get("note")?,
                received_at: row.get("received_at")?,
                officer: OfficerId(row.get("officer")?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reports of a period, oldest first.
    pub fn stock_reports(&self, from: i64, until: i64) -> Result<Vec<ReportRow>, Error> {
        let sql = format!("{REPORT} WHERE ?1 <= at AND at < ?2 ORDER BY id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([from, until], report_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The report of that number.
    pub fn stock_report(&self, number: &str) -> Result<Option<ReportRow>, Error> {
        let sql = format!("{REPORT} WHERE number = ?1");
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row([number], report_row)
            .optional()?)
    }
}

const REPORT: &str = "SELECT kind, number, at, officer, witnesses, (SELECT count(*) FROM blanks b WHERE b.report = s.id) AS n FROM stock_reports s";

impl Act<'_> {
    /// Takes a box into stock. The next number of a series is the one after the last ever received of it.
    pub fn receive_blanks(&mut self, range: &BlankRange, note: &str) -> Result<(), Error> {
        let first = range.first();
        let digits = i64::try_from(first.digits()).unwrap_or(0);
        let last: Option<u32> = self
            .transaction
            .prepare_cached(
                "SELECT max(last) AS last FROM receipts WHERE prefix = ?1 AND digits = ?2",
            )?
            .query_row(params![first.prefix(), digits], |row| row.get("last"))?;
        range.follows(last).map_err(Error::Stock)?;
        self.note("count", range.count().to_string());
        self.note("first", first.to_string());
        self.note("note", note);
        self.transaction
            .prepare_cached(
                "INSERT INTO receipts (prefix, digits, first, last, note, received_at, officer) \
                 VALUES (:prefix, :digits, :first, :last, :note, :at, :officer)",
            )?
            .execute(named_params! {
                ":prefix": first.prefix(),
                ":digits": digits,
                ":first": first.number(),
                ":last": range.last_number(),
                ":note": note,
                ":at": self.by.at,
                ":officer": self.by.officer.0,
            })?;
        let receipt = self.transaction.last_insert_rowid();
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO blanks (serial, state, receipt, state_at) VALUES (?1, 'STOCK', ?2, ?3)",
        )?;
        for serial in range.serials() {
            insert.execute(params![serial.to_string(), receipt, self.by.at])?;
        }
        Ok(())
    }

    /// Moves one blank on, by the table. `operator` is who gets it, `second` who stood beside, `note` the reason.
    ///
    /// One blank's times never run backwards, whatever the clock does: the books of every period would not hold otherwise.
    pub fn move_blank(
        &mut self,
        serial: &str,
        event: BlankEvent,
        with: &Move<'_>,
    ) -> Result<BlankState, Error> {
        let state = self.blank_state(serial)?;
        let next = state.after(event).ok_or(Error::BlankOutOfTurn(state))?;
        let carries = matches!(
            state,
            BlankState::Printing | BlankState::Printed | BlankState::Checked
        );
        let gone = matches!(event, BlankEvent::Spoil | BlankEvent::Lose);
        if gone && carries != with.voids_card {
            return Err(Error::BlankOutOfTurn(state));
        }
        self.transaction
            .prepare_cached(
                "UPDATE blanks SET state = :state, state_at = max(state_at, :at), \
                 operator = CASE WHEN :state = 'STOCK' THEN NULL ELSE coalesce(:operator, operator) END, \
                 left_at = CASE WHEN :unused THEN left_at ELSE coalesce(left_at, max(state_at, :at)) END, \
                 good = CASE WHEN :good THEN 1 ELSE good END, \
                 spoiled_at = CASE WHEN :state = 'SPOILED' THEN max(state_at, :at) ELSE spoiled_at END, \
                 lost_at = CASE WHEN :state = 'LOST' THEN max(state_at, :at) ELSE lost_at END, \
                 second = coalesce(:second, second), note = coalesce(:note, note), report = coalesce(:report, report) WHERE serial = :serial",
            )?
            .execute(named_params! {
                ":serial": serial,
                ":state": next.id(),
                ":at": self.by.at,
                ":unused": next.is_unused(),
                ":good": next.is_good(),
                ":operator": with.operator.map(|operator| operator.0),
                ":second": with.second.map(|second| second.0),
                ":note": with.note,
                ":report": with.report,
            })?;
        Ok(next)
    }

    /// Where a blank is, as this act sees it.
    pub fn blank_state(&self, serial: &str) -> Result<BlankState, Error> {
        let found = self
            .transaction
            .prepare_cached("SELECT state FROM blanks WHERE serial = ?1")?
            .query_row([serial], state)
            .optional()?;
        found.ok_or(Error::NotFound("blank"))
    }

    /// Writes a report about blanks; its key is for [`Move::report`]. Refuses a number that was ever used.
    pub fn add_stock_report(
        &mut self,
        kind: ReportKind,
        number: &str,
        witnesses: &[String],
    ) -> Result<i64, Error> {
        let taken: bool = self
            .transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM stock_reports WHERE number = ?1) AS taken",
            )?
            .query_row([number], |row| row.get("taken"))?;
        if taken {
            return Err(Error::Taken("report"));
        }
        self.transaction
            .prepare_cached("INSERT INTO stock_reports (kind, number, at, officer, witnesses) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![kind.id(), number, self.by.at, self.by.officer.0, witnesses.join("\n")])?;
        self.note("report", number);
        Ok(self.transaction.last_insert_rowid())
    }
}

/// What stands with a move of a blank.
#[derive(Debug, Clone, Copy, Default)]
pub struct Move<'a> {
    /// Who gets it.
    pub operator: Option<OfficerId>,
    /// The second officer.
    pub second: Option<OfficerId>,
    /// The reason.
    pub note: Option<&'a str>,
    /// Key of the report.
    pub report: Option<i64>,
    /// The card on it is made void in the same act; a blank that carries one is not spoiled or lost otherwise.
    pub voids_card: bool,
}

fn balance(connection: &Connection, from: i64, until: i64) -> Result<Balance, Error> {
    let one = |sql: &str, from: i64, until: i64| -> Result<i64, Error> {
        Ok(connection
            .prepare_cached(sql)?
            .query_row([from, until], |row| row.get("n"))?)
    };
    const RECEIVED: &str = "SELECT coalesce(sum(last - first + 1), 0) AS n FROM receipts WHERE ?1 <= received_at AND received_at < ?2";
    const LEFT: &str = "SELECT count(*) AS n FROM blanks WHERE ?1 <= left_at AND left_at < ?2";
    const GOOD: &str =
        "SELECT count(*) AS n FROM blanks WHERE ?1 <= left_at AND left_at < ?2 AND good = 1";
    const SPOILED: &str =
        "SELECT count(*) AS n FROM blanks WHERE ?1 <= spoiled_at AND spoiled_at < ?2";
    const LOST: &str = "SELECT count(*) AS n FROM blanks WHERE ?1 <= lost_at AND lost_at < ?2";
    const UNDONE: &str = "SELECT (SELECT count(*) FROM blanks WHERE ?1 <= spoiled_at AND spoiled_at < ?2 AND good = 1) \
         + (SELECT count(*) FROM blanks WHERE ?1 <= lost_at AND lost_at < ?2 AND good = 1) AS n";
    let unused = |at| Ok::<_, Error>(one(RECEIVED, i64::MIN, at)? - one(LEFT, i64::MIN, at)?);
    Ok(Balance {
        opening: count_of(unused(from)?),
        received: count_of(one(RECEIVED, from, until)?),
        good: one(GOOD, from, until)? - one(UNDONE, from, until)?,
        spoiled: count_of(one(SPOILED, from, until)?),
        lost: count_of(one(LOST, from, until)?),
        closing: count_of(unused(until)?),
    })
}

fn asked<T: ToSql>(value: Option<&T>) -> Option<&dyn ToSql> {
    value.map(|value| value as &dyn ToSql)
}

fn count_of(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn state(row: &Row<'_>) -> rusqlite::Result<BlankState> {
    BlankState::parse(row.get_ref("state")?.as_str()?)
        .ok_or_else(|| super::read::unreadable("state"))
}

fn blank_row(row: &Row<'_>) -> rusqlite::Result<BlankRow> {
    Ok(BlankRow {
        serial: row.get("serial")?,
        state: state(row)?,
        operator: row.get::<_, Option<i64>>("operator")?.map(OfficerId),
        state_at: row.get("state_at")?,
        note: row.get("note")?,
        spoiled_at: row.get("spoiled_at")?,
        second: row.get::<_, Option<i64>>("second")?.map(OfficerId),
        report: row.get("number")?,
    })
}

fn report_row(row: &Row<'_>) -> rusqlite::Result<ReportRow> {
    let witnesses = row.get_ref("witnesses")?.as_str()?;
    Ok(ReportRow {
        kind: match row.get_ref("kind")?.as_str()? {
            "LOST" => ReportKind::Lost,
            _ => ReportKind::Destroyed,
        },
        number: row.get("number")?,
        at: row.get("at")?,
        officer: OfficerId(row.get("officer")?),
        witnesses: witnesses.lines().map(str::to_owned).collect(),
        count: count_of(row.get("n")?),
    })
}
