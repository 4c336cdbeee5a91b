//! Print shops, the jobs they were given, and what they said of each card.

use super::read::unreadable;
use super::{Act, Error, Registry, RunId};
use crate::shop::{Card, Fate, JobId, ShopId};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

/// A print shop the office knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopRow {
    /// Names it.
    pub shop: ShopId,
    /// As the office calls it.
    pub name: String,
    /// Whom its jobs are closed for.
    pub recipient: String,
    /// Whose signature stands under its returns; DER.
    pub certificate: Vec<u8>,
    /// Unix seconds.
    pub added_at: i64,
    /// It gets no jobs any more, since then.
    pub dropped_at: Option<i64>,
}

/// A job that was given to a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Names it.
    pub job: JobId,
    /// Who has it.
    pub shop: ShopId,
    /// Name of the shop.
    pub shop_name: String,
    /// The run its cards are of.
    pub run: RunId,
    /// Of all of it.
    pub digest: [u8; 32],
    /// Unix seconds.
    pub made_at: i64,
    /// From then on the shop prints nothing of it.
    pub until: i64,
    /// When its return was taken in.
    pub returned_at: Option<i64>,
    /// When the office gave it up.
    pub called_off_at: Option<i64>,
    /// Cards in it.
    pub cards: u64,
    /// Of them, said to be good.
    pub good: u64,
    /// Of them, said to be spoiled.
    pub spoiled: u64,
    /// Of them, said not to be printed.
    pub unused: u64,
}

impl JobRow {
    /// The shop has it.
    pub fn is_out(&self) -> bool {
        self.returned_at.is_none() && self.called_off_at.is_none()
    }
}

const SHOP: &str = "shop, name, recipient, certificate, added_at, dropped_at";
const JOB: &str = "j.job, s.shop, s.name, j.run, j.digest, j.made_at, j.until, j.returned_at, j.called_off_at, \
    (SELECT count(*) FROM job_cards c WHERE c.job = j.id) AS cards, \
    (SELECT count(*) FROM job_cards c WHERE c.job = j.id AND c.outcome = 'GOOD') AS good, \
    (SELECT count(*) FROM job_cards c WHERE c.job = j.id AND c.outcome = 'SPOILED') AS spoiled, \
    (SELECT count(*) FROM job_cards c WHERE c.job = j.id AND c.outcome = 'UNUSED') AS unused";

