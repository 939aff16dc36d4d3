//! When assignments hold: windows side by side, and moving their ends.

use super::{after, dated, last_event, new, writes};
use domain::Time;
use domain::assignments::{Assignment, State, Subject};
use domain::problem::Code;
use domain::roles::System;
use service::Env;
use service::assignments::{Edit, assign, change, get, revoke};
use service::testing::{at, on_each, refused, refused_at};

const HOUR: i64 = 3600;

#[tokio::test]
async fn live_assignments_do_not_overlap_and_disjoint_ones_coexist() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let give = async |from: Option<i64>, to: Option<i64>| {
            let hours = |n: i64| world.now().plus_seconds(n * HOUR);
            assign(&env, &dated(ben, viewer, from.map(hours), to.map(hours))).await
        };
        give(Some(10), Some(20)).await.expect("the first");
        for (from, to) in [
            (None, None),
            (None, Some(11)),
            (Some(10), Some(20)),
            (Some(12), Some(13)),
            (Some(19), None),
            (Some(9), Some(21)),
            (Some(10), None),
        ] {
            let expected = (Code::AlreadyAssigned, "/identity_id".to_owned());
            assert_eq!(refused_at(give(from, to).await), expected, "{from:?} {to:?}");
        }
        give(Some(20), Some(30)).await.expect("the next, from the very end on");
        give(Some(1), Some(10)).await.expect("one before, to the very start");
        give(None, Some(1)).await.expect("one that holds already");
        give(Some(40), None).await.expect("next year's");
        world.check_counters(&env).await;
        // Another subject, role or node is another matter.
        let group = world.group(&env, "Support", None).await;
        let mut of_group = new(ben, viewer);
        of_group.subject = Subject::Group(group);
        assign(&env, &of_group).await.expect("the group");
        assert_eq!(refused_at(assign(&env, &of_group).await).1, "/group_id");
    })
    .await;
}

#[tokio::test]
async fn what_has_ended_or_was_revoked_does_not_stop_the_next() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        // The same start each time, and none given at all.
        for from in [None, Some(at("2026-01-01T00:00:00Z"))] {
            let first = assign(&env, &dated(ben, viewer, from, after(&world, HOUR)))
                .await
                .expect("first");
            world.clock.advance(HOUR);
            assert_eq!(get(&env, first.id).await.expect("read").state, State::Ended);
            let second = assign(&env, &dated(ben, viewer, from, None)).await.expect("again");
            revoke(&env, second.id).await.expect("revoked");
            let third = assign(&env, &dated(ben, viewer, from, None)).await.expect("and again");
            assert_eq!(
                refused(assign(&env, &dated(ben, viewer, from, None)).await),
                Code::AlreadyAssigned
            );
            revoke(&env, third.id).await.expect("revoked");
        }
        world.check_counters(&env).await;
    })
    .await;
}

async fn edit(
    env: &Env,
    of: &Assignment,
    from: Option<Option<Time>>,
    to: Option<Option<Time>>,
) -> service::Result<Assignment> {
    let edit = Edit {
        effective_from: from,
        effective_to: to,
        ..Edit::default()
    };
    change(env, of.id, &edit).await
}

#[tokio::test]
async fn a_start_that_has_passed_never_changes_and_an_end_moves_to_now_or_later() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let given = dated(ben, viewer, Some(world.now()), after(&world, 10 * HOUR));
        let given = assign(&env, &given).await.expect("given");
        let past = Some(at("2026-01-01T00:00:00Z"));
        for from in [None, past, after(&world, 1)] {
            let refused = refused_at(edit(&env, &given, Some(from), None).await);
            assert_eq!(refused, (Code::InvalidWindow, "/effective_from".to_owned()));
        }
        // The same start again is no change.
        let same = edit(&env, &given, Some(given.effective_from), Some(None))
            .await
            .expect("open-ended");
        assert_eq!((same.effective_from, same.effective_to), (given.effective_from, None));
        world.clock.advance(HOUR);
        let early = refused_at(edit(&env, &given, None, Some(Some(Time(world.now().0 - 1)))).await);
        assert_eq!(early, (Code::InvalidWindow, "/effective_to".to_owned()));
        let ended = writes(&world, 1, edit(&env, &given, None, Some(Some(world.now()))))
            .await
            .expect("now");
        assert_eq!(ended.state, State::Ended);
        assert_eq!(
            last_event(&env).await,
            "assignment.changed done by Ada Okafor on Ben, 0 parts"
        );
        for wanted in [None, after(&world, HOUR)] {
            assert_eq!(refused(edit(&env, &given, None, Some(wanted)).await), Code::Conflict);
        }
        // What has not begun may still move, but not into another one.
        let next = dated(ben, viewer, after(&world, 2 * HOUR), after(&world, 3 * HOUR));
        let next = assign(&env, &next).await.expect("scheduled");
        let last = assign(&env, &dated(ben, viewer, after(&world, 5 * HOUR), None))
            .await
            .expect("after it");
        let moved = edit(&env, &next, Some(after(&world, HOUR)), Some(after(&world, 5 * HOUR)))
            .await
            .expect("moved");
        assert_eq!(
            (moved.effective_from, moved.effective_to),
            (after(&world, HOUR), last.effective_from)
        );
        let into = edit(&env, &next, None, Some(after(&world, 6 * HOUR))).await;
        assert_eq!(refused_at(into), (Code::AlreadyAssigned, "/effective_to".to_owned()));
        let backwards = edit(&env, &next, Some(after(&world, 5 * HOUR)), None).await;
        assert_eq!(refused(backwards), Code::InvalidWindow);
        world.check_audit().await;
    })
    .await;
}
