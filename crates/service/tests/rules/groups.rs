//! Groups: made, moved, deleted and brought back, and who gains and loses by it.

use super::{last_event, new, writes};
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::form::Sent;
use domain::groups::{Group, MAX_DEPTH};
use domain::id::{GroupId, IdentityId, RoleId};
use domain::page::At;
use domain::problem::Code;
use service::Env;
use service::activity::{self, About};
use service::groups::{Edit, New, add, change, create, get, gone, list, remove, restore, roles};
use service::testing::{TestWorld, check, on_each, refused, refused_at};

fn named(name: &str, parent: Option<&Group>) -> New {
    New {
        name: name.to_owned(),
        parent_id: parent.map(|group| group.id),
        ..New::default()
    }
}

fn into(parent: Option<GroupId>) -> Edit {
    Edit {
        parent_id: Some(parent),
        ..Edit::default()
    }
}

/// Whether someone may do something now.
async fn may(env: &Env, who: IdentityId, capability: &str) -> bool {
    let question = service::access::Question {
        identity_id: who,
        capability: capability.to_owned(),
        node_id: None,
        at: None,
    };
    check(env, &question).await.expect("an answer").allowed
}

/// Support with EMEA in it and someone in EMEA; `users.view` through Support.
async fn nested(world: &TestWorld, env: &Env) -> (Group, Group, IdentityId, RoleId) {
    let support = create(env, &named("Support", None)).await.expect("a group");
    let emea = create(env, &named("EMEA", Some(&support))).await.expect("a group");
    let ben = world.person(env, "Ben").await;
    add(env, emea.id, vec![ben]).await.expect("added");
    let reader = world.role(env, "Reader", &["users.view"]).await;
    world.give(env, Subject::Group(support.id), reader).await;
    (support, emea, ben, reader)
}

#[tokio::test]
async fn a_group_is_made_changed_and_moved() {
    on_each(async |world| {
        let env = world.env().await;
        let support = writes(&world, 1, async {
            create(
                &env,
                &New {
                    description: Some("  Helps. ".to_owned()),
                    ..named("Support", None)
                },
            )
            .await
            .expect("a group")
        })
        .await;
        assert_eq!(support.slug.as_str(), "support");
        assert_eq!(support.description.as_deref(), Some("Helps."));
        assert_eq!(
            last_event(&env).await,
            "group.created done by Ada Okafor on Support, 0 parts"
        );
        let emea = create(&env, &named("EMEA", Some(&support))).await.expect("a group");
        assert_eq!(get(&env, emea.id).await.expect("a group").parent_id, Some(support.id));
        // A slug is taken once, in whatever spelling; each wrong field is told.
        let slug = |slug: &str| New {
            slug: Some(slug.to_owned()),
            ..named("Other", None)
        };
        assert_eq!(refused(create(&env, &slug("supp0rt")).await), Code::SlugTaken);
        assert_eq!(
            refused_at(create(&env, &slug("Not a slug")).await),
            (Code::InvalidValue, "/slug".to_owned())
        );
        assert_eq!(
            refused_at(create(&env, &named("", None)).await),
            (Code::InvalidValue, "/name".to_owned())
        );
        let nowhere = New {
            parent_id: Some(uuid::Uuid::from_u128(7 << 76).into()),
            ..named("Lost", None)
        };
        assert_eq!(
            refused_at(create(&env, &nowhere).await),
            (Code::NotFound, "/parent_id".to_owned())
        );

        let edit = Edit {
            name: Some("Europe".to_owned()),
            description: Some(None),
            ..Edit::default()
        };
        let europe = change(&env, emea.id, &edit).await.expect("changed");
        assert_eq!((europe.name.as_str(), europe.slug.as_str()), ("Europe", "emea"));
        assert_eq!(refused(change(&env, emea.id, &edit).await), Code::Unchanged);
        world.clock.advance(60);
        let top = change(&env, emea.id, &into(None)).await.expect("moved");
        assert_eq!(top.parent_id, None);
        assert_eq!(
            last_event(&env).await,
            "group.moved done by Ada Okafor on Europe, 0 parts"
        );
        let log = activity::of(&env, About::Group(emea.id), &At::First)
            .await
            .expect("a log");
        let told: Vec<&str> = log.entries.iter().map(|entry| entry.words.as_str()).collect();
        assert_eq!(told, ["Moved to the top", "The name was changed", "The group was made"]);
    })
    .await;
}

