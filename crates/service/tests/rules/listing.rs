//! The list of assignments: its filters, states, orders and pages.

use super::{after, dated, new};
use domain::assignments::{Filter, Listing, Row, Sort, Source, State, Subject};
use domain::id::{GroupId, IdentityId, RoleId};
use domain::page::At;
use domain::problem::Code;
use domain::query;
use domain::roles::System;
use service::Env;
use service::assignments::{self, assign, browse, revoke};
use service::testing::{TestWorld, on_each, refused};

const DAY: i64 = 86_400;

fn of(states: &[State]) -> Filter {
    Filter {
        states: states.to_vec(),
        ..Filter::default()
    }
}

async fn page(env: &Env, filter: &Filter, sort: Sort, at: &At, limit: u16) -> Listing {
    browse(env, filter, sort, at, limit).await.expect("a page")
}

async fn all(env: &Env, filter: &Filter) -> Vec<Row> {
    let listing = page(env, filter, Sort::Name, &At::First, 200).await;
    assert_eq!(usize::try_from(listing.page.total), Ok(listing.page.items.len()));
    listing.page.items
}

/// Who has what, as `Ada: Viewer`.
fn told(rows: &[Row]) -> Vec<String> {
    rows.iter()
        .map(|row| format!("{}: {}", row.holder.name, row.role))
        .collect()
}

#[tokio::test]
async fn the_few_and_the_many_of_a_role_are_listed_alike() {
    on_each(async |world| {
        let env = world.env().await;
        let viewer = world.system_role(&env, System::Viewer).await;
        let people = world.people(&env, 14).await;
        for person in &people[..12] {
            assign(&env, &new(*person, viewer)).await.expect("given");
        }
        let group = world.group(&env, "All of them", None).await;
        world.give(&env, Subject::Group(group), viewer).await;
        let filter = Filter {
            role: Some("viewer".to_owned()),
            ..of(&query::Assignments::LIVE)
        };
        for sort in [Sort::Name, Sort::NameDescending] {
            // With a page of 200 twelve are few, with one of 2 they are many.
            let whole = page(&env, &filter, sort, &At::First, 200).await.page;
            assert_eq!((whole.items.len(), whole.total), (13, 13));
            let (mut at, mut walked) = (At::First, Vec::new());
            loop {
                let page = page(&env, &filter, sort, &at, 2).await.page;
                walked.extend(page.items.into_iter().map(|row| row.id));
                let Some(next) = page.next else { break };
                at = At::After(next);
            }
            assert_eq!(walked, whole.items.into_iter().map(|row| row.id).collect::<Vec<_>>());
        }
    })
    .await;
}

struct Cast {
    viewer: RoleId,
    operator: RoleId,
    ada: IdentityId,
    support: GroupId,
}

/// One assignment in each state, and one of a group.
async fn cast(world: &TestWorld, env: &Env) -> Cast {
    let viewer = world.system_role(env, System::Viewer).await;
    let operator = world.system_role(env, System::Operator).await;
    let mut people = Vec::new();
    for name in [
        "Ada Okafor",
        "Bram Smit",
        "Çağla Er",
        "Dov Levi",
        "Eun-ji Park",
        "Femi Balogun",
    ] {
        people.push(world.person(env, name).await);
    }
    let [ada, bram, cagla, dov, eunji, femi] = people[..] else {
        panic!("six people");
    };
    assign(env, &new(ada, viewer)).await.expect("active");
    assign(env, &dated(bram, viewer, None, after(world, 5 * DAY)))
        .await
        .expect("ending soon");
    assign(
        env,
        &dated(cagla, viewer, after(world, 9 * DAY), after(world, 20 * DAY)),
    )
    .await
    .expect("scheduled");
    assign(env, &dated(dov, viewer, None, after(world, 60)))
        .await
        .expect("to end");
    let gone = assign(env, &new(eunji, viewer)).await.expect("to revoke");
    assign(env, &new(femi, viewer)).await.expect("to have no effect");
    let support = world.group(env, "Support team", None).await;
    world.give(env, Subject::Group(support), operator).await;
    world.clock.advance(3600);
    revoke(env, gone.id).await.expect("revoked");
    world.suspend(env, &[femi]).await;
    Cast {
        viewer,
        operator,
        ada,
        support,
    }
}

