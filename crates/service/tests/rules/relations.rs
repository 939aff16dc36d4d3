//! What lies behind a relation (of a role, a group, a person) is shown to those alone who may see it by itself:
//! each row is seen or absent, and numbers are those of the rows.

use super::{giving, new};
use domain::Window;
use domain::assignments::{self as of, Source, Subject};
use domain::id::{AssignmentId, GroupId, IdentityId, RoleId};
use domain::identities::{self as people, Sort};
use domain::page::At;
use domain::plans::{AssignmentSelection, End, Selection};
use domain::problem::Code;
use domain::screens::Step;
use service::access::{WhoCan, who_can};
use service::activity::{self, About};
use service::audit;
use service::plans::{self, Request};
use service::testing::{TestWorld, on_each, refused};
use service::{Env, assignments, groups, identities, operations, roles, screens};

/// People in hidden groups, a role that three people and two groups have, and what was deleted.
struct Cast {
    people: Vec<IdentityId>,
    outer: GroupId,
    inner: GroupId,
    role: RoleId,
    of_group: AssignmentId,
}

async fn cast(world: &TestWorld, env: &Env) -> Cast {
    let people = world.people(env, 5).await;
    let outer = world.group(env, "Hidden outer", None).await;
    let inner = world.group(env, "Hidden inner", Some(outer)).await;
    world.join(env, outer, &people[..1], None).await;
    world.join(env, inner, &people[1..3], None).await;
    let role = world.role(env, "Shown", &["audit.read"]).await;
    for person in &people[..3] {
        world.give(env, Subject::Identity(*person), role).await;
    }
    let mut of_group = new(people[0], role);
    of_group.subject = Subject::Group(outer);
    let of_group = assignments::assign(env, &of_group).await.expect("given").id;
    world.give(env, Subject::Group(inner), role).await;
    let gone = world.group(env, "Hidden and gone", None).await;
    groups::remove(env, gone, false).await.expect("deleted");
    let gone = world.role(env, "Gone", &["users.view"]).await;
    roles::remove(env, gone, None).await.expect("deleted");
    Cast {
        people,
        outer,
        inner,
        role,
        of_group,
    }
}

/// Someone who is called Rita and holds these alone.
async fn reader(world: &TestWorld, env: &Env, capabilities: &[&str]) -> Env {
    let rita = world.member(env, "Rita").await;
    let role = world.role(env, "Of the reader", capabilities).await;
    world.give(env, Subject::Identity(rita.identity), role).await;
    world.env_as(&rita.who, env).await
}

fn named(q: &str) -> of::Filter {
    of::Filter {
        q: q.to_owned(),
        ..of::Filter::default()
    }
}

/// The list as people read it, and as programs do: how many rows there are, each as it is told.
async fn listed(env: &Env, filter: &of::Filter, sort: of::Sort) -> Vec<String> {
    let page = assignments::browse(env, filter, sort, &At::First, 200)
        .await
        .expect("a page")
        .page;
    assert_eq!(usize::try_from(page.total), Ok(page.items.len()), "{filter:?}");
    page.items.iter().map(|row| format!("{row:?}")).collect()
}

async fn of_role(env: &Env, role: RoleId, subject: Option<Subject>) -> usize {
    let filter = assignments::Filter {
        role_id: Some(role),
        subject,
        ..assignments::Filter::default()
    };
    let page = assignments::list(env, &filter, None, 200).await.expect("a page");
    assert_eq!(usize::try_from(page.total), Ok(page.items.len()));
    page.items.len()
}