#[tokio::test]
async fn a_move_takes_members_from_what_was_above_to_what_is_above() {
    on_each(async |world| {
        let env = world.env().await;
        let (support, emea, ben, _) = nested(&world, &env).await;
        let sales = create(&env, &named("Sales", None)).await.expect("a group");
        let seller = world.role(&env, "Seller", &["reports.view"]).await;
        world.give(&env, Subject::Group(sales.id), seller).await;
        assert!(may(&env, ben, "users.view").await);
        world.clock.advance(60);
        change(&env, emea.id, &into(Some(sales.id))).await.expect("moved");
        assert!(!may(&env, ben, "users.view").await);
        // The past stays as it was, and a move there and back in one moment leaves no trace.
        let at = Some(world.now().plus_seconds(-30));
        let before = service::access::Question {
            identity_id: ben,
            capability: "users.view".to_owned(),
            node_id: None,
            at,
        };
        assert!(check(&env, &before).await.expect("an answer").allowed);
        change(&env, emea.id, &into(Some(support.id))).await.expect("moved");
        change(&env, emea.id, &into(Some(sales.id))).await.expect("moved");
        change(&env, emea.id, &into(Some(support.id))).await.expect("moved");
        assert!(may(&env, ben, "users.view").await);
        let page = roles(&env, emea.id).await.expect("roles");
        let source = &page.roles[0].sources[0];
        assert_eq!((page.roles[0].name.as_str(), source.may_remove), ("Reader", false));
        assert_eq!(source.managed_in.as_ref().map(|group| group.id), Some(support.id));
    })
    .await;
}

#[tokio::test]
async fn t_07_a_cycle_is_refused_with_its_way_and_so_is_too_deep() {
    on_each(async |world| {
        let env = world.env().await;
        let mut chain: Vec<Group> = Vec::new();
        for n in 1..=MAX_DEPTH {
            let made = create(&env, &named(&format!("Level {n}"), chain.last())).await;
            chain.push(made.expect("a group"));
        }
        let deeper = create(&env, &named("Level 17", chain.last())).await;
        assert_eq!(refused_at(deeper), (Code::InvalidValue, "/parent_id".to_owned()));
        let third = Some(chain[2].id);
        let error = change(&env, chain[0].id, &into(third)).await.expect_err("a cycle");
        let service::Error::Problem(problem) = error else {
            panic!("a refusal")
        };
        assert_eq!(problem.code, Code::GroupCycle);
        assert!(
            problem.errors[0].detail.contains("Level 1 ▸ Level 2 ▸ Level 3"),
            "{problem:?}"
        );
        let own = change(&env, chain[0].id, &into(Some(chain[0].id))).await;
        assert_eq!(refused(own), Code::GroupCycle);
        // What lies in a group counts, too.
        let other = create(&env, &named("Other", None)).await.expect("a group");
        let whole = change(&env, chain[0].id, &into(Some(other.id))).await;
        assert_eq!(refused(whole), Code::InvalidValue);
        let rest = change(&env, chain[1].id, &into(Some(other.id))).await.expect("moved");
        assert_eq!(rest.parent_id, Some(other.id));
    })
    .await;
}

#[tokio::test]
async fn a_move_is_looked_at_first_to_the_top_too() {
    on_each(async |world| {
        let env = world.env().await;
        let support = world.group(&env, "Support", None).await;
        let emea = world.group(&env, "EMEA", Some(support)).await;
        let lies_in = async || get(&env, emea).await.expect("a group").parent_id;
        let send = async |more: &[(&str, &str)]| {
            let fields = [("intent", "save"), ("name", "EMEA"), ("parent", "")];
            let values = fields.iter().chain(more);
            let sent = Sent {
                values: values
                    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                    .collect(),
                problem: None,
            };
            service::forms::change_group(&env, &emea.to_string(), &sent)
                .await
                .expect("an answer")
        };
        assert!(send(&[]).await.is_none());
        assert!(send(&[("reviewed", "support")]).await.is_none());
        assert_eq!(lies_in().await, Some(support));
        assert!(send(&[("reviewed", "")]).await.is_some());
        assert_eq!(lies_in().await, None);
    })
    .await;
}

