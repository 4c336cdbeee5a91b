//! Anchors: the head of the chain at the end of a day, signed by the office, so that a chain made anew does not pass for it.

use super::{Draft, Watch, append};
use crate::office::OfficerId;
use crate::registry::{Act, By, Error, Registry};
use crate::seal::Kid;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, named_params};

/// The chain's newest entry at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The day, in the office's own time.
    pub day: Date,
    /// Number of the entry.
    pub seq: i64,
    /// Its hash, which covers every entry before.
    pub hash: Vec<u8>,
}

impl Head {
    /// What an anchor's signature is over: words that say what they are, then day, number and hash, a line each.
    pub fn message(&self) -> Vec<u8> {
        let hash = super::hex(&self.hash);
        format!("loket audit anchor 1\n{}\n{}\n{hash}\n", self.day, self.seq).into_bytes()
    }
}

/// A signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Key of its row.
    pub id: i64,
    /// What is signed.
    pub head: Head,
    /// Who signed.
    pub kid: Kid,
    /// ES256, r||s.
    pub signature: Vec<u8>,
}

/// Signs [`Head::message`]; the second argument is now, Unix seconds. `None` when no key may sign now.
pub type Sign = dyn Fn(&Head, i64) -> Option<(Kid, Vec<u8>)> + Send;

/// Who signs the heads: the first act of a new day writes the anchor of the day before, as an entry of its own.
pub struct Notary {
    /// The office's day a moment lies in.
    pub day_of: fn(i64) -> Date,
    /// Signs.
    pub sign: Box<Sign>,
}

impl Registry {
    /// From now on each day is anchored.
    pub fn set_notary(&mut self, notary: Notary) {
        self.notary = Some(notary);
    }

    /// Every anchor, oldest first.
    pub fn anchors(&self) -> Result<Vec<Anchor>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, day, seq, hash, kid, signature FROM anchors ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            let day = row.get_ref("day")?.as_str()?;
            Ok(Anchor {
                id: row.get("id")?,
                head: Head {
                    // A day that does not read back is one nobody signed.
                    day: day.parse().unwrap_or(Date::ZERO),
                    seq: row.get("seq")?,
                    hash: row.get("hash")?,
                },
                kid: Kid(row.get("kid").unwrap_or_default()),
                signature: row.get("signature")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Act<'_> {
    /// Before the first entry of a new day: the anchor of the day before.
    pub(in crate::registry) fn anchor(&mut self) -> Result<(), Error> {
        let Some(notary) = self.notary else {
            return Ok(());
        };
        let today = (notary.day_of)(self.by.at);
        if self.anchored.is_some_and(|day| today <= day) {
            return Ok(());
        }
        anchor(&self.transaction, self.watch, notary, self.by.at)?;
        self.anchored = Some(today);
        Ok(())
    }
}

fn anchor(connection: &Connection, watch: &Watch, notary: &Notary, at: i64) -> Result<(), Error> {
    let last: Option<(i64, Vec<u8>, i64)> = connection
        .prepare_cached("SELECT seq, hash, latest FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| {
            Ok((row.get("seq")?, row.get("hash")?, row.get("latest")?))
        })
        .optional()?;
    let Some((seq, hash, latest)) = last else {
        return Ok(());
    };
    let day = (notary.day_of)(latest);
    if (notary.day_of)(at) <= day {
        return Ok(());
    }
    let head = Head { day, seq, hash };
    let Some((kid, signature)) = (notary.sign)(&head, at) else {
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO anchors (day, seq, hash, kid, signature) VALUES (:day, :seq, :hash, :kid, :signature)",
        )?
        .execute(named_params! {
            ":day": day.to_string(),
            ":seq": seq,
            ":hash": head.hash,
            ":kid": kid.0,
            ":signature": signature,
        })?;
    let by = By {
        officer: OfficerId::PROGRAM,
        act: "anchor",
        at,
    };
    let detail = [("day", day.to_string()), ("seq", seq.to_string())];
    append(
        connection,
        watch,
        &Draft {
            by,
            record: "office",
            anew: false,
            detail: &detail,
        },
    )
}
