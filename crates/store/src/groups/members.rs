//! Who is in which group, kept as history.

use crate::Result;
use crate::db::{Conn, Tx};
use crate::sql::{Both, Sql, id_list};
use domain::Time;
use domain::id::{EnvironmentId, GroupId, IdentityId, OperationId};
use policy::index::Members;
use sqlx::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

/// One person's time in one group.
pub struct Membership {
    pub group_id: GroupId,
    pub identity_id: IdentityId,
    pub since: Time,
    pub until: Option<Time>,
}

/// Adds memberships of any groups in one go. The caller knows that none overlaps another.
pub async fn add_memberships(
    tx: &mut Tx,
    environment: EnvironmentId,
    new: &[Membership],
    operation: Option<OperationId>,
) -> Result<u64> {
    // Who left within the same millisecond never did.
    const ADD: Both = Both {
        sqlite: "insert into group_members (environment_id, group_id, identity_id, since, until, operation_id)
            select $1, unhex(value->>0), unhex(value->>1), value->>2, value->>3, $3 from json_each($2) where true
            on conflict (environment_id, group_id, identity_id, since) do update set until = excluded.until,
              operation_id = excluded.operation_id, ended_operation_id = null, planned_until = null",
        postgres: "insert into group_members (environment_id, group_id, identity_id, since, until, operation_id)
            select $1, (value->>0)::uuid, (value->>1)::uuid, (value->>2)::bigint, (value->>3)::bigint, $3
            from json_array_elements($2::json)
            on conflict (environment_id, group_id, identity_id, since) do update set until = excluded.until,
              operation_id = excluded.operation_id, ended_operation_id = null, planned_until = null",
    };
    let rows: Vec<serde_json::Value> = new
        .iter()
        .map(|one| {
            serde_json::json!([
                one.group_id.0.simple().to_string(),
                one.identity_id.0.simple().to_string(),
                one.since.0,
                one.until.map(|at| at.0),
            ])
        })
        .collect();
    let rows = serde_json::Value::Array(rows).to_string();
    execute!(tx, ADD, environment.0, rows, operation.map(|id| id.0))
}

/// Who leaves a group, when and by what.
pub struct Leaving<'a> {
    pub group: GroupId,
    pub members: &'a [IdentityId],
    pub operation: Option<OperationId>,
    pub now: Time,
}

/// Ends memberships that are live. Returns how many were.
pub async fn end_memberships(tx: &mut Tx, environment: EnvironmentId, leaving: Leaving<'_>) -> Result<u64> {
    const END: Both = Both {
        sqlite: "update group_members set planned_until = until, until = $4, ended_operation_id = $5
            where environment_id = $1 and group_id = $2 and (until is null or until > $4)
              and identity_id in (select unhex(value) from json_each($3))",
        postgres: "update group_members set planned_until = until, until = $4, ended_operation_id = $5
            where environment_id = $1 and group_id = $2 and (until is null or until > $4)
              and identity_id in (select value::uuid from json_array_elements_text($3::json))",
    };
    execute!(
        tx,
        END,
        environment.0,
        leaving.group.0,
        id_list(leaving.members.iter().map(|id| id.0)),
        leaving.now.0,
        leaving.operation.map(|id| id.0)
    )
}

/// A membership as it stands.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Standing {
    pub identity_id: Uuid,
    pub until: Option<i64>,
    pub operation_id: Option<Uuid>,
    pub ended_operation_id: Option<Uuid>,
    pub planned_until: Option<i64>,
}

/// Of some people, those who are in a group now or will be, with that membership.
pub async fn live(
    conn: &mut Conn,
    environment: EnvironmentId,
    group: GroupId,
    of: &[IdentityId],
    now: Time,
) -> Result<HashMap<IdentityId, Standing>> {
    let mut sql = start(conn, environment, group);
    sql.push(" and (until is null or until > ").bind(now.0).push(")");
    sql.push(" and identity_id in ").ids(of.iter().map(|id| id.0));
    let rows: Vec<Standing> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|row| (IdentityId(row.identity_id), row)).collect())
}

