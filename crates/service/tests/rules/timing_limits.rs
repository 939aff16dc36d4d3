//! The limits of other dates: no two in one time, and no more than the actor holds.

use super::plans::told;
use super::timings::{DAY, dates, ending, results, set_to};
use super::{after, dated, new, writes};
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::plans::DateChange;
use domain::problem::Code;
use domain::roles::System;
use service::assignments::{BulkOptions, assign as give, extend};
use service::dates::{Item, bulk_update};
use service::plans::create;
use service::testing::{on_each, refused, refused_at};

#[tokio::test]
async fn two_of_one_person_never_meet() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let ben = world.person(&env, "Ben").await;
        let mut ids = Vec::new();
        for (from, to) in [(0, 10), (10, 20), (40, 50)] {
            let window = dated(
                ben,
                viewer,
                after(&world, (from + 1) * DAY),
                after(&world, (to + 1) * DAY),
            );
            ids.push(give(&env, &window).await.expect("given").id);
        }
        let item = |id, day| Item {
            id,
            change: set_to(after(&world, day * DAY)),
        };
        let update = async |items: &[Item]| bulk_update(&env, items, BulkOptions::default()).await.expect("done");
        // The first would reach into the second, the second into the third, and not the other way.
        let failed = (Status::Failed, Some(Code::AlreadyAssigned));
        let done = update(&[item(ids[0], 15), item(ids[1], 45), item(ids[2], 60)]).await;
        assert_eq!(results(&done), [failed, failed, (Status::Updated, None)]);
        assert_eq!(
            done.results[2].assignment.as_ref().map(|one| one.effective_to),
            Some(after(&world, 60 * DAY))
        );
        // Nor may the dates that two get in one request.
        let window = |id, from, to| Item {
            id,
            change: DateChange::Set {
                effective_from: Some(after(&world, from * DAY)),
                effective_to: Some(after(&world, to * DAY)),
            },
        };
        let done = update(&[window(ids[0], 22, 30), window(ids[1], 29, 35)]).await;
        assert_eq!(results(&done), [(Status::Updated, None), failed]);
        let dry = BulkOptions {
            dry_run: true,
            ..BulkOptions::default()
        };
        let judged = writes(&world, 0, bulk_update(&env, &[item(ids[1], 25)], dry))
            .await
            .expect("judged");
        assert_eq!(results(&judged), [failed]);
        let wrong = Item {
            id: ids[0],
            change: DateChange::Set {
                effective_from: None,
                effective_to: None,
            },
        };
        let refusal = bulk_update(&env, &[item(ids[1], 25), wrong], dry).await;
        assert_eq!(
            refused_at(refusal),
            (Code::InvalidValue, "/assignments/1/effective_to".to_owned())
        );
    })
    .await;
}

#[tokio::test]
async fn t_02_longer_needs_what_is_given_then_and_shorter_what_is_taken_now() {
    on_each(async |world| {
        let env = world.env().await;
        let friday = world.now().plus_days(3);
        let door = ["users.view", "users.bulk_operations", "members.change_roles"];
        let mia = world.member(&env, "Mia Berg").await;
        let role = world.role(&env, "Door", &door).await;
        let (who, root) = (Subject::Identity(mia.identity), env.environment.root_node_id);
        world
            .give_at(&env, who, role, root, domain::Window::new(None, Some(friday)))
            .await;
        let own = world.env_as(&mia.who, &env).await;
        let small = world.role(&env, "Small", &["users.view"]).await;
        let great = world.role(&env, "Great", &["users.view", "users.delete"]).await;
        let people = world.people(&env, 2).await;
        let tomorrow = after(&world, DAY);
        let mut ids = Vec::new();
        for (person, role) in people.iter().zip([small, great]) {
            ids.push(
                give(&env, &dated(*person, role, None, tomorrow))
                    .await
                    .expect("given")
                    .id,
            );
        }
        let escalates = (Status::Failed, Some(Code::WouldEscalate));
        let updated = (Status::Updated, None);
        for (to, expected) in [
            (Some(friday.plus_seconds(1)), [escalates, escalates]),
            (None, [escalates, escalates]),
            (Some(friday), [updated, escalates]),
            (after(&world, 60), [updated, escalates]),
        ] {
            let items: Vec<Item> = ids
                .iter()
                .map(|id| Item {
                    id: *id,
                    change: set_to(to),
                })
                .collect();
            let done = bulk_update(&own, &items, BulkOptions::default()).await.expect("done");
            assert_eq!(results(&done), expected, "{to:?}");
        }
        // By a plan, by ending and by going on from what has ended it is the same.
        let plan = create(&own, &dates(&ids, DateChange::Extend { days: 2 }))
            .await
            .expect("a plan");
        assert_eq!(told(&plan), "1/0/1 would_escalate=1");
        let plan = create(&own, &ending(&ids)).await.expect("a plan");
        assert_eq!(told(&plan), "1/0/1 would_escalate=1");
        world.clock.advance(120);
        assert_eq!(refused(extend(&own, ids[0], 3).await), Code::WouldEscalate);
        extend(&own, ids[0], 2).await.expect("until before Friday");
        let given = give(&env, &new(people[1], small)).await.expect("given");
        let two = [
            Item {
                id: given.id,
                change: set_to(Some(friday)),
            },
            Item {
                id: ids[1],
                change: set_to(None),
            },
        ];
        let key = world.key(&env, &["members.change_roles", "users.view"]).await;
        assert_eq!(
            refused(bulk_update(&key, &two, BulkOptions::default()).await),
            Code::Forbidden
        );
    })
    .await;
}
