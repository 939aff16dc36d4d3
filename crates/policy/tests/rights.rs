//! The rule that nobody gives what they do not hold, case by case.

use domain::id::{AssignmentId, CapabilityId};
use domain::{Time, Window};
use policy::rights::{Holding, Missing, gains_of};
use policy::testing::{assignment_id, capability_id, identity_id, node_id, role_id};
use policy::{CapIndex, CapSet, Facts, Gain, NodeTree, Rights};
use uuid::Uuid;

const NOW: Time = Time(1000);

fn window(from: Option<i64>, to: Option<i64>) -> Window {
    Window::new(from.map(Time), to.map(Time))
}

fn set(positions: &[usize]) -> CapSet {
    positions.iter().copied().collect()
}

/// Root 0 ▸ 1 ▸ 2, root ▸ 3.
fn tree() -> NodeTree {
    NodeTree::new([(1, 0), (2, 1), (3, 0)].map(|(node, parent)| (node_id(node), node_id(parent))))
}

fn index() -> CapIndex {
    CapIndex::new((0..3).map(capability_id))
}

fn held(holdings: &[(&[usize], usize, Window)]) -> Rights {
    Rights::Held(
        holdings
            .iter()
            .map(|(list, node, window)| Holding {
                capabilities: set(list),
                node: node_id(*node),
                window: *window,
            })
            .collect(),
    )
}

fn give(rights: &Rights, list: &[usize], node: usize, window: Window) -> Result<(), Missing> {
    rights.covers(
        &Gain {
            capabilities: set(list),
            node: node_id(node),
            window,
        },
        &tree(),
        &index(),
        NOW,
    )
}

fn missing(position: usize) -> Result<(), Missing> {
    Err(Missing {
        capability: capability_id(position),
    })
}

#[test]
fn only_what_is_held_can_be_given() {
    let actor = held(&[(&[0, 1], 0, Window::ALWAYS)]);
    assert_eq!(give(&actor, &[0, 1], 0, Window::ALWAYS), Ok(()));
    assert_eq!(give(&actor, &[1, 2], 0, Window::ALWAYS), missing(2));
    assert_eq!(give(&Rights::NONE, &[2, 0], 0, Window::ALWAYS), missing(0));
    assert_eq!(give(&Rights::NONE, &[], 0, Window::ALWAYS), Ok(()));
    assert_eq!(give(&Rights::Everything, &[0, 1, 2], 0, Window::ALWAYS), Ok(()));
}

#[test]
fn only_at_the_node_where_it_is_held_and_below() {
    let actor = held(&[(&[0], 1, Window::ALWAYS)]);
    for (node, expected) in [
        (1, Ok(())),
        (2, Ok(())),
        (0, missing(0)),
        (3, missing(0)),
        (9, missing(0)),
    ] {
        assert_eq!(give(&actor, &[0], node, Window::ALWAYS), expected, "node {node}");
    }
}

#[test]
fn who_is_admin_until_friday_gives_at_most_until_friday() {
    let friday = 2000;
    let actor = held(&[(&[0], 0, window(None, Some(friday)))]);
    for (from, to, expected) in [
        (None, Some(friday), Ok(())),
        (Some(1500), Some(1600), Ok(())),
        (None, Some(friday + 1), missing(0)),
        (None, None, missing(0)),
        (Some(friday), None, missing(0)),
    ] {
        assert_eq!(give(&actor, &[0], 0, window(from, to)), expected, "{from:?} {to:?}");
    }
}

#[test]
fn what_lies_before_now_gives_nothing() {
    let actor = held(&[(&[0], 0, window(Some(1000), None))]);
    assert_eq!(give(&actor, &[0], 0, window(Some(0), None)), Ok(()));
    assert_eq!(give(&Rights::NONE, &[0], 0, window(Some(0), Some(1000))), Ok(()));
    assert_eq!(give(&Rights::NONE, &[0], 0, window(Some(0), Some(1001))), missing(0));
}

#[test]
fn holdings_cover_together_when_they_leave_no_gap() {
    for (second, expected) in [(1500, Ok(())), (1400, Ok(())), (1501, missing(0))] {
        // The later one first, and from a node above: neither matters.
        let actor = held(&[
            (&[0], 0, window(Some(second), None)),
            (&[0, 1], 1, window(None, Some(1500))),
        ]);
        assert_eq!(give(&actor, &[0], 2, Window::ALWAYS), expected, "{second}");
        assert_eq!(give(&actor, &[0, 1], 2, window(None, Some(1500))), Ok(()));
    }
    // One that lies inside another does not make it shorter.
    let inside = held(&[
        (&[0], 0, window(None, Some(1500))),
        (&[0], 0, window(Some(1200), Some(1300))),
        (&[0], 0, window(Some(1400), None)),
    ]);
    assert_eq!(give(&inside, &[0], 0, Window::ALWAYS), Ok(()));
    let short = held(&[
        (&[0], 0, window(None, Some(1500))),
        (&[0], 0, window(Some(1200), Some(1300))),
    ]);
    assert_eq!(give(&short, &[0], 0, window(None, Some(1501))), missing(0));
}

