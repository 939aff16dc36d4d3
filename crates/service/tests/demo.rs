//! The demo and the seed: what is in them, and when they refuse.

#[path = "demo/reads.rs"]
mod reads;

use domain::assignments::State;
use domain::fold;
use domain::identities::{Kind, Status};
use domain::problem::Code;
use reads::{Still, assignments, counter, cx, depth, environment, identities, verify};
use service::seed::Size;
use service::{Clock, Service, SystemIds, Who, demo, seed};
use std::collections::{HashMap, HashSet};
use store::counters;
use store::testing::databases;

#[tokio::test]
async fn the_demo_shows_everything() {
    for test in databases().await {
        let made = demo::create(&cx(&test)).await.expect("the demo");
        assert_eq!(made.email, "dana.whitfield@northwind.test");
        assert_eq!(made.tenant, "northwind");
        assert_eq!(made.password.len(), 23, "{}", made.password);
        let production = environment(&test, "northwind", "production").await;

        let people = identities(&test, production).await;
        assert_eq!(people.len(), 250);
        assert_eq!(made.identities, 250);
        let count =
            |which: &dyn Fn(&domain::identities::Identity) -> bool| people.iter().filter(|one| which(one)).count();
        assert_eq!(count(&|one| one.kind == Kind::Service), 12);
        assert_eq!(count(&|one| one.email.is_none()), 11);
        assert_eq!(count(&|one| one.status == Status::Invited), 8);
        assert_eq!(count(&|one| one.status == Status::Suspended), 5);
        assert_eq!(count(&|one| one.account_id.is_some()), 1);
        assert_eq!(count(&|one| one.name.chars().count() == 80), 1);
        assert!(count(&|one| !one.name.is_ascii()) > 90);
        assert!(count(&|one| one.name.contains('\'') || one.name.contains('-')) > 8);
        let seen = count(&|one| one.last_seen_at.is_some());
        assert!((190..242).contains(&seen), "{seen} were seen");
        assert!(people.iter().all(|one| {
            one.created_at <= Still.now()
                && one
                    .last_seen_at
                    .is_none_or(|at| at <= Still.now() && at >= one.created_at)
        }));
        let names: HashSet<String> = people.iter().map(|one| fold::search(&one.name)).collect();
        assert!(names.len() > 245, "{} names", names.len());

        let grants = assignments(&test, production).await;
        for state in State::ALL {
            let count = grants.iter().filter(|grant| grant.state == state).count();
            assert!(count >= 2, "{count} {state:?}");
        }
        assert!(grants.iter().filter(|grant| grant.reason.is_some()).count() > 20);
        assert!(grants.iter().filter(|grant| grant.subject.group().is_some()).count() > 12);
        let came: HashMap<_, _> = people.iter().map(|one| (one.id, one.created_at)).collect();
        assert!(grants.iter().all(
            |grant| grant.subject.identity().is_none_or(|id| came[&id] <= grant.created_at)
                && grant.created_at <= Still.now()
        ));
        assert_eq!(depth(&test, production).await, 3);
        let mut conn = test.db.read().await.expect("a connection");
        let roles = store::roles::list(&mut conn, production).await.expect("roles");
        assert_eq!(roles.len(), 14);
        assert!(
            roles
                .iter()
                .all(|role| role.capabilities > 0 && role.description.is_some())
        );
        let events = store::audit::list(&mut conn, production.0, None, 100)
            .await
            .expect("events");
        let actions: Vec<&str> = events.iter().rev().map(|event| event.action.as_str()).collect();
        assert_eq!(
            actions,
            [
                "identities.imported",
                "roles.created",
                "groups.created",
                "groups.members_added",
                "identities.suspended",
                "assignments.imported",
                "assignments.assign",
                "assignments.assign",
                "assignments.assign",
            ]
        );
        let partial: Vec<bool> = events
            .iter()
            .rev()
            .map(|event| event.outcome == domain::events::Outcome::Partial)
            .collect();
        assert_eq!(partial, [false, false, false, false, false, false, false, false, true]);
        drop(conn);

        assert_eq!(
            counter(&test, production, counters::Kind::Identities).await,
            people.len()
        );
        let open = grants.iter().filter(|grant| grant.state != State::Revoked).count();
        assert_eq!(counter(&test, production, counters::Kind::Assignments).await, open);

        let development = environment(&test, "northwind", "development").await;
        assert_eq!(identities(&test, development).await.len(), 12);
        assert_eq!(assignments(&test, development).await.len(), 11);

        let verdict = verify(&test).await;
        assert_eq!(verdict.faults, [""; 0]);
        assert!(verdict.events >= 13 && verdict.children > 700, "{verdict:?}");
        // The tenant's creation, Production, Development.
        assert_eq!(verdict.streams, 3);
    }
}

#[tokio::test]
async fn the_demo_can_be_signed_in_to() {
    for test in databases().await {
        let cx = cx(&test);
        let made = demo::create(&cx).await.expect("the demo");
        let nobody = Service::new(test.db.clone(), Still, SystemIds::default()).cx(Who::Nobody, "test");
        let origin = service::sessions::Origin::default();
        service::sessions::sign_in(&nobody, &made.email, &made.password, &origin)
            .await
            .expect("signed in");
    }
}

