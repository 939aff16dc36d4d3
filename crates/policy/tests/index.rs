//! The flattened facts of a whole environment answer as the reference model does, also when they came in pieces.

use domain::Time;
use domain::assignments::Subject;
use domain::id::IdentityId;
use policy::facts::RoleFact;
use policy::index::{GroupFacts, Members, PersonFacts};
use policy::testing::{
    Holder, Person, World, config, grid, group_id, identity_id, instants, node_id, questions, reference, role_id,
    worlds, worlds_with_rings,
};
use policy::{Facts, Index};
use proptest::prelude::*;

fn person(facts: &Facts) -> PersonFacts {
    PersonFacts {
        identity_id: facts.identity_id,
        gone: None,
        blocked: facts.blocked.clone(),
        memberships: facts.memberships.clone(),
        assignments: facts.assignments.clone(),
    }
}

/// One who was deleted: what was of them before then still is.
fn gone(world: &World, identity: usize, at: Time) -> PersonFacts {
    PersonFacts {
        gone: Some(at),
        ..person(&world.facts_of(identity))
    }
}

fn groups(world: &World, facts: &Facts) -> Vec<GroupFacts> {
    let given = |id| {
        let grants = facts.assignments.iter();
        grants.filter(move |grant| grant.subject == Subject::Group(id)).copied()
    };
    (0..world.groups.len())
        .map(|group| GroupFacts {
            id: group_id(group),
            parents: facts.nestings.clone(),
            assignments: given(group_id(group)).collect(),
        })
        .collect()
}

/// Everything that is known, in the order in which a write would tell of it.
fn fill(index: &mut Index, world: &World) {
    for identity in 0..world.identities.len() {
        let facts = world.facts_of(identity);
        index.set_person(&person(&facts));
        if identity == 0 {
            index.set_groups(&groups(world, &facts));
            index.set_nodes(&facts.node_parents, (0..world.nodes.len()).map(node_id));
            index.set_capabilities(&facts.capabilities);
            index.set_roles(&facts.roles);
        }
    }
}

fn allows(index: &Index, identity: IdentityId, capability: usize, node: usize, at: Time) -> bool {
    let person = index.person(identity, at).expect("known");
    let capability = index.capability(&format!("area.verb{capability}")).expect("known");
    let node = index.node(node_id(node)).expect("known");
    index.allows(person, capability, node, at)
}

fn answers_agree(index: &Index, world: &World) -> Result<(), TestCaseError> {
    for identity in 0..world.identities.len() {
        for (capability, node, question) in questions(world) {
            let expected = reference::allowed(world, identity, capability, node, question.at);
            let answer = allows(index, identity_id(identity), capability, node, question.at);
            prop_assert_eq!(answer, expected, "identity {}, {:?}", identity, question);
        }
    }
    Ok(())
}

/// The numbers at an instant and at all that come after it.
fn counts_agree(index: &Index, world: &World, since: Time) -> Result<(), TestCaseError> {
    for at in grid()
        .flat_map(|edge| [edge - 1, edge])
        .map(Time)
        .filter(|at| *at >= since)
    {
        let counts = index.counts(at).expect("not before the first");
        for group in 0..world.groups.len() {
            let itself = |person: &&Person| {
                let spans = person.memberships.iter().filter(|(of, _)| *of == group);
                spans
                    .into_iter()
                    .any(|(_, span)| span.until.is_none_or(|until| until > at.0 && until > span.since))
            };
            let expected = Members {
                direct: i64::try_from(world.identities.iter().filter(itself).count()).expect("few"),
                nested: i64::try_from(reference::members_and_coming(world, group, at).len()).expect("few"),
            };
            prop_assert_eq!(counts.members(group_id(group)), expected, "group {} at {:?}", group, at);
        }
        for role in 0..world.roles.len() {
            let expected = reference::holders(world, role, at);
            prop_assert_eq!(counts.holders(role_id(role)), expected, "role {} at {:?}", role, at);
            let given = counts.given(role_id(role));
            let expected = reference::given(world, role, at);
            prop_assert_eq!(
                (given.to_people, given.to_groups),
                expected,
                "role {} at {:?}",
                role,
                at
            );
        }
    }
    Ok(())
}

