//! The first start: one token, one account, once.

use domain::problem::Code;
use service::sessions::{self, Origin};
use service::setup::{Form, complete, issue_token, needed, token_valid};
use service::testing::{TestWorld, on_each, on_each_empty, refused};
use service::{Error, Who};

async fn send(world: &TestWorld, form: &Form) -> service::Result<()> {
    complete(&world.nobody(), form, &Origin::default()).await.map(|_| ())
}

async fn token(world: &TestWorld) -> String {
    issue_token(&world.service).await.expect("an answer").expect("a token")
}

async fn check_nothing_was_made(world: &TestWorld) {
    for table in ["accounts", "tenants", "sessions", "environments", "events"] {
        assert_eq!(world.db.count(table, &[]).await, 0, "{table}");
    }
}

#[tokio::test]
async fn setting_up_makes_an_account_a_tenant_two_environments_and_a_session() {
    on_each(async |world| {
        assert!(!needed(&world.service).await.expect("an answer"));
        let env = world.env().await;
        assert_eq!(env.environment.time_zone, "Europe/Paris");
        assert_eq!(world.production().await.tenant.name, "Northwind");
        for table in [
            ("accounts", 1),
            ("tenants", 1),
            ("environments", 2),
            ("sessions", 1),
            ("memberships", 1),
        ] {
            assert_eq!(world.db.count(table.0, &[]).await, table.1, "{}", table.0);
        }
        let roles = service::roles::list(&env).await.expect("roles");
        let names: Vec<_> = roles
            .iter()
            .map(|role| (role.name.as_str(), role.capabilities))
            .collect();
        let all = i64::try_from(domain::capabilities::CATALOGUE.len()).expect("a few");
        let expected = [
            ("Administrator", all - 3),
            ("Operator", 17),
            ("Owner", all),
            ("Viewer", 7),
        ];
        assert_eq!(names, expected);
        // Set up, signed in.
        assert_eq!(world.check_audit().await, (2, 0));
    })
    .await;
}

#[tokio::test]
async fn wrong_fields_are_told_together_and_do_not_cost_the_token() {
    on_each_empty(async |world| {
        let token = token(&world).await;
        let wrong = Form {
            name: " ".to_owned(),
            email: "ada".to_owned(),
            password: "short".to_owned(),
            organisation: String::new(),
            time_zone: "Mars/Olympus".to_owned(),
            ..TestWorld::form(&token)
        };
        let Err(Error::Problem(problem)) = send(&world, &wrong).await else {
            panic!("a refusal");
        };
        let pointers: Vec<_> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            ["/name", "/email", "/password", "/organisation", "/time_zone"]
        );
        check_nothing_was_made(&world).await;
        send(&world, &TestWorld::form(&token)).await.expect("set up");
    })
    .await;
}

#[tokio::test]
async fn t_59_without_the_token_nothing_is_set_up() {
    on_each_empty(async |world| {
        assert!(needed(&world.service).await.expect("an answer"));
        for guess in ["", "guess"] {
            assert_eq!(refused(send(&world, &TestWorld::form(guess)).await), Code::NotFound);
        }
        let old = token(&world).await;
        let new = token(&world).await;
        assert_ne!(old, new);
        assert_eq!(refused(send(&world, &TestWorld::form(&old)).await), Code::NotFound);
        assert!(!token_valid(&world.service, &old).await.expect("an answer"));
        assert!(token_valid(&world.service, &new).await.expect("an answer"));
        check_nothing_was_made(&world).await;
        // Only the hash is stored.
        let stored = world
            .db
            .count("one_time_tokens", &[("token_hash", new.as_str().into())])
            .await;
        assert_eq!((stored, world.db.count("one_time_tokens", &[]).await), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn t_59_a_token_is_good_for_fifteen_minutes_and_once() {
    on_each_empty(async |world| {
        let late = token(&world).await;
        world.clock.advance(15 * 60);
        assert_eq!(refused(send(&world, &TestWorld::form(&late)).await), Code::NotFound);
        check_nothing_was_made(&world).await;
        let token = token(&world).await;
        world.clock.advance(15 * 60 - 1);
        send(&world, &TestWorld::form(&token)).await.expect("just in time");
        let again = Form {
            email: "eve@northwind.test".to_owned(),
            organisation: "Evil".to_owned(),
            ..TestWorld::form(&token)
        };
        assert_eq!(refused(send(&world, &again).await), Code::NotFound);
        assert_eq!(issue_token(&world.service).await.expect("an answer"), None);
        assert_eq!(world.db.count("accounts", &[]).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t_59_of_sixty_four_at_once_exactly_one_gets_in() {
    on_each_empty(async |world| {
        let token = token(&world).await;
        let tasks: Vec<_> = (0..64)
            .map(|n| {
                let cx = world.nobody();
                let form = Form {
                    email: format!("racer{n}@northwind.test"),
                    organisation: format!("Racer {n}"),
                    ..TestWorld::form(&token)
                };
                tokio::spawn(async move { complete(&cx, &form, &Origin::default()).await })
            })
            .collect();
        let mut winners = Vec::new();
        for task in tasks {
            match task.await.expect("no panic") {
                Ok((signed_in, _)) => winners.push(signed_in),
                Err(error) => assert_eq!(error.code(), Code::NotFound, "{error}"),
            }
        }
        assert_eq!(winners.len(), 1);
        for (table, count) in [("accounts", 1), ("tenants", 1), ("environments", 2), ("sessions", 1)] {
            assert_eq!(world.db.count(table, &[]).await, count, "{table}");
        }
        let who = sessions::authenticate(&world.service, &winners[0].token)
            .await
            .expect("an answer");
        assert!(matches!(who, Who::Account { account, .. } if account.site_admin));
        world.check_audit().await;
    })
    .await;
}
