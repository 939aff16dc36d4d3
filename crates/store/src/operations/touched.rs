//! The assignments that an operation touched, for taking it back.

use crate::Result;
use crate::db::Conn;
use crate::sql::Sql;
use domain::id::{AssignmentId, EnvironmentId, OperationId};
use domain::{Time, Window};
use sqlx::FromRow;
use uuid::Uuid;

/// The assignments that an operation made, took away or changed, by id.
pub async fn touched(conn: &mut Conn, environment: EnvironmentId, id: OperationId) -> Result<Vec<AssignmentId>> {
    let rows = all!(
        conn,
        (Uuid,),
        "select id from assignments where environment_id = $1 and operation_id = $2
         union select id from assignments where environment_id = $1 and revoked_operation_id = $2
         union select assignment_id from operation_changes where environment_id = $1 and operation_id = $2
         order by 1",
        environment.0,
        id.0
    )?;
    Ok(rows.into_iter().map(|(id,)| AssignmentId(id)).collect())
}

/// The dates of an assignment before an operation changed them.
pub struct Changed {
    pub assignment_id: AssignmentId,
    pub before: Window,
    /// The version that the operation left.
    pub version: i64,
}

#[derive(FromRow)]
struct ChangedRow {
    assignment_id: Uuid,
    before_from: i64,
    before_to: Option<i64>,
    version: i64,
}

/// What an operation changed of some assignments.
pub async fn changes(
    conn: &mut Conn,
    environment: EnvironmentId,
    id: OperationId,
    of: impl IntoIterator<Item = AssignmentId>,
) -> Result<Vec<Changed>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select assignment_id, before_from, before_to, version from operation_changes where environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and operation_id = ")
        .bind(id.0)
        .push(" and assignment_id in ")
        .ids(of.into_iter().map(|id| id.0));
    let rows: Vec<ChangedRow> = sql.all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| Changed {
            assignment_id: AssignmentId(row.assignment_id),
            before: Window::new(
                (row.before_from != 0).then_some(Time(row.before_from)),
                row.before_to.map(Time),
            ),
            version: row.version,
        })
        .collect())
}
