//! Ids of another tenant or environment are as good as none, wherever they stand.

use super::{giving, new, writes};
use domain::Time;
use domain::assignments::{New, Subject};
use domain::id::{AssignmentId, GroupId, IdentityId, NodeId, OperationId, PlanId, RoleId};
use domain::identities::{Filter, Sort};
use domain::page::At;
use domain::plans::{AssignmentSelection, DateChange, End, Remove, Selection, SetDates};
use domain::problem::Code;
use domain::roles::System;
use service::access::{self, Question};
use service::assignments::{self, BulkOptions, Edit};
use service::testing::{TestWorld, on_each, refused};
use service::{Env, Error, dates, identities, operations, plans, removal};
use std::fmt::Debug;
use store::removal::Item;
use uuid::Uuid;

/// One thing of each kind.
#[derive(Clone, Copy)]
struct Things {
    identity: IdentityId,
    group: GroupId,
    role: RoleId,
    node: NodeId,
    assignment: AssignmentId,
    plan: PlanId,
    operation: OperationId,
}

fn plan(ids: Vec<IdentityId>, role_id: RoleId, node_id: Option<NodeId>) -> plans::Request {
    let mut asked = giving(Selection::Ids(ids), role_id);
    asked.node_id = node_id;
    plans::Request::Assign(asked)
}

fn taking(id: IdentityId, role_id: RoleId, node_id: Option<NodeId>) -> plans::Request {
    plans::Request::Remove(Remove {
        selection: Selection::Ids(vec![id]),
        role_id,
        node_id,
        revoke_sessions: false,
    })
}

async fn things(world: &TestWorld, env: &Env) -> Things {
    let people = world.people(env, 2).await;
    let role = world.role(env, "Auditor", &["audit.read"]).await;
    let assignment = world.give(env, Subject::Identity(people[0]), role).await.id;
    let made = plans::create(env, &plan(people[1..].to_vec(), role, None))
        .await
        .expect("a plan");
    Things {
        identity: people[0],
        group: world.group(env, "Support", None).await,
        role,
        node: env.environment.root_node_id,
        assignment,
        plan: made.id,
        operation: plans::commit(env, made.id, false).await.expect("done"),
    }
}

/// Things that are nowhere.
fn nothing(env: &Env) -> Things {
    let id = Uuid::from_u128(env.id().0.as_u128() ^ (1 << 100));
    Things {
        identity: id.into(),
        group: id.into(),
        role: id.into(),
        node: id.into(),
        assignment: id.into(),
        plan: id.into(),
        operation: id.into(),
    }
}

/// All that a refusal tells.
fn told<T: Debug>(result: service::Result<T>) -> String {
    match result.expect_err("a refusal") {
        Error::Problem(problem) => format!("{problem:?}"),
        other => panic!("{other}"),
    }
}

/// What each read and write answers when it is given `theirs` among things of one's own.
async fn answers(env: &Env, own: Things, theirs: Things, until: Time) -> Vec<(&'static str, String)> {
    let give = |change: &dyn Fn(&mut New)| {
        let mut one = new(own.identity, own.role);
        one.window.to = Some(until);
        change(&mut one);
        one
    };
    let assign = async |change: &dyn Fn(&mut New)| told(assignments::assign(env, &give(change)).await);
    let ask = |identity_id, node_id| Question {
        identity_id,
        capability: "users.view".to_owned(),
        node_id,
        at: None,
    };
    let mut all = vec![
        ("identity", told(identities::get(env, theirs.identity).await)),
        ("assignment", told(assignments::get(env, theirs.assignment).await)),
        ("revoke", told(assignments::revoke(env, theirs.assignment).await)),
        (
            "change",
            told(assignments::change(env, theirs.assignment, &Edit::default()).await),
        ),
        ("plan", told(plans::get(env, theirs.plan).await.map(|_| ()))),
        ("commit", told(plans::commit(env, theirs.plan, true).await)),
        (
            "operation",
            told(operations::get(env, theirs.operation).await.map(|_| ())),
        ),
        ("undo", told(operations::undo(env, theirs.operation).await)),
        ("retry", told(operations::retry(env, theirs.operation).await)),
        (
            "outcome",
            told(operations::outcome(env, theirs.operation).await.map(|_| ())),
        ),
        ("extend", told(assignments::extend(env, theirs.assignment, 1).await)),
        ("check", told(access::check(env, &ask(theirs.identity, None)).await)),
        (
            "check at",
            told(access::check(env, &ask(own.identity, Some(theirs.node))).await),
        ),
        (
            "to",
            assign(&|one| one.subject = Subject::Identity(theirs.identity)).await,
        ),
        (
            "to group",
            assign(&|one| one.subject = Subject::Group(theirs.group)).await,
        ),
        ("role", assign(&|one| one.role_id = theirs.role).await),
        ("node", assign(&|one| one.node_id = Some(theirs.node)).await),
    ];
    for (what, request) in [
        ("plan of role", plan(vec![own.identity], theirs.role, None)),
        ("plan at node", plan(vec![own.identity], own.role, Some(theirs.node))),
        ("removal of role", taking(own.identity, theirs.role, None)),
        ("removal at node", taking(own.identity, own.role, Some(theirs.node))),
    ] {
        all.push((what, told(plans::create(env, &request).await)));
    }
    all
}

