//! Why, why not, and who: each answer with its reasons, past and future.

use super::after;
use domain::Window;
use domain::assignments::{NoEffect, Subject};
use domain::id::IdentityId;
use domain::problem::Code;
use domain::roles::System;
use policy::Miss;
use service::access::{Question, WhoCan, check_all, effective, explain, who_can};

use service::testing::{check, on_each, refused};
use service::{Env, people, warm};
use std::collections::BTreeSet;

fn ask(who: IdentityId, capability: &str) -> Question {
    Question {
        identity_id: who,
        capability: capability.to_owned(),
        node_id: None,
        at: None,
    }
}

async fn why_not(env: &Env, who: IdentityId, capability: &str) -> Vec<Miss> {
    let told = explain(env, &ask(who, capability)).await.expect("an answer");
    assert!(!told.decision.allowed);
    told.decision.near_misses.into_iter().map(|miss| miss.why).collect()
}

#[tokio::test]
async fn yes_is_told_with_every_path_and_no_with_the_nearest_miss() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let root = env.environment.root_node_id;
        let reader = world.role(&env, "Reader", &["users.view"]).await;
        let other = world.role(&env, "Other", &["roles.view"]).await;
        assert_eq!(why_not(&env, ben, "users.view").await, []);
        world.give(&env, Subject::Identity(ben), other).await;
        assert_eq!(why_not(&env, ben, "users.view").await, [Miss::LacksCapability]);
        let start = world.now().plus_days(2);
        world
            .give_at(
                &env,
                Subject::Identity(ben),
                reader,
                root,
                Window::new(Some(start), None),
            )
            .await;
        assert_eq!(
            why_not(&env, ben, "users.view").await,
            [Miss::NotYetStarted { at: start }]
        );
        // Two ways, one through groups.
        let support = world.group(&env, "Support", None).await;
        let emea = world.group(&env, "EMEA", Some(support)).await;
        world.give(&env, Subject::Group(support), reader).await;
        world.join(&env, emea, &[ben], None).await;
        world.clock.set(start.plus_seconds(1));
        let told = explain(&env, &ask(ben, "users.view")).await.expect("an answer");
        let ways: Vec<usize> = told.decision.paths.iter().map(|path| path.groups.len()).collect();
        assert_eq!((told.decision.allowed, ways), (true, vec![0, 2]));
        assert_eq!(told.decision.paths[1].groups, [emea, support]);
        // The past is what it was, and what is in flight allows nothing.
        let before = Question {
            at: Some(start.plus_seconds(-1)),
            ..ask(ben, "users.view")
        };
        assert_eq!(explain(&env, &before).await.expect("an answer").decision.paths.len(), 1);
        let flight = world.role(&env, "Flight", &["branding.edit"]).await;
        world.give(&env, Subject::Identity(ben), flight).await;
        assert_eq!(why_not(&env, ben, "branding.edit").await, [Miss::InFlight]);
        people::suspend(&env, ben).await.expect("suspended");
        let blocked = Miss::Blocked(NoEffect::Suspended);
        assert_eq!(why_not(&env, ben, "users.view").await, [blocked, blocked]);
        assert_eq!(
            refused(explain(&env, &ask(ben, "users.reed")).await),
            Code::UnknownCapability
        );
        let unknown = uuid::Uuid::from_u128(7 << 76).into();
        assert_eq!(
            refused(explain(&env, &ask(unknown, "users.view")).await),
            Code::NotFound
        );
        assert_eq!(refused(effective(&env, unknown, None, None).await), Code::NotFound);
    })
    .await;
}

#[tokio::test]
async fn what_admins_may_beside_their_roles_is_told() {
    on_each(async |world| {
        let env = world.env().await;
        let tara = world.tenant_admin(&env, "Tara").await;
        let told = explain(&env, &ask(tara.identity, "users.view"))
            .await
            .expect("an answer");
        assert!(!told.decision.allowed);
        assert_eq!(
            told.also.as_deref(),
            Some("Tara is also an admin of Northwind and may do everything in this console.")
        );
        let ben = world.member(&env, "Ben").await;
        assert_eq!(
            explain(&env, &ask(ben.identity, "users.view"))
                .await
                .expect("an answer")
                .also,
            None
        );
        // Who may not explain learns nothing.
        let own = world.env_as(&ben.who, &env).await;
        assert_eq!(
            refused(explain(&own, &ask(tara.identity, "users.view")).await),
            Code::Forbidden
        );
        assert_eq!(
            refused(effective(&own, ben.identity, None, None).await),
            Code::Forbidden
        );
        let asked = WhoCan {
            capability: "users.view".to_owned(),
            node_id: None,
            at: None,
        };
        assert_eq!(refused(who_can(&own, &asked, None, 10).await), Code::Forbidden);
        let key = world.key(&env, &["access.explain"]).await;
        assert_eq!(refused(who_can(&key, &asked, None, 10).await), Code::Forbidden);
    })
    .await;
}

/// Everybody who can, over all pages of two.
async fn all_who_can(env: &Env, asked: &WhoCan) -> BTreeSet<IdentityId> {
    let (mut found, mut after) = (BTreeSet::new(), None);
    loop {
        let page = who_can(env, asked, after.as_deref(), 2).await.expect("a page");
        for one in page.items {
            assert!(!one.paths.is_empty(), "{} has no path", one.identity.name);
            assert!(found.insert(one.identity.id));
        }
        after = page.next;
        if after.is_none() {
            assert_eq!(usize::try_from(page.total), Ok(found.len()));
            return found;
        }
    }
}

