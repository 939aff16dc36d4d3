//! Giving many roles at once: each item is judged by itself, all in one write.

use super::{dated, last_event, new, writes};
use domain::assignments::{New, Subject};
use domain::bulk::{MAX_ITEMS, Status, Summary};
use domain::events::Outcome;
use domain::problem::Code;
use domain::roles::System;
use service::Env;
use service::assignments::{self, BulkAnswer, BulkOptions, assign, bulk_create};
use service::testing::{TestWorld, on_each, refused};

const PLAIN: BulkOptions = BulkOptions {
    atomic: false,
    dry_run: false,
};
const DRY: BulkOptions = BulkOptions {
    atomic: false,
    dry_run: true,
};
const ATOMIC: BulkOptions = BulkOptions {
    atomic: true,
    dry_run: false,
};

fn told(answer: &BulkAnswer) -> Vec<(Status, Option<Code>)> {
    for (index, result) in answer.results.iter().enumerate() {
        assert_eq!(result.index, index);
        let full = answer.operation_id.is_some() && result.status == Status::Created;
        assert_eq!(result.assignment.is_some(), full);
    }
    answer
        .results
        .iter()
        .map(|result| (result.status, result.error.as_ref().map(|error| error.code)))
        .collect()
}

fn sum(created: usize, skipped: usize, failed: usize) -> Summary {
    Summary {
        total: created + skipped + failed,
        created: Some(created),
        skipped,
        failed,
        ..Summary::default()
    }
}

/// How many rows there are in the tables that a bulk write touches.
async fn rows(world: &TestWorld) -> Vec<usize> {
    let mut rows = Vec::new();
    for table in ["assignments", "operations", "events", "event_children", "changes"] {
        rows.push(world.db.count(table, &[]).await);
    }
    rows
}

/// One request with an item of each kind, and what becomes of it.
async fn mixed(world: &TestWorld, env: &Env) -> (Vec<New>, Vec<(Status, Option<Code>)>) {
    let viewer = world.system_role(env, System::Viewer).await;
    let people = world.people(env, 5).await;
    let [a, b, has_it, suspended, c] = people.as_slice() else {
        panic!("five people");
    };
    world.suspend(env, &[*suspended]).await;
    assign(env, &new(*has_it, viewer)).await.expect("has it");
    let group = world.group(env, "Support", None).await;
    let mut of_group = new(*a, viewer);
    of_group.subject = Subject::Group(group);
    let mut long = new(*c, viewer);
    long.reason = Some("x".repeat(501));
    let later = |n: i64| Some(world.now().plus_seconds(n));
    let skipped = |code| (Status::Skipped, Some(code));
    let failed = |code| (Status::Failed, Some(code));
    let (items, expected) = [
        (new(*a, viewer), (Status::Created, None)),
        (new(env.id().0.into(), viewer), failed(Code::NotFound)),
        (new(*a, viewer), skipped(Code::DuplicateInRequest)),
        (new(*has_it, viewer), skipped(Code::AlreadyAssigned)),
        (new(*suspended, viewer), failed(Code::Suspended)),
        (dated(*b, viewer, None, Some(world.now())), failed(Code::InvalidWindow)),
        (new(*b, env.id().0.into()), failed(Code::NotFound)),
        (dated(*b, viewer, later(10), later(20)), (Status::Created, None)),
        (dated(*b, viewer, later(20), None), (Status::Created, None)),
        (
            dated(*b, viewer, later(15), later(16)),
            skipped(Code::DuplicateInRequest),
        ),
        (of_group.clone(), (Status::Created, None)),
        (of_group, skipped(Code::DuplicateInRequest)),
        (long, failed(Code::TooLarge)),
    ]
    .into_iter()
    .unzip();
    (items, expected)
}

