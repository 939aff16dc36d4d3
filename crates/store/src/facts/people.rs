//! What bears on people alone: their memberships, what is given to them, and when nothing of it has effect.

use super::{grants, window};
use crate::Result;
use crate::db::Conn;
use crate::sql::Sql;
use domain::assignments::{NoEffect, Subject};
use domain::id::{EnvironmentId, GroupId, IdentityId};
use domain::{Time, Window};
use policy::facts::Membership;
use policy::index::PersonFacts;
use sqlx::FromRow;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Whom to load.
#[derive(Clone, Copy)]
pub enum Which<'a> {
    These(&'a [Uuid]),
    /// All after the first up to and with the second, by id.
    Between(Uuid, Uuid),
}

impl Which<'_> {
    /// Appends the condition that `column` names one of them.
    pub(super) fn of(self, sql: &mut Sql, column: &'static str) {
        sql.push(" and ").push(column);
        match self {
            Self::These(ids) => sql.push(" in ").ids(ids.iter().copied()),
            Self::Between(after, last) => {
                sql.push(" > ").bind(after).push(" and ").push(column);
                sql.push(" <= ").bind(last)
            }
        };
    }
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    account_id: Option<Uuid>,
    invited_at: Option<i64>,
    accepted_at: Option<i64>,
    deleted_at: Option<i64>,
    suspended_at: Option<i64>,
    site_admin_since: Option<i64>,
}

/// Loads people by id, those who are gone too.
pub async fn people(conn: &mut Conn, environment: EnvironmentId, which: Which<'_>) -> Result<Vec<PersonFacts>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select i.id, i.account_id, i.invited_at, i.accepted_at, i.deleted_at, a.suspended_at, a.site_admin_since
         from identities i left join accounts a on a.id = i.account_id where i.environment_id = ",
    );
    sql.bind(environment.0);
    which.of(&mut sql, "i.id");
    sql.push(" order by i.id");
    let rows: Vec<Row> = sql.all(conn).await?;
    let gaps = match rows.iter().any(|row| row.account_id.is_some()) {
        true => outside_membership(conn, environment, which).await?,
        false => HashMap::new(),
    };
    let mut people: BTreeMap<Uuid, PersonFacts> = rows
        .into_iter()
        .map(|row| {
            let outside = row.account_id.and_then(|account| gaps.get(&account).cloned());
            (row.id, row.facts(outside.unwrap_or_else(|| vec![Window::ALWAYS])))
        })
        .collect();
    for (id, window) in suspensions(conn, environment, which).await? {
        if let Some(known) = people.get_mut(&id) {
            known.blocked.push((NoEffect::Suspended, window));
        }
    }
    for (id, membership) in memberships(conn, environment, which).await? {
        if let Some(known) = people.get_mut(&id) {
            known.memberships.push(membership);
        }
    }
    for grant in grants(conn, environment, "identity_id", which).await? {
        if let Subject::Identity(id) = grant.subject
            && let Some(known) = people.get_mut(&id.0)
        {
            known.assignments.push(grant);
        }
    }
    Ok(people.into_values().collect())
}

impl Row {
    /// `outside`: when the account, if there is one, was no member of the tenant.
    fn facts(self, outside: Vec<Window>) -> PersonFacts {
        let mut blocked = Vec::new();
        if let Some(invited) = self.invited_at {
            blocked.push((NoEffect::Invited, window(invited, self.accepted_at)));
        }
        if self.account_id.is_some() {
            if let Some(suspended) = self.suspended_at {
                blocked.push((NoEffect::AccountSuspended, window(suspended, None)));
            }
            if self.site_admin_since.is_none() {
                blocked.extend(outside.into_iter().map(|gap| (NoEffect::NoMembership, gap)));
            }
        }
        PersonFacts {
            identity_id: IdentityId(self.id),
            gone: self.deleted_at.map(Time),
            blocked,
            memberships: Vec::new(),
            assignments: Vec::new(),
        }
    }
}

async fn suspensions(conn: &mut Conn, environment: EnvironmentId, which: Which<'_>) -> Result<Vec<(Uuid, Window)>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select identity_id, since, until from identity_suspensions where environment_id = ",
    );
    sql.bind(environment.0);
    which.of(&mut sql, "identity_id");
    sql.push(" order by identity_id, since");
    let rows: Vec<(Uuid, i64, Option<i64>)> = sql.all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|(id, since, until)| (id, window(since, until)))
        .collect())
}

async fn memberships(conn: &mut Conn, environment: EnvironmentId, which: Which<'_>) -> Result<Vec<(Uuid, Membership)>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select identity_id, group_id, since, until from group_members where environment_id = ",
    );
    sql.bind(environment.0);
    which.of(&mut sql, "identity_id");
    sql.push(" order by identity_id, group_id, since");
    let rows: Vec<(Uuid, Uuid, i64, Option<i64>)> = sql.all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|(id, group, since, until)| {
            let group_id = GroupId(group);
            let window = window(since, until);
            (id, Membership { group_id, window })
        })
        .collect())
}

/// The times in which accounts were no members of the environment's tenant, by account.
async fn outside_membership(
    conn: &mut Conn,
    environment: EnvironmentId,
    which: Which<'_>,
) -> Result<HashMap<Uuid, Vec<Window>>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select distinct m.account_id, m.since, m.until from identities i
         join environments e on e.id = i.environment_id
         join memberships m on m.tenant_id = e.tenant_id and m.account_id = i.account_id
         where i.account_id is not null and i.environment_id = ",
    );
    sql.bind(environment.0);
    which.of(&mut sql, "i.id");
    sql.push(" order by m.account_id, m.since");
    let rows: Vec<(Uuid, i64, Option<i64>)> = sql.all(conn).await?;
    let mut spans: HashMap<Uuid, Vec<(i64, Option<i64>)>> = HashMap::new();
    for (account, since, until) in rows {
        spans.entry(account).or_default().push((since, until));
    }
    let gaps = spans.into_iter().map(|(account, spans)| (account, between(&spans)));
    Ok(gaps.collect())
}

/// What lies before, between and after spans in their order.
fn between(spans: &[(i64, Option<i64>)]) -> Vec<Window> {
    let mut gaps = Vec::new();
    let mut from = Some(None);
    for (since, until) in spans {
        gaps.extend(from.map(|from| Window::new(from, Some(Time(*since)))));
        from = until.map(|until| Some(Time(until)));
    }
    gaps.extend(from.map(|from| Window::new(from, None)));
    gaps.retain(|gap| !gap.is_empty());
    gaps
}
