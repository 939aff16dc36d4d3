//! Counters that are kept in memory between requests: tries, refusals, and sessions that were seen.

use crate::Result;
use crate::cx::Service;
use crate::denials::Denials;
use crate::error::Error;
use domain::Time;
use domain::id::SessionId;
use domain::problem::Code;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Wrong sign-ins of one login within [`WINDOW_SECONDS`] before it has to wait.
const TRIES_PER_LOGIN: u32 = 10;
/// The same for one address.
const TRIES_PER_ADDRESS: u32 = 100;
const WINDOW_SECONDS: i64 = 15 * 60;
/// More entries than this are dropped, oldest first; memory must not be a way to stop us.
const MOST: usize = 50_000;

/// What is counted in memory.
#[derive(Default)]
pub struct Memory {
    tries: Mutex<HashMap<String, (Time, u32)>>,
    seen: Mutex<HashMap<SessionId, Time>>,
    denials: Mutex<Denials>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    /// Fails with `rate_limited` after too many wrong tries. `address` is `None` for loopback and
    /// private sources, which may be a proxy in front of everyone.
    pub(crate) fn check(&self, login: &str, address: Option<&str>, now: Time) -> Result<()> {
        let tries = lock(&self.tries);
        let over = |key: &str, most: u32| {
            tries
                .get(key)
                .filter(|(since, n)| *n >= most && now < since.plus_seconds(WINDOW_SECONDS))
                .map(|(since, _)| *since)
        };
        let since = over(&format!("l {login}"), TRIES_PER_LOGIN)
            .or_else(|| address.and_then(|address| over(&format!("a {address}"), TRIES_PER_ADDRESS)));
        match since {
            None => Ok(()),
            Some(since) => {
                let minutes = (since.plus_seconds(WINDOW_SECONDS).0 - now.0 + 59_999) / 60_000;
                let unit = if minutes == 1 { "minute" } else { "minutes" };
                Err(Error::new(
                    Code::RateLimited,
                    format!("Too many tries. Try again in {minutes} {unit}."),
                ))
            }
        }
    }

    /// Counts a wrong try.
    pub(crate) fn failed(&self, login: &str, address: Option<&str>, now: Time) {
        let mut tries = lock(&self.tries);
        if tries.len() > MOST {
            tries.retain(|_, (since, _)| now < since.plus_seconds(WINDOW_SECONDS));
        }
        for key in [
            Some(format!("l {login}")),
            address.map(|address| format!("a {address}")),
        ]
        .into_iter()
        .flatten()
        {
            let entry = tries.entry(key).or_insert((now, 0));
            if now >= entry.0.plus_seconds(WINDOW_SECONDS) {
                *entry = (now, 0);
            }
            entry.1 += 1;
        }
    }

    /// Forgets the wrong tries of a login that got in.
    pub(crate) fn succeeded(&self, login: &str) {
        lock(&self.tries).remove(&format!("l {login}"));
    }

    pub(crate) fn denials(&self) -> MutexGuard<'_, Denials> {
        lock(&self.denials)
    }

    pub(crate) fn seen(&self, session: SessionId, now: Time) {
        lock(&self.seen).insert(session, now);
    }
}

/// Writes down which sessions were seen; called once a minute and at the end.
pub async fn flush(service: &Service) -> Result<()> {
    let seen: Vec<(SessionId, Time)> = lock(&service.memory().seen).drain().collect();
    if seen.is_empty() {
        return Ok(());
    }
    let mut kept = service.cx(crate::Who::System, "flush").keep().await?;
    for (session, at) in seen {
        store::sessions::touch(&mut kept.0, session, at).await?;
    }
    kept.commit().await
}
