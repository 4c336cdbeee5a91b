//! Operations of the patrols as the registry keeps them, and the residents their reports ask for.

use super::read::{date, kind, unreadable};
use super::{Act, Error, Registry};
use crate::patrol::{Member, Operation, OperationId, Plan, Resident};
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, ToSql, named_params};
use serde::{Deserialize, Serialize};

/// A plan as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanRow {
    name: String,
    areas: Vec<String>,
    team: Vec<MemberRow>,
    expected: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberRow {
    name: String,
    agency: String,
}

const COLUMNS: &str = "operation, from_on, until_on, plan, closed_at";

/// An unlimited permit has no last day; `valid_until` is then its report.
const RESIDENT: &str = "SELECT p.permit_no, p.full_name, p.nationality, coalesce(p.guarantor, '') AS guarantor, p.kind, p.valid_until, p.ended_on, \
     coalesce((SELECT s.unlimited FROM spells s WHERE s.permit = p.id ORDER BY s.id DESC LIMIT 1), 0) AS unlimited FROM permits p";

/// Permits asked for at once.
const AT_ONCE: usize = 500;

impl Registry {
    /// Every operation, newest first.
    pub fn operations(&self) -> Result<Vec<Operation>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM operations ORDER BY from_on DESC, id DESC");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], operation)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The operation of that id.
    pub fn operation(&self, id: OperationId) -> Result<Operation, Error> {
        let sql = format!("SELECT {COLUMNS} FROM operations WHERE operation = ?1");
        self.connection
            .prepare_cached(&sql)?
            .query_row([&id.0[..]], operation)
            .optional()?
            .ok_or(Error::NotFound("operation"))
    }

    /// Holders of these permits; numbers the registry does not know are left out.
    pub fn residents(&self, permits: &[&str]) -> Result<Vec<Resident>, Error> {
        let mut found = Vec::with_capacity(permits.len());
        for some in permits.chunks(AT_ONCE) {
            let marks = vec!["?"; some.len()].join(", ");
            let sql = format!("{RESIDENT} WHERE p.permit_no IN ({marks}) ORDER BY p.permit_no");
            let asked: Vec<&dyn ToSql> = some.iter().map(|number| number as &dyn ToSql).collect();
            let mut statement = self.connection.prepare(&sql)?;
            for row in statement.query_map(&asked[..], resident)? {
                found.push(row?);
            }
        }
        Ok(found)
    }

    /// Holders one guarantor vouches for whose permit has not ended by that day; whoever stays beyond his last day is among them.
    pub fn residents_of(&self, guarantor: &str, day: Date) -> Result<Vec<Resident>, Error> {
        let sql = format!(
            "{RESIDENT} WHERE p.guarantor = ?1 COLLATE NOCASE AND (p.ended_on IS NULL OR ?2 < p.ended_on) ORDER BY p.permit_no"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([guarantor.trim(), &day.to_string()], resident)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Guarantors and how many people they vouch for whose permit has not ended, most first, at most `limit`.
    pub fn guarantors(&self, limit: u32) -> Result<Vec<(String, u64)>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT guarantor, count(*) AS n FROM permits WHERE guarantor <> '' AND ended_on IS NULL \
             GROUP BY guarantor COLLATE NOCASE ORDER BY n DESC, guarantor LIMIT ?1",
        )?;
        let rows = statement.query_map([limit], |row| {
            Ok((row.get("guarantor")?, u64::from(row.get::<_, u32>("n")?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Act<'_> {
    /// Keeps a plan, new or changed. One that is closed stays as it is.
    pub fn keep_operation(&mut self, operation: &Operation) -> Result<(), Error> {
        self.about(format!("operation:{}", operation.id));
        let Plan { from, until, .. } = operation.plan;
        let plan = PlanRow {
            name: operation.plan.name.clone(),
            areas: operation.plan.areas.clone(),
            team: operation
                .plan
                .team
                .iter()
                .map(|member| MemberRow {
                    name: member.name.clone(),
                    agency: member.agency.clone(),
                })
                .collect(),
            expected: operation.plan.expected.clone(),
        };
        let plan = serde_json::to_string(&plan).map_err(|error| Error::Other(error.to_string()))?;
        let kept = self
            .transaction
            .prepare_cached(
                "INSERT INTO operations (operation, from_on, until_on, plan, closed_at) VALUES (:operation, :from_on, :until_on, :plan, :closed_at) \
                 ON CONFLICT (operation) DO UPDATE SET from_on = excluded.from_on, until_on = excluded.until_on, plan = excluded.plan, \
                 closed_at = excluded.closed_at WHERE operations.closed_at IS NULL",
            )?
            .execute(named_params! {
                ":operation": &operation.id.0[..],
                ":from_on": from.to_string(),
                ":until_on": until.to_string(),
                ":plan": plan,
                ":closed_at": operation.closed_at,
            })?;
        if kept == 1 {
            Ok(())
        } else {
            Err(Error::Taken("operation"))
        }
    }
}

fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let plan: PlanRow =
        serde_json::from_str(row.get_ref("plan")?.as_str()?).map_err(|_json| unreadable("plan"))?;
    let team = plan.team.into_iter().map(|member| Member {
        name: member.name,
        agency: member.agency,
    });
    Ok(Operation {
        id: OperationId(row.get("operation")?),
        plan: Plan {
            name: plan.name,
            from: date(row, "from_on")?,
            until: date(row, "until_on")?,
            areas: plan.areas,
            team: team.collect(),
            expected: plan.expected,
        },
        closed_at: row.get("closed_at")?,
    })
}

fn resident(row: &Row<'_>) -> rusqlite::Result<Resident> {
    let unlimited: bool = row.get("unlimited")?;
    let ended: Option<String> = row.get("ended_on")?;
    Ok(Resident {
        permit_no: row.get("permit_no")?,
        full_name: row.get("full_name")?,
        nationality: row.get("nationality")?,
        guarantor: row.get("guarantor")?,
        kind: kind(row)?,
        last_day: if unlimited {
            None
        } else {
            Some(date(row, "valid_until")?)
        },
        ended_on: ended
            .map(|day| day.parse())
            .transpose()
            .map_err(|_date| unreadable("ended_on"))?,
    })
}
