//! What the tests of the demo and the seed read back.

use domain::Time;
use domain::id::EnvironmentId;
use service::{Clock, Cx, Service, SystemIds, Who};
use std::collections::HashMap;
use store::counters;
use store::testing::TestDb;

pub struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        "2026-05-04T09:30:00Z".parse().expect("a time")
    }
}

pub fn cx(test: &TestDb) -> Cx {
    Service::new(test.db.clone(), Still, SystemIds::default()).cx(Who::Cli, "test")
}

pub async fn environment(test: &TestDb, tenant: &str, slug: &str) -> EnvironmentId {
    let mut conn = test.db.read().await.expect("a connection");
    let tenant = store::tenants::by_slug(&mut conn, tenant).await.expect("a tenant");
    store::environments::list(&mut conn, tenant.id)
        .await
        .expect("environments")
        .into_iter()
        .find(|one| one.slug.as_str() == slug)
        .expect("an environment")
        .id
}

pub async fn identities(test: &TestDb, id: EnvironmentId) -> Vec<domain::identities::Identity> {
    use store::directory::{Filter, From, list};
    let mut conn = test.db.read().await.expect("a connection");
    list(
        &mut conn,
        id,
        &Filter::default(),
        domain::identities::Sort::Name,
        &From::First,
        2000,
        Still.now(),
    )
    .await
    .expect("a list")
    .into_iter()
    .map(|row| row.identity)
    .collect()
}

pub async fn assignments(test: &TestDb, id: EnvironmentId) -> Vec<domain::assignments::Assignment> {
    let mut conn = test.db.read().await.expect("a connection");
    store::assignments::list(
        &mut conn,
        id,
        &store::assignments::Filter::default(),
        None,
        5000,
        Still.now(),
    )
    .await
    .expect("a list")
}

/// The deepest nesting of groups.
pub async fn depth(test: &TestDb, id: EnvironmentId) -> usize {
    let mut conn = test.db.read().await.expect("a connection");
    let groups = store::groups::list(&mut conn, id).await.expect("groups");
    let parents: HashMap<_, _> = groups.iter().map(|group| (group.id, group.parent_id)).collect();
    groups
        .iter()
        .map(|group| std::iter::successors(Some(group.id), |at| parents[at]).count())
        .max()
        .unwrap_or(0)
}

pub async fn counter(test: &TestDb, id: EnvironmentId, kind: counters::Kind) -> usize {
    let mut conn = test.db.read().await.expect("a connection");
    let n = counters::get(&mut conn, id, kind).await.expect("a counter");
    usize::try_from(n).expect("a number")
}

pub async fn verify(test: &TestDb) -> store::audit::Verdict {
    let mut conn = test.db.read().await.expect("a connection");
    store::audit::verify(&mut conn).await.expect("a verdict")
}
