//! Large work in the background: each subject exactly once, whoever ends in between.

use super::{giving, writes};
use domain::bulk::Summary;
use domain::id::{IdentityId, OperationId, RoleId};
use domain::operations::Status;
use domain::plans::{Request, Selection};
use domain::problem::Code;
use domain::roles::System;
use service::Env;
use service::assignments::assign as give;
use service::jobs::{self, Options, Runner};
use service::operations::{self, retry, undo};
use service::plans::{commit, create};
use service::testing::{TestWorld, on_each, refused};
use std::time::Duration;
use store::testing::Cell;
use tokio::sync::watch;

pub const MANY: usize = 350;
pub const CHUNK: usize = 50;

pub fn runner(world: &TestWorld) -> Runner {
    let options = Options {
        chunk: CHUNK,
        poll: Duration::from_millis(20),
        ..Options::default()
    };
    Runner::new(&world.service, options)
}

pub async fn many(world: &TestWorld) -> (Env, Vec<IdentityId>, RoleId) {
    let env = world.env().await;
    let people = world.people(&env, MANY).await;
    let viewer = world.system_role(&env, System::Viewer).await;
    (env, people, viewer)
}

pub async fn begun(env: &Env, request: Request) -> OperationId {
    let plan = create(env, &request).await.expect("a plan");
    commit(env, plan.id, false).await.expect("begun")
}

pub fn to_all(people: &[IdentityId], role: RoleId) -> Request {
    Request::Assign(giving(Selection::Ids(people.to_vec()), role))
}

/// Where it stands, and its numbers: total, done, skipped, failed.
pub async fn stands(env: &Env, id: OperationId) -> (Status, [usize; 4]) {
    let operation = operations::get(env, id).await.expect("the operation").operation;
    let Summary {
        total, skipped, failed, ..
    } = operation.summary;
    (operation.status, [total, operation.summary.done(), skipped, failed])
}