#[tokio::test]
async fn t_07_moving_gives_and_takes_only_what_the_mover_holds() {
    on_each(async |world| {
        let env = world.env().await;
        let (support, emea, ben, _) = nested(&world, &env).await;
        let mia = world.member(&env, "Mia").await;
        let manager = world.role(&env, "Manager", &["groups.manage", "groups.view"]).await;
        world.give(&env, Subject::Identity(mia.identity), manager).await;
        let own = world.env_as(&mia.who, &env).await;
        let free = create(&own, &named("Free", None)).await.expect("a group");
        writes(&world, 0, async {
            // Away from what she does not hold, and to it; she gains nothing either by being in it.
            assert_eq!(refused(change(&own, emea.id, &into(None)).await), Code::WouldEscalate);
            assert_eq!(
                refused(change(&own, free.id, &into(Some(support.id))).await),
                Code::WouldEscalate
            );
            assert_eq!(
                refused(change(&own, free.id, &into(Some(emea.id))).await),
                Code::WouldEscalate
            );
            assert_eq!(refused(remove(&own, emea.id, false).await), Code::WouldEscalate);
            assert_eq!(refused(remove(&own, support.id, true).await), Code::WouldEscalate);
        })
        .await;
        assert!(may(&env, ben, "users.view").await);
        let reader = world.role(&env, "Mia reads", &["users.view"]).await;
        world.give(&env, Subject::Identity(mia.identity), reader).await;
        let own = world.env_as(&mia.who, &env).await;
        change(&own, free.id, &into(Some(support.id))).await.expect("moved");
        change(&own, emea.id, &into(None)).await.expect("moved");
        // Within one branch only what differs counts: above both stays what it was.
        let owner = world.role(&env, "Brand", &["branding.edit"]).await;
        world.give(&env, Subject::Group(support.id), owner).await;
        let inner = create(&env, &named("Inner", Some(&support))).await.expect("a group");
        change(&own, free.id, &into(Some(inner.id))).await.expect("moved");
        assert_eq!(
            refused(change(&own, emea.id, &into(Some(inner.id))).await),
            Code::WouldEscalate
        );
    })
    .await;
}

