//! What is allowed where and when.

use crate::fixture::*;
use domain::assignments::{NoEffect, State, Subject};
use domain::{Time, Window};
use policy::facts::NodeParent;
use policy::resolve::Miss;
use policy::testing::{capability_id, group_id, identity_id, node_id};
use policy::{effective, roles_held};

#[test]
fn nothing_is_allowed_without_an_assignment() {
    check(&facts(), &[(VIEW, ROOT, NOW, false)]);
    misses(&facts(), VIEW, ROOT, &[]);
}

#[test]
fn the_end_is_outside_and_the_start_inside() {
    let facts = with(VIEWER, ROOT, window(Some(500), Some(NOW)));
    check(
        &facts,
        &[
            (VIEW, ROOT, 499, false),
            (VIEW, ROOT, 500, true),
            (VIEW, ROOT, 999, true),
            (VIEW, ROOT, NOW, false),
        ],
    );
    misses(&facts, VIEW, ROOT, &[Miss::Ended { at: Time(NOW) }]);
    misses(
        &with(VIEWER, ROOT, window(Some(1001), None)),
        VIEW,
        ROOT,
        &[Miss::NotYetStarted { at: Time(1001) }],
    );
}

#[test]
fn a_grant_holds_at_its_node_and_below_only() {
    let facts = with(VIEWER, EUROPE, Window::ALWAYS);
    check(
        &facts,
        &[
            (VIEW, EUROPE, NOW, true),
            (VIEW, PARIS, NOW, true),
            (VIEW, ROOT, NOW, false),
            (VIEW, ASIA, NOW, false),
        ],
    );
    misses(&facts, VIEW, ASIA, &[Miss::OtherNode(node_id(EUROPE))]);
}

#[test]
fn a_moved_node_inherits_from_where_it_lies_then() {
    let mut facts = with(VIEWER, EUROPE, Window::ALWAYS);
    facts.node_parents.retain(|row| row.node_id != node_id(PARIS));
    for (parent, window) in [(EUROPE, window(None, Some(NOW))), (ASIA, window(Some(NOW), None))] {
        facts.node_parents.push(NodeParent {
            node_id: node_id(PARIS),
            parent_id: Some(node_id(parent)),
            window,
        });
    }
    check(&facts, &[(VIEW, PARIS, NOW - 1, true), (VIEW, PARIS, NOW, false)]);
}

#[test]
fn a_role_gives_what_it_lists_at_that_time() {
    let mut facts = with(VIEWER, ROOT, Window::ALWAYS);
    facts.roles[VIEWER].capabilities = vec![(capability_id(VIEW), window(Some(10), Some(20)))];
    check(
        &facts,
        &[
            (VIEW, ROOT, 9, false),
            (VIEW, ROOT, 10, true),
            (VIEW, ROOT, 19, true),
            (VIEW, ROOT, 20, false),
        ],
    );
}

#[test]
fn owner_holds_everything_also_what_came_later_but_nothing_in_flight() {
    let facts = with(OWNER, ROOT, Window::ALWAYS);
    check(
        &facts,
        &[
            (SUSPEND, ROOT, NOW, true),
            (VIEW, PARIS, NOW, true),
            (SOON, ROOT, NOW, false),
            (9, ROOT, NOW, false),
        ],
    );
    misses(&facts, SOON, ROOT, &[Miss::InFlight]);
    misses(&facts, 9, ROOT, &[]);
}

#[test]
fn in_flight_never_allows_and_available_does_from_its_instant_on() {
    let mut facts = with(OPERATOR, ROOT, Window::ALWAYS);
    check(&facts, &[(SOON, ROOT, NOW, false)]);
    facts.capabilities[SOON].available = vec![window(Some(NOW), Some(2000))];
    check(
        &facts,
        &[
            (SOON, ROOT, NOW - 1, false),
            (SOON, ROOT, NOW, true),
            (SOON, ROOT, 2000, false),
        ],
    );
}

#[test]
fn who_is_blocked_holds_without_effect_for_each_reason() {
    for reason in [
        NoEffect::Suspended,
        NoEffect::Invited,
        NoEffect::NoMembership,
        NoEffect::AccountSuspended,
    ] {
        let mut facts = with(OPERATOR, ROOT, Window::ALWAYS);
        facts.blocked = vec![(reason, window(Some(NOW), Some(2000)))];
        check(
            &facts,
            &[
                (VIEW, ROOT, NOW - 1, true),
                (VIEW, ROOT, NOW, false),
                (VIEW, ROOT, 2000, true),
            ],
        );
        misses(&facts, VIEW, ROOT, &[Miss::Blocked(reason)]);
        misses(&facts, SOON, ROOT, &[Miss::Blocked(reason), Miss::InFlight]);
        assert!(effective(&facts, node_id(ROOT), Time(NOW)).is_empty());
        let roles = roles_held(&facts, Time(NOW));
        assert_eq!((roles[0].state, roles[0].no_effect), (State::NoEffect, Some(reason)));
        facts.assignments[0].window = window(None, Some(NOW));
        let roles = roles_held(&facts, Time(NOW));
        assert_eq!((roles[0].state, roles[0].no_effect), (State::Ended, None));
    }
}

#[test]
fn what_others_hold_and_what_unknown_roles_give_does_not_count() {
    let mut facts = facts();
    grant(
        &mut facts,
        Subject::Identity(identity_id(7)),
        OWNER,
        ROOT,
        Window::ALWAYS,
    );
    grant(&mut facts, Subject::Group(group_id(7)), OWNER, ROOT, Window::ALWAYS);
    grant(&mut facts, Subject::Identity(identity_id(0)), 7, ROOT, Window::ALWAYS);
    check(&facts, &[(VIEW, ROOT, NOW, false)]);
    misses(&facts, VIEW, ROOT, &[]);
}
