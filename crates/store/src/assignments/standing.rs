//! Assignments as a write finds them: where they stand, and whose they are.

use crate::db::Conn;
use crate::sql::Sql;
use crate::{Error, Result};
use domain::assignments::Subject;
use domain::id::{AssignmentId, EnvironmentId, GroupId, NodeId, OperationId, RoleId};
use domain::{Time, Window};
use sqlx::FromRow;
use uuid::Uuid;

/// What a write must know of an assignment that is there.
#[derive(Debug, Clone)]
pub struct Standing {
    pub id: AssignmentId,
    pub subject: Subject,
    pub role_id: RoleId,
    pub node_id: NodeId,
    pub window: Window,
    pub reason: Option<String>,
    /// How often its dates or reason were changed.
    pub version: i64,
    pub revoked: bool,
    /// The operation that made it.
    pub made_by: Option<OperationId>,
    /// The operation that took it away.
    pub revoked_by: Option<OperationId>,
}

#[derive(FromRow)]
struct StandingRow {
    id: Uuid,
    identity_id: Option<Uuid>,
    group_id: Option<Uuid>,
    role_id: Uuid,
    node_id: Uuid,
    effective_from: i64,
    effective_to: Option<i64>,
    reason: Option<String>,
    version: i64,
    revoked_at: Option<i64>,
    operation_id: Option<Uuid>,
    revoked_operation_id: Option<Uuid>,
}

/// Which roles each group has itself, now or later.
pub async fn live_of_groups(conn: &mut Conn, environment: EnvironmentId, now: Time) -> Result<Vec<(GroupId, RoleId)>> {
    let rows = all!(
        conn,
        (Uuid, Uuid),
        "select a.group_id, a.role_id from assignments a where a.environment_id = $1 and a.group_id is not null
           and a.revoked_at is null and (a.effective_to is null or a.effective_to > $2)",
        environment.0,
        now.0
    )?;
    Ok(rows
        .into_iter()
        .map(|(group, role)| (GroupId(group), RoleId(role)))
        .collect())
}

/// The assignments of some groups, ended ones too.
pub async fn of_groups(conn: &mut Conn, environment: EnvironmentId, groups: &[GroupId]) -> Result<Vec<AssignmentId>> {
    let mut sql = Sql::new(conn.engine(), "select id from assignments where environment_id = ");
    sql.bind(environment.0)
        .push(" and group_id in ")
        .ids(groups.iter().map(|id| id.0))
        .push(" order by id");
    let rows: Vec<(Uuid,)> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|(id,)| AssignmentId(id)).collect())
}

fn subject(id: Uuid, identity: Option<Uuid>, group: Option<Uuid>) -> Result<Subject> {
    identity
        .map(|id| Subject::Identity(id.into()))
        .or(group.map(|id| Subject::Group(id.into())))
        .ok_or_else(|| Error::corrupt("assignments without a subject", id))
}

fn window(from: i64, to: Option<i64>) -> Window {
    Window::new((from != 0).then_some(Time(from)), to.map(Time))
}

impl TryFrom<StandingRow> for Standing {
    type Error = Error;

    fn try_from(row: StandingRow) -> Result<Self> {
        Ok(Self {
            id: AssignmentId(row.id),
            subject: subject(row.id, row.identity_id, row.group_id)?,
            role_id: RoleId(row.role_id),
            node_id: NodeId(row.node_id),
            window: window(row.effective_from, row.effective_to),
            reason: row.reason,
            version: row.version,
            revoked: row.revoked_at.is_some(),
            made_by: row.operation_id.map(OperationId),
            revoked_by: row.revoked_operation_id.map(OperationId),
        })
    }
}

/// Those of `ids` that exist.
pub async fn standing(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: impl IntoIterator<Item = AssignmentId>,
) -> Result<Vec<Standing>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select id, identity_id, group_id, role_id, node_id, effective_from, effective_to, reason, version, revoked_at,
           operation_id, revoked_operation_id
         from assignments where environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and id in ")
        .ids(ids.into_iter().map(|id| id.0));
    let rows: Vec<StandingRow> = sql.all(conn).await?;
    rows.into_iter().map(Standing::try_from).collect()
}

/// An assignment by the names of its subject and role.
#[derive(Debug, Clone)]
pub struct Named {
    pub id: AssignmentId,
    pub subject: Subject,
    pub subject_name: String,
    pub role_name: String,
    pub window: Window,
}

#[derive(FromRow)]
struct NamedRow {
    id: Uuid,
    identity_id: Option<Uuid>,
    group_id: Option<Uuid>,
    subject_name: String,
    role_name: String,
    effective_from: i64,
    effective_to: Option<i64>,
}

/// Those of `ids` that exist, by the name of whom they belong to.
pub async fn named(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: impl IntoIterator<Item = AssignmentId>,
) -> Result<Vec<Named>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select a.id, a.identity_id, a.group_id, coalesce(i.name, g.name) as subject_name, r.name as role_name,
           a.effective_from, a.effective_to
         from assignments a join roles r on r.environment_id = a.environment_id and r.id = a.role_id
         left join identities i on i.environment_id = a.environment_id and i.id = a.identity_id
         left join groups g on g.environment_id = a.environment_id and g.id = a.group_id
         where a.environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and a.id in ")
        .ids(ids.into_iter().map(|id| id.0))
        .push(" order by coalesce(i.name_folded, g.name_folded), r.name_folded, a.id");
    let rows: Vec<NamedRow> = sql.all(conn).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Named {
                id: AssignmentId(row.id),
                subject: subject(row.id, row.identity_id, row.group_id)?,
                subject_name: row.subject_name,
                role_name: row.role_name,
                window: window(row.effective_from, row.effective_to),
            })
        })
        .collect()
}
