//! What is kept in memory answers as the database does, at once after each write, whoever wrote.

use super::new;
use domain::Window;
use domain::assignments::Subject;
use domain::capabilities::Status;
use domain::roles::System;
use service::access::{self, Question};
use service::assignments::{assign, revoke};
use service::groups::Edit;
use service::testing::{check, check_counts, on_each};
use service::{Env, Who, capabilities, groups, keys, roles, screens, warm};

fn may_view(identity: domain::id::IdentityId) -> Question {
    Question {
        identity_id: identity,
        capability: "users.view".to_owned(),
        node_id: None,
        at: None,
    }
}

async fn again(env: &Env) -> Env {
    let (tenant, environment) = (env.tenant.slug.as_str(), env.environment.slug.as_str());
    env.cx()
        .environment(tenant, environment)
        .await
        .expect("the environment")
}

#[tokio::test]
async fn a_cold_environment_answers_and_a_warm_one_hears_of_every_write() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let ben = world.person(&env, "Ben").await;
        let ask = may_view(ben);
        // Nothing is in memory yet: the database answers.
        let cold = access::check(&again(&env).await, &ask).await.expect("an answer");
        assert!(!cold.allowed);
        warm(&env).await.expect("built");
        let new = new(ben, viewer);
        let given = assign(&env, &new).await.expect("given");
        let told = access::check(&again(&env).await, &ask).await.expect("an answer");
        assert!(told.allowed && told.revision > cold.revision);
        // Another process that does not say what it touched.
        world.raise(&env).await;
        assert!(check(&env, &ask).await.expect("an answer").allowed);
        revoke(&again(&env).await, given.id).await.expect("revoked");
        assert!(!check(&env, &ask).await.expect("an answer").allowed);
    })
    .await;
}

#[tokio::test]
async fn numbers_out_of_memory_are_those_of_the_database() {
    on_each(async |world| {
        let env = world.env().await;
        let people = world.people(&env, 6).await;
        let above = world.group(&env, "Above", None).await;
        let below = world.group(&env, "Below", Some(above)).await;
        let (viewer, root) = (
            world.system_role(&env, System::Viewer).await,
            env.environment.root_node_id,
        );
        let soon = Window::new(None, Some(world.now().plus_days(2)));
        let later = Window::new(Some(world.now().plus_days(1)), None);
        check_counts(&env).await.expect("counted");
        world.join(&env, below, &people[..4], None).await;
        world.join(&env, above, &people[3..], soon.to).await;
        world.give(&env, Subject::Group(above), viewer).await;
        world
            .give_at(&env, Subject::Identity(people[0]), viewer, root, soon)
            .await;
        world
            .give_at(&env, Subject::Identity(people[5]), viewer, root, later)
            .await;
        check_counts(&env).await.expect("counted");
        // Who is suspended still holds it; who is deleted does not.
        world.suspend(&env, &people[1..2]).await;
        check_counts(&env).await.expect("counted");
        let event = service::people::delete(&world.env().await, people[0])
            .await
            .expect("deleted");
        check_counts(&env).await.expect("counted");
        service::people::restore(&world.env().await, event)
            .await
            .expect("restored");
        check_counts(&env).await.expect("counted");
        for _ in 0..3 {
            world.clock.advance(86_400);
            check_counts(&env).await.expect("counted");
        }
        let edit = Edit {
            parent_id: Some(None),
            ..Edit::default()
        };
        groups::change(&world.env().await, below, &edit).await.expect("moved");
        check_counts(&env).await.expect("counted");
        let screen = screens::group_members(&world.env().await, above, "")
            .await
            .expect("a page");
        assert_eq!(screen.head.members, Some(0));
        let screen = screens::group_members(&world.env().await, below, "")
            .await
            .expect("a page");
        assert_eq!((screen.head.members, screen.direct), (Some(4), 4));
    })
    .await;
}

