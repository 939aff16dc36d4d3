//! Decisions: what holds at an instant, and that nothing has to run for an end to bite.

use super::{dated, new};
use domain::assignments::Subject;
use domain::id::{IdentityId, NodeId};
use domain::problem::Code;
use domain::roles::System;
use domain::{Time, Window};
use service::access::Question;
use service::assignments::{assign, revoke};
use service::testing::{check, on_each, refused, refused_at};
use service::{Env, Who};
use store::testing::Cell;

fn question(identity_id: IdentityId, capability: &str) -> Question {
    Question {
        identity_id,
        capability: capability.to_owned(),
        node_id: None,
        at: None,
    }
}

/// May they see people, now and at the root?
async fn may_view(env: &Env, identity: IdentityId) -> bool {
    allowed(env, identity, None, None).await
}

async fn allowed(env: &Env, identity: IdentityId, node_id: Option<NodeId>, at: Option<Time>) -> bool {
    let asked = Question {
        node_id,
        at,
        ..question(identity, "users.view")
    };
    check(env, &asked).await.expect("an answer").allowed
}

#[tokio::test]
async fn t_52_an_end_bites_at_its_millisecond_with_nothing_running() {
    on_each(async |world| {
        let env = world.env().await;
        let people = world.people(&env, 3).await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let (from, to) = (world.now().plus_days(1), world.now().plus_days(2));
        assign(&env, &dated(people[0], viewer, Some(from), Some(to)))
            .await
            .expect("given");
        // The same through a nested group, by the role's dates and by the membership's.
        let parent = world.group(&env, "Support", None).await;
        let child = world.group(&env, "EMEA", Some(parent)).await;
        world.join(&env, child, &people[1..2], None).await;
        let root = env.environment.root_node_id;
        let window = Window::new(Some(from), Some(to));
        world.give_at(&env, Subject::Group(parent), viewer, root, window).await;
        let ending = world.group(&env, "Temporary", None).await;
        world.join(&env, ending, &people[2..], Some(to)).await;
        let window = Window::new(Some(from), None);
        world.give_at(&env, Subject::Group(ending), viewer, root, window).await;
        for person in &people {
            for (at, expected) in [
                (Time(from.0 - 1), false),
                (from, true),
                (Time(to.0 - 1), true),
                (to, false),
                (Time(to.0 + 1), false),
            ] {
                assert_eq!(allowed(&env, *person, None, Some(at)).await, expected, "{at}");
                let now = world.now();
                world.clock.set(at);
                assert_eq!(may_view(&world.env().await, *person).await, expected, "now is {at}");
                world.clock.set(now);
            }
        }
        let events = world.check_audit().await;
        world.clock.set(to);
        assert_eq!(world.check_audit().await, events, "nothing was written when it ended");
    })
    .await;
}

#[tokio::test]
async fn t_52_rights_in_the_console_end_at_the_same_millisecond() {
    on_each(async |world| {
        let env = world.env().await;
        let member = world.member(&env, "Mia Berg").await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let end = world.now().plus_days(1);
        let given = dated(member.identity, viewer, None, Some(end));
        assign(&env, &given).await.expect("given");
        // Also for a request that began before the end.
        let own = world.env_as(&member.who, &env).await;
        world.clock.set(Time(end.0 - 1));
        service::identities::get(&own, ben).await.expect("one millisecond left");
        world.clock.set(end);
        assert_eq!(refused(service::identities::get(&own, ben).await), Code::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_start_in_the_past_grants_from_creation_on_and_a_revocation_to_its_moment() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let created = world.now();
        let long_ago = Some(created.plus_days(-100));
        let made = assign(&env, &dated(ben, viewer, long_ago, None)).await.expect("given");
        assert!(!allowed(&env, ben, None, Some(Time(created.0 - 1))).await);
        assert!(allowed(&env, ben, None, Some(created)).await);
        world.clock.advance(60);
        revoke(&env, made.id).await.expect("revoked");
        assert!(allowed(&env, ben, None, Some(Time(world.now().0 - 1))).await);
        assert!(!may_view(&env, ben).await);
    })
    .await;
}

#[tokio::test]
async fn who_is_suspended_invited_or_outside_the_tenant_may_nothing() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let ben = world.person(&env, "Ben").await;
        let mia = world.member(&env, "Mia Berg").await;
        for id in [ben, mia.identity] {
            assign(&env, &new(id, viewer)).await.expect("given");
            assert!(may_view(&env, id).await);
        }
        let before = world.now();
        world.clock.advance(1);
        world.suspend(&env, &[ben]).await;
        assert!(!may_view(&env, ben).await);
        assert!(allowed(&env, ben, None, Some(before)).await, "it was so before");

        let id = Cell::from(mia.identity.0);
        let invited = [("invited_at", Cell::from(before.0))];
        world.db.set("identities", &invited, &[("id", id.clone())]).await;
        world.raise(&env).await;
        assert!(!may_view(&env, mia.identity).await);
        world
            .db
            .set("identities", &[("invited_at", Cell::Null)], &[("id", id)])
            .await;
        world.raise(&env).await;
        assert!(may_view(&env, mia.identity).await);

        let account = [("id", Cell::from(mia.account.0))];
        let now = Cell::from(world.now().0);
        world
            .db
            .set("accounts", &[("suspended_at", now.clone())], &account)
            .await;
        world.raise(&env).await;
        assert!(!may_view(&env, mia.identity).await);
        // Whoever is suspended while a request is under way is stopped by the next step.
        let entered = world.cx(&mia.who).environment("northwind", "development").await;
        assert_eq!(refused(entered.map(|_| ())), Code::NotFound);
        world
            .db
            .set("accounts", &[("suspended_at", Cell::Null)], &account)
            .await;
        world.raise(&env).await;
        assert!(may_view(&env, mia.identity).await);

        let membership = [("account_id", Cell::from(mia.account.0))];
        world.db.set("memberships", &[("until", now)], &membership).await;
        world.raise(&env).await;
        assert!(!may_view(&env, mia.identity).await);
        let entered = world.cx(&mia.who).environment("northwind", "development").await;
        assert_eq!(refused(entered.map(|_| ())), Code::NotFound);
    })
    .await;
}

