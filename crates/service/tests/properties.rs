//! Random environments, written into a database as rows: every answer must be that of the
//! reference model.

use domain::assignments::NoEffect;
use domain::{Time, Window};
use policy::testing::{
    Holder, Span, World, assignment_id, capability_id, group_id, identity_id, node_id, questions, reference, role_id,
    worlds,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use service::access::Question;
use service::testing::{TestWorld, check, on_each, rounds};
use service::{Env, Who};
use store::testing::Cell;
use uuid::Uuid;

type Row = (&'static str, Vec<(&'static str, Cell)>);

/// The rows of an environment; its history is told by the spans of the world.
struct Rows {
    environment: Uuid,
    rows: Vec<Row>,
}

impl Rows {
    fn add(&mut self, table: &'static str, columns: Vec<(&'static str, Cell)>) {
        let mut all = vec![("environment_id", Cell::from(self.environment))];
        all.extend(columns);
        self.rows.push((table, all));
    }

    /// A row of a table whose things have a name.
    fn named(&mut self, table: &'static str, id: Uuid, more: Vec<(&'static str, Cell)>) {
        let name = Cell::from(format!("{table} {}", id.as_u128() & 0xff).as_str());
        let mut columns = vec![("id", id.into()), ("name", name.clone()), ("created_at", 0.into())];
        columns.extend(more);
        self.add(table, columns);
    }

    fn span(&mut self, table: &'static str, mut columns: Vec<(&'static str, Cell)>, span: Span) {
        columns.extend([("since", span.since.into()), ("until", span.until.into())]);
        self.add(table, columns);
    }
}

fn folded(text: &str) -> (&'static str, Cell) {
    ("name_folded", text.into())
}

/// When a capability is in flight: whenever it is not available.
fn gaps(available: &[Span]) -> Vec<Span> {
    let (mut gaps, mut from) = (Vec::new(), Some(0));
    for span in available {
        if let Some(since) = from.filter(|since| *since < span.since) {
            gaps.push(Span {
                since,
                until: Some(span.since),
            });
        }
        from = span.until;
    }
    gaps.extend(from.map(|since| Span { since, until: None }));
    gaps
}

fn rows(world: &World, environment: Uuid) -> Vec<Row> {
    let mut all = Rows {
        environment,
        rows: Vec::new(),
    };
    for (index, parents) in world.nodes.iter().enumerate() {
        all.named("nodes", node_id(index).0, vec![folded("n")]);
        for (parent, span) in parents {
            let pair = vec![
                ("node_id", node_id(index).0.into()),
                ("parent_id", node_id(*parent).0.into()),
            ];
            all.span("node_parents", pair, *span);
        }
    }
    for index in 0..world.groups.len() {
        all.named("groups", group_id(index).0, vec![folded("g"), ("slug", "g".into())]);
    }
    for (index, parents) in world.groups.iter().enumerate() {
        for (parent, span) in parents {
            let pair = vec![
                ("group_id", group_id(index).0.into()),
                ("parent_id", group_id(*parent).0.into()),
            ];
            all.span("group_parents", pair, *span);
        }
    }
    people(world, &mut all);
    for (index, available) in world.capabilities.iter().enumerate() {
        let id = capability_id(index).0;
        let key = format!("area.verb{index}");
        let position = i64::try_from(index).expect("a few");
        let more = vec![
            ("key", key.as_str().into()),
            ("area", "area".into()),
            ("description", "".into()),
            ("position", position.into()),
        ];
        all.named("capabilities", id, more);
        for (status, spans) in [("available", available.clone()), ("in_flight", gaps(available))] {
            for span in spans {
                let of = vec![("capability_id", id.into()), ("status", status.into())];
                all.span("capability_statuses", of, span);
            }
        }
    }
    for (index, role) in world.roles.iter().enumerate() {
        let id = role_id(index).0;
        let system = role.holds_all.then_some("owner");
        all.named(
            "roles",
            id,
            vec![folded("r"), ("slug", "r".into()), ("system", system.into())],
        );
        for (capability, span) in &role.capabilities {
            let pair = vec![
                ("role_id", id.into()),
                ("capability_id", capability_id(*capability).0.into()),
            ];
            all.span("role_capabilities", pair, *span);
        }
    }
    for (index, one) in world.assignments.iter().enumerate() {
        let (identity, group) = match one.holder {
            Holder::Identity(index) => (Some(identity_id(index).0), None),
            Holder::Group(index) => (None, Some(group_id(index).0)),
        };
        let columns = vec![
            ("id", assignment_id(index).0.into()),
            ("identity_id", identity.into()),
            ("group_id", group.into()),
            ("role_id", role_id(one.role).0.into()),
            ("node_id", node_id(one.node).0.into()),
            ("effective_from", one.from.unwrap_or(0).into()),
            ("effective_to", one.to.into()),
            ("granted_by_kind", "cli".into()),
            ("granted_by_label", "".into()),
            ("created_at", one.created.into()),
            ("revoked_at", one.revoked.into()),
        ];
        all.add("assignments", columns);
    }
    all.rows
}

