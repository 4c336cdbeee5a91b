//! What of a run a printer's queue has taken, under which number, and how it was done with it.

use super::read::unreadable;
use super::{Act, Error, Registry, RunId};
use crate::office::SendingEnd;
use rusqlite::{Row, params};

/// Cards of one part as a printer's queue took them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendingRow {
    /// Its key.
    pub id: i64,
    /// Number of the part.
    pub part: u32,
    /// The number the queue gave it.
    pub job: i32,
    /// Serials of its cards.
    pub serials: Vec<String>,
    /// Unix seconds.
    pub sent_at: i64,
    /// How the queue was done with it; `None` while it has not said.
    pub ended: Option<SendingEnd>,
}

impl SendingRow {
    /// That card was among them.
    pub fn has(&self, serial: &str) -> bool {
        self.serials.iter().any(|card| card == serial)
    }
}

impl Registry {
    /// What a printer's queue has taken of a run, in that order.
    pub fn sendings(&self, run: RunId) -> Result<Vec<SendingRow>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, part, job, serials, sent_at, ended FROM run_sendings WHERE run = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([run.0], sending_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Act<'_> {
    /// A printer's queue has taken these cards under that number.
    pub fn add_sending(
        &mut self,
        run: RunId,
        (part, job): (u32, i32),
        serials: &[String],
    ) -> Result<(), Error> {
        self.note("job", job.to_string());
        self.transaction
            .prepare_cached(
                "INSERT INTO run_sendings (run, part, job, serials, sent_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![run.0, part, job, serials.join(" "), self.by.at])?;
        Ok(())
    }

    /// The queue is done with a sending of that run; what it says of the cards moves them on, by the table. A card that went
    /// out again since, or of which somebody has said more, stays as it is. How many have moved.
    pub fn end_sending(
        &mut self,
        run: RunId,
        sending: &SendingRow,
        end: SendingEnd,
    ) -> Result<u64, Error> {
        let changed = self
            .transaction
            .prepare_cached(
                "UPDATE run_sendings SET ended = ?3, ended_at = ?4 WHERE id = ?1 AND run = ?2 AND ended IS NULL",
            )?
            .execute(params![sending.id, run.0, end.id(), self.by.at])?;
        let Some(event) = end.event().filter(|_| changed == 1) else {
            return Ok(0);
        };
        self.note("job", sending.job.to_string());
        self.note("ended", end.id());
        let mut moved = 0;
        for serial in &sending.serials {
            let again = self
                .transaction
                .prepare_cached(
                    "SELECT 1 FROM run_sendings WHERE run = ?1 AND ?2 < id AND instr(' ' || serials || ' ', ' ' || ?3 || ' ')",
                )?
                .exists(params![run.0, sending.id, serial])?;
            if !again && self.move_run_card(serial, event)? {
                moved += 1;
            }
        }
        Ok(moved)
    }
}

fn sending_row(row: &Row<'_>) -> rusqlite::Result<SendingRow> {
    let ended: Option<String> = row.get("ended")?;
    let ended = ended.map(|id| SendingEnd::parse(&id).ok_or_else(|| unreadable("ended")));
    Ok(SendingRow {
        id: row.get("id")?,
        part: row.get("part")?,
        job: row.get("job")?,
        serials: row
            .get_ref("serials")?
            .as_str()?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        sent_at: row.get("sent_at")?,
        ended: ended.transpose()?,
    })
}
