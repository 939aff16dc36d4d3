//! Taking away many assignments with a handful of statements.

use crate::Result;
use crate::counters::{self, Kind as Counter};
use crate::db::{Conn, Tx};
use crate::sql::{Both, id_list};
use domain::Time;
use domain::assignments::Subject;
use domain::id::{AssignmentId, EnvironmentId, NodeId, OperationId, RoleId};
use sqlx::FromRow;
use uuid::Uuid;

/// What is to be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    One(AssignmentId),
    /// All direct live assignments of a role; without a node, at every node.
    Of {
        subject: Subject,
        role: RoleId,
        node: Option<NodeId>,
    },
}

/// A live assignment that an item means.
#[derive(Debug, Clone, FromRow)]
pub struct Meant {
    pub position: i64,
    pub id: Uuid,
    pub identity_id: Option<Uuid>,
    pub group_id: Option<Uuid>,
    pub role_id: Uuid,
    pub node_id: Uuid,
}

/// The live assignments that the items mean, in the order of the items.
pub async fn meant(conn: &mut Conn, environment: EnvironmentId, items: &[Item], now: Time) -> Result<Vec<Meant>> {
    const BY_ID: Both = Both {
        sqlite: "select cast(item.value->>0 as integer) as position, a.id, a.identity_id, a.group_id, a.role_id, a.node_id
            from json_each($2) item join assignments a on a.environment_id = $1 and a.id = unhex(item.value->>1)
            where a.revoked_at is null and (a.effective_to is null or a.effective_to > $3) order by 1",
        postgres: "select (item.value->>0)::bigint as position, a.id, a.identity_id, a.group_id, a.role_id, a.node_id
            from json_array_elements($2::json) item join assignments a on a.environment_id = $1 and a.id = (item.value->>1)::uuid
            where a.revoked_at is null and (a.effective_to is null or a.effective_to > $3) order by 1",
    };
    const BY_IDENTITY: Both = Both {
        sqlite:
            "select cast(item.value->>0 as integer) as position, a.id, a.identity_id, a.group_id, a.role_id, a.node_id
            from json_each($2) item join assignments a on a.environment_id = $1 and a.identity_id = unhex(item.value->>1)
              and a.role_id = unhex(item.value->>2) and (item.value->>3 is null or a.node_id = unhex(item.value->>3))
            where a.revoked_at is null and (a.effective_to is null or a.effective_to > $3) order by 1, a.id",
        postgres: "select (item.value->>0)::bigint as position, a.id, a.identity_id, a.group_id, a.role_id, a.node_id
            from json_array_elements($2::json) item join assignments a on a.environment_id = $1
              and a.identity_id = (item.value->>1)::uuid and a.role_id = (item.value->>2)::uuid
              and (item.value->>3 is null or a.node_id = (item.value->>3)::uuid)
            where a.revoked_at is null and (a.effective_to is null or a.effective_to > $3) order by 1, a.id",
    };
    const BY_GROUP: Both = Both {
        sqlite:
            "select cast(item.value->>0 as integer) as position, a.id, a.identity_id, a.group_id, a.role_id, a.node_id
            from json_each($2) item join assignments a on a.environment_id = $1 and a.group_id = unhex(item.value->>1)
              and a.role_id = unhex(item.value->>2) and (item.value->>3 is null or a.node_id = unhex(item.value->>3))
            where a.revoked_at is null and (a.effective_to is null or a.effective_to > $3) order by 1, a.id",
        postgres: "select (item.value->>0)::bigint as position, a.id, a.identity_id, a.group_id, a.role_id, a.node_id
            from json_array_elements($2::json) item join assignments a on a.environment_id = $1
              and a.group_id = (item.value->>1)::uuid and a.role_id = (item.value->>2)::uuid
              and (item.value->>3 is null or a.node_id = (item.value->>3)::uuid)
            where a.revoked_at is null and (a.effective_to is null or a.effective_to > $3) order by 1, a.id",
    };
    let hex = |id: Uuid| id.simple().to_string();
    let (mut by_id, mut by_identity, mut by_group) = (Vec::new(), Vec::new(), Vec::new());
    for (position, item) in items.iter().enumerate() {
        match item {
            Item::One(id) => by_id.push(serde_json::json!([position, hex(id.0)])),
            Item::Of { subject, role, node } => {
                let row = serde_json::json!([position, hex(subject.uuid()), hex(role.0), node.map(|id| hex(id.0))]);
                match subject {
                    Subject::Identity(_) => by_identity.push(row),
                    Subject::Group(_) => by_group.push(row),
                }
            }
        }
    }
    let mut all = Vec::new();
    for (text, rows) in [(BY_ID, by_id), (BY_IDENTITY, by_identity), (BY_GROUP, by_group)] {
        if !rows.is_empty() {
            let rows = serde_json::Value::Array(rows).to_string();
            all.extend(all!(conn, Meant, text, environment.0, rows, now.0)?);
        }
    }
    all.sort_by_key(|meant| meant.position);
    Ok(all)
}

/// Revokes assignments that are live. Returns how many were.
pub async fn revoke(
    tx: &mut Tx,
    environment: EnvironmentId,
    ids: impl IntoIterator<Item = AssignmentId>,
    operation: OperationId,
    now: Time,
) -> Result<u64> {
    const REVOKE: Both = Both {
        sqlite: "update assignments set revoked_at = $3, revoked_operation_id = $4
            where environment_id = $1 and id in (select unhex(value) from json_each($2)) and revoked_at is null",
        postgres: "update assignments set revoked_at = $3, revoked_operation_id = $4
            where environment_id = $1 and id in (select value::uuid from json_array_elements_text($2::json)) and revoked_at is null",
    };
    let list = id_list(ids.into_iter().map(|id| id.0));
    let touched = execute!(tx, REVOKE, environment.0, list, now.0, operation.0)?;
    counters::add(
        tx,
        environment,
        Counter::Assignments,
        -i64::try_from(touched).unwrap_or(i64::MAX),
    )
    .await?;
    Ok(touched)
}
