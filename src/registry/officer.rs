//! The office's people as the registry keeps them. Passwords are not here: the vault's slots have them.

use super::read::unreadable;
use super::{Act, Error, Registry};
use crate::office::{Duty, Login, Officer, OfficerId};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params};

const COLUMNS: &str = "id, login, name, nip, duties, active, must_change";

impl Registry {
    /// Every officer, also the disabled, by login.
    pub fn officers(&self) -> Result<Vec<Officer>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM officers ORDER BY login");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], officer)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The officer of that login.
    pub fn officer(&self, login: &Login) -> Result<Option<Officer>, Error> {
        one(&self.connection, "login", login.as_str())
    }

    /// The officer of that key.
    pub fn officer_by_id(&self, id: OfficerId) -> Result<Option<Officer>, Error> {
        one(&self.connection, "id", id.0)
    }
}

impl Act<'_> {
    /// Adds an officer; its `id` is set here. Refuses a login that was ever used: history belongs to one person.
    pub fn add_officer(&mut self, officer: &Officer) -> Result<OfficerId, Error> {
        self.about(format!("officer:{}", officer.login.as_str()));
        self.transaction
            .prepare_cached(
                "INSERT INTO officers (login, name, nip, duties, active, must_change) VALUES (:login, :name, :nip, :duties, :active, :must_change)",
            )?
            .execute(named_params! {
                ":login": officer.login.as_str(),
                ":name": officer.name,
                ":nip": officer.nip,
                ":duties": duties(officer),
                ":active": officer.active,
                ":must_change": officer.must_change,
            })?;
        Ok(OfficerId(self.transaction.last_insert_rowid()))
    }

    /// An officer as this act sees him.
    pub fn officer(&self, id: OfficerId) -> Result<Officer, Error> {
        one(&self.transaction, "id", id.0)?.ok_or(Error::NotFound("officer"))
    }

    /// Writes an officer as he now is; the login stays.
    pub fn change_officer(&mut self, officer: &Officer) -> Result<(), Error> {
        self.about(format!("officer:{}", officer.login.as_str()));
        self.transaction
            .prepare_cached(
                "UPDATE officers SET name = :name, nip = :nip, duties = :duties, active = :active, must_change = :must_change WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": officer.id.0,
                ":name": officer.name,
                ":nip": officer.nip,
                ":duties": duties(officer),
                ":active": officer.active,
                ":must_change": officer.must_change,
            })?;
        Ok(())
    }
}

/// The officer who has that value in a column that no two share.
fn one(
    connection: &Connection,
    column: &'static str,
    value: impl ToSql,
) -> Result<Option<Officer>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM officers WHERE {column} = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([value], officer).optional()?)
}

fn duties(officer: &Officer) -> String {
    officer
        .duties
        .iter()
        .map(|duty| duty.id())
        .collect::<Vec<_>>()
        .join(",")
}

fn officer(row: &Row<'_>) -> rusqlite::Result<Officer> {
    let duties = row.get_ref("duties")?.as_str()?;
    Ok(Officer {
        id: OfficerId(row.get("id")?),
        login: Login::parse(row.get_ref("login")?.as_str()?).ok_or_else(|| unreadable("login"))?,
        name: row.get("name")?,
        nip: row.get("nip")?,
        duties: duties
            .split(',')
            .filter(|id| !id.is_empty())
            .map(|id| Duty::parse(id).ok_or_else(|| unreadable("duties")))
            .collect::<Result<_, _>>()?,
        active: row.get("active")?,
        must_change: row.get("must_change")?,
    })
}
