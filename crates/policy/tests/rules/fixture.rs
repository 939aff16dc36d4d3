//! The environment of the cases, and how a case is put.

use domain::assignments::Subject;
use domain::{Time, Window};
use policy::facts::{CapabilityFact, Grant, Membership, Nesting, NodeParent, RoleFact};
use policy::resolve::Miss;
use policy::testing::{assignment_id, capability_id, group_id, identity_id, node_id, question, role_id};
use policy::{Facts, allows, decide};

pub const NOW: i64 = 1000;
pub const ROOT: usize = 0;
pub const EUROPE: usize = 1;
pub const PARIS: usize = 2;
pub const ASIA: usize = 3;
pub const SUSPEND: usize = 0;
pub const VIEW: usize = 1;
pub const SOON: usize = 2;
pub const OWNER: usize = 0;
pub const OPERATOR: usize = 1;
pub const VIEWER: usize = 2;

pub fn window(from: Option<i64>, to: Option<i64>) -> Window {
    Window::new(from.map(Time), to.map(Time))
}

/// Root ▸ Europe ▸ Paris, Root ▸ Asia; Owner holds all, Operator suspends and views (and something
/// in flight), Viewer views. Nobody holds anything.
pub fn facts() -> Facts {
    let mut facts = Facts::new(identity_id(0));
    for (node, parent) in [
        (ROOT, None),
        (EUROPE, Some(ROOT)),
        (PARIS, Some(EUROPE)),
        (ASIA, Some(ROOT)),
    ] {
        let parent_id = parent.map(node_id);
        facts.node_parents.push(NodeParent {
            node_id: node_id(node),
            parent_id,
            window: Window::ALWAYS,
        });
    }
    for (id, key, available) in [
        (SUSPEND, "users.suspend", true),
        (VIEW, "users.view", true),
        (SOON, "reports.view", false),
    ] {
        let available = if available { vec![Window::ALWAYS] } else { Vec::new() };
        facts.capabilities.push(CapabilityFact {
            id: capability_id(id),
            key: key.to_owned(),
            available,
        });
    }
    for (id, name, list) in [
        (OWNER, "Owner", vec![]),
        (OPERATOR, "Operator", vec![SUSPEND, VIEW, SOON]),
        (VIEWER, "Viewer", vec![VIEW]),
    ] {
        facts.roles.push(RoleFact {
            id: role_id(id),
            name: name.to_owned(),
            holds_all: id == OWNER,
            capabilities: list
                .into_iter()
                .map(|one| (capability_id(one), Window::ALWAYS))
                .collect(),
        });
    }
    facts
}

pub fn grant(facts: &mut Facts, subject: Subject, role: usize, node: usize, window: Window) {
    let id = assignment_id(facts.assignments.len());
    facts.assignments.push(Grant {
        id,
        subject,
        role_id: role_id(role),
        node_id: node_id(node),
        window,
    });
}

pub fn with(role: usize, node: usize, window: Window) -> Facts {
    let mut facts = facts();
    grant(&mut facts, Subject::Identity(identity_id(0)), role, node, window);
    facts
}

/// A member of group 0, and each group in the next, up to `last`, which holds Operator at the root.
pub fn through_groups(last: usize) -> Facts {
    let mut facts = facts();
    facts.memberships.push(Membership {
        group_id: group_id(0),
        window: Window::ALWAYS,
    });
    for group in 0..last {
        facts.nestings.push(Nesting {
            group_id: group_id(group),
            parent_id: group_id(group + 1),
            window: Window::ALWAYS,
        });
    }
    grant(
        &mut facts,
        Subject::Group(group_id(last)),
        OPERATOR,
        ROOT,
        Window::ALWAYS,
    );
    facts
}

#[track_caller]
pub fn check(facts: &Facts, cases: &[(usize, usize, i64, bool)]) {
    for &(capability, node, at, expected) in cases {
        let asked = question(capability, node, Time(at));
        assert_eq!(
            decide(facts, asked).allowed,
            expected,
            "capability {capability}, node {node}, at {at}"
        );
        assert_eq!(allows(facts, asked.capability, asked.node, asked.at), expected);
    }
}

#[track_caller]
pub fn misses(facts: &Facts, capability: usize, node: usize, expected: &[Miss]) {
    let decision = decide(facts, question(capability, node, Time(NOW)));
    assert_eq!(
        decision.near_misses.iter().map(|miss| miss.why).collect::<Vec<_>>(),
        expected
    );
    assert!(!decision.allowed);
}
