//! What the office was told of a holder's papers besides the card, and one permit as a patrol's extract needs it.

use super::read::{filled, unreadable};
use super::{Act, Error, Registry};
use crate::patrol::Held;
use crate::permit::{Draft, PermitNo};
use crate::portrait::Portrait;
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, named_params, params};

/// What the office was told besides the card. No `Debug`: it is a person's data.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Papers {
    /// The day the stay was reported at the population office (SKTT).
    pub sktt_on: Held<Date>,
    /// The day the address was last told or seen.
    pub address_on: Held<Date>,
    /// Position as approved.
    pub rptka: Held<String>,
    /// Last day of the guarantee.
    pub guarantor_until: Held<Date>,
    /// Number of the permit a dependant's stay follows.
    pub principal: Held<String>,
}

/// One permit with all a patrol may be told of it. No `Debug`: it is a person's data.
pub struct FieldRow {
    /// Fields as the present card shows them.
    pub draft: Draft,
    /// Picture on it.
    pub portrait: Option<Portrait>,
    /// Serial of the present card; empty without one.
    pub serial: String,
    /// What else was told.
    pub papers: Papers,
    /// Last day of the principal's permit, where it is in the registry and has not ended earlier.
    pub principal_until: Option<Date>,
    /// Stays that follow this one.
    pub dependants: u32,
    /// Its cards, oldest first: Unix seconds and serial.
    pub cards: Vec<(i64, String)>,
}

const TOLD: &str = "t.sktt_on, t.address_on, t.rptka, t.guarantor_until, t.principal";

impl Registry {
    /// What was told of a permit's papers; nothing where nobody told.
    pub fn papers(&self, permit_no: &PermitNo) -> Result<Papers, Error> {
        let sql = format!(
            "SELECT {TOLD} FROM permits p LEFT JOIN papers t ON t.permit = p.id WHERE p.permit_no = ?1"
        );
        self.connection
            .prepare_cached(&sql)?
            .query_row([permit_no.as_str()], papers)
            .optional()?
            .ok_or(Error::NotFound("permit"))
    }

    /// Keys of the permits that have not ended by that day, in the order of their numbers; whoever stays beyond his last day
    /// is among them.
    pub fn standing(&self, day: Date) -> Result<Vec<i64>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM permits WHERE ended_on IS NULL OR ?1 < ended_on ORDER BY permit_no",
        )?;
        let rows = statement.query_map([day.to_string()], |row| row.get("id"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Key of a permit.
    pub fn permit_key(&self, permit_no: &PermitNo) -> Result<i64, Error> {
        self.connection
            .prepare_cached("SELECT id FROM permits WHERE permit_no = ?1")?
            .query_row([permit_no.as_str()], |row| row.get("id"))
            .optional()?
            .ok_or(Error::NotFound("permit"))
    }

    /// One of them as an extract needs it.
    pub fn field_row(&self, id: i64) -> Result<FieldRow, Error> {
        let sql = format!(
            "SELECT p.kind, coalesce(c.fields, p.fields) AS fields, f.jpeg, coalesce(c.serial, '') AS serial, {TOLD}, \
             min(q.valid_until, coalesce(date(q.ended_on, '-1 day'), q.valid_until)) AS principal_until, \
             (SELECT count(*) FROM papers d JOIN permits o ON o.id = d.permit AND o.ended_on IS NULL WHERE d.principal = p.permit_no) AS dependants \
             FROM permits p LEFT JOIN cards c ON c.id = p.newest_card LEFT JOIN portraits f ON f.id = coalesce(c.portrait, p.portrait) \
             LEFT JOIN papers t ON t.permit = p.id LEFT JOIN permits q ON q.permit_no = t.principal WHERE p.id = ?1"
        );
        let mut row = self
            .connection
            .prepare_cached(&sql)?
            .query_row([id], |row| {
                let (draft, portrait) = filled(row)?;
                let until: Option<String> = row.get("principal_until")?;
                let until = until.map(|until| until.parse());
                Ok(FieldRow {
                    draft,
                    portrait,
                    serial: row.get("serial")?,
                    papers: papers(row)?,
                    principal_until: until
                        .transpose()
                        .map_err(|_date| unreadable("valid_until"))?,
                    dependants: row.get("dependants")?,
                    cards: Vec::new(),
                })
            })?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT issued_at, serial FROM cards WHERE permit = ?1 ORDER BY id")?;
        row.cards = statement
            .query_map([id], |row| Ok((row.get("issued_at")?, row.get("serial")?)))?
            .collect::<Result<_, _>>()?;
        Ok(row)
    }
}

impl Act<'_> {
    /// Keeps what was told of a permit's papers, in place of what was told before.
    pub fn keep_papers(&mut self, permit_no: &PermitNo, told: &Papers) -> Result<(), Error> {
        self.about(format!("permit:{}", permit_no.as_str()));
        let permit: Option<i64> = self
            .transaction
            .prepare_cached("SELECT id FROM permits WHERE permit_no = ?1")?
            .query_row([permit_no.as_str()], |row| row.get("id"))
            .optional()?;
        let permit = permit.ok_or(Error::NotFound("permit"))?;
        self.transaction
            .prepare_cached("DELETE FROM papers WHERE permit = ?1")?
            .execute(params![permit])?;
        let day = |day: &Held<Date>| match day {
            Held::Untold => None,
            Held::None => Some(String::new()),
            Held::Is(day) => Some(day.to_string()),
        };
        let words = |words: &Held<String>| match words {
            Held::Untold => None,
            Held::None => Some(String::new()),
            Held::Is(words) => Some(words.clone()),
        };
        self.transaction
            .prepare_cached(
                "INSERT INTO papers (permit, sktt_on, address_on, rptka, guarantor_until, principal) \
                 VALUES (:permit, :sktt_on, :address_on, :rptka, :guarantor_until, :principal)",
            )?
            .execute(named_params! {
                ":permit": permit,
                ":sktt_on": day(&told.sktt_on),
                ":address_on": day(&told.address_on),
                ":rptka": words(&told.rptka),
                ":guarantor_until": day(&told.guarantor_until),
                ":principal": words(&told.principal),
            })?;
        Ok(())
    }
}

fn papers(row: &Row<'_>) -> rusqlite::Result<Papers> {
    let words = |column| -> rusqlite::Result<Held<String>> {
        Ok(match row.get::<_, Option<String>>(column)? {
            None => Held::Untold,
            Some(words) if words.is_empty() => Held::None,
            Some(words) => Held::Is(words),
        })
    };
    let day = |column| -> rusqlite::Result<Held<Date>> {
        Ok(match words(column)? {
            Held::Untold => Held::Untold,
            Held::None => Held::None,
            Held::Is(day) => Held::Is(day.parse().map_err(|_date| unreadable(column))?),
        })
    };
    Ok(Papers {
        sktt_on: day("sktt_on")?,
        address_on: day("address_on")?,
        rptka: words("rptka")?,
        guarantor_until: day("guarantor_until")?,
        principal: words("principal")?,
    })
}
