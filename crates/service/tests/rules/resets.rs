//! A new password by a link: made by who may act on someone, used once, and told.

use super::{last_event, writes};
use domain::assignments::Subject;
use domain::problem::Code;
use domain::resets::HOURS;
use service::people::{delete, of_person, reset_look, reset_password, set_password, suspend};
use service::sessions::{self, Origin};
use service::testing::{TestWorld, on_each, refused, refused_at};
use service::{Env, Result, Who};
use store::testing::Cell;

const NEW: &str = "plain words and more";

async fn link(env: &Env, id: domain::id::IdentityId) -> String {
    let made = reset_password(env, id).await.expect("a link");
    made.token.expect("its secret")
}

async fn sign_in(world: &TestWorld, email: &str, password: &str) -> Result<Option<String>> {
    let signed_in = sessions::sign_in(&world.nobody(), email, password, &Origin::default()).await?;
    Ok(signed_in.notice)
}

#[tokio::test]
async fn a_link_sets_a_new_password_once_ends_all_sessions_and_is_told() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.member(&env, "Ben").await;
        world.browser(&ben.who).await;
        let first = link(&env, ben.identity).await;
        let token = writes(&world, 1, link(&env, ben.identity)).await;
        assert_eq!(
            last_event(&env).await,
            "password.reset_started done by Ada Okafor on Ben, 0 parts"
        );
        let stored = world
            .db
            .count("password_resets", &[("token_hash", token.as_str().into())])
            .await;
        assert_eq!(stored, 0, "only a hash is kept");
        // The earlier one is no good any more; making one changes nothing yet.
        assert_eq!(refused(reset_look(&world.nobody(), &first).await), Code::NotFound);
        assert_eq!(of_person(&env, ben.identity).await.expect("sessions").len(), 1);
        let page = reset_look(&world.nobody(), &token).await.expect("a page");
        assert_eq!((page.name.as_str(), page.made_by.as_str()), ("Ben", "Ada Okafor"));
        let short = writes(&world, 0, set_password(&world.nobody(), &token, "short")).await;
        assert_eq!(refused_at(short).1, "/password");
        writes(&world, 1, set_password(&world.nobody(), &token, NEW))
            .await
            .expect("set");
        assert_eq!(last_event(&env).await, "password.reset done by Ben on Ben, 0 parts");
        assert_eq!(of_person(&env, ben.identity).await.expect("sessions").len(), 0);
        assert_eq!(
            refused(set_password(&world.nobody(), &token, NEW).await),
            Code::NotFound
        );
        assert_eq!(
            refused(sign_in(&world, "ben@northwind.test", "another pass phrase").await),
            Code::Unauthorized
        );
        // Told once, at the next sign-in.
        let told = sign_in(&world, "ben@northwind.test", NEW).await.expect("signed in");
        let told = told.expect("a notice");
        assert!(
            told.starts_with("Ada Okafor made a link to set a new password for you on "),
            "{told}"
        );
        assert!(told.contains("It was used."), "{told}");
        assert_eq!(sign_in(&world, "ben@northwind.test", NEW).await.expect("again"), None);
        // One that was not used is told as well; and when it is, that is told again, beside those since.
        let token = link(&env, ben.identity).await;
        let told = sign_in(&world, "ben@northwind.test", NEW).await.expect("signed in");
        assert!(told.expect("a notice").ends_with("It has not been used so far."));
        set_password(&world.nobody(), &token, "yet another phrase")
            .await
            .expect("set");
        let later = link(&env, ben.identity).await;
        link(&env, ben.identity).await;
        assert_eq!(refused(reset_look(&world.nobody(), &later).await), Code::NotFound);
        let told = sign_in(&world, "ben@northwind.test", "yet another phrase").await;
        let told = told.expect("signed in").expect("a notice");
        assert_eq!(told.matches("Ada Okafor made a link").count(), 3, "{told}");
        assert_eq!(told.matches("It was used.").count(), 1, "{told}");
        assert_eq!(told.matches("It was not used.").count(), 1, "{told}");
    })
    .await;
}

#[tokio::test]
async fn of_many_at_once_exactly_one_sets_it_and_a_day_later_nobody() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.member(&env, "Ben").await;
        let token = link(&env, ben.identity).await;
        let tries = (0..8).map(|n| {
            let (cx, token) = (world.nobody(), token.clone());
            tokio::spawn(async move { set_password(&cx, &token, &format!("{NEW} {n}")).await.is_ok() })
        });
        let mut set = 0;
        for one in tries.collect::<Vec<_>>() {
            set += usize::from(one.await.expect("no panic"));
        }
        assert_eq!(set, 1);
        let token = link(&env, ben.identity).await;
        world.clock.advance(HOURS * 3600);
        assert_eq!(
            refused(set_password(&world.nobody(), &token, NEW).await),
            Code::NotFound
        );
    })
    .await;
}