fn people(world: &World, all: &mut Rows) {
    for (index, person) in world.identities.iter().enumerate() {
        let id = identity_id(index).0;
        let invited = person.blocked.iter().find(|(why, _)| *why == NoEffect::Invited);
        let more = vec![
            folded("i"),
            ("kind", "person".into()),
            ("search_text", "i".into()),
            ("invited_at", invited.map(|(_, span)| span.since).into()),
            ("accepted_at", invited.and_then(|(_, span)| span.until).into()),
        ];
        all.named("identities", id, more);
        for (_, span) in person.blocked.iter().filter(|(why, _)| *why == NoEffect::Suspended) {
            all.span("identity_suspensions", vec![("identity_id", id.into())], *span);
        }
        for (group, span) in &person.memberships {
            let pair = vec![("group_id", group_id(*group).0.into()), ("identity_id", id.into())];
            all.span("group_members", pair, *span);
        }
    }
}

/// Writes a world as an environment of Northwind; its ids are those of the world.
async fn write(deployment: &TestWorld, world: &World, number: usize) -> Env {
    let tenant = deployment.env().await.tenant.id;
    let environment = Uuid::from_u128((7 << 64) | number as u128);
    let slug = format!("world-{number}");
    let mut all: Vec<Row> = vec![(
        "environments",
        vec![
            ("id", environment.into()),
            ("tenant_id", tenant.0.into()),
            ("name", slug.as_str().into()),
            ("slug", slug.as_str().into()),
            ("slug_skeleton", slug.as_str().into()),
            ("hue", "teal".into()),
            ("mode", "hierarchy".into()),
            ("time_zone", "UTC".into()),
            ("root_node_id", node_id(0).0.into()),
            ("position", 9.into()),
            ("revision", 0.into()),
            ("created_at", 0.into()),
        ],
    )];
    all.extend(rows(world, environment));
    deployment.db.insert(&all).await;
    deployment.enter(&Who::Cli, "northwind", &slug).await
}

#[tokio::test]
async fn checks_are_those_of_the_reference_model() {
    on_each(async |deployment| {
        let mut runner = TestRunner::deterministic();
        let mut answers = [0, 0];
        for number in 0..rounds(14, 400) {
            let world = worlds().new_tree(&mut runner).expect("a world").current();
            let env = write(&deployment, &world, number).await;
            for identity in 0..world.identities.len() {
                let all: Vec<_> = questions(&world).collect();
                // Another third of the questions in each world.
                for (capability, node, asked) in all.iter().skip(number % 3).step_by(rounds(3, 1)) {
                    let expected = reference::allowed(&world, identity, *capability, *node, asked.at);
                    let question = Question {
                        identity_id: identity_id(identity),
                        capability: format!("area.verb{capability}"),
                        node_id: Some(asked.node),
                        at: Some(asked.at),
                    };
                    let answer = check(&env, &question).await.expect("an answer");
                    assert_eq!(answer.allowed, expected, "{question:?} in {world:#?}");
                    answers[usize::from(expected)] += 1;
                }
            }
        }
        assert!(answers.iter().all(|count| *count > 100), "{answers:?}");
        println!("{answers:?}");
    })
    .await;
}

#[test]
fn gaps_are_what_is_left() {
    let span = |since, until| Span { since, until };
    assert_eq!(gaps(&[span(0, None)]), []);
    assert_eq!(gaps(&[]), [span(0, None)]);
    assert_eq!(gaps(&[span(5, Some(7))]), [span(0, Some(5)), span(7, None)]);
    let window = Window::new(Some(Time(5)), Some(Time(7)));
    assert_eq!(span(5, Some(7)).window(), window);
}
