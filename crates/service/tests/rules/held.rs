//! The roles of one identity with their sources, and what is left when one of them goes.

use super::{after, dated, new, writes};
use domain::assignments::{State, Subject};
use domain::form::Sent;
use domain::problem::Code;
use domain::roles::System;
use domain::screens::RoleSources;
use service::assignments::{after_removal, assign, facts_of};
use service::testing::{on_each, refused, refused_at};
use service::{Env, assignments, forms, screens};

const DAY: i64 = 86_400;

/// Each source as one line: role, groups, state.
fn told(roles: &[RoleSources]) -> Vec<String> {
    let lines = roles.iter().flat_map(|role| {
        role.sources.iter().map(|source| {
            let through = match source.groups.join(" ▸ ") {
                none if none.is_empty() => "directly".to_owned(),
                groups => format!("through {groups}"),
            };
            format!("{} {through}: {}", role.name, source.state_words)
        })
    });
    lines.collect()
}

fn sent(values: &[(&str, &str)]) -> Sent {
    let values = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Sent { values, problem: None }
}

#[tokio::test]
async fn both_ways_to_a_role_are_told_with_their_own_ends() {
    on_each(async |world| {
        let env = world.env().await;
        let operator = world.system_role(&env, System::Operator).await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let ada = world.person(&env, "Ada Okafor").await;
        let emea = world.group(&env, "EMEA", None).await;
        let night = world.group(&env, "Night shift", Some(emea)).await;
        world.join(&env, night, &[ada], after(&world, 40 * DAY)).await;
        world.give(&env, Subject::Group(emea), operator).await;
        assign(&env, &dated(ada, operator, None, after(&world, 3 * DAY)))
            .await
            .expect("given");
        assign(&env, &dated(ada, viewer, after(&world, 9 * DAY), None))
            .await
            .expect("given");
        let page = screens::identity_roles(&env, ada).await.expect("a page");
        assert_eq!(
            told(&page.roles),
            [
                "Operator directly: Ends in 3 days",
                "Operator through EMEA ▸ Night shift: Ends 30 Dec",
                "Viewer directly: Starts 29 Nov",
            ]
        );
        assert_eq!((page.head.roles, page.ended.len(), page.no_effect), (2, 0, None));
        let [direct, through] = &page.roles[0].sources[..] else {
            panic!("two sources")
        };
        assert!(direct.may_remove && !through.may_remove);
        assert_eq!(direct.by.as_deref(), Some("by Ada Okafor, 20 Nov"));
        assert_eq!(
            (
                through.managed_in.as_ref().map(|group| group.name.as_str()),
                through.by.as_deref()
            ),
            (Some("EMEA"), None)
        );
        // Later the direct ones are over, and the membership too.
        world.clock.advance(50 * DAY);
        world.suspend(&world.env().await, &[ada]).await;
        let page = screens::identity_roles(&world.env().await, ada).await.expect("a page");
        assert_eq!(told(&page.roles), ["Viewer directly: No effect: suspended"]);
        assert_eq!(
            told(&page.ended),
            [
                "Operator directly: Ended 23 Nov 2026",
                "Operator through EMEA ▸ Night shift: Ended 30 Dec 2026"
            ]
        );
        let why = "Ada Okafor is suspended, so no role has effect at the moment.";
        assert_eq!(page.no_effect.as_deref(), Some(why));
    })
    .await;
}

#[tokio::test]
async fn removing_says_what_stays_and_what_goes_before_it_happens() {
    on_each(async |world| {
        let env = world.env().await;
        let role = world
            .role(&env, "Helper", &["users.view", "members.change_roles"])
            .await;
        let viewer = world.role(&env, "Reader", &["users.view"]).await;
        let ada = world.person(&env, "Ada Okafor").await;
        let given = assign(&env, &new(ada, role)).await.expect("given");
        let judge = async |env: &Env| {
            let facts = facts_of(env, given.id).await.expect("facts");
            writes(&world, 0, after_removal(env, &facts)).await.expect("judged")
        };
        let alone = judge(&env).await;
        assert_eq!(alone.keeps, Vec::<String>::new());
        assert_eq!(alone.loses.len(), 1);
        assert!(
            alone.loses[0].starts_with("2 capabilities, 1 of them sensitive: "),
            "{}",
            alone.loses[0]
        );
        // Another role gives a part of it, a group all of it for a while.
        assign(&env, &new(ada, viewer)).await.expect("given");
        let partly = judge(&env).await;
        assert_eq!(partly.keeps, ["1 other role: Reader"]);
        assert!(
            partly.loses[0].starts_with("1 capability, a sensitive one: "),
            "{}",
            partly.loses[0]
        );
        let group = world.group(&env, "Support", None).await;
        world.join(&env, group, &[ada], after(&world, 40 * DAY)).await;
        world.give(&env, Subject::Group(group), role).await;
        let none = judge(&env).await;
        assert_eq!(
            none.keeps,
            ["Helper through Support, until 30 Dec 2026", "1 other role: Reader"]
        );
        assert_eq!(none.loses, Vec::<String>::new());
        // A suspended person is told of as if reinstated, with a remark.
        world.suspend(&env, &[ada]).await;
        let suspended = judge(&env).await;
        assert_eq!((suspended.loses.len(), suspended.notes.len()), (0, 1));
        // A group's assignment says whom it concerns.
        let listed = assignments::list(&env, &assignments::Filter::default(), None, 50)
            .await
            .expect("a list");
        let of_group = listed
            .items
            .iter()
            .find(|one| one.subject == Subject::Group(group))
            .expect("it");
        let facts = facts_of(&env, of_group.id).await.expect("facts");
        let judged = after_removal(&env, &facts).await.expect("judged");
        assert!(judged.notes[0].starts_with("1 person or service"), "{:?}", judged.notes);
    })
    .await;
}

