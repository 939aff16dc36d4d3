//! Inviting people and being invited: what each gets, and what nobody gets by it.

use super::{after, last_event};
use domain::assignments::{NoEffect, State, Subject};
use domain::id::{GroupId, IdentityId, RoleId};
use domain::identities::Status;
use domain::invitations::{DAYS, Invited};
use domain::problem::Code;
use domain::roles::System;
use domain::{Time, Window};
use service::invitations::{Accepted, New, Way, accept, invite, look, renew, withdraw};
use service::sessions::{Origin, authenticate};
use service::testing::{TestWorld, check, on_each, refused};
use service::{Cx, Env, Who, access, identities, sessions};

const PASSWORD: &str = "correct horse battery";

fn new(called: &str) -> New {
    New {
        name: called.to_owned(),
        email: format!("{}@x.test", called.to_lowercase()),
        ..New::default()
    }
}

fn secret(invited: &Invited) -> &str {
    invited.token.as_deref().expect("told once")
}

async fn take(cx: &Cx, token: &str, called: &str) -> service::Result<Accepted> {
    let way = Way::New {
        name: called.to_owned(),
        password: PASSWORD.to_owned(),
    };
    accept(cx, token, &way, &Origin::default()).await
}

/// Whoever is signed in after accepting.
async fn arrived(world: &TestWorld, accepted: &Accepted) -> Who {
    let session = accepted.session.as_ref().expect("a session");
    authenticate(&world.service, &session.token).await.expect("an answer")
}

/// Someone who may invite, give roles and put people into groups, and holds `users.view` beside.
async fn inviter(world: &TestWorld, env: &Env) -> Env {
    let doors = ["members.invite", "members.change_roles", "groups.manage", "users.view"];
    let role = world.role(env, "Inviter", &doors).await;
    let member = world.member(env, "Ivo").await;
    world.give(env, Subject::Identity(member.identity), role).await;
    world.env_as(&member.who, env).await
}

#[tokio::test]
async fn an_invited_person_comes_in_and_has_what_was_given() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let group = world.group(&env, "Support", None).await;
        let until = after(&world, 30 * 86_400);
        let asked = New {
            role_id: Some(viewer),
            group_id: Some(group),
            window: Window::new(None, until),
            ..new("Ines")
        };
        let invited = invite(&env, &asked).await.expect("an invitation");
        let given = invited.assignment.as_ref().expect("a role");
        assert_eq!(
            (given.state, given.no_effect),
            (State::NoEffect, Some(NoEffect::Invited))
        );
        assert_eq!(given.effective_to, until);
        assert_eq!(invited.identity.status, Status::Invited);
        assert_eq!(invited.expires_at, world.now().plus_days(DAYS));
        let event = last_event(&env).await;
        assert_eq!(event, "invitation.created done by Ada Okafor on Ines, 1 parts");

        let welcome = look(&world.nobody(), secret(&invited)).await.expect("a page");
        assert_eq!(
            (welcome.name.as_str(), welcome.known, welcome.mine),
            ("Ines", false, false)
        );
        let accepted = take(&world.nobody(), secret(&invited), "Ines Ito").await.expect("in");
        let who = arrived(&world, &accepted).await;
        let own = world.env_as(&who, &env).await;
        assert!(own.may("users.view") && !own.may("users.create"));
        let identity = identities::get(&env, invited.identity.id).await.expect("there");
        assert_eq!((identity.status, identity.name.as_str()), (Status::Active, "Ines"));
        let Who::Account { account, .. } = &who else {
            panic!("an account")
        };
        assert_eq!(
            (account.name.as_str(), account.email.as_str()),
            ("Ines Ito", "ines@x.test")
        );
        let event = last_event(&env).await;
        assert_eq!(event, "invitation.accepted done by Ines Ito on Ines, 0 parts");
        let members = world
            .db
            .rows("select level from memberships where until is null and level = 'member'");
        assert_eq!(members.await.len(), 1);
        // The link worked once.
        assert_eq!(
            refused(take(&world.nobody(), secret(&invited), "Eve").await),
            Code::NotFound
        );
        assert_eq!(refused(look(&world.nobody(), secret(&invited)).await), Code::NotFound);
        world.check_audit().await;
        let signed_in = sessions::sign_in(&world.nobody(), "ines@x.test", PASSWORD, &Origin::default()).await;
        assert!(signed_in.is_ok());
    })
    .await;
}

