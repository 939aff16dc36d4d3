//! Other dates for many: set, extended, ended; by a plan, item by item, and one alone.

use super::plans::told;
use super::{after, dated, last_event, writes};
use domain::Time;
use domain::assignments::{self, Assignment, State, Subject};
use domain::bulk::Status;
use domain::id::{AssignmentId, IdentityId, RoleId};
use domain::plans::{AssignmentSelection, DateChange, End, Request, SetDates};
use domain::problem::Code;
use domain::roles::System;
use service::assignments::{BulkAnswer, assign as give, extend, get, revoke};
use service::plans::{commit, create};
use service::testing::{TestWorld, on_each, refused, refused_at};
use service::{Env, operations};

pub const DAY: i64 = 86_400;

pub fn set_to(to: Option<Time>) -> DateChange {
    DateChange::Set {
        effective_from: None,
        effective_to: Some(to),
    }
}

pub fn dates(ids: &[AssignmentId], change: DateChange) -> Request {
    Request::SetDates(SetDates {
        selection: AssignmentSelection::Ids(ids.to_vec()),
        change,
    })
}

pub fn ending(ids: &[AssignmentId]) -> Request {
    Request::End(End {
        selection: AssignmentSelection::Ids(ids.to_vec()),
        revoke_sessions: false,
    })
}

/// What became of each item.
pub fn results(answer: &BulkAnswer) -> Vec<(Status, Option<Code>)> {
    let results = answer.results.iter();
    results
        .map(|one| (one.status, one.error.as_ref().map(|error| error.code)))
        .collect()
}

/// Assignments of one role: active, ending tomorrow, scheduled, ended, revoked.
async fn five(world: &TestWorld, env: &Env) -> (Vec<IdentityId>, RoleId, Vec<AssignmentId>) {
    let people = world.people(env, 5).await;
    let viewer = world.system_role(env, System::Viewer).await;
    let mut ids = Vec::new();
    for (person, (from, to)) in people.iter().zip([
        (None, None),
        (None, after(world, DAY)),
        (after(world, DAY), after(world, 2 * DAY)),
        (None, after(world, 1)),
        (None, None),
    ]) {
        ids.push(give(env, &dated(*person, viewer, from, to)).await.expect("given").id);
    }
    world.clock.advance(1);
    revoke(env, ids[4]).await.expect("revoked");
    (people, viewer, ids)
}

