//! What is done to a person, and that nobody does it to someone who holds more.

use super::{after, last_event, writes};
use domain::Window;
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::form::Sent;
use domain::id::IdentityId;
use domain::identities::Status as Standing;
use domain::page::At;
use domain::plans::{People, Request, Selection};
use domain::problem::Code;
use domain::roles::System;
use domain::screens::Step;
use service::activity::{self, About};
use service::forms::person_step;
use service::people::{
    Edit, change, delete, gone, of_person, reinstate, remove_access, restore, revoke_all, revoke_one, suspend,
};
use service::testing::{Member, TestWorld, check, on_each, refused, refused_at};
use service::{Env, identities, invitations, plans};

fn called(name: &str) -> Edit {
    Edit {
        name: Some(name.to_owned()),
        ..Edit::default()
    }
}

fn at_address(email: &str) -> Edit {
    Edit {
        email: Some(Some(email.to_owned())),
        ..Edit::default()
    }
}

async fn may(env: &Env, who: IdentityId, capability: &str) -> bool {
    let question = service::access::Question {
        identity_id: who,
        capability: capability.to_owned(),
        node_id: None,
        at: None,
    };
    check(env, &question).await.expect("an answer").allowed
}

/// Someone with these capabilities, and the environment as they have it.
async fn holder(world: &TestWorld, env: &Env, called: &str, capabilities: &[&str]) -> (Member, Env) {
    let member = world.member(env, called).await;
    let role = world.role(env, &format!("Of {called}"), capabilities).await;
    world.give(env, Subject::Identity(member.identity), role).await;
    let own = world.env_as(&member.who, env).await;
    (member, own)
}

