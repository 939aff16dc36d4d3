//! What was touched since a revision, for what is kept in memory.

use crate::Result;
use crate::db::Conn;
use crate::sql::Sql;
use domain::id::{AccountId, AssignmentId, EnvironmentId, GroupId, IdentityId, OperationId};
use std::collections::HashMap;
use uuid::Uuid;

/// How an environment stands, for what is kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub revision: i64,
    /// The environment or its tenant.
    pub suspended: bool,
}

/// How environments stand, each by its id; one that does not exist is left out.
pub async fn standing(
    conn: &mut Conn,
    of: impl IntoIterator<Item = EnvironmentId>,
) -> Result<HashMap<EnvironmentId, Standing>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select e.id, e.revision, coalesce(e.suspended_at, t.suspended_at) from environments e
         join tenants t on t.id = e.tenant_id where e.id in ",
    );
    sql.ids(of.into_iter().map(|id| id.0));
    let rows: Vec<(Uuid, i64, Option<i64>)> = sql.all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|(id, revision, suspended)| {
            let suspended = suspended.is_some();
            (EnvironmentId(id), Standing { revision, suspended })
        })
        .collect())
}

/// What the revisions after `after` touched, up to the present one: kind and id, by revision. None of a
/// revision that did not say what it touched.
pub async fn since(conn: &mut Conn, environment: EnvironmentId, after: i64) -> Result<Vec<(i64, String, Uuid)>> {
    all!(
        conn,
        (i64, String, Uuid),
        "select revision, kind, id from changes where environment_id = $1 and revision > $2 order by revision, kind, id",
        environment.0,
        after
    )
}

/// The last of the next `limit` people by id, those who are gone too; `None` where there are no more.
pub async fn people_after(
    conn: &mut Conn,
    environment: EnvironmentId,
    after: Uuid,
    limit: i64,
) -> Result<Option<Uuid>> {
    let row = optional!(
        conn,
        (Uuid,),
        "select id from (select id from identities where environment_id = $1 and id > $2 order by id limit $3) as page
         order by id desc limit 1",
        environment.0,
        after,
        limit
    )?;
    Ok(row.map(|(id,)| id))
}

type Subject = (Option<Uuid>, Option<Uuid>);

/// To whom assignments are given: people and groups.
pub async fn subjects(
    conn: &mut Conn,
    environment: EnvironmentId,
    assignments: &[AssignmentId],
) -> Result<(Vec<IdentityId>, Vec<GroupId>)> {
    let mut sql = Sql::new(
        conn.engine(),
        "select identity_id, group_id from assignments where environment_id = ",
    );
    sql.bind(environment.0);
    sql.push(" and id in ").ids(assignments.iter().map(|id| id.0));
    let rows: Vec<Subject> = sql.all(conn).await?;
    Ok(apart(rows))
}

/// Whom and which groups an operation touched, so far as it went: what was given, taken or changed,
/// and who came in, went out or was suspended.
pub async fn of_operation(
    conn: &mut Conn,
    environment: EnvironmentId,
    id: OperationId,
) -> Result<(Vec<IdentityId>, Vec<GroupId>)> {
    let rows = all!(
        conn,
        Subject,
        "select identity_id, group_id from assignments where environment_id = $1 and operation_id = $2
         union select identity_id, group_id from assignments where environment_id = $1 and revoked_operation_id = $2
         union select a.identity_id, a.group_id from operation_changes c
           join assignments a on a.environment_id = c.environment_id and a.id = c.assignment_id
           where c.environment_id = $1 and c.operation_id = $2
         union select identity_id, null from group_members where environment_id = $1 and operation_id = $2
         union select identity_id, null from group_members where environment_id = $1 and ended_operation_id = $2
         union select c.target_id, null from events e join event_children c on c.event_id = e.id
           where e.environment_id = $1 and e.operation_id = $2 and c.target_kind = 'identity' and c.code is null",
        environment.0,
        id.0
    )?;
    Ok(apart(rows))
}

/// Those who have an account, or one of these.
pub async fn with_account(
    conn: &mut Conn,
    environment: EnvironmentId,
    only: Option<AccountId>,
) -> Result<Vec<IdentityId>> {
    let rows = all!(
        conn,
        (Uuid,),
        "select id from identities where environment_id = $1 and account_id is not null
         and account_id = coalesce($2, account_id)",
        environment.0,
        only.map(|id| id.0)
    )?;
    Ok(rows.into_iter().map(|(id,)| IdentityId(id)).collect())
}

fn apart(rows: Vec<Subject>) -> (Vec<IdentityId>, Vec<GroupId>) {
    let people = rows.iter().filter_map(|(person, _)| person.map(IdentityId)).collect();
    let groups = rows.iter().filter_map(|(_, group)| group.map(GroupId)).collect();
    (people, groups)
}
