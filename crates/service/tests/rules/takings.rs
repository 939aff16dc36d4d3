//! Taking roles away by a plan: who loses it, who keeps it through a group, what can be chosen.

use super::plans::{detail, told};
use super::{after, dated, last_event, new, writes};
use domain::assignments::Subject;
use domain::id::{IdentityId, NodeId, RoleId};
use domain::identities::Filter;
use domain::plans::{Action, Plan, Remove, Request, Selection};
use domain::problem::Code;
use domain::roles::System;
use service::assignments::assign as give;
use service::plans::{commit, create, get};
use service::testing::{on_each, refused, refused_at};
use service::{operations, removal};

fn taking(ids: &[IdentityId], role_id: RoleId, node_id: Option<NodeId>) -> Request {
    Request::Remove(Remove {
        selection: Selection::Ids(ids.to_vec()),
        role_id,
        node_id,
        revoke_sessions: false,
    })
}

/// The detail of the first of those who will lose it.
fn kept(plan: &Plan) -> Option<String> {
    let outcome = plan.samples.iter().find(|outcome| outcome.code.is_none());
    outcome.and_then(|outcome| outcome.samples.first()?.detail.clone())
}

#[tokio::test]
async fn a_removal_says_who_loses_the_role_and_who_keeps_it_through_a_group() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let people = world.people(&env, 4).await;
        let support = world.group(&env, "Support", None).await;
        let emea = world.group(&env, "EMEA", Some(support)).await;
        world.give(&env, Subject::Group(support), viewer).await;
        // The first has it both ways, the second directly and again later, the third through the group.
        world.join(&env, emea, &[people[0], people[2]], None).await;
        for one in [
            new(people[0], viewer),
            dated(people[1], viewer, None, after(&world, 60)),
            dated(people[1], viewer, after(&world, 60), None),
        ] {
            give(&env, &one).await.expect("given");
        }
        let mut ids = people.clone();
        ids.extend([people[0], env.id().0.into()]);
        let asked = taking(&ids, viewer, None);
        let plan = writes(&world, 0, create(&env, &asked)).await.expect("a plan");
        assert_eq!(plan.action, Action::Remove);
        assert_eq!(
            told(&plan),
            "2/3/1 duplicate_in_request=1 inherited=1 not_assigned=1 not_found=1"
        );
        assert_eq!(plan.keeps, 1);
        assert_eq!(kept(&plan).as_deref(), Some("Keeps it through Support ▸ EMEA"));
        let inherited = detail(&plan, Code::Inherited);
        assert_eq!(inherited.as_deref(), Some("Has it through Support ▸ EMEA"));
        assert_eq!(get(&env, plan.id).await.expect("read again").0, plan);
        let operation = writes(&world, 1, commit(&env, plan.id, false)).await.expect("done");
        assert_eq!(
            last_event(&env).await,
            "assignments.remove partial by Ada Okafor on assignments.remove, 6 parts"
        );
        let found = operations::get(&env, operation).await.expect("the operation");
        let summary = found.operation.summary;
        assert_eq!((summary.removed, summary.skipped, summary.failed), (Some(2), 3, 1));
        assert_eq!(found.request, Some(asked.clone()));
        // Both of the second's are gone, and the counters know.
        let live = [("revoked_at", store::testing::Cell::Null)];
        assert_eq!(world.db.count("assignments", &live).await, 1);
        world.check_counters(&env).await;
        let plan = create(&env, &asked).await.expect("a plan");
        assert_eq!((plan.summary.will, plan.keeps), (0, 0));
        assert_eq!(refused(commit(&env, plan.id, false).await), Code::Conflict);
    })
    .await;
}

#[tokio::test]
async fn a_removal_at_a_node_takes_what_is_there_and_no_more() {
    on_each(async |world| {
        let env = world.env().await;
        let emea = world.node(&env, "EMEA", None).await;
        let paris = world.node(&env, "Paris", Some(emea)).await;
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let people = world.people(&env, 2).await;
        let [ben, cleo] = [people[0], people[1]];
        let group = world.group(&env, "Support", None).await;
        world.join(&env, group, &[ben], None).await;
        world
            .give_at(&env, Subject::Group(group), viewer, paris, domain::Window::ALWAYS)
            .await;
        for (who, node) in [(ben, emea), (ben, paris), (cleo, emea)] {
            world
                .give_at(&env, Subject::Identity(who), viewer, node, domain::Window::ALWAYS)
                .await;
        }
        // What the group has at Paris does not keep it in EMEA, and the other way round it would.
        let plan = create(&env, &taking(&people, viewer, Some(emea)))
            .await
            .expect("a plan");
        assert_eq!((told(&plan).as_str(), plan.keeps), ("2/0/0", 0));
        let plan = create(&env, &taking(&people, viewer, Some(paris)))
            .await
            .expect("a plan");
        assert_eq!((told(&plan).as_str(), plan.keeps), ("1/1/0 not_assigned=1", 1));
        commit(&env, plan.id, false).await.expect("done");
        let plan = create(&env, &taking(&people, viewer, Some(paris)))
            .await
            .expect("a plan");
        assert_eq!(told(&plan), "0/2/0 inherited=1 not_assigned=1");
        let plan = create(&env, &taking(&people, viewer, None)).await.expect("a plan");
        assert_eq!(told(&plan), "2/0/0");
        for (asked, pointer) in [
            (taking(&people, env.id().0.into(), None), "/role_id"),
            (taking(&people, viewer, Some(env.id().0.into())), "/node_id"),
            (taking(&[], viewer, None), "/selection"),
        ] {
            assert_eq!(refused_at(create(&env, &asked).await).1, pointer);
        }
    })
    .await;
}

