//! Taking many roles away at once.

use super::{last_event, new, writes};
use domain::assignments::Subject;
use domain::bulk::{Status, Summary};
use domain::problem::Code;
use domain::roles::System;
use service::assignments::{BulkAnswer, BulkOptions, assign};
use service::removal::bulk_remove;
use service::testing::{on_each, refused};
use store::removal::Item;

const PLAIN: BulkOptions = BulkOptions {
    atomic: false,
    dry_run: false,
};

fn told(answer: &BulkAnswer) -> Vec<(Status, Option<Code>)> {
    let results = answer.results.iter().enumerate();
    results
        .map(|(index, result)| {
            assert_eq!(result.index, index);
            (result.status, result.error.as_ref().map(|error| error.code))
        })
        .collect()
}

#[tokio::test]
async fn direct_live_assignments_go_and_the_rest_is_told() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let people = world.people(&env, 4).await;
        let [a, b, inherits, none] = people.as_slice() else {
            panic!("four people");
        };
        let one = assign(&env, &new(*a, viewer)).await.expect("given");
        assign(&env, &new(*b, viewer)).await.expect("given");
        let group = world.group(&env, "Support", None).await;
        world.join(&env, group, &[*inherits], None).await;
        world.give(&env, Subject::Group(group), viewer).await;
        let of = |subject: Subject| Item::Of {
            subject,
            role: viewer,
            node: None,
        };
        let person = |id| of(Subject::Identity(id));
        let items = [
            Item::One(one.id),
            person(*b),
            person(*a),
            person(*inherits),
            person(*none),
            of(Subject::Group(group)),
            Item::One(none.0.into()),
        ];
        let skipped = |code| (Status::Skipped, Some(code));
        let expected = vec![
            (Status::Removed, None),
            (Status::Removed, None),
            skipped(Code::DuplicateInRequest),
            skipped(Code::Inherited),
            skipped(Code::NotAssigned),
            (Status::Removed, None),
            (Status::Failed, Some(Code::NotFound)),
        ];
        let dry = BulkOptions { dry_run: true, ..PLAIN };
        let judged = writes(&world, 0, bulk_remove(&env, &items, dry)).await.expect("judged");
        assert_eq!(told(&judged), expected);
        let atomic = BulkOptions { atomic: true, ..PLAIN };
        let nothing = writes(&world, 0, bulk_remove(&env, &items, atomic))
            .await
            .expect("judged");
        assert_eq!((told(&nothing), nothing.operation_id), (expected.clone(), None));
        let done = writes(&world, 1, bulk_remove(&env, &items, PLAIN)).await.expect("done");
        assert_eq!(told(&done), expected);
        let summary = Summary {
            total: 7,
            removed: Some(3),
            skipped: 3,
            failed: 1,
            ..Summary::default()
        };
        assert_eq!(done.summary, summary);
        assert!(
            last_event(&env)
                .await
                .starts_with("assignments.remove partial by Ada Okafor")
        );
        world.check_counters(&env).await;
        let again = bulk_remove(&env, &items[..2], PLAIN).await.expect("done");
        assert_eq!(told(&again), vec![skipped(Code::NotAssigned); 2]);
    })
    .await;
}

#[tokio::test]
async fn taking_away_needs_what_is_taken_now() {
    on_each(async |world| {
        let env = world.env().await;
        let people = world.people(&env, 2).await;
        let small = world.role(&env, "Reader", &["users.view"]).await;
        let great = world.system_role(&env, System::Owner).await;
        let (a, b) = (
            assign(&env, &new(people[0], small)).await.expect("given"),
            assign(&env, &new(people[1], great)).await.expect("given"),
        );
        let capabilities = ["members.change_roles", "users.view", "users.bulk_operations"];
        let key = world.key(&env, &capabilities).await;
        assert_eq!(
            refused(service::assignments::revoke(&key, b.id).await),
            Code::WouldEscalate
        );
        let sooner = service::assignments::Edit {
            effective_to: Some(Some(world.now())),
            ..Default::default()
        };
        assert_eq!(
            refused(service::assignments::change(&key, b.id, &sooner).await),
            Code::WouldEscalate
        );
        let items = [Item::One(b.id), Item::One(a.id)];
        let done = bulk_remove(&key, &items, PLAIN).await.expect("done");
        let expected = [(Status::Failed, Some(Code::WouldEscalate)), (Status::Removed, None)];
        assert_eq!(told(&done), expected);
    })
    .await;
}

#[tokio::test]
async fn ones_own_roles_stay_when_many_are_taken() {
    on_each(async |world| {
        let env = world.env().await;
        let owner = world.system_role(&env, System::Owner).await;
        let member = world.member(&env, "Mia Berg").await;
        let ben = world.person(&env, "Ben").await;
        for id in [member.identity, ben] {
            assign(&env, &new(id, owner)).await.expect("given");
        }
        let own = world.env_as(&member.who, &env).await;
        let items: Vec<Item> = [member.identity, ben]
            .map(|id| Item::Of {
                subject: Subject::Identity(id),
                role: owner,
                node: None,
            })
            .into();
        let done = bulk_remove(&own, &items, PLAIN).await.expect("done");
        assert_eq!(
            told(&done),
            [(Status::Skipped, Some(Code::OwnAccess)), (Status::Removed, None)]
        );
        let done = bulk_remove(&own, &items[..1], PLAIN).await.expect("done");
        assert_eq!(told(&done), [(Status::Removed, None)]);
        let event = last_event(&env).await;
        assert!(event.starts_with("assignments.remove done by Mia Berg"), "{event}");
    })
    .await;
}
