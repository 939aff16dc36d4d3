//! Other ways to name a thing than its id here: slugs, addresses, names, cursors, events, keys of requests.
//! What belongs to another environment is named by none of them.

use super::new;
use domain::assignments::{self as given, Subject};
use domain::form::Sent;
use domain::id::{EventId, GroupId, IdentityId, RoleId};
use domain::identities::{self as people, Kind, Sort};
use domain::page::At;
use domain::problem::Code;
use service::access::{WhoCan, who_can};
use service::activity::{self, About};
use service::audit::{self, Filter};
use service::testing::{TestWorld, on_each, refused};
use service::{Env, Error, Result, assignments, forms, groups, identities, operations, roles, screens};

/// What is elsewhere, with rows enough for a second page of each list.
struct There {
    env: Env,
    people: Vec<IdentityId>,
    group: GroupId,
    role: RoleId,
    deletions: [EventId; 3],
}

async fn fill(world: &TestWorld, env: Env) -> There {
    let new_person = |name: &str, email: &str| identities::New {
        name: name.to_owned(),
        email: Some(email.to_owned()),
        kind: Kind::Person,
    };
    let mut people = world.people(&env, 60).await;
    let fay = identities::create(&env, &new_person("Fay Abroad", "fay@abroad.test")).await;
    people.push(fay.expect("a person").id);
    let role = world.role(&env, "Abroad role", &["audit.read"]).await;
    let group = world.group(&env, "Abroad group", None).await;
    world.join(&env, group, &people, None).await;
    for who in [people[0], people[1], people[60]] {
        world.give(&env, Subject::Identity(who), role).await;
        let other = world.role(&env, &format!("Of {who}"), &["audit.read"]).await;
        let one = [new(who, other)];
        let done = assignments::bulk_create(&env, &one, assignments::BulkOptions::default()).await;
        done.expect("an operation");
    }
    for n in 0..60 {
        let name = format!("Renamed {n}");
        let edit = groups::Edit {
            name: Some(name),
            ..groups::Edit::default()
        };
        groups::change(&env, group, &edit).await.expect("renamed");
    }
    let gone = (
        world.role(&env, "Gone role", &["audit.read"]).await,
        world.group(&env, "Gone group", None).await,
        world.person(&env, "Gone person").await,
    );
    let deletions = [
        roles::remove(&env, gone.0, None).await.expect("deleted"),
        groups::remove(&env, gone.1, false).await.expect("deleted"),
        service::people::delete(&env, gone.2).await.expect("deleted"),
    ];
    There {
        env,
        people,
        group,
        role,
        deletions,
    }
}

/// The same environments as others have them: a tenant that is not theirs, and one that a key does not open.
async fn on_both(world: &TestWorld, check: impl AsyncFn(&Env, &There)) {
    let here = world.env().await;
    let there = fill(world, world.tenant("Southwind").await).await;
    check(&here, &there).await;
    let there = fill(world, world.production().await).await;
    check(&here, &there).await;
}

/// What an answer says, without the word that was typed.
fn told<T: std::fmt::Debug>(answer: Result<T>, word: &str) -> String {
    let text = match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(Error::Problem(problem)) => format!("{problem:?}"),
        Err(other) => panic!("{other}"),
    };
    text.replace(word, "…")
}

fn sent(values: &[(&str, &str)]) -> Sent {
    Sent {
        values: values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        problem: None,
    }
}