#[tokio::test]
async fn t_02_a_removal_needs_what_is_taken_and_leaves_oneself_alone() {
    on_each(async |world| {
        let env = world.env().await;
        let small = world.role(&env, "Small", &["users.view"]).await;
        let door = ["users.view", "users.bulk_operations", "members.change_roles"];
        let own_role = world.role(&env, "Door", &door).await;
        let owner = world.system_role(&env, System::Owner).await;
        let mia = world.member(&env, "Mia Berg").await;
        let people = world.people(&env, 2).await;
        for (who, role) in [
            (mia.identity, own_role),
            (mia.identity, small),
            (people[0], small),
            (people[1], owner),
        ] {
            world.give(&env, Subject::Identity(who), role).await;
        }
        let own = world.env_as(&mia.who, &env).await;
        let ids = [mia.identity, people[0]];
        let plan = create(&own, &taking(&ids, small, None)).await.expect("a plan");
        assert_eq!(told(&plan), "1/1/0 self=1");
        let plan = create(&own, &taking(&people, owner, None)).await.expect("a plan");
        assert_eq!(told(&plan), "0/1/1 not_assigned=1 would_escalate=1");
        writes(&world, 0, async {
            assert_eq!(refused(commit(&own, plan.id, true).await), Code::Conflict);
        })
        .await;
        // Alone one may take it from oneself.
        let plan = create(&own, &taking(&ids[..1], small, None)).await.expect("a plan");
        commit(&own, plan.id, false).await.expect("done");
        // A plan from before the right was lost is refused.
        let plan = create(&own, &taking(&ids[1..], small, None)).await.expect("a plan");
        world.suspend(&env, &[mia.identity]).await;
        assert_eq!(refused(commit(&own, plan.id, true).await), Code::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn what_can_be_taken_is_what_someone_in_the_selection_has() {
    on_each(async |world| {
        let env = world.env().await;
        let people = world.people(&env, 3).await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let operator = world.system_role(&env, System::Operator).await;
        let small = world.role(&env, "Small", &["users.view"]).await;
        let group = world.group(&env, "Support", None).await;
        world.give(&env, Subject::Group(group), operator).await;
        world.join(&env, group, &people[..2], None).await;
        for (who, role) in [(people[0], operator), (people[0], small), (people[1], small)] {
            world.give(&env, Subject::Identity(who), role).await;
        }
        // What has ended is nobody's any more, what is to come is someone's already.
        give(&env, &dated(people[2], viewer, None, after(&world, 5)))
            .await
            .expect("given");
        give(&env, &dated(people[2], small, after(&world, 60), None))
            .await
            .expect("given");
        world.clock.advance(10);
        let told = async |selection: Selection| {
            let choices = removal::choices(&env, &selection).await.expect("choices");
            let roles = choices.roles.into_iter();
            let roles: Vec<_> = roles.map(|one| (one.id, one.direct, one.through_group_only)).collect();
            (choices.total, roles)
        };
        let all = (3, vec![(small, 3, 0), (operator, 1, 1)]);
        let twice = people.iter().chain(&people).copied().collect();
        assert_eq!(told(Selection::Ids(twice)).await, all);
        let matching = |exclude: &[IdentityId]| Selection::Matching {
            filter: Filter {
                q: "person".to_owned(),
                ..Filter::default()
            },
            exclude: exclude.to_vec(),
        };
        assert_eq!(told(matching(&[])).await, all);
        assert_eq!(
            told(matching(&people[1..])).await,
            (1, vec![(operator, 1, 0), (small, 1, 0)])
        );
        assert_eq!(
            told(Selection::Ids(people[2..].to_vec())).await,
            (1, vec![(small, 1, 0)])
        );
        let none = removal::choices(&env, &Selection::Ids(Vec::new())).await;
        assert_eq!(refused_at(none), (Code::InvalidValue, "/selection".to_owned()));
        let key = world.key(&env, &["members.change_roles"]).await;
        let hidden = removal::choices(&key, &Selection::Ids(people)).await;
        assert_eq!(refused(hidden), Code::Forbidden);
    })
    .await;
}
