//! API keys: one environment, a list, an end, and never more than their creator.

use super::{dated, last_event, writes};
use domain::assignments::Subject;
use domain::problem::Code;
use domain::roles::System;
use service::assignments::assign;
use service::keys::{self, create, create_for};
use service::testing::{TestWorld, on_each, refused, refused_at};
use service::{Env, Who, identities};
use store::testing::Cell;

async fn who(world: &TestWorld, secret: &str) -> Who {
    let entered = keys::enter(&world.service, secret, "test").await.expect("an answer");
    entered.map_or(Who::Nobody, |env| env.cx().who().clone())
}

async fn enter(world: &TestWorld, secret: &str) -> Env {
    let entered = keys::enter(&world.service, secret, "test").await.expect("an answer");
    entered.expect("its environment")
}

fn list(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

#[tokio::test]
async fn the_secret_is_shown_once_and_proves_the_key() {
    on_each(async |world| {
        let env = world.env().await;
        let cli = world.cli();
        let made = create_for(&cli, "northwind/development", "Directory sync", None, 90);
        let secret = writes(&world, 1, made).await.expect("a key");
        assert_eq!(
            last_event(&env).await,
            "api_key.created done by Command line on Directory sync, 0 parts"
        );
        let parts: Vec<&str> = secret.split('_').collect();
        assert_eq!(
            (parts.len(), parts[0], parts[1].len(), parts[2].len()),
            (3, "rck", 32, 52)
        );
        assert_eq!(world.db.count("api_keys", &[("secret_hash", parts[2].into())]).await, 0);
        let own = enter(&world, &secret).await;
        assert_eq!(own.id(), env.id());
        assert!(own.may("users.view") && own.may("members.change_roles"));
        let id = parts[1].parse::<uuid::Uuid>().expect("an id");
        for wrong in [
            String::new(),
            secret.to_uppercase(),
            format!("{secret}a"),
            secret[..secret.len() - 1].to_owned(),
            format!("rck_{id}_{}", parts[2]),
            format!("rck_{}_{}", parts[1], parts[1]),
            format!("xyz_{}_{}", parts[1], parts[2]),
            format!("rck_{}_{}", "0".repeat(32), parts[2]),
        ] {
            assert_eq!(who(&world, &wrong).await, Who::Nobody, "{wrong}");
        }
        let of = [("id", Cell::from(id))];
        let now = Cell::from(world.now().0);
        world.db.set("api_keys", &[("revoked_at", now)], &of).await;
        world.raise(&env).await;
        assert_eq!(who(&world, &secret).await, Who::Nobody);
        // Also in a request that began before.
        assert_eq!(
            refused(identities::get(&enter_again(&own).await, id.into()).await),
            Code::Forbidden
        );
    })
    .await;
}

async fn enter_again(env: &Env) -> Env {
    env.cx().environment_of_key().await.expect("its environment")
}

#[tokio::test]
async fn the_end_of_a_key_ends_the_key_and_not_what_it_gave() {
    on_each(async |world| {
        let env = world.env().await;
        let cli = world.env_as(&Who::Cli, &env).await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let secret = create(&cli, "A month", None, 30).await.expect("a key");
        let end = world.now().plus_days(30);
        let own = enter(&world, &secret).await;
        let beyond = dated(ben, viewer, None, Some(end.plus_seconds(1)));
        assign(&own, &beyond).await.expect("beyond the end of the key");
        world.clock.set(domain::Time(end.0 - 1));
        assert_ne!(who(&world, &secret).await, Who::Nobody);
        world.clock.set(end);
        assert_eq!(who(&world, &secret).await, Who::Nobody);
        assert_eq!(refused(identities::get(&own, ben).await), Code::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_key_may_what_it_lists_as_far_as_its_creator_still_may() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let member = world.member(&env, "Mia Berg").await;
        let maker = world.role(&env, "Maker", &["api_keys.manage", "users.view"]).await;
        let given = world.give(&env, Subject::Identity(member.identity), maker).await;
        // The catalogue has `api_keys.manage` in flight until there is a screen for it.
        let own = world.env_as(&member.who, &env).await;
        let made = create(&own, "Mia's", None, 30).await;
        if !own.may("api_keys.manage") {
            assert_eq!(refused(made), Code::Forbidden);
        }
        let small = world.key(&env, &["users.view"]).await;
        assert!(small.may("users.view") && !small.may("users.create"));
        identities::get(&small, ben).await.expect("may see");
        let new = identities::New {
            name: "Cleo".to_owned(),
            email: None,
            kind: domain::identities::Kind::Person,
        };
        assert_eq!(refused(identities::create(&small, &new).await), Code::Forbidden);
        // A key whose creator is Mia loses what she loses.
        let creator = [
            ("creator_kind", Cell::from("account")),
            ("creator_id", member.account.0.into()),
        ];
        world.db.set("api_keys", &creator, &[("name", "A key".into())]).await;
        assert!(enter_again(&small).await.may("users.view"));
        service::assignments::revoke(&env, given.id).await.expect("revoked");
        assert!(!enter_again(&small).await.may("users.view"));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_new_key_is_told() {
    on_each(async |world| {
        let cli = world
            .cli()
            .environment("northwind", "development")
            .await
            .expect("entered");
        for days in [0, -1, 3651] {
            let refused = refused_at(create(&cli, "A key", None, days).await);
            assert_eq!(refused, (Code::InvalidValue, "/expires".to_owned()));
        }
        assert_eq!(
            refused_at(create(&cli, " ", None, 1).await),
            (Code::InvalidValue, "/name".to_owned())
        );
        let unknown = list(&["users.view", "users.fly"]);
        let refused = refused_at(create(&cli, "A key", Some(&unknown), 1).await);
        assert_eq!(refused, (Code::UnknownCapability, "/capabilities".to_owned()));
        for place in ["northwind", "northwind/nowhere", "nowhere/development"] {
            let error = create_for(&world.cli(), place, "A key", None, 1)
                .await
                .expect_err("refused");
            assert!(matches!(error.code(), Code::InvalidValue | Code::NotFound), "{place}");
        }
        assert_eq!(world.db.count("api_keys", &[]).await, 0);
    })
    .await;
}
