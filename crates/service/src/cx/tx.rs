//! A transaction that writes, and the one way to keep what it did.

use super::{Cx, Env};
use crate::Result;
use crate::error::Error;
use crate::event::{Change, Description};
use domain::id::EventId;
use store::audit;

/// A transaction that may write; dropping it undoes everything.
pub struct Tx {
    pub(crate) tx: store::Tx,
    pub(super) cx: Cx,
    /// The environment as it is behind the lock.
    pub(super) env: Option<Env>,
    pub(super) revision: i64,
}

impl Tx {
    /// The environment as it is behind the lock.
    pub(crate) fn env(&self) -> Result<&Env> {
        self.env
            .as_ref()
            .ok_or_else(|| Error::Internal("a write outside an environment asked for it".to_owned()))
    }

    /// The revision that this write makes.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Judges what the change gives, writes the event and keeps everything.
    ///
    /// Fails with `would_escalate` where someone would gain what the actor does not hold.
    pub(crate) async fn commit(mut self, event: Description<'_>, change: Change) -> Result<EventId> {
        let mut stream = event.tenant.map_or(audit::DEPLOYMENT, |id| id.0);
        let mut actor = self.cx.actor();
        if let Some(env) = &self.env {
            for gain in &change.gains {
                env.covers(gain)?;
            }
            stream = env.id().0;
            actor = env.actor();
            for (kind, id) in &change.touched {
                store::environments::note_change(&mut self.tx, env.id(), self.revision, kind, *id).await?;
            }
        }
        if let Some(other) = event.actor.clone() {
            actor = other;
        }
        let id: EventId = self.cx.next_id();
        let salt = self.cx.service.random_token();
        let text = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
        let (before, after) = (text(&event.before), text(&event.after));
        let new = audit::New {
            id,
            stream,
            at: self.cx.now(),
            tenant: event.tenant.or(self.env.as_ref().map(|env| env.tenant.id)),
            environment: self.env.as_ref().map(Env::id),
            actor: &actor,
            action: event.action,
            target: event.target.as_ref(),
            outcome: event.outcome,
            reason: event.reason,
            request_id: &self.cx.request_id,
            operation: event.operation,
            before: before.as_deref(),
            after: after.as_deref(),
            children: &event.children,
            salt: &salt,
        };
        audit::append(&mut self.tx, new).await?;
        store::bulk::insert_children(&mut self.tx, id, &event.children).await?;
        let made = event.made.or(event.target.as_ref().map(|target| target.id));
        let environment = self.env.as_ref().map(Env::id);
        self.cx.keep_once(&mut self.tx, environment, made).await?;
        self.tx.commit().await?;
        Ok(id)
    }

    /// Keeps a plan and nothing else: what was judged is undone, as a plan changes nothing.
    pub(crate) async fn keep_plan(self, plan: &store::plans::Plan, items: &[store::plans::Item]) -> Result<()> {
        let env = self.env()?.clone();
        drop(self);
        let mut kept = env.cx.keep().await?;
        // Kept for an hour longer, so that a late commit hears that it is late.
        let now = env.cx.now();
        store::plans::drop_expired(&mut kept.0, env.id(), now.plus_seconds(-3600)).await?;
        store::plans::keep(&mut kept.0, env.id(), plan, items).await?;
        env.cx.keep_once(&mut kept.0, Some(env.id()), Some(plan.id.0)).await?;
        kept.commit().await
    }
}
