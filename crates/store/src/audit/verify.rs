//! Recomputing the whole log.

use super::{EventRow, children_digest, labels_digest};
use crate::Result;
use crate::db::Conn;
use uuid::Uuid;

/// What a check of the whole log found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    pub streams: usize,
    pub events: usize,
    pub children: usize,
    /// A sentence for each thing that is not as it was written.
    pub faults: Vec<String>,
}

const PAGE: i64 = 500;

/// Recomputes every hash of every stream.
pub async fn verify(conn: &mut Conn) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let streams = all!(
        conn,
        (Uuid, i64, String),
        "select id, seq, hash from streams order by id"
    )?;
    for (stream, seq, head) in streams {
        verdict.streams += 1;
        verify_stream(conn, stream, seq, &head, &mut verdict).await?;
    }
    Ok(verdict)
}

async fn verify_stream(conn: &mut Conn, stream: Uuid, last: i64, head: &str, verdict: &mut Verdict) -> Result<()> {
    let mut seen = 0;
    let mut previous = String::new();
    loop {
        let rows = all!(
            conn,
            EventRow,
            "select stream_id, seq, id, at, tenant_id, environment_id, actor_kind, actor_id, actor_identity_id, action,
               target_kind, target_id, outcome, reason, request_id, operation_id, before_data, after_data, children,
               children_digest, labels_digest, previous_hash, hash
             from events where stream_id = $1 and seq > $2 order by seq limit $3",
            stream,
            seen,
            PAGE
        )?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let place = format!("event {} of stream {stream}", row.seq);
            if row.seq != seen + 1 {
                verdict
                    .faults
                    .push(format!("{place}: {} before it are missing", row.seq - seen - 1));
            }
            if row.previous_hash != previous {
                verdict
                    .faults
                    .push(format!("{place}: it does not follow the one before it"));
            }
            if row.compute_hash() != row.hash {
                verdict.faults.push(format!("{place}: it was changed"));
            }
            verify_parts(conn, &row, &place, verdict).await?;
            seen = row.seq;
            previous = row.hash;
            verdict.events += 1;
        }
    }
    if seen != last || previous != head {
        verdict
            .faults
            .push(format!("stream {stream}: its newest events are missing"));
    }
    Ok(())
}

async fn verify_parts(conn: &mut Conn, row: &EventRow, place: &str, verdict: &mut Verdict) -> Result<()> {
    let children = all!(
        conn,
        (String, Uuid, Option<Uuid>, String, Option<String>),
        "select target_kind, target_id, object_id, outcome, code from event_children where event_id = $1 order by position",
        row.id
    )?;
    verdict.children += children.len();
    let digest = children_digest(
        children
            .iter()
            .map(|(kind, id, object, outcome, code)| (kind.as_str(), *id, *object, outcome.as_str(), code.as_deref())),
    );
    if i64::try_from(children.len()) != Ok(row.children) || digest != row.children_digest {
        verdict.faults.push(format!("{place}: its parts were changed"));
    }
    let labels = optional!(
        conn,
        (String, String),
        "select salt, labels from event_labels where event_id = $1",
        row.id
    )?;
    // Erased names are no fault; changed ones are.
    if labels.is_some_and(|(salt, labels)| labels_digest(&salt, &labels) != row.labels_digest) {
        verdict.faults.push(format!("{place}: its names were changed"));
    }
    Ok(())
}
