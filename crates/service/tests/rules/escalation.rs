//! Nobody gives what they do not hold, there and for as long.

use super::{dated, giving, last_event, new, writes};
use domain::Window;
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::plans::Selection;
use domain::problem::Code;
use domain::roles::System;
use service::assignments::{BulkOptions, Edit, assign, bulk_create, change};
use service::testing::{Member, TestWorld, on_each, refused};
use service::{Env, Error, plans};

const DOOR: [&str; 3] = ["users.view", "users.bulk_operations", "members.change_roles"];

/// The capability that a refusal names as missing.
fn missing<T: std::fmt::Debug>(result: service::Result<T>) -> (Code, Option<String>) {
    match result.expect_err("a refusal") {
        Error::Problem(problem) => (problem.code, problem.capability),
        other => panic!("{other}"),
    }
}

/// Someone who holds a role with these capabilities at the root in a window, and their environment.
async fn holder(world: &TestWorld, env: &Env, capabilities: &[&str], window: Window) -> (Member, Env) {
    let member = world.member(env, "Mia Berg").await;
    let role = world.role(env, "Mia's", capabilities).await;
    let (subject, root) = (Subject::Identity(member.identity), env.environment.root_node_id);
    world.give_at(env, subject, role, root, window).await;
    let own = world.env_as(&member.who, env).await;
    (member, own)
}

