//! Random environments: every answer must be that of the reference model.

use domain::assignments::State;
use domain::{Time, Window};
use policy::resolve::Miss;
use policy::testing::{
    World, capability_id, config, grid, instants, node_id, question, questions, reference, worlds, worlds_with_rings,
};
use policy::{Gain, Rights, allows, decide, effective, roles_held};
use proptest::prelude::*;

fn answers_agree(world: &World) -> Result<(), TestCaseError> {
    for identity in 0..world.identities.len() {
        let facts = world.facts_of(identity);
        for (capability, node, question) in questions(world) {
            let decision = decide(&facts, question);
            let expected = reference::allowed(world, identity, capability, node, question.at);
            prop_assert_eq!(decision.allowed, expected, "identity {}, {:?}", identity, question);
            prop_assert_eq!(
                allows(&facts, question.capability, question.node, question.at),
                expected
            );
            prop_assert_eq!(decision.allowed, !decision.paths.is_empty());
            prop_assert!(decision.near_misses.is_empty() || !expected);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn decisions_are_those_of_the_reference(world in worlds()) {
        answers_agree(&world)?;
    }

    #[test]
    fn rings_among_groups_and_nodes_change_nothing(world in worlds_with_rings()) {
        answers_agree(&world)?;
    }

    #[test]
    fn every_path_holds_as_long_as_its_window_says(world in worlds(), at in instants()) {
        for identity in 0..world.identities.len() {
            let facts = world.facts_of(identity);
            for node in 0..world.nodes.len() {
                for (_, paths) in effective(&facts, node_id(node), at) {
                    for path in paths {
                        prop_assert!(path.window.contains(at));
                        let held_at = |at: Time| roles_held(&facts, at).iter().any(|one| one.path == path
                            && matches!(one.state, State::Active | State::EndingSoon | State::NoEffect));
                        prop_assert!(held_at(at));
                        if let Some(to) = path.window.to {
                            prop_assert!(held_at(Time(to.0 - 1)) && !held_at(to));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn effective_lists_what_decide_allows_with_the_same_paths(world in worlds(), at in instants()) {
        for identity in 0..world.identities.len() {
            let facts = world.facts_of(identity);
            for node in 0..world.nodes.len() {
                let listed = effective(&facts, node_id(node), at);
                let decided: Vec<_> = (0..world.capabilities.len())
                    .map(|capability| (capability_id(capability), decide(&facts, question(capability, node, at)).paths))
                    .filter(|(_, paths)| !paths.is_empty())
                    .collect();
                prop_assert_eq!(listed, decided);
            }
        }
    }

    #[test]
    fn a_near_miss_is_undone_by_the_one_thing_it_names(world in worlds(), at in instants()) {
        for identity in 0..world.identities.len() {
            let facts = world.facts_of(identity);
            for (capability, node) in pairs(&world) {
                let asked = question(capability, node, at);
                let misses = decide(&facts, asked).near_misses;
                for miss in &misses {
                    let mut mended = facts.clone();
                    let role = facts.role(miss.path.role).expect("paths lead to known roles");
                    prop_assert_eq!(role.holds(asked.capability, at), miss.why != Miss::LacksCapability);
                    mended.blocked.clear();
                    for one in &mut mended.capabilities {
                        one.available = vec![Window::ALWAYS];
                    }
                    let allowed = match miss.why {
                        Miss::Blocked(reason) => {
                            prop_assert_eq!(facts.blocked_at(at), Some(reason));
                            allows(&mended, asked.capability, asked.node, at)
                        }
                        Miss::InFlight => allows(&mended, asked.capability, asked.node, at),
                        Miss::Ended { at: end } => {
                            prop_assert!(end <= at && miss.path.window.to == Some(end));
                            continue;
                        }
                        Miss::NotYetStarted { at: start } => {
                            prop_assert!(at < start && miss.path.window.from == Some(start));
                            continue;
                        }
                        Miss::OtherNode(other) => allows(&mended, asked.capability, other, at),
                        Miss::LacksCapability => {
                            prop_assert!(misses.iter().all(|other| other.why == Miss::LacksCapability));
                            miss.path.window.contains(at)
                        }
                    };
                    prop_assert!(allowed, "{:?} at {:?}", miss, at);
                }
            }
        }
    }

    #[test]
    fn an_actor_covers_exactly_what_it_holds_for_the_whole_window(
        world in worlds(), now in instants(), from in prop::option::of(instants()), to in prop::option::of(instants())
    ) {
        let (index, tree, window) = (world.index(), world.tree(now), Window::new(from, to));
        let left = window.and(Window::new(Some(now), None));
        // Nothing changes between the instants of the grid.
        let mut samples: Vec<Time> = grid().map(Time).chain(left.from).filter(|at| left.contains(*at)).collect();
        samples.extend(left.to.map(|to| Time(to.0 - 1)).filter(|at| left.contains(*at)));
        for identity in 0..world.identities.len() {
            let rights = Rights::from_facts(&world.facts_of(identity), &index, now);
            let off = |at: Time| reference::blocked(&world, identity, now) || reference::blocked(&world, identity, at);
            for (capability, node) in pairs(&world) {
                let holds = |at: &Time| !off(*at) && reference::holds(&world, identity, capability, node, *at, now);
                let gain = Gain { capabilities: [capability].into_iter().collect(), node: node_id(node), window };
                let covered = rights.covers(&gain, &tree, &index, now);
                prop_assert_eq!(covered.is_ok(), samples.iter().all(holds), "{:?} {:?}", identity, gain);
                prop_assert!(covered.is_ok() || covered.is_err_and(|one| one.capability == capability_id(capability)));
                prop_assert_eq!(Rights::Everything.covers(&gain, &tree, &index, now), Ok(()));
            }
        }
    }

    #[test]
    fn an_actor_covers_a_set_when_it_covers_each_of_it(world in worlds(), now in instants(), to in instants()) {
        let (index, tree) = (world.index(), world.tree(now));
        let window = Window::new(None, Some(to));
        let rights = Rights::from_facts(&world.facts_of(0), &index, now);
        for node in (0..world.nodes.len()).map(node_id) {
            let gain = |capabilities| Gain { capabilities, node, window };
            let all = gain(index.set((0..index.len()).map(capability_id)));
            let missing = (0..index.len())
                .find_map(|one| rights.covers(&gain([one].into_iter().collect()), &tree, &index, now).err());
            prop_assert_eq!(rights.covers(&all, &tree, &index, now).err(), missing);
        }
    }

    #[test]
    fn an_actor_may_do_what_the_identity_may(world in worlds(), now in instants()) {
        let (index, tree) = (world.index(), world.tree(now));
        for identity in 0..world.identities.len() {
            let facts = world.facts_of(identity);
            let rights = Rights::from_facts(&facts, &index, now);
            let available = facts.available(&index, now);
            for (capability, node) in pairs(&world) {
                let expected = reference::allowed(&world, identity, capability, node, now);
                prop_assert_eq!(rights.may(capability, &available, node_id(node), &tree, now), expected);
            }
        }
    }

    #[test]
    fn an_actor_covers_all_of_itself(world in worlds(), now in instants()) {
        let (index, tree) = (world.index(), world.tree(now));
        let mut facts = world.facts_of(0);
        facts.blocked.clear();
        let rights = Rights::from_facts(&facts, &index, now);
        for gain in policy::rights::gains_of(&facts, &index, now) {
            prop_assert_eq!(rights.covers(&gain, &tree, &index, now), Ok(()));
        }
    }

    #[test]
    fn a_key_covers_nothing_beyond_its_creator_its_list_and_its_end(
        world in worlds(), now in instants(), end in instants(), listed in 0..4_usize
    ) {
        let (index, tree) = (world.index(), world.tree(now));
        let creator = Rights::from_facts(&world.facts_of(0), &index, now);
        let list = [listed].into_iter().collect();
        let key = creator.clone().restricted_to(&list, node_id(0), Some(end));
        for (capability, node) in pairs(&world) {
            for to in [Some(end), Some(Time(end.0 + 1)), None] {
                let window = Window::new(None, to);
                let gain = Gain { capabilities: [capability].into_iter().collect(), node: node_id(node), window };
                let covered = key.covers(&gain, &tree, &index, now).is_ok();
                let left = to.is_none_or(|to| now < to);
                let expected = !left
                    || capability == listed && to == Some(end) && creator.covers(&gain, &tree, &index, now).is_ok();
                prop_assert_eq!(covered, expected);
            }
        }
    }
}

fn pairs(world: &World) -> impl Iterator<Item = (usize, usize)> + '_ {
    (0..world.capabilities.len()).flat_map(|capability| (0..world.nodes.len()).map(move |node| (capability, node)))
}