#[test]
fn a_capability_that_the_index_does_not_know_is_not_covered() {
    let nil = Missing {
        capability: CapabilityId(Uuid::nil()),
    };
    assert_eq!(
        give(&held(&[(&[0], 0, Window::ALWAYS)]), &[0, 70], 0, Window::ALWAYS),
        Err(nil)
    );
}

#[test]
fn in_flight_can_be_given_and_allows_nothing() {
    let actor = held(&[(&[0], 1, window(None, Some(2000)))]);
    let may = |rights: &Rights, available: &[usize], node: usize, at: i64| {
        rights.may(0, &set(available), node_id(node), &tree(), Time(at))
    };
    assert_eq!(give(&actor, &[0], 1, window(None, Some(2000))), Ok(()));
    assert!(!may(&actor, &[], 1, 1000) && may(&actor, &[0], 1, 1000));
    assert!(may(&actor, &[0], 2, 1999) && !may(&actor, &[0], 2, 2000) && !may(&actor, &[0], 0, 1000));
    assert!(may(&Rights::Everything, &[], 0, 1000));
}

#[test]
fn a_key_has_its_list_as_far_as_its_creator_has_it_until_its_end() {
    let root = node_id(0);
    let key = Rights::Everything.restricted_to(&set(&[1]), root, Some(Time(2000)));
    assert_eq!(key, held(&[(&[1], 0, window(None, Some(2000)))]));
    let creator = held(&[(&[0, 1], 1, window(None, Some(1500))), (&[2], 0, Window::ALWAYS)]);
    let key = creator.restricted_to(&set(&[1]), root, Some(Time(2000)));
    assert_eq!(key, held(&[(&[1], 1, window(None, Some(1500)))]));
}

fn facts() -> Facts {
    use policy::facts::{CapabilityFact, Grant, RoleFact};
    let id: AssignmentId = assignment_id(0);
    let subject = domain::assignments::Subject::Identity(identity_id(0));
    let capability = |n| CapabilityFact {
        id: capability_id(n),
        key: format!("area.verb{n}"),
        available: Vec::new(),
    };
    let role = |n, capabilities| RoleFact {
        id: role_id(n),
        name: "Role".into(),
        holds_all: n == 0,
        capabilities,
    };
    let ended = Grant {
        id,
        subject,
        role_id: role_id(0),
        node_id: node_id(0),
        window: window(None, Some(1000)),
    };
    let open = Grant {
        role_id: role_id(1),
        node_id: node_id(1),
        window: window(Some(0), None),
        ..ended
    };
    let later = Grant {
        role_id: role_id(0),
        window: window(Some(5000), None),
        ..ended
    };
    let mut facts = Facts::new(identity_id(0));
    facts.capabilities = (0..3).map(capability).collect();
    facts.roles = vec![role(0, vec![]), role(1, vec![(capability_id(2), Window::ALWAYS)])];
    facts.assignments = vec![ended, open, later];
    facts
}

#[test]
fn an_identity_holds_what_is_scheduled_and_in_flight_and_nothing_that_ended() {
    let expected = held(&[
        (&[0, 1, 2], 0, window(Some(5000), None)),
        (&[2], 1, window(Some(1000), None)),
    ]);
    assert_eq!(Rights::from_facts(&facts(), &index(), NOW), expected);
}

#[test]
fn who_is_blocked_holds_nothing_and_gains_it_when_reinstated() {
    let mut facts = facts();
    let before = gains_of(&facts, &index(), NOW);
    facts.blocked = vec![(domain::assignments::NoEffect::Suspended, window(Some(1000), None))];
    assert_eq!(Rights::from_facts(&facts, &index(), NOW), Rights::NONE);
    assert_eq!((gains_of(&facts, &index(), NOW), before.len()), (before, 2));
}

#[test]
fn a_block_that_never_held_changes_nothing() {
    let mut facts = facts();
    let free = Rights::from_facts(&facts, &index(), NOW);
    facts.blocked = vec![(domain::assignments::NoEffect::Suspended, window(Some(2000), Some(2000)))];
    assert_eq!(Rights::from_facts(&facts, &index(), NOW), free);
}

#[test]
fn what_will_be_blocked_cannot_be_given_for_that_time() {
    let mut facts = facts();
    facts.blocked = vec![(domain::assignments::NoEffect::Suspended, window(Some(2000), Some(3000)))];
    let actor = Rights::from_facts(&facts, &index(), NOW);
    assert_eq!(give(&actor, &[2], 1, window(None, Some(2000))), Ok(()));
    assert_eq!(give(&actor, &[2], 1, window(None, Some(2001))), missing(2));
    assert_eq!(give(&actor, &[2], 1, window(Some(3000), None)), Ok(()));
}
