//! What decisions need, in memory: by environment, stamped with the revision of which it is true.
//!
//! Every request reads the revision from the database (together with all others that ask at the same
//! moment), so that what other processes write counts at once. A snapshot of an older revision catches up
//! from what the revisions since then say they touched; where that is too much, or was not said, the
//! question is answered from the database and the snapshot is built anew beside.

mod entered;
mod load;
pub(crate) mod pulse;

pub(crate) use entered::{Committed, Entered, Key, Known};
pub(crate) use pulse::Pulse;

use crate::Result;
use crate::cx::{Env, Service};
use crate::error::Error;
use domain::id::{EnvironmentId, KeyId};
use policy::Index;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// Environments whose people are kept in memory; who was not asked about for the longest time goes first.
const KEPT: usize = 32;
/// Keys and environments of which it is kept what they may; more than this and all are forgotten.
const KNOWN: usize = 10_000;

/// What is kept in memory of all environments.
#[derive(Default)]
pub(crate) struct Snapshots {
    slots: Mutex<HashMap<EnvironmentId, Arc<Slot>>>,
    known: Mutex<HashMap<EnvironmentId, Arc<Known>>>,
    keys: Mutex<HashMap<KeyId, Arc<Key>>>,
    pub pulse: Pulse,
    /// Counts questions, to tell which environment was asked about last.
    clock: AtomicU64,
}

/// The people of one environment.
#[derive(Default)]
pub(crate) struct Slot {
    held: RwLock<Option<Held>>,
    /// Who brings it up to date; the others wait.
    turn: tokio::sync::Mutex<()>,
    building: AtomicBool,
    asked: AtomicU64,
}

/// An index and the revision of which it is true.
pub(crate) struct Held {
    pub revision: i64,
    pub index: Index,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Snapshots {
    fn slot(&self, environment: EnvironmentId) -> Arc<Slot> {
        let slot = lock(&self.slots).entry(environment).or_default().clone();
        slot.asked
            .store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        slot
    }

    /// Makes room for one more.
    fn make_room(&self) {
        let mut slots = lock(&self.slots);
        while slots.len() > KEPT {
            let asked = |slot: &Slot| slot.asked.load(Ordering::Relaxed);
            let oldest = slots.iter().min_by_key(|(_, slot)| asked(slot)).map(|(id, _)| *id);
            let Some(oldest) = oldest else { return };
            slots.remove(&oldest);
        }
    }

    /// What is known of an environment as it is at a revision.
    pub fn known(&self, environment: EnvironmentId, revision: i64) -> Option<Arc<Known>> {
        let known = lock(&self.known).get(&environment).cloned();
        known.filter(|known| known.revision == revision)
    }

    pub fn keep_known(&self, environment: EnvironmentId, known: Arc<Known>) {
        keep(&self.known, environment, known);
    }

    pub fn key(&self, id: KeyId) -> Option<Arc<Key>> {
        lock(&self.keys).get(&id).cloned()
    }

    pub fn keep_key(&self, id: KeyId, key: Key) {
        keep(&self.keys, id, Arc::new(key));
    }
}

fn keep<K: Eq + std::hash::Hash, V>(map: &Mutex<HashMap<K, V>>, key: K, value: V) {
    let mut map = lock(map);
    if map.len() >= KNOWN {
        map.clear();
    }
    map.insert(key, value);
}

impl Slot {
    /// What is held, where it is true of `revision` or of a later one.
    fn at(&self, revision: i64) -> Option<RwLockReadGuard<'_, Option<Held>>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref()
            .is_some_and(|held| held.revision >= revision)
            .then_some(held)
    }

    fn revision(&self) -> Option<i64> {
        self.look(|held| held.revision)
    }

    /// Looks at what is held.
    fn look<T>(&self, at: impl FnOnce(&Held) -> T) -> Option<T> {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .map(at)
    }

    fn forget(&self) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Holds this where nothing newer is held: who built it may have been overtaken.
    fn offer(&self, new: Held) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_none_or(|held| held.revision < new.revision) {
            *held = Some(new);
        }
    }

    /// Changes what is held.
    fn change(&self, change: impl FnOnce(&mut Held)) {
        if let Some(held) = self.held.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            change(held);
        }
    }
}

/// Asks the snapshot of an environment, as it is at `revision` or later. `None` where it is not there: then
/// the database has to be asked, and the snapshot is built beside.
pub(crate) async fn ask<T>(env: &Env, revision: i64, question: impl FnOnce(&Held) -> T) -> Result<Option<T>> {
    let service = &env.cx.service;
    let slot = service.snapshots().slot(env.id());
    if slot.revision().is_some_and(|held| held < revision) {
        // By itself: whoever asks may leave, and what is begun must end.
        let (service, environment, slot) = (service.clone(), env.id(), slot.clone());
        let caught_up = tokio::spawn(async move { catch_up(&service, environment, &slot, revision).await });
        caught_up
            .await
            .map_err(|error| Error::Internal(format!("catching up stopped: {error}")))??;
    }
    if let Some(held) = slot.at(revision) {
        return Ok(held.as_ref().map(question));
    }
    build_beside(service, env.id(), slot);
    Ok(None)
}

async fn catch_up(service: &Service, environment: EnvironmentId, slot: &Slot, revision: i64) -> Result<()> {
    let _turn = slot.turn.lock().await;
    // Someone else may have done it while this one waited.
    if let Some(held) = slot.revision().filter(|held| *held < revision)
        && !load::catch_up(service, environment, slot, held).await?
    {
        slot.forget();
    }
    Ok(())
}

fn build_beside(service: &Service, environment: EnvironmentId, slot: Arc<Slot>) {
    if slot.revision().is_some() || slot.building.swap(true, Ordering::AcqRel) {
        return;
    }
    let service = service.clone();
    tokio::spawn(async move {
        match load::whole(&service, environment).await {
            Ok(held) => {
                slot.offer(held);
                service.snapshots().make_room();
            }
            // The next question tries again.
            Err(error) => tracing::warn!(%environment, %error, "the access snapshot could not be built"),
        }
        slot.building.store(false, Ordering::Release);
    });
}

/// Builds the snapshot of an environment now, where there is none; for tests and benchmarks, which want to
/// know from where an answer comes.
///
/// Must run in a task that is not cancelled.
pub async fn warm(env: &Env) -> Result<()> {
    let slot = env.cx.service.snapshots().slot(env.id());
    let _turn = slot.turn.lock().await;
    if slot.revision().is_none() {
        slot.offer(load::whole(&env.cx.service, env.id()).await?);
    }
    Ok(())
}
