//! Printing runs as the registry keeps them: what is to be printed, what was sealed for it, what left, and what came of it.

use super::read::{filled, look, unreadable};
use super::{Act, CaseId, Error, Look, Registry, Target};
use crate::office::{OfficerId, PrintEvent, PrintState, RunCounts, Standing};
use crate::permit::Draft;
use crate::portrait::Portrait;
use rusqlite::{OptionalExtension as _, Row, named_params, params};

/// A run's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub i64);

impl RunId {
    /// As the audit names it.
    pub fn record(self) -> String {
        format!("run:{}", self.0)
    }
}

/// Where a run's cards go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunTarget {
    /// Into PDF files of a folder.
    Files,
    /// To that printer.
    Printer(String),
}

impl RunTarget {
    fn id(&self) -> String {
        match self {
            Self::Files => String::from("FILES"),
            Self::Printer(name) => format!("PRINTER {name}"),
        }
    }

    fn parse(id: &str) -> Self {
        id.strip_prefix("PRINTER ")
            .map_or(Self::Files, |name| Self::Printer(name.to_owned()))
    }
}

/// A run on its way into the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// What it is printed on, e.g. `id1`.
    pub paper: String,
    /// Cards in one part.
    pub split: u32,
    /// Where to.
    pub target: RunTarget,
    /// kitas, kitap or a template file; `None`: the permit's kind.
    pub template: Option<String>,
    /// First free position of the first sheet; 0: its first.
    pub start: u32,
    /// Positions of the first sheet that are used already.
    pub empty: Vec<u32>,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Its key.
    pub id: RunId,
    /// Who prints it.
    pub operator: OfficerId,
    /// Unix seconds.
    pub made_at: i64,
    /// How.
    pub how: NewRun,
    /// Nothing more of it is sealed until it goes on.
    pub paused: bool,
    /// Why it was cancelled; empty when it was not.
    pub note: String,
    /// Where its cards stand.
    pub counts: RunCounts,
}

/// One card of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunCardRow {
    /// Its place in the run, from 1.
    pub place: u32,
    /// The case it is made for.
    pub case: CaseId,
    /// Number of its permit.
    pub permit_no: String,
    /// Where it stands.
    pub state: PrintState,
    /// Since when, Unix seconds.
    pub state_at: i64,
    /// Serial of its blank, once it has one.
    pub serial: Option<String>,
    /// In which part, from 1, once it has a blank.
    pub part: Option<u32>,
    /// Its place in the part, from 1.
    pub position: Option<u32>,
    /// Id of the error it was taken out for; empty when it was not.
    pub cause: String,
}

/// One part that was made whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPartRow {
    /// Its number, from 1.
    pub part: u32,
    /// Cards in it.
    pub cards: u32,
    /// Of its bytes.
    pub sha256: [u8; 32],
    /// How long it is.
    pub bytes: u64,
}

/// A recorded card with everything that is printed on it.
pub struct Printable {
    /// Serial of its blank.
    pub serial: String,
    /// Fields as printed.
    pub draft: Draft,
    /// Its picture.
    pub portrait: Option<Portrait>,
    /// How it looks.
    pub look: Look,
    /// Unix seconds.
    pub issued_at: i64,
    /// Text of its QR.
    pub seal_text: String,
}

const RUN: &str = "id, operator, made_at, paper, split, target, template, start, empty, paused, coalesce(note, '') AS note";
const CARD: &str = "c.place, c.case_id, k.permit_no, c.state, c.state_at, c.serial, c.part, c.position, coalesce(c.cause, '') AS cause";
/// A run one of whose cards has no fate yet.
const OPEN: &str = "EXISTS (SELECT 1 FROM run_cards c WHERE c.run = runs.id AND c.state IN ('PLANNED', 'INTENDED', 'UNKNOWN', 'SPOOLED'))";