/// What is answered to a slug of a role and of a group, and to an address and a name.
async fn answers(env: &Env, role: &str, group: &str, email: &str, name: &str) -> Vec<String> {
    let mut all = Vec::new();
    let of_people = |filter: people::Filter| async move {
        let list = identities::list(env, &filter, Sort::Name, &At::First, 9).await?;
        Result::Ok((list.page.total, list.notices, list.role_name, list.group_name))
    };
    let by_role = people::Filter {
        role: Some(role.to_owned()),
        ..people::Filter::default()
    };
    all.push(told(of_people(by_role).await, role));
    let by_group = people::Filter {
        group: Some(group.to_owned()),
        ..people::Filter::default()
    };
    all.push(told(of_people(by_group).await, group));
    for word in [email, name] {
        let search = people::Filter {
            q: word.to_owned(),
            ..people::Filter::default()
        };
        all.push(told(of_people(search).await, word));
        let (asked, _) = screens::audit_asked(&format!("by={word}&on={word}"));
        all.push(told(screens::audit_meant(env, &asked).await.map(|meant| meant.1), word));
        let query = format!("who={word}&capability=audit.read");
        let explorer = screens::explorer(env, domain::screens::Ask::Why, &query).await;
        all.push(told(explorer.map(|page| page.found), word));
    }
    let filter = given::Filter {
        role: Some(role.to_owned()),
        ..given::Filter::default()
    };
    let list = assignments::browse(env, &filter, given::Sort::Name, &At::First, 9).await;
    let list = list.map(|list| (list.page.total, list.notices, list.role_name));
    all.push(told(list, role));
    for word in [role, group] {
        let (asked, _) = screens::audit_asked(&format!("on={word}"));
        all.push(told(screens::audit_meant(env, &asked).await.map(|meant| meant.1), word));
    }
    let start = screens::new_role(env, &format!("from=copy:{role}"), None).await;
    all.push(told(start.map(|page| (page.start.name, page.start.capabilities)), role));
    let parent = screens::new_group(env, &format!("parent={group}")).await;
    all.push(told(parent.map(|page| page.parent), group));
    let own =
        |more: (&'static str, &str)| sent(&[("name", "Ines"), ("email", "ines@here.test"), ("when", "now"), more]);
    all.push(told(forms::invite(env, &own(("role", role))).await.map(|_| ()), role));
    all.push(told(
        forms::invite(env, &own(("group", group))).await.map(|_| ()),
        group,
    ));
    let mut starters = sent(&[("name", "Starters"), ("capability", "audit.read"), ("group", group)]);
    all.push(told(forms::new_role(env, &mut starters).await.map(|_| ()), group));
    // Free for what is made here.
    all.push(told(roles::slug_refused(env, role).await, role));
    all.push(told(groups::slug_refused(env, group).await, group));
    all
}

#[tokio::test]
async fn t_31_slugs_addresses_and_names_of_elsewhere_mean_nothing() {
    on_each(async |world| {
        on_both(&world, async |here, there| {
            let before = world.check_audit().await;
            let theirs = answers(here, "abroad-role", "abroad-group", "fay@abroad.test", "Fay Abroad").await;
            let nothing = answers(here, "nowhere-role", "nowhere-group", "no@nowhere.test", "Nil Nowhere").await;
            assert_eq!(theirs, nothing);
            assert_eq!(world.check_audit().await, before);
            // There they mean something, each of them.
            let known = answers(
                &there.env,
                "abroad-role",
                "abroad-group",
                "fay@abroad.test",
                "Fay Abroad",
            )
            .await;
            let strange = answers(
                &there.env,
                "nowhere-role",
                "nowhere-group",
                "no@nowhere.test",
                "Nil Nowhere",
            )
            .await;
            let same = known.iter().zip(&strange).filter(|(one, other)| one == other).count();
            assert_eq!(same, 0, "{known:#?}");
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn t_31_cursors_and_events_of_elsewhere_are_none() {
    on_each(async |world| {
        on_both(&world, async |here, there| {
            let abroad = &there.env;
            let able = WhoCan {
                capability: "audit.read".to_owned(),
                node_id: None,
                at: None,
            };
            let everyone = people::Filter::default();
            let (any, all) = (assignments::Filter::default(), given::Filter::default());
            // Where each list goes on, there; and what it says of that here.
            let next = identities::list(abroad, &everyone, Sort::Name, &At::First, 1).await;
            let at = At::After(next.expect("a page").page.next.expect("more"));
            let mixed = identities::list(here, &everyone, Sort::Name, &at, 1).await;
            assert_eq!(refused(mixed), Code::InvalidCursor);
            let next = assignments::list(abroad, &any, None, 1).await.expect("a page").next;
            let mixed = assignments::list(here, &any, next.as_deref(), 1).await;
            assert_eq!(refused(mixed), Code::InvalidCursor);
            let next = assignments::browse(abroad, &all, given::Sort::Name, &At::First, 1).await;
            let at = At::After(next.expect("a page").page.next.expect("more"));
            let mixed = assignments::browse(here, &all, given::Sort::Name, &at, 1).await;
            assert_eq!(refused(mixed), Code::InvalidCursor);
            let next = audit::page(abroad, &Filter::default(), None, 1)
                .await
                .expect("a page")
                .next;
            let mixed = audit::page(here, &Filter::default(), next.as_deref(), 1).await;
            assert_eq!(refused(mixed), Code::InvalidCursor);
            let next = operations::list(abroad, None, None, 1).await.expect("a page").next;
            let mixed = operations::list(here, None, next.as_deref(), 1).await;
            assert_eq!(refused(mixed), Code::InvalidCursor);
            let next = who_can(abroad, &able, None, 1).await.expect("a page").next;
            let mixed = who_can(here, &able, next.as_deref(), 1).await;
            assert_eq!(refused(mixed), Code::InvalidCursor);
            let older = activity::of(abroad, About::Group(there.group), &At::First)
                .await
                .expect("a log")
                .older;
            let own = world.group(here, &format!("Own {}", abroad.id()), None).await;
            let mixed = activity::of(here, About::Group(own), &At::After(older.expect("more"))).await;
            assert_eq!(refused(mixed), Code::InvalidCursor);
            for mixed in [
                activity::of(here, About::Group(there.group), &At::First).await,
                activity::of(here, About::Role(there.role), &At::First).await,
                activity::of(here, About::Identity(there.people[0]), &At::First).await,
            ] {
                assert_eq!(refused(mixed), Code::NotFound);
            }
            let [role, group, person] = there.deletions;
            for event in there.deletions {
                assert_eq!(refused(audit::get(here, event, 9).await), Code::NotFound);
                assert_eq!(refused(screens::audit_event(here, event).await), Code::NotFound);
                assert_eq!(refused(roles::restore(here, event).await), Code::NotFound);
                assert_eq!(refused(groups::restore(here, event).await), Code::NotFound);
                assert_eq!(refused(service::people::restore(here, event).await), Code::NotFound);
            }
            // They could be restored all the while, where they were deleted.
            roles::restore(abroad, role).await.expect("restored");
            groups::restore(abroad, group).await.expect("restored");
            service::people::restore(abroad, person).await.expect("restored");
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn t_31_the_key_of_a_request_is_of_its_environment_and_its_actor() {
    on_each(async |world| {
        let mia = world.tenant_admin(&world.env().await, "Mia").await;
        let body = sent(&[("name", "Twice"), ("request", "r1")]);
        let mut made = Vec::new();
        for who in [&world.admin, &mia.who] {
            for environment in ["development", "production"] {
                let cx = world.cx(who).once("identities/new", &body);
                let env = cx.environment("northwind", environment).await.expect("theirs");
                let new = identities::New {
                    name: "Twice".to_owned(),
                    email: None,
                    kind: Kind::Person,
                };
                let id = identities::create(&env, &new).await.expect("made").id;
                assert_eq!(identities::create(&env, &new).await.expect("again").id, id);
                made.push(id);
            }
        }
        made.sort();
        made.dedup();
        assert_eq!(made.len(), 4);
    })
    .await;
}
