//! What bears on groups: where they lay and lie, and what is given to them.

use super::{Which, grants, nesting};
use crate::Result;
use crate::db::Conn;
use crate::sql::Sql;
use domain::assignments::Subject;
use domain::id::{EnvironmentId, GroupId};
use policy::index::GroupFacts;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Loads groups by id, those that are deleted too.
pub async fn groups(conn: &mut Conn, environment: EnvironmentId, which: Which<'_>) -> Result<Vec<GroupFacts>> {
    let mut sql = Sql::new(conn.engine(), "select id from groups where environment_id = ");
    sql.bind(environment.0);
    which.of(&mut sql, "id");
    let rows: Vec<(Uuid,)> = sql.all(conn).await?;
    let mut groups: BTreeMap<GroupId, GroupFacts> = rows
        .into_iter()
        .map(|(id,)| {
            let facts = GroupFacts {
                id: GroupId(id),
                parents: Vec::new(),
                assignments: Vec::new(),
            };
            (facts.id, facts)
        })
        .collect();
    let mut sql = Sql::new(
        conn.engine(),
        "select group_id, parent_id, since, until from group_parents where environment_id = ",
    );
    sql.bind(environment.0);
    which.of(&mut sql, "group_id");
    let rows: Vec<(Uuid, Uuid, i64, Option<i64>)> = sql.all(conn).await?;
    for parent in rows.into_iter().map(nesting) {
        if let Some(group) = groups.get_mut(&parent.group_id) {
            group.parents.push(parent);
        }
    }
    for grant in grants(conn, environment, "group_id", which).await? {
        if let Subject::Group(id) = grant.subject
            && let Some(group) = groups.get_mut(&id)
        {
            group.assignments.push(grant);
        }
    }
    Ok(groups.into_values().collect())
}
