//! Signing in and out.

use domain::problem::Code;
use service::sessions::{Origin, authenticate, sign_in, sign_out};
use service::testing::{TestWorld, on_each, refused};
use service::{Error, Who, memory};
use store::testing::Cell;

async fn enter(world: &TestWorld, login: &str, password: &str) -> service::Result<String> {
    let signed_in = sign_in(&world.nobody(), login, password, &Origin::default()).await;
    signed_in.map(|done| done.token)
}

async fn who(world: &TestWorld, token: &str) -> Who {
    authenticate(&world.service, token).await.expect("an answer")
}

fn detail<T: std::fmt::Debug>(result: service::Result<T>) -> String {
    match result.expect_err("a refusal") {
        Error::Problem(problem) => problem.detail,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn an_address_in_any_case_and_its_password_start_a_session() {
    on_each(async |world| {
        let upper = TestWorld::EMAIL.to_uppercase();
        let token = enter(&world, &format!(" {upper} "), TestWorld::PASSWORD)
            .await
            .expect("signed in");
        let Who::Account { account, session } = who(&world, &token).await else {
            panic!("an account");
        };
        assert_eq!((account.email.as_str(), account.site_admin), (TestWorld::EMAIL, true));
        // Only the hash of the token is stored.
        assert_eq!(
            world
                .db
                .count("sessions", &[("token_hash", token.as_str().into())])
                .await,
            0
        );
        let of = [("id", Cell::from(session.0)), ("account_id", account.id.0.into())];
        assert_eq!(world.db.count("sessions", &of).await, 1);
        let cx = world.cx(&who(&world, &token).await);
        sign_out(&cx).await.expect("signed out");
        assert_eq!(who(&world, &token).await, Who::Nobody);
        sign_out(&cx).await.expect("twice is no error");
        sign_out(&world.nobody()).await.expect("nobody either");
        assert_eq!(who(&world, "guess").await, Who::Nobody);
        world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn whatever_is_wrong_is_told_alike_after_equal_work() {
    on_each(async |world| {
        let env = world.env().await;
        // Someone without a password, someone suspended, someone who belongs nowhere any more.
        let plain = world.member(&env, "No Password").await;
        let (gone, outside) = (
            world.member(&env, "Gus Gone").await,
            world.member(&env, "Olga Out").await,
        );
        let hash = world.service.hasher().hash(TestWorld::PASSWORD).await.expect("a hash");
        for member in [&gone, &outside] {
            let of = [("id", Cell::from(member.account.0))];
            world
                .db
                .set("accounts", &[("password_hash", hash.as_str().into())], &of)
                .await;
        }
        let now = Cell::from(world.now().0);
        let of = [("id", Cell::from(gone.account.0))];
        world.db.set("accounts", &[("suspended_at", now.clone())], &of).await;
        let of = [("account_id", Cell::from(outside.account.0))];
        world.db.set("memberships", &[("until", now)], &of).await;
        let _ = plain;
        let mut told = Vec::new();
        for (login, password) in [
            (TestWorld::EMAIL, "wrong horse battery"),
            (TestWorld::EMAIL, ""),
            ("nobody@northwind.test", TestWorld::PASSWORD),
            ("no-password@northwind.test", TestWorld::PASSWORD),
            ("gus-gone@northwind.test", TestWorld::PASSWORD),
            ("olga-out@northwind.test", TestWorld::PASSWORD),
            ("' or 1=1 --", "' or 1=1 --"),
        ] {
            let before = world.service.hasher().count();
            let refusal = enter(&world, login, password).await.expect_err("a refusal");
            assert_eq!(refusal.code(), Code::Unauthorized, "{login}");
            assert_eq!(world.service.hasher().count() - before, 1, "{login}");
            told.push(refusal.to_string());
        }
        told.dedup();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(world.db.count("sessions", &[]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn after_ten_wrong_tries_one_has_to_wait_and_is_told_how_long() {
    on_each(async |world| {
        for _ in 0..10 {
            assert_eq!(
                refused(enter(&world, TestWorld::EMAIL, "wrong").await),
                Code::Unauthorized
            );
        }
        // The right password does not help, and no more work is done.
        let before = world.service.hasher().count();
        let told = detail(enter(&world, TestWorld::EMAIL, TestWorld::PASSWORD).await);
        assert_eq!(told, "Too many tries. Try again in 15 minutes.");
        assert_eq!(
            refused(enter(&world, &TestWorld::EMAIL.to_uppercase(), "x").await),
            Code::RateLimited
        );
        assert_eq!(world.service.hasher().count(), before);
        world.clock.advance(14 * 60);
        let told = detail(enter(&world, TestWorld::EMAIL, TestWorld::PASSWORD).await);
        assert_eq!(told, "Too many tries. Try again in 1 minute.");
        // Others are not held up.
        assert_eq!(
            refused(enter(&world, "else@northwind.test", "x").await),
            Code::Unauthorized
        );
        world.clock.advance(60);
        enter(&world, TestWorld::EMAIL, TestWorld::PASSWORD)
            .await
            .expect("after the wait");
        // Getting in forgets the wrong tries.
        for _ in 0..9 {
            assert_eq!(
                refused(enter(&world, TestWorld::EMAIL, "wrong").await),
                Code::Unauthorized
            );
        }
        enter(&world, TestWorld::EMAIL, TestWorld::PASSWORD)
            .await
            .expect("the tenth is right");
        assert_eq!(
            refused(enter(&world, TestWorld::EMAIL, "wrong").await),
            Code::Unauthorized
        );
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_of_rest_and_after_twelve_hours() {
    on_each(async |world| {
        let token = enter(&world, TestWorld::EMAIL, TestWorld::PASSWORD)
            .await
            .expect("signed in");
        world.clock.advance(30 * 60 - 1);
        assert_ne!(who(&world, &token).await, Who::Nobody);
        // What was seen is kept in memory until it is written down.
        memory::flush(&world.service).await.expect("written");
        world.clock.advance(30 * 60 - 1);
        assert_ne!(who(&world, &token).await, Who::Nobody);
        world.clock.advance(1);
        assert_eq!(who(&world, &token).await, Who::Nobody);

        let token = enter(&world, TestWorld::EMAIL, TestWorld::PASSWORD)
            .await
            .expect("signed in");
        for _ in 0..24 * 4 - 49 {
            world.clock.advance(15 * 60);
            assert_ne!(who(&world, &token).await, Who::Nobody);
            memory::flush(&world.service).await.expect("written");
        }
        world.clock.advance(15 * 60);
        assert_eq!(who(&world, &token).await, Who::Nobody, "however much it is used");
    })
    .await;
}

#[tokio::test]
async fn a_suspended_account_has_no_session() {
    on_each(async |world| {
        let token = enter(&world, TestWorld::EMAIL, TestWorld::PASSWORD)
            .await
            .expect("signed in");
        let env = world.env().await;
        let all = [("site_admin_since", Cell::Null)];
        let everyone = [("email", Cell::from(TestWorld::EMAIL))];
        let now = Cell::from(world.now().0);
        world.db.set("accounts", &[("suspended_at", now)], &everyone).await;
        assert_eq!(who(&world, &token).await, Who::Nobody);
        // What had begun stops at its next write.
        let new = service::identities::New {
            name: "Ben".to_owned(),
            email: None,
            kind: domain::identities::Kind::Person,
        };
        assert_eq!(refused(service::identities::create(&env, &new).await), Code::NotFound);
        // So does what began as a site admin who is none any more, nor a member of the tenant.
        world
            .db
            .set("accounts", &[("suspended_at", Cell::Null)], &everyone)
            .await;
        world.db.set("accounts", &all, &everyone).await;
        world.db.delete("memberships", &[("level", "admin".into())]).await;
        assert_eq!(refused(service::identities::create(&env, &new).await), Code::NotFound);
    })
    .await;
}
