//! The directory: search, filters, keyset pages and totals over identities.

mod held;
mod search;

pub use held::{Held, HeldBy, held_by, roles_of, through_group};
pub(crate) use search::search;

use crate::Result;
use crate::counters::{self, Kind as Counter};
use crate::db::Conn;
use crate::identities::{COLUMNS, IdentityRow};
use crate::sql::Sql;
use domain::Time;
use domain::id::{EnvironmentId, GroupId, IdentityId, RoleId};
use domain::identities::{Identity, Sort, Status};
use domain::page::TOTAL_MAX;
use uuid::Uuid;

/// A filter whose slugs have been looked up.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Folded text; empty does not filter.
    pub q: String,
    /// The same as an id, when it is one.
    pub id: Option<IdentityId>,
    pub status: Vec<Status>,
    pub role: Option<RoleId>,
    pub group: Option<GroupId>,
    /// Only those who are in the group itself.
    pub direct: bool,
    pub ends_before: Option<Time>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        self.q.is_empty()
            && self.status.is_empty()
            && self.role.is_none()
            && self.group.is_none()
            && self.ends_before.is_none()
    }
}

/// Where a page begins: the sort key and id of a neighbouring row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    First,
    After(String, IdentityId),
    Before(String, IdentityId),
}

/// A row with its sort key.
pub struct Row {
    pub identity: Identity,
    pub key: String,
}

/// Up to `limit` rows, in the order of the list, whichever way they were found.
pub async fn list(
    conn: &mut Conn,
    environment: EnvironmentId,
    filter: &Filter,
    sort: Sort,
    from: &From,
    limit: u16,
    now: Time,
) -> Result<Vec<Row>> {
    let mut sql = Sql::new(conn.engine(), "");
    with_sets(&mut sql, environment, filter, now);
    sql.push("select ").push(COLUMNS).push(
        " from identities i left join identity_suspensions s
          on s.environment_id = i.environment_id and s.identity_id = i.id and s.until is null where ",
    );
    conditions(&mut sql, environment, filter);
    let backwards = matches!(from, From::Before(..));
    let ascending = (sort == Sort::Name) != backwards;
    if let From::After(key, id) | From::Before(key, id) = from {
        sql.push(if ascending {
            " and (i.name_folded, i.id) > ("
        } else {
            " and (i.name_folded, i.id) < ("
        })
        .bind(key.as_str())
        .push(", ")
        .bind(id.0)
        .push(")");
    }
    sql.push(if ascending {
        " order by i.name_folded, i.id limit "
    } else {
        " order by i.name_folded desc, i.id desc limit "
    })
    .bind(i64::from(limit));
    let mut rows = sql.all::<IdentityRow>(conn).await?;
    if backwards {
        rows.reverse();
    }
    rows.into_iter()
        .map(|row| {
            let key = row.name_folded.clone();
            Ok(Row {
                identity: row.try_into()?,
                key,
            })
        })
        .collect()
}

/// How many identities match, counted up to one more than [`TOTAL_MAX`].
pub async fn total(conn: &mut Conn, environment: EnvironmentId, filter: &Filter, now: Time) -> Result<i64> {
    if filter.is_empty() {
        return counters::get(conn, environment, Counter::Identities).await;
    }
    let mut sql = Sql::new(conn.engine(), "");
    with_sets(&mut sql, environment, filter, now);
    sql.push(
        "select cast(count(*) as bigint) from (select 1 as one from identities i left join identity_suspensions s
         on s.environment_id = i.environment_id and s.identity_id = i.id and s.until is null where ",
    );
    conditions(&mut sql, environment, filter);
    sql.push(" limit ").bind(TOTAL_MAX + 1).push(") counted");
    Ok(sql.all::<(i64,)>(conn).await?.first().map_or(0, |(n,)| *n))
}

/// The ids of all that match, at most `limit`, by name.
pub async fn ids(
    conn: &mut Conn,
    environment: EnvironmentId,
    filter: &Filter,
    limit: usize,
    now: Time,
) -> Result<Vec<IdentityId>> {
    let mut sql = Sql::new(conn.engine(), "");
    with_sets(&mut sql, environment, filter, now);
    sql.push(
        "select i.id from identities i left join identity_suspensions s
         on s.environment_id = i.environment_id and s.identity_id = i.id and s.until is null where ",
    );
    conditions(&mut sql, environment, filter);
    sql.push(" order by i.name_folded, i.id limit ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    Ok(sql
        .all::<(Uuid,)>(conn)
        .await?
        .into_iter()
        .map(|(id,)| IdentityId(id))
        .collect())
}