#[tokio::test]
async fn a_person_is_renamed_and_found_by_the_new_name() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        world.person(&env, "Cleo").await;
        let renamed = writes(&world, 1, async {
            change(&env, ben, &called("  Benjamin Åkesson "))
                .await
                .expect("changed")
        })
        .await;
        assert_eq!(renamed.name, "Benjamin Åkesson");
        let with = change(&env, ben, &at_address("ben@x.test")).await.expect("changed");
        assert_eq!(with.email.as_deref(), Some("ben@x.test"));
        for (text, found) in [("åk", 1), ("jami", 1), ("ben@x", 1), ("cleo", 1)] {
            let filter = domain::identities::Filter {
                q: text.to_owned(),
                ..Default::default()
            };
            let page = identities::list(&env, &filter, Default::default(), &At::First, 10).await;
            assert_eq!(page.expect("a page").page.total, found, "{text}");
        }
        assert_eq!(
            refused(change(&env, ben, &called("Benjamin Åkesson")).await),
            Code::Unchanged
        );
        assert_eq!(
            refused_at(change(&env, ben, &at_address("nowhere")).await),
            (Code::InvalidValue, "/email".to_owned())
        );
        let other = world.person(&env, "Dan").await;
        assert_eq!(
            refused(change(&env, other, &at_address("BEN@x.test")).await),
            Code::EmailTaken
        );
        let log = activity::of(&env, About::Identity(ben), &At::First)
            .await
            .expect("a log");
        let told: Vec<&str> = log.entries.iter().map(|entry| entry.words.as_str()).collect();
        assert_eq!(
            told,
            [
                "The e-mail address was changed",
                "The name was changed",
                "Added to the directory"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn another_address_withdraws_an_invitation() {
    on_each(async |world| {
        let env = world.env().await;
        let new = invitations::New {
            name: "Ines".to_owned(),
            email: "ines@x.test".to_owned(),
            role_id: None,
            node_id: None,
            group_id: None,
            window: Window::ALWAYS,
            reason: None,
        };
        let invited = invitations::invite(&env, &new).await.expect("invited");
        let id = invited.identity.id;
        change(&env, id, &called("Inès")).await.expect("renamed");
        let token = invited.token.expect("a link");
        assert!(invitations::look(&world.nobody(), &token).await.is_ok());
        change(&env, id, &at_address("other@x.test"))
            .await
            .expect("readdressed");
        assert!(invitations::look(&world.nobody(), &token).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn suspended_nothing_has_effect_and_reinstated_it_has_again() {
    on_each(async |world| {
        let env = world.env().await;
        let (ben, own) = holder(&world, &env, "Ben", &["users.view"]).await;
        suspend(&env, ben.identity).await.expect("suspended");
        assert!(!may(&env, ben.identity, "users.view").await);
        assert_eq!(
            refused(identities::get(&world.env_as(&ben.who, &env).await, ben.identity).await),
            Code::Forbidden
        );
        assert_eq!(refused(suspend(&env, ben.identity).await), Code::Unchanged);
        world.clock.advance(5);
        reinstate(&env, ben.identity).await.expect("reinstated");
        assert!(may(&env, ben.identity, "users.view").await);
        assert_eq!(refused(reinstate(&env, ben.identity).await), Code::Unchanged);
        assert!(identities::get(&own, ben.identity).await.is_ok());
        // Many by a plan; who is off already, and oneself, stay as they are.
        let people = world.people(&env, 3).await;
        world.suspend(&env, &people[..1]).await;
        let asked = |suspend: bool, ids: Vec<IdentityId>| {
            let people = People {
                selection: Selection::Ids(ids),
            };
            if suspend {
                Request::Suspend(people)
            } else {
                Request::Reinstate(people)
            }
        };
        let plan = plans::create(&env, &asked(true, people.clone())).await.expect("a plan");
        assert_eq!((plan.summary.will, plan.summary.skipped), (2, 1));
        let id = plans::commit(&env, plan.id, false).await.expect("done");
        assert_eq!(
            last_event(&env).await,
            "identities.suspended partial by Ada Okafor on identities.suspended, 3 parts"
        );
        let found = service::operations::get(&env, id).await.expect("one").operation;
        assert_eq!((found.summary.updated, found.undo_until), (Some(2), None));
        assert_eq!(refused(service::operations::undo(&env, id).await), Code::Conflict);
        let plan = plans::create(&env, &asked(false, people.clone()))
            .await
            .expect("a plan");
        plans::commit(&env, plan.id, false).await.expect("done");
        let one = identities::get(&env, people[0]).await.expect("a person");
        assert_eq!(one.status, Standing::Active);
    })
    .await;
}

#[tokio::test]
async fn t_16_nobody_acts_on_someone_who_holds_more() {
    on_each(async |world| {
        let env = world.env().await;
        let doors = [
            "users.view",
            "users.edit",
            "users.suspend",
            "users.delete",
            "members.remove",
            "sessions.view",
            "sessions.revoke",
        ];
        let (mia, own) = holder(&world, &env, "Mia", &doors).await;
        let (higher, _) = holder(&world, &env, "Hugo", &["audit.export"]).await;
        // What is scheduled counts, and what comes through a group, in flight or not.
        let (later, grouped) = (world.person(&env, "Lena").await, world.person(&env, "Gwen").await);
        let brand = world.role(&env, "Brand", &["branding.edit"]).await;
        let root = env.environment.root_node_id;
        world
            .give_at(
                &env,
                Subject::Identity(later),
                brand,
                root,
                Window::new(after(&world, 9_000), None),
            )
            .await;
        let group = world.group(&env, "Design", None).await;
        world.give(&env, Subject::Group(group), brand).await;
        world.join(&env, group, &[grouped], None).await;
        for id in [higher.identity, later, grouped] {
            writes(&world, 0, async {
                assert_eq!(refused(suspend(&own, id).await), Code::WouldEscalate);
                assert_eq!(refused(delete(&own, id).await), Code::WouldEscalate);
                assert_eq!(
                    refused(change(&own, id, &at_address("mia2@x.test")).await),
                    Code::WouldEscalate
                );
                assert_eq!(refused(of_person(&own, id).await), Code::WouldEscalate);
                assert_eq!(refused(revoke_all(&own, id).await), Code::WouldEscalate);
            })
            .await;
        }
        assert_eq!(refused(remove_access(&own, grouped).await), Code::WouldEscalate);
        // By many, too: exactly those are left out.
        let low = world.person(&env, "Low").await;
        let people = People {
            selection: Selection::Ids(vec![higher.identity, low, later, mia.identity]),
        };
        let bulk = world.role(&env, "Bulk", &["users.bulk_operations"]).await;
        world.give(&env, Subject::Identity(mia.identity), bulk).await;
        let own = world.env_as(&mia.who, &env).await;
        let plan = plans::create(&own, &Request::Suspend(people)).await.expect("a plan");
        assert_eq!(
            (plan.summary.will, plan.summary.skipped, plan.summary.failed),
            (1, 1, 2)
        );
        plans::commit(&own, plan.id, false).await.expect("done");
        // A name is nobody's access; those who hold less are hers to act on.
        change(&own, higher.identity, &called("Hugo B."))
            .await
            .expect("renamed");
        delete(&own, low).await.expect("deleted");
        // Reinstating gives back what someone holds: that needs holding it.
        world.suspend(&env, &[higher.identity]).await;
        assert_eq!(refused(reinstate(&own, higher.identity).await), Code::WouldEscalate);
    })
    .await;
}

#[tokio::test]
async fn t_17_an_account_is_acted_on_by_who_covers_all_of_it() {
    on_each(async |world| {
        let env = world.env().await;
        let production = world.production().await;
        let (_, own) = holder(&world, &env, "Mia", &["sessions.view", "sessions.revoke", "users.view"]).await;
        // A tenant admin whose identity holds nothing here is still higher.
        let admin = world.tenant_admin(&env, "Tara").await;
        world.browser(&admin.who).await;
        assert_eq!(refused(revoke_all(&own, admin.identity).await), Code::WouldEscalate);
        let tara = world.env_as(&admin.who, &env).await;
        // Someone who holds more in another environment of the tenant.
        let ben = world.member(&env, "Ben").await;
        world.browser(&ben.who).await;
        let there = world.person(&production, "Ben there").await;
        let link = [("account_id", store::testing::Cell::from(ben.account.0))];
        world.db.set("identities", &link, &[("id", there.0.into())]).await;
        let viewer = world.system_role(&production, System::Viewer).await;
        world.give(&production, Subject::Identity(there), viewer).await;
        assert_eq!(refused(revoke_all(&own, ben.identity).await), Code::WouldEscalate);
        let key = world.key(&env, &["sessions.view", "sessions.revoke"]).await;
        assert_eq!(refused(revoke_all(&key, ben.identity).await), Code::WouldEscalate);
        assert_eq!(of_person(&tara, ben.identity).await.expect("sessions").len(), 1);
        assert_eq!(revoke_all(&tara, ben.identity).await.expect("ended"), 1);
        assert_eq!(refused(revoke_all(&tara, ben.identity).await), Code::Unchanged);
        // Someone who belongs to another tenant, too, is a site admin's; no word says where.
        let noa = world.member(&env, "Noa").await;
        let south = world.tenant("Southwind").await;
        let membership = vec![
            ("id", store::testing::Cell::from(uuid::Uuid::from_u128((7 << 76) | 9))),
            ("tenant_id", south.tenant.id.0.into()),
            ("account_id", noa.account.0.into()),
            ("level", "member".into()),
            ("since", 0.into()),
        ];
        world.db.insert(&[("memberships", membership)]).await;
        let error = revoke_all(&tara, noa.identity).await.expect_err("refused");
        let service::Error::Problem(problem) = error else {
            panic!("a refusal")
        };
        assert_eq!(problem.detail, "A site admin manages this account. Ask one of them.");
        world.browser(&noa.who).await;
        assert_eq!(revoke_all(&env, noa.identity).await.expect("ended"), 1);
        // Ada is a site admin.
        let ada = world.person(&env, "Ada").await;
        let service::Who::Account { account, .. } = &world.admin else {
            panic!("an account")
        };
        let link = [("account_id", store::testing::Cell::from(account.id.0))];
        world.db.set("identities", &link, &[("id", ada.0.into())]).await;
        assert_eq!(refused(revoke_all(&tara, ada).await), Code::WouldEscalate);
    })
    .await;
}

#[tokio::test]
async fn one_session_is_ended_and_no_other_ones() {
    on_each(async |world| {
        let env = world.env().await;
        let (ben, cleo) = (world.member(&env, "Ben").await, world.member(&env, "Cleo").await);
        for _ in 0..3 {
            world.browser(&ben.who).await;
        }
        world.browser(&cleo.who).await;
        let sessions = of_person(&env, ben.identity).await.expect("sessions");
        let foreign = of_person(&env, cleo.identity).await.expect("sessions")[0].id;
        assert_eq!(refused(revoke_one(&env, ben.identity, foreign).await), Code::NotFound);
        revoke_one(&env, ben.identity, sessions[1].id).await.expect("ended");
        assert_eq!(
            refused(revoke_one(&env, ben.identity, sessions[1].id).await),
            Code::NotFound
        );
        let left = of_person(&env, ben.identity).await.expect("sessions");
        assert_eq!(left.len(), 2);
        assert_eq!(of_person(&env, cleo.identity).await.expect("sessions").len(), 1);
        let service = world.person(&env, "No account").await;
        assert!(of_person(&env, service).await.expect("none").is_empty());
        assert_eq!(refused(revoke_all(&env, service).await), Code::Unchanged);
    })
    .await;
}

#[tokio::test]
async fn all_access_goes_at_once_and_the_person_stays() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let brand = world.role(&env, "Brand", &["branding.edit"]).await;
        let root = env.environment.root_node_id;
        world.give(&env, Subject::Identity(ben), viewer).await;
        world
            .give_at(
                &env,
                Subject::Identity(ben),
                brand,
                root,
                Window::new(after(&world, 86_400), None),
            )
            .await;
        let group = world.group(&env, "Support", None).await;
        world.join(&env, group, &[ben], None).await;
        world.clock.advance(5);
        let removed = writes(&world, 1, async { remove_access(&env, ben).await.expect("removed") }).await;
        assert_eq!((removed.roles, removed.groups), (2, 1));
        assert!(!may(&env, ben, "users.view").await);
        assert_eq!(refused(remove_access(&env, ben).await), Code::Unchanged);
        assert!(identities::get(&env, ben).await.is_ok());
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn who_is_deleted_comes_back_with_what_is_left() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        change(&env, ben, &at_address("ben@x.test")).await.expect("an address");
        let viewer = world.system_role(&env, System::Viewer).await;
        let brand = world.role(&env, "Brand", &["roles.view"]).await;
        let root = env.environment.root_node_id;
        world
            .give_at(
                &env,
                Subject::Identity(ben),
                viewer,
                root,
                Window::new(None, after(&world, 60)),
            )
            .await;
        world.give(&env, Subject::Identity(ben), brand).await;
        let (stays, goes) = (
            world.group(&env, "Stays", None).await,
            world.group(&env, "Goes", None).await,
        );
        world.join(&env, stays, &[ben], None).await;
        world.join(&env, goes, &[ben], None).await;
        world.clock.advance(5);
        let event = writes(&world, 1, async { delete(&env, ben).await.expect("deleted") }).await;
        assert_eq!(
            last_event(&env).await,
            "identity.deleted done by Ada Okafor on Ben, 4 parts"
        );
        world.check_counters(&env).await;
        assert_eq!(refused(identities::get(&env, ben).await), Code::NotFound);
        assert_eq!(refused(delete(&env, ben).await), Code::NotFound);
        let deleted = gone(&env).await.expect("deleted ones");
        assert_eq!((deleted.len(), deleted[0].event), (1, event));
        service::groups::remove(&env, goes, false).await.expect("deleted");
        world.clock.advance(60);
        // The address may be someone else's by now.
        let other = world.person(&env, "Benno").await;
        change(&env, other, &at_address("ben@x.test"))
            .await
            .expect("an address");
        assert_eq!(refused(restore(&env, event).await), Code::EmailTaken);
        change(&env, other, &at_address("benno@x.test"))
            .await
            .expect("an address");
        let back = restore(&env, event).await.expect("restored");
        assert!(back.whole && back.operation.is_some());
        assert!(may(&env, ben, "roles.view").await && !may(&env, ben, "audit.read").await);
        let report = service::operations::parts(&env, back.operation.expect("one"), None, 9)
            .await
            .expect("parts");
        assert_eq!(report.len(), 1);
        assert_eq!(Status::parse(&report[0].outcome), Some(Status::Created));
        assert_eq!(refused(restore(&env, event).await), Code::AlreadyRestored);
        world.check_counters(&env).await;
        // Nobody brings back more than they hold.
        let event = delete(&env, ben).await.expect("deleted");
        world.give(&env, Subject::Group(stays), viewer).await;
        let (_, own) = holder(
            &world,
            &env,
            "Mia",
            &["users.delete", "users.view", "members.change_roles"],
        )
        .await;
        assert_eq!(refused(restore(&own, event).await), Code::WouldEscalate);
    })
    .await;
}

#[tokio::test]
async fn ending_sessions_along_the_way_is_not_taken_for_what_was_asked() {
    on_each(async |world| {
        let env = world.env().await;
        for (n, step) in [Step::Suspend, Step::RemoveAccess, Step::Delete]
            .into_iter()
            .enumerate()
        {
            let (ben, _) = holder(&world, &env, &format!("Ben {n}"), &["users.view"]).await;
            world.browser(&ben.who).await;
            let values = [("sessions", "yes"), ("request", "once")];
            let sent = Sent {
                values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
                ..Sent::default()
            };
            let cx = world.cx(&world.admin).once(&format!("step {n}"), &sent);
            let own = cx.environment("northwind", "development").await.expect("entered");
            let id = ben.identity.to_string();
            let words = person_step(&own, &id, step, &sent).await.expect("done");
            assert!(words.ends_with("All their sessions have ended."), "{words}");
            match step {
                Step::Delete => assert_eq!(refused(identities::get(&env, ben.identity).await), Code::NotFound),
                _ => assert!(!may(&env, ben.identity, "users.view").await, "{words}"),
            }
            assert_eq!(person_step(&own, &id, step, &sent).await.expect("once"), "Done.");
        }
        world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn who_was_suspended_comes_back_suspended_with_their_roles() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let viewer = world.system_role(&env, System::Viewer).await;
        world.give(&env, Subject::Identity(ben), viewer).await;
        suspend(&env, ben).await.expect("suspended");
        let event = delete(&env, ben).await.expect("deleted");
        let back = restore(&env, event).await.expect("restored");
        assert!(back.whole);
        assert!(!may(&env, ben, "users.view").await);
        reinstate(&env, ben).await.expect("reinstated");
        assert!(may(&env, ben, "users.view").await);
    })
    .await;
}
