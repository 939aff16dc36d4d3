//! A world for tests: a database of either kind, a clock that stands still, ids that count up.

#[path = "testing/builders.rs"]
mod builders;
#[path = "testing/meanwhile.rs"]
mod meanwhile;
#[path = "testing/world.rs"]
mod world;

pub use builders::Member;
pub use meanwhile::Meanwhile;
pub use world::TestWorld;

use crate::access::{self, Answer, Question};
use crate::{Clock, Env, Error, Ids, Result, counts, warm};
use domain::assignments::Source;
use domain::id::RoleId;
use domain::problem::Code;
use domain::query::Assignments;
use domain::{Time, Window};
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::testing::databases;
use uuid::Uuid;

/// A clock that moves only when it is told to. It starts at 2026-11-20T12:00:00Z.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(at("2026-11-20T12:00:00Z").0)))
    }
}

impl TestClock {
    pub fn set(&self, to: Time) {
        self.0.store(to.0, Ordering::SeqCst);
    }

    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

/// Ids that count up, in the shape of version 7; random bytes that count as well.
#[derive(Debug, Clone, Default)]
pub struct TestIds(Arc<AtomicU64>);

impl Ids for TestIds {
    fn next(&self) -> Uuid {
        let n = self.0.fetch_add(1, Ordering::SeqCst);
        let (version, variant) = (7_u128 << 76, 0b10_u128 << 62);
        Uuid::from_u128((0x019a_0000_0000_u128 << 80) | version | variant | u128::from(n))
    }

    fn random(&self) -> [u8; 32] {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        bytes
    }
}

/// Asks as a request of now does, and sees that what is kept in memory, brought up to date since it was asked
/// before, answers as the database does.
pub async fn check(env: &Env, question: &Question) -> Result<Answer> {
    let env = env.cx.environment_by_id(env.id()).await?;
    warm(&env).await?;
    let said = access::check(&env, question).await?;
    let stored = access::in_database(&env, question).await?;
    assert_eq!(said, stored, "memory and database differ on {question:?}");
    Ok(said)
}

/// Sees that how many are in each group and hold each role is told out of memory as the database tells it.
pub async fn check_counts(env: &Env) -> Result<()> {
    let env = env.cx.environment_by_id(env.id()).await?;
    warm(&env).await?;
    let known = async || {
        counts::known_given(&env, RoleId(Uuid::nil()))
            .await
            .map(|given| given.is_some())
    };
    if !known().await? {
        // Some write did not say what it touched, and so all was forgotten.
        warm(&env).await?;
        assert!(known().await?, "nothing is in memory");
    }
    let members = counts::members_of_all(&env).await?;
    let holders = counts::holders(&env, None).await?;
    let mut conn = env.read().await?;
    let stored = store::groups::counts(&mut conn, env.id(), env.cx.now()).await?;
    assert_eq!(members, stored, "members in memory and in the database");
    let stored = store::roles::holders(&mut conn, env.id(), None, env.cx.now()).await?;
    assert_eq!(holders, stored, "holders in memory and in the database");
    let roles = store::roles::brief(&mut conn, env.id()).await?;
    drop(conn);
    for role in roles {
        let given = counts::known_given(&env, role.id).await?.expect("in memory");
        let mut conn = env.read().await?;
        for (source, told) in [(Source::Identity, given.to_people), (Source::Group, given.to_groups)] {
            let filter = store::assignments::Filter {
                role: Some(role.id),
                source: Some(source),
                states: Assignments::LIVE.to_vec(),
                ..store::assignments::Filter::default()
            };
            let stored = store::assignments::listing::total(&mut conn, env.id(), &filter, env.cx.now()).await?;
            assert_eq!(told, stored, "assignments of {} to {source:?}", role.name);
        }
    }
    Ok(())
}

/// The instant of an ISO 8601 text.
pub fn at(text: &str) -> Time {
    text.parse().expect("an instant")
}

/// A window of two instants; an empty text leaves an end open.
pub fn window(from: &str, to: &str) -> Window {
    let end = |text: &str| (!text.is_empty()).then(|| at(text));
    Window::new(end(from), end(to))
}

/// Runs a body in a world on SQLite and, where a server is named, in one on Postgres.
pub async fn on_each(body: impl AsyncFn(TestWorld)) {
    for db in databases().await {
        // Shown with a failure.
        println!("on {:?}", db.db.engine());
        body(TestWorld::set_up(db).await).await;
    }
}

/// The same before anyone has set the deployment up.
pub async fn on_each_empty(body: impl AsyncFn(TestWorld)) {
    for db in databases().await {
        println!("on {:?}", db.db.engine());
        body(TestWorld::empty(db)).await;
    }
}

/// The code of a refusal.
pub fn refused<T: Debug>(result: Result<T>) -> Code {
    result.expect_err("a refusal").code()
}

/// The code of a refusal and where it points.
pub fn refused_at<T: Debug>(result: Result<T>) -> (Code, String) {
    match result.expect_err("a refusal") {
        Error::Problem(problem) => {
            let pointer = problem.errors.first().map(|error| error.pointer.clone());
            (problem.code, pointer.unwrap_or_default())
        }
        other => panic!("{other}"),
    }
}

/// `usual` by default, `full` with `ROLECALL_FULL=1`: for tests that can go on for as long as one likes.
pub fn rounds(usual: usize, full: usize) -> usize {
    match std::env::var_os("ROLECALL_FULL") {
        Some(value) if value == "1" => full,
        _ => usual,
    }
}