/// The memberships that an operation began or ended, of some people.
pub async fn standing(
    conn: &mut Conn,
    environment: EnvironmentId,
    group: GroupId,
    operation: OperationId,
    of: &[IdentityId],
) -> Result<HashMap<IdentityId, Standing>> {
    let mut sql = start(conn, environment, group);
    sql.push(" and (operation_id = ")
        .bind(operation.0)
        .push(" or ended_operation_id = ")
        .bind(operation.0)
        .push(") and identity_id in ")
        .ids(of.iter().map(|id| id.0));
    let rows: Vec<Standing> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|row| (IdentityId(row.identity_id), row)).collect())
}

fn start(conn: &Conn, environment: EnvironmentId, group: GroupId) -> Sql {
    let mut sql = Sql::new(
        conn.engine(),
        "select identity_id, until, operation_id, ended_operation_id, planned_until from group_members
         where environment_id = ",
    );
    sql.bind(environment.0).push(" and group_id = ").bind(group.0);
    sql
}

/// Whom an operation put into a group, or took out of one.
pub async fn back(conn: &mut Conn, environment: EnvironmentId, operation: OperationId) -> Result<Vec<IdentityId>> {
    let rows = all!(
        conn,
        (Uuid,),
        "select identity_id from group_members where environment_id = $1 and operation_id = $2
         union select identity_id from group_members where environment_id = $1 and ended_operation_id = $2 order by 1",
        environment.0,
        operation.0
    )?;
    Ok(rows.into_iter().map(|(id,)| IdentityId(id)).collect())
}

/// How many are in a group itself, now or later.
pub async fn direct(conn: &mut Conn, environment: EnvironmentId, group: GroupId, now: Time) -> Result<i64> {
    let (n,) = one!(
        conn,
        (i64,),
        "select cast(count(*) as bigint) from group_members
         where environment_id = $1 and group_id = $2 and (until is null or until > $3)",
        environment.0,
        group.0,
        now.0
    )?;
    Ok(n)
}

/// How many are in each group that has members, itself or below.
pub async fn counts(conn: &mut Conn, environment: EnvironmentId, now: Time) -> Result<HashMap<GroupId, Members>> {
    let rows = all!(
        conn,
        (Uuid, i64, i64),
        "with recursive within (top, group_id) as (
           select g.id, g.id from groups g where g.environment_id = $1 and g.deleted_at is null
           union select w.top, p.group_id from within w join group_parents p on p.parent_id = w.group_id
             where p.environment_id = $1 and p.until is null)
         select w.top, cast(count(distinct case when w.top = w.group_id then m.identity_id end) as bigint),
           cast(count(distinct m.identity_id) as bigint)
         from within w join group_members m on m.environment_id = $1 and m.group_id = w.group_id
           and (m.until is null or m.until > $2) group by w.top",
        environment.0,
        now.0
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, direct, nested)| (GroupId(id), Members { direct, nested }))
        .collect())
}

/// The groups in which someone is, and until when.
pub async fn of_identity(
    conn: &mut Conn,
    environment: EnvironmentId,
    id: IdentityId,
    now: Time,
) -> Result<Vec<(GroupId, Option<Time>)>> {
    let rows = all!(
        conn,
        (Uuid, Option<i64>),
        "select group_id, until from group_members where environment_id = $1 and identity_id = $2
           and (until is null or until > $3) order by group_id",
        environment.0,
        id.0,
        now.0
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, until)| (GroupId(id), until.map(Time)))
        .collect())
}

/// Of some people, in which of these groups each is directly, and until when.
pub async fn ways(
    conn: &mut Conn,
    environment: EnvironmentId,
    groups: &[GroupId],
    of: &[IdentityId],
    now: Time,
) -> Result<Vec<Membership>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select group_id, identity_id, since, until from group_members where environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and (until is null or until > ")
        .bind(now.0)
        .push(") and identity_id in ")
        .ids(of.iter().map(|id| id.0))
        .push(" and group_id in ")
        .ids(groups.iter().map(|id| id.0));
    let rows: Vec<(Uuid, Uuid, i64, Option<i64>)> = sql.all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|(group, identity, since, until)| Membership {
            group_id: GroupId(group),
            identity_id: IdentityId(identity),
            since: Time(since),
            until: until.map(Time),
        })
        .collect())
}
