//! People and services, one row each; suspensions are history.

mod standing;

pub use standing::{Gone, Had, Places, deletion, describe, gone, places, reinstate, remove, revive, suspended};

use crate::counters::{self, Kind as Counter};
use crate::db::{Conn, Tx};
use crate::sql::{Both, id_list};
use crate::{Error, Result};
use domain::Time;
use domain::email::Email;
use domain::id::{AccountId, EnvironmentId, IdentityId};
use domain::identities::{Identity, Kind, Status};
use domain::name::Name;
use sqlx::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(FromRow)]
pub(crate) struct IdentityRow {
    id: Uuid,
    kind: String,
    name: String,
    email: Option<String>,
    account_id: Option<Uuid>,
    invited_at: Option<i64>,
    accepted_at: Option<i64>,
    suspended_at: Option<i64>,
    last_seen_at: Option<i64>,
    created_at: i64,
    deleted_at: Option<i64>,
    pub(crate) name_folded: String,
}

/// The columns of [`IdentityRow`], over `identities i` and its open suspension `s`.
pub(crate) const COLUMNS: &str = "i.id, i.kind, i.name, i.email, i.account_id, i.invited_at, i.accepted_at,
    s.since as suspended_at, i.last_seen_at, i.created_at, i.deleted_at, i.name_folded";

impl TryFrom<IdentityRow> for Identity {
    type Error = Error;

    fn try_from(row: IdentityRow) -> Result<Self> {
        let status = if row.suspended_at.is_some() {
            Status::Suspended
        } else if row.invited_at.is_some() && row.accepted_at.is_none() {
            Status::Invited
        } else {
            Status::Active
        };
        Ok(Self {
            id: IdentityId(row.id),
            kind: Kind::parse(&row.kind).ok_or_else(|| Error::corrupt("identities.kind", &row.kind))?,
            name: row.name,
            email: row.email,
            status,
            account_id: row.account_id.map(AccountId),
            created_at: Time(row.created_at),
            last_seen_at: row.last_seen_at.map(Time),
        })
    }
}

/// What is stored of a new identity.
#[derive(Debug, Clone)]
pub struct New {
    pub id: IdentityId,
    pub kind: Kind,
    pub name: Name,
    pub email: Option<Email>,
    pub account_id: Option<AccountId>,
    /// Invited and not yet here.
    pub invited: bool,
    pub created_at: Time,
}

impl New {
    fn search_text(&self) -> String {
        match &self.email {
            Some(email) => format!("{} {}", self.name.folded(), domain::fold::search(email.as_str())),
            None => self.name.folded(),
        }
    }

    // One JSON array a row, in the order in which the statements below read it.
    fn json(&self) -> serde_json::Value {
        let search = self.search_text();
        serde_json::json!([
            self.id.0.simple().to_string(),
            self.kind.as_str(),
            self.name.as_str(),
            self.name.folded(),
            self.email.as_ref().map(Email::as_str),
            self.email.as_ref().map(Email::folded),
            search,
            self.account_id.map(|id| id.0.simple().to_string()),
            self.invited.then_some(self.created_at.0),
            self.created_at.0,
            domain::fold::beginnings(&search),
        ])
    }
}

/// Adds identities in one go.
///
/// Fails with [`Error::Unique`] when an address is in use in the environment; then none is added.
pub async fn create(tx: &mut Tx, environment: EnvironmentId, new: &[New]) -> Result<()> {
    const ROWS: Both = Both {
        sqlite: "insert into identities (environment_id, id, kind, name, name_folded, email, email_folded, search_text,
              account_id, invited_at, created_at)
            select $1, unhex(value->>0), value->>1, value->>2, value->>3, value->>4, value->>5, value->>6,
              unhex(value->>7), value->>8, value->>9
            from json_each($2) where true",
        postgres:
            "insert into identities (environment_id, id, kind, name, name_folded, email, email_folded, search_text,
              account_id, invited_at, created_at)
            select $1, (value->>0)::uuid, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6,
              (value->>7)::uuid, (value->>8)::bigint, (value->>9)::bigint
            from json_array_elements($2::json)",
    };
    const BEGINNINGS: Both = Both {
        sqlite: "insert into identity_beginnings (environment_id, beginning, identity_id)
            select $1, part.value, unhex(item.value->>0) from json_each($2) item, json_each(item.value, '$[10]') part where true",
        postgres: "insert into identity_beginnings (environment_id, beginning, identity_id)
            select $1, part.value, (item.value->>0)::uuid
            from json_array_elements($2::json) item, json_array_elements_text(item.value->10) part",
    };
    let rows = serde_json::Value::Array(new.iter().map(New::json).collect()).to_string();
    execute!(tx, ROWS, environment.0, &rows)?;
    execute!(tx, BEGINNINGS, environment.0, &rows)?;
    counters::add(
        tx,
        environment,
        Counter::Identities,
        i64::try_from(new.len()).unwrap_or(i64::MAX),
    )
    .await
}

