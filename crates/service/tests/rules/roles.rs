//! Custom roles: made with a starter list, changed, and never beyond what their maker holds.

use super::last_event;
use domain::assignments::{State, Subject};
use domain::id::{GroupId, IdentityId, RoleId};
use domain::problem::Code;
use domain::roles::{Holders, System};
use service::assignments::{Filter, list as given, revoke};
use service::roles::{Assign, Edit, New, change, create, get, holders, list, tag};
use service::testing::{TestWorld, check, on_each, refused, refused_at};
use service::{Env, Who, access};

fn new(called: &str, capabilities: &[&str]) -> New {
    New {
        name: called.to_owned(),
        capabilities: keys(capabilities),
        ..New::default()
    }
}

fn keys(of: &[&str]) -> Vec<String> {
    of.iter().map(|key| (*key).to_owned()).collect()
}

fn holding(capabilities: &[&str]) -> Edit {
    Edit {
        capabilities: Some(keys(capabilities)),
        ..Edit::default()
    }
}

/// Someone who may make, change and give roles, and holds nothing beside but `users.view`.
async fn maker(world: &TestWorld, env: &Env) -> Env {
    let doors = [
        "roles.create",
        "roles.edit",
        "roles.view",
        "members.change_roles",
        "users.bulk_operations",
        "users.view",
    ];
    let role = world.role(env, "Maker", &doors).await;
    let member = world.member(env, "Mo").await;
    world.give(env, Subject::Identity(member.identity), role).await;
    world.env_as(&member.who, env).await
}

