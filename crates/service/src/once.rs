//! Requests that happen once, however often they are sent (the Idempotency-Key of programs, the
//! hidden field of forms).

use crate::Result;
use crate::cx::{Cx, Env, Tx};
use crate::error::Error;
use domain::form::Sent;
use domain::id::EnvironmentId;
use domain::problem::Code;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A request that must not happen twice.
#[derive(Debug, Clone)]
pub(crate) struct Once {
    route: String,
    key: String,
    body_hash: String,
}

/// The longest key that is accepted, in characters.
const KEY_MAX: usize = 200;

impl Cx {
    /// Makes this request happen once per `request` field of a form.
    #[must_use]
    pub fn once(self, route: &str, sent: &Sent) -> Self {
        let key = sent.value("request");
        let body: Vec<&(String, String)> = sent.values.iter().filter(|(name, _)| name != "request").collect();
        let body = serde_json::to_string(&body).unwrap_or_default();
        if key.is_empty() || key.chars().count() > KEY_MAX {
            self
        } else {
            self.once_per(route, &key, body.as_bytes())
        }
    }

    /// Makes this request happen once per key; the same key with another body is refused.
    #[must_use]
    pub fn once_per(mut self, route: &str, key: &str, body: &[u8]) -> Self {
        self.once = Some(Once {
            route: route.to_owned(),
            key: key.chars().take(KEY_MAX).collect(),
            body_hash: hex::encode(Sha256::digest(body)),
        });
        self
    }

    fn scope(&self, once: &Once, environment: Option<EnvironmentId>) -> String {
        let actor = self.actor();
        let id = |id: Option<Uuid>| id.map(|id| id.simple().to_string()).unwrap_or_default();
        format!(
            "{} {} {} {}",
            actor.kind.as_str(),
            id(actor.id),
            id(environment.map(|id| id.0)),
            once.route
        )
    }

    /// Keeps what was done, in the transaction that does it.
    pub(crate) async fn keep_once(
        &self,
        tx: &mut store::Tx,
        environment: Option<EnvironmentId>,
        answer: Option<Uuid>,
    ) -> Result<()> {
        let Some(once) = &self.once else { return Ok(()) };
        let answer = answer.map(|id| id.to_string());
        let new = store::idempotency::New {
            scope: &self.scope(once, environment),
            key: &once.key,
            body_hash: &once.body_hash,
            environment_id: environment,
            operation_id: None,
            status: 0,
            answer: answer.as_deref(),
            now: self.now(),
        };
        match store::idempotency::keep(tx, new).await {
            Err(store::Error::Unique(_)) => Err(Error::new(
                Code::Conflict,
                "The same request is being done at this moment. Send it again to see its result.",
            )),
            other => Ok(other?),
        }
    }
}

impl Env {
    /// Makes this request happen once per key; the same key with another body is refused.
    #[must_use]
    pub fn once_per(mut self, route: &str, key: &str, body: &[u8]) -> Self {
        self.cx = self.cx.once_per(route, key, body);
        self
    }

    /// What this request did when it was sent before: the id of what it made.
    ///
    /// Fails with `idempotency_mismatch` where the key came with another body.
    pub async fn replayed(&self) -> Result<Option<Uuid>> {
        if self.cx.once.is_none() {
            return Ok(None);
        }
        self.replayed_in(&mut self.read().await?).await
    }

    async fn replayed_in(&self, conn: &mut store::Conn) -> Result<Option<Uuid>> {
        let Some(once) = &self.cx.once else { return Ok(None) };
        let scope = self.cx.scope(once, Some(self.id()));
        let record = store::idempotency::get(conn, &scope, &once.key).await?;
        match record {
            None => Ok(None),
            Some(record) if record.body_hash != once.body_hash => Err(Error::new(
                Code::IdempotencyMismatch,
                "This Idempotency-Key was used with another request. Use a new one.",
            )),
            Some(record) => Ok(record.answer.and_then(|id| id.parse().ok())),
        }
    }
}

impl Tx {
    /// The same behind the lock: whoever sent this request at the same moment was first.
    pub(crate) async fn replayed(&mut self) -> Result<Option<Uuid>> {
        let env = self.env()?.clone();
        env.replayed_in(&mut self.tx).await
    }
}
