//! Who of those that a write takes something from is signed in.

use crate::Result;
use crate::db::Conn;
use crate::sql::Sql;
use domain::Time;
use domain::id::{AccountId, AssignmentId, EnvironmentId, GroupId, IdentityId, RoleId};
use uuid::Uuid;

/// Whom a write takes something from.
pub enum Among<'a> {
    /// All who have a role, directly or through groups.
    Role(RoleId),
    /// Those whom these assignments reach, directly or through groups.
    Assignments(&'a [AssignmentId]),
    People(&'a [IdentityId]),
    /// All who are in a group or in what lies in it.
    Group(GroupId),
}

/// Assignments that a write is about.
#[derive(Clone, Copy)]
enum Given<'a> {
    OfRole(RoleId),
    These(&'a [AssignmentId]),
}

impl<'a> Among<'a> {
    fn given(&self) -> Option<Given<'a>> {
        match self {
            Self::Role(role) => Some(Given::OfRole(*role)),
            Self::Assignments(ids) => Some(Given::These(ids)),
            Self::People(_) | Self::Group(_) => None,
        }
    }
}

impl Given<'_> {
    fn conditions(self, sql: &mut Sql, environment: EnvironmentId, now: Time) {
        sql.push(" and a.environment_id = ").bind(environment.0);
        match self {
            Self::OfRole(role) => sql
                .push(" and a.role_id = ")
                .bind(role.0)
                .push(" and a.revoked_at is null and (a.effective_to is null or a.effective_to > ")
                .bind(now.0)
                .push(")"),
            Self::These(ids) => sql.push(" and a.id in ").ids(ids.iter().map(|id| id.0)),
        };
    }
}

/// Those of them who have a live session, with the account behind them.
pub async fn signed_in(
    conn: &mut Conn,
    environment: EnvironmentId,
    among: Among<'_>,
    now: Time,
    idle_since: Time,
) -> Result<Vec<(IdentityId, AccountId)>> {
    let mut sql = Sql::new(conn.engine(), "");
    let given = among.given();
    if !matches!(among, Among::People(_)) {
        sql.push("with recursive below (group_id) as (");
        if let Some(given) = given {
            sql.push("select a.group_id from assignments a where a.group_id is not null");
            given.conditions(&mut sql, environment, now);
        }
        if let Among::Group(group) = among {
            sql.push("select id from groups where environment_id = ")
                .bind(environment.0)
                .push(" and id = ")
                .bind(group.0);
        }
        sql.push(
            " union select p.group_id from group_parents p join below b on b.group_id = p.parent_id
                where p.until is null and p.environment_id = ",
        )
        .bind(environment.0)
        .push(") ");
    }
    sql.push("select i.id, i.account_id from identities i where i.deleted_at is null and i.environment_id = ")
        .bind(environment.0)
        .push(
            " and i.account_id in (select s.account_id from sessions s where s.revoked_at is null and s.expires_at > ",
        )
        .bind(now.0)
        .push(" and s.last_seen_at > ")
        .bind(idle_since.0)
        .push(") and ");
    if let Among::People(ids) = among {
        sql.push("i.id in ").ids(ids.iter().map(|id| id.0));
    } else {
        // Asked of the few who are signed in, not of all whom it reaches.
        sql.push("(");
        if let Some(given) = given {
            sql.push("exists (select 1 from assignments a where a.identity_id = i.id");
            given.conditions(&mut sql, environment, now);
            sql.push(") or ");
        }
        sql.push(
            "exists (select 1 from group_members m where m.environment_id = i.environment_id
               and m.identity_id = i.id and m.group_id in (select group_id from below) and (m.until is null or m.until > ",
        )
        .bind(now.0)
        .push(")))");
    }
    sql.push(" order by i.id");
    let rows: Vec<(Uuid, Uuid)> = sql.all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|(id, account)| (IdentityId(id), AccountId(account)))
        .collect())
}
