//! The audit log: one chain of root events per stream, each with a digest of its children.
//!
//! A field is hashed as its length (8 bytes, big-endian) and its bytes; an absent one as eight
//! bytes of ones. Names stand beside the chain with a salted digest in it, so that a person can be
//! erased and the chain still holds.

mod find;
mod list;
mod parts;
mod verify;

pub use find::{Filter, actions, area, find, get, total};
pub(crate) use list::ListRow;
pub use list::{action, list};
pub use parts::{Part, parts};
pub use verify::{Verdict, verify};

use crate::Result;
use crate::db::Tx;
use domain::Time;
use domain::actor::Actor;
use domain::events::{Outcome, Target};
use domain::id::{EnvironmentId, EventId, OperationId, TenantId};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use std::borrow::Cow;
use uuid::Uuid;

/// The stream of what belongs to no tenant.
pub const DEPLOYMENT: Uuid = Uuid::nil();

/// What is written of a root event.
pub struct New<'a> {
    pub id: EventId,
    pub stream: Uuid,
    pub at: Time,
    pub tenant: Option<TenantId>,
    pub environment: Option<EnvironmentId>,
    pub actor: &'a Actor,
    pub action: &'a str,
    pub target: Option<&'a Target>,
    pub outcome: Outcome,
    pub reason: Option<&'a str>,
    pub request_id: &'a str,
    pub operation: Option<OperationId>,
    /// JSON objects, where the write changed something that was there or is there now.
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
    pub children: &'a [Child],
    /// Random text that keeps the digest of the names from being guessed.
    pub salt: &'a str,
}

/// One part of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    pub target_kind: &'static str,
    pub target_id: Uuid,
    /// What was made or changed, such as an assignment.
    pub object_id: Option<Uuid>,
    pub outcome: Cow<'static, str>,
    pub code: Option<Cow<'static, str>>,
}

struct Hasher(Sha256);

impl Hasher {
    fn new() -> Self {
        Self(Sha256::new())
    }

    fn field(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => {
                self.0.update((bytes.len() as u64).to_be_bytes());
                self.0.update(bytes);
            }
            None => self.0.update([0xff; 8]),
        }
    }

    fn text(&mut self, text: &str) {
        self.field(Some(text.as_bytes()));
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.field(text.map(str::as_bytes));
    }

    fn id(&mut self, id: Option<Uuid>) {
        self.field(id.as_ref().map(|id| id.as_bytes().as_slice()));
    }

    fn number(&mut self, number: i64) {
        self.field(Some(&number.to_be_bytes()));
    }

    fn end(self) -> String {
        hex::encode(self.0.finalize())
    }
}

fn children_digest<'a>(
    children: impl Iterator<Item = (&'a str, Uuid, Option<Uuid>, &'a str, Option<&'a str>)>,
) -> String {
    let mut hasher = Hasher::new();
    for (target_kind, target_id, object_id, outcome, code) in children {
        hasher.text(target_kind);
        hasher.id(Some(target_id));
        hasher.id(object_id);
        hasher.text(outcome);
        hasher.maybe(code);
    }
    hasher.end()
}

fn labels_digest(salt: &str, labels: &str) -> String {
    let mut hasher = Hasher::new();
    hasher.text(salt);
    hasher.text(labels);
    hasher.end()
}

