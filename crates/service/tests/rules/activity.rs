//! What the audit log says of one identity and of one assignment.

use super::{after, dated, new};
use domain::assignments::Subject;
use domain::page::At;
use domain::problem::Code;
use domain::roles::System;
use domain::screens::Log;
use service::activity::{self, About};
use service::assignments::{self, BulkOptions, Edit, assign, bulk_create, revoke};
use service::removal::bulk_remove;
use service::testing::{on_each, refused};
use service::{Env, screens};
use store::removal::Item;

fn told(log: &Log) -> Vec<String> {
    log.entries
        .iter()
        .map(|entry| match &entry.part_of {
            Some(part) => format!("{} by {} ({part})", entry.words, entry.by),
            None => format!("{} by {}", entry.words, entry.by),
        })
        .collect()
}

#[tokio::test]
async fn single_and_bulk_writes_are_told_newest_first() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let people = world.people(&env, 2).await;
        let ada = world.person(&env, "Ada").await;
        let one = assign(&env, &dated(ada, viewer, None, after(&world, 9 * 86_400)))
            .await
            .expect("given");
        let edit = Edit {
            effective_to: Some(None),
            ..Edit::default()
        };
        assignments::change(&env, one.id, &edit).await.expect("changed");
        revoke(&env, one.id).await.expect("revoked");
        world.clock.advance(60);
        let items = [new(ada, viewer), new(people[0], viewer)];
        let bulk = bulk_create(&env, &items, BulkOptions::default()).await.expect("done");
        bulk_create(&env, &items, BulkOptions::default()).await.expect("done");
        let remove = Item::Of {
            subject: Subject::Identity(ada),
            role: viewer,
            node: None,
        };
        bulk_remove(&env, &[remove], BulkOptions::default())
            .await
            .expect("done");
        let log = activity::of(&env, About::Identity(ada), &At::First)
            .await
            .expect("a log");
        assert_eq!(
            told(&log),
            [
                "Viewer was taken away by Ada Okafor (bulk remove, 13:01)",
                "Left out: already has it by Ada Okafor (bulk assign, 13:01)",
                "Viewer was given by Ada Okafor (bulk assign, 13:01)",
                "Viewer was taken away by Ada Okafor",
                "The dates of Viewer were changed: until removed by Ada Okafor",
                "Viewer was given, until 29 Nov 2026 by Ada Okafor",
                "Added to the directory by Ada Okafor",
            ]
        );
        assert_eq!(log.entries[2].operation, bulk.operation_id);
        assert_eq!((&log.older, &log.newer), (&None, &None));
        // The other person has a part of the bulk writes only, and the first assignment has its own history.
        let other = activity::of(&env, About::Identity(people[0]), &At::First)
            .await
            .expect("a log");
        assert_eq!(other.entries.len(), 2);
        let history = activity::of_assignment(&env, Subject::Identity(ada), one.id)
            .await
            .expect("a log");
        assert_eq!(told(&history), told(&log)[3..6]);
        let given = bulk.results[0].assignment.as_ref().expect("made").id;
        let history = activity::of_assignment(&env, Subject::Identity(ada), given)
            .await
            .expect("a log");
        assert_eq!(
            told(&history),
            [
                "Viewer was taken away by Ada Okafor (bulk remove, 13:01)",
                "Viewer was given by Ada Okafor (bulk assign, 13:01)"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn what_someone_did_is_told_as_well_and_pages_follow_each_other() {
    on_each(async |world| {
        let env = world.env().await;
        let owner = world.system_role(&env, System::Owner).await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let member = world.member(&env, "Mia Berg").await;
        assign(&env, &new(member.identity, owner)).await.expect("given");
        let hers = world.env_as(&member.who, &env).await;
        let ben = world.person(&hers, "Ben Ode").await;
        assign(&hers, &new(ben, viewer)).await.expect("given");
        let items: Vec<_> = world
            .people(&hers, 3)
            .await
            .into_iter()
            .map(|id| new(id, viewer))
            .collect();
        bulk_create(&hers, &items, BulkOptions::default()).await.expect("done");
        let log = activity::of(&env, About::Identity(member.identity), &At::First)
            .await
            .expect("a log");
        let words: Vec<_> = log.entries.iter().map(|entry| entry.words.as_str()).collect();
        assert_eq!(
            words,
            [
                "Asked to give roles to 3 subjects",
                "Identities created",
                "Gave Viewer to Ben Ode",
                "Added Ben Ode to the directory",
                "Owner was given, until removed",
            ]
        );
        // More than a page: every event once, and back again.
        for n in 0..60 {
            world.person(&hers, &format!("Person {n}")).await;
        }
        let first = activity::of(&env, About::Identity(member.identity), &At::First)
            .await
            .expect("a log");
        assert_eq!((first.entries.len(), first.newer.as_deref()), (50, None));
        let older = At::After(first.older.clone().expect("older ones"));
        let second = activity::of(&env, About::Identity(member.identity), &older)
            .await
            .expect("a log");
        assert_eq!((second.entries.len(), second.older.as_deref()), (15, None));
        let newer = At::Before(second.newer.clone().expect("newer ones"));
        let back = activity::of(&env, About::Identity(member.identity), &newer)
            .await
            .expect("a log");
        assert_eq!(back.entries, first.entries);
        assert_eq!(
            refused(activity::of(&env, About::Identity(ben), &older).await),
            Code::InvalidCursor
        );
        let search = match &older {
            At::After(cursor) => format!("?after={cursor}"),
            other => panic!("{other:?}"),
        };
        let page = screens::identity_activity(&env, ben, &search).await.expect("a page");
        assert_eq!(page.log.expect("a log").notices.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn t_26_the_log_is_for_those_who_may_read_it_and_of_one_environment() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.role(&env, "Reader", &["users.view"]).await;
        let member = world.member(&env, "Mia Berg").await;
        let given = world.give(&env, Subject::Identity(member.identity), viewer).await;
        let hers: Env = world.env_as(&member.who, &env).await;
        // The page is there; its list says what is missing.
        let page = screens::identity_activity(&hers, member.identity, "")
            .await
            .expect("a page");
        assert_eq!(
            page.log.expect_err("a refusal").capability.as_deref(),
            Some("audit.read")
        );
        let page = screens::assignment(&hers, given.id).await.expect("a page");
        assert_eq!(
            page.log.expect_err("a refusal").capability.as_deref(),
            Some("audit.read")
        );
        let auditor = world.key(&env, &["audit.read"]).await;
        let blind = activity::of(&auditor, About::Identity(member.identity), &At::First).await;
        assert_eq!(refused(blind), Code::Forbidden);
        for elsewhere in [world.production().await, world.tenant("Southwind").await] {
            let log = activity::of(&elsewhere, About::Identity(member.identity), &At::First).await;
            assert_eq!(refused(log), Code::NotFound);
            assert_eq!(
                refused(screens::identity_roles(&elsewhere, member.identity).await),
                Code::NotFound
            );
            assert_eq!(refused(screens::assignment(&elsewhere, given.id).await), Code::NotFound);
        }
    })
    .await;
}