#[tokio::test]
async fn t_17_nobody_makes_a_link_for_someone_who_holds_more() {
    on_each(async |world| {
        let env = world.env().await;
        let mia = world.member(&env, "Mia").await;
        let own = world.role(&env, "Mia's", &["users.view", "users.reset_password"]).await;
        world.give(&env, Subject::Identity(mia.identity), own).await;
        let as_mia = world.env_as(&mia.who, &env).await;
        let hugo = world.member(&env, "Hugo").await;
        let more = world.role(&env, "More", &["audit.export"]).await;
        world.give(&env, Subject::Identity(hugo.identity), more).await;
        let tara = world.tenant_admin(&env, "Tara").await;
        let key = world.key(&env, &["users.reset_password"]).await;
        let ben = world.member(&env, "Ben").await;
        let none = world.person(&env, "No account").await;
        // Whoever is a member nowhere any more may be one elsewhere tomorrow: that is for site admins.
        let left = world.member(&env, "Left").await;
        let ended = [("until", Cell::from(1))];
        let of = [("account_id", left.account.0.into())];
        world.db.set("memberships", &ended, &of).await;
        let as_tara = world.env_as(&tara.who, &env).await;
        writes(&world, 0, async {
            assert_eq!(
                refused(reset_password(&as_tara, left.identity).await),
                Code::WouldEscalate
            );
            for id in [hugo.identity, tara.identity] {
                assert_eq!(refused(reset_password(&as_mia, id).await), Code::WouldEscalate);
            }
            assert_eq!(refused(reset_password(&key, hugo.identity).await), Code::WouldEscalate);
            assert_eq!(refused(reset_password(&env, none).await), Code::Conflict);
            let as_ben = world.env_as(&ben.who, &env).await;
            assert_eq!(refused(reset_password(&as_ben, mia.identity).await), Code::Forbidden);
        })
        .await;
        link(&as_mia, ben.identity).await;
        link(&env, tara.identity).await;
    })
    .await;
}

#[tokio::test]
async fn t_44_what_was_true_when_the_link_was_made_must_still_be_when_it_is_used() {
    on_each(async |world| {
        let env = world.env().await;
        let mia = world.member(&env, "Mia").await;
        let own = world.role(&env, "Mia's", &["users.view", "users.reset_password"]).await;
        let given = world.give(&env, Subject::Identity(mia.identity), own).await;
        let more = world.role(&env, "More", &["audit.export"]).await;
        let as_mia = world.env_as(&mia.who, &env).await;
        let nobody = world.nobody();
        // Someone who holds more in the meantime.
        let ben = world.member(&env, "Ben").await;
        let to_ben = link(&as_mia, ben.identity).await;
        world.give(&env, Subject::Identity(ben.identity), more).await;
        // Someone who is not here any more, and an account that is suspended.
        let gone = world.member(&env, "Gone").await;
        let to_gone = link(&as_mia, gone.identity).await;
        delete(&env, gone.identity).await.expect("deleted");
        let shut = world.member(&env, "Shut").await;
        let to_shut = link(&as_mia, shut.identity).await;
        let of = [("id", Cell::from(shut.account.0))];
        world.db.set("accounts", &[("suspended_at", 1.into())], &of).await;
        // Whoever made it may not any more.
        let kim = world.member(&env, "Kim").await;
        let to_kim = link(&as_mia, kim.identity).await;
        assert!(reset_look(&nobody, &to_kim).await.is_ok());
        let no_good = async |token: &str| {
            writes(&world, 0, async {
                assert_eq!(refused(reset_look(&nobody, token).await), Code::NotFound);
                assert_eq!(refused(set_password(&nobody, token, NEW).await), Code::NotFound);
            })
            .await;
        };
        no_good(&to_ben).await;
        no_good(&to_gone).await;
        no_good(&to_shut).await;
        service::assignments::revoke(&env, given.id).await.expect("taken");
        no_good(&to_kim).await;
        // A suspended identity is still somebody who signs in elsewhere.
        let lena = world.member(&env, "Lena").await;
        suspend(&env, lena.identity).await.expect("suspended");
        let to_lena = link(&env, lena.identity).await;
        set_password(&nobody, &to_lena, NEW).await.expect("set");
        assert!(matches!(world.admin, Who::Account { .. }));
    })
    .await;
}
