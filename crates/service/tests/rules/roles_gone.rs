//! Deleting roles, and bringing them back.

use super::last_event;
use domain::Window;
use domain::assignments::{State, Subject};
use domain::bulk::Status;
use domain::problem::Code;
use domain::roles::System;
use service::Env;
use service::assignments::{Filter, list as given};
use service::roles::{Edit, New, change, create, get, gone, list, remove, report, restore, tag};
use service::testing::{TestWorld, on_each, refused};

fn reader() -> New {
    New {
        name: "Reader".to_owned(),
        description: Some("Reads.".to_owned()),
        capabilities: vec!["users.view".to_owned()],
        ..New::default()
    }
}

async fn states(env: &Env, role: domain::id::RoleId) -> Vec<State> {
    let filter = Filter {
        role_id: Some(role),
        ..Filter::default()
    };
    let rows = given(env, &filter, None, 50).await.expect("a page").items;
    rows.into_iter().map(|one| one.state).collect()
}

#[tokio::test]
async fn a_deleted_role_ends_for_all_and_comes_back_with_what_is_left() {
    on_each(async |world| {
        let env = world.env().await;
        let people = world.people(&env, 4).await;
        let group = world.group(&env, "Support", None).await;
        let made = create(&env, &reader()).await.expect("a role");
        let root = env.environment.root_node_id;
        world.give(&env, Subject::Group(group), made.id).await;
        world.give(&env, Subject::Identity(people[0]), made.id).await;
        world.give(&env, Subject::Identity(people[1]), made.id).await;
        // One is over before the role comes back, one has not begun.
        let soon = Window::new(None, super::after(&world, 60));
        world
            .give_at(&env, Subject::Identity(people[2]), made.id, root, soon)
            .await;
        let later = Window::new(super::after(&world, 86_400), None);
        world
            .give_at(&env, Subject::Identity(people[3]), made.id, root, later)
            .await;
        let event = remove(&env, made.id, Some(&tag(&made))).await.expect("deleted");
        assert_eq!(
            last_event(&env).await,
            "role.deleted done by Ada Okafor on Reader, 5 parts"
        );
        assert_eq!(refused(get(&env, made.id).await), Code::NotFound);
        assert!(states(&env, made.id).await.iter().all(|state| *state == State::Revoked));
        world.check_counters(&env).await;
        let deleted = gone(&env).await.expect("deleted ones");
        assert_eq!((deleted.len(), deleted[0].event, deleted[0].assignments), (1, event, 5));
        assert_eq!(
            (deleted[0].name.as_str(), deleted[0].by.as_str()),
            ("Reader", "Ada Okafor")
        );
        // Nobody takes its slug meanwhile, nor one that looks like it.
        let same = New {
            slug: Some("reader".to_owned()),
            ..reader()
        };
        assert_eq!(refused(create(&env, &same).await), Code::SlugRetired);

        world.clock.advance(120);
        service::people::delete(&env, people[1]).await.expect("deleted");
        let back = restore(&env, event).await.expect("restored");
        assert_eq!(back.role, made);
        assert!(!back.whole);
        let report = report(&env, &back).await.expect("a report").expect("an operation");
        let statuses: Vec<Status> = report.results.iter().map(|one| one.status).collect();
        assert_eq!(
            (report.summary.total, report.summary.created, report.summary.skipped),
            (4, Some(3), 1),
            "{statuses:?}"
        );
        assert_eq!(
            last_event(&env).await,
            "role.restored partial by Ada Okafor on Reader, 4 parts"
        );
        let live = states(&env, made.id).await;
        let count = |wanted: State| live.iter().filter(|state| **state == wanted).count();
        assert_eq!(
            (count(State::Active), count(State::Scheduled), count(State::Revoked)),
            (2, 1, 5)
        );
        assert_eq!(refused(restore(&env, event).await), Code::AlreadyRestored);
        assert!(gone(&env).await.expect("none").is_empty());
        world.check_counters(&env).await;
        world.check_audit().await;
        // Deleted again, the first event is of no use any more.
        let second = remove(&env, made.id, None).await.expect("deleted");
        assert_eq!(refused(restore(&env, event).await), Code::AlreadyRestored);
        restore(&env, second).await.expect("restored");
    })
    .await;
}

#[tokio::test]
async fn a_deletion_is_found_however_the_clock_goes_on() {
    on_each(async |world| {
        let env = super::ticking(&world, &world.admin).await;
        let made = create(&env, &reader()).await.expect("a role");
        let first = remove(&env, made.id, None).await.expect("deleted");
        assert_eq!(gone(&env).await.expect("deleted ones")[0].event, first);
        restore(&env, first).await.expect("restored");
        let second = remove(&env, made.id, None).await.expect("deleted");
        let deleted = gone(&env).await.expect("deleted ones");
        assert_eq!((deleted.len(), deleted[0].event), (1, second));
        assert_eq!(refused(restore(&env, first).await), Code::AlreadyRestored);
        restore(&env, second).await.expect("restored");
    })
    .await;
}