/// `theirs` can be neither read nor named by someone in `env`, who can do that with `own`.
async fn check(world: &TestWorld, env: &Env, own: Things, theirs: Things) {
    // What is written must end before the key does.
    let until = world.now().plus_days(1);
    writes(world, 0, async {
        let foreign = answers(env, own, theirs, until).await;
        // Alike to the letter: nothing tells that it exists elsewhere.
        assert_eq!(foreign, answers(env, own, nothing(env), until).await);
        for (what, text) in &foreign {
            assert!(text.contains("code: NotFound"), "{what}: {text}");
        }
        let parts = operations::parts(env, theirs.operation, None, 10)
            .await
            .expect("no parts");
        assert!(parts.is_empty());
    })
    .await;
    // In a list of many they fail, one by one, and those of one's own are done.
    let mut items: Vec<New> = (0..5).map(|_| new(own.identity, own.role)).collect();
    items[0].subject = Subject::Identity(theirs.identity);
    items[1].subject = Subject::Group(theirs.group);
    items[2].role_id = theirs.role;
    items[3].node_id = Some(theirs.node);
    for item in &mut items {
        item.window.to = Some(until);
    }
    let done = assignments::bulk_create(env, &items, BulkOptions::default())
        .await
        .expect("done");
    let code = |at: usize| done.results[at].error.as_ref().map(|error| error.code);
    for at in 0..4 {
        assert_eq!(code(at), Some(Code::NotFound), "{at}");
    }
    assert_eq!(code(4), Some(Code::AlreadyAssigned));
    let of = |subject, role, node| Item::Of { subject, role, node };
    let person = Subject::Identity(own.identity);
    let items = [
        Item::One(theirs.assignment),
        of(Subject::Identity(theirs.identity), own.role, None),
        of(Subject::Group(theirs.group), own.role, None),
        of(person, theirs.role, None),
        of(person, own.role, Some(theirs.node)),
    ];
    let done = removal::bulk_remove(env, &items, BulkOptions::default())
        .await
        .expect("done");
    for result in &done.results {
        let code = result.error.as_ref().map(|error| error.code);
        assert_eq!(code, Some(Code::NotFound), "{}", result.index);
    }
    let change = DateChange::Extend { days: 1 };
    let items = [dates::Item {
        id: theirs.assignment,
        change,
    }];
    let done = dates::bulk_update(env, &items, BulkOptions::default())
        .await
        .expect("done");
    let code = done.results[0].error.as_ref().map(|error| error.code);
    assert_eq!(code, Some(Code::NotFound));
    // In plans they are not there, by id and by filter.
    let ids = AssignmentSelection::Ids(vec![theirs.assignment]);
    for asked in [
        taking(theirs.identity, own.role, None),
        plans::Request::End(End {
            selection: ids.clone(),
            revoke_sessions: false,
        }),
        plans::Request::SetDates(SetDates { selection: ids, change }),
    ] {
        let plan = plans::create(env, &asked).await.expect("a plan");
        let samples: usize = plan.samples.iter().map(|one| one.samples.len()).sum();
        assert_eq!(
            (plan.summary.failed, plan.summary.by_code.get("not_found"), samples),
            (1, Some(&1), 0)
        );
        assert_eq!(refused(plans::commit(env, plan.id, true).await), Code::Conflict);
    }
    let matching = AssignmentSelection::Matching {
        filter: domain::assignments::Filter {
            q: theirs.identity.to_string(),
            ..domain::assignments::Filter::default()
        },
        exclude: Vec::new(),
    };
    let none = plans::create(
        env,
        &plans::Request::End(End {
            selection: matching,
            revoke_sessions: false,
        }),
    )
    .await;
    assert_eq!(refused(none), Code::InvalidValue);
    // Lists and filters: an id of elsewhere finds nothing.
    for q in [theirs.identity.to_string(), theirs.group.to_string()] {
        let filter = Filter { q, ..Filter::default() };
        let page = identities::list(env, &filter, Sort::Name, &At::First, 10)
            .await
            .expect("a page");
        assert_eq!((page.page.items.len(), page.page.total), (0, 0));
    }
    let filter = assignments::Filter {
        subject: Some(Subject::Identity(theirs.identity)),
        ..assignments::Filter::default()
    };
    let page = assignments::list(env, &filter, None, 10).await.expect("a page");
    assert_eq!((page.items.len(), page.total), (0, 0));
    world.check_counters(env).await;
}