#[tokio::test]
async fn t_02_a_role_with_more_than_the_actor_holds_cannot_be_given() {
    on_each(async |world| {
        let env = world.env().await;
        let (member, own) = holder(&world, &env, &DOOR, Window::ALWAYS).await;
        let ben = world.person(&env, "Ben").await;
        let small = world.role(&env, "Small", &["users.view"]).await;
        // One capability more is enough, also one that is in flight, also for oneself.
        let in_flight = world.role(&env, "In flight", &["users.view", "branding.edit"]).await;
        let owner = world.system_role(&env, System::Owner).await;
        let escalates = |key: &str| (Code::WouldEscalate, Some(key.to_owned()));
        writes(&world, 0, async {
            for to in [ben, member.identity] {
                assert_eq!(
                    missing(assign(&own, &new(to, in_flight)).await),
                    escalates("branding.edit")
                );
                assert_eq!(missing(assign(&own, &new(to, owner)).await), escalates("users.create"));
            }
            let request = plans::Request::Assign(giving(Selection::Ids(vec![ben]), in_flight));
            assert_eq!(refused(plans::create(&own, &request).await), Code::WouldEscalate);
        })
        .await;
        assign(&own, &new(ben, small)).await.expect("what Mia holds");
        assert_eq!(
            last_event(&env).await,
            "assignment.created done by Mia Berg on Ben, 0 parts"
        );
        // A plan that Ada made is hers; one that Mia made before she lost the right is refused.
        let request = plans::Request::Assign(giving(Selection::Ids(vec![world.person(&env, "Cleo").await]), small));
        let plan = plans::create(&own, &request).await.expect("a plan");
        world.suspend(&env, &[member.identity]).await;
        assert_eq!(refused(plans::commit(&own, plan.id, true).await), Code::Forbidden);
        assert_eq!(refused(assign(&own, &new(ben, small)).await), Code::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn t_02_nor_for_longer_than_the_actor_holds_it() {
    on_each(async |world| {
        let env = world.env().await;
        let friday = world.now().plus_days(3);
        let (_, own) = holder(&world, &env, &DOOR, Window::new(None, Some(friday))).await;
        let ben = world.person(&env, "Ben").await;
        let small = world.role(&env, "Small", &["users.view"]).await;
        let until = |to| dated(ben, small, None, to);
        let later = Some(friday.plus_seconds(1));
        assert_eq!(refused(assign(&own, &until(None)).await), Code::WouldEscalate);
        assert_eq!(refused(assign(&own, &until(later)).await), Code::WouldEscalate);
        let after = dated(ben, small, Some(friday), later);
        assert_eq!(refused(assign(&own, &after).await), Code::WouldEscalate);
        let given = assign(&own, &until(Some(friday))).await.expect("until Friday");
        // Nor by making longer what was given, nor the whole of many.
        let edit = |to| Edit {
            effective_to: Some(to),
            ..Edit::default()
        };
        assert_eq!(refused(change(&own, given.id, &edit(None)).await), Code::WouldEscalate);
        change(&own, given.id, &edit(Some(friday.plus_seconds(-60))))
            .await
            .expect("shorter");
        let dan = world.person(&env, "Dan").await;
        let items = [dated(dan, small, None, later), dated(dan, small, None, Some(friday))];
        let done = bulk_create(&own, &items, BulkOptions::default()).await.expect("done");
        assert_eq!(
            [done.results[0].status, done.results[1].status],
            [Status::Failed, Status::Created]
        );
    })
    .await;
}

#[tokio::test]
async fn t_02_nor_at_another_place_than_the_actor_holds_it() {
    on_each(async |world| {
        let env = world.env().await;
        let emea = world.node(&env, "EMEA", None).await;
        let paris = world.node(&env, "Paris", Some(emea)).await;
        let apac = world.node(&env, "APAC", None).await;
        let env = world.env().await;
        let (root, ben) = (env.environment.root_node_id, world.person(&env, "Ben").await);
        let brand = world.role(&env, "Brand", &["branding.edit"]).await;
        let door = world.role(&env, "Door", &["members.change_roles"]).await;
        let at = |node, role| {
            let mut one = new(ben, role);
            one.node_id = Some(node);
            one
        };
        // May give roles anywhere, holds this one in EMEA; the other may give roles in EMEA only.
        let (mia, lea) = (
            world.member(&env, "Mia Berg").await,
            world.member(&env, "Lea Roux").await,
        );
        for (member, role, node) in [
            (&mia, door, root),
            (&mia, brand, emea),
            (&lea, door, emea),
            (&lea, brand, root),
        ] {
            let subject = Subject::Identity(member.identity);
            world.give_at(&env, subject, role, node, Window::ALWAYS).await;
        }
        for (member, elsewhere) in [(&mia, Code::WouldEscalate), (&lea, Code::Forbidden)] {
            let own = world.env_as(&member.who, &env).await;
            for node in [root, apac] {
                assert_eq!(refused(assign(&own, &at(node, brand)).await), elsewhere);
            }
        }
        let own = world.env_as(&mia.who, &env).await;
        assign(&own, &at(paris, brand)).await.expect("below where Mia holds it");
        let own = world.env_as(&lea.who, &env).await;
        assign(&own, &at(emea, brand)).await.expect("where Lea may give roles");
    })
    .await;
}

#[tokio::test]
async fn t_13_of_a_hundred_items_the_forbidden_one_alone_is_refused() {
    on_each(async |world| {
        let env = world.env().await;
        let (_, own) = holder(&world, &env, &DOOR, Window::ALWAYS).await;
        let small = world.role(&env, "Small", &["users.view"]).await;
        let great = world.role(&env, "Great", &["users.view", "users.delete"]).await;
        let people = world.people(&env, 100).await;
        let mut items: Vec<_> = people.iter().map(|person| new(*person, small)).collect();
        items[36].role_id = great;
        let done = writes(&world, 1, bulk_create(&own, &items, BulkOptions::default())).await;
        let done = done.expect("done");
        assert_eq!((done.summary.created, done.summary.failed), (Some(99), 1));
        for result in &done.results {
            let code = result.error.as_ref().map(|error| error.code);
            let expected = (result.index == 36).then_some(Code::WouldEscalate);
            assert_eq!(code, expected, "{}", result.index);
        }
        assert_eq!(
            last_event(&env).await,
            "assignments.assign partial by Mia Berg on assignments.assign, 100 parts"
        );
        assert_eq!(
            world.db.count("event_children", &[("outcome", "created".into())]).await,
            99
        );
        assert_eq!(world.db.count("assignments", &[("role_id", great.0.into())]).await, 0);
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn t_20_nobody_adds_to_a_role_of_their_own() {
    on_each(async |world| {
        let env = world.env().await;
        let doors = ["roles.view", "roles.edit", "groups.manage", "members.change_roles"];
        let member = world.member(&env, "Mia Berg").await;
        let own_role = world.role(&env, "Mia's", &doors).await;
        world.give(&env, Subject::Identity(member.identity), own_role).await;
        // Through a group, too: it is the same role of hers.
        let group = world.group(&env, "Team", None).await;
        world.join(&env, group, &[member.identity], None).await;
        let team_role = world.role(&env, "Team's", &["roles.view"]).await;
        world.give(&env, Subject::Group(group), team_role).await;
        let owner = world.system_role(&env, System::Owner).await;
        let strong = world.group(&env, "Owners", None).await;
        world.give(&env, Subject::Group(strong), owner).await;
        let own = world.env_as(&member.who, &env).await;
        writes(&world, 0, async {
            for (role, held) in [(own_role, &doors[..]), (team_role, &["roles.view"][..])] {
                for more in ["users.delete", "api_keys.manage", "branding.edit"] {
                    let edit = service::roles::Edit {
                        capabilities: Some(held.iter().chain([&more]).map(|key| (*key).to_owned()).collect()),
                        ..service::roles::Edit::default()
                    };
                    let refusal = missing(service::roles::change(&own, role, &edit).await);
                    assert_eq!(refusal, (Code::WouldEscalate, Some(more.to_owned())));
                }
            }
            // Nor does she bind herself, or her group, to a stronger one.
            assert_eq!(
                missing(assign(&own, &new(member.identity, owner)).await).0,
                Code::WouldEscalate
            );
            let to_group = domain::assignments::New {
                subject: Subject::Group(group),
                ..new(member.identity, owner)
            };
            assert_eq!(missing(assign(&own, &to_group).await).0, Code::WouldEscalate);
            // Nor into a group that has one.
            let joined = service::groups::add_one(&own, strong, member.identity).await;
            assert_eq!(missing(joined).0, Code::WouldEscalate);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn t_30_who_manages_one_node_does_nothing_at_its_sibling() {
    on_each(async |world| {
        let env = world.env().await;
        let (here, there) = (
            world.node(&env, "EMEA", None).await,
            world.node(&env, "Americas", None).await,
        );
        let env = world.env().await;
        let member = world.member(&env, "Mia Berg").await;
        let doors = world.role(&env, "Manager", &DOOR).await;
        world
            .give_at(&env, Subject::Identity(member.identity), doors, here, Window::ALWAYS)
            .await;
        let own = world.env_as(&member.who, &env).await;
        let small = world.role(&env, "Small", &["users.view"]).await;
        let ben = world.person(&env, "Ben").await;
        let beside = world
            .give_at(&env, Subject::Identity(ben), small, there, Window::ALWAYS)
            .await;
        let inside = world
            .give_at(&env, Subject::Identity(ben), small, here, Window::ALWAYS)
            .await;
        let at = |node| domain::assignments::New {
            node_id: Some(node),
            ..new(ben, small)
        };
        let root = env.environment.root_node_id;
        let none = Edit::default();
        let denied = |code: Code| assert!(matches!(code, Code::Forbidden | Code::NotFound), "{code}");
        writes(&world, 0, async {
            denied(refused(assign(&own, &at(there)).await));
            denied(refused(assign(&own, &at(root)).await));
            denied(refused(service::assignments::revoke(&own, beside.id).await));
            denied(refused(service::assignments::extend(&own, beside.id, 7).await));
            let later = Edit {
                effective_to: Some(Some(world.now().plus_days(9))),
                ..none
            };
            denied(refused(change(&own, beside.id, &later).await));
        })
        .await;
        service::assignments::revoke(&own, inside.id)
            .await
            .expect("hers to take");
        assign(&own, &at(here)).await.expect("hers to give");
    })
    .await;
}
