//! What outlives a request: the database, the clock, what is counted in memory.

use super::{Cx, Who};
use crate::Result;
use crate::clock::{Clock, Ids};
use crate::memory::Memory;
use crate::secret::{self, Hasher};
use crate::snapshot::Snapshots;
use domain::Time;
use std::sync::Arc;
use store::Db;
use tokio::sync::Notify;
use uuid::Uuid;

/// Everything that outlives a request.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Box<dyn Clock>,
    ids: Box<dyn Ids>,
    hasher: Hasher,
    memory: Memory,
    snapshots: Snapshots,
    /// Told when there is a job that nobody works on.
    jobs: Notify,
}

impl Service {
    pub fn new(db: Db, clock: impl Clock + 'static, ids: impl Ids + 'static) -> Self {
        Self(Arc::new(Inner {
            db,
            clock: Box::new(clock),
            ids: Box::new(ids),
            hasher: Hasher::default(),
            memory: Memory::default(),
            snapshots: Snapshots::default(),
            jobs: Notify::new(),
        }))
    }

    pub fn now(&self) -> Time {
        self.0.clock.now()
    }

    pub(crate) fn next_id<T: From<Uuid>>(&self) -> T {
        self.0.ids.next().into()
    }

    pub(crate) fn random_token(&self) -> String {
        secret::token(self.0.ids.random())
    }

    /// Hashes passwords, a few at a time.
    pub fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    /// What is counted in memory between requests.
    pub fn memory(&self) -> &Memory {
        &self.0.memory
    }

    /// What decisions need, in memory.
    pub(crate) fn snapshots(&self) -> &Snapshots {
        &self.0.snapshots
    }

    /// Says that there is a job that nobody works on.
    pub(crate) fn tell_of_job(&self) {
        self.0.jobs.notify_one();
    }

    /// Waits until there is a job that nobody works on; one that was told before counts.
    pub(crate) async fn fresh_job(&self) {
        self.0.jobs.notified().await;
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    /// Whether the database answers, and by how many milliseconds its clock is ahead of ours.
    pub async fn ping(&self) -> Result<i64> {
        let theirs = self.0.db.read().await?.ping().await?;
        Ok(theirs - self.now().0)
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.0.db.close().await;
    }

    /// An id for a request, in the log and in its answer.
    pub fn request_id(&self) -> String {
        self.0.ids.next().simple().to_string()
    }

    /// A key that makes a form happen once.
    pub fn request_key(&self) -> String {
        self.random_token()
    }

    /// A request of someone.
    pub fn cx(&self, who: Who, request_id: impl Into<String>) -> Cx {
        Cx {
            service: self.clone(),
            who,
            request_id: request_id.into(),
            once: None,
        }
    }
}