#[tokio::test]
async fn the_demo_is_the_same_in_every_run() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let test = store::testing::sqlite().await;
        demo::create(&cx(&test)).await.expect("the demo");
        let production = environment(&test, "northwind", "production").await;
        let people = identities(&test, production).await;
        let people: Vec<_> = people
            .into_iter()
            .map(|one| (one.name, one.email, one.created_at, one.last_seen_at))
            .collect();
        let grants = assignments(&test, production).await;
        let grants: Vec<_> = grants
            .into_iter()
            .map(|one| (one.state, one.effective_from, one.effective_to, one.reason))
            .collect();
        runs.push((people, grants));
    }
    assert!(runs[0] == runs[1]);
}

#[tokio::test]
async fn demo_and_seed_refuse_each_other_themselves_and_everyone_else() {
    let small = Size {
        identities: 3,
        groups: 2,
        roles: 2,
    };
    for test in databases().await {
        let cx = cx(&test);
        let nobody = Service::new(test.db.clone(), Still, SystemIds::default()).cx(Who::Nobody, "test");
        let refused = demo::create(&nobody).await.expect_err("not from the command line");
        assert_eq!(refused.code(), Code::Forbidden);
        demo::create(&cx).await.expect("the demo");
        let again = demo::create(&cx).await.expect_err("the demo is there");
        assert_eq!(again.code(), Code::Conflict);
        assert!(again.to_string().contains("was run on this database before"), "{again}");
        let other = seed::create(&cx, small, &mut |_| {})
            .await
            .expect_err("not beside the demo");
        assert_eq!(other.code(), Code::Conflict);
        assert!(other.to_string().contains("did not make"), "{other}");
        assert_eq!(verify(&test).await.streams, 3);
    }
    for test in databases().await {
        let cx = cx(&test);
        for bad in [Size::of(0), Size::of(1_000_001), Size { roles: 1, ..small }] {
            let refused = seed::create(&cx, bad, &mut |_| {}).await.expect_err("a size");
            assert_eq!(refused.code(), Code::InvalidValue);
        }
        seed::create(&cx, small, &mut |_| {}).await.expect("the seed");
        for refused in [
            seed::create(&cx, small, &mut |_| {}).await.err(),
            demo::create(&cx).await.err(),
        ] {
            assert_eq!(refused.map(|error| error.code()), Some(Code::Conflict));
        }
    }
}

#[tokio::test]
async fn a_seed_of_a_thousand() {
    for test in databases().await {
        let mut told = Vec::new();
        let made = seed::create(&cx(&test), Size::of(1000), &mut |n| told.push(n))
            .await
            .expect("the seed");
        assert_eq!(told, [1000]);
        assert_eq!(
            (made.size.groups, made.size.roles, made.memberships, made.assignments),
            (10, 50, 2000, 2020)
        );
        let production = environment(&test, "seed", "production").await;
        let people = identities(&test, production).await;
        assert_eq!(people.len(), 1000);
        assert_eq!(counter(&test, production, counters::Kind::Identities).await, 1000);
        let grants = assignments(&test, production).await;
        assert_eq!(grants.len(), 2020);
        assert_eq!(counter(&test, production, counters::Kind::Assignments).await, 2020);
        let share = |state| grants.iter().filter(|grant| grant.state == state).count();
        assert!((60..150).contains(&share(State::Ended)), "{}", share(State::Ended));
        assert!(
            (60..150).contains(&share(State::Scheduled)),
            "{}",
            share(State::Scheduled)
        );
        let bounded = grants
            .iter()
            .filter(|grant| grant.effective_to.is_some() || grant.effective_from.is_some())
            .count();
        assert!((340..470).contains(&bounded), "{bounded}");
        assert_eq!(depth(&test, production).await, 5);
        let mut conn = test.db.read().await.expect("a connection");
        let roles = store::roles::list(&mut conn, production).await.expect("roles");
        assert!(roles.iter().filter(|role| role.system.is_none()).count() == 50);
        assert!(
            roles
                .iter()
                .all(|role| role.system.is_some() || role.capabilities == 12)
        );
        let facts = store::facts::of_identity(&mut conn, production, people[0].id)
            .await
            .expect("facts");
        assert_eq!(facts.memberships.len(), 2);
        drop(conn);
        let verdict = verify(&test).await;
        assert_eq!((verdict.events, verdict.faults.len()), (1, 0));
    }
}

/// Says how long a larger one takes: `ROLECALL_FULL=1 cargo test --release -p service --test demo
/// large -- --nocapture`.
#[tokio::test]
async fn a_large_seed() {
    let size = Size::of(if std::env::var("ROLECALL_FULL").is_ok() {
        100_000
    } else {
        100
    });
    for test in databases().await {
        let begun = std::time::Instant::now();
        let made = seed::create(&cx(&test), size, &mut |done| println!("{done} {:?}", begun.elapsed()))
            .await
            .expect("the seed");
        assert_eq!(made.size, size);
        let production = environment(&test, "seed", "production").await;
        let counted = counter(&test, production, counters::Kind::Identities).await;
        assert_eq!(counted, size.identities);
    }
}