#[tokio::test]
async fn what_is_in_flight_never_allows_and_what_is_unknown_is_an_error() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let owner = world.system_role(&env, System::Owner).await;
        assign(&env, &new(ben, owner)).await.expect("given");
        for entry in domain::capabilities::CATALOGUE {
            let answer = check(&env, &question(ben, entry.key)).await.expect("an answer");
            let available = entry.status == domain::capabilities::Status::Available;
            assert_eq!(answer.allowed, available, "{}", entry.key);
        }
        for key in ["users.fly", "", "users", "USERS.VIEW"] {
            let refused = refused_at(check(&env, &question(ben, key)).await);
            assert_eq!(refused, (Code::UnknownCapability, "/capability".to_owned()));
        }
        let nobody = question(env.id().0.into(), "users.view");
        assert_eq!(refused(check(&env, &nobody).await), Code::NotFound);
        let nowhere = Question {
            node_id: Some(env.id().0.into()),
            ..question(ben, "users.view")
        };
        assert_eq!(
            refused_at(check(&env, &nowhere).await),
            (Code::NotFound, "/node_id".to_owned())
        );
    })
    .await;
}

#[tokio::test]
async fn a_role_holds_at_its_node_and_below_and_asking_needs_the_right_there() {
    on_each(async |world| {
        let env = world.env().await;
        let emea = world.node(&env, "EMEA", None).await;
        let paris = world.node(&env, "Paris", Some(emea)).await;
        let apac = world.node(&env, "APAC", None).await;
        let env = world.env().await;
        let root = env.environment.root_node_id;
        let viewer = world.system_role(&env, System::Viewer).await;
        let ben = world.person(&env, "Ben").await;
        world
            .give_at(&env, Subject::Identity(ben), viewer, emea, Window::ALWAYS)
            .await;
        for (node, expected) in [(emea, true), (paris, true), (apac, false), (root, false)] {
            assert_eq!(allowed(&env, ben, Some(node), None).await, expected);
        }
        assert!(!may_view(&env, ben).await);
        let member = world.member(&env, "Mia Berg").await;
        let asker = world.role(&env, "Asker", &["access.check"]).await;
        world
            .give_at(&env, Subject::Identity(member.identity), asker, emea, Window::ALWAYS)
            .await;
        let own = world.env_as(&member.who, &env).await;
        assert!(allowed(&own, ben, Some(paris), None).await);
        for node in [Some(apac), Some(root), None] {
            let asked = Question {
                node_id: node,
                ..question(ben, "users.view")
            };
            assert_eq!(refused(check(&own, &asked).await), Code::Forbidden);
        }
    })
    .await;
}

#[tokio::test]
async fn an_answer_names_the_revision_which_each_write_raises() {
    on_each(async |world| {
        let ben = world.person(&world.env().await, "Ben").await;
        let revision = async || {
            let env = world.enter(&Who::Cli, "northwind", "development").await;
            let answer = check(&env, &question(ben, "users.view")).await.expect("an answer");
            answer.revision
        };
        let before = revision().await;
        assert_eq!(revision().await, before);
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        assign(&env, &new(ben, viewer)).await.expect("given");
        assert_eq!(revision().await, before + 1);
        let of = [
            ("environment_id", Cell::from(env.id().0)),
            ("revision", (before + 1).into()),
        ];
        assert_eq!(world.db.count("changes", &of).await, 2);
    })
    .await;
}

#[tokio::test]
async fn an_answer_names_the_revision_whose_facts_it_tells() {
    on_each(async |world| {
        let entered = world.env().await;
        let person = world.person(&entered, "Ann").await;
        let viewer = world.system_role(&entered, System::Viewer).await;
        // The environment was entered before this happened.
        world.give(&entered, Subject::Identity(person), viewer).await;
        let now = world.env().await.environment.revision;
        let answer = check(&entered, &question(person, "users.view"))
            .await
            .expect("an answer");
        assert!(answer.allowed && entered.environment.revision < now);
        assert_eq!(answer.revision, now);
    })
    .await;
}
