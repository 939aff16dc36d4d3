//! What the use cases promise, on both engines: one file for each noun, and the guards.

mod access;
mod activity;
mod administrators;
mod alternates;
mod areas;
mod assignments;
mod audit;
mod bulk;
mod capabilities;
mod dates;
mod denials;
mod escalation;
mod explain;
mod finding;
mod foreign;
mod groups;
mod held;
mod identities;
mod invitations;
mod job_ends;
mod jobs;
mod keys;
mod listing;
mod lookalikes;
mod meanwhile;
mod members;
mod people;
mod plans;
mod relations;
mod removal;
mod resets;
mod roles;
mod roles_gone;
mod sessions;
mod setup;
mod shuffles;
mod signing_out;
mod snapshot;
mod takings;
mod timing_limits;
mod timings;
mod undo;
mod undo_limits;
mod writers;

use domain::assignments::{New, Subject, ThroughGroup};
use domain::id::{IdentityId, RoleId};
use domain::plans::{Assign, Selection};
use domain::{Time, Window};
use service::testing::TestWorld;
use service::{Clock, Env, Service, SystemIds, Who};
use std::sync::atomic::{AtomicI64, Ordering};

/// A role for a person at the root, without dates.
fn new(identity: IdentityId, role_id: RoleId) -> New {
    New {
        subject: Subject::Identity(identity),
        role_id,
        node_id: None,
        window: Window::ALWAYS,
        reason: None,
    }
}

/// Giving a role to people by a plan.
fn giving(selection: Selection, role_id: RoleId) -> Assign {
    Assign {
        selection,
        role_id,
        node_id: None,
        window: Window::ALWAYS,
        reason: None,
        through_group: ThroughGroup::Skip,
    }
}

/// The same in a window.
fn dated(identity: IdentityId, role_id: RoleId, from: Option<Time>, to: Option<Time>) -> New {
    New {
        window: Window::new(from, to),
        ..new(identity, role_id)
    }
}

/// That many seconds from now.
fn after(world: &TestWorld, seconds: i64) -> Option<Time> {
    Some(world.now().plus_seconds(seconds))
}

/// The newest event of an environment, as one line: action, outcome, who, on what, how many parts.
async fn last_event(env: &Env) -> String {
    let events = service::audit::list(env, None, 1).await.expect("events");
    let event = events.first().expect("an event");
    let target = event.target.as_ref().map_or("nothing", |target| target.label.as_str());
    format!(
        "{} {} by {} on {target}, {} parts",
        event.action,
        event.outcome.as_str(),
        event.actor.label,
        event.children
    )
}

/// Runs a write and expects that it left the chains whole and exactly `events` new root events.
async fn writes<T>(world: &TestWorld, events: usize, write: impl Future<Output = T>) -> T {
    let (before, _) = world.check_audit().await;
    let done = write.await;
    let (after, _) = world.check_audit().await;
    assert_eq!(after - before, events, "root events");
    done
}

/// A clock that is a little later each time one looks, as the real one is.
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Time {
        Time(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// Northwind's Development as someone has it, with such a clock.
async fn ticking(world: &TestWorld, who: &Who) -> Env {
    let clock = Ticking(AtomicI64::new(world.now().0));
    let service = Service::new(world.db.db.clone(), clock, SystemIds::default());
    let cx = service.cx(who.clone(), "ticking");
    cx.environment("northwind", "development")
        .await
        .expect("an environment")
}