/// The groups that a filter reaches, as recursive sets in front of the statement.
fn with_sets(sql: &mut Sql, environment: EnvironmentId, filter: &Filter, now: Time) {
    let mut word = "with recursive ";
    if let Some(role) = filter.role {
        sql.push(word)
            .push("holders (group_id) as (select a.group_id from assignments a where a.group_id is not null and a.environment_id = ")
            .bind(environment.0)
            .push(" and a.role_id = ")
            .bind(role.0)
            .push(" and a.revoked_at is null and (a.effective_to is null or a.effective_to > ")
            .bind(now.0)
            .push(
                ") union select p.group_id from group_parents p join holders h on h.group_id = p.parent_id
                 where p.until is null and p.environment_id = ",
            )
            .bind(environment.0)
            .push("), with_role (identity_id) as (select a.identity_id from assignments a where a.identity_id is not null and a.environment_id = ")
            .bind(environment.0)
            .push(" and a.role_id = ")
            .bind(role.0)
            .push(" and a.revoked_at is null and (a.effective_to is null or a.effective_to > ")
            .bind(now.0)
            .push(") union select m.identity_id from group_members m join holders h on h.group_id = m.group_id where m.environment_id = ")
            .bind(environment.0)
            .push(" and (m.until is null or m.until > ")
            .bind(now.0)
            .push(")) ");
        word = ", ";
    }
    if let Some(group) = filter.group {
        sql.push(word)
            .push("within (group_id) as (select g.id from groups g where g.environment_id = ")
            .bind(environment.0)
            .push(" and g.id = ")
            .bind(group.0);
        if !filter.direct {
            sql.push(
                " union select p.group_id from group_parents p join within w on w.group_id = p.parent_id
                 where p.until is null and p.environment_id = ",
            )
            .bind(environment.0);
        }
        sql.push("), in_group (identity_id) as (select m.identity_id from group_members m join within w on w.group_id = m.group_id where m.environment_id = ")
            .bind(environment.0)
            .push(" and (m.until is null or m.until > ")
            .bind(now.0)
            .push(")) ");
        word = ", ";
    }
    if let Some(before) = filter.ends_before {
        sql.push(word)
            .push("ending (identity_id) as (select a.identity_id from assignments a where a.identity_id is not null and a.environment_id = ")
            .bind(environment.0)
            .push(" and a.revoked_at is null and a.effective_to > ")
            .bind(now.0)
            .push(" and a.effective_to <= ")
            .bind(before.0)
            .push(" union select m.identity_id from group_members m where m.environment_id = ")
            .bind(environment.0)
            .push(" and m.until > ")
            .bind(now.0)
            .push(" and m.until <= ")
            .bind(before.0)
            .push(") ");
    }
}

fn conditions(sql: &mut Sql, environment: EnvironmentId, filter: &Filter) {
    sql.push("i.deleted_at is null and i.environment_id = ")
        .bind(environment.0);
    if let Some(id) = filter.id {
        sql.push(" and i.id = ").bind(id.0);
    } else if !filter.q.is_empty() {
        search(sql, environment, &filter.q);
    }
    if !filter.status.is_empty() {
        sql.push(" and (1 = 0");
        for status in &filter.status {
            sql.push(match status {
                Status::Active => " or (s.since is null and (i.invited_at is null or i.accepted_at is not null))",
                Status::Invited => " or (s.since is null and i.invited_at is not null and i.accepted_at is null)",
                Status::Suspended => " or s.since is not null",
            });
        }
        sql.push(")");
    }
    if filter.role.is_some() {
        sql.push(" and i.id in (select identity_id from with_role)");
    }
    if filter.group.is_some() {
        sql.push(" and i.id in (select identity_id from in_group)");
    }
    if filter.ends_before.is_some() {
        sql.push(" and i.id in (select identity_id from ending)");
    }
}