#[tokio::test]
async fn a_role_is_made_with_those_who_have_it_at_once() {
    on_each(async |world| {
        let env = world.env().await;
        let people = world.people(&env, 2).await;
        let group = world.group(&env, "Support", None).await;
        let asked = New {
            description: Some("  Reads people. ".to_owned()),
            assign: Assign {
                identity_ids: people.clone(),
                group_ids: vec![group],
            },
            ..new("Émile, readers", &["users.view", "audit.configure_streaming"])
        };
        let made = create(&env, &asked).await.expect("a role");
        assert_eq!(made.slug.as_str(), "emile-readers");
        assert_eq!(made.description.as_deref(), Some("Reads people."));
        assert_eq!(made.capabilities, ["users.view", "audit.configure_streaming"]);
        assert_eq!(get(&env, made.id).await.expect("there"), made);
        assert_eq!(
            last_event(&env).await,
            "role.created done by Ada Okafor on Émile, readers, 3 parts"
        );
        let filter = Filter {
            role_id: Some(made.id),
            ..Filter::default()
        };
        let rows = given(&env, &filter, None, 10).await.expect("a page").items;
        assert!(rows.len() == 3 && rows.iter().all(|one| one.state == State::Active));
        let question = |capability: &str| access::Question {
            identity_id: people[0],
            capability: capability.to_owned(),
            node_id: None,
            at: None,
        };
        assert!(check(&env, &question("users.view")).await.expect("an answer").allowed);
        // In flight: it is in the role and allows nothing.
        assert!(
            !check(&env, &question("audit.configure_streaming"))
                .await
                .expect("an answer")
                .allowed
        );
        world.check_audit().await;
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_a_role_is_refused_at_its_place_and_nothing_is_made() {
    on_each(async |world| {
        let env = world.env().await;
        let person = world.person(&env, "Ada").await;
        create(&env, &new("Auditor", &[]))
            .await
            .expect("a role without capabilities");
        let before = (
            list(&env).await.expect("roles").len(),
            world.db.rows("select action from events").await.len(),
        );
        let slug = |slug: &str| New {
            slug: Some(slug.to_owned()),
            ..new("Another", &[])
        };
        let starters = |identity_ids: Vec<IdentityId>, group_ids: Vec<GroupId>| New {
            assign: Assign {
                identity_ids,
                group_ids,
            },
            ..new("Another", &[])
        };
        let nobody = uuid::Uuid::nil();
        for (asked, code, pointer) in [
            (new(" ", &[]), Code::InvalidValue, "/name"),
            (new("審計", &[]), Code::InvalidValue, "/slug"),
            (slug("No Slug"), Code::InvalidValue, "/slug"),
            (slug("auditor"), Code::SlugTaken, "/slug"),
            // It looks like the other.
            (slug("aud1tor"), Code::SlugTaken, "/slug"),
            (
                new("Another", &["users.view", "users.vie"]),
                Code::UnknownCapability,
                "/capabilities/1",
            ),
            (
                new("Another", &["users.view", "users.view"]),
                Code::DuplicateInRequest,
                "/capabilities/1",
            ),
            (
                starters(vec![person, IdentityId(nobody)], vec![]),
                Code::NotFound,
                "/assign/identity_ids/1",
            ),
            (
                starters(vec![], vec![GroupId(nobody)]),
                Code::NotFound,
                "/assign/group_ids/0",
            ),
            (
                starters(vec![person, person], vec![]),
                Code::DuplicateInRequest,
                "/assign/identity_ids/1",
            ),
        ] {
            assert_eq!(
                refused_at(create(&env, &asked).await),
                (code, pointer.to_owned()),
                "{asked:?}"
            );
        }
        let after = (
            list(&env).await.expect("roles").len(),
            world.db.rows("select action from events").await.len(),
        );
        assert_eq!(before, after);
    })
    .await;
}

#[tokio::test]
async fn a_change_keeps_the_past_and_says_before_and_after() {
    on_each(async |world| {
        let env = world.env().await;
        let made = create(&env, &new("Reader", &["users.view", "audit.read"]))
            .await
            .expect("a role");
        world.clock.advance(60);
        let edit = Edit {
            name: Some("Reader of people".to_owned()),
            description: Some(Some("Reads.".to_owned())),
            capabilities: Some(keys(&["users.view", "roles.view"])),
            expected: Some(tag(&made)),
        };
        let changed = change(&env, made.id, &edit).await.expect("changed");
        assert_eq!(
            (changed.name.as_str(), changed.slug.as_str()),
            ("Reader of people", "reader")
        );
        assert_eq!(changed.capabilities, ["users.view", "roles.view"]);
        assert_eq!(
            last_event(&env).await,
            "role.changed done by Ada Okafor on Reader of people, 0 parts"
        );
        let kept = world
            .db
            .rows("select cast(count(*) as text) from role_capabilities where until is not null")
            .await;
        assert_eq!(kept[0][0].as_deref(), Some("1"));
        // Based on what is not so any more.
        let late = Edit {
            expected: Some(tag(&made)),
            ..holding(&[])
        };
        assert_eq!(refused(change(&env, made.id, &late).await), Code::PreconditionFailed);
        assert_eq!(
            refused(change(&env, made.id, &holding(&["users.view", "roles.view"])).await),
            Code::Unchanged
        );
        // Taken out and put in again at one instant.
        change(&env, made.id, &holding(&[])).await.expect("nothing left");
        let again = change(&env, made.id, &holding(&["users.view"]))
            .await
            .expect("one again");
        assert_eq!(again.capabilities, ["users.view"]);
        world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn system_roles_and_those_of_elsewhere_cannot_be_changed() {
    on_each(async |world| {
        let (env, production) = (world.env().await, world.production().await);
        for system in System::ALL {
            let id = world.system_role(&env, system).await;
            assert_eq!(refused(change(&env, id, &holding(&[])).await), Code::Conflict);
        }
        let elsewhere = create(&production, &new("Reader", &[])).await.expect("a role");
        assert_eq!(refused(change(&env, elsewhere.id, &holding(&[])).await), Code::NotFound);
        assert_eq!(refused(get(&env, elsewhere.id).await), Code::NotFound);
        assert_eq!(refused(get(&env, RoleId(uuid::Uuid::nil())).await), Code::NotFound);
    })
    .await;
}

#[tokio::test]
async fn t_01_nobody_makes_or_changes_a_role_beyond_what_they_hold() {
    on_each(async |world| {
        let env = world.env().await;
        let mo = maker(&world, &env).await;
        for key in ["audit.export", "audit.read", "members.invite"] {
            assert_eq!(
                refused(create(&mo, &new("More", &["users.view", key])).await),
                Code::WouldEscalate
            );
        }
        let made = create(&mo, &new("Less", &["users.view"])).await.expect("a role");
        let more = holding(&["users.view", "audit.export"]);
        assert_eq!(refused(change(&mo, made.id, &more).await), Code::WouldEscalate);
        assert_eq!(get(&env, made.id).await.expect("there").capabilities, ["users.view"]);
        // Taking away needs what giving needs.
        change(&env, made.id, &more).await.expect("by who holds it");
        assert_eq!(
            refused(change(&mo, made.id, &holding(&["users.view"])).await),
            Code::WouldEscalate
        );
        // A name is no capability.
        let name = Edit {
            name: Some("Other".to_owned()),
            ..Edit::default()
        };
        change(&mo, made.id, &name).await.expect("renamed");
        // Whoever holds it for a time only cannot put it into a role, which has no end.
        let until = world.member(&env, "Una").await;
        let window = domain::Window::new(None, super::after(&world, 3600));
        let role = world
            .role(&env, "Until", &["roles.create", "roles.view", "audit.read"])
            .await;
        world
            .give_at(&env, Subject::Identity(until.identity), role, env_root(&env), window)
            .await;
        let una = world.env_as(&until.who, &env).await;
        assert_eq!(
            refused(create(&una, &new("For ever", &["audit.read"])).await),
            Code::WouldEscalate
        );
    })
    .await;
}

fn env_root(env: &Env) -> domain::id::NodeId {
    env.environment.root_node_id
}

#[tokio::test]
async fn t_11_a_starter_list_is_judged_like_any_assignment() {
    on_each(async |world| {
        let env = world.env().await;
        // May make roles and not give them.
        let role = world
            .role(&env, "Maker only", &["roles.create", "roles.view", "users.view"])
            .await;
        let member = world.member(&env, "Mia").await;
        world.give(&env, Subject::Identity(member.identity), role).await;
        let mia = world.env_as(&member.who, &env).await;
        let asked = New {
            assign: Assign {
                identity_ids: vec![member.identity],
                ..Assign::default()
            },
            ..new("Mine", &["users.view"])
        };
        assert_eq!(refused(create(&mia, &asked).await), Code::Forbidden);
        // One of them cannot have it: then there is no role either.
        let mo = maker(&world, &env).await;
        let people = world.people(&env, 2).await;
        world.suspend(&env, &people[1..]).await;
        let asked = New {
            assign: Assign {
                identity_ids: people,
                ..Assign::default()
            },
            ..new("Theirs", &["users.view"])
        };
        assert_eq!(
            refused_at(create(&mo, &asked).await),
            (Code::Suspended, "/assign/identity_ids/1".to_owned())
        );
        let roles = list(&env).await.expect("roles");
        assert!(roles.iter().all(|role| role.name != "Theirs" && role.name != "Mine"));
    })
    .await;
}

#[tokio::test]
async fn the_closest_role_is_the_one_that_differs_least() {
    on_each(async |world| {
        let env = world.env().await;
        let make = async |name: &str, keys: &[&str]| create(&env, &new(name, keys)).await.expect("a role").id;
        let closest = async |id| service::screens::role(&env, id, None).await.expect("a page").closest;
        let says = |name: &str, how: &str| Some(format!("Closest role: \u{2068}{name}\u{2069}, {how}."));
        let one = make("One", &["users.view", "groups.view", "audit.read"]).await;
        let near = make("Near", &["users.view", "groups.view"]).await;
        make("Far", &["users.view", "branding.edit", "reports.view", "roles.view"]).await;
        assert_eq!(closest(one).await, says("Near", "1 capability differs"));
        assert_eq!(closest(near).await, says("One", "1 capability differs"));
        let nothing = make("Nothing", &[]).await;
        assert_eq!(closest(nothing).await, None);
        // Nearly everything: the Owner, who has no list of what it holds.
        let all = service::capabilities::list(&env).await.expect("the catalogue");
        let keys: Vec<&str> = all.iter().skip(1).map(|one| one.key.as_str()).collect();
        let all_but_one = make("All but one", &keys).await;
        assert_eq!(closest(all_but_one).await, says("Owner", "1 capability differs"));
        let owner = world.system_role(&env, System::Owner).await;
        assert_eq!(closest(owner).await, says("All but one", "1 capability differs"));
        // Of what is ticked and not saved, for a role that is being made and for one that is there.
        let asked = async |id, keys: &[&str]| {
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            service::screens::closest_role(&env, id, &keys)
                .await
                .expect("an answer")
        };
        let same = ["groups.view", "users.view"];
        assert_eq!(asked(None, &same).await, says("Near", "holds the same"));
        assert_eq!(asked(Some(near), &same).await, says("One", "1 capability differs"));
        assert_eq!(asked(None, &["no.such"]).await, None);
        let ticked = ["tag", "capability", "capability", "capability"].into_iter();
        let ticked = ticked.zip(["x", "users.view", "groups.view", "audit.read"]);
        let sent = domain::form::Sent {
            values: ticked
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            problem: None,
        };
        let page = service::screens::role(&env, near, Some(&sent)).await.expect("a page");
        assert_eq!(page.closest, says("One", "holds the same"));
        let copy = service::screens::new_role(&env, "from=copy:near", None)
            .await
            .expect("a page");
        assert_eq!(copy.closest, says("Near", "holds the same"));
        // Whoever may make roles and not see them is told of none.
        let mia = world.member(&env, "Mia").await;
        let role = world.role(&env, "Maker", &["roles.create"]).await;
        world.give(&env, Subject::Identity(mia.identity), role).await;
        let maker = world.env_as(&mia.who, &env).await;
        assert_eq!(
            service::screens::new_role(&maker, "from=example:External Auditor", None)
                .await
                .expect("a page")
                .closest,
            None
        );
        let keys = ["users.view".to_owned()];
        assert_eq!(
            refused(service::screens::closest_role(&maker, None, &keys).await),
            Code::Forbidden
        );
    })
    .await;
}

#[tokio::test]
async fn holders_are_counted_once_and_by_how_they_hold() {
    on_each(async |world| {
        let env = world.env().await;
        let people = world.people(&env, 4).await;
        let above = world.group(&env, "Above", None).await;
        let below = world.group(&env, "Below", Some(above)).await;
        world.join(&env, below, &people[..3], None).await;
        let role = create(&env, &new("Reader", &["users.view"])).await.expect("a role").id;
        world.give(&env, Subject::Group(above), role).await;
        world.give(&env, Subject::Identity(people[2]), role).await;
        world.give(&env, Subject::Identity(people[3]), role).await;
        let later = domain::Window::new(super::after(&world, 86_400), None);
        world
            .give_at(&env, Subject::Identity(people[0]), role, env_root(&env), later)
            .await;
        let expected = Holders {
            people: 4,
            direct: 2,
            through_groups: 3,
            groups: 1,
            scheduled: 1,
        };
        for only in [None, Some(role)] {
            assert_eq!(holders(&env, only).await.expect("counted").get(&role), Some(&expected));
        }
        let unheld = create(&env, &new("Unheld", &[])).await.expect("a role").id;
        assert_eq!(holders(&env, None).await.expect("counted").get(&unheld), None);
        let nobody = world.env_as(&Who::Cli, &env).await;
        assert!(holders(&nobody, Some(unheld)).await.expect("counted").is_empty());
    })
    .await;
}

#[tokio::test]
async fn t_01_taking_away_needs_the_right_however_the_clock_goes_on() {
    on_each(async |world| {
        let env = world.env().await;
        let mo = maker(&world, &env).await;
        let owner = world.system_role(&env, System::Owner).await;
        let person = world.person(&env, "Pia").await;
        let given = world.give(&env, Subject::Identity(person), owner).await;
        let made = create(&env, &new("More", &["users.view", "audit.export"]))
            .await
            .expect("a role");
        let mo = super::ticking(&world, mo.cx().who()).await;
        for _ in 0..5 {
            assert_eq!(
                refused(change(&mo, made.id, &holding(&["users.view"])).await),
                Code::WouldEscalate
            );
            assert_eq!(refused(revoke(&mo, given.id).await), Code::WouldEscalate);
        }
    })
    .await;
}
