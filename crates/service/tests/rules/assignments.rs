//! Giving, timing and taking away one role at a time.

use super::{after, dated, last_event, new, writes};
use domain::Time;
use domain::assignments::{State, Subject};
use domain::problem::Code;
use domain::roles::System;
use service::assignments::{self, Edit, Filter, assign, change, get, revoke};
use service::testing::{at, on_each, refused, refused_at};

const HOUR: i64 = 3600;

#[tokio::test]
async fn a_role_is_given_with_one_event_and_everything_is_echoed() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben Ode").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let mut wanted = dated(
            ben,
            viewer,
            Some(at("2026-05-01T00:00:00Z")),
            Some(at("2026-12-31T00:00:00Z")),
        );
        wanted.reason = Some("Year end".to_owned());
        let made = writes(&world, 1, assign(&env, &wanted)).await.expect("given");
        // A start in the past is echoed as it was sent.
        assert_eq!(made.effective_from, wanted.window.from);
        assert_eq!(made.effective_to, wanted.window.to);
        assert_eq!(
            (made.subject, made.role_id, made.state),
            (wanted.subject, viewer, State::Active)
        );
        assert_eq!(made.node_id, env.environment.root_node_id);
        assert_eq!(made.reason.as_deref(), Some("Year end"));
        assert_eq!(
            (made.granted_by.label.as_str(), made.created_at),
            ("Ada Okafor", world.now())
        );
        assert_eq!(get(&env, made.id).await.expect("read"), made);
        assert_eq!(
            last_event(&env).await,
            "assignment.created done by Ada Okafor on Ben Ode, 0 parts"
        );
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn refusals_have_codes_and_pointers_and_write_nothing() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let gone = world.person(&env, "Suspended Sam").await;
        world.suspend(&env, &[gone]).await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let nowhere = || env.id().0;
        let (now, before) = (Some(world.now()), Some(Time(world.now().0 - 1)));
        let mut wrong = vec![
            (dated(ben, viewer, None, now), Code::InvalidWindow, "/effective_to"),
            (dated(ben, viewer, None, before), Code::InvalidWindow, "/effective_to"),
            (
                dated(ben, viewer, after(&world, 2), after(&world, 2)),
                Code::InvalidWindow,
                "/effective_to",
            ),
            (
                dated(ben, viewer, after(&world, 3), after(&world, 2)),
                Code::InvalidWindow,
                "/effective_to",
            ),
            (new(gone, viewer), Code::Suspended, "/identity_id"),
            (new(nowhere().into(), viewer), Code::NotFound, "/identity_id"),
            (new(ben, nowhere().into()), Code::NotFound, "/role_id"),
        ];
        let with = |change: &dyn Fn(&mut domain::assignments::New)| {
            let mut one = new(ben, viewer);
            change(&mut one);
            one
        };
        let group = Subject::Group(nowhere().into());
        wrong.extend([
            (
                with(&|one| one.node_id = Some(nowhere().into())),
                Code::NotFound,
                "/node_id",
            ),
            (with(&|one| one.subject = group), Code::NotFound, "/group_id"),
            (
                with(&|one| one.reason = Some("x".repeat(501))),
                Code::TooLarge,
                "/reason",
            ),
            (
                with(&|one| one.reason = Some("a\u{7}b".to_owned())),
                Code::InvalidValue,
                "/reason",
            ),
        ]);
        writes(&world, 0, async {
            for (wanted, code, pointer) in &wrong {
                let refused = refused_at(assign(&env, wanted).await);
                assert_eq!(refused, (*code, (*pointer).to_owned()), "{wanted:?}");
            }
        })
        .await;
        assert_eq!(world.db.count("assignments", &[]).await, 0);
        // In a hierarchy the node is said.
        let emea = world.node(&env, "EMEA", None).await;
        let env = world.env().await;
        let refused = refused_at(assign(&env, &new(ben, viewer)).await);
        assert_eq!(refused, (Code::NodeRequired, "/node_id".to_owned()));
        assign(&env, &with(&|one| one.node_id = Some(emea)))
            .await
            .expect("at a node");
    })
    .await;
}

