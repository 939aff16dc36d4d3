//! The directory.

use super::{dated, last_event, new, writes};
use domain::assignments::{State, Subject};
use domain::identities::{Filter, Kind, Listing, Sort, Status};
use domain::page::At;
use domain::problem::Code;
use domain::roles::System;
use service::Env;
use service::assignments::assign;
use service::identities::{New, create, get, list};
use service::testing::{on_each, refused, refused_at};

fn person(name: &str, email: &str) -> New {
    New {
        name: name.to_owned(),
        email: Some(email.to_owned()),
        kind: Kind::Person,
    }
}

async fn page(env: &Env, filter: &Filter, at: At, limit: u16) -> Listing {
    list(env, filter, Sort::Name, &at, limit).await.expect("a page")
}

fn names(listing: &Listing) -> Vec<&str> {
    listing
        .page
        .items
        .iter()
        .map(|row| row.identity.name.as_str())
        .collect()
}

#[tokio::test]
async fn a_person_is_added_with_one_event_and_an_address_that_nobody_else_has() {
    on_each(async |world| {
        let env = world.env().await;
        let made = writes(
            &world,
            1,
            create(&env, &person(" Żaneta  Wójcik ", "Zaneta@Northwind.test")),
        )
        .await;
        let made = made.expect("added");
        assert_eq!((made.name.as_str(), made.status), ("Żaneta  Wójcik", Status::Active));
        assert_eq!(made.email.as_deref(), Some("Zaneta@Northwind.test"));
        assert_eq!(get(&env, made.id).await.expect("read"), made);
        assert_eq!(
            last_event(&env).await,
            "identity.created done by Ada Okafor on Żaneta  Wójcik, 0 parts"
        );
        writes(&world, 0, async {
            for (wrong, code, pointer) in [
                (person("Other", "zaneta@northwind.TEST"), Code::EmailTaken, "/email"),
                (person("Other", "not an address"), Code::InvalidValue, "/email"),
                (person("", "x@northwind.test"), Code::InvalidValue, "/name"),
                (person(&"x".repeat(81), ""), Code::InvalidValue, "/name"),
                (person("a\u{202e}b", ""), Code::InvalidValue, "/name"),
            ] {
                assert_eq!(refused_at(create(&env, &wrong).await), (code, pointer.to_owned()));
            }
        })
        .await;
        // Elsewhere the address is free; without one there may be many.
        create(&world.production().await, &person("Other", "zaneta@northwind.test"))
            .await
            .expect("there");
        for _ in 0..2 {
            create(&env, &person("No address", " ")).await.expect("added");
        }
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn who_may_add_but_not_see_is_answered_with_what_was_added() {
    on_each(async |world| {
        let env = world.env().await;
        let key = world.key(&env, &["users.create"]).await;
        let made = create(&key, &person("Ben", "ben@northwind.test")).await.expect("added");
        assert_eq!(refused(get(&key, made.id).await), Code::Forbidden);
        assert_eq!(
            refused(list(&key, &Filter::default(), Sort::Name, &At::First, 10).await),
            Code::Forbidden
        );
        let reader = world.key(&env, &["users.view"]).await;
        assert_eq!(refused(create(&reader, &person("Cleo", "")).await), Code::Forbidden);
        get(&reader, made.id).await.expect("may see");
    })
    .await;
}

#[tokio::test]
async fn pages_lead_forwards_and_back_and_belong_to_their_list() {
    on_each(async |world| {
        let env = world.env().await;
        world.people(&env, 25).await;
        let all = Filter::default();
        let first = page(&env, &all, At::First, 10).await;
        assert_eq!((first.page.total, first.page.total_exact, first.all), (25, true, 25));
        assert_eq!(first.page.previous, None);
        let next = At::After(first.page.next.clone().expect("more"));
        let second = page(&env, &all, next.clone(), 10).await;
        let last = page(&env, &all, At::After(second.page.next.clone().expect("more")), 10).await;
        assert_eq!((names(&last).len(), last.page.next.clone()), (5, None));
        assert_eq!(names(&last)[4], "Person 0025");
        let back = page(&env, &all, At::Before(last.page.previous.expect("before it")), 10).await;
        assert_eq!(names(&back), names(&second));
        let back = page(&env, &all, At::Before(back.page.previous.expect("before it")), 10).await;
        assert_eq!((names(&back), &back.page.previous), (names(&first), &None));
        // Neither another order, nor another filter, nor made up.
        let other = list(&env, &all, Sort::NameDescending, &next, 10).await;
        assert_eq!(refused(other), Code::InvalidCursor);
        let person = Filter {
            q: "person".to_owned(),
            ..Filter::default()
        };
        assert_eq!(
            refused(list(&env, &person, Sort::Name, &next, 10).await),
            Code::InvalidCursor
        );
        for text in ["", "zz", "00", "€"] {
            let at = At::After(text.to_owned());
            assert_eq!(
                refused(list(&env, &all, Sort::Name, &at, 10).await),
                Code::InvalidCursor,
                "{text}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn rows_show_roles_with_their_source_and_state_and_what_a_filter_cannot_use_is_said() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben").await;
        let (viewer, operator) = (
            world.system_role(&env, System::Viewer).await,
            world.system_role(&env, System::Operator).await,
        );
        let namesake = world.role(&env, "viewer ii", &["users.view"]).await;
        world
            .db
            .set("roles", &[("name", "Viewer".into())], &[("id", namesake.0.into())])
            .await;
        let group = world.group(&env, "Support", None).await;
        world.join(&env, group, &[ben], None).await;
        for role in [viewer, operator] {
            world.give(&env, Subject::Group(group), role).await;
        }
        let soon = Some(world.now().plus_days(5));
        assign(&env, &dated(ben, viewer, None, soon)).await.expect("given");
        assign(&env, &new(ben, namesake)).await.expect("given");
        let row = page(&env, &Filter::default(), At::First, 10).await.page.items.remove(0);
        let told: Vec<_> = row
            .roles
            .iter()
            .map(|role| {
                (
                    role.name.as_str(),
                    role.through_group,
                    role.state,
                    role.words.as_deref(),
                )
            })
            .collect();
        let expected = [
            ("Viewer", false, State::EndingSoon, Some("5 days left")),
            ("Viewer", false, State::Active, None),
            ("Operator", true, State::Active, None),
        ];
        assert_eq!(told, expected);
        let filter = Filter {
            role: Some("viewer".to_owned()),
            group: Some("nowhere".to_owned()),
            ..Filter::default()
        };
        let listing = page(&env, &filter, At::First, 10).await;
        assert_eq!(names(&listing), ["Ben"]);
        assert_eq!(listing.role_name.as_deref(), Some("Viewer"));
        assert_eq!((listing.group_name, listing.notices.len()), (None, 1));
    })
    .await;
}