#[tokio::test]
async fn who_can_is_everybody_of_whom_check_says_yes() {
    on_each(async |world| {
        let env = world.env().await;
        let emea = world.node(&env, "EMEA", None).await;
        let paris = world.node(&env, "Paris", Some(emea)).await;
        let env = world.env().await;
        let root = env.environment.root_node_id;
        let mut everyone = world.people(&env, 9).await;
        let people = everyone.clone();
        let reader = world.role(&env, "Reader", &["users.view"]).await;
        let owner = world.system_role(&env, System::Owner).await;
        let (support, inner) = (
            world.group(&env, "Support", None).await,
            world.group(&env, "Inner", None).await,
        );
        let give = async |who, role, node, window| {
            world.give_at(&env, Subject::Identity(who), role, node, window).await;
        };
        give(people[0], reader, root, Window::ALWAYS).await;
        give(people[1], reader, emea, Window::ALWAYS).await;
        give(people[2], reader, paris, Window::new(None, after(&world, 500))).await;
        give(
            people[3],
            owner,
            root,
            Window::new(after(&world, 300), after(&world, 900)),
        )
        .await;
        world
            .give_at(&env, Subject::Group(support), reader, emea, Window::ALWAYS)
            .await;
        world.join(&env, inner, &people[4..6], after(&world, 700)).await;
        world.join(&env, support, &people[6..7], None).await;
        let member = world.member(&env, "Mia").await;
        let outside = world.member(&env, "Noa").await;
        everyone.extend([member.identity, outside.identity]);
        give(member.identity, reader, root, Window::ALWAYS).await;
        give(outside.identity, reader, root, Window::ALWAYS).await;
        let ended = [("until", store::testing::Cell::from(world.now().plus_seconds(200).0))];
        let of = [("account_id", store::testing::Cell::from(outside.account.0))];
        world.db.set("memberships", &ended, &of).await;
        let start = world.now();
        // What happens meanwhile is history afterwards.
        world.clock.advance(100);
        let edit = service::groups::Edit {
            parent_id: Some(Some(support)),
            ..Default::default()
        };
        service::groups::change(&env, inner, &edit).await.expect("moved");
        world.clock.advance(100);
        people::suspend(&env, people[0]).await.expect("suspended");
        people::suspend(&env, people[6]).await.expect("suspended");
        world.clock.advance(100);
        people::reinstate(&env, people[6]).await.expect("reinstated");
        // Two are deleted, and one of them comes back.
        people::delete(&env, people[2]).await.expect("deleted");
        let event = people::delete(&env, people[6]).await.expect("deleted");
        let gone = world.now();
        world.clock.advance(100);
        people::restore(&env, event).await.expect("restored");
        let (mut yes, mut no) = (0, 0);
        for seconds in [-10, 50, 150, 250, 350, 600, 800, 1_000] {
            for node in [root, emea, paris] {
                for capability in ["users.view", "audit.read", "branding.edit"] {
                    let at = Some(start.plus_seconds(seconds));
                    let asked = WhoCan {
                        capability: capability.to_owned(),
                        node_id: Some(node),
                        at,
                    };
                    let found = all_who_can(&env, &asked).await;
                    for id in &everyone {
                        let question = Question {
                            node_id: Some(node),
                            at,
                            ..ask(*id, capability)
                        };
                        let answer = check(&env, &question).await;
                        if *id == people[2] && at >= Some(gone) {
                            assert_eq!(refused(answer), Code::NotFound, "after {seconds} s");
                            assert!(!found.contains(id), "after {seconds} s");
                            assert_eq!(refused(explain(&env, &question).await), Code::NotFound);
                            continue;
                        }
                        let allowed = answer.expect("an answer").allowed;
                        assert_eq!(found.contains(id), allowed, "{capability} of {id} after {seconds} s");
                        if allowed { yes += 1 } else { no += 1 }
                    }
                }
            }
        }
        assert!(yes > 50 && no > 50, "{yes} yes, {no} no");
    })
    .await;
}

#[tokio::test]
async fn many_questions_about_one_who_is_gone_are_answered_each_by_itself() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let reader = world.role(&env, "Reader", &["users.view"]).await;
        world.give(&env, Subject::Identity(ben), reader).await;
        let before = Some(world.now());
        world.clock.advance(10);
        people::delete(&env, ben).await.expect("deleted");
        let env = world.env().await;
        let at = |at| Question {
            at,
            ..ask(ben, "users.view")
        };
        // Nothing is in memory at first, and everything afterwards.
        for _ in 0..2 {
            for questions in [[at(before), at(None)], [at(None), at(before)]] {
                let answers = check_all(&env, &questions, None).await.expect("answers").allowed;
                for (question, answer) in questions.iter().zip(answers) {
                    match question.at {
                        Some(_) => assert_eq!(answer.ok(), Some(true)),
                        None => assert_eq!(answer.expect_err("gone").code, Code::NotFound),
                    }
                }
            }
            warm(&env).await.expect("in memory");
        }
    })
    .await;
}
