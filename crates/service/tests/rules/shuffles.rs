//! Wherever a forbidden item stands in a request, it is refused and nothing else is.

use super::new;
use domain::assignments::New;
use domain::bulk::Status;
use domain::problem::Code;
use service::Env;
use service::assignments::{BulkOptions, bulk_create};
use service::testing::{TestWorld, on_each, refused, rounds};

/// A key that may give roles, and items: six that it may give, two that it may not, and each of
/// two of them twice.
async fn items(world: &TestWorld, env: &Env) -> (Env, Vec<New>) {
    let capabilities = ["users.view", "users.bulk_operations", "members.change_roles"];
    let key = world.key(env, &capabilities).await;
    let small = world.role(env, "Small", &["users.view"]).await;
    let great = world.role(env, "Great", &["users.delete"]).await;
    let people = world.people(env, 8).await;
    let mut items: Vec<New> = people
        .iter()
        .enumerate()
        .map(|(n, person)| {
            let mut item = new(*person, if n < 6 { small } else { great });
            item.window.to = Some(world.now().plus_days(30));
            item
        })
        .collect();
    items.extend([items[0].clone(), items[7].clone()]);
    (key, items)
}

/// What must become of items in this order: the rules once more, for this case alone.
fn expected(order: &[usize]) -> Vec<(Status, Option<Code>)> {
    let mut seen = Vec::new();
    order
        .iter()
        .map(|item| match item {
            6 | 7 | 9 => (Status::Failed, Some(Code::WouldEscalate)),
            0 | 8 if seen.contains(&0) => (Status::Skipped, Some(Code::DuplicateInRequest)),
            item => {
                seen.push(item % 8);
                (Status::Created, None)
            }
        })
        .collect()
}

async fn check(key: &Env, items: &[New], order: &[usize], options: BulkOptions) {
    let ordered: Vec<New> = order.iter().map(|at| items[*at].clone()).collect();
    let done = bulk_create(key, &ordered, options).await.expect("judged");
    let told: Vec<_> = done
        .results
        .iter()
        .map(|one| (one.status, one.error.as_ref().map(|error| error.code)))
        .collect();
    assert_eq!(told, expected(order), "{order:?}");
    assert_eq!((done.summary.created, done.summary.failed), (Some(6), 3));
}

#[tokio::test]
async fn t_14_a_forbidden_item_is_refused_at_every_place() {
    on_each(async |world| {
        let env = world.env().await;
        let (key, items) = items(&world, &env).await;
        let dry = BulkOptions {
            dry_run: true,
            ..BulkOptions::default()
        };
        // First, in the middle, last, and twice.
        check(&key, &items, &[6, 0, 1, 2, 3, 4, 5, 7, 8, 9], dry).await;
        check(&key, &items, &[0, 1, 2, 6, 7, 9, 3, 4, 5, 8], dry).await;
        check(&key, &items, &[8, 5, 4, 3, 2, 1, 0, 9, 7, 6], dry).await;
        let mut order: Vec<usize> = (0..items.len()).collect();
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..rounds(200, 10_000) {
            for at in (1..order.len()).rev() {
                // xorshift: the same shuffles in every run.
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                order.swap(at, usize::try_from(state % (at as u64 + 1)).expect("small"));
            }
            check(&key, &items, &order, dry).await;
        }
        let atomic = BulkOptions {
            atomic: true,
            ..BulkOptions::default()
        };
        check(&key, &items, &order, atomic).await;
        assert_eq!(world.db.count("assignments", &[]).await, 0);
        check(&key, &items, &order, BulkOptions::default()).await;
        assert_eq!(world.db.count("assignments", &[]).await, 6);
        world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn t_14_a_node_that_is_not_the_actor_s_is_refused_at_every_place() {
    on_each(async |world| {
        let env = world.env().await;
        let (emea, apac) = (
            world.node(&env, "EMEA", None).await,
            world.node(&env, "APAC", None).await,
        );
        let env = world.env().await;
        let root = env.environment.root_node_id;
        let member = world.member(&env, "Mia Berg").await;
        let subject = domain::assignments::Subject::Identity(member.identity);
        let many = world.role(&env, "Many", &["users.bulk_operations"]).await;
        let door = world.role(&env, "Door", &["members.change_roles"]).await;
        world.give_at(&env, subject, many, root, domain::Window::ALWAYS).await;
        world.give_at(&env, subject, door, emea, domain::Window::ALWAYS).await;
        let own = world.env_as(&member.who, &env).await;
        let people = world.people(&env, 3).await;
        for forbidden in 0..3 {
            let items: Vec<New> = (0..3)
                .map(|n| {
                    let mut item = new(people[n], door);
                    item.node_id = Some(if n == forbidden { apac } else { emea });
                    item.window.to = Some(world.now().plus_days(1));
                    item
                })
                .collect();
            let dry = BulkOptions {
                dry_run: true,
                ..BulkOptions::default()
            };
            let judged = bulk_create(&own, &items, dry).await.expect("judged");
            for result in judged.results {
                let code = result.error.map(|error| error.code);
                assert_eq!(code, (result.index == forbidden).then_some(Code::Forbidden));
            }
        }
        // Who may give roles nowhere is not let in at all.
        world.suspend(&env, &[member.identity]).await;
        assert_eq!(
            refused(bulk_create(&own, &[], BulkOptions::default()).await),
            Code::Forbidden
        );
    })
    .await;
}
