//! Jobs whose world changes under them, and jobs of every kind.

use super::jobs::{CHUNK, MANY, begun, check_each_once, many, runner, stands, to_all};
use super::{dated, giving, writes};
use domain::bulk::Status as Became;
use domain::id::{OperationId, RoleId};
use domain::operations::Status;
use domain::plans::{AssignmentSelection, DateChange, Remove, Request, Selection, SetDates};
use domain::problem::Code;
use service::assignments::assign as give;
use service::operations::{self, retry, undo};
use service::plans::{commit, create};
use service::testing::{Member, TestWorld, on_each, refused};
use service::{Env, Who};
use store::testing::Cell;

/// Someone who may give the role to many, and the environment as they have it.
async fn starter(world: &TestWorld, env: &Env) -> (Member, Env, RoleId) {
    let door = ["users.view", "users.bulk_operations", "members.change_roles"];
    let mia = world.member(env, "Mia Berg").await;
    let role = world.role(env, "Door", &door).await;
    world
        .give(env, domain::assignments::Subject::Identity(mia.identity), role)
        .await;
    let own = world.env_as(&mia.who, env).await;
    let small = world.role(env, "Small", &["users.view"]).await;
    (mia, own, small)
}

#[tokio::test]
async fn a_starter_who_may_no_more_stops_the_job_and_someone_else_does_the_rest() {
    on_each(async |world| {
        let (env, people, _) = many(&world).await;
        let (mia, own, small) = starter(&world, &env).await;
        let id = begun(&own, to_all(&people, small)).await;
        let runner = runner(&world);
        let job = runner.take().await.expect("a look").expect("a job");
        assert!(runner.step(job).await.expect("a chunk"));
        world.suspend(&env, &[mia.identity]).await;
        assert!(!writes(&world, 1, runner.step(job)).await.expect("stopped"));
        let operation = operations::get(&env, id).await.expect("read").operation;
        assert_eq!(operation.status, Status::Stopped);
        assert!(operation.stopped.is_some_and(|reason| reason.contains("may not")));
        assert_eq!((operation.summary.done(), operation.retryable), (CHUNK, MANY - CHUNK));
        assert!(operation.undo_until.is_some());
        let event = super::last_event(&env).await;
        assert_eq!(
            event,
            "operation.stopped partial by Rolecall on assignments.assign, 0 parts"
        );
        assert_eq!(runner.take().await.expect("a look"), None);
        assert_eq!(refused(retry(&own, id).await), Code::Forbidden);
        // Its items are kept for the rest, however late.
        world.clock.advance(3 * 3600);
        create(&env, &to_all(&people[..2], small)).await.expect("a plan");
        let rest = retry(&env, id).await.expect("begun");
        runner.work().await.expect("done");
        assert_eq!(
            stands(&env, rest).await,
            (Status::Finished, [MANY - CHUNK, MANY - CHUNK, 0, 0])
        );
        check_each_once(&world, &env, rest, &people[CHUNK..]).await;
        // What was done of the first can be undone.
        let undone = undo(&env, id).await.expect("undone");
        assert_eq!(stands(&env, undone).await, (Status::Finished, [CHUNK, CHUNK, 0, 0]));
    })
    .await;
}

