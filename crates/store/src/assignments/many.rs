//! Many made-up assignments in one go.

use super::New;
use crate::Result;
use crate::counters::{self, Kind as Counter};
use crate::db::Tx;
use crate::sql::Both;
use domain::id::EnvironmentId;
use uuid::Uuid;

/// Adds many assignments in one go, each with its own instant of creation. The caller has judged
/// them under the environment's lock.
pub async fn create_all(tx: &mut Tx, environment: EnvironmentId, new: &[New<'_>]) -> Result<()> {
    const CREATE: Both = Both {
        sqlite: "insert into assignments (environment_id, id, identity_id, group_id, role_id, node_id, effective_from,
              effective_to, reason, granted_by_kind, granted_by_id, granted_by_label, operation_id, created_at)
            select $1, unhex(value->>0), unhex(value->>1), unhex(value->>2), unhex(value->>3), unhex(value->>4),
              value->>5, value->>6, value->>7, value->>8, unhex(value->>9), value->>10, unhex(value->>11), value->>12
            from json_each($2) where true",
        postgres:
            "insert into assignments (environment_id, id, identity_id, group_id, role_id, node_id, effective_from,
              effective_to, reason, granted_by_kind, granted_by_id, granted_by_label, operation_id, created_at)
            select $1, (value->>0)::uuid, (value->>1)::uuid, (value->>2)::uuid, (value->>3)::uuid, (value->>4)::uuid,
              (value->>5)::bigint, (value->>6)::bigint, value->>7, value->>8, (value->>9)::uuid, value->>10,
              (value->>11)::uuid, (value->>12)::bigint
            from json_array_elements($2::json)",
    };
    let hex = |id: Uuid| id.simple().to_string();
    let rows: Vec<serde_json::Value> = new
        .iter()
        .map(|one| {
            serde_json::json!([
                hex(one.id.0),
                one.subject.identity().map(|id| hex(id.0)),
                one.subject.group().map(|id| hex(id.0)),
                hex(one.role_id.0),
                hex(one.node_id.0),
                one.window.from.map_or(0, |at| at.0),
                one.window.to.map(|at| at.0),
                one.reason,
                one.granted_by.kind.as_str(),
                one.granted_by.id.map(hex),
                one.granted_by.label,
                one.operation.map(|id| hex(id.0)),
                one.now.0,
            ])
        })
        .collect();
    execute!(tx, CREATE, environment.0, serde_json::Value::Array(rows).to_string())?;
    counters::add(
        tx,
        environment,
        Counter::Assignments,
        i64::try_from(new.len()).unwrap_or(i64::MAX),
    )
    .await
}