/// Writes a root event; its children are written by [`insert_children`] or set-wise with a bulk
/// write, but their digest goes into the chain here.
pub async fn append(tx: &mut Tx, new: New<'_>) -> Result<()> {
    let labels =
        serde_json::json!({ "actor": new.actor.label, "target": new.target.map(|target| &target.label) }).to_string();
    let labels_digest = labels_digest(new.salt, &labels);
    let children_digest = children_digest(new.children.iter().map(|child| {
        (
            child.target_kind,
            child.target_id,
            child.object_id,
            &*child.outcome,
            child.code.as_deref(),
        )
    }));
    execute!(
        tx,
        "insert into streams (id, seq, hash) values ($1, 0, '') on conflict do nothing",
        new.stream
    )?;
    // Takes the stream's row: events of one stream are written one after the other.
    let (seq, previous_hash) = one!(
        tx,
        (i64, String),
        "update streams set seq = seq + 1 where id = $1 returning seq, hash",
        new.stream
    )?;
    let row = EventRow {
        stream_id: new.stream,
        seq,
        id: new.id.0,
        at: new.at.0,
        tenant_id: new.tenant.map(|id| id.0),
        environment_id: new.environment.map(|id| id.0),
        actor_kind: new.actor.kind.as_str().to_owned(),
        actor_id: new.actor.id,
        actor_identity_id: new.actor.identity_id,
        action: new.action.to_owned(),
        target_kind: new.target.map(|target| target.kind.clone()),
        target_id: new.target.map(|target| target.id),
        outcome: new.outcome.as_str().to_owned(),
        reason: new.reason.map(str::to_owned),
        request_id: new.request_id.to_owned(),
        operation_id: new.operation.map(|id| id.0),
        before_data: new.before.map(str::to_owned),
        after_data: new.after.map(str::to_owned),
        children: i64::try_from(new.children.len()).unwrap_or(i64::MAX),
        children_digest,
        labels_digest,
        previous_hash,
        hash: String::new(),
    };
    let hash = row.compute_hash();
    execute!(
        tx,
        "insert into events (stream_id, seq, id, at, tenant_id, environment_id, actor_kind, actor_id, actor_identity_id,
           action, target_kind, target_id, outcome, reason, request_id, operation_id, before_data, after_data,
           children, children_digest, labels_digest, previous_hash, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        row.stream_id,
        row.seq,
        row.id,
        row.at,
        row.tenant_id,
        row.environment_id,
        row.actor_kind,
        row.actor_id,
        row.actor_identity_id,
        row.action,
        row.target_kind,
        row.target_id,
        row.outcome,
        row.reason,
        row.request_id,
        row.operation_id,
        row.before_data,
        row.after_data,
        row.children,
        row.children_digest,
        row.labels_digest,
        row.previous_hash,
        &hash
    )?;
    execute!(
        tx,
        "insert into event_labels (event_id, salt, labels) values ($1, $2, $3)",
        row.id,
        new.salt,
        labels
    )?;
    execute!(tx, "update streams set hash = $2 where id = $1", row.stream_id, hash)?;
    Ok(())
}

/// Writes the children of an event one by one; for writes with few parts.
pub async fn insert_children(tx: &mut Tx, event: EventId, children: &[Child]) -> Result<()> {
    for (position, child) in children.iter().enumerate() {
        execute!(
            tx,
            "insert into event_children (event_id, position, target_kind, target_id, object_id, outcome, code)
             values ($1, $2, $3, $4, $5, $6, $7)",
            event.0,
            i64::try_from(position).unwrap_or(i64::MAX),
            child.target_kind,
            child.target_id,
            child.object_id,
            &child.outcome,
            child.code.as_deref()
        )?;
    }
    Ok(())
}

#[derive(FromRow)]
struct EventRow {
    stream_id: Uuid,
    seq: i64,
    id: Uuid,
    at: i64,
    tenant_id: Option<Uuid>,
    environment_id: Option<Uuid>,
    actor_kind: String,
    actor_id: Option<Uuid>,
    actor_identity_id: Option<Uuid>,
    action: String,
    target_kind: Option<String>,
    target_id: Option<Uuid>,
    outcome: String,
    reason: Option<String>,
    request_id: String,
    operation_id: Option<Uuid>,
    before_data: Option<String>,
    after_data: Option<String>,
    children: i64,
    children_digest: String,
    labels_digest: String,
    previous_hash: String,
    hash: String,
}

impl EventRow {
    fn compute_hash(&self) -> String {
        let mut hasher = Hasher::new();
        hasher.text(&self.previous_hash);
        hasher.id(Some(self.stream_id));
        hasher.number(self.seq);
        hasher.id(Some(self.id));
        hasher.number(self.at);
        hasher.id(self.tenant_id);
        hasher.id(self.environment_id);
        hasher.text(&self.actor_kind);
        hasher.id(self.actor_id);
        hasher.id(self.actor_identity_id);
        hasher.text(&self.action);
        hasher.maybe(self.target_kind.as_deref());
        hasher.id(self.target_id);
        hasher.text(&self.outcome);
        hasher.maybe(self.reason.as_deref());
        hasher.text(&self.request_id);
        hasher.id(self.operation_id);
        hasher.maybe(self.before_data.as_deref());
        hasher.maybe(self.after_data.as_deref());
        hasher.number(self.children);
        hasher.text(&self.children_digest);
        hasher.text(&self.labels_digest);
        hasher.end()
    }
}