#[tokio::test]
async fn every_state_is_found_and_said() {
    on_each(async |world| {
        let env = world.env().await;
        cast(&world, &env).await;
        for (state, name, words) in [
            (State::Active, "Ada Okafor", "Active"),
            (State::EndingSoon, "Bram Smit", "Ends in 4 days"),
            (State::Scheduled, "Çağla Er", "Starts 29 Nov"),
            (State::Ended, "Dov Levi", "Ended 20 Nov"),
            (State::Revoked, "Eun-ji Park", "Revoked 20 Nov"),
            (State::NoEffect, "Femi Balogun", "No effect: suspended"),
        ] {
            let rows = all(&env, &of(&[state])).await;
            let row = rows.iter().find(|row| row.holder.name == name).expect("the row");
            assert_eq!((row.state, row.state_words.as_str()), (state, words));
            assert!(rows.iter().all(|row| row.state == state), "{state:?}");
            assert_eq!(
                row.from.words,
                if state == State::Scheduled {
                    "29 Nov 2026"
                } else {
                    "20 Nov 2026"
                }
            );
            assert_eq!((row.by.as_str(), row.node.as_deref()), ("Ada Okafor", None));
        }
        assert_eq!(all(&env, &Filter::default()).await.len(), 7);
        assert_eq!(all(&env, &of(&[State::Active, State::EndingSoon])).await.len(), 3);
        // The list and one read of each agree.
        for row in all(&env, &Filter::default()).await {
            let one = assignments::get(&env, row.id).await.expect("one");
            assert_eq!((one.state, one.no_effect), (row.state, row.no_effect), "{row:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn filters_name_roles_sources_ends_and_subjects() {
    on_each(async |world| {
        let env = world.env().await;
        let cast = cast(&world, &env).await;
        let role = |slug: &str| Filter {
            role: Some(slug.to_owned()),
            ..Filter::default()
        };
        assert_eq!(told(&all(&env, &role("operator")).await), ["Support team: Operator"]);
        let nowhere = page(&env, &role("nowhere"), Sort::Name, &At::First, 50).await;
        assert_eq!((nowhere.page.total, nowhere.notices.len()), (7, 1));
        let source = |source| Filter {
            source: Some(source),
            ..Filter::default()
        };
        assert_eq!(all(&env, &source(Source::Identity)).await.len(), 6);
        let groups = all(&env, &source(Source::Group)).await;
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].holder.subject, Subject::Group(cast.support));
        assert_eq!(
            (groups[0].holder.identity, groups[0].by.as_str()),
            (None, "Command line")
        );
        let ends = |days| Filter {
            ends_within: Some(days),
            ..Filter::default()
        };
        assert_eq!(told(&all(&env, &ends(7)).await), ["Bram Smit: Viewer"]);
        assert_eq!(all(&env, &ends(30)).await.len(), 2);
        let search = |q: &str| Filter {
            q: q.to_owned(),
            ..Filter::default()
        };
        for (q, found) in [
            ("cagla", "Çağla Er: Viewer"),
            ("okafor ad", "Ada Okafor: Viewer"),
            ("su", "Support team: Operator"),
            ("port te", "Support team: Operator"),
            (cast.ada.to_string().as_str(), "Ada Okafor: Viewer"),
            (cast.support.to_string().as_str(), "Support team: Operator"),
        ] {
            assert_eq!(told(&all(&env, &search(q)).await), [found], "{q}");
            // Each order of the list searches by itself.
            let by_end = page(&env, &search(q), Sort::End, &At::First, 50).await;
            assert_eq!(told(&by_end.page.items), [found], "{q}");
        }
        for q in ["a_a", "%", "zzz", "port xx"] {
            assert_eq!(told(&all(&env, &search(q)).await), Vec::<String>::new(), "{q}");
        }
        let _ = (cast.viewer, cast.operator);
    })
    .await;
}

#[tokio::test]
async fn pages_show_each_row_once_in_every_order() {
    on_each(async |world| {
        let env = world.env().await;
        cast(&world, &env).await;
        let filter = Filter::default();
        for sort in [Sort::Name, Sort::NameDescending, Sort::End, Sort::EndDescending] {
            let whole = page(&env, &filter, sort, &At::First, 50).await.page.items;
            assert_eq!(whole.len(), 7);
            let ids: Vec<_> = whole.iter().map(|row| row.id).collect();
            if sort == Sort::Name {
                assert_eq!(told(&whole[..2]), ["Ada Okafor: Viewer", "Bram Smit: Viewer"]);
                assert_eq!(whole[6].holder.name, "Support team");
            }
            if sort == Sort::End {
                assert_eq!(whole[0].holder.name, "Dov Levi");
                assert!(whole[3..].iter().all(|row| row.to.is_none()));
            }
            let (mut at, mut seen, mut last) = (At::First, Vec::new(), None);
            loop {
                let here = page(&env, &filter, sort, &at, 3).await.page;
                assert_eq!(here.previous.is_some(), !seen.is_empty());
                seen.extend(here.items.iter().map(|row| row.id));
                last = here.previous.clone().or(last);
                match here.next {
                    Some(next) => at = At::After(next),
                    None => break,
                }
            }
            assert_eq!(seen, ids, "{sort:?}");
            let back = page(&env, &filter, sort, &At::Before(last.expect("a page before")), 3)
                .await
                .page;
            let back: Vec<_> = back.items.iter().map(|row| row.id).collect();
            assert_eq!(back, ids[3..6], "{sort:?}");
        }
        // A cursor is of its list.
        let first = page(&env, &filter, Sort::Name, &At::First, 2).await.page;
        let next = At::After(first.next.expect("more"));
        assert_eq!(
            refused(browse(&env, &filter, Sort::End, &next, 2).await),
            Code::InvalidCursor
        );
        let other = of(&[State::Active]);
        assert_eq!(
            refused(browse(&env, &other, Sort::Name, &next, 2).await),
            Code::InvalidCursor
        );
    })
    .await;
}

#[tokio::test]
async fn t_26_the_list_is_of_one_environment_and_for_those_who_may_view() {
    on_each(async |world| {
        let env = world.env().await;
        cast(&world, &env).await;
        let southwind = world.tenant("Southwind").await;
        assert_eq!(all(&southwind, &Filter::default()).await, Vec::new());
        let production = world.production().await;
        assert_eq!(all(&production, &Filter::default()).await, Vec::new());
        let next = page(&env, &Filter::default(), Sort::Name, &At::First, 2)
            .await
            .page
            .next;
        let elsewhere = browse(
            &production,
            &Filter::default(),
            Sort::Name,
            &At::After(next.expect("more")),
            2,
        )
        .await;
        assert_eq!(refused(elsewhere), Code::InvalidCursor);
        let one = all(&env, &Filter::default()).await[0].id;
        assert_eq!(refused(assignments::facts_of(&production, one).await), Code::NotFound);
        assert_eq!(refused(assignments::facts_of(&southwind, one).await), Code::NotFound);
        let member = world.member(&env, "Mia Berg").await;
        let hers = world.env_as(&member.who, &env).await;
        let list = browse(&hers, &Filter::default(), Sort::Name, &At::First, 2).await;
        assert_eq!(refused(list), Code::Forbidden);
        assert_eq!(refused(assignments::facts_of(&hers, one).await), Code::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_hierarchy_tells_where() {
    on_each(async |world| {
        let env = world.env().await;
        let cast = cast(&world, &env).await;
        let emea = world.node(&env, "EMEA", None).await;
        let france = world.node(&env, "France", Some(emea)).await;
        let window = domain::Window::ALWAYS;
        let at = world
            .give_at(&env, Subject::Identity(cast.ada), cast.operator, france, window)
            .await;
        let env = world.env().await;
        let rows = all(&env, &Filter::default()).await;
        let node = |id| rows.iter().find(|row| row.id == id).and_then(|row| row.node.clone());
        assert_eq!(node(at.id).as_deref(), Some("/EMEA/France"));
        assert!(
            rows.iter()
                .filter(|row| row.id != at.id)
                .all(|row| row.node.as_deref() == Some("/"))
        );
    })
    .await;
}