#[tokio::test]
async fn each_item_is_judged_by_itself_and_told_in_the_order_of_the_request() {
    on_each(async |world| {
        let env = world.env().await;
        let (items, expected) = mixed(&world, &env).await;

        // A dry run tells the same and changes nothing at all.
        let before = rows(&world).await;
        let dry = bulk_create(&env, &items, DRY).await.expect("judged");
        assert_eq!(
            (dry.dry_run, dry.operation_id, rows(&world).await),
            (true, None, before.clone())
        );
        assert_eq!((told(&dry), dry.summary), (expected.clone(), sum(4, 4, 5)));
        // So does all-or-nothing where it is nothing.
        let nothing = bulk_create(&env, &items, ATOMIC).await.expect("judged");
        assert_eq!((nothing.operation_id, rows(&world).await), (None, before));
        assert_eq!((told(&nothing), nothing.summary), (expected.clone(), sum(4, 4, 5)));

        let done = writes(&world, 1, bulk_create(&env, &items, PLAIN)).await.expect("done");
        assert_eq!((told(&done), done.summary), (expected, sum(4, 4, 5)));
        let event = &service::audit::list(&env, None, 1).await.expect("events")[0];
        assert_eq!((event.outcome, event.children), (Outcome::Partial, 13));
        // Each result holds the assignment as a read would tell it.
        for result in &done.results {
            if let Some(made) = &result.assignment {
                assert_eq!(&assignments::get(&env, made.id).await.expect("read"), made);
                assert_eq!(made.subject, items[result.index].subject);
                assert_eq!(made.effective_from, items[result.index].window.from);
            }
        }
        world.check_counters(&env).await;
        // The operation lasts and tells the same once more.
        let id = done.operation_id.expect("an operation");
        let operation = service::operations::get(&env, id).await.expect("the operation");
        assert_eq!(operation.operation.summary, done.summary);
        let parts = service::operations::parts(&env, id, None, 100).await.expect("parts");
        let parts: Vec<_> = parts
            .iter()
            .map(|part| (part.outcome.as_str(), part.code.as_deref()))
            .collect();
        let told = done.results.iter();
        let told: Vec<_> = told
            .map(|one| (one.status.as_str(), one.error.as_ref().map(|error| error.code.as_str())))
            .collect();
        assert_eq!(parts, told);
        let failed = service::operations::parts(&env, id, Some(Status::Failed), 100)
            .await
            .expect("parts");
        assert_eq!(failed.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn all_created_is_done_and_all_or_nothing_is_all() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let people = world.people(&env, 3).await;
        let items: Vec<_> = people.iter().map(|person| new(*person, viewer)).collect();
        let done = writes(&world, 1, bulk_create(&env, &items, ATOMIC))
            .await
            .expect("done");
        assert_eq!(
            (told(&done), done.summary),
            (vec![(Status::Created, None); 3], sum(3, 0, 0))
        );
        assert_eq!(
            last_event(&env).await,
            "assignments.assign done by Ada Okafor on assignments.assign, 3 parts"
        );
        let again = bulk_create(&env, &items, PLAIN).await.expect("done");
        assert_eq!(told(&again), vec![(Status::Skipped, Some(Code::AlreadyAssigned)); 3]);
        assert_eq!(again.summary, sum(0, 3, 0));
        let empty = writes(&world, 0, bulk_create(&env, &[], PLAIN)).await.expect("nothing");
        assert_eq!((empty.summary, empty.results.len()), (sum(0, 0, 0), 0));
    })
    .await;
}

#[tokio::test]
async fn many_that_are_sent_again_are_answered_again_and_not_done_again() {
    on_each(async |world| {
        let (items, expected) = mixed(&world, &world.env().await).await;
        let send = async || {
            let cx = world
                .cx(&world.admin)
                .once_per("POST /assignments/bulk-create", "key 1", b"body");
            let env = cx
                .environment("northwind", "development")
                .await
                .expect("the environment");
            bulk_create(&env, &items, PLAIN).await.expect("done")
        };
        let first = writes(&world, 1, send()).await;
        let again = writes(&world, 0, send()).await;
        assert_eq!((told(&first), told(&again)), (expected.clone(), expected));
        assert_eq!((again.summary, again.operation_id), (first.summary, first.operation_id));
        for (first, again) in first.results.iter().zip(&again.results) {
            assert_eq!(first.assignment, again.assignment);
        }
    })
    .await;
}

#[tokio::test]
async fn five_thousand_at_once_and_not_more_than_a_hundred_thousand() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let people = world.people(&env, 5_000).await;
        let mut items: Vec<_> = people.iter().map(|person| new(*person, viewer)).collect();
        let done = bulk_create(&env, &items, PLAIN).await.expect("done");
        assert_eq!(done.summary, sum(5_000, 0, 0));
        assert_eq!(
            last_event(&env).await,
            "assignments.assign done by Ada Okafor on assignments.assign, 5000 parts"
        );
        assert_eq!(world.check_audit().await.1, 5_000);
        world.check_counters(&env).await;
        items.resize(MAX_ITEMS + 1, items[0].clone());
        writes(&world, 0, async {
            assert_eq!(refused(bulk_create(&env, &items, PLAIN).await), Code::TooManyItems);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn many_need_the_right_for_many_and_one_does_not() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.role(&env, "Reader", &["users.view"]).await;
        let people = world.people(&env, 2).await;
        let key = world.key(&env, &["members.change_roles", "users.view"]).await;
        let tomorrow = Some(world.now().plus_days(1));
        let items: Vec<_> = people
            .iter()
            .map(|person| dated(*person, viewer, None, tomorrow))
            .collect();
        assert_eq!(refused(bulk_create(&key, &items, PLAIN).await), Code::Forbidden);
        let one = bulk_create(&key, &items[..1], PLAIN).await.expect("one");
        assert_eq!(one.summary, sum(1, 0, 0));
        assert_eq!(
            last_event(&env).await,
            "assignments.assign done by A key on assignments.assign, 1 parts"
        );
    })
    .await;
}
