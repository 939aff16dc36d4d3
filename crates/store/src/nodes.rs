//! Places in the resource tree; the parent is history.

use crate::Result;
use crate::db::{Conn, Tx};
use domain::Time;
use domain::id::{EnvironmentId, NodeId};
use domain::name::Name;
use domain::nodes::Node;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct NodeRow {
    id: Uuid,
    name: String,
    parent_id: Option<Uuid>,
}

/// Adds a node; without a parent it is a root.
pub async fn create(
    tx: &mut Tx,
    environment: EnvironmentId,
    id: NodeId,
    name: &Name,
    parent: Option<NodeId>,
    now: Time,
) -> Result<()> {
    execute!(
        tx,
        "insert into nodes (environment_id, id, name, name_folded, created_at) values ($1, $2, $3, $4, $5)",
        environment.0,
        id.0,
        name.as_str(),
        name.folded(),
        now.0
    )?;
    if let Some(parent) = parent {
        execute!(
            tx,
            "insert into node_parents (environment_id, node_id, parent_id, since) values ($1, $2, $3, $4)",
            environment.0,
            id.0,
            parent.0,
            now.0
        )?;
    }
    Ok(())
}

/// All nodes with their present parents, by name.
pub async fn list(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<Node>> {
    let rows = all!(
        conn,
        NodeRow,
        "select n.id, n.name, p.parent_id from nodes n
         left join node_parents p on p.environment_id = n.environment_id and p.node_id = n.id and p.until is null
         where n.environment_id = $1 and n.deleted_at is null order by n.name_folded, n.id",
        environment.0
    )?;
    Ok(rows
        .into_iter()
        .map(|row| Node {
            id: NodeId(row.id),
            name: row.name,
            parent_id: row.parent_id.map(NodeId),
        })
        .collect())
}