#[tokio::test]
async fn who_loses_a_deleted_role_or_group_is_heard_of_whatever_else_was_written() {
    on_each(async |world| {
        let env = world.env().await;
        let (ben, cleo) = (world.person(&env, "Ben").await, world.person(&env, "Cleo").await);
        let group = world.group(&env, "Auditors", None).await;
        let asked = roles::New {
            name: "Auditor".to_owned(),
            capabilities: vec!["users.view".to_owned()],
            assign: roles::Assign {
                identity_ids: vec![ben],
                group_ids: vec![group],
            },
            ..roles::New::default()
        };
        let role = roles::create(&env, &asked).await.expect("a role").id;
        groups::add_one(&env, group, cleo).await.expect("in it");
        for person in [ben, cleo] {
            assert!(check(&env, &may_view(person)).await.expect("an answer").allowed);
        }
        // One step to catch up: a capability, of which all roles are told anew, and the deletion.
        let own = capabilities::New {
            key: "billing.approve".to_owned(),
            area: None,
            name: "Approve".to_owned(),
            description: String::new(),
            sensitive: false,
            status: Status::Available,
        };
        capabilities::create(&world.env().await, &own).await.expect("made");
        let event = roles::remove(&world.env().await, role, None).await.expect("deleted");
        for person in [ben, cleo] {
            assert!(!check(&env, &may_view(person)).await.expect("an answer").allowed);
        }
        check_counts(&env).await.expect("counted");
        // And back and gone again in one step.
        roles::restore(&world.env().await, event).await.expect("restored");
        roles::remove(&world.env().await, role, None).await.expect("deleted");
        groups::remove(&world.env().await, group, false).await.expect("deleted");
        for person in [ben, cleo] {
            assert!(!check(&env, &may_view(person)).await.expect("an answer").allowed);
        }
        check_counts(&env).await.expect("counted");
    })
    .await;
}

#[tokio::test]
async fn many_who_ask_at_once_hear_of_what_was_written_before() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let secret = world
            .secret(&world.env_as(&Who::Cli, &env).await, &["access.check"])
            .await;
        let mut people = Vec::new();
        for n in 0..20 {
            people.push(world.person(&env, &format!("Person {n}")).await);
        }
        warm(&env).await.expect("built");
        for person in people {
            let new = new(person, viewer);
            assign(&env, &new).await.expect("given");
            let asking = (0..16).map(|_| {
                let (service, secret) = (world.service.clone(), secret.clone());
                tokio::spawn(async move {
                    let entered = keys::enter(&service, &secret, "test").await.expect("an answer");
                    let env = entered.expect("a good key");
                    access::check(&env, &may_view(person)).await.expect("an answer").allowed
                })
            });
            for asked in asking.collect::<Vec<_>>() {
                assert!(asked.await.expect("answered"), "a write that was over was not seen");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_of_a_key_ends_with_its_revision_and_its_time() {
    on_each(async |world| {
        let env = world.env().await;
        let secret = world
            .secret(&world.env_as(&Who::Cli, &env).await, &["access.check"])
            .await;
        let enter = async || {
            let entered = keys::enter(&world.service, &secret, "test").await.expect("an answer");
            entered.map(|env| env.environment.revision)
        };
        let before = enter().await.expect("a good key");
        assert_eq!(enter().await, Some(before));
        world.person(&env, "Ben").await;
        assert!(enter().await > Some(before), "the environment is another one now");
        let suspended = [("suspended_at", world.now().0.into())];
        let of = [("id", env.id().0.into())];
        world.db.set("environments", &suspended, &of).await;
        assert!(keys::enter(&world.service, &secret, "test").await.is_err());
        world
            .db
            .set("environments", &[("suspended_at", store::testing::Cell::Null)], &of)
            .await;
        assert!(enter().await.is_some());
        world.clock.advance(91 * 86_400);
        assert_eq!(enter().await, None);
    })
    .await;
}
