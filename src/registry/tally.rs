//! Days counted: cards made and spoiled, and cases handed over by the day they were begun on, a row a day and not one a card.

use super::{DayNo, Error, Registry};
use rusqlite::Connection;

/// Cards of some days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CardCount {
    /// Came out of the press well.
    pub good: u64,
    /// Were spoiled.
    pub spoiled: u64,
}

/// Cases handed over on the same day, begun on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waited {
    /// The day they were begun on.
    pub begun: DayNo,
    /// The day they were handed over on.
    pub handed_over: DayNo,
    /// How many.
    pub cases: u64,
}

impl Registry {
    /// Cards from one day to another, both included.
    pub fn card_count(&self, from: DayNo, until: DayNo) -> Result<CardCount, Error> {
        let count = self
            .connection
            .prepare_cached(
                "SELECT coalesce(sum(good), 0) AS good, coalesce(sum(spoiled), 0) AS spoiled FROM card_days WHERE day BETWEEN ?1 AND ?2",
            )?
            .query_row([from.0, until.0], |row| {
                let number = |column| row.get(column).map(|count: i64| u64::try_from(count).unwrap_or(0));
                Ok(CardCount {
                    good: number("good")?,
                    spoiled: number("spoiled")?,
                })
            })?;
        Ok(count)
    }

    /// Cases handed over from one day to another, both included.
    pub fn waited(
        &self,
        from: DayNo,
        until: DayNo,
        mut each: impl FnMut(Waited),
    ) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT day, begun, cases FROM served_days WHERE day BETWEEN ?1 AND ?2 AND 0 < cases",
        )?;
        let mut rows = statement.query([from.0, until.0])?;
        while let Some(row) = rows.next()? {
            let cases: i64 = row.get("cases")?;
            each(Waited {
                begun: DayNo(row.get("begun")?),
                handed_over: DayNo(row.get("day")?),
                cases: u64::try_from(cases).unwrap_or(0),
            });
        }
        Ok(())
    }
}

/// Days whose count is not that of the blanks and cases: the table and the day.
pub(super) fn unlike(connection: &Connection) -> Result<Vec<(&'static str, i64)>, Error> {
    const CARDS: &str = "SELECT day FROM (\
         SELECT (left_at + 25200) / 86400 + 25567 AS day, 1 AS good, 0 AS spoiled FROM blanks WHERE good = 1 AND left_at IS NOT NULL \
         UNION ALL SELECT (spoiled_at + 25200) / 86400 + 25567, 0, 1 FROM blanks WHERE spoiled_at IS NOT NULL \
         UNION ALL SELECT day, -good, -spoiled FROM card_days\
         ) GROUP BY day HAVING sum(good) <> 0 OR sum(spoiled) <> 0 ORDER BY day";
    const SERVED: &str = "SELECT DISTINCT day FROM (\
         SELECT (state_at + 25200) / 86400 + 25567 AS day, (begun_at + 25200) / 86400 + 25567 AS begun, 1 AS cases \
         FROM cases INDEXED BY cases_served WHERE state = 'HANDED_OVER' \
         UNION ALL SELECT day, begun, -cases FROM served_days\
         ) GROUP BY day, begun HAVING sum(cases) <> 0 ORDER BY day";
    let mut wrong = Vec::new();
    for (table, sql) in [("card_days", CARDS), ("served_days", SERVED)] {
        let mut statement = connection.prepare(sql)?;
        let days = statement.query_map([], |row| row.get("day"))?;
        for day in days {
            wrong.push((table, day?));
        }
    }
    Ok(wrong)
}