#[tokio::test]
async fn a_deleted_group_comes_back_with_members_and_roles() {
    on_each(async |world| {
        let env = world.env().await;
        let (support, emea, ben, reader) = nested(&world, &env).await;
        let people = world.people(&env, 3).await;
        world
            .join(&env, support.id, &people[..2], super::after(&world, 30))
            .await;
        world.join(&env, support.id, &people[2..], None).await;
        assert_eq!(refused(remove(&env, support.id, false).await), Code::HasSubgroups);
        world.clock.advance(10);
        let event = writes(&world, 1, async {
            remove(&env, support.id, true).await.expect("deleted")
        })
        .await;
        assert_eq!(
            last_event(&env).await,
            "group.deleted done by Ada Okafor on Support, 5 parts"
        );
        world.check_counters(&env).await;
        assert_eq!(refused(get(&env, support.id).await), Code::NotFound);
        assert_eq!(get(&env, emea.id).await.expect("moved up").parent_id, None);
        assert!(!may(&env, ben, "users.view").await && !may(&env, people[2], "users.view").await);
        let deleted = gone(&env).await.expect("deleted ones");
        assert_eq!((deleted.len(), deleted[0].event, deleted[0].ended), (1, event, 5));
        let again = New {
            slug: Some("support".to_owned()),
            ..named("Support again", None)
        };
        assert_eq!(refused(create(&env, &again).await), Code::SlugRetired);
        // Nobody gets its roles who does not hold them, nor by any other event.
        let mia = world.member(&env, "Mia").await;
        let manager = world
            .role(&env, "Manager", &["groups.manage", "members.change_roles"])
            .await;
        world.give(&env, Subject::Identity(mia.identity), manager).await;
        let own = world.env_as(&mia.who, &env).await;
        world.clock.advance(60);
        let limited = restore(&own, event).await.expect("the group without its role");
        assert!(!limited.whole);
        assert!(!may(&env, people[2], "users.view").await);
        let other = remove(&env, support.id, false).await.expect("deleted again");
        assert_eq!(refused(restore(&env, event).await), Code::AlreadyRestored);
        let back = restore(&env, other).await.expect("restored");
        assert!(back.whole && back.operation.is_none());
        assert_eq!(back.group.slug.as_str(), "support");
        // Two had left by then; who comes in anew has what is given now.
        world.give(&env, Subject::Group(support.id), reader).await;
        assert!(may(&env, people[2], "users.view").await && !may(&env, people[0], "users.view").await);
        assert_eq!(refused(restore(&env, other).await), Code::AlreadyRestored);
        assert_eq!(get(&env, emea.id).await.expect("a group").parent_id, None);
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn a_group_comes_back_whole_and_where_it_lay() {
    on_each(async |world| {
        let env = world.env().await;
        let (support, emea, ben, _) = nested(&world, &env).await;
        let brand = world.role(&env, "Brand", &["roles.view"]).await;
        world.give(&env, Subject::Group(emea.id), brand).await;
        world.clock.advance(10);
        let event = remove(&env, emea.id, false).await.expect("deleted");
        let back = restore(&env, event).await.expect("restored");
        assert!(back.whole && back.operation.is_some());
        assert_eq!(back.group.parent_id, Some(support.id));
        assert!(may(&env, ben, "users.view").await && may(&env, ben, "roles.view").await);
        // Sent again, the request answers the same.
        let log = activity::of(&env, About::Group(emea.id), &At::First)
            .await
            .expect("a log");
        let told: Vec<&str> = log.entries.iter().map(|entry| entry.words.as_str()).collect();
        assert_eq!(told[..2], ["The group was restored", "The group was deleted"]);
        assert_eq!(list(&env).await.expect("groups").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn t_08_a_role_for_a_group_is_one_for_all_who_are_and_will_be_in_it() {
    on_each(async |world| {
        let env = world.env().await;
        let (support, emea, ben, _) = nested(&world, &env).await;
        let mia = world.member(&env, "Mia").await;
        let door = world
            .role(&env, "Door", &["groups.manage", "members.change_roles", "users.view"])
            .await;
        world.give(&env, Subject::Identity(mia.identity), door).await;
        let own = world.env_as(&mia.who, &env).await;
        let auditor = world.role(&env, "Auditor", &["audit.export"]).await;
        let mut asked = new(ben, auditor);
        asked.subject = Subject::Group(emea.id);
        assert_eq!(
            refused(service::assignments::assign(&own, &asked).await),
            Code::WouldEscalate
        );
        // Given by Ada to the group above, it closes the groups below to Mia, one or many at a time.
        world.give(&env, Subject::Group(support.id), auditor).await;
        let cleo = world.person(&env, "Cleo").await;
        assert_eq!(refused(add(&own, emea.id, vec![cleo]).await), Code::WouldEscalate);
        assert!(!may(&env, cleo, "audit.export").await);
    })
    .await;
}

#[tokio::test]
async fn t_10_nobody_lets_themselves_into_more_than_they_hold() {
    on_each(async |world| {
        let env = world.env().await;
        let (support, emea, _, _) = nested(&world, &env).await;
        let mia = world.member(&env, "Mia").await;
        let manager = world.role(&env, "Manager", &["groups.manage"]).await;
        world.give(&env, Subject::Identity(mia.identity), manager).await;
        let own = world.env_as(&mia.who, &env).await;
        for group in [support.id, emea.id] {
            assert_eq!(refused(add(&own, group, vec![mia.identity]).await), Code::WouldEscalate);
        }
        let event = last_event(&env).await;
        assert!(event.starts_with("assignment.created"), "{event}");
        assert!(!may(&env, mia.identity, "users.view").await);
        // A group that gives nothing is open to her.
        let free = create(&own, &named("Free", None)).await.expect("a group");
        let done = add(&own, free.id, vec![mia.identity]).await.expect("added");
        assert_eq!(done.results[0].status, Status::Created);
    })
    .await;
}