#[tokio::test]
async fn t_32_no_list_shows_a_group_to_who_may_not_see_groups() {
    on_each(async |world| {
        let env = world.env().await;
        let cast = cast(&world, &env).await;
        let may = [
            "users.view",
            "roles.view",
            "members.change_roles",
            "members.remove",
            "users.bulk_operations",
            "access.explain",
            "audit.read",
        ];
        let rita = reader(&world, &env, &may).await;
        let rows = |all: usize, seen: usize| [(&env, all), (&rita, seen)];
        // Role → assignments, as a list, by name, by id, by their subject; and how many there are.
        for (env, count) in rows(5, 3) {
            assert_eq!(of_role(env, cast.role, None).await, count);
            assert_eq!(
                of_role(env, cast.role, Some(Subject::Group(cast.outer))).await,
                count / 5
            );
            let of_the_role = of::Filter {
                role: Some("shown".to_owned()),
                ..of::Filter::default()
            };
            for sort in [of::Sort::Name, of::Sort::End] {
                assert_eq!(listed(env, &of_the_role, sort).await.len(), count);
            }
            let screen = screens::role_assignments(env, cast.role, "").await.expect("a page");
            let groups = i64::try_from(count).expect("few") - 3;
            // Not none: they are not told.
            assert_eq!((screen.people, screen.groups), (3, (groups > 0).then_some(groups)));
            assert_eq!(screen.head.holders.map(|holders| holders.groups), Some(groups));
            // Rita's own is the sixth.
            let all = i64::try_from(count).expect("few") + 1;
            assert_eq!(screens::assignments(env, "").await.expect("a page").all, all);
            assert_eq!(screens::directory(env, "").await.expect("a page").assignments, all);
        }
        for q in [
            "hidden",
            "inner",
            cast.outer.to_string().as_str(),
            cast.of_group.to_string().as_str(),
        ] {
            for sort in [of::Sort::Name, of::Sort::End] {
                assert_ne!(listed(&env, &named(q), sort).await.len(), 0, "{q}");
                assert_eq!(listed(&rita, &named(q), sort).await, Vec::<String>::new(), "{q}");
            }
        }
        assert_eq!(refused(assignments::get(&rita, cast.of_group).await), Code::NotFound);
        assert_eq!(
            refused(assignments::facts_of(&rita, cast.of_group).await),
            Code::NotFound
        );
        // A filter that asks for groups is refused, known or not: without it more would be found than was meant.
        let of_groups = of::Filter {
            source: Some(Source::Group),
            ..of::Filter::default()
        };
        let list = assignments::browse(&rita, &of_groups, of::Sort::Name, &At::First, 9).await;
        assert_eq!(refused(list.map(|_| ())), Code::Forbidden);
        for slug in ["hidden-outer", "no-such-group"] {
            let filter = people::Filter {
                group: Some(slug.to_owned()),
                ..people::Filter::default()
            };
            let list = identities::list(&rita, &filter, Sort::Name, &At::First, 9).await;
            assert_eq!(refused(list.map(|_| ())), Code::Forbidden, "{slug}");
        }
        // All that match a filter, for a write.
        let every = Request::End(End {
            selection: AssignmentSelection::Matching {
                filter: of::Filter::default(),
                exclude: Vec::new(),
            },
            revoke_sessions: false,
        });
        for (env, count) in rows(6, 4) {
            let plan = plans::create(env, &every).await.expect("a plan");
            assert_eq!(plan.summary.total, count);
        }
        // Person → groups.
        let tab = async |env| screens::identity_groups(env, cast.people[1]).await.expect("a tab");
        let (all, hers) = (tab(&env).await, tab(&rita).await);
        assert_eq!(
            (all.groups.map(|groups| groups.len()), all.head.groups),
            (Ok(2), Some(1))
        );
        assert_eq!(hers.groups.map_err(|problem| problem.code), Err(Code::Forbidden));
        assert_eq!(hers.head.groups, None);
        // What goes with someone may be in groups, whoever may see them.
        for (env, groups) in [(&env, Some(1)), (&rita, None)] {
            let form = screens::person_step(env, cast.people[1], Step::RemoveAccess).await;
            assert_eq!(
                form.map(|form| form.groups.map(|groups| groups.len())).ok(),
                Some(groups)
            );
        }
        // Autocomplete of the log.
        for (text, found) in [("on=hidden-outer", false), ("on=shown", true)] {
            let (asked, _) = screens::audit_asked(text);
            let (filter, _) = screens::audit_meant(&rita, &asked).await.expect("read");
            assert_eq!(filter.on.is_some(), found, "{text}");
        }
        let mut told = format!("{:?}", screens::directory(&rita, "").await.expect("a page"));
        told += &format!("{:?}", screens::assignments(&rita, "").await.expect("a page"));
        told += &format!("{:?}", screens::role(&rita, cast.role, None).await.expect("a page"));
        let typed = format!("id={}", cast.of_group);
        let form = screens::change_assignments(&rita, &typed, None).await;
        told += &format!("{:?}", form.expect("a page"));
        assert!(!told.contains("Hidden"), "{told}");
        for refusal in [
            groups::list(&rita).await.map(|_| ()),
            groups::get(&rita, cast.inner).await.map(|_| ()),
            groups::assignments(&rita, cast.outer).await.map(|_| ()),
            groups::gone(&rita).await.map(|_| ()),
            screens::groups_page(&rita, "q=hidden").await.map(|_| ()),
            screens::group_groups(&rita, cast.outer).await.map(|_| ()),
            activity::of(&rita, About::Group(cast.outer), &At::First)
                .await
                .map(|_| ()),
        ] {
            assert_eq!(refused(refusal), Code::Forbidden);
        }
    })
    .await;
}