#[tokio::test]
async fn the_same_request_twice_does_it_once_and_answers_the_same() {
    on_each(async |world| {
        let env = world.env().await;
        let person = world.person(&env, "Pia").await;
        let made = create(&env, &reader()).await.expect("a role");
        world.give(&env, Subject::Identity(person), made.id).await;
        let event = remove(&env, made.id, None).await.expect("deleted");
        let once = || async {
            let cx = world.cx(&world.admin).once_per("roles/restore", "r1", b"same");
            cx.environment("northwind", "development")
                .await
                .expect("an environment")
        };
        let first = restore(&once().await, event).await.expect("restored");
        let second = restore(&once().await, event).await.expect("the same");
        assert_eq!(
            (second.role, second.operation, second.whole),
            (first.role, first.operation, true)
        );
        assert_eq!(states(&env, made.id).await, [State::Revoked, State::Active]);
        let edit = Edit {
            capabilities: Some(Vec::new()),
            ..Edit::default()
        };
        let twice = || async {
            let cx = world.cx(&world.admin).once_per("roles", "r2", b"same");
            cx.environment("northwind", "development")
                .await
                .expect("an environment")
        };
        for _ in 0..2 {
            let changed = change(&twice().await, made.id, &edit).await.expect("changed");
            assert!(changed.capabilities.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn what_may_not_be_deleted_or_restored_is_refused() {
    on_each(async |world| {
        let (env, production) = (world.env().await, world.production().await);
        for system in System::ALL {
            let id = world.system_role(&env, system).await;
            assert_eq!(refused(remove(&env, id, None).await), Code::Conflict);
        }
        let made = create(&env, &reader()).await.expect("a role");
        assert_eq!(
            refused(remove(&env, made.id, Some("old")).await),
            Code::PreconditionFailed
        );
        assert_eq!(refused(remove(&production, made.id, None).await), Code::NotFound);
        let event = remove(&env, made.id, None).await.expect("deleted");
        assert_eq!(refused(restore(&production, event).await), Code::NotFound);
        let back = restore(&env, event).await.expect("restored");
        assert!(back.whole && back.operation.is_none());
    })
    .await;
}

/// Someone who may delete and give roles, and holds `users.view`.
async fn deleter(world: &TestWorld, env: &Env) -> Env {
    let doors = ["roles.delete", "roles.view", "members.change_roles", "users.view"];
    let role = world.role(env, "Deleter", &doors).await;
    let member = world.member(env, "Del").await;
    world.give(env, Subject::Identity(member.identity), role).await;
    world.env_as(&member.who, env).await
}

#[tokio::test]
async fn t_01_nobody_deletes_or_restores_what_they_do_not_hold() {
    on_each(async |world| {
        let env = world.env().await;
        let del = deleter(&world, &env).await;
        let more = New {
            capabilities: vec!["users.view".to_owned(), "audit.export".to_owned()],
            ..reader()
        };
        let made = create(&env, &more).await.expect("a role");
        let person = world.person(&env, "Pia").await;
        world.give(&env, Subject::Identity(person), made.id).await;
        assert_eq!(refused(remove(&del, made.id, None).await), Code::WouldEscalate);
        let event = remove(&env, made.id, None).await.expect("deleted");
        assert_eq!(refused(restore(&del, event).await), Code::WouldEscalate);
        assert!(list(&env).await.expect("roles").iter().all(|role| role.id != made.id));
        assert_eq!(states(&env, made.id).await, [State::Revoked]);
        // What they hold they may delete and bring back.
        let less = New {
            name: "Less".to_owned(),
            ..reader()
        };
        let less = create(&env, &less).await.expect("a role");
        let event = remove(&del, less.id, None).await.expect("deleted");
        restore(&del, event).await.expect("restored");
    })
    .await;
}

#[tokio::test]
async fn t_37_what_is_made_again_under_an_old_name_has_nothing_of_the_old() {
    on_each(async |world| {
        let env = world.env().await;
        let made = create(&env, &reader()).await.expect("a role");
        let ben = world.person(&env, "Ben").await;
        world.give(&env, Subject::Identity(ben), made.id).await;
        remove(&env, made.id, None).await.expect("deleted");
        // The slug, and whatever looks like it, is gone for ever; the name is not.
        for slug in ["reader", "re-ader", "READER", "ｒｅａｄｅｒ", "reader "] {
            let again = New {
                name: "Another".to_owned(),
                slug: Some(slug.to_owned()),
                ..reader()
            };
            let code = refused(create(&env, &again).await);
            assert!(matches!(code, Code::SlugRetired | Code::InvalidValue), "{slug}: {code}");
        }
        assert_eq!(refused(create(&env, &reader()).await), Code::SlugRetired);
        let again = New {
            slug: Some("reader-2".to_owned()),
            ..reader()
        };
        let again = create(&env, &again).await.expect("another role of that name");
        assert_ne!(again.id, made.id);
        assert!(states(&env, again.id).await.is_empty());
        // Someone with the address of someone who was deleted is another person.
        let person = |name: &str| service::identities::New {
            name: name.to_owned(),
            email: Some("ada@northwind.test".to_owned()),
            kind: domain::identities::Kind::Person,
        };
        let first = service::identities::create(&env, &person("Ada"))
            .await
            .expect("a person");
        world.give(&env, Subject::Identity(first.id), again.id).await;
        service::people::delete(&env, first.id).await.expect("deleted");
        let second = service::identities::create(&env, &person("Ada"))
            .await
            .expect("another person");
        assert_ne!(first.id, second.id);
        let held = Filter {
            subject: Some(Subject::Identity(second.id)),
            ..Filter::default()
        };
        assert!(given(&env, &held, None, 50).await.expect("a page").items.is_empty());
    })
    .await;
}