impl Registry {
    /// Runs, newest first; `open` ones alone have cards without a fate.
    pub fn runs(&self, open: bool, limit: u32) -> Result<Vec<RunRow>, Error> {
        let filter = if open { OPEN } else { "1" };
        let sql = format!("SELECT {RUN} FROM runs WHERE {filter} ORDER BY id DESC LIMIT ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([limit], run_row)?;
        let mut runs: Vec<RunRow> = rows.collect::<Result<_, _>>()?;
        for run in &mut runs {
            run.counts = self.run_counts(run.id)?;
        }
        Ok(runs)
    }

    /// One run.
    pub fn run(&self, id: RunId) -> Result<RunRow, Error> {
        let sql = format!("SELECT {RUN} FROM runs WHERE id = ?1");
        let found = self
            .connection
            .prepare_cached(&sql)?
            .query_row([id.0], run_row)
            .optional()?;
        let run = found.ok_or(Error::NotFound("run"))?;
        Ok(RunRow {
            counts: self.run_counts(id)?,
            ..run
        })
    }

    fn run_counts(&self, id: RunId) -> Result<RunCounts, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT state, count(*) AS n FROM run_cards WHERE run = ?1 GROUP BY state",
        )?;
        let rows = statement.query_map([id.0], |row| {
            Ok((print_state(row)?, u64::from(row.get::<_, u32>("n")?)))
        })?;
        let mut counts = RunCounts::default();
        for row in rows {
            let (state, count) = row?;
            counts.add(state, count);
        }
        Ok(counts)
    }

    /// Somebody has asked it to wait.
    pub fn is_run_paused(&self, id: RunId) -> Result<bool, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT paused FROM runs WHERE id = ?1")?
            .query_row([id.0], |row| row.get("paused"))?)
    }

    /// Cards of a run in their order, those in one of `states`, or all when none is named.
    pub fn run_cards(
        &self,
        id: RunId,
        states: &[PrintState],
        (offset, limit): (u32, u32),
    ) -> Result<Vec<RunCardRow>, Error> {
        let names: Vec<String> = states
            .iter()
            .map(|state| format!("'{}'", state.id()))
            .collect();
        let filter = if names.is_empty() {
            String::from("1")
        } else {
            format!("c.state IN ({})", names.join(", "))
        };
        let sql = format!(
            "SELECT {CARD} FROM run_cards c JOIN cases k ON k.id = c.case_id WHERE c.run = ?1 AND {filter} ORDER BY c.place LIMIT ?2 OFFSET ?3"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![id.0, limit, offset], card_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Cards of one part in their positions.
    pub fn run_part_cards(&self, id: RunId, part: u32) -> Result<Vec<RunCardRow>, Error> {
        let sql = format!(
            "SELECT {CARD} FROM run_cards c JOIN cases k ON k.id = c.case_id WHERE c.run = ?1 AND c.part = ?2 ORDER BY c.position"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![id.0, part], card_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The run and the row of a card, by its serial; `None` for one that was made before there were runs.
    pub fn run_card(&self, serial: &str) -> Result<Option<(RunId, RunCardRow)>, Error> {
        let sql = format!(
            "SELECT c.run, {CARD} FROM run_cards c JOIN cases k ON k.id = c.case_id WHERE c.serial = ?1"
        );
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row([serial], |row| Ok((RunId(row.get("run")?), card_row(row)?)))
            .optional()?)
    }

    /// Places and cases that wait their turn behind that place.
    pub fn run_planned(
        &self,
        id: RunId,
        behind: u32,
        limit: u32,
    ) -> Result<Vec<(u32, CaseId)>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT place, case_id FROM run_cards WHERE state = 'PLANNED' AND run = ?1 AND ?2 < place ORDER BY place LIMIT ?3",
        )?;
        let rows = statement.query_map(params![id.0, behind, limit], |row| {
            Ok((row.get("place")?, CaseId(row.get("case_id")?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Approved cases that wait in no run, the longest waiting first.
    pub fn approved_cases(&self) -> Result<Vec<CaseId>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM cases WHERE state = 'APPROVED' \
             AND NOT EXISTS (SELECT 1 FROM run_cards c WHERE c.case_id = cases.id AND c.state = 'PLANNED') ORDER BY state_at, id",
        )?;
        let rows = statement.query_map([], |row| Ok(CaseId(row.get("id")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Parts that were made whole.
    pub fn run_parts(&self, id: RunId) -> Result<Vec<RunPartRow>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT part, cards, sha256, bytes FROM run_parts WHERE run = ?1 ORDER BY part",
        )?;
        let rows = statement.query_map([id.0], |row| {
            Ok(RunPartRow {
                part: row.get("part")?,
                cards: row.get("cards")?,
                sha256: row.get("sha256")?,
                bytes: u64::try_from(row.get::<_, i64>("bytes")?).unwrap_or(0),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Highest number of a part that has cards; 0 before the first.
    pub fn last_run_part(&self, id: RunId) -> Result<u32, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT coalesce(max(part), 0) AS part FROM run_cards WHERE run = ?1")?
            .query_row([id.0], |row| row.get("part"))?)
    }

    /// Parts with cards that were sealed and have not left: the program ended in between.
    pub fn unfinished_parts(&self, id: RunId) -> Result<Vec<u32>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT part FROM run_cards WHERE state = 'INTENDED' AND run = ?1 ORDER BY part",
        )?;
        let rows = statement.query_map([id.0], |row| row.get("part"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Cards of an operator's runs that wait their turn: each will want a blank.
    pub fn planned_cards(&self, operator: OfficerId) -> Result<u64, Error> {
        let count: u32 = self
            .connection
            .prepare_cached(
                "SELECT count(*) AS n FROM run_cards c JOIN runs r ON r.id = c.run WHERE c.state = 'PLANNED' AND r.operator = ?1",
            )?
            .query_row([operator.0], |row| row.get("n"))?;
        Ok(u64::from(count))
    }

    /// The next blanks an operator has behind that serial, by serial.
    pub fn next_blanks(
        &self,
        operator: OfficerId,
        behind: &str,
        limit: u32,
    ) -> Result<Vec<String>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT serial FROM blanks WHERE state = 'WITH_OPERATOR' AND operator = ?1 AND ?2 < serial ORDER BY serial LIMIT ?3",
        )?;
        let rows =
            statement.query_map(params![operator.0, behind, limit], |row| row.get("serial"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Everything that is printed on a recorded card.
    pub fn printable(&self, serial: &str) -> Result<Printable, Error> {
        self.connection
            .prepare_cached(
                "SELECT c.serial, c.kind, c.fields, c.issued_at, f.jpeg, l.template, l.issuer, l.emblem, s.text \
                 FROM cards c JOIN looks l ON l.id = c.look JOIN seals s ON s.card = c.id LEFT JOIN portraits f ON f.id = c.portrait WHERE c.serial = ?1",
            )?
            .query_row([serial], |row| {
                let (draft, portrait) = filled(row)?;
                Ok(Printable {
                    serial: row.get("serial")?,
                    draft,
                    portrait,
                    look: look(row)?.ok_or_else(|| unreadable("template"))?,
                    issued_at: row.get("issued_at")?,
                    seal_text: row.get("text")?,
                })
            })
            .optional()?
            .ok_or(Error::NotFound("card"))
    }

    /// What the office has said of a permit since, that forbids another card: its end, or a mark on it. `None` when nothing
    /// does, or the permit is new.
    pub fn bar(&self, permit_no: &str) -> Result<Option<Standing>, Error> {
        let mut ended = self.connection.prepare_cached(
            "SELECT 1 FROM permits WHERE permit_no = ?1 AND ended_on IS NOT NULL",
        )?;
        let mut standing = Standing::default();
        for row in self.marks(&Target::Permit(permit_no.to_owned()))? {
            standing = standing.after(row.mark).unwrap_or(standing);
        }
        standing.revoked |= ended.exists([permit_no])?;
        Ok((standing.revoked || standing.suspended).then_some(standing))
    }
}

impl Act<'_> {
    /// Plans a run of these cases, in that order. A case waits in one run alone.
    pub fn add_run(&mut self, new: &NewRun, cases: &[CaseId]) -> Result<RunId, Error> {
        self.transaction
            .prepare_cached(
                "INSERT INTO runs (operator, made_at, paper, split, target, template, start, empty) \
                 VALUES (:operator, :at, :paper, :split, :target, :template, :start, :empty)",
            )?
            .execute(named_params! {
                ":operator": self.by.officer.0,
                ":at": self.by.at,
                ":paper": new.paper,
                ":split": new.split,
                ":target": new.target.id(),
                ":template": new.template,
                ":start": new.start,
                ":empty": numbers(&new.empty),
            })?;
        let id = RunId(self.transaction.last_insert_rowid());
        let mut waits = self
            .transaction
            .prepare_cached("SELECT 1 FROM run_cards WHERE case_id = ?1 AND state = 'PLANNED'")?;
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO run_cards (run, place, case_id, state, state_at) VALUES (?1, ?2, ?3, 'PLANNED', ?4)",
        )?;
        for (place, case) in (1_u32..).zip(cases) {
            if waits.exists([case.0])? {
                return Err(Error::Taken("run"));
            }
            insert.execute(params![id.0, place, case.0, self.by.at])?;
        }
        drop((waits, insert));
        self.about(id.record());
        self.note("cards", cases.len().to_string());
        Ok(id)
    }

    /// A planned card is sealed onto that blank; the caller records card and seal in the same act.
    pub fn intend_card(
        &mut self,
        (run, place): (RunId, u32),
        serial: &str,
        (part, position): (u32, u32),
    ) -> Result<(), Error> {
        let changed = self
            .transaction
            .prepare_cached(
                "UPDATE run_cards SET state = 'INTENDED', serial = :serial, part = :part, position = :position, state_at = :at \
                 WHERE run = :run AND place = :place AND state = 'PLANNED'",
            )?
            .execute(named_params! {
                ":run": run.0,
                ":place": place,
                ":serial": serial,
                ":part": part,
                ":position": position,
                ":at": self.by.at,
            })?;
        if changed == 0 {
            return Err(Error::Taken("run"));
        }
        Ok(())
    }

    /// Takes a planned card out of its run; `cause` says why.
    pub fn withdraw_card(&mut self, run: RunId, place: u32, cause: &str) -> Result<(), Error> {
        self.transaction
            .prepare_cached(
                "UPDATE run_cards SET state = 'WITHDRAWN', cause = ?3, state_at = ?4 WHERE run = ?1 AND place = ?2 AND state = 'PLANNED'",
            )?
            .execute(params![run.0, place, cause, self.by.at])?;
        Ok(())
    }

    /// Takes every planned card out of a run; how many.
    pub fn withdraw_planned(&mut self, run: RunId, cause: &str) -> Result<u64, Error> {
        let changed = self
            .transaction
            .prepare_cached(
                "UPDATE run_cards SET state = 'WITHDRAWN', cause = ?2, state_at = ?3 WHERE run = ?1 AND state = 'PLANNED'",
            )?
            .execute(params![run.0, cause, self.by.at])?;
        self.note("withdrawn", changed.to_string());
        Ok(u64::try_from(changed).unwrap_or(0))
    }

    /// Moves one card of a run on, by the table; `false` when no run has it, or what happened says nothing new of it.
    pub fn move_run_card(&mut self, serial: &str, event: PrintEvent) -> Result<bool, Error> {
        let found = self
            .transaction
            .prepare_cached("SELECT state FROM run_cards WHERE serial = ?1")?
            .query_row([serial], print_state)
            .optional()?;
        let Some(next) = found.and_then(|state| state.after(event)) else {
            return Ok(false);
        };
        self.transaction
            .prepare_cached("UPDATE run_cards SET state = ?2, state_at = ?3 WHERE serial = ?1")?
            .execute(params![serial, next.id(), self.by.at])?;
        Ok(true)
    }

    /// Keeps the digest of a part that is whole; one made again takes the place of the first.
    pub fn keep_part(&mut self, run: RunId, part: &RunPartRow) -> Result<(), Error> {
        let bytes = i64::try_from(part.bytes).unwrap_or(i64::MAX);
        self.transaction
            .prepare_cached(
                "INSERT INTO run_parts (run, part, cards, sha256, bytes, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                 ON CONFLICT (run, part) DO UPDATE SET cards = excluded.cards, sha256 = excluded.sha256, bytes = excluded.bytes, made_at = excluded.made_at",
            )?
            .execute(params![run.0, part.part, part.cards, &part.sha256[..], bytes, self.by.at])?;
        Ok(())
    }

    /// As a program leaves a part that is killed between sealing it and putting its file into place.
    #[cfg(test)]
    pub fn forget_part(&mut self, run: RunId, part: u32) -> Result<(), Error> {
        self.transaction.execute(
            "UPDATE run_cards SET state = 'INTENDED' WHERE run = ?1 AND part = ?2",
            params![run.0, part],
        )?;
        self.transaction.execute(
            "DELETE FROM run_parts WHERE run = ?1 AND part = ?2",
            params![run.0, part],
        )?;
        Ok(())
    }

    /// A run waits, or goes on.
    pub fn pause_run(&mut self, run: RunId, paused: bool) -> Result<(), Error> {
        self.about(run.record());
        let changed = self
            .transaction
            .prepare_cached("UPDATE runs SET paused = ?2 WHERE id = ?1")?
            .execute(params![run.0, paused])?;
        if changed == 0 {
            return Err(Error::NotFound("run"));
        }
        Ok(())
    }

    /// Why a run was cancelled.
    pub fn note_run(&mut self, run: RunId, note: &str) -> Result<(), Error> {
        self.note("reason", note);
        self.transaction
            .prepare_cached("UPDATE runs SET note = ?2 WHERE id = ?1")?
            .execute(params![run.0, note])?;
        Ok(())
    }
}

fn print_state(row: &Row<'_>) -> rusqlite::Result<PrintState> {
    PrintState::parse(row.get_ref("state")?.as_str()?).ok_or_else(|| unreadable("state"))
}

fn numbers(list: &[u32]) -> String {
    let numbers: Vec<String> = list.iter().map(u32::to_string).collect();
    numbers.join(",")
}

fn run_row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        id: RunId(row.get("id")?),
        operator: OfficerId(row.get("operator")?),
        made_at: row.get("made_at")?,
        how: NewRun {
            paper: row.get("paper")?,
            split: row.get("split")?,
            target: RunTarget::parse(row.get_ref("target")?.as_str()?),
            template: row.get("template")?,
            start: row.get("start")?,
            empty: row
                .get_ref("empty")?
                .as_str()?
                .split(',')
                .filter_map(|number| number.parse().ok())
                .collect(),
        },
        paused: row.get("paused")?,
        note: row.get("note")?,
        counts: RunCounts::default(),
    })
}

fn card_row(row: &Row<'_>) -> rusqlite::Result<RunCardRow> {
    Ok(RunCardRow {
        place: row.get("place")?,
        case: CaseId(row.get("case_id")?),
        permit_no: row.get("permit_no")?,
        state: print_state(row)?,
        state_at: row.get("state_at")?,
        serial: row.get("serial")?,
        part: row.get("part")?,
        position: row.get("position")?,
        cause: row.get("cause")?,
    })
}