/// Waits for the end of a job; a minute is more than it takes.
async fn finished(env: &Env, id: OperationId) {
    let wait = async {
        while stands(env, id).await.0 == Status::Running {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait)
        .await
        .expect("the end of a job");
}

/// Everyone has it once, and stands once in the log.
pub async fn check_each_once(world: &TestWorld, env: &Env, id: OperationId, people: &[IdentityId]) {
    let live = [("revoked_at", Cell::Null), ("operation_id", Cell::from(id.0))];
    assert_eq!(world.db.count("assignments", &live).await, people.len());
    let parts = operations::parts(env, id, None, 10_000).await.expect("parts");
    let mut named: Vec<_> = parts.iter().map(|part| part.target_id).collect();
    // In the order of the plan, over all chunks.
    assert_eq!(named, people.iter().map(|id| id.0).collect::<Vec<_>>());
    named.dedup();
    assert_eq!(named.len(), people.len());
    world.check_audit().await;
    world.check_counters(env).await;
}

#[tokio::test]
async fn a_large_plan_is_a_job_with_a_start_chunks_and_an_end() {
    on_each(async |world| {
        let (env, people, viewer) = many(&world).await;
        let small = begun(&env, to_all(&people[..200], viewer)).await;
        assert_eq!(stands(&env, small).await, (Status::Finished, [200, 200, 0, 0]));
        undo(&env, small).await.expect("undone at once");
        let id = writes(&world, 1, begun(&env, to_all(&people, viewer))).await;
        assert_eq!(stands(&env, id).await, (Status::Running, [MANY, 0, 0, 0]));
        // While it runs it can neither be undone nor tried again.
        assert_eq!(refused(undo(&env, id).await), Code::Conflict);
        assert_eq!(refused(retry(&env, id).await), Code::Conflict);
        let runner = runner(&world);
        let job = runner.take().await.expect("a look").expect("a job");
        assert!(writes(&world, 1, runner.step(job)).await.expect("a chunk"));
        assert_eq!(stands(&env, id).await, (Status::Running, [MANY, CHUNK, 0, 0]));
        let running = operations::outcome(&env, id).await.expect("an outcome");
        assert!(matches!(running, operations::Outcome::Running(_)), "{running:?}");
        writes(&world, MANY / CHUNK, async {
            while runner.step(job).await.expect("a chunk") {}
        })
        .await;
        assert_eq!(stands(&env, id).await, (Status::Finished, [MANY, MANY, 0, 0]));
        check_each_once(&world, &env, id, &people).await;
        let events = service::audit::list(&env, None, 200).await.expect("events");
        let told: Vec<String> = events
            .iter()
            .take(3)
            .map(|event| format!("{} by {}, {}", event.action, event.actor.label, event.children))
            .collect();
        assert_eq!(
            told,
            [
                "operation.finished by Rolecall, 0".to_owned(),
                format!("assignments.assign by Ada Okafor, {CHUNK}"),
                format!("assignments.assign by Ada Okafor, {CHUNK}"),
            ]
        );
        let started = &events[MANY / CHUNK + 1];
        assert_eq!(
            (started.action.as_str(), started.actor.label.as_str()),
            ("operation.started", "Ada Okafor")
        );
        // Nothing is left to do.
        assert_eq!(runner.take().await.expect("a look"), None);
        assert!(!runner.step(job).await.expect("nothing"));
    })
    .await;
}

#[tokio::test]
async fn a_job_that_was_killed_goes_on_and_does_each_once() {
    on_each(async |world| {
        let (env, people, viewer) = many(&world).await;
        let id = begun(&env, to_all(&people, viewer)).await;
        let killed = runner(&world);
        let job = killed.take().await.expect("a look").expect("a job");
        for _ in 0..2 {
            assert!(killed.step(job).await.expect("a chunk"));
        }
        // Nobody takes it before its time is over; then someone does, and goes on where it stood.
        let other = runner(&world);
        assert_eq!(other.take().await.expect("a look"), None);
        world.clock.advance(59);
        assert_eq!(other.take().await.expect("a look"), None);
        world.clock.advance(1);
        let again = other.take().await.expect("a look").expect("a job");
        assert_eq!(again, job);
        // The first wakes up after all: it has nothing to say any more.
        writes(&world, 0, async {
            assert!(!killed.step(job).await.expect("nothing"));
        })
        .await;
        other.work().await.expect("nothing else");
        while other.step(again).await.expect("a chunk") {}
        assert_eq!(stands(&env, id).await, (Status::Finished, [MANY, MANY, 0, 0]));
        check_each_once(&world, &env, id, &people).await;
        let chunks = [("operation_id", Cell::from(id.0))];
        assert_eq!(world.db.count("job_chunks", &chunks).await, MANY / CHUNK);
    })
    .await;
}

#[tokio::test]
async fn the_only_process_goes_on_at_once_and_a_plan_outlives_its_quarter_of_an_hour() {
    on_each(async |world| {
        let (env, people, viewer) = many(&world).await;
        let id = begun(&env, to_all(&people, viewer)).await;
        let killed = runner(&world);
        let job = killed.take().await.expect("a look").expect("a job");
        killed.step(job).await.expect("a chunk");
        if world.db.db.engine() == store::db::Engine::Sqlite {
            jobs::free(&world.service).await.expect("freed");
        } else {
            // Another process may be at it: only time tells.
            jobs::free(&world.service).await.expect("nothing");
            assert_eq!(runner(&world).take().await.expect("a look"), None);
        }
        world.clock.advance(3 * 3600);
        create(&env, &to_all(&people[..2], viewer))
            .await
            .expect("plans that are over are dropped");
        runner(&world).work().await.expect("done");
        assert_eq!(stands(&env, id).await, (Status::Finished, [MANY, MANY, 0, 0]));
        check_each_once(&world, &env, id, &people).await;
        // Now its plan goes as well.
        create(&env, &to_all(&people[..2], viewer)).await.expect("a plan");
        let items = world.db.count("plan_items", &[]).await;
        assert!(items < MANY, "{items}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_and_other_writers_at_once() {
    on_each(async |world| {
        let (env, people, viewer) = many(&world).await;
        let operator = world.system_role(&env, System::Operator).await;
        let first = begun(&env, to_all(&people, viewer)).await;
        let second = begun(&env, to_all(&people, operator)).await;
        let (stop, stopped) = watch::channel(false);
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let (runner, stopped) = (runner(&world), stopped.clone());
                tokio::spawn(async move { runner.run(stopped).await })
            })
            .collect();
        // Single writes get in between the chunks.
        let auditor = world.role(&env, "Auditor", &["audit.read"]).await;
        for person in &people[..10] {
            give(&env, &super::new(*person, auditor))
                .await
                .expect("given meanwhile");
        }
        for id in [first, second] {
            finished(&env, id).await;
            assert_eq!(stands(&env, id).await, (Status::Finished, [MANY, MANY, 0, 0]));
            check_each_once(&world, &env, id, &people).await;
        }
        // What is asked now is done at once: nobody waits for the next look.
        let third = undo(&env, second).await.expect("begun");
        finished(&env, third).await;
        assert_eq!(stands(&env, third).await, (Status::Finished, [MANY, MANY, 0, 0]));
        stop.send(true).expect("heard");
        for worker in workers {
            worker.await.expect("no panic");
        }
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_is_told_to_stop_gives_its_jobs_back() {
    on_each(async |world| {
        let (env, people, viewer) = many(&world).await;
        let id = begun(&env, to_all(&people, viewer)).await;
        let (stop, stopped) = watch::channel(false);
        let one = runner(&world);
        let worker = tokio::spawn(async move { one.run(stopped).await });
        while stands(&env, id).await.1[1] == 0 {
            tokio::task::yield_now().await;
        }
        stop.send(true).expect("heard");
        worker.await.expect("no panic");
        // Whole chunks, and free for the next one, who need not wait.
        let (_, numbers) = stands(&env, id).await;
        assert_eq!(numbers[1] % CHUNK, 0);
        runner(&world).work().await.expect("done");
        check_each_once(&world, &env, id, &people).await;
    })
    .await;
}
