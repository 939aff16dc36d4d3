//! Large operations in the background: a chunk at a time, each in its own transaction and with its
//! own event, whoever is killed in between.

mod chunk;

use crate::Result;
use crate::cx::{Cx, Service, Who};
use chunk::Step;
use domain::id::{EnvironmentId, OperationId};
use std::collections::VecDeque;
use std::time::Duration;
use store::Engine;
use tokio::sync::watch;
use uuid::Uuid;

/// How jobs are worked on.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Items of a transaction.
    pub chunk: usize,
    /// For how long a process that says nothing keeps its jobs.
    pub lease_seconds: i64,
    /// How often jobs are looked for that nobody told about.
    pub poll: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            chunk: 2_000,
            lease_seconds: 60,
            poll: Duration::from_secs(3),
        }
    }
}

/// Works on jobs, one chunk of each after the other.
pub struct Runner {
    service: Service,
    options: Options,
    /// What tells this worker from all others.
    owner: Uuid,
}

/// A job that this worker has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    environment: EnvironmentId,
    id: OperationId,
}

/// Frees the jobs of processes that are gone, where there is only one: a SQLite file has a lock.
pub async fn free(service: &Service) -> Result<()> {
    if service.db().engine() != Engine::Sqlite {
        return Ok(());
    }
    let mut kept = service.cx(Who::System, service.request_id()).keep().await?;
    let freed = store::jobs::give_all_back(&mut kept.0).await?;
    kept.commit().await?;
    if freed > 0 {
        tracing::info!(jobs = freed, "jobs go on that were under way when the server ended");
    }
    Ok(())
}

impl Runner {
    pub fn new(service: &Service, options: Options) -> Self {
        Self {
            service: service.clone(),
            options,
            owner: service.next_id(),
        }
    }

    fn system(&self, request_id: &str) -> Cx {
        self.service.cx(Who::System, request_id)
    }

    /// Takes the oldest job that nobody works on.
    pub async fn take(&self) -> Result<Option<Taken>> {
        let now = self.service.now();
        let waiting = store::jobs::waiting(&mut self.service.db().read().await?, now).await?;
        let Some((environment, id)) = waiting else {
            return Ok(None);
        };
        let mut kept = self.system(&self.service.request_id()).keep().await?;
        let until = now.plus_seconds(self.options.lease_seconds);
        let taken = store::jobs::take(&mut kept.0, environment, id, self.owner, now, until).await?;
        kept.commit().await?;
        Ok(taken.then_some(Taken { environment, id }))
    }

    async fn give_back(&self, job: Taken) -> Result<()> {
        let mut kept = self.system(&self.service.request_id()).keep().await?;
        store::jobs::give_back(&mut kept.0, job.environment, job.id, self.owner).await?;
        kept.commit().await
    }

    /// Does the next chunk of a job, or brings it to its end. Whether there is more to do for this
    /// worker.
    ///
    /// Must run in a task that is not cancelled.
    pub async fn step(&self, job: Taken) -> Result<bool> {
        Ok(chunk::step(self, job).await? == Step::More)
    }

    /// Works until no job is left that this worker may take.
    ///
    /// Must run in a task that is not cancelled.
    pub async fn work(&self) -> Result<()> {
        let mut jobs = VecDeque::new();
        loop {
            while let Some(job) = self.take().await? {
                jobs.push_back(job);
            }
            let Some(job) = jobs.pop_front() else { return Ok(()) };
            if self.step(job).await? {
                jobs.push_back(job);
            }
        }
    }

    /// Works for as long as the server runs: fresh jobs at once, those of others when their time is
    /// over. At the end the chunk under way is finished and all jobs are given back.
    ///
    /// Must run in a task that is not cancelled.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        let mut jobs: VecDeque<Taken> = VecDeque::new();
        while !*stop.borrow() {
            match self.take().await {
                Ok(Some(job)) => {
                    jobs.push_back(job);
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "jobs could not be looked for"),
            }
            let Some(job) = jobs.pop_front() else {
                tokio::select! {
                    () = self.service.fresh_job() => {}
                    () = tokio::time::sleep(self.options.poll) => {}
                    _ = stop.wait_for(|stop| *stop) => {}
                }
                continue;
            };
            match self.step(job).await {
                Ok(true) => jobs.push_back(job),
                Ok(false) => {}
                // Its lease ends by itself; then it is tried again.
                Err(error) => tracing::error!(%error, job = %job.id, "a part of a job could not be done"),
            }
            // Whoever waits for the writer comes first.
            tokio::task::yield_now().await;
        }
        for job in jobs {
            if let Err(error) = self.give_back(job).await {
                tracing::warn!(%error, job = %job.id, "a job could not be given back");
            }
        }
    }
}