/// All that names someone.
fn names_nobody(told: &str) {
    for name in ["Person 0", "Ada Okafor", "ada@northwind.test"] {
        assert!(!told.contains(name), "{name} in {told}");
    }
}

#[tokio::test]
async fn t_32_no_list_shows_a_person_to_who_may_not_see_people() {
    on_each(async |world| {
        let env = world.env().await;
        let cast = cast(&world, &env).await;
        let may = [
            "groups.view",
            "groups.manage",
            "roles.view",
            "roles.edit",
            "members.change_roles",
            "users.suspend",
            "users.bulk_operations",
            "sessions.view",
            "sessions.revoke",
            "access.explain",
            "audit.read",
            "audit.export",
        ];
        let rita = reader(&world, &env, &may).await;
        let everyone = people::Filter::default();
        let any = WhoCan {
            capability: "audit.read".to_owned(),
            node_id: None,
            at: None,
        };
        let list = assignments::Filter::default();
        for refusal in [
            identities::list(&rita, &everyone, Sort::Name, &At::First, 9)
                .await
                .map(|_| ()),
            identities::get(&rita, cast.people[0]).await.map(|_| ()),
            assignments::list(&rita, &list, None, 9).await.map(|_| ()),
            groups::members_of(&rita, cast.outer, &everyone, Sort::Name, &At::First, 9)
                .await
                .map(|_| ()),
            who_can(&rita, &any, None, 9).await.map(|_| ()),
            roles::holders(&rita, None).await.map(|_| ()),
            operations::list(&rita, None, None, 9).await.map(|_| ()),
            activity::of(&rita, About::Group(cast.outer), &At::First)
                .await
                .map(|_| ()),
            activity::of(&rita, About::Role(cast.role), &At::First)
                .await
                .map(|_| ()),
            screens::role_assignments(&rita, cast.role, "").await.map(|_| ()),
        ] {
            assert_eq!(refused(refusal), Code::Forbidden);
        }
        // All that match a filter, as the pages of bulk writes name and count them.
        let matching = "scope=matching&filter=%3Fq%3Dperson";
        for (env, shown) in [(&env, true), (&rita, false)] {
            for refusal in [
                screens::assign_page(env, matching, None).await.map(|_| ()),
                screens::remove_page(env, matching, None).await.map(|_| ()),
                screens::join_page(env, matching, None).await.map(|_| ()),
                screens::leave_page(env, matching, None).await.map(|_| ()),
                screens::standing_page(env, true, matching, None).await.map(|_| ()),
                screens::standing_page(env, false, matching, None).await.map(|_| ()),
            ] {
                match shown {
                    true => refusal.expect("a page"),
                    false => assert_eq!(refused(refusal), Code::Forbidden),
                }
            }
        }
        // Those whose ids one has.
        let ids = format!("id={}", cast.people[0]);
        let page = screens::assign_page(&rita, &ids, None).await.expect("a page");
        let subjects = page.subjects.expect("someone");
        assert_eq!((subjects.count, subjects.first.len()), (1, 0));
        let asked = Request::Assign(giving(Selection::Ids(cast.people.clone()), cast.role));
        let plan = plans::create(&rita, &asked).await.expect("a plan");
        assert_eq!(
            (plan.summary.total, plan.samples.iter().map(|one| one.count).sum()),
            (5, 5)
        );
        names_nobody(&format!("{plan:?}"));
        let whole = plans::create(&env, &asked).await.expect("a plan");
        assert_eq!(whole.summary, plan.summary);
        assert_eq!(whole.samples.iter().map(|one| one.samples.len()).sum::<usize>(), 5);
        // Group → members, roles, sub-groups; role → holders; what is deleted.
        let members = screens::group_members(&rita, cast.outer, "").await.expect("a tab");
        assert_eq!((members.head.members, members.direct, members.ways.len()), (None, 0, 0));
        assert_eq!(members.listing.expect_err("no list").code, Code::Forbidden);
        let mut told = format!("{:?}", screens::groups_page(&rita, "").await.expect("a page"));
        told += &format!("{:?}", screens::group_groups(&rita, cast.outer).await.expect("a tab"));
        told += &format!("{:?}", screens::group_roles(&rita, cast.outer).await.expect("a tab"));
        told += &format!("{:?}", groups::assignments(&rita, cast.inner).await.expect("its roles"));
        told += &format!("{:?}", screens::deleted_groups(&rita).await.expect("a page"));
        told += &format!("{:?}", screens::deleted_roles(&rita).await.expect("a page"));
        told += &format!("{:?}", screens::roles_page(&rita, "").await.expect("a page"));
        let role = screens::role(&rita, cast.role, None).await.expect("a page");
        assert_eq!((role.head.holders, role.signed_in), (None, None));
        told += &format!("{role:?}");
        // The log, page by page and as it is taken along.
        let filter = audit::Filter::default();
        let page = audit::page(&rita, &filter, None, 100).await.expect("a page");
        assert_eq!(usize::try_from(page.total), Ok(page.items.len()));
        let export = audit::export(&rita, &filter, None).await.expect("events");
        assert_eq!(export.len(), page.items.len());
        told += &format!(
            "{page:?}{export:?}{:?}",
            screens::audit_page(&rita, "").await.expect("a page")
        );
        names_nobody(&told);
    })
    .await;
}

