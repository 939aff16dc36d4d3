//! What comes through groups.

use crate::fixture::*;
use domain::assignments::Subject;
use domain::groups::MAX_DEPTH;
use domain::{Time, Window};
use policy::facts::{Nesting, NodeParent};
use policy::resolve::Miss;
use policy::testing::{group_id, node_id, question, role_id};
use policy::{decide, roles_held};

#[test]
fn members_of_a_sub_group_are_members_of_every_group_above_it() {
    let facts = through_groups(3);
    check(&facts, &[(SUSPEND, PARIS, NOW, true)]);
    let paths = decide(&facts, question(SUSPEND, PARIS, Time(NOW))).paths;
    assert_eq!(paths.len(), 1);
    assert_eq!(paths[0].groups, [0, 1, 2, 3].map(group_id));
    assert_eq!((paths[0].role, paths[0].node), (role_id(OPERATOR), node_id(ROOT)));
}

#[test]
fn members_of_a_group_are_no_members_of_the_groups_in_it() {
    let mut facts = through_groups(1);
    facts.assignments.clear();
    facts.memberships[0].group_id = group_id(1);
    grant(&mut facts, Subject::Group(group_id(0)), OPERATOR, ROOT, Window::ALWAYS);
    check(&facts, &[(SUSPEND, ROOT, NOW, false)]);
    assert!(roles_held(&facts, Time(NOW)).is_empty());
}

#[test]
fn groups_are_followed_to_the_deepest_nesting_that_is_accepted() {
    check(&through_groups(MAX_DEPTH - 1), &[(SUSPEND, ROOT, NOW, true)]);
    check(&through_groups(MAX_DEPTH), &[(SUSPEND, ROOT, NOW, false)]);
}

#[test]
fn through_a_group_a_role_holds_while_membership_nesting_and_assignment_all_do() {
    let mut facts = through_groups(1);
    facts.memberships[0].window = window(Some(10), Some(40));
    facts.nestings[0].window = window(Some(20), None);
    facts.assignments[0].window = window(None, Some(30));
    check(
        &facts,
        &[
            (VIEW, ROOT, 19, false),
            (VIEW, ROOT, 20, true),
            (VIEW, ROOT, 29, true),
            (VIEW, ROOT, 30, false),
        ],
    );
    let path = &decide(&facts, question(VIEW, ROOT, Time(25))).paths[0];
    assert_eq!(path.window, window(Some(20), Some(30)));
    misses(&facts, VIEW, ROOT, &[Miss::Ended { at: Time(30) }]);
}

#[test]
fn a_membership_that_ended_before_the_role_was_given_leads_nowhere() {
    let mut facts = through_groups(0);
    facts.memberships[0].window = window(None, Some(10));
    facts.assignments[0].window = window(Some(10), None);
    check(&facts, &[(VIEW, ROOT, 9, false), (VIEW, ROOT, 10, false)]);
    misses(&facts, VIEW, ROOT, &[]);
    assert!(roles_held(&facts, Time(NOW)).is_empty());
}

#[test]
fn rings_end() {
    let mut facts = through_groups(2);
    facts.nestings.push(Nesting {
        group_id: group_id(2),
        parent_id: group_id(0),
        window: Window::ALWAYS,
    });
    facts.node_parents.push(NodeParent {
        node_id: node_id(ROOT),
        parent_id: Some(node_id(PARIS)),
        window: Window::ALWAYS,
    });
    check(&facts, &[(VIEW, PARIS, NOW, true), (VIEW, 9, NOW, false)]);
    assert_eq!(decide(&facts, question(VIEW, PARIS, Time(NOW))).paths.len(), 1);
}