#[tokio::test]
async fn ending_now_is_revoking_and_happens_once() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let given = assign(&env, &new(ben, viewer)).await.expect("given");
        writes(&world, 1, revoke(&env, given.id)).await.expect("revoked");
        assert_eq!(
            last_event(&env).await,
            "assignment.revoked done by Ada Okafor on Ben, 0 parts"
        );
        assert_eq!(get(&env, given.id).await.expect("still there").state, State::Revoked);
        writes(&world, 0, async {
            assert_eq!(refused(revoke(&env, given.id).await), Code::NotAssigned);
            assert_eq!(refused(change(&env, given.id, &Edit::default()).await), Code::Conflict);
            assert_eq!(refused(revoke(&env, ben.0.into()).await), Code::NotFound);
        })
        .await;
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn states_in_lists_are_those_of_the_rules() {
    on_each(async |world| {
        let env = world.env().await;
        let people = world.people(&env, 7).await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let windows = [
            (State::Active, None, None),
            (State::EndingSoon, None, after(&world, 7 * 24 * HOUR)),
            (
                State::Active,
                None,
                Some(Time(world.now().0 + 7 * 24 * HOUR * 1000 + 1)),
            ),
            (State::Scheduled, after(&world, 1), None),
            (State::NoEffect, None, None),
            (State::Ended, None, after(&world, 0)),
            (State::Revoked, None, None),
        ];
        world.clock.advance(-10);
        let mut made = Vec::new();
        for (person, (_, from, to)) in people.iter().zip(windows) {
            made.push(assign(&env, &dated(*person, viewer, from, to)).await.expect("given").id);
        }
        world.clock.advance(10);
        world.suspend(&env, &people[4..5]).await;
        revoke(&env, made[6]).await.expect("revoked");
        for state in State::ALL {
            let filter = Filter {
                states: vec![state],
                ..Filter::default()
            };
            let page = assignments::list(&env, &filter, None, 50).await.expect("a page");
            let expected: Vec<_> = (0..7).filter(|n| windows[*n].0 == state).map(|n| made[n]).collect();
            assert_eq!(
                page.items.iter().map(|one| one.id).collect::<Vec<_>>(),
                expected,
                "{state:?}"
            );
            assert!(page.items.iter().all(|one| one.state == state));
            assert_eq!(usize::try_from(page.total), Ok(expected.len()));
        }
        // Pages follow each other, and a cursor belongs to its list.
        let filter = Filter::default();
        let first = assignments::list(&env, &filter, None, 4).await.expect("a page");
        let next = first.next.expect("more");
        let second = assignments::list(&env, &filter, Some(&next), 4).await.expect("a page");
        let ids = first.items.iter().chain(&second.items).map(|one| one.id);
        assert_eq!((ids.collect::<Vec<_>>(), second.next, second.total), (made, None, 7));
        let other = Filter {
            role_id: Some(viewer),
            ..Filter::default()
        };
        assert_eq!(
            refused(assignments::list(&env, &other, Some(&next), 4).await),
            Code::InvalidCursor
        );
    })
    .await;
}

#[tokio::test]
async fn a_request_that_is_sent_again_answers_with_what_it_made() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let once = |body: &'static [u8]| world.cx(&world.admin).once_per("POST /assignments", "key 1", body);
        let send = async |body: &'static [u8]| {
            let env = once(body)
                .environment("northwind", "development")
                .await
                .expect("the environment");
            assign(&env, &new(ben, viewer)).await
        };
        let made = send(b"a").await.expect("given");
        let again = writes(&world, 0, send(b"a")).await.expect("the same answer");
        assert_eq!(again, made);
        assert_eq!(refused(send(b"b").await), Code::IdempotencyMismatch);
    })
    .await;
}