#[tokio::test]
async fn t_32_who_sees_one_node_sees_no_row_of_another() {
    on_each(async |world| {
        let env = world.env().await;
        let (emea, apac) = (
            world.node(&env, "EMEA", None).await,
            world.node(&env, "APAC", None).await,
        );
        let env = world.env().await;
        let people = world.people(&env, 2).await;
        let role = world.role(&env, "Shown", &["audit.read"]).await;
        let give = async |person: IdentityId, node| {
            let given = world.give_at(&env, Subject::Identity(person), role, node, Window::ALWAYS);
            given.await.id
        };
        let (here, there) = (give(people[0], emea).await, give(people[1], apac).await);
        let may = [
            "users.view",
            "groups.view",
            "roles.view",
            "access.check",
            "access.explain",
        ];
        let rita = world.member(&env, "Rita").await;
        let own = world.role(&env, "Of the reader", &may).await;
        world
            .give_at(&env, Subject::Identity(rita.identity), own, emea, Window::ALWAYS)
            .await;
        let rita = world.env_as(&rita.who, &env).await;
        assert_eq!(assignments::get(&rita, here).await.expect("hers to see").id, here);
        assert_eq!(refused(assignments::get(&rita, there).await), Code::NotFound);
        assert_eq!(refused(assignments::facts_of(&rita, there).await), Code::NotFound);
        // Of the rows of a list some would be hers: until lists are told apart by node, none is shown.
        let any = WhoCan {
            capability: "audit.read".to_owned(),
            node_id: Some(emea),
            at: None,
        };
        let filter = assignments::Filter {
            node_id: Some(emea),
            ..assignments::Filter::default()
        };
        for refusal in [
            assignments::list(&rita, &filter, None, 9).await.map(|_| ()),
            identities::list(&rita, &people::Filter::default(), Sort::Name, &At::First, 9)
                .await
                .map(|_| ()),
            who_can(&rita, &any, None, 9).await.map(|_| ()),
            groups::list(&rita).await.map(|_| ()),
            roles::list(&rita).await.map(|_| ()),
        ] {
            assert_eq!(refused(refusal), Code::Forbidden);
        }
        // Why someone may not says nothing of what they hold elsewhere.
        let question = service::access::Question {
            identity_id: people[1],
            capability: "audit.read".to_owned(),
            node_id: Some(emea),
            at: None,
        };
        let why = async |env: &Env| {
            let told = service::access::explain(env, &question).await.expect("an answer");
            (told.decision.allowed, told.decision.near_misses.len())
        };
        assert_eq!((why(&env).await, why(&rita).await), ((false, 1), (false, 0)));
    })
    .await;
}