#[tokio::test]
async fn wrong_values_are_told_together_and_nothing_is_made() {
    on_each(async |world| {
        let env = world.env().await;
        let before = world.db.rows("select name from identities").await.len();
        let problem = invite(&env, &New::default()).await.expect_err("refused");
        let service::Error::Problem(problem) = problem else {
            panic!("a problem")
        };
        let pointers: Vec<&str> = problem.errors.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/email"]);
        let nowhere = [
            (Some(RoleId(uuid::Uuid::nil())), None, Window::ALWAYS, Code::NotFound),
            (None, Some(GroupId(uuid::Uuid::nil())), Window::ALWAYS, Code::NotFound),
            (None, None, Window::ALWAYS, Code::EmailTaken),
        ];
        invite(&env, &new("Taken")).await.expect("an invitation");
        for (role_id, group_id, window, code) in nowhere {
            let name = if code == Code::EmailTaken { "Taken" } else { "Ines" };
            let asked = New {
                role_id,
                group_id,
                window,
                ..new(name)
            };
            assert_eq!(refused(invite(&env, &asked).await), code);
        }
        let group = world.group(&env, "Support", None).await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let (soon, past) = (after(&world, 86_400), Some(Time(world.now().0 - 1)));
        for (role_id, group_id, window) in [
            (None, Some(group), Window::new(soon, None)),
            (None, Some(group), Window::new(None, past)),
            (Some(viewer), None, Window::new(None, past)),
        ] {
            let asked = New {
                role_id,
                group_id,
                window,
                ..new("Ines")
            };
            assert_eq!(refused(invite(&env, &asked).await), Code::InvalidWindow);
        }
        assert_eq!(world.db.rows("select name from identities").await.len(), before + 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_and_can_be_made_anew_or_withdrawn() {
    on_each(async |world| {
        let env = world.env().await;
        let invited = invite(&env, &new("Ines")).await.expect("an invitation");
        let id = invited.identity.id;
        let fresh = renew(&env, id).await.expect("a new link");
        assert_eq!(refused(look(&world.nobody(), secret(&invited)).await), Code::NotFound);
        look(&world.nobody(), secret(&fresh)).await.expect("a page");
        world.clock.advance(DAYS * 86_400);
        assert_eq!(refused(look(&world.nobody(), secret(&fresh)).await), Code::NotFound);
        assert_eq!(
            refused(take(&world.nobody(), secret(&fresh), "Ines").await),
            Code::NotFound
        );
        let fresh = renew(&env, id).await.expect("a new link");
        withdraw(&env, id).await.expect("withdrawn");
        assert_eq!(
            refused(take(&world.nobody(), secret(&fresh), "Ines").await),
            Code::NotFound
        );
        assert_eq!(refused(withdraw(&env, id).await), Code::Conflict);
        let active = world.person(&env, "Ada").await;
        assert_eq!(refused(renew(&env, active).await), Code::Conflict);
        assert_eq!(
            refused(renew(&env, IdentityId(uuid::Uuid::nil())).await),
            Code::NotFound
        );
    })
    .await;
}

#[tokio::test]
async fn who_has_an_account_accepts_with_it_and_nobody_else_does() {
    on_each(async |world| {
        let (env, production) = (world.env().await, world.production().await);
        let member = world.member(&env, "Mara").await;
        let Who::Account { account, .. } = &member.who else {
            panic!("an account")
        };
        let asked = New {
            email: account.email.to_uppercase(),
            ..new("Mara")
        };
        let invited = invite(&production, &asked).await.expect("an invitation");
        let token = secret(&invited);
        assert_eq!(refused(take(&world.nobody(), token, "Mara").await), Code::EmailTaken);
        let other = world.member(&env, "Otto").await;
        let mine = async |who: &Who| accept(&world.cx(who), token, &Way::Mine, &Origin::default()).await;
        assert_eq!(refused(mine(&other.who).await), Code::Forbidden);
        assert_eq!(refused(mine(&Who::Nobody).await), Code::Unauthorized);
        let accepted = mine(&member.who).await.expect("in");
        assert!(accepted.session.is_none());
        let identity = identities::get(&production, invited.identity.id).await.expect("there");
        assert_eq!(identity.account_id, Some(account.id));
        // Their membership is the one that they had.
        let rows = world.db.rows("select level from memberships where until is null").await;
        assert_eq!(rows.len(), 3);
        // Who is somebody in this environment already cannot be a second one.
        let asked = New {
            email: "second@x.test".to_owned(),
            ..new("Second")
        };
        let second = invite(&env, &asked).await.expect("an invitation");
        let same = [("id", second.identity.id.0.into())];
        world
            .db
            .set("identities", &[("email", account.email.as_str().into())], &same)
            .await;
        let token = secret(&second);
        let again = accept(&world.cx(&member.who), token, &Way::Mine, &Origin::default()).await;
        assert_eq!(refused(again), Code::Conflict);
    })
    .await;
}

#[tokio::test]
async fn t_22_of_the_secret_only_a_hash_is_kept_and_it_is_told_once() {
    on_each(async |world| {
        let env = world.env().await;
        let once = || async {
            let cx = world.cx(&world.admin).once_per("invite", "r1", b"same");
            cx.environment("northwind", "development")
                .await
                .expect("an environment")
        };
        let invited = invite(&once().await, &new("Ines")).await.expect("an invitation");
        let token = secret(&invited).to_owned();
        let again = invite(&once().await, &new("Ines")).await.expect("the same");
        assert_eq!((again.identity.id, again.token), (invited.identity.id, None));
        for kept in [
            "select token_hash from invitations",
            "select coalesce(before_data, '') || coalesce(after_data, '') from events",
            "select labels from event_labels",
            "select scope || key || body_hash || coalesce(answer, '') from idempotency",
        ] {
            let rows = format!("{:?}", world.db.rows(kept).await);
            assert!(rows.len() > 2 && !rows.contains(&token), "{kept} tells the secret");
        }
        let page = service::screens::invitation(&env, invited.identity.id)
            .await
            .expect("a page");
        assert!(page.open.is_some() && !format!("{page:?}").contains(&token));
    })
    .await;
}

#[tokio::test]
async fn t_22_a_link_gives_its_maker_nothing_that_they_do_not_hold() {
    on_each(async |world| {
        let env = world.env().await;
        let ivo = inviter(&world, &env).await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let owner = world.system_role(&env, System::Owner).await;
        let group = world.group(&env, "Leads", None).await;
        world.give(&env, Subject::Group(group), owner).await;
        // More than they hold: neither by a role nor by a group.
        for (role_id, group_id) in [(Some(owner), None), (Some(viewer), None), (None, Some(group))] {
            let asked = New {
                role_id,
                group_id,
                ..new("Ines")
            };
            assert_eq!(refused(invite(&ivo, &asked).await), Code::WouldEscalate);
        }
        assert_eq!(world.db.rows("select token_hash from invitations").await.len(), 0);
        // Someone else gives more to whoever waits: then the link that Ivo was shown is no good,
        let invited = invite(&ivo, &new("Ines")).await.expect("an invitation");
        look(&world.nobody(), secret(&invited)).await.expect("good");
        world.give(&env, Subject::Identity(invited.identity.id), owner).await;
        assert_eq!(
            refused(take(&world.nobody(), secret(&invited), "Ivo").await),
            Code::NotFound
        );
        // and Ivo cannot make another one.
        assert_eq!(refused(renew(&ivo, invited.identity.id).await), Code::WouldEscalate);
        let fresh = renew(&env, invited.identity.id).await.expect("a link of who holds it");
        take(&world.nobody(), secret(&fresh), "Ines").await.expect("in");
    })
    .await;
}

#[tokio::test]
async fn t_38_who_is_invited_or_suspended_counts_for_nothing() {
    on_each(async |world| {
        let env = world.env().await;
        let owner = world.system_role(&env, System::Owner).await;
        let asked = New {
            role_id: Some(owner),
            ..new("Ines")
        };
        let invited = invite(&env, &asked).await.expect("an invitation");
        let id = invited.identity.id;
        let may = async || {
            let question = access::Question {
                identity_id: id,
                capability: "users.view".to_owned(),
                node_id: None,
                at: None,
            };
            check(&env, &question).await.expect("an answer").allowed
        };
        assert!(!may().await);
        // Suspended while they wait: the link is no good either.
        world.suspend(&env, &[id]).await;
        assert_eq!(
            refused(take(&world.nobody(), secret(&invited), "Ines").await),
            Code::NotFound
        );
        world
            .db
            .delete("identity_suspensions", &[("identity_id", id.0.into())])
            .await;
        let accepted = take(&world.nobody(), secret(&invited), "Ines").await.expect("in");
        assert!(may().await);
        let who = arrived(&world, &accepted).await;
        let Who::Account { account, .. } = &who else {
            panic!("an account")
        };
        // A suspended account is nobody anywhere.
        let at = [("suspended_at", world.now().0.into())];
        world.db.set("accounts", &at, &[("id", account.id.0.into())]).await;
        world.raise(&env).await;
        assert!(!may().await);
        let entered = world.cx(&who).environment("northwind", "development").await;
        assert_eq!(refused(entered.map(|_| ())), Code::NotFound);
    })
    .await;
}

#[tokio::test]
async fn the_link_of_who_may_not_invite_any_more_is_no_good() {
    on_each(async |world| {
        let env = world.env().await;
        let ivo = inviter(&world, &env).await;
        let invited = invite(&ivo, &new("Ines")).await.expect("an invitation");
        let Who::Account { account, .. } = ivo.cx().who() else {
            panic!("an account")
        };
        let of_ivo = [("id", account.id.0.into())];
        world
            .db
            .set("accounts", &[("suspended_at", world.now().0.into())], &of_ivo)
            .await;
        assert_eq!(refused(look(&world.nobody(), secret(&invited)).await), Code::NotFound);
        world
            .db
            .set("accounts", &[("suspended_at", None::<i64>.into())], &of_ivo)
            .await;
        look(&world.nobody(), secret(&invited)).await.expect("good again");
    })
    .await;
}