#[tokio::test]
async fn the_form_removes_exactly_that_one_and_goes_back() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let ada = world.person(&env, "Ada Okafor").await;
        let now = assign(&env, &dated(ada, viewer, None, after(&world, DAY)))
            .await
            .expect("given");
        let later = dated(ada, viewer, after(&world, 9 * DAY), None);
        let later = assign(&env, &later).await.expect("given");
        let facts = facts_of(&env, now.id).await.expect("facts");
        let own = format!("/t/northwind/development/directory/{ada}");
        for (wanted, leads) in [
            ("", own.as_str()),
            (
                "/t/northwind/development/directory/assignments?q=a%20b",
                "/t/northwind/development/directory/assignments?q=a%20b",
            ),
            ("/t/northwind/production/directory", own.as_str()),
            ("/t/northwind/development/../production/directory", own.as_str()),
            ("/t/northwind/development/%2e%2e/x", own.as_str()),
            ("/t/northwind/development//evil.example", own.as_str()),
            ("https://evil.example/t/northwind/development/", own.as_str()),
            ("//evil.example", own.as_str()),
            ("/t/northwind/development/a\r\nb", own.as_str()),
        ] {
            assert_eq!(forms::back(&env, wanted, &facts), leads, "{wanted:?}");
        }
        let done = writes(&world, 1, forms::remove_assignment(&env, now.id, &sent(&[]), false))
            .await
            .expect("done");
        assert_eq!(
            (done.said.as_str(), done.back.as_str()),
            ("Removed Viewer from Ada Okafor.", own.as_str())
        );
        let state = async |id| assignments::get(&env, id).await.expect("one").state;
        assert_eq!(
            (state(now.id).await, state(later.id).await),
            (State::Revoked, State::Scheduled)
        );
        let again = writes(&world, 0, forms::remove_assignment(&env, now.id, &sent(&[]), true)).await;
        assert_eq!(again.err().map(|error| error.code()), Some(Code::NotAssigned));
        // Who may not give it may not take it.
        let key = world.key(&env, &["members.change_roles", "users.view"]).await;
        let kept = forms::remove_assignment(&key, later.id, &sent(&[]), false).await;
        assert_eq!(kept.err().map(|error| error.code()), Some(Code::WouldEscalate));
        let reader = world.key(&env, &["users.view"]).await;
        assert_eq!(
            refused(screens::remove_assignment(&reader, later.id, "", None).await),
            Code::Forbidden
        );
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn dates_are_read_as_days_of_the_environment() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let people = world.people(&env, 2).await;
        let started = assign(&env, &dated(people[0], viewer, None, after(&world, 9 * DAY)))
            .await
            .expect("given");
        let waiting = dated(people[1], viewer, after(&world, 9 * DAY), None);
        let waiting = assign(&env, &waiting).await.expect("given");
        let change = async |id, values: &[(&str, &str)]| {
            forms::assignment_dates(&env, id, &sent(values))
                .await
                .map(|done| done.said)
        };
        let said = change(started.id, &[("end", "day"), ("until", "2026-12-31")])
            .await
            .expect("changed");
        let end = "Viewer of Person 0001 ends at the end of Thu 31 Dec 2026, Europe/Paris (23:00 UTC).";
        assert_eq!(said, end);
        let said = change(started.id, &[("end", "30d")]).await.expect("longer");
        assert!(said.contains("at the end of Sat 30 Jan 2027"), "{said}");
        let said = change(started.id, &[("end", "none")]).await.expect("without end");
        assert_eq!(said, "Viewer of Person 0001 holds until it is removed.");
        let said = change(
            waiting.id,
            &[("from", "2026-12-01"), ("end", "day"), ("until", "2026-12-05")],
        )
        .await;
        assert!(said.expect("changed").contains("starts on Tue 1 Dec 2026"));
        for (id, values, field) in [
            (started.id, &[("end", "30d")][..], "/end"),
            (started.id, &[("end", "")], "/end"),
            (started.id, &[("end", "day")], "/until"),
            (started.id, &[("end", "day"), ("until", "2026-11-01")], "/until"),
            (waiting.id, &[("end", "none")], "/from"),
            (waiting.id, &[("from", "soon"), ("end", "none")], "/from"),
            (
                waiting.id,
                &[("from", "2026-12-09"), ("end", "day"), ("until", "2026-12-05")],
                "/until",
            ),
        ] {
            let refusal = forms::assignment_dates(&env, id, &sent(values))
                .await
                .map(|done| done.said);
            assert_eq!(
                refused_at(refusal),
                (Code::InvalidWindow, field.to_owned()),
                "{values:?}"
            );
        }
    })
    .await;
}