#[tokio::test]
async fn the_end_of_a_key_or_an_account_ends_its_jobs() {
    on_each(async |world| {
        let (env, people, _) = many(&world).await;
        let (_, own, small) = starter(&world, &env).await;
        let capabilities = ["users.view", "users.bulk_operations", "members.change_roles"];
        let key = world.key(&env, &capabilities).await;
        let tomorrow = Some(world.now().plus_days(1));
        let mut asked = giving(Selection::Ids(people.clone()), small);
        asked.window = dated(people[0], small, None, tomorrow).window;
        let of_key = begun(&key, Request::Assign(asked)).await;
        let of_mia = begun(&own, to_all(&people, small)).await;
        let of_cli = [("creator_kind", Cell::from("cli"))];
        world
            .db
            .set("api_keys", &[("revoked_at", Cell::Number(1))], &of_cli)
            .await;
        let Who::Account { account, .. } = own.cx().who() else {
            panic!("an account")
        };
        let suspended = [("suspended_at", Cell::Number(1))];
        world
            .db
            .set("accounts", &suspended, &[("id", Cell::from(account.id.0))])
            .await;
        runner(&world).work().await.expect("stopped");
        for id in [of_key, of_mia] {
            assert_eq!(stands(&env, id).await, (Status::Stopped, [MANY, 0, 0, 0]));
        }
        assert_eq!(
            world.db.count("assignments", &[("role_id", Cell::from(small.0))]).await,
            0
        );
        world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn what_differs_when_its_chunk_comes_is_left_out() {
    on_each(async |world| {
        let (env, people, viewer) = many(&world).await;
        give(&env, &super::new(people[300], viewer)).await.expect("has it");
        let mut ids = people.clone();
        ids.push(people[0]);
        let held = ids.clone();
        let plan = create(&env, &to_all(&held, viewer)).await.expect("a plan");
        // Before it begins, all of it is held to the plan.
        world.suspend(&env, &people[310..311]).await;
        assert_eq!(refused(commit(&env, plan.id, false).await), Code::PlanChanged);
        let id = begun(&env, to_all(&held, viewer)).await;
        let runner = runner(&world);
        let job = runner.take().await.expect("a look").expect("a job");
        assert!(runner.step(job).await.expect("a chunk"));
        // Meanwhile: one was not to get it and now would, one gets it from someone else.
        let present = [("identity_id", Cell::from(people[300].0)), ("revoked_at", Cell::Null)];
        world
            .db
            .set("assignments", &[("effective_to", Cell::Number(1))], &present)
            .await;
        give(&env, &super::new(people[320], viewer)).await.expect("meanwhile");
        while runner.step(job).await.expect("a chunk") {}
        assert_eq!(stands(&env, id).await, (Status::Finished, [MANY + 1, MANY - 3, 3, 1]));
        let parts = operations::parts(&env, id, None, 1_000).await.expect("parts");
        let code = |at: usize| parts[at].code.as_deref();
        assert_eq!(
            [code(300), code(310), code(320), code(MANY)],
            [
                Some("changed_since"),
                Some("suspended"),
                Some("already_assigned"),
                Some("duplicate_in_request")
            ]
        );
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn every_action_can_be_large_and_undone() {
    on_each(async |world| {
        let (env, people, viewer) = many(&world).await;
        let work = async |id: OperationId, done: usize| {
            runner(&world).work().await.expect("done");
            assert_eq!(stands(&env, id).await, (Status::Finished, [done, done, 0, 0]));
        };
        let given = begun(&env, to_all(&people, viewer)).await;
        work(given, MANY).await;
        let parts = operations::parts(&env, given, Some(Became::Created), 1_000)
            .await
            .expect("parts");
        let ids: Vec<_> = parts.iter().filter_map(|part| part.object_id).map(Into::into).collect();
        let to = Some(world.now().plus_days(9));
        let moved = begun(
            &env,
            Request::SetDates(SetDates {
                selection: AssignmentSelection::Ids(ids),
                change: DateChange::Set {
                    effective_from: None,
                    effective_to: Some(to),
                },
            }),
        )
        .await;
        work(moved, MANY).await;
        let undone = undo(&env, moved).await.expect("begun");
        work(undone, MANY).await;
        let open = [("effective_to", Cell::Null), ("revoked_at", Cell::Null)];
        assert_eq!(world.db.count("assignments", &open).await, MANY);
        let taken = begun(
            &env,
            Request::Remove(Remove {
                selection: Selection::Ids(people.clone()),
                role_id: viewer,
                node_id: None,
                revoke_sessions: false,
            }),
        )
        .await;
        work(taken, MANY).await;
        assert_eq!(world.db.count("assignments", &[("revoked_at", Cell::Null)]).await, 0);
        let undone = undo(&env, taken).await.expect("begun");
        work(undone, MANY).await;
        assert_eq!(world.db.count("assignments", &open).await, MANY);
        check_each_once_of(&world, &env, undone).await;
    })
    .await;
}

/// The log is whole, and the operation has a part for each of its subjects.
async fn check_each_once_of(world: &TestWorld, env: &Env, id: OperationId) {
    let parts = operations::parts(env, id, None, 10_000).await.expect("parts");
    let mut named: Vec<_> = parts.iter().map(|part| part.target_id).collect();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), MANY);
    world.check_audit().await;
    world.check_counters(env).await;
}
