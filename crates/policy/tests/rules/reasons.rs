//! What is told: paths, near misses, roles held.

use crate::fixture::*;
use domain::assignments::{State, Subject};
use domain::id::{GroupId, RoleId};
use domain::{Time, Window};
use policy::resolve::Miss;
use policy::testing::{group_id, identity_id, node_id, question, role_id};
use policy::{decide, roles_held};

#[test]
fn a_role_without_the_capability_is_told_only_when_nothing_is_nearer() {
    let mut facts = with(VIEWER, ROOT, Window::ALWAYS);
    misses(&facts, SUSPEND, ROOT, &[Miss::LacksCapability]);
    grant(
        &mut facts,
        Subject::Identity(identity_id(0)),
        OPERATOR,
        ROOT,
        window(None, Some(900)),
    );
    misses(&facts, SUSPEND, ROOT, &[Miss::Ended { at: Time(900) }]);
}

#[test]
fn nearer_misses_come_first() {
    let mut facts = with(OPERATOR, EUROPE, Window::ALWAYS);
    let me = Subject::Identity(identity_id(0));
    for dates in [
        window(None, Some(900)),
        window(Some(1010), None),
        window(Some(1005), Some(1006)),
    ] {
        grant(&mut facts, me, OPERATOR, ROOT, dates);
    }
    let expected = [
        Miss::NotYetStarted { at: Time(1005) },
        Miss::NotYetStarted { at: Time(1010) },
        Miss::Ended { at: Time(900) },
        Miss::OtherNode(node_id(EUROPE)),
    ];
    misses(&facts, SUSPEND, ROOT, &expected);
}

#[test]
fn all_paths_are_told_direct_ones_first_then_short_ones() {
    let mut facts = through_groups(1);
    grant(&mut facts, Subject::Group(group_id(0)), VIEWER, ROOT, Window::ALWAYS);
    grant(
        &mut facts,
        Subject::Identity(identity_id(0)),
        OWNER,
        EUROPE,
        Window::ALWAYS,
    );
    let paths = decide(&facts, question(VIEW, PARIS, Time(NOW))).paths;
    let told: Vec<(Vec<GroupId>, RoleId)> = paths.into_iter().map(|path| (path.groups, path.role)).collect();
    let groups = |list: &[usize]| list.iter().copied().map(group_id).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            (groups(&[]), role_id(OWNER)),
            (groups(&[0]), role_id(VIEWER)),
            (groups(&[0, 1]), role_id(OPERATOR)),
        ]
    );
}

#[test]
fn a_row_that_comes_twice_is_one_path() {
    let mut facts = through_groups(0);
    facts.memberships.extend_from_within(..);
    facts.assignments.extend_from_within(..);
    assert_eq!(decide(&facts, question(VIEW, PARIS, Time(NOW))).paths.len(), 1);
}

#[test]
fn roles_are_listed_with_every_source_and_its_state() {
    let week = 7 * 86_400_000;
    let mut facts = through_groups(0);
    let me = Subject::Identity(identity_id(0));
    grant(&mut facts, me, VIEWER, ROOT, window(Some(NOW + 1), None));
    grant(&mut facts, me, OPERATOR, PARIS, window(None, Some(NOW)));
    grant(&mut facts, me, OPERATOR, ASIA, window(None, Some(NOW + week)));
    let listed: Vec<_> = roles_held(&facts, Time(NOW))
        .into_iter()
        .map(|one| (one.name, one.path.groups.len(), one.path.node, one.state))
        .collect();
    let expected = [
        ("Operator", 0, PARIS, State::Ended),
        ("Operator", 0, ASIA, State::EndingSoon),
        ("Operator", 1, ROOT, State::Active),
        ("Viewer", 0, ROOT, State::Scheduled),
    ];
    assert_eq!(
        listed,
        expected.map(|(name, groups, node, state)| (name.to_owned(), groups, node_id(node), state))
    );
}