#[tokio::test]
async fn t_26_nothing_of_another_tenant_can_be_read_or_named() {
    on_each(async |world| {
        let (here, elsewhere) = (world.env().await, world.tenant("Southwind").await);
        let (own, theirs) = (things(&world, &here).await, things(&world, &elsewhere).await);
        let admin = world.tenant_admin(&here, "Tess Admin").await;
        let env = world.env_as(&admin.who, &here).await;
        check(&world, &env, own, theirs).await;
        // Nor can it be entered, known or not.
        let cx = world.cx(&admin.who);
        for (tenant, environment) in [
            ("southwind", "development"),
            ("southwind", "x"),
            ("nowhere", "development"),
        ] {
            assert_eq!(
                refused(cx.environment(tenant, environment).await.map(|_| ())),
                Code::NotFound
            );
        }
        let tenants = service::tenants::mine(&cx).await.expect("tenants");
        assert_eq!(
            tenants.iter().map(|(one, _)| one.slug.as_str()).collect::<Vec<_>>(),
            ["northwind"]
        );
        // A cursor of the same list over there is a cursor of another list.
        let page = identities::list(&elsewhere, &Filter::default(), Sort::Name, &At::First, 1)
            .await
            .expect("a page");
        let at = At::After(page.page.next.expect("more"));
        let mixed = identities::list(&env, &Filter::default(), Sort::Name, &at, 1).await;
        assert_eq!(refused(mixed), Code::InvalidCursor);
    })
    .await;
}

#[tokio::test]
async fn t_27_nothing_of_another_environment_can_be_read_or_named_with_a_key() {
    on_each(async |world| {
        let (here, elsewhere) = (world.env().await, world.production().await);
        let (own, theirs) = (things(&world, &here).await, things(&world, &elsewhere).await);
        let capabilities = [
            "users.view",
            "users.bulk_operations",
            "members.change_roles",
            "access.check",
            "audit.read",
        ];
        let key = world.key(&here, &capabilities).await;
        check(&world, &key, own, theirs).await;
        let cx = world.cx(key.cx().who());
        let entered = cx.environment("northwind", "production").await;
        assert_eq!(refused(entered.map(|_| ())), Code::NotFound);
        // The same for Ada, who may enter both: an id belongs to one of them.
        check(&world, &here, own, theirs).await;
        // Roles of one name are two roles.
        let owner = world.system_role(&elsewhere, System::Owner).await;
        let refusal = assignments::assign(&here, &new(own.identity, owner)).await;
        assert_eq!(refused(refusal), Code::NotFound);
    })
    .await;
}

#[tokio::test]
async fn t_28_no_row_can_point_into_another_environment() {
    on_each(async |world| {
        let env = world.env().await;
        let other = world.tenant("Southwind").await;
        for env in [&env, &other] {
            let people = world.people(env, 2).await;
            let role = world.role(env, "Reader", &["users.view"]).await;
            let group = world.group(env, "Support", None).await;
            let inside = world.group(env, "Inside", Some(group)).await;
            world.join(env, inside, &people, None).await;
            world.give(env, Subject::Identity(people[0]), role).await;
            world.give(env, Subject::Group(group), role).await;
            world.node(env, "EMEA", None).await;
            world.suspend(env, &people[1..]).await;
        }
        let literal = |id: Uuid| match world.db.db.engine() {
            store::Engine::Sqlite => format!("x'{}'", id.simple()),
            store::Engine::Postgres => format!("cast('{id}' as uuid)"),
        };
        let (here, there) = (literal(env.id().0), literal(other.id().0));
        for (table, column, of) in [
            ("group_members", "group_id", "groups"),
            ("group_members", "identity_id", "identities"),
            ("group_parents", "group_id", "groups"),
            ("group_parents", "parent_id", "groups"),
            ("role_capabilities", "role_id", "roles"),
            ("role_capabilities", "capability_id", "capabilities"),
            ("capability_statuses", "capability_id", "capabilities"),
            ("identity_suspensions", "identity_id", "identities"),
            ("assignments", "identity_id", "identities"),
            ("assignments", "group_id", "groups"),
            ("assignments", "role_id", "roles"),
            ("assignments", "node_id", "nodes"),
            ("node_parents", "node_id", "nodes"),
            ("node_parents", "parent_id", "nodes"),
        ] {
            let rows = world
                .db
                .rows(&format!(
                    "select cast(count(*) as text) from {table} where environment_id = {here} and {column} is not null"
                ))
                .await;
            assert_ne!(
                rows[0][0].as_deref(),
                Some("0"),
                "{table}.{column} has rows to try with"
            );
            let refused = world
                .db
                .try_script(&format!(
                    "update {table} set {column} = (select id from {of} where environment_id = {there} limit 1)
                     where environment_id = {here} and {column} =
                       (select {column} from {table} where environment_id = {here} and {column} is not null limit 1)"
                ))
                .await;
            let said = refused.expect_err(&format!("{table}.{column} points into another environment"));
            assert!(said.to_lowercase().contains("foreign key"), "{table}.{column}: {said}");
        }
    })
    .await;
}