pub async fn get(conn: &mut Conn, environment: EnvironmentId, id: IdentityId) -> Result<Identity> {
    by_ids(conn, environment, &[id]).await?.pop().ok_or(Error::NoRow)
}

/// Those of `ids` that exist, by name.
pub async fn by_ids(conn: &mut Conn, environment: EnvironmentId, ids: &[IdentityId]) -> Result<Vec<Identity>> {
    let rows = rows(conn, environment, ids, None).await?;
    rows.into_iter().map(Identity::try_from).collect()
}

/// Those of `ids` that existed at `at`, as they are now or were when they were deleted, with when that was;
/// by name.
pub async fn by_ids_at(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: &[IdentityId],
    at: Time,
) -> Result<Vec<(Identity, Option<Time>)>> {
    let rows = rows(conn, environment, ids, Some(at)).await?;
    let each = rows.into_iter().map(|row| {
        let deleted = row.deleted_at.map(Time);
        Ok((Identity::try_from(row)?, deleted))
    });
    each.collect()
}

async fn rows(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: &[IdentityId],
    at: Option<Time>,
) -> Result<Vec<IdentityRow>> {
    let mut sql = crate::sql::Sql::new(conn.engine(), "select ");
    sql.push(COLUMNS)
        .push(
            " from identities i left join identity_suspensions s
              on s.environment_id = i.environment_id and s.identity_id = i.id and s.until is null
              where i.environment_id = ",
        )
        .bind(environment.0)
        .push(" and (i.deleted_at is null");
    if let Some(at) = at {
        sql.push(" or i.deleted_at > ").bind(at.0);
    }
    sql.push(") and i.id in ")
        .ids(ids.iter().map(|id| id.0))
        .push(" order by i.name_folded, i.id");
    sql.all(conn).await
}

/// Those who have these addresses, in the form in which two are compared, by it.
pub async fn with_emails<'a>(
    conn: &mut Conn,
    environment: EnvironmentId,
    folded: impl Iterator<Item = &'a String>,
) -> Result<HashMap<String, IdentityId>> {
    const FIND: Both = Both {
        sqlite: "select email_folded, id from identities
            where environment_id = $1 and email_folded in (select value from json_each($2)) and deleted_at is null",
        postgres: "select email_folded, id from identities where environment_id = $1
            and email_folded = any(array(select json_array_elements_text($2::json))) and deleted_at is null",
    };
    let list = serde_json::Value::from(folded.map(String::as_str).collect::<Vec<_>>()).to_string();
    let rows = all!(conn, (String, Uuid), FIND, environment.0, &list)?;
    Ok(rows.into_iter().map(|(email, id)| (email, IdentityId(id))).collect())
}

/// The identity that an account is in an environment.
pub async fn of_account(conn: &mut Conn, environment: EnvironmentId, account: AccountId) -> Result<Option<IdentityId>> {
    let row = optional!(
        conn,
        (Uuid,),
        "select id from identities where environment_id = $1 and account_id = $2 and deleted_at is null",
        environment.0,
        account.0
    )?;
    Ok(row.map(|(id,)| IdentityId(id)))
}

/// Begins suspensions of identities that are not suspended. Returns how many began.
pub async fn suspend(tx: &mut Tx, environment: EnvironmentId, ids: &[IdentityId], now: Time) -> Result<u64> {
    const SUSPEND: Both = Both {
        sqlite: "insert into identity_suspensions (environment_id, identity_id, since)
            select $1, unhex(item.value), $3 from json_each($2) item where not exists (
              select 1 from identity_suspensions s where s.environment_id = $1
                and s.identity_id = unhex(item.value) and s.until is null)",
        postgres: "insert into identity_suspensions (environment_id, identity_id, since)
            select $1, item.value::uuid, $3 from json_array_elements_text($2::json) item where not exists (
              select 1 from identity_suspensions s where s.environment_id = $1
                and s.identity_id = item.value::uuid and s.until is null)",
    };
    execute!(tx, SUSPEND, environment.0, id_list(ids.iter().map(|id| id.0)), now.0)
}

/// Notes when identities were last seen; an earlier instant than the known one changes nothing.
pub async fn set_seen(tx: &mut Tx, environment: EnvironmentId, seen: &[(IdentityId, Time)]) -> Result<u64> {
    const SEEN: Both = Both {
        sqlite: "update identities set last_seen_at = item.at
            from (select unhex(value->>0) as id, value->>1 as at from json_each($2)) item
            where identities.environment_id = $1 and identities.id = item.id
              and (identities.last_seen_at is null or identities.last_seen_at < item.at)",
        postgres: "update identities set last_seen_at = item.at
            from (select (value->>0)::uuid as id, (value->>1)::bigint as at from json_array_elements($2::json)) item
            where identities.environment_id = $1 and identities.id = item.id
              and (identities.last_seen_at is null or identities.last_seen_at < item.at)",
    };
    let rows: Vec<serde_json::Value> = seen
        .iter()
        .map(|(id, at)| serde_json::json!([id.0.simple().to_string(), at.0]))
        .collect();
    execute!(tx, SEEN, environment.0, serde_json::Value::Array(rows).to_string())
}