impl Registry {
    /// Shops the office knows, by name.
    pub fn shops(&self) -> Result<Vec<ShopRow>, Error> {
        let sql = format!("SELECT {SHOP} FROM shops ORDER BY name, id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], shop_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Jobs, newest first; `out` ones alone lie at a shop.
    pub fn jobs(&self, out: bool, limit: u32) -> Result<Vec<JobRow>, Error> {
        let filter = if out {
            "j.returned_at IS NULL AND j.called_off_at IS NULL"
        } else {
            "1"
        };
        let sql = format!(
            "SELECT {JOB} FROM jobs j JOIN shops s ON s.id = j.shop WHERE {filter} ORDER BY j.id DESC LIMIT ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([limit], job_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One job; `None` when this office made none of that name.
    pub fn job(&self, id: JobId) -> Result<Option<JobRow>, Error> {
        of_id(&self.connection, id)
    }

    /// Serials of a job in its order.
    pub fn job_serials(&self, id: JobId) -> Result<Vec<String>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.serial FROM job_cards c JOIN jobs j ON j.id = c.job WHERE j.job = ?1 ORDER BY c.id",
        )?;
        let rows = statement.query_map([&id.0[..]], |row| row.get("serial"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The job a card lies at a shop in; `None` when it lies at none.
    pub fn job_of_card(&self, serial: &str) -> Result<Option<JobId>, Error> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT j.job FROM job_cards c JOIN jobs j ON j.id = c.job \
                 WHERE c.serial = ?1 AND j.returned_at IS NULL AND j.called_off_at IS NULL",
            )?
            .query_row([serial], |row| id_of(row, "job").map(JobId))
            .optional()?)
    }
}

impl Act<'_> {
    /// Keeps a shop; one that was dropped comes back. Its name may not be another's.
    pub fn keep_shop(&mut self, row: &ShopRow) -> Result<(), Error> {
        let of_another = self
            .transaction
            .prepare_cached("SELECT 1 FROM shops WHERE name = ?1 AND shop <> ?2")?
            .exists(params![row.name, &row.shop.0[..]])?;
        if of_another {
            return Err(Error::Taken("shop"));
        }
        self.transaction
            .prepare_cached(
                "INSERT INTO shops (shop, name, recipient, certificate, added_at, dropped_at) \
                 VALUES (:shop, :name, :recipient, :certificate, :added_at, :dropped_at) \
                 ON CONFLICT (shop) DO UPDATE SET name = excluded.name, dropped_at = excluded.dropped_at",
            )?
            .execute(named_params! {
                ":shop": &row.shop.0[..],
                ":name": row.name,
                ":recipient": row.recipient,
                ":certificate": row.certificate,
                ":added_at": row.added_at,
                ":dropped_at": row.dropped_at,
            })?;
        self.about(format!("shop:{}", row.shop));
        Ok(())
    }

    /// Keeps a job that is about to leave, with its cards. A card that lies at a shop already is refused.
    pub fn add_job(&mut self, row: &JobRow, serials: &[String]) -> Result<(), Error> {
        self.transaction
            .prepare_cached(
                "INSERT INTO jobs (job, shop, run, digest, made_at, until) \
                 VALUES (:job, (SELECT id FROM shops WHERE shop = :shop), :run, :digest, :made_at, :until)",
            )?
            .execute(named_params! {
                ":job": &row.job.0[..],
                ":shop": &row.shop.0[..],
                ":run": row.run.0,
                ":digest": &row.digest[..],
                ":made_at": row.made_at,
                ":until": row.until,
            })?;
        let id = self.transaction.last_insert_rowid();
        let mut out = self.transaction.prepare_cached(
            "SELECT 1 FROM job_cards c JOIN jobs j ON j.id = c.job \
             WHERE c.serial = ?1 AND j.returned_at IS NULL AND j.called_off_at IS NULL",
        )?;
        let mut insert = self
            .transaction
            .prepare_cached("INSERT INTO job_cards (job, serial) VALUES (?1, ?2)")?;
        for serial in serials {
            if out.exists([serial])? {
                return Err(Error::Taken("job"));
            }
            insert.execute(params![id, serial])?;
        }
        drop((out, insert));
        self.about(format!("job:{}", row.job));
        self.note("cards", serials.len().to_string());
        self.note("shop", row.shop_name.as_str());
        Ok(())
    }

    /// One job, as this act sees it.
    pub fn job(&self, id: JobId) -> Result<Option<JobRow>, Error> {
        of_id(&self.transaction, id)
    }

    /// A job has come back, with what the shop said of its cards.
    pub fn return_job(&mut self, id: JobId, cards: &[Card]) -> Result<(), Error> {
        self.about(format!("job:{id}"));
        self.over("returned_at", id)?;
        let mut update = self.transaction.prepare_cached(
            "UPDATE job_cards SET outcome = ?3, reason = ?4, at = ?5 \
             WHERE serial = ?2 AND job = (SELECT id FROM jobs WHERE job = ?1)",
        )?;
        for card in cards {
            let (outcome, reason) = match &card.fate {
                Fate::Good => ("GOOD", None),
                Fate::Spoiled(reason) => ("SPOILED", Some(reason.as_str())),
                Fate::Unused => ("UNUSED", None),
            };
            update.execute(params![&id.0[..], card.serial, outcome, reason, card.at])?;
        }
        Ok(())
    }

    /// The office gives a job up; its return is refused from now on.
    pub fn call_off_job(&mut self, id: JobId, reason: &str) -> Result<(), Error> {
        self.about(format!("job:{id}"));
        self.note("reason", reason);
        self.over("called_off_at", id)?;
        self.transaction
            .prepare_cached("UPDATE jobs SET note = ?2 WHERE job = ?1")?
            .execute(params![&id.0[..], reason])?;
        Ok(())
    }

    fn over(&self, column: &'static str, id: JobId) -> Result<(), Error> {
        let sql = format!(
            "UPDATE jobs SET {column} = ?2 WHERE job = ?1 AND returned_at IS NULL AND called_off_at IS NULL"
        );
        let changed = self
            .transaction
            .prepare_cached(&sql)?
            .execute(params![&id.0[..], self.by.at])?;
        if changed == 0 {
            return Err(Error::Taken("job-over"));
        }
        Ok(())
    }
}

fn of_id(connection: &Connection, id: JobId) -> Result<Option<JobRow>, Error> {
    let sql = format!("SELECT {JOB} FROM jobs j JOIN shops s ON s.id = j.shop WHERE j.job = ?1");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([&id.0[..]], job_row)
        .optional()?)
}

fn id_of<const N: usize>(row: &Row<'_>, column: &'static str) -> rusqlite::Result<[u8; N]> {
    let bytes = row.get_ref(column)?.as_blob()?;
    bytes.try_into().map_err(|_length| unreadable(column))
}

fn shop_row(row: &Row<'_>) -> rusqlite::Result<ShopRow> {
    Ok(ShopRow {
        shop: ShopId(id_of(row, "shop")?),
        name: row.get("name")?,
        recipient: row.get("recipient")?,
        certificate: row.get("certificate")?,
        added_at: row.get("added_at")?,
        dropped_at: row.get("dropped_at")?,
    })
}

fn job_row(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    let count = |column| Ok::<_, rusqlite::Error>(u64::from(row.get::<_, u32>(column)?));
    Ok(JobRow {
        job: JobId(id_of(row, "job")?),
        shop: ShopId(id_of(row, "shop")?),
        shop_name: row.get("name")?,
        run: RunId(row.get("run")?),
        digest: id_of(row, "digest")?,
        made_at: row.get("made_at")?,
        until: row.get("until")?,
        returned_at: row.get("returned_at")?,
        called_off_at: row.get("called_off_at")?,
        cards: count("cards")?,
        good: count("good")?,
        spoiled: count("spoiled")?,
        unused: count("unused")?,
    })
}