/// The people of `other`, with what they have, in the groups of `world`.
fn with_people_of(world: &World, other: &World) -> World {
    let mut mixed = world.clone();
    mixed.identities.clone_from(&other.identities);
    for person in &mut mixed.identities {
        person.memberships.retain(|(group, _)| *group < world.groups.len());
    }
    mixed.assignments.retain(|one| matches!(one.holder, Holder::Group(_)));
    let theirs = other.assignments.iter().filter(|one| {
        matches!(one.holder, Holder::Identity(_)) && one.role < world.roles.len() && one.node < world.nodes.len()
    });
    mixed.assignments.extend(theirs);
    mixed
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn counts_are_those_of_the_reference(world in worlds(), since in instants()) {
        let mut index = Index::default();
        fill(&mut index, &world);
        prop_assert!(index.counts(since).is_some());
        counts_agree(&index, &world, since)?;
        prop_assert!(index.counts(Time(since.0 - 1)).is_none());
    }

    #[test]
    fn counts_follow_what_people_have(
        before in worlds(), after in worlds(), moved in worlds(), since in instants(),
    ) {
        let mut index = Index::default();
        fill(&mut index, &before);
        prop_assert!(index.counts(since).is_some());
        let after = with_people_of(&before, &after);
        for identity in 0..after.identities.len() {
            index.set_person(&person(&after.facts_of(identity)));
        }
        for identity in after.identities.len()..before.identities.len() {
            index.set_person(&gone(&before, identity, since));
        }
        counts_agree(&index, &after, since)?;
        // Told of groups that are as they were, and then of others.
        index.set_groups(&groups(&after, &after.facts_of(0)));
        counts_agree(&index, &after, since)?;
        let moved = with_people_of(&moved, &after);
        let gone = (moved.groups.len()..before.groups.len()).map(|group| GroupFacts {
            id: group_id(group),
            parents: Vec::new(),
            assignments: Vec::new(),
        });
        let all: Vec<GroupFacts> = groups(&moved, &moved.facts_of(0)).into_iter().chain(gone).collect();
        index.set_groups(&all);
        for identity in 0..moved.identities.len() {
            index.set_person(&person(&moved.facts_of(identity)));
        }
        counts_agree(&index, &moved, since)?;
    }

    #[test]
    fn answers_are_those_of_the_reference(world in worlds()) {
        let mut index = Index::default();
        fill(&mut index, &world);
        answers_agree(&index, &world)?;
    }

    #[test]
    fn rings_change_nothing(world in worlds_with_rings()) {
        let mut index = Index::default();
        fill(&mut index, &world);
        answers_agree(&index, &world)?;
    }

    #[test]
    fn what_was_known_before_leaves_no_trace(before in worlds(), after in worlds()) {
        let mut index = Index::default();
        fill(&mut index, &before);
        // What is there no more is told as it would be: gone people, and groups and roles that have nothing.
        for identity in after.identities.len()..before.identities.len() {
            index.set_person(&gone(&before, identity, Time(0)));
            prop_assert!(index.person(identity_id(identity), Time(0)).is_none());
            prop_assert!(index.person(identity_id(identity), Time(-1)).is_some());
        }
        for role in after.roles.len()..before.roles.len() {
            let name = String::new();
            index.set_roles([&RoleFact { id: role_id(role), name, holds_all: false, capabilities: Vec::new() }]);
        }
        fill(&mut index, &after);
        answers_agree(&index, &after)?;
        prop_assert_eq!(index.node(node_id(after.nodes.len())), None);
    }

    #[test]
    fn who_has_what_is_found(world in worlds(), at in instants()) {
        let mut index = Index::default();
        fill(&mut index, &world);
        for identity in 0..world.identities.len() {
            let facts = world.facts_of(identity);
            for source in policy::roles_held(&facts, at) {
                let (people, groups) = index.given(source.role);
                match source.path.groups.as_slice() {
                    [] => prop_assert!(people.contains(&facts.identity_id)),
                    [first, ..] => {
                        prop_assert!(index.members(*first).contains(&facts.identity_id));
                        prop_assert!(source.path.groups.last().is_some_and(|last| groups.contains(last)));
                    }
                }
            }
        }
    }
}