#[tokio::test]
async fn dates_are_set_for_those_that_can_have_them() {
    on_each(async |world| {
        let env = world.env().await;
        let (_, _, mut ids) = five(&world, &env).await;
        ids.extend([ids[0], env.id().0.into()]);
        let to = after(&world, 10 * DAY);
        let asked = dates(&ids, set_to(to));
        let plan = writes(&world, 0, create(&env, &asked)).await.expect("a plan");
        let sums = "3/3/1 duplicate_in_request=1 not_assigned=2 not_found=1";
        assert_eq!(told(&plan), sums);
        let sample = &plan.samples[0].samples[0];
        assert_eq!(
            (sample.name.as_str(), sample.assignment_id, sample.detail.as_deref()),
            (
                "Person 0001",
                Some(ids[0]),
                Some("Viewer, until removed → until 30 Nov 2026")
            )
        );
        let operation = writes(&world, 1, commit(&env, plan.id, false)).await.expect("done");
        assert_eq!(
            last_event(&env).await,
            "assignments.set_dates partial by Ada Okafor on assignments.set_dates, 7 parts"
        );
        for id in &ids[..3] {
            assert_eq!(get(&env, *id).await.expect("read").effective_to, to);
        }
        // The parts are about people, and name the assignment.
        let parts = operations::parts(&env, operation, Some(Status::Updated), 10)
            .await
            .expect("parts");
        assert_eq!(parts[0].name.as_deref(), Some("Person 0001"));
        assert_eq!(parts[0].object_id, Some(ids[0].0));
        let again = create(&env, &asked).await.expect("a plan");
        assert_eq!(
            told(&again),
            "0/6/1 duplicate_in_request=1 not_assigned=2 not_found=1 unchanged=3"
        );
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn extending_moves_ends_and_goes_on_from_what_has_ended() {
    on_each(async |world| {
        let env = world.env().await;
        let (people, viewer, ids) = five(&world, &env).await;
        let days = DateChange::Extend { days: 30 };
        let before: Vec<Assignment> = read_all(&env, &ids).await;
        let plan = create(&env, &dates(&ids, days)).await.expect("a plan");
        assert_eq!(told(&plan), "3/2/0 not_assigned=1 unchanged=1");
        let operation = commit(&env, plan.id, false).await.expect("done");
        for at in [1, 2] {
            let moved = before[at].effective_to.map(|to| to.plus_days(30));
            assert_eq!(get(&env, ids[at]).await.expect("read").effective_to, moved);
        }
        // The ended one stays as it is; another goes on from it.
        assert_eq!(get(&env, ids[3]).await.expect("read"), before[3]);
        let parts = operations::parts(&env, operation, Some(Status::Updated), 10)
            .await
            .expect("parts");
        let part = parts.iter().find(|part| part.target_id == people[3].0).expect("a part");
        let made = get(&env, part.object_id.expect("an assignment").into())
            .await
            .expect("read");
        assert_ne!(made.id, ids[3]);
        assert_eq!((made.role_id, made.state), (viewer, State::Active));
        assert_eq!(made.effective_to, after(&world, 30 * DAY));
        let renews = [("renews", store::testing::Cell::from(ids[3].0))];
        assert_eq!(world.db.count("assignments", &renews).await, 1);
        world.check_counters(&env).await;
        // Once more it would lie in the time of the new one.
        let plan = create(&env, &dates(&ids[3..4], days)).await.expect("a plan");
        assert_eq!(told(&plan), "0/0/1 already_assigned=1");
    })
    .await;
}

async fn read_all(env: &Env, ids: &[AssignmentId]) -> Vec<Assignment> {
    let mut all = Vec::new();
    for id in ids {
        all.push(get(env, *id).await.expect("read"));
    }
    all
}

#[tokio::test]
async fn one_is_extended_as_many_are() {
    on_each(async |world| {
        let env = world.env().await;
        let (people, _, ids) = five(&world, &env).await;
        let moved = writes(&world, 1, extend(&env, ids[1], 7)).await.expect("extended");
        assert_eq!((moved.id, moved.effective_to), (ids[1], after(&world, 8 * DAY - 1)));
        let made = writes(&world, 1, extend(&env, ids[3], 7)).await.expect("renewed");
        assert_eq!(made.subject, Subject::Identity(people[3]));
        assert_eq!(made.effective_to, after(&world, 7 * DAY));
        assert_eq!(
            last_event(&env).await,
            "assignment.renewed done by Ada Okafor on Person 0004, 0 parts"
        );
        writes(&world, 0, async {
            for (id, days, code) in [
                (ids[0], 7, Code::Unchanged),
                (ids[3], 7, Code::AlreadyAssigned),
                (ids[4], 7, Code::NotAssigned),
                (ids[1], 0, Code::InvalidValue),
                (people[0].0.into(), 7, Code::NotFound),
            ] {
                assert_eq!(refused(extend(&env, id, days).await), code, "{days}");
            }
        })
        .await;
        world.suspend(&env, &people[2..3]).await;
        world.clock.advance(3 * DAY);
        assert_eq!(refused(extend(&env, ids[2], 7).await), Code::Suspended);
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn ending_is_revoking_for_those_that_are_live() {
    on_each(async |world| {
        let env = world.env().await;
        let (_, _, ids) = five(&world, &env).await;
        let filter = |states: &[State]| {
            Request::End(End {
                selection: AssignmentSelection::Matching {
                    filter: assignments::Filter {
                        q: "person 0".to_owned(),
                        states: states.to_vec(),
                        role: Some("viewer".to_owned()),
                        source: Some(assignments::Source::Identity),
                        ..assignments::Filter::default()
                    },
                    exclude: vec![ids[0]],
                },
                revoke_sessions: false,
            })
        };
        let plan = create(&env, &filter(&[])).await.expect("a plan");
        assert_eq!(told(&plan), "2/2/0 not_assigned=2");
        let plan = create(&env, &filter(&[State::EndingSoon, State::Scheduled]))
            .await
            .expect("a plan");
        assert_eq!(told(&plan), "2/0/0");
        commit(&env, plan.id, false).await.expect("done");
        assert_eq!(
            last_event(&env).await,
            "assignments.end done by Ada Okafor on assignments.end, 2 parts"
        );
        let states: Vec<State> = read_all(&env, &ids).await.iter().map(|one| one.state).collect();
        assert_eq!(
            states,
            [
                State::Active,
                State::Revoked,
                State::Revoked,
                State::Ended,
                State::Revoked
            ]
        );
        world.check_counters(&env).await;
        let none = create(&env, &filter(&[State::NoEffect])).await;
        assert_eq!(refused_at(none), (Code::InvalidValue, "/selection".to_owned()));
        // What is not live any more when the plan is done is told.
        let plan = create(&env, &ending(&ids[..1])).await.expect("a plan");
        revoke(&env, ids[0]).await.expect("meanwhile");
        assert_eq!(refused(commit(&env, plan.id, false).await), Code::PlanChanged);
        assert_eq!(refused(commit(&env, plan.id, true).await), Code::Conflict);
    })
    .await;
}
